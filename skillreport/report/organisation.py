"""The organisation report: which sections it has, in which order, for which audience. Everything is declared here."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from skillreport.analyse.findings import Findings
from skillreport.model.figure import Figure, Sentence, figures_in, say
from skillreport.model.issue import Issue
from skillreport.model.report import Comment, Content, Cover, HeatMap, Report, Section
from skillreport.report.commentary import with_commentary
from skillreport.report.figures import Facts, facts_of
from skillreport.report.sections import (
    answer,
    changed,
    gaps,
    method,
    metrics,
    mix,
    plan,
    reading,
    risk,
    roadmap,
    skills,
    training,
    trust,
    units,
    views,
)
from skillreport.report.sections import (
    issues as issues_section,
)

# The middle of the report in order; the answer stands before it, method and issues after it. Names are those of the
# setting `sections`.
MIDDLE: tuple[tuple[str, Callable[[Facts], Section | list[Section] | None]], ...] = (
    ("reading", reading.section),
    ("trust", trust.section),
    ("gaps", gaps.section),
    ("skills", skills.section),
    ("mix", mix.section),
    ("risk", risk.section),
    ("views", views.section),
    ("metrics", metrics.sections),
    ("changed", changed.section),
    ("training", training.section),
    ("plan", plan.section),
    ("roadmap", roadmap.section),
    ("units", units.section),
)
MOTIF_ROWS, MOTIF_COLUMNS = 8, 11


def build_report(findings: Findings, issues: Sequence[Issue], comments: Mapping[str, Comment]) -> Report:
    """The organisation report as a value.

    `comments`: the consultant's Markdown per section id. Sections that the engagement switched off, or for which the
    client's files hold nothing, are left out.
    """
    facts = facts_of(findings)
    wanted = set(findings.assessment.engagement.sections)
    middle = [section for name, make in MIDDLE if name in wanted for section in _made(make(facts))]
    sections = []
    if "answer" in wanted:
        sections.append(answer.section(facts, frozenset(section.id for section in middle)))
    sections += middle
    if "method" in wanted:
        sections.append(method.section(facts, (figure.formula for figure in figures_in(tuple(sections)))))
    if "issues" in wanted:
        sections.append(issues_section.section(issues))
    figures, language = unique_figures(sections), findings.assessment.engagement.language
    return _report(facts, [with_commentary(section, comments, figures, language) for section in sections])


def unique_figures(sections: Iterable[Section]) -> dict[str, Figure]:
    """Every printed figure once, by id. Two values under one id would make the report contradict itself."""
    found: dict[str, Figure] = {}
    for figure in figures_in(tuple(sections)):
        same = found.setdefault(figure.id, figure)
        if same.state is not figure.state or not math.isclose(same.value or 0, figure.value or 0, rel_tol=1e-9):
            raise ValueError(f"figure {figure.id} has the values {same.value} and {figure.value}")
    return found


def _made(sections: Section | list[Section] | None) -> list[Section]:
    if sections is None:
        return []
    return sections if isinstance(sections, list) else [sections]


def _report(facts: Facts, sections: list[Section]) -> Report:
    assessment = facts.findings.assessment
    engagement = assessment.engagement
    report = Report(
        name="organisation",
        client=assessment.client,
        title=say("report.organisation"),
        period=assessment.period,
        as_of=assessment.as_of,
        confidentiality=engagement.confidentiality or say("report.confidential"),
        draft=engagement.draft,
        cover=_cover(facts),
        sections=tuple(sections),
        contents=say("report.contents"),
    )
    return replace(report, figures=tuple(unique_figures(report.sections).values()))


def _cover(facts: Facts) -> Cover:
    engagement = facts.findings.assessment.engagement
    said: list[tuple[Sentence, Content]] = []
    if engagement.prepared_for:
        said.append((say("cover.for"), engagement.prepared_for))
    said.append((say("cover.as_of"), facts.findings.assessment.as_of))
    if engagement.prepared_by:
        said.append((say("cover.by"), engagement.prepared_by))
    heat = gaps.heat_map(facts) if facts.organisation["rated"] else None
    caption = say("cover.caption") if heat else say("cover.caption.plain")
    return Cover(
        facts.findings.assessment.client,
        say("report.organisation"),
        facts.findings.assessment.period,
        tuple(said),
        _motif(heat),
        caption,
    )


def _motif(heat: HeatMap | None) -> tuple[tuple[int | None, ...], ...]:
    """Severities of the heat map without labels, units as columns; withheld cells and empty ones are blank."""
    if heat is None:
        return ()
    rows = [row for row in heat.rows if row.mean.known][:MOTIF_COLUMNS] or [heat.total]
    return tuple(tuple(row.steps[group] for row in rows) for group in range(min(len(heat.columns), MOTIF_ROWS)))
