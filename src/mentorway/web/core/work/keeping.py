"""How a task goes from waiting to running to done, and back: every change of state stands here.

What a worker writes about a task is written only while the task is still its own: the list of workers of a
task grows with every beginning, so whoever lost a task changes nothing any more.
"""

import datetime as dt
from traceback import format_exception
from typing import Any, Final

from django.core.exceptions import SuspiciousOperation
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from mentorway.web.core.tasks import is_repeatable, is_stoppable
from mentorway.web.core.work.models import Work
from mentorway.web.core.work.retrying import retry_of
from mentorway.web.core.work.telling import CancelledError, Held

MOST_LOSSES: Final = 3
UNDONE: Final = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


class WorkerLostError(RuntimeError):
    """The process that ran the task is gone."""


class StoppedError(RuntimeError):
    """The worker was stopped while it ran a task that must not run twice."""


def database_clock() -> dt.datetime:
    """Return the time by the clock of the database: the same for all machines that share it."""
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: dt.datetime = cursor.fetchone()[0]
    return found


def ask_once(work: Task[Any, Any], key: str, *args: Any, **kwargs: Any) -> bool:
    """Put a task into the queue, unless one with the same ``key`` waits or runs; return whether it was."""
    if Work.objects.filter(once=key).exists():
        return False
    try:
        with transaction.atomic():
            result = work.enqueue(*args, **kwargs)
            Work.objects.create(task_id=result.id, once=key)
    except IntegrityError:
        return False
    return True


def begin(row: "DBTaskResult[Any, Any]", holder: str) -> Held:
    """Note that a worker has begun a task."""
    fresh: dict[str, Any] = {"holder": holder, "share": 0.0, "step": ""}
    kept, is_new = Work.objects.get_or_create(pk=row.pk, defaults={**fresh, "attempts": 1})
    if not is_new:
        Work.objects.filter(pk=kept.pk).update(**fresh, attempts=F("attempts") + 1)
    return Held(row.pk, holder)


def finish(row: "DBTaskResult[Any, Any]", value: Any) -> bool:
    """Keep what a task returned; False if the task is no longer this worker's."""
    return _end(row, status=TaskResultStatus.SUCCESSFUL, return_value=value)


def fail(row: "DBTaskResult[Any, Any]", error: BaseException) -> bool:
    """Keep why a task failed for good; False if the task is no longer this worker's."""
    return _end(
        row,
        status=TaskResultStatus.FAILED,
        return_value=None,
        exception_class_path=name_of(error),
        traceback="".join(format_exception(error)),
    )


def fail_or_retry(row: "DBTaskResult[Any, Any]", error: BaseException) -> bool:
    """Let a task be tried again later if that was declared and may help, else fail; return whether it is."""
    task = found_by(row.task_path)
    retry = retry_of(task) if task else None
    attempts = Work.objects.filter(pk=row.pk).values_list("attempts", flat=True).first() or 1
    if retry is None or attempts >= retry.times or not retry.on(error):
        fail(row, error)
        return False
    pause = dt.timedelta(seconds=retry.pause_by_chance(attempts))
    return _wait(row, run_after=timezone.now() + pause, exception_class_path=name_of(error))


def give_back(row: "DBTaskResult[Any, Any]") -> bool:
    """Put a task back into the queue as if it had not been begun; one that must not run twice fails."""
    if not may_run_again(row.task_path):
        fail(row, StoppedError("The worker was stopped before the task was done."))
        return False
    Work.objects.filter(pk=row.pk, attempts__gt=0).update(attempts=F("attempts") - 1)
    return _wait(row)


def take_back(row: "DBTaskResult[Any, Any]") -> bool:
    """Take a task from a worker that is gone; return whether it is done once more."""
    work = Work.objects.filter(pk=row.pk).first()
    losses = work.lost + 1 if work else len(row.worker_ids)
    if losses < MOST_LOSSES and may_run_again(row.task_path):
        Work.objects.filter(pk=row.pk).update(lost=losses)
        return _wait(row)
    fail(row, WorkerLostError("The worker stopped before the task was done."))
    return False


@transaction.atomic
def cancel(row: "DBTaskResult[Any, Any]") -> bool:
    """Ask a task to stop, or take it from the queue; False if it is over already, or cannot be stopped.

    One that keeps a row of its own hears of it where it begins, even if it waits still, and sees to its row.
    """
    waiting = DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.READY)
    if may_be_stopped(row.task_path):
        return _ask_to_stop(row)
    error = CancelledError("Somebody asked to stop it.")
    if waiting.update(
        status=TaskResultStatus.FAILED, finished_at=timezone.now(), exception_class_path=name_of(error)
    ):
        Work.objects.filter(pk=row.pk).update(once=None)
        return True
    return False


def _ask_to_stop(row: "DBTaskResult[Any, Any]") -> bool:
    undone = DBTaskResult.objects.filter(pk=row.pk, status__in=UNDONE)
    if not undone.exists():
        return False
    undone.filter(status=TaskResultStatus.READY).update(run_after=timezone.now())
    Work.objects.get_or_create(pk=row.pk)
    return bool(Work.objects.filter(pk=row.pk, task__status__in=UNDONE).update(cancel_asked=True))


@transaction.atomic
def try_again(row: "DBTaskResult[Any, Any]") -> bool:
    """Put a failed task into the queue once more, with all its attempts; False if it did not fail."""
    failed = DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.FAILED)
    again = failed.update(
        status=TaskResultStatus.READY, started_at=None, finished_at=None, worker_ids=[],
        run_after=timezone.now(), exception_class_path="", traceback="",
    )  # fmt: skip
    if again:
        Work.objects.filter(pk=row.pk).update(attempts=0, lost=0, cancel_asked=False, share=0.0, step="")
    return bool(again)


def may_run_again(path: str) -> bool:
    """Whether the task of this name was declared to be repeatable."""
    task = found_by(path)
    return task is not None and is_repeatable(task)


def may_be_stopped(path: str) -> bool:
    """Whether the task of this name was declared to hear, while it runs, that it is to stop."""
    task = found_by(path)
    return task is not None and is_stoppable(task)


def found_by(path: str) -> Task[Any, Any] | None:
    """Return the task of this name; None if it went with an earlier version."""
    try:
        found: Task[Any, Any] = DBTaskResult(
            task_path=path, backend_name="default", run_after=timezone.now()
        ).task
    except (ImportError, SuspiciousOperation):
        return None
    return found


def name_of(error: BaseException) -> str:
    """Return the class of an error by its full name; its text may be about somebody."""
    return f"{type(error).__module__}.{type(error).__qualname__}"


@transaction.atomic
def _end(row: "DBTaskResult[Any, Any]", **values: Any) -> bool:
    """Write down how a task ended, if it is still held as ``row`` says."""
    rest = {"exception_class_path": "", "traceback": "", "finished_at": timezone.now()}
    if not _still_held(row).update(**{**rest, **values}):
        return False
    done = {"share": 1.0} if values["status"] == TaskResultStatus.SUCCESSFUL else {}
    Work.objects.filter(pk=row.pk).update(once=None, cancel_asked=False, **done)
    return True


def _wait(row: "DBTaskResult[Any, Any]", **values: Any) -> bool:
    return bool(_still_held(row).update(status=TaskResultStatus.READY, started_at=None, **values))


def _still_held(row: "DBTaskResult[Any, Any]") -> Any:
    return DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.RUNNING, worker_ids=row.worker_ids)
