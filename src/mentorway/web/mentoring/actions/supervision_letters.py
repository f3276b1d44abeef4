"""Letters to mentors about meetings of their supervision group, each in their language and by their clock."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from email.utils import parseaddr

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from mentorway.web.core.calendar import CalendarPerson, Method, calendar_file
from mentorway.web.core.tasks import Enclosure, post_letter
from mentorway.web.mentoring.analysis.letters import put_together
from mentorway.web.mentoring.analysis.supervision import event_of, file_of, told
from mentorway.web.mentoring.models import Person, SupervisionMeeting

Meetings = Sequence[SupervisionMeeting]


def plan(people: Iterable[Person], meetings: Meetings) -> None:
    """Tell mentors of meetings that are new to them."""
    for person in _reached(people, meetings):
        with override(person.language):
            facts = {"group": meetings[0].group.title}
            text = ngettext(
                "Your supervision group meets:", "Your supervision group meets at these times:", len(meetings)
            )
            _post(person, _("Supervision is planned: %(group)s") % facts, text, meetings)


def change(people: Iterable[Person], meetings: Meetings) -> None:
    """Tell mentors that meetings are at another time or place, or called differently."""
    for person in _reached(people, meetings):
        with override(person.language):
            facts = {"group": meetings[0].group.title}
            text = ngettext(
                "A meeting of your supervision group has changed. Now it is:",
                "Meetings of your supervision group have changed. Now they are:",
                len(meetings),
            )
            _post(person, _("Supervision has changed: %(group)s") % facts, text, meetings)


def cancel(people: Iterable[Person], meetings: Meetings) -> None:
    """Tell mentors that meetings do not take place for them any more."""
    for person in _reached(people, meetings):
        with override(person.language):
            facts = {"group": meetings[0].group.title}
            text = ngettext(
                "This meeting of your supervision group does not take place for you:",
                "These meetings of your supervision group do not take place for you:",
                len(meetings),
            )
            subject = _("Supervision is cancelled: %(group)s") % facts
            parts = [text, *(told(one, person) for one in meetings), _calendars()]
            enclosures = [_cancellation(one, person, place) for place, one in enumerate(meetings, start=1)]
            post_letter(person.email, subject, put_together(person, parts), enclosures)


def _reached(people: Iterable[Person], meetings: Meetings) -> list[Person]:
    """Return who can be written to, each on the round that is held."""
    found = [one for one in people if one.email and one.left is None] if meetings else []
    for person in found:
        person.round = meetings[0].group.round
    return [one for one in found if not one.round.is_example]


def _post(person: Person, subject: str, text: str, meetings: Meetings) -> None:
    parts = [text, *(told(one, person) for one in meetings), _calendars()]
    enclosure = _enclosure("supervision.ics", file_of(meetings, person), "PUBLISH")
    post_letter(person.email, subject, put_together(person, parts), [enclosure])


def _calendars() -> str:
    return _("The attached file brings your calendar up to date.")


def _cancellation(meeting: SupervisionMeeting, person: Person, place: int) -> Enclosure:
    organizer, attendee = _people(person)
    event = replace(event_of(meeting, person), organizer=organizer, attendee=attendee)
    return _enclosure(f"cancelled-{place}.ics", calendar_file([event], method="CANCEL"), "CANCEL")


def _people(person: Person) -> tuple[CalendarPerson, CalendarPerson]:
    organizer = CalendarPerson(person.round.partner.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    return organizer, CalendarPerson(person.name, person.email)


def _enclosure(name: str, content: bytes, method: Method) -> Enclosure:
    return Enclosure(name, f"text/calendar; method={method}; charset=utf-8", content)
