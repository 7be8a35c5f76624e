"""The `import` rules of the settings → tables of the client's own sheets, as they are, every quarter.

A rule says what the program cannot know; everything it leaves open is found as in `regions` and `tables`.
"""

import fnmatch
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from skillreport.model.engagement import Engagement, JoinedRows, Scalars, TableImport
from skillreport.model.figure import Sentence, say
from skillreport.model.issue import Issue, Loaded, Location, cell_name
from skillreport.model.names import header_key, key, nearest, number_text
from skillreport.read.grid import Cells, Grid, Ints, Mask, grid_of, is_blank
from skillreport.read.lists import list_table
from skillreport.read.matrices import Across, Sides, matrix_table
from skillreport.read.raw_table import FieldCells, RawTable, with_fixed
from skillreport.read.regions import HEADER_SEARCH, LeftOut, Region, find_header, header_texts, rows_left_out, without
from skillreport.read.table_issues import faulty_cells, left_out_issues, rows_too_long
from skillreport.read.tables import Seen
from skillreport.read.vocabulary import words
from skillreport.read.workbook import Sheet, is_filled

_LETTERS = re.compile(r"[A-Za-z]{1,3}")


def import_tables(engagement: Engagement, sheets: Sequence[Sheet]) -> Loaded[tuple[Seen, ...]]:
    """The tables that the rules make, in the order of the rules.

    Reports: settings-invalid, import-nothing-found, import-unclear, import-column-unknown, rows-are-*,
    rows-repeat-header, row-too-long, cell-error, formula-without-value.
    """
    seen: list[Seen] = []
    issues: list[Issue] = []
    for number, rule in enumerate(engagement.imports, 1):
        where = Location(f"{engagement.file}: import {number}")
        matching = [sheet for sheet in sheets if _is_meant(rule, sheet)]
        if unfit := _unfit(rule):
            issues += [Issue("settings-invalid", where, {"key": key, "problem": problem}) for key, problem in unfit]
        elif not matching:
            known = ", ".join(dict.fromkeys(f"{sheet.file} {sheet.label}" for sheet in sheets))
            issues.append(Issue("import-nothing-found", where, {"wanted": _wanted(rule), "known": known}))
        elif rule.sheet is None and len(matching) > len({sheet.file for sheet in matching}):
            names = ", ".join(sheet.label for sheet in matching)
            issues.append(Issue("import-unclear", where, {"sheets": names}))
        else:
            for sheet in matching:
                loaded = import_table(rule, sheet, where)
                issues += loaded.issues
                seen += [loaded.value] if loaded.value is not None else []
    return Loaded(tuple(seen), tuple(issues))


def _unfit(rule: TableImport) -> list[tuple[str, Sentence]]:
    """Keys of a rule that do not fit its table, and why."""
    table = words().tables[rule.table]
    joined = rule.join.columns if rule.join else {}
    across = (rule.across,) if rule.across is not None else ()
    named: Mapping[str, Iterable[str]] = {
        "columns": rule.columns,
        "fixed": rule.fixed,
        "values": rule.values,
        "digits": rule.digits,
        "join": joined,
        "across": across,
    }
    unfit = []
    for place, fields in named.items():
        for field in fields:
            if field not in table.fields:
                problem = say("said.import.no_field", field=field, table=rule.table, known=", ".join(table.fields))
                unfit.append((place, problem))
    if rule.across is not None and (table.matrix is None or rule.across == table.matrix.value):
        unfit.append(("across", say("said.import.no_matrix", table=rule.table, across=rule.across)))
    if not rule.columns:
        unfit.append(("columns", say("said.import.no_column")))
    if unfit:
        return unfit
    given = {*rule.columns, *rule.fixed, *joined, *across}
    given |= {table.matrix.value} if across and table.matrix is not None else set()
    return [
        ("columns", say("said.import.needs", table=rule.table, field=field))
        for field in table.missing(given, named=True)
    ]


def _misplaced(rule: TableImport, sheet: Sheet) -> list[tuple[str, Sentence]]:
    """Keys of a rule that point outside the filled part of its sheet."""
    grid = grid_of(sheet, turned=rule.records == "columns")
    first, left, last, right = _box(rule, grid)
    found = []
    if not grid.filled[first : last + 1, left : right + 1].any():
        found.append(("range", say("said.import.empty_range", range=str(rule.range), sheet=sheet.label)))
    rows = rule.header if isinstance(rule.header, tuple) else (rule.header,) if rule.header else ()
    outside = [row for row in rows if not 0 <= row - 1 - grid.first[0] < len(grid.cells)]
    return found + [("header", say("said.import.no_row", row=str(row), sheet=sheet.label)) for row in outside]


