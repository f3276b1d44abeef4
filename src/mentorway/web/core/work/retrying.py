"""How often a task that fails is tried, and when: declared where the task stands."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django_tasks.base import Task

AnyTask = TypeVar("AnyTask", bound=Task[Any, Any])
MINUTE, HOUR = 60.0, 3600.0


@dataclass(frozen=True)
class Retry:
    """How often a task that fails is tried, and how long after each failure.

    The pause grows by ``factor`` from ``first`` up to ``longest`` seconds, and is then made up to half
    shorter or longer by chance, so that many tasks do not come back at once.

    >>> [Retry(times=5, on=lambda _error: True).pause(attempt) for attempt in (1, 2, 3, 9)]
    [60.0, 180.0, 540.0, 21600.0]
    """

    times: int
    on: Callable[[BaseException], bool]
    first: float = MINUTE
    factor: float = 3.0
    longest: float = 6 * HOUR

    def pause(self, attempt: int) -> float:
        """Return the seconds after the failure of this attempt, counted from 1, before chance comes in."""
        return min(self.longest, self.first * self.factor ** min(attempt - 1, 50))

    def pause_by_chance(self, attempt: int) -> float:
        """Return the seconds to wait; never more than half above ``longest``."""
        return self.pause(attempt) * random.uniform(0.5, 1.5)  # noqa: S311 - nothing secret


_RETRIES: dict[Callable[..., Any], Retry] = {}


def retrying(
    times: int, on: Callable[[BaseException], bool], **pauses: float
) -> Callable[[AnyTask], AnyTask]:
    """Declare that a task is tried up to ``times`` times, as long as ``on`` says that waiting may help."""
    if times < 2:  # noqa: PLR2004 - once is no trying again
        raise ValueError(f"A task cannot be tried {times} time(s) by retrying; write 2 or more.")

    def declared(work: AnyTask) -> AnyTask:
        _RETRIES[work.func] = Retry(times, on, **pauses)
        return work

    return declared


def retry_of(work: Task[Any, Any]) -> Retry | None:
    """Return what was declared with `retrying`."""
    return _RETRIES.get(work.func)
