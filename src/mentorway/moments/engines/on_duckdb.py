"""Answers in Parquet files or a database file, read by DuckDB in this process."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from mentorway.moments.engines.answers import Answers, Limits, Refusals, Table
from mentorway.moments.engines.missing import no_table, not_installed
from mentorway.wording import InvalidInputError, Message, shown

NAME = "DuckDB"
MEMORY = "MENTORWAY_DUCKDB_MEMORY"  # the variable that says how much it may take
MEMORY_USUAL = "1GB"
LIMITS = Limits(products=120, tables=30)


def open_duckdb(table: str, address: str) -> Answers:
    """Open Parquet files, or a table of a database file, for reading."""
    try:
        import duckdb  # noqa: PLC0415 - takes a second, which only who asks for it waits
        import ibis  # noqa: PLC0415
    except ImportError as error:
        raise not_installed(NAME, "engines") from error
    refusals = Refusals(NAME, (duckdb.Error, ibis.common.exceptions.IbisError))
    files = [] if address else _files(table)
    room = tempfile.TemporaryDirectory(prefix="mentorway-")
    try:
        with refusals.in_words():
            backend = ibis.duckdb.connect(
                address or ":memory:",
                read_only=bool(address),
                memory_limit=os.environ.get(MEMORY) or MEMORY_USUAL,
                temp_directory=room.name,
                preserve_insertion_order=False,
                autoinstall_known_extensions=False,
            )
        found = _table_in(backend, table) if address else _table_of(backend, files)
    except BaseException:
        room.cleanup()
        raise

    def closing() -> None:
        backend.con.close()
        room.cleanup()

    name = table if address else Path(table).name
    return Answers("duckdb", name, found, LIMITS, refusals, backend.to_pyarrow, closing)


def _files(table: str) -> list[str]:
    """The files of a path, a folder or a pattern, in order."""
    path = Path(table)
    if path.is_file():
        return [table]
    found = path.glob("*.parquet") if path.is_dir() else path.parent.glob(path.name or "*.parquet")
    files = sorted(str(one) for one in found)
    if not files:
        raise no_table(NAME, table)
    return files


def _table_of(backend: Any, files: list[str]) -> Table:
    import duckdb  # noqa: PLC0415

    try:
        return backend.read_parquet(files)
    except duckdb.Error as error:
        raise InvalidInputError(
            Message(
                "%(file)s is not a Parquet file. Import the answers again.",
                {"file": shown(Path(files[0]).name)},
            )
        ) from error


def _table_in(backend: Any, table: str) -> Table:
    from ibis.common.exceptions import TableNotFound  # noqa: PLC0415

    try:
        return backend.table(table)
    except TableNotFound as error:
        raise no_table(NAME, table) from error
