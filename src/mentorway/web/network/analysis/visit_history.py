"""What changed from one revision of a visit to the next."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django import forms
from django.utils.formats import date_format, time_format

from mentorway.web.core.settling import shown
from mentorway.web.network.analysis.agreements import WORDS, Change, changes

MOST_WORDS = 1500  # comparing word by word costs time with the square of the words
LINES = re.compile(r"[^\n]*\n|[^\n]+")
LONG = ("purpose", "minutes")


@dataclass(frozen=True)
class Difference:
    """What became of one field."""

    label: str
    changes: Sequence[Change]


def differences(
    before: Mapping[str, str], after: Mapping[str, str], fields: Mapping[str, forms.Field]
) -> list[Difference]:
    """Return what is not the same, as people read it, in the order of ``fields``."""
    found = []
    for name, field in fields.items():
        old, new = before.get(name, ""), after.get(name, "")
        if old == new:
            continue
        if name in LONG:
            found.append(Difference(str(field.label), list(text_changes(old, new))))
        else:
            found.append(Difference(str(field.label), _replaced(_said(field, old), _said(field, new))))
    return found


def _said(field: forms.Field, text: str) -> str:
    if isinstance(field, forms.TimeField) and text:
        return time_format(dt.time.fromisoformat(text), "TIME_FORMAT")
    if isinstance(field, forms.DateField) and text:
        return date_format(dt.date.fromisoformat(text), "DATE_FORMAT")
    return shown(field, text)


def _replaced(old: str, new: str) -> list[Change]:
    gone = [Change("gone", old)] if old else []
    between = [Change("same", " ")] if old and new else []
    return gone + between + ([Change("new", new)] if new else [])


def text_changes(before: str, after: str) -> Iterator[Change]:
    r"""Return how a long text became another: line by line, and word by word within what was rewritten.

    >>> [(one.kind, one.text) for one in text_changes("a\nb c", "a\nb d")]
    [('same', 'a\n'), ('same', 'b '), ('gone', 'c'), ('new', 'd')]
    """
    old, new = LINES.findall(before), LINES.findall(after)
    for what, start, stop, begin, end in SequenceMatcher(None, old, new).get_opcodes():
        gone, came = "".join(old[start:stop]), "".join(new[begin:end])
        if what == "equal":
            yield Change("same", came)
        elif what == "replace" and _is_short(gone) and _is_short(came):
            yield from changes(gone, came)
        else:
            yield from (Change("gone", gone),) if gone else ()
            yield from (Change("new", came),) if came else ()


def _is_short(text: str) -> bool:
    return len(WORDS.findall(text)) <= MOST_WORDS
