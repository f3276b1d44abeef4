"""Filters and tags that every page may use."""

from django import template
from django.conf import settings
from django.utils.safestring import SafeString

from mentorway.web.core import prose as words

register = template.Library()


@register.filter
def prose(text: str | None, heading: int = 3) -> SafeString:
    """Return a text with light marks as HTML; its highest heading gets the level ``heading``."""
    return words.prose(text or "", heading=heading)


@register.filter
def plain(text: str | None) -> str:
    """Return a text with light marks without them, for previews."""
    return words.plain(text or "")


@register.simple_tag
def own_names_of_languages() -> list[tuple[str, str]]:
    """Return every language of the pages with what its own readers call it."""
    named: list[tuple[str, str]] = settings.LANGUAGES
    return named
