"""A workbook's zip archive, looked through before anything parses it: what is refused, and which sheets need a second
look. Knows bytes, not tables.

Bounds hold before memory is spent: the sizes that the archive declares, which each part must keep, the number of parts,
how much is packed into how little, how large the used ranges would be, and how much text they would repeat.
"""

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from lzma import LZMAError
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from skillreport.model.figure import Sentence, say
from skillreport.model.issue import Issue, Location
from skillreport.read.faulty_cells import Faults, find_faulty_cells

MAX_UNPACKED_BYTES = 1_000_000_000
MAX_PART_BYTES = 500_000_000  # a sheet of a million ratings has less
MAX_OUTLINE_BYTES = 8_000_000  # of the parts that name the sheets; they are read as a tree
MAX_PARTS = 10_000
MAX_RATIO = 300  # unpacked to packed; a sheet of a million equal rows stays below 100
RATIO_FROM_BYTES = 100_000_000  # below it a ratio does no harm
MAX_CELLS = 28_000_000  # of all used ranges, filled or not; 26 columns down to Excel's last row are 27 million
COUNTED_BYTES = 2_000_000  # of a sheet that is counted at once; the size of a larger one is estimated first
MAX_TEXT_BYTES = 300_000_000  # of all cells; one text may stand in many
KEPT_BYTES = 250_000_000  # of sheets that are looked at again while the parser works; the others are at once

# What zipfile and its decompressors raise for bytes that are no archive.
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, LZMAError, struct.error, ParseError, NotImplementedError, OSError, EOFError),
    *(KeyError, ValueError, RuntimeError, OverflowError),
)
ZIP = b"PK\x03\x04"
_WORKBOOK_PARTS = ("workbook.xml", "workbook.bin", "content.xml")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
# A cell that is not written as spreadsheet programs write those of columns A to Z, and one that does not say at once
# where it stands.
_UNLIKE_MOST = re.compile(rb'<c(?! r="[A-Z](?:[0-9]{1,6}|10[0-4][0-9]{4})")[\s/>]')
_NO_PLACE = re.compile(rb'<c(?! r="[A-Z])[\s/>]')
# Cells with something in them as spreadsheet programs write them: any, and those right of column Z.
_CELL = re.compile(rb' r="[A-Z]{1,3}([0-9]{1,7})"[^>]*(?<!/)>')
_WIDE = re.compile(rb' r="([A-Z]{2,3})[0-9]{1,7}"[^>]*(?<!/)>')
# Signs that cells are written otherwise, and what any cell or row looks like.
_PREFIXED = re.compile(rb":c[\s/>]")
_TEXT_AFTER_TAG = re.compile(rb"/>(?!\s*<)")
_ANY_CELL = re.compile(rb"<(?:\w+:)?(c|row)(?=[\s/>])(?:[^>]*?\sr\s*=\s*[\"']([A-Za-z]{0,3})([0-9]{1,7})[\"'])?")
_REFERENCE = b't="s"'
_REFERENCE_BYTES = 20  # of the shortest cell that refers to a text
_SHARED = re.compile(rb't="s"[^>]*>\s*<(?:\w+:)?v>([0-9]{1,9})<')
_ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*?)(?:/>|>(.*?)</table:(?:covered-)?table-cell>)", re.S)
_ODS_ROWS = re.compile(rb"number-rows-repeated\s*=\s*[\"']([0-9]{1,12})")
_ODS_COLUMNS = re.compile(rb"number-columns-repeated\s*=\s*[\"']([0-9]{1,12})")
_DOCTYPE = re.compile(
    rb"(?>\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*)<!DOCTYPE", re.S
)  # stands before the root element or nowhere
_WIDE_LETTERS = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")  # how UTF-16 begins


@dataclass(frozen=True, slots=True)
class Archive:
    """What the look through an archive gave: the issue that refuses it, or what its sheets hold. `sheets`: the XML of
    those that are to be searched for faulty cells, by name; `faults`: the faulty cells of the others."""

    refused: Issue | None = None
    sheets: Mapping[str, bytes] = field(default_factory=dict)
    faults: Mapping[str, Faults] = field(default_factory=dict)


