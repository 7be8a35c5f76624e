"""Which figures are withheld: those about few people, then others until no small group follows from what is printed.

Pure functions over sets of people. What the figures are called and which sets they are about: `withheld.py`. Section 8.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

import numpy as np

Key = TypeVar("Key", bound=Hashable)
Ints = np.ndarray[tuple[int], np.dtype[np.intp]]
Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]
Vector = np.ndarray[tuple[int], np.dtype[np.floating]]
Matrix = np.ndarray[tuple[int, int], np.dtype[np.floating]]
FlagMatrix = np.ndarray[tuple[int, int], np.dtype[np.bool_]]

EXACT = 1e-7  # sums of zeros and ones that differ at all differ by far more
MOST_RETRIED = 150  # figures of a family in which those withheld for others are tried again, the largest first
MOST_PARTS = 300  # figures inside another that are compared at a time
POWERS = (1, 1, 1, 2, 2, 2, 2)  # of the regard for a weight: towards few weights, slowly at first
MOST_CLASSES = 4  # that a group is put together from; people who cannot be told apart are one class


@dataclass(frozen=True, slots=True)
class Body:
    """The facts that figures sum: a row falls into an atom and belongs to a person.

    `differences`: whether small groups that follow from printed figures count, too, although no figure is about them.
    """

    atom: Ints
    person: Ints
    differences: bool = True


@dataclass(frozen=True, slots=True)
class Family(Generic[Key]):
    """Figures with one summand, so that sums and differences of them mean something.

    `sets`: a row per figure and a column per atom, 1 where the figure sums the atom, a fraction where it sums part of
    it. `order`: figures of the lowest order are withheld first. A quotient printed with its n is as good as its sum.
    """

    keys: Sequence[Key]
    sets: Matrix
    order: Sequence[tuple[object, ...]]


def withheld(
    family: Family[Key],
    bodies: Sequence[Body],
    threshold: int,
    also: frozenset[Key] = frozenset(),
    printed: frozenset[Key] = frozenset(),
) -> frozenset[Key]:
    """The keys of figures that are not printed.

    First those about fewer people than the threshold, and `also`, what is withheld for another reason. Then, while a
    withheld figure or a group below the threshold is a linear combination of printed figures, the figure of lowest
    order that takes part in it; the last of all, and those that are `printed` whatever follows, only stand in the way.
    A figure about nobody is neither withheld nor protected.
    """
    views = [_View.of(family, body, threshold) for body in bodies]
    shown = np.array([key not in also for key in family.keys], dtype=bool)
    for view in views:
        shown &= (view.people == 0) | (view.people >= threshold)
    settled = ~shown
    fixed = _following(views, np.array([key in printed for key in family.keys], dtype=bool) & shown) & shown
    order = sorted(range(len(family.keys)), key=lambda place: (fixed[place], family.order[place], place))
    rank = np.argsort(order)
    rank[fixed] = len(order)
    # The less is printed, the less follows: small groups that do not follow now will not later.
    for find in (_View.small_groups, _View.hidden):
        while leaks := [parts[~fixed[parts]] for parts in _leaks(views, shown, threshold, rank, find)]:
            before = shown.copy()
            for parts in leaks:
                if len(parts) and shown[parts].all():  # what was withheld a moment ago may have stopped this one, too
                    shown[parts[rank[parts].argmin()]] = False
            if (shown == before).all():
                break
    if len(family.keys) <= MOST_RETRIED:
        for place in [place for place in reversed(order) if not shown[place] and not settled[place]]:
            shown[place] = True
            shown[place] = not any(
                _leaks(views, shown, threshold, rank, find) for find in (_View.small_groups, _View.hidden)
            )
    return frozenset(key for key, printed in zip(family.keys, shown, strict=True) if not printed)


def _following(views: Sequence["_View"], fixed: Flags) -> Flags:
    """Figures that follow from those that are fixed: to withhold them would be of no use."""
    if not fixed.any():
        return fixed
    spans = [_Span.of(view.sets[fixed], view.whole[fixed], ~view.small) for view in views]
    found: Flags = np.all([span.holds(view.sets) for span, view in zip(spans, views, strict=True)], axis=0)
    return found


def few(people: float | None, threshold: int) -> bool:
    """Whether a figure rests on too few people to be printed; one about nobody gives nobody away."""
    return people is not None and 0 < people < threshold


@dataclass(frozen=True, slots=True)
class _View:
    """A family over one body: atoms that no figure tells apart are one class.

    `sets`: figures × classes; `whole`: figures that take no part of an atom only. `person`: the people of each class,
    class after class. `class_people`: how many per class; `small`: fewer than the threshold. `people`: per figure, each
    once.
    """

    sets: Matrix
    whole: Flags
    person: Ints
    class_people: Ints
    small: Flags
    people: Ints
    differences: bool

    @staticmethod
    def of(family: Family[Key], body: Body, threshold: int) -> "_View":
        atoms, row_atom = np.unique(body.atom, return_inverse=True)
        sets, atom_class = _distinct_columns(family.sets[:, atoms])
        base = int(body.person.max(initial=0)) + 1
        row_class, person = np.divmod(np.unique(atom_class[row_atom] * base + body.person), base)
        class_people = np.bincount(row_class, minlength=sets.shape[1])
        whole = (sets == (sets != 0)).all(axis=1)
        view = _View(sets, whole, person, class_people, class_people < threshold, class_people[:0], body.differences)
        return replace(view, people=np.array([view.count(used) for used in sets != 0], dtype=np.intp))

    def count(self, classes: Flags) -> int:
        """Distinct people in classes."""
        chosen = np.flatnonzero(classes)
        sizes = self.class_people[chosen]
        first = np.cumsum(self.class_people)[chosen] - sizes
        rows = np.arange(sizes.sum()) + np.repeat(first - np.cumsum(sizes) + sizes, sizes)
        return int(np.count_nonzero(np.bincount(self.person[rows])))

    def hidden(self, shown: Flags, span: "_Span", _: int) -> list[Vector]:
        """Withheld figures that follow from those shown, over classes."""
        sets = self.sets[~shown & (self.people > 0)]
        return list(sets[span.holds(sets)])

    def small_groups(self, shown: Flags, span: "_Span", threshold: int) -> list[Vector]:
        """Groups below the threshold that follow from the figures shown: what is left of one without another inside it
        or without all of them, and unions of few classes."""
        if not self.differences:
            return []
        differences, left = _left_over(span.sets[self.whole[shown]], span.rest[self.whole[shown]], self.small)
        found = [*differences, *left[span.holds(left.astype(float))]]
        found += list(span.unions(self.small, self.class_people, threshold))
        return [group.astype(float) for group in found if self.count(group) < threshold]


def _distinct_columns(sets: Matrix) -> tuple[Matrix, Ints]:
    """The columns of a matrix without repetition, and where each stands among them."""
    if not (sets == (sets != 0)).all():
        return _distinct_fractions(sets)
    packed = np.packbits(sets != 0, axis=0)
    _, first, place = np.unique(packed, axis=1, return_index=True, return_inverse=True)
    return sets[:, first], place.reshape(-1)


def _distinct_fractions(sets: Matrix) -> tuple[Matrix, Ints]:
    """The same where figures sum parts: sorting such columns would take as long as all the rest, so they are told apart
    by 64 bits made of them."""
    mark = np.zeros(sets.shape[1], dtype=np.uint64)
    factor = np.uint64(0x9E3779B97F4A7C15)  # odd, so that no bit gets lost
    for row in sets:
        mark = mark * factor + (row + 0.0).astype(np.float64).view(np.uint64)
        mark ^= mark >> np.uint64(29)
    _, first, place = np.unique(mark, return_index=True, return_inverse=True)
    return sets[:, first], place.reshape(-1)


def _left_over(sets: Matrix, outer: Flags, small: Flags) -> tuple[FlagMatrix, FlagMatrix]:
    """What is left of each `outer` set without another set inside it, and without all others inside it, where it is
    small classes only."""
    real = sets.astype(np.float32)
    size = real.sum(axis=1)
    inside = ((real[outer] @ real.T) == size[None, :]) & (size[None, :] < size[outer][:, None]) & (size[None, :] > 0)
    large = real[:, ~small].sum(axis=1)
    first, inner = np.nonzero(inside & (large[outer][:, None] == large[None, :]))
    filled = real != 0
    left = filled[outer] & ~((inside.astype(np.float32) @ real) > 0)
    return filled[outer][first] & ~filled[inner], left[left.any(axis=1) & ~(left & ~small).any(axis=1)]


Find = Callable[[_View, Flags, "_Span", int], list[Vector]]


def _leaks(views: Sequence[_View], shown: Flags, threshold: int, rank: Ints, find: Find) -> list[Ints]:
    """For each group found that follows from the figures shown, figures without one of which it would not follow in
    this way; the smallest group first."""
    parts = []
    for view in views:
        span = _Span.of(view.sets[shown], view.whole[shown], ~view.small)
        groups = {group.tobytes(): group for group in find(view, shown, span, threshold)}.values()
        ordered = sorted(groups, key=lambda group: (view.count(group != 0), group.tobytes()))
        parts += [np.flatnonzero(shown)[_parts(span, group, rank[shown])] for group in ordered]
    return parts


def _parts(span: "_Span", target: Vector, rank: Ints) -> Ints:
    """Figures without one of which the target would not follow in this way.

    Those that every combination needs, where there are any besides the last; else few that are enough: one that holds
    the target and others inside it, the smallest such.
    """
    used, last = span.weights(target), rank.max()
    needed = np.flatnonzero(used & ~span.spare)
    if (rank[needed] < last).any():
        return needed
    sets, filled = span.sets, span.sets != 0
    outer = np.flatnonzero(filled[:, target != 0].all(axis=1))
    for place in outer[np.argsort(filled[outer].sum(axis=1), kind="stable")]:
        inside = np.flatnonzero(~filled[:, ~filled[place]].any(axis=1))
        if len(inside) > MOST_PARTS:
            break
        few_used = _few_weights(sets[inside][:, filled[place]], target[filled[place]])
        if few_used is not None and (rank[inside[few_used]] < last).any():
            return inside[few_used]
    return np.flatnonzero(used)


def _few_weights(sets: Matrix, target: Vector) -> Flags | None:
    """Which of the sets have a weight in a combination of few that gives the target; None where none gives it.

    Least squares again and again, each time with less regard for sets of small weight.
    """
    products, wanted = sets @ sets.T, sets @ target
    regard = np.ones(len(sets))
    used: Flags | None = None
    for power in POWERS:
        scale = np.sqrt(regard)
        values, vectors = np.linalg.eigh(products * scale[:, None] * scale[None, :])
        kept = values > 1e-9 * max(values.max(initial=0.0), 1e-3)
        weight = scale * (vectors[:, kept] @ ((vectors[:, kept].T @ (scale * wanted)) / values[kept]))
        if ((weight @ sets - target) ** 2).sum() > EXACT * max(1.0, float(target @ target)):
            return used
        used = np.abs(weight) > 1e-4
        regard = np.where(used, np.abs(weight) ** power, 1e-9)
    return used


@dataclass(frozen=True, slots=True)
class _Span:
    """All linear combinations of figures, over classes.

    Figures that share no class are taken out of all others, each at a large class of its own, the `pivot`: what then is
    left of the others is little. `owner`: per class which of these figures has it, −1: none. `rest`: the others.
    `directions`: an orthonormal basis of what is left of them; `inverse`: of that by least squares. `spare`: figures
    that follow from others.
    """

    sets: Matrix
    rest: Flags
    pivot: Ints
    owner: Ints
    directions: Matrix
    inverse: Matrix
    spare: Flags

    @staticmethod
    def of(sets: Matrix, whole: Flags, large: Flags) -> "_Span":
        first, pivot, owner = _apart(sets, whole, large)
        rest = np.ones(len(sets), dtype=bool)
        rest[first] = False
        left = _without(sets[rest], pivot, owner)
        some = left.any(axis=1)
        values, vectors = np.linalg.eigh((left[some] @ left[some].T).astype(float))
        kept = values > 1e-9 * max(values.max(initial=0.0), 1.0)
        scaled = vectors[:, kept] / np.sqrt(values[kept])
        directions = left[some].T @ scaled
        inverse = np.zeros((len(left), sets.shape[1]))
        inverse[some] = scaled @ directions.T
        ties = np.eye(len(left))[:, ~some]  # combinations of the rest that leave nothing
        ties = np.concatenate([ties, np.zeros((len(left), (~kept).sum()))], axis=1)
        ties[some, (~some).sum() :] = vectors[:, ~kept]
        spare = np.zeros(len(sets), dtype=bool)
        spare[rest] = (ties**2).sum(axis=1) > EXACT
        spare[first] = ((ties.T @ sets[rest][:, pivot]) ** 2).sum(axis=0) > EXACT
        return _Span(sets, rest, pivot, owner, directions, inverse, spare)

    def holds(self, targets: Matrix) -> Flags:
        """Which of the targets, over classes, are combinations."""
        left = _without(targets, self.pivot, self.owner)
        off = (left**2).sum(axis=1) - ((left @ self.directions) ** 2).sum(axis=1)
        found: Flags = off < EXACT * np.maximum(1.0, (left**2).sum(axis=1))
        return found

    def weights(self, target: Vector) -> Flags:
        """Which figures have a weight in the combination that gives the target, one of several perhaps."""
        weight = np.zeros(len(self.sets))
        weight[self.rest] = self.inverse @ _without(target[None], self.pivot, self.owner)[0]
        weight[~self.rest] = (target - weight @ self.sets)[self.pivot]
        used: Flags = np.abs(weight) > EXACT
        return used

    def unions(self, small: Flags, people: Ints, threshold: int) -> FlagMatrix:
        """Unions of up to four small open classes that are combinations; larger ones only where there is no smaller.

        Where a union of k classes is a combination, each class has at least the kth part of its length in the span,
        which few classes have; and over anything outside the span the classes add up to zero.
        """
        near = (self.directions**2).sum(axis=1) >= 1 / MOST_CLASSES - EXACT
        wave = np.sin(np.arange(1, len(small) + 1, dtype=float) ** 2)
        wave[self.pivot] = 0
        outside = wave - self.directions @ (self.directions.T @ wave)
        chosen = np.flatnonzero(near & small)
        found = _cancelling(outside[chosen], people[chosen], threshold)
        flags = np.zeros((len(found), len(small)), dtype=bool)
        for row, union in zip(flags, found, strict=True):
            row[chosen[union]] = True
        return flags[self.holds(flags.astype(float))]


def _apart(sets: Matrix, whole: Flags, large: Flags) -> tuple[Ints, Ints, Ints]:
    """Figures that share no class and have a large one, the smallest first: their places, a large class of each, and
    per class which of them has it (−1: none)."""
    filled = sets != 0
    owner = np.full(sets.shape[1], -1, dtype=np.intp)
    first: list[int] = []
    pivot: list[int] = []
    for row in np.argsort(filled.sum(axis=1), kind="stable"):
        classes = np.flatnonzero(filled[row])
        big = classes[large[classes]]
        if whole[row] and len(big) and (owner[classes] < 0).all():
            owner[classes] = len(first)
            first.append(int(row))
            pivot.append(int(big[0]))
    order = np.argsort(first) if first else np.zeros(0, dtype=np.intp)
    place = np.empty(len(first) + 1, dtype=np.intp)
    place[order], place[-1] = np.arange(len(first)), -1
    return np.array(first, dtype=np.intp)[order], np.array(pivot, dtype=np.intp)[order], place[owner]


def _without(rows: Matrix, pivot: Ints, owner: Ints) -> Matrix:
    """Rows minus as much of the figures taken out as makes them zero at the pivots."""
    taken = rows[:, pivot][:, owner] if len(pivot) else np.zeros_like(rows)
    left: Matrix = rows - np.where(owner >= 0, taken, 0)
    return left


def _cancelling(values: Vector, people: Ints, threshold: int) -> list[Ints]:
    """Places whose values add up to zero and whose people to less than the threshold: one, else two, else to four."""
    zero = np.abs(values) < EXACT
    if zero.any():
        return list(np.flatnonzero(zero)[:, None])
    first, second = np.triu_indices(len(values), 1)
    met = people[first] + people[second] < threshold
    pairs = np.stack([first[met], second[met]], axis=1)
    zero = np.abs(values[pairs].sum(axis=1)) < EXACT
    if zero.any():
        return list(pairs[zero])
    ones = np.arange(len(values))
    items = np.concatenate([np.stack([ones, ones], axis=1), pairs])
    sums = np.concatenate([values, values[pairs].sum(axis=1)])
    order = np.argsort(sums, kind="stable")
    low = np.searchsorted(sums[order], -sums - EXACT)
    high = np.searchsorted(sums[order], -sums + EXACT)
    unions = [
        np.unique([items[item], items[other]])
        for item in np.flatnonzero(low < high)
        for other in order[low[item] : high[item]]
    ]
    return [union for union in unions if people[union].sum() < threshold]


def atoms_of(labels: Mapping[str, Sequence[object]]) -> tuple[Ints, list[tuple[object, ...]]]:
    """The atom of each row, by its labels (unit, role, …), and the labels of each atom."""
    rows = list(zip(*labels.values(), strict=True))
    found = {row: place for place, row in enumerate(dict.fromkeys(rows))}
    return np.array([found[row] for row in rows], dtype=np.intp), list(found)
