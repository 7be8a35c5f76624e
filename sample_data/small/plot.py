"""What the plot of a small engagement is made of: who works where, what is asked, and what is planted in the numbers.

Data types only. ``healthcare.py`` and ``services.py`` hold the plots, the other modules act them out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from sample_data.people import Person
from sample_data.recipe import Dice
from sample_data.story import Certification, Course, Objective, Requirement, Skill, lines_of


@dataclass(frozen=True, slots=True)
class TeamPlot:
    """A team as it is today: its manager's role, and how many members of which role."""

    name: str
    manager_role: str
    members: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class DepartmentPlot:
    """Its head sits with the first team."""

    name: str
    head_role: str
    teams: tuple[TeamPlot, ...]


@dataclass(frozen=True, slots=True)
class Leaver:
    """Somebody who left within the last twelve months and was not replaced under that name."""

    team: str
    role: str
    last_day: date


@dataclass(frozen=True, slots=True)
class Where:
    """Which people and skills something concerns; an empty part leaves out nobody."""

    departments: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    leads: bool | None = None

    def holds(self, person: Person, skill: str | None = None) -> bool:
        """Whether it concerns the person, in the skill if one is named."""
        parts = (
            (self.departments, person.department),
            (self.teams, person.team),
            (self.roles, person.role),
            (self.skills, skill),
        )
        is_kind = self.leads is None or self.leads == person.leads
        return is_kind and all(not wanted or mine in wanted for wanted, mine in parts)


@dataclass(frozen=True, slots=True)
class Offset:
    """How far above (or below) the requirement people stand, in levels. The first that holds counts."""

    levels: float
    where: Where = Where()


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a programme: so many of those whom it concerns took part from a day on."""

    programme: str
    day: date
    where: Where
    people: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What a programme did: levels gained in its skills by those who took part in the last quarter; 0 for none.

    Everybody whom ``compared`` concerns is rated again, so that there are colleagues to compare with.
    """

    programme: str
    levels: float
    compared: Where


@dataclass(frozen=True, slots=True)
class TestScores:
    """Mean score before in points of 100, and what is added by the end."""

    before: float
    gain: float


@dataclass(frozen=True, slots=True)
class StraightLine:
    """The manager of a team who gives everybody the same level on everything."""

    team: str
    level: int


@dataclass(frozen=True, slots=True)
class Severity:
    """The manager of a team, or its longest-serving member as a colleague, whose verdicts are off by so many levels."""

    team: str
    levels: float
    colleague: bool = False


@dataclass(frozen=True, slots=True)
class LongAgo:
    """A team that was rated around a day long ago and not since."""

    team: str
    day: date


@dataclass(frozen=True, slots=True)
class Mandatory:
    """A certification that roles need, and how many in a department lack it (expired, never sat) or soon will."""

    certification: Certification
    roles: tuple[str, ...]
    since: date
    expired: Mapping[str, int] = field(default_factory=dict)
    never_sat: Mapping[str, int] = field(default_factory=dict)
    expiring: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Series:
    """A ratio along a straight path over the reported quarters.

    ``per_head``: the denominator per person and quarter. ``tilts``: how far departments are off the path, as a share.
    ``none_in``: quarters by number back from the last, in which the numerator is 0. ``units``: rows for departments.
    """

    metric: str
    start: float
    end: float
    target: float | None
    per_head: float
    tilts: Mapping[str, float] = field(default_factory=dict)
    none_in: tuple[int, ...] = ()
    units: bool = True


@dataclass(frozen=True, slots=True)
class Plot:
    """One small engagement as data. Levels are those of its own scale."""

    seed: int
    client: str
    employee_id: str
    """A format of the number, such as ``M{:03}``."""
    given_names: tuple[str, ...]
    family_names: tuple[str, ...]
    locations: tuple[str, ...]
    departments: tuple[DepartmentPlot, ...]
    joiners: tuple[str, ...]
    """Teams in which the last member came in the last quarter."""
    leavers: tuple[Leaver, ...]
    moved: Mapping[str, str]
    """Team today → team a quarter ago, of the member who has been here longest."""
    promoted: tuple[str, ...]
    """Teams whose second senior was promoted in the last quarter."""

    lowest: int
    labels: tuple[tuple[str, str], ...]
    skills: tuple[Skill, ...]
    requirements: tuple[Requirement, ...]
    requirements_before: tuple[Requirement, ...]
    offsets: tuple[Offset, ...]
    person_spread: float
    pair_spread: float
    judge_error: float
    growth: float
    """Levels that a quarter of ordinary work adds."""
    self_bias: Mapping[str, float]
    always_rated: tuple[str, ...]
    """Skills in which nobody is left unrated."""
    straight_lines: tuple[StraightLine, ...]
    severities: tuple[Severity, ...]
    long_ago: tuple[LongAgo, ...]

    courses: tuple[Course, ...]
    runs: tuple[Run, ...]
    effects: tuple[Effect, ...]
    test_scores: Mapping[str, TestScores]
    mandatory: tuple[Mandatory, ...]
    voluntary: tuple[tuple[Certification, Where], ...]
    metrics: tuple[Series, ...]
    objectives: tuple[Objective, ...]

    @property
    def highest(self) -> int:
        return self.lowest + len(self.labels) - 1

    @property
    def dice(self) -> Dice:
        return Dice(self.seed)


def read_runs(table: str, groups: Mapping[str, Where]) -> tuple[Run, ...]:
    """Runs written as programme | day | whom | people; whom is a key of ``groups``."""
    return tuple(
        Run(programme, date.fromisoformat(day), groups[whom], int(people))
        for programme, day, whom, people in lines_of(table)
    )


def read_skills(table: str) -> tuple[Skill, ...]:
    """Skills written as skill | category | group | criticality | shelf life in months | description."""
    return tuple(
        Skill(name, category, group, int(criticality), int(months), description)
        for name, category, group, criticality, months, description in lines_of(table)
    )


def read_matrix(table: str, roles: Mapping[str, str], weights: Mapping[str, int]) -> Iterator[Requirement]:
    """Requirements written as a matrix: skill, then a level or a dot per role; the head line has the roles' codes."""
    head, *lines = table.strip().splitlines()
    codes = head.split()[1:]
    for column, code in enumerate(codes):
        for line in lines:
            cells = line.split()[-len(codes) :]
            skill = line.rsplit(maxsplit=len(codes))[0].strip()
            if cells[column] != ".":
                yield Requirement(roles[code], None, skill, float(cells[column]), weights[skill])
