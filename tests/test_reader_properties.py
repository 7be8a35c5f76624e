"""What holds for any file: the order and shape of its tables change no fact, an issue names a cell that is there, and
no bytes stop the reader. The examples are the same in every run, and few."""

import io
import random
import re
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skillreport.analyse.basis import find_basis
from skillreport.analyse.checks import check
from skillreport.model.assessment import Assessment
from skillreport.model.engagement import Engagement
from skillreport.model.issue import Issue, Loaded
from skillreport.read.assessment import read_assessment
from skillreport.read.mapping import _cell as cell_of
from skillreport.read.tables import find_tables
from skillreport.read.workbook import Sheet, read_sheets, sheets_of
from skillreport.rules.load import load_rules, metric_names
from tests.errors import files
from tests.errors.files import Cell

ENGAGEMENT = Engagement(workbook=Path("acme.xlsx"), period="2026-Q3")  # type: ignore[arg-type]
Rows = Sequence[Sequence[Cell]]


def quick(examples: int) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )


def assessment_of(loaded: Loaded[tuple[Sheet, ...]]) -> Loaded[Assessment | None]:
    rules = load_rules(ENGAGEMENT).value
    assert rules is not None
    return read_assessment(ENGAGEMENT, loaded, metric_names(rules))


def every_issue(loaded: Loaded[tuple[Sheet, ...]]) -> list[Issue]:
    """What is said about some sheets, by the reader and by the checks across tables."""
    rules = load_rules(ENGAGEMENT).value
    assert rules is not None
    read = assessment_of(loaded)
    if read.value is None:
        return [*read.issues]
    return [*read.issues, *check(read.value, rules, find_basis(read.value, rules)).issues]


# ---- the shape of tables

SKILLS = {"Python": "hard", "SQL": "hard", "Listening": "soft", "Empathy": "soft"}
PEOPLE = ("E1", "E2", "E3", "E4", "E5")
NAMES = ("Ann Lee", "Bob Ray", "Cem Oz", "Dan Frey", "Eve Lund")
ROLES = ("Developer", "Tester", "Clerk")
PLACES = ("East", "West")
LEVELS: st.SearchStrategy[float | str] = st.sampled_from([1, 2, 2.5, 3, 4, 5, "N/A"])
DAYS = st.sampled_from([date(2026, 9, 1), date(2026, 8, 15), date(2026, 2, 3)])


@st.composite
def engagements(draw: st.DrawFn) -> Mapping[str, Rows]:
    """The tables of a small engagement, each a header and records."""
    people = PEOPLE[: draw(st.integers(2, len(PEOPLE)))]
    skills = list(SKILLS)[: draw(st.integers(2, len(SKILLS)))]
    pairs = [(person, group) for person in people for group in ("self", "manager")]
    rated = draw(st.lists(st.sampled_from(pairs), min_size=2, unique=True))
    day = draw(DAYS)  # one for all: a matrix has a day per row
    ratings: list[list[Cell]] = [
        [person, skill, draw(LEVELS), group, day]
        for person, group in rated
        for skill in draw(st.lists(st.sampled_from(skills), min_size=1, unique=True))
    ]
    chart: list[list[Cell]] = [
        [person, name, "E1" if person != "E1" else None, draw(st.sampled_from(ROLES)), draw(st.sampled_from(PLACES))]
        for person, name in zip(people, NAMES, strict=False)
    ]
    targets = [(role, skill) for role in ROLES for skill in skills]
    required = draw(st.lists(st.sampled_from(targets), min_size=2, unique=True))
    requirements: list[list[Cell]] = [[*pair, draw(st.integers(1, 5))] for pair in required]
    metrics: list[list[Cell]] = [
        [name, period, draw(st.sampled_from([0.5, 0.75, 0.9]))]
        for name in ("Retention", "Promotion rate")
        for period in ("2026-Q1", "2026-Q2")
    ]
    weighed: list[list[Cell]] = [[skill, SKILLS[skill], draw(st.integers(1, 3))] for skill in skills]
    return {
        "Skills": [["Skill", "Category", "Criticality"], *weighed],
        "Org chart": [["Employee ID", "Name", "Manager ID", "Role", "Department"], *chart],
        "Requirements": [["Role", "Skill", "Required level"], *requirements],
        "Ratings": [["Employee", "Skill", "Level", "Rater group", "Date"], *ratings],
        "Metrics": [["Metric", "Period", "Value"], *metrics],
    }


def turned(rows: Rows) -> Rows:
    return [list(line) for line in zip(*rows, strict=True)]


