"""Facilitators mark who was there; what they correct keeps its reason."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core.turns import writing
from mentorway.web.pilots.analysis import codes
from mentorway.web.pilots.analysis.codes import Phase
from mentorway.web.pilots.models import (
    Attendance,
    AttendanceChange,
    CohortState,
    Meeting,
    Source,
)
from mentorway.web.pilots.queries import attendance as queries

APART = ("meeting", "participant", "marked_by")  # rows that were fetched a moment ago


@dataclass(frozen=True)
class Wish:
    """What somebody wants a mark to be, and what it was when they looked; empty is no mark."""

    person: int
    seen: str
    wanted: str

    @property
    def is_change(self) -> bool:
        """Whether something is to be written."""
        return self.seen != self.wanted

    @property
    def is_correction(self) -> bool:
        """Whether a mark that somebody made is to become another."""
        return self.is_change and bool(self.seen)


@dataclass(frozen=True)
class Marked:
    """How many marks were written, and what others had marked meanwhile, by person."""

    written: int
    conflicts: Mapping[int, Attendance | None]


@dataclass(frozen=True)
class Marking:
    """Who marks, how it is known, why marks are corrected, and when."""

    by: User
    source: Source
    why: str
    now: dt.datetime


def may_be_marked(meeting: Meeting, now: dt.datetime) -> bool:
    """Whether marks can be written by hand: from the opening on, never before."""
    held = meeting.cohort.state != CohortState.CANCELLED
    return held and codes.phase_of(meeting, now) in (Phase.OPEN, Phase.CLOSED)


def mark(meeting: Meeting, wishes: Sequence[Wish], marking: Marking) -> Marked:
    """Write what has changed, all at once; what somebody else marked meanwhile is left and returned."""
    _refuse_wrong_time(meeting, marking.now)
    changes = [wish for wish in wishes if wish.is_change]
    if any(wish.is_correction for wish in changes) and not marking.why:
        raise ValidationError({"why": _("Say why: the reason is kept with the correction.")})
    with writing():
        Meeting.objects.select_for_update().get(pk=meeting.pk)
        there = queries.marks_at(meeting)
        taking_part = set(queries.people_of(meeting.cohort).values_list("pk", flat=True))
        known = [wish for wish in changes if wish.person in taking_part]
        ours = [wish for wish in known if _now(there, wish) == wish.seen]
        clashes = [wish for wish in known if _now(there, wish) not in (wish.seen, wish.wanted)]
        _write(meeting, ours, there, marking)
    return Marked(len(ours), {wish.person: there.get(wish.person) for wish in clashes})


def _refuse_wrong_time(meeting: Meeting, now: dt.datetime) -> None:
    if may_be_marked(meeting, now):
        return
    if codes.phase_of(meeting, now) == Phase.EARLY:
        raise ValidationError(
            _("This meeting has not begun. People can be marked from 15 minutes before it.")
        )
    raise ValidationError(_("This meeting does not take place, so that nobody can be marked."))


def _now(there: Mapping[int, Attendance], wish: Wish) -> str:
    found = there.get(wish.person)
    return found.presence if found else ""


def _write(
    meeting: Meeting, wishes: Sequence[Wish], there: Mapping[int, Attendance], marking: Marking
) -> None:
    rows = [_row(meeting, wish, there.get(wish.person), marking) for wish in wishes if wish.wanted]
    corrections = [_correction(meeting, wish, marking) for wish in wishes if wish.is_correction]
    for one in (*rows, *corrections):
        one.clean_fields(exclude=[*APART, "by"])
    Attendance.objects.bulk_create([row for row in rows if row.pk is None])
    again = [row for row in rows if row.pk is not None]
    Attendance.objects.bulk_update(again, ["presence", "source", "marked_by", "marked"])
    gone = [wish.person for wish in wishes if not wish.wanted]
    meeting.attendance.filter(participant__in=gone).delete()
    AttendanceChange.objects.bulk_create(corrections)


def _row(meeting: Meeting, wish: Wish, found: Attendance | None, marking: Marking) -> Attendance:
    row = found or Attendance(meeting=meeting, participant_id=wish.person)
    row.presence, row.source = wish.wanted, marking.source
    row.marked_by, row.marked = marking.by, marking.now
    return row


def _correction(meeting: Meeting, wish: Wish, marking: Marking) -> AttendanceChange:
    facts = {"was": wish.seen, "became": wish.wanted, "why": marking.why, "by": marking.by}
    return AttendanceChange(meeting=meeting, participant_id=wish.person, **facts)
