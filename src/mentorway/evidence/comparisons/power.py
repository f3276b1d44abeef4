"""How likely a study finds a difference of means, what it can find, and how many people it needs."""

from __future__ import annotations

import math

from numpy.typing import ArrayLike
from scipy import special

from mentorway.evidence.comparisons.noncentral import f_below, t_below
from mentorway.evidence.comparisons.searching import check_level, check_size, effect_at, fewest, two_sizes
from mentorway.wording import InvalidInputError, Message

LARGEST = 1000.0  # standard deviations


def power_for_means(n: ArrayLike, d: float, *, alpha: float = 0.05) -> float:
    """Chance that Student's t test of two groups finds a difference.

    Parameters
    ----------
    n : array of float, shape (2,)
        Size of each group; of a clustered sample, divided by the design effect.
    d : float
        The true difference in standard deviations.
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
    Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, 2nd edition, chapter 2.

    Examples
    --------
    >>> round(power_for_means([64, 64], 0.5), 4)
    0.8015
    """
    check_level(alpha)
    one, other = two_sizes(n)
    return _of_t(one + other - 2, d / math.sqrt(1 / one + 1 / other), alpha)


def detectable_means(n: ArrayLike, *, power: float = 0.8, alpha: float = 0.05) -> float:
    """Smallest difference that Student's t test of two groups finds with this power.

    Parameters
    ----------
    n : array of float, shape (2,)
        Size of each group; of a clustered sample, divided by the design effect.
    power : float in (0, 1)
        Chance of finding it, above alpha.
    alpha : float in (0, 1)
        Level of the two-sided test.

    Returns
    -------
    float
        In standard deviations.

    Raises
    ------
    InvalidInputError
        The sizes are too small, or a number is out of range.

    References
    ----------
    Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, 2nd edition, chapter 2.

    Examples
    --------
    >>> round(detectable_means([64, 64]), 4)
    0.4991
    """
    check_level(alpha, power)
    two_sizes(n)
    return effect_at(lambda d: power_for_means(n, d, alpha=alpha), power, LARGEST)


def people_for_means(
    d: float, *, ratio: float = 1.0, power: float = 0.8, alpha: float = 0.05
) -> tuple[int, int]:
    """Fewest people in each of two groups with which Student's t test finds a difference.

    Parameters
    ----------
    d : float
        The true difference in standard deviations, not 0.
    ratio : float
        How many people the second group has for one in the first.
    power : float in (0, 1)
        Chance of finding it, above alpha.
    alpha : float in (0, 1)
        Level of the two-sided test.

    Returns
    -------
    tuple of int

    Raises
    ------
    InvalidInputError
        A number is out of range, or more people are needed than there can be.

    References
    ----------
    Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, 2nd edition, chapter 2.

    Examples
    --------
    >>> people_for_means(0.5), people_for_means(0.5, ratio=2)
    ((64, 64), (48, 96))
    """
    check_level(alpha, power)
    if not 0 < ratio < math.inf:
        raise InvalidInputError(
            Message("The ratio of two sizes lies above 0, not at %(value)s.", {"value": ratio})
        )
    first = fewest(lambda n: power_for_means([n, _second(n, ratio)], d, alpha=alpha), power, 2)
    return first, _second(first, ratio)


def power_for_change(n: float, d: float, *, alpha: float = 0.05) -> float:
    """Chance that Student's t test of the same people twice finds a change.

    Parameters
    ----------
    n : float
        How many people.
    d : float
        The true mean change in standard deviations of changes (d_z).
    alpha : float in (0, 1)
        Level of the two-sided test.

    Returns
    -------
    float

    Raises
    ------
    InvalidInputError
        There are fewer than two people, or a number is out of range.

    References
    ----------
    Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, 2nd edition, chapter 2.

    Examples
    --------
    >>> round(power_for_change(34, 0.5), 4)
    0.8078
    """
    check_level(alpha)
    check_size(n, 2)
    return _of_t(n - 1, d * math.sqrt(n), alpha)


