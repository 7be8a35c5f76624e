"""The pages of the three samples: how many, how full, and where tables break."""

import re
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

from skillreport.cli import cli
from skillreport.write.pdf import render_pdf
from tests.building import built
from tests.sample_files import SAMPLE_DATA

MOST_PAGES = {"technology": 22, "professional_services": 24, "healthcare": 24}
LEAST_FULL = 0.25  # of the height of the text block
MM = 72 / 25.4
TOP, BOTTOM = 25 * MM, 20 * MM  # margins of A4
XHTML = "{http://www.w3.org/1999/xhtml}"

pytestmark = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="Poppler is not installed")


@pytest.fixture(scope="module", params=MOST_PAGES)
def sample_pdf(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The name of a sample and its report in print."""
    output = tmp_path_factory.mktemp(request.param)
    cli.main(["build", str(SAMPLE_DATA / request.param), "--output", str(output)], standalone_mode=False)
    [pdf] = output.glob("*/organisation.pdf")
    return request.param, pdf


def test_the_report_has_no_more_pages_than_it_needs(sample_pdf: tuple[str, Path]) -> None:
    name, pdf = sample_pdf
    assert len(fullness(pdf)) <= MOST_PAGES[name]


def test_no_page_is_nearly_empty(sample_pdf: tuple[str, Path]) -> None:
    nearly_empty = {number: full for number, full in enumerate(fullness(sample_pdf[1]), 1) if full < LEAST_FULL}
    assert nearly_empty == {}


def test_a_page_that_ends_early_would_be_noticed(tmp_path: Path) -> None:
    """Two pages of which the second has one line."""
    lines = "".join(f"<p>line {number}</p>" for number in range(53))
    assert [full < LEAST_FULL for full in fullness(printed(lines, tmp_path))] == [False, True]


@pytest.mark.parametrize("rows", range(40, 52))
def test_no_page_ends_a_table_with_a_row_or_two(rows: int, tmp_path: Path) -> None:
    """About 47 rows fit on a page; however many there are, a second page has three at least."""
    body = "".join(f'<tr class="plain"><th scope="row">row {number}</th><td>1</td></tr>' for number in range(rows))
    table = f'<table class="rows"><thead><tr><th>Row</th><th>n</th></tr></thead><tbody>{body}</tbody></table>'
    per_page = [text.count("row ") for text in texts(printed(f'<figure class="exhibit">{table}</figure>', tmp_path))]
    assert sum(per_page) == rows
    assert per_page[-1] >= 3


def test_a_title_is_not_left_behind_by_what_it_introduces(tmp_path: Path) -> None:
    """A section that does not fit below another starts a page, with its title; one that fits does not."""
    section = '<section><p class="kicker">About</p><h2 class="finding">Title {n}</h2>{lines}</section>'
    short, long = ("".join(f"<p>line {number}</p>" for number in range(count)) for count in (10, 40))
    sections = (section.format(n=number, lines=lines) for number, lines in enumerate((short, short, long), 1))
    pages = texts(printed("".join(sections), tmp_path))
    assert [re.findall(r"Title \d", page) for page in pages] == [["Title 1", "Title 2"], ["Title 3"]]


def fullness(pdf: Path) -> Sequence[float]:
    """How far down the text block each page has words, as a share; the cover counts as full."""
    listing = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    found = []
    for page in ElementTree.fromstring(re.sub(r"&(?!amp;|lt;|gt;|quot;|#)", "&amp;", listing)).iter(f"{XHTML}page"):
        height = float(page.get("height", 0))
        ends = [float(word.get("yMax", 0)) for word in page.iter(f"{XHTML}word")]
        last = max((end for end in ends if TOP < end <= height - BOTTOM + 1), default=TOP)
        found.append((last - TOP) / (height - TOP - BOTTOM))
    return found


def texts(pdf: Path) -> list[str]:
    text = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    return text.split("\f")[:-1]


def printed(content: str, folder: Path) -> Path:
    """Content in the styles of a report, without its running heads and page numbers."""
    page = f'<html lang="en"><head><title>Pages</title>{styles()}</head><body><main>{content}</main></body></html>'
    pdf = folder / "pages.pdf"
    pdf.write_bytes(render_pdf(page).value)
    return pdf


@cache
def styles() -> str:
    """The style element of the technology sample, which is for paper and screen."""
    html = built(SAMPLE_DATA / "technology").html()
    return html[html.index("<style>") : html.index("</style>") + len("</style>")]
