"""Discrepancy, slope and expected information of a factor model, all groups at once.

Every derivative of the covariance matrix has the form c (x y' + y x'), so that the expected information
(n/2) tr(W D W D') is the elementwise c c' (XWX * YWY + XWY * YWX): three matrix products for each group.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mentorway.evidence.psychometrics.factors.layout import Layout, Parameters, Stack
from mentorway.evidence.psychometrics.factors.models import Vector


@dataclass(frozen=True, eq=False)
class Sample:
    """People, means and covariances, one layer for each group."""

    n: Vector
    mean: Stack
    covariance: Stack
    log_determinant: Vector

    @property
    def people(self) -> float:
        """People in all groups together."""
        return float(self.n.sum())

    def evaluate(self, layout: Layout, theta: Stack) -> Point | None:
        """Place the model at `theta`; None where it implies no covariance matrix."""
        return evaluate(self, layout, theta)

    def curvature(self, layout: Layout, point: Point) -> Curvature:
        """Slope and expected information at a point."""
        return curvature(self, layout, point)


@dataclass(frozen=True, eq=False)
class Point:
    """The model at one place: what it implies and how far that is from the data.

    `weight` and `residual_mean` have a layer for each cell of the data: a group, or its people with the same
    holes.
    """

    theta: Stack
    parameters: Parameters
    sigma: Stack
    weight: Stack
    residual_mean: Stack
    half_chi_square: float


@dataclass(frozen=True, eq=False)
class Curvature:
    """Slope of the log-likelihood, and expected information, in each group's own slots."""

    score: Stack
    information: Stack


def evaluate(sample: Sample, layout: Layout, theta: Stack) -> Point | None:
    """Place the model at `theta`; None where it implies no covariance matrix."""
    parameters = layout.unpack(theta)
    loadings = parameters.loadings
    sigma = loadings @ parameters.factor_covariance @ loadings.transpose(0, 2, 1)
    diagonal = np.arange(layout.items)
    sigma[:, diagonal, diagonal] += parameters.uniquenesses
    try:
        root = np.linalg.cholesky(sigma)
    except np.linalg.LinAlgError:
        return None
    inverse_root = np.linalg.inv(root)
    weight = inverse_root.transpose(0, 2, 1) @ inverse_root
    log_determinant = 2 * np.log(root[:, diagonal, diagonal]).sum(axis=1)
    residual = (
        sample.mean - parameters.intercepts - np.einsum("gpk,gk->gp", loadings, parameters.latent_means)
    )
    trace = (weight * sample.covariance).sum(axis=(1, 2)) - layout.items
    shift = np.einsum("gp,gpq,gq->g", residual, weight, residual, optimize=False)
    distance = log_determinant - sample.log_determinant + trace + shift
    half = float(sample.n @ distance) / 2
    if not np.isfinite(half):
        return None
    return Point(theta, parameters, sigma, weight, residual, half)


def curvature(sample: Sample, layout: Layout, point: Point) -> Curvature:
    """Slope and expected information at a point."""
    left, right, factor = directions(layout, point.parameters)
    n = sample.n[:, None, None]
    weight, residual = point.weight, point.residual_mean
    weighted_right = weight @ right
    xx = left.transpose(0, 2, 1) @ (weight @ left)
    yy = right.transpose(0, 2, 1) @ weighted_right
    xy = left.transpose(0, 2, 1) @ weighted_right
    shaping = layout.intercept_start
    information = np.zeros((layout.groups, layout.slots, layout.slots))
    score = np.zeros((layout.groups, layout.slots))
    information[:, :shaping, :shaping] = n * (xx * yy + xy * xy.transpose(0, 2, 1)) * np.outer(factor, factor)
    gap = sample.covariance + residual[:, :, None] * residual[:, None, :] - point.sigma
    pull = weight @ gap @ weight
    score[:, :shaping] = sample.n[:, None] * factor * (left * (pull @ right)).sum(axis=1)
    tilt = mean_directions(layout, point.parameters)
    weighted_tilt = weight @ tilt
    start = layout.loading_start
    information[:, start:, start:] += n * (tilt.transpose(0, 2, 1) @ weighted_tilt)
    score[:, start:] += sample.n[:, None] * np.einsum("gpq,gp->gq", weighted_tilt, residual)
    return at_origin(layout, Curvature(score, information))


def at_origin(layout: Layout, here: Curvature) -> Curvature:
    """Fix the first group's latent means, which are the origin, in place."""
    if layout.with_means:
        here.information[0, layout.mean_start :, :] = 0
        here.information[0, :, layout.mean_start :] = 0
        here.score[0, layout.mean_start :] = 0
        fixed = np.arange(layout.mean_start, layout.slots)
        here.information[0, fixed, fixed] = 1
    return here


def directions(layout: Layout, parameters: Parameters) -> tuple[Stack, Stack, Vector]:
    """For each slot that shapes covariances, x, y and c of its derivative c (x y' + y x')."""
    loadings = parameters.loadings
    common = loadings @ parameters.factor_covariance
    unit = np.broadcast_to(np.eye(layout.items), (layout.groups, layout.items, layout.items))
    left = np.concatenate([unit, loadings[:, :, layout.rows], unit[:, :, layout.loading_items]], axis=2)
    own = common[:, :, layout.factor_of[layout.loading_items]]
    right = np.concatenate([unit, loadings[:, :, layout.columns], own], axis=2)
    factor = np.ones(layout.intercept_start)
    factor[: layout.items] = 0.5
    factor[layout.variances] = 0.5
    return left, right, factor


def mean_directions(layout: Layout, parameters: Parameters) -> Stack:
    """For each slot from the loadings on, the derivative of the means."""
    items, start = layout.items, layout.loading_start
    tilt = np.zeros((layout.groups, items, layout.slots - start))
    members = layout.loading_items
    tilt[:, members, np.arange(len(members))] = parameters.latent_means[:, layout.factor_of[members]]
    every = np.arange(items)
    tilt[:, every, layout.intercept_start - start + every] = 1
    if layout.with_means:
        tilt[:, :, layout.mean_start - start :] = parameters.loadings
    return tilt
