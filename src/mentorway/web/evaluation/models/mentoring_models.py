"""By which mentoring model a pilot works, so that models can be laid side by side as pilots are."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.evaluation.models.evaluations import Evaluation
from mentorway.web.pilots.models import Cohort


class MentoringModel(models.TextChoices):
    """How mentors and mentees come together; OWN is named by those who run the evaluation."""

    ONE_TO_ONE = "one", pgettext_lazy("mentoring model", "One to one")
    GROUP = "group", pgettext_lazy("mentoring model", "Group: one mentor, several mentees")
    TEAM = "team", pgettext_lazy("mentoring model", "Team: several mentors together")
    PEER = "peer", pgettext_lazy("mentoring model", "Peer: people at the same stage")
    REVERSE = "reverse", pgettext_lazy("mentoring model", "Reverse: the younger mentor the older")
    ONLINE = "online", pgettext_lazy("mentoring model", "E-mentoring: over distance only")
    BLENDED = "blended", pgettext_lazy("mentoring model", "Blended: in person and over distance")
    OWN = "own", pgettext_lazy("mentoring model", "Another model")


class PilotModel(models.Model):
    """The mentoring model of a pilot, as an evaluation sees it."""

    evaluation = models.ForeignKey(
        Evaluation, models.CASCADE, related_name="pilot_models", verbose_name=_("evaluation")
    )
    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="+", verbose_name=_("pilot"))
    model = models.CharField(_("mentoring model"), max_length=7, choices=MentoringModel)
    own = models.CharField(_("name of another model"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("mentoring model of a pilot")
        verbose_name_plural = _("mentoring models of pilots")
        ordering = ["evaluation", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "cohort"], name="one_mentoring_model_per_pilot"),
            models.CheckConstraint(
                condition=models.Q(model__in=MentoringModel.values), name="mentoring_model_known"
            ),
            models.CheckConstraint(
                condition=models.Q(model=MentoringModel.OWN) ^ models.Q(own=""),
                name="mentoring_model_of_ones_own_named",
                violation_error_message=_("Name the other model, or choose one of the list."),
            ),
        ]

    def __str__(self) -> str:
        return self.own or str(self.get_model_display())
