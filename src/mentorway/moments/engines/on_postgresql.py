"""Answers in a table of a PostgreSQL server, read in one transaction that can only read."""

from __future__ import annotations

from mentorway.moments.engines.answers import Answers, Limits, Refusals
from mentorway.moments.engines.missing import no_table, not_installed
from mentorway.wording import InvalidInputError, Message

NAME = "PostgreSQL"
LIMITS = Limits(products=120, tables=10)
SECONDS_TO_CONNECT = 10


def open_postgresql(table: str, address: str) -> Answers:
    """Open a table of a server as it is at this moment."""
    try:
        import ibis  # noqa: PLC0415 - takes a second, which only who asks for it waits
        import psycopg  # noqa: PLC0415
        from ibis.common.exceptions import IbisError, TableNotFound  # noqa: PLC0415

        ibis.postgres  # noqa: B018 - raises where its packages are missing
    except (ImportError, AttributeError) as error:
        raise not_installed(NAME, "engines") from error
    refusals = Refusals(NAME, (psycopg.Error, IbisError), _secrets(address))
    with refusals.in_words():
        connection = psycopg.connect(address, connect_timeout=SECONDS_TO_CONNECT)
    try:
        with refusals.in_words():
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            connection.execute("SELECT 1")  # begins the transaction; what ibis does is within it
            backend = ibis.postgres.from_connection(connection)
            schema, _, name = table.rpartition(".")
            try:
                found = backend.table(name, database=schema or None)
            except TableNotFound:
                raise no_table(NAME, table) from None
    except BaseException:
        connection.close()
        raise
    return Answers("postgresql", table, found, LIMITS, refusals, backend.to_pyarrow, connection.close)


def _secrets(address: str) -> tuple[str, ...]:
    """What may not be said of the address; an address that cannot be read is refused without showing it."""
    from psycopg import ProgrammingError  # noqa: PLC0415
    from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415

    unreadable = InvalidInputError(
        Message(
            "The address of the PostgreSQL server is missing or cannot be read. Write it as "
            "postgresql://person@server/database."
        )
    )
    if not address:
        raise unreadable
    try:
        password = conninfo_to_dict(address).get("password")
    except ProgrammingError:
        raise unreadable from None
    return (address, str(password or ""))
