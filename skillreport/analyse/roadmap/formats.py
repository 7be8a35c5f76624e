"""Planned hours → the format in which each is learned. Section 7 of the method."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from skillreport.analyse.gaps import gap_totals, severity_bounds
from skillreport.analyse.groups import SkillGroup, group_positions
from skillreport.analyse.levels import TOLERANCE, Levels
from skillreport.analyse.roadmap.hours import Plan
from skillreport.analyse.roadmap.mentors import find_mentors
from skillreport.analyse.withheld import Withheld
from skillreport.model.assessment import ORGANISATION, Assessment
from skillreport.model.frames import number_at
from skillreport.model.names import key
from skillreport.rules.load import Rules

MOST_PROJECTS = 2
PAIRED_UNITS = 20  # units compared for a cross-functional assignment: those with most hours left


@dataclass(frozen=True, slots=True)
class Formats:
    """`hours`: the plan's allocations with `format` (programme, assignment, project, mentoring, circle), `bundle`
    (skill position of a programme, unit id of a project, else empty), `group` (position of the skill's group), `mentor`
    (person, -1 without). `assignment`: the two units that exchange people and the positions of the two groups of
    skills, None where no two units have opposite strengths.
    """

    hours: pd.DataFrame
    assignment: tuple[str, str, int, int] | None


def choose_formats(
    assessment: Assessment,
    rules: Rules,
    plan: Plan,
    pairs: pd.DataFrame,
    levels: Levels,
    groups: Sequence[SkillGroup],
    withheld: Withheld,
) -> Formats:
    """Give every planned hour exactly one format, in this order: cohort programmes for the skills with most burden,
    an assignment between two units with opposite strengths, projects in units with gaps of both kinds, mentoring for
    critical skills somebody can pass on, peer-learning circles for the rest.

    Programmes, assignments and projects name their skill and their units: only those that are printed get one.
    """
    hours = plan.allocations.assign(format="", bundle="")
    hours["unit"] = assessment.people["unit"].to_numpy()[hours["person"].to_numpy()]
    hours["group"] = group_positions(groups, len(assessment.skills))[hours["skill"].to_numpy()]
    hours["critical"] = hours["weight"] >= rules.bounds.critical_weight
    for skill in _programme_skills(assessment, rules, hours, withheld):
        inside = hours["skill"] == skill
        hours.loc[inside, "format"], hours.loc[inside, "bundle"] = "programme", str(skill)
    assignment = _opposite_units(assessment, rules, hours, pairs, withheld)
    if assignment is not None:
        first, second, first_group, second_group = assignment
        swap = ((hours["unit"] == first) & (hours["group"] == first_group)) | (
            (hours["unit"] == second) & (hours["group"] == second_group)
        )
        hours.loc[swap & (hours["format"] == ""), "format"] = "assignment"
    for unit in _project_units(assessment, rules, hours, withheld):
        inside = (hours["unit"] == unit) & (hours["format"] == "")
        hours.loc[inside, "format"], hours.loc[inside, "bundle"] = "project", unit
    mentors = find_mentors(assessment, rules, hours[(hours["format"] == "") & hours["critical"]], levels)
    hours["mentor"] = mentors.reindex(hours.index, fill_value=-1)
    hours.loc[hours["mentor"] >= 0, "format"] = "mentoring"
    hours.loc[hours["format"] == "", "format"] = "circle"
    return Formats(hours, assignment)


def _least_people(assessment: Assessment, rules: Rules) -> float:
    """People enough for a cohort or a project, and to be told of."""
    return max(rules.bounds.programmes["least_people"], assessment.engagement.privacy_threshold)


def _programme_skills(assessment: Assessment, rules: Rules, hours: pd.DataFrame, withheld: Withheld) -> list[int]:
    """The skills that get a programme of their own: most burden first, ties by name, enough people for a cohort."""
    by_skill = hours.groupby("skill").agg(people=("person", "size"), burden=("gap", "sum"))
    by_skill = by_skill[by_skill["people"] >= _least_people(assessment, rules)]
    by_skill = by_skill[~by_skill.index.isin(withheld.skills)]
    ranked = sorted(
        by_skill.index, key=lambda skill: (-number_at(by_skill, skill, "burden"), key(assessment.skills[skill].name))
    )
    return [int(skill) for skill in ranked[: rules.bounds.programmes["most"]]]


def _opposite_units(
    assessment: Assessment, rules: Rules, hours: pd.DataFrame, pairs: pd.DataFrame, withheld: Withheld
) -> tuple[str, str, int, int] | None:
    """The two units whose needs match best: each has a gap of moderate size or more where the other has none of it.

    By cells of the heat map that are printed: those of units with no unit below them.
    """
    left = hours[(hours["format"] == "") & (hours["unit"] != ORGANISATION)]
    if left.empty:
        return None
    totals = gap_totals(pairs, ["unit", "group"])
    mean = (totals["gap"] / totals["rated"].where(totals["rated"] > 0)).unstack()
    parents = {unit.parent for unit in assessment.units}
    mean = mean[~mean.index.isin([*parents, *withheld.units])]
    for unit, group in withheld.cells:
        if unit in mean.index and group in mean.columns:
            mean.loc[unit, group] = float("nan")
    bound = severity_bounds(assessment.scale, rules)[0]
    waiting = left.groupby(["unit", "group"])["hours"].sum().unstack(fill_value=0)
    units = waiting.sum(axis=1).sort_values(ascending=False, kind="stable").index[:PAIRED_UNITS]
    mean = mean.reindex(index=units, columns=waiting.columns)
    waiting = waiting.loc[units].where(mean > bound + TOLERANCE, 0.0)
    able = mean <= bound + TOLERANCE
    best: tuple[float, str, str, int, int] | None = None
    for i, first in enumerate(units):
        for second in units[i + 1 :]:
            gives = waiting.loc[first].where(able.loc[second], 0.0)
            takes = waiting.loc[second].where(able.loc[first], 0.0)
            if gives.max() > 0 and takes.max() > 0:
                found = (
                    float(gives.max() + takes.max()),
                    str(first),
                    str(second),
                    int(gives.idxmax()),
                    int(takes.idxmax()),
                )
                best = max(best, found, key=lambda item: item[0]) if best else found
    return best[1:] if best else None


def _project_units(assessment: Assessment, rules: Rules, hours: pd.DataFrame, withheld: Withheld) -> list[str]:
    """The units with most hours left, where people have gaps of both kinds and there are enough of them."""
    left = hours[(hours["format"] == "") & (hours["unit"] != ORGANISATION) & ~hours["unit"].isin(withheld.units)]
    by_unit = left.groupby("unit").agg(people=("person", "nunique"), hours=("hours", "sum"), kinds=("soft", "nunique"))
    fit = by_unit[(by_unit["people"] >= _least_people(assessment, rules)) & (by_unit["kinds"] == 2)]
    ranked = fit.sort_values("hours", ascending=False, kind="stable")
    return [str(unit) for unit in ranked.index[:MOST_PROJECTS]]
