"""What was answered. Nothing here knows by whom: keys are random, and of the time a day is kept."""

import datetime as dt
import uuid
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.methodology.models import Version
from mentorway.web.network.models import Country, Partner, Sector
from mentorway.web.study.models.asking import AccessCode
from mentorway.web.study.models.study import Mode, Study, Wave
from mentorway.web.study.models.work import Batch


class Status(models.TextChoices):
    COMPLETE = "complete", pgettext_lazy("answers", "Complete")
    REVIEW = "review", pgettext_lazy("answers", "To be looked at")


class Source(models.TextChoices):
    WEB = "web", pgettext_lazy("answers", "Web page")
    OPENROSA = "openrosa", pgettext_lazy("answers", "ODK Collect")
    IMPORT = "import", pgettext_lazy("answers", "Imported")


class ResponseQuerySet(models.QuerySet["Response"]):
    def visible_to(self, user: User) -> Self:
        """The answers to every study that ``user`` may see."""
        return self.filter(wave__study__in=Study.objects.visible_to(user))

    def of_study(self, study: Study) -> Self:
        return self.filter(wave__study=study)


class Response(models.Model):
    """One person's answers. ``code`` is random and known to that person only; ``id`` is random too."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="responses", verbose_name=_("wave"))
    version = models.ForeignKey(Version, models.PROTECT, related_name="+", verbose_name=_("questionnaire"))
    code = models.CharField(_("answer code"), max_length=40, unique=True)
    pseudonym = models.CharField(_("pseudonym"), max_length=64, blank=True)
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("partner")
    )
    country = models.CharField(_("country"), max_length=2, choices=Country)
    sector = models.CharField(_("sector"), max_length=10, choices=Sector)
    language = models.CharField(_("language"), max_length=20)
    mode = models.CharField(_("how people took part"), max_length=12, choices=Mode)
    consent = models.PositiveIntegerField(_("version of the consent text"), default=0)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.COMPLETE)
    day = models.DateField(_("day"))
    answers = models.JSONField(_("answers"))
    instance_id = models.CharField(
        _("instance of ODK Collect"), max_length=255, null=True, blank=True, unique=True
    )
    source = models.CharField(_("source"), max_length=8, choices=Source, default=Source.WEB)
    raw = models.TextField(_("as it came"), null=True, blank=True)  # noqa: DJ001 - the brief: none but OpenRosa's
    batch = models.ForeignKey(
        Batch, models.PROTECT, null=True, blank=True, related_name="responses", verbose_name=_("import")
    )

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("answers")
        verbose_name_plural = _("answers")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["wave", "country", "sector"], name="response_by_group"),
            models.Index(fields=["wave", "pseudonym"], name="response_by_pseudonym"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(mode__in=Mode.values), name="response_mode_known"),
            models.CheckConstraint(
                condition=models.Q(status__in=Status.values), name="response_status_known"
            ),
            models.CheckConstraint(
                condition=models.Q(source__in=Source.values), name="response_source_known"
            ),
            models.CheckConstraint(
                condition=models.Q(pseudonym="") | models.Q(mode=Mode.PSEUDONYMOUS),
                name="response_pseudonym_only_where_promised",
            ),
            models.CheckConstraint(condition=~models.Q(code=""), name="response_with_code"),
        ]

    def __str__(self) -> str:
        return self.code


class Draft(models.Model):
    """Answers that are being given. Gone when they are sent; forgotten when nobody comes back.

    ``context`` holds what the judge keeps fixed: `begun` (ISO 8601), `seed`, `kept`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(Wave, models.CASCADE, related_name="drafts", verbose_name=_("wave"))
    version = models.ForeignKey(Version, models.PROTECT, related_name="+", verbose_name=_("questionnaire"))
    resume_hash = models.CharField(_("fingerprint of the link"), max_length=64, unique=True)
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    context = models.JSONField(_("what is fixed"), default=dict, blank=True)
    language = models.CharField(_("language"), max_length=20)
    page = models.PositiveIntegerField(_("page"), default=0)
    code = models.ForeignKey(
        AccessCode,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="drafts",
        verbose_name=_("one-time code"),
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("partner")
    )
    country = models.CharField(_("country"), max_length=2, choices=Country)
    sector = models.CharField(_("sector"), max_length=10, choices=Sector)
    consent = models.PositiveIntegerField(_("version of the consent text"), default=0)
    keys = models.JSONField(_("keys of what was saved"), default=list, blank=True)
    day = models.DateField(_("day"))

    class Meta:
        verbose_name = _("answers being given")
        verbose_name_plural = _("answers being given")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(resume_hash__regex=r"^[0-9a-f]{64}$"), name="draft_with_fingerprint"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def begun(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self.context["begun"])

    @property
    def seed(self) -> str:
        return str(self.context["seed"])

    @property
    def kept(self) -> dict[str, Any]:
        return dict(self.context.get("kept") or {})
