"""What the pages about publications show: lines of lists, and a text as its readers see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from mentorway.web.dissemination.analysis.claims import Reading, readings_of
from mentorway.web.dissemination.analysis.entry_publishing import NAMES, has_other_texts
from mentorway.web.dissemination.analysis.markers import markers_in
from mentorway.web.dissemination.analysis.site_entries import (
    PLACES,
    Files,
    Story,
    body_of,
    files_by_language,
    story_of,
    when_of,
)
from mentorway.web.dissemination.analysis.site_entries import about as about_story
from mentorway.web.dissemination.analysis.site_head import head_of, parts_of
from mentorway.web.dissemination.models import (
    LANGUAGES,
    Claim,
    Entry,
    Kind,
    State,
    TargetGroup,
    languages_of,
    text_in,
)
from mentorway.web.dissemination.queries import entries as queries

__all__ = ["article_of", "articles_of", "languages_in", "lines_of", "markers_of", "page_of", "when_of"]
# In which list of the site a page stands.
LISTS: Final = {"about": "about_pages", "news_item": "news", "event": "events", "material": "materials"}


@dataclass(frozen=True)
class Line:
    """A publication in the list: its title, the languages it is in, whether readers see something older."""

    entry: Entry
    title: str
    title_language: str
    languages: Sequence[str]
    has_news: bool
    is_ahead: bool


@dataclass(frozen=True)
class InLanguage:
    """How far the texts in a language are."""

    code: str
    name: str
    title: str
    is_source: bool
    is_there: bool


@dataclass(frozen=True)
class Article:
    """What is written now, as readers of a language will see it once it is published."""

    story: Story
    wanted: str
    name: str
    body: SafeString
    files: Sequence[Files]

    @property
    def is_translated(self) -> bool:
        """Whether the words are in the language that was asked for."""
        return self.story.language == self.wanted


@dataclass(frozen=True)
class Marker:
    """A claim that a text may name: its title, its sentence, and the letters to write."""

    claim: Claim
    title: str
    sentence: str
    marker: str


def states() -> list[tuple[str, str]]:
    """Return what a list of publications can be narrowed down to."""
    waiting = (queries.WAITING, pgettext("publication", "Waits for a second reader"))
    return [*((one.value, str(one.label)) for one in State), waiting]


def kinds() -> list[tuple[str, str, str]]:
    """Return what can be written: its name in addresses, its title, and what it is for."""
    told = {
        Kind.PAGE: _("What stays: what the project is, who is in it, how numbers come about."),
        Kind.NEWS: _("Something that has happened, with its day."),
        Kind.EVENT: _("A meeting that people can come to: when, where, and afterwards how many came."),
        Kind.MATERIAL: _("Something to download and use: a guide, a form, slides."),
    }
    return [(kind.value, str(kind.label), told[kind]) for kind in Kind]


def groups_in(groups: Iterable[TargetGroup], language: str) -> list[tuple[TargetGroup, str, str]]:
    """Return target groups, each with its name in a language, or else its first name and which that is."""
    return [(one, *name_of_group(one, language)) for one in groups]


def name_of_group(group: TargetGroup, language: str) -> tuple[str, str]:
    """Return the name of a target group and the language that it is in."""
    first = next(iter(languages_of(group.texts, "name")), language)
    return text_in(group.texts, language, first, "name")


def lines_of(entries: Iterable[Entry], language: str, now: dt.datetime) -> list[Line]:
    """Return publications as a list shows them."""
    return [_line(one, language, now) for one in entries]


def _line(entry: Entry, language: str, now: dt.datetime) -> Line:
    title, code = text_in(entry.texts, language, entry.language, "title")
    return Line(
        entry,
        title or entry.slug,
        code,
        languages_of(entry.texts, "title"),
        has_news(entry),
        is_ahead(entry, now),
    )


def has_news(entry: Entry) -> bool:
    """Whether what is written is other than what readers see."""
    return entry.state == State.PUBLISHED and has_other_texts(entry)


def is_ahead(entry: Entry, now: dt.datetime) -> bool:
    """Whether readers see it only from a moment on that is still to come."""
    return entry.state == State.PUBLISHED and entry.published is not None and entry.published > now


def languages_in(entry: Entry) -> list[InLanguage]:
    """Return how far each language is, the source first."""
    codes = [entry.language, *(code for code in LANGUAGES if code != entry.language)]
    return [
        InLanguage(
            code, NAMES[code], entry.texts.get(code, {}).get("title", ""), code == entry.language,
            bool(entry.texts.get(code, {}).get("body")),
        )
        for code in codes
    ]  # fmt: skip


def articles_of(entry: Entry) -> list[Article]:
    """Return a publication in every language that it has, as its readers will see it."""
    return [article_of(entry, code) for code in languages_of(entry.texts, "title")]


def article_of(entry: Entry, wanted: str) -> Article:
    """Return a publication as readers of a language will see it once it is published."""
    written = copy(entry)
    written.shown = entry.texts
    with override(wanted):
        story = story_of(written, wanted)
        claims = queries.claims_by_slug(markers_in(story.body)).values()
        readings = {one.slug: one for one in readings_of(claims, story.language)}
        files = files_by_language(written)
        return Article(story, wanted, NAMES[wanted], body_of(story, readings), files)


def page_of(entry: Entry, wanted: str, now: dt.datetime) -> dict[str, Any]:
    """Return what the page of the public site shows of what is written now, in a language."""
    written = copy(entry)
    written.shown = entry.texts
    article, name = article_of(entry, wanted), PLACES[Kind(entry.kind)]
    over = entry.ends or entry.starts
    with override(wanted):
        about = about_story(article.story, written, {})
        return {
            "language": wanted,
            "head": head_of(about, name, {"language": wanted, "slug": entry.slug}),
            "parts": parts_of(wanted, LISTS.get(name, name)),
            "path": article.story.path,
            "story": article.story,
            "body": article.body,
            "files": article.files,
            "is_over": over is not None and over < now,
        }


def markers_of(claims: Iterable[Claim], language: str) -> list[Marker]:
    """Return claims as what to write into a text."""
    rows = list(claims)
    readings: Mapping[str, Reading] = {one.slug: one for one in readings_of(rows, language)}
    return [
        Marker(one, readings[one.slug].title, readings[one.slug].sentence, f"[[claim:{one.slug}]]")
        for one in rows
        if one.slug in readings
    ]
