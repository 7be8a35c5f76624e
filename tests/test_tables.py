"""Which table of ours a region is, in whatever shape it came, and what is said about it."""

from datetime import date

import pytest

from skillreport.read.faulty_cells import FaultyCell
from skillreport.read.tables import find_tables
from tests.sheets import issues_of, places, records, seen, sheet, table_of, tables

SKILLS = sheet("Skill | Category\nPython | hard\nSQL | hard\nListening | soft", "Skills")
CHART = sheet("Employee ID | Name | Manager ID\nE1 | Ann Lee |\nE2 | Bob Ray | E1", "Org chart")
RATED = [
    {"employee": "E1", "skill": "Python", "level": 3},
    {"employee": "E2", "skill": "Python", "level": 2},
    {"employee": "E1", "skill": "SQL", "level": 4},
    {"employee": "E2", "skill": "SQL", "level": 5},
]


# ---- lists


def test_a_list_is_read_by_the_name_of_its_sheet() -> None:
    raw = table_of(sheet("Employee | Skill | Level\nE1 | Python | 3", "Ratings"))
    assert (raw.table, raw.shape, records(raw)) == (
        "ratings",
        "list",
        [{"employee": "E1", "skill": "Python", "level": 3}],
    )
    assert places(raw, "level") == ["C2"]


@pytest.mark.parametrize(
    ("headers", "table"),
    [
        ("Employee | Skill | Level", "ratings"),
        ("Employee | Skill | Level | Date", "ratings"),
        ("Role | Skill | Level", "requirements"),
        ("Role | Skill | Required level", "requirements"),
        ("Skill | Category", "skills"),
        ("Employee | Programme | Start date | Hours", "training"),
        ("Employee | Certification | Date", "certifications"),
        ("Programme | Skills | Hours", "courses"),
        ("Metric | Period | Value", "metrics"),
        ("Level | Label", "scale"),
    ],
)
def test_a_list_on_a_sheet_of_any_name_is_read_by_its_headers(headers: str, table: str) -> None:
    given = sheet(f"{headers}\n{' | '.join('x' for _ in headers.split('|'))}", "Export of June")
    assert table_of(given).table == table
    assert ("table-by-headers", None) in issues_of(given)


def test_an_org_chart_needs_no_name_of_its_sheet() -> None:
    """There may be one per site, so nothing is said."""
    given = sheet("Employee ID | Name | Manager ID\nE1 | Ann |", "Export of June")
    assert (table_of(given).table, issues_of(given)) == ("org_chart", [])


def test_employees_with_required_levels_are_requirements_where_the_sheet_says_so() -> None:
    assert table_of(sheet("Employee | Skill | Level\nE1 | Python | 3", "Requirements")).table == "requirements"


def test_headers_go_by_case_blanks_and_marks_only() -> None:
    raw = table_of(sheet("EMPLOYEE_ID | *Skill* | ra-ting\u00a0 | ＤＡＴＥ\nE1 | Python | 3 | @2026-09-01", "Ratings"))
    assert records(raw) == [{"employee": "E1", "skill": "Python", "level": 3, "date": date(2026, 9, 1)}]


def test_a_near_miss_is_asked_about_and_not_read() -> None:
    given = sheet("Employee | Skill | Level | Rater grup\nE1 | Python | 3 | self", "Ratings")
    assert "rater_group" not in table_of(given).fields
    assert issues_of(given) == [("header-near-miss", "D1")]


def test_unknown_columns_are_named_and_not_read() -> None:
    given = sheet("Employee | Skill | Level | Salary\nE1 | Python | 3 | 50000", "Ratings")
    assert issues_of(given) == [("columns-ignored", None)]
    assert records(table_of(given)) == [{"employee": "E1", "skill": "Python", "level": 3}]


def test_a_column_that_stands_twice_is_read_once_and_said() -> None:
    given = sheet("Employee | Skill | Level | Level\nE1 | Python | 3 | 5", "Ratings")
    assert records(table_of(given))[0]["level"] == 3
    assert issues_of(given) == [("column-twice", "D1")]


