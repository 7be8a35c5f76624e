"""How far to trust the data: four checks with their bounds, what the headline would be otherwise, what is missing."""

from collections.abc import Sequence

from skillreport.analyse.levels import TOLERANCE
from skillreport.model.figure import Figure, Sentence, State, Unit, Value, say
from skillreport.model.report import BoundBar, Exhibit, Row, Section, Styled, Table, Text
from skillreport.report.exhibits import counted, left, note, right
from skillreport.report.figures import MEASURES, Facts, Skipped, count_figure, figure
from skillreport.report.raters import Without, headline_without, how_rated, most_moving, note_on_raters
from skillreport.report.sections import views

# Optional tables in the order in which the report would use them; each has a sentence on what it would add.
OPTIONAL_TABLES = (
    "requirements",
    "org_chart",
    "training",
    "certifications",
    "mandatory",
    "courses",
    "metrics",
    "objectives",
)


def section(facts: Facts) -> Section:
    """The checks as bars with bounds, the headline's sensitivity, how ratings were given, and the tables that were not
    supplied."""
    blocks: list[Exhibit | Text] = [_checks(facts)]
    without = headline_without(facts)
    if facts.organisation_figure("attainment").known:
        blocks.append(_sensitivity(facts, without))
    rated = how_rated(facts)
    if rated is not None and not _views_follow(facts):
        blocks.append(rated)
    missing = [name for name in OPTIONAL_TABLES if name not in facts.findings.assessment.tables]
    if missing:
        blocks.append(Text(say("heading.missing_tables"), tuple(say(f"adds.{name}") for name in missing)))
    return Section("trust", say("kicker.trust"), _title(facts, without), say("deck.trust"), tuple(blocks))


def _views_follow(facts: Facts) -> bool:
    """Whether the section on the views of raters follows, where how they rated is shown then."""
    return "views" in facts.findings.assessment.engagement.sections and len(views.shown_views(facts)) > 0


def _checked(facts: Facts) -> list[tuple[str, Figure, Figure, Sentence]]:
    """Name, share, bound and detail of each check that can be made."""
    trust, bounds, total = facts.findings.trust, facts.findings.rules.bounds.trust, facts.organisation
    pairs = facts.findings.pairs
    asked, rated = pairs.loc[pairs["required"].notna(), "person"].nunique(), int(total["people"])
    # Value, n, and the people it rests on: without a share its numbers are not printed either.
    shares: dict[str, tuple[float | None, float, int]] = {
        "completeness": (trust.completeness, total["required"], asked),
        "rated_by_others": (trust.rated_by_others, total["rated"], rated),
        "fresh": (trust.fresh, trust.pairs_fresh + trust.pairs_stale, trust.people_rated),
        "matched": (trust.matched, trust.people_rated, trust.people_rated),
    }
    details = _details(facts)
    checks = []
    for name, (value, n, people) in shares.items():
        label, hidden = say(f"label.trust.{name}"), facts.few(people)
        share = figure(f"trust.{name}", value, Unit.SHARE, f"trust_{name}", label, int(n), hidden=hidden)
        bound = figure(f"trust.{name}.bound", bounds[name], Unit.SHARE, "bound", say("label.trust.bound"))
        if share.known:
            checks.append((name, share, bound, details[name]))
    return checks


def _details(facts: Facts) -> dict[str, Sentence]:
    """What each check counts."""
    trust, total = facts.findings.trust, facts.organisation

    def number(name: str, value: float) -> Figure:
        return count_figure(f"trust.{name}", value, say(f"label.trust.{name}"))

    required, unrated = number("required", total["required"]), number("unrated", total["unrated"])
    unmatched = number("unmatched", trust.people_rated - trust.people_matched)
    stale, ageing = counted("pairs", number("stale", trust.pairs_stale)), number("ageing", trust.ageing)
    self_only = counted("pairs", number("self_only", total["self_only"]))
    return {
        "completeness": say("detail.completeness", required=required, unrated=unrated),
        "rated_by_others": say("detail.rated_by_others", self_only=self_only),
        "fresh": say("detail.fresh", stale=stale, ageing=ageing),
        "matched": say("detail.matched", unmatched=unmatched) if unmatched.number else say("detail.matched.all"),
    }


def trusted(facts: Facts, check: str, share: Figure) -> bool:
    """Whether a share reaches the bound below which findings carry a warning."""
    return share.known and share.number >= facts.findings.rules.bounds.trust[check] - TOLERANCE


def _checks(facts: Facts) -> Exhibit:
    checks = _checked(facts)
    columns = (left("check", 48), left("share_and_bound", 26), right("share", 12))
    rows, flat = [], []
    for check in checks:
        word, detail, bar, value = _check_cells(facts, *check)
        rows.append(Row(((word, detail), bar, value)))
        flat.append(Row((word, bar, value, detail)))
    worst = min(checks, key=lambda check: check[1].number - check[2].number) if checks else None
    alternative = (
        say("alt.trust", check=say(f"check.{worst[0]}"), share=worst[1], bound=worst[2])
        if worst
        else say("alt.trust.none")
    )
    age = median_age(facts)
    notes = (
        (note("bound", "note.trust.bound"), note("age", "note.trust.age", age=counted("months", age)))
        if age.known
        else ()
    )
    return Exhibit(
        "data-checks",
        say("figure.trust"),
        say("figure.trust.sub"),
        Table(columns, tuple(rows)),
        alternative,
        notes,
        as_table=Table((*columns, left("detail", 48)), tuple(flat)),
    )


