"""Fills the seats of a plot: the people of today, and those of the quarter before as the org chart had them then."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sample_data.people import Person, chart_of, email, person_names, working_day
from sample_data.periods import BEFORE, NOW
from sample_data.small.plot import DepartmentPlot, Plot, TeamPlot

CAREER_PATTERN = ("senior", "intermediate", "entry", "senior", "intermediate", "senior", "intermediate")
LEVEL_BELOW = {"senior": "intermediate", "manager": "senior"}


@dataclass(frozen=True, slots=True)
class Company:
    """Everybody of both charts, with the leavers of the twelve months before each; managers as ids."""

    chart: tuple[Person, ...]
    chart_before: tuple[Person, ...]

    @property
    def staff(self) -> tuple[Person, ...]:
        return tuple(person for person in self.chart if person.leave is None)

    @property
    def staff_before(self) -> tuple[Person, ...]:
        return tuple(person for person in self.chart_before if person.leave is None)


def build_company(plot: Plot) -> Company:
    """People numbered by the day they came; the quarter before lacks joiners and has movers in their old team."""
    people = list(seated(plot))
    people.extend(gone(plot, people))
    numbers = {
        person.id: plot.employee_id.format(number)
        for number, person in enumerate(sorted(people, key=lambda one: (one.start, one.id)), 1)
    }
    everybody = sorted((numbered(person, numbers) for person in people), key=lambda one: one.id)
    before = [as_before(plot, person, everybody) for person in everybody]
    return Company(chart_of(everybody, NOW), chart_of(before, BEFORE))


def numbered(person: Person, numbers: dict[str, str]) -> Person:
    return replace(person, id=numbers[person.id], manager=None if person.manager is None else numbers[person.manager])


def seated(plot: Plot) -> Iterator[Person]:
    """The head of the organisation, then each department's head, its teams' managers and members."""
    names = person_names(plot.dice, plot.given_names, plot.family_names)
    top = hired(plot, next(names), "top", None, "", "executive")
    yield top
    for department in plot.departments:
        head = hired(plot, next(names), f"head {department.name}", top.id, department.head_role, "executive")
        yield replace(head, department=department.name, team=department.teams[0].name)
        for team in department.teams:
            yield from team_people(plot, department, team, head.id, names)


def team_people(
    plot: Plot, department: DepartmentPlot, team: TeamPlot, head: str, names: Iterator[str]
) -> Iterator[Person]:
    manager = hired(plot, next(names), f"lead {team.name}", head, team.manager_role, "manager")
    yield replace(manager, department=department.name, team=team.name)
    roles = [role for role, count in team.members.items() for _ in range(count)]
    seniors = 0
    for seat, role in enumerate(roles):
        level = CAREER_PATTERN[seat % len(CAREER_PATTERN)]
        seniors += level == "senior"
        person = hired(plot, next(names), f"{team.name} {seat:02}", manager.id, role, level)
        if team.name in plot.joiners and seat == len(roles) - 1:
            person = replace(person, start=working_day(NOW.first_day + timedelta(days=14)), career_level="entry")
        if team.name in plot.promoted and level == "senior" and seniors == 2:
            person = replace(person, last_promotion=NOW.first_day)
        yield replace(person, department=department.name, team=team.name)


def hired(plot: Plot, name: str, seat: str, manager: str | None, role: str, level: str) -> Person:
    """A person who came before the reported quarters; the id is the seat until everybody is numbered."""
    dice = plot.dice.at("person", seat)
    return Person(
        id=seat,
        name=name,
        email=email(name, plot.client),
        manager=manager,
        role=role,
        career_level=level,
        department=None,
        team=None,
        location=dice.choice(plot.locations),
        start=working_day(date(2014, 1, 6) + timedelta(days=dice.randrange(4000))),
        leave=None,
        full_time_equivalent=dice.choice((1.0, 1.0, 1.0, 0.8, 0.5)) if level in CAREER_PATTERN else 1.0,
        last_promotion=None,
    )


def gone(plot: Plot, people: list[Person]) -> Iterator[Person]:
    """The leavers, each modelled on a member of the team."""
    taken = {person.name for person in people}
    names = (name for name in person_names(plot.dice, plot.family_names, plot.given_names) if name not in taken)
    for number, leaver in enumerate(plot.leavers):
        colleague = next(one for one in people if one.team == leaver.team and one.role == leaver.role)
        family, given = next(names).split(" ", 1)
        name = f"{given} {family}"
        yield replace(
            colleague,
            id=f"gone {number}",
            name=name,
            email=email(name, plot.client),
            start=working_day(date(2017, 3, 6) + timedelta(days=211 * number)),
            leave=leaver.last_day,
        )


def as_before(plot: Plot, person: Person, everybody: list[Person]) -> Person:
    """The person as of the quarter before: the old team, the career level before a promotion, not yet gone."""
    if person.id in movers(plot, everybody):
        old_team = plot.moved[str(person.team)]
        old_lead = next(one for one in everybody if one.team == old_team and one.career_level == "manager")
        person = replace(person, team=old_team, department=old_lead.department, manager=old_lead.id)
    if person.last_promotion is not None and NOW.holds(person.last_promotion):
        person = replace(person, career_level=LEVEL_BELOW[person.career_level], last_promotion=None)
    if person.leave is not None and person.leave > BEFORE.last_day:
        person = replace(person, leave=None)
    return person


def movers(plot: Plot, everybody: list[Person]) -> frozenset[str]:
    """Of each team that somebody moved to: its longest-serving member."""
    return frozenset(
        min((one for one in everybody if one.team == team and not one.leads and one.leave is None), key=by_id).id
        for team in plot.moved
    )


def by_id(person: Person) -> str:
    return person.id