def as_matrix(rows: Rows, across: str, value: str) -> Rows:
    """A list with one column of its own for each of what stands in the column `across`."""
    header = [str(name) for name in rows[0]]
    top, cell = header.index(across), header.index(value)
    side = [place for place in range(len(header)) if place not in (top, cell)]
    columns = list(dict.fromkeys(row[top] for row in rows[1:]))
    found: dict[tuple[Cell, ...], dict[Cell, Cell]] = {}
    for row in rows[1:]:
        found.setdefault(tuple(row[place] for place in side), {})[row[top]] = row[cell]
    head: list[Cell] = [*(header[place] for place in side), *columns]
    return [head, *([*beside, *(cells.get(column) for column in columns)] for beside, cells in found.items())]


MATRICES = {
    "Ratings": [("Skill", "Level")],
    "Requirements": [("Skill", "Required level"), ("Role", "Required level")],
    "Metrics": [("Period", "Value"), ("Metric", "Value")],
}
CASES: Sequence[Callable[[str], str]] = (
    str,
    str.upper,
    str.lower,
    lambda text: text.replace(" ", "_"),
    lambda text: f" *{text}* ",
)


@st.composite
def rewritten(draw: st.DrawFn, tables: Mapping[str, Rows]) -> Mapping[str, Rows]:
    """The same tables in another order and shape."""
    made: dict[str, Rows] = {}
    for name in draw(st.permutations(list(tables))):
        header, *records = tables[name]
        order = draw(st.permutations(range(len(header))))
        rows: Rows = [[row[place] for place in order] for row in [header, *draw(st.permutations(records))]]
        shapes = [
            (across, value)
            for across, value in MATRICES.get(name, [])
            if len({row[list(header).index(across)] for row in records}) > 1
        ]
        match draw(st.sampled_from(["list", "turned list", "matrix"])):
            case "matrix" if shapes:
                rows = as_matrix(rows, *draw(st.sampled_from(shapes)))
            case "turned list":
                rows = turned(rows)
        fields = {str(text) for text in header}
        write = draw(st.sampled_from(CASES))
        made[name] = [
            [write(cell) if isinstance(cell, str) and cell in fields else cell for cell in row] for row in rows
        ]
    return made


def facts_of(assessment: Assessment) -> Mapping[str, object]:
    """Everything that an assessment says, without where it stands and in which order."""

    def rows(frame: pd.DataFrame) -> list[str]:
        return sorted(map(str, frame.drop(columns=["source", "row", "column"]).astype(str).to_numpy().tolist()))

    names = ("people", "ratings", "requirements", "metrics", "training", "certifications")
    return {
        **{name: rows(getattr(assessment, name)) for name in names},
        "skills": sorted(map(str, assessment.skills)),
        "units": sorted(f"{unit.name} {unit.kind} {unit.head}" for unit in assessment.units),
        "tables": sorted(assessment.tables),
    }


@quick(60)
@given(data=st.data())
def test_order_and_shape_of_the_tables_change_no_fact(data: st.DataObject) -> None:
    tables = data.draw(engagements())
    other = data.draw(rewritten(tables))
    before = assessment_of(sheets_of("acme.xlsx", files.xlsx(tables))).value
    after = assessment_of(sheets_of("acme.xlsx", files.xlsx(other)))
    assert before is not None
    assert after.value is not None, after.issues
    assert facts_of(after.value) == facts_of(before)


@quick(25)
@given(tables=engagements())
def test_the_format_of_the_file_changes_no_fact(tables: Mapping[str, Rows]) -> None:
    facts = [
        assessment_of(loaded).value
        for loaded in (sheets_of("acme.xlsx", files.xlsx(tables)), sheets_of("acme.ods", files.ods(tables)))
    ]
    texts = [sheets_of(f"{name}.csv", csv_of(rows)) for name, rows in tables.items()]
    facts.append(assessment_of(Loaded(tuple(sheet for loaded in texts for sheet in loaded.value))).value)
    said = [facts_of(assessment) for assessment in facts if assessment is not None]
    assert said[0] == said[1] == said[2]


def csv_of(rows: Rows) -> bytes:
    return "".join(",".join("" if cell is None else str(cell) for cell in row) + "\n" for row in rows).encode()


# ---- any cells at all

