"""The tables of bulk facts → frames as declared in model.frames, with an issue for each cell that cannot be used."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from skillreport.model import frames
from skillreport.model.assessment import Scale
from skillreport.model.engagement import CAREER_LEVELS, RATER_GROUPS
from skillreport.model.figure import LARGEST_SHARE
from skillreport.model.issue import Issue, Loaded, Location
from skillreport.model.names import key, nearest
from skillreport.model.period import Period
from skillreport.read import cells as c
from skillreport.read.cells import Array, Fault
from skillreport.read.grid import Cells
from skillreport.read.raw_table import RawTable


@dataclass(frozen=True, slots=True)
class Known:
    """What the facts refer to: normalised text → the name or id as the report uses it."""

    scale: Scale
    skills: Mapping[str, str]
    people: Callable[[Cells], Mapping[str, str]]
    units: Mapping[str, str]
    unit_names: tuple[str, ...]
    roles: Mapping[str, str]
    metrics: Mapping[str, str]
    metric_names: tuple[str, ...]
    shares: frozenset[str]
    quotients: frozenset[str]
    decimal_comma: bool
    day_first: bool | None
    months: int  # how long the report's period is

    def skill(self, table: RawTable) -> Callable[[object], object]:
        """Skills by name; across the top of a matrix stands what should be one."""
        across = table.shape == "matrix" and table.field("level") is not None
        code = "matrix-header-unknown" if across and not _along_records(table, "skill") else "skill-unknown"
        return c.name_of(self.skills, code, tuple(self.skills.values()))

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

    def comma(self, table: RawTable) -> bool:
        """Whether numbers of a table that are text look like 3,5: as its file tells, else as the settings say."""
        return self.decimal_comma if table.decimal_comma is None else table.decimal_comma

    def number(
        self, table: RawTable, at_least: float | None = None, above: float | None = None
    ) -> Callable[[object], object]:
        return c.number(self.comma(table), at_least, above)

    def day(self) -> Callable[[object], object]:
        return c.day(self.day_first)


Columns = Mapping[str, Loaded[Array] | Loaded[pd.Categorical]]
Tables = Sequence[tuple[int, RawTable]]  # each with its place in Assessment.sources
NOTHING = np.array(None, dtype=object)  # a blank level, where N/A is NaN


def read_ratings(tables: Tables, known: Known) -> Loaded[pd.DataFrame]:
    """Frame RATINGS. Blank levels are not rated and make no row. A missing rater group is `other`.

    Reports: skill-unknown, matrix-header-unknown, level-outside-scale, level-unknown, value-unknown, value-missing,
    date faults.
    """

    def columns(table: RawTable) -> Columns:
        return {
            "employee": c.names(table, "employee", known.employee(table)),
            "skill": c.names(table, "skill", known.skill(table)),
            "level": c.column(table, "level", c.level_on(known.scale, known.comma(table)), "object"),
            "rater_group": c.names(table, "rater_group", c.word("rater_group", RATER_GROUPS), "other"),
            "rater": c.names(table, "rater", c.as_text),
            "date": c.column(table, "date", known.day(), "datetime64[s]"),
        }

    read = []
    for source, given in tables:
        table, ignored = _without_other_columns(given, known)
        part = _stated(source, table, columns(table), ("employee", "skill"))
        read.append(Loaded(part.value, ignored + part.issues))
    return _joined(frames.RATINGS, read)


def read_requirements(tables: Tables, known: Known) -> Loaded[pd.DataFrame]:
    """Frame REQUIREMENTS. A level `N/A` says that the skill does not apply; a blank level makes no row.

    Reports: skill-unknown, matrix-header-unknown, level faults, value-out-of-range for a criticality of 0 or less,
    value-missing where neither role nor employee stands.
    """

    def columns(table: RawTable) -> Columns:
        return {
            "role": c.column(table, "role", known.role, "object"),
            "employee": c.column(table, "employee", known.employee(table), "object"),
            "skill": c.column(table, "skill", known.skill(table), "object"),
            "level": c.column(table, "level", c.level_on(known.scale, known.comma(table)), "object"),
            "career_level": c.column(table, "career_level", c.word("career_level", CAREER_LEVELS), "object"),
            "weight": c.column(table, "weight", known.number(table, above=0), "float64"),
            "from_date": c.column(table, "from_date", known.day(), "datetime64[s]"),
        }

    parts = []
    for source, given in tables:
        table, ignored = _without_other_columns(given, known)
        part = _stated(source, table, columns(table), ("skill",))
        nameless = part.value["role"].isna() & part.value["employee"].isna()
        main = "role" if "role" in table.fields else "employee" if "employee" in table.fields else "level"
        missing = _missing(table, part.value.loc[nameless, "record"].to_numpy(), main)
        parts.append(Loaded(part.value[~nameless], ignored + part.issues + missing))
    return _joined(frames.REQUIREMENTS, parts)


def required_by_ratings(tables: Tables, known: Known) -> Loaded[pd.DataFrame]:
    """Requirement rows for single employees from rating tables with a `Required level` column, each level once."""
    parts = []
    for source, table in tables:
        if "required_level" in table.fields:
            level = c.level_on(known.scale, known.comma(table))
            columns: Columns = {
                "employee": c.column(table, "employee", known.employee(table), "object"),
                "skill": Loaded(c.column(table, "skill", known.skill(table), "object").value),
                "level": c.column(table, "required_level", level, "object"),
            }
            part = _frame(source, table, columns, "required_level")
            stated = part.value.dropna(subset=["employee", "skill"])
            stated = stated[np.not_equal(stated["level"].to_numpy(object), NOTHING)]
            parts.append(Loaded(stated.drop_duplicates(["employee", "skill", "level"]), part.issues))
    return _joined(frames.REQUIREMENTS, parts)


def read_training(tables: Tables, known: Known) -> Loaded[pd.DataFrame]:
    """Frame TRAINING. Rows without employee, programme or start date are left out and reported; so are hours below
    0, which become not stated. Reports: value-missing, value-out-of-range, date faults, value-unknown."""

    def columns(table: RawTable) -> Columns:
        return {
            "employee": c.column(table, "employee", known.employee(table), "object"),
            "programme": c.column(table, "programme", c.as_text, "object"),
            "start": c.column(table, "start", known.day(), "datetime64[s]"),
            "completion": c.column(table, "completion", known.day(), "datetime64[s]"),
            "hours": c.column(table, "hours", known.number(table, at_least=0), "float64"),
            "cost": c.column(table, "cost", known.number(table, at_least=0), "float64"),
            "soft_share": _soft_share(table, known),
            "skills": c.column(table, "skills", c.names_in, "object"),
            "completed": c.column(table, "completed", c.yes_no, "object"),
            "test_before": c.column(table, "test_before", known.number(table), "float64"),
            "test_after": c.column(table, "test_after", known.number(table), "float64"),
        }

    return _lists(frames.TRAINING, tables, columns, "hours", ("employee", "programme", "start"))


def read_certifications(tables: Tables, known: Known) -> Loaded[pd.DataFrame]:
    """Frame CERTIFICATIONS. Rows without employee, certification or date are left out and reported."""

    def columns(table: RawTable) -> Columns:
        return {
            "employee": c.column(table, "employee", known.employee(table), "object"),
            "certification": c.column(table, "certification", c.as_text, "object"),
            "date": c.column(table, "date", known.day(), "datetime64[s]"),
            "skill": c.column(table, "skill", known.skill(table), "object"),
            "passed": c.column(table, "passed", c.yes_no, "object"),
            "attempt": c.column(table, "attempt", known.number(table, at_least=1), "float64"),
            "expires": c.column(table, "expires", known.day(), "datetime64[s]"),
        }

    return _lists(frames.CERTIFICATIONS, tables, columns, "date", ("employee", "certification", "date"))


def read_mandatory(tables: Tables, known: Known) -> Loaded[pd.DataFrame]:
    """Frame MANDATORY. Rows without role or certification are left out and reported; cells of a matrix, and of a column
    Mandatory, say yes or no."""

    def columns(table: RawTable) -> Columns:
        return {
            "role": c.column(table, "role", known.role, "object"),
            "certification": c.column(table, "certification", c.as_text, "object"),
            "career_level": c.column(table, "career_level", c.word("career_level", CAREER_LEVELS), "object"),
            "from_date": c.column(table, "from_date", known.day(), "datetime64[s]"),
        }

    parts = []
    for source, table in tables:
        needed = c.column(table, "mandatory", c.yes_no, "object")
        wanted = table if "mandatory" not in table.fields else table.take(np.flatnonzero(needed.value == True))  # noqa: E712
        part = _list(source, wanted, columns(wanted), "certification", ("role", "certification"))
        parts.append(Loaded(part.value, needed.issues + part.issues))
    return _joined(frames.MANDATORY, parts)


def read_courses(tables: Tables, known: Known) -> Loaded[pd.DataFrame]:
    """Frame COURSES. Rows without programme are left out; skills that no table knows are reported and dropped."""

    def columns(table: RawTable) -> Columns:
        return {
            "programme": c.column(table, "programme", c.as_text, "object"),
            "skills": c.column(table, "skills", _skill_list(known), "object"),
            "hours": c.column(table, "hours", known.number(table, above=0), "float64"),
            "soft_share": _soft_share(table, known),
            "cost_per_seat": c.column(table, "cost_per_seat", known.number(table, at_least=0), "float64"),
            "seats_min": c.column(table, "seats_min", known.number(table, at_least=1), "float64"),
            "seats_max": c.column(table, "seats_max", known.number(table, at_least=1), "float64"),
            "level_gain": c.column(table, "level_gain", known.number(table, at_least=0), "float64"),
            "format": c.column(table, "format", c.as_text, "object"),
            "prerequisite": c.column(table, "prerequisite", c.as_text, "object"),
        }

    return _lists(frames.COURSES, tables, columns, "hours", ("programme",))


def read_metrics(tables: Tables, known: Known) -> Loaded[pd.DataFrame]:
    """Frame METRICS. A row belongs to the organisation where no unit stands. Reports: metric-unknown, unit-unknown,
    period-invalid, value-not-a-number, value-out-of-range, share-too-large, value-missing."""
    metric = c.name_of(known.metrics, "metric-unknown", known.metric_names)
    unit = c.name_of(known.units, "unit-unknown", known.unit_names)

    def columns(table: RawTable) -> Columns:
        return {
            "metric": c.column(table, "metric", metric, "object"),
            "period": c.column(table, "period", _period(table, known), "object"),
            "day": c.column(table, "period", _measured_on(table, known), "datetime64[s]"),
            "unit": c.column(table, "unit", unit, "object"),
            **{name: c.column(table, name, known.number(table), "float64") for name in ("value", "target")},
            **{
                name: c.column(table, name, known.number(table, at_least=0), "float64")
                for name in ("numerator", "denominator", "n")
            },
        }

    checked = []
    for source, table in tables:
        # A row for a unit that nobody knows must not pass as one for the organisation.
        unknown = c.column(
            table, "unit", lambda cell: c.as_text(cell) if isinstance(unit(cell), Fault) else None, "object"
        )
        part = _frame(source, table, columns(table), "value" if "value" in table.fields else "metric")
        named = part.value[~c.filled(unknown.value)].dropna(subset=["metric", "period"])
        kept, too_large = _possible_shares(table, named, known)
        empty = kept["value"].isna() & (kept["numerator"].isna() | kept["denominator"].isna())
        missing = kept.loc[empty & kept["target"].isna(), "record"]
        missing = missing[~missing.isin([record for record, _ in too_large])]
        issues = part.issues + tuple(issue for _, issue in too_large)
        blank = _missing(table, missing.to_numpy(), "value" if "value" in table.fields else "metric")
        said = {issue.location for issue in issues}
        issues += tuple(issue for issue in blank if issue.location not in said)
        checked.append(Loaded(kept[~empty | kept["target"].notna()], issues))
    return _joined(frames.METRICS, checked)


def _possible_shares(table: RawTable, rows: pd.DataFrame, known: Known) -> tuple[pd.DataFrame, list[tuple[int, Issue]]]:
    """The rows without the shares that nobody can mean, and of each of these the record and share-too-large."""
    rows = rows.copy()
    said = []
    quotients = rows["numerator"] / rows["denominator"].where(rows["denominator"] > 0)
    looked_at = (
        ("value", rows["value"], known.shares),
        ("target", rows["target"], known.shares),
        ("numerator", quotients, known.quotients),
    )
    for field, found, shares in looked_at:
        impossible = rows["metric"].isin(shares) & (found > LARGEST_SHARE)
        for record, value, share in zip(
            *(column[impossible] for column in (rows["record"], rows[field], found)), strict=True
        ):
            values = {"header": table.header(field), "value": float(value), "percent": float(share) * 100}
            said.append((int(record), Issue("share-too-large", table.place(int(record), field), values)))
        rows.loc[impossible, field] = np.nan
    return rows, said


def _lists(
    columns: tuple[frames.Column, ...],
    tables: Tables,
    read: Callable[[RawTable], Columns],
    main: str,
    needed: tuple[str, ...],
) -> Loaded[pd.DataFrame]:
    """Tables as one frame; rows that miss a needed value are left out and reported once each."""
    return _joined(columns, [_list(source, table, read(table), main, needed) for source, table in tables])


def _list(source: int, table: RawTable, columns: Columns, main: str, needed: tuple[str, ...]) -> Loaded[pd.DataFrame]:
    part = _frame(source, table, columns, main)
    issues = list(part.issues)
    said = {issue.location for issue in part.issues}
    for name in needed:
        rows = part.value.loc[part.value[name].isna(), "record"].to_numpy()
        issues += [issue for issue in _missing(table, rows, name) if issue.location not in said]
    return Loaded(part.value.dropna(subset=list(needed)), tuple(issues))


def _stated(source: int, table: RawTable, columns: Columns, needed: tuple[str, ...]) -> Loaded[pd.DataFrame]:
    """Records with a level; one that misses a needed name is reported where its cell is blank."""
    part = _frame(source, table, columns, "level")
    issues = part.issues
    levels = table.field("level")
    given = ~levels.blank() if levels is not None else np.zeros(table.size, dtype=bool)
    for name in needed:
        cells = table.field(name)
        if cells is not None and (nameless := cells.blank() & given).any():
            issues += _missing(table, part.value.loc[nameless, "record"].to_numpy(), name)
    stated = np.not_equal(part.value["level"].to_numpy(object), NOTHING)
    return Loaded(part.value[stated & part.value[list(needed)].notna().all(axis=1).to_numpy()], issues)


def _without_other_columns(table: RawTable, known: Known) -> tuple[RawTable, tuple[Issue, ...]]:
    """A matrix without the columns that are no skills: unknown names over cells of which none is on the scale, such as
    remarks or salaries. Reports columns-ignored."""
    skills, levels = table.field("skill"), table.field("level")
    if table.shape != "matrix" or skills is None or levels is None or _along_records(table, "skill"):
        return table, ()
    parse = c.level_on(known.scale, known.comma(table))
    good = np.array([not isinstance(parse(value), Fault | None) for value in levels.distinct], dtype=bool)
    rated = np.bincount(skills.codes, weights=good[levels.codes], minlength=len(skills.distinct)) > 0
    other = [
        code for code, text in enumerate(skills.distinct) if not rated[code] and key(str(text)) not in known.skills
    ]
    if not other:
        return table, ()
    headers = ", ".join(str(skills.distinct[code]) for code in other)
    where = Location(table.sheet.file, table.sheet.name)
    kept = table.take(np.flatnonzero(~np.isin(skills.codes, other)))
    return kept, (Issue("columns-ignored", where, {"headers": headers}, len(other)),)


def _frame(source: int, table: RawTable, columns: Columns, main: str) -> Loaded[pd.DataFrame]:
    """Fields of a table with their origin, the cell of the field `main`; `record` is the place in the table."""
    data = pd.DataFrame({name: loaded.value for name, loaded in columns.items()})
    row, column = table.origin(main)
    data["source"], data["row"], data["column"], data["record"] = source, row, column, np.arange(table.size)
    return Loaded(data, tuple(issue for loaded in columns.values() for issue in loaded.issues))


def _along_records(table: RawTable, field: str) -> bool:
    """Whether a field of a matrix names its rows rather than its columns."""
    return table.fields[field].header_cell is not None


def _missing(table: RawTable, records: Array, name: str) -> tuple[Issue, ...]:
    """An issue for each record whose needed cell is blank; at the record where the table has no such column."""
    field = name if name in table.fields else next(iter(table.fields))
    said = {"header": table.header(name)}
    _, places = table.places(np.asarray(records, dtype=np.intp), field)
    return tuple(Issue("value-missing", place, said) for place in places)


def _soft_share(table: RawTable, known: Known) -> Loaded[Array]:
    """The soft share of a programme: stated, or 0 or 1 by its category; missing where neither stands."""
    stated = c.column(table, "soft_share", c.share(known.comma(table)), "float64")
    category = c.column(table, "category", c.word("category", ("hard", "soft")), "object")
    by_category = np.array([{"hard": 0.0, "soft": 1.0}.get(value, np.nan) for value in category.value], dtype=float)
    return Loaded(np.where(np.isnan(stated.value), by_category, stated.value), stated.issues + category.issues)


def _skill_list(known: Known) -> Callable[[object], object]:
    def parse(cell: object) -> object:
        whole = c.as_text(cell)
        if whole is not None and key(whole) in known.skills:  # a name with a comma in it
            return (known.skills[key(whole)],)
        names = c.names_in(cell)
        found = tuple(known.skills[key(name)] for name in names if key(name) in known.skills)
        if unknown := [name for name in names if key(name) not in known.skills]:
            said = {"value": ", ".join(unknown), "nearest": nearest(unknown[0], known.skills.values()) or ""}
            return Fault("skill-unknown", said, found)
        return found

    return parse


def _period(table: RawTable, known: Known) -> Callable[[object], object]:
    """A parser for periods. A day stands for the period of the report's length in which it lies, or that it names."""
    parsed_day = known.day()
    months = _named_by_days(table, known) or known.months

    def parse(cell: object) -> object:
        text = c.as_text(cell)
        if text is None:
            return None
        try:
            return Period.parse(text)
        except ValueError:
            day = parsed_day(cell)
        if isinstance(day, Fault) and day.code == "date-ambiguous":
            return day
        return Period.containing(day, months) if isinstance(day, date) else Fault("period-invalid")

    return parse


