"""Microsoft Project's XML as a plan: tasks, links, work and baselines, and what could not be kept."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from mentorway.schedule import mspdi_terms as terms
from mentorway.schedule.mspdi_calendars import Losses, read_calendars
from mentorway.schedule.mspdi_terms import first_day, flag, integer, last_day, named, number, seconds, text
from mentorway.schedule.plan import ALWAYS, LONGEST, Bound, Calendar, Dependency, Guess, Link, Task
from mentorway.wording import N_, InvalidInputError, Message, Value, shown

MOST_TASKS = 20_000
MOST_LEVELS = 50
NEARLY = 1e-6
UNITS_OF_LAG: Final = 10  # of a lag in a minute
ELAPSED_DAY: Final = 24 * 60  # minutes

INACTIVE = N_("Inactive tasks are left out: %(where)s.")
ELSEWHERE = N_("Tasks of other projects are left out: %(where)s.")
BY_HAND = N_("Tasks planned by hand now start on their day or later, as their links are obeyed: %(where)s.")
AS_LATE = N_("“As late as possible” is not known; planned as early as possible: %(where)s.")
FINISHES = N_("“Must finish on” became a deadline, which moves nothing: %(where)s.")
NOT_LATER = N_("“Finish no later than” became a deadline, which moves nothing: %(where)s.")
NOT_AFTER = N_("“Start no later than” is not kept: %(where)s.")
NOT_DONE_BEFORE = N_("“Finish no earlier than” is not kept: %(where)s.")
ROUNDED = N_("Durations that are no whole days are rounded up: %(where)s.")
ELAPSED = N_("Durations around the clock became working days: %(where)s.")
LONG_POINT = N_("Milestones that take time became tasks: %(where)s.")
LAGS = N_("Lags that are no whole working days are rounded: %(where)s.")
LOST_LINKS = N_("Links to tasks that are not in the plan are left out: %(where)s.")
OWN_LINKS = N_("Links between a work package and its own parts are left out: %(where)s.")
SUMMARY_DAYS = N_("Work packages that must start on a day now start on it or later: %(where)s.")
COSTS = N_("Costs are not read: %(where)s.")
PRIORITIES = N_("Priorities are not read: %(where)s.")
LINKS_OUT = N_("Hyperlinks are not read: %(where)s.")
FIELDS = N_("Custom fields are not read: %(where)s.")
PAUSED = N_("Delays by levelling are not kept; level again: %(where)s.")
OVERTIME = N_("Overtime is not kept apart from other work: %(where)s.")
BACKWARDS = N_("The project is planned from its end; it is now planned from its start: %(where)s.")


@dataclass
class Source:
    """A file while it is read."""

    root: etree._Element
    losses: Losses = field(default_factory=Losses)
    minutes: float = terms.MINUTES  # that a day of work has
    calendars: dict[str, Calendar] = field(default_factory=dict)
    calendar_keys: dict[int, str] = field(default_factory=dict)
    keys: dict[int, str] = field(default_factory=dict)  # of tasks by UID
    tasks: dict[str, Task] = field(default_factory=dict)
    elements: dict[str, etree._Element] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    summary: etree._Element | None = None
    own: frozenset[int] = frozenset()  # custom fields that are ours

    def lose(self, sentence: str, key: str) -> None:
        """Note a loss that concerns a task."""
        self.losses.add(sentence, shown(self.codes.get(key) or self.tasks[key].title or key))


def opened(root: etree._Element) -> Source:
    """A source whose calendars are read."""
    source = Source(root)
    source.minutes = number(root, "MinutesPerDay", terms.MINUTES)
    if not 0 < source.minutes <= ELAPSED_DAY:
        values: dict[str, Value] = {
            "line": terms.line_of(next(named(root, "MinutesPerDay"))),
            "came": source.minutes,
        }
        raise InvalidInputError(Message("Line %(line)d: a day of work cannot have %(came)s minutes.", values))
    source.calendars, source.calendar_keys = read_calendars(root, source.losses)
    source.own = frozenset(
        integer(one, "FieldID", 0)
        for one in terms.listed_in(root, "ExtendedAttributes", "ExtendedAttribute")
        if text(one, "Alias").startswith(terms.OWN_FIELD)
    )
    if not flag(root, "ScheduleFromStart", default=True):
        source.losses.add(BACKWARDS, shown(text(root, "FinishDate") or "-"))
    return source


def read_tasks(source: Source) -> None:
    """Fill in the tasks, each with the package it is in."""
    above: list[tuple[int, str]] = []  # levels and keys of the packages around
    used: set[int] = set()
    for row, one in enumerate(_wanted(source), 1):
        uid = _uid(one, used)
        level = _level(one)
        while above and above[-1][0] >= level:
            above.pop()
        key = _key(source, one, uid)
        source.keys[uid] = key
        source.elements[key] = one
        source.tasks[key] = Task(key, text(one, "Name"), 0, parent=above[-1][1] if above else "")
        if text(one, "WBS"):
            source.codes[key] = text(one, "WBS")
        if text(one, "Notes"):
            source.notes[key] = text(one, "Notes")
        above.append((level, key))
        if row > MOST_TASKS or len(above) > MOST_LEVELS:
            values: dict[str, Value] = {
                "line": terms.line_of(one),
                "tasks": MOST_TASKS,
                "levels": MOST_LEVELS,
            }
            raise InvalidInputError(
                Message("Line %(line)d: a plan has at most %(tasks)d tasks and %(levels)d levels.", values)
            )
    packages = {task.parent for task in source.tasks.values()}
    for key in source.tasks:
        source.tasks[key] = _task(source, key, package=key in packages)


def _wanted(source: Source) -> Iterator[etree._Element]:
    for one in terms.listed_in(source.root, "Tasks", "Task"):
        name = shown(text(one, "Name") or text(one, "UID") or "-")
        if integer(one, "UID", -1) == 0 and _level(one) == 0:
            source.summary = one
        elif flag(one, "IsNull"):
            continue
        elif not flag(one, "Active", default=True):
            source.losses.add(INACTIVE, name)
        elif flag(one, "ExternalTask"):
            source.losses.add(ELSEWHERE, name)
        else:
            yield one


def _uid(one: etree._Element, used: set[int]) -> int:
    uid = integer(one, "UID", integer(one, "ID", -1 - len(used)))
    if uid in used:
        values: dict[str, Value] = {"line": terms.line_of(one), "uid": uid}
        raise InvalidInputError(Message("Line %(line)d: a second task has the UID %(uid)d.", values))
    used.add(uid)
    return uid


def _level(one: etree._Element) -> int:
    outline = text(one, "OutlineNumber")
    default = outline.count(".") + 1 if outline and outline != "0" else 1
    return integer(one, "OutlineLevel", 0 if text(one, "UID") == "0" else default)


def _key(source: Source, one: etree._Element, uid: int) -> str:
    own = own_field(source, one, terms.KEY_FIELD)
    if own and own not in source.tasks:
        return own
    key, count = f"uid-{uid}", 1
    while key in source.tasks:
        count += 1
        key = f"uid-{uid}-{count}"
    return key


def own_field(source: Source, one: etree._Element, wanted: int) -> str:
    """What a custom field of ours says of a task; "" where it says nothing."""
    if wanted not in source.own:
        return ""
    found = (text(each, "Value") for each in named(one, "ExtendedAttribute") if _field(each) == wanted)
    return next(found, "")


def _field(element: etree._Element) -> int:
    return integer(element, "FieldID", 0)


def _task(source: Source, key: str, *, package: bool) -> Task:
    one, task = source.elements[key], source.tasks[key]
    calendar = source.calendar_keys.get(integer(one, "CalendarUID", -1), ALWAYS)
    bound, day, deadline = _bound(source, key, package=package)
    _note_losses(source, key)
    if package:
        return Task(key, task.title, 0, calendar, task.parent, bound, day, deadline=deadline)
    done = number(one, "PercentComplete", 0) / 100
    if not 0 <= done <= 1:
        values: dict[str, Value] = {"line": terms.line_of(one), "task": shown(task.title), "came": done}
        raise InvalidInputError(
            Message("Line %(line)d: %(task)s: what is done is a share from 0 to 1, not %(came)s.", values)
        )
    return Task(
        key,
        task.title,
        _days(source, key, source.calendars[calendar]),
        calendar,
        task.parent,
        bound,
        day,
        guess=_guess(source, one),
        done=done,
        started=first_day(one, "ActualStart"),
        finished=_finished(one),
        deadline=deadline,
    )


def _finished(one: etree._Element) -> dt.date | None:
    start, finish = first_day(one, "ActualStart"), last_day(one, "ActualFinish")
    return max(start, finish) if start and finish and terms.moment(one, "ActualFinish") else finish


def _days(source: Source, key: str, calendar: Calendar) -> int:
    one = source.elements[key]
    length = _length(source, one) / 60
    form = integer(one, "DurationFormat", terms.IN_DAYS)
    if form in terms.ELAPSED and length:
        source.lose(ELAPSED, key)
        days = length / ELAPSED_DAY * len(calendar.weekdays) / 7
    else:
        days = length / source.minutes
    whole = math.ceil(days - NEARLY)
    if form not in terms.ELAPSED and abs(days - whole) > NEARLY:
        source.lose(ROUNDED, key)
    if flag(one, "Milestone") and whole:
        source.lose(LONG_POINT, key)
    if whole > LONGEST:
        values: dict[str, Value] = {
            "line": terms.line_of(one),
            "task": shown(text(one, "Name")),
            "came": whole,
            "most": LONGEST,
        }
        raise InvalidInputError(
            Message("Line %(line)d: %(task)s takes %(came)d days; from 0 to %(most)d are possible.", values)
        )
    return whole


def _length(source: Source, one: etree._Element) -> float:
    """Seconds that a task takes; of one that has ended, as planned where we wrote it."""
    if text(one, "ActualFinish") and terms.PLANNED_FIELD in source.own:
        for each in named(one, "ExtendedAttribute"):
            if _field(each) == terms.PLANNED_FIELD:
                return seconds(each, "Value") or 0.0
    return seconds(one, "Duration") or 0.0


def _guess(source: Source, one: etree._Element) -> Guess | None:
    wanted = source.own.intersection(terms.GUESS_FIELDS)
    found = {
        _field(each): seconds(each, "Value") or 0.0
        for each in named(one, "ExtendedAttribute")
        if _field(each) in wanted
    }
    days = [value / (60 * source.minutes) for _, value in sorted(found.items())]
    return Guess(*days) if len(days) == len(terms.GUESS_FIELDS) and days == sorted(days) else None


LOST_BOUNDS: Final[Mapping[int, str]] = {
    terms.LATE: AS_LATE,
    terms.MUST_FINISH: FINISHES,
    terms.START_NOT_LATER: NOT_AFTER,
    terms.FINISH_NOT_EARLIER: NOT_DONE_BEFORE,
    terms.FINISH_NOT_LATER: NOT_LATER,
}


def _bound(source: Source, key: str, *, package: bool) -> tuple[Bound, dt.date | None, dt.date | None]:
    """What is decided about its start, on which day, and by when it is to be finished."""
    one = source.elements[key]
    kind, day = integer(one, "ConstraintType", terms.SOON), first_day(one, "ConstraintDate")
    deadline = first_day(one, "Deadline")
    if kind in LOST_BOUNDS:
        source.lose(LOST_BOUNDS[kind], key)
    if kind in {terms.MUST_FINISH, terms.FINISH_NOT_LATER}:
        deadline = min(deadline, day) if deadline and day else deadline or day
    bound = {terms.MUST_START: Bound.STARTS_ON, terms.NOT_EARLIER: Bound.NOT_BEFORE}.get(kind)
    if flag(one, "Manual") and not bound and not package:
        source.lose(BY_HAND, key)
        bound, day = Bound.NOT_BEFORE, first_day(one, "Start")
    if package and bound is Bound.STARTS_ON:
        source.lose(SUMMARY_DAYS, key)
        bound = Bound.NOT_BEFORE
    return (bound, day, deadline) if bound and day else (Bound.NONE, None, deadline)


def _has_cost(_source: Source, one: etree._Element) -> bool:
    return any(number(one, name, 0) for name in ("Cost", "FixedCost", "ActualCost"))


def _has_fields(source: Source, one: etree._Element) -> bool:
    return any(
        _field(each) not in source.own and text(each, "Value") for each in named(one, "ExtendedAttribute")
    )


CHECKS: Final[tuple[tuple[str, Callable[[Source, etree._Element], bool]], ...]] = (
    (COSTS, _has_cost),
    (FIELDS, _has_fields),
    (PRIORITIES, lambda _, one: integer(one, "Priority", 500) != 500),  # noqa: PLR2004 - the usual one
    (LINKS_OUT, lambda _, one: bool(text(one, "HyperlinkAddress"))),
    (PAUSED, lambda _, one: bool(number(one, "LevelingDelay", 0))),
    (OVERTIME, lambda _, one: bool(seconds(one, "OvertimeWork"))),
)


def _note_losses(source: Source, key: str) -> None:
    for sentence, check in CHECKS:
        if check(source, source.elements[key]):
            source.lose(sentence, key)


def read_links(source: Source) -> Iterator[Dependency]:
    """Dependencies in the order of the tasks that wait."""
    links = {value: link for link, value in terms.LINKS.items()}
    for key, one in source.elements.items():
        for each in named(one, "PredecessorLink"):
            before = source.keys.get(integer(each, "PredecessorUID", -1))
            kind = integer(each, "Type", terms.LINKS[Link.FINISH_START])
            if before is None or kind not in links or flag(each, "CrossProject"):
                source.lose(LOST_LINKS, key)
            elif _within(source, before, key) or _within(source, key, before):
                source.lose(OWN_LINKS, key)
            else:
                yield Dependency(before, key, links[kind], _lag(source, each, before, key))


def _within(source: Source, part: str, package: str) -> bool:
    """Whether a task is a package or in it."""
    while part and part != package:
        part = source.tasks[part].parent
    return part == package


def _lag(source: Source, each: etree._Element, before: str, after: str) -> int:
    came, form = number(each, "LinkLag", 0), integer(each, "LagFormat", terms.IN_DAYS)
    if form in terms.PERCENT:
        days = came / 100 * source.tasks[before].days
    elif form in terms.ELAPSED:
        calendar = source.calendars[source.tasks[after].calendar]
        days = came / UNITS_OF_LAG / ELAPSED_DAY * len(calendar.weekdays) / 7
    else:
        days = came / UNITS_OF_LAG / source.minutes
    whole = math.floor(abs(days) + 0.5) * (1 if days > 0 else -1)
    if came and (form in terms.ELAPSED or abs(days - whole) > NEARLY):
        source.lose(LAGS, after)
    return whole
