"""Writes the metrics of six quarters for the organisation and its departments.

Retention, promotions, certifications and the 360 score are counted from the other tables where these reach back far
enough; surveys, output, errors and projects follow the story's paths. Departments always add up to the organisation.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sample_data import story
from sample_data.certifications import Exams, Sitting, holders, pass_counts
from sample_data.people import Organisation, Person
from sample_data.periods import BEFORE, NOW, REPORTED, Quarter
from sample_data.ratings import Rating, feedback_scores
from sample_data.recipe import Recipe
from sample_data.story import Survey

HOURS_PER_HEAD = 455
OUTPUT_PER_HOUR = 0.118
OPPORTUNITIES_PER_HEAD = 62
ERRORS_PER_OPPORTUNITY = 0.034
EARLIER_COMPLIANCE_STEP = 0.015
EARLIER_FEEDBACK_STEP = 0.02

Ratio = tuple[float, float]
Ratios = Mapping[str, Ratio]
"""Numerator and denominator per department."""


@dataclass(frozen=True, slots=True)
class MetricRow:
    """One row of the sheet; ``unit`` None for the organisation, whose rows alone carry the target."""

    metric: str
    quarter: Quarter
    unit: str | None
    value: float | None
    numerator: float | None
    denominator: float | None
    target: float | None
    n: int | None


@dataclass(frozen=True, slots=True)
class Sources:
    """What metrics are counted from."""

    recipe: Recipe
    organisation: Organisation
    exams: Exams
    ratings_now: tuple[Rating, ...]
    ratings_before: tuple[Rating, ...]

    @property
    def departments(self) -> tuple[str, ...]:
        return tuple(department.name for department in self.recipe.departments)

    def headcounts(self) -> dict[str, int]:
        """People per department today; everybody who left was replaced, so it was the same in every quarter."""
        return counted(self.organisation.staff(), self.departments)


def build_metrics(sources: Sources) -> tuple[MetricRow, ...]:
    """All rows, metric by metric and quarter by quarter, the organisation before its departments."""
    rows = [
        *ratio_rows(sources, "Certification pass rate", pass_rates(sources)),
        *ratio_rows(sources, "Certification compliance", compliance(sources)),
        *(
            row
            for survey in surveys(sources.recipe)
            for row in ratio_rows(sources, survey.metric, answers(sources, survey))
        ),
        *ratio_rows(sources, "Productivity improvement", output(sources)),
        *ratio_rows(sources, "Error reduction", errors(sources)),
        *feedback_rows(sources),
        *ratio_rows(sources, "Retention", retention(sources)),
        *ratio_rows(sources, "Promotion rate", promotions(sources), outside=heads_without_department(sources)),
    ]
    missing = missing_row(sources.recipe)
    return tuple(row for row in rows if (row.metric, str(row.quarter), row.unit) != missing)


def missing_row(recipe: Recipe) -> tuple[str, str, str] | None:
    return (*story.MISSING_METRIC, recipe.departments[-1].name) if recipe.planted else None


def surveys(recipe: Recipe) -> Iterator[Survey]:
    for survey in story.SURVEYS:
        falls = survey.metric == story.FALLING_METRIC
        yield story.CALM_SATISFACTION if falls and not recipe.planted else survey


def target_of(metric: str) -> float | None:
    return {**story.TARGETS, **{survey.metric: survey.target for survey in story.SURVEYS}}.get(metric)


def ratio_rows(
    sources: Sources, metric: str, quarters: Mapping[Quarter, Ratios], outside: Mapping[Quarter, float] | None = None
) -> Iterator[MetricRow]:
    """The organisation's sum and the departments' parts; ``outside`` is the denominator of people in no department."""
    for quarter, ratios in quarters.items():
        numerator = math.fsum(ratio[0] for ratio in ratios.values())
        denominator = math.fsum(ratio[1] for ratio in ratios.values()) + (outside or {}).get(quarter, 0.0)
        if denominator > 0:
            yield MetricRow(metric, quarter, None, None, numerator, denominator, target_of(metric), None)
        for department in sources.departments:
            part, whole = ratios.get(department, (0, 0))
            if whole > 0:
                yield MetricRow(metric, quarter, department, None, part, whole, None, None)


def counted(people: Iterable[Person], departments: Sequence[str]) -> dict[str, int]:
    counts = dict.fromkeys(departments, 0)
    for person in people:
        if person.department is not None:
            counts[person.department] += 1
    return counts


def pass_rates(sources: Sources) -> dict[Quarter, Ratios]:
    departments = {person.id: person.department for person in sources.organisation.everybody}
    return {
        quarter: {name: counts for name, counts in pass_counts(sources.exams.now, departments, quarter).items() if name}
        for quarter in REPORTED
    }


def compliance(sources: Sources) -> dict[Quarter, Ratios]:
    """Counted for the last two quarters; before, a little lower every quarter, since leavers' exams are gone."""
    organisation, exams = sources.organisation, sources.exams
    counts = {
        BEFORE: compliance_on(sources, organisation.staff_before(), holders_on(exams.before, BEFORE)),
        NOW: compliance_on(sources, organisation.staff(), holders_on(exams.now, NOW)),
    }
    for back in range(1, 5):
        counts[BEFORE.plus(-back)] = {
            name: (math.floor(held - EARLIER_COMPLIANCE_STEP * back * needed), needed)
            for name, (held, needed) in counts[BEFORE].items()
        }
    return {quarter: counts[quarter] for quarter in REPORTED}


