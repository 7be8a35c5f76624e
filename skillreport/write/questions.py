"""Issues → a short message to the client: the open points, grouped, in plain words. Notes are no questions."""

from collections.abc import Iterator, Sequence

from skillreport.language.catalogue import Speaker
from skillreport.language.issues import worded
from skillreport.model.figure import Sentence, say
from skillreport.model.issue import Issue, Severity

MOST_PLACES = 6  # that are named of one kind before the rest is counted


def questions_text(issues: Sequence[Issue], client: str, files: Sequence[str], speaker: Speaker) -> str:
    """The message as text, ready to send; one paragraph for each kind of problem."""
    asked = [issue for issue in issues if issue.severity is not Severity.NOTE and issue.location.line is None]
    if not asked:
        return speaker.say(say("question.none", client=client))
    by_code: dict[str, list[Issue]] = {}
    for issue in sorted(asked, key=lambda issue: list(Severity).index(issue.severity)):
        by_code.setdefault(issue.code, []).append(issue)
    lines = [speaker.say(say("question.opening", client=client, files=tuple(files))), ""]
    for number, group in enumerate(by_code.values(), 1):
        lines += [*_paragraph(number, group, speaker), ""]
    return "\n".join([*lines, speaker.say(say("question.closing"))])


def _paragraph(number: int, group: Sequence[Issue], speaker: Speaker) -> Iterator[str]:
    code = group[0].code.replace("-", "_")
    yield f"{number}. {speaker.say(say(f'kind.{code}'))} ({len(group)})"
    for issue, message, _ in list(worded(speaker, group[:MOST_PLACES])):
        yield f"   - {issue.location}: {message}"
    if len(group) > MOST_PLACES:
        yield f"   - {speaker.say(say('question.more'))} ({len(group) - MOST_PLACES})"
    yield f"   {_question(group[0], speaker)}"


def _question(issue: Issue, speaker: Speaker) -> str:
    """What is asked about a kind of problem: its question where the catalogue has one, else what to do."""
    id = f"question.{issue.code}"
    if id in speaker.catalogue:
        return speaker.say(Sentence(id))
    return next(hint for _, _, hint in worded(speaker, [issue]))
