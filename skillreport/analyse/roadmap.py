"""Findings → the actions of twelve months in three phases. Every action comes from a rule below; no finding, no action.

Section 7 of the method. Actions carry numbers and names, no wording: the catalogue words each kind.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from skillreport.analyse.formats import Cohort, Formats, course_for, place_cohorts
from skillreport.analyse.gaps import quotient
from skillreport.analyse.levels import Levels, shelf_life
from skillreport.analyse.metrics import Metrics
from skillreport.analyse.mix import Mix
from skillreport.analyse.plan import Plan
from skillreport.model.assessment import ORGANISATION, Assessment
from skillreport.model.figure import Unit
from skillreport.model.names import key
from skillreport.model.period import months_after
from skillreport.rules.load import PHASES, Phase, Rules

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of an action, None where it cannot be known, with the unit it is printed in."""

    value: float | None
    unit: Unit


@dataclass(frozen=True, slots=True)
class Action:
    """One action of the roadmap.

    `kind` names its wording. `names` and `facts` are what the wording needs. `unit`: the unit whose head owns it;
    `owner`: that head's employee id, None where the chart names nobody. `people`: size of the audience. `hours`: of all
    people together, `soft_share` of them 0 to 1 (None without hours). `learning`: training as opposed to organising.
    `measure`: what success is measured by, with its `baseline` and `target`. `monthly`: hours per month, 12 of them.
    """

    kind: str
    phase: Phase
    first_month: int
    last_month: int
    unit: str
    owner: str | None
    people: int
    skills: tuple[int, ...]
    hours: float
    soft_share: float | None
    learning: bool
    measure: str
    baseline: Quantity
    target: Quantity
    names: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Quantity] = field(default_factory=dict)
    monthly: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Pathway:
    """A role's development pathway: its skills in the order of weight × gap × people, and the planned hours."""

    role: str
    people: int
    skills: tuple[int, ...]
    soft_hours: float
    hard_hours: float


@dataclass(frozen=True, slots=True)
class Roadmap:
    """Actions in order of phase, start and rule. `load` and `capacity`: hours per month. `placed`: the planned hours
    that have a place in the year: person, effort, soft. `deferred_hours`: planned hours without one."""

    actions: tuple[Action, ...]
    load: tuple[float, ...]
    capacity: float
    placed: pd.DataFrame
    deferred_hours: float
    pathways: tuple[Pathway, ...]


@dataclass(frozen=True, slots=True)
class Situation:
    """All findings that rules look at."""

    assessment: Assessment
    rules: Rules
    levels: Levels
    pairs: pd.DataFrame
    future: pd.DataFrame
    skills: pd.DataFrame
    bench: pd.DataFrame
    divergence: pd.DataFrame
    certificates: pd.DataFrame
    organisation_mix: Mix
    unit_mixes: Mapping[str, Mix]
    metrics: Metrics
    plan: Plan
    formats: Formats
    cohorts: Sequence[Cohort] = ()

    @property
    def bound(self) -> float:
        """The mean gap from which actions start: above minor."""
        return self.rules.bounds.severity[0] * self.assessment.scale.width

    def effort(self, name: str, times: float) -> float:
        return self.rules.bounds.effort_hours[name] * times


def plan_roadmap(situation: Situation) -> Roadmap:
    """Apply every rule, place cohorts where the year has room, and number the actions."""
    base = [action for rule in RULES for action in rule(situation)]
    load = _load(base)
    first_learning = situation.rules.bounds.phases["implementation"][0]
    capacity = float(situation.plan.budget.sum()) / (MONTHS - first_learning + 1)
    cohorts = place_cohorts(situation.assessment, situation.rules, situation.formats, load, capacity)
    situation = replace(situation, cohorts=cohorts)
    actions = [*base, *run_programmes(situation), *roll_out(situation)]
    order = {kind: place for place, kind in enumerate(KINDS)}
    actions.sort(key=lambda a: (PHASES.index(a.phase), a.first_month, order[a.kind]))
    placed = _placed(situation)
    deferred = sum(cohort.hours for cohort in cohorts if cohort.first_month is None)
    return Roadmap(tuple(actions), tuple(_load(actions)), capacity, placed, deferred, tuple(find_pathways(situation)))