def holders_on(sittings: Iterable[Sitting], quarter: Quarter) -> frozenset[str]:
    return holders(sittings, story.MANDATORY_CERTIFICATION, quarter.last_day)


def compliance_on(sources: Sources, staff: Iterable[Person], holding: frozenset[str]) -> Ratios:
    required = [person for person in staff if person.role in story.MANDATORY_ROLES]
    held = counted((person for person in required if person.id in holding), sources.departments)
    needed = counted(required, sources.departments)
    return {name: (held[name], needed[name]) for name in sources.departments if needed[name]}


def answers(sources: Sources, survey: Survey) -> dict[Quarter, Ratios]:
    """A survey along its straight path: the organisation's count first, then dealt to the departments."""
    rising = survey.end >= survey.start
    result: dict[Quarter, Ratios] = {}
    share = 0.0 if rising else 1.0
    for step, quarter in enumerate(REPORTED):
        asked = {name: asked_in(sources, survey, name, heads, step) for name, heads in sources.headcounts().items()}
        wanted = survey.start + (survey.end - survey.start) * step / (len(REPORTED) - 1)
        total = sum(asked.values())
        count = round(wanted * total)
        count = max(count, math.ceil(share * total - 1e-9)) if rising else min(count, math.ceil(share * total) - 1)
        share = count / total
        result[quarter] = deal(count, asked, wanted)
    return result


def asked_in(sources: Sources, survey: Survey, department: str, heads: int, step: int) -> int:
    wobble = sources.recipe.dice.at("asked", survey.metric, department, step).uniform(-0.03, 0.03)
    return max(1, round(heads * survey.per_head * (1 + 0.008 * step + wobble)))


def deal(count: int, asked: Mapping[str, int], share: float) -> Ratios:
    """Divide a count among departments near their own shares, by largest remainder."""
    tilts = {name: story.DEPARTMENT_TILTS[place % len(story.DEPARTMENT_TILTS)] for place, name in enumerate(asked)}
    weights = {name: asked[name] * (share + tilts[name]) for name in asked}
    ideal = {name: min(count * weights[name] / sum(weights.values()), asked[name]) for name in asked}
    parts = {name: math.floor(ideal[name]) for name in asked}
    spare = count - sum(parts.values())
    for name in sorted(asked, key=lambda one: (parts[one] - ideal[one], one)):
        extra = min(1, spare, asked[name] - parts[name])
        parts[name] += extra
        spare -= extra
    return {name: (parts[name], asked[name]) for name in asked}


def output(sources: Sources) -> dict[Quarter, Ratios]:
    return along(sources, story.OUTPUT_PATH, HOURS_PER_HEAD, OUTPUT_PER_HOUR)


