"""Messages in the reader's language, from the one set of catalogues, without Django."""

from __future__ import annotations

import functools
import gettext as _gettext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentorway.wording import Message

LANGUAGES = ("en", "lt", "lv", "sv", "fi")
CATALOGUES = Path(__file__).parent / "locale"


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
        """Return the whole sentence in this language.

        >>> from mentorway.wording import Message
        >>> Words.of("en").say(Message("Column %(name)s is missing.", {"name": "E1"}))
        'Column E1 is missing.'
        """
        if message.plural:
            template = self.ngettext(message.text, message.plural, message.count)
        else:
            template = self.gettext(message.text)
        return template % dict(message.values) if message.values else template


@functools.cache
def _words(language: str) -> Words:
    catalogue = _gettext.translation("django", CATALOGUES, languages=[language], fallback=True)
    return Words(language, catalogue)
