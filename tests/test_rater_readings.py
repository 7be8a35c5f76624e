"""The headline without straight-lined forms and without raters far from the rest, and whether it depends on them."""

import random
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillreport.analyse.rater_readings import Reading
from skillreport.model.figure import Figure, State
from skillreport.model.report import Exhibit
from tests.building import CHART, DAY, RATINGS, SKILLS, SPEAKER, Built, Rows, built, written
from tests.test_properties import quick
from tests.test_raters import NAMES, Rating, form

ASKED = ("Employee", "Skill", "Required level", "Criticality")
EARLIER = date(2026, 8, 1)
LINE = [3] * 8
WITHOUT = "organisation.weighted_gap_without_"
PEOPLE = [f"E{n}" for n in range(1, 7)]
STAFF = [(who, who, "", "Analyst", "senior", "", "") for who in PEOPLE]
NEEDED = [(who, name, 4, weight) for who in PEOPLE for weight, name in enumerate(NAMES[:3], 1)]


def read(
    folder: Path,
    ratings: Sequence[Rating],
    asked: Rows = (("E1", "S1", 4, 2), ("E2", "S1", 4, 2), ("E3", "S1", 4, 2)),
    settings: str = "",
    chart: Rows = (),
) -> Built:
    """The report on these ratings of ten hard skills; by default S1 is required of three people at level 4."""
    sheets: dict[str, Rows] = {
        "Skills": (SKILLS, *((name, "hard", "", 2) for name in NAMES)),
        "Requirements": (ASKED, *asked),
        "Ratings": (RATINGS, *ratings),
    }
    return built(written(folder, sheets, (CHART, *chart) if chart else (), settings))


def lines(people: int = 3, group: str = "manager") -> list[Rating]:
    """E1, E2, … each with a form by a rater of their own, M1, M2, …, who gives 3 on eight skills."""
    return [row for n in range(1, people + 1) for row in form(f"E{n}", LINE, group, f"M{n}")]


def peers(*levels: float | None) -> list[Rating]:
    """What a peer says of E1, E2, … in S1 alone."""
    return [(f"E{n}", "S1", level, "peer", "P1", DAY) for n, level in enumerate(levels, 1) if level is not None]


def straight_lines(report: Built) -> Reading:
    found = report.findings.rater_readings.straight_lines
    assert found is not None
    return found


def figure(report: Built, name: str) -> tuple[float | None, int | None, State]:
    found = report.figures[f"{WITHOUT}{name}"]
    return found.value, found.n, found.state


def trust_notes(report: Built) -> dict[str, str]:
    """The notes under the headline read otherwise, by their first word."""
    [section] = [section for section in report.report.sections if section.id == "trust"]
    [block] = [b for b in section.blocks if isinstance(b, Exhibit) and b.name == "headline-read-otherwise"]
    return {SPEAKER.say(note.lead): SPEAKER.say(note.text) for note in block.notes}


# ---- what is left


def test_without_a_form_the_others_levels_are_left(tmp_path: Path) -> None:
    """As rated E1 stands at (3 + 4) ÷ 2, E2 and E3 at (3 + 2) ÷ 2; without the managers at 4, 2 and 2."""
    report = read(tmp_path, [*lines(), *peers(4, 2, 2)])
    assert report.figures["organisation.weighted_gap"].number == pytest.approx((0.5 + 1.5 + 1.5) / 3)
    value, n, _ = figure(report, "straight_lines")
    assert value == pytest.approx((0 + 2 + 2) / 3)
    assert n == 3
    assert report.figures["organisation.attainment_without_straight_lines"].number == pytest.approx(1 / 3)


def test_a_pair_that_nobody_else_rated_is_unknown_and_not_zero(tmp_path: Path) -> None:
    report = read(tmp_path, [*lines(), *peers(2, None, None)])
    assert figure(report, "straight_lines") == (2, 1, State.KNOWN)
    assert report.figures[f"{WITHOUT}straight_lines"].skipped == (("unrated", 2),)
    assert report.figures["organisation.attainment_without_straight_lines.pairs"].value == 1


def test_where_only_the_own_view_is_left_it_counts(tmp_path: Path) -> None:
    report = read(tmp_path, [*lines(), *peers(2, 2, 2)[1:], ("E1", "S1", 4, "self", "E1", DAY)])
    assert figure(report, "straight_lines")[0] == pytest.approx((0 + 2 + 2) / 3)


