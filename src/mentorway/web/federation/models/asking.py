"""What we ask of others as coordinators, and what came."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.comparison.models import Dataset, Edition
from mentorway.web.core.models import signed
from mentorway.web.federation.models.nodes import ForCoordinators, Node
from mentorway.web.network.models import Partner


class CallQuerySet(ForCoordinators["Call"]):
    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(withdrawn=None)


class Call(models.Model):
    """A signed call of ours: which scales and facts, from when until when."""

    slug = models.CharField(_("short name"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("partner"))
    document = models.TextField(_("the call as it was signed"))
    digest_hash = models.CharField(_("fingerprint of the call"), max_length=64, unique=True)
    fewest = models.PositiveIntegerField(_("fewest people in a cell"))
    opens = models.DateField(_("opens on"))
    closes = models.DateField(_("closes on"))
    dataset = models.ForeignKey(
        Dataset,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("set of answers that it fills"),
    )
    withdrawn = models.DateTimeField(_("taken back"), null=True, blank=True)
    by = signed(_("by"))
    created = models.DateTimeField(_("since"), auto_now_add=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("federation", "call")
        verbose_name_plural = pgettext_lazy("federation", "calls")
        ordering = ["-created", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(fewest__gte=1), name="call_cells_hold_somebody"),
            models.CheckConstraint(
                condition=models.Q(closes__gte=models.F("opens")), name="call_closes_after_it_opens"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Received(models.Model):
    """A package that was right when it came."""

    class Way(models.TextChoices):
        NETWORK = "network", pgettext_lazy("package", "Sent by the node")
        FILE = "file", pgettext_lazy("package", "Brought as a file")

    call = models.ForeignKey(Call, models.PROTECT, related_name="packages", verbose_name=_("call"))
    node = models.ForeignKey(Node, models.PROTECT, related_name="packages", verbose_name=_("node"))
    number = models.PositiveIntegerField(_("number"))
    replaces = models.PositiveIntegerField(_("replaces"))
    digest_hash = models.CharField(_("fingerprint of the package"), max_length=64, unique=True)
    fewest = models.PositiveIntegerField(_("fewest people in a cell"))
    people = models.JSONField(_("people by scale"))
    withheld = models.JSONField(_("people withheld by scale"))
    made = models.DateField(_("made"))
    size = models.PositiveIntegerField(_("size in bytes"))
    way = models.CharField(_("how it came"), max_length=7, choices=Way)
    receipt = models.TextField(_("receipt"))
    by = signed(_("by"))
    created = models.DateTimeField(_("came"), auto_now_add=True)

    objects = ForCoordinators["Received"].as_manager()

    class Meta:
        verbose_name = _("package that came")
        verbose_name_plural = _("packages that came")
        ordering = ["call", "node", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["call", "node", "number"], name="one_package_per_number"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="package_number_from_one"),
            models.CheckConstraint(
                condition=models.Q(replaces__lt=models.F("number")), name="package_replaces_an_older_one"
            ),
            models.CheckConstraint(condition=models.Q(way__in=("network", "file")), name="package_way_known"),
        ]

    def __str__(self) -> str:
        return f"{self.node} · {self.number}"


class Gathering(models.Model):
    """Packages put together: which ones became which edition of the set of answers."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="gatherings", verbose_name=_("call"))
    packages = models.ManyToManyField(Received, related_name="+", verbose_name=_("packages"))
    edition = models.ForeignKey(
        Edition, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("edition")
    )
    people = models.PositiveIntegerField(_("people"))
    withheld = models.PositiveIntegerField(_("people withheld"))
    by = signed(_("by"))
    created = models.DateTimeField(_("since"), auto_now_add=True)

    objects = ForCoordinators["Gathering"].as_manager()

    class Meta:
        verbose_name = _("putting together")
        verbose_name_plural = _("puttings together")
        ordering = ["call", "-created", "-pk"]

    def __str__(self) -> str:
        return f"{self.call} · {self.created:%Y-%m-%d}"
