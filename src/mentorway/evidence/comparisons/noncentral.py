"""Intervals of noncentrality, from which intervals of standardised effects are made."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import optimize, special

from mentorway.evidence.comparisons.checking import check_confidence


@dataclass(frozen=True)
class Noncentrality:
    """The noncentralities under which what was seen is just not too large, and just not too small."""

    low: float
    high: float


def t_below(statistic: float, df: float, noncentrality: float) -> float:
    """Chance of a noncentral t below a value.

    Parameters
    ----------
    statistic, df, noncentrality : float
        The value, and what the distribution is of.

    Returns
    -------
    float

    Examples
    --------
    >>> round(t_below(2.0, 18, 1.0), 4), t_below(-3.9, 1000, 5.5)
    (0.822, 4.706040277817518e-17)
    """
    found = float(special.nctdtr(df, noncentrality, statistic))
    # SciPy gives up within 1e-8 of 0 and of 1, where nothing here looks closely.
    return float(statistic > noncentrality) if math.isnan(found) else found


def f_below(statistic: float, df1: float, df2: float, noncentrality: float) -> float:
    """Chance of a noncentral F below a value.

    Parameters
    ----------
    statistic, df1, df2, noncentrality : float
        The value, and what the distribution is of.

    Returns
    -------
    float

    Examples
    --------
    >>> round(f_below(5.0, 3, 96, 10.0), 4), f_below(1.3, 4, 70000, 1400.0)
    (0.6533, 1.4200780997687309e-272)
    """
    if noncentrality <= 0:
        return float(special.fdtr(df1, df2, statistic))
    found = float(special.ncfdtr(df1, df2, noncentrality, statistic))
    return float(df1 * statistic > noncentrality) if math.isnan(found) else found


def of_t(statistic: float, df: float, *, confidence: float = 0.95) -> Noncentrality:
    """Interval of the noncentrality of a t statistic.

    Parameters
    ----------
    statistic, df : float
        A t value and its degrees of freedom.
    confidence : float in (0, 1)
        How sure the interval shall be.

    Returns
    -------
    Noncentrality

    Raises
    ------
    InvalidInputError
        The confidence is out of range.

    References
    ----------
    Steiger & Fouladi (1997), in Harlow, Mulaik & Steiger (eds), What If There Were No Significance Tests?,
    221-257.

    Examples
    --------
    >>> found = of_t(2.0, 18)
    >>> round(found.low, 4), round(found.high, 4)
    (-0.0894, 4.0396)
    """
    check_confidence(confidence)
    tail = (1 - confidence) / 2

    def below(noncentrality: float) -> float:
        return t_below(statistic, df, noncentrality)

    reach = 10.0 + abs(statistic)
    return Noncentrality(
        low=_falling(below, 1 - tail, (statistic - reach, statistic)),
        high=_falling(below, tail, (statistic, statistic + reach)),
    )


def of_f(statistic: float, df1: float, df2: float, *, confidence: float = 0.95) -> Noncentrality:
    """Interval of the noncentrality of an F statistic; an end that would lie below 0 is 0.

    Parameters
    ----------
    statistic, df1, df2 : float
        An F value and its degrees of freedom.
    confidence : float in (0, 1)
        How sure the interval shall be.

    Returns
    -------
    Noncentrality

    Raises
    ------
    InvalidInputError
        The confidence is out of range.

    References
    ----------
    Steiger (2004), Psychological Methods 9:164-182, doi:10.1037/1082-989X.9.2.164.

    Examples
    --------
    >>> found = of_f(5.0, 3, 96)
    >>> round(found.low, 4), round(found.high, 4)
    (1.9455, 32.3566)
    """
    check_confidence(confidence)
    tail = (1 - confidence) / 2

    def below(noncentrality: float) -> float:
        return f_below(statistic, df1, df2, noncentrality)

    reach = df1 * statistic + 10.0
    return Noncentrality(_above_zero(below, 1 - tail, reach), _above_zero(below, tail, reach))


def of_chi_square(statistic: float, df: float, *, confidence: float = 0.95) -> Noncentrality:
    """Interval of the noncentrality of a chi-square statistic; an end that would lie below 0 is 0.

    Parameters
    ----------
    statistic, df : float
        A chi-square value and its degrees of freedom.
    confidence : float in (0, 1)
        How sure the interval shall be.

    Returns
    -------
    Noncentrality

    Raises
    ------
    InvalidInputError
        The confidence is out of range.

    References
    ----------
    Smithson (2003), Confidence Intervals, chapter 4, doi:10.4135/9781412983761.

    Examples
    --------
    >>> found = of_chi_square(10.0, 2)
    >>> round(found.low, 4), round(found.high, 4)
    (0.8261, 24.9611)
    """
    check_confidence(confidence)
    tail = (1 - confidence) / 2

    def below(noncentrality: float) -> float:
        if noncentrality <= 0:
            return float(special.chdtr(df, statistic))
        return float(special.chndtr(statistic, df, noncentrality))

    reach = statistic + 10.0
    return Noncentrality(_above_zero(below, 1 - tail, reach), _above_zero(below, tail, reach))


def _above_zero(below: Callable[[float], float], chance: float, reach: float) -> float:
    return 0.0 if below(0.0) <= chance else _falling(below, chance, (0.0, reach))


def _falling(below: Callable[[float], float], chance: float, between: tuple[float, float]) -> float:
    """Where a falling chance passes this one, looked for in a stretch that is widened until it holds it."""
    low, high = between
    width = high - low
    while below(low) < chance:
        low, width = low - width, 2 * width
    while below(high) > chance:
        high, width = high + width, 2 * width
    found = optimize.brentq(
        lambda at: below(at) - chance, low, high, xtol=1e-12, rtol=4 * float(np.finfo(np.float64).eps)
    )
    return float(found)
