"""Reminders to meet: from when days are counted, which step is due, when a person wants quiet."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from mentorway.web.mentoring.analysis.endings import is_quiet
from mentorway.web.mentoring.models import Place, Relation
from mentorway.web.mentoring.queries.talks import Reached

STEPS: Final = (21, 35, 49)  # days without a meeting
HORIZON: Final = dt.timedelta(days=14)  # who meets within these days is not reminded


@dataclass(frozen=True)
class Due:
    """A reminder that somebody should get now."""

    days: int
    since: dt.date


def counted_from(relation: Relation, last_held: dt.datetime | None) -> dt.date:
    """Return from which day on nobody has met: the last meeting, the beginning, or the end of a pause."""
    zone = relation.round.zone
    moments = [one for one in (last_held, relation.began) if one is not None]
    days = [one.astimezone(zone).date() for one in moments]
    if relation.paused_until is not None:  # after a pause, its last day stays there
        days.append(relation.paused_until)
    return max(days)


def step_after(days: int) -> int | None:
    """Return the highest step that is due after some days.

    >>> [step_after(days) for days in (20, 21, 34, 35, 48, 49, 300)]
    [None, 21, 21, 35, 35, 49, 49]
    """
    return max((one for one in STEPS if one <= days), default=None)


def due_of(found: Reached, sent: frozenset[tuple[int, int, dt.date]], now: dt.datetime) -> Due | None:
    """Return which reminder a person should get now: each once, and only the highest one that is due."""
    place, relation = found.place, found.place.relation
    today = now.astimezone(relation.round.zone).date()
    if relation.ends_on is not None and relation.ends_on < today:
        return None
    since = counted_from(relation, found.last_held)
    days = step_after((today - since).days)
    if days is None or is_quiet(place.person, now) or _is_told(place, days, since, sent):
        return None
    return Due(days, since)


def _is_told(place: Place, days: int, since: dt.date, sent: frozenset[tuple[int, int, dt.date]]) -> bool:
    return any((place.pk, one, since) in sent for one in STEPS if one >= days)
