"""Sentences that must be true of any data: each test makes the data for which one of them would lie."""

import io
from pathlib import Path

import openpyxl
import pytest

from skillreport.language.numbers import printed_value
from skillreport.model.report import Answer, Exhibit, HeatMap, Panels, Spreads, Table
from skillreport.write.brand import load_brand
from skillreport.write.workbook import render_workbook
from tests.building import DAY, RATINGS, SPEAKER, Built, Rows, people, rated, small


def exhibit(report: Built, name: str) -> Exhibit:
    """An exhibit of the report by its name."""
    blocks = (block for section in report.report.sections for block in section.blocks)
    return next(block for block in blocks if isinstance(block, Exhibit) and block.name == name)


# Severity: a class never contradicts the number beside it


def test_a_cell_has_the_class_of_the_number_it_prints(sample: Built) -> None:
    heat = exhibit(sample, "gaps").body
    assert isinstance(heat, HeatMap)
    for row in (*heat.rows, heat.total):
        for cell, step in zip(row.cells, row.steps, strict=True):
            printed = printed_value(cell) if cell.known else None
            bounds = (0, 0.5, 1, 2)
            assert step == (None if printed is None else sum(printed > bound for bound in bounds)), cell.id


def test_skills_are_counted_as_moderate_by_the_mean_gap_they_print(sample: Built) -> None:
    gaps = [figure for id, figure in sample.figures.items() if id.startswith("skill.") and id.endswith(".mean_gap")]
    moderate = [gap for gap in gaps if gap.known and printed_value(gap) > 0.5]
    assert sample.figures["organisation.skills.moderate"].value == len(moderate)


# Skills


def test_a_skill_that_is_withheld_is_not_said_to_be_at_the_level(tmp_path: Path) -> None:
    """Six people meet SQL, three lack Law, three Filing, and fewer than five are not shown."""
    report = analysts_lawyers_and_clerks(tmp_path, sql=4)
    assert "skills" not in report.titles
    assert "Nobody" not in report.titles["gaps"]


def test_the_only_skill_shown_with_a_gap_is_not_said_to_hold_all_of_them(tmp_path: Path) -> None:
    report = analysts_lawyers_and_clerks(tmp_path, sql=2)
    assert report.titles["skills"] == "Of the skills shown, only SQL has missing levels: 6.0 levels"


def analysts_lawyers_and_clerks(folder: Path, sql: float) -> Built:
    """Six analysts at one level in SQL, three lawyers and three clerks two levels short in a skill of their own; five
    people are needed for a figure."""
    levels = {f"E{n}": {"SQL": sql} for n in range(1, 7)}
    levels |= {f"{skill[0]}{n}": {skill: 1.0} for skill in ("Law", "Filing") for n in range(1, 4)}
    chart = (
        *people("", *(f"E{n}" for n in range(1, 7))),
        *people("", "L1", "L2", "L3", role="Lawyer"),
        *people("", "F1", "F2", "F3", role="Clerk"),
    )
    requirements = [("Analyst", "SQL", 3, 3), ("Lawyer", "Law", 3, 3), ("Clerk", "Filing", 3, 3)]
    skills = {"SQL": "hard", "Law": "hard", "Filing": "hard"}
    return small(folder, skills, requirements, levels, chart, "privacy_threshold: 5")


def test_people_are_counted_below_a_level_between_two_whole_ones(tmp_path: Path) -> None:
    """Eleven of twelve reach 3.5: one is below it, and the column of level 3 holds that one alone."""
    levels = {f"E{n}": {"SQL": 3.5} for n in range(1, 12)} | {"E12": {"SQL": 3.0}}
    report = small(tmp_path, {"SQL": "hard"}, [("Analyst", "SQL", 3.5, 3)], levels, people("", *levels))
    spreads = exhibit(report, "people-per-level").body
    assert isinstance(spreads, Spreads)
    [panel] = spreads.panels
    assert SPEAKER.say(panel.note) == "1 of 12 below level 3.5"
    columns = {label: (figure.value, reached) for label, figure, reached in panel.levels}
    assert columns["3"] == (1, False)
    assert columns["3.5"] == (11, True)
    assert columns["4"] == (0, True)


