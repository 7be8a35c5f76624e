"""What a worked example is made of: a small engagement, and figures of its report with the working by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tests.building import Built, Rows, built, written
from tests.independent import write_sheets

DAY = date(2026, 9, 30)  # the as-of date of every engagement here


@dataclass(frozen=True)
class Example:
    """A figure and its working. `formula`: id of its words in the catalogue. `n` counts `of` (people, pairs, …), None
    where the figure has none. `says`: what the reader has to know of the working. `style`: how the
    report writes the value where not as its unit is usually written (decimals, `signed`). `skipped`: what the figure
    says was left out. `title`: the formula's name where the catalogue has none, or one that two formulas share."""

    formula: str
    figure: str
    working: str
    n: int | None = None
    of: str = ""
    says: str = ""
    style: str = ""
    skipped: tuple[tuple[str, int], ...] = ()
    title: str = ""


@dataclass(frozen=True)
class Pair:
    """A person × skill with the working of its current level (empty: not rated), and what is required of it."""

    employee: str
    skill: str
    level: str
    required: int
    weight: int
    says: str = ""


@dataclass(frozen=True)
class Engagement:
    """A client's files. `earlier`: sheets of the period before, with its org chart; `printed`: its figures.json."""

    sheets: Mapping[str, Rows]
    chart: Rows = ()
    settings: str = ""
    earlier: Mapping[str, Rows] = field(default_factory=dict)
    earlier_chart: Rows = ()
    printed: str = ""

    def build(self, folder: Path) -> Built:
        """Its report, from files that are written into the folder."""
        then = folder / "then"
        then.mkdir(parents=True)
        if self.earlier:
            write_sheets(then / "assessment.xlsx", self.earlier)
            write_sheets(then / "org_chart.xlsx", {"Org chart": self.earlier_chart})
            (then / "figures.json").write_text(self.printed, "utf-8")
        return built(written(folder, self.sheets, self.chart, self.settings))


@dataclass(frozen=True)
class Part:
    """Formulas that one engagement serves. `story`: who it is about. `like`: the title of the part whose tables these
    are, so that they are not printed again. `left_out`: what is not counted and why. `bounds`: keys of bounds.yml that
    decide something here, with what they are."""

    title: str
    story: str
    engagement: Engagement
    examples: Sequence[Example]
    like: str = ""
    left_out: Sequence[str] = ()
    pairs: Sequence[Pair] = ()
    bounds: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Chapter:
    """Parts that belong to the same sections of the report."""

    title: str
    sections: tuple[str, ...]
    parts: Sequence[Part]
    rules: str = ""  # which rule file is printed whole: mix, metrics
