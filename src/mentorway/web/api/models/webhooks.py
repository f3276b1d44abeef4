"""Addresses of people's programs that are told of what happens, and every message that was sent to them."""

import datetime as dt
import uuid
from typing import Final, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.core.models import Happening

TEST: Final = "webhook.test"


class Off(models.TextChoices):
    """Why nothing is sent to an address."""

    PERSON = "person", pgettext_lazy("webhook", "Switched off by you")
    FAILING = "failing", pgettext_lazy("webhook", "Switched off: it did not answer for two days")
    GONE = "gone", pgettext_lazy("webhook", "Switched off: the address said that it is gone")


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def visible_to(self, user: User) -> Self:
        """Their own; nobody sees addresses of others, whoever they are."""
        return self.filter(user=user)

    def working(self) -> Self:
        """Those to which something is sent."""
        return self.filter(off="", user__is_active=True)

    def wanting(self, name: str) -> Self:
        """Those that want to hear of ``name``; SQLite cannot look into lists, but into their text."""
        told = self.alias(told=Cast("names", models.TextField()))
        return told.filter(told__contains=f'"{name}"')


class Webhook(models.Model):
    """An address of a person's program. ``sealed`` is the secret by which messages are signed, encrypted.

    While it is exchanged, ``sealed_before`` signs too, until ``before_until``.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="webhooks", verbose_name=_("person")
    )
    name = models.CharField(_("what it is for"), max_length=80)
    url = models.URLField(_("address"), max_length=500)
    names = models.JSONField(_("what it is told of"), default=list)
    sealed = models.TextField(_("secret, sealed"), editable=False)
    sealed_before = models.TextField(_("secret before, sealed"), blank=True, editable=False)
    before_until = models.DateTimeField(_("secret before signs until"), null=True, blank=True)
    off = models.CharField(_("switched off"), max_length=7, choices=Off, blank=True)
    off_since = models.DateTimeField(_("switched off since"), null=True, blank=True)
    created = models.DateTimeField(_("made"), auto_now_add=True)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["-created", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(off="", off_since=None)
                | (models.Q(off__in=Off.values) & models.Q(off_since__isnull=False)),
                name="webhook_off_since_a_moment",
            ),
            models.CheckConstraint(condition=~models.Q(sealed=""), name="webhook_with_secret"),
        ]

    def __str__(self) -> str:
        return self.name


class DeliveryState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("message", "Waiting")
    SENT = "sent", pgettext_lazy("message", "Taken")
    FAILED = "failed", pgettext_lazy("message", "Given up")
    WITHHELD = "withheld", pgettext_lazy("message", "Not sent: you may not see it any more")


class Trouble(models.TextChoices):
    """Why an attempt did not come through."""

    STATUS = "status", pgettext_lazy("message", "It answered with an error")
    REDIRECT = "redirect", pgettext_lazy("message", "It answered with another address, which is not followed")
    TIMEOUT = "timeout", pgettext_lazy("message", "It did not answer within 10 seconds")
    UNKNOWN = "unknown", pgettext_lazy("message", "There is no computer of this name")
    INWARD = "inward", pgettext_lazy("message", "The name leads into a network that is not public")
    TLS = "tls", pgettext_lazy("message", "Its certificate is not valid")
    CONNECTION = "connection", pgettext_lazy("message", "No connection, or one that broke")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, user: User) -> Self:
        """Those to their own addresses."""
        return self.filter(webhook__user=user)

    def due(self, now: dt.datetime) -> Self:
        """Those whose next attempt is due."""
        return self.filter(state=DeliveryState.WAITING, next_at__lte=now, webhook__off="")


class Delivery(models.Model):
    """One message to one address. ``message`` stays the same however often it is sent."""

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries", verbose_name=_("webhook"))
    happening = models.ForeignKey(
        Happening, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("what happened")
    )
    message = models.UUIDField(_("message"), default=uuid.uuid4)
    name = models.CharField(_("what it tells of"), max_length=40)
    state = models.CharField(_("state"), max_length=8, choices=DeliveryState, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    last_at = models.DateTimeField(_("last attempt"), null=True, blank=True)
    status = models.PositiveSmallIntegerField(_("status of the answer"), null=True, blank=True)
    trouble = models.CharField(_("trouble"), max_length=10, choices=Trouble, blank=True)
    created = models.DateTimeField(_("made"), auto_now_add=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("message to a program")
        verbose_name_plural = _("messages to programs")
        ordering = ["-created", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["webhook", "message"], name="one_delivery_per_message"),
            models.CheckConstraint(
                condition=models.Q(state__in=DeliveryState.values), name="delivery_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=DeliveryState.WAITING) | models.Q(next_at__isnull=False),
                name="delivery_waits_for_a_moment",
            ),
        ]
        indexes = [models.Index(fields=["state", "next_at"], name="deliveries_due")]

    def __str__(self) -> str:
        return f"{self.name} · {self.message}"
