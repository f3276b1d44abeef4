"""Opening a table of answers in an engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from mentorway.moments.engines.answers import Answers
from mentorway.moments.engines.on_duckdb import open_duckdb
from mentorway.moments.engines.on_postgresql import open_postgresql
from mentorway.moments.engines.on_spark import open_spark
from mentorway.wording import InvalidInputError, Message, listed, shown

Opener = Callable[[str, str], Answers]
OPENERS: Mapping[str, Opener] = MappingProxyType(
    {"duckdb": open_duckdb, "postgresql": open_postgresql, "spark": open_spark}
)
ENGINES = tuple(OPENERS)


def connect(engine: str, table: str, *, address: str = "") -> Answers:
    """Open a table of answers where it is. Nothing is copied and nothing is written.

    Parameters
    ----------
    engine : str
        `duckdb`, `postgresql` or `spark`.
    table : str
        For DuckDB a Parquet file, a folder of such files or a pattern (`answers/*.parquet`); with an
        address, a table in that database. For PostgreSQL a table or view, if need be with its schema
        (`study.answers`).
        For Spark a path of Parquet that every worker can read, or a table of the catalogue.
    address : str, optional
        For DuckDB a database file, opened for reading; for PostgreSQL `postgresql://person@server/database`;
        for Spark the master, `spark://server:7077`, this machine if not given.

    Returns
    -------
    Answers
        To be used in a `with` statement. PostgreSQL shows one moment of the table until it is closed.

    Raises
    ------
    InvalidInputError
        The engine is not known or not installed, cannot be reached, or has no such table.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> import pyarrow as pa, pyarrow.parquet as pq
    >>> from mentorway.moments import Block
    >>> from mentorway.moments.engines import reduce_answers_in
    >>> people = pa.table({"land": ["LT", "LT", "LV"], "a": [1, 3, 2], "b": [2, None, 3]})
    >>> block = Block("trust", ("a", "b"), reverse=(False, True), low=1, high=3)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     pq.write_table(people, Path(folder) / "answers.parquet")
    ...     with connect("duckdb", folder) as answers:
    ...         (found,) = reduce_answers_in(answers, [block], group="land")
    >>> [(cell.key, cell.rows, cell.complete, cell.missing.tolist()) for cell in found.cells]
    [('LT', 2, 1, [0, 1]), ('LV', 1, 1, [0, 0])]
    """
    opener = OPENERS.get(engine)
    if opener is None:
        raise InvalidInputError(
            Message(
                "The engine “%(engine)s” is not known. Known are: %(known)s.",
                {"engine": shown(engine), "known": listed(ENGINES)},
            )
        )
    return opener(table, address)
