"""The answer on one page: headline figures, three findings, three decisions, drawn from the other sections."""

from skillreport.analyse.roadmap.actions import Action
from skillreport.language.numbers import printed_value
from skillreport.model.assessment import ORGANISATION
from skillreport.model.figure import Figure, Sentence, State, Unit, say
from skillreport.model.report import Answer, Decision, Finding, Section, Tile, Tiles, Tone
from skillreport.report.actions import action_reason, action_title, last_day, owner_name
from skillreport.report.exhibits import counted, first_names
from skillreport.report.figures import Facts, by_measure, count_figure, figure
from skillreport.report.leaders import (
    TOP_SKILLS,
    even_units,
    leading_unit,
    mix_cause,
    mix_off,
    skills_by_burden,
    skills_withheld,
    top_skills_share,
)
from skillreport.report.sections import changed, metrics, mix, risk, trust, views
from skillreport.report.sections.trust import trusted

FINDINGS, DECISIONS = 3, 3
MOST_NAMES = 4
# Kinds of action that need a decision by the board, the most pressing first.
DECIDED = (
    "settle-critical-gaps",
    "cover-skills",
    "renew-mandatory",
    "correct-mix",
    "programme",
    "complete-ratings",
    "agree-pathways",
    "set-baselines",
    "reassess",
)


def section(facts: Facts, shown: frozenset[str]) -> Section:
    """`shown`: ids of the other sections, so that no finding points to one that is not there."""
    findings = [finding for finding in _findings(facts) if finding.section in shown][:FINDINGS]
    blocks = (Tiles(tuple(_tiles(facts))), Answer(tuple(findings), tuple(_decisions(facts))))
    return Section("answer", say("kicker.answer"), _title(facts), _deck(facts), blocks)


def _tiles(facts: Facts) -> list[Tile]:
    tiles = [_gap_tile(facts), _attainment_tile(facts)] if facts.organisation["rated"] else [_index_tile(facts)]
    tiles = [tile for tile in tiles if tile.value.state is not State.WITHHELD]
    if len(facts.findings.coverage.weakest):
        tiles.append(_bench_tile(facts))
    figures = mix.organisation_mix(facts)
    if figures["actual.soft"].known:
        tiles.append(_mix_tile(facts, figures))
    return tiles


def _base(facts: Facts) -> Sentence:
    """What every headline rests on: people, completeness, self-only, age."""
    age = trust.median_age(facts)
    return say(
        "base.gap" if age.known else "base.gap.undated",
        people=counted("people", facts.organisation_figure("people")),
        rated=facts.organisation_figure("completeness"),
        self_only=facts.organisation_figure("self_only_share"),
        age=counted("months", age),
    )


def _gap_tile(facts: Facts) -> Tile:
    gap = facts.organisation_figure("weighted_gap")
    below = facts.organisation_figure("affected")
    comparison = say("compare.gap", below=below, rated=facts.organisation_figure("rated_pairs"))
    said, tone = _since(facts, "weighted_gap", comparison)
    return Tile(say("tile.gap"), gap, "2", say("unit.levels"), said, tone, _base(facts), say("formula.weighted_gap"))


def _since(facts: Facts, measure: str, more: Sentence) -> tuple[Sentence, Tone]:
    """The change since the earlier period before what else is said of a headline, where it is printed."""
    change = changed.newest_change(facts, measure).get("change")
    newest = facts.findings.changes.newest
    if change is None or newest is None:
        return more, "plain"
    levels = measure == "weighted_gap"
    moved = printed_value(change, changed.DIGITS[measure])
    if not moved:
        return say("compare.since.steady", period=newest.earlier, more=more), "plain"
    tone, way = changed.tone_of(change, measure), "fell" if moved < 0 else "rose"
    if levels:
        return say(f"compare.since.{way}", change=change, period=newest.earlier, more=more), tone
    points = counted("points_size", change)
    return say(f"compare.since.{way}_points", points=points, period=newest.earlier, more=more), tone


def _attainment_tile(facts: Facts) -> Tile:
    value = facts.organisation_figure("attainment")
    said, tone = _since(
        facts, "attainment", say("compare.attainment", near=facts.organisation_figure("attainment_near"))
    )
    base = say(
        "base.attainment",
        plural="pairs",
        pairs=facts.organisation_figure("rated_pairs"),
        unknown=facts.organisation_figure("unknown_share"),
        unmet=facts.organisation_figure("attainment_if_unknown_unmet"),
    )
    return Tile(say("tile.attainment"), value, "", say("unit.of_rated"), said, tone, base, say("formula.attainment"))


