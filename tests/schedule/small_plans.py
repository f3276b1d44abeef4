"""Random small plans, and their dates found slowly day by day from what the words say, without indices."""

import datetime as dt
import random
from dataclasses import replace

from mentorway.schedule.plan import ALWAYS, Bound, Calendar, Dependency, Link, Plan, Task

START = dt.date(2026, 12, 14)  # Christmas and weekends are near
EVERY_DAY = Calendar(frozenset(range(7)))
DAY = dt.timedelta(days=1)
OTHER = Calendar(
    frozenset({0, 1, 2, 4, 5}), frozenset({dt.date(2026, 12, 25), dt.date(2026, 12, 26), dt.date(2027, 1, 1)})
)
NORDIC = Calendar(holidays=frozenset(dt.date(2026, 12, day) for day in (24, 25, 31)))
CALENDARS = {ALWAYS: Calendar(), "nordic": NORDIC, "other": OTHER}


def drawn_plan(seed, tasks=7, calendars=("", "nordic", "other")):
    """A plan whose dependencies go from left to right, in a shuffled order of reading."""
    rng = random.Random(seed)  # noqa: S311
    found = []
    for number in range(rng.randint(1, tasks)):
        early = rng.random() < 0.25
        found.append(
            Task(
                f"t{number}",
                f"Task {number}",
                rng.randint(0, 5),
                calendar=rng.choice(calendars),
                bound=Bound.NOT_BEFORE if early else Bound.NONE,
                day=START + rng.randint(0, 12) * DAY if early else None,
            )
        )
    pairs = [(a, b) for b in range(len(found)) for a in range(b) if rng.random() < 0.4]
    links = tuple(
        Dependency(f"t{a}", f"t{b}", rng.choice(list(Link)), rng.choice((-2, -1, 0, 0, 0, 1, 3)))
        for a, b in pairs
    )
    rng.shuffle(found)
    return Plan(START, tuple(found), links, CALENDARS)


def packed(plan, seed, *, starts=True):
    """The plan with work packages of neighbours in it, and dependencies on them and of them."""
    rng = random.Random(seed)  # noqa: S311
    tasks = sorted(plan.tasks, key=lambda task: task.key)
    first = rng.randint(0, len(tasks) - 1)
    last = rng.randint(first, len(tasks) - 1)
    inner = rng.randint(first, last)
    found = [Task("p", "Package", 0, calendar="nordic"), Task("q", "Inner", 0, parent="p")]
    found += [
        replace(task, parent="" if not first <= number <= last else "q" if number >= inner else "p")
        for number, task in enumerate(tasks)
    ]
    ends = [Link.FINISH_START, Link.FINISH_FINISH] + [Link.START_START, Link.START_FINISH] * starts
    links = list(plan.dependencies)
    for package, low in (("p", first), ("q", inner)):
        for number, task in enumerate(tasks):
            if rng.random() < 0.5 and number > last:
                links.append(Dependency(package, task.key, rng.choice(ends), rng.randint(-1, 2)))
            if rng.random() < 0.5 and number < low:
                link = rng.choice((Link.FINISH_START, Link.START_START))
                links.append(Dependency(task.key, package, link, rng.randint(-1, 2)))
    rng.shuffle(found)
    return replace(plan, tasks=tuple(found), dependencies=tuple(links))


def worked(calendar, day, step=1):
    """The next day of work on or after a day, or on or before it."""
    while not calendar.works_on(day):
        day += step * DAY
    return day


def moved(calendar, day, count):
    """A day of work so many days of work later or earlier."""
    for _ in range(abs(count)):
        day = worked(calendar, day + (DAY if count > 0 else -DAY), 1 if count > 0 else -1)
    return day


def last_day(calendar, first, days):
    return moved(calendar, first, days - 1)


def first_day(calendar, last, days):
    return moved(calendar, last, 1 - days)


