"""What has been kept for long enough: how much of it there is now, what waits, and when the next is due."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mentorway.web.core.personal import Kept, Retention, register
from mentorway.web.privacy.analysis.going import held_until, tables
from mentorway.web.privacy.queries import answering
from mentorway.web.privacy.queries.own import person_of

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Due:
    """One table: how many rows are due now, how many of them a hold keeps, when the next are due."""

    kept: Kept
    retention: Retention
    count: int
    held: int
    next_on: dt.date | None

    @property
    def goes(self) -> int:
        """How many rows a run forgets now."""
        return self.count - self.held


def timed() -> list[tuple[Kept, Retention]]:
    """Return the tables that are kept for a number of days only."""
    return [(one, one.retention) for one in tables() if one.retention is not None]


def preview(now: dt.datetime) -> list[Due]:
    """Return what a run would do at a moment; nothing is changed."""
    found = []
    for kept, retention in timed():
        count = retention.due(now).count()
        held = len(held_rows(kept, retention, now)) if count else 0
        found.append(Due(kept, retention, count, held, next_day(retention, now)))
    return found


def held_rows(kept: Kept, retention: Retention, now: dt.datetime) -> set[Any]:
    """Return the keys of rows that are due, but about people of whom they must be kept."""
    found: set[Any] = set()
    if kept.found is None:
        return found
    for user, holds in answering.standing_by_person(now.date()).items():
        if kept.model in held_until(holds, register()):
            theirs = kept.found(person_of(user)).order_by().values_list("pk", flat=True)
            found |= set(retention.due(now).filter(pk__in=list(theirs)).values_list("pk", flat=True))
    return found


def next_day(retention: Retention, now: dt.datetime) -> dt.date | None:
    """Return the first day on which more rows are due than now, if any row waits.

    Rows that are due stay due, so the day is found by halving: a few counts, however long things are kept.
    """
    here = retention.due(now).count()
    low, high = 0, retention.days + 1
    if retention.due(now + high * DAY).count() <= here:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if retention.due(now + middle * DAY).count() > here else (middle, high)
    return (now + high * DAY).date()


def in_words(counts: dict[str, int]) -> Sequence[tuple[Any, int]]:
    """Return what a run forgot, in words; a table that this version does not know keeps its own name."""
    known = register()
    found = [(known.get(label), label, count) for label, count in counts.items()]
    return [(one.about if isinstance(one, Kept) else label, count) for one, label, count in found]
