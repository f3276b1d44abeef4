"""Filters for the drawing and the tables of who works with whom."""

from django import template
from django.utils.translation import get_language

from mentorway.figures import figure

register = template.Library()


@register.filter
def rounded(value: float | None, places: int) -> str:
    """Return a number as the reader's language writes it; a dash where there is none."""
    return figure(value, places, get_language() or "en")


@register.filter
def unlocalized(value: float) -> str:
    """Return a number as drawings need it, with a point whatever the language."""
    return f"{value:g}"
