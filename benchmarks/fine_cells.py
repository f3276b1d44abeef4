"""Fine cells of a million answers to thirty items: by facts, holes and organisations, with pairs or weights.

Run: python -m benchmarks.fine_cells
Each way runs in a process of its own so that its peak memory is its own, and its countries are checked
against those of the plain reduction, which must stay below 300 MB. Quote the figures only from a quiet
machine.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from benchmarks.reduction import FOLDER, GROUPS, ITEMS

PEOPLE = 1_000_000
ORGANISATIONS = 1_000
REPEATS = 5
MOST_MB = 300

WAYS = {
    "plain": {},
    "country": {"by": ["country"]},
    "country, wave": {"by": ["country", "wave"]},
    "patterns": {"by": ["country"], "patterns": True},
    "organisations": {"by": ["country", "organisation"]},
    "pairs": {"by": ["country"], "pairs": True},
    "weights": {"by": ["country"], "weight": "weight"},
}


def make(path: Path) -> None:
    """Simulated answers from 1 to 5; one person in twenty left out a question or two."""
    rng = np.random.default_rng(2026)
    factors = rng.normal(size=(PEOPLE, 5))
    some, first, second = rng.random(PEOPLE) < 0.05, *rng.integers(0, len(ITEMS), (2, PEOPLE))
    columns = {}
    for place, item in enumerate(ITEMS):
        answer = 3 + 0.8 * factors[:, place % 5] + rng.normal(size=PEOPLE)
        gone = some & ((first == place) | ((second == place) & (second % 3 == 0)))
        columns[item] = pa.array(np.clip(np.rint(answer), 1, 5).astype(np.int16), mask=gone)
    countries = rng.integers(0, len(GROUPS), PEOPLE)
    organisations = rng.integers(0, ORGANISATIONS // len(GROUPS), PEOPLE)
    columns["country"] = pa.array(np.array(GROUPS)[countries])
    columns["organisation"] = pa.array([f"{a}-{b}" for a, b in zip(countries, organisations, strict=True)])
    columns["wave"] = pa.array(rng.choice(["1", "2", "3"], PEOPLE))
    columns["weight"] = pa.array(rng.gamma(4, 0.25, PEOPLE) + 0.01)
    pq.write_table(pa.table(columns), path, row_group_size=131_072)


def reduced(way: str, path: Path) -> tuple[int, list[object]]:
    """How many cells there are, and the sums of the countries."""
    from mentorway.moments import Block, Wanted, reduce_answers, reduce_finely  # noqa: PLC0415 - memory

    block, asked = Block("all", ITEMS, reverse=(False,) * len(ITEMS), low=1, high=5), WAYS[way]
    if not asked:
        (found,) = reduce_answers(path, [block], group="country")
        cells = len(found.cells)
    else:
        wanted = Wanted(
            by=tuple(asked["by"]),
            patterns=bool(asked.get("patterns")),
            pairs=bool(asked.get("pairs")),
            weight=asked.get("weight"),
        )
        (cube,) = reduce_finely(path, [block], wanted)
        cells, found = len(cube.cells), cube.by_fact("country")
    return cells, [
        [cell.key, cell.rows, cell.complete, cell.products.tolist(), cell.counts.tolist()]
        for cell in found.cells
    ]


def measure(way: str, path: Path) -> None:
    """Time one way in this process, and print what was found as JSON."""
    cells, found = reduced(way, path)
    wall, processor = [], []
    for _ in range(REPEATS):
        before, busy = time.perf_counter(), time.process_time()
        reduced(way, path)
        wall.append(time.perf_counter() - before)
        processor.append(time.process_time() - busy)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    ms, busy_ms = (statistics.median(times) * 1000 for times in (wall, processor))
    print(json.dumps({"ms": ms, "busy": busy_ms, "mb": peak, "cells": cells, "found": found}))


def _run(way: str, path: Path) -> str:
    """Run in a process that starts small: the peak of its parent would count as its own."""
    command = [sys.executable, "-m", "benchmarks.fine_cells", way, str(path)]
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=FOLDER).stdout


def main() -> None:
    """Print medians and peak memory of each way; end with an error where one misses its mark."""
    print(f"{'way':<15} {'cells':>7} {'median ms':>10} {'processor ms':>13} {'peak MB':>8}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.parquet"
        _run("make", path)
        plain: object = None
        for way in WAYS:
            one = json.loads(_run(way, path))
            plain = plain or one["found"]
            print(
                f"{way:<15} {one['cells']:>7,} {one['ms']:>10.0f} {one['busy']:>13.0f} {one['mb']:>8.0f}",
                flush=True,
            )
            if one["found"] != plain:
                raise SystemExit(f"{way} found other sums of the countries than the plain reduction.")
            if way == "plain" and one["mb"] > MOST_MB:
                raise SystemExit(f"The plain reduction took {one['mb']:.0f} MB, more than {MOST_MB}.")


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "make":
        make(Path(sys.argv[2]))
    elif len(sys.argv) == 3:
        measure(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
