"""The plan of a session by the clock, as its facilitator follows it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import date_format, time_format

from mentorway.courses.structure import Material, Module, Programme, Session, Step
from mentorway.web.pilots.models import Meeting


@dataclass(frozen=True)
class Line:
    """A step of the plan, from when until when; ``is_now`` while it goes on."""

    step: Step
    begins: dt.datetime
    ends: dt.datetime
    materials: tuple[Material, ...]
    is_now: bool


@dataclass(frozen=True)
class Timetable:
    """What a meeting follows: the session of the programme, its steps by the clock, its materials."""

    session: Session
    module: Module
    lines: tuple[Line, ...]
    materials: tuple[Material, ...]
    spare: int  # minutes between the end of the plan and the end of the meeting; below zero it is too long

    @property
    def missing(self) -> int:
        """Minutes that the meeting is shorter than its plan."""
        return max(-self.spare, 0)


def timetable_of(meeting: Meeting, programme: Programme, now: dt.datetime) -> Timetable | None:
    """Return the plan of the session that a meeting follows, if it follows one that the programme has."""
    for module in programme.modules:
        for session in module.sessions:
            if session.key == meeting.session:
                known = {one.key: one for each in programme.modules for one in each.materials}
                lines = tuple(_lines(meeting, session, known, now))
                used = dict.fromkeys(one for line in lines for one in line.materials)
                length = int((meeting.ends - meeting.starts).total_seconds() // 60)
                return Timetable(session, module, lines, tuple(used), length - session.minutes)
    return None


def when(meeting: Meeting) -> str:
    """Return day and hours of a meeting by the clock of its cohort, for paper."""
    begins, finishes = meeting.begins, meeting.finishes
    day, until = date_format(begins, "DATE_FORMAT"), time_format(finishes, "TIME_FORMAT")
    if finishes.date() != begins.date():
        until = f"{date_format(finishes, 'DATE_FORMAT')}, {until}"
    return f"{day}, {time_format(begins, 'TIME_FORMAT')} – {until}"


def _lines(
    meeting: Meeting, session: Session, known: dict[str, Material], now: dt.datetime
) -> Iterator[Line]:
    """Yield the steps; minutes are added in UTC, so that a clock changed meanwhile shows the truth."""
    zone, begins = meeting.cohort.zone, meeting.starts
    for step in session.steps:
        ends = begins + dt.timedelta(minutes=step.minutes)
        materials = tuple(known[key] for key in step.materials if key in known)
        is_now = begins <= now < ends
        yield Line(step, begins.astimezone(zone), ends.astimezone(zone), materials, is_now)
        begins = ends
