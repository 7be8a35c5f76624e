"""Readings of the headline beside the printed gap measures: which of them would give few people away. Section 8.

A reading sums what the headline sums, without the pairs that nobody else rated, and with another summand in the place
of those that come out otherwise. Over what stands in both it is one more sum of gaps beside those of units, skills,
actions, roles and career levels, all of which are printed whatever follows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from skillreport.analyse.further_gaps import SUM, close_sums, taking_part, with_sums
from skillreport.analyse.levels import Flags, Floats
from skillreport.analyse.one_or_two import rests_on_one_or_two
from skillreport.analyse.privacy import Body, Family, atoms_of, few, withheld
from skillreport.analyse.withheld import ALL, Cell, Group, Groups, Table, Withheld, gap_tables
from skillreport.model.assessment import Assessment


@dataclass(frozen=True, slots=True)
class Fate:
    """What a reading makes of each rated required pair: `gone` (nobody else rated it) or `changed` (its level is found
    anew, from fewer ratings). All others are the same summand as in the headline."""

    gone: Flags
    changed: Flags


@dataclass(frozen=True, slots=True)
class PrintedGaps:
    """The gap measures that are printed. `rated`: rated required pairs. `actions`: the pairs behind each mean gap of an
    action."""

    assessment: Assessment
    rated: pd.DataFrame
    groups: Groups
    hidden: Withheld
    actions: tuple[frozenset[tuple[int, int]], ...]

    @property
    def threshold(self) -> int:
        return self.assessment.engagement.privacy_threshold

    def few(self, pairs: Flags) -> bool:
        """Whether so few people stand behind these rated pairs, or nobody, that their sum is no secret."""
        people = self.rated["person"].to_numpy()[pairs]
        return not len(people) or few(len(np.unique(people)), self.threshold)


def tells_of_few(printed: PrintedGaps, reading: Fate) -> bool:
    """Whether somebody's gap follows from a reading and all other printed figures.

    It cannot where enough people's summands stand in the reading alone, because they were changed.
    """
    if not printed.few(reading.changed):
        return False
    return _follows(printed, ~reading.gone, [], [reading.gone], reading.changed)


def both_tell_of_few(printed: PrintedGaps, first: Fate, second: Fate, alike: Flags) -> bool:
    """Whether somebody's gap follows from two readings together, each of which tells of nobody alone.

    `alike`: pairs that are changed in both, by the same ratings. Where these are many people's, only the difference of
    both tells anything.
    """
    own_first, own_second = first.changed & ~second.changed, second.changed & ~first.changed
    changed = (first.changed | second.changed) & ~alike
    if not printed.few(own_second):
        return False
    if printed.few(alike):
        if not printed.few(own_first):
            return False
        return _follows(printed, ~second.gone, [~first.gone], [second.gone, first.gone], changed)
    if not printed.few(changed):
        return False
    apart = [first.gone & ~second.gone, second.gone & ~first.gone]
    return _follows(printed, apart[0] - apart[1].astype(float), [], apart, changed)


def _follows(
    printed: PrintedGaps, sums: Flags | Floats, others: Sequence[Flags], gone: Sequence[Flags], changed: Flags
) -> bool:
    """Whether somebody's gap follows from a further sum beside those printed, `others` of the same kind among them.

    `sums`: what it takes of each rated pair. `gone`: what it and the others leave out, the own parts first. `changed`:
    pairs of few people with a summand that stands there only: once it is taken as known, once as a secret of its own.
    """
    rated, threshold = printed.rated, printed.threshold
    actions = taking_part(printed.assessment, rated, printed.actions)
    own = len(gone) - len(others)
    close = close_sums(np.array([*gone, *actions]), _finest(printed), threshold)
    if not set(range(own)) <= set(close):
        return False
    further = [*others, *(actions[place - len(gone)] for place in close if place >= len(gone))]
    rows = np.array([sums, *further], dtype=np.int8)
    if _rests_on_enough(printed, rows):
        return False
    secrets = [np.zeros(len(rated), dtype=bool), *([changed] if changed.any() else [])]
    return any(
        _is_withheld(table, hidden, rows, secret, threshold) for table, hidden in _tables(printed) for secret in secrets
    )


def _rests_on_enough(printed: PrintedGaps, rows: np.ndarray) -> bool:
    """Whether enough people are in every combination with the first of the rows that leaves out atoms of enough people:
    where such an atom is left out, those who are told from it by the first row only stay."""
    labels = {"atom": _finest(printed).tolist()} | {str(place): row.tolist() for place, row in enumerate(rows[1:])}
    atom, _ = atoms_of(labels)
    stay = np.zeros(len(atom), dtype=bool)
    for value in np.unique(rows[0]):
        same = rows[0] == value
        left_out = np.bincount(atom[same], minlength=atom.max() + 1) >= printed.threshold
        stay |= ~same & left_out[atom]
    return not printed.few(stay)


def _is_withheld(table: Table, hidden: frozenset[Cell], rows: np.ndarray, secret: Flags, threshold: int) -> bool:
    """Whether the first of the rows is withheld, all others being printed whatever follows. `secret`: pairs with one
    more summand that stands in the first only."""
    family, body = with_sums(table, rows)
    if secret.any():
        column = np.zeros((len(family.keys), 1), dtype=family.sets.dtype)
        column[0] = 1
        sets = np.concatenate([family.sets, column], axis=1)
        atom = np.concatenate([body.atom, np.full(int(secret.sum()), sets.shape[1] - 1, dtype=np.intp)])
        person = np.concatenate([body.person, body.person[secret]])
        family, body = Family(family.keys, sets, family.order), Body(atom, person)
    own = (SUM, 0)
    printed = frozenset(family.keys) - hidden - {own}
    beside = np.array([key in printed for key in family.keys])
    return own in withheld(family, (body,), threshold, hidden, printed) or rests_on_one_or_two(
        family.sets[0], family.sets[beside], body, threshold
    )


def _tables(printed: PrintedGaps) -> list[tuple[Table, frozenset[Cell]]]:
    """The families that are settled apart elsewhere, too, each with what is withheld of it: units and skills; units,
    roles and career levels, of which the share of soft skills in the gaps is printed."""
    person = printed.rated["person"].to_numpy()
    family, atom = printed.groups.family, printed.groups.atom
    named = Family([_cell(group) for group in family.keys], family.sets, family.order)
    return [
        (gap_tables(printed.assessment, printed.rated)[2], printed.hidden.gap_cells),
        (Table(named, Body(atom[person], person)), frozenset(_cell(group) for group in printed.hidden.gaps)),
    ]


def _cell(group: Group) -> Cell:
    return (".".join(group), ALL)


def _finest(printed: PrintedGaps) -> np.ndarray:
    """Per rated pair the atom of person and skill: no figure but a further sum tells people of one apart."""
    person = printed.rated["person"].to_numpy()
    atom, _ = atoms_of({"group": printed.groups.atom[person].tolist(), "skill": printed.rated["skill"].tolist()})
    return atom
