"""Cells of an .xlsx sheet that the fast reader shows as blank although they hold an error or an unsaved formula.

calamine returns '' for `#REF!` and for a formula without a cached value, the same as for a blank cell. Both are found
by searching the sheet's XML for their signs, so that a sheet costs as much as it has of them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_ERROR = re.compile(rb' t="e"')
_UNSAVED = (
    rb"%sf(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:</(?:\w+:)?c>|<(?:\w+:)?v>\s*</(?:\w+:)?v>|<(?:\w+:)?v\s*/>)"
)
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_VALUE = re.compile(rb"<(?:\w+:)?v>(.*?)</(?:\w+:)?v>", re.S)
_CELL = re.compile(rb"<(?:\w+:)?c\s")


@dataclass(frozen=True, slots=True)
class FaultyCell:
    """What stands in such a cell: an error such as `#REF!`, or a formula whose value was never saved."""

    kind: Literal["error", "formula"]
    text: str


Faults = dict[tuple[int, int], FaultyCell]


def find_faulty_cells(xml: bytes) -> Faults:
    """The faulty cells of one sheet's XML by zero-based (row, column)."""
    found = {place: FaultyCell("error", text) for place, text in _error_cells(xml)}
    prefix, sign = (b"<", b"<f") if b"<worksheet" in xml[:2000] else (rb"<\w+:", b":f")
    if sign in xml:
        for match in re.finditer(_UNSAVED % prefix, xml):
            tag = _cell_around(xml, match.start())
            place = _PLACE.search(tag)
            # A formula that yields text may have saved an empty text: that cell is blank, not unsaved.
            if place and b't="str"' not in tag:
                found.setdefault(_indices(place), FaultyCell("formula", ""))
    return found


def _error_cells(xml: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for match in _ERROR.finditer(xml):
        start = xml.rfind(b"<", 0, match.start())
        if not _CELL.match(xml, start):
            continue  # the letters stand in a text
        end = xml.find(b"<", xml.find(b"v>", match.end()) + 2)
        place = _PLACE.search(xml, start, xml.find(b">", start))
        value = _VALUE.search(xml, match.end(), end + 8)
        if place:
            yield _indices(place), value[1].decode("utf-8", "replace") if value else "#ERROR!"


def _cell_around(xml: bytes, inside: int) -> bytes:
    """The opening tag of the cell that a position lies in."""
    start = max(xml.rfind(b"<c ", 0, inside), xml.rfind(b":c ", 0, inside))
    return xml[start : xml.find(b">", start)]


def _indices(place: re.Match[bytes]) -> tuple[int, int]:
    column = 0
    for letter in place[1]:
        column = column * 26 + letter - 64
    return int(place[2]) - 1, column - 1
