"""One value of a metric in one period, with where it comes from and why it may be missing. Section 6 of the method."""

from dataclasses import dataclass
from typing import Literal

from skillreport.model.period import Period

Origin = Literal["supplied", "aggregated", "computed"]


@dataclass(frozen=True, slots=True)
class Point:
    """A metric in one period. Without `value`, `problem` says why where a row stands: no-baseline, baseline-zero,
    nothing-counted, not-summable, withheld.

    `months`: the span that the value covers where that is less than its definition asks for. `caution`: what the reader
    has to know of the value: managers-only.
    """

    period: Period
    value: float | None
    n: float | None = None
    origin: Origin = "supplied"
    problem: str | None = None
    months: int | None = None
    caution: str | None = None

    @property
    def known(self) -> float:
        """The value of a point that the caller has made sure has one."""
        assert self.value is not None
        return self.value
