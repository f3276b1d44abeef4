"""Who reads: people who asked for letters, the letters, and counts without people."""

import datetime as dt
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.core.models import signed
from mentorway.web.dissemination.models.editorial import LANGUAGES
from mentorway.web.dissemination.models.entries import Entry
from mentorway.web.network.models.partners import belonging_to, sees_all
from mentorway.web.translation.models import FINGERPRINT


class Standing(models.TextChoices):
    """Whether somebody gets letters."""

    ASKED = "asked", pgettext_lazy("reader", "Has asked, not yet confirmed")
    CONFIRMED = "confirmed", pgettext_lazy("reader", "Gets letters")


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def visible_to(self, user: User) -> Self:
        """Coordinators of the network alone see addresses."""
        return self if sees_all(user) else self.none()

    def confirmed(self) -> Self:
        """Those who get letters."""
        return self.filter(standing=Standing.CONFIRMED, is_example=False)

    def known_as(self, email: str) -> Self:
        """Who has this address, however it is written."""
        return self.filter(email__iexact=email)

    def asked_since(self, moment: dt.datetime) -> Self:
        """Those who asked for letters, or asked again, after a moment."""
        return self.filter(asked__gt=moment, is_example=False)

    def unconfirmed_before(self, moment: dt.datetime) -> Self:
        """Those who asked before a moment and did not confirm."""
        return self.filter(standing=Standing.ASKED, asked__lt=moment)


class Subscriber(models.Model):
    """An address that asked for letters. Who leaves is deleted; what they agreed to is kept by fingerprint.

    ``secret_hash`` is the fingerprint of the secret in the links of their letters.
    """

    email = models.EmailField(_("e-mail address"), unique=True)
    language = models.CharField(_("language"), max_length=2, choices=[(code, code) for code in LANGUAGES])
    kinds = models.JSONField(_("what they want to hear of"), default=list)
    standing = models.CharField(_("standing"), max_length=9, choices=Standing, default=Standing.ASKED)
    secret_hash = models.CharField(_("fingerprint of the link"), max_length=64, unique=True)
    consent_hash = models.CharField(_("fingerprint of what they agreed to"), max_length=64)
    asked = models.DateTimeField(_("asked"))
    confirmed = models.DateTimeField(_("confirmed"), null=True, blank=True)
    is_example = models.BooleanField(_("example"), default=False, editable=False)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = _("reader of letters")
        verbose_name_plural = _("readers of letters")
        ordering = ["email"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(standing=Standing.ASKED, confirmed=None)
                | models.Q(standing=Standing.CONFIRMED, confirmed__isnull=False),
                name="subscriber_confirmed_at_a_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(secret_hash__regex=FINGERPRINT)
                & models.Q(consent_hash__regex=FINGERPRINT),
                name="subscriber_with_fingerprints",
            ),
        ]

    def __str__(self) -> str:
        return self.email


class MailingQuerySet(models.QuerySet["Mailing"]):
    def visible_to(self, user: User) -> Self:
        """Coordinators of the network write letters to readers."""
        return self if sees_all(user) else self.none()

    def on_the_way(self) -> Self:
        """Letters that are being sent."""
        return self.filter(released__isnull=False, sent=None)


class Mailing(models.Model):
    """A letter to readers. ``texts`` holds ``subject`` and ``body`` by language; ``kind`` says what of.

    ``languages`` are those of the readers who get it, all of them where it is empty. While it is sent,
    ``reached`` holds by language the key of the last reader who got it: nobody gets it twice, and nothing
    tells afterwards who got it.
    """

    texts = models.JSONField(_("texts"), default=dict)
    language = models.CharField(
        _("written in"), max_length=2, choices=[(code, code) for code in LANGUAGES], default="en"
    )
    kind = models.CharField(_("about"), max_length=8)
    entries = models.ManyToManyField(
        Entry, related_name="mailings", blank=True, verbose_name=_("publications")
    )
    languages = models.JSONField(_("languages of the readers"), default=list, blank=True)
    released = models.DateTimeField(_("released"), null=True, blank=True)
    reached = models.JSONField(_("how far it is sent"), default=dict, blank=True)
    sent = models.DateTimeField(_("sent"), null=True, blank=True)
    recipients = models.PositiveIntegerField(_("how many got it"), default=0)
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)
    created_by = signed(_("created by"))
    is_example = models.BooleanField(_("example"), default=False, editable=False)
    created = models.DateTimeField(_("since"), auto_now_add=True)

    objects = MailingQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter to readers")
        verbose_name_plural = _("letters to readers")
        ordering = ["-created", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sent=None) | models.Q(released__isnull=False),
                name="mailing_sent_after_release",
            ),
            models.CheckConstraint(
                condition=models.Q(is_example=False) | models.Q(released=None),
                name="mailing_example_never_sent",
            ),
        ]

    def __str__(self) -> str:
        return self.texts.get(self.language, {}).get("subject", "") or str(self.pk)


class ReachQuerySet(models.QuerySet["Reach"]):
    def visible_to(self, user: User) -> Self:
        """Every member of the network sees how often pages are opened."""
        known = sees_all(user) or belonging_to(user).exists()
        return self if known else self.none()

    def between(self, first: dt.date, last: dt.date) -> Self:
        """Counts of these days, both included."""
        return self.filter(day__gte=first, day__lte=last)


class Reach(models.Model):
    """How often something public was opened on a day. No person, no address, no device: a count."""

    day = models.DateField(_("day"))
    page = models.CharField(_("page"), max_length=120)
    language = models.CharField(_("language"), max_length=2)
    count = models.PositiveIntegerField(_("times opened"), default=0)

    objects = ReachQuerySet.as_manager()

    class Meta:
        verbose_name = _("count of a page")
        verbose_name_plural = _("counts of pages")
        ordering = ["-day", "page"]
        constraints = [
            models.UniqueConstraint(fields=["day", "page", "language"], name="one_count_a_day_and_page")
        ]

    def __str__(self) -> str:
        return f"{self.day} · {self.page} · {self.language}"
