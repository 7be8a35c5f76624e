"""From the client's files to the facts: what ratings, requirements and metrics come out of small workbooks."""

import json
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

from skillreport.model.assessment import Assessment, MetricNames
from skillreport.model.issue import Issue
from skillreport.read.assessment import read_assessment
from skillreport.read.files import input_files, read_files
from skillreport.read.settings import load_engagement
from skillreport.rules.load import load_rules, metric_names
from tests.errors import files
from tests.errors.command_line import run
from tests.errors.files import Files, write_files
from tests.errors.samples import ORG_CHART, SETTINGS, acme, table

Facts = list[tuple[str, str, float | str]]


def read(folder: Path, given: Files) -> tuple[Assessment, tuple[Issue, ...]]:
    engagement = load_engagement(write_files(folder, given) / "engagement.yml").value
    assert engagement is not None
    rules = load_rules(engagement).value
    assert rules is not None
    loaded = read_assessment(engagement, read_files(engagement), metric_names(rules))
    assert loaded.value is not None, loaded.issues
    return loaded.value, loaded.issues


def ratings(assessment: Assessment) -> Facts:
    """Employee, skill and level; a level that does not apply as N/A."""
    rows = assessment.ratings.sort_values(["row", "column"])
    levels = ["N/A" if pd.isna(level) else float(level) for level in rows["level"]]
    return list(zip(rows["employee"].astype(str), rows["skill"].astype(str), levels, strict=True))


def codes(issues: tuple[Issue, ...]) -> list[tuple[str, str | None]]:
    return [(issue.code, issue.location.cell) for issue in issues]


# ---- blank, not applicable, zero and an error are four things


@pytest.mark.parametrize("shape", ["list", "matrix"])
def test_blank_not_applicable_zero_and_an_error_are_kept_apart(shape: str, tmp_path: Path) -> None:
    text = {
        "list": """
            Employee | Skill     | Level          | Date
            E1       | Python    |                | 2026-09-01
            E1       | Listening | N/A            | 2026-09-01
            E2       | Python    | 0              | 2026-09-01
            E2       | Listening | =1/0 → #DIV/0! | 2026-09-01
        """,
        "matrix": """
            Employee | Date       | Python | Listening
            E1       | 2026-09-01 |        | N/A
            E2       | 2026-09-01 | 0      | =1/0 → #DIV/0!
        """,
    }[shape]
    assessment, issues = read(tmp_path, acme(SETTINGS + "scale: {lowest: 0, highest: 4}\n", ratings=text))
    assert ratings(assessment) == [("E1", "Listening", "N/A"), ("E2", "Python", 0.0)]
    assert codes(issues) == [("cell-error", {"list": "C5", "matrix": "D3"}[shape])]


def test_the_scale_of_the_settings_is_in_force(tmp_path: Path) -> None:
    text = "Employee | Skill | Level | Date\nE1 | Python | Able | 2026-09-01\nE2 | Python | 7 | 2026-09-01"
    assessment, issues = read(
        tmp_path, acme(SETTINGS + "scale: {labels: {0: None yet, 3: Able, 6: Expert}}\n", ratings=text)
    )
    assert (ratings(assessment), codes(issues)) == ([("E1", "Python", 3.0)], [("level-outside-scale", "C3")])


def test_symbols_of_the_scale_table_are_levels(tmp_path: Path) -> None:
    scale = "Level | Label | Symbol\n1 | Low | ○\n2 | Some | ◎\n3 | High | ★"
    text = "Employee | Python | Listening\nE1 | ★ | ○\nE2 | ◎ | N/A"
    assessment, _ = read(tmp_path, acme(scale=scale, ratings=text))
    assert ratings(assessment) == [
        ("E1", "Python", 3.0), ("E1", "Listening", 1.0), ("E2", "Python", 2.0), ("E2", "Listening", "N/A"),
    ]  # fmt: skip


# ---- dates and numbers as the settings say


