"""Samples → docs/errors.md, the catalogue of everything that `check` and `build` may report.

    python -m tests.errors.make_catalogue
"""

from pathlib import Path

from skillreport.model.issue import SEVERITY

from .samples import GROUPS, Sample

CATALOGUE = Path(__file__).resolve().parents[2] / "docs" / "errors.md"


def catalogue() -> str:
    return ""


def _entry(code: str, sample: Sample) -> str:
    return ""


if __name__ == "__main__":
    CATALOGUE.write_text(catalogue(), "utf-8")
