"""Writes the sample engagements: made-up organisations with facts that a report on them has to find.

``python sample_data/make_samples.py`` writes the same bytes every time. ``technology`` is written here; tests write
others like it with ``write_engagement`` and compare what a report says with the Facts it returns. The two smaller ones
are plots that ``small/`` acts out.
"""

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

if __package__ in (None, ""):  # run as a script, Python looks for modules in this folder, not in the one above
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sample_data import story
from sample_data.cast import Cast, choose_cast
from sample_data.certifications import Exams, Sitting, build_exams
from sample_data.faults import plant_faults
from sample_data.metrics import MetricRow, Sources, build_metrics
from sample_data.people import Organisation, Person, build_organisation
from sample_data.periods import BEFORE, NOW
from sample_data.printed import figures_then
from sample_data.ratings import Rating, Reviews
from sample_data.recipe import Facts, FaultyCell, Recipe, numbered_departments
from sample_data.requirements import requirements_before, requirements_now
from sample_data.small.client_files import write_as_client
from sample_data.small.healthcare import FRONT, HEALTHCARE, MOSS
from sample_data.small.services import NAMES_BEFORE, SERVICES
from sample_data.small.write import write_in_our_shape
from sample_data.story import Course, Objective, Requirement
from sample_data.tables import (
    Table,
    certifications_table,
    courses_table,
    mandatory_table,
    metrics_table,
    objectives_table,
    org_chart_table,
    ratings_table,
    requirements_table,
    scale_table,
    skills_table,
    training_table,
)
from sample_data.texts import front_page, text_files
from sample_data.training import Enrolment, build_training
from sample_data.workbook import write_workbook

__all__ = ["Facts", "FaultyCell", "Recipe", "numbered_departments", "write_engagement"]

RATER_GROUPS = ("self", "manager", "peer", "direct report", "customer", "test", "other")


FAULTS_HEAD = "| cell | what it holds | what is wrong |\n|---|---|---|\n"


def write_engagement(folder: Path, recipe: Recipe) -> Facts:
    """Write the engagement of a recipe into a folder, which is made if need be, and tell what it hides."""
    (folder / "previous").mkdir(parents=True, exist_ok=True)
    (folder / "commentary").mkdir(exist_ok=True)
    organisation = build_organisation(recipe)
    cast = choose_cast(recipe, organisation)
    exams = build_exams(recipe, organisation)
    log = build_training(recipe, organisation, cast)
    asked = requirements_now(recipe, organisation.staff())
    asked_before = requirements_before(asked) if recipe.gaps else asked
    reviews = Reviews(recipe, organisation, cast)
    ratings_before = reviews.ratings_before(asked_before)
    ratings = reviews.ratings_now(asked, ratings_before)
    metrics = build_metrics(Sources(recipe, organisation, exams, ratings, ratings_before))

    tables = assessment(recipe, organisation.staff(), asked, ratings, log_now(log, organisation), exams.now, metrics)
    faulty_cells: tuple[FaultyCell, ...] = ()
    if recipe.planted:
        tables, faulty_cells = plant_faults(recipe, tables, organisation.staff())
    metrics_before = tuple(row for row in metrics if row.quarter <= BEFORE)
    tables_before = assessment(
        *(recipe, organisation.staff_before(), asked_before, ratings_before),
        *(log_before(log, organisation), exams.before, metrics_before),
    )
    write_pair(folder, recipe, tables, organisation.chart())
    write_pair(folder / "previous", recipe, tables_before, organisation.chart_before())
    printed = figures_then(recipe, organisation.staff_before(), asked_before, ratings_before)
    (folder / "previous" / "figures.json").write_text(printed, encoding="utf-8", newline="\n")
    for path, text in text_files(recipe).items():
        (folder / path).write_text(text, encoding="utf-8", newline="\n")
    return planted_facts(recipe, cast, exams, faulty_cells) if recipe.planted else Facts()


def log_now(log: Sequence[Enrolment], organisation: Organisation) -> list[Enrolment]:
    """The last twelve months of those who are still here."""
    staff = {person.id for person in organisation.staff()}
    return [one for one in log if one.start > NOW.plus(-4).last_day and one.employee in staff]


def log_before(log: Sequence[Enrolment], organisation: Organisation) -> list[Enrolment]:
    """The twelve months up to the previous period, as the log had them then."""
    staff = {person.id for person in organisation.staff_before()}
    return [one.seen_on(BEFORE.last_day) for one in log if one.start <= BEFORE.last_day and one.employee in staff]


def assessment(
    recipe: Recipe,
    staff: Sequence[Person],
    requirements: Sequence[Requirement],
    ratings: Sequence[Rating],
    log: Sequence[Enrolment],
    sittings: Sequence[Sitting],
    metrics: Sequence[MetricRow],
) -> dict[str, Table]:
    """The tables of an assessment workbook by sheet, in their order."""
    named = recipe.named
    tables = (
        scale_table(recipe.lowest, scale_labels(recipe)),
        skills_table(story.SKILLS, named),
        requirements_table([replace(one, level=recipe.on_scale(one.level)) for one in requirements], named),
        ratings_table(ratings, named),
        training_table(log, named),
        certifications_table(sittings, named),
        mandatory_table(mandatory(staff), named),
        courses_table(courses_on_scale(recipe), story.PREREQUISITES, named),
        metrics_table(metrics),
        objectives_table(owned_objectives(staff), named),
    )
    return {table.sheet: table for table in tables}


