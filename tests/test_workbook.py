"""Files → sheets of cells: every format, wherever the used range begins, and what calamine alone would not tell."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import Workbook

from skillreport.read.faulty_cells import FaultyCell
from skillreport.read.workbook import Sheet, read_sheets, sheets_of
from tests.errors import files
from tests.errors.files import Cell, Formula
from tests.sheets import said
from tests.wording import in_english

RATINGS: list[list[Cell | Formula]] = [["Employee", "Skill", "Level", "Date"], ["E1", "Python", 3.5, date(2026, 9, 1)]]


def only_sheet(data: bytes, name: str = "acme.xlsx") -> Sheet:
    loaded = sheets_of(name, data)
    assert loaded.issues == ()
    [sheet] = loaded.value
    return sheet


def written(**options: object) -> bytes:
    """The ratings as XlsxWriter writes them under some options."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "yyyy-mm-dd", **options}) as workbook:
        sheet = workbook.add_worksheet("Ratings")
        for row, cells in enumerate(RATINGS):
            sheet.write_row(row, 0, cells)
    return stream.getvalue()


# ---- formats


def test_a_workbook_gives_its_cells_as_they_are() -> None:
    sheet = only_sheet(files.xlsx({"Ratings": RATINGS}))
    assert (sheet.file, sheet.name, sheet.label) == ("acme.xlsx", "Ratings", "Ratings")
    assert sheet.cells.tolist() == [["Employee", "Skill", "Level", "Date"], ["E1", "Python", 3.5, date(2026, 9, 1)]]


def test_text_that_looks_like_a_number_stays_text() -> None:
    assert only_sheet(files.xlsx({"Ratings": [["Employee"], ["007"], ["1e5"], [7]]})).cells[:, 0].tolist() == [
        "Employee",
        "007",
        "1e5",
        7,
    ]


def test_dates_that_count_from_1904_are_the_same_days() -> None:
    assert only_sheet(written(date_1904=True)).cells[1, 3] == only_sheet(written()).cells[1, 3] == date(2026, 9, 1)


def test_a_day_with_a_time_keeps_it() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"default_date_format": "yyyy-mm-dd hh:mm"}) as workbook:
        workbook.add_worksheet("Ratings").write_datetime(0, 0, datetime(2026, 9, 1, 14, 30))
    assert only_sheet(stream.getvalue()).cells[0, 0] == datetime(2026, 9, 1, 14, 30)


def test_shared_strings_and_inline_strings_are_both_read() -> None:
    assert only_sheet(written(constant_memory=True)).cells[1, 0] == only_sheet(written()).cells[1, 0] == "E1"


def test_a_workbook_of_openpyxl_is_read() -> None:
    workbook, stream = Workbook(), io.BytesIO()
    workbook.active.title = "Ratings"
    workbook.active.append(["Employee", "Level"])
    workbook.active.append(["E1", 3])
    workbook.save(stream)
    assert only_sheet(stream.getvalue()).cells.tolist() == [["Employee", "Level"], ["E1", 3]]


def test_an_open_document_spreadsheet_is_read() -> None:
    sheet = only_sheet(files.ods({"Ratings": RATINGS}), "acme.ods")
    assert sheet.cells.tolist() == only_sheet(files.xlsx({"Ratings": RATINGS})).cells.tolist()


def test_a_workbook_of_excel_97_is_read() -> None:
    sheet = only_sheet(files.xls({"Ratings": [["Employee", "Level"], ["Zoë", 3.5]]}), "acme.xls")
    assert (sheet.name, sheet.cells.tolist()) == ("Ratings", [["Employee", "Level"], ["Zoë", 3.5]])


def test_strict_open_xml_is_read() -> None:
    """Excel saves it on request; its names of relations and parts are others."""
    sheet = only_sheet(files.strict_xlsx({"Ratings": [["E1", 3, Formula("=B9", "#REF!")]]}))
    assert sheet.cells[0, :2].tolist() == ["E1", 3]
    assert sheet.faults == {(0, 2): FaultyCell("error", "#REF!")}


