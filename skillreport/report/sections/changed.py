"""What changed since the earlier periods: the chain of the organisation as a waterfall, units and skills in tables."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from skillreport.analyse.change import PARTS, Chain, Changes, Step
from skillreport.analyse.change_privacy import WHOLE, Group, ShownChange
from skillreport.language.numbers import printed_value
from skillreport.model.assessment import ORGANISATION
from skillreport.model.figure import Figure, Sentence, Unit, say
from skillreport.model.names import key
from skillreport.model.report import (
    Block,
    Column,
    Exhibit,
    Note,
    Row,
    Section,
    Styled,
    Table,
    Text,
    Tone,
    Waterfall,
    WaterfallColumn,
)
from skillreport.report.exhibits import first_rows, left, note, right
from skillreport.report.figures import Facts, count_figure, figure

MOST_UNITS, MOST_SKILLS = 8, 6
KEPT = ("workbook", "figures", "names")  # what to keep for next time
UNITS_OF_PARTS = {"weighted_gap": Unit.LEVELS, "attainment": Unit.POINTS}
UNITS_OF_ENDS = {"weighted_gap": Unit.LEVELS, "attainment": Unit.SHARE}
DIGITS = {"weighted_gap": 2, "attainment": 0}


def section(facts: Facts) -> Section:
    """The newest step in exhibits, older ones in a table; without an earlier period, what to keep for next time."""
    changes = facts.findings.changes
    kicker = say("kicker.changed")
    if changes.newest is None:
        kept = Text(say("heading.changed.keep"), tuple(say(f"text.changed.keep.{name}") for name in KEPT))
        others = _incomparable(changes)
        blocks_without = (kept,) if others is None else (others, kept)
        return Section("changed", kicker, _title_without(changes), None, blocks_without, flows=True)
    newest = _Shown.newest(facts)
    blocks: list[Block | None] = [
        _waterfall(facts, newest),
        _by_unit(facts, newest),
        _by_skill(facts, newest),
        _steps(facts),
        _incomparable(changes),
    ]
    shown = tuple(block for block in blocks if block is not None)
    return Section("changed", kicker, _title(facts, newest), _deck(facts, newest), shown)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A step and what of it is printed."""

    step: Step
    shown: ShownChange

    @staticmethod
    def newest(facts: Facts) -> "_Shown":
        return _Shown(facts.findings.changes.steps[-1], facts.findings.shown_changes[-1])

    def people(self, group: Group, part: str) -> int:
        return self.shown.people.get((group, part), 0)

    def merged(self, group: Group) -> frozenset[str]:
        return self.shown.merged.get(group, frozenset())


def newest_change(facts: Facts, measure: str) -> dict[str, Figure]:
    """The organisation's figures of the newest step; empty where there is none, or it is not printed."""
    if facts.findings.changes.newest is None:
        return {}
    newest = _Shown.newest(facts)
    figures = _figures(facts, newest, WHOLE, measure)
    return figures if figures["change"].known else {}


def _figures(facts: Facts, at: _Shown, group: Group, measure: str) -> dict[str, Figure]:
    """The figures of a chain: printed, then, the parts, other (those that few people make), now, change, rest (the
    change without the new levels of the same people)."""
    kind, place = group
    chain = at.step.chains.get((kind, place, measure), Chain(None, None, None, {}))
    hidden, merged = group in at.shown.hidden, at.merged(group)
    of, prefix = _named(facts, group)
    id = f"{prefix}.change.{at.step.earlier}.{measure}"

    def made(name: str, value: float | None, unit: Unit, n: int | None, withheld: bool = False) -> Figure:
        label = say(f"label.change.{name}", of=of, period=at.step.earlier, measure=say(f"measure.of.{measure}"))
        return figure(f"{id}.{name}", value, unit, f"change_{name}", label, n, hidden=hidden or withheld)

    ends, parts = UNITS_OF_ENDS[measure], UNITS_OF_PARTS[measure]
    then, now = at.people(group, "then"), at.people(group, "now")
    figures = {
        "printed": made("printed", chain.printed, ends, then),
        "then": made("then", chain.then, ends, then),
        "now": made("now", chain.now, ends, now),
        "change": made("change", chain.change, parts, now),
    }
    for name in PARTS:
        n = then if name == "method" else at.people(group, name)
        figures[name] = made(name, chain.parts.get(name), parts, n, name in merged)
    other = sum(chain.parts[name] for name in merged) if merged and chain.parts else None
    figures["other"] = made("other", other, parts, at.shown.together.get(group, 0))
    same = chain.parts.get("same_people")
    rest = None if same is None or chain.change is None else chain.change - same
    figures["rest"] = made("rest", rest, parts, now, "same_people" in merged)
    return figures


