"""Filters for the pages of the network."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from mentorway.web.core.wording import said
from mentorway.web.network.analysis.columns import BY_NAME
from mentorway.web.network.analysis.partners import language_names

register = template.Library()


@register.filter
def languages(codes: Iterable[str] | str) -> str:
    """Return the names of languages in the reader's own."""
    listed = [codes] if isinstance(codes, str) and codes else codes
    return language_names(listed)


@register.filter
def sentence(facts: Mapping[str, Any]) -> str:
    """Return a kept sentence in the reader's language."""
    return said(facts)


@register.filter
def column(name: str) -> str:
    """Return what a column of a file is called."""
    return str(BY_NAME[name].title) if name in BY_NAME else name


@register.filter
def website(address: str) -> str:
    """Return an address as people say it."""
    return address.partition("://")[2].removeprefix("www.").rstrip("/")
