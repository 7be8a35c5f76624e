"""Business metrics, a section per family: panels over the periods, units in a table, where each stands and why."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import pairwise

from skillreport.analyse.employment import YEAR
from skillreport.analyse.metrics import MetricSeries
from skillreport.model.assessment import ORGANISATION, UnitOfOrg
from skillreport.model.figure import Figure, Sentence, Unit, say
from skillreport.model.names import slug
from skillreport.model.period import Period
from skillreport.model.report import (
    Column,
    Content,
    Exhibit,
    Note,
    Panel,
    Panels,
    Row,
    Section,
    StatusMark,
    Styled,
    Table,
)
from skillreport.report.exhibits import counted, first_rows, left, note, right
from skillreport.report.figures import Facts, count_figure, figure
from skillreport.report.metrics import (
    LENGTHS,
    difference_words,
    distance,
    metric_figure,
    metric_name,
    newest,
    reason_word,
    status_of,
    status_word,
    target_figure,
    travel_word,
)
from skillreport.report.rules_in_force import formula_of
from skillreport.rules.metrics import FAMILIES

MOST_UNITS = 8


def sections(facts: Facts) -> list[Section]:
    """One section per family that has metrics."""
    made = []
    for family in FAMILIES:
        series = [item for item in facts.findings.metrics.of(ORGANISATION) if item.metric.family == family]
        if series:
            made.append(_section(facts, family, series))
    return made


def _section(facts: Facts, family: str, series: list[MetricSeries]) -> Section:
    id = slug(family).replace("-", "_")
    return Section(
        f"metrics-{slug(family)}",
        say(f"kicker.metrics.{id}"),
        _title(series),
        _deck(series),
        (*_exhibits(facts, family, series), standing(facts, f"metrics-{slug(family)}", series)),
    )


def _exhibits(facts: Facts, family: str, series: list[MetricSeries]) -> Iterable[Exhibit]:
    """Panels and a table of units for each length of period: a year and a quarter share no axis."""
    others = [item for item in facts.findings.metrics.others if item.metric.family == family]
    every = [*series, *(item for item in others if item.unit == ORGANISATION)]
    usual = facts.findings.assessment.period.months
    for months in sorted({item.months for item in every}, key=lambda months: (months != usual, months)):
        of_length = [item for item in every if item.months == months]
        name = f"metrics-{slug(family)}" + ("" if months == usual else f"-by-{LENGTHS[months]}")
        yield _panels(facts, name, of_length)
        by_unit = [item for item in (*facts.findings.metrics.series.values(), *others) if item.months == months]
        units = _units(facts, name, of_length, {(item.metric.id, item.unit): item for item in by_unit})
        if units:
            yield units


def _panels(facts: Facts, name: str, series: list[MetricSeries]) -> Exhibit:
    panels = [_panel(facts, item) for item in series]
    periods = [point.period for point in series[0].points]
    width = (170 - 52 - 20 - 18 - 24) / len(periods)
    columns = (
        left("metric", 52),
        *(Column(say("head.period", period=period), width, "right") for period in periods),
        right("target", 20),
        left("status", 18),
        left("travel", 24),
    )
    rows = [
        Row((panel.name, *(value for _, value in panel.points), panel.target, panel.status.word, travel))
        for panel, travel in zip(panels, (travel_word(item) for item in series), strict=True)
    ]
    id = name.removeprefix("metrics-").replace("-", "_")
    met = sum(status_of(item) == "met" for item in series)
    return Exhibit(
        name,
        say("figure.metrics" if len(periods) > 1 else "figure.metrics_one", first=periods[0], last=periods[-1]),
        say("figure.metrics.sub"),
        Panels(tuple(panels)),
        say(
            "alt.metrics",
            plural="met",
            met=count_figure(f"metrics.{id}.met", met, say("label.metrics.met")),
            metrics=count_figure(f"metrics.{id}.count", len(series), say("label.metrics.count")),
        ),
        _notes(facts, series),
        as_table=Table(columns, tuple(rows)),
    )


def _panel(facts: Facts, series: MetricSeries) -> Panel:
    points = tuple((point.period, metric_figure(series, point)) for point in series.points)
    target, word, travel = target_figure(facts, series), status_word(series), travel_word(series)
    mark = StatusMark(status_of(series), word)
    said = say("note.panel.no_target", status=word, travel=travel)
    if target is not None:
        said = say("note.panel", status=word, target=target, travel=travel)
    return Panel(metric_name(series), points, target, mark, said, _alternative(series, target))


def _alternative(series: MetricSeries, target: Figure | None) -> Sentence:
    if series.latest is None:
        withheld = series.status == "withheld"
        return say(f"alt.panel.{'withheld' if withheld else 'no_data'}", metric=metric_name(series))
    latest = metric_figure(series, series.latest)
    metric, period, status = metric_name(series), series.latest.period, status_word(series)
    if target is None:
        return say("alt.panel.no_target", metric=metric, latest=latest, period=period, status=status)
    return say("alt.panel", metric=metric, latest=latest, period=period, status=status, target=target)


def _units(
    facts: Facts, name: str, series: list[MetricSeries], by_unit: Mapping[tuple[str, str], MetricSeries]
) -> Exhibit | None:
    """The newest value of each unit that has rows of its own; the page has those right below the organisation, where
    there are any."""
    having = [
        unit
        for unit in facts.findings.assessment.units
        if unit.id != ORGANISATION and any((item.metric.id, unit.id) in by_unit for item in series)
    ]
    if not having:
        return None
    ordered = sorted(having, key=lambda unit: unit.parent != ORGANISATION)
    top = sum(unit.parent == ORGANISATION for unit in having)
    rows = [_unit_row(unit.id, facts.unit_name(unit.id), series, by_unit) for unit in ordered]
    flat = [Row(tuple(cell[0] if isinstance(cell, tuple) else cell for cell in row.cells)) for row in rows]
    whole = _unit_row(ORGANISATION, say("of.organisation"), series, by_unit)
    width = 124 / len(series)
    columns = (left("unit", 46), *(Column(metric_name(item), width, "right") for item in series))
    most = min(MOST_UNITS, top or MOST_UNITS)
    shown, every, more = first_rows(f"{name}-by-unit", columns, rows, most, replace(whole, style="total"))
    if flat != rows:
        every = Table(columns, (*flat, replace(whole, style="total")))
    period = series[0].points[-1].period
    return Exhibit(
        f"{name}-by-unit",
        say("figure.metrics_by_unit", period=period),
        say("figure.metrics_by_unit.sub"),
        shown,
        say("alt.metrics_by_unit", period=period),
        (*more, *_computed_note(_found(by_unit, ordered[:most], [item for item in series if not _computed(item)]))),
        as_table=every,
    )


def _found(
    by_unit: Mapping[tuple[str, str], MetricSeries], units: Iterable[UnitOfOrg], series: list[MetricSeries]
) -> list[MetricSeries]:
    """The series of some units, of the same metrics as those of the organisation."""
    wanted = [(item.metric.id, unit.id) for unit in units for item in series]
    return [by_unit[place] for place in wanted if place in by_unit]


def _unit_row(
    unit: str,
    name: str | Sentence,
    series: list[MetricSeries],
    by_unit: Mapping[tuple[str, str], MetricSeries],
) -> Row:
    """The newest value of each metric, with the unit's own target; what misses its target stands out."""
    cells: list[Content] = []
    for item in series:
        found = by_unit.get((item.metric.id, unit))
        point = newest(found) if found is not None else None
        if found is None or point is None:
            cells.append(None)
            continue
        missed = status_of(found) == "missed"
        value = Styled(metric_figure(found, point), tone="worse" if missed else "plain", strong=missed)
        own = _own_target(found, item)
        cells.append(value if own is None else (value, own))
    return Row((name, *cells))


