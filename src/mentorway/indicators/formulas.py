"""The formula of an indicator, read into a tree by a small grammar of its own; nothing is ever executed.

``sum    := term { (+ | −) term }`` · ``term := power { (× | ÷) power }`` · ``power := [−] atom [^ power]``
· ``atom := number | name | function(arguments) | ( sum )``
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mentorway.wording import InvalidInputError, Message, listed, shown

MOST_LETTERS = 500
MOST_DEPTH = 20
MOST_NAMES = 30
FUNCTIONS = {  # the fewest and the most arguments
    "mean": (1, 1),
    "median": (1, 1),
    "sum": (1, 1),
    "count": (1, 1),
    "share": (1, 2),
    "min": (1, 1),
    "max": (1, 1),
    "change": (2, 2),
}
SIGNS = {"·": "×", "*": "×", "⋅": "×", "/": "÷", ":": "÷", "-": "−", "–": "−", ";": ","}
TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<sign>[-+*/×÷·⋅:−–^(),;]))"
)


@dataclass(frozen=True)
class Number:
    """A number that is written in the formula."""

    value: float
    text: str


@dataclass(frozen=True)
class Name:
    """A quantity by its name."""

    name: str


@dataclass(frozen=True)
class Operation:
    """Two parts and the sign between them: one of ``+ − × ÷ ^``."""

    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True)
class Negative:
    """A part with a minus before it."""

    of: "Node"


@dataclass(frozen=True)
class Call:
    """A function and what it is of."""

    function: str
    arguments: tuple["Node", ...]


Node = Number | Name | Operation | Negative | Call


@dataclass(frozen=True)
class Formula:
    """A formula that could be read: as it was written, and as a tree."""

    text: str
    root: Node

    @property
    def names(self) -> tuple[str, ...]:
        """The quantities it speaks of, in order."""
        return tuple(dict.fromkeys(node.name for node in walk(self.root) if isinstance(node, Name)))


def walk(node: Node) -> Iterator[Node]:
    """Yield a part and everything in it."""
    yield node
    for part in parts(node):
        yield from walk(part)


def parts(node: Node) -> tuple[Node, ...]:
    """Return what a part is directly made of."""
    match node:
        case Operation(_, left, right):
            return (left, right)
        case Negative(of):
            return (of,)
        case Call(_, arguments):
            return arguments
    return ()


def parse(text: str) -> Formula:
    """Return the formula that somebody wrote.

    Parameters
    ----------
    text : str
        At most 500 letters. Signs ``+ − × ÷ ^`` (also ``- * / :``), parentheses, numbers with a point, names
        of quantities, and the functions mean, median, sum, count, share, min, max and change.

    Raises
    ------
    InvalidInputError
        It is empty, too long or too deep, or a sign, name or number stands where it cannot.

    Examples
    --------
    >>> parse("mean(change(after, before))").names
    ('after', 'before')
    >>> parse("2 × (3 + 4").text
    Traceback (most recent call last):
    ...
    mentorway.wording.InvalidInputError: A “)” is missing at the end of the formula.
    """
    if not text.strip():
        raise InvalidInputError(Message("The formula is empty."))
    if len(text) > MOST_LETTERS:
        values = {"count": len(text), "most": MOST_LETTERS}
        raise InvalidInputError(
            Message("The formula has %(count)d letters; at most %(most)d can be read.", values)
        )
    reader = _Reader(_tokens(text))
    root = reader.sum(0)
    if reader.here:
        raise InvalidInputError(
            Message("“%(found)s” stands where a sign was expected.", {"found": shown(reader.here)})
        )
    formula = Formula(text.strip(), root)
    if len(formula.names) > MOST_NAMES:
        values = {"count": len(formula.names), "most": MOST_NAMES}
        raise InvalidInputError(Message("The formula has %(count)d names; at most %(most)d.", values))
    return formula


def _tokens(text: str) -> list[str]:
    tokens, place = [], 0
    while text[place:].strip():
        match = TOKEN.match(text, place)
        if match is None:
            found = {"found": shown(text[place:].strip()[0])}
            raise InvalidInputError(Message("“%(found)s” has no meaning in a formula.", found))
        token = match[match.lastgroup or 0]
        tokens.append(SIGNS.get(token, token))
        place = match.end()
    return tokens


def refuse_deeper_than(most: int, depth: int) -> None:
    """Refuse a formula whose parentheses, powers or signs stand too deep in each other."""
    if depth > most:
        raise InvalidInputError(Message("The formula is nested more than %(most)d deep.", {"most": most}))


class _Reader:
    """Reads tokens from left to right; each method reads one rule of the grammar."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self.tokens, self.place = tokens, 0

    @property
    def here(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self) -> str:
        token = self.here
        self.place += 1
        return token

    def sum(self, depth: int) -> Node:
        refuse_deeper_than(MOST_DEPTH, depth)
        node = self.term(depth)
        while self.here in ("+", "−"):
            node = Operation(self.take(), node, self.term(depth))
        return node

    def term(self, depth: int) -> Node:
        node = self.power(depth)
        while self.here in ("×", "÷"):
            node = Operation(self.take(), node, self.power(depth))
        return node

    def power(self, depth: int) -> Node:
        if self.here == "−":
            self.take()
            return Negative(self.deeper_power(depth))
        base = self.atom(depth)
        if self.here == "^":
            self.take()
            return Operation("^", base, self.deeper_power(depth))
        return base

    def deeper_power(self, depth: int) -> Node:
        """Read a power one deeper, so that a row of signs cannot exhaust the machine."""
        refuse_deeper_than(MOST_DEPTH, depth)
        return self.power(depth + 1)

    def atom(self, depth: int) -> Node:
        found = self.take()
        if found == "(":
            node = self.sum(depth + 1)
            self.close()
            return node
        if found[:1].isdigit():
            return Number(float(found), found)
        if found[:1].isalpha() or found[:1] == "_":
            return self.call(found, depth) if self.here == "(" else Name(found)
        if not found:
            raise InvalidInputError(Message("The formula ends where a number or a name was expected."))
        raise InvalidInputError(
            Message("“%(found)s” stands where a number or a name was expected.", {"found": found})
        )

    def call(self, name: str, depth: int) -> Node:
        if name not in FUNCTIONS:
            values = {"name": shown(name), "known": listed(list(FUNCTIONS))}
            raise InvalidInputError(Message("There is no function “%(name)s”. There are: %(known)s.", values))
        self.take()
        arguments = [self.sum(depth + 1)]
        while self.here == ",":
            self.take()
            arguments.append(self.sum(depth + 1))
        self.close()
        fewest, most = FUNCTIONS[name]
        if not fewest <= len(arguments) <= most:
            wanted = str(most) if fewest == most else f"{fewest}–{most}"
            found: dict[str, str | int] = {"name": name, "count": len(arguments), "wanted": wanted}
            raise InvalidInputError(
                Message("Number of arguments of %(name)s: %(count)d; needed: %(wanted)s.", found)
            )
        return Call(name, tuple(arguments))

    def close(self) -> None:
        if self.here == ")":
            self.take()
            return
        if self.here == ",":
            raise InvalidInputError(Message("A comma stands where a sign was expected. Write 1.5, not 1,5."))
        if self.here:
            raise InvalidInputError(
                Message("“%(found)s” stands where a “)” was expected.", {"found": shown(self.here)})
            )
        raise InvalidInputError(Message("A “)” is missing at the end of the formula."))
