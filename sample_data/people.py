"""Builds the organisation: who sits in which team, under whom, since when, and who left and was replaced.

Every leaver's place was filled within the same quarter, so headcounts stay and retention can be counted by hand.
"""

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sample_data import story
from sample_data.periods import BEFORE, NOW, REPORTED, Quarter
from sample_data.recipe import Dice, Recipe

FIRST_TURNOVER = REPORTED[0].plus(-3)
LEAVERS = (5, 5, 4, 4, 3, 3, 3, 2, 3)
"""Leavers per quarter from FIRST_TURNOVER on, among 140 people."""
PROMOTIONS = (1, 2, 3, 4, 4, 5)
"""Promotions per reported quarter, among 140 people."""
SAMPLE_PEOPLE = 140
HEAD_OF_COMPANY_SINCE = date(2025, 11, 3)


@dataclass(frozen=True, slots=True)
class Person:
    """One row of the org chart; managers' and persons' ids as text."""

    id: str
    name: str
    email: str
    manager: str | None
    role: str
    career_level: str
    department: str | None
    team: str | None
    location: str
    start: date
    leave: date | None
    full_time_equivalent: float
    last_promotion: date | None

    @property
    def leads(self) -> bool:
        return self.career_level in ("manager", "executive")

    @property
    def is_senior(self) -> bool:
        return self.career_level in story.SENIOR_LEVELS


@dataclass(frozen=True, slots=True)
class Organisation:
    """Everybody who ever worked here, as they stand today; ``moved`` and ``promoted`` concern the last quarter."""

    everybody: tuple[Person, ...]
    moved: tuple[tuple[str, str], ...]
    """Two people of one role who swapped teams."""
    promoted: frozenset[str]

    def employed(self, day: date) -> tuple[Person, ...]:
        return tuple(
            person for person in self.everybody if person.start <= day and (person.leave is None or person.leave > day)
        )

    def chart(self) -> tuple[Person, ...]:
        """Today's staff and the leavers of the last twelve months."""
        return chart_of(self.everybody, NOW)

    def chart_before(self) -> tuple[Person, ...]:
        """The org chart of the previous quarter: without joiners, before moves and promotions."""
        return chart_of(tuple(self.as_before(person) for person in self.everybody), BEFORE)

    def staff(self) -> tuple[Person, ...]:
        return self.employed(NOW.last_day)

    def staff_before(self) -> tuple[Person, ...]:
        return tuple(self.as_before(person) for person in self.employed(BEFORE.last_day))

    def as_before(self, person: Person) -> Person:
        swapped = dict((pair, pair[::-1])[turn] for pair in self.moved for turn in (0, 1))
        if person.id in swapped:
            other = next(one for one in self.everybody if one.id == swapped[person.id])
            person = replace(person, team=other.team, manager=other.manager)
        if person.id in self.promoted:
            level = story.CAREER_LEVELS[story.CAREER_LEVELS.index(person.career_level) - 1]
            person = replace(person, career_level=level, last_promotion=None)
        if person.leave is not None and person.leave > BEFORE.last_day:
            person = replace(person, leave=None)
        return person


def chart_of(everybody: Sequence[Person], quarter: Quarter) -> tuple[Person, ...]:
    window_start = quarter.plus(-4).last_day
    return tuple(
        person
        for person in everybody
        if person.start <= quarter.last_day and (person.leave is None or person.leave > window_start)
    )


@dataclass(frozen=True, slots=True)
class Seat:
    """A place in the organisation; ``boss`` is the index of the seat it reports to."""

    boss: int | None
    role: str
    career_level: str
    department: str | None = None
    team: str | None = None


