"""Worked examples: metrics from the sheet Metrics, and those that follow from other sheets."""

from datetime import date

from tests.building import SKILLS
from tests.method.model import Chapter, Engagement, Example, Part

YEAR_AGO, NOW = "2025-Q3", "2026-Q3"
OWN = """\
metrics:
  - {id: customer-satisfaction, target: 0.8}
  - {id: tickets-solved, name: Tickets solved, arithmetic: ratio, unit: share}
  - {id: output-rise, name: Output rise, arithmetic: improvement, unit: share}
  - {id: complaints-fall, name: Complaints fall, arithmetic: reduction, unit: share}
  - {id: net-promoters, name: Net promoters, arithmetic: value, unit: number}
"""

SUPPLIED = Part(
    "Metrics as supplied",
    "The sheet Metrics of one organisation. The settings set a target for customer satisfaction and add four metrics "
    "of the client’s own.",
    Engagement(
        {
            "Ratings": [("Employee", "Skill", "Level"), ("Ana", "SQL", 3)],
            "Skills": [SKILLS, ("SQL", "hard", "Data", None)],
            "Metrics": [
                ("Metric", "Period", "Numerator", "Denominator", "Value"),
                ("Performance benchmark", NOW, 95, 100, None),
                ("Productivity improvement", YEAR_AGO, 120, 100, None),
                ("Productivity improvement", NOW, 145.2, 110, None),
                ("Error reduction", YEAR_AGO, 20, 1000, None),
                ("Error reduction", NOW, 18, 1200, None),
                ("Customer satisfaction", "2026-Q2", 40, 50, None),
                ("Customer satisfaction", NOW, 45, 60, None),
                ("Team collaboration", NOW, 14, 20, None),
                ("Leadership effectiveness", NOW, 13, 20, None),
                ("Employee engagement", NOW, 12, 20, None),
                ("Project success", NOW, 6, 8, None),
                ("Tickets solved", NOW, 90, 120, None),
                ("Output rise", YEAR_AGO, 8, 10, None),
                ("Output rise", NOW, 10, 10, None),
                ("Complaints fall", YEAR_AGO, 8, 100, None),
                ("Complaints fall", NOW, 6, 100, None),
                ("Net promoters", NOW, None, None, 35),
            ],
        },
        settings=OWN,
    ),
    (
        Example(
            "metric.performance_benchmark", "metric.performance-benchmark.2026-Q3", "95 ÷ 100", 100, "(the denominator)"
        ),
        Example(
            "metric.productivity_improvement",
            "metric.productivity-improvement.2026-Q3",
            "(145.2 ÷ 110 − 120 ÷ 100) ÷ (120 ÷ 100)",
            110,
            "hours",
            "Output ÷ hours, held against the same quarter a year earlier. That quarter itself has no baseline, and so "
            "no value.",
        ),
        Example(
            "metric.error_reduction",
            "metric.error-reduction.2026-Q3",
            "(20 ÷ 1000 − 18 ÷ 1200) ÷ (20 ÷ 1000)",
            1200,
            "opportunities",
            "A baseline of no errors would leave it undefined.",
        ),
        Example("metric.customer_satisfaction", "metric.customer-satisfaction.2026-Q3", "45 ÷ 60", 60, "responses"),
        Example("metric.team_collaboration", "metric.team-collaboration.2026-Q3", "14 ÷ 20", 20, "responses"),
        Example(
            "metric.leadership_effectiveness", "metric.leadership-effectiveness.2026-Q3", "13 ÷ 20", 20, "responses"
        ),
        Example("metric.engagement", "metric.engagement.2026-Q3", "12 ÷ 20", 20, "responses"),
        Example("metric.project_success", "metric.project-success.2026-Q3", "6 ÷ 8", 8, "projects"),
        Example(
            "metric_distance",
            "metric.customer-satisfaction.distance",
            "45 ÷ 60 − 0.8",
            None,
            "",
            "In points: times 100. Short of the target by more than the tolerance of 3 points, so missed.",
        ),
        Example("metric_change", "metric.customer-satisfaction.change", "45 ÷ 60 − 40 ÷ 50", None, "", "In points."),
        Example(
            "arithmetic.ratio", "metric.tickets-solved.2026-Q3", "90 ÷ 120", 120, "(the denominator)", title="A ratio"
        ),
        Example(
            "arithmetic.improvement",
            "metric.output-rise.2026-Q3",
            "(10 ÷ 10 − 8 ÷ 10) ÷ (8 ÷ 10)",
            10,
            "(the denominator)",
            title="An improvement",
        ),
        Example(
            "arithmetic.reduction",
            "metric.complaints-fall.2026-Q3",
            "(8 ÷ 100 − 6 ÷ 100) ÷ (8 ÷ 100)",
            100,
            "(the denominator)",
            title="A reduction",
        ),
        Example("arithmetic.value", "metric.net-promoters.2026-Q3", "35", None, "", title="A value"),
    ),
    left_out=(
        "An organisation’s value from its units is a sum of numerators over a sum of denominators, never a mean of "
        "percentages. Where that cannot be formed the metric is “not computable from what was supplied”.",
        "A period without a row has no value; nothing is filled in.",
    ),
)

