"""Maximum likelihood by Fisher scoring, with each group's own parameters eliminated first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mentorway.evidence.psychometrics.information import Curvature, Point, Sample, curvature, evaluate
from mentorway.evidence.psychometrics.layout import Indices, Layout, Stack
from mentorway.evidence.psychometrics.models import Matrix

STEPS = 500
CLOSE_ENOUGH = 1e-11  # squared distance to the maximum, in standard errors
REDUNDANT = 1e-11  # share of a parameter's information that no other parameter explains


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


def maximise(sample: Sample, layout: Layout, theta: Stack) -> Maximum | None:
    """Climb from `theta`; None if there is no way to a maximum."""
    point = evaluate(sample, layout, theta)
    damping = 0.0
    for step in range(1, STEPS + 1):
        if point is None:
            return None
        here = curvature(sample, layout, point)
        moved, damping, distance = _move(sample, layout, (point, here), damping)
        if distance < CLOSE_ENOUGH and damping < 1e-3:
            return _arrived(sample, layout, moved or point, step)
        point = moved
    return None


def _move(
    sample: Sample, layout: Layout, at: tuple[Point, Curvature], damping: float
) -> tuple[Point | None, float, float]:
    """One uphill step, shortened until it is uphill; None if even the shortest is not."""
    point, here = at
    noise = 1e-12 * (float(sample.n.sum()) + abs(point.half_chi_square))
    for _ in range(40):
        direction = _direction(layout, here, damping)
        if direction is not None:
            distance = float((direction * here.score).sum())
            moved = evaluate(sample, layout, point.theta + direction)
            if moved is not None and moved.half_chi_square <= point.half_chi_square + noise:
                return moved, (damping / 10 if damping > 1e-4 else 0.0), distance
        damping = max(4 * damping, 1e-3)
    return None, damping, np.inf


def _direction(layout: Layout, here: Curvature, damping: float) -> Stack | None:
    information, score = here.information, here.score
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


def _arrived(sample: Sample, layout: Layout, point: Point, steps: int) -> Maximum | None:
    """The maximum, if every parameter there has information of its own."""
    here = curvature(sample, layout, point)
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
