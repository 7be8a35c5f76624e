"""Regions of a sheet → the tables of the assessment workbook, each as a list of fields, whatever shape it came in.

Knows names, not values: which table a header belongs to, and what stands across the top of a matrix. A table whose
shape cannot be told for certain is left alone and said.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from skillreport.model.issue import Issue, Location, cell_name
from skillreport.model.names import header_key, key, nearest, number_text
from skillreport.model.period import Period
from skillreport.read.grid import Cells, Ints, Mask, is_blank
from skillreport.read.regions import LeftOut, Reason, Region, find_regions
from skillreport.read.vocabulary import TableDef, Words, words
from skillreport.read.workbook import Sheet, is_filled

Shape = Literal["list", "matrix"]
Places = np.ndarray[tuple[int], np.dtype[np.int32]]
SHEET_NAME = "sheet name"
# Of a matrix without a name that says so, this part of the headers must be known names before it is taken for one.
KNOWN_PART = 0.6
MOST_TOLD = 10  # rows that a note names


@dataclass(frozen=True, slots=True)
class FieldCells:
    """The cells of a field, one per record, and where they stand on the sheet, zero-based.

    `rows`, `columns`: one number for all records, or one per record; None for a value that stands in no cell. `header`:
    what the client calls the field; `header_cell`: where that stands, None where nothing does.
    """

    cells: Cells
    rows: "Places | int | None"
    columns: "Places | int | None"
    header: str
    header_cell: tuple[int, int] | None

    def take(self, records: Ints) -> "FieldCells":
        """The cells of some records."""
        rows = self.rows[records] if isinstance(self.rows, np.ndarray) else self.rows
        columns = self.columns[records] if isinstance(self.columns, np.ndarray) else self.columns
        return replace(self, cells=self.cells.take(records), rows=rows, columns=columns)


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as a list: per field its cells, in the order of the sheet. `shape`: how it stands on the sheet.
    `left_out`: the rows of its region that are no records. `unread`: columns of a matrix that are sums, or repeat a
    name."""

    table: str
    shape: Shape
    sheet: Sheet
    fields: Mapping[str, FieldCells]
    size: int
    left_out: tuple[LeftOut, ...] = ()
    unread: tuple[int, ...] = ()

    @property
    def decimal_comma(self) -> bool | None:
        """Whether this file's numbers look like 3,5; None where the file does not tell."""
        return self.sheet.dialect.decimal_comma if self.sheet.dialect else None

    def field(self, name: str) -> Cells | None:
        """The cells of a field, None where the table has no such column."""
        return self.fields[name].cells if name in self.fields else None

    def header(self, name: str) -> str:
        """The client's own header of a field, for messages; the template's where the column is missing."""
        found = self.fields.get(name)
        return found.header if found is not None else words().tables[self.table].fields[name].header

    def place(self, record: int, field: str) -> Location:
        """The cell of a field in a record."""
        found = self.fields[field]
        row = found.rows[record] if isinstance(found.rows, np.ndarray) else found.rows
        column = found.columns[record] if isinstance(found.columns, np.ndarray) else found.columns
        return self._location((int(row), int(column)) if row is not None and column is not None else None)

    def places(self, records: Ints, field: str) -> tuple[Ints, list[Location]]:
        """The cells of a field in some records, each once, and the first of the records that each belongs to."""
        found = self.fields[field]
        if found.rows is None or found.columns is None:
            return records[:1], [self._location(None)][: len(records)]
        rows, columns = (np.broadcast_to(places, self.size)[records] for places in (found.rows, found.columns))
        _, first = np.unique(rows.astype(np.int64) << 32 | columns, return_index=True)
        first.sort()
        cells = zip(rows[first].tolist(), columns[first].tolist(), strict=True)
        return records[first], [self._location(cell) for cell in cells]

    def origin(self, field: str) -> "tuple[Places | int, Places | int]":
        """Rows and columns of a field's cells; of the first field that stands in cells where it does not, else -1."""
        for item in (self.fields.get(field), *self.fields.values()):
            if item is not None and item.rows is not None and item.columns is not None:
                return item.rows, item.columns
        return -1, -1

    def header_place(self, field: str) -> Location:
        """The header cell of a field; the sheet where the field has none."""
        return self._location(self.fields[field].header_cell if field in self.fields else None)

    def take(self, records: Ints) -> "RawTable":
        """The table with some of its records."""
        fields = {name: item.take(records) for name, item in self.fields.items()}
        return replace(self, fields=fields, size=len(records))

    def _location(self, cell: tuple[int, int] | None) -> Location:
        return Location(self.sheet.file, self.sheet.name, cell_name(*cell) if cell else None)


