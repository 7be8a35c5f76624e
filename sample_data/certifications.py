"""Writes the certification exams: the mandatory one with its expiries, the voluntary ones, and who failed first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product

from sample_data import story
from sample_data.people import Organisation, Person, scaled
from sample_data.periods import NOW, REPORTED, Quarter, add_months
from sample_data.recipe import Recipe
from sample_data.story import Certification

EXPIRING = 18
NEVER_SAT, FAILED, EXPIRED = 3, 1, 2
"""People without the mandatory certification, by what happened, among 140."""
PASS_RATES = (0.76, 0.79, 0.80, 0.83, 0.85, 0.875)
"""Steered pass rate of each reported quarter."""
SAT_IN_LAST_QUARTER_SHARE = 0.12


@dataclass(frozen=True, slots=True)
class Sitting:
    """One exam taken by one person; ``expires`` only where it was passed and runs out."""

    employee: str
    certification: str
    day: date
    skill: str | None
    passed: bool
    attempt: int
    expires: date | None

    def is_valid(self, certification: str, day: date) -> bool:
        in_time = self.expires is None or self.expires > day
        return self.passed and self.certification == certification and self.day <= day and in_time


@dataclass(frozen=True, slots=True)
class Exams:
    """Today's log, and the log of a quarter ago with the people who have left since."""

    now: tuple[Sitting, ...]
    before: tuple[Sitting, ...]
    expiring_holders: tuple[str, ...]
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MandatoryParts:
    """Who of the people that need the mandatory certification plays which part; all others hold it for long."""

    expiring: frozenset[str]
    never_sat: frozenset[str]
    failed: frozenset[str]
    expired: frozenset[str]


def build_exams(recipe: Recipe, organisation: Organisation) -> Exams:
    staff = organisation.staff()
    required = [person for person in staff if person.role in story.MANDATORY_ROLES]
    parts = choose_parts(recipe, required)
    passes = [
        *(
            mandatory_pass(recipe, person, parts)
            for person in required
            if person.id not in parts.never_sat | parts.failed
        ),
        *voluntary_passes(recipe, staff),
    ]
    lost = [mandatory_fail(recipe, person) for person in required if person.id in parts.failed]
    now = sorted([*with_failures(recipe, passes, len(lost)), *lost], key=log_order)
    gone = {person.id for person in organisation.staff_before()} - {person.id for person in staff}
    of_leavers = [
        passed(story.MANDATORY, person, date(2025, 1, 15))
        for person in organisation.staff_before()
        if person.id in gone and person.role in story.MANDATORY_ROLES
    ]
    before = [sitting for sitting in now if sitting.day < NOW.first_day]
    return Exams(
        now=tuple(now),
        before=tuple(sorted([*before, *of_leavers], key=log_order)),
        expiring_holders=tuple(sorted(parts.expiring)),
        lacking=tuple(sorted(parts.never_sat | parts.failed | parts.expired)),
    )


def log_order(sitting: Sitting) -> tuple[date, str, str]:
    return sitting.day, sitting.employee, sitting.certification


def choose_parts(recipe: Recipe, required: Sequence[Person]) -> MandatoryParts:
    """Nobody in particular without planted facts; else people who have been here long enough."""
    if not recipe.planted:
        return MandatoryParts(frozenset(), frozenset(), frozenset(), frozenset())
    settled = [person.id for person in required if person.start < date(2024, 7, 1)]
    order = iter(recipe.dice.at("mandatory").sample(settled, len(settled)))
    counts = (scaled(EXPIRING, recipe), scaled(NEVER_SAT, recipe), FAILED, scaled(EXPIRED, recipe))
    expiring, never, failed, expired = (
        frozenset(employee for _, employee in zip(range(count), order, strict=False)) for count in counts
    )
    return MandatoryParts(expiring, never, failed, expired)


