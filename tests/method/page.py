"""Chapters and the reports that the program made of their engagements → docs/method.md."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from typing import Any

import skillreport.rules.load as rules
from skillreport.language.catalogue import load_catalogue
from skillreport.model.figure import Figure, Unit, say
from skillreport.model.yaml_file import read_yaml
from skillreport.rules.mix_table import MixRow, method_table
from tests.building import SPEAKER, Built, Rows
from tests.method.arithmetic import steps_of, value_of, written
from tests.method.chapters import CHAPTERS, examples
from tests.method.model import Chapter, Engagement, Example, Pair, Part

PAGE = Path(__file__).resolve().parents[2] / "docs" / "method.md"
RULES = Path(rules.__file__).parent
MESSAGES = load_catalogue("en").messages

INTRO = """\
# The method, worked by hand

Every formula of the report with an example small enough to check with a pencil. Each example is a client’s files, put
through the program; the working is written by hand, and a test holds both against each other.
`python -m tests.method.make_page` writes this page anew; it is not edited.

How to read an example:

- The words under a heading are those that the report prints as its formula.
- The working follows, with what it comes to. “≈” marks a number that four decimals do not hold.
- The line below has the figure as the report prints it, what it rests on (n), what was left out, and its id.
  `consultant/figures.json` lists each figure of a report by its id.
- All examples are of a technology company in the third quarter of 2026, on 30 September. Levels go from 1 to 5.
- Nothing is rounded before it is printed. What is unknown is left out and counted, and is never a zero.
- The examples show figures from one person on. A client’s report withholds those about fewer than five people.
- Where a source is named, “the method” means the method’s own planning assumptions, and “our own numbers” those that
  we added where the method is silent. Neither is a finding of research.
"""
UNITS = {Unit.LEVELS: "levels", Unit.POINTS: "points", Unit.HOURS: "hours", Unit.MONTHS: "months"}
MEASURED = {"share": "share", "level": "levels", "number": "number", "index": "index"}


def page(made: Mapping[str, Built]) -> str:
    """The whole page. `made`: the report of each part by the part's title."""
    return "\n".join([INTRO, _contents(), *(_chapter(n, chapter, made) for n, chapter in enumerate(CHAPTERS, 1))])


def titles() -> list[str]:
    """Every heading of a formula once, in order; the title of an example is that of its formula."""
    return list(dict.fromkeys(title_of(example) for _, example in examples()))


def title_of(example: Example) -> str:
    """What the formula is called: as in the report, unless the example names it."""
    metric = example.formula.startswith("metric.")
    id = example.formula if metric else f"formula_name.{example.formula}"
    return example.title or MESSAGES[id][0]


# ---- contents


def _contents() -> str:
    lines = ["## Contents", ""]
    for number, chapter in enumerate(CHAPTERS, 1):
        heading = f"{number}. {chapter.title}"
        lines.append(f"{number}. {_link(chapter.title, heading)}")
        for part in chapter.parts:
            named = dict.fromkeys(title_of(example) for example in part.examples)
            formulas = f": {', '.join(_link(title) for title in named)}" if named else ""
            lines.append(f"   - {_link(part.title)}{formulas}")
    return "\n".join([*lines, ""])


def _link(title: str, heading: str = "") -> str:
    return f"[{title}](#{anchor(heading or title)})"


