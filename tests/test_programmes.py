"""Which training pays: small logs to follow by hand, what holds of any log, and what is not printed."""

import math
import random
import statistics
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillreport.analyse.effects import Arm, Arms, find_effect, settled_arms
from skillreport.analyse.programmes import find_programmes
from skillreport.analyse.student import t_quantile
from skillreport.model.assessment import Assessment
from skillreport.model.figure import State
from skillreport.model.report import Exhibit, Table
from skillreport.read.settings import load_engagement
from skillreport.report.actions import action_reason, action_reason_in_full
from skillreport.report.figures import facts_of
from tests.building import RATINGS, SPEAKER, Built, Rows, built, people, small, written
from tests.independent import write_sheets
from tests.test_golden import words
from tests.test_properties import quick

TRAINING = (
    "Employee",
    "Programme",
    "Start date",
    "Completion date",
    "Hours",
    "Cost",
    "Category",
    "Skills",
    "Completed",
)
TESTED = ("Employee", "Programme", "Start date", "Hours", "Test before", "Test after")
COURSES = ("Programme", "Skills", "Hours", "Category", "Cost per seat")
EARLY, START, END, LATE = date(2026, 3, 2), date(2026, 5, 4), date(2026, 5, 6), date(2026, 8, 3)
Row = tuple[object, ...]
Moves = Mapping[str, tuple[float, float]]  # employee → level before and after


def moved(moves: Moves, skill: str = "SQL", group: str = "manager") -> list[Row]:
    """Ratings of a day before the training and of one after it."""
    return [
        (who, skill, level, group, "M", day)
        for who, of in moves.items()
        for level, day in zip(of, (EARLY, LATE), strict=True)
    ]


def took(*employees: str, programme: str = "SQL classes", hours: float = 8, skills: str = "SQL") -> list[Row]:
    return [(who, programme, START, END, hours, 100, "hard", skills, "") for who in employees]


def engagement(
    folder: Path, ratings: Sequence[Row], training: Rows, settings: str = "", more: Mapping[str, Rows] | None = None
) -> Built:
    """Everybody who is rated or trained is an analyst of team North; only SQL is required."""
    staff = dict.fromkeys(str(row[0]) for row in (*ratings, *training[1:]))
    sheets: dict[str, Rows] = {"Ratings": (RATINGS, *ratings), "Training": training}
    categories = {"SQL": "hard", "Talks": "soft"}
    chart = people("North", *staff)
    return small(folder, categories, [("Analyst", "SQL", 3, 3)], {}, chart, settings, sheets | dict(more or {}))


TRAINED = {"T1": (2, 3.5), "T2": (2, 4), "T3": (2, 4.5)}
OTHERS = {"U1": (2, 1.5), "U2": (2, 2), "U3": (2, 2.5)}


def by_hand(folder: Path, settings: str = "") -> Built:
    """T1 to T3 rose by 1.5, 2 and 2.5 levels, U1 to U3 by −0.5, 0 and 0.5; U4 stood too high to be compared with. T4
    took part and was not rated. T2 and T4 have no cost of their own, the catalogue's is 200."""
    training = [
        ("T1", "SQL classes", START, END, 8, 300, "hard", "", ""),
        ("T2", "SQL Classes", START, END, 8, "", "hard", "", ""),
        ("T3", "SQL classes", START, END, 8, 300, "hard", "", ""),
        ("T4", "SQL classes", START, END, 8, "", "hard", "", ""),
        ("U1", "SQL classes", date(2025, 9, 30), "", 8, 300, "hard", "Talks", ""),  # a day too old
    ]
    courses = {"Courses": (COURSES, ("SQL classes", "SQL", 8, "hard", 200))}
    ratings = moved({**TRAINED, **OTHERS, "U4": (3, 5)})
    return engagement(folder, ratings, (TRAINING, *training), settings, courses)


def values(report: Built, *names: str, id: str = "programme.sql-classes") -> list[float | None]:
    return [report.figures[f"{id}.{name}"].value for name in names]


# ---- by hand


def test_participants_hours_and_cost_are_the_logs_else_the_catalogues(tmp_path: Path) -> None:
    report = by_hand(tmp_path)
    assert values(report, "participants", "hours", "cost", "break_even") == [4, 32, 1000, 250]
    totals = values(report, "programmes", "participants", "hours", "cost", id="organisation.training")
    assert totals == [1, 4, 32, 1000]
    assert [item.name for item in report.findings.programmes.items] == ["SQL classes"]


def test_the_effect_is_the_difference_of_both_changes_with_welchs_interval(tmp_path: Path) -> None:
    """Both variances are 0.25, so the degrees of freedom are 4. U1 took the programme once and is not untrained."""
    report = by_hand(tmp_path)
    assert values(report, "arm", "comparison_arm", "participants_change", "comparison_change") == [3, 2, 2, 0.25]
    own, others = 0.25 / 3, 0.125 / 2
    degrees = (own + others) ** 2 / (own**2 / 2 + others**2 / 1)
    half = t_quantile(0.975, degrees) * math.sqrt(own + others)
    assert values(report, "effect", "effect_low", "effect_high") == pytest.approx([1.75, 1.75 - half, 1.75 + half])
    assert report.figures["programme.sql-classes.effect"].n == 5
    assert report.figures["programme.sql-classes.participants_change"].skipped == (("no-change", 1),)
    assert report.titles["training"] == "The one programme that can be judged raised skills measurably"


