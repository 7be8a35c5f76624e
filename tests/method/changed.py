"""Worked examples: what changed since the period before, part by part."""

import json
from dataclasses import replace
from datetime import date

from tests.building import SKILLS
from tests.method.model import Chapter, Engagement, Example, Part

THEN, NOW = date(2026, 6, 10), date(2026, 9, 10)
RATED = ("Employee", "Skill", "Level", "Rater group", "Rater", "Date")
HEADS = ("Employee ID", "Name", "Role", "Career level")
SETTINGS = """\
previous:
  - period: 2026-Q2
    workbook: then/assessment.xlsx
    org_chart: then/org_chart.xlsx
    figures: then/figures.json
"""
PEOPLE = {name: (name, name, "Analyst", "senior") for name in ("Ana", "Ben", "Cai", "Dee", "Eli", "Gus")}
OF_SKILLS = [SKILLS, ("SQL", "hard", "Data", None), ("Coaching", "soft", "People", None)]
ASKED = ("Role", "Employee", "Skill", "Required level", "Criticality")

ENGAGEMENT = Engagement(
    {
        "Skills": OF_SKILLS,
        "Requirements": [ASKED, ("Analyst", None, "SQL", 4, 3), (None, "Ana", "Coaching", 3, 1)],
        "Ratings": [
            RATED,
            ("Ana", "SQL", 3, "manager", "Max", NOW),
            ("Ana", "Coaching", 2, "manager", "Max", NOW),
            ("Ben", "SQL", 3, "manager", "Max", THEN),
            ("Dee", "SQL", 4, "manager", "Max", NOW),
            ("Eli", "SQL", 2, "manager", "Max", NOW),
        ],
    },
    [HEADS, *(PEOPLE[name] for name in ("Ana", "Ben", "Cai", "Dee", "Eli"))],
    SETTINGS,
    {
        "Skills": OF_SKILLS,
        "Requirements": [ASKED, ("Analyst", None, "SQL", 3, 3), (None, "Ben", "Coaching", 3, 1)],
        "Ratings": [
            RATED,
            ("Ana", "SQL", 2, "manager", "Max", THEN),
            ("Ben", "SQL", 3, "manager", "Max", THEN),
            ("Ben", "Coaching", 2, "manager", "Max", THEN),
            ("Cai", "SQL", 3, "manager", "Max", THEN),
            ("Gus", "SQL", 1, "manager", "Max", THEN),
        ],
    },
    [HEADS, *(PEOPLE[name] for name in ("Ana", "Ben", "Cai", "Dee", "Gus"))],
    json.dumps({"figures": [{"id": "organisation.weighted_gap", "value": 0.8}]}),
)
CHAIN = "organisation.change.2026-Q2.weighted_gap"
SQL = "skill.sql.change.2026-Q2.weighted_gap"


def part(name: str, working: str, n: int, says: str) -> Example:
    """One link of the organisation's chain; its ends are levels, all others differences."""
    style = "2" if name in ("printed", "now") else "signed 2"
    return Example(f"change_{name}", f"{CHAIN}.{name}", working, n, "people", says, style)


