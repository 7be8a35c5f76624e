"""What an action is, and what the rules that make actions look at. Actions carry numbers and names, no wording."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from skillreport.analyse.basis import Basis
from skillreport.analyse.coverage import Coverage
from skillreport.analyse.groups import SkillGroup
from skillreport.analyse.levels import TOLERANCE
from skillreport.analyse.metrics import Metrics, MetricSeries
from skillreport.analyse.mixes import Mixes
from skillreport.analyse.privacy import few
from skillreport.analyse.programmes import Programmes
from skillreport.analyse.roadmap.cohorts import Cohort, Months
from skillreport.analyse.roadmap.formats import Formats
from skillreport.analyse.roadmap.hours import Plan
from skillreport.analyse.views import Views
from skillreport.analyse.withheld import Withheld
from skillreport.analyse.withheld_programmes import WithheldProgrammes
from skillreport.model.assessment import ORGANISATION, Assessment
from skillreport.model.figure import Sentence, Unit
from skillreport.model.names import key
from skillreport.rules.load import Phase, Rules

MONTHS = 12

# Every kind of action and its phase, in the order in which actions that start in the same month are listed.
KINDS: Mapping[str, Phase] = {
    "settle-critical-gaps": "foundation",
    "cover-skills": "foundation",
    "renew-mandatory": "foundation",
    "renew-certificates": "foundation",
    "complete-ratings": "foundation",
    "refresh-ratings": "foundation",
    "set-baselines": "foundation",
    "agree-pathways": "foundation",
    "programme": "implementation",
    "assignment": "implementation",
    "project": "implementation",
    "mentoring": "implementation",
    "circle": "implementation",
    "talk-about-views": "implementation",
    "check-ins": "implementation",
    "refreshers": "implementation",
    "future-requirements": "implementation",
    "measure-metrics": "implementation",
    "reassess": "optimisation",
    "correct-mix": "optimisation",
    "review-training": "optimisation",
    "roll-out": "optimisation",
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of an action, None where it cannot be known, with the unit it is printed in.

    `n`: the people it rests on, so that it is withheld where these are too few; None where it is about no people, or
    about holders and expiries, which are counted whatever their number.
    """

    value: float | None
    unit: Unit
    n: int | None = None


def count(value: float, n: int | None = None) -> Quantity:
    return Quantity(float(value), Unit.COUNT, n)


def share(value: float | None, n: int | None = None) -> Quantity:
    return Quantity(None if value is None else float(value), Unit.SHARE, n)


def levels(value: float | None, n: int | None = None) -> Quantity:
    return Quantity(None if value is None else float(value), Unit.LEVELS, n)


def hours_of(value: float, n: int | None = None) -> Quantity:
    return Quantity(float(value), Unit.HOURS, n)


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom an action reaches: how many people, the smallest unit that holds nearly all of them; and who owns it: the
    unit most of them belong to and its head (None: the chart names nobody).

    `few`: fewer than the threshold; then both units are the organisation, and wording and skills name nothing."""

    people: int
    unit: str
    owner_unit: str
    owner: str | None
    few: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Planned hours of an action by person and skill, and how they are spread over the twelve months (shares)."""

    pairs: tuple[tuple[int, int], ...]
    shares: tuple[float, ...]


def even_shares(months: Months) -> tuple[float, ...]:
    """Equal shares for the months from the first to the last."""
    first, last = months
    return tuple(1 / (last - first + 1) if first <= month <= last else 0.0 for month in range(1, MONTHS + 1))


