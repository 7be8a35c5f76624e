"""Certifications: who holds what until when, and who is required to. Sections 6 and 7."""

import numpy as np
import pandas as pd

from skillreport.analyse.levels import positions
from skillreport.model.assessment import Assessment
from skillreport.model.names import key, slugs
from skillreport.model.period import months_after
from skillreport.rules.load import Rules


def find_certificates(assessment: Assessment, rules: Rules) -> pd.DataFrame:
    """One row per active person and certification that is held, was held or is mandatory for the person.

    Columns: person, certification, mandatory, expires (NaT: never, or never held), status: valid, expiring (within the
    bound), expired, missing (mandatory, never held). The newest certificate of a person counts. A certification has one
    spelling, however it was typed: the one that prescribes it, else the most frequent.
    """
    needed = _mandatory_holders(assessment)
    found = needed.merge(_held(assessment), on=["person", "key"], how="outer", indicator=True)
    found["mandatory"] = found["_merge"] != "right_only"
    found["certification"] = found["key"].map(_spellings(assessment))
    today = np.datetime64(assessment.as_of, "s")
    soon = np.datetime64(months_after(assessment.as_of, rules.bounds.expiry_months), "s")
    expires = found["expires"].to_numpy()
    missing = (found["_merge"] == "left_only").to_numpy()
    found["status"] = np.select(
        [missing, expires < today, expires <= soon], ["missing", "expired", "expiring"], "valid"
    )
    columns = ["person", "certification", "mandatory", "expires", "status"]
    return found[columns].sort_values(["certification", "person"], ignore_index=True)


def _held(assessment: Assessment) -> pd.DataFrame:
    """The newest certificate of each active person and certification: person, key, expires."""
    people, rows = assessment.people, assessment.certifications
    active = people["active"].to_numpy()
    passed = rows[rows["passed"].fillna(True).astype(bool) & (rows["date"] <= np.datetime64(assessment.as_of, "s"))]
    held = pd.DataFrame(
        {
            "person": positions(passed["employee"], people.index),
            "key": passed["certification"].astype(object).map(key).to_numpy(),
            "expires": passed["expires"].to_numpy(),
            "date": passed["date"].to_numpy(),
            "lasts": passed["expires"].fillna(pd.Timestamp.max.floor("s")).to_numpy(),
        }
    )
    held = held[active[held["person"].to_numpy()]] if len(held) else held
    newest = held.sort_values(["person", "key", "date", "lasts"]).drop_duplicates(["person", "key"], keep="last")
    return newest[["person", "key", "expires"]]


def _spellings(assessment: Assessment) -> dict[str, str]:
    """The spelling of each certification by its key: of those that prescribe it, else of all, the most frequent one."""
    spellings: dict[str, str] = {}
    for rows in (assessment.mandatory, assessment.certifications):
        counts = rows["certification"].astype(object).value_counts()
        for name in sorted(counts.index, key=lambda name: (-counts[name], name)):
            spellings.setdefault(key(name), name)
    return spellings


def _mandatory_holders(assessment: Assessment) -> pd.DataFrame:
    """Who must hold what today: person and key of the certification, by role and, where stated, career level."""
    people, rules = assessment.people, assessment.mandatory
    today = np.datetime64(assessment.as_of, "s")
    rules = rules[~(rules["from_date"] > today)]
    active = np.flatnonzero(people["active"].to_numpy())
    roles = people["role"].map(lambda role: key(role) if isinstance(role, str) else "")
    found = [
        (person, key(certification))
        for role, certification, level in zip(rules["role"], rules["certification"], rules["career_level"], strict=True)
        for person in active
        if roles.iloc[person] == key(role)
        and (not isinstance(level, str) or people["career_level"].iloc[person] == level)
    ]
    return pd.DataFrame(found, columns=["person", "key"]).drop_duplicates().astype({"person": np.intp})


def certification_ids(certificates: pd.DataFrame) -> dict[str, str]:
    """An id for every certification by its name, the same for figures and actions."""
    names = sorted(certificates["certification"].unique())
    return dict(zip(names, slugs(names), strict=True))
