"""Calendar periods as clients write them: a year, a quarter or a month, with their first and last day."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Self

_FORMS = (
    (re.compile(r"(\d{4})[-\s]?Q([1-4])", re.I), 3),
    (re.compile(r"Q([1-4])[-\s/]?(\d{4})", re.I), -3),
    (re.compile(r"(\d{4})-(0[1-9]|1[0-2])"), 1),
    (re.compile(r"(\d{4})"), 12),
)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A run of `months` calendar months that starts in `month` of `year`; ordered by time."""

    year: int
    month: int
    months: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2026-Q3`, `2026Q3`, `Q3 2026`, `2026-09` or `2026`; ValueError for anything else."""
        for form, months in _FORMS:
            if match := form.fullmatch(text.strip()):
                groups = [int(part) for part in match.groups()]
                if months < 0:
                    groups, months = groups[::-1], -months
                if not 1900 <= groups[0] <= 2200:
                    break
                number = groups[1] if len(groups) == 2 else 1
                return cls(groups[0], (number - 1) * months + 1, months)
        raise ValueError(f"{text!r} is not a period such as 2026-Q3, 2026-09 or 2026")

    @classmethod
    def quarter_of(cls, day: date) -> Self:
        return cls.containing(day, 3)

    @classmethod
    def containing(cls, day: date, months: int) -> Self:
        """The year, quarter or month in which a day lies."""
        return cls(day.year, (day.month - 1) // months * months + 1, months)

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        month = self.month + self.months - 1
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    @property
    def number(self) -> int:
        """Which quarter or month of the year this is: 3 for 2026-Q3."""
        return (self.month - 1) // self.months + 1

    def year_earlier(self) -> "Period":
        return Period(self.year - 1, self.month, self.months)

    def next(self) -> "Period":
        """The period of the same length right after this one."""
        year, month = divmod(self.month - 1 + self.months, 12)
        return Period(self.year + year, month + 1, self.months)

    def holds(self, other: "Period") -> bool:
        """Whether the other period lies within this one."""
        return self.first_day <= other.first_day and other.last_day <= self.last_day

    def __str__(self) -> str:
        """The canonical form, which sorts by time and is part of figure ids: `2026-Q3`, `2026-09`, `2026`."""
        if self.months == 3:
            return f"{self.year}-Q{self.number}"
        return f"{self.year}-{self.month:02d}" if self.months == 1 else str(self.year)


def months_after(day: date, months: int) -> date:
    """The same day `months` later (earlier when negative), or the month's last day where it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
