"""Everything computed from an assessment, and the one place where the order of the steps is written."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from skillreport.analyse.basis import Basis
from skillreport.analyse.coverage import find_bench, find_readiness, lone_roles, weakest_roles
from skillreport.analyse.gaps import find_pairs, find_requirements, gap_totals, severity, severity_bounds
from skillreport.analyse.groups import SkillGroup, group_positions, skill_groups
from skillreport.analyse.levels import Levels
from skillreport.analyse.metrics import Metrics, as_printed
from skillreport.analyse.mix import (
    Mix,
    Recommendation,
    TrainingLog,
    mix_of,
    recommend,
)
from skillreport.analyse.roadmap.actions import Situation
from skillreport.analyse.roadmap.formats import choose_formats
from skillreport.analyse.roadmap.guard import withheld_in_roadmap
from skillreport.analyse.roadmap.hours import Plan, plan_hours
from skillreport.analyse.roadmap.plan import Roadmap, plan_roadmap, planned_training
from skillreport.analyse.units import descendants, unit_names
from skillreport.analyse.views import agreement_by_skill, divergence_by_skill, find_divergence, joined_views
from skillreport.analyse.withheld import Withheld, find_groups, find_withheld
from skillreport.model.assessment import ORGANISATION, Assessment
from skillreport.model.engagement import CAREER_LEVELS
from skillreport.model.names import key
from skillreport.model.period import months_after
from skillreport.rules.load import Rules


@dataclass(frozen=True, slots=True)
class Trust:
    """How far the data can be relied on. Shares are 0 to 1, None where there is nothing to count or to match.

    `pairs_fresh`, `pairs_stale`: pairs with ratings that count, and with stale ones only. `ageing`: rated pairs whose
    newest rating is older than the ageing bound. `people_matched` of `people_rated` stand in the org chart.
    """

    completeness: float | None
    rated_by_others: float | None
    fresh: float | None
    matched: float | None
    median_age_months: float | None
    pairs_fresh: int
    pairs_stale: int
    ageing: int
    people_rated: int
    people_matched: int


@dataclass(frozen=True, slots=True)
class Findings:
    """What the report is written from. Persons and skills are positions in the assessment's people and skills.

    `totals`, `by_unit`, `by_group`, `by_unit_group`, `by_skill`: sums as in `gaps.gap_totals`; units include what is
    below them. `by_skill` also has burden, mean_gap (NaN: no pair), weight (highest), critical_gap.
    Mixes are keyed by unit id, career level and role. `unit_names`: what each unit is called in the report.
    `joined_views`: self and all others, for skills in which the managers' view is withheld. `metrics`: without the
    values that are withheld.
    """

    assessment: Assessment
    rules: Rules
    levels: Levels
    pairs: pd.DataFrame
    future: pd.DataFrame
    groups: tuple[SkillGroup, ...]
    unit_names: Mapping[str, str]
    totals: "pd.Series[float]"
    by_unit: pd.DataFrame
    by_group: pd.DataFrame
    by_unit_group: pd.DataFrame
    by_skill: pd.DataFrame
    proficiency_index: float | None
    trust: Trust
    readiness: pd.DataFrame
    role_readiness: pd.DataFrame
    bench: pd.DataFrame
    weakest: pd.DataFrame
    lone_roles: pd.DataFrame
    divergence: pd.DataFrame
    divergence_by_skill: pd.DataFrame
    joined_views: pd.DataFrame
    agreement: pd.DataFrame
    certificates: pd.DataFrame
    recommendation: Recommendation
    log: TrainingLog
    mix: Mix
    unit_mixes: Mapping[str, Mix]
    level_mixes: Mapping[str, Mix]
    role_mixes: Mapping[str, Mix]
    metrics: Metrics
    plan: Plan
    withheld: Withheld
    withheld_in_roadmap: frozenset[str]
    roadmap: Roadmap


def analyse(assessment: Assessment, rules: Rules, basis: Basis) -> Findings:
    """Work out all findings. Pure: the same assessment and rules give the same findings."""
    levels, log = basis.levels, basis.log
    requirements = find_requirements(assessment, rules)
    groups = skill_groups(assessment.skills)
    pairs = find_pairs(assessment, requirements.current, levels, rules).assign(
        group=lambda frame: group_positions(groups, len(assessment.skills))[frame["skill"].to_numpy()]
    )
    by_skill = _by_skill(assessment, rules, pairs)
    readiness = find_readiness(assessment, pairs, rules)
    bench = find_bench(assessment, pairs, levels, rules)
    weakest = weakest_roles(bench)
    divergence = find_divergence(assessment, levels)
    by_skill_views = divergence_by_skill(assessment, divergence)

    gaps = _gap_efforts(pairs)
    recommendation = recommend(assessment, rules, _gap_mix(gaps))
    plan = plan_hours(assessment, pairs, recommendation.shares)
    planned = planned_training(plan.allocations)
    of_people = find_groups(assessment)
    withheld = find_withheld(
        assessment,
        pairs,
        of_people,
        trained=log.rows["person"],
        planned=planned["person"],
        gaps=gaps.loc[gaps["soft"].notna(), "person"],
        readiness=readiness,
        rules=recommendation.shares["row"],
        metrics=basis.metrics,
        levels=levels,
        divergence=divergence,
    )
    metrics = as_printed(basis.metrics, withheld.metrics)

    def mix(people: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Mix:
        return mix_of(people, recommendation.shares, log.rows, planned, gaps, plan.budget)

    everybody = np.ones(len(assessment.people), dtype=bool)
    unit_mixes = {unit: mix(members) for unit, members in _members(assessment)}
    levels_of, roles_of = assessment.people["career_level"], assessment.people["role"]
    active = assessment.people["active"]
    situation = Situation(
        assessment=assessment,
        rules=rules,
        levels=levels,
        pairs=pairs,
        future=requirements.future,
        skills=by_skill,
        bench=weakest,
        divergence=divergence,
        divergence_by_skill=by_skill_views,
        certificates=basis.certificates,
        organisation_mix=mix(everybody),
        unit_mixes={unit: found for unit, found in unit_mixes.items() if unit != ORGANISATION},
        metrics=metrics,
        plan=plan,
        formats=choose_formats(assessment, rules, plan, pairs, levels, groups, withheld),
        groups=groups,
        unit_names=unit_names(assessment.units),
        withheld=withheld,
    )
    roadmap = plan_roadmap(situation)
    return Findings(
        assessment=assessment,
        rules=rules,
        levels=levels,
        pairs=pairs,
        future=requirements.future,
        groups=groups,
        unit_names=situation.unit_names,
        totals=gap_totals(pairs).iloc[0],
        by_unit=_with_ancestors(assessment, gap_totals(pairs, ["unit"])),
        by_group=gap_totals(pairs, ["group"]),
        by_unit_group=_with_ancestors(assessment, gap_totals(pairs, ["unit", "group"])),
        by_skill=by_skill,
        proficiency_index=_proficiency_index(assessment, pairs),
        trust=_trust(assessment, rules, levels, pairs),
        readiness=readiness,
        role_readiness=_role_readiness(assessment, readiness),
        bench=bench,
        weakest=weakest,
        lone_roles=lone_roles(bench),
        divergence=divergence,
        divergence_by_skill=by_skill_views,
        joined_views=joined_views(assessment, levels, withheld.manager_views),
        agreement=agreement_by_skill(assessment, levels),
        certificates=basis.certificates,
        recommendation=recommendation,
        log=log,
        mix=situation.organisation_mix,
        unit_mixes=unit_mixes,
        level_mixes={
            level: mix((levels_of == level).to_numpy()) for level in CAREER_LEVELS if (levels_of[active] == level).any()
        },
        role_mixes={
            role: mix((roles_of == role).to_numpy()) for role in sorted(roles_of[active].dropna().unique(), key=key)
        },
        metrics=metrics,
        plan=plan,
        withheld=withheld,
        withheld_in_roadmap=withheld_in_roadmap(assessment, pairs, plan, of_people, withheld, roadmap),
        roadmap=roadmap,
    )


def _by_skill(assessment: Assessment, rules: Rules, pairs: pd.DataFrame) -> pd.DataFrame:
    found = gap_totals(pairs, ["skill"]).reindex(range(len(assessment.skills)), fill_value=0.0)
    required = pairs[pairs["required"].notna()]
    mean_gap = found["gap"] / found["rated"].where(found["rated"] > 0)
    bounds = severity_bounds(assessment.scale, rules)
    weight = required.groupby("skill")["weight"].max().reindex(found.index)
    step = mean_gap.fillna(0).map(lambda mean: severity(mean, bounds))
    return found.assign(
        burden=found["gap"],
        mean_gap=mean_gap,
        weight=weight,
        critical_gap=(step == 4) | ((step == 3) & (weight >= rules.bounds.critical_weight)),
    )


def _gap_efforts(pairs: pd.DataFrame) -> pd.DataFrame:
    """The weighted gap of each pair with a gap: person, soft (0, 1, NaN), weighted_gap."""
    gaps = pairs[pairs["gap"].fillna(0) > 0]
    return pd.DataFrame(
        {
            "person": gaps["person"].to_numpy(),
            "soft": gaps["soft"].to_numpy(),
            "weighted_gap": (gaps["weight"] * gaps["gap"]).to_numpy(),
        }
    )


def _gap_mix(gaps: pd.DataFrame) -> "pd.Series[float]":
    """Soft share of each person's weighted gap."""
    known = gaps[gaps["soft"].notna()]
    sums = known.assign(soft=known["soft"] * known["weighted_gap"]).groupby("person")[["soft", "weighted_gap"]].sum()
    return sums["soft"] / sums["weighted_gap"]


