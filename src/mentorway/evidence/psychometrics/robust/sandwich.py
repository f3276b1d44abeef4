"""How much independent units differ in the slopes of the log-likelihood, between two inverse informations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from mentorway.evidence.psychometrics.factors.information import Point, Sample, directions, mean_directions
from mentorway.evidence.psychometrics.factors.layout import Indices, Layout, Stack
from mentorway.evidence.psychometrics.factors.models import ConvergenceError, Matrix, Vector
from mentorway.evidence.psychometrics.incomplete.holes import Holed, observed_information
from mentorway.evidence.psychometrics.robust.units import Block, ClusteredGroup, Units, blocks
from mentorway.wording import Message


@dataclass(frozen=True, eq=False)
class Meat:
    """How much the units of one group differ: products of their slopes, and what they are without a model.

    `saturated` and `baseline` are traces, those of the model without restrictions and of uncorrelated items.
    """

    products: Matrix
    saturated: float
    baseline: float


def meat_of(group: Units, of: tuple[Sample, Derivatives], at: tuple[int, float], *, correct: bool) -> Meat:
    """How much the units of the group at this place differ, with their sizes scaled by the share."""
    sample, derivatives = of
    place, share = at
    products = np.zeros((derivatives.slots.slots, derivatives.slots.slots))
    saturated = baseline = 0.0
    for block in blocks(group):
        some = replace(block, n=share * block.n)
        slopes = slopes_of(some, derivatives, place)
        products += slopes.T @ slopes
        for_all, for_items = _without_model(some, sample, place)
        saturated, baseline = saturated + for_all, baseline + for_items
    if isinstance(group, ClusteredGroup) and correct:
        raised = len(group.n) / (len(group.n) - 1)
        return Meat(raised * products, raised * saturated, raised * baseline)
    return Meat(products, saturated, baseline)


@dataclass(frozen=True, eq=False)
class Derivatives:
    """Derivatives c (x y' + y x') of the covariances, and those of the means, at the estimates."""

    slots: Layout
    weight: Stack
    means: Stack
    left: Stack
    right: Stack
    factor: Vector
    tilt: Stack


def derivatives_at(slots: Layout, point: Point) -> Derivatives:
    """All derivatives at a point."""
    parameters = point.parameters
    means = parameters.intercepts + np.einsum("gpk,gk->gp", parameters.loadings, parameters.latent_means)
    tilt = mean_directions(slots, parameters)
    return Derivatives(slots, point.weight, means, *directions(slots, parameters), tilt)


def slopes_of(block: Block, of: Derivatives, place: int) -> Matrix:
    """Slope of each unit's log-likelihood along its group's slots."""
    slots = of.slots
    along = Along(of.left[place], of.right[place], of.factor, of.tilt[place], slots.loading_start)
    found = slopes_along(block, of.weight[place], of.means[place], along)
    if slots.with_means and place == 0:
        found[:, slots.mean_start :] = 0.0
    return found


class Along(NamedTuple):
    """Derivatives c (x y' + y x') of one group's covariances, those of its means, and where these begin."""

    left: Matrix
    right: Matrix
    factor: Vector
    tilt: Matrix
    start: int


def slopes_along(block: Block, weight: Matrix, means: Vector, along: Along) -> Matrix:
    """Slope of each unit's log-likelihood, the inverse covariances and the means being given."""
    turned = (block.mean - means) @ weight
    at_left, at_right = weight @ along.left, weight @ along.right
    bend = (turned @ along.left) * (turned @ along.right) - (along.left * at_right).sum(axis=0)
    if block.covariance is not None:
        bend = bend + (at_left * (block.covariance @ at_right)).sum(axis=1)
    found = np.zeros((len(block.n), along.start + along.tilt.shape[1]))
    found[:, : len(along.factor)] = along.factor * bend
    found[:, along.start :] += turned @ along.tilt
    return block.n[:, None] * found


def _without_model(block: Block, sample: Sample, place: int) -> tuple[float, float]:
    """Squared slopes of the units, measured by the information: with free covariances, and with none.

    With the group's own means and covariances, the information on covariances is that of products of standard
    normal values once these are turned upright, so that the squares need no matrix of fourth moments.
    """
    covariance, apart = sample.covariance[place], block.mean - sample.mean[place]
    upright = np.linalg.inv(np.linalg.cholesky(covariance))
    spread = np.sqrt(np.diag(covariance))
    turned, scaled = apart @ upright.T, apart / spread
    length = (turned**2).sum(axis=1)
    own = scaled**2 - 1
    if block.covariance is None:
        bend = length**2 - 2 * length + len(spread)
    else:
        within = upright @ block.covariance @ upright.T + turned[:, :, None] * turned[:, None, :]
        bend = ((within - np.eye(len(spread))) ** 2).sum(axis=(1, 2))
        own = own + np.diagonal(block.covariance, axis1=1, axis2=2) / spread**2
    squares, size = block.n**2, sample.n[place]
    for_all = float(squares @ (bend / 2 + length)) / size
    for_items = float(squares @ (own**2 / 2 + scaled**2).sum(axis=1)) / size
    return for_all, for_items


def numbers_of(slots: Layout) -> Indices:
    """For each group's slots, which of all free parameters they are; shared ones come first."""
    shared = int(slots.shared.sum())
    own = slots.slots - shared
    found = np.zeros((slots.groups, slots.slots), dtype=np.intp)
    found[:, slots.shared] = np.arange(shared)
    found[:, ~slots.shared] = shared + np.arange(slots.groups * own).reshape(slots.groups, own)
    return found


def sandwich(cells: Holed, slots: Layout, point: Point, meats: Sequence[Meat]) -> tuple[Matrix, float]:
    """Covariance of all slots of all groups, and the trace of the differences measured by the information."""
    bread = observed_information(cells, slots, point)
    numbers = numbers_of(slots)
    size = int(numbers.max()) + 1
    information, products = np.zeros((size, size)), np.zeros((size, size))
    for own, flat, meat in zip(numbers, bread, meats, strict=True):
        information[np.ix_(own, own)] += flat
        products[np.ix_(own, own)] += meat.products
    try:
        np.linalg.cholesky(information)
    except np.linalg.LinAlgError as none:
        raise ConvergenceError(
            Message(
                "The estimates are not at a maximum of the likelihood, so their robust standard errors "
                "cannot be known."
            )
        ) from none
    carried = np.linalg.solve(information, products)
    covariance = np.linalg.solve(information, carried.T)
    every = numbers.ravel()
    return covariance[np.ix_(every, every)], float(np.trace(carried))
