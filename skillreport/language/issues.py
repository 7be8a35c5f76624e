"""Issues → their sentences: what is wrong, what to do. The same wording on screen, in JSON and in the workbook."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache

from skillreport.language.catalogue import Speaker
from skillreport.model.figure import Figure, Sentence, Unit, Value
from skillreport.model.issue import Issue, Severity

# Half-sentences that are said only where the issue knows the value.
_OPTIONAL = {"nearest": "nearest_said", "position": "position_said"}
_ENDS = (".", "?", "!", "…")
_WORDING = {"nearest_said": "issue.said_nearest", "position_said": "issue.said_position"}


def worded(speaker: Speaker, issues: Iterable[Issue]) -> Iterator[tuple[Issue, str, str]]:
    """Each issue, what is wrong with the value in the client's own headers, and what to do about it."""
    said: dict[tuple[str, int, int], tuple[str, str]] = {}
    for issue in issues:
        same = issue.code, id(issue.values), issue.count  # cells with the same fault share their values
        if same not in said:
            said[same] = _words(speaker, issue)
        yield issue, *said[same]


def severity_word(speaker: Speaker, severity: Severity) -> str:
    """How severe an issue is, as a list of issues says it."""
    return speaker.say(Sentence(f"issues.{severity}"))


def with_hint(message: str, hint: str) -> str:
    """What is wrong and what to do in one line, with one mark between them."""
    return f"{message} {hint}" if message.endswith(_ENDS) else f"{message}. {hint}"


def more_of_a_kind(speaker: Speaker, rest: int, code: str) -> str:
    """How many issues of a kind are not printed."""
    return speaker.say(Sentence("issues.more", {"rest": _count(rest), "code": code}))


def summary(speaker: Speaker, issues: Iterable[Issue], ratings: int | None, people: int) -> str:
    """What was read and how many issues there are; `ratings`: None where nothing could be read."""
    severities = [issue.severity for issue in issues]
    said = {f"{one}s": _counted(f"{one}s", severities.count(one)) for one in Severity}
    if ratings is None:
        return speaker.say(Sentence("issues.summary_nothing", said))
    read = {"ratings": _counted("ratings", ratings), "people": _counted("people", people)}
    return speaker.say(Sentence("issues.summary", {**said, **read}))


def _counted(noun: str, count: int) -> Sentence:
    return Sentence(f"noun.{noun}", {"n": _count(count)}, "n")


def _words(speaker: Speaker, issue: Issue) -> tuple[str, str]:
    values = _values(speaker, issue)
    message, hint = (Sentence(f"{part}.{issue.code}", values, "count") for part in ("issue", "hint"))
    return speaker.say(message), speaker.say(hint)


def _values(speaker: Speaker, issue: Issue) -> Mapping[str, Value]:
    """What a message may use: the issue's own values, half-sentences made of them, and how many facts it stands for."""
    values: dict[str, Value] = {name: _text(speaker, value) for name, value in issue.values.items()}
    for name, said in _OPTIONAL.items():
        values[said] = speaker.say(Sentence(_WORDING[said], {name: values[name]})) if values.get(name) else ""
    values["count"] = _count(issue.count)
    return values


@cache
def _count(count: int) -> Figure:
    return Figure("issue.count", count, Unit.COUNT, "count", Sentence("head.count"))


def _text(speaker: Speaker, value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Sentence | date | tuple):
        return speaker.value(value)
    if isinstance(value, float):
        return speaker.numbers.decimal(round(value, 4), 2) if value % 1 else f"{value:.0f}"
    return str(value)
