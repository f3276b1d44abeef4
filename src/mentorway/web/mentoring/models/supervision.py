"""Supervision groups: mentors who look at their work together."""

import datetime as dt
import uuid
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorway.web.accounts.models import User
from mentorway.web.mentoring.models.people import Person
from mentorway.web.mentoring.models.rounds import Round


class SupervisionGroupQuerySet(models.QuerySet["SupervisionGroup"]):
    def visible_to(self, user: User) -> Self:
        """The groups of the rounds that ``user`` works with."""
        return self.filter(round__in=Round.objects.worked_on_by(user))


class SupervisionGroup(models.Model):
    """Mentors who look at their work together, with somebody who leads them."""

    round = models.ForeignKey(
        Round, models.CASCADE, related_name="supervision", verbose_name=_("mentoring round")
    )
    title = models.CharField(_("title"), max_length=200)
    supervisor = models.CharField(_("who leads it"), max_length=150)
    mentors: "models.ManyToManyField[Person, models.Model]" = models.ManyToManyField(
        Person, related_name="supervision", verbose_name=_("mentors"), blank=True
    )
    created = models.DateTimeField(_("since"), auto_now_add=True)

    objects = SupervisionGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("supervision group")
        verbose_name_plural = _("supervision groups")
        ordering = ["round", "title", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="supervision_group_with_title")
        ]

    def __str__(self) -> str:
        return self.title


class SupervisionMeeting(models.Model):
    """A meeting of a supervision group; what is said there is written nowhere here."""

    token = models.UUIDField(_("token"), default=uuid.uuid4, unique=True, editable=False)
    group = models.ForeignKey(
        SupervisionGroup, models.CASCADE, related_name="meetings", verbose_name=_("supervision group")
    )
    starts = models.DateTimeField(_("begins"))
    minutes = models.PositiveSmallIntegerField(
        _("length in minutes"), default=90, validators=[MinValueValidator(15), MaxValueValidator(600)]
    )
    place = models.CharField(_("where"), max_length=300, blank=True)
    link = models.URLField(_("link to join"), blank=True)
    sequence = models.PositiveIntegerField(_("change of the calendar entry"), default=0, editable=False)
    changed = models.DateTimeField(_("last changed"), auto_now=True)
    cancelled = models.DateTimeField(_("cancelled"), null=True, blank=True)
    present: "models.ManyToManyField[Person, models.Model]" = models.ManyToManyField(
        Person, related_name="+", verbose_name=_("who was there"), blank=True
    )

    class Meta:
        verbose_name = _("meeting of a supervision group")
        verbose_name_plural = _("meetings of supervision groups")
        ordering = ["group", "starts", "pk"]

    def __str__(self) -> str:
        return f"{self.group} · {self.starts:%Y-%m-%d}"

    @property
    def ends(self) -> dt.datetime:
        """When it is over."""
        return self.starts + dt.timedelta(minutes=self.minutes)
