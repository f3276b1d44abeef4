"""P values worked out again from the statistic and its degrees of freedom."""

from __future__ import annotations

from scipy import special

from mentorway.evidence.figures.printed import Printed, given, reach
from mentorway.evidence.figures.verdicts import Check, judged
from mentorway.wording import InvalidInputError, Message


def p_of_chi_square(statistic: str, df: float, *, claimed: str = "") -> Check:
    """Chance of a chi-square at least this large.

    Parameters
    ----------
    statistic : str
        As it is printed.
    df : float
        Degrees of freedom, above 0.
    claimed : str
        p as it is printed, perhaps as ``< .001``; empty if it is not.

    Returns
    -------
    Check

    Raises
    ------
    InvalidInputError
        A number cannot be read, or is out of range.

    References
    ----------
    Nuijten et al. (2016), Behavior Research Methods 48:1205-1226, doi:10.3758/s13428-015-0664-2.

    Examples
    --------
    >>> found = p_of_chi_square("663.20", 284, claimed="< .001")
    >>> found.verdict.value
    'agrees'
    """
    _check_df(df)
    figure = _positive(statistic)

    def formula(value: float) -> float:
        return float(special.chdtrc(df, max(value, 0.0)))

    return judged(formula(figure.value), reach(formula, figure.span), claimed)


def p_of_t(statistic: str, df: float, *, claimed: str = "") -> Check:
    """Chance of a t at least this far from 0, on either side.

    Parameters
    ----------
    statistic : str
        As it is printed.
    df : float
        Degrees of freedom, above 0; those of Welch's test need not be whole.
    claimed : str
        p as it is printed, perhaps as ``< .05``; empty if it is not.

    Returns
    -------
    Check

    Raises
    ------
    InvalidInputError
        A number cannot be read, or is out of range.

    References
    ----------
    Nuijten et al. (2016), Behavior Research Methods 48:1205-1226, doi:10.3758/s13428-015-0664-2.

    Examples
    --------
    >>> found = p_of_t("2.20", 28, claimed=".06")
    >>> round(found.value, 4), found.verdict.value
    (0.0362, 'disagrees')
    """
    _check_df(df)
    figure = given(statistic)

    def formula(value: float) -> float:
        return 2 * float(special.stdtr(df, -abs(value)))

    return judged(formula(figure.value), reach(formula, figure.span.without_sign()), claimed)


def p_of_f(statistic: str, df1: float, df2: float, *, claimed: str = "") -> Check:
    """Chance of an F at least this large.

    Parameters
    ----------
    statistic : str
        As it is printed.
    df1, df2 : float
        Degrees of freedom, above 0.
    claimed : str
        p as it is printed; empty if it is not.

    Returns
    -------
    Check

    Raises
    ------
    InvalidInputError
        A number cannot be read, or is out of range.

    References
    ----------
    Nuijten et al. (2016), Behavior Research Methods 48:1205-1226, doi:10.3758/s13428-015-0664-2.

    Examples
    --------
    >>> found = p_of_f("4.15", 2, 87, claimed=".019")
    >>> round(found.value, 4), found.verdict.value
    (0.019, 'agrees')
    """
    _check_df(df1)
    _check_df(df2)
    figure = _positive(statistic)

    def formula(value: float) -> float:
        return float(special.fdtrc(df1, df2, max(value, 0.0)))

    return judged(formula(figure.value), reach(formula, figure.span), claimed)


def p_of_z(statistic: str, *, claimed: str = "") -> Check:
    """Chance of a standard normal value at least this far from 0, on either side.

    Parameters
    ----------
    statistic : str
        As it is printed.
    claimed : str
        p as it is printed; empty if it is not.

    Returns
    -------
    Check

    Raises
    ------
    InvalidInputError
        A number cannot be read.

    References
    ----------
    Nuijten et al. (2016), Behavior Research Methods 48:1205-1226, doi:10.3758/s13428-015-0664-2.

    Examples
    --------
    >>> p_of_z("-1.96", claimed=".05").verdict.value
    'agrees'
    """
    figure = given(statistic)

    def formula(value: float) -> float:
        return 2 * float(special.ndtr(-abs(value)))

    return judged(formula(figure.value), reach(formula, figure.span.without_sign()), claimed)


def _positive(text: str) -> Printed:
    figure = given(text)
    if figure.value < 0:
        raise InvalidInputError(
            Message("A chi-square and an F are not below zero; %(text)s came.", {"text": figure.text})
        )
    return figure


def _check_df(df: float) -> None:
    if not 0 < df < float("inf"):
        raise InvalidInputError(Message("Degrees of freedom lie above 0, not at %(df)s.", {"df": df}))
