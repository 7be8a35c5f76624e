"""Which training pays: what each programme took, and how its participants' levels changed beside those of others.

Section 6. What was observed, not what was caused: participants were not chosen by lot.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from skillreport.analyse.levels import TOLERANCE, positions
from skillreport.analyse.mix import MONTHS_OF_LOG
from skillreport.analyse.privacy import few
from skillreport.analyse.rating_pool import NEVER, Flags, Floats, Ints, Pool, day_number, find_changes, find_pool
from skillreport.analyse.student import t_quantile
from skillreport.model.assessment import Assessment
from skillreport.model.engagement import ProgrammeSettings
from skillreport.model.names import key, slugs
from skillreport.model.period import months_after
from skillreport.rules.load import Rules, metric_names

NEAR = 0.5  # levels by which a baseline may differ from that of the participants
CONFIDENCE = 0.95
Verdict = Literal["pays", "no effect", "fell behind"]
Kind = Literal["soft", "hard"]
KINDS_OF_SKILL: tuple[Kind, ...] = ("soft", "hard")


@dataclass(frozen=True, slots=True)
class Arm:
    """People whose change is known, and the changes' mean and variance (n − 1). None: of nobody, or of one."""

    people: Ints
    change: float | None
    variance: float | None
    baseline: float | None

    @property
    def n(self) -> int:
        return len(self.people)


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


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme of the log's last 12 months. What is None is not known.

    `rows`: its rows of the window (person, hours, cost, soft_share, gain), without those that were not completed.
    `hours`: of all participants. `cost`: money, participants' time included where it has a price. `soft_share`: 0 to 1,
    weighted by hours. `arm_hours`: hours of the people in the arm, as many as `timed` whose hours are all known.
    `whole_cost`: whether the cost of all rows is known. `aim`: what the settings say of it; `metric`: the id
    of the metric that it aims at.
    """

    id: str
    name: str
    skills: tuple[int, ...]
    rows: pd.DataFrame
    hours: float | None
    cost: float | None
    soft_share: float | None
    arm: Arm
    comparison: Arm
    effect: Effect
    arm_hours: float
    aim: ProgrammeSettings | None
    metric: str | None
    whole_cost: bool
    timed: int

    @property
    def participants(self) -> int:
        return int(self.rows["person"].nunique())

    def missing(self, column: str) -> int:
        """Rows that do not state the value."""
        return int(self.rows[column].isna().sum())

    def people_with(self, column: str) -> int:
        """People whose rows state the value."""
        return int(self.rows.loc[self.rows[column].notna(), "person"].nunique())

    @property
    def cost_per_level(self) -> float | None:
        """Money for one level of one participant; only where the interval's lower end is above zero."""
        if self.cost is None or not self.whole_cost or self.effect.verdict != "pays":
            return None
        return self.cost / (self.participants * (self.effect.value or 0))

    @property
    def break_even(self) -> float | None:
        """The benefit per participant at which the programme pays for itself."""
        return None if self.cost is None or not self.whole_cost else self.cost / self.participants

    @property
    def benefit(self) -> float | None:
        """The money benefit that may be attributed to it, as the settings state it."""
        stated = self.aim
        if stated is None or stated.benefit is None or stated.attribution is None or stated.confidence is None:
            return None
        return stated.benefit * stated.attribution * stated.confidence

    @property
    def investment_return(self) -> float | None:
        """(Benefit − cost) ÷ cost; None without a stated benefit or without cost."""
        return (
            None
            if self.benefit is None or not self.cost or not self.whole_cost
            else (self.benefit - self.cost) / self.cost
        )

    @property
    def test_gain(self) -> float | None:
        """Mean gain over rows with both test scores, in points of the test."""
        gains = self.rows["gain"].dropna()
        return mean(gains) if len(gains) else None


@dataclass(frozen=True, slots=True)
class Gain:
    """Levels gained per hour of training in one kind of skill, None where no hours are known; `people` it rests on."""

    value: float | None
    people: int


