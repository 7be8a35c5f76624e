"""The settings of one engagement: one client, one period, one folder. The model of `engagement.yml`."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    field_validator,
    model_validator,
)

from skillreport.model.figure import LARGEST_AMOUNT
from skillreport.model.issue import Location
from skillreport.model.names import key, printable
from skillreport.model.period import Period

CAREER_LEVELS = ("entry", "intermediate", "senior", "manager", "executive")
RATER_GROUPS = ("self", "manager", "peer", "direct report", "customer", "test", "other")
SECTIONS = (
    "answer", "reading", "trust", "gaps", "skills", "mix", "risk", "views", "metrics", "changed",
    "training", "plan", "roadmap", "units", "method", "issues",
)  # fmt: skip

CareerLevel = Literal["entry", "intermediate", "senior", "manager", "executive"]
RaterGroup = Literal["self", "manager", "peer", "direct report", "customer", "test", "other"]
SectionName = Literal[
    "answer", "reading", "trust", "gaps", "skills", "mix", "risk", "views", "metrics", "changed",
    "training", "plan", "roadmap", "units", "method", "issues",
]  # fmt: skip
TableName = Literal[
    "skills", "requirements", "ratings", "training", "certifications", "mandatory", "courses", "metrics", "objectives",
    "scale", "org_chart", "head_counts",
]  # fmt: skip
Share = Annotated[float, Field(ge=0, le=100)]


def _no_fraction(percent: float) -> float:
    """A share in percent or a number of points; 0.3 was meant as 30."""
    if 0 < abs(percent) < 1:
        raise ValueError(f"is in percent: write {percent * 100:g} instead of {percent:g}")
    return percent


Percent = Annotated[Share, AfterValidator(_no_fraction)]
Amount = Annotated[float, Field(ge=-LARGEST_AMOUNT, le=LARGEST_AMOUNT)]


def _period(value: object) -> object:
    return value if isinstance(value, Period) else Period.parse(str(value))


# Days in years that a calendar on paper has, so that a year more or less stays one.
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2200, 12, 31))]
PeriodField = Annotated[Period, BeforeValidator(_period)]


def _printable(value: object) -> object:
    """A value of the settings with texts, at any depth, that can be printed."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _printable(item) for key, item in value.items()}
    return type(value)(map(_printable, value)) if isinstance(value, list | tuple) else value


def paths_of(path: Path | tuple[Path, ...]) -> tuple[Path, ...]:
    """One path or several, as settings may give them."""
    return (path,) if isinstance(path, Path) else path


