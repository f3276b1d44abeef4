"""What a change would move: the plan as it is beside the plan as it might be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mentorway.schedule.calendars import days_later
from mentorway.schedule.critical import Dates, TaskDates, critical_path, known
from mentorway.schedule.plan import Bound, Plan, Task
from mentorway.wording import InvalidInputError, Message, shown


@dataclass(frozen=True)
class Change:
    """Another length, or another day that is decided, for one task; None leaves it as it is.

    Without a bound goes by ``bound=Bound.NONE``, which needs no day; ``Bound.DEADLINE`` with a day sets the
    deadline and leaves the bound.
    """

    key: str
    days: int | None = None
    bound: Bound | None = None
    day: dt.date | None = None


@dataclass(frozen=True)
class Move:
    """What becomes of a task: how much later it begins and ends, in working days of its own calendar."""

    key: str
    before: TaskDates
    after: TaskDates
    start_days: int
    finish_days: int


@dataclass(frozen=True, eq=False)
class Effect:
    """What a change would do. `finish_days` are calendar days by which the whole plan ends later.

    `moves` lists all tasks and work packages whose dates differ, in the order of the plan; `became_critical`
    and `no_longer_critical` those that the end newly depends on, or not any more.
    """

    plan: Plan
    before: Dates
    after: Dates
    moves: tuple[Move, ...]
    became_critical: tuple[str, ...]
    no_longer_critical: tuple[str, ...]

    @property
    def finish_days(self) -> int:
        """By how many calendar days the plan ends later; below 0 when it ends earlier."""
        return (self.after.finish - self.before.finish).days


def what_if(plan: Plan, changes: Sequence[Change], *, today: dt.date | None = None) -> Effect:
    """What would move if tasks took longer or shorter, or days were decided otherwise.

    Parameters
    ----------
    plan : Plan
        It is not changed; the plan as it might be comes in the answer.
    changes : sequence of Change
    today : date, optional
        As for `critical_path`.

    Returns
    -------
    Effect

    Raises
    ------
    InvalidInputError
        A task is not in the plan or is changed twice, a work package is given days, or the changed plan is
        impossible; the message says why.

    Examples
    --------
    >>> from mentorway.schedule.plan import Dependency
    >>> tasks = (Task("a", "Ask", 3), Task("b", "Build", 2))
    >>> plan = Plan(dt.date(2026, 11, 2), tasks, (Dependency("a", "b"),))
    >>> effect = what_if(plan, [Change("a", days=5)])
    >>> [(move.key, move.start_days, move.finish_days) for move in effect.moves], effect.finish_days
    ([('a', 0, 2), ('b', 2, 2)], 4)
    """
    before = critical_path(plan, today=today)
    _check(before, changes)
    by_key = {change.key: change for change in changes}
    tasks = tuple(_changed(task, by_key[task.key]) if task.key in by_key else task for task in plan.tasks)
    other = replace(plan, tasks=tasks)
    after = critical_path(other, today=today)
    was, becomes = set(before.critical), set(after.critical)
    return Effect(
        other,
        before,
        after,
        moves_between(before, after),
        tuple(key for key in after.critical if key not in was),
        tuple(key for key in before.critical if key not in becomes),
    )


def moves_between(before: Dates, after: Dates) -> tuple[Move, ...]:
    """Tasks and work packages of both whose dates differ, in the order of the second plan.

    Parameters
    ----------
    before, after : Dates

    Returns
    -------
    tuple of Move
        Working days are counted in the calendars of `after`.
    """
    calendars = {task.key: after.plan.calendar_of(task) for task in after.plan.tasks}
    old = {one.key: one for one in before}
    moves = []
    for new in after:
        one = old.get(new.key)
        if one and (one.start, one.finish) != (new.start, new.finish):
            calendar = calendars[new.key]
            start = days_later(calendar, one.start, new.start)
            finish = days_later(calendar, one.finish, new.finish)
            moves.append(Move(new.key, one, new, start, finish))
    return tuple(moves)


def _check(dates: Dates, changes: Sequence[Change]) -> None:
    known(dates, [change.key for change in changes])
    titles = {task.key: shown(task.title) for task in dates.plan.tasks}
    seen: set[str] = set()
    for change in changes:
        if change.key in seen:
            raise InvalidInputError(
                Message("%(task)s is changed twice; say it once.", {"task": titles[change.key]})
            )
        seen.add(change.key)
        if change.days is not None and change.key in dates.network.parts:
            raise InvalidInputError(
                Message(
                    "%(task)s is a work package and takes as long as its parts; change one of them.",
                    {"task": titles[change.key]},
                )
            )


def _changed(task: Task, change: Change) -> Task:
    days = task.days if change.days is None else change.days
    if change.bound is None and change.day is None:
        return replace(task, days=days)
    if change.bound is Bound.DEADLINE and change.day:
        return replace(task, days=days, deadline=change.day)
    bound = task.bound if change.bound is None else change.bound
    return replace(task, days=days, bound=bound, day=None if bound is Bound.NONE else change.day or task.day)
