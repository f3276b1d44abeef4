"""The controlled vocabulary: what practices and challenges are about."""

from typing import Self

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mentorway.web.accounts.models import User


class TopicGroup(models.TextChoices):
    MODEL = "model", _("Forms of mentoring")
    PHASE = "phase", _("Phases of a programme")
    PEOPLE = "people", _("People taking part")
    SKILL = "skill", _("Skills")


class TopicQuerySet(models.QuerySet["Topic"]):
    def visible_to(self, user: User) -> Self:  # noqa: ARG002 - everybody reads the vocabulary
        """All of them."""
        return self.all()

    def offered(self) -> Self:
        """Those that may still be chosen."""
        return self.filter(is_retired=False)


class Topic(models.Model):
    """One term with its name in every language; ``esco`` is the address of the ESCO skill it stands for."""

    slug = models.SlugField(
        _("short name"),
        max_length=60,
        unique=True,
        error_messages={"unique": _("The vocabulary has a topic of this short name already.")},
    )
    group = models.CharField(_("group"), max_length=6, choices=TopicGroup)
    names = models.JSONField(_("names"))
    esco = models.URLField(_("ESCO skill"), blank=True)
    is_retired = models.BooleanField(_("no longer offered"), default=False)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["group", "slug"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return str(self.names.get(get_language() or "en") or self.names["en"])
