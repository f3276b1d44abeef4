"""What is missing before a claim may be published, and what publishing makes public."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from mentorway.web.dissemination.analysis.chain import KINDS, Chain
from mentorway.web.dissemination.analysis.claims import Words, words_in
from mentorway.web.dissemination.analysis.entry_publishing import NAMES
from mentorway.web.dissemination.analysis.figures import Offer, shown
from mentorway.web.dissemination.models import LANGUAGES, Claim, languages_of

PLACE: Final = "{figure}"


@dataclass(frozen=True)
class Preview:
    """A claim as its readers in one language will see it."""

    language: str
    words: Words
    figure: str

    @property
    def name(self) -> str:
        """The language as its own readers call it."""
        return NAMES[self.language]


def missing_of(claim: Claim, offer: Offer | None, chain: Chain) -> list[str]:
    """Name everything that a claim lacks before it may be published; nothing where it lacks nothing."""
    return [*_of_chain(chain), *_of_number(offer), *_of_texts(claim)]


def _of_chain(chain: Chain) -> Iterator[str]:
    if not chain.links:
        yield _("It has no chain of evidence.")
    for link in chain.breaks:
        facts = {"kind": link.kind_in_words, "title": link.title, "why": link.broken}
        yield _("%(kind)s “%(title)s”: %(why)s") % facts


def _of_number(offer: Offer | None) -> Iterator[str]:
    if offer is None:
        yield _("Its number is not in what it rests on, or may not be published from there.")
    elif offer.refused:
        yield offer.refused


def _of_texts(claim: Claim) -> Iterator[str]:
    source = claim.texts.get(claim.language, {})
    if not source.get("title"):
        yield _("It has no title in the language in which it is written.")
    if not source.get("limits"):
        yield _("It does not say what the number does not say, in the language in which it is written.")
    if not source.get("sentence"):
        yield _("It has no sentence in the language in which it is written.")
    for code in LANGUAGES:
        sentence = claim.texts.get(code, {}).get("sentence", "")
        if sentence and sentence.count(PLACE) != 1:
            yield _("The sentence in %(language)s must hold %(place)s once.") % {
                "language": NAMES[code],
                "place": PLACE,
            }


def previews(claim: Claim, offer: Offer) -> list[Preview]:
    """Return the claim in every language that it has."""
    return [
        Preview(code, words_in(claim.texts, code, claim.language), shown(offer.figure, code))
        for code in languages_of(claim.texts, "sentence")
    ]


def made_public(chain: Chain) -> list[tuple[str, list[str]]]:
    """Return which titles everybody will read, by what they are titles of."""
    found: dict[str, list[str]] = {}
    for link in chain.links:
        titles = found.setdefault(link.kind, [])
        if link.title not in titles:
            titles.append(link.title)
    return [(str(KINDS[kind]), titles) for kind, titles in found.items() if kind in KINDS]


def texts_missing(texts: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Return the names of the languages in which there is no sentence yet."""
    return [NAMES[code] for code in LANGUAGES if not texts.get(code, {}).get("sentence")]
