"""Business metrics: value per period and unit, status against the target, direction of travel. Section 6."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from skillreport.analyse.levels import Levels
from skillreport.analyse.units import descendants
from skillreport.model.assessment import ORGANISATION, Assessment
from skillreport.model.engagement import RATER_GROUPS
from skillreport.model.period import Period
from skillreport.rules.load import Rules
from skillreport.rules.metrics import MetricDef

Status = Literal["met", "close", "missed", "no target", "no data", "withheld"]
Travel = Literal["improving", "worsening", "steady", "unknown", "withheld"]
Origin = Literal["supplied", "aggregated", "computed"]
Record = Mapping[Any, Any]
# A supplied value and a computed one disagree when they differ by more than half a printed point.
DISAGREEMENT = 0.005


@dataclass(frozen=True, slots=True)
class Point:
    """A metric in one period. Without `value`, `problem` says why where a row stands: no-baseline, baseline-zero,
    nothing-counted, not-summable, withheld."""

    period: Period
    value: float | None
    n: float | None = None
    origin: Origin = "supplied"
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class MetricSeries:
    """A metric of one unit over all supplied periods of one length, oldest first; a period without value is a point
    without value.

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
    else the most frequent; the rest stand in `others`, which nothing is judged by.
    """

    series: Mapping[tuple[str, str], MetricSeries]
    others: tuple[MetricSeries, ...]
    disagreements: tuple[Disagreement, ...]

    def of(self, unit: str) -> list[MetricSeries]:
        return [series for (_, owner), series in self.series.items() if owner == unit]


def find_metrics(assessment: Assessment, rules: Rules, levels: Levels, certificates: pd.DataFrame) -> Metrics:
    """Work out every metric for the organisation and each unit with rows.

    A supplied value wins; an organisation value that is not supplied is summed from the units where these make up the
    organisation, else computed from the other tables for this period.
    """
    rows = assessment.metrics
    rows = rows[[period.last_day <= assessment.period.last_day for period in rows["period"]]] if len(rows) else rows
    computed = _computed(assessment, rules, levels, certificates)
    series: dict[tuple[str, str], MetricSeries] = {}
    others: list[MetricSeries] = []
    disagreements: list[Disagreement] = []
    for metric in rules.metrics:
        of_metric = rows[rows["metric"] == metric.id]
        value = computed.get(metric.id)
        for place, months in enumerate(_lengths(of_metric, value, assessment.period)):
            fitting = value if value is not None and value.period.months == months else None
            part = of_metric[np.array([period.months == months for period in of_metric["period"]], dtype=bool)]
            main = metric if place == 0 else replace(metric, target=None)
            made = _of_length(assessment, main, part, _axis(rows, computed, months), fitting)
            if place == 0:
                series |= {(metric.id, item.unit): item for item in made.series}
            else:
                others += made.series
            disagreements += made.disagreements
    return Metrics(series, tuple(others), tuple(disagreements))


def _lengths(rows: pd.DataFrame, computed: Point | None, period: Period) -> list[int]:
    """The lengths of a metric's periods in months: the report's first, else the most frequent, then rising."""
    counts = Counter(item.months for item in rows["period"])
    if computed is not None:
        counts[computed.period.months] += 1
    return sorted(counts, key=lambda months: (months != period.months, -counts[months], months))


def _axis(rows: pd.DataFrame, computed: Mapping[str, Point], months: int) -> list[Period]:
    """Every period of one length that any metric has, oldest first."""
    periods = {*rows["period"], *(point.period for point in computed.values())}
    return sorted(period for period in periods if period.months == months)


@dataclass(frozen=True, slots=True)
class _Made:
    """The series of one metric and one length of period, the organisation's first."""

    series: list[MetricSeries]
    disagreements: list[Disagreement]


def _of_length(
    assessment: Assessment, metric: MetricDef, rows: pd.DataFrame, periods: Sequence[Period], computed: Point | None
) -> _Made:
    parts = {str(unit): part for unit, part in rows.groupby("unit", observed=True)}
    by_unit = {unit: _by_period(part) for unit, part in parts.items()}
    cover = _cover(assessment, by_unit.keys())
    made, disagreements = [], []
    for unit in dict.fromkeys([ORGANISATION, *(unit.id for unit in assessment.units if unit.id in by_unit)]):
        points = _points(metric, by_unit.get(unit, {}), periods)
        if unit == ORGANISATION:
            points = _with_aggregates(metric, points, by_unit, cover)
            if computed is not None:
                disagreements = _compare(metric, parts.get(unit, rows.iloc[:0]), points, computed)
                points = [computed if p.period == computed.period and p.value is None else p for p in points]
        made.append(_series(metric, unit, points, _target(metric, parts, unit, cover)))
    return _Made(made, disagreements)


