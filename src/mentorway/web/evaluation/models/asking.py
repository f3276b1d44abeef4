"""Which wave of the study asks when, and on which day people are asked by themselves."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.evaluation.models.evaluations import Evaluation
from mentorway.web.study.models import Wave

FOLLOW_UP_KEY = r"^follow_up(_[1-9][0-9]{0,2})?$"
EARLIEST, LATEST_DAYS, LATEST_MONTHS = -60, 1100, 36


class Asking(models.TextChoices):
    """What a wave of the study is to the evaluation."""

    BEFORE = "before", pgettext_lazy("wave", "Before the programme")
    THEN = "then", pgettext_lazy("wave", "Afterwards, about the time before")
    AFTER = "after", pgettext_lazy("wave", "After the programme")
    FOLLOW_UP = "follow_up", pgettext_lazy("wave", "Some months later")


ONCE = (Asking.BEFORE, Asking.THEN, Asking.AFTER)


class AskedWave(models.Model):
    """Which wave of the study asks when, and after how long it is sent by itself.

    ``key`` stays the same for as long as the row does; results speak of it. ``days`` counts from the first
    day of a pilot for BEFORE (0 or less), from its last day for all others, ``months`` likewise by the
    calendar; both None if nothing is sent by itself. ``is_main`` marks the follow-up that people chose.
    ``pairs`` says for THEN which question asks about the time before, by the question that asks about now;
    empty where the same questions are asked again in a wave of their own.
    """

    evaluation = models.ForeignKey(
        Evaluation, models.CASCADE, related_name="waves", verbose_name=_("evaluation")
    )
    asking = models.CharField(_("asks"), max_length=9, choices=Asking)
    key = models.CharField(_("short name"), max_length=13)
    wave = models.ForeignKey(Wave, models.CASCADE, related_name="asked", verbose_name=_("wave"))
    days = models.SmallIntegerField(
        _("days after which people are asked by themselves"),
        null=True,
        blank=True,
        validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST_DAYS)],
    )
    months = models.PositiveSmallIntegerField(
        _("months after which people are asked by themselves"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LATEST_MONTHS)],
    )
    is_main = models.BooleanField(_("follow-up that counts"), default=False)
    pairs = models.JSONField(_("questions about the time before"), default=dict, blank=True)

    class Meta:
        verbose_name = _("wave of an evaluation")
        verbose_name_plural = _("waves of evaluations")
        ordering = ["evaluation", "wave__number", "asking"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "key"],
                name="one_wave_per_asking",
                violation_error_message=_("Each time is asked about by one wave."),
            ),
            models.UniqueConstraint(
                fields=["evaluation", "wave"],
                condition=~models.Q(asking=Asking.THEN),
                name="one_asking_per_wave",
                violation_error_message=_("Each wave asks about one time. Choose another wave."),
            ),
            models.UniqueConstraint(
                fields=["evaluation"], condition=models.Q(is_main=True), name="one_main_follow_up"
            ),
            models.CheckConstraint(condition=models.Q(asking__in=Asking.values), name="asking_known"),
            models.CheckConstraint(
                condition=models.Q(asking__in=ONCE, key=models.F("asking"))
                | models.Q(asking=Asking.FOLLOW_UP, key__regex=FOLLOW_UP_KEY),
                name="asking_by_its_key",
            ),
            models.CheckConstraint(
                condition=models.Q(is_main=False) | models.Q(asking=Asking.FOLLOW_UP),
                name="main_is_a_follow_up",
            ),
            models.CheckConstraint(
                condition=models.Q(months=None) | (models.Q(days=None) & ~models.Q(asking=Asking.BEFORE)),
                name="asked_after_days_or_months",
                violation_error_message=_("Say days or months, not both; before the programme say days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation} · {self.key}"

    @property
    def is_by_itself(self) -> bool:
        """Whether people are asked by themselves on a day."""
        return self.days is not None or self.months is not None
