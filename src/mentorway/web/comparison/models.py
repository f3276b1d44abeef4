"""Answers as they came, the comparisons asked of them, and what was found."""

import datetime as dt
import uuid
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.network.models import Membership, Partner

DAYS_IN_BIN = 30
RAW_KEPT = dt.timedelta(hours=24)


class State(models.TextChoices):
    """How far a set of answers has come."""

    UPLOADED = "uploaded", pgettext_lazy("answers", "Being read")
    READ = "read", pgettext_lazy("answers", "To be checked")
    READY = "ready", pgettext_lazy("answers", "Stored")
    FAILED = "failed", pgettext_lazy("answers", "Could not be read")


class Stage(models.TextChoices):
    """How far a comparison has come."""

    WAITING = "waiting", pgettext_lazy("comparison", "Waiting")
    RUNNING = "running", pgettext_lazy("comparison", "Running")
    DONE = "done", pgettext_lazy("comparison", "Done")
    FAILED = "failed", pgettext_lazy("comparison", "Failed")
    CANCELLED = "cancelled", pgettext_lazy("comparison", "Cancelled")


UNDER_WAY = (Stage.WAITING, Stage.RUNNING)


class DatasetQuerySet(models.QuerySet["Dataset"]):
    def seen_by(self, user: User | AnonymousUser) -> Self:
        """What is public, and what belongs to a partner of ``user``."""
        public = self.filter(is_public=True)
        return public | self.owned_by(user) if isinstance(user, User) else public

    def owned_by(self, user: User) -> Self:
        """What belongs to a partner of ``user``; the example belongs to nobody."""
        partners = Membership.objects.filter(user=user).values("partner")
        return self.filter(partner__in=partners, is_example=False)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """What ``user`` may see and nobody has deleted."""
        return self.seen_by(user).filter(deleted=None)

    def matching(self, words: str) -> Self:
        """Those whose title or partner holds every one of the words."""
        found = self
        for word in words.split()[:10]:
            found = found.filter(models.Q(title__icontains=word) | models.Q(partner__name__icontains=word))
        return found

    def unfinished_since(self, moment: dt.datetime) -> Self:
        """Those of which only the uploaded files are there, for too long."""
        return self.exclude(state=State.READY).filter(created__lt=moment)

    def deleted_before(self, moment: dt.datetime) -> Self:
        """Those that have been in the bin since before ``moment``."""
        return self.filter(deleted__lt=moment)


