"""Small shared pieces of exhibits: notes, columns, counted nouns."""

from skillreport.model.figure import Figure, Sentence, Value, say
from skillreport.model.report import Column, Note


def counted(noun: str, figure: Figure) -> Sentence:
    """A figure with its noun in the right number: `1 person`, `14 people`."""
    return say(f"noun.{noun}", plural="n", n=figure)


def note(lead: str, id: str, **values: Value) -> Note:
    """A note under an exhibit."""
    return Note(say(f"lead.{lead}"), say(id, **values))  # type: ignore[arg-type]


def left(head: str, width: float) -> Column:
    return Column(say(f"head.{head}"), width)


def right(head: str, width: float) -> Column:
    return Column(say(f"head.{head}"), width, "right")
