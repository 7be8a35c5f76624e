"""Sentences that must be true of any data: each test makes the data for which one of them would lie."""

from pathlib import Path

from skillreport.language.numbers import printed_value
from skillreport.model.report import Exhibit, HeatMap, Spreads
from tests.building import SPEAKER, Built, people, small


def exhibit(report: Built, name: str) -> Exhibit:
    """An exhibit of the report by its name."""
    blocks = (block for section in report.report.sections for block in section.blocks)
    return next(block for block in blocks if isinstance(block, Exhibit) and block.name == name)


# Severity: a class never contradicts the number beside it


def test_a_cell_has_the_class_of_the_number_it_prints(sample: Built) -> None:
    heat = exhibit(sample, "gaps").body
    assert isinstance(heat, HeatMap)
    for row in (*heat.rows, heat.total):
        for cell, step in zip(row.cells, row.steps, strict=True):
            printed = printed_value(cell) if cell.known else None
            bounds = (0, 0.5, 1, 2)
            assert step == (None if printed is None else sum(printed > bound for bound in bounds)), cell.id


def test_skills_are_counted_as_moderate_by_the_mean_gap_they_print(sample: Built) -> None:
    gaps = [figure for id, figure in sample.figures.items() if id.startswith("skill.") and id.endswith(".mean_gap")]
    moderate = [gap for gap in gaps if gap.known and printed_value(gap) > 0.5]
    assert sample.figures["organisation.skills.moderate"].value == len(moderate)


# Skills


def test_a_skill_that_is_withheld_is_not_said_to_be_at_the_level(tmp_path: Path) -> None:
    """Six people meet SQL, three lack Law, and fewer than five are not shown."""
    report = analysts_and_lawyers(tmp_path, sql=4)
    assert report.titles["skills"] == "Too few people are rated on the skills with gaps to show one of them"
    assert report.decks["skills"] == "Of 1 skill shown, none has a mean gap above minor."


def test_the_only_skill_shown_with_a_gap_is_not_said_to_hold_all_of_them(tmp_path: Path) -> None:
    report = analysts_and_lawyers(tmp_path, sql=2)
    assert report.titles["skills"] == "Of the skills shown, only SQL has missing levels: 6.0 levels"


def analysts_and_lawyers(folder: Path, sql: float) -> Built:
    """Six analysts at one level in SQL, three lawyers two levels short in Law; five people are needed for a figure."""
    levels = {f"E{n}": {"SQL": sql} for n in range(1, 7)} | {f"L{n}": {"Law": 1.0} for n in range(1, 4)}
    chart = (*people("", *(f"E{n}" for n in range(1, 7))), *people("", "L1", "L2", "L3", role="Lawyer"))
    requirements = [("Analyst", "SQL", 3, 3), ("Lawyer", "Law", 3, 3)]
    return small(folder, {"SQL": "hard", "Law": "hard"}, requirements, levels, chart, "privacy_threshold: 5")


def test_people_are_counted_below_a_level_between_two_whole_ones(tmp_path: Path) -> None:
    """Eleven of twelve reach 3.5: one is below it, and the column of level 3 holds that one alone."""
    levels = {f"E{n}": {"SQL": 3.5} for n in range(1, 12)} | {"E12": {"SQL": 3.0}}
    report = small(tmp_path, {"SQL": "hard"}, [("Analyst", "SQL", 3.5, 3)], levels, people("", *levels))
    spreads = exhibit(report, "people-per-level").body
    assert isinstance(spreads, Spreads)
    [panel] = spreads.panels
    assert SPEAKER.say(panel.note) == "1 of 12 below level 3.5"
    columns = {label: (figure.value, reached) for label, figure, reached in panel.levels}
    assert columns["3"] == (1, False)
    assert columns["3.5"] == (11, True)
    assert columns["4"] == (0, True)
