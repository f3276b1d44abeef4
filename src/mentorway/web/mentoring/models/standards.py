"""How a round stands against the standards of mentoring programmes, as those who run it see it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorway.web.core.models import signed
from mentorway.web.mentoring.models.rounds import Round


class StandardAnswer(models.Model):
    """How far a round meets one statement of the self-assessment, as those who run it see it."""

    round = models.ForeignKey(
        Round, models.CASCADE, related_name="standards", verbose_name=_("mentoring round")
    )
    statement = models.CharField(_("short name of the statement"), max_length=40)
    percent = models.PositiveSmallIntegerField(
        _("met, in percent"), validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    evidence = models.TextField(_("what shows it"), max_length=2000, blank=True)
    by = signed(_("answered by"))
    at = models.DateTimeField(_("answered"), auto_now=True)

    class Meta:
        verbose_name = _("answer to a statement of a standard")
        verbose_name_plural = _("answers to statements of standards")
        ordering = ["round", "statement"]
        constraints = [
            models.UniqueConstraint(fields=["round", "statement"], name="one_answer_per_statement"),
            models.CheckConstraint(
                condition=models.Q(percent__range=(0, 100)), name="standard_met_in_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.statement}"
