"""A table as a list of records, whatever shape it came in: each field with its cells and where they stand."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from skillreport.model.issue import Location, cell_name
from skillreport.read.grid import Cells, Ints
from skillreport.read.regions import LeftOut
from skillreport.read.vocabulary import words
from skillreport.read.workbook import Sheet

Shape = Literal["list", "matrix"]
Places = np.ndarray[tuple[int], np.dtype[np.int32]]
SHEET_NAME = "sheet name"


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


def with_fixed(raw: RawTable, field: str, value: object, header: str) -> RawTable:
    """The table with one value of a field for all records; it stands in no cell."""
    cells = Cells(np.zeros(raw.size, dtype=np.intp), [value] if raw.size else [])
    return replace(raw, fields={**raw.fields, field: FieldCells(cells, None, None, header, None)})
