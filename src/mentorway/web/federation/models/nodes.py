"""Our own key, and the cards of others."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import Case, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.core.models import signed
from mentorway.web.network.models import Country
from mentorway.web.network.models.partners import sees_all

Row = TypeVar("Row", bound=models.Model)


class ForCoordinators(models.QuerySet[Row]):
    """What those who coordinate the network see, and nobody else."""

    def visible_to(self, user: User) -> Self:
        """Everything, or nothing."""
        return self if sees_all(user) else self.none()


class Part(models.TextChoices):
    """What a known installation is to us."""

    NODE = "node", _("Sends to us")
    COORDINATOR = "coordinator", _("Asks us")


class Standing(models.TextChoices):
    """Whether a card is believed."""

    NEW = "new", pgettext_lazy("card", "To be compared by voice")
    CONFIRMED = "confirmed", pgettext_lazy("card", "Confirmed")
    REVOKED = "revoked", pgettext_lazy("card", "Revoked")


class Identity(models.Model):
    """Who this installation is in the federation, with one key; the private half lies in a file."""

    slug = models.CharField(_("short name"), max_length=60)
    title = models.CharField(_("name of the installation"), max_length=200)
    country = models.CharField(_("country"), max_length=2, choices=Country)
    key = models.CharField(_("public key"), max_length=64, unique=True)
    begins = models.DateField(_("from"))
    ends = models.DateField(_("until"))
    card = models.TextField(_("card"))
    rotation = models.TextField(_("new key, signed by the old one"), blank=True)
    revocation = models.TextField(_("end of the key"), blank=True)
    is_current = models.BooleanField(_("in use"), default=True)
    by = signed(_("by"))
    created = models.DateTimeField(_("since"), auto_now_add=True)

    objects = ForCoordinators["Identity"].as_manager()

    class Meta:
        verbose_name = _("own key")
        verbose_name_plural = _("own keys")
        ordering = ["-created", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"], condition=models.Q(is_current=True), name="one_own_key_in_use"
            ),
            models.CheckConstraint(
                condition=models.Q(ends__gte=models.F("begins")), name="own_key_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=models.Q(is_current=False) | models.Q(revocation=""),
                name="own_key_in_use_is_not_revoked",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class NodeQuerySet(ForCoordinators["Node"]):
    def sending(self) -> Self:
        """Those that send to us."""
        return self.filter(part=Part.NODE)

    def decided(self, slug: str) -> Self:
        """Those of a short name about which somebody has decided; who is believed stands first."""
        rows = self.filter(slug=slug).exclude(standing=Standing.NEW)
        return rows.order_by(Case(When(standing=Standing.CONFIRMED, then=0), default=1), "-decided", "-pk")

    def revoked(self) -> Self:
        """Those that are believed no more."""
        return self.filter(standing=Standing.REVOKED)

    def asking(self) -> Self:
        """Those that ask us and are confirmed."""
        return self.filter(part=Part.COORDINATOR, standing=Standing.CONFIRMED)


class Node(models.Model):
    """Another installation, known by its card."""

    part = models.CharField(_("what it is to us"), max_length=11, choices=Part)
    slug = models.CharField(_("short name"), max_length=60)
    title = models.CharField(_("name of the installation"), max_length=200)
    country = models.CharField(_("country"), max_length=2)
    group = models.CharField(
        _("may speak for"),
        max_length=200,
        blank=True,
        help_text=_("The value of the first fact, such as LT, of which it may send sums; empty for any."),
    )
    card = models.TextField(_("card"))
    earlier = models.JSONField(
        _("cards before, each with the day on which it was replaced"), default=list, blank=True
    )
    standing = models.CharField(_("state"), max_length=9, choices=Standing, default=Standing.NEW)
    why = models.CharField(_("reason"), max_length=500, blank=True)
    by = signed(_("by"))
    created = models.DateTimeField(_("since"), auto_now_add=True)
    decided = models.DateTimeField(_("decided"), null=True, blank=True)

    objects = NodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("known installation")
        verbose_name_plural = _("known installations")
        ordering = ["part", "country", "slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["part", "slug"],
                condition=~models.Q(standing=Standing.REVOKED),
                name="one_card_per_known_installation",
                violation_error_message=_("An installation with this short name is here already."),
            ),
            models.CheckConstraint(condition=models.Q(part__in=Part.values), name="known_installation_part"),
            models.CheckConstraint(
                condition=models.Q(standing__in=Standing.values), name="known_installation_standing"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def country_name(self) -> str:
        """What the country is called; its letters, if it is none of those known here."""
        return str(dict(Country.choices).get(self.country, self.country))
