"""The figures of the sample, id by id, against a second computation that shares no code with the package."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pytest

from skillreport.analyse.findings import Findings
from skillreport.cli import cli
from tests.building import Built
from tests.conftest import SAMPLE
from tests.independent import Sample, Terms, Values, behind, figures, gap_measures, readiness, slug
from tests.independent_change import FIRST, LAST, PARTS, Change, Coordinate, Walk, change_figures, people_of, sums
from tests.independent_training import Training, training_figures

TERMS = Terms(as_of=pd.Timestamp(2026, 9, 30), hours_per_person=40, threshold=5)
EARLIER = "2026-Q2"
THEN = replace(TERMS, as_of=pd.Timestamp(2026, 6, 30))
EQUAL = 1e-9
Floats = np.ndarray[Any, np.dtype[np.float64]]
AT_LEAST = 1450  # figures that both computations have

# What only the package works out, by the start of the id, and why.
NOT_COVERED = {
    "action.": "the roadmap's rules and where it places cohorts",
    "roadmap.actions": "counts of these",
    "roadmap.hours": "hours of these",
    "roadmap.organising_hours": "hours of these",
    "roadmap.load.": "hours of these by month",
    "roadmap.foundation.": "by phase",
    "roadmap.implementation.": "by phase",
    "roadmap.optimisation.": "by phase",
    "programme.": "which training pays: a second computation of its own is to come",
    "organisation.training.": "the same over all programmes",
    "exhibit.": "how many rows stand in the workbook only",
    "answer.": "how many decisions are on the first page",
    "method.formulas": "how many formulas the appendix prints",
    "issues.manager_match": "a note of the reader about itself",
    "issues.warnings": "depends on how severe each kind is",
    "organisation.deepest_cells.count": "how many cells a title names",
    "organisation.top_cells.count": "how many rows a table has",
    "organisation.top_cells.of": "how many cells are shown",
}


@dataclass(frozen=True)
class Compared:
    """The rows of figures.json by id, and the second computation of the same files."""

    rows: Mapping[str, Mapping[str, Any]]
    expected: Values

    @property
    def common(self) -> list[str]:
        return [id for id in self.rows if id in self.expected]

    @property
    def known(self) -> list[str]:
        """Ids whose value is printed and can be compared."""
        return [id for id in self.common if self.rows[id]["state"] == "known"]


@pytest.fixture(scope="module")
def change() -> Change:
    return Change(Sample(SAMPLE / "previous", THEN), Sample(SAMPLE, TERMS))


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory, change: Change) -> Compared:
    folder = tmp_path_factory.mktemp("sample")
    cli(["build", str(SAMPLE), "--output", str(folder), "--format", "html"], standalone_mode=False)
    [path] = folder.glob("*/consultant/figures.json")
    rows = {row["id"]: row for row in json.loads(path.read_text("utf-8"))["figures"]}
    before = json.loads((SAMPLE / "previous" / "figures.json").read_text("utf-8"))["figures"]
    printed = {figure["id"]: figure["value"] for figure in before}
    changed = change_figures(change, EARLIER, {id: row["state"] for id, row in rows.items()}, printed)
    trained = training_figures(Training(change.earlier, change.today))
    return Compared(rows, figures(SAMPLE, TERMS) | changed | trained)


@pytest.fixture(scope="module")
def second() -> Sample:
    return Sample(SAMPLE, TERMS)


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


def test_no_withheld_cell_is_what_is_left_of_its_row_or_column(compared: Compared, second: Sample) -> None:
    """A row's mean times its n, minus the cells printed, would be the only cell that is not."""
    state = {id: row["state"] for id, row in compared.rows.items()}
    teams = [unit for unit in second.units if f"unit.{unit}.group.data-engineering.mean_gap" in state]
    groups = [slug(group) for group in second.skills["Group"].unique()]
    cells = {(unit, group): state.get(f"unit.{unit}.group.{group}.mean_gap") for unit in teams for group in groups}
    assert "withheld" in cells.values()
    for unit in teams:
        assert [cells[unit, group] for group in groups].count("withheld") != 1, unit
    for group in groups:
        assert [cells[unit, group] for unit in teams].count("withheld") != 1, group


