"""The plan in hours and the roadmap: what is planned fits the year, and every action says what it must."""

from datetime import date
from pathlib import Path

import pytest

from skillreport.analyse.roadmap.actions import KINDS, Action
from skillreport.analyse.roadmap.mentors import find_mentors
from skillreport.report.actions import action_exit, action_reason, action_title, success
from skillreport.report.figures import facts_of
from skillreport.rules.load import PHASES
from tests.building import DAY, RATINGS, SPEAKER, Built, Rows, people, rated, small

HARD = {"SQL": "hard", "Testing": "hard"}


def action(report: Built, kind: str) -> Action:
    """The only action of a kind."""
    [found] = [action for action in report.findings.roadmap.actions if action.kind == kind]
    return found


def said(report: Built, kind: str) -> tuple[str, str, str]:
    """Title, reason and success of the only action of a kind, in words."""
    facts, found = facts_of(report.findings), action(report, kind)
    measure, baseline, target = success(facts, found)
    aim = f"{SPEAKER.say(measure)}: {SPEAKER.value(baseline)} to {SPEAKER.value(target)}"
    return SPEAKER.say(action_title(facts, found)), SPEAKER.say(action_reason(facts, found)), aim


def assert_the_year_holds(report: Built) -> None:
    """Every planned hour has its month, and no month more than it can take."""
    roadmap = report.findings.roadmap
    assert sum(roadmap.load) == pytest.approx(report.findings.plan.allocations["hours"].sum(), abs=1e-6)
    assert max(roadmap.load) <= roadmap.capacity + 1e-6
    assert report.titles["roadmap"].endswith("within its training capacity")


# The months


def test_a_kind_of_action_has_its_window_inside_its_phase(sample: Built) -> None:
    bounds = sample.findings.rules.bounds
    for kind, (first, last) in bounds.windows.items():
        phase_first, phase_last = bounds.phases[KINDS[kind]]
        assert phase_first <= first <= last <= phase_last, kind


def test_a_course_that_no_month_can_take_at_the_usual_pace_runs_longer(tmp_path: Path) -> None:
    """Five people with 16 hours each: 80 hours in two months at full pace, but a month takes 20."""
    levels = {f"E{n}": {"SQL": 1.0} for n in range(1, 6)}
    report = small(tmp_path, HARD, [("Analyst", "SQL", 3, 3)], levels, people("North", *levels))
    assert report.findings.roadmap.capacity == 20
    assert action(report, "programme").months == (3, 6)
    assert_the_year_holds(report)


def test_whoever_has_more_hours_a_year_than_the_usual_pace_learns_faster(tmp_path: Path) -> None:
    """160 hours of one skill a person: 13 months at twelve hours a month, ten at what the budget gives."""
    levels = {f"E{n}": {"SQL": 1.0} for n in range(1, 6)}
    settings = "training_hours_per_person: 400\nhours_per_level: {hard: 80}"
    report = small(tmp_path, HARD, [("Analyst", "SQL", 3, 3)], levels, people("North", *levels), settings)
    assert report.findings.plan.allocations["hours"].sum() == 5 * 160
    assert_the_year_holds(report)


def test_integrated_formats_run_into_optimisation_where_implementation_is_full(tmp_path: Path) -> None:
    """Four people are no cohort: all their hours, the whole budget, are learned from peers."""
    skills = {"SQL": "hard", "Coaching": "soft"}
    levels = {f"E{n}": {"SQL": 1.0, "Coaching": 1.0} for n in range(1, 5)}
    requirements = [("Analyst", "SQL", 5, 2), ("Analyst", "Coaching", 5, 2)]
    report = small(tmp_path, skills, requirements, levels, people("North", *levels))
    assert action(report, "circle").months == (3, 12)
    assert report.findings.roadmap.load[2:] == pytest.approx([16.0] * 10)
    assert_the_year_holds(report)


