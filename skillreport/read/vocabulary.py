"""The words of the data files → what a sheet name, a header or a cell stands for. Exact after normalising, never
fuzzy."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from skillreport.model.names import header_key, key
from skillreport.model.yaml_file import read_yaml

LANGUAGES = ("en", "de", "fr", "es")
EXTRA = ("hr_systems", "other")
FOLDER = Path(__file__).parent

RowKind = Literal["total", "limit", "note"]


@dataclass(frozen=True, slots=True)
class FieldDef:
    """A column that a table may have: its header in templates and messages, and every exact name of it, the most usual
    first. `template`: whether the template has the column; some are there for clients' own files only. `instead`: the
    field that may stand for a required one; `may_miss`: a sheet with the table's name need not have a required one."""

    header: str
    aliases: tuple[str, ...]
    required: bool
    read: bool
    template: bool
    instead: str | None = None
    may_miss: bool = False


@dataclass(frozen=True, slots=True)
class MatrixDef:
    """The matrix shape of a table: fields that may name its rows, the field across its top, the field in its cells."""

    rows: tuple[str, ...]
    across: str
    value: str


@dataclass(frozen=True, slots=True)
class TableDef:
    """A table of the assessment workbook. Of `needs_one` at least one field must be there."""

    name: str
    sheet: str
    aliases: frozenset[str]
    fields: Mapping[str, FieldDef]
    matrix: MatrixDef | None
    needs_one: tuple[str, ...]
    template: bool

    @property
    def template_fields(self) -> Mapping[str, FieldDef]:
        """The columns that the template has."""
        return {name: item for name, item in self.fields.items() if item.template}

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(name for name, item in self.fields.items() if item.required)

    def columns(self, texts: Mapping[int, str] | Sequence[str]) -> dict[str, int]:
        """Field → line of its header. A header belongs to one field; of several headers of a field the most usual one
        counts."""
        by_key: dict[str, int] = {}
        for line, text in texts.items() if isinstance(texts, Mapping) else enumerate(texts):
            by_key.setdefault(header_key(text), line)
        taken: set[int] = set()
        found = {}
        for name, item in self.fields.items():
            here = next((by_key[a] for a in item.aliases if a in by_key and by_key[a] not in taken), None)
            if here is not None:
                taken.add(here)
                found[name] = here
        return found

    def missing(self, found: Iterable[str], named: bool = False) -> tuple[str, ...]:
        """The needed fields that are not among those found. `named`: the sheet has the table's name."""
        there = set(found)
        missing = [name for name in self.required if name not in there and self.fields[name].instead not in there]
        if named:
            missing = [name for name in missing if not self.fields[name].may_miss]
        if self.needs_one and not there & set(self.needs_one):
            missing.append(self.needs_one[0])
        return tuple(missing)


@dataclass(frozen=True, slots=True)
class Words:
    """Everything the data files say. Keys are normalised: headers by `header_key`, cells by `key`."""

    tables: Mapping[str, TableDef]
    quiet: frozenset[str]
    values: Mapping[str, Mapping[str, str]]  # list of words (category, rater_group, …) → cell → what it stands for
    rows: Mapping[str, RowKind]
    first_words: frozenset[str]
    last_words: frozenset[str]
    numbering: frozenset[str]
    every_header: frozenset[str] = field(default=frozenset())

    def heads(self, texts: Sequence[str]) -> float:
        """How surely a row of these texts is a header: 1 where all that one table needs is there, in list or matrix
        shape, else the share of texts that are headers of it."""
        keys = {header_key(text) for text in texts}
        if not keys & self.every_header:
            return 0.0
        best = 0.0
        for table in self.tables.values():
            found = table.columns(texts)
            if len(found) >= 2 and not table.missing(found):
                return 1.0
            if table.matrix and any(row in found for row in table.matrix.rows) and len(texts) - len(found) >= 2:
                best = max(best, 0.5)
            best = max(best, len(found) / len(keys) * 0.9)
        return best

    def row_kind(self, text: str) -> RowKind | None:
        """What a row is whose first text is this: a sum or average, a threshold, a note; None for a record."""
        word = key(text).strip(" :;.,=()[]")
        if word in self.rows:
            return self.rows[word]
        parts = word.split()
        if len(parts) > 1 and (parts[0].rstrip(":") in self.first_words or parts[-1] in self.last_words):
            return "total"
        head = word.partition(":")[0].strip()
        return "note" if head != word and self.rows.get(head) == "note" else None

    def is_in(self, words: str, cell: str) -> bool:
        """Whether a cell is one of a list of words; quotation marks round it do not count."""
        return key(cell).strip("'\"") in self.values[words]


