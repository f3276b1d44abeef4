"""How alike those who took part and those who did not were before, without weights and with them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from mentorway.evidence.effectiveness.rows import Vector, numbers, twofold
from mentorway.wording import InvalidInputError, Message

ROUNDING = 1e-12  # of the largest number: a spread below it is none
WORTH = 0.5  # share of a group's people that weights may cost before it is said


@dataclass(frozen=True)
class Effective:
    """People of each group, and how many unweighted ones they are worth."""

    treated: int
    untreated: int
    treated_worth: float
    untreated_worth: float


@dataclass(frozen=True)
class Balance:
    """One column: means with and without the programme, and their difference in standard deviations.

    `before` is without weights, `after` with them; None where nobody varies. `ratio_before` and `ratio_after`
    are variances of those who took part over those of the others; None for columns of 0 and 1.
    """

    name: str
    mean_treated: float
    mean_untreated: float
    mean_untreated_after: float
    before: float | None
    after: float | None
    ratio_before: float | None
    ratio_after: float | None


@dataclass(frozen=True)
class BalanceTable:
    """All columns, and what the weights leave of the people."""

    columns: tuple[Balance, ...]
    people: Effective
    warnings: tuple[Message, ...] = ()

    @property
    def largest(self) -> float:
        """The largest difference that is left, in standard deviations."""
        return max((abs(one.after) for one in self.columns if one.after is not None), default=0.0)


def balance(
    columns: Mapping[str, ArrayLike],
    treated: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    divisor: Literal["treated", "pooled"] = "treated",
) -> BalanceTable:
    """Differences of two groups before a programme, without weights and with them.

    Parameters
    ----------
    columns : mapping of name to array of float, shape (people,)
        What was known before; at least one.
    treated : array of 0 and 1, shape (people,)
        Who took part.
    weights : array of float, shape (people,), optional
        How much each person counts; 1 without them.
    divisor : {"treated", "pooled"}
        Standard deviation, always without weights, that differences are divided by: of those who took part,
        which fits ATT, or the root of the mean variance of both groups, which fits all else.

    Returns
    -------
    BalanceTable

    Raises
    ------
    InvalidInputError
        There is no column, lengths differ, a number is missing or a weight below 0, or a group is empty.

    References
    ----------
    Austin (2009), Stat Med 28:3083-3107, doi:10.1002/sim.3697.
    Kish (1965), Survey Sampling, for the effective number of people.

    Examples
    --------
    >>> found = balance({"age": [20, 30, 40, 50]}, [1, 1, 0, 0], weights=[1, 1, 3, 1])
    >>> round(found.columns[0].before, 4), round(found.columns[0].after, 4), found.people.untreated_worth
    (-2.8284, -2.4749, 1.6)
    """
    took = twofold(treated)
    heavy = np.ones(len(took)) if weights is None else numbers(weights, "weights", len(took))
    if not columns:
        raise InvalidInputError(Message("Give at least one column to compare the groups by."))
    if (heavy < 0).any() or not (heavy @ took > 0 and heavy @ (1 - took) > 0):
        raise InvalidInputError(
            Message("Weights are not below zero, and somebody of each group has to count.")
        )
    people = effective(took, heavy)
    found = tuple(
        _column(name, numbers(column, name, len(took)), took, heavy, divisor)
        for name, column in columns.items()
    )
    return BalanceTable(found, people, lost(people))


def effective(took: Vector, weights: Vector) -> Effective:
    """How many unweighted people the weighted ones are worth: (sum of weights)² / sum of squares.

    Parameters
    ----------
    took, weights : array of float, shape (people,)
        Who took part as 1, and weights.

    Returns
    -------
    Effective
        People of weight 0 are not counted.

    Examples
    --------
    >>> effective(np.array([1.0, 0, 0]), np.array([1.0, 3, 1])).untreated_worth
    1.6
    """
    worth = [float((weights @ one) ** 2 / (weights**2 @ one)) for one in (took, 1 - took)]
    count = [int(((weights > 0) & (one > 0)).sum()) for one in (took, 1 - took)]
    return Effective(count[0], count[1], worth[0], worth[1])


def lost(people: Effective) -> tuple[Message, ...]:
    """Say whether weights cost more than half of a group.

    Parameters
    ----------
    people : Effective
        Of both groups.

    Returns
    -------
    tuple of Message

    Examples
    --------
    >>> lost(Effective(10, 10, 10.0, 9.0)), len(lost(Effective(10, 100, 10.0, 9.0)))
    ((), 1)
    """
    found = []
    for count, worth in ((people.treated, people.treated_worth), (people.untreated, people.untreated_worth)):
        if worth < WORTH * count:
            found.append(
                Message(
                    "Few people carry most of the weight: %(count)d people of one group are worth %(worth)d. "
                    "The groups are hardly alike, and the result leans on these few.",
                    {"count": count, "worth": round(worth)},
                )
            )
    return tuple(found)


def _column(name: str, x: Vector, took: Vector, weights: Vector, divisor: str) -> Balance:
    plain = np.ones(len(x))
    means = [_mean(x, plain * one) for one in (took, 1 - took)]
    later = [_mean(x, weights * one) for one in (took, 1 - took)]
    twice = bool(np.isin(x, (0, 1)).all())
    spread = [_variance(x, plain * one, twice=twice) for one in (took, 1 - took)]
    after = [_variance(x, weights * one, twice=twice) for one in (took, 1 - took)]
    scale = math.sqrt(spread[0] if divisor == "treated" else (spread[0] + spread[1]) / 2)
    return Balance(
        name=name,
        mean_treated=means[0],
        mean_untreated=means[1],
        mean_untreated_after=later[1],
        before=(means[0] - means[1]) / scale if scale else None,
        after=(later[0] - later[1]) / scale if scale else None,
        ratio_before=None if twice or not spread[1] else spread[0] / spread[1],
        ratio_after=None if twice or not after[1] else after[0] / after[1],
    )


def _mean(x: Vector, weights: Vector) -> float:
    return float(weights @ x / weights.sum())


def _variance(x: Vector, weights: Vector, *, twice: bool) -> float:
    """Of 0 and 1 that of a share; else with the divisor that makes it right on average under weights."""
    mean = _mean(x, weights)
    if twice:
        return mean * (1 - mean)
    left = weights.sum() - (weights**2).sum() / weights.sum()
    found = float(weights @ (x - mean) ** 2 / left) if left > 0 else 0.0
    return found if found > ROUNDING**2 * float(np.abs(x).max()) ** 2 else 0.0