def test_of_several_names_of_one_field_the_most_usual_counts() -> None:
    given = sheet("Name | Employee ID | Skill | Level\nAnn | E1 | Python | 3", "Ratings")
    assert records(table_of(given))[0]["employee"] == "E1"


def test_a_needed_column_that_is_missing_is_an_error_where_the_sheet_has_the_name() -> None:
    assert issues_of(sheet("Employee | Skill | Points given\nE1 | Python | 3", "Ratings")) == [("column-missing", "A1")]


def test_a_missing_column_is_a_note_where_only_headers_hint_at_the_table() -> None:
    assert issues_of(sheet("Employee | Skill | Points given\nE1 | Python | 3", "Survey")) == [
        ("table-incomplete", "A1:C2")
    ]


def test_the_table_that_a_note_names_is_the_closest_one() -> None:
    [item] = seen(sheet("Employee | Skill | Points given\nE1 | Python | 3", "Survey"))
    assert item.issues[0].values["table"] == "Ratings"


def test_a_sheet_without_any_known_header_is_left_alone() -> None:
    assert issues_of(sheet("Day | Occasion\nMonday | Lunch", "Holidays")) == [("sheet-not-recognised", "A1:B2")]


def test_a_sheet_of_numbers_has_no_headers() -> None:
    assert issues_of(sheet("1 | 2\n3 | 4", "Budget")) == [("sheet-without-headers", None)]


@pytest.mark.parametrize("name", ["Read me", "Lists", "Legend", "Anleitung", "Légende"])
def test_sheets_that_explain_are_passed_over_in_silence(name: str) -> None:
    assert seen(sheet("Employee | Skill | Level\nE1 | Python | 3", name)) == ()


def test_a_second_sheet_with_the_headers_of_a_named_one_is_not_read_and_said() -> None:
    rows = "Employee | Skill | Level\nE1 | Python | 3"
    first, second = sheet(rows, "Ratings"), sheet(rows, "Ratings (2)")
    assert [raw.sheet.name for raw in tables(first, second)] == ["Ratings"]
    assert issues_of(second, first) == [("table-again", None)]


def test_several_org_charts_are_all_read() -> None:
    rows = "Employee ID | Name | Manager ID\nE1 | Ann |"
    assert len(tables(sheet(rows, "Org chart"), sheet(rows.replace("E1", "E2"), "Site B"))) == 2


def test_several_tables_of_a_sheet_are_all_read() -> None:
    given = sheet(
        """
        Skill | Category | | Role | Skill | Required level
        Python | hard | | Developer | Python | 4
        SQL | hard | | Developer | SQL | 3

        Employee | Skill | Level | | |
        E1 | Python | 3 | | |
        """
    )
    assert [raw.table for raw in tables(given)] == ["skills", "requirements", "ratings"]


def test_a_row_with_a_heading_only_is_no_record() -> None:
    given = sheet("Employee | Skill | Level\nSales | |\nE1 | Python | 3\nIT | |\nE2 | SQL | 4", "Ratings")
    assert [row["employee"] for row in records(table_of(given))] == ["E1", "E2"]
    assert issues_of(given) == [("rows-are-headings", "A2")]


def test_a_skill_without_category_is_a_skill_and_no_heading() -> None:
    assert len(records(table_of(sheet("Skill | Category\nPython | hard\nSQL |", "Skills")))) == 2


def test_each_kind_of_row_left_out_is_said_once_with_its_rows() -> None:
    given = sheet(
        "Employee | Skill | Level\nE1 | Python | 3\nAverage | | 3\nEmployee | Skill | Level\nE2 | SQL | 4\n"
        "Target | | 4\nTotal | | 7\n5 | |\nNote: rated in June | |",
        "Ratings",
    )
    assert issues_of(given) == [
        ("rows-are-totals", "A3"),
        ("rows-are-limits", "A6"),
        ("rows-are-notes", "A9"),
        ("rows-are-slots", "A8"),
        ("rows-repeat-header", "A4"),
    ]
    [totals] = [issue for item in seen(given) for issue in item.issues if issue.code == "rows-are-totals"]
    assert (totals.values["rows"], totals.count) == ("3, 7", 2)


