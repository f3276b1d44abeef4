"""The budget of partners is set, and money reported once it is spent."""

from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.plan.actions.efforts import refuse_changed
from mentorway.web.plan.actions.periods import open_period
from mentorway.web.plan.actions.projects import planning, tell
from mentorway.web.plan.analysis import periods as reporting
from mentorway.web.plan.models import Budget, BudgetLine, Period, ProjectPartner, Spent
from mentorway.web.plan.queries import people as queries
from mentorway.wording import Message, shown

Amount = Decimal | None
Planned = Mapping[str, tuple[Amount, Amount]]


def set_budget(row: ProjectPartner, user: User, *, lines: Planned, was: str) -> None:
    """Say what a partner may spend on each line of the budget, and how much of it is its own contribution."""
    with planning(row.project, checks=False) as held:
        stored = queries.budget_of(held, row.partner_id)
        refuse_changed(reporting.budget_shown(stored), was)
        for line, (amount, own) in lines.items():
            if line in BudgetLine.values:
                _keep(held_row(stored, line, held.pk, row.partner_id), amount, own)
        tell(held, user, Message("The budget of %(partner)s was changed.", {"partner": shown(row.partner)}))


def held_row(stored: Mapping[str, Budget], line: str, project: int, partner: int) -> Budget:
    """Return the row of a line, or a new one."""
    return stored.get(line) or Budget(project_id=project, partner_id=partner, line=line)


def _keep(row: Budget, amount: Amount, own: Amount) -> None:
    row.amount, row.own = amount or Decimal(), own or Decimal()
    if row.own > row.amount:
        name = f"own_{row.line}"
        raise ValidationError({name: _("The own contribution cannot be more than the amount.")})
    if row.amount:
        row.full_clean(exclude=["project", "partner"])
        row.save()
    elif row.pk:
        row.delete()


Reported = Mapping[str, tuple[Amount, str]]


def report_money(period: Period, row: ProjectPartner, user: User, *, lines: Reported, was: str) -> None:
    """Say what a partner spent on each line of the budget in a period, and why; nothing is not 0."""
    with open_period(period) as (held, locked):
        stored = queries.spent_in(locked, row.partner_id)
        refuse_changed(reporting.money_shown_of(stored), was)
        for line, (amount, remark) in lines.items():
            if line in BudgetLine.values:
                new = Spent(period=locked, partner_id=row.partner_id, line=line)
                _keep_spent(stored.get(line) or new, amount, remark)
        words = Message(
            "%(partner)s reported money in period %(number)d.",
            {"partner": shown(row.partner), "number": locked.number},
        )
        tell(held, user, words)


def _keep_spent(row: Spent, amount: Amount, remark: str) -> None:
    if amount is None and remark.strip():
        name = f"amount_{row.line}"
        raise ValidationError({name: _("Say how much. Write 0 if nothing was spent.")})
    if amount is None:
        if row.pk:
            row.delete()
        return
    row.amount, row.remark = amount, remark.strip()
    row.full_clean(exclude=["period", "partner"])
    row.save()
