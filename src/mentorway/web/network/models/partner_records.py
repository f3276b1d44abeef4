"""What happened to partners: their revisions, doubles merged or told apart, files read."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorway.web.accounts.models import User
from mentorway.web.core.models import signed
from mentorway.web.network.models.partners import Partner, sees_all

IMPORTS_KEPT = dt.timedelta(days=1)


class PartnerRevision(models.Model):
    """What was known of a partner after one change: what merging two edits starts from."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="revisions", verbose_name=_("partner"))
    number = models.PositiveIntegerField(_("revision"))
    fields = models.JSONField(_("fields"))
    by = signed(_("changed by"))
    at = models.DateTimeField(_("changed"), auto_now_add=True)

    class Meta:
        verbose_name = _("revision of a partner")
        verbose_name_plural = _("revisions of partners")
        ordering = ["partner", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["partner", "number"], name="one_partner_revision_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.partner} · {self.number}"


class PartnerMergeQuerySet(models.QuerySet["PartnerMerge"]):
    def visible_to(self, user: User) -> Self:
        """The merges of doubles that can still be undone; coordinators see them."""
        return self.filter(undone=None, double__deleted__isnull=False) if sees_all(user) else self.none()


class PartnerMerge(models.Model):
    """That a double was merged into another partner, and what moved, so that it can be undone."""

    kept = models.ForeignKey(Partner, models.CASCADE, related_name="merges", verbose_name=_("kept"))
    double = models.ForeignKey(Partner, models.CASCADE, related_name="+", verbose_name=_("double"))
    moved = models.JSONField(_("what moved"))
    by = signed(_("by"))
    at = models.DateTimeField(_("when"), auto_now_add=True)
    undone = models.DateTimeField(_("undone"), null=True, blank=True)

    objects = PartnerMergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge of doubles")
        verbose_name_plural = _("merges of doubles")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.double} → {self.kept}"


class PartnersApart(models.Model):
    """That two partners look like doubles and are not; the smaller key first."""

    first = models.ForeignKey(Partner, models.CASCADE, related_name="+", verbose_name=_("partner"))
    second = models.ForeignKey(Partner, models.CASCADE, related_name="+", verbose_name=_("other partner"))
    by = signed(_("by"))
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("partners that are not doubles")
        verbose_name_plural = _("partners that are not doubles")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="partners_apart_once"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="partners_apart_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} ≠ {self.second}"


class PartnerImportQuerySet(models.QuerySet["PartnerImport"]):
    def visible_to(self, user: User) -> Self:
        """What ``user`` read and has not taken in yet, for a day."""
        return self.waiting().filter(by=user)

    def waiting(self, now: dt.datetime | None = None) -> Self:
        """What was read within a day and not taken in."""
        return self.filter(done=None, at__gte=(now or timezone.now()) - IMPORTS_KEPT)

    def old(self, now: dt.datetime | None = None) -> Self:
        """What nobody will look at any more."""
        return self.exclude(pk__in=self.waiting(now).values("pk"))


class PartnerImport(models.Model):
    """A file of partners that was read and waits to be looked through; nothing is taken in before."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("by"))
    file_name = models.CharField(_("file name"), max_length=200)
    rows = models.JSONField(_("rows"), default=list)
    ignored = models.JSONField(_("columns that were not read"), default=list)
    done = models.DateTimeField(_("taken in"), null=True, blank=True)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    objects = PartnerImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of partners")
        verbose_name_plural = _("imports of partners")
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.file_name