def test_a_legend_beside_and_longer_than_the_table_makes_no_records() -> None:
    given = sheet(
        "Employee | Skill | Level | | Legend\nE1 | Python | 3 | | 1 low\n | | | | 3 able\n | | | | 5 expert", "Ratings"
    )
    assert len(records(table_of(given))) == 1


@pytest.mark.parametrize("title", ["", "Legend | |\n"])
def test_a_legend_below_the_table_makes_no_records(title: str) -> None:
    given = sheet(
        f"Employee | Skill | Level\nE1 | Python | 3\nE2 | SQL | 4\n\n{title}1 | Novice |\n5 | Expert |", "Ratings"
    )
    assert [row["employee"] for row in records(table_of(given))] == ["E1", "E2"]


# ---- matrices


def test_people_down_the_side_and_skills_across() -> None:
    raw = table_of(sheet("Employee | Python | SQL\nE1 | 3 | 4\nE2 | 2 | 5", "Ratings"))
    assert (raw.table, raw.shape, records(raw)) == ("ratings", "matrix", RATED)
    assert places(raw, "level") == ["B2", "B3", "C2", "C3"]
    assert (places(raw, "employee"), places(raw, "skill")) == (["A2", "A3", "A2", "A3"], ["B1", "B1", "C1", "C1"])


def test_skills_down_the_side_and_people_across() -> None:
    raw = table_of(sheet("Skill | E1 | E2\nPython | 3 | 2\nSQL | 4 | 5", "Ratings"))
    assert records(raw) == [RATED[0], RATED[2], RATED[1], RATED[3]]
    assert places(raw, "level") == ["B2", "B3", "C2", "C3"]


def test_a_blank_cell_of_a_matrix_is_no_rating() -> None:
    raw = table_of(sheet("Employee | Python | SQL\nE1 | 3 | \nE2 | | 5", "Ratings"))
    assert records(raw) == [RATED[0], RATED[3]]


def test_one_row_per_rater() -> None:
    raw = table_of(sheet("Employee | Rater group | Python | SQL\nE1 | self | 3 | 4\nE1 | manager | 2 | 5", "Ratings"))
    assert records(raw)[1] == {"employee": "E1", "rater_group": "manager", "skill": "Python", "level": 2}


def test_one_column_per_rater_group() -> None:
    raw = table_of(sheet("Employee | Skill | Self | Manager\nE1 | Python | 3 | 4\nE1 | SQL | 2 |", "Ratings"))
    assert records(raw) == [
        {"employee": "E1", "skill": "Python", "rater_group": "Self", "level": 3},
        {"employee": "E1", "skill": "SQL", "rater_group": "Self", "level": 2},
        {"employee": "E1", "skill": "Python", "rater_group": "Manager", "level": 4},
    ]
    assert places(raw, "level") == ["C2", "C3", "D2"]


TWO_ROWS = {
    "skill over rater group": (
        """
         | Python | | SQL |
        Employee | self | manager | self | manager
        E1 | 3 | 4 | 2 | 1
        """,
        [("Python", "self", 3), ("Python", "manager", 4), ("SQL", "self", 2), ("SQL", "manager", 1)],
    ),
    "rater group over skill": (
        """
         | self | | manager |
        Employee | Python | SQL | Python | SQL
        E1 | 3 | 2 | 4 | 1
        """,
        [("Python", "self", 3), ("SQL", "self", 2), ("Python", "manager", 4), ("SQL", "manager", 1)],
    ),
}


@pytest.mark.parametrize("name", TWO_ROWS)
def test_a_header_of_two_rows_says_skill_and_rater_group(name: str) -> None:
    text, expected = TWO_ROWS[name]
    raw = table_of(sheet(text, "Ratings", merged="B1:C1 D1:E1"))
    assert [(row["skill"], row["rater_group"], row["level"]) for row in records(raw)] == expected


