"""Sheets → the tables of the assessment workbook, with fields found by their headers. Knows names, not values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from skillreport.model.issue import Issue, Loaded, Location, cell_name
from skillreport.model.names import header_key, nearest, shown
from skillreport.model.yaml_file import read_yaml
from skillreport.read.workbook import Sheet

HEADER_SEARCH_ROWS = 30
# Sheets that a template or a client puts beside the tables; not worth a word.
QUIET_SHEETS = {"readme", "lists", "liesmich", "instructions", "legend", "cover", "notes"}

Shape = Literal["list", "matrix", "turned matrix"]


@dataclass(frozen=True, slots=True)
class FieldDef:
    """A column that a table may have: its header in templates and messages, and other exact names of it."""

    header: str
    aliases: tuple[str, ...]
    required: bool
    read: bool


@dataclass(frozen=True, slots=True)
class TableDef:
    """A table of the assessment workbook. `rows`: the field that names the rows of its matrix shape, if it has one."""

    name: str
    sheet: str
    aliases: frozenset[str]
    fields: Mapping[str, FieldDef]
    rows: str | None

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(name for name, field in self.fields.items() if field.required)


@dataclass(frozen=True, slots=True)
class Cells:
    """A column of cells, each distinct value once: `distinct[codes[i]]` is the cell of body row i."""

    codes: "np.ndarray[tuple[int], np.dtype[np.intp]]"
    distinct: Sequence[object]

    def blank(self) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
        """Which rows are blank."""
        empty = np.array([value == "" or value is None for value in self.distinct], dtype=bool)
        return empty[self.codes] if len(self.distinct) else np.zeros(0, dtype=bool)


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as found: where it is, and its cells column by column.

    `columns`: field → zero-based column of the sheet. `names`: in a matrix, header → column for every column that is
    no field. `rows`: zero-based row of the sheet for each body row; rows blank in all columns are left out.
    """

    table: str
    shape: Shape
    sheet: Sheet
    header_row: int
    columns: Mapping[str, int]
    names: Mapping[str, int]
    rows: "np.ndarray[tuple[int], np.dtype[np.int32]]"
    cells: Mapping[int, Cells]

    def field(self, name: str) -> Cells | None:
        """The cells of a field, None where the table has no such column."""
        return self.cells[self.columns[name]] if name in self.columns else None

    def header(self, name: str) -> str:
        """The client's own header of a field, for messages; the template's where the column is missing."""
        if name not in self.columns:
            return table_defs()[self.table].fields[name].header
        row = self.sheet.rows[self.header_row - self.sheet.first_row]
        return shown(str(row[self.columns[name] - self.sheet.first_column]))

    def place(self, body_row: int, column: int) -> Location:
        """The cell of a body row in a column of the sheet."""
        return Location(self.sheet.file, self.sheet.name, cell_name(int(self.rows[body_row]), column))

    def header_place(self, column: int) -> Location:
        """The header cell of a column of the sheet."""
        return Location(self.sheet.file, self.sheet.name, cell_name(self.header_row, column))


@cache
def table_defs() -> Mapping[str, TableDef]:
    """The tables of tables.yml, in the order of the file."""
    data = read_yaml(Path(__file__).with_name("tables.yml"))
    return {name: _table_def(name, item) for name, item in data.items()}


def _table_def(name: str, item: dict[str, object]) -> TableDef:
    fields = {}
    raw: Mapping[str, dict[str, object]] = item["fields"]  # type: ignore[assignment]
    for field, spec in raw.items():
        also: list[str] = spec.get("also", [])  # type: ignore[assignment]
        aliases = tuple(dict.fromkeys(header_key(str(alias)) for alias in [spec["header"], *also]))
        fields[field] = FieldDef(
            str(spec["header"]), aliases, bool(spec.get("required")), spec.get("read") is not False
        )
    sheets = [str(item["sheet"]), *map(str, item.get("also", []))]  # type: ignore[call-overload]
    rows = item.get("rows")
    return TableDef(name, str(item["sheet"]), frozenset(map(header_key, sheets)), fields, str(rows) if rows else None)


