"""Rows → the bytes of a client's file: workbooks, CSV, and files that are damaged, encrypted or no workbook at all."""

import io
import struct
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from xml.sax.saxutils import escape

import xlsxwriter

from skillreport.model.issue import cell_name

Cell = str | float | bool | date | None


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell with a formula and the value Excel saved with it: `#REF!` is an error cell, '' was never saved."""

    text: str
    saved: str


Rows = Sequence[Sequence[Cell | Formula]]
Files = Mapping[str, bytes | str | None]


def xlsx(sheets: Mapping[str, Rows]) -> bytes:
    """A workbook with these sheets; every text stays a text, dates become date cells."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": datetime(2026, 9, 30)})  # the same bytes at any time
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    match cell:
                        case Formula():
                            sheet.write_formula(row, column, cell.text, None, cell.saved)
                        case str():
                            sheet.write_string(row, column, cell)
                        case date():
                            sheet.write_datetime(row, column, cell, day)
                        case _:
                            sheet.write(row, column, cell)
    return stream.getvalue()


def ods(sheets: Mapping[str, Rows]) -> bytes:
    """An OpenDocument spreadsheet; formulas have their saved value only."""
    namespace = "urn:oasis:names:tc:opendocument:xmlns:"
    tables = "".join(
        f'<table:table table:name="{name}">'
        + "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
        + "</table:table>"
        for name, rows in sheets.items()
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{namespace}office:1.0"'
        f' xmlns:table="{namespace}table:1.0" xmlns:text="{namespace}text:1.0"><office:body><office:spreadsheet>'
        f"{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = f'<manifest:manifest xmlns:manifest="{namespace}manifest:1.0"/>'
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": kind, "content.xml": content.encode(), "META-INF/manifest.xml": manifest.encode()})


def _ods_cell(cell: Cell | Formula) -> str:
    match cell:
        case None:
            return "<table:table-cell/>"
        case date():
            kind = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
        case float() | int():
            kind = f'office:value-type="float" office:value="{cell}"'
        case _:
            kind = 'office:value-type="string"'
    text = escape(cell.saved if isinstance(cell, Formula) else str(cell))
    return f"<table:table-cell {kind}><text:p>{text}</text:p></table:table-cell>"


PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def strict_xlsx(sheets: Mapping[str, Rows]) -> bytes:
    """A workbook as Excel saves it as Strict Open XML: other namespaces, texts inline."""
    strict = "http://purl.oclc.org/ooxml"
    relations, main = f"{strict}/officeDocument/relationships", f"{strict}/spreadsheetml/main"
    ids = {name: f"rId{number}" for number, name in enumerate(sheets, 1)}
    named = "".join(f'<sheet name="{name}" sheetId="{id[3:]}" r:id="{id}"/>' for name, id in ids.items())
    targets = {id: (f"{relations}/worksheet", f"worksheets/sheet{id[3:]}.xml") for id in ids.values()}
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": _relations({"rId1": (f"{relations}/officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>{named}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(targets),
    }
    for number, rows in enumerate(sheets.values(), 1):
        lines = "".join(
            "<row>"
            + "".join(_strict_cell(cell_name(row, column), cell) for column, cell in enumerate(cells))
            + "</row>"
            for row, cells in enumerate(rows)
        )
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{main}"><sheetData>{lines}</sheetData></worksheet>'
        )
    return zipped({name: text.encode() for name, text in parts.items()})


def _relations(targets: Mapping[str, tuple[str, str]]) -> str:
    items = "".join(f'<Relationship Id="{id}" Type="{kind}" Target="{to}"/>' for id, (kind, to) in targets.items())
    return f'<Relationships xmlns="{PACKAGE}/relationships">{items}</Relationships>'


def _strict_cell(name: str, cell: Cell | Formula) -> str:
    match cell:
        case None:
            return ""
        case Formula():
            return f'<c r="{name}" t="e"><f>{escape(cell.text[1:])}</f><v>{cell.saved}</v></c>'
        case float() | int():
            return f'<c r="{name}"><v>{cell}</v></c>'
        case _:
            return f'<c r="{name}" t="inlineStr"><is><t>{escape(str(cell))}</t></is></c>'


