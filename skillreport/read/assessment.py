"""The files of an engagement → Assessment, with every problem found on the way. The order of reading stands here."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from skillreport.model.assessment import ORGANISATION, Assessment, Earlier, MetricNames
from skillreport.model.engagement import Engagement
from skillreport.model.frames import ORIGIN, PEOPLE, REQUIREMENTS, Source
from skillreport.model.issue import Issue, Loaded, Location
from skillreport.model.names import key
from skillreport.model.period import Period
from skillreport.read import cells, facts
from skillreport.read.mapping import import_tables
from skillreport.read.people import Chart, chart_from_ratings, read_charts
from skillreport.read.printed import load_printed
from skillreport.read.raw_table import RawTable
from skillreport.read.reference import read_objectives, read_scale, read_skills
from skillreport.read.tables import Seen, find_tables
from skillreport.read.units import find_units, with_heads
from skillreport.read.workbook import Sheet

USUAL_MONTHS = 3  # a report without a stated period speaks of the quarter of its day
FACT_TABLES = ("ratings", "requirements", "training", "certifications")


def read_periods(
    engagement: Engagement, sheets: Sequence[Loaded[tuple[Sheet, ...]]], metrics: MetricNames
) -> Loaded[Assessment | None]:
    """The assessment with those of the earlier periods. `sheets`: of each of the engagement's periods.

    An earlier period in which nothing can be read is left out, its issues are not. Reports what `read_assessment` and
    `load_printed` do.
    """
    read = [read_assessment(of, given, metrics) for of, given in zip(engagement.periods, sheets, strict=True)]
    issues = [issue for period in read for issue in period.issues]
    known = []
    for settings, then in zip(engagement.earlier, read[1:], strict=True):
        printed = load_printed(engagement.path(settings.figures) if settings.figures else None)
        issues += printed.issues
        if then.value is not None:
            known.append(Earlier(settings, then.value, printed.value))
    today = read[0].value
    if today is not None:
        late = [then for then in known if then.assessment.as_of >= today.as_of]
        issues += [_not_earlier(engagement, then.assessment, today.as_of) for then in late]
        known = [then for then in known if then.assessment.as_of < today.as_of]
    return Loaded(None if today is None else replace(today, earlier=tuple(known)), tuple(issues))


def _not_earlier(engagement: Engagement, then: Assessment, today: date) -> Issue:
    number = next(place for place, item in enumerate(engagement.previous) if item.period == then.period)
    values = {"period": str(then.period), "last": then.as_of, "as_of": today}
    return Issue("previous-not-earlier", engagement.location_of("previous", number, "period"), values)


def read_assessment(
    engagement: Engagement, sheets: Loaded[tuple[Sheet, ...]], metrics: MetricNames
) -> Loaded[Assessment | None]:
    """What the sheets of one period say, as `files.read_files` gives them.

    The value is None where nothing sensible can be computed: no file can be read, no ratings are found
    (ratings-missing, ratings-empty), or nothing says as of when (as-of-unknown). All issues are found in one run.
    """
    if not sheets.value:
        return Loaded(None, sheets.issues)
    found = survey(engagement, sheets.value, tuple(metrics.ids))
    issues = [*sheets.issues, *found.issues, *(issue for seen in found.value for issue in seen.issues)]
    read = [seen.raw for seen in found.value if seen.raw is not None and seen.raw.size]
    tables: dict[str, list[tuple[int, RawTable]]] = defaultdict(list)
    for number, table in enumerate(read):
        tables[table.table].append((number, table))
    raw = {name: [table for _, table in numbered] for name, numbered in tables.items()}
    if "ratings" not in raw:
        files = ", ".join(dict.fromkeys(sheet.file for sheet in sheets.value))
        empty = any(seen.raw is not None and seen.raw.table == "ratings" for seen in found.value)
        return Loaded(None, (*issues, Issue("ratings-empty" if empty else "ratings-missing", Location(files))))

    comma, day_first = engagement.decimal_comma, engagement.day_first
    scale = read_scale(raw.get("scale", ()), engagement.scale, comma)
    others = [*raw.get("requirements", ()), *raw["ratings"]]
    skills = read_skills(raw.get("skills", ()), others, scale.value, comma)
    chart = (
        read_charts(tables["org_chart"], tables["head_counts"], day_first, comma)
        if "org_chart" in raw
        else Loaded(chart_from_ratings(raw["ratings"]))
    )
    issues += [*scale.issues, *skills.issues, *chart.issues]

    client = engagement.client or engagement.workbooks[0].stem
    units, unit_of = find_units(chart.value.people, client)
    spelling = _spelling(raw)
    known = facts.Known(
        scale=scale.value,
        skills={key(skill.name): skill.name for skill in skills.value},
        people=lambda cells: {**spelling, **chart.value.index.of(cells)},
        units={key(unit.name): unit.id for unit in reversed(units)} | {key(client): ORGANISATION},
        unit_names=tuple(unit.name for unit in units),
        roles={key(role): role for role in chart.value.people["role"].dropna().unique()},
        metrics={key(name): id for name, id in reversed(list(metrics.ids.items()))},
        metric_names=tuple(metrics.ids),
        shares=metrics.shares,
        quotients=metrics.quotients,
        decimal_comma=comma,
        day_first=day_first,
        months=engagement.period.months if engagement.period else USUAL_MONTHS,
    )
    ratings = facts.read_ratings(tables["ratings"], known)
    requirements = facts.read_requirements(tables["requirements"], known)
    own_requirements = facts.required_by_ratings(tables["ratings"], known)
    training = facts.read_training(tables["training"], known)
    certifications = facts.read_certifications(tables["certifications"], known)
    mandatory = facts.read_mandatory(tables["mandatory"], known)
    courses = facts.read_courses(tables["courses"], known)
    metric_rows = facts.read_metrics(tables["metrics"], known)
    objectives = read_objectives(raw.get("objectives", ()), dict(known.skills), dict(known.metrics), day_first)
    parts = (
        ratings,
        requirements,
        own_requirements,
        training,
        certifications,
        mandatory,
        courses,
        metric_rows,
        objectives,
    )
    issues += [issue for loaded in parts for issue in loaded.issues]

    if ratings.value.empty:
        where = ", ".join(dict.fromkeys(table.sheet.file for table in raw["ratings"]))
        return Loaded(None, (*issues, Issue("ratings-empty", Location(where))))
    as_of = _as_of(engagement, ratings.value)
    issues += as_of.issues
    if as_of.value is None:
        return Loaded(None, _said_once(issues))
    people = _people(
        chart.value, unit_of, _employees(ratings.value, training.value, certifications.value), as_of.value, raw
    )
    assessment = Assessment(
        engagement=engagement,
        client=client,
        period=engagement.period or Period.quarter_of(as_of.value),
        as_of=as_of.value,
        scale=scale.value,
        skills=skills.value,
        units=with_heads(units, people),
        people=people,
        head_counts=chart.value.head_counts,
        ratings=ratings.value,
        requirements=_all_requirements(requirements.value, own_requirements.value),
        training=training.value,
        certifications=certifications.value,
        mandatory=mandatory.value,
        courses=courses.value,
        metrics=_organisation_rows(metric_rows.value),
        objectives=objectives.value,
        sources=tuple(_source(table) for table in read),
        tables=frozenset(raw),
    )
    return Loaded(assessment, _said_once(issues))


def _said_once(issues: Sequence[Issue]) -> tuple[Issue, ...]:
    """A broken cell reads as blank, of which nothing is said beyond what broke it."""
    broken = {issue.location for issue in issues if issue.code in ("cell-error", "formula-without-value")}
    return tuple(issue for issue in issues if issue.code != "value-missing" or issue.location not in broken)


def survey(engagement: Engagement, sheets: Sequence[Sheet], metric_names: tuple[str, ...]) -> Loaded[tuple[Seen, ...]]:
    """The tables of all sheets: by the rules of the settings, and on the sheets that no rule names, as they look."""
    imported = import_tables(engagement, sheets)
    taken = {(seen.sheet.file, seen.sheet.name) for seen in imported.value}
    free = [sheet for sheet in sheets if (sheet.file, sheet.name) not in taken]
    return Loaded((*imported.value, *find_tables(free, metric_names)), imported.issues)


def _source(table: RawTable) -> Source:
    """Where the fields of a table stand, relative to its facts."""
    fields: dict[str, tuple[int | None, int | None]] = {}
    for name, item in table.fields.items():
        row = item.rows if isinstance(item.rows, int) else None
        column = item.columns if isinstance(item.columns, int) else None
        fields[name] = row, column
    return Source(table.sheet.file, table.sheet.name, table.table, fields)


def _spelling(raw: Mapping[str, Sequence[RawTable]]) -> dict[str, str]:
    """One spelling for each employee id of the fact tables, the first one met: `e7` and `E7` are one person."""
    spelling: dict[str, str] = {}
    for name in FACT_TABLES:
        for table in raw.get(name, ()):
            column = table.field("employee")
            for value in column.distinct if column is not None else ():
                if text := cells.as_text(value):
                    spelling.setdefault(key(text), text)
    return spelling


def _employees(*facts_of: pd.DataFrame) -> list[str]:
    found: dict[str, None] = {}
    for frame in facts_of:
        found |= dict.fromkeys(frame["employee"].cat.categories)
    return list(found)


def _as_of(engagement: Engagement, ratings: pd.DataFrame) -> Loaded[date | None]:
    """The day everything is judged by: stated, else the period's last day, else the newest rating; never the clock."""
    where = Location(engagement.file)
    if engagement.as_of:
        return Loaded(engagement.as_of)
    if engagement.period:
        return Loaded(engagement.period.last_day)
    newest = ratings["date"].max()
    if pd.isna(newest):
        return Loaded(None, (Issue("as-of-unknown", where),))
    day = newest.date()
    return Loaded(day, (Issue("as-of-assumed", where, {"day": day}),))