@dataclass(frozen=True, slots=True)
class Programmes:
    """All programmes of the window, by name. `gains`: levels per hour of soft and of hard training, over the
    programmes that `counted` names; `uncategorised`: programmes with a printed effect that have no category. `log`: all
    rows of the window, as in `Log`, with id, done (False: not completed) and arm (whether they count in the gains)."""

    items: tuple[Programme, ...]
    log: pd.DataFrame
    gains: Mapping[Kind, Gain]
    counted: tuple[str, ...]
    uncategorised: int

    @property
    def participants(self) -> int:
        return len({person for item in self.items for person in item.rows["person"]})

    def people_with(self, column: str) -> int:
        """People whose rows state the value."""
        rows = (item.rows for item in self.items)
        return len({person for part in rows for person in part.loc[part[column].notna(), "person"]})

    def missing(self, column: str) -> int:
        return sum(item.missing(column) for item in self.items)

    @property
    def hours(self) -> float | None:
        return total(item.hours for item in self.items)

    @property
    def cost(self) -> float | None:
        return total(item.cost for item in self.items)


def mean(values: Iterable[float]) -> float:
    """The mean, the same in whatever order the values come."""
    known = list(values)
    return math.fsum(known) / len(known)


def total(values: Iterable[float | None]) -> float | None:
    """The sum of what is known, None where nothing is."""
    known = [value for value in values if value is not None]
    return math.fsum(known) if known else None


# ---- the log


@dataclass(frozen=True, slots=True)
class Log:
    """The training log as this analysis reads it. `window`: rows of the 12 months: person, key of the programme, name,
    start, completion (days since 1970; never before the start), hours, cost (the row's own is `stated_cost`),
    soft_share, gain (of the test), skills (positions), done (False: not completed). `trained`: person × skill, whether
    any row of the whole log trains it. `taken`: per programme the people with any row of it."""

    window: pd.DataFrame
    trained: np.ndarray[tuple[int, int], np.dtype[np.bool_]]
    taken: Mapping[str, Ints]

    @property
    def rows(self) -> pd.DataFrame:
        """What people took part in: without what was not completed."""
        return self.window[self.window["done"]]


def read_log(assessment: Assessment) -> Log:
    """What the rows leave open (skills, cost, soft share) is the catalogue's of the programme."""
    training = assessment.training
    names = training["programme"].astype(object).map(str)
    rows = pd.DataFrame(
        {
            "person": positions(training["employee"], assessment.people.index),
            "key": names.map(key),
            "name": names,
            "start": day_number(training["start"]),
            "completion": day_number(training["completion"]),
            "hours": training["hours"],
            "cost": training["cost"],
            "stated_cost": training["cost"],
            "soft_share": training["soft_share"],
            "gain": training["test_after"] - training["test_before"],
            "done": training["completed"].fillna(True).astype(bool),
        }
    ).reset_index(drop=True)
    for column, stated in (("cost", "cost_per_seat"), ("soft_share", "soft_share")):
        rows[column] = rows[column].fillna(rows["key"].map(_of_catalogue(assessment, stated)).astype(float))
    rows["completion"] = rows[["start", "completion"]].max(axis=1)
    rows["skills"] = _skills_of_rows(assessment, rows["key"], training["skills"])
    trained = np.zeros((len(assessment.people), len(assessment.skills)), dtype=bool)
    for person, skills in zip(rows["person"], rows["skills"], strict=True):
        trained[person, list(skills)] = True
    first, last = (np.datetime64(day, "D").astype(np.int64) for day in _window(assessment.as_of))
    inside = (rows["start"] > first) & (rows["start"] <= last)
    taken = {str(name): part["person"].unique() for name, part in rows.groupby("key")}
    return Log(rows[inside], trained, taken)


def _window(as_of: date) -> tuple[date, date]:
    """The day before the first and the last day of the months that count."""
    return months_after(as_of, -MONTHS_OF_LOG), as_of


def _of_catalogue(assessment: Assessment, column: str) -> "pd.Series[float]":
    """A column of the catalogue by the programme's key: the first row that states it."""
    courses = assessment.courses.dropna(subset=[column])
    by_key = courses.assign(key=courses["programme"].astype(object).map(key)).drop_duplicates("key")
    return by_key.set_index("key")[column].astype(float)


def _skills_of_rows(assessment: Assessment, keys: pd.Series, stated: pd.Series) -> list[tuple[int, ...]]:
    """The skills that each row trains, as positions in the report's order; names that are no skill count for none."""
    known = {key(skill.name): place for place, skill in enumerate(assessment.skills)}

    def placed(names: object) -> tuple[int, ...]:
        listed = names if isinstance(names, tuple | list) else ()
        return tuple(sorted({known[key(str(name))] for name in listed if key(str(name)) in known}))

    courses: dict[str, tuple[int, ...]] = {}
    for programme, names in zip(assessment.courses["programme"], assessment.courses["skills"], strict=True):
        courses[key(str(programme))] = courses.get(key(str(programme))) or placed(names)
    return [
        placed(names) if isinstance(names, tuple | list) and len(names) else courses.get(programme, ())
        for programme, names in zip(keys, stated, strict=True)
    ]


