"""How ratings were given: straight lines, raters far from the rest; and how the headline reads otherwise."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from skillreport.model.report import Exhibit
from tests.building import DAY, RATINGS, REQUIREMENTS, SKILLS, Built, Rows, built, written

NAMES = tuple(f"S{number}" for number in range(1, 11))
Rating = tuple[object, ...]  # employee, skill, level, rater group, rater, date


def rated_by(
    ratings: Sequence[Rating],
    folder: Path,
    threshold: int = 1,
    more: Mapping[str, Rows] | None = None,
    settings: str = "",
) -> Built:
    """The report on ten hard skills with these ratings."""
    sheets: dict[str, Rows] = {
        "Skills": (SKILLS, *((name, "hard", "", 2) for name in NAMES)),
        "Ratings": (RATINGS, *ratings),
        **(more or {}),
    }
    return built(written(folder, sheets, settings=f"privacy_threshold: {threshold}\n{settings}"))


def form(
    employee: str, levels: Sequence[object], group: str = "manager", rater: str = "M1", day: date = DAY
) -> list[Rating]:
    """What one rater says of one person on the first skills."""
    return [(employee, name, level, group, rater, day) for name, level in zip(NAMES, levels, strict=False)]


def straight(report: Built) -> tuple[int, int]:
    """Forms that are long enough, and those of them with one level throughout."""
    forms = report.findings.raters.forms
    return len(forms), int(forms["straight"].sum())


# ---- straight lines


@pytest.mark.parametrize(
    ("levels", "found"),
    [
        ([3] * 8, (1, 1)),
        ([3] * 7, (0, 0)),
        ([3] * 7 + [4], (1, 0)),
        ([3] * 8 + ["N/A"], (1, 1)),
        ([3] * 7 + ["N/A"], (0, 0)),
        ([2.5] * 8, (1, 1)),
    ],
)
def test_a_form_is_a_straight_line_where_eight_skills_or_more_have_one_level(
    levels: Sequence[object], found: tuple[int, int], tmp_path: Path
) -> None:
    assert straight(rated_by(form("E1", levels), tmp_path)) == found


def test_each_day_is_a_form_of_its_own(tmp_path: Path) -> None:
    """Five skills in August and five in September."""
    split = [*form("E1", [3] * 5), *[(*row[:5], date(2026, 8, 1)) for row in form("E1", [3] * 10)[5:]]]
    assert straight(rated_by(split, tmp_path)) == (0, 0)


def test_each_rater_has_a_form_of_his_or_her_own(tmp_path: Path) -> None:
    two = [*form("E2", [3] * 8), *form("E2", [4] * 8, rater="M2")]
    assert straight(rated_by(two, tmp_path)) == (2, 2)


def test_a_group_without_ids_needs_as_many_skills_not_ratings(tmp_path: Path) -> None:
    """Two peers on four skills are eight ratings."""
    peers = form("E1", [3] * 4, "peer", "") * 2
    assert straight(rated_by(peers, tmp_path)) == (0, 0)


def test_a_rating_that_no_longer_counts_is_in_no_form(tmp_path: Path) -> None:
    """The eighth skill was rated again in September."""
    rows = [*form("E1", [3] * 8, day=date(2026, 8, 1)), ("E1", "S8", 5, "manager", "M1", DAY)]
    assert straight(rated_by(rows, tmp_path)) == (0, 0)


# ---- raters far from the rest


def compared(report: Built) -> dict[str, tuple[int, float, bool]]:
    """Pairs, difference and whether it is far, by rater."""
    names = report.findings.assessment.ratings["rater"].cat.categories
    rows = report.findings.raters.compared.to_dict("records")
    return {names[row["rater"]]: (row["pairs"], round(row["difference"], 9), row["far"]) for row in rows}


def test_a_rater_is_compared_with_the_mean_of_the_others(tmp_path: Path) -> None:
    """M1 gives 5, P1 and a peer without id 4 and 2, the person a 1 that does not count: 5 − 3 = 2 of a width of 4."""
    rows = [
        *form("E1", [5] * 10),
        *form("E1", [4] * 10, "peer", "P1"),
        *form("E1", [2] * 10, "peer", ""),
        *form("E1", [1] * 10, "self", "E1"),
    ]
    assert compared(rated_by(rows, tmp_path)) == {"M1": (10, 2.0, True), "P1": (10, 0.5, False)}


@pytest.mark.parametrize(("other", "far"), [(4, True), (4.1, False)])
def test_far_is_the_bound_for_divergence_or_more(other: float, far: bool, tmp_path: Path) -> None:
    """A quarter of the width of 4 is 1 level."""
    rows = [*form("E1", [5] * 10), *form("E1", [other] * 10, "peer", "P1")]
    assert compared(rated_by(rows, tmp_path))["M1"][2] is far


def test_a_rater_with_few_common_pairs_is_not_compared(tmp_path: Path) -> None:
    rows = [*form("E1", [5] * 9), *form("E1", [1] * 9, "peer", "P1"), *form("E2", [5] * 10)]
    assert compared(rated_by(rows, tmp_path)) == {}


# ---- what is printed


FIGURES = ("trust.forms", "trust.forms.straight_lined", "trust.raters", "trust.raters.far")


def five_raters(people: int) -> list[Rating]:
    """Five managers rate each person; the first alone gives a 5, and everybody the same level on all skills."""
    employees = [f"E{number}" for number in range(people)]
    return [
        row
        for who in employees
        for rater in range(1, 6)
        for row in form(who, [5 if rater == 1 else 3] * 10, rater=f"Zebulon {rater}")
    ]


def test_forms_and_raters_are_printed_with_their_n(tmp_path: Path) -> None:
    report = rated_by(five_raters(people=5), tmp_path, 5)
    assert [report.figures[id].value for id in FIGURES] == [25, 1, 5, 1]
    assert [report.figures[id].n for id in FIGURES[1::2]] == [25, 5]


@pytest.mark.parametrize(
    ("own_ratings", "settings", "section"),
    [
        (True, "", "views"),
        (False, "", "trust"),
        (True, "sections: [trust]", "trust"),
    ],
)
def test_how_ratings_were_given_stands_with_the_views_where_there_are_any(
    own_ratings: bool, settings: str, section: str, tmp_path: Path
) -> None:
    own = [row for n in range(5) for row in form(f"E{n}", [3] * 10, "self", f"E{n}")] if own_ratings else []
    report = rated_by([*five_raters(people=5), *own], tmp_path, 5, settings=settings)
    assert [
        part.id
        for part in report.report.sections
        for block in part.blocks
        if isinstance(block, Exhibit) and block.name == "how-rated"
    ] == [section]


def test_nothing_is_said_of_few_people_or_few_raters(tmp_path: Path) -> None:
    assert not set(FIGURES) & rated_by(five_raters(people=4), tmp_path, 5).figures.keys()
    rows = [row for row in five_raters(people=5) if row[4] != "Zebulon 5"]
    assert not set(FIGURES) & rated_by(rows, tmp_path, 5).figures.keys()


def test_a_rater_is_named_to_the_consultant_alone(tmp_path: Path) -> None:
    report = rated_by(five_raters(people=5), tmp_path, 5)
    found = {issue.code: (issue.count, issue.values) for issue in report.issues if issue.code.startswith("rat")}
    assert found["ratings-straight-lined"][0] == 25
    assert found["rater-far-from-rest"][1] == {"rater": "Zebulon 1", "difference": 2.0, "pairs": 50}
    assert "Zebulon" not in report.html()
    assert "issues.rater_far_from_rest" not in report.figures


# ---- the headline, read otherwise


def test_the_headline_is_read_with_unrated_pairs_and_other_levels(tmp_path: Path) -> None:
    """Required is 3 with weight 2: S1 stands at 2.9, S2 at 3, S3 with weight 4 is unrated."""
    asked = [("", "S1", 3, 2), ("", "S2", 3, 2), ("", "S3", 3, 4)]
    requirements = (("Employee", *REQUIREMENTS[1:]), *(("E1", *row[1:]) for row in asked))
    report = rated_by(form("E1", [2.9, 3]), tmp_path, more={"Requirements": requirements})
    expected = {
        "weighted_gap": (0.1 / 2, 2),
        "weighted_gap_near": (0, 2),
        "weighted_gap_far": ((0.35 + 0.25) / 2, 2),
        "weighted_gap_if_unknown_met": (0.2 / 8, 3),
        "weighted_gap_if_unknown_lowest": ((0.2 + 8) / 8, 3),
        "attainment": (1 / 2, 2),
        "attainment_near": (1, 2),
        "attainment_far": (0, 2),
        "attainment_if_unknown_met": (2 / 3, 3),
        "attainment_if_unknown_unmet": (1 / 3, 3),
    }
    for name, (value, n) in expected.items():
        figure = report.figures[f"organisation.{name}"]
        assert figure.value == pytest.approx(value), name
        assert figure.n == n, name


def test_without_requirements_there_is_no_headline_to_read_otherwise(tmp_path: Path) -> None:
    report = rated_by(form("E1", [3] * 3), tmp_path)
    [trust] = [section for section in report.report.sections if section.id == "trust"]
    assert "headline-read-otherwise" not in [block.name for block in trust.blocks if isinstance(block, Exhibit)]
