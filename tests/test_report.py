"""The organisation report: what it says of the sample, of its twins, and what follows a change."""

import re
from html import unescape
from pathlib import Path

import openpyxl
import pytest

from sample_data.make_samples import Recipe, numbered_departments, write_engagement
from skillreport.analyse.roadmap.actions import KINDS
from skillreport.language.catalogue import load_catalogue
from skillreport.model.assessment import Skill
from skillreport.model.figure import Figure, State, say
from skillreport.model.report import Column, Definitions, Exhibit, Table
from skillreport.write.html import measure, side_by_side
from tests.building import SPEAKER, Built, built

SECTIONS = [
    "answer",
    "reading",
    "trust",
    "gaps",
    "skills",
    "mix",
    "risk",
    "views",
    "metrics-hard-skills",
    "metrics-soft-skills",
    "metrics-business",
    "changed",
    "training",
    "plan",
    "roadmap",
    "units",
    "method",
    "issues",
]


# ---- the planted facts of the sample, as sample_data/README.md lists them


def test_the_report_has_its_sections_in_order(sample: Built) -> None:
    assert [section.id for section in sample.report.sections] == SECTIONS


def test_the_report_finds_the_department_with_the_gap(sample: Built) -> None:
    assert sample.titles["answer"].startswith("Data and AI carries 45% of the open gap")
    assert sample.titles["gaps"] == "Three units hold the deepest gaps shown, all of them in Data engineering"
    assert sample.titles["units"].startswith("Data and AI has a weighted gap of")
    assert sample.figures["unit.data-and-ai.gap_share"].number > 0.4


def test_the_report_finds_the_single_point_of_failure_and_the_uncovered_skill(sample: Built) -> None:
    assert sample.titles["risk"] == "One skill has nobody at the level, and one hangs on one person"
    assert sample.figures["skill.incident-response.bench.holders"].value == 1
    assert sample.figures["skill.data-protection.bench.holders"].value == 0
    assert "cover-skills" in sample.actions


def test_the_report_finds_the_hard_heavy_mix(sample: Built) -> None:
    assert re.match(
        r"Soft skills get 2\d% of training hours, 1\d points below the recommended 4\d%", sample.titles["mix"]
    )
    assert "correct-mix" in sample.actions


def test_the_report_finds_the_falling_metric(sample: Built) -> None:
    assert sample.titles["metrics-soft-skills"] == "Customer satisfaction fell from 86% to 74% and misses its target"
    assert "measure-metrics" in sample.actions


def test_the_report_finds_the_expiring_certification(sample: Built) -> None:
    assert sample.figures["certification.information-security-awareness.expiring"].value == 18
    assert sample.figures["organisation.certificates.due"].value == 24
    assert "renew-mandatory" in sample.actions


def test_the_report_finds_the_blind_spots(sample: Built) -> None:
    assert sample.titles["views"].endswith("Active listening and Conflict resolution")


def test_the_report_counts_the_faulty_cells(sample: Built) -> None:
    for code in ("cell_error", "level_outside_scale", "level_unknown", "skill_unknown", "date_ambiguous"):
        assert sample.figures[f"issues.{code}"].value == 1
    assert sample.figures["issues.value_out_of_range"].value == 1
    assert sample.figures["issues.rating_after_as_of"].value == 1
    assert sample.figures["issues.employee_unknown"].value == 1


