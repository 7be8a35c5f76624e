"""The training mix: recommended, actual, planned and gap shares of soft and hard, for any group. Section 5."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from skillreport.analyse.gaps import quotient
from skillreport.analyse.levels import TOLERANCE, positions
from skillreport.model.assessment import Assessment
from skillreport.model.engagement import Engagement, MixOverride, MixSettings
from skillreport.model.figure import Sentence, say
from skillreport.model.names import key
from skillreport.model.period import months_after
from skillreport.rules.load import Rules
from skillreport.rules.mix_table import OVERRIDE, MixRow

MONTHS_OF_LOG = 12
Measure = Literal["hours", "money"]
Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]
Floats = np.ndarray[tuple[int], np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Per person (indexed by position) the recommended soft share (0 to 1) and the id of the row that gave it."""

    shares: pd.DataFrame
    rows: Mapping[str, MixRow]


@dataclass(frozen=True, slots=True)
class TrainingLog:
    """The log of the last 12 months. `rows`: person, programme, effort (hours or money), soft_share, soft (effort).

    `left_out`: reasons (no category, no effort) and how many rows of the window they cost.
    """

    rows: pd.DataFrame
    left_out: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Mix:
    """Shares of one group (0 to 1, None where there is nothing to divide). `effort` and `deviation` are in hours or in
    money, by `measure`; `planned_effort` is in hours.

    `recommended` is weighted by the effort it is compared with: the actual, else the planned, else budgeted hours;
    `planned_recommended` by the planned hours, for the planned mix.
    `rows`: ids of the table's rows that gave it, largest part first. `n`: people with effort; `planned_people`: with
    planned hours; `gap_people`: with a gap in a skill of known kind; `people`: all of the group who are employed.
    """

    measure: Measure
    recommended: float | None
    actual: float | None
    planned: float | None
    planned_recommended: float | None
    gap: float | None
    effort: float
    planned_effort: float
    deviation: float | None
    rows: tuple[str, ...]
    n: int
    planned_people: int
    gap_people: int
    people: int

    @property
    def points(self) -> float | None:
        """Actual minus recommended soft share."""
        return None if self.actual is None or self.recommended is None else self.actual - self.recommended

    @property
    def planned_points(self) -> float | None:
        """Planned minus recommended soft share, both of the planned hours."""
        if self.planned is None or self.planned_recommended is None:
            return None
        return self.planned - self.planned_recommended

    @property
    def recommended_for(self) -> int:
        """People whose hours weigh the recommendation: trained ones, else planned, else all."""
        return self.n if self.effort else self.planned_people if self.planned_effort else self.people


def recommend(assessment: Assessment, rules: Rules, gap_mix: pd.Series) -> Recommendation:
    """The recommended soft share of everybody, by precedence: client override (person, role, nearest unit upward,
    career level, organisation), industry × level, industry, level, default; then the engagement's blend and its
    adjustments, which tilt whatever came out, the client's overrides too.

    `gap_mix`: soft share of each person's own weighted gap, used only where the engagement blends with it.
    """
    settings = assessment.engagement.mix
    rows = _rows_of_people(assessment, rules)
    soft = pd.Series([row.soft for row in rows], index=np.arange(len(rows)), dtype=float)
    if settings.blend_with_gaps is not None:
        own, part = gap_mix.reindex(soft.index).fillna(soft), settings.blend_with_gaps.share
        soft = soft * (1 - part) + own * part
    soft = (soft + adjustment_of(settings)).clip(0, 1)
    ids = pd.Series([row.id for row in rows], index=soft.index, dtype=object)
    return Recommendation(pd.DataFrame({"soft": soft, "row": ids}), {row.id: row for row in rows})


def adjustment_of(settings: MixSettings) -> float:
    """What all adjustments add to a soft share."""
    return sum(item.points for item in settings.adjustments) / 100


def adjusted_share(soft: float, settings: MixSettings) -> float:
    """A soft share after the adjustments; no share is below 0 or above 1."""
    return min(max(soft + adjustment_of(settings), 0.0), 1.0)


