"""What was agreed beside what is expected now: which tasks slip, by how much, and whom it concerns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from mentorway.schedule.calendars import days_later
from mentorway.schedule.critical import Dates
from mentorway.schedule.network import Network, nodes_of


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
    people: tuple[str, ...]
    keys: tuple[str, ...] = field(repr=False)  # of all tasks of the plan
    waiting: int = field(repr=False)  # which of them wait for it and slip, as bits

    @property
    def tasks(self) -> tuple[str, ...]:
        """Keys of those that wait for it and slip as well, in the order of the plan."""
        return _chosen(self.waiting, self.keys)


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
            found[one.key] = Slip(one.key, agreed, one.start, one.finish, start, finish, (), (), 0)
    slipping = frozenset(key for key, slip in found.items() if slip.start_days > 0 or slip.finish_days > 0)
    last = max((kept.finish for kept in baseline.tasks.values()), default=dates.finish)
    keys = {task.key: None for task in plan.tasks}
    concerned = _concerned(dates.network, slipping)
    return Comparison(
        tuple(_with_those_concerned(slip, concerned, slipping) for slip in found.values()),
        tuple(key for key in keys if key not in baseline.tasks),
        tuple(key for key in baseline.tasks if key not in keys),
        (dates.finish - last).days,
    )


@dataclass(frozen=True)
class _Concerned:
    """By node, what slips and waits for it: nodes and partners as the bits of whole numbers.

    One walk against the order of the network finds all of them, whatever their number.
    """

    network: Network
    keys: tuple[str, ...]
    tasks: list[int]
    people: list[int]
    names: tuple[str, ...]

    def of(self, key: str) -> tuple[int, tuple[str, ...]]:
        """The tasks that wait for a task or work package and slip, and the people of all of them."""
        nodes = nodes_of(self.network, key)
        tasks, people = 0, 0
        for node in nodes:
            tasks |= self.tasks[node]
            people |= self.people[node]
        return tasks, tuple(dict.fromkeys([*self.own(key), *_chosen(people, self.names)]))

    def own(self, key: str) -> list[str]:
        """The people who work on a task or work package itself."""
        tasks = [self.network.tasks[node] for node in nodes_of(self.network, key)]
        return list(dict.fromkeys(who for task in tasks for who, days in task.work.items() if days))


def _with_those_concerned(slip: Slip, concerned: _Concerned, slipping: Container[str]) -> Slip:
    waiting, people = concerned.of(slip.key) if slip.key in slipping else (0, tuple(concerned.own(slip.key)))
    return replace(slip, people=people, keys=concerned.keys, waiting=waiting)


def _concerned(network: Network, slipping: Container[str]) -> _Concerned:
    names: dict[str, int] = {}
    for task in network.tasks[: network.count]:
        for who, days in task.work.items():
            if days:
                names.setdefault(who, len(names))
    tasks, people = [0] * len(network.tasks), [0] * len(network.tasks)
    own_task, own_people = list(tasks), list(people)
    for node, task in enumerate(network.tasks[: network.count]):
        if task.key in slipping:
            own_task[node] = 1 << node
            own_people[node] = sum(1 << names[who] for who, days in task.work.items() if days)
    first, targets = network.first_edge.tolist(), network.after.tolist()
    for node in reversed(network.order):
        for target in targets[first[node] : first[node + 1]]:
            tasks[node] |= tasks[target] | own_task[target]
            people[node] |= people[target] | own_people[target]
    keys = tuple(task.key for task in network.tasks[: network.count])
    return _Concerned(network, keys, tasks, people, tuple(names))


def _chosen(bits: int, names: Sequence[str]) -> tuple[str, ...]:
    """The names whose bits are set."""
    content = np.frombuffer(bits.to_bytes(len(names) // 8 + 1, "little"), dtype=np.uint8)
    return tuple(names[place] for place in np.flatnonzero(np.unpackbits(content, bitorder="little")).tolist())
