"""XPath 1.0 as XLSForms use it: text → tokens → a small tree, with limits on size and depth."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from mentorway.questionnaire.limits import DEEPEST_EXPRESSION, LONGEST_EXPRESSION, MOST_TOKENS
from mentorway.wording import InvalidInputError, Message, shown


class ExpressionError(InvalidInputError):
    """An expression that cannot be used; the message says why."""


@dataclass(frozen=True)
class Number:
    """A number as it is written."""

    text: str


@dataclass(frozen=True)
class Literal:
    """A text between quotes."""

    text: str


@dataclass(frozen=True)
class Call:
    """A function and its arguments."""

    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Binary:
    """Two operands and what stands between them."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Negative:
    """Minus something."""

    operand: Node


@dataclass(frozen=True)
class Step:
    """One step of a path: axis, name (or `*`, `node()`, `text()`) and predicates."""

    axis: str
    test: str
    predicates: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Path:
    """Steps from the root (`absolute`), from a function's nodes (`start`), or from the question itself."""

    steps: tuple[Step, ...]
    absolute: bool = False
    start: Node | None = None
    predicates: tuple[Node, ...] = ()  # of the start


Node = Number | Literal | Call | Binary | Negative | Path

NAME: Final = r"[^\W\d][\w.\-]*"
TOKEN = re.compile(
    rf"""\s*(?:
      (?P<number>\d+(?:\.\d*)?|\.\d+)
    | (?P<literal>"[^"]*"|'[^']*')
    | (?P<name>{NAME}(?::(?!:){NAME})?)
    | (?P<sign>::|//|\.\.|!=|<=|>=|[()\[\]/.,@|+\-=<>*])
    )""",
    re.VERBOSE,
)
WORDS: Final = frozenset({"and", "or", "div", "mod"})
BINDING: Final = {
    "or": 1, "and": 2, "=": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4,
    "+": 5, "-": 5, "*": 6, "div": 6, "mod": 6,
}  # fmt: skip
UNARY: Final = 7
AXES: Final = frozenset(
    {"child", "parent", "self", "ancestor", "ancestor-or-self", "descendant", "descendant-or-self",
     "following-sibling", "preceding-sibling"}
)  # fmt: skip
NODE_TYPES: Final = frozenset({"node", "text"})

Token = tuple[str, str]
END: Token = ("end", "")


def parse(text: str) -> Node:
    """Return the tree of an expression.

    Raises
    ------
    ExpressionError
        It is too long, too deep, or no XPath.

    Examples
    --------
    >>> parse("1 + 2")
    Binary(operator='+', left=Number(text='1'), right=Number(text='2'))
    """
    if len(text) > LONGEST_EXPRESSION:
        raise ExpressionError(
            Message(
                "The expression has %(length)d letters, and at most %(limit)d can be read. "
                "Split it into several calculations.",
                {"length": len(text), "limit": LONGEST_EXPRESSION},
            )
        )
    parser = _Parser(_tokens(text))
    tree = parser.expression(0)
    if parser.peek() != END:
        raise parser.unexpected()
    return tree


def _tokens(text: str) -> list[Token]:
    found: list[Token] = []
    place = 0
    end = len(text.rstrip())
    while place < end:
        match = TOKEN.match(text, place)
        if match is None:
            raise ExpressionError(
                Message(
                    "“%(sign)s” cannot be read at letter %(place)d of the expression. Check quotes, "
                    "brackets and ${names}.",
                    {"sign": shown(text[place:].lstrip()[:10]), "place": place + 1},
                )
            )
        kind = str(match.lastgroup)
        found.append((kind, match.group(kind)))
        place = match.end()
    if len(found) > MOST_TOKENS:
        raise ExpressionError(
            Message(
                "The expression has %(count)d parts, and at most %(limit)d can be read. "
                "Split it into several calculations.",
                {"count": len(found), "limit": MOST_TOKENS},
            )
        )
    return found


