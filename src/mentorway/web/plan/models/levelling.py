"""Searches for dates on which nobody has too much to do, and what they propose."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.core.models import signed
from mentorway.web.plan.models.projects import Project


class Stage(models.TextChoices):
    """How far a search has come, and what became of its proposal."""

    WAITING = "waiting", pgettext_lazy("search", "Waiting")
    RUNNING = "running", pgettext_lazy("search", "Being searched")
    DONE = "done", pgettext_lazy("search", "To be decided")
    TAKEN = "taken", pgettext_lazy("search", "Taken")
    DROPPED = "dropped", pgettext_lazy("search", "Thrown away")
    FAILED = "failed", pgettext_lazy("search", "Failed")
    STOPPED = "stopped", pgettext_lazy("search", "Stopped")


UNDER_WAY = (Stage.WAITING, Stage.RUNNING)
FOUND = (Stage.DONE, Stage.TAKEN, Stage.DROPPED)
MINUTES = (1, 3, 10)


class Levelling(models.Model):
    """One search. ``revision`` is the plan that was searched, ``persons`` how many people partners had.

    ``value`` is the proposal: dates before and after, moves by line, sentences; ``heard`` when the search
    was last seen at work.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="levellings", verbose_name=_("project"))
    number = models.PositiveIntegerField(_("search"))
    stage = models.CharField(_("stage"), max_length=7, choices=Stage, default=Stage.WAITING)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)
    minutes = models.PositiveSmallIntegerField(_("minutes at most"), default=1)
    persons = models.JSONField(_("people of each partner"), default=dict, blank=True)
    revision = models.PositiveIntegerField(_("revision of the plan"))
    value = models.JSONField(_("proposal"), null=True, blank=True)
    problem = models.JSONField(_("problem"), null=True, blank=True)
    by = signed(_("asked by"))
    created = models.DateTimeField(_("since"), auto_now_add=True)
    heard = models.DateTimeField(_("last heard of"), null=True, blank=True)
    finished = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("search for better dates")
        verbose_name_plural = _("searches for better dates")
        ordering = ["project", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="one_levelling_per_number"),
            models.UniqueConstraint(
                fields=["project"],
                condition=models.Q(stage__in=UNDER_WAY),
                name="one_levelling_under_way",
                violation_error_message=_("Better dates are being searched already. Wait or stop it."),
            ),
            models.CheckConstraint(condition=models.Q(stage__in=Stage.values), name="levelling_stage_known"),
            models.CheckConstraint(
                condition=models.Q(progress__lte=100), name="levelling_progress_in_percent"
            ),
            models.CheckConstraint(
                condition=models.Q(minutes__in=MINUTES), name="levelling_minutes_to_choose"
            ),
            models.CheckConstraint(
                condition=~models.Q(stage__in=FOUND) | models.Q(value__isnull=False),
                name="levelling_found_with_value",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} · {self.number}"

    @property
    def is_under_way(self) -> bool:
        """Whether somebody waits for it."""
        return self.stage in UNDER_WAY
