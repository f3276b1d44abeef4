"""How many people it takes to show that a difference is too small to matter."""

from __future__ import annotations

import math

import numpy as np
from scipy import special

from mentorway.evidence.comparisons.searching import check_level, check_size, fewest
from mentorway.wording import InvalidInputError, Message

Bounds = tuple[float, float]
NODES, WEIGHTS = np.polynomial.legendre.leggauss(200)
SHARES_MOST = 20_000  # people up to whom the exact power of a share is looked for


def power_for_equivalent_means(
    n: float, sd: float, *, bounds: Bounds, difference: float = 0.0, alpha: float = 0.05
) -> float:
    """Chance that two one-sided t tests show two means of groups of equal size and spread to be equivalent.

    Parameters
    ----------
    n : float
        Size of each group; of a clustered sample, divided by the design effect.
    sd : float
        True standard deviation in both groups.
    bounds : tuple of float
        The smallest differences that matter, in points of the score.
    difference : float
        The true difference, within the bounds.
    alpha : float in (0, 0.5)
        Level of each one-sided test.

    Returns
    -------
    float

    Raises
    ------
    InvalidInputError
        There are too few people, or a number is out of range.

    References
    ----------
    Phillips (1990), J Pharmacokinet Biopharm 18:137-144, doi:10.1007/BF01063556.

    Examples
    --------
    >>> round(power_for_equivalent_means(70, 1.0, bounds=(-0.5, 0.5)), 4)
    0.8059
    """
    check_size(n, 2)
    return _power(2 * n - 2, sd * math.sqrt(2 / n), _away(bounds, difference), alpha)


def people_for_equivalent_means(
    sd: float, *, bounds: Bounds, difference: float = 0.0, power: float = 0.8, alpha: float = 0.05
) -> int:
    """Fewest people in each of two groups with whom equivalence of means is shown.

    Parameters
    ----------
    sd : float
        True standard deviation in both groups.
    bounds : tuple of float
        The smallest differences that matter, in points of the score.
    difference : float
        The true difference, within the bounds.
    power : float in (0, 1)
        Chance of showing it, above alpha.
    alpha : float in (0, 0.5)
        Level of each one-sided test.

    Returns
    -------
    int

    Raises
    ------
    InvalidInputError
        A number is out of range, or more people are needed than there can be.

    References
    ----------
    Phillips (1990), J Pharmacokinet Biopharm 18:137-144, doi:10.1007/BF01063556.

    Examples
    --------
    >>> people_for_equivalent_means(1.0, bounds=(-0.5, 0.5))
    70
    """
    check_level(alpha, power)

    def at(n: int) -> float:
        return power_for_equivalent_means(n, sd, bounds=bounds, difference=difference, alpha=alpha)

    return fewest(at, power, 2)


def power_for_equivalent_change(
    n: float, sd: float, *, bounds: Bounds, change: float = 0.0, alpha: float = 0.05
) -> float:
    """Chance that two one-sided t tests show the mean change of the same people to be too small to matter.

    Parameters
    ----------
    n : float
        How many people.
    sd : float
        True standard deviation of changes.
    bounds : tuple of float
        The smallest changes that matter, in points of the score.
    change : float
        The true mean change, within the bounds.
    alpha : float in (0, 0.5)
        Level of each one-sided test.

    Returns
    -------
    float

    Raises
    ------
    InvalidInputError
        There are too few people, or a number is out of range.

    References
    ----------
    Phillips (1990), J Pharmacokinet Biopharm 18:137-144, doi:10.1007/BF01063556.

    Examples
    --------
    >>> round(power_for_equivalent_change(36, 1.0, bounds=(-0.5, 0.5)), 4)
    0.8051
    """
    check_size(n, 2)
    return _power(n - 1, sd / math.sqrt(n), _away(bounds, change), alpha)


def people_for_equivalent_change(
    sd: float, *, bounds: Bounds, change: float = 0.0, power: float = 0.8, alpha: float = 0.05
) -> int:
    """Fewest people with whom a mean change is shown to be too small to matter.

    Parameters
    ----------
    sd : float
        True standard deviation of changes.
    bounds : tuple of float
        The smallest changes that matter, in points of the score.
    change : float
        The true mean change, within the bounds.
    power : float in (0, 1)
        Chance of showing it, above alpha.
    alpha : float in (0, 0.5)
        Level of each one-sided test.

    Returns
    -------
    int

    Raises
    ------
    InvalidInputError
        A number is out of range, or more people are needed than there can be.

    References
    ----------
    Phillips (1990), J Pharmacokinet Biopharm 18:137-144, doi:10.1007/BF01063556.

    Examples
    --------
    >>> people_for_equivalent_change(1.0, bounds=(-0.5, 0.5))
    36
    """
    check_level(alpha, power)

    def at(n: int) -> float:
        return power_for_equivalent_change(n, sd, bounds=bounds, change=change, alpha=alpha)

    return fewest(at, power, 2)


