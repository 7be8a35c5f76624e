"""Pairs → the headline if the unrated were known, and if every level were a little higher or lower. Section 4."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from skillreport.analyse.gaps import quotient
from skillreport.analyse.levels import TOLERANCE
from skillreport.model.assessment import Assessment
from skillreport.rules.load import Rules

Floats = np.ndarray[tuple[int], np.dtype[np.float64]]
Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Weighted gap (levels) and attainment (share) read otherwise; None where nothing is required or rated.

    `near`, `far`: every level higher or lower by the margin. `if_unknown_met`, `if_unknown_lowest`: every unrated pair
    that is required without gap, or at the lowest level of the scale.
    """

    weighted_gap_near: float | None
    weighted_gap_far: float | None
    weighted_gap_if_unknown_met: float | None
    weighted_gap_if_unknown_lowest: float | None
    attainment_far: float | None
    attainment_if_unknown_met: float | None


def find_sensitivity(assessment: Assessment, rules: Rules, pairs: pd.DataFrame) -> Sensitivity:
    """The readings of the organisation, over the pairs that are required of the employed. `pairs`: as in `gaps`."""
    asked = pairs[pairs["required"].notna()]
    rated = asked["rated_required"].to_numpy(dtype=bool)
    required, level = asked["required"].to_numpy(), asked["level"].to_numpy()
    weight, margin = asked["weight"].to_numpy(), rules.bounds.attainment_margin
    lowest = np.where(rated, level, assessment.scale.lowest)

    def weighted(levels: Floats, whom: Flags) -> float | None:
        gap = np.maximum(required - levels, 0.0)[whom]
        return quotient(float((weight[whom] * gap).sum()), float(weight[whom].sum()))

    everybody = np.ones(len(asked), dtype=bool)
    met = int((level[rated] >= required[rated] - TOLERANCE).sum())
    far_met = int((level[rated] - margin >= required[rated] - TOLERANCE).sum())
    return Sensitivity(
        weighted_gap_near=weighted(level + margin, rated),
        weighted_gap_far=weighted(level - margin, rated),
        weighted_gap_if_unknown_met=weighted(np.where(rated, level, required), everybody),
        weighted_gap_if_unknown_lowest=weighted(lowest, everybody),
        attainment_far=quotient(far_met, int(rated.sum())),
        attainment_if_unknown_met=quotient(met + int((~rated).sum()), len(asked)),
    )
