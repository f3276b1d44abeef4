"""Fit of a published factor model, worked out again from its chi-square, degrees of freedom and people."""

from __future__ import annotations

import math

from mentorway.evidence.figures.printed import Printed, Span, given, reach
from mentorway.evidence.figures.verdicts import Check, IntervalCheck, check_counts, judged, judged_ends
from mentorway.evidence.psychometrics.factors.indices import noncentrality
from mentorway.wording import InvalidInputError, Message

LOWER, UPPER = 0.95, 0.05  # quantiles whose noncentralities are the ends of a 90 % interval
NOT_PRINTED = "", "", ""


def rmsea(chi_square: str, df: int, people: int, *, groups: int = 1, claimed: str = "") -> Check:
    """RMSEA of a model from what is printed of it.

    ``sqrt(max(chi-square - df, 0) groups / (df people))``. Programs divide by all people or by one less in
    each group, and articles rarely say which; both are taken as right.

    Parameters
    ----------
    chi_square : str
        As it is printed.
    df, people, groups : int
        Degrees of freedom; people in all groups together; how many groups the model was fitted to at once.
    claimed : str
        RMSEA as it is printed; empty if it is not.

    Returns
    -------
    Check

    Raises
    ------
    InvalidInputError
        A number cannot be read, or a count cannot be.

    References
    ----------
    Steiger (1990), Multivariate Behav Res 25:173-180, doi:10.1207/s15327906mbr2502_4.
    Steiger (1998), Structural Equation Modeling 5:411-419, doi:10.1080/10705519809540115, for several groups.

    Examples
    --------
    >>> found = rmsea("663.20", 284, 283, claimed=".069")
    >>> round(found.value, 3), found.verdict.value
    (0.069, 'agrees')
    >>> found = rmsea("840.62", 284, 283, claimed=".080")
    >>> round(found.value, 3), found.verdict.value
    (0.083, 'disagrees')
    """
    figure = _chi_square(chi_square, df, people, groups)

    def formula(value: float, divisor: float) -> float:
        return math.sqrt(max(value - df, 0.0) / df / divisor * groups)

    spans = figure.span, _divisors(people, groups)
    return judged(formula(figure.value, people), reach(formula, *spans), claimed)


def rmsea_from_ratio(ratio: str, people: int, *, groups: int = 1, claimed: str = "") -> Check:
    """RMSEA of a model of which only chi-square by degrees of freedom is printed.

    ``sqrt(max(ratio - 1, 0) groups / people)``: the degrees of freedom drop out.

    Parameters
    ----------
    ratio : str
        Chi-square by its degrees of freedom, as it is printed.
    people, groups : int
        As for `rmsea`.
    claimed : str
        RMSEA as it is printed; empty if it is not.

    Returns
    -------
    Check

    Raises
    ------
    InvalidInputError
        As for `rmsea`.

    References
    ----------
    Steiger (1990), Multivariate Behav Res 25:173-180, doi:10.1207/s15327906mbr2502_4.

    Examples
    --------
    >>> found = rmsea_from_ratio("3.75", 403, claimed=".083")
    >>> round(found.value, 4), found.verdict.value
    (0.0826, 'agrees')
    """
    figure = _chi_square(ratio, 1, people, groups)

    def formula(value: float, divisor: float) -> float:
        return math.sqrt(max(value - 1, 0.0) / divisor * groups)

    spans = figure.span, _divisors(people, groups)
    return judged(formula(figure.value, people), reach(formula, *spans), claimed)


