"""What is done again and again, whoever of the workers comes first: ``due.py`` of every activity, hourly.

A job is due by the clock of the database, in UTC, so neither summer time nor the zone of a machine moves it.
A clock that was set back does not hold a job up: one that seems to have been planned in the future is due.
Several workers may look at once; the row of a job is changed by one of them only.

An activity may have more jobs, with a rhythm of their own: ``JOBS`` in its ``due.py``, a tuple of `Planned`.
"""

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from django.db import transaction
from django.db.models import F
from django_tasks_db.models import DBTaskResult

from mentorway.web import flow
from mentorway.web.core.tasks import repeatable, task
from mentorway.web.core.work.keeping import ask_once, database_clock, name_of
from mentorway.web.core.work.models import Job

HOUR: Final = dt.timedelta(hours=1)
BEFORE_OTHERS: Final = 10
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Planned:
    """A job: by what it is known, how often it is done, and how; ``do`` is given the time."""

    key: str
    every: dt.timedelta
    do: Callable[[dt.datetime], object]


class JobsFailedError(Exception):
    """Some jobs failed; the others were done."""


@cache
def jobs() -> Mapping[str, Planned]:
    """Return every job of this version, in flow order."""
    found: list[Planned] = []
    for app, due in flow.modules("due").items():
        found.append(Planned(f"due:{app}", HOUR, due.do_due_work))
        found.extend(getattr(due, "JOBS", ()))
    return {one.key: one for one in found}


def is_due(planned: dt.datetime | None, every: dt.timedelta, now: dt.datetime) -> bool:
    """Whether a job that was put into the queue at ``planned`` has to be put there again.

    >>> at = dt.datetime(2026, 3, 29, 1, tzinfo=dt.UTC)
    >>> [is_due(at, HOUR, at + dt.timedelta(minutes=one)) for one in (0, 59, 60, -30)]
    [False, False, True, True]
    """
    return planned is None or planned > now or now - planned >= every


def plan() -> int:
    """Put into the queue whatever is due now; return how many jobs were put there."""
    now, rows = database_clock(), Job.objects.in_bulk()
    count = 0
    for one in jobs().values():
        row = rows.get(one.key) or Job.objects.get_or_create(pk=one.key)[0]
        if is_due(row.planned, one.every, now):
            count += run_soon(row, now)
    return count


@transaction.atomic
def run_soon(row: Job, now: dt.datetime) -> bool:
    """Put a job into the queue; False if another was quicker, or if it is there already."""
    same = {"planned": row.planned} if row.planned else {"planned__isnull": True}
    if not Job.objects.filter(pk=row.pk, **same).update(planned=now):
        return False
    work = do_job.using(priority=BEFORE_OTHERS)
    return ask_once(work, f"job:{row.pk}", row.pk)


@repeatable
@task()
def do_job(key: str) -> None:
    """Do one job; one that this version does not know any more is passed over."""
    if key in jobs():
        carry_out(key)


def carry_out(key: str) -> None:
    """Do a job now, and keep when and how it ended."""
    one, now = jobs()[key], database_clock()
    Job.objects.update_or_create(pk=key, defaults={"begun": now})
    row = Job.objects.filter(pk=key)
    try:
        one.do(now)
    except Exception as error:
        row.update(ended=database_clock(), error=name_of(error)[:200], failures=F("failures") + 1)
        raise
    row.update(ended=database_clock(), error="", failures=0)


def carry_out_all() -> None:
    """Do every job now, each on its own, but those that a worker is doing.

    Raises
    ------
    JobsFailedError
        At least one failed.
    """
    failed = []
    for key in jobs():
        if DBTaskResult.objects.running().filter(work__once=f"job:{key}").exists():
            continue
        Job.objects.update_or_create(pk=key, defaults={"planned": database_clock()})
        try:
            carry_out(key)
        except Exception:
            logger.exception("The job %s failed.", key)
            failed.append(key)
    if failed:
        raise JobsFailedError(
            f"{len(failed)} of {len(jobs())} jobs failed, see the log: {', '.join(failed)}."
        )
