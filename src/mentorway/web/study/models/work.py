"""What is made of answers and where they come from: downloads, imports, devices."""

import datetime as dt
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.study.models.study import Study, Target, Wave

FINGERPRINT = r"^[0-9a-f]{64}$"


class Stage(models.TextChoices):
    """How far a file has come."""

    WAITING = "waiting", pgettext_lazy("download", "Waiting")
    RUNNING = "running", pgettext_lazy("download", "Being made")
    DONE = "done", pgettext_lazy("download", "Done")
    FAILED = "failed", pgettext_lazy("download", "Failed")
    CANCELLED = "cancelled", pgettext_lazy("download", "Cancelled")
    REMOVED = "removed", pgettext_lazy("download", "Removed, as somebody withdrew their answers")


UNDER_WAY = (Stage.WAITING, Stage.RUNNING)


class DownloadQuerySet(models.QuerySet["Download"]):
    def visible_to(self, user: User) -> Self:
        """The files of every study that ``user`` may see."""
        return self.filter(study__in=Study.objects.visible_to(user))

    def under_way(self) -> Self:
        """Those that wait or are being made."""
        return self.filter(stage__in=UNDER_WAY)

    def silent_since(self, moment: dt.datetime) -> Self:
        """Those whose worker has not been heard of since ``moment``."""
        return self.filter(stage=Stage.RUNNING, heard__lt=moment)


class Download(models.Model):
    """A file made of a study's answers, with the fingerprint by which it can be cited."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="downloads", verbose_name=_("study"))
    token = models.UUIDField(_("token"), default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10)
    options = models.JSONField(_("options"), default=dict, blank=True)
    with_texts = models.BooleanField(_("with written answers"), default=False)
    stage = models.CharField(_("stage"), max_length=9, choices=Stage, default=Stage.WAITING)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)
    problem = models.JSONField(_("problem"), null=True, blank=True)
    name = models.CharField(_("name of the file"), max_length=200, blank=True)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    rows = models.PositiveIntegerField(_("people"), default=0)
    sha256 = models.CharField(_("fingerprint of the file"), max_length=64, blank=True)
    data_hash = models.CharField(_("fingerprint of the answers"), max_length=64, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("asked by")
    )
    created = models.DateTimeField(_("since"), auto_now_add=True)
    heard = models.DateTimeField(_("last heard of"), auto_now_add=True)
    finished = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = DownloadQuerySet.as_manager()

    class Meta:
        verbose_name = _("download")
        verbose_name_plural = _("downloads")
        ordering = ["-created", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(stage__in=Stage.values), name="download_stage_known"),
            models.CheckConstraint(condition=models.Q(progress__lte=100), name="download_progress_percent"),
            models.CheckConstraint(
                condition=~models.Q(stage=Stage.DONE) | models.Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="download_done_with_fingerprint",
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.study} · {self.kind}"

    @property
    def is_under_way(self) -> bool:
        return self.stage in UNDER_WAY


class BatchState(models.TextChoices):
    """How far an import has come."""

    UPLOADED = "uploaded", pgettext_lazy("import", "To be matched with the questions")
    CHECKING = "checking", pgettext_lazy("import", "Being checked")
    CHECKED = "checked", pgettext_lazy("import", "To be confirmed")
    STORING = "storing", pgettext_lazy("import", "Being stored")
    STORED = "stored", pgettext_lazy("import", "Imported")
    UNDONE = "undone", pgettext_lazy("import", "Undone")


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, user: User) -> Self:
        """The imports of every study that ``user`` may see."""
        return self.filter(wave__study__in=Study.objects.visible_to(user))


class Batch(models.Model):
    """Older answers from a spreadsheet: all of them are taken, or none; all can be undone."""

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="batches", verbose_name=_("wave"))
    token = models.UUIDField(_("token"), default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name of the file"), max_length=255)
    columns = models.JSONField(_("columns"), default=list, blank=True)
    mapping = models.JSONField(_("which column is which question"), default=dict, blank=True)
    problems = models.JSONField(_("problems"), default=list, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=BatchState, default=BatchState.UPLOADED)
    count = models.PositiveIntegerField(_("people"), default=0)
    wrong = models.PositiveIntegerField(_("problems in all"), default=0)
    incomplete = models.PositiveIntegerField(_("people with a required answer missing"), default=0)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("imported by")
    )
    created = models.DateTimeField(_("since"), auto_now_add=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=BatchState.values), name="batch_state_known"),
            models.CheckConstraint(condition=models.Q(progress__lte=100), name="batch_progress_percent"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_under_way(self) -> bool:
        return self.state in {BatchState.CHECKING, BatchState.STORING}


class DeviceQuerySet(models.QuerySet["Device"]):
    def visible_to(self, user: User) -> Self:
        """The devices of every study that ``user`` may see."""
        return self.filter(study__in=Study.objects.visible_to(user))


class Device(models.Model):
    """A telephone or tablet with ODK Collect that may send answers. Its key is shown once.

    What it sends is counted in ``target``. The answers know that row by its country, sector and partner, as
    all answers do, and nothing of the device.
    """

    study = models.ForeignKey(Study, models.CASCADE, related_name="devices", verbose_name=_("study"))
    target = models.ForeignKey(
        Target,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="devices",
        verbose_name=_("row of the sampling plan"),
    )
    name = models.CharField(_("name"), max_length=100)
    token_hash = models.CharField(_("fingerprint of the key"), max_length=64, unique=True)
    revoked = models.BooleanField(_("shut out"), default=False)
    created = models.DateTimeField(_("since"), auto_now_add=True)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        ordering = ["revoked", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["study", "name"],
                name="one_device_of_a_name",
                violation_error_message=_("This study has a device of this name already."),
            ),
            models.CheckConstraint(
                condition=models.Q(("token_hash__regex", FINGERPRINT)), name="device_with_fingerprint"
            ),
        ]

    def __str__(self) -> str:
        return self.name
