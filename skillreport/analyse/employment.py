"""Org charts of today and of earlier periods → retention and promotions of each unit. Section 6 of the method.

Who somebody is, is told by the employee id alone; what a team is called then and now, by the names of its units.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from skillreport.analyse.units import todays_units
from skillreport.model.assessment import Assessment
from skillreport.model.engagement import CAREER_LEVELS
from skillreport.model.names import key
from skillreport.model.period import months_after

YEAR = 12
NEARLY_A_YEAR = (11, 13)  # months between two charts that count as a year
DAYS_PER_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Span:
    """The time from `start` to today over which people stay, leave and rise.

    `chart`: the earlier assessment whose org chart says who was employed at the start; None: today's chart says it by
    its start and leave dates. `months`: its length, 12 where it counts as a year.
    """

    start: date
    chart: Assessment | None
    months: int

    @property
    def short(self) -> bool:
        """Whether it covers less than a year, so that its values are held against no yearly target."""
        return self.months < YEAR


def find_spans(assessment: Assessment) -> tuple[Span, ...]:
    """The spans that the charts can tell of: first the one that counts, then the others, the longest first.

    A year counts: from the earlier chart nearest to twelve months back (eleven to thirteen), else by the dates of
    today's chart; else from the earliest chart less than eleven months back. Empty where no chart allows any.
    """
    if "org_chart" not in assessment.tables:
        return ()
    today = assessment.as_of
    charts = [e.assessment for e in assessment.earlier if "org_chart" in e.assessment.tables]
    charts = sorted((chart for chart in charts if chart.as_of < today), key=lambda chart: chart.as_of)
    a_year_ago = _months_before(today, YEAR)
    latest, earliest = (_months_before(today, months) for months in NEARLY_A_YEAR)
    yearly = [chart for chart in charts if earliest <= chart.as_of <= latest]
    yearly.sort(key=lambda chart: abs((chart.as_of - a_year_ago).days))
    spans = [Span(chart.as_of, chart, YEAR) for chart in yearly]
    if _dates_tell(assessment, a_year_ago):
        spans.append(Span(a_year_ago, None, YEAR))
    return (
        *spans,
        *(Span(chart.as_of, chart, _months_since(chart, today)) for chart in charts if chart.as_of > latest),
    )


def _months_before(day: date, months: int) -> date:
    """The same day so many months before; before the last day of a month stands the last day of the other."""
    following = timedelta(days=1)
    return months_after(day + following, -months) - following


def _months_since(chart: Assessment, today: date) -> int:
    return max(round((today - chart.as_of).days / DAYS_PER_MONTH), 1)


def _dates_tell(assessment: Assessment, start: date) -> bool:
    """Whether today's chart says who was employed a year ago: it keeps those who left since, and knows when everybody
    who is there began."""
    listed = _listed(assessment)
    left = (listed["leave_date"] >= pd.Timestamp(start)) & (listed["leave_date"] < pd.Timestamp(assessment.as_of))
    return bool(left.any() and listed.loc[listed["active"], "start_date"].notna().all())


def _listed(assessment: Assessment) -> pd.DataFrame:
    """Who stands in the org chart, by normalised employee id."""
    people = assessment.people[assessment.people["in_chart"]]
    listed = people.set_index(pd.Index([key(employee) for employee in people["employee"]], dtype=object))
    return listed[~listed.index.duplicated()]


def retention(assessment: Assessment, span: Span) -> pd.DataFrame:
    """Employed at the start and still at the end ÷ employed at the start: numerator, denominator and n per unit.

    A person counts in the unit of the start, so that whoever moved is retained there.
    """
    start, now = at_start(assessment, span), _listed(assessment)
    stayed = start.index.isin(now.index[now["active"]])
    unit = start["unit"].to_numpy()
    return pd.DataFrame({"unit": unit, "numerator": stayed.astype(float), "denominator": 1.0, "n": 1.0})


def promotions(assessment: Assessment, span: Span) -> pd.DataFrame | None:
    """Promotions ÷ average headcount, (start + end) ÷ 2: numerator, denominator and n per unit.

    Promoted is who was employed at both ends and whose stated career level rose between the two charts, or whose last
    promotion lies in the span. A promotion counts in the unit of today. None where neither levels nor dates are stated.
    """
    start, now = at_start(assessment, span), _listed(assessment)
    now = now[now["active"]]
    both = now[now.index.isin(start.index)]
    before = start.reindex(both.index)
    dated = _dates_of_promotion(both, before if span.chart is not None else both.iloc[:0])
    then, today = _rank(before), _rank(both)
    levels_told = span.chart is not None and bool((_rank(start) >= 0).any() and (_rank(now) >= 0).any())
    if not levels_told and not _any_promotion_dated(assessment, span):
        return None
    in_span = (dated > np.datetime64(span.start, "s")) & (dated <= np.datetime64(assessment.as_of, "s"))
    rose = (then >= 0) & (today > then) & (span.chart is not None)
    risen = both[in_span.any(axis=1) | rose]
    heads = [(start, 0.0, 0.5), (now, 0.0, 0.5), (risen, 1.0, 0.0)]
    return pd.concat(
        [
            pd.DataFrame({"unit": part["unit"].to_numpy(), "numerator": up, "denominator": half, "n": half})
            for part, up, half in heads
        ],
        ignore_index=True,
    )


def _dates_of_promotion(
    both: pd.DataFrame, before: pd.DataFrame
) -> np.ndarray[tuple[int, int], np.dtype[np.datetime64]]:
    """Last promotions as the charts state them, one column per chart."""
    earlier = before["last_promotion"].reindex(both.index)
    return np.stack([both["last_promotion"].to_numpy("datetime64[s]"), earlier.to_numpy("datetime64[s]")], axis=1)


def _any_promotion_dated(assessment: Assessment, span: Span) -> bool:
    charts = [assessment, *([span.chart] if span.chart is not None else [])]
    return any(bool(_listed(chart)["last_promotion"].notna().any()) for chart in charts)


def _rank(people: pd.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """How high each stated career level is; -1 where none is stated, an inferred one among them."""
    stated = people["career_level"].where(~people["level_inferred"].fillna(True).astype(bool))
    return pd.Index(CAREER_LEVELS).get_indexer(pd.Index(stated, dtype=object))


def at_start(assessment: Assessment, span: Span) -> pd.DataFrame:
    """Who was employed at the start of a span, with the unit of today that stands for the one then."""
    if span.chart is None:
        listed, day = _listed(assessment), pd.Timestamp(span.start)
        return listed[(listed["start_date"] <= day) & ~(listed["leave_date"] < day)]
    then = _listed(span.chart)
    units = todays_units(span.chart.units, assessment.units)
    return then[then["active"]].assign(unit=lambda people: people["unit"].map(units))
