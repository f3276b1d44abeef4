"""Slacks-based measure of efficiency (SBM): every excess and every shortfall counts, each as a share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array, diags_array

from mentorway.evidence.efficiency.certificate import proved
from mentorway.evidence.efficiency.frontier import EFFICIENT, doubts
from mentorway.evidence.efficiency.measures import Measures, check_all_positive, measures
from mentorway.evidence.efficiency.radial import Scales, candidates, scales_of, shared_columns
from mentorway.evidence.efficiency.simplex import Mask, Matrix, Places, Programmes, Stack, Vector
from mentorway.wording import InvalidInputError, Message

Side = Literal["input", "output", "none"]
Returns = Literal["constant", "variable"]
SIDES = ("input", "output", "none")


@dataclass(frozen=True, eq=False)
class SlacksBased:
    """Tone's ρ of each unit, in (0, 1], and what it would save and add at its example.

    `efficient` units have no slack on either side. Rows are units, slacks are in the units of the measures,
    `lambdas` (units, units) say of which units the example is mixed. `gap` and `solved_again` as for
    `Frontier`.
    """

    orientation: Side
    returns: Returns
    scores: Vector
    efficient: Mask
    lambdas: csr_array
    input_slacks: Matrix
    output_slacks: Matrix
    gap: Vector
    solved_again: tuple[int, ...]
    warnings: tuple[Message, ...]


def slacks_based(
    inputs: ArrayLike, outputs: ArrayLike, *, orientation: Side = "none", returns: Returns = "constant"
) -> SlacksBased:
    """Efficiency by slacks instead of one factor.

    Parameters
    ----------
    inputs, outputs : array of float, shape (units, m) and (units, s)
        As for `measures`, and none is zero: each slack is taken as a share of the unit's own measure.
    orientation : {"input", "output", "none"}
        Whether slacks of inputs count, or of outputs, or both.
    returns : {"constant", "variable"}
        Returns to scale.

    Returns
    -------
    SlacksBased
        By input 1 - mean share saved; by output 1 / (1 + mean share added); else the one over the other. It
        is never above the radial score. By input (output), slacks of the other side are as large as they can
        be after.

    Raises
    ------
    InvalidInputError
        As for `measures`; a number is zero, or an option is not known.

    References
    ----------
    Tone (2001), Eur J Oper Res 130:498-509, doi:10.1016/S0377-2217(99)00407-5.

    Examples
    --------
    >>> inputs, outputs = [[4, 3], [6, 3], [8, 1], [8, 1], [2, 4]], [[2, 3], [2, 3], [6, 2], [6, 1], [1, 4]]
    >>> found = slacks_based(inputs, outputs)
    >>> found.scores.round(6).tolist()
    [0.79798, 0.568182, 1.0, 0.666667, 1.0]
    """
    if orientation not in SIDES or returns not in ("constant", "variable"):
        raise InvalidInputError(
            Message(
                "The orientation is input, output or none and the returns to scale are constant or variable; "
                "%(orientation)s and %(returns)s came.",
                {"orientation": str(orientation), "returns": str(returns)},
            )
        )
    of = measures(inputs, outputs)
    check_all_positive(of)
    scales = scales_of(of)
    lp, second = _programmes(of, scales, orientation, returns)
    proof = proved(lp, second)
    m, s = of.inputs.shape[1], of.outputs.shape[1]
    whole = proof.own[:, 0] if orientation == "none" else np.ones(of.units)
    shares = proof.own[:, -(m + s) :] / whole[:, None]
    saved, added = shares[:, :m].mean(axis=1), shares[:, m:].mean(axis=1)
    scores = {"input": 1 - saved, "output": 1 / (1 + added), "none": (1 - saved) / (1 + added)}
    return SlacksBased(
        orientation=orientation,
        returns=returns,
        scores=scores[orientation],
        efficient=shares.sum(axis=1) <= EFFICIENT,
        lambdas=csr_array(diags_array(1 / whole) @ proof.shared @ diags_array(1 / scales.columns)),
        input_slacks=shares[:, :m] * of.inputs,
        output_slacks=shares[:, m:] * of.outputs,
        gap=proof.gap,
        solved_again=tuple(np.flatnonzero(proof.again).tolist()),
        warnings=of.warnings + doubts(proof.again, proof.gap),
    )


def _programmes(
    of: Measures, scales: Scales, orientation: Side, returns: Returns
) -> tuple[Programmes, Matrix | None]:
    """Rows: inputs, outputs, sum of lambdas, and for both sides the denominator, which t holds at 1."""
    m, s = of.inputs.shape[1], of.outputs.shape[1]
    both = np.hstack([of.inputs / scales.inputs, of.outputs / scales.outputs])
    sums, ratio = int(returns == "variable"), int(orientation == "none")
    rows = m + s + sums + ratio
    extra = np.vstack([np.ones((sums, of.units)), np.zeros((ratio, of.units))])
    shared = shared_columns(of, scales, extra)
    own = _own(both, (m, s), rows, ratio=bool(ratio))
    costs = np.zeros((of.units, own.shape[2]))
    costs[:, :ratio] = 1.0
    if orientation != "output":
        costs[:, ratio : ratio + m] = -1 / m
    if orientation == "output":
        costs[:, -s:] = -1 / s
    second = None if ratio else -np.ones_like(costs)
    right = np.zeros((of.units, rows))
    if ratio:
        right[:, -1] = 1.0
    else:
        right[:, : m + s], right[:, m + s :] = both, 1.0
    start = _start(both[:, m:], (m, of.units, ratio), drop=not sums)
    chosen = candidates(of, scales, constant=not sums)
    return Programmes(shared, own, costs, right, start, chosen), second


def _own(both: Matrix, sizes: tuple[int, int], rows: int, *, ratio: bool) -> Stack:
    """The factor t where there is one, and slacks in shares of the unit's own measures."""
    m, s = sizes
    at = np.arange(m + s)
    found = np.zeros((len(both), rows, int(ratio) + m + s))
    found[:, at, int(ratio) + at] = both * np.r_[np.ones(m), -np.ones(s)]
    if ratio:
        found[:, : m + s, 0] = -both
        found[:, m + s :, 0] = -1.0
        found[:, -1, 0] = 1.0
        found[:, -1, 1 + m :] = 1 / s
    return found


def _start(y: Matrix, sizes: tuple[int, int, int], *, drop: bool) -> Places:
    """The unit itself and slacks of nothing; where lambdas have any sum, not that of the largest output."""
    m, edge, ratio = sizes
    kept = np.ones((len(y), m + y.shape[1]), dtype=bool)
    if drop:
        kept[np.arange(len(y)), m + y.argmax(axis=1)] = False
    slacks = edge + ratio + np.nonzero(kept)[1].reshape(len(y), -1)
    factor = [np.full(len(y), edge)] * ratio
    return np.column_stack([*factor, np.arange(len(y)), slacks])
