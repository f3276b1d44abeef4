"""Meetings as calendars read them: the same entry for ever, told apart by its sequence."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from mentorway.web.core.calendar import CalendarEvent, Method, calendar_file
from mentorway.web.pilots.models import Meeting


def event_of(meeting: Meeting, *, url: str = "") -> CalendarEvent:
    """Return a meeting for calendars, by the clock of its cohort; the facilitator's note stays out."""
    return CalendarEvent(
        uid=f"{meeting.token}@mentorway",
        summary=f"{meeting.title} · {meeting.cohort.title}",
        starts=meeting.begins,
        ends=meeting.finishes,
        changed=meeting.changed,
        sequence=meeting.sequence,
        status="CANCELLED" if meeting.cancelled else "CONFIRMED",
        location=meeting.place or meeting.link,
        description="\n\n".join(text for text in _said(meeting) if text),
        url=url,
    )


def _said(meeting: Meeting) -> tuple[str, ...]:
    why = _("It does not take place: %(why)s") % {"why": meeting.cancelled_why} if meeting.cancelled else ""
    led = _("Facilitator: %(name)s") % {"name": meeting.led_by} if meeting.led_by else ""
    return why, meeting.link, led


def file_of(
    meetings: Iterable[Meeting], *, name: str = "", address: str = "", method: Method = "PUBLISH"
) -> bytes:
    """Return meetings as an .ics file; ``address`` leads to one, with {cohort} and {meeting} for its keys."""
    events = [
        event_of(one, url=address.replace("{cohort}", str(one.cohort_id)).replace("{meeting}", str(one.pk)))
        for one in meetings
    ]
    return calendar_file(events, method=method, name=name)
