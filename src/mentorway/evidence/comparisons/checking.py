"""What comparisons take: moments of groups, counts of scores and tables, checked before use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mentorway.wording import InvalidInputError, Message

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
Counts = NDArray[np.int64]
ROUNDING = 1e-12  # of a mean; a spread below it comes from rounding, not from people


@dataclass(frozen=True, eq=False)
class Moments:
    """Size, mean and standard deviation (divisor n - 1) of each group, shape (groups,)."""

    n: Vector
    mean: Vector
    sd: Vector

    @property
    def variance(self) -> Vector:
        """Square of the standard deviation; 0 for a group of one."""
        found: Vector = self.sd**2
        return found

    def only(self, places: Sequence[int]) -> Moments:
        """Return the groups at these places."""
        chosen = list(places)
        return Moments(self.n[chosen], self.mean[chosen], self.sd[chosen])


@dataclass(frozen=True, eq=False)
class Histograms:
    """How many of each group have each score: `counts` has shape (groups, scores), scores rise."""

    scores: Vector
    counts: Counts


def moments(n: ArrayLike, mean: ArrayLike, sd: ArrayLike) -> Moments:
    """Check sizes, means and standard deviations of groups.

    Parameters
    ----------
    n, mean, sd : array of float, shape (groups,)
        Standard deviations have the divisor n - 1; that of a group of one is not looked at.

    Returns
    -------
    Moments

    Raises
    ------
    InvalidInputError
        The lengths differ, a group is empty, a number is missing, or a standard deviation is below 0.

    Examples
    --------
    >>> moments([3, 1], [2.0, 5.0], [1.5, float("nan")]).sd
    array([1.5, 0. ])
    """
    sizes, means, spreads = (np.atleast_1d(np.asarray(one, dtype=np.float64)) for one in (n, mean, sd))
    if sizes.ndim != 1 or not sizes.shape == means.shape == spreads.shape:
        raise InvalidInputError(
            Message(
                "Each group needs a size, a mean and a standard deviation; "
                "%(n)d, %(means)d and %(spreads)d came.",
                {"n": sizes.size, "means": means.size, "spreads": spreads.size},
            )
        )
    _check_sizes(sizes)
    spreads = np.where(sizes == 1, 0.0, spreads)
    if not (np.isfinite(means).all() and np.isfinite(spreads).all() and (spreads >= 0).all()):
        raise InvalidInputError(
            Message("Means and standard deviations are numbers, none missing, and no spread is below zero.")
        )
    return Moments(sizes, means, np.where(spreads <= ROUNDING * np.abs(means), 0.0, spreads))


def one_sample(n: float, mean: float, sd: float) -> Moments:
    """Check the size, mean and standard deviation of one sample, such as the changes of the same people.

    Parameters
    ----------
    n, mean, sd : float
        The standard deviation has the divisor n - 1; there are at least two people.

    Returns
    -------
    Moments
        Of one group.

    Raises
    ------
    InvalidInputError
        Several came, there are fewer than two people, or the moments cannot be.

    Examples
    --------
    >>> one_sample(5, 0.4, 1.1).mean
    array([0.4])
    """
    found = moments(n, mean, sd)
    if len(found.n) != 1:
        raise InvalidInputError(
            Message("This takes one size, one mean and one standard deviation; several came.")
        )
    check_each_has(found.n, 2)
    return found


def moments_of(scores: ArrayLike, counts: ArrayLike) -> Moments:
    """Size, mean and standard deviation of each group from its counts of scores.

    Parameters
    ----------
    scores : array of float, shape (scores,)
        In rising order.
    counts : array of int, shape (groups, scores)
        How many of each group have each score.

    Returns
    -------
    Moments

    Raises
    ------
    InvalidInputError
        As for `histograms`.

    Examples
    --------
    >>> found = moments_of([1, 2, 3], [[1, 2, 1]])
    >>> found.n.tolist(), found.mean.tolist(), found.sd.round(4).tolist()
    ([4.0], [2.0], [0.8165])
    """
    taken = histograms(scores, counts)
    sizes = taken.counts.sum(axis=1).astype(np.float64)
    means = taken.counts @ taken.scores / sizes
    squares = (taken.counts * (taken.scores - means[:, None]) ** 2).sum(axis=1)
    return moments(sizes, means, np.sqrt(squares / np.maximum(sizes - 1, 1)))


def histograms(scores: ArrayLike, counts: ArrayLike) -> Histograms:
    """Check counts of scores.

    Parameters
    ----------
    scores : array of float, shape (scores,)
        In rising order.
    counts : array of int, shape (groups, scores)
        How many of each group have each score.

    Returns
    -------
    Histograms

    Raises
    ------
    InvalidInputError
        Scores do not rise, shapes differ, the counts are none, or a group is empty.

    Examples
    --------
    >>> histograms([1, 2], [[3, 0], [1, 1]]).counts.sum()
    np.int64(5)
    """
    values = np.asarray(scores, dtype=np.float64)
    if values.ndim != 1 or not np.isfinite(values).all() or not (np.diff(values) > 0).all():
        raise InvalidInputError(Message("Scores are numbers in rising order, each once and none missing."))
    table = table_of_counts(counts)
    if table.shape[1] != len(values):
        raise InvalidInputError(
            Message(
                "Each group needs a count for each of %(scores)d scores; %(counts)d counts came.",
                {"scores": len(values), "counts": int(table.shape[1])},
            )
        )
    _check_sizes(table.sum(axis=1))
    return Histograms(values, table)


def histograms_of(rows: Sequence[ArrayLike]) -> Histograms:
    """Counts of scores from the scores of people, group by group.

    Parameters
    ----------
    rows : sequence of arrays of float
        The scores of each group; NaN where a score is missing, which is left out.

    Returns
    -------
    Histograms

    Raises
    ------
    InvalidInputError
        A group has no scores.

    Examples
    --------
    >>> found = histograms_of([[1, 3, 3], [2, float("nan")]])
    >>> found.scores.tolist(), found.counts.tolist()
    ([1.0, 2.0, 3.0], [[1, 0, 2], [0, 1, 0]])
    """
    kept = [one[~np.isnan(one)] for one in (np.ravel(np.asarray(row, dtype=np.float64)) for row in rows)]
    scores = np.unique(np.concatenate(kept)) if kept else np.empty(0)
    places = [np.searchsorted(scores, one) for one in kept]
    return histograms(scores, [np.bincount(place, minlength=len(scores)) for place in places])


def table_of_counts(table: ArrayLike) -> Counts:
    """Check a table of counts of people.

    Parameters
    ----------
    table : array of int, shape (rows, columns)
        Groups in rows, answers in columns.

    Returns
    -------
    array of int

    Raises
    ------
    InvalidInputError
        It is no table, holds what is no count, or all of it is 0.

    Examples
    --------
    >>> table_of_counts([[1, 2], [3, 0]]).tolist()
    [[1, 2], [3, 0]]
    """
    matrix = np.asarray(table, dtype=np.float64)
    if matrix.ndim != 2 or not np.isfinite(matrix).all() or (matrix < 0).any() or (matrix % 1).any():
        raise InvalidInputError(
            Message("A table holds counts of people: whole numbers, none missing and none below zero.")
        )
    if not matrix.sum():
        raise InvalidInputError(Message("The table is empty: nobody was counted."))
    return matrix.astype(np.int64)


def check_confidence(confidence: float) -> None:
    """Refuse a confidence that is no share.

    Parameters
    ----------
    confidence : float
        Must lie in (0, 1).

    Raises
    ------
    InvalidInputError
        It does not.

    Examples
    --------
    >>> check_confidence(0.95)
    """
    if not 0 < confidence < 1:
        raise InvalidInputError(
            Message("Confidence must lie between 0 and 1, not %(value)s.", {"value": confidence})
        )


def check_groups(found: int, needed: int, how: Literal["exactly", "at least"] = "at least") -> None:
    """Refuse too few groups, or another number than is needed.

    Parameters
    ----------
    found, needed : int
        How many groups came, and how many must.
    how : {"exactly", "at least"}
        Whether more may come.

    Raises
    ------
    InvalidInputError
        The number of groups does not fit.

    Examples
    --------
    >>> check_groups(3, 2)
    """
    values = {"needed": needed, "found": found}
    if how == "exactly" and found != needed:
        raise InvalidInputError(Message("This compares exactly %(needed)d groups; %(found)d came.", values))
    if found < needed:
        raise InvalidInputError(Message("This compares at least %(needed)d groups; %(found)d came.", values))


def check_each_has(sizes: ArrayLike, needed: int) -> None:
    """Refuse groups that are too small.

    Parameters
    ----------
    sizes : array of float, shape (groups,)
        How many people each group has.
    needed : int
        How many it must have.

    Raises
    ------
    InvalidInputError
        A group has fewer.

    Examples
    --------
    >>> check_each_has([2, 3], 2)
    """
    small = np.flatnonzero(np.asarray(sizes) < needed)
    if small.size:
        place = int(small[0])
        raise InvalidInputError(
            Message(
                "Each group needs at least %(needed)d people; group %(group)d has %(found)d.",
                {"needed": needed, "group": place + 1, "found": int(np.asarray(sizes)[place])},
            )
        )


def _check_sizes(sizes: NDArray[np.float64 | np.int64]) -> None:
    """Refuse groups without people, and sizes that are no whole numbers."""
    if not (np.isfinite(sizes).all() and (sizes % 1 == 0).all() and (sizes >= 0).all()):
        raise InvalidInputError(
            Message("Sizes of groups are whole numbers, none missing and none below zero.")
        )
    empty = np.flatnonzero(sizes == 0)
    if empty.size:
        raise InvalidInputError(
            Message("Group %(group)d is empty. Leave it out.", {"group": int(empty[0]) + 1})
        )