def _cover(assessment: Assessment, having: Collection[str]) -> list[str] | None:
    """The units with rows that make up the organisation: each unit with people right below it, or all of those that
    make it up. None where one of them has no rows."""
    below = descendants(assessment)
    counts = assessment.people.loc[assessment.people["active"], "unit"].value_counts()
    peopled = [unit for unit in assessment.units if any(counts.get(item, 0) for item in below[unit.id])]

    def parts(unit: str) -> list[str] | None:
        if unit in having and unit != ORGANISATION:
            return [unit]
        found = [parts(child.id) for child in peopled if child.parent == unit]
        known = [part for part in found if part is not None]
        return [unit for part in known for unit in part] if found and len(known) == len(found) else None

    return parts(ORGANISATION)


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


def _by_period(rows: pd.DataFrame) -> dict[Period, Record]:
    """The rows of one unit by period; of several for one period the first counts."""
    return {row["period"]: row for row in rows.drop_duplicates("period", keep="first").to_dict("records")}


def _points(metric: MetricDef, rows: Mapping[Period, Record], periods: Sequence[Period]) -> list[Point]:
    """The supplied values of one unit, one point per period."""
    ratios = {period: _ratio(row["numerator"], row["denominator"]) for period, row in rows.items()}
    return [_point(metric, period, rows.get(period), ratios) for period in periods]


def _point(metric: MetricDef, period: Period, row: Record | None, ratios: Mapping[Period, float | None]) -> Point:
    if row is None:
        return Point(period, None)
    ratio = ratios[period]
    if ratio is not None and metric.arithmetic in ("improvement", "reduction"):
        return _against_baseline(metric, period, ratios, float(row["denominator"]))
    if ratio is not None and metric.arithmetic == "ratio":
        return Point(period, ratio, float(row["denominator"]))
    if not np.isnan(row["value"]):
        return Point(period, float(row["value"]), None if np.isnan(row["n"]) else float(row["n"]))
    if row["denominator"] == 0:
        return Point(period, None, 0, problem="nothing-counted")
    return Point(period, None)


def _ratio(numerator: float, denominator: float) -> float | None:
    if np.isnan(numerator) or np.isnan(denominator) or denominator == 0:
        return None
    return float(numerator) / float(denominator)


def _against_baseline(metric: MetricDef, period: Period, ratios: Mapping[Period, float | None], n: float) -> Point:
    """Improvement or reduction against the declared period, else the same period a year earlier."""
    baseline = ratios.get(metric.baseline or period.year_earlier())
    now = ratios[period]
    if baseline is None or now is None:
        return Point(period, None, problem="no-baseline")
    if baseline == 0:
        return Point(period, None, problem="baseline-zero")
    change = (now - baseline) / baseline
    return Point(period, change if metric.arithmetic == "improvement" else -change, n)


def _with_aggregates(
    metric: MetricDef,
    points: list[Point],
    by_unit: Mapping[str, Mapping[Period, Record]],
    cover: Sequence[str] | None,
) -> list[Point]:
    """Fill the organisation's missing values from the units that make it up: sums of numerators and denominators, or
    means weighted by n. Where one of them is missing in a period, the value is not computable."""
    units = [unit for unit in by_unit if unit != ORGANISATION]
    if not units or metric.aggregation == "none":
        return points
    nothing = (np.nan,) * 4
    sums = {
        point.period: nothing if cover is None else _sums([by_unit[unit].get(point.period) for unit in cover])
        for point in points
    }
    ratios = {period: _ratio(numerator, denominator) for period, (numerator, denominator, _, _) in sums.items()}
    filled = []
    for point in points:
        _, denominator, product, n = sums[point.period]
        if point.value is not None or not any(point.period in by_unit[unit] for unit in units):
            filled.append(point)
        elif metric.arithmetic == "ratio" and ratios[point.period] is not None:
            filled.append(Point(point.period, ratios[point.period], denominator, "aggregated"))
        elif metric.arithmetic in ("improvement", "reduction") and ratios[point.period] is not None:
            filled.append(replace(_against_baseline(metric, point.period, ratios, denominator), origin="aggregated"))
        elif metric.arithmetic in ("ratio", "value") and (mean := _ratio(product, n)) is not None:
            filled.append(Point(point.period, mean, n, "aggregated"))
        else:
            filled.append(Point(point.period, None, problem="not-summable"))
    return filled


def _sums(rows: Sequence[Record | None]) -> tuple[float, float, float, float]:
    """Σ numerator, Σ denominator, Σ value × n, Σ n over the units of one period; NaN where a unit lacks its part."""
    if any(row is None for row in rows):
        return (np.nan,) * 4
    present = [row for row in rows if row is not None]
    return (
        float(sum(row["numerator"] for row in present)),
        float(sum(row["denominator"] for row in present)),
        float(sum(row["value"] * row["n"] for row in present)),
        float(sum(row["n"] for row in present)),
    )


