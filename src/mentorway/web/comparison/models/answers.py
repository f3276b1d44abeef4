"""Answers as they came, and their editions: newer answers to the same questions."""

import datetime as dt
import uuid
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.core.models import signed
from mentorway.web.core.search import matching
from mentorway.web.network.models import Membership, Partner
from mentorway.web.study.models import Study

DAYS_IN_BIN = 30
RAW_KEPT = dt.timedelta(hours=24)
SUMS = "sums"  # in `study_choice`: what is stored are sums that others sent


class State(models.TextChoices):
    """How far a set of answers has come."""

    UPLOADED = "uploaded", pgettext_lazy("answers", "Being read")
    READ = "read", pgettext_lazy("answers", "To be checked")
    STORING = "storing", pgettext_lazy("answers", "Being stored")
    READY = "ready", pgettext_lazy("answers", "Stored")
    FAILED = "failed", pgettext_lazy("answers", "Could not be read")


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
        return matching(self, words, "title", "partner__name")

    def of_answers(self) -> Self:
        """Those that hold answers, and no sums of others in their place."""
        return self.exclude(study_choice__has_key=SUMS)

    def on_their_own(self) -> Self:
        """Those that are no newer answers to others."""
        return self.filter(newer_of=None)

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
    uploaded_by = signed(_("uploaded by"))
    answers_name = models.CharField(_("name of the file of answers"), max_length=255)
    codebook_name = models.CharField(_("name of the codebook"), max_length=255)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.UPLOADED)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)
    group = models.CharField(_("column of the groups"), max_length=500, blank=True)
    facts = models.JSONField(_("columns of facts"), null=True, blank=True)
    weight = models.CharField(_("column of the weights"), max_length=500, blank=True)
    preview = models.JSONField(_("preview"), null=True, blank=True)
    problem = models.JSONField(_("problem"), null=True, blank=True)
    sha256 = models.CharField(_("fingerprint of the newest answers"), max_length=64, blank=True)
    newer_of = models.OneToOneField(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="newer",
        verbose_name=_("newer answers to"),
        error_messages={"unique": _("Newer answers are there already and wait to be looked at.")},
    )
    study = models.ForeignKey(
        Study, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("study")
    )
    study_choice = models.JSONField(_("what was taken of the study"), default=dict, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
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
    def holds_sums(self) -> bool:
        """Whether these are sums that others sent; newer ones come from who puts them together."""
        return SUMS in self.study_choice

    @property
    def restorable_until(self) -> dt.datetime | None:
        """When what was deleted is gone for good."""
        return self.deleted and self.deleted + dt.timedelta(days=DAYS_IN_BIN)

    @property
    def raw_until(self) -> dt.datetime:
        """When uploaded files of which nothing was made are removed."""
        return self.created + RAW_KEPT


class StoredQuerySet(models.QuerySet["Edition"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The editions of every set of answers that ``user`` may see."""
        return self.filter(dataset__in=Dataset.objects.visible_to(user))


class Edition(models.Model):
    """The answers as they were stored once, under their fingerprint; newer ones make another edition."""

    dataset = models.ForeignKey(Dataset, models.CASCADE, related_name="editions", verbose_name=_("answers"))
    number = models.PositiveIntegerField(_("edition"))
    sha256 = models.CharField(_("fingerprint of the answers"), max_length=64)
    rows = models.PositiveIntegerField(_("people"), null=True, blank=True)
    name = models.CharField(_("name of the file of answers"), max_length=255, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    by = signed(_("stored by"))
    created = models.DateTimeField(_("since"), auto_now_add=True)

    objects = StoredQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["dataset", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["dataset", "number"], name="one_edition_of_answers_per_number"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="edition_of_answers_from_one"),
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="edition_of_answers_with_fingerprint",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dataset} · {self.number}"

    @property
    def holds_sums(self) -> bool:
        """Whether it is of sums that others sent in place of answers."""
        return self.dataset.holds_sums