def _index_tile(facts: Facts) -> Tile:
    rated = facts.findings.pairs["level"].notna()
    people = int(facts.findings.pairs.loc[rated, "person"].nunique())
    index = figure(
        "organisation.proficiency_index",
        facts.findings.proficiency_index,
        Unit.INDEX,
        "proficiency_index",
        say("label.proficiency_index"),
        people,
        hidden=facts.few(people),
    )
    n = count_figure("organisation.people_rated", people, say("label.people_rated"), "people", people)
    pairs = count_figure("organisation.pairs_rated", rated.sum(), say("label.pairs_rated"), "rated_pairs", people)
    return Tile(
        say("tile.index"),
        index,
        "",
        say("unit.of_100"),
        None,
        "plain",
        say("base.index", plural="pairs", people=counted("people", n), pairs=pairs),
        say("formula.proficiency_index"),
    )


def _bench_tile(facts: Facts) -> Tile:
    figures = risk.exposure(facts)
    exposed = figures["exposed"]
    comparison = say("compare.bench", uncovered=figures["uncovered"], single=figures["single"])
    weight = count_figure(
        "method.bench_weight", facts.findings.rules.bounds.bench_weight, say("label.bench_weight"), "assumption"
    )
    base = say("base.bench", weight=weight, unsure=figures["not shown"])
    tone: Tone = "worse" if exposed.number else "plain"
    return Tile(
        say("tile.bench"),
        exposed,
        "",
        say("unit.of_skills", skills=figures["skills"]),
        comparison,
        tone,
        base,
        say("formula.bench"),
    )


def _mix_tile(facts: Facts, figures: dict[str, Figure]) -> Tile:
    deviation = figures["deviation.points"]
    off = mix_off(facts)
    if off is None:
        comparison = say("compare.mix.on_rule", recommended=figures["recommended.soft"])
    else:
        side = "below" if deviation.number < 0 else "above"
        comparison = say(
            f"compare.mix.{side}", points=counted("points_size", deviation), recommended=figures["recommended.soft"]
        )
    base = say(
        by_measure(facts, "base.mix"),
        plural="effort",
        effort=figures["effort"],
        people=counted("people", figures["people"]),
    )
    return Tile(
        say(by_measure(facts, "tile.mix")),
        figures["actual.soft"],
        "",
        say("unit.actual"),
        comparison,
        "worse" if off else "plain",
        base,
        say(by_measure(facts, "formula.mix_actual")),
    )


def _findings(facts: Facts) -> list[Finding]:
    """Candidates in order of weight; the first three whose section is shown are printed."""
    found = (make(facts) for make in (_leader, _mix_short, _exposed, _falling, _blind_spot, _top_skill, _due))
    return [finding for finding in found if finding] + _neutral(facts)


def _leader(facts: Facts) -> Finding | None:
    leader = leading_unit(facts)
    if leader is None:
        return None
    whole = facts.organisation_figure("weighted_gap")
    claim = say("finding.leader", unit=leader.name, share=leader.share)
    return Finding(claim, say("finding.leader.text", gap=leader.gap, whole=whole), "gaps")


def _mix_short(facts: Facts) -> Finding | None:
    figures, off = mix.organisation_mix(facts), mix_off(facts)
    if off is None:
        return None
    cause = mix_cause(facts)
    of_whole = figures["deviation.effort"]
    if cause is not None:
        figures = mix.unit_mix(facts, cause)
    claim = say(f"finding.mix.{off}") if cause is None else say(f"finding.mix.{off}.unit", unit=facts.unit_name(cause))
    text = say(
        by_measure(facts, "finding.mix.text" if cause is None else "finding.mix.text_unit"),
        plural="effort",
        actual=figures[f"actual.{off}"],
        recommended=figures[f"recommended.{off}"],
        effort=figures["deviation.effort"],
        whole=of_whole,
    )
    return Finding(claim, text, "mix")


def _exposed(facts: Facts) -> Finding | None:
    exposed = risk.exposure(facts)["exposed"]
    if not exposed.number:
        return None
    claim = say("finding.bench", plural="exposed", exposed=exposed)
    return Finding(claim, say("finding.bench.text", names=_exposed_names(facts)), "risk")


def _falling(facts: Facts) -> Finding | None:
    worsening = (item for item in facts.findings.metrics.of(ORGANISATION) if item.travel == "worsening")
    falling = metrics.worst_series(worsening)
    if falling is None:
        return None
    fell = "fell" if (falling.change or 0) < 0 else "rose"
    return Finding(
        metrics.metric_sentence(f"finding.metric.{fell}", falling),
        metrics.metric_sentence(f"finding.metric.{fell}.text", falling),
        f"metrics-{falling.metric.family.replace(' ', '-')}",
    )


def _blind_spot(facts: Facts) -> Finding | None:
    blind = [view for view in views.shown_views(facts) if view.reading == "blind spot"]
    if not blind:
        return None
    text = say("finding.views.text", difference=blind[0].difference)
    return Finding(say("finding.views", skill=blind[0].name), text, "views")


