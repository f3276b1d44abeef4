"""What is asked of answers, version by version, and what was found."""

import datetime as dt
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.comparison.models.answers import DAYS_IN_BIN, Dataset, Edition
from mentorway.web.core.models import signed


class Stage(models.TextChoices):
    """How far a comparison has come."""

    WAITING = "waiting", pgettext_lazy("comparison", "Waiting")
    RUNNING = "running", pgettext_lazy("comparison", "Running")
    DONE = "done", pgettext_lazy("comparison", "Done")
    FAILED = "failed", pgettext_lazy("comparison", "Failed")
    CANCELLED = "cancelled", pgettext_lazy("comparison", "Cancelled")


NEWS = ("verdict", "difference", "gone", "come")
UNDER_WAY = (Stage.WAITING, Stage.RUNNING)


class AnalysisQuerySet(models.QuerySet["Analysis"]):
    def of_answers_seen_by(self, user: User | AnonymousUser) -> Self:
        """The analyses of every set of answers that ``user`` may see, those in the bin too."""
        return self.filter(dataset__in=Dataset.objects.visible_to(user))

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The analyses that ``user`` may see and nobody has deleted."""
        return self.of_answers_seen_by(user).filter(deleted=None)

    def deleted_before(self, moment: dt.datetime) -> Self:
        """Those that have been in the bin since before ``moment``."""
        return self.filter(deleted__lt=moment)


class AnalysisBinQuerySet(AnalysisQuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """What was deleted and can still be brought back."""
        mine = Dataset.objects.owned_by(user) if isinstance(user, User) else Dataset.objects.none()
        return self.filter(dataset__in=mine.filter(deleted=None), deleted__isnull=False)


class Analysis(models.Model):
    """One question asked of a set of answers; its versions are the comparisons that answer it."""

    dataset = models.ForeignKey(Dataset, models.CASCADE, related_name="analyses", verbose_name=_("answers"))
    title = models.CharField(_("title"), max_length=200)
    created_by = signed(_("created by"))
    created = models.DateTimeField(_("since"), auto_now_add=True)
    deleted = models.DateTimeField(_("deleted"), null=True, blank=True)

    objects = AnalysisQuerySet.as_manager()
    bin = AnalysisBinQuerySet.as_manager()

    class Meta:
        verbose_name = _("analysis")
        verbose_name_plural = _("analyses")
        ordering = ["dataset", "created", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def restorable_until(self) -> dt.datetime | None:
        """When what was deleted is gone for good."""
        return self.deleted and self.deleted + dt.timedelta(days=DAYS_IN_BIN)


class ComparisonQuerySet(models.QuerySet["Comparison"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The versions of every analysis that ``user`` may see."""
        return self.filter(analysis__in=Analysis.objects.visible_to(user))

    def under_way(self) -> Self:
        """Those that wait or run."""
        return self.filter(stage__in=UNDER_WAY)

    def silent_since(self, moment: dt.datetime) -> Self:
        """Those that run but have not been heard of since ``moment``: their worker is gone."""
        return self.filter(stage=Stage.RUNNING, heard__lt=moment)


class Comparison(models.Model):
    """One version of an analysis; earlier versions are kept, each with the edition it was made of."""

    analysis = models.ForeignKey(
        Analysis, models.CASCADE, related_name="comparisons", verbose_name=_("analysis")
    )
    edition = models.ForeignKey(
        Edition,
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="comparisons",
        verbose_name=_("edition"),
    )
    number = models.PositiveIntegerField(_("version"))
    plan = models.JSONField(_("plan"))
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    asked_by = signed(_("asked by"))
    stage = models.CharField(_("stage"), max_length=9, choices=Stage, default=Stage.WAITING)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)
    step = models.JSONField(_("step"), null=True, blank=True)
    problem = models.JSONField(_("problem"), null=True, blank=True)
    created = models.DateTimeField(_("since"), auto_now_add=True)
    heard = models.DateTimeField(_("last heard of"), auto_now_add=True)
    finished = models.DateTimeField(_("finished"), null=True, blank=True)
    renews = models.BooleanField(_("made because there are newer answers"), default=False)
    changes = models.JSONField(_("what changed"), null=True, blank=True)
    noted = models.DateTimeField(_("changes noted"), null=True, blank=True)

    objects = ComparisonQuerySet.as_manager()

    class Meta:
        verbose_name = _("comparison")
        verbose_name_plural = _("comparisons")
        ordering = ["analysis", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["analysis", "number"], name="one_version_of_analysis_per_number"),
            models.UniqueConstraint(
                fields=["analysis"],
                condition=models.Q(stage__in=UNDER_WAY),
                name="one_version_of_analysis_under_way",
                violation_error_message=_("This analysis is under way. Wait for it or cancel it."),
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
        return f"{self.analysis} · {self.number}"

    @property
    def dataset(self) -> Dataset:
        """The answers that are compared."""
        return self.analysis.dataset

    @property
    def has_news(self) -> bool:
        """Whether what was found is other than in the version before, not only how many people there are."""
        return any(one["kind"] in NEWS for one in self.changes or [])

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