@pytest.mark.parametrize(
    ("rule", "gap"),
    [
        ("{rule: precedence, precedence: [manager, peer]}", 2),
        ("{rule: weights, weights: {manager: 3, peer: 1, self: 1}}", 1),
        ("{rule: weights, weights: {manager: 3, self: 1}}", 0),
    ],
)
def test_levels_are_found_anew_by_the_rule_of_the_engagement(rule: str, gap: float, tmp_path: Path) -> None:
    """Peers give 2, the people themselves 4: the next of the list, the mean of both, or self alone is left."""
    own: list[Rating] = [(f"E{n}", "S1", 4, "self", f"E{n}", DAY) for n in (1, 2, 3)]
    report = read(tmp_path, [*lines(), *peers(2, 2, 2), *own], settings=f"current_level: {rule}")
    assert figure(report, "straight_lines")[0] == pytest.approx(gap)


def test_an_older_rating_does_not_come_back(tmp_path: Path) -> None:
    """M1 had given E1 a 2 in August."""
    report = read(tmp_path, [*lines(), *peers(None, 2, 2), ("E1", "S1", 2, "manager", "M1", EARLIER)])
    assert figure(report, "straight_lines")[:2] == (2, 2)


def test_a_line_on_one_day_takes_no_rating_of_another_day_along(tmp_path: Path) -> None:
    """M1's levels of August, on S9 and S10, are another form."""
    asked = (("E1", "S9", 4, 2), ("E1", "S1", 4, 2), ("E2", "S1", 4, 2), ("E3", "S1", 4, 2))
    ratings = [*lines(), *[(*row[:5], EARLIER) for row in form("E1", [1] * 10)[8:]]]
    assert figure(read(tmp_path, ratings, asked), "straight_lines")[:2] == (3, 1)


def far(people: int = 3) -> list[Rating]:
    """E1, E2, …: two managers give 3 and, on S10, 2; a peer of their own is 1.8 levels above both, at 5 on S1."""
    return [
        row
        for n in range(1, people + 1)
        for levels, group, rater in (
            ([3] * 9 + [2], "manager", f"A{n}"),
            ([3] * 9 + [2], "manager", f"B{n}"),
            ([5] * 7 + [4] * 3, "peer", f"P{n}"),
        )
        for row in form(f"E{n}", levels, group, rater)
    ]


def test_without_far_raters_the_others_levels_are_left(tmp_path: Path) -> None:
    report = read(tmp_path, far())
    assert report.figures["organisation.weighted_gap"].value == 0
    assert figure(report, "far_raters") == (1, 3, State.KNOWN)
    assert f"{WITHOUT}straight_lines" not in report.figures


def test_what_a_far_rater_says_of_himself_or_herself_stays(tmp_path: Path) -> None:
    own: list[Rating] = [("P1", "S1", 2, "self", "P1", DAY)]
    report = read(tmp_path, [*far(), *own], (*((f"E{n}", "S1", 4, 2) for n in (1, 2, 3)), ("P1", "S1", 4, 2)))
    assert figure(report, "far_raters")[:2] == ((1 + 1 + 1 + 2) / 4, 4)


# ---- where there is none


def test_without_such_raters_there_is_no_such_reading(tmp_path: Path) -> None:
    report = read(tmp_path, form("E1", [3, 4, 3, 4, 3, 4, 3, 4]) + form("E2", [3] * 7))
    assert [id for id in report.figures if "_without_" in id] == []
    assert list(trust_notes(report)) == ["Why"]


def test_forms_on_skills_that_nobody_needs_change_nothing_to_be_read(tmp_path: Path) -> None:
    report = read(tmp_path, [*form("E1", [3] * 9)[1:], *peers(4)], [("E1", "S1", 4, 2)])
    assert report.findings.raters.forms["straight"].tolist() == [True]
    assert report.findings.rater_readings.straight_lines is None


# ---- what is withheld


def test_two_raters_are_withheld_whatever_the_threshold(tmp_path: Path) -> None:
    report = read(tmp_path, [*lines(2), *peers(4, 2, 2)])
    assert figure(report, "straight_lines") == (None, None, State.WITHHELD)
    assert report.figures["organisation.attainment_without_straight_lines.pairs"].state is State.WITHHELD
    assert list(trust_notes(report)) == ["Why"]


