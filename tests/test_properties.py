"""What holds for any engagement: small random ones, written as workbooks, read, analysed and reported as any other."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skillreport.analyse.basis import find_basis
from skillreport.analyse.findings import Findings, analyse
from skillreport.analyse.mix import Mix
from skillreport.model.figure import Figure
from skillreport.model.frames import number_at
from skillreport.read.assessment import read_assessment
from skillreport.read.files import read_files
from skillreport.read.settings import load_engagement
from skillreport.report.figures import mix_figures
from skillreport.rules.load import load_rules, metric_names
from tests.building import built
from tests.independent import TECHNOLOGY, write_sheets

Row = tuple[object, ...]

SETTINGS = """\
client: Any
industry: technology
period: 2026-Q3
workbook: assessment.xlsx
org_chart: org_chart.xlsx
privacy_threshold: 1
"""
CHART = ("Employee ID", "Name", "Manager ID", "Role", "Career level", "Department", "Team", "FTE")
SKILLS = ("Skill", "Category", "Group", "Criticality")
REQUIREMENTS = ("Role", "Skill", "Required level", "Criticality")
RATINGS = ("Employee", "Skill", "Level", "Rater group", "Rater", "Date")
TRAINING = ("Employee", "Programme", "Start date", "Hours", "Soft share")

EMPLOYEES = tuple(f"E{number}" for number in range(1, 9))
ROLES = ("Analyst", "Lead", "Clerk")
CATEGORIES = {"Arithmetic": "hard", "Bookkeeping": "hard", "Coaching": "soft", "Drawing": "hard", "Empathy": "soft"}
PLACES = (("", ""), ("East", ""), ("East", "Elm"), ("East", "Oak"), ("West", "Fir"), ("West", "Yew"), ("", "Ash"))
DAYS = (date(2026, 9, 1), date(2026, 8, 3), date(2026, 6, 1), date(2025, 7, 1), date(2024, 1, 15), date(2026, 10, 20))
LEARNED = (date(2026, 9, 1), date(2025, 11, 3), date(2025, 6, 1))


@dataclass(frozen=True)
class Tables:
    """The rows of a workbook and its org chart, without headers."""

    chart: tuple[Row, ...]
    skills: tuple[Row, ...]
    requirements: tuple[Row, ...]
    ratings: tuple[Row, ...]
    training: tuple[Row, ...]

    def learned(self) -> list[tuple[str, date, float, float]]:
        """Employee, start, hours and soft share of each training."""
        rows = []
        for employee, _, start, hours, share in self.training:
            assert isinstance(start, date)
            rows.append((str(employee), start, float(str(hours)), float(str(share))))
        return rows

    def written(self, folder: Path) -> Path:
        sheets: dict[str, Sequence[Row]] = {
            "Skills": (SKILLS, *self.skills),
            "Requirements": (REQUIREMENTS, *self.requirements),
            "Ratings": (RATINGS, *self.ratings),
            "Training": (TRAINING, *self.training),
        }
        write_sheets(folder / "assessment.xlsx", sheets)
        write_sheets(folder / "org_chart.xlsx", {"Org chart": (CHART, *self.chart)})
        (folder / "engagement.yml").write_text(SETTINGS, "utf-8")
        return folder

    def figures(self) -> dict[str, Figure]:
        with tempfile.TemporaryDirectory() as name:
            return built(self.written(Path(name))).figures

    def findings(self) -> Findings:
        """Without checks and report, which take as long again."""
        with tempfile.TemporaryDirectory() as name:
            engagement = load_engagement(self.written(Path(name)) / "engagement.yml").value
            assert engagement is not None
            rules = load_rules(engagement).value
            assert rules is not None
            assessment = read_assessment(engagement, read_files(engagement), metric_names(rules)).value
            assert assessment is not None
            return analyse(assessment, rules, find_basis(assessment, rules))


# Figures of the plan, and how many formulas all figures need.
PLANNED = ("action.", "roadmap.", "answer.", "method.formulas")
WEIGHTS = st.sampled_from([None, 1, 2, 3])


@st.composite
def engagements(draw: st.DrawFn) -> Tables:
    """Two to eight people in up to two departments, some with teams, some in no unit; two to five skills."""
    employees = EMPLOYEES[: draw(st.integers(2, len(EMPLOYEES)))]
    skills = list(CATEGORIES)[: draw(st.integers(2, len(CATEGORIES)))]

    def person(employee: str) -> Row:
        department, team = draw(st.sampled_from(PLACES))
        manager = "" if employee == "E1" else "E1"
        role, level = draw(st.sampled_from(ROLES)), draw(st.sampled_from(list(TECHNOLOGY)))
        return (employee, f"Name {employee}", manager, role, level, department, team, draw(st.sampled_from([0.5, 1])))

    def rating() -> Row:
        group = draw(st.sampled_from(["self", "manager", "manager", "peer", "peer", "customer"]))
        employee = draw(st.sampled_from(employees))
        rater = employee if group == "self" else draw(st.sampled_from(["", "R1", "R2"]))
        level = draw(st.sampled_from([1, 2, 3, 4, 5, 2.5, "N/A"]))
        return (employee, draw(st.sampled_from(skills)), level, group, rater, draw(st.sampled_from(DAYS)))

    pairs = [(role, skill) for role in ROLES for skill in skills]
    asked = draw(st.sets(st.sampled_from(pairs), min_size=len(pairs) // 2))
    taken = st.tuples(st.sampled_from(employees), st.sampled_from(["Ox", "Cow"]), st.sampled_from(LEARNED))
    levels = st.sampled_from([1, 2, 3, 3.5, 4, 5])
    hours, shares = st.sampled_from([4, 8, 10.5]), st.sampled_from([0, 0.25, 0.6, 1])
    return Tables(
        chart=tuple(person(employee) for employee in employees),
        skills=tuple((s, CATEGORIES[s], draw(st.sampled_from(["", "One"])), draw(WEIGHTS)) for s in skills),
        requirements=tuple((*pair, draw(levels), draw(WEIGHTS)) for pair in sorted(asked)),
        ratings=tuple(rating() for _ in range(draw(st.integers(5, 40)))),
        training=tuple((*draw(taken), draw(hours), draw(shares)) for _ in range(draw(st.integers(0, 8)))),
    )


def quick(examples: int) -> settings:
    """The same examples every time, and few of them: each is a whole engagement."""
    return settings(
        max_examples=examples, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
    )


def assert_same(left: dict[str, Figure], right: dict[str, Figure], ids: set[str]) -> None:
    """The same state, n and value under each of the ids."""
    for id in ids:
        assert (left[id].state, left[id].n) == (right[id].state, right[id].n), id
        assert left[id].value == pytest.approx(right[id].value, abs=1e-9), id


@quick(15)
@given(tables=engagements(), data=st.data())
def test_the_order_of_rows_people_and_skills_changes_no_figure(tables: Tables, data: st.DataObject) -> None:
    """But where two are equal the workbook's first skill stands first: it gets hours first, its group is named."""
    shuffled = replace(
        tables,
        chart=tuple(data.draw(st.permutations(tables.chart))),
        requirements=tuple(data.draw(st.permutations(tables.requirements))),
        ratings=tuple(data.draw(st.permutations(tables.ratings))),
        training=tuple(data.draw(st.permutations(tables.training))),
    ).figures()
    reordered = replace(tables, skills=tuple(data.draw(st.permutations(tables.skills)))).figures()
    figures = tables.figures()
    assert shuffled.keys() == figures.keys()
    assert_same(shuffled, figures, set(figures))
    planned = {id for id in {*figures, *reordered} if id.startswith(PLANNED)}
    assert all(".group." in id for id in (figures.keys() ^ reordered.keys()) - planned)
    assert_same(reordered, figures, (figures.keys() & reordered.keys()) - planned)


