"""Cohorts: a group that takes a version of a programme together, and the meetings they have planned."""

import datetime as dt
import secrets
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
from mentorway.web.core.models import signed
from mentorway.web.core.search import FoldedIndex, FoldedTextField
from mentorway.web.network.models import Country, Partner
from mentorway.web.network.models.owned import OwnedQuerySet
from mentorway.web.network.models.partners import belonging_to
from mentorway.web.study.models import Wave
from mentorway.web.training.models import Edition

DAYS_IN_BIN = 30
MOST_SEATS = 1000
SECRET_BYTES = 32


class CohortState(models.TextChoices):
    PREPARED = "prepared", pgettext_lazy("cohort", "In preparation")
    OPEN = "open", pgettext_lazy("cohort", "Takes applications")
    RUNNING = "running", pgettext_lazy("cohort", "Under way")
    FINISHED = "finished", pgettext_lazy("cohort", "Finished")
    CANCELLED = "cancelled", pgettext_lazy("cohort", "Cancelled")


COHORT_MOVES: Mapping[str, tuple[CohortState, ...]] = {
    CohortState.PREPARED: (CohortState.OPEN, CohortState.RUNNING, CohortState.CANCELLED),
    CohortState.OPEN: (CohortState.PREPARED, CohortState.RUNNING, CohortState.CANCELLED),
    CohortState.RUNNING: (CohortState.OPEN, CohortState.FINISHED, CohortState.CANCELLED),
    CohortState.FINISHED: (CohortState.RUNNING,),
    CohortState.CANCELLED: (CohortState.PREPARED,),
}


class Entry(models.TextChoices):
    """How people come to a seat."""

    FIRST = "first", _("Who comes first has a seat")
    CHOSEN = "chosen", _("We choose among the applications")


class CohortQuerySet(OwnedQuerySet["Cohort"]):
    def own_of(self, user: User) -> models.Q:
        """Those of the partners of ``user`` and those that ``user`` facilitates."""
        led = Meeting.objects.filter(facilitator=user).values("cohort")
        return super().own_of(user) | models.Q(pk__in=led)

    def open_to_all(self) -> Self:
        """Those that everybody may apply to and that are listed."""
        return self.filter(state=CohortState.OPEN, is_listed=True, deleted=None)


class CohortBin(CohortQuerySet):
    def visible_to(self, user: User) -> Self:
        """What was deleted at the partners of ``user`` and can still be brought back."""
        return self.filter(partner__in=belonging_to(user), deleted__isnull=False)