class _Parser:
    """Precedence climbing: one level of recursion for each bracket, not for each operator."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._place = 0
        self._depth = 0

    def peek(self, ahead: int = 0) -> Token:
        place = self._place + ahead
        return self._tokens[place] if place < len(self._tokens) else END

    def unexpected(self) -> ExpressionError:
        kind, text = self.peek()
        if kind == "end":
            return ExpressionError(
                Message("The expression ends too early. Check that every bracket is closed.")
            )
        return ExpressionError(
            Message(
                "“%(part)s” is not expected at part %(place)d of the expression. Check brackets, commas and "
                "operators around it.",
                {"part": shown(text), "place": self._place + 1},
            )
        )

    def expression(self, binding: int) -> Node:
        self._depth += 1
        if self._depth > DEEPEST_EXPRESSION:
            raise ExpressionError(
                Message(
                    "The expression has more than %(limit)d brackets inside each other. "
                    "Split it into several calculations.",
                    {"limit": DEEPEST_EXPRESSION},
                )
            )
        left = self._operand()
        while (strength := BINDING.get(self._operator(), 0)) > binding:
            operator = self._take()
            left = Binary(operator, left, self.expression(strength))
        self._depth -= 1
        return left

    def _operator(self) -> str:
        kind, text = self.peek()
        return text if kind == "sign" or text in WORDS else ""

    def _take(self) -> str:
        text = self.peek()[1]
        self._place += 1
        return text

    def _accept(self, sign: str) -> bool:
        if self.peek() == ("sign", sign):
            self._place += 1
            return True
        return False

    def _expect(self, sign: str) -> None:
        if not self._accept(sign):
            raise self.unexpected()

    def _operand(self) -> Node:
        if self._accept("-"):
            return Negative(self.expression(UNARY))
        kind, text = self.peek()
        if kind == "number":
            return Number(self._take())
        if kind == "literal":
            return Literal(self._take()[1:-1])
        following = self.peek(1)
        if (kind, text) == ("sign", "(") or (
            kind == "name" and following == ("sign", "(") and text not in NODE_TYPES
        ):
            return self._started()
        return self._path()

    def _started(self) -> Node:
        start = self._call() if self.peek()[0] == "name" else self._bracketed()
        predicates = self._predicates()
        steps = self._more_steps()
        if predicates or steps:
            return Path(tuple(steps), start=start, predicates=predicates)
        return start

    def _bracketed(self) -> Node:
        self._expect("(")
        inner = self.expression(0)
        self._expect(")")
        return inner

    def _call(self) -> Call:
        name = self._take()
        self._expect("(")
        arguments: list[Node] = []
        if not self._accept(")"):
            arguments.append(self.expression(0))
            while self._accept(","):
                arguments.append(self.expression(0))
            self._expect(")")
        return Call(name, tuple(arguments))

    def _path(self) -> Path:
        if self._accept("//"):
            return Path((Step("descendant-or-self", "node()"), *self._steps()), absolute=True)
        if self._accept("/"):
            return Path(tuple(self._steps()), absolute=True)
        return Path(tuple(self._steps()))

    def _steps(self) -> list[Step]:
        return [self._step(), *self._more_steps()]

    def _more_steps(self) -> list[Step]:
        steps: list[Step] = []
        while True:
            if self._accept("//"):
                steps += [Step("descendant-or-self", "node()"), self._step()]
            elif self._accept("/"):
                steps.append(self._step())
            else:
                return steps

    def _step(self) -> Step:
        if self._accept(".."):
            return Step("parent", "node()", self._predicates())
        if self._accept("."):
            return Step("self", "node()", self._predicates())
        axis = "child"
        if self.peek(1) == ("sign", "::"):
            axis = self._take()
            self._take()
            if axis not in AXES:
                raise ExpressionError(
                    Message("The path uses “%(axis)s::”, which is not supported.", {"axis": shown(axis)})
                )
        return Step(axis, self._test(), self._predicates())

    def _test(self) -> str:
        if self._accept("*"):
            return "*"
        kind, text = self.peek()
        if kind != "name":
            raise self.unexpected()
        self._take()
        if text in NODE_TYPES and self._accept("("):
            self._expect(")")
            return f"{text}()"
        return text

    def _predicates(self) -> tuple[Node, ...]:
        found: list[Node] = []
        while self._accept("["):
            found.append(self.expression(0))
            self._expect("]")
        return tuple(found)
