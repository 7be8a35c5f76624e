"""Whether what one or two people contribute follows from one figure beside others, with whatever weights.

`privacy.withheld` looks for sums of few people; a difference between two people is none, but tells of them, too.
"""

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from skillreport.analyse.privacy import EXACT, Body, FlagMatrix, Flags, Matrix, Vector

MOST_TRIED = 100  # people with atoms of their own among whom pairs are tried


def rests_on_one_or_two(own: Vector, printed: Matrix, body: Body, threshold: int) -> bool:
    """Whether the figure `own` plus a combination of those `printed` (all over atoms) is about one or two people, fewer
    than the threshold.

    Such a combination is zero in every atom of as many people as the threshold. Those that are so are `rest` plus any
    of `free`: what stands in the atoms of few.
    """
    atoms, at = np.unique(body.atom, return_inverse=True)
    people, who = np.unique(body.person, return_inverse=True)
    behind: FlagMatrix = np.zeros((len(atoms), len(people)), dtype=bool)
    behind[at.reshape(-1), who.reshape(-1)] = True
    size = behind.sum(axis=1)
    large = size >= threshold
    rows = printed[:, atoms].astype(float)
    weights, outside = _solved(rows[:, large], own[atoms].astype(float)[large])
    if outside:
        return False
    rest = own[atoms].astype(float)[~large] - weights @ rows[:, ~large]
    free = _orthonormal(_zero_in(rows[:, large]) @ rows[:, ~large])
    rest = rest - free.T @ (free @ rest)
    if float(rest @ rest) < EXACT:
        return False  # follows from what is printed, and tells nothing more
    fixed = ((free**2).sum(axis=0) < EXACT) & (np.abs(rest) > EXACT)
    if behind[~large][fixed].any(axis=0).sum() >= threshold:
        return False  # whatever is added, so many people stay
    return any(_within(rest, free, atoms_of) for atoms_of in _own_atoms(behind[~large], min(threshold - 1, 2)))


def _solved(rows: Matrix, target: Vector) -> tuple[Vector, bool]:
    """Weights of the rows that come closest to the target, and whether they miss it."""
    values, vectors = np.linalg.eigh(rows @ rows.T)
    kept = values > 1e-9 * max(values.max(initial=0.0), 1.0)
    weights = vectors[:, kept] @ ((vectors[:, kept].T @ (rows @ target)) / values[kept])
    return weights, bool(((weights @ rows - target) ** 2).sum() > EXACT)


def _zero_in(rows: Matrix) -> Matrix:
    """Combinations of the rows that are zero."""
    values, vectors = np.linalg.eigh(rows @ rows.T)
    found: Matrix = vectors[:, values <= 1e-9 * max(values.max(initial=0.0), 1.0)].T
    return found


def _orthonormal(rows: Matrix) -> Matrix:
    """A basis of the space of the rows."""
    values, vectors = np.linalg.eigh(rows @ rows.T)
    kept = values > 1e-9 * max(values.max(initial=0.0), 1.0)
    found: Matrix = (vectors[:, kept] / np.sqrt(values[kept])).T @ rows
    return found


def _own_atoms(behind: FlagMatrix, most: int) -> Iterator[Flags]:
    """The atoms that nobody but one or two people stand behind, for each of them."""
    with_own = np.flatnonzero(behind[behind.sum(axis=1) <= most].any(axis=0))
    size = behind.sum(axis=1)
    for people in range(1, most + 1 if len(with_own) <= MOST_TRIED else 2):
        for group in combinations(with_own, people):
            yield behind[:, list(group)].sum(axis=1) == size


def _within(rest: Vector, free: Matrix, atoms: Flags) -> bool:
    """Whether some combination is zero outside these atoms: what no free one reaches of them makes up the rest."""
    inside = free[:, atoms]
    off = np.eye(inside.shape[1]) - inside.T @ inside
    weights = np.linalg.lstsq(off, rest[atoms], rcond=None)[0]
    return float(rest @ rest - weights @ rest[atoms]) < EXACT