def template_tables() -> Mapping[str, TableDef]:
    """The tables of which the template has a sheet."""
    return {name: table for name, table in words().tables.items() if table.template}


@cache
def words() -> Words:
    """The words of all languages, read once."""
    shapes = read_yaml(FOLDER / "tables.yml")
    sources = [read_yaml(FOLDER / "words" / f"{name}.yml") for name in (*LANGUAGES, *EXTRA)]
    tables = {name: _table(name, item, sources) for name, item in shapes.items()}
    rows: dict[str, RowKind] = {}
    for kind in ("note", "limit", "total"):
        rows |= {key(str(word)): kind for item in sources for word in item.get("rows", {}).get(kind, ())}
    return Words(
        tables=tables,
        quiet=frozenset(header_key(str(name)) for item in sources for name in item.get("sheets", {}).get("quiet", ()))
        | {"readme", "lists", "instructions", "legend", "cover", "notes"},
        values=_values(sources),
        rows=rows,
        first_words=_set(sources, "first_words"),
        last_words=_set(sources, "last_words"),
        numbering=frozenset(map(header_key, _set(sources, "numbering"))),
        every_header=frozenset(a for table in tables.values() for item in table.fields.values() for a in item.aliases),
    )


def _table(name: str, item: Mapping[str, object], sources: Sequence[Mapping[str, object]]) -> TableDef:
    fields = {}
    raw: Mapping[str, dict[str, object]] = item["fields"]  # type: ignore[assignment]
    for field_name, spec in raw.items():
        also: list[object] = [spec["header"], *spec.get("also", [])]  # type: ignore[misc]
        for source in sources:
            headers: Mapping[str, Mapping[str, list[object]]] = source.get("headers", {})  # type: ignore[assignment]
            also += headers.get(name, {}).get(field_name, [])
        aliases = tuple(dict.fromkeys(header_key(str(alias)) for alias in also))
        fields[field_name] = FieldDef(
            str(spec["header"]),
            aliases,
            bool(spec.get("required")),
            spec.get("read") is not False,
            spec.get("template") is not False,
            None if (instead := spec.get("or")) is None else str(instead),
            bool(spec.get("may_miss")),
        )
    sheets: list[object] = [item["sheet"], *item.get("also", [])]  # type: ignore[misc]
    for source in sources:
        of_language: Mapping[str, list[object]] = source.get("sheets", {})  # type: ignore[assignment]
        sheets += of_language.get(name, [])
    matrix: Mapping[str, object] | None = item.get("matrix")  # type: ignore[assignment]
    shape = MatrixDef(tuple(matrix["rows"]), str(matrix["across"]), str(matrix["value"])) if matrix else None  # type: ignore[arg-type]
    aliases_of_sheet = frozenset(header_key(str(sheet)) for sheet in sheets)
    needs_one: tuple[str, ...] = tuple(item.get("needs_one", ()))  # type: ignore[arg-type]
    in_template = item.get("template") is not False
    return TableDef(name, str(item["sheet"]), aliases_of_sheet, fields, shape, needs_one, in_template)


def _values(sources: Sequence[Mapping[str, object]]) -> dict[str, dict[str, str]]:
    """Closed lists; English first, so that a word of two languages means what it means in English."""
    found: dict[str, dict[str, str]] = {}
    for source in sources:
        lists: Mapping[str, object] = source.get("values", {})  # type: ignore[assignment]
        for name, item in lists.items():
            cells = found.setdefault(name, {})
            by_meaning: Mapping[str, Iterable[object]] = item if isinstance(item, Mapping) else {name: item}  # type: ignore[dict-item]
            for meaning, texts in by_meaning.items():
                for text in texts:
                    cells.setdefault(key(str(text)), str(meaning))
    return found


def _set(sources: Sequence[Mapping[str, object]], name: str) -> frozenset[str]:
    return frozenset(
        key(str(word))
        for source in sources
        for word in source.get("rows", {}).get(name, ())  # type: ignore[attr-defined]
    )
