"""Programmes → cohorts in the months of the year, around what is planned already. Section 7 of the method."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from skillreport.analyse.levels import TOLERANCE
from skillreport.analyse.roadmap.hours import Plan
from skillreport.model.assessment import Assessment
from skillreport.model.names import key
from skillreport.rules.load import Rules

Floats = np.ndarray[tuple[int], np.dtype[np.float64]]
Months = tuple[int, int]  # first and last, 1 to 12


@dataclass(frozen=True, slots=True)
class Cohort:
    """People who take a programme together. `load`: their hours in each of the twelve months."""

    skill: int
    persons: tuple[int, ...]
    load: tuple[float, ...]

    @property
    def hours(self) -> float:
        return sum(self.load)

    @property
    def months(self) -> Months:
        """First and last month, 1 to 12."""
        busy = [month for month, hours in enumerate(self.load, 1) if hours > 0]
        return busy[0], busy[-1]


def place_cohorts(
    assessment: Assessment, rules: Rules, plan: Plan, programmes: pd.DataFrame, load: Sequence[float], capacity: float
) -> list[Cohort]:
    """Cohorts of the programmes in the months where they fit, the skills with most burden first.

    A cohort takes the first months from Implementation on that have room for it at the usual pace. Where there are none
    its course runs longer, month by month; where that does not help the cohort is split; a single person takes what the
    year has left, at a faster pace. As no more is planned than budgeted, everybody finds room and no month exceeds the
    capacity. `programmes`: rows of the planned hours. `load`: hours already planned per month (12).
    """
    burden = programmes.groupby("skill")["gap"].sum()
    free = np.maximum(0, capacity - np.array(load))
    free[: rules.bounds.phases["implementation"][0] - 1] = 0
    cohorts = []
    for skill in sorted(burden.index, key=lambda skill: (-burden[skill], key(assessment.skills[skill].name))):
        waiting = _split(programmes[programmes["skill"] == skill], _cohort_size(assessment, int(skill)))
        while waiting:
            rows = waiting.pop(0)
            hours = float(rows["hours"].sum())
            taken = _room(free, hours, _months_needed(rows, plan, rules))
            if taken is None and len(rows) > 1:
                waiting = [*_split(rows, math.ceil(len(rows) / 2)), *waiting]
                continue
            taken = _levelled(free, hours) if taken is None else taken
            free = np.maximum(0, free - taken)
            cohorts.append(Cohort(int(skill), tuple(map(int, rows["person"])), tuple(map(float, taken))))
    return cohorts


def _months_needed(rows: pd.DataFrame, plan: Plan, rules: Rules) -> float:
    """Months that the cohort needs at the usual pace; who has more hours a year than that pace allows goes faster."""
    first, last = rules.bounds.phases["implementation"][0], rules.bounds.phases["optimisation"][1]
    pace = np.maximum(rules.bounds.programmes["hours_per_month"], plan.budget[rows["person"]] / (last - first + 1))
    return float((rows["hours"].to_numpy() / pace).max())


def _room(free: Floats, hours: float, needed: float) -> Floats | None:
    """Hours per month in the first and shortest run of months with room for them; None where there is none.

    No month takes more than an even share of the months needed at the usual pace.
    """
    usable = np.minimum(free, hours / needed)
    for length in range(max(1, math.ceil(needed - TOLERANCE)), len(free) + 1):
        for start in range(len(free) - length + 1):
            run = usable[start : start + length]
            if run.sum() >= hours - TOLERANCE:
                taken = np.zeros(len(free))
                taken[start : start + length] = _levelled(run, hours)
                return taken
    return None


def _levelled(room: Floats, hours: float) -> Floats:
    """Hours over months as evenly as their room allows."""
    taken = np.zeros(len(room))
    left = hours
    for place, month in enumerate(np.argsort(room, kind="stable")):
        taken[month] = min(room[month], left / (len(room) - place))
        left -= taken[month]
    return taken


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
