"""Whom to reach at a partner."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.network.models.partners import Partner


class ContactQuerySet(models.QuerySet["Contact"]):
    def visible_to(self, user: User) -> Self:
        """The living contacts of every partner that ``user`` may see."""
        return self.filter(partner__in=Partner.objects.visible_to(user), deleted=None)

    def to_be_asked(self) -> Self:
        """Those who agreed to be written to about surveys."""
        return self.filter(deleted=None, partner__deleted=None, may_be_asked=True).exclude(email="")


class ContactBin(models.QuerySet["Contact"]):
    def visible_to(self, user: User) -> Self:
        """What was deleted and can still be brought back."""
        return self.filter(partner__in=Partner.objects.visible_to(user), deleted__isnull=False)


class Contact(models.Model):
    """A person to reach at a partner, who need not have a place here."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="contacts", verbose_name=_("partner"))
    name = models.CharField(pgettext_lazy("person", "name"), max_length=120)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    position = models.CharField(_("position"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    is_main = models.BooleanField(_("first to ask"), default=False)
    may_be_asked = models.BooleanField(_("agreed to be written to about surveys"), default=False)
    deleted = models.DateTimeField(_("deleted"), null=True, blank=True, editable=False)

    objects = ContactQuerySet.as_manager()
    bin = ContactBin.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["partner", "-is_main", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "email"],
                condition=~models.Q(email="") & models.Q(deleted=None),
                name="one_contact_per_address",
                violation_error_message=_("This partner has a contact with this address already."),
            )
        ]

    def __str__(self) -> str:
        return self.name
