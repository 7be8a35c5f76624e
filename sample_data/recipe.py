"""What a sample engagement is asked to be (Recipe) and what was hidden in it (Facts).

Also the dice: every draw is keyed by what it decides, so a change in one place moves nothing elsewhere, and the
sample and its twin without planted facts share people, raters and dates.
"""

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass, field

from sample_data import story
from sample_data.story import Department

FEWEST_PEOPLE_FOR_FACTS = 100


@dataclass(frozen=True, slots=True)
class Dice:
    """Chance that depends on the seed and on what is decided, never on the order of the questions."""

    seed: int

    def at(self, *keys: object) -> random.Random:
        return random.Random("/".join(str(key) for key in (self.seed, *keys)))


@dataclass(frozen=True, slots=True)
class Recipe:
    """One engagement to write.

    ``names`` gives other words for words of the story (roles, skills, groups, programmes, certifications). The
    planted gap sits in the first department; departments take the story's roles in turn. ``planted=False`` leaves
    out every planted fact, ``gaps=False`` (only without planted facts) puts everybody at or above the requirements.
    """

    seed: int = 2628
    client: str = story.CLIENT
    lowest: int = 1
    highest: int = 5
    people: int = 140
    departments: tuple[Department, ...] = story.DEPARTMENTS
    given_names: tuple[str, ...] = story.GIVEN_NAMES
    family_names: tuple[str, ...] = story.FAMILY_NAMES
    names: Mapping[str, str] = field(default_factory=dict, hash=False)
    planted: bool = True
    gaps: bool = True

    def __post_init__(self) -> None:
        teams = sum(len(department.teams) for department in self.departments)
        fewest = 1 + len(self.departments) + 2 * teams
        if self.people < fewest:
            raise ValueError(f"{teams} teams need at least {fewest} people, not {self.people}")
        if self.planted and (self.people < FEWEST_PEOPLE_FOR_FACTS or len(self.departments) < 4):
            raise ValueError(f"planted facts need {FEWEST_PEOPLE_FOR_FACTS} people in four departments")
        if self.planted and not self.gaps:
            raise ValueError("without gaps there is no fact to plant: gaps=False needs planted=False")
        if self.highest - self.lowest < 2:
            raise ValueError(f"a scale from {self.lowest} to {self.highest} has too few levels for this story")
        if unknown := set(self.names) - story_words():
            raise ValueError(f"not words of the story: {', '.join(sorted(unknown))}")

    @property
    def dice(self) -> Dice:
        return Dice(self.seed)

    def on_scale(self, level: float) -> int:
        """A level of the story's scale (1 to 5) as a whole level of this recipe's scale."""
        exact = self.lowest + (level - 1) / 4 * (self.highest - self.lowest)
        return min(max(math.floor(exact + 0.5), self.lowest), self.highest)

    def named(self, word: str) -> str:
        return self.names.get(word, word)


def story_words() -> set[str]:
    """Every word that a recipe may replace."""
    return {
        *(skill.name for skill in story.SKILLS),
        *(skill.group for skill in story.SKILLS),
        *(course.programme for course in story.COURSES),
        *(certification.name for certification in (story.MANDATORY, *story.VOLUNTARY)),
        *story.ROLE_CODES.values(),
    }


def numbered_departments(departments: int, teams: int) -> tuple[Department, ...]:
    """So many departments with so many teams in all, dealt out evenly, under names that say nothing."""
    return tuple(
        Department(
            f"Department {number}",
            tuple(f"Team {team + 1:02}" for team in range(number - 1, teams, departments)),
        )
        for number in range(1, departments + 1)
    )


@dataclass(frozen=True, slots=True)
class FaultyCell:
    """One cell of assessment.xlsx that is wrong on purpose; ``value`` as it reads in Excel."""

    sheet: str
    cell: str
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What a report on the engagement has to find; empty where nothing was planted."""

    faulty_cells: tuple[FaultyCell, ...] = ()
    gap_department: str | None = None
    gap_group: str | None = None
    single_point_role: str | None = None
    single_point_skill: str | None = None
    single_point_holder: str | None = None
    uncovered_role: str | None = None
    uncovered_skill: str | None = None
    blind_spots: tuple[str, ...] = ()
    falling_metric: str | None = None
    missing_metric: tuple[str, str, str] | None = None
    """Metric, period and department of the row that is not there."""
    expiring_certification: str | None = None
    expiring_holders: tuple[str, ...] = ()
    lacking_certification: tuple[str, ...] = ()
    paying_programme: str | None = None
    paying_participants: tuple[str, ...] = ()
    idle_programme: str | None = None
    idle_participants: tuple[str, ...] = ()
