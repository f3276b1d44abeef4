"""Versions of a methodology, which never change."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorway.web.accounts.models import User
from mentorway.web.core.models import signed
from mentorway.web.methodology.models.methodologies import Methodology
from mentorway.web.translation.models import FINGERPRINT


class MethodologyEditionQuerySet(models.QuerySet["Edition"]):
    def visible_to(self, user: User) -> Self:
        """The versions of every methodology that ``user`` may see."""
        return self.filter(methodology__in=Methodology.objects.visible_to(user))


class Edition(models.Model):
    """A version of a methodology as it was agreed on: it never changes, in any language."""

    methodology = models.ForeignKey(
        Methodology, models.CASCADE, related_name="editions", verbose_name=_("methodology")
    )
    number = models.PositiveIntegerField(_("version"))
    content = models.JSONField(_("content"))
    content_hash = models.CharField(_("fingerprint of the content"), max_length=64)
    note = models.TextField(_("what changed and why"), max_length=2000, blank=True)
    published_by = signed(_("published by"))
    published = models.DateTimeField(_("published"), auto_now_add=True)

    objects = MethodologyEditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a methodology")
        verbose_name_plural = _("versions of methodologies")
        ordering = ["methodology", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["methodology", "number"], name="one_edition_per_number"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="edition_number_from_one"),
            models.CheckConstraint(
                condition=models.Q(content_hash__regex=FINGERPRINT), name="edition_with_fingerprint"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.methodology} · {self.number}"
