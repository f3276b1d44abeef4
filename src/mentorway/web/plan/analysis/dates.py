"""Rows of a plan become the plan of the library, and the library says the dates: here and nowhere else.

A line's key is its number as text. ``laid`` and ``dates_of`` take the rows where they were read already.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Final

from django.utils import timezone

from mentorway.schedule.calendars import FIRST_YEAR, LAST_YEAR, calendar_of_country
from mentorway.schedule.critical import Dates, critical_path
from mentorway.schedule.plan import ALWAYS, Bound, Calendar, Dependency, Guess, Link, Plan, Task
from mentorway.web.plan.analysis.evidence import shares_of
from mentorway.web.plan.models import Item, Project
from mentorway.web.plan.queries.items import Rows, rows_of
from mentorway.wording import InvalidInputError

YEARS_BEFORE: Final = 1  # for which holidays are known besides those of the project
YEARS_AFTER: Final = 3


def laid(project: Project, *, rows: Rows | None = None, done: Mapping[int, float] | None = None) -> Plan:
    """Return the plan of a project for the library.

    ``done`` says by line what share is done; if left out, it is what facts say, else what people say. Nothing
    is checked but what a plan checks itself: `critical_path` says whether it is possible.
    """
    rows = rows or rows_of(project)
    shown = shares_of(project, rows) if done is None else done
    known = rows.by_pk
    tasks = tuple(_task(item, rows, shown.get(item.pk, item.done / 100)) for item in rows.items)
    links = tuple(
        Dependency(str(one.before_id), str(one.after_id), Link(one.link), one.lag)
        for one in rows.dependencies
        if one.before_id in known and one.after_id in known
    )
    return Plan(project.starts_on, tasks, links, _calendars(rows))


def _task(item: Item, rows: Rows, done: float) -> Task:
    guess = None
    if item.shortest is not None and item.longest is not None:
        guess = Guess(item.shortest, item.days, item.longest)
    return Task(
        str(item.pk),
        str(item),
        item.days,
        calendar=country_of(item, rows.project),
        parent=str(item.parent_id) if item.parent_id in rows.by_pk else "",
        bound=Bound(item.bound),
        day=item.day,
        work={str(one.partner_id): float(one.days) for one in rows.work.get(item.pk, ())},
        guess=guess,
        done=done,
        started=item.started,
        finished=item.finished,
        deadline=item.deadline,
    )


def country_of(item: Item, project: Project) -> str:
    """Return whose public holidays a line keeps: its own choice, its lead's, or the project lead's."""
    return item.country or (item.lead.country if item.lead else "") or project.partner.country


def calendar_of(country: str, project: Project) -> Calendar:
    """Return the working days of a country in the years of a project."""
    first, last = project.starts_on.year - YEARS_BEFORE, project.ends_on.year + YEARS_AFTER
    return _calendar(country, max(first, FIRST_YEAR), min(max(last, first), LAST_YEAR))


@lru_cache(maxsize=256)
def _calendar(country: str, first: int, last: int) -> Calendar:
    try:
        return calendar_of_country(country, first, last)
    except InvalidInputError:  # no holidays are known there, or not in those years
        return Calendar()


def _calendars(rows: Rows) -> dict[str, Calendar]:
    used = {country_of(item, rows.project) for item in rows.items} | {rows.project.partner.country}
    found = {country: calendar_of(country, rows.project) for country in sorted(used)}
    return found | {ALWAYS: found[rows.project.partner.country]}


def checked(
    project: Project, *, today: dt.date | None = None, rows: Rows | None = None, plan: Plan | None = None
) -> Dates:
    """Return the dates; raise InvalidInputError with the library's sentence if the plan is impossible."""
    plan = plan or laid(project, rows=rows)
    return critical_path(plan, today=today or timezone.localdate())


def dates_of(
    project: Project, *, today: dt.date | None = None, rows: Rows | None = None, plan: Plan | None = None
) -> Dates:
    """Return the dates of a project; pages can always be shown.

    Actions keep no impossible plan, but a holiday that a country decides later can fall on a fixed day: then
    fixed days become days before which nothing begins.
    """
    plan, today = plan or laid(project, rows=rows), today or timezone.localdate()
    try:
        return critical_path(plan, today=today)
    except InvalidInputError:
        return critical_path(_loosened(plan, today), today=today)


def _loosened(plan: Plan, today: dt.date) -> Plan:
    packages = {task.parent for task in plan.tasks}
    tasks = []
    for task in plan.tasks:
        bound, day = task.bound, task.day
        if bound is Bound.STARTS_ON:
            bound, day = (Bound.NONE, None) if task.key in packages else (Bound.NOT_BEFORE, day)
        started = task.started if task.started and task.started <= today else None
        finished = task.finished if task.finished and task.finished <= today else None
        tasks.append(replace(task, bound=bound, day=day, started=started, finished=finished))
    return replace(plan, tasks=tuple(tasks))


def first_of(dates: Dates, item: Item) -> dt.date:
    """Return the first day of a line."""
    return dates[str(item.pk)].start


def last_of(dates: Dates, item: Item) -> dt.date:
    """Return the last day of a line."""
    return dates[str(item.pk)].finish
