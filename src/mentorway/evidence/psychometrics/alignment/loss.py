"""How far aligned loadings and intercepts of all pairs of groups are apart, with slopes and curvature.

The factor of group g has mean a and standard deviation exp(s); its loadings become l exp(-s) and its
intercepts t - a l exp(-s). The loss adds, over items and pairs of groups, the fourth root of their squared
difference plus epsilon: few large differences cost less than many small ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mentorway.evidence.psychometrics.factors.layout import Stack
from mentorway.evidence.psychometrics.factors.models import Matrix, Vector


@dataclass(frozen=True, eq=False)
class Apart:
    """The loss of one kind of parameter: that of each item, and slopes and curvatures along groups' values.

    Slopes have shape (groups, items), curvatures (items, groups, groups).
    """

    values: Vector
    slope: Matrix
    curvature: Stack


def apart(values: Matrix, weights: Matrix, epsilon: float) -> Apart:
    """Loss of the differences between the groups' values, shape (groups, items); weights have diagonal 0."""
    gap = values.T[:, :, None] - values.T[:, None, :]  # (items, groups, groups)
    squared = gap**2
    inside = squared + epsilon
    first = 0.5 * gap * inside**-0.75
    second = weights * (0.5 * inside**-0.75 - 0.75 * squared * inside**-1.75)
    curvature = -second
    every = np.arange(len(values))
    curvature[:, every, every] = second.sum(axis=2)
    return Apart(0.5 * (weights * inside**0.25).sum(axis=(1, 2)), (weights * first).sum(axis=2).T, curvature)


@dataclass(frozen=True, eq=False)
class Aligned:
    """Loadings and intercepts at given means and log standard deviations of the factors, and their losses."""

    means: Vector
    logs: Vector
    loadings: Matrix
    intercepts: Matrix
    of_loadings: Apart
    of_intercepts: Apart

    @property
    def value(self) -> float:
        """The whole loss."""
        return float(self.of_loadings.values.sum() + self.of_intercepts.values.sum())

    def slope(self) -> Vector:
        """Slope along all means and then all log standard deviations."""
        pull, lean = self.of_loadings.slope, self.of_intercepts.slope
        along_means = -(self.loadings * lean).sum(axis=1)
        along_logs = (self.loadings * (self.means[:, None] * lean - pull)).sum(axis=1)
        return np.concatenate([along_means, along_logs])

    def curvature(self) -> Matrix:
        """Second derivatives along all means and then all log standard deviations."""
        pull, lean = self.of_loadings.slope, self.of_intercepts.slope
        loadings, shifted = self.loadings.T, (self.means[:, None] * self.loadings).T
        bent = self.of_intercepts.curvature
        means = np.einsum("pg,pgh,ph->gh", loadings, bent, loadings)
        cross = -np.einsum("pg,pgh,ph->gh", loadings, bent, shifted)
        logs = np.einsum("pg,pgh,ph->gh", loadings, self.of_loadings.curvature, loadings)
        logs += np.einsum("pg,pgh,ph->gh", shifted, bent, shifted)
        cross += np.diag((lean * self.loadings).sum(axis=1))
        logs += np.diag((self.loadings * (pull - self.means[:, None] * lean)).sum(axis=1))
        return np.block([[means, cross], [cross.T, logs]])

    def mixed(self) -> Stack:
        """Second derivatives along means and log deviations (rows), and own loadings and intercepts.

        Shape (2 groups, groups, 2 items): the last two say whose loadings and intercepts.
        """
        groups, items = self.loadings.shape
        shrink = np.exp(-self.logs)
        by_loading, bent = self.of_loadings.curvature, self.of_intercepts.curvature
        loadings, shifted = self.loadings.T[:, :, None], (self.means[:, None] * self.loadings).T[:, :, None]
        back = -(self.means * shrink)[None, None, :]
        found = np.zeros((2 * groups, groups, 2 * items))
        found[:groups, :, :items] = np.moveaxis(-loadings * bent * back, 0, 2)
        found[:groups, :, items:] = np.moveaxis(-loadings * bent, 0, 2)
        along = -loadings * by_loading * shrink[None, None, :] + shifted * bent * back
        found[groups:, :, :items] = np.moveaxis(along, 0, 2)
        found[groups:, :, items:] = np.moveaxis(shifted * bent, 0, 2)
        every = np.arange(groups)
        pull, lean = self.of_loadings.slope, self.of_intercepts.slope
        found[every, every, :items] -= shrink[:, None] * lean
        found[groups + every, every, :items] += shrink[:, None] * (self.means[:, None] * lean - pull)
        return found


def aligned_at(x: Vector, raw: tuple[Matrix, Matrix], weights: Matrix, epsilon: float) -> Aligned:
    """Align raw loadings and intercepts with means and log standard deviations `x`."""
    groups = len(weights)
    means, logs = x[:groups], x[groups:]
    loadings = raw[0] * np.exp(-logs)[:, None]
    intercepts = raw[1] - means[:, None] * loadings
    return Aligned(
        means,
        logs,
        loadings,
        intercepts,
        apart(loadings, weights, epsilon),
        apart(intercepts, weights, epsilon),
    )
