"""Tasks, jobs and workers."""

import datetime as dt
from typing import Any

from django.db.models import Count, Min, QuerySet
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from mentorway.web.accounts.models import User
from mentorway.web.core.work.models import Worker


class Visible:
    """Rows that those who run the installation see, and nobody else."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        self.rows = rows

    def visible_to(self, user: User) -> QuerySet[Any]:
        return self.rows if user.is_staff else self.rows.none()


def tasks() -> Visible:
    return Visible(DBTaskResult.objects.all())


def running() -> QuerySet[Any]:
    """Return tasks that run, the oldest first."""
    rows: QuerySet[Any] = DBTaskResult.objects.running().select_related("work").order_by("started_at", "pk")
    return rows


def failed() -> QuerySet[Any]:
    """Return tasks that failed, the newest first."""
    rows: QuerySet[Any] = (
        DBTaskResult.objects.failed()
        .select_related("work")
        .defer("args_kwargs", "traceback", "return_value")
        .order_by("-finished_at", "pk")
    )
    return rows


def waiting() -> list[tuple[str, int, dt.datetime]]:
    """Return how many tasks of each kind wait, and since when the first does."""
    rows = DBTaskResult.objects.filter(status=TaskResultStatus.READY).order_by()
    grouped = rows.values_list("task_path").annotate(Count("pk"), Min("enqueued_at"))
    return sorted(grouped, key=lambda one: one[0])


def workers() -> QuerySet[Worker]:
    return Worker.objects.all()
