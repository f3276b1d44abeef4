"""Letters to the people of a cohort, and who has been told what."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.core.models import signed
from mentorway.web.pilots.models.cohorts import Cohort, Meeting
from mentorway.web.pilots.models.people import Participant


class Audience(models.TextChoices):
    """To whom a letter goes."""

    ENROLLED = "enrolled", pgettext_lazy("letter", "Those who take part")
    WAITING = "waiting", pgettext_lazy("letter", "Those on the waiting list")
    APPLIED = "applied", pgettext_lazy("letter", "Those who have applied")
    LAGGING = "lagging", pgettext_lazy("letter", "Those with work still to hand in")


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, user: User) -> Self:
        """The letters of the cohorts whose people ``user`` works with."""
        return self.filter(cohort__in=Cohort.objects.worked_on_by(user))


class Letter(models.Model):
    """A letter that somebody wrote to many people of a cohort."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="letters", verbose_name=_("cohort"))
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"), max_length=10_000)
    audience = models.CharField(_("to whom"), max_length=8, choices=Audience, default=Audience.ENROLLED)
    by = signed(_("written by"))
    at = models.DateTimeField(_("sent"), auto_now_add=True)
    key = models.CharField(_("key of the page it was written on"), max_length=40, editable=False)
    count = models.PositiveIntegerField(_("number of receivers"), default=0)
    receivers: "models.ManyToManyField[Participant, models.Model]" = models.ManyToManyField(
        Participant, related_name="letters", verbose_name=_("receivers"), blank=True
    )

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter to a cohort")
        verbose_name_plural = _("letters to cohorts")
        ordering = ["cohort", "-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(subject=""), name="cohort_letter_with_subject"),
            models.CheckConstraint(condition=~models.Q(body=""), name="cohort_letter_with_text"),
            models.UniqueConstraint(fields=["cohort", "key"], name="one_cohort_letter_per_page"),
        ]

    def __str__(self) -> str:
        return self.subject


class MeetingNotice(models.Model):
    """What one person has been told about one meeting, so that nobody gets the same letter twice."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="notices", verbose_name=_("meeting"))
    participant = models.ForeignKey(
        Participant, models.CASCADE, related_name="notices", verbose_name=_("participant")
    )
    sequence = models.PositiveIntegerField(_("calendar entry that was sent last"), null=True, blank=True)
    reminded = models.DateTimeField(_("reminded"), null=True, blank=True)

    class Meta:
        verbose_name = _("notice of a meeting")
        verbose_name_plural = _("notices of meetings")
        ordering = ["meeting", "participant"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "participant"], name="one_notice_per_meeting")
        ]

    def __str__(self) -> str:
        return f"{self.meeting} · {self.participant}"


class CalendarLink(models.Model):
    """The secret address at which calendars read the meetings that a member leads or plans."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_link", verbose_name=_("person")
    )
    link = models.CharField(_("secret"), max_length=40, unique=True)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return str(self.user)
