"""What `skillreport new` makes: settings that are valid as they stand, and a template that becomes a report."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from ruamel.yaml import YAML

from skillreport.model.engagement import CAREER_LEVELS, RATER_GROUPS, Engagement
from skillreport.model.issue import Loaded
from skillreport.read.assessment import read_assessment
from skillreport.read.files import read_files
from skillreport.read.settings import load_engagement, missing_files
from skillreport.read.vocabulary import template_tables
from skillreport.rules.load import industries, load_rules, metric_names
from skillreport.write.scaffold import EVERY_INDUSTRY, LOOKS, PURPOSES, STARTER_SKILLS, scaffold_files
from skillreport.write.template_workbook import ERROR_LENGTH, LEGEND, LISTS, PROMPT_LENGTH, READ_ME, TITLE_LENGTH

ROOT = Path(__file__).parent.parent
Workbook = Any  # openpyxl comes without types
SKILL_KEYS = {"skill", "category", "group", "criticality", "shelf_life", "description"}


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return scaffold_files("Acme", "technology", "2026-Q3")


@pytest.fixture(scope="module")
def assessment(files: dict[str, bytes]) -> Workbook:
    return openpyxl.load_workbook(BytesIO(files["assessment.xlsx"]))


@pytest.fixture(scope="module")
def org_chart(files: dict[str, bytes]) -> Workbook:
    return openpyxl.load_workbook(BytesIO(files["org_chart.xlsx"]))


@pytest.fixture(scope="module", params=["assessment.xlsx", "org_chart.xlsx"])
def workbook(request: pytest.FixtureRequest, files: dict[str, bytes]) -> Workbook:
    return openpyxl.load_workbook(BytesIO(files[request.param]))


def write(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def table_sheets(workbook: Workbook) -> list[Any]:
    return [sheet for sheet in workbook if sheet.title not in (READ_ME, LISTS, LEGEND)]


def headers(sheet: Any) -> list[str]:
    return [cell.value for cell in sheet[1]]


def validations(sheet: Any) -> Iterator[tuple[str, Any]]:
    """Header and data validation of each column that has one."""
    for item in sheet.data_validations.dataValidation:
        [cells] = item.sqref.ranges
        yield headers(sheet)[cells.min_col - 1], item


def column_look(cell: Any) -> Any:
    """Width and format of the cell's column; equal neighbours are stored as one."""
    looks = cell.parent.column_dimensions.values()
    return next(look for look in looks if look.min <= cell.column <= look.max)


# ---- the files


def test_the_same_arguments_give_the_same_bytes(files: dict[str, bytes]) -> None:
    assert scaffold_files("Acme", "technology", "2026-Q3") == files


def test_there_are_settings_and_two_workbooks_and_no_empty_commentary(files: dict[str, bytes]) -> None:
    assert list(files) == ["engagement.yml", "assessment.xlsx", "org_chart.xlsx"]


# ---- engagement.yml


def settings(folder: Path, client: str, industry: str, period: str | None) -> Loaded[Engagement | None]:
    return load_engagement(write(folder, scaffold_files(client, industry, period)) / "engagement.yml")


@pytest.mark.parametrize("industry", industries())
@pytest.mark.parametrize("period", ["2026-Q3", "2026-09", "2026", None])
def test_the_settings_are_valid_as_they_stand(tmp_path: Path, industry: str, period: str | None) -> None:
    loaded = settings(tmp_path, "Acme", industry, period)
    assert loaded.issues == ()
    assert loaded.value is not None
    assert missing_files(loaded.value) == ()
    assert load_rules(loaded.value).issues == ()
    assert (loaded.value.client, loaded.value.industry) == ("Acme", industry)
    assert str(loaded.value.period) == str(period)


@pytest.mark.parametrize("client", ['Acme: "Ltd" #1', "007", "null", "C:\\new", "Müller & Söhne", "- $client", "'"])
def test_any_name_of_a_client_survives_the_settings(tmp_path: Path, client: str) -> None:
    loaded = settings(tmp_path, client, "other", None)
    assert loaded.value is not None
    assert loaded.value.client == client