def _top_skill(facts: Facts) -> Finding | None:
    ranked = skills_by_burden(facts)
    if not ranked:
        return None
    shown = "_shown" if skills_withheld(facts) else ""
    claim = say(f"finding.skills{shown}", skill=facts.findings.assessment.skills[ranked[0]].name)
    few = len(ranked) <= TOP_SKILLS and not skills_withheld(facts)  # the first of them would be all of them
    count = count_figure("organisation.top_skills.count", min(TOP_SKILLS, len(ranked)), say("label.top_skills.count"))
    share = top_skills_share(facts, 1) if few else top_skills_share(facts)
    text = say(f"finding.skills.text{'_few' if few else ''}", plural="count", count=count, share=share)
    return Finding(claim, text, "skills")


def _due(facts: Facts) -> Finding | None:
    due = risk.certificates_due(facts)
    if not due.number:
        return None
    text = say("finding.certificates.text", plural="due", due=due)
    return Finding(say("finding.certificates", plural="due", due=due), text, "risk")


def _exposed_names(facts: Facts) -> Sentence:
    """The first exposed skills by name, and how many follow."""
    bench = facts.findings.coverage.weakest
    exposed = bench.loc[bench["status"].isin(["uncovered", "single"]), "skill"]
    names = tuple(facts.findings.assessment.skills[skill].name for skill in exposed)
    return first_names(names, MOST_NAMES, "organisation.bench.exposed_more", say("label.bench.exposed_more"))


def _neutral(facts: Facts) -> list[Finding]:
    """What is true of every assessment, for reports in which little stands out."""
    found = []
    attainment = facts.organisation_figure("attainment")
    if attainment.known:
        none = "" if facts.organisation["gap"] else ".none"
        found.append(
            Finding(
                say("finding.attainment", attainment=attainment),
                say(f"finding.attainment.text{none}", gap=facts.organisation_figure("weighted_gap")),
                "gaps",
            )
        )
    figures = mix.organisation_mix(facts)
    if figures["actual.soft"].known and mix_off(facts) is None:
        id = by_measure(facts, "finding.mix.on_rule.text")
        text = say(id, actual=figures["actual.soft"], recommended=figures["recommended.soft"])
        found.append(Finding(say("finding.mix.on_rule"), text, "mix"))
    completeness = facts.organisation_figure("completeness")
    if completeness.known:
        low = "" if trusted(facts, "completeness", completeness) else ".low"
        found.append(Finding(say(f"finding.data{low}"), say("finding.data.text", completeness=completeness), "trust"))
    return found


def _decisions(facts: Facts) -> list[Decision]:
    """The most pressing actions as requests, each with its owner and the day by which it should be settled."""
    chosen: list[Action] = []
    for kind in DECIDED:
        chosen += [action for action in facts.findings.roadmap.actions if action.kind == kind][:1]
    return [_decision(facts, action) for action in chosen[:DECISIONS]]


def _decision(facts: Facts, action: Action) -> Decision:
    reason = say("decide.text", reason=action_reason(facts, action))
    who = say("decide.who", owner=owner_name(facts, action), date=last_day(facts, max(action.months[0] - 1, 1)))
    return Decision(action_title(facts, action), reason, who)


def _title(facts: Facts) -> Sentence:
    """The answer in a sentence: who carries the gap, and which kind of training falls short."""
    leader, off = leading_unit(facts), mix_off(facts)
    if leader and off:
        return say(f"title.answer.leader_{off}", unit=leader.name, share=leader.share)
    if leader:
        return say("title.answer.leader", unit=leader.name, share=leader.share)
    attainment = facts.organisation_figure("attainment")
    if not attainment.known:
        return say(f"title.answer.{_why_no_gap(facts)}")
    if not facts.organisation["gap"]:
        return say(f"title.answer.no_gap_{off}") if off else say("title.answer.no_gap")
    if off:
        return say(f"title.answer.attainment_{off}", attainment=attainment)
    return say(f"title.answer.attainment{'_even' if even_units(facts) else ''}", attainment=attainment)


def _why_no_gap(facts: Facts) -> str:
    """Why the organisation's gap is not printed: withheld, nothing required, or nothing that is required is rated."""
    if facts.organisation_hidden or facts.few(facts.findings.trust.people_rated):
        return "withheld"
    return "unrated" if facts.organisation["required"] else "levels"


def _deck(facts: Facts) -> Sentence | None:
    gap = facts.organisation_figure("weighted_gap")
    if not gap.known:
        return None
    decisions = count_figure("answer.decisions", len(_decisions(facts)), say("label.answer.decisions"))
    if not decisions.number:
        return say("deck.answer.no_decision", gap=gap)
    return say("deck.answer", plural="decisions", gap=gap, decisions=decisions)