@pytest.mark.parametrize("figure", ["actual", "planned", "gap"])
def test_no_few_people_follow_from_the_mixes_of_units_roles_and_levels(
    compared: Compared, second: Sample, figure: str
) -> None:
    """Neither those of a withheld group nor up to three people are a combination of groups that are printed."""
    rated = second.rated
    about = {
        "actual": second.training["Employee"],
        "planned": second.planned.loc[second.planned["Hours"] > EQUAL, "Employee"],
        "gap": rated.loc[rated["Gap"] > 0, "Employee"],
    }
    people = sorted(set(about[figure]))
    ids = {start: f"{start}.mix.{figure}.soft" for start in behind(second)}
    states = {start: compared.rows[id]["state"] for start, id in ids.items() if id in compared.rows}
    members = {start: np.isin(people, behind(second)[start]).astype(float) for start in states}
    shown = np.array([members[start] for start, state in states.items() if state == "known"])
    outside = np.eye(len(people)) - np.linalg.pinv(shown) @ shown
    assert "withheld" in states.values()
    for start, state in states.items():
        if state == "withheld":
            assert members[start] @ outside @ members[start] > EQUAL, start
    for size in (1, 2, 3):
        groups = np.array(list(combinations(range(len(people)), size)))
        left = sum(outside[groups[:, i], groups[:, j]] for i in range(size) for j in range(size))
        assert np.min(left) > EQUAL


def test_most_figures_are_computed_twice(compared: Compared) -> None:
    assert len(compared.known) >= AT_LEAST
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


def test_the_roadmaps_hours_are_those_of_its_actions(compared: Compared) -> None:
    rows = compared.rows
    hours = {id: row["value"] for id, row in rows.items() if id.startswith("action.") and id.endswith(".hours")}
    assert sum(hours.values()) == pytest.approx(rows["roadmap.hours"]["value"], abs=1e-6)
    phases = ("foundation", "implementation", "optimisation")
    assert sum(rows[f"roadmap.{phase}.hours"]["value"] for phase in phases) == pytest.approx(
        rows["roadmap.hours"]["value"], abs=1e-6
    )
    parts = rows["roadmap.training_hours"]["value"] + rows["roadmap.organising_hours"]["value"]
    assert parts == pytest.approx(rows["roadmap.hours"]["value"], abs=1e-6)
    loads = [row["value"] for id, row in rows.items() if id.startswith("roadmap.load.")]
    assert sum(loads) <= rows["roadmap.training_hours"]["value"] + 1e-6
    assert max(loads) <= rows["roadmap.capacity"]["value"] + 1e-6


# What changed


def chains(compared: Compared, change: Change) -> dict[str, dict[str, Mapping[str, Any]]]:
    """The parts of each chain as printed, by the start of their ids."""
    starts = [f"{start}.change.{EARLIER}.weighted_gap" for start in change.walks]
    starts += [f"organisation.change.{EARLIER}.attainment", f"organisation.change.{EARLIER}.people"]
    return {
        start: {name: compared.rows[f"{start}.{name}"] for name in PARTS}
        for start in starts
        if f"{start}.now" in compared.rows
    }


def walk_of(change: Change, start: str) -> Walk:
    return change.walks[start.split(".change.")[0]]


def test_every_unit_and_skill_has_its_chain(compared: Compared, change: Change) -> None:
    """Two periods of the organisation, its units and its skills: each says what moved, even where little is shown."""
    found = {start.split(".change.")[0] for start in chains(compared, change)}
    units = {start for start in change.walks if compared.rows.get(f"{start}.weighted_gap", {}).get("state") == "known"}
    skills = {start for start in change.walks if start.startswith("skill.")}
    assert units | skills | {"organisation"} <= found


