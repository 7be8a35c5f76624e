"""Where tables begin and end on a sheet, which row heads them, which way round they are, and what is no record."""

import pytest

from skillreport.read.regions import Region
from tests.sheets import left_out, ranges, region_of, regions_of, rows_of, sheet


def header_of(region: Region) -> list[str]:
    return list(region.names.values())


# ---- the header below other things

HEAD = """
    Employee | Skill | Level | Date
    E1 | Python | 3 | @2026-09-01
    E2 | Listening | 4 | @2026-09-01
"""
ABOVE = {
    "nothing": "",
    "a title": "Skill assessment 2026\n",
    "a title and a blank row": "Skill assessment 2026\n\n",
    "a title, a client and a date": "Skill assessment 2026\nAcme Ltd\nAs of | @2026-09-30\n\n",
    "a legend in one row": "1 = Novice | 3 = Proficient | 5 = Expert\n\n",
    "a legend in rows": "Legend\n1 | Novice\n3 | Proficient\n5 | Expert\n\n",
    "a sentence": "Please fill in one row for each person and skill, and leave blank what you cannot judge.\n",
    "labels": "Client | Acme Ltd\nPeriod | 2026-Q3\nAuthor | Ann Lee\n\n",
}


@pytest.mark.parametrize("above", ABOVE)
def test_the_header_is_found_below(above: str) -> None:
    given = sheet(ABOVE[above] + HEAD)
    [region] = [region for region in regions_of(given) if region.sure >= 1]
    assert header_of(region) == ["Employee", "Skill", "Level", "Date"]
    assert len(rows_of(region)) == 2


def test_thirty_lines_of_explanations_may_stand_above_the_header() -> None:
    text = "".join(f"Explanation number {line} of this sheet, which is long\n" for line in range(30))
    assert header_of(region_of(sheet(text + HEAD)))[0] == "Employee"


def test_a_title_merged_over_the_table_is_not_its_header() -> None:
    region = region_of(
        sheet(
            """
            Skills matrix | | |
            Employee | Python | SQL | Java
            E1 | 3 | 4 | 2
            E2 | 3 | 4 | 2
            """,
            merged="A1:D1",
        )
    )
    assert (region.range_name, header_of(region)) == ("A2:D4", ["Employee", "Python", "SQL", "Java"])


def test_a_table_that_begins_in_the_middle_of_a_sheet_has_its_place() -> None:
    assert ranges(sheet("Employee | Skill | Level\nE1 | Python | 3", at="D7")) == ["D7:F8"]


def test_a_header_of_unknown_words_is_found_by_what_stands_below() -> None:
    region = region_of(sheet("Who | What | How much\nAnn | Python | 3\nBob | SQL | 4"))
    assert header_of(region) == ["Who", "What", "How much"]


def test_years_in_a_row_may_be_headers() -> None:
    assert header_of(region_of(sheet("Metric | 2025 | 2026\nRetention | 0.9 | 0.8\nQuality | 30 | 40"))) == [
        "Metric",
        "2025",
        "2026",
    ]


def test_nothing_but_numbers_has_no_header() -> None:
    assert regions_of(sheet("1 | 2 | 3\n4 | 5 | 6\n7 | 8 | 9")) == []


def test_an_empty_sheet_has_no_table() -> None:
    assert regions_of(sheet("")) == []


# ---- several tables


SKILLS = ["Skill", "Category"]
RATINGS = ["Employee", "Skill", "Level"]


@pytest.mark.parametrize("blank_rows", ["\n", "\n\n\n"])
def test_tables_below_each_other_part_at_blank_rows(blank_rows: str) -> None:
    given = sheet(f"Skill | Category\nPython | hard\nSQL | hard\n{blank_rows}Employee | Skill | Level\nE1 | Python | 3")
    assert [header_of(region) for region in regions_of(given)] == [SKILLS, RATINGS]


def test_a_known_header_right_below_another_table_begins_a_table() -> None:
    given = sheet("Skill | Category\nPython | hard\nSQL | hard\nEmployee | Skill | Level\nE1 | Python | 3")
    assert ranges(given) == ["A1:B3", "A4:C5"]


def test_each_table_may_have_its_title() -> None:
    given = sheet(
        """
        Our skills
        Skill | Category
        Python | hard
        SQL | hard

        The ratings
        Employee | Skill | Level
        E1 | Python | 3
        """
    )
    assert [header_of(region) for region in regions_of(given)] == [SKILLS, RATINGS]


@pytest.mark.parametrize("between", ["|", "||", "|||"])
def test_tables_beside_each_other_part_at_blank_columns(between: str) -> None:
    given = sheet(
        f"Skill | Category |{between} Employee | Skill | Level\n"
        f"Python | hard |{between} E1 | Python | 3\n"
        f"SQL | hard |{between} E2 | SQL | 2\n |{between} | E3 | SQL | 4"
    )
    assert [header_of(region) for region in regions_of(given)] == [SKILLS, RATINGS]


