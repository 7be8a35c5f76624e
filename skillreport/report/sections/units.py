"""One line per unit: people, gap, attainment, the group with the largest gap, and the training mix."""

from skillreport.analyse.mix import off_rule
from skillreport.language.numbers import printed_value
from skillreport.model.assessment import ORGANISATION, UnitOfOrg
from skillreport.model.figure import Sentence, say
from skillreport.model.report import Exhibit, Row, Section, Styled, Table
from skillreport.report.exhibits import left, note, right
from skillreport.report.figures import Facts, count_figure
from skillreport.report.leaders import leading_unit
from skillreport.report.sections.mix import tolerance, unit_mix


def section(facts: Facts) -> Section | None:
    """None where the organisation is the only unit."""
    units = [unit for unit in facts.findings.assessment.units if facts.findings.by_unit.at[unit.id, "people"]]
    if len(units) < 2:
        return None
    hidden = [unit for unit in units if unit.id in facts.withheld.units]
    notes = [note("how_to_read", "note.units.read")]
    if hidden:
        count = count_figure("organisation.units.withheld", len(hidden), say("label.units.withheld"))
        notes.append(note("withheld", "note.units.withheld", plural="units", units=count))
    ordered = [
        *(unit for unit in units if unit.id != ORGANISATION),
        *(unit for unit in units if unit.id == ORGANISATION),
    ]
    columns = (
        left("unit", 42),
        right("people", 14),
        right("weighted_gap", 16),
        right("attainment", 20),
        left("largest_group", 46),
        right("actual_soft", 14),
        right("deviation_points", 18),
    )
    whole = facts.organisation_figure("weighted_gap")
    exhibit = Exhibit(
        "units",
        say("figure.units"),
        say("figure.units.sub"),
        Table(columns, tuple(_row(facts, unit) for unit in ordered)),
        say("alt.units.withheld" if facts.organisation_hidden else "alt.units", gap=whole),
        tuple(notes),
    )
    return Section("units", say("kicker.units"), _title(facts, units), None, (exhibit,))


def _row(facts: Facts, unit: UnitOfOrg) -> Row:
    figures = unit_mix(facts, unit.id)
    deviation = figures["deviation.points"]
    off = off_rule(deviation.value, tolerance(facts))
    name: str | Sentence = say("of.organisation") if unit.kind == "organisation" else facts.unit_name(unit.id)
    said = Styled(deviation, "signed", "worse" if off else "plain", off)
    cells = (
        name,
        facts.unit_figure("people", unit.id),
        facts.unit_figure("weighted_gap", unit.id),
        facts.unit_figure("attainment", unit.id),
        _largest_group(facts, unit.id),
        figures["actual.soft"],
        said,
    )
    return Row(cells, "plain" if unit.kind == "team" else "total")


def _largest_group(facts: Facts, unit: str) -> Sentence | None:
    cells = [(facts.cell_figure(unit, group), facts.group_name(group)) for group in range(len(facts.findings.groups))]
    known = [(cell, name) for cell, name in cells if cell.known and cell.number > 0]
    if not known:
        return None
    cell, name = max(known, key=lambda item: item[0].number)
    return say("phrase.group_gap", group=name, gap=cell)


def _title(facts: Facts, units: list[UnitOfOrg]) -> Sentence:
    """Who stands out, else how far the units that are shown lie apart as printed."""
    leader = leading_unit(facts)
    whole = facts.organisation_figure("weighted_gap")
    if leader:
        return say("title.units.leader", unit=leader.name, gap=leader.gap, whole=whole)
    of_org = [unit for unit in units if unit.id != ORGANISATION]
    gaps = [(facts.unit_figure("weighted_gap", unit.id), facts.unit_name(unit.id)) for unit in of_org]
    known = sorted(((gap, name) for gap, name in gaps if gap.known), key=lambda item: (item[0].number, item[1]))
    if not known:
        return say("title.units.withheld")
    (low, lowest), (high, highest) = known[0], known[-1]
    if len(known) == 1:
        return say("title.units.one", unit=lowest, gap=low)
    if printed_value(low, 2) == printed_value(high, 2):
        count = count_figure("organisation.units.count", len(known), say("label.units.count"))
        return say("title.units.even", units=count, gap=low)
    shown = "_shown" if len(known) < len(of_org) else ""
    return say(f"title.units.range{shown}", low=low, high=high, lowest=lowest, highest=highest)
