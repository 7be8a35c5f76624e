"""The split of training between soft and hard skills: recommended against actual, planned and what the gaps say."""

from collections.abc import Iterable

from skillreport.analyse.mix import disagree, mix_tolerance, off_rule
from skillreport.analyse.withheld import EVERYBODY, group_of
from skillreport.model.assessment import ORGANISATION
from skillreport.model.figure import Figure, Sentence, State, Unit, say
from skillreport.model.report import Block, Callout, Column, Exhibit, MixMark, Note, Row, Section, Styled, Table
from skillreport.report.exhibits import counted, left, note, right
from skillreport.report.figures import Facts, count_figure, figure
from skillreport.report.leaders import mix_off
from skillreport.rules.load import MixRow

MOST_UNITS = 20


def section(facts: Facts) -> Section:
    """By career level, by unit, by role, and the rows of the table that applied."""
    figures = organisation_mix(facts)
    blocks: list[Block] = [_by_level(facts, figures)]
    shown = all(figures[f"{name}.soft"].known for name in ("recommended", "actual", "gap"))
    if shown and disagree(facts.findings.mix, tolerance(facts)):
        blocks.append(
            Callout(
                say("heading.mix.disagree"),
                say(
                    "text.mix.disagree",
                    recommended=figures["recommended.soft"],
                    gap=figures["gap.soft"],
                    actual=figures["actual.soft"],
                ),
            )
        )
    blocks.append(_rows_in_force(facts))
    blocks += [exhibit for exhibit in (_by_unit(facts), _by_role(facts)) if exhibit]
    return Section("mix", say("kicker.mix"), title(facts, figures), _deck(facts, figures), tuple(blocks))


def organisation_mix(facts: Facts) -> dict[str, Figure]:
    """The organisation's mix figures, with what the log left out."""
    left_out = facts.findings.log.left_out
    return facts.mix_figures("organisation", say("of.organisation"), EVERYBODY, facts.findings.mix, left_out)


def tolerance(facts: Facts) -> float:
    return mix_tolerance(facts.findings.assessment)


def _mix_row(facts: Facts, name: str | Sentence, figures: dict[str, Figure], style: str = "plain") -> Row:
    """One group on the strip; out of tolerance is said in words, weight and colour."""
    deviation = figures["deviation.points"]
    off = off_rule(deviation.value, tolerance(facts))
    mark = MixMark(
        figures["recommended.soft"],
        figures["actual.soft"],
        figures["planned.soft"],
        figures["gap.soft"],
        tolerance(facts),
    )
    said = Styled(deviation, "signed", "worse" if off else "plain", off) if deviation.known else deviation
    return Row(
        (name, figures["people"], mark, figures["actual.soft"], said, figures["deviation.hours"]),
        "total" if style == "total" else "plain",
    )


def _columns(head: str) -> tuple[Column, ...]:
    axis = Column(say("head.soft_share_axis"), 72, axis="share")
    return (
        left(head, 40),
        right("n", 10),
        axis,
        right("actual", 14),
        right("deviation_points", 18),
        right("deviation_hours", 16),
    )


def _key(facts: Facts) -> tuple[tuple[str, Sentence], ...]:
    bound = figure("method.mix.tolerance", tolerance(facts), Unit.POINTS, "bound", say("label.tolerance"))
    return (
        ("recommended", say("key.recommended", points=counted("points", bound))),
        ("actual", say("key.actual")),
        ("planned", say("key.planned")),
        ("gap", say("key.gap_share")),
    )


