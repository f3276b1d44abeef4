"""What a report says about work: packages and their tasks, milestones and deliverables, deviations."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mentorway.schedule.critical import Dates
from mentorway.web.evaluation.analysis.report_parts import Part, heading, quiet, share, table, text
from mentorway.web.plan.analysis.baselines import span
from mentorway.web.plan.analysis.budgets import Money, money_of
from mentorway.web.plan.analysis.dates import dates_of, first_of, last_of
from mentorway.web.plan.analysis.items import is_over, lateness, shares
from mentorway.web.plan.analysis.people import Work, work_of
from mentorway.web.plan.models import Item, Kind, Period, Project, ProjectPartner
from mentorway.web.plan.queries import people as working
from mentorway.web.plan.queries import projects as queries
from mentorway.web.plan.queries.items import Rows, rows_of

__all__ = ["Found", "day_of", "deviations", "found_of", "lines_in", "moments", "packages", "sized", "span"]


@dataclass(frozen=True)
class Found:
    """All that a report is written from: the plan, its dates, and what was reported up to its period."""

    period: Period
    today: dt.date
    rows: Rows
    dates: Dates | None
    agreed: Mapping[int, tuple[dt.date, dt.date]]
    late: Mapping[int, str]
    done: Mapping[int, float]
    partners: Sequence[ProjectPartner]
    work: Work
    work_before: Work
    money: Money
    money_before: Money

    @property
    def project(self) -> Project:
        """The project of the report."""
        return self.period.project

    def first(self, item: Item) -> dt.date:
        """Return the first day of a line as it is planned now, or was really."""
        return first_of(self.dates, item) if self.dates else self.project.starts_on

    def last(self, item: Item) -> dt.date:
        """Return the last day of a line as it is planned now, or was really."""
        return last_of(self.dates, item) if self.dates else self.project.ends_on

    def days_of(self, item: Item) -> str:
        """Return the days of a line in words."""
        return span(self.first(item), self.last(item))

    def is_in(self, day: dt.date | None) -> bool:
        """Return whether a day belongs to the period."""
        return day is not None and self.period.starts_on <= day <= self.period.ends_on


def found_of(period: Period, today: dt.date) -> Found:
    """Read what a report on a period is written from."""
    project = period.project
    rows, partners = rows_of(project), list(queries.partners_of(project))
    dates = dates_of(project, rows=rows, today=today) if rows.items else None
    baseline = queries.newest_baseline(project)
    agreed = {}
    for key, days in (baseline.dates if baseline else {}).items():
        first, last = (dt.date.fromisoformat(day) for day in days[:2])
        agreed[int(key)] = (first, last)
    worked = [one for one in working.worked_of(project) if one.period.starts_on <= period.starts_on]
    spent = [one for one in working.spent_of(project) if one.period.starts_on <= period.starts_on]
    budgets = list(working.budgets_of(project))
    return Found(
        period,
        today,
        rows,
        dates,
        agreed,
        lateness(rows, dates, baseline) if dates else {},
        shares(rows),
        partners,
        work_of(rows, partners, [one for one in worked if one.period_id == period.pk]),
        work_of(rows, partners, worked),
        money_of(partners, budgets, [one for one in spent if one.period_id == period.pk]),
        money_of(partners, budgets, spent),
    )


def day_of(day: dt.date) -> str:
    """Return a day as the reader writes it."""
    return str(date_format(day, "SHORT_DATE_FORMAT"))


def lines_in(found: Found, first: dt.date, last: dt.date) -> list[Item]:
    """Return the lines without parts that take place between two days and are not over."""
    return [
        item
        for item in found.rows.items
        if item.pk not in found.rows.parts
        and not is_over(item, found.rows)
        and found.first(item) <= last
        and found.last(item) >= first
    ]


def _touches(found: Found, item: Item) -> bool:
    return found.first(item) <= found.period.ends_on and found.last(item) >= found.period.starts_on


def sized(part: Part, *widths: float) -> Part:
    """Return a table whose columns are as wide, beside each other, as these numbers."""
    return {**part, "widths": list(widths)}


def _agreed(found: Found, item: Item) -> str:
    return span(*found.agreed[item.pk]) if item.pk in found.agreed else "–"


def packages(found: Found) -> Iterator[Part]:
    """Say for each work package how far it is, and what of it took place in the period."""
    tops = [item for item in found.rows.items if not found.rows.depths[item.pk]]
    shown = [item for item in tops if not item.is_moment and any_in(found, item)]
    if not shown:
        yield text(_("No work package takes place in this period."))
    for item in shown:
        yield heading(2, str(item))
        yield from _about(found, item)
        tasks = [
            one
            for one in found.rows.below(item)[1:]
            if not one.is_moment and one.pk not in found.rows.parts and _touches(found, one)
        ]
        if tasks:
            heads = [_("Activity"), _("Led by"), _("Agreed"), _("Now"), _("Done")]
            rows = [_task(found, one) for one in sorted(tasks, key=lambda one: one.position)]
            caption = _("Activities of %(package)s in this period") % {"package": item.code}
            yield sized(table(caption, heads, rows, texts=4), 2.6, 1.6, 1.5, 1.5, 0.6)


def any_in(found: Found, item: Item) -> bool:
    """Return whether a line or anything that belongs to it takes place in the period."""
    return any(_touches(found, one) for one in found.rows.below(item))


def _about(found: Found, item: Item) -> Iterator[Part]:
    values = {
        "days": found.days_of(item),
        "share": share(found.done.get(item.pk, 0)),
        "partner": item.lead or found.project.partner,
    }
    yield text(_("Led by %(partner)s. Planned for %(days)s. Done: %(share)s.") % values)
    if item.description.strip():
        yield quiet(item.description.strip())


def _task(found: Found, item: Item) -> list[str]:
    lead = str(item.lead or found.project.partner)
    done = share(found.done.get(item.pk, 0))
    return [str(item), lead, _agreed(found, item), found.days_of(item), done]


def moments(found: Found) -> Iterator[Part]:
    """Say what became of the milestones and deliverables that are due in the period."""
    rows = []
    for item in found.rows.items:
        agreed = found.agreed.get(item.pk)
        due = found.is_in(found.last(item)) or found.is_in(agreed[1] if agreed else None)
        if item.is_moment and due:
            rows.append(
                [
                    str(item),
                    str(Kind(item.kind).label),
                    day_of(agreed[1]) if agreed else "–",
                    day_of(found.last(item)),
                    _standing(found, item),
                ]
            )
    if not rows:
        yield text(_("No milestone or deliverable is due in this period."))
        return
    heads = [_("Line"), _("Kind"), _("Agreed"), _("Now"), _("How it stands")]
    part = table(_("Milestones and deliverables due in this period"), heads, rows, texts=5)
    yield sized(part, 2.4, 1.1, 1.1, 1.1, 2.4)


def _standing(found: Found, item: Item) -> str:
    if item.finished:
        return _("Reached on %(day)s") % {"day": day_of(item.finished)}
    if is_over(item, found.rows):
        return _("Reached")
    return found.late.get(item.pk) or _("Not reached yet")


@dataclass(frozen=True)
class Deviation:
    """A line that is other than planned, what is other, and why."""

    item: Item
    words: str
    why: str


def deviating(found: Found) -> list[Deviation]:
    """Return the lines of the period that are other than planned; work packages follow from their parts."""
    rows = []
    for item in found.rows.items:
        agreed = found.agreed.get(item.pk)
        due = found.is_in(found.last(item)) or found.is_in(agreed[1] if agreed else None)
        if item.pk in found.rows.parts or not due:
            continue
        words = found.late.get(item.pk) or _ended_otherwise(item, agreed)
        if words or item.deviation.strip():
            rows.append(Deviation(item, words, item.deviation.strip()))
    return rows


def _ended_otherwise(item: Item, agreed: tuple[dt.date, dt.date] | None) -> str:
    if not agreed or item.finished is None or item.finished == agreed[1]:
        return ""
    values = {"day": day_of(item.finished), "agreed": day_of(agreed[1])}
    if item.finished > agreed[1]:
        return _("It ended on %(day)s, later than agreed (%(agreed)s).") % values
    return _("It ended on %(day)s, earlier than agreed (%(agreed)s).") % values


def deviations(found: Found) -> Iterator[Part]:
    """Say what is other than planned and why."""
    rows = deviating(found)
    if not rows:
        yield text(_("Everything that was due in this period took place as planned."))
        return
    heads = [_("Line"), _("What is other than planned"), _("Why")]
    lines = [[str(one.item), one.words or "–", one.why or _("Nobody has said why yet.")] for one in rows]
    yield table(_("Other than planned"), heads, lines, texts=3)