@dataclass(frozen=True, slots=True)
class Success:
    """What success is measured by (worded by `measure.NAME`), where it stands and where it should arrive.

    `pairs`: person and skill of the gaps that a mean gap is the mean of."""

    measure: str
    baseline: Quantity
    target: Quantity
    pairs: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """One action of the roadmap.

    `subject` tells actions of one kind apart: the id of a skill, unit or certification. `months`: first and last, 1 to
    12. `hours`: of all people together, of which `soft_hours` for soft skills (None: cannot be told). `hours_n`: people
    these rest on (None: as many as there are cases that are no people). `learning`: training as opposed to organising,
    with its `parts`. `names` and `facts`: what the wording needs. `monthly`: hours per month where they are not even.
    `counted`: whether the hours are a stated effort times a number that is printed with the action.
    """

    kind: str
    months: tuple[int, int]
    audience: Audience
    hours: float
    success: Success
    skills: tuple[int, ...] = ()
    soft_hours: float | None = None
    hours_n: int | None = None
    learning: bool = False
    parts: tuple[Part, ...] = ()
    names: Mapping[str, str | date | Sentence] = field(default_factory=dict)
    facts: Mapping[str, Quantity] = field(default_factory=dict)
    monthly: tuple[float, ...] = ()
    subject: str = ""
    counted: bool = False

    @property
    def id(self) -> str:
        """What its figures are found under: the same however many other actions there are."""
        return f"action.{self.kind}.{self.subject}" if self.subject else f"action.{self.kind}"

    @property
    def phase(self) -> Phase:
        return KINDS[self.kind]

    @property
    def soft_share(self) -> float | None:
        return self.soft_hours / self.hours if self.soft_hours is not None and self.hours else None

    @property
    def load(self) -> tuple[float, ...]:
        """Hours in each of the twelve months."""
        return self.monthly or tuple(self.hours * share for share in even_shares(self.months))


def in_totals(action: Action, threshold: int) -> bool:
    """Whether totals of hours count an action: not where it is organising work for few people, whose number would be
    what the totals leave over."""
    return action.learning or not few(action.hours_n, threshold)


