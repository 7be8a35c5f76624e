"""Six people worked by hand: every number of `six_people.md` is what the program prints or finds.

The workbook stands here as its rows, the working in `six_people.md`. Fractions are written as they are worked there.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from pathlib import Path

import pandas as pd
import pytest

from skillreport.analyse.findings import Findings
from skillreport.cli import cli
from tests.building import built
from tests.independent import write_sheets

DAY = date(2026, 9, 10)  # of most ratings: 20 days old

SETTINGS = """\
client: Six
industry: technology
period: 2026-Q3
workbook: assessment.xlsx
org_chart: org_chart.xlsx
training_hours_per_person: 40
privacy_threshold: {threshold}
formats: [html]
mix:
  overrides:
    - {{person: E5, soft: 50, reason: Eli moves to a role with customers}}
"""

CHART = [
    ("Employee ID", "Name", "Manager ID", "Role", "Career level", "Team", "Start date", "FTE"),
    ("E1", "Ana", "", "Lead", "manager", "", date(2019, 1, 1), 1),
    ("E2", "Ben", "E1", "Lead", "manager", "North", date(2019, 1, 1), 1),
    ("E3", "Cai", "E2", "Analyst", "senior", "North", date(2020, 1, 1), 1),
    ("E4", "Dee", "E2", "Analyst", "intermediate", "North", date(2021, 1, 1), 0.5),
    ("E5", "Eli", "E1", "Analyst", "entry", "South", date(2024, 1, 1), 1),
    ("E6", "Fay", "E1", "Analyst", "senior", "South", date(2018, 1, 1), 1),
]
SKILLS = [
    ("Skill", "Category", "Group", "Criticality"),
    ("SQL", "hard", "Data", None),
    ("Testing", "hard", "Data", None),
    ("Coaching", "soft", "People", 2),
    ("Listening", "soft", "People", 1),
]
REQUIREMENTS = [
    ("Role", "Employee", "Career level", "Skill", "Required level", "Criticality", "From date"),
    ("Analyst", "", "", "SQL", 4, 3, ""),
    ("Analyst", "", "", "Testing", 3, None, ""),  # weight: the skill has none, so 2
    ("Analyst", "", "senior", "Testing", 4, 2, ""),  # beats the role's own row
    ("Analyst", "", "", "Listening", 3, None, ""),  # weight: the skill's, 1
    ("", "E4", "", "Listening", 2, 1, ""),  # beats both
    ("Analyst", "", "", "Coaching", 3, 2, date(2027, 1, 1)),  # not yet
    ("Lead", "", "", "SQL", 3, 1, ""),
    ("Lead", "", "", "Coaching", 4, 3, ""),
    ("Lead", "", "", "Listening", 4, 2, ""),
]
RATINGS = [
    ("Employee", "Skill", "Level", "Rater group", "Rater", "Date"),
    ("E1", "SQL", 5, "self", "E1", DAY),
    ("E1", "SQL", 3, "peer", "E2", DAY),
    ("E1", "SQL", 4, "peer", "E3", DAY),
    ("E1", "Coaching", 3, "self", "E1", DAY),  # self only
    ("E2", "SQL", 2, "self", "E2", DAY),
    ("E2", "SQL", 2, "manager", "E1", DAY),
    ("E2", "Coaching", 3, "manager", "E1", date(2025, 12, 1)),  # the same rater has rated again
    ("E2", "Coaching", 4, "manager", "E1", DAY),
    ("E2", "Coaching", 5, "peer", "E3", DAY),
    ("E2", "Listening", 3, "self", "E2", DAY),
    ("E2", "Listening", 4, "manager", "E1", DAY),
    ("E3", "SQL", 5, "self", "E3", DAY),
    ("E3", "SQL", 3, "manager", "E2", DAY),  # contradicts the next row: their mean
    ("E3", "SQL", 4, "manager", "E2", DAY),
    ("E3", "SQL", 4, "peer", "E4", DAY),
    ("E3", "SQL", 5, "peer", "E5", DAY),
    ("E3", "Testing", 3, "manager", "E2", DAY),
    ("E3", "Testing", 5, "peer", "E6", date(2026, 11, 1)),  # after the as-of date
    ("E3", "Listening", 4, "self", "E3", DAY),
    ("E3", "Listening", 3, "manager", "E2", DAY),
    ("E4", "SQL", 3.75, "manager", "E2", DAY),
    ("E4", "Testing", "N/A", "manager", "E2", DAY),  # does not apply
    ("E4", "Listening", 2, "self", "E4", DAY),
    ("E4", "Listening", 1, "manager", "E2", DAY),
    ("E5", "SQL", 2, "manager", "E1", DAY),
    ("E5", "SQL", 3, "peer", "E6", DAY),
    ("E5", "Testing", 4, "manager", "E1", date(2024, 9, 30)),  # 24 months to the day, not younger: stale
    ("E5", "Listening", 3, "manager", "E1", date(2025, 6, 1)),  # over 12 months: counts, ageing
    ("E5", "Coaching", 3, "manager", "E1", DAY),  # not required
    ("E6", "SQL", 5, "manager", "E1", DAY),
    ("E6", "Testing", None, "manager", "E1", DAY),  # blank: not rated
    ("E6", "Listening", 2, "peer", "", DAY),  # without rater ids: within 90 days of the newest
    ("E6", "Listening", 4, "peer", "", date(2026, 8, 1)),
    ("E6", "Listening", 5, "peer", "", date(2026, 1, 1)),  # too far from the newest
]
TRAINING = [
    ("Employee", "Programme", "Start date", "Hours", "Category", "Soft share"),
    ("E1", "Coaching basics", date(2026, 3, 1), 8, "soft", None),
    ("E2", "Coaching basics", date(2026, 3, 1), 16, "soft", None),
    ("E3", "SQL deep dive", date(2026, 2, 2), 24, "hard", None),
    ("E4", "SQL deep dive", date(2026, 2, 2), 24, "hard", None),
    ("E5", "Customer project", date(2026, 5, 5), 20, "", 0.4),
    ("E6", "Town hall", date(2026, 6, 1), 3, "", None),  # without category: left out and counted
    ("E3", "Old course", date(2025, 8, 1), 16, "soft", None),  # over twelve months ago
]
CERTIFICATIONS = [
    ("Employee", "Certification", "Date", "Passed", "Expires"),
    ("E1", "SQL certificate", date(2025, 1, 10), "yes", date(2028, 1, 10)),  # holds it without having to
    ("E3", "SQL certificate", date(2024, 12, 31), "yes", date(2026, 12, 31)),  # expires within six months
    ("E4", "SQL certificate", date(2024, 5, 1), "yes", date(2026, 5, 1)),  # expired
    ("E5", "SQL certificate", date(2026, 8, 1), "no", None),  # failed
    ("E6", "SQL certificate", date(2026, 7, 15), "yes", date(2029, 7, 15)),
]
MANDATORY = [("Role", "Certification"), ("Analyst", "SQL certificate")]
METRICS = [
    ("Metric", "Period", "Unit", "Numerator", "Denominator"),
    ("Customer satisfaction", "2026-Q3", "North", 45, 60),
    ("Customer satisfaction", "2026-Q3", "South", 20, 30),
]
WORKBOOK: Mapping[str, Sequence[Sequence[object]]] = {
    "Skills": SKILLS,
    "Requirements": REQUIREMENTS,
    "Ratings": RATINGS,
    "Training": TRAINING,
    "Certifications": CERTIFICATIONS,
    "Mandatory certifications": MANDATORY,
    "Metrics": METRICS,
}

# Σ weight × gap and Σ weight of the rated pairs, as worked per person
OPEN = {"E1": 3, "E2": 1, "E3": 2, "E4": 1.75, "E5": 4.5, "E6": 0}
WEIGHT = {"E1": 4, "E2": 6, "E3": 6, "E4": 4, "E5": 4, "E6": 4}

GAPS = {
    "organisation.weighted_gap": 12.25 / 28,
    "organisation.mean_gap": 5.75 / 14,
    "organisation.burden": 5.75,
    "organisation.affected": 6,
    "organisation.people": 6,
    "organisation.rated_pairs": 14,
    "organisation.attainment": 8 / 14,
    "organisation.attainment_near": 9 / 14,
    "organisation.attainment_if_unknown_unmet": 8 / 17,
    "organisation.completeness": 14 / 17,
    "organisation.self_only_share": 1 / 14,
    "organisation.skills.count": 4,
    "organisation.skills.moderate": 1,
    "organisation.group.data.mean_gap": 3.75 / 7,
    "organisation.group.people.mean_gap": 2 / 7,
    "unit.north.weighted_gap": 4.75 / 16,
    "unit.north.mean_gap": 3.25 / 8,
    "unit.north.attainment": 4 / 8,
    "unit.north.people": 3,
    "unit.north.group.data.mean_gap": 2.25 / 4,
    "unit.north.group.people.mean_gap": 1 / 4,
    "unit.south.weighted_gap": 4.5 / 8,
    "unit.south.mean_gap": 1.5 / 4,
    "unit.south.attainment": 3 / 4,
    "unit.south.people": 2,
    "unit.south.group.data.mean_gap": 1.5 / 2,
    "unit.south.group.people.mean_gap": 0,
    "skill.sql.burden": 2.75,
    "skill.sql.affected": 3,
    "skill.sql.mean_gap": 2.75 / 6,
    "skill.testing.burden": 1,
    "skill.testing.affected": 1,
    "skill.testing.mean_gap": 1,
    "skill.coaching.burden": 1,
    "skill.coaching.affected": 1,
    "skill.coaching.mean_gap": 1 / 2,
    "skill.listening.burden": 1,
    "skill.listening.affected": 1,
    "skill.listening.mean_gap": 1 / 5,
}
DATA = {
    "trust.completeness": 14 / 17,
    "trust.required": 17,
    "trust.unrated": 3,
    "trust.rated_by_others": 13 / 14,
    "trust.self_only": 1,
    "trust.fresh": 15 / 16,
    "trust.stale": 1,
    "trust.ageing": 1,
    "trust.matched": 1,
    "trust.median_age": 20 * 12 / 365.25,
    "issues.rating_conflict": 2,
    "issues.rating_after_as_of": 1,
    "issues.ratings_stale": 1,
    "issues.programme_without_category": 1,
}
PEOPLE = {
    "role.analyst.ready": 1,
    "role.analyst.not_ready": 2,
    "role.analyst.unknown": 1,
    "role.analyst.both_domains": 2,
    "role.analyst.readiness": (8 / 9 + 11 / 16 + 5 / 8 + 1) / 4,
    "role.lead.ready": 1,
    "role.lead.not_ready": 1,
    "role.lead.unknown": 0,
    "role.lead.both_domains": 1,
    "role.lead.readiness": (3 / 4 + 11 / 12) / 2,
    "organisation.ready": 2,
    "organisation.bench.skills": 4,
    "organisation.bench.uncovered": 0,
    "organisation.bench.single": 1,
    "organisation.bench.not_shown": 2,
    "organisation.bench.exposed": 1,
    "skill.sql.bench.level": 4,
    "skill.sql.bench.holders": 2,
    "skill.sql.bench.needed": 4,
    "skill.testing.bench.level": 4,
    "skill.testing.bench.holders": 0,
    "skill.testing.bench.needed": 2,
    "skill.coaching.bench.level": 4,
    "skill.coaching.bench.holders": 1,
    "skill.coaching.bench.needed": 2,
    "skill.listening.bench.level": 4,
    "skill.listening.bench.holders": 1,
    "skill.listening.bench.needed": 2,
    "certification.sql-certificate.required": 4,
    "certification.sql-certificate.valid": 2,
    "certification.sql-certificate.expiring": 1,
    "certification.sql-certificate.expired": 1,
    "certification.sql-certificate.missing": 1,
    "organisation.certificates.due": 3,
}
VIEWS = {
    "organisation.views.pairs": 3,
    "organisation.views.blind_spots": 2 / 3,
    "organisation.views.hidden_strengths": 1 / 3,
    "skill.sql.own_view_beside_others": 12 / 3,
    "skill.sql.others_view": 9.5 / 3,
    "skill.sql.divergence_from_others": 2.5 / 3,
    "skill.listening.own_view": 9 / 3,
    "skill.listening.manager_view": 8 / 3,
    "skill.listening.divergence": 1 / 3,
    "skill.sql.agreement": (1 + 0 + 0.75 + sqrt(1 / 2)) / 4,
    "skill.coaching.agreement": sqrt(1 / 2),
    "skill.listening.agreement": (3 * sqrt(1 / 2) + sqrt(2)) / 4,
}
METRICS_FOUND = {
    "metric.360-feedback.2026-Q3": 21.5 / 7,
    "metric.certification-pass-rate.2026-Q3": 1 / 2,
    "metric.certification-compliance.2026-Q3": 2 / 4,
    "metric.customer-satisfaction.2026-Q3": 65 / 90,
    "unit.north.metric.customer-satisfaction.2026-Q3": 45 / 60,
    "unit.south.metric.customer-satisfaction.2026-Q3": 20 / 30,
}
# id: soft shares recommended, actual, planned, of the gap; deviation in hours; people trained
MIXES = {
    "organisation": (46 / 92, 32 / 92, 22 / 80, 4 / 12.25, -14, 5),
    "unit.north": (31.2 / 64, 16 / 64, 6 / 44, 1 / 4.75, -15.2, 3),
    "unit.south": (10 / 20, 8 / 20, 0, 0, -2, 1),
    "role.lead": (14.4 / 24, 1, 16 / 32, 3 / 4, 9.6, 2),
    "role.analyst": (31.6 / 68, 8 / 68, 6 / 48, 1 / 8.25, -23.6, 3),
    "career_level.manager": (14.4 / 24, 1, 16 / 32, 3 / 4, 9.6, 2),
    "career_level.senior": (14.4 / 24, 0, 0, 0, -14.4, 1),
    "career_level.intermediate": (7.2 / 24, 0, 6 / 12, 1 / 1.75, -7.2, 1),
    "career_level.entry": (10 / 20, 8 / 20, 0, 0, -2, 1),
}
RULES = {
    "rule.mix.count": 4,
    "rule.mix.technology-manager.soft": 0.6,
    "rule.mix.technology-manager.people": 2,
    "rule.mix.technology-senior.soft": 0.6,
    "rule.mix.technology-senior.people": 2,
    "rule.mix.technology-intermediate.soft": 0.3,
    "rule.mix.technology-intermediate.people": 1,
    "rule.mix.persons": 1,  # rows for one person are counted, not printed
}
PLAN = {
    "organisation.mix.hours": 92,
    "organisation.mix.left_out": 1,
    "organisation.plan.budget": 220,
    "organisation.plan.planned": 80,
    "organisation.plan.soft": 22,
    "organisation.plan.hard": 58,
    "organisation.plan.reserve": 140,
    "organisation.plan.unmet": 42,
    "unit.north.plan.budget": 100,
    "unit.north.plan.soft": 6,
    "unit.north.plan.hard": 38,
    "unit.north.plan.reserve": 56,
    "unit.south.plan.budget": 80,
    "unit.south.plan.soft": 0,
    "unit.south.plan.hard": 20,
    "unit.south.plan.reserve": 60,
    "role.lead.pathway.soft": 16,
    "role.lead.pathway.hard": 16,
    "role.analyst.pathway.soft": 6,
    "role.analyst.pathway.hard": 42,
    "roadmap.capacity": 22,
}


def mix_figures() -> dict[str, float]:
    """The rows of MIXES as figures."""
    found: dict[str, float] = {}
    for group, (recommended, actual, planned, gap, hours, people) in MIXES.items():
        found |= {
            f"{group}.mix.recommended.soft": recommended,
            f"{group}.mix.actual.soft": actual,
            f"{group}.mix.planned.soft": planned,
            f"{group}.mix.gap.soft": gap,
            f"{group}.mix.deviation.points": actual - recommended,
            f"{group}.mix.deviation.hours": hours,
            f"{group}.mix.people": people,
        }
    return found


EXPECTED = {**GAPS, **DATA, **PEOPLE, **VIEWS, **METRICS_FOUND, **mix_figures(), **RULES, **PLAN}


@dataclass(frozen=True)
class Printed:
    """The figures of one run: values (None: not printed) and states."""

    values: Mapping[str, float | None]
    states: Mapping[str, str]


def write_engagement(folder: Path, threshold: int) -> Path:
    write_sheets(folder / "assessment.xlsx", WORKBOOK)
    write_sheets(folder / "org_chart.xlsx", {"Org chart": CHART})
    (folder / "engagement.yml").write_text(SETTINGS.format(threshold=threshold), "utf-8")
    return folder


def build(folder: Path) -> Printed:
    """What the command line writes for the consultant."""
    cli(["build", str(folder), "--output", str(folder / "output")], standalone_mode=False)
    text = (folder / "output" / "six-2026-q3" / "consultant" / "figures.json").read_text("utf-8")
    rows = json.loads(text)["figures"]
    return Printed({row["id"]: row["value"] for row in rows}, {row["id"]: row["state"] for row in rows})


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    return build(write_engagement(tmp_path_factory.mktemp("six"), threshold=1))


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """The same six people where figures about fewer than three are not shown."""
    return build(write_engagement(tmp_path_factory.mktemp("guarded"), threshold=3))


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    return built(write_engagement(tmp_path_factory.mktemp("findings"), threshold=1)).findings


def by_person(findings: Findings, frame: pd.DataFrame, column: str) -> dict[str, object]:
    """A column of a frame indexed by person, by employee id."""
    people = list(findings.assessment.people.index)
    return {people[int(place)]: value for place, value in zip(frame.index, frame[column], strict=True)}


def by_pair(findings: Findings, column: str) -> dict[tuple[str, str], float]:
    """A column of the pairs by employee id and skill, without missing values."""
    people, skills = list(findings.assessment.people.index), [skill.name for skill in findings.assessment.skills]
    rows = findings.pairs.dropna(subset=[column])
    keys = [(people[person], skills[skill]) for person, skill in zip(rows["person"], rows["skill"], strict=True)]
    return dict(zip(keys, rows[column].astype(float), strict=True))


@pytest.mark.parametrize("id", EXPECTED)
def test_a_figure_is_as_worked_by_hand(printed: Printed, id: str) -> None:
    assert printed.values[id] == pytest.approx(EXPECTED[id], abs=1e-9)


def test_the_working_adds_up_to_the_headline() -> None:
    assert sum(OPEN.values()) / sum(WEIGHT.values()) == GAPS["organisation.weighted_gap"]


def test_no_form_and_no_rater_says_little(printed: Printed) -> None:
    """Four skills make no form that could be a straight line, and no rater is compared."""
    said = ("organisation.weighted_gap_without_", "trust.forms", "trust.raters")
    assert [id for id in printed.values if id.startswith(said)] == []


def test_every_pair_has_the_level_that_its_ratings_give(findings: Findings) -> None:
    assert by_pair(findings, "level") == pytest.approx(
        {
            ("E1", "SQL"): 3.5,
            ("E1", "Coaching"): 3,
            ("E2", "SQL"): 2,
            ("E2", "Coaching"): 4.5,
            ("E2", "Listening"): 4,
            ("E3", "SQL"): 4,
            ("E3", "Testing"): 3,
            ("E3", "Listening"): 3,
            ("E4", "SQL"): 3.75,
            ("E4", "Listening"): 1,
            ("E5", "SQL"): 2.5,
            ("E5", "Listening"): 3,
            ("E5", "Coaching"): 3,
            ("E6", "SQL"): 5,
            ("E6", "Listening"): 3,
        },
        abs=1e-9,
    )


def test_every_pair_has_its_requirement_and_weight(findings: Findings) -> None:
    analyst = {("SQL", 4.0, 3.0), ("Testing", 3.0, 2.0), ("Listening", 3.0, 1.0)}
    senior = {("SQL", 4.0, 3.0), ("Testing", 4.0, 2.0), ("Listening", 3.0, 1.0)}
    lead = {("SQL", 3.0, 1.0), ("Coaching", 4.0, 3.0), ("Listening", 4.0, 2.0)}
    own = {("SQL", 4.0, 3.0), ("Listening", 2.0, 1.0)}  # Testing does not apply
    required, weight = by_pair(findings, "required"), by_pair(findings, "weight")
    found: dict[str, set[tuple[str, float, float]]] = {}
    for (person, skill), level in required.items():
        found.setdefault(person, set()).add((skill, level, weight[person, skill]))
    assert found == {"E1": lead, "E2": lead, "E3": senior, "E4": own, "E5": analyst, "E6": senior}


def test_a_level_above_the_requirement_is_no_gap(findings: Findings) -> None:
    """E1 and E6 SQL, E2 Coaching: more than required, which makes up for nothing."""
    gaps = {pair: gap for pair, gap in by_pair(findings, "gap").items() if gap}
    assert gaps == pytest.approx(
        {
            ("E1", "Coaching"): 1,
            ("E2", "SQL"): 1,
            ("E3", "Testing"): 1,
            ("E4", "SQL"): 0.25,
            ("E4", "Listening"): 1,
            ("E5", "SQL"): 1.5,
        },
        abs=1e-9,
    )


def test_unrated_stale_and_not_applicable_are_counted_apart(findings: Findings) -> None:
    counts = {name: findings.totals[name] for name in ("required", "rated", "unrated", "stale", "not_applicable")}
    assert counts == {"required": 17, "rated": 14, "unrated": 3, "stale": 1, "not_applicable": 1}


def test_readiness_of_each_person(findings: Findings) -> None:
    shares = {"E1": 3 / 4, "E2": 5.5 / 6, "E3": 16 / 18, "E4": 2.75 / 4, "E5": 2.5 / 4, "E6": 1}
    assert by_person(findings, findings.coverage.readiness, "readiness") == pytest.approx(shares, abs=1e-9)
    assert by_person(findings, findings.coverage.readiness, "status") == {
        "E1": "not ready",
        "E2": "ready",
        "E3": "ready",
        "E4": "not ready",
        "E5": "not ready",
        "E6": "unknown",
    }
    both = by_person(findings, findings.coverage.readiness, "both_domains")
    assert {person for person, reached in both.items() if reached} == {"E2", "E3", "E6"}


def test_bench_status_of_each_skill(findings: Findings) -> None:
    skills = [skill.name for skill in findings.assessment.skills]
    weakest = findings.coverage.weakest
    found = {
        skills[skill]: (role, status)
        for skill, role, status in zip(weakest["skill"], weakest["role"], weakest["status"], strict=True)
    }
    assert found == {
        "SQL": ("Analyst", "covered"),
        "Testing": ("Analyst", "not shown"),
        "Coaching": ("Lead", "single"),
        "Listening": ("Lead", "not shown"),
    }


def test_what_the_report_does_not_print(findings: Findings) -> None:
    """The proficiency index, where there are requirements."""
    assert findings.proficiency_index == pytest.approx(33.25 / 60 * 100, abs=1e-9)


def test_the_clients_own_row_beats_industry_and_level(findings: Findings) -> None:
    recommendation = findings.mixes.recommendation
    shares = by_person(findings, recommendation.shares, "soft")
    assert shares == {"E1": 0.6, "E2": 0.6, "E3": 0.6, "E4": 0.3, "E5": 0.5, "E6": 0.6}
    row = recommendation.rows[str(by_person(findings, recommendation.shares, "row")["E5"])]
    assert (row.status, row.source) == ("client", "Eli moves to a role with customers")


def test_hours_of_each_pair(findings: Findings) -> None:
    people, skills = list(findings.assessment.people.index), [skill.name for skill in findings.assessment.skills]
    rows = findings.plan.allocations
    found = {
        (people[person], skills[skill]): hours
        for person, skill, hours in zip(rows["person"], rows["skill"], rows["hours"], strict=True)
    }
    assert found == pytest.approx(
        {
            ("E1", "Coaching"): 16,
            ("E2", "SQL"): 16,
            ("E3", "Testing"): 16,
            ("E4", "SQL"): 6,
            ("E4", "Listening"): 6,
            ("E5", "SQL"): 20,
        },
        abs=1e-9,
    )


def test_two_people_are_not_shown_where_three_are_asked_for(guarded: Printed) -> None:
    """Team South, the role Lead, every career level, and who would follow from them: see six_people.md."""
    withheld = {id for id, state in guarded.states.items() if state == "withheld"}
    groups = ("unit.south", "unit.north.mix", "unit.north.plan", "unit.north.metric", "role.", "career_level")
    for id, state in guarded.states.items():
        if id.startswith((*groups, "metric.certification-pass-rate.")):
            assert state == "withheld", id
    names = ("people", "ready", "not_ready", "unknown", "readiness", "pathway.people", "pathway.soft", "pathway.hard")
    assert {f"role.{role}.{name}" for role in ("lead", "analyst") for name in names} <= withheld
    for skill in ("sql", "testing", "coaching", "listening"):
        for name in ("burden", "mean_gap", "affected", "rated_pairs"):
            assert guarded.values.get(f"skill.{skill}.{name}") is None


def test_what_is_shown_to_three_is_what_is_shown_to_one(printed: Printed, guarded: Printed) -> None:
    """Except what counts the groups and skills that are shown; and the organisation stays."""
    wholes = ("organisation.top_", "organisation.skills.", "organisation.units.")
    counting = (*wholes, "method.", "action.", "roadmap.", "answer.")
    for id, value in guarded.values.items():
        if value is not None and not id.startswith(counting):
            assert value == pytest.approx(printed.values[id], abs=1e-9), id
    for id in GAPS:
        if id.startswith("organisation.") and not id.startswith(counting):
            assert guarded.values[id] == pytest.approx(GAPS[id], abs=1e-9)
