"""A metric of one unit → its name, its figures and the words for how it stands, the same in every section."""

from typing import Literal

from skillreport.analyse.levels import TOLERANCE
from skillreport.analyse.metrics import MetricSeries, Status
from skillreport.analyse.points import Point
from skillreport.language.numbers import printed_value, rounded
from skillreport.model.assessment import ORGANISATION
from skillreport.model.figure import Figure, Sentence, State, Unit, say
from skillreport.report.exhibits import counted
from skillreport.report.figures import Facts, figure
from skillreport.rules.metrics import definition_name

LENGTHS = {12: "year", 3: "quarter", 1: "month"}
ShownStatus = Status | Literal["not computable"]


def metric_name(series: MetricSeries) -> Sentence:
    """The metric's name in the client's words where these are the client's, with the months it covers where these are
    fewer than its definition asks for."""
    name = definition_name(series.metric)
    if series.short_span is None:
        return name
    return say("metric.over", metric=name, months=counted("months", span_figure(series, series.short_span)))


def span_figure(series: MetricSeries, months: int) -> Figure:
    """How many months a value covers; the same for all units."""
    id, label = f"metric.{series.metric.id}.span", say("label.metric.span")
    return figure(id, months, Unit.MONTHS, "metric_span", label)


def metric_figure(series: MetricSeries, point: Point) -> Figure:
    """The value of a metric in one period."""
    prefix = "" if series.unit == ORGANISATION else f"unit.{series.unit}."
    id = f"{prefix}metric.{series.metric.id}.{point.period}"
    label = say("label.metric", metric=metric_name(series), period=point.period)
    unit, name = series.metric.figure_unit, f"metric.{series.metric.id}"
    n = None if point.n is None else int(rounded(point.n, 0))
    missing = State.NOT_COMPUTABLE if point.problem else State.NO_DATA
    return figure(id, point.value, unit, name, label, n, hidden=point.problem == "withheld", missing=missing)


def newest(series: MetricSeries) -> Point | None:
    """The newest value, printed or withheld."""
    return next((p for p in reversed(series.points) if p.value is not None or p.problem == "withheld"), None)


def target_figure(facts: Facts, series: MetricSeries) -> Figure | None:
    """What a series is held against; one of another length of period than its metric's has a figure of its own."""
    if series.target is None:
        return None
    id = f"{metric_id(facts, series)}.target"
    label = say("label.metric.target", metric=metric_name(series))
    return Figure(id, float(series.target), series.metric.figure_unit, "target", label)


def metric_id(facts: Facts, series: MetricSeries) -> str:
    """How ids of a series of the organisation begin."""
    main = facts.findings.metrics.series[series.metric.id, ORGANISATION].months == series.months
    return f"metric.{series.metric.id}" + ("" if main else f".by_{LENGTHS[series.months]}")


def status_of(series: MetricSeries) -> ShownStatus:
    """Where a series stands; withheld with the value that it follows from."""
    if series.status == "no data" and any(point.problem for point in series.points):
        return "not computable"
    return series.status


def problem_of(series: MetricSeries) -> str | None:
    """Why the newest row of a series without any value has none."""
    return next((point.problem for point in reversed(series.points) if point.problem is not None), None)


def status_word(series: MetricSeries) -> Sentence:
    """The status; where nothing can be computed, with the reason."""
    status, problem = status_of(series), problem_of(series)
    if status == "not computable" and problem not in (None, "not-summable"):
        return say("status.not_computable.why", reason=reason_word(series, str(problem)))
    return say(f"status.{status.replace(' ', '_')}")


def reason_word(series: MetricSeries, problem: str) -> Sentence:
    declared = ".declared" if problem == "no-baseline" and series.metric.baseline is not None else ""
    return say(f"problem.{problem.replace('-', '_')}{declared}")


def travel_word(series: MetricSeries) -> Sentence:
    return say(f"travel.{series.travel}")


def distance(facts: Facts, series: MetricSeries) -> Sentence | None:
    """How far the newest value is from its target, below 0 where it falls short; None where nothing can be told."""
    return difference_words(facts, series, "distance", None if series.short_by is None else -series.short_by)


def difference_words(facts: Facts, series: MetricSeries, name: str, value: float | None) -> Sentence | None:
    """A difference of two values in the metric's unit, shares in points; one more decimal where it would print as 0."""
    if value is None:
        return None
    unit = Unit.POINTS if series.metric.unit == "share" else series.metric.figure_unit
    label = say(f"label.metric.{name}", metric=metric_name(series))
    made = figure(f"{metric_id(facts, series)}.{name}", value, unit, f"metric_{name}", label)
    fine = ".fine" if abs(value) > TOLERANCE and not printed_value(made) else ""
    if unit in (Unit.POINTS, Unit.LEVELS):
        return say(f"difference.{unit}{fine}", plural="n", n=made)
    return say(f"difference{fine}", n=made)
