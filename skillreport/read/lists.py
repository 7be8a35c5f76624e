"""Regions that are lists → tables: which column is which field, and which rows are no records."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from skillreport.model.issue import cell_name
from skillreport.read.grid import Ints, Mask
from skillreport.read.raw_table import FieldCells, RawTable
from skillreport.read.regions import LeftOut, Reason, Region
from skillreport.read.vocabulary import TableDef


def columns_of(region: Region, table: TableDef) -> dict[str, int]:
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
    notes = ~filled[:, list(columns.values())].any(axis=1) | in_legend(region, whole)
    inside = filled[:, region.box[1] : region.box[3] + 1]
    lone = (inside.sum(axis=1) == 1) & inside[:, 0] & region.grid.text[records, region.box[1]] & ~notes
    headings = lone & (len(table.required) > 1 and table.name != "skills")
    kept = records[~notes & ~headings]
    fields = {name: line_cells(region, line, kept) for name, line in columns.items() if table.fields[name].read}
    left_out = (*left_out_as(records[notes], "note"), *left_out_as(records[headings], "heading"))
    return RawTable(table.name, "list", region.sheet, fields, len(kept), (*region.left_out, *left_out))


def _with_bare_levels(region: Region) -> Region:
    """A scale whose levels need no label: a number alone is no empty slot."""
    slots = [item.record for item in region.left_out if item.reason == "slot"]
    records = np.union1d(region.records, np.array(slots, dtype=np.intp))
    return replace(region, records=records, left_out=tuple(i for i in region.left_out if i.reason != "slot"))


def left_out_as(records: Ints, reason: Reason) -> Iterator[LeftOut]:
    return (LeftOut(int(record), reason) for record in records)


def in_legend(region: Region, whole: Mask) -> Mask:
    """The records below the last blank row where none of them is whole, and those above are: a legend, say."""
    after = np.flatnonzero(np.diff(region.records) > 1)
    breaks = [place + 1 for place in after.tolist() if _blank_between(region, *region.records[place : place + 2])]
    last = np.zeros(len(whole), dtype=bool)
    if breaks and whole[: breaks[-1]].any() and not whole[breaks[-1] :].any():
        last[breaks[-1] :] = True
    return last


def _blank_between(region: Region, above: int, below: int) -> bool:
    return bool((~region.grid.filled[above + 1 : below].any(axis=1)).any())


def line_cells(region: Region, line: int, records: Ints) -> FieldCells:
    grid = region.grid
    along = (records + grid.first[0]).astype(np.int32, copy=False)
    across = line + grid.first[1]
    rows, columns = (across, along) if grid.turned else (along, across)
    cells = grid.lines[line].take(records)
    header_cell = grid.place(region.header[-1], line) if region.header else None
    header = region.names.get(line) or f"column {cell_name(*grid.place(0, line))[:-1]}"  # the corner may be blank
    return FieldCells(cells, rows, columns, header, header_cell)
