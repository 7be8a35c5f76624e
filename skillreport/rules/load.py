"""The rule files of the package and the client's changes → Rules. What the client changed is marked as such."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

from skillreport.model.assessment import MetricNames
from skillreport.model.engagement import Engagement, MetricSettings
from skillreport.model.figure import Unit
from skillreport.model.issue import Issue, Loaded, Location
from skillreport.model.names import key, nearest, slug
from skillreport.model.period import Period
from skillreport.model.yaml_file import read_yaml

OTHER_INDUSTRY = "other"
Phase = Literal["foundation", "implementation", "optimisation"]
PHASES: tuple[Phase, ...] = ("foundation", "implementation", "optimisation")
METRIC_UNITS = {"share": Unit.SHARE, "level": Unit.LEVELS, "index": Unit.INDEX, "number": Unit.COUNT}
FAMILIES = ("hard skills", "soft skills", "business")


@dataclass(frozen=True, slots=True)
class MixRow:
    """One row of the mix table: the soft share (0 to 1) where industry and career level match; None matches all.

    `target`: for a client's override, the kind and name of whom it is for.
    """

    id: str
    soft: float
    industry: str | None
    career_level: str | None
    status: Literal["assumption", "inference", "client"]
    source: str
    target: tuple[str, str] | None = None

    @property
    def hard(self) -> float:
        return 1 - self.soft


@dataclass(frozen=True, slots=True)
class MetricDef:
    """A metric: how it is computed, in which unit (shares 0 to 1), which way is better, and what is aimed at.

    `changed`: what the settings change in a metric of the method.
    """

    id: str
    name: str
    family: str
    arithmetic: Literal["ratio", "improvement", "reduction", "value"]
    unit: Literal["share", "level", "number", "index"]
    direction: Literal["up", "down"]
    target: float | None
    tolerance: float
    aggregation: Literal["ratio", "weighted mean", "none"]
    computed: str | None = None
    baseline: Period | None = None
    formula: str | None = None
    source: Literal["method", "client"] = "method"
    changed: frozenset[str] = frozenset()

    @property
    def figure_unit(self) -> Unit:
        """The unit in which its values are written."""
        return METRIC_UNITS[self.unit]


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
    ready_completeness: float
    trust: Mapping[str, float]
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


@cache
def mix_table() -> tuple[MixRow, ...]:
    """The mix table of the method, without a client's overrides."""
    return tuple(
        MixRow(row["id"], row["soft"] / 100, row.get("industry"), row.get("career_level"), row["status"], row["source"])
        for row in _data("mix.yml")
    )


def industries() -> tuple[str, ...]:
    """The industries with rows of their own, and `other` for all the rest."""
    return (*dict.fromkeys(row.industry for row in mix_table() if row.industry), OTHER_INDUSTRY)


def load_rules(engagement: Engagement) -> Loaded[Rules | None]:
    """The rules in force. Reports: industry-unknown, rule-invalid; None where an industry cannot be settled."""
    names = {key(name): name for name in industries()}
    issues = []
    for place, name in (("industry", engagement.industry), *_unit_industries(engagement)):
        if key(name) not in names:
            values = {
                "value": name,
                "key": place,
                "nearest": nearest(name, names.values()) or "",
                "known": ", ".join(names),
            }
            issues.append(Issue("industry-unknown", Location(engagement.place_of(place)), values))
    if issues:
        return Loaded(None, tuple(issues))
    metrics = _metrics(engagement)
    if metrics.issues:
        return Loaded(None, metrics.issues)
    rules = Rules(mix_table(), metrics.value, _bounds(engagement), names[key(engagement.industry)])
    return Loaded(rules)


def _unit_industries(engagement: Engagement) -> list[tuple[str, str]]:
    return [(f"mix.unit_industries.{unit}", name) for unit, name in engagement.mix.unit_industries.items()]


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
                "ready_completeness",
                "trust",
                "expiry_months",
                "refresh_months",
                "programmes",
                "effort_hours",
            )
        },
    )


def _metrics(engagement: Engagement) -> Loaded[tuple[MetricDef, ...]]:
    """The method's definitions with the client's changes, then the client's own metrics."""
    metrics = {row["id"]: _metric_def(row) for row in _data("metrics.yml")}
    issues = []
    for change in engagement.metrics:
        id = slug(change.id)
        if id in metrics:
            metrics[id] = _changed(metrics[id], change)
        elif change.name is None or change.arithmetic is None:
            values = {"key": f"metrics.{change.id}", "problem": "needs at least name and arithmetic"}
            issues.append(Issue("rule-invalid", Location(engagement.file), values))
        else:
            metrics[id] = _own_metric(id, change)
    return Loaded(tuple(metrics.values()), tuple(issues))


def _metric_def(row: Mapping[str, Any]) -> MetricDef:
    return MetricDef(**{name: value for name, value in row.items() if name != "also"})


def _changed(metric: MetricDef, change: MetricSettings) -> MetricDef:
    stated = {name: getattr(change, name) for name in change.model_fields_set - {"id"}}
    return replace(metric, **stated, changed=frozenset(stated))


def _own_metric(id: str, change: MetricSettings) -> MetricDef:
    assert change.name is not None
    assert change.arithmetic is not None
    aggregation = change.aggregation or ("none" if change.arithmetic == "value" else "ratio")
    return MetricDef(
        id=id,
        name=change.name,
        family=change.family or "business",
        arithmetic=change.arithmetic,
        unit=change.unit or ("number" if change.arithmetic == "value" else "share"),
        direction=change.direction or "up",
        target=change.target,
        tolerance=change.tolerance or 0,
        aggregation=aggregation,
        baseline=change.baseline,
        formula=change.formula,
        source="client",
    )


def metric_names(rules: Rules) -> MetricNames:
    """What the workbook may call the metrics in force."""
    names = {metric.name: metric.id for metric in rules.metrics}
    others = [(metric.id, metric.id) for metric in rules.metrics]
    others += [(str(also), row["id"]) for row in _data("metrics.yml") for also in row.get("also", [])]
    known = {key(name) for name in names}
    names |= {name: id for name, id in others if key(name) not in known}
    return MetricNames(names, frozenset(metric.id for metric in rules.metrics if metric.unit == "share"))
