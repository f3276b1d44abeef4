"""How likely a study finds a difference of shares or a correlation, and how many people it needs."""

from __future__ import annotations

import math
from dataclasses import dataclass

from numpy.typing import ArrayLike
from scipy import special

from mentorway.evidence.comparisons.searching import check_level, check_size, effect_at, fewest, two_sizes
from mentorway.wording import InvalidInputError, Message


@dataclass(frozen=True)
class DetectableShares:
    """Nearest shares below and above the first that would be found; None where even 0 or 1 is too near."""

    below: float | None
    above: float | None


def power_for_shares(n: ArrayLike, first: float, second: float, *, alpha: float = 0.05) -> float:
    """Chance that the chi-square test finds two shares different, in large groups.

    Parameters
    ----------
    n : array of float, shape (2,)
        Size of each group; of a clustered sample, divided by the design effect.
    first, second : float in (0, 1)
        The true shares.
    alpha : float in (0, 1)
        Level of the two-sided test.

    Returns
    -------
    float

    Raises
    ------
    InvalidInputError
        The sizes are too small, or a number is out of range.

    References
    ----------
    Fleiss, Levin & Paik (2003), Statistical Methods for Rates and Proportions, 3rd edition, chapter 4,
    doi:10.1002/0471445428.

    Examples
    --------
    >>> round(power_for_shares([100, 100], 0.5, 0.7), 4)
    0.8281
    """
    check_level(alpha)
    one, other = two_sizes(n)
    if not (0 <= first <= 1 and 0 <= second <= 1):
        raise InvalidInputError(Message("Shares lie between 0 and 1."))
    if first == second:
        return alpha
    pooled = (one * first + other * second) / (one + other)
    critical = float(special.ndtri(1 - alpha / 2)) * math.sqrt(pooled * (1 - pooled) * (1 / one + 1 / other))
    error = math.sqrt(first * (1 - first) / one + second * (1 - second) / other)
    if not error:
        return 1.0 if abs(first - second) > critical else 0.0
    apart = abs(first - second)
    return float(special.ndtr((apart - critical) / error) + special.ndtr((-apart - critical) / error))


def detectable_shares(
    n: ArrayLike, first: float, *, power: float = 0.8, alpha: float = 0.05
) -> DetectableShares:
    """Nearest shares below and above the first group's that the chi-square test finds with this power.

    Parameters
    ----------
    n : array of float, shape (2,)
        Size of each group; of a clustered sample, divided by the design effect.
    first : float in (0, 1)
        The true share in the first group.
    power : float in (0, 1)
        Chance of finding the difference, above alpha.
    alpha : float in (0, 1)
        Level of the two-sided test.

    Returns
    -------
    DetectableShares

    Raises
    ------
    InvalidInputError
        The sizes are too small, or a number is out of range.

    References
    ----------
    Fleiss, Levin & Paik (2003), Statistical Methods for Rates and Proportions, 3rd edition, chapter 4,
    doi:10.1002/0471445428.

    Examples
    --------
    >>> found = detectable_shares([100, 100], 0.5)
    >>> round(found.below, 4), round(found.above, 4)
    (0.3068, 0.6932)
    """
    check_level(alpha, power)

    def nearest(limit: float) -> float | None:
        def at(way: float) -> float:
            return power_for_shares(n, first, first + way * (limit - first), alpha=alpha)

        return first + (limit - first) * effect_at(at, power, 1.0) if at(1.0) >= power else None

    return DetectableShares(nearest(0.0), nearest(1.0))


def people_for_shares(first: float, second: float, *, power: float = 0.8, alpha: float = 0.05) -> int:
    """Fewest people in each of two groups with which the chi-square test finds two shares different.

    Parameters
    ----------
    first, second : float in (0, 1)
        The true shares.
    power : float in (0, 1)
        Chance of finding the difference, above alpha.
    alpha : float in (0, 1)
        Level of the two-sided test.

    Returns
    -------
    int

    Raises
    ------
    InvalidInputError
        A number is out of range, or more people are needed than there can be.

    References
    ----------
    Fleiss, Levin & Paik (2003), Statistical Methods for Rates and Proportions, 3rd edition, chapter 4,
    doi:10.1002/0471445428.

    Examples
    --------
    >>> people_for_shares(0.5, 0.7)
    93
    """
    check_level(alpha, power)
    return fewest(lambda n: power_for_shares([n, n], first, second, alpha=alpha), power, 2)


def power_for_correlation(n: float, r: float, *, alpha: float = 0.05) -> float:
    """Chance that the test of a correlation finds it, by Fisher's z with the correction for its lean.

    Parameters
    ----------
    n : float
        How many people, at least four.
    r : float in (-1, 1)
        The true correlation.
    alpha : float in (0, 1)
        Level of the two-sided test.

    Returns
    -------
    float

    Raises
    ------
    InvalidInputError
        There are fewer than four people, or a number is out of range.

    References
    ----------
    Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, 2nd edition, chapter 12.

    Examples
    --------
    >>> round(power_for_correlation(84, 0.3), 4)
    0.7996
    """
    check_level(alpha)
    check_size(n, 4)
    if not -1 < r < 1:
        raise InvalidInputError(
            Message("A correlation lies between -1 and 1, not at %(value)s.", {"value": r})
        )
    t = float(special.stdtrit(n - 2, 1 - alpha / 2))
    limit = math.atanh(t / math.hypot(t, math.sqrt(n - 2)))
    z = math.atanh(abs(r)) + abs(r) / (2 * (n - 1))
    root = math.sqrt(n - 3)
    return float(special.ndtr((z - limit) * root) + special.ndtr((-z - limit) * root))


def detectable_correlation(n: float, *, power: float = 0.8, alpha: float = 0.05) -> float:
    """Smallest correlation that its test finds with this power.

    Parameters
    ----------
    n : float
        How many people, at least four.
    power : float in (0, 1)
        Chance of finding it, above alpha.
    alpha : float in (0, 1)
        Level of the two-sided test.

    Returns
    -------
    float

    Raises
    ------
    InvalidInputError
        There are fewer than four people, or a number is out of range.

    References
    ----------
    Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, 2nd edition, chapter 12.

    Examples
    --------
    >>> round(detectable_correlation(84), 4)
    0.3001
    """
    check_level(alpha, power)
    return effect_at(lambda r: power_for_correlation(n, r, alpha=alpha), power, 1 - 1e-12)


def people_for_correlation(r: float, *, power: float = 0.8, alpha: float = 0.05) -> int:
    """Fewest people with whom the test of a correlation finds it.

    Parameters
    ----------
    r : float in (-1, 1)
        The true correlation, not 0.
    power : float in (0, 1)
        Chance of finding it, above alpha.
    alpha : float in (0, 1)
        Level of the two-sided test.

    Returns
    -------
    int

    Raises
    ------
    InvalidInputError
        A number is out of range, or more people are needed than there can be.

    References
    ----------
    Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, 2nd edition, chapter 12.

    Examples
    --------
    >>> people_for_correlation(0.3)
    85
    """
    check_level(alpha, power)
    return fewest(lambda n: power_for_correlation(n, r, alpha=alpha), power, 4)
