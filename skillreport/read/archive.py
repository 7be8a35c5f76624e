"""A workbook's zip archive, looked through before anything parses it: what is refused, and which sheets need a second
look. Knows bytes, not tables.

Bounds hold before memory is spent: the sizes that the archive declares (no reader unpacks more than declared), the
number of parts, how much is packed into how little, and how large the used range of a sheet would be.
"""

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from lzma import LZMAError
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from skillreport.model.issue import Issue, Location

MAX_UNPACKED_BYTES = 2_000_000_000
MAX_PARTS = 10_000
MAX_RATIO = 300  # unpacked to packed; a sheet of a million equal rows stays below 100
RATIO_FROM_BYTES = 100_000_000  # below it a ratio does no harm
MAX_CELLS = 40_000_000  # of a sheet's used range, filled or not; 26 columns down to Excel's last row are 27 million

# What zipfile and its decompressors raise for bytes that are no archive.
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, LZMAError, struct.error, ParseError, NotImplementedError, OSError, EOFError),
    *(KeyError, ValueError, RuntimeError, OverflowError),
)
ZIP = b"PK\x03\x04"
_WORKBOOK_PARTS = ("workbook.xml", "workbook.bin", "content.xml")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_MAYBE_WIDE = re.compile(rb'r="[A-Z]{2}')
_WIDE = re.compile(rb'\br="([A-Z]{2,3})[0-9]+"[^>/]*>')  # a cell right of Z with something in it
_FILLED_ROW = re.compile(rb'\br="[A-Z]{1,3}([0-9]{1,7})"[^>/]*>')
NARROW = 38  # columns that cannot break the bound, down to Excel's last row
_DOCTYPE = re.compile(
    rb"(?>\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*)<!DOCTYPE", re.S
)  # stands before the root element or nowhere
_WIDE_LETTERS = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")  # how UTF-16 begins


@dataclass(frozen=True, slots=True)
class Archive:
    """What the look through an archive gave: the issue that refuses it, or the XML of its sheets by name."""

    refused: Issue | None = None
    sheets: Mapping[str, bytes] = field(default_factory=dict)


def examine_archive(file: str, data: bytes) -> Archive:
    """Look through a zip archive that claims to be a workbook."""
    where = Location(file)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if problem := _refusal(file, parts):
                return Archive(problem)
            sheets = _sheet_parts(archive)
            return _examine_parts(file, archive, parts, {part: name for name, part in sheets.items()})
    except DefusedXmlException:
        return Archive(Issue("file-doctype", where, {"file": file}))
    except DAMAGED:
        return Archive(Issue("file-unreadable", where, {"file": file}))


def _refusal(file: str, parts: list[zipfile.ZipInfo]) -> Issue | None:
    """What the archive's own table of contents gives away."""
    where = Location(file)
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED_BYTES:
        return Issue("file-too-large", where, {"file": file, "limit": f"{MAX_UNPACKED_BYTES // 1_000_000} MB unpacked"})
    if unpacked > RATIO_FROM_BYTES and unpacked > MAX_RATIO * max(packed, 1):
        return Issue("file-ratio", where, {"file": file, "times": unpacked // max(packed, 1)})
    names = [part.filename.replace("\\", "/").lower().lstrip("/") for part in parts]
    if not any(name.endswith(_WORKBOOK_PARTS) for name in names):
        return Issue("file-wrong-type", where, {"file": file, "kind": "a zip archive without a workbook"})
    if twice := next((name for name in names if names.count(name) > 1), None) if len(set(names)) < len(names) else None:
        return Issue("file-part-twice", where, {"file": file, "part": twice})
    if any(part.flag_bits & 1 for part in parts):
        return Issue("file-encrypted", where, {"file": file})
    return None


def _examine_parts(
    file: str, archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], sheets: Mapping[str, str]
) -> Archive:
    """Every part of XML is searched for a document type, every sheet for its size."""
    found: dict[str, bytes] = {}
    for part in parts:
        if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        xml = archive.read(part)
        if part.filename == "META-INF/manifest.xml" and b"encryption-data" in xml:
            return Archive(Issue("file-encrypted", Location(file), {"file": file}))
        if _DOCTYPE.match(_narrow(xml)):
            return Archive(Issue("file-doctype", Location(file), {"file": file}))
        if part.filename in sheets:
            if _used_cells(xml) > MAX_CELLS:
                limit = f"{MAX_CELLS // 1_000_000} million cells on one sheet"
                return Archive(Issue("file-too-large", Location(file), {"file": file, "limit": limit}))
            found[sheets[part.filename]] = xml
    return Archive(None, found)


def _narrow(xml: bytes) -> bytes:
    """XML with one byte a letter, whatever it is written in."""
    return (
        xml.replace(b"\0", b"").lstrip(b"\xff\xfe")
        if xml.startswith(_WIDE_LETTERS)
        else xml.removeprefix(b"\xef\xbb\xbf")
    )


def _used_cells(xml: bytes) -> int:
    """The used range of a sheet, whatever its dimension says; blank cells with a style do not count."""
    wide = set(_WIDE.findall(xml)) if _MAYBE_WIDE.search(xml) else set()
    columns = max(map(_column_number, wide), default=0)
    return columns * max(map(int, _FILLED_ROW.findall(xml)), default=0) if columns > NARROW else 0


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _sheet_parts(archive: zipfile.ZipFile) -> Mapping[str, str]:
    """Sheet name → part name, through the relations of the package and of its workbook."""
    names = {name.lstrip("/"): name for name in archive.namelist()}
    workbook = _workbook_part(archive, names)
    if workbook not in names or not workbook.endswith(".xml") or workbook == "content.xml":
        return {}
    targets = {item.get("Id"): item.get("Target", "") for item in _xml(archive, names[workbook], rels=True)}
    parts = {}
    for item in _xml(archive, names[workbook]).iter():
        relation = item.get(_RELATION) or item.get(_STRICT_RELATION)
        if item.tag.endswith("}sheet") and relation in targets:
            base = posixpath.join("/", posixpath.dirname(workbook))
            part = posixpath.normpath(posixpath.join(base, targets[relation])).lstrip("/")
            if part in names:
                parts[item.get("name", "")] = names[part]
    return parts


def _workbook_part(archive: zipfile.ZipFile, names: Mapping[str, str]) -> str:
    """The workbook's part: the usual one, else the one that the package says is its document."""
    if "xl/workbook.xml" in names or "_rels/.rels" not in names:
        return "xl/workbook.xml"
    for item in fromstring(archive.read(names["_rels/.rels"]), forbid_dtd=True):
        if item.get("Type", "").endswith("/officeDocument"):
            return posixpath.normpath(str(item.get("Target", ""))).lstrip("/")
    return ""


def _xml(archive: zipfile.ZipFile, part: str, rels: bool = False) -> Element:
    name = posixpath.join(posixpath.dirname(part), "_rels", posixpath.basename(part) + ".rels") if rels else part
    root: Element = fromstring(archive.read(name), forbid_dtd=True)
    return root


def without_unknown_errors(data: bytes) -> bytes:
    """The archive with error values that the parser does not know (`#SPILL!`) written as one it knows."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(target, "w") as copy:
        for part in archive.infolist():
            content = archive.read(part)
            if part.filename.lower().endswith(".xml") and b't="e"' in content:
                content = re.sub(rb"(<(?:\w+:)?v>)#[A-Z_/0-9]+[!?]?(</(?:\w+:)?v>)", rb"\1#VALUE!\2", content)
            copy.writestr(part.filename, content)
    return target.getvalue()
