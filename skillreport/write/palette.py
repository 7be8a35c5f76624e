"""A brand's colours → those of the report, by role. Hues are the brand's; how light they are is ours.

So contrast holds for every brand. What the eye would mix up is told apart again, and an issue says so.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from skillreport.model.figure import Sentence
from skillreport.model.issue import Issue, Loaded, Location
from skillreport.write.colours import contrast, distance, distances, lightness_chroma_hue, shade

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

# The colours of a brand that the report takes hues from, and the role in which each is seen first.
NAMED = {"primary": "brand", "secondary": "soft", "danger": "accent"}

TEXT, MARKS = 4.5, 3.0  # contrast that text and marks with data need at least (WCAG 2.2, 1.4.3 and 1.4.11)
NEEDED = {"brandink": TEXT, "brand": TEXT, "better": TEXT, "accent": TEXT, "hard": MARKS, "soft": MARKS}
APART = 15.0  # distance below which two colours are easily mixed up
GREY = 8.0  # chroma below which a colour has no hue to speak of

# What must not be mixed up with what; the colour before the others gives way.
_APART_FROM = {"soft": ("hard",), "accent": ("brand", "better")}

# Lightness and part of the brand's chroma of the roles that follow `primary`.
_PRIMARY = {"brandink": (20.0, 0.8), "brand": (30.0, 1.0), "hard": (33.0, 1.0), "better": (47.0, 1.1)}
_MOST_CHROMA = 32.0
# Lightness, chroma and turn of the hue, from no gap to a severe one. Cold hues are not turned.
_LADDER = ((97, 4, 42), (86, 19, 28), (71, 38, 16), (47, 48, 0), (27, 40, -13))
_COLD, _COLD_CHROMA = 200, 0.7
# Hues that tell gaps from a green brand also for those who do not see red: plum, and where that is a brand's neighbour
# too, a bluer one.
_PLUMS = (340.0, 320.0)


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by role (`brand`, `hard`, `soft`, `accent`, …) and the ladder of gaps from none to severe."""

    colours: Mapping[str, str]
    ladder: tuple[str, ...]


OWN = Palette(INK | PETROL, EMBER)
Place = Callable[[str], Location]


def find_palette(named: Mapping[str, str], place: Place) -> Loaded[Palette]:
    """Our colours with the hues of a brand. `named`: primary, secondary, danger, as far as the brand has them; `place`:
    where each stands in its file.

    Reports brand-grey, brand-too-close and brand-contrast, each with the colour that is used instead.
    """
    colours = dict(OWN.colours)
    if _differs(named, "primary"):
        colours |= _of_primary(named["primary"])
    soft = _wanted(named, "secondary", _soft)
    colours["soft"] = _first_apart((soft, PETROL["soft"]), [colours[role] for role in _APART_FROM["soft"]])
    accent = _wanted(named, "danger", _accent)
    colours["accent"] = _first_apart(_accents(accent, colours), [colours[role] for role in _APART_FROM["accent"]])
    issues = [_too_pale(name, named[name], colours, place(name)) for name in _pale(named)]
    issues += [_grey(name, named[name], colours, place(name)) for name in _greys(named)]
    for role, wanted, name in (("soft", soft, "secondary"), ("accent", accent, "danger")):
        if wanted != colours[role]:
            issues.append(_too_close(role, wanted, colours, place(name)))
    ladder = EMBER if colours["accent"] == PETROL["accent"] else _ladder(_hue(colours["accent"]))
    return Loaded(Palette(colours, ladder), tuple(issues))


def text_on(ground: str, palette: Mapping[str, str]) -> str:
    """Ink or white, whichever contrasts more with the ground."""
    return max(palette["ink"], palette["paper"], key=partial(contrast, ground))


def readable(role: str, lightness: float, chroma: float, hue: float) -> str:
    """The shade of a role, darker than asked where it would not contrast enough with the wash, our darkest paper."""
    while contrast(made := shade(lightness, chroma, hue), INK["wash"]) < NEEDED[role]:
        lightness -= 0.5
    return made


def _differs(named: Mapping[str, str], name: str) -> bool:
    """Whether a brand names a colour that is not just ours, which needs no working out."""
    return name in named and named[name] != PETROL[NAMED[name]]


