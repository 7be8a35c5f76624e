"""What of the roadmap's actions is a plain sum, a second time: of pairs, of planned hours, of certificates.

As `independent.py`: from the method's words alone. Which cohorts are made, and which hours go to projects, circles and
mentors, is the roadmap's own and not computed here.
"""

import pandas as pd

from tests.independent import (
    CRITICAL,
    HOURS_PER_LEVEL,
    SEVERITY,
    TOLERANCE,
    Sample,
    Values,
    bench,
    named,
    quotient,
    rating_pairs,
    slug,
)
from tests.independent_metrics import all_series, newest_certificates

RATING = 0.25  # assumed hours of organising work: one rating, one pathway, ...
PATHWAY = 6.0
CHECK_INS = 2.0
CERTIFICATE = 8.0
REASSESSMENT = 1.5
BASELINE = 4.0
PULSE = 6.0
CRITICAL_SKILL = 4.0
EXPOSED_SKILL = 6.0
NAMED_SKILLS = 3


def action_figures(sample: Sample) -> Values:
    """A value for the figures of actions that are sums."""
    actions = {
        "agree-pathways": pathways(sample),
        "check-ins": check_ins(sample),
        "reassess": reassess(sample),
        "correct-mix": correct_mix(sample),
    }
    actions |= measured(sample) | critical_skills(sample) | cover(sample)
    actions |= ratings(sample) | certificates(sample) | programmes(sample)
    return {id: value for name, values in actions.items() for id, value in named(f"action.{name}", values).items()}


def planned(sample: Sample) -> pd.DataFrame:
    """Pairs that get hours, with Left: the gap that these hours leave."""
    rows = sample.planned[sample.planned["Hours"] > TOLERANCE]
    return rows.assign(Left=rows["Gap"] - rows["Hours"] / rows["Category"].map(HOURS_PER_LEVEL).astype(float))


def soft_part(skills: "pd.Series[str]", sample: Sample) -> float | None:
    """The share of soft ones among different skills."""
    different = pd.Series(skills.unique())
    return quotient((different.map(sample.skills["Category"]) == "soft").sum(), len(different))


def pathways(sample: Sample) -> Values:
    rows = planned(sample)
    roles = rows["Role"].nunique()
    soft = rows.loc[rows["Category"] == "soft", "Hours"].sum()
    return {
        "baseline": 0.0,
        "count": roles,
        "target": roles,
        "hours": PATHWAY * roles,
        "people": rows["Employee"].nunique(),
        "planned": rows["Hours"].sum(),
        "soft_share": quotient(soft, rows["Hours"].sum()),
    }


def check_ins(sample: Sample) -> Values:
    """For everybody with hours for soft skills."""
    rows = planned(sample)
    rows = rows[rows["Category"] == "soft"]
    people = rows["Employee"].nunique()
    return {
        "baseline": rows["Gap"].mean(),
        "target": rows["Left"].mean(),
        "people": people,
        "hours": CHECK_INS * people,
        "planned": rows["Hours"].sum(),
        "more_skills": rows["Skill"].nunique() - NAMED_SKILLS,
        "soft_share": 1.0,
    }


def reassess(sample: Sample) -> Values:
    """Everybody who was rated is rated again; the target is what the plan leaves of the gap."""
    rated, people = sample.rated, sample.rated["Employee"].nunique()
    closed = planned(sample)
    left = rated["Open"].sum() - (closed["Weight"] * (closed["Gap"] - closed["Left"])).sum()
    return {
        "baseline": quotient(rated["Open"].sum(), rated["Weight"].sum()),
        "target": quotient(left, rated["Weight"].sum()),
        "people": people,
        "hours": REASSESSMENT * people,
        "pairs": len(sample.pairs),
        "more_skills": sample.pairs["Skill"].nunique() - NAMED_SKILLS,
        "soft_share": soft_part(sample.pairs["Skill"], sample),
    }


def ratings(sample: Sample) -> dict[str, Values]:
    """Required pairs without a rating that counts: never rated, or rated too long ago."""
    known = rating_pairs(sample.ratings)
    missing = sample.pairs[~sample.pairs["Rated"]]
    old = pd.Series([pair in known for pair in zip(missing["Employee"], missing["Skill"], strict=True)], missing.index)
    required, found = len(sample.pairs), {}
    ends = {
        "complete-ratings": (1 - len(missing) / required, 1.0),
        "refresh-ratings": (float(old.sum()), 0.0),
    }
    for name, rows in (("complete-ratings", missing[~old]), ("refresh-ratings", missing[old])):
        baseline, target = ends[name]
        people = rows["Employee"].nunique()
        few = 0 < people < sample.terms.threshold
        found[name] = {
            "baseline": baseline,
            "target": target,
            "pairs": len(rows),
            "required": required,
            "people": None if few else people,
            "hours": RATING * len(rows),
            "soft_share": None if few else soft_part(rows["Skill"], sample),
            "more_skills": rows["Skill"].nunique() - NAMED_SKILLS,
        }
    return found


