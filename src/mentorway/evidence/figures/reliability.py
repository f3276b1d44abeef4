"""Reliabilities and correlations worked out again: alpha from items and the reverse, and intervals."""

from __future__ import annotations

import math
from dataclasses import replace

from scipy import special

from mentorway.evidence.comparisons.checking import check_confidence
from mentorway.evidence.figures.printed import Printed, Span, given, reach
from mentorway.evidence.figures.verdicts import (
    Check,
    IntervalCheck,
    Verdict,
    check_counts,
    judged,
    judged_ends,
)
from mentorway.wording import InvalidInputError, Message


def alpha_from_correlation(correlation: str, items: int, *, claimed: str = "") -> Check:
    """Standardised alpha of a scale from the mean correlation of its items.

    ``k r / (1 + (k - 1) r)``. Alpha of unstandardised items is a little lower or higher where their spreads
    differ, so a small disagreement of alpha need not be an error.

    Parameters
    ----------
    correlation : str
        Mean correlation of two items, as it is printed.
    items : int
        How many, at least 2.
    claimed : str
        Alpha as it is printed; empty if it is not.

    Returns
    -------
    Check

    Raises
    ------
    InvalidInputError
        A number cannot be read, or is out of range.

    References
    ----------
    Cronbach (1951), Psychometrika 16:297-334, doi:10.1007/BF02310555.

    Examples
    --------
    >>> found = alpha_from_correlation(".30", 9, claimed=".79")
    >>> round(found.value, 4), found.verdict.value
    (0.7941, 'agrees')
    """
    _check_items(items)
    figure = _within(correlation, -1 / (items - 1), 1.0)

    def formula(r: float) -> float:
        shared = 1 + (items - 1) * r
        return items * r / shared if shared > 0 else -math.inf

    span = Span(figure.span.low, min(figure.span.high, 1.0))
    return judged(formula(figure.value), reach(formula, span), claimed)


def alpha_from_loadings(low: str, high: str, items: int, *, claimed: str = "") -> Check:
    """Alpha of items of one factor whose errors do not correlate, from their smallest and largest loading.

    Two items then correlate by the product of their loadings, so alpha lies between that of items which all
    load like the weakest and that of items which all load like the strongest.

    Parameters
    ----------
    low, high : str
        The smallest and the largest standardised loading, as they are printed; turned items turned.
    items : int
        How many, at least 2.
    claimed : str
        Alpha as it is printed; empty if it is not.

    Returns
    -------
    Check
        `value` is that of items which all load like the mean of both.

    Raises
    ------
    InvalidInputError
        A number cannot be read, or is out of range; or the smallest is larger than the largest.

    References
    ----------
    McDonald (1999), Test Theory: A Unified Treatment, chapter 6.

    Examples
    --------
    >>> found = alpha_from_loadings(".66", ".83", 6, claimed=".96")
    >>> round(found.low, 2), round(found.high, 2), found.verdict.value
    (0.82, 0.93, 'disagrees')
    """
    _check_items(items)
    weak, strong = _within(low, 0.0, 1.0), _within(high, 0.0, 1.0)
    if weak.value > strong.value:
        raise InvalidInputError(
            Message(
                "The smallest loading is not larger than the largest; %(low)s and %(high)s came.",
                {"low": weak.text, "high": strong.text},
            )
        )

    def formula(loading: float) -> float:
        r = min(max(loading, 0.0), 1.0) ** 2
        return items * r / (1 + (items - 1) * r)

    middle = formula((weak.value + strong.value) / 2)
    found = judged(middle, Span(formula(weak.span.low), formula(strong.span.high)), claimed)
    if found.verdict is not Verdict.DISAGREES:
        return found
    return replace(found, message=Message(_LOADINGS.text, found.message.values))


_LOADINGS = Message(
    "Such loadings on one factor give an alpha between %(low).3f and %(high).3f, unless errors of items are "
    "correlated. At least one of the printed numbers is wrong, or they are not of one model."
)


