"""Wishes to talk to those who run a round."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.core.models import signed
from mentorway.web.mentoring.models.relations import Place


class ConcernKind(models.TextChoices):
    TALK = "talk", pgettext_lazy("concern", "Wants to talk")
    CHANGE = "change", pgettext_lazy("concern", "Would like somebody else")


class Concern(models.Model):
    """Somebody wants to talk to those who run the round. The other in the relationship never learns of it."""

    place = models.ForeignKey(
        Place, models.CASCADE, related_name="concerns", verbose_name=_("place in a relationship")
    )
    kind = models.CharField(
        _("what it is about"), max_length=6, choices=ConcernKind, default=ConcernKind.TALK
    )
    text = models.TextField(_("what we should know, if you like"), max_length=2000, blank=True)
    at = models.DateTimeField(_("written"), auto_now_add=True)
    reply = models.TextField(_("reply"), max_length=4000, blank=True)
    replied_by = signed(_("replied by"))
    replied = models.DateTimeField(_("replied"), null=True, blank=True)
    settled = models.DateTimeField(_("settled"), null=True, blank=True)

    class Meta:
        verbose_name = _("wish to talk")
        verbose_name_plural = _("wishes to talk")
        ordering = ["settled", "at"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=ConcernKind.values), name="concern_kind_known")
        ]

    def __str__(self) -> str:
        return f"{self.place_id} · {self.at:%Y-%m-%d}"