def _load(actions: Iterable[Action]) -> list[float]:
    return [sum(action.monthly[month] for action in actions) for month in range(MONTHS)]


def _placed(situation: Situation) -> pd.DataFrame:
    """Planned hours with a place in the year, per person and skill."""
    hours = situation.formats.hours
    waiting = {(person, c.skill) for c in situation.cohorts if c.first_month is None for person in c.persons}
    unplaced = [
        format == "programme" and (person, skill) in waiting
        for format, person, skill in zip(hours["format"], hours["person"], hours["skill"], strict=True)
    ]
    kept = hours[~np.array(unplaced, dtype=bool)] if len(hours) else hours
    effort = kept["hours"].to_numpy(float)
    return pd.DataFrame(
        {"person": kept["person"].to_numpy(), "effort": effort, "soft": effort * kept["soft"].to_numpy(float)}
    )


def _action(
    situation: Situation, kind: str, phase: Phase, persons: Sequence[int] | np.ndarray | None, hours: float,
    measure: str, baseline: Quantity, target: Quantity, *, months: tuple[int, int] | None = None, skills: Sequence[int] = (),
    soft_hours: float | None = None, learning: bool = False, unit: str | None = None, people: int | None = None,
    monthly: Sequence[float] | None = None, **named: str | Quantity,
) -> Action:  # fmt: skip
    """An action with the defaults that all share: the phase's months, an even load, the owner its audience points to."""
    first, last = months or situation.rules.bounds.phases[phase]
    everybody = [] if persons is None else sorted(set(map(int, persons)))
    unit = unit or owning_unit(situation.assessment, everybody)
    heads = {u.id: u.head for u in situation.assessment.units}
    soft = [s for s in skills if situation.assessment.skills[s].category == "soft"]
    share = (
        soft_hours / hours
        if soft_hours is not None and hours
        else (len(soft) / len(skills) if skills and hours else None)
    )
    even = [hours / (last - first + 1) if first <= month <= last else 0.0 for month in range(1, MONTHS + 1)]
    return Action(
        kind=kind, phase=phase, first_month=first, last_month=last, unit=unit, owner=heads.get(unit) or heads[ORGANISATION],
        people=people if people is not None else len(everybody), skills=tuple(map(int, skills)), hours=hours, soft_share=share,
        learning=learning, measure=measure, baseline=baseline, target=target,
        names={name: value for name, value in named.items() if isinstance(value, str)},
        facts={name: value for name, value in named.items() if isinstance(value, Quantity)},
        monthly=tuple(monthly if monthly is not None else even),
    )  # fmt: skip


def owning_unit(assessment: Assessment, persons: Sequence[int]) -> str:
    """The smallest unit that holds at least two thirds of the audience, else the department with most of it."""
    parents = {unit.id: unit.parent for unit in assessment.units}
    counts = dict.fromkeys(parents, 0)
    for person in persons:
        at: str | None = assessment.people["unit"].iloc[person]
        while at is not None:
            counts[at] += 1
            at = parents[at]
    names = {unit.id: key(unit.name) for unit in assessment.units}
    for kind in ("team", "department"):
        units = [unit.id for unit in assessment.units if unit.kind == kind]
        best = min(units, key=lambda unit: (-counts[unit], names[unit]), default=None)
        if best is not None and persons and counts[best] >= len(persons) * (2 / 3 if kind == "team" else 0.5):
            return best
    return ORGANISATION


def _share(value: float | None) -> Quantity:
    return Quantity(value, Unit.SHARE)


def _count(value: float) -> Quantity:
    return Quantity(float(value), Unit.COUNT)


def _levels(value: float | None) -> Quantity:
    return Quantity(value, Unit.LEVELS)


