"""What changed since an earlier period, a second time: with plain pandas from both periods' workbooks.

As `independent.py`, it imports nothing of the package and was written from the method's words alone. A gap is walked
from then to today in states, each a set of rated pairs with the requirement, weight and level that hold there; a part
is the difference of two neighbouring states. What is withheld is not settled here: `heads` says on how many people
each part rests, `Walk.atoms` which pairs it is made of.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType

import pandas as pd

from tests.independent import TOLERANCE, Sample, Values, slug

# The parts in the order of the states, and which end of the chain their pairs belong to.
PARTS = (
    *("leavers", "no_longer_required", "no_longer_rated", "requirements"),
    *("same_people", "newly_rated", "newly_required", "joiners"),
)
MEASURES = ("weighted_gap", "attainment")
Pair = tuple[str, str]  # employee and skill


@dataclass(frozen=True)
class Walk:
    """The way from then to now for one group of people and one group of skills.

    `then` and `now` are frames by (employee, skill): Required, Weight and Level, the level missing where the pair is
    not rated. `stay`: who is in the group both times.
    """

    then: pd.DataFrame
    now: pd.DataFrame
    stay: frozenset[str]

    @cached_property
    def states(self) -> dict[str, pd.DataFrame]:
        """The rated pairs of each state, by the part that leads to it; `then` is where it starts."""
        rated, today = self.then.dropna(subset=["Level"]), self.now.dropna(subset=["Level"])
        kept = rated[rated.index.get_level_values("Employee").isin(self.stay)]
        asked = kept[kept.index.isin(self.now.index)]
        both = asked[asked.index.isin(today.index)]
        stayers = today[today.index.get_level_values("Employee").isin(self.stay)]
        same = stayers[stayers.index.isin(both.index)]
        found = {"then": rated, "leavers": kept, "no_longer_required": asked, "no_longer_rated": both}
        found["requirements"] = same.assign(Level=both["Level"].reindex(same.index))
        found["same_people"] = same
        found["newly_rated"] = stayers[stayers.index.isin(self.then.index)]
        found["newly_required"] = stayers
        return found | {"joiners": today}

    def parts(self, measure: str) -> dict[str, float | None]:
        """Every part of the change of a measure; None where one of its two states holds no pair."""
        values = {name: value_of(state, measure) for name, state in self.states.items()}
        steps = list(values)
        found: dict[str, float | None] = {}
        for before, name in pairwise(steps):
            one, other = values[before], values[name]
            found[name] = None if one is None or other is None else other - one
        return found

    @cached_property
    def atoms(self) -> dict[str, frozenset[Pair]]:
        """The pairs that make each part, and those of both ends."""
        states = {name: frozenset(state.index) for name, state in self.states.items()}
        steps = list(states)
        found = {name: states[before] ^ states[name] for before, name in pairwise(steps)}
        old, new, same = (self.states[name] for name in ("no_longer_rated", "requirements", "same_people"))
        old = old.reindex(new.index)
        moved = differs(old["Required"], new["Required"]) | differs(old["Weight"], new["Weight"])
        found["requirements"] = frozenset(new.index[moved])
        found["same_people"] = frozenset(same.index[differs(new["Level"], same["Level"])])
        return found | {"then": states["then"], "now": states["joiners"], "common": states["same_people"]}

    @property
    def heads(self) -> dict[str, int]:
        """On how many people each part and each end rests."""
        return {name: len(people_of(pairs)) for name, pairs in self.atoms.items()}


def differs(one: "pd.Series[float]", other: "pd.Series[float]") -> "pd.Series[bool]":
    return (one - other).abs() > TOLERANCE


def people_of(pairs: frozenset[Pair]) -> frozenset[str]:
    return frozenset(person for person, _ in pairs)


def value_of(pairs: pd.DataFrame, measure: str) -> float | None:
    """Weighted gap or attainment of rated pairs; None without any."""
    if pairs.empty:
        return None
    gap = (pairs["Required"] - pairs["Level"]).clip(lower=0)
    if measure == "attainment":
        return float((gap <= TOLERANCE).mean())
    gap = gap.mask(gap < TOLERANCE, 0.0)
    return float((pairs["Weight"] * gap).sum() / pairs["Weight"].sum())


@dataclass(frozen=True)
class Change:
    """Two periods of one client, and the walk of every group of people and skills between them."""

    earlier: Sample
    today: Sample

    @cached_property
    def pairs(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The required pairs of then and of today by (employee, skill)."""
        keys, columns = ["Employee", "Skill"], ["Required", "Weight", "Level"]
        then, now = (sample.pairs.set_index(keys)[columns].sort_index() for sample in (self.earlier, self.today))
        return then, now

    @cached_property
    def groups(self) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
        """People then and people today of the organisation and of each unit of today, by the start of the ids."""
        found = {"organisation": (frozenset(self.earlier.staff.index), frozenset(self.today.staff.index))}
        places = {place for _, place in self.places(self.today)}
        known = {place[:depth] for place in places for depth in (1, 2)}
        homes = [(person, nearest(place, known)) for person, place in self.places(self.earlier)]
        for unit in sorted(known - {()}):
            then = frozenset(person for person, home in homes if home[: len(unit)] == unit)
            now = frozenset(person for person, place in self.places(self.today) if place[: len(unit)] == unit)
            found[f"unit.{slug(unit[-1])}"] = (then, now)
        return found

    @staticmethod
    def places(sample: Sample) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Of each person the department and the team in it."""
        for row in sample.staff.itertuples():
            yield str(row.Index), tuple(name for name in (str(row.Department), str(row.Team)) if name)

    @cached_property
    def walks(self) -> dict[str, Walk]:
        """The walk of the organisation, of each unit and of each skill, by the start of the ids."""
        then, now = self.pairs
        found: dict[str, Walk] = {}
        for start, (before, after) in self.groups.items():
            found[start] = Walk(of_people(then, before), of_people(now, after), before & after)
        stay = found["organisation"].stay
        for skill in self.today.skills.index:
            found[f"skill.{slug(str(skill))}"] = Walk(of_skill(then, skill), of_skill(now, skill), stay)
        return found

    @cached_property
    def not_rated_again(self) -> int:
        """Pairs rated and required both times whose newest rating that counts today is not younger than the earlier
        period's last day."""
        if not self.walks["organisation"].atoms["common"]:
            return 0
        newest = self.today.levels["Newest"].reindex(
            pd.MultiIndex.from_tuples(self.walks["organisation"].atoms["common"])
        )
        return int((newest <= self.earlier.terms.as_of).sum())


