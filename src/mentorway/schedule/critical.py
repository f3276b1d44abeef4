"""When every task can be done, and which of them decide the end (critical path method)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mentorway.schedule.calendars import Dates as Days
from mentorway.schedule.network import Network, network_of
from mentorway.schedule.passes import Passes, backward, forward, prepared
from mentorway.schedule.plan import Plan, Task
from mentorway.schedule.setting import OutOfTableError, Setting, State, setting_of
from mentorway.wording import InvalidInputError, Message, Value, listed, shown

Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]
DAY = np.timedelta64(1, "D")


@dataclass(frozen=True)
class TaskDates:
    """When a task is done at the earliest and at the latest; all days included, a milestone's are one day.

    Floats are working days of the task's own calendar: `total_float` until the end of the plan (or a task
    that must start on its day) is late, below 0 where a fixed day cannot be kept; `free_float` until another
    task has to move. A work package has the dates of its parts and the least of their floats.
    """

    key: str
    start: dt.date
    finish: dt.date
    late_start: dt.date
    late_finish: dt.date
    total_float: int
    free_float: int
    critical: bool


@dataclass(frozen=True)
class Late:
    """A task that ends after its deadline, and by how many working days of its own calendar."""

    key: str
    deadline: dt.date
    finish: dt.date
    days: int
    message: Message


@dataclass(frozen=True)
class Conflict:
    """A task with a fixed start that comes too soon for what it waits for, by working days of its calendar.

    `before` is empty where the day has passed and the task has not begun.
    """

    before: str
    after: str
    days: int
    message: Message


@dataclass(frozen=True, eq=False)
class Dates:
    """Dates of a plan. Arrays are by task that is no work package, in the order of `keys`.

    ``dates[key]`` gives those of one task or work package, `start` and `finish` those of the whole plan.
    """

    plan: Plan
    network: Network
    keys: tuple[str, ...]
    starts: Days
    finishes: Days
    late_starts: Days
    late_finishes: Days
    total_floats: Integers
    free_floats: Integers
    over: Mask  # what has ended
    chain: tuple[str, ...]
    late: tuple[Late, ...]
    conflicts: tuple[Conflict, ...]

    def __getitem__(self, key: str) -> TaskDates:
        """The dates of a task or work package; KeyError where there is none."""
        node = self.network.places.get(key)
        if node is not None:
            return self._of_task(key, node)
        nodes = list(self.network.parts[key])
        return TaskDates(
            key,
            start=self.starts[nodes].min().item(),
            finish=self.finishes[nodes].max().item(),
            late_start=self.late_starts[nodes].min().item(),
            late_finish=self.late_finishes[nodes].max().item(),
            total_float=int(self.total_floats[nodes].min()),
            free_float=int(self.free_floats[nodes].min()),
            critical=bool(self.critical_mask[nodes].any()),
        )

    def _of_task(self, key: str, node: int) -> TaskDates:
        return TaskDates(
            key,
            start=self.starts[node].item(),
            finish=self.finishes[node].item(),
            late_start=self.late_starts[node].item(),
            late_finish=self.late_finishes[node].item(),
            total_float=int(self.total_floats[node]),
            free_float=int(self.free_floats[node]),
            critical=bool(self.critical_mask[node]),
        )

    def __iter__(self) -> Iterator[TaskDates]:
        """Dates of all tasks and work packages in the order of the plan."""
        return (self[task.key] for task in self.plan.tasks)

    @property
    def start(self) -> dt.date:
        """The day on which the first task begins."""
        day: dt.date = self.starts.min().item() if self.keys else self.plan.start
        return day

    @property
    def finish(self) -> dt.date:
        """The day on which the last task ends."""
        day: dt.date = self.finishes.max().item() if self.keys else self.plan.start
        return day

    @cached_property
    def critical_mask(self) -> Mask:
        """Which tasks cannot be delayed: no float, and not yet ended."""
        mask: Mask = (self.total_floats <= 0) & ~self.over
        return mask

    @property
    def critical(self) -> tuple[str, ...]:
        """Keys of the tasks that cannot be delayed, in the order of the plan."""
        return tuple(self.keys[node] for node in np.flatnonzero(self.critical_mask))

    def near_critical(self, days: int) -> tuple[str, ...]:
        """Keys of the tasks with a float from 1 to so many working days, in the order of the plan."""
        near = (self.total_floats > 0) & (self.total_floats <= days) & ~self.over
        return tuple(self.keys[node] for node in np.flatnonzero(near))


def critical_path(plan: Plan, *, today: dt.date | None = None) -> Dates:
    """When each task can be done, how much room it has, and which chain of tasks decides the end.

    A task is worked on without interruption on the working days of its calendar. What waits for the end of a
    task can begin on the next working day; a lag counts working days of the one who waits. A milestone stands
    on the day on which what it waits for ends; one that waits for nothing, or for a beginning or its own day,
    stands on the morning of its day, and what follows may begin on that day.

    A task with a fixed start starts then, has no float of its own, and bounds what comes before it. Deadlines
    move nothing. A task that has ended stays where it was and binds nobody any more; one under way keeps its
    start, no longer waits with it, and ends when the rest of its days, days times (1 - done) rounded up, have
    been worked from `today`, or all its days from its start where no `today` is given.

    Parameters
    ----------
    plan : Plan
    today : date, optional
        What has not begun cannot begin before. None plans as if on the first day.

    Returns
    -------
    Dates
        `chain` is one chain of tasks, from the first to the one that ends last, each of which decides when
        the next is done. With different calendars a task of the chain may have float, as the next one's
        people are off anyway.

    Raises
    ------
    InvalidInputError
        Tasks wait in a circle, a fixed start is no working day or before the plan, a task ends before it
        begins or after `today`, a calendar has no working day for a year, or dates leave years 1 to 9999.

    References
    ----------
    Kelley & Walker (1959), doi:10.1145/1460299.1460318; PMI (2019), Practice Standard for Scheduling, 3rd ed.

    Examples
    --------
    >>> from mentorway.schedule.plan import Dependency
    >>> tasks = (Task("a", "Ask", 3), Task("b", "Build", 5), Task("c", "Copy", 1))
    >>> links = (Dependency("a", "b"), Dependency("a", "c"))
    >>> dates = critical_path(Plan(dt.date(2026, 11, 2), tasks, links))
    >>> dates.finish.isoformat(), dates.chain, dates["c"].total_float
    ('2026-11-11', ('a', 'b'), 4)
    """
    network = network_of(plan)
    for tries in range(8):
        try:
            passes = prepared(setting_of(network, today, tries))
            forward(passes)
            return _dates(passes)
        except OutOfTableError:
            continue
    raise AssertionError  # setting_of gives up before


def _dates(passes: Passes) -> Dates:
    setting, network = passes.setting, passes.setting.network
    count = network.count
    early = np.array(passes.early[:count], dtype=np.int64)
    starts, finishes = _shown(passes, early)
    late, free = early, early
    if count:
        late, free = (found[:count] for found in backward(passes, _caps(passes, finishes)))
    late_starts, late_finishes = _shown(passes, late)
    total = late - early
    free = np.maximum(free - early, 0)
    keys = tuple(network.places)
    over = np.zeros(count, dtype=np.bool_)
    over[[node for node in setting.odd if setting.state[node] is State.FINISHED]] = True
    free[over] = 0
    found = (starts, finishes, late_starts, late_finishes, total, free, over)
    return Dates(
        network.plan,
        network,
        keys,
        *found,
        chain=_chain(passes, finishes),
        late=tuple(_late(setting, finishes)),
        conflicts=tuple(_conflicts(passes)),
    )


def _shown(passes: Passes, places: Integers) -> tuple[Days, Days]:
    """First and last days of all tasks at positions."""
    setting, count = passes.setting, places.size
    length = np.array(setting.length[:count], dtype=np.int64)
    first, last = places.copy(), places + length - 1
    calendar = np.array(setting.calendar[:count], dtype=np.int64)
    points = passes.asks.point[:count]
    moments = places - ~np.array(passes.morning[:count], dtype=np.bool_)
    first[points], last[points] = moments[points], moments[points]
    for node, begun in setting.begun.items():
        first[node] = begun
        last[node] = max(last[node], begun)
    starts, finishes = (np.zeros(count, dtype="datetime64[D]") for _end in range(2))
    for number, table in enumerate(setting.tables.days):
        own = calendar == number
        for out, indices in ((starts, first[own]), (finishes, last[own])):
            if indices.size and not 0 <= indices.min() <= indices.max() < table.days.size:
                raise OutOfTableError
            out[own] = table.days[indices].astype("datetime64[D]")
    for node in setting.begun:
        _as_it_was(setting.network.tasks[node], starts, finishes, node)
    return starts, finishes


def _as_it_was(task: Task, starts: Days, finishes: Days, node: int) -> None:
    """Days on which a task really began and ended, be they working days or not."""
    if task.started:
        starts[node] = np.datetime64(task.started)
    ended = task.finished or (task.started if task.is_milestone else None)
    if ended:
        finishes[node] = np.datetime64(ended)
        starts[node] = finishes[node] if task.is_milestone else min(starts[node], finishes[node])


def _caps(passes: Passes, finishes: Days) -> Integers:
    """Latest positions at which nothing ends after the last day of the plan."""
    setting = passes.setting
    end = finishes.max() + DAY
    behind = np.array([int(table.indices(end)) for table in setting.tables.days], dtype=np.int64)
    cap: Integers = behind[setting.calendar] - np.array(setting.length, dtype=np.int64)
    return cap


def _chain(passes: Passes, finishes: Days) -> tuple[str, ...]:
    """From the task that ends last back along what decides it."""
    network, setting = passes.setting.network, passes.setting
    node = int(np.argmax(finishes)) if finishes.size else -1
    keys: list[str] = []
    into = _decisive(passes)
    while node >= 0 and setting.state[node] is not State.FINISHED:
        if node < network.count:
            keys.append(network.tasks[node].key)
        if setting.state[node] is State.HELD:
            break
        leader = passes.leaders.get(node, -1)
        node = int(into[node] if leader < 0 else network.before[leader])
    return tuple(reversed(keys))


def _decisive(passes: Passes) -> Integers:
    """For each node one that it has to wait for until it begins, the first of the plan; -1 for none."""
    network = passes.setting.network
    before, after = network.before, network.after
    edges = np.flatnonzero(passes.tight)[::-1]  # the first of the plan last, so that it stays
    found = np.full(len(network.tasks), -1)
    found[after[edges]] = before[edges]
    return found


def _late(setting: Setting, finishes: Days) -> Iterator[Late]:
    network = setting.network
    for task in [task for task in network.plan.tasks if task.deadline]:
        nodes = network.parts.get(task.key) or (network.places[task.key],)
        node = max(nodes, key=lambda one: (finishes[one], -one))
        finish: dt.date = finishes[node].item()
        if task.deadline and finish > task.deadline:
            table = setting.tables.days[setting.calendar[node]]
            ends = [int(table.indices(np.datetime64(day) + DAY)) for day in (task.deadline, finish)]
            found = _late_by(task, task.deadline, finish, max(ends[1] - ends[0], 1))
            begins = table.index(task.day) if task.day and setting.state[node] < State.STARTED else 0
            is_bound = task.key not in network.parts and begins + task.days > ends[0]
            yield _late_by_itself(task, found) if is_bound else found


def _late_by(task: Task, deadline: dt.date, finish: dt.date, days: int) -> Late:
    values: dict[str, Value] = {
        "task": shown(task.title),
        "finish": finish.isoformat(),
        "deadline": deadline.isoformat(),
        "count": days,
    }
    text = "%(task)s ends on %(finish)s, %(count)d working day after its deadline of %(deadline)s."
    plural = "%(task)s ends on %(finish)s, %(count)d working days after its deadline of %(deadline)s."
    return Late(task.key, deadline, finish, days, Message(text, values, plural=plural, count=days))


def _late_by_itself(task: Task, found: Late) -> Late:
    """Say that what is decided about a task cannot be kept both, whatever others do."""
    values = {
        **found.message.values,
        "day": task.day.isoformat() if task.day else "",
        "length": task.days,
    }
    text = (
        "%(task)s cannot keep both its days: it does not begin before %(day)s and takes %(length)d working "
        "days, so it ends on %(finish)s, %(count)d working day after its deadline of %(deadline)s."
    )
    plural = (
        "%(task)s cannot keep both its days: it does not begin before %(day)s and takes %(length)d working "
        "days, so it ends on %(finish)s, %(count)d working days after its deadline of %(deadline)s."
    )
    return replace(found, message=Message(text, values, plural=plural, count=found.days))


def _conflicts(passes: Passes) -> Iterator[Conflict]:
    setting, network = passes.setting, passes.setting.network
    for node in sorted(setting.odd):
        task = network.tasks[node]
        if setting.state[node] is State.HELD and task.day:
            table = setting.tables.days[setting.calendar[node]]
            late = passes.early[node] - table.index(task.day)
            if late > 0:
                yield _not_begun(task, late)
    early = np.array(passes.early, dtype=np.int64)
    tight = passes.asks.held & (passes.asked > early[network.after])
    for edge in sorted(np.flatnonzero(tight).tolist(), key=lambda one: (int(network.source[one]), one)):
        yield _too_soon(passes, edge)


def _not_begun(task: Task, days: int) -> Conflict:
    values = {"task": shown(task.title), "day": task.day.isoformat() if task.day else ""}
    text = "%(task)s was to start on %(day)s and has not begun."
    return Conflict("", task.key, days, Message(text, values))


def _too_soon(passes: Passes, edge: int) -> Conflict:
    network, setting = passes.setting.network, passes.setting
    before, after = (network.tasks[int(ends[edge])] for ends in (network.before, network.after))
    node, days = int(network.after[edge]), -passes.slack(edge)
    table = setting.tables.days[setting.calendar[node]]
    values: dict[str, Value] = {
        "task": shown(after.title),
        "day": table.date(passes.early[node]).isoformat(),
        "before": shown(before.title),
        "possible": table.date(passes.early[node] + days).isoformat(),
        "count": days,
    }
    text = (
        "%(task)s is to start on %(day)s, but because of %(before)s it can start on %(possible)s at the "
        "earliest, %(count)d working day later."
    )
    plural = (
        "%(task)s is to start on %(day)s, but because of %(before)s it can start on %(possible)s at the "
        "earliest, %(count)d working days later."
    )
    return Conflict(before.key, after.key, days, Message(text, values, plural=plural, count=days))


def known(dates: Dates, keys: Sequence[str]) -> None:
    """Raise InvalidInputError unless every key is one of the plan."""
    missing = [key for key in keys if key not in dates.network.places and key not in dates.network.parts]
    if missing:
        raise InvalidInputError(Message("The plan has no task %(keys)s.", {"keys": listed(missing)}))
