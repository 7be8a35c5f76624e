"""All rules applied in order, cohorts placed in the year: the roadmap. The list of rules stands here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from skillreport.analyse.roadmap import foundation, implementation, optimisation
from skillreport.analyse.roadmap.actions import KINDS, MONTHS, Action, Situation
from skillreport.analyse.roadmap.cohorts import place_cohorts
from skillreport.rules.load import PHASES

Rule = Callable[[Situation], list[Action]]

# Rules that need no placed cohorts. Their load is known first; programmes are then placed around it.
RULES: tuple[Rule, ...] = (
    foundation.complete_ratings,
    foundation.refresh_ratings,
    foundation.settle_critical_gaps,
    foundation.cover_skills,
    foundation.renew_mandatory_certificates,
    foundation.renew_other_certificates,
    foundation.agree_pathways,
    foundation.set_baselines,
    implementation.exchange_people,
    implementation.run_projects,
    implementation.mentor,
    implementation.learn_from_peers,
    implementation.talk_about_views,
    implementation.reinforce_soft_skills,
    implementation.refresh_hard_skills,
    implementation.prepare_future_requirements,
    implementation.measure_metrics,
    optimisation.reassess,
    optimisation.correct_mix,
    optimisation.review_training,
)
COHORT_RULES: tuple[Rule, ...] = (implementation.run_programmes, optimisation.roll_out)


@dataclass(frozen=True, slots=True)
class Roadmap:
    """Actions in order of phase, start and kind. `load` and `capacity`: training hours per month."""

    actions: tuple[Action, ...]
    load: tuple[float, ...]
    capacity: float
    pathways: tuple[foundation.Pathway, ...]


def plan_roadmap(situation: Situation) -> Roadmap:
    """Apply every rule, placing cohorts where the year has room: nothing is planned beyond the budget, so no month has
    to exceed the capacity.
    """
    base = [action for rule in RULES for action in rule(situation)]
    rows, capacity = situation.formats.hours, situation.capacity
    programmes = rows[rows["format"] == "programme"]
    load = _load(base)
    cohorts = place_cohorts(situation.assessment, situation.rules, situation.plan, programmes, load, capacity)
    situation = replace(situation, cohorts=cohorts)
    actions = base + [action for rule in COHORT_RULES for action in rule(situation)]
    order = {kind: place for place, kind in enumerate(KINDS)}
    actions.sort(key=lambda action: (PHASES.index(action.phase), action.months[0], order[action.kind]))
    actions = [_anonymous(action, place) for place, action in enumerate(actions, 1)]
    return Roadmap(tuple(actions), _load(actions), capacity, tuple(foundation.find_pathways(situation)))


def _anonymous(action: Action, place: int) -> Action:
    """Training of few people does not carry its skill or unit in its id."""
    return replace(action, subject=str(place)) if action.audience.few and action.learning and action.subject else action


def _load(actions: Iterable[Action]) -> tuple[float, ...]:
    """Training hours per month; organising work is listed with its hours but takes no training capacity."""
    loads = [action.load for action in actions if action.learning]
    return tuple(float(sum(load[month] for load in loads)) for month in range(MONTHS))
