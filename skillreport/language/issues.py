"""Issues → their sentences: what is wrong, what to do. The same wording on screen, in JSON and in the workbook."""

from collections.abc import Mapping
from datetime import date

from skillreport.language.catalogue import Speaker
from skillreport.model.figure import Figure, Sentence, Unit, Value
from skillreport.model.issue import Issue

# Half-sentences that are said only where the issue knows the value.
_OPTIONAL = {"nearest": "nearest_said", "position": "position_said"}
_WORDING = {"nearest_said": "issue.said_nearest", "position_said": "issue.said_position"}


def issue_message(speaker: Speaker, issue: Issue) -> str:
    """What is wrong, with the value, in the client's own headers."""
    return speaker.say(Sentence(f"issue.{issue.code}", _values(speaker, issue), "count"))


def issue_hint(speaker: Speaker, issue: Issue) -> str:
    """What to do about it."""
    return speaker.say(Sentence(f"hint.{issue.code}", _values(speaker, issue), "count"))


def _values(speaker: Speaker, issue: Issue) -> Mapping[str, Value]:
    """What a message may use: the issue's own values, half-sentences made of them, and how many facts it stands for."""
    texts = {name: _text(speaker, value) for name, value in issue.values.items()}
    optional = {
        said: speaker.say(Sentence(_WORDING[said], {name: texts[name]})) if texts.get(name) else ""
        for name, said in _OPTIONAL.items()
    }
    count = Figure("issue.count", issue.count, Unit.COUNT, "count", Sentence("head.count"))
    return {**texts, **optional, "count": count}


def _text(speaker: Speaker, value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return speaker.numbers.decimal(round(value, 4), 2) if value % 1 else f"{value:.0f}"
    return str(value)