def build_organisation(recipe: Recipe) -> Organisation:
    """Fill the seats, let people leave and be replaced, then number everybody by start date."""
    seats = build_seats(recipe)
    replaced = choose_replaced(recipe, seats)
    promoted = choose_promoted(recipe, seats, replaced)
    names = person_names(recipe.dice, recipe.given_names, recipe.family_names)
    people = [build_person(recipe, seats, seat, next(names), replaced.get(seat)) for seat in range(len(seats))]
    people = [
        replace(person, last_promotion=promoted.get(seat, older_promotion(recipe.dice, person)))
        for seat, person in enumerate(people)
    ]
    leavers = [build_leaver(recipe, people[seat], next(names), quarter) for seat, quarter in replaced.items()]
    moved = choose_moved(seats, replaced, promoted)
    numbers = {person.id: number for number, person in enumerate(sorted([*people, *leavers], key=seniority), 1)}
    return Organisation(
        everybody=tuple(sorted((numbered(person, numbers) for person in [*people, *leavers]), key=by_id)),
        moved=tuple((employee_id(numbers[people[a].id]), employee_id(numbers[people[b].id])) for a, b in moved),
        promoted=frozenset(employee_id(numbers[people[seat].id]) for seat, day in promoted.items() if NOW.holds(day)),
    )


def seniority(person: Person) -> tuple[date, str]:
    return person.start, person.id


def by_id(person: Person) -> str:
    return person.id


def employee_id(number: int) -> str:
    return f"E{number:04}"


def numbered(person: Person, numbers: dict[str, int]) -> Person:
    manager = None if person.manager is None else employee_id(numbers[person.manager])
    return replace(person, id=employee_id(numbers[person.id]), manager=manager)


def build_seats(recipe: Recipe) -> list[Seat]:
    """The head of the company, then each department's head, teams' managers and members."""
    seats = [Seat(None, story.HEAD_OF_COMPANY, "executive")]
    sizes = iter(team_sizes(recipe))
    for index, department in enumerate(recipe.departments):
        head = len(seats)
        # The head of a department sits with one of its teams, as in most firms of this size.
        seats.append(Seat(0, story.DIRECTOR, "executive", department.name, department.teams[0]))
        pattern = story.ROLE_PATTERNS[index % len(story.ROLE_PATTERNS)]
        members = 0
        for team in department.teams:
            manager = len(seats)
            # One large team is led by a second director, so that there are enough of them to be shown as a role.
            last = (index, team) == (len(recipe.departments) - 1, department.teams[-1])
            role, level = (story.DIRECTOR, "executive") if last else (story.TEAM_MANAGER, "manager")
            seats.append(Seat(head, role, level, department.name, team))
            for _ in range(next(sizes) - 1):
                career = story.CAREER_PATTERN[members % len(story.CAREER_PATTERN)]
                seats.append(Seat(manager, pattern[members % len(pattern)], career, department.name, team))
                members += 1
    return seats


def team_sizes(recipe: Recipe) -> list[int]:
    """Sizes in the story's proportions that add up to the people asked for; at least a manager and one member."""
    teams = sum(len(department.teams) for department in recipe.departments)
    weights = [story.TEAM_SIZES[team % len(story.TEAM_SIZES)] for team in range(teams)]
    spare = recipe.people - 1 - len(recipe.departments) - 2 * teams
    shares = [spare * weight / sum(weights) for weight in weights]
    sizes = [2 + math.floor(share) for share in shares]
    by_remainder = sorted(range(teams), key=lambda team: (math.floor(shares[team]) - shares[team], team))
    for team in by_remainder[: spare + 2 * teams - sum(sizes)]:
        sizes[team] += 1
    return sizes


def scaled(count: int, recipe: Recipe) -> int:
    return math.floor(count * recipe.people / SAMPLE_PEOPLE + 0.5)


