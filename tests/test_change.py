"""What changed: each part of the chain on its own, mappings of skills and levels, several steps, what is withheld."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from skillreport.model.figure import Figure, State
from skillreport.model.report import Exhibit, Waterfall
from tests.building import CHART, RATINGS, REQUIREMENTS, SKILLS, SPEAKER, Built, Levels, Rows, built, people, written
from tests.independent import write_sheets

BEFORE = date(2026, 6, 1)
CATEGORIES = {"Law": "hard", "Talk": "soft"}
ASKED = (("Analyst", "Law", 3, 1), ("Analyst", "Talk", 4, 2))
PREVIOUS = "previous:\n- period: 2026-Q2\n  workbook: before.xlsx\n"


def before(
    folder: Path,
    levels: Levels,
    requirements: Rows = ASKED,
    chart: Rows = (),
    name: str = "before",
    day: date = BEFORE,
) -> str:
    """An earlier workbook, with its org chart where one is given, and the settings that name them."""
    rows = [(who, skill, level, "manager", "", day) for who, of in levels.items() for skill, level in of.items()]
    skills = sorted({skill for of in levels.values() for skill in of} | {str(row[1]) for row in requirements})
    sheets: Mapping[str, Rows] = {
        "Skills": (SKILLS, *((skill, CATEGORIES.get(skill, "hard"), "", 2) for skill in skills)),
        "Requirements": (REQUIREMENTS, *requirements),
        "Ratings": (RATINGS, *rows),
    }
    write_sheets(folder / f"{name}.xlsx", sheets)
    if chart:
        write_sheets(folder / f"{name}-chart.xlsx", {"Org chart": (CHART, *chart)})
        return PREVIOUS + f"  org_chart: {name}-chart.xlsx\n"
    return PREVIOUS


def now(folder: Path, levels: Levels, settings: str, requirements: Rows = ASKED, chart: Rows = ()) -> Built:
    """The report on today's levels with the earlier period of the settings."""
    rows = [
        (who, skill, level, "manager", "", date(2026, 9, 1))
        for who, of in levels.items()
        for skill, level in of.items()
    ]
    sheets: Mapping[str, Rows] = {
        "Skills": (SKILLS, *((skill, category, "", 2) for skill, category in CATEGORIES.items())),
        "Requirements": (REQUIREMENTS, *requirements),
        "Ratings": (RATINGS, *rows),
    }
    return built(written(folder, sheets, (CHART, *chart) if chart else (), settings))


def chain(report: Built, group: str = "organisation", measure: str = "weighted_gap") -> dict[str, Figure]:
    """The figures of a group's chain since the second quarter, by part."""
    start = f"{group}.change.2026-Q2.{measure}."
    return {id.removeprefix(start): figure for id, figure in report.figures.items() if id.startswith(start)}


def values(figures: Mapping[str, Figure]) -> dict[str, float]:
    """The printed parts that are not zero."""
    ends = ("printed", "then", "now", "rest", "change")
    return {name: round(figure.number, 12) for name, figure in figures.items() if figure.value and name not in ends}


ALL = people("", "A", "B")
BOTH: Levels = {"A": {"Law": 2, "Talk": 3}, "B": {"Law": 3, "Talk": 4}}
"""Weighted gap: Law 1 x 1 of A, Talk 2 x 1 of A, weights 1 + 2 + 1 + 2: 3 / 6."""


def test_new_levels_of_the_same_people_are_a_part(tmp_path: Path) -> None:
    levels: Levels = {"A": {"Law": 3, "Talk": 3}, "B": {"Law": 3, "Talk": 4}}
    report = now(tmp_path, levels, before(tmp_path, BOTH, chart=ALL), chart=ALL)
    assert values(chain(report)) == {"same_people": round(2 / 6 - 3 / 6, 12)}
    assert report.titles["changed"] == (
        "The weighted gap fell from 0.50 to 0.33 levels; people who were there both times moved it by −0.17"
    )


def test_who_left_and_who_came_are_parts(tmp_path: Path) -> None:
    """Without B the gap of then is 3 / 3; C comes with a gap of 2 x 2 and 1 x 0."""
    settings = before(tmp_path, BOTH, chart=ALL)
    report = now(tmp_path, {"A": BOTH["A"], "C": {"Law": 3, "Talk": 2}}, settings, chart=people("", "A", "C"))
    assert values(chain(report)) == {"leavers": 3 / 3 - 3 / 6, "joiners": round(7 / 6 - 3 / 3, 12)}