def test_four_degrees_of_freedom_where_both_arms_are_alike(tmp_path: Path) -> None:
    report = engagement(tmp_path, moved({**TRAINED, **OTHERS}), (TRAINING, *took(*TRAINED)))
    half = 2.776445105197793 * math.sqrt(0.25 / 3 + 0.25 / 3)
    assert values(report, "effect", "effect_low", "effect_high") == pytest.approx([2, 2 - half, 2 + half], abs=1e-9)
    assert values(report, "cost_per_level") == pytest.approx([300 / (3 * 2)])


def test_an_hour_of_a_participant_costs_what_the_settings_say(tmp_path: Path) -> None:
    report = by_hand(tmp_path, "hourly_cost: 10")
    assert values(report, "cost", "break_even") == [1320, 330]
    assert values(report, "cost_per_level") == pytest.approx([1320 / (4 * 1.75)])
    assert "The participants’ time is in the cost at €10 an hour." in plain(report)
    assert report.figures["method.hourly_cost"].value == 10


def test_a_stated_benefit_gives_a_return_in_the_place_of_the_break_even(tmp_path: Path) -> None:
    benefit = "{name: sql classes, benefit: 10000, attribution: 0.5, confidence: 0.8, reason: Fewer errors}"
    report = by_hand(tmp_path, f"programmes: [{benefit}]")
    assert values(report, "return") == [(4000 - 1000) / 1000]
    assert "programme.sql-classes.break_even" not in report.figures
    assert "€10,000, of which 50% is due to the programme, at a confidence of 80%: Fewer errors" in plain(report)


def test_a_benefit_without_its_part_or_a_programme_named_twice_is_refused(tmp_path: Path) -> None:
    for setting in ("programmes: [{name: A, benefit: 10}]", "programmes: [{name: A}, {name: a}]"):
        folder = written(tmp_path, {"Ratings": (RATINGS,)}, settings=setting)
        assert [issue.code for issue in load_engagement(folder / "engagement.yml").issues] == ["settings-invalid"]


def test_no_effect_is_shown_where_the_interval_holds_zero(tmp_path: Path) -> None:
    trained = {who: (2, after) for who, after in zip(TRAINED, (1.5, 2, 3), strict=True)}
    report = engagement(tmp_path, moved({**trained, **OTHERS}), (TRAINING, *took(*TRAINED)))
    cost = report.figures["programme.sql-classes.cost_per_level"]
    assert (cost.value, cost.state) == (None, State.NOT_COMPUTABLE)
    assert verdicts(report) == ["no effect shown"]
    assert report.titles["training"] == "The one programme that can be judged did not raise skills measurably"


def test_participants_who_gain_less_than_others_fell_behind(tmp_path: Path) -> None:
    moves = {who: (2, 4 + place / 10) for place, who in enumerate(OTHERS)}
    report = engagement(tmp_path, moved({"T1": (2, 2), "T2": (2, 2.1), **moves}), (TRAINING, *took("T1", "T2")))
    assert verdicts(report) == ["fell behind"]


def test_without_any_spread_the_interval_is_the_effect(tmp_path: Path) -> None:
    moves = {"T1": (2, 3), "T2": (2, 3), "U1": (2, 2), "U2": (2, 2)}
    report = engagement(tmp_path, moved(moves), (TRAINING, *took("T1", "T2")))
    assert values(report, "effect", "effect_low", "effect_high") == [1, 1, 1]


def test_one_person_in_an_arm_has_no_interval(tmp_path: Path) -> None:
    report = engagement(tmp_path, moved({"T1": (2, 3), **OTHERS}), (TRAINING, *took("T1")))
    assert values(report, "effect", "effect_low") == [1, None]
    assert report.titles["training"].endswith("to tell an effect from chance")


def plain(report: Built) -> str:
    """The sections on training and on the method in words."""
    said = []
    for section in report.report.sections:
        for block in section.blocks:
            if isinstance(block, Exhibit):
                said += [SPEAKER.say(note.text) for note in block.notes]
            said += [SPEAKER.say(meaning) for _, meaning in getattr(block, "items", ())]
    return "\n".join(said)


def table(report: Built, name: str) -> list[list[str]]:
    blocks = [block for section in report.report.sections for block in section.blocks if isinstance(block, Exhibit)]
    [exhibit] = [block for block in blocks if block.name == name]
    assert isinstance(exhibit.body, Table)
    return [[words(cell) for cell in row.cells] for row in exhibit.body.rows]


def verdicts(report: Built) -> list[str]:
    return [row[-1] for row in table(report, "effect-of-programmes")]


# ---- which ratings


