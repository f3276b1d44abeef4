"""What the operators of an expression do with their operands."""

from __future__ import annotations

import math
from typing import Final

from mentorway.questionnaire.dates import date_of, number_of
from mentorway.questionnaire.functions import PREFIX
from mentorway.questionnaire.grammar import ExpressionError
from mentorway.questionnaire.scope import Piece
from mentorway.questionnaire.signatures import ANY, BOOLEAN, DATE, NUMBER, TIME, Signature
from mentorway.wording import Message, shown

TEMPORAL: Final = frozenset({DATE, TIME})
MOST_DIGITS: Final = 15


def equality(operator: str, left: Piece, right: Piece) -> str:
    """Return the comparison: dates as days, numbers as numbers, all else as XPath has it."""
    if left.many or right.many:
        return f"{left.xpath} {operator} {right.xpath}"
    kinds = {left.kind, right.kind}
    if BOOLEAN in kinds and "" not in (left.literal, right.literal):
        return f"{_fact(left)} {operator} {_fact(right)}"
    dated = all(piece.kind in TEMPORAL or is_date(piece) for piece in (left, right))
    if kinds & TEMPORAL and (dated or NUMBER in kinds):
        same = f"{PREFIX}:same({left.value}, {right.value})"
        return same if operator == "=" else f"not({same})"
    if NUMBER in kinds and all(_may_be_number(piece) for piece in (left, right)):
        if left.leaf and right.leaf:  # two empty answers are equal
            same = f"({left.text} = {right.text} or {left.number} = {right.number})"
            return same if operator == "=" else f"not{same}"
        return f"{left.number} {operator} {right.number}"
    return f"{left.value} {operator} {right.value}"


def _may_be_number(piece: Piece) -> bool:
    return piece.literal is None or not math.isnan(number_of(piece.literal))


def _fact(piece: Piece) -> str:
    """Return a piece beside something true or false; “false” between quotes is false."""
    return "false()" if piece.literal in ("false", "0") else piece.truth


def is_date(piece: Piece) -> bool:
    """Whether the piece is a date between quotes."""
    return piece.literal is not None and date_of(piece.literal) is not None


def common(pieces: list[Piece]) -> str:
    """Return what all pieces hold, the empty text aside."""
    kinds = {piece.kind for piece in pieces if piece.literal != ""}
    return kinds.pop() if len(kinds) == 1 else ANY


def check_count(name: str, count: int, signature: Signature) -> None:
    """Refuse a call with too few or too many arguments."""
    if not signature.least <= count <= signature.most:
        raise ExpressionError(
            Message(
                "The function “%(name)s” has %(count)d values between its brackets, and needs %(least)d to "
                "%(most)d. Check commas and brackets.",
                {"name": name, "count": count, "least": signature.least, "most": signature.most},
            )
        )


def unknown(name: str) -> ExpressionError:
    """Return the error for a name that no question has."""
    return ExpressionError(
        Message(
            "The expression names “%(name)s”, and there is no such question. Check the spelling, and write "
            "${name} for an answer and quotes around a text.",
            {"name": shown(name)},
        )
    )


def need_nodes(*pieces: Piece) -> None:
    """Refuse what is not a list of questions or choices."""
    if any(piece.type != "nodes" for piece in pieces):
        raise ExpressionError(
            Message(
                "The expression uses a value where a list of questions or choices is needed. "
                "Name the questions, as in count(${name}).",
            )
        )


def exact(number: str) -> str:
    """Return a number so that libxml2 gets it right: a decimal as a division of whole numbers."""
    whole, point, part = number.partition(".")
    if not point or not part:
        return whole
    if len(whole + part) > MOST_DIGITS:
        return f"{PREFIX}:number('{number}')"
    return f"({whole}{part} div 1{'0' * len(part)})"
