"""How the ratings were given: forms with one level throughout, raters far from the rest."""

from skillreport.model.figure import Unit, say
from skillreport.model.report import Exhibit, Row, Table
from skillreport.report.exhibits import counted, left, note, right
from skillreport.report.figures import Facts, count_figure, figure


def exhibit(facts: Facts) -> Exhibit | None:
    """Forms with one level throughout, and raters far from the rest; None where too few of both can be shown."""
    rows = [*_straight_lines(facts), *_far_raters(facts)]
    if not rows:
        return None
    bounds, engagement = facts.findings.rules.bounds, facts.findings.assessment.engagement
    skills = count_figure("method.straight_line_skills", bounds.straight_line_skills, say("label.straight_line_skills"))
    pairs = count_figure("method.rater_pairs", bounds.rater_pairs, say("label.rater_pairs"))
    far = engagement.divergence_share * facts.findings.assessment.scale.width
    bound = figure("trust.raters.bound", far, Unit.LEVELS, "bound", say("label.trust.raters.bound"))
    return Exhibit(
        "how-rated",
        say("figure.how_rated"),
        say("figure.how_rated.sub"),
        Table((left("check", 33), right("looked_at", 16), right("found", 11)), tuple(rows)),
        say("alt.how_rated"),
        (note("bound", "note.how_rated", skills=skills, pairs=pairs, far=bound),),
    )


def _straight_lines(facts: Facts) -> list[Row]:
    """A row where enough people were rated by enough raters on forms that are long enough."""
    raters = facts.findings.raters
    forms = raters.forms
    if forms.empty or facts.few(forms["person"].nunique()) or facts.few(raters.form_raters):
        return []
    count = count_figure("trust.forms", len(forms), say("label.trust.forms"))
    share, label = float(forms["straight"].mean()), say("label.trust.forms.straight_lined")
    found = figure("trust.forms.straight_lined", share, Unit.SHARE, "straight_lined", label, len(forms))
    return [Row((say("check.straight_lined"), counted("forms", count), found))]


def _far_raters(facts: Facts) -> list[Row]:
    """A row where enough raters can be compared over enough people."""
    compared = facts.findings.raters.compared
    if compared.empty or facts.few(len(compared)) or facts.few(compared["people"].max()):
        return []
    count = count_figure("trust.raters", len(compared), say("label.trust.raters"))
    far, label = int(compared["far"].sum()), say("label.trust.raters.far")
    found = count_figure("trust.raters.far", far, label, "raters_far", len(compared))
    return [Row((say("check.raters_far"), counted("raters", count), found))]
