"""Training programmes: a draft as one plain structure, its revisions, what it cites, and versions."""

import datetime as dt
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorway.web.accounts.models import User
from mentorway.web.comparison.models import Finding
from mentorway.web.core.models import StoredFile, signed
from mentorway.web.network.models import NetworkFinding, Partner
from mentorway.web.practices.models import ChallengeFinding, Practice
from mentorway.web.translation.models import FINGERPRINT, Document, SharedQuerySet

DAYS_IN_BIN = 30
REVISIONS_KEPT = 50


class ProgrammeQuerySet(SharedQuerySet["Programme"]):
    """Programmes as people may see and search them."""


class ProgrammeBin(ProgrammeQuerySet):
    def visible_to(self, user: User) -> Self:
        """What was deleted and can still be brought back."""
        return self.owned_by(user).filter(deleted__isnull=False)


class Programme(models.Model):
    """A training programme under work, in its source language.

    ``content`` is what `mentorway.courses.structure` reads: modules with outcomes, sessions, materials and
    assessments. What a module cites is in `Citation`, so that nothing that is cited can vanish.
    """

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="programmes", verbose_name=_("partner"))
    document = models.OneToOneField(
        Document, models.CASCADE, related_name="programme", verbose_name=_("document"), editable=False
    )
    title = models.CharField(_("title"), max_length=200)
    content = models.JSONField(_("draft"), default=dict)
    revision = models.PositiveIntegerField(_("revision of the draft"), default=1)
    is_shared = models.BooleanField(_("shared with the network"), default=False)
    is_example = models.BooleanField(_("example"), default=False, editable=False)
    created_by = signed(_("created by"))
    created = models.DateTimeField(_("since"), auto_now_add=True)
    changed = models.DateTimeField(_("last changed"), auto_now_add=True)
    deleted = models.DateTimeField(_("deleted"), null=True, blank=True)

    objects = ProgrammeQuerySet.as_manager()
    bin = ProgrammeBin.as_manager()

    class Meta:
        verbose_name = _("training programme")
        verbose_name_plural = _("training programmes")
        ordering = ["-changed", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(revision__gte=1), name="programme_revision_from_one"),
            models.CheckConstraint(condition=~models.Q(title=""), name="programme_with_title"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def restorable_until(self) -> dt.datetime | None:
        """When what was deleted is gone for good."""
        return self.deleted and self.deleted + dt.timedelta(days=DAYS_IN_BIN)


class Revision(models.Model):
    """The draft as it was after one change: what undoing and merging start from.

    ``cites`` is what its modules cited then; None in revisions that are older than this field.
    """

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="revisions", verbose_name=_("training programme")
    )
    number = models.PositiveIntegerField(_("revision of the draft"))
    content = models.JSONField(_("draft"))
    cites = models.JSONField(_("what the modules cite"), null=True, default=None)
    what = models.CharField(_("what was done"), max_length=300)
    by = signed(_("changed by"))
    at = models.DateTimeField(_("changed"), auto_now_add=True)

    class Meta:
        verbose_name = _("revision of a training programme")
        verbose_name_plural = _("revisions of training programmes")
        ordering = ["programme", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="one_programme_revision_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.programme} · {self.number}"


class CitationQuerySet(models.QuerySet["Citation"]):
    def visible_to(self, user: User) -> Self:
        """Those of every programme that ``user`` may see."""
        return self.filter(programme__in=Programme.objects.visible_to(user))


class Citation(models.Model):
    """What a module answers: one finding or good practice, and why it does."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="citations", verbose_name=_("training programme")
    )
    module = models.CharField(_("short name of the module"), max_length=40)
    practice = models.ForeignKey(
        Practice,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="citations",
        verbose_name=_("good practice"),
    )
    finding = models.ForeignKey(
        Finding,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="citations",
        verbose_name=_("finding of a comparison"),
    )
    network_finding = models.ForeignKey(
        NetworkFinding,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="citations",
        verbose_name=_("finding on the network"),
    )
    challenge_finding = models.ForeignKey(
        ChallengeFinding,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="citations",
        verbose_name=_("finding on challenges"),
    )
    why = models.TextField(_("how the module answers it"), max_length=1000, blank=True)

    objects = CitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["programme", "module", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    models.Q(
                        practice__isnull=False, finding=None, network_finding=None, challenge_finding=None
                    )
                    | models.Q(
                        practice=None, finding__isnull=False, network_finding=None, challenge_finding=None
                    )
                    | models.Q(
                        practice=None, finding=None, network_finding__isnull=False, challenge_finding=None
                    )
                    | models.Q(
                        practice=None, finding=None, network_finding=None, challenge_finding__isnull=False
                    )
                ),
                name="citation_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return str(self.practice or self.finding or self.network_finding or self.challenge_finding)


class FileQuerySet(models.QuerySet["File"]):
    def visible_to(self, user: User) -> Self:
        """The files of every programme that ``user`` may see."""
        return self.filter(programme__in=Programme.objects.visible_to(user))


class File(StoredFile):
    """A file among the materials; the material names it by its fingerprint."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="files", verbose_name=_("training programme")
    )
    sha256 = models.CharField(_("fingerprint"), max_length=64)

    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a training programme")
        verbose_name_plural = _("files of training programmes")
        ordering = ["programme", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "sha256"], name="one_programme_file_per_content"),
            models.CheckConstraint(
                condition=models.Q(sha256__regex=FINGERPRINT), name="programme_file_fingerprint"
            ),
        ]


class EditionQuerySet(models.QuerySet["Edition"]):
    def visible_to(self, user: User) -> Self:
        """The versions of every programme that ``user`` may see."""
        return self.filter(programme__in=Programme.objects.visible_to(user))


class Edition(models.Model):
    """A published version: it never changes. It holds the programme, its citations and its translations."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="editions", verbose_name=_("training programme")
    )
    number = models.PositiveIntegerField(_("version"))
    content = models.JSONField(_("content"))
    content_hash = models.CharField(_("fingerprint of the content"), max_length=64)
    changed_because = models.TextField(_("changed because of"), max_length=2000, blank=True)
    published_by = signed(_("published by"))
    published = models.DateTimeField(_("published"), auto_now_add=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a training programme")
        verbose_name_plural = _("versions of training programmes")
        ordering = ["programme", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="one_programme_edition_per_number"),
            models.CheckConstraint(
                condition=models.Q(number__gte=1), name="programme_edition_number_from_one"
            ),
            models.CheckConstraint(
                condition=models.Q(content_hash__regex=FINGERPRINT),
                name="programme_edition_with_fingerprint",
            ),
            models.CheckConstraint(
                condition=models.Q(number=1) | ~models.Q(changed_because=""),
                name="programme_edition_with_reason",
                violation_error_message=_(
                    "Say what changed and because of what: it is kept with the version."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} · {self.number}"
