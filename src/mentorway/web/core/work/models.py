"""What is known of work besides its result: who does it, how far it is, when it is due again."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Worker(models.Model):
    """A process that does work. ``beats`` grows while it lives; nothing is decided by ``seen``."""

    key = models.CharField(_("worker"), max_length=64, primary_key=True)
    machine = models.CharField(_("machine"), max_length=80, blank=True)
    version = models.CharField(_("version"), max_length=40, blank=True)
    beats = models.PositiveBigIntegerField(_("signs of life"), default=0)
    started = models.DateTimeField(_("started"))
    seen = models.DateTimeField(_("last sign of life"))

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")
        ordering = ["started", "key"]

    def __str__(self) -> str:
        return self.key


class Work(models.Model):
    """One task beside its result. There is none before the task is first begun, unless it is asked for once.

    ``once`` is held while the task waits or runs, and by one task only.
    """

    task = models.OneToOneField(
        "django_tasks_database.DBTaskResult",
        models.CASCADE,
        primary_key=True,
        related_name="work",
        verbose_name=_("task"),
    )
    holder = models.CharField(_("worker that holds it"), max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    lost = models.PositiveSmallIntegerField(_("how often its worker was lost"), default=0)
    share = models.FloatField(_("how much is done, from 0 to 1"), default=0.0)
    step = models.CharField(_("what is being done"), max_length=40, blank=True)
    cancel_asked = models.BooleanField(_("asked to stop"), default=False)
    once = models.CharField(_("key of what is done once"), max_length=120, null=True, unique=True)  # noqa: DJ001 - many have none

    class Meta:
        verbose_name = _("state of a task")
        verbose_name_plural = _("states of tasks")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(share__gte=0.0, share__lte=1.0), name="work_share_within_bounds"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class Job(models.Model):
    """What is done again and again; ``planned`` is when it was last put into the queue."""

    key = models.CharField(_("job"), max_length=80, primary_key=True)
    planned = models.DateTimeField(_("last put into the queue"), null=True)
    begun = models.DateTimeField(_("last begun"), null=True)
    ended = models.DateTimeField(_("last ended"), null=True)
    error = models.CharField(_("kind of the last error"), max_length=200, blank=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key
