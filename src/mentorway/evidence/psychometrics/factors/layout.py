"""Where each parameter of a factor model sits, and which ones the groups share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mentorway.evidence.psychometrics.factors.models import FactorModel, Level, Release, Vector

Indices = NDArray[np.intp]
Stack = NDArray[np.float64]


class Parameters(NamedTuple):
    """The model's matrices, one layer for each group."""

    loadings: Stack
    intercepts: Stack
    uniquenesses: Stack
    factor_covariance: Stack
    latent_means: Stack


@dataclass(frozen=True, eq=False)
class Layout:
    """Slots of one group, in the order uniquenesses, factor covariances, loadings, intercepts, latent means.

    The first three kinds shape the covariances, the last three the means.
    """

    groups: int
    factor_of: Indices
    markers: Indices
    rows: Indices
    columns: Indices
    loading_items: Indices
    shared: NDArray[np.bool_]
    with_means: bool

    @property
    def items(self) -> int:
        """Number of items."""
        return len(self.factor_of)

    @property
    def factors(self) -> int:
        """Number of factors."""
        return len(self.markers)

    @property
    def psi_start(self) -> int:
        """First slot of the factor covariances."""
        return self.items

    @property
    def loading_start(self) -> int:
        """First slot of the loadings."""
        return self.items + len(self.rows)

    @property
    def intercept_start(self) -> int:
        """First slot of the intercepts."""
        return self.loading_start + len(self.loading_items)

    @property
    def mean_start(self) -> int:
        """First slot of the latent means."""
        return self.intercept_start + self.items

    @property
    def slots(self) -> int:
        """Slots of one group."""
        return self.mean_start + (self.factors if self.with_means else 0)

    @property
    def parameters(self) -> int:
        """Free parameters over all groups."""
        fixed = self.factors if self.with_means else 0
        shared = int(self.shared.sum())
        return shared + self.groups * (self.slots - shared) - fixed

    @property
    def variances(self) -> Indices:
        """Slots of the factor variances."""
        return self.psi_start + np.flatnonzero(self.rows == self.columns)

    def unpack(self, theta: Stack) -> Parameters:
        """Slots to matrices."""
        groups, items, factors = self.groups, self.items, self.factors
        loadings = np.zeros((groups, items, factors))
        loadings[:, self.markers, np.arange(factors)] = 1.0
        loadings[:, self.loading_items, self.factor_of[self.loading_items]] = theta[
            :, self.loading_start : self.intercept_start
        ]
        psi = np.zeros((groups, factors, factors))
        psi[:, self.rows, self.columns] = theta[:, self.psi_start : self.loading_start]
        psi[:, self.columns, self.rows] = theta[:, self.psi_start : self.loading_start]
        means = theta[:, self.mean_start :] if self.with_means else np.zeros((groups, factors))
        return Parameters(
            loadings, theta[:, self.intercept_start : self.mean_start], theta[:, :items], psi, means
        )

    def pack(self, parameters: Parameters) -> Stack:
        """Matrices to slots; the markers' loadings are taken as 1."""
        parts = [
            parameters.uniquenesses,
            parameters.factor_covariance[:, self.rows, self.columns],
            parameters.loadings[:, self.loading_items, self.factor_of[self.loading_items]],
            parameters.intercepts,
        ]
        if self.with_means:
            parts.append(parameters.latent_means)
        return np.concatenate(parts, axis=1)

    def unpack_errors(self, errors: Stack) -> Parameters:
        """Like `unpack`, with 0 where a value is fixed."""
        found = self.unpack(errors)
        found.loadings[:, self.markers, np.arange(self.factors)] = 0.0
        return found


def layout(groups: int, model: FactorModel, level: Level, releases: Sequence[Release]) -> Layout:
    """Slots for a model at a level, with the released parameters left to each group."""
    place = {item: index for index, item in enumerate(model.items)}
    factor_of = np.zeros(len(model.items), dtype=np.intp)
    for index, (_, members) in enumerate(model.factors):
        factor_of[[place[item] for item in members]] = index
    free = {
        kind: {r.item for r in releases if r.kind == kind} for kind in ("loading", "intercept", "uniqueness")
    }
    markers = [
        place[next((item for item in members if item not in free["loading"]), members[0])]
        for _, members in model.factors
    ]
    loading_items = np.array([i for i in range(len(model.items)) if i not in markers], dtype=np.intp)
    rows, columns = np.tril_indices(len(model.factors))
    scalar = level.holds(Level.SCALAR)
    shared = np.concatenate(
        [
            [level is Level.STRICT and item not in free["uniqueness"] for item in model.items],
            np.zeros(len(rows), dtype=bool),
            [level.holds(Level.METRIC) and model.items[i] not in free["loading"] for i in loading_items],
            [scalar and item not in free["intercept"] for item in model.items],
            np.zeros(len(model.factors) if scalar else 0, dtype=bool),
        ]
    ).astype(bool)
    return Layout(
        groups, factor_of, np.array(markers, dtype=np.intp), rows, columns, loading_items, shared, scalar
    )


def weighted(values: Stack, weights: Stack) -> Vector:
    """Mean over groups."""
    found: Vector = (values * weights).sum(axis=0) / weights.sum(axis=0)
    return found