def passed(certification: Certification, person: Person, day: date) -> Sitting:
    expires = None if certification.valid_months is None else add_months(day, certification.valid_months)
    return Sitting(person.id, certification.name, day, certification.skill, True, 1, expires)


def mandatory_pass(recipe: Recipe, person: Person, parts: MandatoryParts) -> Sitting:
    """Passed two years before the wanted expiry, or within the last year, which lasts beyond the next one."""
    dice = recipe.dice.at("mandatory", person.id)
    if person.id in parts.expiring:
        day = date(2024, 10, 7) + timedelta(days=dice.randrange(110))
    elif person.id in parts.expired:
        day = date(2024, 8, 5) + timedelta(days=dice.randrange(20))
    elif dice.random() < SAT_IN_LAST_QUARTER_SHARE:
        day = NOW.first_day + timedelta(days=dice.randrange(30, 80))
    else:
        day = date(2025, 10, 15) + timedelta(days=dice.randrange(250))
    return passed(story.MANDATORY, person, max(day, person.start + timedelta(days=20)))


def mandatory_fail(recipe: Recipe, person: Person) -> Sitting:
    day = NOW.first_day + timedelta(days=recipe.dice.at("mandatory", person.id).randrange(20, 70))
    return replace(passed(story.MANDATORY, person, day), passed=False, expires=None)


def voluntary_passes(recipe: Recipe, staff: Sequence[Person]) -> list[Sitting]:
    """Every quarter somebody in each department, about one in nine, passes one of the other exams."""
    sittings = []
    for department in recipe.departments:
        members = [one for one in staff if one.department == department.name and not one.leads]
        chances = [(one, certification) for certification in story.VOLUNTARY for one in members]
        order = recipe.dice.at("voluntary", department.name).sample(chances, len(chances))
        for quarter, place in product(REPORTED, range(max(1, len(members) // 9))):
            dice = recipe.dice.at("exam", department.name, quarter, place)
            day = quarter.first_day + timedelta(days=dice.randrange(10, 85))
            choice = next((one for one in order if one[0].start + timedelta(days=20) <= day), None)
            if choice is not None:
                order.remove(choice)
                sittings.append(passed(choice[1], choice[0], day))
    return sittings


def with_failures(recipe: Recipe, passes: Sequence[Sitting], lost: int) -> list[Sitting]:
    """Give some of those who passed a failed first attempt in the same quarter, so that pass rates rise steadily.

    ``lost`` failures of the last quarter are there already.
    """
    failed_per_pass = 1.0
    result = list(passes)
    for quarter, rate in zip(REPORTED, PASS_RATES, strict=True):
        own = [sitting for sitting in passes if quarter.holds(sitting.day)]
        if not own:
            continue
        failures = int(len(own) * min((1 - rate) / rate, failed_per_pass))
        failed_per_pass = failures / len(own)
        late = [one for one in own if (one.day - quarter.first_day).days >= 25]
        wanted = failures - (lost if quarter == NOW else 0)
        for sitting in recipe.dice.at("failed", quarter).sample(late, min(max(wanted, 0), len(late))):
            result.remove(sitting)
            first = sitting.day - timedelta(days=21)
            result.append(replace(sitting, day=first, passed=False, expires=None))
            result.append(replace(sitting, attempt=2))
    return result


def holders(sittings: Iterable[Sitting], certification: str, day: date) -> frozenset[str]:
    return frozenset(one.employee for one in sittings if one.is_valid(certification, day))


def pass_counts(
    sittings: Iterable[Sitting], departments: Mapping[str, str | None], quarter: Quarter
) -> dict[str | None, tuple[int, int]]:
    """Passed and sat in the quarter, per department."""
    counts: dict[str | None, tuple[int, int]] = {}
    for sitting in sittings:
        if quarter.holds(sitting.day):
            good, sat = counts.get(departments[sitting.employee], (0, 0))
            counts[departments[sitting.employee]] = (good + sitting.passed, sat + 1)
    return counts
