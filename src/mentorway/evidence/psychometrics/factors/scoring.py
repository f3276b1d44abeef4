"""Maximum likelihood by Fisher scoring that learns from its steps; each group's own slots go out first."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from mentorway.evidence.psychometrics.factors.information import Curvature, Point
from mentorway.evidence.psychometrics.factors.layout import Indices, Layout, Stack
from mentorway.evidence.psychometrics.factors.models import Matrix

STEPS = 60  # who has not arrived by then climbs for nothing
CLOSE_ENOUGH = 1e-11  # squared distance to the maximum, in standard errors
NEAR_ENOUGH = 1e-6  # the same, where rounding lets nobody come closer
NEARBY = 10.0  # the same, where the curvature changes so little that moves can be learnt from
FAR_STEPS = 30  # after so many, they are learnt from in any case
REMEMBERED = 8  # moves
HALVINGS = 8  # of a step that does not lead uphill
LEAST_GAIN = 1e-4  # share of what the slope promises
WEAK = 1e-3  # damping
REDUNDANT = 1e-11  # share of a parameter's information that no other parameter explains
Heed = Callable[[], None]


class Likelihood(Protocol):
    """What can be climbed: answers, seen through a model."""

    @property
    def people(self) -> float:
        """People in all groups together."""
        ...

    def evaluate(self, layout: Layout, theta: Stack) -> Point | None:
        """Place the model at `theta`; None where it implies no covariance matrix."""
        ...

    def curvature(self, layout: Layout, point: Point) -> Curvature:
        """Slope and expected information at a point."""
        ...


@dataclass(frozen=True, eq=False)
class Elimination:
    """Information with each group's own slots solved out.

    `own_inverse` is the inverse of the groups' own block, `bridge` takes shared changes to own ones,
    `remains` is what each group tells about the shared slots, `shared_inverse` the inverse of their sum.
    """

    own: Indices
    shared: Indices
    own_inverse: Stack
    bridge: Stack
    remains: Stack
    shared_inverse: Matrix


@dataclass(frozen=True, eq=False)
class Moved:
    """A step that was taken, and by how much the slope fell on it."""

    step: Stack
    fall: Stack


@dataclass(frozen=True, eq=False)
class Maximum:
    """Where the likelihood is highest."""

    point: Point
    curvature: Curvature
    elimination: Elimination
    iterations: int


def eliminate(layout: Layout, information: Stack) -> Elimination:
    """Solve the groups' own slots out of the information."""
    own, shared = np.flatnonzero(~layout.shared), np.flatnonzero(layout.shared)
    own_inverse = np.asarray(np.linalg.inv(information[:, own[:, None], own]), dtype=np.float64)
    cross = information[:, own[:, None], shared]
    bridge = own_inverse @ cross
    remains = information[:, shared[:, None], shared] - cross.transpose(0, 2, 1) @ bridge
    shared_inverse = np.linalg.inv(remains.sum(axis=0))
    return Elimination(own, shared, own_inverse, bridge, remains, shared_inverse)


def unheeded() -> None:
    """Nobody wants to be asked whether to go on."""


def maximise(sample: Likelihood, layout: Layout, theta: Stack, heed: Heed = unheeded) -> Maximum | None:
    """Climb from `theta`; None if there is no way to a maximum. What `heed` raises ends the climb."""
    point, damping = sample.evaluate(layout, theta), 0.0
    memory: list[Moved] = []
    here = sample.curvature(layout, point) if point is not None else None
    for step in range(1, STEPS + 1):
        heed()
        if point is None or here is None:
            return None
        direction = _direction(layout, here, damping, memory)
        distance = math.inf if direction is None else float((direction * here.score).sum())
        if direction is not None and abs(distance) < CLOSE_ENOUGH and damping < WEAK:
            return _arrived(sample, layout, sample.evaluate(layout, point.theta + direction) or point, step)
        moved = _uphill(sample, layout, point, (direction, distance))
        if moved is not None:
            there = sample.curvature(layout, moved)
            if distance < NEARBY or step > FAR_STEPS:
                memory = [*memory, Moved(moved.theta - point.theta, here.score - there.score)][-REMEMBERED:]
            point, here, damping = moved, there, damping / 10 if damping > WEAK / 10 else 0.0
        elif abs(distance) < NEAR_ENOUGH and not memory:
            return _arrived(sample, layout, point, step)  # no nearer, for rounding
        elif memory:
            memory = []
        else:
            damping = max(4 * damping, WEAK)
    return None


