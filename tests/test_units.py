"""Departments, teams and who heads them, from small org charts."""

import pandas as pd

from skillreport.analyse.units import todays_units
from skillreport.model.assessment import ORGANISATION, UnitOfOrg
from skillreport.read.people import read_charts
from skillreport.read.units import find_units, with_heads
from tests.sheets import sheet, tables

HEAD = "Employee ID | Name | Manager ID | Department | Team\n"


def found(rows: str, head: str = HEAD) -> tuple[tuple[UnitOfOrg, ...], pd.Series]:
    """The units of a chart with their heads among those still there, and the unit of each person."""
    charts = list(enumerate(tables(sheet(head + rows, "Org chart"))))
    people = read_charts(charts, [], None).value.people
    units, unit_of = find_units(people, "Acme")
    return with_heads(units, people.assign(unit=unit_of, active=people["leave_date"].isna())), unit_of


def tree(units: tuple[UnitOfOrg, ...]) -> list[tuple[str, str, str | None]]:
    return [(unit.name, unit.kind, unit.parent) for unit in units]


def test_departments_and_teams_stand_in_the_order_of_the_chart() -> None:
    units, unit_of = found(
        "E1 | Ann | | West | Fir\nE2 | Bob | E1 | East | Elm\nE3 | Cem | E1 | East |\nE4 | Dan | E1 | |"
    )
    assert tree(units) == [
        ("Acme", "organisation", None),
        ("West", "department", ORGANISATION),
        ("Fir", "team", "west"),
        ("East", "department", ORGANISATION),
        ("Elm", "team", "east"),
    ]
    assert list(unit_of) == ["fir", "elm", "east", ORGANISATION]


def test_a_department_is_one_however_it_is_written() -> None:
    units, _ = found("E1 | Ann | | Sales |\nE2 | Bob | E1 | SALES |\nE3 | Cem | E1 | sales\u00a0 |")
    assert [unit.name for unit in units if unit.kind == "department"] == ["Sales"]


def test_teams_of_the_same_name_in_two_departments_are_two() -> None:
    units, unit_of = found("E1 | Ann | | East | Core\nE2 | Bob | E1 | West | Core")
    assert len(units) == 5
    assert unit_of[0] != unit_of[1]


def test_names_that_differ_in_marks_only_are_two_units_with_two_ids() -> None:
    """Their ids are file names and anchors one day."""
    units, unit_of = found("E1 | Ann | | R&D |\nE2 | Bob | E1 | R-D |\nE3 | Cem | E1 | Ｒ D |\nE4 | Dan | E1 | 研究 |")
    assert len({unit.id for unit in units}) == 5
    assert len(set(unit_of)) == 4


def test_a_department_called_like_the_organisation_has_an_id_of_its_own() -> None:
    units, _ = found("E1 | Ann | | Organisation |")
    assert [unit.id for unit in units] == [ORGANISATION, "organisation-2"]


def test_without_teams_the_people_under_one_manager_are_one() -> None:
    units, unit_of = found("E1 | Ann | | East\nE2 | Bob | E1 | East\nE3 | Cem | E1 | East", HEAD.replace(" | Team", ""))
    assert [unit.name for unit in units] == ["Acme", "East", "Team Ann"]
    assert list(unit_of) == ["east", "team-ann", "team-ann"]


def test_people_of_several_departments_under_one_manager_are_no_team() -> None:
    units, _ = found("E1 | Ann | | East\nE2 | Bob | E1 | East\nE3 | Cem | E1 | West", HEAD.replace(" | Team", ""))
    assert [unit.kind for unit in units] == ["organisation", "department", "department"]


def test_the_head_of_a_team_is_who_most_of_it_report_to() -> None:
    units, _ = found(
        "E1 | Ann | | East | Elm\nE2 | Bob | E1 | East | Elm\nE3 | Cem | E1 | East | Elm\nE4 | Dan | E2 | East | Elm"
    )
    assert [unit.head for unit in units if unit.name == "Elm"] == ["E1"]


def test_the_head_of_a_department_stands_above_most_of_its_people() -> None:
    units, _ = found(
        "E1 | Ann | | |\nE2 | Bob | E1 | East |\nE3 | Cem | E2 | East |\nE4 | Dan | E3 | East |\nE5 | Eve | E2 | East |"
    )
    heads = {unit.name: unit.head for unit in units}
    assert (heads["Acme"], heads["East"]) == ("E1", "E2")


def test_who_has_left_heads_nothing_and_passes_the_team_on() -> None:
    units, _ = found(
        "E1 | Ann | | | |\nE2 | Bob | E1 | East | Elm | 2026-01-31\n"
        "E3 | Cem | E2 | East | Elm |\nE4 | Dan | E2 | East | Elm |",
        HEAD.replace("Team", "Team | Leave date"),
    )
    assert [unit.head for unit in units if unit.name == "Elm"] == ["E1"]


def test_a_unit_of_people_without_managers_has_no_head() -> None:
    units, _ = found("E1 | Ann | | East |\nE2 | Bob | | East |")
    assert [unit.head for unit in units if unit.name == "East"] == [None]


def test_a_chart_without_departments_is_one_unit() -> None:
    units, unit_of = found("E1 | Ann |\nE2 | Bob |", "Employee ID | Name | Manager ID\n")
    assert (tree(units), set(unit_of)) == ([("Acme", "organisation", None)], {ORGANISATION})


def test_a_unit_of_then_is_the_one_of_its_name_at_its_place_today_else_the_next_larger_one() -> None:
    then, _ = found(
        "E1 | Ann | | East | Elm\nE2 | Bob | E1 | East | Ash\nE3 | Cem | E1 | West | Elm\nE4 | Dan | E1 | South |"
    )
    today, _ = found("E1 | Ann | | WEST | Fir\nE2 | Bob | E1 | east | elm")
    before, now = ({unit.id: unit.name for unit in units} for units in (then, today))
    assert [(before[unit], now[place]) for unit, place in todays_units(then, today).items()] == [
        ("Acme", "Acme"),
        ("East", "east"),
        ("Elm", "elm"),
        ("Ash", "east"),
        ("West", "WEST"),
        ("Elm", "WEST"),
        ("South", "Acme"),
    ]
