"""The training mix of the organisation and of every unit, career level and role. Section 5 of the method."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from skillreport.analyse.mix import Floats, Mask, Mix, Recommendation, mix_of, recommend
from skillreport.analyse.mix_people import find_person_mixes
from skillreport.analyse.roadmap.hours import Plan, plan_hours
from skillreport.analyse.units import descendants
from skillreport.model.assessment import Assessment
from skillreport.model.engagement import CAREER_LEVELS
from skillreport.model.names import key
from skillreport.rules.load import Rules


@dataclass(frozen=True, slots=True)
class Mixes:
    """The recommendation of everybody, the hours planned by it, and the mixes that compare both with what was done.

    Mixes are keyed by unit id (what is below it included), career level and role, where somebody employed is in them.
    `people`: a row per person, as in `find_person_mixes`; it is named, so nothing of it goes to the client.
    """

    recommendation: Recommendation
    plan: Plan
    organisation: Mix
    units: Mapping[str, Mix]
    levels: Mapping[str, Mix]
    roles: Mapping[str, Mix]
    people: pd.DataFrame


def find_mixes(assessment: Assessment, rules: Rules, log: pd.DataFrame, pairs: pd.DataFrame) -> Mixes:
    """Recommend, plan, and compare. `log`: person, effort, soft. `pairs`: as in `gaps.find_pairs`."""
    gaps = _weighted_gaps(pairs)
    recommendation = recommend(assessment, rules, _own_mix(gaps))
    plan = plan_hours(assessment, pairs, recommendation.shares)
    planned, people = _planned(plan), assessment.people

    def mix(members: Mask) -> Mix:
        measure = assessment.engagement.mix.measure
        return mix_of(members, measure, recommendation.shares, log, planned, gaps, plan.budget)

    employed = people[people["active"]]
    levels = [level for level in CAREER_LEVELS if (employed["career_level"] == level).any()]
    roles = sorted(employed["role"].dropna().unique(), key=key)
    below = descendants(assessment)
    return Mixes(
        recommendation,
        plan,
        mix(np.ones(len(people), dtype=bool)),
        {unit: mix(people["unit"].isin(units).to_numpy()) for unit, units in below.items()},
        {level: mix((people["career_level"] == level).to_numpy()) for level in levels},
        {role: mix((people["role"] == role).to_numpy()) for role in roles},
        find_person_mixes(recommendation.shares, log, planned, gaps),
    )


def _weighted_gaps(pairs: pd.DataFrame) -> pd.DataFrame:
    """The weighted gap of each pair with a gap: person, soft (0, 1, NaN), weighted_gap."""
    gaps = pairs[pairs["gap"].fillna(0) > 0]
    return pd.DataFrame(
        {
            "person": gaps["person"].to_numpy(),
            "soft": gaps["soft"].to_numpy(),
            "weighted_gap": (gaps["weight"] * gaps["gap"]).to_numpy(),
        }
    )


def _own_mix(gaps: pd.DataFrame) -> "pd.Series[float]":
    """Soft share of each person's weighted gap."""
    known = gaps[gaps["soft"].notna()]
    sums = known.assign(soft=known["soft"] * known["weighted_gap"]).groupby("person")[["soft", "weighted_gap"]].sum()
    return sums["soft"] / sums["weighted_gap"]


def _planned(plan: Plan) -> pd.DataFrame:
    """The plan as effort: person, effort, soft (both in hours)."""
    rows = plan.allocations
    effort: Floats = rows["hours"].to_numpy(float)
    soft = effort * rows["soft"].to_numpy(float)
    return pd.DataFrame({"person": rows["person"].to_numpy(), "effort": effort, "soft": soft})
