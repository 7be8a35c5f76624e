"""The client's or consultant's `_brand.yml` → colours, fonts, logo and name of the report. The only door to brand_yml.

What the brand.yml standard allows is accepted, also where the report has no use for it. What is wrong is an issue at
its line, and the rest of the file counts.
"""

import base64
import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from pydantic import ValidationError

from skillreport.model.figure import Sentence
from skillreport.model.issue import Issue, Loaded, Location
from skillreport.model.yaml_file import Document, KeyPath, Lines, key_place, key_problem, read_document
from skillreport.write import palette as palettes
from skillreport.write import typefaces as fonts
from skillreport.write.colours import read_colour
from skillreport.write.palette import Palette, find_palette
from skillreport.write.typefaces import FontFile, Typefaces, Wish, find_typefaces

MAX_LOGO_BYTES = 300_000
LOGO_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
LOGO_SIZES = ("medium", "large", "small")  # small ones are marks for a browser's tab
_SIGNATURES = {"image/png": b"\x89PNG\r\n", "image/jpeg": b"\xff\xd8\xff"}
_HREF = re.compile(r"^(?:\{.*\})?href$")
_ELSEWHERE = re.compile(r"url\(\s*['\"]?\s*(?!#|data:)|@import")
_WEIGHTS = {"normal": 400, "auto": None, "bold": 700}


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture as a data URI, so that the report needs no second file; what it says; whether it is for dark paper."""

    data: str
    alt: str
    on_dark: bool
    file: Path


@dataclass(frozen=True, slots=True)
class Brand:
    """How a report looks and whose it is."""

    palette: Palette = palettes.OWN
    typefaces: Typefaces = fonts.OWN
    name: str | None = None
    logo: Logo | None = None

    @property
    def colours(self) -> Mapping[str, str]:
        return self.palette.colours

    @property
    def ladder(self) -> tuple[str, ...]:
        return self.palette.ladder

    @property
    def files(self) -> tuple[Path, ...]:
        """What was taken from files beside `_brand.yml`."""
        return (*((self.logo.file,) if self.logo else ()), *self.typefaces.files)


DEFAULT = Brand()


@dataclass(frozen=True, slots=True)
class _Source:
    """The file as written: its folder, and the line of each key."""

    file: str
    folder: Path
    lines: Lines

    def place(self, *path: str | int) -> Location:
        """The line of a key, or of the nearest one above it that is written out."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return Location(self.file, line=self.lines[path[:length]])
        return Location(self.file)

    def invalid(self, problem: Sentence, *path: str | int) -> Issue:
        return Issue("brand-invalid", self.place(*path), {"problem": problem})


def load_brand(path: Path | None) -> Loaded[Brand]:
    """Read `_brand.yml`; the default stands in for what cannot be used.

    Reports brand-invalid, and what `find_palette` and `find_typefaces` report.
    """
    if path is None:
        return Loaded(DEFAULT)
    document = read_document(path)
    if document.value is None:
        return Loaded(DEFAULT, tuple(_unread(issue) for issue in document.issues))
    source = _Source(path.name, path.parent, document.value.lines)
    checked = _checked(document.value, source)
    if checked.value is None:
        return Loaded(DEFAULT, checked.issues)
    read = checked.value
    colours = _colours(read.color, source, document.value.data)
    palette = find_palette(colours.value, lambda name: source.place("color", name))
    typefaces = find_typefaces(_wish(read.typography, "base", source), _wish(read.typography, "headings", source))
    logo = _logo(read.logo, source)
    brand = Brand(palette.value, typefaces.value, _name(read.meta), logo.value)
    return Loaded(brand, tuple(issue for part in (checked, colours, palette, typefaces, logo) for issue in part.issues))


def _unread(issue: Issue) -> Issue:
    """What the reader of YAML says, as a fault of the brand, which stops nothing."""
    if "problem" not in issue.values:
        return issue
    problem = Sentence("brand.not_yaml", {"problem": str(issue.values["problem"])})
    return Issue("brand-invalid", issue.location, {"problem": problem})


# ---- the standard


