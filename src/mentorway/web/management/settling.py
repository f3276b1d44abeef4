"""Whether an installation is set up for this version: then nothing has to be done before it is served."""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import django
from django.conf import settings
from django.db import DatabaseError, connection

import mentorway

PACKAGE: Final = Path(mentorway.__file__).parent
KINDS: Final = (".py", ".po", ".css", ".js", ".svg", ".woff2")


@dataclass(frozen=True)
class State:
    """What was set up: the program, by its files, and the database, by its migrations."""

    program: str
    database: str
    example: bool

    @classmethod
    def now(cls, *, example: bool) -> "State":
        """Return what is there now."""
        return cls(program(), database(), example)

    def is_noted(self) -> bool:
        """Whether just this was noted when it was set up last, and its files are there."""
        try:
            kept = json.loads(_file().read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        there = addresses().exists() and (settings.STATIC_ROOT / "staticfiles.json").exists()
        return there and bool(self.database) and kept == asdict(self)

    def note(self) -> None:
        """Keep that this is set up."""
        new = _file().with_suffix(".new")
        new.write_text(json.dumps(asdict(self)), encoding="utf-8")
        new.replace(_file())


def program() -> str:
    """Return a fingerprint of the program and of the packages that it uses."""
    found = hashlib.sha256(mentorway.__version__.encode())
    for path in sorted(_files()):
        there = path.stat()
        found.update(f"{path} {there.st_size} {there.st_mtime_ns}\n".encode())
    return found.hexdigest()


def _files() -> Iterator[Path]:
    yield Path(django.__file__).parents[1]  # changes when a package is installed or removed
    for folder, _folders, names in os.walk(PACKAGE):
        yield from (Path(folder, name) for name in names if name.endswith(KINDS))


def database() -> str:
    """Return which database it is, and which migration was its last; nothing where that cannot be said."""
    about = {name: str(connection.settings_dict[name]) for name in ("ENGINE", "NAME", "HOST", "PORT")}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*), max(id) FROM django_migrations")
            count, last = cursor.fetchone()
    except DatabaseError:
        return ""
    return hashlib.sha256(f"{about} {count} {last}".encode()).hexdigest()


def addresses() -> Path:
    """Return the file of all routes; see ``core.later``."""
    return Path(settings.MENTORWAY_DATA) / "addresses.json"


def _file() -> Path:
    return Path(settings.MENTORWAY_DATA) / "set-up.json"
