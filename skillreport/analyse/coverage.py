"""Who can do what: readiness of people and roles, bench strength of skills. Section 4."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from skillreport.analyse.levels import TOLERANCE, Levels
from skillreport.model.assessment import Assessment
from skillreport.rules.load import Rules


@dataclass(frozen=True, slots=True)
class Coverage:
    """Who can do what. `readiness`, `role_readiness`: of people and of roles. `bench`: every requirement of roles;
    `weakest`: the one that represents each skill; `lone_roles`: those of roles with one incumbent."""

    readiness: pd.DataFrame
    role_readiness: pd.DataFrame
    bench: pd.DataFrame
    weakest: pd.DataFrame
    lone_roles: pd.DataFrame


def find_coverage(assessment: Assessment, pairs: pd.DataFrame, levels: Levels, rules: Rules) -> Coverage:
    """Work out readiness and bench strength."""
    readiness = find_readiness(assessment, pairs, rules)
    bench = find_bench(assessment, pairs, levels, rules)
    return Coverage(readiness, _role_readiness(assessment, readiness), bench, weakest_roles(bench), lone_roles(bench))


def find_readiness(assessment: Assessment, pairs: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """One row per active person with a requirement, indexed by person.

    Columns: required, rated (pairs), completeness, readiness (0 to 1, NaN: nothing above the lowest level is required
    and rated), status: ready, not ready (a critical skill below the level), unknown (a critical skill unrated, or too
    little rated); both_domains: every critical hard and soft skill is met (False while one is unrated).
    """
    asked = pairs[pairs["required"].notna()]
    lowest = assessment.scale.lowest
    climb = asked["required"].to_numpy() - lowest
    counted = asked["rated_required"].to_numpy() & (climb > TOLERANCE)
    share = np.minimum((asked["level"].to_numpy() - lowest) / np.where(climb > TOLERANCE, climb, 1), 1)
    weight = asked["weight"].to_numpy()
    critical, rated, met = (asked[name].to_numpy() for name in ("critical", "rated_required", "met"))
    sums = (
        pd.DataFrame(
            {
                "person": asked["person"].to_numpy(),
                "required": 1,
                "rated": rated,
                "weight": np.where(counted, weight, 0),
                "reached": np.where(counted, weight * share, 0),
                "critical_below": critical & rated & ~met,
                "critical_unrated": critical & ~rated,
            }
        )
        .groupby("person")
        .sum()
    )
    completeness = sums["rated"] / sums["required"]
    below, unrated = sums["critical_below"] > 0, sums["critical_unrated"] > 0
    unknown = unrated | (completeness < rules.bounds.ready_completeness - TOLERANCE)
    return pd.DataFrame(
        {
            "required": sums["required"],
            "rated": sums["rated"],
            "completeness": completeness,
            "readiness": (sums["reached"] / sums["weight"].where(sums["weight"] > 0)).astype(float),
            "status": np.select([below, unknown], ["not ready", "unknown"], "ready"),
            "both_domains": ~below & ~unrated,
        }
    )


def _role_readiness(assessment: Assessment, readiness: pd.DataFrame) -> pd.DataFrame:
    """Per role: people, ready, not_ready, unknown, both_domains, measured (counts), readiness (mean of the measured,
    NaN: nobody)."""
    role = assessment.people["role"].to_numpy()[readiness.index.to_numpy(dtype=np.intp)]
    status = readiness["status"]
    frame = pd.DataFrame(
        {
            "role": role,
            "people": 1,
            "ready": status == "ready",
            "not_ready": status == "not ready",
            "unknown": status == "unknown",
            "both_domains": readiness["both_domains"].astype(bool),
            "measured": readiness["readiness"].notna(),
            "readiness": readiness["readiness"],
        }
    )
    grouped = frame[frame["role"].notna()].groupby("role")
    counts = grouped[["people", "ready", "not_ready", "unknown", "both_domains", "measured"]].sum().astype(int)
    return counts.assign(readiness=grouped["readiness"].mean())


def find_bench(assessment: Assessment, pairs: pd.DataFrame, levels: Levels, rules: Rules) -> pd.DataFrame:
    """Bench strength: one row per requirement of a role (or of a career level in it) of the weight that counts, that
    somebody has to meet. What is required of single employees asks nothing of their role.

    Columns: role, career_level (NaN: all), skill, required, weight, incumbents (people of the role), needed (people who
    have to meet it), holders (people of any role at or above the level, with no leave date), unrated (people of any
    role who need the skill and have no level), next_best (highest level below, NaN: none), next_count, status:
    uncovered, single, covered, not shown.
    """
    people = assessment.people
    demand = _demand(assessment, pairs, rules)
    incumbents = people[people["active"]].groupby("role").size()
    demand["incumbents"] = demand["role"].map(incumbents).astype(float)
    needing = pairs[pairs["required"].notna()]
    unrated = needing[~needing["rated_required"]].groupby("skill")["person"].nunique()
    demand["unrated"] = demand["skill"].map(unrated).fillna(0)
    staying = (people["active"] & people["leave_date"].isna()).to_numpy()
    rated = levels.pairs[levels.pairs["level"].notna().to_numpy() & staying[levels.pairs["person"].to_numpy()]]
    counts = [
        _count_holders(rated, skill, required)
        for skill, required in zip(demand["skill"], demand["required"], strict=True)
    ]
    held = pd.DataFrame(counts, columns=["holders", "next_best", "next_count"], index=demand.index)
    demand = demand.join(held)
    unsure = demand["unrated"] > 0
    few = [demand["holders"] >= 2, unsure, demand["holders"] == 1]
    demand["status"] = np.select(few, ["covered", "not shown", "single"], "uncovered")
    return demand


def _demand(assessment: Assessment, pairs: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """The rows of roles that are somebody's requirement, each with how many people's."""
    rows = assessment.requirements
    of_role = np.flatnonzero(rows["employee"].isna() & rows["role"].notna())
    asked = pairs[pairs["required"].notna() & (pairs["weight"] >= rules.bounds.bench_weight)]
    asked = asked[asked["rule"].isin(of_role)]
    demand = asked.groupby("rule", as_index=False).agg(
        skill=("skill", "first"),
        required=("required", "first"),
        weight=("weight", "first"),
        needed=("person", "nunique"),
    )
    rule = demand.pop("rule").astype(int)
    named = rows.iloc[rule][["role", "career_level"]].astype(object).set_axis(demand.index)
    return demand.join(named)


def _count_holders(rated: pd.DataFrame, skill: int, required: float) -> tuple[float, float, float]:
    levels = rated.loc[rated["skill"].to_numpy() == skill, "level"].to_numpy()
    holding = levels >= required - TOLERANCE
    below = levels[~holding]
    best = below.max() if len(below) else np.nan
    return float(holding.sum()), float(best), float((below >= best - TOLERANCE).sum() if len(below) else 0)


def weakest_roles(bench: pd.DataFrame) -> pd.DataFrame:
    """The requirement that represents each skill: fewest holders, then the higher level, then by name. Roles with one
    incumbent represent none; see `lone_roles`."""
    several = bench[bench["incumbents"] != 1]
    by, rising = ["skill", "holders", "required", "role", "career_level"], [True, True, False, True, True]
    ordered = several.sort_values(by, ascending=rising, na_position="first")
    return ordered.drop_duplicates("skill").reset_index(drop=True)


def lone_roles(bench: pd.DataFrame) -> pd.DataFrame:
    """The requirements of roles with one incumbent, by role and skill."""
    return bench[bench["incumbents"] == 1].sort_values(["role", "skill"], ignore_index=True)
