"""How many things are new to a person: asked on every page, so it costs one question as a rule.

Only where something is newer than what the person has read, it is counted, at most once a minute by each
process: a number that was right a minute ago tells nothing of what somebody may not see any more.
"""

from __future__ import annotations

import datetime as dt
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from mentorway.web.accounts.models import User
from mentorway.web.core.models import Happening
from mentorway.web.notices import queries

MOST: Final = 10  # more are not counted: the bell says “9+”
SECONDS: Final = 60
PEOPLE: Final = 2000  # who are remembered at once
Key = tuple[int, dt.datetime]


@dataclass
class Counted:
    """Numbers that were counted a short while ago."""

    _kept: OrderedDict[Key, tuple[float, int]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def get(self, key: Key) -> int | None:
        """Return a number that is still fresh."""
        since, count = self._kept.get(key, (0.0, -1))
        return count if count >= 0 and time.monotonic() - since < SECONDS else None

    def keep(self, key: Key, count: int) -> int:
        """Remember a number, and forget the oldest where there are many."""
        with self._lock:
            self._kept[key] = (time.monotonic(), count)
            self._kept.move_to_end(key)
            while len(self._kept) > PEOPLE:
                self._kept.popitem(last=False)
        return count


_counted = Counted()


def new_for(user: User) -> int:
    """Return how many things happened that ``user`` may hear of and has not read, ten at most."""
    reader = queries.MARKS.get(user.email)
    newest = reader.newest if reader else None  # type: ignore[attr-defined]
    if reader is None or newest is None or newest <= reader.seen:
        return 0
    key = (user.pk, reader.seen)
    found = _counted.get(key)
    return _counted.keep(key, count_since(user, reader.seen)) if found is None else found


def count_since(user: User, seen: dt.datetime) -> int:
    """Return how many things happened after a moment; what happens to one thing again is no second one."""
    rows = queries.by_others(user, Happening.objects.filter(at__gt=seen))
    found = queries.heard(user, rows).order_by().values_list("name", "row").distinct()
    return len(found[:MOST])
