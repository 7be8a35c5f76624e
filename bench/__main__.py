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

from bench.measure import ROOT, Contender, FailedRunError, Run, alternate, wall_median

LIBRARIES = ("pandas", "numpy", "openpyxl", "lxml", "defusedxml", "python-calamine")
DATA_PROBLEM = 1  # the exit code of a check that found errors, as it must here
LISTED = 5  # wrong cells that are named

PANDAS = "import pandas, sys; pandas.read_excel(sys.argv[1], sheet_name='Ratings', engine='openpyxl')"
CALAMINE = """
import python_calamine, sys
workbook = python_calamine.CalamineWorkbook.from_path(sys.argv[1])
for name in workbook.sheet_names:
    workbook.get_sheet_by_name(name).to_python()
"""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Our command against another, and the bound on ours ÷ other (`at most`) or other ÷ ours (`at least`)."""

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
    program = (sys.executable, "-m", "skillreport")
    workbook = str(folder / "assessment.xlsx")
    check = Contender("skillreport check", (*program, "check", str(folder), "--json"), DATA_PROBLEM)
    html = ("build", str(folder), "--format", "html", "--output", str(folder / "output"))
    build = Contender("skillreport build", (*program, *html))
    pandas = Contender("pandas, openpyxl", (sys.executable, "-c", PANDAS, workbook))
    calamine = Contender("calamine alone", (sys.executable, "-c", CALAMINE, workbook))
    return {
        "read": Comparison(check, pandas, bound=6, at_least=True),
        "html": Comparison(build, calamine, bound=4, at_least=False),
    }


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


def faults_found(folder: Path, contender: Contender) -> tuple[bool, str]:
    """Whether the check gave exactly the planted cells as errors, each with its code, and the line that says so."""
    planted: dict[str, str] = json.loads((folder / "planted.json").read_text("utf-8"))
    issues = json.loads((folder / f"{contender.name}.out").read_text("utf-8"))["issues"]
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


def run(names: Sequence[str], runs: int, ratings: int, folder: Path) -> bool:
    """Make the data, run the comparisons, print; whether every bound is kept and every fault found."""
    print(f"bench: writing {ratings:,} ratings", file=sys.stderr, flush=True)
    subprocess.run([sys.executable, "-m", "bench.data", str(folder), str(ratings)], cwd=ROOT, check=True)
    print(f"{machine()}\n{ratings:,} ratings; {runs} runs of each, in turns, every run a new process")
    good = True
    for name in names:
        comparison = comparisons(folder)[name]
        results = alternate((comparison.ours, comparison.other), runs, folder)
        kept, verdict = comparison.verdict(results)
        print(f"\n{name}\n{table(results)}\n{verdict}", flush=True)
        good &= kept
        if name == "read":
            complete, line = faults_found(folder, comparison.ours)
            print(line, flush=True)
            good &= complete
    return good


def main() -> None:
    """Read the options, run, and end with the exit code."""
    parser = argparse.ArgumentParser(prog="bench", description="Hold skillreport's speed against other readers.")
    parser.add_argument("comparison", nargs="?", choices=["read", "html"], help="only this one")
    parser.add_argument("--runs", type=int, default=5, help="runs of each contender (%(default)s)")
    parser.add_argument("--ratings", type=int, default=200_000, help="rows of the ratings sheet (%(default)s)")
    options = parser.parse_args()
    names = [options.comparison] if options.comparison else ["read", "html"]
    with tempfile.TemporaryDirectory(prefix="skillreport-bench-") as folder:
        try:
            sys.exit(not run(names, options.runs, options.ratings, Path(folder)))
        except FailedRunError as error:
            sys.exit(f"bench: {error}")


if __name__ == "__main__":
    main()
