"""The audit log, and columns that rows of several activities share (abstract, without behaviour)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """A checked file that people attached to something. It lies in the private folder under ``path``."""

    name = models.CharField(_("file name"), max_length=120)
    media_type = models.CharField(_("type of file"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    path = models.CharField(_("place of the file"), max_length=200, unique=True)
    caption = models.CharField(_("what it shows"), max_length=300, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("added by"),
    )
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
