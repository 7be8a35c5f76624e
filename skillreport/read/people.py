"""Org charts → people with managers. Knows nothing of skills, and of units only their names."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from skillreport.model.figure import say
from skillreport.model.frames import HEAD_COUNTS, ORIGIN, PEOPLE, empty
from skillreport.model.issue import Issue, Loaded, Location
from skillreport.model.names import key
from skillreport.model.yaml_file import read_yaml
from skillreport.read import cells as c
from skillreport.read.grid import Cells
from skillreport.read.raw_table import RawTable
from skillreport.read.vocabulary import words

_LISTED = 5  # people named in a note before "…"
_WORKER_SUFFIX = re.compile(r"\s*\([^()]*\)$")  # Workday writes Jane Doe (12345)


@dataclass(frozen=True, slots=True)
class PeopleIndex:
    """How a cell may name an employee: by id, name, e-mail, or another id of the chart; normalised text → employee
    id."""

    ids: Mapping[str, str]
    names: Mapping[str, str]
    emails: Mapping[str, str]
    other_ids: Mapping[str, str]

    def best(self, texts: Sequence[str]) -> tuple[str, Mapping[str, str]]:
        """The kind that finds most of the texts, and its index; ids where they tie."""
        kinds = {"employee_id": self.ids, "name": self.names, "email": self.emails, "position_id": self.other_ids}
        keys = {key(text) for text in texts}
        return max(kinds.items(), key=lambda item: sum(name in item[1] or _bare(name) in item[1] for name in keys))

    def of(self, cells: Cells) -> Mapping[str, str]:
        """The index that finds most of a column's distinct cells, with these cells in it as they are written; what it
        does not find may be a name or an e-mail all the same."""
        texts = [text for value in cells.distinct if (text := c.as_text(value))]
        index = self.best(texts)[1]
        other = {**self.names, **self.emails, **index}
        bare = {name: _bare(name) for text in texts if (name := key(text)) not in index}
        found = {
            name: next((other[form] for form in (name, short) if form in other), None) for name, short in bare.items()
        }
        return {**index, **{name: id for name, id in found.items() if id is not None}}


def _bare(name: str) -> str:
    """A name without what stands behind it in brackets."""
    return _WORKER_SUFFIX.sub("", name)


@dataclass(frozen=True, slots=True)
class Chart:
    """The org charts as read: people (frame PEOPLE without `unit` and `active`), how to look them up, and posts that
    are no people (frame HEAD_COUNTS)."""

    people: pd.DataFrame
    index: PeopleIndex
    head_counts: pd.DataFrame


def chart_from_ratings(tables: Sequence[RawTable]) -> Chart:
    """Without an org chart: the people whom rating rows give a role or unit, the first that stands in the rows."""
    found: dict[str, dict[str, object]] = {}
    for table in tables:
        columns = {name: c.column(table, name, c.as_text, "object").value for name in ("employee", "role", "unit")}
        for employee, role, unit in zip(*columns.values(), strict=True):
            if employee is not None and (role is not None or unit is not None):
                found.setdefault(key(employee), {"employee": employee, "role": role, "department": unit})
    people = empty(PEOPLE)
    if found:
        people = pd.concat([people, pd.DataFrame(list(found.values()))], ignore_index=True)
        people["in_chart"] = True
    ids = {name: str(row["employee"]) for name, row in found.items()}
    return Chart(people, PeopleIndex(ids, {}, {}, {}), empty(HEAD_COUNTS))


def read_charts(
    charts: Sequence[tuple[int, RawTable]],
    posts: Sequence[tuple[int, RawTable]],
    day_first: bool | None,
    decimal_comma: bool = False,
) -> Loaded[Chart]:
    """Read all org charts as one, and the posts without names.

    Reports: employee-twice and job-share (the first row counts), vacancy (no person; who reports to it reports to its
    manager), value-missing (no id: no person), head-counts, manager-unknown, leading-zeros and manager-self (top of the
    tree), manager-cycle (its links are ignored), manager-match, roots-several, career-level-inferred,
    career-level-by-reports, date faults.
    """
    parts = [_rows(source, table, day_first, decimal_comma) for source, table in charts]
    issues = [issue for part in parts for issue in part.issues]
    rows = pd.concat([part.value for part in parts], ignore_index=True)
    tables = dict(charts)
    kinds = _kinds_of_rows(rows)
    issues += _row_issues(rows, kinds, tables)
    people = rows[kinds == "person"].reset_index(drop=True)
    issues += _too_much_time(people, tables)
    people["fte"] = people["fte"].where(~(people["fte"] > c.FULL_TIME))
    index = _index(people)
    managers = _managers(people, index, _vacant_posts(rows[kinds == "vacant"]), tables)
    issues += managers.issues
    people["manager"] = managers.value
    spelled = {key(role): role for role in reversed(people["role"].dropna().tolist())}
    people["role"] = people["role"].map(lambda role: spelled[key(role)] if isinstance(role, str) else None)
    stated = _stated_levels(people, tables)
    people, inferred = _with_career_levels(people.assign(career_level=stated.value), tables)
    people["in_chart"] = True
    counted = _head_counts(rows[kinds == "head count"], tables, posts, decimal_comma)
    return Loaded(Chart(people, index, counted.value), (*issues, *stated.issues, *inferred, *counted.issues))


def _rows(source: int, table: RawTable, day_first: bool | None, decimal_comma: bool) -> Loaded[pd.DataFrame]:
    """The rows of one chart as they stand."""
    comma = decimal_comma if table.decimal_comma is None else table.decimal_comma
    text, day = (c.as_text, "object"), (c.day(day_first), "datetime64[s]")
    parsers = {
        **dict.fromkeys(("employee", "name", "manager", "role", "department", "team", "email", "other_id"), text),
        "career_level": (c.as_text, "object"),
        **dict.fromkeys(("start_date", "leave_date", "last_promotion"), day),
        "fte": (c.fte(comma), "float64"),
    }
    columns = {name: c.column(table, name, parse, dtype) for name, (parse, dtype) in parsers.items()}
    given = {name: c.column(table, name, c.as_text, "object").value for name in ("first_name", "last_name")}
    data = pd.DataFrame({name: loaded.value for name, loaded in columns.items()})
    data = data.rename(columns={"manager": "manager_text"})
    data["name"] = [_whole_name(*names) for names in zip(data["name"], *given.values(), strict=True)]
    data["source"], data["record"] = source, range(table.size)
    data["row"], data["column"] = table.origin("employee")
    return Loaded(data, tuple(issue for loaded in columns.values() for issue in loaded.issues))


def _whole_name(name: str | None, first: str | None, last: str | None) -> str | None:
    """A name of one column or of two; beside a first name, a column Name often holds the last name alone."""
    name = name or last
    if name is None or first is None or key(first) in key(name):
        return name or first
    return f"{first} {name}"


# ---- which rows are people


def _kinds_of_rows(rows: pd.DataFrame) -> "pd.Series[str]":
    """Each row is a person, vacant, without id, a head count (posts without id and name), the same id again, or a job
    share (the same id under another name, both part-time). Of several rows with one id the first that names a person
    counts."""
    vacant = rows["name"].map(lambda name: isinstance(name, str) and words().is_in("vacant", name))
    nobody = rows["employee"].isna()
    ids = rows["employee"].map(lambda text: key(text) if isinstance(text, str) else "")
    counting = rows[~nobody].assign(id=ids, vacant=vacant).sort_values("vacant", kind="stable").drop_duplicates("id")
    again = ~nobody & ~rows.index.isin(counting.index)
    names = rows["name"].map(lambda name: key(name) if isinstance(name, str) else "")
    first_name = ids.map(dict(zip(counting["id"], names[counting.index], strict=True)))
    first_time = ids.map(dict(zip(counting["id"], rows["fte"][counting.index], strict=True)))
    shared = again & ~vacant & (rows["fte"] < 1) & (first_time.astype(float) < 1) & (names != first_name)
    kinds = pd.Series("person", index=rows.index, dtype=object)
    kinds[vacant | nobody] = "vacant"
    kinds[again] = "again"
    kinds[shared] = "job share"
    kinds[nobody & ~vacant & rows["name"].notna()] = "no id"
    kinds[nobody & rows["name"].isna() & rows["fte"].notna()] = "head count"
    return kinds


def _row_issues(rows: pd.DataFrame, kinds: "pd.Series[str]", tables: Mapping[int, RawTable]) -> list[Issue]:
    """What is said about rows that are no people of their own."""
    issues = []
    told = rows.assign(kind=kinds)[kinds.isin(["vacant", "no id", "again", "job share"])]
    for row in told.to_dict("records"):
        kind = row["kind"]
        where = tables[row["source"]].place(row["record"], "employee")
        if kind == "vacant":
            issues.append(Issue("vacancy", where, {"position": _text(row["role"])}))
        elif kind == "no id":
            header = tables[row["source"]].header("employee")
            issues.append(Issue("value-missing", where, {"header": header}))
        elif kind == "again":
            issues.append(Issue("employee-twice", where, {"employee": str(row["employee"])}))
        else:
            issues.append(Issue("job-share", where, {"employee": str(row["employee"]), "name": _text(row["name"])}))
    return issues


def _too_much_time(people: pd.DataFrame, tables: Mapping[int, RawTable]) -> list[Issue]:
    """value-out-of-range for people with a full-time equivalent that nobody can have: 80 where 80 % is meant."""
    issues = []
    for row in people[people["fte"] > c.FULL_TIME].to_dict("records"):
        table = tables[row["source"]]
        said = {"value": f"{row['fte']:g}", "header": table.header("fte"), "bound": say("said.bound.full_time")}
        issues.append(Issue("value-out-of-range", table.place(row["record"], "fte"), said))
    return issues


def _head_counts(
    rows: pd.DataFrame, charts: Mapping[int, RawTable], posts: Sequence[tuple[int, RawTable]], decimal_comma: bool
) -> Loaded[pd.DataFrame]:
    """Posts without people: of the org charts, and of tables of their own. Reports head-counts once per table."""
    found = [
        pd.DataFrame(
            {
                **{name: rows[name] for name in ("role", "department", "source", "row", "column")},
                "manager": rows["manager_text"],
                "posts": rows["fte"],
            }
        )
    ]
    issues: list[Issue] = []
    for source, table in posts:
        comma = decimal_comma if table.decimal_comma is None else table.decimal_comma
        columns = {name: c.column(table, name, c.as_text, "object") for name in ("manager", "role", "department")}
        count = c.column(table, "posts", c.number(comma, at_least=0), "float64")
        data = pd.DataFrame({name: loaded.value for name, loaded in columns.items()} | {"posts": count.value})
        data["source"] = source
        data["row"], data["column"] = table.origin("posts")
        found.append(data)
        issues += count.issues
    every = pd.concat([empty(HEAD_COUNTS), *(part for part in found if len(part))], ignore_index=True)
    every = every.dropna(subset=["posts"])
    wanted = {column.name: every[column.name].astype(column.dtype) for column in (*HEAD_COUNTS, *ORIGIN)}  # type: ignore[call-overload]
    tables = {**charts, **dict(posts)}
    for number, part in every.groupby("source"):
        sheet = tables[int(str(number))].sheet
        where = Location(sheet.file, sheet.name)
        issues.append(Issue("head-counts", where, {"posts": float(part["posts"].sum())}, len(part)))
    return Loaded(pd.DataFrame(wanted), tuple(issues))


# ---- who reports to whom


def _index(people: pd.DataFrame) -> PeopleIndex:
    ids = {key(employee): employee for employee in people["employee"]}
    names = dict(_unique(people, "name"))
    turned = {other: employee for name, employee in names.items() for other in _turned_names(name)}
    return PeopleIndex(ids, {**turned, **names}, dict(_unique(people, "email")), dict(_unique(people, "other_id")))


def _unique(people: pd.DataFrame, column: str) -> Iterator[tuple[str, str]]:
    """Text → employee id; a text that two people share finds neither."""
    keys = people[column].map(lambda text: key(text) if isinstance(text, str) else None)
    single = keys.notna() & ~keys.duplicated(keep=False)
    yield from zip(keys[single], people.loc[single, "employee"], strict=True)


def _turned_names(name: str) -> Iterator[str]:
    """Other ways to write a name: `doe, jane` for `jane doe`, and the reverse; without what stands in brackets."""
    bare = _bare(name)
    if bare != name:
        yield bare
    last, comma, first = bare.partition(",")
    if comma:
        yield f"{first.strip()} {last.strip()}"
    elif " " in bare:
        first, _, last = bare.rpartition(" ")
        yield f"{last}, {first}"


def _vacant_posts(rows: pd.DataFrame) -> dict[str, str]:
    """Id of a vacant post → whom it reports to, as written."""
    named = rows[rows["manager_text"].notna()]
    ids = pd.concat([named.set_index(name)["manager_text"] for name in ("employee", "other_id")])
    return {key(post): manager for post, manager in ids.items() if isinstance(post, str)}


def _filled(text: str, vacant: Mapping[str, str]) -> str:
    """Whom somebody reports to: in place of a vacant post whom that reports to."""
    passed: set[str] = set()
    while key(text) in vacant and key(text) not in passed:
        passed.add(key(text))
        text = vacant[key(text)]
    return text


def _managers(
    people: pd.DataFrame, index: PeopleIndex, vacant: Mapping[str, str], tables: Mapping[int, RawTable]
) -> Loaded[list[str | None]]:
    """The employee id of each person's manager, None at the top of the tree."""
    texts = [_filled(text, vacant) if isinstance(text, str) else None for text in people["manager_text"]]
    people = people.assign(manager_text=pd.Series(texts, index=people.index, dtype=object))
    source = next(iter(tables))
    if not any("manager" in table.fields for table in tables.values()):
        return Loaded([None] * len(people))
    named = [text for text in people["manager_text"] if isinstance(text, str) and not _is_top(text)]
    kind, lookup = index.best(named)
    with_zeros = {short: employee for name, employee in lookup.items() if (short := name.lstrip("0")) != name}
    managers: list[str | None] = []
    issues: list[Issue] = []
    for row in people[["employee", "manager_text", "source", "record"]].to_dict("records"):
        text, employee, manager = row["manager_text"], row["employee"], None
        if isinstance(text, str) and not _is_top(text):
            manager = lookup.get(key(text)) or lookup.get(_bare(key(text)))
            where = tables[row["source"]].place(row["record"], "manager")
            if manager is None and (padded := with_zeros.get(key(text))):
                issues.append(Issue("leading-zeros", where, {"employee": text, "nearest": padded}))
            elif manager is None:
                issues.append(Issue("manager-unknown", where, {"value": text}))
            elif manager == employee:
                issues.append(Issue("manager-self", where, {"employee": employee}))
                manager = None
        managers.append(manager)
    found = len(named) - sum(issue.code in ("manager-unknown", "leading-zeros") for issue in issues)
    header = tables[source].header_place("manager")
    issues.append(Issue("manager-match", header, {"kind": say(f"said.by.{kind}"), "found": found, "named": len(named)}))
    kept, cycles = _without_cycles(people, managers, tables)
    roots = [employee for employee, manager in zip(people["employee"], kept, strict=True) if manager is None]
    issues += cycles
    if len(roots) > 1:
        listed = ", ".join(roots[:_LISTED]) + (" …" if len(roots) > _LISTED else "")
        issues.append(Issue("roots-several", header, {"people": listed}, len(roots)))
    return Loaded(kept, tuple(issues))


