"""Good practices: described by partners, reviewed twice, rated, judged for other countries."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.core.models import StoredFile, signed
from mentorway.web.core.search import FoldedIndex, FoldedTextField, matching
from mentorway.web.network.models import (
    DAYS_IN_BIN,
    Country,
    Partner,
    sees_all,
)
from mentorway.web.network.models.owned import OwnedQuerySet
from mentorway.web.network.models.partners import belongs
from mentorway.web.practices.models.topics import Topic
from mentorway.web.translation.models import Document

LANGUAGES = ("en", "lt", "lv", "sv", "fi")
TEXTS = (
    "title",
    "summary",
    "context",
    "need",
    "method",
    "resources",
    "evidence",
    "results",
    "transferability",
)
REVIEWS_NEEDED = 2
SECTORS = [("education", _("Education")), ("business", _("Business")), ("both", _("Both"))]
CHOSEN_BY = ("state", "country", "sector", "language", "partner")


class PracticeState(models.TextChoices):
    """Where a practice stands on its way to readers."""

    DRAFT = "draft", pgettext_lazy("practice", "Being written")
    SUBMITTED = "submitted", pgettext_lazy("practice", "Handed in")
    REVIEW = "review", pgettext_lazy("practice", "Under review")
    CHANGES = "changes", pgettext_lazy("practice", "To be changed")
    ACCEPTED = "accepted", pgettext_lazy("practice", "Accepted, shown in the network")
    PUBLISHED = "published", pgettext_lazy("practice", "Published, shown to everybody")
    WITHDRAWN = "withdrawn", pgettext_lazy("practice", "Withdrawn")


PRACTICE_MOVES: Mapping[str, tuple[PracticeState, ...]] = {
    PracticeState.DRAFT: (PracticeState.SUBMITTED, PracticeState.WITHDRAWN),
    PracticeState.SUBMITTED: (PracticeState.REVIEW, PracticeState.CHANGES, PracticeState.WITHDRAWN),
    PracticeState.REVIEW: (PracticeState.ACCEPTED, PracticeState.CHANGES, PracticeState.WITHDRAWN),
    PracticeState.CHANGES: (PracticeState.SUBMITTED, PracticeState.WITHDRAWN),
    PracticeState.ACCEPTED: (PracticeState.PUBLISHED, PracticeState.CHANGES, PracticeState.WITHDRAWN),
    PracticeState.PUBLISHED: (PracticeState.ACCEPTED, PracticeState.CHANGES, PracticeState.WITHDRAWN),
    PracticeState.WITHDRAWN: (PracticeState.DRAFT,),
}
WRITABLE = (PracticeState.DRAFT, PracticeState.CHANGES)
SHOWN_IN_NETWORK = (PracticeState.ACCEPTED, PracticeState.PUBLISHED)


class Strength(models.IntegerChoices):
    """How strong the evidence for a practice is. Five steps, weakest first."""

    DESCRIBED = 1, _("Described: what is done and why it should work")
    MONITORED = 2, _("Followed: results were recorded")
    CHANGED = 3, _("Change shown: measured before and after")
    COMPARED = 4, _("Compared: with people who did not take part")
    REPEATED = 5, _("Repeated: compared in more than one place")


class PracticeQuerySet(OwnedQuerySet["Practice"]):
    def seen_by(self, user: User) -> Self:
        """One's own, what one reviews, and what the network shows; coordinators see all."""
        if sees_all(user):
            return self
        asked = models.Q(pk__in=Review.objects.filter(reviewer=user).values("practice"))
        shown = models.Q(state__in=SHOWN_IN_NETWORK)
        return self.filter(self.own_of(user) | asked | shown if belongs(user) else asked)

    def followed_by(self, user: User) -> Self:
        """Whose way to readers, back and forth, ``user`` may see: one's own; coordinators see all."""
        found = self.filter(deleted=None)
        return found if sees_all(user) else found.owned_by(user)

    def public(self) -> Self:
        """What everybody may read."""
        return self.filter(state=PracticeState.PUBLISHED, deleted=None)

    def with_token(self, token: uuid.UUID) -> Self:
        """The one that others cite by ``token``."""
        return self.filter(token=token)

    def matching(self, words: str) -> Self:
        """Those in which every word is written in some language, whatever its case and accents."""
        return matching(self, words)


