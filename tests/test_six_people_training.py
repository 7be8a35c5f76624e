"""Which training pays, worked by hand: every number of the last chapter of `six_people.md` is what the program prints.

The six people and three more, rated on several days around two programmes. Only ratings and training are told.
"""

from collections.abc import Sequence
from datetime import date
from math import sqrt
from pathlib import Path

import pytest

from skillreport.model.engagement import Engagement
from tests.independent import write_sheets
from tests.test_six_people import Printed, build

pytestmark = pytest.mark.skipif(
    "hourly_cost" not in Engagement.model_fields, reason="programmes are not weighed in this version"
)

SETTINGS = """\
client: Six
industry: technology
period: 2026-Q3
workbook: assessment.xlsx
org_chart: org_chart.xlsx
privacy_threshold: {threshold}
hourly_cost: 25
formats: [html]
"""
BENEFIT = """\
programmes:
  - name: SQL lab
    benefit: 12000
    attribution: 0.5
    confidence: 0.8
    reason: Estimate of the head of data
"""

CHART = [
    ("Employee ID", "Name", "Manager ID", "Role", "Career level"),
    ("E1", "Ana", "", "Lead", "manager"),
    ("E2", "Ben", "E1", "Lead", "manager"),
    ("E3", "Cai", "E2", "Analyst", "senior"),
    ("E4", "Dee", "E2", "Analyst", "intermediate"),
    ("E5", "Eli", "E1", "Analyst", "entry"),
    ("E6", "Fay", "E1", "Analyst", "senior"),
    ("E7", "Gus", "E1", "Analyst", "senior"),
    ("E8", "Hal", "E1", "Analyst", "entry"),
    ("E9", "Ida", "E1", "Analyst", "entry"),
]
SKILLS = [("Skill", "Category"), ("SQL", "hard"), ("Testing", "hard"), ("Coaching", "soft")]
REQUIREMENTS = [("Role", "Skill", "Required level"), ("Analyst", "SQL", 4), ("Lead", "Coaching", 4)]
COURSES = [
    ("Programme", "Skills", "Hours", "Category", "Cost per seat"),
    ("SQL lab", "SQL", 16, "hard", 500),
    ("Talks", "Coaching", 8, "soft", 100),
]
TRAINING = [
    (
        *("Employee", "Programme", "Start date", "Completion date", "Hours", "Cost"),
        *("Soft share", "Skills", "Completed", "Test before", "Test after"),
    ),
    ("E3", "SQL lab", date(2026, 3, 2), date(2026, 3, 6), 16, 600, None, "SQL; Testing", "yes", 40, 70),
    ("E4", "SQL lab", date(2026, 3, 2), date(2026, 3, 6), 16, None, None, "", "yes", 50, 60),  # the catalogue's cost
    ("E5", "SQL lab", date(2026, 4, 1), None, 8, 300, 0.5, "", "yes", 30, None),  # completed when it started
    ("E6", "SQL lab", date(2026, 3, 2), date(2026, 3, 6), 8, 400, None, "", "yes", None, None),  # no ratings
    ("E9", "SQL lab", date(2026, 3, 2), None, 16, 600, None, "", "no", None, None),  # not completed
    ("E1", "Talks", date(2026, 5, 4), date(2026, 5, 5), 8, None, None, "", "yes", None, None),
    ("E2", "Talks", date(2026, 5, 4), date(2026, 5, 5), 8, None, None, "", "yes", None, None),
    ("E7", "SQL lab", date(2025, 9, 30), None, 16, 600, None, "", "yes", None, None),  # 12 months ago to the day
]
RATINGS = [
    ("Employee", "Skill", "Level", "Rater group", "Rater", "Date"),
    # Participants
    ("E3", "SQL", 2, "manager", "E2", date(2025, 12, 1)),  # the same manager rated again
    ("E3", "SQL", 3, "manager", "E2", date(2026, 2, 1)),
    ("E3", "SQL", 2, "peer", "E4", date(2026, 2, 10)),
    ("E3", "SQL", 3, "peer", "E5", date(2025, 12, 20)),  # within 90 days of the group's newest
    ("E3", "SQL", 1, "peer", "E6", date(2025, 10, 1)),  # too far from it
    ("E3", "SQL", 5, "self", "E3", date(2026, 2, 1)),  # others rated: self does not count
    ("E3", "SQL", 4, "manager", "E2", date(2026, 4, 10)),
    ("E3", "SQL", 5, "manager", "E2", date(2026, 5, 10)),  # not the first after it
    ("E3", "SQL", 4, "peer", "E4", date(2026, 5, 1)),
    ("E3", "SQL", 1, "peer", "E5", date(2026, 9, 1)),  # over 90 days from the group's first
    ("E3", "SQL", 5, "self", "E3", date(2026, 4, 10)),
    ("E3", "Testing", 2, "manager", "E2", date(2026, 2, 1)),
    ("E3", "Testing", 2.75, "manager", "E2", date(2026, 4, 10)),
    ("E4", "SQL", 2, "self", "E4", date(2026, 2, 5)),
    ("E4", "SQL", 3, "manager", "E2", date(2026, 1, 15)),  # the manager did not rate again
    ("E4", "SQL", 3.5, "self", "E4", date(2026, 4, 1)),
    ("E5", "SQL", 2, "manager", "E1", date(2026, 3, 1)),
    ("E5", "SQL", 5, "manager", "E1", date(2026, 4, 1)),  # on the day: neither before nor after
    ("E5", "SQL", 3.25, "manager", "E1", date(2026, 6, 1)),
    # Comparison: rated before 2026-03-02 and after 2026-03-06
    ("E1", "SQL", 2, "peer", "E2", date(2026, 2, 1)),
    ("E1", "SQL", 1.75, "peer", "E2", date(2026, 5, 1)),
    ("E2", "SQL", 3, "manager", "E1", date(2026, 1, 10)),
    ("E2", "SQL", 3.25, "manager", "E1", date(2026, 4, 20)),
    ("E2", "Testing", 2, "manager", "E1", date(2026, 2, 1)),
    ("E2", "Testing", 1.75, "manager", "E1", date(2026, 5, 1)),
    ("E8", "SQL", 2.625, "manager", "E1", date(2026, 2, 1)),  # half a level above the participants: just in
    ("E8", "SQL", 2.875, "manager", "E1", date(2026, 4, 20)),
    ("E9", "SQL", 2, "manager", "E1", date(2026, 2, 1)),  # not completed, but in the log: not untrained
    ("E9", "SQL", 3, "manager", "E1", date(2026, 4, 20)),
    ("E7", "SQL", 2, "manager", "E1", date(2026, 2, 1)),  # trained long ago: not untrained either
    ("E7", "SQL", 5, "manager", "E1", date(2026, 4, 20)),
    # Talks: everybody else is untrained in Coaching
    ("E1", "Coaching", 2, "self", "E1", date(2026, 4, 1)),
    ("E1", "Coaching", 3, "self", "E1", date(2026, 6, 1)),
    ("E2", "Coaching", 2, "manager", "E1", date(2026, 4, 1)),
    ("E2", "Coaching", 3, "manager", "E1", date(2026, 6, 1)),
    ("E3", "Coaching", 2, "manager", "E2", date(2026, 4, 10)),
    ("E3", "Coaching", 2.5, "manager", "E2", date(2026, 6, 10)),
    ("E4", "Coaching", 2, "manager", "E2", date(2026, 4, 10)),
    ("E4", "Coaching", 2.5, "manager", "E2", date(2026, 6, 10)),
    ("E6", "Coaching", 4, "manager", "E1", date(2026, 4, 10)),  # too far above the participants
    ("E6", "Coaching", 1, "manager", "E1", date(2026, 6, 10)),
]

