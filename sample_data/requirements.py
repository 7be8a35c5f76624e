"""Turns the story's matrix of roles and skills into requirements, as they are today and as they were a quarter ago."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sample_data import story
from sample_data.people import Person
from sample_data.recipe import Recipe
from sample_data.story import Requirement


def requirements_now(recipe: Recipe, staff: Iterable[Person]) -> tuple[Requirement, ...]:
    """The requirements of the roles that somebody holds: general ones, by career level, from a future date."""
    future = story.FUTURE_REQUIREMENTS if recipe.gaps else ()
    roles = {person.role for person in staff}
    everything = (*matrix(), *story.CAREER_REQUIREMENTS, *future)
    return tuple(requirement for requirement in everything if requirement.role in roles)


def requirements_before(now: Iterable[Requirement]) -> tuple[Requirement, ...]:
    """The same a quarter earlier, with the story's differences."""
    changes = {(role, skill): (level, weight) for role, skill, level, weight in story.EARLIER_REQUIREMENTS}
    kept = []
    for requirement in now:
        level, weight = changes.pop((requirement.role, requirement.skill), (requirement.level, requirement.weight))
        if level is not None and weight is not None:
            kept.append(replace(requirement, level=level, weight=weight))
    roles = {requirement.role for requirement in kept}
    dropped = [
        Requirement(role, None, skill, level, weight)
        for (role, skill), (level, weight) in changes.items()
        if role in roles and level is not None and weight is not None
    ]
    return (*kept, *dropped)


def required_of(requirements: Iterable[Requirement], person: Person) -> dict[str, Requirement]:
    """What is required of a person today; a row for the career level goes before the role's own."""
    mine = [one for one in requirements if one.role == person.role and one.from_date is None]
    general = {one.skill: one for one in mine if one.career_level is None}
    special = {one.skill: one for one in mine if one.career_level == person.career_level}
    return general | special


def matrix() -> Iterator[Requirement]:
    """The cells of the story's matrix, role by role."""
    head, *lines = story.REQUIRED.strip().splitlines()
    codes = head.split()[1:]
    for column, code in enumerate(codes):
        for line in lines:
            *skill, cells = line.rsplit(maxsplit=len(codes))[0], line.split()[-len(codes) :]
            if cells[column] != ".":
                level, weight = cells[column].split("/")
                yield Requirement(story.ROLE_CODES[code], None, skill[0], int(level), int(weight))