# Gaps, units, views


def teams(folder: Path, levels: dict[str, float], sizes: dict[str, int], threshold: int = 5) -> Built:
    """Teams whose people are all at one level in SQL, of which 3 is required."""
    members = {team: [f"{team}{n}" for n in range(size)] for team, size in sizes.items()}
    chart = [row for team, names in members.items() for row in people(team, *names)]
    given = {name: {"SQL": levels[team]} for team, names in members.items() for name in names}
    settings = f"privacy_threshold: {threshold}"
    return small(folder, {"SQL": "hard"}, [("Analyst", "SQL", 3, 3)], given, chart, settings)


def test_a_withheld_team_is_not_said_to_be_little_short(tmp_path: Path) -> None:
    """Two large teams miss half a level, a team of three two levels."""
    report = teams(tmp_path, {"North": 2.5, "South": 2.5, "West": 1.0}, {"North": 20, "South": 19, "West": 3})
    assert report.titles["gaps"] == "No unit is shown to be more than 1.0 levels short in any skill group"
    assert "shown" in report.decks["gaps"]


def test_people_directly_in_a_department_count_where_all_units_are_spoken_of(tmp_path: Path) -> None:
    """The department's team misses half a level, two people above it four levels: the department more than one."""
    chart = [*people("Team", *(f"T{n}" for n in range(9)), department="Sales")]
    chart += [
        ("D1", "Name D1", "", "Analyst", "senior", "Sales", ""),
        ("D2", "D2", "", "Analyst", "senior", "Sales", ""),
    ]
    chart += [*people("Other", *(f"O{n}" for n in range(90)), department="Service")]
    levels = {name: {"SQL": 1.0 if name[0] == "D" else 4.5 if name[0] == "T" else 4.4} for name, *_ in chart}
    report = small(tmp_path, {"SQL": "hard"}, [("Analyst", "SQL", 5, 3)], levels, chart)
    assert report.titles["gaps"] == "Sales has the deepest gap: 1.1 levels in hard"


def test_gaps_that_print_alike_do_not_run_from_one_to_the_other(tmp_path: Path) -> None:
    report = teams(tmp_path, {"North": 2.0, "South": 2.001}, {"North": 6, "South": 6})
    assert report.titles["units"] == "The two units shown all stand at a weighted gap of 1.00 levels"


def test_one_unit_is_not_compared(tmp_path: Path) -> None:
    report = teams(tmp_path, {"North": 2.0}, {"North": 6})
    assert report.titles["units"] == "North is the one unit shown, at a weighted gap of 1.00 levels"


def test_units_that_are_shown_do_not_stand_for_all(tmp_path: Path) -> None:
    report = teams(tmp_path, {"North": 2.5, "South": 2.2, "West": 1.0}, {"North": 20, "South": 19, "West": 3})
    assert report.titles["units"].startswith("North is the one unit shown")
    (tmp_path / "all").mkdir()
    every = {"North": 2.5, "South": 2.4, "West": 2.4, "East": 1.0}
    report = teams(tmp_path / "all", every, {"North": 20, "South": 19, "West": 6, "East": 3})
    assert report.titles["units"].startswith("Weighted gaps shown run from")


def test_a_skill_with_few_views_is_not_said_to_be_close(tmp_path: Path) -> None:
    """Six people agree with their manager on SQL; two see themselves three levels higher on Law."""
    rows = [(f"E{n}", "SQL", 3, group, "", DAY) for n in range(6) for group in ("self", "manager")]
    rows += [
        (f"E{n}", "Law", 5 if group == "self" else 2, group, "", DAY) for n in range(2) for group in ("self", "manager")
    ]
    chart = people("", *(f"E{n}" for n in range(6)))
    sheets = {"Ratings": (RATINGS, *rows)}
    skills = {"SQL": "hard", "Law": "hard"}
    report = small(tmp_path, skills, [("Analyst", "SQL", 3, 3)], {}, chart, "privacy_threshold: 5", sheets)
    assert report.titles["views"] == "Self and manager views are close: no skill shown differs by 1.0 levels or more"


