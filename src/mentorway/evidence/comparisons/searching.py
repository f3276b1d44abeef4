"""Searches of plans: the fewest people, or the smallest effect, with which power is enough."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize

from mentorway.wording import InvalidInputError, Message

MOST = 10_000_000  # people in a group; who needs more cannot find them


def fewest(power_at: Callable[[int], float], power: float, least: int) -> int:
    """Smallest number from which on a rising power is enough.

    Parameters
    ----------
    power_at : callable
        Power with this many people.
    power : float
        What it shall be at least.
    least : int
        The smallest number to try.

    Returns
    -------
    int

    Raises
    ------
    InvalidInputError
        More people are needed than there can be.

    Examples
    --------
    >>> fewest(lambda n: 1 - 1 / n, 0.8, 2)
    5
    """
    low, high = least - 1, least
    while power_at(high) < power:
        low, high = high, 2 * high
        if high > MOST:
            raise InvalidInputError(
                Message("So small an effect needs more than %(most)d people in a group.", {"most": MOST})
            )
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if power_at(middle) >= power else (middle, high)
    return high


def effect_at(power_at: Callable[[float], float], power: float, most: float) -> float:
    """Effect at which a rising power reaches the one that is asked for.

    Parameters
    ----------
    power_at : callable
        Power to find this effect.
    power : float
        What it shall be.
    most : float
        The largest effect to try.

    Returns
    -------
    float

    Raises
    ------
    InvalidInputError
        No effect is found with this power.

    Examples
    --------
    >>> round(effect_at(lambda d: 1 - 0.5**d, 0.75, 10.0), 4)
    2.0
    """
    high = min(1e-3, most)
    while power_at(high) < power and high < most:
        high = min(2 * high, most)
    if power_at(high) < power:
        raise InvalidInputError(Message("There are too few people to find any effect with this power."))
    return float(optimize.brentq(lambda at: power_at(at) - power, 0.0, high, xtol=1e-13))


def two_sizes(n: ArrayLike) -> tuple[float, float]:
    """Check the sizes of two groups, which need not be whole.

    Parameters
    ----------
    n : array of float, shape (2,)
        Size of each group.

    Returns
    -------
    tuple of float

    Raises
    ------
    InvalidInputError
        There are not two sizes, or fewer than three people.

    Examples
    --------
    >>> two_sizes([10, 12.5])
    (10.0, 12.5)
    """
    sizes = np.asarray(n, dtype=np.float64)
    if sizes.shape != (2,):
        raise InvalidInputError(
            Message("This compares exactly two groups; %(found)d sizes came.", {"found": int(sizes.size)})
        )
    for size in sizes.tolist():
        check_size(size, 1)
    check_size(float(sizes.sum()), 3)
    return float(sizes[0]), float(sizes[1])


def check_size(n: float, needed: int) -> None:
    """Refuse too few people.

    Parameters
    ----------
    n : float
        How many there are.
    needed : int
        How many there must be.

    Raises
    ------
    InvalidInputError
        There are fewer.

    Examples
    --------
    >>> check_size(4, 2)
    """
    if not needed <= n < math.inf:
        raise InvalidInputError(
            Message(
                "This needs at least %(needed)d people; %(found)s came.",
                {"needed": needed, "found": f"{n:g}"},
            )
        )


def check_level(alpha: float, power: float | None = None) -> None:
    """Refuse a level or a power that cannot be.

    Parameters
    ----------
    alpha : float
        Level of a test, in (0, 1).
    power : float, optional
        Chance of finding what is there, between alpha and 1.

    Raises
    ------
    InvalidInputError
        A number is out of range.

    Examples
    --------
    >>> check_level(0.05, 0.8)
    """
    if not 0 < alpha < 1:
        raise InvalidInputError(
            Message("The level of a test must lie between 0 and 1, not at %(value)s.", {"value": alpha})
        )
    if power is not None and not alpha < power < 1:
        raise InvalidInputError(
            Message("Power must lie between the level of the test and 1, not at %(value)s.", {"value": power})
        )
