"""A sentence that is not yet in anyone's language: what the libraries raise and return for people to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

Value = str | int | float
SHOWN = 60


def N_(text: str) -> str:  # noqa: N802 - the name gettext's extractor knows
    """Mark a text for translation and return it unchanged.

    >>> N_("Good morning")
    'Good morning'
    """
    return text


def shown(value: object) -> str:
    r"""Return a value from a file so that it can stand in a sentence: printable and short.

    >>> shown("two\nlines"), shown("S\u202eE")
    ('two�lines', 'S�E')
    """
    text = "".join(letter if letter.isprintable() else "�" for letter in str(value)[: SHOWN + 1])
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def listed(names: Sequence[str], most: int = 30) -> str:
    """Return names joined by commas, the rest as an ellipsis.

    >>> listed(["a", "b", "c"], most=2)
    'a, b, …'
    """
    return ", ".join([*map(shown, names[:most]), *(["…"] if len(names) > most else [])])


@dataclass(frozen=True)
class Message:
    """A whole English sentence with named %-placeholders, and the values to put in.

    ``text`` is the key in the catalogues; ``plural`` and ``count`` make it a plural message.

    >>> str(Message("Column %(name)s is missing.", {"name": "E1"}))
    'Column E1 is missing.'
    >>> str(Message("%(count)d person", {"count": 3}, plural="%(count)d people", count=3))
    '3 people'
    """

    text: str
    values: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))
    plural: str = ""
    count: int = 1

    def __str__(self) -> str:
        """Return the English sentence."""
        template = self.plural if self.plural and self.count != 1 else self.text
        return template % dict(self.values) if self.values else template


class InvalidInputError(ValueError):
    """What came cannot be used; the message says what came, what was needed and what to do."""

    def __init__(self, message: Message) -> None:
        """Keep the message so that the edge can say it in the reader's language."""
        super().__init__(str(message))
        self.message = message
