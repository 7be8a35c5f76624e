"""Gaps in critical skills → a mentor for each that can have one: one assignment over all skills. Section 7."""

import numpy as np
import pandas as pd

from skillreport.analyse.levels import TOLERANCE, Ints, Levels
from skillreport.model.assessment import Assessment
from skillreport.rules.load import Rules


def find_mentors(assessment: Assessment, rules: Rules, gaps: pd.DataFrame, levels: Levels) -> pd.Series:
    """The mentor (person) of each row of `gaps` (person, skill, required, gap) that can have one, by the rows' labels.

    Largest gap first. A mentor is at the required level or above, stays, is not the mentee's manager, and has no more
    mentees in all than the bound, whatever the skills. Another unit is preferred; then who has the mentee already, then
    who has fewest.
    """
    people, most = assessment.people, rules.bounds.programmes["mentees_per_mentor"]
    units, employees, managers = (people[name].to_numpy() for name in ("unit", "employee", "manager"))
    able = _people_who_stay(assessment, levels)
    taken = np.zeros(len(people), dtype=np.intp)
    mentors_of: dict[int, list[int]] = {}
    found: dict[int, int] = {}
    ordered = gaps.sort_values(["gap", "person", "skill"], ascending=[False, True, True])
    rows = zip(ordered.index, ordered["person"], ordered["skill"], ordered["required"], strict=True)
    for row, person, skill, required in rows:
        candidates, level = able.get(skill, (np.empty(0, dtype=np.intp), np.empty(0)))
        strangers = ~np.isin(candidates, mentors_of.get(person, []))
        fit = (level >= required - TOLERANCE) & ((taken[candidates] < most) | ~strangers)
        fit &= (candidates != person) & (employees[candidates] != managers[person])
        if fit.any():
            same_unit = units[candidates] == units[person]
            best = np.lexsort((candidates, taken[candidates], strangers, same_unit, ~fit))[0]
            mentor = int(candidates[best])
            taken[mentor] += strangers[best]
            mentors_of.setdefault(person, []).append(mentor)
            found[row] = mentor
    return pd.Series(found, dtype="int64")


def _people_who_stay(assessment: Assessment, levels: Levels) -> dict[int, tuple[Ints, np.ndarray]]:
    """Per skill the people with a level and no leave date, and their levels."""
    people = assessment.people
    staying = (people["active"] & people["leave_date"].isna()).to_numpy()
    rated = levels.pairs[levels.pairs["level"].notna().to_numpy() & staying[levels.pairs["person"].to_numpy()]]
    return {skill: (part["person"].to_numpy(), part["level"].to_numpy()) for skill, part in rated.groupby("skill")}
