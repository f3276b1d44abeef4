"""What a report says about person-days and money."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mentorway.web.evaluation.analysis.report_parts import Part, items, quiet, table, text
from mentorway.web.plan.analysis.budgets import Sum, shown
from mentorway.web.plan.analysis.people import Days, apportioned
from mentorway.web.plan.analysis.periods import standings_of
from mentorway.web.plan.analysis.report_work import Found, sized

WIDTHS: Final = (2.2, 1.4, 1.4, 1.1)


def days(found: Found) -> Iterator[Part]:
    """Say how many person-days are planned and worked, by partner and by work package, in whole days."""
    if not found.work_before.total:
        yield text(_("No person-days are planned or reported."))
        return
    heads = [_("Planned in the project"), _("Worked in this period"), _("Worked so far")]
    partners = [str(row.partner) for row in found.partners]
    table_of = _whole(found.work_before.totals, found.work.totals)
    part = table(_("Person-days by partner"), [_("Partner"), *heads], _named(partners, table_of))
    yield sized(part, *WIDTHS)
    titles = [row.title for row in found.work_before.rows]
    now = {row.title: row.total for row in found.work.rows}
    table_of = _whole(
        [row.total for row in found.work_before.rows], [now.get(title, Days()) for title in titles]
    )
    part = table(_("Person-days by work package"), [_("Work package"), *heads], _named(titles, table_of))
    yield sized(part, *WIDTHS)
    yield quiet(_("In whole days, rounded so that they add up."))
    over = [
        _("%(partner)s: %(over)s.") % {"partner": partner, "over": cell.over}
        for partner, cell in zip(partners, found.work_before.totals, strict=True)
        if cell.over
    ]
    if over:
        yield items(over)


def _whole(before: Sequence[Days], now: Sequence[Days]) -> list[list[int]]:
    """Return three columns of whole days, each adding up to its sum, which stands last."""
    columns: list[list[Decimal]] = [
        [one.planned for one in before],
        [one.worked for one in now],
        [one.worked for one in before],
    ]
    rounded = [apportioned(column) for column in columns]
    return [list(row) for row in zip(*rounded, strict=True)] + [[sum(column) for column in rounded]]


def _named(names: Sequence[str], rows: Sequence[Sequence[int]]) -> list[list[str]]:
    titles = [*names, _("Together")]
    return [[title, *map(str, row)] for title, row in zip(titles, rows, strict=True)]


def money(found: Found) -> Iterator[Part]:
    """Say how much of the budget is used, by partner and by line, and what partners remarked."""
    before, now = found.money_before, found.money
    if not before.total:
        yield text(_("No budget is planned and no money reported."))
    else:
        heads = [_("Planned"), _("Spent in this period"), _("Spent so far"), pgettext("money", "Left")]
        rows = [
            _cells(str(one.partner.partner), one.total, here.total)
            for one, here in zip(before.partners, now.partners, strict=True)
        ]
        rows.append(_cells(_("Together"), before.total, now.total))
        currency = {"currency": found.project.currency}
        yield table(_("Budget by partner, in %(currency)s") % currency, [_("Partner"), *heads], rows)
        lines = [
            _cells(one.title, one.sum, here.sum)
            for one, here in zip(before.lines, now.lines, strict=True)
            if one.sum
        ]
        lines.append(_cells(_("Together"), before.total, now.total))
        yield table(_("Budget by line, in %(currency)s") % currency, [_("Line of the budget"), *heads], lines)
        yield from _own(found, before.total)
    yield from _remarks(found)


def _cells(title: str, before: Sum, now: Sum) -> list[str]:
    return [title, *map(shown, (before.planned, now.spent, before.spent, before.left))]


def _own(found: Found, total: Sum) -> Iterator[Part]:
    if total.own:
        values = {"own": shown(total.own), "rest": shown(total.planned - total.own)}
        text_of = _("Own contribution of the partners in it: %(own)s %(currency)s; the rest: %(rest)s.")
        yield text(text_of % {**values, "currency": found.project.currency})
    if total.over:
        yield text(_("All together: %(over)s.") % {"over": total.over})


def _remarks(found: Found) -> Iterator[Part]:
    rows = [
        f"{one.row.partner}, {line}: {remark}"
        for one in standings_of(found.period, found.partners, {})
        for line, remark in one.remarks
    ]
    if rows:
        yield text(_("Remarks of the partners on days and money:"))
        yield items(rows)
