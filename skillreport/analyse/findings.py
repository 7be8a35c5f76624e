"""Everything computed from an assessment, and the one place where the order of the steps is written."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from skillreport.analyse.basis import Basis
from skillreport.analyse.change import Changes, find_changes
from skillreport.analyse.change_privacy import ShownChange, shown_changes
from skillreport.analyse.coverage import Coverage, find_coverage
from skillreport.analyse.gaps import find_pairs, find_requirements, gap_totals, severity, severity_bounds
from skillreport.analyse.groups import SkillGroup, group_positions, skill_groups
from skillreport.analyse.levels import Levels
from skillreport.analyse.metrics import Metrics, as_printed
from skillreport.analyse.mix import TrainingLog
from skillreport.analyse.mixes import Mixes, find_mixes
from skillreport.analyse.programmes import Programmes, find_programmes
from skillreport.analyse.rater_readings import RaterReadings, find_rater_readings
from skillreport.analyse.raters import Raters
from skillreport.analyse.roadmap.actions import Situation
from skillreport.analyse.roadmap.formats import choose_formats
from skillreport.analyse.roadmap.guard import withheld_in_roadmap
from skillreport.analyse.roadmap.hours import Plan
from skillreport.analyse.roadmap.plan import Roadmap, plan_roadmap
from skillreport.analyse.sensitivity import Sensitivity, find_sensitivity
from skillreport.analyse.units import descendants, unit_names
from skillreport.analyse.views import Views, find_views, joined_views
from skillreport.analyse.withheld import Groups, Withheld, find_groups, find_withheld
from skillreport.analyse.withheld_programmes import WithheldProgrammes, withheld_programmes
from skillreport.model.assessment import Assessment
from skillreport.model.period import months_after
from skillreport.rules.load import Rules


@dataclass(frozen=True, slots=True)
class Trust:
    """How far the data can be relied on. Shares are 0 to 1, None where there is nothing to count or to match; what
    depends on the age of ratings is None where no rating has a date.

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

    `totals`, `by_unit`, `by_unit_group`, `by_skill`: sums as in `gaps.gap_totals`; units include what is below them.
    `by_skill` also has mean_gap (NaN: no pair), weight (highest), critical_gap. `unit_names`: what each unit is called
    in the report. `joined_views`: self and all others, for skills in which the managers' view is withheld. `metrics`:
    without the values that are withheld. `withheld_in_roadmap`: ids of figures.
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
    by_unit_group: pd.DataFrame
    by_skill: pd.DataFrame
    proficiency_index: float | None
    trust: Trust
    sensitivity: Sensitivity
    raters: Raters
    rater_readings: RaterReadings
    coverage: Coverage
    views: Views
    joined_views: pd.DataFrame
    certificates: pd.DataFrame
    log: TrainingLog
    mixes: Mixes
    metrics: Metrics
    programmes: Programmes
    plan: Plan
    withheld: Withheld
    withheld_programmes: WithheldProgrammes
    withheld_in_roadmap: frozenset[str]
    roadmap: Roadmap
    changes: Changes
    shown_changes: tuple[ShownChange, ...]


def analyse(assessment: Assessment, rules: Rules, basis: Basis) -> Findings:
    """Work out all findings. Pure: the same assessment and rules give the same findings."""
    groups = skill_groups(assessment.skills)
    group_of = group_positions(groups, len(assessment.skills))
    requirements = find_requirements(assessment, rules)
    pairs = find_pairs(assessment, requirements.current, basis.levels, rules)
    pairs = pairs.assign(group=group_of[pairs["skill"].to_numpy()])
    coverage, views = find_coverage(assessment, pairs, basis.levels, rules), find_views(assessment, basis.levels)
    mixes = find_mixes(assessment, rules, basis.log.rows, pairs)
    of_people = find_groups(assessment)
    withheld = find_withheld(
        assessment,
        pairs,
        of_people,
        trained=basis.log.rows["person"],
        planned=mixes.plan.allocations["person"],
        gaps=pairs.loc[(pairs["gap"].fillna(0) > 0) & pairs["soft"].notna(), "person"],
        readiness=coverage.readiness,
        rules=mixes.recommendation.shares["row"],
        metrics=basis.metrics,
        levels=basis.levels,
        divergence=views.pairs,
    )
    programmes = find_programmes(assessment, rules)
    situation = Situation(
        assessment=assessment,
        rules=rules,
        basis=basis,
        groups=groups,
        unit_names=unit_names(assessment.units),
        pairs=pairs,
        future=requirements.future,
        skills=_by_skill(assessment, rules, pairs),
        coverage=coverage,
        views=views,
        mixes=mixes,
        metrics=as_printed(basis.metrics, withheld.metrics),
        programmes=programmes,
        withheld=withheld,
        withheld_programmes=withheld_programmes(assessment, programmes, of_people, withheld.trained),
        formats=choose_formats(assessment, rules, mixes.plan, pairs, basis.levels, groups, withheld),
    )
    changes = find_changes(assessment, rules, pairs)
    return _findings(situation, of_people, plan_roadmap(situation), changes)


