"""Cells → numbers, levels, dates, names: what a person or Excel wrote, read as meant or not at all."""

from datetime import date, datetime

import numpy as np
import pytest

from skillreport.model.assessment import Scale
from skillreport.model.figure import say
from skillreport.model.names import header_key, key, shown
from skillreport.read import cells as c
from skillreport.read.cells import Fault
from tests.sheets import sheet, table_of
from tests.wording import in_english

ONE_TO_FIVE = Scale(1, 5, {1: "Novice", 2: "Basic", 3: "Proficient", 4: "Advanced", 5: "Expert"}, {}, {})
FROM_ZERO = Scale(0, 4, {0: "None yet", 4: "Expert"}, {}, {})


def fault(value: object) -> str | None:
    return value.code if isinstance(value, Fault) else None


# ---- numbers


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (3, 3.0),
        (3.5, 3.5),
        ("3.5", 3.5),
        (" 3.5 ", 3.5),
        ("+3", 3.0),
        ("-0.5", -0.5),
        ("\u22120.5", -0.5),
        (".5", 0.5),
        ("3.", 3.0),
        ("1e3", 1000.0),
        ("1,234.5", 1234.5),
        ("1,234,567", 1234567.0),
        ("1 234.5", 1234.5),
        ("1\u00a0234.5", 1234.5),
        ("1\u202f234", 1234.0),
        ("1'234.5", 1234.5),
        ("1’234.5", 1234.5),
        ("３.５", 3.5),
        ("１２", 12.0),
        ("80%", 0.8),
        ("80 %", 0.8),
        ("12.5%", 0.125),
        ("", None),
        ("  ", None),
        (None, None),
    ],
)
def test_numbers_are_read_as_written(cell: object, value: float | None) -> None:
    assert c.to_number(cell, decimal_comma=False) == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("3,5", 3.5),
        ("1.234,5", 1234.5),
        ("1.234", 1234.0),
        ("1 234,5", 1234.5),
        ("12,5 %", 0.125),
        ("３,５", 3.5),
        (3.5, 3.5),
    ],
)
def test_a_decimal_comma_is_read_where_it_is_declared(cell: object, value: float) -> None:
    assert c.to_number(cell, decimal_comma=True) == value


@pytest.mark.parametrize("cell", ["3,5", "0,75", "7,5 %"])
def test_a_decimal_comma_is_asked_about_where_it_is_not(cell: str) -> None:
    assert fault(c.to_number(cell, decimal_comma=False)) == "decimal-comma"


@pytest.mark.parametrize("cell", ["1.234.5", "3.5"])
def test_a_decimal_point_is_no_thousands_where_the_comma_is_declared(cell: str) -> None:
    assert fault(c.to_number(cell, decimal_comma=True)) == "value-not-a-number"


@pytest.mark.parametrize(
    "cell",
    [
        True,
        False,
        date(2026, 9, 1),
        datetime(2026, 9, 1),
        "eight",
        "3 days",
        "1-2",
        "∞",
        "nan",
        "1e",
        "--3",
        "7 5",
        "12 34",
        float("inf"),
    ],
)
def test_what_is_no_number_is_none(cell: object) -> None:
    assert fault(c.to_number(cell, decimal_comma=False)) == "value-not-a-number"


@pytest.mark.parametrize(("cell", "bound"), [(-1, "0 or more"), ("-0.5", "0 or more")])
def test_a_number_below_its_bound_is_out_of_range(cell: object, bound: str) -> None:
    found = c.number(False, at_least=0)(cell)
    assert isinstance(found, Fault)
    assert (found.code, in_english(found.values["bound"])) == ("value-out-of-range", bound)


@pytest.mark.parametrize("cell", [1e300, -1e28, "1000000000001"])
def test_an_amount_that_no_page_could_hold_is_out_of_range(cell: object) -> None:
    found = c.number(False)(cell)
    assert isinstance(found, Fault)
    assert found.values["bound"] == say("said.bound.largest")


@pytest.mark.parametrize(
    ("cell", "value"), [(0.4, 0.4), ("40 %", 0.4), (40, 0.4), ("40", 0.4), (0, 0.0), (1, 1.0), (100, 1.0)]
)
def test_shares_may_be_parts_or_percent(cell: object, value: float) -> None:
    assert c.share(False)(cell) == value


@pytest.mark.parametrize("cell", [-0.1, 101, "150 %"])
def test_a_share_outside_0_to_100_percent_is_out_of_range(cell: object) -> None:
    assert fault(c.share(False)(cell)) == "value-out-of-range"


@pytest.mark.parametrize("cell", [0, -1, "-50 %"])
def test_nobody_works_no_time(cell: object) -> None:
    assert fault(c.fte(False)(cell)) == "value-out-of-range"


# ---- levels: blank, N/A, 0 and an error are four different things


def test_a_blank_level_is_not_rated() -> None:
    for cell in ("", None, " ", "\u00a0", "\u200b"):
        assert c.level_on(FROM_ZERO, False)(cell) is None


