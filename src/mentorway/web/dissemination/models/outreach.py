"""What is planned and done so that results are known and used, also after the project."""

import datetime as dt
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.core.models import StoredFile, signed
from mentorway.web.dissemination.models.claims import Claim
from mentorway.web.dissemination.models.entries import Entry, TargetGroup
from mentorway.web.network.models import Country, Partner
from mentorway.web.network.models.partners import belonging_to, sees_all


class Channel(models.TextChoices):
    """How people are reached."""

    EVENT = "event", pgettext_lazy("channel", "Own event")
    CONFERENCE = "conference", pgettext_lazy("channel", "Conference or event of others")
    ARTICLE = "article", pgettext_lazy("channel", "Article or book")
    PRESS = "press", pgettext_lazy("channel", "Press, radio, television")
    SOCIAL = "social", pgettext_lazy("channel", "Social media")
    WEB = "web", pgettext_lazy("channel", "Website")
    LETTER = "letter", pgettext_lazy("channel", "Letter or newsletter")
    MEETING = "meeting", pgettext_lazy("channel", "Meeting with decision makers")
    TRAINING = "training", pgettext_lazy("channel", "Training or lecture")
    OTHER = "other", pgettext_lazy("channel", "Other")


class ActionQuerySet(models.QuerySet["Action"]):
    def visible_to(self, user: User) -> Self:
        """Every member of the network sees what partners do to be heard."""
        known = sees_all(user) or belonging_to(user).exists()
        return self if known else self.none()

    def real(self) -> Self:
        """All but the example."""
        return self.filter(is_example=False)

    def done(self) -> Self:
        """What was done."""
        return self.filter(done_on__isnull=False)

    def done_between(self, first: dt.date, last: dt.date) -> Self:
        """What was done on these days, both included."""
        return self.filter(done_on__gte=first, done_on__lte=last)

    def open(self) -> Self:
        """What is planned and not done."""
        return self.filter(done_on=None)

    def late(self, today: dt.date) -> Self:
        """What is not done although its day is over."""
        return self.open().filter(planned_on__lt=today)


