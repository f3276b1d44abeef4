"""What stands in letters: words for one person, and when they may be sent."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from mentorway.web.core.addresses import whole
from mentorway.web.core.moments import span_in_words
from mentorway.web.pilots.models import Cohort, Meeting, Participant

LOUD: Final = range(8, 20)  # the hours in which people are written to without having asked, by their clock
NAME, COHORT, MEETING = "{name}", "{cohort}", "{next meeting}"
PLACES: Final = (NAME, COHORT, MEETING)


def may_write_at(cohort: Cohort, now: dt.datetime) -> bool:
    """Whether it is day by the clock of the cohort."""
    return now.astimezone(cohort.zone).hour in LOUD


def when(meeting: Meeting) -> str:
    """Return when a meeting is, by the clock of the cohort."""
    return span_in_words(meeting.starts, meeting.ends, meeting.cohort.zone)


def told(meeting: Meeting) -> str:
    """Return a meeting as lines of a letter."""
    lines = [meeting.title, when(meeting)]
    if meeting.place:
        lines.append(_("Where: %(where)s") % {"where": meeting.place})
    if meeting.link:
        lines.append(_("To join: %(link)s") % {"link": meeting.link})
    if meeting.cancelled:
        lines.append(_("It does not take place."))
        lines.append(meeting.cancelled_why)
    return "\n".join(line for line in lines if line)


def next_meeting(meetings: Iterable[Meeting], now: dt.datetime) -> str:
    """Return the next meeting in one line, or that none is planned."""
    coming = [one for one in meetings if one.cancelled is None and one.ends > now]
    if not coming:
        return _("no meeting is planned")
    first = min(coming, key=lambda one: one.starts)
    return _("%(title)s, %(when)s") % {"title": first.title, "when": when(first)}


def filled(text: str, person: Participant, meetings: Iterable[Meeting], now: dt.datetime) -> str:
    """Return a text with what stands in curly brackets written out for one person."""
    values = {NAME: person.name, COHORT: person.cohort.title, MEETING: next_meeting(meetings, now)}
    # One pass over the text: what a name holds is never read as a bracket again.
    parts, rest = [], text
    while rest:
        place, sign = min(
            ((rest.find(sign), sign) for sign in values if sign in rest), default=(len(rest), "")
        )
        parts.append(rest[:place])
        if sign:
            parts.append(values[sign])
        rest = rest[place + len(sign) :] if sign else ""
    return "".join(parts)


def put_together(person: Participant, parts: Iterable[str], *, closing: Iterable[str]) -> str:
    """Return a letter to a person: greeting, what it says, what stands under every letter of its kind."""
    hello = _("Hello %(name)s,") % {"name": person.name}
    return "\n\n".join(part.strip() for part in (hello, *parts, *closing) if part.strip()) + "\n"


def to_many(person: Participant, parts: Iterable[str]) -> str:
    """Return a letter that many get: with the own page, who answers, and how to get no more."""
    stop = _("No more letters like this one: %(link)s") % {
        "link": whole(reverse("pilots:stop_letters", args=[person.link]))
    }
    return put_together(person, parts, closing=[own_page(person), answered_by(person.cohort), stop])


def answered_by(cohort: Cohort) -> str:
    """Return who answers questions, or nothing."""
    return _("Questions are answered by: %(contact)s") % {"contact": cohort.contact} if cohort.contact else ""


def own_page(person: Participant) -> str:
    """Return where a person's own page is."""
    address = whole(reverse("pilots:own", args=[person.link]))
    text = _("Your page: %(link)s\nKeep the link to yourself: whoever has it can act in your name.")
    return text % {"link": address}
