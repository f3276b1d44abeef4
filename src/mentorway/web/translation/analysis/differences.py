"""How one wording became another, word by word."""

from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Piece:
    """A part of a text that stayed, went or came."""

    kind: str  # same, gone, new
    text: str


def pieces(before: str, after: str) -> list[Piece]:
    """Return how one text became another, word by word.

    >>> [(piece.kind, piece.text) for piece in pieces("How old are you", "How tall are you")]
    [('same', 'How '), ('gone', 'old '), ('new', 'tall '), ('same', 'are you')]
    """
    old, new = _words(before), _words(after)
    found: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Piece("same", "".join(old[a:b])))
            continue
        found.extend(
            Piece(name, "".join(part)) for name, part in (("gone", old[a:b]), ("new", new[c:d])) if part
        )
    return found


def _words(text: str) -> list[str]:
    return [f"{word} " for word in text.split(" ")[:-1]] + text.split(" ")[-1:]
