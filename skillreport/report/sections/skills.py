"""Top gaps by burden: the skills in which most levels are missing, and how people spread over the levels."""

import numpy as np
import pandas as pd

from skillreport.analyse.levels import TOLERANCE
from skillreport.model.figure import Sentence, Unit, say
from skillreport.model.report import Bar, Column, Exhibit, Note, Reach, Row, Section, Spread, Spreads, Table
from skillreport.report.exhibits import counted, first_rows, left, note, right
from skillreport.report.figures import Facts, count_figure, figure
from skillreport.report.leaders import CONCENTRATED, TOP_SKILLS, skills_by_burden, skills_withheld, top_skills_share
from skillreport.report.sections import gaps
from skillreport.report.severity import printed_severity

MOST_BARS = 12
MOST_SPREADS = 3
MOST_LEVELS = 8  # levels of a scale that a distribution can show


def section(facts: Facts) -> Section | None:
    """None where no skill can be shown with a gap: the section on gaps says why."""
    ranked = skills_by_burden(facts)
    if not ranked:
        return None
    blocks = (_bars(facts, ranked), gaps.top_exhibit(facts), _spreads(facts, ranked))
    shown = tuple(block for block in blocks if block)
    return Section("skills", say("kicker.skills"), _title(facts, ranked), _deck(facts), shown)


def _bars(facts: Facts, ranked: list[int]) -> Exhibit:
    skills = facts.findings.assessment.skills
    top = facts.skill_figure("burden", ranked[0])
    scale = facts.findings.assessment.scale
    columns = (
        left("skill", 43),
        left("missing_levels", 38),
        Column(say("head.from_to"), 41, axis=(scale.lowest, scale.highest)),
        right("people_below", 16),
        right("of_rated", 16),
        right("mean_gap", 16),
    )
    rows = [_bar_row(facts, skill, top.number) for skill in ranked]
    shown, whole, more = first_rows("skills-by-burden", columns, rows, MOST_BARS)
    kinds = {skills[skill].category or "neutral" for skill in ranked[:MOST_BARS]}
    below = counted("people", facts.skill_figure("affected", ranked[0]))
    return Exhibit(
        "skills-by-burden",
        say("figure.skills"),
        say("figure.skills.sub"),
        shown,
        say("alt.skills", skill=skills[ranked[0]].name, burden=top, people=below),
        (note("missing_levels", "note.skills.burden"), *_withheld(facts), *more),
        tuple(
            (kind, say(f"key.{kind}"))
            for kind in ("hard", "soft", "neutral", "current", "required")
            if kind in kinds or kind in ("current", "required")
        ),
        whole,
    )


def _withheld(facts: Facts) -> tuple[Note, ...]:
    """That skills are missing from the ranking, which would stand in it."""
    return (note("withheld", "note.skills.withheld"),) if skills_withheld(facts) else ()


def _bar_row(facts: Facts, skill: int, largest: float) -> Row:
    record = facts.findings.assessment.skills[skill]
    bar = Bar(facts.skill_figure("burden", skill), largest, record.category or "neutral")
    below, rated, gap = (facts.skill_figure(measure, skill) for measure in ("affected", "rated_pairs", "mean_gap"))
    scale = facts.findings.assessment.scale
    few = facts.few(below.number)
    current, required = (facts.skill_figure(measure, skill, few) for measure in ("level_below", "required_below"))
    reach = Reach(current, required, scale.lowest, scale.highest, printed_severity(facts, gap))
    return Row((record.name, bar, current if few else reach, below, rated, gap))


def _spreads(facts: Facts, ranked: list[int]) -> Exhibit | None:
    """People per level for the first skills, against the level that most of their requirements ask."""
    shown = ranked[:MOST_SPREADS]
    steps = {skill: _steps(facts, skill) for skill in shown}
    every = sorted({step for of_skill in steps.values() for step in of_skill})
    if len(every) > MOST_LEVELS:
        return None
    panels = [_spread(facts, skill, steps[skill]) for skill in shown]
    rows = []
    for skill, panel in zip(shown, panels, strict=True):
        people = dict(zip(steps[skill], (figure for _, figure, _ in panel.levels), strict=True))
        rows.append(Row((panel.skill, panel.required, *(people.get(step) for step in every))))
    heads = [Column(say("head.at_level_n", level=f"{step:g}"), 100 / len(every), "right") for step in every]
    return Exhibit(
        "people-per-level",
        say("figure.spread"),
        say("figure.spread.sub"),
        Spreads(tuple(panels)),
        say("alt.spreads"),
        (note("level", "note.spread.level"),),
        as_table=Table((left("skill", 48), right("usual_level", 22), *heads), tuple(rows)),
    )


