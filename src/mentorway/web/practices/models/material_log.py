"""What happened to a material, line by line, and files that wait to be looked through."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.core.models import signed
from mentorway.web.network.models import Partner
from mentorway.web.practices.models.challenges import Material


class Happening(models.TextChoices):
    """What can happen to a material."""

    ADDED = "added", pgettext_lazy("material", "Added")
    CHANGED = "changed", pgettext_lazy("material", "Changed")
    BLANKED = "blanked", pgettext_lazy("material", "Personal data blanked")
    UNITS = "units", pgettext_lazy("material", "Passages changed")
    ASKED = "asked", pgettext_lazy("material", "Coders asked")
    RELEASED = "released", pgettext_lazy("material", "Coder released")
    HANDED_IN = "handed_in", pgettext_lazy("material", "Coding handed in")
    TOOK_BACK = "took_back", pgettext_lazy("material", "Coding taken back")
    SETTLED = "settled", pgettext_lazy("material", "Disagreement settled")
    DECIDED = "decided", pgettext_lazy("material", "Nothing left to settle")
    DELETED = "deleted", pgettext_lazy("material", "Deleted")
    RESTORED = "restored", pgettext_lazy("material", "Brought back")


class MaterialEvent(models.Model):
    """One thing that happened to a material. Lines are only ever added; none holds text of the material."""

    material = models.ForeignKey(Material, models.CASCADE, related_name="events", verbose_name=_("material"))
    what = models.CharField(_("what happened"), max_length=9, choices=Happening)
    detail = models.CharField(_("details"), max_length=600, blank=True)
    by = signed(_("by"))
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("event of a material")
        verbose_name_plural = _("events of material")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.material} · {self.get_what_display()}"


class MaterialRevision(models.Model):
    """What a material was after one change, so that two people can change it at the same time.

    Kept from its first change on: most material never changes. Personal data that is blanked takes all
    earlier revisions with it.
    """

    material = models.ForeignKey(
        Material, models.CASCADE, related_name="revisions", verbose_name=_("material")
    )
    number = models.PositiveIntegerField(_("revision"))
    fields = models.JSONField(_("fields"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("changed by")
    )
    at = models.DateTimeField(_("changed"), auto_now_add=True)

    class Meta:
        verbose_name = _("revision of a material")
        verbose_name_plural = _("revisions of material")
        ordering = ["material", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["material", "number"], name="one_material_revision_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.material} · {self.number}"


class IntakeQuerySet(models.QuerySet["Intake"]):
    def visible_to(self, user: User) -> Self:
        """Only one's own."""
        return self.filter(by=user)


class Intake(models.Model):
    """A file that was read and waits to be looked through; nothing is taken in before.

    With a partner it holds material of that partner, without one it holds the codebook.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("by"))
    partner = models.ForeignKey(
        Partner, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("partner")
    )
    file_name = models.CharField(_("file name"), max_length=200)
    about = models.JSONField(_("what holds for all rows"), default=dict)
    rows = models.JSONField(_("rows"), default=list)
    problems = models.JSONField(_("problems"), default=list)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    objects = IntakeQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of material or codes")
        verbose_name_plural = _("files of material or codes")
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.file_name