def test_forms_about_few_people_are_withheld(tmp_path: Path) -> None:
    """Three raters are alike, but all of them about E1 and E2; five people are rated by five raters in all."""
    rest = [row for n in range(3, 8) for row in form(f"E{n}", [3] * 7 + [4], rater=f"N{n}")]
    alike = [*form("E1", LINE), *form("E1", LINE, rater="M2"), *form("E2", LINE, rater="M3")]
    report = read(tmp_path, [*alike, *rest], [(f"E{n}", "S1", 4, 2) for n in range(1, 8)], "privacy_threshold: 5")
    assert report.figures["trust.forms.straight_lined"].value == pytest.approx(3 / 8)
    assert figure(report, "straight_lines")[2] is State.WITHHELD


def test_enough_people_and_raters_are_shown(tmp_path: Path) -> None:
    asked = [(f"E{n}", "S1", 4, 2) for n in range(1, 6)]
    report = read(tmp_path, [*lines(5), *peers(4, 4, 4, 4, 4)], asked, "privacy_threshold: 5")
    assert figure(report, "straight_lines")[:2] == (0, 5)


@pytest.mark.parametrize("left", [1, 4])
def test_a_reading_about_few_people_is_withheld(left: int, tmp_path: Path) -> None:
    """Six forms are enough to be left out, but nobody else rated any of the six; E7 and so on were rated."""
    rest: list[Rating] = [(f"E{n}", "S1", 1, "manager", f"M{n}", DAY) for n in range(7, 7 + left)]
    asked = [(f"E{n}", "S1", 4, 2) for n in range(1, 7 + left)]
    report = read(tmp_path, [*lines(6), *rest], asked, "privacy_threshold: 5")
    assert figure(report, "straight_lines") == (None, None, State.WITHHELD)


def north_and_south(north: int) -> Rows:
    return [(f"E{n}", f"E{n}", "", "Analyst", "senior", "", "North" if n <= north else "South") for n in range(1, 13)]


@pytest.mark.parametrize(("alike", "shown"), [(5, False), (6, True)])
def test_nobody_is_the_reading_without_the_other_units(alike: int, shown: bool, tmp_path: Path) -> None:
    """Of North E6 alone is left, or nobody; the gap of South is printed, and is that of the reading then."""
    rows = [row for n in range(1, alike + 1) for row in form(f"E{n}", LINE, rater=f"M{n}")]
    rows += [row for n in range(alike + 1, 13) for row in form(f"E{n}", [1, 3, 4, 2, 3, 4, 2, 3], rater=f"N{n}")]
    asked = [(f"E{n}", "S1", 4, 2) for n in range(1, 13)]
    report = read(tmp_path, rows, asked, "privacy_threshold: 5", north_and_south(6))
    assert report.figures["unit.south.weighted_gap"].known
    assert straight_lines(report).shown is shown


def test_nobody_is_the_reading_without_the_other_skills(tmp_path: Path) -> None:
    """Of those who need S1 E6 alone is left; the gap in S2, which six others need, is printed."""
    rows = [*lines(5), ("E6", "S1", 1, "manager", "M6", DAY)]
    rows += [(f"E{n}", "S2", 3, "peer", "P1", DAY) for n in range(7, 13)]
    asked = [(f"E{n}", "S1" if n <= 6 else "S2", 4, 2) for n in range(1, 13)]
    report = read(tmp_path, rows, asked, "privacy_threshold: 5")
    assert report.figures["skill.s2.mean_gap"].known
    assert not straight_lines(report).shown


def test_a_new_level_of_few_is_not_the_reading_without_the_other_units(tmp_path: Path) -> None:
    """Nobody else rated the first of North, a peer the others: what he says of five may be known together."""
    rows = [row for n in range(1, 7) for row in form(f"E{n}", LINE, rater=f"M{n}")]
    rows += [row for n in range(7, 13) for row in form(f"E{n}", [1, 3, 4, 2, 3, 4, 2, 3], rater=f"N{n}")]
    asked = [(f"E{n}", "S1", 4, 2) for n in range(1, 13)]
    for left, shown in ((5, False), (2, False), (1, True)):
        rated = [*rows, *peers(*[2.0 if n > left else None for n in range(1, 7)])]
        (tmp_path / str(left)).mkdir()
        report = read(tmp_path / str(left), rated, asked, "privacy_threshold: 5", north_and_south(6))
        assert straight_lines(report).shown is shown, left