@quick(10)
@given(tables=engagements())
def test_what_raters_are_called_changes_no_figure(tables: Tables) -> None:
    other = {"R1": "Z9", "R2": "A0"}
    renamed = tuple((*row[:4], other.get(str(row[4]), row[4]), row[5]) for row in tables.ratings)
    figures, after = tables.figures(), replace(tables, ratings=renamed).figures()
    assert figures.keys() == after.keys()
    assert_same(after, figures, set(figures))


@quick(25)
@given(tables=engagements())
def test_wholes_are_the_sums_of_their_parts(tables: Tables) -> None:
    found = tables.findings()
    assert_gaps_add_up(found)
    assert_mixes_add_up(found, tables)
    assert_people_make_the_organisation(found)
    mixes = found.mixes
    for mix in (mixes.organisation, *mixes.units.values(), *mixes.levels.values(), *mixes.roles.values()):
        assert_shares(mix)
    planned = found.plan.allocations["hours"].sum()
    assert sum(found.roadmap.load) == pytest.approx(planned, abs=1e-6)
    assert max(found.roadmap.load) <= found.roadmap.capacity + 1e-6
    totals = found.totals
    assert 0 <= totals["met"] <= totals["nearly_met"] <= totals["rated"] <= totals["required"]
    if totals["rated"]:
        assert_readings_are_in_order(found)


def assert_readings_are_in_order(found: Findings) -> None:
    """The headline lies between its readings, and is none of them but where nothing is unrated or no level is near."""
    read, totals, tiny = found.sensitivity, found.totals, 1e-12
    gap, attainment = totals["weighted_gap"] / totals["weight"], totals["met"] / totals["rated"]
    near, far, met, lowest = (
        getattr(read, f"weighted_gap_{name}") for name in ("near", "far", "if_unknown_met", "if_unknown_lowest")
    )
    assert near <= gap + tiny <= far + 2 * tiny
    assert met <= gap + tiny
    assert met <= lowest + tiny
    assert read.attainment_far is not None
    assert read.attainment_if_unknown_met is not None
    assert read.attainment_far <= attainment <= read.attainment_if_unknown_met


def leaves_of(found: Findings) -> list[str]:
    """The units with no unit below them."""
    parents = {unit.parent for unit in found.assessment.units}
    return [unit.id for unit in found.assessment.units if unit.id not in parents]


