"""Tables made from counts of leaves: sums and margins are added up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from mentorway.disclosure.tables import Dimension, Integers, Table
from mentorway.wording import InvalidInputError, Message, listed, shown


def table_of(
    name: str, counts: Mapping[Sequence[str], int], dimensions: Sequence[Dimension], people: str = "people"
) -> Table:
    """Make a table from counts of leaves by their categories; sums are added up, what is missing is 0.

    Raises
    ------
    InvalidInputError
        A cell has other categories than the leaves of the dimensions.

    Examples
    --------
    >>> role = Dimension("role", ("mentor", "mentee")).with_total("all")
    >>> table_of("People", {("mentor",): 12, ("mentee",): 20}, [role]).counts.tolist()
    [12, 20, 32]
    """
    leaves = np.zeros([len(one.leaves) for one in dimensions], np.int64)
    for cell, count in counts.items():
        if len(cell) != len(dimensions) or any(
            one not in of.leaves for one, of in zip(cell, dimensions, strict=True)
        ):
            raise InvalidInputError(
                Message(
                    "The table %(table)s has no cell %(cell)s.",
                    {"table": shown(name), "cell": listed(list(cell))},
                )
            )
        leaves[tuple(of.leaves.index(one) for one, of in zip(cell, dimensions, strict=True))] += count
    return Table(name, tuple(dimensions), added_up(leaves, dimensions), people=people)


def added_up(leaves: Integers, dimensions: Sequence[Dimension]) -> Integers:
    """Counts of all categories from those of the leaves, in the order of the leaves of each dimension."""
    found = leaves
    for axis, of in enumerate(dimensions):
        ways = np.array(
            [[leaf in of.leaves_of(one) for leaf in of.leaves] for one in of.categories], np.int64
        )
        found = np.moveaxis(np.tensordot(ways, found, axes=(1, axis)), 0, axis)
    return found
