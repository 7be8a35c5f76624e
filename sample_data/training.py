"""Writes the training log: who took which programme when, so that the hours of soft and hard skills keep a given mix.

The mix is steered, not drawn: each enrolment takes the kind that the person's department and career level are short
of. Only the share steered for differs between the planted story and its twin, where it is the industry's rule.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sample_data import story
from sample_data.cast import Cast
from sample_data.people import Organisation, Person
from sample_data.periods import NOW
from sample_data.recipe import Recipe
from sample_data.requirements import matrix
from sample_data.story import Course

COURSE = {course.programme: course for course in story.COURSES}
ROLE_SKILLS = {
    role: frozenset(requirement.skill for requirement in matrix() if requirement.role == role)
    for role in story.ROLE_CODES.values()
}
LOG_START = NOW.plus(-4).first_day
ENROLMENTS_PER_HEAD_AND_YEAR = 2.98

RULE = {False: 0.30, True: 0.60}
"""Soft share of the hours that the technology industry's rule asks for, below and from senior level."""
HARD_HEAVY = {False: 0.16, True: 0.39}

WEBINAR_DAY = date(2026, 7, 15)
WORKSHOP_DAYS = (date(2026, 7, 6), date(2026, 7, 20))
DAYS_LONG = {"webinar": (0, 1), "workshop": (1, 3), "course": (10, 30), "project": (30, 55), "mentorship": (50, 90)}
TESTED = {
    story.PAYING_PROGRAMME: (46, 31),
    story.IDLE_PROGRAMME: (61, 2),
    "SQL in practice": (55, 12),
    "Cloud operations course": (57, 10),
}
"""Mean test score before, and what is added by the end, in points of 100."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    employee: str
    programme: str
    start: date
    completion: date | None
    hours: float
    cost: int
    category: str | None
    test_before: int | None
    test_after: int | None

    def seen_on(self, day: date) -> "Enrolment":
        """The row as the log had it on a day: a programme under way has neither end nor last test."""
        if self.completion is None or self.completion <= day:
            return self
        return replace(self, completion=None, test_after=None)


def build_training(recipe: Recipe, organisation: Organisation, cast: Cast) -> tuple[Enrolment, ...]:
    """The log of five quarters, in the order of its days."""
    aims = HARD_HEAVY if recipe.planted else RULE
    people = {person.id: person for person in organisation.everybody}
    taken: dict[str, set[str]] = {person: {story.PAYING_PROGRAMME, story.IDLE_PROGRAMME} for person in people}
    excess: dict[str | None, float] = {}
    hours: dict[str | None, float] = {}
    log = []
    for position, (day, employee, programme) in enumerate(sorted(occasions(recipe, organisation, cast))):
        person = people[employee]
        groups = (person.department, person.career_level)
        wants_soft = sum(excess.get(group, 0.0) / hours.get(group, 1.0) for group in groups) < 0
        course = (
            COURSE[programme] if programme else choose_course(recipe, person, wants_soft, taken[employee], position)
        )
        taken[employee].add(course.programme)
        enrolment = enrol(recipe, person, course, day)
        for group in groups:
            more = enrolment.hours * (course.soft_part - aims[person.is_senior])
            excess[group] = excess.get(group, 0.0) + more
            hours[group] = hours.get(group, 1.0) + enrolment.hours
        log.append(enrolment)
    return tuple(log)


def occasions(recipe: Recipe, organisation: Organisation, cast: Cast) -> Iterator[tuple[date, str, str]]:
    """Day, person and, for the two programmes of the story, which one; seniors train a little more often."""
    for position, employee in enumerate(sorted(cast.paying_participants)):
        yield WORKSHOP_DAYS[position % len(WORKSHOP_DAYS)], employee, story.PAYING_PROGRAMME
    for employee in sorted(cast.idle_participants):
        yield WEBINAR_DAY, employee, story.IDLE_PROGRAMME
    days = (NOW.last_day - LOG_START).days
    parts = len(cast.paying_participants) + len(cast.idle_participants)
    count = round(recipe.people * ENROLMENTS_PER_HEAD_AND_YEAR * days / 365) - parts
    for number in range(count):
        dice = recipe.dice.at("occasion", number)
        day = LOG_START + timedelta(days=dice.randrange(days - 5))
        present = [one for one in organisation.employed(day) if one.start + timedelta(days=10) <= day]
        weights = [1.2 if one.is_senior else 1.0 for one in present]
        chosen = next(one for one in dice.choices(present, weights, k=3) if one.manager)  # not the head of the company
        yield day + timedelta(days=-min(day.weekday(), 2)), chosen.id, ""


def choose_course(recipe: Recipe, person: Person, wants_soft: bool, taken: set[str], position: int) -> Course:
    """A programme of the wanted kind that the person has not had, near the role where possible."""
    running = [one for one in story.COURSES if one.programme not in story.NOT_YET_RUN and one.programme not in taken]
    for_person = [one for one in running if one.category or person.is_senior]
    of_kind = [one for one in for_person if (one.soft_part > 0.5) == wants_soft] or running or list(story.COURSES)
    useful = [one for one in of_kind if role_needs(person.role, one)] or of_kind
    return recipe.dice.at("course", position, person.id).choice(useful)


def role_needs(role: str, course: Course) -> bool:
    return any(skill in ROLE_SKILLS.get(role, ()) for skill in course.skills)


def enrol(recipe: Recipe, person: Person, course: Course, day: date) -> Enrolment:
    """One row of the log; one in twenty breaks off half way, except in the two programmes of the story."""
    dice = recipe.dice.at("enrolment", person.id, course.programme)
    in_story = course.programme in (story.PAYING_PROGRAMME, story.IDLE_PROGRAMME)
    broke_off = not in_story and dice.random() < 0.05
    completion = day + timedelta(days=dice.randrange(*DAYS_LONG[course.format]))
    before, after = test_scores(recipe, person, course)
    says_category = dice.random() < 0.7
    return Enrolment(
        employee=person.id,
        programme=course.programme,
        start=day,
        completion=None if broke_off or completion > NOW.last_day else completion,
        hours=course.hours / 2 if broke_off else course.hours,
        cost=course.cost_per_seat,
        category=course.category if says_category else None,
        test_before=before,
        test_after=None if broke_off or completion > NOW.last_day else after,
    )


def test_scores(recipe: Recipe, person: Person, course: Course) -> tuple[int | None, int | None]:
    if course.programme not in TESTED:
        return None, None
    dice = recipe.dice.at("test", person.id, course.programme)
    mean, gain = TESTED[course.programme]
    if not recipe.planted:
        gain = 4
    before = round(dice.gauss(mean, 8))
    return before, min(before + round(dice.gauss(gain, 5)), 100)
