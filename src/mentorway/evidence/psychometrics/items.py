"""How each item of a scale was answered, and how it goes with the others."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mentorway.wording import InvalidInputError, Message

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class ItemStatistics:
    """One item in one group.

    Parameters
    ----------
    name : str
        The item.
    n, missing : int
        People who answered it, and who did not.
    mean, sd : float
        In the units of the scale, over all who answered; sd with divisor n - 1. NaN if too few answered.
    floor, ceiling : float
        Shares of the answers at the lowest and at the highest point of the scale. NaN without answers.
    corrected_item_total : float or None
        Correlation with the sum of the other items; None for a single item or where nothing varies.
    alpha_if_dropped : float or None
        Alpha of the scale without this item; None if fewer than two items would be left.
    """

    name: str
    n: int
    missing: int
    mean: float
    sd: float
    floor: float
    ceiling: float
    corrected_item_total: float | None
    alpha_if_dropped: float | None


def item_statistics(
    names: Sequence[str], counts: ArrayLike, missing: ArrayLike, *, low: int, covariance: ArrayLike | None
) -> tuple[ItemStatistics, ...]:
    """Mean, spread, floor, ceiling, corrected item-total correlation and alpha if dropped, item by item.

    Parameters
    ----------
    names : sequence of str
        The items.
    counts : array of int, shape (items, levels)
        How often each answer was given, lowest first, reverse-keyed items already turned.
    missing : array of int, shape (items,)
        People who gave no answer.
    low : int
        The lowest answer.
    covariance : array of float, shape (items, items), or None
        Covariances over the people who answered every item, any divisor; None if nobody did.

    Returns
    -------
    tuple of ItemStatistics
        In the order of `names`.

    Raises
    ------
    InvalidInputError
        The shapes do not belong together.

    References
    ----------
    Nunnally & Bernstein (1994), Psychometric Theory, 3rd ed., ISBN 978-0-07-047849-7, ch. 8.
    Revelle, R package psych, function alpha, columns r.drop and raw_alpha.

    Examples
    --------
    >>> first, second, third = item_statistics(
    ...     ["a", "b", "c"], [[1, 2, 1], [0, 2, 2], [2, 2, 0]], [0, 0, 0], low=1,
    ...     covariance=[[2.0, 1.0, 1.0], [1.0, 2.0, 1.0], [1.0, 1.0, 2.0]])
    >>> first.mean, first.floor, second.ceiling
    (2.0, 0.25, 0.5)
    >>> round(first.corrected_item_total, 6), round(first.alpha_if_dropped, 6)
    (0.57735, 0.666667)
    """
    table = np.asarray(counts, dtype=np.float64)
    absent = np.asarray(missing)
    matrix = None if covariance is None else np.asarray(covariance, dtype=np.float64)
    _check_shapes(len(names), table, absent, matrix)
    return tuple(_one(names, i, table[i], int(absent[i]), (low, matrix)) for i in range(len(names)))


def _one(
    names: Sequence[str], place: int, counts: Vector, missing: int, scale: tuple[int, Matrix | None]
) -> ItemStatistics:
    low, matrix = scale
    n = int(counts.sum())
    points = low + np.arange(len(counts))
    mean = float(counts @ points) / n if n else math.nan
    known = matrix is not None and bool(np.isfinite(matrix).all())
    return ItemStatistics(
        name=names[place],
        n=n,
        missing=missing,
        mean=mean,
        sd=math.sqrt(float(counts @ (points - mean) ** 2) / (n - 1)) if n > 1 else math.nan,
        floor=float(counts[0]) / n if n else math.nan,
        ceiling=float(counts[-1]) / n if n else math.nan,
        corrected_item_total=_corrected(matrix, place) if known and matrix is not None else None,
        alpha_if_dropped=_alpha_without(matrix, place) if known and matrix is not None else None,
    )


def _corrected(matrix: Matrix, place: int) -> float | None:
    others = np.delete(np.arange(len(matrix)), place)
    rest = matrix[np.ix_(others, others)]
    variance, total = float(matrix[place, place]), float(rest.sum())
    if variance <= 0 or total <= 1e-12 * float(np.trace(rest)):
        return None
    return float(matrix[place, others].sum()) / math.sqrt(variance * total)


def _alpha_without(matrix: Matrix, place: int) -> float | None:
    others = np.delete(np.arange(len(matrix)), place)
    rest = matrix[np.ix_(others, others)]
    total, k = float(rest.sum()), len(others)
    if k < 2 or total <= 1e-12 * float(np.trace(rest)):
        return None
    return k / (k - 1) * (1 - float(np.trace(rest)) / total)


def _check_shapes(
    items: int, counts: Matrix, missing: NDArray[np.generic], covariance: Matrix | None
) -> None:
    fits = counts.ndim == 2 and len(counts) == items and missing.shape == (items,)
    if not fits or (covariance is not None and covariance.shape != (items, items)):
        raise InvalidInputError(
            Message(
                "The counts, missing answers and covariances do not belong to the same %(items)d items. "
                "Give one row for each item.",
                {"items": items},
            )
        )