def correlation_from_alpha(alpha: str, items: int, *, claimed: str = "") -> Check:
    """Mean correlation of the items of a scale from its standardised alpha.

    ``alpha / (k - (k - 1) alpha)``. A long scale has a high alpha from items that hardly belong together.

    Parameters
    ----------
    alpha : str
        As it is printed.
    items : int
        How many, at least 2.
    claimed : str
        The mean correlation as it is printed; empty if it is not.

    Returns
    -------
    Check

    Raises
    ------
    InvalidInputError
        A number cannot be read, or is out of range.

    References
    ----------
    Cronbach (1951), Psychometrika 16:297-334, doi:10.1007/BF02310555.

    Examples
    --------
    >>> round(correlation_from_alpha(".92", 9).value, 4)
    0.561
    """
    _check_items(items)
    figure = _within(alpha, float("-inf"), 1.0)

    def formula(value: float) -> float:
        return value / (items - (items - 1) * value)

    span = Span(figure.span.low, min(figure.span.high, 1.0))
    return judged(formula(figure.value), reach(formula, span), claimed)


def alpha_interval(
    alpha: str, items: int, people: int, *, claimed: tuple[str, str] = ("", ""), confidence: float = 0.95
) -> IntervalCheck:
    """Feldt's interval of alpha.

    Parameters
    ----------
    alpha : str
        As it is printed.
    items, people : int
        At least 2 each.
    claimed : tuple of str
        Both ends as they are printed; empty if they are not.
    confidence : float in (0, 1)
        How sure the interval shall be.

    Returns
    -------
    IntervalCheck

    Raises
    ------
    InvalidInputError
        A number cannot be read, or is out of range.

    References
    ----------
    Feldt (1965), Psychometrika 30:357-370, doi:10.1007/BF02289499.

    Examples
    --------
    >>> found = alpha_interval(".84", 3, 403)
    >>> round(found.low.value, 4), round(found.high.value, 4)
    (0.8109, 0.8653)
    """
    check_confidence(confidence)
    _check_items(items)
    _check_people(people, 2)
    figure = _within(alpha, float("-inf"), 1.0)
    tail = (1 - confidence) / 2
    shape = people - 1, (people - 1) * (items - 1)
    span = Span(figure.span.low, min(figure.span.high, 1.0))

    def end(chance: float, said: str) -> Check:
        factor = float(special.fdtri(*shape, chance))

        def formula(value: float) -> float:
            return 1 - (1 - value) * factor

        return judged(formula(figure.value), reach(formula, span), said)

    return judged_ends(end(1 - tail, claimed[0]), end(tail, claimed[1]), alpha)


def correlation_interval(
    correlation: str, people: int, *, claimed: tuple[str, str] = ("", ""), confidence: float = 0.95
) -> IntervalCheck:
    """Interval of a correlation by Fisher's z.

    Parameters
    ----------
    correlation : str
        As it is printed.
    people : int
        At least 4.
    claimed : tuple of str
        Both ends as they are printed; empty if they are not.
    confidence : float in (0, 1)
        How sure the interval shall be.

    Returns
    -------
    IntervalCheck

    Raises
    ------
    InvalidInputError
        A number cannot be read, or is out of range.

    References
    ----------
    Fisher (1921), Metron 1:3-32.

    Examples
    --------
    >>> found = correlation_interval(".50", 50, claimed=(".26", ".68"))
    >>> found.verdict.value
    'agrees'
    """
    check_confidence(confidence)
    _check_people(people, 4)
    figure = _within(correlation, -1.0, 1.0)
    half = float(special.ndtri((1 + confidence) / 2)) / math.sqrt(people - 3)
    inside = 1 - 1e-12  # Fisher's z of 1 is without end
    span = Span(max(figure.span.low, -inside), min(figure.span.high, inside))

    def end(shift: float, said: str) -> Check:
        def formula(r: float) -> float:
            return math.tanh(math.atanh(min(max(r, -inside), inside)) + shift)

        return judged(formula(figure.value), reach(formula, span), said)

    return judged_ends(end(-half, claimed[0]), end(half, claimed[1]), correlation)


def _within(text: str, low: float, high: float) -> Printed:
    """Read a number that must lie between two others."""
    figure = given(text)
    if not low <= figure.value <= high:
        raise InvalidInputError(
            Message(
                "%(text)s cannot be: a correlation lies between −1 and 1, a reliability is at most 1, and "
                "items on average cannot be further apart than all of them allow.",
                {"text": figure.text},
            )
        )
    return figure


def _check_items(items: int) -> None:
    check_counts(items=items)
    if items < 2:
        raise InvalidInputError(Message("A scale has at least two items; %(items)d came.", {"items": items}))


def _check_people(people: int, needed: int) -> None:
    if people < needed:
        raise InvalidInputError(
            Message(
                "This needs at least %(needed)d people; %(found)s came.", {"needed": needed, "found": people}
            )
        )
