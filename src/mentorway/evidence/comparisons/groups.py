"""Whether means of groups differ by more than chance: t tests, analyses of variance, and tests of spread."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from mentorway.evidence.comparisons.checking import (
    Histograms,
    Moments,
    Vector,
    check_confidence,
    check_each_has,
    check_groups,
    histograms,
    moments,
    moments_of,
    one_sample,
)
from mentorway.wording import InvalidInputError, Message, shown


@dataclass(frozen=True, kw_only=True)
class FTest:
    """An F test; `statistic` and `p` are None where nothing varies, and `warnings` says so.

    `df2` is None where it would come from a spread that is not there.
    """

    statistic: float | None
    df1: float
    df2: float | None
    p: float | None
    warnings: tuple[Message, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Anova(FTest):
    """An analysis of variance with its sums of squares, in squared points of the score."""

    df2: float
    between: float
    within: float


@dataclass(frozen=True)
class TTest:
    """A difference of means in points of the score, with its interval and a t test against 0.

    `statistic` and `p` are None where nobody differs from anyone in a group, and `warnings` says so.
    """

    difference: float
    error: float
    low: float
    high: float
    df: float
    statistic: float | None
    p: float | None
    warnings: tuple[Message, ...] = ()


_NO_SPREAD = Message(
    "Within each group everyone has the same score, so nothing shows how far chance moves the means; "
    "there is no test."
)
_ONE_WITHOUT_SPREAD = Message(
    "In at least one group everyone has the same score. Welch's test weighs groups by their spread, "
    "so it cannot be computed."
)


def anova(n: ArrayLike, mean: ArrayLike, sd: ArrayLike) -> Anova:
    """One-way analysis of variance: whether means differ, if all groups spread alike.

    Parameters
    ----------
    n, mean, sd : array of float, shape (groups,)
        Size, mean and standard deviation (divisor n - 1) of each group; groups of one may be among them.

    Returns
    -------
    Anova

    Raises
    ------
    InvalidInputError
        There are fewer than two groups, no group has two people, or the moments cannot be.

    References
    ----------
    Fisher (1925), Statistical Methods for Research Workers, chapter VII.

    Examples
    --------
    >>> found = anova([10, 12, 8], [3.1, 3.6, 2.9], [0.8, 0.7, 1.0])
    >>> round(found.statistic, 4), found.df1, found.df2, round(found.p, 4)
    (1.9894, 2.0, 27.0, 0.1563)
    """
    groups = moments(n, mean, sd)
    check_groups(len(groups.n), 2)
    free = float(groups.n.sum() - len(groups.n))
    if not free:
        raise InvalidInputError(
            Message("Every group has one person only, so nothing shows how people differ within groups.")
        )
    middle = float(groups.n @ groups.mean / groups.n.sum())
    between = float(groups.n @ (groups.mean - middle) ** 2)
    within = float((groups.n - 1) @ groups.variance)
    df1 = float(len(groups.n) - 1)
    if not within:
        return Anova(
            statistic=None, df1=df1, df2=free, p=None, between=between, within=0.0, warnings=(_NO_SPREAD,)
        )
    statistic = between / df1 / (within / free)
    p = float(special.fdtrc(df1, free, statistic))
    return Anova(statistic=statistic, df1=df1, df2=free, p=p, between=between, within=within)


def welch_anova(n: ArrayLike, mean: ArrayLike, sd: ArrayLike) -> FTest:
    """Welch's analysis of variance: whether means differ, however the groups spread.

    Parameters
    ----------
    n, mean, sd : array of float, shape (groups,)
        Size, mean and standard deviation (divisor n - 1) of each group, at least two people in each.

    Returns
    -------
    FTest

    Raises
    ------
    InvalidInputError
        There are fewer than two groups, a group has one person, or the moments cannot be.

    References
    ----------
    Welch (1951), Biometrika 38:330-336, doi:10.1093/biomet/38.3-4.330.

    Examples
    --------
    >>> found = welch_anova([10, 12, 8], [3.1, 3.6, 2.9], [0.8, 0.7, 1.0])
    >>> round(found.statistic, 4), found.df1, round(found.df2, 4), round(found.p, 4)
    (1.9595, 2.0, 15.5145, 0.1743)
    """
    groups = moments(n, mean, sd)
    many = len(groups.n)
    check_groups(many, 2)
    check_each_has(groups.n, 2)
    df1 = float(many - 1)
    if not groups.sd.all():
        said = _ONE_WITHOUT_SPREAD if groups.sd.any() else _NO_SPREAD
        return FTest(statistic=None, df1=df1, df2=None, p=None, warnings=(said,))
    weights = groups.n / groups.variance
    middle = weights @ groups.mean / weights.sum()
    lambda_ = float(((1 - weights / weights.sum()) ** 2 / (groups.n - 1)).sum())
    between = float(weights @ (groups.mean - middle) ** 2) / df1
    statistic = between / (1 + 2 * (many - 2) / (many**2 - 1) * lambda_)
    df2 = (many**2 - 1) / (3 * lambda_)
    return FTest(statistic=statistic, df1=df1, df2=df2, p=float(special.fdtrc(df1, df2, statistic)))


def student_t(n: ArrayLike, mean: ArrayLike, sd: ArrayLike, *, confidence: float = 0.95) -> TTest:
    """Student's t test of two groups that spread alike: the first mean less the second.

    Parameters
    ----------
    n, mean, sd : array of float, shape (2,)
        Size, mean and standard deviation (divisor n - 1) of each group; one of them may have one person.
    confidence : float in (0, 1)
        How sure the interval shall be.

    Returns
    -------
    TTest

    Raises
    ------
    InvalidInputError
        There are not two groups, both have one person, the moments cannot be, or the confidence is out of
        range.

    References
    ----------
    Student (1908), Biometrika 6:1-25, doi:10.1093/biomet/6.1.1.

    Examples
    --------
    >>> found = student_t([10, 12], [3.1, 3.6], [0.8, 0.7])
    >>> round(found.difference, 2), round(found.low, 4), round(found.high, 4), round(found.p, 4)
    (-0.5, -1.1669, 0.1669, 0.1335)
    """
    groups = _two(n, mean, sd)
    df = float(groups.n.sum() - 2)
    if not df:
        raise InvalidInputError(
            Message("Every group has one person only, so nothing shows how people differ within groups.")
        )
    pooled = float((groups.n - 1) @ groups.variance) / df
    error = math.sqrt(pooled * float((1 / groups.n).sum()))
    return _t_test(float(groups.mean[0] - groups.mean[1]), error, df, confidence)


def welch_t(n: ArrayLike, mean: ArrayLike, sd: ArrayLike, *, confidence: float = 0.95) -> TTest:
    """Welch's t test of two groups, however they spread: the first mean less the second.

    Parameters
    ----------
    n, mean, sd : array of float, shape (2,)
        Size, mean and standard deviation (divisor n - 1) of each group, at least two people in each.
    confidence : float in (0, 1)
        How sure the interval shall be.

    Returns
    -------
    TTest

    Raises
    ------
    InvalidInputError
        There are not two groups, one has one person, the moments cannot be, or the confidence is out of
        range.

    References
    ----------
    Welch (1947), Biometrika 34:28-35, doi:10.1093/biomet/34.1-2.28.

    Examples
    --------
    >>> found = welch_t([10, 12], [3.1, 3.6], [0.8, 0.7])
    >>> round(found.low, 4), round(found.high, 4), round(found.df, 4), round(found.p, 4)
    (-1.1799, 0.1799, 18.1148, 0.1398)
    """
    groups = _two(n, mean, sd)
    check_each_has(groups.n, 2)
    parts = groups.variance / groups.n
    error = math.sqrt(float(parts.sum()))
    df = float(parts.sum() ** 2 / (parts**2 / (groups.n - 1)).sum()) if error else float(groups.n.sum() - 2)
    return _t_test(float(groups.mean[0] - groups.mean[1]), error, df, confidence)


def paired_t(n: int, mean: float, sd: float, *, confidence: float = 0.95) -> TTest:
    """Student's t test of the same people twice: whether their mean change is 0.

    Parameters
    ----------
    n : int
        How many people, at least two.
    mean, sd : float
        Of each person's change, in points of the score; the standard deviation has the divisor n - 1.
    confidence : float in (0, 1)
        How sure the interval shall be.

    Returns
    -------
    TTest

    Raises
    ------
    InvalidInputError
        There are fewer than two people, the moments cannot be, or the confidence is out of range.

    References
    ----------
    Student (1908), Biometrika 6:1-25, doi:10.1093/biomet/6.1.1.

    Examples
    --------
    >>> found = paired_t(10, 1.58, 1.23)
    >>> round(found.statistic, 4), found.df, round(found.p, 4)
    (4.0621, 9.0, 0.0028)
    """
    change = one_sample(n, mean, sd)
    error = float(change.sd[0]) / math.sqrt(float(change.n[0]))
    return _t_test(float(change.mean[0]), error, float(change.n[0] - 1), confidence)


def levene(scores: ArrayLike, counts: ArrayLike, *, centre: Literal["median", "mean"] = "median") -> FTest:
    """Whether groups spread alike: an analysis of variance of how far people are from the middle of theirs.

    With the median it is the test of Brown and Forsythe, which skewed scores mislead less; with the mean that
    of Levene.

    Parameters
    ----------
    scores : array of float, shape (scores,)
        In rising order.
    counts : array of int, shape (groups, scores)
        How many of each group have each score.
    centre : {"median", "mean"}
        What the middle is.

    Returns
    -------
    FTest

    Raises
    ------
    InvalidInputError
        There are fewer than two groups, no group has two people, the counts cannot be, or the middle is
        unknown.

    References
    ----------
    Levene (1960), in Olkin (ed.), Contributions to Probability and Statistics, 278-292.
    Brown & Forsythe (1974), J Am Stat Assoc 69:364-367, doi:10.1080/01621459.1974.10482955.

    Examples
    --------
    >>> found = levene([1, 2, 3, 4, 5], [[1, 3, 5, 3, 1], [4, 2, 1, 2, 4]])
    >>> round(found.statistic, 4), found.df2, round(found.p, 4)
    (8.0, 24.0, 0.0093)
    """
    taken = histograms(scores, counts)
    if centre not in ("median", "mean"):
        raise InvalidInputError(
            Message(
                "“%(centre)s” is no middle of a group. Choose one of: median, mean.",
                {"centre": shown(centre)},
            )
        )
    sizes = taken.counts.sum(axis=1)
    middles = medians(taken) if centre == "median" else moments_of(scores, counts).mean
    away = np.abs(taken.scores - middles[:, None])
    means = (taken.counts * away).sum(axis=1) / sizes
    squares = (taken.counts * (away - means[:, None]) ** 2).sum(axis=1)
    found = anova(sizes, means, np.sqrt(squares / np.maximum(sizes - 1, 1)))
    return FTest(statistic=found.statistic, df1=found.df1, df2=found.df2, p=found.p, warnings=found.warnings)


def medians(taken: Histograms) -> Vector:
    """Median of each group.

    Parameters
    ----------
    taken : Histograms
        As from `histograms`.

    Returns
    -------
    array of float, shape (groups,)

    Examples
    --------
    >>> medians(histograms([1, 2, 4], [[1, 1, 2], [3, 1, 1]]))
    array([3., 1.])
    """
    reached = taken.counts.cumsum(axis=1)
    sizes = reached[:, -1:]
    lower = (reached < (sizes + 1) // 2).sum(axis=1)
    upper = (reached < sizes // 2 + 1).sum(axis=1)
    found: Vector = (taken.scores[lower] + taken.scores[upper]) / 2
    return found


def _two(n: ArrayLike, mean: ArrayLike, sd: ArrayLike) -> Moments:
    groups = moments(n, mean, sd)
    check_groups(len(groups.n), 2, "exactly")
    return groups


def _t_test(difference: float, error: float, df: float, confidence: float) -> TTest:
    check_confidence(confidence)
    if not error:
        return TTest(difference, 0.0, difference, difference, df, None, None, (_NO_SPREAD,))
    half = float(special.stdtrit(df, (1 + confidence) / 2)) * error
    statistic = difference / error
    p = float(2 * special.stdtr(df, -abs(statistic)))
    return TTest(difference, error, difference - half, difference + half, df, statistic, p)
