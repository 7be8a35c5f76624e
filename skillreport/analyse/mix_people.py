"""The training mix of every person, for the consultant alone. Sums over people are those of the organisation."""

import numpy as np
import pandas as pd

from skillreport.analyse.mix import Floats


def find_person_mixes(
    shares: pd.DataFrame, log: pd.DataFrame, planned: pd.DataFrame, gaps: pd.DataFrame
) -> pd.DataFrame:
    """One row per person position: row (of the rules), recommended, actual, planned, gap (soft shares, NaN where there
    is nothing to divide), effort and soft (of the log, hours or money), planned_effort and planned_soft (hours), weight
    and soft_weight (Σ weight·gap of all and of soft skills), points (actual − recommended), deviation (effort, NaN
    without any). Section 5 of the method.

    `shares`: soft and row by person. `log`, `planned`: person, effort, soft. `gaps`: person, soft, weighted_gap.
    """
    people = len(shares)
    known = gaps[gaps["soft"].notna()]
    weighted = known.assign(effort=known["weighted_gap"], soft=known["soft"] * known["weighted_gap"])
    effort, soft = _sums(log, people)
    planned_effort, planned_soft = _sums(planned, people)
    weight, soft_weight = _sums(weighted, people)
    recommended, actual = shares["soft"].to_numpy(float), _quotients(soft, effort)
    return pd.DataFrame(
        {
            "row": shares["row"].to_numpy(),
            "recommended": recommended,
            "actual": actual,
            "planned": _quotients(planned_soft, planned_effort),
            "gap": _quotients(soft_weight, weight),
            "effort": effort,
            "soft": soft,
            "planned_effort": planned_effort,
            "planned_soft": planned_soft,
            "weight": weight,
            "soft_weight": soft_weight,
            "points": actual - recommended,
            "deviation": np.where(effort > 0, soft - effort * recommended, np.nan),
        }
    )


def _sums(rows: pd.DataFrame, people: int) -> tuple[Floats, Floats]:
    """Effort and soft effort by person position."""
    person = rows["person"].to_numpy(dtype=np.intp)
    effort, soft = np.zeros(people), np.zeros(people)
    np.add.at(effort, person, rows["effort"].to_numpy(float))
    np.add.at(soft, person, rows["soft"].to_numpy(float))
    return effort, soft


def _quotients(parts: Floats, wholes: Floats) -> Floats:
    """Part ÷ whole, NaN where there is no whole."""
    found: Floats = np.divide(parts, wholes, out=np.full(len(wholes), np.nan), where=wholes > 0)
    return found
