"""What shows that a line of the plan is done: something that really exists in another activity."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorway.web.evaluation.models import Evaluation
from mentorway.web.mentoring.models import Round
from mentorway.web.methodology.models import Methodology
from mentorway.web.network.models import Agreement, Visit
from mentorway.web.pilots.models import Cohort
from mentorway.web.plan.models.items import Item
from mentorway.web.practices.models import Practice
from mentorway.web.study.models import Study
from mentorway.web.training.models import Programme

SOURCES: Final = (
    "agreement",
    "visit",
    "practice",
    "methodology",
    "study",
    "programme",
    "cohort",
    "round",
    "evaluation",
)


def _just_one() -> models.Q:
    found = models.Q(pk__in=[])
    for name in SOURCES:
        others = {f"{other}__isnull": other != name for other in SOURCES}
        found |= models.Q(**others)
    return found


class Evidence(models.Model):
    """One thing of another activity that a line rests on; exactly one of the columns is filled."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="evidence", verbose_name=_("line"))
    agreement = models.ForeignKey(
        Agreement, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("agreement")
    )
    visit = models.ForeignKey(
        Visit, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("visit")
    )
    practice = models.ForeignKey(
        Practice, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("good practice")
    )
    methodology = models.ForeignKey(
        Methodology, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("methodology")
    )
    study = models.ForeignKey(
        Study, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("study")
    )
    programme = models.ForeignKey(
        Programme,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("training programme"),
    )
    cohort = models.ForeignKey(
        Cohort, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("cohort")
    )
    round = models.ForeignKey(
        Round, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("mentoring round")
    )
    evaluation = models.ForeignKey(
        Evaluation, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("evaluation")
    )

    class Meta:
        verbose_name = _("evidence of a line")
        verbose_name_plural = _("evidence of lines")
        ordering = ["item", "pk"]
        constraints = [models.CheckConstraint(condition=_just_one(), name="evidence_is_one_thing")]

    def __str__(self) -> str:
        return f"{self.item_id} · {self.source}"

    @property
    def source(self) -> str:
        """Of which activity it is, by the name of the column."""
        return next((name for name in SOURCES if getattr(self, f"{name}_id") is not None), "")
