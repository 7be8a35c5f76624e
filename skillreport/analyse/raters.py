"""Ratings that count → how they were given: the same level on everything, or far from what the others say."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from skillreport.analyse.levels import SELF, TOLERANCE, Flags, Levels
from skillreport.model.assessment import Assessment
from skillreport.rules.load import Rules

FORM = ["person", "group", "rater", "date"]


@dataclass(frozen=True, slots=True)
class Raters:
    """How the employed were rated.

    `forms`: what one rater (or, without ids, one rater group) said of one person on one day, where it is about enough
    skills to tell a straight line: person, group, rater (−1: not stated), date, straight, row (of the ratings, its
    first).
    `compared`: raters known by id, not rating themselves, over enough pairs that others rated too: rater (code of the
    ratings' column), pairs, people (rated in these), difference (mean of own level minus the others' mean, in levels),
    far, row.
    """

    forms: pd.DataFrame
    compared: pd.DataFrame

    @property
    def form_raters(self) -> int:
        """How many raters filled the forms; one without id is taken as another each time."""
        known = self.forms["rater"] >= 0
        return int(self.forms.loc[known, "rater"].nunique() + (~known).sum())

    def on_straight_lines(self, counted: pd.DataFrame) -> Flags:
        """Which of the ratings that count stand on a straight-lined form."""
        forms = self.forms.loc[self.forms["straight"], FORM]
        found = np.zeros(len(counted), dtype=bool)
        maybe = np.flatnonzero(counted["person"].isin(forms["person"]))
        keys = pd.MultiIndex.from_frame(counted[FORM].iloc[maybe])
        found[maybe] = keys.isin(pd.MultiIndex.from_frame(forms))
        return found

    def by_far_raters(self, counted: pd.DataFrame) -> Flags:
        """Which of the ratings that count were given to others by a rater far from the rest."""
        far = self.compared.loc[self.compared["far"], "rater"]
        found: Flags = (counted["rater"].isin(far) & (counted["group"] != SELF)).to_numpy()
        return found


def find_raters(assessment: Assessment, rules: Rules, levels: Levels) -> Raters:
    """Straight-lined forms and raters far from the rest, among the ratings of the employed that count."""
    active = assessment.people["active"].to_numpy()
    counted = levels.counted[active[levels.counted["person"].to_numpy()]]
    far = assessment.engagement.divergence_share * assessment.scale.width
    return Raters(
        forms=_forms(counted, rules.bounds.straight_line_skills),
        compared=_compared(counted[counted["group"] != SELF], rules.bounds.rater_pairs, far),
    )


def _forms(counted: pd.DataFrame, least: int) -> pd.DataFrame:
    """The forms about at least so many skills, and whether all their levels are equal."""
    forms = counted.groupby(FORM, as_index=False).agg(
        skills=("skill", "nunique"), lowest=("level", "min"), highest=("level", "max"), row=("row", "min")
    )
    forms = forms[forms["skills"] >= least]
    straight = forms["highest"] - forms["lowest"] <= TOLERANCE
    return forms.assign(straight=straight)[[*FORM, "straight", "row"]]


def _compared(counted: pd.DataFrame, least: int, far: float) -> pd.DataFrame:
    """Each known rater against the others' mean level on the same pairs. `far`: in levels."""
    of_pair = counted.groupby("pair")["level"].agg(["sum", "size"])
    named = counted[counted["rater"] >= 0]
    own = named.groupby(["rater", "pair"], as_index=False).agg(
        total=("level", "sum"), times=("level", "size"), person=("person", "first"), row=("row", "min")
    )
    together = of_pair.reindex(own["pair"])
    rest = together["size"].to_numpy() - own["times"].to_numpy()
    own, others, rest = own[rest > 0], (together["sum"].to_numpy() - own["total"].to_numpy())[rest > 0], rest[rest > 0]
    difference = own["total"] / own["times"] - others / rest
    raters = (
        own.assign(difference=difference)
        .groupby("rater", as_index=False)
        .agg(
            pairs=("pair", "size"), people=("person", "nunique"), difference=("difference", "mean"), row=("row", "min")
        )
    )
    raters = pd.DataFrame(raters[raters["pairs"] >= least]).reset_index(drop=True)
    return raters.assign(far=np.abs(raters["difference"]) >= far - TOLERANCE)