def _own_target(series: MetricSeries, organisation: MetricSeries) -> Sentence | None:
    """A unit's target where it differs from the organisation's and a value is held against it."""
    if series.target in (None, organisation.target) or series.latest is None or series.target is None:
        return None
    id = f"unit.{series.unit}.metric.{series.metric.id}.{series.latest.period}.target"
    label = say("label.metric.target", metric=metric_name(series))
    return say("phrase.target", target=Figure(id, series.target, series.metric.figure_unit, "target", label))


# ---- what stands behind the values


def _notes(facts: Facts, series: list[MetricSeries]) -> tuple[Note, ...]:
    """What a reader has to know of the values: gaps with their reasons, short spans, where the values come from."""
    notes = [*_contradicted_note(facts, series), *_problem_note(series), *_computed_note(series), *_span_note(series)]
    for item in series:
        if item.latest is not None and item.latest.caution is not None:
            said = say(f"note.metrics.{item.latest.caution.replace('-', '_')}", metric=metric_name(item))
            notes.append(Note(say("lead.n"), said))
        if item.metric.computed == "pass_rate":
            notes += _first_attempts_note(facts, item)
    return tuple(notes)


def _span_note(series: list[MetricSeries]) -> list[Note]:
    """Metrics that cover less than a year and so are held against no target."""
    short = [item for item in series if item.short_span is not None]
    if not short:
        return []
    year = count_figure("metric.year", YEAR, say("label.metric.year"))
    names = tuple(metric_name(item) for item in short)
    return [note("span", "note.metrics.short_span", plural="metrics", metrics=names, year=counted("months", year))]


