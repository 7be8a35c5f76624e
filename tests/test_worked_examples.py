"""Every formula is worked by hand on a few rows, and the report prints what the working comes to."""

import math
import re
from collections.abc import Mapping
from fractions import Fraction

import pytest

from skillreport.analyse.gaps import SEVERITIES
from skillreport.language.catalogue import load_catalogue
from skillreport.report.figures import facts_of
from skillreport.report.organisation import MIDDLE
from skillreport.report.severity import printed_severity
from tests.building import Built
from tests.method.arithmetic import steps_of, value_of
from tests.method.chapters import CHAPTERS, WITHOUT_EXAMPLE, examples, parts
from tests.method.make_page import build_all
from tests.method.model import Example, Pair, Part
from tests.method.page import PAGE, anchor, page, title_of, titles

EXAMPLES = [pytest.param(part, example, id=f"{example.formula}-{example.figure}") for part, example in examples()]
PAIRS = [pytest.param(part, pair, id=f"{pair.employee}-{pair.skill}") for part in parts() for pair in part.pairs]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Built]:
    return build_all(tmp_path_factory.mktemp("worked"))


def test_every_formula_has_an_example_or_a_reason_for_none() -> None:
    stated = {id.removeprefix("formula.") for id in load_catalogue("en").messages if id.startswith("formula.")}
    assert {example.formula for _, example in examples()} | set(WITHOUT_EXAMPLE) == stated


def test_what_has_an_example_needs_no_reason_for_none() -> None:
    assert {example.formula for _, example in examples()} & set(WITHOUT_EXAMPLE) == set()


@pytest.mark.parametrize(("part", "example"), EXAMPLES)
def test_a_figure_is_as_worked_by_hand(made: Mapping[str, Built], part: Part, example: Example) -> None:
    figure = made[part.title].figures[example.figure]
    assert figure.number == pytest.approx(float(value_of(example.working)), abs=1e-9)
    assert (figure.n, figure.skipped) == (example.n, example.skipped)


@pytest.mark.parametrize(("part", "example"), EXAMPLES)
def test_an_example_stands_under_the_formula_of_its_figure(
    made: Mapping[str, Built], part: Part, example: Example
) -> None:
    """A metric of the client's own goes by its arithmetic."""
    built = made[part.title]
    formula = built.figures[example.figure].formula
    own = {f"metric.{metric.id}": metric for metric in built.findings.rules.metrics if metric.source == "client"}
    named = f"arithmetic.{own[formula].arithmetic}" if formula in own else formula.replace("-", "_")
    assert named == example.formula


@pytest.mark.parametrize(("part", "pair"), PAIRS)
def test_a_pair_has_the_level_and_the_gap_of_its_working(made: Mapping[str, Built], part: Part, pair: Pair) -> None:
    findings = made[part.title].findings
    person = findings.assessment.people.index.get_loc(pair.employee)
    skill = [item.name for item in findings.assessment.skills].index(pair.skill)
    rows = findings.pairs
    [row] = rows[(rows["person"] == person) & (rows["skill"] == skill)].to_dict("records")
    level = float(value_of(pair.level)) if pair.level else math.nan
    expected = [level, pair.required, pair.weight, max(pair.required - level, 0) if pair.level else math.nan]
    found = [row["level"], row["required"], row["weight"], row["gap"]]
    assert found == pytest.approx(expected, abs=1e-9, nan_ok=True)


def test_every_required_pair_stands_in_the_table_of_its_part(made: Mapping[str, Built]) -> None:
    for part in parts():
        if part.pairs:
            assert len(part.pairs) == made[part.title].findings.totals["required"]


def test_tables_that_are_said_to_be_those_of_another_part_are() -> None:
    tables = {part.title: (part.engagement.sheets, part.engagement.chart) for part in parts()}
    assert [part.title for part in parts() if part.like and tables[part.like] != tables[part.title]] == []


def test_the_chapters_have_the_sections_of_the_report_in_its_order() -> None:
    """All but how to read it and the line per unit, which state no formula of their own."""
    named = [section for chapter in CHAPTERS for section in chapter.sections]
    assert named == [name for name, _ in MIDDLE if name not in ("reading", "units")]


def test_every_heading_can_be_linked_to() -> None:
    anchors = [anchor(heading) for heading in (*titles(), *(part.title for part in parts()))]
    assert sorted({name for name in anchors if anchors.count(name) > 1}) == []


def test_every_link_leads_to_a_heading() -> None:
    text = PAGE.read_text("utf-8")
    headings = {anchor(heading) for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}
    assert set(re.findall(r"\(#([^)]+)\)", text)) - headings == set()


def test_examples_of_one_formula_stand_together() -> None:
    shown = [title_of(example) for _, example in examples()]
    starts = [name for place, name in enumerate(shown) if place == 0 or shown[place - 1] != name]
    assert starts == titles()


def test_the_page_is_what_the_examples_make(made: Mapping[str, Built]) -> None:
    """`python -m tests.method.make_page` writes it anew."""
    assert PAGE.read_text("utf-8") == page(made)


def test_the_severity_that_the_page_names_is_the_one_in_force(made: Mapping[str, Built]) -> None:
    """A mean gap of 1.25 levels, printed as 1.3, on a scale from 1 to 5."""
    built = made["Levels and gaps"]
    severity = printed_severity(facts_of(built.findings), built.figures["unit.north.group.data.mean_gap"])
    assert SEVERITIES[severity or 0] == "significant"


# The arithmetic of workings


def test_decimals_are_exact() -> None:
    assert value_of("0.1 + 0.2 − 3 × 0.1") == Fraction(0)


def test_a_working_is_shown_with_its_parts_worked_out() -> None:
    assert steps_of("(1 × 1 + 2 × 1) ÷ (1 + 2 + 1 + 2)") == "(1 × 1 + 2 × 1) ÷ (1 + 2 + 1 + 2) = 3 ÷ 6 = 0.5"


def test_a_sum_keeps_the_signs_of_its_terms() -> None:
    assert steps_of("(1 − 2) + 6 ÷ 3 − (2 − 5)") == "(1 − 2) + 6 ÷ 3 − (2 − 5) = −1 + 2 − (−3) = 4"


def test_what_four_decimals_do_not_hold_is_marked() -> None:
    assert steps_of("2 ÷ 3 + 1") == "2 ÷ 3 + 1 ≈ 0.6667 + 1 ≈ 1.6667"


def test_comparisons_are_counted_with_their_equals() -> None:
    assert value_of("count(3 ≥ 3, 2.9 ≥ 3, 3 > 3)") == 1


@pytest.mark.parametrize("text", ["abs(1)", "x + 1", "1 < 2", "2 ** 3", "'a'"])
def test_nothing_but_arithmetic_is_worked_out(text: str) -> None:
    with pytest.raises(ValueError, match="not part of a working"):
        value_of(text)
