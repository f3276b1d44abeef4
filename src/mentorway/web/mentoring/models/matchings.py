"""Matchings: what was computed for a round, kept as it was until the coordinator confirms it."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.core.models import signed
from mentorway.web.mentoring.models.rounds import Round


class Way(models.TextChoices):
    """How a matching is chosen."""

    TOTAL = "total", _("The most that fits in all")
    FLOOR = "floor", _("Nobody fits badly, then the most in all")
    LEXIMIN = "leximin", _("Those who fit worst as well as possible")
    STABLE = "stable", _("No two would rather have each other")
    GROUPS = "groups", _("Groups: one mentor and several mentees")


class MatchingState(models.TextChoices):
    COMPUTING = "computing", pgettext_lazy("matching", "Being computed")
    DRAFT = "draft", pgettext_lazy("matching", "Draft")
    CONFIRMED = "confirmed", pgettext_lazy("matching", "Confirmed")
    FAILED = "failed", pgettext_lazy("matching", "Not possible")
    STOPPED = "stopped", pgettext_lazy("matching", "Stopped")


class MatchingQuerySet(models.QuerySet["Matching"]):
    def visible_to(self, user: User) -> Self:
        """The matchings of the rounds that ``user`` works with."""
        return self.filter(round__in=Round.objects.worked_on_by(user))


class Matching(models.Model):
    """One way of bringing the people of a round together. Only coordinators see it before it is confirmed.

    ``asked`` holds what was decided (criteria, rules, locks, pairs taken out, groups, stay bonus), ``found``
    the pairs with their reasons and who stays without, ``people_hash`` of whom it was computed.
    """

    round = models.ForeignKey(
        Round, models.CASCADE, related_name="matchings", verbose_name=_("mentoring round")
    )
    number = models.PositiveIntegerField(_("number"))
    way = models.CharField(_("way of matching"), max_length=7, choices=Way, default=Way.FLOOR)
    seed = models.PositiveIntegerField(_("seed"))
    asked = models.JSONField(_("what was decided"), default=dict)
    found = models.JSONField(_("what was found"), default=dict)
    people_hash = models.CharField(_("fingerprint of the people"), max_length=64, blank=True)
    library_version = models.CharField(_("versions of the programs"), max_length=120, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=MatchingState, default=MatchingState.COMPUTING)
    done = models.PositiveSmallIntegerField(_("done, in percent"), default=0)
    trouble = models.JSONField(_("why it is not possible"), default=dict, blank=True)
    by = signed(_("made by"))
    at = models.DateTimeField(_("made"), auto_now_add=True)
    confirmed = models.DateTimeField(_("confirmed"), null=True, blank=True)
    confirmed_by = signed(_("confirmed by"))

    objects = MatchingQuerySet.as_manager()

    class Meta:
        verbose_name = _("matching")
        verbose_name_plural = _("matchings")
        ordering = ["round", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="one_matching_per_number"),
            models.CheckConstraint(
                condition=models.Q(state__in=MatchingState.values), name="matching_state_known"
            ),
            models.CheckConstraint(condition=models.Q(way__in=Way.values), name="matching_way_known"),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.number}"
