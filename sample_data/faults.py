"""Spoils single cells of the assessment workbook the way people do, and remembers which and how."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from sample_data import story
from sample_data.people import Person
from sample_data.recipe import FaultyCell, Recipe
from sample_data.tables import Cell, ErrorCell, Table

UNKNOWN_EMPLOYEE = "E0999"
AFTER_AS_OF = date(2026, 11, 15)
AMBIGUOUS_DATE = "03/04/2026"
TYPO_IN = "Negotiation"


def plant_faults(
    recipe: Recipe, tables: Mapping[str, Table], staff: Iterable[Person]
) -> tuple[dict[str, Table], tuple[FaultyCell, ...]]:
    """The tables with eight cells spoilt, in rows that no other planted fact needs, and what was spoilt."""
    outside = {person.id for person in staff if person.department not in (None, recipe.departments[0].name)}
    ordinary = ordinary_ratings(recipe, tables["Ratings"], outside)
    typed = recipe.named(TYPO_IN)
    rated, ended, began = (
        rating_of(tables["Ratings"], typed, outside),
        *ordinary_enrolments(recipe, tables["Training"], outside),
    )
    spoilt: tuple[tuple[str, int, str, Cell, str], ...] = (
        ("Ratings", next(ordinary), "Level", recipe.highest + 2, "level outside the scale"),
        ("Ratings", next(ordinary), "Level", "good", "text level that the scale does not know"),
        ("Ratings", next(ordinary), "Level", ErrorCell(), "error cell"),
        ("Ratings", next(ordinary), "Date", AFTER_AS_OF, "date after the as-of date"),
        ("Ratings", next(ordinary), "Employee", UNKNOWN_EMPLOYEE, "employee who is not in the org chart"),
        ("Ratings", rated, "Skill", misspelt(typed), "misspelt skill"),
        ("Training", ended, "Hours", -8, "negative hours"),
        ("Training", began, "Start date", AMBIGUOUS_DATE, "date with an ambiguous order"),
    )
    result = dict(tables)
    for sheet, row, header, value, _ in spoilt:
        result[sheet] = result[sheet].with_cell(row, header, value)
    faults = tuple(
        FaultyCell(sheet, f"{chr(ord('A') + result[sheet].place(header))}{row + 2}", kind, as_shown(value))
        for sheet, row, header, value, kind in spoilt
    )
    return result, faults


def as_shown(value: Cell) -> str:
    return value.text if isinstance(value, ErrorCell) else str(value)


def misspelt(word: str) -> str:
    """The word without its sixth letter, or its last if it is shorter: Negotation."""
    return word[:5] + word[6:] if len(word) > 6 else word[:-1]


def ordinary_ratings(recipe: Recipe, ratings: Table, employees: set[str]) -> Iterator[int]:
    """Rows of a peer's rating, far apart and each of another person, in skills without a part in the story."""
    special = {recipe.named(word) for word in (story.SINGLE_POINT[1], story.UNCOVERED[1], *story.BLIND_SPOTS, TYPO_IN)}
    step = len(ratings.rows) // 7
    free = [
        row
        for row, cells in enumerate(ratings.rows)
        if cells[3] == "peer" and cells[0] in employees and cells[1] not in special
    ]
    for part in range(7):
        yield next(row for row in free if row > part * step + step // 3)


def rating_of(ratings: Table, skill: str, employees: set[str]) -> int:
    """The middle one of the peers' ratings of a skill."""
    rows = [
        row
        for row, cells in enumerate(ratings.rows)
        if cells[1] == skill and cells[3] == "peer" and cells[0] in employees
    ]
    return rows[len(rows) // 2]


def ordinary_enrolments(recipe: Recipe, log: Table, employees: set[str]) -> tuple[int, int]:
    """Two rows of the log outside the programmes of the story: one of eight hours, one that began about 3 April."""
    story_programmes = {recipe.named(story.PAYING_PROGRAMME), recipe.named(story.IDLE_PROGRAMME)}
    free = [row for row, cells in enumerate(log.rows) if cells[0] in employees and cells[1] not in story_programmes]
    short = [row for row in free if log.rows[row][4] == 8]

    def days_off(row: int) -> int:
        start = log.rows[row][2]
        return abs((start - date(2026, 4, 3)).days) if isinstance(start, date) else 999

    return short[len(short) // 5], min(free, key=days_off)
