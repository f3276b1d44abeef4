"""Supervision groups are made, changed and deleted; their meetings planned, moved, cancelled, marked.

Mentors get letters about what is still to come. What is said at a meeting is written nowhere.
"""

from collections.abc import Collection, Iterable
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.mentoring.actions import supervision_letters as letters
from mentorway.web.mentoring.actions.relations import holding
from mentorway.web.mentoring.models import Person, Round, Side, SupervisionGroup, SupervisionMeeting
from mentorway.web.mentoring.queries import supervision as queries

MOST_GROUPS: Final = 200  # of a round
MOST_MEETINGS: Final = 200  # of a group
SHOWN_IN_CALENDARS: Final = ("starts", "minutes", "place", "link")


def create(whole: Round, *, title: str, supervisor: str, mentors: Iterable[Person]) -> SupervisionGroup:
    """Make a group of mentors of a round."""
    with holding(whole) as held:
        if held.supervision.count() >= MOST_GROUPS:
            raise ValidationError(
                _("A mentoring round has at most %(most)d supervision groups."), params={"most": MOST_GROUPS}
            )
        group = SupervisionGroup(round=held, title=title, supervisor=supervisor)
        group.full_clean()
        group.save()
        group.mentors.set(_of_the_round(held, mentors))
    return group


def change(group: SupervisionGroup, *, title: str, supervisor: str, mentors: Iterable[Person]) -> None:
    """Change a group; who comes or goes is told about the meetings to come, and all if it is renamed."""
    with holding(group.round) as held:
        row = _group(held, group)
        is_renamed = (row.title, row.supervisor) != (title, supervisor)
        row.title, row.supervisor = title, supervisor
        row.full_clean()
        row.save(update_fields=["title", "supervisor"])
        before = {one.pk: one for one in queries.mentors_in(row)}
        now = {one.pk: one for one in _of_the_round(held, mentors)}
        row.mentors.set(now.values())
        coming = queries.coming(row, timezone.now())
        if is_renamed:
            _renumber(coming)
            letters.change([one for pk, one in now.items() if pk in before], coming)
        letters.plan([one for pk, one in now.items() if pk not in before], coming)
        letters.cancel([one for pk, one in before.items() if pk not in now], coming)


def _renumber(meetings: Iterable[SupervisionMeeting]) -> None:
    """Let calendars know that meetings are called differently now."""
    for one in meetings:
        one.sequence += 1
        one.save(update_fields=["sequence", "changed"])


def delete(group: SupervisionGroup) -> None:
    """Delete a group with its meetings; mentors are told about those to come."""
    with holding(group.round) as held:
        row = _group(held, group)
        coming = queries.coming(row, timezone.now())
        for one in coming:
            one.sequence += 1
        letters.cancel(queries.mentors_in(row), coming)
        row.delete()


def plan(group: SupervisionGroup, **facts: Any) -> SupervisionMeeting:
    """Plan a meeting of a group and tell the mentors in it."""
    with holding(group.round) as held:
        row = _group(held, group)
        if row.meetings.count() >= MOST_MEETINGS:
            raise ValidationError(
                _("A supervision group has at most %(most)d meetings."), params={"most": MOST_MEETINGS}
            )
        meeting = SupervisionMeeting(group=row, **facts)
        meeting.full_clean()
        meeting.save()
        if meeting.ends > timezone.now():
            letters.plan(queries.mentors_in(row), [meeting])
    return meeting


def move(meeting: SupervisionMeeting, *, sequence: int, **facts: Any) -> None:
    """Change when or where a meeting is; mentors are told, unless it is over either way."""
    with holding(meeting.group.round) as held:
        row, now = _meeting(held, meeting), timezone.now()
        _refuse_cancelled(row)
        if row.sequence != sequence:
            raise ValidationError(_("Somebody has changed this meeting meanwhile. Look at it again first."))
        before, was_over = _shown(row), row.ends <= now
        for name in SHOWN_IN_CALENDARS:
            setattr(row, name, facts[name])
        if _shown(row) == before:
            return
        if row.starts > now and row.present.exists():
            raise ValidationError(
                _("People are marked for this meeting already, so it cannot begin later than now.")
            )
        row.sequence += 1
        row.full_clean()
        row.save(update_fields=[*SHOWN_IN_CALENDARS, "sequence", "changed"])
        if not was_over or row.ends > now:
            letters.change(queries.mentors_in(row.group), [row])


def cancel(meeting: SupervisionMeeting) -> None:
    """Let a meeting not take place, and tell the mentors."""
    with holding(meeting.group.round) as held:
        row, now = _meeting(held, meeting), timezone.now()
        if row.cancelled is not None:
            return
        if row.present.exists():
            raise ValidationError(_("Somebody is marked as having been there, so it took place."))
        row.cancelled, row.sequence = now, row.sequence + 1
        row.full_clean()
        row.save(update_fields=["cancelled", "sequence", "changed"])
        if row.ends > now:
            letters.cancel(queries.mentors_in(row.group), [row])


def mark(meeting: SupervisionMeeting, *, present: Collection[Person]) -> None:
    """Keep who was at a meeting that has begun."""
    with holding(meeting.group.round) as held:
        row = _meeting(held, meeting)
        _refuse_cancelled(row)
        if row.starts > timezone.now():
            raise ValidationError(_("The meeting has not begun yet: nobody is marked beforehand."))
        wanted = {one.pk for one in present}
        row.present.set([one for one in queries.to_mark(row) if one.pk in wanted])


def _group(held: Round, group: SupervisionGroup) -> SupervisionGroup:
    row = queries.group_of(held, group.pk)
    if row is None:
        raise ValidationError(_("This supervision group does not exist any more."))
    return row


def _meeting(held: Round, meeting: SupervisionMeeting) -> SupervisionMeeting:
    row = queries.meeting_of(_group(held, meeting.group), meeting.pk)
    if row is None:
        raise ValidationError(_("Somebody has removed this meeting meanwhile."))
    return row


def _shown(meeting: SupervisionMeeting) -> tuple[object, ...]:
    return tuple(getattr(meeting, name) for name in SHOWN_IN_CALENDARS)


def _refuse_cancelled(meeting: SupervisionMeeting) -> None:
    if meeting.cancelled is not None:
        raise ValidationError(_("This meeting is cancelled. Plan a new one instead."))


def _of_the_round(held: Round, mentors: Iterable[Person]) -> list[Person]:
    """Return those who are mentors of the round now."""
    wanted = {one.pk for one in mentors}
    rows = held.people.present().filter(side=Side.MENTOR, pk__in=wanted)
    return list(rows.order_by("name", "pk"))
