"""The map of the site for search engines (sitemaps.org 0.9, with the languages of each page)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, Final
from xml.sax.saxutils import escape

from django.urls import reverse
from django.utils import timezone

from mentorway.web.core.addresses import whole
from mentorway.web.dissemination.analysis.site_entries import PLACES
from mentorway.web.dissemination.models import LANGUAGES, Kind, languages_of
from mentorway.web.dissemination.queries import site_map as queries

HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACES: Final = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)
LISTS: Final = (
    "front", "about_pages", "results", "news", "events", "materials", "programmes", "data", "privacy",
)  # fmt: skip


def files() -> list[tuple[str, int]]:
    """Return which files the map has: what they are of, and their numbers."""
    now = timezone.now()
    entries, claims = queries.entry_count(now), queries.claim_count()
    return [
        ("pages", 0),
        *(("publications", number) for number in range(_files(entries))),
        *(("claims", number) for number in range(_files(claims))),
        *(("practices", number) for number in queries.practice_files()),
    ]


def _files(rows: int) -> int:
    return -(-rows // queries.ROWS_A_FILE)


def index() -> str:
    """Return the index that names the files."""
    places = (whole(reverse("site_map_file", args=[kind, number])) for kind, number in files())
    rows = "".join(f"<sitemap><loc>{escape(place)}</loc></sitemap>\n" for place in places)
    return f"{HEAD}<sitemapindex {SPACES}>\n{rows}</sitemapindex>\n"


def file(kind: str, number: int) -> str:
    """Return one file; an empty text where there is none."""
    made = {"pages": _pages, "publications": _entries, "claims": _claims, "practices": _practices}
    rows = "".join(made[kind](number)) if kind in made else ""
    return f"{HEAD}<urlset {SPACES}>\n{rows}</urlset>\n" if rows else ""


def _pages(number: int) -> Iterator[str]:
    if number:
        return
    newest = queries.newest(timezone.now())
    for name in LISTS:
        yield from _in_languages(_addresses(name), newest)
    for token, moment in queries.releases():
        yield from _in_languages(_addresses("dataset", token=token), moment)
    for key, moment in queries.programmes():
        yield from _in_languages(_addresses("programme", pk=key), moment)


def _entries(number: int) -> Iterator[str]:
    for row in queries.entries(timezone.now(), number):
        there = languages_of(row.shown or {}, "title") or [row.language]
        found = _addresses(PLACES[Kind(row.kind)], there, slug=row.slug)
        yield from _in_languages(found, getattr(row, "renewed", row.published))


def _claims(number: int) -> Iterator[str]:
    for slug, moment in queries.claims(number):
        yield from _in_languages(_addresses("claim", slug=slug), moment)


def _practices(number: int) -> Iterator[str]:
    """Yield practices: their page has one address, in whatever language it is read."""
    place = whole(reverse("practices:public_practice", args=["00000000-0000-0000-0000-000000000000"]))
    head, _zeros, foot = place.partition("00000000-0000-0000-0000-000000000000")
    for token, moment in queries.practices(number):
        yield f"<url><loc>{head}{token}{foot}</loc><lastmod>{moment:%Y-%m-%d}</lastmod></url>\n"


def _addresses(name: str, there: Iterable[str] = LANGUAGES, **arguments: Any) -> dict[str, str]:
    return {
        code: escape(whole(reverse(f"site:{name}", kwargs={**arguments, "language": code}))) for code in there
    }


def _in_languages(found: dict[str, str], moment: dt.datetime | None) -> Iterator[str]:
    """Yield a page in each of its languages, each of which names all of them."""
    default = found.get("en") or next(iter(found.values()))
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{address}"/>'
        for code, address in (*found.items(), ("x-default", default))
    )
    when = f"<lastmod>{moment:%Y-%m-%d}</lastmod>" if moment else ""
    for address in found.values():
        yield f"<url><loc>{address}</loc>{when}{others}</url>\n"
