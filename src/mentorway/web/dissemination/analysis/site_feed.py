"""News of the site as an Atom feed (RFC 4287)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from lxml import etree

from mentorway.web.core.addresses import whole
from mentorway.web.dissemination.analysis.claims import Reading
from mentorway.web.dissemination.analysis.site_cite import address_of, warning_of
from mentorway.web.dissemination.analysis.site_entries import Readings, Story, body_of

ATOM: Final = "http://www.w3.org/2005/Atom"
MEDIA_TYPE: Final = "application/atom+xml; charset=utf-8"
# What a feed with nothing in it says of its last change
UNREADABLE: Final = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF))


@dataclass(frozen=True)
class Item:
    """One entry of the feed. ``mark`` never changes, whatever becomes of the address."""

    mark: str
    title: str
    path: str
    author: str
    language: str
    published: dt.datetime
    updated: dt.datetime
    summary: str
    content: str = ""


def of_story(story: Story, readings: Readings) -> Item:
    """Return a publication as an entry."""
    return Item(
        mark=_mark("publication", story.slug),
        title=story.title,
        path=whole(story.path),
        author=story.partner,
        language=story.language,
        published=story.published,
        updated=story.renewed,
        summary=" · ".join(filter(None, [story.when, story.venue, story.summary])),
        content=str(body_of(story, readings)),
    )


def of_claim(found: Reading, language: str) -> Item:
    """Return a claim as an entry: it changes with each version, and when it breaks or is withdrawn."""
    moments = [found.changed, found.broken_since, found.withdrawn]
    return Item(
        mark=_mark("claim", found.slug),
        title=found.title,
        path=address_of(found, language),
        author=found.partner,
        language=found.language,
        published=found.published,
        updated=max(one for one in moments if one is not None),
        summary=" ".join(filter(None, [warning_of(found), found.sentence, found.limits])),
    )


def _mark(kind: str, slug: str) -> str:
    """Return a mark that stays (RFC 4151): our host, and the year in which feeds began."""
    host = whole("").split("//")[-1].partition(":")[0]
    return f"tag:{host},{BEGAN:%Y}:{kind}/{slug}"


def changed(items: Sequence[Item]) -> dt.datetime:
    """Return when something in the feed changed last."""
    return max((one.updated for one in items), default=BEGAN)


def feed(items: Sequence[Item], language: str) -> bytes:
    """Return the feed as XML."""
    spaces: dict[str | None, str] = {None: ATOM}  # so that no element needs a prefix
    root = etree.Element(f"{{{ATOM}}}feed", nsmap=spaces)  # type: ignore[arg-type]
    here, site = (whole(reverse(name, args=[language])) for name in ("site:feed", "site:front"))
    root.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    root.set("{http://www.w3.org/XML/1998/namespace}base", site)  # links in the texts begin at our root
    _say(root, "id", _mark("feed", language))
    _say(root, "title", _("Mentoring across borders: news and results"))
    _say(root, "updated", changed(items).isoformat())
    _say(root, "link", href=here, rel="self", type="application/atom+xml")
    _say(root, "link", href=site, rel="alternate", type="text/html", hreflang=language)
    _author(root, "Mentorway")
    for one in items:
        root.append(_entry(one))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8"))


def _entry(one: Item) -> etree._Element:
    entry = etree.Element(f"{{{ATOM}}}entry")
    entry.set("{http://www.w3.org/XML/1998/namespace}lang", one.language)
    _say(entry, "id", one.mark)
    _say(entry, "title", one.title)
    _say(entry, "link", href=one.path, rel="alternate", type="text/html")
    _say(entry, "published", one.published.isoformat())
    _say(entry, "updated", one.updated.isoformat())
    _author(entry, one.author)
    _say(entry, "summary", one.summary)
    if one.content:
        _say(entry, "content", one.content, type="html")
    return entry


def _author(parent: etree._Element, name: str) -> None:
    author = etree.SubElement(parent, f"{{{ATOM}}}author")
    _say(author, "name", name)


def _say(parent: etree._Element, name: str, text: str = "", **attributes: str) -> None:
    found = etree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    found.text = text.translate(UNREADABLE) or None


BEGAN: Final = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
