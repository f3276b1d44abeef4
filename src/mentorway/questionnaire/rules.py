"""The rules of one question: its expressions run, its choices and its bounds."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from lxml import etree

from mentorway.questionnaire.definition import LISTS, Kind, Question
from mentorway.questionnaire.engine import Compiled
from mentorway.questionnaire.grammar import ExpressionError
from mentorway.questionnaire.reading import Fault, FaultKind, Value
from mentorway.wording import Message, shown

SAME: Final = Decimal("1e-9")


def runs(compiled: Compiled, element: object, path: str, *, default: Any) -> tuple[Any, Fault | None]:
    """Run an expression; what goes wrong is a fault, and the result the default."""
    try:
        found = compiled.run(element)
    except (etree.XPathError, ExpressionError, ValueError, OverflowError, RecursionError):
        return default, Fault(
            FaultKind.RULE,
            Message(
                "A rule of the question “%(name)s” cannot be worked out with these answers. Tell the "
                "author of "
                "the questionnaire.",
                {"name": path.rpartition("/")[2]},
            ),
        )
    return found, None


def chosen(question: Question, value: Value, choices: tuple[str, ...]) -> tuple[Fault | None, Value]:
    """Check an answer against the choices that are offered; several come back in the order offered."""
    picked = value if isinstance(value, list) else [str(value)]
    offered = set(choices)
    strange = next((each for each in picked if each not in offered), None)
    if strange is not None:
        return Fault(
            FaultKind.CHOICE,
            Message(
                "“%(answer)s” is not one of the choices offered here. Choose again.",
                {"answer": shown(strange)},
            ),
        ), value
    if question.kind is Kind.RANK and len(picked) != len(choices):
        return Fault(
            FaultKind.CHOICE,
            Message(
                "%(count)d of the %(all)d choices have a place. Give every one a place of its own.",
                {"count": len(picked), "all": len(choices)},
            ),
        ), value
    if question.kind in LISTS and question.kind is not Kind.RANK:
        wanted = set(picked)
        return None, [each for each in choices if each in wanted]
    return None, value


def bounded(question: Question, value: Value) -> Fault | None:
    """Check the answer to a `range` question against its ends and steps."""
    bounds = question.bounds
    if bounds is None or not isinstance(value, int | Decimal):
        return None
    start, end, step = (Decimal(repr(each)) for each in (bounds.start, bounds.end, bounds.step))
    low, high = min(start, end), max(start, end)
    number = Decimal(value)
    steps = (number - start) / step if step else Decimal(0)
    if low <= number <= high and abs(steps - steps.to_integral_value()) < SAME:
        return None
    return Fault(
        FaultKind.BOUNDS,
        Message(
            "“%(answer)s” is not on the scale. Choose a number from %(low)g to %(high)g in steps of "
            "%(step)g.",
            {"answer": shown(value), "low": float(low), "high": float(high), "step": abs(bounds.step)},
        ),
    )
