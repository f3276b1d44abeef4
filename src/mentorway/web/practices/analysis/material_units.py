"""A text → the passages that two people code: paragraphs, sentences where those are long, single answers."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from mentorway.web.practices.models import MaterialKind

Span = tuple[int, int]
LONG = 600  # signs above which a paragraph is divided into its sentences
MOST = 2000
PARAGRAPHS = re.compile(r"\n[^\S\n]*\n\s*")
LINES = re.compile(r"\n\s*")
# A sentence ends with . ! ? or …, perhaps quotes or brackets, a space, and a letter that begins anew.
# A single letter or a number before the stop is an initial, a date or a point of a list.
END = re.compile(
    r"(?<![\s(.]\w)(?<!\d)[.!?…][\"'”’»)\]]*\s+(?=[^\W_a-ząčęėįšųūžāčēģīķļņšūžåäö]|[\"'“„«‘(\[—–-])"
)


def proposed(text: str, kind: str) -> list[Span]:
    r"""Return the stretches of ``text`` that are proposed as passages.

    >>> proposed("One. Two.\n\nThree.", "interview"), proposed("a\nb", "survey")
    ([(0, 9), (11, 17)], [(0, 1), (2, 3)])
    """
    if kind == MaterialKind.SURVEY:
        return list(_pieces(text, (0, len(text)), LINES))
    ends = PARAGRAPHS if PARAGRAPHS.search(text.strip()) else LINES
    found: list[Span] = []
    for span in _pieces(text, (0, len(text)), ends):
        found += sentences(text, span) if span[1] - span[0] > LONG else [span]
    return found


def sentences(text: str, span: Span) -> list[Span]:
    """Return the sentences of a stretch.

    >>> sentences("On 3. May A. Smith came. Did he? “Yes.” So what.", (0, 48))
    [(0, 24), (25, 32), (33, 39), (40, 48)]
    """
    return list(_pieces(text, span, END, keeps_end=True))


def joined(spans: Sequence[Span], first: int) -> list[Span] | None:
    """Return the stretches after the one that begins at ``first`` was joined with the next."""
    for place, (one, other) in enumerate(pairwise(spans)):
        if one[0] == first:
            return [*spans[:place], (one[0], other[1]), *spans[place + 2 :]]
    return None


def parted(text: str, spans: Sequence[Span], at: int) -> list[Span] | None:
    """Return the stretches after one was parted where a sentence or a line begins at ``at``."""
    for place, span in enumerate(spans):
        if at in beginnings(text, span):
            parts = [_trimmed(text, (span[0], at)), _trimmed(text, (at, span[1]))]
            return [*spans[:place], *parts, *spans[place + 1 :]]
    return None


def dropped(spans: Sequence[Span], first: int) -> list[Span] | None:
    """Return the stretches without the one that begins at ``first``."""
    kept = [span for span in spans if span[0] != first]
    return kept if len(kept) < len(spans) else None


def beginnings(text: str, span: Span) -> list[int]:
    """Return where a stretch can be parted: at the beginning of each further sentence or line."""
    lines = _pieces(text, span, LINES)
    return [start for line in lines for start, _end in sentences(text, line)][1:]


def pieces(text: str, span: Span) -> list[tuple[int, str]]:
    """Return the sentences and lines of a stretch, each with where it begins."""
    starts = [span[0], *beginnings(text, span), span[1]]
    return [(start, text[start:end].strip()) for start, end in pairwise(starts)]


def left_out(text: str, spans: Sequence[Span]) -> int:
    """Return how many signs of the text, without spaces at the ends, are in no passage."""
    starts = [0, *(end for _start, end in spans)]
    ends = [*(start for start, _end in spans), len(text)]
    return sum(len(text[start:end].strip()) for start, end in zip(starts, ends, strict=True))


def _pieces(text: str, span: Span, ends: re.Pattern[str], *, keeps_end: bool = False) -> Iterator[Span]:
    start = span[0]
    for match in ends.finditer(text, *span):
        stop = match.end() if keeps_end else match.start()
        piece = _trimmed(text, (start, stop))
        start = match.end()
        if piece[1] > piece[0]:
            yield piece
    piece = _trimmed(text, (start, span[1]))
    if piece[1] > piece[0]:
        yield piece


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