@pytest.mark.parametrize("hours", [8, 40, 120, 400])
def test_no_month_is_over_capacity_whatever_the_budget(hours: int, tmp_path: Path) -> None:
    """Eighteen people in three teams with gaps in four skills, more than any budget closes."""
    skills = {"SQL": "hard", "Testing": "hard", "Coaching": "soft", "Listening": "soft"}
    teams = {"North": range(1, 10), "South": range(10, 14), "West": range(14, 19)}
    chart = [row for team, numbers in teams.items() for row in people(team, *(f"E{n}" for n in numbers))]
    levels = {
        f"E{n}": {skill: float(1 + (n * place) % 3) for place, skill in enumerate(skills, 1)} for n in range(1, 19)
    }
    requirements = [("Analyst", skill, 5, 3) for skill in skills]
    settings = f"training_hours_per_person: {hours}"
    assert_the_year_holds(small(tmp_path, skills, requirements, levels, chart, settings))


# The plan


def test_a_rest_of_hours_that_is_nothing_but_noise_is_not_planned(tmp_path: Path) -> None:
    """(1 − 0.7) × 40 is a little more than 12, which the first gap takes: the second gets nothing."""
    settings = "mix: {overrides: [{organisation: true, soft: 70, reason: Agreed}]}"
    requirements = [("Analyst", "SQL", 3, 3), ("Analyst", "Testing", 3, 2)]
    report = small(tmp_path, HARD, requirements, {"E1": {"SQL": 2.5, "Testing": 2.0}}, people("", "E1"), settings)
    assert report.findings.plan.allocations["hours"].tolist() == pytest.approx([12])


# Mentors


def mentors_of(report: Built) -> list[tuple[str, str]]:
    """Mentee and mentor for every gap of the report that can have a mentor."""
    found = report.findings
    gaps = found.pairs[found.pairs["gap"].fillna(0) > 0]
    mentors = find_mentors(found.assessment, found.rules, gaps, found.levels)
    employees = list(found.assessment.people.index)
    return [(employees[gaps["person"].to_dict()[row]], employees[mentor]) for row, mentor in mentors.to_dict().items()]


def test_a_mentor_has_two_mentees_in_all_and_not_two_in_each_skill(tmp_path: Path) -> None:
    """One expert in two skills; two people need the one, two others the other."""
    levels = {"M1": {"SQL": 5.0, "Testing": 5.0}}
    levels |= {name: {"SQL": 1.0} for name in ("A1", "A2")} | {name: {"Testing": 1.0} for name in ("B1", "B2")}
    chart = [*people("North", "M1", "A1", "A2"), *people("North", "B1", "B2", role="Tester")]
    requirements = [("Analyst", "SQL", 5, 3), ("Tester", "Testing", 5, 3)]
    assert mentors_of(small(tmp_path, HARD, requirements, levels, chart)) == [("A1", "M1"), ("A2", "M1")]


def test_a_mentee_in_two_skills_is_one_mentee(tmp_path: Path) -> None:
    levels = {"M1": {"SQL": 5.0, "Testing": 5.0}} | {name: {"SQL": 1.0, "Testing": 1.0} for name in ("A1", "A2", "A3")}
    requirements = [("Analyst", "SQL", 5, 3), ("Analyst", "Testing", 5, 3)]
    found = mentors_of(small(tmp_path, HARD, requirements, levels, people("North", *levels)))
    assert found == [("A1", "M1"), ("A1", "M1"), ("A2", "M1"), ("A2", "M1")]


def test_a_mentor_is_no_manager_and_comes_from_another_unit(tmp_path: Path) -> None:
    """E1 lacks SQL. E2 (the manager), E3 (the same team) and E4 (another team) have it: E4 becomes the mentor."""
    levels = {"E1": {"SQL": 1.0}, "E2": {"SQL": 5.0}, "E3": {"SQL": 5.0}, "E4": {"SQL": 3.0}, "E5": {"SQL": 2.0}}
    chart = [("E1", "Name E1", "E2", "Analyst", "senior", "", "North"), *people("North", "E2", "E3")]
    chart += people("South", "E4", "E5", role="Clerk")
    assert mentors_of(small(tmp_path, HARD, [("Analyst", "SQL", 3, 3)], levels, chart)) == [("E1", "E4")]


# Future requirements


