"""The small reference tables → records: scale, skills, objectives."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from skillreport.model.assessment import Objective, Scale, Skill
from skillreport.model.engagement import ScaleSettings
from skillreport.model.issue import Issue, Loaded, Location
from skillreport.model.names import key, shown, slugs
from skillreport.read import cells as c
from skillreport.read.raw_table import RawTable

# Signs of one line are easily taken for each other, on screen or in print.
_LOOK_ALIKES = (
    "○◯〇⚪◦oOоОοΟ0",
    "●⚫⬤•",
    "◎◉⊙☉",
    "✓✔☑√",
    "xX×✕✖✗✘☒╳⨯хХχΧ",
    "-‐‑‒–—―−_ー",
    "△▵∆Δ",
    "▲▴",
    "□◻▢☐",
    "■◼⬛▪",
    "☆✩⭐",
    "★⭑✭",
    "1lI|",
)
_FIRST_OF = {ord(sign): line[0] for line in _LOOK_ALIKES for sign in line}
_FIRST_OF |= dict.fromkeys((0xFE0E, 0xFE0F), "")  # said to be drawn as text, or as a picture
DEFAULT_LABELS = {1.0: "Novice", 2.0: "Basic", 3.0: "Proficient", 4.0: "Advanced", 5.0: "Expert"}


def read_scale(tables: Sequence[RawTable], stated: ScaleSettings | None, decimal_comma: bool) -> Loaded[Scale]:
    """The proficiency scale: of the Scale table, else of the settings, else 1 to 5. Reports scale-invalid for fewer
    than two levels, scale-look-alikes for symbols that a reader may take for each other."""
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
        cells = zip(level.value, label.value, text.value, sign.value, strict=True)
        for record, (number, name, description, symbol) in enumerate(cells):
            if not np.isnan(number):
                levels[float(number)] = name or f"{number:g}"
                if description:
                    descriptions[float(number)] = description
                if symbol:
                    issues += _look_alikes(float(number), symbol, symbols, table.place(record, "symbol"))
                    symbols[float(number)] = symbol
    if tables and len(levels) < 2:
        issues.append(Issue("scale-invalid", Location(tables[0].sheet.file, tables[0].sheet.name)))
    if len(levels) < 2:
        levels, descriptions, symbols = _stated_levels(stated), {}, {}
    scale = Scale(min(levels), max(levels), dict(sorted(levels.items())), descriptions, symbols)
    return Loaded(scale, tuple(issues))


def _look_alikes(level: float, symbol: str, earlier: Mapping[float, str], where: Location) -> list[Issue]:
    """scale-look-alikes at a symbol that an earlier level's is easily taken for, or that is the same to the reader."""
    return [
        Issue("scale-look-alikes", where, {"symbols": (f"{other} ({number:g})", f"{symbol} ({level:g})")})
        for number, other in earlier.items()
        if number != level and look_alike(symbol, other)
    ]


def look_alike(one: str, other: str) -> bool:
    """Whether a reader takes one sign for the other (○ for ◯, – for —), or the program does (o for O, ｏ for o)."""
    return key(one) == key(other) or _drawn(one) == _drawn(other)


def _drawn(text: str) -> str:
    """The text with each letter as the first of its look-alikes."""
    return unicodedata.normalize("NFKC", shown(text)).translate(_FIRST_OF)


def _stated_levels(stated: ScaleSettings | None) -> dict[float, str]:
    """The levels of the settings with their labels; ends without a label go by their number."""
    if stated is None:
        return dict(DEFAULT_LABELS)
    ends = [level for level in (stated.lowest, stated.highest) if level is not None]
    return {level: stated.labels.get(level, f"{level:g}") for level in sorted({*ends, *stated.labels})}


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    category: str | None
    group: str | None
    weight: float
    shelf_life: float
    description: str | None


def read_skills(
    tables: Sequence[RawTable], others: Sequence[RawTable], scale: Scale, decimal_comma: bool
) -> Loaded[tuple[Skill, ...]]:
    """The skills in the order of the workbook.

    Without a Skills table the skills are those that requirements and ratings name, with the category and group that
    stand there; a category is never guessed. Reports: value-missing, skill-twice (the first row counts),
    skill-without-category, value faults.
    """
    rows: dict[str, _Row] = {}
    issues: list[Issue] = []
    for table in tables:
        found = _skill_rows(table, decimal_comma)
        issues += found.issues
        for record, row in enumerate(found.value):
            where = table.place(record, "skill")
            if not row.name:
                issues.append(Issue("value-missing", where, {"header": table.header("skill")}))
            elif key(row.name) in rows:
                issues.append(Issue("skill-twice", where, {"skill": row.name}))
            else:
                rows[key(row.name)] = row
    if not tables:
        for table in others:
            found = _named_skills(table, scale, decimal_comma)
            issues += found.issues
            for row in found.value:
                rows.setdefault(key(row.name), row)
    issues += _without_category(rows.values(), tables, others)
    ids = slugs(row.name for row in rows.values())
    skills = tuple(
        Skill(id, row.name, row.category, row.group, _known(row.weight), _known(row.shelf_life), row.description)  # type: ignore[arg-type]
        for id, row in zip(ids, rows.values(), strict=True)
    )
    return Loaded(skills, tuple(issues))


