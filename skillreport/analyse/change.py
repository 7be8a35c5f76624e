"""What changed since an earlier period: a chain of states from the figure printed then to today's. Section 6.

Each part is the difference of two neighbouring states, so that the parts add up to the change exactly. Which of them
are printed is settled in `change_privacy.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from skillreport.analyse.earlier import (
    PeriodPairs,
    as_period,
    comparable,
    pairs_of_period,
    printed_today,
    translated,
)
from skillreport.analyse.gaps import quotient
from skillreport.analyse.levels import TOLERANCE
from skillreport.analyse.units import descendants
from skillreport.model.assessment import ORGANISATION, Assessment
from skillreport.model.names import key
from skillreport.model.period import Period
from skillreport.rules.load import Rules

# The parts in the order of the chain. The first needs the figure that was printed then; each of the others is the
# difference between the state before and after it.
PARTS = (
    "method",
    "leavers",
    "no_longer_required",
    "no_longer_rated",
    "requirements",
    "same_people",
    "newly_rated",
    "newly_required",
    "joiners",
)
# Numerator and denominator of each measure.
MEASURES: Mapping[str, tuple[str, str]] = {"weighted_gap": ("weighted_gap", "weight"), "attainment": ("met", "rated")}
SUMS = ("weighted_gap", "weight", "met", "rated")
# Of each pair the sums as they were, with the levels of then under the requirements of the end, and at the end.
SIDES = ("then", "between", "now")
COMMON = "common"
NOWHERE = ""  # the unit of people who are not employed

Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]
Sums = np.ndarray[tuple[int], np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Chain:
    """How one measure of one group moved. `printed`: as the earlier report had it, None where that is not known.

    `then`, `now`: recomputed under today's rules, and at the end of the step; None where nothing is rated. `parts`: by
    name of PARTS, without `method` where nothing was printed; empty where a state between has nothing to divide.
    """

    printed: float | None
    then: float | None
    now: float | None
    parts: Mapping[str, float]

    @property
    def first(self) -> float | None:
        """Where the chain begins."""
        return self.then if self.printed is None else self.printed

    @property
    def change(self) -> float | None:
        return None if self.first is None or self.now is None else self.now - self.first


@dataclass(frozen=True, slots=True)
class Step:
    """The change from one period to the next one supplied.

    `rows`, one row per pair that counts then or at the end: person, skill (keys), unit_then, unit_now (NOWHERE: not
    employed), status (a name of PARTS or COMMON, for people who are there both times), counted (then), counts (at the
    end), raised (the requirement or its weight is another), moved (the level is another). `chains`: by kind of group
    (organisation, unit, skill), its id (of a skill its position) and measure.
    """

    earlier: Period
    later: Period
    rows: pd.DataFrame
    chains: Mapping[tuple[str, str | int, str], Chain]
    common: int
    not_rated_again: int

    def of_organisation(self, measure: str) -> Chain:
        return self.chains["unit", ORGANISATION, measure]


@dataclass(frozen=True, slots=True)
class Changes:
    """The steps from each supplied period to the next, the newest last. `incomparable`: periods with another scale and
    no mapping of it."""

    steps: tuple[Step, ...] = ()
    incomparable: tuple[Period, ...] = ()

    @property
    def newest(self) -> Step | None:
        return self.steps[-1] if self.steps else None


def find_changes(assessment: Assessment, rules: Rules, pairs: pd.DataFrame) -> Changes:
    """The chains of every step up to today. `pairs`: today's, as `gaps.find_pairs` gives them."""
    usable = [earlier for earlier in assessment.earlier if comparable(earlier, assessment)]
    others = tuple(item.assessment.period for item in assessment.earlier if not comparable(item, assessment))
    if not usable:
        return Changes((), others)
    starts = [pairs_of_period(translated(earlier, assessment), assessment, rules) for earlier in usable]
    ends = [*starts[1:], as_period(assessment, assessment, pairs)]
    steps = tuple(
        _step(assessment, start, end, printed_today(earlier, assessment), np.datetime64(earlier.assessment.as_of, "s"))
        for start, end, earlier in zip(starts, ends, usable, strict=True)
    )
    return Changes(steps, others)


def _step(
    assessment: Assessment, start: PeriodPairs, end: PeriodPairs, printed: Mapping[str, float], day: np.datetime64
) -> Step:
    rows = matched_pairs(start, end)
    common = (rows["status"] == COMMON) & (rows["unit_then"] != NOWHERE) & (rows["unit_now"] != NOWHERE)
    return Step(
        earlier=start.period,
        later=end.period,
        rows=rows,
        chains={**_unit_chains(assessment, rows, printed), **_skill_chains(assessment, rows, printed)},
        common=int(common.sum()),
        not_rated_again=int((rows.loc[common, "newest"] <= day).sum()),
    )