def _named(facts: Facts, group: Group) -> tuple[Sentence | str, str]:
    """What a group is called, and what its figures' ids begin with."""
    kind, place = group
    if group == WHOLE:
        return say("of.organisation"), "organisation"
    if kind == "unit":
        return facts.unit_name(str(place)), f"unit.{place}"
    skill = facts.findings.assessment.skills[int(place)]
    return skill.name, f"skill.{skill.id}"


def first_of(figures: Mapping[str, Figure]) -> Figure:
    """Where the chain begins: as printed then, else recomputed."""
    return figures["printed"] if figures["printed"].known else figures["then"]


def tone_of(change: Figure, measure: str) -> Tone:
    """Whether a change as printed is for the better: less gap, more attainment."""
    value = printed_value(change, DIGITS[measure]) if change.known else 0
    if not value:
        return "plain"
    return "better" if (value < 0) == (measure == "weighted_gap") else "worse"


# ---- the organisation


def _waterfall(facts: Facts, at: _Shown) -> Exhibit | None:
    """The parts of the weighted gap that are printed, between its value then and now. The table behind has every part
    with its people, and the requirements met beside it."""
    figures = _figures(facts, at, WHOLE, "weighted_gap")
    names = [name for name in (*PARTS, "other") if figures[name].known and (figures[name].n or name == "method")]
    if not figures["change"].known or not names:
        return None
    ends = (first_of(figures), figures["now"])
    columns = [
        WaterfallColumn(say("part.then", period=at.step.earlier), ends[0], "total"),
        *(
            WaterfallColumn(say(f"part.{name}"), figures[name], tone_of(figures[name], "weighted_gap"))
            for name in names
        ),
        WaterfallColumn(say("part.now", period=at.step.later), ends[1], "total"),
    ]
    return Exhibit(
        "change",
        say("figure.change", period=at.step.earlier),
        say("figure.change.sub"),
        Waterfall(tuple(columns), "2"),
        say("alt.change", first=ends[0], now=ends[1], same=figures["same_people"], period=at.step.earlier),
        _notes(facts, at, figures),
        as_table=_parts_table(facts, at, figures),
    )


def _parts_table(facts: Facts, at: _Shown, gap: Mapping[str, Figure]) -> Table:
    met = _figures(facts, at, WHOLE, "attainment")
    names = [name for name in (*PARTS, "other") if gap[name].known or met[name].known or name in at.merged(WHOLE)]
    rows = [_part_row(at, "then", "2", "", first_of(gap), first_of(met))]
    rows += [_part_row(at, name, "signed 2", "signed", gap[name], met[name]) for name in names]
    if "method" in names:
        rows.insert(2, _part_row(at, "recomputed", "2", "", gap["then"], met["then"]))
    last = replace(_part_row(at, "now", "2", "", gap["now"], met["now"]), style="total")
    columns = (left("part", 80), right("weighted_gap", 30), right("change.attainment", 30), right("people", 30))
    return Table(columns, (*rows, last))


def _part_row(at: _Shown, name: str, gap_style: str, met_style: str, gap: Figure, met: Figure) -> Row:
    periods = {"then": at.step.earlier, "now": at.step.later}
    called = say(f"part.{name}", period=periods[name]) if name in periods else say(f"part.{name}")
    return Row((called, Styled(gap, gap_style), Styled(met, met_style), _people(at, name)))


def _people(at: _Shown, part: str) -> Figure:
    """Whom a part rests on; the people who came and left are counted whatever their number is hidden by."""
    of_part = at.shown.together.get(WHOLE, 0) if part == "other" else at.people(WHOLE, part)
    count = at.people(WHOLE, "then") if part in ("method", "recomputed") else of_part
    label = say("label.change.people", part=say(f"part.{part}" if part not in ("then", "now") else f"part.all_{part}"))
    id = f"organisation.change.{at.step.earlier}.people.{part}"
    return count_figure(id, count, label, "people", count, hidden=part in at.merged(WHOLE))


