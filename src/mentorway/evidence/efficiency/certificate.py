"""What the pivots found, solved again on the true numbers, with proof; what has no proof goes to HiGHS."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from mentorway.evidence.efficiency.simplex import (
    AT_ONCE,
    MOVED,
    Mask,
    Matrix,
    Places,
    Programmes,
    Search,
    State,
    Vector,
    pivot,
    solved,
    spread,
)

PROVED = 1e-9  # largest gap that counts as proof
FLAT = 1e-9  # a reduced cost this near to nothing, against the duals, leaves the objective as it is
STRICT = 1e-10  # what HiGHS takes as met


@dataclass(frozen=True, eq=False)
class Proof:
    """Solutions with their duals; `gap` is the largest failure of the proof, NaN where there is no solution.

    The gap is the largest of three, each without unit: primal less dual objective, how far the solution is
    from meeting its conditions, and how far the duals are from theirs. `again` says which went to HiGHS.
    """

    objective: Vector
    shared: csr_array
    own: Matrix
    duals: Matrix
    gap: Vector
    possible: Mask
    again: Mask


@dataclass(frozen=True, eq=False)
class _Corner:
    """The basis of each problem on the true numbers."""

    values: Matrix
    prices: Matrix
    duals: Matrix


def proved(lp: Programmes, second: Matrix | None = None) -> Proof:
    """Solve every problem and prove it; `second` are costs to minimise among the best solutions."""
    state = solved(lp)
    corner = _corner(lp, state, lp.costs)
    gain = np.matmul(corner.duals[:, None, :], lp.own)[:, 0] - lp.costs
    if lp.spare is not None:
        gain[:, lp.spare] = -np.inf
    gap = _gap(lp, state, corner, gain)
    sure = state.possible & (gap <= PROVED)
    duals = corner.duals
    if second is not None:
        corner = _among_the_best(lp, state, (corner, gain, sure), second)
    shared, own = _spread_out(lp, state, corner)
    objective = (own * lp.costs).sum(axis=1)
    found = Proof(objective, shared, own, duals, gap, state.possible, state.possible & ~sure)
    return _settled(lp, found, second) if found.again.any() else found


def _corner(lp: Programmes, state: State, costs: Matrix) -> _Corner:
    """Invert each basis anew, and polish values and duals once by what is left."""
    edge = lp.shared.shape[1]
    basis = lp.columns(np.arange(lp.problems), state.basis).transpose(0, 2, 1)
    own = np.take_along_axis(costs, np.maximum(state.basis - edge, 0), axis=1)
    prices = np.where(state.basis >= edge, own, 0.0)
    inverse = np.linalg.inv(basis)
    values = np.matmul(inverse, lp.right[:, :, None])
    values += np.matmul(inverse, lp.right[:, :, None] - np.matmul(basis, values))
    row = prices[:, None, :]
    duals = np.matmul(row, inverse)
    duals += np.matmul(row - np.matmul(duals, basis), inverse)
    state.inverse[:] = inverse
    return _Corner(values[:, :, 0], prices, duals[:, 0])


def _gap(lp: Programmes, state: State, corner: _Corner, gain: Matrix) -> Vector:
    """The largest failure of the proof of each problem."""
    value = (corner.prices * corner.values).sum(axis=1)
    dual = (corner.duals * lp.right).sum(axis=1)
    size = np.maximum(1.0, np.abs(corner.duals).max(axis=1))
    unmet = np.maximum(-corner.values.min(axis=1), 0) / np.maximum(1.0, np.abs(corner.values).max(axis=1))
    if lp.spare is not None:
        left = np.where(state.basis == lp.shared.shape[1] + lp.spare, np.abs(corner.values), 0).sum(axis=1)
        unmet = np.maximum(unmet, left)
    loose = np.maximum(gain.max(axis=1), 0)
    for block, part in _gains(lp, corner.duals):
        loose[block] = np.maximum(loose[block], part.max(axis=1))
    found: Vector = np.maximum.reduce(
        [np.abs(value - dual) / np.maximum(1.0, np.abs(value)), unmet, loose / size]
    )
    return np.where(state.possible, found, np.nan)


def _gains(lp: Programmes, duals: Matrix) -> Iterator[tuple[Places, Matrix]]:
    """What each shared column would gain in each problem, some problems at a time."""
    size = max(1, AT_ONCE // lp.shared.shape[1])
    for at in range(0, lp.problems, size):
        block = np.arange(at, min(at + size, lp.problems))
        gain = duals[block] @ lp.shared
        if lp.barred is not None:
            gain[np.arange(len(block)), lp.barred[block]] = -np.inf
        yield block, gain


def _among_the_best(
    lp: Programmes, state: State, first: tuple[_Corner, Matrix, Mask], second: Matrix
) -> _Corner:
    """Pivot on along columns that leave the objective as it is, towards the least of the second costs."""
    corner, gain, sure = first
    flat = FLAT * np.maximum(1.0, np.abs(corner.duals).max(axis=1))[:, None]
    own_allowed = gain >= -flat
    size = np.where(corner.values > FLAT, corner.values, 1.0)
    state.values[:] = np.maximum(corner.values, 0) + MOVED * size * (
        1 + spread(size.size).reshape(size.shape)
    )
    for block, part in _gains(lp, corner.duals):
        allowed = part >= -flat[block]
        columns = np.flatnonzero(allowed.any(axis=0))
        some = sure[block]
        pivot(lp, state, block[some], Search(columns, second, allowed[some][:, columns], own_allowed))
    found = _corner(lp, state, second)
    sure &= found.values.min(axis=1) >= -PROVED * np.maximum(1.0, np.abs(found.values).max(axis=1))
    return found


def _spread_out(lp: Programmes, state: State, corner: _Corner) -> tuple[csr_array, Matrix]:
    """Values of the bases by column: shared ones sparse, own ones whole."""
    edge = lp.shared.shape[1]
    values = np.where(corner.values > PROVED * 0.01, corner.values, 0.0)
    problem, at = np.nonzero((state.basis < edge) & (values > 0))
    cells = (values[problem, at], (problem, state.basis[problem, at]))
    shared = csr_array(cells, shape=(lp.problems, edge))
    own = np.zeros_like(lp.costs)
    problem, at = np.nonzero(state.basis >= edge)
    own[problem, state.basis[problem, at] - edge] = values[problem, at]
    return shared, own


def _settled(lp: Programmes, found: Proof, second: Matrix | None) -> Proof:
    """Solve the problems that lack a proof one by one."""
    shared, own = found.shared.tolil(), found.own.copy()
    duals, gap, possible = found.duals.copy(), found.gap.copy(), found.possible.copy()
    for one in np.flatnonzero(found.again):
        answer = _by_highs(lp, int(one), second)
        possible[one] = answer is not None
        if answer is None:
            gap[one] = np.nan
            continue
        values, duals[one], gap[one] = answer
        shared[[one], :] = values[: lp.shared.shape[1]]
        own[one] = values[lp.shared.shape[1] :]
    objective = (own * lp.costs).sum(axis=1)
    return replace(
        found, objective=objective, shared=csr_array(shared), own=own, duals=duals, gap=gap, possible=possible
    )


def _by_highs(lp: Programmes, one: int, second: Matrix | None) -> tuple[Vector, Vector, float] | None:
    """Values, duals and gap of one problem; None where it has no solution."""
    table = np.hstack([lp.shared, lp.own[one]])
    edge, right = lp.shared.shape[1], lp.right[one]
    costs = np.concatenate([np.zeros(edge), lp.costs[one]])
    most = np.full(table.shape[1], np.inf)
    if lp.barred is not None:
        most[lp.barred[one]] = 0.0
    if lp.spare is not None:
        most[edge + lp.spare] = 0.0
    bounds = np.column_stack([np.zeros(len(most)), most])
    answer = _highs(costs, table, right, bounds)
    if answer.status != 0:
        return None
    values, duals = answer.x, answer.eqlin.marginals
    gain = np.where(most > 0, duals @ table - costs, -np.inf)
    size = max(1.0, float(np.abs(duals).max()))
    unmet = np.abs(table @ values - right).max()
    gap = max(abs(costs @ values - duals @ right), unmet, float(gain.max()) / size, 0.0)
    if second is not None:
        bounds[gain < -FLAT * size, 1] = 0.0
        costs = np.concatenate([np.zeros(edge), second[one]])
        best = _highs(costs, table, right, bounds)
        values = best.x if best.status == 0 else values
    return values, duals, float(gap)


def _highs(costs: Vector, table: Matrix, right: Vector, bounds: Matrix) -> Any:
    return linprog(
        costs,
        A_eq=table,
        b_eq=right,
        bounds=[(float(low), float(high)) for low, high in bounds],
        options={"primal_feasibility_tolerance": STRICT, "dual_feasibility_tolerance": STRICT},
    )