# ---- the effect


def find_programmes(assessment: Assessment, rules: Rules) -> Programmes:
    """Work out every programme with rows in the 12 months up to the as-of date."""
    log = read_log(assessment)
    parts = {str(name): part for name, part in log.rows.groupby("key")}
    names = {name: _spelling(rows["name"]) for name, rows in parts.items()}
    ids = dict(zip(names, slugs(names.values()), strict=True))
    pool = find_pool(assessment, {skill for of_row in log.rows["skills"] for skill in of_row})
    aims = {key(item.name): item for item in assessment.engagement.programmes}
    metrics = {key(name): id for name, id in reversed(list(metric_names(rules).ids.items()))}
    items = []
    for name, rows in parts.items():
        aim, (arm, comparison) = aims.get(name), _arms(assessment, rules, pool, log, name)
        timed = np.setdiff1d(arm.people, rows.loc[rows["hours"].isna(), "person"])
        items.append(
            Programme(
                id=ids[name],
                name=names[name],
                skills=_trained_skills(rows),
                rows=rows,
                hours=total(rows["hours"].dropna()),
                cost=_cost(rows, assessment.engagement.hourly_cost),
                soft_share=_soft_share(rows),
                arm=arm,
                comparison=comparison,
                effect=find_effect(arm, comparison),
                arm_hours=math.fsum(rows.loc[rows["person"].isin(timed), "hours"]),
                aim=aim,
                metric=metrics.get(key(aim.metric)) if aim is not None and aim.metric else None,
                whole_cost=_whole_cost(rows, assessment.engagement.hourly_cost),
                timed=len(timed),
            )
        )
    window = log.window.assign(id=log.window["key"].map(ids).fillna(""))
    return _with_gains(items, window, assessment.engagement.privacy_threshold)


def _spelling(names: "pd.Series[str]") -> str:
    """The most frequent spelling; of several the first by the alphabet."""
    counts = names.value_counts()
    return min(map(str, counts.index), key=lambda name: (-int(counts[name]), name))


def _trained_skills(rows: pd.DataFrame) -> tuple[int, ...]:
    return tuple(sorted({skill for of_row in rows["skills"] for skill in of_row}))


def _cost(rows: pd.DataFrame, hourly_cost: float | None) -> float | None:
    """What the rows cost, and the participants' time where it has a price; None where no row states a cost."""
    stated = total(rows["cost"].dropna())
    time = math.fsum(rows["hours"].dropna()) * (hourly_cost or 0)
    return None if stated is None else stated + time


def _whole_cost(rows: pd.DataFrame, hourly_cost: float | None) -> bool:
    """Whether every row states its cost and, where that has a price, its hours: an unknown cost is not none."""
    known = rows["cost"].notna() & (rows["hours"].notna() | (not hourly_cost))
    return bool(known.all())


def _soft_share(rows: pd.DataFrame) -> float | None:
    """Weighted by hours; None where no row states hours and a category."""
    known = rows.dropna(subset=["hours", "soft_share"])
    hours = math.fsum(known["hours"])
    return math.fsum(known["hours"] * known["soft_share"]) / hours if hours else None


def _arms(assessment: Assessment, rules: Rules, pool: Pool, log: Log, programme: str) -> tuple[Arm, Arm]:
    """The participants whose change is known, and the people whom they are compared with: nobody who was ever trained
    in these skills or took the programme, at the participants' median days, with a baseline near theirs."""
    window, size = rules.bounds.anonymous_window_days, len(assessment.people)
    rows = log.rows[log.rows["key"] == programme]
    skills = _trained_skills(rows)
    first = rows.sort_values(["start", "completion"]).drop_duplicates("person")
    start, completion = (np.full(size, NEVER) for _ in range(2))
    start[first["person"]], completion[first["person"]] = first["start"], first["completion"]
    found = find_changes(pool, skills, start, completion, window)
    arm = _arm(found.person, found.change, found.baseline)
    if arm.baseline is None:
        return arm, arm
    untrained: Flags = np.logical_not(np.any(log.trained[:, list(skills)], axis=1))
    untrained[log.taken[programme]] = False
    days = [np.where(untrained, _lower_median(days[found.person]), NEVER) for days in (start, completion)]
    others = find_changes(pool, skills, days[0], days[1], window)
    near = np.abs(others.baseline - arm.baseline) <= NEAR + TOLERANCE
    return arm, _arm(others.person[near], others.change[near], others.baseline[near])


