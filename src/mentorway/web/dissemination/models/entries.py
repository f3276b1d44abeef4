"""What people write for readers: pages about the project, news, events, materials."""

import datetime as dt
from typing import Self
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.core.models import StoredFile, signed
from mentorway.web.core.search import FoldedIndex, FoldedTextField, matching
from mentorway.web.core.zones import KNOWN, UTC
from mentorway.web.dissemination.models.claims import Claim
from mentorway.web.dissemination.models.editorial import LANGUAGES, MOVES, SLUG, Revision, State, Step
from mentorway.web.network.models import Partner
from mentorway.web.network.models.owned import OwnedQuerySet
from mentorway.web.network.models.partners import belonging_to, sees_all

DAYS_IN_BIN = 30


class Kind(models.TextChoices):
    """What a text is for."""

    PAGE = "page", pgettext_lazy("publication", "Page about the project")
    NEWS = "news", pgettext_lazy("publication", "News")
    EVENT = "event", pgettext_lazy("publication", "Event")
    MATERIAL = "material", pgettext_lazy("publication", "Material to use")


class TargetGroupQuerySet(models.QuerySet["TargetGroup"]):
    def visible_to(self, user: User) -> Self:
        """Everybody who belongs to a partner, and coordinators, see whom publications are meant for."""
        return self if sees_all(user) or belonging_to(user).exists() else self.none()


class TargetGroup(models.Model):
    """Whom something is meant for: named in several languages by the coordinators."""

    texts = models.JSONField(_("names"), default=dict)
    position = models.PositiveSmallIntegerField(_("place"), default=0)

    objects = TargetGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("target group")
        verbose_name_plural = _("target groups")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return next((one["name"] for one in self.texts.values() if one.get("name")), str(self.pk))


class EntryQuerySet(OwnedQuerySet["Entry"]):
    def public(self, now: dt.datetime) -> Self:
        """What everybody may read at a moment."""
        return self.filter(state=State.PUBLISHED, deleted=None, published__lte=now)

    def matching(self, words: str) -> Self:
        """Those in which every word is written in some language."""
        return matching(self, words)


class EntryBin(EntryQuerySet):
    def visible_to(self, user: User) -> Self:
        """What was deleted at the partners of ``user`` and can still be brought back."""
        return self.filter(partner__in=belonging_to(user), deleted__isnull=False)


