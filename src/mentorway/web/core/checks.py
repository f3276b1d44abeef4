"""What must be right before an installation is served, and what its people should know.

``serve`` asks all of it at once, and so does ``manage.py check``. What cannot go well is an error; what goes
well but is seldom wanted is a warning. No sentence holds a secret.
"""

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.apps import AppConfig, apps
from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection
from django.utils import timezone

from mentorway.web import environment
from mentorway.web.core.work.keeping import database_clock

OLDEST_POSTGRESQL: Final = 140000
OLDEST_SQLITE: Final = (3, 37, 0)
MOST_SKEW: Final = 60.0  # seconds
OF_THE_NETWORK: Final = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "ceph"})
ROOM_FOR: Final = 4  # uploads of the largest size at once
EXAMPLE: Final = "example.org"
Said = Iterator[checks.CheckMessage]


@dataclass(frozen=True)
class Problems:
    """Whole sentences, by how bad it is."""

    errors: tuple[str, ...]
    warnings: tuple[str, ...]


def problems() -> Problems:
    """Return everything that is wrong with this installation, asked now."""
    found = [one for check in (*OF_SETTINGS, *OF_FOLDERS, *OF_DATABASE) for one in check()]
    return Problems(
        tuple(str(one.msg) for one in found if one.level >= checks.ERROR),
        tuple(str(one.msg) for one in found if one.level < checks.ERROR),
    )


def of_settings(app_configs: Sequence[AppConfig] | None = None, **_more: Any) -> list[checks.CheckMessage]:
    """Return what is wrong with settings and folders, for ``manage.py check``."""
    del app_configs
    return [one for check in (*OF_SETTINGS, *OF_FOLDERS) for one in check()]


def of_database(app_configs: Sequence[AppConfig] | None = None, **more: Any) -> list[checks.CheckMessage]:
    """Return what is wrong with the database, for ``manage.py check --database default``."""
    del app_configs
    return [one for check in OF_DATABASE for one in check()] if more.get("databases") else []


def _debug() -> Said:
    if settings.DEBUG and settings.MENTORWAY_PUBLIC.secure:
        yield checks.Error(
            "MENTORWAY_DEBUG is 1 and MENTORWAY_PUBLIC_URL begins with https: errors would show the code and "
            "the settings to everybody. Leave MENTORWAY_DEBUG out.",
            id="mentorway.E001",
        )


def _unknown() -> Said:
    for name, meant in environment.unknown().items():
        hint = f" Did you mean {meant}?" if meant else ""
        yield checks.Warning(
            f"{name} is no variable of Mentorway, so it says nothing.{hint}", id="mentorway.W001"
        )


def _proxy() -> Said:
    public = settings.MENTORWAY_PUBLIC
    if public.secure and not settings.BEHIND_PROXY:
        yield checks.Warning(
            "MENTORWAY_PUBLIC_URL begins with https, but MENTORWAY_BEHIND_PROXY is not 1: what a web server "
            "in front passes on looks like http, and people are sent round in circles.",
            id="mentorway.W002",
        )
    if settings.BEHIND_PROXY and not public.secure:
        yield checks.Warning(
            "MENTORWAY_BEHIND_PROXY is 1, but MENTORWAY_PUBLIC_URL does not begin with https: passwords go "
            "over the network as they are.",
            id="mentorway.W003",
        )


def _letters() -> Said:
    if settings.MENTORWAY_PUBLIC.secure and getattr(settings, "EMAIL_FILE_PATH", None):
        yield checks.Warning(
            "EMAIL_URL is not set: letters become files, so nobody can confirm an address or be invited.",
            id="mentorway.W004",
        )


def _data() -> Said:
    data = Path(settings.MENTORWAY_DATA)
    if not data.is_dir() or not os.access(data, os.W_OK | os.X_OK):
        yield checks.Error(f"Nothing can be written into the data folder {data}.", id="mentorway.E002")
        return
    mode = stat.S_IMODE(data.stat().st_mode)
    if mode & stat.S_IWOTH:
        yield checks.Error(
            f"Everybody on this machine may write into the data folder {data} ({mode:o}). "
            f"Run: chmod 700 {data}",
            id="mentorway.E003",
        )
    elif mode & 0o077:
        yield checks.Warning(
            f"Others on this machine may look into the data folder {data} ({mode:o}). Run: chmod 700 {data}",
            id="mentorway.W005",
        )


