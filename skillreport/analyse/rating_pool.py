"""Ratings of today and of earlier periods → how people's levels changed from before one day to after another.

Every rating counts whatever its age; what a level is worth today is the business of `levels.py`.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from skillreport.model.assessment import Assessment
from skillreport.model.engagement import RATER_GROUPS
from skillreport.model.names import key

Ints = np.ndarray[tuple[int], np.dtype[np.int64]]
Floats = np.ndarray[tuple[int], np.dtype[np.float64]]
Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]

SELF = RATER_GROUPS.index("self")
NEVER = np.iinfo(np.int64).min // 4
MOST = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Pool:
    """Ratings with a level and a day, of the people employed today, sorted by skill, person, group, rater and day.

    `skill`, `person`: positions in skills and people; `group`: in RATER_GROUPS; `rater`: a number for each, −1 where
    not stated; `day`: days since 1970.
    """

    skill: Ints
    person: Ints
    group: Ints
    rater: Ints
    day: Ints
    level: Floats

    def of_skill(self, skill: int) -> slice:
        """The rows of one skill."""
        first, last = np.searchsorted(self.skill, [skill, skill + 1])
        return slice(int(first), int(last))


@dataclass(frozen=True, slots=True)
class Changes:
    """Per person with ratings before and after: the level before and by how much it changed; and what that is the mean
    of: `part_person`, `part_skill` and `part_change`, a row per person and skill."""

    person: Ints
    baseline: Floats
    change: Floats
    part_person: Ints
    part_skill: Ints
    part_change: Floats


def day_number(days: "pd.Series[pd.Timestamp]") -> Ints:
    """Days since 1970; a missing day is far in the past."""
    found: Ints = days.to_numpy(dtype="datetime64[D]").astype(np.int64)
    return np.where(days.isna().to_numpy(), NEVER, found)


def find_pool(assessment: Assessment, skills: Collection[int]) -> Pool:
    """The ratings of some skills, from today's workbook and all earlier ones.

    Skills and levels of an earlier period are those of today by the settings; what these do not tell is left out.
    Undated ratings, those after the as-of date and those of people no longer employed are, too. Rows that repeat others
    in everything count once: a client's export holds last quarter's ratings again.
    """
    periods = list(_parts(assessment))
    raters = sorted({key(str(name)) for part in periods for name in part.ratings["rater"].cat.categories})
    places = {name: place for place, name in enumerate(raters)}
    wanted = np.isin(np.arange(len(assessment.skills)), list(skills))
    parts = [_rows(assessment, part, places, wanted) for part in periods]
    return _sorted({name: np.concatenate([part[name] for part in parts]) for name in parts[0]}, len(assessment.people))


@dataclass(frozen=True, slots=True)
class _Part:
    """The ratings of one workbook, and what its skills (by key) and levels are today."""

    ratings: pd.DataFrame
    skills: Mapping[str, str]
    levels: Mapping[float, float]


def _parts(assessment: Assessment) -> Iterable[_Part]:
    yield _Part(assessment.ratings, {}, {})
    for earlier in assessment.earlier:
        renamed = {key(then): key(now) for then, now in earlier.settings.skills.items()}
        yield _Part(earlier.assessment.ratings, renamed, earlier.settings.levels)


def _rows(
    assessment: Assessment, part: _Part, raters: Mapping[str, int], wanted: Flags
) -> dict[str, np.ndarray[tuple[int], Any]]:
    """The columns of the pool of one workbook's ratings that count, in today's positions. `wanted`: per skill."""
    people = {key(str(employee)): place for place, employee in enumerate(assessment.people.index)}
    skills = {key(skill.name): place for place, skill in enumerate(assessment.skills)}
    rows, active = part.ratings, assessment.people["active"].to_numpy(dtype=bool)

    def placed(column: str, place: Mapping[str, int], renamed: Mapping[str, str] | None = None) -> Ints:
        names = [key(str(name)) for name in rows[column].cat.categories]
        of_category = [place.get((renamed or {}).get(name, name), -1) for name in names]
        return np.array([*of_category, -1], dtype=np.int64)[rows[column].cat.codes.to_numpy()]

    person, skill, day = placed("employee", people), placed("skill", skills, part.skills), day_number(rows["date"])
    level = _levels_today(rows["level"].to_numpy(dtype=float), part.levels)
    last = int(np.datetime64(assessment.as_of, "D").astype(np.int64))
    kept = (day > NEVER) & (day <= last) & ~np.isnan(level)
    kept &= np.array([*wanted, False])[skill] & np.array([*active, False])[person]
    columns = {
        "skill": skill,
        "person": person,
        "group": placed("rater_group", {name: place for place, name in enumerate(RATER_GROUPS)}),
        "rater": placed("rater", raters),
        "day": day,
        "level": level,
    }
    return {name: values[kept] for name, values in columns.items()}


def _levels_today(levels: Floats, mapped: Mapping[float, float]) -> Floats:
    """Levels of the scale then on the scale today, along straight lines; beyond the mapped ones they are not known."""
    if not mapped:
        return levels
    then = sorted(mapped)
    return np.interp(levels, then, [mapped[level] for level in then], left=np.nan, right=np.nan)


def _sorted(rows: Mapping[str, np.ndarray[tuple[int], Any]], people: int) -> Pool:
    """Rows in the order of the pool, each once."""
    skill, person, group, rater, day, level = rows.values()
    if not len(level):
        return Pool(skill, person, group, rater, day, level)
    step, levels = pd.factorize(level, sort=True)
    span = int(day.max() - day.min()) + 1
    pair = (skill * people + person) * len(RATER_GROUPS) + group
    said = ((rater + 1) * span + day - day.min()) * len(levels) + step
    most = int(said.max()) + 1
    one = (int(pair.max()) + 1) * most < MOST  # one number tells all of a row
    order = np.argsort(pair * most + said) if one else np.lexsort((said, pair))
    first = np.ones(len(order), dtype=bool)
    first[1:] = (pair[order][1:] != pair[order][:-1]) | (said[order][1:] != said[order][:-1])
    kept = order[first]
    return Pool(skill[kept], person[kept], group[kept], rater[kept], day[kept], level[kept])


def find_changes(pool: Pool, skills: Iterable[int], start: Ints, completion: Ints, window_days: int) -> Changes:
    """How the level of each person changed, the mean over the skills in which that is known.

    `start` and `completion`: per person the day that ratings before lie before, and that those after lie after (days
    since 1970; NEVER: the person is not asked for). Per skill the mean over the rater groups with ratings before and
    after, without self where another group has both. Section 6.
    """
    size = len(start)
    known, baseline, change = np.zeros(size), np.zeros(size), np.zeros(size)
    parts = [(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0))]
    for skill in skills:
        found = _of_skill(pool, skill, start, completion, window_days)
        known[found.person] += 1
        baseline[found.person] += found.baseline
        change[found.person] += found.change
        parts.append((found.person, np.full(len(found.person), skill), found.change))
    persons = np.flatnonzero(known)
    return Changes(
        persons,
        baseline[persons] / known[persons],
        change[persons] / known[persons],
        np.concatenate([person for person, _, _ in parts]),
        np.concatenate([of_skill for _, of_skill, _ in parts]),
        np.concatenate([moved for _, _, moved in parts]),
    )


@dataclass(frozen=True, slots=True)
class _SkillChanges:
    """The same in one skill."""

    person: Ints
    baseline: Floats
    change: Floats


def _of_skill(pool: Pool, skill: int, start: Ints, completion: Ints, window_days: int) -> _SkillChanges:
    """The changes in one skill."""
    rows = pool.of_skill(skill)
    asked = start[pool.person[rows]] > NEVER
    person, group, rater, day = (column[rows][asked] for column in (pool.person, pool.group, pool.rater, pool.day))
    level = pool.level[rows][asked]
    if not len(person):
        return _SkillChanges(person, level, level)
    runs = _Runs.of(person, group, rater)
    before = runs.means(day, level, day < start[person], window_days)
    after = runs.means(-day, level, day > completion[person], window_days)
    of_person, of_group = person[runs.groups], group[runs.groups]
    both = ~np.isnan(before) & ~np.isnan(after)
    others = both & (of_group != SELF)
    by_others = np.bincount(of_person[others], minlength=len(start)) > 0
    used = others | (both & (of_group == SELF) & ~by_others[of_person])
    count = np.bincount(of_person[used], minlength=len(start))
    persons = np.flatnonzero(count)

    def mean(values: Floats) -> Floats:
        sums = np.bincount(of_person[used], values[used], minlength=len(start)).astype(float)
        return sums[persons] / count[persons]

    return _SkillChanges(persons, mean(before), mean(after - before))


@dataclass(frozen=True, slots=True)
class _Runs:
    """Where runs of rows begin in sorted rows: those of one person and rater group, and in these of one rater. Each
    rating without rater is a run."""

    groups: Ints
    raters: Ints
    group_of_row: Ints
    rater_of_row: Ints
    first_rater: Ints

    @staticmethod
    def of(person: Ints, group: Ints, rater: Ints) -> "_Runs":
        new_group = np.ones(len(person), dtype=bool)
        new_group[1:] = (person[1:] != person[:-1]) | (group[1:] != group[:-1])
        new_rater = new_group | (rater < 0)
        new_rater[1:] |= rater[1:] != rater[:-1]
        groups, raters = np.flatnonzero(new_group), np.flatnonzero(new_rater)
        return _Runs(
            groups, raters, np.cumsum(new_group) - 1, np.cumsum(new_rater) - 1, np.searchsorted(raters, groups)
        )

    def means(self, time: Ints, level: Floats, counts: Flags, window_days: int) -> Floats:
        """Per person and group the mean over raters of each one's latest rating, of those that count and lie within
        the window of the group's latest; NaN where none counts. Several of a rater on one day are averaged."""
        latest = np.maximum.reduceat(np.where(counts, time, NEVER), self.groups)
        near = counts & (time >= latest[self.group_of_row] - window_days)
        own = np.maximum.reduceat(np.where(near, time, NEVER), self.raters)
        chosen = near & (time == own[self.rater_of_row])
        number = np.add.reduceat(chosen.astype(float), self.raters)
        of_rater = np.add.reduceat(np.where(chosen, level, 0.0), self.raters) / np.maximum(number, 1)
        raters = np.add.reduceat((number > 0).astype(float), self.first_rater)
        sums: Floats = np.add.reduceat(of_rater, self.first_rater)
        return np.where(raters > 0, sums / np.maximum(raters, 1), np.nan)
