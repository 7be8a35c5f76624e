"""A described template → a workbook to fill: Excel tables, drop-downs, frozen headers, a first page.

Knows how such a workbook is laid out, not what stands in it. Beside workbook.py the only door to XlsxWriter.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

# The reader passes over sheets of these names without a word.
READ_ME, LISTS, LEGEND = "Read me", "Lists", "Legend"
# A fixed day, so that the same template gives the same bytes.
CREATED = datetime(2026, 1, 1)
# Rows below the header that have drop-downs and that a growing list may use.
ROWS = 5_000
INK, PAPER = "#17262B", "#FFFFFF"
STRONG, MEDIUM, PALE = "#0F4C5C", "#7FB7BF", "#DFEAEC"
TYPED = "#1F3FA8"
A4 = 9
TITLE_LENGTH, PROMPT_LENGTH, ERROR_LENGTH = 32, 255, 224  # what Excel allows for a prompt and an error

Kind = Literal["id", "text", "amount", "number", "share", "date"]
Need = Literal["needed", "one of several", "optional"]
Cell = str | float | None

NUMBER_FORMATS: Mapping[Kind, str] = {
    "id": "@",  # so that 007 stays 007 and 2026-09 does not become a date
    "text": "General",
    "amount": "General",  # 0 or more
    "number": "General",  # also N/A and levels in words
    "share": "0%",
    "date": "yyyy-mm-dd",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what is typed into it, whether it has to be, its list of choices, and help for the cell."""

    header: str
    kind: Kind
    width: int
    need: Need
    choices: str | None = None
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class TableSheet:
    """A sheet with one table; `rows` are filled in beforehand."""

    sheet: str
    purpose: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """A list behind drop-downs. `words` stand on the sheet Lists; without them, the list is a column of a table
    (`source`: sheet and header), or a column on Lists that the user fills. The latter two grow as they are filled.
    """

    name: str
    words: tuple[str, ...] = ()
    source: tuple[str, str] | None = None

    @property
    def defined_name(self) -> str:
        return f"list_{self.name.lower().replace(' ', '_')}"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the first page. `style` names a format that the label shows, for the colour key."""

    label: str
    text: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """A whole workbook. `front`: heading and lines of each part of the first page."""

    title: str
    front: tuple[tuple[str, tuple[Line, ...]], ...]
    tables: tuple[TableSheet, ...]
    choices: tuple[Choices, ...]
    schema_version: int


def render_template(template: Template) -> bytes:
    """The workbook as bytes; the same template gives the same bytes."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as workbook:
        workbook.set_properties({"title": template.title, "created": CREATED})
        styles = _styles(workbook)
        _write_front(workbook.add_worksheet(READ_ME), template, styles)
        for table in template.tables:
            _write_table(workbook.add_worksheet(table.sheet), table, template.choices, styles)
        _write_lists(workbook, template, styles)
        _write_legend(workbook.add_worksheet(LEGEND), template, styles)
    return target.getvalue()


def _styles(workbook: Workbook) -> Mapping[str, Format]:
    """The formats of the workbook by name; an input cell has the name of its kind."""
    head = {"bold": True, "valign": "vcenter", "font_color": INK}
    typed = {"font_color": TYPED, "valign": "top", "locked": False}
    plain = {"font_color": INK, "valign": "top", "text_wrap": True}
    looks: dict[str, dict[str, Any]] = {
        "title": {"bold": True, "font_size": 18, "font_color": STRONG},
        "part": {"bold": True, "font_size": 13, "font_color": STRONG, "valign": "bottom"},
        "label": {**plain, "bold": True},
        "plain": plain,
        "needed": {**head, "bg_color": STRONG, "font_color": PAPER},
        "one of several": {**head, "bg_color": MEDIUM},
        "optional": {**head, "bold": False, "italic": True, "bg_color": PALE},
        **{kind: {**typed, "num_format": number_format} for kind, number_format in NUMBER_FORMATS.items()},
    }
    return {name: workbook.add_format(look) for name, look in looks.items()}


def _write_front(sheet: Worksheet, template: Template, styles: Mapping[str, Format]) -> None:
    sheet.hide_gridlines(2)
    sheet.set_tab_color(STRONG)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 110)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, template.title, styles["title"])
    row = 1
    for heading, lines in template.front:
        sheet.set_row(row, 32)
        sheet.write_string(row, 0, heading, styles["part"])
        for below, line in enumerate(lines, 1):
            sheet.write_string(row + below, 0, line.label, styles[line.style or "label"])
            sheet.write_string(row + below, 1, line.text, styles["plain"])
        row += len(lines) + 1
    _fit_on_paper(sheet)


def _write_table(
    sheet: Worksheet, table: TableSheet, choices: tuple[Choices, ...], styles: Mapping[str, Format]
) -> None:
    """An Excel table from A1 with banding and filters, input cells, drop-downs and help."""
    known = {item.name: item for item in choices}
    sheet.set_row(0, 22)
    for place, column in enumerate(table.columns):
        # The whole column is formatted: what is typed below the table later is an input cell, too.
        sheet.set_column(place, place, column.width, styles[column.kind])
        sheet.data_validation(1, place, ROWS, place, _validation(column, known.get(column.choices or "")))
    sheet.add_table(0, 0, max(len(table.rows), 1), len(table.columns) - 1, _table_options(table, styles))
    for row, cells in enumerate(table.rows, 1):
        for place, (column, cell) in enumerate(zip(table.columns, cells, strict=True)):
            if isinstance(cell, str):
                sheet.write_string(row, place, cell, styles[column.kind])
            elif cell is not None:
                sheet.write_number(row, place, cell, styles[column.kind])
    sheet.freeze_panes(1, 0)
    _fit_on_paper(sheet)


