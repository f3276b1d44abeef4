"""Answers with holes: the people of a group, gathered by which items they answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mentorway.evidence.psychometrics.factors.models import Matrix, Vector
from mentorway.wording import InvalidInputError, Message

Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Pattern:
    """People of one group who answered the same items: how many, their means and covariances (divisor n).

    `observed` says for each item of the scale whether they answered it; `mean` and `covariance` are over the
    observed items only, in the order of the scale. One person alone has covariances 0.
    """

    observed: Flags
    n: int
    mean: Vector
    covariance: Matrix


@dataclass(frozen=True, eq=False)
class IncompleteGroup:
    """One group's people, those with the same holes together."""

    name: str
    patterns: tuple[Pattern, ...]

    @property
    def n(self) -> int:
        """People who answered at least one item."""
        return sum(pattern.n for pattern in self.patterns)


def patterns_of(name: str, rows: Matrix) -> IncompleteGroup:
    """Gather the rows of one group by which items are answered.

    Parameters
    ----------
    name : str
        The group.
    rows : array of float, shape (people, items)
        NaN where a person did not answer; people who answered nothing tell nothing and are left out.

    Returns
    -------
    IncompleteGroup
        Patterns from the fullest to the emptiest.

    Raises
    ------
    InvalidInputError
        The rows are no table of numbers, or an answer is infinite.

    Examples
    --------
    >>> rows = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, np.nan], [np.nan, np.nan]])
    >>> group = patterns_of("LT", rows)
    >>> [(pattern.observed.tolist(), pattern.n, pattern.mean.tolist()) for pattern in group.patterns]
    [([True, True], 2, [2.0, 3.0]), ([True, False], 1, [5.0])]
    """
    rows = np.asarray(rows, dtype=np.float64)
    if rows.ndim != 2 or np.isinf(rows).any():
        raise InvalidInputError(
            Message(
                "The answers of group %(group)s must be a table of numbers, with a row for each person and a "
                "column for each item.",
                {"group": name},
            )
        )
    seen = ~np.isnan(rows)
    rows, seen = rows[seen.any(axis=1)], seen[seen.any(axis=1)]
    kinds, member = np.unique(seen, axis=0, return_inverse=True)
    found = [_pattern(rows[member.ravel() == place], kind) for place, kind in enumerate(kinds)]
    return IncompleteGroup(name, tuple(sorted(found, key=lambda one: (-one.observed.sum(), -one.n))))


def _pattern(rows: Matrix, observed: Flags) -> Pattern:
    answers = rows[:, observed]
    mean = answers.mean(axis=0)
    apart = answers - mean
    return Pattern(observed, len(answers), mean, apart.T @ apart / len(answers))


def check_patterns(groups: Sequence[IncompleteGroup], items: Sequence[str]) -> None:
    """Refuse patterns that do not belong to the items, and groups whose holes leave too little to estimate.

    Parameters
    ----------
    groups : sequence of IncompleteGroup
        As they go into a model.
    items : sequence of str
        The scale, in the order of the patterns.

    Raises
    ------
    InvalidInputError
        There is no group, a pattern has nobody or no item or the wrong shape, a group has no more people than
        items, nobody answered an item or everyone gave it the same answer, or nobody answered two items
        together, so that their covariance cannot be known.

    Examples
    --------
    >>> rows = np.array([[1.0, np.nan], [2.0, np.nan], [np.nan, 3.0], [np.nan, 5.0]])
    >>> check_patterns([patterns_of("LT", rows)], ["a", "b"])
    Traceback (most recent call last):
    ...
    mentorway.wording.InvalidInputError: In group LT nobody answered both a and b, so how they go together \
cannot be known. Leave out one of them or the group.
    """
    if not groups:
        raise InvalidInputError(Message("There are no groups to fit a model to. Choose at least one."))
    for group in groups:
        for pattern in group.patterns:
            _check_shape(group.name, pattern, len(items))
        _check_people(group, items)
        _check_answered(group, items)
        _check_together(group, items)