# ---- twins


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The sample without its planted facts."""
    folder = tmp_path_factory.mktemp("twin")
    write_engagement(folder, Recipe(planted=False))
    return built(folder)


def test_a_twin_without_the_facts_claims_none_of_them(twin: Built) -> None:
    said = " ".join(twin.titles.values())
    assert "carries" not in said
    assert "deepest" not in twin.titles["gaps"]
    assert "within tolerance" in twin.titles["mix"]
    assert "nobody" not in twin.titles["risk"]
    assert not any("fell" in title for id, title in twin.titles.items() if id.startswith("metrics"))
    assert not {"cover-skills", "correct-mix", "renew-mandatory", "settle-critical-gaps"} & set(twin.actions)
    assert not any(issue.severity == "error" for issue in twin.issues)


def test_the_change_begins_with_what_is_method_and_not_skill(sample: Built) -> None:
    """The last report counted self ratings; without these the gap of then is wider."""
    method = sample.figures["organisation.change.2026-Q2.weighted_gap.method"]
    assert method.value == pytest.approx(0.0227, abs=5e-5)
    assert sample.titles["changed"].startswith("The weighted gap fell from 0.48 to 0.42 levels")


def test_without_gaps_there_is_no_gap_action(tmp_path: Path) -> None:
    write_engagement(tmp_path, Recipe(planted=False, gaps=False))
    report = built(tmp_path)
    gap_actions = {
        "settle-critical-gaps",
        "agree-pathways",
        "programme",
        "assignment",
        "project",
        "mentoring",
        "circle",
        "check-ins",
        "future-requirements",
        "roll-out",
    }
    assert not gap_actions & set(report.actions)
    assert "skills" not in report.titles
    assert report.titles["gaps"] == "No unit is below its requirements in any skill group"
    assert report.figures["organisation.weighted_gap"].value == 0


@pytest.mark.parametrize(
    ("recipe", "units"),
    [
        (Recipe(seed=11, client="Nordhav Shipping", people=150), 14),
        (Recipe(lowest=0, highest=4), 14),
        (Recipe(people=40, departments=numbered_departments(3, 3), planted=False), 3),
        (Recipe(people=170, departments=numbered_departments(4, 40), planted=True), 40),
    ],
    ids=["another seed and name", "a scale from 0 to 4", "3 units", "40 units"],
)
def test_other_engagements_build_with_the_same_code(recipe: Recipe, units: int, tmp_path: Path) -> None:
    write_engagement(tmp_path, recipe)
    report = built(tmp_path)
    assert report.report.client == recipe.client
    teams = [unit for unit in report.findings.assessment.units if unit.kind == "team"]
    assert len(teams) == units
    assert {"answer", "gaps", "mix", "roadmap"} <= set(report.titles)
    assert "</html>" in report.html()


# ---- one rating changes


def test_one_changed_rating_changes_exactly_the_figures_that_depend_on_it(sample: Built, tmp_path: Path) -> None:
    """A manager's rating raised to 5 moves that person's skill, unit, role and the organisation, nothing else."""
    employee, skill = _somebody_with_a_gap(sample)
    recipe = Recipe()
    write_engagement(tmp_path, recipe)
    path = tmp_path / "assessment.xlsx"
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["Ratings"]
    row = next(
        cells
        for cells in sheet.iter_rows(min_row=2)
        if (cells[0].value, cells[1].value, cells[3].value) == (employee, skill.name, "manager")
    )
    row[2].value = 5
    workbook.save(path)
    changed = built(tmp_path)

    before, after = sample.figures, changed.figures
    moved = {id for id in before.keys() & after.keys() if _differs(before[id], after[id])}
    people = sample.findings.assessment.people.loc[employee]
    mine = {unit.id for unit in sample.findings.assessment.units if unit.name in (people["team"], people["department"])}
    assert {"organisation.weighted_gap", f"skill.{skill.id}.burden"} <= moved
    for id in moved:
        if id.endswith((".burden_share", ".gap_share")):
            continue  # shares of the organisation's whole, which moved
        part, name = (*id.split("."), "")[:2]
        if part == "unit":
            assert name in mine, id
        if part == "skill":
            assert name == skill.id or id.endswith(".bench.next_count"), id
        assert part not in ("metric", "certification", "issues", "metrics"), id
        assert not re.search(r"\.mix\.(actual|recommended|deviation|hours)", id), id


def _somebody_with_a_gap(sample: Built) -> tuple[str, Skill]:
    """Employee id and skill of a pair below the requirement, in a team, rated by a manager."""
    assessment, pairs = sample.findings.assessment, sample.findings.pairs
    printed = [i for i, skill in enumerate(assessment.skills) if f"skill.{skill.id}.burden" in sample.figures]
    pair = pairs[(pairs["gap"] > 1) & pairs["manager"].notna() & pairs["skill"].isin(printed)].iloc[0]
    return str(assessment.people.index[int(pair["person"])]), assessment.skills[int(pair["skill"])]


def _differs(one: Figure, other: Figure) -> bool:
    return (one.value, one.n, one.state) != (other.value, other.n, other.state)


def test_the_html_prints_the_value_that_figures_json_holds(sample: Built) -> None:
    html = sample.html()
    for id in ("organisation.attainment", "organisation.mix.actual.soft", "unit.data-and-ai.people"):
        written = SPEAKER.value(sample.figures[id])
        assert f'<span data-figure="{id}">{written}</span>' in html


# ---- what holds for every report


def test_every_kind_of_action_is_worded() -> None:
    catalogue = load_catalogue("en")
    for kind in KINDS:
        stem = f"action.{kind.replace('-', '_')}"
        stem += "_soft" if kind == "correct-mix" else ""
        for part in ("title", "reason", "exit"):
            assert f"{stem}.{part}" in catalogue


def test_tables_fill_the_measure_and_no_more(sample: Built, twin: Built) -> None:
    """The text block is 170 mm wide; of two tables beside each other a gutter of 9 mm is left."""
    for report in (sample.report, twin.report):
        for section in report.sections:
            for blocks in side_by_side(section.blocks):
                widths = [measure(block) for block in blocks if not isinstance(block, Definitions)]
                assert sum(widths) == pytest.approx((170, 170, 161)[len(widths)] if widths else 0), blocks[0]


def test_lists_of_terms_that_follow_each_other_and_narrow_tables_share_the_measure() -> None:
    """A wide table between them keeps two narrow ones apart."""
    terms = Definitions(None, ())
    narrow, wide = (exhibit_of_width(width) for width in (80.0, 170.0))
    assert side_by_side([terms, terms, narrow, narrow, narrow, wide, narrow, terms]) == [
        (terms, terms), (narrow, narrow), (narrow,), (wide,), (narrow,), (terms,),
    ]  # fmt: skip


def exhibit_of_width(width: float) -> Exhibit:
    table = Table((Column(say("head.unit"), width),), ())
    return Exhibit("units", say("figure.units"), None, table, say("alt.units.withheld"))


def test_titles_are_sentences_of_two_lines_that_start_with_no_digit(sample: Built, twin: Built) -> None:
    for report in (sample, twin):
        for section, title in report.titles.items():
            assert 20 <= len(title) <= 110, (section, title)
            assert not title[0].isdigit(), title
            assert not title.endswith("."), title


def test_a_withheld_figure_has_no_value_and_no_n(sample: Built) -> None:
    withheld = [figure for figure in sample.report.figures if figure.state is State.WITHHELD]
    assert withheld
    assert all(figure.value is None and figure.n is None for figure in withheld)


def test_nobody_but_owners_is_named(sample: Built) -> None:
    """People are named in team and individual reports only; owners of actions are heads of units."""
    html = unescape(sample.html())  # O'Brien is written O&#39;Brien
    people = sample.findings.assessment.people
    heads = {unit.head for unit in sample.findings.assessment.units}
    others = people[~people["employee"].isin(list(heads))]
    assert not [name for name in others["name"].dropna() if name in html]
    assert not [employee for employee in people["employee"] if re.search(rf"\b{employee}\b", html)]