class Settings(BaseModel):
    """Base of every part of engagement.yml: a key that is not listed is an error, not a surprise."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, defer_build=True, str_strip_whitespace=True, allow_inf_nan=False
    )

    @field_validator("*", mode="before")
    @classmethod
    def _can_be_printed(cls, value: object) -> object:
        return _printable(value)


class TextFile(Settings):
    """What the consultant knows better than the program about a CSV file."""

    encoding: str | None = None
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    decimal_comma: bool | None = None

    @field_validator("encoding")
    @classmethod
    def _known(cls, name: str | None) -> str | None:
        try:
            "".encode(name or "utf-8")
        except LookupError:
            raise ValueError(f"{name!r} is not an encoding such as utf-8 or cp1252") from None
        return name


Scalar = str | int | float | bool | date
Scalars = Scalar | tuple[Scalar, ...]


class JoinedRows(Settings):
    """A second kind of row about the same thing: `columns` are taken from the rows that `where` selects, by `key`."""

    key: Annotated[tuple[str, ...], Field(min_length=1)]
    where: Annotated[dict[str, Scalars], Field(min_length=1)]
    columns: Annotated[dict[str, str], Field(min_length=1)]


class TableImport(Settings):
    """How a part of the client's file becomes a table of the report. Columns are named by header or by letters.

    `sheet` may be a pattern (`Team *`) or a list. `header`: the header's row or rows as Excel counts them, 0 for none.
    `fixed`: a value for all records; `{sheet name}` and `{file name}` stand for these. `values`: per field what a cell
    stands for. `skip`: rows that are no records (`14`, `20-25`). `across`: the field that stands across the top of a
    matrix. `digits`: how many digits an id has, where a spreadsheet has dropped its leading zeros. A list of columns
    stands for columns side by side that hold the same.
    """

    table: TableName
    file: str | None = None
    sheet: str | tuple[str, ...] | None = None
    range: Annotated[str, Field(pattern=r"^[A-Za-z]{1,3}[0-9]{1,7}:[A-Za-z]{1,3}[0-9]{1,7}$")] | None = None
    header: int | tuple[int, ...] | None = None
    records: Literal["rows", "columns"] = "rows"
    columns: dict[str, str | tuple[str, ...]] = {}
    across: str | None = None
    where: dict[str, Scalars] = {}
    where_not: dict[str, Scalars] = {}
    join: JoinedRows | None = None
    fixed: dict[str, Scalar] = {}
    values: dict[str, dict[Scalar, Scalar | None]] = {}
    skip: tuple[int | str, ...] = ()
    digits: dict[str, Annotated[int, Field(ge=1, le=30)]] = {}

    @field_validator("skip")
    @classmethod
    def _rows(cls, skip: tuple[int | str, ...]) -> tuple[int | str, ...]:
        for item in skip:
            if not re.fullmatch(r"\d+(-\d+)?", str(item)):
                raise ValueError(f"{item!r} is not a row such as 14 or 20-25")
        return skip


class PreviousFiles(Settings):
    """The files of an earlier period, kept beside this period's, and how they compare with today's.

    `figures`: the consultant's figures.json of the report on that period, for what was printed then. `skills`: what a
    skill was called then → its name today. `levels`: a level of the scale then → the level today; between two of them
    levels are read off the straight line.
    """

    period: PeriodField
    workbook: Path | Annotated[tuple[Path, ...], Field(min_length=1)]
    org_chart: Path | None = None
    figures: Path | None = None
    skills: dict[str, str] = {}
    levels: dict[float, float] = {}

    @field_validator("levels")
    @classmethod
    def _two_levels(cls, levels: dict[float, float]) -> dict[float, float]:
        if len(levels) == 1:
            raise ValueError("needs two levels at least, the lowest and the highest of the scale then")
        return levels

    @property
    def workbooks(self) -> tuple[Path, ...]:
        """The input paths of the assessment then."""
        return paths_of(self.workbook)


def _files_of(then: PreviousFiles) -> dict[str, object]:
    """What differs between the settings of an earlier period and today's."""
    return {
        "workbook": then.workbook,
        "org_chart": then.org_chart,
        "period": then.period,
        "as_of": None,
        "previous": (),
    }


class MixOverride(Settings):
    """A client's own soft share in percent for exactly one person, role, unit, career level or the organisation."""

    soft: Percent
    reason: str
    person: str | None = None
    role: str | None = None
    unit: str | None = None
    career_level: CareerLevel | None = None
    organisation: Literal[True] | None = None

    @model_validator(mode="after")
    def _one_target(self) -> "MixOverride":
        targets = (self.person, self.role, self.unit, self.career_level, self.organisation)
        if sum(target is not None for target in targets) != 1:
            raise ValueError("name exactly one of person, role, unit, career_level, organisation")
        return self

    @property
    def target(self) -> tuple[str, str]:
        """The kind and the name of whom it is for; the organisation needs no name."""
        named = ((kind, getattr(self, kind)) for kind in ("person", "role", "unit", "career_level"))
        return next(((kind, name) for kind, name in named if name is not None), ("organisation", ""))


class MixAdjustment(Settings):
    """Percentage points added to every recommended soft share, with the reason that the report prints."""

    points: Annotated[float, Field(ge=-50, le=50), AfterValidator(_no_fraction)]
    reason: str


class MixBlend(Settings):
    """How much of each recommendation follows the person's own gaps, with the reason that the report prints."""

    share: Annotated[float, Field(gt=0, le=1)]
    reason: Annotated[str, Field(min_length=1)]


class MixSettings(Settings):
    """How the recommended mix is found for this client. `table`: a file in the place of the method's mix table."""

    table: Path | None = None
    measure: Literal["hours", "money"] = "hours"
    tolerance_points: Share = 5
    overrides: tuple[MixOverride, ...] = ()
    unit_industries: dict[str, str] = {}
    adjustments: tuple[MixAdjustment, ...] = ()
    blend_with_gaps: MixBlend | None = None