def _check_shape(name: str, pattern: Pattern, items: int) -> None:
    if pattern.n < 1:
        raise InvalidInputError(
            Message("A pattern of group %(group)s has nobody in it. Leave it out.", {"group": name})
        )
    fits = pattern.observed.shape == (items,) and pattern.observed.dtype == np.bool_
    seen = int(pattern.observed.sum()) if fits else 0
    if seen and pattern.mean.shape == (seen,) and pattern.covariance.shape == (seen, seen):
        covariance = pattern.covariance
        whole = np.isfinite(pattern.mean).all() and np.isfinite(covariance).all()
        slack = 1e-10 * float(np.abs(covariance).max()) if whole else 0.0
        if whole and np.allclose(covariance, covariance.T, rtol=0, atol=slack):
            return
    raise InvalidInputError(
        Message(
            "A pattern of group %(group)s does not belong to the %(items)d items of the model, has no item, "
            "or numbers are missing in it. Compute it again.",
            {"group": name, "items": items},
        )
    )


def _check_people(group: IncompleteGroup, items: Sequence[str]) -> None:
    if group.n <= len(items):
        raise InvalidInputError(
            Message(
                "Group %(group)s has %(n)d person with answers, and the scale has %(items)d items. "
                "The model needs more people than items.",
                {"group": group.name, "n": group.n, "items": len(items)},
                plural="Group %(group)s has %(n)d people with answers, and the scale has %(items)d items. "
                "The model needs more people than items.",
                count=group.n,
            )
        )


def _check_answered(group: IncompleteGroup, items: Sequence[str]) -> None:
    sums = item_sums(group)
    for place, item in enumerate(items):
        if sums.n[place] == 0:
            raise InvalidInputError(
                Message(
                    "In group %(group)s nobody answered item %(item)s. Leave out the item or the group.",
                    {"group": group.name, "item": item},
                )
            )
        if sums.variance[place] <= 0:
            raise InvalidInputError(
                Message(
                    "In group %(group)s everyone gave the same answer to item %(item)s. "
                    "Leave out the item or the group.",
                    {"group": group.name, "item": item},
                )
            )


def _check_together(group: IncompleteGroup, items: Sequence[str]) -> None:
    seen = np.stack([pattern.observed for pattern in group.patterns]).astype(np.float64)
    together = seen.T @ seen
    apart = np.argwhere(together == 0)
    if apart.size:
        raise InvalidInputError(
            Message(
                "In group %(group)s nobody answered both %(first)s and %(second)s, so how they go together "
                "cannot be known. Leave out one of them or the group.",
                {"group": group.name, "first": items[int(apart[0][0])], "second": items[int(apart[0][1])]},
            )
        )


@dataclass(frozen=True, eq=False)
class ItemSums:
    """For each item, who answered it, and the mean and variance (divisor n) of their answers."""

    n: Vector
    mean: Vector
    variance: Vector


def item_sums(group: IncompleteGroup) -> ItemSums:
    """Each item by itself, over all who answered it.

    Parameters
    ----------
    group : IncompleteGroup
        At least one pattern.

    Returns
    -------
    ItemSums
        Mean and variance are 0 where nobody answered.

    Examples
    --------
    >>> sums = item_sums(patterns_of("LT", np.array([[1.0, 2.0], [3.0, np.nan]])))
    >>> sums.n.tolist(), sums.mean.tolist(), sums.variance.tolist()
    ([2.0, 1.0], [2.0, 2.0], [1.0, 0.0])
    """
    items = len(group.patterns[0].observed)
    n, total, squares = np.zeros(items), np.zeros(items), np.zeros(items)
    for pattern in group.patterns:
        n[pattern.observed] += pattern.n
        total[pattern.observed] += pattern.n * pattern.mean
    mean = total / np.maximum(n, 1)
    for pattern in group.patterns:
        seen = pattern.observed
        squares[seen] += pattern.n * (np.diag(pattern.covariance) + (pattern.mean - mean[seen]) ** 2)
    return ItemSums(n, mean, squares / np.maximum(n, 1))
