"""Findings → figures with stable ids, n, and what was skipped. Withheld where too few people stand behind them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from skillreport.analyse.findings import Findings
from skillreport.analyse.gaps import quotient
from skillreport.analyse.mix import Mix
from skillreport.analyse.privacy import withheld_units
from skillreport.model.assessment import ORGANISATION
from skillreport.model.figure import Figure, Sentence, State, Unit, say
from skillreport.model.frames import number_at
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


def gap_figure(measure: str, id: str, of: Sentence | str, totals: Totals, withheld: bool = False) -> Figure:
    """A gap measure of one group, as `ID.MEASURE`; `of` names the group in its label."""
    found = MEASURES[measure]
    label = say(f"label.{measure}", of=of)
    if withheld:
        return Figure(f"{id}.{measure}", None, found.unit, measure, label, state=State.WITHHELD)
    value = found.value(totals)
    skipped: Skipped = (("unrated", int(totals["unrated"])), ("not-applicable", int(totals["not_applicable"])))
    return Figure(
        f"{id}.{measure}",
        value,
        found.unit,
        measure,
        label,
        int(totals[found.n]),
        tuple(item for item in skipped if item[1]),
        State.KNOWN if value is not None else _why_missing(totals),
    )


def _why_missing(totals: Totals) -> State:
    return State.NOT_RATED if totals["required"] else State.NOT_REQUIRED


def count_figure(id: str, value: float, label: Sentence, formula: str = "count", n: int | None = None) -> Figure:
    """A plain count."""
    return Figure(id, float(value), Unit.COUNT, formula, label, n)


def figure(
    id: str, value: float | None, unit: Unit, formula: str, label: Sentence, n: int | None = None, skipped: Skipped = ()
) -> Figure:
    """Any other figure; without a value there is no data for it."""
    if value is None or np.isnan(value):
        return Figure(id, None, unit, formula, label, n, skipped, State.NO_DATA)
    return Figure(id, float(value), unit, formula, label, n, skipped)


@dataclass(frozen=True, slots=True)
class Facts:
    """The findings with what every section needs of them: ids (of roles, by name), names, what is withheld."""

    findings: Findings
    hidden_units: frozenset[str]
    hidden_cells: frozenset[tuple[str, int]]
    hidden_mixes: frozenset[str]
    role_ids: Mapping[str, str]

    @property
    def organisation(self) -> Totals:
        return series_totals(self.findings.totals)

    def organisation_figure(self, measure: str) -> Figure:
        return gap_figure(measure, "organisation", say("of.organisation"), self.organisation, self.organisation_hidden)

    @property
    def organisation_hidden(self) -> bool:
        return ORGANISATION in self.hidden_units

    def unit_figure(self, measure: str, unit: str) -> Figure:
        """A measure of a unit; of the organisation under its own id."""
        if unit == ORGANISATION:
            return self.organisation_figure(measure)
        totals = totals_at(self.findings.by_unit, unit)
        return gap_figure(measure, f"unit.{unit}", self.unit_name(unit), totals, unit in self.hidden_units)

    def unit_name(self, unit: str) -> str:
        return self.findings.unit_names[unit]

    def skill_figure(self, measure: str, skill: int) -> Figure:
        """A measure of a skill over the organisation."""
        record = self.findings.assessment.skills[skill]
        totals = totals_at(self.findings.by_skill, skill)
        few = 0 < totals["people"] < self.findings.assessment.engagement.privacy_threshold
        return gap_figure(measure, f"skill.{record.id}", record.name, totals, few)

    def cell_figure(self, unit: str, group: int) -> Figure:
        """Mean gap of a unit in a skill group."""
        record = self.findings.groups[group]
        id = f"unit.{unit}.group.{record.id}" if unit != ORGANISATION else f"organisation.group.{record.id}"
        of = say("of.unit_group", unit=self.unit_name(unit), group=record.name)
        index = self.findings.by_unit_group.index
        empty = dict.fromkeys(self.findings.by_unit_group.columns, 0.0)
        totals = totals_at(self.findings.by_unit_group, (unit, group)) if (unit, group) in index else empty
        return gap_figure("mean_gap", id, of, totals, (unit, group) in self.hidden_cells)

    def group_name(self, group: int) -> str:
        return self.findings.groups[group].name


def facts_of(findings: Findings) -> Facts:
    """Settle what is withheld, once for the whole report."""
    units, threshold = findings.assessment.units, findings.assessment.engagement.privacy_threshold
    people = {unit.id: int(number_at(findings.by_unit, unit.id, "people")) for unit in units}
    hidden = withheld_units(units, people, threshold)
    cells: set[tuple[str, int]] = set()
    for group in range(len(findings.groups)):
        of_group = {
            unit: int(number_at(findings.by_unit_group, (unit, group), "people"))
            for unit in people
            if (unit, group) in findings.by_unit_group.index
        }
        cells |= {(unit, group) for unit in withheld_units(units, of_group, threshold, hidden) | hidden}
    trained = {unit: mix.n for unit, mix in findings.mixes.units.items()}
    hidden_mixes = withheld_units(units, trained, threshold, hidden)
    return Facts(findings, hidden, frozenset(cells), hidden_mixes, _role_ids(findings))


def _role_ids(findings: Findings) -> dict[str, str]:
    """An id for every role, the same in all sections."""
    roles = sorted(findings.assessment.people["role"].dropna().unique(), key=key)
    return dict(zip(roles, slugs(roles), strict=True))


def totals_at(frame: pd.DataFrame, row: object) -> Totals:
    """One row of totals by its label."""
    return series_totals(frame.loc[row])  # type: ignore[call-overload]


def series_totals(row: "pd.Series[float]") -> Totals:
    """A row of totals as a plain mapping."""
    return {str(name): float(value) for name, value in row.items() if not isinstance(value, bool)}


def mix_figures(
    id: str, of: Sentence | str, mix: Mix, hidden: bool = False, left_out: Skipped = ()
) -> dict[str, Figure]:
    """The figures of a mix under `ID.mix.…`: soft and hard shares, deviations, effort (`hours` or `money` in ids)."""
    shares = {"recommended": mix.recommended, "actual": mix.actual, "planned": mix.planned, "gap": mix.gap}
    made: dict[str, Figure] = {}

    def add(key: str, value: float | None, unit: Unit, formula: str, n: int, name: str = "") -> None:
        full, label = f"{id}.mix.{name or key}", say(f"label.mix.{name or key}", of=of)
        if hidden:
            made[key] = Figure(full, None, unit, formula, label, state=State.WITHHELD)
            return
        skipped = left_out if key.startswith("actual.") else ()
        made[key] = replace(figure(full, value, unit, formula, label, n, skipped), rest=key.endswith(".hard"))

    suffix = "" if mix.measure == "hours" else "_money"
    for name, soft in shares.items():
        formula = f"mix_{name}{suffix if name in ('recommended', 'actual') else ''}"
        n = mix.n if name == "actual" else mix.people
        add(f"{name}.soft", soft, Unit.SHARE, formula, n)
        add(f"{name}.hard", None if soft is None else 1 - soft, Unit.SHARE, formula, n)
    effort = Unit.HOURS if mix.measure == "hours" else Unit.MONEY
    add("deviation.points", mix.points, Unit.POINTS, "mix_deviation_points", mix.n)
    add("deviation.effort", mix.deviation, effort, f"mix_deviation_{mix.measure}", mix.n, f"deviation.{mix.measure}")
    add("effort", mix.effort if mix.n else None, effort, f"mix_{mix.measure}", mix.n, mix.measure)
    add("people", float(mix.n), Unit.COUNT, "count", mix.n)
    return made


def by_measure(facts: Facts, id: str) -> str:
    """The id of a message that speaks of training in hours, or of its variant for money."""
    return id if facts.findings.mixes.organisation.measure == "hours" else f"{id}_money"
