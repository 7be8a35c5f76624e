"""Ratings that count → how they were given: the same level on everything, or far from what the others say."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from skillreport.analyse.levels import SELF, TOLERANCE, Flags, Levels
from skillreport.model.assessment import Assessment
from skillreport.model.engagement import RATER_GROUPS
from skillreport.model.names import key
from skillreport.rules.load import Rules

MANAGER = RATER_GROUPS.index("manager")
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
    `form_raters`: how many people filled the forms, as far as is known (`distinct_raters`).
    """

    forms: pd.DataFrame
    compared: pd.DataFrame
    form_raters: int

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
    forms = _forms(counted, rules.bounds.straight_line_skills)
    return Raters(
        forms=forms,
        compared=_compared(counted[counted["group"] != SELF], rules.bounds.rater_pairs, far),
        form_raters=distinct_raters(assessment, forms),
    )


def distinct_raters(assessment: Assessment, ratings: pd.DataFrame) -> int:
    """How many people gave the ratings: person, group, rater (code of the ratings' column, −1: not stated).

    However a rater is written (by id, name or e-mail of the org chart, in capitals or not), he or she is one. Who gave
    a rating without a name: the person as self, the manager of the org chart, else somebody else for each person and
    rater group.
    """
    given = ratings[["rater", "group", "person"]].drop_duplicates()
    code, group, person = (given[name].to_numpy() for name in given.columns)
    people = assessment.people
    known = _ids_of_people(people)
    written = {at: key(str(name)) for at, name in enumerate(assessment.ratings["rater"].cat.categories)}
    stated = given["rater"].map({at: known.get(name, name) for at, name in written.items()}).astype(object)
    employee = given["person"].map(dict(enumerate(people["employee"]))).where(group == SELF)
    manager = given["person"].map(dict(enumerate(people["manager"]))).where(group == MANAGER)
    unnamed = employee.fillna(manager).map(lambda name: key(str(name)), na_action="ignore")
    rater = stated.where(code >= 0, unnamed)
    return int(rater.where(rater.notna(), person * len(RATER_GROUPS) + group).nunique())


def _ids_of_people(people: pd.DataFrame) -> dict[str, str]:
    """How a rater may be written → the key of his or her employee id; a name of two people finds neither."""
    ids = people["employee"].map(key)
    found: dict[str, str] = {}
    for column in ("name", "email"):
        keys = people[column].map(lambda text: key(text) if isinstance(text, str) else None)
        single = (keys.notna() & ~keys.duplicated(keep=False)).to_numpy()
        found |= dict(zip(keys[single], ids[single], strict=True))
    return found | dict(zip(ids, ids, strict=True))


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
