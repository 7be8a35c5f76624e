"""Commands → wall time, CPU time and peak memory of each, run cold and in turns. Needs Linux or macOS."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Contender:
    """A command to be measured, and the exit codes that mean it did its work."""

    name: str
    command: Sequence[str]
    codes: tuple[int, ...] = (0,)


@dataclass(slots=True)
class Runs:
    """What the runs of one contender took."""

    wall_seconds: list[float] = field(default_factory=list)
    cpu_seconds: list[float] = field(default_factory=list)
    peak_bytes: list[int] = field(default_factory=list)

    @property
    def wall(self) -> float:
        return median(self.wall_seconds)


class FailedRunError(Exception):
    """A contender ended with another exit code than it should."""


def alternate(contenders: Sequence[Contender], runs: int, folder: Path) -> dict[str, Runs]:
    """Run each contender `runs` times, A B A B, each in a new process; output goes to FOLDER/<name>.out and .err."""
    results = {contender.name: Runs() for contender in contenders}
    for number in range(1, runs + 1):
        for contender in contenders:
            say(f"run {number} of {runs}: {contender.name}")
            measure(contender, results[contender.name], folder)
    return results


def measure(contender: Contender, result: Runs, folder: Path) -> None:
    """Run a contender once and add what it took.

    On Linux a child's peak memory is never below the memory of the process that started it, which therefore has to
    stay small: nothing is made or parsed here before the measuring is over.
    """
    errors = folder / f"{contender.name}.err"
    with output_of(contender, folder).open("wb") as out, errors.open("wb") as err:
        start = time.perf_counter()
        process = subprocess.Popen(contender.command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in contender.codes:
        said = errors.read_text("utf-8", "replace")[-2000:]
        raise FailedRunError(f"{contender.name} ended with exit code {process.returncode}\n{said}")
    result.wall_seconds.append(wall)
    result.cpu_seconds.append(usage.ru_utime + usage.ru_stime)
    result.peak_bytes.append(usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024))


def output_of(contender: Contender, folder: Path) -> Path:
    return folder / f"{contender.name}.out"


def say(text: str) -> None:
    print(f"bench: {text}", file=sys.stderr, flush=True)