def people_for_change(d: float, *, power: float = 0.8, alpha: float = 0.05) -> int:
    """Fewest people with whom Student's t test of the same people twice finds a change.

    Parameters
    ----------
    d : float
        The true mean change in standard deviations of changes (d_z), not 0.
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
    Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, 2nd edition, chapter 2.

    Examples
    --------
    >>> people_for_change(0.5)
    34
    """
    check_level(alpha, power)
    return fewest(lambda n: power_for_change(n, d, alpha=alpha), power, 2)


def power_for_groups(n: float, groups: int, f: float, *, alpha: float = 0.05) -> float:
    """Chance that an analysis of variance of groups of equal size finds that means differ.

    Parameters
    ----------
    n : float
        Size of each group; of a clustered sample, divided by the design effect.
    groups : int
        How many groups, at least two.
    f : float
        Standard deviation of the true means, in standard deviations within groups (Cohen's f).
    alpha : float in (0, 1)
        Level of the test.

    Returns
    -------
    float

    Raises
    ------
    InvalidInputError
        There are fewer than two groups or two people in each, or a number is out of range.

    References
    ----------
    Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, 2nd edition, chapter 8.

    Examples
    --------
    >>> round(power_for_groups(45, 4, 0.25), 4)
    0.804
    """
    check_level(alpha)
    check_size(n, 2)
    if groups < 2 or not 0 <= f < math.inf:
        raise InvalidInputError(Message("There are at least two groups, and the effect f is not below 0."))
    df1, df2 = float(groups - 1), groups * n - groups
    critical = float(special.fdtri(df1, df2, 1 - alpha))
    noncentrality = groups * n * f**2
    return 1 - f_below(critical, df1, df2, noncentrality) if noncentrality else alpha


def detectable_groups(n: float, groups: int, *, power: float = 0.8, alpha: float = 0.05) -> float:
    """Smallest Cohen's f that an analysis of variance of groups of equal size finds with this power.

    Parameters
    ----------
    n : float
        Size of each group; of a clustered sample, divided by the design effect.
    groups : int
        How many groups, at least two.
    power : float in (0, 1)
        Chance of finding it, above alpha.
    alpha : float in (0, 1)
        Level of the test.

    Returns
    -------
    float

    Raises
    ------
    InvalidInputError
        As for `power_for_groups`.

    References
    ----------
    Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, 2nd edition, chapter 8.

    Examples
    --------
    >>> round(detectable_groups(45, 4), 4)
    0.2489
    """
    check_level(alpha, power)
    power_for_groups(n, groups, 0.0, alpha=alpha)
    return effect_at(lambda f: power_for_groups(n, groups, f, alpha=alpha), power, LARGEST)


def people_for_groups(groups: int, f: float, *, power: float = 0.8, alpha: float = 0.05) -> int:
    """Fewest people in each group with which an analysis of variance finds that means differ.

    Parameters
    ----------
    groups : int
        How many groups, at least two.
    f : float
        Standard deviation of the true means, in standard deviations within groups (Cohen's f), above 0.
    power : float in (0, 1)
        Chance of finding it, above alpha.
    alpha : float in (0, 1)
        Level of the test.

    Returns
    -------
    int

    Raises
    ------
    InvalidInputError
        A number is out of range, or more people are needed than there can be.

    References
    ----------
    Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, 2nd edition, chapter 8.

    Examples
    --------
    >>> people_for_groups(4, 0.25)
    45
    """
    check_level(alpha, power)
    return fewest(lambda n: power_for_groups(n, groups, f, alpha=alpha), power, 2)


def _of_t(df: float, noncentrality: float, alpha: float) -> float:
    if not math.isfinite(noncentrality):
        raise InvalidInputError(Message("A standardised difference is a number that is not without end."))
    critical = float(special.stdtrit(df, 1 - alpha / 2))
    away = abs(noncentrality)
    return 1 - t_below(critical, df, away) + t_below(-critical, df, away)


def _second(n: int, ratio: float) -> int:
    return max(math.ceil(n * ratio - 1e-9), 1)
