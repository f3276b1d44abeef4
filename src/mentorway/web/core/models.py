"""The audit log, what happened, and columns that rows of several activities share."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorway.web.core.work.models import Job, Work, Worker

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise  # a name of the type stubs only

    from mentorway.web.accounts.models import User

__all__ = ["Attempt", "AuditEntry", "Happening", "Job", "StoredFile", "Work", "Worker", "signed"]


def signed(label: "_StrPromise") -> "models.ForeignKey[User | None, User | None]":
    """Return the column of who did something: when the account goes, the row stays without a name."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=label
    )


class StoredFile(models.Model):
    """A checked file that people attached to something. It lies in the private folder under ``path``."""

    name = models.CharField(_("file name"), max_length=120)
    media_type = models.CharField(_("type of file"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    path = models.CharField(_("place of the file"), max_length=200, unique=True)
    caption = models.CharField(_("what it shows"), max_length=300, blank=True)
    added_by = signed(_("added by"))
    added = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class AuditEntry(models.Model):
    """One thing that was done with data of people or with what is published. Lines are only ever added.

    Nobody is named: ``actor`` and ``about`` are keyed fingerprints. ``hash`` covers the line and the hash
    before, so that a line that was changed or taken out is found.
    """

    number = models.PositiveBigIntegerField(_("number"), unique=True)
    at = models.DateTimeField(_("when"))
    kind = models.CharField(_("what was done"), max_length=40)
    actor = models.CharField(_("by whom, as a fingerprint"), max_length=64, blank=True)
    about = models.CharField(_("about whom or what, as a fingerprint"), max_length=64, blank=True)
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    previous = models.CharField(_("fingerprint of the line before"), max_length=64, blank=True, unique=True)
    hash = models.CharField(_("fingerprint"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("line of the audit log")
        verbose_name_plural = _("lines of the audit log")
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.number} · {self.kind}"


class Attempt(models.Model):
    """Until when the attempts of somebody on a channel reach; see ``core.limits``, which alone reads it.

    Filled in PostgreSQL only: beside SQLite, attempts have a file of their own.
    """

    key = models.CharField(_("channel and who, as a fingerprint"), max_length=32, primary_key=True)
    due = models.BigIntegerField(_("until, in millionths of a second"))

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")

    def __str__(self) -> str:
        return self.key


class Happening(models.Model):
    """One thing that happened, until it is forgotten: a name, the row that it is about, and numbers.

    ``token`` is what whoever is told of it twice knows it by; ``passed`` says when it was passed on.
    ``actor`` is a keyed fingerprint, so that nobody is told as news what they did themselves. What happened
    to an example is passed on to nobody.
    """

    token = models.UUIDField(_("token"), default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("what happened"), max_length=40)
    row = models.PositiveBigIntegerField(_("number of the row"))
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    actor = models.CharField(_("by whom, as a fingerprint"), max_length=64, blank=True, db_default="")
    is_example = models.BooleanField(_("example"), default=False, db_default=False, editable=False)
    at = models.DateTimeField(_("when"), auto_now_add=True)
    passed = models.DateTimeField(_("passed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("thing that happened")
        verbose_name_plural = _("things that happened")
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="happening_with_name")]
        indexes = [
            models.Index(fields=["passed", "at"], name="happenings_to_pass_on"),
            models.Index(fields=["at"], name="happenings_by_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.row}"
