"""A mix table in YAML, the method's or a client's → rows, or an issue at the line of each mistake. Knows no data."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, RootModel, ValidationError, field_validator

from skillreport.model.engagement import CareerLevel, Percent, Settings
from skillreport.model.figure import Sentence, say
from skillreport.model.issue import Issue, Loaded, Location
from skillreport.model.names import key, number_text, slug
from skillreport.model.yaml_file import Document, load_model, read_document

METHOD = Path(__file__).with_name("mix.yml")
OVERRIDE = "client-"  # how the ids of a client's overrides begin
WHOLE, TOLERANCE = 100, 1e-6  # percent
Status = Literal["assumption", "inference", "client"]
Origin = Literal["method", "ours", "client"]


class RowOfFile(Settings):
    """One row as it stands in the file: shares in percent. A field that is left out matches all."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")] | None = None
    industry: Annotated[str, Field(min_length=1)] | None = None
    career_level: CareerLevel | None = None
    soft: Percent
    hard: Percent
    status: Status
    source: Annotated[str, Field(min_length=1)]

    @field_validator("id")
    @classmethod
    def _not_of_an_override(cls, id: str | None) -> str | None:
        if id is not None and id.startswith(OVERRIDE):
            raise ValueError(f"{id!r} begins as the ids of overrides do; choose another")
        return id


class TableFile(RootModel[tuple[RowOfFile, ...]]):
    """The whole file: a list of rows."""


@dataclass(frozen=True, slots=True)
class MixRow:
    """One row of the mix table: the soft share (0 to 1) where industry and career level match; None matches all.

    `source`: `method` or `ours` in the method's table, else the client's own words. `place`: where the client wrote it,
    None in the method's table. `target`: for a client's override, the kind and name of whom it is for.
    """

    id: str
    soft: float
    industry: str | None
    career_level: str | None
    status: Status
    source: str
    target: tuple[str, str] | None = None
    place: Location | None = None

    @property
    def hard(self) -> float:
        return 1 - self.soft

    @property
    def origin(self) -> Origin:
        if self.place is not None:
            return "client"
        return "ours" if self.source == "ours" else "method"


@cache
def method_table() -> tuple[MixRow, ...]:
    """The mix table of the method."""
    loaded = load_mix_table(METHOD)
    if loaded.issues:
        raise ValueError(f"the method's own mix table is faulty: {loaded.issues}")
    return loaded.value


def load_mix_table(path: Path) -> Loaded[tuple[MixRow, ...]]:
    """Read a mix table.

    Reports what `read_document` and `load_model` report, and mix-shares, mix-rows-tie, mix-id-twice and
    mix-default-missing; with any of these the table is empty, because nothing may be computed under half of it.
    """
    read = read_document(path)
    if read.value is None:
        return Loaded((), read.issues)
    document, lines = read.value, read.value.lines
    whole = load_model(document, TableFile)
    rows = list(_good_rows(document))
    issues = (*whole.issues, *_mistakes(document.file, rows, lines_of(document)))
    if whole.value is not None and not any(row.industry is None and row.career_level is None for _, row in rows):
        issues = (*issues, Issue("mix-default-missing", Location(document.file, line=max(lines.values(), default=1))))
    if issues:
        return Loaded((), issues)
    own = path != METHOD
    ids = _ids([row for _, row in rows])
    return Loaded(
        tuple(
            MixRow(
                id=id,
                soft=row.soft / WHOLE,
                industry=row.industry,
                career_level=row.career_level,
                status=row.status,
                source=row.source,
                place=Location(document.file, line=lines_of(document)[place]) if own else None,
            )
            for (place, row), id in zip(rows, ids, strict=True)
        )
    )


def lines_of(document: Document) -> Sequence[int]:
    """The line of each row."""
    return [line for path, line in document.lines.items() if len(path) == 1]


def _good_rows(document: Document) -> Iterator[tuple[int, RowOfFile]]:
    """The rows that can be understood by themselves, each with its position."""
    for place, data in enumerate(document.data if isinstance(document.data, list) else ()):
        try:
            yield place, RowOfFile.model_validate(data)
        except ValidationError:
            continue  # `load_model` says what is wrong with it


def _mistakes(file: str, rows: Sequence[tuple[int, RowOfFile]], lines: Sequence[int]) -> Iterator[Issue]:
    """What is wrong with rows that are understood: shares that are no whole, and rows that stand twice."""
    targets: dict[tuple[str, str], int] = {}
    ids: dict[str, int] = {}
    for place, row in rows:
        where, line = Location(file, line=lines[place]), lines[place]
        if abs(row.soft + row.hard - WHOLE) > TOLERANCE:
            shares = {"soft": row.soft, "hard": row.hard, "sum": row.soft + row.hard}
            yield Issue("mix-shares", where, {name: number_text(round(share, 6)) for name, share in shares.items()})
        target = (key(row.industry or ""), row.career_level or "")
        first = targets.setdefault(target, line)
        if first != line:
            yield Issue("mix-rows-tie", where, {"row": _target(row), "line": first})
        first = ids.setdefault(row.id, line) if row.id is not None else line
        if first != line:
            yield Issue("mix-id-twice", where, {"id": row.id, "line": first})


def _target(row: RowOfFile) -> Sentence:
    industry = row.industry or say("said.any_industry")
    return say("said.mix_row", industry=industry, level=row.career_level or say("said.any_career_level"))


def _ids(rows: Sequence[RowOfFile]) -> list[str]:
    """The id of each row: its own, else one made of industry and career level that no other has."""
    taken = {row.id for row in rows if row.id is not None}
    ids = []
    for row in rows:
        parts = [slug(part) for part in (row.industry, row.career_level) if part]
        made, number = "-".join(parts) or "default", 2
        while row.id is None and made in taken:
            made, number = f"{'-'.join(parts) or 'default'}-{number}", number + 1
        ids.append(row.id or made)
        taken.add(ids[-1])
    return ids