def _notes(facts: Facts, at: _Shown, figures: Mapping[str, Figure]) -> tuple[Note, ...]:
    met = _figures(facts, at, WHOLE, "attainment")
    notes = [
        note("met", "note.change.met", plural="same", first=first_of(met), now=met["now"], same=met["same_people"])
    ]
    notes = notes if met["change"].known and met["same_people"].known else []
    if figures["method"].known:
        printed, then = figures["printed"], figures["then"]
        notes.append(note("method", "note.change.method", printed=printed, then=then))
    if not figures["printed"].known:
        notes.append(note("start", "note.change.start"))
    if at.merged(WHOLE):
        parts = tuple(say(f"part.{name}") for name in PARTS if name in at.merged(WHOLE))
        notes.append(note("other", "note.change.other", parts=say("phrase.list", items=parts)))
    return tuple(notes)


# ---- units and skills


def _by_unit(facts: Facts, at: _Shown) -> Exhibit | None:
    """The page has all units where they fit, else those right below the organisation."""
    units = [unit for unit in facts.findings.assessment.units if unit.id != ORGANISATION]
    units = [unit for unit in units if _has_chain(at, ("unit", unit.id))]
    most = MOST_UNITS
    if len(units) > MOST_UNITS:
        units.sort(key=lambda unit: unit.parent != ORGANISATION)
        most = min(MOST_UNITS, sum(unit.parent == ORGANISATION for unit in units) or MOST_UNITS)
    return _table_of(facts, at, "change-by-unit", "unit", [("unit", unit.id) for unit in units], most)


def _by_skill(facts: Facts, at: _Shown) -> Exhibit | None:
    """The skills that moved most; of equal ones the first by name, last those of which nothing is printed."""
    skills = facts.findings.assessment.skills
    groups: list[Group] = [("skill", place) for place in range(len(skills))]
    groups = [group for group in groups if _has_chain(at, group)]

    def order(group: Group) -> tuple[bool, float, str]:
        hidden, chain = group in at.shown.hidden, at.step.chains[(*group, "weighted_gap")]
        moved = 0.0 if hidden or chain.change is None else -abs(round(chain.change, 9))
        return hidden, moved, key(skills[int(group[1])].name)

    return _table_of(facts, at, "change-by-skill", "skill", sorted(groups, key=order), MOST_SKILLS)


def _has_chain(at: _Shown, group: Group) -> bool:
    chain = at.step.chains.get((*group, "weighted_gap"))
    return chain is not None and chain.then is not None and chain.now is not None


def _table_of(facts: Facts, at: _Shown, name: str, kind: str, groups: Sequence[Group], most: int) -> Exhibit | None:
    """Then, the same people, everything else, now; the workbook has every part."""
    if not groups:
        return None
    made = [(_named(facts, group)[0], _figures(facts, at, group, "weighted_gap")) for group in groups]
    made.append((say("of.organisation"), _figures(facts, at, WHOLE, "weighted_gap")))
    rows = [_short_row(name_of, figures) for name_of, figures in made]
    every = Table(_columns(at, kind, ("then", *PARTS, "other", "now")), tuple(_long_row(*item) for item in made))
    columns = _columns(at, kind, ("then", "same_people", "rest", "now", "change"))
    shown, _, more = first_rows(name, columns, rows[:-1], most, replace(rows[-1], style="total"))
    return Exhibit(
        name,
        say(f"figure.{name.replace('-', '_')}", period=at.step.earlier),
        say("figure.change_by.sub"),
        shown,
        say(f"alt.{name.replace('-', '_')}", period=at.step.earlier),
        more,
        as_table=every,
    )


def _columns(at: _Shown, kind: str, names: Iterable[str]) -> tuple[Column, ...]:
    heads = {"then": say("part.then", period=at.step.earlier), "now": say("part.now", period=at.step.later)}
    width = 24.0
    return (left(kind, 50), *(Column(heads.get(name, say(f"part.{name}")), width, "right") for name in names))


