"""Rules of the Implementation phase: programmes, integrated formats, feedback, reinforcement. No gap, no gap action."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from skillreport.analyse.levels import TOLERANCE, shelf_life
from skillreport.analyse.roadmap.actions import (
    Action,
    Part,
    Quantity,
    Situation,
    Success,
    by_frequency,
    count,
    even_shares,
    hours_of,
    levels,
    share,
    soft_family_hours,
)
from skillreport.analyse.roadmap.cohorts import Cohort, Months, course_for
from skillreport.model.assessment import ORGANISATION
from skillreport.model.figure import Unit
from skillreport.model.frames import number_at
from skillreport.model.period import months_after
from skillreport.rules.metrics import definition_name


def run_programmes(s: Situation) -> list[Action]:
    """One action per skill with cohorts that start in this phase."""
    last_month = s.phase_months("implementation")[1]
    actions = []
    for skill in dict.fromkeys(cohort.skill for cohort in s.cohorts):
        cohorts = [c for c in s.cohorts if c.skill == skill and c.months[0] <= last_month]
        if cohorts:
            actions.append(_programme(s, skill, cohorts))
    return actions


def _programme(s: Situation, skill: int, cohorts: Sequence[Cohort]) -> Action:
    persons = [person for cohort in cohorts for person in cohort.persons]
    hours = sum(cohort.hours for cohort in cohorts)
    course = course_for(s.assessment, skill)
    audience = s.audience(persons)
    burden = levels(number_at(s.skills, skill, "gap"), int(number_at(s.skills, skill, "people")))
    facts = {"cohorts": count(len(cohorts)), "burden": burden}
    if course is not None and not np.isnan(course["cost_per_seat"]):
        facts["cost"] = Quantity(float(course["cost_per_seat"]) * len(persons), Unit.MONEY, audience.people)
    return Action(
        "programme",
        cohort_months(cohorts),
        audience,
        hours,
        s.mean_gap([(person, skill) for person in persons]),
        s.named([skill], audience),
        hours if s.assessment.skills[skill].category == "soft" else 0.0,
        audience.people,
        learning=True,
        parts=cohort_parts(cohorts),
        names={"skill": s.name(skill), "programme": str(course["programme"]) if course is not None else ""},
        facts=facts,
        monthly=cohort_load(cohorts),
        subject=s.assessment.skills[skill].id,
    )


def cohort_months(cohorts: Sequence[Cohort]) -> Months:
    """First and last month of cohorts."""
    return min(cohort.months[0] for cohort in cohorts), max(cohort.months[1] for cohort in cohorts)


def cohort_parts(cohorts: Sequence[Cohort]) -> tuple[Part, ...]:
    """The planned hours of cohorts."""
    return tuple(
        Part(tuple((person, cohort.skill) for person in cohort.persons), tuple(h / cohort.hours for h in cohort.load))
        for cohort in cohorts
    )


def cohort_load(cohorts: Sequence[Cohort]) -> tuple[float, ...]:
    """Hours of cohorts in each of the twelve months."""
    return tuple(map(sum, zip(*(cohort.load for cohort in cohorts), strict=True)))


def exchange_people(s: Situation) -> list[Action]:
    """A cross-functional assignment between two units, each strong where the other is weak."""
    rows = s.formats.hours[s.formats.hours["format"] == "assignment"]
    if rows.empty or s.formats.assignment is None:
        return []
    first, second, first_group, second_group = s.formats.assignment
    names = {
        "first": s.unit_name(first),
        "second": s.unit_name(second),
        "first_group": s.groups[first_group].name,
        "second_group": s.groups[second_group].name,
    }
    return [_integrated(s, "assignment", rows, names)]


def run_projects(s: Situation) -> list[Action]:
    """Project-based work in units whose people have gaps of both kinds."""
    rows = s.formats.hours[s.formats.hours["format"] == "project"]
    return [
        _integrated(s, "project", part, {"unit": s.unit_name(str(unit))}, str(unit))
        for unit, part in rows.groupby("bundle", sort=True)
    ]


def mentor(s: Situation) -> list[Action]:
    """Critical skills that somebody at the level can pass on."""
    rows = s.formats.hours[s.formats.hours["format"] == "mentoring"]
    return [_integrated(s, "mentoring", rows, {})] if len(rows) else []


def learn_from_peers(s: Situation) -> list[Action]:
    """Peer-learning circles for what no other format takes."""
    rows = s.formats.hours[s.formats.hours["format"] == "circle"]
    return [_integrated(s, "circle", rows, {})] if len(rows) else []


def _integrated(s: Situation, kind: str, rows: pd.DataFrame, names: dict[str, str], unit: str | None = None) -> Action:
    months = s.integrated_months
    audience = s.audience(rows["person"], unit)
    pairs = tuple(zip(map(int, rows["person"]), map(int, rows["skill"]), strict=True))
    return Action(
        kind,
        months,
        audience,
        float(rows["hours"].sum()),
        s.mean_gap(pairs),
        s.named(by_frequency(rows["skill"]), audience),
        float(rows.loc[rows["soft"], "hours"].sum()),
        audience.people,
        learning=True,
        parts=(Part(pairs, even_shares(months)),),
        names=names,
        facts={
            "pairs": count(len(rows), audience.people),
            "skills": count(rows["skill"].nunique(), audience.people),
        },
        subject=unit or "",
    )


def talk_about_views(s: Situation) -> list[Action]:
    """Blind spots in skills that people rate too high on the whole; single ones may be noise. Of skills in which both
    views are printed."""
    views = s.views.by_skill
    views = views[views["n"].map(s.enough).astype(bool) & ~views.index.isin(s.withheld.manager_views)]
    systematic = views.index[views["reading"] == "blind spot"]
    blind = s.views.pairs[(s.views.pairs["reading"] == "blind spot") & s.views.pairs["skill"].isin(systematic)]
    if blind.empty:
        return []
    skills, hours = by_frequency(blind["skill"]), s.effort("conversation", blind["person"].nunique())
    audience = s.audience(blind["person"])
    n = audience.people
    return [
        Action(
            "talk-about-views",
            s.months("talk-about-views"),
            audience,
            hours,
            Success("blind-spots", count(len(blind), n), count(len(blind) // 2, n)),
            () if audience.few else skills,
            s.soft_part(hours, skills),
            n,
            facts={
                "pairs": count(len(blind), n),
                "share": share(len(blind) / s.views.pairs["skill"].isin(systematic).sum(), n),
            },
            counted=True,
        )
    ]


def reinforce_soft_skills(s: Situation) -> list[Action]:
    """Check-ins and peer feedback for people with planned hours in soft skills."""
    soft = s.formats.hours[s.formats.hours["soft"].astype(bool)]
    if soft.empty:
        return []
    hours = s.effort("check_in", soft["person"].nunique())
    audience = s.audience(soft["person"])
    return [
        Action(
            "check-ins",
            s.months("check-ins"),
            audience,
            hours,
            s.mean_gap(list(zip(soft["person"], soft["skill"], strict=True))),
            s.named(by_frequency(soft["skill"]), audience),
            hours,
            audience.people,
            facts={"planned": hours_of(soft["hours"].sum(), audience.people)},
            counted=True,
        )
    ]


def refresh_hard_skills(s: Situation) -> list[Action]:
    """Critical hard skills at the level whose ratings go stale within the bound: a refresher and a new rating."""
    met = s.pairs[s.pairs["met"] & s.pairs["critical"] & (s.pairs["soft"] == 0)]
    if met.empty:
        return []
    lead = s.rules.bounds.refresh_months
    oldest = {
        skill: np.datetime64(months_after(s.assessment.as_of, lead - shelf_life(s.assessment, s.rules, skill)), "s")
        for skill in met["skill"].unique()
    }
    due = met[met["newest"].to_numpy() <= np.array([oldest[skill] for skill in met["skill"]])]
    if due.empty:
        return []
    audience = s.audience(due["person"])
    return [
        Action(
            "refreshers",
            s.months("refreshers"),
            audience,
            s.effort("refresher", len(due)),
            Success("fresh-ratings", count(0, audience.people), count(len(due), audience.people)),
            s.named(by_frequency(due["skill"]), audience),
            0.0,
            audience.people,
            facts={"pairs": count(len(due), audience.people)},
            counted=True,
        )
    ]


def prepare_future_requirements(s: Situation) -> list[Action]:
    """Skills of which the client requires more from a later day on, for people who are not at that level yet. Hours go
    to what is beyond today's requirement: the gap up to there is in the plan."""
    short = _short_of_future(s)
    if short.empty:
        return []
    known = short[short["level"].notna()]
    soft = np.array([skill.category == "soft" for skill in s.assessment.skills], dtype=float)
    is_soft = pd.Series(soft[known["skill"].to_numpy()])
    beyond = (known["required"] - known[["level", "today"]].max(axis=1)).to_numpy()
    need = beyond * s.hours_per_level(is_soft)
    rating = s.effort("rating", len(short) - len(known))
    skills = by_frequency(short["skill"])
    audience = s.audience(short["person"])
    n = audience.people
    return [
        Action(
            "future-requirements",
            s.months("future-requirements"),
            audience,
            float(need.sum()) + rating,
            Success("future-gap", count(len(short), n), count(0, n)),
            s.named(skills, audience),
            float(need[is_soft.to_numpy() == 1].sum()) + (s.soft_part(rating, skills) or 0.0),
            n,
            names={"date": short["from_date"].min().date()},
            facts={"pairs": count(len(short), n), "skills": count(short["skill"].nunique(), n)},
        )
    ]


