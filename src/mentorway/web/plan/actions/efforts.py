"""Person-days are planned, and reported once they are worked."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.plan.actions.items import named
from mentorway.web.plan.actions.periods import open_period
from mentorway.web.plan.actions.projects import planning, tell
from mentorway.web.plan.analysis import people as analysis
from mentorway.web.plan.analysis import periods as reporting
from mentorway.web.plan.models import Effort, Item, Period, ProjectPartner, Worked
from mentorway.web.plan.queries import people as queries
from mentorway.web.plan.queries.items import rows_of
from mentorway.wording import Message, shown


def refuse_changed(stored: Mapping[str, Any], was: str) -> None:
    """Refuse to write over numbers that somebody has saved since they were shown."""
    if analysis.mark_of(stored) != was:
        raise ValidationError(_("Somebody has saved a change just now. Save again to see it."))


def _refuse_quarters(days: Decimal | None, stored: Decimal | None, name: str) -> None:
    if days is None or days == stored:
        return
    if days < 0:
        raise ValidationError({name: _("Person-days cannot be below 0.")})
    if not analysis.is_half(days):
        raise ValidationError({name: _("Write whole or half days, such as 3 or 3.5.")})


def set_efforts(item: Item, user: User, *, days: Mapping[int, Decimal | None], was: str) -> None:
    """Say how many person-days each partner plans for a line; none is 0."""
    if item.is_moment:
        raise ValidationError(_("A milestone or deliverable takes no days. Plan a task for the work."))
    with planning(item.project, checks=False) as held:
        partners = list(held.partners.all())
        stored = queries.days_of(item)
        refuse_changed(reporting.efforts_shown(item, partners), was)
        known = {row.partner_id for row in partners}
        for partner, wanted in days.items():
            row = stored.get(partner)
            _refuse_quarters(wanted, row.days if row else None, f"days_{partner}")
            if partner in known:
                _keep_effort(row or Effort(item=item, partner_id=partner), wanted)
        tell(held, user, Message("The person-days of %(line)s were changed.", named(item)), item=item.pk)


def _keep_effort(row: Effort, days: Decimal | None) -> None:
    if days:
        row.days = days
        row.full_clean(exclude=["item", "partner"])
        row.save()
    elif row.pk:
        row.delete()


Reported = Mapping[int, tuple[Decimal | None, str]]


def report_days(period: Period, row: ProjectPartner, user: User, *, days: Reported, was: str) -> None:
    """Say what a partner worked on each work package in a period, and why; nothing is not 0."""
    with open_period(period) as (held, locked):
        rows = rows_of(held)
        stored = queries.worked_in(locked, row.partner_id)
        lines = {item.pk: item for item in reporting.lines_to_report(rows, stored)}
        refuse_changed(reporting.days_shown_of(lines.values(), stored), was)
        for which, (wanted, remark) in days.items():
            if which not in lines:
                continue
            old = stored.get(which)
            _refuse_quarters(wanted, old.days if old else None, f"days_{which}")
            _keep_worked(old or _new(locked, lines[which], row), wanted, remark)
        words = Message(
            "%(partner)s reported person-days in period %(number)d.",
            {"partner": shown(row.partner), "number": locked.number},
        )
        tell(held, user, words)


def _new(period: Period, item: Item, row: ProjectPartner) -> Worked:
    return Worked(period=period, item=item, partner_id=row.partner_id)


def _keep_worked(row: Worked, days: Decimal | None, remark: str) -> None:
    if days is None and remark.strip():
        name = f"days_{row.item_id}"
        raise ValidationError({name: _("Say how many days. Write 0 if nobody worked on it.")})
    if days is None:
        if row.pk:
            row.delete()
        return
    row.days, row.remark = days, remark.strip()
    row.full_clean(exclude=["period", "item", "partner"])
    row.save()