def _skill_rows(table: RawTable, decimal_comma: bool) -> Loaded[list[_Row]]:
    comma = decimal_comma if table.decimal_comma is None else table.decimal_comma
    names = c.column(table, "skill", c.as_text, "object")
    category = c.column(table, "category", c.word("category", ("hard", "soft")), "object")
    group = c.column(table, "group", c.as_text, "object")
    weight = c.column(table, "weight", c.number(comma, above=0), "float64")
    shelf = c.column(table, "shelf_life", c.number(comma, above=0), "float64")
    text = c.column(table, "description", c.as_text, "object")
    columns = (names, category, group, weight, shelf, text)
    rows = [_Row(*cells) for cells in zip(*(loaded.value for loaded in columns), strict=True)]
    return Loaded(rows, tuple(issue for loaded in columns for issue in loaded.issues))


def _named_skills(table: RawTable, scale: Scale, decimal_comma: bool) -> Loaded[list[_Row]]:
    """The skills that a requirements or ratings table names, in its order. Across the top of a matrix may stand other
    things than skills: a column counts as one where any of its cells is on the scale."""
    cells = table.field("skill")
    if cells is None or not len(cells.codes):
        return Loaded([])
    used = np.ones(table.size, dtype=bool)
    if table.shape == "matrix":
        parse = c.level_on(scale, decimal_comma if table.decimal_comma is None else table.decimal_comma)
        level = table.field("level")
        if level is not None:
            good = np.array([not isinstance(parse(value), c.Fault | None) for value in level.distinct], dtype=bool)
            used = good[level.codes]
    category = c.column(table, "category", c.word("category", ("hard", "soft")), "object")
    group = c.column(table, "group", c.as_text, "object")
    first = {int(code): record for record, code in reversed(list(enumerate(cells.codes.tolist()))) if used[record]}
    rows = [
        _Row(name, category.value[record], group.value[record], np.nan, np.nan, None)
        for code, record in sorted(first.items(), key=lambda item: item[1])
        if (name := c.as_text(cells.distinct[code]))
    ]
    return Loaded(rows, category.issues)


def _without_category(rows: Iterable[_Row], tables: Sequence[RawTable], others: Sequence[RawTable]) -> list[Issue]:
    unknown = [row.name for row in rows if row.category is None]
    if not unknown:
        return []
    source = (tables or others)[0].sheet
    listed = ", ".join(unknown[:5]) + (" …" if len(unknown) > 5 else "")
    where = Location(source.file, source.name if tables else None)
    return [Issue("skill-without-category", where, {"skills": listed}, len(unknown))]


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def read_objectives(
    tables: Sequence[RawTable], skills: dict[str, str], metrics: dict[str, str], day_first: bool | None
) -> Loaded[tuple[Objective, ...]]:
    """The client's objectives. Reports objective-unknown-link for a skill or metric that no table knows."""
    found: list[Objective] = []
    issues: list[Issue] = []
    for table in tables:
        names = c.column(table, "objective", c.as_text, "object")
        linked = {name: c.column(table, name, c.names_in, "object") for name in ("skills", "metrics")}
        target = c.column(table, "target_date", c.day(day_first), "object")
        owner = c.column(table, "owner", c.as_text, "object")
        issues += [*names.issues, *target.issues]
        ids = slugs(name or "objective" for name in names.value)
        for i, name in enumerate(names.value):
            if name is None:
                continue
            for field, known in (("skills", skills), ("metrics", metrics)):
                for link in linked[field].value[i] or ():
                    if key(link) not in known:
                        where = table.place(i, field)
                        issues.append(Issue("objective-unknown-link", where, {"value": link, "objective": name}))
            links = [
                tuple(known[key(link)] for link in linked[field].value[i] or () if key(link) in known)
                for field, known in (("skills", skills), ("metrics", metrics))
            ]
            found.append(Objective(ids[i], name, links[0], links[1], target.value[i], owner.value[i]))
    return Loaded(tuple(found), tuple(issues))
