"""All tables as they are at one moment, while people go on writing, and filling an empty database."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, transaction

from mentorway.web.management.keeping import tables
from mentorway.web.management.keeping.refusing import KeepingError

ALIAS: Final = "mentorway_snapshot"
CHUNK: Final = 2**20
SQLITE, POSTGRESQL = "sqlite", "postgresql"


@contextlib.contextmanager
def still(folder: Path) -> Iterator[str]:
    """Give the name of a connection that sees every table as it is now, until the end.

    On SQLite this is a copy in ``folder``, so that nobody has to wait; on PostgreSQL one transaction.
    """
    own = connection.copy(ALIAS)
    if connection.vendor == SQLITE:
        own.settings_dict["NAME"] = copied_sqlite(folder / "still.sqlite3")
    connections[ALIAS] = own
    try:
        if connection.vendor == SQLITE:
            yield ALIAS
        else:
            with transaction.atomic(ALIAS):
                with connections[ALIAS].cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                    cursor.execute("SELECT 1")  # the moment is that of the first question
                yield ALIAS
    finally:
        own.close()
        del connections[ALIAS]


def copied_sqlite(path: Path) -> Path:
    """Copy the database as it is at one moment: those who write go on, and what they write is not in it.

    A connection of Django's, as constraints call functions that only Django gives to SQLite.
    """
    if _is_in_memory():
        connection.ensure_connection()
        path.write_bytes(connection.connection.serialize())  # what this connection has not yet kept, too
        return path
    reader = connection.copy()
    try:
        with reader.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(path)])
    finally:
        reader.close()
    return path


def _is_in_memory() -> bool:
    """Whether only connections of this process see the database, as in tests."""
    name = str(connection.settings_dict["NAME"])
    return name == ":memory:" or "mode=memory" in name


def copied_out(alias: str, folder: Path) -> Iterator[tuple[str, Path]]:
    """Write each table of a PostgreSQL database to a file, one by one; yield its name and the file."""
    target = folder / "table.copy"
    with connections[alias].cursor() as cursor:
        for name, columns in _columns(alias):
            with target.open("wb") as file, cursor.copy(f"COPY {_table(name, columns)} TO STDOUT") as rows:
                for piece in rows:
                    file.write(piece)
            yield name, target
            target.unlink()


def copied_in(folder: Path, columns: dict[str, list[str]]) -> None:
    """Fill the tables of an empty PostgreSQL database from such files, in one go, and set its counters."""
    with transaction.atomic(), connection.cursor() as cursor:
        emptied()
        for name, of_table in columns.items():
            said = f"COPY {_table(name, of_table)} FROM STDIN"
            with (folder / f"{name}.copy").open("rb") as file, cursor.copy(said) as rows:
                while piece := file.read(CHUNK):
                    rows.write(piece)
        counters_set()


def emptied() -> None:
    """Remove what migrations had filled, within a transaction of the caller."""
    quoted = [connection.ops.quote_name(name) for name in tables.names()]
    with connection.cursor() as cursor:
        if connection.vendor == POSTGRESQL:
            cursor.execute(f"TRUNCATE {', '.join(quoted)}")
            return
        cursor.execute("PRAGMA defer_foreign_keys = ON")
        for name in quoted:
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608


def counters_set() -> None:
    """Let PostgreSQL go on counting after the highest number of each table."""
    if connection.vendor != POSTGRESQL:
        return
    question = """
        SELECT c.relname, a.attname,
            pg_get_serial_sequence(quote_ident(n.nspname) || '.' || quote_ident(c.relname), a.attname)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE n.nspname = current_schema() AND c.relkind = 'r'
    """
    with connection.cursor() as cursor:
        cursor.execute(question)
        for table, column, counter in [row for row in cursor.fetchall() if row[2]]:
            quoted = connection.ops.quote_name(table), connection.ops.quote_name(column)
            highest = f"SELECT max({quoted[1]}) FROM {quoted[0]}"  # noqa: S608
            cursor.execute(f"SELECT setval(%s, coalesce(({highest}), 1), ({highest}) IS NOT NULL)", [counter])


def columns_of(alias: str) -> dict[str, list[str]]:
    """Return the columns of every table, in their order."""
    return dict(_columns(alias))


def _columns(alias: str) -> Iterator[tuple[str, list[str]]]:
    with connections[alias].cursor() as cursor:
        for name in tables.names(alias):
            described = connections[alias].introspection.get_table_description(cursor, name)
            yield name, [one.name for one in described]


def _table(name: str, columns: list[str]) -> str:
    quote = connection.ops.quote_name
    return f"{quote(name)} ({', '.join(quote(one) for one in columns)})"


def _present() -> list[str]:
    return connection.introspection.table_names()


def refuse_broken_sqlite() -> None:
    """Refuse a database whose pages, constraints or references are broken."""
    try:
        with connection.cursor() as cursor:
            said = [row[0] for row in cursor.execute("PRAGMA integrity_check(3)").fetchall()]
            lost = cursor.execute("PRAGMA foreign_key_check").fetchmany(3)
    except DatabaseError as error:
        raise KeepingError(f"The database in the file cannot be read: {error}.") from error
    if said != ["ok"] or lost:
        raise KeepingError(f"The database in the file is broken: {'; '.join([*said, *map(str, lost)])}.")


def is_migrated() -> bool:
    """Whether there are tables at all."""
    return "django_migrations" in _present()


def brought_up() -> None:
    """Bring tables up to this version."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0, database=DEFAULT_DB_ALIAS)


def size_of() -> int:
    """Return how much room the database takes now, in bytes."""
    if connection.vendor == SQLITE:
        path = Path(str(connection.settings_dict["NAME"]))
        return path.stat().st_size if path.is_file() else 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        found: Any = cursor.fetchone()[0]
    return int(found)
