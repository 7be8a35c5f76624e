"""Raw cells of a column → typed arrays, with an issue for each faulty cell. Each distinct value is parsed once."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

from skillreport.model.assessment import Scale
from skillreport.model.figure import LARGEST_AMOUNT, say
from skillreport.model.issue import Issue, Loaded
from skillreport.model.names import key, nearest, number_text, shown
from skillreport.read.grid import Cells, is_blank
from skillreport.read.raw_table import RawTable
from skillreport.read.vocabulary import words

Array = np.ndarray[tuple[int], np.dtype[Any]]

MISSING_DATE = np.datetime64("NaT", "s")

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})([T ].*)?")
_SLASH_DATE = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell could not be used: an issue code and what its message needs beside the value. `instead`: what of it
    can be used all the same."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    instead: object = None


def column(table: RawTable, name: str, parse: Callable[[object], object], dtype: str) -> Loaded[Array]:
    """A field of a table with every distinct cell parsed once; all missing where the table has no such field.

    A fault becomes the dtype's missing value and an issue at each cell, once where several records share the cell.
    """
    cells = table.field(name)
    if cells is None:
        return Loaded(_typed(np.full(table.size, None, dtype=object), dtype))
    parsed = [parse(value) for value in cells.distinct]
    good = np.empty(len(parsed), dtype=object)
    good[:] = [value.instead if isinstance(value, Fault) else value for value in parsed]
    return Loaded(_typed(good, dtype)[cells.codes], _faults(table, name, cells, parsed))


def names(
    table: RawTable, name: str, parse: Callable[[object], object], default: str | None = None
) -> Loaded[pd.Categorical]:
    """A field of names as `column` reads it, its categories in alphabetical order; `default`: for those missing."""
    cells = table.field(name)
    parsed = [None] if cells is None else [parse(value) for value in cells.distinct]
    good = [default if value is None or isinstance(value, Fault) else str(value) for value in parsed]
    known = sorted({value for value in good if value is not None})
    place = {value: code for code, value in enumerate(known)}
    of_distinct = np.array([-1 if value is None else place[value] for value in good], dtype=np.intp)
    codes = of_distinct[np.zeros(table.size, dtype=np.intp) if cells is None else cells.codes]
    named = pd.Categorical.from_codes(codes, pd.Index(known, dtype="str"))
    return Loaded(named, () if cells is None else _faults(table, name, cells, parsed))


def _faults(table: RawTable, name: str, cells: Cells, parsed: Sequence[object]) -> tuple[Issue, ...]:
    """An issue at each cell that could not be used, once where several records share the cell."""
    header = table.header(name)
    faults = {
        code: (fault.code, {"value": as_text(cells.distinct[code]) or "", "header": header, **fault.values})
        for code, fault in enumerate(parsed)
        if isinstance(fault, Fault)
    }
    if not faults:
        return ()
    records, places = table.places(np.flatnonzero(np.isin(cells.codes, list(faults))), name)
    codes = cells.codes[records].tolist()
    return tuple(Issue(faults[code][0], place, faults[code][1]) for code, place in zip(codes, places, strict=True))


def _typed(values: Array, dtype: str) -> Array:
    """Python values, None for missing, as an array of the dtype with its own missing value."""
    if dtype == "float64":
        return np.array([np.nan if value is None else value for value in values], dtype=float)
    if dtype == "datetime64[s]":
        return np.array([MISSING_DATE if v is None else np.datetime64(v, "s") for v in values], dtype="datetime64[s]")
    return values


def as_text(cell: object) -> str | None:
    """The text of a cell as shown; ids that Excel stored as numbers lose the `.0`. None for a blank cell."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return number_text(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(" ")
    return shown(str(cell)) or None


