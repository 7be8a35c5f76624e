"""Bad input, wrong use and broken machines: one clear sentence, the right exit code, and the last report untouched.

Runs the real command line: in this process where nothing else matters, as a process of its own where it is killed.
A traceback would be raised here, and fail the test.
"""

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from skillreport.write import pack
from tests.errors import files
from tests.errors.command_line import Run, run
from tests.errors.files import Files, write_files
from tests.errors.samples import HTML_ONLY, ORG_CHART, RATINGS, SETTINGS, WITH_CHART, acme, table

ROOT = Path(__file__).resolve().parent.parent
REPORT = "acme-2026-q3"
HTML = b"<!DOCTYPE html>\n<html><body><table><tr><td>Employee</td></tr></table></body></html>"
PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
DRAFT = b'class="draft"'
ON_COMMAND_LINE = "the place is said to be engagement.yml"

needs_signals = pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")


@dataclass(frozen=True, slots=True)
class Bad:
    """An engagement and options that stop the run; what the one sentence must name, and what the remedy."""

    says: str
    remedy: str
    files: Files = field(default_factory=acme)
    options: tuple[str, ...] = ()
    exit_code: int = 2


def bad_workbook(content: bytes, says: str, remedy: str) -> Bad:
    """A workbook that cannot be used: a problem in the data, not wrong use."""
    return Bad(f"error    acme.xlsx: acme.xlsx {says}", remedy, acme(more={"acme.xlsx": content}), (), 1)


def bad_settings(settings: str | bytes, says: str, remedy: str) -> Bad:
    return Bad(f"error    engagement.yml:{says}", remedy, acme(more={"engagement.yml": settings}))


NO_WORKBOOK: Mapping[str, Bad] = {
    "no file": Bad(
        "error    engagement.yml: acme.xlsx does not exist", "Check the name", acme(more={"acme.xlsx": None})
    ),
    "no org chart": Bad(
        "error    engagement.yml: org.xlsx does not exist", "Check the name", acme(WITH_CHART, more={"org.xlsx": None})
    ),
    "PDF": bad_workbook(b"%PDF-1.7\n", "is a PDF, not a workbook", "Give an .xlsx"),
    "HTML named .xls": Bad(
        "error    acme.xls: acme.xls is an HTML page, not a workbook",
        "Give an .xlsx",
        acme(SETTINGS.replace("xlsx", "xls"), more={"acme.xls": HTML}),
        exit_code=1,
    ),
    "HTML after a byte order mark": bad_workbook(
        b"\xef\xbb\xbf" + HTML, "is an HTML page, not a workbook", "Give an .xlsx"
    ),
    "HTML table without a head": bad_workbook(
        b"<table><tr><td>Employee</td></tr></table>",
        "is an HTML page, not a workbook",
        "Give an .xlsx",
    ),
    "JSON": bad_workbook(b'{"ratings": []}', "is a JSON file, not a workbook", "Give an .xlsx"),
    "JSON list": bad_workbook(b'[\n {"level": 3}\n]', "is a JSON file, not a workbook", "Give an .xlsx"),
    "picture": bad_workbook(PICTURE, "is a picture, not a workbook", "Give an .xlsx"),
    "program": bad_workbook(b"\x7fELF\2\1\1\0\0\0\0\0", "is a binary file, not a workbook", "Give an .xlsx"),
    "zip without workbook": bad_workbook(
        files.zipped({"word/document.xml": b"<document/>"}), "is a zip archive without a workbook", "Give an .xlsx"
    ),
    "zip with broken workbook": bad_workbook(
        files.zipped({"xl/workbook.xml": b"<workbook"}), "is damaged or is no workbook", "save it as .xlsx"
    ),
    "half a workbook": bad_workbook(
        files.xlsx({"Ratings": table(RATINGS)})[:2000], "is damaged or is no workbook", "save it as .xlsx"
    ),
    "Word document": bad_workbook(
        files.compound_file({"WordDocument": b"\xec\xa5"}), "is damaged or is no workbook", "save it as .xlsx"
    ),
    "encrypted .xlsx": bad_workbook(files.encrypted_xlsx(), "is protected by a password", "remove the password"),
    "encrypted .xls": bad_workbook(files.encrypted_xls(), "is protected by a password", "remove the password"),
    "empty workbook": bad_workbook(files.xlsx({"Sheet1": []}), "has no filled cell", "right file was saved"),
    "empty file": bad_workbook(b"", "has no filled cell", "right file was saved"),
    "no ratings": Bad("error    acme.xlsx: no table of ratings", "Employee, Skill and Level", acme(ratings=""), (), 1),
}

