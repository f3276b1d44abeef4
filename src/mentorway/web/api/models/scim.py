"""By which mark the directory of a partner, or of the network, knows people."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorway.web.network.models import Membership, Partner


class ExternalMark(models.Model):
    """What a directory calls a person: its own, nothing that is shown to anybody else."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="external_marks", verbose_name=_("person")
    )
    partner = models.ForeignKey(
        Partner, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("partner")
    )
    place = models.ForeignKey(  # at a partner, the mark goes with it, however it ends
        Membership, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("membership")
    )
    mark = models.CharField(_("mark"), max_length=200)

    class Meta:
        verbose_name = _("mark of a directory")
        verbose_name_plural = _("marks of directories")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(partner=None, place=None)
                | models.Q(partner__isnull=False, place__isnull=False),
                name="mark_of_partner_has_place",
            ),
            models.UniqueConstraint(fields=["partner", "mark"], name="one_person_per_mark_of_partner"),
            models.UniqueConstraint(fields=["partner", "user"], name="one_mark_of_partner_per_person"),
            models.UniqueConstraint(
                fields=["mark"], condition=models.Q(partner=None), name="one_person_per_mark_of_network"
            ),
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(partner=None), name="one_mark_of_network_per_person"
            ),
        ]

    def __str__(self) -> str:
        return self.mark