def _measured_on(table: RawTable, known: Known) -> Callable[[object], object]:
    """A parser for the day of a period that is a day; what cannot be read is reported with the period."""
    parsed_day, named = known.day(), _named_by_days(table, known)

    def parse(cell: object) -> object:
        day = None if named or _is_period(cell) else parsed_day(cell)
        return day if isinstance(day, date) else None

    return parse


def _is_period(cell: object) -> bool:
    try:
        Period.parse(c.as_text(cell) or "")
    except ValueError:
        return False
    return True


def _named_by_days(table: RawTable, known: Known) -> int | None:
    """How long the periods are, in months, that days stand for as spreadsheets write them: all first days of a month,
    or all last ones, and several in one period of the report's length. None where days are days."""
    cells, parsed_day = table.field("period"), known.day()
    written = [cell for cell in (cells.distinct if cells else ()) if not _is_period(cell)]
    days = {day for cell in written if isinstance(day := parsed_day(cell), date)}
    firsts = all(day.day == 1 for day in days)
    lasts = all(Period.containing(day, 1).last_day == day for day in days)
    if not (firsts or lasts) or len({Period.containing(day, known.months) for day in days}) == len(days):
        return None
    return next(months for months in (12, 3, 1) if len({Period.containing(day, months) for day in days}) == len(days))


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
        if isinstance(values.dtype, pd.CategoricalDtype):
            cast[column.name] = values.cat.remove_unused_categories()
        else:
            cast[column.name] = values.astype("float64" if column.dtype == "float64" else column.dtype)  # type: ignore[call-overload]
    return pd.DataFrame(cast)
