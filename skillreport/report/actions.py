"""Actions of the roadmap → their wording, figures and places in the calendar."""

from datetime import date, timedelta

from skillreport.analyse.roadmap.actions import Action, Quantity
from skillreport.model.assessment import ORGANISATION
from skillreport.model.figure import Figure, Sentence, Unit, Value, say
from skillreport.model.period import Period, months_after
from skillreport.report.exhibits import first_names
from skillreport.report.figures import Facts, count_figure, figure

MOST_SKILLS = 3

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
    "future-requirements": "skills",
    "measure-metrics": "count",
    "reassess": "people",
    "correct-mix": "units",
    "review-training": "logged",
    "roll-out": "cohorts",
}


def numbered(facts: Facts) -> list[tuple[int, Action]]:
    """The actions with the numbers they carry in the report."""
    return list(enumerate(facts.findings.roadmap.actions, 1))


def action_values(facts: Facts, action: Action) -> dict[str, Value]:
    """What the wording of an action is filled with: names, facts as figures, people, hours, its first skills."""
    values: dict[str, Value] = dict(action.names)
    values |= {name: fact_figure(action, name, quantity) for name, quantity in action.facts.items()}
    values["people"] = people_figure(action)
    values["hours"] = hours_figure(action)
    values["top_skills"] = skills_phrase(facts, action) or ()
    return values


def fact_figure(action: Action, name: str, quantity: Quantity) -> Figure:
    """A number of an action."""
    return figure(f"{action.id}.{name}", quantity.value, quantity.unit, "action_fact", _label(action, name))


def people_figure(action: Action) -> Figure:
    """How many people an action reaches."""
    return count_figure(f"{action.id}.people", action.audience.people, _label(action, "people"), "people")


def hours_figure(action: Action) -> Figure:
    """Hours of all people of an action together."""
    label = _label(action, "hours")
    return figure(f"{action.id}.hours", action.hours, Unit.HOURS, "action_hours", label, action.audience.people)


def soft_share(action: Action) -> Figure:
    """The part of an action's hours that goes to soft skills."""
    label = _label(action, "soft_share")
    return figure(f"{action.id}.soft_share", action.soft_share, Unit.SHARE, "action_soft_share", label)


def _label(action: Action, name: str) -> Sentence:
    return say(f"label.action.{name}", action=action.id.removeprefix("action."))


def action_title(facts: Facts, action: Action) -> Sentence:
    """What is done: verb and object."""
    return _worded(facts, "title", action)


def action_reason(facts: Facts, action: Action) -> Sentence:
    """Why: the figure that the rule found."""
    return _worded(facts, "reason", action)


def action_exit(facts: Facts, action: Action, measure: Sentence, target: Figure) -> Sentence:
    """By what it is seen that the action is done, and when."""
    return _worded(facts, "exit", action, date=last_day(facts, action.months[1]), measure=measure, target=target)


def _worded(facts: Facts, part: str, action: Action, **more: Value) -> Sentence:
    id = f"action.{action.kind.replace('-', '_')}{_variant(action)}.{part}"
    return Sentence(id, {**action_values(facts, action), **more}, PLURALS[action.kind])


def _variant(action: Action) -> str:
    """Kinds whose wording depends on what was found."""
    if action.kind == "programme" and not action.names["programme"]:
        return "_without_course"
    if action.kind == "correct-mix":
        return f"_{action.names['direction']}" + ("_money" if action.names["measure"] == "money" else "")
    if action.kind == "roll-out":
        return ("" if action.learning else "_decide") + ("_one" if not action.names["second"] else "")
    return ""


def success(facts: Facts, action: Action) -> tuple[Sentence, Figure, Figure]:
    """The measure of an action in words, its baseline and its target."""
    name, *metric = action.success.measure.split(":")
    if metric:
        measure = say("measure.metric", metric=facts.findings.metrics.series[metric[0], ORGANISATION].metric.name)
    else:
        measure = say(f"measure.{name.replace('-', '_')}")
    baseline, target = action.success.baseline, action.success.target
    return measure, fact_figure(action, "baseline", baseline), fact_figure(action, "target", target)


def skills_phrase(facts: Facts, action: Action) -> Sentence | None:
    """The first skills of an action and how many follow."""
    names = [facts.findings.assessment.skills[skill].name for skill in action.skills]
    if not names:
        return None
    return first_names(names, MOST_SKILLS, f"{action.id}.more_skills", _label(action, "more_skills"))


def owner_name(facts: Facts, action: Action) -> str | Sentence:
    """The owner's name from the org chart; owners are exempt from the threshold."""
    if action.audience.owner is None:
        return say("word.owner_open")
    name = facts.findings.assessment.people["name"].get(action.audience.owner)
    return name if isinstance(name, str) else action.audience.owner


def unit_label(facts: Facts, unit: str) -> str | Sentence:
    return say("of.organisation") if unit == ORGANISATION else facts.unit_name(unit)


def start_of(facts: Facts) -> date:
    """First day of the roadmap's first month: stated, else the month after the as-of date."""
    stated = facts.findings.assessment.engagement.roadmap_start
    day = stated or months_after(facts.findings.assessment.as_of.replace(day=1), 1)
    return day.replace(day=1)


def last_day(facts: Facts, month: int) -> date:
    """The last day of a month of the roadmap, 1 to 12."""
    return months_after(start_of(facts), month) - timedelta(days=1)


def month_of(facts: Facts, month: int) -> Period:
    """A month of the roadmap, 1 to 12, in the calendar."""
    day = months_after(start_of(facts), month - 1)
    return Period(day.year, day.month, 1)
