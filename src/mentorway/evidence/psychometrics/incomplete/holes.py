"""The likelihood of answers with holes, its slope, and its expected and observed information.

Cells of people with the same holes are stacked over all groups at full size. What a cell lacks is 0 in its
means, covariances and weight matrix, so that one formula serves every cell, and a complete group is a cell
without holes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from mentorway.evidence.psychometrics.factors.information import (
    Curvature,
    Point,
    Sample,
    at_origin,
    directions,
    mean_directions,
)
from mentorway.evidence.psychometrics.factors.layout import Indices, Layout, Parameters, Stack
from mentorway.evidence.psychometrics.factors.models import Matrix, Vector
from mentorway.evidence.psychometrics.incomplete.missing import IncompleteGroup

CHUNK = 128  # cells at once: what they take in memory grows with the square of the parameters


@dataclass(frozen=True, eq=False)
class Holed:
    """Cells of all groups in one stack, group after group.

    `seen` is 1 for an answered item and 0 for another; `saturated` is the log-likelihood that chi-square is
    measured from.
    """

    group: Indices
    n: Vector
    seen: Stack
    mean: Stack
    covariance: Stack
    saturated: float = 0.0

    @property
    def people(self) -> float:
        """People in all groups together."""
        return float(self.n.sum())

    def evaluate(self, layout: Layout, theta: Stack) -> Point | None:
        """Place the model at `theta`; None where it implies no covariance matrix."""
        parameters = layout.unpack(theta)
        loadings = parameters.loadings
        sigma = loadings @ parameters.factor_covariance @ loadings.transpose(0, 2, 1)
        diagonal = np.arange(layout.items)
        sigma[:, diagonal, diagonal] += parameters.uniquenesses
        means = parameters.intercepts + np.einsum("gpk,gk->gp", loadings, parameters.latent_means)
        seen = self.spread_over(means, sigma)
        if seen is None:
            return None
        half = self.saturated - seen.log_likelihood
        if not math.isfinite(half):
            return None
        return Point(theta, parameters, sigma, seen.weight, seen.residual, half)

    def curvature(self, layout: Layout, point: Point) -> Curvature:
        """Slope and expected information at a point, given who left out what."""
        information = np.zeros((layout.groups, layout.slots, layout.slots))
        score = np.zeros((layout.groups, layout.slots))
        gradients = self.gradients(point)
        of = Directions(*directions(layout, point.parameters), mean_directions(layout, point.parameters))
        start = layout.loading_start
        for group, cells in self.chunks():
            weight, n = point.weight[cells], self.n[cells]
            xx, yy, xy = of.products(group, weight)
            shaping = np.einsum("c,cij->ij", n, xx * yy + xy * xy.transpose(0, 2, 1))
            information[group, : layout.intercept_start, : layout.intercept_start] += shaping * np.outer(
                of.factor, of.factor
            )
            tilt = of.tilt[group]
            information[group, start:, start:] += tilt.T @ np.tensordot(n, weight, axes=1) @ tilt
        for group in range(layout.groups):
            score[group] = of.score(group, gradients, layout)
        return at_origin(layout, Curvature(score, information))

    def chunks(self) -> Iterator[tuple[int, slice]]:
        """Runs of cells of one group, none too long for the memory."""
        ends = np.searchsorted(self.group, np.arange(int(self.group[-1]) + 2))
        for group, (first, last) in enumerate(pairwise(ends)):
            for start in range(int(first), int(last), CHUNK):
                yield group, slice(start, min(start + CHUNK, int(last)))

    def gradients(self, point: Point) -> Gradients:
        """How the log-likelihood of each group leans on its covariances and means."""
        residual, weight = point.residual_mean, point.weight
        turned = np.einsum("cpq,cq->cp", weight, residual)
        gap = weight @ self.covariance @ weight + turned[:, :, None] * turned[:, None, :] - weight
        groups = len(point.theta)
        pull = np.zeros((groups, *weight.shape[1:]))
        lean = np.zeros((groups, weight.shape[1]))
        np.add.at(pull, self.group, self.n[:, None, None] * gap)
        np.add.at(lean, self.group, self.n[:, None] * turned)
        return Gradients(pull, lean)

    def spread_over(self, means: Stack, sigma: Stack) -> Seen | None:
        """What each cell sees of its group's means and covariances; None where these are impossible."""
        diagonal = np.arange(sigma.shape[1])
        both = self.seen[:, :, None] * self.seen[:, None, :]
        padded = sigma[self.group] * both
        padded[:, diagonal, diagonal] += 1 - self.seen
        try:
            root = np.linalg.cholesky(padded)
        except np.linalg.LinAlgError:
            return None
        inverse_root = np.linalg.inv(root)
        weight = inverse_root.transpose(0, 2, 1) @ inverse_root * both
        log_determinant = 2 * np.log(root[:, diagonal, diagonal]).sum(axis=1)
        residual = (self.mean - means[self.group]) * self.seen
        distance = (weight * self.covariance).sum(axis=(1, 2)) + np.einsum(
            "cp,cpq,cq->c", residual, weight, residual, optimize=False
        )
        constant = self.seen.sum(axis=1) * math.log(2 * math.pi)
        likelihood = -float(self.n @ (constant + log_determinant + distance)) / 2
        return Seen(weight, residual, likelihood)


