"""Method and formulas: every formula that the report used, and the settings that were in force."""

from collections.abc import Iterable
from datetime import date

from skillreport.analyse.change import PARTS
from skillreport.model.figure import Figure, Sentence, Unit, Value, say
from skillreport.model.report import Block, Definitions, Exhibit, Row, Section, Table
from skillreport.report.actions import start_of
from skillreport.report.commentary import claim_sentence
from skillreport.report.exhibits import counted, left
from skillreport.report.figures import Facts, count_figure, figure
from skillreport.report.rule_names import industry_name
from skillreport.report.rules_in_force import mix_changes, mix_settings, tolerance_of
from skillreport.report.sections.training import hourly_cost
from skillreport.rules.claims import load_claims
from skillreport.rules.metrics import METRIC_UNITS

# Formulas that need no line of their own: they say what they are, or stand beside their metric.
PLAIN = (
    "count",
    "bound",
    "assumption",
    "target",
    "scale",
    "weight",
    "people",
    "required_pairs",
    "rated_pairs",
    "action_fact",
    "plan_soft",
    "plan_hard",
    "mix_hours",
    "mix_money",
    "pathway",
    "load",
    "certificates",
    "people_at_level",
    "own_view",
    "manager_view",
    "own_view_beside_others",
    "others_view",
    "trust_completeness",
    "trust_rated_by_others",
    *(f"change_{name}" for name in ("printed", "now", "other", "rest", *PARTS)),  # said under the change itself
    "straight_lined",
    "raters_far",
    "attainment_far",
    "attainment_if_unknown_met",
    "weighted_gap_near",
    "weighted_gap_far",
    "weighted_gap_if_unknown_met",
    "weighted_gap_if_unknown_lowest",
    *(
        f"{of}_without_{ratings}"
        for of in ("weighted_gap", "attainment")
        for ratings in ("straight_lines", "far_raters")
    ),
    "metric_distance",
    "metric_change",
    "metric_first_attempts",
    "metric_span",
)


RELIES_ON = ("mix-planning", "age-faster", "seventy-twenty-ten")  # claims of rules/claims.yml
Stated = Figure | Sentence | str | date
Setting = tuple[str, Stated, bool]  # name, what was in force, whether the engagement decided it


def section(facts: Facts, used: Iterable[str]) -> Section:
    """`used`: the formula ids of the figures in the other sections."""
    formulas = sorted(name for name in set(used) if name not in PLAIN and not name.startswith("metric."))
    items = tuple((say(f"formula_name.{name}"), say(f"formula.{name}")) for name in formulas)
    changes = _mix_changes(facts)
    blocks: list[Block] = [Definitions(say("heading.method.formulas"), items), _settings(facts)]
    if changes:
        blocks.append(Definitions(say("heading.method.adjustments"), changes))
    blocks.append(Definitions(say("heading.method.claims"), _claims(facts)))
    if benefits := _benefits(facts):
        blocks.append(Definitions(say("heading.method.benefits"), benefits))
    count = count_figure("method.formulas", len(items), say("label.method.formulas"))
    return Section(
        "method", say("kicker.method"), say("title.method"), say("deck.method", formulas=count), tuple(blocks)
    )


def _claims(facts: Facts) -> tuple[tuple[Sentence, Sentence], ...]:
    """What the method rests on, in the words that may be printed, with the sources. What is said of the method's mixes
    does not hold of a client's own table."""
    engagement = facts.findings.assessment.engagement
    known = load_claims(engagement.language)
    claims = [known[id] for id in RELIES_ON if not (engagement.mix.table is not None and id == "mix-planning")]
    return tuple((say("phrase.name", name=claim.title), claim_sentence(claim)) for claim in claims)


def _mix_changes(facts: Facts) -> tuple[tuple[Sentence, Sentence], ...]:
    """What the client changed in everybody's recommended mix, with the reasons."""
    return tuple((item.name, item.text) for item in mix_changes(facts.findings.assessment.engagement))


def _benefits(facts: Facts) -> tuple[tuple[Sentence, Sentence], ...]:
    """The money benefits of programmes as the client states them, with the reasons."""
    stated = []
    for number, item in enumerate(facts.findings.assessment.engagement.programmes, 1):
        if item.benefit is None or item.attribution is None or item.confidence is None:
            continue
        benefit, attribution, confidence = (
            figure(f"rule.programme.{number}.{name}", value, unit, "assumption", say(f"label.{name}", of=item.name))
            for name, value, unit in (
                ("benefit", item.benefit, Unit.MONEY),
                ("attribution", item.attribution, Unit.SHARE),
                ("confidence", item.confidence, Unit.SHARE),
            )
        )
        reason = {"reason": item.reason} if item.reason else {}
        id = "text.benefit_reason" if item.reason else "text.benefit"
        values: dict[str, Value] = {"benefit": benefit, "attribution": attribution, "confidence": confidence, **reason}
        stated.append((say("word.benefit", programme=item.name), Sentence(id, values)))
    return tuple(stated)


