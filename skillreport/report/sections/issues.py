"""Data issues: what was wrong in the input by kind, and what was done about it. No names, no cells."""

from collections.abc import Sequence

from skillreport.model.figure import Sentence, say
from skillreport.model.issue import Issue, Severity
from skillreport.model.report import Block, Exhibit, Row, Section, Table, Text
from skillreport.report.exhibits import left, right
from skillreport.report.figures import count_figure

# What single raters did is printed with the data checks, where there are enough of them to show it.
FOR_THE_CONSULTANT = ("ratings-straight-lined", "rater-far-from-rest")
ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def section(issues: Sequence[Issue]) -> Section:
    """Counts per kind, the gravest first."""
    issues = [issue for issue in issues if issue.code not in FOR_THE_CONSULTANT]
    counts: dict[str, int] = {}
    severity = {issue.code: issue.severity for issue in issues}
    for issue in issues:
        counts[issue.code] = counts.get(issue.code, 0) + issue.count
    codes = sorted(counts, key=lambda code: (ORDER[severity[code]], -counts[code], code))
    if not codes:
        none = Text(None, (say("text.issues.none"),))
        return Section("issues", say("kicker.issues"), say("title.issues.none"), None, (none,), flows=True)
    rows = []
    for code in codes:
        id = code.replace("-", "_")
        count = count_figure(f"issues.{id}", counts[code], say("label.issues", kind=say(f"kind.{id}")))
        rows.append(Row((say(f"kind.{id}"), say(f"severity_of_issue.{severity[code]}"), count, say(f"treatment.{id}"))))
    columns = (left("issue", 57), left("severity", 16), right("count", 12), left("treatment", 85))
    errors = count_figure(
        "issues.errors",
        sum(counts[code] for code in codes if severity[code] is Severity.ERROR),
        say("label.issues.errors"),
    )
    exhibit = Exhibit(
        "data-issues",
        say("figure.issues"),
        say("figure.issues.sub"),
        Table(columns, tuple(rows)),
        say("alt.issues", plural="errors", errors=errors),
    )
    blocks: tuple[Block, ...] = (exhibit,)
    return Section("issues", say("kicker.issues"), _title(counts, severity), say("deck.issues"), blocks, flows=True)


def _title(counts: dict[str, int], severity: dict[str, Severity]) -> Sentence:
    errors = sum(count for code, count in counts.items() if severity[code] is Severity.ERROR)
    warnings = sum(count for code, count in counts.items() if severity[code] is Severity.WARNING)
    lost = count_figure("issues.errors", errors, say("label.issues.errors"))
    doubtful = count_figure("issues.warnings", warnings, say("label.issues.warnings"))
    if errors:
        return say("title.issues.errors", plural="errors", errors=lost)
    if warnings:
        return say("title.issues.warnings", plural="warnings", warnings=doubtful)
    return say("title.issues.notes")
