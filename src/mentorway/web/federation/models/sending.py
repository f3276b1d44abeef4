"""What others ask of us, and what we sent."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.comparison.models import Dataset
from mentorway.web.core.models import signed
from mentorway.web.federation.models.nodes import ForCoordinators, Node


class Asked(models.Model):
    """A call of somebody else, as they signed it."""

    coordinator = models.ForeignKey(Node, models.PROTECT, related_name="calls", verbose_name=_("who asks"))
    slug = models.CharField(_("short name"), max_length=60)
    title = models.CharField(_("title"), max_length=200)
    document = models.TextField(_("the call as it was signed"))
    digest_hash = models.CharField(_("fingerprint of the call"), max_length=64, unique=True)
    opens = models.DateField(_("opens on"))
    closes = models.DateField(_("closes on"))
    by = signed(_("by"))
    created = models.DateTimeField(_("since"), auto_now_add=True)

    objects = ForCoordinators["Asked"].as_manager()

    class Meta:
        verbose_name = _("call of somebody else")
        verbose_name_plural = _("calls of others")
        ordering = ["-created", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["coordinator", "slug"],
                name="one_call_of_others_per_short_name",
                violation_error_message=_("Another call with this short name is here already."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Stage(models.TextChoices):
    """How far a package of ours has come."""

    SIGNED = "signed", pgettext_lazy("package", "Signed, to be carried as a file")
    WAITING = "waiting", pgettext_lazy("package", "On its way")
    ARRIVED = "arrived", pgettext_lazy("package", "Arrived, with receipt")
    REFUSED = "refused", pgettext_lazy("package", "Refused")


class Sent(models.Model):
    """A package of ours. Its file is kept, so that later ones are never too close to it."""

    asked = models.ForeignKey(Asked, models.PROTECT, related_name="packages", verbose_name=_("call"))
    number = models.PositiveIntegerField(_("number"))
    replaces = models.PositiveIntegerField(_("replaces"))
    dataset = models.ForeignKey(
        Dataset, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("answers")
    )
    digest_hash = models.CharField(_("fingerprint of the package"), max_length=64, unique=True)
    people = models.JSONField(_("people by scale"))
    withheld = models.JSONField(_("people withheld by scale"))
    size = models.PositiveIntegerField(_("size in bytes"))
    stage = models.CharField(_("state"), max_length=8, choices=Stage)
    problem = models.JSONField(_("problem"), null=True, blank=True)
    receipt = models.TextField(_("receipt"), blank=True)
    by = signed(_("by"))
    created = models.DateTimeField(_("signed"), auto_now_add=True)
    tried = models.DateTimeField(_("last tried"), null=True, blank=True)
    arrived = models.DateTimeField(_("arrived"), null=True, blank=True)

    objects = ForCoordinators["Sent"].as_manager()

    class Meta:
        verbose_name = _("package of ours")
        verbose_name_plural = _("packages of ours")
        ordering = ["asked", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["asked", "number"], name="one_package_of_ours_per_number"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="package_of_ours_from_one"),
            models.CheckConstraint(condition=models.Q(stage__in=Stage.values), name="package_of_ours_stage"),
            models.CheckConstraint(
                condition=~models.Q(stage=Stage.ARRIVED) | ~models.Q(receipt=""),
                name="package_of_ours_arrived_with_receipt",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked} · {self.number}"
