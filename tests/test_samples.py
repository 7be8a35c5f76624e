"""The sample engagement: it is rebuilt byte for byte, and every fact said to be in it is found with plain pandas.

Nothing here uses the package: what the tests compute from the workbooks is a second opinion on its formulas.
"""

import re
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from python_calamine import load_workbook

from sample_data.make_samples import Facts, Recipe, numbered_departments, write_engagement

SAMPLE_DATA = Path(__file__).resolve().parent.parent / "sample_data"
AS_OF = date(2026, 9, 30)
AS_OF_BEFORE = date(2026, 6, 30)
QUARTERS = ["2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"]
METRICS = {
    *("Certification pass rate", "Certification compliance", "Performance benchmark", "Productivity improvement"),
    *("Error reduction", "360 feedback score", "Customer satisfaction", "Team collaboration"),
    *("Leadership effectiveness", "Employee engagement", "Retention", "Promotion rate", "Project success"),
}
HEADERS = {
    "Scale": "Level, Label, Description",
    "Skills": "Skill, Category, Group, Criticality, Shelf life (months), Description",
    "Requirements": "Role, Career level, Skill, Required level, Criticality, From date",
    "Ratings": "Employee, Skill, Level, Rater group, Rater, Date",
    "Training": "Employee, Programme, Start date, Completion date, Hours, Cost, Category, Completed, Test before, "
    "Test after",
    "Certifications": "Employee, Certification, Date, Skill, Passed, Attempt, Expires",
    "Mandatory certifications": "Role, Certification, From date",
    "Courses": "Programme, Skills, Hours, Category, Soft share, Cost per seat, Seats min, Seats max, Level gain, "
    "Format, Prerequisite",
    "Metrics": "Metric, Period, Unit, Value, Numerator, Denominator, Target, n",
    "Objectives": "Objective, Skills, Metrics, Target date, Owner",
}
CHART_HEADERS = (
    "Employee ID, Name, Manager ID, Role, Career level, Department, Team, Location, Start date, Leave date, E-mail, "
    "FTE, Last promotion"
)


@dataclass(frozen=True)
class Engagement:
    """The workbooks of one engagement as frames, and what is computed from them; cells are left as they were read."""

    folder: Path
    facts: Facts

    @cached_property
    def now(self) -> dict[str, pd.DataFrame]:
        return frames(self.folder / "assessment.xlsx")

    @cached_property
    def before(self) -> dict[str, pd.DataFrame]:
        return frames(self.folder / "previous" / "assessment.xlsx")

    @cached_property
    def chart(self) -> pd.DataFrame:
        return frames(self.folder / "org_chart.xlsx")["Org chart"].set_index("Employee ID")

    @cached_property
    def chart_before(self) -> pd.DataFrame:
        return frames(self.folder / "previous" / "org_chart.xlsx")["Org chart"].set_index("Employee ID")

    @cached_property
    def staff(self) -> pd.DataFrame:
        return self.chart[self.chart["Leave date"] == ""]

    @cached_property
    def levels(self) -> pd.DataFrame:
        return current_levels(self.now, self.staff, AS_OF)

    @cached_property
    def levels_before(self) -> pd.DataFrame:
        return current_levels(self.before, self.chart_before, AS_OF_BEFORE)

    @cached_property
    def pairs(self) -> pd.DataFrame:
        return required_pairs(self.now, self.staff).join(self.levels, on=["Employee", "Skill"])

    @cached_property
    def rated(self) -> pd.DataFrame:
        """Required and rated pairs with their gap."""
        rated = self.pairs.dropna(subset="Current").copy()
        rated["Gap"] = (rated["Required"] - rated["Current"]).clip(lower=0)
        return rated

    def metric(self, name: str, unit: str = "") -> pd.Series:
        """Ratio per quarter, or the value where there is one."""
        rows = self.now["Metrics"].query("Metric == @name and Unit == @unit").set_index("Period")
        values = pd.to_numeric(rows["Value"])
        return values.fillna(pd.to_numeric(rows["Numerator"]) / pd.to_numeric(rows["Denominator"]))


def frames(path: Path) -> dict[str, pd.DataFrame]:
    """Each sheet as a frame of cells under its header row."""
    workbook = load_workbook(path)
    sheets = {name: workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names}
    return {name: pd.DataFrame(rows[1:], columns=pd.Index(rows[0]), dtype=object) for name, rows in sheets.items()}


