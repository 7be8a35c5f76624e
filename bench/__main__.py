"""Runs the comparisons and prints them; exits with 1 where a bound is missed or a planted fault is."""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from statistics import median

from bench import sweep
from bench.data import Faults
from bench.measure import ROOT, Contender, FailedRunError, Run, alternate, wall_median

PROGRAM = (sys.executable, "-m", "skillreport")
LIBRARIES = ("pandas", "numpy", "openpyxl", "lxml", "defusedxml", "python-calamine")
DATA_PROBLEM = 1  # the exit code of a check that found errors, as it must here
LISTED = 5  # wrong cells that are named

PANDAS = "import pandas, sys; pandas.read_excel(sys.argv[1], sheet_name='Ratings', engine=sys.argv[2])"
CALAMINE = """
import python_calamine, sys
workbook = python_calamine.CalamineWorkbook.from_path(sys.argv[1])
for name in workbook.sheet_names:
    workbook.get_sheet_by_name(name).to_python()
"""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Our command against another on one set of data, and the bound on ours ÷ other (`at most`) or other ÷ ours.

    `data`: the faults of each engagement that is made, by the name of its folder; the first is the one whose planted
    faults must be found by `ours`, unless that is no check.
    """

    ratings: int
    data: Mapping[str, Faults]
    ours: Contender
    other: Contender
    bound: float
    at_least: bool

    def verdict(self, results: Mapping[str, Sequence[Run]]) -> tuple[bool, str]:
        """Whether the ratio of the median wall times keeps the bound, and the line that says so."""
        ours, other = wall_median(results[self.ours.name]), wall_median(results[self.other.name])
        ratio = other / ours if self.at_least else ours / other
        kept = ratio >= self.bound if self.at_least else ratio <= self.bound
        unit, side = ("times as fast as", "least") if self.at_least else ("times as long as", "most")
        said = f"{self.ours.name}: {ratio:.2f} {unit} {self.other.name}; bound: at {side} {self.bound:g}"
        return kept, f"{said}; {'within' if kept else 'outside'}"


def comparisons(folder: Path) -> dict[str, Comparison]:
    """The comparisons, by the names under which one of them can be run."""
    mistyped, broken, sound = folder / "mistyped", folder / "error-cells", folder / "none"
    html = ("build", str(mistyped), "--format", "html", "--output", str(folder / "output"))
    build = Contender("skillreport build", (*PROGRAM, *html))
    alone = Contender("calamine alone", (sys.executable, "-c", CALAMINE, str(mistyped / "assessment.xlsx")))
    of_mistyped: Mapping[str, Faults] = {"mistyped": "mistyped"}
    of_history: Mapping[str, Faults] = {"history": "none, with history"}
    of_both: Mapping[str, Faults] = {"error-cells": "error-cells", "none": "none"}
    check, openpyxl, calamine = check_of(mistyped), pandas_with("openpyxl", mistyped), pandas_with("calamine", mistyped)
    analysis, parse = (
        Contender(name, (sys.executable, "-m", "bench.analysis", what, str(folder / "history")), says_seconds=True)
        for name, what in (("analysis", "analyse"), ("parse by calamine", "parse"))
    )
    with_errors, without = check_of(broken, "with error cells"), check_of(sound, "without", code=0)
    return {
        "read": Comparison(200_000, of_mistyped, check, openpyxl, bound=6, at_least=True),
        "html": Comparison(200_000, of_mistyped, build, alone, bound=4, at_least=False),
        "million": Comparison(1_000_000, of_mistyped, check, calamine, bound=1.5, at_least=False),
        "analysis": Comparison(1_000_000, of_history, analysis, parse, bound=1, at_least=False),
        "error-cells": Comparison(200_000, of_both, with_errors, without, bound=2, at_least=False),
    }


def check_of(folder: Path, name: str = "skillreport check", code: int = DATA_PROBLEM) -> Contender:
    """The check of an engagement."""
    return Contender(name, (*PROGRAM, "check", str(folder)), code)


def pandas_with(engine: str, folder: Path) -> Contender:
    """What it takes pandas to read the ratings only."""
    return Contender(f"pandas, {engine}", (sys.executable, "-c", PANDAS, str(folder / "assessment.xlsx"), engine))


def table(results: Mapping[str, Sequence[Run]]) -> str:
    """Wall time, CPU time and peak memory of each contender."""
    lines = [f"{'':<20}{'wall s: min':>12}{'median':>9}{'max':>9}{'CPU s':>9}{'peak MB':>9}"]
    for name, runs in results.items():
        wall = [run.wall_seconds for run in runs]
        times = (
            f"{min(wall):>12.2f}{median(wall):>9.2f}{max(wall):>9.2f}{median(run.cpu_seconds for run in runs):>9.2f}"
        )
        lines.append(f"{name:<20}{times}{max(run.peak_bytes for run in runs) / 1e6:>9.0f}")
    return "\n".join(lines)


def faults_found(folder: Path) -> tuple[bool, str]:
    """Whether a check gives exactly the planted cells as errors, each with its code, and the line that says so."""
    planted: dict[str, str] = json.loads((folder / "planted.json").read_text("utf-8"))
    listed = subprocess.run([*PROGRAM, "check", str(folder), "--json"], cwd=ROOT, capture_output=True, check=False)
    issues = json.loads(listed.stdout)["issues"]
    found = {(issue["cell"], issue["code"]) for issue in issues if issue["severity"] == "error"}
    missed, wrong = planted.items() - found, found - planted.items()
    line = f"faulty cells: {len(planted):,} planted, {len(missed):,} missed, {len(wrong):,} errors elsewhere"
    if missed or wrong:
        line += ", such as " + ", ".join(f"{cell} {code}" for cell, code in sorted(missed or wrong)[:LISTED])
    return not missed and not wrong, line


def machine() -> str:
    """What the numbers depend on; lxml and defusedxml because openpyxl reads with the first that is installed."""
    installed = {item.name.lower(): item.version for item in metadata.distributions()}
    versions = ", ".join(f"{name} {installed.get(name, 'not installed')}" for name in LIBRARIES)
    return f"{os.cpu_count()} CPUs, {platform.system()}, Python {platform.python_version()}; {versions}"


def run(names: Sequence[str], runs: int, ratings: int | None, folder: Path) -> bool:
    """Make the data, run the comparisons, print; whether every bound is kept and every fault found."""
    print(f"{machine()}\n{runs} runs of each, in turns, every run a new process")
    good = True
    for name in names:
        place = folder / str(ratings or comparisons(folder)[name].ratings)
        comparison = comparisons(place)[name]
        make(place, comparison, ratings or comparison.ratings)
        results = alternate((comparison.ours, comparison.other), runs, place)
        kept, verdict = comparison.verdict(results)
        print(f"\n{name}, {ratings or comparison.ratings:,} ratings\n{table(results)}\n{verdict}", flush=True)
        good &= kept
        if comparison.ours.code == DATA_PROBLEM:
            complete, line = faults_found(place / next(iter(comparison.data)))
            print(line, flush=True)
            good &= complete
    return good


def make(place: Path, comparison: Comparison, ratings: int) -> None:
    """Write the engagements of a comparison, those that are not there yet."""
    for name, faults in comparison.data.items():
        if not (place / name).exists():
            print(f"bench: writing {ratings:,} ratings, faults: {faults}", file=sys.stderr, flush=True)
            (place / name).mkdir(parents=True)
            arguments = [str(place / name), str(ratings), faults]
            subprocess.run([sys.executable, "-m", "bench.data", *arguments], cwd=ROOT, check=True)


def main() -> None:
    """Read the options, run, and end with the exit code."""
    if sys.argv[1:2] == ["sweep"]:
        sweep.main(sys.argv[2:])
    names = list(comparisons(Path()))
    parser = argparse.ArgumentParser(prog="bench", description="Hold skillreport's speed against other readers.")
    parser.add_argument(
        "comparison", nargs="*", choices=[*names, []], help=f"only these of: {', '.join(names)}; or sweep DIR"
    )
    parser.add_argument("--runs", type=int, default=5, help="runs of each contender (%(default)s)")
    parser.add_argument(
        "--ratings", type=int, help="rows of the ratings sheet, instead of each comparison's own number"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="skillreport-bench-") as folder:
        try:
            sys.exit(not run(options.comparison or names, options.runs, options.ratings, Path(folder)))
        except FailedRunError as error:
            sys.exit(f"bench: {error}")


if __name__ == "__main__":
    main()
