"""Sentences and numbers of a comparison, as its reader writes them."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import get_language

from mentorway import figures
from mentorway.web.core.wording import said
from mentorway.wording import Message

register = template.Library()


@register.filter
def say(message: Message | Mapping[str, Any] | None) -> str:
    """Return the sentence in the reader's language."""
    return said(message) if message else ""


@register.filter
def figure(value: float | None, places: int = 2) -> str:
    """Return a number rounded for reading; a dash where there is none."""
    return figures.figure(value, places, get_language() or "en")


@register.filter
def share(value: float | None) -> str:
    """Return a share of one as whole percent."""
    return figures.percent(value, get_language() or "en")


@register.filter
def chance(value: float | None) -> str:
    """Return a p value: small ones are only said to be small."""
    return figures.chance(value, get_language() or "en")
