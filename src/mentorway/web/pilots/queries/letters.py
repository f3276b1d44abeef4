"""Who is written to, and who has been told what."""

import datetime as dt

from django.db.models import QuerySet

from mentorway.web.pilots.models import (
    Audience,
    Cohort,
    CohortState,
    Letter,
    Meeting,
    MeetingNotice,
    Participant,
    Standing,
)
from mentorway.web.study.models import Invitation, Mode, Wave

STANDINGS = {
    Audience.ENROLLED: Standing.ENROLLED,
    Audience.LAGGING: Standing.ENROLLED,
    Audience.WAITING: Standing.WAITING,
    Audience.APPLIED: Standing.APPLIED,
}


def letters_of(cohort: Cohort) -> QuerySet[Letter]:
    """The letters to many of a cohort, the last first."""
    return cohort.letters.select_related("by").order_by("-at", "-pk")


def letter_of(cohort: Cohort, which: int) -> Letter | None:
    """A letter to many of a cohort."""
    return cohort.letters.select_related("by").filter(pk=which).first()


def reachable(cohort: Cohort, audience: str) -> QuerySet[Participant]:
    """The people of a cohort whom a letter reaches: they have an address and want letters."""
    rows = cohort.people.filter(standing=STANDINGS[Audience(audience)], wants_letters=True)
    return rows.exclude(email="").order_by("name", "pk")


def without_letters(cohort: Cohort) -> int:
    """How many of those who take part get no letters: they have no address, or want none."""
    return cohort.people.taking_part().count() - reachable(cohort, Audience.ENROLLED).count()


def meetings_to_tell(cohort: Cohort) -> list[Meeting]:
    """The meetings of a cohort, in order; past ones too, as calendars keep them."""
    found = list(cohort.meetings.select_related("facilitator").order_by("starts", "pk"))
    for meeting in found:
        meeting.cohort = cohort
    return found


def has_meetings(cohort: Cohort) -> bool:
    """Whether a meeting of a cohort was ever planned."""
    return cohort.meetings.exists()


def notices_of(cohort: Cohort) -> dict[tuple[int, int], int | None]:
    """Which calendar entry each person was sent last about each meeting: (person, meeting) → sequence."""
    rows = MeetingNotice.objects.filter(meeting__cohort=cohort)
    return {(who, which): last for who, which, last in rows.values_list("participant", "meeting", "sequence")}


def running_cohorts() -> QuerySet[Cohort]:
    """Cohorts whose people are reminded of things."""
    states = (CohortState.OPEN, CohortState.RUNNING)
    return Cohort.objects.filter(state__in=states, deleted=None, is_example=False).select_related("partner")


def meetings_within(cohort: Cohort, now: dt.datetime, days: int) -> list[Meeting]:
    """The meetings of a cohort that begin within some days."""
    rows = cohort.meetings.planned().filter(starts__gt=now, starts__lte=now + dt.timedelta(days=days))
    found = list(rows.select_related("facilitator").order_by("starts", "pk"))
    for meeting in found:
        meeting.cohort = cohort
    return found


def reminded_of(meeting: Meeting) -> set[int]:
    """Who has been reminded of a meeting."""
    return set(meeting.notices.exclude(reminded=None).values_list("participant", flat=True))


def waves_to_choose(cohort: Cohort) -> QuerySet[Wave]:
    """The waves of the partner's own studies that know who has answered, and not what."""
    coded = (Mode.CODE, Mode.PSEUDONYMOUS)
    rows = Wave.objects.filter(study__partner=cohort.partner_id, study__deleted=None, study__mode__in=coded)
    return rows.select_related("study").order_by("-pk")


def invited_to(wave: Wave) -> set[str]:
    """The addresses that a wave has invited, in small letters."""
    return {one.lower() for one in Invitation.objects.filter(wave=wave).values_list("email", flat=True)}
