"""Which functions an expression may use, what they take and what they give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

TEXT: Final = "text"
NUMBER: Final = "number"
BOOLEAN: Final = "boolean"
DATE: Final = "date"
TIME: Final = "time"
ANY: Final = "any"


@dataclass(frozen=True)
class Signature:
    """What each argument becomes: s text, n number, b true or false, a as it is, x nodes or one, N nodes.

    The last letter is repeated up to `most` arguments; `own` says that the function is ours, not lxml's.
    """

    wants: str
    gives: str
    least: int
    most: int
    own: bool = True

    def want(self, place: int) -> str:
        """Return what the argument at this place becomes."""
        return self.wants[min(place, len(self.wants) - 1)]


MANY: Final = 1_000


def _own(wants: str, gives: str, least: int | None = None, most: int | None = None) -> Signature:
    size = len(wants)
    return Signature(wants, gives, size if least is None else least, size if most is None else most)


def _core(wants: str, gives: str, least: int | None = None, most: int | None = None) -> Signature:
    size = len(wants)
    return Signature(
        wants, gives, size if least is None else least, size if most is None else most, own=False
    )


SIGNATURES: Final = {
    # OpenRosa
    "selected": _own("ss", BOOLEAN), "is-selected": _own("ss", BOOLEAN), "selected-at": _own("sn", TEXT),
    "count-selected": _own("s", NUMBER), "regex": _own("ss", BOOLEAN), "today": _own("", DATE),
    "now": _own("", DATE), "date": _own("a", DATE), "date-time": _own("a", DATE),
    "format-date": _own("as", TEXT), "format-date-time": _own("as", TEXT),
    "decimal-date-time": _own("a", NUMBER), "decimal-time": _own("s", NUMBER), "int": _own("n", NUMBER),
    "round": _own("n", NUMBER, 1, 2), "pow": _own("nn", NUMBER), "log": _own("n", NUMBER),
    "log10": _own("n", NUMBER), "abs": _own("n", NUMBER), "sin": _own("n", NUMBER), "cos": _own("n", NUMBER),
    "tan": _own("n", NUMBER), "asin": _own("n", NUMBER), "acos": _own("n", NUMBER),
    "atan": _own("n", NUMBER), "atan2": _own("nn", NUMBER), "sqrt": _own("n", NUMBER),
    "exp": _own("n", NUMBER), "exp10": _own("n", NUMBER), "pi": _own("", NUMBER), "jr:itext": _own("s", TEXT),
    "min": _own("x", NUMBER, 1, MANY), "max": _own("x", NUMBER, 1, MANY), "join": _own("sx", TEXT, 1, MANY),
    "concat": _own("x", TEXT, 1, MANY), "substr": _own("sn", TEXT, 2, 3), "ends-with": _own("ss", BOOLEAN),
    "boolean-from-string": _own("s", BOOLEAN), "count-non-empty": _own("N", NUMBER),
    "checklist": _own("nnb", BOOLEAN, 2, MANY), "weighted-checklist": _own("nna", BOOLEAN, 2, MANY),
    "digest": _own("s", TEXT, 2, 3), "base64-decode": _own("s", TEXT),
    # XPath 1.0
    "count": _core("N", NUMBER), "sum": _core("N", NUMBER), "last": _core("", NUMBER),
    "number": _core("n", NUMBER),
    "string": _core("s", TEXT, 0, 1), "string-length": _core("s", NUMBER, 0, 1),
    "normalize-space": _core("s", TEXT, 0, 1), "substring": _core("snn", TEXT, 2, 3),
    "substring-before": _core("ss", TEXT), "substring-after": _core("ss", TEXT),
    "contains": _core("ss", BOOLEAN), "starts-with": _core("ss", BOOLEAN), "translate": _core("sss", TEXT),
    "not": _core("b", BOOLEAN), "boolean": _core("b", BOOLEAN), "true": _core("", BOOLEAN),
    "false": _core("", BOOLEAN), "name": _core("N", TEXT, 0, 1), "local-name": _core("N", TEXT, 0, 1),
}  # fmt: skip
ALIASES: Final = {"jr:itext": "itext", "is-selected": "selected", "format-date-time": "format-date"}
IMPLICIT: Final = frozenset({"string", "string-length", "normalize-space", "name", "local-name"})
SPECIAL: Final = frozenset(
    {"if", "coalesce", "once", "position", "random", "uuid", "jr:choice-name", "instance",
     "current"}
)  # fmt: skip
