"""Facts of a document, read one by one: each must be there, be of its kind, and within its bounds."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from typing import Any, Final

from mentorway.federation.refusing import Reason, RefusedError
from mentorway.wording import Message, shown

LONGEST: Final = 1_000
SLUG: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")
HEX: Final = re.compile(r"[0-9a-f]{64}")
LARGEST: Final = 2**53


class Fields:
    """The facts of a document, which must have exactly these names.

    Raises
    ------
    RefusedError
        It is no mapping, or a name is missing or unknown.

    Examples
    --------
    >>> Fields({"number": 3}, ("number",)).whole("number")
    3
    >>> Fields({"number": "3"}, ("number",)).whole("number")
    Traceback (most recent call last):
    ...
    mentorway.federation.refusing.RefusedError: The file is not whole: “number” is missing, unknown or not \
what it should be. Ask for it again.
    """

    def __init__(self, given: object, names: Collection[str]) -> None:
        if not isinstance(given, dict):
            raise broken(next(iter(names)))
        for name in sorted(set(given) ^ set(names)):
            raise broken(name)
        self._given: dict[str, Any] = given

    def anything(self, name: str) -> Any:
        """What is there, of whatever kind."""
        return self._given[name]

    def text(self, name: str, *, empty: bool = False) -> str:
        """A text that can be shown."""
        value = self._given[name]
        if not isinstance(value, str) or len(value) > LONGEST or (not value and not empty):
            raise broken(name)
        if not value.isprintable():
            raise broken(name)
        return value

    def slug(self, name: str) -> str:
        """A short name for programs: small letters, digits and hyphens."""
        value = self._given[name]
        if not isinstance(value, str) or not SLUG.fullmatch(value):
            raise broken(name)
        return value

    def digest(self, name: str) -> str:
        """A SHA-256 in hexadecimal digits."""
        value = self._given[name]
        if not isinstance(value, str) or not HEX.fullmatch(value):
            raise broken(name)
        return value

    def whole(self, name: str, *, least: int = 0, most: int = LARGEST) -> int:
        """A whole number from `least` to `most`."""
        value = self._given[name]
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise broken(name)
        return value

    def flag(self, name: str) -> bool:
        """Yes or no."""
        value = self._given[name]
        if not isinstance(value, bool):
            raise broken(name)
        return value

    def day(self, name: str) -> dt.date:
        """A day, as 2026-03-01."""
        return day_of(self._given[name], name)

    def items(self, name: str) -> list[Any]:
        """A list."""
        value = self._given[name]
        if not isinstance(value, list):
            raise broken(name)
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, each once."""
        found = tuple(Fields({name: one}, (name,)).text(name) for one in self.items(name))
        if len(set(found)) < len(found):
            raise broken(name)
        return found

    def mapping(self, name: str) -> dict[str, Any]:
        """A mapping whose names are checked by whoever asked."""
        value = self._given[name]
        if not isinstance(value, dict):
            raise broken(name)
        return value


def day_of(value: object, name: str) -> dt.date:
    """Return a day that is written as 2026-03-01 and in no other way."""
    try:
        found = dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        found = None
    if found is None or found.isoformat() != value:
        raise broken(name)
    return found


def broken(name: str) -> RefusedError:
    """Return the refusal of a document in which something is not what it should be."""
    return RefusedError(
        Reason.MALFORMED,
        Message(
            "The file is not whole: “%(field)s” is missing, unknown or not what it should be. Ask for it "
            "again.",
            {"field": shown(name)},
        ),
    )
