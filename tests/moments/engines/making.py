"""Tables of answers, put into each engine and reduced both ways."""

import os
import uuid
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mentorway.moments.engines import connect

POSTGRES = os.environ.get("MENTORWAY_TEST_POSTGRES", "")
USUAL = "postgres://%2Fvar%2Frun%2Fpostgresql/postgres"
SPARK = os.environ.get("MENTORWAY_TEST_SPARK", "")
TYPES = (
    (pa.types.is_boolean, "boolean"),
    (pa.types.is_int8, "smallint"),
    (pa.types.is_int16, "smallint"),
    (pa.types.is_int32, "integer"),
    (pa.types.is_integer, "bigint"),
    (pa.types.is_float32, "real"),
    (pa.types.is_floating, "double precision"),
    (pa.types.is_decimal, "numeric"),
    (pa.types.is_date, "date"),
    (pa.types.is_string, "text"),
)


def written(folder: Path, table: pa.Table, files: int = 1) -> Path:
    """The table as one Parquet file for reading here, and as several in a folder beside it for engines."""
    pq.write_table(table, folder / "answers.parquet")
    several = folder / f"several-{uuid.uuid4().hex}"
    several.mkdir()
    size = max(1, -(-table.num_rows // files))
    for number, start in enumerate(range(0, max(1, table.num_rows), size)):
        pq.write_table(table.slice(start, size), several / f"part-{number}.parquet")
    return several


class OnDuckDB:
    """Parquet files, read by DuckDB."""

    name = "duckdb"

    def close(self) -> None:
        """Nothing stays open."""

    @contextmanager
    def opened(self, folder: Path, table: pa.Table):
        with connect("duckdb", str(written(folder, table, files=2))) as answers:
            yield answers


class OnSpark:
    """Parquet files, read by the workers of a cluster."""

    name = "spark"

    def close(self) -> None:
        """Every session was stopped by who opened it."""

    @contextmanager
    def opened(self, folder: Path, table: pa.Table):
        with connect("spark", str(written(folder, table, files=2)), address=SPARK) as answers:
            yield answers


class OnPostgreSQL:
    """A table of a server."""

    name = "postgresql"

    def __init__(self) -> None:
        self.address = POSTGRES or USUAL
        try:
            self.server = psycopg.connect(self.address, autocommit=True, connect_timeout=3)
        except psycopg.OperationalError as error:
            if POSTGRES and os.environ.get("CI"):
                pytest.fail(f"MENTORWAY_TEST_POSTGRES is set, but no server answers: {error}")
            pytest.skip(
                f"no PostgreSQL server answers at {self.address}; name one in MENTORWAY_TEST_POSTGRES"
            )

    def close(self) -> None:
        """Let go of the server."""
        self.server.close()

    @contextmanager
    def opened(self, folder: Path, table: pa.Table):
        written(folder, table)
        name = f"answers_{uuid.uuid4().hex[:12]}"
        load(self.server, name, table)
        try:
            with connect("postgresql", f"public.{name}", address=self.address) as answers:
                yield answers
        finally:
            self.server.execute(f'DROP TABLE "{name}"')


def load(server, name: str, table: pa.Table) -> None:
    """Make a table of a server and fill it."""
    columns = [
        f'"{field.name}" {next(kind for is_it, kind in TYPES if is_it(field.type))}' for field in table.schema
    ]
    server.execute(f'CREATE TABLE "{name}" ({", ".join(columns)})')
    with server.cursor() as cursor, cursor.copy(f'COPY "{name}" FROM STDIN') as copy:
        for row in zip(*(column.to_pylist() for column in table.columns), strict=True):
            copy.write_row(row)


def people(rows: int, seed: int = 1, holes: float = 0.1) -> pa.Table:
    """Answers from -2 to 4 to six items of several kinds, from 1 to 100 to one; facts with gaps."""
    rng = np.random.default_rng(seed)
    kinds = [pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.float64(), pa.float32()]
    columns = {}
    for place, kind in enumerate(kinds):
        gone = rng.random(rows) < holes
        columns[f"q{place}"] = pa.array(rng.integers(-2, 5, rows), kind, mask=gone)
    columns["slider"] = pa.array(rng.integers(1, 101, rows), pa.int16(), mask=rng.random(rows) < holes)
    lands = np.array(["LT", "Š'veda\"ģē — «ą»", "back\\slash %s", " LV ", "", None], dtype=object)
    columns["land"] = pa.array(rng.choice(lands, rows), pa.string())
    columns["wave"] = pa.array(rng.integers(1, 4, rows), pa.int32(), mask=rng.random(rows) < holes)
    columns["far"] = pa.array(rng.integers(0, 2, rows) + 2**53, pa.int64(), mask=rng.random(rows) < holes)
    columns["first"] = pa.array(rng.random(rows) < 0.5, pa.bool_())
    columns["w"] = pa.array(rng.gamma(4, 0.25, rows) + 0.01)
    return pa.table(columns)


def same_cubes(found, expected) -> None:
    """Whole numbers are identical; weighted sums agree to a billionth of the weight."""
    assert len(found) == len(expected)
    for mine, theirs in zip(found, expected, strict=True):
        assert replace(mine, cells=()) == replace(theirs, cells=())
        assert len(mine.cells) == len(theirs.cells)
        for cell, other in zip(mine.cells, theirs.cells, strict=True):
            same_cell(cell, other, weighted=mine.weight is not None)


def same_cell(cell, other, *, weighted: bool) -> None:
    if weighted:
        span = 1e-9 * max(1.0, other.weight)
        assert abs(cell.weight - other.weight) <= span
        assert np.allclose(cell.weighted_sums, other.weighted_sums, rtol=1e-9, atol=span)
        assert np.allclose(cell.weighted_products, other.weighted_products, rtol=1e-9, atol=10 * span)
    same = {"weight": 0.0, "weighted_sums": None, "weighted_products": None}
    if not weighted:
        assert (cell.weight, cell.weighted_sums) == (other.weight, other.weighted_sums)
    assert replace(cell, **same) == replace(other, **same)
    for name in ("sums", "products", "counts", "missing"):
        assert getattr(cell, name).dtype == np.int64
