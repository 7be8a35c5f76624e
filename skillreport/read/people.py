"""The org chart → people with managers, and the units they form. Knows nothing of skills."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from skillreport.model.assessment import ORGANISATION, UnitOfOrg
from skillreport.model.engagement import CAREER_LEVELS
from skillreport.model.frames import PEOPLE, empty
from skillreport.model.issue import Issue, Loaded
from skillreport.model.names import key, slug
from skillreport.model.yaml_file import read_yaml
from skillreport.read import cells as c
from skillreport.read.tables import Cells, RawTable

TOP_OF_TREE = frozenset({"no_manager", "no_mgr", "n/a", "na", "none", "-", "–"})
VACANT = frozenset({"vacant", "vacancy", "vacant position", "open position", "tbd", "tbc", "to be hired", "unbesetzt"})
_LISTED = 5  # people named in a note before "and n more"


@dataclass(frozen=True, slots=True)
class PeopleIndex:
    """How a cell may name an employee: normalised id, name or e-mail → employee id."""

    ids: Mapping[str, str]
    names: Mapping[str, str]
    emails: Mapping[str, str]

    def best(self, cells: Cells) -> Mapping[str, str]:
        """The one of the three that finds most of a column's distinct values; ids where they tie."""
        texts = {key(text) for value in cells.distinct if (text := c.as_text(value))}
        return max((self.ids, self.names, self.emails), key=lambda index: sum(text in index for text in texts))


@dataclass(frozen=True, slots=True)
class Chart:
    """The org chart as read: people (frame PEOPLE without `unit` and `active`) and how to look them up."""

    people: pd.DataFrame
    index: PeopleIndex


def chart_from_ratings(tables: Sequence[RawTable]) -> Chart:
    """Without an org chart: the people whom rating rows give a role or unit, the first that stands in the rows."""
    found: dict[str, dict[str, object]] = {}
    for table in tables:
        columns = {name: c.column(table, name, c.as_text, "object").value for name in ("employee", "role", "unit")}
        for employee, role, unit in zip(*columns.values(), strict=True):
            if employee is not None and (role is not None or unit is not None):
                found.setdefault(key(employee), {"employee": employee, "role": role, "department": unit})
    if not found:
        return Chart(empty(PEOPLE), PeopleIndex({}, {}, {}))
    people = pd.concat([empty(PEOPLE), pd.DataFrame(list(found.values()))], ignore_index=True)
    people["in_chart"] = True
    return Chart(people, PeopleIndex({name: str(row["employee"]) for name, row in found.items()}, {}, {}))


def read_chart(source: int, table: RawTable) -> Loaded[Chart]:
    """Read one org chart.

    Reports: employee-twice (the first row counts), vacancy (no person), manager-unknown and manager-self (top of the
    tree), manager-cycle (its links are ignored), manager-match, roots-several, career-level-inferred, date faults.
    """
    words = read_yaml(Path(__file__).with_name("career_levels.yml"))
    levels = {key(word): level for level, texts in words.pop("cells").items() for word in texts}
    columns = {
        "employee": c.column(table, "employee", c.as_text, "object"),
        "name": c.column(table, "name", c.as_text, "object"),
        "manager_text": c.column(table, "manager", c.as_text, "object"),
        "role": c.column(table, "role", c.as_text, "object"),
        "career_level": c.column(table, "career_level", c.choice(levels, CAREER_LEVELS), "object"),
        "department": c.column(table, "department", c.as_text, "object"),
        "team": c.column(table, "team", c.as_text, "object"),
        "start_date": c.column(table, "start_date", c.day, "datetime64[s]"),
        "leave_date": c.column(table, "leave_date", c.day, "datetime64[s]"),
        "email": c.column(table, "email", c.as_text, "object"),
        "fte": c.column(table, "fte", c.number(False, above=0), "float64"),
        "last_promotion": c.column(table, "last_promotion", c.day, "datetime64[s]"),
    }
    data = pd.DataFrame({name: loaded.value for name, loaded in columns.items()})
    data["source"], data["row"], data["column"] = source, table.rows, table.columns["employee"]
    issues = [issue for loaded in columns.values() for issue in loaded.issues]

    vacant = data["employee"].isna() | data["name"].map(lambda name: isinstance(name, str) and key(name) in VACANT)
    issues += [
        Issue("vacancy", table.place(int(row), table.columns["employee"]), {"position": _text(data["role"].iloc[row])})
        for row in np.flatnonzero(vacant)
    ]
    twice = data["employee"].map(lambda text: key(text) if text else "").duplicated() & ~vacant
    issues += [
        Issue(
            "employee-twice",
            table.place(int(row), table.columns["employee"]),
            {"employee": str(data["employee"].iloc[row])},
        )
        for row in np.flatnonzero(twice)
    ]
    body_rows = np.flatnonzero(~vacant & ~twice)
    data = data.loc[body_rows].reset_index(drop=True)
    index = _index(data)
    managers = _managers(table, data, body_rows, index)
    data["manager"] = managers.value
    spelled = {key(role): role for role in reversed(data["role"].dropna().tolist())}
    data["role"] = data["role"].map(lambda role: spelled[key(role)] if isinstance(role, str) else None)
    inferred = _career_levels(data, words)
    data["career_level"], data["level_inferred"] = inferred["career_level"], inferred["level_inferred"]
    data["in_chart"] = True
    issues += managers.issues
    issues += _inferred_issue(table, data)
    return Loaded(Chart(data, index), tuple(issues))


