"""Self and manager views of the same people, and how far raters agree. Section 4 of the method."""

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from skillreport.analyse.levels import TOLERANCE, Levels
from skillreport.model.assessment import Assessment
from skillreport.model.engagement import RATER_GROUPS


@dataclass(frozen=True, slots=True)
class Views:
    """`pairs`: those with a self and a manager rating; `by_skill`: their means; `agreement`: how far raters differ."""

    pairs: pd.DataFrame
    by_skill: pd.DataFrame
    agreement: pd.DataFrame


def find_views(assessment: Assessment, levels: Levels) -> Views:
    """Compare people's views of themselves with their managers', and raters with each other."""
    pairs = find_divergence(assessment, levels)
    return Views(pairs, divergence_by_skill(assessment, pairs), agreement_by_skill(assessment, levels))


def find_divergence(assessment: Assessment, levels: Levels) -> pd.DataFrame:
    """Pairs with a self and a manager rating: person, skill, own, manager, difference (own − manager), reading.

    `reading` is blind spot, hidden strength or empty, at the engagement's share of the scale's width.
    """
    active = assessment.people["active"].to_numpy()
    pairs = levels.pairs
    both = pairs["self"].notna() & pairs["manager"].notna() & active[pairs["person"].to_numpy()]
    found: pd.DataFrame = pairs.loc[both, ["person", "skill", "self", "manager"]].reset_index(drop=True)
    found = found.rename(columns={"self": "own"})
    difference = found["own"] - found["manager"]
    found["difference"], found["reading"] = difference, reading(difference, flag_bound(assessment))
    return found


def flag_bound(assessment: Assessment) -> float:
    """The difference in levels from which a divergence is flagged."""
    return assessment.engagement.divergence_share * assessment.scale.width


def reading(difference: pd.Series, bound: float) -> pd.Series:
    """What a signed difference means: blind spot, hidden strength, or nothing."""
    words = pd.Series("", index=difference.index, dtype=object)
    words = words.mask(difference >= bound - TOLERANCE, "blind spot")
    return words.mask(difference <= -bound + TOLERANCE, "hidden strength")


def divergence_by_skill(assessment: Assessment, divergence: pd.DataFrame) -> pd.DataFrame:
    """Per skill: n (people with both views), own, manager, difference (means), blind_spots, hidden_strengths
    (people), reading of the mean difference."""
    grouped = divergence.assign(
        blind=divergence["reading"] == "blind spot", hidden=divergence["reading"] == "hidden strength"
    ).groupby("skill")
    found = grouped.agg(
        n=("person", "nunique"),
        own=("own", "mean"),
        manager=("manager", "mean"),
        difference=("difference", "mean"),
        blind_spots=("blind", "sum"),
        hidden_strengths=("hidden", "sum"),
    )
    return found.assign(reading=reading(found["difference"], flag_bound(assessment)))


def joined_views(assessment: Assessment, levels: Levels, skills: Collection[int]) -> pd.DataFrame:
    """Self and all others in the given skills. Per skill: n (people rated by both), own, others (mean over the rater
    groups other than self), difference (own − others): means over these people."""
    active = assessment.people["active"].to_numpy()
    pairs = levels.pairs[active[levels.pairs["person"].to_numpy()] & levels.pairs["skill"].isin(skills)]
    groups = levels.groups[levels.groups["group"] != RATER_GROUPS.index("self")]
    others = groups.groupby(["person", "skill"], as_index=False).agg(others=("level", "mean"))
    both = pairs.dropna(subset=["self"]).merge(others, on=["person", "skill"])
    found: pd.DataFrame = both.groupby("skill").agg(
        n=("person", "nunique"), own=("self", "mean"), others=("others", "mean")
    )
    return found.assign(difference=found["own"] - found["others"])


def agreement_by_skill(assessment: Assessment, levels: Levels) -> pd.DataFrame:
    """Per skill: n (pairs with two raters or more) and spread (mean standard deviation across their raters, n − 1)."""
    active = assessment.people["active"].to_numpy()
    pairs = levels.pairs[levels.pairs["spread"].notna() & active[levels.pairs["person"].to_numpy()]]
    found: pd.DataFrame = pairs.groupby("skill").agg(n=("spread", "size"), spread=("spread", "mean"))
    return found
