"""Where the gaps are: units by skill groups, and the cells in which a programme closes most."""

from skillreport.analyse.gaps import SEVERITIES
from skillreport.model.assessment import ORGANISATION
from skillreport.model.figure import Figure, Sentence, State, Unit, say
from skillreport.model.frames import number_at
from skillreport.model.report import Bar, Exhibit, HeatColumn, HeatMap, HeatRow, Row, Section
from skillreport.report.exhibits import counted, first_rows, left, note, right
from skillreport.report.figures import Facts, count_figure, figure
from skillreport.report.leaders import leading_unit, skills_by_burden
from skillreport.report.org_tree import org_tree
from skillreport.report.severity import bound_figures, printed_severity

TOP_CELLS = 5
NAMED_LENGTH = 48  # letters of names that a title of two lines can hold
DEEPEST = 3  # cells that must lie in one group for the title to name it


def section(facts: Facts) -> Section | None:
    """None without requirements: then there are levels, but no gaps."""
    if not facts.organisation["rated"]:
        return None
    heat = heat_map(facts)
    cells = top_cells(facts)
    tree = org_tree(facts)
    top = None if _skills_follow(facts) else top_exhibit(facts)
    blocks = (_heat_exhibit(facts, heat), *(block for block in (tree, top) if block))
    return Section("gaps", say("kicker.gaps"), _title(facts, cells), _deck(facts, cells), blocks)


def _skills_follow(facts: Facts) -> bool:
    """Whether the section on skills follows, where it is shown in which units a programme closes most."""
    return "skills" in facts.findings.assessment.engagement.sections and bool(skills_by_burden(facts))


def shown_units(facts: Facts) -> list[str]:
    """Units that are rows of the heat map: the smallest ones with rated people, withheld ones among them."""
    assessment = facts.findings.assessment
    parents = {unit.parent for unit in assessment.units}
    people = facts.findings.by_unit["people"]
    return [
        unit.id for unit in assessment.units if unit.id not in parents and unit.id != ORGANISATION and people[unit.id]
    ]


def heat_map(facts: Facts) -> HeatMap:
    """Rows by mean gap, largest first, withheld units last; the organisation closes the table."""
    groups = range(len(facts.findings.groups))

    def row(unit: str, name: str | Sentence) -> HeatRow:
        people = facts.unit_figure("people", unit)
        cells = tuple(facts.cell_figure(unit, group) for group in groups)
        steps = tuple(printed_severity(facts, cell) for cell in cells)
        return HeatRow(name, people, cells, steps, facts.unit_figure("mean_gap", unit))

    rows = [row(unit, facts.unit_name(unit)) for unit in shown_units(facts)]
    rows.sort(key=lambda r: (not r.mean.known, -(r.mean.value or 0), str(r.name)))
    columns = tuple(HeatColumn(group.name, group.category or "neutral") for group in facts.findings.groups)
    return HeatMap(say("head.unit"), columns, tuple(rows), row(ORGANISATION, say("of.organisation")))


def top_cells(facts: Facts) -> list[tuple[str, int, Figure]]:
    """Shown cells of units with a gap, by missing levels, largest first."""
    units = set(shown_units(facts))
    found = []
    for unit, group in facts.findings.by_unit_group.index:
        mean = facts.cell_figure(unit, group) if unit in units else None
        if mean is not None and mean.known and mean.number > 0:
            found.append((unit, group, mean))
    missing = facts.findings.by_unit_group["gap"]
    return sorted(found, key=lambda cell: (-missing[cell[0], cell[1]], facts.unit_name(cell[0]), cell[1]))


def _heat_exhibit(facts: Facts, heat: HeatMap) -> Exhibit:
    assessment = facts.findings.assessment
    known = [(row, cell, i) for row in heat.rows for i, cell in enumerate(row.cells) if cell.known]
    notes = []
    if known:
        row, cell, i = max(known, key=lambda item: item[1].number)
        notes.append(
            note(
                "how_to_read",
                "note.gaps.read",
                gap=cell,
                unit=row.name,
                group=heat.columns[i].name,
                people=counted("people", row.people),
            )
        )
    notes += [
        note("n", "note.gaps.n"),
        note(
            "source",
            "note.gaps.source" if facts.organisation_figure("completeness").known else "note.gaps.source.withheld",
            date=assessment.as_of,
            rated=facts.organisation_figure("completeness"),
            self_only=facts.organisation_figure("self_only_share"),
        ),
    ]
    bounds = bound_figures(facts)
    key = [("s0", say("severity.none"))]
    key += [
        (f"s{i}", say("key.severity.to", name=say(f"severity.{SEVERITIES[i]}"), bound=bounds[i - 1])) for i in (1, 2, 3)
    ]
    key.append(("s4", say("key.severity.above", name=say("severity.severe"), bound=bounds[2])))
    threshold = count_figure(
        "method.privacy_threshold", assessment.engagement.privacy_threshold, say("label.threshold")
    )
    key += [("hidden", say("key.withheld", threshold=threshold)), ("none", say("key.not_required"))]
    deepest = max(known, key=lambda item: item[1].number) if known else None
    alternative = (
        say("alt.gaps", unit=deepest[0].name, group=heat.columns[deepest[2]].name, gap=deepest[1], mean=heat.total.mean)
        if deepest
        else say("alt.gaps.none" if heat.total.mean.known else "alt.gaps.withheld", mean=heat.total.mean)
    )
    return Exhibit("gaps", say("figure.gaps"), say("figure.gaps.sub"), heat, alternative, tuple(notes), tuple(key))


