"""Figures → text: the one module that rounds, and only for display."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, get_month_names
from babel.numbers import format_decimal, get_currency_symbol

from skillreport.model.figure import Figure, State, Unit
from skillreport.model.period import Period

# Decimals by unit; a message may ask for another number of them (`{gap:2}`).
DIGITS = {
    Unit.LEVELS: 1,
    Unit.SHARE: 0,
    Unit.POINTS: 0,
    Unit.INDEX: 0,
    Unit.HOURS: 0,
    Unit.MONEY: 0,
    Unit.MONTHS: 0,
    Unit.COUNT: 0,
}
MINUS = "\u2212"
NARROW_SPACE, SPACE = "\u202f", "\u00a0"
SIGNS = {
    State.WITHHELD: "c",
    State.NOT_REQUIRED: "–",
    State.NO_DATA: "–",
    State.NOT_RATED: "–",
    State.NOT_COMPUTABLE: "–",
}
# Means carry the noise of binary fractions far behind the last digit that matters; it must not decide a rounding.
_NOISE = 9
_MOST_DIGITS = 2  # of what is shown exactly
_BEYOND_ROUNDING = 1e15  # a float has no decimals left there


def rounded(value: float, digits: int) -> float:
    """The value as printed: halves go up, away from the noise of binary fractions."""
    if abs(value) >= _BEYOND_ROUNDING:
        return value
    exact = Decimal(repr(round(value, _NOISE)))
    return float(exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def rounded_shares(shares: Sequence[float], whole: int = 100) -> list[int]:
    """Shares of one whole as integers that add up to it: the largest remainders are rounded up."""
    exact = [round(share * whole, _NOISE) for share in shares]
    floors = [int(value) for value in exact]
    missing = round(sum(exact)) - sum(floors)
    order = sorted(range(len(exact)), key=lambda i: (floors[i] - exact[i], i))
    return [floor + (place in order[:missing]) for place, floor in enumerate(floors)]


def printed_value(figure: Figure, digits: int | None = None) -> float:
    """The number a reader sees, in the unit it is written in: shares and points as percent."""
    digits = DIGITS[figure.unit] if digits is None else digits
    if figure.rest:
        steps: int = 10**digits
        return rounded_shares([1 - figure.number, figure.number], 100 * steps)[1] / steps
    return rounded(figure.number * (100 if figure.unit in (Unit.SHARE, Unit.POINTS) else 1), digits)


def exact_digits(figure: Figure) -> int:
    """The fewest decimals that show a stated amount as it is, no fewer than its unit has and two at most."""
    fewest = DIGITS[figure.unit]
    whole = (digits for digits in range(fewest, _MOST_DIGITS) if _shows(figure, digits))
    return next(whole, max(fewest, _MOST_DIGITS))


def _shows(figure: Figure, digits: int) -> bool:
    return printed_value(figure, digits) == printed_value(figure, _NOISE)


@dataclass(frozen=True, slots=True)
class Numbers:
    """How numbers, dates and periods are written: language of words, locale of numbers, currency."""

    language: Locale
    locale: Locale
    currency: str

    def figure(self, figure: Figure, style: str = "") -> str:
        """A figure as text. Styles, joined by blanks: a number of decimals, or `exact` for as many as a stated amount
        has; `signed`; `size` (without sign)."""
        if figure.value is None:
            return SIGNS[figure.state]
        parts = style.split()
        usual = exact_digits(figure) if "exact" in parts else DIGITS[figure.unit]
        digits = next((int(part) for part in parts if part.isdigit()), usual)
        value = printed_value(figure, digits)
        value = abs(value) if "size" in parts else value
        text = self.decimal(value, digits)
        if "signed" in parts and value > 0:
            text = "+" + text
        if figure.unit is Unit.SHARE:
            return text + ("%" if self.language.language == "en" else f"{SPACE}%")
        if figure.unit is Unit.MONEY:
            symbol = get_currency_symbol(self.currency, self.locale)
            if self.locale.language != "en":
                return f"{text}{SPACE}{symbol}"
            sign = text[0] if text[0] in f"+{MINUS}" else ""
            return f"{sign}{symbol}{text.removeprefix(sign)}"
        return text

    def decimal(self, value: float, digits: int) -> str:
        """A number that is rounded already, with the locale's marks and a true minus sign."""
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        text = format_decimal(Decimal(repr(value)), format=pattern, locale=self.locale)
        return text.replace("-", MINUS) if value else text.replace("-", "").replace(MINUS, "")

    def day(self, day: date) -> str:
        """A date in full: 30 September 2026, 30. September 2026."""
        return format_date(day, "d MMMM y" if self.language.language == "en" else "long", locale=self.language)

    def month(self, day: date, year: bool = False) -> str:
        """The short name of a month, for axes."""
        name: str = get_month_names("abbreviated", "stand-alone", self.language)[day.month]
        return f"{name} {day.year}" if year else name

    def period(self, period: Period) -> str:
        """A period in full: 3rd quarter 2026, September 2026, 2026."""
        pattern = {3: "QQQQ y", 1: "MMMM y"}.get(period.months, "y")
        return format_date(period.first_day, pattern, locale=self.language)

    def short_period(self, period: Period) -> str:
        """A period for an axis: Q3 26, Sep 2026, 2026."""
        if period.months == 3:
            return f"Q{period.number} {period.year % 100:02d}"
        return f"{self.month(period.first_day)} {period.year}" if period.months == 1 else str(period.year)


def is_locale(name: str) -> bool:
    """Whether numbers can be written by this locale."""
    try:
        Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return False
    return True


def numbers_for(language: str, number_locale: str | None, currency: str) -> Numbers:
    """The writer of numbers for a report; the number locale is the language's own where none is given."""
    words = Locale.parse(language, sep="_")
    return Numbers(words, Locale.parse(number_locale.replace("-", "_")) if number_locale else words, currency)
