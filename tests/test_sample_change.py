"""What changed in the three samples: every part rests on enough people, and no part that is withheld follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from tests.independent_change import FIRST, LAST, PARTS, Coordinate, Walk, people_of, sums
from tests.sample_reports import SAMPLES, Compared, compared_sample

EQUAL = 1e-9
Floats = np.ndarray[Any, np.dtype[np.float64]]


@pytest.fixture(scope="module", params=SAMPLES)
def compared(request: pytest.FixtureRequest) -> Compared:
    return compared_sample(request.param)


def chains(compared: Compared) -> dict[str, dict[str, Mapping[str, Any]]]:
    """The parts of each chain as printed, by the start of their ids."""
    starts = [f"{start}.change.{compared.client.earlier_period}.weighted_gap" for start in compared.change.walks]
    starts += [
        f"organisation.change.{compared.client.earlier_period}.attainment",
        f"organisation.change.{compared.client.earlier_period}.people",
    ]
    return {
        start: {name: compared.rows[f"{start}.{name}"] for name in PARTS}
        for start in starts
        if f"{start}.now" in compared.rows
    }


def walk_of(compared: Compared, start: str) -> Walk:
    return compared.change.walks[start.split(".change.")[0]]


def test_every_unit_and_skill_has_its_chain(compared: Compared) -> None:
    """Two periods of the organisation, its units and its skills: each says what moved, even where little is shown."""
    found = {start.split(".change.")[0] for start in chains(compared)}
    units = {
        start
        for start in compared.change.walks
        if compared.rows.get(f"{start}.weighted_gap", {}).get("state") == "known"
    }
    skills = {start for start in compared.change.walks if start.startswith("skill.")}
    assert units | skills | {"organisation"} <= found


def test_a_part_counts_the_people_whose_pairs_make_it(compared: Compared) -> None:
    for start, parts in chains(compared).items():
        for name, row in parts.items():
            if row["state"] == "known":
                assert row["n"] == walk_of(compared, start).heads[name], f"{start}.{name}"


def test_no_printed_part_rests_on_few_people(compared: Compared) -> None:
    for start, parts in chains(compared).items():
        for name, row in parts.items():
            few = 0 < walk_of(compared, start).heads[name] < compared.client.terms.threshold
            assert not (few and row["state"] == "known"), f"{start}.{name}"


def merged_people(walk: Walk, parts: Mapping[str, Mapping[str, Any]]) -> int:
    """The people behind the parts that are not printed, each once."""
    hidden = [walk.atoms[name] for name, row in parts.items() if row["state"] == "withheld"]
    return len(people_of(frozenset().union(*hidden)))


def test_what_is_merged_is_more_than_one_part_and_about_enough_people(compared: Compared) -> None:
    """Where both ends are printed: a part alone under "other", or few people together, would be read off there."""
    few = {}
    for start, parts in chains(compared).items():
        hidden = [name for name, row in parts.items() if row["state"] == "withheld"]
        if hidden and compared.states[f"{start}.now"] == "known":
            people = merged_people(walk_of(compared, start), parts)
            if len(hidden) == 1 or people < compared.client.terms.threshold:
                few[start] = (hidden, people)
    assert few == {}


def test_where_an_end_is_withheld_so_is_all_that_it_is_made_of(compared: Compared) -> None:
    """A unit that is not shown has no part, no rest and no other parts in print, but for those that nobody makes."""
    for start, parts in chains(compared).items():
        if compared.states[f"{start}.now"] == "withheld":
            for name, row in parts.items():
                assert row["state"] == "withheld" or not walk_of(compared, start).heads[name], f"{start}.{name}"
            for name in ("other", "change", "rest"):
                assert compared.states.get(f"{start}.{name}") != "known", f"{start}.{name}"


def test_other_counts_everybody_once(compared: Compared) -> None:
    for start, parts in chains(compared).items():
        if compared.states.get(f"{start}.other") == "known":
            assert compared.rows[f"{start}.other"]["n"] == merged_people(walk_of(compared, start), parts), start


def test_the_parts_as_printed_add_up_to_the_end(compared: Compared) -> None:
    for start, parts in chains(compared).items():
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


@cache
def system(sample: str, name: str) -> System:
    """The equations of one of `SYSTEMS`."""
    compared, names = compared_sample(sample), SYSTEMS[name]
    figures = {key: pairs for key, pairs in sums(compared.change).items() if key.split()[1] in names}
    ids = {
        key: f"{key.split()[0]}.change.{compared.client.earlier_period}.weighted_gap.{key.split()[1]}"
        for key in figures
    }
    printed = {key: pairs for key, pairs in figures.items() if ids[key] in compared.rows}
    states = {key: compared.rows[ids[key]]["state"] for key in printed}
    return System(sorted(frozenset[Coordinate]().union(*figures.values())), printed, states)


@pytest.mark.parametrize("names", SYSTEMS)
def test_no_withheld_part_follows_from_departments_teams_and_skills(compared: Compared, names: str) -> None:
    """Neither by differences of what a department and its teams print, nor by the ends of the chains."""
    equations = system(compared.client.folder.name, names)
    hidden = {key: pairs for key, pairs in equations.figures.items() if pairs and equations.states[key] == "withheld"}
    if not hidden:
        return
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
def test_no_few_people_follow_from_the_parts(compared: Compared, kind: str, size: int) -> None:
    assert small_groups(system(compared.client.folder.name, "all"), kind, size) == []


def test_no_few_people_follow_from_changed_requirements(compared: Compared) -> None:
    assert small_groups(system(compared.client.folder.name, "all"), "requirements", 1) == []
