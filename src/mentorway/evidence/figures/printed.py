"""Numbers as they are printed, and what they may have been before they were rounded."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from mentorway.wording import InvalidInputError, Message, shown

NUMBER = re.compile(r"(?P<sign><|>|=|≤|≥)?\s*(?P<number>[-+−]?(?:\d+(?:[.,]\d*)?|[.,]\d+))\s*(?P<percent>%)?")
MOST_DIGITS = 30


@dataclass(frozen=True)
class Span:
    """Every value from `low` to `high`, both included."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """How far the ends are apart."""
        return self.high - self.low

    def meets(self, other: Span) -> bool:
        """Whether some value lies in both; ends that differ by the error of arithmetic alone touch."""
        slack = 1e-9 * max(abs(self.low), abs(self.high), 1e-3)
        return self.low <= other.high + slack and other.low <= self.high + slack

    def holds(self, other: Span) -> bool:
        """Whether every value of the other lies in this one."""
        slack = 1e-9 * max(abs(other.low), abs(other.high), 1e-3)
        return self.low - slack <= other.low and other.high <= self.high + slack

    def without_sign(self) -> Span:
        """Return the distances of its values from 0."""
        if self.low <= 0 <= self.high:
            return Span(0.0, max(-self.low, self.high))
        return Span(*sorted((abs(self.low), abs(self.high))))


@dataclass(frozen=True)
class Printed:
    """A number as it is printed: its text, its face value, and the values that are printed so.

    `step` is one unit of the last printed place; `is_bound` tells that "less than" or "more than" is printed.
    """

    text: str
    value: float
    span: Span
    step: float
    is_bound: bool = False


def printed(text: str) -> Printed:
    """Read a number as it is printed.

    Parameters
    ----------
    text : str
        Such as ``.080``, ``0,08``, ``-1.20``, ``20 %`` or ``< .001``. Zeros at the end count: they say how
        far it was rounded. Per cent stays per cent.

    Returns
    -------
    Printed

    Raises
    ------
    InvalidInputError
        It is no such number.

    Examples
    --------
    >>> found = printed(".080")
    >>> found.value, found.span.low, found.span.high
    (0.08, 0.0795, 0.0805)
    >>> printed("< .001").span
    Span(low=-inf, high=0.001)
    """
    read = NUMBER.fullmatch(text.strip())
    if read is None or len(text) > MOST_DIGITS:
        raise InvalidInputError(
            Message(
                "“%(text)s” is no number as it is printed. Write it as .080 or 0,08, or as < .001.",
                {"text": shown(text)},
            )
        )
    number = Decimal(read["number"].replace(",", ".").replace("−", "-"))
    value, step = float(number), Decimal(1).scaleb(int(number.as_tuple().exponent))
    if read["sign"] in {"<", "≤"}:
        return Printed(text.strip(), value, Span(float("-inf"), value), float(step), is_bound=True)
    if read["sign"] in {">", "≥"}:
        return Printed(text.strip(), value, Span(value, float("inf")), float(step), is_bound=True)
    return Printed(text.strip(), value, Span(float(number - step / 2), float(number + step / 2)), float(step))


def given(text: str) -> Printed:
    """Read a printed number from which others are worked out: no bound.

    Parameters
    ----------
    text : str
        As for `printed`, without "less than" and "more than".

    Returns
    -------
    Printed

    Raises
    ------
    InvalidInputError
        It is no such number.

    Examples
    --------
    >>> given("663.20").span.high
    663.205
    """
    found = printed(text)
    if found.is_bound:
        raise InvalidInputError(
            Message(
                "From “%(text)s” nothing can be worked out: it is a bound, not a number.",
                {"text": shown(text)},
            )
        )
    return found


def reach(formula: Callable[..., float], *spans: Span) -> Span:
    """Every value that a formula takes while its inputs run through their spans.

    Parameters
    ----------
    formula : callable
        Takes one number for each span. In each of them, the others held, it must only rise or only fall: then
        its extremes lie where every input is at an end.
    spans : Span
        What each input may have been.

    Returns
    -------
    Span

    Examples
    --------
    >>> reach(lambda part, whole: part / whole, Span(1, 2), Span(4, 5))
    Span(low=0.2, high=0.5)
    """
    found = [formula(*ends) for ends in itertools.product(*((span.low, span.high) for span in spans))]
    return Span(min(found), max(found))
