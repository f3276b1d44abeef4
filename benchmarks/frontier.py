"""Data envelopment analysis, all units at once, against HiGHS with one linear programme per unit.

Run: python -m benchmarks.frontier
Three inputs, two outputs, simulated; scores by input under constant and variable returns. Ours is the median
of five whole runs: checks, scores, weights and proofs, then also with the second stage for slacks. The peer
in the same run is SciPy's linprog (HiGHS), a cold start for each unit, its table built once; of 5,000 units
it solves a hundred, and its time is scaled up, which is said. Scores of both must be the same to 1e-8 and
every gap below 1e-9. The time of the processor stands beside the time of the clock, because it hardly depends
on neighbours.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
from scipy.optimize import linprog

from mentorway.evidence.efficiency.bootstrap import bootstrapped
from mentorway.evidence.efficiency.frontier import frontier
from mentorway.evidence.efficiency.measures import Measures, measures
from mentorway.evidence.efficiency.radial import Kind, radial
from mentorway.evidence.efficiency.slacks import slacks_based

SIZES = {200: 200, 1_000: 1_000, 5_000: 100}  # units, and how many of them the peer solves
REPEATS = 5
CLOSE, PROVED = 1e-8, 1e-9
LEAST = {200: 10, 1_000: 25, 5_000: 100}  # how many times faster it has to be


def made(units: int) -> Measures:
    """Simulated units: outputs from inputs, less what each wastes."""
    rng = np.random.default_rng(2026)
    x = rng.uniform(1, 10, (units, 3))
    waste = rng.uniform(0.3, 1, (units, 2))
    return measures(x, np.column_stack([x.prod(axis=1) ** 0.3, x.sum(axis=1) ** 0.8]) * waste)


def timed(work: Callable[[], Any], times: int = REPEATS) -> tuple[float, float, Any]:
    """Median seconds by the clock and by the processor, and the last answer."""
    clock, processor, found = [], [], None
    for _time in range(times):
        start = time.perf_counter(), time.process_time()
        found = work()
        clock.append(time.perf_counter() - start[0])
        processor.append(time.process_time() - start[1])
    return statistics.median(clock), statistics.median(processor), found


def one_by_one(of: Measures, some: np.ndarray, *, variable: bool) -> np.ndarray:
    """Scores by input of some units, one linear programme each."""
    m, n = of.inputs.shape[1], of.units
    table = np.zeros((m + of.outputs.shape[1], n + 1))
    table[:m, 1:], table[m:, 1:] = of.inputs.T, -of.outputs.T
    costs, right = np.r_[1.0, np.zeros(n)], np.zeros(len(table))
    convex = {"A_eq": np.r_[0.0, np.ones(n)][None], "b_eq": [1.0]} if variable else {}
    scores = []
    for unit in some:
        table[:m, 0], right[m:] = -of.inputs[unit], -of.outputs[unit]
        scores.append(linprog(costs, A_ub=table, b_ub=right, **convex).fun)
    return np.array(scores)


def compared(units: int, returns: Any) -> bool:
    """Time both on the same units; return whether they agree and ours is fast enough."""
    of = made(units)
    some = np.linspace(0, units - 1, SIZES[units]).astype(int)
    radial(of, Kind("input", returns))
    ours, ours_cpu, found = timed(lambda: radial(measures(of.inputs, of.outputs), Kind("input", returns)))
    whole, whole_cpu, _ = timed(lambda: frontier(of.inputs, of.outputs, returns=returns))
    theirs, theirs_cpu, scores = timed(lambda: one_by_one(of, some, variable=returns == "variable"), 1)
    theirs, theirs_cpu = theirs * units / len(some), theirs_cpu * units / len(some)
    apart = float(np.abs(found.scores[some] - scores).max())
    ratio = theirs_cpu / ours_cpu
    print(
        f"  {units:>5} {returns:<9}{ours * 1e3:8.1f} ms ({ours_cpu * 1e3:.1f} processor),"
        f" with slacks {whole * 1e3:.1f} ({whole_cpu * 1e3:.1f});  linprog {theirs:8.2f} s ({theirs_cpu:.2f})"
        f"{' scaled up' if len(some) < units else ''};  {theirs / ours:.0f} times, by processor {ratio:.0f};"
        f"  apart {apart:.1e}, gap {found.gap.max():.1e}, {int(found.again.sum())} solved again"
    )
    return apart <= CLOSE and float(found.gap.max()) <= PROVED and ratio >= LEAST[units]


def main() -> None:
    """Compare at each size; then our slacks-based measure and bootstrap by themselves."""
    met = [compared(units, returns) for units in SIZES for returns in ("constant", "variable")]
    for units in (200, 1_000):
        of = made(units)
        clock, processor, _ = timed(lambda of=of: slacks_based(of.inputs, of.outputs), 3)
        print(f"  slacks-based, {units} units: {clock * 1e3:.1f} ms ({processor * 1e3:.1f} processor)")
    of = made(70)
    rng = np.random.default_rng(1)
    work = lambda: bootstrapped(of.inputs, of.outputs, rng=rng)  # noqa: E731
    clock, processor, _ = timed(work, 1)
    print(f"  bootstrap, 70 units, 2,000 times: {clock:.1f} s ({processor:.1f} processor)")
    if not all(met):
        sys.exit("Scores differ, lack proof, or came too slowly.")


if __name__ == "__main__":
    main()
