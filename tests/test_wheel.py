"""What a consultant installs: the wheel, built from the source archive and run far from the checkout."""

import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

from skillreport.cli import SAMPLES

ROOT = Path(__file__).parent.parent


def files_below(folder: Path, but: str = "") -> set[str]:
    """Relative paths of the files in a folder, without Python's caches and the one file named."""
    paths = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
    return {path.as_posix() for path in paths if "__pycache__" not in path.parts} - {but}


@pytest.fixture(scope="module")
def source_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("sdist", ROOT, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def wheel(source_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    unpacked = tmp_path_factory.mktemp("source")
    subprocess.run(["tar", "-xzf", source_archive, "-C", unpacked], check=True)
    [source] = unpacked.iterdir()
    return build("wheel", source, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    pip_install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip_install, "--target", folder, wheel], check=True)
    return folder


def build(target: str, source: Path, folder: Path) -> Path:
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", target, "-d", folder], cwd=source, check=True)
    [result] = folder.iterdir()
    return result


def run_installed(installed: Path, cwd: Path, *arguments: str) -> str:
    """Standard output of Python with the installed package and its dependencies, but not the checkout."""
    path = os.pathsep.join([str(installed), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")])
    # -S leaves out the .pth file that would lead to the checkout.
    return subprocess.run(
        [sys.executable, "-S", *arguments],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": path},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout


def test_the_source_archive_has_what_building_and_testing_need(source_archive: Path) -> None:
    with tarfile.open(source_archive) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    needed = {"LICENSE", "README.md", "constraints.txt", "pyproject.toml", "run", "tests/test_wheel.py"}
    assert needed - names == set()


def test_the_wheel_has_every_template_and_sample(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    templates = files_below(ROOT / "templates", but="fonts/make_fonts.py")
    assert templates
    needed = {f"skillreport/templates/{name}" for name in templates}
    for sample in SAMPLES:
        files = files_below(ROOT / "sample_data" / sample)
        assert files
        needed |= {f"skillreport/sample_data/{sample}/{name}" for name in files}
    assert needed - names == set()


def test_the_wheel_has_nothing_but_the_package(wheel: Path) -> None:
    folders = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {folder.partition("-")[0] for folder in folders} == {"skillreport"}


def test_the_installed_package_is_not_the_checkout(installed: Path, tmp_path: Path) -> None:
    found = run_installed(installed, tmp_path, "-c", "import skillreport; print(skillreport.__file__)")
    assert Path(found.strip()).is_relative_to(installed)


def test_the_installed_tool_tells_its_version(installed: Path, tmp_path: Path) -> None:
    import skillreport

    assert skillreport.__version__ in run_installed(installed, tmp_path, "-m", "skillreport", "--version")


def test_the_installed_tool_builds_the_demo(installed: Path, tmp_path: Path) -> None:
    output = run_installed(installed, tmp_path, "-m", "skillreport", "demo", "--output", str(tmp_path / "report"))
    listed = [Path(line) for line in output.splitlines()]
    for name in ("organisation.html", "organisation.pdf"):
        [path] = [path for path in listed if path.name == name]
        assert (tmp_path / path).stat().st_size > 0
