"""The method's rules where two readings are possible: each test makes the case that tells them apart."""

from datetime import date
from pathlib import Path

from tests.building import DAY, RATINGS, Rows, people, small

ROWS = ("Role", "Employee", "Career level", "Skill", "Required level", "Criticality")


# Bench strength


def test_what_is_required_of_one_employee_asks_nothing_of_the_role(tmp_path: Path) -> None:
    """SQL is asked at level 3 of analysts and at 5 of E1 alone: everybody is at 3, so the skill is covered."""
    levels = {f"E{n}": {"SQL": 3.0} for n in range(1, 5)}
    requirements = [ROWS, ("Analyst", "", "", "SQL", 3, 3), ("", "E1", "", "SQL", 5, 3)]
    report = small(tmp_path, {"SQL": "hard"}, [], levels, people("", *levels), more={"Requirements": requirements})
    [row] = report.findings.weakest.to_dict("records")
    assert (row["required"], row["needed"], row["holders"], row["status"]) == (3, 3, 4, "covered")


def test_a_career_levels_requirement_is_needed_by_its_people_only(tmp_path: Path) -> None:
    """Two seniors have to be at 4, two juniors at 3; nobody is at 4."""
    levels = {name: {"SQL": 3.0} for name in ("S1", "S2", "J1", "J2")}
    chart = [*people("", "S1", "S2"), *((name, name, "", "Analyst", "entry", "", "") for name in ("J1", "J2"))]
    requirements = [ROWS, ("Analyst", "", "", "SQL", 3, 3), ("Analyst", "", "senior", "SQL", 4, 3)]
    report = small(tmp_path, {"SQL": "hard"}, [], levels, chart, more={"Requirements": requirements})
    [row] = report.findings.weakest.to_dict("records")
    assert (row["career_level"], row["required"], row["needed"], row["status"]) == ("senior", 4, 2, "uncovered")


def test_a_role_with_one_incumbent_is_listed_apart(tmp_path: Path) -> None:
    """The only architect asks Design at 5, which nobody has; twelve developers have it at the 3 that they need."""
    levels = {f"E{n}": {"Design": 3.0} for n in range(1, 13)} | {"A1": {"Design": 4.0}}
    chart = [*people("", *(f"E{n}" for n in range(1, 13)), role="Developer"), *people("", "A1", role="Architect")]
    requirements = [("Developer", "Design", 3, 3), ("Architect", "Design", 5, 3)]
    report = small(tmp_path, {"Design": "hard"}, requirements, levels, chart)
    assert report.titles["risk"].startswith("The one skill of the bench is held by two people")
    assert report.figures["organisation.bench.exposed"].value == 0
    assert report.findings.lone_roles[["role", "status"]].to_numpy().tolist() == [["Architect", "uncovered"]]
    assert report.figures["role.architect.bench.skills"].value == 1


# Pairs


def test_a_word_of_na_on_a_skill_that_nobody_requires_leaves_no_denominator(tmp_path: Path) -> None:
    rows = (("E1", "SQL", 3, "manager", "", DAY), ("E1", "Law", "N/A", "manager", "", DAY))
    ratings = {"Ratings": (RATINGS, *rows)}
    categories = {"SQL": "hard", "Law": "hard"}
    report = small(tmp_path, categories, [("Analyst", "SQL", 3, 3)], {}, people("", "E1"), more=ratings)
    assert report.findings.totals["not_applicable"] == 0


# Certificates


def test_a_certification_has_one_spelling_however_it_was_typed(tmp_path: Path) -> None:
    held = [
        ("Employee", "Certification", "Date", "Expires"),
        ("E1", "AWS associate", date(2026, 1, 1), date(2029, 1, 1)),
        ("E2", "AWS  Associate", date(2026, 1, 1), date(2026, 12, 1)),
        ("E3", "aws associate", date(2026, 1, 1), date(2029, 1, 1)),
    ]
    asked = [("Role", "Certification"), ("Analyst", "AWS Associate")]
    more: dict[str, Rows] = {"Certifications": held, "Mandatory certifications": asked}
    levels = {f"E{n}": {"SQL": 3.0} for n in range(1, 4)}
    report = small(tmp_path, {"SQL": "hard"}, [("Analyst", "SQL", 3, 3)], levels, people("", *levels), more=more)
    counts = {status: report.figures[f"certification.aws-associate.{status}"].value for status in STATES}
    assert counts == {"required": 3, "valid": 2, "expiring": 1, "expired": 0, "missing": 0}
    assert report.findings.certificates["certification"].unique().tolist() == ["AWS Associate"]
    assert [action.subject for action in report.findings.roadmap.actions if action.kind == "renew-mandatory"] == [
        "aws-associate"
    ]


STATES = ("required", "valid", "expiring", "expired", "missing")
