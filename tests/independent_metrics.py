"""Metrics, certificates and objectives a second time, as `independent.py`: from the method's words alone.

What the client supplied stands as it is; what no row was supplied for is worked out of certificates, ratings and the
org chart in the report's own period.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from tests.independent import (
    EXPIRY_MONTHS,
    TOLERANCE,
    Sample,
    Values,
    days,
    joined,
    named,
    numbers,
    quotient,
    slug,
    too_few,
)

QUARTER = pd.DateOffset(months=3)
YEAR = pd.DateOffset(years=1)
NAMED_OTHERWISE = {"360 feedback score": "360-feedback", "Employee engagement": "engagement"}
DISAGREES = 0.01  # a supplied value that is further off than this contradicts the other tables


@dataclass(frozen=True)
class Metric:
    """A definition: what counts as standing still, the arithmetic, and the target where the client states none."""

    id: str
    family: str
    steady: float
    arithmetic: str = "ratio"
    target: float | None = None


METHOD = (
    Metric("certification-pass-rate", "hard_skills", 0.05),
    Metric("certification-compliance", "hard_skills", 0.05, target=1.0),
    Metric("performance-benchmark", "hard_skills", 0.05, target=1.0),
    Metric("productivity-improvement", "hard_skills", 0.02, "improvement"),
    Metric("error-reduction", "hard_skills", 0.02, "reduction"),
    Metric("360-feedback", "soft_skills", 0.2),
    Metric("customer-satisfaction", "soft_skills", 0.03),
    Metric("team-collaboration", "soft_skills", 0.03),
    Metric("leadership-effectiveness", "soft_skills", 0.03),
    Metric("engagement", "business", 0.03),
    Metric("retention", "business", 0.02),
    Metric("promotion-rate", "business", 0.02),
    Metric("project-success", "business", 0.05),
)
STEADY = {"share": 0.03, "level": 0.2, "index": 3.0}  # a metric of the client's own, where it states nothing
COMPUTED = ("360-feedback", "retention", "promotion-rate", "certification-pass-rate", "certification-compliance")
FAMILIES = ("hard_skills", "soft_skills", "business")
SIGN = {"improvement": 1, "reduction": -1}


def metric_figures(sample: Sample) -> Values:
    """A value for every figure about metrics, certificates and objectives."""
    return joined((metrics(sample), certificates(sample), objectives(sample), contradictions(sample)))


def definitions(sample: Sample) -> dict[str, Metric]:
    """The method's metrics, with the client's targets, and the client's own; for all of the samples' more is better."""
    found = {metric.id: metric for metric in METHOD}
    for stated in sample.terms.metrics:
        usual = found.get(stated["id"])
        family = str(stated["family"]).replace(" ", "_") if usual is None else usual.family
        usually = usual.steady if usual else STEADY[stated["unit"]]
        found[stated["id"]] = Metric(
            stated["id"],
            family,
            stated.get("tolerance", usually),
            stated["arithmetic"] if usual is None else usual.arithmetic,
            stated.get("target", usual.target if usual else None),
        )
        assert stated.get("direction", "up") == "up"
    return found


def supplied(sample: Sample) -> pd.DataFrame:
    """The client's rows: Id, Unit, Period, Ratio, Behind (n) and Goal."""
    ids = NAMED_OTHERWISE | {stated["name"]: stated["id"] for stated in sample.terms.metrics}
    rows = sample.sheets["Metrics"]
    value, n = numbers(rows["Value"]), numbers(rows["n"])
    part, whole = numbers(rows["Numerator"]), numbers(rows["Denominator"])
    return rows.assign(
        Id=rows["Metric"].map(lambda name: ids.get(name, slug(name))),
        Ratio=value.fillna(part / whole),
        Behind=n.fillna(whole),
        Goal=numbers(rows["Target"]),
    )