@dataclass(frozen=True, slots=True)
class Seen:
    """A region of a sheet and what it was taken for. `raw` is None, and `issue` says why, where it is no table of
    ours."""

    region: Region | None
    sheet: Sheet
    raw: RawTable | None
    issues: tuple[Issue, ...] = ()


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


def find_tables(sheets: Sequence[Sheet], metric_names: Sequence[str] = ()) -> tuple[Seen, ...]:
    """Everything that looks like a table in all sheets, and which of them are tables of the assessment workbook.

    A region is one of ours when its sheet's name says so and its headers fit, else when its headers fit exactly one
    table. Lists first: the skills, people and roles that they name tell what the matrices are about. Reports:
    column-missing, header-near-miss, column-twice, columns-ignored, rows-are-*, rows-repeat-header, row-too-long,
    sheet-not-recognised, sheet-without-headers, table-incomplete, matrix-not-told, table-again, table-by-headers,
    cell-error, formula-without-value.
    """
    known = words()
    looked = [(sheet, region) for sheet in sheets for region in _regions(sheet, known)]
    lists = {place: _as_list(region, known) for place, (_, region) in enumerate(looked) if region is not None}
    names = _names([raw for raw in lists.values() if raw is not None], metric_names)
    found = [
        None
        if region is None
        else lists[place] or _as_matrix(region, known, names) or _as_sheet_of(region, known, names)
        for place, (_, region) in enumerate(looked)
    ]
    by_name = {raw.table: raw.sheet for raw in found if raw is not None and _is_named(raw, known)}
    served = {(raw.sheet.file, raw.sheet.name, raw.table) for raw in found if raw is not None}
    seen = []
    for (sheet, region), raw in zip(looked, found, strict=True):
        if region is None:
            seen.append(Seen(None, sheet, None, _unread(sheet)))
        elif raw is not None:
            seen.append(_read_or_again(region, raw, known, by_name.get(raw.table)))
        else:
            named = _of_sheet(region, known)
            wanted = named is not None and (sheet.file, sheet.name, named.name) not in served
            seen.append(Seen(region, sheet, None, _why_not(region, known, named if wanted else None)))
            if wanted and named is not None:  # a sheet lacks its table once, in its first region
                served.add((sheet.file, sheet.name, named.name))
    return tuple(seen)


def _is_named(raw: RawTable, known: Words) -> bool:
    """Whether the sheet's name says which table it holds."""
    return header_key(raw.sheet.label) in known.tables[raw.table].aliases


def _read_or_again(region: Region, raw: RawTable, known: Words, other: Sheet | None) -> Seen:
    """A table by its sheet's name is read; one by its headers only where no sheet has that name: else it is a copy or
    another period, and which of the two is to be read is not guessed."""
    if _is_named(raw, known) or raw.table == "org_chart" or SHEET_NAME in {item.header for item in raw.fields.values()}:
        return Seen(region, raw.sheet, raw, _table_issues(region, raw, known))
    where = Location(raw.sheet.file, raw.sheet.name)
    said = {"sheet": raw.sheet.label, "table": known.tables[raw.table].sheet}
    if other is not None:
        return Seen(region, raw.sheet, None, (Issue("table-again", where, {**said, "other": other.label}),))
    return Seen(region, raw.sheet, raw, (Issue("table-by-headers", where, said), *_table_issues(region, raw, known)))


def _regions(sheet: Sheet, known: Words) -> Sequence[Region | None]:
    """The regions of a sheet; a filled sheet without any stands once with None."""
    if header_key(sheet.label) in known.quiet or not is_filled(sheet):
        return ()
    return find_regions(sheet, known) or (None,)


# ---- lists


def _of_sheet(region: Region, known: Words) -> TableDef | None:
    """The table that the sheet's name says it is."""
    label = header_key(region.sheet.label)
    return next((table for table in known.tables.values() if label in table.aliases), None)


def _as_list(region: Region, known: Words) -> RawTable | None:
    """The table whose list shape a region has: that of the sheet's name, else the one that explains most columns."""
    named = _of_sheet(region, known)
    if named is not None and not named.missing(columns := _columns(region, named), named=True):
        return list_table(region, named, columns)
    fitting = [
        (len(columns), len(table.required), -place, table, columns)
        for place, table in enumerate(known.tables.values())
        if not table.missing(columns := _columns(region, table)) and (len(columns) >= 2 or table is named)
    ]
    if not fitting or (named is not None and _matrix_sides(region, named) is not None):
        return None
    *_, table, columns = max(fitting, key=lambda fit: fit[:3])
    return list_table(region, table, columns)