def test_the_newest_before_and_the_first_after_count_of_each_rater(tmp_path: Path) -> None:
    """Between start and completion nothing counts, nor what is older than 90 days before the newest."""
    ratings: list[Row] = [
        ("T1", "SQL", 1, "manager", "A", date(2026, 1, 5)),  # A said something newer
        ("T1", "SQL", 2, "manager", "A", date(2026, 3, 2)),
        ("T1", "SQL", 3, "manager", "B", date(2026, 2, 2)),
        ("T1", "SQL", 5, "manager", "C", date(2025, 11, 1)),  # more than 90 days before A
        ("T1", "SQL", 5, "manager", "A", START),
        ("T1", "SQL", 5, "manager", "B", END),
        ("T1", "SQL", 4, "manager", "A", date(2026, 6, 1)),
        ("T1", "SQL", 1, "manager", "A", date(2026, 7, 1)),  # A had said something before
        ("T1", "SQL", 5, "manager", "B", date(2026, 8, 30)),
        ("T1", "SQL", 1, "manager", "C", date(2026, 8, 31)),  # 91 days after the first
    ]
    report = engagement(tmp_path, ratings, (TRAINING, *took("T1")))
    [item] = report.findings.programmes.items
    assert (item.arm.baseline, item.arm.change) == (2.5, 2)


def test_ratings_without_rater_count_each_row(tmp_path: Path) -> None:
    levels = [(1, date(2026, 3, 2)), (2, date(2026, 2, 2)), (5, date(2025, 11, 1)), (4, LATE)]
    ratings = [("T1", "SQL", level, "peer", "", day) for level, day in levels]
    [item] = engagement(tmp_path, ratings, (TRAINING, *took("T1"))).findings.programmes.items
    assert (item.arm.baseline, item.arm.change) == (1.5, 2.5)


def test_groups_need_both_sides_and_self_counts_where_no_other_has_them(tmp_path: Path) -> None:
    """Of T1 the manager's view is known on both days, of T2 only the own one."""
    ratings = [
        *moved({"T1": (2, 3)}),
        *moved({"T1": (1, 5), "T2": (2, 4)}, group="self"),
        ("T1", "SQL", 5, "peer", "P", EARLY),
        ("T2", "SQL", 1, "manager", "M", LATE),
    ]
    [item] = engagement(tmp_path, ratings, (TRAINING, *took("T1", "T2"))).findings.programmes.items
    assert (item.arm.n, item.arm.change, item.arm.baseline) == (2, 1.5, 2)


def test_a_persons_change_is_the_mean_over_the_programmes_skills(tmp_path: Path) -> None:
    ratings = [*moved({"T1": (2, 4), "T2": (1, 2)}), *moved({"T1": (3, 3)}, "Talks")]
    training = (TRAINING, *took("T1", skills="SQL; Talks"), *took("T2", skills="SQL"))
    [item] = engagement(tmp_path, ratings, training).findings.programmes.items
    assert (item.arm.n, item.arm.change, item.arm.baseline) == (2, 1, 1.75)


def test_who_was_ever_trained_in_a_skill_of_the_programme_is_not_compared_with(tmp_path: Path) -> None:
    """U1 took another programme on SQL long ago and broke it off, U2 will take one; U3 never did."""
    other = [
        ("U1", "Databases", date(2024, 5, 4), "", 8, 100, "hard", "SQL", "no"),
        ("U2", "Databases", date(2026, 11, 4), "", 8, 100, "hard", "SQL", ""),
        ("U3", "Talks", START, END, 8, 100, "soft", "Talks", ""),
    ]
    report = engagement(tmp_path, moved({**TRAINED, **OTHERS}), (TRAINING, *took(*TRAINED), *other))
    assert values(report, "comparison_arm", "comparison_change") == [1, 0.5]


def test_what_was_not_completed_is_no_participation(tmp_path: Path) -> None:
    training = [*took("T1", "T2"), ("T3", "SQL classes", START, "", 8, 100, "hard", "SQL", "no")]
    report = engagement(tmp_path, moved({**TRAINED, **OTHERS}), (TRAINING, *training))
    assert values(report, "participants", "hours", "cost", "arm", "comparison_arm") == [2, 16, 200, 2, 3]


def test_people_who_left_are_participants_but_in_no_arm(tmp_path: Path) -> None:
    sheets = {"Skills": (("Skill", "Category"), ("SQL", "hard")), "Training": (TRAINING, *took(*TRAINED))}
    chart = [("Employee ID", "Name", "Manager ID", "Leave date"), ("T1", "T1", "", date(2026, 9, 1))]
    chart += [(who, who, "", "") for who in ("T2", "T3", *OTHERS)]
    folder = written(tmp_path, {**sheets, "Ratings": (RATINGS, *moved({**TRAINED, **OTHERS}))}, chart)
    assert values(built(folder), "participants", "arm") == [3, 2]


# ---- earlier periods


def test_levels_beyond_the_mapped_ones_are_left_out(tmp_path: Path) -> None:
    """Of the old scale 1 to 4 the settings map 2 to 3: what T1 and U1 had then, 4 and 1, is no level of today's."""
    levels = {"T1": 4, "T2": 2, "T3": 2, "U1": 1, "U2": 2, "U3": 2}
    then: list[Row] = [(who, "SQL", level, "manager", "M", EARLY) for who, level in levels.items()]
    scale = (("Level", "Label"), (1, "low"), (4, "high"))
    sheets: dict[str, Rows] = {"Skills": (("Skill", "Category"), ("SQL", "hard")), "Scale": scale}
    write_sheets(tmp_path / "then.xlsx", {**sheets, "Ratings": (RATINGS, *then)})
    settings = "previous: [{period: 2026-Q1, workbook: then.xlsx, levels: {2: 2, 3: 3}}]"
    now = [row for row in moved({**TRAINED, **OTHERS}) if row[-1] == LATE]
    report = engagement(tmp_path, now, (TRAINING, *took(*TRAINED)), settings)
    assert values(report, "arm", "comparison_arm", "participants_change", "comparison_change") == [2, 2, 2.25, 0.25]