def _short_row(name: Sentence | str, figures: Mapping[str, Figure]) -> Row:
    cells = [Styled(first_of(figures), "2")]
    cells += [Styled(figures[part], "signed 2") for part in ("same_people", "rest")]
    change = figures["change"]
    cells += [
        Styled(figures["now"], "2"),
        Styled(change, "signed 2", tone_of(change, "weighted_gap"), strong=True),
    ]
    return Row((name, *cells))


def _long_row(name: Sentence | str, figures: Mapping[str, Figure]) -> Row:
    parts = (Styled(figures[part], "signed 2") for part in (*PARTS, "other"))
    return Row((name, Styled(first_of(figures), "2"), *parts, Styled(figures["now"], "2")))


# ---- several steps, and what cannot be compared


def _steps(facts: Facts) -> Exhibit | None:
    """The organisation's chain of every step side by side, where there are several."""
    found = facts.findings
    every = [_Shown(step, shown) for step, shown in zip(found.changes.steps, found.shown_changes, strict=True)]
    if len(every) < 2:
        return None
    chains = [_figures(facts, at, WHOLE, "weighted_gap") for at in every]
    names = ("first", *PARTS, "other", "now")
    rows = []
    for name in names:
        style = "2" if name in ("first", "now") else "signed 2"
        cells = (Styled(first_of(figures) if name == "first" else figures[name], style) for figures in chains)
        rows.append(Row((say(f"part.{name}" if name not in ("first", "now") else f"part.step.{name}"), *cells)))
    width = 110 / len(every)
    heads = (say("head.step", first=at.step.earlier, last=at.step.later) for at in every)
    columns = (left("part", 60), *(Column(head, width, "right") for head in heads))
    count = count_figure("organisation.change.steps", len(every), say("label.change.steps"))
    title, sub = say("figure.change_steps"), say("figure.change_by.sub")
    return Exhibit("change-step-by-step", title, sub, Table(columns, tuple(rows)), say("alt.change_steps", steps=count))


def _incomparable(changes: Changes) -> Text | None:
    if not changes.incomparable:
        return None
    return Text(None, (say("text.changed.incomparable", periods=say("phrase.list", items=changes.incomparable)),))


# ---- title


def _title_without(changes: Changes) -> Sentence:
    return say("title.changed.incomparable" if changes.incomparable else "title.changed.nothing")


def _title(facts: Facts, at: _Shown) -> Sentence:
    """How far the weighted gap moved, and how much of it the same people did."""
    figures = _figures(facts, at, WHOLE, "weighted_gap")
    change, first, now, same = figures["change"], first_of(figures), figures["now"], figures["same_people"]
    if WHOLE in at.shown.hidden:
        return say("title.changed.withheld", period=at.step.earlier)
    if not change.known:
        return say("title.changed.unknown", period=at.step.earlier)
    moved = printed_value(now, 2) - printed_value(first, 2)
    if not moved:
        return say("title.changed.steady", now=now, period=at.step.earlier)
    way = "fell" if moved < 0 else "rose"
    if not same.known:
        return say(f"title.changed.{way}", first=first, now=now)
    own = printed_value(same, 2)
    if own * moved < 0:
        return say(f"title.changed.{way}_against", first=first, now=now, same=same)
    return say(f"title.changed.{way}_same", first=first, now=now, same=same)


def _deck(facts: Facts, at: _Shown) -> Sentence | None:
    """How many pairs count both times, and how many of these nobody rated again."""
    if WHOLE in at.shown.hidden or not at.step.common:
        return None
    prefix, n = f"organisation.change.{at.step.earlier}", at.people(WHOLE, "now")
    common = count_figure(f"{prefix}.common_pairs", at.step.common, say("label.change.common"), "change_common", n)
    again = count_figure(
        f"{prefix}.not_rated_again", at.step.not_rated_again, say("label.change.not_again"), "change_not_again", n
    )
    known = "" if at.step.not_rated_again else ".all"
    if facts.findings.assessment.ratings["date"].isna().any():  # taken as of today, which says nothing of their age
        return say("deck.changed.undated", plural="common", common=common)
    return say(f"deck.changed{known}", plural="common", common=common, again=again)
