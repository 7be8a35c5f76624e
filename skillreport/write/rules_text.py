"""Rules in force → text for the terminal and a record for JSON: each entry with where it comes from. What is in force,
and how it is said, is decided in `report/rules_in_force.py`."""

from collections.abc import Iterable, Sequence

from skillreport.analyse.mix import override_rows, override_target
from skillreport.language.catalogue import Speaker
from skillreport.model.engagement import Engagement
from skillreport.model.figure import Sentence, Value, say
from skillreport.model.issue import Location
from skillreport.model.names import key
from skillreport.report.figures import figure
from skillreport.report.rule_names import industry_name, rule_name
from skillreport.report.rules_in_force import (
    formula_of,
    is_adjusted,
    mix_changes,
    mix_settings,
    shares_shown,
    tolerance_of,
)
from skillreport.rules.claims import Claim, load_claims
from skillreport.rules.load import Rules
from skillreport.rules.metrics import MetricDef, definition_name
from skillreport.rules.mix_table import MixRow

Record = dict[str, object]
RAW_SETTINGS = ("measure", "tolerance_points")  # of the mix, given as the settings state them

# ---- JSON


def rules_record(rules: Rules, engagement: Engagement, speaker: Speaker) -> Record:
    """The rules as JSON gives them. Shares are 0 to 1. `origin`: method, ours or client; `place`: where the client's
    files say so, null for what the client did not decide. `adjusted_soft`: with the adjustments, null without any and
    where the blend gives each person another share."""
    mix = engagement.mix
    return {
        "industry": rules.industry,
        "mix_table": mix.table.as_posix() if mix.table else None,
        "mix": [_mix_record(row, engagement) for row in rules.mix],
        "mix_overrides": _override_records(engagement, speaker),
        "mix_unit_industries": [
            {"unit": unit, "industry": industry, "place": _place(engagement, "unit_industries", unit)}
            for unit, industry in mix.unit_industries.items()
        ],
        "mix_adjustments": [
            {"points": item.points, "reason": item.reason, "place": _place(engagement, "adjustments", number)}
            for number, item in enumerate(mix.adjustments)
        ],
        "mix_blend": _blend_record(engagement),
        "mix_settings": [_setting_record(engagement, name) for name in RAW_SETTINGS],
        "metrics": [_metric_record(metric, speaker) for metric in rules.metrics],
        "claims": [_claim_record(claim) for claim in load_claims(engagement.language).values()],
    }


def _mix_record(row: MixRow, engagement: Engagement) -> Record:
    return {
        "id": row.id,
        "industry": row.industry,
        "career_level": row.career_level,
        "soft": row.soft,
        "hard": row.hard,
        "adjusted_soft": _adjusted_soft(row, engagement),
        "status": row.status,
        "source": row.source,
        "origin": row.origin,
        "place": _located(row.place),
    }


def _adjusted_soft(row: MixRow, engagement: Engagement) -> float | None:
    return shares_shown(row, engagement)["soft"].number if is_adjusted(engagement) else None


def _override_records(engagement: Engagement, speaker: Speaker) -> list[Record]:
    return [
        {
            "id": row.id,
            "target": speaker.say(override_target(item)),
            "soft": row.soft,
            "hard": row.hard,
            "adjusted_soft": _adjusted_soft(row, engagement),
            "reason": item.reason,
            "place": _located(row.place),
        }
        for item, row in zip(engagement.mix.overrides, override_rows(engagement), strict=True)
    ]


def _blend_record(engagement: Engagement) -> Record | None:
    blend = engagement.mix.blend_with_gaps
    if blend is None:
        return None
    return {"share": blend.share, "reason": blend.reason, "place": _place(engagement, "blend_with_gaps")}


def _setting_record(engagement: Engagement, name: str) -> Record:
    stated = name in engagement.mix.model_fields_set
    return {
        "key": f"mix.{name}",
        "value": getattr(engagement.mix, name),
        "origin": "client" if stated else "method",
        "place": _place(engagement, name) if stated else None,
    }


def _metric_record(metric: MetricDef, speaker: Speaker) -> Record:
    return {
        "id": metric.id,
        "name": speaker.say(definition_name(metric)),
        "family": metric.family,
        "arithmetic": metric.arithmetic,
        "unit": metric.unit,
        "direction": metric.direction,
        "target": metric.target,
        "tolerance": metric.tolerance,
        "tolerance_assumed": metric.tolerance_assumed,
        "tolerance_is_part_of_value": metric.tolerance_relative,
        "aggregation": metric.aggregation,
        "baseline": str(metric.baseline) if metric.baseline else None,
        "formula": speaker.say(formula_of(metric)),
        "source": metric.source,
        "changed": sorted(metric.changed),
        "place": _located(metric.place),
    }


def _claim_record(claim: Claim) -> Record:
    return {
        "id": claim.id,
        "claim": claim.claim,
        "status": claim.status,
        "wording": claim.wording,
        "reason": claim.reason or None,
        "source": claim.source,
        "link": claim.link,
    }


def _place(engagement: Engagement, *keys: str | int) -> Record | None:
    return _located(engagement.location_of("mix", *keys))


def _located(location: Location | None) -> Record | None:
    return None if location is None else {"file": location.file, "line": location.line}


# ---- text


