"""Something wrong in the input, at a named place. An issue is a value: its wording lives in the catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Generic, TypeVar

T = TypeVar("T")


class Severity(StrEnum):
    """How much an issue costs: a fact is lost, a fact is doubtful, or the reader should know."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


# The one place that decides how severe a kind of issue is. Each code has two messages in the catalogue,
# `issue.CODE` (what is wrong, with the value) and `hint.CODE` (what to do), and a sample in tests/errors/.
SEVERITY: Mapping[str, Severity] = {
    # files
    "file-missing": Severity.ERROR,
    "file-unreadable": Severity.ERROR,
    "file-encrypted": Severity.ERROR,
    "file-wrong-type": Severity.ERROR,
    "file-too-large": Severity.ERROR,
    "file-part-twice": Severity.ERROR,
    "file-doctype": Severity.ERROR,
    "file-ratio": Severity.ERROR,
    "sheet-unreadable": Severity.ERROR,
    "quote-open": Severity.WARNING,
    "row-too-long": Severity.WARNING,
    "workbook-empty": Severity.ERROR,
    "sheet-not-recognised": Severity.NOTE,
    "sheet-without-headers": Severity.NOTE,
    "table-incomplete": Severity.NOTE,
    "matrix-not-told": Severity.NOTE,
    "table-again": Severity.WARNING,
    "table-by-headers": Severity.NOTE,
    "rows-are-totals": Severity.NOTE,
    "rows-are-limits": Severity.NOTE,
    "rows-are-notes": Severity.NOTE,
    "rows-are-headings": Severity.NOTE,
    "rows-are-slots": Severity.NOTE,
    "rows-repeat-header": Severity.NOTE,
    "columns-ignored": Severity.NOTE,
    "column-missing": Severity.ERROR,
    "column-twice": Severity.WARNING,
    "header-near-miss": Severity.WARNING,
    "matrix-header-unknown": Severity.ERROR,
    # settings
    "settings-invalid": Severity.ERROR,
    "settings-unknown-key": Severity.ERROR,
    "settings-not-yaml": Severity.ERROR,
    "import-nothing-found": Severity.ERROR,
    "import-unclear": Severity.ERROR,
    "import-column-unknown": Severity.ERROR,
    "industry-unknown": Severity.ERROR,
    "override-without-target": Severity.WARNING,
    "override-twice": Severity.WARNING,
    "industry-without-unit": Severity.WARNING,
    "previous-not-earlier": Severity.WARNING,
    "previous-scale-differs": Severity.WARNING,
    "previous-levels-incomplete": Severity.WARNING,
    "previous-skill-unknown": Severity.WARNING,
    "previous-skills-unmatched": Severity.NOTE,
    "previous-people-unmatched": Severity.WARNING,
    "printed-unreadable": Severity.WARNING,
    "mix-shares": Severity.ERROR,
    "mix-rows-tie": Severity.ERROR,
    "mix-id-twice": Severity.ERROR,
    "mix-default-missing": Severity.ERROR,
    "programme-not-found": Severity.WARNING,
    "programme-without-metric": Severity.WARNING,
    "rule-invalid": Severity.ERROR,
    "metric-defined-twice": Severity.ERROR,
    "metric-in-percent": Severity.ERROR,
    "as-of-assumed": Severity.NOTE,
    "as-of-unknown": Severity.ERROR,
    # cells
    "cell-error": Severity.ERROR,
    "formula-without-value": Severity.ERROR,
    "value-missing": Severity.ERROR,
    "value-not-a-number": Severity.ERROR,
    "decimal-comma": Severity.ERROR,
    "value-out-of-range": Severity.ERROR,
    "value-unknown": Severity.ERROR,
    "date-invalid": Severity.ERROR,
    "date-ambiguous": Severity.ERROR,
    "period-invalid": Severity.ERROR,
    "share-too-large": Severity.ERROR,
    "level-outside-scale": Severity.ERROR,
    "level-unknown": Severity.ERROR,
    # skills, requirements, ratings
    "ratings-missing": Severity.ERROR,
    "ratings-empty": Severity.ERROR,
    "skill-unknown": Severity.ERROR,
    "skill-twice": Severity.WARNING,
    "skill-without-category": Severity.WARNING,
    "scale-invalid": Severity.ERROR,
    "scale-look-alikes": Severity.WARNING,
    "role-unknown": Severity.WARNING,
    "roles-not-held": Severity.NOTE,
    "role-without-requirements": Severity.WARNING,
    "role-not-stated": Severity.WARNING,
    "mandatory-role-unknown": Severity.WARNING,
    "roles-missing": Severity.WARNING,
    "requirement-twice": Severity.WARNING,
    "rating-after-as-of": Severity.WARNING,
    "rating-conflict": Severity.WARNING,
    "ratings-none-count": Severity.ERROR,
    "ratings-before-period": Severity.WARNING,
    "ratings-stale": Severity.NOTE,
    "ratings-undated": Severity.NOTE,
    "ratings-straight-lined": Severity.NOTE,
    "rater-far-from-rest": Severity.NOTE,
    # people
    "employee-unknown": Severity.WARNING,
    "leading-zeros": Severity.WARNING,
    "employee-without-ratings": Severity.NOTE,
    "employee-twice": Severity.ERROR,
    "job-share": Severity.NOTE,
    "manager-self": Severity.WARNING,
    "manager-unknown": Severity.WARNING,
    "manager-cycle": Severity.ERROR,
    "manager-match": Severity.NOTE,
    "roots-several": Severity.NOTE,
    "vacancy": Severity.NOTE,
    "head-counts": Severity.NOTE,
    "leavers-left-out": Severity.NOTE,
    "career-level-inferred": Severity.NOTE,
    "career-level-unknown": Severity.WARNING,
    "career-level-by-reports": Severity.NOTE,
    # training, certifications, metrics, objectives
    "programme-without-category": Severity.WARNING,
    "trained-skill-unknown": Severity.WARNING,
    "programme-like-course": Severity.WARNING,
    "training-hours-doubtful": Severity.WARNING,
    "trainings-ahead": Severity.NOTE,
    "dates-reversed": Severity.WARNING,
    "unit-unknown": Severity.WARNING,
    "metric-unknown": Severity.WARNING,
    "metric-twice": Severity.WARNING,
    "metric-measured-twice": Severity.NOTE,
    "metric-disagrees": Severity.WARNING,
    "metric-quotient-differs": Severity.WARNING,
    "metrics-ahead": Severity.NOTE,
    "objective-unknown-link": Severity.WARNING,
    # consultant's files
    "commentary-unknown-figure": Severity.ERROR,
    "commentary-unknown-section": Severity.WARNING,
    "claim-refused": Severity.ERROR,
    "claim-unknown": Severity.ERROR,
    "claim-doubtful": Severity.WARNING,
    "brand-invalid": Severity.WARNING,
    "brand-contrast": Severity.NOTE,
    "brand-grey": Severity.NOTE,
    "brand-too-close": Severity.NOTE,
    "brand-font-unusable": Severity.WARNING,
    "brand-font-elsewhere": Severity.NOTE,
    "brand-font-incomplete": Severity.NOTE,
    "template-invalid": Severity.ERROR,
    "letter-without-font": Severity.WARNING,
}


