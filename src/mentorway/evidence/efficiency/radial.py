"""The linear programmes of radial efficiency: all inputs shrink, or all outputs grow, by one factor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.sparse import csr_array, diags_array

from mentorway.evidence.efficiency.certificate import Proof, proved
from mentorway.evidence.efficiency.measures import Measures, Orientation, Returns
from mentorway.evidence.efficiency.simplex import FEW, Mask, Matrix, Places, Programmes, Stack, Vector, spread

DIRECTIONS = 100  # weightings whose best units are the first candidates
SUMMED = {"variable": 0.0, "decreasing": 1.0, "increasing": -1.0}  # the slack of the sum of lambdas
SlackSum = Literal["means", "raw"]


@dataclass(frozen=True)
class Kind:
    """Which radial measure: direction, returns to scale, and how slacks are added up (None: not asked)."""

    orientation: Orientation = "input"
    returns: Returns = "constant"
    slacks: SlackSum | None = None


@dataclass(frozen=True, eq=False)
class Scales:
    """What measures and columns of the reference were divided by, to undo it."""

    inputs: Vector
    outputs: Vector
    columns: Vector


@dataclass(frozen=True, eq=False)
class Radial:
    """Answers in the units of the measures; rows without a solution are NaN.

    `scores` are θ (input) or φ (output), `lambdas` (units, reference), slacks as the pivots left them unless
    a second stage was asked for; `intercept` completes `input_weights` and `output_weights` to the score.
    """

    scores: Vector
    lambdas: csr_array
    input_weights: Matrix
    output_weights: Matrix
    intercept: Vector
    input_slacks: Matrix
    output_slacks: Matrix
    gap: Vector
    possible: Mask
    again: Mask


def radial(
    of: Measures, kind: Kind, *, reference: Measures | None = None, others_only: bool = False
) -> Radial:
    """Scores of units against a reference, or each against itself and the others, or against the others only.

    >>> from mentorway.evidence.efficiency.measures import measures
    >>> radial(measures([[1], [2]], [[1], [1]]), Kind()).scores.round(9).tolist()
    [1.0, 0.5]
    """
    back = reference or of
    scales = scales_of(back)
    inside = reference is None and not others_only
    lp = _programmes((of, back), kind, scales, inside=inside)
    if others_only:
        lp = Programmes(**{**vars(lp), "barred": np.arange(of.units)})
    second = None if kind.slacks is None else _second_costs(of, lp.costs.shape, kind.slacks, scales)
    return _answer(of, kind, proved(lp, second), scales)


def scores_against(of: Measures, kind: Kind, reference: Measures, *, stretched: bool = False) -> Proof:
    """Only the proof, whose first own column is the score, of units against a reference.

    `stretched` says that the reference are the same units with their inputs, or outputs, by `kind`, times a
    factor each, so that each can start from itself.

    >>> from mentorway.evidence.efficiency.measures import measures
    >>> half = measures([[0.5], [1]], [[1], [1]])
    >>> scores_against(measures([[1], [2]], [[1], [1]]), Kind(), half).own[:, 0].round(9).tolist()
    [0.5, 0.25]
    """
    return proved(_programmes((of, reference), kind, scales_of(reference), inside=stretched))


def scales_of(of: Measures) -> Scales:
    """The mean of each measure, and the length of each unit's column then."""
    inputs, outputs = of.inputs.mean(axis=0), of.outputs.mean(axis=0)
    columns = np.sqrt(((of.inputs / inputs) ** 2).sum(axis=1) + ((of.outputs / outputs) ** 2).sum(axis=1))
    return Scales(inputs, outputs, columns)


def shared_columns(of: Measures, scales: Scales, extra: Matrix) -> Matrix:
    """Columns of the reference, scaled: inputs, outputs, and extra rows."""
    found: Matrix = np.vstack([(of.inputs / scales.inputs).T, (of.outputs / scales.outputs).T, extra])
    return np.ascontiguousarray(found / scales.columns)


def _programmes(units: tuple[Measures, Measures], kind: Kind, scales: Scales, *, inside: bool) -> Programmes:
    of, back = units
    x, y = of.inputs / scales.inputs, of.outputs / scales.outputs
    m, s, sums = x.shape[1], y.shape[1], int(kind.returns != "constant")
    shared = shared_columns(back, scales, np.ones((sums, back.units)))
    own = _own((x, y), kind, spare=not inside)
    costs = np.zeros((of.units, own.shape[2]))
    costs[:, 0] = 1.0 if kind.orientation == "input" else -1.0
    right = np.zeros((of.units, m + s + sums))
    if kind.orientation == "input":
        right[:, m : m + s] = y
    else:
        right[:, :m] = x
    right[:, m + s :] = 1.0
    edge = back.units
    first = np.arange(of.units) if inside else np.full(of.units, edge + own.shape[2] - 1)
    start = _start((x, y), kind, first, edge)
    chosen = candidates(back, scales, constant=not sums)
    return Programmes(shared, own, costs, right, start, chosen, None, None if inside else own.shape[2] - 1)


