"""What a fresh checkout relies on: pinned packages, the `run` script, the fonts and the way to Pango."""

import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from skillreport.write import pango

ROOT = Path(__file__).parent.parent
FONTS = ROOT / "templates" / "fonts"
FACES = {"sr-sans-400": "SR Sans", "sr-sans-600": "SR Sans", "sr-serif-600": "SR Serif"}

# What sentences and tables print in any Latin or Greek report; status marks are drawn, not typed.
TEXT = (
    "AZaz09 ÀÿŁłŠšŽžÇçÑñØøßẞŐőȘșȚț ΑΩαωΣΔ − ± × ÷ ≤ ≥ ≈ ‰ % € £ ¥ → ← ↑ ↓ ▲ ▼ ✓ "
    "† ‡ • … ‘’‚“”„«»‹› ‐‑‒–—― \u00a0\u2009\u202f"
)


def requirements(lines: str) -> Iterator[tuple[Requirement, list[str]]]:
    """Each requirement of a constraints file with its hashes."""
    for line in lines.replace("\\\n", " ").splitlines():
        if line and not line.startswith("#"):
            requirement, *hashes = line.split(" --hash=")
            yield Requirement(requirement), hashes


@pytest.fixture(scope="module")
def constraints() -> str:
    return (ROOT / "constraints.txt").read_text(encoding="utf-8")


def test_every_pinned_package_has_hashes(constraints: str) -> None:
    pinned = list(requirements(constraints))
    assert pinned
    for requirement, hashes in pinned:
        assert str(requirement.specifier).startswith("=="), requirement
        assert hashes, requirement
        assert all(value.strip().startswith("sha256:") for value in hashes), requirement


def test_constraints_name_no_address_and_no_folder(constraints: str) -> None:
    assert "http" not in constraints
    assert "file:" not in constraints
    assert "--index" not in constraints


def test_constraints_satisfy_every_direct_dependency(constraints: str) -> None:
    pinned = {canonicalize_name(r.name): str(r.specifier).removeprefix("==") for r, _ in requirements(constraints)}
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [
        *settings["build-system"]["requires"],
        *settings["project"]["dependencies"],
        *settings["project"]["optional-dependencies"]["dev"],
    ]
    for requirement in map(Requirement, wanted):
        name = canonicalize_name(requirement.name)
        assert name in pinned
        assert requirement.specifier.contains(pinned[name]), requirement


def test_the_run_script_is_valid_shell() -> None:
    subprocess.run(["sh", "-n", ROOT / "run"], check=True)


@pytest.mark.parametrize("arguments", [[], ["no-such-task"]])
def test_the_run_script_explains_itself(arguments: list[str]) -> None:
    result = subprocess.run([ROOT / "run", *arguments], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout) == (2, "")
    assert "usage: ./run TASK" in result.stderr


def test_the_run_script_installs_what_the_tool_asks_for() -> None:
    asked_for = pango.INSTALL_COMMANDS["apt-get"].partition("--no-install-recommends ")[2]
    assert f"apt_install {asked_for} " in (ROOT / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize(("face", "family"), FACES.items())
def test_fonts_have_their_own_name(face: str, family: str) -> None:
    names = TTFont(FONTS / f"{face}.woff2")["name"]
    assert names.getBestFamilyName() == family
    # The copyright and licence entries must go on naming Source; all others must not.
    assert [name.nameID for name in names.names if "Source" in name.toUnicode() and name.nameID not in {0, 13}] == []
    assert "Adobe" in names.getDebugName(0)
    assert "SIL Open Font License" in names.getDebugName(13)


@pytest.mark.parametrize("face", FACES)
def test_fonts_have_what_reports_print(face: str) -> None:
    available = TTFont(FONTS / f"{face}.woff2").getBestCmap()
    assert [character for character in TEXT if ord(character) not in available] == []


@pytest.mark.parametrize("face", ["sr-sans-400", "sr-sans-600"])
def test_sans_digits_are_equally_wide(face: str) -> None:
    font = TTFont(FONTS / f"{face}.woff2")
    assert len({font["hmtx"][font.getBestCmap()[ord(digit)]][0] for digit in "0123456789"}) == 1


def test_a_report_needs_no_font_of_the_machine(tmp_path: Path) -> None:
    pango.find_pango()
    from weasyprint import HTML

    faces = "".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {face[-3:]}; src: url({face}.woff2) }}'
        for face, family in FACES.items()
    )
    page = f"""<html lang="en"><title>x</title><style>{faces} h1 {{ font: 600 19pt "SR Serif" }}
        p {{ font: 400 9pt "SR Sans" }} b {{ font-weight: 600 }}</style>
        <h1>{TEXT}</h1><p>{TEXT} ● ■ <b>{TEXT} ● ■</b></p>"""
    HTML(string=page, base_url=f"{FONTS.as_uri()}/").write_pdf(tmp_path / "page.pdf")
    with pikepdf.open(tmp_path / "page.pdf") as pdf:
        used = {str(font.BaseFont).partition("+")[2] for _, font in pdf.pages[0].Resources.Font.items()}
    assert used == {"SR-Sans", "SR-Sans-Semi-Bold", "SR-Serif-Semi-Bold"}


def test_pango_is_found_here() -> None:
    assert pango.missing_pango() is None


def test_missing_pango_names_one_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pango, "_loads", lambda _library: False)
    monkeypatch.setattr(pango, "which", lambda tool: tool == "dnf")
    assert pango.missing_pango() == "sudo dnf install pango"


def test_windows_takes_pango_from_the_wheel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "gstreamer_libs").mkdir()
    (tmp_path / "gstreamer_libs" / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("PATH", "before")
    monkeypatch.setenv("FONTCONFIG_PATH", "set by hand")
    monkeypatch.setenv("WEASYPRINT_DLL_DIRECTORIES", "")
    monkeypatch.delenv("WEASYPRINT_DLL_DIRECTORIES")

    pango.find_pango()

    libraries = str(tmp_path / "gstreamer_libs" / "bin")
    assert os.environ["WEASYPRINT_DLL_DIRECTORIES"] == libraries
    assert os.environ["PATH"] == os.pathsep.join([libraries, "before"])
    assert os.environ["FONTCONFIG_PATH"] == "set by hand"
