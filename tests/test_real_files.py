"""Files that clients really have, each against an independent count of what is in them. See real/README.md."""

import csv
import random
import shutil
from collections import Counter
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from skillreport.model.assessment import Assessment, MetricNames
from skillreport.model.issue import Issue
from skillreport.read.assessment import read_assessment
from skillreport.read.files import read_files
from skillreport.read.settings import load_engagement
from tests.errors.command_line import run

REAL = Path(__file__).with_name("real")
ONE_RATING = "Employee,Skill,Level\nE1,Speaking,3\n"

ONET = """\
import:
  - table: requirements
    file: onet-skills.xlsx
    columns: {role: Title, skill: Element Name, level: Data Value}
    where: {Scale ID: LV}
    where_not: {Not Relevant: Y, Recommend Suppress: Y}
    join:
      key: [O*NET-SOC Code, Element ID]
      where: {Scale ID: IM}
      columns: {weight: Data Value}
"""
CARVAGO = """\
import:
  - table: ratings
    sheet: [Delivery, Know-how, Communication, Leadership]
    header: 4
    columns: {skill: [B, E, H, K], level: [C, F, I, L]}
    skip: [5, 14]
    fixed: {employee: "{file name}", rater_group: self, group: "{sheet name}"}
"""
MEWS = """\
import:
  - table: ratings
    sheet: [Delivery, DomainExpertise, ProblemSolving, Communication, Leadership]
    header: 0
    skip: [1]
    columns: {skill: [A, C, E, G, I], level: [B, D, F, H, J]}
    fixed: {employee: "{file name}", rater_group: self}
"""


def read(folder: Path, settings: str) -> tuple[Assessment, tuple[Issue, ...]]:
    folder.joinpath("engagement.yml").write_text(f"client: Acme\nindustry: other\nperiod: 2026-Q3\n{settings}", "utf-8")
    stated = load_engagement(folder / "engagement.yml", {})
    assert stated.value is not None, stated.issues
    engagement = stated.value
    loaded = read_assessment(engagement, read_files(engagement), MetricNames({}, frozenset()))
    assert loaded.value is not None, loaded.issues
    return loaded.value, loaded.issues


def test_level_and_importance_of_occupations_become_requirements(tmp_path: Path) -> None:
    shutil.copy(REAL / "onet-skills.xlsx", tmp_path)
    tmp_path.joinpath("ratings.csv").write_text(ONE_RATING)
    settings = f"workbook: [onet-skills.xlsx, ratings.csv]\nscale: {{lowest: 0, highest: 7}}\n{ONET}"
    assert len(ONET.splitlines()) <= 20
    found, issues = read(tmp_path, settings)
    rows = pd.read_excel(REAL / "onet-skills.xlsx", engine="openpyxl")
    good = rows[(rows["Scale ID"] == "LV") & (rows["Not Relevant"] != "Y") & (rows["Recommend Suppress"] != "Y")]
    weights = rows[rows["Scale ID"] == "IM"].set_index(["Title", "Element Name"])["Data Value"]
    expected = {
        (row["Title"], row["Element Name"]): (row["Data Value"], weights[row["Title"], row["Element Name"]])
        for _, row in good.iterrows()
    }
    asked = found.requirements
    assert {(row["role"], row["skill"]): (row["level"], row["weight"]) for row in asked.to_dict("records")} == expected
    assert 100 < len(expected) < len(rows) / 2
    assert not [issue for issue in issues if issue.severity == "error"]


