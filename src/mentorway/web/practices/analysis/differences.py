"""What changed between two revisions of a practice, word by word."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

WORDS = re.compile(r"\s+|\w+|[^\w\s]")
MOST_WORDS = 6000  # above it, whole lines are compared: comparing costs time with the square of the words
LINES = re.compile(r"[^\n]*\n|[^\n]+")


class Kind(Enum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """A stretch of text that stayed, came or went."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Difference:
    """What became of one field."""

    name: str
    pieces: Sequence[Piece]


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[Difference]:
    """Return the fields that are not the same, in the order of ``after``."""
    changed = [name for name in after if before.get(name, "") != after[name]]
    return [Difference(name, pieces(before.get(name, ""), after[name])) for name in changed]


def pieces(before: str, after: str) -> list[Piece]:
    """Return ``after`` with what was removed still in its place.

    >>> [(piece.kind.value, piece.text) for piece in pieces("one two", "one three")]
    [('same', 'one '), ('removed', 'two'), ('added', 'three')]
    """
    old, new = _split(before, after)
    matcher = SequenceMatcher(None, old, new, autojunk=len(new) > MOST_WORDS // 10)
    return list(_pieces(matcher, old, new))


def _split(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = WORDS.findall(before), WORDS.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        return LINES.findall(before), LINES.findall(after)
    return old, new


def _pieces(matcher: "SequenceMatcher[str]", old: list[str], new: list[str]) -> Iterator[Piece]:
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag == "equal":
            yield Piece(Kind.SAME, "".join(new[first:last]))
            continue
        if end > start:
            yield Piece(Kind.REMOVED, "".join(old[start:end]))
        if last > first:
            yield Piece(Kind.ADDED, "".join(new[first:last]))
