"""Attendance in numbers: shares of all planned meetings, and what can still be reached."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils import timezone

from mentorway.web.pilots.analysis.codes import Phase, phase_of
from mentorway.web.pilots.models import Cohort, Meeting, Participant, Presence
from mentorway.web.pilots.queries import attendance as queries

WHOLE: Final = 100


@dataclass(frozen=True)
class Share:
    """How much of a training somebody was there for.

    A share is of all meetings that are planned and not cancelled, past and to come, so that it never looks
    better than it is. ``held`` are those that are over; ``unmarked`` are those of them without a mark.
    """

    planned: int
    held: int
    present: int
    excused: int
    absent: int
    unmarked: int

    @property
    def percent(self) -> int:
        """The share that is sure, rounded down.

        >>> Share(planned=3, held=2, present=2, excused=0, absent=0, unmarked=0).percent
        66
        """
        return self._percent(self.present)

    @property
    def best(self) -> int:
        """The share that can still be reached, rounded down: nothing more is missed."""
        return self._percent(self._reachable)

    def reaches(self, percent: int) -> bool:
        """Whether the share is reached already, exactly: 2 of 3 do not reach 67 percent."""
        return self._is_enough(self.present, percent)

    def can_reach(self, percent: int) -> bool:
        """Whether the share can still be reached; while nothing is planned, everything can."""
        return self.planned == 0 or self._is_enough(self._reachable, percent)

    @property
    def _reachable(self) -> int:
        return self.planned - self.excused - self.absent

    def _percent(self, count: int) -> int:
        return count * WHOLE // self.planned if self.planned else 0

    def _is_enough(self, count: int, percent: int) -> bool:
        return count * WHOLE >= percent * self.planned and (self.planned > 0 or percent == 0)


class Outlook(StrEnum):
    """How a share stands to what is needed."""

    REACHED = "reached"
    POSSIBLE = "possible"
    LOST = "lost"


def outlook_of(share: Share, percent: int) -> Outlook:
    """Return whether what is needed is reached, can still be, or cannot any more.

    >>> str(outlook_of(Share(2, 1, 1, 0, 0, 0), 80)), str(outlook_of(Share(2, 1, 0, 0, 1, 0), 80))
    ('possible', 'lost')
    """
    if share.reaches(percent):
        return Outlook.REACHED
    return Outlook.POSSIBLE if share.can_reach(percent) else Outlook.LOST


def share_among(meetings: Sequence[Meeting], marks: Mapping[int, str], now: dt.datetime) -> Share:
    """Return the share of somebody who has these marks, by meeting."""
    given = [marks[one.pk] for one in meetings if one.pk in marks]
    held = [one for one in meetings if one.ends <= now]
    return Share(
        planned=len(meetings),
        held=len(held),
        present=given.count(Presence.PRESENT),
        excused=given.count(Presence.EXCUSED),
        absent=given.count(Presence.ABSENT),
        unmarked=sum(one.pk not in marks for one in held),
    )


def shares_of(cohort: Cohort) -> dict[int, Share]:
    """Return the share of everybody who takes part, by person; three queries."""
    people = queries.people_of(cohort).values_list("pk", flat=True)
    meetings, marks = queries.planned_of(cohort), _by_person(queries.marks_of(cohort))
    now = timezone.now()
    return {person: share_among(meetings, marks[person], now) for person in people}


def share_of(person: Participant) -> Share:
    """Return the share of one person; two queries."""
    marks = _by_person(queries.marks_of(person.cohort, [person.pk]))
    return share_among(queries.planned_of(person.cohort), marks[person.pk], timezone.now())


@dataclass(frozen=True)
class Line:
    """One meeting in the list: whether people can be marked, how many were there, how many are not marked."""

    meeting: Meeting
    phase: Phase
    present: int
    left: int


def lines_of(cohort: Cohort, meetings: Iterable[Meeting], people: int) -> list[Line]:
    """Return meetings with their counts; one query."""
    counts, now = queries.counts_of(cohort), timezone.now()
    found = []
    for one in meetings:
        present, marked = counts.get(one.pk, (0, 0))
        found.append(Line(one, phase_of(one, now), present, people - marked))
    return found


@dataclass(frozen=True)
class Cell:
    """One person at one meeting; ``presence`` is empty while nobody has said."""

    meeting: Meeting
    presence: str
    is_held: bool

    @property
    def words(self) -> str:
        """What it is, as people read it."""
        return str(Presence(self.presence).label) if self.presence else ""


@dataclass(frozen=True)
class Row:
    """One person at all meetings."""

    person: Participant
    cells: tuple[Cell, ...]
    share: Share
    outlook: Outlook


def rows_of(cohort: Cohort, people: Iterable[Participant]) -> list[Row]:
    """Return people with their marks at every planned meeting; two queries besides theirs."""
    listed, now = list(people), timezone.now()
    meetings = queries.planned_of(cohort)
    marks = _by_person(queries.marks_of(cohort, [person.pk for person in listed]))
    return [_row(cohort, person, meetings, marks[person.pk], now) for person in listed]


def _row(
    cohort: Cohort,
    person: Participant,
    meetings: Sequence[Meeting],
    marks: Mapping[int, str],
    now: dt.datetime,
) -> Row:
    cells = tuple(Cell(one, marks.get(one.pk, ""), one.ends <= now) for one in meetings)
    share = share_among(meetings, marks, now)
    return Row(person, cells, share, outlook_of(share, cohort.attendance_percent))


def _by_person(marks: Iterable[queries.Mark]) -> defaultdict[int, dict[int, str]]:
    found: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for person, meeting, presence in marks:
        found[person][meeting] = presence
    return found