def _rows_of_people(assessment: Assessment, rules: Rules) -> list[MixRow]:
    """The row of the mix table that applies to each person."""
    overrides = _overrides(assessment)
    units = _units_upward(assessment)
    industry_of = {key(unit): key(name) for unit, name in assessment.engagement.mix.unit_industries.items()}
    people = assessment.people
    cache: dict[tuple[object, ...], MixRow] = {}
    rows = []
    columns = (people[name] for name in ("employee", "name", "role", "career_level", "unit"))
    for employee, name, role, level, unit in zip(*columns, strict=True):
        named = (("person", key(text)) for text in (employee, name) if isinstance(text, str))
        personal = next((overrides[target] for target in named if target in overrides), None)
        place = (role if isinstance(role, str) else None, level if isinstance(level, str) else None, unit)
        if place not in cache:
            names = [name for pair in units[unit] for name in pair]
            industry = next((industry_of[name] for name in names if name in industry_of), key(rules.industry))
            cache[place] = _rule_for(place[0], place[1], names, industry, overrides, rules.mix)
        rows.append(personal or cache[place])
    return rows


def _overrides(assessment: Assessment) -> dict[tuple[str, str], MixRow]:
    """The client's overrides by kind and name of whom they are for; of two for the same the first counts."""
    found: dict[tuple[str, str], MixRow] = {}
    for item, row in zip(assessment.engagement.mix.overrides, override_rows(assessment.engagement), strict=True):
        found.setdefault(_target(item), row)
    return found


def override_rows(engagement: Engagement) -> tuple[MixRow, ...]:
    """The client's overrides as rows of the mix table, in the order of the settings."""
    return tuple(
        MixRow(
            id=f"{OVERRIDE}{number + 1}",
            soft=item.soft / 100,
            industry=None,
            career_level=item.career_level,
            status="client",
            source=item.reason,
            target=item.target,
            place=engagement.location_of("mix", "overrides", number),
        )
        for number, item in enumerate(engagement.mix.overrides)
    )


def override_target(item: MixOverride) -> Sentence:
    """Whom an override is for."""
    kind, name = item.target
    return say(f"said.target.{kind}", name=name) if name else say(f"said.target.{kind}")


def _units_upward(assessment: Assessment) -> dict[str, list[tuple[str, str]]]:
    """Unit id → what it and the units above it may be called, name and id, the nearest first."""
    parents = {unit.id: unit.parent for unit in assessment.units}
    names = {unit.id: (key(unit.name), key(unit.id)) for unit in assessment.units}
    return {unit: [names[id] for id in _chain(unit, parents)] for unit in parents}


def repeated_overrides(assessment: Assessment) -> list[tuple[int, MixOverride]]:
    """Overrides whose target an earlier one has already, each with its position."""
    taken: set[tuple[str, str]] = set()
    repeated = []
    for place, item in enumerate(assessment.engagement.mix.overrides):
        if _target(item) in taken:
            repeated.append((place, item))
        taken.add(_target(item))
    return repeated


def unmatched_industries(assessment: Assessment) -> list[str]:
    """Units that have an industry of their own and are not in the files."""
    known = _known_units(assessment)
    return [unit for unit in assessment.engagement.mix.unit_industries if key(unit) not in known]


def _known_units(assessment: Assessment) -> set[str]:
    return {key(text) for unit in assessment.units for text in (unit.id, unit.name)}


def unmatched_overrides(assessment: Assessment) -> list[tuple[int, MixOverride]]:
    """Overrides whose person, role or unit nobody in the files carries, each with its position."""
    people = assessment.people
    known = {
        "person": {key(text) for name in ("employee", "name") for text in people[name].dropna()},
        "role": {key(text) for text in people["role"].dropna()},
        "unit": _known_units(assessment),
    }
    return [
        (place, item)
        for place, item in enumerate(assessment.engagement.mix.overrides)
        if (target := _target(item))[0] in known and target[1] not in known[target[0]]
    ]


def _target(item: MixOverride) -> tuple[str, str]:
    kind, name = item.target
    return kind, key(name)


def _chain(unit: str, parents: Mapping[str, str | None]) -> list[str]:
    chain = [unit]
    while (above := parents[chain[-1]]) is not None:
        chain.append(above)
    return chain


def _rule_for(
    role: str | None,
    level: str | None,
    units: list[str],
    industry: str,
    overrides: Mapping[tuple[str, str], MixRow],
    table: tuple[MixRow, ...],
) -> MixRow:
    """The first row that matches, from the most particular to the default."""
    targets = [("role", key(role))] if role else []
    targets += [("unit", name) for name in units]
    targets += [("career_level", level)] if level else []
    for target in (*targets, ("organisation", "")):
        if target in overrides:
            return overrides[target]
    keys = [(industry, level), (industry, None), (None, level), (None, None)]
    by_key = {(row.industry and key(row.industry), row.career_level): row for row in table}
    return next(by_key[k] for k in keys if k in by_key and (k[1] is None or level is not None))


