"""docs/client-files.md holds: its rules read the files it speaks of, its tables name what there is, its bounds hold."""

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import xlsxwriter
from ruamel.yaml import YAML

from skillreport.model.assessment import MetricNames
from skillreport.model.engagement import Engagement, TableImport
from skillreport.model.yaml_file import validate
from skillreport.read import archive, workbook
from skillreport.read.assessment import read_assessment
from skillreport.read.files import read_files
from skillreport.read.tables import find_tables

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "client-files.md").read_text("utf-8")
BLOCKS: list[dict[str, Any]] = [
    YAML(typ="safe").load(block) for block in re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
]
MATRICES = re.findall(r"^```csv\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)

JOBS = """Job title;Element;Scale;Status;Value
Nurse;Listening;Level;current;4
Nurse;Listening;Importance;current;3
Nurse;Writing;Level;new;2,5
Nurse;Writing;Importance;new;1
Nurse;Latin;Level;retired;5
"""
REVIEW = {
    4: ("Task", "Write tests", "○", "Task", "Plan work", "★"),
    6: ("Task", "Review code", 0, "Task", "Cut costs", "◎"),
    14: ("", "Total", 9, "", "Total", 9),
}


def _review(path: Path) -> None:
    """A workbook of one person: notes above, nothing that says what a column is, two blocks side by side."""
    with xlsxwriter.Workbook(str(path)) as book:
        for name in ("Delivery", "Communication", "Notes"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Yearly review", "", "for talks only"])
            sheet.write_row(3, 0, ["No", "What", "How", "No", "What", "How"])
            sheet.write_row(4, 0, ["", "", "mark one", "", "", "mark one"])
            for row, cells in REVIEW.items():
                sheet.write_row(row if row != 4 else 5, 0, cells if name != "Notes" else ("x",) * 6)


@pytest.fixture(scope="module")
def assessment(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("client")
    (folder / "hr").mkdir()
    (folder / "jobs.csv").write_text(JOBS, "utf-8")
    _review(folder / "review Ada.xlsx")
    _review(folder / "review Max.xlsx")
    data = {"workbook": ["jobs.csv", "review Ada.xlsx", "review Max.xlsx"], "period": "2026-Q3"}
    data |= {key: value for block in BLOCKS for key, value in block.items()}
    loaded = validate("engagement.yml", data, Engagement, frozenset())
    assert loaded.value is not None, loaded.issues
    engagement = loaded.value
    engagement._folder = folder
    read = read_assessment(engagement, read_files(engagement), MetricNames({}, frozenset()))
    assert [issue for issue in read.issues if issue.severity == "error"] == []
    return read.value


def test_level_and_importance_on_separate_rows_become_requirements(assessment: Any) -> None:
    rows = assessment.requirements[["role", "skill", "level", "weight"]].astype(object).to_numpy().tolist()
    assert rows == [["Nurse", "Listening", 4.0, 3.0], ["Nurse", "Writing", 2.5, 1.0]]


def test_reviews_of_one_person_each_become_ratings(assessment: Any) -> None:
    rows = assessment.ratings.astype({"employee": object, "skill": object})
    found = {
        (str(row.employee), str(row.skill)): None if pd.isna(row.level) else row.level
        for row in rows.itertuples(index=False)
    }
    one = {"Write tests": 1.0, "Plan work": 5.0, "Review code": None, "Cut costs": 3.0}
    assert found == {(f"review {name}", skill): level for name in ("Ada", "Max") for skill, level in one.items()}
    assert set(rows["rater_group"]) == {"self"}
    assert set(rows["date"]) == {pd.Timestamp(2026, 9, 30)}


@pytest.mark.parametrize(("place", "name"), [(0, "Ratings"), (1, "Requirements")])
def test_the_matrices_are_read(tmp_path: Path, place: int, name: str) -> None:
    (tmp_path / f"{name}.csv").write_text(MATRICES[place], "utf-8")
    [found] = find_tables(workbook.read_sheets(tmp_path / f"{name}.csv").value)
    assert found.raw is not None
    assert (found.raw.table, found.raw.shape) == (name.lower(), "matrix")
    assert found.issues == ()


def test_the_table_of_keys_names_every_key_of_a_rule() -> None:
    assert re.findall(r"^\| `([a-z_]+)` \|", PAGE, re.MULTILINE) == list(TableImport.model_fields)


def test_the_bounds_are_those_in_force() -> None:
    def megabytes(bound: int) -> str:
        return f"{bound // 1_000_000:,} MB"

    assert f"larger than {megabytes(workbook.MAX_BYTES)}" in PAGE
    assert f"unpacks to more than {megabytes(archive.MAX_UNPACKED_BYTES)}" in PAGE
    assert (
        f"a part of more than {megabytes(archive.MAX_PART_BYTES)} or to more than {archive.MAX_PARTS:,} parts" in PAGE
    )
    assert f"{archive.MAX_RATIO} times its size, above {megabytes(archive.RATIO_FROM_BYTES)}" in PAGE
    assert f"{archive.MAX_CELLS:,} cells together" in PAGE
    assert f"more than {megabytes(archive.MAX_TEXT_BYTES)} of text" in PAGE
