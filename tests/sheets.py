"""Tables that are written as they look → sheets, and what the reader sees on them, as plain values a test can compare.

Columns are parted by `|`; a number is a number, `'007` a text, `@2026-09-01` a date cell, `TRUE` a truth value. An
empty line is a blank row.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from skillreport.model.issue import Issue
from skillreport.read.faulty_cells import Faults
from skillreport.read.grid import is_blank
from skillreport.read.mapping import _cell as cell_of
from skillreport.read.raw_table import RawTable
from skillreport.read.regions import Region, find_regions
from skillreport.read.tables import Seen, find_tables
from skillreport.read.text_file import Dialect
from skillreport.read.vocabulary import words
from skillreport.read.workbook import Sheet, Span

Record = Mapping[str, object]


def cells_of(text: str) -> list[list[object]]:
    """The cells of a table that is written as it looks, all rows equally wide; blank is ''."""
    rows = [[_cell(cell.strip()) for cell in line.split("|")] for line in text.strip("\n").split("\n")]
    if rows and rows[-1] == [""]:  # the indentation of the closing quotation marks
        rows.pop()
    width = max(map(len, rows), default=0)
    return [[*row, *[""] * (width - len(row))] for row in rows]


def _cell(text: str) -> object:
    if text.startswith("'"):
        return text[1:]
    if text.startswith("@"):
        return date.fromisoformat(text[1:])
    if text in ("TRUE", "FALSE"):
        return text == "TRUE"
    try:
        return float(text)
    except ValueError:
        return text


def sheet(
    text: str,
    name: str | None = "Sheet1",
    merged: str = "",
    at: str = "A1",
    faults: Faults | None = None,
    file: str = "acme.xlsx",
) -> Sheet:
    """A sheet whose used range begins at the cell `at`. `merged`: ranges such as `A2:A4 C1:E1`. A sheet without name is
    a text file, whose cells are all text."""
    rows = cells_of(text)
    if name is None:
        rows = [[cell if isinstance(cell, str) else f"{cell:g}" for cell in row] for row in rows]
    cells = np.array(rows, dtype=object).reshape(len(rows), max(map(len, rows), default=0))
    dialect = Dialect("utf-8", ",") if name is None else None
    return Sheet(file, name, cells, *cell_of(at), faults or {}, tuple(map(_span, merged.split())), dialect)


def _span(text: str) -> Span:
    (top, left), (bottom, right) = map(cell_of, text.split(":"))
    return top, left, bottom, right


def regions_of(given: Sheet) -> list[Region]:
    return list(find_regions(given, words()))


def ranges(given: Sheet) -> list[str]:
    """Where the tables of a sheet stand."""
    return [region.range_name for region in regions_of(given)]


def region_of(given: Sheet) -> Region:
    """The only table of a sheet."""
    [region] = regions_of(given)
    return region


def rows_of(region: Region) -> list[Record]:
    """The records of a region by header, blank cells left out."""
    return [
        {
            name: region.grid.cells[record, line]
            for line, name in region.names.items()
            if region.grid.filled[record, line]
        }
        for record in region.records
    ]


def left_out(region: Region) -> list[tuple[int, str]]:
    """Rows that are no records, as Excel numbers them (of a turned table the columns), with the reason."""
    return [(item.record + region.grid.first[0] + 1, item.reason) for item in region.left_out]


def seen(*sheets: Sheet) -> tuple[Seen, ...]:
    return find_tables(sheets)


def tables(*sheets: Sheet) -> list[RawTable]:
    """The tables of ours that are found on some sheets."""
    return [item.raw for item in seen(*sheets) if item.raw is not None]


def table_of(*sheets: Sheet) -> RawTable:
    """The table on the first of some sheets."""
    [raw] = [item.raw for item in seen(*sheets) if item.sheet is sheets[0] and item.raw is not None]
    return raw


def records(raw: RawTable) -> list[Record]:
    """The records of a table by field, blank cells left out."""
    found: list[dict[str, object]] = [{} for _ in range(raw.size)]
    for name, item in raw.fields.items():
        for record, code in zip(found, item.cells.codes.tolist(), strict=True):
            if not is_blank(item.cells.distinct[code]):
                record[name] = item.cells.distinct[code]
    return list(found)


def places(raw: RawTable, field: str) -> list[str | None]:
    """The cell of a field in each record."""
    return [raw.place(record, field).cell for record in range(raw.size)]


def said(issues: Sequence[Issue]) -> list[tuple[str, str | None]]:
    """Codes and cells."""
    return [(issue.code, issue.location.cell) for issue in issues]


def issues_of(*sheets: Sheet) -> list[tuple[str, str | None]]:
    """What is said about the first of some sheets, as codes and cells."""
    return said([issue for item in seen(*sheets) if item.sheet is sheets[0] for issue in item.issues])