def _exhibit(
    facts: Facts, name: str, rows: Iterable[Row], alternative: Sentence, notes: tuple[Note, ...] = ()
) -> Exhibit:
    head = {"mix-by-career-level": "career_level", "mix-by-unit": "unit", "mix-by-role": "role"}[name]
    id = name.replace("-", "_")
    return Exhibit(
        name,
        say(f"figure.{id}"),
        say(f"figure.{id}.sub"),
        Table(_columns(head), tuple(rows)),
        alternative,
        notes,
        _key(facts),
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
    for level, mix in facts.findings.level_mixes.items():
        of, group = say(f"career_level.{level}"), ("career_level", level)
        rows.append(_mix_row(facts, of, facts.mix_figures(f"career_level.{level}", of, group, mix)))
    rows.append(_mix_row(facts, say("of.organisation"), figures, "total"))
    notes: tuple[Note, ...] = (note("how_to_read", "note.mix.read"), note("hours", "note.mix.hours"))
    if facts.findings.log.left_out:
        left_out = sum(count for _, count in facts.findings.log.left_out)
        notes += (
            note(
                "left_out",
                "note.mix.left_out",
                plural="rows",
                rows=count_figure("organisation.mix.left_out", left_out, say("label.mix.left_out")),
            ),
        )
    return _exhibit(facts, "mix-by-career-level", rows, _alternative(figures), notes)


def unit_mix(facts: Facts, unit: str) -> dict[str, Figure]:
    """The mix figures of one unit."""
    if unit == ORGANISATION:
        return organisation_mix(facts)
    return facts.mix_figures(f"unit.{unit}", facts.unit_name(unit), group_of(unit), facts.findings.unit_mixes[unit])


def _by_unit(facts: Facts) -> Exhibit | None:
    """Departments with their teams where these fit on the page, else departments only."""
    units = [
        unit
        for unit in facts.findings.assessment.units
        if unit.id != ORGANISATION and facts.findings.unit_mixes[unit.id].people
    ]
    if len(units) > MOST_UNITS:
        units = [unit for unit in units if unit.parent == ORGANISATION][:MOST_UNITS]
    if not units:
        return None
    rows = [
        _mix_row(
            facts, facts.unit_name(unit.id), unit_mix(facts, unit.id), "total" if unit.kind == "department" else "plain"
        )
        for unit in units
    ]
    return _exhibit(facts, "mix-by-unit", rows, _alternative(organisation_mix(facts)))


def _by_role(facts: Facts) -> Exhibit | None:
    mixes = facts.findings.role_mixes
    if not mixes:
        return None
    rows = [
        _mix_row(facts, role, facts.mix_figures(f"role.{facts.role_ids[role]}", role, ("role", role), mix))
        for role, mix in mixes.items()
    ]
    return _exhibit(facts, "mix-by-role", rows[:MOST_UNITS], _alternative(organisation_mix(facts)))


def _rows_in_force(facts: Facts) -> Exhibit:
    """Every row of the mix table that gave somebody's recommendation, with its status and source."""
    active = facts.findings.assessment.people["active"].to_numpy()
    used = facts.findings.recommendation.shares.loc[active, "row"].value_counts()
    known = facts.findings.recommendation.rows
    for_people = [id for id in used.index if known[id].target and known[id].target[0] == "person"]  # type: ignore[index]
    rows = [
        _rule_row(facts, id, int(used[id]))
        for id in sorted(used.index, key=lambda row: (-used[row], row))
        if id not in for_people
    ]
    if for_people:
        # What was agreed for a single person is not the business of everybody who reads the report.
        number, hidden = int(used[for_people].sum()), bool(facts.withheld.rules & set(for_people))
        label = say("label.mix_row.persons")
        people = count_figure("rule.mix.persons", number, label, "people", number, hidden=hidden)
        rows.append(Row((say("rule.name.client_person"), people, None, None, say("rule.status.client"), None)))
    columns = (
        left("rule", 52),
        right("people", 14),
        right("soft", 14),
        right("hard", 14),
        left("status", 34),
        left("source", 42),
    )
    count = count_figure("rule.mix.count", len(rows), say("label.mix_rows"))
    return Exhibit(
        "mix-rules-that-applied",
        say("figure.mix_rules"),
        say("figure.mix_rules.sub"),
        Table(columns, tuple(rows)),
        say("alt.mix_rules", plural="rows", rows=count),
    )


def _rule_row(facts: Facts, id: str, used: int) -> Row:
    rule = facts.findings.recommendation.rows[id]
    label = say("label.mix_row", row=id)
    soft = figure(f"rule.mix.{id}.soft", rule.soft, Unit.SHARE, "mix_rule", label)
    hard = figure(f"rule.mix.{id}.hard", rule.hard, Unit.SHARE, "mix_rule", label)
    label, hidden = say("label.mix_row.people", row=id), id in facts.withheld.rules
    people = count_figure(f"rule.mix.{id}.people", used, label, "people", used, hidden=hidden)
    source = rule.source if rule.status == "client" else say(f"rule.source.{rule.source}")
    return Row((rule_name(rule), people, soft, hard, say(f"rule.status.{rule.status}"), source))


def rule_name(rule: MixRow) -> Sentence:
    """What a row of the mix table applies to."""
    if rule.target is not None:
        kind, name = rule.target
        return say(f"rule.name.client_{kind}", name=name)
    industry = say(f"industry.{rule.industry.replace(' ', '_')}") if rule.industry else None
    level = say(f"career_level.{rule.career_level}") if rule.career_level else None
    if industry and level:
        return say("rule.name.both", industry=industry, level=level)
    if level:
        return say("rule.name.level", level=level)
    return industry or say("rule.name.default")


def title(facts: Facts, figures: dict[str, Figure]) -> Sentence:
    """The strongest sentence that is true of the organisation's mix."""
    actual, recommended, points = figures["actual.soft"], figures["recommended.soft"], figures["deviation.points"]
    if State.WITHHELD in (actual.state, recommended.state):
        return say("title.mix.withheld")
    if not actual.known:
        return say("title.mix.no_training", recommended=recommended) if recommended.known else say("title.mix.nothing")
    off = mix_off(facts)
    if off == "soft":
        return say(
            "title.mix.soft_short", actual=actual, points=counted("points_size", points), recommended=recommended
        )
    if off == "hard":
        return say(
            "title.mix.hard_short",
            actual=figures["actual.hard"],
            points=counted("points_size", points),
            recommended=figures["recommended.hard"],
        )
    return say("title.mix.on_rule", actual=actual, recommended=recommended)


def _deck(facts: Facts, figures: dict[str, Figure]) -> Sentence | None:
    if not figures["actual.soft"].known:
        return None
    shown = {
        level: mix
        for level, mix in facts.findings.level_mixes.items()
        if ("career_level", level) not in facts.withheld.trained
    }
    mixes = [mix for mix in shown.values() if mix.points is not None]
    if not mixes:
        return None
    off = [mix for mix in mixes if off_rule(mix.points, tolerance(facts))]
    count = count_figure("organisation.mix.levels_off", len(off), say("label.mix.levels_off"))
    every = count_figure("organisation.mix.levels", len(mixes), say("label.mix.levels"))
    hours = figures["deviation.hours"]
    some = "_shown" if len(shown) < len(facts.findings.level_mixes) else ""
    if not off:
        return say(f"deck.mix{some}.on_rule", levels=every)
    if len(off) == len(mixes) > 1:
        return say(f"deck.mix{some}.all", levels=every, hours=hours)
    return say(f"deck.mix{some}", plural="off", off=count, levels=every, hours=hours)