def _settings(facts: Facts) -> Definitions:
    """What the engagement decided, and what was assumed where it decided nothing."""
    before, after = _of_data(facts), [*_of_metrics(facts), *_of_plan(facts)]
    mix = mix_settings(facts.findings.assessment.engagement)
    of_mix: list[tuple[Sentence, Stated, bool]] = [(item.name, item.value, item.place is not None) for item in mix]
    settings = (*_named(before), *of_mix, *_named(after))
    named = [(name, value, say("word.by_client") if by else say("word.by_default")) for name, value, by in settings]
    columns = (left("setting", 80), left("value", 50), left("set_by", 40))
    rows, title = tuple(Row(cells) for cells in named), say("figure.settings")
    items = tuple((name, say("text.setting", value=value, by=by)) for name, value, by in named)
    table = Exhibit("settings-in-force", title, None, Table(columns, rows), say("alt.settings"))
    return Definitions(title, items, table)


def _named(settings: Iterable[Setting]) -> list[tuple[Sentence, Stated, bool]]:
    return [(say(f"setting.{name}"), value, by) for name, value, by in settings]


def _of_data(facts: Facts) -> list[Setting]:
    """What the report speaks of, and how ratings count."""
    assessment, lives = facts.findings.assessment, facts.findings.rules.bounds.shelf_life_months
    engagement = assessment.engagement
    stated, rule = engagement.model_fields_set, engagement.current_level.rule.replace(" ", "_")
    divergence = figure(
        "method.divergence_share", engagement.divergence_share, Unit.SHARE, "bound", say("label.divergence_share")
    )
    threshold = count_figure("method.privacy_threshold", engagement.privacy_threshold, say("label.threshold"))
    before = say("phrase.list", items=tuple(item.assessment.period for item in assessment.earlier))
    return [
        ("industry", industry_name(facts.findings.rules.industry), "industry" in stated),
        ("period", say("phrase.period", period=assessment.period), "period" in stated),
        ("as_of", assessment.as_of, "as_of" in stated),
        *((("previous", before, True),) if assessment.earlier else ()),
        ("current_level", say(f"current_level.{rule}"), "current_level" in stated),
        *(
            (f"shelf_life_{kind}", _months(f"shelf_life_{kind}", lives[kind]), kind in engagement.shelf_life_months)
            for kind in ("hard", "soft")
        ),
        ("divergence", divergence, "divergence_share" in stated),
        ("privacy", counted("people", threshold), "privacy_threshold" in stated),
    ]


def _of_metrics(facts: Facts) -> list[Setting]:
    """The tolerances of metrics for which nobody stated any, by unit."""
    found: list[Setting] = []
    for unit in METRIC_UNITS:
        assumed = next((m for m in facts.findings.rules.metrics if m.unit == unit and m.tolerance_assumed), None)
        if assumed is not None:
            found.append((f"metric_tolerance.{unit}", tolerance_of(assumed), False))
    return found


def _of_plan(facts: Facts) -> list[Setting]:
    engagement = facts.findings.assessment.engagement
    stated, levels = engagement.model_fields_set, engagement.hours_per_level
    name = "training_hours_per_person"
    cohort = count_figure("method.cohort_size", engagement.cohort_size, say("label.cohort_size"), "assumption")
    per_person = _assumed(f"method.{name}", engagement.training_hours_per_person, Unit.HOURS, name)
    found: list[Setting] = [("hours_per_person", per_person, name in stated)]
    for kind in ("hard", "soft"):
        id = f"hours_per_level.{kind}"
        hours = _assumed(f"method.{id}", getattr(levels, kind), Unit.HOURS, id)
        found.append((f"hours_per_level_{kind}", hours, kind in levels.model_fields_set))
    price = hourly_cost(facts)
    return [
        *found,
        ("hourly_cost", price or say("word.none"), price is not None),
        ("cohort_size", counted("people", cohort), "cohort_size" in stated),
        ("roadmap_start", start_of(facts), "roadmap_start" in stated),
    ]


def _assumed(id: str, value: float, unit: Unit, label: str) -> Figure:
    return figure(id, value, unit, "assumption", say(f"label.{label}"))


def _months(id: str, months: int) -> Sentence:
    return counted("months", count_figure(f"method.{id}", months, say(f"label.{id}"), "assumption"))
