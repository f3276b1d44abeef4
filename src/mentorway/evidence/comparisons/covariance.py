"""Means of groups made comparable on what people brought with them: the analysis of covariance."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from mentorway.evidence.comparisons.checking import Matrix, Vector, check_confidence, check_groups
from mentorway.evidence.comparisons.groups import FTest
from mentorway.wording import InvalidInputError, Message


@dataclass(frozen=True)
class AdjustedMean:
    """The mean that a group would have if its covariates were as in all groups together."""

    value: float
    error: float
    low: float
    high: float


@dataclass(frozen=True)
class AdjustedDifference:
    """An adjusted mean less a later one, with a t test; `first` and `second` are places of groups."""

    first: int
    second: int
    difference: float
    error: float
    low: float
    high: float
    statistic: float
    p: float


@dataclass(frozen=True, eq=False)
class Ancova:
    """An analysis of covariance, in points of the outcome.

    `groups` tests whether adjusted means differ, `covariates` whether the outcome goes with the covariates
    within groups, `equal_slopes` whether it does so alike in all groups (None where a group is too small to
    tell). `slopes` are points of outcome for one of covariate. `p` of the differences is not adjusted.
    """

    groups: FTest
    covariates: FTest
    equal_slopes: FTest | None
    slopes: Vector
    means: tuple[AdjustedMean, ...]
    differences: tuple[AdjustedDifference, ...]
    partial_eta_squared: float
    warnings: tuple[Message, ...] = ()


@dataclass(frozen=True, eq=False)
class _Sums:
    """Sums of squares and products about the means, within each group, of the outcome and covariates."""

    n: Vector
    means: Matrix
    within: Matrix

    @property
    def pooled(self) -> Matrix:
        found: Matrix = self.within.sum(axis=0)
        return found

    @property
    def total(self) -> Matrix:
        away = self.means - self.n @ self.means / self.n.sum()
        found: Matrix = self.pooled + (self.n[:, None] * away).T @ away
        return found


_TOO_SMALL = Message(
    "A group is too small, or its covariates vary too little, to show a slope of its own; "
    "whether slopes are equal is not tested."
)


def ancova(n: ArrayLike, means: ArrayLike, covariances: ArrayLike, *, confidence: float = 0.95) -> Ancova:
    """Analysis of covariance from moments: one outcome, one or more covariates, one slope for all groups.

    Parameters
    ----------
    n : array of int, shape (groups,)
        Size of each group.
    means : array of float, shape (groups, 1 + covariates)
        Mean of the outcome, then of each covariate.
    covariances : array of float, shape (groups, 1 + covariates, 1 + covariates)
        In the same order, divisor n - 1; not looked at for a group of one.
    confidence : float in (0, 1)
        How sure the intervals shall be.

    Returns
    -------
    Ancova

    Raises
    ------
    InvalidInputError
        Shapes differ, there are fewer than two groups or too few people, the covariates do not vary within
        groups or say the same as each other, or the outcome follows from them exactly.

    References
    ----------
    Huitema (2011), The Analysis of Covariance and Alternatives, 2nd edition, chapters 6-8,
    doi:10.1002/9781118067475.

    Examples
    --------
    >>> spreads = [[[0.6, 0.3], [0.3, 0.5]], [[0.7, 0.4], [0.4, 0.6]]]
    >>> found = ancova([20, 22], [[3.4, 3.0], [3.9, 3.1]], spreads)
    >>> round(found.groups.statistic, 4), round(found.groups.p, 4), round(float(found.slopes[0]), 4)
    (4.5236, 0.0398, 0.638)
    >>> [round(mean.value, 4) for mean in found.means]
    [3.4334, 3.8696]
    """
    sums = _sums(n, means, covariances)
    check_confidence(confidence)
    groups, covariates = len(sums.n), sums.means.shape[1] - 1
    df = float(sums.n.sum() - groups - covariates)
    if df < 1:
        raise InvalidInputError(
            Message("There are too few people for these groups and covariates. Add people or leave some out.")
        )
    slopes = _slopes(sums.pooled)
    if slopes is None:
        raise InvalidInputError(
            Message("A covariate does not vary within groups, or follows from the others. Leave it out.")
        )
    left = _left(sums.pooled, slopes)
    if left <= 1e-12 * max(sums.total[0, 0], np.finfo(np.float64).tiny):
        raise InvalidInputError(
            Message(
                "Within groups the outcome follows exactly from the covariates, so nothing is left to test."
            )
        )
    explained = _left(sums.total, _solved(sums.total)) - left
    equal, warnings = _equal_slopes(sums, left, df)
    shared = _Shared(sums, slopes, left / df, df, float(special.stdtrit(df, (1 + confidence) / 2)))
    return Ancova(
        groups=_f_test(explained, groups - 1, left, df),
        covariates=_f_test(float(sums.pooled[0, 0]) - left, covariates, left, df),
        equal_slopes=equal,
        slopes=slopes,
        means=shared.means(),
        differences=shared.differences(),
        partial_eta_squared=max(explained, 0.0) / (max(explained, 0.0) + left),
        warnings=warnings,
    )


@dataclass(frozen=True, eq=False)
class _Shared:
    """What adjusted means and their differences are made of."""

    sums: _Sums
    slopes: Vector
    mean_square: float
    df: float
    quantile: float

    def error(self, away: Vector, share: float) -> float:
        """Return the standard error of a mean whose covariates are this far from where it is put."""
        lever = float(away @ np.linalg.solve(self.sums.pooled[1:, 1:], away))
        return math.sqrt(self.mean_square * (share + lever))

    def means(self) -> tuple[AdjustedMean, ...]:
        middle = self.sums.n @ self.sums.means[:, 1:] / self.sums.n.sum()
        found = []
        for n, mean in zip(self.sums.n, self.sums.means, strict=True):
            value = float(mean[0] - self.slopes @ (mean[1:] - middle))
            error = self.error(mean[1:] - middle, 1 / n)
            half = self.quantile * error
            found.append(AdjustedMean(value, error, value - half, value + half))
        return tuple(found)

    def differences(self) -> tuple[AdjustedDifference, ...]:
        return tuple(self.difference(*pair) for pair in combinations(range(len(self.sums.n)), 2))

    def difference(self, first: int, second: int) -> AdjustedDifference:
        away = self.sums.means[first] - self.sums.means[second]
        value = float(away[0] - self.slopes @ away[1:])
        error = self.error(away[1:], 1 / self.sums.n[first] + 1 / self.sums.n[second])
        t, half = value / error, self.quantile * error
        p = float(2 * special.stdtr(self.df, -abs(t)))
        return AdjustedDifference(first, second, value, error, value - half, value + half, t, p)


def _equal_slopes(sums: _Sums, left: float, df: float) -> tuple[FTest | None, tuple[Message, ...]]:
    """Test of one slope for all groups against one for each."""
    own = [_slopes(one) for one in sums.within]
    df1 = (sums.means.shape[1] - 1) * (len(sums.n) - 1)
    known = [(one, slopes) for one, slopes in zip(sums.within, own, strict=True) if slopes is not None]
    if len(known) < len(own) or df - df1 < 1:
        return None, (_TOO_SMALL,)
    each = sum(_left(one, slopes) for one, slopes in known)
    if each <= 1e-12 * sums.pooled[0, 0]:
        return None, (_TOO_SMALL,)
    return _f_test(left - each, df1, each, df - df1), ()


def _f_test(explained: float, df1: int, left: float, df2: float) -> FTest:
    statistic = max(explained, 0.0) / df1 / (left / df2)
    return FTest(
        statistic=statistic, df1=float(df1), df2=df2, p=float(special.fdtrc(float(df1), df2, statistic))
    )


def _slopes(products: Matrix) -> Vector | None:
    """Slopes of the first on the others; None where these do not vary or follow from each other."""
    spread = np.sqrt(np.diag(products)[1:])
    if not spread.all():
        return None
    scaled = products[1:, 1:] / np.outer(spread, spread)
    if float(np.linalg.eigvalsh(scaled)[0]) < 1e-10:
        return None
    return _solved(products)


def _solved(products: Matrix) -> Vector:
    return np.asarray(np.linalg.solve(products[1:, 1:], products[1:, 0]), dtype=np.float64)


def _left(products: Matrix, slopes: Vector) -> float:
    """Sum of squares of the first that the others leave."""
    return float(products[0, 0] - products[0, 1:] @ slopes)


def _sums(n: ArrayLike, means: ArrayLike, covariances: ArrayLike) -> _Sums:
    sizes, middles, spreads = (np.asarray(one, dtype=np.float64) for one in (n, means, covariances))
    variables = middles.shape[1] if middles.ndim == 2 else 0
    if variables < 2 or middles.shape[:1] != sizes.shape or spreads.shape != (*middles.shape, variables):
        raise InvalidInputError(
            Message(
                "Each group needs a size, the means of the outcome and at least one covariate, and their "
                "covariances."
            )
        )
    check_groups(len(sizes), 2)
    if not (sizes >= 1).all() or (sizes % 1).any():
        raise InvalidInputError(
            Message("Sizes of groups are whole numbers above zero. Leave out empty groups.")
        )
    spreads = np.where((sizes == 1)[:, None, None], 0.0, spreads)
    if not (np.isfinite(middles).all() and np.isfinite(spreads).all()):
        raise InvalidInputError(Message("Means and covariances are numbers, none missing."))
    if (np.diagonal(spreads, axis1=1, axis2=2) < 0).any():
        raise InvalidInputError(Message("A variance cannot be below zero."))
    return _Sums(sizes, middles, spreads * (sizes - 1)[:, None, None])
