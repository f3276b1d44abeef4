"""Questionnaires: their drafts, the revisions of these, and published versions."""

import datetime as dt
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorway.web.accounts.models import User
from mentorway.web.core.models import signed
from mentorway.web.network.models import Partner
from mentorway.web.translation.models import FINGERPRINT, Document, SharedQuerySet

DAYS_IN_BIN = 30
REVISIONS_KEPT = 50


class QuestionnaireQuerySet(SharedQuerySet["Questionnaire"]):
    """Questionnaires as people may see and search them."""

    searched = ("title", "description", "partner__name")


class QuestionnaireBin(QuestionnaireQuerySet):
    def visible_to(self, user: User) -> Self:
        """What was deleted and can still be brought back."""
        return self.owned_by(user).filter(deleted__isnull=False)


class Questionnaire(models.Model):
    """A questionnaire under work: its draft, in its source language."""

    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="questionnaires", verbose_name=_("partner")
    )
    document = models.OneToOneField(
        Document, models.CASCADE, related_name="questionnaire", verbose_name=_("document"), editable=False
    )
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), max_length=2000, blank=True)
    workbook = models.JSONField(_("draft"), default=list)
    revision = models.PositiveIntegerField(_("revision of the draft"), default=1)
    is_shared = models.BooleanField(_("shared with the network"), default=False)
    is_example = models.BooleanField(_("example"), default=False, editable=False)
    created_by = signed(_("created by"))
    created = models.DateTimeField(_("since"), auto_now_add=True)
    changed = models.DateTimeField(_("last changed"), auto_now_add=True)
    deleted = models.DateTimeField(_("deleted"), null=True, blank=True)

    objects = QuestionnaireQuerySet.as_manager()
    bin = QuestionnaireBin.as_manager()

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering = ["-changed", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(revision__gte=1), name="questionnaire_revision_from_one"
            ),
            models.CheckConstraint(condition=~models.Q(title=""), name="questionnaire_with_title"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def restorable_until(self) -> dt.datetime | None:
        """When what was deleted is gone for good."""
        return self.deleted and self.deleted + dt.timedelta(days=DAYS_IN_BIN)


class Revision(models.Model):
    """The draft as it was after one change: what undoing and merging start from."""

    questionnaire = models.ForeignKey(
        Questionnaire, models.CASCADE, related_name="revisions", verbose_name=_("questionnaire")
    )
    number = models.PositiveIntegerField(_("revision of the draft"))
    workbook = models.JSONField(_("draft"))
    what = models.CharField(_("what was done"), max_length=300)
    by = signed(_("changed by"))
    at = models.DateTimeField(_("changed"), auto_now_add=True)

    class Meta:
        verbose_name = _("revision of a draft")
        verbose_name_plural = _("revisions of drafts")
        ordering = ["questionnaire", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="one_revision_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire} · {self.number}"


class VersionQuerySet(models.QuerySet["Version"]):
    def visible_to(self, user: User) -> Self:
        """The versions of every questionnaire that ``user`` may see."""
        return self.filter(questionnaire__in=Questionnaire.objects.visible_to(user))


class Version(models.Model):
    """What was published: it never changes. The database itself refuses to change it."""

    questionnaire = models.ForeignKey(
        Questionnaire, models.CASCADE, related_name="versions", verbose_name=_("questionnaire")
    )
    number = models.PositiveIntegerField(_("version"))
    form_json = models.TextField(_("compiled form"))
    form_hash = models.CharField(_("fingerprint of the form"), max_length=64)
    xform = models.TextField(_("XForm"))
    workbook = models.JSONField(_("workbook"))
    file = models.BinaryField(_("workbook as a file"))
    note = models.TextField(_("note"), max_length=2000, blank=True)
    published_by = signed(_("published by"))
    published = models.DateTimeField(_("published"), auto_now_add=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a questionnaire")
        verbose_name_plural = _("versions of questionnaires")
        ordering = ["questionnaire", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="one_version_per_number"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="version_number_from_one"),
            models.CheckConstraint(
                condition=models.Q(form_hash__regex=FINGERPRINT), name="version_with_fingerprint"
            ),
            models.CheckConstraint(
                condition=~models.Q(form_json="") & ~models.Q(xform=""), name="version_complete"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire} · {self.number}"
