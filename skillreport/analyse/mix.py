"""The training mix: recommended, actual, planned and gap shares of soft and hard, for any group. Section 5."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from skillreport.analyse.levels import TOLERANCE, positions
from skillreport.model.assessment import Assessment
from skillreport.model.engagement import MixOverride
from skillreport.model.names import key
from skillreport.model.period import months_after
from skillreport.rules.load import MixRow, Rules

MONTHS_OF_LOG = 12


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
    """Shares of one group (0 to 1, None where there is nothing to divide). `effort` and `deviation` are in hours.

    `recommended` is weighted by the effort it is compared with: the actual, else the planned, else budgeted hours.
    `rows`: ids of the table's rows that gave it, largest part first. `n`: people with effort; `planned_people`: with
    planned hours; `gap_people`: with a gap in a skill of known kind; `people`: all of the group who are employed.
    """

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
    def recommended_for(self) -> int:
        """People whose hours weigh the recommendation: trained ones, else planned, else all."""
        return self.n if self.effort else self.planned_people if self.planned_effort else self.people


def recommend(assessment: Assessment, rules: Rules, gap_mix: pd.Series) -> Recommendation:
    """The recommended soft share of everybody, by precedence: client override (person, role, nearest unit upward,
    career level, organisation), industry × level, industry, level, default; then the engagement's adjustments.

    `gap_mix`: soft share of each person's own weighted gap, used only where the engagement blends with it.
    """
    settings = assessment.engagement.mix
    overrides = {_target(item): _override_row(number, item) for number, item in enumerate(settings.overrides, 1)}
    industry_of = {key(unit): key(name) for unit, name in settings.unit_industries.items()}
    parents = {unit.id: unit.parent for unit in assessment.units}
    names = {unit.id: (key(unit.name), key(unit.id)) for unit in assessment.units}
    chains = {unit.id: _chain(unit.id, parents) for unit in assessment.units}
    cache: dict[tuple[object, ...], MixRow] = {}
    rows: dict[str, MixRow] = {}
    shares, ids = [], []
    people = assessment.people
    for employee, name, role, level, unit in zip(
        people["employee"], people["name"], people["role"], people["career_level"], people["unit"], strict=True
    ):
        personal = next(
            (
                overrides["person", key(t)]
                for t in (employee, name)
                if isinstance(t, str) and ("person", key(t)) in overrides
            ),
            None,
        )
        place = (role if isinstance(role, str) else None, level if isinstance(level, str) else None, unit)
        if place not in cache:
            units = [names[id] for id in chains[unit]]
            industry = next((industry_of[n] for pair in units for n in pair if n in industry_of), key(rules.industry))
            cache[place] = _rule_for(place[0], place[1], units, industry, overrides, rules.mix)
        row = personal or cache[place]
        rows[row.id] = row
        shares.append(row.soft)
        ids.append(row.id)
    soft = pd.Series(shares, index=np.arange(len(people)), dtype=float)
    if settings.blend_with_gaps:
        own = gap_mix.reindex(soft.index).fillna(soft)
        soft = soft * (1 - settings.blend_with_gaps) + own * settings.blend_with_gaps
    soft = (soft + sum(item.points for item in settings.adjustments) / 100).clip(0, 1)
    return Recommendation(pd.DataFrame({"soft": soft, "row": pd.Series(ids, index=soft.index, dtype=object)}), rows)


def unmatched_overrides(assessment: Assessment) -> list[MixOverride]:
    """Overrides whose person, role or unit nobody in the files carries."""
    people = assessment.people
    known = {
        "person": {key(text) for name in ("employee", "name") for text in people[name].dropna()},
        "role": {key(text) for text in people["role"].dropna()},
        "unit": {key(text) for unit in assessment.units for text in (unit.id, unit.name)},
    }
    return [
        item
        for item in assessment.engagement.mix.overrides
        if (target := _target(item))[0] in known and target[1] not in known[target[0]]
    ]


def _target(item: MixOverride) -> tuple[str, str]:
    for kind in ("person", "role", "unit", "career_level"):
        if (value := getattr(item, kind)) is not None:
            return kind, key(value)
    return "organisation", ""


def _override_row(number: int, item: MixOverride) -> MixRow:
    kind = _target(item)[0]
    target = (kind, str(getattr(item, kind)) if kind != "organisation" else "")
    return MixRow(f"client-{number}", item.soft / 100, None, item.career_level, "client", item.reason, target)


def _chain(unit: str, parents: Mapping[str, str | None]) -> list[str]:
    chain = [unit]
    while (above := parents[chain[-1]]) is not None:
        chain.append(above)
    return chain


def _rule_for(
    role: str | None,
    level: str | None,
    units: list[tuple[str, str]],
    industry: str,
    overrides: Mapping[tuple[str, str], MixRow],
    table: tuple[MixRow, ...],
) -> MixRow:
    """The first row that matches, from the most particular to the default."""
    targets = [("role", key(role))] if role else []
    targets += [("unit", name) for names in units for name in names]
    targets += [("career_level", level)] if level else []
    for target in (*targets, ("organisation", "")):
        if target in overrides:
            return overrides[target]
    keys = [(industry, level), (industry, None), (None, level), (None, None)]
    by_key = {(row.industry, row.career_level): row for row in reversed(table)}
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
    people: np.ndarray[tuple[int], np.dtype[np.bool_]],
    shares: pd.DataFrame,
    log: pd.DataFrame,
    planned: pd.DataFrame,
    gaps: pd.DataFrame,
    budget: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> Mix:
    """The mix of the group that the mask `people` selects.

    `log` and `planned`: person, effort, soft (both in effort). `gaps`: person, soft (0, 1 or NaN), weighted_gap.
    `budget`: budgeted hours per person, the weights where no effort is there.
    """
    inside = people[log["person"].to_numpy()]
    effort, soft = log["effort"].to_numpy()[inside], log["soft"].to_numpy()[inside]
    persons = log["person"].to_numpy()[inside]
    plan_inside = people[planned["person"].to_numpy()]
    plan_effort, plan_soft = planned["effort"].to_numpy()[plan_inside], planned["soft"].to_numpy()[plan_inside]
    plan_persons = planned["person"].to_numpy()[plan_inside]
    share = shares["soft"].to_numpy()
    gap = gaps[people[gaps["person"].to_numpy()] & gaps["soft"].notna().to_numpy()]
    gap_sum = gap["weighted_gap"].sum()

    members = np.flatnonzero(people)
    weights, weighted = (
        (effort, persons)
        if effort.sum()
        else (plan_effort, plan_persons)
        if plan_effort.sum()
        else (budget[members], members)
    )
    total = weights.sum()
    recommended = float((weights * share[weighted]).sum() / total) if total else None
    used = pd.Series(weights).groupby(shares["row"].to_numpy()[weighted]).sum().sort_index()
    ordered = used[used > 0].sort_values(ascending=False, kind="stable")
    return Mix(
        recommended=recommended,
        actual=float(soft.sum() / effort.sum()) if effort.sum() else None,
        planned=float(plan_soft.sum() / plan_effort.sum()) if plan_effort.sum() else None,
        planned_recommended=float((plan_effort * share[plan_persons]).sum() / plan_effort.sum())
        if plan_effort.sum()
        else None,
        gap=float((gap["soft"] * gap["weighted_gap"]).sum() / gap_sum) if gap_sum else None,
        effort=float(effort.sum()),
        planned_effort=float(plan_effort.sum()),
        deviation=float((soft - effort * share[persons]).sum()) if effort.sum() else None,
        rows=tuple(map(str, ordered.index)),
        n=len(np.unique(persons)),
        planned_people=len(np.unique(plan_persons)),
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
