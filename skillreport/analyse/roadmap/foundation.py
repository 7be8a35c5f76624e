"""Rules of the Foundation phase: sound data, owners, certificates, pathways, baselines. No finding, no action."""

from dataclasses import dataclass

from skillreport.analyse.certificates import certification_ids
from skillreport.analyse.metrics import MetricSeries
from skillreport.analyse.roadmap.actions import (
    Action,
    Situation,
    Success,
    by_frequency,
    count,
    hours_of,
    levels,
    share,
    soft_family_hours,
)
from skillreport.model.assessment import ORGANISATION
from skillreport.model.frames import number_at
from skillreport.model.names import key
from skillreport.rules.metrics import definition_name


@dataclass(frozen=True, slots=True)
class Pathway:
    """A role's development pathway: its skills in the order of weight × gap × people, and the planned hours."""

    role: str
    people: int
    skills: tuple[int, ...]
    soft_hours: float
    hard_hours: float


def complete_ratings(s: Situation) -> list[Action]:
    """Required pairs without a rating that counts; stale ones have an action of their own."""
    asked = s.pairs[s.pairs["required"].notna()]
    missing = asked[~asked["rated_required"] & ~asked["stale"]]
    if missing.empty:
        return []
    n = asked["person"].nunique()
    skills, hours = by_frequency(missing["skill"]), s.effort("rating", len(missing))
    audience = s.audience(missing["person"])
    return [
        Action(
            "complete-ratings",
            s.months("complete-ratings"),
            audience,
            hours,
            Success("completeness", share(asked["rated_required"].mean(), n), share(1.0, n)),
            s.named(skills, audience),
            s.soft_part(hours, skills),
            n,
            facts={"pairs": count(len(missing), n), "required": count(len(asked), n)},
            counted=True,
        )
    ]


def refresh_ratings(s: Situation) -> list[Action]:
    """Required pairs whose ratings are all beyond their shelf life."""
    asked = s.pairs[s.pairs["required"].notna()]
    stale = asked[asked["stale"]]
    if stale.empty:
        return []
    skills, hours = by_frequency(stale["skill"]), s.effort("rating", len(stale))
    audience, n = s.audience(stale["person"]), asked["person"].nunique()
    return [
        Action(
            "refresh-ratings",
            s.months("refresh-ratings"),
            audience,
            hours,
            Success("stale", count(len(stale), n), count(0, n)),
            s.named(skills, audience),
            s.soft_part(hours, skills),
            n,
            facts={"pairs": count(len(stale), n), "required": count(len(asked), n)},
            counted=True,
        )
    ]


def settle_critical_gaps(s: Situation) -> list[Action]:
    """Skills with a critical gap that is printed: severe, or significant on a critical skill."""
    critical = s.skills[s.skills["critical_gap"] & ~s.skills.index.isin(s.withheld.skills)]
    if critical.empty:
        return []
    skills = sorted(critical.index, key=lambda skill: (-number_at(critical, skill, "gap"), key(s.name(skill))))
    affected = s.pairs[s.pairs["skill"].isin(skills) & (s.pairs["gap"].fillna(0) > 0)]
    hours = s.effort("critical_skill", len(skills))
    mean, n = (number_at(critical, skills[0], name) for name in ("mean_gap", "people"))
    return [
        Action(
            "settle-critical-gaps",
            s.months("settle-critical-gaps"),
            s.audience(affected["person"]),
            hours,
            Success("critical-gaps-owned", count(0), count(len(skills))),
            tuple(skills),
            s.soft_part(hours, skills),
            names={"skill": s.name(skills[0])},
            facts={"count": count(len(skills)), "mean": levels(mean, int(n))},
        )
    ]


def cover_skills(s: Situation) -> list[Action]:
    """Skills that nobody or one person holds at the level a role needs."""
    exposed = s.coverage.weakest[s.coverage.weakest["status"].isin(["uncovered", "single"])]
    if exposed.empty:
        return []
    skills = tuple(map(int, exposed["skill"]))
    needing = s.pairs[s.pairs["skill"].isin(skills) & s.pairs["required"].notna()]
    uncovered = int((exposed["status"] == "uncovered").sum())
    hours = s.effort("exposed_skill", len(skills))
    return [
        Action(
            "cover-skills",
            s.months("cover-skills"),
            s.audience(needing["person"]),
            hours,
            Success("exposed-skills", count(len(skills)), count(0)),
            skills,
            s.soft_part(hours, skills),
            facts={
                "count": count(len(skills)),
                "uncovered": count(uncovered),
                "single": count(len(skills) - uncovered),
            },
        )
    ]


