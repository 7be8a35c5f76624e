"""Shared pieces of exhibits: rows that show nothing are named in a note instead."""

import pytest

from skillreport.model.figure import Sentence, say
from skillreport.model.report import Note, Row
from skillreport.report.exhibits import left, right, withheld_apart
from skillreport.report.figures import count_figure
from tests.building import SPEAKER

COLUMNS = (left("role", 120), right("people", 50))


def rows(shown: int, hidden: int) -> list[Row]:
    """Roles with people and without: R1, R2, … and H1, H2, …"""
    names = [*(f"R{n}" for n in range(1, shown + 1)), *(f"H{n}" for n in range(1, hidden + 1))]
    label = say("label.with_role")
    return [Row((name, count_figure(f"role.{name}.people", 7, label, hidden=name.startswith("H")))) for name in names]


def words(notes: tuple[Note, ...]) -> list[str]:
    return [SPEAKER.say(Sentence("phrase.two_sentences", {"first": item.lead, "second": item.text})) for item in notes]


def test_three_withheld_rows_are_named_in_a_note_and_stay_in_the_workbook() -> None:
    shown, whole, notes = withheld_apart("readiness", COLUMNS, rows(shown=2, hidden=3))
    assert [row.cells[0] for row in shown.rows] == ["R1", "R2"]
    assert whole is not None
    assert [row.cells[0] for row in whole.rows] == ["R1", "R2", "H1", "H2", "H3"]
    assert words(notes) == ["Withheld H1, H2 and H3."]


def test_of_many_withheld_rows_four_are_named_and_the_others_counted() -> None:
    assert words(withheld_apart("readiness", COLUMNS, rows(shown=1, hidden=9))[2]) == [
        "Withheld H1, H2, H3, H4 and 5 more."
    ]


@pytest.mark.parametrize(("shown", "hidden"), [(3, 0), (3, 2), (0, 3)])
def test_few_withheld_rows_stay_and_so_do_all_where_nothing_else_is_shown(shown: int, hidden: int) -> None:
    table, whole, notes = withheld_apart("readiness", COLUMNS, rows(shown, hidden))
    assert (len(table.rows), whole, notes) == (shown + hidden, None, ())
