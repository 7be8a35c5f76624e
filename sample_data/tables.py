"""Lays the engagement out as tables: the sheets and headers of the workbooks, and the rows under them.

Knows what a column holds and which drop-down it has; nothing about files.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sample_data.certifications import Sitting
from sample_data.metrics import MetricRow
from sample_data.people import Person
from sample_data.ratings import Rating
from sample_data.story import Course, Objective, Requirement, Skill
from sample_data.training import Enrolment


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A cell whose formula failed, as Excel shows it."""

    text: str = "#REF!"


Cell = str | int | float | date | ErrorCell | None
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``kind`` is text, whole, decimal, share, money or date, ``choices`` a list of the Lists sheet."""

    header: str
    kind: str
    width: int
    needed: bool = False
    choices: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    sheet: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def place(self, header: str) -> int:
        return next(index for index, column in enumerate(self.columns) if column.header == header)

    def with_cell(self, row: int, header: str, value: Cell) -> "Table":
        """A copy with one cell changed; rows count from 0 under the header."""
        place = self.place(header)
        changed = (*self.rows[row][:place], value, *self.rows[row][place + 1 :])
        return replace(self, rows=(*self.rows[:row], changed, *self.rows[row + 1 :]))


EMPLOYEE = Column("Employee", "text", 11, needed=True)
SKILL = Column("Skill", "text", 25, needed=True, choices="Skill")
ROLE = Column("Role", "text", 26, needed=True, choices="Role")
CAREER_LEVEL = Column("Career level", "text", 14, choices="Career level")


Naming = Callable[[str], str]
"""What a word of the story is called in the sheets."""


def as_written(word: str) -> str:
    return word


def joined(named: Naming, words: Iterable[str]) -> str:
    return "; ".join(named(word) for word in words)


def yes_no(value: bool) -> str:
    return "yes" if value else "no"


def scale_table(lowest: int, labels: Iterable[tuple[str, str]]) -> Table:
    """One row per level from the lowest up: its label and what it means."""
    columns = (
        Column("Level", "whole", 9, needed=True),
        Column("Label", "text", 16, needed=True),
        Column("Description", "text", 60),
    )
    return Table("Scale", columns, tuple((level, *label) for level, label in enumerate(labels, lowest)))


def skills_table(skills: Iterable[Skill], named: Naming = as_written) -> Table:
    columns = (
        Column("Skill", "text", 25, needed=True),
        Column("Category", "text", 11, needed=True, choices="Category"),
        Column("Group", "text", 24),
        Column("Criticality", "whole", 12),
        Column("Shelf life (months)", "whole", 20),
        Column("Description", "text", 50),
    )
    rows = tuple(
        (
            named(skill.name),
            skill.category,
            named(skill.group),
            skill.criticality,
            skill.shelf_life_months,
            skill.description,
        )
        for skill in skills
    )
    return Table("Skills", columns, rows)


def requirements_table(requirements: Iterable[Requirement], named: Naming = as_written, kind: str = "whole") -> Table:
    """One row per requirement; ``kind`` is that of its level."""
    columns = (
        ROLE,
        CAREER_LEVEL,
        SKILL,
        Column("Required level", kind, 16, needed=True),
        Column("Criticality", "whole", 12),
        Column("From date", "date", 12),
    )
    rows = tuple(
        (
            named(one.role),
            one.career_level,
            named(one.skill),
            one.level,
            one.weight,
            one.from_date,
        )
        for one in requirements
    )
    return Table("Requirements", columns, rows)


def ratings_table(ratings: Iterable[Rating], named: Naming = as_written) -> Table:
    columns = (
        EMPLOYEE,
        SKILL,
        Column("Level", "whole", 9, needed=True),
        Column("Rater group", "text", 14, choices="Rater group"),
        Column("Rater", "text", 11),
        Column("Date", "date", 12),
    )
    rows = tuple((one.employee, named(one.skill), one.level, one.rater_group, one.rater, one.day) for one in ratings)
    return Table("Ratings", columns, rows)


def training_table(log: Iterable[Enrolment], named: Naming = as_written) -> Table:
    columns = (
        EMPLOYEE,
        Column("Programme", "text", 32, needed=True, choices="Programme"),
        Column("Start date", "date", 12, needed=True),
        Column("Completion date", "date", 17),
        Column("Hours", "decimal", 9, needed=True),
        Column("Cost", "money", 10),
        Column("Category", "text", 11, choices="Category"),
        Column("Completed", "text", 12, choices="Yes or no"),
        Column("Test before", "whole", 13),
        Column("Test after", "whole", 12),
    )
    rows = tuple(
        (
            one.employee,
            named(one.programme),
            one.start,
            one.completion,
            one.hours,
            one.cost,
            one.category,
            yes_no(one.completion is not None),
            one.test_before,
            one.test_after,
        )
        for one in log
    )
    return Table("Training", columns, rows)


def certifications_table(sittings: Iterable[Sitting], named: Naming = as_written) -> Table:
    columns = (
        EMPLOYEE,
        Column("Certification", "text", 30, needed=True),
        Column("Date", "date", 12, needed=True),
        Column("Skill", "text", 25, choices="Skill"),
        Column("Passed", "text", 10, choices="Yes or no"),
        Column("Attempt", "whole", 10),
        Column("Expires", "date", 12),
    )
    rows = tuple(
        (
            one.employee,
            named(one.certification),
            one.day,
            named(one.skill) if one.skill else None,
            yes_no(one.passed),
            one.attempt,
            one.expires,
        )
        for one in sittings
    )
    return Table("Certifications", columns, rows)


def mandatory_table(mandatory: Iterable[tuple[str, str, date]], named: Naming = as_written) -> Table:
    """One row per role and certification, with the day from which the role needs it."""
    columns = (ROLE, Column("Certification", "text", 30, needed=True), Column("From date", "date", 12))
    rows = tuple((named(role), named(certification), since) for role, certification, since in mandatory)
    return Table("Mandatory certifications", columns, rows)


def courses_table(courses: Iterable[Course], prerequisites: Mapping[str, str], named: Naming = as_written) -> Table:
    """The catalogue; ``prerequisites``: programme → the one that comes before it."""
    columns = (
        Column("Programme", "text", 32, needed=True),
        Column("Skills", "text", 48, needed=True),
        Column("Hours", "decimal", 9, needed=True),
        Column("Category", "text", 11, choices="Category"),
        Column("Soft share", "share", 12),
        Column("Cost per seat", "money", 15),
        Column("Seats min", "whole", 11),
        Column("Seats max", "whole", 11),
        Column("Level gain", "decimal", 12),
        Column("Format", "text", 13),
        Column("Prerequisite", "text", 24),
    )
    rows = tuple(
        (
            named(course.programme),
            joined(named, course.skills),
            course.hours,
            course.category,
            course.soft_share,
            course.cost_per_seat,
            *course.seats,
            course.level_gain,
            course.format,
            named(prerequisites[course.programme]) if course.programme in prerequisites else None,
        )
        for course in courses
    )
    return Table("Courses", columns, rows)


def metrics_table(rows: Iterable[MetricRow]) -> Table:
    columns = (
        Column("Metric", "text", 28, needed=True, choices="Metric"),
        Column("Period", "text", 10, needed=True),
        Column("Unit", "text", 26),
        Column("Value", "decimal", 9),
        Column("Numerator", "number", 12),
        Column("Denominator", "number", 13),
        Column("Target", "target", 9),
        Column("n", "whole", 7),
    )
    cells = tuple(
        (row.metric, str(row.quarter), row.unit, row.value, row.numerator, row.denominator, row.target, row.n)
        for row in rows
    )
    return Table("Metrics", columns, cells)


def objectives_table(owned: Iterable[tuple[Objective, str]], named: Naming = as_written) -> Table:
    """The objectives, each with its owner's name."""
    columns = (
        Column("Objective", "text", 42, needed=True),
        Column("Skills", "text", 58),
        Column("Metrics", "text", 34),
        Column("Target date", "date", 13),
        Column("Owner", "text", 24),
    )
    rows = tuple(
        (one.name, joined(named, one.skills), "; ".join(one.metrics), one.target_date, owner) for one, owner in owned
    )
    return Table("Objectives", columns, rows)


def org_chart_table(people: Iterable[Person], named: Naming = as_written) -> Table:
    columns = (
        Column("Employee ID", "text", 13, needed=True),
        Column("Name", "text", 26, needed=True),
        Column("Manager ID", "text", 12, needed=True),
        replace(ROLE, needed=False),
        CAREER_LEVEL,
        Column("Department", "text", 25),
        Column("Team", "text", 20),
        Column("Location", "text", 13),
        Column("Start date", "date", 12),
        Column("Leave date", "date", 12),
        Column("E-mail", "text", 40),
        Column("FTE", "decimal", 7),
        Column("Last promotion", "date", 16),
    )
    rows = tuple(
        (
            one.id,
            one.name,
            one.manager,
            named(one.role),
            one.career_level,
            one.department,
            one.team,
            one.location,
            one.start,
            one.leave,
            one.email,
            one.full_time_equivalent,
            one.last_promotion,
        )
        for one in people
    )
    return Table("Org chart", columns, rows)