def test_a_header_of_two_rows_says_level_and_target() -> None:
    given = sheet(
        """
         | Python | | SQL |
        Employee | Level | Required | Level | Required
        E1 | 3 | 4 | 2 |
        """,
        "Ratings",
        merged="B1:C1 D1:E1",
    )
    assert records(table_of(given)) == [
        {"employee": "E1", "skill": "Python", "level": 3, "required_level": 4},
        {"employee": "E1", "skill": "SQL", "level": 2},
    ]
    assert issues_of(given) == []


def test_a_header_of_two_rows_may_say_soll_and_ist_for_people_across() -> None:
    given = sheet(
        """
         | Ann | | Bob |
        Kompetenz | Ist | Soll | Ist | Soll
        Python | 3 | 4 | 2 | 4
        """,
        "Qualifikationsmatrix",
        merged="B1:C1 D1:E1",
    )
    assert records(table_of(given)) == [
        {"skill": "Python", "employee": "Ann", "level": 3, "required_level": 4},
        {"skill": "Python", "employee": "Bob", "level": 2, "required_level": 4},
    ]


def test_groups_over_skills_do_not_change_the_skills() -> None:
    given = sheet(
        """
         | Technical | | Social |
        Name | Python | SQL | Listening | Empathy
        Ann | 3 | 4 | 2 | 1
        Bob | 2 | 3 | 4 | 5
        """,
        "Ratings",
        merged="B1:C1 D1:E1",
    )
    assert {row["skill"] for row in records(table_of(given))} == {"Python", "SQL", "Listening", "Empathy"}


@pytest.mark.parametrize("sums", ["Average", "Total", "Ø", "Summe", "Target", "Legend"])
def test_sums_targets_and_remarks_across_the_top_are_no_skills(sums: str) -> None:
    given = sheet(f"Employee | Python | SQL | {sums}\nE1 | 3 | 4 | 3.5\nE2 | 2 | 5 | 3.5", "Ratings")
    assert records(table_of(given)) == RATED
    assert issues_of(given) == [("columns-ignored", None)]


def test_remarks_across_the_top_are_no_skill() -> None:
    given = sheet("Employee | Python | SQL | Comments\nE1 | 3 | 4 | good\nE2 | 2 | 5 | better", "Ratings")
    assert (records(table_of(given)), issues_of(given)) == (RATED, [])


def test_a_skill_that_is_called_like_a_number_is_one_where_the_skills_table_has_it() -> None:
    skills = sheet("Skill | Category\nPython | hard\nGrade | soft", "Skills")
    raw = table_of(sheet("Employee | Python | Grade\nE1 | 3 | 4", "Ratings"), skills)
    assert [row["skill"] for row in records(raw)] == ["Python", "Grade"]


def test_numbers_of_rows_and_ids_beside_a_name_are_no_skills() -> None:
    given = sheet("No. | ID | Name | Python | SQL\n1 | 101 | E1 | 3 | 4\n2 | 102 | E2 | 2 | 5", "Ratings")
    assert records(table_of(given)) == RATED


def test_a_skill_that_stands_twice_across_the_top_is_read_once_and_said() -> None:
    given = sheet("Employee | Python | SQL | Python\nE1 | 3 | 4 | 1\nE2 | 2 | 5 | 1", "Ratings")
    assert records(table_of(given)) == RATED
    assert issues_of(given) == [("column-twice", "D1")]


def test_errors_in_columns_that_are_not_read_are_not_said() -> None:
    given = sheet(
        "Employee | Python | SQL | Average\nE1 | 3 | 4 |", "Ratings", faults={(1, 3): FaultyCell("error", "#DIV/0!")}
    )
    assert issues_of(given) == [("columns-ignored", None)]


