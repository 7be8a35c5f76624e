"""Org charts → who is a person, who reports to whom, and on which career level; small charts, read at a glance."""

from collections.abc import Mapping

import pytest

from skillreport.model.issue import Issue, Loaded
from skillreport.read.people import Chart, level_of_title, read_charts
from tests.sheets import said, sheet, tables
from tests.wording import in_english

HEAD = "Employee ID | Name | Manager ID | Role\n"


def read(text: str, decimal_comma: bool = False, posts: str = "") -> Loaded[Chart]:
    found = [*tables(sheet(text, "Org chart")), *(tables(sheet(posts, "Head counts")) if posts else [])]
    numbered = list(enumerate(found))
    charts = [(number, raw) for number, raw in numbered if raw.table == "org_chart"]
    counts = [(number, raw) for number, raw in numbered if raw.table == "head_counts"]
    return read_charts(charts, counts, None, decimal_comma)


def managers(loaded: Loaded[Chart]) -> Mapping[str, str | None]:
    """Employee id → manager's id, None at the top."""
    people = loaded.value.people
    return {e: m if isinstance(m, str) else None for e, m in zip(people["employee"], people["manager"], strict=True)}


def about(loaded: Loaded[Chart], *codes: str) -> list[Issue]:
    return [issue for issue in loaded.issues if issue.code in codes]


# ---- who reports to whom


@pytest.mark.parametrize(
    ("manager", "kind"),
    [
        ("E1", "employee id"),
        ("e1", "employee id"),
        ("Ann Lee", "name"),
        ("ann\u00a0 LEE", "name"),
        ("Lee, Ann", "name"),
        ("Ann Lee (E1)", "name"),
    ],
)
def test_a_manager_may_be_written_as(manager: str, kind: str) -> None:
    loaded = read(f"{HEAD}E1 | Ann Lee | | Director\nE2 | Bob | {manager} | Developer")
    assert managers(loaded) == {"E1": None, "E2": "E1"}
    [match] = about(loaded, "manager-match")
    assert {**match.values, "kind": in_english(match.values["kind"])} == {"kind": kind, "found": 1, "named": 1}


def test_names_in_the_chart_may_be_last_name_first() -> None:
    assert managers(read(f"{HEAD}E1 | Lee, Ann | | a\nE2 | Bob | Ann Lee | b"))["E2"] == "E1"


def test_names_in_the_chart_may_carry_an_id() -> None:
    """Workday writes Ann Lee (12345)."""
    assert managers(read(f"{HEAD}E1 | Ann Lee (12345) | | a\nE2 | Bob | Ann Lee | b"))["E2"] == "E1"


def test_a_manager_may_be_an_e_mail_address() -> None:
    loaded = read("Employee ID | Name | Manager | E-mail\nE1 | Ann | | Ann@acme.example\nE2 | Bob | ann@acme.example |")
    assert managers(loaded)["E2"] == "E1"


def test_a_manager_may_be_another_id_of_the_chart() -> None:
    loaded = read("Position ID | Employee ID | Name | Reports to\nP1 | E1 | Ann |\nP2 | E2 | Bob | P1")
    assert managers(loaded)["E2"] == "E1"


def test_a_name_of_first_and_last_name_finds_the_manager() -> None:
    rows = "E1 | Ann | Lee |\nE2 | Bob | Ray | Ann Lee\nE3 | Cem | Oz | Lee, Ann"
    text = f"Employee ID | First name | Last name | Manager\n{rows}"
    assert managers(read(text)) == {"E1": None, "E2": "E1", "E3": "E1"}
    assert list(read(text).value.people["name"]) == ["Ann Lee", "Bob Ray", "Cem Oz"]


def test_beside_a_first_name_a_column_name_may_hold_the_last_name() -> None:
    loaded = read("Personalnummer | Name | Vorname | Vorgesetzter\n1 | Lee | Ann |\n2 | Bob Ray | Bob | 1")
    assert list(loaded.value.people["name"]) == ["Ann Lee", "Bob Ray"]


