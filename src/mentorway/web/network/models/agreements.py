"""Partnership agreements: their versions, who accepted which, and until when they hold."""

import datetime as dt
from collections.abc import Mapping
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.core.folding import terms
from mentorway.web.core.models import StoredFile, signed
from mentorway.web.network.models.partners import DAYS_IN_BIN, Partner, belonging_to, sees_all

REMINDERS = (90, 30, 7)


class AgreementKind(models.TextChoices):
    """What partners agree on."""

    PARTNERSHIP = "partnership", _("Partnership")
    PLACEMENT = "placement", _("Placements and visits")
    TRAINING = "training", _("Training of mentors")
    DATA = "data", _("Sharing of data")
    INTENT = "intent", _("Letter of intent")
    OTHER = "other", pgettext_lazy("agreement", "Something else")


class AgreementState(models.TextChoices):
    """Where an agreement stands; whether it has run out is read from its dates."""

    DRAFT = "draft", pgettext_lazy("agreement", "Being written")
    OFFERED = "offered", pgettext_lazy("agreement", "Waiting for acceptance")
    ACCEPTED = "accepted", pgettext_lazy("agreement", "Accepted by all")
    ENDED = "ended", pgettext_lazy("agreement", "Ended before its time")
    WITHDRAWN = "withdrawn", pgettext_lazy("agreement", "Withdrawn")


AGREEMENT_MOVES: Mapping[str, tuple[AgreementState, ...]] = {
    AgreementState.DRAFT: (AgreementState.OFFERED, AgreementState.WITHDRAWN),
    AgreementState.OFFERED: (
        AgreementState.ACCEPTED,
        AgreementState.DRAFT,
        AgreementState.ENDED,
        AgreementState.WITHDRAWN,
    ),
    AgreementState.ACCEPTED: (AgreementState.OFFERED, AgreementState.ENDED),
    AgreementState.ENDED: (),
    AgreementState.WITHDRAWN: (AgreementState.DRAFT,),
}


HOLDING = (AgreementState.ACCEPTED, AgreementState.OFFERED)


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def seen_by(self, user: User) -> Self:
        """One's own, and those that a partner of ``user`` was ever asked to accept; coordinators see all."""
        if sees_all(user):
            return self
        mine = belonging_to(user)
        asked = Party.objects.filter(partner__in=mine, agreement__versions__offered__isnull=False)
        return self.filter(models.Q(owner__in=mine) | models.Q(pk__in=asked.values("agreement")))

    def visible_to(self, user: User) -> Self:
        """What ``user`` may see and nobody has deleted."""
        return self.seen_by(user).filter(deleted=None)

    def accepted_once(self) -> Self:
        """Those that all parties accepted; a newer version may be waiting meanwhile."""
        return self.filter(state__in=HOLDING, starts__isnull=False, deleted=None)

    def in_force(self, day: dt.date) -> Self:
        """Accepted by all, begun and not over on ``day``."""
        return self.accepted_once().filter(starts__lte=day).exclude(ends__lt=day)

    def held_between(self, first: dt.date, last: dt.date) -> Self:
        """Accepted by all, and in force on some day from ``first`` to ``last``, also if ended since."""
        found = self.filter(held__isnull=False, starts__lte=last, deleted=None)
        return found.exclude(ends__lt=first)

    def ending_between(self, first: dt.date, last: dt.date) -> Self:
        """Accepted, and running out from ``first`` to ``last``."""
        return self.accepted_once().filter(ends__range=(first, last))

    def matching(self, words: str) -> Self:
        """Those of which title, reference or a party holds every word."""
        found = self
        for term in terms(words):
            named = Party.objects.filter(partner__search_text__holds=term).values("agreement")
            told = models.Q(title__holds=term) | models.Q(reference__holds=term)
            found = found.filter(told | models.Q(pk__in=named))
        return found

    def deleted_before(self, moment: dt.datetime) -> Self:
        """Those that have been in the bin since before ``moment``."""
        return self.filter(deleted__lt=moment)


class AgreementBin(AgreementQuerySet):
    def visible_to(self, user: User) -> Self:
        """What was deleted and can still be brought back."""
        return self.seen_by(user).filter(deleted__isnull=False)


class Agreement(models.Model):
    """What two or more partners agree on. ``starts`` and ``ends`` are those of the version in force."""

    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(
        _("kind"), max_length=12, choices=AgreementKind, default=AgreementKind.PARTNERSHIP
    )
    reference = models.CharField(_("reference number"), max_length=60, blank=True)
    owner = models.ForeignKey(
        Partner, models.PROTECT, related_name="agreements_kept", verbose_name=_("kept by")
    )
    parties: "models.ManyToManyField[Partner, Party]" = models.ManyToManyField(
        Partner, through="Party", related_name="agreements", verbose_name=_("parties")
    )
    state = models.CharField(_("state"), max_length=10, choices=AgreementState, default=AgreementState.DRAFT)
    starts = models.DateField(_("holds from"), null=True, blank=True)
    ends = models.DateField(_("holds until"), null=True, blank=True)
    held: "models.ForeignKey[AgreementVersion | None]" = models.ForeignKey(
        "AgreementVersion",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("version that all accepted"),
    )
    ended_why = models.CharField(_("why it ended"), max_length=500, blank=True)
    is_example = models.BooleanField(_("example"), default=False, editable=False)
    created_by = signed(_("created by"))
    created = models.DateTimeField(_("since"), auto_now_add=True)
    deleted = models.DateTimeField(_("deleted"), null=True, blank=True)

    objects = AgreementQuerySet.as_manager()
    bin = AgreementBin.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["-created", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=AgreementKind.values), name="agreement_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=AgreementState.values), name="agreement_state_known"
            ),
            models.CheckConstraint(condition=~models.Q(title=""), name="agreement_with_title"),
            models.CheckConstraint(
                condition=~models.Q(state=AgreementState.ACCEPTED)
                | models.Q(starts__isnull=False, held__isnull=False),
                name="agreement_accepted_from_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(ends=None) | models.Q(ends__gte=models.F("starts")),
                name="agreement_ends_after_it_starts",
                violation_error_message=_("An agreement cannot end before it starts."),
            ),
        ]
        indexes = [models.Index(fields=["state", "ends"], name="agreements_by_end")]

    def __str__(self) -> str:
        return self.title

    @property
    def restorable_until(self) -> dt.datetime | None:
        """When what was deleted is gone for good."""
        return self.deleted and self.deleted + dt.timedelta(days=DAYS_IN_BIN)

    def may_become(self, state: str) -> bool:
        """Whether the table of moves leads there from here."""
        return state in AGREEMENT_MOVES[self.state]


