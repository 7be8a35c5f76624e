"""Writes the training log and the certifications of a plot: who of those concerned took part, passed, or let lapse."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sample_data.certifications import Sitting, log_order, passed
from sample_data.people import Person
from sample_data.periods import BEFORE, NOW
from sample_data.small.people import Company
from sample_data.small.plot import Mandatory, Plot, Run, Where
from sample_data.story import Certification, Course
from sample_data.training import Enrolment


def build_log(plot: Plot, company: Company) -> tuple[Enrolment, ...]:
    """The rows of fifteen months in the order of their days; nobody takes a programme twice."""
    courses = {course.programme: course for course in plot.courses}
    taken: dict[str, set[str]] = {}
    log: list[Enrolment] = []
    for number, run in enumerate(sorted(plot.runs, key=lambda one: (one.day, one.programme))):
        before = taken.setdefault(run.programme, set())
        free = [one for one in company.staff if is_free(one, run) and one.id not in before]
        if len(free) < run.people:
            raise ValueError(f"{run.programme} on {run.day} wants {run.people} people, and {len(free)} are free")
        chosen = sorted(plot.dice.at("run", number).sample(free, run.people), key=lambda one: one.id)
        before.update(person.id for person in chosen)
        log.extend(enrol(plot, person, courses[run.programme], run.day) for person in chosen)
    return tuple(log)


def is_free(person: Person, run: Run) -> bool:
    """Whether a person may take part: one of those it is for, who came a month before or more."""
    came = person.start + timedelta(days=30) <= run.day
    return person.manager is not None and came and run.where.holds(person)


def enrol(plot: Plot, person: Person, course: Course, day: date) -> Enrolment:
    scores = plot.test_scores.get(course.programme)
    dice = plot.dice.at("test", person.id, course.programme)
    before = None if scores is None else round(dice.gauss(scores.before, 7))
    after = None if scores is None or before is None else min(before + round(dice.gauss(scores.gain, 4)), 100)
    return Enrolment(
        employee=person.id,
        programme=course.programme,
        start=day,
        completion=day + timedelta(days=max(0, course.hours // 8 - 1)),
        hours=course.hours,
        cost=course.cost_per_seat,
        category=course.category,
        test_before=before,
        test_after=after,
    )


def log_now(log: Iterable[Enrolment]) -> list[Enrolment]:
    """The rows of the last twelve months."""
    return [one for one in log if one.start > NOW.plus(-4).last_day]


def log_before(log: Iterable[Enrolment]) -> list[Enrolment]:
    """The rows up to the previous quarter, as the log had them then."""
    return [one.seen_on(BEFORE.last_day) for one in log if one.start <= BEFORE.last_day]


def participants_of(log: Iterable[Enrolment], programme: str) -> frozenset[str]:
    """Those who took a programme in the last quarter."""
    return frozenset(one.employee for one in log if one.programme == programme and one.start >= NOW.first_day)


def build_sittings(plot: Plot, company: Company) -> tuple[Sitting, ...]:
    """All exams up to today, in the order of their days."""
    rows = [
        *(sitting for one in plot.mandatory for sitting in mandatory_sittings(plot, one, company.staff)),
        *(sitting for one, where in plot.voluntary for sitting in voluntary_sittings(plot, one, where, company.staff)),
    ]
    return tuple(sorted(rows, key=log_order))


def mandatory_sittings(plot: Plot, mandatory: Mandatory, staff: Sequence[Person]) -> Iterator[Sitting]:
    """Who holds it for long, whose runs out within four months, whose ran out; the rest never sat."""
    certification = mandatory.certification
    assert certification.valid_months is not None
    for department in plot.departments:
        needing = [one for one in staff if one.department == department.name and one.role in mandatory.roles]
        order = plot.dice.at("mandatory", certification.name, department.name).sample(needing, len(needing))
        order.sort(key=lambda one: one.start > BEFORE.last_day)  # who has just come has just passed
        expired, never, expiring = (
            part.get(department.name, 0) for part in (mandatory.expired, mandatory.never_sat, mandatory.expiring)
        )
        for place, person in enumerate(order):
            dice = plot.dice.at("exam", certification.name, person.id)
            if place < expired:
                ends = NOW.last_day - timedelta(days=dice.randrange(20, 120))
            elif place < expired + never:
                continue
            elif place < expired + never + expiring:
                ends = NOW.last_day + timedelta(days=dice.randrange(10, 110))
            else:
                ends = NOW.last_day + timedelta(days=dice.randrange(200, certification.valid_months * 30))
            day = ends - timedelta(days=round(certification.valid_months * 30.4375))
            yield passed(certification, person, max(day, person.start + timedelta(days=10)))


def voluntary_sittings(
    plot: Plot, certification: Certification, where: Where, staff: Sequence[Person]
) -> Iterator[Sitting]:
    """Every third of those concerned passed within the last fifteen months, one in five at the second attempt."""
    for number, person in enumerate([one for one in staff if where.holds(one)][::3]):
        day = NOW.last_day - timedelta(days=plot.dice.at("exam", certification.name, person.id).randrange(40, 440))
        if number % 5 == 0:
            first = passed(certification, person, day - timedelta(days=21))
            yield replace(first, passed=False, expires=None)
        yield replace(passed(certification, person, day), attempt=2 if number % 5 == 0 else 1)
