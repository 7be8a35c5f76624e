"""Picks who plays which part in the story: experts, participants, the one person who can, those rated again."""

from collections.abc import Sequence
from dataclasses import dataclass

from sample_data import story
from sample_data.people import Organisation, Person
from sample_data.periods import BEFORE
from sample_data.recipe import Recipe

PARTICIPANTS = 12
RATED_AGAIN_SHARE = 0.55
SELLERS_RATED_AGAIN_SHARE = 0.85
"""More of them, so that the webinar's participants have colleagues to be compared with."""
SELLERS = ("Customer consultant", "Product manager")
SELF_ONLY_MEMBERS = 3


@dataclass(frozen=True, slots=True)
class Cast:
    """Ids of those with a part; ``holder`` only where facts are planted."""

    holder: str | None
    experts: frozenset[str]
    paying_participants: frozenset[str]
    idle_participants: frozenset[str]
    self_only: frozenset[str]
    rated_again: frozenset[str]


def choose_cast(recipe: Recipe, organisation: Organisation) -> Cast:
    staff = organisation.staff()
    members = [person for person in staff if not person.leads and person.start < BEFORE.first_day]
    gap_members = [person for person in members if person.department == recipe.departments[0].name]
    experts = frozenset(person.id for person in gap_members[::5])
    paying = pick(recipe, "paying", [person for person in gap_members if person.id not in experts], PARTICIPANTS)
    sellers = [person for person in members if person.role in SELLERS]
    idle = pick(recipe, "idle", sellers, PARTICIPANTS)
    with_part = paying | idle | {person for pair in organisation.moved for person in pair}
    holder = next((one.id for one in members if one.role == story.SINGLE_POINT[0]), None) if recipe.planted else None
    self_only = choose_self_only(recipe, staff, with_part | {holder or ""})
    return Cast(
        holder=holder,
        experts=experts,
        paying_participants=paying,
        idle_participants=idle,
        self_only=self_only,
        rated_again=frozenset(
            person.id
            for person in staff
            if not recipe.gaps
            or person.id in with_part
            or person.start > BEFORE.last_day
            or recipe.dice.at("rated again", person.id).random() < rated_again_share(person)
        ),
    )


def rated_again_share(person: Person) -> float:
    return SELLERS_RATED_AGAIN_SHARE if person.role in SELLERS else RATED_AGAIN_SHARE


def pick(recipe: Recipe, part: str, candidates: Sequence[Person], count: int) -> frozenset[str]:
    chosen = recipe.dice.at(part).sample(candidates, min(count, len(candidates)))
    return frozenset(person.id for person in chosen)


def choose_self_only(recipe: Recipe, staff: Sequence[Person], taken: frozenset[str] | set[str]) -> frozenset[str]:
    """The head of the company, one who has just come, and a few others whom nobody else has rated yet."""
    head = {person.id for person in staff if person.manager is None}
    joiners = [person.id for person in staff if person.start > BEFORE.last_day]
    others = [person for person in staff if not person.leads and person.id not in taken and person.id not in joiners]
    return frozenset(head | set(joiners[:1]) | pick(recipe, "self-only", others, SELF_ONLY_MEMBERS))
