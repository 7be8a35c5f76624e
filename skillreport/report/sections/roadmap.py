"""The roadmap as a Gantt chart and as a list of actions with owners, success measures and exit criteria."""

from datetime import date

from skillreport.analyse.roadmap.actions import MONTHS, Action, Quantity
from skillreport.model.assessment import ORGANISATION
from skillreport.model.figure import Figure, Sentence, Unit, Value, say
from skillreport.model.period import Period, months_after
from skillreport.model.report import Content, Exhibit, Gantt, GanttPhase, GanttRow, Row, Section, Styled, Table
from skillreport.report.exhibits import counted, left, note, right
from skillreport.report.figures import Facts, count_figure, figure
from skillreport.rules.load import PHASES

MOST_SKILLS = 3


def section(facts: Facts) -> Section | None:
    """The chart, then every action in full. None where no rule found anything to do."""
    actions = numbered(facts)
    if not actions:
        return None
    lists = tuple(_list(facts, phase) for phase in PHASES if any(a.phase == phase for _, a in actions))
    return Section("roadmap", say("kicker.roadmap"), _title(facts), _deck(facts), (_gantt(facts), *lists))


def numbered(facts: Facts) -> list[tuple[int, Action]]:
    """The actions with the numbers they carry in the report."""
    return list(enumerate(facts.findings.roadmap.actions, 1))


def action_values(facts: Facts, number: int, action: Action) -> dict[str, Value]:
    """What the wording of an action is filled with: names, facts as figures, people, hours."""
    values: dict[str, Value] = dict(action.names)
    for name, quantity in action.facts.items():
        values[name] = _figure(number, name, quantity)
    values["people"] = count_figure(
        f"action.{number}.people", action.audience.people, say("label.action.people", action=str(number)), "people"
    )
    values["hours"] = figure(
        f"action.{number}.hours",
        action.hours,
        Unit.HOURS,
        "action_hours",
        say("label.action.hours", action=str(number)),
        action.audience.people,
    )
    values["top_skills"] = tuple(facts.findings.assessment.skills[s].name for s in action.skills[:3])
    return values


def _figure(number: int, name: str, quantity: Quantity) -> Figure:
    return figure(
        f"action.{number}.{name}",
        quantity.value,
        quantity.unit,
        "action_fact",
        say(f"label.action.{name}", action=str(number)),
    )


def action_title(facts: Facts, number: int, action: Action) -> Sentence:
    """What is done: verb and object."""
    return _worded(facts, "title", number, action)


def action_reason(facts: Facts, number: int, action: Action) -> Sentence:
    """Why: the figure that the rule found."""
    return _worded(facts, "reason", number, action)


# The value that decides singular and plural in the wording of a kind.
PLURALS = {
    "complete-ratings": "pairs",
    "refresh-ratings": "pairs",
    "settle-critical-gaps": "count",
    "cover-skills": "count",
    "renew-mandatory": "count",
    "renew-certificates": "count",
    "agree-pathways": "count",
    "set-baselines": "count",
    "programme": "cohorts",
    "assignment": "people",
    "project": "people",
    "mentoring": "people",
    "circle": "people",
    "talk-about-views": "people",
    "check-ins": "people",
    "refreshers": "pairs",
    "future-requirements": "pairs",
    "measure-metrics": "count",
    "reassess": "people",
    "correct-mix": "units",
    "review-training": "logged",
    "roll-out": "cohorts",
}


def _worded(facts: Facts, part: str, number: int, action: Action, **more: Value) -> Sentence:
    id = f"action.{action.kind.replace('-', '_')}{_variant(action)}.{part}"
    return Sentence(id, {**action_values(facts, number, action), **more}, PLURALS[action.kind])


def _variant(action: Action) -> str:
    """Kinds whose wording depends on what was found."""
    if action.kind == "programme" and not action.names["programme"]:
        return "_without_course"
    if action.kind == "correct-mix":
        return f"_{action.names['direction']}"
    if action.kind == "roll-out":
        return ("" if action.learning else "_decide") + ("_one" if not action.names["second"] else "")
    return ""


def owner_name(facts: Facts, action: Action) -> str | Sentence:
    """The owner's name from the org chart; owners are exempt from the threshold."""
    if action.audience.owner is None:
        return say("word.owner_open")
    people = facts.findings.assessment.people
    name = people["name"].get(action.audience.owner)
    return name if isinstance(name, str) else action.audience.owner


def unit_label(facts: Facts, unit: str) -> str | Sentence:
    return say("of.organisation") if unit == ORGANISATION else facts.unit_name(unit)


def soft_share(number: int, action: Action) -> Figure:
    return figure(
        f"action.{number}.soft_share",
        action.soft_share,
        Unit.SHARE,
        "action_soft_share",
        say("label.action.soft_share", action=str(number)),
    )


def start_of(facts: Facts) -> date:
    """First day of the roadmap's first month: stated, else the month after the as-of date."""
    stated = facts.findings.assessment.engagement.roadmap_start
    day = stated or months_after(facts.findings.assessment.as_of.replace(day=1), 1)
    return day.replace(day=1)


