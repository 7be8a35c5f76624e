"""The report as a plain value: sections made of figures, tables, charts and sentences. Nothing is left to compute.

Charts hold figures, never positions: the writer turns them into marks. What is a row chart is a table with marks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Union

from skillreport.model.figure import Figure, Sentence
from skillreport.model.period import Period

Kind = Literal["hard", "soft", "neutral"]
Tone = Literal["plain", "better", "worse"]


# ---- marks: what stands in a cell of a row chart


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar from zero; `largest` is the value at full length."""

    value: Figure
    largest: float
    kind: Kind = "neutral"
    labelled: bool = True


@dataclass(frozen=True, slots=True)
class MixMark:
    """Soft shares on a 0 to 100 % strip: recommended with its tolerance (a share), actual, planned, gap.

    `reference`: the overall default, drawn as a line.
    """

    recommended: Figure
    actual: Figure
    planned: Figure
    gap: Figure
    tolerance: float
    reference: Figure | None = None


@dataclass(frozen=True, slots=True)
class Dumbbell:
    """Two values on a scale; `flagged` when their distance needs a look."""

    own: Figure
    manager: Figure
    lowest: float
    highest: float
    flagged: bool


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with its interval on an axis with a line at zero; `clear` when the interval does not hold zero."""

    value: Figure
    low: Figure
    high: Figure
    lowest: float
    highest: float
    clear: bool


@dataclass(frozen=True, slots=True)
class Dots:
    """One dot per person needed, filled for each who is at the level."""

    holders: Figure
    needed: Figure
    at_risk: bool


@dataclass(frozen=True, slots=True)
class BoundBar:
    """A share with the bound under which it carries a warning."""

    value: Figure
    bound: Figure
    good: bool


@dataclass(frozen=True, slots=True)
class StatusMark:
    """Met, close or missed as a mark with its word."""

    status: Literal["met", "close", "missed", "no target", "no data", "withheld", "not computable"]
    word: Sentence


Mark = Bar | MixMark | Dumbbell | Interval | Dots | BoundBar | StatusMark


# ---- tables


@dataclass(frozen=True, slots=True)
class Styled:
    """A cell content with a number style of the catalogue (`2`, `signed 0`) or a tone."""

    content: "Content"
    style: str = ""
    tone: Tone = "plain"
    strong: bool = False


# A cell's content: a figure, words, a client's name, a mark, several of these under each other, or nothing.
Content = Union[Figure, Sentence, str, date, Mark, Styled, tuple["Content", ...], None]  # noqa: UP007 - it refers to itself


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, its width in mm of the 170 mm measure, and how its cells stand."""

    head: Sentence
    width: float
    align: Literal["left", "right"] = "left"
    axis: tuple[float, float] | Literal["share"] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row; the first cell heads it. A total stands out."""

    cells: tuple[Content, ...]
    style: Literal["plain", "total"] = "plain"


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `plain` tables are lists to read, the others row charts with their marks."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


# ---- charts that are no row charts


@dataclass(frozen=True, slots=True)
class HeatColumn:
    """A skill group as a column of the heat map."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A unit: people, a figure per group with its severity (0 to 4, None: no number), and the mean over all groups."""

    name: str | Sentence
    people: Figure
    cells: tuple[Figure, ...]
    steps: tuple[int | None, ...]
    mean: Figure


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Units by skill groups."""

    head: Sentence
    columns: tuple[HeatColumn, ...]
    rows: tuple[HeatRow, ...]
    total: HeatRow


@dataclass(frozen=True, slots=True)
class Panel:
    """One metric over its periods: a figure per period (without value: a gap in the line), target, status."""

    name: Sentence
    points: tuple[tuple[Period, Figure], ...]
    target: Figure | None
    status: StatusMark
    note: Sentence
    alternative: Sentence


@dataclass(frozen=True, slots=True)
class Panels:
    """Small multiples, three in a row."""

    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """People per level of one skill and the level most roles ask for."""

    skill: str
    levels: tuple[tuple[str, Figure, bool], ...]  # label, people, at or above the required level
    required: Figure
    note: Sentence
    alternative: Sentence


@dataclass(frozen=True, slots=True)
class Spreads:
    """Distributions, three in a row."""

    panels: tuple[Spread, ...]


@dataclass(frozen=True, slots=True)
class WaterfallColumn:
    """A total, which stands on zero, or a step from where the columns before it end, for the better or not."""

    name: Sentence
    value: Figure
    kind: Literal["total"] | Tone


@dataclass(frozen=True, slots=True)
class Waterfall:
    """Totals and the steps between them, which add up. `style`: how the values are written."""

    columns: tuple[WaterfallColumn, ...]
    style: str


@dataclass(frozen=True, slots=True)
class GanttRow:
    """An action on the time axis. Months are 1 to 12."""

    number: int
    title: Sentence
    reason: Sentence
    owner: str | Sentence
    unit: str | Sentence
    months: tuple[int, int]
    hours: Figure
    soft_share: Figure


@dataclass(frozen=True, slots=True)
class GanttPhase:
    """A phase with its window of months and its actions."""

    name: Sentence
    months: tuple[int, int]
    hours: Figure
    rows: tuple[GanttRow, ...]


@dataclass(frozen=True, slots=True)
class Gantt:
    """The roadmap: twelve months from `start`, training hours per month against the capacity."""

    start: date
    phases: tuple[GanttPhase, ...]
    load: tuple[Figure, ...]
    capacity: Figure
    training_hours: Figure
    alternative: Sentence


# ---- frames of exhibits, and what else stands on a page


@dataclass(frozen=True, slots=True)
class Note:
    """A note under an exhibit: a bold lead word and its text."""

    lead: Sentence
    text: Sentence


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A figure or table with its frame. `key` names the marks in line (`hard`, `actual`, …), in the plot's order.

    `name` is short and unique: the anchor in HTML and the sheet in the workbook.
    """

    name: str
    title: Sentence
    subtitle: Sentence | None
    body: Table | HeatMap | Panels | Spreads | Waterfall | Gantt
    alternative: Sentence
    notes: tuple[Note, ...] = ()
    key: tuple[tuple[str, Sentence], ...] = ()
    as_table: Table | None = None  # the table behind a chart that is none


