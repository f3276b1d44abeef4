"""Letters to readers: each as its reader gets it, when it leaves, and how far it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from mentorway.web.core.addresses import whole
from mentorway.web.core.leaving import headers_for as leaving_at_once
from mentorway.web.core.merging import texts as as_texts
from mentorway.web.dissemination.analysis.readers import leaving
from mentorway.web.dissemination.models import (
    LANGUAGES,
    Entry,
    Kind,
    Mailing,
    Subscriber,
    languages_of,
    text_in,
)
from mentorway.web.dissemination.queries import audience as queries

FIELDS: Final = ("subject", "body")
EARLIEST, LATEST = 8, 20  # letters leave between these hours, by the clock of their readers
CLOCKS: Final = {
    "en": ZoneInfo("Europe/Brussels"),
    "lt": ZoneInfo("Europe/Vilnius"),
    "lv": ZoneInfo("Europe/Riga"),
    "sv": ZoneInfo("Europe/Stockholm"),
    "fi": ZoneInfo("Europe/Helsinki"),
}
PAGES: Final = {Kind.PAGE: "about", Kind.NEWS: "news_item", Kind.EVENT: "event", Kind.MATERIAL: "material"}


@dataclass(frozen=True)
class Letter:
    """A letter as readers of a language get it, and the language in which it came to be."""

    language: str
    written_in: str
    subject: str
    body: str


@dataclass(frozen=True)
class Progress:
    """How far a letter is: how many got it, of how many, and the languages that wait for the morning."""

    done: int
    total: int
    asleep: Sequence[str]


def is_quiet(language: str, now: dt.datetime) -> bool:
    """Whether it is night, or nearly so, where a language is read."""
    return not EARLIEST <= now.astimezone(CLOCKS[language]).hour < LATEST


def facts_of(mailing: Mailing) -> dict[str, Any]:
    """Return what the form of a letter starts with."""
    texts = {
        f"{name}_{code}": mailing.texts.get(code, {}).get(name, "") for code in LANGUAGES for name in FIELDS
    }
    entries = mailing.entries.all() if mailing.pk else []
    return {**texts, "kind": mailing.kind, "languages": mailing.languages, "entries": entries}


def snapshot_of(mailing: Mailing) -> dict[str, str]:
    """Return what putting two changes together starts from."""
    return as_texts(facts_of(mailing))


def texts_of(facts: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    r"""Return texts by language from the values of a form, without languages that have none.

    >>> texts_of({"subject_en": " News ", "body_en": "a\r\nb", "subject_fi": "", "body_fi": ""})
    {'en': {'subject': 'News', 'body': 'a\nb'}}
    """
    found = {}
    for code in LANGUAGES:
        texts = {
            name: str(facts.get(f"{name}_{code}") or "").replace("\r\n", "\n").strip() for name in FIELDS
        }
        if any(texts.values()):
            found[code] = texts
    return found


def whole_languages(mailing: Mailing) -> list[str]:
    """Return the languages in which both the subject and the text are written."""
    return [
        code for code in languages_of(mailing.texts, "subject") if code in languages_of(mailing.texts, "body")
    ]


def letter_in(mailing: Mailing, language: str, entries: Sequence[Entry]) -> Letter:
    """Return a letter as readers of a language get it: in the language of its source if need be."""
    written = language if language in whole_languages(mailing) else mailing.language
    texts = mailing.texts.get(written, {})
    with override(language):
        parts = [texts.get("body", ""), *(_named(one, language) for one in entries)]
    return Letter(language, written, texts.get("subject", ""), "\n\n".join(filter(None, parts)))


def _named(entry: Entry, language: str) -> str:
    title, _language = text_in(entry.shown or {}, language, entry.language, "title")
    address = whole(reverse(f"site:{PAGES[Kind(entry.kind)]}", args=[language, entry.slug]))
    return f"{title}\n{address}"


def signed(letter: Letter, address: str) -> str:
    """Return the text of a letter with the way to leave below it."""
    with override(letter.language):
        farewell = _(
            "You get this letter because you asked for it. If you want no more letters, leave here; your "
            "address is then deleted:"
        )
    return f"{letter.body}\n\n--\n{farewell}\n{address}"


def headers_for(subscriber: Subscriber) -> dict[str, str]:
    """Return what lets a mail program offer to leave by one press."""
    return leaving_at_once(leaving(subscriber))


def previews(mailing: Mailing, now: dt.datetime) -> list[Letter]:
    """Return a letter as readers of every language that gets it will read it."""
    entries = queries.entries_in(mailing, now)
    return [letter_in(mailing, code, entries) for code in queries.languages_of(mailing)]


def progress_of(mailing: Mailing, now: dt.datetime) -> Progress:
    """Return how far a letter is."""
    to_come = queries.readers_to_come(mailing)
    asleep = [code for code in to_come if is_quiet(code, now)]
    return Progress(mailing.recipients, mailing.recipients + sum(to_come.values()), asleep)
