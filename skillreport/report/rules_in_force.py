"""The rules in force and what the engagement decides of them → figures and sentences, the same in the report and in
`skillreport rules`. Which row, formula or tolerance counts is chosen here; knows no findings."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from skillreport.analyse.mix import adjusted_share, adjustment_of
from skillreport.language.numbers import printed_value
from skillreport.model.engagement import Engagement
from skillreport.model.figure import Figure, Sentence, Unit, say
from skillreport.model.issue import Location
from skillreport.report.figures import figure
from skillreport.rules.metrics import MetricDef
from skillreport.rules.mix_table import MixRow


@dataclass(frozen=True, slots=True)
class MixSetting:
    """A setting of the mix: `key` below `mix` in the settings, its name and value in words, and where the engagement
    states it; None where the method decides."""

    key: str
    name: Sentence
    value: Figure | Sentence | str
    place: Location | None


@dataclass(frozen=True, slots=True)
class MixChange:
    """What the client changes in everybody's recommended share: its kind, what and why, and where that is stated."""

    name: Sentence
    text: Sentence
    place: Location


# ---- the mix


def mix_settings(engagement: Engagement) -> tuple[MixSetting, ...]:
    """Table, measure, tolerance and, where there is one, the blend with the gaps."""
    mix = engagement.mix
    found: list[tuple[str, str, Figure | Sentence | str]] = [
        ("table", "mix_table", say("word.of_the_method") if mix.table is None else mix.table.name),
        ("measure", "mix_measure", say(f"measure_of_mix.{mix.measure}")),
        ("tolerance_points", "tolerance", mix_tolerance_said(engagement)),
    ]
    if mix.blend_with_gaps is not None:
        found.append(("blend_with_gaps", "blend", _blend_share(mix.blend_with_gaps.share)))
    return tuple(
        MixSetting(
            key,
            say(f"setting.{name}"),
            value,
            engagement.location_of("mix", key) if key in mix.model_fields_set else None,
        )
        for key, name, value in found
    )


def mix_tolerance_said(engagement: Engagement) -> Sentence:
    """How far a mix may be from its recommendation, in points."""
    share, label = engagement.mix.tolerance_points / 100, say("label.tolerance")
    return _exactly("points", figure("method.mix.tolerance", share, Unit.POINTS, "bound", label))


def mix_changes(engagement: Engagement) -> tuple[MixChange, ...]:
    """The blend with the gaps and the adjustments, with the reasons."""
    return (*_blend(engagement), *_adjustments(engagement))


def _blend(engagement: Engagement) -> Iterator[MixChange]:
    blend = engagement.mix.blend_with_gaps
    if blend is not None:
        text = say("text.blend", share=_blend_share(blend.share), reason=blend.reason)
        yield MixChange(say("word.blend"), text, engagement.location_of("mix", "blend_with_gaps"))


def _blend_share(share: float) -> Figure:
    return figure("rule.mix.blend", share, Unit.SHARE, "assumption", say("label.blend"))


def _adjustments(engagement: Engagement) -> Iterator[MixChange]:
    for number, item in enumerate(engagement.mix.adjustments):
        id, label = f"rule.mix.adjustment.{number + 1}", say("label.adjustment")
        points = figure(id, item.points / 100, Unit.POINTS, "assumption", label)
        text = say("text.adjustment", plural="points" if _whole(points) else None, points=points, reason=item.reason)
        yield MixChange(say("word.adjustment"), text, engagement.location_of("mix", "adjustments", number))


def _exactly(noun: str, amount: Figure) -> Sentence:
    """A stated amount with its noun and all its decimals: 5 points, 1 point, 7.5 points."""
    return say(f"noun.{noun}_exact", plural="n" if _whole(amount) else None, n=amount)


def _whole(amount: Figure) -> bool:
    return printed_value(amount, 2) % 1 == 0


def rule_shares(rule: MixRow) -> tuple[Figure, Figure]:
    """The soft and the hard share of a row of the mix table or of a client's override, as stated."""
    label = say("label.mix_row", row=rule.id)
    soft = figure(f"rule.mix.{rule.id}.soft", rule.soft, Unit.SHARE, "mix_rule", label)
    hard = figure(f"rule.mix.{rule.id}.hard", rule.hard, Unit.SHARE, "mix_rule", label)
    return soft, replace(hard, rest=True)


def adjustment_figure(engagement: Engagement) -> Figure | None:
    """All adjustments together; None where there is none."""
    if not engagement.mix.adjustments:
        return None
    label = say("label.adjustments")
    return figure("rule.mix.adjustment", adjustment_of(engagement.mix), Unit.POINTS, "mix_adjustment", label)


def adjusted_shares(rule: MixRow, engagement: Engagement) -> tuple[Figure, Figure] | None:
    """The soft and the hard share that a row recommends after the adjustments; None where there are none, or where the
    blend with the gaps gives each person another share."""
    mix = engagement.mix
    if not mix.adjustments or mix.blend_with_gaps is not None:
        return None
    share, label = adjusted_share(rule.soft, mix), say("label.mix_row.adjusted", row=rule.id)
    soft = figure(f"rule.mix.{rule.id}.adjusted.soft", share, Unit.SHARE, "mix_rule_adjusted", label)
    hard = figure(f"rule.mix.{rule.id}.adjusted.hard", 1 - share, Unit.SHARE, "mix_rule_adjusted", label)
    return soft, replace(hard, rest=True)


# ---- metrics


def formula_of(metric: MetricDef) -> Sentence:
    """A metric's formula in words: the client's own, else that of its arithmetic or of the method."""
    if metric.formula:
        return say("metric.own", name=metric.formula)
    if metric.baseline is not None and metric.arithmetic in ("improvement", "reduction"):
        return say(f"formula.arithmetic.{metric.arithmetic}_since", period=metric.baseline)
    if metric.source == "client" or "arithmetic" in metric.changed:
        return say(f"formula.arithmetic.{metric.arithmetic}")
    return say(f"formula.metric.{metric.id.replace('-', '_')}")


def tolerance_of(metric: MetricDef) -> Sentence:
    """How far a value may be from the one it is compared with before it differs."""
    of_unit = Unit.POINTS if metric.figure_unit is Unit.SHARE else metric.figure_unit
    unit = Unit.SHARE if metric.tolerance_relative else of_unit
    id = f"method.metric_tolerance.{metric.unit}" if metric.tolerance_assumed else f"metric.{metric.id}.tolerance"
    formula = "assumption" if metric.tolerance_assumed else "bound"
    amount = figure(id, metric.tolerance, unit, formula, say("label.metric_tolerance"))
    if metric.tolerance_relative:
        return say("phrase.tolerance_part", share=amount)
    if unit in (Unit.POINTS, Unit.LEVELS):
        return _exactly("points" if unit is Unit.POINTS else "levels", amount)
    return say("phrase.exactly", amount=amount)
