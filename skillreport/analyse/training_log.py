"""The training log as the analysis of programmes reads it: gaps filled from the catalogue, skills as positions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from skillreport.analyse.levels import positions
from skillreport.analyse.mix import MONTHS_OF_LOG
from skillreport.analyse.rating_pool import Ints, day_number
from skillreport.model.assessment import Assessment
from skillreport.model.names import key
from skillreport.model.period import months_after


@dataclass(frozen=True, slots=True)
class Log:
    """The training log as this analysis reads it. `window`: rows of the 12 months: person, key of the programme, name,
    start, completion (days since 1970; never before the start), hours, cost (the row's own is `stated_cost`),
    soft_share, gain (of the test), skills (positions), done (False: not completed). `trained`: person × skill, whether
    any row of the whole log trains it. `taken`: per programme the people with any row of it."""

    window: pd.DataFrame
    trained: np.ndarray[tuple[int, int], np.dtype[np.bool_]]
    taken: Mapping[str, Ints]

    @property
    def rows(self) -> pd.DataFrame:
        """What people took part in: without what was not completed."""
        return self.window[self.window["done"]]


def read_log(assessment: Assessment) -> Log:
    """What the rows leave open (skills, cost, soft share) is the catalogue's of the programme."""
    training = assessment.training
    names = training["programme"].astype(object).map(str)
    rows = pd.DataFrame(
        {
            "person": positions(training["employee"], assessment.people.index),
            "key": names.map(key),
            "name": names,
            "start": day_number(training["start"]),
            "completion": day_number(training["completion"]),
            "hours": training["hours"],
            "cost": training["cost"],
            "stated_cost": training["cost"],
            "soft_share": training["soft_share"],
            "gain": training["test_after"] - training["test_before"],
            "done": training["completed"].fillna(True).astype(bool),
        }
    ).reset_index(drop=True)
    for column, stated in (("cost", "cost_per_seat"), ("soft_share", "soft_share")):
        rows[column] = rows[column].fillna(rows["key"].map(_of_catalogue(assessment, stated)).astype(float))
    rows["completion"] = rows[["start", "completion"]].max(axis=1)
    rows["skills"] = _skills_of_rows(assessment, rows["key"], training["skills"])
    trained = np.zeros((len(assessment.people), len(assessment.skills)), dtype=bool)
    for person, skills in zip(rows["person"], rows["skills"], strict=True):
        trained[person, list(skills)] = True
    first, last = (np.datetime64(day, "D").astype(np.int64) for day in _window(assessment.as_of))
    inside = (rows["start"] > first) & (rows["start"] <= last)
    taken = {str(name): part["person"].unique() for name, part in rows.groupby("key")}
    return Log(rows[inside], trained, taken)


def _window(as_of: date) -> tuple[date, date]:
    """The day before the first and the last day of the months that count."""
    return months_after(as_of, -MONTHS_OF_LOG), as_of


def _of_catalogue(assessment: Assessment, column: str) -> "pd.Series[float]":
    """A column of the catalogue by the programme's key: the first row that states it."""
    courses = assessment.courses.dropna(subset=[column])
    by_key = courses.assign(key=courses["programme"].astype(object).map(key)).drop_duplicates("key")
    return by_key.set_index("key")[column].astype(float)


def _skills_of_rows(assessment: Assessment, keys: pd.Series, stated: pd.Series) -> list[tuple[int, ...]]:
    """The skills that each row trains, as positions in the report's order; names that are no skill count for none."""
    known = {key(skill.name): place for place, skill in enumerate(assessment.skills)}

    def placed(names: object) -> tuple[int, ...]:
        listed = names if isinstance(names, tuple | list) else ()
        return tuple(sorted({known[key(str(name))] for name in listed if key(str(name)) in known}))

    courses: dict[str, tuple[int, ...]] = {}
    for programme, names in zip(assessment.courses["programme"], assessment.courses["skills"], strict=True):
        courses[key(str(programme))] = courses.get(key(str(programme))) or placed(names)
    return [
        placed(names) if isinstance(names, tuple | list) and len(names) else courses.get(programme, ())
        for programme, names in zip(keys, stated, strict=True)
    ]


def skills_of(rows: pd.DataFrame) -> tuple[int, ...]:
    """The skills that rows of the log train together."""
    return tuple(sorted({skill for of_row in rows["skills"] for skill in of_row}))


def programme_names(assessment: Assessment) -> list[str]:
    """What the log and the catalogue call the programmes."""
    frames = (assessment.training, assessment.courses)
    return list(dict.fromkeys(str(name) for frame in frames for name in frame["programme"].cat.categories))