def lagged(calendar, moment, lag):
    """A moment (day, whether in the evening) in a calendar, some days of work later.

    The evening of a day off is the next morning of work.
    """
    day, evening = moment
    return moved(calendar, worked(calendar, day), lag), evening and calendar.works_on(day)


def day_by_day(plan, held=None):
    """Moments of begin and end of each task; `held` are moments before which a task must not begin."""
    tasks, found = {task.key: task for task in plan.tasks}, {}
    parts = {key: [one for one in plan.tasks if key in _above(one, tasks)] for key in tasks}
    leaves = {key: [one.key for one in parts[key] if not parts[one.key]] or [key] for key in tasks}
    while len(found) < len(tasks):
        for task in plan.tasks:
            before = [one for one in plan.dependencies if task.key in leaves[one.after]]
            if task.key in found:
                continue
            if parts[task.key]:
                if all(one in found for one in leaves[task.key]):
                    begins, ends = zip(*(found[one] for one in leaves[task.key]), strict=True)
                    found[task.key] = min(begins), max(ends)
            elif all(one.before in found for one in before):
                points = {key: plan.calendar_of(one) for key, one in tasks.items() if not one.days}
                points |= {key: EVERY_DAY for key in tasks if parts[key]}
                waits = [(one, *found[one.before], points.get(one.before)) for one in before]
                found[task.key] = _placed(plan, task, waits, (held or {}).get(task.key))
    return found


def _above(task, tasks):
    return {task.parent} | _above(tasks[task.parent], tasks) if task.parent else set()


def _placed(plan, task, waits, held):
    calendar = plan.calendar_of(task)
    day = max(plan.start, task.day) if task.bound is Bound.NOT_BEFORE else plan.start
    begins = [(worked(calendar, day), False)] + ([held] if held else [])
    for one, begin, end, point in waits:
        moment = begin if one.link in (Link.START_START, Link.START_FINISH) else end
        if not task.days:
            begins.append(lagged(calendar, moment, one.lag))
        elif one.link in (Link.FINISH_FINISH, Link.START_FINISH):
            begins.append((_for_end(calendar, (moment, point), one.lag, task.days), False))
        else:
            first = moment[0] + DAY if moment[1] else moment[0]
            begins.append((moved(calendar, worked(calendar, first), one.lag), False))
    begin = max(begins)
    return begin, begin if not task.days else (last_day(calendar, begin[0], task.days), True)


def _for_end(calendar, waited, lag, days):
    """The first day of a task whose end waits: an end in the morning is one in the evening before.

    A milestone or package in the morning is never less than one in the evening before.
    """
    (day, evening), was = waited
    last = worked(calendar, day)
    if not evening:
        last = moved(calendar, last, -1)
        if was:
            last = max(last, worked(calendar, moved(was, day, -1)))
    return first_day(calendar, moved(calendar, last, lag), days)


def shown(found):
    """First and last day of each task."""
    return {key: (begin[0], end[0]) for key, (begin, end) in found.items()}


def lived(plan, seed):
    """The plan on a later day: first tasks have ended or begun, some others start on a fixed day."""
    rng = random.Random(seed)  # noqa: S311
    today = START + rng.randint(0, 12) * DAY
    if rng.random() < 0.3:
        return plan, None
    tasks = []
    for task in plan.tasks:
        number, drawn, found = int(task.key[1:] or -1), rng.random(), task
        if number < 0:
            pass
        elif number < 2 and drawn < 0.4:
            found = replace(task, started=START, finished=START + rng.randint(0, (today - START).days) * DAY)
        elif number < 4 and drawn < 0.7:
            found = replace(task, started=START, done=rng.choice((0, 0.3, 1)))
        elif number > 4 and drawn < 0.4:
            day = worked(plan.calendar_of(task), START + rng.randint(0, 20) * DAY)
            found = replace(task, bound=Bound.STARTS_ON, day=day)
        tasks.append(found)
    return replace(plan, tasks=tuple(tasks)), today
