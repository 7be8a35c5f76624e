"""A grid → the tables on it: where each begins and ends, its header, its records, what is left out and why.

Knows what tables look like and, through `Vocabulary`, which words stand in their headers; not what they are about.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, Protocol

import numpy as np

from skillreport.model.issue import cell_name
from skillreport.model.names import header_key, key, number_text, shown
from skillreport.read.grid import Grid, Ints, Mask, Mask2D, grid_of, is_blank, is_number
from skillreport.read.workbook import Sheet

HEADER_SEARCH = 40  # rows below the top of a block in which its header may stand
SAMPLE = 200  # rows below a header that tell what its columns hold
ONLY_HEADER = 0.9  # how surely the header of a single column must be known
LONG = 60  # letters from which a text is a sentence rather than a header
LABEL_ROWS = 15  # rows up to which labels beside words above a table are no table
MOST_SEARCHED = 5_000  # rows up to which headers are searched for that follow another table without a blank row
MOST_GAPS = (
    200  # blank rows or columns above which a sheet is one table with gaps, unless a known header says otherwise
)
MOST_TURNED = 400  # lines up to which a sheet is also looked at the other way round

Reason = Literal["total", "limit", "note", "heading", "slot", "header again"]


class Vocabulary(Protocol):
    """Which words mean something: in a header, and in rows that are no records."""

    def heads(self, texts: Sequence[str]) -> float:
        """How surely a row of these texts is the header of a known table: 0 not at all, 1 all it needs is there."""

    def row_kind(self, text: str) -> Literal["total", "limit", "note"] | None:
        """What a row is whose first text is this: a sum or average, a threshold or target, a note; else None."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row (of a turned table, a column) that is no record, by its place on the sheet, zero-based."""

    record: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Region:
    """A table as it stands on a sheet. Records and lines are positions in `grid`.

    `header`: the records that hold its header, one or two, or none. `names`: line → its header. `above`: for a header
    of two rows, line → what stands above it. `records`: the body. `box`: first and last record and line, header
    included. `sure`: how surely the vocabulary knows the header, 0 to 1.
    """

    grid: Grid
    header: tuple[int, ...]
    names: dict[int, str]
    above: dict[int, str]
    records: Ints
    left_out: tuple[LeftOut, ...]
    box: tuple[int, int, int, int]
    sure: float

    @property
    def sheet(self) -> Sheet:
        return self.grid.sheet

    @property
    def corners(self) -> tuple[int, int, int, int]:
        """First and last row and column on the sheet, zero-based: top, left, bottom, right."""
        first, left, last, right = self.box
        top_left, bottom_right = self.grid.place(first, left), self.grid.place(last, right)
        return *top_left, *bottom_right

    @property
    def range_name(self) -> str:
        """The table's range as Excel writes it."""
        top, left, bottom, right = self.corners
        return f"{cell_name(top, left)}:{cell_name(bottom, right)}"

    @property
    def header_rows(self) -> tuple[int, ...]:
        """The rows of the header on the sheet, zero-based; in a turned table the columns."""
        return tuple(record + self.grid.first[0] for record in self.header)


@dataclass(frozen=True, slots=True)
class _Block:
    """A rectangle of a grid: records and lines, first and last, both included."""

    first: int
    last: int
    left: int
    right: int


def find_regions(sheet: Sheet, words: Vocabulary) -> tuple[Region, ...]:
    """The tables of a sheet, top to bottom, then left to right; blocks without a header are none.

    A block is looked at both ways: as it stands, and turned where its first column rather than its first row is a
    header.
    """
    grid = grid_of(sheet)
    turned = grid_of(sheet, turned=True) if _worth_turning(grid) else None
    regions = []
    for block in _blocks(grid, words):
        upright = _region(grid, block, words)
        other = _region(turned, _turned(block), words) if turned is not None and _may_turn(block) else None
        better = other if other is not None and _reads_better_turned(grid, block, upright, other) else upright
        if better is not None and (len(better.records) or better.sure >= 1):
            regions.append(better)
    widest = max((region.box[3] - region.box[1] for region in regions), default=0)
    return tuple(region for region in regions if widest < 2 or not _is_label_list(region))