def test_people_who_moved_leave_one_unit_and_join_the_other(tmp_path: Path) -> None:
    then = [*people("North", "A", "B"), *people("South", "C")]
    today = [*people("North", "A"), *people("South", "B", "C")]
    levels: Levels = {**BOTH, "C": {"Law": 3, "Talk": 3}}
    report = now(tmp_path, levels, before(tmp_path, levels, chart=then), chart=today)
    assert values(chain(report)) == {}
    assert values(chain(report, "unit.north")) == {"leavers": 3 / 3 - 3 / 6}
    assert values(chain(report, "unit.south")) == {"joiners": round(2 / 6 - 2 / 3, 12)}


def test_what_is_no_longer_required_newly_required_or_required_at_another_level_are_parts(tmp_path: Path) -> None:
    """Law is dropped, Talk rises from 4 to 5 and weighs 1 instead of 2, Code comes."""
    then: Levels = {"A": {"Law": 2, "Talk": 3}}
    settings = before(tmp_path, then, chart=people("", "A"))
    levels: Levels = {"A": {"Law": 2, "Talk": 3, "Code": 1}}
    categories = {**CATEGORIES, "Code": "hard"}
    rows = [("A", skill, level, "manager", "", date(2026, 9, 1)) for skill, level in levels["A"].items()]
    sheets: Mapping[str, Rows] = {
        "Skills": (SKILLS, *((skill, kind, "", 2) for skill, kind in categories.items())),
        "Requirements": (REQUIREMENTS, ("Analyst", "Talk", 5, 1), ("Analyst", "Code", 2, 3)),
        "Ratings": (RATINGS, *rows),
    }
    report = built(written(tmp_path, sheets, (CHART, *people("", "A")), settings))
    assert values(chain(report)) == {"requirements": 2 / 1 - 2 / 2, "newly_required": (2 + 3) / 4 - 2 / 1}


def test_what_is_no_longer_rated_and_newly_rated_are_parts(tmp_path: Path) -> None:
    """A's Talk loses its rating, B's Talk gets one."""
    settings = before(tmp_path, {"A": {"Law": 2, "Talk": 3}, "B": {"Law": 3}}, chart=ALL)
    report = now(tmp_path, {"A": {"Law": 2}, "B": {"Law": 3, "Talk": 1}}, settings, chart=ALL)
    assert values(chain(report)) == {
        "no_longer_rated": round(1 / 2 - 3 / 4, 12),
        "newly_rated": round((1 + 6) / 4 - 1 / 2, 12),
    }


def test_what_was_printed_then_shows_a_change_of_method(tmp_path: Path) -> None:
    (tmp_path / "figures.json").write_text('{"figures": [{"id": "organisation.weighted_gap", "value": 0.75}]}', "utf-8")
    settings = before(tmp_path, BOTH, chart=ALL) + "  figures: figures.json\n"
    figures = chain(now(tmp_path, BOTH, settings, chart=ALL))
    assert values(figures) == {"method": -0.25}
    assert figures["change"].value == pytest.approx(0.5 - 0.75)


def test_a_skill_that_was_renamed_is_matched_by_the_mapping_only(tmp_path: Path) -> None:
    then: Levels = {"A": {"Statutes": 1, "Talk": 3}}
    asked = (("Analyst", "Statutes", 3, 1), ("Analyst", "Talk", 4, 2))
    levels: Levels = {"A": {"Law": 2.5, "Talk": 3}}
    alone = people("", "A")
    settings = before(tmp_path, then, asked, chart=alone)
    unmapped = now(tmp_path, levels, settings, chart=alone)
    assert set(values(chain(unmapped))) == {"no_longer_required", "newly_required"}
    mapped = now(tmp_path, levels, settings + "  skills: {Statutes: Law}\n", chart=alone)
    assert values(chain(mapped)) == {"same_people": round(2.5 / 3 - 4 / 3, 12)}
    assert chain(mapped, "skill.law")["same_people"].value == pytest.approx(-1.5)


def test_levels_of_another_scale_are_translated_by_the_mapping(tmp_path: Path) -> None:
    """With 0: 1 and 10: 5, two and a half is two and five is three; requirements are translated as well."""
    scale, alone = "scale: {lowest: 1, highest: 5}\n", people("", "A")
    asked = (("Analyst", "Law", 5, 1), ("Analyst", "Talk", 7.5, 2))
    settings = before(tmp_path, {"A": {"Law": 2.5, "Talk": 5}}, asked, chart=alone)
    with_scale(tmp_path / "before.xlsx")
    report = now(tmp_path, {"A": BOTH["A"]}, scale + settings + "  levels: {0: 1, 10: 5}\n", chart=alone)
    assert chain(report)["then"].value == pytest.approx(3 / 3)
    assert values(chain(report)) == {}


