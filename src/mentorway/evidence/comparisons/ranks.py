"""Whether scores of groups differ, asking only for their order: tests of ranks from counts of scores."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from mentorway.evidence.comparisons.checking import (
    Counts,
    Matrix,
    Vector,
    check_groups,
    table_of_counts,
)
from mentorway.wording import InvalidInputError, Message, shown

Method = Literal["auto", "exact", "normal"]
SMALL = 50  # with fewer in both groups and no ties, the exact distribution is used unless asked otherwise
MOST_EXACT = 200  # people in both groups together


@dataclass(frozen=True)
class MannWhitney:
    """Mann and Whitney's test; `u` counts the pairs in which the first group is higher, ties by half.

    `z` is None where the distribution is exact; `z` and `p` are None if all scores are the same.
    """

    u: float
    z: float | None
    p: float | None
    exact: bool
    warnings: tuple[Message, ...] = ()


@dataclass(frozen=True, eq=False)
class KruskalWallis:
    """Kruskal and Wallis's test with tie correction; None if all scores are the same.

    `epsilon_squared` is the share of the spread of ranks that lies between groups, 0 to 1.
    """

    statistic: float | None
    df: int
    p: float | None
    epsilon_squared: float | None
    mean_ranks: Vector
    warnings: tuple[Message, ...] = ()


@dataclass(frozen=True, eq=False)
class Ranks:
    """Ranks of scores in all groups together; tied scores share the middle one.

    `variance` is the variance of a rank among all people (divisor n - 1), which ties make smaller.
    """

    of_scores: Vector
    sizes: Vector
    sums: Vector
    variance: float
    tied: bool


ALL_TIED = Message("All scores are the same, so there is no order to compare.")


def mann_whitney(counts: ArrayLike, *, method: Method = "auto") -> MannWhitney:
    """Mann and Whitney's test (Wilcoxon's rank sum test) of two groups.

    Parameters
    ----------
    counts : array of int, shape (2, scores)
        How many of each group have each score, scores in rising order.
    method : {"auto", "exact", "normal"}
        Exact counts all ways in which these scores could have fallen to groups of these sizes, ties included;
        normal corrects for ties and continuity. Auto is exact with fewer than 50 in each group and no ties.

    Returns
    -------
    MannWhitney
        Two-sided: values of `u` at least as far from their middle as this one.

    Raises
    ------
    InvalidInputError
        There are not two groups, a group is empty, the counts cannot be, the method is unknown, or exact is
        asked for with more than 200 people.

    References
    ----------
    Mann & Whitney (1947), Annals of Mathematical Statistics 18:50-60, doi:10.1214/aoms/1177730491.
    Hollander, Wolfe & Chicken (2014), Nonparametric Statistical Methods, 3rd edition, chapter 4,
    doi:10.1002/9781119196037.

    Examples
    --------
    >>> found = mann_whitney([[1, 3, 5, 3, 1], [0, 1, 3, 5, 4]])
    >>> found.u, round(found.z, 4), round(found.p, 4), found.exact
    (44.5, -2.0979, 0.0359, False)
    """
    taken = _checked(counts)
    check_groups(len(taken), 2, "exactly")
    if method not in ("auto", "exact", "normal"):
        raise InvalidInputError(
            Message(
                "“%(method)s” is no way to get a p-value. Choose one of: auto, exact, normal.",
                {"method": shown(method)},
            )
        )
    ranks = ranked(taken)
    first, second = ranks.sizes.tolist()
    u = float(ranks.sums[0]) - first * (first + 1) / 2
    exact = method == "exact" or (method == "auto" and not ranks.tied and ranks.sizes.max() < SMALL)
    if not ranks.variance:
        return MannWhitney(u, None, None, exact, (ALL_TIED,))
    if exact:
        return MannWhitney(u, None, _exact_p(taken, u), exact)
    away = u - first * second / 2
    error = math.sqrt(first * second * ranks.variance / (first + second))
    z = (away - math.copysign(min(0.5, abs(away)), away)) / error
    return MannWhitney(u, z, float(2 * special.ndtr(-abs(z))), exact)


def kruskal_wallis(counts: ArrayLike) -> KruskalWallis:
    """Kruskal and Wallis's test of two or more groups, with tie correction and the chi-square distribution.

    Parameters
    ----------
    counts : array of int, shape (groups, scores)
        How many of each group have each score, scores in rising order.

    Returns
    -------
    KruskalWallis

    Raises
    ------
    InvalidInputError
        There are fewer than two groups, a group is empty, or the counts cannot be.

    References
    ----------
    Kruskal & Wallis (1952), J Am Stat Assoc 47:583-621, doi:10.1080/01621459.1952.10483441.
    Kelley (1935), Proc Natl Acad Sci 21:554-559, doi:10.1073/pnas.21.9.554, for epsilon squared.

    Examples
    --------
    >>> found = kruskal_wallis([[1, 3, 5, 3, 1], [0, 1, 3, 5, 4], [4, 4, 2, 1, 0]])
    >>> round(found.statistic, 4), found.df, round(found.p, 4), round(found.epsilon_squared, 4)
    (13.8427, 2, 0.001, 0.3845)
    """
    taken = _checked(counts)
    check_groups(len(taken), 2)
    ranks = ranked(taken)
    df = len(taken) - 1
    means = ranks.sums / ranks.sizes
    if not ranks.variance:
        return KruskalWallis(None, df, None, None, means, (ALL_TIED,))
    people = float(ranks.sizes.sum())
    between = float(ranks.sizes @ (means - (people + 1) / 2) ** 2)
    statistic = between / ranks.variance
    p = float(special.chdtrc(df, statistic))
    return KruskalWallis(statistic, df, p, statistic / (people - 1), means)


def ranked(counts: ArrayLike) -> Ranks:
    """Ranks of scores, and their sums in each group.

    Parameters
    ----------
    counts : array of int, shape (groups, scores)
        How many of each group have each score, scores in rising order.

    Returns
    -------
    Ranks

    Raises
    ------
    InvalidInputError
        A group is empty, or the counts cannot be.

    Examples
    --------
    >>> found = ranked([[2, 0, 1], [1, 1, 0]])
    >>> found.of_scores.tolist(), found.sums.tolist(), found.tied
    ([2.0, 4.0, 5.0], [9.0, 6.0], True)
    """
    taken = _checked(counts)
    tied = taken.sum(axis=0).astype(np.float64)
    ranks = tied.cumsum() - (tied - 1) / 2
    people = float(tied.sum())
    middle = (people + 1) / 2
    variance = float(tied @ (ranks - middle) ** 2) / (people - 1) if people > 1 else 0.0
    return Ranks(
        of_scores=ranks,
        sizes=taken.sum(axis=1).astype(np.float64),
        sums=taken @ ranks,
        variance=variance,
        tied=bool((tied > 1).any()),
    )


def ways(sizes: tuple[int, int], ties: Vector) -> Vector:
    """Chance of each sum of ranks of the first group, if all people could have fallen to it alike.

    Parameters
    ----------
    sizes : tuple of int
        People in the first group and in the second.
    ties : array of float, shape (scores,)
        How many people of both groups have each score; their sum is that of the sizes.

    Returns
    -------
    array of float
        At place s, the chance that twice the sum of ranks is s.

    Raises
    ------
    InvalidInputError
        There are more than 200 people.

    Examples
    --------
    >>> ways((1, 2), np.array([1.0, 2.0])).round(4).tolist()
    [0.0, 0.0, 0.3333, 0.0, 0.0, 0.6667]
    """
    people = sum(sizes)
    if people > MOST_EXACT:
        raise InvalidInputError(
            Message(
                "The exact distribution takes up to %(most)d people; %(people)d came. Use the normal one.",
                {"most": MOST_EXACT, "people": people},
            )
        )
    doubled = (2 * ties.cumsum() - ties + 1).astype(np.int64)
    largest = int(np.repeat(doubled, ties.astype(np.int64))[-sizes[0] :].sum())
    found = np.zeros((sizes[0] + 1, largest + 1))
    found[0, 0] = 1
    for many, rank in zip(ties.astype(np.int64).tolist(), doubled.tolist(), strict=True):
        _deal(found, many, rank)
    chances: Vector = found[sizes[0]] / found[sizes[0]].sum()
    return chances


def _deal(found: Matrix, many: int, rank: int) -> None:
    """Let some of these people, who share a rank, fall to the group; row k holds ways for k people so far."""
    for held in range(len(found) - 1, 0, -1):  # from above, so that rows below are still those without them
        for taken in range(1, min(many, held) + 1):
            shift = taken * rank
            before = found[held - taken, : max(found.shape[1] - shift, 0)]
            if before.any():
                found[held, shift : shift + len(before)] += special.comb(many, taken) * before


def _exact_p(counts: Counts, u: float) -> float:
    first, second = counts.sum(axis=1).tolist()
    small, large = min(first, second), max(first, second)
    chances = ways((small, large), counts.sum(axis=0).astype(np.float64))
    doubled = np.arange(len(chances)) - small * (small + 1)  # twice the u of the smaller group
    away = np.abs(doubled - first * second)
    return min(float(chances[away >= abs(2 * u - first * second) - 0.5].sum()), 1.0)


def _checked(counts: ArrayLike) -> Counts:
    taken = table_of_counts(counts)
    empty = np.flatnonzero(taken.sum(axis=1) == 0)
    if empty.size:
        raise InvalidInputError(
            Message("Group %(group)d is empty. Leave it out.", {"group": int(empty[0]) + 1})
        )
    return taken
