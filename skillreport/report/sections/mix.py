"""The split of training between soft and hard skills: recommended against actual, planned and what the gaps say."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from skillreport.analyse.mix import Mix, mix_tolerance, off_rule
from skillreport.analyse.withheld import EVERYBODY, group_of
from skillreport.model.assessment import ORGANISATION
from skillreport.model.figure import Figure, Sentence, State, Unit, say
from skillreport.model.report import Block, Column, Content, Exhibit, MixMark, Note, Row, Section, Styled, Table
from skillreport.report.exhibits import counted, first_rows, left, note, right
from skillreport.report.figures import Facts, by_measure, count_figure, figure
from skillreport.report.leaders import mix_cause, mix_off, unit_furthest_off
from skillreport.report.rule_names import rule_name
from skillreport.report.rules_in_force import is_adjusted, mix_changes, mix_tolerance_said, rule_shares, shares_shown
from skillreport.report.sections import mix_disagreement
from skillreport.rules.mix_table import MixRow

MOST_ROWS = 20
RowStyle = Literal["plain", "total"]


def section(facts: Facts) -> Section:
    """By career level, by unit, by role, and the rows of the table that applied."""
    figures = organisation_mix(facts)
    blocks: list[Block] = [_by_level(facts, figures)]
    disagreement = mix_disagreement.callout(facts, figures)
    if disagreement is not None:
        blocks.append(disagreement)
    blocks.append(_rows_in_force(facts))
    blocks += [exhibit for exhibit in (_by_unit(facts), _by_role(facts)) if exhibit]
    return Section("mix", say("kicker.mix"), title(facts, figures), _whole_deck(facts, figures), tuple(blocks))


def organisation_mix(facts: Facts) -> dict[str, Figure]:
    """The organisation's mix figures, with what the log left out."""
    mix, left_out = facts.findings.mixes.organisation, facts.findings.log.left_out
    return facts.mix_figures("organisation", say("of.organisation"), EVERYBODY, mix, left_out)


def tolerance(facts: Facts) -> float:
    return mix_tolerance(facts.findings.assessment)


def _mix_row(
    facts: Facts,
    rules: Mapping[str, int],
    name: str | Sentence,
    mix: Mix,
    figures: Mapping[str, Figure],
    style: RowStyle = "plain",
    reference: Figure | None = None,
) -> Row:
    """One group on the strip; out of tolerance is said in words, weight and colour. Last the rules that gave the
    recommendation, by their numbers (`rules`). `reference`: the overall default, drawn for the organisation."""
    recommended, actual, deviation = (figures[key] for key in ("recommended.soft", "actual.soft", "deviation.points"))
    off = off_rule(deviation.value, tolerance(facts))
    said = Styled(deviation, "signed", "worse" if off else "plain", off) if deviation.known else deviation
    mark = MixMark(recommended, actual, figures["planned.soft"], figures["gap.soft"], tolerance(facts), reference)
    used = None if recommended.state is State.WITHHELD else _numbers(rules, mix.rows)
    return Row((name, figures["people"], mark, actual, said, figures["deviation.effort"], used), style)


