"""Counts the metrics of a plot: ratios along their paths for departments, summed for the organisation."""

from collections.abc import Iterator

from sample_data.metrics import MetricRow, counted
from sample_data.periods import REPORTED, Quarter
from sample_data.small.people import Company
from sample_data.small.plot import Plot, Series


def build_metrics(plot: Plot, company: Company) -> tuple[MetricRow, ...]:
    """Metric by metric and quarter by quarter, the organisation before its departments."""
    departments = [department.name for department in plot.departments]
    heads = counted(company.staff, departments)
    return tuple(
        row
        for series in plot.metrics
        for step, quarter in enumerate(REPORTED)
        for row in quarter_rows(plot, series, quarter, step, heads)
    )


def quarter_rows(plot: Plot, series: Series, quarter: Quarter, step: int, heads: dict[str, int]) -> Iterator[MetricRow]:
    wanted = series.start + (series.end - series.start) * step / (len(REPORTED) - 1)
    parts = {}
    for department, count in heads.items():
        wobble = plot.dice.at("asked", series.metric, department, step).uniform(-0.04, 0.04)
        whole = max(1, round(count * series.per_head * (1 + wobble)))
        share = 0.0 if len(REPORTED) - 1 - step in series.none_in else wanted + series.tilts.get(department, 0.0)
        parts[department] = (min(round(whole * share), whole), whole)
    numerator, denominator = (sum(part[place] for part in parts.values()) for place in (0, 1))
    yield MetricRow(series.metric, quarter, None, None, numerator, denominator, series.target, None)
    if series.units:
        for department, (part, whole) in parts.items():
            yield MetricRow(series.metric, quarter, department, None, part, whole, None, None)
