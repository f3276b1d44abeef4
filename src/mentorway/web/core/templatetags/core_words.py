"""Filters that every page may use."""

from django import template
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
