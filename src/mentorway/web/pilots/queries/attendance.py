"""Who was marked at which meeting, and what was corrected."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from mentorway.web.accounts.models import User
from mentorway.web.pilots.models import (
    Attendance,
    AttendanceChange,
    Cohort,
    Meeting,
    Participant,
    Presence,
    Triad,
)
from mentorway.web.pilots.models.cohorts import MeetingQuerySet
from mentorway.web.pilots.models.people import ParticipantQuerySet

Mark = tuple[int, int, str]  # participant, meeting, presence


def meetings() -> MeetingQuerySet:
    """Meetings with their cohorts, for the one door."""
    return Meeting.objects.select_related("cohort__partner", "facilitator")


def planned_of(cohort: Cohort) -> list[Meeting]:
    """Every meeting of a cohort that is not cancelled, in the order of time."""
    rows = list(cohort.meetings.planned().select_related("facilitator"))
    return _of_cohort(cohort, rows)


def with_cancelled(cohort: Cohort) -> list[Meeting]:
    """Every meeting of a cohort, in the order of time."""
    return _of_cohort(cohort, list(cohort.meetings.select_related("facilitator")))


def counts_of(cohort: Cohort) -> dict[int, tuple[int, int]]:
    """How many of those who take part were at each meeting, and how many are marked there."""
    rows = Attendance.objects.filter(_takes_part(""), meeting__cohort=cohort).order_by()
    present = Count("pk", Q(presence=Presence.PRESENT))
    found = rows.values("meeting").annotate(present=present, marked=Count("pk"))
    return {row["meeting"]: (row["present"], row["marked"]) for row in found}


def people_of(cohort: Cohort) -> ParticipantQuerySet:
    """Those who take part, by name."""
    return Participant.objects.filter(cohort=cohort).taking_part().order_by("name", "pk")


def marks_of(cohort: Cohort, people: Iterable[int] | None = None) -> list[Mark]:
    """Every mark at meetings that are not cancelled, of some people or of all."""
    rows = Attendance.objects.filter(meeting__cohort=cohort, meeting__cancelled=None)
    if people is not None:
        rows = rows.filter(participant__in=list(people))
    return list(rows.order_by().values_list("participant_id", "meeting_id", "presence"))


def noted_of(cohort: Cohort) -> QuerySet[Attendance]:
    """What was noted of everybody at every meeting of a cohort, meeting by meeting."""
    rows = Attendance.objects.filter(meeting__cohort=cohort)
    return rows.order_by("meeting__starts", "meeting", "pk")


def marks_at(meeting: Meeting) -> dict[int, Attendance]:
    """The marks of one meeting, by person."""
    return {row.participant_id: row for row in meeting.attendance.all()}


def mark_of(meeting: Meeting, person: Participant) -> Attendance | None:
    """The mark of one person at one meeting."""
    return meeting.attendance.filter(participant=person).first()


def present_at(meeting: Meeting) -> int:
    """How many of those who take part are marked as present."""
    rows = meeting.attendance.filter(_takes_part(""), presence=Presence.PRESENT)
    return rows.count()


def elsewhere(meeting: Meeting, people: Iterable[int] | None = None) -> dict[int, str]:
    """Who was marked as present at another meeting of the cohort at the same time, and its title."""
    rows = Attendance.objects.filter(
        meeting__cohort=meeting.cohort_id,
        meeting__cancelled=None,
        meeting__starts__lt=meeting.ends,
        meeting__ends__gt=meeting.starts,
        presence=Presence.PRESENT,
    ).exclude(meeting=meeting)
    if people is not None:
        rows = rows.filter(participant__in=list(people))
    return dict(rows.order_by().values_list("participant_id", "meeting__title"))


def corrections_of(cohort: Cohort) -> QuerySet[AttendanceChange]:
    """What was corrected, the last first."""
    rows = AttendanceChange.objects.filter(meeting__cohort=cohort)
    return rows.select_related("meeting", "participant", "by").order_by("-at", "-pk")


def meeting_behind(token: uuid.UUID) -> Meeting | None:
    """The meeting that a picture leads to; a cohort in the bin has none."""
    rows = Meeting.objects.filter(token=token, cohort__deleted=None)
    return rows.select_related("cohort__partner").first()


def person_with_code(cohort: Cohort, code: str) -> Participant | None:
    """The person of a cohort who has this personal code."""
    return cohort.people.filter(code=code).first()


def at_work_on(user: User) -> QuerySet[Meeting]:
    """The meetings of running cohorts whose people ``user`` works with, with what the day's page shows."""
    cohorts = Cohort.objects.worked_on_by(user).filter(is_example=False)
    taking_part = Count("cohort__people", Q(cohort__people__standing="enrolled"), distinct=True)
    present = Count(
        "attendance",
        Q(attendance__presence=Presence.PRESENT) & _takes_part("attendance__"),
        distinct=True,
    )
    rows = Meeting.objects.filter(cohort__in=cohorts).select_related("cohort__partner", "facilitator")
    return rows.annotate(people_count=taking_part, present=present).order_by("starts", "pk")


def around(user: User, begin: dt.datetime, end: dt.datetime) -> list[Meeting]:
    """The meetings, cancelled ones too, that ``user`` works with and that touch a stretch of time."""
    return list(at_work_on(user).filter(starts__lt=end, ends__gt=begin))


def next_of(user: User, moment: dt.datetime) -> Meeting | None:
    """The next meeting after a moment that ``user`` leads, else any that ``user`` works with."""
    coming = at_work_on(user).filter(starts__gt=moment, cancelled=None)
    return coming.filter(facilitator=user).first() or coming.first()


def left_unmarked(user: User, now: dt.datetime) -> QuerySet[Meeting]:
    """Meetings that are over, in cohorts whose people ``user`` works with, where somebody is not marked."""
    cohorts = Cohort.objects.worked_on_by(user).filter(is_example=False).exclude(state="cancelled")
    marked = Attendance.objects.filter(meeting=OuterRef(OuterRef("pk")), participant=OuterRef("pk"))
    missing = Participant.objects.taking_part().filter(
        ~Exists(marked), cohort=OuterRef("cohort"), enrolled__lte=OuterRef("ends")
    )
    rows = Meeting.objects.planned().filter(Exists(missing), cohort__in=cohorts, ends__lt=now)
    return rows.select_related("cohort").order_by("starts", "pk")


def triads_of(meeting: Meeting) -> list[tuple[Triad, Sequence[str]]]:
    """The groups of three of a meeting, else those of the whole cohort, with the names in their order."""
    rows = Triad.objects.filter(cohort=meeting.cohort_id).order_by("number", "pk")
    rows = rows.prefetch_related("places__participant")
    own = list(rows.filter(meeting=meeting)) or list(rows.filter(meeting=None))
    return [(triad, [place.participant.name for place in triad.places.all()]) for triad in own]


def _takes_part(prefix: str) -> Q:
    return Q(**{f"{prefix}participant__standing": "enrolled"})


def _of_cohort(cohort: Cohort, rows: list[Meeting]) -> list[Meeting]:
    for row in rows:
        row.cohort = cohort
    return rows