def test_requirements_may_have_roles_down_the_side_or_across() -> None:
    down = table_of(sheet("Role | Python | SQL\nDeveloper | 4 | 3\nTester | 2 | 1", "Requirements"))
    across = table_of(sheet("Skill | Developer | Tester\nPython | 4 | 2\nSQL | 3 | 1", "Requirements"))
    wanted = {("Developer", "Python", 4), ("Developer", "SQL", 3), ("Tester", "Python", 2), ("Tester", "SQL", 1)}
    assert {(row["role"], row["skill"], row["level"]) for row in records(down)} == wanted
    assert {(row["role"], row["skill"], row["level"]) for row in records(across)} == wanted


def test_what_stands_beside_the_skills_is_theirs() -> None:
    raw = table_of(
        sheet("Skill | Category | Criticality | Developer | Tester\nPython | hard | 3 | 4 | 2", "Requirements")
    )
    assert records(raw) == [
        {"skill": "Python", "category": "hard", "weight": 3, "role": "Developer", "level": 4},
        {"skill": "Python", "category": "hard", "weight": 3, "role": "Tester", "level": 2},
    ]


@pytest.mark.parametrize(
    "header",
    ["2026-Q1 | 2026-Q2", "Q1 2026 | Q2 2026", "2025 | 2026", "2026-01 | 2026-02", "@2026-01-01 | @2026-02-01"],
)
def test_metrics_may_have_periods_across(header: str) -> None:
    raw = table_of(sheet(f"Metric | Unit | {header}\nRetention | Sales | 0.9 | 0.8", "Metrics"))
    assert [(row["metric"], row["unit"], row["value"]) for row in records(raw)] == [
        ("Retention", "Sales", 0.9),
        ("Retention", "Sales", 0.8),
    ]


def test_metrics_may_have_periods_down_the_side() -> None:
    raw = table_of(sheet("Period | Retention | Promotion rate\n2026-Q1 | 0.9 | 0.1", "Metrics"))
    assert records(raw) == [
        {"period": "2026-Q1", "metric": "Retention", "value": 0.9},
        {"period": "2026-Q1", "metric": "Promotion rate", "value": 0.1},
    ]


def test_mandatory_certifications_may_be_crosses() -> None:
    raw = table_of(sheet("Role | First aid | Fire safety\nNurse | x | x\nClerk | | x", "Mandatory certifications"))
    assert [(row["role"], row["certification"]) for row in records(raw)] == [
        ("Nurse", "First aid"),
        ("Nurse", "Fire safety"),
        ("Clerk", "Fire safety"),
    ]


# ---- matrices on sheets of any name


def test_a_matrix_is_read_by_the_names_that_other_tables_know() -> None:
    given = sheet("Employee | Python | SQL\nE1 | 3 | 4\nE2 | 2 | 5", "Team North")
    assert records(table_of(given, SKILLS, CHART)) == RATED


def test_a_matrix_with_a_blank_corner_is_read_by_its_names() -> None:
    given = sheet(" | Python | SQL\nE1 | 3 | 4\nE2 | 2 | 5", "Team North")
    assert records(table_of(given, SKILLS, CHART)) == RATED


def test_a_matrix_the_other_way_round_is_read_by_its_names() -> None:
    given = sheet(" | E1 | E2\nPython | 3 | 2\nSQL | 4 | 5", "Team North")
    found = records(table_of(given, SKILLS, CHART))
    assert {(row["employee"], row["skill"], row["level"]) for row in found} == {
        (row["employee"], row["skill"], row["level"]) for row in RATED
    }


def test_where_the_sheet_says_what_it_is_one_known_side_is_enough() -> None:
    assert records(table_of(sheet(" | Python | SQL\nE1 | 3 | 4\nE2 | 2 | 5", "Ratings"), SKILLS)) == RATED


def test_a_matrix_of_unknown_names_is_left_alone_and_asked_about() -> None:
    given = sheet("Employee | Desk | Locker | Car park | Badge\nE1 | 3 | 4 | 5 | 6", "Team North")
    assert issues_of(given, SKILLS, CHART) == [("matrix-not-told", "A1:E2")]


# ---- turned lists, a sheet per person or period


