"""Worked examples: the training mix in hours and in money, and the plan in hours for the same people."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from tests.building import SKILLS, Rows
from tests.method.model import Chapter, Engagement, Example, Part

RATED = date(2026, 9, 1)
CHART = [
    ("Employee ID", "Name", "Role", "Career level", "FTE"),
    ("Ana", "Ana", "Analyst", "entry", 1),
    ("Ben", "Ben", "Analyst", "senior", 1),
    ("Cai", "Cai", "Analyst", "manager", 0.5),
]
SHEETS: Mapping[str, Rows] = {
    "Skills": [SKILLS, ("SQL", "hard", "Data", None), ("Coaching", "soft", "People", None)],
    "Requirements": [
        ("Role", "Skill", "Required level", "Criticality"),
        ("Analyst", "SQL", 4, 3),
        ("Analyst", "Coaching", 3, 1),
    ],
    "Ratings": [
        ("Employee", "Rater group", "Date", "SQL", "Coaching"),
        ("Ana", "manager", RATED, 3, 2),
        ("Ben", "manager", RATED, 2, 3),
        ("Cai", "manager", RATED, 4, 3),
    ],
    "Training": [
        ("Employee", "Programme", "Start date", "Hours", "Cost", "Category", "Soft share"),
        ("Ana", "SQL course", date(2026, 2, 2), 20, 500, "hard", None),
        ("Ana", "Customer project", date(2026, 5, 4), 10, 100, None, 0.4),
        ("Ben", "Coaching", date(2026, 3, 2), 10, 200, "soft", None),
        ("Ben", "Town hall", date(2026, 6, 1), 3, 50, None, None),
        ("Cai", "Coaching", date(2025, 8, 3), 16, 200, "soft", None),
    ],
    "Objectives": [("Objective", "Skills"), ("Better reports", "SQL; Coaching")],
}
ENGAGEMENT = Engagement(SHEETS, CHART)
LEFT_OUT = (("no-category", 1),)

HOURS = Part(
    "The mix in hours",
    "Three analysts. The method recommends 30% soft for Ana (entry) and 60% for Ben (senior) and Cai (manager).",
    ENGAGEMENT,
    (
        Example(
            "mix_rule",
            "rule.mix.technology-entry.soft",
            "30 ÷ 100",
            None,
            "",
            "Ana’s row: technology, entry.",
        ),
        Example("mix_hours", "organisation.mix.hours", "20 + 10 + 10", 2, "people"),
        Example(
            "mix_actual",
            "organisation.mix.actual.soft",
            "(0 × 20 + 0.4 × 10 + 1 × 10) ÷ (20 + 10 + 10)",
            2,
            "people",
            "",
            "",
            LEFT_OUT,
        ),
        Example(
            "mix_recommended",
            "organisation.mix.recommended.soft",
            "(20 × 0.3 + 10 × 0.3 + 10 × 0.6) ÷ (20 + 10 + 10)",
            2,
            "people",
            "Each training counts with the share that is recommended for the person who took it, not with that of the "
            "average person.",
        ),
        Example(
            "mix_deviation_points",
            "organisation.mix.deviation.points",
            "14 ÷ 40 − 15 ÷ 40",
            2,
            "people",
            "In points: times 100.",
        ),
        Example(
            "mix_deviation_hours",
            "organisation.mix.deviation.hours",
            "(0 − 20 × 0.3) + (4 − 10 × 0.3) + (10 − 10 × 0.6)",
            2,
            "people",
            "The hours of groups add up to those of the organisation.",
        ),
        Example(
            "mix_gap",
            "organisation.mix.gap.soft",
            "1 × 1 ÷ (3 × 1 + 1 × 1 + 3 × 2)",
            2,
            "people",
            "Gaps: Ana SQL 1 and Coaching 1, Ben SQL 2.",
        ),
        Example(
            "mix_planned",
            "organisation.mix.planned.soft",
            "12 ÷ (12 + 24 + 16)",
            2,
            "people",
            "How the hours are planned is worked in the chapter on the plan.",
        ),
        Example(
            "mix_planned_recommended",
            "organisation.mix.planned.recommended.soft",
            "((12 + 24) × 0.3 + 16 × 0.6) ÷ (12 + 24 + 16)",
            2,
            "people",
        ),
        Example(
            "mix_planned_points",
            "organisation.mix.planned.points",
            "12 ÷ 52 − 20.4 ÷ 52",
            2,
            "people",
            "In points: times 100.",
        ),
    ),
    left_out=(
        "Ben’s Town hall has neither a category nor a soft share: it is left out and counted, and "
        "nothing is assumed of it.",
        "Cai’s Coaching began more than 12 months before the day of the report. Cai has no hours that count, which is "
        "not the same as a mix of zero.",
    ),
)

MONEY = Part(
    "The mix in money",
    "The same people, where the settings say that the mix is measured in money.",
    replace(ENGAGEMENT, settings="mix: {measure: money}"),
    (
        Example("mix_money", "organisation.mix.money", "500 + 100 + 200", 2, "people", title="Training spending"),
        Example(
            "mix_actual_money",
            "organisation.mix.actual.soft",
            "(0 × 500 + 0.4 × 100 + 1 × 200) ÷ (500 + 100 + 200)",
            2,
            "people",
            "",
            "",
            LEFT_OUT,
            "Actual mix in money",
        ),
        Example(
            "mix_recommended_money",
            "organisation.mix.recommended.soft",
            "(500 × 0.3 + 100 × 0.3 + 200 × 0.6) ÷ (500 + 100 + 200)",
            2,
            "people",
            title="Recommended mix in money",
        ),
        Example(
            "mix_deviation_money",
            "organisation.mix.deviation.money",
            "(0 − 500 × 0.3) + (40 − 100 × 0.3) + (200 − 200 × 0.6)",
            2,
            "people",
        ),
    ),
    like=HOURS.title,
)

ADJUSTED = Part(
    "Adjustments of the mix",
    "The same people, where the settings tilt every recommendation, that of a client’s override too.",
    replace(
        ENGAGEMENT,
        settings="""mix:
  overrides:
  - {career_level: senior, soft: 98, reason: A year for leadership}
  adjustments:
  - {points: 10, reason: Strategy}
  - {points: -4, reason: Maturity}""",
    ),
    (
        Example("mix_adjustment", "rule.mix.adjustment", "(10 − 4) ÷ 100", None, "", "In points: times 100."),
        Example("mix_rule_adjusted", "rule.mix.technology-entry.adjusted.soft", "0.3 + 0.06", None, ""),
        Example(
            "mix_rule_adjusted",
            "rule.mix.client-1.adjusted.soft",
            "min(1, 0.98 + 0.06)",
            None,
            "",
            "No share is above 100%.",
        ),
    ),
    like=HOURS.title,
)

PLAN_PART = Part(
    "The plan",
    "Each full-time person has 40 hours a year. One level takes 24 hours in a hard skill and 16 in a soft one. "
    "All three are assumptions that the settings may change. Each person’s hours are split by the recommended mix; "
    "each side goes to the largest weighted gaps.",
    ENGAGEMENT,
    (
        Example(
            "plan_budget",
            "organisation.plan.budget",
            "40 × 1 + 40 × 1 + 40 × 0.5",
            3,
            "people",
            "Cai works half-time.",
        ),
        Example(
            "plan_planned",
            "organisation.plan.planned",
            "min(1 × 24, 0.7 × 40) + min(1 × 16, 0.3 × 40) + min(2 × 24, 0.4 × 40)",
            2,
            "people",
            "Ana’s SQL and Coaching, Ben’s SQL: what the gap needs, at most what the side has.",
        ),
        Example("plan_soft", "organisation.plan.soft", "min(1 × 16, 0.3 × 40)", 2, "people"),
        Example("plan_hard", "organisation.plan.hard", "min(1 × 24, 0.7 × 40) + min(2 × 24, 0.4 × 40)", 2, "people"),
        Example(
            "plan_reserve",
            "organisation.plan.reserve",
            "100 − 52",
            3,
            "people",
            "What one side does not need does not move to the other, because the mix is the plan.",
        ),
        Example("plan_covered", "organisation.plan.covered", "52 ÷ (52 + 36)", 2, "people"),
        Example("pathway", "role.analyst.pathway.hard", "24 + 16", 2, "people", "Hard hours of the role Analyst."),
        Example(
            "mean_gap_of_skills",
            "objective.better-reports.mean_gap",
            "((1 + 2 + 0) ÷ 3 + (1 + 0 + 0) ÷ 3) ÷ 2",
            2,
            "skills",
        ),
    ),
    like=HOURS.title,
    left_out=(
        "Skills without a category get no hours, for the mix does not say how many.",
        "A pair that is not rated gets no hours: its gap is unknown.",
    ),
)

NO_HOURS = Part(
    "A plan without hours of the right kind",
    "One analyst, for whom the settings recommend soft training only. The report prints the unmet need "
    "wherever it is an hour or more.",
    Engagement(
        {
            "Skills": [SKILLS, ("SQL", "hard", "Data", None)],
            "Requirements": [("Role", "Skill", "Required level"), ("Analyst", "SQL", 4)],
            "Ratings": [("Employee", "Skill", "Level", "Rater group", "Date"), ("Ben", "SQL", 2, "manager", RATED)],
        },
        [("Employee ID", "Name", "Role", "Career level"), ("Ben", "Ben", "Analyst", "senior")],
        "mix: {overrides: [{career_level: senior, soft: 100, reason: A year for leadership}]}",
    ),
    (
        Example(
            "plan_unmet",
            "organisation.plan.unmet",
            "(4 − 2) × 24 − min(2 × 24, 0 × 40)",
            1,
            "person with a gap",
        ),
    ),
)

ROADMAP_PART = Part(
    "The roadmap",
    "The actions that follow for the same people. The hours of all that is planned are spread over "
    "the months in which it takes place.",
    ENGAGEMENT,
    (
        Example(
            "capacity",
            "roadmap.capacity",
            "(40 × 1 + 40 × 1 + 40 × 0.5) ÷ (12 − 2)",
            3,
            "people",
            "Foundation takes the first two months of twelve.",
        ),
        Example(
            "load",
            "roadmap.load.3",
            "(12 + 24 + 16) ÷ 6",
            None,
            "",
            "With so few people everything is learned in mentorships and circles, which fill the six months of "
            "Implementation.",
        ),
        Example(
            "action_hours",
            "roadmap.foundation.hours",
            "6 + 6 + 4",
            None,
            "",
            "Work to organise, by the assumed hours: one skill to cover, one role’s pathway, one metric’s baseline.",
        ),
        Example(
            "action_fact",
            "action.reassess.baseline",
            "(3 × 1 + 1 × 1 + 3 × 2) ÷ (3 + 1 + 3 + 1 + 3 + 1)",
            3,
            "people",
            "Where the reassessment starts from: the weighted gap of today.",
        ),
        Example(
            "action_soft_share",
            "action.agree-pathways.soft_share",
            "12 ÷ (12 + 24 + 16)",
            2,
            "people",
        ),
    ),
    like=HOURS.title,
    bounds={
        "phases": "first and last month of each phase",
        "effort_hours": "assumed hours for work that is no training",
    },
)

CHAPTER = Chapter("The training mix", ("mix",), (HOURS, ADJUSTED, MONEY), rules="mix")
PLAN = Chapter("The plan and the roadmap", ("plan", "roadmap"), (PLAN_PART, NO_HOURS, ROADMAP_PART))
