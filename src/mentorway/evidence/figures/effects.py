"""Effect sizes and changes worked out again from means, spreads, sizes and tests."""

from __future__ import annotations

import math

from mentorway.evidence.figures.printed import given, reach
from mentorway.evidence.figures.verdicts import Check, check_counts, judged
from mentorway.wording import InvalidInputError, Message

Pair = tuple[str, str]
Sizes = tuple[int, int]


def d_from_means(means: Pair, sds: Pair, people: Sizes, *, claimed: str = "") -> Check:
    """Cohen's d of two groups: the difference of means by the pooled standard deviation.

    Parameters
    ----------
    means, sds : tuple of str
        Of the first and the second group, as they are printed; standard deviations with the divisor n - 1.
    people : tuple of int
        Size of each group, at least 2.
    claimed : str
        d as it is printed; empty if it is not.

    Returns
    -------
    Check
        First less second.

    Raises
    ------
    InvalidInputError
        A number cannot be read, or is out of range; or nothing varies.

    References
    ----------
    Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, 2nd edition, chapter 2.

    Examples
    --------
    >>> found = d_from_means(("5.71", "4.75"), ("0.91", "1.38"), (144, 139), claimed="0.82")
    >>> round(found.value, 3), found.verdict.value
    (0.824, 'agrees')
    """
    _check_sizes(people)
    one, other = (given(text) for text in means)
    spreads = [given(text) for text in sds]
    if min(each.value for each in spreads) < 0 or max(each.value for each in spreads) == 0:
        raise InvalidInputError(
            Message("Standard deviations are not below zero, and at least one lies above; d divides by them.")
        )

    def formula(first: float, second: float, sd: float, other_sd: float) -> float:
        squares = (people[0] - 1) * max(sd, 0.0) ** 2 + (people[1] - 1) * max(other_sd, 0.0) ** 2
        pooled = math.sqrt(squares / (sum(people) - 2))
        return (first - second) / pooled if pooled else math.copysign(math.inf, first - second)

    faces = one.value, other.value, spreads[0].value, spreads[1].value
    spans = one.span, other.span, spreads[0].span, spreads[1].span
    return judged(formula(*faces), reach(formula, *spans), claimed)


def d_from_t(statistic: str, people: Sizes, *, claimed: str = "") -> Check:
    """Cohen's d of two groups from Student's t: ``t sqrt(1 / n1 + 1 / n2)``.

    Parameters
    ----------
    statistic : str
        t as it is printed.
    people : tuple of int
        Size of each group, at least 2.
    claimed : str
        d as it is printed; empty if it is not.

    Returns
    -------
    Check

    Raises
    ------
    InvalidInputError
        A number cannot be read, or is out of range.

    References
    ----------
    Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, 2nd edition, chapter 2.

    Examples
    --------
    >>> found = d_from_t("2.83", (64, 64), claimed="0.50")
    >>> round(found.value, 3), found.verdict.value
    (0.5, 'agrees')
    """
    _check_sizes(people)
    figure, error = given(statistic), math.sqrt(1 / people[0] + 1 / people[1])
    return judged(figure.value * error, reach(lambda t: t * error, figure.span), claimed)


def percent_change(before: str, after: str, *, claimed: str = "") -> Check:
    """By how many per cent a number has changed: ``100 (after / before - 1)``.

    Parameters
    ----------
    before, after : str
        As they are printed; before above 0 even if it was rounded up.
    claimed : str
        The change as it is printed, such as ``+20 %``; empty if it is not.

    Returns
    -------
    Check
        In per cent.

    Raises
    ------
    InvalidInputError
        A number cannot be read, or what changes is 0 or below.

    References
    ----------
    Vickers (2001), BMC Med Res Methodol 1:6, doi:10.1186/1471-2288-1-6, on what a per cent change hides.

    Examples
    --------
    >>> found = percent_change("4.75", "5.71", claimed="+20 %")
    >>> round(found.value, 1), found.verdict.value
    (20.2, 'agrees')
    """
    first, second = given(before), given(after)
    if first.span.low <= 0:
        raise InvalidInputError(
            Message(
                "A change in per cent needs a number above 0 to start from; %(text)s came.",
                {"text": first.text},
            )
        )

    def formula(start: float, end: float) -> float:
        return 100 * (end / start - 1)

    return judged(formula(first.value, second.value), reach(formula, first.span, second.span), claimed)


def _check_sizes(people: Sizes) -> None:
    check_counts(first=people[0], second=people[1])
    if min(people) < 2:
        raise InvalidInputError(
            Message(
                "Each group needs at least two people; %(first)d and %(second)d came.",
                {"first": people[0], "second": people[1]},
            )
        )