def find_training_log(assessment: Assessment) -> TrainingLog:
    """The training rows of the 12 months up to the as-of date, with their soft share: the row's, else the catalogue's.

    A programme without category is left out and counted, never assumed.
    """
    rows = assessment.training
    first, last = months_after(assessment.as_of, -MONTHS_OF_LOG), assessment.as_of
    window = rows[(rows["start"] > np.datetime64(first, "s")) & (rows["start"] <= np.datetime64(last, "s"))]
    catalogue = assessment.courses.assign(key=assessment.courses["programme"].astype(object).map(key))
    of_course = catalogue.dropna(subset=["soft_share"]).drop_duplicates("key").set_index("key")["soft_share"]
    by_catalogue = window["programme"].astype(object).map(key).map(of_course).astype(float)
    soft_share = window["soft_share"].fillna(by_catalogue)
    effort = window["hours"] if assessment.engagement.mix.measure == "hours" else window["cost"]
    without_effort, without_category = effort.isna(), soft_share.isna() & effort.notna()
    kept = ~without_effort & ~without_category
    found = pd.DataFrame(
        {
            "person": positions(window["employee"], assessment.people.index)[kept.to_numpy()],
            "programme": window["programme"].astype(object)[kept].to_numpy(),
            "effort": effort[kept].to_numpy(),
            "soft_share": soft_share[kept].to_numpy(),
        }
    )
    left_out = (("no-category", int(without_category.sum())), ("no-effort", int(without_effort.sum())))
    return TrainingLog(
        found.assign(soft=found["effort"] * found["soft_share"]), tuple(item for item in left_out if item[1])
    )


def mix_of(
    people: Mask,
    measure: Measure,
    shares: pd.DataFrame,
    log: pd.DataFrame,
    planned: pd.DataFrame,
    gaps: pd.DataFrame,
    budget: Floats,
) -> Mix:
    """The mix of the group that the mask `people` selects.

    `log` and `planned`: person, effort, soft (both in effort). `gaps`: person, soft (0, 1 or NaN), weighted_gap.
    `budget`: budgeted hours per person, the weights where no effort is there.
    """
    given, plan = log[people[log["person"].to_numpy()]], planned[people[planned["person"].to_numpy()]]
    gap = gaps[people[gaps["person"].to_numpy()] & gaps["soft"].notna().to_numpy()]
    members = np.flatnonzero(people)
    weights = next(
        (part.set_index("person")["effort"] for part in (given, plan) if part["effort"].sum()),
        pd.Series(budget[members], index=members),
    )
    wanted = weights * shares["soft"].to_numpy()[weights.index]
    used = weights.groupby(shares["row"].to_numpy()[weights.index]).sum().sort_index()
    effort, soft = given["effort"].sum(), given["soft"].sum()
    asked = (given["effort"] * shares["soft"].to_numpy()[given["person"]]).sum()
    due = plan["effort"] * shares["soft"].to_numpy()[plan["person"]]
    return Mix(
        measure=measure,
        recommended=quotient(wanted.sum(), weights.sum()),
        actual=quotient(soft, effort),
        planned=quotient(plan["soft"].sum(), plan["effort"].sum()),
        planned_recommended=quotient(due.sum(), plan["effort"].sum()),
        gap=quotient((gap["soft"] * gap["weighted_gap"]).sum(), gap["weighted_gap"].sum()),
        effort=float(effort),
        planned_effort=float(plan["effort"].sum()),
        deviation=float(soft - asked) if effort else None,
        rows=tuple(map(str, used[used > 0].sort_values(ascending=False, kind="stable").index)),
        n=given["person"].nunique(),
        planned_people=plan["person"].nunique(),
        gap_people=gap["person"].nunique(),
        people=int((budget[members] > 0).sum()),
    )


def mix_tolerance(assessment: Assessment) -> float:
    """How far a mix may be from its recommendation, as a share."""
    return assessment.engagement.mix.tolerance_points / 100


def off_rule(points: float | None, tolerance: float) -> bool:
    """Whether a difference of two soft shares counts: beyond the tolerance (a share too); unknown ones do not."""
    return points is not None and abs(points) > tolerance + TOLERANCE


def disagree(mix: Mix, tolerance: float) -> bool:
    """Whether rule and gaps point to opposite sides of the actual mix, both beyond the tolerance (a share)."""
    if mix.recommended is None or mix.actual is None or mix.gap is None:
        return False
    rule, gap = mix.recommended - mix.actual, mix.gap - mix.actual
    return rule * gap < 0 and off_rule(rule, tolerance) and off_rule(gap, tolerance)
