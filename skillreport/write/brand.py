"""The client's or consultant's `_brand.yml` → colours, name and logo of the report. The only door to brand_yml.

Hues follow the brand, lightness is ours: so contrast holds for any brand.
"""

import base64
import math
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from skillreport.model.issue import Issue, Loaded, Location

INK = {
    "ink": "#17262B",
    "ink2": "#43535A",
    "ink3": "#5B6A70",
    "axis": "#7A888E",
    "mutebar": "#87949A",
    "mute": "#B9C3C6",
    "hair": "#D6DCDD",
    "wash": "#F6F4EF",
    "washline": "#DDD8CC",
    "paper": "#FFFFFF",
    "focus": "#0B5FFF",
}
PETROL = {
    "brand": "#0F4C5C",
    "brandink": "#0B3540",
    "brandtint": "#DFEAEC",
    "hard": "#1B5566",
    "soft": "#B5741A",
    "better": "#247A87",
    "accent": "#9C3A2E",
}
EMBER = ("#FBF6EF", "#F2D1B7", "#E59D77", "#B35240", "#752328")
MAX_LOGO_BYTES = 300_000
LOGO_TYPES = {".svg": "image/svg+xml", ".png": "image/png"}

# Lightness and chroma (CIE LCh) of each role of a brand; the hue is the brand's.
_ROLES = {"brandink": (20, 0.8), "brand": (30, 1.0), "hard": (33, 1.0), "better": (47, 1.1)}
_LADDER = ((97, 4, 42), (86, 19, 28), (71, 38, 16), (47, 48, 0), (27, 40, -13))


@dataclass(frozen=True, slots=True)
class Brand:
    """Colours by role (`brand`, `hard`, `soft`, `accent`, …), the gap ladder light to dark, name and logo."""

    colours: dict[str, str]
    ladder: tuple[str, ...]
    name: str | None = None
    logo: str | None = None  # data URI
    logo_alt: str = ""
    logo_file: Path | None = None


DEFAULT = Brand({**INK, **PETROL}, EMBER)


def load_brand(path: Path | None) -> Loaded[Brand]:
    """Read `_brand.yml`. Reports brand-invalid for what cannot be used; the default stands in for it."""
    if path is None:
        return Loaded(DEFAULT)
    from brand_yml import Brand as BrandFile
    from pydantic import ValidationError

    from skillreport.model.yaml_file import YAMLError

    where = Location(path.name)
    try:
        read = BrandFile.from_yaml_str(path.read_text("utf-8-sig"), path=path)
    except (ValidationError, YAMLError, ValueError, TypeError, AttributeError, OSError) as error:
        problem = str(error).splitlines()[0]
        return Loaded(DEFAULT, (Issue("brand-invalid", where, {"problem": f"the file cannot be used: {problem}"}),))
    issues: list[Issue] = []
    colours = {}
    for role in ("primary", "secondary", "danger"):
        value = getattr(read.color, role, None) if read.color else None
        if value is not None and not re.fullmatch(r"#[0-9a-fA-F]{6}", str(value)):
            problem = f"color.{role}: {value} is not a colour such as #0F4C5C or a name of the palette"
            issues.append(Issue("brand-invalid", where, {"problem": problem}))
        elif value is not None:
            colours[role] = str(value)
    brand = coloured(colours.get("primary"), colours.get("secondary"), colours.get("danger"))
    name = read.meta.name if read.meta else None
    logo = _logo(read, path.parent, where)
    issues += logo.issues
    full = getattr(name, "full", name)
    data, alt, file = logo.value
    named = replace(brand, name=str(full) if full else None)
    return Loaded(replace(named, logo=data, logo_alt=alt, logo_file=file), tuple(issues))


