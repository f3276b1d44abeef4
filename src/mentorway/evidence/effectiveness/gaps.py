"""Tables with gaps, checked before they are filled, and tables that were filled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mentorway.evidence.effectiveness.rows import Matrix, Vector
from mentorway.wording import InvalidInputError, Message, shown

Mask = NDArray[np.bool_]
Stack = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Gapped:
    """People in rows, columns by name; NaN where nothing is known."""

    names: tuple[str, ...]
    rows: Matrix

    @property
    def gaps(self) -> Mask:
        """Where nothing is known."""
        found: Mask = np.isnan(self.rows)
        return found


@dataclass(frozen=True, eq=False)
class Filled:
    """Several tables, alike where something was known.

    `tables` has shape (tables, people, columns). `trace`, of shape (tables, rounds, columns), is the mean of
    what was filled in, round by round: it should neither rise nor fall, and tables should mix.
    """

    names: tuple[str, ...]
    tables: Stack
    gaps: Mask
    trace: Stack
    warnings: tuple[Message, ...] = ()

    def column(self, name: str, table: int) -> Vector:
        """Return one column of one table."""
        found: Vector = self.tables[table, :, self.names.index(name)]
        return found


def gapped(columns: Mapping[str, ArrayLike]) -> Gapped:
    """Check columns with gaps.

    Parameters
    ----------
    columns : mapping of name to array of float, shape (people,)
        NaN where nothing is known; categories as numbers or as columns of 0 and 1. All that the analysis will
        use has to be among them, the outcome too.

    Returns
    -------
    Gapped

    Raises
    ------
    InvalidInputError
        Lengths differ, a column is no column of numbers, has nothing in it or never varies, nothing is
        missing, or there are too few people.

    Examples
    --------
    >>> gapped({"a": [1, 2, 3, 5], "b": [2, float("nan"), 4, 4]}).gaps.sum()
    np.int64(1)
    """
    found: list[Vector] = []
    for name, column in columns.items():
        try:
            one = np.asarray(column, dtype=np.float64)
        except (TypeError, ValueError):
            one = np.empty((0, 0))
        if one.ndim != 1 or np.isinf(one).any() or (found and len(one) != len(found[0])):
            raise InvalidInputError(
                Message(
                    "“%(name)s” must be a column of numbers, one for each person, with gaps where nothing "
                    "is known.",
                    {"name": shown(name)},
                )
            )
        if len(np.unique(one[~np.isnan(one)])) < 2:
            raise InvalidInputError(
                Message(
                    "In “%(name)s” nobody differs from anybody, or nothing is known, so gaps cannot be "
                    "filled. Leave it out.",
                    {"name": shown(name)},
                )
            )
        found.append(one)
    rows = np.column_stack(found) if found else np.empty((0, 0))
    if not np.isnan(rows).any():
        raise InvalidInputError(Message("There are no gaps to fill."))
    if len(rows) < rows.shape[1] + 2:
        raise InvalidInputError(
            Message(
                "%(columns)d columns need at least %(needed)d people; %(people)d came.",
                {"columns": rows.shape[1], "needed": rows.shape[1] + 2, "people": len(rows)},
            )
        )
    return Gapped(tuple(columns), rows)


def check_tables(tables: int) -> None:
    """Refuse fewer than two tables.

    Parameters
    ----------
    tables : int
        How many shall be made.

    Raises
    ------
    InvalidInputError
        Fewer than two are asked for.

    Examples
    --------
    >>> check_tables(20)
    """
    if tables < 2:
        raise InvalidInputError(
            Message(
                "One filled table does not show how unsure the filling is; at least two are needed, not "
                "%(tables)d.",
                {"tables": tables},
            )
        )


def told(given: Gapped) -> tuple[Message, ...]:
    """Say which columns are mostly gaps.

    Parameters
    ----------
    given : Gapped
        The columns.

    Returns
    -------
    tuple of Message

    Examples
    --------
    >>> told(gapped({"a": [1, 2, 3, 5], "b": [2, float("nan"), 4, 4]}))
    ()
    """
    shares = given.gaps.mean(axis=0)
    return tuple(
        Message(
            "“%(name)s” is unknown of %(share)d of 100 people. What is filled in there is mostly a guess "
            "from the other columns.",
            {"name": shown(given.names[place]), "share": round(100 * float(shares[place]))},
        )
        for place in np.flatnonzero(shares > 0.5)
    )
