"""All chapters in the order of the report, and the formulas that need no example."""

from collections.abc import Iterator

from tests.method import changed, levels, metrics, mix, risk, training, views
from tests.method.model import Chapter, Example, Part

CHAPTERS: tuple[Chapter, ...] = (
    levels.CHAPTER,
    mix.CHAPTER,
    risk.CHAPTER,
    views.CHAPTER,
    metrics.CHAPTER,
    changed.CHAPTER,
    training.CHAPTER,
    mix.PLAN,
)

# Formulas of the catalogue without example, each with the reason.
WITHOUT_EXAMPLE = {
    "required_pairs": "says what a required pair is; no figure of the report is printed by it",
    "arithmetic.improvement_since": "improvement, with the declared period in words",
    "arithmetic.reduction_since": "reduction, with the declared period in words",
}


def parts() -> Iterator[Part]:
    """Every part of every chapter."""
    for chapter in CHAPTERS:
        yield from chapter.parts


def examples() -> Iterator[tuple[Part, Example]]:
    """Every example with its part."""
    for part in parts():
        for example in part.examples:
            yield part, example
