"""Fonts of a brand: embedded in HTML and PDF, drawings included; our own stands in for what they lack."""

import base64
import re
from collections.abc import Iterable
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._f_v_a_r import Axis

from skillreport.language.issues import worded
from skillreport.model.issue import Issue, Loaded
from skillreport.write.brand import Brand, load_brand
from skillreport.write.typefaces import DIGITS, MAX_FONT_BYTES, OWN, missing_letters
from tests.building import SPEAKER
from tests.errors.command_line import run
from tests.errors.files import Files, write_files
from tests.errors.samples import SETTINGS, acme

ROOT = Path(__file__).resolve().parent.parent
OURS = ROOT / "templates" / "fonts"
BARLOW = ROOT / "sample_data" / "professional_services" / "fonts" / "barlow-latin-400-normal.woff2"
REGULAR, BOLD = "sr-sans-400", "sr-sans-600"
BRAND = """\
typography:
  fonts:
    - family: Acme Sans
      source: file
      files:
        - path: fonts/regular.ttf
        - path: fonts/bold.ttf
          weight: 600
  base: Acme Sans
"""


@cache
def font(
    source: str = REGULAR, without: str = "", ragged: bool = False, locks: int = 0, variable: bool = False
) -> bytes:
    """One of our fonts as a .ttf of another maker's: without some letters, with a narrow 1, locked, or variable."""
    made = TTFont(OURS / f"{source}.woff2", recalcTimestamp=False)
    made.flavor = None
    for table in made["cmap"].tables:
        for letter in without:
            table.cmap.pop(ord(letter), None)
    if ragged:
        width, bearing = made["hmtx"][made.getBestCmap()[ord("1")]]
        made["hmtx"][made.getBestCmap()[ord("1")]] = (width // 2, bearing)
    made["OS/2"].fsType = locks
    if variable:
        axis = Axis()
        axis.axisTag, axis.minValue, axis.defaultValue, axis.maxValue, axis.axisNameID = "wght", 100, 400, 900, 256
        made["fvar"] = newTable("fvar")
        made["fvar"].axes = [axis]
        made["name"].setName("Weight", 256, 3, 1, 0x409)
    target = BytesIO()
    made.save(target)
    return target.getvalue()


def two(regular: bytes | None = None, bold: bytes | None = None) -> Files:
    return {"fonts/regular.ttf": regular or font(), "fonts/bold.ttf": bold or font(BOLD)}


def loaded(folder: Path, text: str = BRAND, files: Files | None = None) -> Loaded[Brand]:
    write_files(folder, {"_brand.yml": text, **(two() if files is None else files)})
    return load_brand(folder / "_brand.yml")


def said(issues: Iterable[Issue]) -> list[str]:
    return [f"{issue.location}: {message}" for issue, message, _ in worded(SPEAKER, issues)]


def report(folder: Path, text: str = BRAND, files: Files | None = None, client: str = "Acme") -> Path:
    """The folder of a report with this brand, in HTML and PDF."""
    brand = {"_brand.yml": text, **(two() if files is None else files)}
    settings = SETTINGS.replace("Acme", client) + "brand: _brand.yml\nformats: [html, pdf]\n"
    built = run("build", write_files(folder, acme(settings, more=brand)), "--output", folder / "output")
    assert built.code == 0
    (folder / "said.txt").write_text(built.err, "utf-8")
    return next((folder / "output").iterdir())


def fonts_in(pdf: Path) -> set[str]:
    """The fonts of all pages, those of drawings too."""
    names = set()
    with pikepdf.open(pdf) as opened:
        for item in opened.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font" and "/BaseFont" in item:
                names.add(str(item.BaseFont).partition("+")[2])
    return names


# ---- used


def test_the_whole_report_is_set_in_the_brands_font(tmp_path: Path) -> None:
    """Headings follow the base font where the brand names no other."""
    made = report(tmp_path)
    assert fonts_in(made / "organisation.pdf") == {"Brand-Acme-Sans", "Brand-Acme-Sans-Semi-Bold"}
    html = (made / "organisation.html").read_text("utf-8")
    assert 'html { font-family: "Brand Acme Sans", "SR Sans", sans-serif;' in html
    assert set(re.findall('<svg[^>]* font-family="([^"]*)"', html)) == {"Brand Acme Sans, SR Sans"}
    for name, weight in (("regular", 400), ("bold", 600)):
        data = base64.b64encode((tmp_path / f"fonts/{name}.ttf").read_bytes()).decode()
        assert f'"Brand Acme Sans"; font-weight: {weight}; src: url(data:font/truetype' in html
        assert data in html
    assert (tmp_path / "said.txt").read_text("utf-8") == ""


def test_headings_may_have_a_font_of_their_own(tmp_path: Path) -> None:
    text = """\
typography:
  fonts:
    - family: Acme Serif
      source: file
      files: [{path: serif.ttf}]
  headings: {family: Acme Serif, weight: 700}
"""
    made = report(tmp_path, text, {"serif.ttf": font("sr-serif-600")})
    assert fonts_in(made / "organisation.pdf") == {
        "SR-Sans",
        "SR-Sans-Semi-Bold",
        "Brand-Acme-Serif-headings-Semi-Bold",
    }


def test_a_second_report_of_the_same_files_has_the_same_bytes(tmp_path: Path) -> None:
    first, second = report(tmp_path / "a"), report(tmp_path / "b")
    for name in ("organisation.html", "organisation.pdf"):
        assert (first / name).read_bytes() == (second / name).read_bytes()


def test_the_manifest_names_the_font_files(tmp_path: Path) -> None:
    manifest = (report(tmp_path) / "consultant/manifest.json").read_text("utf-8")
    assert '"fonts/regular.ttf"' in manifest
    assert '"fonts/bold.ttf"' in manifest


@pytest.mark.parametrize("suffix", ["woff2", "woff", "ttf", "otf"])
def test_every_kind_of_font_file_is_taken(suffix: str, tmp_path: Path) -> None:
    """The PDF's maker looks at the bytes, browsers at the stated format: both have to fit."""
    made = TTFont(OURS / f"{REGULAR}.woff2", recalcTimestamp=False)
    made.flavor = suffix if suffix.startswith("woff") else None
    made.save(tmp_path / f"a.{suffix}")
    text = f"typography:\n  fonts: [{{family: A, source: file, files: [{{path: a.{suffix}}}]}}]\n  headings: A\n"
    made_report = report(tmp_path, text, {})
    assert "Brand-A-headings-Semi-Bold" in fonts_in(made_report / "organisation.pdf")


@pytest.mark.parametrize(
    ("weights", "regular", "bold"),
    [((400, 600), 400, 600), ((300, 500, 700), 500, 700), ((400, 700, 900), 400, 700), ((500, 800), 500, 800)],
)
def test_the_weights_nearest_to_ours_are_taken(
    weights: tuple[int, ...], regular: int, bold: int, tmp_path: Path
) -> None:
    listed = ", ".join(f"{{path: w{weight}.ttf, weight: {weight}}}" for weight in weights)
    text = f"typography:\n  fonts: [{{family: A, source: file, files: [{listed}]}}]\n  base: A\n"
    found = loaded(tmp_path, text, {f"w{weight}.ttf": font() for weight in weights}).value
    assert [file.name for file in found.files] == [f"w{regular}.ttf", f"w{bold}.ttf"]


def test_a_weight_that_the_brand_leaves_open_is_read_from_the_font(tmp_path: Path) -> None:
    listed = "{path: heavy.ttf}, {path: light.ttf}, {path: slanted.ttf, style: italic}"
    text = f"typography:\n  fonts: [{{family: A, source: file, files: [{listed}]}}]\n  base: A\n"
    files = {"heavy.ttf": font(BOLD), "light.ttf": font(), "slanted.ttf": font()}
    assert [file.name for file in loaded(tmp_path, text, files).value.files] == ["light.ttf", "heavy.ttf"]


def test_a_familys_name_cannot_leave_its_place_in_style_and_drawing(tmp_path: Path) -> None:
    text = BRAND.replace("Acme Sans", """'A"c,me; } </style><b>'""")
    assert loaded(tmp_path, text).value.typefaces.text == ("Brand Acme  styleb", "SR Sans")


# ---- lacking something


def test_a_missing_bold_is_ours(tmp_path: Path) -> None:
    text = BRAND.replace("        - path: fonts/bold.ttf\n          weight: 600\n", "")
    found = loaded(tmp_path, text)
    assert said(found.issues) == [
        "_brand.yml:6: the font Acme Sans has no weight for what is bold; our own font stands in there"
    ]
    ours = base64.b64encode((OURS / f"{BOLD}.woff2").read_bytes()).decode()
    bold = ("Brand Acme Sans", 600)
    assert {(face.family, face.weight): face.data for face in found.value.typefaces.faces}[bold] == ours


def test_digits_of_one_width_are_asked_for_where_the_font_has_them() -> None:
    """Barlow, as many fonts, has them as a feature that is off by default."""
    found = load_brand(BARLOW.parent.parent / "_brand.yml")
    assert {face.features for face in found.value.typefaces.faces} == {("tnum",)}
    assert found.value.typefaces.text == ("Brand Barlow", "SR Sans")
    assert found.issues == ()


def test_digits_are_ours_where_the_font_has_none_of_one_width(tmp_path: Path) -> None:
    made = report(tmp_path, files=two(regular=font(ragged=True)))
    assert (tmp_path / "said.txt").read_text("utf-8").splitlines()[0] == (
        "note     _brand.yml:6: the font Acme Sans has no digits of equal width; our own font stands in there"
    )
    assert loaded(tmp_path, files=two(font(ragged=True))).value.typefaces.text[0] == DIGITS
    html = (made / "organisation.html").read_text("utf-8")
    assert len(re.findall(rf'font-family: "{DIGITS}"; font-weight: \d00;', html)) == 2
    assert fonts_in(made / "organisation.pdf") >= {"SR-Digits", "Brand-Acme-Sans"}


def test_letters_that_the_font_lacks_are_ours_and_said(tmp_path: Path) -> None:
    made = report(tmp_path, files=two(font(without="ŁΣ×"), font(BOLD, without="ŁΣ×")), client="Łódź")
    assert (tmp_path / "said.txt").read_text("utf-8").splitlines()[0] == (
        "note     _brand.yml:6: the font Acme Sans has no × Ł Σ; our own font stands in there"
    )
    assert fonts_in(made / "organisation.pdf") <= {
        "Brand-Acme-Sans", "Brand-Acme-Sans-Semi-Bold", "SR-Sans", "SR-Sans-Semi-Bold", "SR-Serif-Semi-Bold",
    }  # fmt: skip


def test_letters_that_the_report_does_not_print_are_not_said(tmp_path: Path) -> None:
    faces = loaded(tmp_path, files=two(font(without="Ł"))).value.typefaces
    assert missing_letters("<p>Lodz</p><script>Ł</script><style>Ł</style><p title='Ł'></p>", faces) == ()
    assert [issue.code for issue in missing_letters("<p>&#321;</p>", faces)] == ["brand-font-incomplete"]


def test_letters_of_headings_are_looked_for_in_the_font_of_headings(tmp_path: Path) -> None:
    text = BRAND.replace("  base:", "  headings:")
    faces = loaded(tmp_path, text, two(bold=font(BOLD, without="Ł"))).value.typefaces
    assert missing_letters("<h2>Lodz</h2><p>Łódź</p>", faces) == ()
    assert len(missing_letters("<h2 class='finding'>Łódź</h2>", faces)) == 1


# ---- not usable


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({"fonts/bold.ttf": font(BOLD)}, "it does not exist beside _brand.yml"),
        (two(b"not a font"), "it is not a font that can be read"),
        (two(font()[:2000]), "it is not a font that can be read"),
        (two(font() + b"\0" * MAX_FONT_BYTES), "it has more than 600 kB; as .woff2 it is often a third as large"),
        (
            two(font(variable=True)),
            "it is a variable font, which the PDF prints in one weight only; take a file for each weight",
        ),
        (two(font(locks=0x0002)), "its maker does not allow it to be embedded"),
        (two(font(locks=0x0100)), "its maker does not allow it to be embedded"),
    ],
    ids=["missing", "broken", "cut off", "large", "variable", "locked", "not to be made smaller"],
)
def test_a_file_that_cannot_be_used_is_said_and_ours_stands_in(files: Files, problem: str, tmp_path: Path) -> None:
    found = loaded(tmp_path, files=files)
    assert said(found.issues) == [f"_brand.yml:6: the font file fonts/regular.ttf cannot be used: {problem}"]
    assert found.value.typefaces.text == OWN.text


