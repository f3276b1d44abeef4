"""Findings about the network: which partners work together, as it was computed on a day."""

import uuid
from typing import Self

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from mentorway.web.accounts.models import User
from mentorway.web.core.models import signed
from mentorway.web.network.models.partners import Membership, sees_all


class NetworkFindingQuerySet(models.QuerySet["NetworkFinding"]):
    def visible_to(self, user: User) -> Self:
        """Every member of the network may see how it is knit."""
        known = sees_all(user) or Membership.objects.filter(user=user).exists()
        return self if known else self.none()


class NetworkFinding(models.Model):
    """What was found, with the ties it was found on. It never changes; a new look is a new finding."""

    token = models.UUIDField(_("token"), default=uuid.uuid4, unique=True, editable=False)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    kinds = models.JSONField(_("kinds of ties"))
    ties = models.JSONField(_("ties"))
    result = models.JSONField(_("result"))
    fingerprint = models.CharField(_("fingerprint of the data"), max_length=64)
    version = models.CharField(_("version of the software"), max_length=40)
    by = signed(_("by"))
    at = models.DateTimeField(_("when"), auto_now_add=True)

    objects = NetworkFindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding about the network")
        verbose_name_plural = _("findings about the network")
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(fingerprint__regex=r"^[0-9a-f]{64}$"),
                name="network_finding_with_fingerprint",
            ),
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="network_finding_of_some_days"
            ),
        ]

    def __str__(self) -> str:
        first, last = (date_format(day, "SHORT_DATE_FORMAT") for day in (self.first_day, self.last_day))
        return f"{first} – {last}"