def _findings(s: Situation, of_people: Groups, roadmap: Roadmap, changes: Changes) -> Findings:
    return Findings(
        assessment=s.assessment,
        rules=s.rules,
        levels=s.basis.levels,
        pairs=s.pairs,
        future=s.future,
        groups=s.groups,
        unit_names=s.unit_names,
        totals=gap_totals(s.pairs).iloc[0],
        by_unit=_with_ancestors(s.assessment, gap_totals(s.pairs, ["unit"])),
        by_unit_group=_with_ancestors(s.assessment, gap_totals(s.pairs, ["unit", "group"])),
        by_skill=s.skills,
        proficiency_index=_proficiency_index(s.assessment, s.pairs),
        trust=_trust(s.assessment, s.rules, s.basis.levels, s.pairs),
        sensitivity=find_sensitivity(s.assessment, s.rules, s.pairs),
        raters=s.basis.raters,
        rater_readings=find_rater_readings(
            s.assessment, s.rules, s.basis.levels, s.basis.raters, s.pairs, s.withheld.units
        ),
        coverage=s.coverage,
        views=s.views,
        joined_views=joined_views(s.assessment, s.basis.levels, s.withheld.manager_views),
        certificates=s.basis.certificates,
        log=s.basis.log,
        mixes=s.mixes,
        metrics=s.metrics,
        programmes=s.programmes,
        plan=s.mixes.plan,
        withheld=s.withheld,
        withheld_programmes=s.withheld_programmes,
        withheld_in_roadmap=withheld_in_roadmap(s.assessment, s.pairs, s.mixes.plan, of_people, s.withheld, roadmap),
        roadmap=roadmap,
        changes=changes,
        shown_changes=shown_changes(s.assessment, changes, s.withheld.units, s.withheld.skills),
    )


def _by_skill(assessment: Assessment, rules: Rules, pairs: pd.DataFrame) -> pd.DataFrame:
    found = gap_totals(pairs, ["skill"]).reindex(range(len(assessment.skills)), fill_value=0.0)
    required = pairs[pairs["required"].notna()]
    mean_gap = found["gap"] / found["rated"].where(found["rated"] > 0)
    bounds = severity_bounds(assessment.scale, rules)
    weight = required.groupby("skill")["weight"].max().reindex(found.index)
    step = mean_gap.fillna(0).map(lambda mean: severity(mean, bounds))
    return found.assign(
        mean_gap=mean_gap,
        weight=weight,
        critical_gap=(step == 4) | ((step == 3) & (weight >= rules.bounds.critical_weight)),
    )


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
    dated = bool(assessment.ratings["date"].notna().any())
    ages = pairs.loc[rated, "age_days"]
    young = np.datetime64(months_after(assessment.as_of, -rules.bounds.ageing_months), "s")

    def ratio(part: float, whole: float) -> float | None:
        return float(part / whole) if whole else None

    return Trust(
        completeness=ratio(rated.sum(), required.sum()),
        rated_by_others=ratio((rated & ~pairs["self_only"]).sum(), rated.sum()),
        fresh=ratio(fresh, fresh + stale) if dated else None,
        matched=ratio(matched, len(people_rated)) if chart else None,
        median_age_months=float(ages.median() * 12 / 365.25) if dated and len(ages) else None,
        pairs_fresh=fresh,
        pairs_stale=stale,
        ageing=int((pairs.loc[rated, "newest"] < young).sum()),
        people_rated=len(people_rated),
        people_matched=matched,
    )
