"""What a task may say while it runs: how far it is, and whether it is still wanted.

``progress`` does nothing where no worker runs the task, as in tests and in commands. What it raises is no
Exception: a task that keeps its own errors must not keep these as one, as nothing is wrong with it.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Final

from mentorway.web.core.work.models import Work
from mentorway.wording import Message

SECONDS_BETWEEN_NEWS: Final = 0.5
LONGEST_STEP: Final = 40
STOPPED: Final = Message("Those who run this installation stopped it. Begin again when they agree.")


class CancelledError(BaseException):
    """Those who run the installation asked the task to stop."""


class LostError(BaseException):
    """The task was taken from this worker, which was silent for too long: another does it, or nobody."""


class GivenBackError(BaseException):
    """The worker stops, so the task goes back into the queue."""


@dataclass
class Held:
    """A task while a worker runs it."""

    pk: Any
    holder: str
    told: float = field(default=-SECONDS_BETWEEN_NEWS)


_held: ContextVar[Held | None] = ContextVar("held", default=None)


@contextmanager
def holding(held: Held) -> Iterator[None]:
    """Let what runs inside tell of its progress."""
    token = _held.set(held)
    try:
        yield
    finally:
        _held.reset(token)


def progress(share: float, step: str = "") -> None:
    """Say how much of the running task is done, from 0 to 1, and what it does now; hear whether to go on.

    Call it as often as you like: the database is asked twice a second at most. Within a transaction others
    see it only once that is kept.

    Raises
    ------
    CancelledError
        Somebody asked the task to stop.
    LostError
        Another worker does it by now.
    """
    held = _held.get()
    if held is None or time.monotonic() - held.told < SECONDS_BETWEEN_NEWS:
        return
    held.told = time.monotonic()
    mine = Work.objects.filter(pk=held.pk, holder=held.holder)
    if not mine.update(share=min(1.0, max(0.0, share)), step=step[:LONGEST_STEP]):
        raise LostError("Another worker does this by now.")
    if mine.filter(cancel_asked=True).exists():
        raise CancelledError("Somebody asked to stop it.")
