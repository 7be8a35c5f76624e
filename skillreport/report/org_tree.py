"""The org chart as a tree of boxes in the colours of the heat map: departments, which are no rows there, and teams."""

from skillreport.analyse.gaps import SEVERITIES
from skillreport.model.assessment import ORGANISATION
from skillreport.model.figure import Sentence, say
from skillreport.model.report import Exhibit, OrgBox, OrgTree, Row, Table
from skillreport.report.exhibits import left, right
from skillreport.report.figures import Facts
from skillreport.report.severity import printed_severity


def org_tree(facts: Facts) -> Exhibit | None:
    """None where no unit has units below it: the heat map shows the same then."""
    children: dict[str, list[str]] = {}
    for unit in facts.findings.assessment.units:
        if unit.parent is not None and facts.findings.by_unit.at[unit.id, "people"]:
            children.setdefault(unit.parent, []).append(unit.id)
    if not children.keys() - {ORGANISATION}:
        return None
    root = _box(facts, ORGANISATION, say("of.organisation"), children)
    known = [box for box in root.boxes if box.gap.known]
    alternative = (
        say("alt.org_tree", unit=known[0].name, gap=known[0].gap, mean=root.gap)
        if known and root.gap.known
        else say("alt.org_tree.withheld")
    )
    return Exhibit(
        "org-tree",
        say("figure.org_tree"),
        say("figure.org_tree.sub"),
        OrgTree(root),
        alternative,
        as_table=_table(root),
    )


def _box(facts: Facts, unit: str, name: str | Sentence, children: dict[str, list[str]]) -> OrgBox:
    """A unit with those below it, by mean gap, largest first; withheld ones last."""
    below = [_box(facts, child, facts.unit_name(child), children) for child in children.get(unit, ())]
    below.sort(key=lambda box: (not box.gap.known, -(box.gap.value or 0), str(box.name)))
    gap = facts.unit_figure("mean_gap", unit)
    return OrgBox(name, facts.unit_figure("people", unit), gap, printed_severity(facts, gap), tuple(below))


def _table(root: OrgBox) -> Table:
    """Every box with the one above it."""
    columns = (
        left("unit", 60),
        left("unit_above", 60),
        right("n", 16),
        right("mean_gap", 18),
        left("severity_of_gap", 16),
    )
    rows: list[Row] = []

    def add(box: OrgBox, above: str | Sentence | None) -> None:
        step = None if box.step is None else say(f"severity.{SEVERITIES[box.step]}")
        rows.append(Row((box.name, above, box.people, box.gap, step)))
        for item in box.boxes:
            add(item, box.name)

    add(root, None)
    return Table(columns, tuple(rows))
