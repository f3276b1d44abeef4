"""The budget by partner and line: planned, spent, own contribution, what is left."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from mentorway.web.evaluation.analysis.costs import shown
from mentorway.web.plan.models import Budget, BudgetLine, ProjectPartner, Spent

NOTHING: Final = Decimal()

__all__ = ["Line", "Money", "PartnerMoney", "Sum", "money_of", "shown", "together"]


@dataclass(frozen=True)
class Sum:
    """Money of one line, or of several together."""

    planned: Decimal = NOTHING
    spent: Decimal = NOTHING
    own: Decimal = NOTHING

    def __bool__(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.planned or self.spent)

    @property
    def left(self) -> Decimal:
        """What may still be spent; below 0 where more was spent than planned."""
        return self.planned - self.spent

    @property
    def over(self) -> str:
        """By how much more was spent than planned, in words."""
        return _("%(amount)s more than planned") % {"amount": shown(-self.left)} if self.left < 0 else ""

    @property
    def cells(self) -> list[str]:
        """Planned, spent, own contribution and what is left, as the reader writes money."""
        return [shown(one) for one in (self.planned, self.spent, self.own, self.left)]


def together(sums: Iterable[Sum]) -> Sum:
    """Return sums put together."""
    rows = list(sums)
    planned, spent, own = (
        sum((getattr(one, name) for one in rows), NOTHING) for name in ("planned", "spent", "own")
    )
    return Sum(planned, spent, own)


@dataclass(frozen=True)
class Line:
    """One line of the budget."""

    line: str
    title: str
    sum: Sum


@dataclass(frozen=True)
class PartnerMoney:
    """The budget of one partner, line by line."""

    partner: ProjectPartner
    rows: Sequence[Line]

    @property
    def total(self) -> Sum:
        """All its lines together."""
        return together(row.sum for row in self.rows)


@dataclass(frozen=True)
class Money:
    """The budget of a project."""

    partners: Sequence[PartnerMoney]

    @property
    def total(self) -> Sum:
        """All partners together."""
        return together(one.total for one in self.partners)

    @property
    def lines(self) -> list[Line]:
        """Each line, all partners together."""
        found = []
        for place, (line, title) in enumerate(BudgetLine.choices):
            found.append(Line(line, str(title), together(one.rows[place].sum for one in self.partners)))
        return found


def money_of(partners: Sequence[ProjectPartner], budgets: Iterable[Budget], spent: Iterable[Spent]) -> Money:
    """Return the budget of a project; every partner has every line."""
    planned = {(row.partner_id, row.line): row for row in budgets}
    real: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    for one in spent:
        real[one.partner_id, one.line] += one.amount
    found = []
    for partner in partners:
        rows = []
        for line, title in BudgetLine.choices:
            row = planned.get((partner.partner_id, line))
            amount, own = (row.amount, row.own) if row else (NOTHING, NOTHING)
            rows.append(Line(line, str(title), Sum(amount, real[partner.partner_id, line], own)))
        found.append(PartnerMoney(partner, rows))
    return Money(found)
