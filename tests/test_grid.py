"""A sheet as records of lines: what is blank, what is a word, what merged cells hold, and where a cell stands."""

from datetime import date, time

import numpy as np
import pytest

from skillreport.read.faulty_cells import FaultyCell
from skillreport.read.grid import Grid, distinct_cells, grid_of, is_blank
from tests.sheets import sheet


def column(grid: Grid, line: int) -> list[object]:
    return list(grid.cells[:, line])


# ---- merged cells


def test_a_merged_category_stands_beside_each_of_its_skills() -> None:
    grid = grid_of(sheet("Category | Skill\nhard | Python\n | SQL\nsoft | Listening", merged="A2:A3"))
    assert column(grid, 0) == ["Category", "hard", "hard", "soft"]


def test_a_blank_cell_that_is_not_merged_stays_blank() -> None:
    grid = grid_of(sheet("Category | Skill\nhard | Python\n | SQL\n | Java", merged="A2:A3"))
    assert column(grid, 0) == ["Category", "hard", "hard", ""]


def test_a_merge_over_several_columns_fills_its_first_column_only() -> None:
    grid = grid_of(sheet("Name | Area | Python\nE1 | East | 3\nE2 | | 4\nE3 | | 5", merged="B2:C3"))
    assert column(grid, 1) == ["Area", "East", "East", ""]
    assert column(grid, 2) == ["Python", 3, 4, 5]


def test_a_title_over_the_whole_width_is_not_repeated() -> None:
    grid = grid_of(sheet("Skills of 2026 | \n | \nSkill | Category\nPython | hard", merged="A1:B2"))
    assert column(grid, 0) == ["Skills of 2026", "", "Skill", "Python"]


def test_merged_cells_are_found_where_the_used_range_does_not_begin_at_the_top() -> None:
    grid = grid_of(sheet("hard | Python\n | SQL", at="C5", merged="C5:C6"))
    assert column(grid, 0) == ["hard", "hard"]


def test_a_merge_outside_the_used_range_changes_nothing() -> None:
    given = sheet("hard | Python\n | SQL", merged="F1:F9 A40:A41")
    assert (grid_of(given).cells == given.cells).all()


def test_the_sheet_itself_keeps_its_cells() -> None:
    given = sheet("hard | Python\n | SQL", merged="A1:A2")
    grid_of(given)
    assert given.cells[1, 0] == ""


# ---- what is there


@pytest.mark.parametrize("cell", ["", None, " ", "\u00a0", "\u200b", "\ufeff", "\u2060 \t"])
def test_nothing_that_can_be_seen_is_blank(cell: object) -> None:
    assert is_blank(cell)


@pytest.mark.parametrize("cell", [0, 0.0, False, "0", "-", "N/A"])
def test_zero_no_and_not_applicable_are_not_blank(cell: object) -> None:
    assert not is_blank(cell)


def test_numbers_dates_and_truth_values_are_no_words_and_marks_without_letters_neither() -> None:
    grid = grid_of(sheet("E1 | 3 | @2026-09-01 | TRUE | - | '3"))
    assert grid.text.tolist() == [[True, False, False, False, False, True]]
    assert grid.filled.all()


def test_in_a_text_file_what_reads_as_a_number_or_date_is_no_word() -> None:
    grid = grid_of(sheet("E1 | 3,5 | 2026-09-01 | true | 1.9.2026 | 12:30 | 80 % | 3/5", name=None))
    assert grid.text.tolist() == [[True, False, False, False, False, False, True, True]]


def test_a_cell_with_an_error_looks_blank_and_is_filled() -> None:
    grid = grid_of(sheet("E1 | \nE2 | 3", at="B2", faults={(1, 2): FaultyCell("error", "#REF!")}))
    assert grid.filled.tolist() == [[True, True], [True, True]]


def test_a_faulty_cell_is_filled_at_its_place_in_a_turned_grid_too() -> None:
    given = sheet("E1 | \nE2 | 3", at="B2", faults={(1, 2): FaultyCell("error", "#REF!")})
    assert grid_of(given, turned=True).filled.all()


# ---- where it stands


@pytest.mark.parametrize(("turned", "place"), [(False, (5, 3)), (True, (5, 3))])
def test_a_cell_keeps_its_place_whichever_way_round(turned: bool, place: tuple[int, int]) -> None:
    grid = grid_of(sheet("a | b\nc | d", at="C5"), turned)
    record, line = (1, 1)
    assert grid.cells[record, line] == "d"
    assert grid.place(record, line) == place


def test_a_turned_grid_has_the_columns_as_records() -> None:
    grid = grid_of(sheet("Employee | E1 | E2\nLevel | 3 | 4"), turned=True)
    assert grid.cells.tolist() == [["Employee", "Level"], ["E1", 3], ["E2", 4]]


# ---- distinct cells


@pytest.mark.parametrize("size", [6, 6_000])
def test_true_one_and_the_text_one_are_three_different_cells(size: int) -> None:
    """Short columns and long ones are told apart by different means."""
    values = np.array([True, 1.0, "1", 0.0, False, ""] * (size // 6), dtype=object)
    found = distinct_cells(values)
    assert [found.distinct[code] for code in found.codes[:6]] == [True, 1.0, "1", 0.0, False, ""]
    assert len(found.distinct) == 6


@pytest.mark.parametrize("size", [4, 4_000])
def test_dates_and_times_may_stand_among_other_cells(size: int) -> None:
    values = np.array([date(2026, 9, 1), time(12, 30), "E1", 3.5] * (size // 4), dtype=object)
    found = distinct_cells(values)
    assert [found.distinct[code] for code in found.codes[-4:]] == [date(2026, 9, 1), time(12, 30), "E1", 3.5]


def test_taken_records_have_only_the_distinct_cells_among_them() -> None:
    taken = distinct_cells(np.array(["a", "b", "c", "b"], dtype=object)).take(np.array([1, 3]))
    assert (list(taken.distinct), taken.codes.tolist()) == (["b"], [0, 0])


def test_no_record_taken_has_no_cell() -> None:
    taken = distinct_cells(np.array(["a"], dtype=object)).take(np.array([], dtype=np.intp))
    assert (list(taken.distinct), taken.codes.tolist(), taken.blank().tolist()) == ([], [], [])
