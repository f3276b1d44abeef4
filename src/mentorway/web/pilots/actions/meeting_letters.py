"""Letters about meetings: new dates, changes and cancellations, with a file for the calendar."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from email.utils import parseaddr
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from mentorway.web.core.calendar import CalendarPerson, Method, calendar_file
from mentorway.web.core.tasks import Enclosure, post_letter
from mentorway.web.pilots.analysis.calendars import event_of, file_of
from mentorway.web.pilots.analysis.letters import to_many, told
from mentorway.web.pilots.models import Audience, Cohort, Meeting, MeetingNotice, Participant
from mentorway.web.pilots.queries import letters as queries

FILE_NAME: Final = "meetings.ics"


@dataclass(frozen=True)
class News:
    """What one person has not been told yet."""

    person: Participant
    fresh: tuple[Meeting, ...]
    changed: tuple[Meeting, ...]
    cancelled: tuple[Meeting, ...]

    @property
    def meetings(self) -> tuple[Meeting, ...]:
        """All of it."""
        return (*self.fresh, *self.changed, *self.cancelled)


def news_of(cohort: Cohort, people: Sequence[Participant] | None = None) -> list[News]:
    """Return who has something to be told about meetings that are not over; nobody twice."""
    if people is None:
        people = list(queries.reachable(cohort, Audience.ENROLLED))
    now, sent = timezone.now(), queries.notices_of(cohort)
    meetings = [one for one in queries.meetings_to_tell(cohort) if one.ends > now]
    found = [_news(person, meetings, sent) for person in people]
    return [one for one in found if one.meetings]


def _news(person: Participant, meetings: Sequence[Meeting], sent: dict[tuple[int, int], int | None]) -> News:
    fresh: list[Meeting] = []
    changed: list[Meeting] = []
    cancelled: list[Meeting] = []
    for meeting in meetings:
        last = sent.get((person.pk, meeting.pk))
        if last is None and meeting.cancelled is None:
            fresh.append(meeting)
        elif last is not None and last < meeting.sequence:
            (cancelled if meeting.cancelled else changed).append(meeting)
    return News(person, tuple(fresh), tuple(changed), tuple(cancelled))


@transaction.atomic
def announce(cohort: Cohort, people: Sequence[Participant] | None = None) -> int:
    """Write to those who take part what they do not know yet of the meetings; return to how many."""
    if cohort.is_example:
        return 0
    held = Cohort.objects.select_for_update().select_related("partner").get(pk=cohort.pk)
    if people is not None:
        people = [one for one in people if one.email and one.wants_letters]
    news = news_of(held, people)
    for one in news:
        one.person.cohort = held
        with override(one.person.language):
            _post(one)
        _note(one)
    return len(news)


def _note(news: News) -> None:
    for meeting in news.meetings:
        MeetingNotice.objects.update_or_create(
            meeting=meeting, participant=news.person, defaults={"sequence": meeting.sequence}
        )


def _post(news: News) -> None:
    person, cohort = news.person, news.person.cohort
    parts = []
    if news.fresh:
        parts += [_("These meetings are planned:"), *(told(one) for one in news.fresh)]
    if news.changed:
        parts += [_("These meetings have changed:"), *(told(one) for one in news.changed)]
    if news.cancelled:
        parts += [_("These meetings are cancelled:"), *(told(one) for one in news.cancelled)]
    parts.append(_("The attached file brings your calendar up to date."))
    post_letter(person.email, _subject(news), to_many(person, parts), _enclosures(cohort, news))


def _subject(news: News) -> str:
    names = {"cohort": news.person.cohort.title}
    if news.cancelled and not news.changed and not news.fresh:
        return _("Meeting cancelled: %(cohort)s") % names
    if news.changed or news.cancelled:
        return _("Meetings changed: %(cohort)s") % names
    return _("Meetings: %(cohort)s") % names


def _enclosures(cohort: Cohort, news: News) -> list[Enclosure]:
    """Return what calendars read: dates to keep, and cancellations, which take them out again."""
    found = []
    kept = (*news.fresh, *news.changed)
    if kept:
        found.append(_enclosure(FILE_NAME, file_of(kept, name=cohort.title), "PUBLISH"))
    organizer = CalendarPerson(cohort.partner.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    attendee = CalendarPerson(news.person.name, news.person.email)
    for place, meeting in enumerate(news.cancelled, start=1):
        event = replace(event_of(meeting), organizer=organizer, attendee=attendee)
        content = calendar_file([event], method="CANCEL")
        found.append(_enclosure(f"cancelled-{place}.ics", content, "CANCEL"))
    return found


def _enclosure(name: str, content: bytes, method: Method) -> Enclosure:
    return Enclosure(name, f"text/calendar; method={method}; charset=utf-8", content)
