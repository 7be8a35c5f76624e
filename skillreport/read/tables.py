"""Regions of a sheet → the tables of the assessment workbook, each as a list of fields, whatever shape it came in.

Knows names, not values: which table a header belongs to, and what stands across the top of a matrix. A table whose
shape cannot be told for certain is left alone and said.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from skillreport.model.issue import Issue, Location
from skillreport.model.names import header_key, key
from skillreport.read.grid import is_blank
from skillreport.read.lists import columns_of, list_table
from skillreport.read.matrices import (
    Names,
    are_known,
    cell_key,
    has_main_side,
    is_period,
    matrix_sides,
    matrix_table,
    rater_columns,
    sides_by_content,
    without_sums,
)
from skillreport.read.raw_table import SHEET_NAME, RawTable, with_fixed
from skillreport.read.regions import Region, find_regions
from skillreport.read.table_issues import issues_of, nothing_found, why_not
from skillreport.read.vocabulary import TableDef, Words, words
from skillreport.read.workbook import Sheet, is_filled


@dataclass(frozen=True, slots=True)
class Seen:
    """A region of a sheet and what it was taken for. `raw` is None, and `issue` says why, where it is no table of
    ours."""

    region: Region | None
    sheet: Sheet
    raw: RawTable | None
    issues: tuple[Issue, ...] = ()


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
            seen.append(Seen(None, sheet, None, nothing_found(sheet)))
        elif raw is not None:
            seen.append(_read_or_again(region, raw, known, by_name.get(raw.table)))
        else:
            named = _of_sheet(region, known)
            wanted = named is not None and (sheet.file, sheet.name, named.name) not in served
            seen.append(Seen(region, sheet, None, why_not(region, known, named if wanted else None)))
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
        return Seen(region, raw.sheet, raw, issues_of(region, raw, known))
    where = Location(raw.sheet.file, raw.sheet.name)
    said = {"sheet": raw.sheet.label, "table": known.tables[raw.table].sheet}
    if other is not None:
        return Seen(region, raw.sheet, None, (Issue("table-again", where, {**said, "other": other.label}),))
    return Seen(region, raw.sheet, raw, (Issue("table-by-headers", where, said), *issues_of(region, raw, known)))


def _regions(sheet: Sheet, known: Words) -> Sequence[Region | None]:
    """The regions of a sheet; a filled sheet without any stands once with None."""
    if header_key(sheet.label) in known.quiet or not is_filled(sheet):
        return ()
    return find_regions(sheet, known) or (None,)


def _of_sheet(region: Region, known: Words) -> TableDef | None:
    """The table that the sheet's name says it is."""
    label = header_key(region.sheet.label)
    return next((table for table in known.tables.values() if label in table.aliases), None)


def _as_list(region: Region, known: Words) -> RawTable | None:
    """The table whose list shape a region has: that of the sheet's name, else the one that explains most columns."""
    named = _of_sheet(region, known)
    if named is not None and not named.missing(columns := columns_of(region, named), named=True):
        return list_table(region, named, columns)
    fitting = [
        (len(columns), len(table.required), -place, table, columns)
        for place, table in enumerate(known.tables.values())
        if not table.missing(columns := columns_of(region, table)) and (len(columns) >= 2 or table is named)
    ]
    if not fitting or (named is not None and matrix_sides(region, named) is not None):
        return None
    *_, table, columns = max(fitting, key=lambda fit: fit[:3])
    return list_table(region, table, columns)


def _as_matrix(region: Region, known: Words, names: Names) -> RawTable | None:
    """The table whose matrix shape a region has: that of the sheet's name, else the only one whose names fit."""
    named = _of_sheet(region, known)
    if named is not None:
        sides = matrix_sides(region, named) or sides_by_content(region, named, names, 1)
        sides = without_sums(sides, known, names)
        return matrix_table(region, named, sides) if sides else None
    found = []
    for table in known.tables.values():
        sides = matrix_sides(region, table) or sides_by_content(region, table, names, 2)
        sides = without_sums(sides, known, names)
        # What single employees must be able to do stands on a sheet that says so; else the levels are their own.
        if sides is not None and are_known(sides, names) and has_main_side(table, sides):
            found.append((table, sides))
    return matrix_table(region, *found[0]) if len(found) == 1 else None


def _as_sheet_of(region: Region, known: Words, names: Names) -> RawTable | None:
    """Ratings of the person, or ratings or metrics of the period, that the sheet's name is."""
    label = region.sheet.label
    for name, field in (("ratings", "employee"), ("metrics", "period")):
        table = known.tables[name]
        columns = columns_of(region, table)
        if field in columns or not (key(label) in names.people if field == "employee" else is_period(label)):
            continue
        if not set(table.missing(columns)) - {field}:
            return with_fixed(list_table(region, table, columns), field, label, SHEET_NAME)
        if field == "employee" and "skill" in columns and (sides := rater_columns(region, columns)):
            return with_fixed(matrix_table(region, table, sides), field, label, SHEET_NAME)
    return None


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
                found[kind] |= {cell_key(value) for value in cells.distinct if not is_blank(value)} if cells else set()
    return Names(
        frozenset(found["skills"]),
        frozenset(found["people"]),
        frozenset(found["roles"]),
        frozenset(map(key, metric_names)),
    )
