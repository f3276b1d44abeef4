"""What changed, simulated with a known change: how often intervals hold it, and how often none is called one.

Run: python -m benchmarks.evaluating_changes [--runs 4000]
Answers are sums of 20 items of 5 points, so that they have steps, floors and ceilings; in the last rows
people of a pilot change alike. Marks: intervals hold the truth 93 to 97 times in 100, and a change where
there is none is called one at most 5.5 times in 100. Chance moves a share of 1,000 runs by 0.7, one of 4,000
by 0.35, so 4,000 are made, and 1,000 of the largest. Exact tests of few people are below the mark, as their
chances have steps.
"""

from __future__ import annotations

import argparse
import math
import time

import numpy as np

from mentorway.evaluating.changes import Way, change_between
from mentorway.evaluating.people import Level, Outcome, Wave

HELD, CALLED = (0.93, 0.97), 0.055
SCALE = Outcome("skill", "Skill", Level.LEARNING, 20, 100)
CASES = (  # pilots, people of each, change in points, spread of pilots' changes in points
    (1, 12, 0.0, 0.0),
    (1, 20, 0.0, 0.0),
    (1, 20, 4.0, 0.0),
    (1, 40, 0.0, 0.0),
    (1, 40, 4.0, 0.0),
    (10, 12, 0.0, 3.0),
    (20, 20, 4.0, 3.0),
    (100, 40, 0.0, 3.0),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=4000)
    runs = parser.parse_args().runs
    rng = np.random.default_rng(20261129)
    missed = False
    print("pilots people change | interval holds | called a change | ms each")
    for case in CASES:
        start, many = time.process_time(), runs if case[0] < 100 else min(runs, 1000)
        held, called = simulated(rng, many, case)
        each = 1000 * (time.process_time() - start) / many
        slack = 3 * math.sqrt(0.05 * 0.95 / many) if many < 1000 else 0.0
        fails = not HELD[0] - slack <= held <= HELD[1] + slack
        fails |= not case[2] and called > CALLED + slack
        missed |= fails
        print(
            f"{case[0]:6} {case[1]:6} {case[2]:6.1f} | {held:14.3f} | {called:15.3f} | {each:7.2f}",
            fails * "!",
        )
    if missed:
        raise SystemExit("A mark was missed.")


def simulated(
    rng: np.random.Generator, runs: int, case: tuple[int, int, float, float]
) -> tuple[float, float]:
    """Share of runs whose interval holds the true change, and in which there is a change beyond chance."""
    pilots, people, change, spread = case
    labels = [str(one) for one in np.repeat(np.arange(pilots), people)]
    n = pilots * people
    held = called = 0
    for _ in range(runs):
        skill = rng.normal(60, 7, n)
        later = skill + change + np.repeat(rng.normal(0, spread, pilots), people) + rng.normal(0, 4, n)
        before, after = (
            (true + rng.normal(0, 3, n)).round().clip(SCALE.low, SCALE.high) for true in (skill, later)
        )
        found = change_between(SCALE, (before, after), Wave.AFTER, pilots=labels if pilots > 1 else None)
        ends = found.across or found.paired.change
        held += ends.low <= change <= ends.high
        called += found.way is not Way.NEITHER
    return held / runs, called / runs


if __name__ == "__main__":
    main()
