"""Writes a large engagement with a fixed seed, and which cells it spoilt. Knows nothing of the program.

Run in a process of its own: python -m bench.data FOLDER RATINGS FAULTS
"""

import json
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Literal, cast

import xlsxwriter

SEED = 20260930
FAULTY_CELLS = 0.01  # share of all cells of the ratings sheet, not of its rows
DEPARTMENTS, TEAMS, RATERS = 6, 60, 4
LEADERS = 1 + DEPARTMENTS + TEAMS
FIRST_DAY, DAYS = date(2026, 7, 1), 90
BEFORE, YEAR = timedelta(91), timedelta(365)  # the quarter before; what a training log covers
PROGRAMMES, TRAININGS = 60, 20  # in the catalogue; of each person

AREAS, TASKS = (
    ("Cloud", "Data", "Network", "Web", "Mobile"),
    ("design", "testing", "security", "operations", "analysis"),
)
GROUPS, TALENTS = (
    ("Team", "Client", "Change", "Crisis", "Board"),
    ("planning", "leadership", "coaching", "talks", "care"),
)
HARD = [" ".join(words) for words in product(AREAS, TASKS)]
SKILLS = [*HARD, *(" ".join(words) for words in product(GROUPS, TALENTS))]
ROLES = [" ".join(words) for words in product(AREAS, ("Engineer", "Analyst"))]
PER_PERSON = len(SKILLS) * RATERS
FEWEST_RATINGS = (LEADERS + 3 * TEAMS) * PER_PERSON

RATINGS_HEADER = ("Employee", "Skill", "Level", "Rater group", "Rater", "Date")
OUTSIDE, UNKNOWN, INVALID = "level-outside-scale", "level-unknown", "date-invalid"
ERROR, ERROR_CODE = "#N/A", "cell-error"
Faults = Literal["mistyped", "error-cells", "none", "none, with history"]
Cell = str | int | date
Rows = list[list[Cell]]
Spoilt = tuple[tuple[Cell, str], ...]

BAD_LEVELS: Spoilt = (
    *((0, OUTSIDE), (6, OUTSIDE), (55, OUTSIDE)),
    *(("good", UNKNOWN), ("so-so", UNKNOWN), ("tbd", UNKNOWN)),
)
BAD_DATES: Spoilt = (("31.02.2026", INVALID), ("last week", INVALID), ("03/04/2026", "date-ambiguous"))
SETTINGS = (
    "client: Bench\nindustry: technology\nperiod: 2026-Q3\nworkbook: assessment.xlsx\norg_chart: org_chart.xlsx\n"
)


PREVIOUS = "previous:\n- {period: 2026-Q2, workbook: before.xlsx, org_chart: org_chart_before.xlsx}\n"


