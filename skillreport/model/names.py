"""Text as it stands in a cell → keys that compare. What is shown stays as typed; only keys are normalised."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

# What terminals obey, what turns the direction of text, and what no file format may hold.
_UNPRINTABLE = dict.fromkeys(
    [
        *(code for code in (*range(0x20), *range(0x7F, 0xA0)) if not chr(code).isspace()),
        *map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff"),
    ]
)
# Zero-width and formatting characters that people paste without seeing them, and the byte order mark.
_INVISIBLE = _UNPRINTABLE | dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u061c"))
_HEADER_NOISE = re.compile(r"[\s_\-./#*]+")
_KEPT = 100_000  # texts that are remembered: the same names and headers come again and again
_SLUG_NOISE = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=_KEPT)
def shown(text: str) -> str:
    """The text as a reader sees it: outer blanks and line breaks gone, letters as typed."""
    return " ".join(text.translate(_INVISIBLE).split())


def number_text(value: float) -> str:
    """A number as a person writes it: every digit, and no `.0` behind a whole one."""
    return str(int(value)) if float(value).is_integer() else repr(value)


def printable(text: str) -> str:
    """The text as typed, without control characters and characters that turn its direction."""
    return text.translate(_UNPRINTABLE)


@lru_cache(maxsize=_KEPT)
def key(text: str) -> str:
    """Two names are the same when their keys are: width, case, blanks and invisible characters do not count."""
    return shown(unicodedata.normalize("NFKC", text)).casefold()


@lru_cache(maxsize=_KEPT)
def header_key(text: str) -> str:
    """The key of a sheet name or header: as `key`, and `_ - . / # *` do not count either."""
    return _HEADER_NOISE.sub("", key(text))


def slug(text: str) -> str:
    """A short ASCII form for ids: `Data & AI` → `data-ai`; names without Latin letters get a stable code."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    made = _SLUG_NOISE.sub("-", plain).strip("-")
    return made or "u" + "".join(f"{ord(char):x}" for char in shown(text)[:12])


def slugs(names: Iterable[str]) -> list[str]:
    """A slug for each name, in order; a second name with the same slug gets `-2`, and so on."""
    taken: dict[str, int] = {}
    made = []
    for name in names:
        base = slug(name)
        taken[base] = taken.get(base, 0) + 1
        made.append(base if taken[base] == 1 else f"{base}-{taken[base]}")
    return made


_CLOSE = 75  # percent of the letters of both names, in order


def nearest(text: str, names: Iterable[str]) -> str | None:
    """The name that a typing error most likely meant, for suggestions only; None where nothing is close."""
    from rapidfuzz import fuzz, process  # most runs have no name to guess at

    by_key = _by_key(tuple(names))
    found = process.extractOne(key(text), by_key.keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE)
    return by_key[found[0]] if found else None


@lru_cache(maxsize=64)  # a column with many faults asks for the same names again and again
def _by_key(names: tuple[str, ...]) -> Mapping[str, str]:
    return {key(name): name for name in names}
