"""Aligned values in units of the reference group's factor, and how sampling errors get into them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from mentorway.evidence.psychometrics.alignment.input import Separate
from mentorway.evidence.psychometrics.alignment.loss import Aligned
from mentorway.evidence.psychometrics.factors.layout import Stack
from mentorway.evidence.psychometrics.factors.models import Kind, Matrix, Vector

NONE = 1e-12  # share of a square that counts as no difference


@dataclass(frozen=True, eq=False)
class Scale:
    """Means, log standard deviations, loadings and intercepts on the common scale.

    `moved` says how means and then log deviations change with all groups' own loadings and intercepts, shape
    (2 groups, groups, 2 items).
    """

    separate: Separate
    means: Vector
    logs: Vector
    loadings: Matrix
    intercepts: Matrix
    moved: Stack

    def carried(self, by: Stack) -> Matrix:
        """Sampling covariance of what changes so much with each group's own loadings and intercepts."""
        found: Matrix = np.einsum("agi,gij,bgj->ab", by, self.separate.covariance, by, optimize=True)
        return found

    def changes(self, kind: Kind, item: int) -> Stack:
        """How the item's aligned parameters, one for each group, change with all loadings and intercepts."""
        groups, items = self.loadings.shape
        own = self.loadings[:, item, None, None]
        every = np.arange(groups)
        loading = -own * self.moved[groups:]
        loading[every, every, item] += np.exp(-self.logs)
        if kind == "loading":
            return loading
        intercept = -own * self.moved[:groups] - self.means[:, None, None] * loading
        intercept[every, every, items + item] += 1.0
        return intercept

    def explained(self, kind: Kind, item: int) -> float:
        """Share of the differences between the groups' own parameters that means and variances explain."""
        loading, intercept = (float(side[:, item].mean()) for side in (self.loadings, self.intercepts))
        if kind == "loading":
            raw, expected = self.separate.loadings[:, item], np.exp(self.logs) * loading
        else:
            raw, expected = self.separate.intercepts[:, item], intercept + self.means * loading
        spread = float(np.var(raw))
        if spread <= NONE * float((raw**2).mean()):
            return math.nan
        return 1 - float(np.var(raw - expected)) / spread


def scale_of(separate: Separate, at: Aligned, basis: Matrix, reference: int) -> Scale:
    """Give the factor of the reference group variance 1."""
    groups, items = separate.loadings.shape
    moved = basis @ np.linalg.solve(
        basis.T @ at.curvature() @ basis, -(basis.T @ at.mixed().reshape(2 * groups, -1))
    )
    unit = float(np.exp(-at.logs[reference]))
    turn = np.eye(2 * groups)
    turn[:groups, :groups] *= unit
    turn[:groups, groups + reference] = -unit * at.means
    turn[groups:, groups + reference] -= 1.0
    return Scale(
        separate=separate,
        means=at.means * unit,
        logs=at.logs - at.logs[reference],
        loadings=at.loadings / unit,
        intercepts=at.intercepts,
        moved=(turn @ moved).reshape(2 * groups, groups, 2 * items),
    )
