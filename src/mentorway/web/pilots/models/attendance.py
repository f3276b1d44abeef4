"""Who was there: one mark per meeting and person, and every change of it."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.core.models import signed
from mentorway.web.pilots.models.cohorts import Meeting
from mentorway.web.pilots.models.people import Participant


class Presence(models.TextChoices):
    PRESENT = "present", pgettext_lazy("attendance", "Was there")
    EXCUSED = "excused", pgettext_lazy("attendance", "Excused")
    ABSENT = "absent", pgettext_lazy("attendance", "Was not there")


class Source(models.TextChoices):
    """How it came to be known."""

    SCAN = "scan", pgettext_lazy("attendance", "Code scanned")
    TYPED = "typed", pgettext_lazy("attendance", "Code typed")
    HAND = "hand", pgettext_lazy("attendance", "Marked by the facilitator")
    PAPER = "paper", pgettext_lazy("attendance", "Read from paper")


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def visible_to(self, user: User) -> Self:
        """The marks of the people whom ``user`` works with."""
        return self.filter(participant__in=Participant.objects.visible_to(user))


class Attendance(models.Model):
    """Whether one person was at one meeting. No row: nobody has said so yet."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendance", verbose_name=_("meeting"))
    participant = models.ForeignKey(
        Participant, models.CASCADE, related_name="attendance", verbose_name=_("participant")
    )
    presence = models.CharField(_("presence"), max_length=7, choices=Presence)
    source = models.CharField(_("how it is known"), max_length=5, choices=Source)
    marked_by = signed(_("marked by"))
    marked = models.DateTimeField(_("marked"))

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        ordering = ["meeting", "participant"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "participant"], name="one_attendance_per_person"),
            models.CheckConstraint(
                condition=models.Q(presence__in=Presence.values), name="attendance_presence_known"
            ),
            models.CheckConstraint(
                condition=models.Q(source__in=Source.values), name="attendance_source_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant} · {self.meeting}"


class AttendanceChange(models.Model):
    """What a mark was before it was corrected, and why. Rows are added and never changed."""

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="corrections", verbose_name=_("meeting")
    )
    participant = models.ForeignKey(
        Participant, models.CASCADE, related_name="corrections", verbose_name=_("participant")
    )
    was = models.CharField(_("before"), max_length=7, choices=Presence, blank=True)
    became = models.CharField(_("after"), max_length=7, choices=Presence, blank=True)
    why = models.CharField(_("reason"), max_length=300)
    by = signed(_("corrected by"))
    at = models.DateTimeField(_("corrected"), auto_now_add=True)

    class Meta:
        verbose_name = _("correction of attendance")
        verbose_name_plural = _("corrections of attendance")
        ordering = ["meeting", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(why=""),
                name="attendance_correction_with_reason",
                violation_error_message=_("Say why: the reason is kept with the correction."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant} · {self.meeting}"
