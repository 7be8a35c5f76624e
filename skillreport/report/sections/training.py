"""Which training pays: what programmes moved, what they cost, and what the test scores say."""

import math
from collections.abc import Callable, Sequence

from skillreport.model.assessment import ORGANISATION
from skillreport.model.figure import Figure, Sentence, Unit, say
from skillreport.model.report import (
    Block,
    Column,
    Content,
    Exhibit,
    Interval,
    Note,
    Row,
    Section,
    Styled,
    Tone,
)
from skillreport.report.exhibits import first_rows, left, note, right
from skillreport.report.figures import Facts, count_figure, figure
from skillreport.report.metrics import metric_figure, metric_name, newest, status_word, travel_word
from skillreport.report.programmes import Told, counts, gain_figure, told_programmes, total_figure
from skillreport.rules.metrics import definition_name

MOST_ROWS, MOST_COSTS = 16, 5
TONES: dict[str, Tone] = {"pays": "better", "fell behind": "worse"}
HIDDEN = ("few", "withheld")  # verdicts that stand in the place of one


def section(facts: Facts) -> Section | None:
    """None where nobody took part in a training in the last 12 months."""
    told = told_programmes(facts)
    if not told:
        return None
    blocks: list[Block] = []
    if any(item.effect_hidden or item.programme.effect.value is not None for item in told):
        blocks.append(_effects(facts, told))
    blocks.append(_costs(facts, told))
    if (aims := _aims(facts, told)) is not None:
        blocks.append(aims)
    return Section("training", say("kicker.training"), _title(facts, told), _deck(facts), tuple(blocks))


def _by(value: Callable[[Told], Figure], told: Sequence[Told]) -> list[Told]:
    """Programmes by a figure, the largest first, those without a printed value last by name: their order tells nothing
    of what is withheld."""

    def place(item: Told) -> tuple[bool, float]:
        found = value(item)
        return not found.known, -(found.value or 0.0)

    return sorted(told, key=place)


# ---- effects


def _effects(facts: Facts, told: Sequence[Told]) -> Exhibit:
    """Programmes by effect; those of which nobody was rated before and after stand in the workbook with the reason."""
    lowest, highest = _axis(facts, told)
    columns = (
        left("programme", 36),
        right("trained", 13),
        right("change", 14),
        right("untrained", 17),
        right("change", 13),
        Column(say("head.effect_axis"), 34, axis=(lowest, highest)),
        right("effect", 13),
        left("verdict", 30),
    )
    ordered = sorted(
        _by(lambda item: item.effect, told), key=lambda item: not item.effect.known and item.verdict not in HIDDEN
    )
    rows = [_effect_row(item, lowest, highest) for item in ordered]
    most = min(MOST_ROWS, sum(item.effect.known or item.verdict in HIDDEN for item in ordered))
    page, whole, more = first_rows("effect-of-programmes", columns, rows, most)
    first = ordered[0]
    return Exhibit(
        "effect-of-programmes",
        say("figure.training"),
        say("figure.training.sub"),
        page,
        say("alt.training", programme=first.programme.name, effect=first.effect, low=first.low, high=first.high)
        if first.low.known
        else say("alt.training.none"),
        (note("how_to_read", "note.training.read"), note("n", "note.training.n"), *_gain_notes(facts), *more),
        (("clear", say("key.interval.clear")), ("unclear", say("key.interval.unclear"))),
        whole,
    )


def _axis(facts: Facts, told: Sequence[Told]) -> tuple[float, float]:
    """Whole levels around all intervals, no further than a level can change."""
    most = math.ceil(facts.findings.assessment.scale.width)
    ends = [end.number for item in told for end in (item.low, item.high, item.effect) if end.known]
    return max(-most, min(-1, *map(math.floor, ends), -1)), min(most, max(1, *map(math.ceil, ends), 1))


def _effect_row(item: Told, lowest: float, highest: float) -> Row:
    clear = item.verdict in TONES
    effect = Styled(item.effect, "signed 2", strong=clear)
    mark = Interval(item.effect, item.low, item.high, lowest, highest, clear)
    word = Styled(say(f"verdict.{item.verdict.replace(' ', '_')}"), tone=TONES.get(item.verdict, "plain"), strong=clear)
    own, others = (Styled(change, "signed 2") for change in (item.participants_change, item.comparison_change))
    return Row((item.programme.name, item.arm, own, item.comparison_arm, others, mark, effect, word))


def _gain_notes(facts: Facts) -> list[Note]:
    """What an hour of either kind gained, as far as it is known."""
    soft, hard = gain_figure(facts, "soft"), gain_figure(facts, "hard")
    if soft.known and hard.known:
        found = [note("hour", "note.training.gains", soft=soft, hard=hard)]
    elif soft.known or hard.known:
        kind, gain = ("soft", soft) if soft.known else ("hard", hard)
        found = [note("hour", f"note.training.gain_{kind}", gain=gain)]
    else:
        return []
    without = facts.findings.programmes.uncategorised
    if without:
        rest = count_figure("organisation.training.uncategorised", without, say("label.training.uncategorised"))
        found.append(note("without_category", "note.training.uncategorised", plural="programmes", programmes=rest))
    return found


# ---- costs