def _lower_median(days: Ints) -> int:
    """The middle day, of two the earlier."""
    return int(np.sort(days)[(len(days) - 1) // 2])


def _arm(people: Ints, change: Floats, baseline: Floats) -> Arm:
    if not len(people):
        return Arm(people, None, None, None)
    middle = mean(change)
    variance = math.fsum((change - middle) ** 2) / (len(people) - 1) if len(people) > 1 else None
    return Arm(people, middle, variance, mean(baseline))


def find_effect(arm: Arm, comparison: Arm) -> Effect:
    """Difference in differences, with Welch's interval by Satterthwaite's degrees of freedom."""
    if arm.change is None or comparison.change is None:
        return Effect(None, None, None)
    value = arm.change - comparison.change
    if arm.variance is None or comparison.variance is None:
        return Effect(value, None, None)
    own, others = arm.variance / arm.n, comparison.variance / comparison.n
    if own + others == 0:
        return Effect(value, value, value)
    degrees = (own + others) ** 2 / (own**2 / (arm.n - 1) + others**2 / (comparison.n - 1))
    half = t_quantile((1 + CONFIDENCE) / 2, degrees) * math.sqrt(own + others)
    return Effect(value, value - half, value + half)


# ---- gain per hour


def effect_printed(programme: Programme, threshold: int) -> bool:
    """Whether enough people stand in both arms."""
    sizes = (programme.arm.n, programme.comparison.n)
    return programme.effect.value is not None and not any(few(n, threshold) for n in sizes)


def _with_gains(items: Sequence[Programme], window: pd.DataFrame, threshold: int) -> Programmes:
    """Levels gained per hour, over the programmes whose effect is printed and whose category is known."""
    printed = [item for item in items if effect_printed(item, threshold)]
    counted = {item.id: item for item in printed if item.soft_share is not None}
    arms = {(id, int(person)) for id, item in counted.items() for person in item.arm.people}
    in_arm = [row in arms for row in zip(window["id"], window["person"], strict=True)]
    return Programmes(
        items=tuple(items),
        log=window.assign(arm=np.array(in_arm, dtype=bool)),
        gains={kind: _gain(kind, list(counted.values())) for kind in KINDS_OF_SKILL},
        counted=tuple(counted),
        uncategorised=len(printed) - len(counted),
    )


def share_of(kind: Kind, programme: Programme) -> float:
    """The part of a programme's hours that trains a kind of skill, 0 to 1; its category is known."""
    soft = programme.soft_share or 0.0
    return soft if kind == "soft" else 1 - soft


def _gain(kind: Kind, programmes: Sequence[Programme]) -> Gain:
    shares = [(share_of(kind, item), item) for item in programmes]
    levels = math.fsum(share * (item.effect.value or 0) * item.timed for share, item in shares)
    hours = math.fsum(share * item.arm_hours for share, item in shares)
    people = {int(person) for share, item in shares if share for arm in _both(item) for person in arm.people}
    return Gain(levels / hours if hours else None, len(people))


def _both(programme: Programme) -> tuple[Arm, Arm]:
    return programme.arm, programme.comparison


# ---- what the settings name


def unmatched_programmes(assessment: Assessment) -> list[ProgrammeSettings]:
    """Programmes of the settings that neither the log nor the catalogue has."""
    known = {key(name) for name in programme_names(assessment)}
    return [item for item in assessment.engagement.programmes if key(item.name) not in known]


def programme_names(assessment: Assessment) -> list[str]:
    """What the log and the catalogue call the programmes."""
    frames = (assessment.training, assessment.courses)
    return list(dict.fromkeys(str(name) for frame in frames for name in frame["programme"].cat.categories))


def unmatched_metrics(assessment: Assessment, rules: Rules) -> list[ProgrammeSettings]:
    """Programmes of the settings that aim at a metric without definition."""
    known = {key(name) for name in metric_names(rules).ids}
    return [item for item in assessment.engagement.programmes if item.metric and key(item.metric) not in known]
