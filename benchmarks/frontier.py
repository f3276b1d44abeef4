"""Data envelopment analysis, all units at once, against R's Benchmarking and against HiGHS, unit by unit.

Run: python -m benchmarks.frontier
Three inputs, two outputs, simulated; scores by input under constant and variable returns. Ours is the median
of five whole runs: checks, scores, weights and proofs, then also with the second stage for slacks. The peer
in the same run is SciPy's linprog (HiGHS), a cold start for each unit, its table built once; of 5,000 units
it solves a hundred, and its time is scaled up, which is said. Scores of both must be the same to 1e-8 and
every gap below 1e-9. Where R has Benchmarking, its `dea` scores the same units in the same run, its own
time taken inside R (median of three, of 5,000 units 250 scaled up). The time of the processor stands beside
the time of the clock, because it hardly depends on neighbours.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
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
SOME_OF_PEER = {5_000: 250}
LEAST = {200: 10, 1_000: 25, 5_000: 100}  # how many times faster than linprog it has to be
LEAST_OF_PEER = {200: 1, 1_000: 25, 5_000: 100}  # and than Benchmarking


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


PEER = """
suppressMessages(library(Benchmarking))
given <- commandArgs(TRUE)
x <- as.matrix(read.csv(given[1], header = FALSE)); y <- as.matrix(read.csv(given[2], header = FALSE))
some <- round(seq(1, nrow(x), length.out = as.integer(given[4])))
taken <- numeric(3)
for (i in seq_along(taken)) taken[i] <- system.time(
  found <- dea(x[some, ], y[some, ], RTS = given[3], ORIENTATION = "in", XREF = x, YREF = y))[["user.self"]]
cat(median(taken) * nrow(x) / length(some), max(abs(eff(found) - scan(given[5], quiet = TRUE)[some])))
"""


def by_benchmarking(of: Measures, returns: str, scores: np.ndarray) -> tuple[float, float] | None:
    """Return the processor's seconds of Benchmarking for all units, and how far its scores are from ours."""
    if shutil.which("Rscript") is None:
        return None
    some = SOME_OF_PEER.get(of.units, of.units)
    with tempfile.TemporaryDirectory() as folder:
        files = [os.path.join(folder, name) for name in ("x.csv", "y.csv", "scores.txt")]  # noqa: PTH118
        np.savetxt(files[0], of.inputs, delimiter=",", fmt="%.17g")
        np.savetxt(files[1], of.outputs, delimiter=",", fmt="%.17g")
        np.savetxt(files[2], scores, fmt="%.17g")
        names = {"constant": "crs", "variable": "vrs"}
        arguments = [*files[:2], names[returns], str(some), files[2]]
        done = subprocess.run(
            ["Rscript", "-e", PEER, *arguments],
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        return None
    seconds, apart = map(float, done.stdout.split())
    return seconds, apart


def against_benchmarking(of: Measures, returns: str, ours: float, scores: np.ndarray) -> bool:
    """Say how Benchmarking does on the same units; return whether we agree and are fast enough."""
    found = by_benchmarking(of, returns, scores)
    if found is None:
        print("        Benchmarking is not installed in R: no comparison with it")
        return True
    seconds, apart = found
    ratio = seconds / ours
    print(f"        Benchmarking {seconds:8.2f} s (processor);  {ratio:.0f} times;  apart {apart:.1e}")
    return apart <= CLOSE and ratio >= LEAST_OF_PEER[of.units]


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
    also = against_benchmarking(of, returns, ours_cpu, found.scores)
    return also and apart <= CLOSE and float(found.gap.max()) <= PROVED and ratio >= LEAST[units]


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
