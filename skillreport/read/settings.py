"""engagement.yml, or the options of the short form → Engagement. Knows files and keys, nothing of the data."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from skillreport.model.engagement import Engagement
from skillreport.model.issue import Issue, Loaded, Location
from skillreport.model.yaml_file import COMMAND_LINE, Lines, load_model, read_document, validate


def load_engagement(path: Path, options: Mapping[str, object] = MappingProxyType({})) -> Loaded[Engagement | None]:
    """Read engagement.yml, overruled by options of the command line. Reports what `read_document` and `load_model`
    report; None when the settings cannot be relied on."""
    read = read_document(path)
    if read.value is None:
        return Loaded(None, read.issues)
    loaded = load_model(read.value, Engagement, options)
    return Loaded(_placed(loaded.value, path.parent, path.name, options, read.value.lines), loaded.issues)


def engagement_from_options(options: Mapping[str, object], folder: Path) -> Loaded[Engagement | None]:
    """The short form without a file: options of the command line under the names of the settings."""
    loaded = validate(COMMAND_LINE, dict(options), Engagement, frozenset(options))
    return Loaded(_placed(loaded.value, folder, COMMAND_LINE, options), loaded.issues)


def missing_files(engagement: Engagement) -> tuple[Issue, ...]:
    """Reports file-missing for every input file that the settings or an option name and that does not exist."""
    named: list[tuple[str, Path | None]] = [("workbook", path) for path in engagement.workbooks]
    named += [(key, getattr(engagement, key)) for key in ("org_chart", "brand", "commentary", "templates")]
    for then in engagement.previous:
        named += [("previous", path) for path in (*then.workbooks, then.org_chart, then.figures)]
    return tuple(
        Issue("file-missing", Location(engagement.place_of(key)), {"file": path.as_posix()})
        for key, path in named
        if path is not None and not engagement.path(path).exists()
    ) + _missing_table(engagement)


def _missing_table(engagement: Engagement) -> tuple[Issue, ...]:
    table = engagement.mix.table
    if table is None or engagement.path(table).is_file():
        return ()
    return (Issue("file-missing", engagement.location_of("mix", "table"), {"file": table.as_posix()}),)


def _placed(
    engagement: Engagement | None,
    folder: Path,
    file: str,
    options: Mapping[str, object],
    lines: Lines | None = None,
) -> Engagement | None:
    if engagement is not None:
        engagement._folder, engagement._file, engagement._options = folder, file, frozenset(options)
        engagement._lines = lines or {}
    return engagement