def _columns(region: Region, table: TableDef) -> dict[str, int]:
    """Field → line; in a header of two rows the lower name counts, else the two together, else the upper one."""
    found = table.columns(region.names)
    if region.above:
        joined = {line: f"{above} {region.names[line]}" for line, above in region.above.items()}
        for more in (joined, region.above):
            free = {line: text for line, text in more.items() if line not in found.values()}
            found |= {field: line for field, line in table.columns(free).items() if field not in found}
    return found


def list_table(region: Region, table: TableDef, columns: Mapping[str, int]) -> RawTable:
    """The columns of a region that are fields of a table. A row with a single text in front is a heading between
    records, except where one cell can make a record; one without a cell in these columns is a note."""
    region = _with_bare_levels(region) if table.name == "scale" else region
    records = region.records
    filled = region.grid.filled[records]
    needed = [line for name, line in columns.items() if table.fields[name].required]
    whole = np.asarray(filled[:, needed].all(axis=1))
    notes = ~filled[:, list(columns.values())].any(axis=1) | _legend(region, whole)
    inside = filled[:, region.box[1] : region.box[3] + 1]
    lone = (inside.sum(axis=1) == 1) & inside[:, 0] & region.grid.text[records, region.box[1]] & ~notes
    headings = lone & (len(table.required) > 1 and table.name != "skills")
    kept = records[~notes & ~headings]
    fields = {name: _line_cells(region, line, kept) for name, line in columns.items() if table.fields[name].read}
    left_out = (*_left_out(records[notes], "note"), *_left_out(records[headings], "heading"))
    return RawTable(table.name, "list", region.sheet, fields, len(kept), (*region.left_out, *left_out))


def _with_bare_levels(region: Region) -> Region:
    """A scale whose levels need no label: a number alone is no empty slot."""
    slots = [item.record for item in region.left_out if item.reason == "slot"]
    records = np.union1d(region.records, np.array(slots, dtype=np.intp))
    return replace(region, records=records, left_out=tuple(i for i in region.left_out if i.reason != "slot"))


def _left_out(records: Ints, reason: Reason) -> Iterator[LeftOut]:
    return (LeftOut(int(record), reason) for record in records)


def _legend(region: Region, whole: Mask) -> Mask:
    """The records below the last blank row where none of them is whole, and those above are: a legend, say."""
    after = np.flatnonzero(np.diff(region.records) > 1)
    breaks = [place + 1 for place in after.tolist() if _blank_between(region, *region.records[place : place + 2])]
    last = np.zeros(len(whole), dtype=bool)
    if breaks and whole[: breaks[-1]].any() and not whole[breaks[-1] :].any():
        last[breaks[-1] :] = True
    return last


def _blank_between(region: Region, above: int, below: int) -> bool:
    return bool((~region.grid.filled[above + 1 : below].any(axis=1)).any())


def _line_cells(region: Region, line: int, records: Ints) -> FieldCells:
    grid = region.grid
    along = (records + grid.first[0]).astype(np.int32, copy=False)
    across = line + grid.first[1]
    rows, columns = (across, along) if grid.turned else (along, across)
    cells = grid.lines[line].take(records)
    header_cell = grid.place(region.header[-1], line) if region.header else None
    header = region.names.get(line) or f"column {cell_name(*grid.place(0, line))[:-1]}"  # the corner may be blank
    return FieldCells(cells, rows, columns, header, header_cell)


def _names(tables: Sequence[RawTable], metric_names: Sequence[str]) -> Names:
    found: dict[str, set[str]] = {"skills": set(), "people": set(), "roles": set()}
    wanted = {
        "skills": (("skills", "skill"), ("requirements", "skill"), ("ratings", "skill")),
        "people": (("org_chart", "employee"), ("org_chart", "name"), ("org_chart", "email")),
        "roles": (("org_chart", "role"), ("requirements", "role"), ("ratings", "role")),
    }
    for kind, places in wanted.items():
        for raw in tables:
            for table, field in places:
                cells = raw.field(field) if raw.table == table else None
                found[kind] |= {_key(value) for value in cells.distinct if not is_blank(value)} if cells else set()
    return Names(
        frozenset(found["skills"]),
        frozenset(found["people"]),
        frozenset(found["roles"]),
        frozenset(map(key, metric_names)),
    )


