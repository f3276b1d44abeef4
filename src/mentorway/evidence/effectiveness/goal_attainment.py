"""Goal attainment scaling: how far goals that each person chose were reached, on one scale for all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mentorway.evidence.effectiveness.rows import Matrix, Vector
from mentorway.wording import InvalidInputError, Message

LEVELS = 2  # from -2, much less than expected, to 2, much more
RHO = 0.3


@dataclass(frozen=True, eq=False)
class GoalAttainment:
    """T scores: 50 where goals were reached as expected, 10 a standard deviation if goals correlate by rho.

    `change` is None where goals were not rated at the start.
    """

    scores: Vector
    start: Vector | None
    change: Vector | None


def goal_attainment(
    levels: ArrayLike, *, weights: ArrayLike | None = None, start: ArrayLike | None = None, rho: float = RHO
) -> GoalAttainment:
    """Kiresuk and Sherman's T score of each person.

    Parameters
    ----------
    levels : array of float, shape (people, goals)
        From -2 (much less than expected) over 0 (as expected) to 2 (much more); NaN where somebody has fewer
        goals.
    weights : array of float, shape (people, goals) or (goals,), optional
        How much each goal matters, above 0; all alike without them.
    start : array of float, shape (people, goals), optional
        Levels before the programme.
    rho : float in [0, 1)
        How goals are taken to correlate; 0.3 is customary.

    Returns
    -------
    GoalAttainment
        T scores say how far goals were reached, not how ambitious they were.

    Raises
    ------
    InvalidInputError
        A level is beyond -2 to 2, a person has no goal, shapes differ, or a number is out of range.

    References
    ----------
    Kiresuk & Sherman (1968), Community Ment Health J 4:443-453, doi:10.1007/BF01530764.

    Examples
    --------
    >>> goal_attainment([[1, 1, 1]]).scores.round(2).tolist()
    [63.69]
    >>> goal_attainment([[0, 0], [2, -2]], weights=[3, 1]).scores.round(2).tolist()
    [50.0, 61.64]
    """
    if not 0 <= rho < 1:
        raise InvalidInputError(
            Message("Goals correlate by at least 0 and less than 1, not %(rho)s.", {"rho": rho})
        )
    reached = _levels(levels)
    heavy = _weights(weights, reached)
    scores = _scores(reached, heavy, rho)
    if start is None:
        return GoalAttainment(scores, None, None)
    began = _levels(start)
    if began.shape != reached.shape or (np.isnan(began) != np.isnan(reached)).any():
        raise InvalidInputError(Message("Each goal needs a level at the start and one at the end."))
    first = _scores(began, heavy, rho)
    return GoalAttainment(scores, first, scores - first)


def _levels(levels: ArrayLike) -> Matrix:
    found = np.asarray(levels, dtype=np.float64)
    if found.ndim != 2 or not found.size:
        raise InvalidInputError(
            Message("Levels are a table with a row for each person and a column for each goal.")
        )
    if (np.isinf(found) | (np.abs(found) > LEVELS)).any():
        raise InvalidInputError(
            Message("Levels go from -2, much less than expected, to 2, much more; another number came.")
        )
    bare = np.flatnonzero(np.isnan(found).all(axis=1))
    if bare.size:
        raise InvalidInputError(
            Message("Person %(person)d has no goal. Leave them out.", {"person": int(bare[0]) + 1})
        )
    return found


def _weights(weights: ArrayLike | None, levels: Matrix) -> Matrix:
    given = np.ones(levels.shape[1]) if weights is None else np.asarray(weights, dtype=np.float64)
    if given.shape not in (levels.shape, levels.shape[1:]):
        raise InvalidInputError(
            Message("Each goal needs a weight: one for each column, or one for each person and column.")
        )
    heavy = np.where(np.isnan(levels), 0.0, given)
    if not (np.isfinite(heavy).all() and (heavy[~np.isnan(levels)] > 0).all()):
        raise InvalidInputError(Message("Weights of goals are numbers above 0."))
    return heavy


def _scores(levels: Matrix, weights: Matrix, rho: float) -> Vector:
    sums = (weights * np.nan_to_num(levels)).sum(axis=1)
    spread = (1 - rho) * (weights**2).sum(axis=1) + rho * weights.sum(axis=1) ** 2
    found: Vector = 50 + 10 * sums / np.sqrt(spread)
    return found
