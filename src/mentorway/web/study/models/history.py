"""What happened to a study, line by line."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.study.models.study import Study


class What(models.TextChoices):
    """What happened to a study."""

    CREATED = "created", pgettext_lazy("study", "Study created")
    CONSENT = "consent", pgettext_lazy("study", "Consent text changed")
    OPENED = "opened", pgettext_lazy("study", "Opened")
    CLOSED = "closed", pgettext_lazy("study", "Closed")
    REOPENED = "reopened", pgettext_lazy("study", "Opened again")
    FOR_GOOD = "for_good", pgettext_lazy("study", "Closed for good")
    KEY = "key", pgettext_lazy("study", "Key of the pseudonyms destroyed")
    WITHDRAWN = "withdrawn", pgettext_lazy("study", "Answers withdrawn by the person who gave them")
    IMPORTED = "imported", pgettext_lazy("study", "Older answers imported")
    UNDONE = "undone", pgettext_lazy("study", "Import undone")
    VERSION = "version", pgettext_lazy("study", "Newer version of the questionnaire taken")
    DELETED = "deleted", pgettext_lazy("study", "Deleted")
    RESTORED = "restored", pgettext_lazy("study", "Brought back")


class Event(models.Model):
    """One line of the history of a study: what, who, on which day. Lines are only ever added."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="events", verbose_name=_("study"))
    what = models.CharField(_("what happened"), max_length=10, choices=What)
    detail = models.CharField(_("detail"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    day = models.DateField(_("day"))

    class Meta:
        verbose_name = _("line of the history")
        verbose_name_plural = _("lines of the history")
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(what__in=What.values), name="study_event_known"),
        ]

    def __str__(self) -> str:
        return f"{self.study} · {self.get_what_display()}"
