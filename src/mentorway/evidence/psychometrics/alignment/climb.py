"""Where the loss of alignment is least: several starts, the loss smooth at first and then ever sharper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import optimize

from mentorway.evidence.psychometrics.alignment.input import Separate
from mentorway.evidence.psychometrics.alignment.loss import Aligned, aligned_at
from mentorway.evidence.psychometrics.factors.models import ConvergenceError, Matrix, Vector
from mentorway.evidence.psychometrics.factors.scoring import Heed
from mentorway.wording import Message

SMOOTH = 10.0 ** np.arange(1.0, -12.0, -0.5)  # epsilons on the way to the one that is wanted
STEPS = 500
STILL = 1e-10  # slope at which a climb down may end
FLAT = 1e-7  # slope, measured by the loss, that counts as none
SAME = 1e-7  # share of the loss by which two ends may differ and still be the same
LOOSE = 1e-9  # share of the greatest curvature that counts as none
SPREAD = (0.5, 0.3)  # of means and log standard deviations at random starts


@dataclass(frozen=True, eq=False)
class Frame:
    """What is held in place: columns of `basis` are the directions in which means and log deviations may go.

    Weights are measured in `unit`, so that the largest is 1.
    """

    raw: tuple[Matrix, Matrix]
    weights: Matrix
    epsilon: float
    basis: Matrix
    unit: float


@dataclass(frozen=True, eq=False)
class Bottom:
    """The least loss, how many starts there were and how many ended there."""

    at: Aligned
    starts: int
    agreeing: int


def frame_of(separate: Separate, epsilon: float, fixed: int | None) -> Frame:
    """The product of all deviations is 1; the mean of the group `fixed`, if there is one, is 0."""
    groups = len(separate.names)
    roots = np.sqrt(separate.sizes)
    weights = np.outer(roots, roots)
    np.fill_diagonal(weights, 0.0)
    unit = float(weights.max())
    means = np.eye(groups)[:, [g for g in range(groups) if g != fixed]]
    logs = np.vstack([np.eye(groups - 1), -np.ones((1, groups - 1))])
    basis = np.zeros((2 * groups, means.shape[1] + groups - 1))
    basis[:groups, : means.shape[1]] = means
    basis[groups:, means.shape[1] :] = logs
    return Frame((separate.loadings, separate.intercepts), weights / unit, epsilon, basis, unit)


def least(frame: Frame, random: tuple[int, np.random.Generator | None], heed: Heed) -> Bottom:
    """Go down from every start and keep the deepest end."""
    ends = []
    for start in _starts(frame, random):
        heed()
        end = _down(frame, start)
        if end is not None:
            ends.append(end)
    if not ends:
        raise ConvergenceError(
            Message(
                "The alignment did not settle from any start. The groups may be too few or too different."
            )
        )
    best = min(ends, key=lambda end: end.value)
    agreeing = sum(end.value - best.value <= SAME * (1 + abs(best.value)) for end in ends)
    _check_held(frame, best)
    return Bottom(best, len(ends), agreeing)


def _starts(frame: Frame, random: tuple[int, np.random.Generator | None]) -> Iterator[Vector]:
    """All alike; medians of what each item says; and places drawn around these."""
    loadings, intercepts = frame.raw
    groups = len(loadings)
    yield np.zeros(frame.basis.shape[1])
    middle = np.abs(np.median(loadings, axis=0))
    own = np.abs(np.median(loadings / np.where(middle > 0, middle, 1.0), axis=1))
    logs = np.log(np.clip(own, 0.05, 20.0))
    level = np.median(intercepts, axis=0)
    firm = np.where(np.abs(loadings) > 0, loadings, 1.0)
    means = np.median((intercepts - level) / firm, axis=1) * np.exp(logs)
    around = np.concatenate([means, logs - logs.mean()])
    yield _into(frame, around)
    count, rng = random
    if rng is not None:
        spread = np.repeat(np.array(SPREAD), groups)
        for _ in range(count):
            yield _into(frame, around + spread * rng.normal(size=2 * groups))


def _into(frame: Frame, x: Vector) -> Vector:
    """The nearest place within the frame."""
    return np.asarray(np.linalg.lstsq(frame.basis, x, rcond=None)[0], dtype=np.float64)


@dataclass(frozen=True, eq=False)
class _Seen:
    """The loss as the frame lets it be seen."""

    frame: Frame
    epsilon: float

    def _at(self, z: Vector) -> Aligned:
        frame = self.frame
        return aligned_at(frame.basis @ z, frame.raw, frame.weights, self.epsilon)

    def value(self, z: Vector) -> float:
        return self._at(z).value

    def slope(self, z: Vector) -> Vector:
        found: Vector = self.frame.basis.T @ self._at(z).slope()
        return found

    def curvature(self, z: Vector) -> Matrix:
        found: Matrix = self.frame.basis.T @ self._at(z).curvature() @ self.frame.basis
        return found


def _down(frame: Frame, start: Vector) -> Aligned | None:
    """Follow the least loss from a smooth loss to the sharp one that is wanted."""
    z = start
    if not np.isfinite(aligned_at(frame.basis @ z, frame.raw, frame.weights, frame.epsilon).value):
        return None
    for epsilon in (*(float(one) for one in SMOOTH if one > frame.epsilon), frame.epsilon):
        seen = _Seen(frame, epsilon)
        z = optimize.minimize(
            seen.value,
            z,
            jac=seen.slope,
            hess=seen.curvature,
            method="trust-exact",
            options={"maxiter": STEPS, "gtol": STILL},
        ).x
    end = aligned_at(frame.basis @ z, frame.raw, frame.weights, frame.epsilon)
    flat = np.abs(frame.basis.T @ end.slope()).max() <= FLAT * (1 + end.value)
    return end if flat else None


def _check_held(frame: Frame, end: Aligned) -> None:
    roots = np.linalg.eigvalsh(frame.basis.T @ end.curvature() @ frame.basis)
    if roots[0] <= LOOSE * roots[-1]:
        raise ConvergenceError(
            Message(
                "The answers do not hold the means of the groups in place: they could all move together. "
                "With loadings this equal the mean of one group must be fixed; choose the fixed alignment."
            )
        )