def test_a_list_the_other_way_round_has_its_places() -> None:
    raw = table_of(sheet("Employee | E1 | E2\nSkill | Python | SQL\nLevel | 3 | 4", "Ratings", at="B2"))
    assert records(raw)[1] == {"employee": "E2", "skill": "SQL", "level": 4}
    assert places(raw, "level") == ["C4", "D4"]


def test_a_list_that_is_one_long_record_is_turned_too() -> None:
    raw = table_of(sheet("Employee | E1\nSkill | Python\nLevel | 3", "Ratings"))
    assert records(raw) == [{"employee": "E1", "skill": "Python", "level": 3}]


@pytest.mark.parametrize("name", ["E2", "Bob Ray", "bob ray"])
def test_a_sheet_per_person(name: str) -> None:
    raw = table_of(sheet("Skill | Level\nPython | 3\nSQL | 4", name), CHART)
    assert records(raw) == [
        {"skill": "Python", "level": 3, "employee": name},
        {"skill": "SQL", "level": 4, "employee": name},
    ]


def test_a_sheet_per_person_with_a_column_per_rater_group() -> None:
    raw = table_of(sheet("Skill | Self | Manager\nPython | 3 | 2", "E2"), CHART)
    assert [(row["employee"], row["rater_group"], row["level"]) for row in records(raw)] == [
        ("E2", "Self", 3),
        ("E2", "Manager", 2),
    ]


def test_a_sheet_per_period() -> None:
    raw = table_of(sheet("Metric | Value\nRetention | 0.9", "2026-Q2"))
    assert records(raw) == [{"metric": "Retention", "value": 0.9, "period": "2026-Q2"}]


def test_a_sheet_of_somebody_unknown_is_left_alone() -> None:
    assert tables(sheet("Skill | Level\nPython | 3", "Zoe"), CHART)[1:] == []


# ---- cells that look blank, and text files


def test_faulty_cells_are_said_where_they_are_read() -> None:
    faults = {
        (1, 2): FaultyCell("error", "#REF!"),
        (2, 2): FaultyCell("formula", ""),
        (1, 3): FaultyCell("error", "#N/A"),
    }
    given = sheet("Employee | Skill | Level | Salary\nE1 | Python | | \nE2 | SQL | |", "Ratings", faults=faults)
    assert issues_of(given) == [("columns-ignored", None), ("cell-error", "C2"), ("formula-without-value", "C3")]


def test_faulty_cells_of_rows_that_are_no_records_are_not_said() -> None:
    faults = {(2, 2): FaultyCell("error", "#DIV/0!")}
    given = sheet("Employee | Skill | Level\nE1 | Python | 3\nAverage | |", "Ratings", faults=faults)
    assert issues_of(given) == [("rows-are-totals", "A3")]


def test_a_text_file_goes_by_its_name() -> None:
    assert table_of(sheet("Employee | Skill | Level\nE1 | Python | 3", None, file="ratings.csv")).table == "ratings"


def test_a_row_of_a_text_file_with_more_fields_than_the_header_is_said_at_its_first_extra_cell() -> None:
    given = sheet("Employee | Skill | Level\nE1 | Python | 3 | 5\nE2 | SQL | 4", None, file="ratings.csv")
    assert issues_of(given) == [("row-too-long", "D2")]
    assert dict(seen(given)[0].issues[0].values) == {"fields": 4, "headers": 3}


def test_a_row_with_a_blank_and_an_extra_cell_is_too_long_as_well() -> None:
    given = sheet(
        "Employee | Skill | Level | Date\nE1 | Python | 3 | | 5\nE2 | SQL | 4 | 2026-09-01 |", None, file="ratings.csv"
    )
    assert issues_of(given) == [("row-too-long", "E2")]


def test_in_a_workbook_cells_beside_the_table_are_no_fields() -> None:
    assert issues_of(sheet("Employee | Skill | Level\nE1 | Python | 3 | remark", "Ratings")) == []


def test_no_sheet_has_no_table() -> None:
    assert find_tables(()) == ()
