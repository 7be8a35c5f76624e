"""Colours of any brand: readable, told apart by every eye, and as the brand wants them where they can be."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillreport.model.figure import Sentence
from skillreport.model.issue import Issue, Location
from skillreport.write.colours import VISIONS, contrast, distance, distances, lightness_chroma_hue, read_colour, shade
from skillreport.write.palette import EMBER, INK, OWN, PETROL, Palette, find_palette, text_on

PLUM = "#913775"  # hue 340 at the lightness of gaps
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")
BRANDS = st.fixed_dictionaries({}, optional={"primary": COLOURS, "secondary": COLOURS, "danger": COLOURS})
STEPS_APART = 8.0


def place(name: str) -> Location:
    return Location("_brand.yml", cell=name)


def palette(**named: str) -> Palette:
    return find_palette(named, place).value


def issues(**named: str) -> dict[str, Issue]:
    return {issue.code: issue for issue in find_palette(named, place).issues}


def luminance(colour: str) -> float:
    """As WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def wcag(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def paper(named: Mapping[str, str]) -> Palette:
    return find_palette(named, place).value


# ---- any brand


@settings(max_examples=150, deadline=None)
@given(BRANDS)
def test_text_in_a_colour_of_any_brand_is_readable(named: dict[str, str]) -> None:
    colours = paper(named).colours
    for role in ("brand", "brandink", "better", "accent"):
        assert wcag(colours[role], INK["paper"]) >= 4.5, role
        assert wcag(colours[role], INK["wash"]) >= 4.5, role
    assert wcag(INK["paper"], colours["brandink"]) >= 4.5  # the cover
    assert wcag(colours["brandtint"], colours["brandink"]) >= 4.5
    assert wcag(colours["brandink"], colours["brandtint"]) >= 4.5


@settings(max_examples=150, deadline=None)
@given(BRANDS)
def test_marks_in_a_colour_of_any_brand_are_seen(named: dict[str, str]) -> None:
    colours = paper(named).colours
    for role in ("hard", "soft", "brand", "better", "accent"):
        assert min(wcag(colours[role], INK[ground]) for ground in ("paper", "wash")) >= 3, role


@settings(max_examples=100, deadline=None)
@given(BRANDS)
def test_text_in_a_cell_of_any_ladder_is_readable(named: dict[str, str]) -> None:
    found = paper(named)
    for step in found.ladder:
        assert wcag(text_on(step, found.colours), step) >= 4.5, step


@settings(max_examples=100, deadline=None)
@given(BRANDS)
def test_no_eye_mixes_up_what_stands_for_opposites(named: dict[str, str]) -> None:
    colours = paper(named).colours
    for one, other in (("hard", "soft"), ("brand", "accent"), ("better", "accent")):
        assert distance(colours[one], colours[other]) >= 15, (one, colours[one], other, colours[other])


@settings(max_examples=100, deadline=None)
@given(BRANDS)
def test_steps_of_any_ladder_grow_darker_and_are_told_apart(named: dict[str, str]) -> None:
    ladder = paper(named).ladder
    lightness = [lightness_chroma_hue(step)[0] for step in ladder]
    assert lightness == pytest.approx([97, 86, 71, 47, 27], abs=1)
    assert min(map(distance, ladder, ladder[1:])) >= STEPS_APART


@settings(max_examples=60, deadline=None)
@given(BRANDS)
def test_hard_and_soft_survive_a_grey_printer(named: dict[str, str]) -> None:
    colours = paper(named).colours
    hard, soft = (lightness_chroma_hue(colours[role])[0] for role in ("hard", "soft"))
    assert soft - hard >= 15


@settings(max_examples=60, deadline=None)
@given(BRANDS)
def test_a_colour_that_gives_way_is_reported_with_what_is_used(named: dict[str, str]) -> None:
    found = find_palette(named, place)
    for issue in found.issues:
        assert issue.values["used"] in found.value.colours.values(), issue


# ---- what the brand gives


def test_no_brand_is_our_own_palette() -> None:
    assert palette() == OWN
    assert issues() == {}


def test_our_own_colours_under_a_brands_name_stay_as_they_are() -> None:
    assert palette(primary=PETROL["brand"], secondary=PETROL["soft"], danger=PETROL["accent"]) == OWN


def test_the_hue_is_the_brands_and_the_lightness_ours() -> None:
    colours = palette(primary="#5D3A64", secondary="#AD761E").colours
    for role, lightness in (("brandink", 20), ("brand", 30), ("hard", 33), ("better", 47), ("brandtint", 92)):
        light, _, hue = lightness_chroma_hue(colours[role])
        assert light == pytest.approx(lightness, abs=0.6), role
        assert hue == pytest.approx(lightness_chroma_hue("#5D3A64")[2], abs=6), role
    assert lightness_chroma_hue(colours["soft"])[0] == pytest.approx(54, abs=0.6)


def test_the_ladder_follows_the_brands_red() -> None:
    ladder = palette(primary="#26304F", danger="#93283A").ladder
    assert ladder != EMBER
    assert lightness_chroma_hue(ladder[3])[2] == pytest.approx(lightness_chroma_hue("#93283A")[2], abs=4)


@pytest.mark.parametrize("primary", ["#0F3722", "#1B5033", "#006B3F", "#1B6E4A"])
def test_gaps_beside_a_green_brand_are_plum(primary: str) -> None:
    """Known: to those who do not see red, a green brand and an ember accent are one colour."""
    assert distance(palette(primary=primary).colours["brand"], PETROL["accent"]) < 15
    assert palette(primary=primary).colours["accent"] == PLUM
    assert palette(primary=primary, danger="#A63D2F").colours["accent"] == PLUM


def test_gaps_in_a_brands_own_red_stay_where_they_are_told_apart() -> None:
    colours = palette(primary="#26304F", danger="#93283A").colours
    assert lightness_chroma_hue(colours["accent"])[2] == pytest.approx(lightness_chroma_hue("#93283A")[2], abs=4)


def test_a_red_brand_does_not_print_gaps_in_red() -> None:
    colours = palette(primary="#C8102E").colours
    assert distance(colours["accent"], colours["brand"]) >= 15


def test_a_brand_in_grey_stays_grey() -> None:
    assert lightness_chroma_hue(palette(primary="#333333").colours["brand"])[1] == pytest.approx(0, abs=1)


def test_soft_skills_do_not_take_a_hue_from_a_grey() -> None:
    assert palette(secondary="#6C757D").colours["soft"] == PETROL["soft"]
    assert issues(secondary="#6C757D")["brand-grey"].values["used"] == PETROL["soft"]


def test_a_red_that_looks_like_the_brands_green_gives_way_in_soft_skills_too() -> None:
    named = {"primary": "#1B6E4A", "secondary": "#FF1040"}
    assert palette(**named).colours["soft"] == PETROL["soft"]
    found = [issue for issue in find_palette(named, place).issues if issue.code == "brand-too-close"]
    assert [issue.values["role"] for issue in found] == [Sentence("brand.role.soft"), Sentence("brand.role.accent")]


def test_a_collision_names_both_colours_the_eyes_and_the_place() -> None:
    issue = issues(primary="#1B5033", danger="#A63D2F")["brand-too-close"]
    assert issue.location == place("danger")
    assert issue.values == {
        "role": Sentence("brand.role.accent"),
        "wanted": "#993B2D",
        "other_role": Sentence("brand.role.brand"),
        "other": "#1B5033",
        "eyes": Sentence("brand.eyes.protan"),
        "used": PLUM,
    }


@pytest.mark.parametrize(
    ("name", "colour", "needed"),
    [("primary", "#7FB2E5", 4.5), ("secondary", "#FFC107", 3.0), ("danger", "#FF6F61", 4.5)],
)
def test_a_colour_too_pale_to_read_is_reported_with_its_contrast(name: str, colour: str, needed: float) -> None:
    issue = issues(**{name: colour})["brand-contrast"]
    assert issue.location == place(name)
    assert issue.values["needed"] == needed
    stated = issue.values["contrast"]
    assert isinstance(stated, float)
    assert -0.001 < wcag(colour, "#FFFFFF") - stated < 0.011  # rounded down


def test_a_dark_colour_is_not_reported() -> None:
    assert issues(primary="#26304F", secondary="#A65A2A", danger="#93283A") == {}


def test_a_contrast_just_short_is_not_rounded_up_to_what_is_needed() -> None:
    """#777777 has 4.478 : 1, #767676 the 4.54 that is enough."""
    assert issues(primary="#777777")["brand-contrast"].values["contrast"] == 4.47
    assert "brand-contrast" not in issues(primary="#767676")


# ---- colours as such


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("#abc", "#AABBCC"),
        ("#0F4C5C", "#0F4C5C"),
        ("#0F4C5C80", "#0F4C5C"),
        ("rebeccapurple", "#663399"),
        ("rgb(10, 20, 30)", "#0A141E"),
        ("hsl(200 50% 40%)", "#337799"),
        ("reddish", None),
        ("0F4C5C", None),
        ("transparent", None),
        ("", None),
    ],
)
def test_a_colour_is_read_as_css_writes_it(written: str, read: str | None) -> None:
    assert read_colour(written) == read


@given(COLOURS, COLOURS)
def test_contrast_is_as_wcag_defines_it(one: str, other: str) -> None:
    assert contrast(one, other) == pytest.approx(wcag(one, other), abs=1e-3)


def test_distances_are_those_of_the_design() -> None:
    """Measured with another library (colorspacious) for docs: 46, 23, 34, 52 for accent and brand."""
    assert [round(distances(PETROL["accent"], PETROL["brand"])[vision]) for vision in VISIONS] == [46, 23, 34, 52]


@given(st.floats(0, 100), st.floats(0, 120), st.floats(0, 360))
def test_a_shade_keeps_its_lightness_whatever_the_screen_can_show(light: float, chroma: float, hue: float) -> None:
    assert lightness_chroma_hue(shade(light, chroma, hue))[0] == pytest.approx(light, abs=0.8)
