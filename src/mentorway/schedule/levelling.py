"""Dates on which no partner has more work than people: what has to move, and by how much."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from ortools.sat.python import cp_model

from mentorway.schedule.critical import Dates, critical_path, known
from mentorway.schedule.levelling_clock import NEAT, Clock
from mentorway.schedule.levelling_model import Model, Reached, Tell, total
from mentorway.schedule.levelling_numbers import Numbers
from mentorway.schedule.levelling_start import serial
from mentorway.schedule.loads import Loads, check_capacities, loads
from mentorway.schedule.network import network_of
from mentorway.schedule.passes import Passes, forward, prepared
from mentorway.schedule.plan import Plan, Task
from mentorway.schedule.setting import OutOfTableError, State, setting_of
from mentorway.wording import Message, Value, listed, shown

LIMIT = 10.0  # the solver's own units of time, about a second each on two free cores
STAGE = 0.4  # share of what is left of it for each aim before the last
ROOM = 8  # how much further to look where nothing was possible


class Status(StrEnum):
    """How sure it is that no dates are better."""

    PROVED = "proved"
    BEST_FOUND = "best found"
    IMPOSSIBLE = "impossible"
    NOT_FOUND = "not found"  # neither dates nor a proof that there are none


class Aim(StrEnum):
    """What is made small, in this order."""

    MOVED = "moved"  # how many tasks that were to stay are later
    MOVEMENT = "movement"  # by how many working days of their calendars, in all
    END = "end"  # by how many days the plan ends later; working days where all share a calendar


Progress = Callable[[Aim, Reached], None]


@dataclass(frozen=True)
class Search:
    """How long to search, in the solver's deterministic units, and whom to tell of each better answer.

    `progress` is called with the aim, the least value found, and what none can be below. `seconds` bound the
    search by the clock as well, so that what is found then may differ from run to run. `watch` is called
    about twice a second with the share of the seconds (0 without them) that has passed; where it returns
    false the search ends with `StoppedError`.
    """

    limit: float = LIMIT
    progress: Progress | None = None
    seconds: float | None = None
    watch: Callable[[float], bool] | None = None


@dataclass(frozen=True)
class Span:
    """The first and last day of a task, both included."""

    start: dt.date
    finish: dt.date


@dataclass(frozen=True)
class Moved:
    """A task whose dates differ, and by how many days of its calendar it ends later.

    `to_stay` is true if it was one to keep.
    """

    key: str
    before: Span
    after: Span
    days: int
    to_stay: bool
    message: Message


@dataclass(frozen=True)
class Levelled:
    """Dates of all tasks and work packages on which nobody has too much to do, as far as dates can help.

    `moved` lists what is later, in the order of the plan; `before` and `after` are the loads. `aims` holds,
    for each aim, what was reached and what is proved that no dates can be below: they are equal when `status`
    is proved; an aim for which there was no time is missing. Without dates (impossible, not found) the dates
    are those without levelling.
    """

    dates: Mapping[str, Span]
    moved: tuple[Moved, ...]
    before: Loads
    after: Loads
    status: Status
    aims: Mapping[Aim, Reached]
    messages: tuple[Message, ...]

    @property
    def bound(self) -> int:
        """By how many days, at least, the plan ends later, with so little movement of what was to stay."""
        return self.aims[Aim.END].bound if Aim.END in self.aims else 0


def levelled(
    plan: Plan,
    capacities: Mapping[str, float],
    *,
    today: dt.date | None = None,
    keep: Collection[str] | None = None,
    search: Search | None = None,
) -> Levelled:
    """Dates on which no partner has more work than people on any day.

    A task takes work / days persons of each partner on each of its days; its length does not change, nor do
    dependencies, calendars, fixed starts and what has begun. First as few as possible of the tasks to keep
    end later than without levelling (with a deadline: than both), then they move as little as possible, then
    the plan ends as early as possible, and last, without proof, other tasks move little. A partner whose
    tasks have different calendars counts as busy from a task's first to its last day, days off included;
    a task under way as busy on the days it has without levelling, even if its end then waits for another.
    The search begins with the dates of a simple rule, and looks a month and half as far again as these reach:
    what is proved is proved for dates up to there.

    Parameters
    ----------
    plan : Plan
    capacities : mapping of str to float
        As for `loads`.
    today : date, optional
        As for `critical_path`.
    keep : collection of str, optional
        Keys of tasks and work packages to leave where they are if possible; milestones and whatever has a
        deadline if left out.
    search : Search, optional

    Returns
    -------
    Levelled
        What is proved is the same on every run; of dates that are equally good, any may come, and where the
        time ran out, what was found by then. A task that needs more people than there are is named, and done
        while nothing else is.

    Raises
    ------
    InvalidInputError
        A capacity or a task's work is no number from 0 on, a key is not in the plan, or the plan is
        impossible; the message says why.
    StoppedError
        `watch` of the search returned false.

    References
    ----------
    Brucker et al. (1999), Resource-constrained project scheduling, Eur J Oper Res 112:3-41,
    doi:10.1016/S0377-2217(98)00204-5. Perron & Furnon, OR-Tools, CP-SAT solver.

    Examples
    --------
    >>> tasks = (Task("a", "Ask", 3, work={"Riga": 3}), Task("b", "Build", 2, work={"Riga": 2}))
    >>> plan = Plan(dt.date(2026, 11, 2), tasks)
    >>> found = levelled(plan, {"Riga": 1}, keep=["a"])
    >>> [str(one.message) for one in found.moved], str(found.status)
    (['Build is done from 2026-11-05 to 2026-11-06, 3 working days later.'], 'proved')
    """
    check_capacities(plan, capacities)
    dates = critical_path(plan, today=today)
    if keep is not None:
        known(dates, list(keep))
    before = loads(plan, dates, capacities)
    spans = {one.key: Span(one.start, one.finish) for one in dates}
    if not any(one.over > 0 for one in before.weeks):
        nothing = {aim: Reached(0, 0) for aim in Aim}
        return Levelled(spans, (), before, before, Status.PROVED, nothing, before.messages)
    for tries in range(8):
        try:
            passes = prepared(setting_of(network_of(plan), today, tries))
            forward(passes)
            task = _Levelling(dates, passes, capacities, keep, search or Search())
            return task.result(before, spans)
        except OutOfTableError:
            continue
    raise AssertionError  # setting_of gives up before


class _Levelling:
    def __init__(
        self,
        dates: Dates,
        passes: Passes,
        capacities: Mapping[str, float],
        keep: Collection[str] | None,
        search: Search,
    ) -> None:
        self.dates, self.passes, self.capacities, self.search = dates, passes, capacities, search
        self.plan = dates.plan
        self.keep = [
            task for task in self.plan.tasks if (_stays(task, dates) if keep is None else task.key in keep)
        ]
        self.numbers = Numbers(passes, capacities)
        urgency = dates.late_starts.astype("int64").tolist()
        self.start = serial(self.numbers, urgency)
        self.clock = Clock(self.search.seconds, self.search.watch)
        self.clock.look()
        self.model = Model(self.numbers, self.start)
        self.aims: dict[Aim, Reached] = {}

    def result(self, before: Loads, spans: Mapping[str, Span]) -> Levelled:
        """Solve, and say in dates and sentences what came of it."""
        status = self._solved()
        if status is Status.IMPOSSIBLE:
            self.model = Model(self.numbers, self.start, room=ROOM)
            status = self._solved()
        found = self._spans(spans) if self.model.found else spans
        after = loads(self.plan, found, self.capacities)
        kept = {task.key for task in self.keep}
        moved = tuple(
            self._moved(task, spans[task.key], found[task.key], kept=task.key in kept)
            for task in self.plan.tasks
            if found[task.key] != spans[task.key]
        )
        said = (*before.messages, *self._said(status), *_still_over(after, status))
        aims = MappingProxyType(self.aims)
        return Levelled(MappingProxyType(dict(found)), moved, before, after, status, aims, said)

    def _solved(self) -> Status:
        """Reach the aims one after the other, each in its part of the time."""
        left = self.search.limit * (1 - NEAT)
        delays = [self.model.delay(ends) for task in self.keep if (ends := self._ends(task))]
        end = self.model.end()
        aims: dict[Aim, cp_model.LinearExprT] = {Aim.END: end - self._end_before()}
        if delays:
            moved = total(self.model.behind(delay) for delay in delays)
            aims = {Aim.MOVED: moved, Aim.MOVEMENT: total(delays), **aims}
        try:
            for aim, measure in aims.items():
                share = left if aim is Aim.END else left * STAGE
                part = 1.0 if aim is Aim.END else STAGE
                reached, spent = self.model.reach(measure, self.clock.part(share, part), self._tell(aim))
                if reached is None:
                    return Status.IMPOSSIBLE
                self.aims[aim], left = reached, max(left - spent, 0.0)
            neat = self.clock.part(self.search.limit * NEAT, 1.0, spared=False)
            self.model.reach(self.model.movement(), neat, None)
        except TimeoutError:
            if not self.model.found:
                return Status.NOT_FOUND
        proved = len(self.aims) == len(aims) and all(one.value == one.bound for one in self.aims.values())
        return Status.PROVED if proved else Status.BEST_FOUND

    def _tell(self, aim: Aim) -> Tell | None:
        progress = self.search.progress
        return (lambda value, bound: progress(aim, Reached(value, bound))) if progress else None

    def _ends(self, task: Task) -> dict[int, int]:
        """By node that may move, the index of the last day on which a task to keep should end."""
        setting = self.passes.setting
        day = self.dates[task.key].finish
        if task.deadline:
            day = max(day, task.deadline)
        nodes = setting.network.parts.get(task.key) or (setting.network.places[task.key],)
        behind = day + dt.timedelta(days=1)
        return {
            node: setting.tables.days[setting.calendar[node]].index(behind) - 1
            for node in nodes
            if setting.state[node] in (State.FREE, State.STARTED)
        }

    def _end_before(self) -> int:
        """The last day without levelling, counted as the model's end is."""
        setting = self.passes.setting
        if len(set(setting.calendar[: setting.network.count])) == 1:
            return (
                setting.tables.days[setting.calendar[0]].index(self.dates.finish + dt.timedelta(days=1)) - 1
            )
        return (self.dates.finish - dt.date(1970, 1, 1)).days

    def _spans(self, before: Mapping[str, Span]) -> dict[str, Span]:
        """Dates of everything when tasks begin no sooner than the solver found: a first pass finds them."""
        setting, found = self.passes.setting, dict(before)
        free = [
            node
            for node in range(setting.network.count)
            if setting.state[node] is State.FREE and not setting.point[node]
        ]
        for node in free:
            setting.release[node] = self.model.found[node]
        forward(self.passes)
        if any(self.passes.early[node] != self.model.found[node] for node in free):
            raise RuntimeError("The solver's dates do not keep to the dependencies.")
        for key, node in setting.network.places.items():
            if setting.state[node] < State.FINISHED:
                found[key] = self._span(node, before[key])
        for key, nodes in setting.network.parts.items():
            spans = [found[setting.network.tasks[node].key] for node in nodes]
            found[key] = Span(min(one.start for one in spans), max(one.finish for one in spans))
        return found

    def _span(self, node: int, before: Span) -> Span:
        setting, place = self.passes.setting, self.passes.early[node]
        table = setting.tables.days[setting.calendar[node]]
        if setting.state[node] is State.STARTED:
            return Span(before.start, max(table.date(place - 1), before.finish))
        if setting.point[node]:
            day = table.date(place - (not self.passes.morning[node]))
            return Span(day, day)
        return Span(table.date(place), table.date(place + setting.length[node] - 1))

    def _moved(self, task: Task, before: Span, after: Span, *, kept: bool) -> Moved:
        network = self.passes.setting.network
        nodes = network.parts.get(task.key) or (network.places[task.key],)
        table = self.passes.setting.tables.days[self.passes.setting.calendar[nodes[0]]]
        days = table.between(before.finish, after.finish)
        values: dict[str, Value] = {
            "task": shown(task.title),
            "start": after.start.isoformat(),
            "finish": after.finish.isoformat(),
            "count": days,
        }
        if not days:
            text = "%(task)s begins later, on %(start)s, and ends on %(finish)s as before."
            return Moved(task.key, before, after, days, kept, Message(text, values))
        text = "%(task)s is done from %(start)s to %(finish)s, %(count)d working day later."
        plural = "%(task)s is done from %(start)s to %(finish)s, %(count)d working days later."
        return Moved(task.key, before, after, days, kept, Message(text, values, plural=plural, count=days))

    def _said(self, status: Status) -> Iterator[Message]:
        if status is Status.IMPOSSIBLE:
            tasks = self.passes.setting.network.tasks
            held = [tasks[node].title for node in sorted(self.passes.setting.odd) if self._is_held(node)]
            yield Message(
                "Nobody can be spared too much work while these tasks start on their fixed days: %(tasks)s.",
                {"tasks": listed(held)},
            )
        elif status is Status.NOT_FOUND:
            yield Message("No dates were found in the time given; allow more time, or more people.")
        elif status is Status.BEST_FOUND:
            yield Message("These are the best dates found in the time given; better ones may exist.")
        else:
            yield Message(
                "No dates are better: fewer tasks to keep would not move, nor the plan end earlier."
            )

    def _is_held(self, node: int) -> bool:
        return self.passes.setting.state[node] is State.HELD


def _stays(task: Task, dates: Dates) -> bool:
    """Whether a task is one of those that people expect to stay."""
    return task.deadline is not None or (task.is_milestone and task.key in dates.network.places)


def _still_over(after: Loads, status: Status) -> Iterable[Message]:
    """Partners with too much to do on days that nothing may move from."""
    if status in (Status.IMPOSSIBLE, Status.NOT_FOUND):
        return
    for partner in dict.fromkeys(one.partner for one in after.over):
        weeks = [one.week.isoformat() for one in after.over if one.partner == partner]
        yield Message(
            "%(partner)s still has more work than people in the weeks of %(weeks)s: by tasks that are too "
            "big, fixed, under way or milestones.",
            {"partner": shown(partner), "weeks": listed(weeks, most=10)},
        )
