"""A project: who runs it together, from when to when, and for whom."""

import datetime as dt
from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorway.web.accounts.models import User
from mentorway.web.core.models import signed
from mentorway.web.core.search import FoldedIndex, FoldedTextField, matching
from mentorway.web.network.models import Partner
from mentorway.web.network.models.owned import OwnedQuerySet
from mentorway.web.network.models.partners import belonging_to

DAYS_IN_BIN = 30


class ProjectQuerySet(OwnedQuerySet["Project"]):
    def own_of(self, user: User) -> models.Q:
        """Those in which a partner of ``user`` takes part."""
        takes_part = ProjectPartner.objects.filter(partner__in=belonging_to(user)).values("project")
        return super().own_of(user) | models.Q(pk__in=takes_part)

    def matching(self, words: str) -> Self:
        """Those in which every word is written."""
        return matching(self, words)


class ProjectBin(ProjectQuerySet):
    def visible_to(self, user: User) -> Self:
        """What was deleted at the partners of ``user`` and can still be brought back."""
        return self.filter(partner__in=belonging_to(user), deleted__isnull=False)


class Project(models.Model):
    """A project of several partners, led by one."""

    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="projects", verbose_name=_("lead partner")
    )
    title = models.CharField(_("title"), max_length=200)
    purpose = models.TextField(_("purpose"), max_length=4000, blank=True)
    funder = models.CharField(_("funder and programme"), max_length=200, blank=True)
    reference = models.CharField(_("number of the grant agreement"), max_length=100, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    report_days = models.PositiveSmallIntegerField(
        _("days after a reporting period until its report is due"),
        default=30,
        validators=[MaxValueValidator(365)],
    )
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)
    is_example = models.BooleanField(_("example"), default=False, editable=False)
    search_text = FoldedTextField(_("text for searching"), blank=True, editable=False)
    created_by = signed(_("created by"))
    created = models.DateTimeField(_("since"), auto_now_add=True)
    deleted = models.DateTimeField(_("deleted"), null=True, blank=True, editable=False)

    objects = ProjectQuerySet.as_manager()
    bin = ProjectBin.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="project_with_title"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="project_ends_after_it_begins",
                violation_error_message=_("The last day must not be before the first."),
            ),
            models.CheckConstraint(
                condition=models.Q(currency__regex=r"^[A-Z]{3}$"),
                name="project_currency_in_letters",
                violation_error_message=_("A currency has three capital letters, for example EUR."),
            ),
        ]
        indexes = [FoldedIndex(fields=["search_text"], name="projects_by_text")]

    def __str__(self) -> str:
        return self.title

    @property
    def restorable_until(self) -> dt.datetime | None:
        """When what was deleted is gone for good."""
        return self.deleted and self.deleted + dt.timedelta(days=DAYS_IN_BIN)


class ProjectPartner(models.Model):
    """A partner that works in a project; the lead is one of them."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="partners", verbose_name=_("project"))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("partner"))
    short = models.CharField(_("short name in charts"), max_length=20)
    position = models.PositiveSmallIntegerField(_("place"), default=0)

    class Meta:
        verbose_name = _("partner of a project")
        verbose_name_plural = _("partners of projects")
        ordering = ["project", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "partner"],
                name="once_in_a_project",
                violation_error_message=_("This partner is in the project already."),
            ),
            models.CheckConstraint(condition=~models.Q(short=""), name="project_partner_with_short_name"),
        ]

    def __str__(self) -> str:
        return self.short