def test_ratings_of_earlier_periods_count_under_todays_names_and_levels(tmp_path: Path) -> None:
    """Then the skill was called Databases on a scale of 1 to 3; the row that today's workbook repeats counts once."""
    then: list[Row] = [(who, "Databases", 1.5, "manager", "M", EARLY) for who in (*TRAINED, *OTHERS)]
    write_sheets(
        tmp_path / "then.xlsx",
        {
            "Skills": (("Skill", "Category"), ("Databases", "hard")),
            "Scale": (("Level", "Label"), (1, "low"), (3, "high")),
            "Ratings": (RATINGS, *then),
        },
    )
    settings = "previous: [{period: 2026-Q1, workbook: then.xlsx, skills: {databases: SQL}, levels: {1: 1, 3: 5}}]"
    now = [row for row in moved({**TRAINED, **OTHERS}) if row[-1] == LATE] + [("T1", "SQL", 2, "manager", "M", EARLY)]
    report = engagement(tmp_path, now, (TRAINING, *took(*TRAINED)), settings)
    assert values(report, "participants_change", "comparison_change", "arm", "comparison_arm") == [2, 0, 3, 3]


# ---- gain per hour, tests, metrics


def test_the_gain_per_hour_weighs_effects_by_people_and_hours(tmp_path: Path) -> None:
    """SQL classes: effect 2 of three people with 8 hours each. Talks: effect 1 of two with 4 hours, a quarter hard."""
    mixed = ("Employee", "Programme", "Start date", "Completion date", "Hours", "Soft share", "Skills")
    training: list[Row] = [(who, "SQL classes", START, END, 8, 0, "SQL") for who in TRAINED]
    training += [(who, "Stage", START, END, 4, 0.75, "Talks") for who in ("V1", "V2")]
    talks = moved({"V1": (2, 3), "V2": (2, 3), "W1": (2, 2), "W2": (2, 2)}, "Talks")
    report = engagement(tmp_path, [*moved({**TRAINED, **OTHERS}), *talks], (mixed, *training))
    soft = 0.75 * 1 * 2 / (0.75 * 8)
    hard = (2 * 3 + 0.25 * 1 * 2) / (24 + 0.25 * 8)
    assert values(report, "soft", "hard", id="organisation.training.gain_per_hour") == pytest.approx([soft, hard])
    [action] = [action for action in report.findings.roadmap.actions if action.kind == "correct-mix"]
    facts = facts_of(report.findings)
    reason = SPEAKER.say(action_reason(facts, action))
    more = "; an hour of soft training went with +0.250 levels, one of hard training with +0.250"
    assert SPEAKER.say(action_reason_in_full(facts, action)) == reason + more


def test_programmes_without_category_are_left_out_of_the_gain_and_counted(tmp_path: Path) -> None:
    training: list[Row] = [(who, "SQL classes", START, END, 8, 100, "", "SQL", "") for who in TRAINED]
    training += took("V1", "V2", programme="Stage", skills="Talks")
    talks = moved({"V1": (2, 3), "V2": (2, 3), "W1": (2, 2), "W2": (2, 2)}, "Talks")
    report = engagement(tmp_path, [*moved({**TRAINED, **OTHERS}), *talks], (TRAINING, *training))
    assert values(report, "gain_per_hour.hard", "uncategorised", id="organisation.training") == [1 / 8, 1]
    soft = report.figures.get("organisation.training.gain_per_hour.soft")
    assert soft is None or soft.value is None


def test_the_review_names_programmes_without_effect(tmp_path: Path) -> None:
    trained = {who: (2, after) for who, after in zip(TRAINED, (1.5, 2, 3), strict=True)}
    report = engagement(tmp_path, moved({**trained, **OTHERS}), (TRAINING, *took(*TRAINED)))
    [action] = [action for action in report.findings.roadmap.actions if action.kind == "review-training"]
    reason = SPEAKER.say(action_reason(facts_of(report.findings), action))
    assert reason == "There are 1 logged and 1 planned programmes; SQL classes shows no effect"


def test_the_test_gain_is_the_mean_over_rows_with_both_scores(tmp_path: Path) -> None:
    training: list[Row] = [("T1", "SQL classes", START, 8, 40, 70), ("T2", "SQL classes", START, 8, 50, 60)]
    training += [("T3", "SQL classes", START, 8, 10, "")]
    report = engagement(tmp_path, moved(TRAINED), (TESTED, *training))
    gain = report.figures["programme.sql-classes.test_gain"]
    assert (gain.value, gain.n, gain.skipped) == (20, 2, (("no-scores", 1),))


