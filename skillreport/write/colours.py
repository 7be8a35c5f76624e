"""What a colour does to the eye: lightness and hue, contrast on paper, distance under each kind of colour vision.

Colours are hex text such as `#0F4C5C`. Knows nothing of brands and reports. The only door to coloraide.
"""

from collections.abc import Mapping
from functools import cache

from coloraide import Color as _AnyColor
from coloraide.distance.delta_e_cam02 import DECAM02
from coloraide.spaces.cam02 import CAM02JMh
from coloraide.spaces.cam02_ucs import CAM02UCS

VISIONS = ("normal", "protan", "deutan", "tritan")


class _Color(_AnyColor):
    """Colours that can be compared in CAM02-UCS, where equal numbers look equally far apart."""


_Color.register([CAM02JMh(), CAM02UCS(), DECAM02()])


def read_colour(text: str) -> str | None:
    """A colour as CSS writes it (hex, name, rgb(), hsl(), …) in hex, without its opacity; None for anything else
    and for what is wholly transparent."""
    found = _Color.match(text.strip(), fullmatch=True)
    return _hex(found.color) if found and found.color.alpha() > 0 else None


def lightness_chroma_hue(colour: str) -> tuple[float, float, float]:
    """CIE LCh for daylight (D65): lightness 0 to 100, chroma from 0 for grey, hue in degrees."""
    lightness, chroma, hue = _Color(colour).convert("lch-d65").coords(nans=False)
    return lightness, chroma, hue


def shade(lightness: float, chroma: float, hue: float) -> str:
    """The colour of that lightness and hue with as much of the chroma as a screen can show."""
    wanted = _Color("lch-d65", [lightness, chroma, hue % 360])
    return _hex(wanted.fit("srgb", method="raytrace", pspace="lch-d65"))


def contrast(one: str, other: str) -> float:
    """Contrast from 1 to 21 (WCAG 2.2)."""
    return float(_Color(one).contrast(other, method="wcag21"))


def distances(one: str, other: str) -> Mapping[str, float]:
    """How far two colours look apart by kind of colour vision, in CAM02-UCS; below 15 they are easily mixed up."""
    return {vision: float(_seen(one, vision).delta_e(_seen(other, vision), method="cam02")) for vision in VISIONS}


def distance(one: str, other: str) -> float:
    """How far two colours look apart to those who tell them apart worst."""
    return min(distances(one, other).values())


@cache
def _seen(colour: str, vision: str) -> _Color:
    """The colour as it looks without one kind of cone (Machado, Oliveira, Fernandes 2009)."""
    made = _Color(colour)
    return made if vision == "normal" else made.filter(vision, method="machado").convert("srgb").clip()


def _hex(colour: _AnyColor) -> str:
    return str(colour.convert("srgb").to_string(hex=True, alpha=False, fit=True, upper=True))
