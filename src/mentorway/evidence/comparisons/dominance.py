"""How often someone of one group scores above someone of another: Cliff's delta and its kin."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from mentorway.evidence.comparisons.checking import (
    Counts,
    Vector,
    check_confidence,
    check_each_has,
    check_groups,
    histograms,
)
from mentorway.evidence.comparisons.ranks import ALL_TIED, SMALL, ways
from mentorway.wording import Message


@dataclass(frozen=True)
class CliffsDelta:
    """Pairs in which the first group is higher less those in which it is lower, out of all pairs, -1 to 1.

    `superiority` is the share of pairs in which the first group is higher, ties by half: (delta + 1) / 2.
    """

    value: float
    error: float
    low: float
    high: float
    superiority: float
    superiority_low: float
    superiority_high: float
    warnings: tuple[Message, ...] = ()


@dataclass(frozen=True)
class BrunnerMunzel:
    """A test of whether the first group is higher as often as lower, however the groups spread.

    `superiority` is the share of pairs in which the first group is higher, ties by half. `statistic`, `df`,
    `p` and the interval are None where nobody's place varies, and `warnings` says so.
    """

    superiority: float
    low: float | None
    high: float | None
    statistic: float | None
    df: float | None
    p: float | None
    warnings: tuple[Message, ...] = ()


@dataclass(frozen=True)
class HodgesLehmann:
    """Median of all differences between someone of the first group and someone of the second, in points."""

    value: float
    low: float
    high: float
    warnings: tuple[Message, ...] = ()


@dataclass(frozen=True, eq=False)
class _Places:
    """For each score, the share of the other group below it less the share above, and how many have it."""

    first: Vector
    second: Vector
    counts: Counts
    sizes: tuple[int, int]
    delta: float
    untied: float

    @property
    def spreads(self) -> tuple[float, float]:
        """Sums of squares of the places of people about their mean, in each group."""
        return (
            float(self.counts[0] @ (self.first - self.delta) ** 2),
            float(self.counts[1] @ (self.second + self.delta) ** 2),
        )


_APART = Message(
    "The groups do not overlap: everyone of one is above everyone of the other. The interval is that of a "
    "share of all people in the smaller group."
)
_NO_PLACES = Message(
    "The groups do not overlap, or all scores are the same, so nothing shows how far chance moves the share; "
    "there is no test."
)
_TOO_FEW = Message("There are too few people for an interval that is this sure; it spans all differences.")


def cliffs_delta(counts: ArrayLike, *, confidence: float = 0.95) -> CliffsDelta:
    """Cliff's delta and the probability of superiority, with the asymmetric interval of Feng and Cliff.

    The variance is Cliff's unbiased one, not below (1 - delta²) / (pairs - 1), with Student's t. Where the
    groups do not overlap, the interval is Wilson's for all out of the people in the smaller group.

    Parameters
    ----------
    counts : array of int, shape (2, scores)
        How many of each group have each score, scores in rising order; at least two people in each group.
    confidence : float in (0, 1)
        How sure the interval shall be.

    Returns
    -------
    CliffsDelta

    Raises
    ------
    InvalidInputError
        There are not two groups, a group has fewer than two people, the counts cannot be, or the confidence
        is out of range.

    References
    ----------
    Cliff (1993), Psychological Bulletin 114:494-509, doi:10.1037/0033-2909.114.3.494.
    Feng & Cliff (2004), J Mod Appl Stat Methods 3:322-332, doi:10.22237/jmasm/1099267560.

    Examples
    --------
    >>> found = cliffs_delta([[1, 3, 5, 3, 1], [0, 1, 3, 5, 4]])
    >>> round(found.value, 4), round(found.low, 4), round(found.high, 4), round(found.superiority, 4)
    (-0.4734, -0.7623, -0.0272, 0.2633)
    """
    check_confidence(confidence)
    places = _places(counts)
    first, second = places.sizes
    pairs, delta = first * second, places.delta
    if abs(delta) == 1:
        return _apart(delta, min(first, second), confidence)
    one, other = places.spreads
    within = pairs * (places.untied - delta**2)
    variance = (second**2 * one + first**2 * other - within) / (pairs * (first - 1) * (second - 1))
    error = math.sqrt(max(variance, (1 - delta**2) / (pairs - 1)))
    half = float(special.stdtrit(first + second - 2, (1 + confidence) / 2)) * error
    middle, scale = delta - delta**3, 1 - delta**2 + half**2
    half *= math.sqrt((1 - delta**2) ** 2 + half**2)
    low, high = (middle - half) / scale, (middle + half) / scale
    return _delta(delta, error, low, high, () if places.untied else (ALL_TIED,))


def brunner_munzel(counts: ArrayLike, *, confidence: float = 0.95) -> BrunnerMunzel:
    """Brunner and Munzel's test: whether someone of the first group is as often higher as lower.

    Parameters
    ----------
    counts : array of int, shape (2, scores)
        How many of each group have each score, scores in rising order; at least two people in each group.
    confidence : float in (0, 1)
        How sure the interval shall be.

    Returns
    -------
    BrunnerMunzel

    Raises
    ------
    InvalidInputError
        There are not two groups, a group has fewer than two people, the counts cannot be, or the confidence
        is out of range.

    References
    ----------
    Brunner & Munzel (2000), Biometrical Journal 42:17-25,
    doi:10.1002/(SICI)1521-4036(200001)42:1<17::AID-BIMJ17>3.0.CO;2-U.
    Neubert & Brunner (2007), Comput Stat Data Anal 51:5192-5204, doi:10.1016/j.csda.2006.05.024.

    Examples
    --------
    >>> found = brunner_munzel([[1, 3, 5, 3, 1], [0, 1, 3, 5, 4]])
    >>> round(found.superiority, 4), round(found.statistic, 4), round(found.df, 4), round(found.p, 4)
    (0.2633, -2.4585, 23.9558, 0.0216)
    """
    check_confidence(confidence)
    places = _places(counts)
    share = (1 + places.delta) / 2
    parts = [
        spread / (size - 1) / size / 4 for spread, size in zip(places.spreads, places.sizes, strict=True)
    ]
    if not sum(parts):
        return BrunnerMunzel(share, None, None, None, None, None, (_NO_PLACES,))
    error = math.sqrt(sum(parts))
    df = sum(parts) ** 2 / sum(part**2 / (size - 1) for part, size in zip(parts, places.sizes, strict=True))
    t = (share - 0.5) / error
    half = float(special.stdtrit(df, (1 + confidence) / 2)) * error
    p = float(2 * special.stdtr(df, -abs(t)))
    return BrunnerMunzel(share, max(share - half, 0.0), min(share + half, 1.0), t, df, p)


def hodges_lehmann(scores: ArrayLike, counts: ArrayLike, *, confidence: float = 0.95) -> HodgesLehmann:
    """Hodges and Lehmann's estimate of how far apart two groups of the same shape are, with Moses' interval.

    Parameters
    ----------
    scores : array of float, shape (scores,)
        In rising order.
    counts : array of int, shape (2, scores)
        How many of each group have each score.
    confidence : float in (0, 1)
        How sure the interval shall be at least; with ties it is surer.

    Returns
    -------
    HodgesLehmann

    Raises
    ------
    InvalidInputError
        There are not two groups, the counts cannot be, or the confidence is out of range.

    References
    ----------
    Hodges & Lehmann (1963), Annals of Mathematical Statistics 34:598-611, doi:10.1214/aoms/1177704172.
    Hollander, Wolfe & Chicken (2014), Nonparametric Statistical Methods, 3rd edition, chapter 4,
    doi:10.1002/9781119196037.

    Examples
    --------
    >>> hodges_lehmann([1, 2, 3, 4, 5], [[1, 3, 5, 3, 1], [0, 1, 3, 5, 4]])
    HodgesLehmann(value=-1.0, low=-2.0, high=0.0, warnings=())
    """
    check_confidence(confidence)
    taken = histograms(scores, counts)
    check_groups(len(taken.counts), 2, "exactly")
    apart = (taken.scores[:, None] - taken.scores).ravel()
    weights = np.outer(*taken.counts).ravel()
    order = np.argsort(apart, kind="stable")
    apart, reached = apart[order], weights[order].cumsum()
    first, second = taken.counts.sum(axis=1).tolist()
    pairs = first * second

    def at(place: int) -> float:
        return float(apart[np.searchsorted(reached, place)])

    end, known = _ends(first, second, confidence)
    return HodgesLehmann(
        value=(at((pairs + 1) // 2) + at(pairs // 2 + 1)) / 2,
        low=at(end),
        high=at(pairs + 1 - end),
        warnings=() if known else (_TOO_FEW,),
    )


def _ends(first: int, second: int, confidence: float) -> tuple[int, bool]:
    """Place of the difference at the low end, and whether the interval is as sure as it shall be."""
    tail = (1 - confidence) / 2
    if max(first, second) < SMALL:
        chances = ways((first, second), np.ones(first + second))[first * (first + 1) :: 2]
        place = int((chances.cumsum() < tail * (1 - 1e-12)).sum())
    else:
        error = math.sqrt(first * second * (first + second + 1) / 12)
        place = math.ceil(first * second / 2 + float(special.ndtri(tail)) * error - 0.5)
    return max(place, 1), place >= 1


def _apart(delta: float, smaller: int, confidence: float) -> CliffsDelta:
    z = float(special.ndtri((1 + confidence) / 2))
    end = (smaller - z**2) / (smaller + z**2)
    low, high = (end, 1.0) if delta > 0 else (-1.0, -end)
    return _delta(delta, 0.0, low, high, (_APART,))


def _delta(delta: float, error: float, low: float, high: float, warnings: tuple[Message, ...]) -> CliffsDelta:
    return CliffsDelta(delta, error, low, high, (1 + delta) / 2, (1 + low) / 2, (1 + high) / 2, warnings)


def _places(counts: ArrayLike) -> _Places:
    matrix = np.asarray(counts)
    taken = histograms(np.arange(matrix.shape[-1] if matrix.ndim else 0), counts).counts
    check_groups(len(taken), 2, "exactly")
    sizes = taken.sum(axis=1)
    check_each_has(sizes, 2)
    below = taken.cumsum(axis=1) - taken
    above = sizes[:, None] - taken.cumsum(axis=1)
    first, second = (below[other] - above[other] for other in (1, 0))
    one, other = sizes.tolist()
    pairs = one * other
    return _Places(
        first=first / other,
        second=second / one,
        counts=taken,
        sizes=(one, other),
        delta=int(taken[0] @ first) / pairs,
        untied=1 - int(taken[0] @ taken[1]) / pairs,
    )