def test_a_programme_shows_how_the_metric_stands_that_it_aims_at(tmp_path: Path) -> None:
    metrics = {"Metrics": (("Metric", "Period", "Value", "Target"), ("Retention", "2026-Q3", 0.95, 0.9))}
    settings = "programmes: [{name: SQL classes, metric: retention}]"
    report = engagement(tmp_path, moved(TRAINED), (TRAINING, *took(*TRAINED)), settings, metrics)
    row = ["SQL classes", "Retention", "95%", "met", "no direction yet"]
    assert table(report, "metrics-of-programmes") == [row]


def test_what_the_settings_say_of_an_unknown_programme_or_metric_is_named_at_its_line(tmp_path: Path) -> None:
    lines = ["programmes:", "- {name: SQL classes}", "- name: SQL clases", "- name: Talks", "  metric: Retentoin"]
    training = (TRAINING, *took("T1"), *took("T1", programme="Talks"))
    report = engagement(tmp_path, moved(TRAINED), training, "\n".join(lines))
    first = (tmp_path / "engagement.yml").read_text("utf-8").splitlines().index("programmes:") + 1
    found = [(issue.code, issue.location.line) for issue in report.issues if issue.code.startswith("programme-")]
    assert found == [("programme-not-found", first + 2), ("programme-without-metric", first + 4)]


# ---- what is missing


@pytest.mark.parametrize(
    ("ratings", "skills", "title"),
    [
        (moved(TRAINED), "SQL", "Nobody untrained stood at a similar level, so no programme can be judged"),
        (moved(TRAINED)[::2], "SQL", "Nobody was rated both before and after a programme, so none can be judged"),
        (moved(TRAINED), "", "No programme names the skills it trains, so none can be judged"),
    ],
    ids=["nobody to compare with", "not rated twice", "no skills"],
)
def test_the_title_says_what_is_missing(tmp_path: Path, ratings: list[Row], skills: str, title: str) -> None:
    report = engagement(tmp_path, ratings, (TRAINING, *took(*TRAINED, skills=skills)))
    assert report.titles["training"] == title
    assert "</html>" in report.html()


def test_without_training_there_is_no_section(tmp_path: Path) -> None:
    report = small(tmp_path, {"SQL": "hard"}, [("Analyst", "SQL", 3, 3)], {"E1": {"SQL": 2.0}}, people("North", "E1"))
    assert "training" not in report.titles
    assert report.findings.programmes.items == ()


def test_cost_and_hours_that_nobody_states_are_unknown(tmp_path: Path) -> None:
    rows = (("Employee", "Programme", "Start date", "Hours", "Skills"), ("T1", "SQL classes", START, "", "SQL"))
    report = engagement(tmp_path, moved(TRAINED), rows, "hourly_cost: 10")
    assert values(report, "hours", "cost", "break_even") == [None, None, None]
    assert report.figures["programme.sql-classes.hours"].skipped == (("no-hours", 1),)


# ---- privacy


def test_a_small_programme_is_withheld_and_does_not_follow_from_the_total(tmp_path: Path) -> None:
    """Two people took Small, six Middle and eight Large: Middle is withheld beside it."""
    training = [
        *took(*(f"L{n}" for n in range(8)), programme="Large", skills="Talks"),
        *took(*(f"M{n}" for n in range(6)), programme="Middle", skills="Talks"),
        *took("S1", "S2", programme="Small", skills="Talks"),
    ]
    report = engagement(tmp_path, moved({**TRAINED, **OTHERS}), (TRAINING, *training), "privacy_threshold: 5")
    for name in ("participants", "hours", "cost"):
        states = {id: report.figures[f"programme.{id}.{name}"].state for id in ("large", "middle", "small")}
        assert states == {"large": State.KNOWN, "middle": State.WITHHELD, "small": State.WITHHELD}
    assert values(report, "hours", id="organisation.training") == [128]
    assert report.figures["programme.middle.break_even"].state is State.WITHHELD


def test_hours_that_follow_beside_the_training_mix_are_withheld(tmp_path: Path) -> None:
    """The mix leaves out what has no category: the hours of Small would be all hours less those of the mix."""
    training = [
        *took(*(f"L{n}" for n in range(8)), programme="Large", skills="Talks"),
        *((f"S{n}", "Small", START, END, 8, 100, "", "Talks", "") for n in range(2)),
        *took(*(f"M{n}" for n in range(6)), programme="Middle", skills="Talks"),
    ]
    report = engagement(tmp_path, moved({**TRAINED, **OTHERS}), (TRAINING, *training), "privacy_threshold: 5")
    assert report.figures["organisation.mix.hours"].value == 112
    assert report.figures["organisation.training.hours"].state is State.WITHHELD


