"""How ratings were given → the exhibit on it, the headline without ratings that say little, and whether it holds."""

from collections.abc import Sequence
from dataclasses import dataclass

from skillreport.analyse.levels import TOLERANCE
from skillreport.analyse.rater_readings import Reading
from skillreport.language.numbers import printed_value
from skillreport.model.figure import Figure, State, Unit, say
from skillreport.model.report import Exhibit, Note, Row, Table
from skillreport.report.exhibits import counted, left, note, right
from skillreport.report.figures import MEASURES, Facts, Skipped, count_figure, figure, series_totals

GAP_DIGITS = 2  # of the weighted gap, wherever the headline stands


@dataclass(frozen=True, slots=True)
class Without:
    """The headline without ratings that say little. `name`: straight_lines or far_raters."""

    name: str
    weighted_gap: Figure
    attainment: Figure
    pairs: Figure


def headline_without(facts: Facts) -> tuple[Without, ...]:
    """The readings of which there are any, where the page says that there are such ratings at all."""
    readings = facts.findings.rater_readings
    found = (
        ("straight_lines", readings.straight_lines, _straight_lines(facts)),
        ("far_raters", readings.far_raters, _far_raters(facts)),
    )
    return tuple(_without(facts, name, reading) for name, reading, said in found if reading and said)


def _without(facts: Facts, name: str, reading: Reading) -> Without:
    totals = series_totals(reading.totals)
    hidden = facts.organisation_hidden or not reading.shown
    skipped: Skipped = (("unrated", int(totals["unrated"])), ("not-applicable", int(totals["not_applicable"])))

    def made(measure: str) -> Figure:
        formula, found = f"{measure}_without_{name}", MEASURES[measure]
        return figure(
            f"organisation.{formula}",
            found.value(totals),
            found.unit,
            formula,
            say(f"label.{formula}", of=say("of.organisation")),
            int(totals["rated"]),
            tuple(item for item in skipped if item[1]),
            hidden=hidden,
            missing=State.NOT_RATED,
        )

    attainment = made("attainment")
    label = say("label.pairs_of", of=attainment.label)
    pairs = count_figure(f"{attainment.id}.pairs", totals["rated"], label, hidden=hidden)
    return Without(name, made("weighted_gap"), attainment, pairs)


def most_moving(facts: Facts, without: Sequence[Without]) -> Without | None:
    """The reading that moves the weighted gap most, if by more than the bound; one without any rated pair before all
    others. By the numbers as printed."""
    moving = [one for one in without if _moves(facts, one)]
    return max(moving, key=lambda one: _shift(facts, one), default=None)


def _moves(facts: Facts, one: Without) -> bool:
    return _shift(facts, one) > facts.findings.rules.bounds.rater_shift + TOLERANCE


def _shift(facts: Facts, one: Without) -> float:
    """How far the weighted gap moves; nowhere where that is withheld, and infinitely where nothing is left."""
    now = facts.organisation_figure("weighted_gap")
    if one.weighted_gap.state is State.WITHHELD or not now.known:
        return 0.0
    if not one.weighted_gap.known:
        return float("inf")
    return abs(printed_value(one.weighted_gap, GAP_DIGITS) - printed_value(now, GAP_DIGITS))


def note_on_raters(facts: Facts, without: Sequence[Without]) -> Note | None:
    """Whether the headline depends on ratings that say little, as far as it is printed without them."""
    shown = [one for one in without if one.weighted_gap.state is not State.WITHHELD]
    if not shown:
        return None
    moving = [one for one in shown if _moves(facts, one)]
    gaps = tuple(
        say(f"phrase.gap.{one.name}", gap=one.weighted_gap)
        if one.weighted_gap.known
        else say("phrase.gap.none", ratings=say(f"phrase.ratings.{one.name}"))
        for one in moving or shown
    )
    shift = facts.findings.rules.bounds.rater_shift
    bound = figure("method.rater_shift", shift, Unit.LEVELS, "bound", say("label.rater_shift"))
    now, listed = facts.organisation_figure("weighted_gap"), say("phrase.list", items=gaps)
    if moving:
        return note("caution", "note.raters.depends", now=now, ratings=listed, bound=bound)
    return note("holds", "note.raters.holds", now=now, ratings=listed, bound=bound)


def how_rated(facts: Facts) -> Exhibit | None:
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
