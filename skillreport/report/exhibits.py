"""Small shared pieces of exhibits: notes, columns, counted nouns."""

from collections.abc import Sequence

from skillreport.model.figure import Figure, Sentence, Value, say
from skillreport.model.report import Column, Note, Row, Table
from skillreport.report.figures import count_figure

MOST_WITHHELD_ROWS, MOST_WITHHELD_NAMES = 2, 4


def counted(noun: str, figure: Figure) -> Sentence:
    """A figure with its noun in the right number: `1 person`, `14 people`."""
    return say(f"noun.{noun}", plural="n", n=figure)


def note(lead: str, id: str, **values: Value) -> Note:
    """A note under an exhibit."""
    return Note(say(f"lead.{lead}"), say(id, **values))  # type: ignore[arg-type]


def left(head: str, width: float) -> Column:
    return Column(say(f"head.{head}"), width)


def right(head: str, width: float) -> Column:
    return Column(say(f"head.{head}"), width, "right")


def first_rows(
    name: str, columns: Sequence[Column], rows: Sequence[Row], most: int, total: Row | None = None
) -> tuple[Table, Table | None, tuple[Note, ...]]:
    """The first rows of a long exhibit for the page, all of them for the workbook, and a note of how many more there
    are; a total stands under both. A short exhibit needs neither second table nor note."""
    last = (total,) if total else ()
    whole = Table(tuple(columns), (*rows, *last))
    if len(rows) <= most:
        return whole, None, ()
    shown = Table(tuple(columns), (*rows[:most], *last))
    return shown, whole, (rows_beyond(name, len(rows) - most),)


def withheld_apart(
    name: str, columns: Sequence[Column], rows: Sequence[Row]
) -> tuple[Table, Table | None, tuple[Note, ...]]:
    """The rows that show a number for the page, all of them for the workbook, and a note that names the others. One or
    two without any number stay in their place, and so do all where there are no others."""
    whole = Table(tuple(columns), tuple(rows))
    shown = tuple(row for row in rows if any(isinstance(cell, Figure) and cell.known for cell in row.cells))
    hidden = [row.cells[0] for row in rows if row not in shown]
    names = [cell for cell in hidden if isinstance(cell, str)]
    if not shown or len(names) < len(hidden) or len(hidden) <= MOST_WITHHELD_ROWS:
        return whole, None, ()
    id, label = f"exhibit.{name}.withheld_more", say("label.withheld_rows", exhibit=name)
    listed = first_names(names, MOST_WITHHELD_NAMES, id, label)
    return Table(tuple(columns), shown), whole, (note("withheld", "note.withheld_rows", names=listed),)


def rows_beyond(name: str, count: int) -> Note:
    """How many rows of an exhibit stand in the workbook only."""
    rest = count_figure(f"exhibit.{name}.more", count, say("label.more_rows", exhibit=name))
    return note("not_shown", "note.more_rows", plural="rest", rest=rest)


def first_names(names: Sequence[str | Sentence], most: int, id: str, label: Sentence) -> Sentence:
    """The first names of a list and how many follow, as a figure of the given id."""
    if len(names) <= most:
        return say("phrase.list", items=tuple(names))
    rest = count_figure(id, len(names) - most, label)
    return say("phrase.list", items=(*names[:most], say("phrase.more", rest=rest)))
