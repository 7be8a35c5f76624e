"""Pairs and how they were rated → the headline without straight-lined forms, and without raters far from the rest.

Levels are found anew by the rule of the engagement, gaps as everywhere; whom the difference is about decides whether a
reading is printed. Sections 4 and 8.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from skillreport.analyse.gaps import gap_totals, with_gaps
from skillreport.analyse.levels import Flags, Ints, Levels, current_levels, group_means, group_weights, pair_number
from skillreport.analyse.privacy import few
from skillreport.analyse.raters import Raters, distinct_raters
from skillreport.analyse.withheld import FEWEST_RATERS
from skillreport.analyse.withheld_readings import Fate, PrintedGaps, both_tell_of_few, tells_of_few
from skillreport.model.assessment import Assessment
from skillreport.model.engagement import RATER_GROUPS
from skillreport.rules.load import Rules

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
    assessment: Assessment, rules: Rules, levels: Levels, raters: Raters, pairs: pd.DataFrame, printed: PrintedGaps
) -> RaterReadings:
    """Both readings of the organisation. `pairs`: as in `gaps`, sorted by person and skill.

    What is left out is left out of the ratings that count: an older rating of the same rater does not come back for it.
    A reading is not shown where it is about few raters or people, or where few people follow from it beside the gap
    measures that are `printed`; nor is the second where that holds of both together.
    """
    if not raters.forms["straight"].any() and not raters.compared["far"].any():
        return RaterReadings()
    ratings = _of_headline(assessment, levels.counted, raters, pairs)
    straight, far = ratings["straight"].to_numpy(), ratings["far"].to_numpy()
    first = _reading(assessment, rules, ratings, straight, pairs, printed)
    second = _reading(assessment, rules, ratings, far, pairs, printed)
    if first and second and first.shown and second.shown:
        second = replace(second, shown=_both_shown(assessment, ratings, printed))
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
    numbers: Ints = pair_number(assessment, pairs["person"].to_numpy(), pairs["skill"].to_numpy())
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
    printed: PrintedGaps,
) -> Reading | None:
    """The headline without the ratings that are left out; None where there are none."""
    if not left_out.any():
        return None
    level = pairs["level"].to_numpy().copy()
    touched = np.isin(_numbers(assessment, pairs), ratings.loc[left_out, "pair"])
    level[touched] = _rest(assessment, ratings, left_out).reindex(_numbers(assessment, pairs[touched])).to_numpy()
    without = with_gaps(pairs.assign(level=level), rules)
    shown = _enough(assessment, ratings[left_out & ratings["counts"].to_numpy()]) and not tells_of_few(
        printed, _fate(assessment, ratings, left_out, printed.rated)
    )
    return Reading(gap_totals(without).iloc[0][SUMS], shown)


def _rest(assessment: Assessment, ratings: pd.DataFrame, left_out: Flags) -> "pd.Series[float]":
    """Levels by pair without the ratings that are left out."""
    return current_levels(group_means(ratings[~left_out]), assessment.engagement.current_level)


def _fate(assessment: Assessment, ratings: pd.DataFrame, left_out: Flags, rated: pd.DataFrame) -> Fate:
    """What becomes of the rated required pairs without the ratings that are left out."""
    numbers = _numbers(assessment, rated)
    touched = np.isin(numbers, ratings.loc[left_out & ratings["counts"].to_numpy(), "pair"])
    left = np.isin(numbers, _rest(assessment, ratings, left_out).index)
    return Fate(gone=touched & ~left, changed=touched & left)


def _both_shown(assessment: Assessment, ratings: pd.DataFrame, printed: PrintedGaps) -> bool:
    """Whether two readings that tell of nobody alone do not do so together."""
    straight, far = ratings["straight"].to_numpy(), ratings["far"].to_numpy()
    differ = ratings[(straight ^ far) & ratings["counts"].to_numpy()]
    if differ.empty:
        return True
    if not _enough(assessment, differ):
        return False
    first, second = (_fate(assessment, ratings, left_out, printed.rated) for left_out in (straight, far))
    alike = first.changed & second.changed & ~np.isin(_numbers(assessment, printed.rated), differ["pair"])
    return not both_tell_of_few(printed, first, second, alike)


def _enough(assessment: Assessment, behind: pd.DataFrame) -> bool:
    """Whether so many raters and rated people stand behind these ratings that their sum tells of nobody."""
    threshold, people = assessment.engagement.privacy_threshold, behind["person"].nunique()
    return not few(distinct_raters(assessment, behind), FEWEST_RATERS) and not few(people, threshold)