def test_the_kind_that_finds_most_managers_is_used_for_all() -> None:
    loaded = read(f"{HEAD}E1 | Ann | | a\nE2 | Bob | E1 | b\nE3 | Cem | E1 | c\nE4 | Dan | Ann | d")
    assert managers(loaded)["E4"] is None
    assert said(about(loaded, "manager-unknown")) == [("manager-unknown", "C5")]


def test_a_name_that_two_people_share_finds_neither() -> None:
    loaded = read(f"{HEAD}E1 | Ann Lee | | a\nE2 | Ann Lee | | b\nE3 | Cem | Ann Lee | c")
    assert managers(loaded)["E3"] is None
    assert said(about(loaded, "manager-unknown")) == [("manager-unknown", "C4")]


@pytest.mark.parametrize("top", ["", "NO_MANAGER", "NO_MGR", "N/A", "none", "-", "–", "keine"])
def test_the_top_of_the_tree_is_blank_or_says_so(top: str) -> None:
    loaded = read(f"{HEAD}E1 | Ann | {top} | a\nE2 | Bob | E1 | b")
    assert managers(loaded) == {"E1": None, "E2": "E1"}
    assert about(loaded, "manager-unknown", "roots-several") == []


def test_who_manages_himself_is_at_the_top_and_said() -> None:
    loaded = read(f"{HEAD}E1 | Ann | E1 | a\nE2 | Bob | E1 | b")
    assert managers(loaded) == {"E1": None, "E2": "E1"}
    assert said(about(loaded, "manager-self")) == [("manager-self", "C2")]


def test_an_orphan_is_at_the_top_and_said() -> None:
    loaded = read(f"{HEAD}E1 | Ann | | a\nE2 | Bob | E9 | b")
    assert managers(loaded)["E2"] is None
    assert said(about(loaded, "manager-unknown", "roots-several")) == [
        ("manager-unknown", "C3"),
        ("roots-several", "C1"),
    ]


def test_several_roots_are_listed() -> None:
    [issue] = about(read(HEAD + "\n".join(f"E{n} | P{n} | | a" for n in range(1, 8))), "roots-several")
    assert (issue.values["people"], issue.count) == ("E1, E2, E3, E4, E5 …", 7)


def test_a_circle_is_named_whole_and_its_links_are_cut() -> None:
    loaded = read(f"{HEAD}E1 | Ann | E2 | a\nE2 | Bob | E3 | b\nE3 | Cem | E1 | c\nE4 | Dan | E1 | d")
    assert managers(loaded) == {"E1": None, "E2": None, "E3": None, "E4": "E1"}
    [cycle] = about(loaded, "manager-cycle")
    assert (cycle.values["people"], cycle.location.cell) == ("E1 → E2 → E3 → E1", "C2")


def test_two_circles_are_two_issues() -> None:
    loaded = read(f"{HEAD}E1 | A | E2 | a\nE2 | B | E1 | b\nE3 | C | E4 | c\nE4 | D | E3 | d")
    assert [issue.values["people"] for issue in about(loaded, "manager-cycle")] == ["E1 → E2 → E1", "E3 → E4 → E3"]


def test_a_long_chain_of_command_is_no_circle() -> None:
    rows = [f"E{n} | P{n} | {f'E{n - 1}' if n > 1 else ''} | a" for n in range(1, 300)]
    assert about(read(HEAD + "\n".join(rows)), "manager-cycle") == []


def test_a_chart_without_managers_has_none() -> None:
    loaded = read("Employee ID | Name | Department\nE1 | Ann | East\nE2 | Bob | West")
    assert managers(loaded) == {"E1": None, "E2": None}
    assert loaded.issues == ()


def test_ids_are_text_and_lost_zeros_are_said() -> None:
    loaded = read(f"{HEAD}'007 | Ann | | a\n'008 | Bob | '007 | b\n'009 | Cem | 7 | c")
    assert managers(loaded) == {"007": None, "008": "007", "009": None}
    [issue] = about(loaded, "leading-zeros")
    assert (issue.location.cell, issue.values["nearest"]) == ("C4", "007")


# ---- which rows are people