def test_nothing_is_said_where_the_page_does_not_say_that_there_are_any(tmp_path: Path) -> None:
    """Five people, but four raters in all."""
    asked = [(f"E{n}", "S1", 4, 2) for n in range(1, 6)]
    report = read(tmp_path, [*lines(4), *form("E5", LINE, rater="M4")], asked, "privacy_threshold: 5")
    assert "trust.forms" not in report.figures
    assert f"{WITHOUT}straight_lines" not in report.figures


def test_own_views_that_do_not_count_make_no_few_raters_many(tmp_path: Path) -> None:
    """Three people give themselves the same level on everything, but M1 alone makes a difference."""
    own = [row for n in (1, 2, 3) for row in form(f"E{n}", LINE, "self", f"E{n}")]
    report = read(tmp_path, [*lines(1), *own, *peers(4, 2, 2)])
    assert figure(report, "straight_lines")[2] is State.WITHHELD


@pytest.mark.parametrize(("managers", "shown"), [(("E7", "E7", "E7"), False), (("E7", "E8", "E9"), True)])
def test_unnamed_managers_are_those_of_the_org_chart(managers: Sequence[str], shown: bool, tmp_path: Path) -> None:
    chart = [(f"E{n}", f"E{n}", boss, "Analyst", "senior", "", "") for n, boss in enumerate(managers, 1)]
    chart += [(f"E{n}", f"E{n}", "", "Lead", "manager", "", "") for n in (7, 8, 9)]
    ratings = [(*row[:4], "", row[5]) for row in lines()]
    assert straight_lines(read(tmp_path, [*ratings, *peers(4, 2, 2)], chart=chart)).shown is shown


@pytest.mark.parametrize(
    "spelled", [("Mary One", "Mary One"), ("Mary One", "mary  one"), ("M1", "Mary One"), ("m@x.org", "M1"), ("", "m1")]
)
def test_a_rater_is_one_however_he_or_she_is_written(spelled: tuple[str, str], tmp_path: Path) -> None:
    """By id, name or e-mail of the org chart, or not at all where this says who the manager is: M1 and M2 are two."""
    header = (*CHART, "E-mail")
    chart = [(f"E{n}", f"E{n}", "M1" if n < 4 else "M2", "Analyst", "senior", "", "", "") for n in range(1, 7)]
    chart += [("M1", "Mary One", "", "Boss", "manager", "", "", "m@x.org")]
    chart += [("M2", "Mark Two", "", "Boss", "manager", "", "", "")]
    raters = (spelled[0], *[spelled[1]] * 2, *["M2"] * 3)
    ratings = [row for n, rater in enumerate(raters, 1) for row in form(f"E{n}", LINE, rater=rater)]
    sheets: dict[str, Rows] = {
        "Skills": (SKILLS, *((name, "hard", "", 2) for name in NAMES)),
        "Requirements": (ASKED, *((f"E{n}", "S1", 4, 2) for n in range(1, 7))),
        "Ratings": (RATINGS, *ratings, *peers(*[1] * 6)),
    }
    report = built(written(tmp_path, sheets, (header, *chart), "privacy_threshold: 2"))
    assert report.findings.raters.form_raters == 2
    assert not straight_lines(report).shown


def test_unnamed_peers_are_somebody_else_for_each_person(tmp_path: Path) -> None:
    ratings = [(*row[:4], "", row[5]) for row in lines(group="peer")]
    assert straight_lines(read(tmp_path, ratings)).shown


