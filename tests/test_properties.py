"""What holds for any engagement: small random ones, written as workbooks and read, analysed and reported as any other."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skillreport.model.assessment import ORGANISATION
from skillreport.model.figure import Figure
from skillreport.report.figures import mix_figures
from tests.building import Built, built
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
DAYS = (date(2026, 9, 1), date(2026, 6, 1), date(2025, 7, 1), date(2024, 1, 15), date(2026, 10, 20))
LEARNED = (date(2026, 9, 1), date(2025, 11, 3), date(2025, 6, 1))


@dataclass(frozen=True)
class Tables:
    """The rows of a workbook and its org chart, without headers."""

    chart: tuple[Row, ...]
    skills: tuple[Row, ...]
    requirements: tuple[Row, ...]
    ratings: tuple[Row, ...]
    training: tuple[Row, ...]

    def build(self) -> Built:
        sheets: dict[str, Sequence[Row]] = {
            "Skills": (SKILLS, *self.skills),
            "Requirements": (REQUIREMENTS, *self.requirements),
            "Ratings": (RATINGS, *self.ratings),
            "Training": (TRAINING, *self.training),
        }
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_sheets(folder / "assessment.xlsx", sheets)
            write_sheets(folder / "org_chart.xlsx", {"Org chart": (CHART, *self.chart)})
            (folder / "engagement.yml").write_text(SETTINGS, "utf-8")
            return built(folder)


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

    asked = draw(st.sets(st.sampled_from([(role, skill) for role in ROLES for skill in skills]), min_size=1))
    taken = st.tuples(st.sampled_from(employees), st.sampled_from(["Ox", "Cow"]), st.sampled_from(LEARNED))
    hours, shares = st.sampled_from([4, 8, 10.5]), st.sampled_from([0, 0.25, 0.6, 1])
    return Tables(
        chart=tuple(person(employee) for employee in employees),
        skills=tuple((s, CATEGORIES[s], draw(st.sampled_from(["", "One"])), draw(WEIGHTS)) for s in skills),
        requirements=tuple(
            (*pair, draw(st.sampled_from([1, 2, 3, 3.5, 4, 5])), draw(WEIGHTS)) for pair in sorted(asked)
        ),
        ratings=tuple(rating() for _ in range(draw(st.integers(1, 30)))),
        training=tuple((*draw(taken), draw(hours), draw(shares)) for _ in range(draw(st.integers(0, 8)))),
    )


WEIGHTS = st.sampled_from([None, 1, 2, 3])
quick = settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def facts(figure: Figure) -> tuple[float | None, str, int | None]:
    value = None if figure.value is None else round(figure.value, 9)
    return value, str(figure.state), figure.n


def shown(
    run: Built, counts: Callable[[str], bool] = lambda _: True
) -> dict[str, tuple[float | None, str, int | None]]:
    return {id: facts(figure) for id, figure in run.figures.items() if counts(id)}


@quick
@given(tables=engagements(), data=st.data())
def test_the_order_of_rows_and_people_changes_no_figure(tables: Tables, data: st.DataObject) -> None:
    shuffled = replace(
        tables,
        chart=tuple(data.draw(st.permutations(tables.chart))),
        requirements=tuple(data.draw(st.permutations(tables.requirements))),
        ratings=tuple(data.draw(st.permutations(tables.ratings))),
        training=tuple(data.draw(st.permutations(tables.training))),
    )
    assert shown(shuffled.build()) == shown(tables.build())


@quick
@given(tables=engagements(), data=st.data())
def test_the_order_of_skills_changes_no_figure_but_the_plans(tables: Tables, data: st.DataObject) -> None:
    """Of two equal gaps the first skill of the workbook gets its hours first; what is planned in all stays."""
    shuffled = replace(tables, skills=tuple(data.draw(st.permutations(tables.skills))))

    def counts(id: str) -> bool:
        return not id.startswith(("action.", "roadmap.", "answer."))

    assert shown(shuffled.build(), counts) == shown(tables.build(), counts)


@quick
@given(tables=engagements())
def test_the_parts_of_a_whole_add_up(tables: Tables) -> None:
    """Weighted gaps, training hours and deviations: the smallest units and who is directly in a larger one."""
    run = tables.build()
    found = run.findings
    parents = {unit.parent for unit in found.assessment.units}
    leaves = [unit.id for unit in found.assessment.units if unit.id not in parents]
    person_unit = dict(zip(found.assessment.people["employee"], found.assessment.people["unit"], strict=True))
    direct = found.pairs[~found.pairs["unit"].isin(leaves) & found.pairs["rated_required"]]
    for column in ("weighted_gap", "weight", "gap", "rated"):
        own = {"weighted_gap": direct["weight"] * direct["gap"], "weight": direct["weight"], "gap": direct["gap"]}
        rest = float(own[column].sum()) if column in own else len(direct)
        parts = sum(float(found.by_unit.at[unit, column]) for unit in leaves)  # type: ignore[arg-type]
        assert parts + rest == pytest.approx(found.totals[column], abs=1e-9)

    career = {row[0]: str(row[4]) for row in tables.chart}
    effort = soft = deviation = 0.0
    for employee, _, start, hours, share in tables.training:
        if person_unit[employee] not in leaves and start > date(2025, 9, 30):  # type: ignore[operator, index]
            effort += float(hours)  # type: ignore[arg-type]
            soft += float(hours) * float(share)  # type: ignore[arg-type]
            deviation += float(hours) * (float(share) - TECHNOLOGY[career[employee]])  # type: ignore[arg-type]
    mixes = [found.unit_mixes[unit] for unit in leaves]
    assert sum(mix.effort for mix in mixes) + effort == pytest.approx(found.mix.effort, abs=1e-9)
    if found.mix.actual is not None:
        weighted = sum(mix.effort * (mix.actual or 0) for mix in mixes) + soft
        assert weighted / found.mix.effort == pytest.approx(found.mix.actual, abs=1e-9)
        assert sum(mix.deviation or 0 for mix in mixes) + deviation == pytest.approx(found.mix.deviation, abs=1e-9)


@quick
@given(tables=engagements())
def test_soft_and_hard_make_one(tables: Tables) -> None:
    found = tables.build().findings
    for mix in (found.mix, *found.unit_mixes.values(), *found.level_mixes.values(), *found.role_mixes.values()):
        made = mix_figures("any", "any", mix)
        for name in ("recommended", "actual", "planned", "planned_recommended", "gap"):
            soft, hard = made[f"{name}.soft"].value, made[f"{name}.hard"].value
            assert (soft is None) == (hard is None)
            if soft is not None and hard is not None:
                assert soft + hard == pytest.approx(1, abs=1e-12)
                assert -1e-12 <= soft <= 1 + 1e-12


@quick
@given(tables=engagements(), data=st.data())
def test_a_surplus_makes_up_for_no_gap_elsewhere(tables: Tables, data: st.DataObject) -> None:
    """One person becomes an expert in one skill: every other pair, skill and person keeps what was missing."""
    employee, skill = data.draw(st.sampled_from([(row[0], row[1]) for row in tables.ratings]))
    expert = replace(
        tables,
        ratings=tuple((*row[:2], 5, *row[3:]) if row[:2] == (employee, skill) else row for row in tables.ratings),
    )
    before, after = tables.build().findings, expert.build().findings
    people, names = list(before.assessment.people.index), [item.name for item in before.assessment.skills]
    changed = (people.index(str(employee)), names.index(str(skill)))

    def gaps(found: object) -> dict[tuple[int, int], float]:
        pairs = found.pairs.dropna(subset=["gap"])  # type: ignore[attr-defined]
        keys = zip(pairs["person"], pairs["skill"], strict=True)
        return {key: gap for key, gap in zip(keys, pairs["gap"], strict=True) if key != changed}

    assert gaps(before) == gaps(after)
    for place in range(len(names)):
        if place != changed[1]:
            assert before.by_skill.at[place, "gap"] == after.by_skill.at[place, "gap"]


@quick
@given(tables=engagements())
def test_readings_of_attainment_keep_their_order(tables: Tables) -> None:
    """Counting the unknown as unmet can only lower it, allowing for rater noise only raise it."""
    figures = tables.build().figures
    names = ("attainment_if_unknown_unmet", "attainment", "attainment_near")
    values = [figures[f"{ORGANISATION}.{name}"].value for name in names if f"{ORGANISATION}.{name}" in figures]
    known = [value for value in values if value is not None]
    assert known == sorted(known)
    assert all(0 <= value <= 1 for value in known)
