"""The figures of the report by what they sum, and which of them are withheld: one family per summand. Section 8.

Figures about people are compared over units, roles and career levels; gap measures over units and groups of skills,
and over skills and groups of skills. How it is settled stands in `privacy.py`.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from skillreport.analyse.levels import TOLERANCE, Ints, Levels, pair_number
from skillreport.analyse.metrics import Metrics
from skillreport.analyse.privacy import Body, Family, atoms_of, few, withheld
from skillreport.analyse.units import descendants
from skillreport.model.assessment import ORGANISATION, Assessment
from skillreport.model.engagement import RATER_GROUPS
from skillreport.model.period import Period

# Kind and name of a group of people; the organisation has no name.
Group = tuple[str, str]
EVERYBODY: Group = ("organisation", "")
KINDS = ("organisation", "unit", "role", "career_level")
# Unit and group of skills, by position.
Cell = tuple[str, int]
ALL = -1  # every group of skills
SKILL = ""  # stands for the unit where the number is a skill

FEWEST_RATERS = 3
# Groups in which the ratings of one or two people could be told from the others'; a manager's rating is the manager's.
GUARDED_RATERS = ("peer", "direct report", "customer", "other")


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is not printed. Units are ids, the organisation's among them; skills and groups of skills are positions.

    `units`, `cells` (unit, group of skills), `skills`: gap measures. Groups of people by what their figure rests on:
    `trained` (the training log), `planned` (planned hours), `gaps` (weighted gaps), `employed` (budgeted hours).
    `roles`: how many people are ready. `readiness`: roles, how ready these are. `rules`: how many people a row of the
    mix table applies to. `metrics`: metric, unit, period. `manager_views`: skills in which the managers' view would
    give other raters away.
    """

    units: frozenset[str]
    cells: frozenset[Cell]
    skills: frozenset[int]
    trained: frozenset[Group]
    planned: frozenset[Group]
    gaps: frozenset[Group]
    employed: frozenset[Group]
    roles: frozenset[str]
    readiness: frozenset[str]
    rules: frozenset[str]
    metrics: frozenset[tuple[str, str, Period]]
    manager_views: frozenset[int]

    @property
    def gap_cells(self) -> frozenset[Cell]:
        """Units, cells and skills as figures of the two tables of gap measures."""
        units = frozenset((unit, ALL) for unit in self.units)
        return self.cells | units | frozenset((SKILL, skill) for skill in self.skills)


