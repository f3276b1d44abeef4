"""Reads across partners of a project: what they worked, what they may spend and have spent."""

from django.db.models import QuerySet

from mentorway.web.plan.models import Budget, Effort, Item, Period, Project, Spent, Worked


def worked_of(project: Project) -> QuerySet[Worked]:
    """What was reported about person-days in a project."""
    rows = Worked.objects.filter(period__project=project)
    return rows.select_related("item", "period").order_by("period__number", "item__position", "pk")


def spent_of(project: Project) -> QuerySet[Spent]:
    """What was reported about money in a project."""
    return Spent.objects.filter(period__project=project).select_related("period").order_by("pk")


def budgets_of(project: Project) -> QuerySet[Budget]:
    """What partners may spend."""
    return project.budgets.order_by("partner", "pk")


def budget_of(project: Project, partner: int) -> dict[str, Budget]:
    """What one partner may spend, by the line of the budget."""
    return {row.line: row for row in project.budgets.filter(partner=partner)}


def days_of(item: Item) -> dict[int, Effort]:
    """What partners plan for a line, by partner."""
    return {row.partner_id: row for row in item.efforts.all()}


def worked_in(period: Period, partner: int) -> dict[int, Worked]:
    """What a partner worked in a period, by line of the plan."""
    rows = period.worked.filter(partner=partner).select_related("item")
    return {row.item_id: row for row in rows.order_by("item__position", "pk")}


def spent_in(period: Period, partner: int) -> dict[str, Spent]:
    """What a partner spent in a period, by line of the budget."""
    return {row.line: row for row in period.spent.filter(partner=partner)}
