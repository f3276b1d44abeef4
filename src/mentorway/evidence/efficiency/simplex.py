"""Many small linear programmes over the same columns, solved together: all pivot at once.

A programme is: minimise costs' z, where shared λ + own z = right, λ >= 0, z >= 0. The shared columns (the
units of the reference) cost nothing and are many; own columns are few. Pricing is one matrix product over
candidate columns; the candidates grow by rounds of pricing over all. The right side is moved a little, so
that each pivot gains; `certificate` then solves the basis found on the true numbers and proves it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
Stack = NDArray[np.float64]
Places = NDArray[np.intp]
Mask = NDArray[np.bool_]

SMALLEST = 1e-10  # a reduced cost, against the duals, that is still worth a pivot
PIVOT = 1e-9  # a number smaller than this does not divide
MOVED = 1e-7  # how far the right side is moved
AT_ONCE = 200_000  # reduced costs held at a time: what a processor keeps near
FEW = 300  # so many columns are priced without choosing candidates
ROUNDS = 200
SAMPLE = 400  # problems that find new candidates before all are priced
DONE = 0.02  # all are priced when fewer of the sample than this share find one
STEPS = 500
CROWDED = 0.75  # problems that have come to their end are put away when fewer than this share still move


@dataclass(frozen=True, eq=False)
class Programmes:
    """Shapes: `shared` (rows, columns), `own` (problems, rows, k), `costs` (problems, k), (problems, rows).

    `start` names a basis with no negative values: columns of `shared` first, then of `own`. `barred` is the
    shared column that a problem may not use. `spare` is the place of an own column that makes
    the start possible and has to go; where it cannot, the problem has no solution.
    """

    shared: Matrix
    own: Stack
    costs: Matrix
    right: Matrix
    start: Places
    candidates: Places
    barred: Places | None = None
    spare: int | None = None

    @property
    def problems(self) -> int:
        """How many there are."""
        return len(self.right)

    def columns(self, which: Places, places: Places) -> Stack:
        """Columns by place for some problems: places (n, any) → (n, any, rows)."""
        edge = self.shared.shape[1]
        found: Stack = self.shared.T[np.minimum(places, edge - 1)]
        mine = places >= edge
        problem, at = np.nonzero(mine)
        found[problem, at] = self.own[which[problem], :, places[problem, at] - edge]
        return found


@dataclass(eq=False)
class State:
    """Where each problem stands: its basis, the inverse of it, and the values (of the moved problem)."""

    basis: Places
    inverse: Stack
    values: Matrix
    possible: Mask


@dataclass(frozen=True, eq=False)
class Search:
    """What a run of pivots may use: columns to price, costs of own columns, what is allowed (None: all).

    `costs` and `own_allowed` have a row for every problem, `shared_allowed` for those that pivot.
    """

    candidates: Places
    costs: Matrix
    shared_allowed: Mask | None = None
    own_allowed: Mask | None = None


def solved(lp: Programmes) -> State:
    """Pivot every problem to its end, first without the spare column where there is one."""
    state = started(lp)
    if lp.spare is not None:
        _without_spare(lp, state)
    allowed = None
    if lp.spare is not None:
        allowed = np.ones(lp.costs.shape, dtype=bool)
        allowed[:, lp.spare] = False
    _climb(lp, state, lp.costs, allowed)
    return state


def started(lp: Programmes) -> State:
    """Every problem at its start, moved off it by a little, each number by another amount."""
    everyone = np.arange(lp.problems)
    inverse: Stack = np.linalg.inv(lp.columns(everyone, lp.start).transpose(0, 2, 1)).astype(np.float64)
    values = np.matmul(inverse, lp.right[:, :, None])[:, :, 0]
    values = np.maximum(values, 0)
    size = np.where(values > PIVOT, values, 1.0)
    values += MOVED * size * (1 + spread(values.size).reshape(values.shape))
    return State(lp.start.copy(), inverse, values, np.ones(lp.problems, dtype=bool))


def spread(count: int, dimensions: int = 1) -> Vector:
    """Numbers in [0, 1) that look like chance and are the same each time (Weyl's sequence).

    >>> spread(3).round(3).tolist()
    [0.618, 0.236, 0.854]
    """
    steps = np.array([(np.sqrt(5) - 1) / 2, *(np.sqrt(prime) % 1 for prime in _primes(dimensions - 1))])
    found: Vector = np.outer(np.arange(1, count + 1), steps) % 1
    return found[:, 0] if dimensions == 1 else found


def _primes(count: int) -> list[int]:
    found: list[int] = []
    number = 7
    while len(found) < count:
        if all(number % divisor for divisor in range(2, int(number**0.5) + 1)):
            found.append(number)
        number += 1
    return found


def _without_spare(lp: Programmes, state: State) -> None:
    """Drive the spare column out; where it stays above nothing, the problem has no solution."""
    costs = np.zeros_like(lp.costs)
    costs[:, lp.spare] = 1.0
    _climb(lp, state, costs, None)
    edge = lp.shared.shape[1]
    left = np.where(state.basis == edge + (lp.spare or 0), state.values, 0).sum(axis=1)
    out = np.flatnonzero(left > 100 * MOVED)
    if out.size:  # without a solution, unless a pivot would still gain: then the certificate sends it on
        duals = _duals(state, out, _costs_of(lp, state.basis[out], costs[out]))
        own = (np.matmul(duals[:, None, :], lp.own[out])[:, 0] - costs[out]).max(axis=1)
        state.possible[out] = _priced(lp, state, out, costs)[1] | (own > SMALLEST * _size(duals))


def _climb(lp: Programmes, state: State, costs: Matrix, own_allowed: Mask | None) -> None:
    """Pivot over candidates; price all columns; take the best of each problem as candidates; again."""
    pending = np.flatnonzero(state.possible)
    candidates = lp.candidates
    for _round in range(ROUNDS):
        search = Search(candidates, costs, None, own_allowed)
        for block in _blocks(pending, len(candidates)):
            pivot(lp, state, block, search)
        if len(candidates) == lp.shared.shape[1]:
            return
        some = pending[:: 1 + len(pending) // SAMPLE]
        best, worth = _priced(lp, state, some, costs)
        if len(some) == len(pending) or np.count_nonzero(worth) <= DONE * len(some):
            best, worth = _priced(lp, state, pending, costs)
            pending = pending[worth]
        if not pending.size:
            return
        candidates = np.union1d(candidates, best[worth])


def _blocks(which: Places, width: int) -> list[Places]:
    size = max(1, AT_ONCE // max(width, 1))
    return [which[at : at + size] for at in range(0, len(which), size)]


def _priced(lp: Programmes, state: State, which: Places, costs: Matrix) -> tuple[Places, Mask]:
    """The best shared column of each problem, and whether it is worth entering."""
    best, worth = [], []
    for block in _blocks(which, lp.shared.shape[1]):
        duals = _duals(state, block, _costs_of(lp, state.basis[block], costs[block]))
        gain = duals @ lp.shared
        if lp.barred is not None:
            gain[np.arange(len(block)), lp.barred[block]] = 0.0
        at = gain.argmax(axis=1)
        best.append(at)
        worth.append(gain[np.arange(len(block)), at] > SMALLEST * _size(duals))
    return np.concatenate(best), np.concatenate(worth)


def _size(duals: Matrix) -> Vector:
    found: Vector = np.maximum(1.0, np.abs(duals).max(axis=1))
    return found


def _costs_of(lp: Programmes, basis: Places, costs: Matrix) -> Matrix:
    edge = lp.shared.shape[1]
    mine = np.take_along_axis(costs, np.maximum(basis - edge, 0), axis=1)
    return np.where(basis >= edge, mine, 0.0)


def _duals(state: State, which: Places, prices: Matrix) -> Matrix:
    found: Matrix = np.matmul(prices[:, None, :], state.inverse[which])[:, 0]
    return found


@dataclass(eq=False)
class _Block:
    """Problems that pivot together, each a row; what has come to its end is put away now and then."""

    which: Places
    basis: Places
    inverse: Stack
    values: Matrix
    duals: Matrix
    own: Stack
    costs: Matrix
    allowed: Mask | None

    def only(self, rows: Mask) -> _Block:
        """The problems of these rows."""
        return _Block(
            which=self.which[rows],
            basis=self.basis[rows],
            inverse=self.inverse[rows],
            values=self.values[rows],
            duals=self.duals[rows],
            own=self.own[rows],
            costs=self.costs[rows],
            allowed=None if self.allowed is None else self.allowed[rows],
        )


def pivot(lp: Programmes, state: State, which: Places, search: Search) -> None:
    """Pivot these problems until no allowed column is worth entering."""
    shared = np.ascontiguousarray(lp.shared[:, search.candidates])
    basis, costs = state.basis[which], search.costs[which]
    block = _Block(
        which=which,
        basis=basis,
        inverse=state.inverse[which],
        values=state.values[which],
        duals=_duals(state, which, _costs_of(lp, basis, costs)),
        own=lp.own[which],
        costs=costs,
        allowed=_allowed(lp, search, which),
    )
    for _step in range(STEPS):
        place, gain = _entering(block, shared)
        moving = gain > SMALLEST * _size(block.duals)
        left = np.count_nonzero(moving)
        if left < CROWDED * len(moving):
            _kept(state, block)
            block, place, gain = block.only(moving), place[moving], gain[moving]
            moving = moving[moving]
        if not left:
            return
        entering = _global(lp, place, search.candidates)
        _exchange(block, (entering, _column(shared, block.own, place)), np.where(moving, gain, 0.0))
    _kept(state, block)


def _allowed(lp: Programmes, search: Search, which: Places) -> Mask | None:
    """Which candidates and own columns each problem may use; None for all."""
    if search.shared_allowed is None and search.own_allowed is None and lp.barred is None:
        return None
    width = len(search.candidates)
    found = np.ones((len(which), width + lp.own.shape[2]), dtype=bool)
    if search.shared_allowed is not None:
        found[:, :width] = search.shared_allowed
    if search.own_allowed is not None:
        found[:, width:] = search.own_allowed[which]
    if lp.barred is not None:
        found[:, :width] &= search.candidates != lp.barred[which][:, None]
    return found


def _kept(state: State, block: _Block) -> None:
    state.basis[block.which], state.inverse[block.which] = block.basis, block.inverse
    state.values[block.which] = block.values


def _entering(block: _Block, shared: Matrix) -> tuple[Places, Vector]:
    """The column that gains most for each problem, and how much."""
    width = shared.shape[1]
    gain = np.empty((len(block.duals), width + block.own.shape[2]))
    np.matmul(block.duals, shared, out=gain[:, :width])
    gain[:, width:] = np.matmul(block.duals[:, None, :], block.own)[:, 0] - block.costs
    if block.allowed is not None:
        gain *= block.allowed
    place = gain.argmax(axis=1)
    return place, gain[np.arange(len(gain)), place]


def _column(shared: Matrix, own: Stack, place: Places) -> Matrix:
    width = shared.shape[1]
    found: Matrix = shared.T[np.minimum(place, width - 1)]
    mine = np.flatnonzero(place >= width)
    found[mine] = own[mine, :, place[mine] - width]
    return found


def _global(lp: Programmes, place: Places, candidates: Places) -> Places:
    width, edge = len(candidates), lp.shared.shape[1]
    found: Places = np.where(place < width, candidates[np.minimum(place, width - 1)], place - width + edge)
    return found


def _exchange(block: _Block, entering: tuple[Places, Matrix], gain: Vector) -> None:
    """Bring a column into each basis for the one that reaches nothing first; not where there is no gain."""
    name, column = entering
    everyone = np.arange(len(name))
    through = np.matmul(block.inverse, column[:, :, None])[:, :, 0]
    ratio = np.full(through.shape, np.inf)
    np.divide(block.values, through, out=ratio, where=through > PIVOT)
    leaving = ratio.argmin(axis=1)
    step = ratio[everyone, leaving]
    moves = (gain > 0) & np.isfinite(step)  # one without end stays; its certificate will fail
    if not moves.all():
        through[~moves] = 0.0
        step, gain = np.where(moves, step, 0.0), np.where(moves, gain, 0.0)
        stays = ~moves
        through[stays, leaving[stays]] = 1.0
        step[stays] = block.values[stays, leaving[stays]]
        name = np.where(moves, name, block.basis[everyone, leaving])
    row = block.inverse[everyone, leaving] / through[everyone, leaving][:, None]
    block.duals -= gain[:, None] * row
    block.values -= step[:, None] * through
    np.maximum(block.values, 0.0, out=block.values)
    block.values[everyone, leaving] = step
    through[everyone, leaving] -= 1.0
    block.inverse -= through[:, :, None] * row[:, None, :]
    block.basis[everyone, leaving] = name
