"""Whether a difference is too small to matter: two one-sided tests against bounds set beforehand."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special

from mentorway.evidence.comparisons.groups import TTest, paired_t, welch_t
from mentorway.evidence.comparisons.proportions import clopper_pearson, difference
from mentorway.wording import InvalidInputError, Message

Bounds = tuple[float, float]


class Verdict(Enum):
    """What both questions together say: is it smaller than what matters, and is it there at all."""

    EQUIVALENT = "equivalent"  # smaller than what matters, and perhaps nothing
    DIFFERENT = "different"  # not nothing, and perhaps large enough to matter
    BOTH = "both"  # not nothing, but smaller than what matters
    UNDECIDED = "undecided"  # neither is shown


@dataclass(frozen=True)
class Equivalence:
    """Two one-sided tests against bounds, beside the test of no difference at all.

    `value` is the difference, or the share, and `low` and `high` are its interval with a confidence of
    1 - 2 alpha, which lies within the bounds exactly where `p`, the larger of `p_low` and `p_high`, is below
    alpha. `p_difference` is two-sided. The p-values are None where nothing varies, and `warnings` says so.
    """

    value: float
    low: float
    high: float
    bounds: Bounds
    p_low: float | None
    p_high: float | None
    p_difference: float | None
    verdict: Verdict
    warnings: tuple[Message, ...] = ()

    @property
    def p(self) -> float | None:
        """How often chance alone makes it look this small, at worst; None where nothing varies."""
        return None if self.p_low is None or self.p_high is None else max(self.p_low, self.p_high)


def equivalent_means(
    n: ArrayLike, mean: ArrayLike, sd: ArrayLike, *, bounds: Bounds, alpha: float = 0.05
) -> Equivalence:
    """Whether two means are closer than what matters, however the groups spread, by Welch's t tests.

    Parameters
    ----------
    n, mean, sd : array of float, shape (2,)
        Size, mean and standard deviation (divisor n - 1) of each group.
    bounds : tuple of float
        The smallest differences that matter, below 0 and above 0, in points of the score.
    alpha : float in (0, 0.5)
        How often each of the two questions may be answered wrongly.

    Returns
    -------
    Equivalence

    Raises
    ------
    InvalidInputError
        As for `welch_t`, the bounds do not hold 0 between them, or alpha is out of range.

    References
    ----------
    Schuirmann (1987), J Pharmacokinet Biopharm 15:657-680, doi:10.1007/BF01068419.
    Lakens (2017), Soc Psychol Personal Sci 8:355-362, doi:10.1177/1948550617697177.

    Examples
    --------
    >>> found = equivalent_means([120, 130], [3.52, 3.48], [0.8, 0.9], bounds=(-0.3, 0.3))
    >>> round(found.low, 4), round(found.high, 4), round(found.p, 4), found.verdict.value
    (-0.1375, 0.2175, 0.0082, 'equivalent')
    """
    _check(bounds, 0.0, alpha)
    return _of_t(welch_t(n, mean, sd, confidence=1 - 2 * alpha), bounds, alpha)


def equivalent_change(n: int, mean: float, sd: float, *, bounds: Bounds, alpha: float = 0.05) -> Equivalence:
    """Whether the mean change of the same people is smaller than what matters, by Student's t tests.

    Parameters
    ----------
    n : int
        How many people, at least two.
    mean, sd : float
        Of each person's change; the standard deviation has the divisor n - 1.
    bounds : tuple of float
        The smallest changes that matter, below 0 and above 0, in points of the score.
    alpha : float in (0, 0.5)
        How often each of the two questions may be answered wrongly.

    Returns
    -------
    Equivalence

    Raises
    ------
    InvalidInputError
        As for `paired_t`, the bounds do not hold 0 between them, or alpha is out of range.

    References
    ----------
    Schuirmann (1987), J Pharmacokinet Biopharm 15:657-680, doi:10.1007/BF01068419.

    Examples
    --------
    >>> found = equivalent_change(60, 0.15, 0.5, bounds=(-0.3, 0.3))
    >>> round(found.p, 4), round(found.p_difference, 4), found.verdict.value
    (0.0118, 0.0236, 'both')
    """
    _check(bounds, 0.0, alpha)
    return _of_t(paired_t(n, mean, sd, confidence=1 - 2 * alpha), bounds, alpha)


def equivalent_share(
    successes: int, n: int, *, expected: float, bounds: Bounds, alpha: float = 0.05
) -> Equivalence:
    """Whether a share is as expected, but for what does not matter, by exact binomial tests.

    Parameters
    ----------
    successes, n : int
        How many had it, out of how many.
    expected : float in (0, 1)
        The share to compare with.
    bounds : tuple of float
        The nearest shares below and above the expected one that would matter.
    alpha : float in (0, 0.5)
        How often each of the two questions may be answered wrongly, at most.

    Returns
    -------
    Equivalence
        `value` is the share; the interval is Clopper and Pearson's.

    Raises
    ------
    InvalidInputError
        The counts cannot be, the bounds do not hold the expected share between them, or alpha is out of
        range.

    References
    ----------
    Wellek (2010), Testing Statistical Hypotheses of Equivalence and Noninferiority, 2nd edition,
    chapter 4, doi:10.1201/EBK1439808184.

    Examples
    --------
    >>> found = equivalent_share(152, 300, expected=0.5, bounds=(0.4, 0.6))
    >>> round(found.low, 4), round(found.high, 4), round(found.p, 4), found.verdict.value
    (0.4576, 0.5556, 0.0007, 'equivalent')
    """
    _check(bounds, expected, alpha)
    if not 0 <= bounds[0] < bounds[1] <= 1:
        raise InvalidInputError(Message("Bounds of a share lie between 0 and 1."))
    found = clopper_pearson(successes, n, confidence=1 - 2 * alpha)
    both = min(_at_least(successes, n, expected), float(special.bdtr(successes, n, expected)))
    return _judged(
        (found.value, found.low, found.high),
        bounds,
        (_at_least(successes, n, bounds[0]), float(special.bdtr(successes, n, bounds[1]))),
        min(2 * both, 1.0),
        alpha,
    )


def equivalent_shares(
    first: tuple[int, int], second: tuple[int, int], *, bounds: Bounds, alpha: float = 0.05
) -> Equivalence:
    """Whether two shares are closer than what matters, by the score tests of Farrington and Manning.

    Parameters
    ----------
    first, second : tuple of int
        How many had it and out of how many, in each group of different people.
    bounds : tuple of float
        The smallest differences that matter, below 0 and above 0, as shares.
    alpha : float in (0, 0.5)
        How often each of the two questions may be answered wrongly.

    Returns
    -------
    Equivalence
        `value` is the first share less the second; the interval holds all differences that the tests allow.

    Raises
    ------
    InvalidInputError
        The counts cannot be, the bounds do not hold 0 between them or pass 1, or alpha is out of range.

    References
    ----------
    Farrington & Manning (1990), Statistics in Medicine 9:1447-1454, doi:10.1002/sim.4780091208.
    Mee (1984), Biometrics 40:1175-1176, for the interval.

    Examples
    --------
    >>> found = equivalent_shares((150, 200), (148, 200), bounds=(-0.1, 0.1))
    >>> round(found.low, 4), round(found.high, 4), round(found.p, 4), found.verdict.value
    (-0.0618, 0.0817, 0.0195, 'equivalent')
    """
    _check(bounds, 0.0, alpha)
    if not -1 < bounds[0] < bounds[1] < 1:
        raise InvalidInputError(Message("Bounds of a difference of shares lie between -1 and 1."))
    value = difference(first, second).value

    def z(apart: float) -> float:
        return _score(first, second, apart)

    critical = float(special.ndtri(1 - alpha))
    ends = (
        _end(lambda apart: z(apart) - critical, value, -1.0),
        _end(lambda apart: z(apart) + critical, value, 1.0),
    )
    return _judged(
        (value, *ends),
        bounds,
        (float(special.ndtr(-z(bounds[0]))), float(special.ndtr(z(bounds[1])))),
        float(2 * special.ndtr(-abs(z(0.0)))),
        alpha,
    )


def _of_t(test: TTest, bounds: Bounds, alpha: float) -> Equivalence:
    interval = test.difference, test.low, test.high
    if test.p is None:
        return Equivalence(*interval, bounds, None, None, None, Verdict.UNDECIDED, test.warnings)
    low, high = ((test.difference - bound) / test.error for bound in bounds)
    tails = float(special.stdtr(test.df, -low)), float(special.stdtr(test.df, high))
    return _judged(interval, bounds, tails, test.p, alpha)


def _judged(
    interval: tuple[float, float, float],
    bounds: Bounds,
    tails: tuple[float, float],
    p_difference: float,
    alpha: float,
) -> Equivalence:
    small, there = max(tails) < alpha, p_difference < alpha
    verdict = {
        (True, False): Verdict.EQUIVALENT,
        (False, True): Verdict.DIFFERENT,
        (True, True): Verdict.BOTH,
        (False, False): Verdict.UNDECIDED,
    }[small, there]
    return Equivalence(*interval, bounds, *tails, p_difference, verdict)


def _score(first: tuple[int, int], second: tuple[int, int], apart: float) -> float:
    """How many standard errors the difference of shares that was seen lies above this one."""
    (x1, n1), (x2, n2) = first, second
    gap = x1 / n1 - x2 / n2 - apart
    one = _likeliest(first, second, apart)
    other = one - apart
    variance = max(one * (1 - one), 0.0) / n1 + max(other * (1 - other), 0.0) / n2
    if variance < 1e-15:
        return 0.0 if abs(gap) < 1e-12 else math.copysign(math.inf, gap)
    return gap / math.sqrt(variance)


def _likeliest(first: tuple[int, int], second: tuple[int, int], apart: float) -> float:
    """First share that makes the counts likeliest, if shares differ by this much: a cubic's middle root."""
    (x1, n1), (x2, n2) = first, second
    p1, p2, ratio = x1 / n1, x2 / n2, n2 / n1
    a = 1 + ratio
    b = -(a + p1 + ratio * p2 + apart * (ratio + 2))
    c = apart**2 + apart * (2 * p1 + a) + p1 + ratio * p2
    d = -p1 * apart * (1 + apart)
    v = (b / (3 * a)) ** 3 - b * c / (6 * a**2) + d / (2 * a)
    u = math.copysign(math.sqrt(max((b / (3 * a)) ** 2 - c / (3 * a), 0.0)), v)
    angle = (math.pi + math.acos(min(max(v / u**3, -1.0), 1.0))) / 3 if u else math.pi / 2
    root = 2 * u * math.cos(angle) - b / (3 * a)
    return min(max(root, 0.0, apart), 1.0, 1 + apart)


def _end(beyond: Callable[[float], float], value: float, limit: float) -> float:
    """Where the score passes its critical value, between the difference seen and the limit."""
    edge = limit - math.copysign(1e-12, limit)
    if (edge - value) * limit <= 0 or beyond(edge) * beyond(value) > 0:
        return limit
    return float(optimize.brentq(beyond, value, edge, xtol=1e-13))


def _at_least(successes: int, n: int, share: float) -> float:
    return float(special.bdtrc(successes - 1, n, share)) if successes else 1.0


def _check(bounds: Bounds, middle: float, alpha: float) -> None:
    low, high = bounds
    if not (np.isfinite(bounds).all() and low < middle < high):
        raise InvalidInputError(
            Message(
                "One bound must lie below %(middle)s and one above; %(low)s and %(high)s came.",
                {"middle": middle, "low": low, "high": high},
            )
        )
    if not 0 < alpha < 0.5:
        raise InvalidInputError(
            Message(
                "The chance of a wrong answer must lie between 0 and 0.5, not at %(value)s.", {"value": alpha}
            )
        )
