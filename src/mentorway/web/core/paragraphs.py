"""A text that two people changed, put together paragraph by paragraph."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

BETWEEN: Final = re.compile(r"\n[^\S\n]*\n\s*")
WORDS: Final = re.compile(r"\s+|\S+")
MOST_COMPARED = 4_000_000  # pairs of words: beyond, a paragraph is shown as taken out and written anew
Lines = tuple[str, ...]


@dataclass(frozen=True)
class Piece:
    """Some paragraphs in a row: what they were, and what each made of them."""

    base: Lines
    theirs: Lines
    mine: Lines

    @property
    def is_clash(self) -> bool:
        """Whether both changed them, each in another way."""
        return self.mine not in (self.base, self.theirs) and self.theirs != self.base

    @property
    def agreed(self) -> Lines:
        """What they are when both are put together; mine where they clash."""
        return self.theirs if self.mine == self.base else self.mine


@dataclass(frozen=True)
class _Change:
    """Paragraphs ``begins`` to ``ends`` of the text that was there became ``lines``."""

    begins: int
    ends: int
    lines: Lines
    is_mine: bool


def paragraphs(text: str) -> Lines:
    r"""Return the paragraphs of a text: what blank lines part.

    >>> paragraphs("a\nb\n\n\nc\n")
    ('a\nb', 'c')
    """
    return tuple(one for one in BETWEEN.split(text.strip("\n")) if one.strip())


def whole(lines: Sequence[str]) -> str:
    """Return the text of paragraphs."""
    return "\n\n".join(lines)


def put_together(base: str, theirs: str, mine: str) -> list[Piece]:
    r"""Return the pieces of a text of which ``theirs`` and ``mine`` were made.

    >>> pieces = put_together("a\n\nb", "a\n\nB", "A\n\nb")
    >>> whole([line for piece in pieces for line in piece.agreed])
    'A\n\nB'
    >>> [piece.is_clash for piece in put_together("a\n\nb", "a\n\nB", "a\n\nc")]
    [False, True]
    """
    was = paragraphs(base)
    found, place = [], 0
    for group in _groups([*_changes(was, theirs, is_mine=False), *_changes(was, mine, is_mine=True)]):
        begins, ends = group[0].begins, max(one.ends for one in group)
        if place < begins:
            found.append(Piece(*[was[place:begins]] * 3))
        here = was[begins:ends]
        sides = [
            _applied(here, begins, [one for one in group if one.is_mine is side]) for side in (False, True)
        ]
        found.append(Piece(here, *sides))
        place = ends
    return [*found, Piece(*[was[place:]] * 3)] if place < len(was) else found


def _changes(was: Lines, text: str, *, is_mine: bool) -> Iterator[_Change]:
    """Yield what somebody changed, paragraph by paragraph where each has its own successor or none."""
    now = paragraphs(text)
    steps = difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    for what, begins, ends, first, last in steps:
        if what == "equal":
            continue
        if what == "delete" or ends - begins == last - first:
            for place in range(begins, ends):
                there = first + place - begins
                yield _Change(place, place + 1, now[there : min(there + 1, last)], is_mine)
        else:
            yield _Change(begins, ends, now[first:last], is_mine)


def _groups(changes: list[_Change]) -> Iterator[list[_Change]]:
    """Yield the changes that touch the same paragraphs together; neighbours stay apart."""
    group: list[_Change] = []
    for one in sorted(changes, key=lambda one: (one.begins, one.ends)):
        ends = max((other.ends for other in group), default=-1)
        at_one_place = bool(group) and group[0].begins == ends == one.begins == one.ends
        if group and not (one.begins < ends or at_one_place):
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _applied(here: Lines, begins: int, changes: Sequence[_Change]) -> Lines:
    """Return what ``changes`` make of the paragraphs from ``begins`` on."""
    found: list[str] = []
    place = begins
    for one in changes:
        found += [*here[place - begins : one.begins - begins], *one.lines]
        place = one.ends
    return (*found, *here[place - begins :])


def differences(before: str, after: str) -> list[tuple[str, str]]:
    """Return a text word by word in runs: what is the same, what was put in, what was taken out.

    >>> differences("we meet monthly", "we meet weekly")
    [('same', 'we meet '), ('out', 'monthly'), ('in', 'weekly')]
    """
    was, now = WORDS.findall(before), WORDS.findall(after)
    if len(was) * len(now) > MOST_COMPARED:
        return [("out", before), ("in", after)]
    found: list[tuple[str, str]] = []
    for what, begins, ends, first, last in difflib.SequenceMatcher(
        None, was, now, autojunk=False
    ).get_opcodes():
        if what == "equal":
            found.append(("same", "".join(was[begins:ends])))
            continue
        runs = [("out", "".join(was[begins:ends])), ("in", "".join(now[first:last]))]
        found += [run for run in runs if run[1]]
    return found
