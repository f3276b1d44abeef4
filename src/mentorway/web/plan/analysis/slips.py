"""Which lines end later than people were told, or are late; and whom that concerns.

A line that nobody has begun moves a day later every day. So letters go when a line is newly late or has moved
by a week; smaller moves are gathered until a week has passed since the last letter.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mentorway.schedule.critical import Dates
from mentorway.web.plan.analysis.dates import dates_of, last_of
from mentorway.web.plan.analysis.items import is_over, lateness
from mentorway.web.plan.models import Item, PlanEvent, Project
from mentorway.web.plan.queries import projects as queries
from mentorway.web.plan.queries.items import Rows, rows_of

WEEK: Final = dt.timedelta(days=7)
SOON: Final = dt.timedelta(days=14)


@dataclass(frozen=True)
class Slip:
    """A line that ends later than people were told (``before``, if they were), or is late and why."""

    item: Item
    before: dt.date | None
    last: dt.date
    why: str
    partners: frozenset[int]


@dataclass(frozen=True)
class Standing:
    """How a plan stands on a day: what people should hear, and the end of every line that is not over."""

    slips: Sequence[Slip]
    ends: Mapping[int, dt.date]
    late: Collection[int]
    is_urgent: bool


def standing_of(project: Project, today: dt.date, warned: PlanEvent | None) -> Standing:
    """Return what of a plan people should hear on a day."""
    rows = rows_of(project)
    if not rows.items:
        return Standing((), {}, (), is_urgent=False)
    dates = dates_of(project, rows=rows, today=today)
    late = lateness(rows, dates, queries.newest_baseline(project))
    known = set(warned.what.get("late", ())) if warned else set()
    open_lines = [item for item in rows.items if item.pk not in rows.parts and not is_over(item, rows)]
    ends = {item.pk: last_of(dates, item) for item in open_lines}
    slips = [
        Slip(item, item.warned, ends[item.pk], late.get(item.pk, ""), _concerned(rows, item))
        for item in open_lines
        if _moved(item, ends) or (item.pk in late and item.pk not in known)
    ]
    return Standing(
        slips,
        ends,
        [item.pk for item in open_lines if item.pk in late],
        any(_moved(one.item, ends) >= WEEK or (one.why and one.item.pk not in known) for one in slips),
    )


def _moved(item: Item, ends: Mapping[int, dt.date]) -> dt.timedelta:
    """By how much a line ends later than people were told."""
    return max(ends[item.pk] - item.warned, dt.timedelta()) if item.warned else dt.timedelta()


def _concerned(rows: Rows, item: Item) -> frozenset[int]:
    """The partners of a line, those of lines that wait for it, and who leads the project."""
    waiting = [rows.by_pk[one.after_id] for one in rows.dependencies if one.before_id == item.pk]
    lead = rows.project.partner_id
    found = {lead} | {one.lead_id or lead for one in (item, *waiting)}
    found |= {one.partner_id for line in waiting for one in rows.work.get(line.pk, ()) if one.days}
    return frozenset(found)


@dataclass(frozen=True)
class Own:
    """What in a project is for some of its partners: how many lines are late, and which moments come soon."""

    late: int
    moments: Sequence[tuple[Item, dt.date]]


def own_of(project: Project, partners: Collection[int], today: dt.date) -> Own:
    """Return what people of ``partners`` should look at."""
    rows = rows_of(project)
    if not rows.items:
        return Own(0, ())
    dates: Dates = dates_of(project, rows=rows, today=today)
    late = lateness(rows, dates, queries.newest_baseline(project))
    mine = [item for item in rows.items if (item.lead_id or project.partner_id) in partners]
    soon = [
        (item, last_of(dates, item))
        for item in mine
        if item.is_moment and not is_over(item, rows) and last_of(dates, item) <= today + SOON
    ]
    count = sum(item.pk in late and item.pk not in rows.parts for item in mine)
    return Own(count, sorted(soon, key=lambda one: one[1]))