@pytest.mark.parametrize(
    ("name", "twice", "head_counts"), [("home-office", 11, 933), ("dvla", 0, 82)], ids=["home-office", "dvla"]
)
def test_an_organogram_becomes_an_org_chart(tmp_path: Path, name: str, twice: int, head_counts: int) -> None:
    """Posts by name are people, posts by number are none; a post that is listed twice is said, and counts once."""
    for kind in ("senior", "junior"):
        shutil.copy(REAL / f"{name}-{kind}.csv", tmp_path)
    with (REAL / f"{name}-senior.csv").open(encoding="utf-8") as file:
        senior = list(csv.DictReader(file))
    with (REAL / f"{name}-junior.csv").open(encoding="utf-8") as file:
        junior = list(csv.DictReader(file))
    gone = {row["Post Unique Reference"] for row in senior if "liminated" in row["Name"] or "acan" in row["Name"]}
    counts = Counter(row["Post Unique Reference"] for row in senior)
    assert sum(count > 1 for count in counts.values()) == twice
    assert len(junior) == head_counts
    held = {id for id in counts if id not in gone}
    tmp_path.joinpath("ratings.csv").write_text(f"Employee,Skill,Level\n{min(held)},Speaking,3\n")
    settings = f"workbook: [ratings.csv, {name}-junior.csv]\norg_chart: {name}-senior.csv\n"
    found, issues = read(tmp_path, settings)
    people = found.people
    assert held <= set(people["employee"])
    assert len(people) == len(set(people["employee"]))
    assert found.head_counts["posts"].sum() == pytest.approx(
        sum(float(row["Number of Posts in FTE"]) for row in junior), abs=1e-9
    )
    codes = Counter(issue.code for issue in issues)
    assert codes["employee-twice"] == twice
    [match] = [issue for issue in issues if issue.code == "manager-match"]
    assert match.values["found"] == match.values["named"]


def test_a_filled_assessment_becomes_ratings_of_one_person(tmp_path: Path) -> None:
    """Statements beside four columns of answers, as one employer uses them."""
    dice = random.Random(5)
    book = openpyxl.load_workbook(REAL / "carvago-frontend-assessment.xlsx")
    answers = {"Nope": 0, "Somewhat": 1, "Yes": 2}
    given: dict[str, int] = {}
    for name in ("Delivery", "Know-how", "Communication", "Leadership"):
        sheet = book[name]
        for row in range(6, 14):
            for statement, level in (("B", "C"), ("E", "F"), ("H", "I"), ("K", "L")):
                text = str(sheet[f"{statement}{row}"].value or "").strip()
                if text and sheet[f"{level}{row}"].value in answers:
                    word = dice.choice(list(answers))
                    sheet[f"{level}{row}"] = word
                    given[" ".join(text.split())] = answers[word]
    book.save(tmp_path / "jane.doe.xlsx")
    settings = f'workbook: jane.doe.xlsx\nscale: {{labels: {{0: Nope, 1: Somewhat, 2: "Yes"}}}}\n{CARVAGO}'
    found, issues = read(tmp_path, settings)
    assert len(given) == 83
    assert dict(zip(found.ratings["skill"], found.ratings["level"], strict=True)) == given
    assert set(found.ratings["employee"]) == {"jane.doe"}
    assert not [issue for issue in issues if issue.severity == "error"]


def test_a_filled_review_becomes_ratings_of_one_person(tmp_path: Path) -> None:
    """Five columns of statements with a number beside each, without headers."""
    dice = random.Random(7)
    book = openpyxl.load_workbook(REAL / "mews-competencies.xlsx")
    given: dict[str, int] = {}
    for name in ("Delivery", "DomainExpertise", "ProblemSolving", "Communication", "Leadership"):
        sheet = book[name]
        for row in range(3, sheet.max_row + 1):
            for statement in (1, 3, 5, 7, 9):
                text, level = sheet.cell(row, statement).value, sheet.cell(row, statement + 1)
                if text and isinstance(level.value, int):
                    level.value = dice.randint(0, 2)
                    given[" ".join(str(text).split())] = level.value
    book.save(tmp_path / "john.xlsx")
    settings = f"workbook: john.xlsx\nscale: {{lowest: 0, highest: 2}}\n{MEWS}"
    found, issues = read(tmp_path, settings)
    assert len(given) > 50
    assert dict(zip(found.ratings["skill"], found.ratings["level"], strict=True)) == given
    assert set(found.ratings["employee"]) == {"john"}
    assert not [issue for issue in issues if issue.severity == "error"]


@pytest.mark.parametrize("name", ["managers", "learning", "employee_survey", "employee_performance"])
def test_tables_about_something_else_are_refused_with_a_reason(tmp_path: Path, name: str) -> None:
    file = shutil.copy(REAL / f"people-analytics-{name}.csv", tmp_path)
    shown = run("inspect", Path(file))
    assert "none of the report's tables" in shown.out
    assert "note: " in shown.out
    checked = run("check", Path(file), "--period", "2026-Q3", "--industry", "other")
    assert checked.code == 1
    assert "nothing could be read" in checked.out