def test_tables_side_by_side_without_a_common_name_part_where_each_is_whole() -> None:
    given = sheet("Skill | Category | | Level | Label\nPython | hard | | 1 | Low\nSQL | hard | | 5 | High")
    assert ranges(given) == ["A1:B3", "D1:E3"]


def test_tables_beside_each_other_may_begin_in_different_rows() -> None:
    given = sheet(
        """
        Skill | Category | | | |
        Python | hard | | | |
        SQL | hard | | Employee | Skill | Level
         | | | E1 | Python | 3
         | | | E2 | SQL | 4
        """
    )
    assert ranges(given) == ["A1:B3", "D3:F5"]


def test_two_tables_above_and_one_below_are_three() -> None:
    given = sheet(
        """
        Skill | Category | | Role | Skill | Required level
        Python | hard | | Developer | Python | 4
        SQL | hard | | Developer | SQL | 3

        Employee | Skill | Level | Date | |
        E1 | Python | 3 | @2026-09-01 | |
        """
    )
    assert ranges(given) == ["A1:B3", "D1:F3", "A5:D6"]


def test_one_blank_column_inside_a_table_is_a_spacer() -> None:
    region = region_of(sheet("Employee | Skill | | Level | Date\nE1 | Python | | 3 | @2026-09-01"))
    assert header_of(region) == ["Employee", "Skill", "Level", "Date"]


def test_blank_rows_inside_a_table_are_left_where_they_are() -> None:
    region = region_of(sheet("Employee | Skill | Level\nE1 | Python | 3\n\nE2 | SQL | 4\n\n\nE3 | SQL | 5"))
    assert [row["Employee"] for row in rows_of(region)] == ["E1", "E2", "E3"]
    assert region.range_name == "A1:C7"


def test_labels_and_their_texts_above_a_table_are_no_table() -> None:
    given = sheet("Client | Acme\nPeriod | Autumn\nAuthor | Ann\n\nEmployee | Skill | Level\nE1 | Python | 3")
    assert ranges(given) == ["A5:C6"]


def test_the_same_header_again_below_a_blank_row_begins_a_table_of_its_own() -> None:
    """One block of rows per team, each with the header."""
    given = sheet("Employee | Skill | Level\nE1 | Python | 3\n\nEmployee | Skill | Level\nE2 | SQL | 4")
    assert ranges(given) == ["A1:C2", "A4:C5"]


# ---- headers of two rows


def test_merged_cells_over_a_header_head_all_their_columns() -> None:
    region = region_of(
        sheet(
            """
             | Python | | SQL |
            Employee | self | manager | self | manager
            E1 | 3 | 4 | 2 | 1
            E2 | 2 | 3 | 4 | 5
            """,
            merged="B1:C1 D1:E1",
        )
    )
    assert header_of(region) == ["Employee", "self", "manager", "self", "manager"]
    assert region.above == {1: "Python", 2: "Python", 3: "SQL", 4: "SQL"}
    assert (region.header_rows, len(rows_of(region))) == ((0, 1), 2)


def test_without_merges_the_upper_row_heads_the_columns_where_it_stands() -> None:
    region = region_of(
        sheet(
            """
             | Technical | | Social | |
            Name | Python | SQL | Listening | Empathy | Teamwork
            Ann | 3 | 4 | 2 | 1 | 3
            Bob | 2 | 3 | 4 | 5 | 4
            """
        )
    )
    assert region.above == {1: "Technical", 3: "Social"}
    assert header_of(region) == ["Name", "Python", "SQL", "Listening", "Empathy", "Teamwork"]


def test_a_corner_merged_over_both_rows_heads_its_column_once() -> None:
    region = region_of(
        sheet(
            """
            Name | Technical | | Social |
             | Python | SQL | Listening | Empathy
            Ann | 3 | 4 | 2 | 1
            Bob | 2 | 3 | 4 | 5
            """,
            merged="A1:A2 B1:C1 D1:E1",
        )
    )
    assert header_of(region) == ["Name", "Python", "SQL", "Listening", "Empathy"]
    assert 0 not in region.above


def test_keys_and_labels_of_an_export_are_one_header() -> None:
    region = region_of(
        sheet(
            """
            USERID | NAME | MANAGER | TITLE
            User ID | Full name | Manager ID | Job title
            1001 | Ann | NO_MANAGER | Director
            1002 | Bob | 1001 | Developer
            """
        )
    )
    assert region.header_rows == (0, 1)
    assert [row["User ID"] for row in rows_of(region)] == [1001, 1002]


# ---- rows that are no records


LIST = "Employee | Python | SQL | Java\nE1 | 3 | 4 | 5\nE2 | 2 | 3 | 4\n"


