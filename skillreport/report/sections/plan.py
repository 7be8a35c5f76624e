"""The plan in hours: what each unit's hours go to, each role's pathway, and the objectives they serve."""

from skillreport.analyse.findings import descendants
from skillreport.analyse.privacy import withheld_parts
from skillreport.model.assessment import ORGANISATION
from skillreport.model.figure import Figure, Sentence, Unit, say
from skillreport.model.names import slugs
from skillreport.model.report import Block, Column, Exhibit, Row, Section, Table
from skillreport.report.exhibits import counted, left, note, right
from skillreport.report.figures import Facts, count_figure, figure
from skillreport.report.sections.metrics import status_word
from skillreport.report.sections.risk import withheld

MOST_PATHWAY_SKILLS = 3
MOST_UNITS = 24


def section(facts: Facts) -> Section | None:
    """None where no gap needs hours and the client named no objective."""
    if not len(facts.findings.plan.allocations) and not facts.findings.assessment.objectives:
        return None
    blocks: list[Block] = []
    if len(facts.findings.plan.allocations):
        blocks += [_by_unit(facts), _pathways(facts)]
    if facts.findings.assessment.objectives:
        blocks.append(_objectives(facts))
    return Section("plan", say("kicker.plan"), _title(facts), _deck(facts), tuple(blocks))


def plan_figures(facts: Facts) -> dict[str, Figure]:
    """Budgeted, planned, reserved and unmet hours of the organisation."""
    plan = facts.findings.plan
    people = int((plan.budget > 0).sum())
    planned = plan.allocations["hours"].sum()
    values = {"budget": plan.budget.sum(), "planned": planned, "reserve": plan.reserve, "unmet": plan.unmet}
    made = {
        name: figure(
            f"organisation.plan.{name}",
            value,
            Unit.HOURS,
            f"plan_{name}",
            say(f"label.plan.{name}", of=say("of.organisation")),
            people,
        )
        for name, value in values.items()
    }
    made["people"] = count_figure(
        "organisation.plan.people",
        plan.allocations["person"].nunique(),
        say("label.plan.people", of=say("of.organisation")),
        "people",
    )
    return made


def _by_unit(facts: Facts) -> Exhibit:
    findings = facts.findings
    plan = findings.plan
    unit_of = findings.assessment.people["unit"].to_numpy()
    below = descendants(findings.assessment)
    planned_unit = unit_of[plan.allocations["person"].to_numpy()]
    rows = []
    top = [unit for unit in findings.assessment.units if unit.parent == ORGANISATION and unit.kind == "department"]
    chosen = top or [unit for unit in findings.assessment.units if unit.parent == ORGANISATION]
    whole = next(unit for unit in findings.assessment.units if unit.id == ORGANISATION)
    for unit in [*chosen[:MOST_UNITS], whole]:
        inside = set(below[unit.id])
        mask = [place in inside for place in planned_unit]
        rows_of = plan.allocations[mask]
        budget = float(plan.budget[[place in inside for place in unit_of]].sum())
        soft = float(rows_of.loc[rows_of["soft"], "hours"].sum())
        hard = float(rows_of["hours"].sum()) - soft
        own = unit.id == ORGANISATION
        id, of = ("organisation", say("of.organisation")) if own else (f"unit.{unit.id}", unit.name)
        hidden = unit.id in facts.hidden_units
        n = rows_of["person"].nunique()
        label = say("label.plan.people", of=of)
        people = (
            withheld(f"{id}.plan.people", label, Unit.COUNT, "people")
            if hidden
            else count_figure(f"{id}.plan.people", n, label, "people")
        )
        values = {"budget": budget, "soft": soft, "hard": hard, "reserve": budget - soft - hard}
        figures = [
            _hours(f"{id}.plan.{name}", value, f"plan_{name}", say(f"label.plan.{name}", of=of), n, hidden)
            for name, value in values.items()
        ]
        rows.append(Row((of if own else unit.name, people, *figures), "total" if own else "plain"))
    columns = (
        left("unit", 60),
        right("people", 18),
        right("budget_hours", 24),
        right("soft_hours", 22),
        right("hard_hours", 22),
        right("reserve_hours", 24),
    )
    figures_of = plan_figures(facts)
    return Exhibit(
        "plan-by-unit",
        say("figure.plan"),
        say("figure.plan.sub"),
        Table(columns, tuple(rows)),
        say("alt.plan", planned=figures_of["planned"], budget=figures_of["budget"]),
        (
            note("how_planned", "note.plan.how", hard=_assumed(facts, "hard"), soft=_assumed(facts, "soft")),
            note("reserve", "note.plan.reserve"),
        ),
    )


def _assumed(facts: Facts, kind: str) -> Figure:
    hours = getattr(facts.findings.assessment.engagement.hours_per_level, kind)
    return figure(
        f"method.hours_per_level.{kind}", hours, Unit.HOURS, "assumption", say(f"label.hours_per_level.{kind}")
    )


def _hours(id: str, value: float, formula: str, label: Sentence, n: int, hidden: bool) -> Figure:
    return withheld(id, label, Unit.HOURS, formula) if hidden else figure(id, value, Unit.HOURS, formula, label, n)


