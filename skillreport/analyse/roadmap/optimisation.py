"""Rules of the Optimisation phase: reassess, review, correct the mix, roll out. No finding, no action."""

from collections.abc import Collection

import numpy as np
import pandas as pd

from skillreport.analyse.gaps import quotient
from skillreport.analyse.levels import TOLERANCE
from skillreport.analyse.mix import mix_tolerance, off_rule
from skillreport.analyse.programmes import KINDS_OF_SKILL
from skillreport.analyse.roadmap.actions import (
    Action,
    Quantity,
    Situation,
    Success,
    by_frequency,
    count,
    levels,
)
from skillreport.analyse.roadmap.cohorts import course_for
from skillreport.analyse.roadmap.implementation import cohort_load, cohort_months, cohort_parts
from skillreport.analyse.withheld import EVERYBODY, group_of
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
    audience, n = s.audience(asked["person"], ORGANISATION), rated["person"].nunique()
    return [
        Action(
            "reassess",
            s.months("reassess"),
            audience,
            hours,
            Success("weighted-gap", levels(gap, n), levels(expected, n)),
            s.named(skills, audience),
            s.soft_part(hours, skills),
            audience.people,
            facts={"pairs": count(len(asked), audience.people)},
            counted=True,
        )
    ]


def _left_after_plan(s: Situation, pairs: pd.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """What the planned hours leave of each pair's gap."""
    planned = s.plan.allocations.set_index(["person", "skill"])["hours"]
    hours = pairs.join(planned, on=["person", "skill"])["hours"].fillna(0).to_numpy()
    return np.maximum(0, pairs["gap"].to_numpy() - hours / s.hours_per_level(pairs["soft"]))


def review_training(s: Situation) -> list[Action]:
    """Programmes of the log or the plan are reviewed for their effect."""
    names = {key(str(name)) for name in s.assessment.training["programme"].unique()}
    logged, planned = len(names), _planned_beside(s, names)
    if not logged + planned:
        return []
    hours = s.effort("review", logged + planned)
    mix = s.mixes.organisation
    soft_share = mix.actual if mix.actual is not None else mix.planned
    idle = _without_effect(s)
    return [
        Action(
            "review-training",
            s.months("review-training"),
            s.audience([], ORGANISATION),
            hours,
            Success("programmes-reviewed", count(0), count(logged + planned)),
            soft_hours=None if soft_share is None else hours * soft_share,
            names={"first": idle[0]} if idle else {},
            facts={"logged": count(logged), "planned": count(planned)} | ({"idle": count(len(idle))} if idle else {}),
        )
    ]


def _planned_beside(s: Situation, logged: Collection[str]) -> int:
    """How many programmes are planned that nobody has taken yet, by the keys of those that are logged."""
    rows = s.formats.hours
    skills = map(int, rows.loc[rows["format"] == "programme", "bundle"].unique())
    courses = [course_for(s.assessment, skill) for skill in skills]
    return sum(course is None or key(str(course["programme"])) not in logged for course in courses)


def _without_effect(s: Situation) -> list[str]:
    """Programmes whose printed effect is not above zero for certain, those with most people in it first."""
    verdicts = ("no effect", "fell behind")
    items = (item for item in s.programmes.items if item.effect_printed)
    idle = [item for item in items if item.effect.verdict in verdicts]
    return [item.name for item in sorted(idle, key=lambda item: (-item.arm.n, key(item.name)))]


def correct_mix(s: Situation) -> list[Action]:
    """The organisation's mix is off its recommendation by more than the tolerance, and is printed."""
    mix = s.mixes.organisation
    points, tolerance = mix.points, mix_tolerance(s.assessment)
    if points is None or mix.recommended is None or not off_rule(points, tolerance):
        return []
    if EVERYBODY in s.withheld.trained:
        return []
    shown = [
        of_unit for unit, of_unit in s.mixes.units.items() if group_of(unit) not in s.withheld.trained | {EVERYBODY}
    ]
    units = sum(off_rule(of_unit.points, tolerance) for of_unit in shown)
    hours = s.effort("mix_review", max(units, 1))
    budgeted = np.flatnonzero(s.plan.budget > 0)
    return [
        Action(
            "correct-mix",
            s.months("correct-mix"),
            s.audience(budgeted, ORGANISATION),
            hours,
            Success("mix-off", Quantity(points, Unit.POINTS, mix.n), Quantity(0.0, Unit.POINTS)),
            soft_hours=hours * mix.recommended,
            names={"direction": "soft" if points < 0 else "hard", "measure": mix.measure},
            facts={
                "units": count(units),
                "points": Quantity(abs(points), Unit.POINTS, mix.n),
                "move": Quantity(abs(mix.deviation or 0), Unit.HOURS if mix.measure == "hours" else Unit.MONEY, mix.n),
                **_gains_per_hour(s),
            },
        )
    ]


def _gains_per_hour(s: Situation) -> dict[str, Quantity]:
    """What an hour of either kind of training gained, where both are known and printed."""
    gains = {kind: s.programmes.gains[kind] for kind in KINDS_OF_SKILL}
    if s.withheld_programmes.gains or any(gain.value is None for gain in gains.values()):
        return {}
    return {f"{kind}_gain": levels(gain.value, gain.people) for kind, gain in gains.items()}


def roll_out(s: Situation) -> list[Action]:
    """Cohorts that find room in this phase only; where there are none, a decision on what the plan leaves open."""
    first = s.phase_months("optimisation")[0]
    later = [cohort for cohort in s.cohorts if cohort.months[0] >= first]
    if not later:
        return _decide_on_rest(s)
    persons = pd.Index([person for cohort in later for person in cohort.persons])
    units = s.assessment.people["unit"].iloc[persons]
    booked, people = units.value_counts(), units[~persons.duplicated()].value_counts()
    ranked = _units_to_name(s, booked, people)
    pairs = [(person, cohort.skill) for cohort in later for person in cohort.persons]
    audience = s.audience(persons)
    return [
        Action(
            "roll-out",
            cohort_months(later),
            audience,
            sum(cohort.hours for cohort in later),
            s.mean_gap(pairs),
            s.named(dict.fromkeys(cohort.skill for cohort in later), audience),
            sum(cohort.hours for cohort in later if s.assessment.skills[cohort.skill].category == "soft"),
            audience.people,
            learning=True,
            parts=cohort_parts(later),
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
    by_unit = gaps.groupby("unit")
    ranked = _units_to_name(s, by_unit["left"].sum(), by_unit["person"].nunique())
    inside = gaps[gaps["unit"].isin(ranked)] if ranked else gaps
    skills, hours = by_frequency(inside["skill"]), s.effort("mix_review", max(len(ranked), 1))
    pairs = tuple(zip(map(int, inside["person"]), map(int, inside["skill"]), strict=True))
    audience = s.audience(inside["person"])
    left = levels(inside["left"].sum(), audience.people)
    return [
        Action(
            "roll-out",
            s.months("roll-out"),
            audience,
            hours,
            Success("levels-left", left, levels(0, audience.people), pairs),
            s.named(skills, audience),
            s.soft_part(hours, skills),
            names=_two_names(s, ranked),
            facts={"units": count(len(ranked)), "cohorts": count(0)},
        )
    ]


def _units_to_name(s: Situation, force: pd.Series, people: pd.Series) -> list[str]:
    """The first units by a force, ties by name, of those that are printed and have enough of the people concerned."""
    shown = [
        unit
        for unit in force.index
        if unit not in s.withheld.units and people.get(unit, 0) and s.enough(int(people[unit]))
    ]
    return sorted(shown, key=lambda unit: (-force[unit], key(s.unit_name(unit))))[:UNITS_OF_ROLL_OUT]


def _two_names(s: Situation, units: list[str]) -> dict[str, str]:
    """Empty where no unit is named."""
    first, second = [*map(s.unit_name, units), "", ""][:2]
    return {"first": first, "second": second}
