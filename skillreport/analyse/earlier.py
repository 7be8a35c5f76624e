"""An earlier period in today's words: its skills under today's names, its levels on today's scale, its people in
today's units. By the mappings of the settings and by exact names, never by guess."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from skillreport.analyse.gaps import find_pairs, find_requirements
from skillreport.analyse.levels import TOLERANCE, find_levels
from skillreport.analyse.units import todays_units, unit_paths
from skillreport.model.assessment import ORGANISATION, Assessment, Earlier, Skill
from skillreport.model.names import key, nearest
from skillreport.model.period import Period
from skillreport.rules.load import Rules


@dataclass(frozen=True, slots=True)
class PeriodPairs:
    """The pairs of one period, as today's rules see them.

    `pairs`, one row per pair: person (key of the employee id), skill (key of its name today), required, weight, level,
    gap, met, counts (required and rated), asked (required), newest. `units`: key of each person employed then → the
    smallest unit of today that holds the person's unit then.
    """

    period: Period
    pairs: pd.DataFrame
    units: Mapping[str, str]


def pairs_of_period(then: Assessment, today: Assessment, rules: Rules) -> PeriodPairs:
    """The pairs of a period whose skills and levels are translated already; today's own among them."""
    requirements = find_requirements(then, rules)
    found = find_pairs(then, requirements.current, find_levels(then, rules), rules)
    return as_period(then, today, found)


def as_period(then: Assessment, today: Assessment, pairs: pd.DataFrame) -> PeriodPairs:
    """Pairs as `gaps.find_pairs` gives them, under keys that hold over periods."""
    people = pd.Series([key(employee) for employee in then.people["employee"]], dtype=object)
    skills = np.array([key(skill.name) for skill in then.skills], dtype=object)
    made = pd.DataFrame(
        {
            "person": people.to_numpy()[pairs["person"].to_numpy()],
            "skill": skills[pairs["skill"].to_numpy()],
            **{name: pairs[name].to_numpy() for name in ("required", "weight", "level", "gap", "met", "newest")},
            "counts": pairs["rated_required"].to_numpy(),
            "asked": pairs["required"].notna().to_numpy(),
        }
    )
    places = todays_units(then.units, today.units)
    active = then.people["active"].to_numpy()
    employed = zip(people[active], then.people.loc[active, "unit"], strict=True)
    return PeriodPairs(then.period, made, {person: places[unit] for person, unit in employed})


# ---- skills and levels


def comparable(earlier: Earlier, today: Assessment) -> bool:
    """Whether levels then can be held against levels today: the same scale, or a mapping."""
    then = earlier.assessment.scale
    same = abs(then.lowest - today.scale.lowest) + abs(then.highest - today.scale.highest) < TOLERANCE
    return same or bool(earlier.settings.levels)


def translated(earlier: Earlier, today: Assessment) -> Assessment:
    """The earlier assessment with today's names of skills and levels of today's scale."""
    then, names = earlier.assessment, names_today(earlier, today)
    skills: dict[str, Skill] = {}
    for skill in then.skills:
        name = names[skill.name]
        skills.setdefault(key(name), replace(skill, name=name))
    return replace(
        then,
        skills=tuple(skills.values()),
        scale=today.scale,
        ratings=_translated_rows(then.ratings, names, earlier.settings.levels),
        requirements=_translated_rows(then.requirements, names, earlier.settings.levels),
    )


def printed_today(earlier: Earlier, today: Assessment) -> dict[str, float]:
    """What was printed then, under the ids of today: of units that stand at the same place, of skills that are matched
    one to one. Where the scale is another, levels that were printed are none of today's and are left out."""
    paths = {path: unit for unit, path in unit_paths(today.units).items()}
    found = {unit: paths[path] for unit, path in unit_paths(earlier.assessment.units).items() if path in paths}
    places = {f"unit.{then}": f"unit.{now}" for then, now in found.items() if now != ORGANISATION}
    places |= {"organisation": "organisation", **_skill_ids_today(earlier, today)}
    measures = ("attainment",) if earlier.settings.levels else ("attainment", "weighted_gap")
    return {
        f"{now}.{measure}": earlier.printed[f"{then}.{measure}"]
        for then, now in places.items()
        for measure in measures
        if f"{then}.{measure}" in earlier.printed
    }


def _skill_ids_today(earlier: Earlier, today: Assessment) -> dict[str, str]:
    names, ids = names_today(earlier, today), {key(skill.name): skill.id for skill in today.skills}
    targets = [key(name) for name in names.values()]
    return {
        f"skill.{skill.id}": f"skill.{ids[target]}"
        for skill in earlier.assessment.skills
        if (target := key(names[skill.name])) in ids and targets.count(target) == 1
    }


def names_today(earlier: Earlier, today: Assessment) -> dict[str, str]:
    """Name of a skill then → what it is called today: by the mapping, else by the same name, else as it was."""
    mapped = {key(old): new for old, new in earlier.settings.skills.items()}
    spelled = {key(skill.name): skill.name for skill in today.skills}
    found = {}
    for skill in earlier.assessment.skills:
        name = mapped.get(key(skill.name), skill.name)
        found[skill.name] = spelled.get(key(name), name)
    return found


def _translated_rows(rows: pd.DataFrame, names: Mapping[str, str], levels: Mapping[float, float]) -> pd.DataFrame:
    """Rows with `skill` and `level` in today's words; a level between two mapped ones lies on the line between, what is
    beyond them is not known."""
    changed = rows.assign(skill=rows["skill"].astype(object).map(dict(names)).astype("category"))
    if not levels:
        return changed
    then = sorted(levels)
    today = [levels[level] for level in then]
    return changed.assign(level=np.interp(rows["level"].to_numpy(), then, today, np.nan, np.nan))


# ---- what the mappings leave open


def unknown_names(earlier: Earlier, today: Assessment) -> list[dict[str, str]]:
    """Names in the mapping of skills that the files do not have: the name, whose it should be, the nearest of them."""
    then = [skill.name for skill in earlier.assessment.skills]
    now = [skill.name for skill in today.skills]
    found = []
    for old, new in earlier.settings.skills.items():
        for name, known, whose in ((old, then, str(earlier.assessment.period)), (new, now, str(today.period))):
            if key(name) not in map(key, known):
                found.append({"value": name, "whose": whose, "nearest": nearest(name, known) or ""})
    return found


def unmatched_skills(earlier: Earlier, today: Assessment) -> list[str]:
    """Skills of the earlier period that today's files do not have under the same name or a mapped one."""
    known = {key(skill.name) for skill in today.skills}
    return [old for old, name in names_today(earlier, today).items() if key(name) not in known]


def matched_people(earlier: Earlier, today: Assessment) -> tuple[int, int]:
    """How many people the earlier period has, and how many of these today's files know."""
    known = {key(employee) for employee in today.people["employee"]}
    then = [key(employee) for employee in earlier.assessment.people["employee"]]
    return len(then), sum(employee in known for employee in then)