def _contradicted_note(facts: Facts, series: Iterable[MetricSeries]) -> list[Note]:
    """Metrics of which a supplied value, the organisation's or a unit's, is not what the other tables give."""
    contradicted = {item.metric for item in facts.findings.metrics.disagreements}
    names = tuple(metric_name(item) for item in series if item.metric.id in contradicted)
    return [note("contradicted", "note.metrics.contradicted", metrics=names)] if names else []


def _computed_note(series: Iterable[MetricSeries]) -> list[Note]:
    """Which metrics were computed for somebody because no value was supplied."""
    found = {item.metric.id: metric_name(item) for item in series if _computed(item)}
    names = tuple(found.values())
    return [note("source", "note.metrics.computed", plural="metrics", metrics=names)] if names else []


def _computed(series: MetricSeries) -> bool:
    return series.latest is not None and series.latest.origin == "computed"


def _problem_note(series: list[MetricSeries]) -> list[Note]:
    """Periods of which a row stands but no value follows; where there is no value at all, the panel says why."""
    same: dict[tuple[str, tuple[Period, ...]], list[Sentence]] = {}
    for item in series:
        if status_of(item) == "not computable":
            continue
        reasons = dict.fromkeys(p.problem for p in item.points if p.problem not in (None, "withheld"))
        for problem in (str(reason) for reason in reasons):
            periods = tuple(point.period for point in item.points if point.problem == problem)
            same.setdefault((reason_word(item, problem).id, periods), []).append(metric_name(item))
    items = tuple(
        say("phrase.problem", metrics=tuple(names), periods=_span(periods), reason=say(reason))
        for (reason, periods), names in same.items()
    )
    return [note("not_computable", "note.metrics.problems", items=items)] if items else []


def _span(periods: tuple[Period, ...]) -> Sentence:
    """Periods as a list, or as first and last where none is missing between."""
    run = all(period.next() == later for period, later in pairwise(periods))
    if len(periods) > 2 and run:
        return say("phrase.periods", first=periods[0], last=periods[-1])
    return say("phrase.period_list", items=periods)