def _is_label_list(region: Region) -> bool:
    """Labels and what they say, as a report has above its table: two columns of words, few rows, no known header."""
    first, left, last, right = region.box
    few = right - left == 1 and last - first < LABEL_ROWS and region.sure < 1
    return few and bool(region.grid.text[first : last + 1, left : right + 1][:, 0].all()) and _is_wordy(region)


def _is_wordy(region: Region) -> bool:
    below = region.grid.filled[region.records][:, region.box[3]] & ~region.grid.text[region.records][:, region.box[3]]
    return not bool(below.sum() > len(region.records) / 2)


def _worth_turning(grid: Grid) -> bool:
    return 0 < len(grid.cells) <= MOST_TURNED or 0 < grid.cells.shape[1] <= 2


def _may_turn(block: _Block) -> bool:
    return block.last - block.first < MOST_TURNED and block.right > block.left


def _turned(block: _Block) -> _Block:
    return _Block(block.left, block.right, block.first, block.last)


# ---- blocks: rectangles between blank rows and columns


def _blocks(grid: Grid, words: Vocabulary) -> Iterator[_Block]:
    """Rectangles that may each hold one table, in reading order."""
    if grid.cells.size and grid.filled.any():
        yield from _cut(grid, _shrunk(grid, _Block(0, len(grid.cells) - 1, 0, grid.cells.shape[1] - 1)), words)


def _cut(grid: Grid, block: _Block, words: Vocabulary) -> Iterator[_Block]:
    """Cut at blank rows below which another table starts, then at blank columns that part two tables."""
    rows = _row_cuts(grid, block, words)
    parts = _between(block.first, block.last, rows)
    if len(parts) > 1:
        for first, last in parts:
            yield from _cut(grid, _shrunk(grid, _Block(first, last, block.left, block.right)), words)
        return
    columns = _column_cuts(grid, block, words)
    sides = _between(block.left, block.right, columns)
    if len(sides) > 1:
        for left, right in sides:
            yield from _cut(grid, _shrunk(grid, _Block(block.first, block.last, left, right)), words)
        return
    yield block


