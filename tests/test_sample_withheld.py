"""What the reports of the three samples withhold: for a reason, and so that it does not follow from what is printed."""

import re
from collections.abc import Iterable, Mapping
from itertools import combinations

import numpy as np
import pytest

from tests.independent import Sample, behind, slug
from tests.independent_metrics import COMPUTED, Computed
from tests.independent_training import Training
from tests.sample_reports import SAMPLES, Compared, compared_sample

EQUAL = 1e-9
UNIT_MEASURES = ("weighted_gap", "mean_gap", "attainment")
GROUPS = re.compile(r"^(unit|role|career_level|programme|rule\.mix)\.[^.]+\.")


@pytest.fixture(scope="module", params=SAMPLES)
def compared(request: pytest.FixtureRequest) -> Compared:
    return compared_sample(request.param)


@pytest.fixture(scope="module")
def second(compared: Compared) -> Sample:
    return compared.client.today


def withheld(compared: Compared) -> list[str]:
    return [id for id, state in compared.states.items() if state == "withheld"]


def following(members: Mapping[str, Iterable[str]], states: Mapping[str, str]) -> list[str]:
    """Withheld groups that are a combination of groups that are printed."""
    people = sorted({person for group in members.values() for person in group})
    rows = {start: np.isin(people, list(group)).astype(float) for start, group in members.items() if start in states}
    shown = np.array([row for start, row in rows.items() if states[start] == "known"]).reshape(-1, len(people))
    outside = np.eye(len(people)) - np.linalg.pinv(shown) @ shown
    hidden = {start: row for start, row in rows.items() if states[start] == "withheld" and row.any()}
    return [start for start, row in hidden.items() if row @ outside @ row < EQUAL]


def fewest(members: Mapping[str, Iterable[str]]) -> int:
    """How many people the smallest group has, up to three, that is a combination of these groups; 0 if none is."""
    people = sorted({person for group in members.values() for person in group})
    rows = np.array([np.isin(people, list(group)).astype(float) for group in members.values()])
    outside = np.eye(len(people)) - np.linalg.pinv(rows) @ rows
    for size in (1, 2, 3):
        groups = np.array(list(combinations(range(len(people)), size)))
        left = sum(outside[groups[:, i], groups[:, j]] for i in range(size) for j in range(size))
        if np.min(left) < EQUAL:
            return size
    return 0


def about(sample: Sample, measure: str) -> set[str]:
    """Whom a measure is about: of the mix, else everybody."""
    rated = sample.rated
    if measure.startswith("mix.gap"):
        return set(rated.loc[rated["Gap"] > 0, "Employee"])
    if measure.startswith("mix.planned"):
        return set(sample.planned.loc[sample.planned["Hours"] > EQUAL, "Employee"])
    if measure.startswith("mix."):
        return set(sample.training["Employee"])
    return set(sample.staff.index)


def kinds(id: str) -> frozenset[str]:
    """What is withheld together: a row and a column of the heat map, the shares of a mix with what is planned by them,
    else a measure of all groups."""
    if ".group." in id:
        row, column = id.split(".group.")
        return frozenset((row, column.split(".")[0]))
    return frozenset(["mix" if ".mix." in id or ".pathway." in id else GROUPS.sub("", id)])


def test_what_is_withheld_is_about_few_people_or_protects_few(compared: Compared, second: Sample) -> None:
    """Where no figure of a kind is about few people, printing all of the kind would give few people away."""
    ids = [id for id in withheld(compared) if id in compared.expected and GROUPS.match(id) and ".change." not in id]
    few = frozenset[str]().union(*(kinds(id) for id in ids if compared.expected[id] is None))
    assert few
    rest = {kinds(id) for id in ids if not kinds(id) & few}
    for name in sorted(frozenset[str]().union(*rest)):
        measures = ("mix.actual.soft", "mix.planned.soft", "mix.gap.soft") if name == "mix" else (name,)
        assert any(fewest(all_groups(compared, second, measure)) for measure in measures), name


def all_groups(compared: Compared, second: Sample, measure: str) -> dict[str, set[str]]:
    """The people behind a measure of everybody and of each group that has it, printed or not."""
    whole = about(second, measure)
    groups = {start: whole.intersection(of) for start, of in behind(second).items()}
    return {start: of for start, of in groups.items() if f"{start}.{measure}" in compared.states} | {"all": whole}


