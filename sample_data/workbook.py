"""Writes tables as an Excel workbook that is pleasant to open: Excel tables, drop-downs, frozen headers, a first page.

The bytes depend on nothing but the tables: the creation date is fixed and no formula is written except the planted
error cell.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from sample_data.tables import Cell, Column, ErrorCell, Table

CREATED = datetime(2026, 10, 5, 9, 0, 0)
INK = "#17262B"
SPARE_ROWS = 500
"""Rows under a table that already have its drop-downs, for those who type below it."""

NUMBER_FORMATS = {
    "text": "@",
    "whole": "0",
    "decimal": "0.0#",
    "number": "#,##0.##",
    "share": "0%",
    "money": "#,##0",
    "date": "yyyy-mm-dd",
    "level": "0.0",
}


@dataclass(frozen=True, slots=True)
class FrontPage:
    """The Read me sheet: lines of label and text, and the workbook's title."""

    title: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a workbook: headers that are needed and titles, and the light ground of the others."""

    strong: str
    tint: str


PETROL = Palette("#0F4C5C", "#DFEAEC")


@dataclass(frozen=True, slots=True)
class Formats:
    """The formats of one workbook, made once."""

    cells: Mapping[str, Format]
    needed_header: Format
    optional_header: Format
    title: Format
    label: Format
    text: Format
    palette: Palette


def write_workbook(
    path: Path,
    title: str,
    front: FrontPage | None,
    tables: Sequence[Table],
    lists: Mapping[str, Sequence[str]],
    palette: Palette = PETROL,
) -> None:
    """Write the front page (if any), the tables and the lists that their drop-downs use."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as workbook:
        workbook.set_properties({"title": title, "created": CREATED})
        formats = make_formats(workbook, palette)
        if front is not None:
            write_front_page(workbook.add_worksheet("Read me"), front, formats)
        for table in tables:
            write_table(workbook.add_worksheet(table.sheet), table, formats)
        write_lists(workbook, lists, formats)


def make_formats(workbook: xlsxwriter.Workbook, palette: Palette) -> Formats:
    cells = {
        kind: workbook.add_format({"num_format": number_format, "font_color": INK, "valign": "top"})
        for kind, number_format in NUMBER_FORMATS.items()
    }
    header = {"bold": True, "valign": "vcenter", "border": 0}
    return Formats(
        cells=cells,
        needed_header=workbook.add_format({**header, "bg_color": palette.strong, "font_color": "#FFFFFF"}),
        optional_header=workbook.add_format({**header, "bg_color": palette.tint, "font_color": INK}),
        title=workbook.add_format({"bold": True, "font_size": 18, "font_color": palette.strong}),
        label=workbook.add_format({"bold": True, "font_color": INK, "valign": "top"}),
        text=workbook.add_format({"font_color": INK, "text_wrap": True, "valign": "top"}),
        palette=palette,
    )


def write_front_page(sheet: Worksheet, front: FrontPage, formats: Formats) -> None:
    sheet.hide_gridlines(2)
    sheet.set_tab_color(formats.palette.strong)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 96)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, front.title, formats.title)
    key = {"Dark header": formats.needed_header, "Light header": formats.optional_header}
    for row, (label, text) in enumerate(front.lines, 2):
        if label:
            sheet.write_string(row, 0, label, key.get(label, formats.label))
        sheet.write_string(row, 1, text, formats.text)
    fit_on_paper(sheet)


def write_table(sheet: Worksheet, table: Table, formats: Formats) -> None:
    """An Excel table from A1 with banding and filters, a frozen header and drop-downs."""
    sheet.set_row(0, 22)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width)
    for row, cells in enumerate(table.rows, 1):
        for place, (column, cell) in enumerate(zip(table.columns, cells, strict=True)):
            write_cell(sheet, row, place, column, cell, formats.cells)
    last_row = max(len(table.rows), 1)
    sheet.add_table(
        *(0, 0, last_row, len(table.columns) - 1),
        {
            "name": table.sheet.replace(" ", "_"),
            "style": "Table Style Light 1",
            "columns": [
                {
                    "header": column.header,
                    "header_format": formats.needed_header if column.needed else formats.optional_header,
                }
                for column in table.columns
            ],
        },
    )
    for place, column in enumerate(table.columns):
        if column.choices:
            add_drop_down(sheet, place, last_row + SPARE_ROWS, column.choices)
    sheet.freeze_panes(1, 0)
    fit_on_paper(sheet)


def write_cell(
    sheet: Worksheet, row: int, place: int, column: Column, cell: Cell, formats: Mapping[str, Format]
) -> None:
    match cell:
        case None:
            pass
        case ErrorCell():
            sheet.write_formula(row, place, f"={cell.text}", formats[column.kind], cell.text)
        case str():
            sheet.write_string(row, place, cell, formats["text"])
        case date():
            sheet.write_datetime(row, place, cell, formats["date"])
        case _:
            sheet.write_number(row, place, cell, formats[number_kind(column.kind, cell)])


def number_kind(kind: str, number: float) -> str:
    """Targets are shares, except the one that is a level."""
    if kind != "target":
        return kind
    return "share" if number <= 1 else "level"


def add_drop_down(sheet: Worksheet, place: int, last_row: int, choices: str) -> None:
    """Offers the list but lets other words pass with a warning, so that pasting an export is not blocked."""
    sheet.data_validation(
        *(1, place, last_row, place),
        {
            "validate": "list",
            "source": f"={defined_name(choices)}",
            "error_type": "warning",
            "error_title": "Not in the list",
            "error_message": f"Sheet Lists has the words for {choices.lower()}. Keep this one all the same?",
        },
    )


def defined_name(choices: str) -> str:
    return f"list_{choices.lower().replace(' ', '_')}"


def write_lists(workbook: xlsxwriter.Workbook, lists: Mapping[str, Sequence[str]], formats: Formats) -> None:
    sheet = workbook.add_worksheet("Lists")
    sheet.set_tab_color(formats.palette.tint)
    for place, (choices, words) in enumerate(lists.items()):
        sheet.set_column(place, place, max(map(len, (choices, *words))) + 3)
        sheet.write_string(0, place, choices, formats.optional_header)
        for row, word in enumerate(words, 1):
            sheet.write_string(row, place, word, formats.cells["text"])
        letter = xl_col_to_name(place)
        workbook.define_name(defined_name(choices), f"=Lists!${letter}$2:${letter}${len(words) + 1}")
    sheet.freeze_panes(1, 0)
    fit_on_paper(sheet)


def fit_on_paper(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
