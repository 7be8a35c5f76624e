"""Which group figures may be printed: n means people, and no small group follows from printed ones. Section 8."""

from collections.abc import Mapping, Sequence

from skillreport.model.assessment import ORGANISATION, UnitOfOrg


def withheld_units(units: Sequence[UnitOfOrg], people: Mapping[str, int], threshold: int) -> frozenset[str]:
    """Units whose figure is not printed, for one figure that is printed for every unit with people.

    `people`: how many people stand behind the unit's figure, including units below it. A unit with fewer than the
    threshold is withheld. Then, under each parent, the next smallest units are withheld too until what is not printed
    (withheld units, and people of the parent in no unit below it) holds nobody, or at least the threshold in at least
    two groups; otherwise it could be worked out from the parent's figure. Units below a withheld one are withheld.
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
            hidden |= _withheld_below(people.get(unit.id, 0), below, people, threshold)
    if 0 < people.get(ORGANISATION, 0) < threshold:
        hidden |= {unit.id for unit in units}
    return frozenset(hidden)


def _withheld_below(
    total: int, children: Sequence[UnitOfOrg], people: Mapping[str, int], threshold: int
) -> frozenset[str]:
    smallest_first = sorted(children, key=lambda unit: (people[unit.id], unit.id))
    hidden = [unit for unit in smallest_first if people[unit.id] < threshold]
    direct = total - sum(people[unit.id] for unit in children)
    for unit in smallest_first[len(hidden) :]:
        unseen = direct + sum(people[item.id] for item in hidden)
        groups = len(hidden) + (direct > 0)
        if unseen == 0 or (unseen >= threshold and (groups >= 2 or not hidden)):
            break
        hidden.append(unit)
    return frozenset(unit.id for unit in hidden)