def _costs(facts: Facts, told: Sequence[Told]) -> Exhibit:
    """What each programme took and has to bring, and what its tests say, where the log has scores."""
    returns = any(item.programme.benefit is not None for item in told)
    tests = any(item.programme.test_gain is not None for item in told)
    more = (*(("return",) if returns else ()), *(("test_gain",) if tests else ()))
    heads = ("participants", "hours", "cost", "cost_per_level", "break_even", *more)
    width = 122 / len(heads)
    columns = (left("programme", 48), *(right(head, width) for head in heads))
    # What pays is on the page, whatever it costs.
    ordered = sorted(_by(lambda item: item.cost, told), key=lambda item: item.verdict != "pays")
    rows = [_cost_row(item, more) for item in ordered]
    totals = tuple(total_figure(facts, name) for name in ("participants", "hours", "cost"))
    empty: tuple[Content, ...] = (None,) * (len(columns) - 4)
    total = Row((say("word.all_programmes"), *totals, *empty), "total")
    page, whole, rest = first_rows("cost-of-programmes", columns, rows, MOST_COSTS, total)
    return Exhibit(
        "cost-of-programmes",
        say("figure.training_cost"),
        say("figure.training_cost.sub"),
        page,
        say("alt.training_cost", participants=totals[0], hours=totals[1], cost=totals[2]),
        (*_cost_notes(facts, returns), *((note("tests", "note.training.tests"),) if tests else ()), *rest),
        as_table=whole,
    )


def _cost_row(item: Told, more: Sequence[str]) -> Row:
    found: dict[str, Content] = {"return": item.investment_return, "test_gain": Styled(item.test_gain, "signed 1")}
    money = (item.cost_per_level, item.break_even, *(found[name] for name in more))
    return Row((item.programme.name, item.participants, item.hours, item.cost, *money))


def _cost_notes(facts: Facts, returns: bool) -> list[Note]:
    price = hourly_cost(facts)
    notes = [
        note("time", "note.training.time", price=price) if price is not None else note("time", "note.training.no_time"),
        note("break_even", "note.training.break_even"),
    ]
    if returns:
        notes.append(note("return", "note.training.return"))
    for name in ("hours", "cost"):
        rows = facts.findings.programmes.missing(name)
        if rows and total_figure(facts, name).known:
            left_out = count_figure(f"organisation.training.no_{name}", rows, say(f"label.training.no_{name}"))
            notes.append(note("left_out", f"note.training.no_{name}", plural="rows", rows=left_out))
    return notes


def hourly_cost(facts: Facts) -> Figure | None:
    """What an hour of a participant's time costs, where the settings say so."""
    stated = facts.findings.assessment.engagement.hourly_cost
    if stated is None:
        return None
    return figure("method.hourly_cost", stated, Unit.MONEY, "assumption", say("label.hourly_cost"))


# ---- metrics that programmes aim at


def _aims(facts: Facts, told: Sequence[Told]) -> Exhibit | None:
    """How the metric stands that a programme aims at."""
    rows = [_aim_row(facts, item, item.programme.metric) for item in told if item.programme.metric is not None]
    if not rows:
        return None
    columns = (left("programme", 56), left("metric", 50), right("newest", 20), left("status", 20), left("travel", 24))
    page, whole, more = first_rows("metrics-of-programmes", columns, rows, MOST_ROWS)
    name = "metrics-of-programmes"
    alternative, aim = say("alt.training_metrics"), note("how_to_read", "note.training.metrics")
    return Exhibit(name, say("figure.training_metrics"), None, page, alternative, (aim, *more), as_table=whole)


def _aim_row(facts: Facts, item: Told, metric: str) -> Row:
    series = facts.findings.metrics.series.get((metric, ORGANISATION))
    point = newest(series) if series is not None else None
    if series is None or point is None:
        name = definition_name(facts.findings.rules.metric(metric))
        return Row((item.programme.name, name, None, say("status.no_data"), say("travel.unknown")))
    value = metric_figure(series, point)
    return Row((item.programme.name, metric_name(series), value, status_word(series), travel_word(series)))


# ---- title and deck


def _title(facts: Facts, told: Sequence[Told]) -> Sentence:
    """How many of the programmes that can be judged moved skills; where none can, what is missing."""
    number = counts(facts)
    if not number["judged"].number:
        return say(f"title.training.{_missing(told)}")
    pays, judged, behind = (int(number[name].number) for name in ("pays", "judged", "fell_behind"))
    if pays == judged:
        return Sentence("title.training.all", number, "judged")
    if not pays:
        return Sentence("title.training.none_behind" if behind else "title.training.none", number, "judged")
    if behind:
        return Sentence("title.training.behind", number, "fell_behind")
    return Sentence("title.training.some", number, "no_effect")


def _missing(told: Sequence[Told]) -> str:
    """What most keeps the programmes from being judged."""
    reasons = [item.verdict for item in told]
    order = ("few", "withheld", "no interval", "no comparison", "no ratings", "no skills")
    return next(reason for reason in order if reason in reasons).replace(" ", "_")


def _deck(facts: Facts) -> Sentence | None:
    """What the year's training took, and how many programmes cannot be judged."""
    number = counts(facts)
    if not number["judged"].number:
        return say("deck.training.none")
    if not number["not_judged"].number:
        return say("deck.training")
    return Sentence("deck.training.rest", number, "not_judged")