COMPUTED = Part(
    "Metrics from other sheets",
    "Nobody supplied these: they follow from certifications, ratings and the org chart. Ana and Ben, the analysts, "
    "have to hold the certificate. Dee left in March, Eli came in May.",
    Engagement(
        {
            "Skills": [SKILLS, ("SQL", "hard", "Data", None), ("Coaching", "soft", "People", None)],
            "Ratings": [
                ("Employee", "Rater group", "Date", "SQL", "Coaching"),
                ("Ana", "self", date(2026, 9, 1), None, 5),
                ("Ana", "manager", date(2026, 9, 1), 5, 4),
                ("Ana", "peer", date(2026, 9, 1), None, 2),
                ("Ben", "manager", date(2026, 9, 1), 2, 4),
            ],
            "Certifications": [
                ("Employee", "Certification", "Date", "Passed", "Attempt"),
                ("Ana", "SQL", date(2026, 7, 6), "no", 1),
                ("Ana", "SQL", date(2026, 9, 7), "yes", 2),
                ("Ben", "SQL", date(2026, 8, 3), "no", 1),
                ("Cai", "SQL", date(2026, 8, 3), "yes", 1),
                ("Eli", "SQL", date(2026, 3, 2), "yes", 1),
            ],
            "Mandatory certifications": [("Role", "Certification"), ("Analyst", "SQL")],
        },
        [
            ("Employee ID", "Name", "Role", "Career level", "Start date", "Leave date", "Last promotion"),
            ("Ana", "Ana", "Analyst", "senior", date(2020, 1, 1), None, date(2026, 1, 1)),
            ("Ben", "Ben", "Analyst", "senior", date(2021, 1, 1), None, None),
            ("Cai", "Cai", "Lead", "manager", date(2019, 1, 1), None, date(2024, 1, 1)),
            ("Dee", "Dee", "Lead", "manager", date(2018, 1, 1), date(2026, 3, 31), None),
            ("Eli", "Eli", "Lead", "senior", date(2026, 5, 1), None, None),
        ],
    ),
    (
        Example(
            "metric.certification_pass_rate",
            "metric.certification-pass-rate.2026-Q3",
            "2 ÷ 4",
            3,
            "people",
            "Four examinations in the quarter; Eli’s was in March.",
        ),
        Example(
            "metric_first_attempts",
            "metric.certification-pass-rate.first_attempts",
            "1 ÷ 3",
            3,
            "people",
            "Ana’s and Ben’s first attempts failed, Cai’s did not.",
        ),
        Example(
            "metric.certification_compliance",
            "metric.certification-compliance.2026-Q3",
            "1 ÷ 2",
            2,
            "people",
            "Of Ana and Ben, Ana holds it.",
        ),
        Example(
            "metric.360_feedback",
            "metric.360-feedback.2026-Q3",
            "((4 + 2) ÷ 2 + 4) ÷ 2",
            2,
            "people",
            "Coaching of Ana (manager and peer, not self) and of Ben. SQL is no soft skill.",
        ),
        Example(
            "metric.retention",
            "metric.retention.2026-Q3",
            "3 ÷ 4",
            4,
            "people",
            "On 30 September 2025 there were Ana, Ben, Cai and Dee. Eli was not, and does not count.",
        ),
        Example(
            "metric.promotion_rate",
            "metric.promotion-rate.2026-Q3",
            "1 ÷ ((4 + 4) ÷ 2)",
            4,
            "people",
            "Ana’s promotion; Cai’s was before. Four people at the start, four at the end.",
        ),
    ),
    left_out=(
        "Examinations without a stated result, and those outside the period.",
        "Promotions that only an inferred career level would tell.",
    ),
)
CHAPTER = Chapter("Metrics", ("metrics",), (SUPPLIED, COMPUTED), rules="metrics")
