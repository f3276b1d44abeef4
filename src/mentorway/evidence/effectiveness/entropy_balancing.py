"""Those who did not take part weighted so that their means equal those of the people who did."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize

from mentorway.evidence.comparisons.checking import check_confidence
from mentorway.evidence.effectiveness.balance import Effective, effective, lost
from mentorway.evidence.effectiveness.rows import (
    CONSTANT,
    Matrix,
    Vector,
    check_columns,
    numbers,
    table,
    twofold,
)
from mentorway.evidence.effectiveness.weighted_means import Reading, WeightedEffect, weighted_means
from mentorway.wording import InvalidInputError, Message, listed

STEPS = 200
ROUNDING = 1e-12  # of the largest number: a spread below it is none
CLOSE = 1e-10  # in standard deviations: means nearer to each other than this are equal
POSSIBLE = 1e-7  # in standard deviations: what rounding may leave over where means can be made equal


@dataclass(frozen=True)
class Balancing:
    """Means alone (1) or means and variances (2) made equal, and how sure the interval shall be."""

    moments: int = 1
    confidence: float = 0.95


@dataclass(frozen=True, eq=False)
class EntropyBalance:
    """Weights: 1 for those who took part; those of the others add up to the number of these.

    `moments` names what was made equal; `multipliers` are those of the moments, in their own units.
    """

    weights: Vector
    moments: tuple[str, ...]
    multipliers: Vector
    iterations: int
    people: Effective
    warnings: tuple[Message, ...] = ()


def entropy_balance(
    treated: ArrayLike, columns: Mapping[str, ArrayLike], *, moments: int = 1
) -> EntropyBalance:
    """Weights as near to equal as can be that give both groups the same means, or means and variances.

    Newton's method on the dual of Hainmueller: one multiplier for each moment.

    Parameters
    ----------
    treated : array of 0 and 1, shape (people,)
        Who took part.
    columns : mapping of name to array of float, shape (people,)
        What was known before the programme.
    moments : {1, 2}
        1: means. 2: also the means of squares, which makes variances equal; columns of two values have none.

    Returns
    -------
    EntropyBalance

    Raises
    ------
    InvalidInputError
        No weights can make the moments equal (those that cannot are named), a column repeats others, or as
        for `rows`.

    References
    ----------
    Hainmueller (2012), Political Analysis 20:25-46, doi:10.1093/pan/mpr025.

    Examples
    --------
    >>> found = entropy_balance([1, 1, 0, 0, 0], {"age": [30, 34, 20, 30, 40]})
    >>> found.weights[2:].round(4).tolist(), round(float(found.weights[2:] @ [20, 30, 40]) / 2, 6)
    ([0.4767, 0.6465, 0.8767], 32.0)
    """
    took = twofold(treated)
    if moments not in (1, 2):
        raise InvalidInputError(Message("Entropy balancing takes one moment (means) or two (and variances)."))
    if not columns:
        raise InvalidInputError(Message("Give at least one column to make the groups alike in."))
    names, x = _moments(*table(columns, len(took)), moments)
    apart, scale = x[took == 0] - x[took > 0].mean(axis=0), x[took == 0].std(axis=0)
    scale = np.where(scale > ROUNDING * np.abs(x).max(axis=0), scale, 0.0)
    _check_fixed(names, apart, scale, np.abs(x).max(axis=0))
    kept = scale > 0
    if not kept.any():
        raise InvalidInputError(
            Message("Nobody differs from anybody in what the groups should be made alike in: nothing varies.")
        )
    _check_reach(
        [name for name, one in zip(names, kept, strict=True) if one],
        (apart / np.where(kept, scale, 1))[:, kept],
    )
    check_columns(
        (CONSTANT, *(name for name, one in zip(names, kept, strict=True) if one)),
        np.column_stack([np.ones(len(apart)), apart[:, kept] / scale[kept]]),
    )
    values, steps = _solved(apart[:, kept] / scale[kept])
    shares = _shares(apart[:, kept] / scale[kept] @ values)
    weights = np.ones(len(took))
    weights[took == 0] = shares * took.sum()
    multipliers = np.zeros(len(names))
    multipliers[kept] = values / scale[kept]
    people = effective(took, weights)
    return EntropyBalance(weights, names, multipliers, steps, people, lost(people))


def entropy_effect(
    outcome: ArrayLike,
    treated: ArrayLike,
    columns: Mapping[str, ArrayLike],
    *,
    balancing: Balancing = Balancing(),
    clusters: Sequence[Hashable] | None = None,
) -> WeightedEffect:
    """Effect on those who took part, the others weighted by entropy balancing.

    The standard error allows for the weights being estimated (stacked estimating equations);
    `error_as_given` takes them as known, as is customary.

    Parameters
    ----------
    outcome : array of float, shape (people,)
        After the programme.
    treated, columns
        As for `entropy_balance`.
    balancing : Balancing
        One moment or two, and confidence.
    clusters : sequence of labels, shape (people,), optional
        Who belongs together.

    Returns
    -------
    WeightedEffect
        It is the effect only if nothing else that matters made people take part.

    Raises
    ------
    InvalidInputError
        As for `entropy_balance`, or lengths differ.

    References
    ----------
    Hainmueller (2012), Political Analysis 20:25-46, doi:10.1093/pan/mpr025.
    Zhao & Percival (2017), J Causal Inference 5:20160010, doi:10.1515/jci-2016-0010.

    Examples
    --------
    >>> found = entropy_effect([6, 7, 2, 3, 5], [1, 1, 0, 0, 0], {"age": [30, 34, 20, 30, 40]})
    >>> round(found.effect.value, 4)
    2.8616
    """
    check_confidence(balancing.confidence)
    found = entropy_balance(treated, columns, moments=balancing.moments)
    took = twofold(treated)
    y = numbers(outcome, "outcome", len(took))
    _, x = _moments(*table(columns, len(took)), balancing.moments)
    apart = x - x[took > 0].mean(axis=0)
    apart = apart[:, found.multipliers != 0]
    apart = apart / apart.std(axis=0)
    slopes = ((1 - took) * found.weights)[:, None] * apart
    # multipliers move with the means of those who took part, and with who happens to be in the other group
    moved = took[:, None] * apart - slopes
    influence = moved @ np.linalg.pinv(slopes.T @ apart, rcond=POSSIBLE, hermitian=True)
    return weighted_means(
        y,
        took,
        found.weights,
        estimated=(influence, slopes),
        reading=Reading(clusters, balancing.confidence, found.warnings),
    )


def _moments(names: tuple[str, ...], x: Matrix, moments: int) -> tuple[tuple[str, ...], Matrix]:
    if moments == 1:
        return names, x
    varied = [place for place in range(len(names)) if len(np.unique(x[:, place])) > 2]
    centred = x[:, varied] - x[:, varied].mean(axis=0)
    return (*names, *(f"{names[place]}²" for place in varied)), np.hstack([x, centred**2])


def _check_fixed(names: Sequence[str], apart: Matrix, scale: Vector, sizes: Vector) -> None:
    """Refuse a moment that all of the others share and that is not that of those who took part."""
    fixed = np.flatnonzero((scale == 0) & (np.abs(apart[0]) > sizes * ROUNDING))
    if fixed.size:
        raise _infeasible([names[int(place)] for place in fixed])


def _check_reach(names: Sequence[str], apart: Matrix) -> None:
    """Refuse means that no weights can give: those left over where misses are made as small as can be."""
    alone = np.flatnonzero((apart.max(axis=0) <= 0) | (apart.min(axis=0) >= 0))
    if alone.size:
        raise _infeasible([names[int(place)] for place in alone])
    people, k = apart.shape
    both = np.hstack([apart.T, np.eye(k), -np.eye(k)])
    sums = np.concatenate([np.ones(people), np.zeros(2 * k)])
    found = optimize.linprog(
        np.concatenate([np.zeros(people), np.ones(2 * k)]),
        A_eq=np.vstack([both, sums]),
        b_eq=np.concatenate([np.zeros(k), [1.0]]),
        method="highs",
    )
    point = found.x if found.x is not None else np.zeros(people + 2 * k)
    missed = point[people : people + k] + point[people + k :]
    if missed.sum() > POSSIBLE:
        raise _infeasible([names[int(place)] for place in np.flatnonzero(missed > POSSIBLE)])


def _infeasible(names: Sequence[str]) -> InvalidInputError:
    return InvalidInputError(
        Message(
            "No weights give those who did not take part the same mean of: %(names)s. They are too unlike "
            "those who did. Leave these columns out, take means only, or leave out people unlike all others.",
            {"names": listed(names)},
        )
    )


def _shares(seen: Vector) -> Vector:
    found = np.exp(seen - seen.max())
    shares: Vector = found / found.sum()
    return shares


def _solved(apart: Matrix) -> tuple[Vector, int]:
    """Newton's method on the log of the sum of weights, which is convex; steps are halved until it falls."""
    values = np.zeros(apart.shape[1])
    for step in range(1, STEPS + 1):
        shares = _shares(apart @ values)
        slope = shares @ apart
        if np.abs(slope).max() < CLOSE:
            return values, step
        bend = (shares[:, None] * apart).T @ apart - np.outer(slope, slope)
        change: Vector = np.linalg.lstsq(bend, -slope, rcond=1e-13)[0].astype(np.float64)
        values = values + _part(apart, values, change, float(slope @ change)) * change
    raise InvalidInputError(
        Message(
            "The weights run away: almost all of the weight would fall on a few people. Make fewer columns "
            "alike, or take means only."
        )
    )


def _part(apart: Matrix, values: Vector, change: Vector, fall: float) -> float:
    start, part = _log_sum(apart @ values), 1.0
    while _log_sum(apart @ (values + part * change)) > start + 1e-4 * part * fall + 1e-13 and part > 1e-8:
        part /= 2
    return part


def _log_sum(seen: Vector) -> float:
    most = float(seen.max())
    return most + float(np.log(np.exp(seen - most).sum()))
