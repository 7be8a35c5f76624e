"""Worked examples: how people see themselves, how their managers do, and how far raters agree."""

from datetime import date

from tests.building import SKILLS
from tests.method.model import Chapter, Engagement, Example, Part

DAY = date(2026, 9, 1)
VIEWS = Part(
    "Two views of the same people",
    "Three people. In SQL they were rated by themselves and their manager; in Coaching also by one peer.",
    Engagement(
        {
            "Skills": [SKILLS, ("SQL", "hard", "Data", None), ("Coaching", "soft", "People", None)],
            "Ratings": [
                ("Employee", "Rater group", "Rater", "Date", "SQL", "Coaching"),
                ("Ana", "self", "Ana", DAY, 5, 4),
                ("Ana", "manager", "Max", DAY, 3, 3),
                ("Ana", "peer", "Ben", DAY, None, 2),
                ("Ben", "self", "Ben", DAY, 3, 2),
                ("Ben", "manager", "Max", DAY, 4, 3),
                ("Cai", "manager", "Max", DAY, 2, None),
            ],
        }
    ),
    (
        Example("own_view", "skill.sql.own_view", "(5 + 3) ÷ 2", 2, "people", "Ana and Ben; Cai has one view only."),
        Example("manager_view", "skill.sql.manager_view", "(3 + 4) ÷ 2", 2, "people"),
        Example("divergence", "skill.sql.divergence", "((5 − 3) + (3 − 4)) ÷ 2", 2, "people"),
        Example(
            "blind_spots",
            "organisation.views.blind_spots",
            "count(5 − 3 ≥ 0.25 × 4, 3 − 4 ≥ 0.25 × 4) ÷ 2",
            2,
            "pairs",
            "From a quarter of the scale’s 4 levels on a difference is flagged. Pairs in Coaching are not counted: "
            "one peer’s view would follow from the manager’s.",
        ),
        Example(
            "hidden_strengths",
            "organisation.views.hidden_strengths",
            "count(3 − 5 ≥ 0.25 × 4, 4 − 3 ≥ 0.25 × 4) ÷ 2",
            2,
            "pairs",
        ),
        Example(
            "own_view_beside_others",
            "skill.coaching.own_view_beside_others",
            "(4 + 2) ÷ 2",
            2,
            "people",
            title="Own view beside others",
        ),
        Example(
            "others_view",
            "skill.coaching.others_view",
            "((3 + 2) ÷ 2 + 3) ÷ 2",
            2,
            "people",
            "Fewer than three peers would be given away by a printed manager’s view, so both are told as all others: "
            "for Ana the mean of manager and peer, for Ben the manager.",
            title="View of all others",
        ),
        Example(
            "divergence_from_others",
            "skill.coaching.divergence_from_others",
            "((4 − 2.5) + (2 − 3)) ÷ 2",
            2,
            "people",
        ),
        Example(
            "agreement",
            "skill.sql.agreement",
            "(√(((5 − 4)² + (3 − 4)²) ÷ (2 − 1)) + √(((3 − 3.5)² + (4 − 3.5)²) ÷ (2 − 1))) ÷ 2",
            2,
            "pairs",
            "Ana’s two raters, then Ben’s; Cai has one.",
        ),
    ),
)
CHAPTER = Chapter("Self and manager views", ("views",), (VIEWS,))