def _names_of(sheet: Sheet) -> tuple[str, str]:
    """What a file is called, with and without the folder before it."""
    return sheet.file, Path(sheet.file).name


def _is_meant(rule: TableImport, sheet: Sheet) -> bool:
    patterns = (rule.sheet,) if isinstance(rule.sheet, str) else rule.sheet
    return (
        is_filled(sheet)
        and (rule.file is None or any(fnmatch.fnmatchcase(key(name), key(rule.file)) for name in _names_of(sheet)))
        and (patterns is None or any(fnmatch.fnmatchcase(key(sheet.label), key(pattern)) for pattern in patterns))
    )


def _wanted(rule: TableImport) -> str | Sentence:
    sheets = (rule.sheet,) if isinstance(rule.sheet, str) else rule.sheet or ()
    return " ".join([rule.file or "", *sheets]).strip() or say("said.any_sheet")


def import_table(rule: TableImport, sheet: Sheet, where: Location) -> Loaded[Seen | None]:
    """One table of one sheet by one rule."""
    if misplaced := _misplaced(rule, sheet):
        invalid = [Issue("settings-invalid", where, {"key": key, "problem": problem}) for key, problem in misplaced]
        return Loaded(None, tuple(invalid))
    region = _region(rule, sheet)
    named = {text for item in rule.columns.values() for text in ((item,) if isinstance(item, str) else item)}
    named |= {*rule.where, *rule.where_not, *(rule.join.key if rule.join else ())}
    named |= {*(rule.join.where if rule.join else ()), *(rule.join.columns.values() if rule.join else ())}
    lines = {text: _line(region, text) for text in named}
    unknown = [text for text, line in lines.items() if line is None]
    if unknown:
        return Loaded(None, tuple(_unknown_column(region, text, where) for text in sorted(unknown)))
    found = {text: line for text, line in lines.items() if line is not None}
    chosen = replace(region, records=region.records[_selected(region, rule.where, rule.where_not, found)])
    raw = _joined(_columns(rule, chosen, found), rule.join, region, found)
    for field, value in rule.fixed.items():
        raw = with_fixed(raw, field, _filled_in(value, sheet), f"{field} in the settings")
    raw = _translated(raw, rule)
    said = left_out_issues(chosen, raw), rows_too_long(chosen, raw), faulty_cells(chosen, raw)
    return Loaded(Seen(chosen, sheet, raw, tuple(issue for issues in said for issue in issues)))


def _unknown_column(region: Region, text: str, where: Location) -> Issue:
    known = list(dict.fromkeys(region.names.values()))
    values = {
        "column": text,
        "sheet": f"{region.sheet.file} {region.sheet.label}",
        "known": ", ".join(known[:20]),
        "nearest": nearest(text, known) or "",
    }
    return Issue("import-column-unknown", where, values)


# ---- where the table is


def _region(rule: TableImport, sheet: Sheet) -> Region:
    """The rectangle and header of a rule; what it leaves open is the used range, and the row that has its headers."""
    grid = grid_of(sheet, turned=rule.records == "columns")
    first, left, last, right = _box(rule, grid)
    header = _header(rule, grid, (first, left, last, right))
    names, above = header_texts(grid, (first, left, last, right), header)
    for line in range(left, right + 1):
        names.setdefault(line, _letters(grid, line))
    top = header[-1] + 1 if header else first
    body = np.arange(top, last + 1)
    body = body[grid.filled[top : last + 1, left : right + 1].any(axis=1)] if len(body) else body
    body = body[~np.isin(body, list(_skipped(rule, grid)))]
    left_out: tuple[LeftOut, ...] = ()
    if header:
        left_out = rows_left_out(grid, (first, left, last, right), header, body, words())
        body = without(body, left_out)
    return Region(grid, header, names, above, body, left_out, (first, left, last, right), 1.0)


