"""Polychoric correlations: how closely two ordinal items go together behind their categories."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mentorway.evidence.psychometrics.ordinal.polychoric_pairs import (
    Margin,
    Pairs,
    best_correlations,
    margin,
    pair_influences,
    without_zero,
)
from mentorway.evidence.psychometrics.ordinal.thresholds import Thresholds, thresholds
from mentorway.wording import InvalidInputError, Message

Values = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Polychorics:
    """Polychoric correlations of the items of one group, and their standard errors.

    Both have shape (items, items); NaN stands where no correlation short of -1 or 1 explains a table, and a
    warning says so. `definite` says whether all correlations can be true at once.
    """

    items: tuple[str, ...]
    people: float
    thresholds: tuple[Thresholds, ...]
    correlations: Values
    errors: Values
    definite: bool
    warnings: tuple[Message, ...]


def polychoric(tables: ArrayLike, items: Sequence[str], *, add: float = 0.5) -> Polychorics:
    """Polychoric correlations from the tables of all pairs, in two steps.

    Behind each item a normal value is assumed, cut into categories at thresholds, and behind each pair two
    that are jointly normal. Thresholds are the quantiles of the margins; given them, each correlation is the
    one that makes its table most likely.

    Parameters
    ----------
    tables : array of float, shape (items, items, levels, levels)
        People by category of the first and of the second item, from the lowest category to the highest, over
        people who answered every item. On the diagonal (i, i) the counts of item i stand on the diagonal.
        Items with fewer categories have empty rows and columns at the end. Pairs above the diagonal count.
    items : sequence of str
        Names.
    add : float
        2×2 tables with one empty cell get so many people there, and as many fewer beside it, because without
        them only -1 or 1 would explain the table. 0.5 is what lavaan adds; 0 adds nothing.

    Returns
    -------
    Polychorics
        Standard errors allow for thresholds being estimated too.

    Raises
    ------
    InvalidInputError
        Shapes do not fit, a count is negative or missing, a category was chosen by nobody, or tables do not
        count the same people.

    References
    ----------
    Olsson (1979), Psychometrika 44:443-460, doi:10.1007/BF02296207.

    Examples
    --------
    >>> tables = np.zeros((2, 2, 2, 2))
    >>> tables[0, 0] = tables[1, 1] = np.diag([50, 50])
    >>> tables[0, 1] = tables[1, 0] = [[40, 10], [10, 40]]
    >>> found = polychoric(tables, ["a", "b"])
    >>> round(float(found.correlations[0, 1]), 6), bool(np.isclose(np.sin(0.3 * np.pi), 0.809017))
    (0.809017, True)
    """
    counts = np.asarray(tables, dtype=np.float64)
    own = _checked(counts, items)
    margins = [margin(people, counts.shape[2]) for people in own]
    rows, columns = np.triu_indices(len(items), 1)
    pairs = pairs_of(counts[rows, columns], margins)
    found = correlations_of(pairs, add)
    moves = influences_of(pairs, found, margins)
    people = float(own[0].sum())
    spread = np.sqrt((pairs.counts * moves**2).sum(axis=(1, 2))) / people
    correlations = symmetric(found, len(items), 1.0)
    whole = not np.isnan(found).any()
    definite = whole and bool(np.linalg.eigvalsh(correlations)[0] > 0)
    return Polychorics(
        items=tuple(items),
        people=people,
        thresholds=tuple(thresholds(one) for one in own),
        correlations=correlations,
        errors=symmetric(spread, len(items), 0.0),
        definite=definite,
        warnings=tuple(_warnings(items, found, definite=definite)),
    )


def pairs_of(counts: Values, margins: Sequence[Margin]) -> Pairs:
    """Tables of all pairs of items, above the diagonal row by row, with the bounds of the categories."""
    rows, columns = np.triu_indices(len(margins), 1)
    bounds = np.stack([one.bounds for one in margins])
    return Pairs(counts, bounds[rows], bounds[columns])


def correlations_of(pairs: Pairs, add: float) -> Values:
    """Best correlation of each pair; NaN where only -1 or 1 would do."""
    return best_correlations(Pairs(without_zero(pairs.counts, add), pairs.first, pairs.second))


def influences_of(pairs: Pairs, found: Values, margins: Sequence[Margin]) -> Values:
    """How much a person in each cell moves each correlation, times the number of people."""
    rows, columns = np.triu_indices(len(margins), 1)
    moves = np.stack([one.influences for one in margins])
    return pair_influences(pairs, found, (moves[rows], moves[columns]))


def symmetric(values: Values, items: int, diagonal: float) -> Values:
    """Values of pairs above the diagonal, as a whole matrix."""
    found = np.full((items, items), diagonal)
    rows, columns = np.triu_indices(items, 1)
    found[rows, columns] = found[columns, rows] = values
    return found


def _checked(counts: Values, items: Sequence[str]) -> list[Values]:
    """The counts of each item alone, where all tables agree with them."""
    size = len(items)
    if counts.ndim != 4 or counts.shape[:2] != (size, size) or counts.shape[2] != counts.shape[3] or size < 2:
        raise InvalidInputError(
            Message(
                "Tables of %(items)d items were needed, items by items by categories by categories; the "
                "shape that came is %(shape)s.",
                {"items": size, "shape": " × ".join(map(str, counts.shape))},
            )
        )
    if not np.isfinite(counts).all() or counts.min() < 0:
        raise InvalidInputError(Message("Counts of people must be numbers that are not negative."))
    own = counts[np.arange(size), np.arange(size)].diagonal(axis1=1, axis2=2)
    _check_margins(counts, own, items)
    return [_used(one, item) for one, item in zip(own, items, strict=True)]


def _check_margins(counts: Values, own: Values, items: Sequence[str]) -> None:
    rows, columns = np.triu_indices(len(items), 1)
    pairs = counts[rows, columns]
    slack = 1e-8 * max(float(own.max()), 1.0)
    apart = np.maximum(
        np.abs(pairs.sum(axis=2) - own[rows]).max(axis=1),
        np.abs(pairs.sum(axis=1) - own[columns]).max(axis=1),
    )
    if apart.max() > slack:
        worst = int(np.argmax(apart))
        names = {"first": items[int(rows[worst])], "second": items[int(columns[worst])]}
        raise InvalidInputError(
            Message(
                "The table of items %(first)s and %(second)s does not count the same people as the items "
                "alone. Count only people who answered every item.",
                names,
            )
        )


def _used(people: Values, item: str) -> Values:
    """Counts without the padding; a gap before the last category that was chosen is refused."""
    last = int(np.flatnonzero(people).max(initial=0))
    used = people[: last + 1]
    if last < 1 or used.min() == 0:
        raise InvalidInputError(
            Message(
                "Item %(item)s needs at least two categories, each chosen by somebody; the counts that came "
                "are %(counts)s. Merge categories, or leave the item out.",
                {"item": item, "counts": ", ".join(f"{count:g}" for count in people)},
            )
        )
    return used


def no_correlation(first: str, second: str) -> Message:
    """What to say of a pair whose correlation runs to -1 or 1."""
    return Message(
        "How closely items %(first)s and %(second)s go together cannot be estimated: their table has empty "
        "cells that only a correlation of -1 or 1 would explain. Merge categories, or leave one of them out.",
        {"first": first, "second": second},
    )


def _warnings(items: Sequence[str], found: Values, *, definite: bool) -> Iterator[Message]:
    rows, columns = np.triu_indices(len(items), 1)
    for place in np.flatnonzero(np.isnan(found)):
        yield no_correlation(items[int(rows[place])], items[int(columns[place])])
    if not definite and not np.isnan(found).any():
        yield Message(
            "The polychoric correlations contradict each other: no answers of people could have all of them "
            "at once (their matrix is not positive definite). There may be too few people."
        )
