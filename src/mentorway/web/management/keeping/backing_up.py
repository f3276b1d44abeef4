"""Making a backup: tables at one moment, then every file that their rows name, in one file."""

import datetime as dt
import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.utils import timezone

import mentorway
from mentorway.web.management.keeping import archive, files, snapshots, tables
from mentorway.web.management.keeping.archive import Archive, Progress
from mentorway.web.management.keeping.refusing import KeepingError

KIND: Final = "backup"
DATABASE: Final = "database.sqlite3"
STATE: Final = "last-backup.json"
ENDING: Final = ".mentorway-backup"
DATED: Final = re.compile(r"mentorway-\d{8}-\d{6}" + re.escape(ENDING))
ROOM_BESIDE: Final = 16 * 2**20


@dataclass(frozen=True)
class Made:
    """A backup that was made: where, how large, of how much, and which files were not there."""

    path: Path
    size: int
    rows: int
    files: int
    seconds: float
    missing: tuple[str, ...]


@dataclass(frozen=True)
class State:
    """What is noted of the last backup; the page about the running of the installation reads some of it."""

    made: str
    file: str
    size: int
    rows: int
    missing_files: int
    sealed: bool
    checked: str | None = None


def back_up(
    path: Path, *, passphrase: str = "", without_study_keys: bool = False, progress: Progress | None = None
) -> Made:
    """Write everything into a new file ``path``, while the installation goes on."""
    began = timezone.now()
    if not snapshots.is_migrated():
        raise KeepingError("There are no tables yet, so there is nothing to keep.")
    _refuse_too_little_room(path.parent)
    with files.holding(settings.MENTORWAY_DATA) as held:
        held.look()
        work = held.folder
        with snapshots.still(work) as alias:
            held.look()
            counts = tables.counts(alias)
            with archive.making(path, _header(alias, began), passphrase=passphrase) as out:
                columns = _add_tables(out, alias, work, progress)
                chosen = {
                    name: place
                    for name, place in held.paths.items()
                    if not (without_study_keys and name.startswith(files.STUDY_KEYS))
                }
                _add_files(out, chosen, progress)
                missing = tuple(sorted({name for name, _row in files.named_by_rows(alias)} - set(chosen)))
                out.finish({"rows": counts, "columns": columns, "missing": missing})
    made = Made(
        path, path.stat().st_size, sum(counts.values()), len(chosen),
        (timezone.now() - began).total_seconds(), missing,
    )  # fmt: skip
    _note(State(began.isoformat(), str(path), made.size, made.rows, len(missing), bool(passphrase)))
    return made


def _header(alias: str, began: dt.datetime) -> dict[str, Any]:
    return {
        "kind": KIND,
        "version": mentorway.__version__,
        "engine": connection.vendor,
        "made": began.isoformat(),
        "address": str(settings.MENTORWAY_PUBLIC.host),
        "migrations": tables.applied(alias),
    }


def _add_tables(out: Archive, alias: str, work: Path, progress: Progress | None) -> dict[str, list[str]]:
    """Add all tables; return the columns of those that were added one by one."""
    if connection.vendor == snapshots.SQLITE:
        if progress:
            progress(DATABASE)
        out.add_file(DATABASE, work / "still.sqlite3")
        return {}
    for name, path in snapshots.copied_out(alias, work):
        if progress:
            progress(name)
        out.add_file(f"tables/{name}.copy", path)
    return snapshots.columns_of(alias)


def _add_files(out: Archive, chosen: dict[str, Path], progress: Progress | None) -> None:
    for name, path in sorted(chosen.items()):
        if progress:
            progress(name)
        out.add_file(f"files/{name}", path)


def _refuse_too_little_room(folder: Path) -> None:
    """Refuse before anything is written where the uncompressed tables alone would fill the disk."""
    if not folder.is_dir():
        raise KeepingError(f"There is no folder {folder}.")
    free, needed = shutil.disk_usage(settings.MENTORWAY_DATA).free, snapshots.size_of() + ROOM_BESIDE
    if free < needed:
        raise KeepingError(
            f"{settings.MENTORWAY_DATA} has {free // 2**20} MB left. {needed // 2**20} MB are needed while "
            "the backup is made."
        )


# Afterwards


def noted() -> State | None:
    """Return what was noted of the last backup; None if there was none."""
    try:
        return State(**json.loads(_state_path().read_text("utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def note_checked(path: Path) -> None:
    """Note that the last backup was put back into a throw-away place and found to be whole."""
    state = noted()
    if state is not None and Path(state.file) == path:
        _note(State(**{**asdict(state), "checked": timezone.now().isoformat()}))


def _note(state: State) -> None:
    path = _state_path()
    part = path.with_name(f".{STATE}.{os.getpid()}")
    part.write_text(json.dumps(asdict(state)), "utf-8")
    part.chmod(0o600)
    part.replace(path)


def _state_path() -> Path:
    folder: Path = settings.MENTORWAY_DATA
    return folder / STATE


def dated(folder: Path) -> Path:
    """Return a new file in a folder, named after this moment."""
    return folder / f"mentorway-{timezone.now():%Y%m%d-%H%M%S}{ENDING}"


def forget_old(folder: Path, keep: int) -> list[Path]:
    """Remove all but the newest ``keep`` backups that were named after their moment; return those removed."""
    old = sorted(_dated_in(folder))[:-keep]
    for path in old:
        path.unlink()
    return old


def _dated_in(folder: Path) -> Iterator[Path]:
    return (one for one in folder.iterdir() if DATED.fullmatch(one.name) and one.is_file())
