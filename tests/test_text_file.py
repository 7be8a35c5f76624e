"""A CSV file's bytes → rows: encodings, delimiters, quotation marks, ragged rows, decimal commas."""

import pytest

from skillreport.model.engagement import TextFile
from skillreport.read.text_file import Dialect, find_decimal_comma, find_delimiter, find_encoding, padded, read_text
from skillreport.read.workbook import sheets_of
from tests.sheets import said

ROWS = [["Employee", "Skill", "Level"], ["Zoë", "Köln", "3"]]
TEXT = "Employee,Skill,Level\nZoë,Köln,3\n"


def rows_of(data: bytes) -> list[list[str]]:
    return padded(read_text(data)[0])


# ---- encodings


@pytest.mark.parametrize(
    ("codec", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
        ("latin-1", "cp1252"),
        ("ascii", "utf-8"),
    ],
)
def test_the_encoding_is_told_by_the_bytes(codec: str, found: str) -> None:
    data = TEXT.encode(codec, "ignore")
    assert find_encoding(data) == found
    assert rows_of(data)[0] == ROWS[0]
    if codec != "ascii":
        assert rows_of(data) == ROWS


def test_big_endian_with_a_byte_order_mark() -> None:
    assert rows_of(b"\xfe\xff" + TEXT.encode("utf-16-be")) == ROWS


def test_a_byte_order_mark_is_no_part_of_the_first_header() -> None:
    assert rows_of(b"\xef\xbb\xbfEmployee,Level\nE1,3\n")[0][0] == "Employee"


def test_signs_of_windows_are_read_as_windows_writes_them() -> None:
    assert rows_of(b"Name,Cost\nO\x92Brien,\x80 5\n")[1] == ["O’Brien", "€ 5"]


def test_a_stated_encoding_overrules_the_bytes() -> None:
    assert read_text("Имя,Уровень\n".encode("cp1251"), encoding="cp1251")[0] == [["Имя", "Уровень"]]


def test_bytes_that_an_encoding_does_not_know_are_shown_as_such() -> None:
    assert rows_of(b"a,b\n\x81\xff,1\n")[1][1] == "1"


# ---- delimiters


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_by_the_lines(mark: str) -> None:
    data = TEXT.replace(",", mark).encode()
    assert (rows_of(data), read_text(data)[1].delimiter) == (ROWS, mark)


def test_commas_inside_cells_do_not_make_commas_the_delimiter() -> None:
    text = "Name;Comment;Level\nLee, Ann;good, thorough;3,5\nRay, Bob;slow, careful;4,0\n"
    assert find_delimiter(text) == ";"


def test_delimiters_inside_quotation_marks_do_not_count() -> None:
    assert find_delimiter('a,b\n"x;y;z",1\n"u;v;w",2\n') == ","


def test_a_title_above_the_table_does_not_hide_its_delimiter() -> None:
    assert find_delimiter("Skills of 2026, all sites\n\nEmployee;Skill;Level\nE1;SQL;3\nE2;SQL;4\nE3;SQL;4\n") == ";"


def test_one_column_has_no_delimiter_and_stays_one() -> None:
    assert rows_of(b"Employee\nE1\nE2\n") == [["Employee"], ["E1"], ["E2"]]


@pytest.mark.parametrize("line", ["sep=;", "SEP=;", "sep=;\r"])
def test_excels_line_that_states_the_delimiter_is_obeyed_and_keeps_its_row(line: str) -> None:
    rows, dialect = read_text(f"{line}\nEmployee;Level, today\nE1;3\n".encode())
    assert (rows[0], rows[1], dialect.delimiter) == ([], ["Employee", "Level, today"], ";")


def test_a_stated_delimiter_overrules_the_lines() -> None:
    assert read_text(b"a,b;c\n", delimiter=";")[0] == [["a,b", "c"]]


# ---- rows and quotation marks


def test_rows_of_different_length_are_filled_with_blanks() -> None:
    assert rows_of(b"a,b,c\n1\n1,2,3,4\n\n") == [["a", "b", "c", ""], ["1", "", "", ""], ["1", "2", "3", "4"], [""] * 4]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_on_any_system(end: str) -> None:
    assert rows_of(TEXT.replace("\n", end).encode()) == ROWS


def test_a_quoted_cell_holds_delimiters_line_breaks_and_doubled_quotation_marks() -> None:
    assert rows_of(b'a,b\n"x, y\nz",""""\n') == [["a", "b"], ["x, y\nz", '"']]


def test_a_quotation_mark_inside_a_cell_is_a_letter() -> None:
    rows, dialect = read_text(b'Size,Level\n6" pipe,3\n"a, b",4\n')
    assert (rows[1:], dialect.open_quotes) == ([['6" pipe', "3"], ["a, b", "4"]], ())


def test_a_quotation_mark_that_is_never_closed_swallows_no_row() -> None:
    rows, dialect = read_text(b'Name,Level\n"Ann,3\nBob,4\n"Lee, Cem",5\n')
    assert rows == [["Name", "Level"], ['"Ann', "3"], ["Bob", "4"], ["Lee, Cem", "5"]]
    assert dialect.open_quotes == (1,)


def test_two_open_quotation_marks_do_not_close_each_other() -> None:
    rows, dialect = read_text(b'Name,Level\n"Ann,3\nBob,4\n"Cem,5\n')
    assert (len(rows), dialect.open_quotes) == (4, (1, 3))


def test_an_open_quotation_mark_in_the_last_line_is_found() -> None:
    assert read_text(b'Name,Level\nAnn,"3')[1].open_quotes == (1,)


def test_letters_behind_a_closing_quotation_mark_do_no_harm() -> None:
    assert read_text(b'Name,Level\n"Ann"x,3\n')[0][1] == ["Annx", "3"]


def test_each_open_quotation_mark_is_said_at_its_row() -> None:
    assert said(sheets_of("ratings.csv", b'Name,Level\n"Ann,3\nBob,4\n').issues) == [("quote-open", "A2")]


def test_a_cell_may_be_very_long() -> None:
    assert len(str(rows_of(b"a,b\n" + b"x" * 300_000 + b",1\n")[1][0])) == 300_000


def test_zero_bytes_in_a_text_do_not_stop_the_reading() -> None:
    assert len(rows_of(b"a,b\nx\0y,1\nz,2\n")) == 3


# ---- decimal commas


@pytest.mark.parametrize(
    ("cells", "comma"),
    [
        (["3,5", "4"], True),
        (["3.5", "4"], False),
        (["3", "4"], None),
        (["1.234,5", "2"], True),
        (["1,234", "5"], None),
        (["1,234.5", "3.5"], False),
        (["3,5", "3.5"], None),
        (["E1,2", "Lee, Ann"], None),
        (["-0,25"], True),
        (["12,3456"], True),
    ],
)
def test_numbers_tell_the_decimal_mark_where_they_can(cells: list[str], comma: bool | None) -> None:
    assert find_decimal_comma([cells]) is comma


def test_a_file_with_semicolons_and_commas_has_decimal_commas() -> None:
    assert read_text(b"Employee;Level\nE1;3,5\nE2;4\n")[1] == Dialect("utf-8", ";", True)


def test_what_the_settings_say_about_a_file_holds() -> None:
    said_of_it = TextFile(encoding="cp1252", delimiter=";", decimal_comma=False)
    [found] = sheets_of("ratings.csv", b"Name;Level\nZo\xeb;3,5\n", said_of_it).value
    assert (found.dialect, found.cells[1, 0]) == (Dialect("cp1252", ";", False), "Zoë")