def matched_pairs(start: PeriodPairs, end: PeriodPairs) -> pd.DataFrame:
    """The pairs of two periods side by side, as in `Step.rows`, with the sums of each side (`weight_then`, …)."""
    both = start.pairs.merge(end.pairs, on=["person", "skill"], how="outer", suffixes=("_then", "_now"))
    then, now = (both[f"counts_{side}"].eq(True).to_numpy() for side in ("then", "now"))
    rows = both[then | now].reset_index(drop=True)
    then, now = then[then | now], now[then | now]
    asked_then, asked_now = (rows[f"asked_{side}"].eq(True).to_numpy() for side in ("then", "now"))
    status = np.select(
        [then & now, then & ~asked_now, then, asked_then],
        [COMMON, "no_longer_required", "no_longer_rated", "newly_rated"],
        "newly_required",
    )
    level, required = rows["level_then"].to_numpy(), rows["required_now"].to_numpy()
    weight_then, weight_now = rows["weight_then"].to_numpy(), rows["weight_now"].to_numpy()
    known = {
        "then": (then, weight_then, rows["gap_then"].to_numpy(), rows["met_then"].eq(True).to_numpy()),
        "between": (then & now, weight_now, _gap(required, level), level >= required - TOLERANCE),
        "now": (now, weight_now, rows["gap_now"].to_numpy(), rows["met_now"].eq(True).to_numpy()),
    }
    other = _differs(rows["required_then"].to_numpy(), required) | _differs(weight_then, weight_now)
    return pd.DataFrame(
        {
            "person": rows["person"],
            "skill": rows["skill"],
            "unit_then": rows["person"].map(dict(start.units)).fillna(NOWHERE),
            "unit_now": rows["person"].map(dict(end.units)).fillna(NOWHERE),
            "status": status,
            "counted": then,
            "counts": now,
            "raised": then & now & other,
            "moved": then & now & _differs(level, rows["level_now"].to_numpy()),
            "newest": rows["newest_now"],
            **{f"{name}_{side}": sums for side in SIDES for name, sums in _sums(*known[side]).items()},
        }
    )


def _gap(required: Sums, level: Sums) -> Sums:
    gap = np.maximum(0.0, required - level)
    return np.where(gap < TOLERANCE, 0.0, gap)


def _differs(one: Sums, other: Sums) -> Flags:
    return np.asarray(np.abs(one - other) > TOLERANCE)


def _sums(
    counts: Flags, weight: Sums, gap: Sums, met: Flags
) -> dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """What a pair adds to each of SUMS; nothing where it does not count."""
    return {
        "weighted_gap": np.where(counts, weight * gap, 0.0),
        "weight": np.where(counts, weight, 0.0),
        "met": np.where(counts, met, 0.0),
        "rated": counts.astype(float),
    }


def _unit_chains(
    assessment: Assessment, rows: pd.DataFrame, printed: Mapping[str, float]
) -> dict[tuple[str, str | int, str], Chain]:
    table = _table(rows, [])
    then, now = table["unit_then"].to_numpy(), table["unit_now"].to_numpy()
    chains: dict[tuple[str, str | int, str], Chain] = {}
    for unit, below in descendants(assessment).items():
        states = _states(table, np.isin(then, below), np.isin(now, below))
        prefix = "organisation" if unit == ORGANISATION else f"unit.{unit}"
        for measure in MEASURES:
            chains["unit", unit, measure] = _chain(states, measure, printed.get(f"{prefix}.{measure}"))
    return chains


def _skill_chains(
    assessment: Assessment, rows: pd.DataFrame, printed: Mapping[str, float]
) -> dict[tuple[str, str | int, str], Chain]:
    """Of today's skills; one that is asked of nobody any more moves the organisation only."""
    places = {key(skill.name): place for place, skill in enumerate(assessment.skills)}
    chains: dict[tuple[str, str | int, str], Chain] = {}
    for skill, table in _table(rows, ["skill"]).groupby("skill", sort=True):
        if skill in places:
            place = places[str(skill)]
            states = _states(table, table["unit_then"].to_numpy() != NOWHERE, table["unit_now"].to_numpy() != NOWHERE)
            as_printed = printed.get(f"skill.{assessment.skills[place].id}.weighted_gap")
            chains["skill", place, "weighted_gap"] = _chain(states, "weighted_gap", as_printed)
    return chains


def _table(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """The sums of all rows that no chain tells apart."""
    sums = [f"{name}_{side}" for side in SIDES for name in SUMS]
    return rows.groupby([*by, "unit_then", "unit_now", "status"], sort=True)[sums].sum().reset_index()


def _states(table: pd.DataFrame, inside_then: Flags, inside_now: Flags) -> list[Mapping[str, float]]:
    """The sums of the nine states of a group, from the pairs of then to those of the end."""
    status, stayed = table["status"].to_numpy(), inside_then & inside_now

    def sums(side: str, chosen: Flags) -> dict[str, float]:
        return {name: float(table[f"{name}_{side}"].to_numpy()[chosen].sum()) for name in SUMS}

    def staying(*names: str) -> Flags:
        return np.asarray(stayed & np.isin(status, names))

    return [
        sums("then", inside_then),
        sums("then", staying("no_longer_required", "no_longer_rated", COMMON)),
        sums("then", staying("no_longer_rated", COMMON)),
        sums("then", staying(COMMON)),
        sums("between", staying(COMMON)),
        sums("now", staying(COMMON)),
        sums("now", staying(COMMON, "newly_rated")),
        sums("now", staying(COMMON, "newly_rated", "newly_required")),
        sums("now", inside_now),
    ]


def _chain(states: list[Mapping[str, float]], measure: str, printed: float | None) -> Chain:
    numerator, denominator = MEASURES[measure]
    values = [quotient(state[numerator], state[denominator]) for state in states]
    known = [value for value in values if value is not None]
    parts: dict[str, float] = {}
    if len(known) == len(values):
        if printed is not None:
            parts["method"] = known[0] - printed
        parts |= {name: after - before for name, (before, after) in zip(PARTS[1:], pairwise(known), strict=True)}
    return Chain(printed, values[0], values[-1], parts)
