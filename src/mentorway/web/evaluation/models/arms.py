"""In which group somebody was when the groups of an evaluation were set: it never changes afterwards."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.evaluating.arms import Arm
from mentorway.web.evaluation.models.evaluations import Evaluation
from mentorway.web.pilots.models import Participant


class How(models.TextChoices):
    """By what somebody's group was set."""

    ASKED = "asked", pgettext_lazy("group", "When people of the pilot were first asked")
    CLOSED = "closed", pgettext_lazy("group", "When asking before was over, or the pilot began")
    LATER = "later", pgettext_lazy("group", "Took a seat when the groups were set already")


class Assigned(models.Model):
    """The group in which somebody was when the groups were set, and when that was.

    What became of the person afterwards, by whom and when, stands in the changes of standing of the pilot.
    """

    evaluation = models.ForeignKey(
        Evaluation, models.CASCADE, related_name="assigned", verbose_name=_("evaluation")
    )
    participant = models.ForeignKey(
        Participant, models.CASCADE, related_name="assigned", verbose_name=_("participant")
    )
    arm = models.CharField(_("group"), max_length=10)
    how = models.CharField(_("set by"), max_length=6, choices=How)
    at = models.DateTimeField(_("set as of"))

    class Meta:
        verbose_name = _("group of a person")
        verbose_name_plural = _("groups of people")
        ordering = ["evaluation", "at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "participant"], name="assigned_once"),
            models.CheckConstraint(
                condition=models.Q(arm__in=[one.value for one in Arm]), name="assigned_to_an_arm"
            ),
            models.CheckConstraint(condition=models.Q(how__in=How.values), name="assigned_how_known"),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation} · {self.arm}"