def anchor(heading: str) -> str:
    """What a heading is linked by on GitHub."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


# ---- chapters and parts


def _chapter(number: int, chapter: Chapter, made: Mapping[str, Built]) -> str:
    """Its sections of the report, the rule file that it rests on, its parts."""
    names = "; ".join(f"“{name}”" for section in chapter.sections for name in _kickers(section))
    said = [f"## {number}. {chapter.title}\n\nIn the report: {names}.\n"]
    if chapter.rules == "mix":
        said.append(_mix_table())
    if chapter.rules == "metrics":
        said.append(_metric_table())
    return "\n".join([*said, *(_part(part, made[part.title]) for part in chapter.parts)])


def _kickers(section: str) -> list[str]:
    """What the report calls a section; the metrics have one per family."""
    return [
        texts[0] for id, texts in MESSAGES.items() if id == f"kicker.{section}" or id.startswith(f"kicker.{section}.")
    ]


def _part(part: Part, built: Built) -> str:
    said = [f"### {part.title}\n\n{part.story}\n"]
    said.append(_files(part))
    if part.pairs:
        said.append(_pairs(part.pairs))
    if part.left_out:
        said.append("".join(["Not counted, and why:\n\n", *(f"- {item}\n" for item in part.left_out)]))
    if part.bounds:
        said.append(_bounds(part.bounds))
    for _, same in groupby(part.examples, title_of):
        said.append(_formula(list(same), built))
    return "\n".join(said)


def _formula(same: Sequence[Example], built: Built) -> str:
    words = MESSAGES[f"formula.{same[0].formula}"][0]
    return "\n".join([f"#### {title_of(same[0])}\n\n> {words}\n", *(_worked(item, built) for item in same)])


def _worked(example: Example, built: Built) -> str:
    says = f"{example.says}\n\n" if example.says else ""
    figure = built.figures[example.figure]
    return f"{says}```text\n{_wrapped(steps_of(example.working))}\n```\n\n{_printed(example, figure)}\n"


def _printed(example: Example, figure: Figure) -> str:
    """The figure as the report has it: value, n, what was left out, id."""
    value = SPEAKER.numbers.figure(figure, example.style)
    unit = UNITS.get(figure.unit, "")
    parts = [f"Printed: **{value}{' ' + (unit.removesuffix('s') if value == '1' else unit) if unit else ''}**"]
    if figure.n is not None:
        of = example.of.replace("people", "person", 1) if figure.n == 1 else example.of
        parts.append(f"n = {SPEAKER.numbers.decimal(figure.n, 0)} {of}".rstrip())
    if figure.skipped:
        left = (f"{count} ({SPEAKER.say(say(f'skipped.{reason}'))})" for reason, count in figure.skipped)
        parts.append(f"left out: {', '.join(left)}")
    return " · ".join([*parts, f"`{figure.id}`"])


def _wrapped(steps: str, width: int = 110) -> str:
    """Steps on one line where it is short enough, else one per line."""
    if len(steps) <= width:
        return steps
    return re.sub(r" (=|≈) ", r"\n  \1 ", steps)


# ---- tables


def _files(part: Part) -> str:
    """The tables of an engagement and its settings; where another part has the tables, the settings alone."""
    same = [f"The tables are those of {_link(part.like)}.\n"]
    said = same if part.like else list(_tables(part.engagement))
    if part.engagement.settings:
        said.append(f"Settings, in `engagement.yml`:\n\n```yaml\n{part.engagement.settings.strip()}\n```\n")
    return "\n".join(said)


def _tables(engagement: Engagement) -> Iterator[str]:
    for name, rows in engagement.sheets.items():
        yield _named_table(name, rows)
    if engagement.chart:
        yield _named_table("Org chart", engagement.chart)
    for name, rows in engagement.earlier.items():
        if rows != engagement.sheets.get(name):
            yield _named_table(f"{name}, the period before", rows)
    if engagement.earlier_chart:
        yield _named_table("Org chart, the period before", engagement.earlier_chart)


def _named_table(name: str, rows: Rows) -> str:
    """A sheet as it stands in the workbook, without columns in which nothing stands."""
    kept = [place for place in range(len(rows[0])) if any(row[place] not in (None, "") for row in rows[1:])]
    return f"{name}\n\n{_table(rows[0], rows[1:], kept)}"


def _table(heads: Sequence[object], rows: Iterable[Sequence[object]], kept: Sequence[int] = ()) -> str:
    places = kept or range(len(heads))
    lines = [[_cell(row[place]) for place in places] for row in (heads, *rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cell(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return "" if value is None else str(value)


def _pairs(pairs: Sequence[Pair]) -> str:
    """What each required pair comes to: current level, requirement, gap."""
    heads = ("Employee", "Skill", "Current level", "Required", "Weight", "Gap", "")
    rows = [
        (
            pair.employee,
            pair.skill,
            steps_of(pair.level) if pair.level else "unknown",
            pair.required,
            pair.weight,
            _gap(pair),
            pair.says,
        )
        for pair in pairs
    ]
    return f"So each required pair of a person and a skill has a current level and a gap:\n\n{_table(heads, rows)}"


def _gap(pair: Pair) -> str:
    """How far the level is below the requirement; what is above it is none."""
    if not pair.level:
        return "unknown"
    short = pair.required - value_of(pair.level)
    return written(short if short > 0 else Fraction(0))


def _bounds(named: Mapping[str, str]) -> str:
    """What the rule file decides here."""
    data = read_yaml(RULES / "bounds.yml")
    rows = [(what[0].upper() + what[1:], _listed(data[name]), f"`{name}`") for name, what in named.items()]
    heads = ("Planning assumption of the method", "In force", "In `bounds.yml`")
    return _table(heads, rows)


def _listed(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name.replace('_', ' ')} {_listed(item)}" for name, item in value.items())
    return " to ".join(map(str, value)) if isinstance(value, list) else str(value)


def _mix_table() -> str:
    rows = [_mix_row(row) for row in method_table()]
    heads = ("Industry", "Career level", "Soft : hard", "Status", "Source")
    return (
        "The rows of the mix table. First match wins: a client’s override (person, role, nearest unit upward, career "
        "level, organisation), then industry and career level, industry, career level, the default.\n\n"
        f"{_table(heads, rows)}"
    )


def _mix_row(row: MixRow) -> tuple[str, ...]:
    industry, level = row.industry or "any", row.career_level or "any"
    status, source = (SPEAKER.say(say(id)) for id in (f"rule.status.{row.status}", f"rule.source.{row.source}"))
    return industry, level, f"{row.soft * 100:.0f} : {100 - row.soft * 100:.0f}", status, source


def _metric_table() -> str:
    rows = [_metric_row(row) for row in read_yaml(RULES / "metrics.yml")]
    heads = ("Metric", "Arithmetic", "Better", "Target", "Close up to", "From other sheets")
    return (
        "The metrics of the method (`rules/metrics.yml`). A client may change each of them and add others. What is "
        "short of its target by at most the tolerance (“close up to”) is close, by more missed; a move within it is "
        "steady. A value that the client supplies comes before one that follows from other sheets.\n\n"
        f"{_table(heads, rows)}\n{_own_tolerances()}\n"
    )


def _own_tolerances() -> str:
    bounds = read_yaml(RULES / "bounds.yml")["metric_tolerance"]
    return (
        f"A metric of the client’s own that states no tolerance has that of its unit: {bounds['share'] * 100:g} points "
        f"of a share, {bounds['level']:g} levels, {bounds['index']:g} of an index, and of any other number "
        f"{bounds['number'] * 100:g}% of what it is compared with, the target or the first value."
    )


def _metric_row(row: Mapping[str, Any]) -> tuple[str, ...]:
    words = MESSAGES[f"formula.arithmetic.{row['arithmetic']}"][0].removesuffix(".")
    share = row["unit"] == "share"

    def amount(value: float | None, unit: str) -> str:
        if value is None:
            return "none"
        return f"{value * 100:g}{unit}" if share else f"{value:g} {MEASURED[row['unit']]}"

    better = {"up": "higher", "down": "lower"}[row["direction"]]
    computed = "yes" if row.get("computed") else ""
    return row["name"], words, better, amount(row["target"], "%"), amount(row["tolerance"], " points"), computed
