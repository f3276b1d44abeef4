"""How much of the agreed work is done, beside what was due by a day and what it took (earned value)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mentorway.schedule.baseline import Baseline, Kept
from mentorway.schedule.calendars import working_days
from mentorway.schedule.plan import Calendar, Plan, Task
from mentorway.wording import InvalidInputError, Message, listed, shown

EARLY, NEAR_END = 0.2, 0.8  # shares of the work between which ratios say something
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Earned:
    """Person-days of a task: agreed in all, due by the day, earned by what is done, and really spent."""

    key: str
    agreed: float
    planned: float
    earned: float
    actual: float | None


@dataclass(frozen=True)
class Progress:
    """Person-days of a plan on a day.

    `spi` is earned by planned (below 1: behind), `cpi` earned by actual (below 1: dearer than agreed); None
    where there is nothing to divide by. `estimate` is what all the work would take at the cost so far.
    `earned_day` is the day by which as much as is earned now was due: the plan is `days_behind` calendar days
    behind it (below 0: ahead), which stays true to the end, when `spi` no longer is.
    """

    day: dt.date
    agreed: float
    planned: float
    earned: float
    actual: float | None
    spi: float | None
    cpi: float | None
    estimate: float | None
    earned_day: dt.date | None
    tasks: tuple[Earned, ...]
    cautions: tuple[Message, ...]

    @property
    def days_behind(self) -> int | None:
        """Calendar days between the day by which the work was due and the day on which it is done."""
        return (self.day - self.earned_day).days if self.earned_day else None


def earned_value(
    plan: Plan, baseline: Baseline, day: dt.date, actual: Mapping[str, float] | None = None
) -> Progress:
    """Compare what is done with what was due by a day, and with what it took.

    The unit is the person-day as agreed in the baseline, not money. A task's work is due evenly over the
    working days that were agreed for it, a milestone's on its day; it is earned by the share that is done,
    all of it once the task has ended. Only tasks count that are no work packages.

    Parameters
    ----------
    plan : Plan
        What is done now.
    baseline : Baseline
        What was agreed.
    day : date
        The evening until which is counted.
    actual : mapping of str to float, optional
        Person-days spent so far, by task, at least 0.

    Returns
    -------
    Progress

    Raises
    ------
    InvalidInputError
        Days spent are below 0 or not a number, or belong to a task that is neither planned nor agreed.

    References
    ----------
    ANSI/EIA-748; PMI (2019), The Standard for Earned Value Management. Earned day: Lipke (2003), Schedule is
    different, The Measurable News. When ratios settle: Christensen & Heise (1993), Nat Contract Manage J 25.

    Examples
    --------
    >>> from mentorway.schedule.baseline import baseline_of
    >>> from mentorway.schedule.critical import critical_path
    >>> task = Task("a", "Ask", 10, work={"Riga": 20}, done=0.4)
    >>> plan = Plan(dt.date(2026, 11, 2), (task,))
    >>> kept = baseline_of(critical_path(plan), "contract", plan.start)
    >>> found = earned_value(plan, kept, dt.date(2026, 11, 6), {"a": 10})
    >>> found.planned, found.earned, found.spi, found.cpi, found.days_behind
    (10.0, 8.0, 0.8, 0.8, 1)
    """
    _check(plan, baseline, actual or {})
    rows = tuple(_rows(plan, baseline, day, actual))
    planned, earned = sum(row.planned for row in rows), sum(row.earned for row in rows)
    agreed = sum(row.agreed for row in rows)
    spent = sum(row.actual or 0 for row in rows) if actual is not None else None
    cpi = earned / spent if spent else None
    return Progress(
        day,
        agreed,
        planned,
        earned,
        spent,
        earned / planned if planned else None,
        cpi,
        agreed / cpi if cpi else None,
        _earned_day(plan, baseline, earned) if agreed else None,
        rows,
        tuple(_cautions(plan, baseline, rows)),
    )


def _check(plan: Plan, baseline: Baseline, actual: Mapping[str, float]) -> None:
    known = {task.key for task in plan.tasks} | baseline.tasks.keys()
    strange = [key for key in actual if key not in known]
    if strange:
        raise InvalidInputError(
            Message("Days were spent on tasks that are not in the plan: %(keys)s.", {"keys": listed(strange)})
        )
    wrong = [key for key, days in actual.items() if not 0 <= days < float("inf")]
    if wrong:
        raise InvalidInputError(
            Message("Days spent are a number from 0, not so for %(keys)s.", {"keys": listed(wrong)})
        )


def _counted(plan: Plan, baseline: Baseline) -> Iterator[tuple[str, Kept, Task | None, Calendar]]:
    """Agreed tasks that are no work packages, with what became of them."""
    packages = {task.parent for task in plan.tasks}
    tasks = {task.key: task for task in plan.tasks}
    for key, kept in baseline.tasks.items():
        task = tasks.get(key)
        if key not in packages:
            yield key, kept, task, plan.calendar_of(task) if task else Calendar()


def _rows(
    plan: Plan, baseline: Baseline, day: dt.date, actual: Mapping[str, float] | None
) -> Iterator[Earned]:
    spent = dict(actual or {})
    for key, kept, task, calendar in _counted(plan, baseline):
        work = float(sum(kept.work.values()))
        done = 0.0 if task is None else 1.0 if task.finished else task.done
        took = spent.pop(key, 0.0) if actual is not None else None
        yield Earned(key, work, work * _due(kept, calendar, day), work * done, took)
    for key, days in spent.items():
        yield Earned(key, 0.0, 0.0, 0.0, days)


def _due(kept: Kept, calendar: Calendar, day: dt.date) -> float:
    """The share of a task that was due by the evening of a day."""
    if day >= kept.finish:
        return 1.0
    if day < kept.start:
        return 0.0
    table = working_days(calendar, kept.start, kept.finish + DAY)
    whole = table.between(kept.start, kept.finish + DAY)
    return table.between(kept.start, day + DAY) / whole if whole else 0.0


def _earned_day(plan: Plan, baseline: Baseline, earned: float) -> dt.date:
    """The first day by whose evening as much was due as is earned."""
    counted = [
        (kept, calendar, float(sum(kept.work.values())))
        for _key, kept, _task, calendar in _counted(plan, baseline)
    ]
    first = min(kept.start for kept, _calendar, _work in counted).toordinal() - 1
    last = max(kept.finish for kept, _calendar, _work in counted).toordinal()
    while first < last:
        middle = (first + last) // 2
        day = dt.date.fromordinal(middle)
        due = sum(work * _due(kept, calendar, day) for kept, calendar, work in counted)
        first, last = (first, middle) if due >= earned - 1e-9 else (middle + 1, last)
    return dt.date.fromordinal(first)


def _cautions(plan: Plan, baseline: Baseline, rows: tuple[Earned, ...]) -> Iterator[Message]:
    agreed, earned = sum(row.agreed for row in rows), sum(row.earned for row in rows)
    titles = {key: kept.title or key for key, kept in baseline.tasks.items()}
    titles |= {task.key: task.title for task in plan.tasks}
    yield Message(
        "What is done is what people say. Agree how to judge it, such as nothing, half or all of a task."
    )
    if sum(row.planned for row in rows) < EARLY * agreed:
        yield Message("Less than a fifth of the work was due by now; the ratios still swing widely.")
    if agreed and earned >= NEAR_END * agreed:
        yield Message(
            "Towards the end, earned by planned comes close to 1 however late the plan is; look at the dates."
        )
    moments = {task.key for task in plan.tasks if not task.days}  # nobody works on a milestone
    without = [
        row.key
        for row in rows
        if row.key in baseline.tasks and row.key not in moments and not (row.agreed or row.actual)
    ]
    if without:
        text = "%(count)d task has no person-days and counts for nothing here: %(tasks)s."
        plural = "%(count)d tasks have no person-days and count for nothing here: %(tasks)s."
        names = listed([titles[key] for key in without], most=10)
        yield Message(text, {"count": len(without), "tasks": names}, plural=plural, count=len(without))
    yield from _cautions_of_change(plan, baseline, rows, titles)


def _cautions_of_change(
    plan: Plan, baseline: Baseline, rows: tuple[Earned, ...], titles: Mapping[str, str]
) -> Iterator[Message]:
    unpaid = [shown(titles[row.key]) for row in rows if row.earned and row.actual == 0]
    if unpaid:
        text = "Work is done on %(tasks)s, but no days are reported; earned by spent looks too good."
        yield Message(text, {"tasks": listed(unpaid, most=10)})
    present = {task.key for task in plan.tasks}
    packages = {task.parent for task in plan.tasks}
    added = [task.title for task in plan.tasks if task.key not in baseline.tasks and task.key not in packages]
    if added:
        text = "These tasks were not agreed, so they earn nothing: %(tasks)s."
        yield Message(text, {"tasks": listed(added, most=10)})
    gone = [titles[row.key] for row in rows if row.agreed and row.key not in present]
    if gone:
        text = "These tasks were agreed and are gone; they count as due and not done: %(tasks)s."
        yield Message(text, {"tasks": listed(gone, most=10)})