# ---- Foundation


def complete_ratings(s: Situation) -> list[Action]:
    """Required pairs that nobody ever rated."""
    missing = s.pairs[s.pairs["required"].notna() & ~s.pairs["rated_required"] & ~s.pairs["stale"]]
    if missing.empty:
        return []
    required = s.pairs["required"].notna().sum()
    completeness = s.pairs["rated_required"].sum() / required
    target = max(s.rules.bounds.targets["completeness"], completeness)
    return [
        _action(s, "complete-ratings", "foundation", missing["person"], s.effort("rating", len(missing)), "completeness",
                _share(completeness), _share(target), skills=_top(missing["skill"]), pairs=_count(len(missing)),
                share=_share(len(missing) / required))
    ]  # fmt: skip


def refresh_ratings(s: Situation) -> list[Action]:
    """Required pairs whose ratings are all beyond their shelf life."""
    stale = s.pairs[s.pairs["required"].notna() & s.pairs["stale"]]
    if stale.empty:
        return []
    return [
        _action(s, "refresh-ratings", "foundation", stale["person"], s.effort("rating", len(stale)), "stale",
                _count(len(stale)), _count(0), skills=_top(stale["skill"]), pairs=_count(len(stale)),
                share=_share(len(stale) / s.pairs["required"].notna().sum()))
    ]  # fmt: skip


def settle_critical_gaps(s: Situation) -> list[Action]:
    """Skills with a critical gap: severe, or significant on a critical skill."""
    critical = s.skills[s.skills["critical_gap"]]
    if critical.empty:
        return []
    affected = s.pairs[s.pairs["skill"].isin(critical.index) & (s.pairs["gap"].fillna(0) > 0)]
    ranked = critical.sort_values(["burden", "name_key"], ascending=[False, True])
    worst = ranked.index[0]
    return [
        _action(s, "settle-critical-gaps", "foundation", affected["person"], s.effort("critical_skill", len(critical)),
                "critical-gaps-owned", _count(0), _count(len(critical)), months=(1, 1), skills=list(ranked.index),
                count=_count(len(critical)), mean=_levels(float(ranked.at[worst, "mean_gap"])), skill=s.assessment.skills[worst].name)
    ]  # fmt: skip


def cover_skills(s: Situation) -> list[Action]:
    """Skills that nobody or one person holds at the level a role needs."""
    exposed = s.bench[s.bench["status"].isin(["uncovered", "single"])]
    if exposed.empty:
        return []
    holders = s.pairs[s.pairs["skill"].isin(exposed["skill"]) & s.pairs["required"].notna()]
    skills = exposed["skill"].tolist()
    uncovered = int((exposed["status"] == "uncovered").sum())
    return [
        _action(s, "cover-skills", "foundation", holders["person"], s.effort("exposed_skill", len(skills)), "exposed-skills",
                _count(len(skills)), _count(0), skills=skills, count=_count(len(skills)), uncovered=_count(uncovered),
                single=_count(len(skills) - uncovered))
    ]  # fmt: skip


def renew_certifications(s: Situation) -> list[Action]:
    """Certificates that are missing, expired or about to expire; one action per mandatory one, one for all others."""
    due = s.certificates[s.certificates["status"].isin(["missing", "expired", "expiring"])]
    actions = []
    for certification, rows in due[due["mandatory"]].groupby("certification", sort=True):
        all_rows = s.certificates[s.certificates["mandatory"] & (s.certificates["certification"] == certification)]
        valid = all_rows["status"].isin(["valid", "expiring"]).mean()
        actions.append(
            _action(s, "renew-mandatory", "foundation", rows["person"], s.effort("certificate", len(rows)),
                    "compliance", _share(float(valid)), _share(1.0), soft_hours=0.0, certification=str(certification),
                    count=_count(len(rows)), expiring=_count((rows["status"] == "expiring").sum()),
                    lacking=_count((rows["status"] != "expiring").sum()))
        )  # fmt: skip
    others = due[~due["mandatory"]]
    if len(others):
        actions.append(
            _action(s, "renew-certificates", "foundation", others["person"], s.effort("certificate", len(others)),
                    "certificates-due", _count(len(others)), _count(0), soft_hours=0.0, count=_count(len(others)),
                    kinds=_count(others["certification"].nunique()))
        )  # fmt: skip
    return actions