def renew_mandatory_certificates(s: Situation) -> list[Action]:
    """Mandatory certificates that are missing, expired or about to expire: one action for each kind."""
    mandatory = s.basis.certificates[s.basis.certificates["mandatory"]]
    ids = certification_ids(s.basis.certificates)
    actions = []
    for name in sorted(mandatory["certification"].unique()):
        rows = mandatory[mandatory["certification"] == name]
        due = rows[rows["status"] != "valid"]
        if len(due):
            expiring = int((due["status"] == "expiring").sum())
            facts = {"count": len(due), "expiring": expiring, "lacking": len(due) - expiring}
            holding = rows["status"].isin(["valid", "expiring"]).mean()
            actions.append(
                Action(
                    "renew-mandatory",
                    s.months("renew-mandatory"),
                    s.audience(due["person"]),
                    s.effort("certificate", len(due)),
                    Success("compliance", share(holding), share(1.0)),
                    soft_hours=0.0,
                    names={"certification": name},
                    facts={fact: count(value) for fact, value in facts.items()},
                    subject=ids[name],
                )
            )
    return actions


def renew_other_certificates(s: Situation) -> list[Action]:
    """Certificates nobody prescribes that have expired or are about to."""
    voluntary = s.basis.certificates[~s.basis.certificates["mandatory"]]
    due = voluntary[voluntary["status"].isin(["expired", "expiring"])]
    if due.empty:
        return []
    return [
        Action(
            "renew-certificates",
            s.months("renew-certificates"),
            s.audience(due["person"]),
            s.effort("certificate", len(due)),
            Success("certificates-due", count(len(due)), count(0)),
            soft_hours=0.0,
            facts={"count": count(len(due)), "kinds": count(due["certification"].nunique())},
        )
    ]


def agree_pathways(s: Situation) -> list[Action]:
    """Roles whose people have planned hours: each gets a pathway."""
    pathways = find_pathways(s)
    if not pathways:
        return []
    roles = s.assessment.people["role"]
    holders = [person for person in s.plan.allocations["person"].unique() if isinstance(roles.iloc[person], str)]
    hours = s.effort("pathway", len(pathways))
    planned = sum(p.soft_hours + p.hard_hours for p in pathways)
    audience = s.audience(holders)
    return [
        Action(
            "agree-pathways",
            s.months("agree-pathways"),
            audience,
            hours,
            Success("pathways", count(0), count(len(pathways))),
            soft_hours=hours * sum(p.soft_hours for p in pathways) / planned,
            facts={"count": count(len(pathways)), "planned": hours_of(planned, audience.people)},
        )
    ]


def find_pathways(s: Situation) -> list[Pathway]:
    """Per role its skills by weight × gap × people and the planned hours of its people, ordered by the roles' names."""
    roles = s.assessment.people["role"].to_numpy()
    rows = s.plan.allocations.assign(role=roles[s.plan.allocations["person"].to_numpy()])
    rows = rows[rows["role"].notna()].assign(force=lambda frame: frame["weight"] * frame["gap"])
    pathways = []
    for role, part in rows.groupby("role", sort=True):
        force = part.groupby("skill")["force"].sum()
        skills = sorted(force.index, key=lambda skill: (-force[skill], key(s.name(skill))))
        soft, hours = part.loc[part["soft"], "hours"].sum(), part["hours"].sum()
        pathways.append(Pathway(str(role), part["person"].nunique(), tuple(skills), float(soft), float(hours - soft)))
    return pathways


def _waits_for_a_year(series: MetricSeries) -> bool:
    """Whether it has a target, against which its value is held once it covers a year."""
    return series.short_span is not None and series.metric.target is not None


def set_baselines(s: Situation) -> list[Action]:
    """Metrics without value, baseline or target for the organisation."""
    lacking = [
        series
        for series in s.metrics.of(ORGANISATION)
        if (series.status in ("no data", "no target") and not _waits_for_a_year(series))
        or (series.points and series.points[-1].problem == "no-baseline")
    ]
    if not lacking:
        return []
    hours = s.effort("metric", len(lacking))
    return [
        Action(
            "set-baselines",
            s.months("set-baselines"),
            s.audience([], ORGANISATION),
            hours,
            Success("metrics-with-target", count(0), count(len(lacking))),
            soft_hours=soft_family_hours(hours, lacking),
            names={"metric": definition_name(lacking[0].metric)},
            facts={"count": count(len(lacking))},
        )
    ]