def correct_mix(sample: Sample) -> Values:
    """The organisation's deviation is to vanish."""
    log = sample.training
    hours, soft, asked = (float(log[name].sum()) for name in ("Hours", "Soft", "Asked"))
    return {
        "baseline": (soft - asked) / hours,
        "points": abs(soft - asked) / hours,
        "move": abs(soft - asked),
        "people": len(sample.employed),
        "soft_share": asked / hours,
        "target": 0.0,
    }


def measured(sample: Sample) -> dict[str, Values]:
    """Metrics that miss their target by more than their tolerance are measured again; those without a value or a target
    get a baseline."""
    series = all_series(sample).values()
    missed = [one for one in series if one.distance is not None and one.distance < -one.metric.steady - TOLERANCE]
    unknown = [one for one in series if one.distance is None]
    found: dict[str, Values] = {}
    for name, effort, listed in (("measure-metrics", PULSE, missed), ("set-baselines", BASELINE, unknown)):
        soft = sum(one.metric.family == "soft_skills" for one in listed)
        found[name] = {"count": len(listed), "hours": effort * len(listed), "soft_share": quotient(soft, len(listed))}
    return found | {"set-baselines": found["set-baselines"] | {"baseline": 0.0, "target": len(unknown)}}


def critical_skills(sample: Sample) -> dict[str, Values]:
    """Severe gaps, and significant ones of critical skills."""
    skills = sample.rated.groupby("Skill").agg(Mean=("Gap", "mean"), Weight=("Weight", "max"))
    bound = [SEVERITY[1] if weight >= CRITICAL else SEVERITY[2] for weight in skills["Weight"]]
    listed = skills[skills["Mean"] > [share * sample.width + TOLERANCE for share in bound]]
    worst = listed["Mean"].max() if len(listed) else None
    count = float(len(listed))
    values = {"count": count, "hours": CRITICAL_SKILL * count, "mean": worst, "baseline": 0.0, "target": count}
    return {"settle-critical-gaps": values}


def cover(sample: Sample) -> dict[str, Values]:
    """Skills that nobody or one person covers."""
    found = bench(sample)
    nobody, one = (found[f"organisation.bench.{name}"] or 0.0 for name in ("uncovered", "single"))
    count = nobody + one
    values: Values = {"uncovered": nobody, "single": one, "count": count, "baseline": count, "target": 0.0}
    return {"cover-skills": values | {"hours": EXPOSED_SKILL * count}}


def certificates(sample: Sample) -> dict[str, Values]:
    """Mandatory certificates that are missing, have expired or are about to."""
    asked = sample.sheets["Mandatory certifications"]
    found: dict[str, Values] = {}
    for name, roles in asked.groupby("Certification")["Role"]:
        must = sample.staff.index[sample.staff["Role"].isin(roles)]
        of_name = newest_certificates(sample)
        until = of_name[of_name["Certification"] == name].set_index("Employee")["Until"].reindex(must)
        holds = pd.Series(must.isin(of_name.loc[of_name["Certification"] == name, "Employee"]), must)
        lacking = ~holds | (until < sample.terms.as_of)
        expiring = ~lacking & (until <= sample.terms.as_of + pd.DateOffset(months=6))
        due = int(lacking.sum() + expiring.sum())
        found[f"renew-mandatory.{slug(str(name))}"] = {
            "baseline": 1 - lacking.sum() / len(must),
            "target": 1.0,
            "expiring": expiring.sum(),
            "lacking": lacking.sum(),
            "count": due,
            "people": due,
            "hours": CERTIFICATE * due,
            "soft_share": 0.0,  # no certificate of the samples is about a soft skill
        }
    return found


def programmes(sample: Sample) -> dict[str, Values]:
    """What the skill of a programme misses in all, and which side it is on."""
    found: dict[str, Values] = {}
    for skill, rows in sample.rated.groupby("Skill"):
        side = 1.0 if sample.skills.at[skill, "Category"] == "soft" else 0.0
        found[f"programme.{slug(str(skill))}"] = {"burden": rows["Gap"].sum(), "soft_share": side}
    return found
