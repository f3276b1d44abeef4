"""Letters about meetings of a pair, each with a file for the calendar, by the clock of who gets it."""

from collections.abc import Iterable
from dataclasses import replace
from email.utils import parseaddr
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from mentorway.web.core.calendar import CalendarPerson, Method, calendar_file
from mentorway.web.core.tasks import Enclosure, post_letter
from mentorway.web.mentoring.analysis.letters import put_together
from mentorway.web.mentoring.analysis.talks import event_of, names_beside, told
from mentorway.web.mentoring.models import Place, Talk

NEW: Final = "new"
CHANGED: Final = "changed"
CANCELLED: Final = "cancelled"
LEFT: Final = "left"
SUBJECTS: Final = {
    NEW: gettext_noop("Meeting: %(round)s"),
    CHANGED: gettext_noop("Meeting changed: %(round)s"),
    CANCELLED: gettext_noop("Meeting cancelled: %(round)s"),
    LEFT: gettext_noop("Meeting changed: %(round)s"),
}
TEXTS: Final = {
    NEW: gettext_noop("A meeting with %(names)s is planned:"),
    CHANGED: gettext_noop("A meeting with %(names)s has changed. This is how it is planned now:"),
    CANCELLED: gettext_noop("A meeting with %(names)s is cancelled:"),
    LEFT: gettext_noop("You have left the group. This meeting goes on without you:"),
}
OUT: Final = (CANCELLED, LEFT)  # out of the calendar with it


def tell(talk: Talk, places: Iterable[Place], news: str) -> None:
    """Write to everybody in a relationship what is new about a meeting."""
    rows = list(places)
    for place in rows:
        person = place.person
        if not person.email or person.round.is_example:
            continue
        names = names_beside(place, rows)
        facts = {"names": names, "round": person.round.title}
        with override(person.language):
            parts = [
                _(TEXTS[news]) % facts,
                told(talk, person.zone),
                _("The attached file brings your calendar up to date."),
            ]
            enclosed = [_enclosure(talk, place, names, "CANCEL" if news in OUT else "REQUEST")]
            post_letter(person.email, _(SUBJECTS[news]) % facts, put_together(person, parts), enclosed)


def _enclosure(talk: Talk, place: Place, names: str, method: Method) -> Enclosure:
    person = place.person
    organizer = CalendarPerson(person.round.partner.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    attendee = CalendarPerson(person.name, person.email)
    event = replace(event_of(talk, names, person.zone), organizer=organizer, attendee=attendee)
    content = calendar_file([event], method=method)
    return Enclosure("meeting.ics", f"text/calendar; method={method}; charset=utf-8", content)