def agree_pathways(s: Situation) -> list[Action]:
    """Roles whose people have planned hours: each gets a pathway."""
    pathways = find_pathways(s)
    if not pathways:
        return []
    roles = s.assessment.people["role"]
    planned = s.plan.allocations["person"].unique()
    holders = [person for person in planned if isinstance(roles.iloc[person], str)]
    return [
        _action(s, "agree-pathways", "foundation", holders, s.effort("pathway", len(pathways)), "pathways", _count(0),
                _count(len(pathways)), months=(2, 2), soft_hours=_soft_part(s, "pathway", pathways), count=_count(len(pathways)),
                hours=Quantity(float(s.plan.allocations["hours"].sum()), Unit.HOURS))
    ]  # fmt: skip


def _soft_part(s: Situation, effort: str, pathways: Sequence[Pathway]) -> float:
    total = sum(p.soft_hours + p.hard_hours for p in pathways)
    return s.effort(effort, len(pathways)) * sum(p.soft_hours for p in pathways) / total


def find_pathways(s: Situation) -> list[Pathway]:
    """Per role its skills by weight × gap × people and the planned hours of its people, in order of the roles' names."""
    roles = s.assessment.people["role"].to_numpy()
    rows = s.plan.allocations.assign(role=roles[s.plan.allocations["person"].to_numpy()])
    rows = rows[rows["role"].notna()].assign(force=lambda frame: frame["weight"] * frame["gap"])
    pathways = []
    for role, part in rows.groupby("role", sort=True):
        force = part.groupby("skill")["force"].sum()
        skills = sorted(force.index, key=lambda skill: (-force[skill], key(s.assessment.skills[skill].name)))
        soft = part.loc[part["soft"], "hours"].sum()
        hours = part["hours"].sum()
        pathways.append(
            Pathway(str(role), int(part["person"].nunique()), tuple(map(int, skills)), float(soft), float(hours - soft))
        )
    return pathways


def set_baselines(s: Situation) -> list[Action]:
    """Metrics of the method without value, baseline or target for the organisation."""
    lacking = [
        series
        for series in s.metrics.of(ORGANISATION)
        if series.status in ("no data", "no target") or (series.points and series.points[-1].problem == "no-baseline")
    ]
    if not lacking:
        return []
    return [
        _action(s, "set-baselines", "foundation", None, s.effort("metric", len(lacking)), "metrics-with-target", _count(0),
                _count(len(lacking)), months=(1, 2), unit=ORGANISATION, soft_hours=_family_hours(s, "metric", lacking),
                count=_count(len(lacking)), metric=lacking[0].metric.name)
    ]  # fmt: skip


def _family_hours(s: Situation, effort: str, series: Sequence[object]) -> float:
    """Hours spent on metrics of the soft-skills family."""
    soft = sum(item.metric.family == "soft skills" for item in series)
    return s.effort(effort, soft)


# ---- Implementation


def run_programmes(s: Situation) -> list[Action]:
    """One action per skill with cohorts that start in the Implementation phase."""
    last_month = s.rules.bounds.phases["implementation"][1]
    actions = []
    for skill in dict.fromkeys(cohort.skill for cohort in s.cohorts):
        cohorts = [
            c for c in s.cohorts if c.skill == skill and c.first_month is not None and c.first_month <= last_month
        ]
        if cohorts:
            actions.append(_programme(s, "programme", "implementation", skill, cohorts))
    return actions