@pytest.mark.parametrize("cell", ["N/A", "n/a", "NA", "not applicable", "entfällt", "sans objet", "no aplica"])
def test_not_applicable_is_neither_blank_nor_zero(cell: str) -> None:
    found = c.level_on(FROM_ZERO, False)(cell)
    assert isinstance(found, float)
    assert np.isnan(found)


@pytest.mark.parametrize("cell", [0, "0", 0.0, "None yet"])
def test_zero_is_a_level_where_the_scale_has_it(cell: object) -> None:
    assert c.level_on(FROM_ZERO, False)(cell) == 0


def test_zero_is_outside_a_scale_that_begins_at_one() -> None:
    assert fault(c.level_on(ONE_TO_FIVE, False)(0)) == "level-outside-scale"


@pytest.mark.parametrize(
    "cell",
    [
        3,
        3.0,
        "3",
        " 3 ",
        "３",
        "Proficient",
        "proficient",
        "PROFICIENT ",
        "L3",
        "Level 3",
        "3 - Proficient",
        "3 – Proficient",
        "3: Proficient",
        "3 Proficient",
        "3. Proficient",
        "3=Proficient",
        "3/5",
        "Proficient (3)",
        "Ｐroficient",
        "3.0",
    ],
)
def test_a_level_may_be_written_in_many_ways(cell: object) -> None:
    assert c.level_on(ONE_TO_FIVE, False)(cell) == 3


def test_levels_between_may_be_used() -> None:
    assert c.level_on(ONE_TO_FIVE, False)("3.5") == 3.5
    assert c.level_on(ONE_TO_FIVE, True)("3,5") == 3.5


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (7, "level-outside-scale"),
        ("-1", "level-outside-scale"),
        ("Guru", "level-unknown"),
        ("60 %", "level-unknown"),
        (True, "level-unknown"),
        (date(2026, 3, 1), "level-unknown"),
        ("3/4", "level-unknown"),
        ("2-3", "level-unknown"),
        ("3,5", "decimal-comma"),
        ("null", "level-unknown"),
        ("NaN", "level-unknown"),
        ("?", "level-unknown"),
    ],
)
def test_what_is_no_level_is_an_issue(cell: object, code: str) -> None:
    assert fault(c.level_on(ONE_TO_FIVE, False)(cell)) == code


SIGNS = Scale(1, 4, {1: "Low", 2: "Some", 3: "Good", 4: "High"}, {}, {1: "○", 2: "◎", 3: "★", 4: "●"})


@pytest.mark.parametrize(("cell", "level"), [("○", 1), ("◎", 2), (" ★ ", 3), ("●", 4)])
def test_signs_go_through_the_scale(cell: str, level: float) -> None:
    assert c.level_on(SIGNS, False)(cell) == level


def test_a_sign_that_the_scale_does_not_have_is_unknown() -> None:
    assert fault(c.level_on(SIGNS, False)("▲")) == "level-unknown"


def test_a_sign_of_two_levels_stands_for_neither() -> None:
    scale = Scale(1, 2, {1: "Low", 2: "High"}, {}, {1: "o", 2: "O"})
    assert fault(c.level_on(scale, False)("o")) == "level-unknown"


# ---- dates


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (date(2026, 9, 30), date(2026, 9, 30)),
        (datetime(2026, 9, 30, 14, 5), date(2026, 9, 30)),
        ("2026-09-30", date(2026, 9, 30)),
        ("2026-09-30T14:05:00Z", date(2026, 9, 30)),
        ("2026-09-30 14:05", date(2026, 9, 30)),
        ("30.09.2026", date(2026, 9, 30)),
        ("09/30/2026", date(2026, 9, 30)),
        ("30-9-2026", date(2026, 9, 30)),
        ("04/04/2026", date(2026, 4, 4)),
        ("２０２６-０９-３０", date(2026, 9, 30)),
        ("", None),
        (None, None),
        ("\u00a0", None),
    ],
)
def test_days_are_read_where_only_one_is_possible(cell: object, day: date | None) -> None:
    assert c.day()(cell) == day


@pytest.mark.parametrize("cell", ["03/04/2026", "3.4.2026", "12-11-2026"])
def test_a_day_that_may_be_two_is_asked_about(cell: str) -> None:
    assert fault(c.day()(cell)) == "date-ambiguous"


@pytest.mark.parametrize(
    ("cell", "day_first", "day"),
    [
        ("03/04/2026", True, date(2026, 4, 3)),
        ("03/04/2026", False, date(2026, 3, 4)),
        ("3.4.2026", True, date(2026, 4, 3)),
        ("2026-04-03", False, date(2026, 4, 3)),
    ],
)
def test_a_declared_order_settles_it(cell: str, day_first: bool, day: date) -> None:
    assert c.day(day_first)(cell) == day


