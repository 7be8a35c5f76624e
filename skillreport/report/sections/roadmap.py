"""The roadmap as a Gantt chart and as a list of actions with owners, success measures and exit criteria."""

from collections.abc import Iterable

from skillreport.analyse.roadmap.actions import Action, in_totals
from skillreport.model.figure import Figure, Sentence, State, Unit, say
from skillreport.model.period import Period
from skillreport.model.report import Content, Exhibit, Gantt, GanttPhase, GanttRow, Note, Row, Section, Styled, Table
from skillreport.report.actions import (
    action_exit,
    action_reason,
    action_reason_in_full,
    action_title,
    fact_figure,
    hours_figure,
    month_of,
    numbered,
    owner_name,
    people_figure,
    skills_phrase,
    soft_share,
    start_of,
    success,
    unit_label,
)
from skillreport.report.exhibits import counted, left, note, right
from skillreport.report.figures import Facts, count_figure, figure
from skillreport.rules.load import PHASES, Phase

Said = Figure | Sentence | str

# An action with a cell per field, as the workbook has it.
FIELDS = (
    "action",
    "reason",
    "audience",
    "owner",
    "unit",
    "when",
    "skills",
    "hours",
    "soft_share",
    "cost",
    "measure",
    "baseline",
    "target",
    "exit",
)


def section(facts: Facts) -> Section | None:
    """The chart, then every action in full. None where no rule found anything to do."""
    actions = facts.findings.roadmap.actions
    if not actions:
        return None
    lists = tuple(_list(facts, phase) for phase in PHASES if any(action.phase == phase for action in actions))
    return Section("roadmap", say("kicker.roadmap"), _title(facts), _deck(facts), (_gantt(facts), *lists))


# ---- the chart


def _gantt(facts: Facts) -> Exhibit:
    roadmap = facts.findings.roadmap
    phases = tuple(_phase(facts, phase) for phase in PHASES)
    load = tuple(
        _total(facts, f"roadmap.load.{month}", hours, "load", say("label.roadmap.load", month=str(month)))
        for month, hours in enumerate(roadmap.load, 1)
    )
    people, label = int((facts.findings.plan.budget > 0).sum()), say("label.roadmap.capacity")
    hidden = facts.few(people)
    capacity = figure("roadmap.capacity", roadmap.capacity, Unit.HOURS, "capacity", label, people, hidden=hidden)
    total = _hours(facts, "roadmap.hours", roadmap.actions, say("label.roadmap.hours"))
    trained = _training_hours(facts)
    every_month = all(month.known for month in load) and capacity.known
    load_alternative = say("alt.load" if every_month else "alt.load.withheld", capacity=capacity)
    chart = Gantt(start_of(facts), phases, load, capacity, trained, load_alternative)
    count = count_figure("roadmap.actions", len(roadmap.actions), say("label.roadmap.actions"))
    return Exhibit(
        "roadmap",
        say("figure.roadmap"),
        say("figure.roadmap.sub"),
        chart,
        say("alt.roadmap" if total.known else "alt.roadmap.withheld", actions=count, hours=total),
        _gantt_notes(facts),
        (("hard", say("key.hard")), ("soft", say("key.soft_split")), ("diamond", say("key.exit"))),
        _gantt_table(phases),
    )


def _phase(facts: Facts, phase: Phase) -> GanttPhase:
    actions = [(number, action) for number, action in numbered(facts) if action.phase == phase]
    label = say("label.roadmap.phase_hours", of=say(f"phase.{phase}"))
    hours = _hours(facts, f"roadmap.{phase}.hours", (action for _, action in actions), label)
    rows = tuple(
        GanttRow(
            number,
            action_title(facts, action),
            action_reason(facts, action),
            owner_name(facts, action),
            unit_label(facts, action.audience.owner_unit),
            action.months,
            hours_figure(facts, action),
            soft_share(facts, action),
        )
        for number, action in actions
    )
    return GanttPhase(say(f"phase.{phase}"), facts.findings.rules.bounds.phases[phase], hours, rows)


