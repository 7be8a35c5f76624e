"""The rule files of the package and the client's changes → Rules. What the client changed is marked as such."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from skillreport.model.assessment import MetricNames
from skillreport.model.engagement import Engagement
from skillreport.model.issue import Issue, Loaded
from skillreport.model.names import key, nearest
from skillreport.model.yaml_file import read_yaml
from skillreport.rules.metrics import MetricDef, load_metrics
from skillreport.rules.mix_table import MixRow, load_mix_table, method_table

OTHER_INDUSTRY = "other"
Phase = Literal["foundation", "implementation", "optimisation"]
PHASES: tuple[Phase, ...] = ("foundation", "implementation", "optimisation")


@dataclass(frozen=True, slots=True)
class Bounds:
    """Bounds and planning assumptions, as in bounds.yml. Shares are 0 to 1."""

    severity: tuple[float, float, float]
    critical_weight: float
    bench_weight: float
    default_weight: float
    shelf_life_months: Mapping[str, int]
    ageing_months: int
    most_training_hours: float
    anonymous_window_days: int
    attainment_margin: float
    straight_line_skills: int
    rater_pairs: int
    rater_shift: float
    ready_completeness: float
    trust: Mapping[str, float]
    metric_tolerance: Mapping[str, float]
    mix_cause: float
    expiry_months: int
    refresh_months: int
    phases: Mapping[str, tuple[int, int]]
    windows: Mapping[str, tuple[int, int]]
    programmes: Mapping[str, int]
    effort_hours: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Rules:
    """The method in force for an engagement."""

    mix: tuple[MixRow, ...]
    metrics: tuple[MetricDef, ...]
    bounds: Bounds
    industry: str

    def metric(self, id: str) -> MetricDef:
        return next(metric for metric in self.metrics if metric.id == id)


@cache
def _data(name: str) -> Any:
    return read_yaml(Path(__file__).with_name(name))


def industries(table: Sequence[MixRow] = ()) -> tuple[str, ...]:
    """The industries that settings may name: those with rows in a client's table or the method's, and `other`."""
    named: dict[str, str] = {}
    for row in (*table, *method_table()):
        if row.industry is not None:
            named.setdefault(key(row.industry), row.industry)
    named.setdefault(OTHER_INDUSTRY, OTHER_INDUSTRY)
    return tuple(named.values())


def load_rules(engagement: Engagement) -> Loaded[Rules | None]:
    """The rules in force.

    Reports what `load_mix_table` reports, industry-unknown, rule-invalid; None with any of these, because figures under
    rules that nobody chose would mislead.
    """
    table = _mix_table(engagement)
    names = {key(name): name for name in industries(table.value)}
    # A faulty table may have lost the very industry that the settings name.
    unknown = () if table.issues else _unknown_industries(engagement, names)
    metrics = load_metrics(
        engagement, [_metric_def(row) for row in _data("metrics.yml")], _data("bounds.yml")["metric_tolerance"]
    )
    issues = (*table.issues, *unknown, *metrics.issues)
    if issues:
        return Loaded(None, issues)
    return Loaded(Rules(table.value, metrics.value, _bounds(engagement), names[key(engagement.industry)]))


def _mix_table(engagement: Engagement) -> Loaded[tuple[MixRow, ...]]:
    """The client's table where there is one, else the method's."""
    own = engagement.mix.table
    return Loaded(method_table()) if own is None else load_mix_table(engagement.path(own))


def _unknown_industries(engagement: Engagement, names: Mapping[str, str]) -> tuple[Issue, ...]:
    """industry-unknown for the organisation's and the units' industries that no table has."""
    of_units = [(("mix", "unit_industries", unit), name) for unit, name in engagement.mix.unit_industries.items()]
    return tuple(
        Issue(
            "industry-unknown",
            engagement.location_of(*keys),
            {
                "value": name,
                "key": ".".join(keys),
                "nearest": nearest(name, names.values()) or "",
                "known": ", ".join(names.values()),
            },
        )
        for keys, name in ((("industry",), engagement.industry), *of_units)
        if key(name) not in names
    )


def _bounds(engagement: Engagement) -> Bounds:
    data = _data("bounds.yml")
    severity = data["severity"]
    return Bounds(
        severity=(severity["minor"], severity["moderate"], severity["significant"]),
        shelf_life_months={**data["shelf_life_months"], **{str(k): v for k, v in engagement.shelf_life_months.items()}},
        phases={name: (first, last) for name, (first, last) in data["phases"].items()},
        windows={name: (first, last) for name, (first, last) in data["windows"].items()},
        **{
            name: data[name]
            for name in (
                "critical_weight",
                "bench_weight",
                "default_weight",
                "ageing_months",
                "most_training_hours",
                "anonymous_window_days",
                "attainment_margin",
                "straight_line_skills",
                "rater_pairs",
                "rater_shift",
                "ready_completeness",
                "trust",
                "metric_tolerance",
                "mix_cause",
                "expiry_months",
                "refresh_months",
                "programmes",
                "effort_hours",
            )
        },
    )


def _metric_def(row: Mapping[str, Any]) -> MetricDef:
    return MetricDef(**{name: value for name, value in row.items() if name != "also"})


def metric_names(rules: Rules) -> MetricNames:
    """What the workbook may call the metrics in force."""
    names = {metric.name: metric.id for metric in rules.metrics}
    others = [(metric.id, metric.id) for metric in rules.metrics]
    others += [(str(also), row["id"]) for row in _data("metrics.yml") for also in row.get("also", [])]
    known = {key(name) for name in names}
    names |= {name: id for name, id in others if key(name) not in known}
    shares = [metric for metric in rules.metrics if metric.unit == "share"]
    quotients = frozenset(metric.id for metric in shares if metric.arithmetic == "ratio")
    return MetricNames(names, frozenset(metric.id for metric in shares), quotients)