def find_tables(sheets: Sequence[Sheet]) -> Loaded[tuple[RawTable, ...]]:
    """The tables in all sheets.

    A sheet is a table when its name says so, else when its headers fit exactly one table. Reports: column-missing,
    header-near-miss, column-twice, columns-ignored, sheet-not-recognised, cell-error, formula-without-value.
    """
    tables: list[RawTable] = []
    issues: list[Issue] = []
    for sheet in sheets:
        if not any(cell != "" for row in sheet.rows for cell in row):
            continue
        found = _find_table(sheet)
        issues += found.issues
        if found.value is not None:
            tables.append(found.value)
            issues += _faulty_cells(found.value)
    return Loaded(tuple(tables), tuple(issues))


def sheet_label(sheet: Sheet) -> str:
    """The name a sheet is recognised by: its own, or the file's without ending for CSV."""
    return sheet.name if sheet.name is not None else Path(sheet.file).stem


def _find_table(sheet: Sheet) -> Loaded[RawTable | None]:
    label = header_key(sheet_label(sheet))
    if label in QUIET_SHEETS:
        return Loaded(None)
    for definition in table_defs().values():
        if label in definition.aliases:
            return _read_as(sheet, definition)
    fitting = [
        (definition, row) for definition in table_defs().values() if (row := _list_header(sheet, definition)) >= 0
    ]
    if fitting:
        # Several tables may share a few headers: the one that explains most columns is meant.
        best = max(
            fitting, key=lambda fit: (len(_columns(sheet, fit[1], fit[0])), -list(table_defs()).index(fit[0].name))
        )
        return _read_as(sheet, best[0])
    where = Location(sheet.file, sheet.name)
    return Loaded(None, (Issue("sheet-not-recognised", where, {"sheet": sheet_label(sheet)}),))


def _read_as(sheet: Sheet, definition: TableDef) -> Loaded[RawTable | None]:
    row = _list_header(sheet, definition)
    if row >= 0:
        return _raw_table(sheet, definition, row, "list")
    for shape, key in (("matrix", definition.rows), ("turned matrix", "skill")):
        row = _matrix_header(sheet, definition, key) if definition.rows and key else -1
        if row >= 0:
            return _raw_table(sheet, definition, row, "matrix" if shape == "matrix" else "turned matrix")
    return Loaded(None, _missing_columns(sheet, definition))


def _list_header(sheet: Sheet, definition: TableDef) -> int:
    """The first row that holds every required header, -1 if none does."""
    for row in range(min(HEADER_SEARCH_ROWS, len(sheet.rows))):
        if all(name in _columns(sheet, row, definition) for name in definition.required):
            return row
    return -1


def _matrix_header(sheet: Sheet, definition: TableDef, key: str) -> int:
    """The first row that names the rows' field and has two or more further headers that are no field."""
    other = "skill" if key == definition.rows else definition.rows
    for row in range(min(HEADER_SEARCH_ROWS, len(sheet.rows))):
        columns = _columns(sheet, row, definition)
        if key in columns and other not in columns and "level" not in columns:
            texts = [cell for cell in sheet.rows[row] if cell != ""]
            if len(texts) - len(columns) >= 2:
                return row
    return -1


def _columns(sheet: Sheet, row: int, definition: TableDef) -> dict[str, int]:
    """Field → index in the row. A header belongs to one field; of several headers of a field the first alias wins."""
    by_key: dict[str, int] = {}
    for index, cell in enumerate(sheet.rows[row]):
        if isinstance(cell, str) and cell:
            by_key.setdefault(header_key(cell), index)
    taken: set[int] = set()
    columns = {}
    for name, field in definition.fields.items():
        found = next((by_key[alias] for alias in field.aliases if alias in by_key and by_key[alias] not in taken), None)
        if found is not None:
            taken.add(found)
            columns[name] = found
    return columns


