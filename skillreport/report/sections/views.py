"""Self and manager views: where people see themselves differently from their managers, and how far raters agree."""

from dataclasses import dataclass

from skillreport.analyse.views import flag_bound
from skillreport.model.assessment import Scale
from skillreport.model.figure import Figure, Sentence, Unit, say
from skillreport.model.report import Column, Dumbbell, Exhibit, Row, Section, Table
from skillreport.report.exhibits import counted, left, note, right, rows_beyond
from skillreport.report.figures import Facts, count_figure, figure

MOST_ROWS = 14
ENDS = 3  # skills shown at either end of the ranking by agreement


@dataclass(frozen=True, slots=True)
class View:
    """How people and their managers see one skill, with its reading: blind spot, hidden strength or nothing."""

    name: str
    people: Figure
    own: Figure
    manager: Figure
    difference: Figure
    reading: str


def section(facts: Facts) -> Section | None:
    """None where nobody was rated both by self and by a manager."""
    views = shown_views(facts)
    if not views:
        return None
    agreement = _agreement(facts)
    blocks = (_dumbbells(facts, views), *((agreement,) if agreement else ()))
    return Section("views", say("kicker.views"), _title(facts, views), _deck(facts), blocks)


def shown_views(facts: Facts) -> list[View]:
    """Skills that enough people have both views on, by signed difference, ties by name."""
    found = facts.findings.views.by_skill.reset_index().to_dict("records")
    threshold = facts.findings.assessment.engagement.privacy_threshold
    views = [_view(facts, int(row["skill"]), dict(row)) for row in found if row["n"] >= threshold]  # type: ignore[arg-type]
    return sorted(views, key=lambda view: (-view.difference.number, view.name.casefold()))


def _view(facts: Facts, skill: int, row: dict[str, object]) -> View:
    record, n = facts.findings.assessment.skills[skill], int(str(row["n"]))

    def levels(id: str, column: str) -> Figure:
        value = float(str(row[column]))
        return figure(f"skill.{record.id}.{id}", value, Unit.LEVELS, id, say(f"label.{id}", of=record.name), n)

    people = count_figure(f"skill.{record.id}.both_views", n, say("label.both_views", of=record.name), "people")
    own, manager = levels("own_view", "own"), levels("manager_view", "manager")
    return View(record.name, people, own, manager, levels("divergence", "difference"), str(row["reading"]))


def bound_figure(facts: Facts) -> Figure:
    """The difference from which a view is flagged."""
    bound = flag_bound(facts.findings.assessment)
    return figure("method.divergence_bound", bound, Unit.LEVELS, "bound", say("label.divergence_bound"))


def _dumbbells(facts: Facts, views: list[View]) -> Exhibit:
    """The skills with the largest differences either way; all of them for the workbook."""
    scale = facts.findings.assessment.scale
    largest = sorted(views, key=lambda view: -abs(view.difference.number))[:MOST_ROWS]
    rows = {view.name: _dumbbell_row(view, scale) for view in views}
    axis = Column(say("head.level_axis"), 72, axis=(scale.lowest, scale.highest))
    columns = (left("skill", 44), right("n", 12), axis, right("difference", 18), left("reading", 24))
    beyond = len(views) - MOST_ROWS
    more = (rows_beyond("self-and-manager-views", beyond),) if beyond > 0 else ()
    first = views[0]
    return Exhibit(
        "self-and-manager-views",
        say("figure.views"),
        say("figure.views.sub"),
        Table(columns, tuple(rows[view.name] for view in views if view in largest)),
        say("alt.views", skill=first.name, own=first.own, manager=first.manager),
        (note("flag", "note.views.flag", bound=bound_figure(facts)), note("n", "note.views.n"), *more),
        (("self", say("key.self")), ("manager", say("key.manager"))),
        Table(columns, tuple(rows.values())) if more else None,
    )


def _dumbbell_row(view: View, scale: Scale) -> Row:
    mark = Dumbbell(view.own, view.manager, scale.lowest, scale.highest, bool(view.reading))
    reading = say(f"reading.{view.reading.replace(' ', '_')}") if view.reading else None
    return Row((view.name, view.people, mark, view.difference, reading))


def _agreement(facts: Facts) -> Exhibit | None:
    """The skills on which raters agree least and most."""
    threshold = facts.findings.assessment.engagement.privacy_threshold
    skills = facts.findings.assessment.skills
    records = facts.findings.views.agreement.reset_index().to_dict("records")
    found = [row for row in records if row["n"] >= threshold]
    if len(found) < 2:
        return None
    ranked = sorted(found, key=lambda row: (-row["spread"], skills[int(row["skill"])].name.casefold()))
    picked = ranked if len(ranked) <= 2 * ENDS else ranked[:ENDS] + ranked[-ENDS:]
    rows = []
    for row in picked:
        record, n = skills[int(row["skill"])], int(row["n"])
        label = say("label.agreement", of=record.name)
        spread = figure(f"skill.{record.id}.agreement", row["spread"], Unit.LEVELS, "agreement", label, n)
        pairs = count_figure(
            f"skill.{record.id}.agreement_pairs", n, say("label.agreement_pairs", of=record.name), "rated_pairs"
        )
        rows.append((record.name, spread, pairs))
    name, spread, _ = rows[0]
    return Exhibit(
        "agreement-of-raters",
        say("figure.agreement"),
        say("figure.agreement.sub"),
        Table((left("skill", 80), right("spread", 45), right("pairs", 45)), tuple(Row(cells) for cells in rows)),
        say("alt.agreement", skill=name, spread=spread),
        (note("how_to_read", "note.agreement"),),
    )


def _title(facts: Facts, views: list[View]) -> Sentence:
    """Named skills where the mean difference is flagged; else that none is."""
    blind = [view for view in views if view.reading == "blind spot"]
    hidden = [view for view in views if view.reading == "hidden strength"]
    if len(blind) == 1:
        return say("title.views.one", skill=blind[0].name, difference=blind[0].difference)
    if len(blind) == 2:
        return say("title.views.blind", skills=tuple(view.name for view in blind))
    if blind:
        count = count_figure("organisation.views.flagged", len(blind), say("label.views.flagged"))
        return say("title.views.blind", skills=counted("skills_words", count))
    if hidden:
        return say("title.views.hidden", skill=hidden[-1].name, difference=hidden[-1].difference)
    shown = "_shown" if len(views) < len(facts.findings.views.by_skill) else ""
    return say(f"title.views.close{shown}", bound=bound_figure(facts))


def _deck(facts: Facts) -> Sentence:
    found = facts.findings.views.pairs
    pairs = count_figure("organisation.views.pairs", len(found), say("label.views.pairs"), "rated_pairs")
    blind = _share("blind_spots", (found["reading"] == "blind spot").mean(), len(found))
    hidden = _share("hidden_strengths", (found["reading"] == "hidden strength").mean(), len(found))
    return say("deck.views", pairs=pairs, blind=blind, hidden=hidden)


def _share(name: str, value: float, n: int) -> Figure:
    return figure(f"organisation.views.{name}", value, Unit.SHARE, name, say(f"label.views.{name}"), n)
