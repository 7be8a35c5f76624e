"""Makes the report's fonts: subsets of Adobe's Source families, renamed because 'Source' is a Reserved Font Name.

Usage: python make_fonts.py SOURCE_SANS SOURCE_SERIF, the two unpacked npm packages. README.md names their versions.
"""

import shutil
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent

# Not every face has every one of these; the subsetter takes those that exist.
CHARACTERS = (
    range(0x0020, 0x0180),  # Basic Latin, Latin-1, Latin Extended-A
    range(0x0218, 0x021C),  # the comma-below letters of Romanian
    range(0x0300, 0x0329),  # combining accents, for names that come decomposed
    range(0x0370, 0x0400),  # Greek
    (0x1E9E,),  # capital sharp s
    range(0x2000, 0x2070),  # spaces, dashes, quotation marks, bullets
    range(0x20A0, 0x20C1),  # currency signs
    (0x2116, 0x2122, 0x2126),  # numero, trade mark, ohm
    range(0x2190, 0x219A),  # arrows
    (0x2206, 0x2211, 0x2212, 0x221E, 0x2248, 0x2260, 0x2264, 0x2265),  # ∆ ∑ − ∞ ≈ ≠ ≤ ≥
    range(0x25A0, 0x2600),  # geometric shapes
    (0x2713,),  # check mark
)
FEATURES = ["ccmp", "kern", "liga", "lnum", "locl", "mark", "mkmk", "pnum", "tnum"]
COPYRIGHT, FAMILY, STYLE, IDENTIFIER, FULL_NAME, VERSION, POSTSCRIPT_NAME = range(7)
LICENCE, LICENCE_ADDRESS, TYPOGRAPHIC_FAMILY, TYPOGRAPHIC_STYLE = 13, 14, 16, 17


# For a brand's font whose own digits are of different widths. Blanks between numbers are asked of their font too.
DIGITS = (range(0x0030, 0x003A), (0x0020, 0x00A0, 0x2009, 0x202F))


def make_font(
    source: Path, target: Path, family: str, style: str, characters: Sequence[Iterable[int]] = CHARACTERS
) -> None:
    """Write the subset of one static TrueType file as WOFF2; the same source gives the same bytes."""
    font = TTFont(source, recalcTimestamp=False)
    options = Options(
        layout_features=FEATURES,
        name_IDs=[COPYRIGHT, VERSION, LICENCE, LICENCE_ADDRESS],
        hinting=False,
        notdef_outline=True,
    )
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for group in characters for code in group])
    subsetter.subset(font)
    rename(font, family, style)
    font.flavor = "woff2"
    font.save(target)


def rename(font: TTFont, family: str, style: str) -> None:
    """Give the font its own names: a family of regular and bold for old programs, the true one for new ones."""
    linked_family = family if style == "Regular" else f"{family} {style}"
    postscript_name = f"{family}-{style}".replace(" ", "")
    names = {
        FAMILY: linked_family,
        STYLE: "Regular",
        IDENTIFIER: f"{font['head'].fontRevision:.3f};{postscript_name}",
        FULL_NAME: f"{family} {style}",
        POSTSCRIPT_NAME: postscript_name,
        TYPOGRAPHIC_FAMILY: family,
        TYPOGRAPHIC_STYLE: style,
    }
    for name_id, text in names.items():
        font["name"].setName(text, name_id, 3, 1, 0x409)


def main(source_sans: Path, source_serif: Path) -> None:
    sans, serif = source_sans / "TTF", source_serif / "TTF"
    make_font(sans / "SourceSans3-Regular.ttf", HERE / "sr-sans-400.woff2", "SR Sans", "Regular")
    make_font(sans / "SourceSans3-Semibold.ttf", HERE / "sr-sans-600.woff2", "SR Sans", "SemiBold")
    make_font(sans / "SourceSans3-Regular.ttf", HERE / "sr-digits-400.woff2", "SR Digits", "Regular", DIGITS)
    make_font(sans / "SourceSans3-Semibold.ttf", HERE / "sr-digits-600.woff2", "SR Digits", "SemiBold", DIGITS)
    make_font(serif / "SourceSerif4-Semibold.ttf", HERE / "sr-serif-600.woff2", "SR Serif", "SemiBold")
    shutil.copyfile(source_sans / "LICENSE.md", HERE / "OFL-source-sans.txt")
    shutil.copyfile(source_serif / "LICENSE.md", HERE / "OFL-source-serif.txt")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
