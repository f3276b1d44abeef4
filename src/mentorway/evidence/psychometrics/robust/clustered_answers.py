"""Answers with holes by independent units: organisations with their people, or people one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mentorway.evidence.psychometrics.factors.layout import Indices, Stack
from mentorway.evidence.psychometrics.factors.models import Matrix, Vector
from mentorway.evidence.psychometrics.incomplete.missing import (
    Flags,
    IncompleteGroup,
    Pattern,
    check_patterns,
)
from mentorway.wording import InvalidInputError, Message


@dataclass(frozen=True, eq=False)
class HoledUnits:
    """One group's answers, in cells of people of one unit who answered the same items.

    For each cell, `unit` is the number of its unit, counted from 0; `n` how many people; `seen`, shape
    (cells, items), which items they answered; `mean` and `covariance` (divisor n) have 0 where they did not.
    Where every cell is a single person, `covariance` is None. `organisations` says whether units are
    organisations.
    """

    name: str
    unit: Indices
    n: Vector
    seen: Matrix
    mean: Matrix
    covariance: Stack | None
    organisations: bool

    @property
    def units(self) -> int:
        """How many organisations, or people."""
        return int(self.unit.max(initial=-1)) + 1

    @property
    def people(self) -> int:
        """People who answered at least one item."""
        return int(self.n.sum())


def people_with_holes(name: str, rows: Matrix) -> HoledUnits:
    """Every person of one group as a unit.

    Parameters
    ----------
    name : str
        The group.
    rows : array of float, shape (people, items)
        NaN where a person did not answer; people who answered nothing are left out.

    Returns
    -------
    HoledUnits

    Raises
    ------
    InvalidInputError
        The rows are no table of numbers, an answer is infinite, or nobody answered anything.

    Examples
    --------
    >>> group = people_with_holes("LT", np.array([[1.0, 2.0], [3.0, np.nan], [np.nan, np.nan]]))
    >>> group.units, group.mean.tolist()
    (2, [[1.0, 2.0], [3.0, 0.0]])
    """
    rows, kept = _answered(name, rows)
    count = int(kept.sum())
    seen = ~np.isnan(rows)
    return HoledUnits(
        name,
        np.arange(count, dtype=np.intp),
        np.ones(count),
        seen.astype(np.float64),
        np.where(seen, rows, 0.0),
        None,
        organisations=False,
    )


def organisations_with_holes(name: str, rows: Matrix, organisations: ArrayLike) -> HoledUnits:
    """Gather the rows of one group by organisation, and by which items are answered.

    Parameters
    ----------
    name : str
        The group.
    rows : array of float, shape (people, items)
        NaN where a person did not answer; people who answered nothing are left out.
    organisations : array, shape (people,)
        To which organisation each person belongs. An organisation belongs to one group.

    Returns
    -------
    HoledUnits

    Raises
    ------
    InvalidInputError
        As for `people_with_holes`, the organisations are not one for each row, or there are fewer than two.

    Examples
    --------
    >>> rows = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, np.nan]])
    >>> group = organisations_with_holes("LT", rows, ["school", "school", "museum"])
    >>> group.units, group.n.tolist(), group.mean.tolist()
    (2, [1.0, 2.0], [[5.0, 0.0], [2.0, 3.0]])
    """
    rows, kept = _answered(name, rows)
    named = np.asarray(organisations)
    if named.shape != kept.shape:
        raise _wrong(name)
    _, unit = np.unique(named[kept], return_inverse=True)
    _check_organisations(name, int(unit.max()) + 1)
    seen = ~np.isnan(rows)
    keys, cell = np.unique(np.column_stack([unit.ravel(), seen]), axis=0, return_inverse=True)
    cell = cell.ravel()
    order = np.argsort(cell, kind="stable")
    filled, starts = np.where(seen, rows, 0.0)[order], np.searchsorted(cell[order], np.arange(len(keys)))
    n = np.bincount(cell).astype(np.float64)
    mean = np.add.reduceat(filled, starts, axis=0) / n[:, None]
    apart = filled - mean[cell[order]]
    ends = np.append(starts[1:], len(apart))
    covariance = np.stack([apart[a:b].T @ apart[a:b] / (b - a) for a, b in zip(starts, ends, strict=True)])
    return HoledUnits(
        name,
        keys[:, 0].astype(np.intp),
        n,
        keys[:, 1:].astype(np.float64),
        mean,
        covariance,
        organisations=True,
    )


def check_holed(group: HoledUnits, items: Sequence[str]) -> None:
    """Refuse answers that no model with holes can carry, and organisations of which there is only one.

    Raises
    ------
    InvalidInputError
        As for `missing.check_patterns`, or there are fewer than two organisations.

    Examples
    --------
    >>> group = people_with_holes("LT", np.random.default_rng(5).normal(size=(20, 2)))
    >>> check_holed(group, ["a", "b"])
    """
    check_patterns(without_units([group]), items)
    if group.organisations:
        _check_organisations(group.name, group.units)


def _check_organisations(name: str, count: int) -> None:
    if count < 2:
        raise InvalidInputError(
            Message(
                "Group %(group)s has answers of a single organisation. How much organisations differ can "
                "only be seen in two or more.",
                {"group": name},
            )
        )


def _answered(name: str, rows: Matrix) -> tuple[Matrix, Flags]:
    """The rows of those who answered anything, and which these are."""
    rows = np.asarray(rows, dtype=np.float64)
    if rows.ndim != 2 or not rows.size or np.isinf(rows).any():
        raise _wrong(name)
    kept = np.asarray(~np.isnan(rows).all(axis=1), dtype=np.bool_)
    if not kept.any():
        raise InvalidInputError(
            Message("In group %(group)s nobody answered anything. Leave it out.", {"group": name})
        )
    return rows[kept], kept


def _wrong(name: str) -> InvalidInputError:
    return InvalidInputError(
        Message(
            "The answers of group %(group)s must be a table of numbers, with a row for each person, a "
            "column for each item and one organisation for each row.",
            {"group": name},
        )
    )


def without_units(groups: Sequence[HoledUnits]) -> tuple[IncompleteGroup, ...]:
    """The groups' people by pattern, as `fiml.fit_incomplete` takes them.

    Examples
    --------
    >>> group = people_with_holes("LT", np.array([[1.0, 2.0], [3.0, 4.0], [5.0, np.nan]]))
    >>> [(one.n, one.mean.tolist()) for one in without_units([group])[0].patterns]
    [(2, [2.0, 3.0]), (1, [5.0])]
    """
    return tuple(_by_pattern(group) for group in groups)


def _by_pattern(group: HoledUnits) -> IncompleteGroup:
    kinds, member = np.unique(group.seen, axis=0, return_inverse=True)
    found = []
    for place, kind in enumerate(kinds):
        own, there = member.ravel() == place, kind > 0
        n, mean = group.n[own], group.mean[own][:, there]
        middle = n @ mean / n.sum()
        apart = mean - middle
        product = (n[:, None] * apart).T @ apart
        if group.covariance is not None:
            product = product + np.tensordot(n, group.covariance[own][:, there][:, :, there], axes=1)
        found.append(Pattern(there, int(n.sum()), middle, product / n.sum()))
    return IncompleteGroup(group.name, tuple(sorted(found, key=lambda one: (-one.observed.sum(), -one.n))))
