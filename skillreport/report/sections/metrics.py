"""Business metrics, a section per family: panels over the periods, units in a table, formulas beside them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal

from skillreport.analyse.metrics import MetricSeries, Status
from skillreport.analyse.points import Point
from skillreport.model.assessment import ORGANISATION
from skillreport.model.figure import Figure, Sentence, State, say
from skillreport.model.names import slug
from skillreport.model.report import (
    Column,
    Definitions,
    Exhibit,
    Panel,
    Panels,
    Row,
    Section,
    StatusMark,
    Styled,
    Table,
)
from skillreport.report.exhibits import first_rows, left, right
from skillreport.report.figures import Facts, count_figure, figure
from skillreport.rules.load import FAMILIES

MOST_UNITS = 8
LENGTHS = {12: "year", 3: "quarter", 1: "month"}
ShownStatus = Status | Literal["not computable"]


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
    formulas = tuple((_metric_name(item), formula(item)) for item in series)
    return Section(
        f"metrics-{slug(family)}",
        say(f"kicker.metrics.{id}"),
        _title(series),
        _deck(series),
        (*_exhibits(facts, family, series), Definitions(say("heading.formulas"), formulas)),
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


def _metric_name(series: MetricSeries) -> Sentence:
    if series.metric.source == "client" or "name" in series.metric.changed:
        return say("metric.own", name=series.metric.name)
    return say(f"metric.{series.metric.id.replace('-', '_')}")


def formula(series: MetricSeries) -> Sentence:
    """The metric's formula in words: the client's own, else the method's."""
    if series.metric.formula:
        return say("metric.own", name=series.metric.formula)
    if series.metric.source == "client" or "arithmetic" in series.metric.changed:
        return say(f"formula.arithmetic.{series.metric.arithmetic}")
    return say(f"formula.metric.{series.metric.id.replace('-', '_')}")


def metric_figure(series: MetricSeries, point: Point) -> Figure:
    """The value of a metric in one period."""
    prefix = "" if series.unit == ORGANISATION else f"unit.{series.unit}."
    id = f"{prefix}metric.{series.metric.id}.{point.period}"
    label = say("label.metric", metric=_metric_name(series), period=point.period)
    unit, name = series.metric.figure_unit, f"metric.{series.metric.id}"
    n = None if point.n is None else round(point.n)
    missing = State.NOT_COMPUTABLE if point.problem else State.NO_DATA
    return figure(id, point.value, unit, name, label, n, hidden=point.problem == "withheld", missing=missing)


def newest(series: MetricSeries) -> Point | None:
    """The newest value, printed or withheld."""
    return next((p for p in reversed(series.points) if p.value is not None or p.problem == "withheld"), None)


def target_figure(facts: Facts, series: MetricSeries) -> Figure | None:
    """What a series is held against; one of another length of period than its metric's has a figure of its own."""
    if series.target is None:
        return None
    main = facts.findings.metrics.series[series.metric.id, ORGANISATION].months == series.months
    id = f"metric.{series.metric.id}.{'' if main else f'by_{LENGTHS[series.months]}.'}target"
    label = say("label.metric.target", metric=_metric_name(series))
    return Figure(id, float(series.target), series.metric.figure_unit, "target", label)


def status_of(series: MetricSeries) -> ShownStatus:
    """Where a series stands; withheld with the value that it follows from."""
    if series.status == "no data" and any(point.problem for point in series.points):
        return "not computable"
    return series.status


def status_word(series: MetricSeries) -> Sentence:
    return say(f"status.{status_of(series).replace(' ', '_')}")


def travel_word(series: MetricSeries) -> Sentence:
    return say(f"travel.{series.travel}")


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
            met=count_figure(f"metrics.{id}.met", met, say("label.metrics.met")),
            metrics=count_figure(f"metrics.{id}.count", len(series), say("label.metrics.count")),
        ),
        as_table=Table(columns, tuple(rows)),
    )


def _panel(facts: Facts, series: MetricSeries) -> Panel:
    points = tuple((point.period, metric_figure(series, point)) for point in series.points)
    target, word, travel = target_figure(facts, series), status_word(series), travel_word(series)
    mark = StatusMark(status_of(series), word)
    said = say("note.panel.no_target", status=word, travel=travel)
    if target is not None:
        said = say("note.panel", status=word, target=target, travel=travel)
    return Panel(_metric_name(series), points, target, mark, said, _alternative(series, target))


def _alternative(series: MetricSeries, target: Figure | None) -> Sentence:
    if series.latest is None:
        withheld = series.status == "withheld"
        return say(f"alt.panel.{'withheld' if withheld else 'no_data'}", metric=_metric_name(series))
    latest = metric_figure(series, series.latest)
    metric, period, status = _metric_name(series), series.latest.period, status_word(series)
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
    whole = _unit_row(ORGANISATION, say("of.organisation"), series, by_unit)
    width = 124 / len(series)
    columns = (left("unit", 46), *(Column(_metric_name(item), width, "right") for item in series))
    most = min(MOST_UNITS, top or MOST_UNITS)
    shown, every, more = first_rows(f"{name}-by-unit", columns, rows, most, replace(whole, style="total"))
    period = series[0].points[-1].period
    return Exhibit(
        f"{name}-by-unit",
        say("figure.metrics_by_unit", period=period),
        say("figure.metrics_by_unit.sub"),
        shown,
        say("alt.metrics_by_unit", period=period),
        more,
        as_table=every,
    )


def _unit_row(
    unit: str,
    name: str | Sentence,
    series: list[MetricSeries],
    by_unit: Mapping[tuple[str, str], MetricSeries],
) -> Row:
    """The newest value of each metric; what misses its target stands out."""
    cells: list[Styled | None] = []
    for item in series:
        found = by_unit.get((item.metric.id, unit))
        point = newest(found) if found is not None else None
        if found is None or point is None:
            cells.append(None)
            continue
        missed = status_of(found) == "missed"
        cells.append(Styled(metric_figure(found, point), tone="worse" if missed else "plain", strong=missed))
    return Row((name, *cells))


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
    return say(id, metric=_metric_name(series), first=first, last=last)


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
        return say("title.metrics.missed", plural="metrics", met=met, metrics=every, metric=_metric_name(worst))
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
