"""engagement.yml, or the options of the short form → Engagement. Knows files and keys, nothing of the data."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from skillreport.model.engagement import Engagement
from skillreport.model.issue import Issue, Loaded, Location
from skillreport.model.yaml_file import load_model, validate

FILE_NAME = "engagement.yml"


def find_engagement(start: Path) -> Path | None:
    """The nearest engagement.yml in `start` or a folder above it."""
    for folder in (start, *start.parents):
        if (folder / FILE_NAME).is_file():
            return folder / FILE_NAME
    return None


def load_engagement(path: Path, options: Mapping[str, object] = MappingProxyType({})) -> Loaded[Engagement | None]:
    """Read engagement.yml, overruled by options of the command line. Reports what `load_model` reports; None when the
    settings cannot be relied on."""
    loaded = load_model(path, Engagement, options)
    return Loaded(_placed(loaded.value, path.parent, path.name), loaded.issues)


def engagement_from_options(options: Mapping[str, object], folder: Path) -> Loaded[Engagement | None]:
    """The short form without a file: options of the command line under the names of the settings."""
    loaded = validate("command line", dict(options), Engagement)
    return Loaded(_placed(loaded.value, folder, "command line"), loaded.issues)


def missing_files(engagement: Engagement) -> tuple[Issue, ...]:
    """Reports file-missing for every input file that the settings name and that does not exist."""
    optional = (engagement.org_chart, engagement.brand, engagement.commentary, engagement.templates)
    named = [*engagement.workbooks, *(path for path in optional if path is not None)]
    for previous in engagement.previous:
        named += [path for path in (previous.workbook, previous.org_chart) if path is not None]
    return tuple(
        Issue("file-missing", Location(engagement.file), {"file": name.as_posix()})
        for name in named
        if not engagement.path(name).exists()
    )


def _placed(engagement: Engagement | None, folder: Path, file: str) -> Engagement | None:
    if engagement is not None:
        engagement._folder, engagement._file = folder, file
    return engagement
