"""Which group figures may be printed: n means people, and no small group follows from printed ones. Section 8."""

from collections.abc import Mapping, Sequence

from skillreport.model.assessment import ORGANISATION, UnitOfOrg


def withheld_units(
    units: Sequence[UnitOfOrg], people: Mapping[str, int], threshold: int, also: frozenset[str] = frozenset()
) -> frozenset[str]:
    """Units whose figure is not printed, for one figure that is printed for every unit with people.

    `people`: how many people stand behind the unit's figure, including units below it. A unit with fewer than the
    threshold is withheld. Then, under each parent, the next smallest units are withheld too until what is not printed
    (withheld units, and people of the parent in no unit below it) holds nobody, or at least the threshold in at least
    two groups; otherwise it could be worked out from the parent's figure. Units below a withheld one are withheld.
    `also`: units that are withheld for another reason.
    """
    children: dict[str, list[UnitOfOrg]] = {}
    for unit in units:
        if unit.parent is not None and people.get(unit.id, 0):
            children.setdefault(unit.parent, []).append(unit)
    hidden: set[str] = set()
    for unit in units:  # parents stand before their children
        below = children.get(unit.id, [])
        if unit.id in hidden:
            hidden |= {child.id for child in below}
        elif below:
            hidden |= _smallest_withheld(
                people.get(unit.id, 0), {child.id: people[child.id] for child in below}, threshold, also
            )
    if 0 < people.get(ORGANISATION, 0) < threshold:
        hidden |= {unit.id for unit in units}
    return frozenset(hidden)


def withheld_parts(total: int, parts: Mapping[str, int], threshold: int) -> frozenset[str]:
    """Parts of a whole (roles, career levels) whose figure is not printed beside the whole's; people per part."""
    present = {part: people for part, people in parts.items() if people}
    return _smallest_withheld(total, present, threshold)


def _smallest_withheld(
    total: int, people: Mapping[str, int], threshold: int, also: frozenset[str] = frozenset()
) -> frozenset[str]:
    """The parts below the threshold, then the next smallest until the unprinted rest gives nobody away."""
    smallest_first = sorted(people, key=lambda part: (people[part], part))
    hidden = [part for part in smallest_first if people[part] < threshold or part in also]
    direct = total - sum(people.values())
    for part in [part for part in smallest_first if part not in hidden]:
        unseen = direct + sum(people[item] for item in hidden)
        groups = len(hidden) + (direct > 0)
        if unseen == 0 or (unseen >= threshold and (groups >= 2 or not hidden)):
            break
        hidden.append(part)
    return frozenset(hidden)
