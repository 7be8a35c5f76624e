"""How far to trust the data: four checks with their bounds, what the headline would be otherwise, what is missing."""

from skillreport.analyse.levels import TOLERANCE
from skillreport.model.figure import Figure, Sentence, Unit, say
from skillreport.model.report import BoundBar, Exhibit, Row, Section, Styled, Table, Text
from skillreport.report.exhibits import counted, left, note, right
from skillreport.report.figures import Facts, count_figure, figure

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
    """The checks as bars with bounds, the headline's sensitivity, and the tables that were not supplied."""
    blocks: list[Exhibit | Text] = [_checks(facts)]
    if facts.organisation_figure("attainment").known:
        blocks.append(_sensitivity(facts))
    missing = [name for name in OPTIONAL_TABLES if name not in facts.findings.assessment.tables]
    if missing:
        blocks.append(Text(say("heading.missing_tables"), tuple(say(f"adds.{name}") for name in missing)))
    return Section("trust", say("kicker.trust"), _title(facts), say("deck.trust"), tuple(blocks))


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
    rows = []
    for name, share, bound, detail in _checked(facts):
        good = trusted(facts, name, share)
        value = Styled(share, tone="plain" if good else "worse", strong=not good)
        rows.append(Row((say(f"check.{name}"), BoundBar(share, bound, good), value, detail)))
    columns = (left("check", 46), left("share_and_bound", 62), right("share", 14), left("detail", 48))
    checks = _checked(facts)
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
        "data-checks", say("figure.trust"), say("figure.trust.sub"), Table(columns, tuple(rows)), alternative, notes
    )


def median_age(facts: Facts) -> Figure:
    """How old the median rating that counts is."""
    label, n = say("label.median_age"), int(facts.organisation["people"])
    months = facts.findings.trust.median_age_months
    return figure("trust.median_age", months, Unit.MONTHS, "median_age", label, n, hidden=facts.organisation_hidden)


def _sensitivity(facts: Facts) -> Exhibit:
    """Attainment as it stands, if the unknown count as unmet, and with rater noise allowed for."""
    measures = ("attainment", "attainment_near", "attainment_if_unknown_unmet")
    rows = []
    for measure in measures:
        value = facts.organisation_figure(measure)
        n = count_figure(
            f"organisation.{measure}.pairs",
            value.n or 0,
            say("label.pairs_of", of=say(f"label.{measure}", of=say("of.organisation"))),
        )
        rows.append(Row((say(f"sensitivity.{measure}"), value, n)))
    columns = (left("reading", 120), right("attainment", 25), right("pairs", 25))
    first, last = facts.organisation_figure(measures[0]), facts.organisation_figure(measures[2])
    return Exhibit(
        "attainment-read-three-ways",
        say("figure.sensitivity"),
        say("figure.sensitivity.sub"),
        Table(columns, tuple(rows)),
        say("alt.sensitivity", attainment=first, unmet=last),
        (note("why", "note.sensitivity"),),
    )


def _title(facts: Facts) -> Sentence:
    checks = _checked(facts)
    short = [name for name, share, _, _ in checks if not trusted(facts, name, share)]
    every = count_figure("trust.checks", len(checks), say("label.trust.checks"))
    if short:
        if len(checks) == 1:
            return say("title.trust.only_short")
        failing = count_figure("trust.checks.short", len(short), say("label.trust.checks.short"))
        return say("title.trust.short", plural="short", short=failing, checks=every)
    if not checks:
        return say("title.trust.withheld")
    if "completeness" in {name for name, *_ in checks}:
        return say("title.trust.sound", completeness=checks[0][1])
    return say("title.trust.levels", plural="checks", checks=every)
