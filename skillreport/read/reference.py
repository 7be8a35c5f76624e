"""The small reference tables → records: scale, skills, objectives."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from skillreport.model.assessment import Objective, Scale, Skill
from skillreport.model.issue import Issue, Loaded, Location
from skillreport.model.names import key, slugs
from skillreport.read import cells as c
from skillreport.read.facts import CATEGORY_WORDS
from skillreport.read.tables import RawTable

DEFAULT_LABELS = {1.0: "Novice", 2.0: "Basic", 3.0: "Proficient", 4.0: "Advanced", 5.0: "Expert"}


def read_scale(tables: Sequence[RawTable], decimal_comma: bool) -> Loaded[Scale]:
    """The proficiency scale, 1 to 5 where none is given. Reports scale-invalid for fewer than two levels."""
    levels: dict[float, str] = {}
    descriptions: dict[float, str] = {}
    symbols: dict[float, str] = {}
    issues: list[Issue] = []
    for table in tables:
        level = c.column(table, "level", c.number(decimal_comma), "float64")
        label = c.column(table, "label", c.as_text, "object")
        text = c.column(table, "description", c.as_text, "object")
        sign = c.column(table, "symbol", c.as_text, "object")
        issues += level.issues
        for number, name, description, symbol in zip(level.value, label.value, text.value, sign.value, strict=True):
            if not np.isnan(number):
                levels[float(number)] = name or f"{number:g}"
                if description:
                    descriptions[float(number)] = description
                if symbol:
                    symbols[float(number)] = symbol
    if tables and len(levels) < 2:
        issues.append(Issue("scale-invalid", Location(tables[0].sheet.file, tables[0].sheet.name)))
    if len(levels) < 2:
        levels, descriptions, symbols = DEFAULT_LABELS, {}, {}
    scale = Scale(min(levels), max(levels), dict(sorted(levels.items())), descriptions, symbols)
    return Loaded(scale, tuple(issues))


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    category: str | None
    group: str | None
    weight: float
    shelf_life: float
    description: str | None


def read_skills(
    tables: Sequence[RawTable], others: Sequence[RawTable], decimal_comma: bool
) -> Loaded[tuple[Skill, ...]]:
    """The skills in the order of the workbook.

    Without a Skills table the skills are those that requirements and ratings name, without category: it is never
    guessed. Reports: value-missing, skill-twice (the first row counts), skill-without-category, value faults.
    """
    rows: dict[str, _Row] = {}
    issues: list[Issue] = []
    for table in tables:
        names = c.column(table, "skill", c.as_text, "object")
        category = c.column(table, "category", c.choice(CATEGORY_WORDS, ("hard", "soft")), "object")
        group = c.column(table, "group", c.as_text, "object")
        weight = c.column(table, "weight", c.number(decimal_comma, above=0), "float64")
        shelf = c.column(table, "shelf_life", c.number(decimal_comma, above=0), "float64")
        text = c.column(table, "description", c.as_text, "object")
        for loaded in (category, weight, shelf):
            issues += loaded.issues
        for i, name in enumerate(names.value):
            where = table.place(i, table.columns["skill"])
            if name is None:
                issues.append(Issue("value-missing", where, {"header": table.header("skill")}))
            elif key(name) in rows:
                issues.append(Issue("skill-twice", where, {"skill": name}))
            else:
                rows[key(name)] = _Row(
                    name, category.value[i], group.value[i], weight.value[i], shelf.value[i], text.value[i]
                )
    if not tables:
        for table in others:
            for name in _named_skills(table):
                rows.setdefault(key(name), _Row(name, None, None, np.nan, np.nan, None))
    unknown = [row.name for row in rows.values() if row.category is None]
    if unknown:
        source = (tables or others)[0].sheet
        listed = ", ".join(unknown[:5]) + (" …" if len(unknown) > 5 else "")
        where = Location(source.file, source.name if tables else None)
        issues.append(Issue("skill-without-category", where, {"skills": listed}, len(unknown)))
    ids = slugs(row.name for row in rows.values())
    skills = tuple(
        Skill(id, row.name, row.category, row.group, _known(row.weight), _known(row.shelf_life), row.description)  # type: ignore[arg-type]
        for id, row in zip(ids, rows.values(), strict=True)
    )
    return Loaded(skills, tuple(issues))


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _named_skills(table: RawTable) -> list[str]:
    """The skills that a requirements or ratings table speaks of, in its order."""
    cells = table.field("skill")
    if cells is not None:
        return [text for value in cells.distinct if (text := c.as_text(value))]
    return list(table.names)


def read_objectives(
    tables: Sequence[RawTable], skills: dict[str, str], metrics: dict[str, str]
) -> Loaded[tuple[Objective, ...]]:
    """The client's objectives. Reports objective-unknown-link for a skill or metric that no table knows."""
    found: list[Objective] = []
    issues: list[Issue] = []
    for table in tables:
        names = c.column(table, "objective", c.as_text, "object")
        linked = {name: c.column(table, name, c.names_in, "object") for name in ("skills", "metrics")}
        target = c.column(table, "target_date", c.day, "object")
        owner = c.column(table, "owner", c.as_text, "object")
        issues += [*names.issues, *target.issues]
        ids = slugs(name or "objective" for name in names.value)
        for i, name in enumerate(names.value):
            if name is None:
                continue
            for field, known in (("skills", skills), ("metrics", metrics)):
                for link in linked[field].value[i] or ():
                    if key(link) not in known:
                        where = table.place(i, table.columns[field])
                        issues.append(Issue("objective-unknown-link", where, {"value": link, "objective": name}))
            links = [
                tuple(known[key(link)] for link in linked[field].value[i] or () if key(link) in known)
                for field, known in (("skills", skills), ("metrics", metrics))
            ]
            found.append(Objective(ids[i], name, links[0], links[1], target.value[i], owner.value[i]))
    return Loaded(tuple(found), tuple(issues))
