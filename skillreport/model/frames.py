"""The frames of bulk facts: their columns, dtypes, units and what missing means, declared once.

Every frame of input facts also has `source` (index into `Assessment.sources`), `row` and `column` (zero-based, of the
cell that holds the main value), so that a million facts cost no million objects and an issue still names its cell.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a frame. An empty `missing` means that the value is always there."""

    name: str
    dtype: str
    meaning: str
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A table of a sheet (or CSV file) that facts came from.

    `fields`: where the cell of a field stands, as zero-based row and column; None where that is the row or column of
    the fact itself.
    """

    file: str
    sheet: str | None
    table: str
    fields: Mapping[str, tuple[int | None, int | None]]


KEY = "category"
ORIGIN = (
    Column("source", "int16", "index into Assessment.sources"),
    Column("row", "int32", "zero-based row of the sheet"),
    Column("column", "int16", "zero-based column of the cell with the main value"),
)

RATINGS = (
    Column("employee", KEY, "employee id"),
    Column("skill", KEY, "skill name"),
    Column("level", "float64", "level on the scale", "N/A: the skill does not apply to the person"),
    Column("rater_group", KEY, "one of RATER_GROUPS"),
    Column("rater", KEY, "who rated", "not stated"),
    Column("date", "datetime64[s]", "day of the rating", "not stated; taken as the as-of date"),
)
REQUIREMENTS = (
    Column("role", KEY, "role name", "the row is for one employee"),
    Column("employee", KEY, "employee id", "the row is for a role"),
    Column("career_level", KEY, "one of CAREER_LEVELS", "the row is for every career level"),
    Column("skill", KEY, "skill name"),
    Column("level", "float64", "required level on the scale", "N/A: not required"),
    Column("weight", "float64", "criticality, above 0", "the skill's, else 2"),
    Column("from_date", "datetime64[s]", "required from this day on", "required already"),
)
TRAINING = (
    Column("employee", KEY, "employee id"),
    Column("programme", KEY, "programme name"),
    Column("start", "datetime64[s]", "first day"),
    Column("completion", "datetime64[s]", "last day", "not stated"),
    Column("hours", "float64", "hours of the participant", "not stated"),
    Column("cost", "float64", "money per participant, in the engagement's currency", "not stated"),
    Column("soft_share", "float64", "share of the hours that trains soft skills, 0 to 1", "not stated in the log"),
    Column("skills", "object", "tuple of skill names, empty when not stated"),
    Column("completed", "boolean", "whether the participant completed it", "not stated"),
    Column("test_before", "float64", "test score before", "not stated"),
    Column("test_after", "float64", "test score after", "not stated"),
)
CERTIFICATIONS = (
    Column("employee", KEY, "employee id"),
    Column("certification", KEY, "certification name"),
    Column("date", "datetime64[s]", "day of the examination or award"),
    Column("skill", KEY, "skill name", "not stated"),
    Column("passed", "boolean", "whether it was passed", "not stated; counts as passed"),
    Column("attempt", "float64", "1 for the first attempt", "not stated"),
    Column("expires", "datetime64[s]", "last valid day", "does not expire"),
)
MANDATORY = (
    Column("role", KEY, "role name"),
    Column("certification", KEY, "certification name"),
    Column("career_level", KEY, "one of CAREER_LEVELS", "for every career level"),
    Column("from_date", "datetime64[s]", "mandatory from this day on", "mandatory already"),
)
COURSES = (
    Column("programme", KEY, "programme name"),
    Column("skills", "object", "tuple of skill names"),
    Column("hours", "float64", "hours per participant"),
    Column("soft_share", "float64", "share of the hours that trains soft skills, 0 to 1", "not stated"),
    Column("cost_per_seat", "float64", "money per participant", "not stated"),
    Column("seats_min", "float64", "fewest participants of a cohort", "no lower limit"),
    Column("seats_max", "float64", "most participants of a cohort", "no upper limit"),
    Column("level_gain", "float64", "levels gained by a participant, as the provider states", "not stated"),
    Column("format", KEY, "format of the programme", "not stated"),
    Column("prerequisite", KEY, "programme to be taken before", "none"),
)
METRICS = (
    Column("metric", KEY, "metric id"),
    Column("period", "object", "Period"),
    Column("day", "datetime64[s]", "day on which the value was measured", "stated for the period as a whole"),
    Column("unit", KEY, "unit id", "the organisation"),
    Column("value", "float64", "value as supplied", "only numerator and denominator supplied"),
    Column("numerator", "float64", "numerator", "not supplied"),
    Column("denominator", "float64", "denominator", "not supplied"),
    Column("target", "float64", "target in the metric's unit", "not supplied"),
    Column("n", "float64", "people or cases behind the value", "not supplied"),
)
HEAD_COUNTS = (
    Column("manager", "object", "whom the posts report to, as written", "not stated"),
    Column("role", "object", "role name", "not stated"),
    Column("department", "object", "department name", "not stated"),
    Column("posts", "float64", "number of posts, in full-time equivalents"),
)
PEOPLE = (
    Column("employee", "object", "employee id; also the index"),
    Column("name", "object", "name as written", "not stated; the id is shown"),
    Column("email", "object", "e-mail address", "not stated"),
    Column("manager", "object", "employee id of the manager", "top of the tree, or not known"),
    Column("role", "object", "role name", "not stated"),
    Column("career_level", "object", "one of CAREER_LEVELS", "neither stated nor to be inferred"),
    Column("level_inferred", "bool", "whether the career level was inferred"),
    Column("department", "object", "department name", "not stated"),
    Column("team", "object", "team name", "not stated"),
    Column("unit", "object", "unit id of the smallest unit the person belongs to"),
    Column("start_date", "datetime64[s]", "first day of employment", "not stated"),
    Column("leave_date", "datetime64[s]", "last day of employment", "has not left and no leave is known"),
    Column("fte", "float64", "full-time equivalent", "taken as 1"),
    Column("last_promotion", "datetime64[s]", "day of the last promotion", "not stated"),
    Column("active", "bool", "employed on the as-of date"),
    Column("in_chart", "bool", "whether the person stands in the org chart"),
)


def empty(columns: tuple[Column, ...], origin: bool = True) -> pd.DataFrame:
    """A frame of the declared shape without rows: what an absent optional table is read as."""
    wanted = columns + (ORIGIN if origin else ())
    return pd.DataFrame({column.name: pd.Series([], dtype=column.dtype) for column in wanted})


def number_at(frame: pd.DataFrame, row: object, column: str) -> float:
    """One number of a frame by its labels."""
    return float(frame.at[row, column])  # type: ignore[arg-type]
