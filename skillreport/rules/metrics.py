"""Definitions of metrics and what the settings change in them → the definitions in force. Knows no values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from skillreport.model.engagement import Engagement, MetricSettings
from skillreport.model.figure import LARGEST_SHARE, Sentence, Unit, say
from skillreport.model.issue import Issue, Loaded, Location
from skillreport.model.names import key, number_text, slug
from skillreport.model.period import Period

METRIC_UNITS = {"share": Unit.SHARE, "level": Unit.LEVELS, "index": Unit.INDEX, "number": Unit.COUNT}
FAMILIES = ("hard skills", "soft skills", "business")


@dataclass(frozen=True, slots=True)
class MetricDef:
    """A metric: how it is computed, in which unit (shares 0 to 1), which way is better, and what is aimed at.

    `tolerance`: in the metric's unit; `tolerance_assumed`: nobody stated it, so that it is the one of the unit.
    `changed`: what the settings change in a metric of the method. `place`: where the settings define or change it.
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
    tolerance_assumed: bool = False
    source: Literal["method", "client"] = "method"
    changed: frozenset[str] = frozenset()
    place: Location | None = None

    @property
    def figure_unit(self) -> Unit:
        """The unit in which its values are written."""
        return METRIC_UNITS[self.unit]

    @property
    def tolerance_relative(self) -> bool:
        """Whether the tolerance is a part of what a value is compared with: what a number counts is not known."""
        return self.tolerance_assumed and self.unit == "number"

    def tolerance_to(self, compared: float) -> float:
        """How far a value may be from the one it is compared with, in the metric's unit, before it differs."""
        return self.tolerance * abs(compared) if self.tolerance_relative else self.tolerance


def definition_name(metric: MetricDef) -> Sentence:
    """The name of a metric, the client's own where there is one."""
    if metric.source == "client" or "name" in metric.changed:
        return say("metric.own", name=metric.name)
    return say(f"metric.{metric.id.replace('-', '_')}")


def load_metrics(
    engagement: Engagement, method: Sequence[MetricDef], tolerances: Mapping[str, float]
) -> Loaded[tuple[MetricDef, ...]]:
    """The method's definitions with the client's changes, then the client's own metrics.

    `tolerances`: by unit, assumed where the settings state none for a metric of the client's own or for another unit.

    Reports at its line: rule-invalid for a metric of the client's own without name or arithmetic, metric-defined-twice
    for a second one of the same id or name, metric-in-percent for a target or tolerance of a share such as 85.
    """
    metrics = {metric.id: metric for metric in method}
    issues: list[Issue] = []
    seen: set[str] = set()
    for number, change in enumerate(engagement.metrics):
        id, place = slug(change.id), engagement.location_of("metrics", number)
        if id in seen:
            issues.append(Issue("metric-defined-twice", place, {"id": change.id, "other": id}))
            continue
        seen.add(id)
        known = metrics.get(id)
        if known is None and (change.name is None or change.arithmetic is None):
            issues.append(Issue("rule-invalid", place, {"id": change.id}))
            continue
        made = _changed(known, change, place) if known else _own_metric(id, change, place)
        stated = change.tolerance is not None or (known is not None and known.unit == made.unit)
        metrics[id] = made if stated else replace(made, tolerance=tolerances[made.unit], tolerance_assumed=True)
        issues += _meant_in_percent(engagement, number, change, metrics[id])
    named = [*_named_twice(engagement, metrics)] if not issues else []
    return Loaded(tuple(metrics.values()), (*issues, *named))


def _meant_in_percent(
    engagement: Engagement, number: int, change: MetricSettings, metric: MetricDef
) -> Iterator[Issue]:
    """What no share can be: 85 where 0.85 is meant."""
    for name in ("target", "tolerance"):
        value = getattr(change, name)
        if metric.unit == "share" and value is not None and abs(value) > LARGEST_SHARE:
            values = {"id": change.id, "key": name, "value": number_text(value)}
            values["meant"] = number_text(round(value / 100, 6))
            yield Issue("metric-in-percent", engagement.location_of("metrics", number, name), values)


def _named_twice(engagement: Engagement, metrics: dict[str, MetricDef]) -> Iterator[Issue]:
    """Metrics of the settings whose name another metric has: rows of the workbook could belong to either."""
    for number, change in enumerate(engagement.metrics):
        if change.name is None:
            continue
        id = slug(change.id)
        other = next((m.id for m in metrics.values() if m.id != id and key(m.name) == key(change.name)), None)
        if other is not None:
            values = {"id": change.id, "other": other}
            yield Issue("metric-defined-twice", engagement.location_of("metrics", number, "name"), values)


def _changed(metric: MetricDef, change: MetricSettings, place: Location) -> MetricDef:
    given = {name: getattr(change, name) for name in change.model_fields_set - {"id"}}
    # A key left empty means what it was; only a target can be taken away.
    stated = {name: value for name, value in given.items() if value is not None or name == "target"}
    return replace(metric, **stated, changed=frozenset(stated), place=place)


def _own_metric(id: str, change: MetricSettings, place: Location) -> MetricDef:
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
        place=place,
    )