def nearest(place: tuple[str, ...], known: set[tuple[str, ...]]) -> tuple[str, ...]:
    """The unit itself where it exists today, else the nearest one above that does; () is the organisation."""
    while place and place not in known:
        place = place[:-1]
    return place


def of_people(pairs: pd.DataFrame, people: frozenset[str]) -> pd.DataFrame:
    return pairs[pairs.index.get_level_values("Employee").isin(people)]


def of_skill(pairs: pd.DataFrame, skill: str) -> pd.DataFrame:
    return pairs[pairs.index.get_level_values("Skill") == skill]


def change_figures(
    change: Change, period: str, states: Mapping[str, str], printed: Mapping[str, float] = MappingProxyType({})
) -> Values:
    """A value for every figure of the change since `period`. `states` is what became of each figure in the report: the
    parts that it withholds are what its "other" has to add up. `printed`: what the earlier report gave, by id."""
    found: Values = {}
    for start, walk in change.walks.items():
        for measure in MEASURES if start == "organisation" else MEASURES[:1]:
            prefix = f"{start}.change.{period}.{measure}"
            values = chain(walk, measure, prefix, states, printed.get(f"{start}.{measure}"))
            found |= {f"{prefix}.{name}": value for name, value in values.items()}
    whole = change.walks["organisation"]
    merged = [name for name in PARTS if states.get(f"organisation.change.{period}.people.{name}") == "withheld"]
    whole_then = {f"people.{name}": float(whole.heads["then"]) for name in ("method", "recomputed")}
    counts: dict[str, float] = whole_then | {
        f"people.{name}": float(whole.heads[name]) for name in (*PARTS, "then", "now")
    }
    counts["people.other"] = float(len(people_of(frozenset().union(*(whole.atoms[name] for name in merged)))))
    counts |= {"common_pairs": float(len(whole.atoms["common"])), "not_rated_again": float(change.not_rated_again)}
    return found | {f"organisation.change.{period}.{name}": value for name, value in counts.items()}


def chain(walk: Walk, measure: str, prefix: str, states: Mapping[str, str], printed: float | None) -> Values:
    """The parts, both ends, their difference, and what is left of it beside the same people's. It begins with what was
    `printed` then, where that is known."""
    parts = walk.parts(measure)
    then, now = (value_of(walk.states[name], measure) for name in ("then", "joiners"))
    merged = [parts[name] for name in PARTS if states.get(f"{prefix}.{name}") == "withheld"]
    known = [part for part in merged if part is not None]
    first = then if printed is None else printed
    change = None if first is None or now is None else now - first
    same = parts["same_people"]
    return parts | {
        "then": then,
        "now": now,
        "printed": printed,
        "method": None if printed is None or then is None else then - printed,
        "change": change,
        "other": sum(known) if known else None,
        "rest": None if change is None or same is None else change - same,
    }


# Who could be worked out

Coordinate = tuple[str, str, str]  # what of a pair: its share then, a difference, or its share now; employee; skill
FIRST, LAST = ("then", "leavers", "no_longer_required", "no_longer_rated"), ("now", *PARTS[5:])


def sums(change: Change) -> dict[str, frozenset[Coordinate]]:
    """What each figure adds up, by the end of its id without period and measure: the organisation's, units', skills'.

    A pair that is rated and required both times has its share then, and where they differ what requirement and level
    make of it; together they are its share now. So a chain's two ends and its parts stand in one system of equations,
    and what a report merges into "other" follows from the ends as it does for a reader.
    """
    whole = change.walks["organisation"].atoms
    found: dict[str, frozenset[Coordinate]] = {}
    for start, walk in change.walks.items():
        for name in ("then", "now", *PARTS):
            found[f"{start} {name}"] = frozenset(coordinates(name, walk.atoms[name], whole))
    return found


def coordinates(name: str, pairs: frozenset[Pair], whole: Mapping[str, frozenset[Pair]]) -> Iterator[Coordinate]:
    for person, skill in pairs:
        if name in FIRST:
            yield ("then", person, skill)
        elif name not in LAST:
            yield (name, person, skill)
        elif (person, skill) not in whole["common"]:
            yield ("now", person, skill)
        else:
            yield ("then", person, skill)
            for step in ("requirements", "same_people"):
                if (person, skill) in whole[step]:
                    yield (step, person, skill)
