"""How far an evaluation is, and whether somebody still wants it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mentorway.wording import Message

Progress = Callable[[int, Message], None]
STARTING = Message("Reading the answers")
DONE = Message("Done")
EVERY = 50


def untold(_percent: int, _step: Message) -> None:
    """Tell nobody how far it is.

    >>> untold(50, DONE)
    """


@dataclass
class Steps:
    """How many pieces of work there are and are done; what `tell` raises ends the work."""

    tell: Progress
    all: int
    done: int = -1
    step: Message = STARTING
    asked: int = 0

    def next(self, step: Message) -> None:
        """Another piece begins: it is told before the work, not after it."""
        self.done += 1
        self.step = step
        self._told()

    def again(self) -> None:
        """The same piece still goes on; told now and then only."""
        self.asked += 1
        if self.asked % EVERY == 0:
            self._told()

    def _told(self) -> None:
        self.tell(min(100 * max(self.done, 0) // self.all, 99), self.step)

    def end(self) -> None:
        """All is done."""
        self.tell(100, DONE)
