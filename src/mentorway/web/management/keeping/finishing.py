"""What is done in a place where a copy was put, before it may become the installation: see `places`.

It runs in a process of its own, for which that place is the installation: with its secret and its tables.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from mentorway.web.core.work.keeping import may_run_again
from mentorway.web.management.keeping import files, moving, snapshots, tables
from mentorway.web.management.keeping.refusing import KeepingError
from mentorway.web.privacy.actions.replaying import replay
from mentorway.web.privacy.analysis import log
from mentorway.web.study.analysis import keys

PLAIN_STATIC: Final = "django.contrib.staticfiles.storage.StaticFilesStorage"
FINE: Final = 200


@dataclass(frozen=True)
class Order:
    """What came in the file, and what else is known: erasures and destroyed keys of the old installation."""

    kind: str
    parts: Path
    migrations: list[tables.Node]
    facts: Mapping[str, Any]
    sealed: bool
    erased: list[Path]
    destroyed: dict[str, str]

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> "Order":
        """Return an order that came as JSON."""
        return cls(
            kind=told["kind"],
            parts=Path(told["parts"]),
            migrations=[(app, name) for app, name in told["migrations"]],
            facts=told["facts"],
            sealed=bool(told["sealed"]),
            erased=[Path(one) for one in told["erased"]],
            destroyed=dict(told["destroyed"]),
        )


def finish(order: Order) -> dict[str, Any]:
    """Fill the tables, bring them up to date, erase again, end sessions, and look whether all is well."""
    _written_quickly()
    report: dict[str, Any] = {"rows": sum(_filled(order).values())}
    before = len(tables.applied())
    snapshots.brought_up()
    report["migrated"] = len(tables.applied()) - before
    if order.kind == moving.KIND and not order.sealed:
        moving.key_anew()
        report["studies_without_key"] = _studies_without_key()
    report["keys_destroyed_again"] = _destroy_again(order.destroyed)
    done = replay(order.erased)
    report["erased_again"] = {"accounts": done.accounts, "rows": done.rows, "letters": done.letters}
    report["sessions_ended"] = _sessions_ended()
    report["tasks"] = _tasks_looked_at()
    report["problems"] = [*done.refused, *_problems(order)]
    _written_through()
    return report


def _filled(order: Order) -> dict[str, int]:
    """Return how many rows each table has, which is as many as the file says."""
    told = order.facts["rows"]
    if order.kind == moving.KIND:
        tables.migrate_to(order.migrations)
        return moving.load(order.parts, order.migrations, order.facts)
    if connection.vendor == snapshots.SQLITE:
        snapshots.refuse_broken_sqlite()
    else:
        tables.migrate_to(order.migrations)
        told, columns = tables.still_there(told), tables.still_there(order.facts["columns"])
        _refuse_other_columns(columns)
        snapshots.copied_in(order.parts / "tables", columns)
    found = tables.counts()
    odd = tables.differing(told, found)
    if odd:
        raise KeepingError(f"The tables do not hold what the file says: {odd[0]}.")
    return found


def _refuse_other_columns(told: Mapping[str, list[str]]) -> None:
    """Refuse tables that the migrations here make otherwise: names in a file go into no question unseen."""
    found = snapshots.columns_of("default")
    for name, columns in told.items():
        if sorted(found.get(name, [])) != sorted(columns):
            raise KeepingError(f"The table {name} has other columns here than in the file.")


def _sessions_ended() -> int:
    """Let everybody sign in anew; return how many sessions there were."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    count: int = store.get_model_class()._base_manager.all().delete()[0]  # noqa: SLF001
    return count


def _tasks_looked_at() -> dict[str, int]:
    """Let what may be done twice begin anew; what may not, such as a letter, was probably done since."""
    waiting = DBTaskResult.objects.filter(status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING])
    kept: list[Any] = []
    dropped: list[Any] = []
    for row in waiting.only("pk", "task_path"):
        (kept if may_run_again(row.task_path) else dropped).append(row.pk)
    DBTaskResult.objects.filter(pk__in=kept, status=TaskResultStatus.RUNNING).update(
        status=TaskResultStatus.READY, started_at=None
    )
    DBTaskResult.objects.filter(pk__in=dropped).delete()
    apps.get_model("core", "Worker")._base_manager.all().delete()  # noqa: SLF001 - processes of another time
    # Letters about what was new until now were probably sent since, too.
    apps.get_model("notices", "Reader")._base_manager.update(looked=timezone.now())  # noqa: SLF001
    return {"again": len(kept), "dropped": len(dropped)}


def destroyed_keys() -> dict[str, str]:
    """Return the studies whose keys were destroyed here, and when: an older copy may bring them back."""
    studies = apps.get_model("study", "Study")._base_manager.exclude(key_destroyed=None)  # noqa: SLF001
    return {token.hex: when.isoformat() for token, when in studies.values_list("token", "key_destroyed")}


def _destroy_again(known: Mapping[str, str]) -> int:
    count = 0
    for study in apps.get_model("study", "Study")._base_manager.filter(key_destroyed=None):  # noqa: SLF001
        if when := known.get(study.token.hex):
            keys.destroy(study)
            study.key_destroyed = dt.datetime.fromisoformat(when)
            study.save(update_fields=["key_destroyed"])
            count += 1
    return count


def _studies_without_key() -> int:
    """Return how many studies go on with a new key: who answered before is not recognised any more."""
    studies = apps.get_model("study", "Study")._base_manager.filter(key_destroyed=None)  # noqa: SLF001
    return sum(1 for study in studies if not keys.key_path(study).exists())


def _problems(order: Order) -> list[str]:
    """Return in words what is not as it should be."""
    data: Path = settings.MENTORWAY_DATA
    told = set(order.facts.get("missing", ()))
    lost = sorted(
        name
        for name, _table in files.named_by_rows("default")
        if name not in told and not (data / name).is_file()
    )
    is_whole, said = log.checked()
    return [
        *(f"A row names {name}, which is not there." for name in lost),
        *([] if is_whole else [said]),
        *_unanswered(),
    ]


def _unanswered() -> list[str]:
    """Return which pages do not answer."""
    public = settings.MENTORWAY_PUBLIC
    storages = {**settings.STORAGES, "staticfiles": {"BACKEND": PLAIN_STATIC}}
    asking = Client(raise_request_exception=False, headers={"host": public.host})
    found = []
    with override_settings(STORAGES=storages):
        for address in ("/health/", reverse("account_login")):
            status = asking.get(address, secure=public.secure).status_code
            if status != FINE:
                found.append(f"The page {address} answered {status}.")
    return found


def _written_quickly() -> None:
    """Let SQLite not wait for the disk: if the power goes now, this place is thrown away anyway."""
    if connection.vendor == snapshots.SQLITE:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = OFF")


def _written_through() -> None:
    """Leave nothing of an SQLite database in a second file."""
    if connection.vendor == snapshots.SQLITE:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
