"""The sample from the command line to the files: the same bytes every time, pages as they should be."""

import getpass
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import zipfile
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pikepdf
import pytest

ROOT = Path(__file__).resolve().parent.parent
PACK = "tarnwell-software-2026-q3"
FILES = (
    "organisation.html", "organisation.pdf", "organisation.xlsx", "consultant/people.xlsx", "consultant/figures.json",
    "consultant/issues.json", "consultant/manifest.json",
)  # fmt: skip
NUMBER_WORDS = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
XHTML = "{http://www.w3.org/1999/xhtml}"
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="Poppler is not installed")


def demo(output: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "skillreport", "demo", "--output", str(output)]
    env = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(command, env=env, capture_output=True, text=True, check=True)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's output folder."""
    output = tmp_path_factory.mktemp("demo")
    demo(output, PYTHONHASHSEED="1", TZ="UTC")
    return output / PACK


def test_the_demo_lists_what_it_wrote(tmp_path: Path) -> None:
    done = demo(tmp_path)
    assert done.stdout.splitlines() == [str(tmp_path / PACK / name) for name in FILES]
    assert "Traceback" not in done.stderr


def test_two_builds_are_identical_whatever_the_hash_seed_and_time_zone(pack: Path, tmp_path: Path) -> None:
    demo(tmp_path, PYTHONHASHSEED="4711", TZ="Pacific/Auckland", LANG="de_DE.UTF-8")
    for name in FILES:
        assert (tmp_path / PACK / name).read_bytes() == (pack / name).read_bytes(), name


def test_the_manifest_holds_every_file(pack: Path) -> None:
    from hashlib import sha256

    manifest = json.loads((pack / "consultant/manifest.json").read_text("utf-8"))
    for name, digest in manifest["outputs"].items():
        assert sha256((pack / name).read_bytes()).hexdigest() == digest
    commentary = {"commentary/answer.md", "commentary/mix.md"}
    client = {f"{folder}{name}.xlsx" for folder in ("", "previous/") for name in ("assessment", "org_chart")}
    mine = {"engagement.yml", "_brand.yml", "logo.svg", "previous/figures.json"}
    assert set(manifest["inputs"]) == client | mine | commentary


def test_the_pdf_has_14_to_22_pages_tagged_with_an_outline(pack: Path) -> None:
    with pikepdf.open(pack / "organisation.pdf") as pdf:
        assert 14 <= len(pdf.pages) <= 22
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.Lang == "en"
        with pdf.open_outline() as outline:
            titles = [str(item.title) for item in outline.root]
    assert any("carries 45% of the open gap" in title for title in titles)


