"""The message catalogue of a language: message ids → wording, with plurals. Knows words, not what they are about."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from gettext import c2py
from pathlib import Path
from string import Formatter

from babel.lists import format_list
from babel.messages.pofile import read_po

from skillreport.language.numbers import Numbers, numbers_for, printed_value
from skillreport.model.figure import Address, Figure, Sentence, State, Unit, Value
from skillreport.model.period import Period

WORDS = "words"  # style: a whole number up to nine as a word
CAPITAL_WORDS = "Words"  # the same at the start of a sentence


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The wording of one language. A message has one form, or one per plural form of the language."""

    language: str
    messages: Mapping[str, tuple[str, ...]]
    plural_form: Callable[[int], int]

    def __contains__(self, id: str) -> bool:
        return id in self.messages

    def form(self, id: str, number: float | None) -> str:
        """The form of a message for a number; fractions take the form of many. KeyError for an unknown message."""
        forms = self.messages[id]
        if len(forms) == 1 or number is None:
            return forms[-1]
        return forms[self.plural_form(int(number) if number == int(number) else 2)]


@cache
def load_catalogue(language: str) -> Catalogue:
    """Read the catalogue of a language that ships with the package."""
    with Path(__file__).with_name(f"{language}.po").open("rb") as file:
        read = read_po(file, locale=language)
    messages = {}
    for message in read:
        if message.id:
            id = message.id if isinstance(message.id, str) else message.id[0]
            forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
            messages[id] = tuple(str(form) for form in forms)
    return Catalogue(language, messages, c2py(read.plural_expr))


@cache
def _parts(template: str) -> tuple[tuple[str, str | None, str], ...]:
    """A message as literal text, each piece with the value and its style that follow it (None: none does)."""
    return tuple((literal, field, style or "") for literal, field, style, _ in Formatter().parse(template))


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says sentences: fills messages with names, figures, dates, lists and other sentences.

    `text`, `name`, `address` and `marked` decide how the kinds of parts are marked, so that one wording serves plain
    text and HTML: literal text of a message, a name of the client's, a web address, a figure with its written form.
    """

    catalogue: Catalogue
    numbers: Numbers
    text: Callable[[str], str] = str
    name: Callable[[str], str] = str
    address: Callable[[str], str] = str
    marked: Callable[[Figure, str], str] = lambda _, written: written

    def say(self, sentence: Sentence) -> str:
        """The sentence in words."""
        one_form = len(self.catalogue.messages[sentence.id]) == 1
        template = self.catalogue.form(sentence.id, None if one_form else self._count(sentence))
        said = []
        for literal, field, style in _parts(template):
            said.append(self.text(literal))
            if field is not None:
                said.append(self._filled(sentence.values[field], style))
        return "".join(said)

    def _filled(self, value: Value, style: str) -> str:
        """A value inside a sentence, where a sign alone would not be understood."""
        if isinstance(value, Figure) and value.state is State.WITHHELD:
            return self.marked(value, self.catalogue.form("word.withheld", None))
        return self.value(value, style)

    def value(self, value: Value, style: str = "") -> str:
        """A value of a sentence in words."""
        if isinstance(value, Figure):
            return self.marked(value, self._number(value, style))
        if isinstance(value, Sentence):
            return self.say(value)
        if isinstance(value, Address):
            return self.address(value.url)
        if isinstance(value, date):
            return self.text(self.numbers.day(value))
        if isinstance(value, Period):
            return self.text(self._period(value, style))
        if isinstance(value, tuple):
            said = [self.value(item, style) for item in value]
            return (
                str(format_list(said, locale="en_001" if self.catalogue.language == "en" else self.numbers.language))
                if said
                else ""
            )
        return self.name(value)

    def _period(self, period: Period, style: str) -> str:
        """A period in full, `short` as on an axis, or its first `month` without the year."""
        if style == "month":
            return self.numbers.month(period.first_day)
        return self.numbers.short_period(period) if style == "short" else self.numbers.period(period)

    def _number(self, figure: Figure, style: str) -> str:
        if style in (WORDS, CAPITAL_WORDS) and figure.value is not None:
            whole = printed_value(figure)
            word = self.catalogue.messages.get(f"number.{whole:g}", ("",))[0]
            word = word[:1].upper() + word[1:] if style == CAPITAL_WORDS else word
            return word or self.numbers.figure(figure)
        return self.numbers.figure(figure, style)

    @staticmethod
    def _count(sentence: Sentence) -> float | None:
        if sentence.plural is None:
            return None
        value = sentence.values[sentence.plural]
        if isinstance(value, Figure):
            return None if value.value is None else abs(printed_value(value, 1 if value.unit is Unit.LEVELS else None))
        return len(value) if isinstance(value, tuple) else None


def speaker_for(language: str, number_locale: str | None, currency: str) -> Speaker:
    """A speaker of plain text."""
    return Speaker(load_catalogue(language), numbers_for(language, number_locale, currency))
