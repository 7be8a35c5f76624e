"""Any accepted file → its sheets as grids of cells, with the place of the used range. The only door to calamine."""

import io
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import python_calamine as calamine

from skillreport.model.figure import say
from skillreport.model.issue import Issue, Loaded, Location, cell_name
from skillreport.read.archive import MAX_CELLS, ZIP, examine_archive, limit_of, too_large, without_unknown_errors
from skillreport.read.faulty_cells import Faults, find_faulty_cells
from skillreport.read.text_file import Dialect, padded, read_text

if TYPE_CHECKING:
    import numpy as np

    from skillreport.model.engagement import TextFile

    Cells2D = np.ndarray[tuple[int, int], np.dtype[np.object_]]

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
SUFFIXES = (*WORKBOOKS, ".csv", ".tsv", ".txt")
MAX_BYTES = 500_000_000  # of a file; a workbook of a million ratings has a twentieth of it

_OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
# In an .xls under a password the record FILEPASS follows the first one.
_FILE_PASS = re.compile(rb"\x09\x08\x10\x00.{16}\x2f\x00", re.S)

Span = tuple[int, int, int, int]  # first row, first column, last row, last column; zero-based


@dataclass(frozen=True, slots=True)
class Sheet:
    """The used range of a sheet.

    `cells` holds Python values (blank is ''); its first row and column stand at `first_row`, `first_column` of the
    sheet, zero-based. `faults`: cells that look blank but are not, by their place in the sheet. `merged`: ranges of
    merged cells in the sheet. `dialect`: how a text file was understood. `name` is None for a text file.
    """

    file: str
    name: str | None
    cells: "Cells2D"
    first_row: int = 0
    first_column: int = 0
    faults: Faults = field(default_factory=dict)
    merged: tuple[Span, ...] = ()
    dialect: Dialect | None = None

    @property
    def label(self) -> str:
        """The name a sheet is recognised by: its own, or the file's without ending for a text file."""
        return self.name if self.name is not None else Path(self.file).stem


def read_sheets(
    path: Path, text_files: "Mapping[str, TextFile]" = MappingProxyType({}), name: str | None = None
) -> Loaded[tuple[Sheet, ...]]:
    """Read every visible or hidden worksheet of a file.

    `text_files`: what the consultant says about a text file, by its name. `name`: what messages call it. Reports:
    file-missing, file-unreadable, file-encrypted, file-wrong-type, file-too-large, file-part-twice, file-doctype,
    file-ratio, workbook-empty, sheet-unreadable, quote-open. A file is judged by its bytes, not by its name.
    """
    called = name or path.name
    where = Location(called)
    if not path.is_file():
        return Loaded((), (Issue("file-missing", where, {"file": called}),))
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError:
        return Loaded((), (Issue("file-unreadable", where, {"file": called}),))
    if size > MAX_BYTES:
        return Loaded((), (too_large(called, limit_of("bytes", MAX_BYTES)),))
    return sheets_of(called, data, text_files.get(path.name))


def sheets_of(file: str, data: bytes, text_file: "TextFile | None" = None) -> Loaded[tuple[Sheet, ...]]:
    """The sheets in the bytes of a file; reports what `read_sheets` does. Nothing in the bytes makes it raise."""
    if not data.strip(b"\0 \r\n\t"):
        return Loaded((), (Issue("workbook-empty", Location(file), {"file": file}),))
    if data.startswith(ZIP):
        loaded = _archive_sheets(file, data)
    elif data.startswith(_OLE2):
        loaded = _compound_sheets(file, data)
    elif kind := _other_kind(data):
        loaded = Loaded(
            (), (Issue("file-wrong-type", Location(file), {"file": file, "kind": say(f"said.file.{kind}")}),)
        )
    else:
        loaded = _text_sheets(file, data, text_file)
    if loaded.issues or any(is_filled(sheet) for sheet in loaded.value):
        return loaded
    return Loaded((), (Issue("workbook-empty", Location(file), {"file": file}),))


def is_filled(sheet: Sheet) -> bool:
    """Whether any cell is not blank; the first of them ends the search."""
    return any(cell != "" for cell in sheet.cells.flat)


def _archive_sheets(file: str, data: bytes) -> Loaded[tuple[Sheet, ...]]:
    archive = examine_archive(file, data)
    if archive.refused:
        return Loaded((), (archive.refused,))
    with ThreadPoolExecutor(1) as aside:  # calamine parses without holding Python up
        searches = {name: aside.submit(find_faulty_cells, xml) for name, xml in archive.sheets.items()}

        def faults(name: str) -> Faults:
            return searches[name].result() if name in searches else archive.faults.get(name, {})

        return _parsed(file, data, faults)


def _compound_sheets(file: str, data: bytes) -> Loaded[tuple[Sheet, ...]]:
    """An .xls; .xlsx and .xlsb under a password come in the same container."""
    if _ENCRYPTED_STREAM in data or _FILE_PASS.search(data):
        return Loaded((), (Issue("file-encrypted", Location(file), {"file": file}),))
    return _parsed(file, data, lambda _: {})


