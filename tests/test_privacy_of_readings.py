"""No reading of the headline gives few people away beside the printed gap measures: small engagements drawn.

What stands in a reading is found here from the rows of the ratings, not from what the package says of it.
"""

import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.building import CHART, RATINGS, SKILLS, Built, Rows, built, written
from tests.independent import slug
from tests.test_properties import quick
from tests.test_raters import NAMES, Rating, form

ASKED = ("Employee", "Skill", "Required level", "Criticality")
GROUP = {name: "One" if number < 2 else "Two" for number, name in enumerate(NAMES)}
READINGS = ("straight_lines", "far_raters")
Pair = tuple[object, object]  # person, skill
Fact = tuple[object, object, object]  # person, skill, and the ratings without which the level is found
Sums = dict[str, frozenset[Fact]]


@dataclass(frozen=True)
class Drawn:
    """Rows of the workbook, and who belongs where."""

    chart: Sequence[tuple[str, ...]]
    asked: Sequence[tuple[object, ...]]
    ratings: list[Rating]


def drawn(seed: int) -> Drawn:
    """Up to 18 people of two or three units: managers who give one level on everything, often to a whole unit, role or
    skill; some raters who are far from the others; and peers who rate few."""
    dice = random.Random(seed)
    staff = [f"E{number}" for number in range(1, dice.randint(8, 18) + 1)]
    units, roles = dice.choice([("North",), ("North", "South"), ("North", "South", "West")]), ("Analyst", "Lead")
    unit = {who: units[number * len(units) // len(staff)] for number, who in enumerate(staff)}
    role = {who: dice.choice(roles) for who in staff}
    skills = {who: dice.sample(NAMES[:3], dice.randint(1, 2)) for who in staff}
    if dice.random() < 0.5:
        skills = {who: [NAMES[number % 2]] for number, who in enumerate(staff)}
    by = dice.choice([unit, role, {who: skills[who][0] for who in staff}])
    alike_in = dice.choice(sorted(set(by.values())))
    likely, elsewhere, seen = dice.choice([0.6, 0.9, 1]), dice.choice([0, 0, 0.3]), dice.choice([0, 0.1, 0.5, 0.9])
    customers = dice.choice([0, 0.3, 0.8])
    ratings: list[Rating] = []
    for number, who in enumerate(staff):
        level = dice.randint(1, 4)
        alike = dice.random() < (likely if by[who] == alike_in else elsewhere)
        levels = [level] * 10 if alike else [1, *(dice.randint(1, 4) for _ in NAMES[:8]), 3]
        ratings += form(who, levels, "manager", f"M{number}")
        if dice.random() < seen:
            ratings += form(who, [dice.randint(1, 5) for _ in NAMES[: dice.randint(1, 7)]], "peer", f"P{number % 4}")
        if dice.random() < customers:
            ratings += form(who, [5] * 9 + [4], "customer", f"C{number % 5}")
    asked = [(who, skill, dice.randint(2, 5), 2) for who in staff for skill in skills[who]]
    chart = [(who, who, "", role[who], "senior", "", unit[who]) for who in staff]
    return Drawn(chart, asked, ratings)


def report_on(data: Drawn, threshold: int) -> Built:
    sheets: dict[str, Rows] = {
        "Skills": (SKILLS, *((name, "hard", GROUP[name], 2) for name in NAMES)),
        "Requirements": (ASKED, *data.asked),
        "Ratings": (RATINGS, *data.ratings),
    }
    with tempfile.TemporaryDirectory() as name:
        return built(written(Path(name), sheets, (CHART, *data.chart), f"privacy_threshold: {threshold}"))


# ---- which summands a figure has


def left_out(data: Drawn, report: Built) -> dict[str, set[Rating]]:
    """The rows on straight lines, and those of raters who were found far from the rest."""
    compared, names = report.findings.raters.compared, report.findings.assessment.ratings["rater"].cat.categories
    far = {names[code] for code in compared.loc[compared["far"], "rater"]}
    forms: dict[tuple[object, ...], list[object]] = {}
    for row in data.ratings:
        forms.setdefault((row[0], row[4]), []).append(row[2])
    straight = {at for at, levels in forms.items() if len(levels) >= 8 and len(set(levels)) == 1}
    return {
        "straight_lines": {row for row in data.ratings if (row[0], row[4]) in straight},
        "far_raters": {row for row in data.ratings if row[4] in far},
    }


def summands(data: Drawn, out: set[Rating]) -> dict[Pair, Fact]:
    """Per rated required pair its summand without some ratings; a pair that nobody else rated has none. The drawn rows
    hold no own views: all of them count."""
    rows: dict[Pair, list[Rating]] = {}
    for row in data.ratings:
        rows.setdefault((row[0], row[1]), []).append(row)
    found: dict[Pair, Fact] = {}
    for pair in [(who, skill) for who, skill, *_ in data.asked]:
        gone = frozenset(row[4] for row in rows.get(pair, []) if row in out)
        if len(gone) < len(rows.get(pair, [])):
            found[pair] = (*pair, gone)
    return found


def printed_sums(data: Drawn, report: Built, readings: bool) -> Sums:
    """The summands of every gap measure that is printed, by the start of its id."""
    whole = summands(data, set())
    unit = {row[0]: slug(row[6]) for row in data.chart}
    found: dict[str, set[Fact]] = {}
    for (who, skill), fact in whole.items():
        of_unit, group = f"unit.{unit[str(who)]}", f"group.{slug(GROUP[str(skill)])}"
        starts = ("organisation", of_unit, f"organisation.{group}", f"{of_unit}.{group}", f"skill.{slug(str(skill))}")
        for start in starts:
            found.setdefault(start, set()).add(fact)
    skills = report.findings.assessment.skills
    for action in report.findings.roadmap.actions:
        pairs = [(report.findings.assessment.people.index[p], skills[s].name) for p, s in action.success.pairs]
        if pairs:
            found[action.id] = {whole[pair] for pair in pairs}
    shown = {start: facts for start, facts in found.items() if is_printed(report, start)}
    if readings:
        for name, out in left_out(data, report).items():
            if is_printed(report, "organisation", f"weighted_gap_without_{name}"):
                shown[name] = set(summands(data, out).values())
    return {start: frozenset(facts) for start, facts in shown.items()}


def is_printed(report: Built, start: str, *measures: str) -> bool:
    found = [report.figures.get(f"{start}.{name}") for name in measures or ("weighted_gap", "mean_gap", "baseline")]
    return any(figure is not None and figure.known for figure in found)


def role_sums(data: Drawn, report: Built) -> Sums:
    """Those of the roles of which the share of soft skills in all gaps is printed, as if these were printed too."""
    role = {row[0]: f"role.{slug(row[3])}" for row in data.chart}
    found: dict[str, set[Fact]] = {}
    for (who, _), fact in summands(data, set()).items():
        found.setdefault(role[str(who)], set()).add(fact)
    return {start: frozenset(facts) for start, facts in found.items() if is_printed(report, start, "mix.gap.soft")}


# ---- what follows


def following(sums: Sums, readings: Sums) -> Iterator[tuple[object, ...]]:
    """One or two people of whose summands alone some combination of sums is one, only because of the readings; with
    whatever weights."""
    columns = sorted(frozenset[Fact]().union(*sums.values(), *readings.values()), key=str)
    person = np.array([who for who, *_ in columns])
    whole = np.array(
        [[fact in facts for fact in columns] for facts in (*sums.values(), *readings.values())], dtype=float
    )
    before = whole[: len(sums)]
    for size in (1, 2):
        for group in combinations(sorted(set(person)), size):
            away = ~np.isin(person, group)
            if told(whole, away) > told(before, away):
                yield group


def told(rows: np.ndarray, away: np.ndarray) -> int:
    """How many independent combinations of the rows are about nothing in the columns that are `away`."""
    return int(np.linalg.matrix_rank(rows) - np.linalg.matrix_rank(rows[:, away]))


def leaks(seed: int, threshold: int) -> tuple[int, list[tuple[object, ...]]]:
    """How many readings are printed, and the groups of few people of whom they tell."""
    data = drawn(seed)
    report = report_on(data, threshold)
    before, after = printed_sums(data, report, readings=False), printed_sums(data, report, readings=True)
    readings = {name: facts for name, facts in after.items() if name in READINGS}
    if not readings:
        return 0, []
    units = {start: facts for start, facts in before.items() if ".group." not in start and "skill." not in start}
    return len(readings), [*following(before, readings), *following(units | role_sums(data, report), readings)]


@quick(25)
@given(seed=st.integers(0, 10**6), threshold=st.sampled_from([4, 5]))
def test_nobody_follows_from_the_readings(seed: int, threshold: int) -> None:
    assert leaks(seed, threshold)[1] == []


def test_readings_are_printed_often_enough_to_be_worth_the_test() -> None:
    assert sum(leaks(seed, 4)[0] for seed in range(12)) >= 6
