"""Pairs and how they were rated → the headline without straight-lined forms, and without raters far from the rest.

Levels are found anew by the rule of the engagement, gaps as everywhere; whom the difference is about decides whether a
reading is printed. Sections 4 and 8.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from skillreport.analyse.gaps import gap_totals, with_gaps
from skillreport.analyse.levels import SELF, Flags, Ints, Levels, current_levels, group_means, group_weights
from skillreport.analyse.privacy import few
from skillreport.analyse.raters import Raters
from skillreport.analyse.units import descendants
from skillreport.analyse.withheld import FEWEST_RATERS
from skillreport.model.assessment import Assessment
from skillreport.model.engagement import RATER_GROUPS
from skillreport.rules.load import Rules

MANAGER = RATER_GROUPS.index("manager")
SUMS = ["required", "rated", "unrated", "not_applicable", "met", "weight", "weighted_gap"]


@dataclass(frozen=True, slots=True)
class Reading:
    """The headline without some ratings. A pair that nobody else rated is unrated then.

    `totals`: SUMS as in `gaps.gap_totals`. `shown`: whether the difference from the headline is about enough raters and
    people to be printed.
    """

    totals: "pd.Series[float]"
    shown: bool


@dataclass(frozen=True, slots=True)
class RaterReadings:
    """The headline without the ratings of straight-lined forms, and without those that raters far from the rest gave to
    others. None where no such rating is of a pair in the headline."""

    straight_lines: Reading | None = None
    far_raters: Reading | None = None


def find_rater_readings(
    assessment: Assessment,
    rules: Rules,
    levels: Levels,
    raters: Raters,
    pairs: pd.DataFrame,
    hidden_units: frozenset[str],
) -> RaterReadings:
    """Both readings of the organisation. `pairs`: as in `gaps`, sorted by person and skill.

    What is left out is left out of the ratings that count: an older rating of the same rater does not come back for it.
    Of two readings that differ by few raters or people the second is not shown.
    """
    if not raters.forms["straight"].any() and not raters.compared["far"].any():
        return RaterReadings()
    ratings = _of_headline(assessment, levels.counted, raters, pairs)
    straight, far = ratings["straight"].to_numpy(), ratings["far"].to_numpy()
    readings = [_reading(assessment, rules, ratings, left_out, pairs, hidden_units) for left_out in (straight, far)]
    first, second = readings
    if first and second and first.shown and not _enough(assessment, ratings[(straight ^ far) & ratings["counts"]]):
        second = replace(second, shown=False)
    return RaterReadings(first, second)


def _of_headline(assessment: Assessment, counted: pd.DataFrame, raters: Raters, pairs: pd.DataFrame) -> pd.DataFrame:
    """All ratings of the pairs of the headline with a rating that a reading leaves out: those of `counted`, with
    straight, far (by whom or how it was given) and counts (whether its group counts in the level of the pair)."""
    straight, far = raters.on_straight_lines(counted), raters.by_far_raters(counted)
    headline = _numbers(assessment, pairs[pairs["rated_required"]])
    touched = np.intersect1d(counted["pair"].to_numpy()[straight | far], headline)
    chosen = np.isin(counted["pair"].to_numpy(), touched)
    ratings = counted[chosen].assign(straight=straight[chosen], far=far[chosen])
    groups = group_means(ratings)
    weights = group_weights(groups, assessment.engagement.current_level)
    place = np.searchsorted(_cells(groups), _cells(ratings))  # the groups are sorted
    return ratings.assign(counts=weights[place] > 0)


def _numbers(assessment: Assessment, pairs: pd.DataFrame) -> Ints:
    """One number for person and skill, as in the ratings that count."""
    numbers: Ints = (pairs["person"] * max(len(assessment.skills), 1) + pairs["skill"]).to_numpy()
    return numbers


def _cells(frame: pd.DataFrame) -> Ints:
    """One number for pair and rater group."""
    cells: Ints = (frame["pair"] * len(RATER_GROUPS) + frame["group"]).to_numpy()
    return cells


def _reading(
    assessment: Assessment,
    rules: Rules,
    ratings: pd.DataFrame,
    left_out: Flags,
    pairs: pd.DataFrame,
    hidden_units: frozenset[str],
) -> Reading | None:
    """The headline without the ratings that are left out; None where there are none."""
    if not left_out.any():
        return None
    level = pairs["level"].to_numpy().copy()
    touched = np.isin(_numbers(assessment, pairs), ratings.loc[left_out, "pair"])
    rest = current_levels(group_means(ratings[~left_out]), assessment.engagement.current_level)
    level[touched] = rest.reindex(_numbers(assessment, pairs[touched])).to_numpy()
    without = with_gaps(pairs.assign(level=level), rules)
    unrated = pairs["rated_required"].to_numpy() & ~without["rated_required"].to_numpy()
    behind = ratings[left_out & ratings["counts"].to_numpy()]
    told = _told(assessment, pairs, unrated, hidden_units)
    shown = _enough(assessment, behind[~behind["pair"].isin(_numbers(assessment, pairs[told]))])
    return Reading(gap_totals(without).iloc[0][SUMS], shown)


def _told(assessment: Assessment, pairs: pd.DataFrame, unrated: Flags, hidden_units: frozenset[str]) -> Flags:
    """Pairs whose part of the difference is printed elsewhere: they become unrated with all other pairs of a unit that
    is shown."""
    rated = pairs["rated_required"].to_numpy()
    left = set(pairs.loc[rated & ~unrated, "unit"])
    gone = set(pairs.loc[unrated, "unit"])
    below = descendants(assessment)
    printed = [below[unit] for unit in below if unit not in hidden_units]
    told = {unit for units in printed if not left.intersection(units) for unit in gone.intersection(units)}
    found: Flags = unrated & pairs["unit"].isin(told).to_numpy()
    return found


def _enough(assessment: Assessment, behind: pd.DataFrame) -> bool:
    """Whether so many raters and rated people stand behind these ratings that their sum tells of nobody."""
    threshold, people = assessment.engagement.privacy_threshold, behind["person"].nunique()
    return not few(_raters(assessment, behind), FEWEST_RATERS) and not few(people, threshold)


def _raters(assessment: Assessment, ratings: pd.DataFrame) -> int:
    """How many raters gave the ratings. Who gave one without a name: the person as self, the manager of the org chart,
    else somebody else for each person and rater group."""
    given = ratings[["rater", "group", "person"]].drop_duplicates()
    code, group, person = (given[name].to_numpy() for name in given.columns)
    names = given["rater"].map(dict(enumerate(assessment.ratings["rater"].cat.categories)))
    known = given["person"].map(dict(enumerate(assessment.people["employee"]))).where(group == SELF)
    manager = given["person"].map(dict(enumerate(assessment.people["manager"]))).where(group == MANAGER)
    rater = names.astype(object).where(code >= 0, known.fillna(manager))
    return int(rater.where(rater.notna(), person * len(RATER_GROUPS) + group).nunique())
