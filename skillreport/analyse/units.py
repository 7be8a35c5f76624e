"""Departments and teams: what lies below each, names that tell them apart, and which of today stands for one
of an earlier period."""

from collections import Counter
from collections.abc import Sequence

from skillreport.model.assessment import ORGANISATION, Assessment, UnitOfOrg
from skillreport.model.names import key


def descendants(assessment: Assessment) -> dict[str, list[str]]:
    """Unit id → the ids of the unit itself and of all units below it."""
    parents = {unit.id: unit.parent for unit in assessment.units}
    below: dict[str, list[str]] = {unit: [] for unit in parents}
    for unit in parents:
        at: str | None = unit
        while at is not None:
            below[at].append(unit)
            at = parents[at]
    return below


def unit_names(units: Sequence[UnitOfOrg]) -> dict[str, str]:
    """Unit id → the name that the report prints: with the parent's where others have the same, with a number where that
    is not enough."""
    own = {unit.id: unit.name for unit in units}
    counts = Counter(key(name) for name in own.values())
    taken: Counter[str] = Counter()
    names = {}
    for unit in units:
        twice = counts[key(unit.name)] > 1 and unit.parent not in (None, ORGANISATION)
        name = f"{unit.name} ({own[unit.parent or '']})" if twice else unit.name
        taken[key(name)] += 1
        names[unit.id] = name if taken[key(name)] == 1 else f"{name} {taken[key(name)]}"
    return names


def todays_units(then: Sequence[UnitOfOrg], today: Sequence[UnitOfOrg]) -> dict[str, str]:
    """Unit id then → id of the unit of the same name at the same place today, else of the nearest one above it."""
    known = {path: unit for unit, path in unit_paths(today).items()}
    paths = unit_paths(then)
    return {
        unit: next(known[path[:length]] for length in range(len(path), -1, -1) if path[:length] in known)
        for unit, path in paths.items()
    }


def unit_paths(units: Sequence[UnitOfOrg]) -> dict[str, tuple[str, ...]]:
    """Unit id → keys of the names from below the organisation down to the unit; the organisation's is empty."""
    by_id = {unit.id: unit for unit in units}
    paths: dict[str, tuple[str, ...]] = {ORGANISATION: ()}
    for unit in units:  # above before below
        if unit.parent is not None:
            paths[unit.id] = (*paths[by_id[unit.parent].id], key(unit.name))
    return paths
