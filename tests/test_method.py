"""The method's rules where two readings are possible: each test makes the case that tells them apart."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from skillreport.model.engagement import Engagement, MetricSettings
from skillreport.model.figure import Figure, State, Unit, say
from skillreport.model.report import Exhibit, Table
from skillreport.read.settings import load_engagement
from skillreport.report.actions import action_reason
from skillreport.report.figures import facts_of
from skillreport.rules.load import Rules, load_rules
from skillreport.write.brand import load_brand
from skillreport.write.rules_text import rules_record, rules_text
from skillreport.write.workbook import render_workbook
from tests.building import DAY, RATINGS, SPEAKER, Built, Rows, people, small, written
from tests.test_golden import words

ROWS = ("Role", "Employee", "Career level", "Skill", "Required level", "Criticality")


# Bench strength


def test_what_is_required_of_one_employee_asks_nothing_of_the_role(tmp_path: Path) -> None:
    """SQL is asked at level 3 of analysts and at 5 of E1 alone: everybody is at 3, so the skill is covered."""
    levels = {f"E{n}": {"SQL": 3.0} for n in range(1, 5)}
    requirements = [ROWS, ("Analyst", "", "", "SQL", 3, 3), ("", "E1", "", "SQL", 5, 3)]
    report = small(tmp_path, {"SQL": "hard"}, [], levels, people("", *levels), more={"Requirements": requirements})
    [row] = report.findings.coverage.weakest.to_dict("records")
    assert (row["required"], row["needed"], row["holders"], row["status"]) == (3, 3, 4, "covered")


def test_a_career_levels_requirement_is_needed_by_its_people_only(tmp_path: Path) -> None:
    """Two seniors have to be at 4, two juniors at 3; nobody is at 4."""
    levels = {name: {"SQL": 3.0} for name in ("S1", "S2", "J1", "J2")}
    chart = [*people("", "S1", "S2"), *((name, name, "", "Analyst", "entry", "", "") for name in ("J1", "J2"))]
    requirements = [ROWS, ("Analyst", "", "", "SQL", 3, 3), ("Analyst", "", "senior", "SQL", 4, 3)]
    report = small(tmp_path, {"SQL": "hard"}, [], levels, chart, more={"Requirements": requirements})
    [row] = report.findings.coverage.weakest.to_dict("records")
    assert (row["career_level"], row["required"], row["needed"], row["status"]) == ("senior", 4, 2, "uncovered")


def test_a_role_with_one_incumbent_is_listed_apart(tmp_path: Path) -> None:
    """The only architect asks Design at 5, which nobody has; twelve developers have it at the 3 that they need."""
    levels = {f"E{n}": {"Design": 3.0} for n in range(1, 13)} | {"A1": {"Design": 4.0}}
    chart = [*people("", *(f"E{n}" for n in range(1, 13)), role="Developer"), *people("", "A1", role="Architect")]
    requirements = [("Developer", "Design", 3, 3), ("Architect", "Design", 5, 3)]
    report = small(tmp_path, {"Design": "hard"}, requirements, levels, chart)
    assert report.titles["risk"].startswith("The one skill of the bench is held by two people")
    assert report.figures["organisation.bench.exposed"].value == 0
    assert report.findings.coverage.lone_roles[["role", "status"]].to_numpy().tolist() == [["Architect", "uncovered"]]
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


# Metrics

SATISFACTION = ("Metric", "Period", "Unit", "Numerator", "Denominator", "Target")


def satisfied(folder: Path, *rows: tuple[object, ...]) -> Built:
    """The report of an organisation with the teams North and South, and rows of customer satisfaction."""
    chart = [*people("North", "E1", "E2"), *people("South", "E3", "E4")]
    levels = {f"E{n}": {"SQL": 3.0} for n in range(1, 5)}
    named = [("Customer satisfaction", *row) for row in rows]
    more = {"Metrics": [SATISFACTION, *named]}
    return small(folder, {"SQL": "hard"}, [("Analyst", "SQL", 3, 3)], levels, chart, more=more)


def test_a_part_of_the_units_does_not_make_the_organisation(tmp_path: Path) -> None:
    report = satisfied(tmp_path, ("2026-Q3", "North", 80, 100, 0.9))
    figure = report.figures["metric.customer-satisfaction.2026-Q3"]
    assert (figure.value, figure.state) == (None, State.NOT_COMPUTABLE)
    assert "not computable from what was supplied" in report.html()


def test_all_units_make_the_organisation_and_the_target_that_they_share(tmp_path: Path) -> None:
    rows = (("2026-Q3", "North", 80, 100, 0.9), ("2026-Q3", "South", 30, 100, 0.9))
    report = satisfied(tmp_path, *rows)
    assert report.figures["metric.customer-satisfaction.2026-Q3"].value == 110 / 200
    assert report.figures["metric.customer-satisfaction.target"].value == 0.9
    assert report.findings.metrics.of("organisation")[0].status == "missed"


def test_a_year_and_a_quarter_are_not_compared(tmp_path: Path) -> None:
    """A year at 90 % and a quarter at 60 %: neither has another period of its length, so nothing fell."""
    report = satisfied(tmp_path, ("2025", "", 90, 100, 0.8), ("2026-Q3", "", 60, 100, 0.8))
    [series] = report.findings.metrics.of("organisation")
    assert [str(point.period) for point in series.points] == ["2026-Q3"]
    assert (series.travel, series.change) == ("unknown", None)
    [other] = report.findings.metrics.others
    assert [str(point.period) for point in other.points] == ["2025"]
    titles = [SPEAKER.say(block.title) for block in exhibits(report, "metrics-soft-skills")]
    assert titles[:2] == ["Metrics, 3rd quarter 2026", "Metrics, 2025"]


def exhibits(report: Built, section: str) -> list[Exhibit]:
    blocks = (block for item in report.report.sections if item.id == section for block in item.blocks)
    return [block for block in blocks if isinstance(block, Exhibit)]


# The training mix

TRAINING = ("Employee", "Programme", "Start date", "Hours", "Cost", "Soft share")


def trained(folder: Path, settings: str, chart: Rows = (), requirements: Rows = (("Analyst", "SQL", 3, 3),)) -> Built:
    """The report of people of whom E1 had ten hours of hard and E2 ten hours of soft training, for 900 and 100."""
    rows = [("E1", "SQL", DAY, 10, 900, 0), ("E2", "Talks", DAY, 10, 100, 1)]
    categories = {"SQL": "hard", "Talks": "soft"}
    levels = {"E1": {"SQL": 2.0, "Talks": 3.0}, "E2": {"SQL": 2.0, "Talks": 3.0}}
    more = {"Training": [TRAINING, *rows]}
    return small(folder, categories, requirements, levels, chart or people("North", "E1", "E2"), settings, more)


def test_a_mix_in_money_is_written_in_money(tmp_path: Path) -> None:
    report = trained(tmp_path, "mix: {measure: money}\ncurrency: GBP")
    assert report.titles["mix"] == ("Soft skills get 10% of training spending, 50 points below the recommended 60%")
    assert "spending on soft skills differs from that recommended by −€500" in report.decks["mix"]
    figure = report.figures["organisation.mix.deviation.money"]
    assert (figure.value, figure.unit) == (-500, Unit.MONEY)
    assert "organisation.mix.deviation.hours" not in report.figures
    [correction] = [action for action in report.findings.roadmap.actions if action.kind == "correct-mix"]
    reason = SPEAKER.say(action_reason(facts_of(report.findings), correction))
    assert reason == "Soft skills are 50 points below the recommendation, €500 in a year"


def test_every_recommended_share_names_its_rules_by_their_numbers(tmp_path: Path) -> None:
    """E2 is an entry-level analyst: another rule than the senior E1's."""
    chart = [*people("North", "E1"), ("E2", "Name E2", "", "Analyst", "entry", "", "North")]
    report = trained(tmp_path, "", chart)
    tables = {block.name: block.body for block in exhibits(report, "mix")}
    rules, units = tables["mix-rules-that-applied"], tables["mix-by-unit"]
    assert isinstance(rules, Table)
    assert isinstance(units, Table)
    assert [words(row.cells[0]) for row in rules.rows] == ["1", "2"]
    assert [words(row.cells[1]) for row in rules.rows] == ["Technology, Entry", "Technology, Senior"]
    assert words(units.rows[0].cells[-1]) == "1–2"