def _uphill(sample: Likelihood, layout: Layout, point: Point, to: tuple[Stack | None, float]) -> Point | None:
    """The place in this direction, or on the way there, where the likelihood is surely higher."""
    direction, distance = to
    if direction is None or not 0 < distance < math.inf:
        return None
    noise = 1e-12 * (sample.people + abs(point.half_chi_square))
    for share in 0.5 ** np.arange(HALVINGS):
        moved = sample.evaluate(layout, point.theta + share * direction)
        if moved is not None:
            gain = point.half_chi_square - moved.half_chi_square
            if gain >= LEAST_GAIN * share * distance - noise:
                return moved
    return None


def _direction(layout: Layout, here: Curvature, damping: float, memory: Sequence[Moved]) -> Stack | None:
    """Fisher scoring, corrected by what the last moves have shown of the real curvature (L-BFGS).

    Nocedal & Wright (2006), Numerical Optimization, algorithm 7.4, beginning from the information.
    """
    score, known = here.score, []
    for move in reversed(memory):
        bend = float((move.step * move.fall).sum())
        if bend > 0:
            weight = float((move.step * score).sum()) / bend
            score = score - weight * move.fall
            known.append((move, weight, bend))
    direction = _solved(layout, here.information, score, damping)
    if direction is not None:
        for move, weight, bend in reversed(known):
            direction = direction + (weight - float((move.fall * direction).sum()) / bend) * move.step
    return direction


def _solved(layout: Layout, information: Stack, score: Stack, damping: float) -> Stack | None:
    """The score through the inverse of the information, whose diagonal is raised by the damping."""
    if damping:
        information = information.copy()
        diagonal = np.arange(layout.slots)
        information[:, diagonal, diagonal] *= 1 + damping
    own, shared = np.flatnonzero(~layout.shared), np.flatnonzero(layout.shared)
    cross = information[:, own[:, None], shared]
    sides = np.concatenate([cross, score[:, own, None]], axis=2)
    try:
        solved = np.linalg.solve(information[:, own[:, None], own], sides)
        bridge, alone = solved[:, :, :-1], solved[:, :, -1]
        back = cross.transpose(0, 2, 1)
        remains = (information[:, shared[:, None], shared] - back @ bridge).sum(axis=0)
        pull = (score[:, shared] - (back @ alone[:, :, None])[:, :, 0]).sum(axis=0)
        together = np.linalg.solve(remains, pull)
    except np.linalg.LinAlgError:
        return None
    direction = np.empty_like(score)
    direction[:, shared] = together
    direction[:, own] = alone - bridge @ together
    return direction


def _arrived(sample: Likelihood, layout: Layout, point: Point, steps: int) -> Maximum | None:
    """The maximum, if every parameter there has information of its own."""
    here = sample.curvature(layout, point)
    try:
        elimination = eliminate(layout, here.information)
    except np.linalg.LinAlgError:
        return None
    variances = slot_variances(layout, elimination)
    diagonal = np.arange(layout.slots)
    known = here.information[:, diagonal, diagonal].copy()
    known[:, layout.shared] = known[:, layout.shared].sum(axis=0)
    unique = variances * known
    if not np.all(np.isfinite(unique)) or unique.min() <= 0 or unique.max() > 1 / REDUNDANT:
        return None
    return Maximum(point, here, elimination, steps)


def slot_variances(layout: Layout, elimination: Elimination) -> Stack:
    """Sampling variance of every slot in every group."""
    found = np.empty((layout.groups, layout.slots))
    found[:, elimination.shared] = np.diag(elimination.shared_inverse)
    carried = ((elimination.bridge @ elimination.shared_inverse) * elimination.bridge).sum(axis=2)
    found[:, elimination.own] = np.diagonal(elimination.own_inverse, axis1=1, axis2=2) + carried
    return found


def joint_covariance(elimination: Elimination, slots: Indices) -> Matrix:
    """Sampling covariance of some of the groups' own slots, group by group."""
    rows = np.searchsorted(elimination.own, slots)
    groups, count = len(elimination.bridge), len(slots)
    bridge = elimination.bridge[:, rows].reshape(groups * count, -1)
    found: Matrix = bridge @ elimination.shared_inverse @ bridge.T
    for group in range(groups):
        block = slice(group * count, (group + 1) * count)
        found[block, block] += elimination.own_inverse[group][np.ix_(rows, rows)]
    return found