BAD_SETTINGS: Mapping[str, Bad] = {
    "unknown industry": bad_settings(
        SETTINGS + "industry: banking\n", "4: industry: banking is not an industry", "Write one of: technology"
    ),
    "tab": bad_settings(SETTINGS + "mix:\n\tmeasure: money\n", "5: the file is not valid YAML: ", "the indentation"),
    "unclosed quote": bad_settings(
        'client: "Acme\nworkbook: acme.xlsx\n',
        "1: the file is not valid YAML: ",
        "a quote",
    ),
    "duplicate key": bad_settings(
        SETTINGS + "draft: true\ndraft: false\n", '5: the file is not valid YAML: found duplicate key "draft"', ""
    ),
    "unknown key": bad_settings(
        SETTINGS + "privacy_treshold: 5\n",
        "4: privacy_treshold is not a setting; did you mean privacy_threshold?",
        "Known keys here: as_of, brand",
    ),
    "wrong type": bad_settings(SETTINGS + "privacy_threshold: many\n", "4: privacy_threshold: ", "Correct the value"),
    "wrong period": bad_settings(
        SETTINGS.replace("2026-Q3", "Q9"), "2: period: 'Q9' is not a period such as 2026-Q3", "Correct the value"
    ),
    "list for a mapping": bad_settings("- acme.xlsx\n", "1: ", "Correct the value"),
    "text for a mapping": bad_settings("acme.xlsx\n", "1: ", "Correct the value"),
    "empty file": bad_settings("", "1: workbook: this key is needed", "Correct the value"),
    "key missing in a list": bad_settings(
        SETTINGS + "mix: {overrides: [{role: Pilot, soft: 70}]}\n",
        "4: mix.overrides.0.reason: this key is needed",
        "",
    ),
    "no workbook in the list": bad_settings("client: Acme\nworkbook: []\n", "2: workbook: ", "Correct the value"),
    "binary": bad_settings(b"\xff\xfe\0\1\2\3", "1: the file is not valid YAML: it is not text in UTF-8", ""),
    "Latin-1": bad_settings(
        (SETTINGS + "prepared_by: Müller\n").encode("latin-1"),
        "1: the file is not valid YAML: it is not text in UTF-8",
        "",
    ),
    "no such day": bad_settings(SETTINGS + "as_of: 2026-02-30\n", "4: the file is not valid YAML", ""),
    "no such locale": bad_settings(SETTINGS + "number_locale: klingon\n", " number_locale: ", "Correct the value"),
    "day at the end of time": bad_settings(SETTINGS + "as_of: 9999-12-31\n", "4: as_of: ", "Correct the value"),
    "hours beyond reason": bad_settings(
        SETTINGS + "training_hours_per_person: 1.0e+308\n",
        "4: training_hours_per_person: ",
        "Correct the value",
    ),
}

WRONG_USE: Mapping[str, Bad] = {
    "unknown option": Bad("Error: No such option '--nope'.", "--help", options=("--nope",)),
    "unknown format": Bad("Error: Invalid value for '--format': 'docx'", "html", options=("--format", "docx")),
    "unknown section": Bad("error    command line: sections: 'nope'", "'gaps'", options=("--section", "nope")),
    "unknown industry": Bad(
        "error    command line: industry: banking",
        "Write one of",
        options=("--industry", "banking"),
    ),
    "unknown period": Bad("error    command line: period: 'Q9'", "2026-Q3", options=("--period", "Q9")),
    "unknown day": Bad("error    command line: as_of: ", "2026-09-30", options=("--as-of", "yesterday")),
    "no org chart": Bad("error    command line: ", "Check the name", options=("--org-chart", "nope.xlsx")),
    "no brand": Bad("error    command line: ", "Check the name", options=("--brand", "nope.yml")),
}