def _table_options(table: TableSheet, styles: Mapping[str, Format]) -> dict[str, Any]:
    return {
        "name": table.sheet.replace(" ", "_"),
        "style": "Table Style Light 1",
        "banded_rows": True,
        "autofilter": True,
        "title": table.sheet,
        "description": table.purpose,
        "columns": [
            {"header": column.header, "header_format": styles[column.need], "format": styles[column.kind]}
            for column in table.columns
        ],
    }


def _validation(column: Column, choices: Choices | None) -> dict[str, Any]:
    """What a cell takes without a question. Other content is asked about, never refused: exports get pasted here."""
    said: dict[str, Any] = {"validate": "any", **_help(column)}
    if choices is not None:
        text = f"It is not on the list for {column.header} (sheet {_place(choices)}). Keep it all the same?"
        return {**said, "validate": "list", "source": f"={choices.defined_name}", **_doubt("Not on the list", text)}
    if column.kind == "date":
        limits = {"validate": "date", "criteria": ">=", "value": datetime(1950, 1, 1)}
        return {**said, **limits, **_doubt("Not a date", "Type the date as 2026-09-30. Keep it all the same?")}
    if column.kind == "share":
        limits = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1}
        return {**said, **limits, **_doubt("Not a share", "Type a share from 0% to 100%. Keep it all the same?")}
    if column.kind == "amount":
        limits = {"validate": "decimal", "criteria": ">=", "value": 0}
        return {**said, **limits, **_doubt("Not a number", "Type a number of 0 or more. Keep it all the same?")}
    return said


def _help(column: Column) -> dict[str, str]:
    """The note at a selected cell; the word says what the header's colour says."""
    need = {"needed": "Needed. ", "one of several": "", "optional": "Optional. "}[column.need]
    if not column.prompt:
        return {}
    return {
        "input_title": column.header[:TITLE_LENGTH],
        "input_message": (need + column.prompt)[:PROMPT_LENGTH],
    }


def _doubt(title: str, text: str) -> dict[str, str]:
    return {"error_type": "warning", "error_title": title, "error_message": text[:ERROR_LENGTH]}


def _place(choices: Choices) -> str:
    return choices.source[0] if choices.source else LISTS


def _write_lists(workbook: Workbook, template: Template, styles: Mapping[str, Format]) -> None:
    """The sheet Lists with a column per list, and a defined name for every list."""
    sheet = workbook.add_worksheet(LISTS)
    sheet.set_tab_color(PALE)
    listed = [item for item in template.choices if item.source is None]
    for place, item in enumerate(listed):
        cell = styles["plain" if item.words else "text"]
        sheet.set_column(place, place, max(map(len, (item.name, *item.words, " " * 12))) + 4, cell)
        sheet.write_string(0, place, item.name, styles["needed" if item.words else "optional"])
        for row, word in enumerate(item.words, 1):
            sheet.write_string(row, place, word, cell)
        letter = xl_col_to_name(place)
        cells = f"{LISTS}!${letter}$2:${letter}${len(item.words) + 1}" if item.words else _growing(LISTS, letter)
        workbook.define_name(item.defined_name, f"={cells}")
    for item in template.choices:
        if item.source is not None:
            workbook.define_name(item.defined_name, f"={_growing(*_column_of(item.source, template))}")
    sheet.freeze_panes(1, 0)
    _fit_on_paper(sheet)


def _column_of(source: tuple[str, str], template: Template) -> tuple[str, str]:
    """Sheet and column letter of a header."""
    table = next(table for table in template.tables if table.sheet == source[0])
    headers = [column.header for column in table.columns]
    return table.sheet, xl_col_to_name(headers.index(source[1]))


def _growing(sheet: str, letter: str) -> str:
    """The filled cells below a header. INDEX instead of OFFSET, which Excel would compute anew at every keystroke."""
    cells = f"'{sheet}'!${letter}$2:${letter}${ROWS + 1}"
    return f"'{sheet}'!${letter}$2:INDEX({cells},MAX(1,COUNTA({cells})))"


def _write_legend(sheet: Worksheet, template: Template, styles: Mapping[str, Format]) -> None:
    """The hidden sheet: the version of this layout, then what each column is."""
    sheet.write_string(0, 0, "Schema version", styles["label"])
    sheet.write_number(0, 1, template.schema_version, styles["plain"])
    for place, head in enumerate(("Sheet", "Column", "Filled in", "Holds", "Choices")):
        sheet.set_column(place, place, 26)
        sheet.write_string(2, place, head, styles["label"])
    rows = [(table.sheet, column) for table in template.tables for column in table.columns]
    for row, (name, column) in enumerate(rows, 3):
        for place, text in enumerate((name, column.header, column.need, column.kind, column.choices or "")):
            sheet.write_string(row, place, text, styles["plain"])
    sheet.hide()


def _fit_on_paper(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
