"""How far a person has read what happened, and which letters about it they want."""

from typing import Final, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User

EARLIEST, LATEST = 8, 20  # letters leave from the one hour on and before the other, by the person's clock
USUAL_HOUR: Final = 8


class Rhythm(models.TextChoices):
    """How often a person gets a letter about what is new."""

    USUAL = "", pgettext_lazy("letters about news", "As usual here")
    NEVER = "never", pgettext_lazy("letters about news", "Never")
    DAILY = "daily", pgettext_lazy("letters about news", "Every working day")
    WEEKLY = "weekly", pgettext_lazy("letters about news", "Once a week, on Monday")


class ReaderQuerySet(models.QuerySet["Reader"]):
    def visible_to(self, user: User) -> Self:
        """Their own; nobody sees what others have read."""
        return self.filter(user=user)

    def who_may_get_letters(self) -> Self:
        """Those who can sign in and did not say that they want none."""
        return self.filter(user__is_active=True).exclude(rhythm=Rhythm.NEVER)


class Reader(models.Model):
    """A person who is told of news: one row for each, made by the hour's work.

    Everything that happened until ``seen`` is marked as read. ``looked`` is when it was last decided whether
    a letter has to be written, and ``told`` holds marks of what waited for the person in the last one.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person")
    )
    seen = models.DateTimeField(_("read up to"))
    rhythm = models.CharField(_("letters about what is new"), max_length=6, choices=Rhythm, blank=True)
    hour = models.PositiveSmallIntegerField(_("hour of the letter"), default=USUAL_HOUR)
    left_out = models.JSONField(_("activities that the letters leave out"), default=list, blank=True)
    looked = models.DateTimeField(_("last looked for a letter"))
    told = models.JSONField(_("marks of what was told last"), default=list, blank=True)

    objects = ReaderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reader of news")
        verbose_name_plural = _("readers of news")
        ordering = ["user"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rhythm__in=Rhythm.values), name="reader_with_known_rhythm"
            ),
            models.CheckConstraint(
                condition=models.Q(hour__gte=EARLIEST, hour__lt=LATEST),
                name="reader_gets_letters_by_day",
                violation_error_message=_("Letters leave by day only."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)
