"""What is said about regions: what a table lacks, what was left out, cells that look blank and are not."""

from collections.abc import Mapping

import numpy as np

from skillreport.model.issue import Issue, Location, cell_name
from skillreport.model.names import header_key, nearest
from skillreport.read.lists import columns_of
from skillreport.read.raw_table import RawTable
from skillreport.read.regions import Reason, Region
from skillreport.read.vocabulary import TableDef, Words
from skillreport.read.workbook import Sheet

MOST_TOLD = 10  # rows that a note names

_LEFT_OUT: Mapping[Reason, str] = {
    "total": "rows-are-totals",
    "limit": "rows-are-limits",
    "note": "rows-are-notes",
    "heading": "rows-are-headings",
    "slot": "rows-are-slots",
    "header again": "rows-repeat-header",
}


def nothing_found(sheet: Sheet) -> tuple[Issue, ...]:
    return (Issue("sheet-without-headers", Location(sheet.file, sheet.name), {"sheet": sheet.label}),)


def why_not(region: Region, known: Words, named: TableDef | None) -> tuple[Issue, ...]:
    """Why a region is none of our tables: what the one lacks that the sheet's name says it is, else the nearest one."""
    if named is not None:
        return _missing_columns(region, named)
    where = Location(region.sheet.file, region.sheet.name, region.range_name)
    table = max(known.tables.values(), key=lambda table: _closeness(region, table))
    found = columns_of(region, table)
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
    found = columns_of(region, table)
    return len(found), -len(table.missing(found)), len(set(table.required) & set(found))


def _missing_columns(region: Region, table: TableDef) -> tuple[Issue, ...]:
    found = columns_of(region, table)
    free = [text for line, text in region.names.items() if line not in found.values()]
    cell = cell_name(*region.grid.place(region.header[-1], region.box[1]))
    issues = []
    for name in table.missing(found, named=True):
        header = table.fields[name].header
        values = {"header": header, "table": table.sheet, "nearest": nearest(header, free) or ""}
        issues.append(Issue("column-missing", Location(region.sheet.file, region.sheet.name, cell), values))
    return tuple(issues)


def issues_of(region: Region, raw: RawTable, known: Words) -> tuple[Issue, ...]:
    """What the reader should know about a table that is read: its headers, what is left out, its faulty cells."""
    table = known.tables[raw.table]
    said = _header_issues(region, raw, table), left_out_issues(region, raw), rows_too_long(region, raw)
    return (*(issue for issues in said for issue in issues), *faulty_cells(region, raw))


def _header_issues(region: Region, raw: RawTable, table: TableDef) -> tuple[Issue, ...]:
    found = columns_of(region, table)
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
