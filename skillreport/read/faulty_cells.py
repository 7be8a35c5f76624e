"""Cells of an .xlsx that the fast reader shows as blank although they hold an error or an unsaved formula.

calamine returns '' for `#REF!` and for a formula without a cached value, the same as for a blank cell. A plain byte
search finds out whether a sheet has any; only then its cells are looked at one by one.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

_ERROR_CELL = re.compile(rb'<(?:\w+:)?c\s(?=[^>]*\bt="e")([^>]*)>(.*?)</(?:\w+:)?c>', re.S)
_FORMULA_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*)>\s*(<(?:\w+:)?f[\s/>].*?)</(?:\w+:)?c>", re.S)
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_VALUE = re.compile(rb"<(?:\w+:)?v>(.*?)</(?:\w+:)?v>", re.S)
_FORMULA_SIGNS = (b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/")  # a plain search, many times faster than a pattern
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(frozen=True, slots=True)
class FaultyCell:
    """What stands in such a cell: an error such as `#REF!`, or a formula whose value was never saved."""

    kind: Literal["error", "formula"]
    text: str


def find_faulty_cells(data: bytes) -> dict[str, dict[tuple[int, int], FaultyCell]]:
    """Per sheet name, the faulty cells by zero-based (row, column). Empty for files that are no .xlsx or .xlsm."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = _sheet_parts(archive)
            return {name: found for name, part in parts.items() if (found := _faults(archive.read(part)))}
    except (KeyError, ParseError, DefusedXmlException, zipfile.BadZipFile, OSError, EOFError, ValueError):
        return {}  # calamine will say what is wrong with the file


def _sheet_parts(archive: zipfile.ZipFile) -> Mapping[str, str]:
    """Sheet name → part name, through the workbook's relations."""
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names:
        return {}
    targets = {item.get("Id"): item.get("Target", "") for item in _xml(archive, "xl/_rels/workbook.xml.rels")}
    parts = {}
    for item in _xml(archive, "xl/workbook.xml").iter():
        relation = item.get(_RELATION) or item.get(_STRICT_RELATION)
        if item.tag.endswith("}sheet") and relation in targets:
            part = posixpath.normpath(posixpath.join("/xl", targets[relation])).lstrip("/")
            if part in names:
                parts[item.get("name", "")] = part
    return parts


def _xml(archive: zipfile.ZipFile, part: str) -> Element:
    root: Element = fromstring(archive.read(part), forbid_dtd=True)
    return root


def _faults(xml: bytes) -> dict[tuple[int, int], FaultyCell]:
    """The faulty cells of one sheet's XML."""
    found = {}
    if b't="e"' in xml:
        for attributes, content in _ERROR_CELL.findall(xml):
            value = _VALUE.search(content)
            text = value[1].decode("utf-8", "replace") if value else "#ERROR!"
            found.update(_placed(attributes, FaultyCell("error", text)))
    if any(sign in xml for sign in _FORMULA_SIGNS):
        for attributes, content in _FORMULA_CELL.findall(xml):
            value = _VALUE.search(content)
            # A formula that yields text may have saved an empty text: that cell is blank, not unsaved.
            if (value is None or value[1] == b"") and b't="str"' not in attributes:
                found.update(_placed(attributes, FaultyCell("formula", "")))
    return found


def _placed(attributes: bytes, fault: FaultyCell) -> dict[tuple[int, int], FaultyCell]:
    place = _PLACE.search(attributes)
    return {(int(place[2]) - 1, _column(place[1].decode())): fault} if place else {}


def _column(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
