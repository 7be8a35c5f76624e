"""Files of a run → the output folder, whole or not at all. A failed run leaves what was there."""

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from skillreport import __version__
from skillreport.language.catalogue import Speaker
from skillreport.language.issues import issue_hint, issue_message
from skillreport.model.figure import Figure
from skillreport.model.issue import Issue

CONSULTANT = "consultant"
MANIFEST = f"{CONSULTANT}/manifest.json"
LOCK_SECONDS = 60.0


class PackError(Exception):
    """The output folder cannot be written; the message says why and what to do."""


def figures_json(figures: Sequence[Figure], speaker: Speaker) -> bytes:
    """Every printed figure: id, label, value (null: no value, with its state), unit, n, skipped, formula."""
    rows = [
        {
            "id": figure.id,
            "label": speaker.say(figure.label),
            "value": figure.value,
            "state": str(figure.state),
            "unit": str(figure.unit),
            "n": figure.n,
            "skipped": [{"reason": reason, "count": count} for reason, count in figure.skipped],
            "formula": figure.formula,
        }
        for figure in sorted(figures, key=lambda figure: figure.id)
    ]
    return _json({"figures": rows})


def issue_record(issue: Issue, speaker: Speaker) -> dict[str, object]:
    """An issue as JSON gives it: code, severity, file, sheet, cell, line, message, hint, count."""
    place = issue.location
    return {
        "code": issue.code,
        "severity": str(issue.severity),
        "file": place.file,
        "sheet": place.sheet,
        "cell": place.cell,
        "line": place.line,
        "message": issue_message(speaker, issue),
        "hint": issue_hint(speaker, issue),
        "count": issue.count,
    }


def issues_json(issues: Sequence[Issue], speaker: Speaker) -> bytes:
    return _json({"issues": [issue_record(issue, speaker) for issue in issues]})


def manifest_json(inputs: Mapping[str, Path], files: Mapping[str, bytes]) -> bytes:
    """SHA-256 of every input and output, and the version: what a later run can be held against."""
    return _json(
        {
            "program": "skillreport",
            "version": __version__,
            "inputs": {name: _digest(path.read_bytes()) for name, path in sorted(inputs.items())},
            "outputs": {name: _digest(data) for name, data in sorted(files.items())},
        }
    )


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=False, allow_nan=False) + "\n").encode()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def write_pack(folder: Path, files: Mapping[str, bytes]) -> tuple[list[Path], list[str]]:
    """Replace the report in a folder by the files, all at once; other people's files in it are kept.

    The files are written beside the folder first and swapped in by renaming, so that a reader or an interruption sees
    the old report or the new one. Returns the files written, and the names of the last report's that are gone because
    this one has no such file. Raises PackError where the folder cannot be written or another run holds it.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        staged = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    except OSError as error:
        raise PackError(f"{folder.parent} cannot be written: {error.strerror}") from error
    try:
        staged.chmod(0o755)
        for name, data in files.items():
            target = staged / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        with _held(folder):
            removed = sorted(name for name in _written_before(folder) - set(files) if (folder / name).exists())
            _keep_others(folder, staged)
            _swap(folder, staged)
    except OSError as error:
        raise PackError(f"{folder} cannot be replaced: {error.strerror}; close files that are open in it") from error
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return [folder / name for name in files], removed


def _keep_others(folder: Path, staged: Path) -> None:
    """Copy what stands in the folder and was not written by this program: a consultant's notes, for example."""
    written = _written_before(folder)
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in written and not (staged / name).exists():
            (staged / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, staged / name)


def _written_before(folder: Path) -> set[str]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        return {MANIFEST, *manifest["outputs"]}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


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
    """One run at a time swaps a folder; a lock left by a run that died is taken over after a minute."""
    lock = folder.with_name(f".{folder.name}.lock")
    deadline = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
            break
        except FileExistsError:
            if time.monotonic() > deadline:
                lock.unlink(missing_ok=True)
            time.sleep(0.05)
    try:
        _recover(folder)
        yield
    finally:
        lock.unlink(missing_ok=True)


def _recover(folder: Path) -> None:
    """Put back a report whose replacement was interrupted between the two renames."""
    old = folder.with_name(f".{folder.name}.previous")
    if old.exists() and not folder.exists():
        old.rename(folder)