def _steps(facts: Facts, skill: int) -> list[float]:
    """The whole levels of the scale, and the usual required level where it lies between two of them."""
    scale = facts.findings.assessment.scale
    whole = np.arange(np.floor(scale.lowest), np.ceil(scale.highest) + 1)
    return sorted({*map(float, whole), _usual_level(_rated(facts, skill))})


def _rated(facts: Facts, skill: int) -> pd.DataFrame:
    pairs = facts.findings.pairs
    return pairs[(pairs["skill"] == skill) & pairs["rated_required"]]


def _usual_level(rated: pd.DataFrame) -> float:
    """The level that most requirements ask, the lowest of several."""
    return float(rated["required"].mode().iloc[0])


def _spread(facts: Facts, skill: int, steps: list[float]) -> Spread:
    """People by the highest of the steps that they have reached."""
    record, rated = facts.findings.assessment.skills[skill], _rated(facts, skill)
    id, of, n, required = f"skill.{record.id}", record.name, len(rated), _usual_level(rated)
    levels = rated["level"].to_numpy() + TOLERANCE
    reached = np.clip(np.searchsorted(steps, levels, side="right") - 1, 0, None)
    columns = []
    for place, step in enumerate(steps):
        label = say("label.at_level", of=of, level=f"{step:g}")
        people = count_figure(f"{id}.at_level.{step:g}", (reached == place).sum(), label, "people_at_level", n)
        columns.append((f"{step:g}", people, step >= required - TOLERANCE))
    short = (levels < required).sum()
    below = count_figure(f"{id}.below_usual", short, say("label.below_usual", of=of), "people_at_level", n)
    people = count_figure(f"{id}.people", n, say("label.people", of=of), "people", n)
    level = figure(f"{id}.usual_level", required, Unit.LEVELS, "usual_level", say("label.usual_level", of=of), n)
    said = say("note.spread", below=below, people=people, level=level)
    alternative = say("alt.spread", skill=of, below=below, people=people, level=level)
    return Spread(of, tuple(columns), level, said, alternative)


def _title(facts: Facts, ranked: list[int]) -> Sentence:
    """The strongest sentence that is true; what holds of all skills is said only where all are shown."""
    names = [facts.findings.assessment.skills[skill].name for skill in ranked[:2]]
    share = top_skills_share(facts)
    if not share.known:
        return say("title.skills.largest", skill=names[0])
    if len(ranked) > TOP_SKILLS and share.number >= CONCENTRATED:
        top = count_figure("organisation.top_skills.count", TOP_SKILLS, say("label.top_skills.count"))
        return say("title.skills.concentrated", top=top, share=share)
    if len(ranked) == 1:
        burden = counted("levels", facts.skill_figure("burden", ranked[0]))
        shown = "_shown" if skills_withheld(facts) else ""
        return say(f"title.skills.one{shown}", skill=names[0], burden=burden)
    return say("title.skills.first_two", first=names[0], second=names[1], share=top_skills_share(facts, 2))


def _deck(facts: Facts) -> Sentence | None:
    """How many of the skills that are shown have a gap of moderate size or more, and how many of these are critical."""
    by_skill = facts.findings.by_skill
    gaps = {skill: facts.skill_figure("mean_gap", skill) for skill in by_skill.index[by_skill["rated"] > 0]}
    shown = [skill for skill, gap in gaps.items() if gap.known]
    if not shown:
        return None
    steps = [printed_severity(facts, gaps[skill]) or 0 for skill in shown]
    moderate = count_figure("organisation.skills.moderate", sum(s >= 2 for s in steps), say("label.skills.moderate"))
    heavy = by_skill.loc[shown, "weight"] >= facts.findings.rules.bounds.critical_weight
    critical = sum(step == 4 or (step == 3 and weighty) for step, weighty in zip(steps, heavy, strict=True))
    grave = count_figure("organisation.skills.critical_gap", critical, say("label.skills.critical"))
    count = count_figure("organisation.skills.count", len(shown), say("label.skills.count"))
    every = counted("skills_shown" if skills_withheld(facts) else "skills", count)
    if not moderate.number:
        return say("deck.skills.none", skills=every)
    if not grave.number:
        return say("deck.skills.no_critical", moderate=moderate, skills=every)
    return say("deck.skills", plural="critical", moderate=moderate, skills=every, critical=grave)