class Action(models.Model):
    """One thing that a partner plans to do, or has done, so that others hear of the results."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="outreach", verbose_name=_("partner"))
    title = models.CharField(_("what"), max_length=200)
    channel = models.CharField(_("how"), max_length=10, choices=Channel)
    country = models.CharField(_("country"), max_length=2, choices=Country, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    target_groups = models.ManyToManyField(
        TargetGroup, related_name="outreach", blank=True, verbose_name=_("target groups")
    )
    planned_on = models.DateField(_("planned for"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    expected = models.PositiveIntegerField(_("people to be reached"), null=True, blank=True)
    reached = models.PositiveIntegerField(_("people reached"), null=True, blank=True)
    how_counted = models.CharField(_("how they were counted"), max_length=200, blank=True)
    link = models.URLField(_("address"), blank=True)
    entry = models.ForeignKey(
        Entry, models.SET_NULL, null=True, blank=True, related_name="outreach", verbose_name=_("publication")
    )
    remark = models.TextField(_("remark"), max_length=2000, blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)
    is_example = models.BooleanField(_("example"), default=False, editable=False)
    created_by = signed(_("created by"))
    created = models.DateTimeField(_("since"), auto_now_add=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("dissemination activity")
        verbose_name_plural = _("dissemination activities")
        ordering = ["-done_on", "planned_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="outreach_with_title"),
            models.CheckConstraint(
                condition=models.Q(channel__in=Channel.values), name="outreach_channel_known"
            ),
            models.CheckConstraint(
                condition=models.Q(planned_on__isnull=False) | models.Q(done_on__isnull=False),
                name="outreach_on_a_day",
                violation_error_message=_("Say for which day it is planned, or when it was done."),
            ),
            models.CheckConstraint(
                condition=models.Q(reached=None)
                | (models.Q(done_on__isnull=False) & ~models.Q(how_counted="")),
                name="outreach_reached_is_counted",
                violation_error_message=_("Say when it was done and how people were counted."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_late(self, today: dt.date) -> bool:
        """Whether its day is over and it is not done."""
        return self.done_on is None and self.planned_on is not None and self.planned_on < today


class ActionFileQuerySet(models.QuerySet["ActionFile"]):
    def visible_to(self, user: User) -> Self:
        """Files of what ``user`` may see."""
        return self.filter(action__in=Action.objects.visible_to(user))


class ActionFile(StoredFile):
    """What shows that it was done: a list, a picture, a cutting."""

    action = models.ForeignKey(
        Action, models.CASCADE, related_name="files", verbose_name=_("dissemination activity")
    )

    objects = ActionFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a dissemination activity")
        verbose_name_plural = _("files of dissemination activities")
        ordering = ["action", "added"]


class Indicator(models.TextChoices):
    """What of reaching people is counted."""

    PEOPLE = "people", pgettext_lazy("indicator", "People reached")
    EVENTS = "events", pgettext_lazy("indicator", "Events held or taken part in")
    ARTICLES = "articles", pgettext_lazy("indicator", "Articles and press")
    VIEWS = "views", pgettext_lazy("indicator", "Pages opened")
    READERS = "readers", pgettext_lazy("indicator", "Readers of letters")
    DOWNLOADS = "downloads", pgettext_lazy("indicator", "Files fetched")
    COUNTRIES = "countries", pgettext_lazy("indicator", "Countries reached")


class GoalQuerySet(models.QuerySet["Goal"]):
    def visible_to(self, user: User) -> Self:
        """Every member of the network sees what is wanted."""
        known = sees_all(user) or belonging_to(user).exists()
        return self if known else self.none()


class Goal(models.Model):
    """How much is wanted of one indicator until a day, in the whole network."""

    indicator = models.CharField(_("indicator"), max_length=20, choices=Indicator)
    wanted = models.PositiveIntegerField(_("wanted"), validators=[MinValueValidator(1)])
    until = models.DateField(_("until"))

    objects = GoalQuerySet.as_manager()

    class Meta:
        verbose_name = _("goal of dissemination")
        verbose_name_plural = _("goals of dissemination")
        ordering = ["indicator", "until"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "until"],
                name="one_goal_per_indicator_and_day",
                violation_error_message=_("There is a goal for this indicator and day already."),
            ),
            models.CheckConstraint(
                condition=models.Q(indicator__in=Indicator.values), name="goal_indicator_known"
            ),
            models.CheckConstraint(
                condition=models.Q(wanted__gte=1),
                name="goal_wants_something",
                violation_error_message=_("A goal is at least 1."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_indicator_display()} · {self.wanted}"


class Readiness(models.TextChoices):
    """How far a result is on its way to those who use it after the project."""

    IDEA = "idea", pgettext_lazy("result", "Described")
    READY = "ready", pgettext_lazy("result", "Ready to be used")
    USED = "used", pgettext_lazy("result", "Used by others")
    HANDED = "handed", pgettext_lazy("result", "Kept up by somebody after the project")


class KeyResultQuerySet(models.QuerySet["KeyResult"]):
    def visible_to(self, user: User) -> Self:
        """Every member of the network sees what becomes of results."""
        known = sees_all(user) or belonging_to(user).exists()
        return self if known else self.none()


class KeyResult(models.Model):
    """What of the project others use, who keeps it up after the project, with what money, until when."""

    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="key_results", verbose_name=_("partner that keeps it up")
    )
    title = models.CharField(_("result"), max_length=200)
    users = models.TextField(_("who uses it, and for what"), max_length=2000, blank=True)
    how = models.TextField(_("how they get it and what they need"), max_length=2000, blank=True)
    after = models.TextField(
        _("who keeps it up after the project, and with what money"), max_length=2000, blank=True
    )
    licence = models.CharField(_("licence"), max_length=40, blank=True)
    kept_until = models.DateField(_("kept up until"), null=True, blank=True)
    readiness = models.CharField(_("how far it is"), max_length=6, choices=Readiness, default=Readiness.IDEA)
    users_count = models.PositiveIntegerField(
        _("organisations that use it"), null=True, blank=True, validators=[MaxValueValidator(1_000_000)]
    )
    claims = models.ManyToManyField(Claim, related_name="key_results", blank=True, verbose_name=_("claims"))
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)
    is_example = models.BooleanField(_("example"), default=False, editable=False)
    created_by = signed(_("created by"))
    created = models.DateTimeField(_("since"), auto_now_add=True)

    objects = KeyResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("result that is used")
        verbose_name_plural = _("results that are used")
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="key_result_with_title"),
            models.CheckConstraint(
                condition=models.Q(readiness__in=Readiness.values), name="key_result_readiness_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(readiness=Readiness.HANDED) | ~models.Q(after=""),
                name="key_result_handed_to_somebody",
                violation_error_message=_("Say who keeps it up after the project."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
