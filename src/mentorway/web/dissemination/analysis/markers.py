"""Figures in running text: ``[[claim:address]]`` becomes the number of that claim, with its evidence."""

import re
from collections.abc import Callable
from typing import Final

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from mentorway.web.core.prose import plain, prose
from mentorway.web.dissemination.analysis.claims import Reading

MARKER: Final = re.compile(r"\[\[claim:([a-z0-9]+(?:-[a-z0-9]+)*)\]\]")
# A marker in an address or a title within a tag is left as it is: only text can become a link.
TAG_OR_MARKER: Final = re.compile(rf"<[^>]*>|{MARKER.pattern}")
# Percentages, numbers of people with a sign for it, and effects: what a reader takes for a result.
NAKED: Final = re.compile(
    r"(?<![\w.,])(?:[+−-]?\d+(?:[.,]\d+)?\s?%|[nNdgr]\s?=\s?[+−-]?\d+(?:[.,]\d+)?|p\s?[<=]\s?0?[.,]\d+)"
)
Reader = Callable[[str], Reading | None]


def rendered(body: str, language: str, reading: Reader, *, heading: int = 2) -> SafeString:
    """Return a text as HTML with the figures of its claims; one that cannot be shown says so in its place."""
    html = str(prose(body, heading=heading))
    shown = TAG_OR_MARKER.sub(
        lambda found: _figure(reading(found[1]), language) if found[1] else SafeString(found[0]), html
    )
    return mark_safe(shown)  # noqa: S308 - prose makes safe HTML, format_html escapes the rest


def said_plainly(body: str, reading: Reader) -> str:
    """Return a text without marks, figures in their places: for feeds, search and cards."""
    return MARKER.sub(lambda found: _in_words(reading(found[1])), plain(body))


def markers_in(body: str) -> list[str]:
    """Return the claims that a text names, each once, in their order.

    >>> markers_in("[[claim:a-1]] and [[claim:b]], again [[claim:a-1]]; [[claim:]] is none")
    ['a-1', 'b']
    """
    return list(dict.fromkeys(MARKER.findall(body)))


def naked_figures(body: str) -> list[str]:
    """Return numbers that look like results and stand in a text without a claim.

    >>> naked_figures("Of 40 people 35 % (n = 40, d=0.7) on 12 May 2026 in room 7; [[claim:share-1]] agree.")
    ['35 %', 'n = 40', 'd=0.7']
    """
    return [found.group().strip() for found in NAKED.finditer(MARKER.sub("", body))]


def _figure(found: Reading | None, language: str) -> SafeString:
    if found is None:
        return format_html('<span class="quiet">({})</span>', _("figure not published"))
    address = reverse("site:claim", args=[language, found.slug])
    if not found.stands:
        why = _("withdrawn") if found.is_withdrawn else _("evidence broken")
        text = '<a class="figure-mark" href="{}"><s>{}</s> ({})</a>'
        return format_html(text, address, found.figure, why)
    return format_html(
        '<a class="figure-mark" href="{}" title="{}">{}</a>', address, found.title, found.figure
    )


def _in_words(found: Reading | None) -> str:
    return found.figure if found is not None and found.stands else "–"