def _short_of_future(s: Situation) -> pd.DataFrame:
    """The rows of future requirements that are not met yet, with the current level (NaN: not rated)."""
    rated = s.basis.levels.pairs.set_index(["person", "skill"])[["level", "state"]]
    future = s.future.join(rated, on=["person", "skill"])
    return future[(future["state"] != "not applicable") & ~(future["level"] >= future["required"] - TOLERANCE)]


def measure_metrics(s: Situation) -> list[Action]:
    """Metrics that miss their target or move away from it, by the values that are printed: measured each quarter."""
    off = [item for item in s.metrics.of(ORGANISATION) if item.status == "missed" or item.travel == "worsening"]
    if not off:
        return []
    missed = [item for item in off if item.status == "missed"] or off
    worst = next((item for item in missed if item.travel == "worsening"), missed[0])
    unit = worst.metric.figure_unit
    hours = s.effort("pulse", len(off))
    return [
        Action(
            "measure-metrics",
            s.months("measure-metrics"),
            s.audience([], ORGANISATION),
            hours,
            Success(
                f"metric:{worst.metric.id}",
                Quantity(worst.latest.value if worst.latest else None, unit),
                Quantity(worst.target, unit),
            ),
            soft_hours=soft_family_hours(hours, off),
            names={"metric": definition_name(worst.metric)},
            facts={"count": count(len(off))},
        )
    ]
