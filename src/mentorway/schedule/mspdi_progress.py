"""How far tasks are, in the XML of Microsoft Project: what is worked, what remains, and breaks between.

Project reckons from these: of a task that has ended, its duration is what it really took; of one that rests
before it goes on, `Stop` and `Resume` say when. What was planned for a task that took another time is in a
custom field of ours.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from mentorway.schedule import mspdi_terms as terms
from mentorway.schedule.calendars import working_days
from mentorway.schedule.critical import TaskDates
from mentorway.schedule.plan import Calendar, Task

NEARLY = 1e-9


@dataclass(frozen=True)
class Course:
    """Seconds of work that a task takes, has taken and will take; when it stopped and goes on."""

    length: int
    spent: int
    rest: int
    stop: str = ""
    resume: str = ""


def course_of(task: Task, found: TaskDates, calendar: Calendar) -> Course:
    """How far a task is that has no parts.

    >>> import datetime as dt
    >>> from mentorway.schedule.critical import critical_path
    >>> from mentorway.schedule.plan import Plan
    >>> task = Task("a", "Ask", 4, done=0.25, started=dt.date(2026, 11, 2))
    >>> dates = critical_path(Plan(dt.date(2026, 11, 2), (task,)), today=dt.date(2026, 11, 9))
    >>> course = course_of(task, dates["a"], Calendar())
    >>> course.stop, course.resume
    ('2026-11-02T17:00:00', '2026-11-09T08:00:00')
    """
    days = task.days
    if task.finished and days:
        days = max(_worked(found, calendar), 1)
    length = days * terms.DAY_OF_WORK
    share = 1.0 if task.finished else round(task.done * 100) / 100
    spent = round(length * share)
    course = Course(length, spent, length - spent)
    return _with_break(task, found, calendar, course) if task.started and not task.finished else course


def _worked(found: TaskDates, calendar: Calendar) -> int:
    table = working_days(calendar, found.start, found.finish)
    return table.between(found.start, found.finish) + calendar.works_on(found.finish)


def _with_break(task: Task, found: TaskDates, calendar: Calendar, course: Course) -> Course:
    """The course with the days between what is worked and what is left, where there are any."""
    left = math.ceil(task.days * (1 - task.done) - NEARLY)
    if not left or _worked(found, calendar) <= task.days:
        return course
    table = working_days(calendar, found.start, found.finish, more=task.days)
    begun = table.index(found.start)
    goes_on = table.date(table.index(found.finish) - left + 1)
    hours, days = course.spent % terms.DAY_OF_WORK / 3600, course.spent // terms.DAY_OF_WORK
    if not course.spent:
        stop = terms.at(table.date(begun), 0)
    elif not hours:
        stop = terms.at(table.date(begun + days - 1), terms.HOURS)
    else:
        stop = terms.at(table.date(begun + days), hours)
    return Course(course.length, course.spent, course.rest, stop, terms.at(goes_on, 0))