WORDS = (
    *(
        "Employee",
        "Employee ID",
        "Name",
        "Manager ID",
        "Role",
        "FTE",
        "Programme",
        "Start date",
        "Hours",
        "Certification",
    ),
    *("Skill", "Level", "Date", "Rater group", "Category", "Required level", "Metric", "Period", "Value"),
    *(
        "Python",
        "SQL",
        "E1",
        "E2",
        "Ann",
        "self",
        "manager",
        "hard",
        "Vacant",
        "2026-Q3",
        "2026",
        "03/04/2026",
        "x",
        "yes",
    ),
    *("N/A", "3,5", "3/5", "Proficient", "#REF!", " ", "Total", "Average", "Target", "Note: see below"),
    "A long sentence that explains what stands on this sheet and why.",
)
CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.sampled_from([None, None, None]),
    st.sampled_from(WORDS),
    st.sampled_from(WORDS),
    st.sampled_from([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 7.0, 3.5, -1.0, 2026.0, 50000.0]),
    st.sampled_from([True, False, date(2026, 9, 1)]),
    st.text(max_size=5),
)
HEADERS: Sequence[Sequence[Cell]] = (
    ("Employee", "Skill", "Level", "Rater group", "Date"),
    ("Employee", "Python", "SQL", "Average"),
    ("Employee ID", "Name", "Manager ID", "Role", "FTE"),
    ("Skill", "Category", "Criticality"),
    ("Role", "Skill", "Required level"),
    ("Metric", "Period", "Value"),
    ("Metric", "2026-Q1", "2026-Q2"),
    ("Skill", "E1", "E2"),
    ("Level", "Label", "Symbol"),
    ("Employee", "Programme", "Start date", "Hours"),
    ("Role", "First aid", "Fire"),
)
SHEET_NAMES = (
    "Ratings",
    "Skills",
    "Org chart",
    "Requirements",
    "Metrics",
    "Training",
    "Scale",
    "Sheet1",
    "E1",
    "2026-Q2",
    "Team",
)


@st.composite
def messes(draw: st.DrawFn) -> Mapping[str, Rows]:
    """Sheets of anything, with headers here and there."""
    sheets: dict[str, Rows] = {}
    for name in draw(st.lists(st.sampled_from(SHEET_NAMES), min_size=1, max_size=4, unique=True)):
        rows: list[list[Cell]] = []
        for _ in range(draw(st.integers(1, 4))):
            indent: list[Cell] = [None] * draw(st.integers(0, 2))
            if draw(st.booleans()):
                rows.append([*indent, *draw(st.sampled_from(HEADERS))])
            rows += [[*indent, *draw(st.lists(CELLS, max_size=6))] for _ in range(draw(st.integers(0, 6)))]
        sheets[name] = rows
    return sheets


def assert_is_there(issue: Issue, sheets: Sequence[Sheet]) -> None:
    """The cell or range that an issue names lies in the used range of its sheet, or in cells merged with it."""
    where = issue.location
    if where.cell is None:
        return
    [sheet] = [sheet for sheet in sheets if (sheet.file, sheet.name) == (where.file, where.sheet)]
    for text in where.cell.split(":"):
        assert re.fullmatch(r"[A-Z]{1,3}[1-9][0-9]*", text), issue
        row, column = cell_of(text)
        used = row < sheet.first_row + len(sheet.cells) and column < sheet.first_column + sheet.cells.shape[1]
        merged = any(a <= row <= c and b <= column <= d for a, b, c, d in sheet.merged)
        inside = used and row >= sheet.first_row and column >= sheet.first_column
        assert inside or merged, (issue, sheet.first_row, sheet.first_column, sheet.cells.shape)


@quick(150)
@given(sheets=messes())
def test_an_issue_names_a_cell_that_is_there(sheets: Mapping[str, Rows]) -> None:
    loaded = sheets_of("acme.xlsx", files.xlsx(sheets))
    for issue in every_issue(loaded):
        assert_is_there(issue, loaded.value)


@quick(75)
@given(
    rows=st.lists(st.lists(CELLS, max_size=6), max_size=12),
    header=st.sampled_from(HEADERS),
    mark=st.sampled_from(",;\t|"),
)
def test_an_issue_about_a_text_file_names_a_cell_that_is_there(rows: Rows, header: Sequence[Cell], mark: str) -> None:
    lines = [mark.join("" if cell is None else str(cell) for cell in row) for row in [header, *rows]]
    loaded = sheets_of("ratings.csv", "\n".join(lines).encode())
    for issue in every_issue(loaded):
        assert_is_there(issue, loaded.value)


# ---- any bytes at all


MAGIC = (
    b"",
    b"PK\x03\x04",
    bytes.fromhex("d0cf11e0a1b11ae1"),
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xef\xbb\xbf",
    b"sep=;\n",
    b"{",
    b"<?xml",
)


