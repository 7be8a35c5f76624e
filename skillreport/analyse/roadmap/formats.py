"""Planned hours → the format each is learned in, and cohorts placed in the months of the year. Section 7."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from skillreport.analyse.gaps import gap_totals, severity_bounds
from skillreport.analyse.groups import SkillGroup, group_positions
from skillreport.analyse.levels import TOLERANCE, Levels
from skillreport.analyse.roadmap.hours import Plan
from skillreport.model.assessment import ORGANISATION, Assessment
from skillreport.model.frames import number_at
from skillreport.model.names import key
from skillreport.rules.load import Rules

MOST_PROJECTS = 2
PAIRED_UNITS = 20  # units compared for a cross-functional assignment: those with most hours left


@dataclass(frozen=True, slots=True)
class Formats:
    """`hours`: the plan's allocations with `format` (programme, assignment, project, mentoring, circle) and `bundle`
    (skill position of a programme, unit id of a project, else empty), `group` (position of the skill's group).
    `assignment`: the two units that exchange people and the positions of the two groups of skills, None where no two
    units have opposite strengths.
    """

    hours: pd.DataFrame
    assignment: tuple[str, str, int, int] | None


@dataclass(frozen=True, slots=True)
class Cohort:
    """People who take a programme together. Months are 1 to 12; None where the year has no room for the cohort."""

    skill: int
    persons: tuple[int, ...]
    hours: float
    first_month: int | None
    last_month: int | None


def choose_formats(
    assessment: Assessment,
    rules: Rules,
    plan: Plan,
    pairs: pd.DataFrame,
    levels: Levels,
    groups: Sequence[SkillGroup],
) -> Formats:
    """Give every planned hour exactly one format, in this order: cohort programmes for the skills with most burden,
    an assignment between two units with opposite strengths, projects in units with gaps of both kinds, mentoring for
    critical skills somebody can pass on, peer-learning circles for the rest.
    """
    hours = plan.allocations.assign(format="", bundle="")
    hours["unit"] = assessment.people["unit"].to_numpy()[hours["person"].to_numpy()]
    hours["group"] = group_positions(groups, len(assessment.skills))[hours["skill"].to_numpy()]
    hours["critical"] = hours["weight"] >= rules.bounds.critical_weight
    for skill in _programme_skills(assessment, rules, hours):
        inside = hours["skill"] == skill
        hours.loc[inside, "format"], hours.loc[inside, "bundle"] = "programme", str(skill)
    assignment = _opposite_units(assessment, rules, hours, pairs)
    if assignment is not None:
        first, second, first_group, second_group = assignment
        swap = ((hours["unit"] == first) & (hours["group"] == first_group)) | (
            (hours["unit"] == second) & (hours["group"] == second_group)
        )
        hours.loc[swap & (hours["format"] == ""), "format"] = "assignment"
    for unit in _project_units(rules, hours):
        inside = (hours["unit"] == unit) & (hours["format"] == "")
        hours.loc[inside, "format"], hours.loc[inside, "bundle"] = "project", unit
    hours.loc[_mentored(assessment, rules, hours, levels), "format"] = "mentoring"
    hours.loc[hours["format"] == "", "format"] = "circle"
    return Formats(hours, assignment)


def _programme_skills(assessment: Assessment, rules: Rules, hours: pd.DataFrame) -> list[int]:
    """The skills that get a programme of their own: most burden first, ties by name, enough people for a cohort."""
    by_skill = hours.groupby("skill").agg(people=("person", "size"), burden=("gap", "sum"))
    by_skill = by_skill[by_skill["people"] >= rules.bounds.programmes["least_people"]]
    ranked = sorted(
        by_skill.index, key=lambda skill: (-number_at(by_skill, skill, "burden"), key(assessment.skills[skill].name))
    )
    return [int(skill) for skill in ranked[: rules.bounds.programmes["most"]]]


def _opposite_units(
    assessment: Assessment, rules: Rules, hours: pd.DataFrame, pairs: pd.DataFrame
) -> tuple[str, str, int, int] | None:
    """The two units whose needs match best: each has a gap of moderate size or more where the other has none of it."""
    left = hours[(hours["format"] == "") & (hours["unit"] != ORGANISATION)]
    if left.empty:
        return None
    totals = gap_totals(pairs, ["unit", "group"])
    mean = (totals["gap"] / totals["rated"].where(totals["rated"] > 0)).unstack()
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


def _project_units(rules: Rules, hours: pd.DataFrame) -> list[str]:
    """The units with most hours left, where people have gaps of both kinds and there are enough of them."""
    left = hours[(hours["format"] == "") & (hours["unit"] != ORGANISATION)]
    by_unit = left.groupby("unit").agg(people=("person", "nunique"), hours=("hours", "sum"), kinds=("soft", "nunique"))
    fit = by_unit[(by_unit["people"] >= rules.bounds.programmes["least_people"]) & (by_unit["kinds"] == 2)]
    ranked = fit.sort_values("hours", ascending=False, kind="stable")
    return [str(unit) for unit in ranked.index[:MOST_PROJECTS]]


def _mentored(assessment: Assessment, rules: Rules, hours: pd.DataFrame, levels: Levels) -> pd.Index:
    """Rows to be learned from a mentor: critical skills, largest gap first, as many as there can be mentors for."""
    people = assessment.people
    staying = (people["active"] & people["leave_date"].isna()).to_numpy()
    rated = levels.pairs[levels.pairs["level"].notna().to_numpy() & staying[levels.pairs["person"].to_numpy()]]
    managers = people["manager"].to_numpy()
    employees = people["employee"].to_numpy()
    chosen: list[int] = []
    for skill, rows in hours[(hours["format"] == "") & hours["critical"]].groupby("skill"):
        of_skill = rated[rated["skill"] == skill]
        level_of = dict(zip(of_skill["person"], of_skill["level"], strict=True))
        ordered = rows.sort_values(["gap", "person"], ascending=[False, True])
        able: set[int] = set()
        takers: list[int] = []
        for row, person, gap in zip(ordered.index, ordered["person"], ordered["gap"], strict=True):
            wanted = level_of.get(person, 0.0) + gap - TOLERANCE
            mentors = {
                p
                for p, level in level_of.items()
                if level >= wanted and p != person and employees[p] != managers[person]
            }
            able |= mentors
            if mentors and len(takers) < rules.bounds.programmes["mentees_per_mentor"] * len(able):
                takers.append(row)
        chosen += takers
    return pd.Index(chosen, dtype=hours.index.dtype)


def place_cohorts(
    assessment: Assessment, rules: Rules, formats: Formats, load: Sequence[float], capacity: float
) -> list[Cohort]:
    """Cohorts of the programmes in the months where they fit: by burden, in Implementation, else in Optimisation.

    `load`: hours already planned per month (12). A cohort that fits nowhere has no months.
    """
    programmes = formats.hours[formats.hours["format"] == "programme"]
    burden = programmes.groupby("skill")["gap"].sum()
    order = sorted(burden.index, key=lambda skill: (-burden[skill], key(assessment.skills[skill].name)))
    used = list(load)
    cohorts = []
    for skill in order:
        for rows in _split(programmes[programmes["skill"] == skill], _cohort_size(assessment, int(skill))):
            hours = float(rows["hours"].sum())
            length = max(1, math.ceil(float(rows["hours"].max()) / rules.bounds.programmes["hours_per_month"]))
            start = _first_free(used, hours / length, length, rules, capacity)
            months = range(start, start + length) if start is not None else range(0)
            for month in months:
                used[month - 1] += hours / length
            last = start + length - 1 if start is not None else None
            cohorts.append(Cohort(int(skill), tuple(map(int, rows["person"])), hours, start, last))
    return cohorts


def _cohort_size(assessment: Assessment, skill: int) -> int:
    """Seats of the catalogue's course for the skill, else the engagement's cohort size."""
    course = course_for(assessment, skill)
    if course is not None and not np.isnan(course["seats_max"]):
        return int(course["seats_max"])
    return assessment.engagement.cohort_size


def course_for(assessment: Assessment, skill: int) -> "pd.Series | None":
    """The catalogue's course that trains the skill, the most particular first; None where there is none."""
    name = assessment.skills[skill].name
    fitting = [row for _, row in assessment.courses.iterrows() if name in row["skills"]]
    return min(fitting, key=lambda row: (len(row["skills"]), key(str(row["programme"])))) if fitting else None


def _split(rows: pd.DataFrame, size: int) -> list[pd.DataFrame]:
    """People of one programme in cohorts of about the same size, units kept together."""
    ordered = rows.sort_values(["unit", "person"])
    parts = np.array_split(np.arange(len(ordered)), math.ceil(len(ordered) / size))
    return [ordered.iloc[part] for part in parts]


def _first_free(used: Sequence[float], monthly: float, length: int, rules: Rules, capacity: float) -> int | None:
    for phase in ("implementation", "optimisation"):
        first, last = rules.bounds.phases[phase]
        for start in range(first, last - length + 2):
            if all(used[month - 1] + monthly <= capacity + TOLERANCE for month in range(start, start + length)):
                return start
    return None
