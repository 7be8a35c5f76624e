"""Self and manager views: where people see themselves differently from their managers, and how far raters agree."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from skillreport.analyse.views import flag_bound
from skillreport.analyse.withheld import FEWEST_RATERS
from skillreport.model.assessment import Scale
from skillreport.model.figure import Figure, Sentence, Unit, say
from skillreport.model.report import Column, Dumbbell, Exhibit, Row, Section, Table
from skillreport.report.exhibits import counted, left, note, right, rows_beyond
from skillreport.report.figures import Facts, count_figure, figure
from skillreport.report.raters import how_rated

MOST_ROWS = 14
MANY_BLIND = 1 / 3  # of the pairs compared, from which on the views are not called close
ENDS = 3  # skills shown at either end of the ranking by agreement


@dataclass(frozen=True, slots=True)
class View:
    """How people and their managers see one skill, with its reading: blind spot, hidden strength or nothing.

    `joined`: the manager's view is withheld because it would give few other raters away; `manager` is all others'.
    """

    name: str
    people: Figure
    own: Figure
    manager: Figure
    difference: Figure
    reading: str
    joined: bool = False


def section(facts: Facts) -> Section | None:
    """None where nobody was rated both by self and by a manager."""
    views = shown_views(facts)
    if not views:
        return None
    others = (_agreement(facts), how_rated(facts))
    blocks = (_dumbbells(facts, views), *(exhibit for exhibit in others if exhibit))
    return Section("views", say("kicker.views"), _title(facts, views), _deck(facts), blocks)


def shown_views(facts: Facts) -> list[View]:
    """Skills that enough people have both views on, by signed difference, ties by name."""
    found = facts.findings.views.by_skill
    found = found[~found.index.isin(facts.withheld.manager_views)]
    views = [_view(facts, row) for row in found.reset_index().to_dict("records")]
    views += [_joined_view(facts, row) for row in facts.findings.joined_views.reset_index().to_dict("records")]
    shown = [view for view in views if view.difference.known]
    return sorted(shown, key=lambda view: (-view.difference.number, view.name.casefold()))


def _view(facts: Facts, row: Mapping[Hashable, Any]) -> View:
    def levels(id: str, column: str) -> Figure:
        return _level(facts, row, id, column)

    own, manager = levels("own_view", "own"), levels("manager_view", "manager")
    difference = levels("divergence", "difference")
    return View(_name(facts, row), _people(facts, row, "both_views"), own, manager, difference, str(row["reading"]))


def _joined_view(facts: Facts, row: Mapping[Hashable, Any]) -> View:
    """Self and all others: what is printed where the groups of raters must not be."""

    def levels(id: str, column: str) -> Figure:
        return _level(facts, row, id, column)

    own, others = levels("own_view_beside_others", "own"), levels("others_view", "others")
    difference = levels("divergence_from_others", "difference")
    return View(_name(facts, row), _people(facts, row, "joined_views"), own, others, difference, "", True)


def _name(facts: Facts, row: Mapping[Hashable, Any]) -> str:
    return facts.findings.assessment.skills[int(row["skill"])].name


def _people(facts: Facts, row: Mapping[Hashable, Any], id: str) -> Figure:
    record, n = facts.findings.assessment.skills[int(row["skill"])], int(row["n"])
    label = say(f"label.{id}", of=record.name)
    return count_figure(f"skill.{record.id}.{id}", n, label, "people", n, hidden=facts.few(n))


def _level(facts: Facts, row: Mapping[Hashable, Any], id: str, column: str) -> Figure:
    record, n = facts.findings.assessment.skills[int(row["skill"])], int(row["n"])
    label = say(f"label.{id}", of=record.name)
    return figure(f"skill.{record.id}.{id}", float(row[column]), Unit.LEVELS, id, label, n, hidden=facts.few(n))


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
    notes = [note("flag", "note.views.flag", bound=bound_figure(facts)), note("n", "note.views.n")]
    if any(view.joined for view in views):
        fewest = count_figure("method.fewest_raters", FEWEST_RATERS, say("label.fewest_raters"), "assumption")
        notes.append(note("all_others", "note.views.all_others", fewest=fewest))
    return Exhibit(
        "self-and-manager-views",
        say("figure.views"),
        say("figure.views.sub"),
        Table(columns, tuple(rows[view.name] for view in views if view in largest)),
        say(
            "alt.views.joined" if first.joined else "alt.views", skill=first.name, own=first.own, manager=first.manager
        ),
        (*notes, *more),
        (("self", say("key.self")), ("manager", say("key.manager"))),
        Table(columns, tuple(rows.values())) if more else None,
    )


def _dumbbell_row(view: View, scale: Scale) -> Row:
    mark = Dumbbell(view.own, view.manager, scale.lowest, scale.highest, bool(view.reading))
    reading = say(f"reading.{view.reading.replace(' ', '_')}") if view.reading else None
    if view.joined:
        reading = say("reading.all_others")
    return Row((view.name, view.people, mark, view.difference, reading))


def _agreement(facts: Facts) -> Exhibit | None:
    """The skills on which raters agree least and most."""
    skills = facts.findings.assessment.skills
    records = facts.findings.views.agreement.reset_index().to_dict("records")
    found = [row for row in records if not facts.few(row["n"])]
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
        Table((left("skill", 61), right("spread", 20), right("pairs", 20)), tuple(Row(cells) for cells in rows)),
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
    if any(view.joined for view in views):
        return say("title.views.joined")
    found = _compared(facts)
    blind_share = 0.0 if found is None else (found["reading"] == "blind spot").mean()
    if found is not None and blind_share >= MANY_BLIND:
        return say("title.views.spread", share=_share("blind_spots", blind_share, len(found)))
    shown = "_shown" if len(views) < len(facts.findings.views.by_skill) else ""
    return say(f"title.views.close{shown}", bound=bound_figure(facts))


def _compared(facts: Facts) -> pd.DataFrame | None:
    """The pairs whose two views may be counted; None for few people."""
    found = facts.findings.views.pairs
    found = found[~found["skill"].isin(facts.withheld.manager_views)]
    return None if found.empty or facts.few(found["person"].nunique()) else found


def _deck(facts: Facts) -> Sentence | None:
    found = _compared(facts)
    if found is None:
        return None
    pairs = count_figure("organisation.views.pairs", len(found), say("label.views.pairs"), "rated_pairs", len(found))
    blind = _share("blind_spots", (found["reading"] == "blind spot").mean(), len(found))
    hidden = _share("hidden_strengths", (found["reading"] == "hidden strength").mean(), len(found))
    return say("deck.views", pairs=pairs, blind=blind, hidden=hidden)


def _share(name: str, value: float, n: int) -> Figure:
    return figure(f"organisation.views.{name}", value, Unit.SHARE, name, say(f"label.views.{name}"), n)
