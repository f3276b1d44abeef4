"""Meetings at the same time: of one cohort, and of whoever leads two."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.pilots.models import Cohort, Meeting
from mentorway.web.pilots.queries import meetings as queries

Span = tuple[dt.datetime, dt.datetime]


def clashes_of(cohort: Cohort, spans: Sequence[Span], *, but: int | None = None) -> list[str]:
    """Return a sentence for each other meeting of the cohort at the time of one of the spans."""
    return [
        _("“%(title)s” takes place at that time: %(day)s, %(begins)s–%(ends)s.") % _named(one)
        for one in queries.at_the_time_of(cohort, spans)
        if one.pk != but
    ]


def _named(meeting: Meeting) -> dict[str, str]:
    return {
        "title": meeting.title,
        "day": date_format(meeting.begins.date(), "DATE_FORMAT"),
        "begins": time_format(meeting.begins.time(), "TIME_FORMAT"),
        "ends": time_format(meeting.finishes.time(), "TIME_FORMAT"),
    }


def led_twice(reader: User, leader: User | None, cohort: Cohort, spans: Iterable[Span]) -> list[str]:
    """Return a sentence for each meeting of another cohort that ``leader`` leads at that time.

    A meeting that ``reader`` may not see is told of without its name.
    """
    if leader is None:
        return []
    rows = list(queries.led_meanwhile(leader, cohort, spans))
    seen = queries.visible_among(reader, rows)
    found = [_led(leader, one) for one in rows if one.pk in seen]
    if len(seen) < len(rows):
        found.append(_("%(person)s leads another meeting at that time.") % {"person": leader})
    return found


def _led(leader: User, meeting: Meeting) -> str:
    facts = {"person": leader, "cohort": meeting.cohort, **_named(meeting)}
    return (
        _("%(person)s leads “%(title)s” of “%(cohort)s” at that time: %(day)s, %(begins)s–%(ends)s.") % facts
    )
