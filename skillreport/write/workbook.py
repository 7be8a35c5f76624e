"""The report's tables → organisation.xlsx, a sheet each. The only door to XlsxWriter."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from skillreport.language.catalogue import Speaker
from skillreport.language.numbers import exact_digits, printed_value
from skillreport.model.figure import Figure, Sentence, State, Unit, say
from skillreport.model.report import (
    Bar,
    BoundBar,
    Column,
    Content,
    Definitions,
    Dots,
    Dumbbell,
    Exhibit,
    HeatMap,
    HeatRow,
    Interval,
    MixMark,
    Report,
    Row,
    Section,
    StatusMark,
    Styled,
    Table,
)
from skillreport.write.brand import Brand

NUMBER_FORMATS = {
    Unit.LEVELS: "0.0",
    Unit.SHARE: "0%",
    Unit.POINTS: '0;"−"0;0',
    Unit.INDEX: "0",
    Unit.HOURS: "#,##0;\u2212#,##0",
    Unit.MONEY: "#,##0",
    Unit.MONTHS: "0",
    Unit.COUNT: "#,##0",
}
MM_PER_CHARACTER = 2.0
SHEET_NAME_LENGTH = 31
Flat = Figure | Styled | Sentence | str | date | None


def render_workbook(report: Report, speaker: Speaker, brand: Brand) -> bytes:
    """A workbook with one sheet per exhibit, in the order of the report. The same report gives the same bytes."""
    exhibits = [(section.kicker, exhibit) for section in report.sections for exhibit in _exhibits(section)]
    return _workbook(f"{report.client}: {speaker.say(report.title)}", report.as_of, exhibits, speaker, brand)


def render_people(client: str, as_of: date, exhibits: Sequence[Exhibit], speaker: Speaker, brand: Brand) -> bytes:
    """The consultant's workbook of tables that name people, a sheet each. The same tables give the same bytes."""
    kicker = say("title.people")
    return _workbook(f"{client}: {speaker.say(kicker)}", as_of, [(kicker, item) for item in exhibits], speaker, brand)


def _workbook(
    title: str, as_of: date, exhibits: Sequence[tuple[Sentence, Exhibit]], speaker: Speaker, brand: Brand
) -> bytes:
    """A sheet per exhibit; beside each what it is about, which stands under its title where it has no subtitle."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as workbook:
        workbook.set_properties(
            {
                "title": title,
                "author": brand.name or "",
                "created": datetime.combine(as_of, datetime.min.time()),
            }
        )
        styles = _Styles(workbook, brand)
        taken: set[str] = set()
        for kicker, exhibit in exhibits:
            sheet = workbook.add_worksheet(sheet_name(exhibit.name, taken))
            _write_sheet(sheet, kicker, exhibit, speaker, styles)
    return target.getvalue()


def sheet_name(name: str, taken: set[str]) -> str:
    """A name that Excel accepts and no other sheet has."""
    base = name.replace("-", " ").capitalize()[:SHEET_NAME_LENGTH]
    made, number = base, 2
    while made.casefold() in taken:
        suffix = f" {number}"
        made, number = base[: SHEET_NAME_LENGTH - len(suffix)] + suffix, number + 1
    taken.add(made.casefold())
    return made


def _exhibits(section: Section) -> Iterable[Exhibit]:
    found = (block.table if isinstance(block, Definitions) else block for block in section.blocks)
    return (block for block in found if isinstance(block, Exhibit))


class _Styles:
    """The cell formats of the workbook, each made once."""

    def __init__(self, workbook: Workbook, brand: Brand) -> None:
        self._workbook = workbook
        self._cache: dict[tuple[str, bool], Format] = {}
        self.title = workbook.add_format({"bold": True, "font_size": 14, "font_color": brand.colours["brandink"]})
        self.subtitle = workbook.add_format({"font_color": brand.colours["ink3"]})
        self.head = workbook.add_format(
            {"bold": True, "bottom": 2, "bottom_color": brand.colours["brand"], "text_wrap": True, "valign": "bottom"}
        )

    def cell(self, number: str = "", strong: bool = False) -> Format:
        """Text wraps and stands at the top; numbers carry their format."""
        if (number, strong) not in self._cache:
            format = {"valign": "top", "bold": strong, **({"num_format": number} if number else {"text_wrap": True})}
            self._cache[number, strong] = self._workbook.add_format(format)
        return self._cache[number, strong]


def _write_sheet(sheet: Worksheet, kicker: Sentence, exhibit: Exhibit, speaker: Speaker, styles: _Styles) -> None:
    """Title, subtitle, a frozen head, and a row per row of the table."""
    table = _table(exhibit)
    sheet.write_string(0, 0, speaker.say(exhibit.title), styles.title)
    subtitle = exhibit.subtitle or kicker
    sheet.write_string(1, 0, speaker.say(subtitle).rstrip(";"), styles.subtitle)
    heads, rows = _flat(table)
    for place, head in enumerate(heads):
        sheet.write_string(3, place, speaker.say(head.head), styles.head)
        sheet.set_column(place, place, max(9, head.width / MM_PER_CHARACTER))
    sheet.freeze_panes(4, 1)
    for number, (row, cells) in enumerate(rows, 4):
        for place, cell in enumerate(cells):
            _write_cell(sheet, number, place, cell, row.style == "total", speaker, styles)
    if rows:
        sheet.autofilter(3, 0, 3 + len(rows), len(heads) - 1)


def _write_cell(
    sheet: Worksheet, row: int, column: int, cell: Flat, strong: bool, speaker: Speaker, styles: _Styles
) -> None:
    digits, cell = _taken_apart(cell)
    if isinstance(cell, Figure) and cell.known:
        sheet.write_number(row, column, _printed(cell, digits), styles.cell(_number_format(cell.unit, digits), strong))
    elif isinstance(cell, Figure):
        sheet.write_string(row, column, "c" if cell.state is State.WITHHELD else "", styles.cell("", strong))
    elif isinstance(cell, date):
        sheet.write_datetime(
            row, column, datetime.combine(cell, datetime.min.time()), styles.cell("yyyy-mm-dd", strong)
        )
    elif cell:
        text = speaker.say(cell) if isinstance(cell, Sentence) else cell
        sheet.write_string(row, column, _harmless(text), styles.cell("", strong))


def _taken_apart(cell: Flat) -> tuple[int | None, Figure | Sentence | str | date | None]:
    """The decimals that a styled cell asks for, and its content, which `_parts` has made plain."""
    if not isinstance(cell, Styled):
        return None, cell
    parts, content = cell.style.split(), cell.content if isinstance(cell.content, Figure) else None
    exact = exact_digits(content) if content is not None and "exact" in parts else None
    return next((int(part) for part in parts if part.isdigit()), exact), content


def _number_format(unit: Unit, digits: int | None) -> str:
    if not digits:
        return NUMBER_FORMATS[unit]
    shown = "#,##0." + "0" * digits + ("%" if unit is Unit.SHARE else "")
    return f"{shown};\u2212{shown}"


def _printed(figure: Figure, digits: int | None) -> float:
    """The number as printed: the client's workbook holds no digit that the report does not show."""
    value = printed_value(figure, digits)
    return value / 100 if figure.unit is Unit.SHARE else value


