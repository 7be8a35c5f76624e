"""Method and formulas: every formula that the report used, and the settings that were in force."""

from collections.abc import Iterable

from skillreport.model.figure import Figure, Sentence, Unit, say
from skillreport.model.report import Block, Content, Definitions, Exhibit, Row, Section, Table
from skillreport.report.actions import start_of
from skillreport.report.exhibits import left
from skillreport.report.figures import Facts, count_figure, figure

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
    "mix_planned_hours",
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
)


def section(facts: Facts, used: Iterable[str]) -> Section:
    """`used`: the formula ids of the figures in the other sections."""
    formulas = sorted(name for name in set(used) if name not in PLAIN and not name.startswith("metric."))
    items = tuple((say(f"formula_name.{name}"), say(f"formula.{name}")) for name in formulas)
    blocks: list[Block] = [Definitions(say("heading.method.formulas"), items), _settings(facts)]
    if facts.findings.assessment.engagement.mix.adjustments:
        adjusted = tuple(
            say(
                "text.adjustment",
                points=figure(
                    f"rule.mix.adjustment.{i}", item.points / 100, Unit.POINTS, "assumption", say("label.adjustment")
                ),
                reason=item.reason,
            )
            for i, item in enumerate(facts.findings.assessment.engagement.mix.adjustments, 1)
        )
        blocks.append(
            Definitions(say("heading.method.adjustments"), tuple((say("word.adjustment"), text) for text in adjusted))
        )
    count = count_figure("method.formulas", len(items), say("label.method.formulas"))
    return Section(
        "method", say("kicker.method"), say("title.method"), say("deck.method", formulas=count), tuple(blocks)
    )


def _settings(facts: Facts) -> Exhibit:
    """What the engagement decided, and what was assumed where it decided nothing."""
    engagement, bounds = facts.findings.assessment.engagement, facts.findings.rules.bounds
    stated = engagement.model_fields_set
    assessment = facts.findings.assessment

    def hours(id: str, value: float, label: str) -> Figure:
        return figure(f"method.{id}", value, Unit.HOURS, "assumption", say(f"label.{label}"))

    def months(id: str, value: float) -> Sentence:
        return say("noun.months", plural="n", n=count_figure(f"method.{id}", value, say(f"label.{id}"), "assumption"))

    cohort = count_figure("method.cohort_size", engagement.cohort_size, say("label.cohort_size"), "assumption")
    share = engagement.divergence_share
    divergence = figure("method.divergence_share", share, Unit.SHARE, "bound", say("label.divergence_share"))
    rows: list[tuple[str, Content, bool]] = [
        ("industry", say(f"industry.{facts.findings.rules.industry.replace(' ', '_')}"), "industry" in stated),
        ("period", say("phrase.period", period=assessment.period), "period" in stated),
        ("as_of", assessment.as_of, "as_of" in stated),
        (
            "current_level",
            say(f"current_level.{engagement.current_level.rule.replace(' ', '_')}"),
            "current_level" in stated,
        ),
        (
            "shelf_life_hard",
            months("shelf_life_hard", bounds.shelf_life_months["hard"]),
            "hard" in engagement.shelf_life_months,
        ),
        (
            "shelf_life_soft",
            months("shelf_life_soft", bounds.shelf_life_months["soft"]),
            "soft" in engagement.shelf_life_months,
        ),
        ("mix_measure", say(f"measure_of_mix.{engagement.mix.measure}"), "measure" in engagement.mix.model_fields_set),
        (
            "tolerance",
            say(
                "noun.points",
                plural="n",
                n=figure(
                    "method.mix.tolerance",
                    engagement.mix.tolerance_points / 100,
                    Unit.POINTS,
                    "bound",
                    say("label.tolerance"),
                ),
            ),
            "tolerance_points" in engagement.mix.model_fields_set,
        ),
        (
            "hours_per_person",
            hours("training_hours_per_person", engagement.training_hours_per_person, "training_hours_per_person"),
            "training_hours_per_person" in stated,
        ),
        (
            "hours_per_level_hard",
            hours("hours_per_level.hard", engagement.hours_per_level.hard, "hours_per_level.hard"),
            "hard" in engagement.hours_per_level.model_fields_set,
        ),
        (
            "hours_per_level_soft",
            hours("hours_per_level.soft", engagement.hours_per_level.soft, "hours_per_level.soft"),
            "soft" in engagement.hours_per_level.model_fields_set,
        ),
        ("divergence", divergence, "divergence_share" in stated),
        ("cohort_size", say("noun.people", plural="n", n=cohort), "cohort_size" in stated),
        ("roadmap_start", start_of(facts), "roadmap_start" in stated),
        (
            "privacy",
            say(
                "noun.people",
                plural="n",
                n=count_figure("method.privacy_threshold", engagement.privacy_threshold, say("label.threshold")),
            ),
            "privacy_threshold" in stated,
        ),
    ]
    table = Table(
        (left("setting", 80), left("value", 50), left("set_by", 40)),
        tuple(
            Row((say(f"setting.{name}"), value, say("word.by_client") if by else say("word.by_default")))
            for name, value, by in rows
        ),
    )
    return Exhibit("settings-in-force", say("figure.settings"), None, table, say("alt.settings"))
