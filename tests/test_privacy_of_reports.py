"""No report tells of few people: random engagements, built whole, their figures held against who stands behind them.

Whom a figure is about is worked out here from its id and the client's tables, not from what the package says of it.
"""

import random
import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from skillreport.analyse.roadmap.actions import Action
from skillreport.model.figure import Figure, State
from skillreport.write.brand import load_brand
from skillreport.write.workbook import render_workbook
from tests.building import SPEAKER, Built, built
from tests.independent import TECHNOLOGY, slug, write_sheets
from tests.test_properties import CHART, PLACES, RATINGS, REQUIREMENTS, SKILLS, TRAINING, quick

SETTINGS = "client: Any\nindustry: technology\nperiod: 2026-Q3\nworkbook: w.xlsx\norg_chart: o.xlsx\n"
METRICS = ("Metric", "Period", "Unit", "Numerator", "Denominator", "Value", "n")
CERTIFICATIONS = ("Employee", "Certification", "Date", "Passed", "Expires")
NAMED = {"Arithmetic": "One", "Bookkeeping": "One", "Coaching": "Talk", "Drawing": "Two", "Empathy": "Talk"}
SOFT = ("Coaching", "Empathy")
ROLES = ("Analyst", "Lead", "Clerk")
Fact = tuple[int, str]  # a person, and a skill where the figure is about skills
Sets = dict[str, frozenset[Fact]]