# Welch's interval of three changes against three of the same variance 1/16: 4 degrees of freedom. The quantile t of
# four degrees has the closed form below: with a = 4p(1 − p), t² = 4 (cos(⅓ arccos √a) / √a − 1).
T = 2.7764451051977987
HALF = T * sqrt((1 / 16) / 3 + (1 / 16) / 3)

EXPECTED = {
    "programme.sql-lab.participants": 4,
    "programme.sql-lab.hours": 16 + 16 + 8 + 8,
    "programme.sql-lab.cost": 600 + 500 + 300 + 400 + 48 * 25,
    "programme.sql-lab.arm": 3,
    "programme.sql-lab.comparison_arm": 3,
    "programme.sql-lab.participants_change": (1 + 1.5 + 1.25) / 3,
    "programme.sql-lab.comparison_change": 0,
    "programme.sql-lab.effect": 1.25,
    "programme.sql-lab.effect_low": 1.25 - HALF,
    "programme.sql-lab.effect_high": 1.25 + HALF,
    "programme.sql-lab.cost_per_level": 3000 / (4 * 1.25),
    "programme.sql-lab.break_even": 3000 / 4,
    "programme.sql-lab.test_gain": (30 + 10) / 2,
    "programme.talks.participants": 2,
    "programme.talks.hours": 16,
    "programme.talks.cost": 2 * 100 + 16 * 25,
    "programme.talks.arm": 2,
    "programme.talks.comparison_arm": 2,
    "programme.talks.participants_change": 1,
    "programme.talks.comparison_change": 0.5,
    "programme.talks.effect": 0.5,
    "programme.talks.effect_low": 0.5,
    "programme.talks.effect_high": 0.5,
    "programme.talks.cost_per_level": 600 / (2 * 0.5),
    "programme.talks.break_even": 600 / 2,
    "organisation.training.participants": 6,
    "organisation.training.hours": 64,
    "organisation.training.cost": 3600,
    "organisation.training.programmes": 2,
    "organisation.training.gain_per_hour.hard": (11 / 12 * 3.75) / (11 / 12 * 40),
    "organisation.training.gain_per_hour.soft": (1 / 12 * 3.75 + 1) / (1 / 12 * 40 + 16),
}