# The report is written with what can be used; the issue is in it.
USABLE: Mapping[str, tuple[Files, str, str]] = {
    "unknown role": (
        acme(
            WITH_CHART + "formats: [html]\n",
            ORG_CHART,
            requirements="""
                Role      | Skill  | Required level
                Developer | Python | 4
                Director  | Python | 2
                Pilot     | Python | 4
            """,
        ),
        "warning  acme.xlsx: 'Requirements'!A4: requirements for role Pilot, which nobody",
        "Correct the name",
    ),
    "level outside the scale": (
        acme(HTML_ONLY, ratings=RATINGS + "    E2       | Python    | 9     | 2026-09-01\n"),
        "error    acme.xlsx: 'Ratings'!C4: level 9 is outside the scale 1 to 5",
        "Correct the level",
    ),
    "duplicate ids": (
        acme(WITH_CHART + "formats: [html]\n", ORG_CHART + "    E2 | Cem | E1 | Developer | senior\n"),
        "error    org.xlsx: 'Org chart'!A4: employee id E2 stands twice",
        "Give each person one id",
    ),
    "own manager": (
        acme(WITH_CHART + "formats: [html]\n", ORG_CHART + "    E3 | Cem | E3 | Developer | senior\n"),
        "warning  org.xlsx: 'Org chart'!C4: E3 is entered as his or her own manager",
        "Enter the manager",
    ),
    "circle": (
        acme(
            WITH_CHART + "formats: [html]\n",
            ORG_CHART + "    E3 | Cem | E4 | Developer | senior\n    E4 | Dan | E3 | Developer | senior\n",
        ),
        "error    org.xlsx: 'Org chart'!C4: these people manage each other in a circle: E3 → E4 → E3",
        "Correct one of the managers",
    ),
}


def cases(*groups: Mapping[str, Bad]) -> list[ParameterSet]:
    """Bad input as parameters."""
    return [
        pytest.param(
            bad,
            id=name,
        )
        for group in groups
        for name, bad in group.items()
    ]


@pytest.fixture(scope="module")
def good_output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of a build that went well."""
    folder = tmp_path_factory.mktemp("good")
    built = run("build", write_files(folder, acme(HTML_ONLY)), "--output", folder / "output")
    assert (built.code, built.err) == (0, "")
    return folder / "output"


@pytest.fixture
def output(good_output: Path, tmp_path: Path) -> Path:
    """An output folder with a report in it, for this test alone."""
    return shutil.copytree(good_output, tmp_path / "output")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes; hidden ones too."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def sentences(ended: Run) -> list[str]:
    """The lines that say what is wrong, without notes and remedies."""
    return re.findall("^(?:(?:error|warning) +|Error: |skillreport: ).*", ended.out + ended.err, re.M)


def assert_stopped(ended: Run, bad: Bad) -> None:
    """One sentence that names the place, its remedy, the exit code, and no result."""
    assert len(sentences(ended)) == 1, ended
    assert sentences(ended)[0].startswith(bad.says), ended
    assert bad.remedy in ended.out + ended.err, ended
    assert "Traceback" not in ended.out + ended.err
    assert ended.code == bad.exit_code


@pytest.mark.parametrize("bad", cases(NO_WORKBOOK, BAD_SETTINGS, WRONG_USE))
def test_a_build_that_cannot_go_on_says_why_and_leaves_the_last_report(bad: Bad, tmp_path: Path, output: Path) -> None:
    before = contents(output)
    folder = write_files(tmp_path / "acme", bad.files)
    built = run("build", folder, "--output", output, *bad.options)
    assert_stopped(built, bad)
    assert built.out == ""
    assert contents(output) == before


@pytest.mark.parametrize("bad", cases(NO_WORKBOOK, BAD_SETTINGS))
def test_check_says_the_same(bad: Bad, tmp_path: Path) -> None:
    assert_stopped(run("check", write_files(tmp_path, bad.files)), bad)


@pytest.mark.parametrize("name", USABLE)
def test_a_fault_that_can_be_left_out_does_not_stop_the_report(name: str, tmp_path: Path) -> None:
    given, says, remedy = USABLE[name]
    folder = write_files(tmp_path / "acme", given)
    checked, built = run("check", folder), run("build", folder, "--output", tmp_path / "output")
    for ended in (checked, built):
        assert [line for line in sentences(ended) if line.startswith(says)] == sentences(ended)
        assert len(sentences(ended)) == 1
        assert remedy in ended.out + ended.err
    assert checked.code == (1 if says.startswith("error") else 0)
    assert (built.code, (tmp_path / "output" / REPORT / "organisation.html").is_file()) == (0, True)


def test_warnings_count_where_they_are_asked_to(tmp_path: Path) -> None:
    folder = write_files(tmp_path, USABLE["own manager"][0])
    assert (run("check", folder).code, run("check", folder, "--strict").code) == (0, 1)


# ---- the output folder


def test_a_rebuild_keeps_what_a_consultant_put_into_the_output_folder(tmp_path: Path, output: Path) -> None:
    own = {"notes.docx": b"my notes", "consultant/slides/talk.pptx": b"my slides"}
    for name, content in own.items():
        (output / REPORT / name).parent.mkdir(exist_ok=True)
        (output / REPORT / name).write_bytes(content)
    assert run("build", write_files(tmp_path / "acme", acme(HTML_ONLY + "draft: true\n")), "--output", output).code == 0
    after = contents(output / REPORT)
    assert own.items() <= after.items()
    assert DRAFT in after["organisation.html"]


def test_a_rebuild_removes_what_the_last_build_wrote_and_this_one_does_not(tmp_path: Path, output: Path) -> None:
    settings = HTML_ONLY.replace("html", "xlsx")
    assert run("build", write_files(tmp_path / "acme", acme(settings)), "--output", output).code == 0
    assert {"organisation.xlsx"} == {path.name for path in (output / REPORT).iterdir() if path.is_file()}


def test_the_same_engagement_gives_the_same_bytes(tmp_path: Path, output: Path) -> None:
    before = contents(output)
    assert run("build", write_files(tmp_path / "acme", acme(HTML_ONLY)), "--output", output).code == 0
    assert contents(output) == before


@pytest.mark.parametrize("inside", ["", "reports/2026"])
def test_an_output_folder_that_is_a_file_is_named(inside: str, tmp_path: Path) -> None:
    folder, taken = write_files(tmp_path / "acme", acme(HTML_ONLY)), tmp_path / "taken"
    taken.write_bytes(b"mine")
    built = run("build", folder, "--output", taken / inside)
    assert (built.code, built.out, taken.read_bytes()) == (3, "", b"mine")
    assert sentences(built) == [built.err.strip()]
    assert str(taken / inside) in built.err
    assert "cannot be written" in built.err


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind this user")
def test_an_output_folder_without_permission_is_named(tmp_path: Path, output: Path) -> None:
    before = contents(output)
    output.chmod(0o555)
    try:
        built = run("build", write_files(tmp_path / "acme", acme(HTML_ONLY)), "--output", output)
    finally:
        output.chmod(0o755)
    assert (built.code, sentences(built), contents(output)) == (3, [built.err.strip()], before)
    assert str(output) in built.err


def test_a_file_with_the_name_of_the_report_is_not_overwritten(tmp_path: Path) -> None:
    folder, output = write_files(tmp_path / "acme", acme(HTML_ONLY)), tmp_path / "output"
    output.mkdir()
    (output / REPORT).write_bytes(b"mine")
    built = run("build", folder, "--output", output)
    assert (built.code, contents(output)) == (3, {REPORT: b"mine"})
    assert sentences(built) == [built.err.strip()]


# ---- interrupted runs, two runs at once

# A build that is hit at a place named by a function of the program: `HIT(signal)` runs instead of it.
PROLOGUE = """
import os, signal, sys, time
from pathlib import Path
from skillreport.write import pack