def _checked(document: Document, source: _Source) -> Loaded[Any]:
    """The file as the standard's model, without the keys that break its rules; None where there are no keys at all."""
    if not isinstance(document.data, dict):
        return Loaded(None, (source.invalid(Sentence("brand.no_keys")),))
    data, issues = _plain(document.data), []
    while True:
        read, faults = _validated(data, document)
        issues += [source.invalid(problem, *path) for path, problem in faults.items()]
        if read is not None:
            return Loaded(read, tuple(issues))
        data = _without(data, faults)


def _validated(data: dict[str, Any], document: Document) -> tuple[Any, Mapping[KeyPath, Sentence]]:
    """The model, or else what is wrong by the key that has to go for it: at least one."""
    from brand_yml import Brand as BrandFile

    try:
        return BrandFile.model_validate(deepcopy(data)), {}
    except ValidationError as error:
        faults: dict[KeyPath, Sentence] = {}
        for detail in error.errors(include_url=False):
            path = key_place(document.data, detail["loc"])
            if path and _holds(data, path):
                faults.setdefault(path, _fault(path, detail["type"], key_problem(detail)))
        if faults:
            return None, faults
        said = _said(error)
    except Exception as error:  # the library lets some of its own through: of circular names, of fonts without family
        said = _said(error)
    return None, _faulty_parts(data) or {(part,): _fault((part,), "", said) for part in data}


def _faulty_parts(data: Mapping[str, Any]) -> dict[KeyPath, Sentence]:
    """The parts of the file that cannot be read by themselves either, with what is said of them."""
    from brand_yml import Brand as BrandFile

    faults: dict[KeyPath, Sentence] = {}
    for part in data:
        try:
            BrandFile.model_validate({part: deepcopy(data[part])})
        except Exception as error:  # as above
            faults[(part,)] = _fault((part,), "", _said(error))
    return faults


def _said(error: Exception) -> str:
    """The first line of what the library says."""
    if isinstance(error, KeyError):
        return f"this key is needed: {error.args[0]}"
    text = error.errors()[0]["msg"].removeprefix("Value error, ") if isinstance(error, ValidationError) else str(error)
    return text.strip().split("\n")[0]


def _fault(path: KeyPath, kind: str, problem: str) -> Sentence:
    key = ".".join(map(str, path))
    if kind == "extra_forbidden":
        return Sentence("brand.unknown_key", {"key": key})
    return Sentence("brand.faulty", {"key": key, "problem": problem})


def _plain(data: Any, *above: str) -> Any:
    """The parsed file in plain lists and dicts; of colours for light and dark screens, the one for light paper."""
    if isinstance(data, list):
        return [_plain(item, *above) for item in data]
    if not isinstance(data, dict):
        return data
    if above[:1] in (("color",), ("typography",)) and data and set(data) <= {"light", "dark"}:
        return _plain(data.get("light", data.get("dark")), *above)
    return {str(key): _plain(value, *above, str(key)) for key, value in data.items()}


def _holds(data: Any, path: Iterable[str | int]) -> bool:
    for part in path:
        inside = isinstance(data, dict) and part in data
        if not inside and not (isinstance(data, list) and isinstance(part, int) and part < len(data)):
            return False
        data = data[part]
    return True


def _without(data: Any, paths: Iterable[KeyPath]) -> Any:
    """The data without some keys; of a list, without the item."""
    first = {path[0] for path in paths if len(path) == 1}
    inner = {key: [path[1:] for path in paths if len(path) > 1 and path[0] == key] for key in {p[0] for p in paths}}
    if isinstance(data, list):
        return [_without(item, inner.get(key, ())) for key, item in enumerate(data) if key not in first]
    if isinstance(data, dict):
        return {key: _without(item, inner.get(key, ())) for key, item in data.items() if key not in first}
    return data


# ---- its parts


def _name(meta: Any) -> str | None:
    name = getattr(meta, "name", None)
    found = (name.full or name.short) if name else None
    return str(found) if found else None


