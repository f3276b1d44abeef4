"""A hundred million simulated answers summed up in bounded memory: by reading files, and by each engine.

Run: python -m benchmarks.engines [PEOPLE]
Twenty items, people of eight countries in several Parquet files; five million people are a hundred million
answers, without a number it is a tenth of that. Every way runs in a process of its own so that its peak
memory is its own, and must give the very numbers that reading the files here gives. DuckDB is also asked in
plain SQL, the least that it can take. PostgreSQL is asked where a server answers (MENTORWAY_TEST_POSTGRES
names one) for a twentieth of the people, as loading takes longer than asking; Spark where
MENTORWAY_TEST_SPARK names a cluster, as it does under `python tools/spark_cluster.py`.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from functools import reduce as fold
from operator import add
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

FOLDER = Path(__file__).resolve().parents[1]
PEOPLE = 500_000
WHOLE = 5_000_000
FILES = 10
ITEMS = tuple(f"q{number:02}" for number in range(1, 21))
COUNTRIES = ("EE", "FI", "LT", "LV", "NO", "PL", "SE", "UA")
MOST_MB = 1_500
SMALLER = 20  # PostgreSQL gets so many times fewer people
POSTGRES = os.environ.get("MENTORWAY_TEST_POSTGRES", "") or "postgres://%2Fvar%2Frun%2Fpostgresql/postgres"
SPARK = os.environ.get("MENTORWAY_TEST_SPARK", "")
Found = list[list[Any]]


def make(folder: Path, people: int) -> None:
    """Answers from 1 to 5; one in fifty is missing."""
    for number in range(FILES):
        rng = np.random.default_rng([2026, number])
        size = people // FILES
        level = rng.normal(size=size).astype(np.float32)
        columns = {"country": pa.array(np.array(COUNTRIES)[rng.integers(0, 8, size)]).dictionary_encode()}
        for item in ITEMS:
            answer = 3 + 0.7 * level + rng.normal(size=size).astype(np.float32)
            codes = np.clip(np.rint(answer), 1, 5).astype(np.int8)
            columns[item] = pa.array(codes, mask=rng.random(size) < 0.02)
        pq.write_table(pa.table(columns), folder / f"part-{number}.parquet", row_group_size=131_072)


def block() -> Any:
    """The one scale."""
    from mentorway.moments import Block  # noqa: PLC0415 - counts as memory of a way only

    return Block("all", ITEMS, reverse=tuple(place % 3 == 2 for place in range(len(ITEMS))), low=1, high=5)


def here(folder: Path) -> Found:
    """Read file after file in this process; their cells add up."""
    from mentorway.moments import reduce_answers  # noqa: PLC0415

    parts = [
        {cell.key: cell for cell in reduce_answers(path, [block()], group="country")[0].cells}
        for path in sorted(folder.glob("*.parquet"))
    ]
    return facts_of([fold(add, (part[key] for part in parts)) for key in sorted(parts[0])])


def engine(name: str, table: str, address: str = "") -> Found:
    """Ask an engine through ibis."""
    from mentorway.moments.engines import connect, reduce_answers_in  # noqa: PLC0415

    with connect(name, table, address=address) as answers:
        (found,) = reduce_answers_in(answers, [block()], group="country")
    return facts_of(found.cells)


def plain_sql(folder: Path) -> Found:
    """Everything in one query of plain SQL: the least that DuckDB can take."""
    import duckdb  # noqa: PLC0415

    asked = ["country", "count(*)"]
    asked += [f"count(*) FILTER (WHERE {item} = {level})" for item in ITEMS for level in range(1, 6)]
    whole = " AND ".join(f"{item} IS NOT NULL" for item in ITEMS)
    asked += [
        f"sum(CAST({one} AS INTEGER) * {two}) FILTER (WHERE {whole})"
        for place, one in enumerate(ITEMS)
        for two in ITEMS[place:]
    ]
    with duckdb.connect(config={"memory_limit": "1GB", "temp_directory": str(folder / "room")}) as connection:
        query = f"SELECT {', '.join(asked)} FROM read_parquet('{folder}/*.parquet') GROUP BY 1 ORDER BY 1"  # noqa: S608
        return [[str(value) for value in row[:2]] for row in connection.execute(query).fetchall()]


def facts_of(cells: Any) -> Found:
    """Every number of every cell, as text short enough to send."""
    return [
        [
            cell.key,
            str(cell.rows),
            hashlib.sha256(
                json.dumps(
                    [cell.complete, cell.sums.tolist(), cell.products.tolist(), cell.counts.tolist()]
                ).encode()
            ).hexdigest(),
        ]
        for cell in cells
    ]


def load(folder: Path, name: str) -> None:
    """Put the files into a table of PostgreSQL."""
    import psycopg  # noqa: PLC0415
    import pyarrow.csv as pc  # noqa: PLC0415

    columns = ", ".join(["country text", *(f"{item} smallint" for item in ITEMS)])
    with psycopg.connect(POSTGRES, autocommit=True) as server:
        server.execute(f"CREATE UNLOGGED TABLE {name} ({columns})")  # type: ignore[arg-type]
        with server.cursor() as cursor, cursor.copy(f"COPY {name} FROM STDIN CSV") as copy:  # type: ignore[arg-type]
            for path in sorted(folder.glob("*.parquet")):
                sink = pa.BufferOutputStream()
                table = pq.read_table(path)
                table = table.set_column(0, "country", table["country"].cast(pa.string()))
                pc.write_csv(table, sink, pc.WriteOptions(include_header=False))
                copy.write(sink.getvalue().to_pybytes())
        server.execute(f"VACUUM ANALYZE {name}")  # type: ignore[arg-type]


def drop(name: str) -> None:
    import psycopg  # noqa: PLC0415

    with psycopg.connect(POSTGRES, autocommit=True) as server:
        server.execute(f"DROP TABLE IF EXISTS {name}")  # type: ignore[arg-type]


WAYS: dict[str, Callable[[str], Found]] = {
    "reading files": lambda folder: here(Path(folder)),
    "DuckDB, plain SQL": lambda folder: plain_sql(Path(folder)),
    "DuckDB": lambda folder: engine("duckdb", folder),
    "PostgreSQL": lambda table: engine("postgresql", table, POSTGRES),
    "Spark": lambda folder: engine("spark", folder, SPARK),
}


def measure(way: str, where: str, repeats: int) -> None:
    """Time one way in this process, and print what was found as JSON."""
    wall, busy, found = [], [], []
    for _ in range(repeats):
        before, worked = time.perf_counter(), time.process_time()
        found = WAYS[way](where)
        wall.append(time.perf_counter() - before)
        busy.append(time.process_time() - worked)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        json.dumps(
            {"s": statistics.median(wall), "busy": statistics.median(busy), "mb": peak, "found": found}
        )
    )


def run(*arguments: object) -> str:
    """Run in a process that starts small: the peak of its parent would count as its own."""
    command = [sys.executable, "-m", "benchmarks.engines", *map(str, arguments)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=FOLDER).stdout


def said(way: str, people: int, where: str, repeats: int, expected: Found | None = None) -> Found:
    """Measure one way, print its line, and hold it to its marks."""
    one = json.loads(run("measure", way, where, repeats).splitlines()[-1])
    line = f"{way:<20} {people * len(ITEMS):>12,} {one['s']:>9.1f} {one['busy']:>9.1f} {one['mb']:>8.0f}"
    print(line, flush=True)
    found: Found = one["found"]
    shown = len(found[0])
    if expected is not None and found != [row[:shown] for row in expected]:
        raise SystemExit(f"{way} found other numbers than reading the files.")
    if one["mb"] > MOST_MB:
        raise SystemExit(f"{way} took {one['mb']:.0f} MB, more than {MOST_MB}.")
    return found


def postgresql(people: int, repeats: int) -> None:
    """Load fewer people, and ask."""
    import psycopg  # noqa: PLC0415

    try:
        psycopg.connect(POSTGRES, connect_timeout=3).close()
    except psycopg.OperationalError:
        print("PostgreSQL: no server answers.")
        return
    name = f"mentorway_benchmark_{uuid.uuid4().hex[:12]}"
    with tempfile.TemporaryDirectory() as folder:
        run("make", folder, people)
        expected = said("reading files", people, folder, repeats)
        try:
            before = time.perf_counter()
            load(Path(folder), name)
            print(f"  loading PostgreSQL took {time.perf_counter() - before:.1f} s", flush=True)
            said("PostgreSQL", people, name, repeats, expected)
        finally:
            drop(name)


def main(people: int) -> None:
    """Print median times and peak memory of each way; end with an error where one misses its mark."""
    repeats = 1 if people >= WHOLE else 3
    print(f"{'way':<20} {'answers':>12} {'median s':>9} {'process s':>9} {'peak MB':>8}")
    with tempfile.TemporaryDirectory() as folder:
        run("make", folder, people)
        expected = said("reading files", people, folder, repeats)
        said("DuckDB, plain SQL", people, folder, repeats, expected)
        said("DuckDB", people, folder, repeats, expected)
        if SPARK:
            said("Spark", people, folder, 1, expected)  # the driver's memory; the workers have their own
    postgresql(people // SMALLER, repeats)


if __name__ == "__main__":
    if sys.argv[1:2] == ["make"]:
        make(Path(sys.argv[2]), int(sys.argv[3]))
    elif sys.argv[1:2] == ["measure"]:
        measure(sys.argv[2], sys.argv[3], int(sys.argv[4]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE)
