"""Which parts of a change are printed: those of few people merge into `other`, and no small group follows. Section 8.

A part rests on the people whose pairs make it: who came, who left, whose requirement or level is another. Parts in
which pairs drop out sum pairs of then, parts in which pairs come in sum pairs of the end, and the two parts of pairs
that stay stand for themselves; so each of these four is a family of its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from skillreport.analyse.change import COMMON, NOWHERE, PARTS, Changes, Step
from skillreport.analyse.privacy import Body, Family, withheld
from skillreport.analyse.units import descendants
from skillreport.model.assessment import ORGANISATION, Assessment
from skillreport.model.names import key

Group = tuple[str, str | int]  # ("unit", its id) or ("skill", its position); the organisation is a unit
Cell = tuple[Group, str]  # a group and a name of PARTS, or `then` or `now`
Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]
Ints = np.ndarray[tuple[int], np.dtype[np.intp]]

WHOLE: Group = ("unit", ORGANISATION)
FAMILIES: tuple[tuple[str, ...], ...] = (
    ("then", "leavers", "no_longer_required", "no_longer_rated"),
    ("now", "joiners", "newly_rated", "newly_required"),
    ("requirements",),
    ("same_people",),
)


@dataclass(frozen=True, slots=True)
class ShownChange:
    """What of a step is printed. `people`: those that each part of each group rests on. `hidden`: groups of which
    nothing is printed. `merged`: the parts of each other group that stand together as `other`, and `together`: the
    people these rest on."""

    people: Mapping[Cell, int]
    hidden: frozenset[Group]
    merged: Mapping[Group, frozenset[str]]
    together: Mapping[Group, int]


def shown_changes(
    assessment: Assessment, changes: Changes, units: frozenset[str], skills: frozenset[int]
) -> tuple[ShownChange, ...]:
    """What is printed of each step. `units`, `skills`: those whose gap measures of today are withheld."""
    today: frozenset[Group] = frozenset(("unit", unit) for unit in units) | {("skill", skill) for skill in skills}
    last = len(changes.steps) - 1
    return tuple(
        shown_change(assessment, step, today if place == last else frozenset())
        for place, step in enumerate(changes.steps)
    )


def shown_change(assessment: Assessment, step: Step, also: frozenset[Group]) -> ShownChange:
    """Settle what of a step is printed. `also`: groups of which nothing is, for another reason."""
    table = _table(assessment, step)
    threshold = assessment.engagement.privacy_threshold
    hidden, before = _whole(also), None
    while hidden != before:
        before = hidden
        hidden |= table.withheld(threshold, hidden)
        hidden |= table.too_few_together(threshold, hidden)
        none = frozenset(group for group, part in hidden if part in ("then", "now"))
        hidden |= _whole(none)
    merged = {
        group: frozenset(part for part in PARTS if (group, part) in hidden)
        for group in table.groups
        if group not in none
    }
    together = {group: table.count(group, parts) for group, parts in merged.items()}
    return ShownChange(table.people, none, merged, together)


def _whole(groups: Iterable[Group]) -> frozenset[Cell]:
    """All that is printed of groups: without one of the ends nothing is."""
    return frozenset((group, part) for group in groups for part in (*PARTS, "then", "now"))


@dataclass(frozen=True, slots=True)
class _Table:
    """Pairs of a step by what its groups tell apart: the atom and the person of each row; per part the rows it rests
    on; per group and part the atoms it sums; and how many people that makes."""

    groups: Sequence[Group]
    atom: Ints
    person: Ints
    rests: Mapping[str, Flags]
    inside: Mapping[Cell, Flags]
    people: Mapping[Cell, int]

    def withheld(self, threshold: int, also: frozenset[Cell]) -> frozenset[Cell]:
        """Cells about few people and what would give them away, family by family: units alone, skills alone, as what
        follows from one of these is found among few others, and both together."""
        found: frozenset[Cell] = frozenset()
        for parts in FAMILIES:
            rows = np.any([self.rests[part] for part in parts], axis=0)
            for kinds in (("unit",), ("skill",), ("unit", "skill")):
                groups = [group for group in self.groups if group[0] in kinds or group == WHOLE]
                cells = [(group, part) for group in groups for part in parts if self.people[group, part]]
                if rows.any() and cells:
                    found |= self._withheld_of(cells, rows, threshold, also | found)
        return found

    def _withheld_of(
        self, cells: Sequence[Cell], rows: Flags, threshold: int, also: frozenset[Cell]
    ) -> frozenset[Cell]:
        sets = np.array([self.inside[cell] for cell in cells], dtype=np.float32)
        order = [(cell[0] == WHOLE, cell[1] in ("then", "now"), self.people[cell]) for cell in cells]
        body = Body(self.atom[rows], self.person[rows])
        return withheld(Family(cells, sets, order), [body], threshold, also.intersection(cells))

    def count(self, group: Group, parts: Iterable[str]) -> int:
        """The people that parts of a group rest on, each once."""
        found = [self.person[self.rests[part] & self.inside[group, part][self.atom]] for part in parts]
        return len(np.unique(np.concatenate(found))) if found else 0

    def too_few_together(self, threshold: int, hidden: frozenset[Cell]) -> frozenset[Cell]:
        """Per group the next smallest parts, until those that are not printed are two at least and rest on enough
        people: a single one would be what the others leave of the change. Where there are no more, the whole change is
        theirs, and nothing of the group is printed."""
        found: set[Cell] = set()
        for group in self.groups:
            parts = sorted(
                (part for part in PARTS[1:] if self.people[group, part]), key=lambda p: self.people[group, p]
            )
            merged = [part for part in parts if (group, part) in hidden]
            for part in parts:
                if not merged or (len(merged) > 1 and self.count(group, merged) >= threshold):
                    break
                if part not in merged:
                    merged.append(part)
                    found.add((group, part))
            if merged and (len(merged) == 1 or self.count(group, merged) < threshold):
                found |= _whole([group])
        return frozenset(found)


def _table(assessment: Assessment, step: Step) -> _Table:
    """Units, and the skills of today, over atoms that neither tell apart."""
    known, rows = {key(skill.name): place for place, skill in enumerate(assessment.skills)}, step.rows
    place = rows["skill"].map(known).fillna(-1).astype(int)
    atom, atoms = _atoms(rows[["unit_then", "unit_now", "status"]].assign(skill=place))
    then, now, status, skill = (atoms[name].to_numpy() for name in ("unit_then", "unit_now", "status", "skill"))
    inside: dict[Cell, Flags] = {}
    for unit, below in descendants(assessment).items():
        inside |= _cells(("unit", unit), np.isin(then, below), np.isin(now, below), status)
    there, here = then != NOWHERE, now != NOWHERE
    for own in sorted(set(skill) - {-1}):
        inside |= _cells(("skill", int(own)), there & (skill == own), here & (skill == own), status)
    return _rests_on(rows, atom, inside)


def _atoms(labels: pd.DataFrame) -> tuple[Ints, pd.DataFrame]:
    """The number of each row's combination of labels, and the combinations."""
    grouped = labels.groupby(list(labels.columns), sort=True)
    atoms = grouped.size().reset_index()[list(labels.columns)]
    return grouped.ngroup().to_numpy().astype(np.intp), atoms