@pytest.mark.parametrize(
    "text", ["Total", "Average", "TOTAL:", "Grand total", "Ø", "Mean", "Summe", "Durchschnitt", "Gesamt", "Moyenne",
             "Total general", "Promedio", "合計", "Итого", "Team average", "Total team A"]
)  # fmt: skip
def test_sums_and_averages_are_no_records(text: str) -> None:
    region = region_of(sheet(f"{LIST}{text} | 5 | 7 | 9"))
    assert left_out(region) == [(4, "total")]
    assert len(rows_of(region)) == 2


@pytest.mark.parametrize(
    "text", ["Target", "Threshold", "Required level", "Weight", "Soll", "Zielwert", "Seuil", "Objetivo"]
)
def test_thresholds_and_targets_are_no_records(text: str) -> None:
    assert left_out(region_of(sheet(f"{LIST}{text} | 4 | 4 | 4"))) == [(4, "limit")]


@pytest.mark.parametrize(
    "text",
    [
        "Note: levels as agreed",
        "Source: survey of June",
        "Hinweis: Stand Juni",
        "Legend",
        "* rated by the works council as well.",
        "This sheet was filled in by the heads of the departments during the month of June",
    ],
)
def test_notes_below_a_table_are_no_records(text: str) -> None:
    region = region_of(sheet(f"{LIST}{text}"))
    assert left_out(region) == [(4, "note")]


def test_a_sum_may_stand_in_the_second_column_where_the_first_is_blank() -> None:
    region = region_of(sheet("No | Name | Python | SQL\n1 | Ann | 3 | 4\n2 | Bob | 2 | 3\n | Average | 2.5 | 3.5"))
    assert left_out(region) == [(4, "total")]


def test_a_person_whose_name_begins_like_a_sum_is_a_record() -> None:
    region = region_of(sheet("Employee | Python | SQL\nMaximilian | 3 | 4\nMina | 3 | 4\nTotalis Ann | 2 | 3"))
    assert [row["Employee"] for row in rows_of(region)] == ["Maximilian", "Mina", "Totalis Ann"]


def test_a_sum_in_a_later_column_is_only_a_cell() -> None:
    """Who has a remark Total is a person all the same."""
    region = region_of(sheet("Employee | Skill | Level | Remark\nE1 | Python | 3 | Total\nE2 | SQL | 3 | -"))
    assert left_out(region) == []


def test_numbered_rows_without_anything_else_are_empty_slots() -> None:
    region = region_of(
        sheet("No | Employee | Skill | Level\n1 | E1 | Python | 3\n2 | E2 | SQL | 4\n3 | | |\n'4. | | |")
    )
    assert left_out(region) == [(4, "slot"), (5, "slot")]


def test_the_header_once_more_is_no_record() -> None:
    region = region_of(sheet(f"{LIST}Employee | Python | SQL | Java\nE3 | 1 | 2 | 3"))
    assert left_out(region) == [(4, "header again")]
    assert len(rows_of(region)) == 3


def test_rows_left_out_in_the_middle_do_not_end_the_table() -> None:
    region = region_of(sheet("Employee | Python | SQL\nE1 | 3 | 4\nSubtotal | 3 | 4\nE2 | 2 | 3\nTotal | 5 | 7"))
    assert left_out(region) == [(3, "total"), (5, "total")]
    assert (region.range_name, len(rows_of(region))) == ("A1:C4", 2)


# ---- which way round


def test_field_names_down_the_side_make_a_turned_table() -> None:
    region = region_of(sheet("Employee | E1 | E2 | E3\nSkill | Python | Python | SQL\nLevel | 3 | 4 | 5"))
    assert region.grid.turned
    assert rows_of(region)[2] == {"Employee": "E3", "Skill": "SQL", "Level": 5}
    assert region.range_name == "A1:D3"


def test_a_turned_table_of_unknown_words_is_seen_by_its_cells() -> None:
    given = sheet("Title | Alpha | Beta | Gamma\nScore | 3 | 4 | 5\nColour | red | blue | green\nWeight | 1 | 2 | 3")
    assert region_of(given).grid.turned


def test_a_matrix_with_people_down_the_side_is_not_turned() -> None:
    assert not region_of(sheet(LIST)).grid.turned


def test_sums_of_a_turned_table_are_columns() -> None:
    region = region_of(sheet("Employee | E1 | E2 | Average\nSkill | Python | SQL | \nLevel | 3 | 4 | 3.5"))
    assert left_out(region) == [(4, "total")]


def test_two_header_rows_do_not_make_a_table_turned() -> None:
    region = region_of(
        sheet(
            """
             | self | | manager |
            Employee | Python | SQL | Python | SQL
            E1 | 3 | 4 | 2 | 1
            E2 | 2 | 3 | 4 | 5
            """,
            merged="B1:C1 D1:E1",
        )
    )
    assert (region.grid.turned, region.header_rows) == (False, (0, 1))