class MetricSettings(Settings):
    """A metric of the client's own, or changes to one that exists."""

    id: str
    name: str | None = None
    family: Literal["hard skills", "soft skills", "business"] | None = None
    unit: Literal["share", "level", "number", "index"] | None = None
    direction: Literal["up", "down"] | None = None
    formula: str | None = None
    target: Amount | None = None
    tolerance: Annotated[float, Field(ge=0, le=LARGEST_AMOUNT)] | None = None
    aggregation: Literal["ratio", "weighted mean", "none"] | None = None
    arithmetic: Literal["ratio", "improvement", "reduction", "value"] | None = None
    baseline: PeriodField | None = None


class ProgrammeSettings(Settings):
    """What the client says of a programme: the metric it aims at, and a money benefit in the engagement's currency with
    the share of it that the programme may claim and how sure that is (0 to 1 each)."""

    name: Annotated[str, Field(min_length=1)]
    metric: str | None = None
    benefit: Annotated[float, Field(gt=0, le=LARGEST_AMOUNT)] | None = None
    attribution: Annotated[float, Field(ge=0, le=1)] | None = None
    confidence: Annotated[float, Field(ge=0, le=1)] | None = None
    reason: str | None = None

    @model_validator(mode="after")
    def _benefit_is_whole(self) -> "ProgrammeSettings":
        if len({value is None for value in (self.benefit, self.attribution, self.confidence)}) > 1:
            raise ValueError("benefit, attribution and confidence go together: name all three or none")
        return self


class CurrentLevelSettings(Settings):
    """How several ratings of one person and skill become one level."""

    rule: Literal["mean of others", "precedence", "weights"] = "mean of others"
    precedence: tuple[RaterGroup, ...] = ()
    weights: dict[RaterGroup, Annotated[float, Field(ge=0)]] = {}

    @field_validator("precedence")
    @classmethod
    def _groups_once(cls, precedence: tuple[RaterGroup, ...]) -> tuple[RaterGroup, ...]:
        for group in precedence:
            if precedence.count(group) > 1:
                raise ValueError(f"names {group} twice")
        return precedence

    @model_validator(mode="after")
    def _rule_has_its_list(self) -> "CurrentLevelSettings":
        if self.rule == "precedence" and not self.precedence:
            raise ValueError("the rule precedence needs a list of rater groups under 'precedence'")
        if self.rule == "weights" and not any(self.weights.values()):
            raise ValueError("the rule weights needs rater groups with a weight above 0 under 'weights'")
        return self


class ScaleSettings(Settings):
    """The proficiency scale where no Scale table states it: its ends, or its levels with their labels."""

    lowest: float | None = None
    highest: float | None = None
    labels: dict[float, str] = {}

    @model_validator(mode="after")
    def _two_levels(self) -> "ScaleSettings":
        ends = [level for level in (self.lowest, self.highest, *self.labels) if level is not None]
        if len(set(ends)) < 2:
            raise ValueError("name the lowest and the highest level, or at least two labels")
        return self


class HoursPerLevel(Settings):
    """Hours of training assumed for one level of one person; planning assumptions."""

    hard: Annotated[float, Field(gt=0, le=2_000)] = 24
    soft: Annotated[float, Field(gt=0, le=2_000)] = 16