def _cells(group: Group, then: Flags, now: Flags, status: np.ndarray) -> dict[Cell, Flags]:
    """The atoms that each part of a group sums; `then` and `now`: those of its people."""
    stay = then & now
    cells: dict[Cell, Flags] = {(group, part): stay & (status == part) for part in PARTS}
    cells |= {(group, part): stay & (status == COMMON) for part in ("requirements", "same_people")}
    cells[group, "leavers"], cells[group, "joiners"] = then & ~now, now & ~then
    cells[group, "then"], cells[group, "now"] = then, now
    return cells


def _rests_on(rows: pd.DataFrame, atom: Ints, inside: Mapping[Cell, Flags]) -> _Table:
    person, _ = pd.factorize(rows["person"])
    counted, counts = rows["counted"].to_numpy(), rows["counts"].to_numpy()
    rests = dict.fromkeys(FAMILIES[0], counted) | dict.fromkeys(FAMILIES[1], counts)
    rests |= {"requirements": rows["raised"].to_numpy(), "same_people": rows["moved"].to_numpy()}
    people = {}
    for part, used in rests.items():
        pairs = np.unique(np.stack([atom[used], person[used]], axis=1), axis=0)
        for (group, name), atoms in inside.items():
            if name == part:
                people[group, name] = len(np.unique(pairs[atoms[pairs[:, 0]], 1]))
    groups = list(dict.fromkeys(group for group, _ in inside))
    return _Table(groups, atom, person.astype(np.intp), rests, inside, people)
