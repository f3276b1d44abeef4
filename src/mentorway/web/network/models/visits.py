"""Visits and meetings: who came, what was said, and what follows from it."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.core.folding import terms
from mentorway.web.core.models import StoredFile, signed
from mentorway.web.core.search import FoldedIndex, FoldedTextField
from mentorway.web.network.models.contacts import Contact
from mentorway.web.network.models.partners import (
    DAYS_IN_BIN,
    Country,
    Partner,
    belonging_to,
    belongs,
    sees_all,
)


class VisitKind(models.TextChoices):
    VISIT = "visit", _("Visit")
    MEETING = "meeting", _("Meeting")
    ONLINE = "online", _("Online meeting")
    EVENT = "event", _("Event")


class VisitState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("visit", "Planned")
    HELD = "held", pgettext_lazy("visit", "Held")
    CANCELLED = "cancelled", pgettext_lazy("visit", "Cancelled")


VISIT_MOVES: Mapping[str, tuple[VisitState, ...]] = {
    VisitState.PLANNED: (VisitState.HELD, VisitState.CANCELLED),
    VisitState.HELD: (VisitState.PLANNED,),
    VisitState.CANCELLED: (VisitState.PLANNED,),
}


class VisitQuerySet(models.QuerySet["Visit"]):
    def seen_by(self, user: User) -> Self:
        """Those at which a partner of ``user`` is, and what is shared; coordinators see all."""
        if sees_all(user):
            return self
        mine = belonging_to(user)
        present = VisitPartner.objects.filter(partner__in=mine).values("visit")
        own = models.Q(host__in=mine) | models.Q(pk__in=present)
        return self.filter(own | models.Q(is_shared=True) if belongs(user) else own)

    def visible_to(self, user: User) -> Self:
        """What ``user`` may see and nobody has deleted."""
        return self.seen_by(user).filter(deleted=None)

    def at_partner(self, partners: models.QuerySet[Partner]) -> Self:
        """Those that one of ``partners`` hosts or comes to."""
        present = VisitPartner.objects.filter(partner__in=partners).values("visit")
        return self.filter(models.Q(host__in=partners) | models.Q(pk__in=present))

    def matching(self, words: str) -> Self:
        """Those in which, or in the names of whose partners, every word is written."""
        found = self
        for term in terms(words):
            named = Partner.objects.filter(search_text__holds=term)
            present = VisitPartner.objects.filter(partner__in=named).values("visit")
            told = models.Q(search_text__holds=term) | models.Q(host__in=named)
            found = found.filter(told | models.Q(pk__in=present))
        return found

    def deleted_before(self, moment: dt.datetime) -> Self:
        """Those that have been in the bin since before ``moment``."""
        return self.filter(deleted__lt=moment)


class VisitBin(VisitQuerySet):
    def visible_to(self, user: User) -> Self:
        """What was deleted and can still be brought back."""
        return self.seen_by(user).filter(deleted__isnull=False)


class Visit(models.Model):
    """A visit or meeting. Moments are kept in UTC and shown in ``time_zone``."""

    token = models.UUIDField(_("token"), default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=8, choices=VisitKind, default=VisitKind.VISIT)
    host = models.ForeignKey(Partner, models.PROTECT, related_name="visits_hosted", verbose_name=_("host"))
    partners: "models.ManyToManyField[Partner, VisitPartner]" = models.ManyToManyField(
        Partner, through="VisitPartner", related_name="visits", verbose_name=_("partners taking part")
    )
    starts = models.DateTimeField(_("begins"))
    ends = models.DateTimeField(_("ends"))
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Helsinki")
    country = models.CharField(_("country"), max_length=2, choices=Country, blank=True)
    place = models.CharField(_("place"), max_length=300, blank=True)
    link = models.URLField(_("link to join"), blank=True)
    purpose = models.TextField(_("purpose"), max_length=4000, blank=True)
    minutes = models.TextField(_("minutes"), max_length=100_000, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=VisitState, default=VisitState.PLANNED)
    cancelled_why = models.CharField(_("why it was cancelled"), max_length=500, blank=True)
    sequence = models.PositiveIntegerField(_("change of the calendar entry"), default=0)
    revision = models.PositiveIntegerField(_("revision"), default=1)
    is_shared = models.BooleanField(_("shared with the network"), default=False)
    is_example = models.BooleanField(_("example"), default=False, editable=False)
    search_text = FoldedTextField(_("text for searching"), blank=True, editable=False)
    created_by = signed(_("created by"))
    created = models.DateTimeField(_("since"), auto_now_add=True)
    deleted = models.DateTimeField(_("deleted"), null=True, blank=True)

    objects = VisitQuerySet.as_manager()
    bin = VisitBin.as_manager()

    class Meta:
        verbose_name = _("visit or meeting")
        verbose_name_plural = _("visits and meetings")
        ordering = ["-starts", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=VisitKind.values), name="visit_kind_known"),
            models.CheckConstraint(condition=models.Q(state__in=VisitState.values), name="visit_state_known"),
            models.CheckConstraint(condition=~models.Q(title=""), name="visit_with_title"),
            models.CheckConstraint(
                condition=models.Q(ends__gt=models.F("starts")),
                name="visit_ends_after_it_begins",
                violation_error_message=_("The end must be after the beginning."),
            ),
        ]
        indexes = [
            models.Index(fields=["starts"], name="visits_by_time"),
            models.Index(fields=["deleted", "ends"], name="visits_living"),
            FoldedIndex(fields=["search_text"], name="visits_by_text"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def restorable_until(self) -> dt.datetime | None:
        """When what was deleted is gone for good."""
        return self.deleted and self.deleted + dt.timedelta(days=DAYS_IN_BIN)

    @property
    def begins(self) -> dt.datetime:
        """When it begins, by the clock of the place."""
        return self.starts.astimezone(ZoneInfo(self.time_zone))

    @property
    def finishes(self) -> dt.datetime:
        """When it ends, by the clock of the place."""
        return self.ends.astimezone(ZoneInfo(self.time_zone))

    def may_become(self, state: str) -> bool:
        """Whether the table of moves leads there from here."""
        return state in VISIT_MOVES[self.state]


class VisitRevision(models.Model):
    """The texts of a visit as they were after one change: what merging starts from."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="revisions", verbose_name=_("visit"))
    number = models.PositiveIntegerField(_("revision"))
    fields = models.JSONField(_("fields"))
    by = signed(_("changed by"))
    at = models.DateTimeField(_("changed"), auto_now_add=True)

    class Meta:
        verbose_name = _("revision of a visit")
        verbose_name_plural = _("revisions of visits")
        ordering = ["visit", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "number"], name="one_visit_revision_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.visit} · {self.number}"