def scale_labels(recipe: Recipe) -> tuple[tuple[str, str], ...]:
    """The story's labels where the scale has as many levels as the story."""
    levels = range(recipe.lowest, recipe.highest + 1)
    return story.SCALE if len(levels) == len(story.SCALE) else tuple((f"Step {level}", "") for level in levels)


def courses_on_scale(recipe: Recipe) -> list[Course]:
    per_level = (recipe.highest - recipe.lowest) / 4
    return [replace(course, level_gain=round(course.level_gain * per_level, 2)) for course in story.COURSES]


def mandatory(staff: Sequence[Person]) -> list[tuple[str, str, date]]:
    """Role, certification and day, for the roles that somebody holds."""
    roles = {person.role for person in staff}
    return [
        (role, story.MANDATORY_CERTIFICATION, story.MANDATORY_SINCE) for role in story.MANDATORY_ROLES if role in roles
    ]


def owned_objectives(staff: Sequence[Person]) -> list[tuple[Objective, str]]:
    """The story's objectives, each with the head of a department."""
    heads = [person for person in staff if person.career_level == "executive" and person.department is not None]
    return [(one, heads[one.owner_department % len(heads)].name) for one in story.OBJECTIVES]


def write_pair(folder: Path, recipe: Recipe, tables: dict[str, Table], chart: Sequence[Person]) -> None:
    """One period's assessment workbook and org chart."""
    roles = list(dict.fromkeys(str(row[0]) for row in tables["Requirements"].rows))
    people_lists = {"Role": roles, "Career level": story.CAREER_LEVELS}
    lists = {
        "Category": ("hard", "soft"),
        "Rater group": RATER_GROUPS,
        **people_lists,
        "Skill": [str(row[0]) for row in tables["Skills"].rows],
        "Programme": [str(row[0]) for row in tables["Courses"].rows],
        "Metric": list(dict.fromkeys(str(row[0]) for row in tables["Metrics"].rows)),
        "Yes or no": ("yes", "no"),
    }
    title = f"Skill assessment {recipe.client}"
    write_workbook(folder / "assessment.xlsx", title, front_page(recipe), tuple(tables.values()), lists)
    org_chart = org_chart_table(chart, recipe.named)
    write_workbook(folder / "org_chart.xlsx", f"Org chart {recipe.client}", None, (org_chart,), people_lists)


def planted_facts(recipe: Recipe, cast: Cast, exams: Exams, faulty_cells: tuple[FaultyCell, ...]) -> Facts:
    """The facts in the recipe's words."""
    metric, period = story.MISSING_METRIC
    return Facts(
        faulty_cells=faulty_cells,
        gap_department=recipe.departments[0].name,
        gap_group=recipe.named(story.GAP_GROUP),
        single_point_role=recipe.named(story.SINGLE_POINT[0]),
        single_point_skill=recipe.named(story.SINGLE_POINT[1]),
        single_point_holder=cast.holder,
        uncovered_role=recipe.named(story.UNCOVERED[0]),
        uncovered_skill=recipe.named(story.UNCOVERED[1]),
        blind_spots=tuple(recipe.named(skill) for skill in story.BLIND_SPOTS),
        falling_metric=story.FALLING_METRIC,
        missing_metric=(metric, period, recipe.departments[-1].name),
        expiring_certification=recipe.named(story.MANDATORY_CERTIFICATION),
        expiring_holders=exams.expiring_holders,
        lacking_certification=exams.lacking,
        paying_programme=recipe.named(story.PAYING_PROGRAMME),
        paying_participants=tuple(sorted(cast.paying_participants)),
        idle_programme=recipe.named(story.IDLE_PROGRAMME),
        idle_participants=tuple(sorted(cast.idle_participants)),
    )


def main() -> None:
    """Write the samples, and the table of technology's faulty cells into the README beside them."""
    here = Path(__file__).resolve().parent
    facts = write_engagement(here / "technology", Recipe())
    write_in_our_shape(here / "healthcare", HEALTHCARE, FRONT, MOSS)
    write_as_client(here / "professional_services", SERVICES, NAMES_BEFORE)
    readme = here / "README.md"
    if not readme.exists():  # the script was copied alone
        return
    before, _, rest = readme.read_text("utf-8").partition(FAULTS_HEAD)
    after = rest.partition("\n\n")[2]
    rows = "".join(f"| `{fault.sheet}!{fault.cell}` | {fault.value} | {fault.kind} |\n" for fault in facts.faulty_cells)
    readme.write_text(f"{before}{FAULTS_HEAD}{rows}\n{after}", "utf-8")


if __name__ == "__main__":
    main()
