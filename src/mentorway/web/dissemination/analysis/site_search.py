"""Searching all that is public: what readers see counts, not what is being written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mentorway.web.core.folding import fold, terms
from mentorway.web.dissemination.analysis import site_programmes
from mentorway.web.dissemination.analysis.site_entries import stories
from mentorway.web.dissemination.models import Claim, Entry, Release
from mentorway.web.dissemination.queries import site as queries
from mentorway.web.practices.analysis.translated import in_lists
from mentorway.web.practices.queries.practices import cards
from mentorway.web.training.models import Edition

KINDS: Final[Mapping[str, str | Promise]] = {
    "results": _("Results"),
    "publications": _("News, events, pages and materials"),
    "practices": _("Good practices"),
    "programmes": _("Training programmes"),
    "data": _("Open data"),
}
FIRST: Final = 5  # of each kind, where all kinds are shown
# Up to so many are compared with what readers see, so that their number is right; of more, those on a page.
FEW: Final = 20


@dataclass(frozen=True)
class Hit:
    """One thing that was found."""

    title: str
    path: str
    summary: str
    language: str = ""
    when: str = ""


@dataclass(frozen=True)
class Found:
    """What was found of one kind: keys or rows in their order; ``is_cut`` says that there are more."""

    kind: str
    rows: Any
    count: int
    is_cut: bool = False

    @property
    def title(self) -> str:
        return str(KINDS[self.kind])


def search(words: str, kind: str = "") -> list[Found]:
    """Return what holds every word, of one kind or of each that has something."""
    if not terms(words):
        return []
    made = {
        "results": _claims,
        "publications": _entries,
        "practices": _practices,
        "programmes": _programmes,
        "data": _releases,
    }
    found = (made[one](words) for one in ([kind] if kind else KINDS))
    return [one for one in found if one.count or kind]


def holding(words: str, texts: Iterable[Mapping[str, str]]) -> bool:
    """Whether each word stands in one of the languages of what readers see; short texts are read first.

    >>> holding("Oak tree", [{"title": "Oaks", "body": "A tree"}]), holding("oak", [{"title": "Elm"}])
    (True, False)
    """
    left = set(terms(words))
    for text in sorted((text for one in texts for text in one.values() if isinstance(text, str)), key=len):
        folded = fold(text)
        left = {term for term in left if term not in folded}
        if not left:
            return True
    return not left


def claims_found(words: str, basis: str = "", *, withdrawn: bool = False) -> list[int]:
    """Return the keys of the claims that hold every word; where they are few, all are looked at."""
    keys = queries.claims_holding(words, basis, withdrawn=withdrawn)
    return keys if len(keys) > FEW else [one.pk for one in claims_shown(keys, words)]


def claims_shown(keys: Iterable[int], words: str) -> list[Claim]:
    """Return those claims whose published words hold every word."""
    rows = queries.claims_of(keys)
    texts = queries.newest_texts(rows)
    return [row for row in rows if row.pk in texts and holding(words, texts[row.pk].values())]


def entries_shown(keys: Iterable[int], words: str) -> list[Entry]:
    """Return those publications whose published words hold every word."""
    rows = queries.entries_of(keys, timezone.now(), files=False)
    return [row for row in rows if holding(words, (row.shown or {}).values())]


def _claims(words: str) -> Found:
    return _cut("results", claims_found(words))


def _entries(words: str) -> Found:
    keys = queries.entries_holding(timezone.now(), words)
    return _cut("publications", keys if len(keys) > FEW else [one.pk for one in entries_shown(keys, words)])


def _cut(kind: str, keys: list[int]) -> Found:
    most = queries.MOST_FOUND
    return Found(kind, keys[:most], min(len(keys), most), len(keys) > most)


def _practices(words: str) -> Found:
    keys, is_cut = queries.practices_holding(words)
    return Found("practices", keys, len(keys), is_cut)


def _programmes(words: str) -> Found:
    rows = [one for one in queries.editions() if site_programmes.is_about(one, words)]
    return Found("programmes", rows, len(rows))


def _releases(words: str) -> Found:
    texts = (([{"title": one.title}, one.description], one) for one in queries.releases())
    rows = [one for told, one in texts if holding(words, told)]
    return Found("data", rows, len(rows))


def entry_hits(rows: Sequence[Entry], language: str) -> list[Hit]:
    """Return publications as hits."""
    return [Hit(one.title, one.path, one.summary, one.language, one.when) for one in stories(rows, language)]


def practice_hits(keys: Sequence[int], language: str) -> list[Hit]:
    """Return good practices as hits, in the language of the reader where that is there."""
    return [
        Hit(
            texts["title"].text,
            reverse("practices:public_practice", args=[row.token]),
            f"{row.partner.name}, {row.get_country_display()}",
        )
        for row, texts in in_lists(cards(keys), language)
    ]


def programme_hits(rows: Sequence[Edition], language: str) -> list[Hit]:
    """Return training programmes as hits."""
    shown = (site_programmes.card_of(one, language) for one in rows)
    return [Hit(one.title, one.path, one.summary, one.language) for one in shown]


def release_hits(rows: Sequence[Release], language: str) -> list[Hit]:
    """Return data releases as hits."""
    return [
        Hit(row.title, reverse("site:dataset", args=[language, row.token]), row.description.get(language, ""))
        for row in rows
    ]