# The plan in hours


def test_hours_left_with_other_people_are_not_enough_for_every_gap(tmp_path: Path) -> None:
    """E1 misses two levels of SQL, 48 hours of which 16 are budgeted; the reserve of three others is larger."""
    levels = {"E1": {"SQL": 1.0}, **{f"E{n}": {"SQL": 3.0} for n in range(2, 5)}}
    report = small(tmp_path, {"SQL": "hard"}, [("Analyst", "SQL", 3, 3)], levels, people("", *levels))
    assert report.titles["plan"] == "The year’s 16 planned training hours meet 33% of what the gaps would need"
    assert report.decks["plan"].endswith("need 32 more, while 144 stay in reserve elsewhere.")


@pytest.mark.parametrize(
    ("level", "people_in_all", "said"),
    [
        (1.0, 1, "The gaps would need 8 more, and none stay in reserve."),
        (1.0, 2, "The gaps would need 8 more, while 40 stay in reserve elsewhere."),
        (4 / 3 - 0.04, 1, "The gaps would need 1 more, and none stay in reserve."),
        (4 / 3, 2, "40 hours go to the largest weighted gaps of 1 person; 40 hours stay in reserve."),
        (4 / 3 - 0.01, 1, "40 hours go to the largest weighted gaps of 1 person; none stay in reserve."),
    ],
)
def test_hours_that_are_not_covered_are_said_from_one_hour_on(
    level: float, people_in_all: int, said: str, tmp_path: Path
) -> None:
    """E1 misses SQL, 24 hours a level; all 40 hours of a person are hard ones by the client's rule."""
    settings = "mix: {overrides: [{organisation: true, soft: 0, reason: No talks}]}"
    levels = {"E1": {"SQL": level}, **{f"E{n}": {"SQL": 3.0} for n in range(2, people_in_all + 1)}}
    report = small(tmp_path, {"SQL": "hard"}, [("Analyst", "SQL", 3, 3)], levels, people("", *levels), settings)
    assert report.decks["plan"].endswith(said)


def test_a_need_that_is_all_but_met_is_not_said_to_be_met_in_full(tmp_path: Path) -> None:
    levels = {f"E{n}": {"SQL": 2.5} for n in range(1, 40)} | {"E0": {"SQL": 2.3}}
    report = small(tmp_path, {"SQL": "hard"}, [("Analyst", "SQL", 3, 3)], levels, people("", *levels))
    assert report.titles["plan"] == "The year’s 484 planned training hours leave 1 of the needed hours open"


def test_gaps_in_skills_without_category_are_said_to_get_no_hours(tmp_path: Path) -> None:
    """One level of SQL is planned; Law has no category, so nothing can be said of soft or hard hours."""
    requirements = [("Analyst", "SQL", 3, 3), ("Analyst", "Law", 3, 3)]
    levels = {"E1": {"SQL": 2.5, "Law": 1.0}}
    report = small(tmp_path, {"SQL": "hard", "Law": ""}, requirements, levels, people("", "E1"))
    assert report.titles["plan"] == (
        "Of 40 budgeted training hours, 12 are enough for every gap in a skill with category"
    )
    notes = [SPEAKER.say(note.text) for note in exhibit(report, "plan-by-unit").notes]
    assert notes[-1] == "1 gap in a skill without category gets no hours."


@pytest.mark.parametrize(
    ("category", "level", "settings", "title"),
    [
        ("", 1.0, "", "The gaps lie in skills without category, so no hours can be planned for them"),
        ("hard", 3.0, "", "No rated gap needs training hours"),
        (
            "hard",
            1.0,
            "mix: {overrides: [{organisation: true, soft: 100, reason: Agreed}]}",
            "No training hours can be planned, though the gaps would need 48",
        ),
    ],
)
def test_a_plan_without_hours_says_why(category: str, level: float, settings: str, title: str, tmp_path: Path) -> None:
    aim = {"Objectives": [("Objective", "Skills"), ("Better data", "SQL")]}
    requirements = [("Analyst", "SQL", 3, 2)]
    levels = {"E1": {"SQL": level}}
    report = small(tmp_path, {"SQL": category}, requirements, levels, people("", "E1"), settings, aim)
    assert report.titles["plan"] == title