def _hours(facts: Facts, id: str, actions: Iterable[Action], label: Sentence) -> Figure:
    threshold = facts.findings.assessment.engagement.privacy_threshold
    return _total(facts, id, sum(a.hours for a in actions if in_totals(a, threshold)), "action_hours", label)


def _training_hours(facts: Facts) -> Figure:
    learning = (action for action in facts.findings.roadmap.actions if action.learning)
    return _hours(facts, "roadmap.training_hours", learning, say("label.roadmap.training_hours"))


def _total(facts: Facts, id: str, hours: float, formula: str, label: Sentence) -> Figure:
    """Hours of several actions or all."""
    return figure(id, hours, Unit.HOURS, formula, label, hidden=id in facts.findings.withheld_in_roadmap)


def _gantt_notes(facts: Facts) -> tuple[Note, ...]:
    chart = "org_chart" in facts.findings.assessment.tables
    owner = note("owner", "note.roadmap.owner", date=facts.findings.assessment.as_of)
    threshold = facts.findings.assessment.engagement.privacy_threshold
    left_out = not all(in_totals(action, threshold) for action in facts.findings.roadmap.actions)
    return (
        note("hours_lead", "note.roadmap.hours_without_few" if left_out else "note.roadmap.hours"),
        owner if chart else note("owner", "note.roadmap.owner.no_chart"),
        note("capacity", "note.roadmap.capacity"),
    )


def _gantt_table(phases: Iterable[GanttPhase]) -> Table:
    columns = (
        right("number", 8),
        left("phase", 26),
        left("action", 60),
        left("owner", 30),
        left("unit", 26),
        right("first_month", 10),
        right("last_month", 10),
        right("hours", 12),
        right("soft_share", 12),
    )
    rows = []
    for phase in phases:
        for row in phase.rows:
            what = (str(row.number), phase.name, row.title, row.owner, row.unit)
            rows.append(Row((*what, *map(str, row.months), row.hours, row.soft_share)))
    return Table(columns, tuple(rows))


# ---- the lists


def _list(facts: Facts, phase: Phase) -> Exhibit:
    """The actions of a phase in full: stacked for reading, a column per field in the workbook."""
    actions = [(number, action) for number, action in numbered(facts) if action.phase == phase]
    fields = [(str(number), _fields(facts, action)) for number, action in actions]
    first, last = facts.findings.rules.bounds.phases[phase]
    title = say("figure.actions", phase=say(f"phase.{phase}"), first=month_of(facts, first), last=month_of(facts, last))
    count = count_figure(f"roadmap.{phase}.actions", len(actions), say("label.roadmap.actions"))
    columns = (right("number", 6), left("action_why", 54), left("who_effort", 58), left("success", 52))
    return Exhibit(
        f"actions-{phase}",
        title,
        None,
        Table(columns, tuple(Row((number, *_stacked(found))) for number, found in fields)),
        say("alt.actions", plural="actions", actions=count),
        as_table=Table(
            (right("number", 8), *(left(name, 20) for name in FIELDS)),
            tuple(Row((number, *(found[name] for name in FIELDS))) for number, found in fields),
        ),
    )


def _fields(facts: Facts, action: Action) -> dict[str, Said | None]:
    """Everything there is to say of an action, by FIELDS."""
    measure, baseline, target = success(facts, action)
    first, last = (month_of(facts, month) for month in action.months)
    cost = action.facts.get("cost")
    return {
        "action": action_title(facts, action),
        "reason": action_reason_in_full(facts, action),
        "audience": _audience(facts, action),
        "owner": owner_name(facts, action),
        "unit": unit_label(facts, action.audience.owner_unit),
        "when": _when(first, last),
        "skills": skills_phrase(facts, action),
        "hours": hours_figure(facts, action),
        "soft_share": soft_share(facts, action),
        "cost": fact_figure(facts, action, "cost", cost) if cost else None,
        "measure": measure,
        "baseline": baseline,
        "target": target,
        "exit": action_exit(facts, action, measure, target),
    }


