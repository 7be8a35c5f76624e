"""`_brand.yml`: what the brand.yml standard allows is accepted, what is wrong is said at its line, the rest counts."""

from collections.abc import Mapping
from pathlib import Path

import brand_yml
import pytest

from skillreport.language.issues import worded
from skillreport.model.issue import Loaded
from skillreport.write.brand import DEFAULT, Brand, load_brand
from skillreport.write.palette import PETROL
from tests.building import SPEAKER
from tests.errors.files import Files, write_files

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"><path d="M0 0h4v2z"/></svg>'
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
FROM_QUARTO = sorted((Path(brand_yml.__file__).parent / "examples").glob("*.yml"))


def loaded(folder: Path, text: str, files: Files | None = None) -> Loaded[Brand]:
    write_files(folder, {"_brand.yml": text, **(files or {})})
    return load_brand(folder / "_brand.yml")


def said(found: Loaded[Brand]) -> list[str]:
    """Each issue with its place, as it is printed."""
    return [f"{issue.location}: {message}" for issue, message, _ in worded(SPEAKER, found.issues)]


def faults(found: Loaded[Brand]) -> list[str]:
    return [line for line, issue in zip(said(found), found.issues, strict=True) if issue.code == "brand-invalid"]


# ---- accepted


def test_no_brand_is_our_own_look() -> None:
    assert load_brand(None) == Loaded(DEFAULT)


@pytest.mark.parametrize("file", FROM_QUARTO, ids=lambda file: file.stem)
def test_the_examples_of_the_standard_are_accepted(file: Path) -> None:
    """All but a logo that the library ships without its file."""
    found = load_brand(file)
    assert [fault for fault in faults(found) if "the logo posit.png does not exist" not in fault] == []


@pytest.mark.parametrize(
    "text",
    [
        "meta:\n  name: {full: Acme Limited, short: Acme}\n  link: https://acme.example\n",
        "meta:\n  link: {home: 'https://acme.example', linkedin: 'https://linkedin.example/acme', intranet: acme}\n",
        "meta:\n  founded: 1901\n",
        'color:\n  foreground: "#1B1D24"\n  background: "#FFFFFF"\n  light: "#EEEEEE"\n  dark: "#111111"\n',
        'color:\n  palette: {moss: "#205E50", brand: moss}\n  primary: brand\n  success: moss\n  tertiary: moss\n',
        "color:\n  primary: {light: navy, dark: '#80A0FF'}\n  foreground: {dark: white}\n",
        "typography:\n  monospace: Fira Code\n  link: {weight: bold, decoration: underline}\n",
        "defaults:\n  shiny: {theme: anything}\n  quarto: {format: {html: {toc: true}}}\n",
    ],
    ids=["name", "links", "more of meta", "grounds", "palette", "light and dark", "monospace and link", "defaults"],
)
def test_what_the_standard_allows_is_accepted(text: str, tmp_path: Path) -> None:
    assert faults(loaded(tmp_path, text)) == []


def test_the_full_name_comes_before_the_short_one(tmp_path: Path) -> None:
    assert loaded(tmp_path, "meta:\n  name: {full: Acme Limited, short: Acme}\n").value.name == "Acme Limited"
    assert loaded(tmp_path, "meta:\n  name: {short: Acme}\n").value.name == "Acme"


def test_a_name_of_the_palette_may_name_another(tmp_path: Path) -> None:
    named = 'color:\n  palette: {night: "#26304F", ours: night}\n  primary: ours\n'
    direct = 'color:\n  primary: "#26304F"\n'
    assert loaded(tmp_path, named).value.palette == loaded(tmp_path, direct).value.palette


def test_of_light_and_dark_colours_the_one_for_light_paper_counts(tmp_path: Path) -> None:
    both = "color:\n  primary: {light: '#26304F', dark: '#A0B0FF'}\n"
    light = "color:\n  primary: '#26304F'\n"
    assert loaded(tmp_path, both).value.palette == loaded(tmp_path, light).value.palette


# ---- wrong


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "_brand.yml: the file should be a list of keys with values, such as color:"),
        ("- primary\n", "_brand.yml: the file should be a list of keys with values, such as color:"),
        ("color: [a\n", "_brand.yml:2: the file is not YAML: expected ',' or ']', but got '<stream end>'"),
        ("meta:\n  name: A\ncolour:\n  primary: navy\n", "_brand.yml:3: colour is no key of the brand.yml standard"),
        ("color:\n  prim: navy\n", "_brand.yml:2: color.prim is no key of the brand.yml standard"),
        (
            "color:\n  secondary: navy\n  primary: #26304F\n",
            "_brand.yml:3: color.primary is empty; a colour that begins with # needs quotes",
        ),
        ("color:\n  primary: 123456\n", "_brand.yml:2: color.primary: should be a valid string, not 123456"),
        (
            "color:\n  primary: nvy\n",
            "_brand.yml:2: color.primary: nvy is not a colour such as #0F4C5C or a name of the palette",
        ),
        (
            "color:\n  palette:\n    a: b\n    b: a\n  primary: navy\n",
            "_brand.yml:1: color: Circular reference detected.",
        ),
        (
            "typography:\n  fonts:\n  - source: file\n  base: X\n",
            "_brand.yml:1: typography: this key is needed: family",
        ),
        ("logo:\n  medium: 5\n", "_brand.yml:1: logo: <class 'int'> is not a valid brand logo type"),
        (
            "typography:\n  headings: {color: primary}\n",
            "_brand.yml:1: typography: `typography.headings.color` referred to `color.primary` which is not defined.",
        ),
    ],
)
def test_what_is_wrong_is_said_once_at_its_line(text: str, fault: str, tmp_path: Path) -> None:
    assert faults(loaded(tmp_path, text)) == [fault]


