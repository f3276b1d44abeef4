"""An evaluation: which pilots, which answers from before and after, and what counts as an outcome."""

import datetime as dt
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorway.web.accounts.models import User
from mentorway.web.comparison.models import Comparison
from mentorway.web.core.models import signed
from mentorway.web.core.search import FoldedIndex, FoldedTextField
from mentorway.web.mentoring.models import Round
from mentorway.web.methodology.models import Level, Scoring
from mentorway.web.network.models import Partner
from mentorway.web.network.models.owned import OwnedQuerySet
from mentorway.web.network.models.partners import belonging_to
from mentorway.web.pilots.models import Cohort
from mentorway.web.study.models import Study

DAYS_IN_BIN = 30
KEY = r"^[a-z][a-z0-9_]{0,39}$"
LASTING = (Level.BEHAVIOUR, Level.RESULTS)  # levels that may name the follow-up that counts for them


class Others(models.TextChoices):
    """With whom those who took part are compared."""

    NOBODY = "nobody", _("With nobody: only before and after")
    WAITING = "waiting", _("With those on the waiting lists of the pilots")
    ANSWERED = "answered", _("With everybody else who answered the study")


class EvaluationQuerySet(OwnedQuerySet["Evaluation"]):
    """Evaluations as people may see and search them."""


class EvaluationBin(EvaluationQuerySet):
    def visible_to(self, user: User) -> Self:
        """What was deleted at the partners of ``user`` and can still be brought back."""
        return self.filter(partner__in=belonging_to(user), deleted__isnull=False)


class Evaluation(models.Model):
    """What is asked of one or more pilots, and from which answers it is read.

    ``study`` holds the answers of those who took part (and of those they are compared with), by pseudonym;
    ``mentee_study`` what mentees say of their mentors, whose pairs ``round`` knows.
    """

    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="evaluations", verbose_name=_("partner")
    )
    title = models.CharField(_("title"), max_length=200)
    purpose = models.TextField(_("what it shall answer, and for whom"), max_length=4000, blank=True)
    cohorts = models.ManyToManyField(Cohort, related_name="evaluations", verbose_name=_("pilots"), blank=True)
    study = models.ForeignKey(
        Study,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="evaluations",
        verbose_name=_("study that asks before and after"),
    )
    others = models.CharField(_("compared with whom"), max_length=8, choices=Others, default=Others.NOBODY)
    mentee_study = models.ForeignKey(
        Study,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("study that asks mentees about their mentors"),
    )
    round = models.ForeignKey(
        Round,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="evaluations",
        verbose_name=_("mentoring round that says who is whose mentor"),
    )
    currency = models.CharField(_("currency of all figures"), max_length=3, default="EUR")
    price_year = models.PositiveSmallIntegerField(
        _("year of prices"), validators=[MinValueValidator(1990), MaxValueValidator(2100)]
    )
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)
    is_example = models.BooleanField(_("example"), default=False, editable=False)
    search_text = FoldedTextField(_("text for searching"), blank=True, editable=False)
    created_by = signed(_("created by"))
    created = models.DateTimeField(_("since"), auto_now_add=True)
    deleted = models.DateTimeField(_("deleted"), null=True, blank=True, editable=False)

    objects = EvaluationQuerySet.as_manager()
    bin = EvaluationBin.as_manager()

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        ordering = ["-created", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="evaluation_with_title"),
            models.CheckConstraint(
                condition=models.Q(others__in=Others.values), name="evaluation_others_known"
            ),
            models.CheckConstraint(
                condition=models.Q(currency__regex=r"^[A-Z]{3}$"),
                name="evaluation_currency_in_letters",
                violation_error_message=_("A currency has three capital letters, for example EUR."),
            ),
        ]
        indexes = [FoldedIndex(fields=["search_text"], name="evaluations_by_text")]

    def __str__(self) -> str:
        return self.title

    @property
    def restorable_until(self) -> dt.datetime | None:
        """When what was deleted is gone for good."""
        return self.deleted and self.deleted + dt.timedelta(days=DAYS_IN_BIN)


class EvaluationRevision(models.Model):
    """What was written about an evaluation after one change: what merging starts from."""

    evaluation = models.ForeignKey(
        Evaluation, models.CASCADE, related_name="revisions", verbose_name=_("evaluation")
    )
    number = models.PositiveIntegerField(_("revision"))
    fields = models.JSONField(_("fields"))
    by = signed(_("changed by"))
    at = models.DateTimeField(_("changed"), auto_now_add=True)

    class Meta:
        verbose_name = _("revision of an evaluation")
        verbose_name_plural = _("revisions of evaluations")
        ordering = ["evaluation", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "number"], name="one_evaluation_revision_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.evaluation} · {self.number}"


class Outcome(models.Model):
    """A scale of the questionnaire that shows whether the programme works.

    ``questions`` holds [{"name": …, "reverse": bool}]; ``mentee_questions`` likewise, of the mentees' study.
    ``licence`` is the comparison that says whether countries may be compared on it, under the name ``scale``.
    ``follow_up`` is the follow-up that counts for an outcome of what people do or what changed at work, where
    it is another than for the whole evaluation.
    """

    evaluation = models.ForeignKey(
        Evaluation, models.CASCADE, related_name="outcomes", verbose_name=_("evaluation")
    )
    key = models.CharField(_("short name"), max_length=40)
    title = models.CharField(_("title"), max_length=200)
    level = models.CharField(_("level"), max_length=9, choices=Level)
    questions = models.JSONField(_("questions"), default=list)
    mentee_questions = models.JSONField(_("questions to mentees"), default=list, blank=True)
    scoring = models.CharField(_("scoring"), max_length=4, choices=Scoring, default=Scoring.MEAN)
    higher_is_better = models.BooleanField(_("higher is better"), default=True)
    is_main = models.BooleanField(_("main outcome"), default=False)
    licence = models.ForeignKey(
        Comparison,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("comparison that licenses countries"),
    )
    scale = models.CharField(_("scale of the comparison"), max_length=200, blank=True)
    follow_up = models.ForeignKey(
        "evaluation.AskedWave",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("follow-up that counts"),
    )
    position = models.PositiveSmallIntegerField(_("place"), default=0)

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        ordering = ["evaluation", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "key"],
                name="one_outcome_per_key",
                violation_error_message=_("There is an outcome with this short name already."),
            ),
            models.UniqueConstraint(
                fields=["evaluation"], condition=models.Q(is_main=True), name="one_main_outcome"
            ),
            models.CheckConstraint(condition=models.Q(key__regex=KEY), name="outcome_key_plain"),
            models.CheckConstraint(condition=~models.Q(title=""), name="outcome_with_title"),
            models.CheckConstraint(
                condition=models.Q(
                    level__in=[Level.REACTION, Level.LEARNING, Level.BEHAVIOUR, Level.RESULTS]
                ),
                name="outcome_level_known",
            ),
            models.CheckConstraint(
                condition=models.Q(scoring__in=Scoring.values), name="outcome_scoring_known"
            ),
            models.CheckConstraint(
                condition=models.Q(follow_up=None) | models.Q(level__in=LASTING),
                name="outcome_follow_up_of_deeds",
                violation_error_message=_(
                    "Only outcomes of what people do and what changed at work have a follow-up of their own."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title
