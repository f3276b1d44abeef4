"""Free disposal hull: each unit against single units that use no more and make no less, no mixes."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from mentorway.evidence.efficiency.measures import Measures, Orientation
from mentorway.evidence.efficiency.radial import Radial
from mentorway.evidence.efficiency.simplex import AT_ONCE, Matrix, Places, Vector

TIED = 1e-12  # scores this near are one


def hull(of: Measures, orientation: Orientation, *, others_only: bool = False) -> Radial:
    """Scores by looking at every pair of units; there are no weights, and nothing to prove.

    >>> from mentorway.evidence.efficiency.measures import measures
    >>> hull(measures([[1], [2]], [[1], [1]]), "input").scores.tolist()
    [1.0, 0.5]
    """
    n = of.units
    scores, peers = np.empty(n), np.empty(n, dtype=np.intp)
    size = max(1, AT_ONCE // n)
    for at in range(0, n, size):
        block = np.arange(at, min(at + size, n))
        scores[block], peers[block] = _best(of, block, orientation, others_only=others_only)
    possible = np.isfinite(scores)
    scores[~possible] = np.nan
    x, y = of.inputs.copy(), of.outputs.copy()
    if orientation == "input":
        x *= scores[:, None]
    else:
        y *= scores[:, None]
    kept = np.flatnonzero(possible)
    nothing = np.full_like(of.inputs, np.nan), np.full_like(of.outputs, np.nan)
    return Radial(
        scores=scores,
        lambdas=csr_array((np.ones(len(kept)), (kept, peers[kept])), shape=(n, n)),
        input_weights=nothing[0],
        output_weights=nothing[1],
        intercept=np.full(n, np.nan),
        input_slacks=np.maximum(x - of.inputs[peers], 0.0),
        output_slacks=np.maximum(of.outputs[peers] - y, 0.0),
        gap=np.where(possible, 0.0, np.nan),
        possible=possible,
        again=np.zeros(n, dtype=bool),
    )


def _best(
    of: Measures, block: Places, orientation: Orientation, *, others_only: bool
) -> tuple[Vector, Places]:
    """The score of each unit of a block and the unit that sets it, of several the one that spares most."""
    x, y = of.inputs, of.outputs
    if orientation == "input":
        factor, fits = _shrunk(x, x[block]), _at_least(y, y[block])
    else:
        factor, fits = _shrunk(y[block], y).T, _at_least(-x, -x[block])
    factor[~fits] = np.inf
    if others_only:
        factor[np.arange(len(block)), block] = np.inf
    least = factor.min(axis=1)
    worth = (y / y.mean(axis=0)).sum(axis=1) - (x / x.mean(axis=0)).sum(axis=1)
    tied = factor <= least[:, None] * (1 + TIED)
    peers = np.where(tied, worth, -np.inf).argmax(axis=1)
    if orientation == "input":
        return least, peers
    grown: Vector = np.divide(1.0, least, out=np.full(len(least), np.inf), where=least > 0)
    return np.where(np.isfinite(least), grown, np.nan), peers


def _shrunk(of: Matrix, against: Matrix) -> Matrix:
    """For each row of `against`, how much of it each row of `of` takes: the largest share over measures."""
    found = np.zeros((len(against), len(of)))
    for one, other in zip(of.T, against.T, strict=True):
        share = np.full(found.shape, np.inf)
        np.divide(one, other[:, None], out=share, where=other[:, None] > 0)
        share[(other[:, None] == 0) & (one == 0)] = 0.0
        np.maximum(found, share, out=found)
    return found


def _at_least(of: Matrix, against: Matrix) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    found = np.ones((len(against), len(of)), dtype=bool)
    for one, other in zip(of.T, against.T, strict=True):
        found &= one >= other[:, None]
    return found
