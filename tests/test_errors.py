"""Every issue code has a sample; each sample is reported at its place, in its words, and with the right exit code.

Runs the real command line in this process, so that anything that would be a traceback fails the test.
"""

import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from errors.command_line import run
from errors.files import write_files
from errors.make_catalogue import CATALOGUE, catalogue
from errors.samples import SAMPLES, Sample, acme

from skillreport.model.issue import SEVERITY, Location

# severity, place, sentence, hint
Said = tuple[str, str, str, str]


def said_in(json_text: str) -> dict[str, list[Said]]:
    """Issues of a JSON report by code."""
    said: dict[str, list[Said]] = {}
    for issue in json.loads(json_text)["issues"]:
        place = Location(issue["file"], issue["sheet"], issue["cell"], issue["line"])
        said.setdefault(issue["code"], []).append((issue["severity"], str(place), issue["message"], issue["hint"]))
    return said


def params(codes: Iterable[str]) -> list[object]:
    """Codes as parameters; what the program does not do yet is expected to fail, and noticed when it does not."""
    return [
        pytest.param(code, marks=pytest.mark.xfail(reason=reason, strict=True)) if (reason := SAMPLES[code].bug) else code
        for code in codes
    ]


def lines_of(code: str, sample: Sample) -> str:
    """What a terminal shows of an issue."""
    return f"{SEVERITY[code]:<8} {sample.at}: {sample.says}\n         {sample.hint}\n"


CHECKED = [code for code, sample in SAMPLES.items() if sample.command == "check"]
BUILT = [code for code, sample in SAMPLES.items() if sample.command == "build"]


def test_every_code_has_a_sample_in_the_order_of_the_codes() -> None:
    assert list(SAMPLES) == list(SEVERITY)


def test_the_engagement_that_samples_start_from_is_faultless(tmp_path: Path) -> None:
    checked = run("check", write_files(tmp_path, acme()), "--json")
    assert (checked.code, said_in(checked.out), checked.err) == (0, {}, "")


@pytest.mark.parametrize("code", params(CHECKED))
def test_check_reports(code: str, tmp_path: Path) -> None:
    sample = SAMPLES[code]
    checked = run("check", write_files(tmp_path, sample.files), "--json")
    said = said_in(checked.out)
    assert said.get(code) == [(SEVERITY[code], sample.at, sample.says, sample.hint)]
    assert set(said) == {code, *sample.also}
    assert (checked.code, checked.err) == (sample.exit_code, "")


@pytest.mark.parametrize("code", CHECKED)
def test_check_prints(code: str, tmp_path: Path) -> None:
    sample = SAMPLES[code]
    checked = run("check", write_files(tmp_path, sample.files))
    assert lines_of(code, sample) in checked.out + checked.err


@pytest.mark.parametrize("code", params(BUILT))
def test_build_reports(code: str, tmp_path: Path) -> None:
    sample = SAMPLES[code]
    built = run("build", write_files(tmp_path, sample.files), "--output", tmp_path / "output")
    assert lines_of(code, sample) in built.err
    assert set(re.findall("^(?:error|warning|note) ", built.err, re.M)) == {f"{SEVERITY[code]} "}
    assert built.code == sample.exit_code
    listed = tmp_path / "output/acme-2026-q3/consultant/issues.json"
    assert listed.exists() == (built.code == 0)
    if listed.exists():
        said = said_in(listed.read_text("utf-8"))
        assert said == {code: [(SEVERITY[code], sample.at, sample.says, sample.hint)]}


def test_the_catalogue_is_the_one_the_samples_give() -> None:
    assert CATALOGUE.read_text("utf-8") == catalogue(), "run: python -m tests.errors.make_catalogue"
