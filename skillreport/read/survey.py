"""What stands in the client's files, as a consultant asks for it: tables, ranges, columns, samples, what is left
out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from skillreport.model.issue import Issue, cell_name
from skillreport.read.cells import as_text
from skillreport.read.grid import is_blank
from skillreport.read.regions import Region
from skillreport.read.tables import Seen
from skillreport.read.text_file import Dialect
from skillreport.read.vocabulary import TableDef, words
from skillreport.read.workbook import Sheet

SAMPLES = 3
LEVEL_FIELDS = ("level", "required_level")


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column as the client has it: letters (of a turned table the row), header, the field it is read as (None: not
    read), some of its values, how many cells are filled."""

    letters: str
    header: str
    field: str | None
    samples: tuple[str, ...]
    filled: int


@dataclass(frozen=True, slots=True)
class TableView:
    """A table as found. `table` is None where it is none of ours; `nearest` then names the one it comes closest to, and
    `missing` what that lacks. `levels`: what stands in the cells of a level, most frequent first."""

    file: str
    sheet: str | None
    range: str
    table: str | None
    shape: str
    records_in: str
    header: tuple[int, ...]
    records: int
    columns: tuple[ColumnView, ...]
    levels: tuple[str, ...]
    left_out: Mapping[str, int]
    nearest: str | None
    missing: tuple[str, ...]
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class SheetView:
    """A sheet with its tables; `dialect` of a text file."""

    file: str
    sheet: str | None
    dialect: Dialect | None
    tables: tuple[TableView, ...]


def view_sheets(sheets: Sequence[Sheet], seen: Sequence[Seen]) -> tuple[SheetView, ...]:
    """Every sheet of the files in order, with what was found on it."""
    views = []
    for sheet in sheets:
        own = [item for item in seen if item.sheet is sheet and item.region is not None]
        tables = tuple(_view(item.region, item) for item in own if item.region is not None)
        views.append(SheetView(sheet.file, sheet.name, sheet.dialect, tables))
    return tuple(views)


def missing_tables(seen: Sequence[Seen]) -> tuple[str, ...]:
    """The tables of the assessment workbook that no sheet holds."""
    found = {item.raw.table for item in seen if item.raw is not None}
    return tuple(table.name for table in words().tables.values() if table.name not in found and table.template)


def _view(region: Region, seen: Seen) -> TableView:
    raw = seen.raw
    columns = tuple(_column(region, line, seen) for line in region.names)
    nearest = None if raw is not None else _nearest(region)
    missing = nearest.missing(nearest.columns(region.names)) if nearest is not None else ()
    left_out = raw.left_out if raw is not None else region.left_out
    return TableView(
        file=region.sheet.file,
        sheet=region.sheet.name,
        range=region.range_name,
        table=raw.table if raw is not None else None,
        shape=raw.shape if raw is not None else "list",
        records_in="columns" if region.grid.turned else "rows",
        header=tuple(row + 1 for row in region.header_rows),
        records=raw.size if raw is not None else len(region.records),
        columns=columns,
        levels=_levels(seen),
        left_out=dict(Counter(item.reason for item in left_out)),
        nearest=nearest.name if nearest is not None else None,
        missing=missing,
        issues=seen.issues,
    )


def _column(region: Region, line: int, seen: Seen) -> ColumnView:
    cells = region.grid.lines[line].take(region.records)
    counts = np.bincount(cells.codes, minlength=len(cells.distinct)) if len(cells.codes) else np.zeros(0, dtype=int)
    texts = [as_text(value) or "" for value in cells.distinct if not is_blank(value)]
    row, column = region.grid.place(region.records[0] if len(region.records) else 0, line)
    letters = str(row + 1) if region.grid.turned else cell_name(0, column)[:-1]
    filled = sum(int(count) for count, value in zip(counts, cells.distinct, strict=True) if not is_blank(value))
    above = region.above.get(line)
    header = f"{above} / {region.names[line]}" if above else region.names[line]
    return ColumnView(letters, header, _field_of(region, line, seen), tuple(texts[:SAMPLES]), filled)


def _field_of(region: Region, line: int, seen: Seen) -> str | None:
    """The field that a column is read as; in a matrix what its cells hold."""
    if seen.raw is None:
        return None
    place = region.grid.place(region.header[-1], line) if region.header else None
    for name, item in seen.raw.fields.items():
        if item.header_cell is not None and item.header_cell == place:
            return name
    matrix = words().tables[seen.raw.table].matrix
    return matrix.value if seen.raw.shape == "matrix" and matrix is not None else None


def _levels(seen: Seen) -> tuple[str, ...]:
    if seen.raw is None or seen.raw.table not in ("ratings", "requirements"):
        return ()
    counted: Counter[str] = Counter()
    for name in LEVEL_FIELDS:
        cells = seen.raw.field(name)
        if cells is not None and len(cells.codes):
            counts = np.bincount(cells.codes, minlength=len(cells.distinct))
            counted.update(
                {as_text(v) or "": int(n) for v, n in zip(cells.distinct, counts, strict=True) if not is_blank(v)}
            )
    return tuple(text for text, _ in counted.most_common())


def _nearest(region: Region) -> TableDef:
    """The table of ours that most headers belong to."""
    return max(words().tables.values(), key=lambda table: len(table.columns(region.names)))
