"""Rates the people of a plot: what they can do, who judges it when, and the judges who cannot be relied on.

Everybody was rated once up to the previous quarter, many of them again in the last one. Rows of people who were not
rated again are the same in both workbooks.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sample_data.people import Person
from sample_data.periods import BEFORE, NOW
from sample_data.ratings import Rating
from sample_data.small.people import Company
from sample_data.small.plot import Plot
from sample_data.small.training import participants_of
from sample_data.story import Requirement
from sample_data.training import Enrolment

RATED_AGAIN_SHARE = 0.5
MISSING_SHARE = 0.06


@dataclass(frozen=True, slots=True)
class Judge:
    group: str
    id: str
    team_led: str | None = None
    """The team that a manager leads; its name finds the judges of the plot."""
    severity: float = 0.0
    """Levels by which all verdicts are off."""


@dataclass(frozen=True, slots=True)
class Review:
    """Everything a review needs to know."""

    plot: Plot
    company: Company
    log: tuple[Enrolment, ...]

    def ratings(self) -> tuple[tuple[Rating, ...], tuple[Rating, ...]]:
        """The rows of the previous workbook and of today's."""
        asked = by_role(self.plot.requirements)
        before = tuple(self.rate_all(self.company.staff_before, by_role(self.plot.requirements_before), is_new=False))
        again = {person.id for person in self.company.staff if self.is_rated_again(person)}
        role_of = {person.id: person.role for person in self.company.staff}
        kept = [
            row
            for row in before
            if row.employee in role_of and row.employee not in again and row.skill in asked[role_of[row.employee]]
        ]
        fresh = self.rate_all([one for one in self.company.staff if one.id in again], asked, is_new=True)
        return before, tuple(sorted([*kept, *fresh], key=lambda row: row.employee))

    def is_rated_again(self, person: Person) -> bool:
        if any(person.team == one.team for one in self.plot.long_ago):
            return False
        needed = any(
            effect.compared.holds(person) or person.id in participants_of(self.log, effect.programme)
            for effect in self.plot.effects
        )
        is_new = person.start > BEFORE.last_day
        return needed or is_new or self.plot.dice.at("again", person.id).random() < RATED_AGAIN_SHARE

    def rate_all(
        self, people: Sequence[Person], asked: Mapping[str, Mapping[str, Requirement]], *, is_new: bool
    ) -> Iterator[Rating]:
        for person in people:
            required = asked.get(person.role, {})
            for judge in self.judges(person, is_new=is_new):
                yield from self.form(person, required, judge, is_new=is_new)

    def judges(self, person: Person, *, is_new: bool) -> Iterator[Judge]:
        """The person, the manager and two or three of the team; the head of the organisation is rated by nobody."""
        if person.manager is None:
            return
        staff = self.company.staff if is_new else self.company.staff_before
        boss = next(one for one in staff if one.id == person.manager)
        yield Judge("self", person.id)
        team_led = boss.team if boss.career_level == "manager" else None
        yield Judge("manager", boss.id, team_led, self.severity_of(team_led, colleague=False))
        circle = [one for one in staff if one.id != person.id and self.are_colleagues(one, person)]
        dice = self.plot.dice.at("colleagues", person.id)
        for colleague in dice.sample(circle, min(dice.choice((2, 3)), len(circle))):
            severity = self.severity_of(colleague.team, colleague=True) if self.is_veteran(colleague) else 0.0
            yield Judge("peer", colleague.id, severity=severity)

    def severity_of(self, team: str | None, *, colleague: bool) -> float:
        plotted = self.plot.severities
        return sum(one.levels for one in plotted if one.team == team and one.colleague is colleague)

    def is_veteran(self, person: Person) -> bool:
        """Whether nobody has been a member of the team for longer."""
        team = (one.id for one in self.company.staff if one.team == person.team and not one.leads)
        return not person.leads and person.id == min(team)

    def are_colleagues(self, one: Person, other: Person) -> bool:
        same_rank = one.leads and other.leads and one.career_level == other.career_level
        same_team = one.team == other.team and not one.leads and not other.leads
        return (same_rank or same_team) and one.start < BEFORE.last_day - timedelta(60)

    def form(
        self, person: Person, required: Mapping[str, Requirement], judge: Judge, *, is_new: bool
    ) -> Iterator[Rating]:
        """One judge's levels for one person, all given on one day."""
        day = self.day(person, judge, is_new=is_new)
        for skill, requirement in required.items():
            if skill in self.plot.always_rated or not self.is_missing(person, skill):
                level = self.verdict(person, requirement, judge, is_new=is_new)
                yield Rating(person.id, skill, level, judge.group, judge.id, day)

    def is_missing(self, person: Person, skill: str) -> bool:
        return self.plot.dice.at("missing", person.id, skill).random() < MISSING_SHARE

    def day(self, person: Person, judge: Judge, *, is_new: bool) -> date:
        """In September if new; else within eight weeks up to the middle of June, or long ago."""
        dice = self.plot.dice.at("day", person.id, is_new)
        days_later = self.plot.dice.at("days later", person.id, judge.id).randrange(6)
        old = next((one.day for one in self.plot.long_ago if one.team == person.team), None)
        if is_new:
            start = NOW.first_day + timedelta(days=64 + dice.randrange(20))
        elif old is not None:
            start = old + timedelta(days=dice.randrange(20))
        else:
            start = date(2026, 4, 20) + timedelta(days=dice.randrange(50))
        return start + timedelta(days=days_later)

    def verdict(self, person: Person, requirement: Requirement, judge: Judge, *, is_new: bool) -> int:
        """A judge's whole level for one skill."""
        plot, skill = self.plot, requirement.skill
        for line in plot.straight_lines:
            if judge.group == "manager" and judge.team_led == line.team:
                return line.level
        bias = plot.self_bias.get(skill, 0.0) if judge.group == "self" else 0.0
        opinion = plot.dice.at("opinion", judge.id, person.id, skill).gauss(0, plot.judge_error)
        exact = self.level(person, requirement, is_new=is_new) + bias + judge.severity + opinion
        return min(max(round(exact), plot.lowest), plot.highest)

    def level(self, person: Person, requirement: Requirement, *, is_new: bool) -> float:
        """What the person can do, now or a quarter ago."""
        plot, skill = self.plot, requirement.skill
        offset = next(one.levels for one in plot.offsets if one.where.holds(person, skill))
        level = (
            requirement.level
            + offset
            + plot.dice.at("ability", person.id).gauss(0, plot.person_spread)
            + plot.dice.at("pair", person.id, skill).gauss(0, plot.pair_spread)
        )
        return level + self.gained(person, skill) if is_new else level - plot.growth

    def gained(self, person: Person, skill: str) -> float:
        """What the programmes of the last quarter added, above what everybody gained."""
        skills = {course.programme: course.skills for course in self.plot.courses}
        return sum(
            effect.levels
            for effect in self.plot.effects
            if skill in skills[effect.programme] and person.id in participants_of(self.log, effect.programme)
        )


def by_role(requirements: Sequence[Requirement]) -> dict[str, dict[str, Requirement]]:
    found: dict[str, dict[str, Requirement]] = {}
    for one in requirements:
        found.setdefault(one.role, {})[one.skill] = one
    return found
