"""How much of their time partners need week by week, and where that is more than they have."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from mentorway.schedule.calendars import WorkingDays, working_days
from mentorway.schedule.network import Network, network_of
from mentorway.schedule.plan import Calendar, Plan, Task
from mentorway.wording import InvalidInputError, Message, shown

NEARLY = 1e-3  # persons; less is rounding
MOST = 10_000.0  # persons of a partner

Reals = NDArray[np.float64]
Integers = NDArray[np.int64]


class Spanned(Protocol):
    """Something with a first and a last day, both included."""

    @property
    def start(self) -> dt.date:
        """The first day."""

    @property
    def finish(self) -> dt.date:
        """The last day."""


class Scheduled(Protocol):
    """Dates by key of a task: those of `critical_path`, of `levelled`, or a dictionary."""

    def __getitem__(self, key: str, /) -> Spanned:
        """The dates of a task."""


@dataclass(frozen=True)
class Load:
    """A week of a partner, in person-days; `week` is its Monday.

    `over` adds up what is above the capacity on single days: two people's work on a Monday is too much for
    one person even if the rest of the week is free.
    """

    partner: str
    week: dt.date
    days: float
    capacity: float
    over: float


@dataclass(frozen=True)
class Loads:
    """The weeks in which partners have work, by partner (in the order of capacities, then of tasks) and week.

    `messages` name what no dates can mend.
    """

    weeks: tuple[Load, ...]
    messages: tuple[Message, ...] = ()

    @property
    def over(self) -> tuple[Load, ...]:
        """The weeks with a day on which a partner has more work than people."""
        return tuple(one for one in self.weeks if one.over > 0)


def loads(plan: Plan, dates: Scheduled, capacities: Mapping[str, float]) -> Loads:
    """Person-days of each partner and week, beside what the partner has.

    A task's work is spread evenly over the days of its calendar from its first to its last day. A partner
    works on the days on which any of the tasks with its work can be worked on.

    Parameters
    ----------
    plan : Plan
    dates : Dates, or a mapping of keys to what has a start and a finish
        Of all tasks that are no work packages.
    capacities : mapping of str to float
        By partner, as `Task.work` names it: persons on each working day, from 0 to 10,000. A partner that is
        not in it has as many as are needed.

    Returns
    -------
    Loads

    Raises
    ------
    InvalidInputError
        A capacity or a task's work is below 0 or no number, or the plan is impossible; the message says why.

    Examples
    --------
    >>> from mentorway.schedule.critical import critical_path
    >>> tasks = (Task("a", "Ask", 5, work={"Riga": 5}), Task("b", "Build", 2, work={"Riga": 1}))
    >>> plan = Plan(dt.date(2026, 11, 2), tasks)
    >>> found = loads(plan, critical_path(plan), {"Riga": 1})
    >>> [(week.days, week.capacity, week.over) for week in found.weeks]
    [(6.0, 5.0, 1.0)]
    """
    check_capacities(plan, capacities)
    network = network_of(plan)
    found = [
        load
        for partner in partners_of(network.tasks[: network.count], capacities)
        for load in _of_partner(network, dates, partner, capacities.get(partner, math.inf))
    ]
    return Loads(tuple(found), (*too_big(network, capacities), *_of_packages(network)))


def check_capacities(plan: Plan, capacities: Mapping[str, float]) -> None:
    """Raise InvalidInputError where a capacity or work is no number from 0 on."""
    for partner, persons in capacities.items():
        if not 0 <= persons <= MOST:
            raise InvalidInputError(
                Message(
                    "%(partner)s has %(came)s persons; from 0 to %(most)d are possible.",
                    {"partner": shown(partner), "came": persons, "most": int(MOST)},
                )
            )
    for task in plan.tasks:
        for partner, days in task.work.items():
            if not 0 <= days < math.inf:
                raise InvalidInputError(
                    Message(
                        "%(task)s has %(came)s person-days of %(partner)s; a number from 0 on is needed.",
                        {"task": shown(task.title), "came": days, "partner": shown(partner)},
                    )
                )


def partners_of(tasks: Iterable[Task], capacities: Mapping[str, float]) -> tuple[str, ...]:
    """Those with work: in the order of capacities, then others in the order of tasks."""
    working = dict.fromkeys(partner for task in tasks for partner, days in task.work.items() if days > 0)
    known = [partner for partner in capacities if partner in working]
    return tuple(dict.fromkeys([*known, *working]))


def too_big(network: Network, capacities: Mapping[str, float]) -> Iterable[Message]:
    """One message for each task that needs more people of a partner than there are, whenever it is done."""
    for task in network.tasks[: network.count]:
        for partner, days in task.work.items():
            persons = days / max(task.days, 1)
            if not task.finished and persons > capacities.get(partner, math.inf) + NEARLY:
                yield Message(
                    "%(task)s alone needs %(needed).2f persons of %(partner)s on each of its days, who has "
                    "%(capacity).2f. Make it longer or its work less; no other dates can help.",
                    {
                        "task": shown(task.title),
                        "partner": shown(partner),
                        "needed": persons,
                        "capacity": capacities[partner],
                    },
                )


def _of_packages(network: Network) -> Iterable[Message]:
    for task in network.plan.tasks:
        if task.key in network.parts and any(days > 0 for days in task.work.values()):
            yield Message(
                "The person-days of the work package %(task)s itself are not counted; give them to its "
                "parts.",
                {"task": shown(task.title)},
            )


def _of_partner(network: Network, dates: Scheduled, partner: str, persons: float) -> Iterable[Load]:
    tasks = [task for task in network.tasks[: network.count] if task.work.get(partner, 0) > 0]
    spans = [(dates[task.key].start, dates[task.key].finish) for task in tasks]
    base = min(start for start, _ in spans)
    base -= dt.timedelta(days=base.weekday())
    count = -(-((max(finish for _, finish in spans) - base).days + 1) // 7) * 7
    used: Reals = np.zeros(count)
    at_work = np.zeros(count, dtype=np.bool_)
    for calendar in {network.plan.calendar_of(task): None for task in tasks}:
        at_work[_places(calendar, base, base + dt.timedelta(days=count - 1), base)] = True
    for task, (start, finish) in zip(tasks, spans, strict=True):
        days = _places(network.plan.calendar_of(task), start, finish, base)
        days = days if days.size else np.array([(finish - base).days])
        used[days] += task.work[partner] / days.size
        at_work[days] = True  # what was really done on a day off
    capacity = np.where(at_work, persons, 0.0)
    over = np.where(used > capacity + NEARLY, used - capacity, 0.0)
    for week in np.flatnonzero(used.reshape(-1, 7).sum(axis=1) > 0):
        part = slice(7 * week, 7 * week + 7)
        yield Load(
            partner,
            base + dt.timedelta(days=7 * int(week)),
            float(used[part].sum()),
            float(capacity[part][at_work[part]].sum()),
            float(over[part].sum()),
        )


def _places(calendar: Calendar, first: dt.date, last: dt.date, base: dt.date) -> Integers:
    """Days of work from one day to another, counted from a third."""
    table: WorkingDays = working_days(calendar, first, last)
    indices = np.arange(table.index(first), table.index(last + dt.timedelta(days=1)))
    days: Integers = (table.dates(indices) - np.datetime64(base)).astype(np.int64)
    return days