@pytest.mark.parametrize("others", [0, 1])
def test_few_people_do_not_follow_where_a_whole_unit_drops_out(others: int, tmp_path: Path) -> None:
    """Nobody but M1 to M3 rated the five of North, whose gap is printed, and nobody but M4 E6, whose unit's is not:
    their parts of the difference are known, and E6's would be the rest; where somebody else rated one of North, the
    rest would be about these two.
    """
    chart = [(f"E{n}", f"E{n}", "", "Analyst", "senior", "", "North" if n <= 5 else "South") for n in range(1, 7)]
    chart += [(f"F{n}", f"F{n}", "", "Analyst", "senior", "", "West" if n <= 7 else "East") for n in range(1, 12)]
    asked = [(row[0], "S1", 4, 2) for row in chart]
    raters = ("M1", "M1", "M2", "M2", "M3", "M4")
    ratings = [row for n, rater in enumerate(raters, 1) for row in form(f"E{n}", LINE, rater=rater)]
    ratings += [row for n in range(1, 12) for row in form(f"F{n}", [*LINE, 4], rater=f"N{n % 2}")]
    ratings += peers(2)[:others]
    report = read(tmp_path, ratings, asked, "privacy_threshold: 5", chart)
    hidden = report.findings.withheld.units
    assert ("south" in hidden, "north" in hidden) == (True, False)
    assert not straight_lines(report).shown


def test_of_two_readings_that_differ_by_few_the_second_is_withheld(tmp_path: Path) -> None:
    """The three far raters are straight lines, too; M4 is a straight line only."""
    ratings = [row for n in (1, 2, 3) for row in form(f"E{n}", [4.6] * 10, "peer", f"P{n}")]
    ratings += [row for n in (1, 2, 3) for one in "AB" for row in form(f"E{n}", [3] * 9 + [2], "manager", f"{one}{n}")]
    asked = [(f"E{n}", "S1", 4, 2) for n in range(1, 5)]
    fourth = [*form("E4", LINE, rater="M4"), ("E4", "S1", 2, "peer", "P4", DAY)]
    (tmp_path / "alike").mkdir()
    alike = read(tmp_path / "alike", ratings, asked)
    assert [figure(alike, name)[2] for name in ("straight_lines", "far_raters")] == [State.KNOWN] * 2
    differ = read(tmp_path, [*ratings, *fourth], asked)
    assert [figure(differ, name)[2] for name in ("straight_lines", "far_raters")] == [State.KNOWN, State.WITHHELD]
    assert "far" not in trust_notes(differ)["Caution"]


# ---- what is said of it


def test_a_headline_that_stands_without_them_is_said_to_hold(tmp_path: Path) -> None:
    report = read(tmp_path, [*lines(), *peers(3, 3, 3)])
    assert (
        report.titles["trust"] == "The data carry the findings: 100% of the required ratings are in and all checks pass"
    )
    assert trust_notes(report)["Holds"] == (
        "The weighted gap of 1.00 levels does not depend on forms with the same level on every skill (1.00 without "
        "them): a difference up to 0.125 levels counts as none."
    )


def test_a_headline_that_depends_on_them_is_said_to_in_title_and_note(tmp_path: Path) -> None:
    report = read(tmp_path, [*lines(), *peers(2, 2, 2)])
    assert report.titles["trust"] == (
        "All data checks pass, but the weighted gap of 1.50 levels would be 2.00 without forms with the same level on "
        "every skill"
    )
    assert trust_notes(report)["Caution"] == (
        "The weighted gap of 1.50 levels depends on forms with the same level on every skill (2.00 without them): a "
        "difference above 0.125 levels calls for care with the headline."
    )


def test_the_title_names_the_checks_that_fall_short_as_well(tmp_path: Path) -> None:
    asked = [(who, "S1", 4, 2) for who in PEOPLE]
    title = read(tmp_path, [*lines(), *peers(2, 2, 2)], asked, chart=STAFF).titles["trust"]
    assert title.startswith("One of four data checks falls short, and the weighted gap of 1.50 levels would be 2.00")


def test_where_nothing_is_left_the_headline_rests_on_them_alone(tmp_path: Path) -> None:
    report = read(tmp_path, lines())
    assert figure(report, "straight_lines") == (None, 0, State.NOT_RATED)
    assert report.titles["trust"] == (
        "All data checks pass, but without forms with the same level on every skill there is nothing to count"
    )
    assert "forms with the same level on every skill (unknown without them)" in trust_notes(report)["Caution"]


