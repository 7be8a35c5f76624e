"""Which training pays: what each programme took, and how its participants' levels changed beside those of others.

Section 6. What was observed, not what was caused: participants were not chosen by lot.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from skillreport.analyse.effects import Arm, Arms, Effect, find_arms, find_effect, mean, settled_arms
from skillreport.analyse.rating_pool import find_pool
from skillreport.analyse.training_log import programme_names, read_log, skills_of
from skillreport.model.assessment import Assessment
from skillreport.model.engagement import ProgrammeSettings
from skillreport.model.names import key, slugs
from skillreport.rules.load import Rules, metric_names

Kind = Literal["soft", "hard"]
KINDS_OF_SKILL: tuple[Kind, ...] = ("soft", "hard")


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
    arms: Arms
    effect: Effect
    arm_hours: float
    aim: ProgrammeSettings | None
    metric: str | None
    whole_cost: bool
    timed: int

    @property
    def arm(self) -> Arm:
        return self.arms.own

    @property
    def comparison(self) -> Arm:
        return self.arms.comparison

    @property
    def effect_printed(self) -> bool:
        return self.effect.value is not None and not self.arms.withheld

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


def total(values: Iterable[float | None]) -> float | None:
    """The sum of what is known, None where nothing is."""
    known = [value for value in values if value is not None]
    return math.fsum(known) if known else None


# ---- the effect


def find_programmes(assessment: Assessment, rules: Rules) -> Programmes:
    """Work out every programme with rows in the 12 months up to the as-of date."""
    log, threshold = read_log(assessment), assessment.engagement.privacy_threshold
    parts = {str(name): part for name, part in log.rows.groupby("key")}
    names = {name: _spelling(rows["name"]) for name, rows in parts.items()}
    ids = dict(zip(names, slugs(names.values()), strict=True))
    pool = find_pool(assessment, {skill for of_row in log.rows["skills"] for skill in of_row})
    aims = {key(item.name): item for item in assessment.engagement.programmes}
    metrics = {key(name): id for name, id in reversed(list(metric_names(rules).ids.items()))}
    window = rules.bounds.anonymous_window_days
    found = {name: find_arms(pool, log, name, rows, window) for name, rows in parts.items()}
    arms = settled_arms(found, threshold)
    items = []
    for name, rows in parts.items():
        aim, own = aims.get(name), arms[name].own
        timed = np.setdiff1d(own.people, rows.loc[rows["hours"].isna(), "person"])
        items.append(
            Programme(
                id=ids[name],
                name=names[name],
                skills=skills_of(rows),
                rows=rows,
                hours=total(rows["hours"].dropna()),
                cost=_cost(rows, assessment.engagement.hourly_cost),
                soft_share=_soft_share(rows),
                arms=arms[name],
                effect=find_effect(own, arms[name].comparison),
                arm_hours=math.fsum(rows.loc[rows["person"].isin(timed), "hours"]),
                aim=aim,
                metric=metrics.get(key(aim.metric)) if aim is not None and aim.metric else None,
                whole_cost=_whole_cost(rows, assessment.engagement.hourly_cost),
                timed=len(timed),
            )
        )
    return _with_gains(items, log.window.assign(id=log.window["key"].map(ids).fillna("")))


def _spelling(names: "pd.Series[str]") -> str:
    """The most frequent spelling; of several the first by the alphabet."""
    counts = names.value_counts()
    return min(map(str, counts.index), key=lambda name: (-int(counts[name]), name))


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


# ---- gain per hour


def _with_gains(items: Sequence[Programme], window: pd.DataFrame) -> Programmes:
    """Levels gained per hour, over the programmes whose effect is printed and whose category is known."""
    printed = [item for item in items if item.effect_printed]
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
    people = {person for share, item in shares if share for person in item.arms.people}
    return Gain(levels / hours if hours else None, len(people))


# ---- what the settings name


def unmatched_programmes(assessment: Assessment) -> list[ProgrammeSettings]:
    """Programmes of the settings that neither the log nor the catalogue has."""
    known = {key(name) for name in programme_names(assessment)}
    return [item for item in assessment.engagement.programmes if key(item.name) not in known]


def unmatched_metrics(assessment: Assessment, rules: Rules) -> list[ProgrammeSettings]:
    """Programmes of the settings that aim at a metric without definition."""
    known = {key(name) for name in metric_names(rules).ids}
    return [item for item in assessment.engagement.programmes if item.metric and key(item.metric) not in known]
