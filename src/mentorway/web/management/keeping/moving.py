"""A whole programme in one file, for another installation, on either database."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, transaction

import mentorway
from mentorway.web.dissemination.analysis import readers
from mentorway.web.management.keeping import archive, carried, files, rows, snapshots, tables
from mentorway.web.management.keeping.archive import Progress
from mentorway.web.management.keeping.refusing import KeepingError
from mentorway.web.study.analysis import codes

KIND: Final = "programme"
NOT_MOVED: Final = frozenset({"demo-password.txt", "moved-settings.env"})
SETTINGS: Final = "moved-settings.env"


@dataclass(frozen=True)
class Exported:
    """A file that was made: of how many tables, rows and files, and which files were not there."""

    path: Path
    size: int
    tables: int
    rows: int
    files: int
    missing: tuple[str, ...]


def export(path: Path, *, passphrase: str = "", progress: Progress | None = None) -> Exported:
    """Write the whole programme into a new file; two exports of the same programme are the same inside."""
    sealed = bool(passphrase)
    if not snapshots.is_migrated():
        raise KeepingError("There are no tables yet, so there is nothing to export.")
    with files.holding(settings.MENTORWAY_DATA) as held:
        held.look()
        with snapshots.still(held.folder) as alias:
            held.look()
            chosen = {name: place for name, place in held.paths.items() if _is_moved(name, sealed=sealed)}
            missing = tuple(sorted({name for name, _row in files.named_by_rows(alias)} - set(chosen)))
            with archive.making(path, _header(alias, sealed=sealed), passphrase=passphrase) as out:
                counts, columns = dict[str, int](), dict[str, list[str]]()
                for label, model in _carried_now(alias).items():
                    if progress:
                        progress(label)
                    spool = held.folder / "rows.jsonl"
                    counts[label] = rows.written(model, alias, spool, sealed=sealed)
                    columns[label] = [field.attname for field in rows.columns_of(model)]
                    out.add_file(f"tables/{label}.jsonl", spool)
                for name, place in sorted(chosen.items()):
                    out.add_file(f"files/{name}", place)
                out.finish({"rows": counts, "columns": columns, "missing": missing})
    return Exported(path, path.stat().st_size, len(counts), sum(counts.values()), len(chosen), missing)


def _carried_now(alias: str) -> dict[str, Any]:
    """Return the tables that go along and are there: an activity that was never migrated has none."""
    present = set(tables.names(alias))
    found = {
        model._meta.label: model  # noqa: SLF001
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table in present  # noqa: SLF001
    }
    return carried.carried(found)


def _header(alias: str, *, sealed: bool) -> dict[str, Any]:
    """Say what the file is; nothing in it depends on when or on which database it was made."""
    return {
        "kind": KIND,
        "version": mentorway.__version__,
        "sealed": sealed,
        "migrations": tables.applied(alias),
        "environment": {name: os.environ[name] for name in carried.VARIABLES if os.environ.get(name)},
        "left_out": dict(carried.LEFT_OUT),
    }


def _is_moved(name: str, *, sealed: bool) -> bool:
    """Whether a file goes along: letters that wait do not, nor, in the open, what opens something."""
    if name in NOT_MOVED or name.startswith("mail/"):
        return False
    return sealed or not (name in {files.SECRET_KEY, files.ERASED} or name.startswith(files.KEYS))


# In the new installation


def load(folder: Path, migrations: list[tables.Node], facts: Mapping[str, Any]) -> dict[str, int]:
    """Fill the empty tables of this installation from ``folder``: all rows, or none."""
    models = tables.as_they_were(migrations)
    columns, counts = facts["columns"], facts["rows"]
    unknown = sorted(set(columns) - set(models))
    if unknown:
        raise KeepingError(f"The file holds a table that is not known: {unknown[0]}.")
    found: dict[str, int] = {}
    try:
        with transaction.atomic():
            snapshots.emptied()
            for label, names in columns.items():
                found[label] = rows.read_into(models[label], folder / "tables" / f"{label}.jsonl", names)
            snapshots.counters_set()
            connection.check_constraints()
    except IntegrityError as error:
        raise KeepingError(f"The rows of the file do not fit together: {error}") from error
    odd = tables.differing(counts, found)
    if odd:
        raise KeepingError(f"The file does not hold what it says: {odd[0]}.")
    return found


def key_anew() -> None:
    """Reckon anew, with the secret of this installation, what the old one had reckoned with its own."""
    code_model, reader_model = (
        apps.get_model("study", "AccessCode"),
        apps.get_model("dissemination", "Subscriber"),
    )
    with transaction.atomic():
        for code in code_model._base_manager.only("pk", "serial").iterator(rows.BATCH):  # noqa: SLF001
            token = codes.hash_of(codes.one_time_code(code.serial))
            code_model._base_manager.filter(pk=code.pk).update(token_hash=token)  # noqa: SLF001
        for reader in reader_model._base_manager.iterator(rows.BATCH):  # noqa: SLF001
            secret = readers.hash_of(readers.secret_of(reader))
            reader_model._base_manager.filter(pk=reader.pk).update(secret_hash=secret)  # noqa: SLF001
