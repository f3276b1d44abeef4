"""Supervision groups: of a round, of a mentor, and their meetings."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Min, Prefetch, Q, QuerySet
from django.utils import timezone

from mentorway.web.mentoring.models import Person, Round, Side, SupervisionGroup, SupervisionMeeting

HERE = Q(mentors__left=None)


@dataclass(frozen=True)
class Own:
    """What a mentor has of supervision: the groups, and the meetings that are not over."""

    groups: list[SupervisionGroup]
    coming: list[SupervisionMeeting]


def groups_of(whole: Round) -> QuerySet[SupervisionGroup]:
    """The groups of a round, each with how many mentors are in it and when it meets next."""
    planned = Q(meetings__cancelled=None, meetings__starts__gt=timezone.now())
    return whole.supervision.annotate(
        size=Count("mentors", filter=HERE, distinct=True), next=Min("meetings__starts", filter=planned)
    ).order_by("title", "pk")


def group_of(whole: Round, which: int) -> SupervisionGroup | None:
    """The group of a round with this number in the table."""
    found = whole.supervision.filter(pk=which).first()
    if found is not None:
        found.round = whole
    return found


def mentors_in(group: SupervisionGroup) -> QuerySet[Person]:
    """The mentors in a group who have not left the round, by name."""
    return group.mentors.filter(left=None).order_by("name", "pk")


def mentors_to_choose(whole: Round) -> QuerySet[Person]:
    """The mentors of a round with the groups they are in, by name."""
    rows = whole.people.present().filter(side=Side.MENTOR)
    return rows.prefetch_related("supervision").order_by("name", "pk")


def in_none(whole: Round) -> QuerySet[Person]:
    """The mentors of a round who are in no supervision group."""
    return whole.people.present().filter(side=Side.MENTOR, supervision=None).order_by("name", "pk")


def meetings_of(group: SupervisionGroup) -> list[SupervisionMeeting]:
    """The meetings of a group, the last to begin first, each with how many were there."""
    rows = group.meetings.annotate(there=Count("present", distinct=True)).order_by("-starts", "-pk")
    return _known(rows, group)


def coming(group: SupervisionGroup, now: dt.datetime) -> list[SupervisionMeeting]:
    """The meetings of a group that are planned and not over, the next first."""
    rows = group.meetings.filter(cancelled=None, starts__gt=_long_ago(now)).order_by("starts", "pk")
    return [one for one in _known(rows, group) if one.ends > now]


def _known(rows: QuerySet[SupervisionMeeting], group: SupervisionGroup) -> list[SupervisionMeeting]:
    found = list(rows)
    for one in found:
        one.group = group
    return found


def _long_ago(now: dt.datetime) -> dt.datetime:
    return now - dt.timedelta(minutes=600)  # the longest that a meeting lasts


def meeting_of(group: SupervisionGroup, number: int) -> SupervisionMeeting | None:
    """The meeting of a group with this number in the table."""
    found = group.meetings.filter(pk=number).first()
    if found is not None:
        found.group = group
    return found


def were_there(meeting: SupervisionMeeting) -> QuerySet[Person]:
    """Who was at a meeting, also those who have left the group since."""
    return meeting.present.order_by("name", "pk")


def to_mark(meeting: SupervisionMeeting) -> QuerySet[Person]:
    """Who may be marked as having been at a meeting: the group of today, and who is marked already."""
    known = Q(supervision=meeting.group_id, left=None) | Q(pk__in=meeting.present.values("pk"))
    return meeting.group.round.people.filter(known).distinct().order_by("name", "pk")


def supervision_of(person: Person) -> Own:
    """The groups of a mentor and their meetings that are not over; nothing for who has left."""
    groups = _groups(person)
    now = timezone.now()
    rows = _meetings(groups).filter(cancelled=None, starts__gt=_long_ago(now))
    return Own(groups, [one for one in rows.order_by("starts", "pk") if one.ends > now])


def _groups(person: Person) -> list[SupervisionGroup]:
    if person.left is not None:
        return []
    rows = person.supervision.filter(round=person.round_id).order_by("title", "pk")
    present = Person.objects.present().order_by("name", "pk")
    return list(rows.prefetch_related(Prefetch("mentors", present)))


def _meetings(groups: list[SupervisionGroup]) -> QuerySet[SupervisionMeeting]:
    return SupervisionMeeting.objects.filter(group__in=groups).select_related("group")


def for_calendar(person: Person) -> list[SupervisionMeeting]:
    """All meetings of the groups of a mentor, those that are cancelled too: calendars take them out."""
    found = list(_meetings(_groups(person)).order_by("starts", "pk"))
    for one in found:
        one.group.round = person.round
    return found
