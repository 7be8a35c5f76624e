"""The two small samples as plain frames under English names, and a second opinion on which of their training paid.

Nothing here uses the package: frames are what stands in the files, and the effect of a programme is counted row by row.
"""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
from python_calamine import load_workbook

SAMPLE_DATA = Path(__file__).resolve().parent.parent / "sample_data"
AS_OF = pd.Timestamp(2026, 9, 30)
WINDOW = pd.Timedelta(days=90)
LIKE = 0.5
"""Levels by which a comparable colleague may have started above or below the participants."""


def sheet(path: Path, name: str, header: int = 0) -> pd.DataFrame:
    """A sheet as a frame of cells under the header row, blank rows and what stands below the first of them left out."""
    rows = load_workbook(path).get_sheet_by_name(name).to_python(skip_empty_area=False)
    records = rows[header + 1 :]
    last = next((place for place, cells in enumerate(records) if not any(cell != "" for cell in cells)), len(records))
    return pd.DataFrame(records[:last], columns=pd.Index(rows[header]), dtype=object)


def csv_file(path: Path, encoding: str) -> pd.DataFrame:
    head, *rows = csv.reader(path.read_text(encoding).splitlines(), delimiter=";")
    return pd.DataFrame(rows, columns=pd.Index(head), dtype=object)


@dataclass(frozen=True)
class Arms:
    """Mean change of participants and of comparable colleagues, their numbers, and the standard error of the effect."""

    participants: int
    colleagues: int
    change: float
    change_of_colleagues: float
    error: float

    @property
    def effect(self) -> float:
        return self.change - self.change_of_colleagues


@dataclass(frozen=True)
class Quarter:
    """One period: ratings with Employee, Skill, Level, Rater group, Rater, Date; the chart by employee id."""

    ratings: pd.DataFrame
    chart: pd.DataFrame

    @cached_property
    def staff(self) -> pd.DataFrame:
        return self.chart[self.chart["Leave date"] == ""]


def levels(ratings: pd.DataFrame) -> pd.Series:
    """Employee, skill → the mean of the rater groups other than self."""
    others = ratings[ratings["Rater group"] != "self"]
    groups = others.groupby(["Employee", "Skill", "Rater group"])["Level"].mean()
    return groups.groupby(["Employee", "Skill"]).mean()


def joined_left_moved(before: Quarter, now: Quarter) -> tuple[set[str], set[str], set[str]]:
    """Ids of those who came, who went, and who are in another team than a quarter ago."""
    then, today = before.staff, now.staff
    both = then.index.intersection(today.index)
    moved = both[then.loc[both, "Team"] != today.loc[both, "Team"]]
    return set(today.index) - set(then.index), set(then.index) - set(today.index), set(moved)


def arms(
    before: Quarter, now: Quarter, log: pd.DataFrame, catalogue: Mapping[str, Sequence[str]], programme: str
) -> Arms:
    """Both arms of a programme: others have trained in none of its skills and began within half a level."""
    skills = set(catalogue[programme])
    pool = pd.concat([before.ratings, now.ratings]).drop_duplicates()
    pool = pool[pool["Skill"].isin(skills) & pool["Employee"].isin(now.staff.index)]
    rows = log[log["Programme"] == programme].set_index("Employee")
    trained = set(log[[bool(skills & set(catalogue[name])) for name in log["Programme"]]]["Employee"])
    own = found(changes(pool, who, rows.loc[who, "Start"], rows.loc[who, "End"]) for who in rows.index)
    start, end = (sorted(rows[column])[(len(rows) - 1) // 2] for column in ("Start", "End"))
    free = sorted(set(pool["Employee"]) - trained)
    rest = found(changes(pool, who, start, end) for who in free)
    rest = rest[(rest["baseline"] - own["baseline"].mean()).abs() <= LIKE + 1e-9]
    error = sum(float(arm["change"].var()) / len(arm) for arm in (own, rest)) ** 0.5
    return Arms(len(own), len(rest), float(own["change"].mean()), float(rest["change"].mean()), error)


def found(pairs: Iterable[tuple[float, float] | None]) -> pd.DataFrame:
    return pd.DataFrame([pair for pair in pairs if pair is not None], columns=["baseline", "change"])


def changes(pool: pd.DataFrame, employee: str, start: pd.Timestamp, end: pd.Timestamp) -> tuple[float, float] | None:
    """A person's mean baseline and change over the skills that the same rater groups rated before and after."""
    mine = pool[(pool["Employee"] == employee) & (pool["Rater group"] != "self")]
    pairs = []
    for _, rated in mine.groupby("Skill"):
        groups = []
        for _, rows in rated.groupby("Rater group"):
            old, new = rows[rows["Date"] < start], rows[rows["Date"] > end]
            if len(old) and len(new):
                last = (
                    old[old["Date"] > old["Date"].max() - WINDOW].sort_values("Date").groupby("Rater")["Level"].last()
                )
                first = (
                    new[new["Date"] < new["Date"].min() + WINDOW].sort_values("Date").groupby("Rater")["Level"].first()
                )
                groups.append((float(last.mean()), float(first.mean() - last.mean())))
        if groups:
            pairs.append(pd.DataFrame(groups).mean())
    if not pairs:
        return None
    baseline, change = pd.DataFrame(pairs).mean()
    return float(baseline), float(change)


@dataclass(frozen=True)
class Printed:
    """What a build of a sample left: its figures by id, its issues, and the page."""

    figures: Mapping[str, Mapping[str, Any]]
    issues: Sequence[Mapping[str, Any]]
    html: str

    def value(self, id: str) -> float:
        assert self.figures[id]["state"] == "known", id
        return float(self.figures[id]["value"])

    def state(self, id: str) -> str:
        return str(self.figures[id]["state"])

    def cells(self, code: str) -> list[str]:
        return [f"{issue['sheet']}!{issue['cell']}" for issue in self.issues if issue["code"] == code]


def printed(folder: Path) -> Printed:
    [figures] = folder.glob("*/consultant/figures.json")
    issues = json.loads((figures.parent / "issues.json").read_text("utf-8"))["issues"]
    rows = {row["id"]: row for row in json.loads(figures.read_text("utf-8"))["figures"]}
    return Printed(rows, issues, (figures.parent.parent / "organisation.html").read_text("utf-8"))
