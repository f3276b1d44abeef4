"""When the sessions of a programme can take place: a pattern of days becomes a plan to look at first."""

import datetime as dt
import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final
from zoneinfo import ZoneInfo

from mentorway.courses.structure import Session
from mentorway.web.core.zones import is_skipped, moment_of
from mentorway.web.pilots.analysis.overlaps import Span
from mentorway.web.pilots.models import Cohort

MINUTE, DAY, WEEK = dt.timedelta(minutes=1), dt.timedelta(days=1), dt.timedelta(weeks=1)
SHORTEST: Final = 15  # minutes of a session whose steps have no time yet


@dataclass(frozen=True)
class Pattern:
    """When meetings take place: on which days of the week, every how many weeks, how many on a day."""

    first: dt.date
    begins: dt.time
    weekdays: Collection[int] = ()  # Monday is 0; none: the weekday of the first day
    every: int = 1
    a_day: int = 1
    pause: int = 0


@dataclass(frozen=True)
class Slot:
    """One planned meeting, and what is odd about its time."""

    session: Session
    starts: dt.datetime
    ends: dt.datetime
    is_skipped: bool  # clocks are put forward over its beginning
    is_doubled: bool  # clocks are put back over its beginning
    is_outside: bool  # before the first or after the last day of the cohort

    @property
    def span(self) -> Span:
        """From when to when it lasts."""
        return self.starts, self.ends


def days(pattern: Pattern) -> Iterator[dt.date]:
    """Yield the days of a pattern, from its first day on.

    >>> two = Pattern(dt.date(2026, 5, 6), dt.time(17), weekdays=(0, 2), every=2)
    >>> found = days(two)
    >>> [f"{next(found):%a %d %b}" for _ in range(3)]
    ['Wed 06 May', 'Mon 18 May', 'Wed 20 May']
    """
    wanted = sorted(set(pattern.weekdays)) or [pattern.first.weekday()]
    monday = pattern.first - pattern.first.weekday() * DAY
    while True:
        for weekday in wanted:
            day = monday + weekday * DAY
            if day >= pattern.first:
                yield day
        monday += pattern.every * WEEK


def slots(cohort: Cohort, sessions: Sequence[Session], pattern: Pattern) -> list[Slot]:
    """Return when the sessions take place, in their order."""
    found, dates = [], days(pattern)
    for start in range(0, len(sessions), pattern.a_day):
        found += _on_a_day(cohort, sessions[start : start + pattern.a_day], next(dates), pattern)
    return found


def _on_a_day(cohort: Cohort, sessions: Sequence[Session], day: dt.date, pattern: Pattern) -> list[Slot]:
    zone, found = cohort.zone, []
    starts = moment_of(day, pattern.begins, zone)
    for place, session in enumerate(sessions):
        ends = starts + max(session.minutes, SHORTEST) * MINUTE
        is_first = place == 0
        found.append(
            Slot(
                session,
                starts,
                ends,
                is_skipped=is_first and is_skipped(day, pattern.begins, zone),
                is_doubled=is_first and is_doubled(day, pattern.begins, zone),
                is_outside=not cohort.starts_on <= day <= cohort.ends_on,
            )
        )
        starts = ends + pattern.pause * MINUTE
    return found


def is_doubled(day: dt.date, time: dt.time, zone: ZoneInfo) -> bool:
    """Whether a clock shows a time twice, as it is put back over it.

    >>> is_doubled(dt.date(2026, 10, 25), dt.time(3, 30), ZoneInfo("Europe/Helsinki"))
    True
    >>> is_doubled(dt.date(2026, 3, 29), dt.time(3, 30), ZoneInfo("Europe/Helsinki"))
    False
    """
    twice = moment_of(day, time, zone) != moment_of(day, time, zone, later=True)
    return twice and not is_skipped(day, time, zone)


def crossing(plan: Sequence[Slot]) -> list[tuple[Slot, Slot]]:
    """Return the pairs of a plan of which the first is not over when the second begins."""
    return [(one, two) for one, two in pairwise(plan) if two.starts < one.ends]


def fingerprint_of(plan: Sequence[Slot], facts: Any) -> str:
    """Return by what a plan that was looked at is known again."""
    said = [(one.session.key, one.starts.isoformat(), one.ends.isoformat()) for one in plan]
    return hashlib.sha256(repr((said, facts)).encode()).hexdigest()
