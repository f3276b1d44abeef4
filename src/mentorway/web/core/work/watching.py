"""Who of the workers still lives: every worker watches all others.

No time of day is compared, so a clock that is set anew, or clocks of two machines that differ, neither take
a task from a worker nor keep it with one that is gone. A worker counts up while it lives; whoever sees the
same count for `LEASE` seconds of its own, by a clock that only goes forward, takes back what that one held.
"""

import logging
import socket
import time
import uuid
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django_tasks_db.models import DBTaskResult

import mentorway
from mentorway.web.core.work import keeping
from mentorway.web.core.work.keeping import database_clock
from mentorway.web.core.work.models import Worker

BEAT: Final = 5.0
LEASE: Final = 40.0  # with the time between two looks, a lost task is back within a minute
FOREIGN: Final = 3600.0  # for workers that give no signs of life: those of the library itself
SLOW: Final = 3.0
OURS: Final = "mentorway-"  # how names of workers begin that give signs of life
logger = logging.getLogger(__name__)


def new_name() -> str:
    """Return a name for a worker, which no other has had."""
    return f"{OURS}{uuid.uuid4()}"


def beat(key: str) -> None:
    """Give a sign of life."""
    now = database_clock()
    if not Worker.objects.filter(pk=key).update(beats=F("beats") + 1, seen=now):
        Worker.objects.get_or_create(
            pk=key,
            defaults={
                "machine": socket.gethostname()[:80],
                "version": mentorway.__version__[:40],
                "started": now,
                "seen": now,
            },
        )


def leave(key: str) -> None:
    """Say that a worker ends; what it still holds is taken back sooner or later by others."""
    Worker.objects.filter(pk=key).delete()


@dataclass
class Watch:
    """What one process has seen of all workers, and since when it has looked like that."""

    lease: float = LEASE
    foreign: float = FOREIGN
    _seen: dict[Any, tuple[Any, float]] = field(default_factory=dict)

    def forget(self) -> None:
        """Begin anew: this process could not write itself, so the silence of others says nothing."""
        self._seen.clear()

    def look(self, now: float | None = None) -> int:
        """Take back tasks of workers that are gone; return how many. ``now`` is in seconds, going forward."""
        moment = time.monotonic() if now is None else now
        beats = dict(Worker.objects.values_list("pk", "beats"))
        running = list(DBTaskResult.objects.running())
        gone = [row for row in running if self._is_silent(row, beats, moment)]
        for key in [
            key for key, count in beats.items() if self._silent(("worker", key), count, moment) >= self.lease
        ]:
            Worker.objects.filter(pk=key, beats=beats[key]).delete()
        there = {("worker", key) for key in beats} | {("task", row.pk) for row in running}
        self._seen = {one: since for one, since in self._seen.items() if one in there}
        return sum(1 for row in gone if self._taken(row, beats))

    def _is_silent(self, row: Any, beats: dict[str, int], moment: float) -> bool:
        holder = row.worker_ids[-1] if row.worker_ids else ""
        # A worker that said good-bye is not there: then the task itself is watched.
        limit = self.lease if holder in beats or holder.startswith(OURS) else self.foreign
        return self._silent(("task", row.pk), (tuple(row.worker_ids), beats.get(holder)), moment) >= limit

    def _silent(self, what: Any, sign: Any, moment: float) -> float:
        """Return for how long ``what`` has shown the same ``sign``."""
        before, since = self._seen.get(what, (None, moment))
        if before != sign:
            since = moment
        self._seen[what] = (sign, since)
        return moment - since

    @transaction.atomic
    def _taken(self, row: Any, beats: dict[str, int]) -> bool:
        """Take a task back, unless its worker has given a sign of life in this very moment."""
        holder = row.worker_ids[-1] if row.worker_ids else ""
        now = Worker.objects.select_for_update().filter(pk=holder).values_list("beats", flat=True).first()
        if now is not None and now != beats.get(holder):
            return False
        again = keeping.take_back(row)
        logger.warning(
            "The worker of a task is gone: %s %s.", row.task_path, "is done again" if again else "has failed"
        )
        return True
