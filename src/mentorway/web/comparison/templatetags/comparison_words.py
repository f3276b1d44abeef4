"""Sentences and numbers of a comparison, as its reader writes them.

Django loads the tags of every app with the first page of all: what needs the libraries loads them when asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language

from mentorway import figures
from mentorway.web.core.wording import said
from mentorway.wording import Message

if TYPE_CHECKING:
    from mentorway.web.comparison.analysis.numbers import Number, Place

register = template.Library()
NOTHING = "–"
CHANCES = {"p", "holm"}
SHARES = {"missing_share", "floor", "ceiling", "answers"}
PLACES = {
    "n": 0, "complete": 0, "missing_share:count": 0, "df": 0, "chi_square": 1, "delta_chi_square": 1,
    "score_test": 1, "aic": 1, "bic": 1, "kruskal": 1,
    "cfi": 3, "tli": 3, "rmsea": 3, "srmr": 3, "delta_cfi": 3, "delta_rmsea": 3, "delta_srmr": 3,
    "eta_squared": 3, "omega_squared": 3, "epsilon_squared": 3,
}  # fmt: skip


@register.filter
def say(message: Message | Mapping[str, Any] | None) -> str:
    """Return the sentence in the reader's language."""
    return said(message) if message else ""


@register.simple_tag(takes_context=True)
def number(context: Context, key: str, **where: Any) -> str:
    """Show one number of what was found, as a link to what it is and where it comes from."""
    from mentorway.web.comparison.analysis import numbers  # noqa: PLC0415 - the first page of all loads this module

    place = _place(context, where)
    found = numbers.number_at(context["found"], key, place)
    if found is None:
        return NOTHING
    named = numbers.definition_of(key)
    return format_html(
        '<a class="defined" href="{}"><span class="visually-hidden">{}: </span>{}</a>',
        _address(context, key, place),
        said(named.name) if named else key,
        written(key, found, of=place.of),
    )


@register.simple_tag(takes_context=True)
def number_address(context: Context, key: str, **where: Any) -> str:
    """Return the address of the page that says what a number or a verdict is."""
    return _address(context, key, _place(context, where))


def _place(context: Context, where: Mapping[str, Any]) -> Place:
    from mentorway.web.comparison.analysis.numbers import Place  # noqa: PLC0415 - the first page of all loads this module

    scale = where.get("scale", context.get("index") or 0)
    words = {name: _text(one) for name, one in where.items() if name != "scale"}
    return Place(scale=scale, **words)


def _address(context: Context, key: str, place: Place) -> str:
    url = reverse("comparison:number", args=[context["comparison"].pk, key])
    return f"{url}?{urlencode(place.facts())}"


@register.filter
def smallness(found: Any) -> str:
    """Say in a word whether a difference is small enough not to matter."""
    from mentorway.web.comparison.analysis import pages  # noqa: PLC0415 - the first page of all loads this module

    return pages.smallness_of(found)


@register.filter
def in_full(found: Number, key: str) -> str:
    """Return a number as it is stored, nothing rounded; a verdict as its word."""
    from mentorway.web.comparison.analysis import pages  # noqa: PLC0415 - the first page of all loads this module

    if key == "verdict":
        return pages.word_of(str(found.value))
    if found.low is None or found.high is None:
        return repr(found.value)
    return f"{found.value!r} [{found.low!r}; {found.high!r}]"


def _text(value: Any) -> str:
    """What an address can hold: a member of an enumeration by its value."""
    return str(value.value if isinstance(value, Enum) else value)


def written(key: str, found: Number, *, of: str = "") -> str:
    """Write a number as is usual for its kind, with its interval."""
    language, kind = get_language() or "en", f"{key}:{of}"

    def said_of(value: float) -> str:
        if key in CHANCES:
            return figures.chance(value, language)
        if key in SHARES and kind not in PLACES:
            return figures.percent(value, language)
        return figures.figure(value, PLACES.get(kind, PLACES.get(key, 2)), language)

    if found.low is None or found.high is None:
        return said_of(found.value)
    return f"{said_of(found.value)} [{said_of(found.low)}; {said_of(found.high)}]"
