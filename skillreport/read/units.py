"""People with managers, departments and teams → the units they form, and who heads them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from skillreport.model.assessment import ORGANISATION, UnitOfOrg
from skillreport.model.names import key, slug


def find_units(people: pd.DataFrame, client: str) -> tuple[tuple[UnitOfOrg, ...], pd.Series]:
    """The organisation, its departments and teams, without heads, and for each person the smallest unit.

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
    return tuple(ordered), units


def with_heads(units: Sequence[UnitOfOrg], people: pd.DataFrame) -> tuple[UnitOfOrg, ...]:
    """The units with their heads among the people who are still there (frame PEOPLE)."""
    manager_of = _managers_still_here(people)
    here = people[people["active"]]
    heads = _heads(dict(zip(here["employee"], here["unit"], strict=True)), manager_of, units)
    return tuple(replace(unit, head=heads.get(unit.id)) for unit in units)


def _managers_still_here(people: pd.DataFrame) -> dict[str, str]:
    """Whom each person reports to: who reported to somebody who has left reports to the next one above."""
    stated = {e: m for e, m in zip(people["employee"], people["manager"], strict=True) if isinstance(m, str)}
    here = set(people.loc[people["active"], "employee"])
    found = {}
    for employee in here:
        at, passed = stated.get(employee), {employee}
        while at is not None and at not in here and at not in passed:
            passed.add(at)
            at = stated.get(at)
        if at is not None and at in here:
            found[employee] = at
    return found


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


def _heads(unit_of: Mapping[str, str], manager_of: Mapping[str, str], units: Sequence[UnitOfOrg]) -> dict[str, str]:
    """The head of each team is who most of its people report to; of a larger unit, who stands above most of them."""
    parent = {unit.id: unit.parent for unit in units}
    members: dict[str, set[str]] = {unit.id: set() for unit in units}
    for employee, unit in unit_of.items():
        at: str | None = unit
        while at is not None:
            members[at].add(employee)
            at = parent[at]
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