def assert_gaps_add_up(found: Findings) -> None:
    """The smallest units and who is directly in a larger one make up the organisation, for every sum behind a gap."""
    leaves = leaves_of(found)
    rated = found.pairs[found.pairs["rated_required"]]
    direct = rated[~rated["unit"].isin(leaves)]
    rest = {
        "weighted_gap": float((direct["weight"] * direct["gap"]).sum()),
        "weight": float(direct["weight"].sum()),
        "gap": float(direct["gap"].sum()),
        "rated": float(len(direct)),
    }
    for column, own in rest.items():
        parts = sum(number_at(found.by_unit, unit, column) for unit in leaves)
        assert parts + own == pytest.approx(found.totals[column], abs=1e-9), column


def assert_mixes_add_up(found: Findings, tables: Tables) -> None:
    """The organisation's actual mix is the effort-weighted mean of its parts' mixes, its deviation their sum."""
    leaves = leaves_of(found)
    unit = dict(zip(found.assessment.people["employee"], found.assessment.people["unit"], strict=True))
    level = {str(row[0]): str(row[4]) for row in tables.chart}
    effort = soft = deviation = 0.0  # of people directly in a larger unit, from the rows
    for employee, start, hours, share in tables.learned():
        if unit[employee] not in leaves and start > date(2025, 9, 30):
            effort, soft = effort + hours, soft + hours * share
            deviation += hours * (share - TECHNOLOGY[level[employee]])
    mixes, whole = [found.mixes.units[leaf] for leaf in leaves], found.mixes.organisation
    assert sum(mix.effort for mix in mixes) + effort == pytest.approx(whole.effort, abs=1e-9)
    if whole.actual is None:
        return
    weighted = sum(mix.effort * (mix.actual or 0) for mix in mixes) + soft
    assert weighted / whole.effort == pytest.approx(whole.actual, abs=1e-9)
    assert sum(mix.deviation or 0 for mix in mixes) + deviation == pytest.approx(whole.deviation, abs=1e-9)


def assert_people_make_the_organisation(found: Findings) -> None:
    """Sums over the mixes of people are those of the organisation, and so are the shares that follow from them."""
    people, whole = found.mixes.people, found.mixes.organisation
    assert len(people) == len(found.assessment.people)
    assert people["effort"].sum() == pytest.approx(whole.effort, abs=1e-9)
    assert people["planned_effort"].sum() == pytest.approx(whole.planned_effort, abs=1e-9)
    assert people["deviation"].sum() == pytest.approx(whole.deviation or 0, abs=1e-9)
    due = float((people["effort"] * people["recommended"]).sum())
    shares = (
        (whole.actual, people["soft"].sum(), whole.effort),
        (whole.planned, people["planned_soft"].sum(), whole.planned_effort),
        (whole.gap, people["soft_weight"].sum(), people["weight"].sum()),
        (whole.recommended if whole.effort else None, due, whole.effort),
    )
    for share, part, base in shares:
        assert part == pytest.approx((share or 0) * base, abs=1e-9)


def assert_shares(mix: Mix) -> None:
    """Soft and hard are both there or neither, and make one."""
    made = mix_figures("any", "any", mix)
    for name in ("recommended", "actual", "planned", "gap"):
        soft, hard = made[f"{name}.soft"].value, made[f"{name}.hard"].value
        assert (soft is None) == (hard is None)
        if soft is not None and hard is not None:
            assert soft + hard == pytest.approx(1, abs=1e-12)
            assert -1e-12 <= soft <= 1 + 1e-12


@quick(25)
@given(tables=engagements(), data=st.data())
def test_a_surplus_makes_up_for_no_gap_elsewhere(tables: Tables, data: st.DataObject) -> None:
    """One person becomes an expert in one skill: every other pair, and every other skill, keeps what is missing."""
    changed = data.draw(st.sampled_from([row[:2] for row in tables.ratings]))
    expert = replace(
        tables, ratings=tuple((*row[:2], 5, *row[3:]) if row[:2] == changed else row for row in tables.ratings)
    )
    before, after = tables.findings(), expert.findings()
    gaps, later = gaps_of(before), gaps_of(after)
    assert {pair: gap for pair, gap in later.items() if pair != changed} == {
        pair: gap for pair, gap in gaps.items() if pair != changed
    }
    assert later.get(changed, 0) <= gaps.get(changed, 5)
    for place, skill in enumerate(before.assessment.skills):
        if skill.name != changed[1]:
            assert number_at(before.by_skill, place, "gap") == number_at(after.by_skill, place, "gap")


def gaps_of(found: Findings) -> dict[Row, float]:
    """The gap of every rated required pair, by employee and skill."""
    pairs = found.pairs.dropna(subset=["gap"])
    people, skills = list(found.assessment.people.index), [skill.name for skill in found.assessment.skills]
    keys = [(people[person], skills[skill]) for person, skill in zip(pairs["person"], pairs["skill"], strict=True)]
    return dict(zip(keys, pairs["gap"].astype(float), strict=True))
