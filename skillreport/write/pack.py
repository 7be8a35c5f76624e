"""Files of a run → the output folder, whole or not at all. A failed run leaves what was there."""

import contextlib
import glob
import hashlib
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import IO

from skillreport import __version__
from skillreport.language.catalogue import Speaker
from skillreport.language.issues import worded
from skillreport.model.figure import Figure
from skillreport.model.issue import Issue
from skillreport.model.names import slug

CONSULTANT = "consultant"
MANIFEST = f"{CONSULTANT}/manifest.json"
MOST_LETTERS = 80  # of a client's name in the name of a folder


class PackError(Exception):
    """The output folder cannot be written; the message says why and what to do."""


def figures_json(figures: Sequence[Figure], speaker: Speaker) -> str:
    """Every printed figure: id, label, value (null: no value, with its state), unit, n, skipped, formula."""
    rows = [
        {
            "id": figure.id,
            "label": speaker.say(figure.label),
            "value": figure.value,
            "state": str(figure.state),
            "unit": str(figure.unit),
            "n": figure.n,
            "skipped": [{"reason": reason, "count": number} for reason, number in figure.skipped],
            "formula": figure.formula,
        }
        for figure in sorted(figures, key=lambda figure: figure.id)
    ]
    return to_json({"figures": rows})


def issues_json(issues: Sequence[Issue], speaker: Speaker) -> str:
    """Every issue: code, severity, file, sheet, cell, line, message, hint, count."""
    return to_json(
        {
            "issues": [
                {
                    "code": issue.code,
                    "severity": str(issue.severity),
                    "file": issue.location.file,
                    "sheet": issue.location.sheet,
                    "cell": issue.location.cell,
                    "line": issue.location.line,
                    "message": message,
                    "hint": hint,
                    "count": issue.count,
                }
                for issue, message, hint in worded(speaker, issues)
            ]
        }
    )


def manifest_json(client: str, period: str, inputs: Mapping[str, Path], files: Mapping[str, bytes]) -> str:
    """Whose report it is, SHA-256 of every input and output, and the version: what a later run can be held against."""
    return to_json(
        {
            "program": "skillreport",
            "version": __version__,
            "client": client,
            "period": period,
            "inputs": {name: _digest(path.read_bytes()) for name, path in sorted(inputs.items())},
            "outputs": {name: _digest(data) for name, data in sorted(files.items())},
        }
    )


# Characters that a terminal obeys or that turn text round; JSON leaves them as they are.
_UNSEEN = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def to_json(data: Mapping[str, object]) -> str:
    """JSON with a line for each record, safe to look at: control and direction characters are escaped."""
    text = ",\n".join(f"{_plain_json(name)}: {_lines(value)}" for name, value in data.items())
    return _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", f"{{\n{text}\n}}\n")


def _lines(value: object) -> str:
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(map(_plain_json, value)) + "\n]"
    return _plain_json(value)


_plain_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _report_folder(output: Path, client: str, period: str) -> Path:
    """The folder of a client's report: `acme-2026-q3`; with a number behind it where another client's report has that
    name, as Acme & Co. and Acme Co. would."""
    name = f"{slug(client)[:MOST_LETTERS].rstrip('-')}-{period.lower()}"
    for number in count(1):
        folder = output / (name if number == 1 else f"{name}-{number}")
        _clear_up(folder)
        if _manifest(folder).get("client", client) == client:
            break
    return folder


def write_pack(output: Path, client: str, period: str, files: Mapping[str, bytes]) -> tuple[list[Path], list[str]]:
    """Replace a client's report below `output` by the files, all at once; other people's files beside them are kept.

    The files are written beside the folder first and swapped in by renaming, so that an interruption leaves the old
    report or the new one; between two names the next run puts it right. Returns the files written, and the names of the
    last report's that are gone because this one has no such file. Raises PackError where the folder cannot be written.
    """
    folder = output
    try:
        output.mkdir(parents=True, exist_ok=True)
        with _held(output):
            folder = _report_folder(output, client, period)
            _refuse_others(folder, files)
            staged = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
            try:
                staged.chmod(folder.stat().st_mode & 0o7777 if folder.is_dir() else output.stat().st_mode & 0o777)
                _write_files(staged, files)
                removed = sorted(name for name in _written_before(folder) - set(files) if (folder / name).exists())
                _keep_others(folder, staged)
                _swap(folder, staged)
            finally:
                shutil.rmtree(staged, ignore_errors=True)
    except OSError as error:
        raise PackError(f"{folder} cannot be written: {error.strerror}; close files that are open in it") from error
    return [folder / name for name in files], removed


def _write_files(staged: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        target = staged / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def _refuse_others(folder: Path, files: Mapping[str, bytes]) -> None:
    """PackError where the report would take the place of something that is no report."""
    if folder.exists() and not folder.is_dir():
        raise PackError(f"{folder} is a file; move it away, the report needs a folder of that name")
    written = _written_before(folder)
    for name in files:
        if name not in written and (folder / name).exists():
            raise PackError(f"{folder / name} is not of a report before; move it away, the report needs that name")


def _keep_others(folder: Path, staged: Path) -> None:
    """Copy what stands in the folder and was not written by this program: a consultant's notes, for example."""
    written = _written_before(folder)
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        name = path.relative_to(folder).as_posix()
        if name in written:
            continue
        (staged / name).parent.mkdir(parents=True, exist_ok=True)
        if path.is_symlink() or not path.is_dir():
            shutil.copy2(path, staged / name, follow_symlinks=False)
        else:
            (staged / name).mkdir(exist_ok=True)


def _written_before(folder: Path) -> set[str]:
    outputs = _manifest(folder).get("outputs")
    return {MANIFEST, *outputs} if isinstance(outputs, dict) else set()


def _manifest(folder: Path) -> Mapping[str, object]:
    """The manifest of the report in a folder; nothing where there is none."""
    try:
        found = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _swap(folder: Path, staged: Path) -> None:
    """The new folder takes the old one's name; if that fails half-way, the old one gets it back."""
    old = folder.with_name(f".{folder.name}.previous")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    try:
        staged.rename(folder)
    except BaseException:
        if old.exists() and not folder.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


@contextlib.contextmanager
def _held(folder: Path) -> Iterator[None]:
    """One run at a time writes a folder. The system lets go of the lock when a run ends, however it ends."""
    name = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    with contextlib.ExitStack() as stack:
        try:
            file = stack.enter_context((Path(tempfile.gettempdir()) / f"skillreport-{name}.lock").open("a+b"))
            _lock(file)
        except OSError:
            pass  # another user's lock, or a disk that knows none: better a report without than none
        yield


def _lock(file: IO[bytes]) -> None:
    """Wait until the file is ours alone."""
    if sys.platform == "win32":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX)


def _clear_up(folder: Path) -> None:
    """Put right what an interrupted run left: a report between two names, a folder half written."""
    old = folder.with_name(f".{folder.name}.previous")
    if old.exists() and not folder.exists():
        old.rename(folder)
    for left in folder.parent.glob(f".{glob.escape(folder.name)}.*"):
        shutil.rmtree(left, ignore_errors=True)