def test_no_withheld_unit_is_a_difference_of_units(compared: Compared, second: Sample) -> None:
    """A department's gap without its teams' would be that of a team that is not printed."""
    rated = set(second.rated["Employee"])
    groups = {start: rated.intersection(people) for start, people in behind(second).items()}
    groups = {start: people for start, people in groups.items() if start.startswith(("organisation", "unit."))}
    for name in UNIT_MEASURES:
        states = {start: compared.states.get(f"{start}.{name}", "") for start in groups}
        assert following(groups, states) == [], name


@pytest.mark.parametrize("metric", COMPUTED)
def test_no_withheld_metric_of_a_unit_is_a_difference_of_units(compared: Compared, second: Sample, metric: str) -> None:
    """Nor is the number of people behind it."""
    whole = Computed(second, list(second.staff.index), everybody=True)
    groups = {"metric": whole.behind(metric)}
    groups |= {
        f"unit.{name}.metric": Computed(second, of, unit=name).behind(metric) for name, of in second.units.items()
    }
    states = {start: compared.states.get(f"{start}.{metric}.{second.terms.period}", "") for start in groups}
    assert following(groups, states) == []


@pytest.mark.parametrize("figure", ["people", "pathway.people"])
def test_no_withheld_role_is_what_the_printed_ones_leave(compared: Compared, second: Sample, figure: str) -> None:
    people = set(second.pairs["Employee"] if figure == "people" else second.planned["Employee"])
    groups = {start: people.intersection(of) for start, of in behind(second).items() if start.startswith("role.")}
    states = {start: compared.states.get(f"{start}.{figure}", "") for start in groups}
    hidden = [start for start, state in states.items() if state == "withheld" and groups[start]]
    assert len(hidden) != 1
    together = set[str]().union(*(groups[start] for start in hidden))
    assert not hidden or len(together) >= second.terms.threshold
    assert following(groups | {"organisation": people}, states | {"organisation": "known"}) == []


@pytest.mark.parametrize("figure", ["participants", "hours", "cost"])
def test_no_withheld_programme_is_what_is_left_of_the_total(compared: Compared, figure: str) -> None:
    """The programmes that are not printed are several, and have enough participants together."""
    rows = Training(compared.client.earlier, compared.client.today).rows
    ids = {str(name): f"programme.{slug(str(name))}.{figure}" for name in rows["Programme"].unique()}
    hidden = [name for name, id in ids.items() if compared.states[id] == "withheld"]
    assert compared.states[f"organisation.training.{figure}"] == "known"
    assert len(hidden) != 1
    together = rows.loc[rows["Programme"].isin(hidden), "Employee"].nunique()
    assert not hidden or together >= compared.client.terms.threshold


def test_withheld_hours_are_not_the_printed_people_times_a_known_effort(compared: Compared) -> None:
    """Check-ins take two hours a participant, as every report shows that prints both."""
    hours, people = (compared.states[f"action.check-ins.{name}"] for name in ("hours", "people"))
    assert (hours, people) != ("withheld", "known")


def test_no_withheld_cell_is_what_is_left_of_its_row_or_column(compared: Compared, second: Sample) -> None:
    """A row's mean times its n, minus the cells printed, would be the only cell that is not."""
    state = {id: row["state"] for id, row in compared.rows.items()}
    groups = [slug(group) for group in second.skills["Group"].unique()]
    teams = [unit for unit in second.units if f"unit.{unit}.group.{groups[0]}.mean_gap" in state]
    cells = {(unit, group): state.get(f"unit.{unit}.group.{group}.mean_gap") for unit in teams for group in groups}
    assert "withheld" in cells.values()
    for unit in teams:
        assert [cells[unit, group] for group in groups].count("withheld") != 1, unit
    for group in groups:
        assert [cells[unit, group] for unit in teams].count("withheld") != 1, group


@pytest.mark.parametrize("figure", ["actual", "planned", "gap"])
def test_no_few_people_follow_from_the_mixes_of_units_roles_and_levels(
    compared: Compared, second: Sample, figure: str
) -> None:
    """Neither those of a withheld group nor up to three people are a combination of groups that are printed."""
    people = about(second, f"mix.{figure}")
    groups = {start: people.intersection(of) for start, of in behind(second).items()}
    states = {start: compared.states.get(f"{start}.mix.{figure}.soft", "") for start in groups}
    assert "withheld" in states.values()
    assert following(groups, states) == []
    assert fewest({start: group for start, group in groups.items() if states[start] == "known"}) == 0
