"""Diagonally weighted least squares: the parameters whose thresholds and correlations come nearest."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

from mentorway.evidence.psychometrics.factors.scoring import Heed
from mentorway.evidence.psychometrics.ordinal.categorical_moments import CategoricalSample
from mentorway.evidence.psychometrics.ordinal.layout import OrdinalLayout

Values = NDArray[np.float64]
Stack = NDArray[np.float64]

STEPS = 150  # who has not arrived by then goes down for nothing
CLOSE_ENOUGH = 1e-13  # what chi-square would still fall
NEAR_ENOUGH = 1e-8  # the same, where rounding lets nobody come closer
NEARBY = 10.0  # the same, where the curvature changes so little that moves can be learnt from
FAR_STEPS = 30  # after so many, they are learnt from in any case
REMEMBERED = 10  # moves
HALVINGS = 6  # of a step that does not lead down
LEAST_GAIN = 1e-4  # share of what the slope promises
WEAK = 1e-3  # damping
REDUNDANT = 1e-10  # share of a parameter's information that no other parameter explains


@dataclass(frozen=True, eq=False)
class Solution:
    """Where the weighted residuals are smallest.

    `slopes` has shape (groups, statistics, slots) and `residuals` (groups, statistics); `information`
    is that on the free parameters, with groups weighted by their share of people, and `inverse` its inverse.
    """

    layout: OrdinalLayout
    values: Values
    residuals: Values
    slopes: Stack
    information: Values
    inverse: Values
    chi_square: float
    iterations: int


@dataclass(frozen=True, eq=False)
class _Place:
    """Free parameters, what they leave unexplained, and half the chi-square of that."""

    free: Values
    residuals: Values
    half: float


@dataclass(frozen=True, eq=False)
class _Moved:
    """A step that was taken, and by how much the slope fell on it."""

    step: Values
    fall: Values


def descend(sample: CategoricalSample, layout: OrdinalLayout, values: Values, heed: Heed) -> Solution | None:
    """Gauss-Newton that learns from its steps; None where there is no way down."""
    here, damping = _place(sample, layout, layout.free(values)), 0.0
    memory: list[_Moved] = []
    if here is None:
        return None
    curve, slope = _bend(sample, layout, here)
    for step in range(1, STEPS + 1):
        heed()
        direction = _direction(curve, slope, damping, memory)
        promise = math.inf if direction is None else float(direction @ slope)
        if direction is not None and abs(promise) < CLOSE_ENOUGH and damping < WEAK:
            return _arrived(sample, layout, _place(sample, layout, here.free + direction) or here, step)
        moved = None if direction is None else _downhill(sample, layout, here, (direction, promise))
        if moved is not None:
            bent, fallen = _bend(sample, layout, moved)
            if promise < NEARBY or step > FAR_STEPS:
                memory = [*memory, _Moved(moved.free - here.free, slope - fallen)][-REMEMBERED:]
            here, curve, slope = moved, bent, fallen
            damping = damping / 10 if damping > WEAK / 10 else 0.0
        elif abs(promise) < NEAR_ENOUGH and not memory:
            return _arrived(sample, layout, here, step)
        elif memory:
            memory = []
        else:
            damping = max(4 * damping, WEAK)
    return None


def _place(sample: CategoricalSample, layout: OrdinalLayout, free: Values) -> _Place | None:
    """A place, if the model implies something there."""
    implied = layout.implied(layout.slots(free))
    if not (np.isfinite(implied.shrink).all() and implied.shrink.min() > 0):
        return None
    residuals = sample.statistics - implied.statistics
    return _Place(free, residuals, 0.5 * float((_weight(sample) * residuals**2).sum()))


def _weight(sample: CategoricalSample) -> Values:
    return (sample.n - 1)[:, None] * sample.weight


def _bend(sample: CategoricalSample, layout: OrdinalLayout, place: _Place) -> tuple[Values, Values]:
    """Curvature of half the chi-square if residuals were linear, and its slope downwards."""
    slopes, weight = layout.jacobian(layout.slots(place.free)), _weight(sample)
    turned = slopes.transpose(0, 2, 1)
    curve = gathered(layout, layout, turned @ (weight[:, :, None] * slopes))
    pull, slope = (turned @ (weight * place.residuals)[:, :, None])[:, :, 0], np.zeros(layout.parameters)
    np.add.at(slope, layout.numbers[layout.numbers >= 0], pull[layout.numbers >= 0])
    return curve, slope


def _direction(curve: Values, slope: Values, damping: float, memory: Sequence[_Moved]) -> Values | None:
    """Gauss-Newton step, corrected by what the last moves have shown of the real curvature (L-BFGS).

    Nocedal & Wright (2006), Numerical Optimization, algorithm 7.4.
    """
    size = np.sqrt(np.diag(curve))
    if not (np.isfinite(size).all() and size.min() > 0):
        return None
    scaled = curve / np.outer(size, size)
    scaled[np.diag_indices_from(scaled)] += max(damping, 1e-14)
    known, rest = [], slope
    for move in reversed(memory):
        bend = float(move.step @ move.fall)
        if bend > 0:
            share = float(move.step @ rest) / bend
            rest = rest - share * move.fall
            known.append((move, share, bend))
    try:
        found = linalg.cho_solve(linalg.cho_factor(scaled), rest / size) / size
    except linalg.LinAlgError:
        return None
    for move, share, bend in reversed(known):
        found = found + (share - float(move.fall @ found) / bend) * move.step
    return np.asarray(found, dtype=np.float64)


def _downhill(
    sample: CategoricalSample, layout: OrdinalLayout, here: _Place, to: tuple[Values, float]
) -> _Place | None:
    """The place in this direction, or on the way there, where chi-square is surely lower."""
    direction, promise = to
    if not 0 < promise < math.inf:
        return None
    for share in 0.5 ** np.arange(HALVINGS):
        moved = _place(sample, layout, here.free + share * direction)
        if moved is not None and here.half - moved.half >= LEAST_GAIN * share * promise:
            return moved
    return None


def _arrived(sample: CategoricalSample, layout: OrdinalLayout, place: _Place, steps: int) -> Solution | None:
    """The solution, if every parameter there has information of its own."""
    values = layout.slots(place.free)
    slopes = layout.jacobian(values)
    weight = (sample.n / sample.people)[:, None] * sample.weight
    information = gathered(layout, layout, slopes.transpose(0, 2, 1) @ (weight[:, :, None] * slopes))
    size = np.sqrt(np.diag(information))
    try:
        factor = linalg.cho_factor(information / np.outer(size, size))
    except linalg.LinAlgError:
        return None
    inverse = linalg.cho_solve(factor, np.eye(len(size)))
    if np.diag(inverse).max() > 1 / REDUNDANT:
        return None
    inverse = inverse / np.outer(size, size)
    return Solution(layout, values, place.residuals, slopes, information, inverse, 2 * place.half, steps)


def gathered(first: OrdinalLayout, second: OrdinalLayout, blocks: Stack) -> Values:
    """From products of slots by slots in each group to sums over groups, free parameters by parameters."""
    found = np.zeros((first.parameters, second.parameters))
    for block, rows, columns in zip(blocks, first.numbers, second.numbers, strict=True):
        some, others = np.flatnonzero(rows >= 0), np.flatnonzero(columns >= 0)
        found[np.ix_(rows[some], columns[others])] += block[np.ix_(some, others)]
    return found
