"""Letters about visits: invitations with a date for the calendar, and cancellations that take it out."""

from collections.abc import Iterable
from dataclasses import replace
from email.utils import parseaddr
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core.addresses import whole
from mentorway.web.core.calendar import CalendarPerson, Method, calendar_file
from mentorway.web.core.moments import span_in_words
from mentorway.web.core.tasks import Enclosure, post_letter
from mentorway.web.network.analysis import visits as analysis
from mentorway.web.network.models import Attendee, Visit
from mentorway.web.network.queries import visits as queries

FILE_NAME: Final = "visit.ics"
PURPOSE_LETTERS: Final = 2000


@transaction.atomic
def invite(visit: Visit, user: User, *, again: bool = False) -> int:
    """Write to everybody who has an address and not yet the newest letter; return to how many.

    ``again`` writes to those who have it, too. Nobody is written to who said no.
    """
    locked = Visit.objects.select_for_update().select_related("host").get(pk=visit.pk)
    people = list(queries.to_write_to(locked, again=again))
    languages = _languages(people)
    for person in people:
        with override(languages[person.pk]):
            _post(locked, person, _invitation(locked, person, user), "REQUEST")
    locked.people.filter(pk__in=[person.pk for person in people]).update(told=locked.sequence)
    return len(people)


def cancel(visit: Visit, user: User) -> int:
    """Write to everybody who got a letter about it that it does not take place; return to how many."""
    people = list(queries.told_of(visit))
    languages = _languages(people)
    for person in people:
        with override(languages[person.pk]):
            _post(visit, person, _cancellation(visit, user), "CANCEL")
    visit.people.filter(pk__in=[person.pk for person in people]).update(told=visit.sequence)
    return len(people)


def _languages(people: Iterable[Attendee]) -> dict[int, str]:
    """Return the language of each: their own as members, that of the contact, or that of who writes."""
    people, known = list(people), {code for code, _name in settings.LANGUAGES}
    members = dict(
        User.objects.filter(email__in=[person.email for person in people]).values_list("email", "language")
    )
    found = {}
    for person in people:
        wanted = members.get(person.email) or (person.contact.language if person.contact else "")
        found[person.pk] = wanted if wanted in known else get_language() or settings.LANGUAGE_CODE
    return found


def _post(visit: Visit, person: Attendee, letter: tuple[str, str], method: Method) -> None:
    # Some calendars take a date only from who sent the letter: the host goes by that address.
    organizer = CalendarPerson(visit.host.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    event = replace(
        analysis.event(visit, now=timezone.now(), url=_address(visit)),
        organizer=organizer,
        attendee=CalendarPerson(person.name, person.email),
    )
    content = calendar_file([event], method=method)
    enclosure = Enclosure(FILE_NAME, f"text/calendar; method={method}; charset=utf-8", content)
    post_letter(person.email, *letter, [enclosure])


def _invitation(visit: Visit, person: Attendee, user: User) -> tuple[str, str]:
    subject = _("Invitation: %(title)s") if person.told is None else _("Changed: %(title)s")
    opening = (
        _("%(host)s invites you to: %(title)s.")
        if person.told is None
        else _("What %(host)s invited you to has changed: %(title)s.")
    )
    names = {"host": visit.host.name, "title": visit.title}
    closing = _("The attached file puts the date into your calendar.")
    parts = [opening % names, _facts(visit), visit.purpose[:PURPOSE_LETTERS], closing, _signed(visit, user)]
    return subject % names, _put_together(parts)


def _cancellation(visit: Visit, user: User) -> tuple[str, str]:
    names = {"host": visit.host.name, "title": visit.title}
    opening = _("What %(host)s invited you to does not take place: %(title)s.") % names
    closing = _("The attached file takes the date out of your calendar.")
    parts = [opening, visit.cancelled_why, _facts(visit), closing, _signed(visit, user)]
    return _("Cancelled: %(title)s") % names, _put_together(parts)


def _facts(visit: Visit) -> str:
    lines = [
        _("When: %(when)s") % {"when": span_in_words(visit.starts, visit.ends, ZoneInfo(visit.time_zone))}
    ]
    where = analysis.location_of(visit)
    if where:
        lines.append(_("Where: %(where)s") % {"where": where})
    if visit.link:
        lines.append(_("To join: %(link)s") % {"link": visit.link})
    return "\n".join(lines)


def _signed(visit: Visit, user: User) -> str:
    more = _("Members of the network find more here:\n%(link)s") % {"link": _address(visit)}
    names = {"name": user.name or user.email, "email": user.email}
    return f"{more}\n\n{_('Questions and answers go to %(name)s, %(email)s.') % names}"


def _address(visit: Visit) -> str:
    return whole(reverse("network:visit", args=[visit.pk]))


def _put_together(parts: Iterable[str]) -> str:
    return "\n\n".join(part.strip() for part in parts if part.strip()) + "\n"