@dataclass(frozen=True, eq=False)
class Seen:
    """Weight matrices and residual means of the cells, and the log-likelihood of them all."""

    weight: Stack
    residual: Stack
    log_likelihood: float


@dataclass(frozen=True, eq=False)
class Gradients:
    """Group by group, `pull` is twice the slope along the covariances, `lean` the slope along the means."""

    pull: Stack
    lean: Stack


@dataclass(frozen=True, eq=False)
class Directions:
    """Derivatives c (x y' + y x') of the covariances, and those of the means, group by group."""

    left: Stack
    right: Stack
    factor: Vector
    tilt: Stack

    def products(self, group: int, inner: Stack) -> tuple[Stack, Stack, Stack]:
        """x'Mx, y'My and x'My for every two slots and every matrix M."""
        left, right = self.left[group], self.right[group]
        inner_left, inner_right = inner @ left, inner @ right
        return left.T @ inner_left, right.T @ inner_right, left.T @ inner_right

    def score(self, group: int, gradients: Gradients, layout: Layout) -> Vector:
        """Slope of one group's log-likelihood along its slots."""
        found = np.zeros(layout.slots)
        pull = gradients.pull[group] @ self.right[group]
        found[: layout.intercept_start] = self.factor * (self.left[group] * pull).sum(axis=0)
        found[layout.loading_start :] += self.tilt[group].T @ gradients.lean[group]
        return found


def holed(groups: Sequence[IncompleteGroup], saturated: float = 0.0) -> Holed:
    """Pattern cells of several groups as one stack."""
    cells = [(place, one) for place, group in enumerate(groups) for one in group.patterns]
    items = len(cells[0][1].observed)
    mean, covariance = np.zeros((len(cells), items)), np.zeros((len(cells), items, items))
    for row, (_, pattern) in enumerate(cells):
        there = np.flatnonzero(pattern.observed)
        mean[row, there] = pattern.mean
        covariance[row, there[:, None], there] = pattern.covariance
    return Holed(
        group=np.array([place for place, _ in cells], dtype=np.intp),
        n=np.array([one.n for _, one in cells], dtype=np.float64),
        seen=np.stack([one.observed for _, one in cells]).astype(np.float64),
        mean=mean,
        covariance=covariance,
        saturated=saturated,
    )


def without_holes(sample: Sample) -> Holed:
    """Complete groups, each a single cell."""
    return Holed(
        group=np.arange(len(sample.n), dtype=np.intp),
        n=sample.n,
        seen=np.ones_like(sample.mean),
        mean=sample.mean,
        covariance=sample.covariance,
    )


