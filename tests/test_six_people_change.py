"""Six people and the period before, worked by hand: every part of the change is the fraction of `six_people.md`.

Today's workbook is that of `test_six_people.py`; the earlier one stands here as its rows.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from tests.independent import write_sheets
from tests.test_six_people import CHART, Printed, build, write_engagement

DAY = date(2026, 6, 10)

PREVIOUS = """\
previous:
  - period: 2026-Q2
    workbook: then/assessment.xlsx
    org_chart: then/org_chart.xlsx
    figures: then/figures.json
    skills: {Hearing: Listening}
"""
LEVELS = "    levels: {2: 1, 4: 2, 6: 3, 8: 4, 10: 5}\n"

CHART_THEN = [
    CHART[0],
    *CHART[1:4],  # Ana, Ben and Cai, as today
    ("E4", "Dee", "E1", "Analyst", "intermediate", "South", date(2021, 1, 1), 0.5),  # in North today
    CHART[5],  # Eli; Fay came from a sister company that the chart did not list
    ("E7", "Gus", "E2", "Analyst", "intermediate", "North", date(2020, 1, 1), 1),  # has left since
]
SKILLS = [
    ("Skill", "Category", "Group", "Criticality"),
    ("SQL", "hard", "Data", None),
    ("Testing", "hard", "Data", None),
    ("Coaching", "soft", "People", 2),
    ("Hearing", "soft", "People", 1),  # today's Listening
]
REQUIREMENTS = [
    ("Role", "Employee", "Career level", "Skill", "Required level", "Criticality"),
    ("Analyst", "", "", "SQL", 3, 3),  # level 4 today
    ("Analyst", "", "", "Testing", 3, None),
    ("Analyst", "", "senior", "Testing", 4, 2),
    ("Analyst", "", "", "Hearing", 3, None),
    ("", "E4", "", "Hearing", 2, 1),
    ("Lead", "", "", "Testing", 3, 2),  # not required today; SQL is, which was not then
    ("Lead", "", "", "Coaching", 4, 2),  # weight 3 today
    ("Lead", "", "", "Hearing", 4, 2),
]
RATINGS = [
    ("Employee", "Skill", "Level", "Rater group", "Rater", "Date"),
    ("E1", "Coaching", 2, "self", "E1", DAY),
    ("E1", "Hearing", 3, "peer", "E2", DAY),  # not rated today
    ("E2", "SQL", 2, "manager", "E1", DAY),  # not required then
    ("E2", "Testing", 2, "manager", "E1", DAY),
    ("E2", "Coaching", 3, "manager", "E1", date(2025, 12, 1)),
    ("E2", "Hearing", 3, "manager", "E1", DAY),
    ("E3", "SQL", 3, "manager", "E2", DAY),
    ("E3", "Hearing", 2, "manager", "E2", DAY),  # Testing: not rated then
    ("E4", "SQL", 3.5, "manager", "E1", DAY),
    ("E4", "Testing", 3, "manager", "E1", DAY),  # does not apply today
    ("E4", "Hearing", 1, "manager", "E1", DAY),
    ("E5", "SQL", 2, "manager", "E1", DAY),
    ("E5", "Testing", 4, "manager", "E1", date(2024, 9, 30)),  # counts then, stale today
    ("E5", "Hearing", 3, "manager", "E1", date(2025, 6, 1)),  # the same rating counts both times
    ("E7", "SQL", 1, "manager", "E2", DAY),
    ("E7", "Testing", 3, "manager", "E2", DAY),
    ("E7", "Hearing", 2, "manager", "E2", DAY),
]
PRINTED_THEN = {"organisation.weighted_gap": 0.8, "unit.north.weighted_gap": 0.9}

PARTS = (
    *("leavers", "no_longer_required", "no_longer_rated", "requirements"),
    *("same_people", "newly_rated", "newly_required", "joiners"),
)
# The states of six_people.md, from the one of then to today's: what is summed, over what.
Fraction = tuple[float, float]
STATES: Mapping[str, Sequence[Fraction]] = {
    "organisation.change.2026-Q2.weighted_gap": [
        *((24, 32), (17, 26), (15, 22), (13, 18)),
        *((23.5, 20), (9.25, 20), (11.25, 22), (12.25, 24), (12.25, 28)),
    ],
    "organisation.change.2026-Q2.attainment": [
        *((6, 16), (5, 13), (4, 11), (3, 9)),
        *((1, 9), (5, 9), (5, 10), (6, 12), (8, 14)),
    ],
    "unit.north.change.2026-Q2.weighted_gap": [
        *((14, 16), (7, 10), (5, 8), (5, 8)),
        *((9, 9), (0, 9), (2, 11), (3, 12), (4.75, 16)),
    ],
    "unit.south.change.2026-Q2.weighted_gap": [
        *((4, 12), (3, 6), (3, 6), (3, 4)),
        *((6, 4), (4.5, 4), (4.5, 4), (4.5, 4), (4.5, 8)),
    ],
    "skill.sql.change.2026-Q2.weighted_gap": [
        *((9, 12), (3, 9), (3, 9), (3, 9)),
        *((10.5, 9), (5.25, 9), (5.25, 9), (6.25, 11), (6.25, 14)),
    ],
}
PEOPLE = {
    "then": 6,
    "leavers": 1,
    "no_longer_required": 2,
    "no_longer_rated": 2,
    "requirements": 5,
    "same_people": 5,
    "newly_rated": 1,
    "newly_required": 2,
    "joiners": 1,
    "now": 6,
}


def expected() -> dict[str, float]:
    """Every state and part as a figure."""
    found: dict[str, float] = {}
    for start, states in STATES.items():
        values = [part / whole for part, whole in states]
        for name, (before, after) in zip(PARTS, pairwise(values), strict=True):
            found[f"{start}.{name}"] = after - before
        found |= {f"{start}.then": values[0], f"{start}.now": values[-1]}
    for start in ("organisation", "unit.north"):
        del found[
            f"{start}.change.2026-Q2.weighted_gap.then"
        ]  # printed then, and what the method made of it, add up to it
    found |= {f"organisation.change.2026-Q2.people.{name}": count for name, count in PEOPLE.items()}
    return found | {
        "organisation.change.2026-Q2.weighted_gap.printed": 0.8,
        "organisation.change.2026-Q2.weighted_gap.method": 24 / 32 - 0.8,
        "organisation.change.2026-Q2.weighted_gap.change": 12.25 / 28 - 0.8,
        "organisation.change.2026-Q2.weighted_gap.rest": 12.25 / 28 - 0.8 - (9.25 - 23.5) / 20,
        "organisation.change.2026-Q2.attainment.change": 8 / 14 - 6 / 16,
        "unit.north.change.2026-Q2.weighted_gap.printed": 0.9,
        "unit.north.change.2026-Q2.weighted_gap.method": 14 / 16 - 0.9,
        "unit.south.change.2026-Q2.weighted_gap.change": 4.5 / 8 - 4 / 12,
        "skill.sql.change.2026-Q2.weighted_gap.change": 6.25 / 14 - 9 / 12,
        "organisation.change.2026-Q2.common_pairs": 9,
        "organisation.change.2026-Q2.not_rated_again": 1,
    }


EXPECTED = expected()


def write_both(folder: Path, threshold: int, scale: int = 1) -> Path:
    """Today's engagement with the period before; `scale` times the levels then, which the settings take back."""
    write_engagement(folder, threshold)
    then = folder / "then"
    then.mkdir()
    asked = [REQUIREMENTS[0], *((*row[:4], times(row[4], scale), row[5]) for row in REQUIREMENTS[1:])]
    rated = [RATINGS[0], *((*row[:2], times(row[2], scale), *row[3:]) for row in RATINGS[1:])]
    sheets: dict[str, Sequence[Sequence[object]]] = {"Skills": SKILLS, "Requirements": asked, "Ratings": rated}
    if scale != 1:
        sheets["Scale"] = [("Level", "Label"), *((level * scale, f"Step {level}") for level in range(1, 6))]
    write_sheets(then / "assessment.xlsx", sheets)
    write_sheets(then / "org_chart.xlsx", {"Org chart": CHART_THEN})
    rows = [{"id": id, "value": value, "state": "known"} for id, value in PRINTED_THEN.items()]
    (then / "figures.json").write_text(json.dumps({"figures": rows}), "utf-8")
    with (folder / "engagement.yml").open("a", encoding="utf-8") as settings:
        settings.write(PREVIOUS + (LEVELS if scale != 1 else ""))
    return folder


