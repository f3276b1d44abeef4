"""Which further cells to hide: the least information among all that keep every promise asked so far."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

EFFORT = 4.0  # the solver's own deterministic units of time
UNIT = 1000


@dataclass(frozen=True)
class Promise:
    """At least one of some cells is hidden, or, where there is one, `unless` is shown; `told_by` says why.

    If all these cells were shown, the number in question would be reckoned from them, whatever else is
    hidden.
    """

    some: frozenset[int]
    unless: int = -1
    told_by: str = ""

    def kept(self, hidden: Collection[int]) -> bool:
        """Whether it holds when these cells are hidden."""
        return (self.unless >= 0 and self.unless not in hidden) or not self.some.isdisjoint(hidden)


def information(count: int) -> float:
    """How much a published count tells: the logarithm of two more than it; a zero tells something too."""
    return math.log(2 + count)


def least(
    promises: Sequence[Promise], weights: Mapping[int, float], fixed: Collection[int]
) -> frozenset[int] | None:
    """The cells to hide, beside those that are, with the least weight of all ways; None if not found in time.

    Parameters
    ----------
    promises : sequence of Promise
    weights : mapping of int to float
        What each cell that can be hidden tells.
    fixed : collection of int
        Cells hidden anyway.

    Examples
    --------
    >>> some = [Promise(frozenset({1, 2})), Promise(frozenset({2, 3})), Promise(frozenset({4}), unless=2)]
    >>> sorted(least(some, {1: 1.0, 2: 1.5, 3: 1.0, 4: 1.0}, ()))
    [1, 3]
    """
    from ortools.sat.python import cp_model  # noqa: PLC0415 - heavy, and seldom needed

    model = cp_model.CpModel()
    hide = {one: model.new_bool_var("") for one in sorted(weights)}
    for one in fixed:
        model.add(hide[one] == 1)
    for promise in promises:
        literals = [hide[one] for one in sorted(promise.some)]
        model.add_bool_or(literals if promise.unless < 0 else [*literals, ~hide[promise.unless]])
    model.minimize(sum(max(round(weights[one] * UNIT), 1) * hide[one] for one in hide))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.random_seed = 1, 0
    solver.parameters.max_deterministic_time = EFFORT
    if solver.solve(model) != cp_model.OPTIMAL:
        return None
    return frozenset(one for one in hide if solver.boolean_value(hide[one])) - frozenset(fixed)


def greedy(
    promises: Sequence[Promise], weights: Mapping[int, float], hidden: Collection[int]
) -> frozenset[int]:
    """More cells to hide, one after the other: each that keeps the most broken promises for its weight.

    Examples
    --------
    >>> some = [Promise(frozenset({1, 2})), Promise(frozenset({2, 3}))]
    >>> sorted(greedy(some, {1: 1.0, 2: 1.5, 3: 1.0}, ()))
    [2]
    """
    found = set(hidden)
    while broken := [one for one in promises if not one.kept(found)]:
        gain: dict[int, int] = {}
        for promise in broken:
            for one in promise.some:
                gain[one] = gain.get(one, 0) + 1
        found.add(min(sorted(gain), key=lambda one: (weights[one] / gain[one], one)))
    return frozenset(found) - frozenset(hidden)
