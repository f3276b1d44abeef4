"""How much work waits, runs and has failed, and who does it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db import DatabaseError
from django.db.models import Count, Min, QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from mentorway.web.core import metrics
from mentorway.web.core.work.keeping import database_clock
from mentorway.web.core.work.models import Job, Worker

FRESH: Final = dt.timedelta(seconds=60)
STATES: Final = (TaskResultStatus.READY, TaskResultStatus.RUNNING, TaskResultStatus.FAILED)
NAMES: Final = {"READY": "waiting", "RUNNING": "running", "FAILED": "failed"}


@dataclass(frozen=True)
class Counts:
    """Tasks by state; how many seconds the oldest has waited; workers that live; jobs that fail."""

    tasks: dict[str, int]
    oldest: float
    workers: int
    failing: int


def counts() -> Counts:
    """Return what there is now."""
    found = (
        DBTaskResult.objects.filter(status__in=STATES).order_by().values_list("status").annotate(Count("pk"))
    )
    by_state = {NAMES[state]: 0 for state in STATES} | {NAMES[state]: count for state, count in found}
    return Counts(by_state, oldest_waiting(), living().count(), Job.objects.filter(failures__gt=0).count())


def oldest_waiting() -> float:
    """Return for how many seconds the task has waited that could have been begun first."""
    ready = DBTaskResult.objects.ready().order_by()
    at_once = ready.filter(run_after=get_date_max()).aggregate(at=Min("enqueued_at"))["at"]
    later = ready.exclude(run_after=get_date_max()).aggregate(at=Min("run_after"))["at"]
    since = min((one for one in (at_once, later) if one), default=None)
    return max(0.0, (timezone.now() - since).total_seconds()) if since else 0.0


def living() -> QuerySet[Worker]:
    """Return the workers that gave a sign of life within the last minute, by the clock of the database."""
    return Worker.objects.filter(seen__gte=database_clock() - FRESH)


class Now(Collector):
    """What is true at the moment of asking; a database that does not answer is told too."""

    def collect(self) -> Iterator[Metric]:
        """Yield the gauges."""
        built = GaugeMetricFamily("mentorway_build_info", "What runs here.", labels=list(metrics.build()))
        built.add_metric(list(metrics.build().values()), 1)
        yield built
        try:
            found: Counts | None = counts()
        except DatabaseError as error:
            metrics.database_failed(error)
            found = None
        yield GaugeMetricFamily(
            "mentorway_database_up", "Whether the database answers.", value=int(found is not None)
        )
        if found is None:
            return
        tasks = GaugeMetricFamily("mentorway_tasks", "Tasks in the queue, by state.", labels=["state"])
        for state, count in found.tasks.items():
            tasks.add_metric([state], count)
        yield tasks
        told = "For how long the first task waits that could be begun."
        yield GaugeMetricFamily("mentorway_oldest_waiting_task_seconds", told, value=found.oldest)
        yield GaugeMetricFamily("mentorway_workers", "Workers that live.", value=found.workers)
        yield GaugeMetricFamily("mentorway_jobs_failing", "Jobs whose last run failed.", value=found.failing)