@dataclass(frozen=True, slots=True)
class Location:
    """A place in an input file. `cell` is in Excel's notation (`F14`); `line` counts from 1 in text files."""

    file: str
    sheet: str | None = None
    cell: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        """Excel's own notation, or file and line: `acme.xlsx: 'Ratings'!F14`, `engagement.yml:12`."""
        if self.line is not None:
            return f"{self.file}:{self.line}"
        if self.sheet is None:
            return f"{self.file}: {self.cell}" if self.cell else self.file
        quoted = "'" + self.sheet.replace("'", "''") + "'"
        return f"{self.file}: {quoted}" + (f"!{self.cell}" if self.cell else "")


@dataclass(frozen=True, slots=True)
class Issue:
    """One problem: its code, where it is, the values its message needs, and how many facts it stands for.

    `values`: text of the client's, numbers, days, and sentences of the catalogue for words of ours.
    """

    code: str
    location: Location
    values: Mapping[str, object] = field(default_factory=dict)
    count: int = 1

    def __post_init__(self) -> None:
        if self.code not in SEVERITY:
            raise ValueError(f"unknown issue code {self.code!r}")

    @property
    def severity(self) -> Severity:
        return SEVERITY[self.code]


@dataclass(frozen=True, slots=True)
class Loaded(Generic[T]):
    """A value and every issue met on the way to it. Data never raises: it is here, or it is an issue."""

    value: T
    issues: tuple[Issue, ...] = ()


@cache
def column_letters(index: int) -> str:
    """Excel's letters for a zero-based column index: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Excel's name of a cell from zero-based row and column: (13, 5) is F14."""
    return f"{column_letters(column)}{row + 1}"
