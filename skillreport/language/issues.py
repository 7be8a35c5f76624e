"""Issues → their sentences: what is wrong, what to do. The same wording on screen, in JSON and in the workbook."""

from collections.abc import Mapping
from datetime import date

from skillreport.language.catalogue import Speaker
from skillreport.model.figure import Sentence
from skillreport.model.issue import Issue

# Half-sentences that are said only where the issue knows the value.
_OPTIONAL = {"nearest": "nearest_said", "position": "position_said"}
_WORDING = {"nearest_said": "issue.said_nearest", "position_said": "issue.said_position"}


def issue_message(speaker: Speaker, issue: Issue) -> str:
    """What is wrong, with the value, in the client's own headers."""
    return speaker.say(Sentence(f"issue.{issue.code}", _values(speaker, issue)))


def issue_hint(speaker: Speaker, issue: Issue) -> str:
    """What to do about it."""
    return speaker.say(Sentence(f"hint.{issue.code}", _values(speaker, issue)))


def _values(speaker: Speaker, issue: Issue) -> Mapping[str, str]:
    values = {name: _text(speaker, value) for name, value in issue.values.items()}
    values.setdefault("count", str(issue.count))
    for name, said in _OPTIONAL.items():
        values[said] = speaker.say(Sentence(_WORDING[said], {name: values[name]})) if values.get(name) else ""
    return values


def _text(speaker: Speaker, value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return speaker.numbers.decimal(round(value, 4), 2) if value % 1 else f"{value:.0f}"
    return str(value)