def _keys() -> Said:
    data = Path(settings.MENTORWAY_DATA)
    for path in (data / "secret-key", data / "demo-password.txt"):
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield checks.Error(
                f"Others on this machine may read the secret in {path}. Run: chmod 600 {path}, and make a "
                "new one if somebody may have read it.",
                id="mentorway.E004",
            )


def _room() -> Said:
    data, most = Path(settings.MENTORWAY_DATA), settings.MENTORWAY_UPLOAD_BYTES
    if not data.is_dir():
        return  # told already
    free = shutil.disk_usage(data).free
    if free < most:
        yield checks.Error(
            f"{free // 2**20} MB are free for the data folder {data}, less than one upload of "
            f"MENTORWAY_UPLOAD_MB ({most // 2**20}). Make room, or lower the limit.",
            id="mentorway.E005",
        )
    elif free < ROOM_FOR * most:
        yield checks.Warning(
            f"{free // 2**20} MB are free for the data folder {data}: not enough for {ROOM_FOR} uploads of "
            f"MENTORWAY_UPLOAD_MB ({most // 2**20}) at once.",
            id="mentorway.W006",
        )


def _sqlite() -> Said:
    if connection.vendor != "sqlite":
        return
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        needed = ".".join(str(one) for one in OLDEST_SQLITE)
        yield checks.Error(
            f"SQLite is {sqlite3.sqlite_version}; {needed} or newer is needed.", id="mentorway.E006"
        )
    kind = kind_of_disk(Path(settings.MENTORWAY_DATA))
    if kind in OF_THE_NETWORK:
        yield checks.Warning(
            f"The data folder lies on a disk of the network ({kind}), where SQLite can lose data. Use a disk "
            "of this machine, or PostgreSQL (DATABASE_URL).",
            id="mentorway.W007",
        )


def _reachable() -> Said:
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        yield checks.Error(
            f"The database of DATABASE_URL does not answer ({type(error).__name__}). Check host, port, name, "
            "user and password, and that the server runs.",
            id="mentorway.E007",
        )
        return
    yield from _postgresql()
    skew = abs((database_clock() - timezone.now()).total_seconds())
    if skew > MOST_SKEW:
        yield checks.Warning(
            f"The clocks of this machine and of the database differ by {skew:.0f} seconds. Let both be set "
            "by the network (NTP).",
            id="mentorway.W008",
        )


def _postgresql() -> Said:
    if connection.vendor != "postgresql":
        return
    version = connection.pg_version  # type: ignore[attr-defined]
    if version < OLDEST_POSTGRESQL:
        yield checks.Error(f"PostgreSQL is {version // 10000}; 14 or newer is needed.", id="mentorway.E008")


def _examples() -> Said:
    if not settings.MENTORWAY_PUBLIC.secure:
        return
    people = apps.get_model("accounts", "User")
    try:
        found = people.objects.filter(email__endswith=f"@{EXAMPLE}", is_active=True).count()
    except DatabaseError:  # no tables yet, or no database: then there are no accounts
        return
    if found:
        yield checks.Warning(
            f"{found} account(s) of the example programme (…@{EXAMPLE}) can sign in to a public installation "
            "with the password in its data folder. Delete them, or begin with serve --no-example.",
            id="mentorway.W009",
        )


def kind_of_disk(folder: Path, mounts: Path = Path("/proc/mounts")) -> str:
    """Return the kind of file system that a folder lies on; nothing where that cannot be found out."""
    try:
        lines = [line.split() for line in mounts.read_text(encoding="utf-8").splitlines()]
    except OSError:
        return ""
    place = str(folder.resolve())
    over = [
        (len(parts[1]), parts[2])
        for parts in lines
        if len(parts) > 2 and (place + "/").startswith(parts[1].rstrip("/") + "/")  # noqa: PLR2004
    ]
    return max(over)[1] if over else ""


Check = Callable[[], Said]
OF_SETTINGS: Final[tuple[Check, ...]] = (_debug, _unknown, _proxy, _letters)
OF_FOLDERS: Final[tuple[Check, ...]] = (_data, _keys, _room, _sqlite)
OF_DATABASE: Final[tuple[Check, ...]] = (_reachable, _examples)