def number(
    decimal_comma: bool, at_least: float | None = None, above: float | None = None
) -> Callable[[object], object]:
    """A parser for numbers, also stored as text; percent signs divide by 100. Faults: value-not-a-number,
    value-out-of-range."""

    def parse(cell: object) -> object:
        value = to_number(cell, decimal_comma)
        if isinstance(value, float):
            if at_least is not None and value < at_least:
                return Fault("value-out-of-range", {"bound": say("said.bound.at_least", bound=f"{at_least:g}")})
            if above is not None and value <= above:
                return Fault("value-out-of-range", {"bound": say("said.bound.above", bound=f"{above:g}")})
            if abs(value) > LARGEST_AMOUNT:
                return Fault("value-out-of-range", {"bound": say("said.bound.largest")})
        return value

    return parse


def to_number(cell: object, decimal_comma: bool) -> float | Fault | None:
    """A number as Excel or a person wrote it; dates and truth values are no numbers. The other mark may only part
    thousands: where numbers look like 3.5, the text 7,5 is a fault and not 75."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell) if np.isfinite(cell) else Fault("value-not-a-number")
    if isinstance(cell, str):
        text = shown(unicodedata.normalize("NFKC", cell)).replace("\u2212", "-")
        text = re.sub(r"(?<=\d)[ '’](?=\d{3}(?!\d))", "", text)
        text = re.sub(r"(?<=^[+-]) | (?=%$)", "", text)
        if not text:
            return None
        percent = text.endswith("%")
        text = text.removesuffix("%")
        point, thousands = (",", ".") if decimal_comma else (".", ",")
        if re.fullmatch(rf"[+-]?\d{{1,3}}(\{thousands}\d{{3}})+(\{point}\d+)?", text):
            text = text.replace(thousands, "")
        if thousands not in text and re.fullmatch(_NUMBER, text.replace(point, ".", 1)):
            value = float(text.replace(point, ".", 1))
            return value / 100 if percent else value
        if not decimal_comma and re.fullmatch(_NUMBER, text.replace(",", ".", 1)):
            return Fault("decimal-comma")
    elif cell is None:
        return None
    return Fault("value-not-a-number")


FULL_TIME = 1.5  # nobody works more; what is larger is written in percent or hours


def fte(decimal_comma: bool) -> Callable[[object], object]:
    """A parser for full-time equivalents: 0.8 or 80 %. Faults: value-not-a-number, value-out-of-range."""

    def parse(cell: object) -> object:
        value = to_number(cell, decimal_comma)
        if isinstance(value, float) and value <= 0:
            return Fault("value-out-of-range", {"bound": say("said.bound.above", bound="0")})
        return value

    return parse


def share(decimal_comma: bool) -> Callable[[object], object]:
    """A parser for shares: 0.4, 40 % and 40 are the same. Faults: value-not-a-number, value-out-of-range."""

    def parse(cell: object) -> object:
        value = to_number(cell, decimal_comma)
        if isinstance(value, float):
            stated = isinstance(cell, str) and shown(unicodedata.normalize("NFKC", cell)).endswith("%")
            value = value / 100 if value > 1 and not stated else value
            if not 0 <= value <= 1:
                return Fault("value-out-of-range", {"bound": say("said.bound.share")})
        return value

    return parse


def day(day_first: bool | None = None) -> Callable[[object], object]:
    """A parser for date cells and dates as text: ISO, or day and month in the declared order. Faults: date-ambiguous
    for 03/04/2026 where no order is declared, date-invalid for anything else."""

    def parse(cell: object) -> object:
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        if is_blank(cell):
            return None
        text = shown(unicodedata.normalize("NFKC", str(cell)))
        try:
            if match := _ISO_DATE.fullmatch(text):
                return date(int(match[1]), int(match[2]), int(match[3]))
            if match := _SLASH_DATE.fullmatch(text):
                first, second, year = int(match[1]), int(match[2]), int(match[3])
                if day_first is None and first <= 12 and second <= 12 and first != second:
                    return Fault("date-ambiguous")
                before = day_first if day_first is not None else first > 12
                return date(year, second, first) if before else date(year, first, second)
        except ValueError:
            pass
        return Fault("date-invalid")

    return parse


def yes_no(cell: object) -> object:
    """Yes or no in the usual words. Fault: value-unknown."""
    text = as_text(cell)
    if text is None:
        return None
    if words().is_in("yes", text):
        return True
    return False if words().is_in("no", text) else Fault("value-unknown", {"known": say("said.yes_no")})


def word(list_name: str, shown_names: tuple[str, ...]) -> Callable[[object], object]:
    """A parser for a closed list of words in any language. Fault: value-unknown with the list and the nearest name."""
    return choice(words().values[list_name], shown_names)


def choice(names: Mapping[str, str], shown_names: tuple[str, ...]) -> Callable[[object], object]:
    """A parser for a closed list: normalised text → name. Fault: value-unknown with the list and the nearest name."""

    def parse(cell: object) -> object:
        text = as_text(cell)
        if text is None or key(text) in names:
            return names[key(text)] if text else None
        return Fault("value-unknown", {"known": ", ".join(shown_names), "nearest": nearest(text, shown_names) or ""})

    return parse


def name_of(names: Mapping[str, str], code: str, known: tuple[str, ...]) -> Callable[[object], object]:
    """A parser for names listed elsewhere in the workbook. The fault has the given code and suggests the nearest."""

    def parse(cell: object) -> object:
        text = as_text(cell)
        if text is None or key(text) in names:
            return names[key(text)] if text else None
        # Across the top of a matrix the cell is itself a header.
        return Fault(code, {"header": text, "nearest": nearest(text, known) or ""})

    return parse


def level_on(scale: Scale, decimal_comma: bool) -> Callable[[object], object]:
    """A parser for levels: a number on the scale, a label of the scale, or N/A (NaN). Faults: level-outside-scale,
    level-unknown. None for a blank cell."""
    labels = scale_labels(scale)

    def parse(cell: object) -> object:
        if isinstance(cell, str):
            text = key(cell)
            if not text:
                return None
            if words().is_in("not_applicable", text):
                return float("nan")
            if text in labels:
                return labels[text]
        value = to_number(cell, decimal_comma) if not isinstance(cell, bool | date) else Fault("level-unknown")
        if isinstance(value, Fault) and value.code == "decimal-comma":
            return value
        if isinstance(value, Fault) or (isinstance(cell, str) and cell.strip().endswith("%")):
            return Fault("level-unknown", {"labels": ", ".join(scale.labels.values())})
        if value is not None and not scale.lowest <= value <= scale.highest:
            return Fault("level-outside-scale", {"lowest": f"{scale.lowest:g}", "highest": f"{scale.highest:g}"})
        return value

    return parse


def scale_labels(scale: Scale) -> dict[str, float]:
    """Every text that stands for a level of the scale: the label, the symbol, `L3`, `level 3`, `3 - Proficient`, `3/5`.
    A symbol that is the same for two levels stands for neither."""
    texts: dict[str, float] = {}
    for level, label in scale.labels.items():
        bare = f"{level:g}"
        forms = [label, f"L{bare}", f"Level {bare}", f"{bare}/{scale.highest:g}"]
        forms += [f"{bare}{joint}{label}" for joint in (" - ", " – ", ": ", " ", ". ", "-", "=", " = ")]
        forms += [f"{label} ({bare})"]
        texts |= {key(form): level for form in forms}
    of_symbol = Counter(map(key, scale.symbols.values()))
    texts |= {key(sign): level for level, sign in scale.symbols.items() if of_symbol[key(sign)] == 1}
    return texts


def names_in(cell: object) -> tuple[str, ...]:
    """The names of a cell that lists several: separated by semicolon, line break or, failing these, comma."""
    text = str(cell) if cell not in (None, "") else ""
    parts = re.split(r"[;\n]", text) if re.search(r"[;\n]", text) else text.split(",")
    return tuple(name for part in parts if (name := shown(part)))


def filled(values: Array) -> Array:
    """Which entries of an object array are there."""
    return np.asarray(pd.notna(values))