class VisitPartner(models.Model):
    """A partner that takes part in a visit beside its host."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="present", verbose_name=_("visit"))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("partner"))

    class Meta:
        verbose_name = _("partner at a visit")
        verbose_name_plural = _("partners at visits")
        ordering = ["visit", "partner__name"]
        constraints = [models.UniqueConstraint(fields=["visit", "partner"], name="one_presence_per_partner")]

    def __str__(self) -> str:
        return f"{self.visit} · {self.partner}"


class AgendaQuerySet(models.QuerySet["AgendaItem"]):
    def visible_to(self, user: User) -> Self:
        """Those of every visit that ``user`` may see."""
        return self.filter(visit__in=Visit.objects.visible_to(user))


class AgendaItem(models.Model):
    """One point of the agenda."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="agenda", verbose_name=_("visit"))
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("subject"), max_length=200)
    minutes = models.PositiveSmallIntegerField(
        _("length in minutes"), validators=[MinValueValidator(1), MaxValueValidator(1440)]
    )
    speaker = models.CharField(_("who leads"), max_length=120, blank=True)

    objects = AgendaQuerySet.as_manager()

    class Meta:
        verbose_name = _("point of the agenda")
        verbose_name_plural = _("points of the agenda")
        ordering = ["visit", "position", "pk"]

    def __str__(self) -> str:
        return self.title


