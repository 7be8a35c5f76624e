"""What a client gets names the client's and the consultant's brand, and nowhere the program that made it."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pikepdf
import pytest

from tests.errors.command_line import run
from tests.errors.files import write_files
from tests.errors.samples import SETTINGS, acme

PROGRAM = re.compile(rb"skill\W?report", re.IGNORECASE)
BRAND = "meta:\n  name: Ashgrove Learning Partners\n"


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a small engagement in every format."""
    folder = tmp_path_factory.mktemp("acme")
    files = acme(SETTINGS + "brand: _brand.yml\n", more={"_brand.yml": BRAND})
    assert run("build", write_files(folder, files), "--output", folder / "output").code == 0
    return folder / "output" / "acme-2026-q3"


def parts(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """A file and everything packed inside it."""
    yield name, data
    if name.endswith(".xlsx"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from ((f"{name}/{member}", archive.read(member)) for member in archive.namelist())
    if name.endswith(".pdf"):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for number, item in enumerate(pdf.objects):
                yield f"{name}/{number}", item.unparse()
                if isinstance(item, pikepdf.Stream):
                    yield f"{name}/{number}/stream", item.read_bytes()


def named_in(folder: Path, *names: str) -> list[str]:
    """The parts of files that name the program."""
    return [
        part
        for name in names
        for part, data in parts(name, (folder / name).read_bytes())
        if PROGRAM.search(part.encode()) or PROGRAM.search(data) or PROGRAM.search(data.replace(b"\0", b""))
    ]


def test_the_clients_files_name_the_program_nowhere(pack: Path) -> None:
    client = sorted(path.name for path in pack.iterdir() if path.is_file())
    assert client == ["organisation.html", "organisation.pdf", "organisation.xlsx"]
    assert named_in(pack, *client) == []


def test_the_search_would_find_the_program(pack: Path) -> None:
    assert named_in(pack, "consultant/manifest.json") == ["consultant/manifest.json"]


def test_the_pdf_says_whose_it_is(pack: Path) -> None:
    """Its producer is the library that printed it; there is no creator."""
    with pikepdf.open(pack / "organisation.pdf") as pdf:
        said = {str(name): str(value) for name, value in pdf.docinfo.items()}
        described = bytes(pdf.Root.Metadata.read_bytes())
    assert said["/Author"] == "Ashgrove Learning Partners"
    assert said["/Title"] == "Acme: Skills gap report, 3rd quarter 2026"
    assert said["/Producer"].startswith("WeasyPrint ")
    assert "/Creator" not in said
    assert b"CreatorTool" not in described


def test_the_workbook_says_whose_it_is(pack: Path) -> None:
    properties = openpyxl.load_workbook(pack / "organisation.xlsx").properties
    assert properties.creator == "Ashgrove Learning Partners"
    assert properties.lastModifiedBy == "Ashgrove Learning Partners"
    assert properties.title == "Acme: Skills gap report"


def test_the_html_says_whose_it_is(pack: Path) -> None:
    html = (pack / "organisation.html").read_text("utf-8")
    assert '<meta name="author" content="Ashgrove Learning Partners">' in html
    assert 'name="generator"' not in html


def test_the_workbooks_to_fill_name_no_program(tmp_path: Path) -> None:
    assert run("new", tmp_path / "acme", "--client", "Acme").code == 0
    assert named_in(tmp_path / "acme", "assessment.xlsx", "org_chart.xlsx") == []


def test_comments_in_the_annotated_workbook_name_no_program(tmp_path: Path) -> None:
    ratings = "Employee | Skill | Level\nE1 | Python | 9\n"
    folder = write_files(tmp_path, acme(ratings=ratings))
    run("check", folder, "--annotate", tmp_path / "back.xlsx")
    assert named_in(tmp_path, "back.xlsx") == []
    commented = [cell for sheet in openpyxl.load_workbook(tmp_path / "back.xlsx") for row in sheet for cell in row]
    assert {cell.comment.author for cell in commented if cell.comment} == {"Data check"}