def top_exhibit(facts: Facts) -> Exhibit | None:
    """Where a programme closes most; None where no cell with a gap is shown."""
    cells = top_cells(facts)
    if not cells:
        return None
    largest = number_at(facts.findings.by_unit_group, cells[0][:2], "gap")
    columns = (
        left("unit", 42),
        left("skill_group", 42),
        right("n", 12),
        right("mean_gap", 18),
        left("missing_levels", 36),
        right("share_of_all", 20),
    )
    name, of_all = "where-a-programme-closes-most", facts.organisation_figure("burden")
    rows = [_top_row(facts, cell, largest) for cell in cells]
    shown, whole, more = first_rows(name, columns, rows, TOP_CELLS)
    unit, group, mean = cells[0]
    return Exhibit(
        name,
        say("figure.top_cells"),
        say("figure.top_cells.sub" if of_all.known else "figure.top_cells.sub.withheld", whole=of_all),
        shown,
        say("alt.top_cells", unit=facts.unit_name(unit), group=facts.group_name(group), gap=mean),
        more,
        as_table=whole,
    )


def _top_row(facts: Facts, cell: tuple[str, int, Figure], largest: float) -> Row:
    """A unit in a skill group: its people, mean gap, missing levels and their share of all."""
    unit, group, mean = cell
    id = f"unit.{unit}.group.{facts.findings.groups[group].id}"
    name, of_group = facts.unit_name(unit), facts.group_name(group)
    of = say("of.unit_group", unit=name, group=of_group)
    n = int(number_at(facts.findings.by_unit_group, (unit, group), "people"))
    missing = number_at(facts.findings.by_unit_group, (unit, group), "gap")
    burden = figure(f"{id}.burden", missing, Unit.LEVELS, "burden", say("label.burden", of=of), n)
    part, label = missing / facts.organisation["gap"], say("label.burden_share_of", of=of)
    whole = facts.organisation_figure("burden").known
    share = figure(f"{id}.burden_share", part, Unit.SHARE, "burden_share", label, n, hidden=not whole)
    people = count_figure(f"{id}.people", n, say("label.people", of=of), "people", n)
    return Row((name, of_group, people, mean, Bar(burden, largest), share))


def _title(facts: Facts, cells: list[tuple[str, int, Figure]]) -> Sentence:
    """The strongest sentence that is true; what holds of all cells is said only where all are shown."""
    gap, units = facts.organisation_figure("weighted_gap"), shown_units(facts)
    if not gap.known:
        return say("title.gaps.all_withheld")
    if not facts.organisation["gap"]:
        return say("title.gaps.no_gap" if units else "title.gaps.no_gap_of_anybody")
    if not units:
        return say("title.gaps.organisation", gap=gap)
    if not any(facts.unit_figure("mean_gap", unit).known for unit in units):
        return say("title.gaps.withheld", gap=gap)
    shown = "_shown" if _cells_withheld(facts) else ""
    together = _one_group(facts, cells, shown)
    if together:
        return together
    leader = leading_unit(facts)
    if leader:
        return say("title.gaps.leader", unit=leader.name, share=leader.share)
    every = _every_cell(facts)
    if max((printed_severity(facts, mean) or 0 for _, _, mean in every), default=0) <= 2:
        return say(f"title.gaps.moderate{shown}", bound=bound_figures(facts)[1])
    unit, group, mean = max(every, key=lambda cell: cell[2].number)
    return say(f"title.gaps.deepest{shown}", unit=facts.unit_name(unit), group=facts.group_name(group), gap=mean)


def _one_group(facts: Facts, cells: list[tuple[str, int, Figure]], shown: str) -> Sentence | None:
    """The three deepest gaps, where they are significant and lie in one skill group."""
    deepest = sorted(cells, key=lambda cell: (-cell[2].number, facts.unit_name(cell[0]), cell[1]))[:DEEPEST]
    significant = all((printed_severity(facts, mean) or 0) >= 3 for _, _, mean in deepest)
    if len(deepest) < DEEPEST or not significant or len({group for _, group, _ in deepest}) > 1:
        return None
    units, group = tuple(facts.unit_name(unit) for unit, _, _ in deepest), facts.group_name(deepest[0][1])
    if sum(map(len, (*units, group))) <= NAMED_LENGTH:
        return say(f"title.gaps.one_group{shown}", units=units, group=group)
    count = count_figure("organisation.deepest_cells.count", len(units), say("label.top_cells.count"))
    return say(f"title.gaps.one_group_many{shown}", units=count, group=group)


def _every_cell(facts: Facts) -> list[tuple[str, int, Figure]]:
    """The cells that are shown of all units, larger ones among them: people may belong to a department directly."""
    index = facts.findings.by_unit_group.index
    cells = [(unit, group, facts.cell_figure(unit, group)) for unit, group in index if unit != ORGANISATION]
    return [cell for cell in cells if cell[2].known]


def _cells_withheld(facts: Facts) -> bool:
    index = facts.findings.by_unit_group.index
    return any(facts.cell_figure(unit, group).state is State.WITHHELD for unit, group in index if unit != ORGANISATION)


def _deck(facts: Facts, cells: list[tuple[str, int, Figure]]) -> Sentence | None:
    if not cells:
        return None
    missing = facts.findings.by_unit_group["gap"]
    top = cells[:TOP_CELLS]
    if facts.organisation_hidden:
        return None
    share = sum(float(missing[unit, group]) for unit, group, _ in top) / facts.organisation["gap"]
    count = count_figure("organisation.top_cells.count", len(top), say("label.top_cells.count"))
    every = count_figure("organisation.top_cells.of", len(cells), say("label.top_cells.of"))
    label, n = say("label.top_cells.share"), int(facts.organisation["people"])
    part = figure("organisation.top_cells.share", share, Unit.SHARE, "burden_share", label, n)
    return say("deck.gaps", plural="count", count=count, cells=every, share=part)
