"""The figures of the three samples, id by id, against a second computation that shares no code with the package."""

from collections import Counter
from functools import cache

import pandas as pd
import pytest

from skillreport.analyse.findings import Findings
from tests.building import Built, built
from tests.independent import Sample, gap_measures, readiness
from tests.independent_files import footers
from tests.sample_files import SAMPLE_DATA
from tests.sample_reports import SAMPLES, Compared, compared_sample

EQUAL = 1e-9
AT_LEAST = {"technology": 2200, "professional_services": 1240, "healthcare": 1620}  # values that both computations have

# What only the package works out, by the start of the id, and why.
ROADMAP = "the roadmap's rules: whom a cohort, a project or a mentor takes, and in which months"
NOT_COVERED = dict.fromkeys(
    (
        *("action.assignment.", "action.circle.", "action.mentoring.", "action.programme.", "action.project."),
        *("action.future-requirements.", "action.refreshers.", "action.roll-out.", "action.talk-about-views."),
        *("action.correct-mix.", "action.cover-skills.", "action.measure-metrics.", "action.review-training."),
        *("action.set-baselines.", "action.settle-critical-gaps."),
    ),
    ROADMAP,
)
NOT_COVERED |= {
    "roadmap.actions": "counts of actions",
    "roadmap.hours": "hours of all actions",
    "roadmap.organising_hours": "hours of those that are no training",
    "roadmap.load.": "hours by month",
    "roadmap.foundation.": "by phase",
    "roadmap.implementation.": "by phase",
    "roadmap.optimisation.": "by phase",
    "exhibit.": "how many rows stand in the workbook only",
    "answer.": "how many decisions are on the first page",
    "method.formulas": "how many formulas the appendix prints",
    "issues.rows_are_": "counted below",
    "issues.manager_match": "a note of the reader about itself",
    "issues.warnings": "depends on how severe each kind is",
    "organisation.deepest_cells.count": "how many cells a title names",
    "organisation.top_cells.count": "how many rows a table has",
    "organisation.top_skills.count": "how many skills a title names",
}

# One number under two ids: an action speaks of what another page computes.
SAME = {
    "action.correct-mix.soft_gain": "organisation.training.gain_per_hour.soft",
    "action.correct-mix.hard_gain": "organisation.training.gain_per_hour.hard",
    "action.review-training.idle": "organisation.training.no_effect",
    "action.review-training.logged": "organisation.training.programmes",
    "action.review-training.soft_share": "organisation.mix.actual.soft",
}


@pytest.fixture(scope="module", params=SAMPLES)
def compared(request: pytest.FixtureRequest) -> Compared:
    return compared_sample(request.param)


@pytest.fixture(scope="module")
def second(compared: Compared) -> Sample:
    return compared.client.today


@cache
def built_sample(name: str) -> Built:
    return built(SAMPLE_DATA / name)


@pytest.fixture(scope="module")
def findings(compared: Compared) -> Findings:
    return built_sample(compared.client.folder.name).findings


def test_every_printed_value_is_the_second_computations(compared: Compared) -> None:
    wrong = {
        id: (compared.rows[id]["value"], compared.expected[id])
        for id in compared.known
        if compared.rows[id]["value"] != pytest.approx(compared.expected[id], abs=EQUAL)
    }
    assert wrong == {}


def test_what_is_not_printed_cannot_be_computed_or_must_not_be_shown(compared: Compared) -> None:
    """A figure without a value is withheld, or the second computation finds no value either."""
    for id in compared.common:
        if compared.rows[id]["state"] not in ("known", "withheld"):
            assert compared.expected[id] is None, id


def test_groups_below_the_threshold_are_not_printed(compared: Compared) -> None:
    for id in compared.common:
        if compared.expected[id] is None:
            assert compared.rows[id]["value"] is None, id


def test_most_figures_are_computed_twice(compared: Compared) -> None:
    assert len(compared.known) >= AT_LEAST[compared.client.folder.name]
    rest = [id for id in compared.rows if id not in compared.expected]
    assert Counter(id for id in rest if not id.startswith(tuple(NOT_COVERED))) == {}


@pytest.mark.parametrize(
    ("measure", "n"),
    [
        ("weighted_gap", "rated_pairs"),
        ("mean_gap", "people"),
        ("attainment", "rated_pairs"),
        ("attainment_near", "rated_pairs"),
        ("attainment_if_unknown_unmet", "required_pairs"),
        ("completeness", "required_pairs"),
        ("self_only_share", "rated_pairs"),
    ],
)
def test_beside_a_gap_measure_stands_its_n(compared: Compared, second: Sample, measure: str, n: str) -> None:
    assert compared.rows[f"organisation.{measure}"]["n"] == gap_measures(second.pairs)[n]
    for unit, people in second.units.items():
        row = compared.rows.get(f"unit.{unit}.{measure}")
        if row is not None and row["state"] == "known":
            assert row["n"] == gap_measures(second.pairs[second.pairs["Employee"].isin(people)])[n]


