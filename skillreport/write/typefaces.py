"""Font files of a brand → faces that a report embeds, with our own standing in for what they lack.

Knows fonts, nothing of the brand's file. The only door to fontTools.
"""

import base64
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

from skillreport.model.figure import Sentence
from skillreport.model.issue import Issue, Loaded, Location
from skillreport.write.resources import resource

TEXT, HEADINGS, DIGITS = "SR Sans", "SR Serif", "SR Digits"
REGULAR, BOLD = 400, 600
OWN_FILES = {(TEXT, REGULAR): "sr-sans-400", (TEXT, BOLD): "sr-sans-600", (HEADINGS, BOLD): "sr-serif-600"}
DIGIT_FILES = {(DIGITS, REGULAR): "sr-digits-400", (DIGITS, BOLD): "sr-digits-600"}
MAX_FONT_BYTES = 600_000
KINDS = {".woff2": "woff2", ".woff": "woff", ".ttf": "truetype", ".otf": "opentype"}
MOST_LETTERS = 20  # that an issue lists

# In OS/2.fsType: may not be embedded; may not be made smaller, which the PDF does; may be embedded as pictures only.
_LOCKS = 0x0002 | 0x0100 | 0x0200
_FIGURES = ("lnum", "tnum")  # features of a font that give digits their usual height and one width
_UNSAFE = re.compile(r"[^\w -]")  # in a name that stands in CSS and in SVG
_HEADING = re.compile(r"<(h[1-3])\b.*?</\1>", re.S)
_NO_TEXT = re.compile(r"<(head|script|style)\b.*?</\1>|<[^>]*>", re.S)


@dataclass(frozen=True, slots=True)
class FontFile:
    """One file of a family as the brand names it; the weight is None where the font itself has to say."""

    path: Path
    name: str
    weight: int | None
    place: Location


@dataclass(frozen=True, slots=True)
class Wish:
    """The family that a brand wants for text or headings, the weight of it, and its upright files."""

    family: str
    weight: int
    files: tuple[FontFile, ...]
    place: Location


@dataclass(frozen=True, slots=True)
class Face:
    """One `@font-face`: the file in base64 and features that are always on."""

    family: str
    weight: int
    data: str
    format: str = "woff2"
    features: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """A brand's family in use: for what, which letters it has, and where it stands."""

    family: str
    letters: frozenset[int]
    for_headings: bool
    place: Location


@dataclass(frozen=True, slots=True)
class Typefaces:
    """Families of text and of headings, each in the order in which a letter is looked for; what the brand adds to our
    faces; the files that it comes from."""

    text: tuple[str, ...] = (TEXT,)
    headings: tuple[str, ...] = (HEADINGS, TEXT)
    faces: tuple[Face, ...] = ()
    checked: tuple[Checked, ...] = ()
    files: tuple[Path, ...] = ()


OWN = Typefaces()


@dataclass(frozen=True, slots=True)
class _Font:
    """What is asked of a font: its bytes, letters, and whether its digits can be of one width."""

    file: FontFile
    data: bytes
    letters: frozenset[int]
    even_digits: bool
    features: tuple[str, ...]

    def face(self, family: str, weight: int) -> Face:
        format = KINDS[self.file.path.suffix.lower()]
        return Face(family, weight, base64.b64encode(self.data).decode(), format, self.features)


def own_faces() -> tuple[Face, ...]:
    """The faces that every report has."""
    return _faces(OWN_FILES)


def _faces(files: Mapping[tuple[str, int], str]) -> tuple[Face, ...]:
    return tuple(Face(family, weight, _base64(_shipped(name))) for (family, weight), name in files.items())


def find_typefaces(text: Wish | None, headings: Wish | None) -> Loaded[Typefaces]:
    """The faces for what a brand wants; headings are of the text's family where the brand says nothing of them.

    Reports brand-font-elsewhere, brand-font-unusable and brand-font-incomplete; our own font stands in.
    """
    made, issues = OWN, []
    if text is not None:
        found = _for_text(text)
        made, issues = found.value, list(found.issues)
        if headings is None:
            headings = Wish(text.family, BOLD, text.files, text.place)
    if headings is not None:
        added = _for_headings(headings, made)
        made = added.value
        said = [(issue.code, issue.values) for issue in issues]  # once of a family that is for both
        issues += [issue for issue in added.issues if (issue.code, issue.values) not in said]
    return Loaded(made, tuple(issues))


def missing_letters(html: str, typefaces: Typefaces) -> tuple[Issue, ...]:
    """Reports brand-font-incomplete for letters of a rendered report that a brand's font has not, and ours has."""
    if not typefaces.checked:
        return ()
    headings = " ".join(match[0] for match in _HEADING.finditer(html))
    text = _HEADING.sub(" ", html)
    return tuple(
        issue
        for checked in typefaces.checked
        for issue in _letters_issue(checked, _letters(headings if checked.for_headings else text))
    )


def _for_text(wish: Wish) -> Loaded[Typefaces]:
    """Two weights of the family; a missing bold is ours, and so are all digits where a weight has none of one width."""
    regular = _read_nearest(wish, wish.weight)
    if regular.value is None:
        return Loaded(OWN, regular.issues)
    font, issues = regular.value, list(regular.issues)
    heavier = [file for file in wish.files if _weight(file) > _weight(font.file)]
    bold = _read_nearest(Wish(wish.family, BOLD, tuple(heavier), wish.place), BOLD) if heavier else Loaded(None)
    issues += bold.issues
    family = _alias(wish.family)
    second = (
        bold.value.face(family, BOLD) if bold.value else Face(family, BOLD, _base64(_shipped(OWN_FILES[TEXT, BOLD])))
    )
    if bold.value is None and not bold.issues:
        issues.append(_lacks(wish.family, Sentence("brand.lacks_bold"), font.file.place))
    faces: tuple[Face, ...] = (font.face(family, REGULAR), second)
    families: tuple[str, ...] = (family, TEXT)
    uneven = [found for found in (font, bold.value) if found and not found.even_digits]
    if uneven:
        issues.append(_lacks(wish.family, Sentence("brand.lacks_digits"), uneven[0].file.place))
        faces = (*faces, *_faces(DIGIT_FILES))
        families = (DIGITS, *families)
    checked = Checked(wish.family, font.letters, False, font.file.place)
    files = tuple(found.file.path for found in (font, bold.value) if found)
    return Loaded(Typefaces(families, OWN.headings, faces, (checked,), files), tuple(issues))