def test_a_file_that_is_not_text_is_said(tmp_path: Path) -> None:
    (tmp_path / "_brand.yml").write_bytes(b"color:\n  primary: \xff\xfe\n")
    assert said(load_brand(tmp_path / "_brand.yml")) == [
        "_brand.yml:1: the file is not YAML: it is not text in UTF-8",
    ]


def test_what_is_right_beside_a_fault_counts(tmp_path: Path) -> None:
    text = 'meta:\n  name: Acme\n  link: acme.example\ncolor:\n  primary: "#26304F"\n  danger: reddish\n  prim: navy\n'
    found = loaded(tmp_path, text)
    assert [line.split(": ")[0] for line in faults(found)] == ["_brand.yml:3", "_brand.yml:7", "_brand.yml:6"]
    assert found.value.name == "Acme"
    assert found.value.colours["brand"] != PETROL["brand"]
    assert found.value.colours["accent"] == PETROL["accent"]


# ---- logos


@pytest.mark.parametrize(
    ("logo", "name"),
    [
        ("logo: wide.svg\n", "wide.svg"),
        ("logo:\n  medium: wide.svg\n", "wide.svg"),
        ("logo:\n  medium: {path: wide.svg, alt: Acme}\n", "wide.svg"),
        ("logo:\n  images: {ours: wide.svg}\n  large: ours\n", "wide.svg"),
        ("logo:\n  images:\n    ours: {path: wide.svg, alt: Acme}\n  small: ours\n", "wide.svg"),
        ("logo:\n  small: mark.png\n  large: wide.svg\n", "wide.svg"),
        ("logo:\n  small: mark.png\n", "mark.png"),
        ("logo:\n  medium: {light: wide.svg, dark: mark.png}\n", "wide.svg"),
        ("logo:\n  medium:\n    light: {path: wide.svg, alt: Acme}\n    dark: mark.png\n", "wide.svg"),
        ("logo:\n  medium: {dark: mark.png}\n", "mark.png"),
        ("logo:\n  medium: art/photo.jpg\n", "photo.jpg"),
    ],
)
def test_a_logo_may_be_named_in_every_way_of_the_standard(logo: str, name: str, tmp_path: Path) -> None:
    files: Mapping[str, str | bytes] = {
        "wide.svg": SVG,
        "mark.png": PNG,
        "art/photo.jpg": b"\xff\xd8\xff\xe0" + b"\0" * 20,
    }
    found = loaded(tmp_path, logo, files)
    assert said(found) == []
    assert found.value.logo is not None
    assert found.value.logo.file.name == name
    assert found.value.files == (found.value.logo.file,)


def test_a_logo_says_what_it_shows(tmp_path: Path) -> None:
    found = loaded(tmp_path, "logo:\n  medium: {path: a.svg, alt: Acme in letters}\n", {"a.svg": SVG}).value
    assert found.logo is not None
    assert found.logo.alt == "Acme in letters"


def test_only_a_logo_for_dark_grounds_stands_on_the_dark_ground(tmp_path: Path) -> None:
    only = loaded(tmp_path, "logo:\n  medium: {dark: a.svg}\n", {"a.svg": SVG}).value.logo
    both = loaded(tmp_path, "logo:\n  medium: {dark: a.svg, light: a.svg}\n", {"a.svg": SVG}).value.logo
    assert only is not None
    assert both is not None
    assert (only.on_dark, both.on_dark) == (True, False)


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("none.svg", None, "the logo none.svg does not exist beside _brand.yml"),
        ("a.pdf", b"%PDF", "the logo a.pdf should be an .svg, .png or .jpg file"),
        ("a.png", b"x" * 300_001, "the logo a.png has more than 300 kB"),
        ("a.png", b"GIF89a", "the logo a.png is not the picture that its name says"),
        ("a.svg", "<svg", "the logo a.svg is not the picture that its name says"),
        ("a.svg", "<html></html>", "the logo a.svg is not the picture that its name says"),
        (
            "a.svg",
            SVG.replace("<path", '<image href="photo.png"/><path'),
            "the logo a.svg refers to another file; save it with everything inside",
        ),
        (
            "a.svg",
            SVG.replace("<path", "<style>@import 'https://fonts.example/x.css';</style><path"),
            "the logo a.svg refers to another file; save it with everything inside",
        ),
    ],
)
def test_a_logo_that_cannot_be_printed_is_said(
    name: str, content: str | bytes | None, problem: str, tmp_path: Path
) -> None:
    found = loaded(tmp_path, f"logo:\n  medium: {name}\n", {name: content})
    assert said(found) == [f"_brand.yml:2: {problem}"]
    assert found.value.logo is None


def test_a_logo_on_the_web_is_not_loaded(tmp_path: Path) -> None:
    assert said(loaded(tmp_path, "logo: https://acme.example/logo.svg\n")) == [
        "_brand.yml:1: the logo https://acme.example/logo.svg is on the web, and the report loads nothing from there; "
        "put the file beside _brand.yml"
    ]


def test_a_drawing_may_use_its_own_parts_and_name_an_address(tmp_path: Path) -> None:
    inside = '<a href="https://acme.example"><use href="#p"/></a><g fill="url(#g)"/>'
    found = loaded(tmp_path, "logo: a.svg\n", {"a.svg": SVG.replace("<path", f'{inside}<path id="p"')})
    assert said(found) == []
