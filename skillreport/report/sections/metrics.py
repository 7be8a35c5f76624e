"""Business metrics, a section per family: panels over the periods, units in a table, formulas beside them."""

from skillreport.analyse.metrics import MetricSeries, Point
from skillreport.analyse.privacy import withheld_units
from skillreport.model.assessment import ORGANISATION
from skillreport.model.figure import Figure, Sentence, State, say
from skillreport.model.names import slug
from skillreport.model.period import Period
from skillreport.model.report import (
    Block,
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
from skillreport.report.exhibits import left, right
from skillreport.report.figures import Facts, count_figure
from skillreport.rules.load import FAMILIES

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
    blocks: list[Block] = [_panels(facts, family, series)]
    units = _units(facts, family, series)
    if units:
        blocks.append(units)
    formulas = tuple((_metric_name(item), formula(item)) for item in series)
    blocks.append(Definitions(say("heading.formulas"), formulas))
    return Section(
        f"metrics-{slug(family)}", say(f"kicker.metrics.{id}"), _title(facts, series), _deck(series), tuple(blocks)
    )


def _metric_name(series: MetricSeries) -> Sentence:
    if series.metric.source == "client":
        return say("metric.own", name=series.metric.name)
    return say(f"metric.{series.metric.id.replace('-', '_')}")


def formula(series: MetricSeries) -> Sentence:
    """The metric's formula in words: the client's own, else the method's."""
    if series.metric.formula:
        return say("metric.own", name=series.metric.formula)
    if series.metric.source == "client":
        return say(f"formula.arithmetic.{series.metric.arithmetic}")
    return say(f"formula.metric.{series.metric.id.replace('-', '_')}")


def metric_figure(facts: Facts, series: MetricSeries, point: Point) -> Figure:
    """The value of a metric in one period; withheld where too few people or cases stand behind a unit's value."""
    prefix = "" if series.unit == ORGANISATION else f"unit.{series.unit}."
    id = f"{prefix}metric.{series.metric.id}.{point.period}"
    label = say("label.metric", metric=_metric_name(series), period=point.period)
    unit, name = series.metric.figure_unit, f"metric.{series.metric.id}"
    n = None if point.n is None else round(point.n)
    if point.value is None:
        state = State.NOT_COMPUTABLE if point.problem else State.NO_DATA
        return Figure(id, None, unit, name, label, state=state)
    if series.unit in facts.hidden_units | _hidden_units(facts, series.metric.id, point.period):
        return Figure(id, None, unit, name, label, state=State.WITHHELD)
    return Figure(id, float(point.value), unit, name, label, n)


def _hidden_units(facts: Facts, metric: str, period: Period) -> frozenset[str]:
    """Units whose value rests on too few people or cases, or would follow from the other units' values."""
    counts = {
        series.unit: round(point.n)
        for (id, _), series in facts.findings.metrics.series.items()
        for point in series.points
        if id == metric and point.period == period and point.n is not None
    }
    assessment = facts.findings.assessment
    # Without the organisation's own count, the units' sum stands in for it.
    counts.setdefault(ORGANISATION, sum(counts.get(u.id, 0) for u in assessment.units if u.parent == ORGANISATION))
    return withheld_units(assessment.units, counts, assessment.engagement.privacy_threshold, facts.hidden_units)


def target_figure(series: MetricSeries) -> Figure | None:
    if series.target is None:
        return None
    label = say("label.metric.target", metric=_metric_name(series))
    return Figure(f"metric.{series.metric.id}.target", float(series.target), series.metric.figure_unit, "target", label)


def status_word(series: MetricSeries) -> Sentence:
    return say(f"status.{series.status.replace(' ', '_')}")


def _panels(facts: Facts, family: str, series: list[MetricSeries]) -> Exhibit:
    panels, rows = [], []
    for item in series:
        points = tuple((point.period, metric_figure(facts, item, point)) for point in item.points)
        target = target_figure(item)
        mark = StatusMark(item.status, status_word(item))
        panels.append(
            Panel(
                _metric_name(item), points, target, mark, _panel_note(item, target), _alternative(facts, item, target)
            )
        )
        rows.append(
            Row(
                (
                    _metric_name(item),
                    *(value for _, value in points),
                    target,
                    status_word(item),
                    say(f"travel.{item.travel}"),
                )
            )
        )
    periods = facts.findings.metrics.periods
    width = (170 - 52 - 20 - 18 - 24) / max(len(periods), 1)
    columns = (
        left("metric", 52),
        *(Column(say("head.period", period=period), width, "right") for period in periods),
        right("target", 20),
        left("status", 18),
        left("travel", 24),
    )
    first, last = periods[0], periods[-1]
    id = slug(family).replace("-", "_")
    met = count_figure(f"metrics.{id}.met", sum(item.status == "met" for item in series), say("label.metrics.met"))
    every = count_figure(f"metrics.{id}.count", len(series), say("label.metrics.count"))
    return Exhibit(
        f"metrics-{slug(family)}",
        say("figure.metrics", first=first, last=last),
        say("figure.metrics.sub"),
        Panels(tuple(panels)),
        say("alt.metrics", met=met, metrics=every),
        as_table=Table(columns, tuple(rows)),
    )


def _panel_note(series: MetricSeries, target: Figure | None) -> Sentence:
    travel = say(f"travel.{series.travel}")
    if target is None:
        return say("note.panel.no_target", status=status_word(series), travel=travel)
    return say("note.panel", status=status_word(series), target=target, travel=travel)


def _alternative(facts: Facts, series: MetricSeries, target: Figure | None) -> Sentence:
    if series.latest is None:
        return say("alt.panel.no_data", metric=_metric_name(series))
    latest = metric_figure(facts, series, series.latest)
    metric, period, status = _metric_name(series), series.latest.period, status_word(series)
    if target is None:
        return say("alt.panel.no_target", metric=metric, latest=latest, period=period, status=status)
    return say("alt.panel", metric=metric, latest=latest, period=period, status=status, target=target)


def _units(facts: Facts, family: str, series: list[MetricSeries]) -> Exhibit | None:
    """The newest value of each unit that has rows of its own."""
    all_series = facts.findings.metrics.series
    units = [
        unit
        for unit in facts.findings.assessment.units
        if unit.id != ORGANISATION and any((item.metric.id, unit.id) in all_series for item in series)
    ]
    units = [unit for unit in units if unit.parent == ORGANISATION][:MOST_UNITS] or units[:MOST_UNITS]
    if not units:
        return None
    rows = []
    for unit in [*units, next(u for u in facts.findings.assessment.units if u.id == ORGANISATION)]:
        cells: list[Figure | Styled | None] = []
        for item in series:
            found = all_series.get((item.metric.id, unit.id))
            if found is None or found.latest is None:
                cells.append(None)
                continue
            missed = found.status == "missed"
            cells.append(
                Styled(metric_figure(facts, found, found.latest), tone="worse" if missed else "plain", strong=missed)
            )
        own = unit.id == ORGANISATION
        rows.append(
            Row((say("of.organisation") if own else facts.unit_name(unit.id), *cells), "total" if own else "plain")
        )
    width = 124 / len(series)
    columns = (left("unit", 46), *(Column(_metric_name(item), width, "right") for item in series))
    period = facts.findings.metrics.periods[-1]
    return Exhibit(
        f"metrics-{slug(family)}-by-unit",
        say("figure.metrics_by_unit", period=period),
        say("figure.metrics_by_unit.sub"),
        Table(columns, tuple(rows)),
        say("alt.metrics_by_unit", period=period),
    )


def worst_series(series: list[MetricSeries]) -> MetricSeries | None:
    """The metric that most needs a word: worsening and missed, then worsening, then missed."""
    order = [item for item in series if item.travel == "worsening" and item.status == "missed"]
    order += [item for item in series if item.travel == "worsening"]
    order += [item for item in series if item.status == "missed"]
    return order[0] if order else None


def metric_sentence(facts: Facts, id: str, series: MetricSeries) -> Sentence:
    """A sentence with the first and the newest value of a metric."""
    known = [point for point in series.points if point.value is not None]
    return say(
        id,
        metric=_metric_name(series),
        first=metric_figure(facts, series, known[0]),
        last=metric_figure(facts, series, known[-1]),
    )


def _title(facts: Facts, series: list[MetricSeries]) -> Sentence:
    worst = worst_series(series)
    judged = [item for item in series if item.status in ("met", "close", "missed")]
    if worst is not None and worst.travel == "worsening":
        fell = "fell" if (worst.change or 0) < 0 else "rose"
        missed = "_missed" if worst.status == "missed" else ""
        return metric_sentence(facts, f"title.metrics.{fell}{missed}", worst)
    if not judged:
        return say("title.metrics.no_target")
    id = slug(judged[0].metric.family).replace("-", "_")
    met = count_figure(f"metrics.{id}.met", sum(item.status == "met" for item in judged), say("label.metrics.met"))
    every = count_figure(f"metrics.{id}.judged", len(judged), say("label.metrics.judged"))
    if met.number == every.number:
        return say("title.metrics.all_met", plural="metrics", metrics=every)
    if worst is not None:
        return say("title.metrics.missed", plural="metrics", met=met, metrics=every, metric=_metric_name(worst))
    return say("title.metrics.met", plural="metrics", met=met, metrics=every)


def _deck(series: list[MetricSeries]) -> Sentence:
    id = slug(series[0].metric.family).replace("-", "_")
    counts = {
        name: count_figure(
            f"metrics.{id}.{name}", sum(item.travel == name for item in series), say(f"label.metrics.{name}")
        )
        for name in ("improving", "steady", "worsening")
    }
    return say("deck.metrics", improving=counts["improving"], steady=counts["steady"], worsening=counts["worsening"])
