"""Take back tasks whose worker died: the task library itself would leave them running for ever."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from mentorway.web.core.tasks import is_repeatable

ATTEMPTS = 3


class WorkerLostError(RuntimeError):
    """The process that ran the task is gone."""


class Command(BaseCommand):
    help = "Start tasks again, or fail them, that have been running for longer than the limit."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--older-than", type=int, default=3600, metavar="SECONDS")

    def handle(self, *, older_than: int, **options: Any) -> None:
        count = reap(timezone.now() - dt.timedelta(seconds=older_than))
        if count and options["verbosity"]:
            self.stdout.write(f"took back {count} task(s)")


def reap(started_before: dt.datetime) -> int:
    """Deal with every task that has been running since before ``started_before``; return how many."""
    with transaction.atomic():
        stuck = DBTaskResult.objects.running().filter(started_at__lte=started_before)
        rows = list(stuck.select_for_update(skip_locked=True))
        for row in rows:
            _take_back(row)
    return len(rows)


def _take_back(row: "DBTaskResult[Any, Any]") -> None:
    if len(row.worker_ids) < ATTEMPTS and _may_run_again(row.task_path):
        row.status = TaskResultStatus.READY
        row.started_at = None
        row.save(update_fields=["status", "started_at"])
    else:
        row.set_failed(WorkerLostError("The worker stopped before the task was done."))


def _may_run_again(path: str) -> bool:
    try:
        return is_repeatable(import_string(path))
    except ImportError:
        return False
