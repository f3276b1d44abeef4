"""An expression of the XForm → an lxml XPath over the evaluation document, with its names checked.

The document is ``<all>``: the form's own tree, then one ``L0``, ``L1``, … for each choice list. XPath 1.0
knows no dates and takes a node-set for true when it is there at all, so operands are converted by what they
hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from mentorway.questionnaire.functions import PREFIX, pattern
from mentorway.questionnaire.grammar import (
    Binary,
    Call,
    ExpressionError,
    Literal,
    Negative,
    Node,
    Number,
    Path,
    Step,
    parse,
)
from mentorway.questionnaire.limits import MOST_WORK
from mentorway.questionnaire.operands import check_count, common, equality, exact, need_nodes, unknown
from mentorway.questionnaire.scope import UNKNOWN, Piece, Place, Rewritten, Scope, reached
from mentorway.questionnaire.signatures import (
    ALIASES,
    ANY,
    BOOLEAN,
    DATE,
    IMPLICIT,
    NUMBER,
    SIGNATURES,
    SPECIAL,
    TEXT,
    TIME,
    Signature,
)
from mentorway.wording import Message, shown

TOP: Final = "/all"
LIST_LEVELS: Final = ("root", "item")


TYPE_OF: Final = {TEXT: "str", NUMBER: "num", BOOLEAN: "bool", DATE: "str", TIME: "str", ANY: "any"}


def rewrite(expression: str, here: str, scope: Scope, want: str = "value") -> Rewritten:
    """Return the expression for lxml.

    Parameters
    ----------
    expression : str
        As the XForm has it.
    here : str
        The path of the question or group that it belongs to: where ``.`` and ``..`` start.
    scope : Scope
        The names it may use.
    want : {"value", "truth", "nodes"}
        What it shall give.

    Raises
    ------
    ExpressionError
        It cannot be read, uses an unknown name or function, or would take too long.

    Examples
    --------
    >>> scope = Scope({"/data/age": "number"}, frozenset({"/data"}), integers=frozenset({"/data/age"}))
    >>> rewrite(". >= 18", "/data/age", scope).xpath
    '(number(/all/data/age) >= 18)'
    """
    writer = _Writer(here, scope)
    tree = parse(expression)
    seed = ""
    if isinstance(tree, Call) and tree.name == "randomize" and len(tree.arguments) in (1, 2):
        seed = writer.write(tree.arguments[1]).text if len(tree.arguments) > 1 else "''"
        tree = tree.arguments[0]
        want = "nodes"
    piece = writer.write(tree)
    if want == "nodes":
        need_nodes(piece)
    xpath = {"value": piece.value, "truth": piece.truth, "nodes": piece.xpath}[want]
    return Rewritten(xpath, piece.kind, frozenset(writer.depends), writer.work, seed)


class _Writer:
    def __init__(self, here: str, scope: Scope) -> None:
        self.here = here
        self.scope = scope
        self.depends: set[str] = set()
        self._contexts: list[Place] = []
        self._times = 1
        self.work = 0
        self._draws = 0

    def write(self, node: Node) -> Piece:
        if isinstance(node, Number):
            return Piece(exact(node.text), "num", NUMBER)
        if isinstance(node, Literal):
            quote = "'" if "'" not in node.text else '"'
            return Piece(f"{quote}{node.text}{quote}", "str", TEXT, literal=node.text)
        if isinstance(node, Negative):
            return Piece(f"(-{self.write(node.operand).number})", "num", NUMBER)
        if isinstance(node, Binary):
            return self._binary(node)
        if isinstance(node, Call):
            return self._call(node)
        return self._path(node)

    # Operators

    def _binary(self, node: Binary) -> Piece:
        left, right = self.write(node.left), self.write(node.right)
        operator = node.operator
        if operator in ("and", "or"):
            return Piece(f"({left.truth} {operator} {right.truth})", "bool", BOOLEAN)
        if operator in ("=", "!="):
            return Piece(f"({equality(operator, left, right)})", "bool", BOOLEAN)
        numbers = f"({left.number} {operator} {right.number})"
        if operator in ("<", "<=", ">", ">="):
            return Piece(numbers, "bool", BOOLEAN)
        return Piece(numbers, "num", NUMBER)

    # Functions

    def _call(self, node: Call) -> Piece:
        name = node.name
        if name in SPECIAL:
            return self._special(node)
        signature = SIGNATURES.get(name)
        if signature is None:
            raise ExpressionError(
                Message(
                    "The function “%(name)s” is not supported. Check its spelling, or write the rule "
                    "without it.",
                    {"name": shown(name)},
                )
            )
        check_count(name, len(node.arguments), signature)
        if name == "regex" and isinstance(node.arguments[1], Literal):
            pattern(node.arguments[1].text)
        if name in IMPLICIT and not node.arguments:
            written = [self._path(Path((Step("self", "node()"),))).xpath]
        else:
            written = [
                self._argument(signature.want(place), argument)
                for place, argument in enumerate(node.arguments)
            ]
        called = f"{PREFIX}:{ALIASES.get(name, name)}" if signature.own else name
        return Piece(f"{called}({', '.join(written)})", TYPE_OF[signature.gives], signature.gives)

    def _argument(self, want: str, node: Node) -> str:
        piece = self.write(node)
        if want == "N":
            need_nodes(piece)
        if want == "s":
            return piece.text
        if want == "n":
            return piece.number
        if want == "b":
            return piece.truth
        return piece.value if want == "a" else piece.xpath

    def _special(self, node: Call) -> Piece:
        name = node.name
        least, most = SPECIAL_COUNTS[name]
        check_count(name, len(node.arguments), Signature("a", ANY, least, most))
        if name in ("random", "uuid"):
            self._draws += 1
            gives = NUMBER if name == "random" else TEXT
            return Piece(f"{PREFIX}:{name}('{self.here}#{self._draws}')", TYPE_OF[gives], gives)
        if name == "position":
            return self._position(node)
        if name == "jr:choice-name":
            return self._choice_name(node)
        if name in ("instance", "current"):
            return self._path(Path((), start=node))
        return self._chosen(node)

    def _chosen(self, node: Call) -> Piece:
        """Write if, coalesce and once: functions that give one of their arguments."""
        pieces = [self.write(argument) for argument in node.arguments]
        if node.name == "if":
            kind = common(pieces[1:])
            values = f"{pieces[0].truth}, {pieces[1].value}, {pieces[2].value}"
            return Piece(f"{PREFIX}:if({values})", "any", kind)
        values = ", ".join(piece.value for piece in pieces)
        if node.name == "once":
            return Piece(f"{PREFIX}:coalesce(string({TOP}{self.here}), {values})", "str", common(pieces))
        return Piece(f"{PREFIX}:coalesce({values})", "str", common(pieces))

    def _position(self, node: Call) -> Piece:
        if not node.arguments:
            return Piece("position()", "num", NUMBER)
        before = set(self.depends)
        nodes = self.write(node.arguments[0])
        self.depends = before  # where a node stands does not depend on answers
        need_nodes(nodes)
        return Piece(f"{PREFIX}:position({nodes.xpath})", "num", NUMBER)

    def _choice_name(self, node: Call) -> Piece:
        value, named = node.arguments
        path = named.text.strip() if isinstance(named, Literal) else ""
        found = self.scope.list_of.get(path)
        if found is None:
            raise ExpressionError(
                Message(
                    "jr:choice-name needs a question with choices between quotes as its second part, as in "
                    "jr:choice-name(${city}, '${city}')."
                )
            )
        quote = "'" if "'" not in found else '"'
        return Piece(f"{PREFIX}:choice-name({self.write(value).text}, {quote}{found}{quote})", "str", TEXT)

    # Paths

    def _path(self, node: Path) -> Piece:
        fixed = self._fixed(node)
        if fixed is not None:
            return self._arrived(TOP + fixed, Place(path=fixed), leaf=True)
        xpath, place = self._start(node)
        width = 1
        with self._inside(place, width):
            xpath += "".join(f"[{self._predicate(each)}]" for each in node.predicates)
        for step in node.steps:
            place, factor = self._move(place, step)
            width *= factor
            self._spend(width)
            test = step.test if step.axis == "child" else f"{step.axis}::{step.test}"
            xpath = f"{xpath}/{test}" if xpath else test
            with self._inside(place, width):
                xpath += "".join(f"[{self._predicate(each)}]" for each in step.predicates)
        column = place.list is not None and place.level > len(LIST_LEVELS) and node.start is None
        return self._arrived(xpath, place, leaf=column)

    def _fixed(self, node: Path) -> str | None:
        """Return the path when it can be known now: only names, ``.`` and ``..``, no predicate."""
        current = isinstance(node.start, Call) and node.start.name == "current" and not node.predicates
        if (node.start is not None and not current) or (self._contexts and not node.absolute and not current):
            return None
        path = "" if node.absolute else self.here
        for step in node.steps:
            if (
                step.predicates
                or (step.axis, step.test == "node()") not in FIXED_STEPS
                or step.test in ("*", "text()")
            ):
                return None
            if step.axis == "child":
                path = f"{path}/{step.test}"
            elif step.axis == "parent":
                path = path.rpartition("/")[0]
        self._check(path)
        return path

    def _check(self, path: str) -> None:
        if path and path not in self.scope.kinds and path not in self.scope.groups:
            raise unknown(path.rpartition("/")[2])

    def _start(self, node: Path) -> tuple[str, Place]:
        if node.absolute:
            return TOP, Place(path="")
        if node.start is None:
            if self._contexts:
                return "", self._contexts[-1]
            return TOP + self.here, Place(path=self.here)
        if isinstance(node.start, Call) and node.start.name == "current":
            return TOP + self.here, Place(path=self.here)
        if isinstance(node.start, Call) and node.start.name == "instance":
            return self._instance(node.start)
        nodes = self.write(node.start)
        need_nodes(nodes)
        return f"({nodes.xpath})" if isinstance(node.start, Binary) else nodes.xpath, UNKNOWN

    def _instance(self, node: Call) -> tuple[str, Place]:
        named = node.arguments[0]
        name = named.text if isinstance(named, Literal) else ""
        found = self.scope.lists.get(name)
        if found is None:
            raise ExpressionError(
                Message(
                    "The expression looks into the list “%(name)s”, which is not in the choices sheet.",
                    {"name": shown(name)},
                )
            )
        return f"{TOP}/L{found.place}", Place(list=name)

    def _move(self, place: Place, step: Step) -> tuple[Place, int]:
        """Return where a step leads and how many nodes it may give for each one before."""
        if step.test == "text()" or step.axis == "self":
            self._known(step.test)
            return place, 1
        if place.list is not None:
            return self._move_in_list(place, step)
        named = step.axis == "child" and step.test not in ("*", "node()")
        if place.path is not None and step.axis == "parent":
            return Place(path=place.path.rpartition("/")[0]), 1
        if place.path is not None and named:
            path = f"{place.path}/{step.test}"
            self._check(path)
            return Place(path=path), 1
        self._known(step.test)
        self.depends.update(self.scope.below(reached(place, step.axis)))
        return UNKNOWN, 1 if named else self.scope.size

    def _move_in_list(self, place: Place, step: Step) -> tuple[Place, int]:
        found = self.scope.lists[str(place.list)]
        if step.axis == "self":
            return place, 1
        if step.axis == "parent" and place.level:
            return Place(list=place.list, level=place.level - 1), 1
        level = place.level
        if step.axis == "child" and level < len(LIST_LEVELS) and step.test in (LIST_LEVELS[level], "*"):
            return Place(list=place.list, level=level + 1), found.size if level else 1
        if step.axis == "child" and level == len(LIST_LEVELS):
            if step.test not in (*found.columns, "name", "label", "itextId", "*"):
                raise ExpressionError(
                    Message(
                        "The choice list “%(list)s” has no column “%(column)s”. Add the column to the "
                        "choices "
                        "sheet, or write ${name} for an answer.",
                        {"list": shown(place.list), "column": shown(step.test)},
                    )
                )
            return Place(list=place.list, level=level + 1), 1
        if step.axis in ("following-sibling", "preceding-sibling") and level == len(LIST_LEVELS):
            return place, found.size
        raise ExpressionError(
            Message(
                "The path into the choice list “%(list)s” cannot be followed. Write it as "
                "instance('%(list)s')/root/item[…]/column.",
                {"list": shown(place.list)},
            )
        )

    def _known(self, test: str) -> None:
        if (
            test not in ("*", "node()", "text()")
            and test not in self.scope.names
            and test not in KNOWN_IN_LISTS
        ):
            raise unknown(test)

    def _arrived(self, xpath: str, place: Place, *, leaf: bool) -> Piece:
        self._spend(1)
        if place.path is None:
            return Piece(xpath or ".", "nodes", ANY, leaf=leaf)
        kind = self.scope.kinds.get(place.path)
        if kind is None:
            self.depends.update(self.scope.below(place.path))
            return Piece(xpath or ".", "nodes", ANY)
        self.depends.add(place.path)
        return Piece(xpath or ".", "nodes", kind, leaf=leaf, integer=place.path in self.scope.integers)

    def _predicate(self, node: Node) -> str:
        piece = self.write(node)
        return piece.xpath if piece.type in ("num", "bool") else piece.truth

    @contextmanager
    def _inside(self, place: Place, width: int) -> Iterator[None]:
        before = self._times
        self._times *= width
        self._contexts.append(place)
        yield
        self._contexts.pop()
        self._times = before

    def _spend(self, width: int) -> None:
        self.work += self._times * width
        if self.work > MOST_WORK:
            raise ExpressionError(
                Message(
                    "The expression would look at more than %(limit)d questions and choices. Name the "
                    "questions "
                    "it needs instead of // and *, and do not put one […] into another.",
                    {"limit": MOST_WORK},
                )
            )


FIXED_STEPS: Final = frozenset({("child", False), ("parent", True), ("self", True)})
KNOWN_IN_LISTS: Final = frozenset({"root", "item", "name", "label"})
SPECIAL_COUNTS: Final = {
    "if": (3, 3), "coalesce": (1, 1000), "once": (1, 1), "position": (0, 1), "random": (0, 0), "uuid": (0, 1),
    "jr:choice-name": (2, 2), "instance": (1, 1), "current": (0, 0),
}  # fmt: skip
