"""Words about practices for templates."""

from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import get_language

from mentorway import figures
from mentorway.web.core.wording import said
from mentorway.web.practices.models import Strength, Verdict
from mentorway.wording import Message

register = template.Library()


@register.filter
def language_name(code: str) -> str:
    """Return a language by its own name."""
    return str(dict(settings.LANGUAGES).get(code, code))


@register.filter
def strength_name(value: Any) -> str:
    """Return a step of the evidence in words."""
    return str(Strength(value).label) if value in Strength.values else ""


@register.filter
def verdict_badge(verdict: str) -> str:
    """Return the colour of a judgement of transferability."""
    colours = {Verdict.AS_IS: "badge-good", Verdict.ADAPTED: "badge-note", Verdict.PARTS: "badge-care"}
    return colours.get(Verdict(verdict), "badge-bad")


@register.filter
def say(message: Message) -> str:
    """Return a sentence of the libraries in the reader's language."""
    return said(message)


@register.filter
def share(value: float | None) -> str:
    """Return a share of one as whole percent."""
    return figures.percent(value, get_language() or "en")


@register.filter
def figure(value: float | None, places: int = 2) -> str:
    """Return a number rounded for reading; a dash where there is none."""
    return figures.figure(value, places, get_language() or "en")