def _box(rule: TableImport, grid: Grid) -> tuple[int, int, int, int]:
    records, lines = len(grid.cells), grid.cells.shape[1]
    if rule.range is None:
        return 0, 0, records - 1, lines - 1
    one, two = (_cell(text) for text in rule.range.split(":"))
    if grid.turned:
        one, two = one[::-1], two[::-1]
    first, left = (max(min(a, b) - start, 0) for a, b, start in zip(one, two, grid.first, strict=True))
    last, right = (max(a, b) - start for a, b, start in zip(one, two, grid.first, strict=True))
    return first, left, min(last, records - 1), min(right, lines - 1)


def _cell(text: str) -> tuple[int, int]:
    """Row and column of an Excel cell name, zero-based."""
    letters = text.rstrip("0123456789")
    return int(text[len(letters) :]) - 1, _column_index(letters)


def _column_index(letters: str) -> int:
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def _letters(grid: Grid, line: int) -> str:
    """What Excel calls a line: the letters of a column, the number of a row."""
    row, column = grid.place(0, line)
    return str(row + 1) if grid.turned else cell_name(0, column)[:-1]


def _header(rule: TableImport, grid: Grid, box: tuple[int, int, int, int]) -> tuple[int, ...]:
    """The header's records: as stated, else the first that has most of the rule's headers, else what looks like it."""
    first, left, last, right = box
    if rule.header is not None:
        rows = (rule.header,) if isinstance(rule.header, int) else rule.header
        return tuple(sorted(row - 1 - grid.first[0] for row in rows if 0 <= row - 1 - grid.first[0] <= last))
    wanted = {text for item in rule.columns.values() for text in ((item,) if isinstance(item, str) else item)}
    wanted |= {*rule.where, *rule.where_not}
    keys = {header_key(text) for text in wanted}
    found = [
        (len(keys & {header_key(str(cell)) for cell in grid.cells[row, left : right + 1] if not is_blank(cell)}), -row)
        for row in range(first, min(last, first + HEADER_SEARCH) + 1)
    ]
    best = max(found, default=(0, 0))
    return (-best[1],) if best[0] else find_header(grid, box, words())


def _skipped(rule: TableImport, grid: Grid) -> set[int]:
    skipped: set[int] = set()
    for item in rule.skip:
        start, _, end = str(item).partition("-")
        skipped |= {row - 1 - grid.first[0] for row in range(int(start), int(end or start) + 1)}
    return skipped


def _line(region: Region, text: str) -> int | None:
    """The line of a column that a rule names by its header or, where no header is like it, by its letters."""
    by_header = {header_key(name): line for line, name in reversed(region.names.items())}
    if header_key(text) in by_header:
        return by_header[header_key(text)]
    upright = not region.grid.turned
    if not (_LETTERS.fullmatch(text) if upright else text.isdigit()):
        return None
    index = (_column_index(text) if upright else int(text) - 1) - region.grid.first[1]
    return index if region.box[1] <= index <= region.box[3] else None


# ---- which of its rows, and what they say


def _selected(
    region: Region, where: Mapping[str, Scalars], where_not: Mapping[str, Scalars], lines: Mapping[str, int]
) -> Mask:
    chosen = np.ones(len(region.records), dtype=bool)
    for wanted, conditions in ((True, where), (False, where_not)):
        for column, values in conditions.items():
            chosen &= _is_one_of(region, lines[column], values) == wanted
    return chosen


def _is_one_of(region: Region, line: int, values: Scalars) -> Mask:
    keys = {_same(value) for value in (values if isinstance(values, tuple) else (values,))}
    cells = region.grid.lines[line].take(region.records)
    equal = np.array([_same(value) in keys for value in cells.distinct], dtype=bool)
    return equal[cells.codes] if len(cells.distinct) else np.zeros(len(region.records), dtype=bool)


def _same(value: object) -> str:
    """A cell or a setting as text that compares: 3 and 3.0 are the same, letters in any case."""
    if isinstance(value, bool):
        return str(value).casefold()
    return key(number_text(value) if isinstance(value, float | int) else str(value))


