"""How far a comparison is, and whether somebody still wants it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mentorway.wording import Message

SHARE_OF_READING = 0.3
READING = Message("Adding up the answers")
Progress = Callable[[float, Message], None]


@dataclass
class Steps:
    """How much of the work after reading is done, and what is under way."""

    tell: Progress
    all: int
    done: int = -1
    step: Message = READING

    def next(self, step: Message) -> None:
        """Another piece begins: it is told before the work, not after it."""
        self.done += 1
        self.step = step
        self.again()

    def again(self) -> None:
        """The same piece still goes on. Who does not want it any more raises."""
        share = min(max(self.done, 0) / self.all, 1.0)
        self.tell(SHARE_OF_READING + (1 - SHARE_OF_READING) * share, self.step)