def rules_text(rules: Rules, engagement: Engagement, speaker: Speaker) -> str:
    """The rules as tables, each followed by how to change it, then the claims."""
    parts = (
        _mix_heading(rules, engagement),
        _mix_table(rules, engagement),
        _mix_lines(engagement),
        (say("rules.mix.help"),),
        (say("rules.metrics.title"),),
        _metric_table(rules),
        (say("rules.metrics.help"),),
        (say("rules.claims.title"),),
        _claim_table(engagement.language),
        (say("rules.claims.help"),),
    )
    return "\n\n".join("\n".join(_lines(part, speaker)) for part in parts if part)


Line = Sentence | tuple[Value | None, ...]  # a line of text, or a row of a table


def _lines(part: Sequence[Line], speaker: Speaker) -> list[str]:
    """Lines as they are, or the rows of a table in columns."""
    if isinstance(part[0], Sentence):
        return [speaker.say(line) for line in part if isinstance(line, Sentence)]
    return _columns(
        [
            tuple("–" if cell is None else speaker.value(cell) for cell in row)
            for row in part
            if not isinstance(row, Sentence)
        ]
    )


def _columns(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _mix_heading(rules: Rules, engagement: Engagement) -> tuple[Sentence, ...]:
    table = engagement.mix.table
    own = () if table is None else (say("rules.mix.own_table", file=table.as_posix()),)
    return (say("rules.mix.title", industry=industry_name(rules.industry)), *own, say("rules.mix.marked"))


def _mix_table(rules: Rules, engagement: Engagement) -> tuple[Line, ...]:
    """The overrides, then the rows of the table, each with its shares before and after the adjustments."""
    rows = (*override_rows(engagement), *rules.mix)
    shares = shares_shown(rows[0], engagement)
    heads = (*(say(f"head.{name}") for name in ("rule", *shares, "status", "source")), say("rules.head.from"))
    return (heads, *(_mix_row(row, rules.industry, engagement) for row in rows))


def _mix_row(row: MixRow, industry: str, engagement: Engagement) -> tuple[Value | None, ...]:
    ours = row.target is not None or (row.industry is not None and key(row.industry) == key(industry))
    shares = (
        say("phrase.exactly_signed" if name == "adjustment" else "phrase.exactly", amount=amount)
        for name, amount in shares_shown(row, engagement).items()
    )
    source = say(f"rule.source.{row.source}") if row.place is None else row.source
    origin = say(f"rules.origin.{row.origin}") if row.place is None else str(row.place)
    marked = say("rules.marked" if ours else "rules.unmarked", rule=_name_of(row))
    return marked, *shares, say(f"rule.status.{row.status}"), source, origin


def _name_of(row: MixRow) -> Sentence:
    """What a row applies to; other than in the report, with the name of a single person."""
    if row.target is not None and row.target[0] == "person":
        return say("rules.for_person", name=row.target[1])
    return rule_name(row)


def _mix_lines(engagement: Engagement) -> tuple[Sentence, ...]:
    """What the settings lay over the table, each with its place."""
    industries = tuple(
        _entry(say("rules.industry_of_unit", unit=unit), industry_name(industry), place)
        for unit, industry in engagement.mix.unit_industries.items()
        if (place := engagement.location_of("mix", "unit_industries", unit))
    )
    changes = tuple(_entry(change.name, change.text, change.place) for change in mix_changes(engagement))
    settings = tuple(
        _entry(setting.name, setting.value, setting.place)
        for setting in mix_settings(engagement)
        if setting.place is not None and setting.key in RAW_SETTINGS
    )
    return (*industries, *changes, *settings)


def _entry(name: Sentence, value: Value, place: Location) -> Sentence:
    return say("rules.entry", name=name, value=value, place=str(place))


def _metric_table(rules: Rules) -> tuple[Line, ...]:
    heads = ("rules.head.id", "head.metric", "rules.head.family", "head.formula", "rules.head.better", "head.target")
    ends = ("rules.head.tolerance", "rules.head.from")
    return (tuple(say(id) for id in (*heads, *ends)), *(_metric_row(metric) for metric in rules.metrics))


def _metric_row(metric: MetricDef) -> tuple[Value | None, ...]:
    tolerance = tolerance_of(metric)
    return (
        metric.id,
        definition_name(metric),
        say(f"rules.family.{metric.family.replace(' ', '_')}"),
        formula_of(metric),
        say(f"rules.better.{metric.direction}"),
        _target(metric),
        say("rules.assumed", tolerance=tolerance) if metric.tolerance_assumed else tolerance,
        _origin_of(metric),
    )


def _target(metric: MetricDef) -> Sentence | None:
    if metric.target is None:
        return None
    label = say("label.metric.target", metric=definition_name(metric))
    id = f"metric.{metric.id}.target"
    return say("phrase.exactly", amount=figure(id, metric.target, metric.figure_unit, "target", label))


def _origin_of(metric: MetricDef) -> Sentence:
    """Whose the definition is, what of it the client changed, and where."""
    origin = say(f"rules.origin.{metric.source}")
    if metric.place is None:
        return origin
    if not metric.changed:
        return say("rules.client_at", origin=origin, place=str(metric.place))
    return say("rules.changed_at", origin=origin, keys=", ".join(sorted(metric.changed)), place=str(metric.place))


def _claim_table(language: str) -> tuple[Line, ...]:
    heads = ("rules.head.id", "rules.head.may_be_printed", "rules.head.claim")
    claims: Iterable[Claim] = load_claims(language).values()
    return (
        tuple(say(id) for id in heads),
        *((claim.id, say(f"rules.claim.{claim.status.replace(' ', '_')}"), claim.claim) for claim in claims),
    )
