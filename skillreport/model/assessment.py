"""What the client's files say, once read: reference data as records, bulk facts as frames."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from skillreport.model.engagement import Engagement, PreviousFiles
from skillreport.model.frames import Source
from skillreport.model.issue import Location, cell_name
from skillreport.model.period import Period

Category = Literal["hard", "soft"]
ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class MetricNames:
    """What the client's files may call a metric → its id, names proper first; and which metrics are shares, 0 to 1;
    `quotients`: those of them that are a numerator over a denominator themselves."""

    ids: Mapping[str, str]
    shares: frozenset[str]
    quotients: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Scale:
    """The proficiency scale. `labels` maps a level to its label, `symbols` to its sign; levels between may be used."""

    lowest: float
    highest: float
    labels: Mapping[float, str]
    descriptions: Mapping[float, str]
    symbols: Mapping[float, str]

    @property
    def width(self) -> float:
        return self.highest - self.lowest


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill. `category` is None where the client gave none: it is never guessed. `weight` None: not stated."""

    id: str
    name: str
    category: Category | None
    group: str | None = None
    weight: float | None = None
    shelf_life_months: float | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class UnitOfOrg:
    """A department or team, or the organisation. `head` is the employee id of its head, None if there is none."""

    id: str
    name: str
    kind: Literal["organisation", "department", "team"]
    parent: str | None
    head: str | None


@dataclass(frozen=True, slots=True)
class Objective:
    """A client's objective with the skills and metrics it hangs on."""

    id: str
    name: str
    skills: tuple[str, ...]
    metrics: tuple[str, ...]
    target_date: date | None
    owner: str | None


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything read from the client's files for one period; the frames are declared in `model.frames`.

    `skills` and `units` are in the report's fixed order: skills as in the workbook, units by department and team as
    in the org chart. `tables` names the tables that were supplied. `head_counts`: posts that are no people. `earlier`:
    the periods before, oldest first.
    """

    engagement: Engagement
    client: str
    period: Period
    as_of: date
    scale: Scale
    skills: tuple[Skill, ...]
    units: tuple[UnitOfOrg, ...]
    people: pd.DataFrame
    head_counts: pd.DataFrame
    ratings: pd.DataFrame
    requirements: pd.DataFrame
    training: pd.DataFrame
    certifications: pd.DataFrame
    mandatory: pd.DataFrame
    courses: pd.DataFrame
    metrics: pd.DataFrame
    objectives: tuple[Objective, ...]
    sources: tuple[Source, ...]
    tables: frozenset[str]
    earlier: "tuple[Earlier, ...]" = ()

    def location(self, source: int, row: int, field: str | None = None, column: int | None = None) -> Location:
        """The cell of a fact: of `field` where the sheet has it, else of the given row and column. Who stands in no org
        chart was found in the ratings."""
        if source < 0:
            ratings = next(item for item in self.sources if item.table == "ratings")
            return Location(ratings.file, ratings.sheet)
        sheet = self.sources[source]
        own_row, own_column = sheet.fields.get(field or "", (None, None))
        row, column = row if own_row is None else own_row, column if own_column is None else own_column
        cell = cell_name(row, column) if column is not None and row >= 0 and column >= 0 else None
        return Location(sheet.file, sheet.sheet, cell)


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier period: what its files say, and how the settings say that it compares with today. `printed`: the
    values that the report on it gave, by the ids of their figures; empty where that report is not at hand."""

    settings: PreviousFiles
    assessment: Assessment
    printed: Mapping[str, float]
