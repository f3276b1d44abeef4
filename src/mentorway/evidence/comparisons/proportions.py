"""Shares of small and large groups, with intervals, differences and tests that hold for both."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from mentorway.evidence.comparisons.checking import check_confidence, table_of_counts
from mentorway.wording import InvalidInputError, Message

__all__ = [
    "ChiSquareTest", "Difference", "FisherTest", "Proportion", "chi_square", "clopper_pearson", "difference",
    "fisher_exact", "wilson",
]  # fmt: skip
Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Proportion:
    """A share and the ends of its interval, between 0 and 1."""

    value: float
    low: float
    high: float
    successes: int
    n: int


@dataclass(frozen=True)
class Difference:
    """The first share minus the second, between -1 and 1, with both shares (Wilson intervals)."""

    value: float
    low: float
    high: float
    first: Proportion
    second: Proportion


@dataclass(frozen=True)
class FisherTest:
    """Fisher's exact test of a table of two rows and two columns.

    `p` is two-sided; `p_greater` and `p_less` ask for as many in the first cell or more, or fewer.
    `odds_ratio` is that of the sample, None if a number to divide by is 0, and `warnings` says so.
    """

    p: float
    p_greater: float
    p_less: float
    odds_ratio: float | None
    warnings: tuple[Message, ...] = ()


@dataclass(frozen=True, eq=False)
class ChiSquareTest:
    """Pearson's test of a table, without continuity correction; `cramers_v` lies between 0 and 1."""

    statistic: float
    df: int
    p: float
    expected: Matrix
    cramers_v: float
    warnings: tuple[Message, ...] = ()


_NO_ODDS = Message("A cell of the table is empty, so the odds ratio cannot be computed.")


def wilson(successes: int, n: int, *, confidence: float = 0.95) -> Proportion:
    """A share with Wilson's score interval: good for small groups and for shares near 0 or 1.

    Parameters
    ----------
    successes, n : int
        How many had it, out of how many.
    confidence : float in (0, 1)
        How sure the interval shall be.

    Returns
    -------
    Proportion

    Raises
    ------
    InvalidInputError
        Nobody was asked, the counts cannot be, or the confidence is out of range.

    References
    ----------
    Wilson (1927), J Am Stat Assoc 22:209-212, doi:10.1080/01621459.1927.10502953.

    Examples
    --------
    >>> found = wilson(0, 10)
    >>> found.low, round(found.high, 4)
    (0.0, 0.2775)
    """
    _check_counts(successes, n, confidence)
    z = float(special.ndtri((1 + confidence) / 2))
    share = successes / n
    middle = (successes + z**2 / 2) / (n + z**2)
    half = z * math.sqrt(n * share * (1 - share) + z**2 / 4) / (n + z**2)
    return Proportion(
        value=share,
        low=max(middle - half, 0.0) if successes else 0.0,
        high=min(middle + half, 1.0) if successes < n else 1.0,
        successes=successes,
        n=n,
    )


def clopper_pearson(successes: int, n: int, *, confidence: float = 0.95) -> Proportion:
    """A share with Clopper and Pearson's exact interval, which is sure enough always, and often too wide.

    Parameters
    ----------
    successes, n : int
        How many had it, out of how many.
    confidence : float in (0, 1)
        How sure the interval shall be at least.

    Returns
    -------
    Proportion

    Raises
    ------
    InvalidInputError
        Nobody was asked, the counts cannot be, or the confidence is out of range.

    References
    ----------
    Clopper & Pearson (1934), Biometrika 26:404-413, doi:10.1093/biomet/26.4.404.

    Examples
    --------
    >>> found = clopper_pearson(0, 10)
    >>> found.low, round(found.high, 4)
    (0.0, 0.3085)
    """
    _check_counts(successes, n, confidence)
    tail = (1 - confidence) / 2
    failures = n - successes
    return Proportion(
        value=successes / n,
        low=float(special.betaincinv(successes, failures + 1, tail)) if successes else 0.0,
        high=float(special.betaincinv(successes + 1, failures, 1 - tail)) if failures else 1.0,
        successes=successes,
        n=n,
    )


def difference(first: tuple[int, int], second: tuple[int, int], *, confidence: float = 0.95) -> Difference:
    """Difference of two independent shares with Newcombe's hybrid score interval.

    Parameters
    ----------
    first, second : tuple of int
        How many had it and out of how many, in each group.
    confidence : float in (0, 1)
        How sure the interval shall be.

    Returns
    -------
    Difference

    Raises
    ------
    InvalidInputError
        As for `wilson`.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17:873-890, method 10,
    doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I.

    Examples
    --------
    >>> found = difference((56, 70), (48, 80))
    >>> round(found.value, 4), round(found.low, 4), round(found.high, 4)
    (0.2, 0.0524, 0.3339)
    """
    one, other = (wilson(*group, confidence=confidence) for group in (first, second))
    value = one.value - other.value
    return Difference(
        value=value,
        low=value - math.hypot(one.value - one.low, other.high - other.value),
        high=value + math.hypot(one.high - one.value, other.value - other.low),
        first=one,
        second=other,
    )


