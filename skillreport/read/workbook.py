"""Any accepted file → its sheets as rows of cells, with the place of the used range. The only door to calamine."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import python_calamine as calamine

from skillreport.model.issue import Issue, Loaded, Location
from skillreport.read.faulty_cells import FaultyCell, find_faulty_cells

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv")
# Bounds before anything is parsed: a workbook of a million ratings stays well below them, a zip bomb does not.
MAX_BYTES = 500_000_000
MAX_UNPACKED_BYTES = 2_000_000_000
MAX_PARTS = 10_000

_OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP = b"PK\x03\x04"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
# In an .xls under a password the record FILEPASS follows the first one.
_FILE_PASS = re.compile(rb"\x09\x08\x10\x00.{16}\x2f\x00", re.S)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The used range of a sheet. `rows` holds Python values (blank is ''); row and column 0 of it stand at
    `first_row`, `first_column` of the sheet, zero-based. `faults`: cells that look blank but are not, by place.
    """

    file: str
    name: str | None
    rows: list[list[object]]
    first_row: int = 0
    first_column: int = 0
    faults: Mapping[tuple[int, int], FaultyCell] = field(default_factory=dict)


def read_sheets(path: Path) -> Loaded[tuple[Sheet, ...]]:
    """Read every visible or hidden worksheet of a file.

    Reports: file-missing, file-unreadable, file-encrypted, file-wrong-type, file-too-large, workbook-empty. A file
    is judged by its bytes, not by its name.
    """
    where = Location(path.name)
    if not path.is_file():
        return Loaded((), (Issue("file-missing", where, {"file": path.name}),))
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError:
        return Loaded((), (Issue("file-unreadable", where, {"file": path.name}),))
    if problem := _refusal(path.name, data, size):
        return Loaded((), (problem,))
    try:
        sheets = _text_sheets(path, data) if _is_text(data) else _workbook_sheets(path.name, data)
    except (calamine.CalamineError, zipfile.BadZipFile, EOFError, ValueError, OSError) as error:
        protected = isinstance(error, calamine.PasswordError) or "password" in str(error).lower()
        code = "file-encrypted" if protected else "file-unreadable"
        return Loaded((), (Issue(code, where, {"file": path.name}),))
    if not any(cell != "" for sheet in sheets for row in sheet.rows for cell in row):
        return Loaded((), (Issue("workbook-empty", where, {"file": path.name}),))
    return Loaded(sheets)


def _refusal(file: str, data: bytes, size: int) -> Issue | None:
    """The issue that stops a file before it is parsed, judged by its first bytes and declared sizes."""
    where = Location(file)
    if size > MAX_BYTES:
        return Issue("file-too-large", where, {"file": file, "limit": f"{MAX_BYTES // 1_000_000} MB"})
    if not data.strip():
        return Issue("workbook-empty", where, {"file": file})
    if data.startswith(_OLE2):
        protected = _ENCRYPTED_STREAM in data or _FILE_PASS.search(data)
        return Issue("file-encrypted", where, {"file": file}) if protected else None
    if data.startswith(_ZIP):
        return _zip_refusal(file, data)
    if kind := _other_kind(data):
        return Issue("file-wrong-type", where, {"file": file, "kind": kind})
    return None


# How files that are often taken for a spreadsheet begin, and what they are.
_BEGINNINGS = (
    (b"%pdf", "a PDF"),
    (b"<!doctype html", "an HTML page"),
    (b"<html", "an HTML page"),
    (b"<table", "an HTML page"),
    (b"<?xml", "an XML file"),
    (b"\x89png", "a picture"),
)


def _other_kind(data: bytes) -> str | None:
    """What a file is that is neither a workbook nor a table as text."""
    head = data[:1000].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning):
            return kind
    if head.startswith((b"{", b"[")) and _is_json(data):
        return "a JSON file"
    if b"\x00" in head and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "a binary file"
    return None


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except ValueError:
        return False
    return True


def _zip_refusal(file: str, data: bytes) -> Issue | None:
    where = Location(file)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, EOFError, ValueError):
        return Issue("file-unreadable", where, {"file": file})
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        return Issue("file-too-large", where, {"file": file, "limit": f"{MAX_UNPACKED_BYTES // 1_000_000} MB unpacked"})
    names = {part.filename.replace("\\", "/").lower() for part in parts}
    if not any(name.startswith("xl/workbook") or name == "content.xml" for name in names):
        return Issue("file-wrong-type", where, {"file": file, "kind": "a zip archive without a workbook"})
    return None


def _is_text(data: bytes) -> bool:
    return not data.startswith((_OLE2, _ZIP))


def _workbook_sheets(file: str, data: bytes) -> tuple[Sheet, ...]:
    with (
        ThreadPoolExecutor(1) as aside,  # calamine parses without holding Python up
        calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook,
    ):
        faults = aside.submit(find_faulty_cells, data)
        names = [meta.name for meta in workbook.sheets_metadata if meta.typ is calamine.SheetTypeEnum.WorkSheet]
        parsed = [(name, workbook.get_sheet_by_name(name)) for name in names]
        return tuple(_sheet(file, name, sheet, faults.result().get(name, {})) for name, sheet in parsed)


def _sheet(file: str, name: str, sheet: calamine.CalamineSheet, faults: Mapping[tuple[int, int], FaultyCell]) -> Sheet:
    row, column = sheet.start or (0, 0)
    rows: list[list[object]] = [*sheet.to_python(skip_empty_area=True)]  # type: ignore[list-item]
    return Sheet(file, name, rows, row, column, faults)


def _text_sheets(path: Path, data: bytes) -> tuple[Sheet, ...]:
    """A CSV file as one sheet without a name; its cells are text as written."""
    text = _decoded(data)
    delimiter = _delimiter(text)
    if text[:4].lower() == "sep=":
        text = "\n" + text.partition("\n")[2]  # the line stays, so that row numbers stay those of the file
    rows = [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    width = max((len(row) for row in rows), default=0)
    padded: list[list[object]] = [[*row, *[""] * (width - len(row))] for row in rows]
    return (Sheet(path.name, None, padded),)


def _decoded(data: bytes) -> str:
    for encoding in ("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _delimiter(text: str) -> str:
    """The `sep=` line of Excel, else the candidate that splits the first lines most often and most evenly."""
    if text[:4].lower() == "sep=" and len(text) > 4:
        return text[4]
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    counts = {mark: [line.count(mark) for line in lines] for mark in ",;\t|"}
    return max(counts, key=lambda mark: (min(counts[mark], default=0), sum(counts[mark])))