def test_a_part_counts_the_people_whose_pairs_make_it(compared: Compared, change: Change) -> None:
    for start, parts in chains(compared, change).items():
        for name, row in parts.items():
            if row["state"] == "known":
                assert row["n"] == walk_of(change, start).heads[name], f"{start}.{name}"


def test_no_printed_part_rests_on_few_people(compared: Compared, change: Change) -> None:
    for start, parts in chains(compared, change).items():
        for name, row in parts.items():
            few = 0 < walk_of(change, start).heads[name] < TERMS.threshold
            assert not (few and row["state"] == "known"), f"{start}.{name}"


def merged_people(walk: Walk, parts: Mapping[str, Mapping[str, Any]]) -> int:
    """The people behind the parts that are not printed, each once."""
    hidden = [walk.atoms[name] for name, row in parts.items() if row["state"] == "withheld"]
    return len(people_of(frozenset().union(*hidden)))


def test_what_is_merged_is_more_than_one_part_and_about_enough_people(compared: Compared, change: Change) -> None:
    """For both ends are printed: a part alone under "other", or few people together, would be read off there."""
    merged = 0
    for start, parts in chains(compared, change).items():
        hidden = [name for name, row in parts.items() if row["state"] == "withheld"]
        assert len(hidden) != 1, start
        if hidden:
            assert merged_people(walk_of(change, start), parts) >= TERMS.threshold, start
            merged += 1
    assert merged


def test_other_counts_everybody_once(compared: Compared, change: Change) -> None:
    for start, parts in chains(compared, change).items():
        other = compared.rows[f"{start}.other"]
        if other["state"] == "known":
            assert other["n"] == merged_people(walk_of(change, start), parts), start


def test_the_parts_as_printed_add_up_to_the_end(compared: Compared, change: Change) -> None:
    for start, parts in chains(compared, change).items():
        if not start.endswith("people"):
            printed = [row["value"] or 0.0 for row in parts.values()]
            ends = ("printed", "method", "then", "other", "now")
            value = {name: compared.rows.get(f"{start}.{name}", {}).get("value") or 0.0 for name in ends}
            first = value["printed"] + value["method"] or value["then"]
            assert first + sum(printed) + value["other"] == pytest.approx(value["now"], abs=1e-12), start


@dataclass(frozen=True)
class System:
    """Figures of the change as sums over coordinates, and what no combination of those printed reaches."""

    columns: list[Coordinate]
    figures: Mapping[str, frozenset[Coordinate]]
    states: Mapping[str, str]

    @cached_property
    def reached(self) -> Floats:
        """An orthonormal basis of what the printed figures span."""
        shown = [pairs for name, pairs in self.figures.items() if pairs and self.states[name] == "known"]
        _, size, basis = np.linalg.svd(self.rows(shown), full_matrices=False)
        return np.asarray(basis[size > EQUAL * size[0]])

    def rows(self, sets: Sequence[frozenset[Coordinate]]) -> Floats:
        place = {column: at for at, column in enumerate(self.columns)}
        made = np.zeros((len(sets), len(self.columns)))
        for row, pairs in enumerate(sets):
            made[row, [place[pair] for pair in pairs]] = 1.0
        return made

    def outside(self, sets: Sequence[frozenset[Coordinate]]) -> Floats:
        """Scalar products of what is left of each set once the printed figures are known."""
        rows = self.rows(sets)
        inside = rows @ self.reached.T
        return np.asarray(rows @ rows.T - inside @ inside.T)


SYSTEMS = {
    "then": FIRST,
    "now": LAST,
    "requirements": ("requirements",),
    "same people": ("same_people",),
    "all": (*FIRST, "requirements", "same_people", *LAST),
}