def _index(data: pd.DataFrame) -> PeopleIndex:
    ids = {key(employee): employee for employee in data["employee"]}

    def unique(column: str) -> dict[str, str]:
        """A name that two people share finds neither."""
        keys = data[column].map(lambda text: key(text) if isinstance(text, str) else None)
        single = keys.notna() & ~keys.duplicated(keep=False)
        return dict(zip(keys[single], data.loc[single, "employee"], strict=True))

    return PeopleIndex(ids, unique("name"), unique("email"))


def _managers(
    table: RawTable, data: pd.DataFrame, body_rows: "np.ndarray[tuple[int], np.dtype[np.intp]]", index: PeopleIndex
) -> Loaded[list[str | None]]:
    """The employee id of each person's manager, None at the top of the tree."""
    cells = table.field("manager")
    if cells is None:
        return Loaded([None] * len(data))
    lookup = index.best(cells)
    column = table.columns["manager"]
    managers: list[str | None] = []
    issues: list[Issue] = []
    named = found = 0
    for place, employee, text in zip(body_rows, data["employee"], data["manager_text"], strict=True):
        manager = None
        if isinstance(text, str) and key(text) not in TOP_OF_TREE:
            named += 1
            manager = lookup.get(key(text))
            found += manager is not None
            if manager is None:
                issues.append(Issue("manager-unknown", table.place(int(place), column), {"value": text}))
            elif manager == employee:
                issues.append(Issue("manager-self", table.place(int(place), column), {"employee": employee}))
                manager = None
        managers.append(manager)
    of = dict(zip(data["employee"], managers, strict=True))
    place_of = dict(zip(data["employee"], body_rows, strict=True))
    for cycle in _cycles(of):
        where = table.place(int(place_of[cycle[0]]), column)
        issues.append(Issue("manager-cycle", where, {"people": " → ".join([*cycle, cycle[0]])}, len(cycle)))
        managers = [None if employee in cycle else manager for employee, manager in zip(of, managers, strict=True)]
    kind = {id(index.ids): "employee id", id(index.names): "name", id(index.emails): "e-mail"}[id(lookup)]
    issues.append(Issue("manager-match", table.header_place(column), {"kind": kind, "found": found, "named": named}))
    roots = [employee for employee, manager in zip(of, managers, strict=True) if manager is None]
    if len(roots) > 1:
        listed = ", ".join(roots[:_LISTED]) + (" …" if len(roots) > _LISTED else "")
        issues.append(Issue("roots-several", table.header_place(column), {"people": listed}, len(roots)))
    return Loaded(managers, tuple(issues))


def _cycles(manager_of: Mapping[str, str | None]) -> list[list[str]]:
    """Every circle of people who manage each other, each named once, in the order of the chart."""
    state: dict[str, int] = {}
    cycles = []
    for start in manager_of:
        path: list[str] = []
        at: str | None = start
        while at is not None and at not in state:
            state[at] = 1
            path.append(at)
            at = manager_of.get(at)
        if at is not None and state[at] == 1 and at in path:
            cycles.append(path[path.index(at) :])
        state.update(dict.fromkeys(path, 2))
    return cycles


def _career_levels(data: pd.DataFrame, words: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Stated levels, else by the words of the job title, else manager for people with reports."""
    patterns = [
        (level, re.compile(r"\b(" + "|".join(map(re.escape, texts)) + r")\b")) for level, texts in words.items()
    ]
    by_title = {
        role: next((level for level, pattern in patterns if pattern.search(key(role))), None)
        for role in data["role"].dropna().unique()
    }
    bosses = set(data["manager"].dropna())
    levels, inferred = [], []
    for employee, role, stated in zip(data["employee"], data["role"], data["career_level"], strict=True):
        guess = by_title.get(role) or ("manager" if employee in bosses else None)
        levels.append(stated if isinstance(stated, str) else guess)
        inferred.append(not isinstance(stated, str) and guess is not None)
    return pd.DataFrame({"career_level": pd.Series(levels, dtype=object), "level_inferred": inferred})


def _inferred_issue(table: RawTable, data: pd.DataFrame) -> list[Issue]:
    rows = data[data["level_inferred"]]
    if rows.empty:
        return []
    counts = rows["career_level"].value_counts()
    said = ", ".join(f"{level} {counts[level]}" for level in CAREER_LEVELS if level in counts)
    column = table.columns.get("career_level", table.columns.get("role", table.columns["employee"]))
    return [Issue("career-level-inferred", table.header_place(column), {"levels": said}, len(rows))]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


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
    if people["team"].notna().any() or people["manager"].isna().all():
        return people["team"]
    names = dict(zip(people["employee"], people["name"].fillna(people["employee"]), strict=True))
    return people["manager"].map(
        lambda manager: f"Team {names.get(manager, manager)}" if isinstance(manager, str) else None
    )


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