@pytest.mark.parametrize(
    "cell", ["2026-09-31", "31/02/2026", "13/13/2026", "soon", "Sept 2026", "30.09.26", 46295, 3.5, True, "2026-W36"]
)
def test_what_is_no_day_is_an_issue(cell: object) -> None:
    """Neither is a bare number: which day it counts from, nobody says."""
    assert fault(c.day()(cell)) == "date-invalid"


def test_a_day_against_the_declared_order_is_no_day() -> None:
    assert fault(c.day(day_first=True)("09/30/2026")) == "date-invalid"


# ---- words, yes and no, lists of names


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("yes", True),
        ("Y", True),
        ("x", True),
        (True, True),
        (1.0, True),
        ("passed", True),
        ("no", False),
        (False, False),
        (0, False),
        ("failed", False),
        ("", None),
    ],
)
def test_yes_and_no(cell: object, value: bool | None) -> None:
    assert c.yes_no(cell) is value


def test_neither_yes_nor_no_is_an_issue() -> None:
    assert fault(c.yes_no("maybe")) == "value-unknown"


def test_a_word_outside_a_closed_list_names_the_nearest() -> None:
    found = c.word("category", ("hard", "soft"))("sofft")
    assert isinstance(found, Fault)
    assert (found.code, found.values["nearest"]) == ("value-unknown", "soft")


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Python; SQL", ("Python", "SQL")),
        ("Python\nSQL", ("Python", "SQL")),
        ("Python, SQL", ("Python", "SQL")),
        ("C++, C; Reading, writing", ("C++, C", "Reading, writing")),
        ("Python;;  ", ("Python",)),
        ("", ()),
        (None, ()),
    ],
)
def test_several_names_in_a_cell(cell: object, names: tuple[str, ...]) -> None:
    assert c.names_in(cell) == names


# ---- text and ids


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("007", "007"),
        (7.0, "7"),
        (7, "7"),
        (7.5, "7.5"),
        (12345678901.0, "12345678901"),
        (True, "TRUE"),
        ("  Ann\u00a0 Lee\n", "Ann Lee"),
        ("Ann\u200bLee", "AnnLee"),
        ("Ann\x00\x1b[1m\u202eLee\uffff", "Ann[1mLee"),
        ("Null", "Null"),
        ("NaN", "NaN"),
        ("None", "None"),
        ("", None),
        ("\u200b", None),
        (datetime(2026, 9, 30), "2026-09-30"),
    ],
)
def test_a_cell_as_text(cell: object, text: str | None) -> None:
    assert c.as_text(cell) == text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Python", "python"),
        ("Ann Lee", " ann\u00a0\u00a0lee "),
        ("Zoë", "Zoe\u0308"),
        ("ＳＱＬ", "sql"),
        ("ﬁnance", "finance"),
        ("Straße", "STRASSE"),
        ("Ann\u200bLee", "AnnLee"),
        ("soft\u00adware", "software"),
        ("\ufeffE1", "E1"),
        ("Data\nscience", "Data science"),
        ("①", "1"),
    ],
)
def test_names_are_the_same_whatever_cannot_be_seen(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("007", "7"), ("Ann Lee", "AnnLee"), ("C", "C++"), ("résumé", "resume"), ("O", "0")]
)
def test_names_that_look_different_are_different(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_headers_may_differ_in_marks_as_well() -> None:
    assert header_key("*Employee_ID #") == header_key("employee-id") == header_key("Employee / I.D.")


def test_what_is_shown_stays_as_typed() -> None:
    assert shown(" Straße\u00a0 10 ") == "Straße 10"


# ---- a column


def test_each_faulty_cell_of_a_column_is_said_once_at_its_place() -> None:
    table = table_of(sheet("Employee | Skill | Level\nE1 | SQL | x\nE2 | SQL | 3\nE3 | SQL | x", "Ratings"))
    loaded = c.column(table, "level", c.number(False), "float64")
    assert [(issue.code, issue.location.cell) for issue in loaded.issues] == [
        ("value-not-a-number", "C2"),
        ("value-not-a-number", "C4"),
    ]
    assert np.isnan(loaded.value).tolist() == [True, False, True]


def test_a_faulty_cell_that_several_records_share_is_said_once() -> None:
    """Across the top of a matrix."""
    table = table_of(sheet("Employee | SQL | Pyton\nE1 | 3 | 3\nE2 | 3 | 3", "Ratings"))
    loaded = c.column(table, "skill", c.name_of({"sql": "SQL"}, "skill-unknown", ("SQL",)), "object")
    assert [(issue.code, issue.location.cell) for issue in loaded.issues] == [("skill-unknown", "C1")]


def test_a_column_that_is_not_there_is_missing_throughout() -> None:
    table = table_of(sheet("Employee | Skill | Level\nE1 | SQL | 3", "Ratings"))
    assert np.isnat(c.column(table, "date", c.day(), "datetime64[s]").value).tolist() == [True]