def _target(
    metric: MetricDef, parts: Mapping[str, pd.DataFrame], unit: str, cover: Sequence[str] | None
) -> float | None:
    """The unit's own newest target, else the organisation's, else the one that all units of the organisation share,
    else the definition's."""
    for owner in (unit, ORGANISATION):
        if owner in parts and (stated := _newest_target(parts[owner])) is not None:
            return stated
    shared = {_newest_target(parts[part]) for part in cover or ()}
    common = shared.pop() if len(shared) == 1 else None
    return metric.target if common is None else common


def _newest_target(rows: pd.DataFrame) -> float | None:
    stated = rows.dropna(subset=["target"])
    if stated.empty:
        return None
    newest = max(range(len(stated)), key=lambda i: stated["period"].iloc[i])
    return float(stated["target"].iloc[newest])


def _series(metric: MetricDef, unit: str, points: Sequence[Point], target: float | None) -> MetricSeries:
    known = [point for point in points if point.value is not None]
    latest = known[-1] if known else None
    sign = 1 if metric.direction == "up" else -1
    short_by = None if target is None or latest is None else sign * (target - _value(latest))
    change = _value(known[-1]) - _value(known[0]) if len(known) > 1 else None
    return MetricSeries(
        metric,
        unit,
        tuple(points),
        target,
        latest,
        _status(latest, target, short_by, metric),
        short_by,
        _travel(change, sign, metric),
        change,
    )


def _value(point: Point) -> float:
    assert point.value is not None
    return point.value


def _status(latest: Point | None, target: float | None, short_by: float | None, metric: MetricDef) -> Status:
    if latest is None:
        return "no data"
    if target is None or short_by is None:
        return "no target"
    if short_by <= 1e-9:
        return "met"
    return "close" if short_by <= metric.tolerance + 1e-9 else "missed"


def _travel(change: float | None, sign: int, metric: MetricDef) -> Travel:
    """Direction over all supplied periods; a move within the metric's tolerance is steady."""
    if change is None:
        return "unknown"
    if abs(change) <= metric.tolerance + 1e-9:
        return "steady"
    return "improving" if change * sign > 0 else "worsening"


def _computed(assessment: Assessment, rules: Rules, levels: Levels, certificates: pd.DataFrame) -> dict[str, Point]:
    """This period's value of each metric that the other tables allow."""
    arithmetic: Mapping[str, Callable[[], tuple[float, float] | None]] = {
        "pass_rate": lambda: pass_rate(assessment),
        "compliance": lambda: compliance(certificates),
        "feedback_360": lambda: feedback_360(assessment, levels),
    }
    found = {}
    for metric in rules.metrics:
        value = arithmetic[metric.computed]() if metric.computed is not None else None
        if value is not None:
            found[metric.id] = Point(assessment.period, value[0], value[1], "computed")
    return found


def pass_rate(assessment: Assessment) -> tuple[float, float] | None:
    """Examinations passed ÷ sat in the period; n: people who sat. None where no row says whether it was passed."""
    rows = assessment.certifications
    first, last = assessment.period.first_day, min(assessment.period.last_day, assessment.as_of)
    sat = rows[(rows["date"] >= np.datetime64(first, "s")) & (rows["date"] <= np.datetime64(last, "s"))]
    sat = sat[sat["passed"].notna()]
    return (float(sat["passed"].astype(bool).mean()), float(sat["employee"].nunique())) if len(sat) else None


def compliance(certificates: pd.DataFrame) -> tuple[float, float] | None:
    """People holding every mandatory certification valid today ÷ people whose role requires one; n: the latter."""
    needed = certificates[certificates["mandatory"]]
    if needed.empty:
        return None
    holding = needed.assign(valid=needed["status"].isin(["valid", "expiring"])).groupby("person")["valid"].all()
    return float(holding.mean()), float(len(holding))


def feedback_360(assessment: Assessment, levels: Levels) -> tuple[float, float] | None:
    """Mean over soft-skill pairs of the mean of rater groups without self and test; n: people rated."""
    soft = [place for place, skill in enumerate(assessment.skills) if skill.category == "soft"]
    left_out = [RATER_GROUPS.index(name) for name in ("self", "test")]
    active = assessment.people["active"].to_numpy()
    groups = levels.groups
    groups = groups[groups["skill"].isin(soft) & ~groups["group"].isin(left_out) & active[groups["person"].to_numpy()]]
    if groups.empty:
        return None
    return float(groups.groupby("pair")["level"].mean().mean()), float(groups["person"].nunique())


def _compare(metric: MetricDef, rows: pd.DataFrame, points: Sequence[Point], computed: Point) -> list[Disagreement]:
    supplied = next((p for p in points if p.period == computed.period and p.value is not None), None)
    if supplied is None or supplied.origin != "supplied" or computed.value is None:
        return []
    if abs(_value(supplied) - computed.value) <= (DISAGREEMENT if metric.unit == "share" else DISAGREEMENT * 10):
        return []
    row = next(i for i in rows.index if rows.at[i, "period"] == computed.period)
    return [Disagreement(metric.id, int(row), _value(supplied), computed.value)]
