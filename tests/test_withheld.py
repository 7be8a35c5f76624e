"""What is not printed, one case at a time: small clients, metrics without n, actions of few, raters of few."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from skillreport.model.figure import State
from tests.building import SPEAKER, Built, built, people, small
from tests.independent import write_sheets

SETTINGS = "client: Any\nindustry: technology\nperiod: 2026-Q3\nworkbook: w.xlsx\norg_chart: o.xlsx\n"
DAY = date(2026, 9, 1)
Row = tuple[object, ...]


def build(folder: Path, teams: Sequence[str], more: dict[str, list[Row]], ratings: Sequence[Row] = ()) -> Built:
    """Analysts E1, E2, … in the given teams, by default each at level 2 of Arithmetic, where 4 is asked."""
    staff = [f"E{number}" for number in range(1, len(teams) + 1)]
    chart = [(one, one, "" if one == "E1" else "E1", "Analyst", team) for one, team in zip(staff, teams, strict=True)]
    sheets: dict[str, list[Row]] = {
        "Skills": [("Skill", "Category", "Criticality"), ("Arithmetic", "hard", 2), ("Coaching", "soft", 3)],
        "Requirements": [("Role", "Skill", "Required level"), ("Analyst", "Arithmetic", 4)],
        "Ratings": [
            ("Employee", "Skill", "Level", "Rater group", "Rater", "Date"),
            *(ratings or [(one, "Arithmetic", 2, "manager", "E1", DAY) for one in staff]),
        ],
    }
    write_sheets(folder / "w.xlsx", {**sheets, **more})
    write_sheets(folder / "o.xlsx", {"Org chart": [("Employee ID", "Name", "Manager ID", "Role", "Team"), *chart]})
    (folder / "engagement.yml").write_text(SETTINGS, "utf-8")
    return built(folder)


def test_a_client_smaller_than_the_threshold_gets_a_report_without_figures_about_people(tmp_path: Path) -> None:
    report = build(tmp_path, ["North", "North", "South", "South"], {})
    assert report.titles["answer"] == "Too few people with rated requirements to show the organisation’s gap"
    assert report.titles["plan"] == "Too few people have planned training hours to show how they are split"
    about = ("organisation.plan.", "organisation.mix.", "organisation.ready", "organisation.group.", "unit.", "role.")
    shown = [f.id for f in report.report.figures if f.id.startswith(about) and f.known]
    assert shown == ["organisation.plan.pathways"]  # how many roles have one
    assert "</html>" in report.html()


METRICS = ("Metric", "Period", "Unit", "Value", "n")


@pytest.mark.parametrize(
    ("rows", "hidden"),
    [
        ([("West", 0.9, ""), ("South", 0.8, ""), ("", 0.85, "")], {"south"}),
        ([("West", 0.9, 7), ("South", 0.8, 3), ("", 0.85, 10)], {"south", "west"}),
        ([("West", 0.9, ""), ("South", 0.8, "")], {"south"}),
        ([("West", 0.7, ""), ("", 0.85, "")], set()),
        ([("West", 0.7, 4), ("", 0.85, 13)], {"west"}),
        ([("West", 0.7, 9), ("", 0.85, 12)], {"west"}),
        ([("", 0.85, 4)], {"organisation"}),
    ],
    ids=["no n", "the rest", "no organisation", "large", "few cases", "few cases left", "few cases of all"],
)
def test_a_metric_rests_on_its_n_else_on_the_people_of_the_unit(
    tmp_path: Path, rows: list[Row], hidden: set[str]
) -> None:
    """North has six people, West seven, South three: South is never shown, nor what would give few away."""
    teams = ["North"] * 6 + ["West"] * 7 + ["South"] * 3
    metrics: list[Row] = [METRICS, *(("Retention", "2026-Q3", *row) for row in rows)]
    report = build(tmp_path, teams, {"Metrics": metrics})
    states = {
        id.split(".")[1] if id.startswith("unit") else "organisation": figure.state
        for id, figure in report.figures.items()
        if id.endswith("metric.retention.2026-Q3")
    }
    assert {unit for unit, state in states.items() if state is State.WITHHELD} == hidden


def test_a_withheld_metric_has_no_status_and_no_action(tmp_path: Path) -> None:
    metrics: list[Row] = [(*METRICS, "Target"), ("Retention", "2026-Q3", "", 0.5, 4, 0.9)]
    report = build(tmp_path, ["North"] * 8, {"Metrics": metrics})
    few = "Too few people or cases stand behind the metrics to show how they stand"
    assert report.titles["metrics-business"] == few
    assert "measure-metrics" not in report.actions
    metrics[1] = ("Retention", "2026-Q3", "", 0.5, 5, 0.9)
    shown = build(tmp_path, ["North"] * 8, {"Metrics": metrics})
    assert "measure-metrics" in shown.actions
    assert shown.figures["action.measure-metrics.baseline"].value == 0.5


def test_one_person_in_an_action_is_neither_counted_nor_placed_nor_measured(tmp_path: Path) -> None:
    """E8 of team South alone lacks Coaching: a circle of one."""
    ratings = [(f"E{n}", "Arithmetic", 4, "manager", "E1", DAY) for n in range(1, 9)]
    ratings += [(f"E{n}", "Coaching", 1 if n == 8 else 4, "manager", "E1", DAY) for n in range(1, 9)]
    asked: list[Row] = [("Role", "Skill", "Required level"), ("Analyst", "Arithmetic", 4), ("Analyst", "Coaching", 4)]
    report = build(tmp_path, ["North"] * 6 + ["South"] * 2, {"Requirements": asked}, ratings)
    learning = [action for action in report.findings.roadmap.actions if action.learning]
    assert learning
    for action in learning:
        assert (action.audience.few, action.audience.unit, action.skills) == (True, "organisation", ())
        figures = {id: f for id, f in report.figures.items() if id.startswith(f"{action.id}.")}
        assert {f.state for f in figures.values()} == {State.WITHHELD}
    assert "1 person" not in report.html()
    assert not report.figures["roadmap.implementation.hours"].known


@pytest.mark.parametrize(("peers", "printed"), [(0, True), (1, False), (2, False), (3, True)])
def test_the_managers_view_is_printed_where_it_gives_no_peers_away(tmp_path: Path, peers: int, printed: bool) -> None:
    """Of one or two peers among the raters the rest of the level would be theirs: then self against all others."""
    ratings = [
        (f"E{n}", "Arithmetic", level, group, f"E{n}" if group == "self" else "E1", DAY)
        for n in range(1, 7)
        for group, level in (("self", 4), ("manager", 2))
    ]
    ratings += [(f"E{n}", "Arithmetic", 3, "peer", f"E{n + 1}", DAY) for n in range(1, peers + 1)]
    report = build(tmp_path, ["North"] * 6, {}, ratings)
    assert ("skill.arithmetic.manager_view" in report.figures) is printed
    assert ("skill.arithmetic.others_view" in report.figures) is not printed
    if not printed:
        others = (2 * (6 - peers) + 2.5 * peers) / 6
        assert report.figures["skill.arithmetic.others_view"].value == pytest.approx(others)
        assert report.titles["views"].startswith("Too few raters in a group")
    assert "</html>" in report.html()


def test_withheld_and_no_data_look_different(tmp_path: Path) -> None:
    report = build(tmp_path, ["North"] * 6 + ["South"] * 2, {})
    withheld = report.figures["unit.south.weighted_gap"]
    nothing = report.figures["organisation.mix.actual.soft"]
    assert (withheld.state, nothing.state) == (State.WITHHELD, State.NO_DATA)
    assert (SPEAKER.value(withheld), SPEAKER.value(nothing)) == ("c", "–")


def test_the_hours_that_one_person_would_need_are_withheld_where_none_are_planned(tmp_path: Path) -> None:
    """E1 alone lacks talks, for which the client plans no hours."""
    who = [f"E{number}" for number in range(1, 11)]
    levels = {employee: {"Talk": 1.0 if employee == "E1" else 4.0} for employee in who}
    settings = "privacy_threshold: 5\nmix: {overrides: [{organisation: true, soft: 0, reason: Any}]}"
    required = [("Analyst", "Talk", 4, 2)]
    report = small(tmp_path, {"Talk": "soft"}, required, levels, people("North", *who), settings)
    assert report.figures.get("organisation.plan.unmet") is None
    assert report.titles["plan"] == "Too few people need training hours to show how many they need"
