"""Open data: what of a study is published, after it was looked at whether it could give anybody away."""

import uuid
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.core.models import signed
from mentorway.web.study.models import Study


class Stage(models.TextChoices):
    """How far a data release has come."""

    DRAFT = "draft", pgettext_lazy("data release", "Being prepared")
    WAITING = "waiting", pgettext_lazy("data release", "Waiting")
    RUNNING = "running", pgettext_lazy("data release", "Being checked and packed")
    READY = "ready", pgettext_lazy("data release", "Packed, waits for a second reader")
    FAILED = "failed", pgettext_lazy("data release", "Could not be packed")
    PUBLISHED = "published", pgettext_lazy("data release", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("data release", "Withdrawn")


UNDER_WAY = (Stage.WAITING, Stage.RUNNING)


class ReleaseQuerySet(models.QuerySet["Release"]):
    def visible_to(self, user: User) -> Self:
        """Those of the studies that ``user`` may see."""
        return self.filter(study__in=Study.objects.visible_to(user))

    def public(self) -> Self:
        """What everybody may fetch; withdrawn ones keep their address and say so."""
        return self.filter(stage__in=[Stage.PUBLISHED, Stage.WITHDRAWN])


class Release(models.Model):
    """One version of the open data of a study.

    ``choices`` says which columns and tables go in and how they are made coarser; ``verdict`` is what the
    check of disclosure found, over this and all earlier releases; ``tables`` the published tables, so that
    later releases are checked together with them.
    """

    token = models.UUIDField(_("token"), default=uuid.uuid4, unique=True, editable=False)
    study = models.ForeignKey(Study, models.PROTECT, related_name="releases", verbose_name=_("study"))
    number = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=200)
    description = models.JSONField(_("description by language"), default=dict)
    choices = models.JSONField(_("what goes in"), default=dict)
    stage = models.CharField(_("stage"), max_length=9, choices=Stage, default=Stage.DRAFT)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)
    heard = models.DateTimeField(_("last heard of"), null=True, blank=True)
    problem = models.JSONField(_("problem"), null=True, blank=True)
    verdict = models.JSONField(_("what the check found"), null=True, blank=True)
    tables = models.JSONField(_("published tables"), null=True, blank=True)
    path = models.CharField(_("place of the file"), max_length=200, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    sha256 = models.CharField(_("fingerprint of the file"), max_length=64, blank=True)
    licence = models.CharField(_("licence"), max_length=40, default="CC-BY-4.0")
    doi = models.CharField(_("DOI"), max_length=200, blank=True)
    reason = models.TextField(_("why it was withdrawn"), max_length=2000, blank=True)
    is_example = models.BooleanField(_("example"), default=False, editable=False)
    created_by = signed(_("created by"))
    created = models.DateTimeField(_("since"), auto_now_add=True)
    published_by = signed(_("published by"))
    published = models.DateTimeField(_("published"), null=True, blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("data release")
        verbose_name_plural = _("data releases")
        ordering = ["study", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["study", "number"], name="one_data_release_per_number"),
            models.UniqueConstraint(
                fields=["study"],
                condition=models.Q(stage__in=UNDER_WAY),
                name="one_data_release_under_way",
                violation_error_message=_("It is being packed already. Wait for it or stop it."),
            ),
            models.CheckConstraint(
                condition=models.Q(stage__in=Stage.values), name="data_release_stage_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(stage__in=[Stage.READY, Stage.PUBLISHED])
                | (models.Q(sha256__regex=r"^[0-9a-f]{64}$") & models.Q(verdict__isnull=False)),
                name="data_release_checked",
            ),
            models.CheckConstraint(
                condition=~models.Q(stage=Stage.PUBLISHED) | models.Q(published__isnull=False),
                name="data_release_published_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~models.Q(stage=Stage.WITHDRAWN) | ~models.Q(reason=""),
                name="data_release_withdrawn_with_reason",
                violation_error_message=_("Say why it is withdrawn."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} · {self.number}"

    @property
    def is_under_way(self) -> bool:
        """Whether somebody waits for it."""
        return self.stage in UNDER_WAY
