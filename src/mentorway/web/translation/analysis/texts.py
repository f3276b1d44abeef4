"""The texts that people translate: each with a key that stays, and its wording's fingerprint."""

import functools
import hashlib
import re
from dataclasses import dataclass

from django.utils.functional import Promise

DIGEST = 12


@dataclass(frozen=True)
class Text:
    """One text in the source language.

    The key stays when the text or its place changes. ``part`` says in words what the text is, such as a hint,
    and ``about`` names what it stands on, if that has a name. ``marks`` finds what must stand in every
    translation just as in the source, such as places for answers.
    """

    key: str
    source: str
    part: str | Promise
    about: str = ""
    marks: re.Pattern[str] | None = None

    @functools.cached_property
    def fingerprint(self) -> str:
        return fingerprint(self.source)

    @functools.cached_property
    def digest(self) -> str:
        """What names it in an address."""
        return digest(self.key)

    def marked(self, words: str) -> list[str]:
        """Return the marks in a wording of the text, in alphabetical order.

        >>> text = Text("a", "Hello ${name}, you are ${age}.", "Label", marks=re.compile(r"[$]{[^}]*}"))
        >>> text.marked(text.source)
        ['${age}', '${name}']
        """
        return sorted(self.marks.findall(words)) if self.marks else []


def fingerprint(text: str) -> str:
    """Return the fingerprint of a wording; spaces at the ends and kinds of line ends do not matter."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()


def digest(key: str) -> str:
    """Return the short name of a key."""
    return hashlib.sha256(key.encode()).hexdigest()[:DIGEST]
