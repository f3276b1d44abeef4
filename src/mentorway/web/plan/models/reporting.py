"""What was really worked and spent, period by period, and what the funder gets to read."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.core.models import signed
from mentorway.web.network.models import Partner
from mentorway.web.plan.models.items import Item
from mentorway.web.plan.models.projects import Project


class BudgetLine(models.TextChoices):
    STAFF = "staff", pgettext_lazy("budget", "Staff")
    TRAVEL = "travel", pgettext_lazy("budget", "Travel and stays")
    EQUIPMENT = "equipment", pgettext_lazy("budget", "Equipment and materials")
    SERVICES = "services", pgettext_lazy("budget", "Services of others")
    OTHER = "other", pgettext_lazy("budget", "Something else")
    OVERHEAD = "overhead", pgettext_lazy("budget", "Indirect costs")


class Budget(models.Model):
    """What a partner may spend on a line of the budget, and how much of it is its own contribution."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="budgets", verbose_name=_("project"))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("partner"))
    line = models.CharField(_("line of the budget"), max_length=9, choices=BudgetLine)
    amount = models.DecimalField(
        _("amount"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )
    own = models.DecimalField(
        _("own contribution in it"),
        max_digits=12,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0)],
    )

    class Meta:
        verbose_name = _("line of a budget")
        verbose_name_plural = _("lines of budgets")
        ordering = ["project", "partner", "line"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "partner", "line"], name="one_budget_per_partner_and_line"
            ),
            models.CheckConstraint(condition=models.Q(line__in=BudgetLine.values), name="budget_line_known"),
            models.CheckConstraint(
                condition=models.Q(own__lte=models.F("amount")),
                name="budget_own_within_amount",
                violation_error_message=_("The own contribution cannot be more than the amount."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id} · {self.line}"


class Period(models.Model):
    """A reporting period. Once it is closed, what was reported in it stays."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="periods", verbose_name=_("project"))
    number = models.PositiveSmallIntegerField(_("number"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    due_on = models.DateField(_("report due"))
    closed = models.DateTimeField(_("closed"), null=True, blank=True)
    summary = models.TextField(_("what was done, in a few sentences"), max_length=6000, blank=True)
    dissemination = models.TextField(_("how results were spread"), max_length=4000, blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)

    class Meta:
        verbose_name = _("reporting period")
        verbose_name_plural = _("reporting periods")
        ordering = ["project", "number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="one_period_per_number"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="period_ends_after_it_begins",
                violation_error_message=_("The last day must not be before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} · {self.number}"


class Worked(models.Model):
    """How many person-days a partner really worked on a work package in a period."""

    period = models.ForeignKey(Period, models.CASCADE, related_name="worked", verbose_name=_("period"))
    item = models.ForeignKey(Item, models.PROTECT, related_name="worked", verbose_name=_("work package"))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("partner"))
    days = models.DecimalField(
        _("person-days"), max_digits=7, decimal_places=2, validators=[MinValueValidator(0)]
    )
    remark = models.CharField(_("remark"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("person-days worked")
        verbose_name_plural = _("person-days worked")
        ordering = ["period", "item", "partner"]
        constraints = [
            models.UniqueConstraint(fields=["period", "item", "partner"], name="one_worked_per_partner")
        ]

    def __str__(self) -> str:
        return f"{self.period_id} · {self.item_id} · {self.partner_id}"


class Spent(models.Model):
    """What a partner really spent on a line of the budget in a period."""

    period = models.ForeignKey(Period, models.CASCADE, related_name="spent", verbose_name=_("period"))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("partner"))
    line = models.CharField(_("line of the budget"), max_length=9, choices=BudgetLine)
    amount = models.DecimalField(
        _("amount"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )
    remark = models.CharField(_("remark"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("money spent")
        verbose_name_plural = _("money spent")
        ordering = ["period", "partner", "line"]
        constraints = [
            models.UniqueConstraint(fields=["period", "partner", "line"], name="one_spent_per_line"),
            models.CheckConstraint(condition=models.Q(line__in=BudgetLine.values), name="spent_line_known"),
        ]

    def __str__(self) -> str:
        return f"{self.period_id} · {self.partner_id} · {self.line}"


class PlanEvent(models.Model):
    """That somebody changed the plan: what, when and by whom, in words that were kept."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="events", verbose_name=_("project"))
    what = models.JSONField(_("what"))
    by = signed(_("by"))
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("change of a plan")
        verbose_name_plural = _("changes of plans")
        ordering = ["project", "-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.project_id} · {self.pk}"