def _check_cells(
    facts: Facts, name: str, share: Figure, bound: Figure, detail: Sentence
) -> tuple[Sentence, Sentence, BoundBar, Styled]:
    good = trusted(facts, name, share)
    value = Styled(share, tone="plain" if good else "worse", strong=not good)
    return say(f"check.{name}"), detail, BoundBar(share, bound, good), value


def median_age(facts: Facts) -> Figure:
    """How old the median rating that counts is."""
    label, n = say("label.median_age"), int(facts.organisation["people"])
    months = facts.findings.trust.median_age_months
    return figure("trust.median_age", months, Unit.MONTHS, "median_age", label, n, hidden=facts.organisation_hidden)


# How the headline reads otherwise: the weighted gap and the attainment of each reading.
READINGS = (
    ("as_rated", "weighted_gap", "attainment"),
    ("higher", "weighted_gap_near", "attainment_near"),
    ("lower", "weighted_gap_far", "attainment_far"),
    ("unknown_met", "weighted_gap_if_unknown_met", "attainment_if_unknown_met"),
    ("unknown_unmet", "weighted_gap_if_unknown_lowest", "attainment_if_unknown_unmet"),
)


def sensitivity_figure(facts: Facts, measure: str) -> Figure:
    """A headline figure of the organisation as it is, or read otherwise."""
    if measure in MEASURES:
        return facts.organisation_figure(measure)
    total, unknown = facts.organisation, "if_unknown" in measure
    n = total["required"] if unknown else total["rated"]
    unrated: Skipped = () if unknown else (("unrated", int(total["unrated"])),)
    skipped: Skipped = (*unrated, ("not-applicable", int(total["not_applicable"])))
    return figure(
        f"organisation.{measure}",
        getattr(facts.findings.sensitivity, measure),
        Unit.SHARE if measure.startswith("attainment") else Unit.LEVELS,
        measure,
        say(f"label.{measure}", of=say("of.organisation")),
        int(n),
        tuple(item for item in skipped if item[1]),
        hidden=facts.organisation_hidden,
        missing=State.NOT_RATED,
    )


def _sensitivity(facts: Facts, without: Sequence[Without]) -> Exhibit:
    """Weighted gap and attainment as they stand, with every level a little higher or lower, with the unrated met or at
    the lowest level, and without ratings that say little."""
    rows = []
    for reading, of_gap, of_attainment in READINGS:
        gap, attainment = (sensitivity_figure(facts, measure) for measure in (of_gap, of_attainment))
        label = say("label.pairs_of", of=say(f"label.{of_attainment}", of=say("of.organisation")))
        n = count_figure(f"organisation.{of_attainment}.pairs", attainment.n or 0, label)
        words = say(f"sensitivity.{reading}", margin=_margin(facts))
        rows.append(Row((words, Styled(gap, "2"), attainment, n)))
    rows += [
        Row((say(f"sensitivity.{one.name}"), Styled(one.weighted_gap, "2"), one.attainment, one.pairs))
        for one in without
    ]
    columns = (left("reading", 37), right("weighted_gap", 14), right("met", 12), right("pairs", 12))
    on_raters = note_on_raters(facts, without)
    return Exhibit(
        "headline-read-otherwise",
        say("figure.sensitivity"),
        say("figure.sensitivity.sub"),
        Table(columns, tuple(rows)),
        say(
            "alt.sensitivity",
            attainment=facts.organisation_figure("attainment"),
            unmet=facts.organisation_figure("attainment_if_unknown_unmet"),
        ),
        (note("why", "note.sensitivity"), *((on_raters,) if on_raters else ())),
    )


def _margin(facts: Facts) -> Figure:
    margin = facts.findings.rules.bounds.attainment_margin
    return figure("method.attainment_margin", margin, Unit.LEVELS, "assumption", say("label.attainment_margin"))


def _title(facts: Facts, without: Sequence[Without]) -> Sentence:
    checks = _checked(facts)
    short = [name for name, share, _, _ in checks if not trusted(facts, name, share)]
    every = count_figure("trust.checks", len(checks), say("label.trust.checks"))
    most = most_moving(facts, without)
    if most is not None:
        return _title_on_raters(facts, most, len(short), every)
    if short:
        if len(checks) == 1:
            return say("title.trust.only_short")
        return say("title.trust.short", plural="short", short=_short(len(short)), checks=every)
    if not checks:
        return say("title.trust.withheld")
    if "completeness" in {name for name, *_ in checks}:
        return say("title.trust.sound", completeness=checks[0][1])
    return say("title.trust.levels", plural="checks", checks=every)


def _title_on_raters(facts: Facts, most: Without, short: int, every: Figure) -> Sentence:
    """The headline depends on ratings that say little, whatever the checks find."""
    id = "title.trust.raters" if most.weighted_gap.known else "title.trust.only_such"
    values: dict[str, Value] = {"gap": most.weighted_gap, "now": facts.organisation_figure("weighted_gap")}
    if not most.weighted_gap.known:
        values = {}
    values["ratings"] = say(f"phrase.ratings.{most.name}")
    if not short:
        return Sentence(id, values)
    return Sentence(f"{id}.short", {**values, "short": _short(short), "checks": every}, "short")


def _short(checks: int) -> Figure:
    return count_figure("trust.checks.short", checks, say("label.trust.checks.short"))
