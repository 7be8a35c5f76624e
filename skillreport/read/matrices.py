"""Regions that are matrices → tables: what stands along both sides, by headers or by names that other tables know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from skillreport.model.names import header_key, key, number_text
from skillreport.model.period import Period
from skillreport.read.grid import Cells, Ints, is_blank
from skillreport.read.lists import columns_of, in_legend, left_out_as, line_cells
from skillreport.read.raw_table import FieldCells, RawTable
from skillreport.read.regions import Region
from skillreport.read.vocabulary import TableDef, Words, words

# Of a matrix without a name that says so, this part of the headers must be known names before it is taken for one.
KNOWN_PART = 0.6


@dataclass(frozen=True, slots=True)
class Names:
    """Names that other tables know, as keys: what tells a matrix from a list of other things."""

    skills: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    metrics: frozenset[str] = frozenset()

    def of(self, field: str) -> frozenset[str]:
        found = {"skill": self.skills, "employee": self.people, "role": self.roles, "metric": self.metrics}
        return found.get(field, frozenset())


def cell_key(value: object) -> str:
    return key(number_text(value) if isinstance(value, float) else str(value))


@dataclass(frozen=True, slots=True)
class Across:
    """A column of a matrix: what stands across the top there, and which field its cells hold."""

    line: int
    fields: tuple[tuple[str, str], ...]  # (field, text): skill and perhaps rater group
    value: str


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides of a matrix: the fields of its rows, line by line, and the columns between; `unread` are none."""

    fields: Mapping[str, int]
    across: tuple[Across, ...]
    unread: tuple[int, ...] = ()


def has_main_side(table: TableDef, sides: Sides) -> bool:
    assert table.matrix is not None
    return table.matrix.rows[0] in {*sides.fields, *(field for item in sides.across for field, _ in item.fields)}


def without_sums(sides: Sides | None, known: Words, names: Names) -> Sides | None:
    """The sides without columns of sums, averages, targets or remarks, of numbers of rows or people, and without a
    second column of the same name."""
    kept: dict[object, Across] = {}
    unread = []
    if sides is None:
        return None
    for item in sides.across:
        same = tuple((field, key(text)) for field, text in item.fields), item.value
        field, text = item.fields[0]
        if same in kept or (key(text) not in names.of(field) and _heads_no_levels(text, known)):
            unread.append(item.line)
        else:
            kept[same] = item
    return Sides(sides.fields, tuple(kept.values()), tuple(unread)) if kept else None


def _heads_no_levels(text: str, known: Words) -> bool:
    """Whether a column of a matrix is a sum, a number of the row, or about the person: an id, a grade."""
    fields = known.tables["org_chart"].fields
    person = (
        alias for name in ("employee", "name", "other_id", "fte", "career_level") for alias in fields[name].aliases
    )
    return known.row_kind(text) is not None or header_key(text) in {*known.numbering, *person}


def matrix_sides(region: Region, table: TableDef) -> Sides | None:
    """The sides of a matrix whose header names one of them: Employee beside skills, or Skill beside people."""
    if table.matrix is None:
        return None
    columns = columns_of(region, table)
    if stacked := _level_and_target(region, table, columns):
        return stacked
    row = next((field for field in table.matrix.rows if field in columns), None)
    across, value = table.matrix.across, table.matrix.value
    if row is not None and across in columns and value not in columns:
        return rater_columns(region, columns) if table.name == "ratings" else None
    if value in columns:
        return None
    if row is not None:
        top = across
    elif across in columns:
        top, columns = table.matrix.rows[0], {name: line for name, line in columns.items() if name != value}
    else:
        return None
    sides = Sides(columns, _across(region, table, columns, top))
    return sides if len(sides.across) >= 2 else None


def _level_and_target(region: Region, table: TableDef, columns: Mapping[str, int]) -> Sides | None:
    """People or skills down the side, and under each name across the top its level and target."""
    under = {field: line for field, line in columns.items() if line in region.above}
    if table.name != "ratings" or not set(under) & {"level", "required_level"}:
        return None
    sides = {field: line for field, line in columns.items() if field not in under}
    down = {"employee", "skill"} & set(sides)
    lines = [line for line in region.names if line in region.above]
    top = "skill" if "employee" in down else "employee"
    across = _two_row_columns(region, table, lines, top) if len(down) == 1 else ()
    return Sides(sides, across) if across else None