def test_hidden_sheets_are_read_too_and_chart_sheets_are_not() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as workbook:
        for name in ("Ratings", "Hidden"):
            workbook.add_worksheet(name).write_string(0, 0, name)
        workbook.get_worksheet_by_name("Hidden").hide()
        chart = workbook.add_chart({"type": "bar"})
        chart.add_series({"values": "=Ratings!$A$1:$A$1"})
        workbook.add_chartsheet("Chart").set_chart(chart)
    assert [sheet.name for sheet in sheets_of("acme.xlsx", stream.getvalue()).value] == ["Ratings", "Hidden"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("acme.csv", written()),
        ("acme.xls", b"Employee,Level\nE1,3\n"),
        ("acme.txt", b"Employee\tLevel\nE1\t3\n"),
        ("acme", b"Employee;Level\nE1;3\n"),
    ],
)
def test_a_file_is_judged_by_its_bytes_and_not_by_its_name(name: str, data: bytes) -> None:
    assert only_sheet(data, name).cells[0, 0] == "Employee"


def test_a_text_file_has_no_sheet_name_and_goes_by_its_own() -> None:
    sheet = only_sheet(b"Employee,Level\nE1,3\n", "Team ratings.csv")
    assert (sheet.name, sheet.label) == (None, "Team ratings")


# ---- where the used range is


def test_the_used_range_keeps_its_place() -> None:
    sheet = only_sheet(files.xlsx({"Ratings": [[], [], [None, None, "Employee"], [None, None, "E1"]]}))
    assert (sheet.first_row, sheet.first_column, sheet.cells.tolist()) == (2, 2, [["Employee"], ["E1"]])


def test_merged_ranges_are_places_of_the_sheet() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as workbook:
        sheet = workbook.add_worksheet("Skills")
        sheet.merge_range("B3:B5", "hard")
        sheet.write_string("C3", "Python")
    assert only_sheet(stream.getvalue()).merged == ((2, 1, 4, 1),)


@pytest.mark.parametrize("stated", [b"A1", b"A1:B2", b"A1:XFD1048576", b"A1:D2"])
def test_a_wrong_dimension_hides_and_adds_nothing(stated: bytes) -> None:
    data = files.xlsx({"Ratings": RATINGS})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")
    changed = xml.replace(b'<dimension ref="A1:D2"/>', b'<dimension ref="%s"/>' % stated)
    assert changed != xml or stated == b"A1:D2"
    sheet = only_sheet(files.repacked(data, {"xl/worksheets/sheet1.xml": changed}))
    assert sheet.cells.tolist() == only_sheet(data).cells.tolist()


# ---- cells that look blank


def faults(saved: str) -> dict[tuple[int, int], FaultyCell]:
    return dict(only_sheet(files.xlsx({"Ratings": [["Level"], [Formula("=B1", saved)], [3]]})).faults)


@pytest.mark.parametrize("error", ["#REF!", "#DIV/0!", "#N/A", "#NAME?", "#VALUE!", "#NUM!", "#NULL!"])
def test_an_error_cell_is_no_blank_cell(error: str) -> None:
    assert faults(error) == {(1, 0): FaultyCell("error", error)}


def test_a_formula_whose_value_was_never_saved_is_no_blank_cell() -> None:
    assert faults("") == {(1, 0): FaultyCell("formula", "")}


def test_a_formula_with_a_saved_value_is_that_value() -> None:
    sheet = only_sheet(files.xlsx({"Ratings": [["Level"], [Formula('="Profi"&"cient"', "Proficient")]]}))
    assert (sheet.cells[1, 0], sheet.faults) == ("Proficient", {})


