"""Writes a large engagement with a fixed seed, and which cells it spoilt. Knows nothing of the program.

Run as a module, in a process of its own: python -m bench.data FOLDER RATINGS
"""

import json
import random
import sys
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

SEED = 20260930
FAULTY_CELLS = 0.01
"""Share of all cells of the ratings sheet that are spoilt, not of its rows."""
DEPARTMENTS, TEAMS, RATERS = 6, 60, 4
LEADERS = 1 + DEPARTMENTS + TEAMS
FIRST_DAY, DAYS = date(2026, 7, 1), 90
ROLES = [f"{area} {job}" for area in ("Cloud", "Data", "Web", "Sales", "Support") for job in ("Engineer", "Analyst")]
HARD = [
    f"{area} {task}"
    for area in ("Cloud", "Data", "Network", "Database", "Web", "Mobile")
    for task in ("design", "testing", "security", "operations", "analysis")
]
SOFT = [
    f"{area} {task}"
    for area in ("Team", "Client", "Change", "Conflict")
    for task in ("communication", "leadership", "coaching", "planning", "facilitation")
]
SKILLS = [*HARD, *SOFT]
PER_PERSON = len(SKILLS) * RATERS
FEWEST_RATINGS = (LEADERS + TEAMS) * PER_PERSON

NEEDED_COLUMNS = ("Employee", "Skill", "Level", "Rater group", "Rater", "Date")
BAD_LEVELS = {0: "level-outside-scale", 6: "level-outside-scale", 55: "level-outside-scale",
              "good": "level-unknown", "so-so": "level-unknown", "tbd": "level-unknown"}  # fmt: skip
BAD_DATES = {"31.02.2026": "date-invalid", "last week": "date-invalid", "03/04/2026": "date-ambiguous"}

ENGAGEMENT = """\
client: Bench
industry: technology
period: 2026-Q3
workbook: assessment.xlsx
org_chart: org_chart.xlsx
"""

Cell = str | int | date
Row = list[Cell]


def write_engagement(folder: Path, ratings: int) -> None:
    """Write engagement.yml, assessment.xlsx, org_chart.xlsx, and planted.json: cell of the ratings sheet → issue."""
    dice = random.Random(SEED)
    managers = managers_of(ratings // PER_PERSON)
    rows = list(rating_rows(managers, dice))
    planted = spoil(rows, dice)
    folder.joinpath("engagement.yml").write_text(ENGAGEMENT, "utf-8")
    folder.joinpath("planted.json").write_text(json.dumps(planted), "utf-8")
    tables = {"Skills": skill_rows(), "Requirements": requirement_rows(dice), "Ratings": [list(NEEDED_COLUMNS), *rows]}
    write_workbook(folder / "assessment.xlsx", tables)
    write_workbook(folder / "org_chart.xlsx", {"Org chart": chart_rows(managers)})


def managers_of(people: int) -> list[int | None]:
    """Who manages whom: the head of the company the departments' heads, they the team leads, they everybody else."""
    heads: list[int | None] = [0] * DEPARTMENTS
    leads = [1 + team % DEPARTMENTS for team in range(TEAMS)]
    members = [1 + DEPARTMENTS + number % TEAMS for number in range(people - LEADERS)]
    return [None, *heads, *leads, *members]


def employee_id(person: int) -> str:
    return f"E{person + 1:04}"


def rating_rows(managers: Sequence[int | None], dice: random.Random) -> Iterator[Row]:
    """Every skill of everybody by self, manager and the next two people of the same manager."""
    circles: dict[int | None, list[int]] = {}
    for person, manager in enumerate(managers):
        circles.setdefault(manager, []).append(person)
    for person, manager in enumerate(managers):
        circle = circles[manager] if manager is not None else [0, 1, 2]
        place = circle.index(person)
        peers = [circle[(place + step) % len(circle)] for step in (1, 2)]
        raters = [("self", employee_id(person)), ("manager", "Board" if manager is None else employee_id(manager))]
        raters += [("peer", employee_id(peer)) for peer in peers]
        days = [FIRST_DAY + timedelta(dice.randrange(DAYS)) for _ in raters]
        for skill in SKILLS:
            level = dice.gauss(3, 1)
            for (group, rater), day in zip(raters, days, strict=True):
                judged = min(max(round(level + dice.gauss(0, 0.5)), 1), 5)
                yield [employee_id(person), skill, judged, group, rater, day]


def spoil(rows: list[Row], dice: random.Random) -> dict[str, str]:
    """Spoil cells of three columns, each at most once. Returns the cell's name in Excel → the code of its issue."""
    count = round(len(rows) * len(NEEDED_COLUMNS) * FAULTY_CELLS)
    planted = {}
    for number in dice.sample(range(len(rows) * 3), count):
        index, letter = number // 3, "BCF"[number % 3]
        column = "ABCDEF".index(letter)
        rows[index][column], code = spoilt(rows[index][column], letter, dice)
        planted[f"{letter}{index + 2}"] = code
    return planted


def spoilt(cell: Cell, letter: str, dice: random.Random) -> tuple[Cell, str]:
    """A faulty cell instead of a sound one, and the code of the issue that it must raise."""
    if letter == "B":
        text = str(cell)
        at = dice.randrange(len(text))
        return text[:at] + text[at + 1 :], "skill-unknown"
    choices: dict[Cell, str] = {**BAD_LEVELS} if letter == "C" else {**BAD_DATES}
    return dice.choice(list(choices.items()))


def skill_rows() -> list[Row]:
    return [["Skill", "Category"], *([skill, "hard" if skill in HARD else "soft"] for skill in SKILLS)]


def requirement_rows(dice: random.Random) -> list[Row]:
    header: Row = ["Role", "Skill", "Required level"]
    return [header, *([role, skill, dice.randint(2, 4)] for role in ROLES for skill in dice.sample(SKILLS, 20))]


def chart_rows(managers: Sequence[int | None]) -> list[Row]:
    """The org chart: the head of the company in no department, the heads of departments in no team."""
    rows: list[Row] = [["Employee ID", "Name", "Manager ID", "Role", "Department", "Team"]]
    for person, manager in enumerate(managers):
        lead = person if person < LEADERS else manager or 0
        team = lead - 1 - DEPARTMENTS
        department = "" if person == 0 else f"Department {(team % DEPARTMENTS if team >= 0 else person - 1) + 1}"
        name = f"Person {person + 1}"
        boss = "" if manager is None else employee_id(manager)
        role = ROLES[person % len(ROLES)]
        rows.append([employee_id(person), name, boss, role, department, f"Team {team + 1}" if team >= 0 else ""])
    return rows


def write_workbook(path: Path, tables: dict[str, list[Row]]) -> None:
    """One sheet per table, header in row 1, dates as date cells."""
    with xlsxwriter.Workbook(str(path)) as workbook:
        dates = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in tables.items():
            sheet = workbook.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, date):
                        sheet.write_datetime(row, column, cell, dates)
                    elif isinstance(cell, str):
                        sheet.write_string(row, column, cell)
                    else:
                        sheet.write_number(row, column, cell)


if __name__ == "__main__":
    write_engagement(Path(sys.argv[1]), int(sys.argv[2]))
