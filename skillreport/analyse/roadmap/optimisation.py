"""Rules of the Optimisation phase: reassess, review, correct the mix, roll out. No finding, no action."""

import numpy as np
import pandas as pd

from skillreport.analyse.gaps import quotient
from skillreport.analyse.levels import TOLERANCE
from skillreport.analyse.mix import mix_tolerance, off_rule
from skillreport.analyse.roadmap.actions import (
    Action,
    Quantity,
    Situation,
    Success,
    by_frequency,
    count,
    levels,
)
from skillreport.analyse.roadmap.implementation import cohort_load, cohort_months
from skillreport.model.assessment import ORGANISATION
from skillreport.model.figure import Unit
from skillreport.model.names import key

UNITS_OF_ROLL_OUT = 2


def reassess(s: Situation) -> list[Action]:
    """Everybody with a requirement is rated again, so that the next report can show what changed."""
    asked = s.pairs[s.pairs["required"].notna()]
    if asked.empty:
        return []
    rated = asked[asked["rated_required"]]
    gap = quotient((rated["weight"] * rated["gap"]).sum(), rated["weight"].sum())
    expected = quotient((rated["weight"].to_numpy() * _left_after_plan(s, rated)).sum(), rated["weight"].sum())
    skills = tuple(map(int, sorted(asked["skill"].unique())))
    hours = s.effort("reassessment", asked["person"].nunique())
    return [
        Action(
            "reassess",
            s.months("reassess"),
            s.audience(asked["person"], ORGANISATION),
            hours,
            Success("weighted-gap", levels(gap), levels(expected)),
            skills,
            s.soft_part(hours, skills),
            facts={"pairs": count(len(asked))},
        )
    ]


def _left_after_plan(s: Situation, pairs: pd.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """What the planned hours leave of each pair's gap."""
    planned = s.plan.allocations.set_index(["person", "skill"])["hours"]
    hours = pairs.join(planned, on=["person", "skill"])["hours"].fillna(0).to_numpy()
    return np.maximum(0, pairs["gap"].to_numpy() - hours / s.hours_per_level(pairs["soft"]))


def review_training(s: Situation) -> list[Action]:
    """Programmes of the log or the plan are reviewed for their effect."""
    logged = s.assessment.training["programme"].nunique()
    planned = s.formats.hours.loc[s.formats.hours["format"] == "programme", "bundle"].nunique()
    if not logged + planned:
        return []
    hours = s.effort("review", logged + planned)
    mix = s.mixes.organisation
    soft_share = mix.actual if mix.actual is not None else mix.planned
    return [
        Action(
            "review-training",
            s.months("review-training"),
            s.audience([], ORGANISATION),
            hours,
            Success("programmes-reviewed", count(0), count(logged + planned)),
            soft_hours=None if soft_share is None else hours * soft_share,
            facts={"logged": count(logged), "planned": count(planned)},
        )
    ]


def correct_mix(s: Situation) -> list[Action]:
    """The organisation's mix is off its recommendation by more than the tolerance."""
    mix = s.mixes.organisation
    points, tolerance = mix.points, mix_tolerance(s.assessment)
    if points is None or mix.recommended is None or not off_rule(points, tolerance):
        return []
    of_units = (of_unit for unit, of_unit in s.mixes.units.items() if unit != ORGANISATION)
    units = sum(off_rule(of_unit.points, tolerance) for of_unit in of_units)
    hours = s.effort("mix_review", max(units, 1))
    budgeted = np.flatnonzero(s.plan.budget > 0)
    return [
        Action(
            "correct-mix",
            s.months("correct-mix"),
            s.audience(budgeted, ORGANISATION),
            hours,
            Success("mix-off", Quantity(points, Unit.POINTS), Quantity(0.0, Unit.POINTS)),
            soft_hours=hours * mix.recommended,
            names={"direction": "soft" if points < 0 else "hard", "measure": mix.measure},
            facts={
                "units": count(units),
                "points": Quantity(abs(points), Unit.POINTS),
                "move": Quantity(abs(mix.deviation or 0), Unit.HOURS if mix.measure == "hours" else Unit.MONEY),
            },
        )
    ]


def roll_out(s: Situation) -> list[Action]:
    """Cohorts that find room in this phase only; where there are none, a decision on what the plan leaves open."""
    first = s.phase_months("optimisation")[0]
    later = [cohort for cohort in s.cohorts if cohort.months[0] >= first]
    if not later:
        return _decide_on_rest(s)
    persons = [person for cohort in later for person in cohort.persons]
    units = s.assessment.people["unit"].iloc[persons].value_counts()
    ranked = sorted(units.index, key=lambda unit: (-units[unit], key(s.unit_name(unit))))[:UNITS_OF_ROLL_OUT]
    pairs = [(person, cohort.skill) for cohort in later for person in cohort.persons]
    return [
        Action(
            "roll-out",
            cohort_months(later),
            s.audience(persons),
            sum(cohort.hours for cohort in later),
            Success("mean-gap", *s.expected_gap(pairs)),
            tuple(dict.fromkeys(cohort.skill for cohort in later)),
            sum(cohort.hours for cohort in later if s.assessment.skills[cohort.skill].category == "soft"),
            learning=True,
            names=_two_names(s, ranked),
            facts={"units": count(len(ranked)), "cohorts": count(len(later))},
            monthly=cohort_load(later),
        )
    ]


def _decide_on_rest(s: Situation) -> list[Action]:
    """The units in which the plan leaves most levels open, and what is open there."""
    gaps = s.pairs[s.pairs["gap"].fillna(0) > 0]
    gaps = gaps.assign(left=_left_after_plan(s, gaps))
    gaps = gaps[gaps["left"] > TOLERANCE]
    if gaps.empty:
        return []
    left = gaps.groupby("unit")["left"].sum()
    ranked = sorted(left.index, key=lambda unit: (-left[unit], key(s.unit_name(unit))))[:UNITS_OF_ROLL_OUT]
    inside = gaps[gaps["unit"].isin(ranked)]
    skills, hours = by_frequency(inside["skill"]), s.effort("mix_review", len(ranked))
    return [
        Action(
            "roll-out",
            s.months("roll-out"),
            s.audience(inside["person"]),
            hours,
            Success("levels-left", levels(inside["left"].sum()), levels(0)),
            skills,
            s.soft_part(hours, skills),
            names=_two_names(s, ranked),
            facts={"units": count(len(ranked)), "cohorts": count(0)},
        )
    ]


def _two_names(s: Situation, units: list[str]) -> dict[str, str]:
    return {"first": s.unit_name(units[0]), "second": s.unit_name(units[1]) if len(units) > 1 else ""}