def observed_information(sample: Holed, layout: Layout, point: Point) -> Stack:
    """Minus the second derivatives of the log-likelihood, in each group's own slots.

    With D and t the derivatives of a cell's covariances and means, r its residual means, S its covariances
    and P = W (S + rr' - Σ/2) W, a cell adds n [tr(D_i W D_j P) + t_i'W t_j + r'W D_i W t_j + r'W D_j W t_i];
    what is left are second derivatives of Σ and μ, which meet the group's slopes.
    """
    of = Directions(*directions(layout, point.parameters), mean_directions(layout, point.parameters))
    found = without_bends(sample, of, (point.weight, point.residual_mean), layout.loading_start)
    gradients = sample.gradients(point)
    for group in range(layout.groups):
        found[group] -= _bent(layout, point.parameters, gradients, group)
    score = np.zeros((layout.groups, layout.slots))
    return at_origin(layout, Curvature(score, found)).information


def without_bends(sample: Holed, of: Directions, at: tuple[Stack, Stack], start: int) -> Stack:
    """Observed information but for second derivatives of Σ and μ, which a model without restrictions has not.

    `at` are the cells' weight matrices and residual means; `start` is the first slot that shapes means.
    """
    shaping, slots = len(of.factor), start + of.tilt.shape[2]
    found = np.zeros((len(of.tilt), slots, slots))
    for group, cells in sample.chunks():
        weight, residual, n = at[0][cells], at[1][cells], sample.n[cells]
        turned = np.einsum("cpq,cq->cp", weight, residual)
        inner = weight @ sample.covariance[cells] @ weight + turned[:, :, None] * turned[:, None, :]
        xx, yy, xy = of.products(group, weight)
        pxx, pyy, pxy = of.products(group, n[:, None, None] * (inner - weight / 2))
        back, pback = xy.transpose(0, 2, 1), pxy.transpose(0, 2, 1)
        both = (back * pback.transpose(0, 2, 1) + yy * pxx + xx * pyy + xy * pxy.transpose(0, 2, 1)).sum(
            axis=0
        )
        found[group, :shaping, :shaping] += both * np.outer(of.factor, of.factor)
        tilt = of.tilt[group]
        found[group, start:, start:] += tilt.T @ np.tensordot(n, weight, axes=1) @ tilt
        crossing = of.factor[:, None] * _crossing(of, group, (weight, turned, n))
        found[group, :shaping, start:] += crossing
        found[group, start:, :shaping] += crossing.T
    return found


def _crossing(of: Directions, group: int, cells: tuple[Stack, Stack, Vector]) -> Matrix:
    """Sum over cells of n r'W (x y' + y x') W t, for every covariance slot and every mean slot."""
    weight, turned, n = cells
    left, right, tilt = of.left[group], of.right[group], of.tilt[group]
    by_left, by_right = turned @ left, turned @ right  # (cells, slots)
    leaning = np.einsum("c,ci,cpq->ipq", n, by_left, weight, optimize=True)
    other = np.einsum("c,ci,cpq->ipq", n, by_right, weight, optimize=True)
    found: Matrix = (
        np.einsum("pi,ipq->iq", right, leaning) @ tilt + np.einsum("pi,ipq->iq", left, other) @ tilt
    )
    return found


def _bent(layout: Layout, parameters: Parameters, gradients: Gradients, group: int) -> Matrix:
    """Slopes of the log-likelihood times the second derivatives of Σ and μ."""
    found = np.zeros((layout.slots, layout.slots))
    pull, lean = gradients.pull[group], gradients.lean[group]
    loadings, psi = parameters.loadings[group], parameters.factor_covariance[group]
    items, own = layout.loading_items, layout.factor_of[layout.loading_items]
    at = np.arange(layout.loading_start, layout.intercept_start)
    found[np.ix_(at, at)] = pull[np.ix_(items, items)] * psi[np.ix_(own, own)]
    turned = (pull @ loadings)[items]  # (loadings, factors)
    for place, (row, column) in enumerate(zip(layout.rows, layout.columns, strict=True)):
        slot = layout.psi_start + place
        values = turned[:, column] * (own == row)
        if row != column:
            values = values + turned[:, row] * (own == column)
        found[slot, at] = found[at, slot] = values
    if layout.with_means:
        means = layout.mean_start + own
        found[at, means] = found[means, at] = lean[items]
    return found