@needs_poppler
def test_no_page_is_empty_and_no_word_leaves_the_page(pack: Path) -> None:
    """Words stay 17 mm from the edges of the sheet (the cover prints to its own margins); every page holds content."""
    listing = subprocess.run(
        ["pdftotext", "-bbox", str(pack / "organisation.pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout
    pages = ElementTree.fromstring(re.sub(r"&(?!amp;|lt;|gt;|quot;|#)", "&amp;", listing)).iter(f"{XHTML}page")
    margin = 17 / 25.4 * 72
    for number, page in enumerate(pages, 1):
        words = list(page.iter(f"{XHTML}word"))
        assert len(words) >= (15 if number == 1 else 60), f"page {number} has {len(words)} words"
        for word in words:
            right = float(page.get("width", 0)) - margin
            assert margin <= float(word.get("xMin", 0)), (number, word.text)
            assert float(word.get("xMax", 0)) <= right, (number, word.text)
            assert float(word.get("yMax", 0)) <= float(page.get("height", 0)) - 20, (number, word.text)


@needs_poppler
def test_only_our_fonts_are_in_the_pdf(pack: Path) -> None:
    listing = subprocess.run(
        ["pdffonts", str(pack / "organisation.pdf")], capture_output=True, text=True, check=True
    ).stdout
    names = {line.split()[0].split("+")[-1] for line in listing.splitlines()[2:]}
    assert names <= {"SR-Sans", "SR-Sans-Semi-Bold", "SR-Serif-Semi-Bold", "SR-Sans-Semibold", "SR-Serif-Semibold"}, (
        names
    )


@needs_poppler
def test_html_pdf_and_figures_print_the_same_numbers(pack: Path) -> None:
    """Row by row and paragraph by paragraph: the words and numbers of the HTML stand in their section of the PDF, and
    every figure of the HTML is in figures.json with the value that is written."""
    html = (pack / "organisation.html").read_text("utf-8")
    html = re.sub(r"<details .*?</details>|<title>.*?</title>", "", html, flags=re.S)  # what only the screen shows
    parts = dict(re.findall(r'<section id="([^"]+)"(.*?)</section>', html, re.S))
    on_paper = sections_on_paper(pack / "organisation.pdf", list(parts))
    compared = 0
    for section, part in parts.items():
        for piece in re.findall(r'<tr class="(?:plain|total)?">.*?</tr>|<(?:h2|p) .*?</(?:h2|p)>', part, re.S):
            said = squeezed(unescape(re.sub("<[^>]+>", "", re.sub('<span class="vh">.*?</span>', "", piece))))
            assert said in on_paper[section], (section, said)
            compared += 1
    assert compared > 350
    rows = json.loads((pack / "consultant/figures.json").read_text("utf-8"))["figures"]
    values = {row["id"]: (row["value"], row["unit"]) for row in rows}
    for id, written in re.findall(r'<span data-figure="([^"]+)"[^>]*>([^<]*)</span>', html):
        assert agrees(unescape(written), *values[id]), (id, written, values[id])


def sections_on_paper(pdf: Path, sections: list[str]) -> dict[str, str]:
    """The text of each section's pages without blanks and hyphens; a section may end on the page on which the next
    begins."""
    pages = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    text = [squeezed(page) for page in pages.split("\f")]
    with pikepdf.open(pdf) as opened, opened.open_outline() as outline:
        starts = [opened.pages.index(pikepdf.Page(item.destination[0])) for item in outline.root]
    ends = [*starts[1:], len(text)]
    assert len(starts) == len(sections)
    return {name: "".join(text[first : last + 1]) for name, first, last in zip(sections, starts, ends, strict=True)}


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad-]+", "", text)


def agrees(written: str, value: float | None, unit: str) -> bool:
    """Whether what is written is the value, rounded as it is written; the words around may carry its sign."""
    if value is None:
        return written in ("c", "–")
    if written.lower() in NUMBER_WORDS:
        return NUMBER_WORDS.index(written.lower()) == value
    number = re.sub("[^0-9.]", "", written)
    rounding = 0.5 * 0.1 ** len(number.partition(".")[2])
    shown = abs(value) * (100 if unit in ("share", "points") else 1)
    return abs(float(number) - shown) <= rounding + 1e-6


def test_the_workbook_has_a_sheet_per_exhibit_and_no_formula(pack: Path) -> None:
    workbook = openpyxl.load_workbook(pack / "organisation.xlsx")
    assert "Gaps" in workbook.sheetnames
    assert "Roadmap" in workbook.sheetnames
    assert len(workbook.sheetnames) >= 20
    for sheet in workbook:
        assert sheet["A1"].value
        assert sheet.freeze_panes
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_the_workbook_holds_no_digit_that_is_not_printed(pack: Path) -> None:
    """The client gets the numbers as printed; figures.json, with all digits, is the consultant's."""
    digits = {"0.0": 1, "0%": 2, "0": 0, "#,##0": 0, "#,##0.0": 1, "#,##0.00": 2, "#,##0.000": 3}
    sheets = openpyxl.load_workbook(pack / "organisation.xlsx").worksheets
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.data_type == "n"]
    numbers = [(float(cell.value), cell.number_format.split(";")[0]) for cell in cells if cell.value is not None]
    assert len(numbers) > 500
    for number, form in numbers:
        assert round(number, digits[form]) == number, (number, form)


def test_client_files_name_no_path_and_no_machine(pack: Path) -> None:
    """In what the files hold, unpacked: a path inside compressed bytes would not be found."""
    machine = [name for name in (platform.node(), f"{getpass.getuser()}@") if len(name) > 5]
    for name, content in contents(pack).items():
        for secret in (str(ROOT), str(pack), str(Path.home()), *machine):
            assert secret.encode() not in content, (name, secret)
            assert secret.encode("utf-16-be") not in content, (name, secret)


def test_the_search_for_paths_would_find_one(pack: Path, tmp_path: Path) -> None:
    """The same search in a workbook and a PDF that hold a path in compressed parts."""
    with pikepdf.open(pack / "organisation.pdf") as pdf:
        pdf.pages[0].contents_add(b"% " + str(ROOT).encode())
        pdf.save(tmp_path / "organisation.pdf", compress_streams=True)
    workbook = openpyxl.load_workbook(pack / "organisation.xlsx")
    workbook.active["Z1"] = str(ROOT)
    workbook.save(tmp_path / "organisation.xlsx")
    (tmp_path / "organisation.html").write_text("", "utf-8")
    found = {name.split("/")[0] for name, content in contents(tmp_path).items() if str(ROOT).encode() in content}
    assert found == {"organisation.pdf", "organisation.xlsx"}
    assert str(ROOT).encode() not in (tmp_path / "organisation.pdf").read_bytes()


def contents(folder: Path) -> dict[str, bytes]:
    """The client's files in their parts, each unpacked: HTML, members of the workbook, objects of the PDF."""
    found = {"organisation.html": (folder / "organisation.html").read_bytes()}
    with zipfile.ZipFile(folder / "organisation.xlsx") as archive:
        found |= {f"organisation.xlsx/{name}": archive.read(name) for name in archive.namelist()}
    with pikepdf.open(folder / "organisation.pdf") as pdf:
        for place, item in enumerate(pdf.objects):
            found[f"organisation.pdf/{place}"] = item.unparse()
            if isinstance(item, pikepdf.Stream):
                found[f"organisation.pdf/{place}/stream"] = item.read_bytes()
    return found