def _across(region: Region, table: TableDef, columns: Mapping[str, int], top: str) -> tuple[Across, ...]:
    """The columns between. Under or above the names of a rating matrix may stand who rated, or level and target."""
    assert table.matrix is not None
    value = table.matrix.value
    lines = [line for line in region.names if line not in columns.values()]
    if table.name == "ratings" and region.above:
        found = _two_row_columns(region, table, lines, top)
        if found:
            return found
    return tuple(Across(line, ((top, region.names[line]),), value) for line in lines)


def _two_row_columns(region: Region, table: TableDef, lines: Sequence[int], top: str) -> tuple[Across, ...]:
    """Skill over rater group, rater group over skill, or skill over level and target; empty where it is none of
    these."""
    known = words()
    lower = {line: region.names[line] for line in lines}
    upper = {line: region.above.get(line, "") for line in lines}
    targets = {header_key(text): field for field in ("required_level", "level") for text in table.fields[field].aliases}
    if all(known.is_in("rater_group", text) for text in lower.values()) and all(upper.values()):
        return tuple(Across(line, ((top, upper[line]), ("rater_group", lower[line])), "level") for line in lines)
    if all(known.is_in("rater_group", text) for text in upper.values() if text) and any(upper.values()):
        return tuple(
            Across(line, ((top, lower[line]), *((("rater_group", upper[line]),) if upper[line] else ())), "level")
            for line in lines
        )
    if all(header_key(text) in targets for text in lower.values()) and all(upper.values()):
        return tuple(Across(line, ((top, upper[line]),), targets[header_key(lower[line])]) for line in lines)
    return ()


def rater_columns(region: Region, columns: Mapping[str, int]) -> Sides | None:
    """A list of people and skills with a column per rater group instead of one level."""
    known = words()
    lines = [
        line for line, text in region.names.items() if line not in columns.values() and known.is_in("rater_group", text)
    ]
    across = tuple(Across(line, (("rater_group", region.names[line]),), "level") for line in lines)
    return Sides({name: line for name, line in columns.items() if name != "rater_group"}, across) if across else None


def sides_by_content(region: Region, table: TableDef, names: Names, known_sides: int) -> Sides | None:
    """The sides of a matrix whose corner says nothing: the names down its first column, across its top, or both must be
    known from other tables."""
    if table.matrix is None or not region.names:
        return None
    left = region.box[1]
    first = region.grid.lines[left].take(region.records)
    down = [cell_key(value) for value in first.distinct if not is_blank(value)]
    heads = [key(text) for line, text in region.names.items() if line != left]
    for row in table.matrix.rows:
        for along, top in ((row, table.matrix.across), (table.matrix.across, row)):
            periods = top == "period" and all(map(is_period, heads))
            known = [_part_known(down, names.of(along)), 1 if periods else _part_known(heads, names.of(top))]
            if sum(part >= KNOWN_PART for part in known) >= known_sides:
                columns = {**columns_of(region, table), along: left}
                columns = {field: line for field, line in columns.items() if field not in (top, table.matrix.value)}
                return Sides(columns, _across(region, table, columns, top))
    return None


def _part_known(texts: Sequence[str], known: frozenset[str]) -> float:
    return sum(key(text) in known for text in texts) / len(texts) if texts else 0.0


def are_known(sides: Sides, names: Names) -> bool:
    """Whether what stands across the top are names that other tables know, or periods."""
    texts = [text for item in sides.across for field, text in item.fields if field != "rater_group"]
    if not texts:  # one column per rater group: its header says it all
        return True
    field = next(field for item in sides.across for field, _ in item.fields if field != "rater_group")
    if field == "period":
        return all(is_period(text) for text in texts)
    return _part_known(texts, names.of(field)) >= KNOWN_PART


