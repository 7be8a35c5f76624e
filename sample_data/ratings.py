"""Writes the ratings: what people can do, who judges it when, and how far judges disagree.

Every person was rated once up to the previous period; about half of them again this quarter. Rows of people who were
not rated again are the same in both workbooks, as in a client's export.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sample_data import story
from sample_data.cast import Cast
from sample_data.people import Organisation, Person
from sample_data.periods import BEFORE, NOW
from sample_data.recipe import Recipe
from sample_data.requirements import required_of
from sample_data.story import Requirement

SKILL = {skill.name: skill for skill in story.SKILLS}
COURSE_SKILLS = {course.programme: course.skills for course in story.COURSES}

NEVER_MISSING = (
    *(story.SINGLE_POINT[1], story.UNCOVERED[1]),
    *COURSE_SKILLS[story.PAYING_PROGRAMME],
    *COURSE_SKILLS[story.IDLE_PROGRAMME],
)
MISSING_SHARE_BEFORE = 0.115
MISSING_SHARE_NOW = 0.085
GROWTH = 0.18
"""What a quarter of ordinary work adds to a level."""
EFFECT_OF_PAYING_PROGRAMME = 1.25

JUDGE_ERROR = {"self": 0.32, "manager": 0.32, "peer": 0.42}
NEW_LOOK_ERROR = 0.10
"""A judge keeps an opinion about a person; only this much changes from one review to the next."""
SELF_BIAS = {"Presenting": 0.35, "Delegation": 0.4, "Giving feedback": 0.4, "Written communication": -0.2}
BLIND_SPOT_BIAS = 1.38


@dataclass(frozen=True, slots=True)
class Rating:
    employee: str
    skill: str
    level: int
    rater_group: str
    rater: str
    day: date


@dataclass(frozen=True, slots=True)
class Climate:
    """How far above the requirement people stand on average, in levels, and how much that varies."""

    ordinary: float
    gap_department: float
    person_spread: float
    pair_spread: float


STORY_CLIMATE = Climate(ordinary=0.30, gap_department=-0.05, person_spread=0.34, pair_spread=0.90)
CALM_CLIMATE = Climate(ordinary=0.45, gap_department=0.45, person_spread=0.12, pair_spread=0.40)

# Where the members of the gap department stand in the gap group, against the requirement.
EXPERT_OFFSET = 0.35
TRAINED_OFFSET = -0.9
UNTRAINED_OFFSET = -1.95
UNCOVERED_OFFSET = -0.95
HEAD_OFFSET = 2.4
"""Nobody but the head of the company has rated the head of the company."""


@dataclass(frozen=True, slots=True)
class Reviews:
    """Everything a review needs to know."""

    recipe: Recipe
    organisation: Organisation
    cast: Cast

    def ratings_before(self, requirements: Iterable[Requirement]) -> tuple[Rating, ...]:
        """All ratings of the previous workbook."""
        staff = self.organisation.staff_before()
        return tuple(
            rating
            for person in staff
            for rating in self.review(person, staff, required_of(requirements, person), is_new=False)
        )

    def ratings_now(self, requirements: Iterable[Requirement], before: Iterable[Rating]) -> tuple[Rating, ...]:
        """All ratings of today's workbook: new ones where somebody was rated again, else the old rows."""
        staff = self.organisation.staff()
        required = {person.id: required_of(requirements, person) for person in staff}
        fresh = [
            rating
            for person in staff
            if person.id in self.cast.rated_again
            for rating in self.review(person, staff, required[person.id], is_new=True)
        ]
        kept = [
            rating
            for rating in before
            if rating.skill in required.get(rating.employee, {}) and rating.employee not in self.cast.rated_again
        ]
        return tuple(sorted([*kept, *fresh], key=lambda rating: rating.employee))

    def review(
        self, person: Person, staff: Sequence[Person], required: Mapping[str, Requirement], *, is_new: bool
    ) -> Iterator[Rating]:
        day = self.review_day(person, is_new=is_new)
        judges = list(self.judges(person, staff, day))
        for skill, requirement in required.items():
            if self.is_missing(person, skill, is_new=is_new):
                continue
            level = self.level(person, requirement, is_new=is_new)
            for group, judge in judges:
                rated_on = day + timedelta(days=self.recipe.dice.at("day", person.id, judge, is_new).randrange(7))
                yield Rating(
                    person.id,
                    skill,
                    self.verdict(person, requirement, level, group, judge, day),
                    group,
                    judge,
                    rated_on,
                )

    def rated_on(self, person: Person, judge: str, day: date) -> date:
        return day + timedelta(days=self.recipe.dice.at("days later", person.id, judge, day).randrange(7))

    def review_day(self, person: Person, *, is_new: bool) -> date:
        """Within the last weeks of this quarter, or within the fifteen months before it, one in four long ago."""
        dice = self.recipe.dice.at("review", person.id, is_new)
        if is_new:
            return NOW.first_day + timedelta(days=62 + dice.randrange(22))
        if dice.random() < 0.24:
            day = date(2025, 4, 7) + timedelta(days=dice.randrange(140))
        else:
            day = date(2025, 10, 6) + timedelta(days=dice.randrange(250))
        boss = next((one for one in self.organisation.everybody if one.id == person.manager), person)
        return min(max(day, person.start + timedelta(20), boss.start + timedelta(30)), BEFORE.last_day - timedelta(8))

    def judges(self, person: Person, staff: Sequence[Person], day: date) -> Iterator[tuple[str, str]]:
        """The person, the manager and two to four colleagues, who must have been there for a while."""
        if person.manager is None:
            return  # nobody rates the head of the company
        yield "self", person.id
        if person.id in self.cast.self_only:
            return
        yield "manager", person.manager
        settled = [
            one for one in staff if one.start + timedelta(14) <= day and one.id not in (person.id, person.manager)
        ]
        circles = (
            [one for one in settled if one.manager == person.manager],
            [one for one in settled if one.leads == person.leads and one.department == person.department],
            [one for one in settled if one.career_level == person.career_level],
        )
        colleagues = next((circle for circle in circles if len(circle) >= 2), circles[0])
        dice = self.recipe.dice.at("colleagues", person.id)
        count = min(dice.choice((2, 3, 3, 4)), len(colleagues))
        for colleague in dice.sample(colleagues, count):
            yield "peer", colleague.id

    def is_missing(self, person: Person, skill: str, *, is_new: bool) -> bool:
        """Whether a pair was never rated; never so where a fact hangs on the ratings being complete."""
        if skill in NEVER_MISSING:
            return False
        share = MISSING_SHARE_NOW if is_new else MISSING_SHARE_BEFORE
        return self.recipe.dice.at("missing", person.id, skill).random() < share

    def level(self, person: Person, requirement: Requirement, *, is_new: bool) -> float:
        """What the person can do on the story's scale, now or a quarter ago."""
        climate = STORY_CLIMATE if self.recipe.planted else CALM_CLIMATE
        dice = self.recipe.dice
        level = (
            requirement.level
            + self.offset(person, requirement, climate)
            + dice.at("ability", person.id).gauss(0, climate.person_spread)
            + dice.at("pair", person.id, requirement.skill).gauss(0, climate.pair_spread)
        )
        return level if is_new else level - GROWTH - self.effect(person, requirement.skill)

    def offset(self, person: Person, requirement: Requirement, climate: Climate) -> float:
        in_gap_department = person.department == self.recipe.departments[0].name
        if person.manager is None:
            return HEAD_OFFSET
        if not self.recipe.planted:
            return climate.ordinary
        if (person.role, requirement.skill) in (story.SINGLE_POINT, story.UNCOVERED):
            return UNCOVERED_OFFSET
        if in_gap_department and SKILL[requirement.skill].group == story.GAP_GROUP and not person.leads:
            return self.gap_offset(person, requirement.skill)
        return climate.gap_department if in_gap_department else climate.ordinary

    def gap_offset(self, person: Person, skill: str) -> float:
        if person.id in self.cast.experts:
            return EXPERT_OFFSET
        return TRAINED_OFFSET if self.was_trained(person, skill) else UNTRAINED_OFFSET

    def was_trained(self, person: Person, skill: str) -> bool:
        return person.id in self.cast.paying_participants and skill in COURSE_SKILLS[story.PAYING_PROGRAMME]

    def effect(self, person: Person, skill: str) -> float:
        return EFFECT_OF_PAYING_PROGRAMME if self.recipe.planted and self.was_trained(person, skill) else 0.0

    def verdict(self, person: Person, requirement: Requirement, level: float, group: str, judge: str, day: date) -> int:
        """One judge's whole level for one skill."""
        dice, skill = self.recipe.dice, requirement.skill
        opinion = dice.at("opinion", judge, person.id, skill).gauss(0, JUDGE_ERROR[group])
        look = dice.at("look", judge, person.id, skill, day).gauss(0, NEW_LOOK_ERROR)
        bias = self.self_bias(skill) if group == "self" else 0.0
        lowest, highest = self.bounds(person, requirement)
        return min(max(self.recipe.on_scale(level + bias + opinion + look), lowest), highest)

    def self_bias(self, skill: str) -> float:
        if not self.recipe.planted:
            return 0.0
        return BLIND_SPOT_BIAS if skill in story.BLIND_SPOTS else SELF_BIAS.get(skill, 0.0)

    def bounds(self, person: Person, requirement: Requirement) -> tuple[int, int]:
        """Levels between which every verdict has to stay, so that a planted fact is certain."""
        recipe = self.recipe
        if not recipe.gaps:
            return recipe.on_scale(requirement.level), recipe.highest
        if recipe.planted and requirement.skill in (story.SINGLE_POINT[1], story.UNCOVERED[1]):
            wanted = recipe.on_scale(4)
            holds = person.id == self.cast.holder and requirement.skill == story.SINGLE_POINT[1]
            return (wanted, recipe.highest) if holds else (recipe.lowest, wanted - 1)
        return recipe.lowest, recipe.highest


def feedback_scores(ratings: Iterable[Rating]) -> dict[str, list[float]]:
    """Per person the levels of the soft skills as others see them: the mean of the rater groups without self."""
    levels: dict[tuple[str, str], dict[str, list[int]]] = {}
    for rating in ratings:
        if rating.rater_group != "self" and SKILL[rating.skill].category == "soft":
            groups = levels.setdefault((rating.employee, rating.skill), {})
            groups.setdefault(rating.rater_group, []).append(rating.level)
    scores: dict[str, list[float]] = {}
    for (employee, _), groups in levels.items():
        means = [math.fsum(group) / len(group) for group in groups.values()]
        scores.setdefault(employee, []).append(math.fsum(means) / len(means))
    return scores
