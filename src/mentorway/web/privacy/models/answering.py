"""Who answers for which data: partners together (article 26), and those who work for them (article 28)."""

import datetime as dt
from typing import Final, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorway.web.accounts.models import User
from mentorway.web.core.models import StoredFile, signed
from mentorway.web.network.models import Country, Partner
from mentorway.web.network.models.partners import belonging_to, sees_all

ELSEWHERE: Final = "ZZ"
# Where data may lie: countries of partners, the one of the Economic Area that is not among them, hosts.
WHERE: Final = (
    *Country.choices,
    ("LI", _("Liechtenstein")),
    ("CA", _("Canada")),
    ("US", _("United States")),
    (ELSEWHERE, _("Another country outside the European Economic Area")),
)
OUTSIDE_EEA: Final = frozenset({"CH", "GB", "UA", "CA", "US", ELSEWHERE})


class ArrangementQuerySet(models.QuerySet["Arrangement"]):
    def visible_to(self, user: User) -> Self:
        """Every member of the network sees who answers for what."""
        known = sees_all(user) or belonging_to(user).exists()
        return self if known else self.none()

    def in_force(self, day: dt.date) -> Self:
        """Those that hold on a day."""
        return self.filter(models.Q(ends=None) | models.Q(ends__gte=day), begins__lte=day)


class Arrangement(models.Model):
    """What partners agreed on how they answer together for the data of people (article 26)."""

    title = models.CharField(_("title"), max_length=200)
    covers = models.TextField(_("what it covers"), max_length=4000)
    essence = models.JSONField(_("what people need to know of it, by language"), default=dict)
    parties = models.ManyToManyField(Partner, related_name="arrangements", verbose_name=_("parties"))
    contact = models.EmailField(_("contact point for people"))
    begins = models.DateField(_("from"))
    ends = models.DateField(_("until"), null=True, blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)
    created_by = signed(_("created by"))
    created = models.DateTimeField(_("since"), auto_now_add=True)

    objects = ArrangementQuerySet.as_manager()

    class Meta:
        verbose_name = _("joint-controller arrangement")
        verbose_name_plural = _("joint-controller arrangements")
        ordering = ["-begins", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="arrangement_with_title"),
            models.CheckConstraint(
                condition=models.Q(ends=None) | models.Q(ends__gte=models.F("begins")),
                name="arrangement_ends_after_it_begins",
                violation_error_message=_("The last day must not be before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ArrangementFileQuerySet(models.QuerySet["ArrangementFile"]):
    def visible_to(self, user: User) -> Self:
        """The files of every arrangement that ``user`` may see."""
        return self.filter(arrangement__in=Arrangement.objects.visible_to(user))


class ArrangementFile(StoredFile):
    """The signed paper of an arrangement."""

    arrangement = models.ForeignKey(
        Arrangement, models.CASCADE, related_name="files", verbose_name=_("joint-controller arrangement")
    )

    objects = ArrangementFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of an arrangement")
        verbose_name_plural = _("files of arrangements")
        ordering = ["arrangement", "added"]


class ProcessorQuerySet(models.QuerySet["Processor"]):
    def visible_to(self, user: User) -> Self:
        """Every member of the network sees who works with the data."""
        known = sees_all(user) or belonging_to(user).exists()
        return self if known else self.none()

    def at_work(self, day: dt.date) -> Self:
        """Those that work with data on a day."""
        return self.filter(models.Q(ends=None) | models.Q(ends__gte=day))


class Processor(models.Model):
    """Who works with data for the partners: a host, a sender of letters (article 28)."""

    name = models.CharField(_("name"), max_length=200)
    what = models.TextField(_("what it does"), max_length=2000)
    country = models.CharField(_("country in which data lies"), max_length=2, choices=WHERE)
    safeguards = models.TextField(
        _("what protects data outside the European Economic Area"), max_length=2000, blank=True
    )
    agreement_on = models.DateField(_("agreement signed on"), null=True, blank=True)
    runs_it = models.BooleanField(_("runs this installation"), default=False)
    ends = models.DateField(_("works with the data until"), null=True, blank=True)
    created = models.DateTimeField(_("since"), auto_now_add=True)

    objects = ProcessorQuerySet.as_manager()

    class Meta:
        verbose_name = _("processor of data")
        verbose_name_plural = _("processors of data")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="processor_with_name"),
            models.CheckConstraint(
                condition=models.Q(country__in=[code for code, _name in WHERE]),
                name="processor_country_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_outside(self) -> bool:
        """Whether data lies outside the European Economic Area."""
        return self.country in OUTSIDE_EEA