class PracticeBin(PracticeQuerySet):
    def visible_to(self, user: User) -> Self:
        """What was deleted and can still be brought back by its partner or a coordinator."""
        found = self.filter(deleted__isnull=False)
        return found if sees_all(user) else found.owned_by(user)


class PracticeShown(PracticeQuerySet):
    def visible_to(self, user: User) -> Self:  # noqa: ARG002 - strangers read them too
        """What everybody may read, signed in or not."""
        return self.public()


class PracticeInTranslation(PracticeQuerySet):
    def visible_to(self, user: User) -> Self:
        """Whose translations one has to do with: those of one's partner, and those one has a part in."""
        found = self.filter(deleted=None)
        theirs = Document.objects.filter(languages__assignments__user=user).values("pk")
        own = self.own_of(user) | models.Q(document__in=theirs)
        return found if sees_all(user) else found.filter(own)


class Practice(models.Model):
    """A practice in the words of who wrote it; ``language`` is theirs. ``token`` is how others cite it."""

    token = models.UUIDField(_("token"), default=uuid.uuid4, unique=True, editable=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="practices", verbose_name=_("partner"))
    country = models.CharField(_("country"), max_length=2, choices=Country)
    sector = models.CharField(
        _("sector"),
        max_length=10,
        choices=SECTORS,
    )
    language = models.CharField(_("written in"), max_length=2, choices=[(code, code) for code in LANGUAGES])
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("in short"), max_length=1000, blank=True)
    context = models.TextField(_("context"), max_length=10_000, blank=True)
    need = models.TextField(_("need"), max_length=10_000, blank=True)
    method = models.TextField(_("method"), max_length=20_000, blank=True)
    resources = models.TextField(_("resources"), max_length=10_000, blank=True)
    evidence = models.TextField(_("evidence"), max_length=10_000, blank=True)
    results = models.TextField(_("results"), max_length=10_000, blank=True)
    transferability = models.TextField(_("transferability"), max_length=10_000, blank=True)
    document = models.OneToOneField(
        Document, models.CASCADE, related_name="practice", verbose_name=_("document"), editable=False
    )
    website = models.URLField(_("website"), blank=True)
    first_year = models.PositiveSmallIntegerField(
        _("first year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
    )
    topics: "models.ManyToManyField[Topic, models.Model]" = models.ManyToManyField(
        Topic, related_name="practices", blank=True, verbose_name=_("topics")
    )
    state = models.CharField(_("state"), max_length=9, choices=PracticeState, default=PracticeState.DRAFT)
    review_round = models.PositiveSmallIntegerField(_("round of review"), default=1, editable=False)
    strength = models.PositiveSmallIntegerField(
        _("strength of the evidence"), choices=Strength, null=True, blank=True
    )
    strength_why = models.CharField(_("why this strength"), max_length=500, blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)
    search_text = FoldedTextField(_("text for searching"), blank=True, editable=False)
    title_key = FoldedTextField(_("title for sorting"), blank=True, editable=False)
    is_example = models.BooleanField(_("example"), default=False, editable=False)
    created_by = signed(_("created by"))
    created = models.DateTimeField(_("since"), auto_now_add=True)
    changed = models.DateTimeField(_("last changed"), auto_now_add=True)
    published = models.DateTimeField(_("published"), null=True, blank=True)
    deleted = models.DateTimeField(_("deleted"), null=True, blank=True)

    objects = PracticeQuerySet.as_manager()
    bin = PracticeBin.as_manager()
    shown = PracticeShown.as_manager()
    in_translation = PracticeInTranslation.as_manager()

    class Meta:
        verbose_name = _("good practice")
        verbose_name_plural = _("good practices")
        ordering = ["-changed", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=PracticeState.values), name="practice_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(country__in=Country.values), name="practice_country_known"
            ),
            models.CheckConstraint(
                condition=models.Q(sector__in=["education", "business", "both"]), name="practice_sector_known"
            ),
            models.CheckConstraint(
                condition=models.Q(language__in=LANGUAGES), name="practice_language_known"
            ),
            models.CheckConstraint(condition=~models.Q(title=""), name="practice_with_title"),
            models.CheckConstraint(
                condition=models.Q(strength=None) | models.Q(strength__in=Strength.values),
                name="practice_strength_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=PracticeState.PUBLISHED) | models.Q(published__isnull=False),
                name="practice_published_on_a_day",
            ),
        ]
        indexes = [
            # All that lists choose and sort by, in each of their orders: no list reads the long texts of all.
            models.Index(
                fields=["deleted", "-changed", "-id", *CHOSEN_BY, "strength", "title_key"],
                name="practices_by_change",
            ),
            models.Index(
                fields=["deleted", "title_key", "-changed", "-id", *CHOSEN_BY, "strength"],
                name="practices_by_title",
            ),
            models.Index(
                fields=["deleted", "-strength", "-changed", "-id", *CHOSEN_BY, "title_key"],
                name="practices_by_strength",
            ),
            FoldedIndex(fields=["search_text"], name="practices_by_text"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def restorable_until(self) -> dt.datetime | None:
        """When what was deleted is gone for good."""
        return self.deleted and self.deleted + dt.timedelta(days=DAYS_IN_BIN)

    def may_become(self, state: str) -> bool:
        """Whether the table of moves leads there from here."""
        return state in PRACTICE_MOVES[self.state]


class PracticeRevision(models.Model):
    """A practice as it was after one change: history, and what merging two edits starts from."""

    practice = models.ForeignKey(
        Practice, models.CASCADE, related_name="revisions", verbose_name=_("good practice")
    )
    number = models.PositiveIntegerField(_("revision"))
    fields = models.JSONField(_("fields"))
    by = signed(_("changed by"))
    at = models.DateTimeField(_("changed"), auto_now_add=True)

    class Meta:
        verbose_name = _("revision of a good practice")
        verbose_name_plural = _("revisions of good practices")
        ordering = ["practice", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "number"], name="one_practice_revision_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.practice} · {self.number}"


class PracticeStep(models.Model):
    """One move of a practice from state to state. Lines are only ever added."""

    practice = models.ForeignKey(
        Practice, models.CASCADE, related_name="steps", verbose_name=_("good practice")
    )
    before = models.CharField(_("before"), max_length=9, choices=PracticeState)
    after = models.CharField(_("after"), max_length=9, choices=PracticeState)
    note = models.TextField(_("note"), max_length=4000, blank=True)
    revision = models.PositiveIntegerField(_("revision"))
    by = signed(_("by"))
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("step of a good practice")
        verbose_name_plural = _("steps of good practices")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.practice} · {self.before} → {self.after}"


class PracticeFileQuerySet(models.QuerySet["PracticeFile"]):
    def visible_to(self, user: User) -> Self:
        """The files of every practice that ``user`` may see."""
        return self.filter(practice__in=Practice.objects.visible_to(user))


class PracticeFileShown(PracticeFileQuerySet):
    def visible_to(self, user: User) -> Self:  # noqa: ARG002 - strangers read them too
        """The files of what everybody may read."""
        return self.filter(practice__in=Practice.objects.public())


class PracticeFile(StoredFile):
    """A picture or a paper that belongs to a practice."""

    practice = models.ForeignKey(
        Practice, models.CASCADE, related_name="files", verbose_name=_("good practice")
    )

    objects = PracticeFileQuerySet.as_manager()
    shown = PracticeFileShown.as_manager()

    class Meta:
        verbose_name = _("file of a good practice")
        verbose_name_plural = _("files of good practices")
        ordering = ["practice", "added"]


class Advice(models.TextChoices):
    ACCEPT = "accept", pgettext_lazy("review", "Accept")
    CHANGES = "changes", pgettext_lazy("review", "Accept after changes")
    REJECT = "reject", pgettext_lazy("review", "Do not accept")


class Criterion(models.TextChoices):
    """What a reviewer scores from 1 to 4. The guiding question of each is in the form."""

    RELEVANCE = "relevance", _("Relevance")
    CLARITY = "clarity", _("Clarity")
    EFFECT = "effect", _("Effect")
    EVIDENCE = "evidence", _("Evidence")
    COST = "cost", _("Effort and cost")
    TRANSFER = "transfer", _("Use elsewhere")
    INCLUSION = "inclusion", _("Inclusion and ethics")


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, user: User) -> Self:
        """One's own; coordinators see all. Authors read the remarks through their practice."""
        return (
            self.filter(practice__deleted=None)
            if sees_all(user)
            else self.filter(reviewer=user, practice__deleted=None)
        )

    def handed_in(self) -> Self:
        return self.filter(handed_in__isnull=False)


