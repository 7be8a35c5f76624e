"""Runs the real command line inside this process and keeps what it prints."""

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from skillreport.cli import main


@dataclass(frozen=True, slots=True)
class Run:
    """How a run ended: its exit code and both streams."""

    code: int
    out: str
    err: str


def run(*arguments: str | Path) -> Run:
    """`skillreport ARGUMENTS`. Whatever would be a traceback in a terminal is raised here."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    with patch.object(sys, "argv", ["skillreport", *map(str, arguments)]), redirect_stdout(out), redirect_stderr(err):
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
    return Run(code, out.getvalue(), err.getvalue())
