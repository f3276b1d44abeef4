"""Several follow-ups: how each is called, and which of them counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mentorway.evaluating.people import FEWEST_SHOWN
from mentorway.wording import Message

ENOUGH: Final = 0.5  # of those who answered after, from which on a follow-up can be the one that counts
DAYS_IN_MONTH: Final = 365.25 / 12
LATEST: Final = Message(
    "The follow-up that counts is the latest with enough answers: at least %(fewest)d people, and at least "
    "half as many as answered after the programme.",
    {"fewest": FEWEST_SHOWN},
)
MOST: Final = Message(
    "No follow-up has enough answers (at least %(fewest)d people, and at least half as many as answered "
    "after the programme), so the one that most people answered counts.",
    {"fewest": FEWEST_SHOWN},
)
COLUMN: Final = re.compile(r"follow_up_([1-9][0-9]{0,3})_(day|month)s?")


def months_later(count: int) -> Message:
    """Return how a follow-up so many months after the end is called.

    >>> str(months_later(6))
    '6 months later'
    """
    return Message("%(count)d month later", {"count": count}, plural="%(count)d months later", count=count)


def days_later(count: int) -> Message:
    """Return how a follow-up so many days after the end is called.

    >>> str(days_later(1))
    '1 day later'
    """
    return Message("%(count)d day later", {"count": count}, plural="%(count)d days later", count=count)


def distance_of(end: str) -> tuple[float, Message] | None:
    """Return how many days after the programme a column asks, and how its follow-up is called.

    >>> distance_of("follow_up_30_days")[0], str(distance_of("follow_up_3_months")[1])
    (30.0, '3 months later')
    >>> distance_of("follow_up_soon") is None
    True
    """
    found = COLUMN.fullmatch(end)
    if found is None:
        return None
    count = int(found[1])
    if found[2] == "day":
        return float(count), days_later(count)
    return count * DAYS_IN_MONTH, months_later(count)


def main_among(counts: Sequence[int], after: int) -> tuple[int, Message]:
    """Return the place of the follow-up that counts where nobody chose one, and by what it does.

    Parameters
    ----------
    counts : sequence of int
        How many answered each follow-up, the nearest first. Not empty.
    after : int
        How many answered after the programme.

    Returns
    -------
    int and Message
        The latest with at least `FEWEST_SHOWN` answers and `ENOUGH` of those after, else that of most.

    Examples
    --------
    >>> [main_among(counts, 12)[0] for counts in ((12, 6), (9, 5), (3, 2))]
    [1, 0, 0]
    """
    enough = [
        place for place, count in enumerate(counts) if count >= FEWEST_SHOWN and count >= ENOUGH * after
    ]
    if enough:
        return enough[-1], LATEST
    return max(range(len(counts)), key=lambda place: counts[place]), MOST
