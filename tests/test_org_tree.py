"""The org chart as a tree: whose boxes it has, in which order, and when it is left out."""

from pathlib import Path

from skillreport.model.report import Exhibit, OrgBox, OrgTree
from tests.building import SPEAKER, Built, people, small

# Levels of one skill of which 4 are required, by department and team.
SALES = {"North": [4, 4], "South": [2, 3]}
RESEARCH = {"Lab": [1, 1, 2]}


def report_of(folder: Path, settings: str = "", departments: bool = True) -> Built:
    chart: list[tuple[str, ...]] = []
    levels: dict[str, dict[str, float]] = {}
    for department, teams in (("Sales", SALES), ("Research", RESEARCH)):
        for team, given in teams.items():
            names = [f"{team[0]}{number}" for number in range(len(given))]
            chart += people(team, *names, department=department if departments else "")
            levels |= {name: {"SQL": level} for name, level in zip(names, given, strict=True)}
    return small(folder, {"SQL": "hard"}, [("Analyst", "SQL", 4, 3)], levels, chart, settings)


def tree_of(report: Built) -> Exhibit | None:
    blocks = [block for section in report.report.sections if section.id == "gaps" for block in section.blocks]
    return next((block for block in blocks if isinstance(block, Exhibit) and block.name == "org-tree"), None)


def said(box: OrgBox) -> list[object]:
    """A box in words: name, people, gap, severity, and those below it."""
    return [*(SPEAKER.value(value) for value in (box.name, box.people, box.gap)), box.step, *map(said, box.boxes)]


def test_units_stand_below_theirs_the_largest_gap_first(tmp_path: Path) -> None:
    tree = tree_of(report_of(tmp_path))
    assert tree is not None
    assert isinstance(tree.body, OrgTree)
    research = ["Research", "3", "2.7", 4, ["Lab", "3", "2.7", 4]]
    sales = ["Sales", "4", "0.8", 2, ["South", "2", "1.5", 3], ["North", "2", "0.0", 0]]
    assert said(tree.body.root) == ["Organisation", "7", "1.6", 3, research, sales]


def test_its_table_says_what_each_unit_belongs_to(tmp_path: Path) -> None:
    tree = tree_of(report_of(tmp_path))
    assert tree is not None
    assert tree.as_table is not None
    rows = [["–" if cell is None else SPEAKER.value(cell) for cell in row.cells] for row in tree.as_table.rows]  # type: ignore[arg-type]
    assert rows[0] == ["Organisation", "–", "7", "1.6", "significant"]
    assert rows[4] == ["South", "Sales", "2", "1.5", "significant"]


def test_what_is_withheld_stands_last_and_has_no_colour(tmp_path: Path) -> None:
    tree = tree_of(report_of(tmp_path, "privacy_threshold: 3\n"))
    assert tree is not None
    assert isinstance(tree.body, OrgTree)
    assert [box[2:4] for box in said(tree.body.root)[-1][4:]] == [["c", None], ["c", None]]  # type: ignore[index]


def test_units_without_units_below_them_have_no_tree(tmp_path: Path) -> None:
    assert tree_of(report_of(tmp_path, departments=False)) is None