def _columns(rule: TableImport, region: Region, lines: Mapping[str, int]) -> RawTable:
    """The fields that the rule names; columns side by side are stacked, a matrix becomes a list."""
    table = words().tables[rule.table]
    sides = {field: (item,) if isinstance(item, str) else item for field, item in rule.columns.items()}
    if rule.across is not None and table.matrix is not None:
        fields = {field: lines[item[0]] for field, item in sides.items()}
        between = [
            line
            for line, name in region.names.items()
            if line not in lines.values() and name != _letters(region.grid, line)
        ]
        across = tuple(Across(line, ((rule.across, region.names[line]),), table.matrix.value) for line in between)
        return matrix_table(region, table, Sides(fields, across))
    most = max((len(item) for item in sides.values()), default=1)
    parts = [
        list_table(region, table, {field: lines[item[min(place, len(item) - 1)]] for field, item in sides.items()})
        for place in range(most)
    ]
    return parts[0] if len(parts) == 1 else _stacked(parts)


def _stacked(parts: Sequence[RawTable]) -> RawTable:
    """Tables with the same fields under each other."""
    fields = {}
    for name, first in parts[0].fields.items():
        cells = [part.fields[name].cells for part in parts]
        index: dict[tuple[type, object], int] = {}
        codes = []
        for item in cells:
            own = np.array([index.setdefault((v.__class__, v), len(index)) for v in item.distinct], dtype=np.intp)
            codes.append(own[item.codes] if len(own) else item.codes)
        rows, columns = (
            np.concatenate([np.broadcast_to(getattr(part.fields[name], axis), part.size) for part in parts])
            for axis in ("rows", "columns")
        )
        distinct = [value for _, value in index]
        fields[name] = FieldCells(
            Cells(np.concatenate(codes), distinct), rows, columns, first.header, first.header_cell
        )
    return replace(parts[0], fields=fields, size=sum(part.size for part in parts))


def _joined(raw: RawTable, join: JoinedRows | None, region: Region, lines: Mapping[str, int]) -> RawTable:
    """The table with columns from the second kind of row that has the same key."""
    if join is None:
        return raw
    records = region.records[_selected(region, join.where, {}, lines)]
    keys = _keys(region, records, [lines[column] for column in join.key])
    other: dict[tuple[str, ...], int] = {}
    for name, record in zip(keys, records.tolist(), strict=True):
        if any(name):  # rows without a key belong to none
            other.setdefault(name, record)
    main = next(
        item
        for item in raw.fields.values()
        if isinstance(item.columns if region.grid.turned else item.rows, np.ndarray)
    )
    places = np.asarray(main.columns if region.grid.turned else main.rows) - region.grid.first[0]
    partner = np.array(
        [other.get(name, -1) for name in _keys(region, places, [lines[column] for column in join.key])], dtype=np.intp
    )
    fields = dict(raw.fields)
    for field, column in join.columns.items():
        line = lines[column]
        cells = region.grid.lines[line]
        distinct = [*cells.distinct, ""]
        codes = np.where(partner >= 0, cells.codes[partner], len(distinct) - 1)
        along = np.where(partner >= 0, partner, places) + region.grid.first[0]
        across = line + region.grid.first[1]
        rows, columns = (across, along) if region.grid.turned else (along, across)
        header = region.names[line]
        fields[field] = FieldCells(Cells(codes, distinct), rows, columns, header, None)
    return replace(raw, fields=fields)


def _keys(region: Region, records: Ints, lines: Iterable[int]) -> list[tuple[str, ...]]:
    columns = [[_same(value) for value in region.grid.cells[records, line]] for line in lines]
    return list(zip(*columns, strict=True))


def _filled_in(value: object, sheet: Sheet) -> object:
    """A fixed value, in which `{sheet name}` and `{file name}` stand for these."""
    if not isinstance(value, str):
        return value
    return value.replace("{sheet name}", sheet.label).replace("{file name}", Path(sheet.file).stem)


def _translated(raw: RawTable, rule: TableImport) -> RawTable:
    """Cells replaced by what the rule says they stand for, and ids filled up to their digits."""
    fields = dict(raw.fields)
    for field, meanings in rule.values.items():
        if field in fields:
            said = {_same(cell): "" if value is None else value for cell, value in meanings.items()}
            distinct = [said.get(_same(value), value) for value in fields[field].cells.distinct]
            fields[field] = replace(fields[field], cells=replace(fields[field].cells, distinct=distinct))
    for field, digits in rule.digits.items():
        if field in fields:
            distinct = [
                _same(value).zfill(digits) if _same(value).isdigit() else value
                for value in fields[field].cells.distinct
            ]
            fields[field] = replace(fields[field], cells=replace(fields[field].cells, distinct=distinct))
    return replace(raw, fields=fields)
