"""Business metrics: value per period and unit, status against the target, direction of travel. Section 6.

What the client supplied is read in `supplied_metrics`, what other tables tell in `computed_metrics`; here it is joined.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd

from skillreport.analyse.computed_metrics import Computed, Examinations, compute_metrics, first_attempts
from skillreport.analyse.levels import Levels
from skillreport.analyse.points import Point
from skillreport.analyse.supplied_metrics import (
    Rows,
    by_period,
    cover_of,
    declared_baseline,
    declared_sum,
    differs,
    rows_in_time,
    supplied_points,
    target_of,
    with_sums,
)
from skillreport.analyse.units import descendants
from skillreport.model.assessment import ORGANISATION, Assessment
from skillreport.model.period import Period
from skillreport.rules.load import Rules
from skillreport.rules.metrics import MetricDef

Status = Literal["met", "close", "missed", "no target", "no data", "withheld"]
Travel = Literal["improving", "worsening", "steady", "unknown", "withheld"]
MOST_PERIODS = 120  # a longer axis, that a mistyped year would make, has the periods with values only


@dataclass(frozen=True, slots=True)
class MetricSeries:
    """A metric of one unit over all periods of one length, oldest first and without a break; a period without value is
    a point without value.

    `latest`: the newest point with a value up to this period. `short_by`: how far the latest is from the target, in the
    metric's unit, negative when better. `change`: latest minus first value.
    """

    metric: MetricDef
    unit: str
    points: tuple[Point, ...]
    target: float | None
    latest: Point | None
    status: Status
    short_by: float | None
    travel: Travel
    change: float | None

    @property
    def months(self) -> int:
        """How long its periods are: a year and a quarter are never compared."""
        return self.points[0].period.months

    @property
    def short_span(self) -> int | None:
        """Months that the newest value covers, where these are fewer than its definition asks for: it has no target."""
        return None if self.latest is None else self.latest.months

    @property
    def known(self) -> list[Point]:
        """The points with a value."""
        return [point for point in self.points if point.value is not None]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A supplied value that the other tables contradict."""

    metric: str
    row: int
    supplied: float
    computed: float


@dataclass(frozen=True, slots=True)
class Metrics:
    """All series by (metric id, unit id), for metrics with any value; organisation first.

    Where a metric was supplied for periods of several lengths, the series has those as long as the report's period,
    else the most frequent; the rest stand in `others`, which nothing is judged by. `first_attempts`: of this period's
    examinations.
    """

    series: Mapping[tuple[str, str], MetricSeries]
    others: tuple[MetricSeries, ...]
    disagreements: tuple[Disagreement, ...]
    first_attempts: Examinations | None = None

    def of(self, unit: str) -> list[MetricSeries]:
        return [series for (_, owner), series in self.series.items() if owner == unit]


def find_metrics(assessment: Assessment, rules: Rules, levels: Levels, certificates: pd.DataFrame) -> Metrics:
    """Work out every metric for the organisation and each unit that has any value.

    A supplied value wins; one that is not supplied is summed from the units that make up the unit, else computed from
    the other tables for this period. A value that covers less than its definition asks for is used only where the
    client supplied none of the metric.
    """
    rows = rows_in_time(assessment)
    supplied = set(rows["metric"])
    computed = {
        id: value
        for id, value in compute_metrics(assessment, rules.metrics, levels, certificates).items()
        if not (value.short and id in supplied)
    }
    series: dict[tuple[str, str], MetricSeries] = {}
    others: list[MetricSeries] = []
    disagreements: list[Disagreement] = []
    for metric in rules.metrics:
        of_metric = rows[rows["metric"] == metric.id]
        value = computed.get(metric.id)
        for place, months in enumerate(_lengths(of_metric, value, assessment.period)):
            fitting = value if value is not None and assessment.period.months == months else None
            axis = _axis(rows, computed, assessment.period, months)
            made = _of_length(
                assessment, metric if place == 0 else replace(metric, target=None), of_metric, axis, fitting
            )
            if place == 0:
                series |= {(metric.id, item.unit): item for item in made}
                disagreements += _disagreements(metric, of_metric, made, fitting)
            else:
                others += made
    return Metrics(series, tuple(others), tuple(disagreements), first_attempts(assessment))


def _lengths(rows: pd.DataFrame, computed: Computed | None, period: Period) -> list[int]:
    """The lengths of a metric's periods in months: the report's first, else the most frequent, then rising."""
    counts = Counter(item.months for item in rows["period"])
    if computed is not None:
        counts[period.months] += 1
    return sorted(counts, key=lambda months: (months != period.months, -counts[months], months))


def _axis(rows: pd.DataFrame, computed: Mapping[str, Computed], period: Period, months: int) -> list[Period]:
    """Every period of one length from the first to the last that any metric has, oldest first."""
    found = sorted({item for item in [*rows["period"], *([period] if computed else [])] if item.months == months})
    axis = found[:1]
    while axis and axis[-1] != found[-1] and len(axis) <= MOST_PERIODS:
        axis.append(axis[-1].next())
    return axis if len(axis) <= MOST_PERIODS else found


