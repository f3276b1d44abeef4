"""A plan with its dates as the elements of Microsoft Project's XML, in the order that its schema asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from mentorway.schedule import mspdi_terms as terms
from mentorway.schedule.baseline import Baseline, Kept
from mentorway.schedule.calendars import working_days
from mentorway.schedule.critical import Dates, TaskDates
from mentorway.schedule.mspdi_calendars import names_of, write_calendar
from mentorway.schedule.mspdi_progress import Course, course_of
from mentorway.schedule.mspdi_terms import below
from mentorway.schedule.plan import ALWAYS, Bound, Calendar, Dependency, Guess, Link, Plan, Task

LONGEST_NAME = 512  # letters that the schema allows a name


@dataclass(frozen=True)
class Sheet:
    """What is written, and under which numbers."""

    dates: Dates
    title: str
    codes: Mapping[str, str]
    notes: Mapping[str, str]
    baselines: Sequence[Baseline]
    uids: Mapping[str, int]
    calendars: Mapping[str, int]
    people: Mapping[str, int]

    @property
    def plan(self) -> Plan:
        """The plan that is written."""
        return self.dates.plan


@dataclass(frozen=True)
class Place:
    """A task in the outline: its row, and the numbers of the packages it is in and of itself."""

    task: Task
    row: int
    outline: tuple[int, ...]


def places_of(plan: Plan) -> list[Place]:
    """All tasks with packages right before their parts."""
    parts: dict[str, list[Task]] = {}
    for task in plan.tasks:
        parts.setdefault(task.parent, []).append(task)
    found: list[Place] = []
    waiting: list[tuple[Task, tuple[int, ...]]] = [
        (task, (number,)) for number, task in _backwards(parts.get("", []))
    ]
    while waiting:
        task, outline = waiting.pop()
        found.append(Place(task, len(found) + 1, outline))
        waiting += [(one, (*outline, number)) for number, one in _backwards(parts.get(task.key, []))]
    return found


def _backwards(tasks: Sequence[Task]) -> list[tuple[int, Task]]:
    return list(enumerate(tasks, 1))[::-1]


def numbered(plan: Plan, given: Mapping[str, int]) -> dict[str, int]:
    """A UID for every task: the one given, or the next that is free."""
    used = {given[task.key] for task in plan.tasks if task.key in given}
    free = (number for number in range(1, 2**31) if number not in used)
    return {task.key: given[task.key] if task.key in given else next(free) for task in plan.tasks}


def people_of(plan: Plan, baselines: Sequence[Baseline]) -> dict[str, int]:
    """A UID for everyone who works on the plan or did as agreed, in the order of the plan."""
    names = dict.fromkeys(who for task in plan.tasks for who in task.work)
    names |= dict.fromkeys(who for one in baselines for kept in one.tasks.values() for who in kept.work)
    return {who: number for number, who in enumerate(names, 1)}


def document(sheet: Sheet) -> etree._Element:
    """The whole file."""
    nsmap = {None: terms.SPACE}
    root = etree.Element(f"{{{terms.SPACE}}}Project", nsmap=nsmap)  # type: ignore[arg-type]
    _head(root, sheet)
    _fields(root, sheet)
    calendars = below(root, "Calendars")
    names = names_of(sheet.plan.calendars)
    for key, uid in sheet.calendars.items():
        write_calendar(calendars, uid, names[key], sheet.plan.calendars.get(key) or Calendar())
    _tasks(below(root, "Tasks"), sheet)
    resources = below(root, "Resources")
    for who, uid in sheet.people.items():
        one = below(resources, "Resource")
        values = {"UID": uid, "ID": uid, "Name": who, "Type": 1, "MaxUnits": 1}
        _add(one, values)
    _assignments(below(root, "Assignments"), sheet)
    return root


def _add(parent: etree._Element, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        below(parent, name, value)


def _head(root: etree._Element, sheet: Sheet) -> None:
    _add(
        root,
        {
            "SaveVersion": 12,
            "Name": sheet.title[:255],
            "Title": sheet.title[:LONGEST_NAME],
            "ScheduleFromStart": 1,
            "StartDate": _morning(sheet.plan.start),
            "FinishDate": _evening(sheet.dates.finish),
            "CriticalSlackLimit": 0,
            "CurrencyCode": "EUR",
            "CalendarUID": sheet.calendars[ALWAYS],
            "DefaultStartTime": terms.MORNING.isoformat(),
            "DefaultFinishTime": terms.EVENING.isoformat(),
            "MinutesPerDay": terms.MINUTES,
            "MinutesPerWeek": 5 * terms.MINUTES,
            "DaysPerMonth": 20,
            "DefaultTaskType": 1,
            "DurationFormat": terms.IN_DAYS,
            "HonorConstraints": 1,
            "NewTasksEffortDriven": 0,
            "WeekStartDay": 1,
        },
    )


def _fields(root: etree._Element, sheet: Sheet) -> None:
    """Custom fields for what Project has no place for: keys, names of baselines, three guesses."""
    made = below(root, "ExtendedAttributes")
    names = [(terms.KEY_FIELD, "Text30", "key")]
    names += [
        (terms.FIRST_BASELINE_FIELD + number, f"Text{19 + number}", f"baseline {number}")
        for number in range(len(sheet.baselines))
    ]
    if any(task.guess for task in sheet.plan.tasks):
        ends = ("shortest", "likely", "longest")
        names += [
            (field, f"Duration{number}", end)
            for number, (field, end) in enumerate(zip(terms.GUESS_FIELDS, ends, strict=True), 1)
        ]
    if any(task.finished for task in sheet.plan.tasks):
        names.append((terms.PLANNED_FIELD, "Duration4", "planned"))
    for field, name, alias in sorted(names):
        _add(
            below(made, "ExtendedAttribute"),
            {"FieldID": field, "FieldName": name, "Alias": f"{terms.OWN_FIELD} {alias}"},
        )


def _tasks(parent: etree._Element, sheet: Sheet) -> None:
    _summary(below(parent, "Task"), sheet)
    incoming: dict[str, list[Dependency]] = {}
    for one in sheet.plan.dependencies:
        incoming.setdefault(one.after, []).append(one)
    packages = {task.parent for task in sheet.plan.tasks}
    for place in places_of(sheet.plan):
        links = incoming.get(place.task.key, [])
        _task(below(parent, "Task"), sheet, place, (links, place.task.key in packages))


def _summary(made: etree._Element, sheet: Sheet) -> None:
    """The task 0, which stands for the whole project."""
    _add(
        made,
        {
            "UID": 0,
            "ID": 0,
            "Name": sheet.title[:LONGEST_NAME],
            "Type": 1,
            "IsNull": 0,
            "WBS": 0,
            "OutlineNumber": 0,
            "OutlineLevel": 0,
            "Start": _morning(sheet.plan.start),
            "Finish": _evening(sheet.dates.finish),
            "Milestone": 0,
            "Summary": 1,
        },
    )
    for number, one in enumerate(sheet.baselines):
        values = {
            "FieldID": terms.FIRST_BASELINE_FIELD + number,
            "Value": f"{one.made.isoformat()} {one.name}",
        }
        _add(below(made, "ExtendedAttribute"), values)


def _task(made: etree._Element, sheet: Sheet, place: Place, about: tuple[Sequence[Dependency], bool]) -> None:
    task, (links, package) = place.task, about
    found = sheet.dates[task.key]
    start, finish = _times(sheet, task, found, links)
    course = None if package else course_of(task, found, sheet.plan.calendar_of(task))
    length = course.length if course else _span(sheet.plan, task, found) * terms.DAY_OF_WORK
    outline = ".".join(map(str, place.outline))
    _add(
        made,
        {
            "UID": sheet.uids[task.key],
            "ID": place.row,
            "Name": task.title[:LONGEST_NAME],
            "Type": 1,
            "IsNull": 0,
            "WBS": sheet.codes.get(task.key) or outline,
            "OutlineNumber": outline,
            "OutlineLevel": len(place.outline),
            "Priority": 500,
            "Start": start,
            "Finish": finish,
            "Duration": terms.duration(length),
            "DurationFormat": terms.IN_DAYS,
            "Work": terms.duration(sum(task.work.values()) * terms.DAY_OF_WORK),
            **({"Stop": course.stop, "Resume": course.resume} if course and course.resume else {}),
            "EffortDriven": 0,
            "Estimated": 0,
            "Milestone": int(task.is_milestone and not package),
            "Summary": int(package),
            "Critical": int(found.critical),
            "LateStart": _morning(found.late_start),
            "LateFinish": _evening(found.late_finish),
            "FreeSlack": found.free_float * terms.TENTHS,
            "TotalSlack": found.total_float * terms.TENTHS,
            "PercentComplete": round(task.done * 100),
        },
    )
    _decided(made, sheet, task, course)
    for one in links:
        _link(below(made, "PredecessorLink"), sheet, one)
    for field, value in _own_fields(task, length):
        own = below(made, "ExtendedAttribute")
        _add(own, {"FieldID": field, "Value": value})
        if field != terms.KEY_FIELD:
            below(own, "DurationFormat", terms.IN_DAYS)
    _kept(made, sheet, task)


def _decided(made: etree._Element, sheet: Sheet, task: Task, course: Course | None) -> None:
    """What happened, what is bound, and who says when work is done."""
    if task.started:
        below(made, "ActualStart", _morning(task.started))
    if task.finished:
        below(made, "ActualFinish", _evening(task.finished))
    if course:
        below(made, "ActualDuration", terms.duration(course.spent))
        below(made, "RemainingDuration", terms.duration(course.rest))
    kinds = {Bound.STARTS_ON: terms.MUST_START, Bound.NOT_BEFORE: terms.NOT_EARLIER}
    below(made, "ConstraintType", kinds.get(task.bound, terms.SOON))
    below(made, "CalendarUID", sheet.calendars.get(task.calendar, -1) if task.calendar != ALWAYS else -1)
    if task.day and task.bound in kinds:
        below(made, "ConstraintDate", _morning(task.day))
    if task.deadline:
        below(made, "Deadline", _evening(task.deadline))
    if task.calendar != ALWAYS:
        below(made, "IgnoreResourceCalendar", 1)
    if sheet.notes.get(task.key):
        below(made, "Notes", sheet.notes[task.key])


def _own_fields(task: Task, length: int) -> Iterator[tuple[int, str]]:
    if task.guess:
        for field, days in zip(terms.GUESS_FIELDS, _ends(task.guess), strict=True):
            yield field, terms.duration(days * terms.DAY_OF_WORK)
    if task.finished and length != task.days * terms.DAY_OF_WORK:
        yield terms.PLANNED_FIELD, terms.duration(task.days * terms.DAY_OF_WORK)
    yield terms.KEY_FIELD, task.key


def _ends(guess: Guess) -> tuple[float, float, float]:
    return guess.low, guess.likely, guess.high


def _link(made: etree._Element, sheet: Sheet, one: Dependency) -> None:
    _add(
        made,
        {
            "PredecessorUID": sheet.uids[one.before],
            "Type": terms.LINKS[one.link],
            "CrossProject": 0,
            "LinkLag": one.lag * terms.TENTHS,
            "LagFormat": terms.IN_DAYS,
        },
    )


def _kept(made: etree._Element, sheet: Sheet, task: Task) -> None:
    for number, one in enumerate(sheet.baselines):
        kept = one.tasks.get(task.key)
        if kept:
            days = 0 if task.is_milestone else _span(sheet.plan, task, kept)
            _add(
                below(made, "Baseline"),
                {
                    "Number": number,
                    "Start": _morning(kept.start),
                    "Finish": _evening(kept.finish),
                    "Duration": terms.duration(days * terms.DAY_OF_WORK),
                    "DurationFormat": terms.IN_DAYS,
                    "Work": terms.duration(sum(kept.work.values()) * terms.DAY_OF_WORK),
                },
            )


def _assignments(parent: etree._Element, sheet: Sheet) -> None:
    number = 0
    for place in places_of(sheet.plan):
        task = place.task
        agreed = [one.tasks[task.key].work if task.key in one.tasks else {} for one in sheet.baselines]
        for who in dict.fromkeys([*task.work, *(name for work in agreed for name in work)]):
            number += 1
            made = below(parent, "Assignment")
            ids = {"UID": number, "TaskUID": sheet.uids[task.key], "ResourceUID": sheet.people[who]}
            _add(made, ids)
            _share(made, task, who, sheet.dates[task.key])
            for count, work in enumerate(agreed):
                if who in work:
                    seconds = work[who] * terms.DAY_OF_WORK
                    _add(below(made, "Baseline"), {"Number": count, "Work": terms.duration(seconds)})


def _share(made: etree._Element, task: Task, who: str, found: TaskDates) -> None:
    """How much of their time someone gives, and how much work that is; only what is agreed has none."""
    work = round(task.work.get(who, 0.0) * terms.DAY_OF_WORK)
    spent = round(work * (1.0 if task.finished else task.done))
    units = (task.work[who] / task.days if task.days else 1.0) if who in task.work else 0.0
    _add(
        made,
        {
            "ActualWork": terms.duration(spent),
            "Finish": _evening(found.finish),
            "RemainingWork": terms.duration(work - spent),
            "Start": _morning(found.start),
            "Units": f"{units:.4f}".rstrip("0").rstrip("."),
            **({"Work": terms.duration(work)} if who in task.work else {}),
        },
    )


def _times(sheet: Sheet, task: Task, found: TaskDates, links: Sequence[Dependency]) -> tuple[str, str]:
    """Start and finish; a milestone is in the evening of the day on which what it waits for ends."""
    if not task.is_milestone or found.start != found.finish:
        return _morning(found.start), _evening(found.finish)
    waits = any(
        one.link in (Link.FINISH_START, Link.FINISH_FINISH) and sheet.dates[one.before].finish == found.finish
        for one in links
    )
    time = _evening(found.finish) if waits else _morning(found.start)
    return time, time


def _span(plan: Plan, task: Task, found: TaskDates | Kept) -> int:
    """Working days from a first to a last day."""
    calendar = plan.calendar_of(task)
    works = calendar.works_on(found.finish)
    return working_days(calendar, found.start, found.finish).between(found.start, found.finish) + works


def _morning(day: dt.date) -> str:
    return f"{day.isoformat()}T{terms.MORNING.isoformat()}"


def _evening(day: dt.date) -> str:
    return f"{day.isoformat()}T{terms.EVENING.isoformat()}"