def _key(value: object) -> str:
    return key(number_text(value) if isinstance(value, float) else str(value))


# ---- matrices


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


def _as_matrix(region: Region, known: Words, names: Names) -> RawTable | None:
    """The table whose matrix shape a region has: that of the sheet's name, else the only one whose names fit."""
    named = _of_sheet(region, known)
    if named is not None:
        sides = _matrix_sides(region, named) or _sides_by_content(region, named, names, 1)
        sides = _without_sums(sides, known, names)
        return matrix_table(region, named, sides) if sides else None
    found = []
    for table in known.tables.values():
        sides = _matrix_sides(region, table) or _sides_by_content(region, table, names, 2)
        sides = _without_sums(sides, known, names)
        # What single employees must be able to do stands on a sheet that says so; else the levels are their own.
        if sides is not None and _are_known(sides, names) and _has_main_side(table, sides):
            found.append((table, sides))
    return matrix_table(region, *found[0]) if len(found) == 1 else None


def _has_main_side(table: TableDef, sides: Sides) -> bool:
    assert table.matrix is not None
    return table.matrix.rows[0] in {*sides.fields, *(field for item in sides.across for field, _ in item.fields)}


def _without_sums(sides: Sides | None, known: Words, names: Names) -> Sides | None:
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


def _matrix_sides(region: Region, table: TableDef) -> Sides | None:
    """The sides of a matrix whose header names one of them: Employee beside skills, or Skill beside people."""
    if table.matrix is None:
        return None
    columns = _columns(region, table)
    if stacked := _level_and_target(region, table, columns):
        return stacked
    row = next((field for field in table.matrix.rows if field in columns), None)
    across, value = table.matrix.across, table.matrix.value
    if row is not None and across in columns and value not in columns:
        return _rater_columns(region, columns) if table.name == "ratings" else None
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


def _rater_columns(region: Region, columns: Mapping[str, int]) -> Sides | None:
    """A list of people and skills with a column per rater group instead of one level."""
    known = words()
    lines = [
        line for line, text in region.names.items() if line not in columns.values() and known.is_in("rater_group", text)
    ]
    across = tuple(Across(line, (("rater_group", region.names[line]),), "level") for line in lines)
    return Sides({name: line for name, line in columns.items() if name != "rater_group"}, across) if across else None


def _sides_by_content(region: Region, table: TableDef, names: Names, known_sides: int) -> Sides | None:
    """The sides of a matrix whose corner says nothing: the names down its first column, across its top, or both must be
    known from other tables."""
    if table.matrix is None or not region.names:
        return None
    left = region.box[1]
    first = region.grid.lines[left].take(region.records)
    down = [_key(value) for value in first.distinct if not is_blank(value)]
    heads = [key(text) for line, text in region.names.items() if line != left]
    for row in table.matrix.rows:
        for along, top in ((row, table.matrix.across), (table.matrix.across, row)):
            periods = top == "period" and all(map(_is_period, heads))
            known = [_part_known(down, names.of(along)), 1 if periods else _part_known(heads, names.of(top))]
            if sum(part >= KNOWN_PART for part in known) >= known_sides:
                columns = {**_columns(region, table), along: left}
                columns = {field: line for field, line in columns.items() if field not in (top, table.matrix.value)}
                return Sides(columns, _across(region, table, columns, top))
    return None


def _part_known(texts: Sequence[str], known: frozenset[str]) -> float:
    return sum(key(text) in known for text in texts) / len(texts) if texts else 0.0


def _are_known(sides: Sides, names: Names) -> bool:
    """Whether what stands across the top are names that other tables know, or periods."""
    texts = [text for item in sides.across for field, text in item.fields if field != "rater_group"]
    if not texts:  # one column per rater group: its header says it all
        return True
    field = next(field for item in sides.across for field, _ in item.fields if field != "rater_group")
    if field == "period":
        return all(_is_period(text) for text in texts)
    return _part_known(texts, names.of(field)) >= KNOWN_PART


def _is_period(text: str) -> bool:
    try:
        Period.parse(text)
    except ValueError:
        return False
    return True


