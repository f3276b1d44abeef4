"""Instruments that a partner has permission to use, with the proof."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorway.web.accounts.models import User
from mentorway.web.core.models import signed
from mentorway.web.network.models import Membership, Partner, sees_all


class InstrumentQuerySet(models.QuerySet["Instrument"]):
    def visible_to(self, user: User) -> Self:
        """Those of the partners of ``user``; permission was given to the partner. Coordinators see all."""
        kept = self.filter(deleted=None)
        if sees_all(user):
            return kept
        return kept.filter(partner__in=Membership.objects.filter(user=user).values("partner"))


class Instrument(models.Model):
    """A published scale that a partner may use, with the proof that it may."""

    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="instruments", verbose_name=_("partner")
    )
    title = models.CharField(_("title"), max_length=200)
    content = models.JSONField(_("items, answers and scoring"))
    permission = models.TextField(_("permission"), max_length=5000, blank=True)
    created_by = signed(_("created by"))
    created = models.DateTimeField(_("since"), auto_now_add=True)
    deleted = models.DateTimeField(_("deleted"), null=True, blank=True)

    objects = InstrumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        ordering = ["title", "pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(title=""), name="instrument_with_title")]

    def __str__(self) -> str:
        return self.title


class ProofQuerySet(models.QuerySet["Proof"]):
    def visible_to(self, user: User) -> Self:
        """The proofs of every instrument that ``user`` may see."""
        return self.filter(instrument__in=Instrument.objects.visible_to(user))


class Proof(models.Model):
    """The file that proves a permission."""

    instrument = models.OneToOneField(
        Instrument, models.CASCADE, related_name="proof", verbose_name=_("instrument")
    )
    name = models.CharField(_("name of the file"), max_length=200)
    content_type = models.CharField(_("kind of the file"), max_length=100)
    content = models.BinaryField(_("file"))

    objects = ProofQuerySet.as_manager()

    class Meta:
        verbose_name = _("proof of a permission")
        verbose_name_plural = _("proofs of permissions")

    def __str__(self) -> str:
        return self.name
