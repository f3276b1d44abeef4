"""Which groups differ, once a test of all says that some do: every pair, with p-values for all together."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from mentorway.evidence.comparisons.checking import (
    Moments,
    check_confidence,
    check_each_has,
    check_groups,
    moments,
)
from mentorway.evidence.comparisons.groups import anova
from mentorway.evidence.comparisons.multiplicity import Adjustment, adjusted
from mentorway.evidence.comparisons.ranks import ALL_TIED, ranked
from mentorway.evidence.comparisons.studentised import beyond, critical
from mentorway.wording import Message


@dataclass(frozen=True)
class MeansOfPair:
    """A mean less a later one, in points; the interval and `p` hold for all pairs together.

    `first` and `second` are places of groups. `statistic` is the studentised range; it and `p` are None where
    nobody differs from anyone in the groups.
    """

    first: int
    second: int
    difference: float
    error: float
    low: float
    high: float
    statistic: float | None
    df: float
    p: float | None


@dataclass(frozen=True)
class PairsOfMeans:
    """All pairs of groups, in order of their places."""

    pairs: tuple[MeansOfPair, ...]
    warnings: tuple[Message, ...] = ()


@dataclass(frozen=True)
class RanksOfPair:
    """A mean rank less a later one; `p` is of this pair alone, `adjusted` for all pairs together."""

    first: int
    second: int
    difference: float
    error: float
    statistic: float | None
    p: float | None
    adjusted: float | None


@dataclass(frozen=True)
class PairsOfRanks:
    """All pairs of groups, in order of their places."""

    pairs: tuple[RanksOfPair, ...]
    warnings: tuple[Message, ...] = ()


_NO_SPREAD = Message(
    "Some groups have no spread: everyone in them has the same score. Their pairs have no test."
)


def tukey_kramer(n: ArrayLike, mean: ArrayLike, sd: ArrayLike, *, confidence: float = 0.95) -> PairsOfMeans:
    """Tukey and Kramer's comparison of all pairs of means, if all groups spread alike.

    Parameters
    ----------
    n, mean, sd : array of float, shape (groups,)
        Size, mean and standard deviation (divisor n - 1) of each group.
    confidence : float in (0, 1)
        How sure all intervals together shall be.

    Returns
    -------
    PairsOfMeans

    Raises
    ------
    InvalidInputError
        As for `anova`, or the confidence is out of range.

    References
    ----------
    Tukey (1949), Biometrics 5:99-114, doi:10.2307/3001913.
    Kramer (1956), Biometrics 12:307-310, doi:10.2307/3001469.

    Examples
    --------
    >>> found = tukey_kramer([10, 12, 8], [3.1, 3.9, 2.9], [0.8, 0.7, 1.0])
    >>> [(pair.first, pair.second, round(pair.difference, 2), round(pair.p, 4)) for pair in found.pairs]
    [(0, 1, -0.8, 0.0762), (0, 2, 0.2, 0.8651), (1, 2, 1.0, 0.0327)]
    """
    check_confidence(confidence)
    test = anova(n, mean, sd)
    groups = moments(n, mean, sd)
    many, mean_square = len(groups.n), test.within / test.df2
    widest = critical(confidence, many, test.df2) if mean_square else 0.0
    pairs = []
    for pair in combinations(range(many), 2):
        error = math.sqrt(mean_square * float((1 / groups.only(pair).n).sum()))
        pairs.append(_pair(groups, pair, error, (many, test.df2, widest)))
    return PairsOfMeans(tuple(pairs), () if mean_square else (_NO_SPREAD,))


def games_howell(n: ArrayLike, mean: ArrayLike, sd: ArrayLike, *, confidence: float = 0.95) -> PairsOfMeans:
    """Games and Howell's comparison of all pairs of means, however the groups spread.

    Parameters
    ----------
    n, mean, sd : array of float, shape (groups,)
        Size, mean and standard deviation (divisor n - 1) of each group, at least two people in each.
    confidence : float in (0, 1)
        How sure all intervals together shall be.

    Returns
    -------
    PairsOfMeans

    Raises
    ------
    InvalidInputError
        There are fewer than two groups, a group has one person, the moments cannot be, or the confidence is
        out of range.

    References
    ----------
    Games & Howell (1976), Journal of Educational Statistics 1:113-125, doi:10.3102/10769986001002113.

    Examples
    --------
    >>> found = games_howell([10, 12, 8], [3.1, 3.9, 2.9], [0.8, 0.7, 1.0])
    >>> [(pair.first, pair.second, round(pair.df, 2), round(pair.p, 4)) for pair in found.pairs]
    [(0, 1, 18.11, 0.0585), (0, 2, 13.29, 0.8908), (1, 2, 11.54, 0.0738)]
    """
    check_confidence(confidence)
    groups = moments(n, mean, sd)
    many = len(groups.n)
    check_groups(many, 2)
    check_each_has(groups.n, 2)
    pairs = []
    for pair in combinations(range(many), 2):
        two = groups.only(pair)
        parts = two.variance / two.n
        square = float(parts.sum())
        df = square**2 / float((parts**2 / (two.n - 1)).sum()) if square else float(two.n.sum() - 2)
        widest = critical(confidence, many, df) if square else 0.0
        pairs.append(_pair(groups, pair, math.sqrt(square), (many, df, widest)))
    return PairsOfMeans(tuple(pairs), () if all(pair.error for pair in pairs) else (_NO_SPREAD,))


def dunn(counts: ArrayLike, *, adjustment: Adjustment = Adjustment.HOLM) -> PairsOfRanks:
    """Dunn's comparison of all pairs of mean ranks after Kruskal and Wallis's test, ties corrected.

    Parameters
    ----------
    counts : array of int, shape (groups, scores)
        How many of each group have each score, scores in rising order.
    adjustment : Adjustment
        How p-values are raised for all pairs together.

    Returns
    -------
    PairsOfRanks

    Raises
    ------
    InvalidInputError
        There are fewer than two groups, a group is empty, or the counts cannot be.

    References
    ----------
    Dunn (1964), Technometrics 6:241-252, doi:10.1080/00401706.1964.10490181.

    Examples
    --------
    >>> found = dunn([[1, 3, 5, 3, 1], [0, 1, 3, 5, 4], [4, 4, 2, 1, 0]])
    >>> [(pair.first, pair.second, round(pair.statistic, 4), round(pair.adjusted, 4)) for pair in found.pairs]
    [(0, 1, -1.8945, 0.1137), (0, 2, 1.9044, 0.1137), (1, 2, 3.7183, 0.0006)]
    """
    ranks = ranked(counts)
    check_groups(len(ranks.sizes), 2)
    means = (ranks.sums / ranks.sizes).tolist()
    places = list(combinations(range(len(means)), 2))
    if not ranks.variance:
        return PairsOfRanks(
            tuple(RanksOfPair(*pair, 0.0, 0.0, None, None, None) for pair in places), (ALL_TIED,)
        )
    apart = np.array([means[first] - means[second] for first, second in places])
    errors = np.sqrt(ranks.variance * np.array([(1 / ranks.sizes[list(pair)]).sum() for pair in places]))
    z = apart / errors
    alone = 2 * special.ndtr(-np.abs(z))
    together = adjusted(alone, adjustment)
    return PairsOfRanks(
        tuple(
            RanksOfPair(*pair, *(float(column[place]) for column in (apart, errors, z, alone, together)))
            for place, pair in enumerate(places)
        )
    )


def _pair(
    groups: Moments, pair: tuple[int, int], error: float, spread: tuple[int, float, float]
) -> MeansOfPair:
    """Return one pair; `spread` holds the number of groups, the degrees of freedom and the critical range."""
    many, df, widest = spread
    first, second = pair
    difference = float(groups.mean[first] - groups.mean[second])
    if not error:
        return MeansOfPair(first, second, difference, 0.0, difference, difference, None, df, None)
    statistic = abs(difference) / error * math.sqrt(2)
    p = beyond(statistic, many, df)
    half = widest * error / math.sqrt(2)
    return MeansOfPair(
        first, second, difference, error, difference - half, difference + half, statistic, df, p
    )
