"""Rows → the bytes of a client's file: workbooks, CSV, and files that are damaged, encrypted or no workbook at all."""

import io
import struct
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

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