def _members(assessment: Assessment) -> list[tuple[str, np.ndarray[tuple[int], np.dtype[np.bool_]]]]:
    """Each unit with the mask of the people in it or below it."""
    below = descendants(assessment)
    unit = assessment.people["unit"]
    return [(item.id, unit.isin(below[item.id]).to_numpy()) for item in assessment.units]


def _with_ancestors(assessment: Assessment, sums: pd.DataFrame) -> pd.DataFrame:
    """Sums of every unit with all units below it. People belong to one unit, so all columns add up."""
    other = [name for name in sums.index.names if name != "unit"]
    flat = sums.reset_index()
    parts = []
    for unit, below in descendants(assessment).items():
        inside = flat[flat["unit"].isin(below)]
        counts = inside.drop(columns=["unit", *other])
        if other:
            parts.append(counts.groupby(inside["group"]).sum().reset_index().assign(unit=unit))
        else:
            parts.append(counts.sum().to_frame().T.assign(unit=unit))
    return pd.concat(parts, ignore_index=True).set_index(["unit", *other])


def _proficiency_index(assessment: Assessment, pairs: pd.DataFrame) -> float | None:
    levels = pairs["level"].dropna()
    scale = assessment.scale
    return float(((levels - scale.lowest) / scale.width).mean() * 100) if len(levels) else None