def _is_top(text: str) -> bool:
    return words().is_in("top_of_tree", text)


def _without_cycles(
    people: pd.DataFrame, managers: Sequence[str | None], tables: Mapping[int, RawTable]
) -> tuple[list[str | None], list[Issue]]:
    """Managers without the links of people who manage each other in a circle, each circle named whole."""
    of = dict(zip(people["employee"], managers, strict=True))
    at = {row["employee"]: row for row in people[["employee", "source", "record"]].to_dict("records")}
    issues, inside = [], set()
    for cycle in _cycles(of):
        first = at[cycle[0]]
        where = tables[first["source"]].place(first["record"], "manager")
        issues.append(Issue("manager-cycle", where, {"people": " → ".join([*cycle, cycle[0]])}, len(cycle)))
        inside |= set(cycle)
    return [None if employee in inside else manager for employee, manager in of.items()], issues


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


# ---- career levels


def _stated_levels(people: pd.DataFrame, tables: Mapping[int, RawTable]) -> Loaded["pd.Series[str]"]:
    """The career levels that the chart states in a word that is known; career-level-unknown once for each other
    word."""
    levels = words().values["career_level"]
    stated = people["career_level"].map(lambda text: levels.get(key(text)) if isinstance(text, str) else None)
    unknown = people[people["career_level"].notna() & stated.isna()]
    issues = []
    for text, group in unknown.groupby("career_level", sort=False):
        first = group.iloc[0]
        where = tables[int(first["source"])].place(int(first["record"]), "career_level")
        issues.append(Issue("career-level-unknown", where, {"value": str(text)}, len(group)))
    return Loaded(stated.astype(object), tuple(issues))