@dataclass(frozen=True)
class Series:
    """A metric of the organisation by period, oldest first, the n of its newest value, and its target."""

    metric: Metric
    values: Values
    n: float
    target: float | None

    @property
    def known(self) -> list[float]:
        return [value for value in self.values.values() if value is not None]

    @property
    def newest(self) -> float | None:
        return list(self.values.values())[-1]

    @property
    def move(self) -> float | None:
        return self.known[-1] - self.known[0] if len(self.known) > 1 else None

    @property
    def distance(self) -> float | None:
        return None if self.target is None or self.newest is None else self.newest - self.target

    @property
    def travel(self) -> str:
        if self.move is None:
            return ""
        if abs(self.move) <= self.metric.steady + TOLERANCE:
            return "steady"
        return "improving" if self.move > 0 else "worsening"

    @property
    def figures(self) -> Values:
        found = self.values | {"change": self.move, "target": self.target, "distance": self.distance}
        return found if self.newest is None else found | {f"{list(self.values)[-1]}.n": self.n}


def metrics(sample: Sample) -> Values:
    """All periods for the organisation, the newest for each unit."""
    rows, known, series = supplied(sample), definitions(sample), all_series(sample)
    found = joined(named(f"metric.{id}", one.figures) for id, one in series.items())
    for family in FAMILIES:
        members = [one for one in series.values() if one.metric.family == family]
        far = [one.distance for one in members if one.distance is not None]
        counts = {"count": len(members), "judged": len(far), "met": sum(gap >= -TOLERANCE for gap in far)}
        travels = [one.travel for one in members]
        counts |= {word: travels.count(word) for word in ("improving", "steady", "worsening")}
        found |= named(f"metrics.{family}", counts)
    return found | of_units(sample, rows, known) | first_attempts(sample)


def all_series(sample: Sample) -> dict[str, Series]:
    """The metrics that the client supplied or that can be worked out, by id."""
    rows, known = supplied(sample), definitions(sample)
    assert set(rows["Id"]) <= known.keys()
    return {id: one for id, metric in known.items() if (one := series_of(sample, rows, metric)) is not None}


def series_of(sample: Sample, rows: pd.DataFrame, metric: Metric) -> Series | None:
    """What was supplied for the organisation, else what the other tables say of the newest period."""
    own = rows[(rows["Id"] == metric.id) & (rows["Unit"] == "")].set_index("Period").sort_index()
    if len(own):
        goal = own["Goal"].dropna()
        target = float(goal.iloc[-1]) if len(goal) else metric.target
        return Series(metric, by_period(metric, own["Ratio"]), float(own["Behind"].iloc[-1]), target)
    value, n = Computed(sample, list(sample.staff.index), everybody=True).value(metric.id)
    if value is None:
        return None
    periods = dict.fromkeys(sorted(rows["Period"].unique()))
    return Series(metric, periods | {sample.terms.period: value}, float(math.floor(n + 0.5)), metric.target)


def of_units(sample: Sample, rows: pd.DataFrame, known: Mapping[str, Metric]) -> Values:
    """The newest period; None where too few stand behind it. Units that the client said nothing of are worked out, but
    no yearly promotions beside those of a quarter."""
    found: Values = {}
    last = sample.terms.period
    for (id, unit), series in rows[rows["Unit"] != ""].groupby(["Id", "Unit"]):
        series = series.set_index("Period").sort_index()
        few = series["Behind"].iloc[-1] < sample.terms.threshold
        newest = by_period(known[str(id)], series["Ratio"])[last]
        found[f"unit.{slug(str(unit))}.metric.{id}.{last}"] = None if few else newest
    for unit, people in sample.units.items():
        for id in known:
            name = f"unit.{unit}.metric.{id}.{last}"
            if name in found or (id == "promotion-rate" and id in set(rows["Id"])):
                continue
            value, n = Computed(sample, people, unit=unit).value(id)
            if n:
                found[name] = None if too_few(sample, n) else value
    return found


def by_period(metric: Metric, ratios: "pd.Series[float]") -> Values:
    """Improvements and reductions are against the quarter a year before; one of nothing is undefined."""
    sign = SIGN.get(metric.arithmetic)
    if sign is None:
        return {str(period): float(value) for period, value in ratios.items()}
    values: Values = {}
    for period, ratio in ratios.items():
        year, quarter = str(period).split("-")
        baseline = ratios.get(f"{int(year) - 1}-{quarter}")
        values[str(period)] = float(sign * (ratio - baseline) / baseline) if baseline else None
    return values


# Worked out of the other tables


