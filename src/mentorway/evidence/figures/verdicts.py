"""Whether a printed figure agrees with the numbers that are printed beside it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from mentorway.evidence.figures.printed import Printed, Span, printed
from mentorway.wording import InvalidInputError, Message

WIDEST: Final = 20  # units of the last printed place; a range wider than that confirms nothing


class Verdict(StrEnum):
    """What can be said of a printed figure."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Check:
    """A figure worked out again.

    `value` comes from the printed numbers at their face value, `low` and `high` from everything that they may
    have been before they were rounded. `claimed` is None if the figure itself is not printed.
    """

    value: float
    low: float
    high: float
    claimed: Printed | None
    verdict: Verdict
    message: Message


def judged(value: float, span: Span, claimed: str = "") -> Check:
    """Compare a figure that was worked out with the printed one.

    Parameters
    ----------
    value : float
        Worked out from the face value of what is printed.
    span : Span
        All it may be, given how far the numbers are rounded.
    claimed : str
        The figure as it is printed; empty if it is not.

    Returns
    -------
    Check
        It disagrees if no value fits both; it is unknown if nothing is printed, if only some of the values
        fit a bound such as ``< .05``, or if so many values fit that agreeing says nothing.

    Raises
    ------
    InvalidInputError
        The printed figure is no number.

    Examples
    --------
    >>> found = judged(0.0833, Span(0.0832, 0.0834), ".080")
    >>> found.verdict.value, str(found.message)[:41]
    ('disagrees', 'The printed figure cannot be right beside')
    """
    if not claimed.strip():
        return Check(value, span.low, span.high, None, Verdict.UNKNOWN, MESSAGES["nothing"])
    figure = printed(claimed)
    verdict, key = _verdict(span, figure)
    values = {"low": span.low, "high": span.high, "value": value}
    same = key == "disagrees" and f"{span.low:.3f}" == f"{span.high:.3f}"
    message = MESSAGES["disagrees_at" if same else key]
    return Check(value, span.low, span.high, figure, verdict, Message(message.text, values))


def _verdict(span: Span, figure: Printed) -> tuple[Verdict, str]:
    if not span.meets(figure.span):
        return Verdict.DISAGREES, "disagrees"
    if figure.is_bound:
        inside = figure.span.holds(span)
        return (Verdict.AGREES, "agrees") if inside else (Verdict.UNKNOWN, "on_both_sides")
    if span.width > WIDEST * figure.step:
        return Verdict.UNKNOWN, "too_wide"
    return Verdict.AGREES, "agrees"


MESSAGES: Final = MappingProxyType(
    {
        "nothing": Message("This figure is not printed, so there is nothing to compare it with."),
        "agrees": Message("The printed figure agrees with the numbers beside it."),
        "disagrees": Message(
            "The printed figure cannot be right beside the other numbers: they give between %(low).3f and "
            "%(high).3f. At least one of them is wrong."
        ),
        "disagrees_at": Message(
            "The printed figure cannot be right beside the other numbers: they give %(value).3f. At least "
            "one of them is wrong."
        ),
        "on_both_sides": Message(
            "The other numbers are rounded so far that both sides of the printed bound are possible: between "
            "%(low).3f and %(high).3f."
        ),
        "too_wide": Message(
            "The other numbers are rounded so far that everything between %(low).3f and %(high).3f fits, so "
            "agreeing says nothing."
        ),
    }
)


@dataclass(frozen=True)
class IntervalCheck:
    """Both ends of an interval worked out again, and one verdict on them together."""

    low: Check
    high: Check
    verdict: Verdict
    message: Message


def judged_ends(low: Check, high: Check, estimate: str = "") -> IntervalCheck:
    """Put the checks of both ends of an interval together.

    Parameters
    ----------
    low, high : Check
        Of the ends.
    estimate : str
        The estimate as it is printed, which must lie within a printed interval; empty if it is not printed.

    Returns
    -------
    IntervalCheck
        It disagrees if an end does, or if the printed estimate lies outside the printed interval.

    Raises
    ------
    InvalidInputError
        The estimate is no number, or the printed ends are in the wrong order.

    Examples
    --------
    >>> ends = [judged(0.077, Span(0.0768, 0.0770), ".063"), judged(0.09, Span(0.0898, 0.09), ".077")]
    >>> judged_ends(*ends, estimate=".080").verdict.value
    'disagrees'
    """
    values = {"low": low.value, "high": high.value}
    if low.claimed and high.claimed:
        if low.claimed.value > high.claimed.value:
            raise InvalidInputError(
                Message("The printed interval begins above its end. Write the lower end first.")
            )
        if estimate.strip() and not _within(printed(estimate).span, low.claimed, high.claimed):
            return IntervalCheck(low, high, Verdict.DISAGREES, Message(_OUTSIDE.text, values))
    verdicts = {low.verdict, high.verdict}
    if Verdict.DISAGREES in verdicts:
        return IntervalCheck(low, high, Verdict.DISAGREES, Message(_WRONG.text, values))
    if verdicts == {Verdict.AGREES}:
        return IntervalCheck(low, high, Verdict.AGREES, _RIGHT)
    unknown = low if low.verdict is Verdict.UNKNOWN else high
    return IntervalCheck(low, high, Verdict.UNKNOWN, unknown.message)


_OUTSIDE: Final = Message(
    "The printed interval does not hold the printed figure. The other numbers give an interval from "
    "%(low).3f to %(high).3f."
)
_WRONG: Final = Message(
    "The printed interval cannot be right beside the other numbers: they give %(low).3f to %(high).3f. "
    "At least one of them is wrong."
)
_RIGHT: Final = Message("The printed interval agrees with the numbers beside it.")


def _within(estimate: Span, low: Printed, high: Printed) -> bool:
    return estimate.meets(Span(low.span.low, high.span.high))


def check_counts(**counts: int) -> None:
    """Refuse counts below 1: people, items, groups, degrees of freedom.

    Parameters
    ----------
    **counts : int
        By what they are called.

    Raises
    ------
    InvalidInputError
        One is below 1.

    Examples
    --------
    >>> check_counts(people=283, items=26)
    """
    for count in counts.values():
        if not count >= 1:
            raise InvalidInputError(
                Message(
                    "People, items, groups and degrees of freedom are at least 1; %(count)s came.",
                    {"count": count},
                )
            )
