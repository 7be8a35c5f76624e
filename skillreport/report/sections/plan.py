"""The plan in hours: what each unit's hours go to, each role's pathway, and the objectives they serve."""

from collections.abc import Mapping, Sequence

import numpy as np

from skillreport.analyse.roadmap.foundation import Pathway
from skillreport.analyse.units import descendants
from skillreport.analyse.withheld import EVERYBODY, Group, group_of
from skillreport.language.numbers import printed_value
from skillreport.model.assessment import ORGANISATION
from skillreport.model.figure import Figure, Sentence, State, Unit, say
from skillreport.model.report import Block, Column, Exhibit, Note, Row, Section
from skillreport.report.exhibits import counted, first_rows, left, note, right, withheld_apart
from skillreport.report.figures import Facts, count_figure, figure
from skillreport.report.objectives import objectives_exhibit

MOST_PATHWAY_SKILLS = 3
MOST_UNITS = 24


def section(facts: Facts) -> Section | None:
    """None where no gap is known and the client named no objective."""
    planned = len(facts.findings.plan.allocations) > 0
    if not facts.organisation["gap"] and not facts.findings.assessment.objectives:
        return None
    blocks: list[Block] = []
    if facts.organisation["gap"]:
        blocks.append(_by_unit(facts))
    if planned:
        blocks.append(_pathways(facts))
    if facts.findings.assessment.objectives:
        blocks.append(objectives_exhibit(facts))
    return Section("plan", say("kicker.plan"), _title(facts), _deck(facts), tuple(blocks))


def plan_figures(facts: Facts) -> dict[str, Figure]:
    """Budgeted, planned, reserved and unmet hours of the organisation, and how many people have planned ones."""
    plan, of = facts.findings.plan, say("of.organisation")
    planned = plan.allocations["hours"].sum()
    values = {"budget": plan.budget.sum(), "planned": planned, "reserve": plan.reserve}
    people = plan.allocations["person"].nunique(), int((plan.budget > 0).sum())
    made = _plan_figures(facts, "organisation", of, EVERYBODY, people, values)
    needing = facts.findings.mixes.organisation.gap_people
    hidden, label = EVERYBODY in facts.withheld.planned or facts.few(needing), say("label.plan.unmet", of=of)
    unmet = figure("organisation.plan.unmet", plan.unmet, Unit.HOURS, "plan_unmet", label, needing, hidden=hidden)
    return made | {"unmet": unmet}


def _in_hours(found: Figure) -> bool:
    """Whether hours are printed, and as an hour at least."""
    return found.known and printed_value(found) > 0


def _plan_figures(
    facts: Facts, id: str, of: Sentence | str, group: Group, people: tuple[int, int], hours: Mapping[str, float]
) -> dict[str, Figure]:
    """People with planned hours and hours by name; withheld together, because hours add up to the budget.

    `people`: with planned hours, and with a budget.
    """
    hidden = group in facts.withheld.planned
    planned, budgeted = people
    label = say("label.plan.people", of=of)
    made = {"people": count_figure(f"{id}.plan.people", planned, label, "people", planned, hidden=hidden)}
    for name, value in hours.items():
        n = budgeted if name in ("budget", "reserve") else planned
        label = say(f"label.plan.{name}", of=of)
        made[name] = figure(f"{id}.plan.{name}", value, Unit.HOURS, f"plan_{name}", label, n, hidden=hidden)
    return made


def _by_unit(facts: Facts) -> Exhibit:
    assessment, figures = facts.findings.assessment, plan_figures(facts)
    units = [unit.id for unit in assessment.units if unit.parent == ORGANISATION]
    below = descendants(assessment)
    *rows, whole = (_unit_row(facts, unit, below[unit]) for unit in [*units, ORGANISATION])
    shown, every, more = first_rows("plan-by-unit", _unit_columns(), rows, MOST_UNITS, whole)
    return Exhibit(
        "plan-by-unit",
        say("figure.plan"),
        say("figure.plan.sub"),
        shown,
        say(
            "alt.plan" if figures["planned"].known else "alt.plan.withheld",
            planned=figures["planned"],
            budget=figures["budget"],
        ),
        (*_plan_notes(facts), *more),
        as_table=every,
    )


def _unit_columns() -> tuple[Column, ...]:
    return (
        left("unit", 60),
        right("people", 18),
        right("budget_hours", 24),
        right("soft_hours", 22),
        right("hard_hours", 22),
        right("reserve_hours", 24),
    )


def _unit_row(facts: Facts, unit: str, below: Sequence[str]) -> Row:
    """The hours of a unit with the units `below` it, itself among them; those of the organisation are the total."""
    plan, unit_of = facts.findings.plan, facts.findings.assessment.people["unit"].to_numpy()
    planned = plan.allocations[np.isin(unit_of[plan.allocations["person"].to_numpy()], below)]
    budgets = plan.budget[np.isin(unit_of, below)]
    budget, people = float(budgets.sum()), (planned["person"].nunique(), int((budgets > 0).sum()))
    soft = float(planned.loc[planned["soft"], "hours"].sum())
    hard = float(planned["hours"].sum()) - soft
    own = unit == ORGANISATION
    id, of = ("organisation", say("of.organisation")) if own else (f"unit.{unit}", facts.unit_name(unit))
    values = {"budget": budget, "soft": soft, "hard": hard, "reserve": budget - soft - hard}
    figures = _plan_figures(facts, id, of, group_of(unit), people, values)
    return Row((of, *figures.values()), "total" if own else "plain")


