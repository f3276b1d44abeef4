"""The reduction of answers to sums: ours against DuckDB SQL and plain NumPy, in one run on one machine.

Run: python -m benchmarks.reduction
Every way gives the same numbers (checked), and each runs in a process of its own so that its peak memory is
its own; so does what makes the answers, since a child's peak starts at its parent's. Quote the figures only
from a quiet machine.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

SIZES = (10_000, 100_000, 1_000_000)
ITEMS = tuple(f"i{number:02d}" for number in range(1, 31))
GROUPS = ("DK", "EE", "FI", "IS", "LT", "LV", "NO", "SE")
REPEATS = 5
FOLDER = Path(__file__).resolve().parents[1]

Sums = dict[str, tuple[int, list[int], list[list[int]]]]  # group: rows, sums, products of (answer - 3)


def make(path: Path, people: int) -> None:
    """Simulated answers from 1 to 5 with one factor for every six items."""
    rng = np.random.default_rng(2026)
    factors = rng.normal(size=(people, 5))
    columns = {}
    for place, item in enumerate(ITEMS):
        answer = 3 + 0.8 * factors[:, place % 5] + rng.normal(size=people)
        columns[item] = np.clip(np.rint(answer), 1, 5).astype(np.int16)
    pq.write_table(pa.table({**columns, "country": rng.choice(GROUPS, people)}), path)


def ours(path: Path) -> Sums:
    """The product's own pass, which also counts every answer and every missing one."""
    from mentorway.moments import Block, reduce_answers  # noqa: PLC0415 - its memory counts for this way only

    block = Block("all", ITEMS, reverse=(False,) * len(ITEMS), low=1, high=5)
    (found,) = reduce_answers(path, [block], group="country")
    return {cell.key: (cell.complete, cell.sums.tolist(), cell.products.tolist()) for cell in found.cells}


def duckdb_sql(path: Path) -> Sums:
    """One query of 496 aggregates: rows, 30 sums, 465 sums of products."""
    import duckdb  # noqa: PLC0415 - its memory counts for this way only

    size = len(ITEMS)
    pairs = [(i, j) for i in range(size) for j in range(i, size)]
    wanted = ["count(*)", *(f"sum({item} - 3)" for item in ITEMS)]
    wanted += [f"sum(({ITEMS[i]} - 3) * ({ITEMS[j]} - 3))" for i, j in pairs]
    query = f"select country, {', '.join(wanted)} from read_parquet(?) group by country"  # noqa: S608 - our names
    result: Sums = {}
    with duckdb.connect() as database:
        for row in database.execute(query, [str(path)]).fetchall():
            products = np.zeros((size, size), dtype=np.int64)
            for (i, j), value in zip(pairs, row[2 + size :], strict=True):
                products[i, j] = products[j, i] = value
            result[row[0]] = (row[1], [int(value) for value in row[2 : 2 + size]], products.tolist())
    return result


def plain_numpy(path: Path) -> Sums:
    """Everything read into one float64 matrix, then a mask for each group."""
    table = pq.read_table(path)
    groups = table["country"].to_numpy(zero_copy_only=False)
    matrix = np.column_stack([table[item].to_numpy() for item in ITEMS]).astype(np.float64) - 3
    result: Sums = {}
    for name in GROUPS:
        mine = matrix[groups == name]
        products = (mine.T @ mine).astype(np.int64)
        result[name] = (len(mine), mine.sum(axis=0).astype(np.int64).tolist(), products.tolist())
    return result


WAYS: dict[str, Callable[[Path], Sums]] = {"ours": ours, "duckdb_sql": duckdb_sql, "plain_numpy": plain_numpy}


def measure(way: str, path: Path) -> None:
    """Time one way in this process, after one run that is not counted, and print what was found as JSON."""
    found = WAYS[way](path)
    seconds = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        WAYS[way](path)
        seconds.append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"ms": statistics.median(seconds) * 1000, "mb": peak, "found": sorted(found.items())}))


def _run(*words: str) -> str:
    command = [sys.executable, "-m", "benchmarks.reduction", *words]
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=FOLDER).stdout


def _measured(way: str, path: Path) -> dict[str, object]:
    answer: dict[str, object] = json.loads(_run(way, str(path)))
    return answer


def main() -> None:
    """Print medians, peak memory and ratios for each size."""
    print(f"{'people':>9} {'way':<12} {'median ms':>10} {'peak MB':>8} {'ratio to ours':>14}")
    with tempfile.TemporaryDirectory() as folder:
        for people in SIZES:
            path = Path(folder) / f"{people}.parquet"
            _run("make", str(path), str(people))
            results = {way: _measured(way, path) for way in WAYS}
            for way, result in results.items():
                if result["found"] != results["ours"]["found"]:
                    raise SystemExit(f"{way} found other numbers than ours at {people} people.")
                ratio = float(str(result["ms"])) / float(str(results["ours"]["ms"]))
                print(f"{people:>9,} {way:<12} {result['ms']:>10.1f} {result['mb']:>8.0f} {ratio:>13.2f}×")


if __name__ == "__main__":
    if len(sys.argv) == 4 and sys.argv[1] == "make":
        make(Path(sys.argv[2]), int(sys.argv[3]))
    elif len(sys.argv) == 3:
        measure(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
