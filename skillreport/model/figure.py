"""One printed number with its provenance, and one statement made of a message and its values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Union

from skillreport.model.period import Period

LARGEST_SHARE = 2.0  # above 200 percent a share is a percentage without its sign, or two columns are swapped


class Unit(StrEnum):
    """What a figure counts or measures; decides how it is rounded and written, never what it means."""

    LEVELS = "levels"
    SHARE = "share"  # 0 to 1, written as percent
    POINTS = "points"  # difference of two shares, 0.05 is five points
    INDEX = "index"  # 0 to 100
    HOURS = "hours"
    MONEY = "money"
    MONTHS = "months"
    COUNT = "count"


class State(StrEnum):
    """Why a figure has no value. Each is drawn and worded differently."""

    KNOWN = "known"
    NO_DATA = "no data"
    WITHHELD = "withheld"
    NOT_REQUIRED = "not required"
    NOT_RATED = "not rated"
    NOT_COMPUTABLE = "not computable"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A message of the catalogue and the values it is filled with. `plural` names the value that counts."""

    id: str
    values: Mapping[str, "Value"] = field(default_factory=dict)
    plural: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the report.

    `id` is dotted and stable (`unit.platform.weighted_gap`). `value` is None unless `state` is KNOWN; shares are
    0 to 1. `formula` names a definition in the catalogue (`formula.ID`). `n` is the number of people, pairs or
    rows the value rests on and None where that count would reveal a withheld value. `skipped` gives what was left
    out, as (reason, count) pairs; each reason is a message of the catalogue (`skipped.REASON`). `rest`: the other share
    of a whole of two, which is written so that both add up to 100 %.
    """

    id: str
    value: float | None
    unit: Unit
    formula: str
    label: Sentence
    n: int | None = None
    skipped: tuple[tuple[str, int], ...] = ()
    state: State = State.KNOWN
    rest: bool = False

    def __post_init__(self) -> None:
        if (self.value is None) == (self.state is State.KNOWN):
            raise ValueError(f"figure {self.id} has value {self.value} and state {self.state}")

    @property
    def known(self) -> bool:
        return self.state is State.KNOWN

    @property
    def number(self) -> float:
        """The value of a figure that the caller has made sure is known."""
        if self.value is None:
            raise ValueError(f"figure {self.id} has no value: {self.state}")
        return self.value


@dataclass(frozen=True, slots=True)
class Address:
    """A web address: printed as it is written, and a link where a reader can follow one."""

    url: str


# What a sentence can be filled with: figures, sentences, addresses, names as the client wrote them, days, periods and
# lists of these.
Value = Union[Figure, Sentence, Address, str, date, Period, tuple["Value", ...]]  # noqa: UP007 - it refers to itself


def say(id: str, plural: str | None = None, **values: Value) -> Sentence:
    """Shorthand to state a message: `say("title.top", plural="skills", skills=figure)`."""
    return Sentence(id, values, plural)


def figures_in(value: object) -> Iterator[Figure]:
    """Every figure inside a sentence, a tuple, a mapping or any frozen dataclass of the report, in reading order."""
    if isinstance(value, Figure):
        yield value
        yield from figures_in(value.label)
    elif isinstance(value, Sentence):
        yield from figures_in(value.values)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from figures_in(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from figures_in(item)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from figures_in(getattr(value, name))