@pytest.mark.parametrize(("order", "day"), [("day first", "2026-04-03"), ("month first", "2026-03-04")])
def test_the_declared_order_of_day_and_month_holds_in_every_table(order: str, day: str, tmp_path: Path) -> None:
    given = acme(
        SETTINGS + f"date_order: {order}\norg_chart: org.xlsx\n",
        org_chart="Employee ID | Name | Manager ID | Start date\nE1 | Ann | | 03/04/2026",
        ratings="Employee | Skill | Level | Date\nE1 | Python | 3 | 03/04/2026",
    )
    assessment, issues = read(tmp_path, given)
    assert [str(value)[:10] for value in (assessment.ratings["date"][0], assessment.people["start_date"].iloc[0])] == [
        day,
        day,
    ]
    assert "date-ambiguous" not in [issue.code for issue in issues]


def test_a_csv_file_tells_its_own_decimal_mark(tmp_path: Path) -> None:
    """One file of the engagement has decimal commas, the other points."""
    given = {
        "engagement.yml": SETTINGS.replace("acme.xlsx", "[ratings.csv, skills.csv, metrics.csv]"),
        "ratings.csv": "Employee;Skill;Level;Date\nE1;Python;3,5;2026-09-01\nE2;Python;4;2026-09-01\n",
        "skills.csv": "Skill,Category,Criticality\nPython,hard,2.5\n",
        "metrics.csv": "Metric,Period,Value\nRetention,2026-Q3,0.91\n",
    }
    assessment, issues = read(tmp_path, given)
    assert ratings(assessment) == [("E1", "Python", 3.5), ("E2", "Python", 4.0)]
    assert (assessment.skills[0].weight, float(assessment.metrics["value"][0]), issues) == (2.5, 0.91, ())


def test_what_the_settings_say_about_a_csv_file_is_in_force(tmp_path: Path) -> None:
    given: Files = {
        "engagement.yml": SETTINGS.replace("xlsx", "csv") + 'csv: {acme.csv: {encoding: cp1250, delimiter: "|"}}\n',
        "acme.csv": "Employee|Skill|Level|Date\nŽofie|Python|3|2026-09-01\n".encode("cp1250"),
    }
    assert ratings(read(tmp_path, given)[0]) == [("Žofie", "Python", 3.0)]


# ---- people


@pytest.mark.parametrize("employee", ["E2", "e2", "Bob", "BOB", "Bob (E2)"])
def test_a_rating_may_name_the_person_by_id_or_name(employee: str, tmp_path: Path) -> None:
    given = acme(org_chart=ORG_CHART, ratings=f"Employee | Skill | Level | Date\n{employee} | Python | 3 | 2026-09-01")
    assert ratings(read(tmp_path, given)[0]) == [("E2", "Python", 3.0)]


@pytest.mark.parametrize("name", ["Null", "NaN", "None", "NA", "True", "Inf", "1E5", "N/A Lee"])
def test_names_that_programs_take_for_nothing_or_a_number_are_people(name: str, tmp_path: Path) -> None:
    given = {
        "engagement.yml": SETTINGS.replace("xlsx", "csv"),
        "acme.csv": f"Employee,Skill,Level,Date\n{name},Python,3,2026-09-01\n",
    }
    assert ratings(read(tmp_path, given)[0]) == [(name, "Python", 3.0)]


def test_ids_stay_text(tmp_path: Path) -> None:
    given = {
        "engagement.yml": SETTINGS.replace("xlsx", "csv"),
        "acme.csv": "Employee,Skill,Level,Date\n007,Python,3,2026-09-01\n7,Python,4,2026-09-01\n",
    }
    assert ratings(read(tmp_path, given)[0]) == [("007", "Python", 3.0), ("7", "Python", 4.0)]


# ---- shapes and languages