@pytest.mark.parametrize("name", ["Vacant", "VACANT", "Open position", "TBD", "unbesetzt", "N.N.", "à pourvoir"])
def test_a_vacancy_is_no_person(name: str) -> None:
    loaded = read(f"{HEAD}E1 | Ann | | a\nE2 | {name} | E1 | Tester")
    assert list(loaded.value.people["employee"]) == ["E1"]
    [issue] = about(loaded, "vacancy")
    assert (issue.location.cell, issue.values["position"]) == ("A3", "Tester")


def test_who_reports_to_a_vacant_post_reports_to_its_manager() -> None:
    loaded = read(f"{HEAD}E1 | Ann | | a\nV1 | Vacant | E1 | b\nV2 | Vacant | V1 | c\nE2 | Bob | V2 | d")
    assert managers(loaded) == {"E1": None, "E2": "E1"}
    assert about(loaded, "manager-unknown") == []


def test_vacant_posts_in_a_circle_do_not_hang() -> None:
    loaded = read(f"{HEAD}V1 | Vacant | V2 | a\nV2 | Vacant | V1 | b\nE1 | Ann | V1 | c")
    assert managers(loaded) == {"E1": None}


def test_a_person_without_id_is_asked_about() -> None:
    loaded = read(f"{HEAD}E1 | Ann | | a\n | Bob | E1 | b")
    assert list(loaded.value.people["employee"]) == ["E1"]
    assert said(about(loaded, "value-missing", "vacancy")) == [("value-missing", "A3")]


def test_the_same_id_twice_is_one_person_the_first() -> None:
    loaded = read(f"{HEAD}E1 | Ann | | a\nE2 | Bob | E1 | b\ne2 | Cem | E1 | c")
    assert list(loaded.value.people["name"]) == ["Ann", "Bob"]
    assert said(about(loaded, "employee-twice")) == [("employee-twice", "A4")]


def test_of_a_vacancy_and_a_person_with_one_id_the_person_counts() -> None:
    loaded = read(f"{HEAD}E1 | Ann | | a\nE2 | Vacant | E1 | b\nE2 | Bob | E1 | b")
    assert list(loaded.value.people["name"]) == ["Ann", "Bob"]
    assert said(about(loaded, "employee-twice")) == [("employee-twice", "A3")]


def test_two_halves_of_a_job_are_a_job_share() -> None:
    text = "Employee ID | Name | Manager ID | FTE\nE1 | Ann | | 1\nE2 | Bob | E1 | 0.5\nE2 | Cem | E1 | 50%"
    loaded = read(text)
    assert list(loaded.value.people["name"]) == ["Ann", "Bob"]
    assert said(about(loaded, "job-share", "employee-twice")) == [("job-share", "A4")]


@pytest.mark.parametrize(("one", "other"), [("1", "0.5"), ("0.5", "1"), ("1", "1"), ("", "0.5")])
def test_a_whole_job_under_the_same_id_is_no_job_share(one: str, other: str) -> None:
    text = f"Employee ID | Name | Manager ID | FTE\nE1 | Ann | | 1\nE2 | Bob | E1 | {one}\nE2 | Cem | E1 | {other}"
    assert said(about(read(text), "job-share", "employee-twice")) == [("employee-twice", "A4")]


def test_posts_without_names_are_counted_and_are_no_people() -> None:
    loaded = read(
        "Employee ID | Name | Manager ID | Role | FTE\nE1 | Ann | | CEO | 1\n | | E1 | Trainee | 3\n | | E1 | Clerk | 2"
    )
    assert list(loaded.value.people["employee"]) == ["E1"]
    assert list(loaded.value.head_counts["posts"]) == [3, 2]
    [issue] = about(loaded, "head-counts")
    assert (issue.values["posts"], issue.count, issue.location.sheet) == (5, 2, "Org chart")


def test_posts_may_stand_in_a_table_of_their_own() -> None:
    loaded = read(f"{HEAD}E1 | Ann | | a", posts="Reports to | Posts | Job title\nE1 | 12 | Clerk\nE1 | many | Driver")
    assert list(loaded.value.head_counts["posts"]) == [12]
    assert said(about(loaded, "value-not-a-number")) == [("value-not-a-number", "B3")]


