"""How to read the report: its words, its marks, and the client's proficiency scale."""

from skillreport.model.figure import Sentence, Unit, say
from skillreport.model.report import Block, Column, Definitions, Exhibit, Row, Section, Table
from skillreport.report.exhibits import left
from skillreport.report.figures import Facts, count_figure, figure
from skillreport.report.severity import bound_figures

WORDS = ("pair", "gap", "weighted_gap", "attainment", "burden", "bench", "soft_hard", "recommended", "n")


def section(facts: Facts) -> Section:
    """Definitions, severities and the scale."""
    assessment = facts.findings.assessment
    minor, moderate, significant = bound_figures(facts)
    threshold = count_figure(
        "method.privacy_threshold", assessment.engagement.privacy_threshold, say("label.threshold")
    )
    words = tuple((say(f"word.{name}"), say(f"means.{name}")) for name in WORDS)
    signs = (
        (say("sign.severity"), say("means.severity", minor=minor, moderate=moderate, significant=significant)),
        (say("sign.withheld"), say("means.withheld", threshold=threshold)),
        (say("sign.none"), say("means.none")),
    )
    blocks: list[Block] = [Definitions(None, words), Definitions(say("heading.signs"), signs), _scale(facts)]
    lowest, highest = (
        figure(f"method.scale.{name}", value, Unit.LEVELS, "scale", say(f"label.scale.{name}"))
        for name, value in (("lowest", assessment.scale.lowest), ("highest", assessment.scale.highest))
    )
    return Section(
        "reading",
        say("kicker.reading"),
        say("title.reading"),
        say("deck.reading", lowest=lowest, highest=highest),
        tuple(blocks),
    )


def _scale(facts: Facts) -> Definitions:
    """The levels with their labels and, where the client describes them, what they mean."""
    scale, title = facts.findings.assessment.scale, say("figure.scale")
    rows = tuple(Row((f"{level:g}", label, scale.descriptions.get(level))) for level, label in scale.labels.items())
    columns = (left("level_number", 16), left("label", 40), Column(say("head.description"), 114))
    count = count_figure("method.scale.levels", len(rows), say("label.scale.levels"))
    table = Exhibit("scale", title, None, Table(columns, rows), say("alt.scale", levels=count))
    items = tuple(
        (say("phrase.name", name=f"{level:g}"), _described(label, scale.descriptions.get(level)))
        for level, label in scale.labels.items()
    )
    return Definitions(title, items, table)


def _described(label: str, description: str | None) -> Sentence:
    if description is None:
        return say("phrase.name", name=label)
    return say("phrase.described", label=label, description=description)
