"""Power analyses that a methodology keeps."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorway.web.accounts.models import User
from mentorway.web.core.models import signed
from mentorway.web.methodology.models.methodologies import Methodology


class PowerAnalysisQuerySet(models.QuerySet["PowerAnalysis"]):
    def visible_to(self, user: User) -> Self:
        """Those of every methodology that ``user`` may see."""
        return self.filter(methodology__in=Methodology.objects.visible_to(user))


class PowerAnalysis(models.Model):
    """How many people a study needs, or what it can find with those it gets; kept with what was asked."""

    methodology = models.ForeignKey(
        Methodology, models.CASCADE, related_name="power_analyses", verbose_name=_("methodology")
    )
    title = models.CharField(_("title"), max_length=200)
    asked = models.JSONField(_("what was asked"))
    found = models.JSONField(_("what was found"))
    library_version = models.CharField(_("version of the library"), max_length=50)
    by = signed(_("asked by"))
    created = models.DateTimeField(_("since"), auto_now_add=True)

    objects = PowerAnalysisQuerySet.as_manager()

    class Meta:
        verbose_name = _("power analysis")
        verbose_name_plural = _("power analyses")
        ordering = ["methodology", "pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(title=""), name="power_with_title")]

    def __str__(self) -> str:
        return self.title
