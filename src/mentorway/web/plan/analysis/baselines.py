"""What was agreed beside the plan now: kept dates, and by how many working days lines slip."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import ngettext, pgettext

from mentorway.schedule import baseline as agreed
from mentorway.schedule.calendars import days_later
from mentorway.schedule.critical import Dates
from mentorway.web.plan.analysis.dates import dates_of
from mentorway.web.plan.models import Baseline, Item, Project
from mentorway.web.plan.queries.items import Rows, rows_of


def agreed_of(baseline: Baseline, rows: Rows) -> agreed.Baseline:
    """Return a baseline for the library; person-days are those that are planned now."""
    titles = {str(item.pk): item for item in rows.items}
    kept = {}
    for key, days in baseline.dates.items():
        item = titles.get(key)
        work = {str(one.partner_id): float(one.days) for one in rows.work.get(int(key), ())}
        first, last = (dt.date.fromisoformat(day) for day in days[:2])
        kept[key] = agreed.Kept(first, last, str(item) if item else "", work)
    return agreed.Baseline(baseline.title, timezone.localdate(baseline.at), kept)


def dates_to_keep(project: Project) -> dict[str, list[str]]:
    """Return what a baseline keeps: the first and last day of every line."""
    rows = rows_of(project)
    dates = dates_of(project, rows=rows) if rows.items else ()
    return {one.key: [one.start.isoformat(), one.finish.isoformat()] for one in dates}


@dataclass(frozen=True)
class Behind:
    """That a line ends later than agreed, by working days of its own calendar."""

    agreed: dt.date
    days: int


def behind(rows: Rows, baseline: Baseline, dates: Dates) -> dict[int, Behind]:
    """Return the lines that end later than agreed."""
    found = {}
    tasks = {task.key: task for task in dates.plan.tasks}
    for item in rows.items:
        key = str(item.pk)
        if key not in baseline.dates:
            continue
        day, last = dt.date.fromisoformat(baseline.dates[key][1]), dates[key].finish
        days = days_later(dates.plan.calendar_of(tasks[key]), day, last) if last > day else 0
        if days:
            found[item.pk] = Behind(day, days)
    return found


def days_words(days: int) -> str:
    """Return by how many working days something moves."""
    if days > 0:
        return ngettext("%(count)d working day later", "%(count)d working days later", days) % {"count": days}
    if days < 0:
        words = ngettext("%(count)d working day earlier", "%(count)d working days earlier", -days)
        return words % {"count": -days}
    return pgettext("dates", "on another day")


@dataclass(frozen=True)
class Slipped:
    """A line that takes place at another time than agreed."""

    item: Item
    agreed: str
    now: str
    days: int
    words: str
    concerned: str


@dataclass(frozen=True)
class Compared:
    """A baseline beside the plan now."""

    slips: Sequence[Slipped]
    added: Sequence[Item]
    gone: Sequence[str]
    end_days: int
    alike: int


def slips_of(rows: Rows, baseline: Baseline, gone: Mapping[int, str], shorts: Mapping[int, str]) -> Compared:
    """Return what takes place at another time than agreed; ``gone`` names lines that were taken out."""
    if not rows.items:
        return Compared((), (), [gone.get(int(key), key) for key in baseline.dates], 0, 0)
    dates = dates_of(rows.project, rows=rows)
    found = agreed.compare(dates, agreed_of(baseline, rows))
    slips = [
        Slipped(
            rows.by_pk[int(slip.key)],
            span(slip.agreed.start, slip.agreed.finish),
            span(slip.start, slip.finish),
            slip.finish_days or slip.start_days,
            days_words(slip.finish_days or slip.start_days),
            ", ".join(shorts.get(int(who), "") for who in slip.people),
        )
        for slip in found.slips
    ]
    return Compared(
        slips,
        [rows.by_pk[int(key)] for key in found.added],
        [gone.get(int(key), key) for key in found.removed],
        found.finish_days,
        len(rows.items) - len(slips) - len(found.added),
    )


def span(first: dt.date, last: dt.date) -> str:
    """Return two days, or one where they are the same."""
    return " – ".join(dict.fromkeys(date_format(day, "SHORT_DATE_FORMAT") for day in (first, last)))
