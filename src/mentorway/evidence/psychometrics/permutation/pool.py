"""All units of all groups in one pool, and the groups' moments once the units are dealt out anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
from scipy import special

from mentorway.evidence.psychometrics.factors.information import Sample
from mentorway.evidence.psychometrics.factors.layout import Indices, Stack
from mentorway.evidence.psychometrics.factors.models import Matrix, Vector
from mentorway.evidence.psychometrics.robust.units import ClusteredGroup, PeopleGroup, Units


class Pool(Protocol):
    """Units that can be dealt out; `ends` says how many units each group gets."""

    @property
    def ends(self) -> Indices:
        """Where each group ends, beginning with 0."""
        ...

    def sample(self, order: Indices) -> Sample:
        """The groups' moments with the units dealt out in this order."""
        ...


@dataclass(frozen=True, eq=False)
class PeoplePool:
    """People one by one, around the mean of all; weights add up to all people."""

    ends: Indices
    centre: Vector
    rows: Matrix
    weights: Vector | None

    def sample(self, order: Indices) -> Sample:
        """Means and cross-products group by group."""
        n, means, covariances = [], [], []
        for first, last in pairwise(self.ends):
            own = self.rows[order[first:last]]
            if self.weights is None:
                size = float(last - first)
                mean, product = own.mean(axis=0), own.T @ own
            else:
                heavy = self.weights[order[first:last]]
                size = float(heavy.sum())
                mean, product = heavy @ own / size, (heavy[:, None] * own).T @ own
            n.append(size)
            means.append(mean)
            covariances.append(product / size - np.outer(mean, mean))
        return _sample(np.array(n), self.centre + np.stack(means), np.stack(covariances))


@dataclass(frozen=True, eq=False)
class ClusterPool:
    """Whole organisations: their sizes, and sums and cross-products around the mean of all."""

    ends: Indices
    centre: Vector
    n: Vector
    sums: Matrix
    products: Stack

    def sample(self, order: Indices) -> Sample:
        """Sums of organisations group by group."""
        starts = self.ends[:-1]
        n = np.add.reduceat(self.n[order], starts)
        means = np.add.reduceat(self.sums[order], starts, axis=0) / n[:, None]
        products = np.add.reduceat(self.products[order], starts, axis=0) / n[:, None, None]
        return _sample(n, self.centre + means, products - means[:, :, None] * means[:, None, :])


def pool_of(groups: Sequence[Units], share: float) -> Pool:
    """Put the units of the groups together, their sizes scaled by the share."""
    people = [group for group in groups if isinstance(group, PeopleGroup)]
    clusters = [group for group in groups if isinstance(group, ClusteredGroup)]
    if people:
        rows = np.concatenate([group.rows for group in people]).astype(np.float64)
        weighted = any(group.weights is not None for group in people)
        parts = [np.ones(group.people) if group.weights is None else group.weights for group in people]
        weights = share * np.concatenate(parts) if weighted else None
        centre = rows.mean(axis=0)
        return PeoplePool(_ends([group.people for group in people]), centre, rows - centre, weights)
    n = share * np.concatenate([group.n for group in clusters])
    mean = np.concatenate([group.mean for group in clusters])
    covariance = np.concatenate([group.covariance for group in clusters])
    centre = n @ mean / n.sum()
    apart = mean - centre
    products = n[:, None, None] * (covariance + apart[:, :, None] * apart[:, None, :])
    return ClusterPool(_ends([len(group.n) for group in clusters]), centre, n, n[:, None] * apart, products)


def _ends(sizes: Sequence[int]) -> Indices:
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.intp)


def _sample(n: Vector, mean: Matrix, covariance: Stack) -> Sample:
    """Moments; where a covariance has no inverse, its log-determinant is NaN."""
    sign, logarithm = np.linalg.slogdet(covariance)
    return Sample(n, mean, covariance, np.where(sign > 0, logarithm, np.nan))


def ways_to_deal(ends: Indices) -> float:
    """Natural logarithm of how many ways there are to deal the units out to the groups.

    Examples
    --------
    >>> round(float(np.exp(ways_to_deal(np.array([0, 2, 4])))))
    6
    """
    sizes = np.diff(ends)
    return float(special.gammaln(ends[-1] + 1) - special.gammaln(sizes + 1).sum())
