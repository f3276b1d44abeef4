"""What was agreed beside what is expected now: which tasks slip, by how much, and whom it concerns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from mentorway.schedule.calendars import days_later
from mentorway.schedule.critical import Dates
from mentorway.schedule.network import followers, nodes_of


@dataclass(frozen=True)
class Kept:
    """What was agreed for a task: first and last day, and person-days by who does it."""

    start: dt.date
    finish: dt.date
    title: str = ""
    work: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Baseline:
    """Dates as they were agreed on a day, by task; tasks and work packages alike."""

    name: str
    made: dt.date
    tasks: Mapping[str, Kept]


@dataclass(frozen=True)
class Slip:
    """How much later a task begins and ends than agreed, in working days of its calendar; below 0 earlier.

    `tasks` are those that wait for it, directly or through others, and slip as well; `people` are those who
    work on any of them or on the task itself.
    """

    key: str
    agreed: Kept
    start: dt.date
    finish: dt.date
    start_days: int
    finish_days: int
    tasks: tuple[str, ...]
    people: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """Slips in the order of the plan; what is new, and what was agreed and is gone.

    `finish_days` are calendar days by which the plan ends later than what was agreed.
    """

    slips: tuple[Slip, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    finish_days: int


def baseline_of(dates: Dates, name: str, made: dt.date) -> Baseline:
    """Keep the dates of a plan as agreed.

    Parameters
    ----------
    dates : Dates
    name : str
    made : date
        The day of the agreement.

    Returns
    -------
    Baseline
    """
    tasks = {task.key: task for task in dates.plan.tasks}
    kept = {
        one.key: Kept(one.start, one.finish, tasks[one.key].title, dict(tasks[one.key].work)) for one in dates
    }
    return Baseline(name, made, kept)


def compare(dates: Dates, baseline: Baseline) -> Comparison:
    """Compare dates with what was agreed.

    Parameters
    ----------
    dates : Dates
        As expected now.
    baseline : Baseline

    Returns
    -------
    Comparison
        Only tasks and work packages whose dates differ. A task that begins later and ends as agreed is there
        too, with 0 days for its end.

    Examples
    --------
    >>> from mentorway.schedule.critical import critical_path
    >>> from mentorway.schedule.plan import Dependency, Plan, Task
    >>> start, links = dt.date(2026, 11, 2), (Dependency("a", "b"),)
    >>> old = Plan(start, (Task("a", "Ask", 3), Task("b", "Build", 2, work={"Riga": 2})), links)
    >>> new = Plan(start, (Task("a", "Ask", 4), Task("b", "Build", 2, work={"Riga": 2})), links)
    >>> found = compare(critical_path(new), baseline_of(critical_path(old), "contract", start))
    >>> [(slip.key, slip.finish_days, slip.tasks, slip.people) for slip in found.slips]
    [('a', 1, ('b',), ('Riga',)), ('b', 1, (), ('Riga',))]
    """
    plan = dates.plan
    calendars = {task.key: plan.calendar_of(task) for task in plan.tasks}
    found = {}
    for one in dates:
        agreed = baseline.tasks.get(one.key)
        if agreed and (agreed.start, agreed.finish) != (one.start, one.finish):
            start = days_later(calendars[one.key], agreed.start, one.start)
            finish = days_later(calendars[one.key], agreed.finish, one.finish)
            found[one.key] = Slip(one.key, agreed, one.start, one.finish, start, finish, (), ())
    slipping = frozenset(key for key, slip in found.items() if slip.start_days > 0 or slip.finish_days > 0)
    last = max((kept.finish for kept in baseline.tasks.values()), default=dates.finish)
    keys = [task.key for task in plan.tasks]
    return Comparison(
        tuple(_with_those_concerned(dates, slip, slipping) for slip in found.values()),
        tuple(key for key in keys if key not in baseline.tasks),
        tuple(key for key in baseline.tasks if key not in set(keys)),
        (dates.finish - last).days,
    )


def _with_those_concerned(dates: Dates, slip: Slip, slipping: frozenset[str]) -> Slip:
    network = dates.network
    waiting = [key for key in followers(network, [slip.key]) if key in slipping]
    if slip.key not in slipping:
        waiting = []
    nodes = [*nodes_of(network, slip.key), *(network.places[key] for key in waiting)]
    people = dict.fromkeys(who for node in nodes for who, days in network.tasks[node].work.items() if days)
    return Slip(
        slip.key,
        slip.agreed,
        slip.start,
        slip.finish,
        slip.start_days,
        slip.finish_days,
        tuple(waiting),
        tuple(people),
    )
