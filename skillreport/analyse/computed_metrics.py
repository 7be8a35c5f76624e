"""Ratings, certifications and org charts → the metrics that follow from them, for the organisation and each unit.

Each arithmetic of a definition's `computed` is a function that gives parts: what each person adds to numerator and
denominator, and to n. A unit's value is the quotient of their sums over the unit and all units below it. Section 6.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from skillreport.analyse.employment import Span, find_spans, promotions, retention
from skillreport.analyse.levels import Levels, positions
from skillreport.analyse.points import Point
from skillreport.model.assessment import ORGANISATION, Assessment
from skillreport.model.engagement import RATER_GROUPS
from skillreport.rules.metrics import MetricDef

NO_FEEDBACK = ("self", "test")


@dataclass(frozen=True, slots=True)
class Computed:
    """A metric of this period as the other tables give it: a point per unit (the organisation's among them) with
    anything to count. `also`: per unit the values over other spans, that a client may mean by the same name."""

    points: Mapping[str, Point]
    also: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    def readings(self, unit: str) -> tuple[float, ...]:
        """All values that a supplied one may stand for, the metric's own first."""
        point = self.points.get(unit)
        return (*((point.known,) if point is not None else ()), *self.also.get(unit, ()))

    @property
    def short(self) -> bool:
        """Whether it covers less than its definition asks for."""
        return any(point.months is not None for point in self.points.values())


@dataclass(frozen=True, slots=True)
class Examinations:
    """First attempts among the examinations of the period: passed ÷ sat, with people and those who tried again.

    `again`: people with later attempts. `unknown`: examinations of which nobody says which attempt they were.
    """

    share: float
    people: int
    again: int
    unknown: int


def compute_metrics(
    assessment: Assessment, metrics: Sequence[MetricDef], levels: Levels, certificates: pd.DataFrame
) -> dict[str, Computed]:
    """This period's values of each metric that the other tables allow, by metric id."""
    spans = find_spans(assessment)
    found = {}
    for metric in metrics:
        made = _computed(metric.computed, assessment, levels, certificates, spans)
        if made is not None and ORGANISATION in made.points:
            found[metric.id] = made
    return found


def _computed(
    name: str | None, assessment: Assessment, levels: Levels, certificates: pd.DataFrame, spans: Sequence[Span]
) -> Computed | None:
    if name == "pass_rate":
        return _of_parts(assessment, pass_rate(assessment))
    if name == "compliance":
        return _of_parts(assessment, compliance(assessment, certificates))
    if name == "feedback_360":
        managers = "managers-only" if from_managers_alone(assessment, levels) else None
        return _of_parts(assessment, feedback_360(assessment, levels), caution=managers)
    if name == "retention":
        return _over_spans(assessment, [(span, retention(assessment, span)) for span in spans])
    if name == "promotion_rate":
        return _over_spans(assessment, [(span, promotions(assessment, span)) for span in spans])
    return None


def _over_spans(assessment: Assessment, parts: Sequence[tuple[Span, pd.DataFrame | None]]) -> Computed | None:
    """By the first span that tells anything; the others are what a client may have meant by the same name."""
    known = [(span, part) for span, part in parts if part is not None and part["denominator"].sum() > 0]
    if not known:
        return None
    span, part = known[0]
    made = _of_parts(assessment, part, months=span.months if span.short else None)
    others = [_of_parts(assessment, other).points for _, other in known[1:]]
    also = {unit: tuple(points[unit].known for points in others if unit in points) for unit in made.points}
    return Computed(made.points, also)


def _of_parts(
    assessment: Assessment, parts: pd.DataFrame, months: int | None = None, caution: str | None = None
) -> Computed:
    """Points per unit from what the people of each unit add. `parts`: unit, numerator, denominator, n."""
    sums = _with_units_below(assessment, parts.groupby("unit")[["numerator", "denominator", "n"]].sum())
    return Computed(
        {
            unit: Point(assessment.period, up / down, n, "computed", months=months, caution=caution)
            for unit, (up, down, n) in sums.items()
            if down > 0
        }
    )


def _with_units_below(assessment: Assessment, sums: pd.DataFrame) -> dict[str, tuple[float, float, float]]:
    """The sums of every unit and all units below it, three columns each."""
    parent = {unit.id: unit.parent for unit in assessment.units}
    total = {unit: np.zeros(3) for unit in parent}
    for unit, own in zip(sums.index, sums.to_numpy(dtype=float), strict=True):
        at: str | None = unit
        while at is not None:
            total[at] = total[at] + own
            at = parent[at]
    return {unit: (float(up), float(down), float(n)) for unit, (up, down, n) in total.items()}


def _of_people(assessment: Assessment, person: "pd.Series[int]", passed: pd.Series) -> pd.DataFrame:
    """Parts from facts about people: each fact counts in the denominator, each person once in n."""
    unit = assessment.people["unit"].to_numpy()
    value = passed.astype(float).to_numpy()
    facts = pd.DataFrame({"person": person.to_numpy(), "numerator": value, "denominator": 1.0})
    sums = facts.groupby("person", as_index=False).sum()
    return sums.assign(n=1.0, unit=unit[sums["person"].to_numpy(dtype=np.intp)])


def pass_rate(assessment: Assessment) -> pd.DataFrame:
    """Examinations passed ÷ sat in the period; n: people who sat."""
    sat = _sat(assessment)
    person = pd.Series(positions(sat["employee"], assessment.people.index), dtype=np.intp)
    return _of_people(assessment, person, sat["passed"].astype(bool))


def _sat(assessment: Assessment) -> pd.DataFrame:
    """The examinations of the period of which the result is known."""
    rows = assessment.certifications
    first, last = assessment.period.first_day, min(assessment.period.last_day, assessment.as_of)
    sat = rows[(rows["date"] >= np.datetime64(first, "s")) & (rows["date"] <= np.datetime64(last, "s"))]
    return sat[sat["passed"].notna()]


def first_attempts(assessment: Assessment) -> Examinations | None:
    """First attempts passed ÷ first attempts sat in the period; None where no row says that it is one."""
    sat = _sat(assessment)
    first = sat[sat["attempt"] == 1]
    if first.empty:
        return None
    return Examinations(
        share=float(first["passed"].astype(bool).mean()),
        people=int(first["employee"].nunique()),
        again=int(sat.loc[~(sat["attempt"] == 1), "employee"].nunique()),
        unknown=int(sat["attempt"].isna().sum()),
    )


def compliance(assessment: Assessment, certificates: pd.DataFrame) -> pd.DataFrame:
    """People holding every mandatory certification valid today ÷ people whose role requires one; n: the latter."""
    needed = certificates[certificates["mandatory"]]
    holding = needed.assign(valid=needed["status"].isin(["valid", "expiring"])).groupby("person")["valid"].all()
    return _of_people(assessment, pd.Series(holding.index, dtype=np.intp), holding)


def feedback_360(assessment: Assessment, levels: Levels) -> pd.DataFrame:
    """Mean over soft-skill pairs of the mean of rater groups without self and test; n: people rated."""
    pairs = _feedback(assessment, levels).groupby(["person", "pair"], as_index=False)["level"].mean()
    return _of_people(assessment, pairs["person"], pairs["level"])


def _feedback(assessment: Assessment, levels: Levels) -> pd.DataFrame:
    """The means of rater groups, without self and test, of soft skills of the employed."""
    soft = [place for place, skill in enumerate(assessment.skills) if skill.category == "soft"]
    left_out = [RATER_GROUPS.index(name) for name in NO_FEEDBACK]
    active = assessment.people["active"].to_numpy()
    groups = levels.groups
    wanted = groups["skill"].isin(soft) & ~groups["group"].isin(left_out) & active[groups["person"].to_numpy()]
    found: pd.DataFrame = groups[wanted]
    return found


def from_managers_alone(assessment: Assessment, levels: Levels) -> bool:
    """Whether nobody but managers gave feedback, so that the score is no view from all sides."""
    return set(_feedback(assessment, levels)["group"]) == {RATER_GROUPS.index("manager")}