@pytest.mark.parametrize(("cell", "fte"), [("0.8", 0.8), ("80%", 0.8), ("1", 1.0), ("1.2", 1.2)])
def test_full_time_equivalents(cell: str, fte: float) -> None:
    assert list(read(f"Employee ID | Name | Manager ID | FTE\nE1 | Ann | | {cell}").value.people["fte"]) == [fte]


def test_nobody_works_eighty_times() -> None:
    loaded = read("Employee ID | Name | Manager ID | FTE\nE1 | Ann | | 80")
    assert loaded.value.people["fte"].isna().all()
    assert said(about(loaded, "value-out-of-range")) == [("value-out-of-range", "D2")]


def test_a_decimal_comma_of_the_settings_holds_for_the_chart() -> None:
    text = "Employee ID | Name | Manager ID | FTE\nE1 | Ann | | 0,8"
    assert list(read(text, decimal_comma=True).value.people["fte"]) == [0.8]
    assert said(about(read(text), "decimal-comma")) == [("decimal-comma", "D2")]


def test_roles_are_spelled_as_first_met() -> None:
    loaded = read(f"{HEAD}E1 | Ann | | Developer\nE2 | Bob | E1 | developer \nE3 | Cem | E1 | DEVELOPER")
    assert set(loaded.value.people["role"]) == {"Developer"}


# ---- career levels


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Chief Executive Officer", "executive"),
        ("Geschäftsführerin", "executive"),
        ("Vice President, Sales", "executive"),
        ("Directrice générale", "executive"),
        ("Managing Director", "executive"),
        ("Director of Sales", "manager"),
        ("Head of IT", "manager"),
        ("Abteilungsleiter Einkauf", "manager"),
        ("Team lead", "manager"),
        ("Encargada de tienda", "manager"),
        ("Senior Developer", "senior"),
        ("Sr. Developer", "senior"),
        ("Softwarearchitekt", "senior"),
        ("Junior Developer", "entry"),
        ("Werkstudentin", "entry"),
        ("Senior Manager", "manager"),
        ("Developer", None),
        ("Leadership trainer", None),
        ("Internal auditor", None),
        ("Seniority analyst", None),
        ("", None),
    ],
)
def test_a_job_title_tells_the_career_level_by_whole_words(title: str, level: str | None) -> None:
    assert level_of_title(title) == level


def test_a_stated_level_counts_before_the_title() -> None:
    text = "Employee ID | Name | Manager ID | Role | Career level\nE1 | Ann | | Senior Developer | entry"
    people = read(text).value.people
    assert (list(people["career_level"]), list(people["level_inferred"])) == (["entry"], [False])


def test_a_title_counts_before_having_reports() -> None:
    loaded = read(f"{HEAD}E1 | Ann | | Senior Developer\nE2 | Bob | E1 | Developer")
    assert loaded.value.people["career_level"].iloc[0] == "senior"
    assert said(about(loaded, "career-level-inferred", "career-level-by-reports")) == [("career-level-inferred", "D2")]


def test_each_way_of_inference_is_said_once_per_job_title() -> None:
    loaded = read(
        f"{HEAD}E1 | A | | Clerk\nE2 | B | E1 | Clerk\nE3 | C | E2 | Junior Clerk\nE4 | D | E2 | Junior Clerk"
    )
    found = about(loaded, "career-level-inferred", "career-level-by-reports")
    assert [(issue.values["role"], in_english(issue.values["level"]), issue.count) for issue in found] == [
        ("Clerk", "Manager", 2),
        ("Junior Clerk", "Entry", 2),
    ]


def test_leaders_without_a_job_title_are_named_one_by_one() -> None:
    loaded = read(f"{HEAD}E1 | A | |\nE2 | B | E1 |\nE3 | C | E2 |")
    found = about(loaded, "career-level-by-reports")
    assert [issue.values["role"] for issue in found] == ["E1", "E2"]


def test_an_unknown_career_level_is_an_issue_and_inferred_like_a_missing_one() -> None:
    loaded = read("Employee ID | Name | Manager ID | Role | Career level\nE1 | Ann | | Developer | wizard")
    assert said(about(loaded, "career-level-unknown")) == [("career-level-unknown", "E2")]
    assert not loaded.value.people["career_level"].eq("wizard").any()
