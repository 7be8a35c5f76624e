"""Certifications: who holds what until when, and who is required to. Sections 6 and 7."""

import numpy as np
import pandas as pd

from skillreport.analyse.levels import positions
from skillreport.model.assessment import Assessment
from skillreport.model.names import key
from skillreport.model.period import months_after
from skillreport.rules.load import Rules


def find_certificates(assessment: Assessment, rules: Rules) -> pd.DataFrame:
    """One row per active person and certification that is held, was held or is mandatory for the person.

    Columns: person, certification, mandatory, expires (NaT: never, or never held), status: valid, expiring (within the
    bound), expired, missing (mandatory, never held). The newest certificate of a person counts.
    """
    people = assessment.people
    active = people["active"].to_numpy()
    passed = assessment.certifications
    passed = passed[
        passed["passed"].fillna(True).astype(bool) & (passed["date"] <= np.datetime64(assessment.as_of, "s"))
    ]
    person = positions(passed["employee"], people.index)
    held = pd.DataFrame(
        {
            "person": person,
            "key": passed["certification"].astype(object).map(key).to_numpy(),
            "certification": passed["certification"].astype(object).to_numpy(),
            "expires": passed["expires"].to_numpy(),
            "date": passed["date"].to_numpy(),
            "lasts": passed["expires"].fillna(pd.Timestamp.max.floor("s")).to_numpy(),
        }
    )
    held = held[active[held["person"].to_numpy()]] if len(held) else held
    held = held.sort_values(["person", "key", "date", "lasts"]).drop_duplicates(["person", "key"], keep="last")
    needed = mandatory_holders(assessment)
    found = needed.merge(held, on=["person", "key"], how="outer", suffixes=("_needed", ""))
    found["mandatory"] = found["certification_needed"].notna()
    found["certification"] = found["certification"].fillna(found["certification_needed"])
    today = np.datetime64(assessment.as_of, "s")
    soon = np.datetime64(months_after(assessment.as_of, rules.bounds.expiry_months), "s")
    expires = found["expires"].to_numpy()
    missing = found["lasts"].isna().to_numpy()
    found["status"] = np.select(
        [missing, expires < today, expires <= soon], ["missing", "expired", "expiring"], "valid"
    )
    columns = ["person", "certification", "mandatory", "expires", "status"]
    return found[columns].sort_values(["certification", "person"], ignore_index=True)


def mandatory_holders(assessment: Assessment) -> pd.DataFrame:
    """Who must hold what today: person, key, certification, by role and, where stated, career level."""
    people, rules = assessment.people, assessment.mandatory
    today = np.datetime64(assessment.as_of, "s")
    rules = rules[~(rules["from_date"] > today)]
    active = np.flatnonzero(people["active"].to_numpy())
    roles = people["role"].map(lambda role: key(role) if isinstance(role, str) else "")
    found = [
        (person, key(certification), certification)
        for role, certification, level in zip(rules["role"], rules["certification"], rules["career_level"], strict=True)
        for person in active
        if roles.iloc[person] == key(role)
        and (not isinstance(level, str) or people["career_level"].iloc[person] == level)
    ]
    frame = pd.DataFrame(found, columns=["person", "key", "certification"])
    return frame.drop_duplicates(["person", "key"]).astype({"person": np.intp})
