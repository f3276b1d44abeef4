"""A worker: it does what waits, gives signs of life meanwhile, and watches the others."""

import contextlib
import logging
import signal
import sys
import threading
import time
from dataclasses import dataclass
from types import FrameType
from typing import Any, Final

from django.db import DatabaseError, connection
from django_tasks.base import TaskContext
from django_tasks.signals import task_started
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from mentorway.web.core import logs, metrics
from mentorway.web.core.work import keeping, schedule, watching
from mentorway.web.core.work.telling import CancelledError, GivenBackError, Held, LostError, holding

FIRST_PLANS: Final = 30.0  # after the start, when the first people have their pages
PATIENCE: Final = 8.0  # less than whoever stops us waits
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rhythm:
    """How often a worker gives signs of life, and when it does the rest, in seconds."""

    beat: float = watching.BEAT
    lease: float = watching.LEASE
    first_plans: float = FIRST_PLANS
    patience: float = PATIENCE


class Heart(threading.Thread):
    """What a worker does besides its tasks, with a database connection of its own."""

    def __init__(self, key: str, rhythm: Rhythm) -> None:
        super().__init__(name="heart", daemon=True)
        self.key, self.rhythm = key, rhythm
        self.watch = watching.Watch(rhythm.lease)
        self.began = time.monotonic()
        self._stopping = threading.Event()

    def run(self) -> None:
        """Beat until asked to stop."""
        while True:
            self.beat()
            if self._stopping.wait(self.rhythm.beat):
                break
        with contextlib.suppress(DatabaseError):
            watching.leave(self.key)
        connection.close()

    def stop(self) -> None:
        """End, and say good-bye."""
        self._stopping.set()
        if self.is_alive():
            self.join(self.rhythm.beat)

    def beat(self) -> None:
        """Give a sign of life, look at the others, put into the queue what is due."""
        began = time.monotonic()
        try:
            watching.beat(self.key)
            if time.monotonic() - began > watching.SLOW:
                self.watch.forget()
            self.watch.look()
            if time.monotonic() - self.began >= self.rhythm.first_plans:
                schedule.plan()
        except DatabaseError as error:
            metrics.database_failed(error)
            logger.warning("The database does not answer: %s", keeping.name_of(error))
            self.watch.forget()
            connection.close()
        except Exception:
            logger.exception("A worker could not look after the queue.")


class Worker(db_worker.Worker):
    """The worker of the library, whose tasks have leases, are tried again, can be stopped and given back."""

    def __init__(self, *, rhythm: Rhythm, **options: Any) -> None:
        super().__init__(worker_id=watching.new_name(), backend_name="default", **options)
        self.rhythm = rhythm
        self.held: Held | None = None
        self.may_be_given_back = False

    def run(self) -> None:
        """Work until asked to stop."""
        heart = Heart(self.worker_id, self.rhythm)
        heart.start()
        try:
            super().run()
        finally:
            self._let_go()
            heart.stop()

    def _let_go(self) -> None:
        """Give back what was taken in the moment before it could be begun."""
        for row in DBTaskResult.objects.running():
            if row.worker_ids[-1:] == [self.worker_id]:
                keeping.give_back(row)

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Finish the task that runs, and after a while give it back; at the second signal, at once."""
        if not self.running:
            super().shutdown(signum, frame)
        self.running = False
        if not self.running_task:
            sys.exit(0)
        signal.signal(signal.SIGALRM, self._give_back)
        signal.setitimer(signal.ITIMER_REAL, self.rhythm.patience)

    def _give_back(self, signum: int, frame: FrameType | None) -> None:  # noqa: ARG002 - as signals are told
        if self.may_be_given_back:
            raise GivenBackError

    def run_task(self, db_task_result: "DBTaskResult[Any, Any]") -> None:
        """Do one task and keep how it ended."""
        self.running_task = True
        began = time.monotonic()
        name = db_task_result.task_path.rpartition(".")[2]
        try:
            with logs.about(task=name, task_id=f"{db_task_result.pk}"):
                outcome = self._ended(db_task_result)
            metrics.task_ended(name, outcome, time.monotonic() - began)
        finally:
            self.running_task = self.may_be_given_back = False
            self._run_tasks += 1

    def _ended(self, row: "DBTaskResult[Any, Any]") -> str:
        """Do the task, and return in one word how that went."""
        try:
            self.held = keeping.begin(row, self.worker_id)
            self.may_be_given_back = keeping.may_run_again(row.task_path)
            with holding(self.held):
                value = self._called(row)
            self.may_be_given_back = False
            return "done" if keeping.finish(row, value) else self._lost(row)
        except GivenBackError:
            keeping.give_back(row)
            return "given back"
        except LostError:
            return self._lost(row)
        except CancelledError as error:
            keeping.fail(row, error)
            return "cancelled"
        except Exception as error:  # noqa: BLE001 - whatever a task raises is kept with it
            return self._failed(row, error)
        except BaseException:
            keeping.give_back(row)
            raise

    def _called(self, row: "DBTaskResult[Any, Any]") -> Any:
        task, result = row.task, row.task_result
        task_started.send(sender=type(task.get_backend()), task_result=result)
        context = (TaskContext(task_result=result),) if task.takes_context else ()
        return task.call(*context, *result.args, **result.kwargs)

    def _failed(self, row: "DBTaskResult[Any, Any]", error: Exception) -> str:
        metrics.database_failed(error)
        if keeping.fail_or_retry(row, error):
            logger.warning("A task failed and is tried again: %s", keeping.name_of(error))
            return "tried again"
        logger.error("A task failed: %s", row.task_path, exc_info=error)
        return "failed"

    def _lost(self, row: "DBTaskResult[Any, Any]") -> str:
        logger.warning("A task was taken from this worker before it was done: %s", row.task_path)
        return "lost"