def _people(
    chart: Chart, unit_of: pd.Series, employees: Sequence[str], as_of: date, raw: Mapping[str, Sequence[RawTable]]
) -> pd.DataFrame:
    """Frame PEOPLE: everybody of the chart, then those whom only the facts know (in the organisation, in no unit)."""
    in_chart = chart.people.assign(unit=unit_of)
    listed = set(in_chart["employee"])
    strangers = [employee for employee in employees if employee not in listed]
    extra = pd.DataFrame({"employee": strangers, "unit": ORGANISATION, "in_chart": not raw.get("org_chart")})
    people = pd.concat([part for part in (in_chart, extra) if len(part)], ignore_index=True)
    for column in (*PEOPLE, *ORIGIN):
        if column.name not in people:
            people[column.name] = None
    today = np.datetime64(as_of, "s")
    start, leave = people["start_date"].astype("datetime64[s]"), people["leave_date"].astype("datetime64[s]")
    people["active"] = ~(start > today) & ~(leave < today)
    people["level_inferred"] = people["level_inferred"].astype("boolean").fillna(False)
    people["in_chart"] = people["in_chart"].astype("boolean").fillna(False)
    people[["source", "row", "column"]] = people[["source", "row", "column"]].astype("Float64").fillna(-1)
    typed = {column.name: people[column.name].astype(column.dtype) for column in (*PEOPLE, *ORIGIN)}  # type: ignore[call-overload]
    frame: pd.DataFrame = pd.DataFrame(typed).set_index("employee", drop=False)
    return frame


def _all_requirements(of_roles: pd.DataFrame, of_ratings: pd.DataFrame) -> pd.DataFrame:
    """Requirements of the Requirements table, then those that rating rows carry for a single employee."""
    if of_ratings.empty:
        return of_roles
    joined = pd.concat([of_roles.astype(object), of_ratings.astype(object)], ignore_index=True)
    wanted = (*REQUIREMENTS, *ORIGIN)
    return pd.DataFrame({column.name: joined[column.name].astype(column.dtype) for column in wanted})  # type: ignore[call-overload]


def _organisation_rows(metrics: pd.DataFrame) -> pd.DataFrame:
    """A row that names the client itself, or nothing, is one for the organisation."""
    unit = metrics["unit"].astype(object)
    return metrics.assign(unit=unit.where(unit.notna(), ORGANISATION).astype("category"))