# Names and ids


def test_two_teams_of_one_name_are_told_apart_everywhere(tmp_path: Path) -> None:
    """Sales and Service each have a team Support."""
    sales, service = [f"A{n}" for n in range(1, 7)], [f"B{n}" for n in range(1, 7)]
    chart = [*people("Support", *sales, department="Sales"), *people("Support", *service, department="Service")]
    levels = {name: {"SQL": 1.0} for name in sales} | {name: {"SQL": 2.0} for name in service}
    report = small(tmp_path, {"SQL": "hard"}, [("Analyst", "SQL", 3, 3)], levels, chart)
    heat = exhibit(report, "gaps").body
    assert isinstance(heat, HeatMap)
    assert [row.name for row in heat.rows] == ["Support (Sales)", "Support (Service)"]
    for name in ("units", "mix-by-unit"):
        table = exhibit(report, name).body
        assert isinstance(table, Table)
        assert {"Support (Sales)", "Support (Service)"} <= {str(row.cells[0]) for row in table.rows}
    assert report.titles["units"].startswith("Sales has a weighted gap of")


def test_a_role_has_one_id_in_all_sections(tmp_path: Path) -> None:
    """C and C# engineers share the letters of an id; only the second have gaps, trainings and requirements."""
    chart = [*people("", "E1", "E2", role="C engineer"), *people("", "E3", "E4", role="C# engineer")]
    levels = {"E3": {"SQL": 1.0}, "E4": {"SQL": 1.0}}
    report = small(tmp_path, {"SQL": "hard"}, [("C# engineer", "SQL", 3, 3)], levels, chart)
    roles = {id.split(".")[1] for id in report.figures if id.startswith("role.")}
    assert roles == {"c-engineer", "c-engineer-2"}
    assert {"role.c-engineer-2.pathway.hard", "role.c-engineer-2.ready"} <= report.figures.keys()
    assert not {"role.c-engineer.pathway.hard", "role.c-engineer.ready"} & report.figures.keys()


# The answer


@pytest.mark.parametrize(
    ("teams", "levels", "even"),
    [
        ({"North": 6}, {"North": 2.0}, False),
        ({"North": 6, "South": 6}, {"North": 2.0, "South": 2.0}, True),
        ({"North": 20, "South": 6}, {"North": 2.9, "South": 2.0}, False),
        ({"North": 6, "South": 6, "West": 3}, {"North": 2.0, "South": 2.0, "West": 1.0}, False),
    ],
    ids=["one unit", "two alike", "one far behind, with a small part of the gap", "the deepest is withheld"],
)
def test_units_are_said_to_be_even_only_where_all_are_shown_and_are(
    teams: dict[str, int], levels: dict[str, float], even: bool, tmp_path: Path
) -> None:
    members = {team: [f"{team}{n}" for n in range(size)] for team, size in teams.items()}
    chart = [row for team, names in members.items() for row in people(team, *names)]
    given = {name: {"SQL": levels[team]} for team, names in members.items() for name in names}
    report = small(tmp_path, {"SQL": "hard"}, [("Analyst", "SQL", 3, 3)], given, chart, "privacy_threshold: 5")
    assert ("no unit falls far behind" in report.titles["answer"]) == even


def test_without_an_org_chart_nothing_is_said_of_units_and_charts(tmp_path: Path) -> None:
    rows = [("Employee", "Role", "Skill", "Level", "Date"), *((f"E{n}", "Analyst", "SQL", 2, DAY) for n in range(6))]
    sheets = {"Ratings": rows}
    report = small(tmp_path, {"SQL": "hard"}, [("Analyst", "SQL", 3, 3)], {}, more=sheets)
    assert report.titles["answer"] == "Of the rated requirements, 0% are met"
    assert report.findings.trust.matched is None
    assert "trust.matched" not in report.figures
    assert "No org chart was supplied" in report.html()
    assert "in the org chart of" not in report.html()


