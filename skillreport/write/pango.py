"""Finds Pango, the system library that WeasyPrint sets text with.

Knows each platform's way to it; does not import WeasyPrint, which looks for Pango while it is imported.
"""

import os
import sys
from ctypes import CDLL
from ctypes.util import find_library
from importlib.util import find_spec
from pathlib import Path
from shutil import which

INSTALL_COMMANDS = {
    "apt-get": "sudo apt-get install --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "dnf": "sudo dnf install pango",
    "pacman": "sudo pacman -S pango",
    "py": "py -m pip install gstreamer-libs",
}


def find_pango() -> None:
    """Tell WeasyPrint where Pango is; call this before it is imported. On Linux the system knows."""
    if sys.platform == "win32":
        wheel = find_spec("gstreamer_libs")
        if wheel is None or wheel.origin is None:
            return
        folder = Path(wheel.origin).parent
        os.environ.setdefault("WEASYPRINT_DLL_DIRECTORIES", str(folder / "bin"))
        os.environ.setdefault("FONTCONFIG_PATH", str(folder / "etc" / "fonts"))
        os.environ["PATH"] = os.pathsep.join([str(folder / "bin"), os.environ.get("PATH", "")])
    if sys.platform == "darwin":
        # On Apple processors only Homebrew's own Python looks into Homebrew's folder.
        os.environ.setdefault("DYLD_FALLBACK_LIBRARY_PATH", "/opt/homebrew/lib:/usr/local/lib:/usr/lib")


def missing_pango() -> str | None:
    """The command that installs Pango on this system, or None where it can be loaded."""
    find_pango()
    pango = "pangoft2-1.0-0" if sys.platform == "win32" else "pangoft2-1.0"
    if _loads(pango) and _loads("harfbuzz-subset"):
        return None
    return next((command for tool, command in INSTALL_COMMANDS.items() if which(tool)), "brew install pango")


def _loads(library: str) -> bool:
    try:
        CDLL(find_library(library) or f"lib{library}.so.0")
    except OSError:
        return False
    return True