def test_another_scale_without_a_mapping_is_not_compared(tmp_path: Path) -> None:
    settings = before(tmp_path, {"A": {"Law": 2.5}})
    with_scale(tmp_path / "before.xlsx")
    report = now(tmp_path, {"A": BOTH["A"]}, settings, chart=people("", "A"))
    assert chain(report) == {}
    assert report.titles["changed"] == "Earlier ratings stand on another scale and cannot be compared"
    assert "previous-scale-differs" in {issue.code for issue in report.issues}


def with_scale(path: Path) -> None:
    """Add a Scale sheet of 0 to 10 to a workbook."""
    import openpyxl

    workbook = openpyxl.load_workbook(path)
    for row in (("Level", "Label"), (0, "None"), (10, "All")):
        sheet = workbook["Scale"] if "Scale" in workbook.sheetnames else workbook.create_sheet("Scale")
        sheet.append(row)
    workbook.save(path)


def test_without_an_earlier_period_the_section_says_what_to_keep(tmp_path: Path) -> None:
    report = now(tmp_path, BOTH, "", chart=ALL)
    assert report.titles["changed"] == "The next report can show what changed if these files are kept"


def test_pairs_that_nobody_rated_again_are_counted(tmp_path: Path) -> None:
    """The ratings of the earlier workbook stand in today's, too; only A's Law has a newer one."""
    settings = before(tmp_path, BOTH, chart=ALL)
    rows = [(who, skill, level, "manager", "", BEFORE) for who, of in BOTH.items() for skill, level in of.items()]
    sheets: Mapping[str, Rows] = {
        "Skills": (SKILLS, *((skill, category, "", 2) for skill, category in CATEGORIES.items())),
        "Requirements": (REQUIREMENTS, *ASKED),
        "Ratings": (RATINGS, *rows, ("A", "Law", 3, "manager", "", date(2026, 9, 1))),
    }
    report = built(written(tmp_path, sheets, (CHART, *ALL), settings))
    counts = {
        name: report.figures[f"organisation.change.2026-Q2.{name}"].value
        for name in ("common_pairs", "not_rated_again")
    }
    assert counts == {"common_pairs": 4, "not_rated_again": 3}


def test_a_rating_of_the_day_of_the_earlier_report_is_none_since(tmp_path: Path) -> None:
    """The earlier period ends on 30 June: A's Law was rated again on that day, B's on the next."""
    settings = before(tmp_path, {"A": {"Law": 2}, "B": {"Law": 2}}, chart=ALL)
    again = (("A", "Law", 3, "manager", "", date(2026, 6, 30)), ("B", "Law", 3, "manager", "", date(2026, 7, 1)))
    sheets: Mapping[str, Rows] = {
        "Skills": (SKILLS, ("Law", "hard", "", 2)),
        "Requirements": (REQUIREMENTS, ASKED[0]),
        "Ratings": (RATINGS, *again),
    }
    report = built(written(tmp_path, sheets, (CHART, *ALL), settings))
    assert report.figures["organisation.change.2026-Q2.not_rated_again"].value == 1


def test_every_earlier_period_is_a_step_of_its_own(tmp_path: Path) -> None:
    alone = people("", "A")
    before(tmp_path, {"A": {"Law": 1, "Talk": 1}}, chart=alone, name="first", day=date(2026, 3, 1))
    settings = before(tmp_path, {"A": {"Law": 2, "Talk": 2}}, chart=alone)
    settings += "- {period: 2026-Q1, workbook: first.xlsx, org_chart: first-chart.xlsx}\n"
    report = now(tmp_path, {"A": {"Law": 3, "Talk": 3}}, settings, chart=alone)
    steps = [
        report.figures[f"organisation.change.2026-{quarter}.weighted_gap.same_people"].value for quarter in ("Q1", "Q2")
    ]
    assert steps == pytest.approx([(1 + 4) / 3 - (2 + 6) / 3, (0 + 2) / 3 - (1 + 4) / 3])
    assert [block.name for block in exhibits(report)][-1] == "change-step-by-step"