class Presence(models.TextChoices):
    INVITED = "invited", pgettext_lazy("person at a visit", "Invited")
    COMING = "coming", pgettext_lazy("person at a visit", "Coming")
    DECLINED = "declined", pgettext_lazy("person at a visit", "Not coming")
    PRESENT = "present", pgettext_lazy("person at a visit", "Was there")
    ABSENT = "absent", pgettext_lazy("person at a visit", "Was not there")


class AttendeeQuerySet(models.QuerySet["Attendee"]):
    def visible_to(self, user: User) -> Self:
        """The people of every visit that ``user`` may see."""
        return self.filter(visit__in=Visit.objects.visible_to(user))


class Attendee(models.Model):
    """A person at a visit, for which partner, and the days the journey took."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="people", verbose_name=_("visit"))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("partner"))
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="visits", verbose_name=_("contact")
    )
    name = models.CharField(pgettext_lazy("person", "name"), max_length=120)
    email = models.EmailField(_("e-mail address"), blank=True)
    part = models.CharField(_("part in the visit"), max_length=120, blank=True)
    presence = models.CharField(_("presence"), max_length=8, choices=Presence, default=Presence.INVITED)
    told = models.PositiveIntegerField(_("calendar entry that was sent last"), null=True, blank=True)
    travel_from = models.DateField(_("first day of travel"), null=True, blank=True)
    travel_until = models.DateField(_("last day of travel"), null=True, blank=True)

    objects = AttendeeQuerySet.as_manager()

    class Meta:
        verbose_name = _("person at a visit")
        verbose_name_plural = _("people at visits")
        ordering = ["visit", "partner__name", "name"]
        constraints = [
            models.CheckConstraint(condition=models.Q(presence__in=Presence.values), name="presence_known"),
            models.CheckConstraint(
                condition=models.Q(travel_until=None) | models.Q(travel_until__gte=models.F("travel_from")),
                name="travel_ends_after_it_begins",
                violation_error_message=_("The journey cannot end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def travel_days(self) -> int:
        """Days of the journey, both ends counted; 0 for who does not travel."""
        if self.travel_from is None or self.travel_until is None:
            return 0
        return (self.travel_until - self.travel_from).days + 1


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def visible_to(self, user: User) -> Self:
        """The follow-ups of every visit that ``user`` may see."""
        return self.filter(visit__in=Visit.objects.visible_to(user))

    def open(self) -> Self:
        """Those still to be done."""
        return self.filter(done=None, visit__deleted=None)


class FollowUp(models.Model):
    """What somebody does after a visit, by when."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="follow_ups", verbose_name=_("visit"))
    text = models.CharField(_("what is to be done"), max_length=500)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("who does it"),
    )
    owner_name = models.CharField(_("who does it, if not a member here"), max_length=120, blank=True)
    due = models.DateField(_("by when"))
    done = models.DateTimeField(_("done"), null=True, blank=True)
    outcome = models.CharField(_("what came of it"), max_length=500, blank=True)
    reminded = models.DateField(_("reminded"), null=True, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["due", "pk"]
        indexes = [models.Index(fields=["done", "due"], name="follow_ups_by_due")]

    def __str__(self) -> str:
        return self.text


class VisitFileQuerySet(models.QuerySet["VisitFile"]):
    def visible_to(self, user: User) -> Self:
        """The files of every visit that ``user`` may see."""
        return self.filter(visit__in=Visit.objects.visible_to(user))


class VisitFile(StoredFile):
    """A photo or a paper of a visit."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="files", verbose_name=_("visit"))

    objects = VisitFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a visit")
        verbose_name_plural = _("files of visits")
        ordering = ["visit", "added"]
