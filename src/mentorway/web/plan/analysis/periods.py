"""Reporting periods: how a project is cut into them, how they stand, and who still has to report."""

import calendar
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.web.core.merging import texts
from mentorway.web.plan.analysis.budgets import shown
from mentorway.web.plan.analysis.people import days_shown, reportable, tidy
from mentorway.web.plan.models import (
    Budget,
    BudgetLine,
    Item,
    Period,
    Project,
    ProjectPartner,
    Spent,
    Worked,
)
from mentorway.web.plan.queries import people as queries
from mentorway.web.plan.queries.items import Rows

DATES: Final = ("starts_on", "ends_on", "due_on")
TEXTS: Final = ("summary", "dissemination")
SHORTEST: Final = 15  # days; what is left over joins the last period
Stored = dict[str, Any]


def facts_of(period: Period) -> Stored:
    """Return what forms about a period show."""
    return {name: getattr(period, name) for name in (*DATES, *TEXTS)}


def snapshot_of(period: Period) -> dict[str, str]:
    """Return what is kept of a period when somebody changes it."""
    return texts(facts_of(period))


def take_over(period: Period, facts: Mapping[str, Any]) -> None:
    """Write what a form said into a period; a due day that is not said follows from the project."""
    for name in (*DATES, *TEXTS):
        if name in facts:
            value = facts[name]
            setattr(period, name, value.replace("\r\n", "\n") if isinstance(value, str) else value)
    if not period.due_on:
        period.due_on = due_after(period.project, period.ends_on)


def due_after(project: Project, last: dt.date) -> dt.date:
    """Return when the report of a period is due that ends on a day."""
    return last + dt.timedelta(days=project.report_days)


def months_later(day: dt.date, months: int) -> dt.date:
    """Return the same day some months later, or the last of that month.

    >>> months_later(dt.date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def cut(first: dt.date, last: dt.date, months: int) -> list[tuple[dt.date, dt.date]]:
    """Return the first and last day of each period of some months; a short rest joins the last.

    >>> [str(end) for start, end in cut(dt.date(2026, 1, 1), dt.date(2027, 1, 5), 6)]
    ['2026-06-30', '2027-01-05']
    """
    starts = [first]
    while (day := months_later(first, months * len(starts))) <= last:
        starts.append(day)
    if len(starts) > 1 and (last - starts[-1]).days + 1 < SHORTEST:
        starts.pop()
    ends = [day - dt.timedelta(days=1) for day in starts[1:]]
    return list(zip(starts, [*ends, last], strict=True))


def next_days(project: Project, last: Period | None) -> Stored:
    """Return what the form about a new period starts with: the days after the last one."""
    first = last.ends_on + dt.timedelta(days=1) if last else project.starts_on
    return {"starts_on": first, "ends_on": project.ends_on} if first <= project.ends_on else {}


def standing_of(period: Period, today: dt.date) -> str:
    """Return how a period stands, in words."""
    if period.closed:
        return _("Closed on %(day)s") % {"day": date_format(timezone.localdate(period.closed))}
    left = (period.due_on - today).days
    if left < 0:
        words = ngettext(
            "The report is overdue by %(count)d day.", "The report is overdue by %(count)d days.", -left
        )
        return words % {"count": -left}
    if left == 0:
        return _("The report is due today.")
    words = ngettext("The report is due in %(count)d day.", "The report is due in %(count)d days.", left)
    return words % {"count": left}


def is_overdue(period: Period, today: dt.date) -> bool:
    """Return whether a report is late."""
    return period.closed is None and period.due_on < today


def efforts_shown(item: Item, partners: Iterable[ProjectPartner]) -> Stored:
    """Return what the form about planned person-days shows."""
    stored = queries.days_of(item)
    found: Stored = {}
    for row in partners:
        effort = stored.get(row.partner_id)
        found[f"days_{row.partner_id}"] = tidy(effort.days) if effort else None
    return found


def lines_to_report(rows: Rows, stored: Mapping[int, Worked]) -> list[Item]:
    """Return the lines for which a partner reports: work packages, and what it has reported on already."""
    lines = reportable(rows)
    known = {item.pk for item in lines}
    return lines + [row.item for pk, row in stored.items() if pk not in known]


def days_shown_of(lines: Iterable[Item], stored: Mapping[int, Worked]) -> Stored:
    """Return what the form about person-days worked shows."""
    found: Stored = {}
    for item in lines:
        row = stored.get(item.pk)
        found[f"days_{item.pk}"] = tidy(row.days) if row else None
        found[f"remark_{item.pk}"] = row.remark if row else ""
    return found


def budget_shown(stored: Mapping[str, Budget]) -> Stored:
    """Return what the form about a budget shows."""
    found: Stored = {}
    for line in BudgetLine.values:
        row = stored.get(line)
        found[f"amount_{line}"] = row.amount if row else None
        found[f"own_{line}"] = row.own if row and row.own else None
    return found


def money_shown_of(stored: Mapping[str, Spent]) -> Stored:
    """Return what the form about money spent shows."""
    found: Stored = {}
    for line in BudgetLine.values:
        row = stored.get(line)
        found[f"amount_{line}"] = row.amount if row else None
        found[f"remark_{line}"] = row.remark if row else ""
    return found


@dataclass(frozen=True)
class Standing:
    """What a partner has reported in a period; no number where it has reported nothing yet."""

    row: ProjectPartner
    days: Decimal | None
    money: Decimal | None
    may: bool
    remarks: Sequence[tuple[str, str]]

    @property
    def days_shown(self) -> str:
        """Return the days as the reader writes them."""
        return "" if self.days is None else days_shown(self.days)

    @property
    def money_shown(self) -> str:
        """Return the money as the reader writes it."""
        return "" if self.money is None else shown(self.money)


def standings_of(
    period: Period, partners: Iterable[ProjectPartner], may: Mapping[int, bool]
) -> list[Standing]:
    """Return by partner what it has reported; ``may`` says for which partners the reader reports."""
    worked = list(period.worked.select_related("item").order_by("item__position", "pk"))
    spent = list(period.spent.order_by("pk"))
    found = []
    for row in partners:
        days = [one for one in worked if one.partner_id == row.partner_id]
        money = [one for one in spent if one.partner_id == row.partner_id]
        remarks = [(str(one.item), one.remark) for one in days if one.remark]
        remarks += [(str(one.get_line_display()), one.remark) for one in money if one.remark]
        found.append(
            Standing(
                row,
                sum((one.days for one in days), Decimal()) if days else None,
                sum((one.amount for one in money), Decimal()) if money else None,
                may.get(row.partner_id, False),
                remarks,
            )
        )
    return found


def missing_in(period: Period, standings: Iterable[Standing]) -> list[str]:
    """Return what is still missing in a period, one sentence each."""
    found = []
    for one in standings:
        name = {"partner": one.row.partner}
        if one.days is None:
            found.append(_("%(partner)s has not reported person-days.") % name)
        if one.money is None:
            found.append(_("%(partner)s has not reported money.") % name)
    if not period.summary.strip():
        found.append(_("Nobody has written what was done."))
    if not period.dissemination.strip():
        found.append(_("Nobody has written how results were spread."))
    return found
