"""What was found in the client's files → text for the terminal, a record for JSON, and import rules to complete."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from skillreport.language.catalogue import Speaker
from skillreport.language.issues import worded
from skillreport.read.survey import ColumnView, SheetView, TableView
from skillreport.read.text_file import Dialect
from skillreport.read.vocabulary import TableDef, words

MOST_COLUMNS = 30  # that are listed of a table; a matrix of skills may have hundreds
MOST_LEVELS = 12
NOT_READ = "not read"

HEAD = """\
# Rules for the client's own files: put them into engagement.yml under `import`, complete what is open, delete the rest.
# A sheet that a rule names is read by the rule alone; the other sheets are read as before.
# table: {tables}
# More that a rule can say:
#   range: A4:K90                            only this part of the sheet
#   header: 4                                the row of the headers, [4, 5] for two, 0 for none
#   records: columns                         people or skills stand in columns, their fields in rows
#   across: skill                            a matrix: what stands across the top of the columns not named
#   where: {{Scale: Level}}                    only these rows; where_not leaves rows out
#   join: {{key: [Job, Skill], where: {{Scale: Importance}}, columns: {{weight: Value}}}}
#   fixed: {{rater_group: self, date: 2026-09-30, employee: "{{sheet name}}"}}
#   values: {{level: {{none: 0, some: 1, full: 2, 0: N/A}}}}
#   skip: [7, 20-25]                         rows that are no records
#   digits: {{employee: 5}}                    ids that have lost their leading zeros
import:
"""


def survey_record(views: Sequence[SheetView], missing: Sequence[str], speaker: Speaker) -> dict[str, object]:
    """The survey as JSON gives it."""
    sheets = []
    for view in views:
        tables = []
        for table in view.tables:
            record = asdict(table) | {"left_out": dict(table.left_out)}
            record["issues"] = [
                {"code": issue.code, "cell": issue.location.cell, "message": message, "hint": hint}
                for issue, message, hint in worded(speaker, table.issues)
            ]
            tables.append(record)
        dialect = asdict(view.dialect) if view.dialect else None
        sheets.append({"file": view.file, "sheet": view.sheet, "dialect": dialect, "tables": tables})
    return {"sheets": sheets, "missing": list(missing)}


def survey_text(views: Sequence[SheetView], missing: Sequence[str], speaker: Speaker) -> str:
    """Every sheet with its tables, column by column; then the tables that no sheet holds."""
    lines: list[str] = []
    for view in views:
        lines += [_sheet_line(view), *(line for table in view.tables for line in _table_lines(table, speaker)), ""]
    if missing:
        names = ", ".join(words().tables[name].sheet for name in missing)
        lines.append(f"Not found: {names}")
    return "\n".join(lines).rstrip()


def _sheet_line(view: SheetView) -> str:
    name = view.file if view.sheet is None else f"{view.file}: {view.sheet}"
    said = f" ({_dialect(view.dialect)})" if view.dialect else ""
    return f"{name}{said}" + ("" if view.tables else ": no table")


def _dialect(dialect: Dialect) -> str:
    mark = {"\t": "tab"}.get(dialect.delimiter, dialect.delimiter)
    comma = {True: ", decimal comma", False: ", decimal point", None: ""}[dialect.decimal_comma]
    return f"{dialect.encoding}, delimiter {mark}{comma}"


def _table_lines(table: TableView, speaker: Speaker) -> Iterator[str]:
    read = words().tables[table.table].sheet if table.table else "none of the report's tables"
    header = " and ".join(map(str, table.header)) or "none"
    unit = "row" if table.records_in == "rows" else "column"
    records = f"{table.records:,} records in {table.records_in}"
    yield f"  {table.range}  {read}, {table.shape}, {records}, header {unit} {header}"
    shown = table.columns[:MOST_COLUMNS]
    width = max((len(column.header) for column in shown), default=0)
    for column in shown:
        samples = ", ".join(_short(text) for text in column.samples)
        field = _field_name(table, column)
        yield f"    {column.letters:>3}  {column.header:<{min(width, 40)}}  → {field:<16}  {samples}".rstrip()
    if len(table.columns) > len(shown):
        yield f"    … and {len(table.columns) - len(shown)} more columns"
    if table.levels:
        more = " …" if len(table.levels) > MOST_LEVELS else ""
        yield f"    levels: {', '.join(map(_short, table.levels[:MOST_LEVELS]))}{more}"
    for issue, message, _ in worded(speaker, table.issues):
        yield f"    {issue.severity}: {message}"


def _field_name(table: TableView, column: ColumnView) -> str:
    if column.field is None or table.table is None:
        return NOT_READ
    return words().tables[table.table].fields[column.field].header


def _short(text: str) -> str:
    return text if len(text) <= 24 else text[:23] + "…"


def import_rules(views: Sequence[SheetView]) -> str:
    """Rules for every table that was not recognised, commented, with what can be told filled in."""
    lines = [HEAD.format(tables=", ".join(words().tables))]
    for view in views:
        for table in view.tables:
            lines += _rule(table) if table.table is None else [_no_rule(table)]
        if not view.tables:
            lines.append(f"  # {_quoted(view.file)} {_quoted(view.sheet or '')}: no row looks like headers\n")
    return "\n".join(lines).rstrip() + "\n"


def _no_rule(table: TableView) -> str:
    assert table.table is not None
    name = words().tables[table.table].sheet
    return f"  # {_quoted(table.file)} {_quoted(table.sheet or '')} {table.range}: read as {name}, needs no rule\n"


def _rule(table: TableView) -> Iterator[str]:
    """A rule to complete: the nearest table's fields, those that are known filled in, and the columns to choose
    from."""
    nearest = words().tables[table.nearest or "ratings"]
    found = nearest.columns([column.header for column in table.columns])
    yield f"  # {table.range}, {table.records:,} records. It comes closest to {nearest.sheet}."
    yield f"  - table: {nearest.name}"
    yield f"    file: {_quoted(table.file)}"
    if table.sheet is not None:
        yield f"    sheet: {_quoted(table.sheet)}"
    if table.header:
        yield f"    header: {table.header[0] if len(table.header) == 1 else list(table.header)}"
    if table.records_in == "columns":
        yield "    records: columns"
    yield "    columns:"
    to_fill = _fields_to_fill(nearest, found)
    for name in to_fill:
        header = _quoted(table.columns[found[name]].header) if name in found else ""
        needed = "  # needed" if name in nearest.missing(()) and not header else ""
        yield f"      {name}: {header}{needed}".rstrip()
    if more := [name for name, item in nearest.fields.items() if name not in to_fill and item.read]:
        yield f"      # and, where there is such a column: {', '.join(more)}"
    yield "    # columns to choose from:"
    for column in table.columns[:MOST_COLUMNS]:
        samples = ", ".join(_short(text) for text in column.samples)
        yield f"    #   {column.letters} {_one_line(column.header)} ({_one_line(samples)})"
    yield ""


def _fields_to_fill(table: TableDef, found: dict[str, int]) -> list[str]:
    return [name for name, item in table.fields.items() if name in found or item.required or name in table.needs_one]


def _quoted(text: str) -> str:
    """A name as YAML reads it back: JSON's quotation is YAML's."""
    return json.dumps(text, ensure_ascii=False)


def _one_line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
