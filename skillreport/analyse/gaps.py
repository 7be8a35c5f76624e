"""Requirements and current levels → the gap of every pair, and gap measures of any group of pairs. Section 4."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from skillreport.analyse.levels import TOLERANCE, Levels, positions
from skillreport.model.assessment import Assessment, Scale
from skillreport.rules.load import Rules


@dataclass(frozen=True, slots=True)
class Requirements:
    """`current`: one row per pair required today: person, skill, required (NaN: N/A), weight, rule (row of the
    requirements frame). `future`: one row per pair of which more is required from a later day on: the same for the
    highest of these levels, with from_date (the first day above today's level) and today (NaN: not required today).
    """

    current: pd.DataFrame
    future: pd.DataFrame


def find_requirements(assessment: Assessment, rules: Rules) -> Requirements:
    """What is required of each active person: an employee's own row beats role and career level, which beats role.

    Of rows for the same key the one that came into force last counts. A missing weight is the skill's, else the
    default.
    """
    table = _requirement_rows(assessment, rules)
    current = _in_force(assessment, table, np.datetime64(assessment.as_of, "s"))
    return Requirements(current.drop(columns="from_date"), _rising(assessment, table, current))


def _requirement_rows(assessment: Assessment, rules: Rules) -> pd.DataFrame:
    rows = assessment.requirements
    skill = positions(rows["skill"], pd.Index([skill.name for skill in assessment.skills]))
    weight = rows["weight"].to_numpy().copy()
    of_skill = np.array([s.weight or rules.bounds.default_weight for s in assessment.skills] or [np.nan])
    return pd.DataFrame(
        {
            "employee": rows["employee"].astype(object),
            "role": rows["role"].astype(object),
            "career_level": rows["career_level"].astype(object),
            "skill": skill,
            "required": rows["level"],
            "weight": np.where(np.isnan(weight), of_skill[skill] if len(rows) else weight, weight),
            "from_date": rows["from_date"],
            "rule": np.arange(len(rows)),
        }
    )


def _rising(assessment: Assessment, table: pd.DataFrame, current: pd.DataFrame) -> pd.DataFrame:
    """Pairs whose requirement rises above today's when the rows of later days come into force."""
    later = table.loc[table["from_date"] > np.datetime64(assessment.as_of, "s"), "from_date"]
    today = current.set_index(["person", "skill"])["required"].rename("today")
    risen = [current.iloc[:0].assign(today=np.nan)]
    for day in sorted(later.unique()):
        then = _in_force(assessment, table, day).join(today, on=["person", "skill"])
        above = then["required"] > then["today"].fillna(-np.inf) + TOLERANCE
        risen.append(then[above].assign(from_date=day))
    rows = pd.concat([part for part in risen if len(part)] or risen[:1], ignore_index=True)
    first = rows.groupby(["person", "skill"])["from_date"].transform("min")
    highest = rows.assign(from_date=first).sort_values("required", kind="stable", ascending=False)
    return highest.drop_duplicates(["person", "skill"]).sort_values(["person", "skill"], ignore_index=True)


def _in_force(assessment: Assessment, table: pd.DataFrame, day: np.datetime64) -> pd.DataFrame:
    """What is required of each active person on a day."""
    people, table = assessment.people, table[~(table["from_date"] > day)]
    active = np.flatnonzero(people["active"].to_numpy())
    person = pd.DataFrame(
        {
            "person": active,
            "employee": people["employee"].to_numpy()[active],
            "role": people["role"].to_numpy()[active],
            "career_level": people["career_level"].to_numpy()[active],
        }
    )
    table = table.sort_values("from_date", na_position="first", kind="stable")
    own = table[table["employee"].notna()].drop(columns=["role", "career_level"])
    of_roles = table[table["employee"].isna()].drop(columns="employee")
    of_level = of_roles[of_roles["career_level"].notna()]
    of_role = of_roles[of_roles["career_level"].isna()].drop(columns="career_level")
    columns = ["person", "skill", "required", "weight", "from_date", "rule"]
    parts = [
        person.merge(_latest(own, ["employee"]), on="employee")[columns],
        person.merge(_latest(of_level, ["role", "career_level"]), on=["role", "career_level"])[columns],
        person.merge(_latest(of_role, ["role"]), on="role")[columns],
    ]
    found = pd.concat(parts, ignore_index=True).drop_duplicates(["person", "skill"], keep="first")
    return found.sort_values(["person", "skill"], ignore_index=True)


def _latest(table: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The row in force last per key and skill; of rows from the same day the first of the workbook."""
    newest = table.groupby([*keys, "skill"], sort=False)["from_date"].transform("max")
    in_force = table[(table["from_date"] == newest) | newest.isna()]
    return in_force.drop_duplicates([*keys, "skill"], keep="first")


def find_pairs(assessment: Assessment, requirements: pd.DataFrame, levels: Levels, rules: Rules) -> pd.DataFrame:
    """One row per active person and skill that is required or rated, sorted by person and skill.

    Columns: person, skill (positions), unit, group (position in the groups of skills), soft (bool, NA: no category),
    level, required (NaN: unknown, not required), weight, rule, applies, stale, self_only, rated_required (both there),
    gap, met, nearly_met (NaN/False where not rated_required), critical, newest, age_days.
    """
    active = assessment.people["active"].to_numpy()
    rated = levels.pairs[active[levels.pairs["person"].to_numpy()]]
    pairs = requirements.merge(rated, on=["person", "skill"], how="outer", sort=True)
    required = pairs["required"].to_numpy()
    named = pairs["rule"].notna().to_numpy()
    said_na = (pairs["state"] == "not applicable").to_numpy()
    applies = ~(named & np.isnan(required)) & ~said_na
    categories = np.array(
        [{"soft": 1.0, "hard": 0.0}.get(s.category or "", np.nan) for s in assessment.skills] or [np.nan]
    )
    pairs = pairs.assign(
        unit=assessment.people["unit"].to_numpy()[pairs["person"].to_numpy()],
        soft=categories[pairs["skill"].to_numpy()],
        applies=applies,
        required=np.where(applies, required, np.nan),
        stale=(pairs["state"] == "stale").to_numpy(),
        self_only=pairs["self_only"].astype("boolean").fillna(False).to_numpy(bool),
        critical=pairs["weight"].to_numpy() >= rules.bounds.critical_weight,
    )
    return with_gaps(pairs, rules)


def with_gaps(pairs: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """The pairs with what follows from their level and required (NaN: unknown, not required), in the place of what they
    have of it: rated_required, gap, met, nearly_met."""
    required, level, tiny = pairs["required"].to_numpy(), pairs["level"].to_numpy(), TOLERANCE
    both = ~np.isnan(required) & ~np.isnan(level)
    gap = np.where(both, np.maximum(0.0, required - level), np.nan)
    return pairs.assign(
        rated_required=both,
        gap=np.where(gap < tiny, 0.0, gap),
        met=both & (level >= required - tiny),
        nearly_met=both & (level >= required - rules.bounds.attainment_margin - tiny),
    )


def gap_totals(pairs: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """Sums over pairs from which every gap measure is a quotient, per group; one row `0` without `by`.

    Columns: people (with a rated required pair), required (pairs required), rated (of these), unrated, stale,
    not_applicable (pairs that a requirement names), met, nearly_met, self_only, affected (pairs with a gap), weight,
    weighted_gap (Σ w·gap), gap (Σ).
    """
    both = pairs["rated_required"].to_numpy()
    required = pairs["required"].notna().to_numpy()
    weight = np.where(both, pairs["weight"], 0.0)
    gap = np.where(both, pairs["gap"], 0.0)
    frame = pd.DataFrame(
        {
            **{name: pairs[name].to_numpy() for name in by},
            "required": required,
            "rated": both,
            "unrated": required & ~both,
            "stale": required & ~both & pairs["stale"].to_numpy(),
            "not_applicable": pairs["rule"].notna().to_numpy() & ~pairs["applies"].to_numpy(),
            "met": pairs["met"].to_numpy(),
            "nearly_met": pairs["nearly_met"].to_numpy(),
            "self_only": both & pairs["self_only"].to_numpy(),
            "affected": gap > 0,
            "weight": weight,
            "weighted_gap": weight * gap,
            "gap": gap,
        }
    )
    counts = [name for name in frame.columns if name not in by]
    if not by:
        sums = frame[counts].sum().to_frame().T
        sums["people"] = pairs.loc[both, "person"].nunique()
    else:
        sums = frame.groupby(list(by), sort=True)[counts].sum()
        distinct = pairs.loc[both, [*by, "person"]].drop_duplicates()
        sums["people"] = distinct.groupby(list(by)).size().reindex(sums.index).fillna(0)
    return sums.astype(float)


SEVERITIES = ("none", "minor", "moderate", "significant", "severe")


def severity_bounds(scale: Scale, rules: Rules) -> tuple[float, float, float]:
    """Upper bounds of minor, moderate and significant in levels; the rules state shares of the scale's width."""
    minor, moderate, significant = (bound * scale.width for bound in rules.bounds.severity)
    return minor, moderate, significant


def severity(mean_gap: float, bounds: Sequence[float]) -> int:
    """Step 0 to 4 of a mean gap (SEVERITIES) by upper bounds in levels: none at 0, severe above the last."""
    if mean_gap <= TOLERANCE:
        return 0
    return 1 + sum(mean_gap > bound + TOLERANCE for bound in bounds)


def quotient(numerator: float, denominator: float) -> float | None:
    """A share or mean; None where nothing is there to divide by."""
    return float(numerator) / float(denominator) if denominator else None
