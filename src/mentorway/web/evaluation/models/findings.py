"""What was found, version by version, and what was decided because of it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.core.models import signed
from mentorway.web.evaluation.models.evaluations import Evaluation
from mentorway.web.training.models import Edition, Programme


class Stage(models.TextChoices):
    """How far the work on a version has come."""

    WAITING = "waiting", pgettext_lazy("evaluation", "Waiting")
    RUNNING = "running", pgettext_lazy("evaluation", "Being computed")
    DONE = "done", pgettext_lazy("evaluation", "Done")
    FAILED = "failed", pgettext_lazy("evaluation", "Failed")
    STOPPED = "stopped", pgettext_lazy("evaluation", "Stopped")


UNDER_WAY = (Stage.WAITING, Stage.RUNNING)


class ResultQuerySet(models.QuerySet["Result"]):
    def visible_to(self, user: User) -> Self:
        """What was found by the evaluations that ``user`` may see."""
        return self.filter(evaluation__in=Evaluation.objects.visible_to(user))


class Result(models.Model):
    """One version of what was found, in full precision, with all that is needed to repeat it.

    ``asked`` holds what was decided, ``value`` the result as a record of the library, ``data_hash`` of which
    numbers, ``changes`` what is other than in the version before, ``words`` the judgement of people.
    ``guard`` says under marks of whose answers the numbers are that are shown, and what is withheld because
    of earlier versions; it leaves the server nowhere. ``heard`` is when its computing last said how far it
    is.
    """

    evaluation = models.ForeignKey(
        Evaluation, models.CASCADE, related_name="results", verbose_name=_("evaluation")
    )
    number = models.PositiveIntegerField(_("version"))
    stage = models.CharField(_("stage"), max_length=7, choices=Stage, default=Stage.WAITING)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)
    problem = models.JSONField(_("problem"), null=True, blank=True)
    asked = models.JSONField(_("what was decided"), default=dict)
    seed = models.PositiveIntegerField(_("seed"))
    value = models.JSONField(_("value"), null=True, blank=True)
    data_hash = models.CharField(_("fingerprint of the numbers"), max_length=64, blank=True)
    library_version = models.CharField(_("versions of the programs"), max_length=120, blank=True)
    changes = models.JSONField(_("what changed"), default=list, blank=True)
    words = models.JSONField(_("what people say to it"), default=dict, blank=True)
    by = signed(_("asked by"))
    guard = models.JSONField(_("what is withheld"), null=True, blank=True, editable=False)
    created = models.DateTimeField(_("since"), auto_now_add=True)
    heard = models.DateTimeField(_("last heard of"), null=True, blank=True, editable=False)
    finished = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("result of an evaluation")
        verbose_name_plural = _("results of evaluations")
        ordering = ["evaluation", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "number"], name="one_result_per_number"),
            models.UniqueConstraint(
                fields=["evaluation"],
                condition=models.Q(stage__in=UNDER_WAY),
                name="one_result_under_way",
                violation_error_message=_("It is being computed already. Wait for it or stop it."),
            ),
            models.CheckConstraint(condition=models.Q(stage__in=Stage.values), name="result_stage_known"),
            models.CheckConstraint(condition=models.Q(progress__lte=100), name="result_progress_in_percent"),
            models.CheckConstraint(
                condition=~models.Q(stage=Stage.DONE)
                | (models.Q(value__isnull=False) & models.Q(data_hash__regex=r"^[0-9a-f]{64}$")),
                name="result_done_with_value",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation} · {self.number}"

    @property
    def is_under_way(self) -> bool:
        """Whether somebody waits for it."""
        return self.stage in UNDER_WAY


class DecisionState(models.TextChoices):
    """How far a recommendation has come."""

    OPEN = "open", pgettext_lazy("decision", "To be done")
    DONE = "done", pgettext_lazy("decision", "Done, to be verified")
    VERIFIED = "verified", pgettext_lazy("decision", "Verified in a later pilot")
    DROPPED = "dropped", pgettext_lazy("decision", "Not done, with a reason")


DECISION_MOVES = {
    DecisionState.OPEN: (DecisionState.DONE, DecisionState.DROPPED),
    DecisionState.DONE: (DecisionState.VERIFIED, DecisionState.OPEN),
    DecisionState.VERIFIED: (DecisionState.DONE,),
    DecisionState.DROPPED: (DecisionState.OPEN,),
}


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, user: User) -> Self:
        """What was decided in the evaluations that ``user`` may see."""
        return self.filter(result__evaluation__in=Evaluation.objects.visible_to(user))


class Decision(models.Model):
    """A finding, what is recommended because of it, who does it until when, and how it came out.

    ``finding`` is the key of the conclusion in the result; ``edition`` the version of the programme in which
    it was done, ``verified_by`` the later result that shows whether it helped.
    """

    result = models.ForeignKey(Result, models.CASCADE, related_name="decisions", verbose_name=_("result"))
    finding = models.CharField(_("finding"), max_length=120)
    recommendation = models.TextField(_("what is recommended"), max_length=2000)
    programme = models.ForeignKey(
        Programme,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("training programme that changes"),
    )
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("who does it"),
    )
    due = models.DateField(_("until"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=DecisionState, default=DecisionState.OPEN)
    edition = models.ForeignKey(
        Edition,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("version in which it was done"),
    )
    verified_by = models.ForeignKey(
        Result,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="verifies",
        verbose_name=_("result that verifies it"),
    )
    remark = models.TextField(_("how it came out, or why not"), max_length=2000, blank=True)
    created_by = signed(_("created by"))
    created = models.DateTimeField(_("since"), auto_now_add=True)
    changed = models.DateTimeField(_("last changed"), auto_now=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["state", "due", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(recommendation=""), name="decision_with_text"),
            models.CheckConstraint(
                condition=models.Q(state__in=DecisionState.values), name="decision_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=DecisionState.DROPPED) | ~models.Q(remark=""),
                name="decision_dropped_with_reason",
                violation_error_message=_("Say why it is not done."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.result} · {self.pk}"

    def may_become(self, state: str) -> bool:
        """Whether the table of moves leads there from here."""
        return state in DECISION_MOVES[DecisionState(self.state)]
