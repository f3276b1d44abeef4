"""A place beside the installation where a copy is put back and looked at before it takes its place.

Files go to a hidden folder in the data folder, tables to an SQLite file there or to a schema of their own in
the same PostgreSQL database. So what is there stays as it is until the new one is complete and was checked.
"""

import contextlib
import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from mentorway.web.management.keeping import files, snapshots
from mentorway.web.management.keeping.refusing import KeepingError

DATABASE: Final = "mentorway.sqlite3"
OLD: Final = ".before-"
STAYS: Final = frozenset({"static", "backups", "lost+found", "last-backup.json"})


@dataclass(frozen=True)
class Place:
    """A data folder, and the PostgreSQL schema of its tables (none on SQLite)."""

    folder: Path
    schema: str = ""

    @property
    def parts(self) -> Path:
        """Where a file is taken apart."""
        return self.folder / ".parts"

    def environ(self) -> dict[str, str]:
        """Return the environment in which this place is the installation."""
        here = {
            **os.environ,
            "MENTORWAY_DATA": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "mentorway.web.settings",
            "DATABASE_URL": _address(self.schema) if self.schema else "",
        }
        here.pop("DATABASE_URL_FILE", None)
        return here

    def step(self, order: Mapping[str, Any]) -> dict[str, Any]:
        """Let a process for which this place is the installation do an order; return its report."""
        command = [sys.executable, "-m", "django", "keeping_step"]
        run = subprocess.run(  # noqa: S603
            command, env=self.environ(), input=json.dumps(order), capture_output=True, text=True, check=False
        )
        lines = run.stdout.strip().splitlines()
        if run.returncode or not lines:
            said = run.stderr.strip().splitlines()
            raise KeepingError(said[-1].removeprefix("CommandError: ") if said else "The step was stopped.")
        report: dict[str, Any] = json.loads(lines[-1])
        return report


@contextlib.contextmanager
def beside(parent: Path | None = None) -> Iterator[Place]:
    """Give an empty place beside the installation, and clear it away; ``parent`` is for one thrown away."""
    mark = secrets.token_hex(4)
    folder = (parent or settings.MENTORWAY_DATA) / f".restoring-{mark}"
    schema = f"restoring_{mark}" if connection.vendor == snapshots.POSTGRESQL else ""
    folder.mkdir(mode=0o700)
    place = Place(folder, schema)
    place.parts.mkdir(mode=0o700)
    try:
        if schema:
            _say(f"CREATE SCHEMA {connection.ops.quote_name(schema)}")
        yield place
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if schema:
            _say(f"DROP SCHEMA IF EXISTS {connection.ops.quote_name(schema)} CASCADE")


def taking_over(place: Place, *, keep_old: bool) -> str:
    """Let a place become the installation; return under which name the old one stays, if it does."""
    mark = place.folder.name.rpartition("-")[2]
    data: Path = settings.MENTORWAY_DATA
    aside = data / f"{OLD}{mark}"
    connection.close()
    os.sync()  # what comes is on the disk before what is here goes
    aside.mkdir(mode=0o700)
    moved: list[tuple[Path, Path]] = []
    try:
        for source, target in _moves(place, data, aside):
            source.rename(target)
            moved.append((source, target))
        if place.schema:
            _swap_schemas(place.schema, f"before_{mark}")
    except BaseException:
        for source, target in reversed(moved):
            target.rename(source)
        aside.rmdir()
        raise
    if keep_old:
        return aside.name
    shutil.rmtree(aside, ignore_errors=True)
    if place.schema:
        _say(f"DROP SCHEMA {connection.ops.quote_name(f'before_{mark}')} CASCADE")
    return ""


def _moves(place: Place, data: Path, aside: Path) -> list[tuple[Path, Path]]:
    """Return what goes where: what is here aside, and then what comes in its place."""
    here = [path for path in sorted(data.iterdir()) if _goes_aside(path)]
    coming = [path for path in sorted(place.folder.iterdir()) if path != place.parts]
    return [*((path, aside / path.name) for path in here), *((path, data / path.name) for path in coming)]


