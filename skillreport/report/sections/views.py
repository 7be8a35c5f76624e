"""Self and manager views: where people see themselves differently from their managers, and how far raters agree."""

import pandas as pd

from skillreport.analyse.views import flag_bound
from skillreport.model.figure import Figure, Sentence, Unit, say
from skillreport.model.report import Column, Dumbbell, Exhibit, Row, Section, Table
from skillreport.report.exhibits import counted, left, note, right
from skillreport.report.figures import Facts, count_figure, figure

MOST_ROWS = 14


def section(facts: Facts) -> Section | None:
    """None where nobody was rated both by self and by a manager."""
    views = shown_views(facts)
    if views.empty:
        return None
    blocks = [_dumbbells(facts, views)]
    agreement = _agreement(facts)
    if agreement:
        blocks.append(agreement)
    return Section("views", say("kicker.views"), _title(facts, views), _deck(facts), tuple(blocks))


def shown_views(facts: Facts) -> pd.DataFrame:
    """Divergence of the skills with enough people, by signed difference, ties by name."""
    found = facts.findings.divergence_by_skill
    found = found[found["n"] >= facts.findings.assessment.engagement.privacy_threshold]
    names = pd.Series(
        [facts.findings.assessment.skills[skill].name.casefold() for skill in found.index],
        index=found.index,
        dtype=object,
    )
    return found.assign(name=names).sort_values(["difference", "name"], ascending=[False, True])


def view_figures(facts: Facts, skill: int, row: "pd.Series[float]") -> tuple[Figure, Figure, Figure]:
    """Mean own view, mean manager's view and their difference for a skill."""
    record, n = facts.findings.assessment.skills[skill], int(row["n"])
    made = [
        figure(f"skill.{record.id}.{name}", row[column], Unit.LEVELS, formula, say(f"label.{name}", of=record.name), n)
        for name, column, formula in (
            ("own_view", "own", "own_view"),
            ("manager_view", "manager", "manager_view"),
            ("divergence", "difference", "divergence"),
        )
    ]
    return made[0], made[1], made[2]


def _dumbbells(facts: Facts, views: pd.DataFrame) -> Exhibit:
    scale = facts.findings.assessment.scale
    chosen = set(views["difference"].abs().sort_values(ascending=False, kind="stable").index[:MOST_ROWS])
    rows = []
    for skill, row in views[views.index.isin(chosen)].iterrows():
        own, manager, difference = view_figures(facts, int(skill), row)  # type: ignore[call-overload]
        record = facts.findings.assessment.skills[int(skill)]  # type: ignore[call-overload]
        n = count_figure(f"skill.{record.id}.both_views", row["n"], say("label.both_views", of=record.name), "people")
        reading = say(f"reading.{row['reading'].replace(' ', '_')}") if row["reading"] else None
        rows.append(
            Row(
                (
                    record.name,
                    n,
                    Dumbbell(own, manager, scale.lowest, scale.highest, bool(row["reading"])),
                    difference,
                    reading,
                )
            )
        )
    columns = (
        left("skill", 44),
        right("n", 12),
        Column(say("head.level_axis"), 72, axis=(scale.lowest, scale.highest)),
        right("difference", 18),
        left("reading", 24),
    )
    bound = figure(
        "method.divergence_bound",
        flag_bound(facts.findings.assessment),
        Unit.LEVELS,
        "bound",
        say("label.divergence_bound"),
    )
    first = views.index[0]
    own, manager, _ = view_figures(facts, int(first), views.loc[first])
    notes = (note("flag", "note.views.flag", bound=bound), note("n", "note.views.n"))
    return Exhibit(
        "self-and-manager-views",
        say("figure.views"),
        say("figure.views.sub"),
        Table(columns, tuple(rows)),
        say("alt.views", skill=facts.findings.assessment.skills[int(first)].name, own=own, manager=manager),
        notes,
        (("self", say("key.self")), ("manager", say("key.manager"))),
    )


def _agreement(facts: Facts) -> Exhibit | None:
    """The skills on which raters agree least and most."""
    found = facts.findings.agreement
    found = found[found["n"] >= facts.findings.assessment.engagement.privacy_threshold]
    if len(found) < 2:
        return None
    names = [facts.findings.assessment.skills[skill].name.casefold() for skill in found.index]
    ranked = found.assign(name=names).sort_values(["spread", "name"], ascending=[False, True])
    picked = pd.concat([ranked.head(3), ranked.tail(3)]) if len(ranked) > 6 else ranked
    rows = []
    for skill, row in picked.iterrows():
        record = facts.findings.assessment.skills[int(skill)]  # type: ignore[call-overload]
        spread = figure(
            f"skill.{record.id}.agreement",
            row["spread"],
            Unit.LEVELS,
            "agreement",
            say("label.agreement", of=record.name),
            int(row["n"]),
        )
        pairs = count_figure(
            f"skill.{record.id}.agreement_pairs", row["n"], say("label.agreement_pairs", of=record.name), "rated_pairs"
        )
        rows.append(Row((record.name, spread, pairs)))
    columns = (left("skill", 80), right("spread", 45), right("pairs", 45))
    return Exhibit(
        "agreement-of-raters",
        say("figure.agreement"),
        say("figure.agreement.sub"),
        Table(columns, tuple(rows)),
        say("alt.agreement", skill=str(rows[0].cells[0]), spread=rows[0].cells[1]),
        (note("how_to_read", "note.agreement"),),
    )  # type: ignore[arg-type]


def _title(facts: Facts, views: pd.DataFrame) -> Sentence:
    """Named skills where the mean difference is flagged; else that none is."""
    flagged = [int(skill) for skill in views[views["reading"] == "blind spot"].index]
    hidden = [int(skill) for skill in views[views["reading"] == "hidden strength"].index][::-1]
    names = facts.findings.assessment.skills
    if flagged:
        _, _, difference = view_figures(facts, flagged[0], views.loc[flagged[0]])
        if len(flagged) == 1:
            return say("title.views.one", skill=names[flagged[0]].name, difference=difference)
        count = count_figure("organisation.views.flagged", len(flagged), say("label.views.flagged"))
        return say(
            "title.views.blind",
            skills=tuple(names[s].name for s in flagged[:2]) if len(flagged) == 2 else counted("skills_words", count),
        )
    if hidden:
        _, _, difference = view_figures(facts, hidden[0], views.loc[hidden[0]])
        return say("title.views.hidden", skill=names[hidden[0]].name, difference=difference)
    bound = figure(
        "method.divergence_bound",
        flag_bound(facts.findings.assessment),
        Unit.LEVELS,
        "bound",
        say("label.divergence_bound"),
    )
    return say("title.views.close", bound=bound)


def _deck(facts: Facts) -> Sentence:
    found = facts.findings.divergence
    pairs = count_figure("organisation.views.pairs", len(found), say("label.views.pairs"), "rated_pairs")
    blind = _share("blind_spots", (found["reading"] == "blind spot").mean(), len(found))
    hidden = _share("hidden_strengths", (found["reading"] == "hidden strength").mean(), len(found))
    return say("deck.views", pairs=pairs, blind=blind, hidden=hidden)


def _share(name: str, value: float, n: int) -> Figure:
    return figure(f"organisation.views.{name}", value, Unit.SHARE, name, say(f"label.views.{name}"), n)
