"""A sheet as records of lines: its rows of columns, or, turned, its columns of rows. Each distinct cell is looked at
once.

What is done to cells below this point is done to the distinct ones, so that a million ratings cost as many parses as
there are different cells.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

import numpy as np
import pandas as pd

from skillreport.model.names import shown
from skillreport.read.workbook import Sheet

Cells2D = np.ndarray[tuple[int, int], np.dtype[np.object_]]
Ints = np.ndarray[tuple[int], np.dtype[np.intp]]
Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]
Mask2D = np.ndarray[tuple[int, int], np.dtype[np.bool_]]
FEW = 2_000  # records for which a dict is faster than pandas


@dataclass(frozen=True, slots=True)
class Cells:
    """A line of cells, each distinct value once: `distinct[codes[i]]` is the cell of record i."""

    codes: Ints
    distinct: Sequence[object]

    def blank(self) -> Mask:
        """Which records are blank; a cell of spaces is."""
        empty = np.array([is_blank(value) for value in self.distinct], dtype=bool)
        return empty[self.codes] if len(self.distinct) else np.zeros(0, dtype=bool)

    def take(self, records: Ints) -> "Cells":
        """The cells of some records, with the distinct values that occur among them."""
        codes = self.codes[records]
        used = np.flatnonzero(np.bincount(codes, minlength=len(self.distinct))) if len(codes) else codes
        renumbered = np.zeros(len(self.distinct), dtype=np.intp)
        renumbered[used] = np.arange(len(used))
        return Cells(renumbered[codes], [self.distinct[code] for code in used])


@dataclass(frozen=True, slots=True)
class Grid:
    """The used range of a sheet, right way round or turned.

    `cells`: records × lines. `first`: where record 0 and line 0 stand in the sheet, zero-based. `filled`: which cells
    are not blank. `text`: which of these are words rather than numbers, dates or truth values.
    """

    sheet: Sheet
    turned: bool
    cells: Cells2D
    lines: tuple[Cells, ...]
    filled: Mask2D
    text: Mask2D
    first: tuple[int, int]

    def place(self, record: int, line: int) -> tuple[int, int]:
        """Row and column of the sheet, zero-based."""
        here = record + self.first[0], line + self.first[1]
        return (here[1], here[0]) if self.turned else here


def grid_of(sheet: Sheet, turned: bool = False) -> Grid:
    """A sheet as a grid; merged cells of one column have the value of their first."""
    cells = _merges_filled(sheet)
    first = sheet.first_row, sheet.first_column
    if turned:
        cells, first = cells.T, first[::-1]
    lines = tuple(distinct_cells(cells[:, line]) for line in range(cells.shape[1]))
    filled = _mask([~line.blank() for line in lines], len(cells))
    for row, column in sheet.faults:  # they look blank and are not
        here = (row - first[0], column - first[1]) if not turned else (column - first[0], row - first[1])
        if 0 <= here[0] < filled.shape[0] and 0 <= here[1] < filled.shape[1]:
            filled[here] = True
    return Grid(
        sheet=sheet,
        turned=turned,
        cells=cells,
        lines=lines,
        filled=filled,
        text=_mask([_is_text(line, sheet.dialect is not None) for line in lines], len(cells)),
        first=first,
    )


def distinct_cells(values: "np.ndarray[tuple[int], np.dtype[np.object_]]") -> Cells:
    """Distinct values by type as well: to Python True, 1 and 1.0 are equal, in a client's file they are not."""
    if len(values) < FEW:
        return _few_distinct(values)
    codes, distinct = pd.factorize(values)
    if (codes < 0).any() or (any(value in (0, 1) for value in distinct) and bool in set(map(type, values))):
        return _few_distinct(values)
    return Cells(codes, list(distinct))


def _few_distinct(values: "np.ndarray[tuple[int], np.dtype[np.object_]]") -> Cells:
    index: dict[tuple[type, object], int] = {}
    codes = [index.setdefault((value.__class__, value), len(index)) for value in values]
    return Cells(np.array(codes, dtype=np.intp), [value for _, value in index])


def is_blank(value: object) -> bool:
    """Nothing, or nothing that can be seen."""
    return value == "" or value is None or (isinstance(value, str) and not shown(value))


def is_number(value: object) -> bool:
    """A number, date, time or truth value: what stands below a header rather than in it."""
    return isinstance(value, bool | int | float | date | time | timedelta)


# What a text file has where a workbook has a number, a date, a time or a truth value.
_VALUE = re.compile(
    r"\s*(?:[+-]?[\d.,' ]*\d%?|\d{4}-\d\d?-\d\d?(?:[T ].*)?|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?: .*)?|"
    r"\d{1,2}:\d\d(?::\d\d)?|true|false)\s*",
    re.I,
)


def _is_text(line: Cells, text_file: bool) -> Mask:
    """Which cells are words. In a text file everything is text; what reads as a number or date is none."""
    texts = np.array(
        [
            isinstance(value, str) and any(map(str.isalnum, value)) and not (text_file and _VALUE.fullmatch(value))
            for value in line.distinct
        ],
        dtype=bool,
    )
    return texts[line.codes] if len(line.distinct) else np.zeros(0, dtype=bool)


def _mask(lines: Sequence[Mask], records: int) -> Mask2D:
    return np.stack(lines).T if lines else np.zeros((records, 0), dtype=bool)  # few lines, many records


def _merges_filled(sheet: Sheet) -> Cells2D:
    """Cells merged over several rows repeat their value in each row: a category beside its skills, say. What is merged
    over the whole width is a title."""
    width = sheet.cells.shape[1]
    tall = [span for span in sheet.merged if span[2] > span[0] and span[3] - span[1] + 1 < max(width, 2)]
    if not tall:
        return sheet.cells
    cells = sheet.cells.copy()
    for top, left, bottom, _ in tall:
        row, column = top - sheet.first_row, left - sheet.first_column
        if 0 <= row < len(cells) and 0 <= column < cells.shape[1]:
            cells[row : bottom + 1 - sheet.first_row, column] = cells[row, column]
    return cells
