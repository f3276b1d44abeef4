"""What people wrote in their own words, sorted by theme, and quoted only where they agreed."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.core.models import signed
from mentorway.web.evaluation.models.evaluations import Evaluation
from mentorway.web.study.models import Response, Study


class Speakers(models.TextChoices):
    """Whose words are read: of those who were asked before and after, or of mentees about their mentors."""

    OWN = "own", pgettext_lazy("voices", "Those who were asked before and after")
    MENTEES = "mentees", pgettext_lazy("voices", "Mentees about their mentors")


class VoiceQuestion(models.Model):
    """An open question whose answers are read; ``consent`` is the question that allows quoting.

    ``speakers`` says in which of the two studies of the evaluation it is asked.
    """

    evaluation = models.ForeignKey(
        Evaluation, models.CASCADE, related_name="voice_questions", verbose_name=_("evaluation")
    )
    speakers = models.CharField(_("whose words"), max_length=7, choices=Speakers, default=Speakers.OWN)
    question = models.CharField(_("open question"), max_length=100)
    consent = models.CharField(_("question that allows quoting"), max_length=100, blank=True)
    yes = models.CharField(_("answer that allows quoting"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("open question of an evaluation")
        verbose_name_plural = _("open questions of evaluations")
        ordering = ["evaluation", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "speakers", "question"], name="one_voice_question"),
            models.CheckConstraint(
                condition=models.Q(speakers__in=Speakers.values), name="voice_speakers_known"
            ),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def study(self) -> Study | None:
        """The study in which it is asked."""
        whole = self.evaluation
        return whole.mentee_study if self.speakers == Speakers.MENTEES else whole.study


class Theme(models.Model):
    """Something that several people speak of."""

    evaluation = models.ForeignKey(
        Evaluation, models.CASCADE, related_name="themes", verbose_name=_("evaluation")
    )
    title = models.CharField(_("theme"), max_length=100)
    meaning = models.CharField(_("what belongs to it"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["evaluation", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "title"],
                name="one_theme_per_title",
                violation_error_message=_("There is a theme of this name already."),
            ),
            models.CheckConstraint(condition=~models.Q(title=""), name="theme_with_title"),
        ]

    def __str__(self) -> str:
        return self.title


class Coded(models.Model):
    """That an answer speaks of a theme, and whether it is quoted."""

    question = models.ForeignKey(
        VoiceQuestion, models.CASCADE, related_name="coded", verbose_name=_("open question")
    )
    response = models.ForeignKey(Response, models.CASCADE, related_name="+", verbose_name=_("answers"))
    themes: "models.ManyToManyField[Theme, models.Model]" = models.ManyToManyField(
        Theme, related_name="coded", verbose_name=_("themes"), blank=True
    )
    is_quoted = models.BooleanField(_("quoted in the report"), default=False)
    by = signed(_("coded by"))
    at = models.DateTimeField(_("coded"), auto_now=True)

    class Meta:
        verbose_name = _("coded answer")
        verbose_name_plural = _("coded answers")
        ordering = ["question", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["question", "response"], name="coded_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
