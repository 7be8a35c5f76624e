"""Runs the comparisons, prints them as tables, and exits with 1 where a bound is missed or a planted fault is."""

import argparse
import importlib.metadata
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.measure import ROOT, Contender, FailedRunError, Runs, alternate, output_of, say

LIBRARIES = ("skillreport", "pandas", "numpy", "openpyxl", "lxml", "python-calamine")
DATA_PROBLEM = 1  # the exit code of a check that found errors, as it must here
SHOWN_CELLS = 5

# The faster way to have pandas read the same rows: openpyxl without defusedxml, but with lxml where it is installed.
PANDAS = """
import sys, pandas
pandas.read_excel(sys.argv[1], sheet_name="Ratings", engine="openpyxl")
"""
CALAMINE = """
import sys, python_calamine
workbook = python_calamine.CalamineWorkbook.from_path(sys.argv[1])
for name in workbook.sheet_names:
    workbook.get_sheet_by_name(name).to_python()
"""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Our command against another one. The bound: how many times faster at least, or how many times as long at most."""

    ours: Contender
    other: Contender
    at_least_faster: float | None = None
    at_most_longer: float | None = None

    def verdict(self, results: dict[str, Runs]) -> tuple[bool, str]:
        """Whether the ratio of the medians keeps the bound, and a line that says so."""
        ours, other = results[self.ours.name].wall, results[self.other.name].wall
        if self.at_least_faster is not None:
            ratio, bound = other / ours, f"at least {self.at_least_faster:g}"
            good, what = ratio >= self.at_least_faster, "times faster"
        else:
            assert self.at_most_longer is not None
            ratio, bound = ours / other, f"at most {self.at_most_longer:g}"
            good, what = ratio <= self.at_most_longer, "times as long"
        named = f"{self.ours.name} against {self.other.name}"
        return good, f"{named}: {ratio:.2f} {what}, bound {bound}: {'within' if good else 'outside'}"


def comparisons(folder: Path) -> dict[str, Comparison]:
    """The comparisons by the name under which one of them can be run."""
    workbook = str(folder / "assessment.xlsx")
    program = (sys.executable, "-m", "skillreport")
    html = ("build", str(folder), "--format", "html", "--output", str(folder / "output"))
    return {
        "read": Comparison(
            Contender("skillreport check", (*program, "check", str(folder), "--json"), (DATA_PROBLEM,)),
            Contender("pandas + openpyxl", (sys.executable, "-c", PANDAS, workbook)),
            at_least_faster=6,
        ),
        "html": Comparison(
            Contender("skillreport build", (*program, *html)),
            Contender("bare calamine", (sys.executable, "-c", CALAMINE, workbook)),
            at_most_longer=4,
        ),
    }


def table(results: dict[str, Runs]) -> str:
    """Wall time, CPU time and peak memory of each contender."""
    lines = [f"{'':<20}{'wall s: min':>12}{'median':>9}{'max':>9}{'CPU s':>9}{'peak MB':>9}"]
    for name, runs in results.items():
        wall = runs.wall_seconds
        peak = max(runs.peak_bytes) / 1e6
        times = f"{min(wall):>12.2f}{runs.wall:>9.2f}{max(wall):>9.2f}{median(runs.cpu_seconds):>9.2f}"
        lines.append(f"{name:<20}{times}{peak:>9.0f}")
    return "\n".join(lines)


def faults_found(folder: Path, output: Path) -> tuple[bool, str]:
    """Whether the check reported exactly the planted cells as errors, each with the right code; and a line for it."""
    planted: dict[str, str] = json.loads((folder / "planted.json").read_text("utf-8"))
    issues = json.loads(output.read_text("utf-8"))["issues"]
    found = {issue["cell"]: issue["code"] for issue in issues if issue["severity"] == "error"}
    missed = sorted(planted.items() - found.items())
    beyond = sorted(found.items() - planted.items())
    line = f"faulty cells: {len(planted):,} planted, {len(planted) - len(missed):,} found, {len(beyond):,} not planted"
    for what, cells in (("missed", missed), ("not planted", beyond)):
        if cells:
            line += f"\n  {what}: " + ", ".join(f"{cell} {code}" for cell, code in cells[:SHOWN_CELLS])
    return not missed and not beyond, line


def machine_line() -> str:
    """What the numbers depend on."""
    installed = {item.metadata["Name"].lower(): item.version for item in importlib.metadata.distributions()}
    versions = ", ".join(f"{name} {installed[name]}" for name in LIBRARIES if name in installed)
    return f"{os.cpu_count()} CPUs, {platform.system()}, Python {platform.python_version()}; {versions}"


def run(names: Sequence[str], runs: int, ratings: int, folder: Path) -> bool:
    """Make the data, run the comparisons, print what they took; True where every bound and every fault is met."""
    say(f"writing {ratings:,} ratings")
    subprocess.run([sys.executable, "-m", "bench.data", str(folder), str(ratings)], cwd=ROOT, check=True)
    print(f"{machine_line()}\n{ratings:,} ratings; {runs} runs each, in turns, every run a new process")
    good = True
    for name in names:
        comparison = comparisons(folder)[name]
        results = alternate((comparison.ours, comparison.other), runs, folder)
        within, verdict = comparison.verdict(results)
        print(f"\n{name}\n{table(results)}\n{verdict}")
        good = good and within
    if "read" in names:
        complete, line = faults_found(folder, output_of(comparisons(folder)["read"].ours, folder))
        print(f"\n{line}")
        good = good and complete
    return good


def main() -> None:
    """Read the options, run, and end with the exit code."""
    from bench.data import FEWEST_RATINGS, PER_PERSON

    parser = argparse.ArgumentParser(prog="bench", description="Compare skillreport with what else reads a workbook.")
    parser.add_argument("comparison", nargs="?", choices=["read", "html"], help="only this one")
    parser.add_argument("--runs", type=int, default=5, help="runs of each contender (5)")
    parser.add_argument("--ratings", type=int, default=200_000, help="rows of the ratings sheet (200000)")
    options = parser.parse_args()
    if options.runs < 1 or options.ratings < FEWEST_RATINGS or options.ratings % PER_PERSON:
        parser.error(f"give one run or more, and {FEWEST_RATINGS} ratings or more in steps of {PER_PERSON}")
    names = [options.comparison] if options.comparison else ["read", "html"]
    with tempfile.TemporaryDirectory(prefix="skillreport-bench-") as folder:
        try:
            good = run(names, options.runs, options.ratings, Path(folder))
        except FailedRunError as error:
            say(str(error))
            good = False
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
