"""The sample's report in plain words, held against a file that people read when it changes.

To accept a change: python -m tests.test_golden
"""

from collections.abc import Iterator
from pathlib import Path

from skillreport.model.figure import Figure, Sentence
from skillreport.model.period import Period
from skillreport.model.report import (
    Answer,
    Block,
    Callout,
    Commentary,
    Content,
    Definitions,
    Exhibit,
    Gantt,
    HeatMap,
    Report,
    Styled,
    Table,
    Text,
    Tiles,
)
from tests.building import SPEAKER, Built, built

GOLDEN = Path(__file__).with_name("golden") / "technology.txt"
SAMPLE = Path(__file__).resolve().parent.parent / "sample_data" / "technology"


def test_the_sample_says_what_it_said(sample: Built) -> None:
    assert "\n".join(lines(sample.report)) + "\n" == GOLDEN.read_text("utf-8")


def lines(report: Report) -> Iterator[str]:
    """Every sentence, table and figure of the report, a line each."""
    for section in report.sections:
        yield f"# {say(section.title)}"
        if section.deck:
            yield say(section.deck)
        for block in section.blocks:
            yield from of_block(block)
        yield ""


def of_block(block: Block) -> Iterator[str]:
    match block:
        case Tiles():
            for tile in block.tiles:
                comparison = say(tile.comparison) if tile.comparison else ""
                value = SPEAKER.value(tile.value, tile.style)
                yield f"[{say(tile.name)}] {value} {say(tile.unit)} | {comparison} | {say(tile.base)}"
        case Answer():
            yield from (f"finding: {say(item.claim)}. {say(item.text)}" for item in block.findings)
            yield from (f"decide: {say(item.claim)}. {say(item.text)}. {say(item.who)}" for item in block.decisions)
        case Exhibit():
            yield f"## {say(block.title)}"
            yield f"   {say(block.alternative)}"
            yield from of_body(block)
            yield from (f"   {say(note.lead)}: {say(note.text)}" for note in block.notes)
        case Text():
            yield from (say(paragraph) for paragraph in block.paragraphs)
        case Callout():
            yield f"! {say(block.heading)}: {say(block.text)}"
        case Definitions():
            yield from (f"{say(term)}: {say(meaning)}" for term, meaning in block.items)
        case Commentary():
            yield f"> {block.markdown.strip()}"


def of_body(exhibit: Exhibit) -> Iterator[str]:
    body, whole = exhibit.body, exhibit.as_table
    if whole and not (isinstance(body, Table) and body.columns == whole.columns):  # else the page has the first rows
        body = whole
    if isinstance(body, Table):
        yield "   " + " | ".join(say(column.head) for column in body.columns)
        yield from ("   " + " | ".join(map(words, row.cells)) for row in body.rows)
    elif isinstance(body, HeatMap):
        for row in (*body.rows, body.total):
            yield "   " + " | ".join(map(words, (row.name, row.people, *row.cells, row.mean)))
    if isinstance(exhibit.body, Gantt):
        yield "   load: " + " ".join(map(words, exhibit.body.load))


def words(content: Content) -> str:
    """A cell in words; a mark by the figures that it draws."""
    if content is None:
        return "-"
    if isinstance(content, Styled):
        return words(content.content)
    if isinstance(content, tuple):
        return " / ".join(map(words, content))
    if isinstance(content, Figure | Sentence | str | Period) or not hasattr(content, "__dataclass_fields__"):
        return SPEAKER.value(content)
    figures = (getattr(content, name) for name in content.__dataclass_fields__)
    return " ".join(SPEAKER.value(figure) for figure in figures if isinstance(figure, Figure))


def say(sentence: Sentence) -> str:
    return SPEAKER.say(sentence)


if __name__ == "__main__":
    GOLDEN.write_text("\n".join(lines(built(SAMPLE).report)) + "\n", "utf-8")