def times(level: object, scale: int) -> float:
    assert isinstance(level, int | float)
    return level * scale


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    return build(write_both(tmp_path_factory.mktemp("changed"), threshold=1))


@pytest.fixture(scope="module")
def doubled(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    return build(write_both(tmp_path_factory.mktemp("doubled"), threshold=1, scale=2))


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    return build(write_both(tmp_path_factory.mktemp("few"), threshold=3))


@pytest.mark.parametrize("id", EXPECTED)
def test_a_part_is_as_worked_by_hand(printed: Printed, id: str) -> None:
    assert printed.values[id] == pytest.approx(EXPECTED[id], abs=1e-12)


def test_levels_of_another_scale_are_taken_back_to_todays(printed: Printed, doubled: Printed) -> None:
    """All levels then were twice as high, on a scale from 2 to 10: nothing of the change is different, but that levels
    printed on that scale are none of today's, so that the chain begins with the recomputed ones."""
    begins = ("printed", "method", "change", "rest", "recomputed")
    ids = [id for id in printed.values if ".change." in id and not id.endswith(begins)]
    assert ids
    assert {id: doubled.values.get(id) for id in ids} == pytest.approx(
        {id: printed.values[id] for id in ids}, abs=1e-12
    )


def hidden(printed: Printed, start: str) -> set[str]:
    """The parts of a chain that are withheld."""
    return {name for name in PARTS if printed.states[f"{start}.{name}"] == "withheld"}


@pytest.mark.parametrize("measure", ["weighted_gap", "attainment", "people"])
def test_parts_of_one_or_two_people_stand_together(guarded: Printed, measure: str) -> None:
    """Of the organisation's parts, requirements and same people rest on five people, the others on one or two."""
    start = f"organisation.change.2026-Q2.{measure}"
    assert hidden(guarded, start) == {*PARTS} - {"requirements", "same_people"}
    for name in ("requirements", "same_people", "now"):
        assert guarded.values[f"{start}.{name}"] == pytest.approx(EXPECTED[f"{start}.{name}"], abs=1e-12)
    if measure != "people":
        merged = [EXPECTED[f"{start}.{name}"] for name in hidden(guarded, start)]
        assert guarded.values[f"{start}.other"] == pytest.approx(sum(merged), abs=1e-12)


def test_the_merged_parts_rest_on_seven_people(guarded: Printed) -> None:
    """E7 left, E6 joined, and all of E1 to E5 have a pair that came or went."""
    assert guarded.values["organisation.change.2026-Q2.people.other"] == 7


def test_of_north_both_ends_are_shown_and_all_that_lies_between_as_one(guarded: Printed) -> None:
    """Every part of North rests on one or two people, together on four; nobody's rating was given up."""
    start = "unit.north.change.2026-Q2.weighted_gap"
    assert hidden(guarded, start) == {*PARTS} - {"no_longer_rated"}
    assert guarded.values[f"{start}.no_longer_rated"] == 0
    assert guarded.values[f"{start}.printed"] == 0.9
    assert guarded.values[f"{start}.method"] == pytest.approx(14 / 16 - 0.9, abs=1e-12)
    assert guarded.values[f"{start}.now"] == 4.75 / 16
    assert guarded.values[f"{start}.other"] == pytest.approx(4.75 / 16 - 14 / 16, abs=1e-12)


@pytest.mark.parametrize(
    "start", ["unit.south.", "skill.sql.", "skill.testing.", "skill.coaching.", "skill.listening."]
)
def test_of_two_people_and_of_skills_that_are_not_shown_no_change_is_shown(guarded: Printed, start: str) -> None:
    """South has two people both times; what of the skills is not shown today is not shown as a change either."""
    about = {id: value for id, value in guarded.values.items() if id.startswith(start) and ".change." in id}
    assert {id: value for id, value in about.items() if value} == {}