def sound_ratings(sheets: Mapping[str, pd.DataFrame], people: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The ratings that count: known person and skill, a level on the scale, not of the future, not stale."""
    ratings = sheets["Ratings"]
    skills = sheets["Skills"].set_index("Skill")
    levels = pd.to_numeric(ratings["Level"], errors="coerce")
    known = ratings["Employee"].isin(people.index) & ratings["Skill"].isin(skills.index)
    on_scale = levels.isin(pd.to_numeric(sheets["Scale"]["Level"]))
    days = pd.to_datetime(ratings["Date"])
    months = ratings["Skill"].map(skills["Shelf life (months)"]).astype(float)
    in_time = (days <= pd.Timestamp(as_of)) & ((pd.Timestamp(as_of) - days).dt.days < months * 30.4375)
    return ratings.assign(Level=levels, Date=days)[known & on_scale & in_time]


def current_levels(sheets: Mapping[str, pd.DataFrame], people: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Per person and skill the mean of each rater group, and the mean of the groups other than self."""
    ratings = sound_ratings(sheets, people, as_of)
    groups = ratings.pivot_table(index=["Employee", "Skill"], columns="Rater group", values="Level", aggfunc="mean")
    others = groups[["manager", "peer"]].mean(axis=1)
    return groups.assign(Others=others, Current=others.fillna(groups["self"]))


def required_pairs(sheets: Mapping[str, pd.DataFrame], people: pd.DataFrame) -> pd.DataFrame:
    """One row per person and required skill; a row for the career level beats the role's own."""
    requirements = sheets["Requirements"].query("`From date` == ''")
    person = people.reset_index()[["Employee ID", "Role", "Career level", "Department", "Team"]]
    pairs = person.merge(requirements, on="Role", suffixes=("", " asked"))
    fits = pairs["Career level asked"].isin([""]) | (pairs["Career level asked"] == pairs["Career level"])
    pairs = pairs[fits].sort_values("Career level asked").drop_duplicates(["Employee ID", "Skill"], keep="last")
    skills = sheets["Skills"].set_index("Skill")
    return pairs.assign(
        Employee=pairs["Employee ID"],
        Required=pairs["Required level"].astype(float),
        Weight=pairs["Criticality"].astype(float),
        Group=pairs["Skill"].map(skills["Group"]),
        Category=pairs["Skill"].map(skills["Category"]),
    )


def bench(engagement: Engagement) -> pd.Series:
    """People of any role at or above each role's level, per role, skill and asked level of weight 2 and more."""
    asked = engagement.pairs[engagement.pairs["Weight"] >= 2]
    asked = asked.groupby(["Role", "Skill", "Required"]).agg(Weight=("Weight", "max")).reset_index()
    levels = engagement.levels["Current"].reset_index()
    able = [
        int((levels.query("Skill == @one.Skill")["Current"] >= one.Required - 1e-9).sum()) for one in asked.itertuples()
    ]
    return asked.assign(Able=able).set_index(["Role", "Skill", "Required"])["Able"]


def soft_share(courses: pd.DataFrame, log: pd.DataFrame) -> pd.Series:
    """Share of each row's programme that is soft, from the row or else the catalogue."""
    catalogue = courses.set_index("Programme")
    stated = pd.to_numeric(catalogue["Soft share"]).fillna((catalogue["Category"] == "soft").astype(float))
    return log["Programme"].map(stated)


def training_mix(engagement: Engagement, by: str | None = None) -> pd.DataFrame:
    """Actual soft share of the hours and the share that technology's rule asks for, in all or per group."""
    log = engagement.now["Training"]
    log = log.assign(Hours=pd.to_numeric(log["Hours"])).query("Hours > 0")
    people = engagement.staff.loc[log["Employee"]].reset_index(drop=True)
    rule = people["Career level"].map(
        {"entry": 0.3, "intermediate": 0.3, "senior": 0.6, "manager": 0.6, "executive": 0.6}
    )
    hours = log["Hours"].reset_index(drop=True).astype(float)
    soft = soft_share(engagement.now["Courses"], log).reset_index(drop=True)
    sums = pd.DataFrame({"soft": hours * soft, "rule": hours * rule, "hours": hours})
    groups = sums.groupby(people[by]).sum() if by else sums.sum().to_frame().T
    return groups.assign(actual=groups["soft"] / groups["hours"], recommended=groups["rule"] / groups["hours"])


def effect(engagement: Engagement, programme: str) -> tuple[float, float, float, int, int]:
    """Difference in differences of a programme: mean, bounds of Welch's interval (2 errors), people in both arms.

    Participants changed from their previous level to this period's; so did comparable people who trained none of the
    skills and began within half a level of the participants' mean.
    """
    course = engagement.now["Courses"].set_index("Programme").loc[programme]
    skills = course["Skills"].split("; ")
    rated_in_quarter = sound_ratings(engagement.now, engagement.staff, AS_OF)
    again = rated_in_quarter[rated_in_quarter["Date"] > pd.Timestamp(2026, 7, 31)]["Employee"].unique()
    change = pd.DataFrame({"after": engagement.levels["Others"], "start": engagement.levels_before["Others"]}).dropna()
    change = change[change.index.isin(skills, level="Skill") & change.index.isin(again, level="Employee")]
    people = change.groupby("Employee").mean().assign(change=lambda frame: frame["after"] - frame["start"])
    log = pd.concat([engagement.now["Training"], engagement.before["Training"]])
    sharing = engagement.now["Courses"]["Skills"].map(lambda text: bool(set(text.split("; ")) & set(skills)))
    trained = log[log["Programme"].isin(engagement.now["Courses"][sharing]["Programme"])]["Employee"]
    arm = people[people.index.isin(log[log["Programme"] == programme]["Employee"])]
    others = people[~people.index.isin(trained)]
    others = others[(others["start"] - arm["start"].mean()).abs() <= 0.5]
    difference = arm["change"].mean() - others["change"].mean()
    error = (arm["change"].var() / len(arm) + others["change"].var() / len(others)) ** 0.5
    return difference, difference - 2 * error, difference + 2 * error, len(arm), len(others)