def choose_replaced(recipe: Recipe, seats: Sequence[Seat]) -> dict[int, Quarter]:
    """Seats of members that changed hands, each once, with the quarter in which they did."""
    members = [index for index, seat in enumerate(seats) if seat.career_level not in ("manager", "executive")]
    order = recipe.dice.at("replaced").sample(members, len(members))
    quarters = [
        FIRST_TURNOVER.plus(offset) for offset, count in enumerate(LEAVERS) for _ in range(scaled(count, recipe))
    ]
    return dict(zip(order[: len(members) // 2], reversed(quarters), strict=False))


def choose_promoted(recipe: Recipe, seats: Sequence[Seat], replaced: dict[int, Quarter]) -> dict[int, date]:
    """Seats of members promoted within the reported quarters, with the day."""
    candidates = [
        index
        for index, seat in enumerate(seats)
        if seat.career_level in ("intermediate", "senior") and index not in replaced
    ]
    order = recipe.dice.at("promoted").sample(candidates, len(candidates))
    quarters = [
        quarter for quarter, count in zip(REPORTED, PROMOTIONS, strict=True) for _ in range(scaled(count, recipe))
    ]
    return {
        index: quarter.first_day + timedelta(days=31 * (position % 3))
        for position, (index, quarter) in enumerate(zip(order, reversed(quarters), strict=False))
    }


def choose_moved(
    seats: Sequence[Seat], replaced: dict[int, Quarter], promoted: dict[int, date]
) -> list[tuple[int, int]]:
    """The first two members of one role in two teams of one department, where there are such."""
    free = [
        index
        for index, seat in enumerate(seats)
        if seat.career_level not in ("manager", "executive") and index not in replaced and index not in promoted
    ]
    for position, one in enumerate(free):
        for other in free[position + 1 :]:
            a, b = seats[one], seats[other]
            if seats_alike(a, b) and a.team != b.team and a.department != seats[1].department:
                return [(one, other)]
    return []


def seats_alike(a: Seat, b: Seat) -> bool:
    return (a.role, a.career_level, a.department) == (b.role, b.career_level, b.department)


def person_names(dice: Dice, given_names: Sequence[str], family_names: Sequence[str]) -> Iterator[str]:
    """Full names, each once: every given name with every family name, in an order that mixes both."""
    given = dice.at("given names").sample(given_names, len(given_names))
    family = dice.at("family names").sample(family_names, len(family_names))
    cycle = math.lcm(len(given), len(family))
    for index in range(len(given) * len(family)):
        yield f"{given[index % len(given)]} {family[(index + index // cycle) % len(family)]}"


def build_person(recipe: Recipe, seats: Sequence[Seat], index: int, name: str, joined: Quarter | None) -> Person:
    """The person in a seat today; ids are the seats' numbers until everybody is numbered."""
    seat, dice = seats[index], recipe.dice.at("person", index)
    if seat.boss is None:
        start = HEAD_OF_COMPANY_SINCE
    elif joined is None:
        start = working_day(date(2015, 1, 5) + timedelta(days=dice.randrange(3400)))
    else:
        start = working_day(joined.first_day + timedelta(days=dice.randrange(25, 55)))
    return Person(
        id=f"seat {index:05}",
        name=name,
        email=email(name, recipe.client),
        manager=None if seat.boss is None else f"seat {seat.boss:05}",
        role=seat.role,
        career_level=seat.career_level,
        department=seat.department,
        team=seat.team,
        location=dice.choice(story.LOCATIONS),
        start=start,
        leave=None,
        full_time_equivalent=1.0 if seat.boss is None else dice.choice((1.0, 1.0, 1.0, 1.0, 1.0, 0.8, 0.8, 0.6)),
        last_promotion=None,
    )


def build_leaver(recipe: Recipe, successor: Person, name: str, quarter: Quarter) -> Person:
    """Who sat in the successor's seat for years and left early in the quarter."""
    dice = recipe.dice.at("leaver", successor.id)
    return replace(
        successor,
        id=f"left {successor.id}",
        name=name,
        email=email(name, recipe.client),
        start=working_day(date(2016, 1, 4) + timedelta(days=dice.randrange(2500))),
        leave=quarter.first_day + timedelta(days=dice.randrange(3, 22)),
        last_promotion=None,
    )


def older_promotion(dice: Dice, person: Person) -> date | None:
    """Some people were promoted before the reported quarters, two years or more after they came."""
    draw = dice.at("older promotion", person.id)
    if person.career_level == "entry" or person.start.year > 2021 or draw.random() > 0.6:
        return None
    return date(draw.randrange(person.start.year + 2, 2025), draw.choice((1, 4, 7, 10)), 1)


def working_day(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def email(name: str, client: str) -> str:
    """An address under .example, which nobody can own."""
    unmarked = name.lower().translate(str.maketrans("łøßæđ", "losad"))
    ascii_name = unicodedata.normalize("NFKD", unmarked).encode("ascii", "ignore").decode()
    domain = re.sub(r"[^a-z0-9]+", "", client.lower().split()[0]) or "client"
    return f"{re.sub(r'[^a-z0-9]+', '.', ascii_name)}@{domain}.example"