class Cohort(models.Model):
    """A group of people who take one published version of a programme together."""

    token = models.UUIDField(_("token"), default=uuid.uuid4, unique=True, editable=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="cohorts", verbose_name=_("partner"))
    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="cohorts", verbose_name=_("version of the programme")
    )
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("what applicants should know"), max_length=4000, blank=True)
    country = models.CharField(_("country"), max_length=2, choices=Country)
    language = models.CharField(_("language of the training"), max_length=20)
    time_zone = models.CharField(_("time zone"), max_length=40)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    seats = models.PositiveSmallIntegerField(
        _("seats"), validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)]
    )
    entry = models.CharField(_("how people come to a seat"), max_length=6, choices=Entry, default=Entry.FIRST)
    apply_until = models.DateTimeField(_("applications until"), null=True, blank=True)
    offer_hours = models.PositiveSmallIntegerField(
        _("hours that an offered seat is held"),
        default=48,
        validators=[MinValueValidator(1), MaxValueValidator(720)],
    )
    is_listed = models.BooleanField(_("listed for everybody"), default=False)
    contact = models.CharField(_("who answers questions"), max_length=200, blank=True)
    remind_days = models.PositiveSmallIntegerField(
        _("days before a meeting on which people are reminded"),
        default=2,
        validators=[MaxValueValidator(30)],
    )
    state = models.CharField(_("state"), max_length=9, choices=CohortState, default=CohortState.PREPARED)
    cancelled_why = models.CharField(_("why it was cancelled"), max_length=500, blank=True)
    # What completes the training
    attendance_percent = models.PositiveSmallIntegerField(
        _("attendance needed, in percent of all meetings"), default=80, validators=[MaxValueValidator(100)]
    )
    required = models.JSONField(_("work that must be passed"), default=list, blank=True)
    needs_feedback = models.BooleanField(_("feedback must be sent"), default=False)
    feedback = models.ForeignKey(
        Wave,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="cohorts",
        verbose_name=_("questions that ask for feedback"),
    )
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)
    is_example = models.BooleanField(_("example"), default=False, editable=False)
    search_text = FoldedTextField(_("text for searching"), blank=True, editable=False)
    created_by = signed(_("created by"))
    created = models.DateTimeField(_("since"), auto_now_add=True)
    deleted = models.DateTimeField(_("deleted"), null=True, blank=True, editable=False)

    objects = CohortQuerySet.as_manager()
    bin = CohortBin.as_manager()

    class Meta:
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="cohort_with_title"),
            models.CheckConstraint(
                condition=models.Q(state__in=CohortState.values), name="cohort_state_known"
            ),
            models.CheckConstraint(condition=models.Q(entry__in=Entry.values), name="cohort_entry_known"),
            models.CheckConstraint(
                condition=models.Q(country__in=Country.values), name="cohort_country_known"
            ),
            models.CheckConstraint(condition=models.Q(seats__gte=1), name="cohort_with_seats"),
            models.CheckConstraint(
                condition=models.Q(attendance_percent__lte=100), name="cohort_attendance_in_percent"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="cohort_ends_after_it_begins",
                violation_error_message=_("The last day must not be before the first."),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "starts_on"], name="cohorts_by_state"),
            FoldedIndex(fields=["search_text"], name="cohorts_by_text"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def zone(self) -> ZoneInfo:
        """The clock by which the meetings are planned."""
        return ZoneInfo(self.time_zone)

    @property
    def restorable_until(self) -> dt.datetime | None:
        """When what was deleted is gone for good."""
        return self.deleted and self.deleted + dt.timedelta(days=DAYS_IN_BIN)

    def may_become(self, state: str) -> bool:
        """Whether the table of moves leads there from here."""
        return state in COHORT_MOVES[self.state]

    def takes_applications_at(self, moment: dt.datetime) -> bool:
        """Whether somebody may apply now."""
        is_open = self.state == CohortState.OPEN and self.deleted is None
        return is_open and (self.apply_until is None or moment <= self.apply_until)


class CohortRevision(models.Model):
    """What was written about a cohort after one change: what merging starts from."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="revisions", verbose_name=_("cohort"))
    number = models.PositiveIntegerField(_("revision"))
    fields = models.JSONField(_("fields"))
    by = signed(_("changed by"))
    at = models.DateTimeField(_("changed"), auto_now_add=True)

    class Meta:
        verbose_name = _("revision of a cohort")
        verbose_name_plural = _("revisions of cohorts")
        ordering = ["cohort", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "number"], name="one_cohort_revision_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.cohort} · {self.number}"


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: User) -> Self:
        """The meetings of every cohort that ``user`` may see."""
        return self.filter(cohort__in=Cohort.objects.visible_to(user))

    def planned(self) -> Self:
        """Those that take place: attendance is a share of them all, past and to come."""
        return self.filter(cancelled=None)


def new_secret() -> str:
    """Return what the codes on the wall are made of."""
    return secrets.token_hex(SECRET_BYTES)


class Meeting(models.Model):
    """A planned meeting of a cohort, in a room or online. Moments are kept in UTC."""

    token = models.UUIDField(_("token"), default=uuid.uuid4, unique=True, editable=False)
    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="meetings", verbose_name=_("cohort"))
    session = models.CharField(_("session of the programme"), max_length=40, blank=True)
    title = models.CharField(_("title"), max_length=200)
    starts = models.DateTimeField(_("begins"))
    ends = models.DateTimeField(_("ends"))
    place = models.CharField(_("room and address"), max_length=300, blank=True)
    link = models.URLField(_("link to join"), blank=True)
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="meetings_led",
        verbose_name=_("facilitator"),
    )
    facilitator_name = models.CharField(_("facilitator, if not a member here"), max_length=120, blank=True)
    note = models.TextField(_("note for the facilitator"), max_length=4000, blank=True)
    secret = models.CharField(_("secret"), max_length=64, default=new_secret, editable=False)
    sequence = models.PositiveIntegerField(_("change of the calendar entry"), default=0, editable=False)
    changed = models.DateTimeField(_("last changed"), auto_now=True)
    cancelled = models.DateTimeField(_("cancelled"), null=True, blank=True, editable=False)
    cancelled_why = models.CharField(_("why it was cancelled"), max_length=500, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting of a cohort")
        verbose_name_plural = _("meetings of cohorts")
        ordering = ["cohort", "starts", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="meeting_with_title"),
            models.CheckConstraint(
                condition=models.Q(ends__gt=models.F("starts")),
                name="meeting_ends_after_it_begins",
                violation_error_message=_("The end must be after the beginning."),
            ),
        ]
        indexes = [models.Index(fields=["starts"], name="meetings_by_time")]

    def __str__(self) -> str:
        return self.title

    @property
    def begins(self) -> dt.datetime:
        """When it begins, by the clock of the cohort."""
        return self.starts.astimezone(self.cohort.zone)

    @property
    def finishes(self) -> dt.datetime:
        """When it ends, by the clock of the cohort."""
        return self.ends.astimezone(self.cohort.zone)

    @property
    def led_by(self) -> str:
        """Who leads it, as people read it."""
        return str(self.facilitator) if self.facilitator else self.facilitator_name
