"""The figures of actions beside those of the rest of the report: which of them would give few people away.

An action may leave a single person out of a skill, a unit or the plan. Its hours belong to the planned hours, its mean
gap to the gap measures; either is one more figure of that family. Section 8.
"""

import numpy as np
import pandas as pd

from skillreport.analyse.further_gaps import SUM, close_sums, taking_part, with_sums
from skillreport.analyse.privacy import Body, Family, Ints, atoms_of, withheld
from skillreport.analyse.roadmap.actions import MONTHS, Action, in_totals
from skillreport.analyse.roadmap.hours import Plan
from skillreport.analyse.roadmap.plan import Roadmap
from skillreport.analyse.withheld import Group, Groups, Withheld, gap_tables
from skillreport.model.assessment import Assessment

Order = tuple[object, ...]
GROUP = "#group"  # no figure is called so


def withheld_in_roadmap(
    assessment: Assessment, pairs: pd.DataFrame, plan: Plan, groups: Groups, hidden: Withheld, roadmap: Roadmap
) -> frozenset[str]:
    """Ids of the roadmap's figures that are withheld beside those about few people: `hidden` is withheld already."""
    threshold = assessment.engagement.privacy_threshold
    hours = _withheld_hours(plan, groups, hidden, roadmap, threshold)
    gaps = _withheld_gaps(assessment, pairs, hidden, roadmap.actions, threshold)
    return hours | {f"{id}.{name}" for id in gaps for name in ("baseline", "target")}


def printed_baselines(actions: tuple[Action, ...], withheld: frozenset[str]) -> tuple[frozenset[tuple[int, int]], ...]:
    """The pairs behind each mean gap of an action that is printed."""
    shown = (action for action in actions if f"{action.id}.baseline" not in withheld)
    return tuple(frozenset(action.success.pairs) for action in shown if action.success.pairs)


# ---- hours


def _withheld_hours(plan: Plan, groups: Groups, hidden: Withheld, roadmap: Roadmap, threshold: int) -> frozenset[str]:
    """Ids of figures in hours that are not printed.

    Atoms: planned hours by the atom of the person, action and part of it; organising work by action. Printed beside
    the actions are the phases, the months, and the planned hours of every group of people.
    """
    place = {
        pair: (number, step)
        for number, action in enumerate(roadmap.actions)
        for step, part in enumerate(action.parts)
        for pair in part.pairs
    }
    rows = plan.allocations
    person = rows["person"].to_numpy(dtype=np.intp)
    placed = [place[pair] for pair in zip(rows["person"], rows["skill"], strict=True)]
    # Who takes part in organising work counts as if it were the same people every time: together these may be few.
    pool = np.concatenate([np.unique(person), np.setdiff1d(groups.active, person)])
    work = {
        number: pool[: action.hours_n]
        for number, action in enumerate(roadmap.actions)
        if action.hours_n and not action.learning and in_totals(action, threshold)
    }
    owner = np.repeat(list(work), [len(people) for people in work.values()]).astype(np.intp)
    labels = {
        "group": [*groups.atom[person].tolist(), *[-1] * len(owner)],
        "action": [*(number for number, _ in placed), *owner.tolist()],
        "part": [*(step for _, step in placed), *[-1] * len(owner)],
    }
    atom, columns = atoms_of(labels)
    sets = _hours_sets(columns, groups, roadmap)
    family = Family([*sets], np.array([s for s, _ in sets.values()]), [order for _, order in sets.values()])
    body = Body(atom, np.concatenate([person, *work.values()]))
    also = frozenset(_key(group) for group in hidden.planned)
    # Hours that follow from a number beside them would be of no use to withhold.
    counted = frozenset(f"{roadmap.actions[number].id}.hours" for number in work if roadmap.actions[number].counted)
    printed = (frozenset(map(_key, groups.family.keys)) | counted) - also
    return withheld(family, (body,), threshold, also, printed) - also


def _key(group: Group) -> str:
    return ".".join((GROUP, *group))


def _hours_sets(
    columns: list[tuple[object, ...]], groups: Groups, roadmap: Roadmap
) -> dict[str, tuple[np.ndarray, Order]]:
    """Per figure in hours which part of each atom it sums, and its order."""
    group, number, part = (np.array([column[i] for column in columns], dtype=np.intp) for i in range(3))
    planned = part >= 0
    found: dict[str, tuple[np.ndarray, Order]] = {}
    for place, action in enumerate(roadmap.actions):
        if action.hours_n and (number == place).any():
            found[f"{action.id}.hours"] = (number == place, (0, action.hours_n))
        if action.kind == "agree-pathways":
            of_roles = np.array([key[0] == "role" for key in groups.family.keys])
            with_role = groups.family.sets[of_roles].any(axis=0)
            found[f"{action.id}.planned"] = (planned & with_role[group], (1, 0))
    for month in range(MONTHS):
        found[f"roadmap.load.{month + 1}"] = (planned * _shares(roadmap, number, part, month), (2, month))
    for phase in dict.fromkeys(action.phase for action in roadmap.actions):
        inside = [place for place, action in enumerate(roadmap.actions) if action.phase == phase]
        found[f"roadmap.{phase}.hours"] = (np.isin(number, inside), (3, 0))
    found["roadmap.training_hours"] = (planned, (4, 0))
    found["roadmap.organising_hours"] = (~planned, (4, 1))
    found["roadmap.hours"] = (np.ones(len(columns)), (5, 0))
    for key, members, order in zip(groups.family.keys, groups.family.sets, groups.family.order, strict=True):
        found[_key(key)] = (planned * members[group], (6, *order))
    return {id: (np.asarray(summed, dtype=float), order) for id, (summed, order) in found.items()}


def _shares(roadmap: Roadmap, number: Ints, part: Ints, month: int) -> np.ndarray:
    """The part of each atom's hours that falls into a month, 0 to 11."""
    shares = np.zeros(len(number))
    for place, action in enumerate(roadmap.actions):
        for step, piece in enumerate(action.parts):
            shares[(number == place) & (part == step)] = piece.shares[month]
    return shares


# ---- mean gaps


def _withheld_gaps(
    assessment: Assessment, pairs: pd.DataFrame, hidden: Withheld, actions: tuple[Action, ...], threshold: int
) -> frozenset[str]:
    """Ids of the actions whose mean gap is not printed, because it would give few people away beside the gap
    measures of units and skills."""
    measured = {action.id: action.success.pairs for action in actions if action.success.pairs}
    rated = pairs[pairs["rated_required"]]
    if not measured or rated.empty:
        return frozenset()
    table = gap_tables(assessment, rated)[2]
    taken = taking_part(assessment, rated, measured.values())
    close = close_sums(taken, table.body.atom, threshold)
    if not close:
        return frozenset()
    family, body = with_sums(table, taken[close])
    printed = frozenset(table.family.keys) - hidden.gap_cells
    found = withheld(family, (body,), threshold, hidden.gap_cells, printed)
    return frozenset(list(measured)[close[place]] for name, place in found if name == SUM)