def _when(first: Period, last: Period) -> Sentence:
    """A month, or first and last with the year once where it is the same."""
    if first == last:
        return say("phrase.month_one", first=first)
    id = "phrase.months_of_year" if first.year == last.year else "phrase.months"
    return say(id, first=first, last=last)


def _audience(facts: Facts, action: Action) -> Sentence:
    people, unit = people_figure(action), unit_label(facts, action.audience.unit)
    if not people.known:
        return say("phrase.audience_few", unit=unit)
    if not people.number:
        return say("phrase.audience_all", unit=unit)
    return say("phrase.audience", people=counted("people", people), unit=unit)


def _stacked(fields: dict[str, Said | None]) -> tuple[Content, ...]:
    """The fields of an action in three cells, as read on paper."""
    said = {name: value for name, value in fields.items() if value is not None}
    known = {name for name, value in said.items() if isinstance(value, Figure) and value.known}
    variant = "_withheld" if "hours" not in known else "_split" if "soft_share" in known else ""
    effort = say(f"phrase.hours{variant}", hours=said["hours"], share=said["soft_share"])
    if "cost" in known:
        effort = say("phrase.effort_cost", effort=effort, cost=said["cost"])
    if "skills" in said:
        effort = say("phrase.effort_skills", effort=effort, skills=said["skills"])
    withheld = {State.WITHHELD} & {v.state for name in ("baseline", "target") if isinstance(v := said[name], Figure)}
    aim = "phrase.success_withheld" if withheld else "phrase.success"
    return (
        (Styled(said["action"], strong=True), said["reason"]),
        (
            say("phrase.audience_when", audience=said["audience"], when=said["when"]),
            say("phrase.owned", owner=said["owner"], unit=said["unit"]),
            effort,
        ),
        (
            say(aim, measure=said["measure"], baseline=said["baseline"], target=said["target"]),
            said["exit"],
        ),
    )


# ---- title and deck


def _title(facts: Facts) -> Sentence:
    """How many actions the year holds, and whether training is among them or why not."""
    roadmap = facts.findings.roadmap
    actions = count_figure("roadmap.actions", len(roadmap.actions), say("label.roadmap.actions"))
    if any(id.startswith("roadmap.load.") for id in facts.findings.withheld_in_roadmap):
        return say("title.roadmap.withheld", plural="actions", actions=actions)
    if any(action.learning for action in roadmap.actions):
        return say("title.roadmap.fits", plural="actions", actions=actions)
    if facts.organisation_hidden:
        return say("title.roadmap.withheld", plural="actions", actions=actions)
    return say(f"title.roadmap.{_why_no_training(facts)}", plural="actions", actions=actions)


def _why_no_training(facts: Facts) -> str:
    """Why no training is planned: gaps are not known, none is open, no category, or no hours of the right kind."""
    if not facts.organisation["rated"]:
        return "no_requirements"
    if not facts.organisation["gap"]:
        return "no_gap"
    return "uncategorised" if facts.findings.plan.uncategorised else "no_hours"


def _deck(facts: Facts) -> Sentence | None:
    actions = facts.findings.roadmap.actions
    learning = [action for action in actions if action.learning]
    hours = _training_hours(facts)
    others = (action for action in actions if not action.learning)
    organising = _hours(facts, "roadmap.organising_hours", others, say("label.roadmap.organising_hours"))
    if not hours.known or not organising.known:
        return None
    if not learning:
        return say("deck.roadmap.no_learning", hours=organising)
    soft = sum(action.soft_hours or 0 for action in learning) / hours.number
    share = figure("roadmap.soft_share", soft, Unit.SHARE, "action_soft_share", say("label.roadmap.soft_share"))
    return say("deck.roadmap", hours=hours, share=share, organising=organising)
