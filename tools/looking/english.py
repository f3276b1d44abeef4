"""Which texts of a page were left in English though the catalogue has them in the language of the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

import polib

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

PLACE = re.compile(r"%\(\w+\)[-+#0 ]*\d*(?:\.\d+)?[a-z]|\{\w*\}")
WORD = re.compile(r"[A-Za-z]{2,}")
TAG = re.compile(r"</?\w[^>]*>")
LEAST_WORDS = 3  # «%(title)s, %(country)s» says nothing of the language it is in


@dataclass(frozen=True)
class Catalogue:
    """The messages of one language as pairs: the English text, and what it is in that language."""

    pairs: tuple[tuple[str, str], ...]

    @classmethod
    def read(cls, path: Path) -> Catalogue:
        """Return the catalogue that is kept at ``path``."""
        return cls(tuple(_pairs(polib.pofile(str(path)))))

    @cached_property
    def _whole(self) -> frozenset[str]:
        """English texts that are not also words of the language."""
        theirs = {plain(text) for _english, text in self.pairs}
        return (
            frozenset(plain(english) for english, _text in self.pairs if not PLACE.search(english)) - theirs
        )

    @cached_property
    def _patterns(self) -> dict[str, list[re.Pattern[str]]]:
        """Texts with places to fill in, by their first word: only few must be tried."""
        found: dict[str, list[re.Pattern[str]]] = {}
        for english, text in self.pairs:
            words = WORD.findall(PLACE.sub(" ", english))
            if PLACE.search(english) and len(words) >= LEAST_WORDS and english != text:
                first = english.split()[0]
                found.setdefault("" if PLACE.search(first) else plain(first), []).append(pattern(english))
        return found

    def left_in_english(self, texts: Iterable[str]) -> list[str]:
        """Return those of ``texts`` that are English.

        >>> book = Catalogue((("Save", "Spara"), ("Only %(count)s of all people", "Bara %(count)s av alla")))
        >>> book.left_in_english(["Spara", "Save", "Only 3 of all people", "Anna"])
        ['Save', 'Only 3 of all people']
        """
        return [text for text in texts if self._is_english(text)]

    def _is_english(self, text: str) -> bool:
        if text in self._whole:
            return True
        first = text.split(" ", 1)[0]
        tried = [*self._patterns.get(first, []), *self._patterns.get("", [])]
        return any(one.fullmatch(text) for one in tried)


def _pairs(book: polib.POFile) -> Iterator[tuple[str, str]]:
    for entry in book:
        if entry.obsolete or _is_of_the_example(entry):
            continue
        if entry.msgid_plural:
            last = entry.msgstr_plural[max(entry.msgstr_plural)]
            yield entry.msgid, entry.msgstr_plural[0]
            yield entry.msgid_plural, last
        elif entry.msgstr and entry.msgstr != entry.msgid:
            yield entry.msgid, entry.msgstr


def _is_of_the_example(entry: polib.POEntry) -> bool:
    """Whether the text is only what invented people wrote: they wrote it in one language."""
    places = [place for place, _line in entry.occurrences]
    return bool(places) and all("example" in place for place in places)


@cache
def pattern(english: str) -> re.Pattern[str]:
    """Return what the text looks like once its places are filled."""
    return re.compile(".+?".join(re.escape(part) for part in PLACE.split(plain(english))))


def plain(text: str) -> str:
    """Return the text as it is read: without tags, with single spaces.

    >>> plain("Read <b>all</b>  of it ")
    'Read all of it'
    """
    return " ".join(TAG.sub("", text).replace("%%", "%").split())
