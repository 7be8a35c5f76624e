"""The files that an engagement names → their sheets. Knows paths, not what stands in a sheet."""

from pathlib import Path

from skillreport.model.engagement import Engagement
from skillreport.model.issue import Loaded
from skillreport.read.workbook import SUFFIXES, Sheet, read_sheets


def read_files(engagement: Engagement) -> Loaded[tuple[Sheet, ...]]:
    """The sheets of every input file of this period."""
    loaded = [read_sheets(file, engagement.csv) for file in input_files(engagement)]
    return Loaded(
        tuple(sheet for file in loaded for sheet in file.value),
        tuple(issue for file in loaded for issue in file.issues),
    )


def input_files(engagement: Engagement) -> list[Path]:
    """The files of this period's assessment and org chart, each once; a folder stands for the accepted files in it."""
    paths = [*engagement.workbooks, *([engagement.org_chart] if engagement.org_chart else [])]
    return [file for path in dict.fromkeys(paths) for file in _files(engagement.path(path))]


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(
        file for file in path.iterdir() if file.suffix.lower() in SUFFIXES and not file.name.startswith("~$")
    )
    return found or [path]