def _with_career_levels(people: pd.DataFrame, tables: Mapping[int, RawTable]) -> tuple[pd.DataFrame, list[Issue]]:
    """Stated levels, else by the words of the job title, else manager for people with reports; each way is reported."""
    by_title = {role: level for role in people["role"].dropna().unique() if (level := level_of_title(role))}
    bosses = set(people["manager"].dropna())
    stated = people["career_level"].map(lambda level: isinstance(level, str))
    guess = people["role"].map(by_title).astype(object)
    leading = guess.isna() & people["employee"].isin(bosses)
    guess = guess.mask(leading, "manager").where(lambda level: level.notna(), None)
    inferred = ~stated & guess.notna()
    found = people.assign(career_level=people["career_level"].where(stated, guess), level_inferred=inferred)
    issues = []
    named = found[inferred].assign(title=found["role"].fillna(found["employee"]))
    for (title, level), group in named.groupby(["title", "career_level"], sort=False):  # type: ignore[assignment]
        first = group.iloc[0]
        table = tables[int(first["source"])]
        field = "career_level" if "career_level" in table.fields else "role" if "role" in table.fields else "employee"
        code = "career-level-inferred" if first["role"] in by_title else "career-level-by-reports"
        values = {"role": title, "level": say(f"career_level.{level}")}
        issues.append(Issue(code, table.place(int(first["record"]), field), values, len(group)))
    return found, issues


def level_of_title(title: str) -> str | None:
    """The career level that the words of a job title tell."""
    text = key(title)
    return next((level for level, pattern in _title_patterns() if pattern.search(text)), None)


@cache
def _title_patterns() -> Sequence[tuple[str, "re.Pattern[str]"]]:
    titles = read_yaml(Path(__file__).with_name("career_levels.yml"))
    return [(level, _pattern(texts)) for level, texts in titles.items()]


def _pattern(texts: Sequence[str]) -> "re.Pattern[str]":
    """Whole words; one that begins with * may also end a longer one, as in Abteilungsleiter."""
    return re.compile(
        "|".join(rf"\w*{re.escape(t[1:])}\b" if t.startswith("*") else rf"\b{re.escape(t)}\b" for t in texts)
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
