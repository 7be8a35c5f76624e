"""What the report on the quarter before printed: its figures.json, as far as later reports look at it.

That report counted people's views of themselves like those of others, which today's rules do not: a change of method.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import mean

from sample_data.people import Person
from sample_data.ratings import Rating
from sample_data.recipe import Recipe
from sample_data.requirements import required_of
from sample_data.story import Requirement

Pair = tuple[float, float, float]  # weight, required level, level


def figures_then(
    recipe: Recipe, staff: Sequence[Person], requirements: Iterable[Requirement], ratings: Iterable[Rating]
) -> str:
    """figures.json with the weighted gap and the requirements met of the organisation and its departments."""
    asked, levels = tuple(requirements), levels_then(ratings)
    pairs = {person.id: list(pairs_of(recipe, person, asked, levels)) for person in staff}
    groups = {"organisation": [person.id for person in staff]}
    for department in recipe.departments:
        name = department.name.lower().replace(" ", "-")
        groups[f"unit.{name}"] = [person.id for person in staff if person.department == department.name]
    figures = [
        {"id": f"{group}.{measure}", "value": value, "n": sum(bool(pairs[one]) for one in members)}
        for group, members in groups.items()
        for measure, value in measures([pair for one in members for pair in pairs[one]]).items()
    ]
    return json.dumps({"figures": figures}, indent=1) + "\n"


def levels_then(ratings: Iterable[Rating]) -> dict[tuple[str, str], float]:
    """Employee and skill → the mean over rater groups of the mean rating, self among them."""
    given: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for rating in ratings:
        given[rating.employee, rating.skill][rating.rater_group].append(rating.level)
    return {pair: mean(mean(levels) for levels in groups.values()) for pair, groups in given.items()}


def pairs_of(
    recipe: Recipe, person: Person, asked: Sequence[Requirement], levels: Mapping[tuple[str, str], float]
) -> Iterable[Pair]:
    """What is required of a person and rated."""
    for skill, one in required_of(asked, person).items():
        if (person.id, skill) in levels:
            yield one.weight, recipe.on_scale(one.level), levels[person.id, skill]


def measures(pairs: Sequence[Pair]) -> dict[str, float]:
    """Weighted gap and requirements met."""
    weight = sum(pair[0] for pair in pairs)
    return {
        "weighted_gap": sum(weight * max(0.0, required - level) for weight, required, level in pairs) / weight,
        "attainment": sum(level >= required - 1e-9 for _, required, level in pairs) / len(pairs),
    }
