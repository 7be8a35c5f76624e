"""Builds an engagement in this process, step by step, so that tests can look at every value on the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from skillreport.analyse.basis import find_basis
from skillreport.analyse.checks import check
from skillreport.analyse.findings import Findings, analyse
from skillreport.language.catalogue import Speaker, speaker_for
from skillreport.model.figure import Figure
from skillreport.model.issue import Issue
from skillreport.model.report import Report
from skillreport.read.assessment import read_periods
from skillreport.read.commentary import load_commentary
from skillreport.read.files import read_files
from skillreport.read.settings import load_engagement
from skillreport.report.organisation import build_report
from skillreport.rules.load import load_rules, metric_names
from skillreport.write.brand import load_brand
from skillreport.write.html import render_html
from tests.independent import write_sheets

SPEAKER: Speaker = speaker_for("en", None, "EUR")


@dataclass(frozen=True)
class Built:
    """An engagement after analysis and reporting."""

    findings: Findings
    issues: tuple[Issue, ...]
    report: Report

    @property
    def figures(self) -> dict[str, Figure]:
        return {figure.id: figure for figure in self.report.figures}

    @property
    def titles(self) -> dict[str, str]:
        """Section id → its title in words."""
        return {section.id: SPEAKER.say(section.title) for section in self.report.sections}

    @property
    def decks(self) -> dict[str, str]:
        """Section id → the sentence under its title in words."""
        return {section.id: SPEAKER.say(section.deck) for section in self.report.sections if section.deck}

    @property
    def actions(self) -> list[str]:
        """The kinds of the roadmap's actions, in order."""
        return [action.kind for action in self.findings.roadmap.actions]

    def html(self) -> str:
        engagement = self.findings.assessment.engagement
        brand = load_brand(engagement.path(engagement.brand) if engagement.brand else None)
        rendered = render_html(self.report, brand.value, engagement.language, None, "EUR", engagement.paper)
        assert not rendered.issues
        return rendered.value


Rows = Sequence[Sequence[object]]
CHART = ("Employee ID", "Name", "Manager ID", "Role", "Career level", "Department", "Team")
RATINGS = ("Employee", "Skill", "Level", "Rater group", "Rater", "Date")
REQUIREMENTS = ("Role", "Skill", "Required level", "Criticality")
SKILLS = ("Skill", "Category", "Group", "Criticality")


DAY = date(2026, 9, 1)
Levels = Mapping[str, Mapping[str, float]]  # employee → skill → level that a manager gave


def rated(levels: Levels) -> Rows:
    """A sheet of managers' ratings of one day."""
    rows = [(who, skill, level, "manager", "", DAY) for who, of in levels.items() for skill, level in of.items()]
    return (RATINGS, *rows)


def people(unit: str, *employees: str, role: str = "Analyst", department: str = "") -> list[tuple[str, ...]]:
    """Rows of the org chart for people of one team or, with a department, of its team."""
    return [(who, f"Name {who}", "", role, "senior", department, unit) for who in employees]


def small(
    folder: Path,
    categories: Mapping[str, str],
    requirements: Rows,
    levels: Levels,
    chart: Rows = (),
    settings: str = "",
    more: Mapping[str, Rows] | None = None,
) -> Built:
    """The report of a small engagement: categories by skill (each the name of its group too), rows of requirements and
    of the org chart, levels, settings, and further sheets (or others in the place of these)."""
    skills = [(name, category, category or "Other", 2) for name, category in categories.items()]
    sheets = {"Skills": (SKILLS, *skills), "Requirements": (REQUIREMENTS, *requirements), "Ratings": rated(levels)}
    return built(written(folder, sheets | dict(more or {}), (CHART, *chart) if chart else (), settings))


def written(folder: Path, sheets: Mapping[str, Rows], chart: Rows = (), settings: str = "") -> Path:
    """A small engagement of 2026-Q3 in technology: sheets and org chart with their headers first, settings as YAML.
    Figures are shown from one person on, unless the settings say otherwise."""
    stated = ["client: Any", "industry: technology", "workbook: assessment.xlsx"]
    if not settings.startswith("period:"):
        stated.append("period: 2026-Q3")
    if chart:
        stated.append("org_chart: org_chart.xlsx")
        write_sheets(folder / "org_chart.xlsx", {"Org chart": chart})
    if "privacy_threshold" not in settings:
        stated.append("privacy_threshold: 1")
    write_sheets(folder / "assessment.xlsx", sheets)
    (folder / "engagement.yml").write_text("\n".join([*stated, settings]), "utf-8")
    return folder


def built(folder: Path) -> Built:
    """Everything up to the report, from a folder with engagement.yml."""
    engagement = load_engagement(folder / "engagement.yml").value
    assert engagement is not None
    rules = load_rules(engagement).value
    assert rules is not None
    sheets = [read_files(period, engagement) for period in engagement.periods]
    read = read_periods(engagement, sheets, metric_names(rules))
    assert read.value is not None
    basis = find_basis(read.value, rules)
    findings = analyse(read.value, rules, basis)
    issues = (*read.issues, *check(read.value, rules, basis).issues)
    comments = load_commentary(engagement.path(engagement.commentary) if engagement.commentary else None)
    return Built(findings, issues, build_report(findings, issues, comments))
