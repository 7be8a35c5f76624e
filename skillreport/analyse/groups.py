"""Skills → the groups in which the report shows them: by category and group name, in one fixed order."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from skillreport.model.assessment import Category, Skill
from skillreport.model.names import key, slugs

_ORDER = {"hard": 0, "soft": 1, None: 2}


@dataclass(frozen=True, slots=True)
class SkillGroup:
    """Skills of one group and one category, in the order of the workbook."""

    id: str
    name: str
    category: Category | None
    skills: tuple[int, ...]


def skill_groups(skills: Sequence[Skill]) -> tuple[SkillGroup, ...]:
    """Groups in the report's fixed order: hard, soft, then without category; inside these as in the workbook.

    Skills without a group form one of their category.
    """
    members: dict[tuple[Category | None, str], list[int]] = {}
    names: dict[tuple[Category | None, str], str] = {}
    for position, skill in enumerate(skills):
        name = skill.group or skill.category or ""
        members.setdefault((skill.category, key(name)), []).append(position)
        names.setdefault((skill.category, key(name)), name)
    found = sorted(members, key=lambda group: (_ORDER[group[0]], members[group][0]))
    ids = slugs(names[group] or "skills" for group in found)
    return tuple(
        SkillGroup(id, names[group], group[0], tuple(members[group])) for id, group in zip(ids, found, strict=True)
    )


def group_positions(groups: Sequence[SkillGroup], skills: int) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """The position of its group for each skill."""
    positions = np.zeros(skills, dtype=np.intp)
    for place, group in enumerate(groups):
        positions[list(group.skills)] = place
    return positions