def test_an_action_prints_the_number_of_the_page_it_speaks_of(compared: Compared) -> None:
    for one, other in SAME.items():
        if one in compared.rows:
            assert compared.rows[one]["value"] == pytest.approx(compared.rows[other]["value"], abs=1e-9), one
    assert SAME.keys() & compared.rows.keys()


def test_hours_of_reviews_are_those_of_what_is_reviewed(compared: Compared) -> None:
    """Four hours a programme, logged or planned; eight hours a unit whose mix is off."""
    value = compared.value
    programmes = value("action.review-training.logged") + value("action.review-training.planned")
    assert value("action.review-training.target") == programmes
    assert value("action.review-training.hours") == 4 * programmes
    assert value("action.correct-mix.hours") == 8 * value("action.correct-mix.units")


LEARNING = ("assignment", "project", "mentoring", "circle", "programme", "roll-out")


def test_the_roadmaps_hours_are_those_of_its_actions(compared: Compared) -> None:
    """Those printed, and where training of some is withheld two at least make up the rest; organising work that is
    withheld is in no total."""
    rows = compared.rows
    hours = [row for id, row in rows.items() if id.startswith("action.") and id.endswith(".hours")]
    hidden = [row for row in hours if row["state"] == "withheld" and row["id"].split(".")[1] in LEARNING]
    rest = rows["roadmap.hours"]["value"] - sum(row["value"] or 0.0 for row in hours)
    assert rest > 1 if hidden else rest == pytest.approx(0.0, abs=1e-6)
    assert len(hidden) != 1
    phases = ("foundation", "implementation", "optimisation")
    assert sum(rows[f"roadmap.{phase}.hours"]["value"] for phase in phases) == pytest.approx(
        rows["roadmap.hours"]["value"], abs=1e-6
    )
    parts = rows["roadmap.training_hours"]["value"] + rows["roadmap.organising_hours"]["value"]
    assert parts == pytest.approx(rows["roadmap.hours"]["value"], abs=1e-6)
    loads = [row["value"] for id, row in rows.items() if id.startswith("roadmap.load.")]
    assert sum(loads) <= rows["roadmap.training_hours"]["value"] + 1e-6
    assert max(loads) <= rows["roadmap.capacity"]["value"] + 1e-6


def test_the_clients_sums_and_remarks_are_counted() -> None:
    """Both workbooks of the consulting firm have rows under their tables that are no records."""
    compared = compared_sample("professional_services")
    client = compared.client
    paths = (client.folder / client.settings["workbook"], client.folder / client.previous["workbook"])
    found = [footers(path) for path in paths]
    assert compared.rows["issues.rows_are_totals"]["value"] == sum(rows["totals"] for rows in found)
    assert compared.rows["issues.rows_are_notes"]["value"] == sum(rows["notes"] for rows in found)


# Behind the figures


def keyed(findings: Findings, frame: pd.DataFrame, column: str) -> dict[tuple[str, str], float]:
    """A column by employee id and skill name, without missing values."""
    people, skills = list(findings.assessment.people.index), [skill.name for skill in findings.assessment.skills]
    rows = frame.dropna(subset=[column])
    keys = [(people[person], skills[skill]) for person, skill in zip(rows["person"], rows["skill"], strict=True)]
    return dict(zip(keys, rows[column].astype(float), strict=True))


def second_keyed(frame: pd.DataFrame, column: str) -> dict[tuple[str, str], float]:
    keys = zip(frame["Employee"], frame["Skill"], strict=True)
    return dict(zip(keys, frame[column].astype(float), strict=True))


def test_every_pair_has_the_same_level_requirement_and_gap(findings: Findings, second: Sample) -> None:
    pairs = findings.pairs
    assert keyed(findings, pairs, "required") == second_keyed(second.pairs, "Required")
    levels = second.levels.reset_index()
    assert keyed(findings, pairs, "level") == pytest.approx(second_keyed(levels, "Level"), abs=EQUAL)
    assert keyed(findings, pairs, "gap") == pytest.approx(second_keyed(second.rated, "Gap"), abs=EQUAL)


def test_every_person_is_as_ready(findings: Findings, second: Sample) -> None:
    found = findings.coverage.readiness
    employees = findings.assessment.people.index[found.index.to_numpy()]
    ours = readiness(second)
    assert dict(zip(employees, found["status"], strict=True)) == ours["Status"].str.replace("_", " ").to_dict()
    assert dict(zip(employees, found["readiness"], strict=True)) == pytest.approx(ours["Share"].to_dict(), abs=EQUAL)


def test_every_pair_gets_the_same_hours(findings: Findings, second: Sample) -> None:
    """The largest weighted gaps first, until the side of the budget is spent."""
    hours = second_keyed(second.planned[second.planned["Hours"] > EQUAL], "Hours")
    allocations = findings.plan.allocations
    allocations = allocations[allocations["hours"] > EQUAL]
    assert keyed(findings, allocations, "hours") == pytest.approx(hours, abs=EQUAL)
