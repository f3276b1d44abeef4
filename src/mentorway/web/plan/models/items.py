"""What is planned: work packages, tasks, milestones, deliverables, and what depends on what."""

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.schedule import plan as schedule
from mentorway.web.accounts.models import User
from mentorway.web.core.models import signed
from mentorway.web.network.models import Country, Partner
from mentorway.web.plan.models.projects import Project


class Kind(models.TextChoices):
    PACKAGE = "package", pgettext_lazy("plan", "Work package")
    TASK = "task", pgettext_lazy("plan", "Task")
    MILESTONE = "milestone", pgettext_lazy("plan", "Milestone")
    DELIVERABLE = "deliverable", pgettext_lazy("plan", "Deliverable")


MOMENTS = (Kind.MILESTONE, Kind.DELIVERABLE)


class Bound(models.TextChoices):
    """What is decided about the first day besides what an item depends on."""

    NONE = "none", pgettext_lazy("dates", "As early as what it depends on allows")
    NOT_BEFORE = "not_before", pgettext_lazy("dates", "Not before a day")
    STARTS_ON = "starts_on", pgettext_lazy("dates", "Starts on a day")


class Link(models.TextChoices):
    FINISH_START = schedule.Link.FINISH_START.value, _("Begins when the other is finished")
    START_START = schedule.Link.START_START.value, _("Begins when the other begins")
    FINISH_FINISH = schedule.Link.FINISH_FINISH.value, _("Is finished when the other is finished")
    START_FINISH = schedule.Link.START_FINISH.value, _("Is finished when the other begins")


class ItemQuerySet(models.QuerySet["Item"]):
    def visible_to(self, user: User) -> Self:
        """What is planned in the projects that ``user`` may see."""
        return self.filter(project__in=Project.objects.visible_to(user))

    def planned(self) -> Self:
        """What nobody has taken out."""
        return self.filter(removed=None)