def _pathways(facts: Facts) -> Exhibit:
    pathways = facts.findings.roadmap.pathways
    threshold = facts.findings.assessment.engagement.privacy_threshold
    planned = facts.findings.plan.allocations["person"].nunique()
    hidden = withheld_parts(planned, {pathway.role: pathway.people for pathway in pathways}, threshold)
    rows = []
    for id, pathway in zip(slugs(p.role for p in pathways), pathways, strict=True):
        skills = tuple(facts.findings.assessment.skills[skill].name for skill in pathway.skills[:MOST_PATHWAY_SKILLS])
        people = count_figure(
            f"role.{id}.pathway.people", pathway.people, say("label.pathway.people", of=pathway.role), "people"
        )
        few = pathway.role in hidden
        hours = [
            withheld(f"role.{id}.pathway.{kind}", say(f"label.pathway.{kind}", of=pathway.role), Unit.HOURS, "pathway")
            if few
            else figure(
                f"role.{id}.pathway.{kind}",
                value,
                Unit.HOURS,
                "pathway",
                say(f"label.pathway.{kind}", of=pathway.role),
                pathway.people,
            )
            for kind, value in (("soft", pathway.soft_hours), ("hard", pathway.hard_hours))
        ]
        rows.append(
            Row(
                (pathway.role, people, say("word.withheld_skills") if few else say("phrase.list", items=skills), *hours)
            )
        )
    columns = (
        left("role", 40),
        right("people", 14),
        left("pathway_skills", 76),
        right("soft_hours", 20),
        right("hard_hours", 20),
    )
    count = count_figure("organisation.plan.pathways", len(rows), say("label.plan.pathways"))
    return Exhibit(
        "development-pathways",
        say("figure.pathways"),
        say("figure.pathways.sub"),
        Table(columns, tuple(rows)),
        say("alt.pathways", plural="roles", roles=count),
        (note("order", "note.pathways"),),
    )


def _objectives(facts: Facts) -> Exhibit:
    findings = facts.findings
    rows = []
    for objective in findings.assessment.objectives:
        series = [
            findings.metrics.series[id, ORGANISATION]
            for id in objective.metrics
            if (id, ORGANISATION) in findings.metrics.series
        ]
        numbers = [
            place
            for place, action in enumerate(findings.roadmap.actions, 1)
            if {findings.assessment.skills[s].name for s in action.skills} & set(objective.skills) and action.learning
        ]
        metrics = tuple(
            say("phrase.metric_status", metric=item.metric.name, status=status_word(item)) for item in series
        )
        gaps = [
            facts.skill_figure("mean_gap", place)
            for place, skill in enumerate(findings.assessment.skills)
            if skill.name in objective.skills
        ]
        known = [gap for gap in gaps if gap.known]
        gap = figure(
            f"objective.{objective.id}.mean_gap",
            sum(g.number for g in known) / len(known) if known else None,
            Unit.LEVELS,
            "mean_gap_of_skills",
            say("label.objective.gap", of=objective.name),
            len(known),
        )
        actions = say("phrase.numbers", items=tuple(str(number) for number in numbers)) if numbers else say("word.none")
        rows.append(
            Row(
                (
                    objective.name,
                    say("phrase.list", items=objective.skills) if objective.skills else None,
                    gap,
                    say("phrase.list", items=metrics) if metrics else None,
                    actions,
                    objective.target_date,
                )
            )
        )
    columns = (
        left("objective", 44),
        left("skills", 40),
        right("mean_gap", 14),
        Column(say("head.metrics"), 34),
        left("actions", 16),
        left("target_date", 22),
    )
    count = count_figure("organisation.objectives", len(rows), say("label.objectives"))
    return Exhibit(
        "objectives",
        say("figure.objectives"),
        say("figure.objectives.sub"),
        Table(columns, tuple(rows)),
        say("alt.objectives", plural="objectives", objectives=count),
    )


def _title(facts: Facts) -> Sentence:
    figures = plan_figures(facts)
    if not figures["planned"].number:
        return say("title.plan.none")
    if facts.findings.plan.unmet > 0.5 and figures["reserve"].number < figures["unmet"].number:
        need = figures["planned"].number + figures["unmet"].number
        share = figure(
            "organisation.plan.covered",
            figures["planned"].number / need,
            Unit.SHARE,
            "plan_covered",
            say("label.plan.covered"),
        )
        return say("title.plan.short", planned=figures["planned"], share=share)
    return say("title.plan.enough", planned=figures["planned"], budget=figures["budget"])


def _deck(facts: Facts) -> Sentence | None:
    figures = plan_figures(facts)
    if not figures["planned"].number:
        return None
    return say(
        "deck.plan", people=counted("people", figures["people"]), hours=_per_person(facts), reserve=figures["reserve"]
    )


def _per_person(facts: Facts) -> Figure:
    hours = facts.findings.assessment.engagement.training_hours_per_person
    return figure(
        "method.training_hours_per_person", hours, Unit.HOURS, "assumption", say("label.training_hours_per_person")
    )