def test_of_two_readings_the_title_names_the_one_that_moves_the_headline_more(tmp_path: Path) -> None:
    """Without the straight lines of E4 to E6 the gap is known of E1 to E3 only."""
    asked = [(f"E{n}", "S1", 5, 2) for n in range(1, 7)]
    alike = [row for n in (4, 5, 6) for row in form(f"E{n}", [4] * 8, rater=f"M{n}")]
    report = read(tmp_path, [*far(), *alike], asked)
    gaps = [report.figures[f"{WITHOUT}{name}"].value for name in ("straight_lines", "far_raters")]
    assert [report.figures["organisation.weighted_gap"].value, *gaps] == [1, 1, 1.5]
    assert report.titles["trust"].endswith("1.50 without raters far from the others")


@pytest.mark.parametrize(("peer", "lead"), [(2.752, "Caution"), (2.748, "Holds")])
def test_the_bound_goes_by_the_numbers_as_printed(peer: float, lead: str, tmp_path: Path) -> None:
    """The gap is 4 − (3 + P) ÷ 2 as rated and 4 − P without the managers: 1.124 and 1.248, printed as 1.12 and 1.25; or
    1.126 and 1.252, printed as 1.13 and 1.25."""
    assert lead in trust_notes(read(tmp_path, [*lines(), *peers(peer, peer, peer)]))


# ---- whatever the data


def drawn(seed: int) -> list[Rating]:
    """Forms about some of six people by a few raters, named or not: many give one level on everything, and some are far
    from the others."""
    dice = random.Random(seed)
    ratings: list[Rating] = []
    for who in dice.sample(PEOPLE, dice.randint(1, 6)):
        for rater in dice.sample(["R1", "R2", "R3", "R4", "", who], dice.randint(1, 5)):
            group = "self" if rater == who else dice.choice(["manager", "peer"])
            one, least = dice.randint(1, 5), 4 if rater == "R1" else 1
            alike = dice.random() < 0.4
            ratings += form(who, [one if alike else dice.randint(least, 5) for _ in NAMES], group, rater)
    return ratings


SUMS = ["rated", "unrated", "met", "weight", "weighted_gap"]


def left_by_hand(report: Built, ratings: Sequence[Rating]) -> dict[str, list[Rating]]:
    """The rows that are no straight line, and those that are not of raters who were found far from the rest."""
    compared, names = report.findings.raters.compared, report.findings.assessment.ratings["rater"].cat.categories
    far_raters = {names[code] for code in compared.loc[compared["far"], "rater"]}
    forms: dict[tuple[object, ...], set[object]] = {}
    for row in ratings:
        forms.setdefault((row[0], *row[3:]), set()).add(row[2])
    return {
        "straight_lines": [row for row in ratings if len(forms[(row[0], *row[3:])]) > 1],
        "far_raters": [row for row in ratings if row[4] not in far_raters or row[3] == "self"],
    }


@quick(20)
@given(seed=st.integers(0, 10**6))
def test_a_reading_is_the_headline_of_a_workbook_without_these_ratings(seed: int) -> None:
    ratings = drawn(seed)
    with tempfile.TemporaryDirectory() as name:
        whole = read(Path(name), ratings, NEEDED, chart=STAFF)
        for reading, rows in left_by_hand(whole, ratings).items():
            found = getattr(whole.findings.rater_readings, reading)
            assert (found is None) == (len(rows) == len(ratings))
            if found is not None and rows:
                left = read(Path(name), rows, NEEDED, chart=STAFF).findings.totals
                assert found.totals[SUMS].tolist() == pytest.approx(left[SUMS].tolist(), abs=1e-9)


@quick(10)
@given(seed=st.integers(0, 10**6))
def test_the_order_of_rows_and_the_names_of_raters_change_no_reading(seed: int) -> None:
    ratings = drawn(seed)
    shuffled = random.Random(seed + 1).sample(ratings, len(ratings))
    renamed = [
        (*row[:4], str(row[4]).translate(str.maketrans("1234", "4312")) if row[3] != "self" else row[4], row[5])
        for row in shuffled
    ]
    with tempfile.TemporaryDirectory() as name:
        one, other = (read(Path(name), rows, NEEDED, chart=STAFF) for rows in (ratings, renamed))
    assert readings(one) == readings(other)


def readings(report: Built) -> dict[str, tuple[float | None, int | None, State]]:
    def said(figure: Figure) -> tuple[float | None, int | None, State]:
        return None if figure.value is None else round(figure.value, 9), figure.n, figure.state

    return {id: said(figure) for id, figure in report.figures.items() if "_without_" in id}
