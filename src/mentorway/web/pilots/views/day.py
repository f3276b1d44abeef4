"""The day of who leads meetings, on a phone in one hand."""

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from mentorway.web.accounts.models import User
from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.pilots import rules
from mentorway.web.pilots.actions.attendance import may_be_marked
from mentorway.web.pilots.analysis import codes
from mentorway.web.pilots.analysis.programme import programme_of
from mentorway.web.pilots.analysis.timetable import timetable_of
from mentorway.web.pilots.models import Meeting
from mentorway.web.pilots.queries import attendance as queries
from mentorway.web.pilots.views import door

DAY = dt.timedelta(days=1)


@require_safe
def day(request: MemberRequest) -> HttpResponse:
    """Show today's meetings: those that the person leads, and the others of their partners."""
    now = timezone.now()
    found = [(one, codes.phase_of(one, now)) for one in _today(request.user, now)]
    context = {
        "now": now,
        "own": [(one, phase) for one, phase in found if one.facilitator_id == request.user.pk],
        "others": [(one, phase) for one, phase in found if one.facilitator_id != request.user.pk],
        "next": None if found else queries.next_of(request.user, now),
    }
    return render(request, "pilots/attendance/day.html", context)


@require_safe
def day_meeting(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one meeting as its facilitator needs it: who comes, what is when, what to press."""
    meeting = access.fetch(request.user, queries.meetings(), may=_may_see_people, pk=pk)
    now, cohort = timezone.now(), meeting.cohort
    people, marks = list(queries.people_of(cohort)), queries.marks_at(meeting)
    phase = codes.phase_of(meeting, now)
    context = {
        **door.frame(request.user, cohort),
        "meeting": meeting,
        "phase": phase,
        "opens": codes.opens_at(meeting),
        "may_mark": may_be_marked(meeting, now),
        "people": [(person, marks.get(person.pk)) for person in people],
        "present": queries.present_at(meeting),
        "wishes": [person for person in people if person.wishes],
        "plan": timetable_of(meeting, programme_of(cohort), now),
        "triads": queries.triads_of(meeting),
    }
    return render(request, "pilots/attendance/day_meeting.html", context)


def _may_see_people(user: User, meeting: Meeting) -> bool:
    return rules.may_see_people(user, meeting.cohort)


def _today(user: User, now: dt.datetime) -> list[Meeting]:
    """Return what takes place today by the clock of each cohort, and what is still going on."""
    near = queries.around(user, now - 2 * DAY, now + 2 * DAY)
    return [one for one in near if _is_today(one, now) or one.starts <= now <= one.ends]


def _is_today(meeting: Meeting, now: dt.datetime) -> bool:
    return meeting.begins.date() == now.astimezone(meeting.cohort.zone).date()