def _of_length(
    assessment: Assessment, metric: MetricDef, rows: pd.DataFrame, axis: Sequence[Period], computed: Computed | None
) -> list[MetricSeries]:
    """The series of one metric and one length of period, the organisation's first. `rows`: of all lengths."""
    every = {str(unit): part for unit, part in rows.groupby("unit", observed=True, sort=True)}
    parts = {unit: part[_of_months(part, axis[0].months)] for unit, part in every.items()}
    parts = {unit: part for unit, part in parts.items() if len(part)}
    by_unit = {unit: by_period(part) for unit, part in parts.items()}
    baselines = {unit: by_period(part) for unit, part in every.items()}
    cover, below = cover_of(assessment), descendants(assessment)
    whole = cover(ORGANISATION, by_unit.keys())
    made = []
    for unit in (unit.id for unit in assessment.units):
        inside = {other: rows for other, rows in by_unit.items() if other != unit and other in below[unit]}
        then = {other: rows for other, rows in baselines.items() if other != unit and other in below[unit]}
        own: Rows = by_unit.get(unit, {})
        points = supplied_points(metric, own, axis, declared_baseline(metric, baselines.get(unit, {})))
        points = with_sums(metric, unit, points, inside, cover, declared_sum(metric, unit, then, cover))
        points = _with_computed(points, unit, computed)
        if unit == ORGANISATION and computed is not None and _of_another_span(points, computed, metric):
            computed = None
        if unit == ORGANISATION or own or any(point.value is not None for point in points):
            latest = next((point.period for point in reversed(points) if point.value is not None), None)
            made.append(_series(metric, unit, points, target_of(metric, parts, unit, whole, latest)))
    return made


def _of_months(rows: pd.DataFrame, months: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.array([period.months == months for period in rows["period"]], dtype=bool)


def _with_computed(points: Sequence[Point], unit: str, computed: Computed | None) -> list[Point]:
    """The points with this period's computed value where none was supplied."""
    found = None if computed is None else computed.points.get(unit)
    if found is None:
        return list(points)
    return [found if point.period == found.period and point.value is None else point for point in points]


def _of_another_span(points: Sequence[Point], computed: Computed, metric: MetricDef) -> bool:
    """Whether the value that the client gives the organisation is the one over another span: units computed over this
    one would not stand beside it."""
    own = next((p for p in points if p.period == computed.points[ORGANISATION].period and p.value is not None), None)
    if own is None or own.origin == "computed":
        return False
    first, *rest = computed.readings(ORGANISATION)
    return differs(own.known, first, metric.unit) and not all(differs(own.known, v, metric.unit) for v in rest)


def _disagreements(
    metric: MetricDef, rows: pd.DataFrame, series: Sequence[MetricSeries], computed: Computed | None
) -> list[Disagreement]:
    """Supplied values of this period that the other tables contradict, of the organisation and of units."""
    found = []
    for item in series:
        told = None if computed is None else computed.points.get(item.unit)
        own = next((p for p in item.points if told is not None and p.period == told.period), None)
        if told is None or own is None or own.value is None or own.origin != "supplied":
            continue
        if computed is not None and all(differs(own.value, v, metric.unit) for v in computed.readings(item.unit)):
            of_unit = rows[(rows["unit"] == item.unit) & (rows["period"].map(str) == str(own.period))]
            found.append(Disagreement(metric.id, int(of_unit.index[0]), own.value, told.known))
    return found


def as_printed(metrics: Metrics, withheld: Collection[tuple[str, str, Period]]) -> Metrics:
    """The metrics without the values of the given metrics, units and periods; status and travel follow from the rest,
    and are withheld with the newest value."""
    return replace(
        metrics,
        series={key: _without(series, withheld) for key, series in metrics.series.items()},
        others=tuple(_without(series, withheld) for series in metrics.others),
    )


def _without(series: MetricSeries, withheld: Collection[tuple[str, str, Period]]) -> MetricSeries:
    periods = [period for metric, unit, period in withheld if (metric, unit) == (series.metric.id, series.unit)]
    if not any(point.period in periods for point in series.points):
        return series
    points = [replace(p, value=None, n=None, problem="withheld") if p.period in periods else p for p in series.points]
    if series.latest is not None and series.latest.period in periods:
        return replace(
            series,
            points=tuple(points),
            latest=None,
            status="withheld",
            short_by=None,
            travel="withheld",
            change=None,
        )
    return _series(series.metric, series.unit, points, series.target)


def _series(metric: MetricDef, unit: str, points: Sequence[Point], target: float | None) -> MetricSeries:
    known = [point for point in points if point.value is not None]
    latest = known[-1] if known else None
    sign = 1 if metric.direction == "up" else -1
    target = None if latest is not None and latest.months is not None else target
    short_by = None if target is None or latest is None else sign * (target - latest.known)
    change = known[-1].known - known[0].known if len(known) > 1 else None
    return MetricSeries(
        metric,
        unit,
        tuple(points),
        target,
        latest,
        _status(latest, target, short_by, metric),
        short_by,
        _travel(change, sign, metric, known),
        change,
    )


def _status(latest: Point | None, target: float | None, short_by: float | None, metric: MetricDef) -> Status:
    if latest is None:
        return "no data"
    if target is None or short_by is None:
        return "no target"
    if short_by <= 1e-9:
        return "met"
    return "close" if short_by <= metric.tolerance_to(target) + 1e-9 else "missed"


def _travel(change: float | None, sign: int, metric: MetricDef, known: Sequence[Point]) -> Travel:
    """Direction over all supplied periods; a move within the metric's tolerance is steady. `known`: the points with a
    value, oldest first."""
    if change is None:
        return "unknown"
    if abs(change) <= metric.tolerance_to(known[0].known) + 1e-9:
        return "steady"
    return "improving" if change * sign > 0 else "worsening"
