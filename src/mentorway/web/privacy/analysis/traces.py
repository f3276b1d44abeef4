"""By what a person is found where no table says whose something is: letters that wait, caches, files."""

import base64
import binascii
import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from mentorway.web.core.personal import Kept, Person
from mentorway.web.privacy.analysis.going import tables
from mentorway.web.privacy.queries import own as queries

GONE: Final = "…"
SHORTEST: Final = 3  # letters of a name; shorter ones are parts of too many words


@dataclass(frozen=True)
class Traces:
    """The addresses and the names of a person."""

    addresses: frozenset[str]
    names: frozenset[str]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What finds any of them, as whole words."""
        words = sorted({*self.addresses, *self.names}, key=lambda word: (-len(word), word))
        found = "|".join(re.escape(one) for one in words) or r"(?!)"
        return re.compile(rf"(?<![\w@])(?:{found})(?!\w)", re.IGNORECASE)

    def are_in(self, text: str) -> bool:
        """Whether a text names the person."""
        return self.pattern.search(text) is not None

    def taken_out(self, value: Any) -> Any:
        """Return plain facts without the person, also in files that are enclosed in base64."""
        if isinstance(value, str):
            inside = unpacked(value)
            if inside is not None and self.are_in(inside):
                return base64.b64encode(self.pattern.sub(GONE, inside).encode()).decode()
            return self.pattern.sub(GONE, value)
        if isinstance(value, list):
            return [self.taken_out(one) for one in value]
        if isinstance(value, dict):
            return {key: self.taken_out(one) for key, one in value.items()}
        return value


def traces_of(person: Person) -> Traces:
    """Return what a person is found by: what they are called wherever a row has their name and address."""
    names = {person.user.name}
    for kept in tables():
        if kept.found is not None and {"name", "email"} <= set(kept.fields):
            names |= set(_names(kept, person))
    long = frozenset(one for name in names if len(one := name.strip()) >= SHORTEST)
    return Traces(queries.addresses_of(person.user) | person.emails, long)


def _names(kept: Kept, person: Person) -> Collection[str]:
    rows = kept.found(person) if kept.found is not None else ()
    return [str(row.name) for row in rows if str(row.email).lower() in person.emails]


def text_of(value: Any) -> str:
    """Return plain facts as a text in which can be searched, with what is enclosed in base64."""
    told = json.dumps(value, ensure_ascii=False, default=str)
    return "\n".join([told, *_enclosed(value)])


def _enclosed(value: Any) -> list[str]:
    if isinstance(value, str):
        inside = unpacked(value)
        return [inside] if inside is not None else []
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in _enclosed(part)]


def unpacked(value: str) -> str | None:
    """Return the text that is written in base64, if it is one.

    >>> unpacked(base64.b64encode("BEGIN:VCALENDAR ąžuolas".encode()).decode())
    'BEGIN:VCALENDAR ąžuolas'
    """
    if len(value) < 16 or " " in value:  # noqa: PLR2004 - shorter ones are words
        return None
    try:
        # Lines of calendars are folded after 75 bytes, which may be within a name.
        return base64.b64decode(value, validate=True).decode().replace("\r\n ", "")
    except (binascii.Error, ValueError):
        return None
