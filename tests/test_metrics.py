"""Metrics from the client's rows and from other tables: what counts, how it stands, what is withheld; objectives."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from skillreport.analyse.metrics import MetricSeries
from skillreport.model.figure import State, Unit
from skillreport.model.report import Definitions, Exhibit, Panels, Table
from tests.building import (
    DAY,
    RATINGS,
    REQUIREMENTS,
    SKILLS,
    SPEAKER,
    Built,
    Rows,
    built,
    people,
    rated,
    small,
    written,
)
from tests.independent import write_sheets

ROWS = ("Metric", "Period", "Unit", "Value", "Numerator", "Denominator", "Target", "n")
CHART = (
    "Employee ID",
    "Name",
    "Manager ID",
    "Career level",
    "Department",
    "Start date",
    "Leave date",
    "Last promotion",
)
FIRST, LONG_AGO = date(2025, 9, 30), date(2020, 1, 1)
SATISFACTION, QUALITY = "Customer satisfaction", "Project success"

Person = tuple[object, ...]


def metrics(
    folder: Path, *rows: tuple[object, ...], settings: str = "", more: Mapping[str, Rows] | None = None
) -> Built:
    """The report on four people in the departments North and South, with rows of the Metrics table."""
    chart = [(*person[:5], person[6], "") for person in (*people("North", "E1", "E2"), *people("South", "E3", "E4"))]
    levels = {f"E{n}": {"SQL": 3.0} for n in range(1, 5)}
    sheets = {"Metrics": (ROWS, *rows), **(more or {})}
    return small(folder, {"SQL": "hard"}, [("Analyst", "SQL", 3, 3)], levels, chart, settings, sheets)


def row(metric: str, period: object, value: object = "", *, unit: str = "", part: object = "", whole: object = "",
        target: object = "", n: object = "") -> tuple[object, ...]:  # fmt: skip
    return (metric, period, unit, value, part, whole, target, n)


def series_of(report: Built, metric: str, unit: str = "organisation") -> MetricSeries:
    return report.findings.metrics.series[metric, unit]


def codes(report: Built) -> list[str]:
    return [issue.code for issue in report.issues if issue.code.startswith("metric")]


def text(report: Built, section: str) -> str:
    """Everything a section says under its exhibits, and in its tables and panels."""
    said = []
    for block in (block for item in report.report.sections if item.id == section for block in item.blocks):
        if isinstance(block, Exhibit):
            said += [SPEAKER.say(note.text) for note in block.notes]
            said += [SPEAKER.say(panel.note) for panel in block.body.panels] if isinstance(block.body, Panels) else []
    return "\n".join(said)


# ---- employment: retention and promotions


def employed(
    folder: Path, today: Sequence[Person], before: Mapping[str, Sequence[Person]], settings: str = "", rows: Rows = ()
) -> Built:
    """The report on 2026-Q3 with the org charts of today and of earlier periods: employee, career level, department,
    start, leave, last promotion."""

    def table(chart: Sequence[Person]) -> Rows:
        return (CHART, *((person[0], f"Name {person[0]}", "", *person[1:]) for person in chart))

    sheets: dict[str, Rows] = {"Skills": (SKILLS, ("SQL", "hard", "", 2)), "Ratings": rated({"E1": {"SQL": 3.0}})}
    stated = []
    for period, chart in before.items():
        write_sheets(folder / f"{period}.xlsx", {"Ratings": rated({"E1": {"SQL": 3.0}})})
        write_sheets(folder / f"{period}-chart.xlsx", {"Org chart": table(chart)})
        stated.append(f"  - {{period: {period}, workbook: {period}.xlsx, org_chart: {period}-chart.xlsx}}")
    if rows:
        sheets["Metrics"] = (ROWS, *rows)
    previous = "\n".join(["previous:", *stated]) if stated else ""
    return built(written(folder, sheets, table(today), f"{settings}\n{previous}"))


def staff(*employees: str, level: str = "senior", unit: str = "North") -> list[Person]:
    return [(employee, level, unit, "", "", "") for employee in employees]


def test_retention_is_who_was_there_a_year_ago_and_still_is(tmp_path: Path) -> None:
    """Of four in the chart of 2025-Q3 three are there; E3 moved; E5 is new."""
    today = [*staff("E1", "E2"), *staff("E3", "E5", unit="South")]
    report = employed(tmp_path, today, {"2025-Q3": staff("E1", "E2", "E3", "E4")})
    retention = report.figures["metric.retention.2026-Q3"]
    assert (retention.value, retention.n) == (3 / 4, 4)


def test_whoever_moved_is_retained_in_the_unit_of_the_start(tmp_path: Path) -> None:
    today = [*staff("E1", "E2"), *staff("E3", "E5", unit="South")]
    report = employed(tmp_path, today, {"2025-Q3": [*staff("E1", "E2", "E3"), *staff("E5", "E6", unit="South")]})
    values = {unit: report.figures[f"unit.{unit}.metric.retention.2026-Q3"] for unit in ("north", "south")}
    assert {unit: (figure.value, figure.n) for unit, figure in values.items()} == {"north": (1, 3), "south": (1 / 2, 2)}


def test_ids_are_compared_as_names_are(tmp_path: Path) -> None:
    report = employed(tmp_path, staff("E1", "E2"), {"2025-Q3": staff("e1", "E2")})
    assert report.figures["metric.retention.2026-Q3"].value == 1


def test_of_several_charts_the_one_nearest_to_a_year_counts(tmp_path: Path) -> None:
    """August 2025 is 13 months back, September twelve, January 2026 eight."""
    before = {"2025-08": staff("E1", "E2", "E7", "E8"), "2025-09": staff("E1", "E2", "E7"), "2026-01": staff("E1")}
    report = employed(tmp_path, staff("E1", "E2"), before)
    assert report.figures["metric.retention.2026-Q3"].value == pytest.approx(2 / 3)


def test_without_an_earlier_chart_start_and_leave_dates_tell(tmp_path: Path) -> None:
    """E3 left in March, E4 had left before the year began, E5 came during it."""
    today = [
        ("E1", "senior", "North", LONG_AGO, "", ""),
        ("E2", "senior", "North", FIRST, "", ""),
        ("E3", "senior", "North", LONG_AGO, date(2026, 3, 31), ""),
        ("E4", "senior", "North", LONG_AGO, date(2025, 9, 29), ""),
        ("E5", "senior", "North", date(2025, 10, 1), "", ""),
    ]
    report = employed(tmp_path, today, {})
    retention = report.figures["metric.retention.2026-Q3"]
    assert retention.value == pytest.approx(2 / 3)
    assert retention.n == 3


@pytest.mark.parametrize("missing", ["a start date", "a leaver of the year"])
def test_dates_that_do_not_tell_give_no_retention(missing: str, tmp_path: Path) -> None:
    start, leave = ("", date(2026, 3, 31)) if missing == "a start date" else (LONG_AGO, date(2025, 3, 31))
    today = [("E1", "senior", "North", start, "", ""), ("E2", "senior", "North", LONG_AGO, leave, "")]
    report = employed(tmp_path, today, {})
    assert ("retention", "organisation") not in report.findings.metrics.series


def test_a_span_below_a_year_is_named_and_held_against_no_target(tmp_path: Path) -> None:
    """The earliest chart less than eleven months back counts; the settings ask for 90 %."""
    before = {"2026-Q1": staff("E1", "E2", "E3"), "2026-Q2": staff("E1", "E2")}
    report = employed(tmp_path, staff("E1", "E2"), before, "metrics: [{id: retention, target: 0.9}]")
    series = series_of(report, "retention")
    assert series.latest is not None
    assert series.latest.value == pytest.approx(2 / 3)
    assert (series.short_span, series.status, series.target) == (6, "no target", None)
    said = "Retention over 6 months and Promotion rate over 6 months are held against no target: they do not cover 12"
    assert said in text(report, "metrics-business")


def test_a_short_span_does_not_stand_beside_what_was_supplied(tmp_path: Path) -> None:
    rows = [row("Retention", "2026-Q2", 0.9)]
    report = employed(tmp_path, staff("E1"), {"2026-Q2": staff("E1", "E2")}, rows=rows)
    assert [point.value for point in series_of(report, "retention").points] == [0.9, None]


def test_a_chart_of_more_than_thirteen_months_ago_tells_nothing(tmp_path: Path) -> None:
    report = employed(tmp_path, staff("E1"), {"2025-Q2": staff("E1", "E2")})
    assert ("retention", "organisation") not in report.findings.metrics.series


@pytest.mark.parametrize(
    ("chart", "value", "short"),
    [("2025-07", None, None), ("2025-08", 0.5, None), ("2025-10", 0.5, None), ("2025-11", 0.5, 10)],
)
def test_a_chart_of_eleven_to_thirteen_months_ago_tells_of_a_year(
    chart: str, value: float | None, short: int | None, tmp_path: Path
) -> None:
    """The charts are of the last day of a month, as is the day of the report, 30 September 2026."""
    report = employed(tmp_path, staff("E1"), {chart: staff("E1", "E2")})
    series = report.findings.metrics.series.get(("retention", "organisation"))
    assert (series and series.latest and series.latest.value, series and series.short_span) == (value, short)


def test_promotions_are_stated_levels_that_rose_over_the_average_headcount(tmp_path: Path) -> None:
    """E1 rose, E2 did not, E3 fell, E4 came as a manager: one of (3 + 4) / 2."""
    today = [*staff("E1", level="manager"), *staff("E2", "E3"), *staff("E4", level="manager")]
    before = [*staff("E1", "E2"), *staff("E3", level="manager")]
    report = employed(tmp_path, today, {"2025-Q3": before})
    promoted = report.figures["metric.promotion-rate.2026-Q3"]
    assert promoted.value == pytest.approx(1 / 3.5)


def test_a_last_promotion_in_the_span_counts_once(tmp_path: Path) -> None:
    """E1 rose and has a date; E2 has a date in the year; E3 one of before."""
    dates = {"E1": date(2026, 2, 1), "E2": date(2026, 3, 1), "E3": date(2025, 1, 1)}
    levels = {"E1": "manager", "E2": "senior", "E3": "senior"}
    today = [(who, levels[who], "North", "", "", day) for who, day in dates.items()]
    report = employed(tmp_path, today, {"2025-Q3": staff("E1", "E2", "E3")})
    assert report.figures["metric.promotion-rate.2026-Q3"].value == pytest.approx(2 / 3)


def test_a_promotion_on_the_first_day_of_a_span_is_one_of_before(tmp_path: Path) -> None:
    dates = {"E1": FIRST, "E2": date(2025, 10, 1), "E3": date(2026, 9, 30), "E4": date(2026, 10, 1)}
    today = [(who, "senior", "North", "", "", day) for who, day in dates.items()]
    report = employed(tmp_path, today, {"2025-Q3": staff(*dates)})
    assert report.figures["metric.promotion-rate.2026-Q3"].value == 2 / 4


def test_half_a_head_of_the_average_headcount_is_printed_as_one(tmp_path: Path) -> None:
    """Three at the start and two today; then six and one."""
    for before, today, heads in ((3, 2, 3), (6, 1, 4)):
        (folder := tmp_path / str(before)).mkdir()
        charts = {"2025-Q3": staff(*(f"E{n}" for n in range(before)))}
        report = employed(folder, staff(*(f"E{n}" for n in range(today))), charts)
        assert report.figures["metric.promotion-rate.2026-Q3"].n == heads


def test_inferred_levels_are_no_promotions(tmp_path: Path) -> None:
    """Nothing but titles tells a level, and no date is stated."""
    report = employed(tmp_path, staff("E1", "E2", level=""), {"2025-Q3": staff("E1", "E2", level="")})
    assert ("promotion-rate", "organisation") not in report.findings.metrics.series


def test_a_supplied_value_wins_and_a_contradiction_is_said_of_units_too(tmp_path: Path) -> None:
    rows = [row("Retention", "2026-Q3", 0.75), row("Retention", "2026-Q3", 0.9, unit="North")]
    report = employed(tmp_path, staff("E1", "E2", "E3"), {"2025-Q3": staff("E1", "E2", "E3", "E4")}, rows=rows)
    assert report.figures["metric.retention.2026-Q3"].value == 0.75
    assert codes(report) == ["metric-disagrees"]
    [issue] = [issue for issue in report.issues if issue.code == "metric-disagrees"]
    assert (issue.location.cell, issue.values["computed"]) == ("A3", 0.75)


def test_a_rate_over_another_span_is_no_contradiction_but_no_unit_is_computed_beside_it(tmp_path: Path) -> None:
    """One of three rose since June, two since a year ago; the client counts by quarter."""
    today = [*staff("E1", "E2", level="manager"), *staff("E3")]
    before = {"2025-Q3": staff("E1", "E2", "E3"), "2026-Q2": [*staff("E1", level="manager"), *staff("E2", "E3")]}
    report = employed(tmp_path, today, before, rows=[row("Promotion rate", "2026-Q3", 1 / 3)])
    assert codes(report) == []
    assert ("promotion-rate", "north") not in report.findings.metrics.series


# ---- periods


def test_a_day_is_the_period_that_holds_it_and_the_newer_of_two_counts(tmp_path: Path) -> None:
    report = metrics(tmp_path, row(QUALITY, date(2026, 9, 15), 0.8), row(QUALITY, date(2026, 7, 14), 0.9))
    assert report.figures["metric.project-success.2026-Q3"].value == 0.8
    [issue] = [issue for issue in report.issues if issue.code == "metric-measured-twice"]
    assert (issue.location.cell, str(issue.values["day"])) == ("B3", "2026-07-14")


def test_a_day_is_a_month_where_the_report_speaks_of_one(tmp_path: Path) -> None:
    rows = [row(QUALITY, date(2026, 7, 14), 0.9), row(QUALITY, date(2026, 8, 15), 0.8)]
    report = metrics(tmp_path, *rows, settings="period: 2026-09\nas_of: 2026-09-30")
    assert [str(point.period) for point in series_of(report, "project-success").points] == ["2026-07", "2026-08"]


def test_what_is_stated_for_the_period_beats_a_day_in_it(tmp_path: Path) -> None:
    report = metrics(tmp_path, row(QUALITY, date(2026, 9, 15), 0.8), row(QUALITY, "2026-Q3", 0.7))
    assert report.figures["metric.project-success.2026-Q3"].value == 0.7
    assert codes(report) == ["metric-twice"]


def test_a_day_after_the_reports_is_not_known_yet(tmp_path: Path) -> None:
    rows = [row(QUALITY, date(2026, 7, 14), 0.9), row(QUALITY, date(2026, 9, 25), 0.8)]
    report = metrics(tmp_path, *rows, settings="as_of: 2026-09-20")
    assert report.figures["metric.project-success.2026-Q3"].value == 0.9
    assert codes(report) == ["metrics-ahead"]


def test_a_period_without_any_value_is_a_gap_in_every_line(tmp_path: Path) -> None:
    report = metrics(tmp_path, row(QUALITY, "2025-Q4", 0.9), row(QUALITY, "2026-Q3", 0.8))
    points = series_of(report, "project-success").points
    assert [(str(p.period), p.value) for p in points] == [
        ("2025-Q4", 0.9), ("2026-Q1", None), ("2026-Q2", None), ("2026-Q3", 0.8),
    ]  # fmt: skip


def test_a_mistyped_year_makes_no_endless_axis(tmp_path: Path) -> None:
    report = metrics(tmp_path, row(QUALITY, "1926-Q3", 0.9), row(QUALITY, "2026-Q3", 0.8))
    assert len(series_of(report, "project-success").points) == 2


def test_the_order_of_rows_changes_nothing(tmp_path: Path) -> None:
    rows = [
        row(SATISFACTION, "2026-Q3", unit="North", part=80, whole=100, target=0.9),
        row(SATISFACTION, "2026-Q3", unit="South", part=30, whole=100, target=0.8),
        row(SATISFACTION, date(2026, 5, 15), 0.7, target=0.85),
        row(QUALITY, "2026-Q1", 0.9),
    ]
    forth, back = (metrics(new(tmp_path / name), *order) for name, order in (("forth", rows), ("back", rows[::-1])))
    assert forth.findings.metrics == back.findings.metrics


def new(folder: Path) -> Path:
    folder.mkdir()
    return folder


# ---- values that cannot be computed


ERRORS = "Error reduction"


@pytest.mark.parametrize(
    ("rows", "problem", "said"),
    [
        ([row(ERRORS, "2026-Q3", part=5, whole=100)], "no-baseline", "not computable: no value a year earlier"),
        (
            [row(ERRORS, "2025-Q3", part=0, whole=100), row(ERRORS, "2026-Q3", part=5, whole=100)],
            "baseline-zero",
            "not computable: the baseline is 0",
        ),
        (
            [row(QUALITY, "2026-Q3", part=0, whole=0)],
            "nothing-counted",
            "not computable: there was nothing to count, n is 0",
        ),
        ([row(QUALITY, "2026-Q3", 0.5, n=0)], "nothing-counted", "not computable: there was nothing to count, n is 0"),
        (
            [row(QUALITY, "2026-Q3", 0.5, unit="North"), row(QUALITY, "2026-Q3", 0.6, unit="South")],
            "not-summable",
            "not computable from what was supplied",
        ),
    ],
)
def test_the_reason_stands_where_the_value_would(rows: Rows, problem: str, said: str, tmp_path: Path) -> None:
    report = metrics(tmp_path, *map(tuple, rows))
    [series] = report.findings.metrics.of("organisation")
    assert (series.latest, series.points[-1].problem) == (None, problem)
    sections = [f"metrics-{family}" for family in ("hard-skills", "business")]
    assert any(said in text(report, section) for section in sections)


def test_a_period_without_value_among_others_is_explained_in_a_note(tmp_path: Path) -> None:
    quarters = [(f"{year}-Q{quarter}", 10) for year in (2025, 2026) for quarter in (1, 2, 3)]
    report = metrics(tmp_path, *(row(ERRORS, period, part=part, whole=100) for period, part in quarters))
    said = "Error reduction Q1 25 to Q3 25 (no value a year earlier)."
    assert said in text(report, "metrics-hard-skills")


def test_ready_made_shares_are_summed_only_by_their_n(tmp_path: Path) -> None:
    rows = [row(QUALITY, "2026-Q3", 0.5, unit="North", n=10), row(QUALITY, "2026-Q3", 0.8, unit="South", n=30)]
    assert metrics(tmp_path, *rows).figures["metric.project-success.2026-Q3"].value == pytest.approx(29 / 40)


def test_a_period_in_which_one_unit_lacks_its_row_is_not_computable(tmp_path: Path) -> None:
    rows = [
        row(QUALITY, "2026-Q2", unit="North", part=8, whole=10),
        row(QUALITY, "2026-Q2", unit="South", part=6, whole=10),
        row(QUALITY, "2026-Q3", unit="North", part=9, whole=10),
    ]
    points = series_of(metrics(tmp_path, *rows), "project-success").points
    assert [(point.value, point.problem) for point in points] == [(0.7, None), (None, "not-summable")]


def test_a_department_is_the_sum_of_its_teams(tmp_path: Path) -> None:
    chart = [*people("Elm", "E1", department="East"), *people("Oak", "E2", department="East")]
    rows = [row(QUALITY, "2026-Q3", unit=unit, part=part, whole=10) for unit, part in (("Elm", 4), ("Oak", 8))]
    levels = {"E1": {"SQL": 3.0}, "E2": {"SQL": 3.0}}
    more = {"Metrics": (ROWS, *rows)}
    report = small(tmp_path, {"SQL": "hard"}, [("Analyst", "SQL", 3, 3)], levels, chart, more=more)
    assert report.figures["unit.east.metric.project-success.2026-Q3"].value == 12 / 20


# ---- the client's own metrics, targets, baselines


OWN = "metrics: [{{id: flow, name: Flow, arithmetic: {arithmetic}, unit: {unit}, formula: Tickets per hour{more}}}]"


@pytest.mark.parametrize(
    ("arithmetic", "value"), [("ratio", 0.6), ("improvement", 0.5), ("reduction", -0.5), ("value", 0.6)]
)
def test_a_metric_of_the_clients_own_by_any_arithmetic(arithmetic: str, value: float, tmp_path: Path) -> None:
    rows = [row("Flow", "2025-Q3", part=40, whole=100), row("Flow", "2026-Q3", part=60, whole=100)]
    report = metrics(tmp_path, *rows, settings=OWN.format(arithmetic=arithmetic, unit="share", more=""))
    assert report.figures["metric.flow.2026-Q3"].value == pytest.approx(value)
    assert "Tickets per hour" in report.html()


def test_a_declared_baseline_may_be_a_period_of_another_length(tmp_path: Path) -> None:
    rows = [row("Flow", "2024", part=50, whole=100), row("Flow", "2026-Q3", part=60, whole=100)]
    settings = OWN.format(arithmetic="improvement", unit="share", more=", baseline: 2024")
    assert metrics(tmp_path, *rows, settings=settings).figures["metric.flow.2026-Q3"].value == pytest.approx(0.2)


def test_a_value_is_held_against_the_target_of_its_own_period(tmp_path: Path) -> None:
    """The target rises to 90 % in the third quarter, of which there is no value yet."""
    rows = [row(QUALITY, "2026-Q2", 0.85, target=0.8), row(QUALITY, "2026-Q3", target=0.9)]
    series = series_of(metrics(tmp_path, *rows), "project-success")
    assert (series.target, series.status) == (0.8, "met")


def test_a_unit_is_held_against_its_own_target_and_shows_it(tmp_path: Path) -> None:
    rows = [
        row(QUALITY, "2026-Q3", 0.8, target=0.8),
        row(QUALITY, "2026-Q3", 0.75, unit="North", target=0.7),
        row(QUALITY, "2026-Q3", 0.7, unit="South"),
    ]
    report = metrics(tmp_path, *rows)
    statuses = {unit: series_of(report, "project-success", unit).status for unit in ("organisation", "north", "south")}
    assert statuses == {"organisation": "met", "north": "met", "south": "missed"}
    assert report.figures["unit.north.metric.project-success.2026-Q3.target"].value == 0.7


def test_value_and_quotient_of_one_row_that_differ_are_said(tmp_path: Path) -> None:
    report = metrics(tmp_path, row(QUALITY, "2026-Q3", 0.9, part=8, whole=10))
    assert (report.figures["metric.project-success.2026-Q3"].value, codes(report)) == (0.8, ["metric-quotient-differs"])


# ---- what is printed beside a value


def test_distance_and_change_are_printed_in_points_and_levels(tmp_path: Path) -> None:
    rows = [row(QUALITY, "2026-Q2", 0.7), row(QUALITY, "2026-Q3", 0.75, target=0.8, n=40)]
    rows += [row("360 feedback score", "2026-Q3", 3.4, target=3.0)]
    figures = metrics(tmp_path, *rows).figures
    points, levels = figures["metric.project-success.distance"], figures["metric.360-feedback.distance"]
    assert (points.unit, levels.unit) == (Unit.POINTS, Unit.LEVELS)
    assert points.value == pytest.approx(-0.05)
    assert levels.value == pytest.approx(0.4)
    assert figures["metric.project-success.change"].value == pytest.approx(0.05)
    assert figures["metric.project-success.2026-Q3.n"].value == 40


def test_where_less_is_better_a_value_above_its_target_falls_short(tmp_path: Path) -> None:
    settings = "metrics: [{id: sick, name: Sick days, arithmetic: value, unit: number, direction: down, target: 5}]"
    report = metrics(tmp_path, row("Sick days", "2026-Q3", 8), settings=settings)
    assert report.figures["metric.sick.distance"].value == -3
    assert series_of(report, "sick").status == "missed"


NPS = "metrics: [{{id: nps, name: NPS, arithmetic: value, unit: {unit}{more}}}]"


@pytest.mark.parametrize(
    ("unit", "more", "before", "value", "travel", "status"),
    [
        ("share", "", 0.8, 0.77, "steady", "close"),
        ("share", "", 0.8, 0.769, "worsening", "missed"),
        ("level", "", 3.0, 2.8, "steady", "missed"),
        ("level", "", 3.0, 2.79, "worsening", "missed"),
        ("index", "", 80, 77, "steady", "close"),
        ("index", "", 80, 76.9, "worsening", "missed"),
        ("number", "", 50, 48.5, "steady", "close"),
        ("number", "", 50, 48.4, "worsening", "missed"),
        ("number", "", -50, -51.5, "steady", "missed"),
        ("number", ", tolerance: 0", 50, 49.9, "worsening", "missed"),
        ("number", ", tolerance: 2", 50, 48, "steady", "close"),
    ],
)
def test_a_metric_of_the_clients_own_that_states_no_tolerance_has_that_of_its_unit(
    unit: str, more: str, before: float, value: float, travel: str, status: str, tmp_path: Path
) -> None:
    """The target is where it began, for the levels and the negative number elsewhere: 3 points, 0.2 levels, 3 of an
    index, 3 % of what a number is compared with."""
    target = {"level": 4, "number": 50}.get(unit, before)
    rows = [row("NPS", "2026-Q2", before, target=target), row("NPS", "2026-Q3", value, target=target)]
    series = series_of(metrics(tmp_path, *rows, settings=NPS.format(unit=unit, more=more)), "nps")
    assert (series.travel, series.status) == (travel, status)


def test_a_metric_of_the_method_in_another_unit_has_the_tolerance_of_that(tmp_path: Path) -> None:
    rows = [row(QUALITY, "2026-Q2", 50), row(QUALITY, "2026-Q3", 49)]
    settings = "metrics: [{id: project-success, unit: number, arithmetic: value}]"
    assert series_of(metrics(tmp_path, *rows, settings=settings), "project-success").travel == "steady"


def test_assumed_tolerances_are_printed_among_the_settings_in_force(tmp_path: Path) -> None:
    report = metrics(tmp_path, row("NPS", "2026-Q3", 50), settings=NPS.format(unit="number", more=""))
    said = settings_in_force(report)
    assert said["Tolerance of other metrics, where none is stated"] == ["3% of the target or first value", "the method"]
    assert "Tolerance of metrics in percent, where none is stated" not in said


def settings_in_force(report: Built) -> dict[str, list[str]]:
    """Setting → value and who set it, as the page on the method has them."""
    blocks = (block for section in report.report.sections if section.id == "method" for block in section.blocks)
    tables = [block.table for block in blocks if isinstance(block, Definitions) and block.table is not None]
    [body] = [table.body for table in tables if table.name == "settings-in-force"]
    assert isinstance(body, Table)
    rows = [[SPEAKER.value(cell) for cell in row.cells] for row in body.rows]  # type: ignore[arg-type]
    return {name: rest for name, *rest in rows}


CERTIFICATES = ("Employee", "Certification", "Date", "Passed", "Attempt")


def examined(folder: Path, again: Sequence[str], threshold: int = 1) -> Built:
    """E1 to E4 sat a first time, of whom E1 passed; some sat again and passed."""
    first = [(f"E{n}", "PCAP", DAY, "yes" if n == 1 else "no", 1) for n in range(1, 5)]
    second = [(who, "PCAP", date(2026, 9, 20), "yes", 2) for who in again]
    more = {"Certifications": (CERTIFICATES, *first, *second)}
    return metrics(folder, more=more, settings=f"privacy_threshold: {threshold}")


def test_first_attempts_stand_beside_the_pass_rate(tmp_path: Path) -> None:
    report = examined(tmp_path, again=["E2", "E3"])
    first = report.figures["metric.certification-pass-rate.first_attempts"]
    assert report.figures["metric.certification-pass-rate.2026-Q3"].value == 3 / 6
    assert (first.value, first.n) == (1 / 4, 4)
    said = "Of first attempts in the 3rd quarter 2026, 25% were passed (4 people)."
    assert said in text(report, "metrics-hard-skills")


def test_first_attempts_do_not_tell_how_few_did_who_tried_again(tmp_path: Path) -> None:
    report = examined(tmp_path, again=["E2", "E3"], threshold=3)
    assert report.figures["metric.certification-pass-rate.2026-Q3"].known
    assert "metric.certification-pass-rate.first_attempts" not in report.figures


@pytest.mark.parametrize(("groups", "alone"), [(("manager",), True), (("manager", "peer"), False)])
def test_a_360_from_managers_alone_is_called_that(groups: Sequence[str], alone: bool, tmp_path: Path) -> None:
    ratings = [(f"E{n}", "Empathy", 3, group, "", DAY) for n in range(1, 5) for group in groups]
    sheets: dict[str, Rows] = {
        "Skills": (SKILLS, ("Empathy", "soft", "", 2)),
        "Requirements": (REQUIREMENTS, ("Analyst", "Empathy", 3, 2)),
        "Ratings": (RATINGS, *ratings),
    }
    report = built(written(tmp_path, sheets))
    assert ("from managers alone" in text(report, "metrics-soft-skills")) is alone


# ---- privacy


def test_small_units_are_withheld_in_periods_of_other_lengths_too(tmp_path: Path) -> None:
    rows = [
        row(QUALITY, "2025", unit=unit, part=part, whole=whole)
        for unit, part, whole in (("North", 2, 3), ("South", 9, 40))
    ]
    rows.append(row(QUALITY, "2026-Q3", 0.8, n=40))
    report = metrics(tmp_path, *rows, settings="privacy_threshold: 5")
    assert report.figures["unit.north.metric.project-success.2025"].state is State.WITHHELD


def test_a_year_does_not_give_away_a_withheld_quarter_of_it(tmp_path: Path) -> None:
    """North has 3 cases in the quarter and 12 in the year of which it is a part."""
    rows = [
        row(QUALITY, "2026-Q2", unit="North", part=2, whole=3),
        row(QUALITY, "2026-Q2", unit="South", part=20, whole=30),
        row(QUALITY, "2026", unit="North", part=8, whole=12),
        row(QUALITY, "2026", unit="South", part=80, whole=120),
    ]
    settings = "period: 2026\nprivacy_threshold: 5"
    report = metrics(tmp_path, *rows, settings=settings)
    assert report.figures["unit.north.metric.project-success.2026"].state is State.WITHHELD


def test_computed_values_of_small_units_are_withheld_and_do_not_follow_from_the_rest(tmp_path: Path) -> None:
    north, south, west = [f"N{n}" for n in range(6)], [f"S{n}" for n in range(6)], ["W1", "W2"]
    chart = [*staff(*north), *staff(*south, unit="South"), *staff(*west, unit="West")]
    report = employed(tmp_path, chart, {"2025-Q3": chart}, "privacy_threshold: 5")
    states = [report.figures[f"unit.{unit}.metric.retention.2026-Q3"].state for unit in ("north", "south", "west")]
    assert states[2] is State.WITHHELD
    assert states.count(State.WITHHELD) == 2


# ---- objectives


OBJECTIVES = ("Objective", "Skills", "Metrics", "Target date", "Owner")


def objective(
    folder: Path, level: float, rows: Rows, due: object = "", metric: str = QUALITY, settings: str = ""
) -> list[str]:
    """What the table of objectives says of one: its cells without the stacked ones."""
    chart = people("North", "E1", "E2")
    more = {"Metrics": (ROWS, *rows), "Objectives": (OBJECTIVES, ("Grow", "SQL", metric, due, "Ann"))}
    levels = {"E1": {"SQL": level}, "E2": {"SQL": level}}
    report = small(folder, {"SQL": "hard"}, [("Analyst", "SQL", 3, 3)], levels, chart, settings, more)
    blocks = (block for section in report.report.sections for block in section.blocks)
    [exhibit] = [block for block in blocks if isinstance(block, Exhibit) and block.name == "objectives"]
    assert isinstance(exhibit.as_table, Table)
    return [SPEAKER.value(cell) if cell is not None else "" for cell in exhibit.as_table.rows[0].cells]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("level", "value", "due", "stands"),
    [
        (3, 0.9, "", "on track"),
        (3, 0.5, "", "at risk"),
        (2, 0.9, "", "at risk"),
        (3, 0.5, date(2026, 9, 29), "overdue"),
        (3, 0.5, date(2026, 9, 30), "at risk"),
        (3, 0.9, date(2026, 9, 1), "on track"),
    ],
)
def test_an_objective_stands_by_its_metrics_and_the_gap_of_its_skills(
    level: float, value: float, due: object, stands: str, tmp_path: Path
) -> None:
    assert objective(tmp_path, level, [row(QUALITY, "2026-Q3", value, target=0.8)], due)[-1] == stands


@pytest.mark.parametrize(
    ("before", "value", "stands"),
    [(0.9, 0.78, "at risk"), (0.7, 0.78, "on track"), (0.95, 0.85, "on track")],
    ids=["close and worsening", "close and improving", "met though worsening"],
)
def test_a_metric_that_moves_away_puts_an_objective_at_risk_unless_its_target_is_met(
    before: float, value: float, stands: str, tmp_path: Path
) -> None:
    rows = [row(QUALITY, "2026-Q2", before, target=0.8), row(QUALITY, "2026-Q3", value, target=0.8)]
    assert objective(tmp_path, 3, rows)[-1] == stands


def test_an_objective_says_metric_distance_owner_and_date(tmp_path: Path) -> None:
    cells = objective(tmp_path, 3, [row(QUALITY, "2026-Q3", 0.5, target=0.8)], date(2027, 3, 31))
    assert cells[1:3] == ["Ann", "31 March 2027"]
    assert cells[5] == "Project success: missed (−30 points)"


def test_an_objective_of_which_nothing_is_shown_cannot_be_told_and_hides_its_actions(tmp_path: Path) -> None:
    cells = objective(tmp_path, 1, [], metric="Retention", settings="privacy_threshold: 5")
    assert (cells[5], cells[6], cells[7]) == ("Retention: no data", "withheld", "cannot be told")