def examine_archive(file: str, data: bytes) -> Archive:
    """Look through a zip archive that claims to be a workbook."""
    where = Location(file)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if problem := _refusal(file, parts):
                return Archive(problem)
            return _examine_parts(file, data, {part.filename: part for part in parts})
    except DefusedXmlException:
        return Archive(Issue("file-doctype", where, {"file": file}))
    except DAMAGED:
        return Archive(Issue("file-unreadable", where, {"file": file}))


def too_large(file: str, limit: Sentence) -> Issue:
    """The file is larger than a limit; `limit_of` words it."""
    return Issue("file-too-large", Location(file), {"file": file, "limit": limit})


def limit_of(kind: str, size: int) -> Sentence:
    """A limit in words: `bytes` and `cells` in millions, the others as they are."""
    return say(f"said.limit.{kind}", size=str(size if kind == "parts" else size // 1_000_000))


def _refusal(file: str, parts: list[zipfile.ZipInfo]) -> Issue | None:
    """What the archive's own table of contents gives away."""
    where = Location(file)
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > MAX_PARTS:
        return too_large(file, limit_of("parts", MAX_PARTS))
    if unpacked > MAX_UNPACKED_BYTES:
        return too_large(file, limit_of("unpacked", MAX_UNPACKED_BYTES))
    if unpacked > RATIO_FROM_BYTES and unpacked > MAX_RATIO * max(packed, 1):
        return Issue("file-ratio", where, {"file": file, "times": unpacked // max(packed, 1)})
    if max((part.file_size for part in parts), default=0) > MAX_PART_BYTES:
        return too_large(file, limit_of("one_part", MAX_PART_BYTES))
    names = [part.filename.replace("\\", "/").lower().lstrip("/") for part in parts]
    if not any(name.endswith(_WORKBOOK_PARTS) for name in names):
        return Issue("file-wrong-type", where, {"file": file, "kind": say("said.file.zip")})
    if twice := [name for name, count in Counter(names).items() if count > 1]:
        return Issue("file-part-twice", where, {"file": file, "part": twice[0]})
    if any(part.flag_bits & 1 for part in parts):
        return Issue("file-encrypted", where, {"file": file})
    return None


def _examine_parts(file: str, data: bytes, parts: Mapping[str, zipfile.ZipInfo]) -> Archive:
    """Every part is unpacked as a parser would, the texts first; every XML is searched for a document type, every
    sheet for its size."""
    sheets = _sheet_parts(data, parts)
    kept: dict[str, bytes] = {}
    faults: dict[str, Faults] = {}
    cells = texts = references = longest = 0
    for name, part in sorted(parts.items(), key=lambda item: not _is_shared_texts(item[0])):
        content = _unpacked(data, part)
        if name == "META-INF/manifest.xml" and b"encryption-data" in content:
            return Archive(Issue("file-encrypted", Location(file), {"file": file}))
        if _DOCTYPE.match(_narrow(content)):
            return Archive(Issue("file-doctype", Location(file), {"file": file}))
        if name == "content.xml":
            cells, texts = _open_document_size(content)
        elif name in sheets:
            cells += _used_cells(content) * len(sheets[name])
            references += _references(content, longest) * len(sheets[name])
            if sum(map(len, kept.values())) + len(content) <= KEPT_BYTES:
                kept |= dict.fromkeys(sheets[name], content)
            else:
                faults |= dict.fromkeys(sheets[name], find_faulty_cells(content))
        elif _is_shared_texts(name):
            longest = max(_text_sizes(content), default=0)
    # At most so much; where that would be too much it is counted.
    if cells > MAX_CELLS and sheets:
        exact = {part: _used_cells(_unpacked(data, parts[part]), exactly=True) for part in sheets}
        cells = sum(size * len(sheets[part]) for part, size in exact.items())
    if references * longest > MAX_TEXT_BYTES:
        texts = _shared_bytes(data, parts, sheets)
    if cells > MAX_CELLS:
        return Archive(too_large(file, limit_of("cells", MAX_CELLS)))
    if texts > MAX_TEXT_BYTES:
        return Archive(too_large(file, limit_of("text", MAX_TEXT_BYTES)))
    return Archive(None, kept, faults)


def _unpacked(data: bytes, part: zipfile.ZipInfo) -> bytes:
    """The bytes of a part. BadZipFile where they are not as many as the archive declares: a parser would unpack them
    all, and zipfile would stop at what is declared and never see it."""
    if data[part.header_offset : part.header_offset + 4] != ZIP:
        raise zipfile.BadZipFile
    name, extra = struct.unpack_from("<HH", data, part.header_offset + 26)
    start = part.header_offset + 30 + name + extra
    content = packed = data[start : start + part.compress_size]
    if part.compress_type == zipfile.ZIP_DEFLATED:
        unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
        content = unpacking.decompress(packed, part.file_size + 1)
        if not unpacking.eof:
            raise zipfile.BadZipFile
    elif part.compress_type != zipfile.ZIP_STORED:
        raise NotImplementedError
    if len(content) != part.file_size or zlib.crc32(content) != part.CRC:
        raise zipfile.BadZipFile
    return content


def _narrow(xml: bytes) -> bytes:
    """XML with one byte a letter, whatever it is written in."""
    return (
        xml.replace(b"\0", b"").lstrip(b"\xff\xfe")
        if xml.startswith(_WIDE_LETTERS)
        else xml.removeprefix(b"\xef\xbb\xbf")
    )


def _used_cells(xml: bytes, exactly: bool = False) -> int:
    """The used range of a sheet, whatever its dimension says; blank cells with a style do not count. Of a large sheet
    without a cell right of column Z, at most so many: exactly takes as long as the sheet has cells."""
    narrow = _UNLIKE_MOST.search(xml) is None
    if _PREFIXED.search(xml) or (not narrow and _NO_PLACE.search(xml)):
        return _loosely_used_cells(xml)
    if narrow and not exactly and len(xml) > COUNTED_BYTES:
        return 26 * 1_049_999
    if _TEXT_AFTER_TAG.search(xml):
        return _loosely_used_cells(xml)
    if narrow:
        columns = next((number for number in range(26, 0, -1) if xml.find(b' r="%c' % (64 + number)) >= 0), 1)
    else:
        columns = max(map(_column_number, set(_WIDE.findall(xml))), default=26)
    return columns * max(map(int, _CELL.findall(xml)), default=0)


def _loosely_used_cells(xml: bytes) -> int:
    """The same where cells are written as no spreadsheet program does it: blank ones count, and a cell or row that does
    not say where it stands follows the one before."""
    row = column = rows = columns = 0
    for kind, letters, digits in _ANY_CELL.findall(xml):
        row = int(digits) if digits else row + (kind == b"row")
        column = 0 if kind == b"row" else _column_number(letters.upper()) if letters else column + 1
        rows, columns = max(rows, row), max(columns, column)
    return rows * columns


@lru_cache(maxsize=20_000)
def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _is_shared_texts(part: str) -> bool:
    return part.lower().endswith("sharedstrings.xml")


def _text_sizes(texts: bytes) -> list[int]:
    """How long each of the texts is that cells refer to."""
    ends = [match.end() for match in re.finditer(rb"</(?:\w+:)?si>", texts)]
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]


def _references(xml: bytes, longest: int) -> int:
    """How many cells refer to a text; at most so many where that would make little text, which is quicker."""
    most = len(xml) // _REFERENCE_BYTES
    return most if most * longest <= MAX_TEXT_BYTES else xml.count(_REFERENCE)


def _shared_bytes(data: bytes, parts: Mapping[str, zipfile.ZipInfo], sheets: Mapping[str, Sequence[str]]) -> int:
    """The bytes of text in all cells that refer to a text."""
    shared = next(part for name, part in parts.items() if _is_shared_texts(name))
    sizes, total = _text_sizes(_unpacked(data, shared)), 0
    for name in sheets:
        references = (int(match[1]) for match in _SHARED.finditer(_unpacked(data, parts[name])))
        total += sum(sizes[text] for text in references if text < len(sizes)) * len(sheets[name])
    return total


def _open_document_size(xml: bytes) -> tuple[int, int]:
    """The used ranges of an OpenDocument spreadsheet, in which a row or cell may stand for a million, and the bytes of
    text that such repeated cells would have."""
    cells = repeated = 0
    for table in re.split(rb"<table:table[\s>]", xml)[1:]:
        rows = filled = width = 0
        for row in table.split(b"<table:table-row")[1:]:
            if row[:1] not in b" >/\r\n\t":
                continue  # of a group of rows
            times = _repeats(_ODS_ROWS, row[: row.find(b">")]) if b"rows-repeated" in row else 1
            rows += times
            if b"<text:" in row or b"office:value" in row:
                end, size = _open_document_row(row, times > 1)
                filled, width, repeated = rows, max(width, end), repeated + size * times
        cells += filled * width
    return cells, repeated


def _open_document_row(row: bytes, is_repeated: bool) -> tuple[int, int]:
    """The columns of a row up to the last one with something in it, and the bytes of text that are repeated."""
    if not is_repeated and b"columns-repeated" not in row:
        return row.count(b"<table:table-cell") + row.count(b"<table:covered-table-cell"), 0
    columns = end = size = 0
    for attributes, text in _ODS_CELL.findall(row):
        times = _repeats(_ODS_COLUMNS, attributes)
        columns += times
        end = columns if text or b"value" in attributes else end
        size += len(text) * times
    return end, size


def _repeats(pattern: "re.Pattern[bytes]", attributes: bytes) -> int:
    found = pattern.search(attributes)
    return int(found[1]) if found else 1


def _sheet_parts(data: bytes, parts: Mapping[str, zipfile.ZipInfo]) -> Mapping[str, Sequence[str]]:
    """Part name → the sheets in it, through the relations of the package and of its workbook; mostly one."""
    names = {name.lstrip("/"): name for name in parts}

    def tree(part: str) -> Element:
        if parts[names[part]].file_size > MAX_OUTLINE_BYTES:
            raise ValueError
        root: Element = fromstring(_unpacked(data, parts[names[part]]), forbid_dtd=True)
        return root

    workbook = _workbook_part(names, tree)
    if workbook not in names or not workbook.endswith(".xml") or workbook == "content.xml":
        return {}
    relations = posixpath.join(posixpath.dirname(workbook), "_rels", posixpath.basename(workbook) + ".rels")
    targets = {item.get("Id"): item.get("Target", "") for item in tree(relations)}
    found: dict[str, list[str]] = {}
    for item in tree(workbook).iter():
        relation = item.get(_RELATION) or item.get(_STRICT_RELATION)
        if item.tag.endswith("}sheet") and relation in targets:
            base = posixpath.join("/", posixpath.dirname(workbook))
            part = posixpath.normpath(posixpath.join(base, targets[relation])).lstrip("/")
            if part in names:
                found.setdefault(names[part], []).append(item.get("name", ""))
    return found


def _workbook_part(names: Mapping[str, str], tree: Callable[[str], Element]) -> str:
    """The workbook's part: the usual one, else the one that the package says is its document."""
    if "xl/workbook.xml" in names or "_rels/.rels" not in names:
        return "xl/workbook.xml"
    for item in tree("_rels/.rels"):
        if item.get("Type", "").endswith("/officeDocument"):
            return posixpath.normpath(str(item.get("Target", ""))).lstrip("/")
    return ""


_KNOWN_ERRORS = (b"#DIV/0!", b"#N/A", b"#NAME?", b"#NULL!", b"#NUM!", b"#REF!", b"#VALUE!")
_ERROR_VALUE = re.compile(rb't="e"[^>/]*>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)</', re.S)  # its cell has a value


def without_unknown_errors(data: bytes) -> bytes:
    """The archive with error values that the parser does not know (`#SPILL!`) written as one it knows."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for part in archive.infolist():
            content = _unpacked(data, part)
            if b't="e"' in content:
                content = _ERROR_VALUE.sub(_known_error, content)
            copy.writestr(part.filename, content, compresslevel=1)
    return target.getvalue()


def _known_error(cell: "re.Match[bytes]") -> bytes:
    start, end = (place - cell.start() for place in cell.span(1))
    return cell[0] if cell[1] in _KNOWN_ERRORS else cell[0][:start] + b"#VALUE!" + cell[0][end:]
