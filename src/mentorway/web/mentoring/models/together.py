"""What the people of a relationship agree on, and the goals of a mentee.

It belongs to the people in the relationship: nothing here finds it for staff.
"""

from typing import Final

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorway.web.mentoring.models.relations import Place, Relation

MOST_GOALS: Final = 3
LEVELS: Final = range(-2, 3)


class AgreementVersion(models.Model):
    """What the people of a relationship agree on; each change is a new version, and old ones stay."""

    relation = models.ForeignKey(
        Relation, models.CASCADE, related_name="agreements", verbose_name=_("mentoring relationship")
    )
    number = models.PositiveSmallIntegerField(_("version"))
    texts = models.JSONField(_("texts"))
    written_by = models.ForeignKey(
        Place, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("written by")
    )
    at = models.DateTimeField(_("written"), auto_now_add=True)

    class Meta:
        verbose_name = _("version of an agreement between mentor and mentee")
        verbose_name_plural = _("versions of agreements between mentors and mentees")
        ordering = ["relation", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["relation", "number"], name="one_pair_agreement_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.relation_id} · {self.number}"


class AgreementAcceptance(models.Model):
    """That a person accepted a version."""

    version = models.ForeignKey(
        AgreementVersion, models.CASCADE, related_name="acceptances", verbose_name=_("version")
    )
    place = models.ForeignKey(
        Place, models.CASCADE, related_name="acceptances", verbose_name=_("place in a relationship")
    )
    at = models.DateTimeField(_("accepted"), auto_now_add=True)

    class Meta:
        verbose_name = _("acceptance of an agreement")
        verbose_name_plural = _("acceptances of agreements")
        ordering = ["version", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "place"], name="accepted_once")]

    def __str__(self) -> str:
        return f"{self.version_id} · {self.at:%Y-%m-%d}"


class Goal(models.Model):
    """A goal of a mentee, with the five levels of goal attainment scaling, written before work begins.

    ``levels`` holds what each level from -2 to 2 looks like, in this order. Once ``fixed``, they stay.
    """

    place = models.ForeignKey(
        Place, models.CASCADE, related_name="goals", verbose_name=_("place in a relationship")
    )
    title = models.CharField(_("goal"), max_length=200)
    reality = models.TextField(_("where I stand today"), max_length=1500, blank=True)
    options = models.TextField(_("ways that could lead there"), max_length=1500, blank=True)
    will = models.TextField(_("what I do first, and when"), max_length=1500, blank=True)
    levels = models.JSONField(_("levels"), default=list)
    weight = models.PositiveSmallIntegerField(
        _("how much it matters"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(3)],
    )
    start = models.SmallIntegerField(
        _("level at the start"),
        default=-1,
        validators=[MinValueValidator(-2), MaxValueValidator(2)],
    )
    fixed = models.DateTimeField(_("levels fixed"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("place"), default=0)
    created = models.DateTimeField(_("written"), auto_now_add=True)

    class Meta:
        verbose_name = _("goal of a mentee")
        verbose_name_plural = _("goals of mentees")
        ordering = ["place", "position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="goal_with_title"),
            models.CheckConstraint(condition=models.Q(start__range=(-2, 2)), name="goal_start_on_the_scale"),
            models.CheckConstraint(condition=models.Q(weight__range=(1, 3)), name="goal_weight_on_the_scale"),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} · {self.position}"


class Rating(models.Model):
    """How far a goal was reached on a day, as one of the two saw it."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="ratings", verbose_name=_("goal"))
    place = models.ForeignKey(
        Place, models.CASCADE, related_name="ratings", verbose_name=_("place in a relationship")
    )
    level = models.SmallIntegerField(_("level"), validators=[MinValueValidator(-2), MaxValueValidator(2)])
    at = models.DateTimeField(_("rated"), auto_now_add=True)

    class Meta:
        verbose_name = _("rating of a goal")
        verbose_name_plural = _("ratings of goals")
        ordering = ["goal", "at", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(level__range=(-2, 2)), name="rating_on_the_scale")
        ]

    def __str__(self) -> str:
        return f"{self.goal_id} · {self.at:%Y-%m-%d}"