class Party(models.Model):
    """A partner's place in an agreement."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="places", verbose_name=_("agreement")
    )
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="places", verbose_name=_("partner"))

    class Meta:
        verbose_name = _("party of an agreement")
        verbose_name_plural = _("parties of agreements")
        ordering = ["agreement", "partner__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "partner"],
                name="one_place_per_party",
                violation_error_message=_("This partner is a party already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.agreement} · {self.partner}"


class AgreementVersionQuerySet(models.QuerySet["AgreementVersion"]):
    def visible_to(self, user: User) -> Self:
        """What was offered of every agreement that ``user`` may see, and the drafts of one's own partner."""
        found = self.filter(agreement__in=Agreement.objects.visible_to(user))
        if sees_all(user):
            return found
        return found.filter(
            models.Q(offered__isnull=False) | models.Q(agreement__owner__in=belonging_to(user))
        )

    def last_before(self, number: int) -> "AgreementVersion | None":
        """The last one that was offered before version ``number``."""
        return self.filter(number__lt=number, offered__isnull=False).order_by("-number").first()


class AgreementVersion(models.Model):
    """The text as it was offered. Once offered it does not change: a change is a new version."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="versions", verbose_name=_("agreement")
    )
    number = models.PositiveIntegerField(_("version"))
    text = models.TextField(_("text"), max_length=100_000, blank=True)
    starts = models.DateField(_("holds from"))
    ends = models.DateField(_("holds until"), null=True, blank=True)
    note = models.CharField(_("what is new"), max_length=500, blank=True)
    attached = models.JSONField(_("files that belong to it"), default=list, blank=True)
    fingerprint = models.CharField(_("fingerprint"), max_length=64, blank=True)
    offered = models.DateTimeField(_("offered"), null=True, blank=True)
    written_by = signed(_("written by"))
    written = models.DateTimeField(_("written"), auto_now_add=True)

    objects = AgreementVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of an agreement")
        verbose_name_plural = _("versions of agreements")
        ordering = ["agreement", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="one_agreement_version_per_number"),
            models.CheckConstraint(
                condition=models.Q(ends=None) | models.Q(ends__gte=models.F("starts")),
                name="agreement_version_ends_after_it_starts",
                violation_error_message=_("An agreement cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=models.Q(offered=None) | models.Q(fingerprint__regex=r"^[0-9a-f]{64}$"),
                name="agreement_offered_with_fingerprint",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} · {self.number}"


class Answer(models.TextChoices):
    ACCEPTED = "accepted", pgettext_lazy("agreement", "Accepted")
    DECLINED = "declined", pgettext_lazy("agreement", "Declined")


class Acceptance(models.Model):
    """What one party says to one version, by whom and in which position."""

    version = models.ForeignKey(
        AgreementVersion, models.CASCADE, related_name="answers", verbose_name=_("version")
    )
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("party"))
    answer = models.CharField(_("answer"), max_length=8, choices=Answer)
    signatory = models.CharField(_("name of who signs"), max_length=120)
    position = models.CharField(_("position of who signs"), max_length=120, blank=True)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    on_paper = models.BooleanField(_("signed on paper"), default=False)
    by = signed(_("by"))
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("answer of a party")
        verbose_name_plural = _("answers of parties")
        ordering = ["version", "at"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "partner"],
                name="one_answer_per_party",
                violation_error_message=_("This party has answered already."),
            ),
            models.CheckConstraint(
                condition=models.Q(answer__in=Answer.values), name="answer_of_party_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} · {self.partner} · {self.get_answer_display()}"


class AgreementFileQuerySet(models.QuerySet["AgreementFile"]):
    def visible_to(self, user: User) -> Self:
        """The files of every agreement that ``user`` may see."""
        return self.filter(agreement__in=Agreement.objects.visible_to(user))


class AgreementFile(StoredFile):
    """A signed copy or an annex."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="files", verbose_name=_("agreement")
    )

    objects = AgreementFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of an agreement")
        verbose_name_plural = _("files of agreements")
        ordering = ["agreement", "added"]


class AgreementReminder(models.Model):
    """That people were reminded of the end of an agreement, so that nobody is told twice."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="reminders", verbose_name=_("agreement")
    )
    ends = models.DateField(_("holds until"))
    days = models.PositiveSmallIntegerField(_("days before"))
    sent = models.DateTimeField(_("sent"), auto_now_add=True)

    class Meta:
        verbose_name = _("reminder of an agreement")
        verbose_name_plural = _("reminders of agreements")
        ordering = ["agreement", "-sent"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "ends", "days"], name="one_reminder_per_end_and_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} · {self.days}"
