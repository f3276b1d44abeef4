"""Reads across meetings: of a cohort, of a facilitator, at the same time."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from mentorway.web.accounts.models import User
from mentorway.web.network.models import belonging_to
from mentorway.web.pilots.models import CalendarLink, Cohort, Meeting, Presence

IN_CALENDARS = dt.timedelta(days=365)


def all_of(cohort: Cohort) -> QuerySet[Meeting]:
    """Every meeting of a cohort in order, those that were cancelled too."""
    return cohort.meetings.select_related("facilitator").order_by("starts", "pk")


def meetings_of(cohort: Cohort) -> list[Meeting]:
    """The same, each with its cohort."""
    rows = list(all_of(cohort))
    for one in rows:
        one.cohort = cohort
    return rows


def sessions_planned(cohort: Cohort) -> set[str]:
    """The sessions of the programme for which a meeting is planned."""
    rows = cohort.meetings.planned().exclude(session="")
    return set(rows.values_list("session", flat=True))


def facilitators_for(cohort: Cohort) -> QuerySet[User]:
    """Who may lead a meeting: members of the partner, and who leads one already."""
    own = Q(memberships__partner=cohort.partner_id)
    led = Q(meetings_led__cohort=cohort)
    return User.objects.filter(own | led, is_active=True).distinct().order_by("name", "email")


def to_come(cohort: Cohort, now: dt.datetime) -> int:
    """How many planned meetings are not over yet."""
    return cohort.meetings.planned().filter(ends__gt=now).count()


def at_the_time_of(cohort: Cohort, spans: Iterable[tuple[dt.datetime, dt.datetime]]) -> QuerySet[Meeting]:
    """The planned meetings of a cohort that share a moment with one of the spans."""
    return cohort.meetings.planned().filter(_during(spans)).order_by("starts", "pk")


def led_meanwhile(
    leader: User, cohort: Cohort, spans: Iterable[tuple[dt.datetime, dt.datetime]]
) -> QuerySet[Meeting]:
    """The meetings of other cohorts that somebody leads while one of the spans lasts."""
    rows = Meeting.objects.planned().filter(_during(spans), facilitator=leader, cohort__deleted=None)
    return rows.exclude(cohort=cohort).select_related("cohort").order_by("starts", "pk")


def _during(spans: Iterable[tuple[dt.datetime, dt.datetime]]) -> Q:
    found = Q(pk__in=[])
    for starts, ends in spans:
        found |= Q(starts__lt=ends, ends__gt=starts)
    return found


def visible_among(user: User, meetings: Iterable[Meeting]) -> set[int]:
    """The keys of those meetings that ``user`` may see."""
    keys = [one.pk for one in meetings]
    return set(Meeting.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))


def marks_of(meeting: Meeting) -> int:
    """How many people are marked for the meeting, whatever the mark says."""
    return meeting.attendance.count()


def were_there(meeting: Meeting) -> int:
    """How many people were there."""
    return meeting.attendance.filter(presence=Presence.PRESENT).count()


def hangs_together(meeting: Meeting) -> bool:
    """Whether marks, corrections, groups or letters name the meeting."""
    kinds = (meeting.attendance, meeting.corrections, meeting.triads, meeting.notices)
    return any(one.exists() for one in kinds)


def with_facilitator_or_planned_by(user: User, now: dt.datetime) -> QuerySet[Meeting]:
    """What the calendar of ``user`` shows: meetings they lead, and those of their partners' cohorts."""
    own = Q(facilitator=user) | Q(cohort__partner__in=belonging_to(user))
    rows = Meeting.objects.filter(own, cohort__deleted=None, cohort__is_example=False)
    recent = rows.filter(ends__gte=now - IN_CALENDARS)
    return recent.select_related("cohort", "facilitator").order_by("starts", "pk").distinct()


def calendar_link_of(user: User) -> CalendarLink | None:
    """The secret address at which calendars read what ``user`` leads or plans."""
    return CalendarLink.objects.filter(user=user).first()


def whose_calendar(link: str) -> User | None:
    """Who reads at a secret address, as long as their account is open."""
    row = CalendarLink.objects.filter(link=link, user__is_active=True).select_related("user").first()
    return row.user if row else None