def _own(tables: tuple[Matrix, Matrix], kind: Kind, *, spare: bool) -> Stack:
    """The factor, slacks in shares of the unit's own measures, the slack of the sum, and the unit itself."""
    x, y = tables
    m, s = x.shape[1], y.shape[1]
    sums, sign = int(kind.returns != "constant"), SUMMED.get(kind.returns, 0.0)
    own = np.zeros((len(x), m + s + sums, 1 + m + s + int(sign != 0) + int(spare)))
    if kind.orientation == "input":
        own[:, :m, 0] = -x
    else:
        own[:, m : m + s, 0] = -y
    both, way = np.hstack([x, y]), np.r_[np.ones(m), -np.ones(s)]
    at = np.arange(m + s)
    own[:, at, 1 + at] = np.where(both > 0, both, 1.0) * way
    if sign:
        own[:, -1, 1 + m + s] = sign
    if spare:
        own[:, :, -1] = np.hstack([both, np.ones((len(x), sums))])
    return own


def _start(tables: tuple[Matrix, Matrix], kind: Kind, first: Places, edge: int) -> Places:
    """The factor 1, the unit itself, and all slacks but that of the largest input, or output, or both."""
    x, y = tables
    m, s = x.shape[1], y.shape[1]
    kept = np.ones((len(x), m + s), dtype=bool)
    everyone = np.arange(len(x))
    constant = kind.returns == "constant"
    if constant or kind.orientation == "input":
        kept[everyone, x.argmax(axis=1)] = False
    if constant or kind.orientation == "output":
        kept[everyone, m + y.argmax(axis=1)] = False
    slacks = edge + 1 + np.nonzero(kept)[1].reshape(len(x), -1)
    return np.column_stack([np.full(len(x), edge), first, slacks])


def candidates(of: Measures, scales: Scales, *, constant: bool) -> Places:
    """Units that are best in many weightings of the measures; all where they are few."""
    if of.units <= FEW:
        return np.arange(of.units)
    x, y = of.inputs / scales.inputs, of.outputs / scales.outputs
    m = x.shape[1]
    weights = -np.log(1 - spread(DIRECTIONS, m + y.shape[1]))
    if constant:
        return np.unique(((y @ weights[:, m:].T) / (x @ weights[:, :m].T)).argmax(axis=0))
    return np.unique((y @ weights[:, m:].T - x @ weights[:, :m].T).argmax(axis=0))


def _second_costs(of: Measures, shape: tuple[int, ...], added: SlackSum, scales: Scales) -> Matrix:
    """Less the slacks, in raw units or in means of the measures."""
    both = np.hstack([of.inputs, of.outputs])
    mean = np.concatenate([scales.inputs, scales.outputs])
    found = np.zeros(shape)
    worth = np.where(both > 0, both, mean)
    found[:, 1 : 1 + both.shape[1]] = -(worth if added == "raw" else worth / mean)
    return found


def _answer(of: Measures, kind: Kind, proof: Proof, scales: Scales) -> Radial:
    """Undo the scaling."""
    m, s = of.inputs.shape[1], of.outputs.shape[1]
    weights = proof.duals[:, : m + s] * np.r_[-np.ones(m), np.ones(s)]
    weights = np.where(weights == 0, 0.0, weights) / np.concatenate([scales.inputs, scales.outputs])
    both, mean = np.hstack([of.inputs, of.outputs]), np.concatenate([scales.inputs, scales.outputs])
    slacks = proof.own[:, 1 : 1 + m + s] * np.where(both > 0, both, mean)
    sign = 1.0 if kind.orientation == "input" else -1.0
    intercept = np.zeros(of.units) if kind.returns == "constant" else sign * proof.duals[:, m + s]
    bad = ~proof.possible
    for part in (weights, slacks, intercept):
        part[bad] = np.nan
    return Radial(
        scores=np.where(bad, np.nan, proof.own[:, 0]),
        lambdas=csr_array(proof.shared @ diags_array(1 / scales.columns)),
        input_weights=np.maximum(weights[:, :m], 0.0),
        output_weights=np.maximum(weights[:, m:], 0.0),
        intercept=intercept,
        input_slacks=slacks[:, :m],
        output_slacks=slacks[:, m:],
        gap=proof.gap,
        possible=proof.possible,
        again=proof.again,
    )
