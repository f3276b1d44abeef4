"""Meetings of a pair or group, what they write about them, and the reminders they got.

Notes belong to the pair: nothing here finds them for staff, and their text is shown nowhere else.
"""

import datetime as dt
import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.mentoring.models.relations import Place, Relation


class Mode(models.TextChoices):
    ROOM = "room", pgettext_lazy("meeting", "In a room")
    ONLINE = "online", pgettext_lazy("meeting", "Online")
    PHONE = "phone", pgettext_lazy("meeting", "By telephone")


class TalkState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("meeting", "Planned")
    HELD = "held", pgettext_lazy("meeting", "Took place")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "Cancelled")


class Talk(models.Model):
    """A meeting of a relationship. Staff see when and how; place and link are for the people in it."""

    token = models.UUIDField(_("token"), default=uuid.uuid4, unique=True, editable=False)
    relation = models.ForeignKey(
        Relation, models.CASCADE, related_name="talks", verbose_name=_("mentoring relationship")
    )
    starts = models.DateTimeField(_("begins"))
    minutes = models.PositiveSmallIntegerField(
        _("length in minutes"), default=60, validators=[MinValueValidator(5), MaxValueValidator(600)]
    )
    mode = models.CharField(_("how you meet"), max_length=6, choices=Mode, default=Mode.ROOM)
    place = models.CharField(_("where"), max_length=300, blank=True)
    link = models.URLField(_("link to join"), blank=True)
    state = models.CharField(_("state"), max_length=9, choices=TalkState, default=TalkState.PLANNED)
    sequence = models.PositiveIntegerField(_("change of the calendar entry"), default=0, editable=False)
    changed = models.DateTimeField(_("last changed"), auto_now=True)
    logged = models.DateTimeField(_("logged"), null=True, blank=True)

    class Meta:
        verbose_name = _("meeting of mentor and mentee")
        verbose_name_plural = _("meetings of mentors and mentees")
        ordering = ["relation", "starts", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=TalkState.values), name="talk_state_known"),
            models.CheckConstraint(condition=models.Q(mode__in=Mode.values), name="talk_mode_known"),
            models.CheckConstraint(condition=models.Q(minutes__range=(5, 600)), name="talk_lasts"),
        ]
        indexes = [models.Index(fields=["relation", "state", "starts"], name="talks_by_state")]

    def __str__(self) -> str:
        return f"{self.relation_id} · {self.starts:%Y-%m-%d}"

    @property
    def ends(self) -> dt.datetime:
        """When it is over."""
        return self.starts + dt.timedelta(minutes=self.minutes)


class Note(models.Model):
    """What a person in a relationship writes: for themselves, or for those in it. For nobody else."""

    relation = models.ForeignKey(
        Relation, models.CASCADE, related_name="notes", verbose_name=_("mentoring relationship")
    )
    author = models.ForeignKey(Place, models.CASCADE, related_name="notes", verbose_name=_("written by"))
    talk = models.ForeignKey(
        Talk, models.SET_NULL, null=True, blank=True, related_name="notes", verbose_name=_("meeting")
    )
    text = models.TextField(_("text"), max_length=20_000)
    is_shared = models.BooleanField(_("the other may read it"), default=False)
    created = models.DateTimeField(_("written"), auto_now_add=True)
    changed = models.DateTimeField(_("last changed"), auto_now=True)

    class Meta:
        verbose_name = _("note of a pair")
        verbose_name_plural = _("notes of pairs")
        ordering = ["relation", "-created", "-pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="pair_note_with_text")]

    def __str__(self) -> str:
        return f"{self.relation_id} · {self.pk}"  # never its text: this is what logs and error pages show


class Nudge(models.Model):
    """A reminder that a person got, so that nobody gets the same twice."""

    place = models.ForeignKey(
        Place, models.CASCADE, related_name="nudges", verbose_name=_("place in a relationship")
    )
    days = models.PositiveSmallIntegerField(_("days without a meeting"))
    since = models.DateField(_("counted from"))
    at = models.DateTimeField(_("sent"))

    class Meta:
        verbose_name = _("reminder to meet")
        verbose_name_plural = _("reminders to meet")
        ordering = ["place", "at"]
        constraints = [models.UniqueConstraint(fields=["place", "days", "since"], name="one_nudge_per_step")]

    def __str__(self) -> str:
        return f"{self.place_id} · {self.days}"