given = sys.argv.pop()
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job is started with it ignored

def hit():
    os.kill(os.getpid(), getattr(signal, given))
    time.sleep(10)
"""
WHILE_WRITING = """
write_bytes = Path.write_bytes
Path.write_bytes = lambda self, data: hit() if self.name == "figures.json" else write_bytes(self, data)
"""
WHILE_SWAPPING = """
rename = Path.rename
def swap(self, target):
    hit() if target.name == "acme-2026-q3" and not self.name.endswith(".previous") else rename(self, target)
Path.rename = swap
"""
WHILE_CLEARING_UP = """
rmtree = pack.shutil.rmtree
def clear_up(path, **options):
    hit() if path.name.endswith(".previous") and path.exists() else rmtree(path, **options)
pack.shutil.rmtree = clear_up
"""
TOGETHER = """
write_pack = pack.write_pack
def write_together(*report):
    waiting = Path(given)
    (waiting / str(os.getpid())).touch()
    while len(list(waiting.iterdir())) < 2:
        time.sleep(0.01)
    return write_pack(*report)
pack.write_pack = write_together
"""
EPILOGUE = """
from skillreport.cli import main
main()
"""


def start(script: str, *arguments: str | Path) -> "subprocess.Popen[str]":
    """The command line in a process of its own, changed by a script before it runs."""
    command = [sys.executable, "-c", PROLOGUE + script + EPILOGUE, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )


def finish(process: "subprocess.Popen[str]") -> Run:
    out, err = process.communicate(timeout=60)
    return Run(process.returncode, out, err)


def assert_whole(report: Path) -> None:
    """The manifest lists exactly the files that are there, with their hashes."""
    manifest = json.loads((report / pack.MANIFEST).read_text("utf-8"))
    found = {name: hashlib.sha256(data).hexdigest() for name, data in contents(report).items() if name != pack.MANIFEST}
    assert manifest["outputs"] == found


@needs_signals
@pytest.mark.parametrize("script", [WHILE_WRITING, WHILE_SWAPPING], ids=["while writing", "while swapping"])
def test_ctrl_c_leaves_the_last_report_and_nothing_else(script: str, tmp_path: Path, output: Path) -> None:
    before = contents(output)
    folder = write_files(tmp_path / "acme", acme(HTML_ONLY + "draft: true\n"))
    stopped = finish(start(script, "build", folder, "--output", output, "SIGINT"))
    assert (stopped.code, stopped.out) == (130, "")
    assert stopped.err.strip() == "skillreport: interrupted; the last report is as it was"
    assert contents(output) == before
    assert [path.name for path in output.iterdir()] == [REPORT]


KILLED = {"while writing": WHILE_WRITING, "while swapping": WHILE_SWAPPING, "while clearing up": WHILE_CLEARING_UP}


@needs_signals
@pytest.mark.parametrize("moment", KILLED)
def test_a_killed_build_leaves_a_whole_report_and_the_next_one_succeeds(
    moment: str, tmp_path: Path, output: Path
) -> None:
    before = contents(output / REPORT)
    folder = write_files(tmp_path / "acme", acme(HTML_ONLY + "draft: true\n"))
    killed = finish(start(KILLED[moment], "build", folder, "--output", output, "SIGKILL"))
    assert killed.code == -signal.SIGKILL
    # Between the two renames the last report stands beside its place, and the next build puts it back.
    left = output / (REPORT if moment != "while swapping" else f".{REPORT}.previous")
    assert_whole(left)
    if moment != "while clearing up":
        assert contents(left) == before
    built = run("build", folder, "--output", output)
    assert (built.code, built.err) == (0, "")
    assert_whole(output / REPORT)
    assert DRAFT in (output / REPORT / "organisation.html").read_bytes()


@needs_signals
def test_the_build_after_a_killed_one_clears_up(tmp_path: Path, output: Path) -> None:
    folder = write_files(tmp_path / "acme", acme(HTML_ONLY))
    finish(start(WHILE_WRITING, "build", folder, "--output", output, "SIGKILL"))
    assert run("build", folder, "--output", output).code == 0
    assert [path.name for path in output.iterdir()] == [REPORT]


@needs_signals
def test_the_build_after_a_killed_one_does_not_wait(tmp_path: Path, output: Path) -> None:
    folder = write_files(tmp_path / "acme", acme(HTML_ONLY))
    finish(start(WHILE_SWAPPING, "build", folder, "--output", output, "SIGKILL"))
    started = time.monotonic()
    assert run("build", folder, "--output", output).code == 0
    assert time.monotonic() - started < 30  # a lock that outlives its process would hold the run up for good


def test_two_builds_at_once_both_succeed_and_leave_one_whole_report(tmp_path: Path, output: Path) -> None:
    waiting = tmp_path / "waiting"
    waiting.mkdir()
    settings = (HTML_ONLY, HTML_ONLY.replace("html", "html, xlsx") + "draft: true\n")
    folders = [write_files(tmp_path / f"acme{i}", acme(text)) for i, text in enumerate(settings)]
    running = [start(TOGETHER, "build", folder, "--output", output, waiting) for folder in folders]
    ended = [finish(process) for process in running]
    assert [run.code for run in ended] == [0, 0]
    assert not any("rror" in run.err for run in ended)
    assert_whole(output / REPORT)
    assert [path.name for path in output.iterdir()] == [REPORT]


# ---- hostile text

HOSTILE = "E9\x1b[31m\x1b]0;title\x07\x08\x9b2J\u202e\r"


@pytest.mark.parametrize("command", ["check", "build"])
def test_control_characters_of_a_cell_never_reach_the_terminal(command: str, tmp_path: Path) -> None:
    ratings = f'Employee,Skill,Level,Date\nE1,Python,3,2026-09-01\n"{HOSTILE}",Python,"x{HOSTILE}",2026-09-01\n'
    given = acme(
        HTML_ONLY.replace("acme.xlsx", "[acme.xlsx, ratings.csv]") + "org_chart: org.xlsx\n",
        ORG_CHART,
        ratings="",
        more={"ratings.csv": ratings},
    )
    options = ("--output", tmp_path / "output") if command == "build" else ()
    ended = run(command, write_files(tmp_path / "acme", given), *options)
    text = ended.out + ended.err
    assert "ratings.csv: C3: xE9" in text
    assert [char for char in text if not char.isprintable() and char != "\n"] == []


def test_json_has_no_control_characters_of_a_cell(tmp_path: Path) -> None:
    ratings = f'Employee,Skill,Level,Date\nE1,Python,3,2026-09-01\nE2,Python,"x{HOSTILE}",2026-09-01\n'
    given = acme(SETTINGS.replace("xlsx", "csv"), more={"acme.csv": ratings})
    checked = run("check", write_files(tmp_path, given), "--json")
    assert any(issue["message"].startswith("xE9[31m") for issue in json.loads(checked.out)["issues"])
    assert [char for char in checked.out if not char.isprintable() and char != "\n"] == []


def test_a_hostile_name_in_the_settings_stays_inside_the_output_folder(tmp_path: Path) -> None:
    settings = HTML_ONLY.replace("client: Acme", 'client: "../../\\e[31m<script>alert(1)</script>"')
    built = run("build", write_files(tmp_path / "acme", acme(settings)), "--output", tmp_path / "output")
    assert (built.code, built.err) == (0, "")
    assert [path.name for path in (tmp_path / "output").iterdir()] == ["31m-script-alert-1-script-2026-q3"]
    html = (tmp_path / "output/31m-script-alert-1-script-2026-q3/organisation.html").read_bytes()
    assert html.count(b"<script") == 1  # the report's own


# ---- nothing of others is written over


def test_rules_are_not_written_over_a_file_that_is_there(tmp_path: Path) -> None:
    folder = write_files(tmp_path, acme())
    before = contents(folder)
    shown = run("inspect", folder, "--mapping", folder / "engagement.yml")
    assert (shown.code, contents(folder)) == (2, before)
    assert "choose another name" in shown.err


def test_a_file_inside_the_folder_that_no_build_wrote_is_not_overwritten(tmp_path: Path) -> None:
    folder, output = write_files(tmp_path / "acme", acme(HTML_ONLY)), tmp_path / "output"
    (output / REPORT).mkdir(parents=True)
    (output / REPORT / "organisation.html").write_bytes(b"mine")
    built = run("build", folder, "--output", output)
    assert (built.code, (output / REPORT / "organisation.html").read_bytes()) == (3, b"mine")
    assert "move it away" in built.err


@pytest.mark.skipif(sys.platform == "win32", reason="no such modes")
def test_a_folder_that_is_closed_to_others_stays_so(tmp_path: Path) -> None:
    folder, output = write_files(tmp_path / "acme", acme(HTML_ONLY)), tmp_path / "output"
    run("build", folder, "--output", output)
    (output / REPORT).chmod(0o700)
    run("build", folder, "--output", output)
    assert (output / REPORT).stat().st_mode & 0o777 == 0o700


def test_json_stays_json_beside_an_annotated_workbook(tmp_path: Path) -> None:
    checked = run("check", write_files(tmp_path, acme()), "--json", "--annotate", tmp_path / "out.xlsx")
    assert json.loads(checked.out) == {"issues": []}
    assert "out.xlsx" in checked.err


def test_templates_go_into_no_file(tmp_path: Path) -> None:
    tmp_path.joinpath("file").write_text("mine")
    copied = run("templates", tmp_path / "file")
    assert (copied.code, tmp_path.joinpath("file").read_text()) == (2, "mine")


def test_a_brand_beside_the_engagement_is_listed_too(tmp_path: Path) -> None:
    """A firm's brand serves many clients: it stands outside their folders."""
    folder, output = (
        write_files(tmp_path / "acme", acme(HTML_ONLY + "brand: ../firm/_brand.yml\n")),
        tmp_path / "output",
    )
    (tmp_path / "firm").mkdir()
    (tmp_path / "firm" / "_brand.yml").write_text('color:\n  primary: "#123456"\n')
    built = run("build", folder, "--output", output)
    assert built.code == 0
    manifest = json.loads((output / REPORT / "consultant/manifest.json").read_text("utf-8"))
    assert set(manifest["inputs"]) == {"acme.xlsx", "engagement.yml", "../firm/_brand.yml"}
