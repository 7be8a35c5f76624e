"""Worked examples: readiness, bench strength, both domains, certificates."""

from datetime import date

from tests.building import SKILLS
from tests.method.model import Chapter, Engagement, Example, Pair, Part

RISK = Part(
    "Readiness and bench strength",
    "Two analysts and two leads. SQL is critical for analysts, Coaching for leads. All have to hold the certificate.",
    Engagement(
        {
            "Skills": [SKILLS, ("SQL", "hard", "Data", None), ("Coaching", "soft", "People", None)],
            "Requirements": [
                ("Role", "Skill", "Required level", "Criticality"),
                ("Analyst", "SQL", 4, 3),
                ("Analyst", "Coaching", 3, 1),
                ("Lead", "SQL", 3, 2),
                ("Lead", "Coaching", 4, 3),
            ],
            "Ratings": [
                ("Employee", "Rater group", "Date", "SQL", "Coaching"),
                ("Ana", "manager", date(2026, 9, 1), 4, 2),
                ("Ben", "manager", date(2026, 9, 1), 3, 4),
                ("Cai", "manager", date(2026, 9, 1), 5, 4),
                ("Dee", "manager", date(2026, 9, 1), 3, None),
            ],
            "Certifications": [
                ("Employee", "Certification", "Date", "Passed", "Expires"),
                ("Ana", "Data protection", date(2026, 2, 2), "yes", date(2029, 2, 2)),
                ("Ben", "Data protection", date(2023, 12, 31), "yes", date(2026, 12, 31)),
                ("Cai", "Data protection", date(2023, 6, 30), "yes", date(2026, 6, 30)),
            ],
            "Mandatory certifications": [
                ("Role", "Certification"),
                ("Analyst", "Data protection"),
                ("Lead", "Data protection"),
            ],
        },
        [
            ("Employee ID", "Name", "Role", "Career level", "Leave date"),
            ("Ana", "Ana", "Analyst", "senior", None),
            ("Ben", "Ben", "Analyst", "senior", None),
            ("Cai", "Cai", "Lead", "manager", date(2026, 12, 31)),
            ("Dee", "Dee", "Lead", "manager", None),
        ],
    ),
    (
        Example(
            "bench",
            "skill.sql.bench.holders",
            "count(4 ≥ 4, 3 ≥ 4, 3 ≥ 4)",
            None,
            "",
            "SQL stands by the analysts’ level 4, which fewer people reach than the leads’ 3: Ana, Ben and Dee are "
            "asked, Cai, at 5, has a leave date. One holder is a single point of failure.",
        ),
        Example(
            "bench",
            "skill.coaching.bench.holders",
            "count(2 ≥ 4, 4 ≥ 4)",
            None,
            "",
            "Coaching stands by the leads’ level 4, because the analysts’ weight of 1 is below 2. Ana and Ben are "
            "asked, whose role is another; Dee is unrated.",
        ),
        Example(
            "readiness",
            "role.analyst.readiness",
            "((3 × 3 ÷ 3 + 1 × 1 ÷ 2) ÷ (3 + 1) + (3 × 2 ÷ 3 + 1 × min(3 ÷ 2, 1)) ÷ (3 + 1)) ÷ 2",
            2,
            "people",
            "Ana is 3 of 3 levels up in SQL and 1 of 2 in Coaching, Ben is 2 of 3 up in SQL and above what "
            "is required in Coaching, which counts as reached and no more.",
        ),
        Example(
            "readiness",
            "role.lead.readiness",
            "((2 × min(4 ÷ 2, 1) + 3 × 3 ÷ 3) ÷ (2 + 3) + 2 × 2 ÷ 2 ÷ 2) ÷ 2",
            2,
            "people",
            "Dee’s Coaching is unrated and in neither sum.",
        ),
        Example(
            "readiness_status",
            "role.analyst.ready",
            "count(4 ≥ 4, 3 ≥ 4)",
            2,
            "people",
            "Ana and Ben in SQL, their critical skill. Both skills are rated of both.",
        ),
        Example(
            "readiness_status", "role.analyst.not_ready", "count(4 > 4, 4 > 3)", 2, "people", "Ben is below in SQL."
        ),
        Example(
            "readiness_status", "role.lead.unknown", "2 − 1 − 0", 2, "people", "Dee: Coaching is critical and unrated."
        ),
        Example(
            "both_domains",
            "role.lead.both_domains",
            "count(4 ≥ 4)",
            2,
            "people",
            "Coaching is the one critical skill of leads. Cai reaches it; Dee is unrated, which counts as not reached.",
        ),
        Example(
            "certificates",
            "certification.data-protection.valid",
            "count(28 > 6, 3 > 6, −3 > 6)",
            None,
            "",
            "The certificates of Ana, Ben and Cai run for 28, 3 and −3 more months.",
        ),
        Example(
            "certificates",
            "certification.data-protection.expiring",
            "count(28 > 0, 3 > 0, −3 > 0) − count(28 > 6, 3 > 6, −3 > 6)",
            None,
            "",
            "Ben’s runs out within six months. It is valid today, and due.",
        ),
        Example(
            "certificates",
            "organisation.certificates.due",
            "1 + 1 + 1",
            4,
            "people",
            "Ben’s expires, Cai’s has expired, Dee has none.",
        ),
    ),
    left_out=(
        "Whoever has a leave date holds no skill for the bench.",
        "Requirements of a weight below 2 need no bench; what is required of a single employee asks nothing of a role.",
        "A skill with nobody or one holder is “not shown to be covered” where others who need it are unrated.",
    ),
    pairs=(
        Pair("Ana", "SQL", "4", 4, 3),
        Pair("Ana", "Coaching", "2", 3, 1),
        Pair("Ben", "SQL", "3", 4, 3),
        Pair("Ben", "Coaching", "4", 3, 1),
        Pair("Cai", "SQL", "5", 3, 2),
        Pair("Cai", "Coaching", "4", 4, 3),
        Pair("Dee", "SQL", "3", 3, 2),
        Pair("Dee", "Coaching", "", 4, 3, "not rated"),
    ),
    bounds={
        "critical_weight": "a requirement of this weight or more is critical",
        "bench_weight": "bench strength is counted from this weight on",
        "ready_completeness": "share that has to be rated before somebody is called ready",
        "expiry_months": "months within which an expiry is due",
    },
)
CHAPTER = Chapter("Risk", ("risk",), (RISK,))