def test_few_ratings_are_not_said_to_cover_most(tmp_path: Path) -> None:
    """Two of twelve required ratings are in, with a gap; three findings are found, the last one about the data."""
    levels = {f"E{n}": {"SQL": 3.0} for n in range(2)}
    chart = people("", *(f"E{n}" for n in range(12)))
    report = small(tmp_path, {"SQL": "hard"}, [("Analyst", "SQL", 3, 3)], levels, chart)
    answer = next(block for block in report.report.sections[0].blocks if isinstance(block, Answer))
    said = [SPEAKER.say(finding.claim) for finding in answer.findings]
    assert said[-1] == "The ratings cover too little of what is required"
    assert SPEAKER.say(answer.findings[-1].text) == "Of the required ratings, 17% are in."


# Metrics


def test_a_metric_that_is_withheld_is_neither_said_to_fall_nor_judged(tmp_path: Path) -> None:
    """Three people answered: neither the values nor what follows from them is printed."""
    rows = [
        ("Metric", "Period", "Numerator", "Denominator", "Target"),
        ("Customer satisfaction", "2026-Q2", 3, 3, 0.9),
        ("Customer satisfaction", "2026-Q3", 1, 3, 0.9),
    ]
    levels = {f"E{n}": {"SQL": 3.0} for n in range(6)}
    report = small(
        tmp_path,
        {"SQL": "hard"},
        [("Analyst", "SQL", 3, 3)],
        levels,
        people("", *levels),
        "privacy_threshold: 5",
        {"Metrics": rows},
    )
    title = "Too few people or cases stand behind the metrics to show how they stand"
    assert report.titles["metrics-soft-skills"] == title
    panels = exhibit(report, "metrics-soft-skills").body
    assert isinstance(panels, Panels)
    assert SPEAKER.say(panels.panels[0].note) == "withheld, target 90%, withheld"
    assert panels.panels[0].status.status == "withheld"
    assert "metrics.soft_skills.worsening" not in report.figures


# Long tables


def test_a_long_table_says_how_many_rows_the_workbook_has_beyond_it(sample: Built) -> None:
    """28 skills are in the bench, eight on the page: the other 20 stand in the workbook, where the note says."""
    bench = exhibit(sample, "bench-strength")
    assert isinstance(bench.body, Table)
    assert len(bench.body.rows) == 8
    assert SPEAKER.say(bench.notes[-1].text) == "20 more rows stand in the workbook."
    book = openpyxl.load_workbook(io.BytesIO(render_workbook(sample.report, SPEAKER, load_brand(None).value)))
    assert book["Bench strength"].max_row - 4 == 28


def test_no_table_is_cut_without_a_word(tmp_path: Path) -> None:
    """30 departments of one team each, 30 roles and 30 skills: every table that is cut has its note and its rows."""
    numbers = range(30)
    chart = [row for n in numbers for row in people(f"T{n}", f"A{n}", f"B{n}", role=f"R{n}", department=f"D{n}")]
    levels = {f"{letter}{n}": {f"S{n}": 1.0} for n in numbers for letter in "AB"}
    requirements = [(f"R{n}", f"S{n}", 3, 3) for n in numbers]
    metrics: list[tuple[object, ...]] = [("Metric", "Period", "Unit", "Numerator", "Denominator")]
    metrics += [("Customer satisfaction", "2026-Q3", f"D{n}", n, 30) for n in numbers]
    views = [(f"A{n}", f"S{n}", 5, "self", "", DAY) for n in numbers]
    ratings = (*rated(levels), *views)
    sheets = {"Metrics": metrics, "Ratings": ratings}
    report = small(tmp_path, {f"S{n}": "hard" for n in numbers}, requirements, {}, chart, more=sheets)
    most = {
        "skills-by-burden": (12, 30),
        "where-a-programme-closes-most": (5, 30),
        "bench-strength": (8, 30),
        "self-and-manager-views": (14, 30),
        "mix-by-unit": (20, 60),
        "mix-by-role": (20, 30),
        "plan-by-unit": (25, 31),
        "metrics-soft-skills-by-unit": (9, 31),
    }
    for name, (shown, every) in most.items():
        found = exhibit(report, name)
        assert isinstance(found.body, Table)
        assert found.as_table is not None
        assert (len(found.body.rows), len(found.as_table.rows)) == (shown, every), name
        assert SPEAKER.say(found.notes[-1].text) == f"{every - shown} more rows stand in the workbook."
    whole = report.figures["organisation.plan.soft"].number + report.figures["organisation.plan.hard"].number
    assert whole == report.figures["organisation.plan.planned"].number


