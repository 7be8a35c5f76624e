"""Rows of the Metrics table → points per unit and period: ratios, baselines, sums over units, targets. Section 6."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from skillreport.analyse.levels import TOLERANCE
from skillreport.analyse.points import Point
from skillreport.analyse.units import descendants
from skillreport.model.assessment import ORGANISATION, Assessment
from skillreport.model.period import Period
from skillreport.rules.metrics import MetricDef

Record = Mapping[Any, Any]
Rows = Mapping[Period, Record]  # of one unit, one per period
Cover = Callable[[str, Collection[str]], list[str] | None]


def rows_in_time(assessment: Assessment) -> pd.DataFrame:
    """The rows up to the report's period and day, of which the first for each metric, unit and period counts: one for
    the period as a whole, else the one measured last."""
    rows = assessment.metrics
    if rows.empty:
        return rows
    return rows[~rows_ahead(assessment)].sort_values("day", ascending=False, na_position="first", kind="stable")


def rows_ahead(assessment: Assessment) -> "pd.Series[bool]":
    """Rows of later periods, or measured after the day of the report."""
    rows = assessment.metrics
    later = [period.last_day > assessment.period.last_day for period in rows["period"]]
    return pd.Series(later, index=rows.index, dtype=bool) | (rows["day"] > pd.Timestamp(assessment.as_of))


def repeated_rows(assessment: Assessment) -> pd.DataFrame:
    """Rows that do not count because another of the same metric, unit and period does, with its day as `counts`
    (missing: it is the period's as a whole, or the day is the same)."""
    rows = rows_in_time(assessment).astype({"metric": object, "unit": object})
    keys = ["metric", "unit", "period"]
    counted = rows.drop_duplicates(keys)[[*keys, "day"]].rename(columns={"day": "counts"})
    repeated = rows[rows.duplicated(keys)].sort_index()
    joined = repeated.merge(counted, on=keys, how="left")
    return joined.assign(counts=joined["counts"].where(joined["counts"] != joined["day"]))


def by_period(rows: pd.DataFrame) -> dict[Period, Record]:
    """The rows of one unit by period; of several for one period the first counts."""
    return {row["period"]: row for row in rows.drop_duplicates("period", keep="first").to_dict("records")}


def supplied_points(metric: MetricDef, rows: Rows, periods: Sequence[Period], baseline: float | None) -> list[Point]:
    """The supplied values of one unit, one point per period. `baseline`: the ratio of the declared baseline period."""
    ratios = {period: ratio(row["numerator"], row["denominator"]) for period, row in rows.items()}
    return [_point(metric, period, rows.get(period), ratios, baseline) for period in periods]


def declared_baseline(metric: MetricDef, rows: Rows) -> float | None:
    """The ratio of one unit in the period that the settings name as baseline, of whatever length it is."""
    row = rows.get(metric.baseline) if metric.baseline is not None else None
    return None if row is None else ratio(row["numerator"], row["denominator"])


def _point(
    metric: MetricDef,
    period: Period,
    row: Record | None,
    ratios: Mapping[Period, float | None],
    baseline: float | None,
) -> Point:
    if row is None:
        return Point(period, None)
    if metric.arithmetic in ("improvement", "reduction") and ratios[period] is not None:
        return _against_baseline(metric, period, ratios, baseline, float(row["denominator"]))
    if row["denominator"] == 0 or row["n"] == 0:
        return Point(period, None, 0, problem="nothing-counted")
    value, n = _value_and_n(metric, row, ratios[period])
    return Point(period, value, n)


def _value_and_n(metric: MetricDef, row: Record, quotient: float | None) -> tuple[float | None, float | None]:
    """Value and n of a row: the quotient where the metric is one, or where no value is stated; else the value."""
    stated = None if np.isnan(row["value"]) else float(row["value"])
    n = None if np.isnan(row["n"]) else float(row["n"])
    if quotient is None or (metric.arithmetic != "ratio" and stated is not None):
        return stated, n
    return quotient, float(row["denominator"])


def ratio(numerator: float, denominator: float) -> float | None:
    """A quotient; None where a part is missing or nothing was counted."""
    if np.isnan(numerator) or np.isnan(denominator) or denominator == 0:
        return None
    return float(numerator) / float(denominator)


def _against_baseline(
    metric: MetricDef, period: Period, ratios: Mapping[Period, float | None], declared: float | None, n: float
) -> Point:
    """Improvement or reduction against the declared period, else the same period a year earlier."""
    baseline = declared if metric.baseline is not None else ratios.get(period.year_earlier())
    now = ratios[period]
    if baseline is None or now is None:
        return Point(period, None, problem="no-baseline")
    if baseline == 0:
        return Point(period, None, problem="baseline-zero")
    change = (now - baseline) / baseline
    return Point(period, change if metric.arithmetic == "improvement" else -change, n)


# ---- sums over units


def cover_of(assessment: Assessment) -> Cover:
    """A function from a unit and the units that have rows to those that make it up: each unit right below it with
    people, or all of those that make that one up. None where one of them has no rows, or nobody is below."""
    below = descendants(assessment)
    counts = assessment.people.loc[assessment.people["active"], "unit"].value_counts()
    peopled = [unit for unit in assessment.units if any(counts.get(item, 0) for item in below[unit.id])]

    @cache
    def parts(whole: str, having: frozenset[str]) -> list[str] | None:
        found = [
            [child.id] if child.id in having else parts(child.id, having) for child in peopled if child.parent == whole
        ]
        known = [part for part in found if part is not None]
        return [unit for part in known for unit in part] if found and len(known) == len(found) else None

    return lambda whole, having: parts(whole, frozenset(having))


def with_sums(
    metric: MetricDef,
    unit: str,
    points: Sequence[Point],
    by_unit: Mapping[str, Rows],
    cover: Cover,
    baseline: float | None,
) -> list[Point]:
    """Fill a unit's missing values from the units that make it up: sums of numerators and denominators, or means
    weighted by n. Where one of them is missing in a period, the value is not computable. `by_unit`: the units below."""
    sums = {point.period: _sums_in(point.period, unit, by_unit, cover) for point in points}
    ratios = {period: ratio(numerator, denominator) for period, (numerator, denominator, _, _) in sums.items()}
    filled = []
    for point in points:
        if point.value is not None or not any(point.period in rows for rows in by_unit.values()):
            filled.append(point)
        elif metric.aggregation == "none":
            filled.append(Point(point.period, None, problem="not-summable"))
        else:
            filled.append(_summed(metric, point.period, sums[point.period], ratios, baseline))
    return filled


def _sums_in(period: Period, unit: str, by_unit: Mapping[str, Rows], cover: Cover) -> tuple[float, float, float, float]:
    having = [other for other, rows in by_unit.items() if period in rows]
    parts = cover(unit, having)
    return (np.nan,) * 4 if parts is None else _sums([by_unit[part][period] for part in parts])


def _summed(
    metric: MetricDef,
    period: Period,
    sums: tuple[float, float, float, float],
    ratios: Mapping[Period, float | None],
    baseline: float | None,
) -> Point:
    _, denominator, product, n = sums
    quotient = ratios[period]
    if metric.arithmetic in ("improvement", "reduction"):
        if quotient is not None:
            return replace(_against_baseline(metric, period, ratios, baseline, denominator), origin="aggregated")
        return Point(period, None, problem="not-summable")
    if metric.arithmetic == "ratio" and quotient is not None:
        return Point(period, quotient, denominator, "aggregated")
    if denominator == 0 or n == 0:
        return Point(period, None, 0, "aggregated", problem="nothing-counted")
    if (mean := ratio(product, n)) is not None:
        return Point(period, mean, n, "aggregated")
    return Point(period, None, problem="not-summable")


def _sums(rows: Sequence[Record]) -> tuple[float, float, float, float]:
    """Σ numerator, Σ denominator, Σ value × n, Σ n over the units of one period; NaN where a unit lacks its part. A row
    without value stands for its quotient."""
    weighed = [_weighed(row) for row in rows]
    return (
        float(sum(row["numerator"] for row in rows)),
        float(sum(row["denominator"] for row in rows)),
        float(sum(value * n for value, n in weighed)),
        float(sum(n for _, n in weighed)),
    )


def _weighed(row: Record) -> tuple[float, float]:
    """Value and n of a row for a weighted mean, to which a row without cases adds nothing."""
    if row["denominator"] == 0 or row["n"] == 0:
        return 0.0, 0.0
    quotient = ratio(row["numerator"], row["denominator"])
    if np.isnan(row["value"]) and quotient is not None:
        return quotient, float(row["denominator"])
    return float(row["value"]), float(row["n"])


def declared_sum(metric: MetricDef, unit: str, by_unit: Mapping[str, Rows], cover: Cover) -> float | None:
    """The ratio of the declared baseline period, summed over the units that make up a unit."""
    if metric.baseline is None:
        return None
    numerator, denominator, _, _ = _sums_in(metric.baseline, unit, by_unit, cover)
    return ratio(numerator, denominator)


# ---- targets


def target_of(
    metric: MetricDef, parts: Mapping[str, pd.DataFrame], unit: str, units: Sequence[str] | None, latest: Period | None
) -> float | None:
    """The unit's own target, else the organisation's, else the one that all units of the organisation share, else the
    definition's. `units`: those that make up the organisation. `latest`: the period that is held against it."""
    for owner in (unit, ORGANISATION):
        if owner in parts and (stated := _stated_target(parts[owner], latest)) is not None:
            return stated
    shared = {_stated_target(parts[part], latest) for part in units or ()}
    common = shared.pop() if len(shared) == 1 else None
    return metric.target if common is None else common


def _stated_target(rows: pd.DataFrame, latest: Period | None) -> float | None:
    """The target of a period, else the newest before it, else the first after it."""
    stated = by_period(rows.dropna(subset=["target"]))
    if not stated:
        return None
    until = [period for period in stated if latest is None or period <= latest]
    return float(stated[max(until) if until else min(stated)]["target"])


def differs(supplied: float, computed: float, unit: str) -> bool:
    """Whether two values of a metric are further apart than half a printed step: half a point, or 0.05 elsewhere."""
    return abs(supplied - computed) > (0.005 if unit == "share" else 0.05) + TOLERANCE
