"""The consultant's Markdown → commentary blocks that quote figures by id, so that the words move with the data."""

import re
from collections.abc import Mapping
from dataclasses import replace

from skillreport.model.figure import Figure
from skillreport.model.issue import Issue, Location
from skillreport.model.report import Comment, Commentary, Report, Section

QUOTE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


def with_commentary(section: Section, comments: Mapping[str, Comment], figures: Mapping[str, Figure]) -> Section:
    """The section with its commentary at its end; figures it does not know stay as typed and become issues."""
    comment = comments.get(section.id)
    if comment is None or not comment.markdown.strip():
        return section
    quoted = {id: figures[id] for id in QUOTE.findall(comment.markdown) if id in figures}
    return replace(section, blocks=(*section.blocks, Commentary(comment.markdown, quoted)))


def check_commentary(comments: Mapping[str, Comment], report: Report) -> tuple[Issue, ...]:
    """Reports commentary-unknown-figure at its line, and commentary-unknown-section for a file that fits no section."""
    known = {figure.id for figure in report.figures}
    sections = [section.id for section in report.sections]
    issues = []
    for name, comment in comments.items():
        if name not in sections:
            values = {"known": ", ".join(sections)}
            issues.append(Issue("commentary-unknown-section", Location(comment.file), values))
        issues += [
            Issue("commentary-unknown-figure", Location(comment.file, line=number), {"figure": id})
            for number, line in enumerate(comment.markdown.splitlines(), 1)
            for id in QUOTE.findall(line)
            if id not in known
        ]
    return tuple(issues)
