"""Publications as their readers see them, in one language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.safestring import SafeString

from mentorway.web.core.addresses import whole
from mentorway.web.core.calendar import CalendarEvent
from mentorway.web.core.moments import moment_in_words, span_in_words
from mentorway.web.dissemination.analysis import markers
from mentorway.web.dissemination.analysis.claims import Reading
from mentorway.web.dissemination.analysis.site_head import About, licence_address, organisation
from mentorway.web.dissemination.models import Entry, EntryFile, Kind, languages_of

PLACES: Final = {
    Kind.PAGE: "about",
    Kind.NEWS: "news_item",
    Kind.EVENT: "event",
    Kind.MATERIAL: "material",
}
TYPES: Final = {
    Kind.PAGE: "AboutPage",
    Kind.NEWS: "NewsArticle",
    Kind.EVENT: "Event",
    Kind.MATERIAL: "LearningResource",
}
AN_HOUR: Final = dt.timedelta(hours=1)
Readings = Mapping[str, Reading]


@dataclass(frozen=True)
class Story:
    """A publication in a language; ``language`` is that of its words, ``there`` are all that it has."""

    kind: str
    slug: str
    language: str
    there: tuple[str, ...]
    title: str
    summary: str
    body: str
    path: str
    partner: str
    licence: str
    published: dt.datetime
    renewed: dt.datetime
    when: str
    venue: str
    link: str
    is_example: bool

    @property
    def is_renewed(self) -> bool:
        """Whether readers got another version on a later day."""
        return self.renewed.date() > self.published.date()


@dataclass(frozen=True)
class Files:
    """The files of a publication in one language, or in none."""

    language: str
    files: tuple[EntryFile, ...]


def story_of(entry: Entry, language: str) -> Story:
    """Return a publication in a language: all of its words in that one, or all in the source."""
    texts: dict[str, dict[str, str]] = entry.shown or {}
    there = tuple(languages_of(texts, "title")) or (entry.language,)
    spoken = language if language in there else entry.language
    words = texts.get(spoken, {})
    published = entry.published or entry.created
    return Story(
        kind=entry.kind,
        slug=entry.slug,
        language=spoken,
        there=there,
        title=words.get("title", "") or entry.slug,
        summary=words.get("summary", ""),
        body=words.get("body", ""),
        path=reverse(f"site:{PLACES[Kind(entry.kind)]}", args=[language, entry.slug]),
        partner=str(entry.partner),
        licence=entry.licence,
        published=published,
        renewed=getattr(entry, "renewed", None) or published,
        when=when_of(entry),
        venue=entry.venue,
        link=entry.link,
        is_example=entry.is_example,
    )


def when_of(entry: Entry) -> str:
    """Say when an event is, by its own clock; nothing for what is no event."""
    if entry.starts is None:
        return ""
    if entry.ends is None:
        return moment_in_words(entry.starts, entry.clock)
    return span_in_words(entry.starts, entry.ends, entry.clock)


def stories(entries: Iterable[Entry], language: str) -> list[Story]:
    """Return publications in a language, in their order."""
    return [story_of(entry, language) for entry in entries]


def claims_named(bodies: Iterable[str]) -> list[str]:
    """Return the claims that texts name, each once."""
    return list(dict.fromkeys(slug for body in bodies for slug in markers.markers_in(body)))


def body_of(story: Story, readings: Readings) -> SafeString:
    """Return the body with its figures."""
    return markers.rendered(story.body, story.language, readings.get, heading=2)


def plainly(text: str, readings: Readings) -> str:
    """Return a text without marks, its figures in their places."""
    return markers.said_plainly(text, readings.get)


def files_by_language(entry: Entry) -> list[Files]:
    """Return the files of a publication, those of each language together."""
    found: dict[str, list[EntryFile]] = {}
    for file in entry.files.all():
        found.setdefault(file.language, []).append(file)
    return [Files(code, tuple(rows)) for code, rows in found.items()]


def about(story: Story, entry: Entry, readings: Readings) -> About:
    """Return what a publication says about itself."""
    description = story.summary or plainly(story.body[:2000], readings)
    facts: dict[str, Any] = {
        "@type": TYPES[Kind(story.kind)],
        "description": story.summary,
        "publisher": organisation(story.partner),
        "datePublished": story.published.isoformat(),
        "dateModified": story.renewed.isoformat(),
        "license": licence_address(story.licence),
    }
    if story.kind == Kind.NEWS:
        facts |= {"headline": story.title[:110], "author": organisation(story.partner)}
    if story.kind == Kind.EVENT:
        facts = {"@type": "Event", "description": description, **_of_event(story, entry)}
    kind = "article" if story.kind == Kind.NEWS else "website"
    card = ("entry", story.slug)
    return About(
        story.title, description, kind, (story.language, *story.there), facts, card, not story.is_example
    )


def _of_event(story: Story, entry: Entry) -> dict[str, Any]:
    if entry.starts is None:  # the table lets no event be without a beginning
        return {}
    online = "https://schema.org/OnlineEventAttendanceMode"
    offline = "https://schema.org/OfflineEventAttendanceMode"
    virtual = {"@type": "VirtualLocation", "url": story.link or whole(story.path)}
    return {
        "startDate": entry.starts.astimezone(entry.clock).isoformat(),
        "endDate": entry.ends.astimezone(entry.clock).isoformat() if entry.ends else "",
        "eventAttendanceMode": offline if story.venue else online,
        "eventStatus": "https://schema.org/EventScheduled",
        "location": {"@type": "Place", "name": story.venue, "address": story.venue}
        if story.venue
        else virtual,
        "organizer": organisation(story.partner),
    }


def calendar_event(entry: Entry, language: str) -> CalendarEvent:
    """Return an event as calendars know it."""
    story = story_of(entry, language)
    starts = (entry.starts or story.published).astimezone(entry.clock)
    ends = (entry.ends or starts + AN_HOUR).astimezone(entry.clock)
    return CalendarEvent(
        uid=f"entry-{entry.pk}@{whole('').split('//')[-1].partition(':')[0]}",
        summary=story.title,
        starts=starts,
        ends=ends,
        changed=story.renewed,
        sequence=max(entry.revision - 1, 0),
        location=story.venue,
        description=story.summary,
        url=whole(story.path),
    )