class Review(models.Model):
    """One reviewer's judgement of a practice in one round. Blind until both reviews are in."""

    practice = models.ForeignKey(
        Practice, models.CASCADE, related_name="reviews", verbose_name=_("good practice")
    )
    round = models.PositiveSmallIntegerField(_("round of review"), default=1)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="practice_reviews", verbose_name=_("reviewer")
    )
    asked = models.DateTimeField(_("asked"), auto_now_add=True)
    due = models.DateField(_("by when"), null=True, blank=True)
    scores = models.JSONField(_("scores"), default=dict, blank=True)
    strength = models.PositiveSmallIntegerField(
        _("strength of the evidence"), choices=Strength, null=True, blank=True
    )
    advice = models.CharField(_("advice"), max_length=7, choices=Advice, blank=True)
    remarks = models.TextField(_("remarks for the authors"), max_length=10_000, blank=True)
    confidential = models.TextField(_("remarks for the coordinators only"), max_length=4000, blank=True)
    declined = models.DateTimeField(_("declined"), null=True, blank=True)
    handed_in = models.DateTimeField(_("handed in"), null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["practice", "-round", "asked"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "round", "reviewer"],
                name="one_review_per_round_and_reviewer",
                violation_error_message=_("This person is asked already."),
            ),
            models.CheckConstraint(
                condition=models.Q(handed_in=None) | ~models.Q(advice=""), name="review_handed_in_with_advice"
            ),
            models.CheckConstraint(
                condition=models.Q(handed_in=None) | models.Q(declined=None), name="review_done_or_declined"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practice} · {self.reviewer}"