def test_a_blend_with_the_gaps_needs_a_reason_and_is_printed(tmp_path: Path) -> None:
    settings = "mix: {blend_with_gaps: {share: 0.5, reason: The gaps are hard}}"
    report = trained(tmp_path, settings)
    assert report.findings.mixes.recommendation.shares["soft"].tolist() == [0.3, 0.3]  # half of 60 %, as no gap is soft
    html = report.html()
    assert "follows the person’s own gaps: The gaps are hard" in html
    assert report.figures["rule.mix.blend"].value == 0.5
    engagement = report.findings.assessment.engagement
    text = "50% of each person’s recommendation follows the person’s own gaps: The gaps are hard"
    assert text in rules_text(report.findings.rules, engagement, SPEAKER)
    place = {"file": "engagement.yml", "line": 7}
    said = {"share": 0.5, "reason": "The gaps are hard", "place": place}
    assert rules_record(report.findings.rules, engagement, SPEAKER)["mix_blend"] == said
    (tmp_path / "without").mkdir()
    bare = written(tmp_path / "without", {}, settings="mix: {blend_with_gaps: {share: 0.5}}")
    assert [issue.code for issue in load_engagement(bare / "engagement.yml").issues] == ["settings-invalid"]


def test_of_two_overrides_for_one_target_the_first_counts(tmp_path: Path) -> None:
    settings = "mix: {overrides: [{role: Analyst, soft: 40, reason: first}, {role: analyst, soft: 80, reason: second}]}"
    report = trained(tmp_path, settings)
    assert report.findings.mixes.recommendation.shares["soft"].tolist() == [0.4, 0.4]
    assert "override-twice" in {issue.code for issue in report.issues}


