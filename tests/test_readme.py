"""The README holds: its commands run in their order, its examples are valid and work, its tables name what is there."""

import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest
from brand_yml import Brand
from ruamel.yaml import YAML

from skillreport.cli import cli
from skillreport.model.engagement import Engagement
from skillreport.model.names import header_key, slug
from skillreport.model.yaml_file import validate
from skillreport.read.cells import level_on
from skillreport.read.reference import read_scale
from skillreport.read.settings import load_engagement
from skillreport.read.vocabulary import template_tables
from skillreport.read.workbook import SUFFIXES
from skillreport.rules.load import industries
from skillreport.write.pango import INSTALL_COMMANDS, missing_pango

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
SAMPLE = ROOT / "sample_data" / "technology"
LINES = 330  # what a reader takes in within about ten minutes
# Defaults that stand in a rule file, in the wording, or one level deeper.
SAID_ELSEWHERE = {"confidentiality", "shelf_life_months", "current_level"}
EXIT_CODES = {"check": 1}  # the sample has faulty cells; every other command of the README ends with 0

needs_pango = pytest.mark.skipif(missing_pango() is not None, reason="the PDF needs Pango")


def blocks(language: str) -> list[str]:
    """The fenced blocks of a language, in the order of the page."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def section(heading: str) -> str:
    """The text under a heading, up to the next one of the same depth."""
    return README.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def table(heading: str) -> list[list[str]]:
    """The body rows of the first table under a heading, as cells."""
    rows = [line for line in section(heading).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]


def coded(text: str) -> list[str]:
    """What stands between backticks."""
    return re.findall(r"`([^`\n]+)`", text)


def settings_blocks() -> list[dict[str, Any]]:
    return [data for block in blocks("yaml") if "color" not in (data := YAML(typ="safe").load(block))]


def brand_blocks() -> list[str]:
    return [block for block in blocks("yaml") if "color" in YAML(typ="safe").load(block)]


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The tool in a folder of its own, as `skillreport` would run there."""
    return subprocess.run(
        [sys.executable, "-m", "skillreport", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


# ---- commands

Step = subprocess.CompletedProcess[str]


@dataclass(frozen=True)
class Walk:
    """What came of every `skillreport` line of the page, run one after the other in `folder`."""

    folder: Path
    steps: Mapping[str, Step]

    def step(self, start: str) -> Step:
        """The one step whose line starts so."""
        [found] = [step for line, step in self.steps.items() if line.startswith(start)]
        return found


def shell_lines() -> list[str]:
    return [line for block in blocks("sh") for line in block.splitlines() if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    folder = tmp_path_factory.mktemp("readme")
    steps = {}
    for line in shell_lines():
        program, *arguments = shlex.split(line)
        if program == "skillreport":
            steps[line] = run(folder, *arguments)
        elif program == "cp":
            [pattern, target] = arguments
            for file in sorted(ROOT.glob(pattern)):
                shutil.copy2(file, folder / target / file.name)
    return Walk(folder, steps)


@needs_pango
def test_the_commands_of_the_page_work_in_their_order(walk: Walk) -> None:
    assert len(walk.steps) >= 7
    for line, step in walk.steps.items():
        assert step.returncode == EXIT_CODES.get(line.split()[1], 0), f"{line}\n{step.stderr}"


def test_the_shell_blocks_hold_nothing_that_is_not_tried() -> None:
    forms = {
        "skillreport": r"skillreport [a-z]+( .+)?",
        "./run": r"\./run [a-z]+",
        "cp": r"cp \S+ \S+/",
        "pip": r"(py|env/bin/python) -m pip install \.",
        "venv": r"python3 -m venv env|\. env/bin/activate",
    }
    for line in shell_lines():
        assert any(re.fullmatch(form, line) for form in forms.values()), line


def test_the_tasks_are_those_of_the_run_script() -> None:
    script = (ROOT / "run").read_text("utf-8")
    known = set(re.findall(r"^  ([a-z]+) {2,}\S", script, re.MULTILINE))
    named = set(re.findall(r"\./run ([a-z]+)", README))
    assert {"demo", "test"} <= named <= known


def test_commands_within_the_text_have_commands_and_options_that_exist() -> None:
    assert isinstance(cli, click.Group)
    options = {name: {o for p in command.params for o in p.opts} for name, command in cli.commands.items()}
    texts = coded(re.sub(r"^```.*?^```$", "", README, flags=re.DOTALL | re.MULTILINE))
    for words in [text.removeprefix("skillreport ").split() for text in texts]:
        named = {word for word in words if word.startswith("--")}
        if words[0] in options:
            assert named <= options[words[0]], words
        elif words[0].startswith("--"):
            assert named <= set.union(*options.values()), words
    assert {text.split()[1] for text in texts if text.startswith("skillreport ")} <= set(options)


@needs_pango
def test_the_demo_prints_the_paths_that_the_page_shows(walk: Walk) -> None:
    engagement = load_engagement(SAMPLE / "engagement.yml").value
    assert engagement is not None
    folder = f"output/{slug(str(engagement.client))}-{str(engagement.period).lower()}"
    built = walk.steps["skillreport build acme"].stdout.splitlines()  # the demo is a build of the same files
    assert [f"{folder}/{line.split('/', 2)[2]}" for line in built] == blocks("text")[0].splitlines()


@needs_pango
def test_check_says_what_the_page_shows(walk: Walk) -> None:
    assert blocks("text")[1] in walk.steps["skillreport check acme"].stdout


@needs_pango
def test_the_output_folder_holds_the_files_of_the_table(walk: Walk) -> None:
    [folder] = re.findall(r"`(output/acme[^`]*)`", section("A first engagement"))
    written = {path.relative_to(walk.folder / folder).as_posix() for path in (walk.folder / folder).rglob("*.*")}
    assert {name for row in table("What comes out") for name in coded(row[0])} == written
    built = walk.steps["skillreport build acme"].stdout.splitlines()
    assert {Path(line).relative_to(folder).as_posix() for line in built} == written


@needs_pango
def test_a_headline_figure_says_where_it_is_from(walk: Walk) -> None:
    html = (walk.folder / "output/acme-ltd-2026-q3/organisation.html").read_text("utf-8")
    assert '"Where from"' in section("What comes out")
    assert "<summary>Where from" in html


@needs_pango
def test_a_new_engagement_has_the_files_of_the_page(walk: Walk) -> None:
    made = {Path(line).name for line in walk.step("skillreport new").stdout.splitlines()}
    assert made == {"engagement.yml", "assessment.xlsx", "org_chart.xlsx"}
    assert all(f"`{name}`" in section("A first engagement") for name in made)


# ---- examples in YAML, Markdown, Jinja and CSV


@pytest.mark.parametrize("block", settings_blocks())
def test_settings_examples_are_valid(block: dict[str, Any]) -> None:
    assert validate("README.md", {"workbook": "assessment.xlsx", **block}, Engagement, frozenset()).issues == ()


@pytest.mark.parametrize("block", brand_blocks())
def test_the_brand_example_is_valid(block: str) -> None:
    brand = Brand.from_yaml_str(block)
    assert brand.color is not None
    assert brand.meta is not None


def merged(parts: list[dict[str, Any]]) -> dict[str, Any]:
    together: dict[str, Any] = {}
    for part in parts:
        assert not set(part) & set(together), "two examples set the same key"
        together |= part
    return together


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of the sample with every example of the page put to use at once."""
    folder = tmp_path_factory.mktemp("changed")
    for font, named in (("sr-sans-400", "acme"), ("sr-sans-600", "acme-bold")):
        shutil.copy2(ROOT / "templates" / "fonts" / f"{font}.woff2", folder / f"{named}.woff2")
    for name in ("assessment.xlsx", "org_chart.xlsx", "logo.svg"):
        shutil.copy2(SAMPLE / name, folder)
    settings = merged(settings_blocks()) | {"client": "Acme Ltd", "industry": "technology", "period": "2026-Q3"}
    settings |= {"workbook": "assessment.xlsx", "org_chart": "org_chart.xlsx"}
    settings |= {"brand": "_brand.yml", "commentary": "commentary", "templates": "templates"}
    text = io.StringIO()
    YAML(typ="safe").dump(settings, text)
    written = {"engagement.yml": text.getvalue(), "_brand.yml": brand_blocks()[0]}
    written |= {"commentary/answer.md": blocks("markdown")[0], "templates/report.html": blocks("jinja")[0]}
    [style] = re.findall(r"`(\{% include \"builtin/print\.css\" %\})`", README)
    written |= {"templates/print.css": f"{style}\n.of-the-consultant {{ color: inherit; }}\n"}
    for name, content in written.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content, "utf-8")
    result = run(folder, "build", "--format", "html")
    assert result.returncode == 0, result.stderr
    return folder / "output" / "acme-ltd-2026-q3"


def test_the_template_and_the_style_change_what_they_say(changed: Path) -> None:
    html = (changed / "organisation.html").read_text("utf-8")
    assert "About this report" in html
    assert ".of-the-consultant" in html
    assert html.index('<nav class="contents"') < html.index("About this report") < html.index('<main id="report">')


def test_the_commentary_quotes_its_figures(changed: Path) -> None:
    html = (changed / "organisation.html").read_text("utf-8")
    assert "Of all required skills that were rated" in html
    assert "{{" not in html
    figures = json.loads((changed / "consultant" / "figures.json").read_text("utf-8"))["figures"]
    quoted = re.findall(r"\{\{ (.*?) \}\}", blocks("markdown")[0])
    assert quoted
    assert set(quoted) <= {figure["id"] for figure in figures}


def test_the_examples_bring_no_problems_of_their_own(changed: Path) -> None:
    issues = json.loads((changed / "consultant" / "issues.json").read_text("utf-8"))["issues"]
    assert {issue["file"] for issue in issues} <= {"assessment.xlsx", "org_chart.xlsx"}


def test_the_report_prints_the_reasons_of_the_example(changed: Path) -> None:
    html = (changed / "organisation.html").read_text("utf-8")
    mix = merged(settings_blocks())["mix"]
    for reason in [item["reason"] for item in [*mix["overrides"], *mix["adjustments"]]]:
        assert reason in html


def test_the_spellings_of_a_level_are_read() -> None:
    [sentence] = re.findall(r"if\s+it has a row 3, Proficient, then (.*?) are level 3", README, re.DOTALL)
    level = level_on(read_scale((), None, decimal_comma=False).value, decimal_comma=False)
    assert len(coded(sentence)) >= 4
    assert {level(text) for text in coded(sentence)} == {3.0}


# ---- tables and links


def test_the_table_of_tables_names_every_needed_column() -> None:
    rows = {row[0]: row for row in table("What each table needs")}
    assert set(rows) == {definition.sheet for definition in template_tables().values()}
    for definition in template_tables().values():
        _, needed, optional, _ = rows[definition.sheet]
        named = {header_key(name) for name in re.split(r",\s*(?:and )?| or | \+ ", needed)}
        headers = {header_key(field.header): field for field in definition.fields.values()}
        assert named <= set(headers), definition.sheet
        assert {key for key, field in headers.items() if field.required} <= named, definition.sheet
        for name in re.split(r"[,;]\s*", re.sub(r"without [^:]*:\s*", "", optional)):
            assert header_key(name) in set(headers) - named | {""}, name


def test_the_file_types_are_those_that_are_read() -> None:
    [sentence] = re.findall(r"\*\*Files\.\*\* (.*?):", README)
    assert set(re.findall(r"\.[a-z]+", sentence)) == set(SUFFIXES)


def test_the_table_of_settings_names_every_key_once() -> None:
    keys = [key for row in table("Settings") for key in coded(row[0])]
    assert sorted(keys) == sorted(field.alias or name for name, field in Engagement.model_fields.items())


def test_the_defaults_of_the_settings_are_true() -> None:
    plain = Engagement(workbook=Path("assessment.xlsx"))
    for keys, defaults, _ in table("Settings"):
        names, parts = coded(keys), re.split(r", (?![^{]*\})", defaults)
        for key, text in zip(names, parts * (len(names) // len(parts)), strict=True):
            if re.fullmatch("`.*`", text) and key not in SAID_ELSEWHERE:
                actual = getattr(plain, key)
                value = YAML(typ="safe").load(text.strip("`"))
                assert value == (actual.model_dump() if hasattr(actual, "model_dump") else actual), key


def test_the_industries_are_those_of_the_mix_table() -> None:
    [sentence] = re.findall(r"Industries are (`.*?)\.", README, re.DOTALL)
    assert coded(sentence) == list(industries())


def test_pango_is_installed_by_the_command_that_doctor_prints() -> None:
    assert f"`{INSTALL_COMMANDS['apt-get']}`" in README


def test_every_link_leads_somewhere() -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", README)
    assert links
    for link in links:
        path, _, anchor = link.partition("#")
        assert not re.match(r"[a-z]+:", link), link
        assert (ROOT / path).is_file(), link
        if anchor:
            headings = re.findall(r"^#+ (.*)$", (ROOT / path).read_text("utf-8"), re.MULTILINE)
            assert anchor in {heading.lower().replace(" ", "-") for heading in headings}, link


def test_the_picture_is_of_a_size_that_loads() -> None:
    picture = (ROOT / "docs" / "report.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 400_000


def test_the_page_is_short() -> None:
    assert len(README.splitlines()) <= LINES
