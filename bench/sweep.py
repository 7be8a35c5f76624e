"""Reads every file below a folder as a client's file, one process each, and prints a line per file: what was found, or
why nothing could be. Ends with 1 where a file raises, or takes more time or memory than the bounds.

    ./run bench sweep DIR [--labels FILE] [--markdown FILE]
"""

import argparse
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.measure import ROOT

MOST_SECONDS, MOST_BYTES = 10.0, 1_500_000_000

READ_ONE = """
import json, sys
from pathlib import Path
from skillreport.read.regions import find_regions
from skillreport.read.vocabulary import words
from skillreport.read.workbook import read_sheets
from skillreport.language.catalogue import speaker_for
from skillreport.language.issues import worded

loaded = read_sheets(Path(sys.argv[1]))
found = [
    {
        "sheet": sheet.name,
        "range": region.range_name,
        "header": [row + 1 for row in region.header_rows],
        "records": "columns" if region.grid.turned else "rows",
    }
    for sheet in loaded.value
    for region in find_regions(sheet, words())
]
said = [message for _, message, _ in worded(speaker_for("en", None, "EUR"), loaded.issues)]
print(json.dumps({"tables": found, "sheets": len(loaded.value), "said": said}))
"""


@dataclass(frozen=True, slots=True)
class Result:
    """What reading one file gave: its tables or the sentence, seconds, bytes of memory, and what went wrong."""

    file: str
    tables: Sequence[dict[str, object]]
    sheets: int
    said: Sequence[str]
    seconds: float
    memory: int
    failure: str

    @property
    def words(self) -> str:
        """One line for the table of results."""
        if self.failure:
            return f"FAILED: {self.failure}"
        if self.said:
            return self.said[0]
        if not self.tables:
            return "no table: no row looks like headers"
        shown = [f"{item['sheet'] or ''} {item['range']}".strip() for item in self.tables[:3]]
        return ", ".join(shown) + (f" and {len(self.tables) - 3} more" if len(self.tables) > 3 else "")


def sweep(folder: Path) -> Iterator[Result]:
    """Every file below the folder, in a process of its own, so that one cannot hide another's memory."""
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        yield read_one(file, str(file.relative_to(folder)))


def read_one(file: Path, name: str) -> Result:
    """One file as `read_sheets` and `find_regions` see it."""
    timed = (
        "import resource, runpy, sys, time; start = time.perf_counter(); exec(sys.argv.pop(1)); "
        "taken = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss; "
        "sys.stderr.write('\\n%f %d' % taken)"
    )
    command = [sys.executable, "-c", timed, READ_ONE, str(file)]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=6 * MOST_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return Result(name, (), 0, (), 6 * MOST_SECONDS, 0, "still running")
    lines = done.stderr.strip().splitlines()
    if done.returncode:
        return Result(name, (), 0, (), 0, 0, lines[-1] if lines else f"exit code {done.returncode}")
    seconds, kilobytes = lines[-1].split()
    read = json.loads(done.stdout)
    memory, time = int(kilobytes) * 1000, float(seconds)
    failure = "too slow" if time > MOST_SECONDS else "too much memory" if memory > MOST_BYTES else ""
    return Result(name, read["tables"], read["sheets"], read["said"], time, memory, failure)


def held_against(results: Sequence[Result], labels: Path) -> tuple[int, int, list[str]]:
    """How many labelled files came out as labelled, how many there are, and what differs."""
    by_name = {result.file: result for result in results}
    right, wrong = 0, []
    said = json.loads(labels.read_text("utf-8"))
    for name, expected in said.items():
        result = by_name.get(name)
        found = [] if result is None else [tuple(map(str, item.values())) for item in result.tables]
        wanted = [tuple(map(str, item.values())) for item in expected]
        if result is not None and sorted(found) == sorted(wanted):
            right += 1
        else:
            wrong.append(f"{name}: found {found}, labelled {wanted}")
    return right, len(said), wrong


def summary(results: Sequence[Result]) -> list[str]:
    """The sweep in figures, as Markdown."""
    kinds = Counter(
        "failed" if r.failure else "refused with a sentence" if r.said and not r.tables else
        "tables found" if r.tables else "no table in it" for r in results
    )  # fmt: skip
    slowest = max(results, key=lambda result: result.seconds)
    largest = max(results, key=lambda result: result.memory)
    return [
        f"| files | {len(results)} |",
        "|---|---|",
        *(
            f"| {kind} | {kinds[kind]} |"
            for kind in ("tables found", "no table in it", "refused with a sentence", "failed")
        ),
        f"| tables | {sum(len(result.tables) for result in results)} |",
        f"| slowest | {slowest.seconds:.1f} s ({Path(slowest.file).name}) |",
        f"| most memory | {largest.memory / 1e6:.0f} MB ({Path(largest.file).name}) |",
    ]


def main(arguments: Sequence[str]) -> None:
    """Sweep a folder, print the results, end with 1 where a bound is broken."""
    parser = argparse.ArgumentParser(prog="bench sweep", description="Read every file below a folder.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--labels", type=Path, default=Path(__file__).with_name("sweep_labels.json"))
    parser.add_argument("--quiet", action="store_true", help="print the summary only")
    options = parser.parse_args(arguments)
    results = []
    for result in sweep(options.folder):
        results.append(result)
        if not options.quiet:
            print(f"{result.seconds:6.2f} s {result.memory / 1e6:6.0f} MB  {result.file}: {result.words}", flush=True)
    print("\n".join(summary(results)))
    if options.labels.exists():
        right, count, wrong = held_against(results, options.labels)
        print(f"| as labelled by eye | {right} of {count} |")
        print("\n".join(wrong), file=sys.stderr)
    sys.exit(any(result.failure for result in results))


if __name__ == "__main__":
    main(sys.argv[1:])