def test_shares_of_one_whole_add_up_as_printed(tmp_path: Path) -> None:
    """62.5 % and 37.5 % are written 63 % and 37 %, in the report and in the workbook."""
    report = trained(tmp_path, "mix: {overrides: [{role: Analyst, soft: 62.5, reason: Agreed}]}")
    soft, hard = (report.figures[f"rule.mix.client-1.{kind}"] for kind in ("soft", "hard"))
    assert (SPEAKER.value(soft), SPEAKER.value(hard)) == ("63%", "37%")
    assert hard.value == 0.375
    book = render_workbook(report.report, SPEAKER, load_brand(None).value)
    sheet = openpyxl.load_workbook(io.BytesIO(book))["Mix rules that applied"]
    [row] = [[cell.value for cell in cells] for cells in sheet.iter_rows(min_row=5)]
    assert row[3] + row[4] == pytest.approx(1, abs=0.006)
    assert row[4] == 0.37


def test_money_has_its_sign_before_the_currency() -> None:
    figure = Figure("any", -994, Unit.MONEY, "count", say("label.threshold"))
    assert SPEAKER.value(figure) == "−€994"
    assert SPEAKER.value(replace(figure, value=994), "signed") == "+€994"


# Data


def test_a_rating_of_twelve_months_to_the_day_is_not_over_twelve_months_old(tmp_path: Path) -> None:
    rows = [("E1", "SQL", 3, "manager", "", date(2025, 9, 30)), ("E2", "SQL", 3, "manager", "", date(2025, 9, 29))]
    ratings = {"Ratings": (RATINGS, *rows)}
    chart = people("", "E1", "E2")
    report = small(tmp_path, {"SQL": "hard"}, [("Analyst", "SQL", 3, 3)], {}, chart, more=ratings)
    assert report.findings.trust.ageing == 1


# Metrics


def test_a_target_of_the_clients_own_leaves_the_methods_formula() -> None:
    """Only what the settings change is the client's; the list of rules says what that is."""
    stated = Engagement(workbook=Path("acme.xlsx"), metrics=(MetricSettings(id="retention", target=0.92),))
    rules = load_rules(stated).value
    assert rules is not None
    usual, changed = (next(m for m in found.metrics if m.id == "retention") for found in (usual_rules(), rules))
    assert (changed.target, changed.changed) == (0.92, frozenset({"target"}))
    assert replace(changed, target=usual.target, changed=frozenset(), place=None) == usual
    [line] = [line for line in rules_text(rules, stated, SPEAKER).splitlines() if line.startswith("retention")]
    assert "Employed at the start and still at the end" in line
    assert line.rstrip().endswith("method; yours: target (engagement.yml)")


def usual_rules() -> Rules:
    rules = load_rules(Engagement(workbook=Path("acme.xlsx"))).value
    assert rules is not None
    return rules
