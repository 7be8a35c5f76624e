"""Top gaps by burden: the skills in which most levels are missing, and how people spread over the levels."""

import numpy as np

from skillreport.model.figure import Sentence, Unit, say
from skillreport.model.report import Bar, Exhibit, Row, Section, Spread, Spreads, Table
from skillreport.report.exhibits import counted, left, note, right
from skillreport.report.figures import Facts, count_figure, figure
from skillreport.report.leaders import CONCENTRATED, skills_by_burden, top_skills_share

MOST_BARS = 12
MOST_SPREADS = 3
MOST_LEVELS = 8  # levels of a scale that a distribution can show


def section(facts: Facts) -> Section | None:
    """None without requirements."""
    if not facts.organisation["rated"]:
        return None
    ranked = skills_by_burden(facts)
    blocks = []
    if ranked:
        blocks.append(_bars(facts, ranked))
        spreads = _spreads(facts, ranked)
        if spreads:
            blocks.append(spreads)
    return Section("skills", say("kicker.skills"), _title(facts, ranked), _deck(facts), tuple(blocks))


def _bars(facts: Facts, ranked: list[int]) -> Exhibit:
    skills = facts.findings.assessment.skills
    largest = facts.skill_figure("burden", ranked[0]).number
    rows = []
    for skill in ranked[:MOST_BARS]:
        bar = Bar(facts.skill_figure("burden", skill), largest, skills[skill].category or "neutral")
        rows.append(
            Row(
                (
                    skills[skill].name,
                    bar,
                    facts.skill_figure("affected", skill),
                    facts.skill_figure("rated_pairs", skill),
                    facts.skill_figure("mean_gap", skill),
                )
            )
        )
    columns = (
        left("skill", 48),
        left("missing_levels", 62),
        right("people_below", 20),
        right("of_rated", 20),
        right("mean_gap", 20),
    )
    key = tuple(
        (kind, say(f"key.{kind}"))
        for kind in ("hard", "soft", "neutral")
        if any((skills[s].category or "neutral") == kind for s in ranked[:MOST_BARS])
    )
    rest = count_figure("organisation.skills.more", len(ranked) - MOST_BARS, say("label.skills.more"))
    notes = [note("missing_levels", "note.skills.burden")]
    if len(ranked) > MOST_BARS:
        notes.append(note("not_shown", "note.skills.more", plural="rest", rest=rest))
    top = facts.skill_figure("burden", ranked[0])
    alternative = say(
        "alt.skills",
        skill=skills[ranked[0]].name,
        burden=top,
        people=counted("people", facts.skill_figure("affected", ranked[0])),
    )
    return Exhibit(
        "skills-by-burden",
        say("figure.skills"),
        say("figure.skills.sub"),
        Table(columns, tuple(rows)),
        alternative,
        tuple(notes),
        key,
    )


def _spreads(facts: Facts, ranked: list[int]) -> Exhibit | None:
    """People per level for the first skills, against the level that most of their requirements ask."""
    scale = facts.findings.assessment.scale
    steps = np.arange(np.floor(scale.lowest), np.ceil(scale.highest) + 1)
    if len(steps) > MOST_LEVELS:
        return None
    panels, rows = [], []
    for skill in ranked[:MOST_SPREADS]:
        record = facts.findings.assessment.skills[skill]
        pairs = facts.findings.pairs
        rated = pairs[(pairs["skill"] == skill) & pairs["rated_required"]]
        required = float(rated["required"].mode().iloc[0])
        # A level between two steps belongs to the step it has reached.
        reached = np.clip(np.floor(rated["level"].to_numpy() + 1e-9), steps[0], steps[-1])
        counts = [int((reached == step).sum()) for step in steps]
        figures = [
            count_figure(
                f"skill.{record.id}.at_level.{step:g}",
                n,
                say("label.at_level", of=record.name, level=f"{step:g}"),
                "people_at_level",
                len(rated),
            )
            for step, n in zip(steps, counts, strict=True)
        ]
        below = count_figure(
            f"skill.{record.id}.below_usual",
            sum(n for step, n in zip(steps, counts, strict=True) if step < required),
            say("label.below_usual", of=record.name),
            "people_at_level",
            len(rated),
        )
        people = count_figure(
            f"skill.{record.id}.people", len(rated), say("label.people", of=record.name), "people", len(rated)
        )
        level = figure(
            f"skill.{record.id}.usual_level",
            required,
            Unit.LEVELS,
            "usual_level",
            say("label.usual_level", of=record.name),
            len(rated),
        )
        note_below = say("note.spread", below=below, people=people, level=level)
        panels.append(
            Spread(
                record.name,
                tuple(
                    (f"{step:g}", fig, bool(step >= required - 1e-9)) for step, fig in zip(steps, figures, strict=True)
                ),
                level,
                note_below,
                say("alt.spread", skill=record.name, below=below, people=people, level=level),
            )
        )
        rows.append(Row((record.name, level, *figures)))
    width = 100 / len(steps)
    columns = (
        left("skill", 48),
        right("usual_level", 22),
        *(type(right("n", 1))(say("head.at_level_n", level=f"{step:g}"), width, "right") for step in steps),
    )
    return Exhibit(
        "people-per-level",
        say("figure.spread"),
        say("figure.spread.sub"),
        Spreads(tuple(panels)),
        say("alt.spreads"),
        (note("level", "note.spread.level"),),
        as_table=Table(columns, tuple(rows)),
    )


def _title(facts: Facts, ranked: list[int]) -> Sentence:
    if not ranked:
        return say("title.skills.none")
    skills = facts.findings.assessment.skills
    share = top_skills_share(facts)
    if len(ranked) > 3 and share.number >= CONCENTRATED:
        top = count_figure("organisation.top_skills.count", 3, say("label.top_skills.count"))
        return say("title.skills.concentrated", top=top, share=share)
    burden = facts.skill_figure("burden", ranked[0])
    if len(ranked) == 1:
        return say("title.skills.one", skill=skills[ranked[0]].name, burden=counted("levels", burden))
    return say(
        "title.skills.first_two",
        first=skills[ranked[0]].name,
        second=skills[ranked[1]].name,
        share=top_skills_share(facts, 2),
    )


def _deck(facts: Facts) -> Sentence:
    by_skill = facts.findings.by_skill
    rated = by_skill[by_skill["rated"] > 0]
    moderate = count_figure(
        "organisation.skills.moderate", (rated["severity"] >= 2).sum(), say("label.skills.moderate")
    )
    critical = count_figure(
        "organisation.skills.critical_gap", rated["critical_gap"].sum(), say("label.skills.critical")
    )
    every = count_figure("organisation.skills.count", len(rated), say("label.skills.count"))
    if not moderate.number:
        return say("deck.skills.none", skills=every)
    if not critical.number:
        return say("deck.skills.no_critical", moderate=moderate, skills=every)
    return say("deck.skills", plural="critical", moderate=moderate, skills=every, critical=critical)