def _first_attempts_note(facts: Facts, series: MetricSeries) -> list[Note]:
    """The pass rate of first attempts beside that of all; not where those who tried again could be told from both."""
    found = facts.findings.metrics.first_attempts
    if found is None or series.status == "withheld" or facts.few(found.people) or facts.few(found.again):
        return []
    id, of = f"metric.{series.metric.id}.first_attempts", say("label.metric.first_attempts")
    skipped = (("attempt-not-stated", found.unknown),) if found.unknown else ()
    share = figure(id, found.share, Unit.SHARE, "metric_first_attempts", of, found.people, skipped)
    people = count_figure(f"{id}.people", found.people, say("label.metric.first_attempts.people"), "people")
    period = facts.findings.assessment.period
    return [
        note(
            "first_attempts",
            "note.metrics.first_attempts",
            share=share,
            people=counted("people", people),
            period=period,
        )
    ]


def standing(facts: Facts, name: str, series: list[MetricSeries]) -> Exhibit:
    """Each metric's formula, its newest value with n, how far it is from its target and how far it has come."""
    columns = (
        left("metric", 36),
        left("formula", 72),
        right("newest", 13),
        right("n", 11),
        right("distance", 17),
        right("change", 21),
    )
    rows = tuple(_standing_row(facts, item) for item in series)
    return Exhibit(
        f"{name}-standing",
        say("figure.metrics_standing"),
        say("figure.metrics_standing.sub"),
        Table(columns, rows),
        say("alt.metrics_standing"),
    )


def _standing_row(facts: Facts, series: MetricSeries) -> Row:
    point = newest(series)
    value = metric_figure(series, point) if point is not None else None
    n = None
    if value is not None and value.known and value.n is not None:
        n = count_figure(f"{value.id}.n", value.n, say("label.metric.n", metric=metric_name(series)))
    return Row(
        (
            metric_name(series),
            formula_of(series.metric),
            value,
            n,
            distance(facts, series),
            difference_words(facts, series, "change", series.change),
        )
    )


def worst_series(series: Iterable[MetricSeries]) -> MetricSeries | None:
    """The metric that most needs a word: worsening and missed, then worsening, then missed."""
    every = list(series)
    order = [item for item in every if item.travel == "worsening" and item.status == "missed"]
    order += [item for item in every if item.travel == "worsening"]
    order += [item for item in every if item.status == "missed"]
    return order[0] if order else None


def metric_sentence(id: str, series: MetricSeries) -> Sentence:
    """A sentence with the first and the newest value of a metric."""
    first, last = (metric_figure(series, point) for point in (series.known[0], series.known[-1]))
    return say(id, metric=metric_name(series), first=first, last=last)


def _title(series: list[MetricSeries]) -> Sentence:
    """The strongest sentence that is true of the metrics that are shown."""
    worst = worst_series(series)
    if worst is not None and worst.travel == "worsening":
        fell = "fell" if (worst.change or 0) < 0 else "rose"
        missed = "_missed" if worst.status == "missed" else ""
        return metric_sentence(f"title.metrics.{fell}{missed}", worst)
    statuses = [status_of(item) for item in series]
    judged = sum(status in ("met", "close", "missed") for status in statuses)
    if not judged:
        return say(f"title.metrics.{'withheld' if 'withheld' in statuses else 'no_target'}")
    id = slug(series[0].metric.family).replace("-", "_")
    met = count_figure(f"metrics.{id}.met", statuses.count("met"), say("label.metrics.met"))
    every = count_figure(f"metrics.{id}.judged", judged, say("label.metrics.judged"))
    if met.number == every.number:
        return say("title.metrics.all_met", plural="metrics", metrics=every)
    if worst is not None:
        return say("title.metrics.missed", plural="metrics", met=met, metrics=every, metric=metric_name(worst))
    return say("title.metrics.met", plural="metrics", met=met, metrics=every)


def _deck(series: list[MetricSeries]) -> Sentence:
    id = slug(series[0].metric.family).replace("-", "_")
    travels: list[str] = [item.travel for item in series]
    ways = ("improving", "steady", "worsening")
    if not set(ways) & set(travels):
        return say("deck.metrics.no_direction")
    counts = {
        name: count_figure(f"metrics.{id}.{name}", travels.count(name), say(f"label.metrics.{name}")) for name in ways
    }
    return say("deck.metrics", improving=counts["improving"], steady=counts["steady"], worsening=counts["worsening"])