class Item(models.Model):
    """A line of the plan. ``days`` are working days; a milestone and a deliverable have none.

    ``bound`` with its ``day`` is about its beginning, ``deadline`` about its end; the latter moves no dates.

    ``activity`` is the app of the flow that it belongs to; ``country`` whose public holidays it keeps, the
    lead's if empty. What is ``done`` is stated by a person where no evidence says it.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="items", verbose_name=_("project"))
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("belongs to"),
    )
    kind = models.CharField(_("kind"), max_length=11, choices=Kind)
    code = models.CharField(_("code"), max_length=20)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), max_length=4000, blank=True)
    activity = models.CharField(_("activity"), max_length=20, blank=True)
    lead = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who leads it"),
    )
    country = models.CharField(_("holidays of"), max_length=2, choices=Country, blank=True)
    days = models.PositiveSmallIntegerField(
        _("working days"), default=0, validators=[MaxValueValidator(schedule.LONGEST)]
    )
    bound = models.CharField(_("dates"), max_length=10, choices=Bound, default=Bound.NONE)
    day = models.DateField(_("day"), null=True, blank=True)
    deadline = models.DateField(_("to be finished by"), null=True, blank=True)
    shortest = models.PositiveSmallIntegerField(_("at the shortest"), null=True, blank=True)
    longest = models.PositiveSmallIntegerField(_("at the longest"), null=True, blank=True)
    done = models.PositiveSmallIntegerField(
        _("done, in percent"), default=0, validators=[MaxValueValidator(100)]
    )
    started = models.DateField(_("really begun"), null=True, blank=True)
    finished = models.DateField(_("really finished"), null=True, blank=True)
    deviation = models.TextField(_("why it is other than planned"), max_length=2000, blank=True)
    position = models.PositiveSmallIntegerField(_("place"), default=0)
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)
    removed = models.DateTimeField(_("taken out"), null=True, blank=True, editable=False)
    warned = models.DateField(_("end that people were warned of"), null=True, blank=True, editable=False)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of a plan")
        verbose_name_plural = _("lines of plans")
        ordering = ["project", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "code"],
                condition=models.Q(removed=None),
                name="one_item_per_code",
                violation_error_message=_("There is a line with this code already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(title="") & ~models.Q(code=""), name="item_with_title"
            ),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="item_kind_known"),
            models.CheckConstraint(condition=models.Q(bound__in=Bound.values), name="item_bound_known"),
            models.CheckConstraint(
                condition=models.Q(bound=Bound.NONE, day=None)
                | (~models.Q(bound=Bound.NONE) & models.Q(day__isnull=False)),
                name="item_bound_with_day",
                violation_error_message=_("Choose the day too, or let the dates follow from the rest."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[Kind.PACKAGE, Kind.TASK]) | models.Q(days=0),
                name="item_moment_without_days",
                violation_error_message=_(
                    "A milestone or deliverable takes no days. Plan a task for the work."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(finished=None)
                | models.Q(started=None)
                | models.Q(finished__gte=models.F("started")),
                name="item_finished_after_begun",
                violation_error_message=_("It cannot be finished before it has begun."),
            ),
            models.CheckConstraint(condition=models.Q(done__lte=100), name="item_done_in_percent"),
            models.CheckConstraint(
                condition=models.Q(shortest=None, longest=None)
                | (models.Q(shortest__lte=models.F("days")) & models.Q(longest__gte=models.F("days"))),
                name="item_guess_around_days",
                violation_error_message=_(
                    "The shortest time must not be above, the longest not below the days."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def is_moment(self) -> bool:
        """Whether it marks a moment and takes no time."""
        return self.kind in MOMENTS


class Dependency(models.Model):
    """That one line depends on another."""

    before = models.ForeignKey(Item, models.CASCADE, related_name="followers", verbose_name=_("depends on"))
    after = models.ForeignKey(Item, models.CASCADE, related_name="dependencies", verbose_name=_("line"))
    link = models.CharField(_("how"), max_length=2, choices=Link, default=Link.FINISH_START)
    lag = models.SmallIntegerField(
        _("working days between"),
        default=0,
        validators=[MinValueValidator(-schedule.LONGEST), MaxValueValidator(schedule.LONGEST)],
    )

    class Meta:
        verbose_name = _("dependency")
        verbose_name_plural = _("dependencies")
        ordering = ["after", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["before", "after"],
                name="one_dependency_of_two",
                violation_error_message=_("These two depend on each other already."),
            ),
            models.CheckConstraint(condition=models.Q(link__in=Link.values), name="dependency_link_known"),
            models.CheckConstraint(
                condition=~models.Q(before=models.F("after")),
                name="dependency_of_two",
                violation_error_message=_("Nothing can depend on itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before_id} → {self.after_id}"


class Effort(models.Model):
    """How many person-days a partner plans for a line."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="efforts", verbose_name=_("line"))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("partner"))
    days = models.DecimalField(
        _("person-days"), max_digits=7, decimal_places=2, validators=[MinValueValidator(0)]
    )

    class Meta:
        verbose_name = _("planned person-days")
        verbose_name_plural = _("planned person-days")
        ordering = ["item", "partner"]
        constraints = [models.UniqueConstraint(fields=["item", "partner"], name="one_effort_per_partner")]

    def __str__(self) -> str:
        return f"{self.item_id} · {self.partner_id}"


class Baseline(models.Model):
    """The dates as they were planned on a day: {item: [first day, last day]}; it never changes."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="baselines", verbose_name=_("project"))
    title = models.CharField(_("title"), max_length=100)
    dates = models.JSONField(_("dates"))
    by = signed(_("kept by"))
    at = models.DateTimeField(_("kept"), auto_now_add=True)

    class Meta:
        verbose_name = _("baseline")
        verbose_name_plural = _("baselines")
        ordering = ["project", "-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "title"],
                name="one_baseline_per_title",
                violation_error_message=_("There is a baseline of this name already."),
            ),
            models.CheckConstraint(condition=~models.Q(title=""), name="baseline_with_title"),
        ]

    def __str__(self) -> str:
        return self.title
