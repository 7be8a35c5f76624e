"""docs/design.md says what the templates do."""

import re
from pathlib import Path

import pytest

from skillreport.write.brand import DEFAULT

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "design.md").read_text("utf-8")
PRINT = (ROOT / "templates" / "print.css").read_text("utf-8")
SIZES = re.findall(r"^\| [^|]+ \| [^|]+ \| ([\d.]+) / ([\d.]+) \|$", PAGE, re.M)
ROLES = re.findall(r"^\| ([a-z0-9, ]+) \| ((?:`#[0-9A-F]{6}` ?)+)\|", PAGE, re.M)


@pytest.mark.parametrize(("size", "line"), SIZES)
def test_each_size_of_the_page_is_in_the_styles(size: str, line: str) -> None:
    assert f"font-size: {size}pt; line-height: {line}pt" in PRINT


def test_no_size_of_the_styles_is_below_the_smallest() -> None:
    sizes = [float(size) for size in re.findall(r"font-size: ([\d.]+)pt", PRINT)]
    assert len(SIZES) == 9
    assert min(sizes) == min(float(size) for size, _ in SIZES)


@pytest.mark.parametrize(("roles", "colours"), ROLES)
def test_each_colour_is_the_default_one_of_its_role(roles: str, colours: str) -> None:
    expected = DEFAULT.ladder if roles == "ladder" else tuple(DEFAULT.colours[role] for role in roles.split(", "))
    assert tuple(re.findall("#[0-9A-F]{6}", colours)) == expected