# ---- groups of people


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups of people that figures are printed for, over the atoms unit × role × career level.

    `family`: the groups as figures of any summand. `atom`: per person. `active`: positions of the employed.
    """

    family: Family[Group]
    atom: Ints
    active: Ints

    def withheld(
        self,
        persons: Iterable[int],
        threshold: int,
        hidden_units: frozenset[str] = frozenset(),
        kinds: Sequence[str] = KINDS,
    ) -> frozenset[Group]:
        """Groups whose figure, which rests on the given people, is not printed.

        A group is withheld by its employed people, too, and may not follow from others by these either: that nobody
        in it was trained would be said of all of them.
        """
        people = np.unique(np.fromiter(persons, dtype=np.intp))
        everybody = Body(self.atom[self.active], self.active, differences=False)
        chosen = [place for place, key in enumerate(self.family.keys) if key[0] in kinds]
        family = Family(
            [self.family.keys[place] for place in chosen],
            self.family.sets[chosen],
            [self.family.order[place] for place in chosen],
        )
        also = frozenset(group_of(unit) for unit in hidden_units)
        return withheld(family, (everybody, Body(self.atom[people], people)), threshold, also)

    def below(self, threshold: int, hidden_units: frozenset[str]) -> frozenset[Group]:
        """Groups with fewer employed people than the threshold, and hidden units."""
        size = self.family.sets @ np.bincount(self.atom[self.active], minlength=self.family.sets.shape[1])
        hidden = {key for key, people in zip(self.family.keys, size, strict=True) if few(people, threshold)}
        return frozenset(hidden) | {group_of(unit) for unit in hidden_units}


def group_of(unit: str) -> Group:
    """A unit, or the organisation, as a group of people."""
    return EVERYBODY if unit == ORGANISATION else ("unit", unit)


def find_groups(assessment: Assessment) -> Groups:
    """The organisation, its units, the roles and the career levels, and who belongs to them."""
    people = assessment.people
    names = ("unit", "role", "career_level")
    columns = {name: [value if isinstance(value, str) else "" for value in people[name]] for name in names}
    atom, labels = atoms_of(columns)
    members: dict[Group, list[bool]] = {}
    for unit, below in descendants(assessment).items():
        members[group_of(unit)] = [unit == ORGANISATION or label[0] in below for label in labels]
    for place, kind in ((1, "role"), (2, "career_level")):
        for name in sorted(set(columns[kind]) - {""}):
            members[kind, name] = [label[place] == name for label in labels]
    sets = np.array(list(members.values()), dtype=float)
    active = np.flatnonzero(people["active"].to_numpy())
    size = sets @ np.bincount(atom[active], minlength=len(labels)).astype(float)
    order = [(key == EVERYBODY, number) for key, number in zip(members, size, strict=True)]
    return Groups(Family(list(members), sets, order), atom, active)


def withheld_parts(names: Sequence[str], persons: Ints, threshold: int) -> frozenset[str]:
    """Parts of a whole (roles, rules) of which the figure is not printed; per person the part he or she belongs to."""
    atom, labels = atoms_of({"name": names})
    size = np.bincount(atom, minlength=len(labels))
    keys = [*(str(label[0]) for label in labels), ""]
    sets = np.concatenate([np.eye(len(labels)), np.ones((1, len(labels)))])
    order = [*((0, int(number)) for number in size), (1, 0)]
    return withheld(Family(keys, sets, order), [Body(atom, persons)], threshold)


def _withheld_roles(assessment: Assessment, readiness: pd.DataFrame) -> tuple[frozenset[str], frozenset[str]]:
    """Roles of which it is not printed how many people are ready, and how ready they are; the first are among both."""
    role = assessment.people["role"].iloc[readiness.index]
    known = readiness[role.notna().to_numpy()].assign(role=role.dropna().to_numpy())
    threshold = assessment.engagement.privacy_threshold
    hidden = withheld_parts(known["role"].tolist(), known.index.to_numpy(dtype=np.intp), threshold)
    measured = known[known["readiness"].notna()].groupby("role").size()
    return hidden, hidden | {str(role) for role, people in measured.items() if few(people, threshold)}


# ---- gap measures


@dataclass(frozen=True, slots=True)
class Table:
    """A family of cells with the facts behind it."""

    family: Family[Cell]
    body: Body

    def withheld(self, threshold: int, also: frozenset[Cell]) -> frozenset[Cell]:
        return withheld(self.family, (self.body,), threshold, also)


def withheld_gaps(
    assessment: Assessment, pairs: pd.DataFrame, groups: Groups
) -> tuple[frozenset[str], frozenset[Cell], frozenset[int]]:
    """Units, cells of units and groups of skills, and skills whose gap measures are not printed.

    A unit is withheld by its rated or by its employed people, and with it all its cells. The tables are settled in turn
    until none changes another.
    """
    threshold = assessment.engagement.privacy_threshold
    rated = pairs[pairs["rated_required"]]
    asked = pairs.loc[pairs["required"].notna(), "person"].nunique()
    few_asked = frozenset({ORGANISATION}) if few(asked, threshold) else frozenset[str]()
    units = groups.withheld(rated["person"], threshold, few_asked, ("organisation", "unit"))
    tables = gap_tables(assessment, rated)
    hidden: frozenset[Cell] = frozenset((name or ORGANISATION, ALL) for _, name in units)
    settled: dict[int, frozenset[Cell]] = {}
    before = None
    while hidden != before:
        before = hidden
        for place, table in enumerate(tables):
            hidden |= {cell for cell in tables[0].family.keys if (cell[0], ALL) in hidden}
            also = hidden.intersection(table.family.keys)
            if also != settled.get(place):
                settled[place] = table.withheld(threshold, also)
                hidden |= settled[place]
    return (
        frozenset(unit for unit, group in hidden if group == ALL),
        frozenset(cell for cell in hidden if cell[0] != SKILL and cell[1] != ALL),
        frozenset(skill for unit, skill in hidden if unit == SKILL),
    )


def gap_tables(assessment: Assessment, rated: pd.DataFrame) -> tuple[Table, Table, Table]:
    """The gap measures of rated pairs: units by groups of skills, skills, and both of them together.

    The last holds the others; what follows from one of these alone is found there, where there are fewer atoms.
    """
    units, skills = _unit_table(assessment, rated), _skill_table(rated)
    return units, skills, _joined(units, skills)


def _unit_table(assessment: Assessment, rated: pd.DataFrame) -> Table:
    """Units by groups of skills, over the atoms own unit × group.

    Withheld first: cells of units that have units below them, which the heat map does not show; then cells of the
    groups of skills that fewest people need, so that withheld cells stand in the same columns and guard each other.
    """
    atom, labels = atoms_of({"unit": rated["unit"].tolist(), "group": rated["group"].tolist()})
    own_unit, own_group = np.array([label[0] for label in labels]), np.array([label[1] for label in labels])
    parents = {unit.parent for unit in assessment.units}
    needed = rated.groupby("group")["person"].nunique()
    size = np.bincount(atom, minlength=len(labels))
    family: dict[Cell, tuple[np.ndarray, tuple[object, ...]]] = {}
    for unit, below in descendants(assessment).items():
        inside = np.isin(own_unit, below)
        for group in (ALL, *needed.index):
            members = inside if group == ALL else inside & (own_group == group)
            if not members.any():
                continue
            kind = 2 if group == ALL else 0 if unit in parents else 1
            kind += 3 if unit == ORGANISATION else 0
            people = 0 if group == ALL else int(needed[group])
            family[unit, int(group)] = (members, (kind, people, int(size[members].sum())))
    sets = np.array([members for members, _ in family.values()], dtype=np.float32).reshape(len(family), len(labels))
    return Table(
        Family(list(family), sets, [order for _, order in family.values()]), Body(atom, rated["person"].to_numpy())
    )


def _skill_table(rated: pd.DataFrame) -> Table:
    """Skills, groups of skills and all of them, over the atoms skill."""
    atom, labels = atoms_of({"skill": rated["skill"].tolist(), "group": rated["group"].tolist()})
    group_of_skill = np.array([label[1] for label in labels], dtype=int)
    groups = np.unique(group_of_skill)
    size = np.bincount(atom, minlength=len(labels))
    keys: list[Cell] = [(SKILL, int(str(label[0]))) for label in labels]
    keys += [(ORGANISATION, int(group)) for group in groups]
    keys.append((ORGANISATION, ALL))
    sets = np.concatenate(
        [np.eye(len(labels)), group_of_skill[None, :] == groups[:, None], np.ones((1, len(labels)))], dtype=np.float32
    )
    order: list[tuple[object, ...]] = [*((0, int(people)) for people in size), *((1, 0) for _ in groups), (2, 0)]
    return Table(Family(keys, sets, order), Body(atom, rated["person"].to_numpy()))


def _joined(first: Table, second: Table) -> Table:
    """Two tables of the same facts as one, over the atoms of both."""
    atom, labels = atoms_of({"first": first.body.atom.tolist(), "second": second.body.atom.tolist()})
    of_first, of_second = (np.array([label[place] for label in labels], dtype=np.intp) for place in (0, 1))
    added = [place for place, key in enumerate(second.family.keys) if key[0] == SKILL]
    sets = np.concatenate([first.family.sets[:, of_first], second.family.sets[added][:, of_second]])
    keys = [*first.family.keys, *(second.family.keys[place] for place in added)]
    between_cells_and_units = [(1.5, *second.family.order[place]) for place in added]
    return Table(Family(keys, sets, [*first.family.order, *between_cells_and_units]), Body(atom, first.body.person))


# ---- metrics and rater groups


def withheld_metrics(
    assessment: Assessment, metrics: Metrics, hidden_units: frozenset[str]
) -> frozenset[tuple[str, str, Period]]:
    """Metric, unit and period of values that are not printed, of series of any length of period.

    A value rests on its n, people or cases; without n on the people employed in the unit. With a unit's value of a
    period goes that of a longer one that holds it, from which it could be told.
    """
    people = assessment.people[assessment.people["active"]]
    below = descendants(assessment)
    employed = {unit: len(people) if unit == ORGANISATION else people["unit"].isin(below[unit]).sum() for unit in below}
    counts: dict[tuple[str, Period], dict[str, float]] = {}
    for series in (*metrics.series.values(), *metrics.others):
        for point in series.points:
            if point.value is not None:
                n = employed[series.unit] if point.n is None else point.n
                counts.setdefault((series.metric.id, point.period), {})[series.unit] = float(n)
    threshold = assessment.engagement.privacy_threshold
    found: set[tuple[str, str, Period]] = set()
    for metric, period in sorted(counts, key=lambda item: (item[1].months, item)):
        within = {unit for name, unit, shorter in found if name == metric and period.holds(shorter)}
        of_unit = counts[metric, period]
        hidden = hidden_units | within & of_unit.keys()
        found |= {(metric, unit, period) for unit in _withheld_values(of_unit, below, threshold, hidden)}
    return frozenset(found)


def _withheld_values(
    counts: dict[str, float], below: dict[str, list[str]], threshold: int, hidden_units: frozenset[str]
) -> frozenset[str]:
    """Units whose value is not printed; `counts`: n per unit with a value, the organisation's perhaps among them.

    An atom is a unit without the units below it that have values of their own.
    """
    inside = {unit: {other for other in counts if other in below[unit] or unit == ORGANISATION} for unit in counts}
    own = dict(counts)
    for unit in counts:
        lower = inside[unit] - {unit}
        own[unit] -= sum(counts[other] for other in lower if not any(other in inside[b] - {b} for b in lower))
    units = list(counts)
    sets = np.array([[float(other in inside[unit]) for other in units] for unit in units])
    order = [(unit == ORGANISATION, counts[unit]) for unit in units]
    enough = [min(max(math.ceil(own[unit] - TOLERANCE), 0), threshold) for unit in units]  # more need not be counted
    atom = np.repeat(np.arange(len(units)), enough)
    also = hidden_units | {unit for unit in units if few(counts[unit], threshold)}
    return withheld(Family(units, sets, order), [Body(atom, np.arange(len(atom)))], threshold, frozenset(also))


def hidden_manager_views(assessment: Assessment, levels: Levels, divergence: pd.DataFrame) -> frozenset[int]:
    """Skills with one or two raters in a guarded group among the people whose two views are compared.

    Beside the managers' ratings, theirs could be told from the level; self and all others together are printed there.
    """
    counted = levels.counted
    of_group = counted["group"].isin([RATER_GROUPS.index(name) for name in GUARDED_RATERS])
    compared = pair_number(assessment, divergence["person"].to_numpy(), divergence["skill"].to_numpy())
    guarded = counted[of_group & counted["pair"].isin(compared)]
    known = guarded[guarded["rater"] >= 0].groupby(["skill", "group"])["rater"].nunique()
    unnamed = guarded[guarded["rater"] < 0].groupby(["skill", "group"]).size()  # each by somebody else
    raters = known.add(unnamed, fill_value=0)
    return frozenset(int(skill) for skill in raters[raters < FEWEST_RATERS].index.get_level_values("skill"))


# ---- all of them


def find_withheld(
    assessment: Assessment,
    pairs: pd.DataFrame,
    groups: Groups,
    *,
    trained: Iterable[int],
    planned: Iterable[int],
    gaps: Iterable[int],
    readiness: pd.DataFrame,
    rules: pd.Series,
    metrics: Metrics,
    levels: Levels,
    divergence: pd.DataFrame,
) -> Withheld:
    """Settle what is withheld. `trained`, `planned`, `gaps`: people of the training log, of the planned hours, with a
    gap. `rules`: per person the row of the mix table that applies."""
    threshold = assessment.engagement.privacy_threshold
    units, cells, skills = withheld_gaps(assessment, pairs, groups)
    roles, means = _withheld_roles(assessment, readiness)
    applied = rules.iloc[groups.active].tolist()
    return Withheld(
        units=units,
        cells=cells,
        skills=skills,
        trained=groups.withheld(trained, threshold, units),
        planned=groups.withheld(planned, threshold, units),
        gaps=groups.withheld(gaps, threshold, units),
        employed=groups.below(threshold, units),
        roles=roles,
        readiness=means,
        rules=withheld_parts(applied, groups.active, threshold),
        metrics=withheld_metrics(assessment, metrics, units),
        manager_views=hidden_manager_views(assessment, levels, divergence),
    )
