"""Tables and their migrations: which there are, how many rows they have, whether we know them."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from mentorway.web.management.keeping.refusing import KeepingError

Node = tuple[str, str]
# Filled by Django itself, or worth nothing elsewhere.
NOT_COUNTED: Final = frozenset({"django_migrations", "cache", "core_attempt"})
# Applications that older versions had, with their tables; nothing of them comes back.
RETIRED: Final[Mapping[str, tuple[str, ...]]] = {"sessions": ("django_session",)}


def applied(alias: str = DEFAULT_DB_ALIAS) -> list[Node]:
    """Return every migration that was applied, by name."""
    recorder = MigrationRecorder(connections[alias])
    return sorted(recorder.applied_migrations())


def refuse_unknown(nodes: Iterable[Node], version: str) -> None:
    """Refuse migrations that this version of the code does not have: they are of a newer one."""
    known = MigrationLoader(None).disk_migrations
    missing = sorted(
        f"{app}.{name}" for app, name in nodes if (app, name) not in known and app not in RETIRED
    )
    if missing:
        raise KeepingError(
            f"The file was made by Mentorway {version}, which changed the tables in ways that this version "
            f"does not know ({', '.join(missing[:3])}{' …' if missing[3:] else ''}). "
            "Use that version or a newer one. Nothing was changed."
        )


def still_there(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is told of tables, without those that no version has any more."""
    gone = {name for names_of in RETIRED.values() for name in names_of}
    return {name: value for name, value in told.items() if name not in gone}


def newest_of(nodes: Iterable[Node]) -> list[Node]:
    """Return the newest migrations among ``nodes``: migrating to them brings all."""
    graph, wanted = MigrationLoader(None).graph, set(nodes)
    inside = wanted & set(graph.nodes)
    older = {parent.key for node in inside for parent in graph.node_map[node].parents}
    return sorted(inside - older)


def migrate_to(nodes: Iterable[Node]) -> None:
    """Bring an empty database to the state that ``nodes`` were; one that is there already stays as it is."""
    newest = newest_of(nodes)
    if set(newest) <= set(applied()):
        return
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    executor.migrate(newest)


def as_they_were(nodes: Iterable[Node]) -> dict[str, type[models.Model]]:
    """Return the tables of that state, by label, those between two others included."""
    state = MigrationLoader(None).project_state(newest_of(nodes))
    return {model._meta.label: model for model in state.apps.get_models(include_auto_created=True)}  # noqa: SLF001


def names(alias: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Return the names of all tables that hold something of their own."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        found = connection.introspection.get_table_list(cursor)
        derived = NOT_COUNTED | _of_searching(connection, cursor)
    return sorted(one.name for one in found if one.type in {"t", "p"} and one.name not in derived)


def _of_searching(connection: Any, cursor: Any) -> set[str]:
    """Return the tables that SQLite keeps for searching: triggers fill them from the others."""
    if connection.vendor != "sqlite":
        return set()
    cursor.execute("PRAGMA table_list")
    return {name for _schema, name, kind, *_rest in cursor.fetchall() if kind in {"virtual", "shadow"}}


def counts(alias: str = DEFAULT_DB_ALIAS) -> dict[str, int]:
    """Return how many rows each table has."""
    connection = connections[alias]
    found: dict[str, int] = {}
    with connection.cursor() as cursor:
        for name in names(alias):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608
            found[name] = cursor.fetchone()[0]
    return found


def differing(told: Mapping[str, int], found: Mapping[str, int]) -> list[str]:
    """Return in words where two counts of rows differ."""
    return [
        f"{name}: {told.get(name, 'no table')} noted, {found.get(name, 'no table')} found"
        for name in sorted(set(told) | set(found))
        if told.get(name) != found.get(name)
    ]


def is_used(alias: str = DEFAULT_DB_ALIAS) -> bool:
    """Whether somebody has an account here, or there is a partner."""
    present = set(names(alias))
    return any(
        _has_rows(connections[alias], table)
        for table in ("accounts_user", "network_partner")
        if table in present
    )


def _has_rows(connection: Any, table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608
        return cursor.fetchone() is not None