@dataclass(frozen=True)
class Computed:
    """What the tables say of the people of a unit (of the staff), or of everybody."""

    sample: Sample
    people: Sequence[str]
    unit: str = ""
    everybody: bool = False

    def value(self, id: str) -> tuple[float | None, float]:
        """Value and n of a metric that can be worked out; n of promotions is the average headcount."""
        match id:
            case "360-feedback":
                return self.feedback
            case "retention":
                return self.retention
            case "promotion-rate":
                return self.promotions
            case "certification-pass-rate":
                return pass_rate(self.exams)
            case "certification-compliance":
                return self.compliance
        return None, 0

    def behind(self, id: str) -> frozenset[str]:
        """Whose data make the metric, each person once; headcounts of the start and of today are told apart."""
        match id:
            case "360-feedback":
                return frozenset(self.feedback_rows["Employee"])
            case "retention":
                return frozenset(self.at_start.index)
            case "promotion-rate":
                return frozenset(self.at_start.index) | {f"{person} today" for person in self.people}
            case "certification-pass-rate":
                return frozenset(self.exams["Employee"])
            case "certification-compliance":
                return frozenset(self.required)
        raise ValueError(id)

    @cached_property
    def inside(self) -> "pd.Series[bool]":
        """Who of the whole chart, leavers too, is in the unit."""
        chart = self.sample.chart
        if self.everybody:
            return pd.Series(True, index=chart.index)
        return (chart["Team"].map(slug) == self.unit) | (chart["Department"].map(slug) == self.unit)

    @cached_property
    def feedback_rows(self) -> pd.DataFrame:
        """What others than oneself said of soft skills, without tests."""
        rows = self.sample.fresh[self.sample.fresh["Employee"].isin(self.people)]
        soft = rows["Skill"].map(self.sample.skills["Category"]) == "soft"
        return rows[soft & ~rows["Rater group"].isin(["self", "test"])]

    @property
    def feedback(self) -> tuple[float | None, float]:
        """Mean over soft-skill pairs of the mean of the rater groups without self and test."""
        by_group = self.feedback_rows.groupby(["Employee", "Skill", "Rater group"])["Level"].mean()
        scores = by_group.groupby(["Employee", "Skill"]).mean()
        return (float(scores.mean()) if len(scores) else None), self.feedback_rows["Employee"].nunique()

    @cached_property
    def at_start(self) -> pd.DataFrame:
        """Who of the chart was employed a year ago, by start and leave dates; these tell only where leavers have theirs
        and everybody employed has a start date."""
        chart, start = self.sample.chart, self.sample.terms.as_of - YEAR
        gone = chart["Leave date"].between(start, self.sample.terms.as_of)
        assert gone.any()
        assert self.sample.employed["Start date"].notna().all()
        return chart[self.inside & (chart["Start date"] <= start) & ~(chart["Leave date"] < start)]

    @property
    def retention(self) -> tuple[float | None, float]:
        stayed = self.at_start.index.isin(self.sample.employed.index)
        return quotient(stayed.sum(), len(stayed)), len(stayed)

    @property
    def promotions(self) -> tuple[float | None, float]:
        """Those employed a year ago and today who were promoted since, over the average of both headcounts."""
        employed = self.sample.employed[self.inside.reindex(self.sample.employed.index)]
        start = self.sample.terms.as_of - YEAR
        both = employed[employed["Start date"] <= start]
        promoted = (both["Last promotion"] > start) & (both["Last promotion"] <= self.sample.terms.as_of)
        average = (len(self.at_start) + len(employed)) / 2
        return quotient(promoted.sum(), average), average

    @property
    def exams(self) -> pd.DataFrame:
        """Examinations of the quarter with a result."""
        rows = self.sample.sheets["Certifications"]
        as_of = self.sample.terms.as_of
        within = days(rows["Date"]).between(as_of - QUARTER + pd.DateOffset(days=1), as_of)
        rows = rows[within & (rows["Passed"] != "")]
        return rows if self.everybody else rows[rows["Employee"].isin(self.sample.chart.index[self.inside])]

    @cached_property
    def required(self) -> dict[str, list[str]]:
        """The certifications that a person's role asks for, where it asks for any."""
        roles = mandatory(self.sample).groupby("Role")["Certification"].agg(list)
        return {p: roles[role] for p in self.people if (role := self.sample.staff["Role"][p]) in roles.index}

    @property
    def compliance(self) -> tuple[float | None, float]:
        """People who hold every certification that their role asks for, of those whose role asks for any."""
        held = holders(self.sample)
        valid = sum(all((person, name) in held for name in names) for person, names in self.required.items())
        return quotient(valid, len(self.required)), len(self.required)


def pass_rate(exams: pd.DataFrame) -> tuple[float | None, float]:
    return quotient((exams["Passed"] == "yes").sum(), len(exams)), exams["Employee"].nunique()


def first_attempts(sample: Sample) -> Values:
    """The pass rate of the first attempts of the quarter, and how many people these are."""
    exams = Computed(sample, (), everybody=True).exams
    share, people = pass_rate(exams[numbers(exams["Attempt"]) == 1])
    return named("metric.certification-pass-rate", {"first_attempts": share, "first_attempts.people": people})


def contradictions(sample: Sample) -> Values:
    """How many supplied values of the newest period contradict what the tables say of the same people."""
    rows = supplied(sample)
    rows = rows[rows["Period"] == sample.terms.period]
    groups = {"": Computed(sample, list(sample.staff.index), everybody=True)}
    groups |= {unit: Computed(sample, people, unit=unit) for unit, people in sample.units.items()}
    count = 0
    for id, unit, ratio in zip(rows["Id"], rows["Unit"], rows["Ratio"], strict=True):
        value, _ = groups[slug(unit)].value(id)
        if value is not None and id != "promotion-rate":
            count += bool(abs(value - ratio) > DISAGREES)
    return {"issues.metric_disagrees": float(count)}


# Certificates and objectives


def mandatory(sample: Sample) -> pd.DataFrame:
    asked = sample.sheets["Mandatory certifications"]
    return asked[~(days(asked["From date"]) > sample.terms.as_of)]


def newest_certificates(sample: Sample) -> pd.DataFrame:
    """Of each person and certification the newest that was not failed, with Day and Until."""
    rows = sample.sheets["Certifications"]
    rows = rows.assign(Day=days(rows["Date"]), Until=days(rows["Expires"]))
    rows = rows[(rows["Passed"] != "no") & (rows["Day"] <= sample.terms.as_of)].sort_values("Day", kind="stable")
    return rows.drop_duplicates(["Employee", "Certification"], keep="last")


def holders(sample: Sample) -> set[tuple[str, str]]:
    rows = newest_certificates(sample)
    rows = rows[~(rows["Until"] < sample.terms.as_of)]
    return set(zip(rows["Employee"], rows["Certification"], strict=True))


def certificates(sample: Sample) -> Values:
    """People by the state of their newest certificate; missing and required where the role has to hold it."""
    rows, asked = newest_certificates(sample), mandatory(sample)
    rows = rows[rows["Employee"].isin(sample.staff.index)]
    soon = sample.terms.as_of + pd.DateOffset(months=EXPIRY_MONTHS)
    found: Values = {}
    due = 0
    for name in sorted({*rows["Certification"], *asked["Certification"]}):
        until = rows[rows["Certification"] == name].set_index("Employee")["Until"]
        expired, expiring = until < sample.terms.as_of, (until >= sample.terms.as_of) & (until <= soon)
        must = sample.staff.index[sample.staff["Role"].isin(asked[asked["Certification"] == name]["Role"])]
        missing = [person for person in must if person not in until.index]
        states = {
            "valid": (~expired & ~expiring).sum(),
            "expiring": expiring.sum(),
            "expired": expired.sum(),
            "missing": len(missing),
            "required": len(must),
        }
        found |= named(f"certification.{slug(name)}", states)
        due += len(missing) + int((expired | expiring)[until.index.isin(must)].sum())
    return found | named("organisation.certificates", {"due": due})


def objectives(sample: Sample) -> Values:
    """Mean of the skills' mean gaps."""
    found: Values = {}
    rows = sample.sheets["Objectives"]
    for name, listed in zip(rows["Objective"], rows["Skills"], strict=True):
        gaps = [sample.rated.loc[sample.rated["Skill"] == skill, "Gap"].mean() for skill in str(listed).split("; ")]
        found[f"objective.{slug(name)}.mean_gap"] = sum(gaps) / len(gaps)
    return found | {"organisation.objectives": float(len(rows))}
