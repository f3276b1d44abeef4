"""Dates as a file that calendars read (RFC 5545), to keep or as an invitation by e-mail (RFC 5546)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from icalendar import Calendar, Event, vCalAddress

import mentorway

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]
Status = Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]
MEDIA_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class CalendarPerson:
    """Who invites or is invited, as calendars know people: by the address."""

    name: str
    email: str


@dataclass(frozen=True)
class CalendarEvent:
    """One date. Two days make it last all day, both included; two moments with a zone make it timed.

    ``uid`` stays the same for ever, ``sequence`` grows with each change, ``changed`` is when it was changed.
    """

    uid: str
    summary: str
    starts: dt.date | dt.datetime
    ends: dt.date | dt.datetime
    changed: dt.datetime
    sequence: int = 0
    status: Status = "CONFIRMED"
    location: str = ""
    description: str = ""
    url: str = ""
    organizer: CalendarPerson | None = None
    attendee: CalendarPerson | None = None


def calendar_file(events: Sequence[CalendarEvent], *, method: Method = "PUBLISH", name: str = "") -> bytes:
    """Return ``events`` as an .ics file: REQUEST invites, CANCEL lets calendars take them out again."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Mentorway//Mentorway {mentorway.__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", name)
    for event in events:
        calendar.add_component(_component(event, method))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _component(event: CalendarEvent, method: Method) -> Event:
    component = Event()
    component.add("uid", event.uid)
    component.add("sequence", event.sequence)
    component.add("dtstamp", event.changed.astimezone(dt.UTC))
    component.add("last-modified", event.changed.astimezone(dt.UTC))
    component.add("summary", event.summary)
    component.add("status", "CANCELLED" if method == "CANCEL" else event.status)
    component.add("dtstart", event.starts)
    component.add("dtend", _end(event))
    for name in ("location", "description", "url"):
        if getattr(event, name):
            component.add(name, getattr(event, name))
    if method != "PUBLISH":
        _add_people(component, event, method)
    return component


def _add_people(component: Event, event: CalendarEvent, method: Method) -> None:
    """Name who invites and who is invited. Answers go by another way, so the calendar is asked for none."""
    if event.organizer is None or event.attendee is None:
        raise ValueError(f"{event.uid}: {method} needs who invites and who is invited.")
    component.add("organizer", _known_by_address(event.organizer))
    invited = _known_by_address(event.attendee)
    invited.params |= {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE"}
    component.add("attendee", invited)


def _known_by_address(person: CalendarPerson) -> vCalAddress:
    known = vCalAddress(f"mailto:{person.email}")
    name = " ".join(person.name.split())
    if name:
        known.params["CN"] = name
    return known


def _end(event: CalendarEvent) -> dt.date:
    """Return the end as calendars mean it: of whole days, the day after the last."""
    timed = isinstance(event.starts, dt.datetime), isinstance(event.ends, dt.datetime)
    if timed == (False, False):
        return event.ends + dt.timedelta(days=1)
    if timed != (True, True):
        raise ValueError(f"{event.uid}: a date lasts from day to day or from moment to moment, not both.")
    if not all(getattr(moment, "tzinfo", None) for moment in (event.starts, event.ends)):
        raise ValueError(f"{event.uid}: a moment needs its zone.")
    return event.ends