def rmsea_interval(
    chi_square: str, df: int, people: int, *, groups: int = 1, claimed: tuple[str, str, str] = NOT_PRINTED
) -> IntervalCheck:
    """The 90 % interval of RMSEA of a model.

    Parameters
    ----------
    chi_square : str
        As it is printed.
    df, people, groups : int
        As for `rmsea`.
    claimed : tuple of str
        RMSEA, which a printed interval must hold, and both ends, as they are printed; empty if they are not.

    Returns
    -------
    IntervalCheck

    Raises
    ------
    InvalidInputError
        As for `rmsea`, or the printed interval begins above its end.

    References
    ----------
    Browne & Cudeck (1992), Sociol Methods Res 21:230-258, doi:10.1177/0049124192021002005.

    Examples
    --------
    >>> found = rmsea_interval("840.62", 284, 283, claimed=(".080", ".063", ".077"))
    >>> round(found.low.value, 3), round(found.high.value, 3), found.verdict.value
    (0.077, 0.09, 'disagrees')
    """
    figure = _chi_square(chi_square, df, people, groups)
    estimate, *ends = claimed

    def end(share: float, said: str) -> Check:
        def formula(value: float, divisor: float) -> float:
            return math.sqrt(noncentrality(value, df, share) / df / divisor * groups)

        spans = figure.span, _divisors(people, groups)
        return judged(formula(figure.value, people), reach(formula, *spans), said)

    return judged_ends(end(LOWER, ends[0]), end(UPPER, ends[1]), estimate)


def chi_square_ratio(chi_square: str, df: int, *, claimed: str = "") -> Check:
    """Chi-square by its degrees of freedom.

    Parameters
    ----------
    chi_square : str
        As it is printed.
    df : int
        Degrees of freedom.
    claimed : str
        The ratio as it is printed; empty if it is not.

    Returns
    -------
    Check

    Raises
    ------
    InvalidInputError
        As for `rmsea`.

    References
    ----------
    Wheaton, Muthen, Alwin & Summers (1977), Sociological Methodology 8:84-136, doi:10.2307/270754.

    Examples
    --------
    >>> found = chi_square_ratio("663.20", 284, claimed="2.34")
    >>> round(found.value, 3), found.verdict.value
    (2.335, 'agrees')
    """
    figure = _chi_square(chi_square, df, 2, 1)
    return judged(figure.value / df, reach(lambda value: value / df, figure.span), claimed)


def _divisors(people: int, groups: int) -> Span:
    """All people, or one less in each group."""
    return Span(people - groups, people)


def _chi_square(text: str, df: int, people: int, groups: int) -> Printed:
    check_counts(df=df, people=people, groups=groups)
    if people <= groups:
        raise InvalidInputError(
            Message(
                "Each group needs more than one person. People came: %(people)d; groups: %(groups)d.",
                {"people": people, "groups": groups},
            )
        )
    figure = given(text)
    if figure.span.low < -figure.step:
        raise InvalidInputError(
            Message("A chi-square is not below zero; %(text)s came.", {"text": figure.text})
        )
    return figure


def tli_from_cfi(cfi: str, df: int, items: int, *, claimed: str = "") -> Check:
    """Tucker-Lewis index of a model of one group from its comparative fit index.

    Both measure the distance from the model in which items are uncorrelated, ``b = k (k - 1) / 2`` degrees of
    freedom away: ``1 - TLI = (1 - CFI) b / df``.

    Parameters
    ----------
    cfi : str
        As it is printed.
    df, items : int
        Degrees of freedom of the model; how many items it has, at least 2.
    claimed : str
        TLI as it is printed; empty if it is not.

    Returns
    -------
    Check
        A CFI that may have been cut off at 1 says only that TLI is at least so high.

    Raises
    ------
    InvalidInputError
        A number cannot be read, or is out of range.

    References
    ----------
    Bentler (1990), Psychological Bulletin 107:238-246, doi:10.1037/0033-2909.107.2.238.
    Tucker & Lewis (1973), Psychometrika 38:1-10, doi:10.1007/BF02291170.

    Examples
    --------
    >>> found = tli_from_cfi(".85", 284, 26, claimed=".83")
    >>> round(found.value, 3), found.verdict.value
    (0.828, 'agrees')
    """
    check_counts(df=df, items=items - 1)
    figure = given(cfi)
    if not 0 <= figure.value <= 1:
        raise InvalidInputError(
            Message("A comparative fit index lies between 0 and 1; %(text)s came.", {"text": figure.text})
        )
    baseline = items * (items - 1) / 2

    def formula(value: float) -> float:
        return 1 - (1 - value) * baseline / df

    span = reach(formula, figure.span)
    if figure.span.high >= 1:
        span = Span(span.low, math.inf)
    return judged(formula(figure.value), span, claimed)
