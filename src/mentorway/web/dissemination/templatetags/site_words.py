"""Words that pages of the public site need."""

from django import template
from django.conf import settings
from django.utils.safestring import SafeString

from mentorway.web.core import prose as words
from mentorway.web.dissemination.analysis.site_head import licence_address

register = template.Library()
NAMES = dict(settings.LANGUAGES)


@register.filter
def own_name(code: str) -> str:
    """Return what a language calls itself."""
    return NAMES.get(code, code)


@register.filter
def licence_link(licence: str) -> str:
    """Return the address of a licence that everybody knows; nothing of another."""
    address = licence_address(licence)
    return address if address.startswith("https://") else ""


@register.filter
def as_prose(text: str, heading: int = 3) -> SafeString:
    """Return a text with light marks as HTML that does no harm."""
    return words.prose(text, heading=heading)