def power_for_equivalent_share(n: int, share: float, *, bounds: Bounds, alpha: float = 0.05) -> float:
    """Exact chance that the binomial tests show a share to lie between two others.

    Parameters
    ----------
    n : int
        How many people.
    share : float
        The true share, within the bounds.
    bounds : tuple of float
        The nearest shares that would matter.
    alpha : float in (0, 0.5)
        Level of each one-sided test.

    Returns
    -------
    float
        It does not rise evenly with n, since counts are whole.

    Raises
    ------
    InvalidInputError
        There is nobody, or a number is out of range.

    References
    ----------
    Wellek (2010), Testing Statistical Hypotheses of Equivalence and Noninferiority, 2nd edition,
    chapter 4, doi:10.1201/EBK1439808184.

    Examples
    --------
    >>> round(power_for_equivalent_share(200, 0.5, bounds=(0.4, 0.6)), 4)
    0.7708
    """
    check_size(n, 1)
    _check_alpha(alpha)
    _away(bounds, share)
    counts = np.arange(n + 1, dtype=np.float64)
    p_low = np.where(counts > 0, special.bdtrc(np.maximum(counts - 1, 0), n, bounds[0]), 1.0)
    shown = (p_low < alpha) & (special.bdtr(counts, n, bounds[1]) < alpha)
    if not shown.any():
        return 0.0
    first, last = int(shown.argmax()), int(n - shown[::-1].argmax())
    below = float(special.bdtr(first - 1, n, share)) if first else 0.0
    return float(special.bdtr(last, n, share)) - below


def people_for_equivalent_share(
    share: float, *, bounds: Bounds, power: float = 0.8, alpha: float = 0.05
) -> int:
    """Fewest people with whom a share is shown to lie between two others, counted exactly.

    Parameters
    ----------
    share : float
        The true share, within the bounds.
    bounds : tuple of float
        The nearest shares that would matter.
    power : float in (0, 1)
        Chance of showing it, above alpha.
    alpha : float in (0, 0.5)
        Level of each one-sided test.

    Returns
    -------
    int

    Raises
    ------
    InvalidInputError
        A number is out of range, or more than 20,000 people are needed.

    References
    ----------
    Wellek (2010), Testing Statistical Hypotheses of Equivalence and Noninferiority, 2nd edition,
    chapter 4, doi:10.1201/EBK1439808184.

    Examples
    --------
    >>> people_for_equivalent_share(0.5, bounds=(0.4, 0.6))
    214
    """
    check_level(alpha, power)
    _away(bounds, share)
    nearest = min(share - bounds[0], bounds[1] - share)
    z = float(special.ndtri(1 - alpha) + special.ndtri(power))
    near = (
        math.floor(0.5 * share * (1 - share) * (z / nearest) ** 2)
        if nearest * SHARES_MOST > 1
        else SHARES_MOST
    )
    for n in range(max(near, 1), SHARES_MOST):
        if power_for_equivalent_share(n, share, bounds=bounds, alpha=alpha) >= power:
            return n
    raise InvalidInputError(
        Message("Bounds as near as these need more than %(most)d people.", {"most": SHARES_MOST})
    )


def people_for_equivalent_shares(
    first: float, second: float, *, bounds: Bounds, power: float = 0.8, alpha: float = 0.05
) -> int:
    """Fewest people in each of two groups with whom two shares are shown to be equivalent, in large groups.

    Parameters
    ----------
    first, second : float in (0, 1)
        The true shares, whose difference lies within the bounds.
    bounds : tuple of float
        The smallest differences that matter.
    power : float in (0, 1)
        Chance of showing it, above alpha.
    alpha : float in (0, 0.5)
        Level of each one-sided test.

    Returns
    -------
    int

    Raises
    ------
    InvalidInputError
        A number is out of range, or more people are needed than there can be.

    References
    ----------
    Chow, Shao, Wang & Lokhnygina (2017), Sample Size Calculations in Clinical Research, 3rd edition,
    chapter 4, doi:10.1201/9781315183084.

    Examples
    --------
    >>> people_for_equivalent_shares(0.75, 0.75, bounds=(-0.1, 0.1))
    322
    """
    check_level(alpha, power)
    _check_alpha(alpha)
    low, high = _away(bounds, first - second)
    if not (0 < first < 1 and 0 < second < 1):
        raise InvalidInputError(Message("Shares lie between 0 and 1."))
    critical = float(special.ndtri(1 - alpha))

    def at(n: int) -> float:
        error = math.sqrt((first * (1 - first) + second * (1 - second)) / n)
        return float(special.ndtr(high / error - critical) - special.ndtr(low / error + critical))

    return fewest(at, power, 2)


def _power(df: float, error: float, away: Bounds, alpha: float) -> float:
    """Chance that both t tests succeed, summed over what the standard deviation may turn out to be."""
    _check_alpha(alpha)
    if not 0 < error < math.inf:
        raise InvalidInputError(Message("The standard deviation lies above 0."))
    low, high = away[0] / error, away[1] / error
    t = float(special.stdtrit(df, 1 - alpha))
    largest = min((high - low) / (2 * t), math.sqrt(float(special.chdtri(df, 1e-16)) / df))
    smallest = math.sqrt(2 * float(special.gammaincinv(df / 2, 1e-16)) / df)
    if largest <= smallest:
        return 0.0
    spread = smallest + (largest - smallest) * (NODES + 1) / 2
    log_density = (
        math.log(2) + df / 2 * math.log(df / 2) - float(special.gammaln(df / 2))
        + (df - 1) * np.log(spread) - df * spread**2 / 2
    )  # fmt: skip
    shown = special.ndtr(high - t * spread) - special.ndtr(low + t * spread)
    return float((WEIGHTS * shown * np.exp(log_density)).sum() * (largest - smallest) / 2)


def _away(bounds: Bounds, true: float) -> Bounds:
    low, high = bounds
    if not (low < true < high and math.isfinite(high - low)):
        raise InvalidInputError(
            Message(
                "What is true must lie between the bounds %(low)s and %(high)s; %(true)s came.",
                {"true": true, "low": low, "high": high},
            )
        )
    return low - true, high - true


def _check_alpha(alpha: float) -> None:
    if not 0 < alpha < 0.5:
        raise InvalidInputError(
            Message(
                "The chance of a wrong answer must lie between 0 and 0.5, not at %(value)s.", {"value": alpha}
            )
        )