def matrix_table(region: Region, table: TableDef, sides: Sides) -> RawTable:
    """A matrix as a list, column by column; blank cells make no record."""
    between = np.array([item.line for item in sides.across], dtype=np.intp)
    filled = region.grid.filled[np.ix_(region.records, between)].sum(axis=1)
    legend = _legend(region, filled > 1 if len(between) > 2 else filled > 0)
    records = region.records[~legend]
    rows = {name: _line_cells(region, line, records) for name, line in sides.fields.items() if table.fields[name].read}
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
    left_out = (*region.left_out, *_left_out(region.records[legend], "note"))
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


# ---- one sheet per person or per period


def _as_sheet_of(region: Region, known: Words, names: Names) -> RawTable | None:
    """Ratings of the person, or ratings or metrics of the period, that the sheet's name is."""
    label = region.sheet.label
    for name, field in (("ratings", "employee"), ("metrics", "period")):
        table = known.tables[name]
        columns = _columns(region, table)
        if field in columns or not (key(label) in names.people if field == "employee" else _is_period(label)):
            continue
        if not set(table.missing(columns)) - {field}:
            return with_fixed(list_table(region, table, columns), field, label, SHEET_NAME)
        if field == "employee" and "skill" in columns and (sides := _rater_columns(region, columns)):
            return with_fixed(matrix_table(region, table, sides), field, label, SHEET_NAME)
    return None


def with_fixed(raw: RawTable, field: str, value: object, header: str) -> RawTable:
    """The table with one value of a field for all records; it stands in no cell."""
    cells = Cells(np.zeros(raw.size, dtype=np.intp), [value] if raw.size else [])
    return replace(raw, fields={**raw.fields, field: FieldCells(cells, None, None, header, None)})


# ---- what is said about tables


def _unread(sheet: Sheet) -> tuple[Issue, ...]:
    return (Issue("sheet-without-headers", Location(sheet.file, sheet.name), {"sheet": sheet.label}),)


def _why_not(region: Region, known: Words, named: TableDef | None) -> tuple[Issue, ...]:
    """Why a region is none of our tables: what the one lacks that the sheet's name says it is, else the nearest one."""
    if named is not None:
        return _missing_columns(region, named)
    where = Location(region.sheet.file, region.sheet.name, region.range_name)
    table = max(known.tables.values(), key=lambda table: _closeness(region, table))
    found = _columns(region, table)
    headers = ", ".join(region.names[line] for line in found.values())
    missing = ", ".join(table.fields[name].header for name in table.missing(found))
    free = [text for line, text in region.names.items() if line not in found.values()]
    if not found:
        return (Issue("sheet-not-recognised", where, {"sheet": region.sheet.label}),)
    if table.matrix and set(table.matrix.rows) & set(found) and len(free) >= 2 and table.matrix.value not in found:
        across = ", ".join(free[:3]) + (" …" if len(free) > 3 else "")
        return (Issue("matrix-not-told", where, {"headers": headers, "names": across}),)
    return (Issue("table-incomplete", where, {"headers": headers, "table": table.sheet, "missing": missing}),)


def _closeness(region: Region, table: TableDef) -> tuple[int, int, int]:
    found = _columns(region, table)
    return len(found), -len(table.missing(found)), len(set(table.required) & set(found))


def _missing_columns(region: Region, table: TableDef) -> tuple[Issue, ...]:
    found = _columns(region, table)
    free = [text for line, text in region.names.items() if line not in found.values()]
    cell = cell_name(*region.grid.place(region.header[-1], region.box[1]))
    issues = []
    for name in table.missing(found, named=True):
        header = table.fields[name].header
        values = {"header": header, "table": table.sheet, "nearest": nearest(header, free) or ""}
        issues.append(Issue("column-missing", Location(region.sheet.file, region.sheet.name, cell), values))
    return tuple(issues)


def _table_issues(region: Region, raw: RawTable, known: Words) -> tuple[Issue, ...]:
    """What the reader should know about a table that is read: its headers, what is left out, its faulty cells."""
    table = known.tables[raw.table]
    said = _header_issues(region, raw, table), left_out_issues(region, raw), rows_too_long(region, raw)
    return (*(issue for issues in said for issue in issues), *faulty_cells(region, raw))


