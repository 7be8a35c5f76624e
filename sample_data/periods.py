"""The calendar of the sample: quarters as the workbooks write them, and months added to a date."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def first_day(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> date:
        return self.plus(1).first_day - timedelta(days=1)

    def plus(self, quarters: int) -> "Quarter":
        years, number = divmod(self.year * 4 + self.number - 1 + quarters, 4)
        return Quarter(years, number + 1)

    def holds(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


def add_months(day: date, months: int) -> date:
    """The same day of a later or earlier month; every day used here exists in every month."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, 28))


NOW = Quarter(2026, 3)
BEFORE = NOW.plus(-1)
REPORTED = tuple(NOW.plus(-5 + index) for index in range(6))
