"""People with managers, departments and teams → the units they form, and who heads them."""

from collections.abc import Mapping, Sequence

import pandas as pd

from skillreport.model.assessment import ORGANISATION, UnitOfOrg
from skillreport.model.names import key, slug


def find_units(people: pd.DataFrame, client: str) -> tuple[tuple[UnitOfOrg, ...], pd.Series]:
    """The organisation, its departments and teams, and for each person the smallest unit he or she belongs to.

    Teams are the Team column; where the chart has none, the people under one manager. Units stand in the order of
    the chart, departments before their teams.
    """
    people = people.assign(team=_teams(people))
    department_ids: dict[str, str] = {}
    team_ids: dict[tuple[str, str], str] = {}
    names: dict[str, tuple[str, str]] = {}  # unit id → name, parent id
    taken = {ORGANISATION}
    for department in people["department"].dropna():
        if key(department) not in department_ids:
            department_ids[key(department)] = _new_id(slug(department), taken)
            names[department_ids[key(department)]] = (department, ORGANISATION)
    unit_of = []
    for department, team in zip(people["department"], people["team"], strict=True):
        parent = department_ids[key(department)] if isinstance(department, str) else ORGANISATION
        if not isinstance(team, str):
            unit_of.append(parent)
            continue
        if (parent, key(team)) not in team_ids:
            base = slug(team) if slug(team) not in taken else f"{parent}-{slug(team)}"
            made = _new_id(base, taken)
            team_ids[parent, key(team)] = made
            names[made] = (team, parent)
        unit_of.append(team_ids[parent, key(team)])
    units = pd.Series(unit_of, index=people.index, dtype=object)
    departments = [
        UnitOfOrg(unit, names[unit][0], "department", ORGANISATION, None) for unit in department_ids.values()
    ]
    root = UnitOfOrg(ORGANISATION, client, "organisation", None, None)
    ordered = [root]
    for above in [*departments, root]:
        ordered += [above] if above is not root else []
        inside = [unit for (parent, _), unit in team_ids.items() if parent == above.id]
        ordered += [UnitOfOrg(unit, names[unit][0], "team", above.id, None) for unit in inside]
    heads = _heads(people, units, ordered)
    return tuple(UnitOfOrg(u.id, u.name, u.kind, u.parent, heads.get(u.id)) for u in ordered), units


def _new_id(base: str, taken: set[str]) -> str:
    made, number = base, 2
    while made in taken:
        made, number = f"{base}-{number}", number + 1
    taken.add(made)
    return made


def _teams(people: pd.DataFrame) -> pd.Series:
    """The Team column; where the chart has none, the people under one manager, as far as they share a department."""
    if people["team"].notna().any() or people["manager"].isna().all():
        return people["team"]
    names = dict(zip(people["employee"], people["name"].fillna(people["employee"]), strict=True))
    departments = people["department"].fillna("").map(key).groupby(people["manager"]).nunique()
    teams = {manager: f"Team {names.get(manager, manager)}" for manager, count in departments.items() if count == 1}
    return people["manager"].map(teams).astype(object)


def _heads(people: pd.DataFrame, unit_of: pd.Series, units: Sequence[UnitOfOrg]) -> dict[str, str]:
    """The head of each team is who most of its people report to; of a larger unit, who stands above most of them."""
    parent = {unit.id: unit.parent for unit in units}
    members: dict[str, set[str]] = {unit.id: set() for unit in units}
    for employee, unit in zip(people["employee"], unit_of, strict=True):
        at: str | None = unit
        while at is not None:
            members[at].add(employee)
            at = parent[at]
    manager_of = {e: m for e, m in zip(people["employee"], people["manager"], strict=True) if isinstance(m, str)}
    kinds = {unit.id: unit.kind for unit in units}
    heads = {}
    for unit_id, inside in members.items():
        leading = {manager_of[employee] for employee in inside if employee in manager_of}
        votes: dict[str, int] = {}
        for employee in inside:
            head = manager_of.get(employee)
            if kinds[unit_id] != "team":
                # Somebody at the top of a larger unit leads it when people inside report to him or her.
                top = _top_inside(employee, inside, manager_of)
                head = top if top != employee or employee in leading else head
            if head is not None:
                votes[head] = votes.get(head, 0) + 1
        if votes:
            heads[unit_id] = min(votes, key=lambda boss: (-votes[boss], boss))
    return heads


def _top_inside(employee: str, inside: set[str], manager_of: Mapping[str, str]) -> str:
    """Up the chain of managers from a person to the last one who is inside the unit."""
    at = employee
    while (above := manager_of.get(at)) is not None and above in inside:
        at = above
    return at