def assert_survives(data: bytes, name: str = "acme.xlsx") -> None:
    """The bytes give sheets and tables, or an issue that says why not."""
    loaded = sheets_of(name, data)
    found = find_tables(loaded.value)
    assert loaded.value or loaded.issues
    for issue in [*loaded.issues, *(issue for seen in found for issue in seen.issues)]:
        assert_is_there(issue, loaded.value)


@quick(300)
@given(
    magic=st.sampled_from(MAGIC),
    data=st.binary(max_size=400),
    name=st.sampled_from(["acme.xlsx", "acme.csv", "acme.xls"]),
)
def test_no_bytes_stop_the_reader(magic: bytes, data: bytes, name: str) -> None:
    assert_survives(magic + data, name)


@quick(40)
@given(data=st.binary(max_size=200))
def test_no_file_stops_the_reader(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "acme.xlsx"
        path.write_bytes(data)
        loaded = read_sheets(path)
    assert loaded.value or loaded.issues


RATED: list[list[Cell]] = [[f"E{number}", "Python", float(number % 5 + 1)] for number in range(30)]
TABLES: Mapping[str, Rows] = {
    "Ratings": [["Employee", "Skill", "Level"], *RATED],
    "Skills": [["Skill", "Category"], ["Python", "hard"], ["Zuhören", "soft"]],
}
TEXTS: Mapping[str, Sequence[Sequence[str | float]]] = {"Ratings": [["Employee", "Level"], ["E1", 3.0], ["Zoë", 4.5]]}
REAL: Mapping[str, bytes] = {
    "acme.xlsx": files.xlsx(TABLES),
    "acme.ods": files.ods(TABLES),
    "strict.xlsx": files.strict_xlsx(TABLES),
    "acme.xls": files.xls(TEXTS),
    "acme.csv": csv_of(TABLES["Ratings"]),
}


@pytest.mark.parametrize("name", REAL)
def test_the_files_to_be_damaged_are_whole(name: str) -> None:
    assert sheets_of(name, REAL[name]).issues == ()


@pytest.mark.parametrize("name", REAL)
@pytest.mark.parametrize("seed", range(40))
def test_flipped_bits_do_not_stop_the_reader(name: str, seed: int) -> None:
    damaged, dice = bytearray(REAL[name]), random.Random(seed)
    for _ in range(dice.choice([1, 2, 8, 64])):
        damaged[dice.randrange(len(damaged))] ^= 1 << dice.randrange(8)
    assert_survives(bytes(damaged), name)


@pytest.mark.parametrize("name", REAL)
def test_a_file_cut_off_anywhere_does_not_stop_the_reader(name: str) -> None:
    whole = REAL[name]
    for end in range(1, len(whole), max(len(whole) // 40, 1)):
        assert_survives(whole[:end], name)


@pytest.mark.parametrize("name", ["acme.xlsx", "acme.ods", "strict.xlsx"])
def test_parts_that_swap_their_contents_do_not_stop_the_reader(name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(REAL[name])) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    for one in parts:
        for other in parts:
            assert_survives(files.zipped({**parts, one: parts[other], other: parts[one]}), name)


@pytest.mark.parametrize("name", ["acme.xlsx", "acme.ods", "strict.xlsx"])
def test_parts_that_are_missing_or_empty_do_not_stop_the_reader(name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(REAL[name])) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    for part in parts:
        assert_survives(files.zipped({other: data for other, data in parts.items() if other != part}), name)
        for content in (b"", b"<", b"<a/>", b"\0" * 100, b"\xff\xfe<\0a\0/\0>\0"):
            assert_survives(files.zipped({**parts, part: content}), name)


@pytest.mark.parametrize("name", ["acme.xlsx", "strict.xlsx"])
@pytest.mark.parametrize("seed", range(60))
def test_damaged_xml_in_a_whole_archive_does_not_stop_the_reader(name: str, seed: int) -> None:
    """Bits flipped in an archive mostly break its checksums; here the parts themselves are damaged."""
    dice = random.Random(seed)
    with zipfile.ZipFile(io.BytesIO(REAL[name])) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    part = dice.choice(sorted(parts))
    damaged = bytearray(parts[part])
    for _ in range(dice.choice([1, 3, 20])):
        if dice.random() < 0.5:
            damaged[dice.randrange(len(damaged))] = dice.choice(b'<>/"=#0A9&;! \0')
        else:
            start = dice.randrange(len(damaged))
            del damaged[start : start + dice.randrange(1, 12)]
    assert_survives(files.zipped({**parts, part: bytes(damaged)}), name)