def test_a_name_with_line_breaks_and_control_characters_becomes_one_line(tmp_path: Path) -> None:
    loaded = settings(tmp_path, "Acme\nperiod: 1\x07\x7f", "other", None)
    assert loaded.value is not None
    assert loaded.value.client == "Acme period: 1"


def everything_in_force(text: bytes) -> dict[str, Any]:
    """The settings with every commented one taken in."""
    found: dict[str, Any] = YAML(typ="safe").load(re.sub(r"(?m)^( *)#(?=[^ #])", r"\1", text.decode()))
    return found


def test_every_setting_is_named_and_valid_without_its_comment_sign(files: dict[str, bytes]) -> None:
    data = everything_in_force(files["engagement.yml"])
    assert set(data) == {field.alias or name for name, field in Engagement.model_fields.items()}
    Engagement.model_validate(data)


def leaves(data: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in data.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{path}{name}.")
        else:
            yield f"{path}{name}", value


def test_the_defaults_shown_are_those_of_the_program(files: dict[str, bytes]) -> None:
    shown = dict(leaves(Engagement.model_validate(everything_in_force(files["engagement.yml"])).model_dump()))
    defaults = dict(leaves(Engagement(workbook=Path("assessment.xlsx"), industry="technology").model_dump()))
    stated = {name: value for name, value in defaults.items() if value not in (None, ())}
    assert {name: shown[name] for name in stated} == stated


# ---- the workbooks


def test_every_table_of_the_reader_has_its_sheet_and_headers(assessment: Workbook, org_chart: Workbook) -> None:
    sheets = {sheet.title: headers(sheet) for sheet in [*table_sheets(assessment), *table_sheets(org_chart)]}
    assert sheets == {
        table.sheet: [field.header for field in table.template_fields.values()] for table in template_tables().values()
    }


def test_every_look_and_purpose_belongs_to_a_column_or_table() -> None:
    fields = {name for table in template_tables().values() for name in table.fields}
    fields |= {f"{table.name}.{name}" for table in template_tables().values() for name in table.fields}
    assert set(LOOKS) - fields == set()
    assert set(PURPOSES) == set(template_tables())


def test_the_first_sheet_says_what_to_do(workbook: Workbook) -> None:
    first = workbook.worksheets[0]
    assert first.title == "Read me"
    said = {cell.value for cell in first["A"]}
    assert {"Purpose", "Steps", "Colour key"} <= said


def test_required_columns_stand_out_and_the_colour_key_shows_how(assessment: Workbook) -> None:
    key = {
        row[0].value: (row[0].fill.fgColor.rgb, row[0].font.bold, row[0].font.italic)
        for row in assessment["Read me"].iter_rows()
        if row[0].fill.fill_type
    }
    dark, medium, pale = key["Dark, bold"], key["Medium, bold"], key["Pale, italic"]
    assert len({dark, medium, pale}) == 3
    looks = {
        (table.name, name): (cell.fill.fgColor.rgb, cell.font.bold, cell.font.italic)
        for table in template_tables().values()
        if table.name != "org_chart"
        for name, cell in zip(table.template_fields, assessment[table.sheet][1], strict=True)
    }
    required = {(table, name) for table, name in looks if template_tables()[table].fields[name].required}
    assert {place for place, look in looks.items() if look == dark} == required
    assert {place for place, look in looks.items() if look == medium} == {
        *(("requirements", "role"), ("requirements", "employee")),
        *(("metrics", "value"), ("metrics", "numerator"), ("metrics", "denominator")),
    }
    assert {look for place, look in looks.items() if place not in required} == {medium, pale}


def test_each_table_is_an_excel_table_with_filter_banding_and_frozen_header(workbook: Workbook) -> None:
    for sheet in table_sheets(workbook):
        [table] = sheet.tables.values()
        assert table.ref.startswith("A1:")
        assert table.autoFilter is not None
        assert table.tableStyleInfo.showRowStripes
        assert sheet.freeze_panes == "A2"


def test_there_are_no_merged_cells_and_no_macros(workbook: Workbook) -> None:
    assert [sheet.title for sheet in workbook if sheet.merged_cells.ranges] == []
    assert workbook.vba_archive is None


def test_drop_downs_take_their_words_from_defined_names(assessment: Workbook, org_chart: Workbook) -> None:
    lists = {
        f"{sheet.title}.{header}": item.formula1.removeprefix("list_")
        for sheet in [*table_sheets(assessment), *table_sheets(org_chart)]
        for header, item in validations(sheet)
        if item.type == "list"
    }
    assert lists == {
        "Skills.Category": "category",
        "Requirements.Role": "role",
        "Requirements.Skill": "skill",
        "Requirements.Career level": "career_level",
        "Ratings.Skill": "skill",
        "Ratings.Rater group": "rater_group",
        "Ratings.Role": "role",
        "Training.Programme": "programme",
        "Training.Category": "category",
        "Training.Completed": "yes_or_no",
        "Certifications.Skill": "skill",
        "Certifications.Passed": "yes_or_no",
        "Mandatory certifications.Role": "role",
        "Mandatory certifications.Career level": "career_level",
        "Courses.Category": "category",
        "Courses.Prerequisite": "programme",
        "Metrics.Metric": "metric",
        "Org chart.Career level": "career_level",
    }


def named_words(workbook: Workbook, name: str) -> list[str]:
    """The words of a list whose cells are fixed."""
    [(sheet, cells)] = workbook.defined_names[name].destinations
    return [row[0].value for row in workbook[sheet][cells.replace("$", "")]]


def test_the_closed_lists_hold_the_words_of_the_program(assessment: Workbook, org_chart: Workbook) -> None:
    words = {name: named_words(assessment, f"list_{name}") for name in ("category", "rater_group", "yes_or_no")}
    assert words == {"category": ["hard", "soft"], "rater_group": [*RATER_GROUPS], "yes_or_no": ["yes", "no"]}
    for workbook in (assessment, org_chart):
        assert named_words(workbook, "list_career_level") == [*CAREER_LEVELS]


def test_the_metric_list_names_the_metrics_of_the_method(assessment: Workbook) -> None:
    rules = load_rules(Engagement(workbook=Path("assessment.xlsx"))).value
    assert rules is not None
    assert named_words(assessment, "list_metric") == [metric.name for metric in rules.metrics]


@pytest.mark.parametrize(
    ("name", "sheet", "header"),
    [("skill", "Skills", "Skill"), ("programme", "Courses", "Programme"), ("role", "Lists", "Role")],
)
def test_lists_that_the_user_fills_grow_with_their_column(
    assessment: Workbook, name: str, sheet: str, header: str
) -> None:
    formula = assessment.defined_names[f"list_{name}"].attr_text
    letter = next(cell.column_letter for cell in assessment[sheet][1] if cell.value == header)
    cells = f"'{sheet}'!${letter}$2:${letter}$5001"
    assert formula == f"'{sheet}'!${letter}$2:INDEX({cells},MAX(1,COUNTA({cells})))"


def test_drop_downs_ask_but_never_refuse(workbook: Workbook) -> None:
    for sheet in table_sheets(workbook):
        assert {item.errorStyle for _, item in validations(sheet) if item.type} <= {"warning"}


def test_help_and_error_texts_are_whole_and_within_the_limits_of_excel(workbook: Workbook) -> None:
    for sheet in table_sheets(workbook):
        for header, item in validations(sheet):
            place = f"{sheet.title}.{header}"
            assert len(item.promptTitle or "") <= TITLE_LENGTH == 32, place
            assert len(item.errorTitle or "") <= TITLE_LENGTH, place
            assert len(item.prompt or "") <= PROMPT_LENGTH == 255, place
            assert len(item.error or "") <= ERROR_LENGTH == 224, place
            assert (item.prompt or ".").endswith((".", "?")), place
            assert (item.error or "?").endswith("?"), place


def test_ids_are_text_and_dates_are_shown_by_year_month_and_day(assessment: Workbook, org_chart: Workbook) -> None:
    formats = {
        f"{sheet.title}.{cell.value}": column_look(cell).number_format
        for sheet in [*table_sheets(assessment), *table_sheets(org_chart)]
        for cell in sheet[1]
    }
    ids = ("Ratings.Employee", "Training.Employee", "Requirements.Employee", "Org chart.Employee ID",
           "Org chart.Manager ID", "Ratings.Rater", "Metrics.Period")  # fmt: skip
    assert {formats[name] for name in ids} == {"@"}
    dated = [name for name in formats if re.search(r"date$|\.Date$|Expires|Last promotion", name)]
    assert len(dated) == 11
    assert {formats[name] for name in dated} == {"yyyy-mm-dd"}


def test_columns_are_wide_enough_for_their_headers(workbook: Workbook) -> None:
    for sheet in table_sheets(workbook):
        for cell in sheet[1]:
            assert column_look(cell).width >= len(cell.value) + 4


def test_a_hidden_sheet_tells_the_version_of_the_layout(workbook: Workbook) -> None:
    sheet = workbook["Legend"]
    assert sheet.sheet_state == "hidden"
    assert (sheet["A1"].value, sheet["B1"].value) == ("Schema version", 1)
    assert [item.title for item in workbook if item.sheet_state != "visible"] == ["Legend"]


# ---- what is filled in already


def rows(sheet: Any) -> list[dict[str, Any]]:
    names = headers(sheet)
    return [dict(zip(names, row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True) if any(row)]


@pytest.mark.parametrize("industry", industries())
def test_the_skills_of_an_industry_are_a_start(industry: str) -> None:
    workbook = openpyxl.load_workbook(BytesIO(scaffold_files("Acme", industry, None)["assessment.xlsx"]))
    skills = rows(workbook["Skills"])
    assert 18 <= len(skills) <= 24
    assert len({skill["Skill"] for skill in skills}) == len(skills)
    assert {skill["Category"] for skill in skills} == {"hard", "soft"}
    assert all(all(skill.values()) for skill in skills)
    assert all(skill["Criticality"] in (1, 2, 3) and 12 <= skill["Shelf life (months)"] <= 36 for skill in skills)


def test_the_starter_skills_know_exactly_the_industries_and_their_fields() -> None:
    data = YAML(typ="safe").load(STARTER_SKILLS.read_text("utf-8"))
    assert set(data) == {EVERY_INDUSTRY, *industries()}
    assert {frozenset(skill) for skills in data.values() for skill in skills} == {frozenset(SKILL_KEYS)}
    assert [s for skills in data.values() for s in skills if s["description"].endswith(".")] == []


def test_the_scale_has_five_levels_with_label_and_description(assessment: Workbook) -> None:
    scale = rows(assessment["Scale"])
    assert [level["Level"] for level in scale] == [1, 2, 3, 4, 5]
    assert all(level["Label"] and level["Description"] for level in scale)


def test_facts_are_left_to_the_client(assessment: Workbook, org_chart: Workbook) -> None:
    sheets = [*table_sheets(assessment), *table_sheets(org_chart)]
    assert [sheet.title for sheet in sheets if rows(sheet)] == ["Skills", "Scale"]


@pytest.mark.parametrize(
    ("industry", "labels", "first"),
    [
        ("technology", [*CAREER_LEVELS, "no career level known"], "30% soft, 70% hard"),
        ("healthcare", ["every career level"], "55% soft, 45% hard"),
        ("other", [*CAREER_LEVELS, "no career level known"], "40% soft, 60% hard"),
    ],
)
def test_the_first_sheet_prints_the_mix_of_the_industry(industry: str, labels: list[str], first: str) -> None:
    workbook = openpyxl.load_workbook(BytesIO(scaffold_files("Acme", industry, None)["assessment.xlsx"]))
    lines = [(row[0], row[1]) for row in workbook["Read me"].iter_rows(values_only=True)]
    start = lines.index((f"Recommended training mix: {industry}", None)) + 1
    printed = lines[start : start + len(labels)]
    assert [label for label, _ in printed] == labels
    assert str(printed[0][1]).startswith(first)


# ---- the template in use


def test_an_unfilled_template_says_only_that_there_are_no_ratings(tmp_path: Path, files: dict[str, bytes]) -> None:
    engagement = load_engagement(write(tmp_path, files) / "engagement.yml").value
    assert engagement is not None
    rules = load_rules(engagement).value
    assert rules is not None
    loaded = read_assessment(engagement, read_files(engagement), metric_names(rules))
    assert loaded.value is None
    assert [issue.code for issue in loaded.issues] == ["ratings-empty"]


PEOPLE: Sequence[tuple[str, str, str | None, str, str, str]] = (
    ("001", "Ada Wells", None, "Head of engineering", "manager", "Engineering"),
    ("002", "Ben Ode", "001", "Developer", "entry", "Engineering"),
    ("003", "Cleo Marsh", "001", "Developer", "intermediate", "Engineering"),
    ("004", "Dan Frey", "001", "Developer", "intermediate", "Engineering"),
    ("005", "Eve Lund", "001", "Developer", "senior", "Engineering"),
    ("006", "Finn Abel", "001", "Developer", "senior", "Engineering"),
)
REQUIRED = {"Programming": 4, "Automated testing": 3, "Active listening": 3, "Teamwork": 4}


def fill(sheet: Any, filled: Sequence[Mapping[str, Any]]) -> None:
    """Type rows below the header; the table grows as it does in a spreadsheet program."""
    columns = {header: place for place, header in enumerate(headers(sheet), 1)}
    for number, row in enumerate(filled, 2):
        for header, value in row.items():
            sheet.cell(number, columns[header], value)
    [table] = sheet.tables.values()
    table.ref = re.sub(r"\d+$", str(len(filled) + 1), table.ref)


def fill_template(folder: Path) -> None:
    workbook = openpyxl.load_workbook(folder / "assessment.xlsx")
    fill(
        workbook["Requirements"],
        [
            {"Role": role, "Skill": skill, "Required level": level}
            for role in ("Developer", "Head of engineering")
            for skill, level in REQUIRED.items()
        ],
    )
    fill(
        workbook["Ratings"],
        [
            {
                "Employee": employee,
                "Skill": skill,
                "Level": 1 + (int(employee) + place) % 4,
                "Rater group": group,
                "Date": date(2026, 9, 1),
            }
            for employee, *_ in PEOPLE
            for place, skill in enumerate(REQUIRED)
            for group in ("self", "manager")
        ],
    )
    fill(
        workbook["Training"],
        [
            {
                "Employee": employee,
                "Programme": programme,
                "Start date": date(2026, 5, 4),
                "Hours": 8,
                "Category": category,
                "Completed": "yes",
            }
            for employee, *_ in PEOPLE
            for programme, category in (("Testing workshop", "hard"), ("Listening course", "soft"))
        ],
    )
    workbook.save(folder / "assessment.xlsx")

    chart = openpyxl.load_workbook(folder / "org_chart.xlsx")
    names = ("Employee ID", "Name", "Manager ID", "Role", "Career level", "Department")
    fill(chart["Org chart"], [dict(zip(names, person, strict=True)) for person in PEOPLE])
    chart.save(folder / "org_chart.xlsx")


def test_a_filled_template_becomes_a_report(tmp_path: Path, files: dict[str, bytes]) -> None:
    fill_template(write(tmp_path, files))
    output = tmp_path / "output"
    command = ["-m", "skillreport", "build", str(tmp_path), "--format", "html", "--output", str(output)]
    run = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "Acme" in (output / "acme-2026-q3" / "organisation.html").read_text("utf-8")
    issues = json.loads((output / "acme-2026-q3" / "consultant" / "issues.json").read_text("utf-8"))["issues"]
    assert [issue for issue in issues if issue["severity"] != "note"] == []
