"""A meeting is planned, changed, cancelled, planned again, removed; all sessions are planned at once."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.web.accounts.models import User
from mentorway.web.core.merging import refuse_stale
from mentorway.web.pilots.actions.cohorts import locked_cohort
from mentorway.web.pilots.analysis import meetings as analysis
from mentorway.web.pilots.analysis.cohorts import is_closed
from mentorway.web.pilots.analysis.overlaps import Span, clashes_of
from mentorway.web.pilots.analysis.planning import Slot, crossing
from mentorway.web.pilots.analysis.programme import programme_of, sessions_of
from mentorway.web.pilots.models import CalendarLink, Cohort, Meeting, new_link
from mentorway.web.pilots.queries import meetings as queries

MOST_MEETINGS: Final = 200
AT_ONCE: Final = "at_once"


@transaction.atomic
def add(cohort: Cohort, *, at_once: bool = False, **facts: Any) -> Meeting:
    """Plan a meeting. Another of the same cohort at that time is refused unless it is meant."""
    locked = _open(cohort)
    _refuse_many(locked, 1)
    meeting = Meeting(cohort=locked)
    _take_over(meeting, facts)
    _refuse_clashes(locked, [(meeting.starts, meeting.ends)], at_once=at_once)
    meeting.full_clean()
    meeting.save()
    return meeting


@transaction.atomic
def plan(cohort: Cohort, plan: Sequence[Slot], *, at_once: bool = False, **facts: Any) -> list[Meeting]:
    """Plan a meeting for each session of the programme, all or none."""
    locked = _open(cohort)
    _refuse_many(locked, len(plan))
    _refuse_planned(locked, plan)
    _refuse_odd_times(plan)
    _refuse_clashes(locked, [one.span for one in plan], at_once=at_once)
    titles = sessions_of(programme_of(locked, locked.language))
    rows = [
        Meeting(
            cohort=locked,
            session=one.session.key,
            title=titles[one.session.key].title,
            starts=one.starts,
            ends=one.ends,
            **facts,
        )
        for one in plan
    ]
    for row in rows:
        row.full_clean()
        row.save()
    return rows


def _refuse_planned(cohort: Cohort, plan: Sequence[Slot]) -> None:
    planned = queries.sessions_planned(cohort)
    for one in plan:
        if one.session.key in planned:
            raise ValidationError(
                _("“%(session)s” is planned already."), params={"session": one.session.title}
            )


def _refuse_odd_times(plan: Sequence[Slot]) -> None:
    if any(one.is_skipped for one in plan):
        raise ValidationError(
            {"begins": _("Clocks are put forward that night, and this time does not exist there.")}
        )
    for one, two in crossing(plan):
        sentence = _("“%(first)s” is not over when “%(second)s” begins. Plan fewer sessions on one day.")
        raise ValidationError({"a_day": sentence % {"first": one.session.title, "second": two.session.title}})


@transaction.atomic
def change(meeting: Meeting, *, revision: int, at_once: bool = False, **facts: Any) -> Meeting:
    """Change a meeting; calendars are told anew when its time, place, link or title is another."""
    cohort, locked = _open(meeting.cohort), _locked(meeting)
    if locked.cancelled:
        raise ValidationError(_("It is cancelled. Plan it anew first."))
    refuse_stale(analysis.stored(locked), revision)
    before, shown = analysis.facts_of(locked), analysis.calendar_state(locked)
    _take_over(locked, facts)
    _refuse_marked(locked, timezone.now())
    span = (locked.starts, locked.ends)
    _refuse_clashes(cohort, [span], but=locked.pk, at_once=at_once)
    if analysis.facts_of(locked) == before:
        return locked
    locked.sequence += analysis.calendar_state(locked) != shown
    locked.full_clean(exclude=["facilitator"])
    locked.save()
    return locked


@transaction.atomic
def cancel(meeting: Meeting, *, why: str) -> Meeting:
    """Let a meeting not take place; it stays on the list with the reason."""
    locked = _locked(meeting)
    if locked.cancelled:
        raise ValidationError(_("It is cancelled already."))
    present = queries.were_there(locked)
    if present:
        sentence = ngettext(
            "%(count)d person was there, so it took place. Correct the attendance first.",
            "%(count)d people were there, so it took place. Correct the attendance first.",
            present,
        )
        raise ValidationError(sentence % {"count": present})
    locked.cancelled, locked.cancelled_why = timezone.now(), why
    return _called(locked)


@transaction.atomic
def restore(meeting: Meeting, *, at_once: bool = False) -> Meeting:
    """Let a cancelled meeting take place after all."""
    cohort, locked = _open(meeting.cohort), _locked(meeting)
    if not locked.cancelled:
        raise ValidationError(_("It is planned already."))
    _refuse_clashes(cohort, [(locked.starts, locked.ends)], but=locked.pk, at_once=at_once)
    locked.cancelled, locked.cancelled_why = None, ""
    return _called(locked)


def _called(meeting: Meeting) -> Meeting:
    """Keep that a meeting is cancelled or planned again; calendars are told."""
    meeting.sequence += 1
    meeting.full_clean(exclude=["facilitator"])
    meeting.save(update_fields=["cancelled", "cancelled_why", "sequence", "changed"])
    return meeting


@transaction.atomic
def remove(meeting: Meeting) -> None:
    """Remove a meeting that nobody has been told of and at which nobody was marked."""
    locked_cohort(meeting.cohort)
    locked = _locked(meeting)
    if queries.hangs_together(locked):
        raise ValidationError(
            _("People were told of it, marked or put into groups for it. Cancel it instead: nothing is lost.")
        )
    locked.delete()


def renew_calendar(user: User) -> CalendarLink:
    """Give a person a new secret address for their calendar; what reads the old one gets nothing more."""
    row, _is_new = CalendarLink.objects.update_or_create(user=user, defaults={"link": new_link()})
    return row


def _open(cohort: Cohort) -> Cohort:
    locked = locked_cohort(cohort)
    if is_closed(locked):
        raise ValidationError(
            _("The cohort is over. Take it up again before you plan meetings."), code="closed"
        )
    return locked


def _locked(meeting: Meeting) -> Meeting:
    found = Meeting.objects.select_for_update(of=("self",)).filter(pk=meeting.pk).first()
    if found is None:
        raise ValidationError(_("Somebody has removed this meeting meanwhile."))
    found.cohort = meeting.cohort
    return found


def _refuse_many(cohort: Cohort, more: int) -> None:
    if cohort.meetings.count() + more > MOST_MEETINGS:
        raise ValidationError(_("A cohort has at most %(most)d meetings."), params={"most": MOST_MEETINGS})


def _refuse_clashes(cohort: Cohort, spans: list[Span], *, at_once: bool, but: int | None = None) -> None:
    found = [] if at_once else clashes_of(cohort, spans, but=but)
    if found:
        raise ValidationError({AT_ONCE: found})


def _refuse_marked(meeting: Meeting, now: dt.datetime) -> None:
    """Refuse to move a meeting to come from which people are marked: nobody is marked beforehand."""
    if meeting.starts > now and queries.marks_of(meeting):
        raise ValidationError(
            {"day": _("People are marked for this meeting already, so it cannot begin later than now.")}
        )


def _take_over(meeting: Meeting, facts: Mapping[str, Any]) -> None:
    sessions = sessions_of(programme_of(meeting.cohort, meeting.cohort.language))
    session = sessions.get(facts["session"])
    span = analysis.span_on_a_day(meeting.cohort, dict(facts), session.minutes if session else 0)
    meeting.starts, meeting.ends = span
    for name in analysis.TEXTS:
        value = facts[name]
        setattr(meeting, name, value.replace("\r\n", "\n") if isinstance(value, str) else value)
    meeting.title = meeting.title or (session.title if session else "")