def _harmless(text: str) -> str:
    """Text without the control characters that a workbook may not hold."""
    return "".join(char for char in text if char >= " " or char in "\t\n")


def _table(exhibit: Exhibit) -> Table:
    if exhibit.as_table is not None:
        return exhibit.as_table
    if isinstance(exhibit.body, HeatMap):
        return _heat_table(exhibit.body)
    if isinstance(exhibit.body, Table):
        return exhibit.body
    raise TypeError(f"exhibit {exhibit.name} has no table behind its chart")


def _heat_table(heat: HeatMap) -> Table:
    def row(item: HeatRow, style: str) -> Row:
        return Row((item.name, item.people, *item.cells, item.mean), "total" if style == "total" else "plain")

    groups = [Column(say("phrase.name", name=column.name), 30, "right") for column in heat.columns]
    columns = (
        Column(heat.head, 60),
        Column(say("head.n"), 18, "right"),
        *groups,
        Column(say("head.all_skills"), 30, "right"),
    )
    return Table(columns, (*(row(item, "plain") for item in heat.rows), row(heat.total, "total")))


def _flat(table: Table) -> tuple[list[Column], list[tuple[Row, list[Flat]]]]:
    """Columns and rows in which a mark stands as the figures it draws; marks that repeat other columns are left out."""
    heads: list[Column] = []
    spans: list[int] = []
    for place, column in enumerate(table.columns):
        most = max((len(_parts(row.cells[place])) for row in table.rows), default=1)
        names = next((_names(row.cells[place]) for row in table.rows if len(_parts(row.cells[place])) == most), None)
        spans.append(most)
        heads += [Column(name, 24, "right") for name in names] if names else [column]
    rows = []
    for row in table.rows:
        cells: list[Flat] = []
        for content, span in zip(row.cells, spans, strict=True):
            parts = _parts(content)
            cells += [*parts, *[None] * (span - len(parts))]
        rows.append((row, cells))
    return heads, rows


def _parts(content: Content) -> list[Flat]:
    """What a cell holds as plain values."""
    if isinstance(content, Styled):
        return [Styled(part, content.style) if isinstance(part, Figure) else part for part in _parts(content.content)]
    if isinstance(content, Bar | BoundBar):
        return [content.value]
    if isinstance(content, MixMark):
        return [content.recommended, content.planned, content.gap]
    if isinstance(content, Dumbbell):
        return [content.own, content.manager]
    if isinstance(content, Interval):
        return [Styled(content.low, "2"), Styled(content.high, "2")]
    if isinstance(content, Dots):
        return [content.holders, content.needed]
    if isinstance(content, StatusMark):
        return [content.status]
    if isinstance(content, tuple):
        raise TypeError("a table with stacked cells needs a flat table for the workbook")
    return [content]


def _names(content: Content) -> list[Sentence] | None:
    """Heads for a mark that becomes several columns."""
    if isinstance(content, MixMark):
        return [say("head.recommended"), say("head.planned"), say("head.gap_share")]
    if isinstance(content, Dumbbell):
        return [say("head.own_view"), say("head.manager_view")]
    if isinstance(content, Interval):
        return [say("head.interval_low"), say("head.interval_high")]
    if isinstance(content, Dots):
        return [say("head.holders"), say("head.needed")]
    return None
