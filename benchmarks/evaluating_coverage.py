"""Whether intervals of an evaluation hold the effect as often as they say, in simulated studies.

Run: OPENBLAS_NUM_THREADS=1 python -m benchmarks.evaluating_coverage [--studies 1000] [--level 10000]
Each study has 20, 40 or 100 people in each arm, a start, a fact that goes with it (r = 0.3), an end (r
about 0.65 with the start), no effect or one of half a point (half a standard deviation of the start). One
of five is lost, the more likely the lower the start (missing at random). Who takes part is drawn by lot, so
that what every way takes for granted holds. The mark: 93 to 97 of 100 intervals hold the effect, and at
most 5.5 of 100 studies without an effect find one; chance alone moves a share of 1,000 studies by 0.7. In
further tables the lot is replaced: by the start (those low take part), by a lasting difference of the
groups, and by organisations that differ; there a way whose assumption fails is seen to fail. The last
tables are of few people, dealt anew, and of gaps filled in.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mentorway.evaluating.effects import SideBySide, side_by_side
from mentorway.evaluating.losing import Lost, WhatIf, lost
from mentorway.evaluating.people import Arm, Level, Measured, Outcome, People, Wave

SEED = 20261129
SCALE = Outcome("k", "Score", Level.LEARNING, -1000, 1000)
HELD, FALSE = (0.93, 0.97), 0.055
Shares = dict[str, tuple[float, float, int]]
Lines = list[tuple[str, Shares]]


@dataclass(frozen=True)
class Study:
    """What is drawn: people in each arm, the true effect, who takes part, organisations in each arm."""

    n: int
    effect: float
    taking: str = "lot"
    organisations: int = 0


def study(drawn: Study, rng: np.random.Generator) -> tuple[People, Measured]:
    """Draw one study."""
    took = np.repeat([1.0, 0.0], drawn.n)
    lasting = 0.8 * rng.normal(size=2 * drawn.n) + (0.5 * took if drawn.taking == "lasting" else 0.0)
    before = lasting + 0.6 * rng.normal(size=2 * drawn.n)
    if drawn.taking == "start":  # the chance of taking part falls with the start; arms are what comes of it
        took = (rng.uniform(size=2 * drawn.n) < 1 / (1 + np.exp(0.8 * before))).astype(float)
    fact = 0.3 * before + 0.95 * rng.normal(size=2 * drawn.n)
    where = np.zeros(2 * drawn.n, dtype=int)
    shift = np.zeros(2 * drawn.n)
    if drawn.organisations:
        where = (took == 0) * drawn.organisations + rng.integers(0, drawn.organisations, 2 * drawn.n)
        shift = 0.3 * rng.normal(size=2 * drawn.organisations)[where]
    noise = 0.6 * rng.normal(size=2 * drawn.n)
    after = lasting + 0.1 * (fact - 0.3 * before) + shift + noise + drawn.effect * took
    gone = rng.uniform(size=2 * drawn.n) < 1 / (1 + np.exp(1.55 + 0.8 * before))
    measured = Measured(SCALE, {Wave.BEFORE: before, Wave.AFTER: np.where(gone, np.nan, after)})
    none = ("",) * (2 * drawn.n)
    arms = tuple(Arm.PROGRAMME if one else Arm.COMPARISON for one in took)
    of = tuple(f"o{one}" for one in where) if drawn.organisations else none
    names = tuple(f"p{place}" for place in range(2 * drawn.n))
    return People(names, none, arms, none, of, (measured,), {"age": fact}), measured


def held(drawn: Study, studies: int, rng: np.random.Generator) -> Shares:
    """Share of intervals that hold the effect, share of studies that find one, and studies, of each way."""
    inside, found, counted = defaultdict(int), defaultdict(int), defaultdict(int)
    for _ in range(studies):
        one = side_by_side(*study(drawn, rng), rng=rng)
        if not isinstance(one, SideBySide):
            continue
        for way in one.ways:
            if way.value is None:
                continue
            low = -np.inf if way.low is None else way.low
            high = np.inf if way.high is None else way.high
            counted[way.key.value] += 1
            inside[way.key.value] += low <= drawn.effect <= high
            found[way.key.value] += not low <= 0 <= high
    return {key: (inside[key] / many, found[key] / many, many) for key, many in counted.items()}


def suppositions(drawn: Study, studies: int, rng: np.random.Generator) -> Shares:
    """The same of complete cases and of filled tables, for the effect."""
    inside, found, counted = defaultdict(int), defaultdict(int), defaultdict(int)
    for _ in range(studies):
        one = lost(*study(drawn, rng), rng=rng)
        if not isinstance(one, Lost) or not isinstance(one.effect, WhatIf):
            continue
        for row in one.effect.rows[:2]:
            if row.low is None or row.high is None:
                continue
            counted[row.key] += 1
            inside[row.key] += row.low <= drawn.effect <= row.high
            found[row.key] += not row.low <= 0 <= row.high
    return {key: (inside[key] / many, found[key] / many, many) for key, many in counted.items()}


def table(title: str, lines: Lines) -> None:
    """Print shares in 100, held / found; and of how many studies, where not all had an answer."""
    keys = list(dict.fromkeys(key for _, found in lines for key in found))
    print(f"\n{title}\n| | " + " | ".join(keys) + " |\n|---" + "|---" * len(keys) + "|")
    for name, found in lines:
        most = max((one[2] for one in found.values()), default=0)
        cells = [_cell(found[key], most) if key in found else "–" for key in keys]
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


def _cell(one: tuple[float, float, int], most: int) -> str:
    inside, refused, many = one
    return f"{100 * inside:.1f} / {100 * refused:.1f}" + (f" ({many})" if many < most else "")


def missed(lines: Lines) -> list[str]:
    """What lies beyond the marks, of ways that answered in at least half of the studies."""
    beyond = []
    for name, found in lines:
        most = max((one[2] for one in found.values()), default=0)
        for key, (inside, refused, many) in found.items():
            wrong = not HELD[0] <= inside <= HELD[1] or ("no effect" in name and refused > FALSE)
            if wrong and 2 * many >= most:
                beyond.append(f"{name}: {key} {100 * inside:.1f} / {100 * refused:.1f}")
    return beyond


def lines_of(
    of: Callable[[Study, int, np.random.Generator], Shares],
    studies: int,
    rng: np.random.Generator,
    **more: str | int,
) -> Lines:
    """Three sizes, without an effect and with one."""
    return [
        (f"{n}, {'an effect' if effect else 'no effect'}", of(Study(n, effect, **more), studies, rng))
        for n in (20, 40, 100)
        for effect in (0.0, 0.5)
    ]


FURTHER: dict[str, dict[str, str | int]] = {
    "Those low at the start take part": {"taking": "start"},
    "The groups differ by half a point throughout": {"taking": "lasting"},
    "By lot of organisations: 4 in each arm": {"organisations": 4},
    "By lot of organisations: 12 in each arm": {"organisations": 12},
}


def further(studies: int, seed: int) -> None:
    """Tables that have no mark; each draws from a source of its own."""
    for place, (title, more) in enumerate(FURTHER.items(), 1):
        table(title, lines_of(held, studies, np.random.default_rng([seed, place]), **more))
    rng = np.random.default_rng([seed, 10])
    few = [
        (f"{n}, {'an effect' if effect else 'no effect'}", held(Study(n, effect), studies, rng))
        for n in (8, 10)
        for effect in (0.0, 1.0)
    ]
    table("Few: 8 and 10 in each arm before losses", few)
    rng = np.random.default_rng([seed, 11])
    some = max(studies // 4, 2)
    filled = [(f"{n}, no effect", suppositions(Study(n, 0.0), some, rng)) for n in (20, 40)]
    table("Suppositions of those who left (a quarter of the studies)", filled)


def main() -> None:
    """Print the tables; end with an error if a way misses its mark where its assumptions hold."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--studies", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--level", type=int, default=0, help="only this many studies without an effect")
    parser.add_argument("--part", choices=("all", "marks", "further"), default="all")
    given = parser.parse_args()
    start, beyond = time.process_time(), []
    if given.level:
        rng = np.random.default_rng([given.seed, 100])
        level = [(f"{n}, no effect", held(Study(n, 0.0), given.level, rng)) for n in (20, 40, 100)]
        table(f"By lot, {given.level} studies without an effect", level)
        beyond = missed(level)
    elif given.part != "further":
        plain = lines_of(held, given.studies, np.random.default_rng(given.seed))
        table("By lot: intervals that hold the effect / studies that find one, of 100", plain)
        beyond = missed(plain)
    if not given.level and given.part != "marks":
        further(given.studies, given.seed)
    print(f"\n{time.process_time() - start:.0f} s of the processor")
    if beyond:
        raise SystemExit("Beyond the mark: " + "; ".join(beyond))


if __name__ == "__main__":
    main()
