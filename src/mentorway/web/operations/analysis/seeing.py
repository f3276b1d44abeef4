"""How the installation is, as its page shows it: no row of a task tells what it was about."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_tasks import TaskResultStatus

import mentorway
from mentorway.web import flow
from mentorway.web.core import health
from mentorway.web.core.tasks import is_stoppable
from mentorway.web.core.work import keeping, schedule
from mentorway.web.core.work.counts import FRESH
from mentorway.web.core.work.models import Job, Worker
from mentorway.web.core.work.retrying import retry_of
from mentorway.web.core.work.telling import CancelledError

LETTER: Final = "send_letter"
BACKUP: Final = "last-backup.json"  # written by management.keeping, which stands above
OLD_BACKUP: Final = dt.timedelta(days=2)
CHECKS: Final[Mapping[str, str | Promise]] = {
    "database": _("The database answers"),
    "migrations": _("The tables are those of this version"),
    "data_folder": _("Files can be kept"),
    "disk": _("There is room on the disk"),
    "workers": _("Work is being done"),
}
NAMES: Final[Mapping[str, str | Promise]] = {  # by the activity and the function: several have one "compute"
    "core.send_letter": _("Letter"),
    "core.do_job": _("Work that is due"),
    "practices.reindex_topic": _("Search words of a topic"),
    "study.send_letters": _("Letters of a study"),
    "study.make_file": _("File of answers"),
    "study.check_batch": _("Answers from a spreadsheet"),
    "study.store_batch": _("Answers from a spreadsheet"),
    "study.mix": _("Answers are put into a random order"),
    "comparison.read_files": _("Reading answers"),
    "comparison.renew": _("Newer answers"),
    "comparison.compare": _("Comparison"),
    "pilots.issue": _("Certificates"),
    "mentoring.compute": _("Matching"),
    "evaluation.compute": _("Evaluation"),
    "dissemination.pack": _("Open data"),
    "plan.level": _("Better dates for a plan"),
    "federation.deliver": _("Sums for another country"),
    "journey.reset_example": _("The example is put back"),
    "api.spread": _("Message to programs"),
    "api.deliver": _("Message to programs"),
}


@dataclass(frozen=True)
class About:
    """What runs here."""

    version: str
    database: str
    free: int
    letters_to_folder: bool


@dataclass(frozen=True)
class TaskLine:
    """A task without what it is about: its name, how far it is or why it failed, what can be done."""

    pk: Any
    name: str
    since: dt.datetime | None
    percent: int | None
    step: str
    attempts: int
    error: str
    was_stopped: bool
    is_stopping: bool
    may_stop: bool
    may_again: bool


@dataclass(frozen=True)
class JobLine:
    """A job: when it was done last, how it ended, and when it comes again."""

    key: str
    name: str
    row: Job | None
    next: dt.datetime | None
    error: str


@dataclass(frozen=True)
class WorkerLine:
    """A worker, and whether it gave a sign of life within the last minute."""

    row: Worker
    lives: bool


@dataclass(frozen=True)
class Backup:
    """The last backup: when it was made, whether files were missing, whether it is old."""

    at: dt.datetime
    is_whole: bool
    is_old: bool


def about() -> About:
    """Return what runs here."""
    return About(
        mentorway.__version__,
        f"{connection.display_name} {'.'.join(str(one) for one in connection.get_database_version())}",
        health.free(),
        bool(getattr(settings, "EMAIL_FILE_PATH", None)),
    )


def checks() -> list[tuple[str | Promise, bool]]:
    """Return what was looked at, and whether it is as it should be."""
    return [(CHECKS[name], holds) for name, holds in health.found().items()]


def name_of(path: str) -> str:
    """Return the name of a task in words; one that nobody has named, as it stands in the program.

    >>> str(name_of("mentorway.web.core.tasks.send_letter")), name_of("mentorway.web.core.tasks.other")
    ('Letter', 'other')
    """
    activity, _point, inside = path.removeprefix("mentorway.web.").partition(".")
    name = inside.rpartition(".")[2]
    return str(NAMES.get(f"{activity}.{name}", name))


def task_lines(rows: Iterable[Any]) -> list[TaskLine]:
    """Return tasks as they are shown."""
    return [_task(row) for row in rows]


def _task(row: Any) -> TaskLine:
    work = getattr(row, "work", None)
    task = keeping.found_by(row.task_path)
    is_common = task is not None and (retry_of(task) is not None or row.task_path.endswith(".do_job"))
    is_stopping = work is not None and work.cancel_asked
    return TaskLine(
        pk=row.pk,
        name=name_of(row.task_path),
        since=row.finished_at or row.started_at,
        percent=round(100 * work.share) if work and work.share else None,
        step=work.step if work else "",
        attempts=work.attempts if work else len(row.worker_ids),
        error=row.exception_class_path.rpartition(".")[2],
        was_stopped=row.exception_class_path.endswith(f".{CancelledError.__name__}"),
        is_stopping=is_stopping,
        may_stop=not is_stopping and _may_stop(row, task, is_common=is_common),
        may_again=is_common,
    )


def _may_stop(row: Any, task: Any, *, is_common: bool) -> bool:
    """Whether it hears while it runs that it is to stop; what waits and keeps no row can be taken away."""
    if row.status == TaskResultStatus.RUNNING or not is_common:
        return task is not None and is_stoppable(task)
    return True


def job_lines(now: dt.datetime) -> list[JobLine]:
    """Return every job of this version, in the order of the flow."""
    rows = Job.objects.in_bulk()
    return [_job(one, rows.get(one.key), now) for one in schedule.jobs().values()]


def _job(planned: schedule.Planned, row: Job | None, now: dt.datetime) -> JobLine:
    at = row.planned if row else None
    return JobLine(
        key=planned.key,
        name=_job_name(planned.key),
        row=row,
        next=now if at is None or schedule.is_due(at, planned.every, now) else at + planned.every,
        error=row.error.rpartition(".")[2] if row else "",
    )


def _job_name(key: str) -> str:
    titles = {f"due:{one.app}": one.title for one in flow.built()}
    return gettext("Due in “%(activity)s”") % {"activity": titles[key]} if key in titles else key


def worker_lines(rows: Iterable[Worker], now: dt.datetime) -> list[WorkerLine]:
    """Return workers with whether they live."""
    return [WorkerLine(row, now - row.seen <= FRESH) for row in rows]


def backup(now: dt.datetime) -> Backup | None:
    """Return the last backup, as whoever makes backups has noted it; None where nothing readable is."""
    try:
        noted = json.loads((Path(settings.MENTORWAY_DATA) / BACKUP).read_text(encoding="utf-8"))
        at = dt.datetime.fromisoformat(noted["made"])
        is_whole = not noted["missing_files"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if at.tzinfo is None:
        return None
    return Backup(at, is_whole, now - at > OLD_BACKUP)
