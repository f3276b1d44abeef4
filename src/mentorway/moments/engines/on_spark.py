"""Answers in Parquet or a table that a Spark cluster reads."""

from __future__ import annotations

import os
import shutil
import sys
from typing import Any

import pyarrow as pa

from mentorway.moments.engines.answers import Answers, Limits, Refusals, Table
from mentorway.moments.engines.missing import no_table, not_installed
from mentorway.wording import InvalidInputError, Message

NAME = "Spark"
LIMITS = Limits(products=40, tables=8)
HERE = "local[*]"
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "8",
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.showConsoleProgress": "false",
}


def open_spark(table: str, address: str) -> Answers:
    """Open Parquet, or a table of the catalogue, on a cluster or on this machine.

    A session that is there already is used and left running.
    """
    try:
        import ibis  # noqa: PLC0415 - takes a second, which only who asks for it waits
        from ibis.common.exceptions import IbisError  # noqa: PLC0415
        from py4j.protocol import Py4JError  # noqa: PLC0415
        from pyspark.errors import PySparkException  # noqa: PLC0415
        from pyspark.sql import SparkSession  # noqa: PLC0415
    except ImportError as error:
        raise not_installed(NAME, "spark") from error
    refusals = Refusals(NAME, (PySparkException, Py4JError, IbisError))
    before = SparkSession.getActiveSession()
    with refusals.in_words():
        session = before or _session(SparkSession.builder, address)
    try:
        with refusals.in_words():
            backend = ibis.pyspark.connect(session)
            found = _table(backend, table)
    except BaseException:
        if before is None:
            session.stop()
        raise

    def fetch(query: Table) -> pa.Table:
        return session.sql(backend.compile(query)).toArrow()  # ibis would go by floating-point numbers

    closing = session.stop if before is None else _stay
    return Answers("spark", table, found, LIMITS, refusals, fetch, closing)


def _stay() -> None:
    """The session belongs to somebody else."""


def _session(builder: Any, address: str) -> Any:
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise InvalidInputError(Message("Spark needs Java 17 or newer, and no “java” was found."))
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = builder.master(address or HERE).appName("mentorway")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def _table(backend: Any, table: str) -> Table:
    from ibis.common.exceptions import TableNotFound  # noqa: PLC0415
    from pyspark.errors import AnalysisException  # noqa: PLC0415

    try:
        return backend.read_parquet(table) if _is_path(table) else backend.table(table)
    except (TableNotFound, AnalysisException) as error:
        raise no_table(NAME, table) from error


def _is_path(table: str) -> bool:
    return "/" in table or table.endswith(".parquet")
