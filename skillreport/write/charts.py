"""Marks and charts of the report → positions in millimetres. One SVG unit is one millimetre; templates only place.

Sizes are those of docs/design: names stay in HTML, SVG text holds digits and short words of the catalogue.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from skillreport.language.numbers import DIGITS, Numbers, printed_value
from skillreport.model.figure import Figure, State
from skillreport.model.period import months_after
from skillreport.model.report import (
    Bar,
    BoundBar,
    Dots,
    Dumbbell,
    Gantt,
    GanttRow,
    Interval,
    MixMark,
    Panel,
    Spread,
    Waterfall,
)

BAR_LABEL = 13.0  # room for the label at the end of a bar
MOST_DOTS = 12
DOT_PITCH = 3.4
GANTT_WIDTH = 60.0
LOAD_HEIGHT = 12.0


def mm(value: float) -> float:
    """A position, as exact as print needs."""
    return round(value, 2)


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    text: str


def bar(mark: Bar, width: float) -> dict[str, float]:
    """Length of a bar and where its label stands."""
    room = width - (BAR_LABEL if mark.labelled else 0)
    length = mm(room * mark.value.number / mark.largest) if mark.value.known and mark.largest else 0.0
    return {"length": length, "label_x": mm(length + 1.4), "width": mm(width)}


def share_ticks(width: float, numbers: Numbers) -> list[Tick]:
    """0 to 100 percent in quarters."""
    sign = "%" if numbers.language.language == "en" else "\u00a0%"
    return [Tick(mm(_at(share / 100, width)), f"{share}{sign}") for share in (0, 25, 50, 75, 100)]


def level_ticks(lowest: float, highest: float, width: float, numbers: Numbers) -> list[Tick]:
    """Whole levels, every second or fifth where the scale is long."""
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if (highest - lowest) / step <= 10 or step == 100)
    ticks = []
    level = lowest
    while level <= highest + 1e-9:
        ticks.append(
            Tick(mm(_on_scale(level, lowest, highest, width)), numbers.decimal(level, 0 if level % 1 == 0 else 1))
        )
        level += step
    return ticks


_EDGE = 1.8  # half a mark, so that marks at the ends stay inside


def _at(share: float, width: float) -> float:
    return _EDGE + max(0.0, min(1.0, share)) * (width - 2 * _EDGE)


def _on_scale(level: float, lowest: float, highest: float, width: float) -> float:
    return _at((level - lowest) / (highest - lowest), width)


def mix(mark: MixMark, width: float) -> dict[str, float | None]:
    """Positions of a mix row; None where a share is not known."""

    def at(figure: Figure) -> float | None:
        return mm(_at(figure.number, width)) if figure.known else None

    recommended = mark.recommended
    low = mm(_at(recommended.number - mark.tolerance, width)) if recommended.known else None
    high = mm(_at(recommended.number + mark.tolerance, width)) if recommended.known else None
    return {
        "recommended": at(recommended),
        "low": low,
        "band": mm(high - low) if high is not None and low is not None else None,
        "actual": at(mark.actual),
        "planned": at(mark.planned),
        "gap": at(mark.gap),
        "reference": at(mark.reference) if mark.reference else None,
        "width": mm(width),
    }


def dumbbell(mark: Dumbbell, width: float) -> dict[str, float]:
    """Where the two ends of a dumbbell stand."""
    own = mm(_on_scale(mark.own.number, mark.lowest, mark.highest, width))
    manager = mm(_on_scale(mark.manager.number, mark.lowest, mark.highest, width))
    return {"own": own, "manager": manager, "left": min(own, manager), "right": max(own, manager), "width": mm(width)}


def interval(mark: Interval, width: float) -> dict[str, float | None]:
    """Where the value, the ends of its interval and zero stand; None for what is not known. Ends beyond the axis are
    drawn at its end."""

    def at(value: float | None) -> float | None:
        return None if value is None else mm(_on_scale(value, mark.lowest, mark.highest, width))

    return {
        "value": at(mark.value.value),
        "low": at(mark.low.value),
        "high": at(mark.high.value),
        "zero": at(0.0),
        "width": mm(width),
    }


def dots(mark: Dots, width: float) -> dict[str, object]:
    """A dot per person needed, as far as they fit; beyond that the holders and the needed stand as numbers."""
    needed, holders = int(mark.needed.number), int(mark.holders.number)
    fits = needed <= min(MOST_DOTS, int(width / DOT_PITCH + 0.5))
    xs = [mm(1.6 + place * DOT_PITCH) for place in range(needed)] if fits else []
    return {"dots": [{"x": x, "on": place < holders} for place, x in enumerate(xs)], "fits": fits, "width": mm(width)}


def bound_bar(mark: BoundBar, width: float) -> dict[str, float]:
    """A share as a bar of the full width, and its bound."""
    return {"length": mm(mark.value.number * width), "bound": mm(mark.bound.number * width), "width": mm(width)}


# ---- panels


def panel(chart: Panel, numbers: Numbers, width: float = 52.0, height: float = 20.0) -> dict[str, object]:
    """A small line over the periods; a period without value breaks it."""
    shown = [figure for _, figure in chart.points if figure.known]
    digits = panel_digits(chart, shown)
    values = [figure.number for figure in shown] + ([chart.target.number] if chart.target else [])
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    pad = (high - low) * 0.18 or abs(high) * 0.1 or 1.0
    room = width - 15.0

    def y(value: float) -> float:
        return mm(height - 4 - (value - low + pad) / (high - low + 2 * pad) * (height - 8))

    def x(place: int) -> float:
        return mm(1 + place * room / max(len(chart.points) - 1, 1))

    runs: list[list[str]] = [[]]
    points = []
    for place, (_, figure) in enumerate(chart.points):
        if figure.known:
            runs[-1].append(f"{x(place)},{y(figure.number)}")
            points.append((place, figure))
        elif runs[-1]:
            runs.append([])
    first_period, last_period = chart.points[0][0], chart.points[-1][0]
    drawn: dict[str, object] = {
        "lines": [" ".join(run) for run in runs if len(run) > 1],
        "dots": [{"x": x(place), "y": y(figure.number)} for place, figure in points],
        "width": width,
        "height": height,
        "end": mm(1 + room),
        "first_period": numbers.short_period(first_period),
        "last_period": numbers.short_period(last_period) if len(chart.points) > 1 else "",
        "target_y": y(chart.target.number) if chart.target else None,
    }
    if points:
        (first_place, first), (last_place, last) = points[0], points[-1]
        drawn["last"] = {"x": x(last_place), "y": y(last.number), "text": numbers.figure(last, str(digits))}
        if last_place != first_place:
            rising = points[1][1].number >= first.number
            text_y = y(first.number) + (3.6 if rising else -1.6)  # on the side the line does not take
            drawn["first"] = {
                "x": x(first_place),
                "y": mm(text_y),
                "text": numbers.figure(first, str(digits)),
                "start": x(first_place) < 3,
            }
    return drawn


def panel_digits(chart: Panel, shown: Sequence[Figure]) -> int:
    """One more decimal where rounding would hide on which side of the target the newest value falls."""
    digits = DIGITS[chart.target.unit] if chart.target else DIGITS[shown[0].unit] if shown else 0
    if chart.target is None or not shown or chart.status.status == "met":
        return digits
    same = printed_value(shown[-1], digits) == printed_value(chart.target, digits)
    return digits + 1 if same and shown[-1].number != chart.target.number else digits


# ---- waterfall


def waterfall(chart: Waterfall, numbers: Numbers, width: float = 166.0, height: float = 27.0) -> dict[str, object]:
    """Columns of one pitch, the steps hanging from where the column before them ends, joined by lines. From zero, so
    that a small step looks small."""
    pitch = width / len(chart.columns)
    thick = min(15.0, pitch * 0.72)
    spans = _waterfall_spans(chart)
    most = max((max(span) for span in spans), default=0.0) or 1.0
    least = min(0.0, *(min(span) for span in spans))
    scale = (height - 5.0) / (most - least)

    def y(value: float) -> float:
        return mm(height - (value - least) * scale)

    marks, joins = [], []
    for place, (column, (start, end)) in enumerate(zip(chart.columns, spans, strict=True)):
        low, high = sorted((start, end))
        x = place * pitch + (pitch - thick) / 2
        style = chart.style if column.kind == "total" else f"signed {chart.style}"
        marks.append(
            {
                "x": mm(x),
                "y": y(high),
                "h": mm(max((high - low) * scale, 0.3)),
                "w": mm(thick),
                "kind": column.kind,
                "middle": mm(x + thick / 2),
                "text_y": mm(y(high) - 1.4),
                "text": numbers.figure(column.value, style.strip()),
            }
        )
        if place + 1 < len(spans):
            joins.append({"x1": mm(x + thick), "x2": mm(x + pitch), "y": y(end)})
    return {"marks": marks, "joins": joins, "width": width, "height": height, "zero": y(0.0)}


def _waterfall_spans(chart: Waterfall) -> list[tuple[float, float]]:
    """Where each column begins and ends: totals on zero, steps where the one before them ended."""
    spans, level = [], 0.0
    for column in chart.columns:
        start = 0.0 if column.kind == "total" else level
        level = column.value.number if column.kind == "total" else level + column.value.number
        spans.append((start, level))
    return spans


# ---- distribution


def spread(chart: Spread, width: float = 52.0, height: float = 14.0) -> dict[str, object]:
    """Columns of people per level; the line stands at the left edge of the required level."""
    pitch = width / len(chart.levels)
    most = max((figure.number for _, figure, _ in chart.levels), default=0) or 1
    columns = [
        {
            "x": mm(place * pitch + pitch * 0.05),
            "w": mm(pitch * 0.9),
            "middle": mm(place * pitch + pitch / 2),
            "h": mm(figure.number / most * height),
            "n": f"{figure.number:.0f}",
            "label": label,
            "reached": reached,
        }
        for place, (label, figure, reached) in enumerate(chart.levels)
    ]
    first_reached = next((place for place, (_, _, reached) in enumerate(chart.levels) if reached), len(chart.levels))
    return {"columns": columns, "line": mm(first_reached * pitch), "width": width, "height": height}


# ---- Gantt


def gantt_bar(row: GanttRow, width: float = GANTT_WIDTH) -> dict[str, float]:
    """A bar over its months, split in height by the hours' kind; the diamond stands at its end."""
    month = width / 12
    first, last = row.months
    soft = row.soft_share.number if row.soft_share.known else 0.0
    thick = 3.8
    withheld = row.soft_share.state is State.WITHHELD
    return {
        "x": mm((first - 1) * month + 0.5),
        "w": mm((last - first + 1) * month - 1),
        "end": mm(last * month - 2.3),
        "hard": 0.0 if withheld else mm(thick * (1 - soft)),
        "soft": 0.0 if withheld else mm(thick * soft),
        "withheld": thick if withheld else 0.0,
        "width": width,
    }


def gantt_load(chart: Gantt, numbers: Numbers, width: float = GANTT_WIDTH) -> dict[str, object]:
    """Training hours per month against the capacity."""
    month = width / 12
    capacity = chart.capacity.value
    most = max([figure.value or 0.0 for figure in (*chart.load, chart.capacity)]) or 1.0
    scale = LOAD_HEIGHT / most
    bars = []
    for place, figure in enumerate(chart.load):
        hours = figure.value or 0.0
        bars.append(
            {
                "x": mm(place * month + 0.8),
                "w": mm(month - 1.6),
                "h": mm(hours * scale),
                "y": mm(LOAD_HEIGHT - hours * scale),
                "middle": mm(place * month + month / 2),
                "text": numbers.figure(figure) if hours >= 0.5 or not figure.known else "",
            }
        )
    return {
        "bars": bars,
        "capacity_y": None if capacity is None else mm(LOAD_HEIGHT - capacity * scale),
        "height": LOAD_HEIGHT,
        "width": width,
    }


def gantt_months(chart: Gantt, numbers: Numbers) -> list[str]:
    """Short names of the twelve months."""
    return [numbers.month(months_after(chart.start, place)) for place in range(12)]
