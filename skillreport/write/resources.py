"""Where the files that ship with the package are: inside it when installed, beside it in a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def resource(name: str) -> Path:
    """A folder that ships with the package: `templates` or a sample such as `sample_data/technology`."""
    inside = _PACKAGE / name
    return inside if inside.exists() else _PACKAGE.parent / name
