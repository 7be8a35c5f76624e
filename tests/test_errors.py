"""Every issue code has a sample; each sample is reported at its place, in its words, and with the right exit code.

Runs the real command line in this process, so that anything that would be a traceback fails the test.
"""

import json
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from skillreport.model.issue import SEVERITY, Location
from tests.errors.command_line import run
from tests.errors.files import write_files
from tests.errors.make_catalogue import CATALOGUE, catalogue
from tests.errors.samples import SAMPLES, Sample, acme

# severity, place, sentence, hint
Said = tuple[str, str, str, str]


def said_in(json_text: str) -> dict[str, list[Said]]:
    """Issues of a JSON report by code."""
    said: dict[str, list[Said]] = {}
    for issue in json.loads(json_text)["issues"]:
        place = Location(issue["file"], issue["sheet"], issue["cell"], issue["line"])
        said.setdefault(issue["code"], []).append((issue["severity"], str(place), issue["message"], issue["hint"]))
    return said


def expected(code: str, sample: Sample) -> list[Said]:
    return [(SEVERITY[code], place, sample.says, sample.hint) for place in (sample.at, *sample.again_at)]


def printed(code: str, sample: Sample) -> str:
    """What a terminal shows of an issue."""
    places = "".join(f"{SEVERITY[code]:<8} {place}: {sample.says}\n" for place in (sample.at, *sample.again_at))
    return f"{places}         {sample.hint}\n"


def samples(command: str) -> list[ParameterSet]:
    """The samples of a command."""
    return [pytest.param(code, sample, id=code) for code, sample in SAMPLES.items() if sample.command == command]


def test_every_code_has_a_sample_in_the_order_of_the_codes() -> None:
    assert list(SAMPLES) == list(SEVERITY)


def test_the_engagement_that_samples_start_from_is_faultless(tmp_path: Path) -> None:
    checked = run("check", write_files(tmp_path, acme()), "--json")
    assert (checked.code, said_in(checked.out), checked.err) == (0, {}, "")


@pytest.mark.parametrize(("code", "sample"), samples("check"))
def test_check_reports(code: str, sample: Sample, tmp_path: Path) -> None:
    folder = write_files(tmp_path, sample.files)
    listed = run("check", folder, "--json")
    said = said_in(listed.out)
    assert said[code] == expected(code, sample)
    assert set(said) == {code, *sample.also}
    assert (listed.code, listed.err) == (sample.exit_code, "")
    shown = run("check", folder)
    assert printed(code, sample) in shown.out + shown.err
    assert shown.code == sample.exit_code


@pytest.mark.parametrize(("code", "sample"), samples("build"))
def test_build_reports(code: str, sample: Sample, tmp_path: Path) -> None:
    built = run("build", write_files(tmp_path, sample.files), "--output", tmp_path / "output")
    assert (built.code, built.err) == (sample.exit_code, printed(code, sample))
    listed = tmp_path / "output/acme-2026-q3/consultant/issues.json"
    assert listed.exists() == (built.code == 0)
    if listed.exists():
        assert said_in(listed.read_text("utf-8")) == {code: expected(code, sample)}


def test_the_catalogue_is_the_one_the_samples_give() -> None:
    assert CATALOGUE.read_text("utf-8") == catalogue(), "run: python -m tests.errors.make_catalogue"