def _numbers(rules: Mapping[str, int], rows: Iterable[str]) -> Sentence | None:
    """Rules by the numbers that they have in the table of rules, rising; several in a row as a range."""
    runs: list[list[int]] = []
    for number in sorted({rules[row] for row in rows}):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    said = (f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
    return say("phrase.numbers", items=tuple(said)) if runs else None


def _columns(facts: Facts, head: str) -> tuple[Column, ...]:
    axis = Column(say("head.soft_share_axis"), 60, axis="share")
    return (
        left(head, 36),
        right("n", 10),
        axis,
        right("actual", 13),
        right("deviation_points", 17),
        right(by_measure(facts, "deviation_effort"), 16),
        left("rules", 18),
    )


def _key(facts: Facts, reference: Figure | None) -> tuple[tuple[str, Sentence], ...]:
    default = () if reference is None else (("reference", say("key.reference", share=reference)),)
    return (
        ("recommended", say("key.recommended", points=mix_tolerance_said(facts.findings.assessment.engagement))),
        ("actual", say("key.actual")),
        ("planned", say("key.planned")),
        ("gap", say("key.gap_share")),
        *default,
    )


def _exhibit(
    facts: Facts,
    name: str,
    rows: Sequence[Row],
    notes: tuple[Note, ...] = (),
    most: int = MOST_ROWS,
    total: Row | None = None,
    reference: Figure | None = None,
) -> Exhibit:
    head = {"mix-by-career-level": "career_level", "mix-by-unit": "unit", "mix-by-role": "role"}[name]
    id = name.replace("-", "_")
    shown, whole, more = first_rows(name, _columns(facts, head), rows, most, total)
    return Exhibit(
        name,
        say(f"figure.{id}"),
        say(by_measure(facts, "figure.mix.sub")),
        shown,
        _alternative(organisation_mix(facts)),
        (*notes, *more),
        _key(facts, reference),
        whole,
    )


def _alternative(figures: dict[str, Figure]) -> Sentence:
    return say(
        "alt.mix",
        recommended=figures["recommended.soft"],
        actual=figures["actual.soft"],
        planned=figures["planned.soft"],
        gap=figures["gap.soft"],
    )


def _by_level(facts: Facts, figures: dict[str, Figure]) -> Exhibit:
    rows = []
    rules = _rule_order(facts)
    for level, mix in facts.findings.mixes.levels.items():
        of, group = say(f"career_level.{level}"), ("career_level", level)
        made = facts.mix_figures(f"career_level.{level}", of, group, mix)
        rows.append(_mix_row(facts, rules, of, mix, made))
    mix, default = facts.findings.mixes.organisation, rule_shares(_default(facts))[0]
    total = _mix_row(facts, rules, say("of.organisation"), mix, figures, "total", default)
    notes: tuple[Note, ...] = (
        note("how_to_read", by_measure(facts, "note.mix.read")),
        note("off", by_measure(facts, "note.mix.off")),
        note("rules", "note.mix.rules"),
        *_plan_note(facts),
        *mix_disagreement.groups_note(facts),
    )
    if facts.findings.log.left_out:
        left_out = sum(count for _, count in facts.findings.log.left_out)
        rest = count_figure("organisation.mix.left_out", left_out, say("label.mix.left_out"))
        notes += (note("left_out", by_measure(facts, "note.mix.left_out"), plural="rows", rows=rest),)
    return _exhibit(facts, "mix-by-career-level", rows, notes, total=total, reference=default)


def _default(facts: Facts) -> MixRow:
    """The row that applies where neither industry nor career level is known."""
    return next(row for row in facts.findings.rules.mix if row.industry is None and row.career_level is None)


def _plan_note(facts: Facts) -> tuple[Note, ...]:
    """Why the planned mix is off the recommendation, where it is: what one kind does not need stays in reserve."""
    mix, hidden = facts.findings.mixes.organisation, EVERYBODY in facts.withheld.planned
    if hidden or not off_rule(mix.planned_points, tolerance(facts)):
        return ()
    planned = organisation_mix(facts)["planned.soft"]
    of, n = say("of.organisation"), mix.planned_people
    id, label = "organisation.mix.planned.recommended.soft", say("label.mix.planned.recommended", of=of)
    recommended = figure(id, mix.planned_recommended, Unit.SHARE, "mix_planned_recommended", label, n)
    id, label = "organisation.mix.planned.points", say("label.mix.planned.points", of=of)
    points = figure(id, mix.planned_points, Unit.POINTS, "mix_planned_points", label, n)
    side = "above" if points.number > 0 else "below"
    size, id = counted("points_size", points), f"note.mix.planned_{side}"
    return (note("planned", id, planned=planned, points=size, recommended=recommended),)


def unit_mix(facts: Facts, unit: str) -> dict[str, Figure]:
    """The mix figures of one unit."""
    mix = facts.findings.mixes.units[unit]
    if unit == ORGANISATION:
        return organisation_mix(facts)
    return facts.mix_figures(f"unit.{unit}", facts.unit_name(unit), group_of(unit), mix)


def _by_unit(facts: Facts) -> Exhibit | None:
    """Departments with their teams where these fit on the page, else the departments first."""
    mixes = facts.findings.mixes.units
    units = [unit for unit in facts.findings.assessment.units if unit.id != ORGANISATION and mixes[unit.id].people]
    if not units:
        return None
    most = MOST_ROWS
    if len(units) > MOST_ROWS:
        units.sort(key=lambda unit: unit.parent != ORGANISATION)
        most = min(MOST_ROWS, sum(unit.parent == ORGANISATION for unit in units))
    rows, rules = [], _rule_order(facts)
    for unit in units:
        style: RowStyle = "total" if unit.kind == "department" else "plain"
        rows.append(_mix_row(facts, rules, facts.unit_name(unit.id), mixes[unit.id], unit_mix(facts, unit.id), style))
    return _exhibit(facts, "mix-by-unit", rows, most=most)


def _by_role(facts: Facts) -> Exhibit | None:
    mixes = facts.findings.mixes.roles
    if not mixes:
        return None
    rules = _rule_order(facts)
    rows = [
        _mix_row(facts, rules, role, mix, facts.mix_figures(f"role.{facts.role_ids[role]}", role, ("role", role), mix))
        for role, mix in mixes.items()
    ]
    return _exhibit(facts, "mix-by-role", rows)


def _rule_order(facts: Facts) -> dict[str, int]:
    """The number of each rule that gave somebody's recommendation, in the order of how many people's. What was agreed
    for single people has one number, the last: it is not the business of everybody who reads the report."""
    used, known = _rule_use(facts), facts.findings.mixes.recommendation.rows
    mixes = (facts.findings.mixes.organisation, *facts.findings.mixes.units.values())
    ids = {*used, *(row for mix in mixes for row in mix.rows)}
    personal = {id for id in ids if (known[id].target or ("", ""))[0] == "person"}
    ordered = sorted(ids - personal, key=lambda id: (-used.get(id, 0), id))
    order = {id: number for number, id in enumerate(ordered, 1)}
    return order | dict.fromkeys(personal, len(ordered) + 1)


def _rule_use(facts: Facts) -> dict[str, int]:
    """How many employed people each rule gave the recommendation of."""
    active = facts.findings.assessment.people["active"].to_numpy()
    used = facts.findings.mixes.recommendation.shares.loc[active, "row"].value_counts()
    return {str(id): int(count) for id, count in used.items()}


def _rows_in_force(facts: Facts) -> Exhibit:
    """Every row of the mix table that gave somebody's recommendation, with its status and source."""
    used, order, known = _rule_use(facts), _rule_order(facts), facts.findings.mixes.recommendation.rows
    personal = [id for id in order if (known[id].target or ("", ""))[0] == "person"]
    rows = [_rule_row(facts, id, number, used.get(id, 0)) for id, number in order.items() if id not in personal]
    if personal:
        count, hidden = sum(used.get(id, 0) for id in personal), bool(facts.withheld.rules & set(personal))
        label = say("label.mix_row.persons")
        people = count_figure("rule.mix.persons", count, label, "people", count, hidden=hidden)
        number, name, status = order[personal[0]], say("rule.name.client_person"), say("rule.status.client")
        shares = (None,) * (len(_rule_columns(facts)) - 5)
        rows.append(Row((str(number), name, people, *shares, status, None)))
    count_of = count_figure("rule.mix.count", len(rows), say("label.mix_rows"))
    return Exhibit(
        "mix-rules-that-applied",
        say("figure.mix_rules"),
        say("figure.mix_rules.sub"),
        Table(_rule_columns(facts), tuple(rows)),
        say("alt.mix_rules", plural="rows", rows=count_of),
        _changed_notes(facts),
    )


def _rule_columns(facts: Facts) -> tuple[Column, ...]:
    shares = (right("soft", 14), right("hard", 14))
    if not is_adjusted(facts.findings.assessment.engagement):
        return (
            left("number", 8),
            left("rule", 50),
            right("people", 14),
            *shares,
            left("status", 34),
            left("source", 36),
        )
    return (
        left("number", 8),
        left("rule", 36),
        right("people", 14),
        right("soft_before", 18),
        right("adjustment", 22),
        *shares,
        left("status", 23),
        left("source", 21),
    )


def _changed_notes(facts: Facts) -> tuple[Note, ...]:
    """What the client changes in all these shares, and where the reasons are: here, where there is no page on the
    method."""
    engagement = facts.findings.assessment.engagement
    changes = mix_changes(engagement)
    if not changes:
        return ()
    if is_adjusted(engagement):
        known = facts.findings.mixes.recommendation.rows
        own = any(known[id].target is not None for id in _rule_order(facts))
        lead, text = "adjustments", "note.mix.adjusted.own" if own else "note.mix.adjusted"
    else:
        lead, text = "adjusted", "note.mix.blended_adjusted" if engagement.mix.adjustments else "note.mix.blended"
    if "method" not in engagement.sections:
        return (note(lead, text), *(Note(change.name, change.text) for change in changes))
    reasons = say("note.mix.reasons", plural="changes", changes=tuple(change.name for change in changes))
    return (note(lead, "phrase.two_sentences", first=say(text), second=reasons),)


def _rule_row(facts: Facts, id: str, number: int, used: int) -> Row:
    rule = facts.findings.mixes.recommendation.rows[id]
    label, hidden = say("label.mix_row.people", row=id), id in facts.withheld.rules
    people = count_figure(f"rule.mix.{id}.people", used, label, "people", used, hidden=hidden)
    source = say(f"rule.source.{rule.source}") if rule.place is None else rule.source
    status, shares = say(f"rule.status.{rule.status}"), _shares_of(facts, rule)
    return Row((str(number), rule_name(rule), people, *shares, status, source))


def _shares_of(facts: Facts, rule: MixRow) -> tuple[Content, ...]:
    """The soft and hard share of a rule; with adjustments the soft share before, what is added, then both."""
    shares = shares_shown(rule, facts.findings.assessment.engagement)
    return tuple(Styled(share, "signed exact" if name == "adjustment" else "exact") for name, share in shares.items())


def title(facts: Facts, figures: dict[str, Figure]) -> Sentence:
    """The strongest sentence that is true of the organisation's mix."""
    actual, recommended, points = figures["actual.soft"], figures["recommended.soft"], figures["deviation.points"]
    if State.WITHHELD in (actual.state, recommended.state):
        return say("title.mix.withheld")
    if not actual.known:
        return say("title.mix.no_training", recommended=recommended) if recommended.known else say("title.mix.nothing")
    off = mix_off(facts)
    if off is None:
        return say(by_measure(facts, "title.mix.on_rule"), actual=actual, recommended=recommended)
    return say(
        by_measure(facts, f"title.mix.{off}_short"),
        actual=figures[f"actual.{off}"],
        points=counted("points_size", points),
        recommended=figures[f"recommended.{off}"],
    )


def _whole_deck(facts: Facts, figures: dict[str, Figure]) -> Sentence | None:
    """What holds of the career levels; then the unit that the organisation's deviation comes from, or, where that is on
    rule, the unit furthest off."""
    of_levels, off = _deck(facts, figures), mix_off(facts)
    unit = unit_furthest_off(facts) if off is None else mix_cause(facts)
    if unit is None:
        return of_levels
    of_unit = unit_mix(facts, unit)
    said = say(
        "deck.mix.unit" if off is None else "deck.mix.cause",
        unit=facts.unit_name(unit),
        actual=of_unit["actual.soft"],
        recommended=of_unit["recommended.soft"],
    )
    return say("phrase.two_sentences", first=of_levels, second=said) if of_levels else said


def _deck(facts: Facts, figures: dict[str, Figure]) -> Sentence | None:
    """How many career levels are off, and by how much the organisation; None where no level has training."""
    every_level = facts.findings.mixes.levels
    shown = [mix for level, mix in every_level.items() if ("career_level", level) not in facts.withheld.trained]
    mixes = [mix for mix in shown if mix.points is not None]
    if not mixes:
        return None
    off = [mix for mix in mixes if off_rule(mix.points, tolerance(facts))]
    count = count_figure("organisation.mix.levels_off", len(off), say("label.mix.levels_off"))
    every = count_figure("organisation.mix.levels", len(mixes), say("label.mix.levels"))
    effort = figures["deviation.effort"]
    some = "_shown" if len(shown) < len(every_level) else ""
    if not off:
        return say(f"deck.mix{some}.on_rule", plural="levels", levels=every)
    if len(off) == len(mixes):
        return say(by_measure(facts, f"deck.mix{some}.all"), plural="levels", levels=every, effort=effort)
    return say(by_measure(facts, f"deck.mix{some}"), plural="off", off=count, levels=every, effort=effort)