CHANGED = Part(
    "The chain",
    "The report of the second quarter printed a weighted gap of 0.80 (`organisation.weighted_gap` in its "
    "figures.json). Since then SQL rose from level 3 to 4 for everybody, Coaching is required of Ana instead of Ben, "
    "Gus left and Eli joined.",
    ENGAGEMENT,
    (
        part("printed", "0.8", 4, "Ana, Ben, Cai and Gus had pairs that count."),
        part(
            "method",
            "(3 × 1 + 3 × 0 + 1 × 1 + 3 × 0 + 3 × 2) ÷ (3 + 3 + 1 + 3 + 3) − 0.8",
            4,
            "What today’s rules make of the same data: Ana’s SQL, Ben’s SQL and Coaching, Cai’s SQL, Gus’s SQL.",
        ),
        part("leavers", "4 ÷ 10 − 10 ÷ 13", 1, "Without Gus."),
        part("no_longer_required", "3 ÷ 9 − 4 ÷ 10", 1, "Without Ben’s Coaching."),
        part("no_longer_rated", "3 ÷ 6 − 3 ÷ 9", 1, "Without Cai’s SQL, of which today’s workbook says nothing."),
        part(
            "requirements",
            "(3 × 2 + 3 × 1) ÷ 6 − 3 ÷ 6",
            2,
            "Ana and Ben in SQL, at the levels of then, held against level 4.",
        ),
        part("same_people", "(3 × 1 + 3 × 1) ÷ 6 − 9 ÷ 6", 1, "Ana has risen to 3; Ben has not moved."),
        part("newly_rated", "6 ÷ 9 − 6 ÷ 6", 1, "Dee’s SQL, without a gap."),
        part("newly_required", "(6 + 1 × 1) ÷ (9 + 1) − 6 ÷ 9", 1, "Ana’s Coaching."),
        part("joiners", "(7 + 3 × 2) ÷ (10 + 3) − 7 ÷ 10", 1, "Eli’s SQL."),
        part(
            "now",
            "(3 × 1 + 1 × 1 + 3 × 1 + 3 × 0 + 3 × 2) ÷ (3 + 1 + 3 + 3 + 3)",
            4,
            "Ana’s SQL and Coaching, Ben’s, Dee’s and Eli’s SQL: the same as today’s weighted gap.",
        ),
        part("change", "13 ÷ 13 − 0.8", 4, "The parts add up to it exactly."),
        Example(
            "change_then",
            f"{SQL}.then",
            "(3 × 1 + 3 × 0 + 3 × 0 + 3 × 2) ÷ (3 + 3 + 3 + 3)",
            4,
            "people",
            "Of SQL, of which the earlier report’s figures hold no gap: the chain begins with what is recomputed. Ana, "
            "Ben, Cai and Gus.",
            "2",
        ),
        Example(
            "change_rest",
            f"{SQL}.rest",
            "(12 ÷ 12 − 9 ÷ 12) − (6 ÷ 6 − 9 ÷ 6)",
            4,
            "people",
            "Of SQL, where the table has two columns only: what the same people moved, and everything else.",
            "signed 2",
        ),
        Example(
            "change_common",
            "organisation.change.2026-Q2.common_pairs",
            "5 − 1 − 1 − 1",
            4,
            "people",
            "Of the five pairs of then, Gus’s SQL, Ben’s Coaching and Cai’s SQL dropped out. SQL of Ana and of Ben "
            "stays.",
        ),
        Example(
            "change_not_again",
            "organisation.change.2026-Q2.not_rated_again",
            "2 − 1",
            4,
            "people",
            "Ben’s: the newest rating is that of June.",
        ),
        Example(
            "metric_span",
            "metric.retention.span",
            "3",
            None,
            "",
            "From 30 June to 30 September are 92 days, in whole months 3. Retention over three months is printed with "
            "its span, and held against no yearly target.",
        ),
    ),
    left_out=("Dee’s SQL was required then, but not rated: it is in no state until it comes in as newly rated.",),
)

OTHER = Part(
    "Parts of few people",
    "The same two periods, where figures about fewer than two people are not shown.",
    replace(ENGAGEMENT, settings=f"privacy_threshold: 2\n{SETTINGS}"),
    (
        Example(
            "change_other",
            f"{CHAIN}.other",
            "(4 ÷ 10 − 10 ÷ 13) + (3 ÷ 9 − 4 ÷ 10) + (3 ÷ 6 − 3 ÷ 9) + (9 ÷ 6 − 3 ÷ 6) + (6 ÷ 6 − 9 ÷ 6) "
            "+ (6 ÷ 9 − 6 ÷ 6) + (7 ÷ 10 − 6 ÷ 9) + (13 ÷ 13 − 7 ÷ 10)",
            6,
            "people",
            "All parts but that of the method. Seven of them rest on one person each. That of the requirements rests "
            "on two, but it is the same as SQL’s, which is withheld because Coaching, required of Ana alone, would "
            "follow.",
            "signed 2",
        ),
    ),
    like=CHANGED.title,
)
CHAPTER = Chapter("What changed", ("changed",), (CHANGED, OTHER))
