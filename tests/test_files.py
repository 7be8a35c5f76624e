"""Which files of an engagement are read, what they are called, and what is read before the settings are checked."""

from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest

from skillreport.model.engagement import Engagement
from skillreport.read.files import Ahead, begin_reading, read_files
from skillreport.read.settings import load_engagement
from tests.errors import files

WORKBOOK = files.xlsx({"Ratings": [["Employee", "Skill", "Level"], ["E1", "Python", 3]]})
CSV = b"Employee;Skill;Level\nE1;Python;2,5\n"


class AtOnce(Executor):
    """Runs what it is given while it is given it."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> "Future[Any]":
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


def engagement(folder: Path, settings: str, *names: str, content: bytes = WORKBOOK) -> Engagement:
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    (folder / "engagement.yml").write_text(f"client: A\nindustry: technology\nas_of: 2026-09-30\n{settings}", "utf-8")
    loaded = load_engagement(folder / "engagement.yml").value
    assert loaded is not None
    return loaded


def begun(folder: Path) -> Ahead:
    return begin_reading(folder / "engagement.yml", AtOnce())


def test_the_workbooks_that_the_settings_name_are_read_ahead(tmp_path: Path) -> None:
    """No others: neither one whose name is part of theirs, nor one that only a remark names."""
    settings = "workbook: [ta.xlsx, b (1).xlsx]  # not old.xlsx\n"
    engagement(tmp_path, settings, "ta.xlsx", "a.xlsx", "b (1).xlsx", "old.xlsx", "notes.csv")
    assert [path.name for path in begun(tmp_path)] == ["b (1).xlsx", "ta.xlsx"]


@pytest.mark.parametrize(
    "settings",
    [
        "workbook: a.xlsx\n",
        "workbook: [a.xlsx, sub/a.xlsx]\n",
        'workbook: a.xls\ncsv: {a.xls: {delimiter: "|"}}\n',
    ],
)
def test_what_is_read_ahead_is_what_is_read_later(tmp_path: Path, settings: str) -> None:
    """Under the names that messages use, and with what the settings say of a text file, whatever its ending."""
    content = CSV if "csv" in settings else WORKBOOK
    of = engagement(tmp_path, settings, "a.xlsx", "sub/a.xlsx", "a.xls", content=content)
    ahead = begun(tmp_path)
    later, earlier = read_files(of), read_files(of, ahead=ahead)
    assert ahead
    assert later.issues == earlier.issues
    assert [(s.file, s.name, s.dialect, s.cells.tolist()) for s in earlier.value] == [
        (s.file, s.name, s.dialect, s.cells.tolist()) for s in later.value
    ]


def test_settings_that_cannot_be_read_are_left_to_those_who_say_so(tmp_path: Path) -> None:
    assert begun(tmp_path) == {}
    (tmp_path / "engagement.yml").write_bytes(b"\xff\xfe\x00")
    assert begun(tmp_path) == {}
