"""Messages in the reader's language, from the one set of catalogues, without Django."""

from __future__ import annotations

import functools
import gettext as _gettext
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mentorway.figures import figure, signed

if TYPE_CHECKING:
    from mentorway.wording import Message

LANGUAGES = ("en", "lt", "lv", "sv", "fi")
CATALOGUES = Path(__file__).parent / "locale"
ROUNDED = re.compile(r"%\((\w+)\)(\+?)\.(\d)f")


@dataclass(frozen=True)
class Words:
    """One language's way of saying things.

    >>> Words.of("en").gettext("Save")
    'Save'
    """

    language: str
    catalogue: _gettext.NullTranslations

    @classmethod
    def of(cls, language: str) -> Words:
        """Return the words of ``language``; an unknown language gets English."""
        return _words(language if language in LANGUAGES else "en")

    def gettext(self, text: str) -> str:
        """Return ``text`` in this language."""
        return self.catalogue.gettext(text)

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """Return the form that ``count`` needs in this language."""
        return self.catalogue.ngettext(singular, plural, count)

    def pgettext(self, context: str, text: str) -> str:
        """Return ``text`` in this language where ``context`` tells two meanings apart."""
        return self.catalogue.pgettext(context, text)

    def say(self, message: Message) -> str:
        """Return the whole sentence in this language; numbers that it rounds get this language's signs.

        >>> from mentorway.wording import Message
        >>> Words.of("en").say(Message("CFI changes by %(cfi)+.3f.", {"cfi": -0.0123}))
        'CFI changes by −0.012.'
        """
        if message.plural:
            template = self.ngettext(message.text, message.plural, message.count)
        else:
            template = self.gettext(message.text)
        if not message.values:
            return template
        return ROUNDED.sub(functools.partial(self._rounded, message), template) % dict(message.values)

    def _rounded(self, message: Message, place: re.Match[str]) -> str:
        write = signed if place[2] else figure
        return write(float(message.values[place[1]]), int(place[3]), self.language)


@functools.cache
def _words(language: str) -> Words:
    catalogue = _gettext.translation("django", CATALOGUES, languages=[language], fallback=True)
    return Words(language, catalogue)