def test_paper_says_how_many_rows_it_has_no_room_for_and_keeps_the_total(tmp_path: Path) -> None:
    """45 teams and the organisation: 40 teams and the total are printed."""
    levels = {f"E{n}": {"SQL": 1.0} for n in range(45)}
    chart = [row for n in range(45) for row in people(f"T{n}", f"E{n}")]
    html = small(tmp_path, {"SQL": "hard"}, [("Analyst", "SQL", 3, 3)], levels, chart).html()
    units = html[html.index('<figure class="exhibit is-table" id="units-units">') :]
    units = units[: units.index("</figure>")]
    assert units.count('<tr class="plain beyond">') == 5
    assert units.count('<tr class="total">') == 1
    assert '<p class="notes on-paper">5 more rows in the HTML report and the workbook.</p>' in units


# The consultant's words


def test_a_figure_in_the_title_or_address_of_a_link_is_plain_text(tmp_path: Path) -> None:
    (tmp_path / "commentary").mkdir()
    quote = "{{organisation.attainment}}"
    text = f'See [{quote}](https://acme.example/?a={quote} "{quote} met").'
    (tmp_path / "commentary" / "answer.md").write_text(text, "utf-8")
    levels = {"E1": {"SQL": 3.0}}
    requirements = [("Analyst", "SQL", 3, 3)]
    report = small(tmp_path, {"SQL": "hard"}, requirements, levels, people("", "E1"), "commentary: commentary")
    html = report.html()
    figure = '<span data-figure="organisation.attainment">100%</span>'
    assert f'<a href="https://acme.example/?a=100%" title="100% met">{figure}</a>' in html


# Little data


def test_certificates_without_requirements_make_a_section_of_risk(tmp_path: Path) -> None:
    held = [("Employee", "Certification", "Date"), ("E1", "First aid", DAY)]
    levels = {"E1": {"SQL": 3.0}}
    report = small(tmp_path, {"SQL": "hard"}, [], levels, people("", "E1"), more={"Certifications": held})
    assert report.titles["risk"] == "No mandatory certificate is missing or about to expire"


def test_requirements_that_nobody_is_rated_on_are_not_said_to_be_missing(tmp_path: Path) -> None:
    """SQL is required, and only Law is rated."""
    requirements = [("Analyst", "SQL", 3, 3)]
    aim: dict[str, Rows] = {"Objectives": [("Objective", "Skills"), ("Better data", "SQL")]}
    levels = {"E1": {"Law": 3.0}}
    skills = {"SQL": "hard", "Law": "hard"}
    report = small(tmp_path, skills, requirements, levels, people("", "E1"), more=aim)
    assert report.titles["answer"] == "Nothing that roles require is rated yet, so gaps are not known"
    assert report.titles["plan"] == "Nothing that roles require is rated yet, so no hours can be planned"


def test_one_value_of_a_metric_has_no_direction(tmp_path: Path) -> None:
    metrics: dict[str, Rows] = {"Metrics": [("Metric", "Period", "Value"), ("Retention", "2026-Q3", 0.9)]}
    report = small(tmp_path, {"SQL": "hard"}, [], {"E1": {"SQL": 3.0}}, people("", "E1"), more=metrics)
    assert (
        report.decks["metrics-business"] == "No metric has two values that can be shown, so none has a direction yet."
    )