def write_engagement(folder: Path, threshold: int, settings: str = "") -> Path:
    sheets: dict[str, Sequence[Sequence[object]]] = {
        "Skills": SKILLS,
        "Requirements": REQUIREMENTS,
        "Ratings": RATINGS,
        "Training": TRAINING,
        "Courses": COURSES,
    }
    write_sheets(folder / "assessment.xlsx", sheets)
    write_sheets(folder / "org_chart.xlsx", {"Org chart": CHART})
    (folder / "engagement.yml").write_text(SETTINGS.format(threshold=threshold) + settings, "utf-8")
    return folder


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    return build(write_engagement(tmp_path_factory.mktemp("training"), threshold=1))


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    return build(write_engagement(tmp_path_factory.mktemp("guarded"), threshold=3))


@pytest.mark.parametrize("id", EXPECTED)
def test_a_figure_of_training_is_as_worked_by_hand(printed: Printed, id: str) -> None:
    assert printed.values[id] == pytest.approx(EXPECTED[id], abs=1e-9)


def test_the_quantile_is_that_of_four_degrees_of_freedom() -> None:
    """Its distribution function is ½ + ¾ s − ¼ s³ with s = t ÷ √(4 + t²)."""
    s = T / sqrt(4 + T**2)
    assert 0.5 + 0.75 * s - 0.25 * s**3 == pytest.approx(0.975, abs=1e-15)


def test_without_a_stated_benefit_there_is_no_return(printed: Printed) -> None:
    assert printed.values.get("programme.sql-lab.return") is None


def test_the_return_is_of_the_part_of_the_benefit_that_is_the_programmes(tmp_path: Path) -> None:
    """12,000 at a share of 50 % and a confidence of 80 % is 4,800, for a cost of 3,000."""
    found = build(write_engagement(tmp_path, threshold=1, settings=BENEFIT))
    assert found.values["programme.sql-lab.return"] == pytest.approx((12000 * 0.5 * 0.8 - 3000) / 3000, abs=1e-9)


def test_two_participants_are_not_shown_where_three_are_asked_for(guarded: Printed) -> None:
    """Talks has two; its numbers would follow from the totals less SQL lab's, so one of these is not shown either."""
    talks = {id: value for id, value in guarded.values.items() if id.startswith("programme.talks.")}
    assert {id for id, value in talks.items() if value is not None} == set()
    for name in ("participants", "hours", "cost"):
        ends = [guarded.values.get(f"{start}.{name}") for start in ("organisation.training", "programme.sql-lab")]
        assert None in ends, name


def test_a_gain_of_two_people_is_not_shown_where_three_are_asked_for(guarded: Printed) -> None:
    """Of SQL lab two people have both scores; its effect rests on three and three."""
    assert guarded.values.get("programme.sql-lab.test_gain") is None
    assert guarded.values["programme.sql-lab.effect"] == pytest.approx(1.25, abs=1e-9)
