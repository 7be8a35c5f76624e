"""What is withheld, for small tables that can be worked out exactly: fractions, and every group tried."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillreport.analyse.privacy import Body, Family, _distinct_columns, atoms_of, few, withheld

Person = tuple[str, str]
Table = Mapping[str, frozenset[int]]


def table(people: Sequence[Person]) -> dict[str, frozenset[int]]:
    """The figures of a company whose people have a unit and a role: all, each unit, each role; whom each is about."""
    found = {"all": frozenset(range(len(people)))}
    for place in (0, 1):
        for name in sorted({person[place] for person in people}):
            found[name] = frozenset(i for i, person in enumerate(people) if person[place] == name)
    return found


def hidden(people: Sequence[Person], threshold: int, also: frozenset[str] = frozenset()) -> frozenset[str]:
    """What of the table is not printed."""
    atom, labels = atoms_of({"unit": [person[0] for person in people], "role": [person[1] for person in people]})
    figures = table(people)
    sets = np.array([[float(name == "all" or name in label) for label in labels] for name in figures])
    order = [(name == "all", len(about)) for name, about in figures.items()]
    return withheld(Family(list(figures), sets, order), [Body(atom, np.arange(len(people)))], threshold, also)


def in_span(target: Sequence[int], rows: Sequence[Sequence[int]]) -> bool:
    """Whether numbers are a sum of multiples of rows, by exact elimination."""
    steps: list[tuple[int, list[Fraction]]] = []
    for row in rows:
        rest = reduced([Fraction(number) for number in row], steps)
        pivot = next((i for i, number in enumerate(rest) if number), None)
        if pivot is not None:
            steps.append((pivot, [number / rest[pivot] for number in rest]))
    return not any(reduced([Fraction(number) for number in target], steps))


def reduced(row: list[Fraction], steps: Sequence[tuple[int, list[Fraction]]]) -> list[Fraction]:
    """A row without what the steps hold of it."""
    for pivot, step in steps:
        row = [a - row[pivot] * b for a, b in zip(row, step, strict=True)]
    return row


def follows(figures: Table, shown: frozenset[str], group: frozenset[int], size: int) -> bool:
    """Whether a sum over the group follows from the same sum over the figures shown."""
    rows = [[int(i in figures[name]) for i in range(size)] for name in sorted(shown)]
    return in_span([int(i in group) for i in range(size)], rows)


def groups_below(size: int, threshold: int) -> Iterator[frozenset[int]]:
    for people in range(1, threshold):
        yield from map(frozenset, combinations(range(size), people))


# ---- by hand


def test_three_managers_do_not_follow_from_their_unit_without_its_developers() -> None:
    """Unit A has seven developers and three managers: neither A and the developers, nor all and they, are printed."""
    people = [("A", "developer")] * 7 + [("A", "manager")] * 3 + [("B", "tester")] * 20
    assert hidden(people, 5) == {"manager", "developer"}


def test_a_head_alone_does_not_follow_from_the_department_without_its_teams() -> None:
    people = [("", "x")] + [("A", "x")] * 6 + [("B", "x")] * 9
    assert hidden(people, 5) == {"", "A"}


def test_what_is_withheld_for_another_reason_does_not_follow_either() -> None:
    people = [("A", "x")] * 6 + [("B", "x")] * 7 + [("C", "x")] * 8
    assert hidden(people, 5) == frozenset()
    assert hidden(people, 5, frozenset({"C"})) == {"A", "C"}


def test_nothing_is_withheld_where_everybody_is_among_many() -> None:
    people = [(unit, role) for unit in "AB" for role in "xy" for _ in range(5)]
    assert hidden(people, 5) == frozenset()


def test_all_is_printed_as_long_as_it_is_about_enough_people() -> None:
    people = [("A", "x")] * 4 + [("B", "y")] * 4
    assert hidden(people, 5) == {"A", "B", "x", "y"}
    assert hidden(people[:4], 5) == {"all", "A", "x"}


def test_a_person_with_several_rows_counts_once() -> None:
    """Two people with four skills each are two people, and what is left of a cell is about them."""
    atom = np.array([0, 1, 2, 3] * 2 + [0] * 6)
    person = np.array([0] * 4 + [1] * 4 + [2, 3, 4, 5, 6, 7])
    sets = np.array([[1.0, 1, 1, 1], [1, 0, 0, 0], [0, 1, 1, 1]])
    family = Family(["all", "first", "rest"], sets, [(1, 0), (0, 8), (0, 6)])
    assert withheld(family, [Body(atom, person)], 5) == {"rest", "first"}


def test_a_figure_that_takes_a_part_of_an_atom_gives_the_atom_away() -> None:
    """Half the hours of a withheld action stand alone in a month: the month is withheld."""
    sets = np.array([[1.0, 0], [0, 1], [0.5, 0], [0, 1]])
    family = Family(["small", "large", "first month", "second month"], sets, [(0,), (0,), (1,), (1,)])
    body = Body(np.array([0] * 2 + [1] * 9), np.arange(11))
    assert withheld(family, [body], 5) == {"small", "first month"}


@pytest.mark.parametrize(("people", "answer"), [(None, False), (0, False), (1, True), (4, True), (5, False)])
def test_few_are_some_but_not_enough(people: int | None, answer: bool) -> None:
    assert few(people, 5) is answer


# ---- for any table

PEOPLE = st.lists(st.tuples(st.sampled_from("ABCD"), st.sampled_from("xyz")), min_size=1, max_size=14)


@settings(max_examples=120, deadline=None, derandomize=True)
@given(people=PEOPLE, threshold=st.sampled_from([2, 3, 5]), also=st.sets(st.sampled_from("ABx"), max_size=1))
def test_no_withheld_figure_and_no_small_group_follows(people: list[Person], threshold: int, also: set[str]) -> None:
    figures = table(people)
    not_shown = hidden(people, threshold, frozenset(also))
    shown = frozenset(figures) - not_shown
    assert all(len(figures[name]) >= threshold for name in shown)
    for name in not_shown & figures.keys():
        assert not follows(figures, shown, figures[name], len(people)), name
    for group in groups_below(len(people), threshold):
        assert not follows(figures, shown, group, len(people)), sorted(group)


def test_figures_that_are_alike_only_in_a_sum_are_told_apart() -> None:
    """Atom 1 is in the figures 3, 4 and 5, atom 2 in the sixth: cubes of the places add up to the same number."""
    sets = np.zeros((6, 2))
    sets[[2, 3, 4], 0] = 1
    sets[5, 1] = 1
    distinct, place = _distinct_columns(sets)
    assert (distinct.shape[1], sorted(place.tolist())) == (2, [0, 1])
    assert (distinct[:, place] == sets).all()