def _for_headings(wish: Wish, made: Typefaces) -> Loaded[Typefaces]:
    found = _read_nearest(wish, wish.weight)
    if found.value is None:
        return Loaded(made, found.issues)
    font = found.value
    face = font.face(_alias(f"{wish.family} headings"), BOLD)
    same = [there for there in made.faces if (there.data, there.weight) == (face.data, BOLD)]
    family, faces = (same[0].family, made.faces) if same else (face.family, (*made.faces, face))
    checked = Checked(wish.family, font.letters, True, font.file.place)
    files = made.files if font.file.path in made.files else (*made.files, font.file.path)
    return Loaded(
        Typefaces(
            made.text,
            (family, *OWN.headings),
            faces,
            (*made.checked, checked),
            files,
        )
    )


def _read_nearest(wish: Wish, weight: int) -> Loaded[_Font | None]:
    """The font of the family's file whose weight is nearest, of two the heavier."""
    if not wish.files:
        return Loaded(None, (Issue("brand-font-elsewhere", wish.place, {"family": wish.family}),))
    file = min(wish.files, key=lambda file: (abs(_weight(file) - weight), -_weight(file)))
    font = _read(file)
    if isinstance(font, Sentence):
        return Loaded(None, (Issue("brand-font-unusable", file.place, {"file": file.name, "problem": font}),))
    return Loaded(font)


def _weight(file: FontFile) -> int:
    """The weight of a file: as stated, else as the font says."""
    if file.weight is not None:
        return file.weight
    opened = _opened(file.path) if not _outside(file) else None
    return int(opened["OS/2"].usWeightClass) if opened is not None and "OS/2" in opened else REGULAR


def _outside(file: FontFile) -> Sentence | None:
    """Why a file is not even opened."""
    if "://" in file.name:
        return Sentence("brand.font_elsewhere")
    if file.path.suffix.lower() not in KINDS:
        return Sentence("brand.font_type")
    if not file.path.is_file():
        return Sentence("brand.font_missing")
    return Sentence("brand.font_large") if file.path.stat().st_size > MAX_FONT_BYTES else None


def _read(file: FontFile) -> _Font | Sentence:
    """A font, or why it cannot be used."""
    if problem := _outside(file):
        return problem
    font = _opened(file.path)
    if font is None or not {"OS/2", "cmap", "hmtx"} <= set(font.keys()) or not font.getBestCmap():
        return Sentence("brand.font_broken")
    if "fvar" in font:
        return Sentence("brand.font_variable")
    if font["OS/2"].fsType & _LOCKS:
        return Sentence("brand.font_locked")
    glyphs, widths = font.getBestCmap(), font["hmtx"]
    digits = [glyphs.get(ord(digit)) for digit in "0123456789"]
    even = None not in digits and len({widths[glyph][0] for glyph in digits}) == 1
    tables = font["GSUB"].table if "GSUB" in font else None
    records = tables.FeatureList.FeatureRecord if tables and tables.FeatureList else ()
    features = tuple(name for name in _FIGURES if any(record.FeatureTag == name for record in records))
    even = even or (None not in digits and "tnum" in features)
    return _Font(file, file.path.read_bytes(), frozenset(glyphs), even, features)


def _opened(path: Path) -> Any:
    """The font of a file; None where it is none."""
    from fontTools.ttLib import TTFont

    try:
        font = TTFont(BytesIO(path.read_bytes()))
        for table in ("OS/2", "cmap", "hmtx", "GSUB"):
            font.get(table)
    except Exception:  # of a broken file, fontTools lets through whatever its many parsers raise
        return None
    return font


def _base64(path: Path) -> str:
    return base64.b64encode(path.read_bytes()).decode()


def _shipped(name: str) -> Path:
    """The file of one of our fonts."""
    return resource("templates/fonts") / f"{name}.woff2"


def _alias(family: str) -> str:
    """A name that no font of the machine has, so that its other weights and slopes cannot slip in."""
    return f"Brand {_UNSAFE.sub('', family)}".strip()


# ---- letters


def _letters(html: str) -> set[int]:
    """The visible characters of the text in a piece of HTML."""
    text = unescape(_NO_TEXT.sub(" ", html))
    return {ord(letter) for letter in set(text) if unicodedata.category(letter)[0] not in "CZ"}


def _letters_issue(checked: Checked, letters: Iterable[int]) -> Iterator[Issue]:
    ours = frozenset(_opened(_shipped(OWN_FILES[TEXT, REGULAR])).getBestCmap())
    missing = sorted((set(letters) & ours) - checked.letters)
    if missing:
        shown = " ".join(map(chr, missing[:MOST_LETTERS])) + (" …" if len(missing) > MOST_LETTERS else "")
        yield _lacks(checked.family, Sentence("brand.lacks_letters", {"letters": shown}), checked.place)


def _lacks(family: str, what: Sentence, place: Location) -> Issue:
    return Issue("brand-font-incomplete", place, {"family": family, "lacks": what})
