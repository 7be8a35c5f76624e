"""What this machine has of what the report needs, one line each, with the command that helps."""

import platform
import sys
from importlib.metadata import PackageNotFoundError, version

from skillreport import __version__
from skillreport.write.pango import missing_pango
from skillreport.write.resources import resource

PACKAGES = ("pandas", "python-calamine", "openpyxl", "jinja2", "weasyprint", "xlsxwriter", "brand_yml", "coloraide")


def examine() -> list[tuple[bool, str]]:
    """Pairs of whether a thing is there and what to say about it."""
    lines = [
        (True, f"skillreport {__version__}"),
        (sys.version_info >= (3, 11), f"Python {platform.python_version()} (3.11 to 3.13 are supported)"),
    ]
    for package in PACKAGES:
        try:
            lines.append((True, f"{package} {version(package)}"))
        except PackageNotFoundError:
            lines.append((False, f"{package}: install it with: py -m pip install {package}"))
    command = missing_pango()
    lines.append((command is None, "Pango, for the PDF" + (f": install it with: {command}" if command else "")))
    folders = ("templates", "sample_data/technology")
    return lines + [(resource(folder).is_dir(), f"{folder} of the package") for folder in folders]