def _trust(assessment: Assessment, rules: Rules, levels: Levels, pairs: pd.DataFrame) -> Trust:
    required = pairs["required"].notna()
    rated = pairs["rated_required"]
    fresh = int(pairs["level"].notna().sum())
    stale = int(pairs["stale"].sum())
    people_rated = levels.pairs["person"].unique()
    matched = int(assessment.people["in_chart"].to_numpy()[people_rated].sum())
    chart = "org_chart" in assessment.tables
    ages = pairs.loc[rated, "age_days"]
    young = np.datetime64(months_after(assessment.as_of, -rules.bounds.ageing_months), "s")

    def ratio(part: float, whole: float) -> float | None:
        return float(part / whole) if whole else None

    return Trust(
        completeness=ratio(rated.sum(), required.sum()),
        rated_by_others=ratio((rated & ~pairs["self_only"]).sum(), rated.sum()),
        fresh=ratio(fresh, fresh + stale),
        matched=ratio(matched, len(people_rated)) if chart else None,
        median_age_months=float(ages.median() * 12 / 365.25) if len(ages) else None,
        pairs_fresh=fresh,
        pairs_stale=stale,
        ageing=int((pairs.loc[rated, "newest"] < young).sum()),
        people_rated=len(people_rated),
        people_matched=matched,
    )


def _role_readiness(assessment: Assessment, readiness: pd.DataFrame) -> pd.DataFrame:
    """Per role: people, ready, not_ready, unknown, both_domains (counts), readiness (mean of measured people, NaN:
    nobody)."""
    role = assessment.people["role"].to_numpy()[readiness.index.to_numpy(dtype=np.intp)]
    frame = readiness.assign(role=role)
    grouped = frame[frame["role"].notna()].groupby("role")
    return grouped.agg(
        people=("status", "size"),
        ready=("status", lambda status: int((status == "ready").sum())),
        not_ready=("status", lambda status: int((status == "not ready").sum())),
        unknown=("status", lambda status: int((status == "unknown").sum())),
        both_domains=("both_domains", "sum"),
        readiness=("readiness", "mean"),
        measured=("readiness", "count"),
    )