def test_a_future_requirement_counts_beyond_todays_and_by_the_same_precedence(tmp_path: Path) -> None:
    """From 2027 the role asks 4 instead of 3. For seniors a row of their own asks 4 already: nothing rises."""
    later = date(2027, 1, 1)
    requirements = [
        ("Role", "Career level", "Skill", "Required level", "Criticality", "From date"),
        ("Analyst", "", "SQL", 3, 2, ""),
        ("Analyst", "", "SQL", 4, 2, later),
        ("Analyst", "senior", "SQL", 4, 2, ""),
    ]
    chart = [*people("", "S1", "S2"), ("J1", "Name J1", "", "Analyst", "entry", "", "")]
    levels = {"S1": {"SQL": 2.0}, "S2": {"SQL": 2.0}, "J1": {"SQL": 2.0}}
    report = small(tmp_path, HARD, [], levels, chart, more={"Requirements": requirements})
    future = action(report, "future-requirements")
    assert future.audience.people == 1
    assert future.hours == 24  # from 3 to 4; the way from 2 to 3 is in the plan
    assert report.findings.future["from_date"].dt.date.tolist() == [later]


def test_who_cannot_need_a_skill_is_not_prepared_for_it(tmp_path: Path) -> None:
    requirements = [("Role", "Skill", "Required level", "From date"), ("Analyst", "SQL", 3, date(2027, 1, 1))]
    ratings = (RATINGS, ("E1", "SQL", "N/A", "manager", "", DAY), ("E2", "SQL", 1, "manager", "", DAY))
    sheets = {"Requirements": requirements, "Ratings": ratings}
    report = small(tmp_path, HARD, [], {}, people("", "E1", "E2"), more=sheets)
    assert action(report, "future-requirements").audience.people == 1


# What actions say


def test_rating_what_is_missing_aims_at_all_of_it(tmp_path: Path) -> None:
    """One of 100 pairs is not rated: 99 % today, 100 % then."""
    levels = {f"E{n}": {"SQL": 3.0} for n in range(1, 100)}
    report = small(tmp_path, HARD, [("Analyst", "SQL", 3, 3)], levels, people("", *levels, "E100"))
    assert said(report, "complete-ratings") == (
        "Rate 1 missing pair",
        "Of 100 required pairs, 1 has no rating yet",
        "Required ratings that are in: 99% to 100%",
    )


def test_a_rating_that_does_not_count_is_not_said_to_be_missing(tmp_path: Path) -> None:
    """By precedence only customers count, and a manager has rated: nobody is said never to have been rated."""
    settings = "current_level: {rule: precedence, precedence: [customer]}"
    sheets = {"Ratings": (*rated({"E1": {"SQL": 3.0}}), ("E2", "SQL", 3, "customer", "", DAY))}
    chart = people("", "E1", "E2")
    report = small(tmp_path, HARD, [("Analyst", "SQL", 3, 3)], {}, chart, settings, sheets)
    assert said(report, "complete-ratings")[1] == "Of 2 required pairs, 1 has no rating yet"


def test_what_is_to_be_decided_is_what_the_plan_leaves(tmp_path: Path) -> None:
    """Each of two people misses four levels: 96 hours are needed, 16 planned, 80 hours or 3⅓ levels are left."""
    levels = {"E1": {"SQL": 1.0}, "E2": {"SQL": 1.0}}
    report = small(tmp_path, HARD, [("Analyst", "SQL", 5, 3)], levels, people("North", "E1", "E2"))
    title, _, aim = said(report, "roll-out")
    assert title == "Decide on the gaps left in North"
    assert aim == "Levels that the plan leaves open there: 6.7 to 0.0"


def test_figures_of_an_action_keep_their_ids_when_another_action_appears(tmp_path: Path) -> None:
    levels = {f"E{n}": {"SQL": 1.0, "Testing": 3.0} for n in range(1, 8)}
    requirements = [("Analyst", "SQL", 3, 3), ("Analyst", "Testing", 3, 3)]
    for name in ("before", "after"):
        (tmp_path / name).mkdir()
    before = small(tmp_path / "before", HARD, requirements, levels, people("North", *levels))
    metrics = {"Metrics": [("Metric", "Period", "Value"), ("Retention", "2026-Q3", 0.9)]}
    after = small(tmp_path / "after", HARD, requirements, levels, people("North", *levels), more=metrics)
    ids = {id for id in before.figures if id.startswith("action.")}
    assert "action.programme.sql.hours" in ids
    assert len(after.actions) > len(before.actions)
    assert ids <= after.figures.keys()


