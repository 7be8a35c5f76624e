"""Gaps → their severity as the report shows it: by the number as printed, so that no class contradicts a number."""

from skillreport.analyse.gaps import SEVERITIES, severity, severity_bounds
from skillreport.language.numbers import printed_value
from skillreport.model.figure import Figure, Unit, say
from skillreport.report.figures import Facts, figure


def printed_severity(facts: Facts, gap: Figure) -> int | None:
    """Step 0 to 4 of a mean gap; None without a number."""
    return severity(printed_value(gap), _bounds(facts)) if gap.known else None


def bound_figures(facts: Facts) -> tuple[Figure, Figure, Figure]:
    """The upper bounds of minor, moderate and significant, in levels."""
    minor, moderate, significant = (
        figure(f"method.severity.{name}", bound, Unit.LEVELS, "bound", say("label.bound", of=say(f"severity.{name}")))
        for name, bound in zip(SEVERITIES[1:4], _bounds(facts), strict=True)
    )
    return minor, moderate, significant


def _bounds(facts: Facts) -> tuple[float, float, float]:
    return severity_bounds(facts.findings.assessment.scale, facts.findings.rules)