def _plan_notes(facts: Facts) -> tuple[Note, ...]:
    notes = (
        note("how_planned", "note.plan.how", hard=_assumed(facts, "hard"), soft=_assumed(facts, "soft")),
        note("reserve", "note.plan.reserve"),
    )
    if not facts.findings.plan.uncategorised:
        return notes
    gaps = count_figure(
        "organisation.plan.uncategorised", facts.findings.plan.uncategorised, say("label.plan.uncategorised")
    )
    return (*notes, note("without_category", "note.plan.uncategorised", plural="gaps", gaps=gaps))


def _assumed(facts: Facts, kind: str) -> Figure:
    hours = getattr(facts.findings.assessment.engagement.hours_per_level, kind)
    return figure(
        f"method.hours_per_level.{kind}", hours, Unit.HOURS, "assumption", say(f"label.hours_per_level.{kind}")
    )


def _pathways(facts: Facts) -> Exhibit:
    pathways = facts.findings.roadmap.pathways
    rows = [_pathway_row(facts, pathway) for pathway in pathways]
    columns = (
        left("role", 37),
        right("people", 13),
        left("pathway_skills", 88),
        right("soft_hours", 16),
        right("hard_hours", 16),
    )
    count = count_figure("organisation.plan.pathways", len(rows), say("label.plan.pathways"))
    shown, whole, withheld = withheld_apart("development-pathways", columns, rows)
    return Exhibit(
        "development-pathways",
        say("figure.pathways"),
        say("figure.pathways.sub"),
        shown,
        say("alt.pathways", plural="roles", roles=count),
        (note("order", "note.pathways"), *withheld),
        as_table=whole,
    )


def _pathway_row(facts: Facts, pathway: Pathway) -> Row:
    id, of, n = f"role.{facts.role_ids[pathway.role]}.pathway", pathway.role, pathway.people
    hidden = ("role", pathway.role) in facts.withheld.planned
    people = count_figure(f"{id}.people", n, say("label.pathway.people", of=of), "people", n, hidden=hidden)
    hours = [
        figure(f"{id}.{kind}", value, Unit.HOURS, "pathway", say(f"label.pathway.{kind}", of=of), n, hidden=hidden)
        for kind, value in (("soft", pathway.soft_hours), ("hard", pathway.hard_hours))
    ]
    names = [facts.findings.assessment.skills[s].name for s in pathway.skills if s not in facts.withheld.skills]
    skills = say("phrase.list", items=tuple(names[:MOST_PATHWAY_SKILLS])) if names else None
    return Row((of, people, say("word.withheld") if hidden else skills, *hours))


def _title(facts: Facts) -> Sentence:
    """Whether the planned hours are enough. Hours move neither between people nor between soft and hard skills, so what
    one person or side has left over is no help where another is short."""
    plan, figures = facts.findings.plan, plan_figures(facts)
    if facts.organisation_hidden or not figures["planned"].known:
        return say("title.plan.withheld")
    if not facts.organisation["gap"]:
        known = "no_gap" if facts.organisation["rated"] else "unrated" if facts.organisation["required"] else "levels"
        return say(f"title.plan.{known}")
    if figures["unmet"].state is State.WITHHELD:
        return say("title.plan.withheld.unmet")
    if _in_hours(figures["unmet"]):
        return _title_short(figures)
    if not figures["planned"].number:
        return say("title.plan.uncategorised")
    part = ".categorised" if plan.uncategorised else ""
    return say(f"title.plan.enough{part}", planned=figures["planned"], budget=figures["budget"])


def _title_short(figures: Mapping[str, Figure]) -> Sentence:
    """How much of the need is planned; in hours where the share would be rounded to all of it."""
    planned, unmet = figures["planned"], figures["unmet"]
    if not planned.number:
        return say("title.plan.no_hours", unmet=unmet)
    label = say("label.plan.covered")
    covered = planned.number / (planned.number + unmet.number)
    share = figure("organisation.plan.covered", covered, Unit.SHARE, "plan_covered", label, unmet.n)
    if printed_value(share) == 100:
        return say("title.plan.nearly", planned=planned, unmet=unmet)
    return say("title.plan.short", planned=planned, share=share)


def _deck(facts: Facts) -> Sentence | None:
    figures = plan_figures(facts)
    if not figures["planned"].known or not figures["planned"].number:
        return None
    short = ".short" if _in_hours(figures["unmet"]) else ""
    left_over = "" if _in_hours(figures["reserve"]) else ".no_reserve"
    return say(
        f"deck.plan{short}{left_over}",
        people=counted("people", figures["people"]),
        hours=_per_person(facts),
        reserve=figures["reserve"],
        unmet=figures["unmet"],
    )


def _per_person(facts: Facts) -> Figure:
    hours = facts.findings.assessment.engagement.training_hours_per_person
    return figure(
        "method.training_hours_per_person", hours, Unit.HOURS, "assumption", say("label.training_hours_per_person")
    )
