"""The client's objectives → how each stands: the gap of its skills, its metrics, the actions that train for it."""

from collections.abc import Sequence
from typing import Literal

from skillreport.analyse.metrics import MetricSeries
from skillreport.model.assessment import ORGANISATION, Objective
from skillreport.model.figure import Figure, Sentence, State, Unit, say
from skillreport.model.report import Content, Exhibit, Row, Table
from skillreport.report.actions import numbered
from skillreport.report.exhibits import left, right
from skillreport.report.figures import Facts, count_figure, figure
from skillreport.report.metrics import distance, metric_name, status_word
from skillreport.report.severity import bound_figures, printed_severity
from skillreport.rules.metrics import definition_name

MODERATE = 2  # the step of severity from which a gap needs action
JUDGED = ("met", "close", "missed")

Standing = Literal["on track", "at risk", "overdue", "cannot be told"]


def objectives_exhibit(facts: Facts) -> Exhibit:
    """A row per objective; the rule by which it stands is said above the table."""
    objectives = facts.findings.assessment.objectives
    rows = tuple(_row(facts, objective) for objective in objectives)
    columns = (
        left("objective", 43),
        left("skills", 30),
        right("gap", 9),
        left("metrics", 54),
        left("actions", 18),
        left("stands", 16),
    )
    flat = (left("objective", 44), left("owner", 20), left("target_date", 20), *columns[1:])
    count = count_figure("organisation.objectives", len(rows), say("label.objectives"))
    return Exhibit(
        "objectives",
        say("figure.objectives"),
        say("figure.objectives.sub", bound=bound_figures(facts)[0]),
        Table(columns, rows),
        say("alt.objectives", plural="objectives", objectives=count),
        as_table=Table(
            flat, tuple(_flat(facts, objective, row) for objective, row in zip(objectives, rows, strict=True))
        ),
    )


def standing_of(facts: Facts, objective: Objective, series: Sequence[MetricSeries], gap: Figure) -> Standing:
    """How an objective stands, by what is printed of it.

    At risk: a metric misses its target, or moves away from it without having met it, or the mean gap of its skills is
    moderate or more; overdue where its target date has passed. On track: something can be told, and none of this holds.
    """
    severity = printed_severity(facts, gap)
    off = any(item.status == "missed" or (item.travel == "worsening" and item.status != "met") for item in series)
    if off or (severity is not None and severity >= MODERATE):
        due = objective.target_date
        return "overdue" if due is not None and due < facts.findings.assessment.as_of else "at risk"
    told = severity is not None or any(item.status in JUDGED for item in series)
    return "on track" if told else "cannot be told"


def _row(facts: Facts, objective: Objective) -> Row:
    every = facts.findings.metrics.series
    series = [every[id, ORGANISATION] for id in objective.metrics if (id, ORGANISATION) in every]
    skills = facts.findings.assessment.skills
    places = [place for place, skill in enumerate(skills) if skill.name in objective.skills]
    gap = _gap(facts, objective, places)
    stands = standing_of(facts, objective, series, gap)
    return Row(
        (
            _named(objective, _owner(facts, objective)),
            say("phrase.list", items=objective.skills) if objective.skills else None,
            gap,
            tuple(_metric(facts, id) for id in objective.metrics) or None,
            _actions(facts, places),
            say(f"objective.{stands.replace(' ', '_')}"),
        )
    )


def _owner(facts: Facts, objective: Objective) -> str | None:
    """Who answers for it: by name, where the cell holds the id of somebody in the files."""
    people = facts.findings.assessment.people
    found = people.loc[people["employee"] == objective.owner, "name"].dropna()
    return objective.owner if found.empty else str(found.iloc[0])


def _flat(facts: Facts, objective: Objective, row: Row) -> Row:
    """A row with one thing in a cell, as the workbook needs it."""
    _, skills, gap, metrics, *rest = row.cells
    said = tuple(item for item in metrics if isinstance(item, Sentence)) if isinstance(metrics, tuple) else ()
    listed = say("phrase.list", items=said) if said else None
    return Row((objective.name, _owner(facts, objective), objective.target_date, skills, gap, listed, *rest))


def _named(objective: Objective, owner: str | None) -> Content:
    """The objective's name, and under it who answers for it until when."""
    due = objective.target_date
    if owner is not None and due is not None:
        return objective.name, say("phrase.owner_due", owner=owner, due=due)
    if due is not None:
        return objective.name, say("phrase.due", due=due)
    return (objective.name, owner) if owner is not None else objective.name


def _metric(facts: Facts, id: str) -> Sentence:
    """A metric's status, with its distance to the target where both can be told."""
    series = facts.findings.metrics.series.get((id, ORGANISATION))
    if series is None:
        name = definition_name(facts.findings.rules.metric(id))
        return say("phrase.metric_status", metric=name, status=say("status.no_data"))
    name, status, off = metric_name(series), status_word(series), distance(facts, series)
    if off is None:
        return say("phrase.metric_status", metric=name, status=status)
    return say("phrase.metric_distance", metric=name, status=status, distance=off)


def _gap(facts: Facts, objective: Objective, places: Sequence[int]) -> Figure:
    """Mean of the mean gaps of the objective's skills that are shown."""
    every = [facts.skill_figure("mean_gap", place) for place in places]
    gaps = [gap.number for gap in every if gap.known]
    mean = sum(gaps) / len(gaps) if gaps else None
    hidden = not gaps and any(gap.state is State.WITHHELD for gap in every)
    label, id = say("label.objective.gap", of=objective.name), f"objective.{objective.id}.mean_gap"
    return figure(id, mean, Unit.LEVELS, "mean_gap_of_skills", label, len(gaps), hidden=hidden)


def _actions(facts: Facts, places: Sequence[int]) -> Sentence | None:
    """The numbers of the actions that train the skills. That there are none is said only where none can be hidden: an
    action for few people names no skill."""
    if not places:
        return None
    learning = [(number, action) for number, action in numbered(facts) if action.learning]
    numbers = tuple(str(number) for number, action in learning if set(action.skills) & set(places))
    if numbers:
        return say("phrase.numbers", items=numbers)
    hidden = any(place in facts.withheld.skills for place in places) or any(a.audience.few for _, a in learning)
    return say("word.withheld") if hidden else say("word.none")
