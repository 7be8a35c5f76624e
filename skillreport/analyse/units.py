"""Departments and teams: what lies below each, and names that tell them apart."""

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
