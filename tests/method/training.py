"""Worked examples: which training pays."""

from datetime import date

from tests.method.model import Chapter, Engagement, Example, Part

BEFORE, AFTER = date(2026, 2, 2), date(2026, 4, 6)
START, END = date(2026, 3, 2), date(2026, 3, 6)
HALF = "0.95 × √(2 ÷ (1 − 0.95²)) × √(0.03125 ÷ 2 + 0.03125 ÷ 2)"

TRAINING = Part(
    "The SQL lab",
    "Three people took the SQL lab in March; Ana and Ben were rated by their manager in February and in April. Dee and "
    "Eli, whom nobody trained in SQL, were rated on the same days. Their time costs 25 an hour.",
    Engagement(
        {
            "Skills": [("Skill", "Category"), ("SQL", "hard"), ("Coaching", "soft")],
            "Ratings": [
                ("Employee", "Rater group", "Rater", "Date", "SQL"),
                ("Ana", "manager", "Max", BEFORE, 2),
                ("Ana", "manager", "Max", AFTER, 3.625),
                ("Ben", "manager", "Max", BEFORE, 2),
                ("Ben", "manager", "Max", AFTER, 3.375),
                ("Dee", "manager", "Max", BEFORE, 2.25),
                ("Dee", "manager", "Max", AFTER, 2.375),
                ("Eli", "manager", "Max", BEFORE, 1.75),
                ("Eli", "manager", "Max", AFTER, 1.625),
                ("Fay", "manager", "Max", BEFORE, 4),
                ("Fay", "manager", "Max", AFTER, 4.5),
            ],
            "Training": [
                (
                    *("Employee", "Programme", "Start date", "Completion date", "Hours", "Cost", "Skills", "Category"),
                    *("Test before", "Test after"),
                ),
                ("Ana", "SQL lab", START, END, 16, 600, "SQL", "hard", 40, 70),
                ("Ben", "SQL lab", START, END, 16, None, "SQL", "hard", 50, 60),
                ("Cai", "SQL lab", START, END, 8, 400, "SQL", "hard", 30, None),
                ("Dee", "Talks", START, END, 4, 100, "Coaching", "soft", None, None),
                ("Eli", "Talks", START, END, 4, 100, "Coaching", "soft", None, None),
            ],
            "Courses": [("Programme", "Skills", "Hours", "Cost per seat"), ("SQL lab", "SQL", 16, 500)],
        },
        [
            ("Employee ID", "Name", "Role", "Career level"),
            *((name, name, "Analyst", "senior") for name in ("Ana", "Ben", "Cai", "Dee", "Eli", "Fay")),
        ],
        "hourly_cost: 25\n"
        "programmes: [{name: Talks, benefit: 2000, attribution: 0.5, confidence: 0.8, reason: Estimate of HR}]",
    ),
    (
        Example("training_arm", "programme.sql-lab.arm", "3 − 1", 2, "people", "Ana and Ben; Cai was not rated."),
        Example(
            "training_participants_change",
            "programme.sql-lab.participants_change",
            "((3.625 − 2) + (3.375 − 2)) ÷ 2",
            2,
            "people",
            "",
            "signed 2",
            (("no-change", 1),),
        ),
        Example(
            "training_comparison_arm",
            "programme.sql-lab.comparison_arm",
            "count(0.5 ≥ 2.25 − 2, 0.5 ≥ 2 − 1.75, 0.5 ≥ 4 − 2)",
            2,
            "people",
            "Dee and Eli lie within half a level of the participants’ mean baseline of 2, Fay, at 4, does not.",
        ),
        Example(
            "training_comparison_change",
            "programme.sql-lab.comparison_change",
            "((2.375 − 2.25) + (1.625 − 1.75)) ÷ 2",
            2,
            "people",
            "",
            "signed 2",
        ),
        Example("training_effect", "programme.sql-lab.effect", "1.5 − 0", 4, "people", "", "signed 2"),
        Example(
            "training_interval",
            "programme.sql-lab.effect_low",
            f"1.5 − {HALF}",
            4,
            "people",
            "Both arms have a variance of 2 × 0.125² ÷ (2 − 1) = 0.03125, so Satterthwaite gives 2 degrees of freedom. "
            "For 2 degrees t has a closed form, 0.95 × √(2 ÷ (1 − 0.95²)) ≈ 4.303, as in any table.",
            "2",
        ),
        Example(
            "training_interval",
            "programme.sql-lab.effect_high",
            f"1.5 + {HALF}",
            4,
            "people",
            "The interval lies above zero, so the programme is said to pay. It is an association, not a proof: "
            "participants were not chosen by lot.",
            "2",
        ),
        Example("training_participants", "programme.sql-lab.participants", "3", 3, "people"),
        Example("training_hours", "programme.sql-lab.hours", "16 + 16 + 8", 3, "people"),
        Example(
            "training_cost",
            "programme.sql-lab.cost",
            "600 + 500 + 400 + (16 + 16 + 8) × 25",
            3,
            "people",
            "Ben’s row states no cost: the catalogue’s 500 a seat.",
        ),
        Example(
            "training_cost_per_level",
            "programme.sql-lab.cost_per_level",
            "2500 ÷ (3 × 1.5)",
            5,
            "people",
            "Three participants and the two of the comparison.",
        ),
        Example("training_break_even", "programme.sql-lab.break_even", "2500 ÷ 3", 3, "people"),
        Example(
            "training_return",
            "programme.talks.return",
            "(2000 × 0.5 × 0.8 − (100 + 100 + 8 × 25)) ÷ (100 + 100 + 8 × 25)",
            2,
            "people",
            "Only where the client states a benefit, what part of it is due to the programme, and how sure that is. "
            "Of Talks no effect is known: nobody was rated in Coaching.",
        ),
        Example(
            "training_test_gain",
            "programme.sql-lab.test_gain",
            "((70 − 40) + (60 − 50)) ÷ 2",
            2,
            "people",
            "Cai has no second score.",
            "signed 1",
            (("no-scores", 1),),
        ),
        Example(
            "training_gain_per_hour",
            "organisation.training.gain_per_hour.hard",
            "1 × 1.5 × 2 ÷ (1 × (16 + 16))",
            4,
            "people",
            "The SQL lab is all hard. Cai’s hours are left out, because Cai is not judged.",
            "signed 3",
        ),
    ),
    left_out=(
        "Rows of people who did not complete, and rows that began more than 12 months ago.",
        "Ratings on the days of the training themselves: they are neither before nor after.",
        "Whoever took the programme, or any training in its skills, is not untrained.",
        "A cost is unknown where neither the row nor the catalogue states one, also where time has a price.",
    ),
)
CHAPTER = Chapter("Which training pays", ("training",), (TRAINING,))