def _between(first: int, last: int, cuts: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The parts of a range that are left when gaps (first and last blank, both included) are taken out."""
    parts, start = [], first
    for gap_first, gap_last in cuts:
        parts.append((start, gap_first - 1))
        start = gap_last + 1
    return [*parts, (start, last)]


def _shrunk(grid: Grid, block: _Block) -> _Block:
    """The block without blank rows and columns at its edges."""
    inside = grid.filled[block.first : block.last + 1, block.left : block.right + 1]
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    if not len(rows):
        return block
    return _Block(
        int(block.first + rows[0]),
        int(block.first + rows[-1]),
        int(block.left + columns[0]),
        int(block.left + columns[-1]),
    )


def _any(filled: Mask2D, axis: int) -> Mask:
    """Which columns (axis 0) or rows (axis 1) have a filled cell."""
    return np.asarray(filled.any(axis=axis))


def _gaps(filled: Mask, start: int) -> list[tuple[int, int]]:
    """Runs of False inside a mask, as first and last position."""
    edges = np.flatnonzero(np.diff(np.concatenate([[True], filled, [True]]).astype(np.int8)))
    return [(int(a) + start, int(b) - 1 + start) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _row_cuts(grid: Grid, block: _Block, words: Vocabulary) -> list[tuple[int, int]]:
    """Blank rows below which another table starts. Blank rows inside a table are normal life."""
    inside = slice(block.left, block.right + 1)
    filled = grid.filled[block.first : block.last + 1, inside]
    count = filled.sum(axis=1)
    texts = grid.text[block.first : block.last + 1, inside].sum(axis=1)
    gaps = _gaps(_any(filled, axis=1), block.first)
    many = len(gaps) > MOST_GAPS
    gaps += [(row, row - 1) for row in _headers_below(grid, block, (texts == count) & (count > 1), words)]
    cuts, top = [], block.first
    for gap in sorted(gaps):
        below = gap[1] + 1
        here = below - block.first
        if texts[here] != count[here] or (many and words.heads(_texts(grid, below, block)) < 1):
            continue
        if _starts_table(grid, block, top, gap, words):
            cuts.append(gap)
            top = below
    return cuts


def _headers_below(grid: Grid, block: _Block, worded: Mask, words: Vocabulary) -> list[int]:
    """Rows right below others that are the header of a known table, another one than heads the block."""
    upper = _header_row(grid, block, words) if len(worded) <= MOST_SEARCHED else None
    if upper is None:
        return []
    rows = np.flatnonzero(worded) + block.first
    rows = rows[(rows > upper + 1) & grid.filled[rows - 1, block.left : block.right + 1].any(axis=1)]
    head = {header_key(text) for text in _texts(grid, upper, block)}
    found = []
    for row in rows.tolist():
        texts = _texts(grid, row, block)
        if words.heads(texts[:1]) and words.heads(texts) >= 1 and {header_key(text) for text in texts} != head:
            found.append(row)
    return found


def _starts_table(grid: Grid, block: _Block, top: int, gap: tuple[int, int], words: Vocabulary) -> bool:
    """Whether the rows below a gap are a table of their own rather than more of the one above."""
    below = gap[1] + 1
    last, upper_last = min(block.last, below + SAMPLE), min(gap[0] - 1, top + SAMPLE)
    lower = _header_row(grid, _Block(below, last, block.left, block.right), words)
    upper = _header_row(grid, _Block(top, upper_last, block.left, block.right), words)
    if lower is None or block.right == block.left:
        return False
    if upper is None:
        return True
    same = _texts(grid, upper, block) == _texts(grid, lower, block)
    if same or words.heads(_texts(grid, lower, block)) >= 1 or _contrast(grid, block, lower) > 0.3:
        return True
    return not set(_lines_of(grid, lower, block)) <= set(_lines_of(grid, upper, block))


def _column_cuts(grid: Grid, block: _Block, words: Vocabulary) -> list[tuple[int, int]]:
    """Blank columns that part two tables: they are wide, or both sides have a header of their own."""
    filled = grid.filled[block.first : block.last + 1, block.left : block.right + 1]
    cuts, left = [], block.left
    gaps = _gaps(_any(filled, axis=0), block.left)
    for gap in gaps if len(gaps) <= MOST_GAPS else ():
        one = _shrunk(grid, _Block(block.first, block.last, left, gap[0] - 1))
        two = _shrunk(grid, _Block(block.first, block.last, gap[1] + 1, block.right))
        if _stand_apart(grid, one, two, gap, words):
            cuts.append(gap)
            left = gap[1] + 1
    return cuts


def _stand_apart(grid: Grid, one: _Block, two: _Block, gap: tuple[int, int], words: Vocabulary) -> bool:
    """Whether blocks beside each other are two tables: a wide gap, headers in different rows, or the same names twice.
    A single blank column between columns that one row heads is a spacer."""
    headers = _header_row(grid, one, words), _header_row(grid, two, words)
    row = headers[0] if headers[0] is not None else headers[1]
    if row is None or gap[1] > gap[0]:
        return gap[1] > gap[0] and headers != (None, None)
    texts = [{header_key(text) for text in _texts(grid, row, block)} for block in (one, two)]
    if not all(texts) and abs((headers[0] or row) - (headers[1] or row)) > 1:
        return True
    if all(words.heads(_texts(grid, row, block)) >= 1 for block in (one, two)):
        return True
    wide = min(one.right - one.left, two.right - two.left) > 0
    return bool(texts[0] & texts[1]) or (one.last != two.last and wide)


# ---- the header of a block


def _texts(grid: Grid, record: int, block: _Block) -> list[str]:
    """The cells of a record inside a block as text, blanks left out."""
    cells = grid.cells[record, block.left : block.right + 1]
    return [shown(cell if isinstance(cell, str) else f"{cell}") for cell in cells if not is_blank(cell)]


def _lines_of(grid: Grid, record: int, block: _Block) -> list[int]:
    return [int(line) for line in np.flatnonzero(grid.filled[record, block.left : block.right + 1])]


def _width(grid: Grid, record: int, block: _Block) -> int:
    return int(grid.filled[record, block.left : block.right + 1].sum())


def _header_row(grid: Grid, block: _Block, words: Vocabulary) -> int | None:
    """The row that heads a block: the first that the vocabulary knows, else the first that looks like a header."""
    last = min(block.last, block.first + HEADER_SEARCH)
    inside = slice(block.left, block.right + 1)
    counts = grid.filled[block.first : block.last + 1, inside].sum(axis=1)
    rows = [row for row in range(block.first, last + 1) if counts[row - block.first]]
    if not rows:
        return None
    known = [(words.heads(_texts(grid, row, block)), -row) for row in rows]
    surest = max(known, default=(0.0, 0))
    if surest[0] >= 1:
        return -surest[1]
    if block.right == block.left and known[0][0] >= ONLY_HEADER:
        return rows[0]
    usual = int(np.percentile(counts[counts > 0], 75)) if len(counts) else 0
    found = next((row for row in rows if row < block.last and _looks_like_header(grid, block, row, usual)), None)
    # Above the header may stand a row that names groups of its columns: the fuller one of neighbours is the header.
    while found is not None and found + 1 < block.last and _is_fuller(grid, block, found, usual):
        found += 1
    return found


def find_header(grid: Grid, box: tuple[int, int, int, int], words: Vocabulary) -> tuple[int, ...]:
    """The records that head a box (first record and line, last record and line); none where no row looks like it."""
    block = _Block(box[0], box[2], box[1], box[3])
    row = _header_row(grid, block, words)
    return () if row is None else _whole_header(grid, block, row, words)


def _is_fuller(grid: Grid, block: _Block, row: int, usual: int) -> bool:
    """Whether the row below is a header too, in words, and has more of them."""
    inside = slice(block.left, block.right + 1)
    worded = bool((grid.text[row + 1, inside] == grid.filled[row + 1, inside]).all())
    return (
        worded
        and _width(grid, row + 1, block) > _width(grid, row, block)
        and _contrast(grid, block, row + 1) > 0.2
        and _looks_like_header(grid, block, row + 1, usual)
    )


def _looks_like_header(grid: Grid, block: _Block, row: int, usual: int) -> bool:
    """Words over most of the columns in use, that do not come again below them; and below them something else than
    words, or they are all different and shorter than sentences."""
    width = block.right - block.left + 1
    lines = [int(line) + block.left for line in np.flatnonzero(grid.filled[row, block.left : block.right + 1])]
    if len(lines) < max(min(2, width), usual / 2):
        return False
    contrast = _contrast(grid, block, row)
    if width == 1:
        return contrast > 0 and row == block.first and len(_texts(grid, row, block)[0]) <= LONG
    others = [line for line in lines if not grid.text[row, line]]
    if others and not _may_head(grid, block, row, others, len(lines), contrast):
        return False
    texts = _texts(grid, row, block)
    if len({header_key(text) for text in texts}) < 0.5 * len(texts) and contrast < 0.5:
        return False
    if _part_again(grid, block, row, lines) > 0.25 and not _repeats(grid, block, row):
        return False
    return contrast > 0 or bool(others) or all(len(text) <= LONG for text in texts)


def _part_again(grid: Grid, block: _Block, row: int, lines: Sequence[int]) -> float:
    """The part of a row's words that stand below themselves once more, as data do."""
    below = slice(row + 1, min(block.last, row + SAMPLE) + 1)
    again = [
        grid.text[row, line] and bool((grid.lines[line].codes[below] == grid.lines[line].codes[row]).any())
        for line in lines
    ]
    return float(sum(again)) / max(len(again), 1)


def _repeats(grid: Grid, block: _Block, row: int) -> bool:
    """Whether a whole row comes again below, as headers do on every printed page."""
    inside = slice(block.left, block.right + 1)
    head = grid.cells[row, inside]
    below = grid.cells[row + 1 : min(block.last, row + SAMPLE) + 1, inside]
    return bool(len(below)) and bool((below == head).all(axis=1).any())


def _may_head(grid: Grid, block: _Block, row: int, others: Sequence[int], count: int, contrast: float) -> bool:
    """Whether cells that are no words may stand in a header: a first one beside many words, years or days in ascending
    order, or numbers that are all different over cells that are no numbers."""
    if list(others) == [block.left] and count > 3 and contrast > 0.2:
        return True
    if not grid.text[row, block.left] and grid.filled[row, block.left]:
        return False
    cells = [grid.cells[row, line] for line in others]
    if len(cells) < 2:
        return False
    texts = [_header_text(cell) for cell in cells]
    years = all(re.fullmatch(r"(19|20|21)\d\d", text) for text in texts)
    days = all(re.fullmatch(r"\d{4}-\d\d(-\d\d)?.*", text) for text in texts)
    if years or days:
        return all(a < b for a, b in pairwise(texts))
    below = slice(row + 1, min(block.last, row + SAMPLE) + 1)
    other = [not _is_number_text(cell) for cell in grid.cells[below][:, others].ravel() if not is_blank(cell)]
    numbers = all(re.fullmatch(r"\d+", text) for text in texts)
    return numbers and len(set(texts)) == len(texts) and bool(other) and sum(other) > len(other) / 2


def _is_number_text(cell: object) -> bool:
    """A number, or a text that reads as one; truth values and days are none."""
    if isinstance(cell, str):
        return bool(re.fullmatch(r"[+-]?[\d.,]*\d", cell))
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _contrast(grid: Grid, block: _Block, row: int) -> float:
    """The share of a row's texts below which most cells are numbers, dates or truth values."""
    lines = np.flatnonzero(grid.text[row, block.left : block.right + 1]) + block.left
    below = slice(row + 1, min(block.last, row + SAMPLE) + 1)
    filled, text = grid.filled[below][:, lines], grid.text[below][:, lines]
    if not len(lines) or not len(filled):
        return 0.0
    count = filled.sum(axis=0)
    return float(np.mean((count > 0) & ((count - text.sum(axis=0)) > count / 2)))


# ---- the table in a block


def _region(grid: Grid, block: _Block, words: Vocabulary) -> Region | None:
    """The table that a block holds, None where no row heads it."""
    row = _header_row(grid, block, words)
    if row is None:
        return None
    header = _whole_header(grid, block, row, words)
    box = block.first, block.left, block.last, block.right
    names, above = header_texts(grid, box, header)
    last = block.last
    body = np.arange(header[-1] + 1, last + 1)
    body = body[grid.filled[header[-1] + 1 : last + 1, block.left : block.right + 1].any(axis=1)]
    left_out = rows_left_out(grid, box, header, body, words)
    records = without(body, left_out)
    end = int(records[-1]) if len(records) else header[-1]
    used = np.flatnonzero(grid.filled[header[0] : end + 1, block.left : block.right + 1].any(axis=0)) + block.left
    sure = words.heads(list(names.values()))
    box = header[0], int(used[0]), end, int(used[-1])
    return Region(grid, header, names, above, records, left_out, box, sure)


def without(records: Ints, left_out: Sequence[LeftOut]) -> Ints:
    """The records that are not left out."""
    return records[~np.isin(records, [item.record for item in left_out])]


def _whole_header(grid: Grid, block: _Block, row: int, words: Vocabulary) -> tuple[int, ...]:
    """The header's row, with a second one above or below it that belongs to it."""
    if row > block.first and _heads_groups(grid, block, row - 1, row):
        return row - 1, row
    if row + 1 < block.last and _heads_groups(grid, block, row, row + 1) and _second_row(grid, block, row):
        return row, row + 1
    if row + 1 < block.last and _same_header_again(grid, block, row, words):
        return row, row + 1
    return (row,)


def _heads_groups(grid: Grid, block: _Block, upper: int, lower: int) -> bool:
    """Whether the upper row names groups of the lower one's columns: it has fewer texts, and they do not fill a title
    over everything."""
    count, below = _width(grid, upper, block), _width(grid, lower, block)
    merged = _merged_wide(grid, upper)
    if any(left <= block.left and right >= block.right for left, right in merged):
        return False
    inside = slice(block.left, block.right + 1)
    beside = grid.filled[upper, inside] & ~grid.filled[lower, inside]  # no column below it to head
    numbers = grid.filled[upper, inside] & ~grid.text[upper, inside]
    if numbers.any() or beside.sum() > count / 2:
        return False
    return count + (count == 1 and bool(merged)) >= 2 and count < below


def _merged_wide(grid: Grid, record: int) -> list[tuple[int, int]]:
    """First and last line of each merge over several lines of a record."""
    found = []
    for top, left, bottom, right in grid.sheet.merged:
        if grid.turned:
            top, left, bottom, right = left, top, right, bottom
        if top - grid.first[0] <= record <= bottom - grid.first[0] and right > left:
            found.append((left - grid.first[1], right - grid.first[1]))
    return found


def _second_row(grid: Grid, block: _Block, row: int) -> bool:
    """Whether the row below a header is its second row: texts only, over what are no texts, or under merged cells."""
    inside = slice(block.left, block.right + 1)
    if (grid.filled[row + 1, inside] & ~grid.text[row + 1, inside]).any():
        return False
    return bool(_merged_wide(grid, row)) or _contrast(grid, block, row + 1) > 0.3


def _same_header_again(grid: Grid, block: _Block, row: int, words: Vocabulary) -> bool:
    """Whether a known header is followed by its labels, as in an export that has keys and labels."""
    upper, lower = words.heads(_texts(grid, row, block)), words.heads(_texts(grid, row + 1, block))
    return upper >= 1 and lower >= 1 and _texts(grid, row, block) != _texts(grid, row + 1, block)


def header_texts(
    grid: Grid, box: tuple[int, int, int, int], header: Sequence[int]
) -> tuple[dict[int, str], dict[int, str]]:
    """Line → header, and for a header of two rows line → what stands above; merged cells head all their lines."""
    if not header:
        return {}, {}
    rows = [_row_texts(grid, box[1], box[3], row) for row in header]
    names = {**rows[0], **rows[-1]}
    above = rows[0] if len(rows) == 2 else {}
    return dict(sorted(names.items())), {
        line: text for line, text in above.items() if key(text) != key(names.get(line, ""))
    }


def _row_texts(grid: Grid, left: int, right: int, row: int) -> dict[int, str]:
    texts = {
        line: shown(_header_text(grid.cells[row, line]))
        for line in range(left, right + 1)
        if not is_blank(grid.cells[row, line])
    }
    for start, end in _merged_wide(grid, row):
        if start in texts:
            texts |= dict.fromkeys(range(start, min(end, right) + 1), texts[start])
    return texts


def _header_text(cell: object) -> str:
    if isinstance(cell, float):
        return number_text(cell)
    if hasattr(cell, "isoformat"):
        return str(cell.isoformat())
    return str(cell)


# ---- rows that are no records


def rows_left_out(
    grid: Grid, box: tuple[int, int, int, int], header: Sequence[int], body: Ints, words: Vocabulary
) -> tuple[LeftOut, ...]:
    """Sums, averages, thresholds, notes, empty numbered slots, and the header once more."""
    if not len(body):
        return ()
    block = _Block(box[0], box[2], box[1], box[3])
    inside = slice(block.left, block.right + 1)
    count = grid.filled[:, inside][body].sum(axis=1)
    kinds: dict[int, Reason] = {}
    leading = np.ones(len(body), dtype=bool)  # records without a cell further left: the first cell says what a row is
    for line in range(block.left, block.right + 1):
        cells = grid.lines[line]
        used = np.unique(cells.codes[body[leading]])
        named = {int(code): kind for code in used if (kind := _row_kind(cells.distinct[code], words))}
        if named:
            here = np.flatnonzero(leading & np.isin(cells.codes[body], list(named)))
            kinds |= {int(record): named[int(cells.codes[record])] for record in body[here]}
        leading &= ~grid.filled[body, line]
        if not leading.any():
            break
    head = grid.cells[header[-1], inside]
    first_code = grid.lines[block.left].codes
    for record in body[first_code[body] == first_code[header[-1]]]:
        if bool((grid.cells[record, inside] == head).all()):
            kinds[int(record)] = "header again"
    lone = body[count == 1]
    if block.right > block.left and len(lone) < len(body):
        for record in lone:
            if int(record) not in kinds and (kind := _lone_kind(grid, block, int(record))):
                kinds[int(record)] = kind
    return tuple(LeftOut(record, kind) for record, kind in sorted(kinds.items()))


def _row_kind(value: object, words: Vocabulary) -> Reason | None:
    return words.row_kind(value) if isinstance(value, str) and 0 < len(value) <= LONG else None


def _lone_kind(grid: Grid, block: _Block, record: int) -> Reason | None:
    """What a row with a single cell is: a slot that has a number only, a note, or perhaps a record."""
    line = int(np.flatnonzero(grid.filled[record, block.left : block.right + 1])[0]) + block.left
    cell = grid.cells[record, line]
    if is_number(cell):
        return "slot" if line == block.left else None
    text = shown(str(cell))
    if text.rstrip(".)").isdigit() and line == block.left:
        return "slot"
    sentence = len(text) > LONG or (len(text) > 20 and text.endswith((".", ":", "!", "?")))
    return "note" if sentence and line == block.left else None


# ---- which way round


def _reads_better_turned(grid: Grid, block: _Block, upright: Region | None, turned: Region) -> bool:
    """A known header decides; else cells that are alike along rows but not along columns. The upright header is no cell
    of its columns, unless the turned one is known better."""
    rows, columns = np.arange(block.first, block.last + 1)[1:], np.arange(block.left, block.right + 1)[1:]
    if upright is None:
        return turned.sure >= 1 or _alike(grid, rows, columns, 1) > 0.9 > _alike(grid, rows, columns, 0)
    if max(upright.sure, turned.sure) >= 1:
        return turned.sure > upright.sure
    body = rows if turned.sure > upright.sure else upright.records
    return _alike(grid, rows, columns, 1) > 0.95 and _alike(grid, body, columns, 0) < 0.5


def _alike(grid: Grid, rows: Ints, columns: Ints, axis: int) -> float:
    """How many of the columns (axis 0) or rows (axis 1) hold cells of one kind."""
    filled, text = grid.filled[np.ix_(rows, columns)], grid.text[np.ix_(rows, columns)]
    count, texts = filled.sum(axis=axis), (filled & text).sum(axis=axis)
    some = count > 1
    if not some.any():
        return 1.0
    share = texts[some] / count[some]
    return float(np.mean((share == 0) | (share == 1)))