def write_engagement(folder: Path, ratings: int, faults: Faults) -> None:
    """Write engagement.yml, assessment.xlsx, org_chart.xlsx, and planted.json: cell of the ratings sheet → issue.

    The faults are what people type, or in the same cells the errors that broken formulas leave; or there are none. With
    history there is the quarter before, too, and a training log.
    """
    dice = random.Random(SEED)
    people = ratings // PER_PERSON
    # The head of the company manages the heads of departments, they the team leads, they everybody else.
    managers = [None, *[0] * DEPARTMENTS, *(1 + team % DEPARTMENTS for team in range(TEAMS))]
    managers += [1 + DEPARTMENTS + number % TEAMS for number in range(people - LEADERS)]
    rows = list(rating_rows(managers, dice))
    history = faults == "none, with history"
    planted = {} if faults.startswith("none") else spoil(rows, dice, faults == "error-cells")
    folder.joinpath("engagement.yml").write_text(SETTINGS + (PREVIOUS if history else ""), "utf-8")
    folder.joinpath("planted.json").write_text(json.dumps(planted), "utf-8")
    skills: Rows = [["Skill", "Category"]]
    skills += [[skill, "hard" if skill in HARD else "soft"] for skill in SKILLS]
    needs: Rows = [["Role", "Skill", "Required level"]]
    needs += [[role, skill, dice.randint(2, 4)] for role in ROLES for skill in dice.sample(SKILLS, 20)]
    tables: dict[str, Rows] = {"Skills": skills, "Requirements": needs, "Ratings": [list(RATINGS_HEADER), *rows]}
    chart = chart_rows(managers)
    if history:
        then = [[*row[:-1], cast(date, row[-1]) - BEFORE] for row in rating_rows(managers, random.Random(SEED + 1))]
        write_workbook(folder / "before.xlsx", {**tables, "Ratings": [list(RATINGS_HEADER), *then]})
        write_workbook(folder / "org_chart_before.xlsx", {"Org chart": chart[: -people // 20]})
        tables |= training_tables(people, dice)
    write_workbook(folder / "assessment.xlsx", tables)
    write_workbook(folder / "org_chart.xlsx", {"Org chart": chart})


def training_tables(people: int, dice: random.Random) -> dict[str, Rows]:
    """A catalogue of programmes for one or two skills each, and a year's log."""
    courses: Rows = [["Programme", "Skills", "Hours", "Category", "Cost per seat"]]
    for number in range(PROGRAMMES):
        kind = "soft" if number % 3 else "hard"
        skills = [skill for skill in SKILLS if (skill in HARD) == (kind == "hard")]
        trained = "; ".join(dice.sample(skills, 1 + number % 2))
        courses.append([f"Programme {number + 1}", trained, 8 + number % 5 * 4, kind, 200 + number * 10])
    log: Rows = [["Employee", "Programme", "Start date", "Completion date", "Hours"]]
    last = FIRST_DAY + timedelta(DAYS)
    for person in range(people):
        for number in dice.sample(range(1, len(courses)), TRAININGS):
            start = last - timedelta(dice.randrange(YEAR.days))
            done = start + timedelta(dice.randrange(10))
            log.append([employee_id(person), courses[number][0], start, done, courses[number][2]])
    return {"Courses": courses, "Training": log}


def employee_id(person: int) -> str:
    """The id of a person by number."""
    return f"E{person + 1:04}"


def rating_rows(managers: Sequence[int | None], dice: random.Random) -> Iterator[list[Cell]]:
    """Every skill of everybody, rated by self, manager and the next two people of the same manager."""
    circles: dict[int | None, list[int]] = {None: [0, 1, 2]}
    for person, manager in enumerate(managers[1:], 1):
        circles.setdefault(manager, []).append(person)
    for person, manager in enumerate(managers):
        circle = circles[manager]
        peers = [circle[(circle.index(person) + step) % len(circle)] for step in (1, 2)]
        raters = [("self", employee_id(person)), ("manager", "Board" if manager is None else employee_id(manager))]
        raters += [("peer", employee_id(peer)) for peer in peers]
        days = [FIRST_DAY + timedelta(dice.randrange(DAYS)) for _ in raters]
        for skill in SKILLS:
            level = dice.gauss(3, 1)
            for (group, rater), day in zip(raters, days, strict=True):
                judged = min(max(round(level + dice.gauss(0, 0.5)), 1), 5)
                yield [employee_id(person), skill, judged, group, rater, day]


def spoil(rows: Rows, dice: random.Random, broken: bool) -> dict[str, str]:
    """Spoil cells of three columns, each at most once. Returns the cell's name in Excel → the code of its issue."""
    count = round(len(rows) * len(RATINGS_HEADER) * FAULTY_CELLS)
    planted = {}
    for number in dice.sample(range(len(rows) * 3), count):
        row, column = number // 3, (1, 2, 5)[number % 3]
        rows[row][column], code = (ERROR, ERROR_CODE) if broken else spoilt(rows[row][column], dice)
        planted[f"{'ABCDEF'[column]}{row + 2}"] = code
    return planted


def spoilt(cell: Cell, dice: random.Random) -> tuple[Cell, str]:
    """A faulty cell instead of a sound one, and the code of the issue that it must raise; skills lose a letter."""
    if isinstance(cell, str):
        at = dice.randrange(len(cell))
        return cell[:at] + cell[at + 1 :], "skill-unknown"
    return dice.choice(BAD_DATES if isinstance(cell, date) else BAD_LEVELS)


def chart_rows(managers: Sequence[int | None]) -> Rows:
    """The org chart: the head of the company in no department, the heads of departments in no team."""
    rows: Rows = [["Employee ID", "Name", "Manager ID", "Role", "Department", "Team"]]
    for person, manager in enumerate(managers):
        team = (person if person < LEADERS else manager or 0) - DEPARTMENTS  # 1 for the first
        head = (team - 1) % DEPARTMENTS + 1 if team > 0 else person
        unit = [f"Department {head}" if head else "", f"Team {team}" if team > 0 else ""]
        boss = "" if manager is None else employee_id(manager)
        rows.append([employee_id(person), f"Person {person + 1}", boss, ROLES[person % len(ROLES)], *unit])
    return rows


def write_workbook(path: Path, tables: Mapping[str, Rows]) -> None:
    """One sheet per table, header in row 1, dates as date cells, an error as what its formula left."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as workbook:
        for name, rows in tables.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
                for column in (column for column, cell in enumerate(row) if cell == ERROR):
                    sheet.write_formula(number, column, "=NA()", None, ERROR)


if __name__ == "__main__":
    write_engagement(Path(sys.argv[1]), int(sys.argv[2]), cast(Faults, sys.argv[3]))