@dataclass(frozen=True, slots=True)
class Situation:
    """All findings that rules look at. `skills`: per skill position the sums of its gaps, mean_gap, critical_gap.

    `metrics`: without the values that are withheld.
    """

    assessment: Assessment
    rules: Rules
    basis: Basis
    groups: tuple[SkillGroup, ...]
    unit_names: Mapping[str, str]
    pairs: pd.DataFrame
    future: pd.DataFrame
    skills: pd.DataFrame
    coverage: Coverage
    views: Views
    mixes: Mixes
    formats: Formats
    metrics: Metrics
    programmes: Programmes
    withheld: Withheld
    withheld_programmes: WithheldProgrammes
    cohorts: Sequence[Cohort] = ()

    @property
    def plan(self) -> Plan:
        return self.mixes.plan

    def effort(self, name: str, times: float) -> float:
        """Hours of organising work, by the planning assumptions of the method."""
        return self.rules.bounds.effort_hours[name] * times

    def phase_months(self, phase: Phase) -> Months:
        return self.rules.bounds.phases[phase]

    def months(self, kind: str) -> Months:
        """First and last month of a kind of action: its own window, else its whole phase."""
        return self.rules.bounds.windows.get(kind, self.phase_months(KINDS[kind]))

    @property
    def capacity(self) -> float:
        """Training hours that a month can take: the year's budget over the months from Implementation on."""
        return float(self.plan.budget.sum()) / (MONTHS - self.phase_months("implementation")[0] + 1)

    @property
    def integrated_months(self) -> Months:
        """The months of the integrated formats: Implementation, and as many more as their hours need."""
        first, last = self.phase_months("implementation")
        rows = self.formats.hours
        hours = float(rows.loc[rows["format"] != "programme", "hours"].sum())
        while last < MONTHS and hours > self.capacity * (last - first + 1) + TOLERANCE:
            last += 1
        return first, last

    def audience(self, persons: Iterable[int], unit: str | None = None) -> Audience:
        """People of the action, where they are, and whose head owns it: the given unit's, else of the unit that most of
        them belong to; of few people the organisation's, so that nobody is looked for in a unit."""
        everybody = sorted(set(map(int, persons)))
        few_people = not self.enough(len(everybody))
        where, owning = audience_units(self.assessment, [] if few_people else everybody, self.withheld.units)
        owning = ORGANISATION if few_people else unit or owning
        heads = {item.id: item.head for item in self.assessment.units}
        owner = heads.get(owning) or heads[ORGANISATION]
        return Audience(len(everybody), ORGANISATION if few_people else unit or where, owning, owner, few_people)

    def enough(self, people: int) -> bool:
        """Whether a figure about so many people may be printed; about nobody it may."""
        return not few(people, self.assessment.engagement.privacy_threshold)

    def named(self, skills: Iterable[int], audience: Audience) -> tuple[int, ...]:
        """The skills whose figures are printed; none for few people."""
        return () if audience.few else tuple(skill for skill in skills if skill not in self.withheld.skills)

    def soft_part(self, hours: float, skills: Collection[int]) -> float | None:
        """Soft hours of work that is spread evenly over skills; None without skills."""
        if not skills:
            return None
        soft = sum(self.assessment.skills[skill].category == "soft" for skill in skills)
        return hours * soft / len(skills)

    def hours_per_level(self, soft: pd.Series) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """Planning assumption per row: hours that one level of one person takes."""
        assumed = self.assessment.engagement.hours_per_level
        return np.where(soft.to_numpy() == 1, assumed.soft, assumed.hard)

    def mean_gap(self, chosen: Collection[tuple[int, int]]) -> Success:
        """Mean gap today of the planned pairs among (person, skill), and what the planned hours leave of it."""
        rows = self.plan.allocations
        wanted = set(chosen)
        inside = [pair in wanted for pair in zip(rows["person"], rows["skill"], strict=True)]
        part = rows[np.array(inside, dtype=bool)] if len(rows) else rows
        if part.empty:
            return Success("mean-gap", levels(None), levels(None))
        left = np.maximum(0, part["gap"].to_numpy() - part["hours"].to_numpy() / self.hours_per_level(part["soft"]))
        people = part["person"].nunique()
        pairs = tuple(zip(map(int, part["person"]), map(int, part["skill"]), strict=True))
        return Success("mean-gap", levels(float(part["gap"].mean()), people), levels(float(left.mean()), people), pairs)

    def name(self, skill: int) -> str:
        return self.assessment.skills[skill].name

    def unit_name(self, unit: str) -> str:
        return self.unit_names[unit]


def audience_units(
    assessment: Assessment, persons: Sequence[int], withheld_units: frozenset[str] = frozenset()
) -> tuple[str, str]:
    """Where people are, and the unit to own what reaches them; withheld units are neither.

    Where: the smallest unit with at least nine tenths of them. Owner: the team with two thirds, else the department
    with most, else the organisation.
    """
    parents = {unit.id: unit.parent for unit in assessment.units}
    counts = dict.fromkeys(parents, 0)
    units = assessment.people["unit"]
    for person in persons:
        at: str | None = units.iloc[person]
        while at is not None:
            counts[at] += 1
            at = parents[at]

    def best(kind: str, part: float) -> str | None:
        shown = [unit for unit in assessment.units if unit.kind == kind and unit.id not in withheld_units]
        inside = [unit for unit in shown if counts[unit.id] >= len(persons) * part]
        return min(inside, key=lambda unit: (-counts[unit.id], key(unit.name))).id if inside and persons else None

    where = best("team", 0.9) or best("department", 0.9) or ORGANISATION
    return where, best("team", 2 / 3) or best("department", 0) or ORGANISATION


def by_frequency(skills: "pd.Series[int]") -> tuple[int, ...]:
    """The skills, those that occur most often first, ties in the report's order."""
    counts = skills.value_counts()
    return tuple(int(skill) for skill in sorted(counts.index, key=lambda skill: (-counts[skill], skill)))


def soft_family_hours(hours: float, series: Sequence[MetricSeries]) -> float:
    """The part of work on metrics that goes to those of the soft-skills family."""
    return hours * sum(item.metric.family == "soft skills" for item in series) / len(series)