def errors(sources: Sources) -> dict[Quarter, Ratios]:
    return along(sources, story.ERROR_PATH, OPPORTUNITIES_PER_HEAD, ERRORS_PER_OPPORTUNITY)


def along(sources: Sources, path: Sequence[float], per_head: float, first_rate: float) -> dict[Quarter, Ratios]:
    """A rate that follows a path, from a base that hardly varies."""
    result: dict[Quarter, Ratios] = {}
    for step, quarter in enumerate(REPORTED):
        ratios = {}
        for place, (name, heads) in enumerate(sources.headcounts().items()):
            wobble = sources.recipe.dice.at("base", per_head, name, step).uniform(-0.01, 0.01)
            base = round(heads * per_head * (1 + wobble))
            ratios[name] = (round(base * first_rate * (1 + 0.06 * (place % 3 - 1)) * path[step]), base)
        result[quarter] = ratios
    return result


def feedback_rows(sources: Sources) -> Iterator[MetricRow]:
    """The 360 score as the ratings give it for the last two quarters, and a little lower in the quarters before."""
    recipe = sources.recipe
    per_level = (recipe.highest - recipe.lowest) / 4
    target = round(recipe.lowest + (story.FEEDBACK_TARGET - 1) * per_level, 2)
    now, before = (feedback_scores(ratings) for ratings in (sources.ratings_now, sources.ratings_before))
    for quarter in REPORTED:
        scores = now if quarter == NOW else before
        back = max(0, REPORTED.index(BEFORE) - REPORTED.index(quarter))
        for unit, value, n in unit_scores(sources, scores):
            earlier = round(value - back * EARLIER_FEEDBACK_STEP * per_level, 2)
            goal = target if unit is None else None
            yield MetricRow("360 feedback score", quarter, unit, earlier, None, None, goal, n)


def unit_scores(sources: Sources, scores: Mapping[str, list[float]]) -> Iterator[tuple[str | None, float, int]]:
    """Mean over the pairs and number of people, for the organisation and each department with scores."""
    department_of = {person.id: person.department for person in sources.organisation.everybody}
    for unit in (None, *sources.departments):
        chosen = [levels for employee, levels in scores.items() if unit in (None, department_of[employee])]
        levels = [level for one in chosen for level in one]
        if levels:
            yield unit, math.fsum(levels) / len(levels), len(chosen)


def retention(sources: Sources) -> dict[Quarter, Ratios]:
    """Of those employed twelve months before the quarter's end, who is still there at its end."""
    result: dict[Quarter, Ratios] = {}
    for quarter in REPORTED:
        start = sources.organisation.employed(quarter.plus(-4).last_day)
        still = [person for person in start if person.leave is None or person.leave > quarter.last_day]
        at_start, stayed = counted(start, sources.departments), counted(still, sources.departments)
        result[quarter] = {name: (stayed[name], at_start[name]) for name in sources.departments}
    return result


def promotions(sources: Sources) -> dict[Quarter, Ratios]:
    """Promotions in the quarter and the average of headcounts at its start and end."""
    result: dict[Quarter, Ratios] = {}
    for quarter in REPORTED:
        people = sources.organisation.employed(quarter.last_day)
        promoted = [one for one in people if one.last_promotion and quarter.holds(one.last_promotion)]
        risen = counted(promoted, sources.departments)
        first = counted(sources.organisation.employed(quarter.plus(-1).last_day), sources.departments)
        last = counted(people, sources.departments)
        result[quarter] = {name: (risen[name], (first[name] + last[name]) / 2) for name in sources.departments}
    return result


def heads_without_department(sources: Sources) -> dict[Quarter, float]:
    """The head of the company belongs to no department but is part of the organisation's headcount."""

    def heads(quarter: Quarter) -> int:
        return sum(person.department is None for person in sources.organisation.employed(quarter.last_day))

    return {quarter: (heads(quarter.plus(-1)) + heads(quarter)) / 2 for quarter in REPORTED}