def last_day(facts: Facts, month: int) -> date:
    """The last day of a month of the roadmap, 1 to 12."""
    from datetime import timedelta

    return months_after(start_of(facts), month) - timedelta(days=1)


def _gantt(facts: Facts) -> Exhibit:
    roadmap = facts.findings.roadmap
    actions = numbered(facts)
    phases = []
    for phase in PHASES:
        of_phase = [(number, action) for number, action in actions if action.phase == phase]
        rows = tuple(
            GanttRow(
                number,
                action_title(facts, number, action),
                action_reason(facts, number, action),
                owner_name(facts, action),
                unit_label(facts, action.audience.owner_unit),
                action.months,
                figure(
                    f"action.{number}.hours",
                    action.hours,
                    Unit.HOURS,
                    "action_hours",
                    say("label.action.hours", action=str(number)),
                    action.audience.people,
                ),
                soft_share(number, action),
            )
            for number, action in of_phase
        )
        hours = figure(
            f"roadmap.{phase}.hours",
            sum(action.hours for _, action in of_phase),
            Unit.HOURS,
            "action_hours",
            say("label.roadmap.phase_hours", of=say(f"phase.{phase}")),
        )
        phases.append(GanttPhase(say(f"phase.{phase}"), facts.findings.rules.bounds.phases[phase], hours, rows))
    load = tuple(
        figure(f"roadmap.load.{month}", hours, Unit.HOURS, "load", say("label.roadmap.load", month=str(month)))
        for month, hours in enumerate(roadmap.load, 1)
    )
    capacity = figure("roadmap.capacity", roadmap.capacity, Unit.HOURS, "capacity", say("label.roadmap.capacity"))
    total = figure(
        "roadmap.hours",
        sum(action.hours for _, action in actions),
        Unit.HOURS,
        "action_hours",
        say("label.roadmap.hours"),
    )
    over = _over(facts)
    load_alternative = (
        say(
            "alt.load.over",
            plural="months",
            months=count_figure("roadmap.months_over", len(over), say("label.roadmap.months_over")),
            capacity=capacity,
        )
        if over
        else say("alt.load", capacity=capacity)
    )
    gantt = Gantt(start_of(facts), tuple(phases), load, capacity, total, load_alternative)
    table = Table(
        (
            right("number", 8),
            left("phase", 26),
            left("action", 60),
            left("owner", 30),
            left("unit", 26),
            right("first_month", 10),
            right("last_month", 10),
            right("hours", 12),
            right("soft_share", 12),
        ),
        tuple(
            Row(
                (
                    str(row.number),
                    phase.name,
                    row.title,
                    row.owner,
                    row.unit,
                    str(row.months[0]),
                    str(row.months[1]),
                    row.hours,
                    row.soft_share,
                )
            )
            for phase in phases
            for row in phase.rows
        ),
    )
    notes = (
        note("hours_lead", "note.roadmap.hours"),
        note("owner", "note.roadmap.owner", date=facts.findings.assessment.as_of),
        note("capacity", "note.roadmap.capacity"),
    )
    key = (("hard", say("key.hard")), ("soft", say("key.soft_split")), ("diamond", say("key.exit")))
    count = count_figure("roadmap.actions", len(actions), say("label.roadmap.actions"))
    return Exhibit(
        "roadmap",
        say("figure.roadmap"),
        say("figure.roadmap.sub"),
        gantt,
        say("alt.roadmap", actions=count, hours=total),
        notes,
        key,
        table,
    )


def _over(facts: Facts) -> list[int]:
    """Months whose training hours exceed the capacity."""
    roadmap = facts.findings.roadmap
    return [month for month in range(1, MONTHS + 1) if roadmap.load[month - 1] > roadmap.capacity + 0.5]