def is_period(text: str) -> bool:
    try:
        Period.parse(text)
    except ValueError:
        return False
    return True


def matrix_table(region: Region, table: TableDef, sides: Sides) -> RawTable:
    """A matrix as a list, column by column; blank cells make no record."""
    between = np.array([item.line for item in sides.across], dtype=np.intp)
    filled = region.grid.filled[np.ix_(region.records, between)].sum(axis=1)
    legend = in_legend(region, filled > 1 if len(between) > 2 else filled > 0)
    records = region.records[~legend]
    rows = {name: line_cells(region, line, records) for name, line in sides.fields.items() if table.fields[name].read}
    values = list(dict.fromkeys(item.value for item in sides.across))
    groups: dict[tuple[tuple[str, str], ...], dict[str, int]] = {}
    for item in sides.across:
        groups.setdefault(item.fields if len(values) > 1 else (*item.fields, ("", str(item.line))), {})[item.value] = (
            item.line
        )
    taken: list[Ints] = []
    group_of: list[Ints] = []
    for number, lines in enumerate(groups.values()):
        there = np.flatnonzero(region.grid.filled[records][:, list(lines.values())].any(axis=1))
        taken.append(there)
        group_of.append(np.full(len(there), number, dtype=np.intp))
    chosen = np.concatenate(taken) if taken else np.empty(0, dtype=np.intp)
    owner = np.concatenate(group_of) if group_of else np.empty(0, dtype=np.intp)
    fields = {name: item.take(chosen) for name, item in rows.items()}
    headers = [next(iter(lines.values())) for lines in groups.values()]
    for field in dict.fromkeys(name for item in sides.across for name, _ in item.fields):
        texts = [dict(group).get(field, "") for group in groups]
        fields[field] = _header_cells(region, headers, texts, owner, table.fields[field].header)
    for value in values:
        fields[value] = _between(
            region, [lines.get(value) for lines in groups.values()], taken, table.fields[value].header
        )
    left_out = (*region.left_out, *left_out_as(region.records[legend], "note"))
    return RawTable(table.name, "matrix", region.sheet, fields, len(chosen), left_out, sides.unread)


def _header_cells(region: Region, lines: Sequence[int], texts: Sequence[str], owner: Ints, header: str) -> FieldCells:
    """What stands across the top, for each record the text of its column."""
    places = np.array([region.grid.place(region.header[-1], line) for line in lines], dtype=np.int32).reshape(-1, 2)
    rows, columns = places[owner, 0], places[owner, 1]
    one_row = int(places[0, 0]) if len(places) else 0
    distinct = list(dict.fromkeys(texts))
    codes = np.array([distinct.index(text) for text in texts], dtype=np.intp)
    if region.grid.turned:
        return FieldCells(Cells(codes[owner], distinct), rows, int(places[0, 1]) if len(places) else 0, header, None)
    return FieldCells(Cells(codes[owner], distinct), one_row, columns, header, None)


def _between(region: Region, lines: Sequence[int | None], taken: Sequence[Ints], header: str) -> FieldCells:
    """The cells of a matrix, column after column; a column that is not there is blank."""
    index: dict[tuple[type, object], int] = {}
    codes, rows, columns = [], [], []
    for line, there in zip(lines, taken, strict=True):
        records = region.records[there]
        cells = (
            region.grid.lines[line].take(records) if line is not None else Cells(np.zeros(len(there), np.intp), [""])
        )
        own = np.array([index.setdefault((v.__class__, v), len(index)) for v in cells.distinct], dtype=np.intp)
        codes.append(own[cells.codes] if len(own) else cells.codes)
        along = (records + region.grid.first[0]).astype(np.int32)
        across = np.full(len(there), (line or 0) + region.grid.first[1], dtype=np.int32)
        rows.append(across if region.grid.turned else along)
        columns.append(along if region.grid.turned else across)
    empty = [np.empty(0, dtype=np.int32)]
    return FieldCells(
        Cells(np.concatenate(codes or [np.empty(0, np.intp)]), [value for _, value in index]),
        np.concatenate(rows or empty),
        np.concatenate(columns or empty),
        header,
        None,
    )
