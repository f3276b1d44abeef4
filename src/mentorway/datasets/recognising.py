"""What a cell of a spreadsheet says: a choice by its value or label, a date, a number."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from mentorway.datasets.layout import Option

Answer = str | list[str] | None
YEAR_FIRST: Final = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})\.?(?:[ T](.+))?")
DAY_FIRST: Final = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\.?(?:[ T](.+))?")
CLOCK: Final = re.compile(r"(\d{1,2}:\d{2})(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?")
MIDNIGHT: Final = re.compile(r"0?0:00(:00(\.0+)?)?")
WHOLE: Final = re.compile(r"([+-]?[0-9]+)[.,]0+")
DIVIDERS: Final = (";", "|", "\n", ",", " ")


def folded(text: str) -> str:
    """Return a text as it is compared: composed letters, no capitals, single spaces.

    >>> folded("  Taip, VISADA ") == folded("taip, visada")
    True
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


class Words:
    """The values and labels of a list of choices, in all languages."""

    def __init__(self, options: Iterable[Option]) -> None:
        options = tuple(options)
        self._values = {each.value: each.value for each in options}
        self._said: dict[str, set[str]] = {}
        for each in options:
            for label in each.labels.values():
                self._said.setdefault(folded(label), set()).add(each.value)
        self._folded: dict[str, set[str]] = {}
        for each in options:
            self._folded.setdefault(folded(each.value), set()).add(each.value)

    def find(self, text: str) -> str | None:
        """Return the value that a text is: the value itself, else a label that only one choice has.

        >>> Words([Option("1", {"en": "Yes", "lt": "Taip"}), Option("2", {"en": "No"})]).find("taip")
        '1'
        """
        if text in self._values:
            return text
        for known in (self._folded, self._said):
            found = known.get(folded(text), set())
            if len(found) == 1:
                return next(iter(found))
        return None

    def ambiguous(self, text: str) -> bool:
        """Whether several choices have this label."""
        return len(self._said.get(folded(text), ())) > 1

    def find_all(self, text: str) -> list[str] | None:
        """Return the values that a text lists, divided by ; | , a new line or spaces.

        >>> words = Words([Option("a", {"en": "Work, study"}), Option("b", {"en": "Other"})])
        >>> words.find_all("Other; Work, study")
        ['b', 'a']
        """
        alone = self.find(text)
        if alone is not None:
            return [alone]
        for divider in DIVIDERS:
            parts = [part.strip() for part in text.split(divider) if part.strip()]
            found = [self.find(part) for part in parts]
            values = [each for each in found if each is not None]
            if len(parts) > 1 and len(values) == len(parts):
                return list(dict.fromkeys(values))
        return None


def number_text(text: str) -> str:
    """Return a number as it is typed: 3 for the 3.0 of a spreadsheet, without spaces between thousands.

    >>> number_text("3.0"), number_text("1 200,5"), number_text("many")
    ('3', '1200,5', 'many')
    """
    joined = re.sub(r"(?<=[0-9])[\s\u00a0\u202f](?=[0-9]{3}(?:[^0-9]|$))", "", text.strip())
    match = WHOLE.fullmatch(joined)
    return match[1] if match else joined


def date_text(text: str, *, day_only: bool) -> str | None:
    """Return a date, or a date with its time, as ISO; None when it is not certain which day it is.

    >>> date_text("31.5.2026", day_only=True), date_text("2026-05-31 00:00:00", day_only=True)
    ('2026-05-31', '2026-05-31')
    >>> date_text("05/06/2026", day_only=True) is None
    True
    """
    first = YEAR_FIRST.fullmatch(text.strip())
    other = DAY_FIRST.fullmatch(text.strip())
    if first:
        year, month, day, clock = first.groups()
    elif other:
        day, month, year, clock = other.groups()
    else:
        return None
    try:
        date = dt.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
    if day_only:
        return date if not clock or MIDNIGHT.fullmatch(clock) else None
    if not clock:
        return f"{date}T00:00"
    return f"{date}T{clock if clock[1:2] != ':' else '0' + clock}" if CLOCK.fullmatch(clock) else None
