"""Putting a backup back, importing a programme, and trying either in a throw-away place: one way for all."""

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection

from mentorway.web.management.keeping import (
    archive,
    backing_up,
    carried,
    files,
    finishing,
    moving,
    places,
    snapshots,
    tables,
)
from mentorway.web.management.keeping.archive import Progress
from mentorway.web.management.keeping.places import Place
from mentorway.web.management.keeping.refusing import KeepingError

WORDS: Final = {backing_up.KIND: "a backup", moving.KIND: "an export of a programme"}


@dataclass(frozen=True)
class Wish:
    """What somebody wants done with a file."""

    path: Path
    kind: str = backing_up.KIND
    passphrase: str = ""
    replace: bool = False
    keep_old: bool = False
    erased: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Back:
    """What came back: the file's header, how many files, what was done, and where the old state stays."""

    header: Mapping[str, Any]
    files: int
    report: Mapping[str, Any]
    old: str = ""

    @property
    def problems(self) -> list[str]:
        """What is not as it should be."""
        return list(self.report["problems"])


def look_at(wish: Wish) -> Mapping[str, Any]:
    """Return what a file says of itself; refuse one that cannot be put back here."""
    header = archive.header_of(wish.path, wish.passphrase)
    kind = header.get("kind")
    if kind != wish.kind:
        said = WORDS.get(str(kind), "something else")
        raise KeepingError(f"{wish.path} is {said}, not {WORDS[wish.kind]}.")
    tables.refuse_unknown(_migrations(header), str(header.get("version")))
    if kind == backing_up.KIND and header.get("engine") != connection.vendor:
        raise KeepingError(
            f"The backup is of {header.get('engine')}; this installation runs on {connection.vendor}. "
            "Put it back on its own database, and take the programme along with “mentorway export” and "
            "“mentorway import”."
        )
    return header


def put_back(wish: Wish, progress: Progress | None = None) -> Back:
    """Let the content of a file become the installation; until it is whole, nothing is changed."""
    look_at(wish)
    if _is_used() and not wish.replace:
        raise KeepingError(
            "This installation is not empty: there are accounts, partners or files. Nothing was changed. "
            "--replace puts the file in the place of all of it."
        )
    places.refuse_others()
    with places.beside() as place:
        places.refuse_what_stays(place)
        back = _made(wish, place, progress)
        if back.problems:
            raise KeepingError("Nothing was changed, as not all is well:\n" + "\n".join(back.problems))
        old = places.taking_over(place, keep_old=wish.keep_old)
    return Back(back.header, back.files, back.report, old)


def try_out(wish: Wish) -> Back:
    """Put a file back into a place that is thrown away, and tell what came: the drill."""
    look_at(wish)
    with (
        tempfile.TemporaryDirectory(prefix="mentorway-drill-") as folder,
        places.beside(Path(folder)) as place,
    ):
        return _made(wish, place, None)


def _made(wish: Wish, place: Place, progress: Progress | None) -> Back:
    """Take the file apart, look whether it is whole, and make a complete installation of it in a place."""
    read = archive.taken_apart(wish.path, place.parts, wish.passphrase, progress)
    count = places.put_files(place, read.members)
    if wish.kind == backing_up.KIND and connection.vendor == snapshots.SQLITE:
        if backing_up.DATABASE not in read.members:
            raise KeepingError("The file holds no database.")
        (place.parts / backing_up.DATABASE).rename(place.folder / places.DATABASE)
    if wish.kind == moving.KIND and connection.vendor == snapshots.SQLITE:
        _begin_with_what_is_migrated(place, _migrations(read.header))
    data: Path = settings.MENTORWAY_DATA
    if not (place.folder / files.SECRET_KEY).exists():
        shutil.copy2(data / files.SECRET_KEY, place.folder / files.SECRET_KEY)
    _tell_settings(read.header, place)
    report = place.step(
        {
            "kind": wish.kind,
            "parts": str(place.parts),
            "migrations": read.header["migrations"],
            "facts": dict(read.facts),
            "sealed": bool(read.header.get("sealed")),
            "erased": [str(path) for path in _erased(wish)],
            "destroyed": finishing.destroyed_keys() if snapshots.is_migrated() else {},
        }
    )
    return Back(read.header, count, report)


def _begin_with_what_is_migrated(place: Place, wanted: list[tables.Node]) -> None:
    """Take over the empty tables that are here if they are as the file wants them: it saves a minute."""
    if snapshots.is_migrated() and set(tables.applied()) == set(wanted):
        snapshots.copied_sqlite(place.folder / places.DATABASE)


def _erased(wish: Wish) -> list[Path]:
    """Return every other copy of the file of erasures: that of the old state may be newer."""
    data: Path = settings.MENTORWAY_DATA
    here = data / files.ERASED
    return [*wish.erased, *([here] if here.is_file() else [])]


def _tell_settings(header: Mapping[str, Any], place: Place) -> None:
    """Leave a note of how the installation that made an export was set, for whoever sets up this one."""
    told = header.get("environment")
    if isinstance(told, dict) and told:
        lines = [f"{name}={value}\n" for name, value in sorted(told.items()) if name in carried.VARIABLES]
        (place.folder / moving.SETTINGS).write_text("".join(lines), "utf-8")


def _is_used() -> bool:
    data: Path = settings.MENTORWAY_DATA
    return files.is_used(data) or (snapshots.is_migrated() and tables.is_used())


def _migrations(header: Mapping[str, Any]) -> list[tables.Node]:
    told = header.get("migrations")
    try:
        return [(str(app), str(name)) for app, name in told or ()]
    except (TypeError, ValueError) as error:
        raise KeepingError(f"{archive.BAD}: it does not say how its tables are.") from error