class Verdict(models.TextChoices):
    """Whether a practice would work in a country."""

    AS_IS = "as_is", pgettext_lazy("transferability", "As it is")
    ADAPTED = "adapted", pgettext_lazy("transferability", "With changes")
    PARTS = "parts", pgettext_lazy("transferability", "Only parts of it")
    NOT = "not", pgettext_lazy("transferability", "Not advisable")


class TransferQuerySet(models.QuerySet["Transfer"]):
    def visible_to(self, user: User) -> Self:
        """The judgements of every practice that ``user`` may see."""
        return self.filter(practice__in=Practice.objects.visible_to(user))


class Transfer(models.Model):
    """How a partner judges the use of a practice in its own country."""

    practice = models.ForeignKey(
        Practice, models.CASCADE, related_name="transfers", verbose_name=_("good practice")
    )
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="transfers", verbose_name=_("partner"))
    country = models.CharField(_("country"), max_length=2, choices=Country)
    verdict = models.CharField(_("verdict"), max_length=7, choices=Verdict)
    conditions = models.TextField(_("conditions"), max_length=4000, blank=True)
    by = signed(_("by"))
    at = models.DateTimeField(_("when"), auto_now=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = _("judgement of transferability")
        verbose_name_plural = _("judgements of transferability")
        ordering = ["practice", "country", "partner__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "partner", "country"], name="one_judgement_per_partner_and_country"
            ),
            models.CheckConstraint(
                condition=models.Q(verdict__in=Verdict.values), name="transfer_verdict_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practice} · {self.country} · {self.get_verdict_display()}"
