"""The files that an engagement names → their sheets. Knows paths, not what stands in a sheet."""

import os
import re
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import Executor, Future
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from skillreport.model.issue import Loaded
from skillreport.read.workbook import SUFFIXES, WORKBOOKS, Sheet, read_sheets

if TYPE_CHECKING:
    from skillreport.model.engagement import Engagement

FILE_NAME = "engagement.yml"
Ahead = Mapping[Path, Future[Loaded[tuple[Sheet, ...]]]]  # by resolved path


def find_engagement(start: Path) -> Path | None:
    """The nearest engagement.yml in `start` or a folder above it."""
    for folder in (start, *start.parents):
        if (folder / FILE_NAME).is_file():
            return folder / FILE_NAME
    return None


def begin_reading(settings: Path, pool: Executor) -> Ahead:
    """The workbooks beside engagement.yml whose names stand in it, read while the settings are still checked.

    Large ones come to the parser a tenth of a second earlier. What is read and then not asked for is let go.
    """
    try:
        text = settings.read_text("utf-8", errors="replace")
        beside = sorted(file for file in settings.parent.iterdir() if file.suffix.lower() in WORKBOOKS)
    except OSError:
        return {}
    named = re.sub(r"(?m)(^|\s)#.*", "", text)
    return {
        file: pool.submit(read_sheets, file)
        for file in beside
        if re.search(rf"(?<![\w.-]){re.escape(file.name)}(?!\w)", named)
    }


def read_files(
    engagement: "Engagement", whole: "Engagement | None" = None, ahead: Ahead = MappingProxyType({})
) -> Loaded[tuple[Sheet, ...]]:
    """The sheets of every input file of one period; of an earlier one of the `whole` engagement where that is given."""
    names = {file: name for name, file in input_files(whole or engagement).items()}
    loaded = [
        ahead[file].result()
        if file in ahead and file.name not in engagement.csv
        else read_sheets(file, engagement.csv, names[file])
        for file in _period_files(engagement)
    ]
    return Loaded(
        tuple(sheet for file in loaded for sheet in file.value),
        tuple(issue for file in loaded for issue in file.issues),
    )


def input_files(engagement: "Engagement") -> dict[str, Path]:
    """The files of the assessment and the org chart, this period's first, each once, by what messages call them; a
    folder stands for the accepted files in it. Files that share a name have the folder before it."""
    files = list(dict.fromkeys(file for period in engagement.periods for file in _period_files(period)))
    times = Counter(file.name for file in files)
    folder = engagement.path(Path())
    return {file.name if times[file.name] == 1 else name_below(file, folder): file for file in files}


def name_below(file: Path, folder: Path) -> str:
    """What a file is called by those who know the folder, also where it stands beside that."""
    return Path(os.path.relpath(file, folder)).as_posix()


def _period_files(engagement: "Engagement") -> list[Path]:
    """The files of one period, each once."""
    paths = [*engagement.workbooks, *([engagement.org_chart] if engagement.org_chart else [])]
    return list(dict.fromkeys(file for path in paths for file in _files(engagement.path(path))))


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(
        file for file in path.iterdir() if file.suffix.lower() in SUFFIXES and not file.name.startswith("~$")
    )
    return found or [path]
