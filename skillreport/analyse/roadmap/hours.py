"""Gaps and the recommended mix → training hours per person and skill. Section 7, first part of the plan."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from skillreport.analyse.levels import TOLERANCE
from skillreport.model.assessment import Assessment

# What one level costs is a planning assumption of the engagement, per kind of skill.


@dataclass(frozen=True, slots=True)
class Plan:
    """Hours for a year. `allocations`: one row per person and skill with planned hours: person, skill, soft (bool),
    weight, required, gap, need (hours to close the gap), hours (planned). `budget`: hours per person position, 0 for
    people who are not active or, where there is an org chart, not in it. `reserve`: budgeted hours that no gap needs.
    `unmet`: needed hours beyond the budget. `uncategorised`: pairs with a gap whose skill has no category, which get no
    hours.
    """

    allocations: pd.DataFrame
    budget: np.ndarray[tuple[int], np.dtype[np.float64]]
    reserve: float
    unmet: float
    uncategorised: int


def plan_hours(assessment: Assessment, pairs: pd.DataFrame, shares: pd.DataFrame) -> Plan:
    """Split each person's yearly hours by the recommended mix and give each side to the largest weighted gaps.

    `shares`: column soft, the recommended soft share by person position. Ties go in the order of the skills. What one
    side does not need stays reserve; it does not move to the other side, because the mix is the plan.
    """
    settings = assessment.engagement
    people = assessment.people
    fte = people["fte"].fillna(1.0).to_numpy()
    employed = people["active"] & (people["in_chart"] | ("org_chart" not in assessment.tables))
    budget = np.where(employed, settings.training_hours_per_person * fte, 0.0)
    gaps = pairs[pairs["gap"].fillna(0) > 0]
    known = gaps[gaps["soft"].notna()]
    soft = known["soft"].to_numpy() == 1
    per_level = np.where(soft, settings.hours_per_level.soft, settings.hours_per_level.hard)
    wanted = pd.DataFrame(
        {
            "person": known["person"].to_numpy(),
            "skill": known["skill"].to_numpy(),
            "soft": soft,
            "weight": known["weight"].to_numpy(),
            "required": known["required"].to_numpy(),
            "gap": known["gap"].to_numpy(),
            "need": known["gap"].to_numpy() * per_level,
        }
    )
    wanted["weighted"] = wanted["weight"] * wanted["gap"]
    wanted = wanted.sort_values(["person", "soft", "weighted", "skill"], ascending=[True, True, False, True])
    share = shares["soft"].to_numpy()[wanted["person"].to_numpy()]
    side = budget[wanted["person"].to_numpy()] * np.where(wanted["soft"], share, 1 - share)
    before = wanted.groupby(["person", "soft"])["need"].cumsum() - wanted["need"]
    wanted["hours"] = np.clip(side - before, 0, wanted["need"])
    planned = wanted[wanted["hours"] > TOLERANCE].drop(columns="weighted")
    planned = planned.sort_values(["person", "skill"], ignore_index=True)
    return Plan(
        allocations=planned,
        budget=budget,
        reserve=float(budget.sum() - planned["hours"].sum()),
        unmet=float(wanted["need"].sum() - wanted["hours"].sum()),
        uncategorised=len(gaps) - len(known),
    )
