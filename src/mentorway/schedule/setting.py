"""A plan in numbers: when each task may begin, how long it takes, and what each edge asks, in working days.

A node has a position, the index of the working day on which it begins in its own calendar; of a task under
way only the end is open, so its position is the index behind its last day. A position is a moment: the
morning of its day, or the evening of the working day before. Both are the same number as long as everybody
works on the same days; between calendars they are not (Friday evening is not Monday morning to those who work
on Saturday).
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mentorway.schedule.calendars import WorkingDays
from mentorway.schedule.network import Network
from mentorway.schedule.plan import ALWAYS, Bound, Calendar, Task
from mentorway.wording import InvalidInputError, Message, shown

BACK, AHEAD = 2 * 366, 10 * 366  # days around the dates of a plan
WIDER = 8  # how much wider each further try looks
YEAR = dt.timedelta(days=366)
DAY = dt.timedelta(days=1)

EVERY_DAY = Calendar(frozenset(range(7)))
NEARLY = 1e-9  # of a day, so that 0.7 of 10 days leave 3

Integers = NDArray[np.int64]


class State(IntEnum):
    """How far a task may move."""

    FREE = 0
    HELD = 1  # starts on its day, whatever it depends on
    STARTED = 2  # only its end is open
    FINISHED = 3


class OutOfTableError(IndexError):
    """The plan reaches beyond the days that were looked at."""


class Way(IntEnum):
    """What a moment of one calendar means for a node of another."""

    MORNING_START = 0  # it starts on the first working day from then on
    EVENING_START = 1  # on the first working day after
    MORNING_END = 2  # it ends on the last working day before, or later
    EVENING_END = 3  # on the first working day from then on, or later: in dates it must not end before
    MOMENT_END = 4  # as for an evening and for a morning: of a point, which may be either
    MORNING_POINT = 5  # to points in halves of days: even for an evening, odd for a morning
    EVENING_POINT = 6  # the evening, or the next morning of work where nobody works on the day


class Passage:
    """How positions of one calendar are counted in another; `back` is the latest that still fits.

    `counts` grow with the position; `back` has as many numbers as `reach` says.
    """

    def __init__(self, counts: Integers, reach: int) -> None:
        self.counts, self.reach = counts, reach
        self.forward: memoryview = counts.data

    @cached_property
    def back(self) -> memoryview:
        """For each number the last position that is counted no higher; -1 where there is none."""
        latest: Integers = np.cumsum(np.bincount(self.counts, minlength=self.reach)) - 1
        return latest.data


class Ends(NamedTuple):
    """What an edge between two calendars, or at a point, hangs together.

    A point is a morning or an evening by its value; of others `morning` says what the moment is.
    """

    from_point: bool
    to_point: bool
    to_finish: bool
    morning: bool

    def ways(self) -> tuple[Way, Way]:
        """What its moment means as an evening and as a morning."""
        if self.to_point:
            return Way.EVENING_POINT, Way.MORNING_POINT
        if self.to_finish:
            return Way.EVENING_END, Way.MOMENT_END if self.from_point else Way.MORNING_END
        return Way.EVENING_START, Way.MORNING_START


class Tables:
    """The working days of all calendars of a plan over the same span, and the ways between them."""

    def __init__(self, calendars: tuple[Calendar, ...], first: dt.date, last: dt.date) -> None:
        self.first, self.last = first, last
        self.days = [WorkingDays(calendar, first, last) for calendar in calendars]
        self._passages: list[dict[tuple[int, int], Passage]] = [{} for _way in Way]
        self._counted: dict[tuple[int, int, Ends], Passage] = {}

    def passage(self, before: int, after: int, way: Way) -> Passage | None:
        """From one calendar to another; None within a calendar, where positions are the same."""
        if before == after:
            return None
        known = self._passages[way]
        if (before, after) not in known:
            known[before, after] = self._made(self.days[before], self.days[after], way)
        return known[before, after]

    @staticmethod
    def _made(before: WorkingDays, after: WorkingDays, way: Way) -> Passage:
        own, counts = before.days - before.base, np.empty(before.days.size + 1, dtype=np.int64)
        if way in (Way.MORNING_START, Way.MORNING_END, Way.MORNING_POINT):
            counts[:-1], counts[-1] = after.before[own], after.days.size
        elif way in (Way.EVENING_START, Way.EVENING_POINT):
            counts[0], counts[1:] = 0, after.before[own + 1]
        else:
            counts[0], counts[1:] = 0, after.before[own] + 1  # one more than of an evening on a day off
        if way is Way.MORNING_POINT:
            counts = 2 * counts + 1
        elif way is Way.EVENING_POINT:
            counts[1:] += after.before[own] + 1  # an evening, twice the same, or the morning after a day off
        elif way is Way.MOMENT_END:
            counts = np.maximum(counts, np.append(after.before[own], after.days.size))
        halves = way in (Way.MORNING_POINT, Way.EVENING_POINT)
        return Passage(counts, (after.days.size + 1) * (2 if halves else 1))

    def counted(self, before: int, after: int, ends: Ends) -> Passage:
        """The same for values instead of positions: those of points count half days."""
        known = self._counted.get((before, after, ends))
        if known is None:
            known = self._counted[before, after, ends] = self._made_of_ends(before, after, ends)
        return known

    def _made_of_ends(self, before: int, after: int, ends: Ends) -> Passage:
        evening, morning = ends.ways()
        only = self.passage(before, after, morning if ends.morning else evening)
        if only and not ends.from_point:
            return only
        ways = self.passage(before, after, evening), self.passage(before, after, morning)
        reach = (self.days[after].days.size + 1) * (2 if ends.to_point else 1)
        if ways[0] and ways[1]:
            return Passage(np.column_stack([way.counts for way in ways if way]).ravel(), reach)
        places = np.arange(self.days[before].days.size + 1)
        if ends.from_point:
            return Passage(np.repeat(places, 2), reach)
        return Passage(2 * places + ends.morning, reach)


class Step(NamedTuple):
    """An edge that asks more than a sum: between calendars, or at a point or a task with a day of its own.

    The position of `after` is at least the moment at ``position + length`` of its source, counted in its own
    calendar (in halves of days for points), plus `more` days. With `at` the moment is known: the source will
    not move. `morning` None is as the source is.
    """

    edge: int
    after: int
    length: int
    more: int
    at: int | None
    morning: bool | None
    evening_way: Passage | None
    morning_way: Passage | None


@dataclass
class Setting:
    """All numbers of a plan by node; see the head of this file."""

    network: Network
    tables: Tables
    calendar: list[int]
    length: list[int]  # working days from its position to its end; 0 where only the end is open
    release: list[int]  # the least position
    state: list[State]
    point: list[bool]  # a milestone or the end of a work package: a moment without length
    begun: dict[int, int] = field(default_factory=dict)  # index of the first day of what was started
    ended_in_the_morning: set[int] = field(default_factory=set)  # milestones reached that waited for nothing
    odd: set[int] = field(default_factory=set)

    def step(self, edge: int) -> Step:
        """What an edge asks."""
        before, after, from_start, to_finish, lag = self.network.rows[edge]
        source = self.state[before]
        at: int | None = None
        morning: bool | None = from_start
        if source is State.FINISHED or (source is State.STARTED and from_start):
            at = self.begun[before] if from_start else self.release[before]
            morning = from_start or before in self.ended_in_the_morning
        elif self.point[before]:
            morning = None
        ends = Ends(morning is None, self.point[after], to_finish, bool(morning))
        evening_way, morning_way = ends.ways()
        calendars = self.calendar[before], self.calendar[after]
        return Step(
            edge,
            after,
            0 if from_start else self.length[before],
            lag - (self.length[after] if to_finish else 0),
            at,
            morning,
            self.tables.passage(*calendars, evening_way),
            self.tables.passage(*calendars, morning_way),
        )

    def asked(self, edge: int) -> bool:
        """Whether an edge still holds anything: what has begun or ended no longer waits for it."""
        _before, after, _from_start, to_finish, _lag = self.network.rows[edge]
        state = self.state[after]
        return state < State.STARTED or (state is State.STARTED and to_finish)


def setting_of(network: Network, today: dt.date | None, tries: int = 0) -> Setting:
    """Put a plan into numbers; every further try looks at more days, until there are no more dates."""
    plan, tasks = network.plan, network.tasks
    names = [task.calendar for task in tasks[: network.count]]
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    calendar = [numbers[name] for name in names]
    used = [plan.calendars.get(name) or plan.calendars.get(ALWAYS) or Calendar() for name in numbers]
    if len(tasks) > network.count:
        calendar += [len(used)] * (len(tasks) - network.count)
        used.append(EVERY_DAY)
    tables = Tables(tuple(used), *_span(network, today, tries))
    _check_work(network, tables, calendar)
    earliest = max(plan.start, today or plan.start)
    from_day = [table.index(earliest) for table in tables.days]
    packages = [False] * network.count + [True] * (len(tasks) - network.count)
    setting = Setting(
        network,
        tables,
        calendar,
        [task.days for task in tasks[: network.count]] + [0] * (len(tasks) - network.count),
        [from_day[number] for number in calendar],
        [State.FREE] * len(tasks),
        packages,
    )
    setting.odd.update(range(network.count, len(tasks)))
    _apply_bounds_of_packages(setting, earliest)
    unbound = Bound.NONE
    for node, task in enumerate(tasks[: network.count]):
        if task.bound is not unbound or not task.days or task.started or task.finished:
            _apply(setting, node, task, today)
    return setting


def _span(network: Network, today: dt.date | None, tries: int) -> tuple[dt.date, dt.date]:
    plan = network.plan
    days = {plan.start, today or plan.start}
    days.update(task.day for task in plan.tasks if task.day)
    days.update(task.started for task in plan.tasks if task.started)
    days.update(task.finished for task in plan.tasks if task.finished)
    first = min(days).toordinal() - BACK * WIDER**tries
    last = max(days).toordinal() + AHEAD * WIDER**tries
    least, most = dt.date.min.toordinal() + 1, dt.date.max.toordinal() - 1
    if first < least and last > most and tries > 3:  # noqa: PLR2004 - a plan at the edge gets a few tries
        raise InvalidInputError(
            Message(
                "The plan begins on %(start)s and would reach beyond the year 1 or 9999; shorten its tasks.",
                {"start": plan.start.isoformat()},
            )
        )
    return dt.date.fromordinal(max(first, least)), dt.date.fromordinal(min(last, most))


def _check_work(network: Network, tables: Tables, calendar: list[int]) -> None:
    start = network.plan.start
    end = min(start, dt.date.max - 2 * YEAR) + YEAR
    for number, table in enumerate(tables.days):
        if table.index(end) == table.index(start):
            raise InvalidInputError(
                Message(
                    "In the calendar of %(task)s there is no working day from %(first)s to %(last)s.",
                    {
                        "task": shown(network.tasks[calendar.index(number)].title),
                        "first": start.isoformat(),
                        "last": end.isoformat(),
                    },
                )
            )


def _apply_bounds_of_packages(setting: Setting, earliest: dt.date) -> None:
    network = setting.network
    for task in network.plan.tasks if network.parts else ():
        if task.key in network.parts and task.bound is Bound.NOT_BEFORE and task.day and task.day > earliest:
            for node in network.parts[task.key]:
                index = setting.tables.days[setting.calendar[node]].index(task.day)
                setting.release[node] = max(setting.release[node], index)


def _apply(setting: Setting, node: int, task: Task, today: dt.date | None) -> None:
    """What is special about a task: no length, a day of its own, or that it has begun."""
    table = setting.tables.days[setting.calendar[node]]
    setting.point[node] = task.is_milestone
    if task.is_milestone:
        setting.odd.add(node)
    if task.started or task.finished:
        setting.odd.add(node)
        _apply_history(setting, node, task, today)
    elif task.bound is Bound.NOT_BEFORE and task.day:
        setting.release[node] = max(setting.release[node], table.index(task.day))
    elif task.bound is Bound.STARTS_ON and task.day:
        setting.odd.add(node)
        _check_day(setting, node, task, task.day)
        index = table.index(task.day)
        setting.release[node] = max(index, table.index(today)) if today else index
        setting.state[node] = State.HELD


def _check_day(setting: Setting, node: int, task: Task, day: dt.date) -> None:
    table, start = setting.tables.days[setting.calendar[node]], setting.network.plan.start
    if day < start:
        raise InvalidInputError(
            Message(
                "%(task)s is to start on %(day)s, before the plan begins on %(start)s.",
                {"task": shown(task.title), "day": day.isoformat(), "start": start.isoformat()},
            )
        )
    if table.following(day) != day:
        raise InvalidInputError(
            Message(
                "%(task)s is to start on %(day)s, which is no working day in its calendar; the next one is "
                "%(next)s.",
                {"task": shown(task.title), "day": day.isoformat(), "next": table.following(day).isoformat()},
            )
        )


def _apply_history(setting: Setting, node: int, task: Task, today: dt.date | None) -> None:
    table = setting.tables.days[setting.calendar[node]]
    started, finished = task.started, task.finished or (task.started if task.is_milestone else None)
    for day in (started, finished):
        if day and today and day > today:
            raise InvalidInputError(
                Message(
                    "%(task)s began or ended on %(day)s, which is after %(today)s.",
                    {"task": shown(task.title), "day": day.isoformat(), "today": today.isoformat()},
                )
            )
    if started and finished and finished < started:
        raise InvalidInputError(
            Message(
                "%(task)s ended on %(finished)s, before it began on %(started)s.",
                {
                    "task": shown(task.title),
                    "finished": finished.isoformat(),
                    "started": started.isoformat(),
                },
            )
        )
    setting.length[node] = 0
    if finished:
        setting.state[node] = State.FINISHED
        _apply_end(setting, node, task, finished)
    elif started:
        setting.state[node] = State.STARTED
        setting.begun[node] = table.index(started)
        setting.release[node] = end_of_started(setting, node, today, task.days)


def end_of_started(setting: Setting, node: int, today: dt.date | None, days: float) -> int:
    """Index behind the last day of a task under way that takes so many days in all."""
    task, begun = setting.network.tasks[node], setting.begun[node]
    if not today:
        return begun + math.ceil(days - NEARLY)
    left = math.ceil(days * (1 - task.done) - NEARLY)
    return setting.tables.days[setting.calendar[node]].index(today) + left


def _apply_end(setting: Setting, node: int, task: Task, finished: dt.date) -> None:
    table = setting.tables.days[setting.calendar[node]]
    if task.is_milestone and node not in setting.network.after:
        setting.ended_in_the_morning.add(node)  # what follows a kick-off may begin on its day
        setting.release[node] = table.index(finished)
    else:
        setting.release[node] = table.index(finished + DAY)
    first = max(setting.release[node] - task.days, 0)
    setting.begun[node] = table.index(task.started) if task.started else first
