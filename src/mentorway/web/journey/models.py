"""Putting the example back: asked for, under way, done."""

from typing import Final, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.core.models import signed


class Stage(models.TextChoices):
    """How far it is."""

    WAITING = "waiting", pgettext_lazy("reset", "Waiting")
    RUNNING = "running", pgettext_lazy("reset", "Under way")
    DONE = "done", pgettext_lazy("reset", "Done")
    FAILED = "failed", pgettext_lazy("reset", "Failed")
    STOPPED = "stopped", pgettext_lazy("reset", "Stopped")


UNDER_WAY: Final = (Stage.WAITING, Stage.RUNNING)


class ResetQuerySet(models.QuerySet["Reset"]):
    def visible_to(self, user: User) -> Self:
        """Those who run the installation see every one, others none."""
        return self if user.is_staff else self.none()

    def under_way(self) -> Self:
        """Those that wait or run."""
        return self.filter(stage__in=UNDER_WAY)


class Reset(models.Model):
    """One putting back. ``lost`` says how many rows of which kind went, once they are gone."""

    stage = models.CharField(_("stage"), max_length=7, choices=Stage, default=Stage.WAITING)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)
    is_emptied = models.BooleanField(_("the old example is taken out"), default=False)
    lost = models.JSONField(_("what was taken out"), default=dict, blank=True)
    problem = models.JSONField(_("problem"), null=True, blank=True)
    by = signed(_("asked by"))
    created = models.DateTimeField(_("since"), auto_now_add=True)
    heard = models.DateTimeField(_("last heard of"), null=True, blank=True)
    finished = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = ResetQuerySet.as_manager()

    class Meta:
        verbose_name = _("putting back of the example")
        verbose_name_plural = _("puttings back of the example")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                condition=models.Q(stage__in=UNDER_WAY),
                name="one_reset_under_way",
                violation_error_message=_("The example is being put back already. Wait for it."),
            ),
            models.CheckConstraint(condition=models.Q(stage__in=Stage.values), name="reset_stage_known"),
            models.CheckConstraint(condition=models.Q(progress__lte=100), name="reset_progress_in_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.created:%Y-%m-%d}"

    @property
    def is_under_way(self) -> bool:
        """Whether somebody waits for it."""
        return self.stage in UNDER_WAY
