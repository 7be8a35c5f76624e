"""Actions of the roadmap → their wording, figures and places in the calendar."""

from datetime import date, timedelta

from skillreport.analyse.roadmap.actions import Action, Quantity
from skillreport.model.assessment import ORGANISATION
from skillreport.model.figure import Figure, Sentence, Unit, Value, say
from skillreport.model.period import Period, months_after
from skillreport.report.exhibits import first_names
from skillreport.report.figures import Facts, count_figure, figure
from skillreport.rules.metrics import definition_name

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
    "review-training": "idle",
    "roll-out": "cohorts",
}
# Kinds whose wording counts the people.
COUNTING_PEOPLE = ("mentoring", "talk-about-views", "reassess")


def numbered(facts: Facts) -> list[tuple[int, Action]]:
    """The actions with the numbers they carry in the report."""
    return list(enumerate(facts.findings.roadmap.actions, 1))


def action_values(facts: Facts, action: Action) -> dict[str, Value]:
    """What the wording of an action is filled with: names, facts as figures, people, hours, its first skills."""
    values: dict[str, Value] = dict(action.names)
    values |= {name: fact_figure(facts, action, name, quantity) for name, quantity in action.facts.items()}
    values["people"] = people_figure(action)
    values["hours"] = hours_figure(facts, action)
    values["top_skills"] = skills_phrase(facts, action) or ()
    return values


def fact_figure(facts: Facts, action: Action, name: str, quantity: Quantity) -> Figure:
    """A number of an action; withheld by its people, or because it would give others away."""
    id, label = f"{action.id}.{name}", _label(action, name)
    hidden = facts.few(quantity.n) or id in facts.findings.withheld_in_roadmap
    return figure(id, quantity.value, quantity.unit, "action_fact", label, quantity.n, hidden=hidden)


def people_figure(action: Action) -> Figure:
    """How many people an action reaches."""
    people, label = action.audience.people, _label(action, "people")
    return count_figure(f"{action.id}.people", people, label, "people", people, hidden=action.audience.few)


def hours_figure(facts: Facts, action: Action) -> Figure:
    """Hours of all people of an action together."""
    return fact_figure(facts, action, "hours", Quantity(action.hours, Unit.HOURS, action.hours_n))


def soft_share(facts: Facts, action: Action) -> Figure:
    """The part of an action's hours that goes to soft skills; it tells of the people what kind of skill they lack."""
    hidden = action.audience.few or not hours_figure(facts, action).known
    hidden |= f"{action.id}.planned" in facts.findings.withheld_in_roadmap
    n, label = action.audience.people or None, _label(action, "soft_share")
    return figure(
        f"{action.id}.soft_share", action.soft_share, Unit.SHARE, "action_soft_share", label, n, hidden=hidden
    )


def _label(action: Action, name: str) -> Sentence:
    return say(f"label.action.{name}", action=action.id.removeprefix("action."))


def action_title(facts: Facts, action: Action) -> Sentence:
    """What is done: verb and object."""
    return _worded(facts, "title", action)


def action_reason(facts: Facts, action: Action) -> Sentence:
    """Why: the figure that the rule found."""
    return _worded(facts, "reason", action)


def action_reason_in_full(facts: Facts, action: Action) -> Sentence:
    """Why, and what an hour of training gained, where that is known and the mix is to be corrected."""
    said = action_reason(facts, action)
    if action.kind != "correct-mix" or "soft_gain" not in action.facts or said.id.startswith("action.few"):
        return said
    soft, hard = (fact_figure(facts, action, name, action.facts[name]) for name in ("soft_gain", "hard_gain"))
    return say("action.correct_mix.gains", reason=said, soft_gain=soft, hard_gain=hard)


def action_exit(facts: Facts, action: Action, measure: Sentence, target: Figure) -> Sentence:
    """By what it is seen that the action is done, and when."""
    return _worded(facts, "exit", action, date=last_day(facts, action.months[1]), measure=measure, target=target)


def _worded(facts: Facts, part: str, action: Action, **more: Value) -> Sentence:
    """The wording of a kind; where one of its numbers is withheld or nothing may be named, wording without any."""
    values, kind = {**action_values(facts, action), **more}, action.kind.replace("-", "_")
    if _nameless(action) or any(isinstance(v := values[name], Figure) and not v.known for name in _counted(action)):
        return Sentence(f"action.{kind}_few.title" if part == "title" else f"action.few.{part}", values)
    return Sentence(f"action.{kind}{_variant(action)}.{part}", values, PLURALS[action.kind])


def _counted(action: Action) -> tuple[str, ...]:
    """The numbers that the wording of an action may hold."""
    return (*action.facts, *(("people",) if action.kind in COUNTING_PEOPLE else ()))


def _nameless(action: Action) -> bool:
    """Whether nothing is said of whom an action is for: training of few, a roll-out to units that are too small."""
    return (action.audience.few and action.learning) or (action.kind == "roll-out" and not action.names["first"])


def _variant(action: Action) -> str:
    """Kinds whose wording depends on what was found."""
    if action.kind == "programme" and not action.names["programme"]:
        return "_without_course"
    if action.kind == "correct-mix":
        return f"_{action.names['direction']}" + ("_money" if action.names["measure"] == "money" else "")
    if action.kind == "review-training":
        return "_idle" if "idle" in action.facts else ""
    if action.kind == "roll-out":
        return ("" if action.learning else "_decide") + ("_one" if not action.names["second"] else "")
    return ""


def success(facts: Facts, action: Action) -> tuple[Sentence, Figure, Figure]:
    """The measure of an action in words, its baseline and its target."""
    name, *metric = action.success.measure.split(":")
    if metric:
        measure = say("measure.metric", metric=definition_name(facts.findings.rules.metric(metric[0])))
    else:
        measure = say(f"measure.{name.replace('-', '_')}")
    baseline, target = action.success.baseline, action.success.target
    return measure, fact_figure(facts, action, "baseline", baseline), fact_figure(facts, action, "target", target)


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
