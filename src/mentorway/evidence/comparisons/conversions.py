"""From one kind of effect size to another, each with the assumption that it rests on."""

from __future__ import annotations

import math

from mentorway.wording import InvalidInputError, Message

LOGISTIC = math.sqrt(3) / math.pi  # one over the standard deviation of the logistic distribution


def d_from_r(r: float, *, share: float = 0.5) -> float:
    """Standardised difference of two groups from the correlation of score and group.

    Parameters
    ----------
    r : float in (-1, 1)
        Point-biserial correlation.
    share : float in (0, 1)
        Share of people in the first group.

    Returns
    -------
    float

    Raises
    ------
    InvalidInputError
        A number is out of range.

    References
    ----------
    Borenstein, Hedges, Higgins & Rothstein (2009), Introduction to Meta-Analysis, chapter 7,
    doi:10.1002/9780470743386.

    Examples
    --------
    >>> round(d_from_r(0.5), 4)
    1.1547
    """
    _check_r(r)
    _check_share(share)
    return r / math.sqrt(share * (1 - share) * (1 - r**2))


def r_from_d(d: float, *, share: float = 0.5) -> float:
    """Correlation of score and group from the standardised difference of two groups.

    Parameters
    ----------
    d : float
        Standardised difference.
    share : float in (0, 1)
        Share of people in the first group.

    Returns
    -------
    float

    Raises
    ------
    InvalidInputError
        A number is out of range.

    References
    ----------
    Borenstein, Hedges, Higgins & Rothstein (2009), Introduction to Meta-Analysis, chapter 7,
    doi:10.1002/9780470743386.

    Examples
    --------
    >>> round(r_from_d(1.1547), 4)
    0.5
    """
    _check_d(d)
    _check_share(share)
    return d / math.sqrt(d**2 + 1 / (share * (1 - share)))


def d_from_odds_ratio(ratio: float) -> float:
    """Standardised difference from an odds ratio, as if a logistic score had been cut in two.

    Parameters
    ----------
    ratio : float
        Odds ratio, above 0.

    Returns
    -------
    float

    Raises
    ------
    InvalidInputError
        The ratio is not above 0.

    References
    ----------
    Hasselblad & Hedges (1995), Psychological Bulletin 117:167-178, doi:10.1037/0033-2909.117.1.167.
    Chinn (2000), Statistics in Medicine 19:3127-3131,
    doi:10.1002/1097-0258(20001130)19:22<3127::AID-SIM784>3.0.CO;2-M.

    Examples
    --------
    >>> round(d_from_odds_ratio(3.0), 4)
    0.6057
    """
    if not 0 < ratio < math.inf:
        raise InvalidInputError(Message("An odds ratio lies above 0, not at %(value)s.", {"value": ratio}))
    return math.log(ratio) * LOGISTIC


def odds_ratio_from_d(d: float) -> float:
    """Odds ratio from a standardised difference, as if a logistic score had been cut in two.

    Parameters
    ----------
    d : float
        Standardised difference.

    Returns
    -------
    float

    Raises
    ------
    InvalidInputError
        The difference is no number.

    References
    ----------
    Hasselblad & Hedges (1995), Psychological Bulletin 117:167-178, doi:10.1037/0033-2909.117.1.167.

    Examples
    --------
    >>> round(odds_ratio_from_d(0.5), 4)
    2.4766
    """
    _check_d(d)
    return math.exp(d / LOGISTIC)


def r_from_odds_ratio(ratio: float, *, share: float = 0.5) -> float:
    """Correlation from an odds ratio, by way of the standardised difference.

    Parameters
    ----------
    ratio : float
        Odds ratio, above 0.
    share : float in (0, 1)
        Share of people in the first group.

    Returns
    -------
    float

    Raises
    ------
    InvalidInputError
        A number is out of range.

    References
    ----------
    Borenstein, Hedges, Higgins & Rothstein (2009), Introduction to Meta-Analysis, chapter 7,
    doi:10.1002/9780470743386.

    Examples
    --------
    >>> round(r_from_odds_ratio(3.0), 4)
    0.2898
    """
    return r_from_d(d_from_odds_ratio(ratio), share=share)


def odds_ratio_from_r(r: float, *, share: float = 0.5) -> float:
    """Odds ratio from a correlation, by way of the standardised difference.

    Parameters
    ----------
    r : float in (-1, 1)
        Point-biserial correlation.
    share : float in (0, 1)
        Share of people in the first group.

    Returns
    -------
    float

    Raises
    ------
    InvalidInputError
        A number is out of range.

    References
    ----------
    Borenstein, Hedges, Higgins & Rothstein (2009), Introduction to Meta-Analysis, chapter 7,
    doi:10.1002/9780470743386.

    Examples
    --------
    >>> round(odds_ratio_from_r(0.3), 4)
    3.1294
    """
    return odds_ratio_from_d(d_from_r(r, share=share))


def _check_r(r: float) -> None:
    if not -1 < r < 1:
        raise InvalidInputError(
            Message("A correlation to convert lies between -1 and 1, not at %(value)s.", {"value": r})
        )


def _check_d(d: float) -> None:
    if not math.isfinite(d):
        raise InvalidInputError(
            Message("A standardised difference is a number, not %(value)s.", {"value": d})
        )


def _check_share(share: float) -> None:
    if not 0 < share < 1:
        raise InvalidInputError(
            Message("A share of people lies between 0 and 1, not at %(value)s.", {"value": share})
        )