class Engagement(Settings):
    """Everything the consultant decides. Every key has a default; the report's method page prints what was in force.

    Paths are relative to `folder`, the folder that holds engagement.yml. `as_of` and `client` are settled when the
    workbook has been read: the period's last day, else the newest rating; the workbook's name.
    """

    client: str | None = None
    industry: str = "other"
    period: PeriodField | None = None
    as_of: Day | None = None
    prepared_by: str | None = None
    prepared_for: str | None = None
    confidentiality: str | None = None
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "EUR"
    language: Literal["en", "de"] = "en"
    number_locale: str | None = None
    decimal_comma: bool = False
    date_order: Literal["day first", "month first"] | None = None
    workbook: Path | Annotated[tuple[Path, ...], Field(min_length=1)]
    org_chart: Path | None = None
    imports: Annotated[tuple[TableImport, ...], Field(alias="import")] = ()
    csv: dict[str, TextFile] = {}
    scale: ScaleSettings | None = None
    previous: tuple[PreviousFiles, ...] = ()
    roadmap_start: Day | None = None
    training_hours_per_person: Annotated[float, Field(gt=0, le=2_000)] = 40
    training_budget: Annotated[float, Field(gt=0, le=LARGEST_AMOUNT)] | None = None
    hourly_cost: Annotated[float, Field(gt=0, le=1e6)] | None = None
    hours_per_level: HoursPerLevel = HoursPerLevel()
    cohort_size: Annotated[int, Field(ge=2, le=100)] = 12
    privacy_threshold: Annotated[int, Field(ge=1, le=50)] = 5
    shelf_life_months: dict[Literal["hard", "soft"], Annotated[int, Field(gt=0)]] = {}
    divergence_share: Annotated[float, Field(gt=0, le=1)] = 0.25
    current_level: CurrentLevelSettings = CurrentLevelSettings()
    mix: MixSettings = MixSettings()
    metrics: tuple[MetricSettings, ...] = ()
    programmes: tuple[ProgrammeSettings, ...] = ()
    brand: Path | None = None
    templates: Path | None = None
    commentary: Path | None = None
    paper: Literal["A4", "letter"] = "A4"
    reports: tuple[Literal["organisation"], ...] = ("organisation",)
    sections: tuple[SectionName, ...] = SECTIONS  # type: ignore[assignment]
    formats: tuple[Literal["html", "pdf", "xlsx"], ...] = ("html", "pdf", "xlsx")
    draft: bool = False

    _folder: Path = PrivateAttr(default=Path())
    _file: str = PrivateAttr(default="engagement.yml")
    _options: frozenset[str] = PrivateAttr(default=frozenset())
    _lines: Mapping[tuple[str | int, ...], int] = PrivateAttr(default_factory=dict)

    @field_validator("previous")
    @classmethod
    def _periods_once(cls, previous: tuple[PreviousFiles, ...]) -> tuple[PreviousFiles, ...]:
        days = [then.period.last_day for then in previous]
        for then in previous:
            if days.count(then.period.last_day) > 1:
                raise ValueError(f"{then.period} is not the only period that ends on {then.period.last_day}")
        return previous

    @field_validator("programmes")
    @classmethod
    def _programmes_once(cls, programmes: tuple[ProgrammeSettings, ...]) -> tuple[ProgrammeSettings, ...]:
        names = [key(item.name) for item in programmes]
        for item in programmes:
            if names.count(key(item.name)) > 1:
                raise ValueError(f"names {item.name} twice")
        return programmes

    @model_validator(mode="before")
    @classmethod
    def _no_nulls(cls, data: Any) -> Any:
        """A key left empty in YAML means its default, as a consultant would expect of a scaffold."""
        if isinstance(data, dict):
            return {key: value for key, value in data.items() if value is not None}
        return data

    @property
    def workbooks(self) -> tuple[Path, ...]:
        """The input paths of the assessment, as written in the settings."""
        return paths_of(self.workbook)

    @property
    def earlier(self) -> tuple[PreviousFiles, ...]:
        """The earlier periods, oldest first."""
        return tuple(sorted(self.previous, key=lambda then: then.period.last_day))

    @property
    def periods(self) -> "tuple[Engagement, ...]":
        """The settings under which the files of each period are read: this one, then the earlier ones, oldest first."""
        return (self, *(self.model_copy(update=_files_of(then)) for then in self.earlier))

    @property
    def day_first(self) -> bool | None:
        """Whether 03/04/2026 is the third of April; None where nothing is declared, and it is asked."""
        return None if self.date_order is None else self.date_order == "day first"

    @property
    def folder(self) -> Path:
        return self._folder

    @property
    def file(self) -> str:
        """What messages call the place of the settings: engagement.yml, or the command line."""
        return self._file

    def place_of(self, key: str) -> str:
        """What messages call the place where a key was set."""
        return "command line" if key in self._options else self._file

    def location_of(self, *keys: str | int) -> Location:
        """Where a key of the settings stands, given by the keys and positions that lead to it: the line of the
        innermost that is there; the command line for an option."""
        if keys and keys[0] in self._options:
            return Location("command line")
        found = (self._lines.get(keys[:depth]) for depth in range(len(keys), 0, -1))
        return Location(self._file, line=next((line for line in found if line is not None), None))

    def path(self, name: Path) -> Path:
        """A path of the settings as a path that can be opened."""
        return self._folder / name