def test_a_font_may_be_embedded_for_viewing_and_editing(tmp_path: Path) -> None:
    assert loaded(tmp_path, files=two(font(locks=0x0004))).issues == ()
    assert loaded(tmp_path, files=two(font(locks=0x0008))).issues == ()


@pytest.mark.parametrize("name", ["https://acme.example/a.woff2", "a.eot"])
def test_a_file_elsewhere_or_of_another_kind_is_said(name: str, tmp_path: Path) -> None:
    problem = "it is on the web" if name.startswith("http") else "it should be a .woff2, .woff, .ttf or .otf file"
    assert said(loaded(tmp_path, BRAND.replace("fonts/regular.ttf", name)).issues) == [
        f"_brand.yml:6: the font file {name} cannot be used: {problem}"
    ]


@pytest.mark.parametrize(
    "fonts",
    [
        "",
        "  fonts: [{family: Inter, source: google}]\n",
        "  fonts: [{family: Inter, source: bunny, weight: [400, 700]}]\n",
        "  fonts: [{family: Inter, source: system}]\n",
        "  fonts: [{family: Inter, source: file, files: []}]\n",
    ],
    ids=["name only", "google", "bunny", "system", "no files"],
)
def test_a_font_without_files_is_said_once_and_ours_is_used(fonts: str, tmp_path: Path) -> None:
    found = loaded(tmp_path, f"typography:\n{fonts}  base: Inter\n  headings: Inter\n")
    assert [issue.code for issue in found.issues] == ["brand-font-elsewhere"]
    assert found.value.typefaces == OWN
