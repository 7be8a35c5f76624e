"""What training literature claims, as data: what may be printed in which words, and how a claim shows in a text."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from skillreport.model.yaml_file import read_yaml

_BREAKS = re.compile(r"(?<=[.!?])\s+|\n\s*\n|\n(?=\s*(?:[-*+#>|]|\d+[.)]\s))")


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim as it circulates, and what may be printed of it, in one language.

    `wording`: the sentence that may be printed; None where the claim is refused. `reason`: why it must not be printed
    as it circulates; empty for what is safe. `signs`: alternatives, each of patterns that all stand in one sentence.
    """

    id: str
    claim: str
    title: str
    status: Literal["safe", "only with this wording", "never"]
    wording: str | None
    reason: str
    source: str
    link: str | None
    signs: tuple[tuple[re.Pattern[str], ...], ...]


@cache
def _rows() -> Sequence[Mapping[str, Any]]:
    rows: Sequence[Mapping[str, Any]] = read_yaml(Path(__file__).with_name("claims.yml"))
    return rows


@cache
def load_claims(language: str) -> Mapping[str, Claim]:
    """The claims that have words in a language by id, in the order of the file; another one is not known in it."""
    claims = (_claim(row, row[language]) for row in _rows() if language in row)
    return MappingProxyType({claim.id: claim for claim in claims})


def _claim(row: Mapping[str, Any], words: Mapping[str, Any]) -> Claim:
    return Claim(
        id=row["id"],
        claim=words["claim"],
        title=words["title"],
        status=row["status"],
        wording=words.get("wording"),
        reason=words.get("reason", ""),
        source=words["source"],
        link=row.get("link"),
        signs=tuple(_signs(all_of) for all_of in words.get("doubtful", ())),
    )


def _signs(all_of: Sequence[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(sign, re.IGNORECASE) for sign in all_of)


def doubtful_claims(text: str, language: str) -> Iterator[tuple[int, Claim]]:
    """The line (from 1) and the claim of every sentence of a text that looks like a claim with conditions."""
    for line, sentence in _sentences(text):
        for claim in load_claims(language).values():
            if any(all(sign.search(sentence) for sign in all_of) for all_of in claim.signs):
                yield line, claim


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """Every sentence with blanks evened out and the line where it begins."""
    start = 0
    for end, following in [*(match.span() for match in _BREAKS.finditer(text)), (len(text), len(text))]:
        part = text[start:end]
        if part.strip():
            before = start + len(part) - len(part.lstrip())
            yield text.count("\n", 0, before) + 1, " ".join(part.split())
        start = following