def test_who_is_not_judged_is_not_counted_where_the_number_of_participants_is_withheld(tmp_path: Path) -> None:
    """Six took Middle, of whom five are judged and have both scores; their number is withheld beside Small's."""
    trained = {f"M{n}": (2, 3 + n / 10) for n in range(5)}
    others = {f"U{n}": (2, 2 + n / 10) for n in range(5)}
    table = ("Employee", "Programme", "Start date", "Hours", "Skills", "Test before", "Test after")
    training: list[Row] = [(f"L{n}", "Large", START, 8, "Talks", "", "") for n in range(8)]
    training += [(f"M{n}", "Middle", START, 8, "SQL", 40, 60 if n < 5 else "") for n in range(6)]
    training += [(who, "Small", START, 8, "Talks", "", "") for who in ("S1", "S2")]
    report = engagement(tmp_path, moved({**trained, **others}), (table, *training), "privacy_threshold: 5")
    middle = {name: report.figures[f"programme.middle.{name}"] for name in ("participants_change", "test_gain")}
    assert report.figures["programme.middle.participants"].state is State.WITHHELD
    assert {name: (figure.n, figure.skipped) for name, figure in middle.items()} == dict.fromkeys(middle, (5, ()))


def test_what_rests_on_few_people_of_an_arm_is_withheld(tmp_path: Path) -> None:
    """Eight took part, four of them rated before and after."""
    trained = {f"T{n}": (2, 3 + n / 10) for n in range(4)}
    others = {f"U{n}": (2, 2 + n / 10) for n in range(6)}
    staff = [f"T{n}" for n in range(8)]
    report = engagement(tmp_path, moved({**trained, **others}), (TRAINING, *took(*staff)), "privacy_threshold: 5")
    figures = report.figures
    states = {name: figures[f"programme.sql-classes.{name}"].state for name in OF_ARM}
    assert set(states.values()) == {State.WITHHELD}
    assert figures["programme.sql-classes.participants"].value == 8
    assert figures["programme.sql-classes.comparison_arm"].value == 6
    assert "organisation.training.gain_per_hour.hard" not in figures
    assert verdicts(report) == ["too few people"]
    title = "Too few people were rated before and after a programme to show whether it paid"
    assert report.titles["training"] == title


OF_ARM = ("arm", "participants_change", "effect", "effect_low", "effect_high", "cost_per_level")


# ---- what holds of any log

SKILLS = ("SQL", "Talks")
GROUPS = ("self", "manager", "peer")


def drawn(folder: Path, seed: int, threshold: int) -> Built:
    """A random log of three programmes, with ratings of some people on random days by raters who may be unnamed."""
    dice = random.Random(seed)
    staff = [f"E{n}" for n in range(dice.randint(4, 18))]

    def day() -> date:
        return date(2025, 11, 1) + timedelta(days=dice.randrange(330))

    ratings = {
        (who, skill, dice.choice([1, 2, 2, 3, 4]), group, dice.choice(["", "A", "B"]), day())
        for who in staff
        for skill in SKILLS
        for group in GROUPS
        for _ in range(dice.randint(0, 5))
    }
    training = []
    for who in staff:
        for programme, skills in (("Ox", "SQL"), ("Cow", "SQL; Talks"), ("Elk", "Talks")):
            if dice.random() < 0.35:
                start = date(2025, 9, 1) + timedelta(days=dice.randrange(390))
                end = start + timedelta(days=dice.randrange(40)) if dice.random() < 0.7 else ""
                hours, cost = dice.choice([4, 8, ""]), dice.choice([100, 250, ""])
                category, done = dice.choice(["hard", "soft", ""]), dice.choice(["", "", "yes", "no"])
                training.append((who, programme, start, end, hours, cost, category, skills, done))
    rows = sorted(ratings, key=str) or [("E0", "SQL", 2, "self", "A", EARLY)]
    table = (TRAINING, *(training or took("E0")))
    return engagement(folder, rows, table, f"privacy_threshold: {threshold}")