def system(compared: Compared, change: Change, names: Sequence[str]) -> System:
    figures = {key: pairs for key, pairs in sums(change).items() if key.split()[1] in names}
    ids = {key: f"{key.split()[0]}.change.{EARLIER}.weighted_gap.{key.split()[1]}" for key in figures}
    printed = {key: pairs for key, pairs in figures.items() if ids[key] in compared.rows}
    states = {key: compared.rows[ids[key]]["state"] for key in printed}
    return System(sorted(frozenset[Coordinate]().union(*figures.values())), printed, states)


@pytest.mark.parametrize("names", SYSTEMS.values(), ids=SYSTEMS)
def test_no_withheld_part_follows_from_departments_teams_and_skills(
    compared: Compared, change: Change, names: Sequence[str]
) -> None:
    """Neither by differences of what a department and its teams print, nor by the ends of the chains."""
    equations = system(compared, change, names)
    hidden = {key: pairs for key, pairs in equations.figures.items() if pairs and equations.states[key] == "withheld"}
    assert hidden
    left = np.diag(equations.outside(list(hidden.values())))
    assert [key for key, rest in zip(hidden, left, strict=True) if rest < 1e-6] == []


def small_groups(equations: System, kind: str, size: int) -> list[tuple[str, ...]]:
    """Groups of so many people whose coordinates of a kind, all or those of a skill, follow from what is printed."""
    found = []
    own = [column for column in equations.columns if column[0] == kind]
    for skill in (None, *sorted({skill for _, _, skill in own})):
        theirs: dict[str, set[Coordinate]] = {}
        for column in own:
            if skill in (None, column[2]):
                theirs.setdefault(column[1], set()).add(column)
        if len(theirs) >= size:
            left = equations.outside([frozenset(pairs) for pairs in theirs.values()])
            groups = np.array(list(combinations(range(len(theirs)), size)))
            rest = sum(left[groups[:, i], groups[:, j]] for i in range(size) for j in range(size))
            people = list(theirs)
            found += [(skill or "all", *(people[at] for at in groups[row])) for row in np.flatnonzero(rest < 1e-6)]
    return found


@pytest.mark.parametrize("size", [1, 2])
@pytest.mark.parametrize("kind", ["then", "same_people", "now"])
def test_no_few_people_follow_from_the_parts(compared: Compared, change: Change, kind: str, size: int) -> None:
    assert small_groups(system(compared, change, SYSTEMS["all"]), kind, size) == []


def test_no_few_people_follow_from_changed_requirements(compared: Compared, change: Change) -> None:
    assert small_groups(system(compared, change, SYSTEMS["all"]), "requirements", 1) == []


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


def test_every_pair_has_the_same_level_requirement_and_gap(sample: Built, second: Sample) -> None:
    pairs = sample.findings.pairs
    assert keyed(sample.findings, pairs, "required") == second_keyed(second.pairs, "Required")
    levels = second.levels.reset_index()
    assert keyed(sample.findings, pairs, "level") == pytest.approx(second_keyed(levels, "Level"), abs=EQUAL)
    assert keyed(sample.findings, pairs, "gap") == pytest.approx(second_keyed(second.rated, "Gap"), abs=EQUAL)


def test_every_person_is_as_ready(sample: Built, second: Sample) -> None:
    found = sample.findings.coverage.readiness
    employees = sample.findings.assessment.people.index[found.index.to_numpy()]
    ours = readiness(second)
    assert dict(zip(employees, found["status"], strict=True)) == ours["Status"].str.replace("_", " ").to_dict()
    assert dict(zip(employees, found["readiness"], strict=True)) == pytest.approx(ours["Share"].to_dict(), abs=EQUAL)


def test_every_pair_gets_the_same_hours(sample: Built, second: Sample) -> None:
    """The largest weighted gaps first, until the side of the budget is spent."""
    hours = second_keyed(second.planned[second.planned["Hours"] > EQUAL], "Hours")
    allocations = sample.findings.plan.allocations
    allocations = allocations[allocations["hours"] > EQUAL]
    assert keyed(sample.findings, allocations, "hours") == pytest.approx(hours, abs=EQUAL)
