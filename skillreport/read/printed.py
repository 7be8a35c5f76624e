"""figures.json of an earlier report → what was printed then, by the ids of the figures."""

import json
from math import isfinite
from pathlib import Path

from skillreport.model.issue import Issue, Loaded, Location


def load_printed(path: Path | None) -> Loaded[dict[str, float]]:
    """The values of an earlier report's figures; those without value are left out. Reports printed-unreadable where the
    file is no list of figures."""
    if path is None:
        return Loaded({})
    try:
        figures = json.loads(path.read_text("utf-8-sig"))["figures"]
        values = {str(f["id"]): float(f["value"]) for f in figures if f["value"] is not None}
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return Loaded({}, (Issue("printed-unreadable", Location(path.name), {"file": path.name}),))
    return Loaded({id: value for id, value in values.items() if isfinite(value)})