SHAPES: Mapping[str, str] = {
    "list": """
        Employee | Skill     | Level
        E1       | Python    | 3
        E1       | Listening | 4
        E2       | Python    | 2
    """,
    "matrix": """
        Employee | Python | Listening
        E1       | 3      | 4
        E2       | 2      |
    """,
    "matrix with skills down the side": """
        Skill     | E1 | E2
        Python    | 3  | 2
        Listening | 4  |
    """,
    "turned list": """
        Employee | E1     | E1        | E2
        Skill    | Python | Listening | Python
        Level    | 3      | 4         | 2
    """,
    "matrix with titles, sums and remarks": """
        Skill assessment of the third quarter |  |  |  |

        No. | Employee | Python | Listening | Average | Remarks
        1   | E1       | 3      | 4         | 3.5     | good
        2   | E2       | 2      |           | 2       |
            | Average  | 2.5    | 4         |         |
        3   |          |        |           |         |
    """,
    "German": """
        Mitarbeiter | Kompetenz | Bewertung
        E1          | Python    | 3
        E1          | Listening | 4
        E2          | Python    | 2
    """,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_same_ratings_in_any_shape(shape: str, tmp_path: Path) -> None:
    assessment, issues = read(tmp_path, acme(ratings=SHAPES[shape]))
    assert sorted(ratings(assessment)) == [("E1", "Listening", 4.0), ("E1", "Python", 3.0), ("E2", "Python", 2.0)]
    assert [issue.code for issue in issues if issue.severity == "error"] == []


def test_every_rating_knows_the_cell_of_its_level(tmp_path: Path) -> None:
    assessment, _ = read(tmp_path, acme(ratings=SHAPES["matrix with titles, sums and remarks"]))
    cells = {
        str(row["employee"]) + str(row["skill"]): assessment.location(
            row["source"], row["row"], "level", row["column"]
        ).cell
        for row in assessment.ratings.to_dict("records")
    }
    assert cells == {"E1Python": "C4", "E2Python": "C5", "E1Listening": "D4"}


def test_several_people_s_files_are_one_assessment(tmp_path: Path) -> None:
    """A file per person, with a sheet per period in it, through one rule."""
    rule = (
        "import: [{table: ratings, file: '*.csv', columns: {skill: Statement, level: Points},"
        " fixed: {employee: '{file name}', rater_group: self}}]\n"
    )
    given = {
        "engagement.yml": SETTINGS.replace("acme.xlsx", "answers") + rule,
        "answers/Ann Lee.csv": "Statement,Points\nPython,3\n",
        "answers/Bob Ray.csv": "Statement,Points\nPython,4\n",
    }
    assert ratings(read(tmp_path, given)[0]) == [("Ann Lee", "Python", 3.0), ("Bob Ray", "Python", 4.0)]


def test_ratings_may_bring_their_target(tmp_path: Path) -> None:
    text = "Employee | Skill | Level | Required level\nE1 | Python | 3 | 4\nE2 | Python | 2 |"
    requirements = read(tmp_path, acme(ratings=text))[0].requirements
    assert [(row["employee"], row["skill"], row["level"]) for row in requirements.to_dict("records")] == [
        ("E1", "Python", 4)
    ]


def test_columns_of_a_matrix_that_hold_no_level_are_named_and_left_out(tmp_path: Path) -> None:
    text = "Employee | Salary | Python | Mood\nE1 | 50000 | 3 | good\nE2 | 60000 | 2 | bad"
    assessment, issues = read(tmp_path, acme(ratings=text))
    assert ratings(assessment) == [("E1", "Python", 3.0), ("E2", "Python", 2.0)]
    assert [issue.values["headers"] for issue in issues if issue.code == "columns-ignored"] == ["Salary, Mood"]


def test_a_slot_without_skill_and_level_is_no_issue(tmp_path: Path) -> None:
    """Columns side by side have as many slots as the person with most skills needs."""
    text = "Employee | Skill 1 | Level 1 | Skill 2 | Level 2\nE1 | Python | 3 | Listening | 4\nE2 | Python | 2 | |"
    columns = "{employee: Employee, skill: [Skill 1, Skill 2], level: [Level 1, Level 2]}"
    rules = f"import: [{{table: ratings, sheet: Ratings, columns: {columns}}}]\n"
    assessment, issues = read(tmp_path, acme(SETTINGS + rules, ratings=text))
    assert (len(ratings(assessment)), issues) == (3, ())


# ---- metrics and mandatory certifications


@pytest.mark.parametrize(
    ("header", "periods"),
    [
        ("2026-Q1 | 2026-Q2", ["2026-Q1", "2026-Q2"]),
        ("2025 | 2026", ["2025", "2026"]),
        ("2026-01 | 2026-02", ["2026-01", "2026-02"]),
        ("2026-01-31 | 2026-04-30", ["2026-Q1", "2026-Q2"]),
        ("2026-01-31 | 2026-02-28", ["2026-01", "2026-02"]),
    ],
)
def test_periods_across_the_top(header: str, periods: list[str], tmp_path: Path) -> None:
    """Days stand for their quarters; for their months where two lie in one quarter."""
    metrics = read(tmp_path, acme(metrics=f"Metric | {header}\nRetention | 0.9 | 0.8"))[0].metrics
    assert [str(period) for period in metrics["period"]] == periods


def test_crosses_in_a_matrix_are_mandatory_certifications(tmp_path: Path) -> None:
    text = "Role | First aid | Fire safety\nDirector | x |\nDeveloper | no | yes"
    found = read(tmp_path, acme(mandatory_certifications=text))[0].mandatory
    assert [(row["role"], row["certification"]) for row in found.to_dict("records")] == [
        ("Director", "First aid"),
        ("Developer", "Fire safety"),
    ]


def test_two_ratings_tables_of_two_files_are_both_read(tmp_path: Path) -> None:
    given = acme(SETTINGS.replace("acme.xlsx", "[acme.xlsx, more.xlsx]"))
    rows = table("Employee | Skill | Level | Date\nE3 | Python | 5 | 2026-09-01")
    assessment, _ = read(tmp_path, {**given, "more.xlsx": files.xlsx({"Ratings": rows})})
    assert {employee for employee, _, _ in ratings(assessment)} == {"E1", "E2", "E3"}


def test_files_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    """Two departments send a ratings.csv each: messages and the list of inputs name both."""
    for folder, level in (("sales", "3"), ("it", "9")):
        tmp_path.joinpath(folder).mkdir()
        tmp_path.joinpath(folder, "ratings.csv").write_text(f"Employee,Skill,Level\nE-{folder},SQL,{level}\n")
    stated = "client: Acme\nindustry: other\nperiod: 2026-Q3\nworkbook: [sales/ratings.csv, it/ratings.csv]\n"
    tmp_path.joinpath("engagement.yml").write_text(stated)
    engagement = load_engagement(tmp_path / "engagement.yml").value
    assert engagement is not None
    assert list(input_files(engagement)) == ["sales/ratings.csv", "it/ratings.csv"]
    loaded = read_assessment(engagement, read_files(engagement), MetricNames({}, frozenset()))
    assert [str(issue.location) for issue in loaded.issues if issue.severity == "error"] == ["it/ratings.csv: C2"]


def test_a_requirement_for_somebody_unknown_is_said(tmp_path: Path) -> None:
    rows = "Employee | Skill | Required level\nE1 | Python | 4\nbertha | Python | 4"
    folder = write_files(tmp_path, acme(org_chart=ORG_CHART, requirements=rows))
    checked = run("check", folder, "--json")
    said = [(item["code"], item["cell"], item["sheet"]) for item in json.loads(checked.out)["issues"]]
    assert ("employee-unknown", "A3", "Requirements") in said


def test_days_for_periods_follow_the_order_of_the_settings(tmp_path: Path) -> None:
    rows = "Metric | Period | Value\nRetention | '03/04/2026 | 0.9"
    stated = SETTINGS + "date_order: day first\n"
    found, _ = read(tmp_path, acme(stated, metrics=rows))
    assert [str(period) for period in found.metrics["period"]] == ["2026-Q2"]
    other = tmp_path / "other"
    _, issues = read(other, acme(metrics=rows))
    assert ("date-ambiguous", "B2") in codes(issues)


def test_of_a_list_of_skills_the_known_ones_count(tmp_path: Path) -> None:
    rows = "Programme | Skills | Hours\nCamp | Python; Pyton; Listening | 8"
    found, issues = read(tmp_path, acme(courses=rows))
    assert list(found.courses["skills"]) == [("Python", "Listening")]
    assert [issue.values["value"] for issue in issues if issue.code == "skill-unknown"] == ["Pyton"]


def test_a_name_in_a_column_of_ids_is_the_person(tmp_path: Path) -> None:
    rows = "Employee | Skill | Level | Date\nE1 | Python | 3 | 2026-09-01\nBob | Python | 2 | 2026-09-01"
    found, issues = read(tmp_path, acme(org_chart=ORG_CHART, ratings=rows))
    assert [employee for employee, *_ in ratings(found)] == ["E1", "E2"]
    assert "employee-unknown" not in {issue.code for issue in issues}
