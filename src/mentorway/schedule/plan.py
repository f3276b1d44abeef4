"""What is planned: tasks, what has to be done before what, and the days on which people work.

Durations are whole working days of a task's calendar; a milestone has none. Dates are days, both included.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from mentorway.wording import InvalidInputError, Message, listed

ALWAYS = ""  # the calendar of those who name none
LONGEST = 5000  # working days of a task, and of a lag either way


class Link(StrEnum):
    """How two tasks hang together: which end of the first holds which end of the second."""

    FINISH_START = "FS"
    START_START = "SS"
    FINISH_FINISH = "FF"
    START_FINISH = "SF"


class Bound(StrEnum):
    """What is decided about the dates of a task besides what it depends on."""

    NONE = "none"
    NOT_BEFORE = "not_before"  # it starts on this day or later
    STARTS_ON = "starts_on"  # it starts on this day, whatever it depends on
    DEADLINE = "deadline"  # short for `deadline`, where a task has no other bound


@dataclass(frozen=True)
class Dependency:
    """`after` depends on `before`; `lag` in working days of the calendar of `after`, below 0 for a lead."""

    before: str
    after: str
    link: Link = Link.FINISH_START
    lag: int = 0


@dataclass(frozen=True)
class Guess:
    """How long a task takes: at the shortest, most likely and longest, in working days."""

    low: float
    likely: float
    high: float


@dataclass(frozen=True)
class Task:
    """A piece of work. `work` is person-days by who does it; `done` a share from 0 to 1.

    `parent` is the work package that it belongs to; a task that others name as parent is a summary, whose
    dates are those of its parts. `started` and `finished` are days on which it really began and ended. By the
    `deadline` it should be finished, whatever its bound; lateness is shown, dates do not move.

    >>> Task("a", "Ask", 3, bound=Bound.DEADLINE, day=dt.date(2026, 11, 30)).deadline
    datetime.date(2026, 11, 30)
    """

    key: str
    title: str
    days: int
    calendar: str = ALWAYS
    parent: str = ""
    bound: Bound = Bound.NONE
    day: dt.date | None = None
    work: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    guess: Guess | None = None
    done: float = 0.0
    started: dt.date | None = None
    finished: dt.date | None = None
    deadline: dt.date | None = None

    def __post_init__(self) -> None:
        if self.bound is Bound.DEADLINE and self.day:
            days = [self.day, *([self.deadline] if self.deadline else [])]
            for name, value in (("deadline", min(days)), ("bound", Bound.NONE), ("day", None)):
                object.__setattr__(self, name, value)

    @property
    def is_milestone(self) -> bool:
        """Whether it marks a moment and takes no time."""
        return self.days == 0


@dataclass(frozen=True)
class Calendar:
    """The days on which work is done: weekdays from 0 (Monday) without holidays, and days worked besides."""

    weekdays: frozenset[int] = frozenset(range(5))
    holidays: frozenset[dt.date] = frozenset()
    worked: frozenset[dt.date] = frozenset()

    def __post_init__(self) -> None:
        if not self.weekdays <= frozenset(range(7)) or not self.weekdays:
            raise InvalidInputError(
                Message(
                    "A calendar needs at least one weekday, from 0 (Monday) to 6, not %(came)s.",
                    {"came": listed([str(day) for day in sorted(self.weekdays)]) or "-"},
                )
            )

    def works_on(self, day: dt.date) -> bool:
        """Whether work is done on a day.

        >>> Calendar().works_on(dt.date(2026, 11, 28))
        False
        """
        if day in self.worked:
            return True
        return day.weekday() in self.weekdays and day not in self.holidays


@dataclass(frozen=True)
class Plan:
    """Tasks from a first day on, in the order in which people read them."""

    start: dt.date
    tasks: tuple[Task, ...]
    dependencies: tuple[Dependency, ...] = ()
    calendars: Mapping[str, Calendar] = field(default_factory=lambda: MappingProxyType({ALWAYS: Calendar()}))

    def __post_init__(self) -> None:
        for message in _problems(self):
            raise InvalidInputError(message)

    def calendar_of(self, task: Task) -> Calendar:
        """The days on which a task is worked on."""
        return self.calendars.get(task.calendar) or self.calendars.get(ALWAYS) or Calendar()


def _problems(plan: Plan) -> Iterator[Message]:
    keys = [task.key for task in plan.tasks]
    known = set(keys)
    doubled = sorted({key for key in keys if keys.count(key) > 1}) if len(known) < len(keys) else []
    if doubled:
        yield Message("Tasks have the same key: %(keys)s.", {"keys": listed(doubled)})
    for task in plan.tasks:
        yield from _problems_of(task, known)
    for one in plan.dependencies:
        missing = [key for key in (one.before, one.after) if key not in known]
        if missing:
            yield Message("A dependency names a task that is not there: %(key)s.", {"key": missing[0]})
        if abs(one.lag) > LONGEST:
            yield Message(
                "The lag between %(before)s and %(after)s is %(lag)d days; at most %(most)d are possible.",
                {"before": one.before, "after": one.after, "lag": one.lag, "most": LONGEST},
            )


def _problems_of(task: Task, known: set[str]) -> Iterator[Message]:
    if not 0 <= task.days <= LONGEST:
        yield Message(
            "%(task)s takes %(came)d days; from 0 to %(most)d are possible.",
            {"task": task.title, "came": task.days, "most": LONGEST},
        )
    if task.parent and (task.parent not in known or task.parent == task.key):
        yield Message(
            "%(task)s belongs to a work package that is not there: %(key)s.",
            {"task": task.title, "key": task.parent},
        )
    if (task.bound is Bound.NONE) != (task.day is None):
        yield Message("%(task)s: a bound needs a day, and a day a bound.", {"task": task.title})
    if not 0 <= task.done <= 1:
        yield Message(
            "%(task)s: what is done is a share from 0 to 1, not %(came)s.",
            {"task": task.title, "came": task.done},
        )
    if task.guess and not 0 <= task.guess.low <= task.guess.likely <= task.guess.high:
        yield Message(
            "%(task)s: the shortest time must not be above the likely one, nor that above the longest.",
            {"task": task.title},
        )
