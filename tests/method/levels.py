"""Worked examples: levels, gaps, how far to trust them, and how ratings were given."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from tests.building import CHART, REQUIREMENTS, SKILLS, Rows
from tests.method.model import Chapter, Engagement, Example, Pair, Part

SHEETS: Mapping[str, Rows] = {
    "Skills": [SKILLS, ("SQL", "hard", "Data", None), ("Coaching", "soft", "People", None)],
    "Requirements": [REQUIREMENTS, ("Analyst", "SQL", 4, 3), ("Analyst", "Coaching", 3, 1)],
    "Ratings": [
        ("Employee", "Rater group", "Date", "SQL", "Coaching"),
        ("Ana", "self", date(2026, 8, 31), 5, None),
        ("Ana", "peer", date(2026, 8, 31), 3, None),
        ("Ana", "manager", date(2026, 8, 31), 4, 4),
        ("Ben", "self", date(2026, 7, 31), None, 3),
        ("Ben", "manager", date(2026, 7, 31), 2, None),
        ("Cai", "manager", date(2024, 9, 30), 4, None),
        ("Cai", "manager", date(2026, 6, 30), None, 2.75),
        ("Dee", "manager", date(2026, 8, 31), 4.25, "N/A"),
        ("Eve", "manager", date(2026, 8, 31), 4, None),
    ],
}
PEOPLE = [
    CHART,
    ("Ana", "Ana", "", "Analyst", "senior", "", "North"),
    ("Ben", "Ben", "", "Analyst", "senior", "", "North"),
    ("Cai", "Cai", "", "Analyst", "senior", "", "South"),
    ("Dee", "Dee", "", "Analyst", "senior", "", "South"),
]
UNRATED = (("unrated", 1), ("not-applicable", 1))
NOT_APPLICABLE = (("not-applicable", 1),)

GAPS = Part(
    "Levels and gaps",
    "Four analysts in two teams. SQL is required at level 4 with weight 3, so it is critical; Coaching at level 3 with "
    "weight 1.",
    Engagement(SHEETS, PEOPLE),
    (
        Example(
            "trust_completeness",
            "trust.completeness",
            "6 ÷ 7",
            7,
            "pairs",
            "Seven pairs are required: four people × two skills without Dee’s Coaching, which does not apply. Cai’s "
            "SQL is the one without a rating that counts.",
        ),
        Example("trust_rated_by_others", "trust.rated_by_others", "(6 − 1) ÷ 6", 6, "pairs", "Only Ben rated Ben."),
        Example(
            "trust_fresh",
            "trust.fresh",
            "7 ÷ 8",
            8,
            "pairs",
            "Seven pairs have a rating that counts, Eve’s SQL among them; Cai’s SQL has only a stale one.",
        ),
        Example("trust_matched", "trust.matched", "4 ÷ 5", 5, "people", "Eve is rated, but not in the org chart."),
        Example(
            "median_age",
            "trust.median_age",
            "(30 + 61) ÷ 2 × 12 ÷ 365.25",
            4,
            "people",
            "Days up to the day of the report: 30 (Ana, twice), 30 (Dee), 61 (Ben, twice), 92 (Cai). The median of six "
            "is the mean of the third and the fourth; months have 365.25 ÷ 12 days.",
        ),
        Example(
            "weighted_gap",
            "organisation.weighted_gap",
            "(3 × 0.5 + 1 × 0 + 3 × 2 + 1 × 0 + 1 × 0.25 + 3 × 0) ÷ (3 + 1 + 3 + 1 + 1 + 3)",
            6,
            "pairs",
            "Ana’s SQL and Coaching, Ben’s SQL and Coaching, Cai’s Coaching, Dee’s SQL. What Ana is above the "
            "requirement in Coaching makes up for nothing.",
            "2",
            UNRATED,
        ),
        Example(
            "attainment",
            "organisation.attainment",
            "count(3.5 ≥ 4, 4 ≥ 3, 2 ≥ 4, 3 ≥ 3, 2.75 ≥ 3, 4.25 ≥ 4) ÷ 6",
            6,
            "pairs",
            "",
            "",
            UNRATED,
        ),
        Example(
            "weighted_gap_near",
            "organisation.weighted_gap_near",
            "(3 × 0.25 + 3 × 1.75) ÷ 12",
            6,
            "pairs",
            "Ana and Ben in SQL; a quarter of a level closes Cai’s gap. The weights add up to 12, as before.",
            "2",
            UNRATED,
        ),
        Example(
            "attainment_near",
            "organisation.attainment_near",
            "count(3.5 + 0.25 ≥ 4, 4 + 0.25 ≥ 3, 2 + 0.25 ≥ 4, 3 + 0.25 ≥ 3, 2.75 + 0.25 ≥ 3, 4.25 + 0.25 ≥ 4) ÷ 6",
            6,
            "pairs",
            "",
            "",
            UNRATED,
        ),
        Example(
            "weighted_gap_far",
            "organisation.weighted_gap_far",
            "(3 × 0.75 + 3 × 2.25 + 1 × 0.25 + 1 × 0.5) ÷ 12",
            6,
            "pairs",
            "Ana and Ben in SQL, Ben and Cai in Coaching.",
            "2",
            UNRATED,
        ),
        Example(
            "attainment_far",
            "organisation.attainment_far",
            "count(3.5 ≥ 4 + 0.25, 4 ≥ 3 + 0.25, 2 ≥ 4 + 0.25, 3 ≥ 3 + 0.25, 2.75 ≥ 3 + 0.25, 4.25 ≥ 4 + 0.25) ÷ 6",
            6,
            "pairs",
            "",
            "",
            UNRATED,
        ),
        Example(
            "weighted_gap_if_unknown_met",
            "organisation.weighted_gap_if_unknown_met",
            "(3 × 0.5 + 3 × 2 + 1 × 0.25 + 3 × 0) ÷ (12 + 3)",
            7,
            "pairs",
            "Cai’s SQL comes in with weight 3 and no gap.",
            "2",
            NOT_APPLICABLE,
        ),
        Example(
            "attainment_if_unknown_met",
            "organisation.attainment_if_unknown_met",
            "(3 + 1) ÷ 7",
            7,
            "pairs",
            "",
            "",
            NOT_APPLICABLE,
        ),
        Example(
            "weighted_gap_if_unknown_lowest",
            "organisation.weighted_gap_if_unknown_lowest",
            "(3 × 0.5 + 3 × 2 + 1 × 0.25 + 3 × (4 − 1)) ÷ (12 + 3)",
            7,
            "pairs",
            "Cai’s SQL comes in at level 1.",
            "2",
            NOT_APPLICABLE,
        ),
        Example(
            "attainment_if_unknown_unmet",
            "organisation.attainment_if_unknown_unmet",
            "3 ÷ (6 + 1)",
            7,
            "pairs",
            "",
            "",
            UNRATED,
        ),
        Example("completeness", "organisation.completeness", "6 ÷ 7", 7, "pairs", "", "", UNRATED),
        Example("unknown_share", "organisation.unknown_share", "1 ÷ 7", 7, "pairs", "Cai’s SQL.", "", UNRATED),
        Example(
            "self_only_share",
            "organisation.self_only_share",
            "1 ÷ 6",
            6,
            "pairs",
            "Ben’s Coaching. His own view counts there, because nobody else rated him.",
            "",
            UNRATED,
        ),
        Example("people", "organisation.people", "2 + 2", 4, "people", "Two in North, two in South.", "", UNRATED),
        Example("rated_pairs", "organisation.rated_pairs", "7 − 1", 6, "pairs", "", "", UNRATED),
        Example(
            "affected",
            "organisation.affected",
            "count(4 > 3.5, 3 > 4, 4 > 2, 3 > 3, 3 > 2.75, 4 > 4.25)",
            6,
            "pairs",
            "Ana and Ben in SQL, Cai in Coaching.",
            "",
            UNRATED,
        ),
        Example(
            "mean_gap",
            "unit.north.group.data.mean_gap",
            "(0.5 + 2) ÷ 2",
            2,
            "people",
            "The cell of the heat map for North in Data. Severity goes by the number as printed: 1.3 of the scale’s 4 "
            "levels are 33%, which is significant.",
        ),
        Example("burden", "skill.sql.burden", "0.5 + 2 + 0", 3, "pairs", "Ana, Ben and Dee.", "", (("unrated", 1),)),
        Example(
            "burden_share",
            "unit.north.group.data.burden_share",
            "(0.5 + 2) ÷ (0.5 + 2 + 0.25)",
            2,
            "people",
            "North’s part in Data of all missing levels.",
        ),
        Example(
            "gap_share",
            "unit.north.gap_share",
            "(3 × 0.5 + 3 × 2) ÷ (3 × 0.5 + 3 × 2 + 1 × 0.25)",
            2,
            "people",
        ),
        Example(
            "people_at_level",
            "skill.sql.at_level.3",
            "count(3.5 ≥ 3, 2 ≥ 3, 4.25 ≥ 3) − count(3.5 ≥ 4, 2 ≥ 4, 4.25 ≥ 4)",
            3,
            "people",
            "Who has reached level 3 and not yet 4: Ana, at 3.5.",
        ),
        Example("usual_level", "skill.sql.usual_level", "4", 3, "people", "All who need SQL need it at level 4."),
    ),
    left_out=(
        "A blank is no rating and never a zero. Ben’s SQL by himself and Cai’s Coaching in 2024 are such blanks.",
        "`N/A` says that a skill does not apply: Dee’s Coaching leaves the required pairs and is counted apart.",
        "Cai’s SQL was rated 24 months ago to the day. Hard skills count while younger than 24 months, so the pair is "
        "unrated, and is in no gap.",
        "Self-ratings count only where nobody else rated: Ana’s own 5 in SQL does not, Ben’s own 3 in Coaching does.",
        "Nothing is required of Eve, who is in no org chart: she is in no gap.",
    ),
    pairs=(
        Pair("Ana", "SQL", "(3 + 4) ÷ 2", 4, 3, "peer and manager, each group’s mean; self not counted"),
        Pair("Ana", "Coaching", "4", 3, 1, "above the requirement: no gap, never a negative one"),
        Pair("Ben", "SQL", "2", 4, 3),
        Pair("Ben", "Coaching", "3", 3, 1, "self only"),
        Pair("Cai", "SQL", "", 4, 3, "stale, so unrated: the gap is unknown"),
        Pair("Cai", "Coaching", "2.75", 3, 1),
        Pair("Dee", "SQL", "4.25", 4, 3),
    ),
    bounds={
        "severity": "largest mean gap of minor, moderate and significant, as shares of the scale’s width",
        "critical_weight": "a requirement of this weight or more is critical",
        "default_weight": "weight where neither the requirement nor the skill states one",
        "shelf_life_months": "months for which a rating counts",
        "attainment_margin": "levels that rater noise alone may cost",
    },
)

LEVELS_ONLY = Part(
    "Levels without requirements",
    "Two people and no sheet Requirements: there are levels, but no gaps.",
    Engagement(
        {
            "Skills": [SKILLS, ("SQL", "hard", "Data", None)],
            "Ratings": [
                ("Employee", "Skill", "Level", "Rater group"),
                ("Ana", "SQL", 4, "manager"),
                ("Ben", "SQL", 2, "manager"),
            ],
        }
    ),
    (
        Example(
            "proficiency_index",
            "organisation.proficiency_index",
            "((4 − 1) ÷ (5 − 1) + (2 − 1) ÷ (5 − 1)) ÷ 2 × 100",
            2,
            "pairs",
        ),
    ),
)

SKILLS_OF_FORM = tuple(f"S{number}" for number in range(1, 11))
HOW_RATED = Part(
    "How ratings were given",
    "Ana is rated on ten skills by three people, Max, Pia and Quinn, each on one form.",
    Engagement(
        {
            "Ratings": [
                ("Employee", "Rater group", "Rater", "Date", *SKILLS_OF_FORM),
                ("Ana", "manager", "Max", date(2026, 9, 1), *(3,) * 10),
                ("Ana", "peer", "Pia", date(2026, 9, 1), *(3,) * 9, 4),
                ("Ana", "peer", "Quinn", date(2026, 9, 1), *(5,) * 7, *(4,) * 3),
            ]
        }
    ),
    (
        Example("straight_lined", "trust.forms.straight_lined", "1 ÷ 3", 3, "forms", "Max’s form has one level only."),
        Example(
            "raters_far",
            "trust.raters.far",
            "count((31 + 47) ÷ 20 − 30 ÷ 10 ≥ 1, (30 + 47) ÷ 20 − 31 ÷ 10 ≥ 1, 47 ÷ 10 − (30 + 31) ÷ 20 ≥ 1)",
            3,
            "raters",
            "The sums of the ten levels are 30 (Max), 31 (Pia) and 47 (Quinn). Max lies 0.9 below the mean of the two "
            "others, Pia 0.75 below, Quinn 1.65 above. The bound is a quarter of the scale’s 4 levels, 1.",
        ),
    ),
    left_out=(
        "Forms about fewer than eight skills: they may rightly be all alike.",
        "Raters whom others can be held against over fewer than ten pairs, and what people say of themselves.",
    ),
    bounds={
        "straight_line_skills": "skills of a form that can be a straight line",
        "rater_pairs": "pairs over which a rater is compared",
    },
)

WITHOUT = Part(
    "The headline without ratings that say little",
    "Four analysts. S1 is required at level 4 with weight 3, S8 at level 3 with weight 1. Max, Mia and Moe give the "
    "same level on every skill; Quinn, Rosa and Sam lie 1.65 and more above the others, so they are far from them. "
    "Nobody but Moe rated Dee.",
    Engagement(
        {
            "Requirements": [REQUIREMENTS, ("Analyst", "S1", 4, 3), ("Analyst", "S8", 3, 1)],
            "Ratings": [
                ("Employee", "Rater group", "Rater", "Date", *SKILLS_OF_FORM),
                ("Ana", "manager", "Max", date(2026, 9, 1), *(3,) * 10),
                ("Ana", "peer", "Pia", date(2026, 9, 1), *(3,) * 9, 4),
                ("Ana", "peer", "Quinn", date(2026, 9, 1), *(5,) * 7, *(4,) * 3),
                ("Ben", "manager", "Mia", date(2026, 9, 1), *(3,) * 10),
                ("Ben", "peer", "Pia", date(2026, 9, 1), 2, *(3,) * 8, 4),
                ("Ben", "peer", "Rosa", date(2026, 9, 1), *(5,) * 7, *(4,) * 3),
                ("Cai", "manager", "Moe", date(2026, 9, 1), *(3,) * 10),
                ("Cai", "peer", "Pia", date(2026, 9, 1), *(3,) * 9, 4),
                ("Cai", "peer", "Sam", date(2026, 9, 1), *(5,) * 7, *(4,) * 3),
                ("Dee", "manager", "Moe", date(2026, 9, 1), *(3,) * 10),
            ],
        },
        [CHART, *((name, name, "", "Analyst", "senior", "", "") for name in ("Ana", "Ben", "Cai", "Dee"))],
    ),
    (
        Example(
            "weighted_gap_without_straight_lines",
            "organisation.weighted_gap_without_straight_lines",
            "(3 × 0 + 3 × (4 − (2 + 5) ÷ 2) + 3 × 0 + 1 × 0 + 1 × 0 + 1 × 0) ÷ (3 × 3 + 3 × 1)",
            6,
            "pairs",
            "Without the managers the peers’ means are left: (3 + 5) ÷ 2 for Ana’s and Cai’s S1, (2 + 5) ÷ 2 for "
            "Ben’s, (3 + 4) ÷ 2 for S8. Dee’s two pairs are unrated then, and in no gap. As rated the weighted gap is "
            "(3 × 0.5 + 3 × 0.75 + 3 × 0.5 + 3 × 1) ÷ 16, that is 0.52.",
            "2",
            (("unrated", 2),),
        ),
        Example(
            "attainment_without_straight_lines",
            "organisation.attainment_without_straight_lines",
            "count(4 ≥ 4, 3.5 ≥ 4, 4 ≥ 4, 3.5 ≥ 3, 3.5 ≥ 3, 3.5 ≥ 3) ÷ 6",
            6,
            "pairs",
            "S1, then S8 of Ana, Ben and Cai.",
            skipped=(("unrated", 2),),
        ),
        Example(
            "weighted_gap_without_far_raters",
            "organisation.weighted_gap_without_far_raters",
            "(3 × (4 − 3) + 3 × (4 − (3 + 2) ÷ 2) + 3 × (4 − 3) + 3 × (4 − 3) + 1 × 0 × 4) ÷ (3 × 4 + 1 × 4)",
            8,
            "pairs",
            "Without Quinn, Rosa and Sam the level is the mean of the manager and of Pia, in Dee’s pairs of Moe alone.",
            "2",
        ),
        Example(
            "attainment_without_far_raters",
            "organisation.attainment_without_far_raters",
            "count(3 ≥ 4, 2.5 ≥ 4, 3 ≥ 4, 3 ≥ 4, 3 ≥ 3, 3 ≥ 3, 3 ≥ 3, 3 ≥ 3) ÷ 8",
            8,
            "pairs",
            "S1, then S8 of all four.",
        ),
    ),
    left_out=(
        "What a rater far from the others says of himself or herself stays: only what others can be held against was "
        "found to lie apart.",
        "An older rating does not come back for the one that is left out.",
        "A reading is withheld where fewer than three raters, or fewer people than the threshold, stand behind what it "
        "leaves out: the difference would tell of them.",
    ),
    pairs=(
        Pair("Ana", "S1", "(3 + (3 + 5) ÷ 2) ÷ 2", 4, 3),
        Pair("Ana", "S8", "(3 + (3 + 4) ÷ 2) ÷ 2", 3, 1),
        Pair("Ben", "S1", "(3 + (2 + 5) ÷ 2) ÷ 2", 4, 3),
        Pair("Ben", "S8", "(3 + (3 + 4) ÷ 2) ÷ 2", 3, 1),
        Pair("Cai", "S1", "(3 + (3 + 5) ÷ 2) ÷ 2", 4, 3),
        Pair("Cai", "S8", "(3 + (3 + 4) ÷ 2) ÷ 2", 3, 1),
        Pair("Dee", "S1", "3", 4, 3),
        Pair("Dee", "S8", "3", 3, 1),
    ),
    bounds={"rater_shift": "levels by which ratings that say little may move the weighted gap"},
)

CURRENT = Part(
    "Current levels",
    "Ana was rated by her manager, by two peers and by herself; Ben by peers whose names the file does not hold.",
    Engagement(
        {
            "Skills": [SKILLS, ("SQL", "hard", "Data", None)],
            "Requirements": [REQUIREMENTS, ("Analyst", "SQL", 4, 3)],
            "Ratings": [
                ("Employee", "Skill", "Level", "Rater group", "Rater", "Date"),
                ("Ana", "SQL", 2, "manager", "Max", date(2026, 3, 2)),
                ("Ana", "SQL", 3, "manager", "Max", date(2026, 9, 1)),
                ("Ana", "SQL", 4, "manager", "Max", date(2026, 9, 1)),
                ("Ana", "SQL", 4, "peer", "Pia", date(2026, 9, 1)),
                ("Ana", "SQL", 5, "peer", "Quinn", date(2026, 9, 1)),
                ("Ana", "SQL", 5, "self", "Ana", date(2026, 9, 1)),
                ("Ben", "SQL", 2, "peer", None, date(2026, 9, 1)),
                ("Ben", "SQL", 4, "peer", None, date(2026, 7, 1)),
                ("Ben", "SQL", 5, "peer", None, date(2026, 1, 5)),
                ("Ben", "SQL", 5, "peer", None, date(2026, 11, 2)),
            ],
        },
        [CHART, ("Ana", "Ana", "", "Analyst", "", "", ""), ("Ben", "Ben", "", "Analyst", "", "", "")],
    ),
    (),
    left_out=(
        "The newest rating of each rater counts: Max’s 2 of March does not.",
        "Max contradicts himself on 1 September. The mean counts, and `check` reports it.",
        "Without names of raters, those within 90 days of the group’s newest count: Ben’s 5 of January does not.",
        "What is dated after the day of the report is not used: Ben’s 5 of November.",
    ),
    pairs=(
        Pair("Ana", "SQL", "((3 + 4) ÷ 2 + (4 + 5) ÷ 2) ÷ 2", 4, 3, "the mean of manager and peers, without self"),
        Pair("Ben", "SQL", "(2 + 4) ÷ 2", 4, 3),
    ),
    bounds={"anonymous_window_days": "days around the newest rating of a group without names of raters"},
)
WEIGHTED = Part(
    "Current levels by weights",
    "The same people, where the settings weigh the rater groups. Weights are shared out among the groups that rated.",
    replace(
        CURRENT.engagement, settings="current_level: {rule: weights, weights: {manager: 2, peer: 1, self: 1, test: 4}}"
    ),
    (),
    like=CURRENT.title,
    pairs=(
        Pair("Ana", "SQL", "(2 × 3.5 + 1 × 4.5 + 1 × 5) ÷ (2 + 1 + 1)", 4, 3),
        Pair("Ben", "SQL", "1 × 3 ÷ 1", 4, 3),
    ),
)
FIRST_OF = Part(
    "Current levels by precedence",
    "The same people, where the first group of a list that has rated counts alone.",
    replace(CURRENT.engagement, settings="current_level: {rule: precedence, precedence: [test, manager, peer]}"),
    (),
    like=CURRENT.title,
    pairs=(Pair("Ana", "SQL", "(3 + 4) ÷ 2", 4, 3, "the manager"), Pair("Ben", "SQL", "3", 4, 3, "the peers")),
)

CHAPTER = Chapter(
    "Levels and gaps, and how far to trust them",
    ("trust", "gaps", "skills"),
    (CURRENT, WEIGHTED, FIRST_OF, GAPS, LEVELS_ONLY, HOW_RATED, WITHOUT),
)