def _goes_aside(path: Path) -> bool:
    """Whether something in the data folder belongs to the old state."""
    return not path.name.startswith((".restoring-", OLD)) and path.name not in STAYS


def _swap_schemas(new: str, old: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        now = cursor.fetchone()[0]
        name = connection.ops.quote_name
        _take_extensions_along(cursor, now, new)
        cursor.execute(f"ALTER SCHEMA {name(now)} RENAME TO {name(old)}")
        cursor.execute(f"ALTER SCHEMA {name(new)} RENAME TO {name(now)}")


def _take_extensions_along(cursor: Any, now: str, new: str) -> None:
    """Move what was added to PostgreSQL out of the schema of the old tables: our indexes would go with it."""
    for extension in _extensions_in(cursor, now):
        cursor.execute(_moving(extension, new))


def _say(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _address(schema: str) -> str:
    """Return the address of the database, with a schema in it that comes first."""
    told = connection.settings_dict
    who = quote(told["USER"], safe="") + (f":{quote(told['PASSWORD'], safe='')}" if told["PASSWORD"] else "")
    where = quote(str(told["HOST"]), safe="") + (f":{told['PORT']}" if told["PORT"] else "")
    more = {key: value for key, value in told["OPTIONS"].items() if isinstance(value, str)}
    more["options"] = f"{more.get('options', '')} -csearch_path={schema}".strip()
    asked = "&".join(f"{key}={value}" for key, value in more.items())
    return f"postgres://{f'{who}@' if who else ''}{where}/{quote(told['NAME'], safe='')}?{asked}"


def _extensions_in(cursor: Any, schema: str) -> list[str]:
    found = (
        "SELECT extname FROM pg_extension JOIN pg_namespace ns ON ns.oid = extnamespace WHERE nspname = %s"
    )
    cursor.execute(found, [schema])
    return [row[0] for row in cursor.fetchall()]


def _moving(extension: str, schema: str) -> str:
    name = connection.ops.quote_name
    return f"ALTER EXTENSION {name(extension)} SET SCHEMA {name(schema)}"


def refuse_what_stays(place: Place) -> None:
    """Refuse, before anything is unpacked, where what was added to PostgreSQL cannot be taken along."""
    if not place.schema:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        now = cursor.fetchone()[0]
        for extension in _extensions_in(cursor, now):
            try:
                with transaction.atomic():
                    cursor.execute(_moving(extension, place.schema))
                    transaction.set_rollback(True)
            except DatabaseError as error:
                raise KeepingError(
                    f"{extension}, which was added to PostgreSQL, lies in the schema “{now}” with the tables "
                    f"and cannot be moved ({str(error).strip()}). Let an administrator give it another."
                ) from error


def refuse_others() -> None:
    """Refuse while other processes use the database: they would go on with the old one."""
    others = _of_postgresql() if connection.vendor == snapshots.POSTGRESQL else _with_file_open()
    if others:
        raise KeepingError(
            f"The installation is running ({', '.join(others[:5])}). Stop its web server and workers first."
        )


def _of_postgresql() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND usename = current_user"
        )
        return [f"connection {pid}" for (pid,) in cursor.fetchall()]


def _with_file_open() -> list[str]:
    """Return the processes that have the SQLite file open, where the system lets us see them."""
    wanted = Path(str(connection.settings_dict["NAME"])).resolve()
    return [
        f"process {process.name}"
        for process in Path("/proc").glob("[0-9]*")
        if int(process.name) != os.getpid() and wanted in _open_files(process / "fd")
    ]


def _open_files(folder: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        for one in folder.iterdir():
            with contextlib.suppress(OSError):
                yield one.readlink()


def put_files(place: Place, members: Mapping[str, Any]) -> int:
    """Move the files of a copy to where they belong in a place; return how many."""
    names = [name.removeprefix("files/") for name in members if name.startswith("files/")]
    for name in names:
        if not files.is_kept(name):
            raise KeepingError(f"The file holds {name}, which belongs to no data folder.")
        target = place.folder / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        (place.parts / "files" / name).rename(target)
    return len(names)
