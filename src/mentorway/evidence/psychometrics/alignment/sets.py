"""Which groups share an aligned parameter, by tests of pairs and then against their average."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from mentorway.evidence.psychometrics.factors.models import Matrix, Vector


@dataclass(frozen=True)
class Thresholds:
    """P-values below which two groups, or a group and the average of those that agree, count as different."""

    pair: float = 0.01
    average: float = 0.001


@dataclass(frozen=True, eq=False)
class Shared:
    """Which groups share a parameter, their average, and each group's p-value against it."""

    members: NDArray[np.bool_]
    average: float
    p: Vector


def shared_by(values: Vector, covariance: Matrix, sizes: Vector, thresholds: Thresholds) -> Shared:
    """Find the largest set of groups in which none differs from the set's average.

    Two groups are joined where a test of their difference has a p-value above the threshold for pairs. The
    largest set of groups that hang together is where it begins; then groups that differ from the average of
    the set, weighted by size, leave it, and groups that do not differ enter, until nothing changes.

    Parameters
    ----------
    values : array of float, shape (groups,)
        One parameter in every group.
    covariance : array of float, shape (groups, groups)
        Of their sampling.
    sizes : array of float, shape (groups,)
        People.
    thresholds : Thresholds
        When groups count as different.

    Returns
    -------
    Shared
        If groups would enter and leave without end, the set with the most members on the way.

    References
    ----------
    Asparouhov & Muthén (2014), Struct Equ Modeling 21:495-508, doi:10.1080/10705511.2014.919210.

    Examples
    --------
    >>> found = shared_by(np.array([1.0, 1.1, 2.0]), 0.01 * np.eye(3), np.ones(3), Thresholds())
    >>> found.members.tolist(), round(found.average, 6)
    ([True, True, False], 1.05)
    """
    members = _largest(_pairs(values, covariance) > thresholds.pair)
    seen: list[NDArray[np.bool_]] = []
    while True:
        p = _against_average(values, covariance, np.where(members, sizes, 0.0))
        after = p > thresholds.average
        if not after.any() or (after == members).all():
            break
        if any((after == one).all() for one in seen):
            members = max([*seen, members], key=lambda one: int(one.sum()))
            break
        seen.append(members)
        members = after
    weights = np.where(members, sizes, 0.0)
    p = _against_average(values, covariance, weights)
    return Shared(members, float(weights @ values / weights.sum()), p)


def _pairs(values: Vector, covariance: Matrix) -> Matrix:
    variances = np.diag(covariance)
    spread = variances[:, None] + variances[None, :] - 2 * covariance
    return _two_sided(values[:, None] - values[None, :], spread)


def _against_average(values: Vector, covariance: Matrix, weights: Vector) -> Vector:
    contrast = np.eye(len(values)) - weights / weights.sum()
    return _two_sided(contrast @ values, np.einsum("gh,hk,gk->g", contrast, covariance, contrast))


def _two_sided(gap: NDArray[np.float64], variance: NDArray[np.float64]) -> NDArray[np.float64]:
    """P-value of each gap; 1 where nothing can differ."""
    spread = np.sqrt(np.maximum(variance, 0.0))
    z = np.divide(np.abs(gap), spread, out=np.zeros_like(gap), where=spread > 1e-12)
    found: NDArray[np.float64] = 2 * special.ndtr(-z)
    return found


def _largest(joined: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The largest set of groups that hang together."""
    reach = joined | np.eye(len(joined), dtype=bool)
    while True:
        further = (reach.astype(np.int64) @ reach) > 0
        if (further == reach).all():
            break
        reach = further
    found: NDArray[np.bool_] = reach[int(reach.sum(axis=1).argmax())]
    return found
