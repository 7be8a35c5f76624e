"""The client's files and their issues → a new workbook with a list of all issues, each linked to its cell and back.

The first workbook keeps its looks; sheets of other files, and of files that are no .xlsx, follow with their values. The
client's own files are only read. The only door to openpyxl.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from skillreport.language.catalogue import Speaker
from skillreport.language.issues import severity_word, with_hint, worded
from skillreport.model.figure import say
from skillreport.model.issue import Issue, Severity
from skillreport.read.workbook import Sheet

HEADS = ("number", "severity", "file", "sheet", "cell", "wrong", "remedy")  # messages `issues.head.…`
WIDTHS = (6, 10, 24, 22, 10, 70, 70)
FILLS = {Severity.ERROR: "F4C7C3", Severity.WARNING: "FCE8B2", Severity.NOTE: "DFEAEC"}
AUTHOR = "Data check"  # of the comments; a client sees it
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\]")


@dataclass(slots=True)
class _Book:
    """The workbook that is being made, and where each of the client's sheets went."""

    workbook: Workbook
    names: dict[tuple[str, str | None], str] = field(default_factory=dict)


def annotated_workbook(
    files: Mapping[str, Path], sheets: Sequence[Sheet], issues: Sequence[Issue], speaker: Speaker
) -> bytes:
    """The bytes of the annotated workbook. `files`: the input files by name, `sheets`: what was read of them."""
    book = _copied(files)
    _add_other_sheets(book, sheets)
    listed = list(worded(speaker, sorted(issues, key=lambda issue: list(Severity).index(issue.severity))))
    page = book.workbook.create_sheet(_free_name(book.workbook, speaker.say(say("issues.list"))), 0)
    _write_list(page, book, listed, speaker)
    _mark_cells(page.title, book, listed)
    book.workbook.active = 0
    for sheet in book.workbook.worksheets[1:]:
        sheet.sheet_view.tabSelected = False
    stream = io.BytesIO()
    book.workbook.save(stream)
    return stream.getvalue()


def _copied(files: Mapping[str, Path]) -> _Book:
    """The first .xlsx as it looks; an empty workbook where there is none or openpyxl does not understand it."""
    for name, file in files.items():
        if file.suffix.lower() in (".xlsx", ".xlsm"):
            try:
                workbook = load_workbook(file)
            except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, OSError):
                continue
            if workbook.worksheets:
                names = {(name, sheet.title): sheet.title for sheet in workbook.worksheets}
                return _Book(workbook, dict(names))
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    return _Book(workbook)


def _add_other_sheets(book: _Book, sheets: Iterable[Sheet]) -> None:
    """The sheets of other files with their values; text stays text, whatever it begins with."""
    for sheet in sheets:
        if (sheet.file, sheet.name) in book.names:
            continue
        page = book.workbook.create_sheet(_free_name(book.workbook, sheet.label))
        book.names[sheet.file, sheet.name] = page.title
        for row, cells in enumerate(sheet.cells, sheet.first_row + 1):
            for column, value in enumerate(cells, sheet.first_column + 1):
                if value != "":
                    _put(page.cell(row, column), value)


def _write_list(page: Worksheet, book: _Book, listed: Sequence[tuple[Issue, str, str]], speaker: Speaker) -> None:
    for column, (head, width) in enumerate(zip(HEADS, WIDTHS, strict=True), 1):
        _put(page.cell(1, column), speaker.say(say(f"issues.head.{head}")))
        page.cell(1, column).font = Font(bold=True)
        page.column_dimensions[page.cell(1, column).column_letter].width = width
    for number, (issue, message, hint) in enumerate(listed, 1):
        place = issue.location
        severity = severity_word(speaker, issue.severity)
        cells = (number, severity, place.file, place.sheet or "", place.cell or "", message, hint)
        for column, value in enumerate(cells, 1):
            _put(page.cell(number + 1, column), value)
        page.cell(number + 1, 2).fill = PatternFill("solid", fgColor=FILLS[issue.severity])
        name = book.names.get((place.file, place.sheet))
        if name is not None:
            target = page.cell(number + 1, 5)
            _put(target, place.cell or speaker.say(say("issues.whole_sheet")))
            _link(target, name, place.cell or "A1")
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:G{len(listed) + 1}"


def _mark_cells(list_name: str, book: _Book, listed: Sequence[tuple[Issue, str, str]]) -> None:
    """Colour, comment and a link back at every cell with an issue; several issues of one cell share the comment."""
    at: dict[tuple[str, str], list[tuple[int, Issue, str, str]]] = {}
    for number, (issue, message, hint) in enumerate(listed, 1):
        name = book.names.get((issue.location.file, issue.location.sheet))
        if name is not None and issue.location.cell:
            at.setdefault((name, issue.location.cell.split(":")[0]), []).append((number, issue, message, hint))
    for (name, place), found in at.items():
        cell = _first_of_merge(book.workbook[name], place)
        number, worst, _, _ = found[0]
        cell.fill = PatternFill("solid", fgColor=FILLS[worst.severity])
        texts = "\n\n".join(f"{no}. {with_hint(message, hint)}" for no, _, message, hint in found)
        cell.comment = Comment(_clean(texts), AUTHOR, width=360, height=160)
        _link(cell, list_name, f"A{number + 1}")


def _first_of_merge(page: Worksheet, place: str) -> Cell:
    """The cell itself, or the one that shows where it is merged with others."""
    for merged in page.merged_cells.ranges:
        if place in merged:
            return page.cell(merged.min_row, merged.min_col)
    return page[place]


def _link(cell: Cell, sheet: str, place: str) -> None:
    quoted = sheet.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{place}", display=None)


def _put(cell: Cell, value: object) -> None:
    """A value as data: a text that looks like a formula stays a text."""
    if isinstance(value, str):
        cell.value = _clean(value)
        cell.data_type = "s"
    else:
        cell.value = value


def _clean(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)[:32_000]


def _free_name(workbook: Workbook, wanted: str) -> str:
    """A sheet name that Excel takes and no sheet has."""
    base = _FORBIDDEN_IN_NAMES.sub(" ", _clean(wanted)).strip(" '")[:28] or "Sheet"
    taken = {name.casefold() for name in workbook.sheetnames}
    numbers: Mapping[int, str] = {number: f"{base} {number}" for number in range(2, 1000)}
    return next(name for name in (base, *numbers.values()) if name.casefold() not in taken)
