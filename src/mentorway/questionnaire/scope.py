"""What an expression may name, and the parts that a rewritten one is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from mentorway.questionnaire.functions import PREFIX
from mentorway.questionnaire.signatures import BOOLEAN, NUMBER, TEXT


@dataclass(frozen=True)
class ListScope:
    """A choice list as expressions see it."""

    place: int
    columns: frozenset[str]
    size: int


@dataclass
class Scope:
    """The names that expressions may use: paths of questions with what they hold, groups, lists."""

    kinds: dict[str, str]
    groups: frozenset[str]
    lists: Mapping[str, ListScope] = field(default_factory=dict)
    list_of: Mapping[str, str] = field(default_factory=dict)
    integers: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Collect the names."""
        self.names = {path.rsplit("/", 1)[1] for path in (*self.kinds, *self.groups)}
        self.size = len(self.kinds) + len(self.groups)

    def below(self, path: str) -> Iterator[str]:
        """Yield the questions under a path."""
        return (each for each in self.kinds if each.startswith(path + "/") or not path)


@dataclass(frozen=True)
class Rewritten:
    """An expression for lxml, what it gives, which questions it looks at, and at how many nodes at most."""

    xpath: str
    kind: str
    depends: frozenset[str]
    work: int
    seed: str = ""  # what its nodes are shuffled by, when they are


@dataclass(frozen=True)
class Piece:
    """A part of the new expression: its XPath type (nodes, str, num, bool, any) and what it holds."""

    xpath: str
    type: str
    kind: str
    leaf: bool = False
    literal: str | None = None
    integer: bool = False

    @property
    def text(self) -> str:
        """The piece as text."""
        if self.type == "str":
            return self.xpath
        return f"{PREFIX}:text({self.xpath})" if self.type in ("num", "any") else f"string({self.xpath})"

    @property
    def number(self) -> str:
        """The piece as a number, a date as days."""
        if self.type == "num":
            return self.xpath
        if self.type == "bool" or self.integer:
            return f"number({self.xpath})"
        if self.kind in (NUMBER, TEXT):  # libxml2 reads one decimal in a thousand a little wrong
            return f"{PREFIX}:number({self.value})"
        if self.kind == BOOLEAN:
            return f"number({self.truth})"
        return f"{PREFIX}:days({self.value})"

    @property
    def truth(self) -> str:
        """The piece as true or false."""
        if self.type == "bool":
            return self.xpath
        if self.kind == BOOLEAN:
            return f"{PREFIX}:boolean-from-string({self.text})"
        if self.type == "nodes" and self.leaf:
            return f"boolean(number({self.xpath}))" if self.kind == NUMBER else f"boolean({self.text})"
        return f"boolean({self.xpath})"

    @property
    def value(self) -> str:
        """The piece as one value of its own type."""
        return self.text if self.type == "nodes" else self.xpath

    @property
    def many(self) -> bool:
        """Whether it may be several nodes."""
        return self.type == "nodes" and not self.leaf


@dataclass(frozen=True)
class Place:
    """Where a path has arrived: in the form's tree (`path`) or in a list (`list`, `level`), or unknown."""

    path: str | None = None
    list: str | None = None
    level: int = 0


UNKNOWN: Final = Place()


def reached(place: Place, axis: str) -> str:
    """Return the path under which everything lies that a step to many nodes can reach."""
    if place.path is None:
        return "" if axis not in DOWNWARDS else NOWHERE
    if axis in DOWNWARDS:
        return place.path
    return place.path.rpartition("/")[0] if axis.endswith("-sibling") else ""


NOWHERE: Final = "/"  # what lies below was noted before
DOWNWARDS: Final = frozenset({"child", "descendant", "descendant-or-self"})
