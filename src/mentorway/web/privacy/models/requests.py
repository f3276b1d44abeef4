"""What people ask for, why something must wait, and the receipts of what was done."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.core.models import signed
from mentorway.web.network.models.partners import sees_all
from mentorway.web.translation.models import FINGERPRINT

DAYS_TO_ANSWER = 30  # article 12(3): one month


class Right(models.TextChoices):
    """What people may ask for: articles 15 to 21 of the General Data Protection Regulation."""

    CORRECTION = "correction", pgettext_lazy("right", "Something about me is wrong")
    RESTRICTION = "restriction", pgettext_lazy("right", "Do not use my data for now")
    OBJECTION = "objection", pgettext_lazy("right", "I object to what my data is used for")
    ERASURE = "erasure", pgettext_lazy("right", "Delete something that I cannot delete myself")
    QUESTION = "question", pgettext_lazy("right", "I have a question about my data")


class RequestQuerySet(models.QuerySet["Request"]):
    def visible_to(self, user: User) -> Self:
        """One's own; coordinators see all."""
        return self if sees_all(user) else self.filter(person=user)

    def open(self) -> Self:
        """Those that nobody has answered."""
        return self.filter(answered=None)


class Request(models.Model):
    """What a person asks of those who answer for the data. It goes with the account."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="privacy_requests", verbose_name=_("person")
    )
    right = models.CharField(_("what is asked"), max_length=11, choices=Right)
    text = models.TextField(_("in their words"), max_length=4000)
    asked = models.DateTimeField(_("asked"), auto_now_add=True)
    due = models.DateField(_("to be answered until"))
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    answered = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = signed(_("answered by"))

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request about data")
        verbose_name_plural = _("requests about data")
        ordering = ["answered", "due", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="privacy_request_with_text"),
            models.CheckConstraint(
                condition=models.Q(answered=None) | ~models.Q(answer=""),
                name="privacy_request_answered_in_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_right_display()} · {self.asked:%Y-%m-%d}"


class HoldQuerySet(models.QuerySet["Hold"]):
    def visible_to(self, user: User) -> Self:
        """One's own; coordinators see all."""
        return self if sees_all(user) else self.filter(person=user)

    def standing(self, day: dt.date) -> Self:
        """Those that keep something from being erased on a day."""
        return self.filter(lifted=None, until__gte=day)


class Hold(models.Model):
    """Why data of a person must not be erased yet: an audit of the grant, a dispute. The person sees it."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="holds", verbose_name=_("person")
    )
    reason = models.TextField(_("reason, as the person reads it"), max_length=1000)
    models_held = models.JSONField(_("tables that it is about"), default=list, blank=True)
    until = models.DateField(_("until"))
    by = signed(_("set by"))
    created = models.DateTimeField(_("since"), auto_now_add=True)
    lifted = models.DateTimeField(_("lifted"), null=True, blank=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        ordering = ["lifted", "until"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="hold_with_reason",
                violation_error_message=_("Say why the data must be kept; the person reads it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.until}"


class Act(models.TextChoices):
    """What a receipt is for."""

    TOLD = "told", pgettext_lazy("receipt", "Your data was given to you")
    ERASED = "erased", pgettext_lazy("receipt", "Your data was deleted")
    ANSWERED = "answered", pgettext_lazy("receipt", "Your request was answered")


class Receipt(models.Model):
    """What was done about the data of somebody, without saying whose: the number alone leads here.

    ``counts`` holds how many rows of which table, ``stays`` what was kept and until when, ``audit`` the
    fingerprint of the line of the audit log.
    """

    number = models.CharField(_("number"), max_length=24, unique=True)
    act = models.CharField(_("what was done"), max_length=8, choices=Act)
    counts = models.JSONField(_("how much of what"), default=dict, blank=True)
    stays = models.JSONField(_("what stays, and why"), default=list, blank=True)
    audit = models.CharField(_("fingerprint in the audit log"), max_length=64)
    at = models.DateField(_("when"))

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(audit__regex=FINGERPRINT), name="receipt_in_the_audit_log"
            )
        ]

    def __str__(self) -> str:
        return self.number


class RetentionRun(models.Model):
    """One run of forgetting what was kept for long enough: how many rows of which table."""

    at = models.DateTimeField(_("when"), auto_now_add=True)
    by = signed(_("started by"))
    counts = models.JSONField(_("how much of what"), default=dict)

    class Meta:
        verbose_name = _("retention run")
        verbose_name_plural = _("retention runs")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
