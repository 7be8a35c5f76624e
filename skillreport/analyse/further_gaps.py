"""Further sums of gaps beside those of units and skills: of actions, and of readings of the headline. Section 8.

Each is one more figure of the family of gap measures, over its atoms by the sums that take part.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from skillreport.analyse.levels import pair_number
from skillreport.analyse.privacy import Body, Family, FlagMatrix, Ints, Matrix, atoms_of
from skillreport.analyse.withheld import Cell, Table
from skillreport.model.assessment import Assessment

SUM = "#sum"  # no unit is called so


def taking_part(
    assessment: Assessment, rated: pd.DataFrame, measured: Iterable[Iterable[tuple[int, int]]]
) -> FlagMatrix:
    """Per sum which rows of `rated` are among its pairs (person, skill)."""
    code = pair_number(assessment, rated["person"].to_numpy(), rated["skill"].to_numpy())
    of_sums = (np.array(list(pairs), dtype=np.intp).reshape(-1, 2).T for pairs in measured)
    rows = [np.isin(code, pair_number(assessment, *of_sum)) for of_sum in of_sums]
    return np.array(rows, dtype=bool).reshape(len(rows), len(rated))


def close_sums(taken: FlagMatrix, atom: Ints, threshold: int) -> list[int]:
    """The sums that may take part in a combination that gives somebody away.

    No such combination differs between people of one unit and skill who are in one sum only and those who are in none,
    where both are enough to be printed: the sum has no weight in it. `taken`: sums by rows.
    """
    close = list(range(len(taken)))
    while True:
        alone = taken[close].sum(axis=0)
        free = np.bincount(atom[alone == 0], minlength=atom.max() + 1) >= threshold
        held = [
            place
            for place in close
            if not (free & (np.bincount(atom[taken[place] & (alone == 1)], minlength=len(free)) >= threshold)).any()
        ]
        if held == close:
            return close
        close = held


def with_sums(table: Table, summed: Matrix | FlagMatrix) -> tuple[Family[Cell], Body]:
    """A table of gap measures with further sums as figures, (SUM, place) each, before all others. `summed`: what each
    takes of each row."""
    patterns, of_row = np.unique(summed, axis=1, return_inverse=True)
    atom, labels = atoms_of({"atom": table.body.atom.tolist(), "pattern": of_row.reshape(-1).tolist()})
    of_table, of_pattern = (np.array([label[place] for label in labels], dtype=np.intp) for place in (0, 1))
    sets = np.concatenate([patterns[:, of_pattern].astype(np.float32), table.family.sets[:, of_table]])
    keys = [*((SUM, place) for place in range(len(summed))), *table.family.keys]
    size = (summed != 0).sum(axis=1)
    order = [*((0, int(rows)) for rows in size), *((1, *given) for given in table.family.order)]
    return Family(keys, sets, order), Body(atom, table.body.person)
