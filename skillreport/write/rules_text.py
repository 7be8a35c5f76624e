"""Rules in force → text for the terminal and a record for JSON: each entry with where it comes from."""

from skillreport.language.catalogue import Speaker
from skillreport.language.numbers import rounded_shares
from skillreport.model.engagement import Engagement, MixOverride
from skillreport.model.figure import Sentence
from skillreport.model.issue import Location
from skillreport.rules.claims import load_claims
from skillreport.rules.load import Rules
from skillreport.rules.metrics import MetricDef
from skillreport.rules.mix_table import MixRow

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
    table: mix.yml

The last one replaces the whole table by a file of your own, a list of rows; the row without industry and career level
is the default. status is assumption, inference or client:

  - {industry: banking, career_level: entry, soft: 35, hard: 65, status: client, source: Agreed with the board}
  - {soft: 55, hard: 45, status: assumption, source: Our own planning figure}
"""
METRIC_HELP = """\
To change a metric or add one of your own, in engagement.yml:

  metrics:
    - {id: retention, target: 0.92}
    - {id: nps, name: Net promoter score, family: business, arithmetic: value, unit: number, target: 40}
"""
CLAIM_HELP = """\
What may be printed has a wording of its own: write {{ claim:ID }} in your Markdown. --json shows wordings, sources and
the reasons why others are refused.
"""


def rules_record(rules: Rules, engagement: Engagement) -> dict[str, object]:
    """The rules as JSON gives them. Shares are 0 to 1. `origin`: method, ours or client; `place`: where the client's
    files say so, null for what the client did not decide."""
    mix = engagement.mix
    return {
        "industry": rules.industry,
        "mix_table": mix.table.as_posix() if mix.table else None,
        "mix": [_mix_record(row) for row in rules.mix],
        "mix_overrides": [
            {
                "target": _target(item),
                "soft": item.soft / 100,
                "hard": 1 - item.soft / 100,
                "reason": item.reason,
                "place": _place(engagement.location_of("mix", "overrides", number)),
            }
            for number, item in enumerate(mix.overrides)
        ],
        "mix_unit_industries": [
            {
                "unit": unit,
                "industry": industry,
                "place": _place(engagement.location_of("mix", "unit_industries", unit)),
            }
            for unit, industry in mix.unit_industries.items()
        ],
        "mix_adjustments": [
            {
                "points": item.points,
                "reason": item.reason,
                "place": _place(engagement.location_of("mix", "adjustments", number)),
            }
            for number, item in enumerate(mix.adjustments)
        ],
        "mix_blend": _blend(engagement),
        "mix_settings": [_setting(engagement, name) for name in ("measure", "tolerance_points")],
        "metrics": [_metric_record(metric) for metric in rules.metrics],
        "claims": [
            {
                "id": claim.id,
                "claim": claim.claim,
                "status": claim.status,
                "wording": claim.wording,
                "reason": claim.reason or None,
                "source": claim.source,
                "link": claim.link,
            }
            for claim in load_claims().values()
        ],
    }


def _mix_record(row: MixRow) -> dict[str, object]:
    return {
        "id": row.id,
        "industry": row.industry,
        "career_level": row.career_level,
        "soft": row.soft,
        "hard": row.hard,
        "status": row.status,
        "source": row.source,
        "origin": row.origin,
        "place": _place(row.place),
    }


def _metric_record(metric: MetricDef) -> dict[str, object]:
    return {
        "id": metric.id,
        "name": metric.name,
        "family": metric.family,
        "arithmetic": metric.arithmetic,
        "unit": metric.unit,
        "direction": metric.direction,
        "target": metric.target,
        "tolerance": metric.tolerance,
        "aggregation": metric.aggregation,
        "baseline": str(metric.baseline) if metric.baseline else None,
        "formula": metric.formula,
        "source": metric.source,
        "changed": sorted(metric.changed),
        "place": _place(metric.place),
    }


def _setting(engagement: Engagement, name: str) -> dict[str, object]:
    stated = name in engagement.mix.model_fields_set
    return {
        "key": f"mix.{name}",
        "value": getattr(engagement.mix, name),
        "origin": "client" if stated else "method",
        "place": _place(engagement.location_of("mix", name)) if stated else None,
    }


def _blend(engagement: Engagement) -> dict[str, object] | None:
    blend, place = engagement.mix.blend_with_gaps, engagement.location_of("mix", "blend_with_gaps")
    return None if blend is None else {"share": blend.share, "reason": blend.reason, "place": _place(place)}


def _place(location: Location | None) -> dict[str, object] | None:
    return None if location is None else {"file": location.file, "line": location.line}


def rules_text(rules: Rules, engagement: Engagement, speaker: Speaker) -> str:
    """The rules as tables, each followed by how to change it, then the claims."""
    table = engagement.mix.table
    lines = [f"Recommended mix of training; industry of this engagement: {rules.industry}"]
    lines += [f"The table is that of {table.as_posix()}, in the place of the method's." if table else "", ""]
    heads = ("industry", "career level", "soft", "hard", "status", "source", "from")
    lines += _columns([heads, *(_mix_cells(row, rules.industry, speaker) for row in rules.mix)])
    lines += _mix_changes(engagement)
    lines += ["", MIX_HELP, "Metrics", ""]
    metric_heads = ("id", "metric", "family", "formula", "better", "target", "from")
    lines += _columns([metric_heads, *(_metric_cells(metric, speaker) for metric in rules.metrics)])
    lines += ["", METRIC_HELP, "Claims of training literature", ""]
    claims = load_claims().values()
    lines += _columns([("id", "may be printed", "claim"), *((c.id, c.status, c.claim) for c in claims)])
    return "\n".join([*lines, "", CLAIM_HELP]).rstrip()


def _mix_changes(engagement: Engagement) -> list[str]:
    """What the settings lay over the table, each with its place."""
    mix, where = engagement.mix, engagement.location_of
    lines = []
    for number, item in enumerate(mix.overrides):
        soft, hard = rounded_shares((item.soft / 100, 1 - item.soft / 100))
        place = where("mix", "overrides", number)
        lines.append(f"  override: {_target(item)}: soft {soft}%, hard {hard}%, {item.reason} ({place})")
    for unit, industry in mix.unit_industries.items():
        lines.append(f"  industry of unit {unit}: {industry} ({where('mix', 'unit_industries', unit)})")
    for number, change in enumerate(mix.adjustments):
        lines.append(
            f"  adjustment: {change.points:+g} points, {change.reason} ({where('mix', 'adjustments', number)})"
        )
    if (blend := mix.blend_with_gaps) is not None:
        place = where("mix", "blend_with_gaps")
        lines.append(f"  blend with each person's own gaps: {blend.share:.0%}, {blend.reason} ({place})")
    for name, value in (("measure", mix.measure), ("tolerance_points", f"{mix.tolerance_points:g}")):
        if name in mix.model_fields_set:
            lines.append(f"  {name}: {value} ({where('mix', name)})")
    return lines


def _mix_cells(row: MixRow, industry: str, speaker: Speaker) -> tuple[str, ...]:
    applies = "* " if row.industry == industry else "  "
    source = speaker.say(Sentence(f"rule.source.{row.source}")) if row.place is None else row.source
    return (
        applies + (row.industry or ("any" if row.career_level else "any, level not known")),
        row.career_level or "any",
        *(f"{share}%" for share in rounded_shares((row.soft, row.hard))),
        speaker.say(Sentence(f"rule.status.{row.status}")),
        source,
        row.origin if row.place is None else str(row.place),
    )


def _metric_cells(metric: MetricDef, speaker: Speaker) -> tuple[str, ...]:
    id = f"formula.metric.{metric.id.replace('-', '_')}"
    named = id in speaker.catalogue
    formula = metric.formula or speaker.say(Sentence(id if named else f"formula.arithmetic.{metric.arithmetic}"))
    target = (
        "–" if metric.target is None else f"{metric.target:.0%}" if metric.unit == "share" else f"{metric.target:g}"
    )
    changed = f"; yours: {', '.join(sorted(metric.changed))}" if metric.changed else ""
    place = f" ({metric.place})" if metric.place else ""
    return metric.id, metric.name, metric.family, formula, metric.direction, target, f"{metric.source}{changed}{place}"


def _columns(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _target(item: MixOverride) -> str:
    kind, name = item.target
    return f"{kind.replace('_', ' ')} {name}".strip()
