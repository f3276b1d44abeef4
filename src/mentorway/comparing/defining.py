"""What a definition of a number is made of."""

from __future__ import annotations

from dataclasses import dataclass

from mentorway.wording import Message


@dataclass(frozen=True)
class Definition:
    """A kind of number: its name, what it means, how it is computed, what it does not say, and its source.

    `page` is the page under docs/methods that says more.
    """

    key: str
    name: Message
    meaning: Message
    computed: Message
    not_said: Message
    source: str
    page: str
