"""How the levels of a programme's participants changed, beside those of people who were not trained. Section 6."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd

from skillreport.analyse.levels import TOLERANCE
from skillreport.analyse.privacy import Body, Family, few, withheld
from skillreport.analyse.rating_pool import NEVER, Changes, Flags, Floats, Ints, Pool, find_changes
from skillreport.analyse.student import t_quantile
from skillreport.analyse.training_log import Log, skills_of

NEAR = 0.5  # levels by which a baseline may differ from that of the participants
CONFIDENCE = 0.95
DECIMALS = 9  # to which two changes of a person are the same
MOST_TOGETHER = 100  # programmes with skills in common of which every combination is looked at
Verdict = Literal["pays", "no effect", "fell behind"]


@dataclass(frozen=True, slots=True)
class Arm:
    """People whose change is known, and the changes' mean and variance (n − 1). None: of nobody, or of one.

    `person`, `skill`, `moved`: what each person's change is the mean of, in levels. `withheld`: few people, or few
    follow from it and the arms of other programmes.
    """

    people: Ints
    change: float | None
    variance: float | None
    baseline: float | None
    person: Ints
    skill: Ints
    moved: Floats
    withheld: bool = False

    @property
    def n(self) -> int:
        return len(self.people)


@dataclass(frozen=True, slots=True)
class Arms:
    """The participants of a programme, and the people they are compared with."""

    own: Arm
    comparison: Arm

    @property
    def people(self) -> set[int]:
        return {int(person) for arm in (self.own, self.comparison) for person in arm.people}

    @property
    def withheld(self) -> bool:
        """Whether nothing may be said of the difference between the two."""
        return self.own.withheld or self.comparison.withheld


@dataclass(frozen=True, slots=True)
class Effect:
    """By how much the participants' levels rose more than those of the untrained; 95 % interval. All in levels, None
    where an arm is empty; without `low` and `high` where an arm has one person only."""

    value: float | None
    low: float | None
    high: float | None

    @property
    def verdict(self) -> Verdict | None:
        if self.low is None or self.high is None:
            return None
        return "pays" if self.low > TOLERANCE else "fell behind" if self.high < -TOLERANCE else "no effect"


def mean(values: Iterable[float]) -> float:
    """The mean, the same in whatever order the values come."""
    known = list(values)
    return math.fsum(known) / len(known)


# ---- arms


def find_arms(pool: Pool, log: Log, programme: str, rows: pd.DataFrame, window_days: int) -> Arms:
    """The participants whose change is known, and the people whom they are compared with: nobody who was ever trained
    in these skills or took the programme, at the participants' median days, with a baseline near theirs.

    `rows`: the programme's rows of the log. `window_days`: as in `find_changes`.
    """
    size, skills = len(log.trained), skills_of(rows)
    first = rows.sort_values(["start", "completion"]).drop_duplicates("person")
    start, completion = (np.full(size, NEVER) for _ in range(2))
    start[first["person"]], completion[first["person"]] = first["start"], first["completion"]
    found = find_changes(pool, skills, start, completion, window_days)
    own = _arm(found, np.ones(len(found.person), dtype=bool))
    if own.baseline is None:
        return Arms(own, own)
    untrained: Flags = np.logical_not(np.any(log.trained[:, list(skills)], axis=1))
    untrained[log.taken[programme]] = False
    days = [np.where(untrained, _lower_median(days[found.person]), NEVER) for days in (start, completion)]
    others = find_changes(pool, skills, days[0], days[1], window_days)
    return Arms(own, _arm(others, np.abs(others.baseline - own.baseline) <= NEAR + TOLERANCE))


def _lower_median(days: Ints) -> int:
    """The middle day, of two the earlier."""
    return int(np.sort(days)[(len(days) - 1) // 2])


def _arm(found: Changes, chosen: Flags) -> Arm:
    """The arm of those people of the changes who are chosen."""
    people, changes, baselines = found.person[chosen], found.change[chosen], found.baseline[chosen]
    inside = np.isin(found.part_person, people)
    parts = found.part_person[inside], found.part_skill[inside], found.part_change[inside]
    if not len(people):
        return Arm(people, None, None, None, *parts)
    middle = mean(changes)
    variance = math.fsum((changes - middle) ** 2) / (len(people) - 1) if len(people) > 1 else None
    return Arm(people, middle, variance, mean(baselines), *parts)


# ---- what is withheld


def settled_arms(arms: Mapping[str, Arms], threshold: int) -> Mapping[str, Arms]:
    """The arms of all programmes, marked where they are withheld: those of few people, and those from which, with the
    others, the change of few people would follow. Programmes without a skill in common have nothing to add up.
    Section 8."""
    hidden = {
        place for names in _sharing(arms) for place in _withheld_arms({name: arms[name] for name in names}, threshold)
    }
    return {
        name: Arms(
            replace(both.own, withheld=(name, 0) in hidden), replace(both.comparison, withheld=(name, 1) in hidden)
        )
        for name, both in arms.items()
    }


def _sharing(arms: Mapping[str, Arms]) -> list[list[str]]:
    """The programmes in groups that share no skill: each joins, and so unites, the groups that it shares one with. Of
    too many in one group only those in the same skills are looked at together."""
    skills = {name: frozenset(map(int, [*both.own.skill, *both.comparison.skill])) for name, both in arms.items()}
    groups: list[tuple[frozenset[int], list[str]]] = []
    for name, own in skills.items():
        joined = [group for group in groups if group[0] & own]
        groups = [group for group in groups if not group[0] & own]
        groups.append((own.union(*(group[0] for group in joined)), [*(n for g in joined for n in g[1]), name]))
    small = [names for _, names in groups if len(names) <= MOST_TOGETHER]
    large = [name for _, names in groups if len(names) > MOST_TOGETHER for name in names]
    alike = {skills[name]: [other for other in large if skills[other] == skills[name]] for name in large}
    return [*small, *alike.values()]


def _withheld_arms(arms: Mapping[str, Arms], threshold: int) -> frozenset[tuple[str, int]]:
    """Of programmes that share skills, (programme, 0: participants, 1: comparison) of the arms withheld; the smallest
    programme's first.

    Atoms: a person's change in a skill, of which an arm takes as much as the person has such skills in it. The same
    person can have changed otherwise between other days.
    """
    keys = [(name, side) for name in arms for side in (0, 1)]
    sides = [arm for both in arms.values() for arm in (both.own, both.comparison)]
    if len(arms) == 1:
        return frozenset(place for place, arm in zip(keys, sides, strict=True) if few(arm.n, threshold))
    rows = pd.DataFrame(
        {
            "arm": np.repeat(np.arange(len(sides)), [len(arm.person) for arm in sides]),
            "person": np.concatenate([arm.person for arm in sides]),
            "skill": np.concatenate([arm.skill for arm in sides]),
            "moved": np.round(np.concatenate([arm.moved for arm in sides]), DECIMALS) + 0.0,
        }
    )
    if rows.empty:
        return frozenset()
    rows["parts"] = rows.groupby(["arm", "person"])["skill"].transform("size")
    # Atoms that the same arms take the same part of are one: few are left, and the matrix is small.
    mark = pd.util.hash_pandas_object(rows[["arm", "parts"]], index=False)
    taken = mark.groupby([rows["person"], rows["skill"], rows["moved"]]).transform("sum")
    atom = taken.factorize()[0]
    sets = np.zeros((len(keys), atom.max() + 1))
    sets[rows["arm"], atom] = 1 / rows["parts"]
    order: Sequence[tuple[object, ...]] = [(arms[name].own.n, name, side) for name, side in keys]
    body = Body(atom.astype(np.intp), rows["person"].to_numpy(dtype=np.intp))
    return withheld(Family(keys, sets, order), (body,), threshold)


# ---- effect


def find_effect(own: Arm, others: Arm) -> Effect:
    """Difference in differences, with Welch's interval by Satterthwaite's degrees of freedom."""
    if own.change is None or others.change is None:
        return Effect(None, None, None)
    value = own.change - others.change
    if own.variance is None or others.variance is None:
        return Effect(value, None, None)
    here, there = own.variance / own.n, others.variance / others.n
    if here + there == 0:
        return Effect(value, value, value)
    degrees = (here + there) ** 2 / (here**2 / (own.n - 1) + there**2 / (others.n - 1))
    half = t_quantile((1 + CONFIDENCE) / 2, degrees) * math.sqrt(here + there)
    return Effect(value, value - half, value + half)
