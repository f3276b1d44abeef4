"""Whether this installation can do what it is there for; said without anything that is secret."""

import shutil
import tempfile
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from mentorway.web.core.work.counts import living

ROOM: Final = 200 * 2**20  # bytes that must be free on the disk: a large file of answers
_migrated: list[bool] = []


def database() -> bool:
    """Whether the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def migrations() -> bool:
    """Whether the tables are those of this version; once they are, that does not change while we run."""
    if not _migrated:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        _migrated.append(True)
    return True


def data_folder() -> bool:
    """Whether files can be kept."""
    with tempfile.TemporaryFile(dir=settings.MENTORWAY_DATA) as file:
        return file.write(b"1") == 1


def room() -> bool:
    """Whether there is room on the disk."""
    return free() >= ROOM


def free() -> int:
    """Return the bytes that may still be written into the data folder."""
    return shutil.disk_usage(settings.MENTORWAY_DATA).free


def workers() -> bool:
    """Whether a worker has given a sign of life within the last minute."""
    return living().exists()


CHECKS: Final[dict[str, Callable[[], bool]]] = {
    "database": database,
    "migrations": migrations,
    "data_folder": data_folder,
    "disk": room,
    "workers": workers,
}


def found() -> dict[str, bool]:
    """Return every check with how it went."""
    return {name: _holds(check) for name, check in CHECKS.items()}


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, OSError):
        return False
