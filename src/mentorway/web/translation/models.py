"""What is translated into which languages, who translates, and how far each text is."""

from typing import ClassVar, Self, TypeVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.core.models import signed
from mentorway.web.core.search import matching
from mentorway.web.network.models import sees_all
from mentorway.web.network.models.owned import OwnedQuerySet
from mentorway.web.network.models.partners import belongs

FINGERPRINT = r"^[0-9a-f]{64}$"
LANGUAGE_CODE = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"


class Document(models.Model):
    """What is translated as a whole: a questionnaire, a good practice.

    What it is, whose it is and who may see it, its owner knows: a row of an activity that points here.
    Deleting the document deletes that row with every translation.
    """

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return str(self.pk)


class LanguageQuerySet(models.QuerySet["Language"]):
    def targets(self) -> Self:
        """Those that are translated into."""
        return self.filter(is_source=False)


class Language(models.Model):
    """A language of a document; a variant such as sv-FI is a language of its own."""

    document = models.ForeignKey(
        Document, models.CASCADE, related_name="languages", verbose_name=_("document")
    )
    code = models.CharField(
        _("code"),
        max_length=20,
        validators=[RegexValidator(LANGUAGE_CODE, _("Use a code such as lv, sv-FI or ru-LT."))],
    )
    name = models.CharField(
        _("name"),
        max_length=60,
        validators=[
            RegexValidator(r"^[^():]*$", _("Write the name without brackets and colons."), code="signs")
        ],
    )
    is_source = models.BooleanField(_("source language"), default=False)

    objects = LanguageQuerySet.as_manager()

    class Meta:
        verbose_name = _("language")
        verbose_name_plural = _("languages")
        ordering = ["document", "-is_source", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "code"],
                name="one_language_per_code",
                violation_error_message=_("This language is there already."),
            ),
            models.UniqueConstraint(
                fields=["document"], condition=models.Q(is_source=True), name="one_source_language"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class Part(models.TextChoices):
    """What a person does in translating into one language."""

    FIRST = "translator1", pgettext_lazy("part in translating", "First translator")
    SECOND = "translator2", pgettext_lazy("part in translating", "Second translator")
    REVIEWER = "reviewer", pgettext_lazy("part in translating", "Reviewer")
    ADJUDICATOR = "adjudicator", pgettext_lazy("part in translating", "Adjudicator")


TRANSLATORS = (Part.FIRST, Part.SECOND)


class Assignment(models.Model):
    """Who does which part in translating into one language."""

    language = models.ForeignKey(
        Language, models.CASCADE, related_name="assignments", verbose_name=_("language")
    )
    part = models.CharField(_("part"), max_length=11, choices=Part)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="assignments", verbose_name=_("person")
    )

    class Meta:
        verbose_name = _("part in translating")
        verbose_name_plural = _("parts in translating")
        ordering = ["language", "part"]
        constraints = [
            models.UniqueConstraint(fields=["language", "part"], name="one_person_per_part"),
            models.CheckConstraint(condition=models.Q(part__in=Part.values), name="assignment_part_known"),
            models.UniqueConstraint(
                fields=["language", "user"],
                condition=models.Q(part__in=TRANSLATORS),
                name="two_translators_are_two_people",
                violation_error_message=_("The two translators must be two different people."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_part_display()}"


class Stage(models.TextChoices):
    """How far the translation of one text has come."""

    OPEN = "open", pgettext_lazy("translation", "Being translated")
    DRAFTED = "drafted", pgettext_lazy("translation", "To be reviewed")
    REVIEWED = "reviewed", pgettext_lazy("translation", "To be adjudicated")
    AGREED = "agreed", pgettext_lazy("translation", "Adjudicated")


class Translation(models.Model):
    """One text of a document in one language. ``source`` is the text that was translated."""

    language = models.ForeignKey(
        Language, models.CASCADE, related_name="translations", verbose_name=_("language")
    )
    key = models.CharField(_("key"), max_length=300)
    source = models.TextField(_("source text"))
    source_hash = models.CharField(_("fingerprint of the source text"), max_length=64)
    stage = models.CharField(_("stage"), max_length=8, choices=Stage, default=Stage.OPEN)
    review = models.TextField(_("reviewed text"), blank=True)
    comment = models.TextField(_("comment of the reviewer"), blank=True)
    reviewed_by = signed(_("reviewed by"))
    agreed = models.TextField(_("adjudicated text"), blank=True)
    agreed_by = signed(_("adjudicated by"))

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        ordering = ["language", "key"]
        constraints = [
            models.UniqueConstraint(fields=["language", "key"], name="one_translation_per_text"),
            models.CheckConstraint(
                condition=models.Q(stage__in=Stage.values), name="translation_stage_known"
            ),
            models.CheckConstraint(
                condition=models.Q(source_hash__regex=FINGERPRINT), name="translation_with_fingerprint"
            ),
            models.CheckConstraint(
                condition=~models.Q(stage=Stage.AGREED) | ~models.Q(agreed=""), name="agreed_with_text"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.language} · {self.key}"


class Draft(models.Model):
    """One translator's text. Until both are handed in, only its author sees it."""

    translation = models.ForeignKey(
        Translation, models.CASCADE, related_name="drafts", verbose_name=_("translation")
    )
    place = models.PositiveSmallIntegerField(_("place"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("author")
    )
    text = models.TextField(_("text"))
    handed_in = models.DateTimeField(_("handed in"), null=True, blank=True)

    class Meta:
        verbose_name = _("draft translation")
        verbose_name_plural = _("draft translations")
        ordering = ["translation", "place"]
        constraints = [
            models.UniqueConstraint(fields=["translation", "place"], name="one_draft_per_place"),
            models.UniqueConstraint(
                fields=["translation", "author"],
                name="two_drafts_of_two_people",
                violation_error_message=_("The two drafts must be written by two different people."),
            ),
            models.CheckConstraint(condition=models.Q(place__in=[1, 2]), name="draft_place_one_or_two"),
        ]

    def __str__(self) -> str:
        return f"{self.translation} · {self.place}"


class What(models.TextChoices):
    """What can happen to a text in one language."""

    DRAFT = "draft", pgettext_lazy("history", "Draft written")
    HANDED = "handed", pgettext_lazy("history", "Draft handed in")
    REVIEW = "review", pgettext_lazy("history", "Reviewed")
    AGREED = "agreed", pgettext_lazy("history", "Adjudicated")
    ADOPTED = "adopted", pgettext_lazy("history", "Taken over as agreed elsewhere")
    REOPENED = "reopened", pgettext_lazy("history", "New drafts asked for")
    SOURCE = "source", pgettext_lazy("history", "Source text changed")
    IMPORTED = "imported", pgettext_lazy("history", "Read from a file")
    COMMENT = "comment", pgettext_lazy("history", "Comment")
    PRETEST = "pretest", pgettext_lazy("history", "Pre-test note")
    ASSIGNED = "assigned", pgettext_lazy("history", "Parts given")


class Event(models.Model):
    """One line of the history of a translation: who, when, what, from, to. Lines are only ever added."""

    language = models.ForeignKey(Language, models.CASCADE, related_name="events", verbose_name=_("language"))
    key = models.CharField(_("key"), max_length=300, blank=True)
    what = models.CharField(_("what happened"), max_length=8, choices=What)
    before = models.TextField(_("before"), blank=True)
    after = models.TextField(_("after"), blank=True)
    by = signed(_("by"))
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("line of the history")
        verbose_name_plural = _("lines of the history")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["language", "key"], name="event_of_text")]
        constraints = [
            models.CheckConstraint(condition=models.Q(what__in=What.values), name="event_known"),
        ]

    def __str__(self) -> str:
        return f"{self.language} · {self.key} · {self.get_what_display()}"


Row = TypeVar("Row", bound=models.Model)


class SharedQuerySet(OwnedQuerySet[Row]):
    """Rows that have a document to translate and may be shared with the network."""

    searched: ClassVar[tuple[str, ...]] = ("title", "partner__name")

    def seen_by(self, user: User) -> Self:
        """One's own, those one has a part in translating, and what is shared; coordinators see all."""
        if sees_all(user):
            return self
        theirs = Document.objects.filter(languages__assignments__user=user)
        part = models.Q(document__in=theirs.values("pk"))
        shared = models.Q(is_shared=True)
        return self.filter(self.own_of(user) | part | shared if belongs(user) else part)

    def matching(self, words: str) -> Self:
        """Those of which what is searched holds every one of the words."""
        return matching(self, words, *self.searched)
