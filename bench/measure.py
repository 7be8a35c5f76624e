"""Commands → wall time, CPU time and peak memory of each, run in turns as new processes. Needs Linux or macOS."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
PEAK_UNIT = 1 if sys.platform == "darwin" else 1024  # what ru_maxrss counts in


@dataclass(frozen=True, slots=True)
class Contender:
    """A command to be measured, and the exit code that means it did its work. `says_seconds`: it prints how long the
    part of it took that is to be compared."""

    name: str
    command: Sequence[str]
    code: int = 0
    says_seconds: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took."""

    wall_seconds: float
    cpu_seconds: float
    peak_bytes: int


class FailedRunError(Exception):
    """A contender ended with another exit code than it should."""


def alternate(contenders: Sequence[Contender], runs: int, folder: Path) -> dict[str, list[Run]]:
    """Run the contenders A B A B, `runs` times each; what they print goes to FOLDER/<name>.out and .err."""
    results: dict[str, list[Run]] = {contender.name: [] for contender in contenders}
    for number in range(1, runs + 1):
        for contender in contenders:
            print(f"bench: run {number} of {runs}: {contender.name}", file=sys.stderr, flush=True)
            results[contender.name].append(measure(contender, folder))
    return results


def measure(contender: Contender, folder: Path) -> Run:
    """Run a contender once.

    On Linux a process never shows less peak memory than the one that started it had, so this one has to stay small:
    data are made elsewhere, and output is read after the measuring.
    """
    errors = folder / f"{contender.name}.err"
    with (folder / f"{contender.name}.out").open("wb") as out, errors.open("wb") as err:
        start = time.perf_counter()
        process = subprocess.Popen(contender.command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != contender.code:
        said = errors.read_text("utf-8", "replace")[-2000:]
        raise FailedRunError(f"{contender.name} ended with exit code {process.returncode}\n{said}")
    if contender.says_seconds:
        wall = float((folder / f"{contender.name}.out").read_text("utf-8"))
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * PEAK_UNIT)


def wall_median(runs: Sequence[Run]) -> float:
    """The median of the wall times, in seconds."""
    return median(run.wall_seconds for run in runs)
