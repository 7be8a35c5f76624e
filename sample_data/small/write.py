"""Acts a plot out and writes it: as a workbook of ours, or the way a German client would send it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sample_data.certifications import Sitting
from sample_data.metrics import MetricRow
from sample_data.people import Person
from sample_data.periods import BEFORE
from sample_data.ratings import Rating
from sample_data.small.metrics import build_metrics
from sample_data.small.people import build_company
from sample_data.small.plot import Plot
from sample_data.small.ratings import Review
from sample_data.small.training import build_log, build_sittings, log_before, log_now
from sample_data.story import CAREER_LEVELS, Objective, Requirement
from sample_data.tables import (
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
from sample_data.training import Enrolment
from sample_data.workbook import FrontPage, Palette, write_workbook

RATER_GROUPS = ("self", "manager", "peer", "direct report", "customer", "test", "other")


@dataclass(frozen=True, slots=True)
class Chapter:
    """One period of an engagement: what its workbook and org chart hold."""

    chart: tuple[Person, ...]
    requirements: tuple[Requirement, ...]
    ratings: tuple[Rating, ...]
    log: tuple[Enrolment, ...]
    sittings: tuple[Sitting, ...]
    metrics: tuple[MetricRow, ...]

    @property
    def staff(self) -> tuple[Person, ...]:
        return tuple(person for person in self.chart if person.leave is None)


def act_out(plot: Plot) -> tuple[Chapter, Chapter]:
    """The quarter before, and today."""
    company = build_company(plot)
    log = build_log(plot, company)
    ratings_before, ratings = Review(plot, company, log).ratings()
    sittings = build_sittings(plot, company)
    metrics = build_metrics(plot, company)
    before = Chapter(
        company.chart_before,
        plot.requirements_before,
        ratings_before,
        tuple(log_before(log)),
        tuple(one for one in sittings if one.day <= BEFORE.last_day),
        tuple(row for row in metrics if row.quarter <= BEFORE),
    )
    now = Chapter(company.chart, plot.requirements, ratings, tuple(log_now(log)), sittings, metrics)
    return before, now


def owners(plot: Plot, chapter: Chapter) -> list[tuple[Objective, str]]:
    """Each objective with the head of its department."""
    heads = {one.department: one.name for one in chapter.staff if one.career_level == "executive" and one.department}
    return [(one, heads[plot.departments[one.owner_department].name]) for one in plot.objectives]


def write_in_our_shape(folder: Path, plot: Plot, front: FrontPage, palette: Palette) -> None:
    """Both periods as workbooks like our template, with org charts beside them."""
    for place, chapter in zip((folder / "previous", folder), act_out(plot), strict=True):
        place.mkdir(parents=True, exist_ok=True)
        write_chapter(place, plot, chapter, front, palette)


def write_chapter(folder: Path, plot: Plot, chapter: Chapter, front: FrontPage, palette: Palette) -> None:
    mandatory = [(role, one.certification.name, one.since) for one in plot.mandatory for role in one.roles]
    tables = (
        scale_table(plot.lowest, plot.labels),
        skills_table(plot.skills),
        requirements_table(chapter.requirements, kind="decimal"),
        ratings_table(chapter.ratings),
        training_table(chapter.log),
        certifications_table(chapter.sittings),
        mandatory_table(mandatory),
        courses_table(plot.courses, {}),
        metrics_table(chapter.metrics),
        objectives_table(owners(plot, chapter)),
    )
    people_lists: dict[str, Sequence[str]] = {
        "Role": list(dict.fromkeys(one.role for one in chapter.requirements)),
        "Career level": CAREER_LEVELS,
    }
    lists = {
        "Category": ("hard", "soft"),
        "Rater group": RATER_GROUPS,
        **people_lists,
        "Skill": [skill.name for skill in plot.skills],
        "Programme": [course.programme for course in plot.courses],
        "Metric": list(dict.fromkeys(row.metric for row in chapter.metrics)),
        "Yes or no": ("yes", "no"),
    }
    write_workbook(folder / "assessment.xlsx", front.title, front, tables, lists, palette)
    chart = org_chart_table(chapter.chart)
    write_workbook(folder / "org_chart.xlsx", f"Org chart {plot.client}", None, (chart,), people_lists, palette)