def _list(facts: Facts, phase: str) -> Exhibit:
    """The actions of a phase in full: stacked for reading, a column per field in the workbook."""
    actions = [(number, action) for number, action in numbered(facts) if action.phase == phase]
    stacked, flat = zip(*(_full(facts, number, action) for number, action in actions), strict=True)
    first, last = facts.findings.rules.bounds.phases[phase]
    title = say("figure.actions", phase=say(f"phase.{phase}"), first=month_of(facts, first), last=month_of(facts, last))
    count = count_figure(f"roadmap.{phase}.actions", len(actions), say("label.roadmap.actions"))
    columns = (right("number", 6), left("action_why", 47), left("who", 42), left("effort", 31), left("success", 44))
    fields = (
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
    return Exhibit(
        f"actions-{phase}",
        title,
        None,
        Table(columns, stacked),
        say("alt.actions", plural="actions", actions=count),
        as_table=Table((right("number", 8), *(left(name, 20) for name in fields)), flat),
    )


def month_of(facts: Facts, month: int) -> Period:
    """A month of the roadmap, 1 to 12, in the calendar."""
    day = months_after(start_of(facts), month - 1)
    return Period(day.year, day.month, 1)


def _full(facts: Facts, number: int, action: Action) -> tuple[Row, Row]:
    """An action as a row of stacked cells, and as a row with a cell per field."""
    values = action_values(facts, number, action)
    owner, unit, audience = (
        owner_name(facts, action),
        unit_label(facts, action.audience.owner_unit),
        unit_label(facts, action.audience.unit),
    )
    people = values["people"]
    assert isinstance(people, Figure)
    who = (
        say("phrase.audience", people=counted("people", people), unit=audience)
        if people.number
        else say("phrase.audience_all", unit=audience)
    )
    first, last = (month_of(facts, month) for month in action.months)
    when = say("phrase.month_one", first=first) if first == last else say("phrase.months", first=first, last=last)
    share = soft_share(number, action)
    hours = (
        say("phrase.hours_split", hours=values["hours"], share=share)
        if share.known
        else say("phrase.hours", hours=values["hours"])
    )
    cost = values.get("cost")
    measure, baseline, target = success(facts, number, action)
    aim = say("phrase.success", measure=measure, baseline=baseline, target=target)
    exit_when = _worded(
        facts, "exit", number, action, date=last_day(facts, action.months[1]), measure=measure, target=target
    )
    skills = _skills(facts, number, action)
    title, reason = action_title(facts, number, action), action_reason(facts, number, action)
    effort: tuple[Content, ...] = (
        hours,
        *((say("phrase.cost", cost=cost),) if cost is not None else ()),
        *((skills,) if skills else ()),
    )
    stacked = (
        str(number),
        (Styled(title, strong=True), reason),
        (who, say("phrase.owned", owner=owner, unit=unit), when),
        effort,
        (aim, exit_when),
    )
    flat = (
        str(number),
        title,
        reason,
        who,
        owner,
        unit,
        when,
        skills,
        values["hours"],
        share,
        cost,
        measure,
        baseline,
        target,
        exit_when,
    )
    return Row(stacked), Row(flat)  # type: ignore[arg-type]


def _skills(facts: Facts, number: int, action: Action) -> Sentence | None:
    """The first skills of an action and how many follow."""
    names = tuple(facts.findings.assessment.skills[skill].name for skill in action.skills[:MOST_SKILLS])
    more = len(action.skills) - len(names)
    if not names:
        return None
    rest = count_figure(f"action.{number}.more_skills", more, say("label.action.more_skills", action=str(number)))
    return say("phrase.list_more", items=names, rest=rest) if more else say("phrase.list", items=names)


def success(facts: Facts, number: int, action: Action) -> tuple[Sentence, Figure, Figure]:
    """The measure of an action in words, its baseline and its target."""
    name, *metric = action.success.measure.split(":")
    if metric:
        series = facts.findings.metrics.series[metric[0], ORGANISATION]
        measure = say("measure.metric", metric=series.metric.name)
    else:
        measure = say(f"measure.{name.replace('-', '_')}")
    return (
        measure,
        _figure(number, "baseline", action.success.baseline),
        _figure(number, "target", action.success.target),
    )


def _title(facts: Facts) -> Sentence:
    actions = count_figure("roadmap.actions", len(facts.findings.roadmap.actions), say("label.roadmap.actions"))
    over = _over(facts)
    if over:
        months = count_figure("roadmap.months_over", len(over), say("label.roadmap.months_over"))
        most = max(facts.findings.roadmap.load) - facts.findings.roadmap.capacity
        hours = figure("roadmap.over", most, Unit.HOURS, "load", say("label.roadmap.over"))
        return say("title.roadmap.over", plural="months", actions=actions, months=months, hours=hours)
    if facts.findings.roadmap.deferred_hours > 0.5:
        deferred = figure(
            "roadmap.deferred",
            facts.findings.roadmap.deferred_hours,
            Unit.HOURS,
            "deferred",
            say("label.roadmap.deferred"),
        )
        return say("title.roadmap.deferred", plural="actions", actions=actions, hours=deferred)
    if not any(action.learning for action in facts.findings.roadmap.actions):
        return say("title.roadmap.no_learning", plural="actions", actions=actions)
    return say("title.roadmap.fits", plural="actions", actions=actions)


def _deck(facts: Facts) -> Sentence:
    actions = facts.findings.roadmap.actions
    learning = sum(action.hours for action in actions if action.learning)
    soft = sum(action.soft_hours or 0 for action in actions if action.learning)
    hours = figure("roadmap.training_hours", learning, Unit.HOURS, "action_hours", say("label.roadmap.training_hours"))
    organising = figure(
        "roadmap.organising_hours",
        sum(a.hours for a in actions if not a.learning),
        Unit.HOURS,
        "action_hours",
        say("label.roadmap.organising_hours"),
    )
    if not learning:
        return say("deck.roadmap.no_learning", hours=organising)
    share = figure(
        "roadmap.soft_share", soft / learning, Unit.SHARE, "action_soft_share", say("label.roadmap.soft_share")
    )
    return say("deck.roadmap", hours=hours, share=share, organising=organising)
