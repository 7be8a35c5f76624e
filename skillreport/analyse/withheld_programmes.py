"""Figures of programmes → which of them are withheld, so that nobody's training follows from what is printed.

Hours and money stand beside those of the training mix, which sums the same log by units, roles and career levels.
Section 8.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from skillreport.analyse.privacy import Body, Family, atoms_of, few, withheld
from skillreport.analyse.programmes import KINDS_OF_SKILL, Programmes, share_of
from skillreport.analyse.withheld import Group, Groups, withheld_parts
from skillreport.model.assessment import Assessment

TOTAL = ""  # the id of all programmes together
GAIN, GROUP = "#gain.", "#group."  # no programme's id begins so

Order = tuple[object, ...]
Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True)
class WithheldProgrammes:
    """Ids of programmes, "" for all together, of which the number of participants, the hours or the cost is withheld;
    where the participants are not, neither are the others. `gains`: kinds of skill without gain per hour."""

    participants: frozenset[str]
    hours: frozenset[str]
    cost: frozenset[str]
    gains: frozenset[str]


def withheld_programmes(
    assessment: Assessment, programmes: Programmes, groups: Groups, trained: frozenset[Group]
) -> WithheldProgrammes:
    """Settle what is withheld. `trained`: groups of people of whom the training mix is not printed."""
    threshold, measure = assessment.engagement.privacy_threshold, assessment.engagement.mix.measure
    rows = programmes.log[programmes.log["done"]].drop_duplicates(["id", "person"])
    people = withheld_parts(rows["id"].tolist(), rows["person"].to_numpy(dtype=np.intp), threshold)

    def found(column: str, of_mix: str, beside_mix: bool) -> frozenset[str]:
        log = programmes.log[programmes.log[column].notna()]
        if not beside_mix:
            return _withheld(log.assign(atom=0, mix=False), programmes, None, trained, people, threshold)
        in_mix = log[of_mix].notna() & log["soft_share"].notna()
        log = log.assign(atom=groups.atom[log["person"].to_numpy(dtype=np.intp)], mix=in_mix)
        return _withheld(log, programmes, groups, trained, people, threshold)

    hours = found("hours", "hours", measure == "hours")
    cost = found("cost", "stated_cost", measure == "money")
    small = {kind for kind, gain in programmes.gains.items() if few(gain.people, threshold)}
    return WithheldProgrammes(
        participants=people,
        hours=_ids(hours) | people,
        cost=_ids(cost) | people,
        gains=frozenset(small | {key.removeprefix(GAIN) for key in hours if key.startswith(GAIN)}),
    )


def _ids(keys: Iterable[str]) -> frozenset[str]:
    return frozenset(key for key in keys if not key.startswith((GAIN, GROUP)))


def _withheld(
    log: pd.DataFrame,
    programmes: Programmes,
    groups: Groups | None,
    trained: frozenset[Group],
    people: frozenset[str],
    threshold: int,
) -> frozenset[str]:
    """Keys of sums over rows of the log that are not printed.

    `log`: person, id (programme), done, arm (whether it counts in the gain per hour), atom (of the person), mix
    (whether the training mix sums it). Figures of the mix, by `groups`, are printed whatever follows from them here;
    None: the mix is measured otherwise.
    """
    labels = {name: log[name].tolist() for name in ("id", "done", "arm", "atom", "mix")}
    atom, columns = atoms_of(labels)
    if not columns:
        return frozenset()
    id, done, arm, of_person, mix = (np.array([column[place] for column in columns]) for place in range(5))
    size = np.bincount(atom, minlength=len(columns))
    sets: dict[str, tuple[np.ndarray, Order]] = {}
    for item in programmes.items:
        inside = done & (id == item.id)
        sets[item.id] = (inside, (1, int(size[inside].sum())))
    sets[TOTAL] = (done, (2, 0))
    for kind in KINDS_OF_SKILL:
        share = {item.id: share_of(kind, item) for item in programmes.items if item.id in programmes.counted}
        sets[GAIN + kind] = (np.array([share.get(name, 0.0) for name in id]) * (done & arm), (0, 0))
    also = set(people)
    of_mix = zip(groups.family.keys, groups.family.sets, strict=True) if groups else ()
    for key, members in of_mix:
        sets[GROUP + ".".join(key)] = (members[of_person.astype(int)] * mix, (3, 0))
        also |= {GROUP + ".".join(key)} if key in trained else set()
    printed = frozenset(key for key in sets if key.startswith(GROUP)) - also
    family = Family(
        [*sets], np.array([s for s, _ in sets.values()], dtype=float), [order for _, order in sets.values()]
    )
    body = Body(atom, log["person"].to_numpy(dtype=np.intp))
    return withheld(family, (body,), threshold, frozenset(also), printed)