def engagement(folder: Path, seed: int, people: int, threshold: int) -> Path:
    """An engagement of so many people: in units or in none, trained or not, some with few of their ratings."""
    dice = random.Random(seed)
    staff = [f"E{number}" for number in range(1, people + 1)]
    rated, skilled = dice.uniform(0.2, 1), list(NAMED)[: dice.randint(1, len(NAMED))]
    chart = [
        (
            *(one, f"Name {one}", "" if one == "E1" else "E1", dice.choice(ROLES[: dice.randint(1, 3)])),
            *(dice.choice([*TECHNOLOGY, "entry", "senior"]), *dice.choice(PLACES), dice.choice([0.5, 1])),
        )
        for one in staff
    ]
    ratings = [("E1", skilled[0], 2, "manager", "E1", date(2026, 9, 1))]
    ratings += [
        (one, skill, dice.randint(1, 5), group, one if group == "self" else dice.choice(staff), date(2026, 9, 1))
        for one in staff
        for skill in skilled
        if dice.random() < rated
        for group in dice.sample(["self", "manager", "peer", "customer"], dice.randint(1, 3))
    ]
    asked = [(role, skill, dice.randint(1, 5), "") for role in ROLES for skill in skilled if dice.random() < 0.8]
    trained = [
        (one, dice.choice(["Ox", "Cow"]), date(2026, 5, 4), dice.choice([4, 8.5]), dice.choice([0, 0.4, 1]))
        for one in staff
        if dice.random() < 0.6
    ]
    units = ("", "East", "West", "Elm", "Ash")
    metrics: list[tuple[object, ...]] = [
        ("Customer satisfaction", "2026-Q3", unit, n // 2, n, "", "") for unit in units if (n := dice.randint(0, 12))
    ]
    metrics += [("Retention", "2026-Q3", unit, "", "", dice.random(), dice.choice(["", 3, 9])) for unit in units[:3]]
    passed = [(one, "Driving", date(2026, 8, 1), dice.choice(["yes", "no"]), "") for one in staff[: dice.randint(0, 6)]]
    sheets = {
        "Skills": (SKILLS, *((s, "soft" if s in SOFT else "hard", NAMED[s], dice.randint(1, 3)) for s in skilled)),
        "Requirements": (REQUIREMENTS, *asked),
        "Ratings": (RATINGS, *ratings),
        "Training": (TRAINING, *trained),
        "Metrics": (METRICS, *metrics),
        "Certifications": (CERTIFICATIONS, *passed),
    }
    write_sheets(folder / "w.xlsx", {name: rows for name, rows in sheets.items() if len(rows) > 1 or name == "Ratings"})
    write_sheets(folder / "o.xlsx", {"Org chart": (CHART, *chart)})
    (folder / "engagement.yml").write_text(f"{SETTINGS}privacy_threshold: {threshold}\n", "utf-8")
    return folder


@dataclass(frozen=True)
class Case:
    """A built report with what a reader of the client's tables knows: who is in which unit, role and level."""

    built: Built
    threshold: int

    @property
    def actions(self) -> list[tuple[str, Action]]:
        """The actions by the start of the ids of their figures."""
        return [(action.id, action) for action in self.built.findings.roadmap.actions]

    @property
    def figures(self) -> dict[str, Figure]:
        return self.built.figures

    def members(self) -> dict[str, frozenset[int]]:
        """People by the start of the ids of the figures about them."""
        people = self.built.findings.assessment.people
        names = list(zip(people["department"], people["team"], people["role"], people["career_level"], strict=True))
        found: dict[str, set[int]] = {"organisation": set(range(len(people)))}
        for person, (department, team, role, level) in enumerate(names):
            for kind, name in (("unit", department), ("unit", team), ("role", role), ("career_level", level)):
                if isinstance(name, str) and name:
                    found.setdefault(f"{kind}.{slug(name)}", set()).add(person)
        return {start: frozenset(members) for start, members in found.items()}


# ---- whom a figure is about


def gap_sets(case: Case) -> Sets:
    """Rated required pairs (person, skill) of each gap measure, by the start of its id."""
    findings = case.built.findings
    rated = findings.pairs[findings.pairs["rated_required"]]
    skills = findings.assessment.skills
    pairs = [(int(person), skills[skill]) for person, skill in zip(rated["person"], rated["skill"], strict=True)]
    found: Sets = {}
    for start, members in case.members().items():
        inside = [(person, skill.id) for person, skill in pairs if person in members]
        if start.startswith(("organisation", "unit.")):
            found[start] = frozenset(inside)
            for group in {skill.group for _, skill in pairs}:
                of_group = [(p, s.id) for p, s in pairs if p in members and s.group == group]
                found[f"{start}.group.{slug(str(group))}"] = frozenset(of_group)
    for skill in skills:
        found[f"skill.{skill.id}"] = frozenset((p, s.id) for p, s in pairs if s is skill)
    return found | {start: named(case, action.success.pairs) for start, action in case.actions}


def named(case: Case, pairs: Iterable[tuple[int, int]]) -> frozenset[Fact]:
    return frozenset((person, case.built.findings.assessment.skills[skill].id) for person, skill in pairs)


def hour_sets(case: Case) -> Sets:
    """Pairs with planned hours of each figure in hours, by the start of its id."""
    plan = case.built.findings.plan.allocations
    planned = named(case, zip(plan["person"], plan["skill"], strict=True))
    found = {start: frozenset(p for p in planned if p[0] in inside) for start, inside in case.members().items()}
    for start, action in case.actions:
        found[start] = named(case, [pair for part in action.parts for pair in part.pairs])
    found["roadmap.training_hours"] = planned
    return found


GAP = (
    r"weighted_gap|mean_gap|attainment|attainment_near|burden|affected|people|rated_pairs|self_only_share|burden_share"
)
GAP += r"|at_level\.\d+|below_usual|usual_level|gap_share"
FAMILIES = {
    "gaps of pairs": rf"((?:organisation|unit\.[^.]+)(?:\.group\.[^.]+)?|skill\.[^.]+)\.(?:{GAP})|(action.+)\.baseline",
    "trained": r"(.+)\.mix\.(?:actual\..+|deviation\..+|hours|people)",
    "planned": r"(.+)\.(?:mix\.planned\..+|plan\.(?:people|soft|hard|planned|unmet|covered)|pathway\..+)"
    r"|(action\..+)\.hours|(roadmap\.training_hours)",
    "gap mix": r"(.+)\.mix\.gap\..+",
    "ready": r"(role\.[^.]+(?=\.(?:people|ready|not_ready|unknown)$)|organisation(?=\.(?:ready|with_role)$))\..+",
}


def facts_of_families(case: Case) -> dict[str, Sets]:
    """Per family the facts that each start of an id sums; a fact begins with its person."""
    findings, members = case.built.findings, case.members()
    log, pairs = findings.log.rows, findings.pairs
    gap = pairs[(pairs["gap"].fillna(0) > 0) & pairs["soft"].notna()]
    people = {
        "trained": {int(person) for person in log["person"]},
        "gap mix": {int(person) for person in gap["person"]},
        "ready": {int(person) for person in findings.coverage.readiness.index},
    }
    found: dict[str, Sets] = {"gaps of pairs": gap_sets(case), "planned": hour_sets(case)}
    for name, counted in people.items():
        found[name] = {start: frozenset((p, "") for p in inside & counted) for start, inside in members.items()}
    return found


def of_family(case: Case, name: str) -> Iterator[tuple[str, Figure]]:
    """Start of the id and figure, for every figure of a family."""
    own = {
        start: action.learning if name == "planned" else bool(action.success.pairs) for start, action in case.actions
    }
    for id, figure in case.figures.items():
        match = re.fullmatch(FAMILIES[name], id)
        start = next((group for group in match.groups() if group), "") if match else ""
        if start and own.get(start, True):
            yield start, figure


def heads(facts: frozenset[Fact]) -> int:
    return len({person for person, _ in facts})


# ---- what holds


def assert_about_enough(case: Case) -> None:
    """No figure with a value is about few people."""
    for name, sets in facts_of_families(case).items():
        for start, figure in of_family(case, name):
            if figure.known:
                assert not 0 < heads(sets.get(start, frozenset())) < case.threshold, (name, figure.id)
    for id, figure in case.figures.items():
        if figure.known and re.fullmatch(r"(unit\..*)?metric\..+\.\d{4}.*", id) and figure.n is not None:
            assert not 0 < figure.n < case.threshold, id
        if figure.known and re.fullmatch(r"skill\.[^.]+\.(own|manager|others|joined|both|divergence|agreement).*", id):
            assert figure.n is None or figure.n >= case.threshold, id
        if figure.known and re.fullmatch(r"rule\.mix\..*people|rule\.mix\.persons|organisation\.people_rated", id):
            assert figure.number >= case.threshold, id
    for start, action in case.actions:
        assert_action(case, start, action)


# What an action of few people may print: kinds that count holders, expiries, skills, roles or metrics, and how much of
# everything that is required was rated.
COUNTED_ANYHOW = {
    "cover-skills": {"hours", "baseline", "target", "count", "uncovered", "single"},
    "renew-mandatory": {"hours", "baseline", "target", "count", "expiring", "lacking"},
    "renew-certificates": {"hours", "baseline", "target", "count", "kinds"},
    "settle-critical-gaps": {"hours", "baseline", "target", "count", "mean"},
    "agree-pathways": {"hours", "baseline", "target", "count"},
    "complete-ratings": {"hours", "baseline", "target", "pairs", "required"},
    "refresh-ratings": {"hours", "baseline", "target", "pairs", "required"},
    "programme": {"cohorts", "burden"},
    "roll-out": {"cohorts", "units", "hours"},
    "correct-mix": {"units", "hours"},
}


def assert_action(case: Case, start: str, action: Action) -> None:
    """An action of few people names no unit and no skill, and prints no figure about them."""
    audience = action.audience
    if not 0 < audience.people < case.threshold:
        return
    assert (audience.unit, audience.owner_unit) == ("organisation", "organisation"), action.kind
    assert not action.skills or action.kind in ("cover-skills", "settle-critical-gaps"), action.kind
    allowed = {"more_skills"} | COUNTED_ANYHOW.get(action.kind, set())
    if action.learning:
        allowed -= {"hours"}
    for id, figure in case.figures.items():
        name = id.removeprefix(f"{start}.")
        if name != id and "." not in name and figure.known:
            assert name in allowed, (action.kind, id)


def assert_nothing_follows(case: Case) -> None:
    """No withheld figure, and no group below the threshold, is a linear combination of figures with a value."""
    for name, sets in facts_of_families(case).items():
        states: dict[str, set[State]] = {}
        for start, figure in of_family(case, name):
            states.setdefault(start, set()).add(figure.state)
        columns = sorted(frozenset[Fact]().union(*sets.values()))
        shown = [start for start, found in states.items() if State.KNOWN in found]
        hidden = [start for start, found in states.items() if State.WITHHELD in found]
        assert not set(shown) & set(hidden), (name, set(shown) & set(hidden))
        rows = np.array([[fact in sets.get(start, ()) for fact in columns] for start in shown], dtype=float)
        off = outside(rows.reshape(len(shown), len(columns)))
        for start in hidden:
            if about := sets.get(start):
                target = np.array([fact in about for fact in columns], dtype=float)
                assert target @ off @ target > 1e-6, (name, start)
        for group in small_groups(columns, case.threshold):
            assert group @ off @ group > 1e-6, (name, [columns[i] for i in np.flatnonzero(group)])


def outside(rows: np.ndarray) -> np.ndarray:
    """The projection onto what no combination of the rows reaches."""
    projection: np.ndarray = np.eye(rows.shape[1]) - np.linalg.pinv(rows) @ rows
    return projection


def small_groups(columns: list[Fact], threshold: int) -> Iterator[np.ndarray]:
    """Up to three people below the threshold: all that is theirs, and what is theirs in one skill."""
    skills = sorted({skill for _, skill in columns})
    persons = sorted({person for person, _ in columns})
    for size in range(1, min(threshold, 4)):
        for chosen in combinations(persons, size):
            theirs = np.array([person in chosen for person, _ in columns])
            for of_skill in (None, *(skills if len(skills) > 1 else ())):
                group = theirs & np.array([of_skill in (None, skill) for _, skill in columns])
                if group.any():
                    yield group.astype(float)


CASES = {"seed": st.integers(0, 10**6), "people": st.integers(1, 16), "threshold": st.sampled_from([3, 5])}


@quick(60)
@given(**CASES)
def test_a_report_tells_of_no_few_people(seed: int, people: int, threshold: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        case = Case(built(engagement(Path(name), seed, people, threshold)), threshold)
    assert_about_enough(case)
    assert_nothing_follows(case)


@quick(20)
@given(**CASES)
def test_every_report_can_be_written(seed: int, people: int, threshold: int) -> None:
    """Also of fewer people than the threshold; a withheld figure shows, and shows no number."""
    with tempfile.TemporaryDirectory() as name:
        report = built(engagement(Path(name), seed, people, threshold))
        html = report.html()
    assert "</html>" in html
    assert render_workbook(report.report, SPEAKER, load_brand(None).value)
    for figure in report.report.figures:
        if figure.state is State.WITHHELD:
            assert (figure.value, figure.n, figure.skipped) == (None, None, ())
            assert not re.search(rf'data-figure="{re.escape(figure.id)}"[^>]*>[^<]*\d', html), figure.id