def _header_issues(region: Region, raw: RawTable, table: TableDef) -> tuple[Issue, ...]:
    found = _columns(region, table)
    issues = []
    seen: dict[str, int] = {}

    def place(line: int) -> Location:
        cell = cell_name(*region.grid.place(region.header[-1], line))
        return Location(region.sheet.file, region.sheet.name, cell)

    sides = {item.header_cell for item in raw.fields.values()}
    for line, text in region.names.items():
        name = f"{region.above.get(line, '')} {text}" if raw.shape == "matrix" else text
        first = seen.setdefault(header_key(name), line)
        read = region.grid.place(region.header[-1], first) in sides or (line in raw.unread and first not in raw.unread)
        if first != line and read:
            issues.append(Issue("column-twice", place(line), {"header": text}))
    ignored = []
    for line, text in region.names.items():
        if line in found.values() or line not in seen.values() or (raw.shape == "matrix" and line not in raw.unread):
            continue
        near = nearest(text, [item.header for name, item in table.fields.items() if name not in found])
        if near:
            issues.append(Issue("header-near-miss", place(line), {"header": text, "nearest": near}))
        else:
            ignored.append(text)
    if ignored:
        where = Location(region.sheet.file, region.sheet.name)
        issues.append(Issue("columns-ignored", where, {"headers": ", ".join(ignored)}, len(ignored)))
    return tuple(issues)


_LEFT_OUT: Mapping[Reason, str] = {
    "total": "rows-are-totals",
    "limit": "rows-are-limits",
    "note": "rows-are-notes",
    "heading": "rows-are-headings",
    "slot": "rows-are-slots",
    "header again": "rows-repeat-header",
}


def left_out_issues(region: Region, raw: RawTable) -> tuple[Issue, ...]:
    """A note for the rows of a table that are no records, one for each reason."""
    issues = []
    for reason, code in _LEFT_OUT.items():
        records = [item.record for item in raw.left_out if item.reason == reason]
        if records:
            told = ", ".join(_line_name(region, record) for record in records[:MOST_TOLD])
            said = told + (" …" if len(records) > MOST_TOLD else "")
            where = Location(
                region.sheet.file, region.sheet.name, cell_name(*region.grid.place(records[0], region.box[1]))
            )
            issues.append(Issue(code, where, {"rows": said}, len(records)))
    return tuple(issues)


def _line_name(region: Region, record: int) -> str:
    """What Excel calls a record: the number of its row, or the letters of its column where the table is turned."""
    row, column = region.grid.place(record, region.box[1])
    return cell_name(0, column).rstrip("1") if region.grid.turned else str(row + 1)


def rows_too_long(region: Region, raw: RawTable) -> tuple[Issue, ...]:
    """Rows of a text file with more fields than its header: a field that holds the delimiter has moved those after
    it."""
    grid, (_, left, _, right) = region.grid, region.box
    if region.sheet.dialect is None or grid.turned or not region.header:
        return ()
    headed = [line for row in region.header for line in range(left, right + 1) if grid.filled[row, line]]
    last = max(headed if raw.shape == "matrix" else [*headed, *_read_lines(region, raw)])
    issues = []
    for record in region.records[grid.filled[region.records, last + 1 : right + 1].any(axis=1)].tolist():
        extra = np.flatnonzero(grid.filled[record, last + 1 : right + 1]) + last + 1
        where = Location(region.sheet.file, region.sheet.name, cell_name(*grid.place(record, int(extra[0]))))
        issues.append(Issue("row-too-long", where, {"fields": int(extra[-1]) + 1 - left, "headers": last + 1 - left}))
    return tuple(issues)


def faulty_cells(region: Region, raw: RawTable) -> tuple[Issue, ...]:
    """Error cells and unsaved formulas inside the table's columns that are read."""
    if not region.sheet.faults:
        return ()
    read = _read_lines(region, raw)
    skipped = {item.record for item in raw.left_out}
    issues = []
    for (row, column), fault in sorted(region.sheet.faults.items()):
        record, line = (column, row) if region.grid.turned else (row, column)
        record, line = record - region.grid.first[0], line - region.grid.first[1]
        if line in read and region.header[-1] < record <= region.box[2] and record not in skipped:
            where = Location(region.sheet.file, region.sheet.name, cell_name(row, column))
            code = "cell-error" if fault.kind == "error" else "formula-without-value"
            issues.append(Issue(code, where, {"value": fault.text}))
    return tuple(issues)


def _read_lines(region: Region, raw: RawTable) -> set[int]:
    """The lines of the region that the table reads."""
    if raw.shape == "matrix":
        return set(range(region.box[1], region.box[3] + 1)) - set(raw.unread)
    first = region.grid.first[1]
    lines = (item.rows if region.grid.turned else item.columns for item in raw.fields.values())
    return {line - first for line in lines if isinstance(line, int)}