def test_parts_of_few_people_stand_together_and_none_alone(tmp_path: Path) -> None:
    """Of nine people two leave, and seven moved: the leavers are not shown, and so their complement is not either."""
    nine = people("", *"ABCDEFGHI")
    then: Levels = {who: {"Law": 1} for who in "ABCDEFGHI"}
    settings = before(tmp_path, then, chart=nine) + "privacy_threshold: 5\n"
    report = now(tmp_path, {who: {"Law": 2} for who in "ABCDEFG"}, settings, chart=people("", *"ABCDEFG"))
    figures = chain(report)
    hidden = {name for name, figure in figures.items() if figure.state is State.WITHHELD}
    assert hidden == {"leavers", "same_people", "rest"}
    assert figures["other"].value == pytest.approx(figures["change"].value)


def test_a_change_that_few_people_make_is_not_printed_at_all(tmp_path: Path) -> None:
    """Of six people one was rated another way, and nothing else moved: the change would be that person's."""
    six = people("", *"ABCDEF")
    then: Levels = {who: {"Law": 1} for who in "ABCDEF"}
    settings = before(tmp_path, then, chart=six) + "privacy_threshold: 5\n"
    report = now(tmp_path, {**then, "A": {"Law": 2}}, settings, chart=six)
    assert not any(figure.known for id, figure in report.figures.items() if ".change." in id)
    assert report.titles["changed"] == "The change since 2nd quarter 2026 rests on too few people to be shown"


def test_what_was_printed_is_found_by_the_name_of_then(tmp_path: Path) -> None:
    """Statutes is Law today; another skill was called Law then, and its figure is not Law's."""
    printed = [("skill.statutes", 1.0), ("skill.law", 0.25)]
    figures = [{"id": f"{id}.weighted_gap", "value": value} for id, value in printed]
    (tmp_path / "figures.json").write_text(json.dumps({"figures": figures}), "utf-8")
    asked = (("Analyst", "Statutes", 3, 1), ("Analyst", "Talk", 4, 2))
    alone = people("", "A")
    settings = before(tmp_path, {"A": {"Statutes": 2, "Talk": 3}}, asked, chart=alone) + "  figures: figures.json\n"
    report = now(tmp_path, {"A": BOTH["A"]}, settings + "  skills: {Statutes: Law}\n", chart=alone)
    assert values(chain(report, "skill.law")) == {}
    assert chain(report, "skill.law")["printed"].value == 1


def test_levels_printed_on_another_scale_are_not_held_against_todays(tmp_path: Path) -> None:
    (tmp_path / "figures.json").write_text('{"figures": [{"id": "organisation.weighted_gap", "value": 4}]}', "utf-8")
    alone, asked = people("", "A"), (("Analyst", "Law", 5, 1), ("Analyst", "Talk", 7.5, 2))
    settings = before(tmp_path, {"A": {"Law": 2.5, "Talk": 5}}, asked, chart=alone)
    with_scale(tmp_path / "before.xlsx")
    more = "scale: {lowest: 1, highest: 5}\n" + settings + "  levels: {0: 1, 10: 5}\n  figures: figures.json\n"
    assert values(chain(now(tmp_path, {"A": BOTH["A"]}, more, chart=alone))) == {}


@pytest.mark.parametrize(
    "figures",
    ['{"figures": [{"id": "a", "value": 1e999}]}', "[]", "{", '{"figures": [{"id": "a", "value": 1%s}]}' % ("0" * 401)],
)
def test_no_figures_file_stops_the_report(figures: str, tmp_path: Path) -> None:
    (tmp_path / "figures.json").write_text(figures, "utf-8")
    settings = before(tmp_path, BOTH, chart=ALL) + "  figures: figures.json\n"
    assert values(chain(now(tmp_path, BOTH, settings, chart=ALL))) == {}


def test_the_waterfall_adds_up(tmp_path: Path) -> None:
    settings = before(tmp_path, BOTH, chart=ALL)
    report = now(tmp_path, {"A": {"Law": 2}, "C": {"Law": 3, "Talk": 2}}, settings, chart=people("", "A", "C"))
    for exhibit in exhibits(report):
        if isinstance(exhibit.body, Waterfall):
            first, *steps, last = (column.value.number for column in exhibit.body.columns)
            assert first + sum(steps) == pytest.approx(last, abs=1e-12)
            assert SPEAKER.say(exhibit.alternative)


def exhibits(report: Built) -> list[Exhibit]:
    [section] = [section for section in report.report.sections if section.id == "changed"]
    return [block for block in section.blocks if isinstance(block, Exhibit)]