def _raw_table(sheet: Sheet, definition: TableDef, row: int, shape: Shape) -> Loaded[RawTable | None]:
    found = _columns(sheet, row, definition)
    if shape == "turned matrix":
        found = {"skill": found["skill"]}
    headers = {index: shown(_header_text(cell)) for index, cell in enumerate(sheet.rows[row]) if cell != ""}
    others = {text: index for index, text in headers.items() if index not in found.values()}
    read = {name: index for name, index in found.items() if definition.fields[name].read}
    wanted = sorted({*read.values(), *(others.values() if shape != "list" else ())})
    body = np.array(sheet.rows[row + 1 :], dtype=object).reshape(len(sheet.rows) - row - 1, len(sheet.rows[row]))
    cells = (
        {index: _cells(body[:, index]) for index in wanted}
        if len(body)
        else {i: _cells(np.empty(0, object)) for i in wanted}
    )
    filled = ~np.logical_and.reduce([column.blank() for column in cells.values()])
    table = RawTable(
        table=definition.name,
        shape=shape,
        sheet=sheet,
        header_row=sheet.first_row + row,
        columns={name: index + sheet.first_column for name, index in read.items()},
        names={text: index + sheet.first_column for text, index in others.items()} if shape != "list" else {},
        rows=(np.flatnonzero(filled) + sheet.first_row + row + 1).astype(np.int32),
        cells={
            index + sheet.first_column: Cells(column.codes[filled], column.distinct) for index, column in cells.items()
        },
    )
    return Loaded(table, _header_issues(sheet, definition, row, shape, headers, found, others))


def _header_text(cell: object) -> str:
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def _cells(values: "np.ndarray[tuple[int], np.dtype[np.object_]]") -> Cells:
    """Distinct values by type as well: to Python True, 1 and 1.0 are equal, in a client's file they are not."""
    codes, distinct = pd.factorize(values, use_na_sentinel=False)
    if not any(value in (0, 1) for value in distinct) or bool not in set(map(type, values)):
        return Cells(codes, list(distinct))
    values = values.copy()
    values[:] = [_Truth(value) if isinstance(value, bool) else value for value in values]
    codes, distinct = pd.factorize(values, use_na_sentinel=False)
    return Cells(codes, [value.value if isinstance(value, _Truth) else value for value in distinct])


@dataclass(frozen=True, slots=True)
class _Truth:
    value: bool


def _header_issues(
    sheet: Sheet,
    definition: TableDef,
    row: int,
    shape: Shape,
    headers: Mapping[int, str],
    found: Mapping[str, int],
    others: Mapping[str, int],
) -> tuple[Issue, ...]:
    issues = []
    seen: dict[str, int] = {}
    for index, text in headers.items():
        where = Location(sheet.file, sheet.name, cell_name(sheet.first_row + row, sheet.first_column + index))
        if header_key(text) in seen and seen[header_key(text)] in found.values():
            issues.append(Issue("column-twice", where, {"header": text}))
        seen.setdefault(header_key(text), index)
    if shape == "list":
        ignored = [text for text, index in others.items() if seen[header_key(text)] == index]
        for text in list(ignored):
            missing = {field.header for name, field in definition.fields.items() if name not in found}
            near = nearest(text, missing)
            if near:
                where = Location(
                    sheet.file, sheet.name, cell_name(sheet.first_row + row, sheet.first_column + others[text])
                )
                issues.append(Issue("header-near-miss", where, {"header": text, "nearest": near}))
                ignored.remove(text)
        if ignored:
            where = Location(sheet.file, sheet.name)
            issues.append(Issue("columns-ignored", where, {"headers": ", ".join(ignored)}, len(ignored)))
    return tuple(issues)


def _missing_columns(sheet: Sheet, definition: TableDef) -> tuple[Issue, ...]:
    """What is missing in the row that comes closest to being the header."""
    rows = range(min(HEADER_SEARCH_ROWS, len(sheet.rows)))
    best = max(
        rows, key=lambda row: (sum(name in definition.required for name in _columns(sheet, row, definition)), -row)
    )
    found = _columns(sheet, best, definition)
    texts = [str(cell) for cell in sheet.rows[best] if isinstance(cell, str) and cell]
    issues = []
    for name in definition.required:
        if name not in found:
            header = definition.fields[name].header
            values = {"header": header, "table": definition.sheet, "nearest": nearest(header, texts) or ""}
            cell = cell_name(sheet.first_row + best, sheet.first_column)
            issues.append(Issue("column-missing", Location(sheet.file, sheet.name, cell), values))
    return tuple(issues)


def _faulty_cells(table: RawTable) -> tuple[Issue, ...]:
    """Error cells and unsaved formulas inside the table's columns that are read."""
    issues = []
    columns = set(table.cells)
    for (row, column), fault in sorted(table.sheet.faults.items()):
        if column in columns and row > table.header_row:
            where = Location(table.sheet.file, table.sheet.name, cell_name(row, column))
            code = "cell-error" if fault.kind == "error" else "formula-without-value"
            issues.append(Issue(code, where, {"value": fault.text}))
    return tuple(issues)