@dataclass(frozen=True, slots=True)
class Tile:
    """A headline figure with what changed or how it compares, and what it rests on."""

    name: Sentence
    value: Figure
    style: str
    unit: Sentence
    comparison: Sentence | None
    tone: Tone
    base: Sentence
    formula: Sentence


@dataclass(frozen=True, slots=True)
class Tiles:
    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A claim with its figures and the section that shows it."""

    claim: Sentence
    text: Sentence
    section: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What the reader is asked to decide: verb and object, its effect, who and by when."""

    claim: Sentence
    text: Sentence
    who: Sentence


@dataclass(frozen=True, slots=True)
class Answer:
    """The two columns of the one-page answer."""

    findings: tuple[Finding, ...]
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs under an optional heading."""

    heading: Sentence | None
    paragraphs: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Callout:
    """A sentence that must not be missed."""

    heading: Sentence
    text: Sentence


@dataclass(frozen=True, slots=True)
class Definitions:
    """Terms and what they mean. `table`: the same for the workbook."""

    heading: Sentence | None
    items: tuple[tuple[Sentence, Sentence], ...]
    table: Exhibit | None = None


@dataclass(frozen=True, slots=True)
class Comment:
    """One Markdown file of the consultant's commentary folder, as typed."""

    file: str
    markdown: str


@dataclass(frozen=True, slots=True)
class Commentary:
    """The consultant's own Markdown for a section; `{{ id }}` in it stands for a figure of the report, `{{ claim:id }}`
    for a sentence with its source."""

    markdown: str
    figures: Mapping[str, Figure]
    claims: Mapping[str, Sentence] = field(default_factory=dict)


Block = Tiles | Answer | Exhibit | Text | Callout | Definitions | Commentary


@dataclass(frozen=True, slots=True)
class Section:
    """A section: what it is about, its finding as the title, one sentence, then blocks. A short one `flows` on where
    the one before it ends, instead of on a page of its own."""

    id: str
    kicker: Sentence
    title: Sentence
    deck: Sentence | None
    blocks: tuple[Block, ...]
    flows: bool = False


@dataclass(frozen=True, slots=True)
class Cover:
    """What the cover says; `motif` is the heat map's severities without labels."""

    client: str
    title: Sentence
    period: Period
    facts: tuple[tuple[Sentence, Content], ...]
    motif: tuple[tuple[int | None, ...], ...]
    caption: Sentence


@dataclass(frozen=True, slots=True)
class Report:
    """One report for one audience."""

    name: str
    client: str
    title: Sentence
    period: Period
    as_of: date
    confidentiality: Sentence | str
    draft: bool
    cover: Cover
    sections: tuple[Section, ...]
    contents: Sentence
    figures: tuple[Figure, ...] = field(default=())