def xls(sheets: Mapping[str, Sequence[Sequence[str | float]]]) -> bytes:
    """A workbook of Excel 97: BIFF8 records for texts and numbers, as in [MS-XLS], in a compound file."""
    streams = [_record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) for _ in sheets]
    for number, rows in enumerate(sheets.values()):
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                place = struct.pack("<HHH", row, column, 15)
                text = cell.encode("utf-16-le") if isinstance(cell, str) else b""
                streams[number] += (
                    _record(0x204, place + struct.pack("<HB", len(text) // 2, 1) + text)
                    if isinstance(cell, str)
                    else _record(0x203, place + struct.pack("<d", cell))
                )
        streams[number] += _record(0x0A, b"")
    names = [name.encode("utf-16-le") for name in sheets]
    head = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + _record(0x42, struct.pack("<H", 1200))
    start = len(head) + sum(12 + len(name) for name in names) + 4
    for name, stream in zip(names, streams, strict=True):
        head += _record(0x85, struct.pack("<IBBBB", start, 0, 0, len(name) // 2, 1) + name)
        start += len(stream)
    return compound_file({"Workbook": head + _record(0x0A, b"") + b"".join(streams)})


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A zip archive with these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def repacked(data: bytes, changed: Mapping[str, bytes], twice: str | None = None) -> bytes:
    """A workbook with other bytes in some of its parts; the part `twice` stands in the archive twice."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in given.namelist():
            archive.writestr(name, changed.get(name, given.read(name)))
        if twice is not None:
            with warnings.catch_warnings(action="ignore", category=UserWarning):  # that the name is there already
                archive.writestr(twice, given.read(twice))
    return stream.getvalue()


def zip_bomb(unpacked_bytes: int, packed_bytes: int = 13) -> bytes:
    """A small workbook whose only part claims to unpack to this size."""
    data = bytearray(zipped({"xl/workbook.xml": b"<workbook/>"}))
    struct.pack_into("<II", data, data.index(b"PK\x01\x02") + 20, packed_bytes, unpacked_bytes)
    return bytes(data)


SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """An OLE2 compound file, the container of .xls and of encrypted .xlsx: header, FAT, directory, streams.

    As in [MS-CFB]; streams are padded to 4096 bytes, below which they would live in the small-stream FAT.
    """
    bodies = {name: data.ljust(4096, b"\0") for name, data in streams.items()}
    directory_sectors = (len(bodies) + 1 + 3) // 4
    fat, first = [FAT], {}
    fat += [*range(2, 1 + directory_sectors), END]
    content = b""
    for name, data in bodies.items():
        padded = data + b"\0" * (-len(data) % SECTOR)
        first[name] = len(fat)
        sectors = len(padded) // SECTOR
        fat += [*range(len(fat) + 1, len(fat) + sectors), END]
        content += padded
    fat += [FREE] * (SECTOR // 4 - len(fat))
    names = list(bodies)
    entries = [_entry("Root Entry", 5, FREE, 1 if names else FREE, END, 0)]
    for index, name in enumerate(names, 1):
        following = index + 1 if index < len(names) else FREE
        entries.append(_entry(name, 2, following, FREE, first[name], len(bodies[name])))
    entries += [b"\0" * 64 + b"\0\0" + b"\0\1" + struct.pack("<III", FREE, FREE, FREE) + b"\0" * 48] * (
        -len(entries) % 4
    )
    header = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += b"\0" * 6 + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0)
    header += struct.pack("<109I", 0, *[FREE] * 108)
    return header + struct.pack(f"<{len(fat)}I", *fat) + b"".join(entries) + content


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    """A directory entry: the name in UTF-16, its length in bytes with the final zero, and where the stream starts."""
    text = (name + "\0").encode("utf-16-le")
    links = struct.pack("<BBIII", kind, 1, FREE, right, child)
    return text.ljust(64, b"\0") + struct.pack("<H", len(text)) + links + b"\0" * 36 + struct.pack("<IQ", start, size)


def encrypted_xlsx() -> bytes:
    """What Excel saves under a password: the encrypted package in an OLE2 file."""
    return compound_file({"EncryptionInfo": b"\x04\x00\x04\x00\x40\x00\x00\x00", "EncryptedPackage": b"\xa5" * 5000})


def encrypted_xls() -> bytes:
    """What Excel 97 saves under a password: a BIFF8 stream that starts with a FILEPASS record."""
    start_of_file = struct.pack("<HHHHHHII", 0x809, 16, 0x600, 5, 0, 0, 0, 0)
    file_pass = struct.pack("<HHHHH", 0x2F, 54, 1, 1, 1) + b"\x5a" * 48
    return compound_file({"Workbook": start_of_file + file_pass + struct.pack("<HH", 0x0A, 0)})


def write_files(folder: Path, files: Files) -> Path:
    """Write files into a folder; None stands for a file that is not there."""
    for name, content in files.items():
        if content is not None:
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder
