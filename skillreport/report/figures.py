"""Findings → figures with stable ids, n, and what was skipped. Withheld where too few people stand behind them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from skillreport.analyse.findings import Findings
from skillreport.analyse.gaps import quotient
from skillreport.analyse.mix import Mix
from skillreport.analyse.privacy import few
from skillreport.analyse.withheld import Group, Withheld
from skillreport.model.assessment import ORGANISATION
from skillreport.model.figure import Figure, Sentence, State, Unit, say
from skillreport.model.names import key, slugs

Totals = Mapping[str, float]
Skipped = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """A quotient or sum of gap totals: its unit, its arithmetic, and which total is its n."""

    unit: Unit
    value: Callable[[Totals], float | None]
    n: str


# The arithmetic behind each formula of the same id in the catalogue. Section 4 of the method.
MEASURES: Mapping[str, Measure] = {
    "weighted_gap": Measure(Unit.LEVELS, lambda t: quotient(t["weighted_gap"], t["weight"]), "rated"),
    "mean_gap": Measure(Unit.LEVELS, lambda t: quotient(t["gap"], t["rated"]), "people"),
    "level_below": Measure(Unit.LEVELS, lambda t: quotient(t["level_below"], t["affected"]), "affected"),
    "required_below": Measure(Unit.LEVELS, lambda t: quotient(t["required_below"], t["affected"]), "affected"),
    "attainment": Measure(Unit.SHARE, lambda t: quotient(t["met"], t["rated"]), "rated"),
    "attainment_if_unknown_unmet": Measure(Unit.SHARE, lambda t: quotient(t["met"], t["required"]), "required"),
    "attainment_near": Measure(Unit.SHARE, lambda t: quotient(t["nearly_met"], t["rated"]), "rated"),
    "completeness": Measure(Unit.SHARE, lambda t: quotient(t["rated"], t["required"]), "required"),
    "unknown_share": Measure(Unit.SHARE, lambda t: quotient(t["unrated"], t["required"]), "required"),
    "self_only_share": Measure(Unit.SHARE, lambda t: quotient(t["self_only"], t["rated"]), "rated"),
    "burden": Measure(Unit.LEVELS, lambda t: t["gap"] if t["rated"] else None, "rated"),
    "people": Measure(Unit.COUNT, lambda t: t["people"], "people"),
    "required_pairs": Measure(Unit.COUNT, lambda t: t["required"], "required"),
    "rated_pairs": Measure(Unit.COUNT, lambda t: t["rated"], "rated"),
    "affected": Measure(Unit.COUNT, lambda t: t["affected"], "rated"),
}


def gap_figure(measure: str, id: str, of: Sentence | str, totals: Totals, hidden: bool = False) -> Figure:
    """A gap measure of one group, as `ID.MEASURE`; `of` names the group in its label."""
    found = MEASURES[measure]
    skipped: Skipped = (("unrated", int(totals["unrated"])), ("not-applicable", int(totals["not_applicable"])))
    return figure(
        f"{id}.{measure}",
        found.value(totals),
        found.unit,
        measure,
        say(f"label.{measure}", of=of),
        int(totals[found.n]),
        tuple(item for item in skipped if item[1]),
        hidden=hidden,
        missing=State.NOT_RATED if totals["required"] else State.NOT_REQUIRED,
    )


def count_figure(
    id: str, value: float, label: Sentence, formula: str = "count", n: int | None = None, *, hidden: bool = False
) -> Figure:
    """A plain count."""
    return figure(id, value, Unit.COUNT, formula, label, n, hidden=hidden)


def figure(
    id: str,
    value: float | None,
    unit: Unit,
    formula: str,
    label: Sentence,
    n: int | None = None,
    skipped: Skipped = (),
    *,
    hidden: bool = False,
    missing: State = State.NO_DATA,
) -> Figure:
    """Every figure of the report is made here. Without a value the state is `missing`; a hidden figure has no value and
    no n, whatever it is, so that it looks different from one without data and says nothing."""
    if hidden:
        return Figure(id, None, unit, formula, label, state=State.WITHHELD)
    if value is None or np.isnan(value):
        return Figure(id, None, unit, formula, label, n, skipped, missing)
    return Figure(id, float(value), unit, formula, label, n, skipped)


@dataclass(frozen=True, slots=True)
class Facts:
    """The findings with what every section needs of them: ids (of roles, by name), names, what is withheld."""

    findings: Findings
    role_ids: Mapping[str, str]

    @property
    def withheld(self) -> Withheld:
        return self.findings.withheld

    def few(self, people: float | None) -> bool:
        """Whether a figure rests on too few people to be printed."""
        return few(people, self.findings.assessment.engagement.privacy_threshold)

    @property
    def organisation(self) -> Totals:
        return series_totals(self.findings.totals)

    def organisation_figure(self, measure: str) -> Figure:
        return gap_figure(measure, "organisation", say("of.organisation"), self.organisation, self.organisation_hidden)

    @property
    def organisation_hidden(self) -> bool:
        return ORGANISATION in self.withheld.units

    def unit_figure(self, measure: str, unit: str) -> Figure:
        """A measure of a unit; of the organisation under its own id."""
        if unit == ORGANISATION:
            return self.organisation_figure(measure)
        totals = totals_at(self.findings.by_unit, unit)
        return gap_figure(measure, f"unit.{unit}", self.unit_name(unit), totals, unit in self.withheld.units)

    def unit_name(self, unit: str) -> str:
        return self.findings.unit_names[unit]

    def skill_figure(self, measure: str, skill: int, few: bool = False) -> Figure:
        """A measure of a skill over the organisation; `few`: it rests on too few of those who have the skill."""
        record = self.findings.assessment.skills[skill]
        totals = totals_at(self.findings.by_skill, skill)
        hidden = few or skill in self.withheld.skills
        return gap_figure(measure, f"skill.{record.id}", record.name, totals, hidden)

    def cell_figure(self, unit: str, group: int) -> Figure:
        """Mean gap of a unit in a skill group."""
        record = self.findings.groups[group]
        id = f"unit.{unit}.group.{record.id}" if unit != ORGANISATION else f"organisation.group.{record.id}"
        of = say("of.unit_group", unit=self.unit_name(unit), group=record.name)
        index = self.findings.by_unit_group.index
        empty = dict.fromkeys(self.findings.by_unit_group.columns, 0.0)
        totals = totals_at(self.findings.by_unit_group, (unit, group)) if (unit, group) in index else empty
        hidden = (unit, group) in self.withheld.cells or unit in self.withheld.units
        return gap_figure("mean_gap", id, of, totals, hidden)

    def group_name(self, group: int) -> str:
        return self.findings.groups[group].name

    def mix_figures(
        self, id: str, of: Sentence | str, group: Group, mix: Mix, left_out: Skipped = ()
    ) -> dict[str, Figure]:
        """The figures of the mix of a group of people, as far as each is printed."""
        names = ("trained", "planned", "gaps", "employed")
        return mix_figures(id, of, mix, {name for name in names if group in getattr(self.withheld, name)}, left_out)


def facts_of(findings: Findings) -> Facts:
    """The findings with an id for every role, the same in all sections."""
    roles = sorted(findings.assessment.people["role"].dropna().unique(), key=key)
    return Facts(findings, dict(zip(roles, slugs(roles), strict=True)))


def totals_at(frame: pd.DataFrame, row: object) -> Totals:
    """One row of totals by its label."""
    return series_totals(frame.loc[row])  # type: ignore[call-overload]


def series_totals(row: "pd.Series[float]") -> Totals:
    """A row of totals as a plain mapping."""
    return {str(name): float(value) for name, value in row.items() if not isinstance(value, bool)}


def mix_figures(
    id: str, of: Sentence | str, mix: Mix, hidden: Collection[str] = (), left_out: Skipped = ()
) -> dict[str, Figure]:
    """The figures of a mix under `ID.mix.…`: soft and hard shares, deviations, effort (`hours` or `money` in ids).

    `hidden`: which people are too few to be told of: `trained`, `planned`, those with `gaps`, the `employed`.
    """
    weighed = "trained" if mix.effort else "planned" if mix.planned_effort else "employed"
    shares = {
        "recommended": (mix.recommended, mix.recommended_for, weighed),
        "actual": (mix.actual, mix.n, "trained"),
        "planned": (mix.planned, mix.planned_people, "planned"),
        "gap": (mix.gap, mix.gap_people, "gaps"),
    }
    made: dict[str, Figure] = {}

    def add(key: str, value: float | None, unit: Unit, formula: str, n: int, people: str, name: str = "") -> None:
        label, skipped = say(f"label.mix.{name or key}", of=of), left_out if key.startswith("actual.") else ()
        found = figure(f"{id}.mix.{name or key}", value, unit, formula, label, n, skipped, hidden=people in hidden)
        made[key] = replace(found, rest=key.endswith(".hard"))

    suffix = "" if mix.measure == "hours" else "_money"
    for name, (soft, n, people) in shares.items():
        formula = f"mix_{name}{suffix if name in ('recommended', 'actual') else ''}"
        add(f"{name}.soft", soft, Unit.SHARE, formula, n, people)
        add(f"{name}.hard", None if soft is None else 1 - soft, Unit.SHARE, formula, n, people)
    effort, off = Unit.HOURS if mix.measure == "hours" else Unit.MONEY, f"deviation.{mix.measure}"
    add("deviation.points", mix.points, Unit.POINTS, "mix_deviation_points", mix.n, "trained")
    add("deviation.effort", mix.deviation, effort, f"mix_deviation_{mix.measure}", mix.n, "trained", off)
    add("effort", mix.effort if mix.n else None, effort, f"mix_{mix.measure}", mix.n, "trained", mix.measure)
    add("people", float(mix.n), Unit.COUNT, "count", mix.n, "trained")
    return made


def by_measure(facts: Facts, id: str) -> str:
    """The id of a message that speaks of training in hours, or of its variant for money."""
    return id if facts.findings.mixes.organisation.measure == "hours" else f"{id}_money"