@pytest.mark.parametrize(
    ("category", "level", "title"),
    [
        ("", 1.0, "Skills with gaps lack a category, so no training is planned; "),
        ("hard", 3.0, "No rated gap needs training; "),
    ],
)
def test_a_roadmap_without_training_says_why(category: str, level: float, title: str, tmp_path: Path) -> None:
    requirements = [("Analyst", "SQL", 3, 2)]
    report = small(tmp_path, {"SQL": category}, requirements, {"E1": {"SQL": level}}, people("", "E1"))
    assert report.titles["roadmap"].startswith(title)


def test_a_roadmap_without_hours_of_the_kind_that_is_needed_says_so(tmp_path: Path) -> None:
    settings = "mix: {overrides: [{organisation: true, soft: 100, reason: Agreed}]}"
    requirements = [("Analyst", "SQL", 3, 2)]
    report = small(tmp_path, HARD, requirements, {"E1": {"SQL": 1.0}}, people("", "E1"), settings)
    assert report.titles["roadmap"].startswith("No training hours can be planned for the gaps; ")


# Every kind of action

CERTIFICATIONS = ("Employee", "Certification", "Date", "Expires")
TRAINING = ("Employee", "Programme", "Start date", "Hours", "Cost", "Soft share")


def severe(folder: Path) -> Built:
    """Six people four levels short in SQL, two of a small team in Testing, certificates that run out, too much soft
    training by cost: what the sample has none of."""
    levels = {f"E{n}": {"SQL": 1.0} for n in range(1, 7)} | {f"T{n}": {"Testing": 2.0} for n in (1, 2)}
    chart = [("H", "Name H", "", "Head", "manager", "", "North")]
    chart += [(f"E{n}", f"Name E{n}", "H", "Analyst", "senior", "", "North") for n in range(1, 7)]
    chart += [(f"T{n}", f"Name T{n}", "H", "Tester", "senior", "", "South") for n in (1, 2)]
    more: dict[str, Rows] = {
        "Certifications": [CERTIFICATIONS, ("E1", "First aid", date(2024, 1, 1), date(2026, 1, 1))],
        "Training": [TRAINING, ("E1", "Talks", DAY, 10, 500, 1)],
    }
    requirements = [("Analyst", "SQL", 5, 3), ("Tester", "Testing", 3, 2)]
    return small(folder, HARD, requirements, levels, chart, "mix: {measure: money}", more)


@pytest.fixture(scope="module")
def situations(sample: Built, tmp_path_factory: pytest.TempPathFactory) -> list[Built]:
    """Reports that have every kind of action between them."""
    return [sample, severe(tmp_path_factory.mktemp("severe"))]


def test_every_kind_of_action_has_every_field(situations: list[Built]) -> None:
    seen = set()
    for report in situations:
        heads = {unit.head for unit in report.findings.assessment.units} - {None}
        for found in report.findings.roadmap.actions:
            seen.add(found.kind)
            assert found.phase in PHASES
            assert 1 <= found.months[0] <= found.months[1] <= 12
            assert found.hours > 0
            assert found.soft_share is not None
            assert 0 <= found.soft_share <= 1
            assert found.audience.owner in heads
            assert found.success.baseline.value is not None
            assert found.success.target.value is not None
    assert seen == set(KINDS)


def test_every_kind_of_action_is_worded_with_figures_that_are_known(situations: list[Built]) -> None:
    """Title, reason and exit of each action, without a gap where a number should stand."""
    for report in situations:
        facts = facts_of(report.findings)
        for found in report.findings.roadmap.actions:
            measure, _, target = success(facts, found)
            words = (action_title(facts, found), action_reason(facts, found))
            said = [SPEAKER.say(sentence) for sentence in (*words, action_exit(facts, found, measure, target))]
            assert all(len(sentence) > 10 and "–" not in sentence for sentence in said), said