def _of_primary(colour: str) -> dict[str, str]:
    _, chroma, hue = lightness_chroma_hue(colour)
    chroma = min(chroma, _MOST_CHROMA)
    shades = {role: readable(role, light, chroma * part, hue) for role, (light, part) in _PRIMARY.items()}
    return shades | {"brandtint": shade(92, min(chroma, 5), hue)}


def _soft(colour: str) -> str:
    _, chroma, hue = lightness_chroma_hue(colour)
    return readable("soft", 54, max(chroma, 40), hue)


def _accent(colour: str) -> str:
    return _accent_of(_hue(colour))


def _accent_of(hue: float) -> str:
    return readable("accent", 38, 48, hue)


def _ladder(hue: float) -> tuple[str, ...]:
    cold = hue >= _COLD
    return tuple(
        shade(light, chroma * _COLD_CHROMA if cold else chroma, hue if cold else hue + turn)
        for light, chroma, turn in _LADDER
    )


def _wanted(named: Mapping[str, str], name: str, make: Callable[[str], str]) -> str:
    """The colour that a brand asks for in the place of ours; ours where it names none, or a grey."""
    return make(named[name]) if _differs(named, name) and name not in _greys(named) else PETROL[NAMED[name]]


def _accents(wanted: str, colours: Mapping[str, str]) -> Iterator[str]:
    """Colours for gaps, the next for when the one before is too close to the brand: the brand's own, ours, a plum,
    and the hue that is furthest from all there are."""
    yield wanted
    yield PETROL["accent"]
    yield from map(_accent_of, _PLUMS)
    others = [colours[role] for role in ("brand", "better", "soft")]
    yield max(map(_accent_of, range(0, 360, 10)), key=lambda made: _nearest(made, others))


def _first_apart(wishes: Iterable[str], others: Sequence[str]) -> str:
    """The first wish that nobody mixes up with the others; the last where there is none."""
    wish = ""
    for wish in wishes:
        if _nearest(wish, others) >= APART:
            break
    return wish


def _nearest(colour: str, others: Iterable[str]) -> float:
    return min(distance(colour, other) for other in others)


def _greys(named: Mapping[str, str]) -> list[str]:
    """The named colours that would have to give a hue and have none; a brand itself may be grey."""
    return [name for name, colour in named.items() if name != "primary" and lightness_chroma_hue(colour)[1] < GREY]


def _pale(named: Mapping[str, str]) -> list[str]:
    """The named colours that would not contrast enough with white paper as they are."""
    pale = [name for name, colour in named.items() if contrast(colour, INK["paper"]) < NEEDED[NAMED[name]]]
    return [name for name in pale if name not in _greys(named)]


def _hue(colour: str) -> float:
    return lightness_chroma_hue(colour)[2]


# ---- what is said of it


def _grey(name: str, colour: str, colours: Mapping[str, str], place: Location) -> Issue:
    role = NAMED[name]
    values = {"key": f"color.{name}", "colour": colour, "role": _role(role), "used": colours[role]}
    return Issue("brand-grey", place, values)


def _too_close(role: str, wanted: str, colours: Mapping[str, str], place: Location) -> Issue:
    """Names the neighbour that is nearest, and those to whom it is."""
    others = [(distances(wanted, colours[other]), other) for other in _APART_FROM[role]]
    _, other, vision = min((far, other, vision) for seen, other in others for vision, far in seen.items())
    values = {
        "role": _role(role),
        "wanted": wanted,
        "other_role": _role(other),
        "other": colours[other],
        "eyes": Sentence(f"brand.eyes.{vision}"),
        "used": colours[role],
    }
    return Issue("brand-too-close", place, values)


def _too_pale(name: str, colour: str, colours: Mapping[str, str], place: Location) -> Issue:
    role = NAMED[name]
    found = math.floor(contrast(colour, INK["paper"]) * 100) / 100  # never rounded up to what is needed
    values = {
        "key": f"color.{name}",
        "colour": colour,
        "contrast": found,
        "needed": NEEDED[role],
        "used": colours[role],
    }
    return Issue("brand-contrast", place, values)


def _role(role: str) -> Sentence:
    return Sentence(f"brand.role.{role}")