class Entry(models.Model):
    """A text for readers. ``texts`` holds, by language, ``title``, ``summary`` and ``body`` (Markdown).

    Readers see ``shown``: what ``texts`` were when it was published last. In a body ``[[claim:address]]``
    becomes the figure of that claim, with the way to its evidence. An event has a beginning and an end by the
    clock of ``zone``; ``published`` may lie in the future.
    """

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="entries", verbose_name=_("partner"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    slug = models.CharField(_("address"), max_length=80, unique=True)
    language = models.CharField(
        _("written in"), max_length=2, choices=[(code, code) for code in LANGUAGES], default="en"
    )
    texts = models.JSONField(_("texts"), default=dict)
    shown = models.JSONField(_("texts that readers see"), null=True, blank=True)
    licence = models.CharField(_("licence"), max_length=40, default="CC-BY-4.0")
    claims = models.ManyToManyField(Claim, related_name="entries", blank=True, verbose_name=_("claims"))
    target_groups = models.ManyToManyField(
        TargetGroup, related_name="entries", blank=True, verbose_name=_("target groups")
    )
    starts = models.DateTimeField(_("begins"), null=True, blank=True)
    ends = models.DateTimeField(_("ends"), null=True, blank=True)
    zone = models.CharField(_("time zone"), max_length=40, default=UTC)
    venue = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("address to join or to sign up"), blank=True)
    came = models.PositiveIntegerField(_("how many people came"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("place among the pages"), default=0)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT)
    handed_in = models.DateTimeField(_("handed in to a second reader"), null=True, blank=True)
    handed_in_by = signed(_("handed in by"))
    published = models.DateTimeField(_("published"), null=True, blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)
    search_text = FoldedTextField(_("text for searching"), blank=True, editable=False)
    is_example = models.BooleanField(_("example"), default=False, editable=False)
    created_by = signed(_("created by"))
    created = models.DateTimeField(_("since"), auto_now_add=True)
    changed = models.DateTimeField(_("last changed"), auto_now=True)
    deleted = models.DateTimeField(_("deleted"), null=True, blank=True, editable=False)

    objects = EntryQuerySet.as_manager()
    bin = EntryBin.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-changed", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="entry_state_known"),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="entry_kind_known"),
            models.CheckConstraint(
                condition=models.Q(slug__regex=SLUG),
                name="entry_slug_plain",
                violation_error_message=_("An address has small letters, digits and hyphens only."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.PUBLISHED)
                | models.Q(published__isnull=False, shown__isnull=False),
                name="entry_published_with_texts",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=Kind.EVENT) | models.Q(starts__isnull=False),
                name="event_with_beginning",
                violation_error_message=_("Say when the event begins."),
            ),
            models.CheckConstraint(
                condition=models.Q(ends=None) | models.Q(starts__isnull=False, ends__gte=models.F("starts")),
                name="event_ends_after_it_begins",
                violation_error_message=_("The event must not end before it begins."),
            ),
            models.CheckConstraint(
                condition=models.Q(zone__in=KNOWN),
                name="entry_zone_known",
                violation_error_message=_("Choose a time zone from the list."),
            ),
        ]
        indexes = [
            FoldedIndex(fields=["search_text"], name="entries_by_text"),
            # All that public lists choose and sort by: no list reads the long texts of all.
            models.Index(
                fields=["state", "deleted", "kind", "is_example", "-published", "-id", "starts", "ends"],
                name="entries_for_readers",
            ),
        ]

    def __str__(self) -> str:
        return self.texts.get(self.language, {}).get("title", "") or self.slug

    @property
    def clock(self) -> ZoneInfo:
        """The clock by which an event begins and ends."""
        return ZoneInfo(self.zone)

    @property
    def restorable_until(self) -> dt.datetime | None:
        """When what was deleted is gone for good."""
        return self.deleted and self.deleted + dt.timedelta(days=DAYS_IN_BIN)

    def may_become(self, state: str) -> bool:
        """Whether the table of moves leads there from here."""
        return state in MOVES[self.state]


class EntryRevision(Revision):
    """A publication as it was after one change: history, and what merging two edits starts from."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="revisions", verbose_name=_("publication"))

    class Meta:
        verbose_name = _("revision of a publication")
        verbose_name_plural = _("revisions of publications")
        ordering = ["entry", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="one_entry_revision_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.entry} · {self.number}"


class EntryStep(Step):
    """One move of a publication from state to state. Lines are only ever added.

    ``said`` holds sentences of the program, to be read in any language; ``note`` what a person wrote.
    """

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="steps", verbose_name=_("publication"))
    revision = models.PositiveIntegerField(_("revision"))

    class Meta(Step.Meta):
        verbose_name = _("step of a publication")
        verbose_name_plural = _("steps of publications")

    def __str__(self) -> str:
        return f"{self.entry} · {self.before} → {self.after}"


class EntryFileQuerySet(models.QuerySet["EntryFile"]):
    def visible_to(self, user: User) -> Self:
        """The files of the publications that ``user`` may see."""
        return self.filter(entry__in=Entry.objects.visible_to(user))

    def shown(self) -> Self:
        """Those that a second reader has published."""
        return self.filter(is_shown=True)

    def public(self, now: dt.datetime) -> Self:
        """What everybody may fetch at a moment."""
        return self.shown().filter(entry__in=Entry.objects.public(now))


class EntryFile(StoredFile):
    """A picture or a paper that belongs to a publication; ``language`` is empty where it has none.

    Readers see it once it is published: ``is_shown``.
    """

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="files", verbose_name=_("publication"))
    language = models.CharField(
        _("language"), max_length=2, choices=[(code, code) for code in LANGUAGES], blank=True
    )
    licence = models.CharField(_("licence"), max_length=40, default="CC-BY-4.0")
    is_shown = models.BooleanField(_("readers see it"), default=False, editable=False)

    objects = EntryFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a publication")
        verbose_name_plural = _("files of publications")
        ordering = ["entry", "added"]