def _parsed(
    file: str, data: bytes, faults: "Callable[[str], Faults]", repaired: bool = False
) -> Loaded[tuple[Sheet, ...]]:
    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except BaseException as error:  # a panic of the parser derives from it
        return Loaded((), (_parser_issue(file, error),))
    parsed: list[tuple[str, calamine.CalamineSheet]] = []
    sheets: list[Sheet] = []
    issues: list[Issue] = []
    names = [meta.name for meta in workbook.sheets_metadata if meta.typ is calamine.SheetTypeEnum.WorkSheet]
    # All sheets are parsed before the first is copied: Python, busy with imports meanwhile, would hold the parser up.
    for name in names:
        try:
            parsed.append((name, workbook.get_sheet_by_name(name)))
        except BaseException as error:
            if "Unsupported cell error" in str(error) and data.startswith(ZIP) and not repaired:
                return _parsed(file, without_unknown_errors(data), faults, repaired=True)
            issues.append(_sheet_issue(file, name, error))
        if sum(sheet.height * sheet.width for _, sheet in parsed) > MAX_CELLS:
            return Loaded((), (too_large(file, limit_of("cells", MAX_CELLS)),))
    while parsed:
        name, sheet = parsed.pop(0)
        try:
            sheets.append(_sheet(file, name, sheet, faults(name)))
        except BaseException as error:
            issues.append(_sheet_issue(file, name, error))
    return Loaded(tuple(sheets), tuple(issues))


def _sheet_issue(file: str, name: str, error: BaseException) -> Issue:
    problem = _parser_issue(file, error)
    known = problem.code != "file-unreadable"
    return problem if known else Issue("sheet-unreadable", Location(file, name), {"sheet": name})


def _parser_issue(file: str, error: BaseException) -> Issue:
    """Why the parser gave up; what is not its own doing is raised again."""
    panic = type(error).__name__ == "PanicException"
    if not panic and not isinstance(error, calamine.CalamineError | ValueError | OSError | EOFError | IndexError):
        raise error
    if isinstance(error, calamine.PasswordError) or "password" in str(error).lower():
        return Issue("file-encrypted", Location(file), {"file": file})
    if "limit exceeded" in str(error):
        return too_large(file, limit_of("cells", MAX_CELLS))
    return Issue("file-unreadable", Location(file), {"file": file})


def _sheet(file: str, name: str, sheet: calamine.CalamineSheet, faults: Faults) -> Sheet:
    row, column = sheet.start or (0, 0)
    merged = tuple((a[0], a[1], b[0], b[1]) for a, b in sheet.merged_cell_ranges or ())
    rows = islice(sheet.iter_rows(), row, None)  # they begin at the first row of the sheet, and at its first column
    return Sheet(file, name, _array(rows, sheet.height, sheet.width), row, column, faults, merged)


def _array(rows: Iterable[Sequence[object]], height: int, width: int) -> "Cells2D":
    """Rows of one width as an array; each is let go as soon as it is copied."""
    import numpy as np  # not before the parser has begun

    return np.fromiter(chain.from_iterable(rows), dtype=object, count=height * width).reshape(height, width)


def _text_sheets(file: str, data: bytes, stated: "TextFile | None") -> Loaded[tuple[Sheet, ...]]:
    """A CSV file as one sheet without a name; its cells are text as written."""
    from skillreport.model.engagement import TextFile  # not before a workbook's parser has begun

    said = stated or TextFile()
    rows, dialect = read_text(data, said.encoding, said.delimiter, said.decimal_comma)
    width = max(map(len, rows), default=0)
    if len(rows) * width > MAX_CELLS:
        return Loaded((), (too_large(file, limit_of("cells", MAX_CELLS)),))
    issues = tuple(Issue("quote-open", Location(file, None, cell_name(row, 0))) for row in dialect.open_quotes)
    return Loaded((Sheet(file, None, _array(padded(rows), len(rows), width), dialect=dialect),), issues)


# How files that are often taken for a spreadsheet begin, and what they are.
_BEGINNINGS = (
    (b"%pdf", "pdf"),
    (b"<!doctype html", "html"),
    (b"<html", "html"),
    (b"<table", "html"),
    (b"<?xml", "xml"),
    (b"\x89png", "picture"),
    (b"\x1f\x8b", "compressed"),
    (b"rar!", "compressed"),
    (b"7z\xbc\xaf", "compressed"),
    (b"{\\rtf", "text_document"),
)


def _other_kind(data: bytes) -> str | None:
    """What a file is that is neither a workbook nor a table as text, as the messages `said.file.…` name it."""
    head = data[:1000].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning):
            return kind
    if _looks_like_html(head):
        return "html"
    if head.startswith((b"{", b"[")) and _is_json(data):
        return "json"
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")) and _is_binary(data[:4000]):
        return "binary"
    return None


def _looks_like_html(head: bytes) -> bool:
    return head.startswith(b"<") and any(tag in head for tag in (b"<html", b"<table", b"<div", b"<body", b"<head"))


def _is_binary(head: bytes) -> bool:
    """Zero bytes all over; in UTF-16 every other byte is one, in text none or a few that a program left there."""
    zeros = head.count(b"\0")
    even, odd = head[::2].count(b"\0"), head[1::2].count(b"\0")
    return zeros > len(head) / 50 and min(even, odd) > max(even, odd) / 10


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True
