"""The tables of bulk facts → frames as declared in model.frames, with an issue for each cell that cannot be used."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from skillreport.model import frames
from skillreport.model.assessment import Scale
from skillreport.model.engagement import CAREER_LEVELS, RATER_GROUPS
from skillreport.model.issue import Issue, Loaded
from skillreport.model.names import key, nearest
from skillreport.model.period import Period
from skillreport.read import cells as c
from skillreport.read.cells import Array, Fault
from skillreport.read.tables import Cells, RawTable

CATEGORY_WORDS = {
    "hard": "hard",
    "soft": "soft",
    "hard skill": "hard",
    "soft skill": "soft",
    "hard skills": "hard",
    "soft skills": "soft",
    "technical": "hard",
    "behavioural": "soft",
    "behavioral": "soft",
}
RATER_WORDS = {
    "self": "self",
    "self-assessment": "self",
    "self assessment": "self",
    "own": "self",
    "manager": "manager",
    "supervisor": "manager",
    "line manager": "manager",
    "boss": "manager",
    "peer": "peer",
    "peers": "peer",
    "colleague": "peer",
    "direct report": "direct report",
    "direct reports": "direct report",
    "report": "direct report",
    "subordinate": "direct report",
    "customer": "customer",
    "client": "customer",
    "test": "test",
    "exam": "test",
    "other": "other",
}


@dataclass(frozen=True, slots=True)
class Known:
    """What the facts refer to: normalised text → the name or id as the report uses it."""

    scale: Scale
    skills: Mapping[str, str]
    people: Callable[[Cells], Mapping[str, str]]
    units: Mapping[str, str]
    unit_names: tuple[str, ...]
    roles: Mapping[str, str]
    career_levels: Mapping[str, str]
    metrics: Mapping[str, str]
    metric_names: tuple[str, ...]
    decimal_comma: bool

    def skill(self) -> Callable[[object], object]:
        return c.name_of(self.skills, "skill-unknown", tuple(self.skills.values()))

    def employee(self, table: RawTable) -> Callable[[object], object]:
        """Employees are not looked up here: who is unknown is a person of the facts, settled in people.py."""
        column = table.field("employee")
        people = self.people(column) if column is not None else {}

        def parse(cell: object) -> object:
            text = c.as_text(cell)
            return people.get(key(text), text) if text else None

        return parse

    def role(self, cell: object) -> object:
        """A role as the org chart spells it; roles that it does not know stay as typed."""
        text = c.as_text(cell)
        return self.roles.get(key(text), text) if text else None

    def number(self, at_least: float | None = None, above: float | None = None) -> Callable[[object], object]:
        return c.number(self.decimal_comma, at_least, above)


Columns = Mapping[str, Loaded[Array]]
NOTHING = np.array(None, dtype=object)  # a blank level, where N/A is NaN


def read_ratings(tables: Sequence[tuple[int, RawTable]], known: Known) -> Loaded[pd.DataFrame]:
    """Frame RATINGS from lists, matrices (a row per person) and turned matrices (a column per person).

    Blank levels are not rated and make no row. A missing rater group is `other`. Reports: skill-unknown,
    level-outside-scale, level-unknown, value-unknown, value-missing, date-invalid, date-ambiguous,
    matrix-header-unknown.
    """
    groups = c.choice(RATER_WORDS, RATER_GROUPS)

    def shared(table: RawTable) -> Columns:
        return {
            "employee": c.column(table, "employee", known.employee(table), "object"),
            "rater_group": _default(c.column(table, "rater_group", groups, "object"), "other"),
            "rater": c.column(table, "rater", c.as_text, "object"),
            "date": c.column(table, "date", c.day, "datetime64[s]"),
        }

    level = c.level_on(known.scale, known.decimal_comma)
    read = [_levels(source, table, shared(table), known, level, "employee") for source, table in tables]
    return _joined(frames.RATINGS, read)


def read_requirements(tables: Sequence[tuple[int, RawTable]], known: Known) -> Loaded[pd.DataFrame]:
    """Frame REQUIREMENTS from lists and matrices, and from ratings that carry a required level themselves.

    A level `N/A` says that the skill does not apply; a blank level makes no row. Reports: skill-unknown, level
    faults, value-out-of-range for a criticality of 0 or less, value-missing where neither role nor employee stands.
    """

    def shared(table: RawTable) -> Columns:
        return {
            "role": c.column(table, "role", known.role, "object"),
            "employee": c.column(table, "employee", known.employee(table), "object"),
            "career_level": c.column(table, "career_level", c.choice(known.career_levels, CAREER_LEVELS), "object"),
            "weight": c.column(table, "weight", known.number(above=0), "float64"),
            "from_date": c.column(table, "from_date", c.day, "datetime64[s]"),
        }

    level = c.level_on(known.scale, known.decimal_comma)
    read = []
    for source, table in tables:
        part = _levels(source, table, shared(table), known, level, "role")
        nameless = part.value["role"].isna() & part.value["employee"].isna()
        missing = _missing(table, part.value[nameless], "role")
        read.append(Loaded(part.value[~nameless], part.issues + missing))
    return _joined(frames.REQUIREMENTS, read)


def required_by_ratings(tables: Sequence[tuple[int, RawTable]], known: Known) -> Loaded[pd.DataFrame]:
    """Requirement rows for single employees from rating lists with a `Required level` column, one per pair."""
    level = c.level_on(known.scale, known.decimal_comma)
    read = []
    for source, table in tables:
        if table.shape == "list" and "required_level" in table.columns:
            columns: Columns = {
                "employee": c.column(table, "employee", known.employee(table), "object"),
                "skill": Loaded(c.column(table, "skill", known.skill(), "object").value),
                "level": c.column(table, "required_level", level, "object"),
            }
            part = _frame(source, table, columns, "required_level")
            stated = part.value.dropna(subset=["employee", "skill"])
            stated = stated[stated["level"].map(lambda value: value is not None)]
            read.append(Loaded(stated.drop_duplicates(["employee", "skill"], keep="last"), part.issues))
    return _joined(frames.REQUIREMENTS, read)


def read_training(tables: Sequence[tuple[int, RawTable]], known: Known) -> Loaded[pd.DataFrame]:
    """Frame TRAINING. Rows without employee, programme or start date are left out and reported; so are hours below
    0, which become not stated. Reports: value-missing, value-out-of-range, date faults, value-unknown."""

    def columns(table: RawTable) -> Columns:
        return {
            "employee": c.column(table, "employee", known.employee(table), "object"),
            "programme": c.column(table, "programme", c.as_text, "object"),
            "start": c.column(table, "start", c.day, "datetime64[s]"),
            "completion": c.column(table, "completion", c.day, "datetime64[s]"),
            "hours": c.column(table, "hours", known.number(at_least=0), "float64"),
            "cost": c.column(table, "cost", known.number(at_least=0), "float64"),
            "soft_share": _soft_share(table, known),
            "skills": c.column(table, "skills", c.names_in, "object"),
            "completed": c.column(table, "completed", c.yes_no, "object"),
            "test_before": c.column(table, "test_before", known.number(), "float64"),
            "test_after": c.column(table, "test_after", known.number(), "float64"),
        }

    return _lists(frames.TRAINING, tables, columns, "hours", ("employee", "programme", "start"))


def read_certifications(tables: Sequence[tuple[int, RawTable]], known: Known) -> Loaded[pd.DataFrame]:
    """Frame CERTIFICATIONS. Rows without employee, certification or date are left out and reported."""

    def columns(table: RawTable) -> Columns:
        return {
            "employee": c.column(table, "employee", known.employee(table), "object"),
            "certification": c.column(table, "certification", c.as_text, "object"),
            "date": c.column(table, "date", c.day, "datetime64[s]"),
            "skill": c.column(table, "skill", known.skill(), "object"),
            "passed": c.column(table, "passed", c.yes_no, "object"),
            "attempt": c.column(table, "attempt", known.number(at_least=1), "float64"),
            "expires": c.column(table, "expires", c.day, "datetime64[s]"),
        }

    return _lists(frames.CERTIFICATIONS, tables, columns, "date", ("employee", "certification", "date"))


def read_mandatory(tables: Sequence[tuple[int, RawTable]], known: Known) -> Loaded[pd.DataFrame]:
    """Frame MANDATORY. Rows without role or certification are left out and reported."""

    def columns(table: RawTable) -> Columns:
        return {
            "role": c.column(table, "role", c.as_text, "object"),
            "certification": c.column(table, "certification", c.as_text, "object"),
            "career_level": c.column(table, "career_level", c.choice(known.career_levels, CAREER_LEVELS), "object"),
            "from_date": c.column(table, "from_date", c.day, "datetime64[s]"),
        }

    return _lists(frames.MANDATORY, tables, columns, "certification", ("role", "certification"))


def read_courses(tables: Sequence[tuple[int, RawTable]], known: Known) -> Loaded[pd.DataFrame]:
    """Frame COURSES. Rows without programme are left out; skills that no table knows are reported and dropped."""

    def columns(table: RawTable) -> Columns:
        return {
            "programme": c.column(table, "programme", c.as_text, "object"),
            "skills": c.column(table, "skills", _skill_list(known), "object"),
            "hours": c.column(table, "hours", known.number(above=0), "float64"),
            "soft_share": _soft_share(table, known),
            "cost_per_seat": c.column(table, "cost_per_seat", known.number(at_least=0), "float64"),
            "seats_min": c.column(table, "seats_min", known.number(at_least=1), "float64"),
            "seats_max": c.column(table, "seats_max", known.number(at_least=1), "float64"),
            "level_gain": c.column(table, "level_gain", known.number(at_least=0), "float64"),
            "format": c.column(table, "format", c.as_text, "object"),
            "prerequisite": c.column(table, "prerequisite", c.as_text, "object"),
        }

    return _lists(frames.COURSES, tables, columns, "hours", ("programme",))


def read_metrics(tables: Sequence[tuple[int, RawTable]], known: Known) -> Loaded[pd.DataFrame]:
    """Frame METRICS. A row belongs to the organisation where no unit stands. Reports: metric-unknown, unit-unknown,
    period-invalid, value-not-a-number, value-missing."""
    metric = c.name_of(known.metrics, "metric-unknown", known.metric_names)
    unit = c.name_of(known.units, "unit-unknown", known.unit_names)

    def columns(table: RawTable) -> Columns:
        return {
            "metric": c.column(table, "metric", metric, "object"),
            "period": c.column(table, "period", _period, "object"),
            "unit": c.column(table, "unit", unit, "object"),
            **{
                name: c.column(table, name, known.number(), "float64")
                for name in ("value", "numerator", "denominator", "target", "n")
            },
        }

    checked = []
    for source, table in tables:
        # A row for a unit that nobody knows must not pass as one for the organisation.
        unknown = c.column(
            table, "unit", lambda cell: c.as_text(cell) if isinstance(unit(cell), Fault) else None, "object"
        )
        part = _frame(source, table, columns(table), "value" if "value" in table.columns else "metric")
        kept = part.value[~c.filled(unknown.value)].dropna(subset=["metric", "period"])
        empty = kept["value"].isna() & (kept["numerator"].isna() | kept["denominator"].isna())
        issues = part.issues + _missing(table, kept[empty & kept["target"].isna()], "value")
        checked.append(Loaded(kept[~empty | kept["target"].notna()], issues))
    return _joined(frames.METRICS, checked)


def _lists(
    columns: tuple[frames.Column, ...],
    tables: Sequence[tuple[int, RawTable]],
    read: Callable[[RawTable], Columns],
    main: str,
    needed: tuple[str, ...],
) -> Loaded[pd.DataFrame]:
    """Tables in list shape as one frame; rows that miss a needed value are left out and reported once each."""
    parts = []
    for source, table in tables:
        part = _frame(source, table, read(table), main)
        issues = list(part.issues)
        said = {issue.location for issue in part.issues}
        for name in needed:
            rows = part.value[part.value[name].isna()]
            issues += [issue for issue in _missing(table, rows, name) if issue.location not in said]
        parts.append(Loaded(part.value.dropna(subset=list(needed)), tuple(issues)))
    return _joined(columns, parts)


def _frame(source: int, table: RawTable, columns: Columns, main: str) -> Loaded[pd.DataFrame]:
    """Columns of a list-shaped table with their origin; `main` names the field whose cell stands for the row."""
    data = pd.DataFrame({name: loaded.value for name, loaded in columns.items()})
    data["source"], data["row"], data["column"] = source, table.rows, table.columns.get(main, 0)
    return Loaded(data, tuple(issue for loaded in columns.values() for issue in loaded.issues))


def _levels(
    source: int, table: RawTable, shared: Columns, known: Known, level: Callable[[object], object], across: str
) -> Loaded[pd.DataFrame]:
    """Levels in long form from a list or either matrix; `across` is what the other axis of a matrix names."""
    issues = [issue for loaded in shared.values() for issue in loaded.issues]
    if table.shape == "list":
        columns = {
            **shared,
            "skill": c.column(table, "skill", known.skill(), "object"),
            "level": c.column(table, "level", level, "object"),
        }
        part = _frame(source, table, columns, "level")
        data, issues = part.value, list(part.issues)
        for name in ("employee", "skill") if across == "employee" else ("skill",):
            blank = table.field(name)
            rows = data[blank.blank()] if blank is not None else data.iloc[:0]
            issues += _missing(table, rows, name)
    else:
        turned = table.shape == "turned matrix"
        row_names = c.column(table, "skill", known.skill(), "object") if turned else shared[across]
        issues += row_names.issues if turned else ()
        names = _people_headers(table, known) if turned and across == "employee" else _headers(table, known, turned)
        issues += names.issues
        parts = []
        for name, column in names.value.items():
            levels = c.convert(table, column, table.cells[column], level, "object", name)
            issues += levels.issues
            part_data: dict[str, object] = {field: loaded.value for field, loaded in shared.items()}
            part_data |= {"skill": row_names.value, across: name} if turned else {"skill": name}
            part_data |= {"level": levels.value, "source": source, "row": table.rows, "column": column}
            parts.append(pd.DataFrame(part_data))
        data = pd.concat(parts, ignore_index=True) if parts else _no_rows(shared)
    needed = ["skill", "employee"] if across == "employee" else ["skill"]
    stated = np.not_equal(data["level"].to_numpy(object), NOTHING) & data[needed].notna().all(axis=1).to_numpy()
    return Loaded(data[stated], tuple(issues))


def _no_rows(shared: Columns) -> pd.DataFrame:
    return pd.DataFrame({name: [] for name in (*shared, "skill", "level", "source", "row", "column")}, dtype=object)


def _headers(table: RawTable, known: Known, turned: bool) -> Loaded[dict[str, int]]:
    """The names across the top of a matrix: skills, or in a turned requirements matrix roles."""
    if turned:
        return Loaded({str(known.role(name)): column for name, column in table.names.items()})
    found, issues = {}, []
    for text, column in table.names.items():
        if key(text) in known.skills:
            found[known.skills[key(text)]] = column
        else:
            values = {"header": text, "nearest": nearest(text, known.skills.values()) or ""}
            issues.append(Issue("matrix-header-unknown", table.header_place(column), values))
    return Loaded(found, tuple(issues))


def _people_headers(table: RawTable, known: Known) -> Loaded[dict[str, int]]:
    texts = Cells(np.arange(len(table.names)), list(table.names))
    people = known.people(texts)
    return Loaded({people.get(key(text), text): column for text, column in table.names.items()})


def _missing(table: RawTable, rows: pd.DataFrame, name: str) -> tuple[Issue, ...]:
    """An issue for each row whose needed cell is blank."""
    if rows.empty:
        return ()
    column = table.columns.get(name, min(table.cells, default=0))
    by_row = {int(row): index for index, row in enumerate(table.rows)}
    return tuple(
        Issue("value-missing", table.place(by_row[int(row)], column), {"header": table.header(name)})
        for row in rows["row"]
    )


def _default(loaded: Loaded[Array], value: str) -> Loaded[Array]:
    filled = c.filled(loaded.value)
    return Loaded(np.where(filled, loaded.value, value), loaded.issues)


def _soft_share(table: RawTable, known: Known) -> Loaded[Array]:
    """The soft share of a programme: stated, or 0 or 1 by its category; missing where neither stands."""
    stated = c.column(table, "soft_share", c.share(known.decimal_comma), "float64")
    category = c.column(table, "category", c.choice(CATEGORY_WORDS, ("hard", "soft")), "object")
    by_category = np.array([{"hard": 0.0, "soft": 1.0}.get(value, np.nan) for value in category.value], dtype=float)
    return Loaded(np.where(np.isnan(stated.value), by_category, stated.value), stated.issues + category.issues)


def _skill_list(known: Known) -> Callable[[object], object]:
    def parse(cell: object) -> object:
        names = c.names_in(cell)
        unknown = [name for name in names if key(name) not in known.skills]
        if unknown:
            return Fault(
                "skill-unknown", {"value": unknown[0], "nearest": nearest(unknown[0], known.skills.values()) or ""}
            )
        return tuple(known.skills[key(name)] for name in names)

    return parse


def _period(cell: object) -> object:
    text = c.as_text(cell)
    if text is None:
        return None
    try:
        return Period.parse(text)
    except ValueError:
        found = c.day(cell)
        return Fault("period-invalid") if isinstance(found, Fault) or found is None else Period.quarter_of(found)  # type: ignore[arg-type]


def _joined(columns: tuple[frames.Column, ...], parts: Iterable[Loaded[pd.DataFrame]]) -> Loaded[pd.DataFrame]:
    """Parts as one frame of exactly the declared columns and dtypes."""
    parts = list(parts)
    declared = columns + frames.ORIGIN
    shape = frames.empty(columns)
    rows = [part.value for part in parts if len(part.value)]
    issues = tuple(issue for part in parts for issue in part.issues)
    if not rows:
        return Loaded(shape, issues)
    data = pd.concat(rows, ignore_index=True) if len(rows) > 1 else rows[0].reset_index(drop=True)
    for column in declared:
        if column.name not in data:
            data[column.name] = None
    return Loaded(_cast(data[[column.name for column in declared]], declared), issues)


def _cast(data: pd.DataFrame, declared: tuple[frames.Column, ...]) -> pd.DataFrame:
    cast = {}
    for column in declared:
        values = data[column.name]
        if column.name == "skills":
            values = values.map(lambda value: value if isinstance(value, tuple) else ())
        cast[column.name] = values.astype("float64" if column.dtype == "float64" else column.dtype)  # type: ignore[call-overload]
    return pd.DataFrame(cast)
