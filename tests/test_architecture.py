"""The structure that docs/architecture.md promises: imports go one way, each library has one door."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "skillreport"
LAYERS = ("model", "language", "read", "rules", "analyse", "report", "write", "cli")
DOORS = {
    "python_calamine": {"read/workbook.py"},
    "rapidfuzz": {"model/names.py"},
    "ruamel": {"model/yaml_file.py"},
    "brand_yml": {"write/brand.py"},
    "coloraide": {"write/colours.py"},
    "fontTools": {"write/typefaces.py"},
    "jinja2": {"write/html.py"},
    "markdown_it": {"write/html.py"},
    "weasyprint": {"write/pdf.py"},
    "openpyxl": {"write/annotate.py"},
    "xlsxwriter": {"write/workbook.py", "write/template_workbook.py"},
    "click": {"cli.py"},
    "rich": {"cli.py"},
    "babel": {"language/catalogue.py", "language/numbers.py"},
    "defusedxml": {"read/archive.py"},
}
MODULES = sorted(path for path in PACKAGE.rglob("*.py"))


def imported(path: Path) -> set[str]:
    """Every module that a file imports, also inside functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def layer(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_imports_nothing_above_it(path: Path) -> None:
    if layer(path) not in LAYERS:
        return
    allowed = LAYERS[: LAYERS.index(layer(path)) + 1]
    inner = {name.split(".")[1] for name in imported(path) if name.startswith("skillreport.")}
    assert inner <= set(allowed), f"{path.name} imports {sorted(inner - set(allowed))}"


def test_every_room_has_a_layer() -> None:
    rooms = {layer(path) for path in MODULES} - {"__init__", "__main__"}
    assert rooms == set(LAYERS)


@pytest.mark.parametrize("library", DOORS)
def test_a_library_has_one_door(library: str) -> None:
    users = {
        path.relative_to(PACKAGE).as_posix()
        for path in MODULES
        if any(name == library or name.startswith(f"{library}.") for name in imported(path))
    }
    assert users == DOORS[library]


def test_heavy_libraries_are_imported_where_they_are_used_only() -> None:
    """`--help` must answer at once: the command line itself imports nothing but click."""
    tree = ast.parse((PACKAGE / "cli.py").read_text("utf-8"))
    top = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {alias.name for node in top if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in top if isinstance(node, ast.ImportFrom)}
    assert names == {
        "gc",
        "os",
        "sys",
        "click",
        "collections.abc",
        "contextlib",
        "importlib",
        "pathlib",
        "typing",
        "skillreport",
    }


def test_nothing_below_the_command_line_asks_the_clock_or_chance() -> None:
    for path in MODULES:
        source = path.read_text("utf-8")
        for word in ("datetime.now", "date.today", "time.time(", "random", "getenv"):
            assert word not in source, f"{path.name} uses {word}"


@pytest.mark.parametrize(
    "name", ["find_levels", "find_raters", "find_metrics", "find_certificates", "find_training_log"]
)
def test_what_checks_and_findings_share_is_computed_in_one_place(name: str) -> None:
    """An earlier period has current levels of its own."""
    elsewhere = {"earlier.py"} if name == "find_levels" else set()
    assert {path.name for path in MODULES if name in called(path)} == {"basis.py", *elsewhere}


def called(path: Path) -> set[str]:
    """The functions that a file calls by their plain names."""
    calls = (node.func for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))
    return {function.id for function in calls if isinstance(function, ast.Name)}
