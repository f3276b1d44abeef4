"""Meetings of supervision groups: as calendars and people read them, and what may happen to them."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from mentorway.web.core.calendar import CalendarEvent, calendar_file
from mentorway.web.core.moments import span_in_words
from mentorway.web.mentoring.models import Person, SupervisionMeeting


def event_of(meeting: SupervisionMeeting, person: Person) -> CalendarEvent:
    """Return a meeting for calendars, by the clock of a mentor."""
    group = meeting.group
    led = _("Led by %(name)s") % {"name": group.supervisor}
    return CalendarEvent(
        uid=f"{meeting.token}@mentorway",
        summary=f"{group.title} · {person.round.title}",
        starts=meeting.starts.astimezone(person.zone),
        ends=meeting.ends.astimezone(person.zone),
        changed=meeting.changed,
        sequence=meeting.sequence,
        status="CANCELLED" if meeting.cancelled else "CONFIRMED",
        location=meeting.place or meeting.link,
        description="\n\n".join(text for text in (led, meeting.link) if text),
    )


def file_of(meetings: Iterable[SupervisionMeeting], person: Person) -> bytes:
    """Return meetings as a file for the calendar of a mentor."""
    return calendar_file([event_of(one, person) for one in meetings], name=person.round.title)


def told(meeting: SupervisionMeeting, person: Person) -> str:
    """Return a meeting as lines of a letter, by the clock of a mentor."""
    lines = [meeting.group.title, span_in_words(meeting.starts, meeting.ends, person.zone)]
    if meeting.place:
        lines.append(_("Where: %(where)s") % {"where": meeting.place})
    if meeting.link:
        lines.append(_("To join: %(link)s") % {"link": meeting.link})
    return "\n".join(lines)


def has_begun(meeting: SupervisionMeeting, now: dt.datetime) -> bool:
    """Whether it can be said who was there: it has begun, and it took place."""
    return meeting.cancelled is None and meeting.starts <= now
