"""Which training pays, a second time: with plain pandas from both periods' workbooks.

As `independent.py`, it imports nothing of the package and was written from the method's words alone. The quantile of
Student's distribution is found by integrating its density, not by a function of another library.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from math import atan, lgamma, pi, sqrt
from statistics import fmean
from typing import Any

import numpy as np
import pandas as pd

from tests.independent import TOLERANCE, Sample, Values, days, named, numbers, slug, too_few

WINDOW = pd.Timedelta(days=90)
NEAR_BASELINE = 0.5
SOFT = {"hard": 0.0, "soft": 1.0}

Rating = tuple[pd.Timestamp, str, float]  # day, rater, level
Ratings = dict[str, list[Rating]]  # by rater group


@dataclass(frozen=True)
class Arm:
    """The people of one side of a comparison: how far each moved, and from where."""

    people: tuple[str, ...]
    changes: tuple[float, ...]
    baselines: tuple[float, ...]

    @property
    def mean(self) -> float | None:
        return sum(self.changes) / len(self.changes) if self.changes else None


@dataclass(frozen=True)
class Training:
    """One client's training log against all ratings of two periods."""

    earlier: Sample
    today: Sample

    @cached_property
    def pool(self) -> dict[tuple[str, str], Ratings]:
        """Dated ratings on the scale, of the staff and not of the future, of both workbooks, each once; by employee and
        skill. Plain rows, since they are looked through tens of thousands of times."""
        rows = pd.concat([sample.sheets["Ratings"] for sample in (self.earlier, self.today)])
        rows = rows.assign(Level=numbers(rows["Level"]), Date=days(rows["Date"]))
        rows = rows[rows["Level"].between(*self.today.scale) & (rows["Date"] <= self.today.terms.as_of)]
        rows = rows[rows["Employee"].isin(self.today.staff.index)]
        columns = ["Employee", "Skill", "Rater group", "Rater", "Date", "Level"]
        found: dict[tuple[str, str], Ratings] = {}
        for person, skill, group, rater, day, level in rows.drop_duplicates(columns)[columns].itertuples(index=False):
            assert rater
            found.setdefault((person, skill), {}).setdefault(group, []).append((day, rater, level))
        return found

    @cached_property
    def courses(self) -> pd.DataFrame:
        """Skills (a tuple), Soft and Seat by programme."""
        rows = self.today.sheets["Courses"].set_index("Programme")
        soft = numbers(rows["Soft share"]).fillna(rows["Category"].map(SOFT).astype(float))
        skills = rows["Skills"].map(lambda text: tuple(part.strip() for part in str(text).split(";")))
        return pd.DataFrame({"Skills": skills, "Soft": soft, "Seat": numbers(rows["Cost per seat"])})

    @cached_property
    def rows(self) -> pd.DataFrame:
        """Who took part in the last twelve months: Start, End, Hours, Cost, Soft, Before and After."""
        log = self.today.sheets["Training"]
        log = log.assign(Start=days(log["Start date"]), Hours=numbers(log["Hours"]))
        log["Hours"] = log["Hours"].where(log["Hours"] >= 0)
        year = (log["Start"] > self.today.terms.as_of - pd.DateOffset(years=1)) & (
            log["Start"] <= self.today.terms.as_of
        )
        log = log[year & (log["Completed"] != "no") & log["Employee"].isin(self.today.staff.index)]
        of_course = log["Programme"].map
        return log.assign(
            End=days(log["Completion date"]).fillna(log["Start"]),
            Cost=numbers(log["Cost"]).fillna(of_course(self.courses["Seat"])),
            Soft=log["Category"].map(SOFT).astype(float).fillna(of_course(self.courses["Soft"])),
            Before=numbers(log["Test before"]),
            After=numbers(log["Test after"]),
        )

    def skills_of(self, programme: str) -> Sequence[str]:
        skills: Sequence[str] = self.courses["Skills"].get(programme, ())
        return skills

    def move(
        self, person: str, skills: Sequence[str], start: pd.Timestamp, end: pd.Timestamp
    ) -> tuple[float, float] | None:
        """How far a person moved over the skills, and from where; None where no skill was rated before and after."""
        moves = [
            found
            for skill in skills
            if (person, skill) in self.pool and (found := move_of(self.pool[person, skill], start, end)) is not None
        ]
        return mean_of(moves)

    def taught(self, programme: str) -> Arm:
        """Participants, by their first row."""
        rows = self.rows[self.rows["Programme"] == programme].sort_values("Start", kind="stable")
        first = rows.drop_duplicates("Employee")
        moves = {
            str(person): self.move(str(person), self.skills_of(programme), start, end)
            for person, start, end in zip(first["Employee"], first["Start"], first["End"], strict=True)
        }
        return arm_of(moves)

    def untaught(self, programme: str, taught: Arm) -> Arm:
        """Who is in no row of the whole log that trains one of the skills, and started where the participants did."""
        skills = set(self.skills_of(programme))
        log = self.today.sheets["Training"]
        trains = [bool(skills & set(self.skills_of(str(name)))) for name in log["Programme"]]
        trained = set(log.loc[trains, "Employee"])
        first = self.rows[(self.rows["Programme"] == programme) & self.rows["Employee"].isin(taught.people)]
        first = first.sort_values("Start", kind="stable").drop_duplicates("Employee")
        if first.empty:
            return Arm((), (), ())
        start, end = (sorted(first[name])[(len(first) - 1) // 2] for name in ("Start", "End"))
        baseline = sum(taught.baselines) / len(taught.baselines)
        moves: dict[str, tuple[float, float] | None] = {
            str(person): found
            for person in self.today.staff.index
            if person not in trained
            and (found := self.move(str(person), self.skills_of(programme), start, end)) is not None
            and abs(found[1] - baseline) <= NEAR_BASELINE + TOLERANCE
        }
        return arm_of(moves)


def arm_of(moves: dict[str, tuple[float, float] | None]) -> Arm:
    known = {person: move for person, move in moves.items() if move is not None}
    return Arm(tuple(known), tuple(move[0] for move in known.values()), tuple(move[1] for move in known.values()))


def mean_of(pairs: Sequence[tuple[float, float]]) -> tuple[float, float] | None:
    if not pairs:
        return None
    return sum(pair[0] for pair in pairs) / len(pairs), sum(pair[1] for pair in pairs) / len(pairs)


def move_of(ratings: Ratings, start: pd.Timestamp, end: pd.Timestamp) -> tuple[float, float] | None:
    """Change and baseline of one person and skill: the mean over rater groups that rated before and after."""
    moves = {}
    for group, rows in ratings.items():
        before, after = [row for row in rows if row[0] < start], [row for row in rows if row[0] > end]
        if before and after:
            since, until = max(before)[0] - WINDOW, min(after)[0] + WINDOW
            one = per_rater([row for row in before if row[0] >= since], max)
            other = per_rater([row for row in after if row[0] <= until], min)
            moves[group] = (other - one, one)
    others = [move for group, move in moves.items() if group != "self"]
    return mean_of(others or list(moves.values()))


def per_rater(rows: Sequence[Rating], which: Callable[..., pd.Timestamp]) -> float:
    """The mean over raters of each one's newest (`max`) or first (`min`) rating, several of one day as their mean; the
    samples name every rater."""
    levels = []
    for rater in {rater for _, rater, _ in rows}:
        own = [(day, level) for day, name, level in rows if name == rater]
        day = which(day for day, _ in own)
        levels.append(fmean(level for at, level in own if at == day))
    return fmean(levels)


def interval(one: Sequence[float], other: Sequence[float]) -> tuple[float, float]:
    """Welch's 95 % interval of the difference of two means."""
    effect = float(np.mean(one) - np.mean(other))
    parts = [float(np.var(arm, ddof=1)) / len(arm) for arm in (one, other)]
    if not sum(parts):
        return effect, effect
    freedom = sum(parts) ** 2 / sum(part**2 / (len(arm) - 1) for part, arm in zip(parts, (one, other), strict=True))
    half = quantile(0.975, freedom) * sqrt(sum(parts))
    return effect - half, effect + half


@cache
def points() -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Gauss's points and weights, of which 400 give every digit here."""
    nodes, weights = np.polynomial.legendre.leggauss(400)
    return nodes, weights


def quantile(share: float, freedom: float) -> float:
    """Student's t by halving: with t = √ν tan θ the density becomes cos θ to the power ν − 1."""
    nodes, weights = points()
    scale = np.exp(lgamma((freedom + 1) / 2) - lgamma(freedom / 2)) / sqrt(pi)

    def below(t: float) -> float:
        top = atan(t / sqrt(freedom))
        return 0.5 + float(scale * top / 2 * (weights * np.cos(top / 2 * (nodes + 1)) ** (freedom - 1)).sum())

    low, high = 0.0, 1e6
    while high - low > 1e-13 * max(1.0, high):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle) < share else (low, middle)
        if middle in (low, high) and (low + high) / 2 in (low, high):
            break
    return (low + high) / 2


def training_figures(training: Training) -> Values:
    """A value for every figure about programmes; None where too few people stand behind it."""
    found: Values = {}
    hours, gains = {"soft": 0.0, "hard": 0.0}, {"soft": 0.0, "hard": 0.0}
    verdicts = []
    names = sorted(training.rows["Programme"].unique())
    for name, values, gain in (programme(training, str(name)) for name in names):
        found |= named(f"programme.{slug(name)}", values)
        verdicts.append(verdict(values["effect_low"], values["effect_high"]))
        for kind, (moved, spent) in gain.items():
            gains[kind] += moved
            hours[kind] += spent
    for kind, spent in hours.items():
        found[f"organisation.training.gain_per_hour.{kind}"] = gains[kind] / spent if spent else None
    counts = {word: verdicts.count(word) for word in ("pays", "no_effect", "fell_behind", "not_judged")}
    rows = training.rows
    totals: dict[str, float | None] = {
        "participants": rows["Employee"].nunique(),
        "hours": rows["Hours"].sum(),
        "cost": rows["Cost"].sum(),
        "programmes": len(names),
        "judged": len(names) - counts["not_judged"],
        "no_hours": rows["Hours"].isna().sum(),
    }
    return found | named("organisation.training", {**counts, **totals})


def verdict(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return "not_judged"
    if low > 0:
        return "pays"
    return "fell_behind" if high < 0 else "no_effect"


Gains = dict[str, tuple[float, float]]  # by kind: levels gained, hours


def programme(training: Training, name: str) -> tuple[str, Values, Gains]:
    """Figures of one programme, and what it adds to the gain per soft and hard hour."""
    rows = training.rows[training.rows["Programme"] == name]
    taught = training.taught(name)
    untaught = training.untaught(name, taught)
    people, cost, spent = rows["Employee"].nunique(), float(rows["Cost"].sum()), float(rows["Hours"].sum())
    scored = rows.dropna(subset=["Before", "After"])
    values: Values = {"participants": people, "hours": spent, "cost": cost, "break_even": cost / people}
    if too_few(training.today, people):
        values = dict.fromkeys(values)
    values |= {"tested": scored["Employee"].nunique(), "test_gain": (scored["After"] - scored["Before"]).mean()}
    if scored.empty or too_few(training.today, values["tested"]):
        values["test_gain"] = values["tested"] = None
    for label, arm, own in (("participants_change", taught, "arm"), ("comparison_change", untaught, "comparison_arm")):
        few = too_few(training.today, len(arm.people))
        values |= {label: None if few else arm.mean, own: None if few else float(len(arm.people))}
    values |= effect_of(training, taught, untaught) | {"cost_per_level": None}
    effect, low = values["effect"], values["effect_low"]
    if effect is None or low is None:
        return name, values, {}
    if low > 0:
        values["cost_per_level"] = cost / (people * effect)
    timed = rows.dropna(subset=["Soft", "Hours"])
    share = float((timed["Soft"] * timed["Hours"]).sum() / timed["Hours"].sum())
    of_arm = float(rows.loc[rows["Employee"].isin(taught.people), "Hours"].sum())
    moved = effect * len(taught.people)
    return name, values, {"soft": (share * moved, share * of_arm), "hard": ((1 - share) * moved, (1 - share) * of_arm)}


def effect_of(training: Training, taught: Arm, untaught: Arm) -> Values:
    """Difference in differences with its interval; None where an arm is small."""
    enough = min(len(taught.people), len(untaught.people)) >= training.today.terms.threshold
    if not enough or taught.mean is None or untaught.mean is None:
        return dict.fromkeys(("effect", "effect_low", "effect_high"))
    low, high = interval(taught.changes, untaught.changes)
    return {"effect": taught.mean - untaught.mean, "effect_low": low, "effect_high": high}