@quick(40)
@given(seed=st.integers(0, 10**6))
def test_arms_are_those_of_the_plain_definition(seed: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        report = drawn(Path(name), seed, 1)
    for item in report.findings.programmes.items:
        own, others = plain_arms(report.findings.assessment, item.name)
        assert arm_of(item.arm) == pytest.approx(own)
        assert arm_of(item.comparison) == pytest.approx(others)


def arm_of(arm: Arm) -> list[float]:
    return [arm.n, arm.change or 0, arm.baseline or 0, arm.variance or 0]


def plain_arms(assessment: Assessment, programme: str) -> tuple[list[float], list[float]]:
    """Both arms, person by person: n, mean change, mean baseline, variance of the changes."""
    log = assessment.training[assessment.training["programme"] == programme]
    first, last = pd.Timestamp(2025, 9, 30), pd.Timestamp(assessment.as_of)
    rows = log[(log["start"] > first) & (log["start"] <= last) & log["completed"].fillna(True).astype(bool)]
    skills = sorted({skill for listed in rows["skills"] for skill in listed})
    days: dict[str, tuple[pd.Timestamp, pd.Timestamp]] = {}
    for row in rows.sort_values("start").to_dict("records"):
        completion = row["start"] if pd.isna(row["completion"]) else row["completion"]
        days.setdefault(row["employee"], (row["start"], completion))
    found = {who: plain_change(assessment, who, skills, *of) for who, of in days.items()}
    arm = {who: change for who, change in found.items() if change}
    if not arm:
        return summary([]), summary([])
    middle = [sorted(days[who][place] for who in arm)[(len(arm) - 1) // 2] for place in (0, 1)]
    trained = {
        row["employee"]
        for row in assessment.training.to_dict("records")
        if set(row["skills"]) & set(skills) or row["programme"] == programme
    }
    untrained = [str(who) for who in assessment.people.index if who not in trained]
    others = [plain_change(assessment, who, skills, *middle) for who in untrained]
    baseline = statistics.fmean(before for before, _ in arm.values())
    near = [change for change in others if change and abs(change[0] - baseline) <= 0.5 + 1e-9]
    return summary(list(arm.values())), summary(near)


def summary(changes: list[tuple[float, float]]) -> list[float]:
    if not changes:
        return [0, 0, 0, 0]
    moves = [change for _, change in changes]
    spread = statistics.variance(moves) if len(moves) > 1 else 0
    return [len(moves), statistics.fmean(moves), statistics.fmean(before for before, _ in changes), spread]


def plain_change(
    assessment: Assessment, who: str, skills: Iterable[str], start: pd.Timestamp, completion: pd.Timestamp
) -> tuple[float, float] | None:
    of_skills = []
    for skill in skills:
        rows = assessment.ratings
        own = rows[(rows["employee"] == who) & (rows["skill"] == skill) & rows["level"].notna()].to_dict("records")
        sides = {}
        for group in GROUPS:
            given = [row for row in own if row["rater_group"] == group]
            before = plain_side([row for row in given if row["date"] < start], newest=True)
            after = plain_side([row for row in given if row["date"] > completion], newest=False)
            if before is not None and after is not None:
                sides[group] = (before, after)
        used = [side for group, side in sides.items() if group != "self"] or list(sides.values())
        if used:
            of_skills.append(
                (statistics.fmean(b for b, _ in used), statistics.fmean(after - before for before, after in used))
            )
    if not of_skills:
        return None
    return statistics.fmean(b for b, _ in of_skills), statistics.fmean(c for _, c in of_skills)


def plain_side(rows: list[dict[Any, Any]], newest: bool) -> float | None:
    """Mean over raters of each one's outermost rating within 90 days of the outermost of all."""
    choose = max if newest else min
    if not rows:
        return None
    edge = choose(row["date"] for row in rows)
    near = [row for row in rows if abs((row["date"] - edge).days) <= 90]
    levels = [row["level"] for row in near if pd.isna(row["rater"])]
    for rater in {row["rater"] for row in near if not pd.isna(row["rater"])}:
        of_rater = [row for row in near if row["rater"] == rater]
        day = choose(row["date"] for row in of_rater)
        levels.append(statistics.fmean(row["level"] for row in of_rater if row["date"] == day))
    return statistics.fmean(levels)


@quick(20)
@given(seed=st.integers(0, 10**6))
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        report = drawn(Path(name), seed, 1)
    assessment, rules = report.findings.assessment, report.findings.rules
    dice = np.random.default_rng(seed)
    turned = replace(
        assessment,
        ratings=assessment.ratings.iloc[dice.permutation(len(assessment.ratings))],
        training=assessment.training.iloc[dice.permutation(len(assessment.training))],
    )
    before, after = find_programmes(assessment, rules), find_programmes(turned, rules)
    assert [told(item) for item in before.items] == [told(item) for item in after.items]
    assert before.gains == after.gains


def told(item: object) -> list[object]:
    names = ("id", "name", "skills", "participants", "hours", "cost", "soft_share", "effect", "arm_hours", "test_gain")
    return [getattr(item, name) for name in names]


@given(
    own=st.lists(st.integers(-20, 20), min_size=2, max_size=9),
    others=st.lists(st.integers(-20, 20), min_size=2, max_size=9),
    more=st.integers(-20, 20),
)
def test_what_moves_both_arms_alike_leaves_the_effect(own: list[int], others: list[int], more: int) -> None:
    plain = find_effect(arm_with(own), arm_with(others))
    moved_alike = find_effect(arm_with([x + more for x in own]), arm_with([x + more for x in others]))
    for name in ("value", "low", "high"):
        assert getattr(moved_alike, name) == pytest.approx(getattr(plain, name), abs=1e-9)


def arm_with(changes: list[int]) -> Arm:
    values = [change / 4 for change in changes]
    return Arm(np.arange(len(values)), np.array(values), statistics.fmean(values), statistics.variance(values), 2.0)


@pytest.mark.parametrize("one_more", [True, False])
def test_a_second_programme_of_nearly_the_same_people_is_not_judged(tmp_path: Path, one_more: bool) -> None:
    """T1 to T4 took the classes, T1 to T3 the lab as well: four times the one mean without three times the other is
    how far T4 moved. Had T4 not taken part, both would be printed: they are about the same people
    (T4 is then one of those they are compared with)."""
    classes = ("T1", "T2", "T3", "T4")[: 4 if one_more else 3]
    training = (TRAINING, *took(*classes), *took("T1", "T2", "T3", programme="SQL lab"))
    ratings = moved({**TRAINED, **OTHERS, "T4": (2, 5)})
    report = engagement(tmp_path, ratings, training, "privacy_threshold: 3\n")
    of_classes, of_lab = (
        values(report, "arm", "participants_change", "effect", id=f"programme.{id}")
        for id in ("sql-classes", "sql-lab")
    )
    if one_more:
        assert (of_classes, of_lab) == ([4, 2.25, 2.25], [None, None, None])
        assert values(report, "judged", "not_judged", id="organisation.training") == [1, 1]
    else:
        assert of_classes == of_lab == [3, 2, 1.25]


@quick(60)
@given(seed=st.integers(0, 10**6), programmes=st.integers(2, 6))
def test_no_few_peoples_change_follows_from_the_arms_that_are_printed(seed: int, programmes: int) -> None:
    """Of programmes in the same skill: neither a withheld arm nor up to two people follow from printed ones."""
    dice, threshold = np.random.default_rng(seed), 4
    moves = np.arange(12) / 8
    drawn_arms = {
        str(number): Arms(*(arm_of_people(np.flatnonzero(dice.random(12) < 0.6), moves) for _ in range(2)))
        for number in range(programmes)
    }
    found = settled_arms(drawn_arms, dict.fromkeys(drawn_arms, (0,)), threshold)
    arms = [arm for both in found.values() for arm in (both.own, both.comparison)]
    sets = np.array([np.isin(np.arange(12), arm.people) for arm in arms], dtype=float)
    printed = sets[[not arm.withheld for arm in arms]]
    outside = np.eye(12) - np.linalg.pinv(printed) @ printed
    hidden = [row for row, arm in zip(sets, arms, strict=True) if arm.withheld and row.any()]
    pairs = [np.isin(np.arange(12), [first, second]).astype(float) for first in range(12) for second in range(12)]
    assert all(row @ outside @ row > 1e-6 for row in [*hidden, *pairs])


def arm_of_people(
    people: np.ndarray[tuple[int], np.dtype[np.intp]], moves: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> Arm:
    return Arm(people, moves[people], 0.0, 0.0, 2.0)


@quick(40)
@given(seed=st.integers(0, 10**6), threshold=st.sampled_from([3, 5]))
def test_no_few_peoples_training_follows_from_what_is_printed(seed: int, threshold: int) -> None:
    """Neither a withheld programme nor up to two people are a combination of the hours printed of programmes, of all of
    them together and of the mix."""
    with tempfile.TemporaryDirectory() as name:
        report = drawn(Path(name), seed, threshold)
    figures, log = report.figures, report.findings.programmes.log
    log = log[log["hours"].notna()].reset_index(drop=True)
    done, mixed = log["done"].to_numpy(bool), log["soft_share"].notna().to_numpy()
    sets = {f"programme.{item.id}.hours": done & (log["id"] == item.id) for item in report.findings.programmes.items}
    sets |= {"organisation.training.hours": done, "organisation.mix.hours": mixed, "unit.north.mix.hours": mixed}
    known = [np.asarray(rows, dtype=float) for id, rows in sets.items() if id in figures and figures[id].known]
    printed = np.array(known).reshape(len(known), len(log))
    outside = np.eye(len(log)) - np.linalg.pinv(printed) @ printed
    for id, rows in sets.items():
        if id in figures and figures[id].state is State.WITHHELD and rows.any():
            target = np.asarray(rows, dtype=float)
            assert target @ outside @ target > 1e-6, id
    persons = sorted(log["person"].unique())
    for first in persons:
        for second in persons:
            theirs = log["person"].isin([first, second]).to_numpy().astype(float)
            assert theirs @ outside @ theirs > 1e-6
    for id, figure in figures.items():
        if id.startswith("programme.") and figure.known and figure.n:
            assert figure.n >= threshold, id


# ---- the sample


def test_the_sample_finds_the_programme_that_pays_and_the_one_that_does_not(sample: Built) -> None:
    paying, idle = (f"programme.{name}" for name in ("data-modelling-workshop", "negotiation-webinar"))
    figures = sample.figures
    assert figures[f"{paying}.effect"].number == pytest.approx(1.1, abs=0.1)
    assert figures[f"{paying}.effect_low"].number > 0.5
    assert figures[f"{paying}.cost_per_level"].known
    assert figures[f"{idle}.effect_low"].number < 0 < figures[f"{idle}.effect_high"].number
    assert not figures[f"{idle}.cost_per_level"].known


def test_the_samples_arms_are_those_of_the_plain_definition(sample: Built) -> None:
    """Of one programme, over the ratings of both periods."""
    assessment = sample.findings.assessment
    both = pd.concat([part.astype(object) for part in (assessment.ratings, assessment.earlier[0].assessment.ratings)])
    columns = ["employee", "skill", "rater_group", "rater", "date", "level"]
    pooled = replace(assessment, ratings=both.drop_duplicates(columns))
    skills = ["Negotiation"]
    training = assessment.training.assign(
        skills=assessment.training["programme"].astype(object).map(skills_of(assessment))
    )
    pooled = replace(pooled, training=training)
    [item] = [item for item in sample.findings.programmes.items if item.name == "Negotiation webinar"]
    own, others = plain_arms(pooled, "Negotiation webinar")
    assert [assessment.skills[place].name for place in item.skills] == skills
    assert arm_of(item.arm) == pytest.approx(own)
    assert arm_of(item.comparison) == pytest.approx(others)


def skills_of(assessment: Assessment) -> dict[object, object]:
    return dict(zip(assessment.courses["programme"], assessment.courses["skills"], strict=True))
