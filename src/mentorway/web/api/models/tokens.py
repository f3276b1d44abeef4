"""Tokens by which programs act in somebody's name; the secret itself is never stored."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User

LONGEST_DAYS = 365


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def visible_to(self, user: User) -> Self:
        """Their own; nobody sees tokens of others, whoever they are."""
        return self.filter(user=user)

    def valid(self, now: dt.datetime) -> Self:
        """Those that open the door now."""
        return self.filter(revoked=None, expires__gt=now, user__is_active=True)


class ApiToken(models.Model):
    """One token. ``sha256`` is of the secret; ``prefix`` finds the row and tells people which one it is."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("what it is for"), max_length=80)
    prefix = models.CharField(_("how it begins"), max_length=16, unique=True)
    sha256 = models.CharField(_("fingerprint of the secret"), max_length=64, unique=True)
    scopes = models.JSONField(_("what it may do"), default=list)
    created = models.DateTimeField(_("made"), auto_now_add=True)
    expires = models.DateTimeField(_("works until"))
    used = models.DateField(_("last used"), null=True, blank=True)
    revoked = models.DateTimeField(pgettext_lazy("token", "revoked"), null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("token")
        verbose_name_plural = _("tokens")
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return self.name