def fisher_exact(table: ArrayLike) -> FisherTest:
    """Fisher's exact test: how often chance makes a table this uneven, given how many are in each group.

    Parameters
    ----------
    table : array of int, shape (2, 2)
        Counts of people: groups in rows, answers in columns.

    Returns
    -------
    FisherTest
        Two-sided: all tables with the same margins that are no more likely than this one.

    Raises
    ------
    InvalidInputError
        The table has another shape, holds what is no count, or is empty.

    References
    ----------
    Fisher (1935), Journal of the Royal Statistical Society 98:39-82, doi:10.2307/2342435.

    Examples
    --------
    >>> found = fisher_exact([[3, 1], [1, 3]])
    >>> round(found.p, 4), found.odds_ratio
    (0.4857, 9.0)
    """
    counts = table_of_counts(table)
    if counts.shape != (2, 2):
        raise InvalidInputError(Message("Fisher's exact test needs a table of two rows and two columns."))
    (a, b), (c, d) = counts.tolist()
    row, column, total = a + b, a + c, a + b + c + d
    cells = np.arange(max(0, row + column - total), min(row, column) + 1, dtype=np.float64)
    ways = _log_choose(row, cells) + _log_choose(total - row, column - cells)
    likely = np.exp(ways - ways.max())
    likely /= likely.sum()
    here = int(a - cells[0])
    return FisherTest(
        p=min(float(likely[likely <= likely[here] * (1 + 1e-7)].sum()), 1.0),  # as R does, for rounding
        p_greater=min(float(likely[here:].sum()), 1.0),
        p_less=min(float(likely[: here + 1].sum()), 1.0),
        odds_ratio=a * d / (b * c) if b * c else None,
        warnings=() if b * c else (_NO_ODDS,),
    )


def chi_square(table: ArrayLike) -> ChiSquareTest:
    """Pearson's chi-square test of a table of counts, with a warning where it is not to be trusted.

    Parameters
    ----------
    table : array of int, shape (rows, columns)
        Counts of people: groups in rows, answers in columns; at least two of each, none empty.

    Returns
    -------
    ChiSquareTest
        With a warning if more than a fifth of the cells expect fewer than 5 people, or one fewer than 1.

    Raises
    ------
    InvalidInputError
        The table is too small, holds what is no count, or a row or column is empty.

    References
    ----------
    Pearson (1900), Philosophical Magazine 50:157-175, doi:10.1080/14786440009463897.
    Cochran (1954), Biometrics 10:417-451, doi:10.2307/3001616.

    Examples
    --------
    >>> found = chi_square([[20, 10], [10, 20]])
    >>> round(found.statistic, 4), found.df, round(found.p, 4), round(found.cramers_v, 4)
    (6.6667, 1, 0.0098, 0.3333)
    """
    counts = table_of_counts(table)
    if min(counts.shape) < 2:
        raise InvalidInputError(
            Message("A comparison needs at least two groups and two answers; the table has fewer.")
        )
    rows, columns, total = counts.sum(axis=1), counts.sum(axis=0), int(counts.sum())
    if not (rows.all() and columns.all()):
        raise InvalidInputError(Message("A row or column of the table is empty. Leave it out."))
    expected = np.outer(rows, columns) / total
    statistic = float(((counts - expected) ** 2 / expected).sum())
    degrees = (len(rows) - 1) * (len(columns) - 1)
    scarce = int((expected < 5).sum())
    return ChiSquareTest(
        statistic=statistic,
        df=degrees,
        p=float(special.chdtrc(degrees, statistic)),
        expected=expected,
        cramers_v=math.sqrt(statistic / total / (min(counts.shape) - 1)),
        warnings=(_scarce(scarce, expected),) if 5 * scarce > expected.size or expected.min() < 1 else (),
    )


def _check_counts(successes: int, n: int, confidence: float) -> None:
    if n % 1 or successes % 1 or not 0 <= successes <= n:
        raise InvalidInputError(
            Message(
                "A share needs whole numbers, some out of all; %(successes)s out of %(n)s came.",
                {"successes": successes, "n": n},
            )
        )
    if n == 0:
        raise InvalidInputError(Message("Nobody answered, so there is no share."))
    check_confidence(confidence)


def _scarce(cells: int, expected: Matrix) -> Message:
    return Message(
        "%(cells)d of %(all)d cells of the table expect fewer than 5 people, so the chi-square test is not "
        "to be trusted. Join answers, or use Fisher's exact test.",
        {"cells": cells, "all": int(expected.size)},
    )


def _log_choose(n: int, k: Vector) -> Vector:
    found: Vector = -np.log1p(n) - special.betaln(n - k + 1, k + 1)
    return found
