"""Rules in force → text for the terminal and a record for JSON: each entry with where it comes from."""

from skillreport.language.catalogue import Speaker
from skillreport.language.numbers import rounded_shares
from skillreport.model.engagement import Engagement, MixOverride
from skillreport.model.figure import Sentence
from skillreport.rules.load import MetricDef, MixRow, Rules

MIX_HELP = """\
First match wins: a client's override (person, role, nearest unit upward, career level, organisation), then industry
and career level, industry, career level, default. To change it, in engagement.yml:

  mix:
    overrides:
      - {role: Data engineer, soft: 40, reason: Agreed with the client}
    unit_industries: {IT: technology}
    adjustments:
      - {points: 5, reason: The strategy asks for more leadership}
    blend_with_gaps: {share: 0.2, reason: The gaps lie elsewhere than the table expects}
"""
METRIC_HELP = """\
To change a metric or add one of your own, in engagement.yml:

  metrics:
    - {id: retention, target: 0.92}
    - {id: nps, name: Net promoter score, family: business, arithmetic: value, unit: number, target: 40}
"""


def rules_record(rules: Rules, engagement: Engagement) -> dict[str, object]:
    """The rules as JSON gives them. Shares are 0 to 1."""
    return {
        "industry": rules.industry,
        "mix": [
            {
                "id": row.id,
                "industry": row.industry,
                "career_level": row.career_level,
                "soft": row.soft,
                "hard": row.hard,
                "status": row.status,
                "source": row.source,
            }
            for row in rules.mix
        ],
        "mix_overrides": [
            {"target": _target(item), "soft": item.soft / 100, "reason": item.reason}
            for item in engagement.mix.overrides
        ],
        "mix_adjustments": [{"points": item.points, "reason": item.reason} for item in engagement.mix.adjustments],
        "mix_blend": _blend(engagement),
        "metrics": [
            {
                "id": metric.id,
                "name": metric.name,
                "family": metric.family,
                "arithmetic": metric.arithmetic,
                "unit": metric.unit,
                "direction": metric.direction,
                "target": metric.target,
                "tolerance": metric.tolerance,
                "aggregation": metric.aggregation,
                "source": metric.source,
                "changed": sorted(metric.changed),
            }
            for metric in rules.metrics
        ],
    }


def rules_text(rules: Rules, engagement: Engagement, speaker: Speaker) -> str:
    """The rules as two tables, each followed by how to change it."""
    lines = [f"Recommended mix of training; industry of this engagement: {rules.industry}", ""]
    heads = ("industry", "career level", "soft", "hard", "status", "source")
    lines += _columns([heads, *(_mix_cells(row, rules.industry, speaker) for row in rules.mix)])
    for item in engagement.mix.overrides:
        lines.append(f"  override: {_target(item)}: soft {item.soft:g} %, {item.reason}")
    for change in engagement.mix.adjustments:
        lines.append(f"  adjustment: {change.points:+g} points, {change.reason}")
    if (blend := engagement.mix.blend_with_gaps) is not None:
        lines.append(f"  blend with each person's own gaps: {blend.share:.0%}, {blend.reason}")
    lines += ["", MIX_HELP, "Metrics", ""]
    metric_heads = ("id", "metric", "family", "formula", "better", "target", "source")
    lines += _columns([metric_heads, *(_metric_cells(metric, speaker) for metric in rules.metrics)])
    return "\n".join([*lines, "", METRIC_HELP]).rstrip()


def _blend(engagement: Engagement) -> dict[str, object] | None:
    blend = engagement.mix.blend_with_gaps
    return None if blend is None else {"share": blend.share, "reason": blend.reason}


def _mix_cells(row: MixRow, industry: str, speaker: Speaker) -> tuple[str, ...]:
    applies = "* " if row.industry == industry else "  "
    source = row.source if row.status == "client" else speaker.say(Sentence(f"rule.source.{row.source}"))
    return (
        applies + (row.industry or ("any" if row.career_level else "any, level not known")),
        row.career_level or "any",
        *(f"{share}%" for share in rounded_shares((row.soft, row.hard))),
        speaker.say(Sentence(f"rule.status.{row.status}")),
        source,
    )


def _metric_cells(metric: MetricDef, speaker: Speaker) -> tuple[str, ...]:
    id = f"formula.metric.{metric.id.replace('-', '_')}"
    named = id in speaker.catalogue
    formula = metric.formula or speaker.say(Sentence(id if named else f"formula.arithmetic.{metric.arithmetic}"))
    target = (
        "–" if metric.target is None else f"{metric.target:.0%}" if metric.unit == "share" else f"{metric.target:g}"
    )
    source = f"{metric.source}; yours: {', '.join(sorted(metric.changed))}" if metric.changed else metric.source
    return metric.id, metric.name, metric.family, formula, metric.direction, target, source


def _columns(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _target(item: MixOverride) -> str:
    kind, name = item.target
    return f"{kind.replace('_', ' ')} {name}".strip()
