"""What everything that is published goes through: states, moves, texts in several languages."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorway.web.core.models import signed

LANGUAGES: Final = ("en", "lt", "lv", "sv", "fi")
SLUG: Final = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Texts = Mapping[str, Mapping[str, str]]


class State(models.TextChoices):
    """Where something stands on its way to readers."""

    DRAFT = "draft", pgettext_lazy("publication", "Not published")
    PUBLISHED = "published", pgettext_lazy("publication", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("publication", "Withdrawn")


# What changes while it is published is not seen until it is published again.
MOVES: Final[Mapping[str, tuple[State, ...]]] = {
    State.DRAFT: (State.PUBLISHED,),
    State.PUBLISHED: (State.PUBLISHED, State.WITHDRAWN),
    State.WITHDRAWN: (State.PUBLISHED,),
}


class Revision(models.Model):
    """What was written after one change: history, and what merging two edits starts from. Abstract."""

    number = models.PositiveIntegerField(_("revision"))
    fields = models.JSONField(_("fields"))
    by = signed(_("changed by"))
    at = models.DateTimeField(_("changed"), auto_now_add=True)

    class Meta:
        abstract = True


class Step(models.Model):
    """One move from state to state, or what happened by itself. Lines are only ever added. Abstract.

    ``said`` holds sentences of the program, to be read in any language; ``note`` what a person wrote.
    """

    before = models.CharField(_("before"), max_length=9, choices=State)
    after = models.CharField(_("after"), max_length=9, choices=State)
    said = models.JSONField(_("what happened"), default=list, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    by = signed(_("by"))
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["-at", "-pk"]


def text_in(texts: Texts, language: str, source: str, field: str) -> tuple[str, str]:
    """Return a text and the language it is in: the one that is wanted, or else the one it was written in.

    >>> text_in({"en": {"title": "News"}, "fi": {"title": ""}}, "fi", "en", "title")
    ('News', 'en')
    """
    wanted = texts.get(language, {}).get(field, "")
    return (wanted, language) if wanted else (texts.get(source, {}).get(field, ""), source)


def languages_of(texts: Mapping[str, Any], field: str) -> list[str]:
    """Return the languages in which a text is there, in the order of the interface."""
    return [code for code in LANGUAGES if texts.get(code, {}).get(field, "")]