def _programme(s: Situation, kind: str, phase: Phase, skill: int, cohorts: Sequence[Cohort]) -> Action:
    persons = [person for cohort in cohorts for person in cohort.persons]
    hours = sum(cohort.hours for cohort in cohorts)
    baseline, target = _expected_gap(s, {(person, skill) for person in persons})
    course = course_for(s.assessment, skill)
    soft = s.assessment.skills[skill].category == "soft"
    said: dict[str, str | Quantity] = {
        "skill": s.assessment.skills[skill].name,
        "cohorts": _count(len(cohorts)),
        "burden": _levels(float(s.skills.at[skill, "burden"])),
        "programme": str(course["programme"]) if course is not None else "",
    }
    if course is not None and not np.isnan(course["cost_per_seat"]):
        said["cost"] = Quantity(float(course["cost_per_seat"]) * len(persons), Unit.MONEY)
    months = [month for c in cohorts for month in (c.first_month, c.last_month) if month is not None]
    return _action(s, kind, phase, persons, hours, "mean-gap", _levels(baseline), _levels(target), months=(min(months), max(months)),
                   skills=[skill], soft_hours=hours if soft else 0.0, learning=True, monthly=_cohort_load(cohorts), **said)  # fmt: skip


def _cohort_load(cohorts: Sequence[Cohort]) -> list[float]:
    load = [0.0] * MONTHS
    for cohort in cohorts:
        if cohort.first_month is not None and cohort.last_month is not None:
            for month in range(cohort.first_month, cohort.last_month + 1):
                load[month - 1] += cohort.hours / (cohort.last_month - cohort.first_month + 1)
    return load


def _expected_gap(s: Situation, chosen: set[tuple[int, int]]) -> tuple[float | None, float | None]:
    """Mean gap today of the chosen person × skill pairs, and after the planned hours at the stated hours per level."""
    rows = s.plan.allocations
    inside = np.array([pair in chosen for pair in zip(rows["person"], rows["skill"], strict=True)], dtype=bool)
    part = rows[inside]
    if part.empty:
        return None, None
    per_level = np.where(
        part["soft"], s.assessment.engagement.hours_per_level.soft, s.assessment.engagement.hours_per_level.hard
    )
    left = np.maximum(0, part["gap"].to_numpy() - part["hours"].to_numpy() / per_level)
    return float(part["gap"].mean()), float(left.mean())


def integrated_formats(s: Situation) -> list[Action]:
    """Assignments between units, projects in units, mentoring and peer circles, for the hours no programme takes."""
    actions = []
    hours = s.formats.hours
    names = {unit.id: unit.name for unit in s.assessment.units}
    parts = [("assignment", "", hours[hours["format"] == "assignment"])]
    parts += [
        ("project", str(unit), rows) for unit, rows in hours[hours["format"] == "project"].groupby("bundle", sort=True)
    ]
    parts += [(kind, "", hours[hours["format"] == kind]) for kind in ("mentoring", "circle")]
    for kind, unit, rows in parts:
        if rows.empty:
            continue
        baseline, target = _expected_gap(s, set(zip(rows["person"], rows["skill"], strict=True)))
        total = float(rows["hours"].sum())
        said: dict[str, str | Quantity] = {"pairs": _count(len(rows)), "skills": _count(rows["skill"].nunique())}
        if kind == "assignment" and s.formats.assignment is not None:
            first, second, first_group, second_group = s.formats.assignment
            said |= {
                "first": names[first],
                "second": names[second],
                "first_group": first_group,
                "second_group": second_group,
            }
        if kind == "project":
            said["unit_name"] = names[unit]
        actions.append(
            _action(s, kind, "implementation", rows["person"], total, "mean-gap", _levels(baseline), _levels(target),
                    skills=_top(rows["skill"]), soft_hours=float(rows.loc[rows["soft"], "hours"].sum()), learning=True,
                    unit=unit or None, **said)
        )  # fmt: skip
    return actions