class DatasetBinQuerySet(DatasetQuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """What was deleted and can still be brought back."""
        mine = self.owned_by(user) if isinstance(user, User) else self.none()
        return mine.filter(deleted__isnull=False)


class Dataset(models.Model):
    """Answers of several countries with their codebook, owned by one partner."""

    token = models.UUIDField(_("token"), default=uuid.uuid4, unique=True, editable=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="datasets", verbose_name=_("partner"))
    title = models.CharField(_("title"), max_length=200)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    answers_name = models.CharField(_("name of the file of answers"), max_length=255)
    codebook_name = models.CharField(_("name of the codebook"), max_length=255)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.UPLOADED)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)
    group = models.CharField(_("column of the groups"), max_length=500, blank=True)
    preview = models.JSONField(_("preview"), null=True, blank=True)
    problem = models.JSONField(_("problem"), null=True, blank=True)
    sha256 = models.CharField(_("fingerprint of the answers"), max_length=64, blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True)
    is_public = models.BooleanField(_("public"), default=False)
    is_example = models.BooleanField(_("example"), default=False, editable=False)
    created = models.DateTimeField(_("since"), auto_now_add=True)
    deleted = models.DateTimeField(_("deleted"), null=True, blank=True)

    objects = DatasetQuerySet.as_manager()
    bin = DatasetBinQuerySet.as_manager()

    class Meta:
        verbose_name = _("set of answers")
        verbose_name_plural = _("sets of answers")
        ordering = ["-created", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="dataset_state_known"),
            models.CheckConstraint(
                condition=models.Q(state=State.READY, sha256__regex=r"^[0-9a-f]{64}$")
                | (~models.Q(state=State.READY) & models.Q(sha256="")),
                name="dataset_ready_with_fingerprint",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.READ) | models.Q(preview__isnull=False),
                name="dataset_read_with_preview",
            ),
            models.CheckConstraint(condition=models.Q(progress__lte=100), name="dataset_progress_in_percent"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def restorable_until(self) -> dt.datetime | None:
        """When what was deleted is gone for good."""
        return self.deleted and self.deleted + dt.timedelta(days=DAYS_IN_BIN)

    @property
    def raw_until(self) -> dt.datetime:
        """When uploaded files of which nothing was made are removed."""
        return self.created + RAW_KEPT


class ComparisonQuerySet(models.QuerySet["Comparison"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The comparisons of every set of answers that ``user`` may see."""
        return self.filter(dataset__in=Dataset.objects.visible_to(user))

    def under_way(self) -> Self:
        """Those that wait or run."""
        return self.filter(stage__in=UNDER_WAY)

    def silent_since(self, moment: dt.datetime) -> Self:
        """Those that run but have not been heard of since ``moment``: their worker is gone."""
        return self.filter(stage=Stage.RUNNING, heard__lt=moment)


class Comparison(models.Model):
    """One version of what was asked of a set of answers; earlier versions are kept."""

    dataset = models.ForeignKey(
        Dataset, models.CASCADE, related_name="comparisons", verbose_name=_("answers")
    )
    number = models.PositiveIntegerField(_("version"))
    plan = models.JSONField(_("plan"))
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked by"),
    )
    stage = models.CharField(_("stage"), max_length=9, choices=Stage, default=Stage.WAITING)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)
    step = models.JSONField(_("step"), null=True, blank=True)
    problem = models.JSONField(_("problem"), null=True, blank=True)
    created = models.DateTimeField(_("since"), auto_now_add=True)
    heard = models.DateTimeField(_("last heard of"), auto_now_add=True)
    finished = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = ComparisonQuerySet.as_manager()

    class Meta:
        verbose_name = _("comparison")
        verbose_name_plural = _("comparisons")
        ordering = ["dataset", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["dataset", "number"], name="one_comparison_per_number"),
            models.UniqueConstraint(
                fields=["dataset"],
                condition=models.Q(stage__in=UNDER_WAY),
                name="one_comparison_under_way",
                violation_error_message=_(
                    "A comparison of these answers is under way. Wait for it or cancel it."
                ),
            ),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="comparison_number_from_one"),
            models.CheckConstraint(condition=models.Q(stage__in=Stage.values), name="comparison_stage_known"),
            models.CheckConstraint(
                condition=models.Q(progress__lte=100), name="comparison_progress_in_percent"
            ),
            models.CheckConstraint(
                condition=models.Q(stage__in=UNDER_WAY, finished=None)
                | (~models.Q(stage__in=UNDER_WAY) & models.Q(finished__isnull=False)),
                name="comparison_finished_with_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dataset} · {self.number}"

    @property
    def is_under_way(self) -> bool:
        return self.stage in UNDER_WAY


class FindingQuerySet(models.QuerySet["Finding"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """What was found in every set of answers that ``user`` may see."""
        return self.filter(comparison__in=Comparison.objects.visible_to(user))


class Finding(models.Model):
    """What a comparison found, in full precision, with all that is needed to repeat it."""

    comparison = models.OneToOneField(
        Comparison, models.CASCADE, related_name="finding", verbose_name=_("comparison")
    )
    value = models.TextField(_("value"))
    method = models.CharField(_("method"), max_length=200)
    library_version = models.CharField(_("version of the library"), max_length=50)
    data_hash = models.CharField(_("fingerprint of the answers"), max_length=64)
    created = models.DateTimeField(_("since"), auto_now_add=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["-created"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(data_hash__regex=r"^[0-9a-f]{64}$"), name="finding_with_fingerprint"
            ),
            models.CheckConstraint(
                condition=~models.Q(value="") & ~models.Q(method="") & ~models.Q(library_version=""),
                name="finding_complete",
            ),
        ]

    def __str__(self) -> str:
        return str(self.comparison)