def with_error(error: bytes) -> bytes:
    """A workbook with an error value that XlsxWriter does not write."""
    data = files.xlsx({"Ratings": [["Employee", "Level"], ["E1", Formula("=B1", "#REF!")], ["E2", 3]]})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").replace(b"#REF!", error)
    return files.repacked(data, {"xl/worksheets/sheet1.xml": xml})


@pytest.mark.parametrize(
    "error", ["#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#UNKNOWN!", "#CONNECT!", "#GETTING_DATA", "#PYTHON!"]
)
def test_error_values_that_the_parser_does_not_know_are_errors_like_any_other(error: str) -> None:
    sheet = only_sheet(with_error(error.encode()))
    assert sheet.faults == {(1, 1): FaultyCell("error", error)}
    assert sheet.cells[2].tolist() == ["E2", 3]


def test_an_error_in_an_array_formula_is_found() -> None:
    data = files.xlsx({"Ratings": [["Level"], [Formula("=B1", "#REF!")]]})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").replace(b"<f>", b'<f t="array" ref="A2">')
    assert only_sheet(files.repacked(data, {"xl/worksheets/sheet1.xml": xml})).faults[1, 0].text == "#REF!"


def test_letters_that_look_like_an_error_are_text() -> None:
    assert only_sheet(files.xlsx({"Ratings": [["Level"], [' t="e"'], ["#REF!"]]})).faults == {}


# ---- files that are none


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "a PDF"),
        (b"<html><body>", "an HTML page"),
        (b"\xef\xbb\xbf<!DOCTYPE html>", "an HTML page"),
        (b"  <table><tr>", "an HTML page"),
        (b"<div>Employee</div>", "an HTML page"),
        (b'<?xml version="1.0"?><Workbook/>', "an XML file"),
        (b'{"ratings": []}', "a JSON file"),
        (b"[1, 2]", "a JSON file"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\x1f\x8b\x08\x00", "a compressed file"),
        (b"Rar!\x1a\x07", "a compressed file"),
        (b"{\\rtf1 Employee}", "a text document"),
        (b"\x7fELF\2\1\1\0\0\0\0\0", "a binary file"),
    ],
)
@pytest.mark.parametrize("name", ["acme.xls", "acme.xlsx", "acme.csv"])
def test_what_is_no_table_is_named(name: str, data: bytes, kind: str) -> None:
    [issue] = sheets_of(name, data).issues
    assert (issue.code, in_english(issue.values["kind"])) == ("file-wrong-type", kind)


@pytest.mark.parametrize(
    "data", [b"[Employee],[Level]\nE1,3\n", b"{Employee},Level\nE1,3\n", b"<Employee>,Level\nE1,3\n"]
)
def test_a_text_that_begins_like_something_else_is_a_table_all_the_same(data: bytes) -> None:
    assert only_sheet(data, "acme.csv").cells.shape == (2, 2)


@pytest.mark.parametrize(
    "data", [b"", b"\n\n", b"\0\0\0\0", b" \t\r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n", b",,,\n,,,\n"]
)
def test_nothing_is_an_empty_file(data: bytes) -> None:
    assert said(sheets_of("acme.csv", data).issues) == [("workbook-empty", None)]


def test_a_file_that_is_not_there_or_a_folder_is_missing(tmp_path: Path) -> None:
    for path in (tmp_path / "acme.xlsx", tmp_path):
        assert [issue.code for issue in read_sheets(path).issues] == ["file-missing"]


def test_one_damaged_sheet_does_not_hide_the_others() -> None:
    data = files.xlsx({"Ratings": RATINGS, "Skills": [["Skill"]]})
    loaded = sheets_of("acme.xlsx", files.repacked(data, {"xl/worksheets/sheet2.xml": b"<worksheet><sheetData><row"}))
    assert [sheet.name for sheet in loaded.value] == ["Ratings"]
    assert [(issue.code, issue.location.sheet) for issue in loaded.issues] == [("sheet-unreadable", "Skills")]