def talk_about_views(s: Situation) -> list[Action]:
    """Blind spots: people who rate themselves well above their manager's rating."""
    blind = s.divergence[s.divergence["reading"] == "blind spot"]
    if blind.empty:
        return []
    return [
        _action(s, "talk-about-views", "implementation", blind["person"], s.effort("conversation", len(blind)), "blind-spots",
                _count(len(blind)), _count(len(blind) // 2), months=(3, 5), skills=_top(blind["skill"]), pairs=_count(len(blind)),
                share=_share(len(blind) / len(s.divergence)))
    ]  # fmt: skip


def reinforce_soft_skills(s: Situation) -> list[Action]:
    """Check-ins and peer feedback for people with planned hours in soft skills."""
    soft = s.formats.hours[s.formats.hours["soft"].astype(bool)]
    if soft.empty:
        return []
    people = soft["person"].nunique()
    hours = s.effort("check_in", people)
    baseline, target = _expected_gap(s, set(zip(soft["person"], soft["skill"], strict=True)))
    return [
        _action(s, "check-ins", "implementation", soft["person"], hours, "mean-gap", _levels(baseline), _levels(target),
                months=(5, 8), skills=_top(soft["skill"]), soft_hours=hours, hours=Quantity(float(soft["hours"].sum()), Unit.HOURS))
    ]  # fmt: skip


def refresh_hard_skills(s: Situation) -> list[Action]:
    """Critical hard skills at the level whose ratings go stale within the bound: a refresher and a new rating."""
    met = s.pairs[s.pairs["met"] & s.pairs["critical"] & (s.pairs["soft"] == 0)]
    if met.empty:
        return []
    limit = {
        skill: months_after(
            s.assessment.as_of, s.rules.bounds.refresh_months - shelf_life(s.assessment, s.rules, skill)
        )
        for skill in met["skill"].unique()
    }
    due = met[met["newest"].to_numpy() <= met["skill"].map(limit).to_numpy(dtype="datetime64[s]")]
    if due.empty:
        return []
    hours = s.effort("refresher", len(due))
    return [
        _action(s, "refreshers", "implementation", due["person"], hours, "fresh-ratings", _count(0), _count(len(due)), months=(6, 8),
                skills=_top(due["skill"]), soft_hours=0.0, pairs=_count(len(due)))
    ]  # fmt: skip


def prepare_future_requirements(s: Situation) -> list[Action]:
    """Skills that the client requires only from a later day."""
    if s.future.empty:
        return []
    current = s.pairs.set_index(["person", "skill"])["level"]
    future = s.future.join(current, on=["person", "skill"])
    short = future[~(future["level"] >= future["required"] - 1e-9) & future["required"].notna()]
    if short.empty:
        return []
    first = short["from_date"].min().date()
    known = short[short["level"].notna()]
    per_level = [
        getattr(s.assessment.engagement.hours_per_level, s.assessment.skills[k].category or "hard")
        for k in known["skill"]
    ]
    need = (known["required"] - known["level"]).to_numpy() * np.array(per_level)
    soft = np.array([s.assessment.skills[k].category == "soft" for k in known["skill"]], dtype=bool)
    return [
        _action(s, "future-requirements", "implementation", short["person"], float(need.sum()), "future-gap",
                _count(len(short)), _count(0), skills=_top(short["skill"]), soft_hours=float(need[soft].sum()),
                pairs=_count(len(short)), skills_count=_count(short["skill"].nunique()), date=first.isoformat())
    ]  # fmt: skip


def measure_metrics(s: Situation) -> list[Action]:
    """Metrics that miss their target or move away from it: measured each quarter."""
    off = [item for item in s.metrics.of(ORGANISATION) if item.status == "missed" or item.travel == "worsening"]
    if not off:
        return []
    worst = next((item for item in off if item.travel == "worsening"), off[0])
    assert worst.latest is not None
    unit = {"share": Unit.SHARE, "level": Unit.LEVELS, "index": Unit.INDEX}.get(worst.metric.unit, Unit.COUNT)
    return [
        _action(s, "measure-metrics", "implementation", None, s.effort("pulse", len(off)), f"metric:{worst.metric.id}",
                Quantity(worst.latest.value, unit), Quantity(worst.target, unit), months=(3, 8), unit=ORGANISATION,
                soft_hours=_family_hours(s, "pulse", off), count=_count(len(off)), metric=worst.metric.name)
    ]  # fmt: skip


# ---- Optimisation


def reassess(s: Situation) -> list[Action]:
    """Everybody with a requirement is rated again, so that the next report can show what changed."""
    asked = s.pairs[s.pairs["required"].notna()]
    if asked.empty:
        return []
    rated = asked[asked["rated_required"]]
    gap = quotient((rated["weight"] * rated["gap"]).sum(), rated["weight"].sum())
    people = asked["person"].nunique()
    open_pairs = rated.merge(
        s.plan.allocations[["person", "skill", "hours", "soft"]],
        on=["person", "skill"],
        how="left",
        suffixes=("", "_plan"),
    )
    per_level = np.where(
        open_pairs["soft"] == 1,
        s.assessment.engagement.hours_per_level.soft,
        s.assessment.engagement.hours_per_level.hard,
    )
    left = np.maximum(0, open_pairs["gap"].to_numpy() - open_pairs["hours"].fillna(0).to_numpy() / per_level)
    expected = quotient((open_pairs["weight"].to_numpy() * left).sum(), rated["weight"].sum())
    return [
        _action(s, "reassess", "optimisation", asked["person"], s.effort("reassessment", people), "weighted-gap", _levels(gap),
                _levels(expected), months=(9, 10), skills=_top(asked["skill"], 99), people=people, pairs=_count(len(asked)))
    ]  # fmt: skip


def review_training(s: Situation) -> list[Action]:
    """Programmes of the log or the plan are reviewed for their effect."""
    logged = s.assessment.training["programme"].nunique()
    planned = s.formats.hours.loc[s.formats.hours["format"] == "programme", "bundle"].nunique()
    if not logged + planned:
        return []
    mix = s.organisation_mix
    hours = s.effort("review", logged + planned)
    share = mix.actual if mix.actual is not None else mix.planned
    return [
        _action(s, "review-training", "optimisation", None, hours, "programmes-reviewed", _count(0), _count(logged + planned),
                months=(10, 11), unit=ORGANISATION, soft_hours=hours * share if share is not None else None,
                logged=_count(logged), planned=_count(planned))
    ]  # fmt: skip


def correct_mix(s: Situation) -> list[Action]:
    """The organisation's or a unit's mix is off its recommendation by more than the tolerance."""
    tolerance = s.assessment.engagement.mix.tolerance_points / 100 + 1e-9
    mix = s.organisation_mix
    off = [unit for unit, m in s.unit_mixes.items() if _off(m) > tolerance]
    if mix.actual is None or mix.recommended is None or (_off(mix) <= tolerance and not off):
        return []
    hours = s.effort("mix_review", max(len(off), 1))
    trained = [person for person in range(len(s.assessment.people)) if s.plan.budget[person] > 0]
    return [
        _action(s, "correct-mix", "optimisation", trained, hours, "mix-off", Quantity(mix.actual - mix.recommended, Unit.POINTS),
                Quantity(0.0, Unit.POINTS), months=(9, 9), unit=ORGANISATION, soft_hours=hours * mix.recommended, units=_count(len(off)),
                points=Quantity(abs(mix.actual - mix.recommended), Unit.POINTS), move=Quantity(abs(mix.deviation or 0), Unit.HOURS),
                direction="soft" if mix.actual < mix.recommended else "hard")
    ]  # fmt: skip


def _off(mix: Mix) -> float:
    return abs(mix.actual - mix.recommended) if mix.actual is not None and mix.recommended is not None else 0.0


def roll_out(s: Situation) -> list[Action]:
    """What the programmes of the first phases taught, for the cohorts that start in the Optimisation phase."""
    first = s.rules.bounds.phases["optimisation"][0]
    later = [c for c in s.cohorts if c.first_month is not None and c.first_month >= first]
    remaining = _remaining_gaps(s)
    if not later and remaining.empty:
        return []
    names = {unit.id: unit.name for unit in s.assessment.units}
    persons = [person for cohort in later for person in cohort.persons]
    if later:
        in_units = s.assessment.people["unit"].iloc[persons].value_counts()
        counts = sorted(in_units.index, key=lambda unit: (-in_units[unit], names[unit]))[:2]
        hours = sum(cohort.hours for cohort in later)
        soft = sum(c.hours for c in later if s.assessment.skills[c.skill].category == "soft")
        pairs = {(person, c.skill) for c in later for person in c.persons}
        monthly: Sequence[float] | None = _cohort_load(later)
        skills = list(dict.fromkeys(c.skill for c in later))
        months = [m for c in later for m in (c.first_month, c.last_month) if m is not None]
    else:
        counts = list(remaining.index[:2])
        inside = s.pairs["unit"].isin(counts) & (s.pairs["gap"].fillna(0) > 0)
        persons = list(s.pairs.loc[inside, "person"])
        pairs = set(zip(s.pairs.loc[inside, "person"], s.pairs.loc[inside, "skill"], strict=True))
        hours, soft, monthly = s.effort("mix_review", len(counts)), None, None  # type: ignore[assignment]
        skills, months = _top(s.pairs.loc[inside, "skill"]), [11, 12]
    baseline, target = _expected_gap(s, pairs)
    return [
        _action(s, "roll-out", "optimisation", persons, hours, "mean-gap", _levels(baseline), _levels(target),
                months=(min(months), max(months)), skills=skills, soft_hours=soft, learning=bool(later), monthly=monthly,
                first=names[counts[0]], second=names[counts[1]] if len(counts) > 1 else "", units=_count(len(counts)),
                cohorts=_count(len(later)))
    ]  # fmt: skip


def _remaining_gaps(s: Situation) -> pd.Series:
    """Σ gap per unit that the plan does not close, largest first; units without one are left out."""
    gaps = s.pairs[s.pairs["gap"].fillna(0) > 0]
    planned = s.plan.allocations.set_index(["person", "skill"])["hours"]
    hours = gaps.join(planned, on=["person", "skill"])["hours"].fillna(0).to_numpy()
    per_level = np.where(
        gaps["soft"] == 1, s.assessment.engagement.hours_per_level.soft, s.assessment.engagement.hours_per_level.hard
    )
    left = np.maximum(0, gaps["gap"].to_numpy() - hours / per_level)
    sums = pd.Series(left, index=gaps["unit"].to_numpy()).groupby(level=0).sum()
    return sums[sums > 1e-9].sort_values(ascending=False, kind="stable")


def _top(skills: pd.Series, most: int = 5) -> list[int]:
    """The skills that occur most often, ties in the report's order."""
    counts = skills.value_counts()
    return [int(skill) for skill in sorted(counts.index, key=lambda skill: (-counts[skill], skill))[:most]]


# Rules that need no placed cohorts, in the order in which actions of the same month are listed; the two that do are
# applied in `plan_roadmap` once the load of these is known.
RULES: tuple[Callable[[Situation], list[Action]], ...] = (
    complete_ratings, refresh_ratings, settle_critical_gaps, cover_skills, renew_certifications, agree_pathways, set_baselines,
    integrated_formats, talk_about_views, reinforce_soft_skills, refresh_hard_skills, prepare_future_requirements, measure_metrics,
    reassess, review_training, correct_mix,
)  # fmt: skip
KINDS = (
    "settle-critical-gaps", "cover-skills", "renew-mandatory", "renew-certificates", "complete-ratings", "refresh-ratings",
    "set-baselines", "agree-pathways", "programme", "assignment", "project", "mentoring", "circle", "talk-about-views", "check-ins",
    "refreshers", "future-requirements", "measure-metrics", "reassess", "correct-mix", "review-training", "roll-out",
)  # fmt: skip