def _colours(color: Any, source: _Source, data: Any) -> Loaded[Mapping[str, str]]:
    """The named colours that the report uses, in hex. A `#` without quotes begins a comment in YAML and leaves none."""
    written = data.get("color")
    colours, issues = {}, []
    for name in palettes.NAMED:
        value, key = getattr(color, name, None), f"color.{name}"
        if value is None:
            if isinstance(written, dict) and name in written and written[name] is None:
                issues.append(source.invalid(Sentence("brand.empty_colour", {"key": key}), "color", name))
            continue
        colour = read_colour(str(value))
        if colour is None:
            problem = Sentence("brand.no_colour", {"key": key, "value": str(value)})
            issues.append(source.invalid(problem, "color", name))
        else:
            colours[name] = colour
    return Loaded(colours, tuple(issues))


def _wish(typography: Any, use: str, source: _Source) -> Wish | None:
    """The family that the brand names for base text or headings, with its files in the list of fonts."""
    asked = getattr(typography, use, None)
    if asked is None or not asked.family:
        return None
    files = tuple(_font_files(typography.fonts, asked.family, source))
    default = fonts.REGULAR if use == "base" else fonts.BOLD
    return Wish(asked.family, _weight(asked.weight) or default, files, source.place("typography", use, "family"))


def _font_files(families: Iterable[Any], family: str, source: _Source) -> Iterator[FontFile]:
    for number, listed in enumerate(families):
        if listed.family != family or listed.source != "file":
            continue
        for place, file in enumerate(listed.files):
            if file.style == "normal":
                name = str(file.path.root)
                where = source.place("typography", "fonts", number, "files", place, "path")
                yield FontFile(source.folder / name, name, _weight(file.weight.root), where)


def _weight(weight: Any) -> int | None:
    """A weight as a number; None where the brand leaves it open or gives a range."""
    return _WEIGHTS.get(weight) if isinstance(weight, str) else weight if isinstance(weight, int) else None


def _logo(logo: Any, source: _Source) -> Loaded[Logo | None]:
    """The logo for white paper in the size that suits a cover; the one for dark paper where there is no other."""
    sized = [(("logo", size), getattr(logo, size, None)) for size in LOGO_SIZES]
    for path, found in ((("logo",), logo if hasattr(logo, "path") else None), *sized):
        if found is None:
            continue
        light = found.light or found.dark if hasattr(found, "light") else found
        if light is None:
            continue
        name = str(light.path.root)
        file = source.folder / name
        if problem := _logo_problem(name, file):
            return Loaded(None, (source.invalid(Sentence(problem, {"file": name}), *path),))
        data = base64.b64encode(file.read_bytes()).decode()
        address = f"data:{LOGO_TYPES[file.suffix.lower()]};base64,{data}"
        return Loaded(Logo(address, str(light.alt or ""), hasattr(found, "light") and found.light is None, file))
    return Loaded(None)


def _logo_problem(name: str, file: Path) -> str | None:
    """The message of what keeps a logo from being printed."""
    kind = LOGO_TYPES.get(file.suffix.lower())
    if "://" in name:
        return "brand.logo_elsewhere"
    if kind is None:
        return "brand.logo_type"
    if not file.is_file():
        return "brand.logo_missing"
    if file.stat().st_size > MAX_LOGO_BYTES:
        return "brand.logo_large"
    data = file.read_bytes()
    if kind != LOGO_TYPES[".svg"]:
        return None if data.startswith(_SIGNATURES[kind]) else "brand.logo_broken"
    try:
        drawing = ElementTree.fromstring(data)
    except ElementTree.ParseError:
        return "brand.logo_broken"
    if not drawing.tag.endswith("svg"):
        return "brand.logo_broken"
    return "brand.logo_linked" if any(map(_links_out, drawing.iter())) else None


def _links_out(element: ElementTree.Element) -> bool:
    """Whether a part of a drawing is taken from another file; links to follow are none."""
    texts = [element.text or "", *element.attrib.values()]
    refers = any(_HREF.match(name) and not value.startswith(("#", "data:")) for name, value in element.attrib.items())
    return (refers and not element.tag.endswith("}a")) or any(map(_ELSEWHERE.search, texts))
