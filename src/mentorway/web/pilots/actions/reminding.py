"""Reminders: of meetings that come, once each, in the hours of the day."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from mentorway.web.core.tasks import post_letter
from mentorway.web.pilots.analysis.letters import may_write_at, to_many, told, when
from mentorway.web.pilots.analysis.works import open_of
from mentorway.web.pilots.models import Audience, Cohort, Meeting, MeetingNotice, Participant
from mentorway.web.pilots.queries import letters as queries


def remind(now: dt.datetime) -> int:
    """Write to those who have a meeting soon and have not been reminded of it; return how many letters."""
    count = 0
    for cohort in queries.running_cohorts():
        if cohort.remind_days and may_write_at(cohort, now):
            count += _remind_of(cohort, now)
    return count


def _remind_of(cohort: Cohort, now: dt.datetime) -> int:
    count = 0
    for meeting in queries.meetings_within(cohort, now, cohort.remind_days):
        known = queries.reminded_of(meeting)
        for person in queries.reachable(cohort, Audience.ENROLLED):
            if person.pk not in known:
                person.cohort = cohort
                count += _remind(person, meeting, now)
    return count


@transaction.atomic
def _remind(person: Participant, meeting: Meeting, now: dt.datetime) -> bool:
    """Remind one person. It is noted before the letter goes, so that nobody is reminded twice."""
    notice, _is_new = MeetingNotice.objects.get_or_create(meeting=meeting, participant=person)
    noted = MeetingNotice.objects.filter(pk=notice.pk, reminded=None).update(reminded=now)
    if not noted:
        return False
    with override(person.language):
        names = {"title": meeting.title, "when": when(meeting)}
        subject = _("Soon: %(title)s, %(when)s") % names
        parts = [_("This is a reminder of the next meeting:"), told(meeting), _to_do(person)]
        post_letter(person.email, subject, to_many(person, parts))
    return True


def _to_do(person: Participant) -> str:
    """Return what the person still has to do for the certificate, or nothing."""
    titles = [one.title for one in open_of(person) if one.is_needed]
    if not titles:
        return ""
    return _("Still to be done for the certificate:") + "".join(f"\n- {title}" for title in titles)
