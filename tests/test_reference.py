"""The small tables: the scale with its symbols, the skills, the objectives."""

import pytest

from skillreport.model.assessment import Scale
from skillreport.model.engagement import ScaleSettings
from skillreport.model.issue import Loaded
from skillreport.read.reference import look_alike, read_objectives, read_scale, read_skills
from tests.sheets import said, sheet, table_of

ONE_TO_FIVE = read_scale((), None, decimal_comma=False).value


def scale_of(text: str, stated: ScaleSettings | None = None) -> Loaded[Scale]:
    return read_scale([table_of(sheet(text, "Scale"))], stated, decimal_comma=False)


# ---- the scale


def test_the_scale_table_gives_levels_labels_and_symbols() -> None:
    scale = scale_of("Level | Label | Symbol\n3 | Can | ●\n1 | Learns | ○").value
    assert (scale.lowest, scale.highest, dict(scale.labels)) == (1, 3, {1: "Learns", 3: "Can"})
    assert scale.symbols == {1: "○", 3: "●"}


def test_a_level_without_label_goes_by_its_number() -> None:
    assert scale_of("Level | Label\n0 |\n4 | Expert").value.labels == {0: "0", 4: "Expert"}


def test_without_a_table_the_settings_say_the_scale() -> None:
    scale = read_scale((), ScaleSettings(lowest=0, highest=4, labels={2: "Able"}), decimal_comma=False).value
    assert (scale.lowest, scale.highest, dict(scale.labels)) == (0, 4, {0: "0", 2: "Able", 4: "4"})


def test_the_table_counts_before_the_settings() -> None:
    assert scale_of("Level | Label\n1 | Low\n3 | High", ScaleSettings(lowest=0, highest=9)).value.highest == 3


def test_without_both_the_scale_is_one_to_five() -> None:
    assert (ONE_TO_FIVE.lowest, ONE_TO_FIVE.highest, ONE_TO_FIVE.labels[3]) == (1, 5, "Proficient")


def test_a_scale_of_one_level_is_none() -> None:
    loaded = scale_of("Level | Label\n1 | Low")
    assert ([issue.code for issue in loaded.issues], loaded.value.highest) == (["scale-invalid"], 5)


@pytest.mark.parametrize(
    "pair", ["○◯", "oO", "0O", "o○", "●⚫", "✓✔", "-–", "–—", "xX", "x×", "×✕", "✗✘", "△▵", "■◼", "★⭑", "1l"]
)
def test_symbols_that_a_reader_takes_for_each_other_are_said(pair: str) -> None:
    loaded = scale_of(f"Level | Label | Symbol\n1 | Low | '{pair[0]}\n2 | High | '{pair[1]}")
    [issue] = loaded.issues
    assert (issue.code, issue.location.cell) == ("scale-look-alikes", "C3")
    assert issue.values["symbols"] == (f"{pair[0]} (1)", f"{pair[1]} (2)")


@pytest.mark.parametrize("pair", ["○●", "◎○", "★☆", "△▲", "✓✗", "+-", "AB", "□■", "12"])
def test_symbols_that_look_different_are_fine(pair: str) -> None:
    assert scale_of(f"Level | Label | Symbol\n1 | Low | '{pair[0]}\n2 | High | '{pair[1]}").issues == ()


@pytest.mark.parametrize(
    ("one", "other"), [("Ｏ", "O"), ("✔\ufe0f", "✔"), ("✔\ufe0e", "✓"), ("++", "＋＋"), ("a", "A")]
)
def test_symbols_are_compared_as_they_are_drawn(one: str, other: str) -> None:
    assert look_alike(one, other)


def test_three_symbols_that_look_alike_are_three_pairs() -> None:
    loaded = scale_of("Level | Label | Symbol\n1 | Low | '-\n2 | Mid | '–\n3 | High | '—")
    assert said(loaded.issues) == [("scale-look-alikes", cell) for cell in ("C3", "C4", "C4")]


# ---- the skills


def test_skills_stand_in_the_order_of_the_workbook_with_what_is_said_about_them() -> None:
    raw = table_of(
        sheet(
            "Skill | Category | Group | Criticality | Shelf life\nSQL | hard | Data | 3 | 18\nEmpathy | soft | | |",
            "Skills",
        )
    )
    first, second = read_skills([raw], [], ONE_TO_FIVE, decimal_comma=False).value
    assert (first.name, first.category, first.group, first.weight, first.shelf_life_months) == (
        "SQL",
        "hard",
        "Data",
        3,
        18,
    )
    assert (second.name, second.category, second.group, second.weight) == ("Empathy", "soft", None, None)


def test_a_merged_category_counts_for_each_skill_and_a_blank_one_for_none() -> None:
    raw = table_of(sheet("Category | Skill\nhard | Python\n | SQL\n | Java", "Skills", merged="A2:A3"))
    loaded = read_skills([raw], [], ONE_TO_FIVE, decimal_comma=False)
    assert [skill.category for skill in loaded.value] == ["hard", "hard", None]
    assert [issue.values["skills"] for issue in loaded.issues] == ["Java"]


def test_a_skill_that_stands_twice_is_the_first_one() -> None:
    raw = table_of(sheet("Skill | Category\nSQL | hard\nｓｑｌ | soft", "Skills"))
    loaded = read_skills([raw], [], ONE_TO_FIVE, decimal_comma=False)
    assert [skill.category for skill in loaded.value] == ["hard"]
    assert said(loaded.issues) == [("skill-twice", "A3")]


def test_skills_whose_names_differ_in_marks_only_have_different_ids() -> None:
    raw = table_of(sheet("Skill | Category\nC | hard\nC++ | hard\nC# | hard\n数据 | hard\n🙂 | soft", "Skills"))
    ids = [skill.id for skill in read_skills([raw], [], ONE_TO_FIVE, decimal_comma=False).value]
    assert len(set(ids)) == 5
    assert all(id.isascii() and id for id in ids)


def test_without_a_skills_table_the_ratings_name_the_skills() -> None:
    raw = table_of(
        sheet(
            "Employee | Skill | Level | Category\nE1 | SQL | 3 | hard\nE2 | Empathy | 4 | soft\nE2 | SQL | 1 |",
            "Ratings",
        )
    )
    skills = read_skills((), [raw], ONE_TO_FIVE, decimal_comma=False).value
    assert [(skill.name, skill.category) for skill in skills] == [("SQL", "hard"), ("Empathy", "soft")]


def test_columns_of_a_matrix_without_any_level_are_no_skills() -> None:
    raw = table_of(
        sheet("Employee | Salary | Python | Remark\nE1 | 50000 | 3 | good\nE2 | 60000 | N/A | bad", "Ratings")
    )
    assert [skill.name for skill in read_skills((), [raw], ONE_TO_FIVE, decimal_comma=False).value] == ["Python"]


# ---- objectives


def test_an_objective_names_skills_and_metrics_that_exist() -> None:
    raw = table_of(sheet("Objective | Skills | Metrics\nFaster releases | sql; Pyton | Retention", "Objectives"))
    loaded = read_objectives([raw], {"sql": "SQL"}, {"retention": "retention"}, None)
    assert (loaded.value[0].skills, loaded.value[0].metrics) == (("SQL",), ("retention",))
    assert said(loaded.issues) == [("objective-unknown-link", "B2")]
