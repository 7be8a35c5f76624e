"""Findings → tables that name people. They are the consultant's alone and stand in no report of the client's."""

import pandas as pd

from skillreport.analyse.findings import Findings
from skillreport.analyse.mix import mix_tolerance, off_rule
from skillreport.model.figure import Figure, Unit, say
from skillreport.model.frames import number_at
from skillreport.model.names import key
from skillreport.model.report import Content, Exhibit, Row, Styled, Table
from skillreport.report.exhibits import left, right
from skillreport.report.figures import Facts, by_measure, facts_of, figure
from skillreport.report.rule_names import rule_name


def people_tables(findings: Findings) -> tuple[Exhibit, ...]:
    """The tables of `consultant/people.xlsx`, a sheet each."""
    return (_mix_by_person(facts_of(findings)),)


def _mix_by_person(facts: Facts) -> Exhibit:
    """Everybody who is employed, was trained or has hours in the plan, by unit and name: recommended, actual, planned
    and gap mix, what the recommendation comes from, and how far the actual mix is off."""
    people, mixes = facts.findings.assessment.people, facts.findings.mixes.people
    listed = people["active"].to_numpy() | (mixes["effort"] > 0).to_numpy() | (mixes["planned_effort"] > 0).to_numpy()
    order = sorted(listed.nonzero()[0], key=lambda place: _order(facts, people, int(place)))
    columns = (
        left("employee", 22),
        left("name", 40),
        left("unit", 40),
        left("role", 40),
        left("career_level", 26),
        right("recommended", 26),
        right("actual", 20),
        right("planned", 20),
        right("gap_share", 20),
        right("deviation_points", 24),
        right(by_measure(facts, "effort_of_person"), 24),
        right(by_measure(facts, "deviation_effort"), 24),
        left("rule", 60),
    )
    return Exhibit(
        "mix-by-person",
        say("figure.mix_by_person"),
        say(by_measure(facts, "figure.mix.sub")),
        Table(columns, tuple(_row(facts, int(place)) for place in order)),
        say("alt.mix_by_person"),
    )


def _order(facts: Facts, people: pd.DataFrame, place: int) -> tuple[str, str, str]:
    employee, name = str(people["employee"].iat[place]), people["name"].iat[place]
    return key(facts.unit_name(str(people["unit"].iat[place]))), key(name if isinstance(name, str) else ""), employee


def _row(facts: Facts, place: int) -> Row:
    people, mixes = facts.findings.assessment.people, facts.findings.mixes
    employee, level = str(people["employee"].iat[place]), people["career_level"].iat[place]
    measure = mixes.organisation.measure
    effort = Unit.HOURS if measure == "hours" else Unit.MONEY
    suffix = "" if measure == "hours" else "_money"

    def made(name: str, column: str, unit: Unit, formula: str) -> Figure:
        value: float | None = number_at(mixes.people, place, column)
        if column == "effort" and not value:
            value = None  # no training is recorded, which is not none
        return figure(f"person.{employee}.mix.{name}", value, unit, formula, say(f"label.mix.{name}", of=employee), 1)

    points = made("deviation.points", "points", Unit.POINTS, "mix_deviation_points")
    off = off_rule(points.value, mix_tolerance(facts.findings.assessment))
    cells: tuple[Content, ...] = (
        employee,
        _text(people["name"].iat[place]),
        facts.unit_name(str(people["unit"].iat[place])),
        _text(people["role"].iat[place]),
        say(f"career_level.{level}") if isinstance(level, str) else None,
        made("recommended.soft", "recommended", Unit.SHARE, "mix_rule"),
        made("actual.soft", "actual", Unit.SHARE, f"mix_actual{suffix}"),
        made("planned.soft", "planned", Unit.SHARE, "mix_planned"),
        made("gap.soft", "gap", Unit.SHARE, "mix_gap"),
        Styled(points, "signed", "worse" if off else "plain", off) if points.known else points,
        made(measure, "effort", effort, f"mix_{measure}"),
        made(f"deviation.{measure}", "deviation", effort, f"mix_deviation_{measure}"),
        rule_name(mixes.recommendation.rows[str(mixes.people["row"].iat[place])]),
    )
    return Row(cells)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