def coloured(primary: str | None, secondary: str | None, danger: str | None) -> Brand:
    """The default with the hues of a brand; a colour that is not given keeps our own."""
    colours, ladder = dict(DEFAULT.colours), DEFAULT.ladder
    if primary and primary.lower() != PETROL["brand"].lower():
        _, chroma, hue = _lch(primary)
        for role, (lightness, part) in _ROLES.items():
            colours[role] = _hex(lightness, min(chroma, 32) * part, hue)
        colours["brandtint"] = _hex(92, 5, hue)
    if secondary and secondary.lower() != PETROL["soft"].lower():
        _, chroma, hue = _lch(secondary)
        colours["soft"] = _hex(54, max(chroma, 40), hue)
    if danger and danger.lower() != PETROL["accent"].lower():
        hue = _lch(danger)[2]
        colours["accent"] = _hex(38, 48, hue)
        ladder = tuple(_hex(lightness, chroma, hue + turn) for lightness, chroma, turn in _LADDER)
    return Brand(colours, ladder)


def _logo(brand: Any, folder: Path, where: Location) -> Loaded[tuple[str | None, str, Path | None]]:
    """The logo as a data URI, so that the report needs no second file; what it says, and where it stands."""
    logo = getattr(brand, "logo", None)
    for size in ("medium", "small", "large"):
        found = getattr(logo, size, None) if logo else None
        found = getattr(found, "light", found)
        path = getattr(found, "path", found)
        path = getattr(path, "root", path)
        if path is None:
            continue
        file = folder / str(path)
        kind = LOGO_TYPES.get(file.suffix.lower())
        if kind is None or not file.is_file() or file.stat().st_size > MAX_LOGO_BYTES:
            problem = f"logo {Path(str(path)).name} must be an .svg or .png file of at most 300 kB beside _brand.yml"
            return Loaded((None, "", None), (Issue("brand-invalid", where, {"problem": problem}),))
        data = base64.b64encode(file.read_bytes()).decode()
        return Loaded((f"data:{kind};base64,{data}", str(getattr(found, "alt", "") or ""), file))
    return Loaded((None, "", None))


# ---- CIE LCh, so that a brand changes hues while lightness, and with it contrast, stays


def _lch(colour: str) -> tuple[float, float, float]:
    """Lightness, chroma and hue in degrees of a hex colour (D65)."""
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in (x, y, z))
    a, b = 500 * (fx - fy), 200 * (fy - fz)
    return 116 * fy - 16, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def _hex(lightness: float, chroma: float, hue: float) -> str:
    """The colour of that lightness and hue with as much of the chroma as the screen can show."""
    while True:
        rgb = _rgb(lightness, chroma, hue)
        if chroma <= 0 or all(-0.002 <= part <= 1.002 for part in rgb):
            return "#" + "".join(f"{round(max(0.0, min(1.0, part)) * 255):02X}" for part in rgb)
        chroma -= 1


def _rgb(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    fy = (lightness + 16) / 116
    fx = fy + chroma * math.cos(math.radians(hue)) / 500
    fz = fy - chroma * math.sin(math.radians(hue)) / 200
    x, y, z = (
        scale * (f**3 if f**3 > 216 / 24389 else (116 * f - 16) * 27 / 24389)
        for f, scale in ((fx, 0.95047), (fy, 1.0), (fz, 1.08883))
    )
    red = 3.2404542 * x - 1.5371385 * y - 0.4985314 * z
    green = -0.9692660 * x + 1.8760108 * y + 0.0415560 * z
    blue = 0.0556434 * x - 0.2040259 * y + 1.0572252 * z
    return _gamma(red), _gamma(green), _gamma(blue)


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _gamma(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def text_on(colour: str, brand: Brand) -> str:
    """Ink or white, whichever contrasts more with the colour."""
    luminance = sum(
        part * _linear(int(colour[i : i + 2], 16) / 255) for part, i in ((0.2126, 1), (0.7152, 3), (0.0722, 5))
    )
    return brand.colours["paper"] if luminance < 0.2 else brand.colours["ink"]
