"""What a person finds on their own page: what is next, what they have done."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from mentorway.web.pilots.analysis.attendance import Outlook, outlook_of
from mentorway.web.pilots.analysis.completion import Completion, completion_of
from mentorway.web.pilots.analysis.works import Task, takes_work, tasks_of
from mentorway.web.pilots.models import Certificate, Meeting, Participant, Standing
from mentorway.web.pilots.queries import people as queries

SOON = 3  # meetings that are shown at once


@dataclass(frozen=True)
class Learning:
    """How far a person is who takes part."""

    completion: Completion
    outlook: Outlook
    open: Sequence[Task]
    done: Sequence[Task]


@dataclass(frozen=True)
class Page:
    """What a person finds; ``place`` is that on the waiting list, or 0. ``learning`` is of who takes part."""

    place: int
    soon: Sequence[Meeting]
    later: Sequence[Meeting]
    past: Sequence[tuple[Meeting, str]]
    certificates: Sequence[Certificate]
    learning: Learning | None


def page_of(person: Participant, now: dt.datetime) -> Page:
    """Return what a person finds on their own page; who does not take part learns no room and no link."""
    takes_part = person.standing == Standing.ENROLLED
    meetings = queries.meetings_for(person) if takes_part else []
    ahead = [one for one in meetings if one.ends > now]
    marks = queries.marks_of(person)
    return Page(
        place=queries.place_of(person),
        soon=ahead[:SOON],
        later=ahead[SOON:],
        past=[(one, marks.get(one.pk, "")) for one in meetings if one.ends <= now and not one.cancelled],
        certificates=list(queries.certificates_of(person)),
        learning=_learning(person) if takes_part else None,
    )


def _learning(person: Participant) -> Learning:
    completion, tasks = completion_of(person), tasks_of(person)
    percent = person.cohort.attendance_percent
    to_do = [one for one in tasks if one.is_open] if takes_work(person) else []
    return Learning(
        completion=completion,
        outlook=outlook_of(completion.share, percent),
        open=sorted(to_do, key=lambda one: not one.is_needed),
        done=[one for one in tasks if not one.is_open],
    )
