"""P-values of several tests, raised so that the chance of a false alarm holds for all of them together."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from mentorway.wording import InvalidInputError, Message

Vector = NDArray[np.float64]


class Adjustment(Enum):
    """How p-values of several tests are raised.

    The first four hold whatever binds the tests together, except that Hochberg's needs tests that do not pull
    against each other. They keep the chance of any false alarm low; the last two keep the share of false
    alarms among all alarms low.
    """

    NONE = "none"
    BONFERRONI = "bonferroni"
    HOLM = "holm"
    HOCHBERG = "hochberg"
    BENJAMINI_HOCHBERG = "benjamini_hochberg"
    BENJAMINI_YEKUTIELI = "benjamini_yekutieli"


def adjusted(p_values: Sequence[float] | Vector, adjustment: Adjustment) -> Vector:
    """P-values raised in the way that is named.

    Parameters
    ----------
    p_values : array of float, shape (tests,)
        One for each test; none missing.
    adjustment : Adjustment
        Which way.

    Returns
    -------
    array of float, shape (tests,)
        In the same order.

    Raises
    ------
    InvalidInputError
        A p-value is missing or does not lie between 0 and 1.

    Examples
    --------
    >>> adjusted([0.01, 0.04], Adjustment.NONE)
    array([0.01, 0.04])
    """
    if adjustment is Adjustment.NONE:
        return _checked(p_values)
    return {
        Adjustment.BONFERRONI: bonferroni,
        Adjustment.HOLM: holm,
        Adjustment.HOCHBERG: hochberg,
        Adjustment.BENJAMINI_HOCHBERG: benjamini_hochberg,
        Adjustment.BENJAMINI_YEKUTIELI: benjamini_yekutieli,
    }[adjustment](p_values)


def bonferroni(p_values: Sequence[float] | Vector) -> Vector:
    """Bonferroni's adjustment: each p-value times the number of tests, at most 1.

    Parameters
    ----------
    p_values : array of float, shape (tests,)
        One for each test; none missing.

    Returns
    -------
    array of float, shape (tests,)
        In the same order.

    Raises
    ------
    InvalidInputError
        A p-value is missing or does not lie between 0 and 1.

    References
    ----------
    Dunn (1961), J Am Stat Assoc 56:52-64, doi:10.1080/01621459.1961.10482090.

    Examples
    --------
    >>> bonferroni([0.01, 0.04, 0.5])
    array([0.03, 0.12, 1.  ])
    """
    values = _checked(p_values)
    return np.minimum(values * len(values), 1.0)


def holm(p_values: Sequence[float] | Vector) -> Vector:
    """Holm's adjustment: p-values of several tests, raised so that chance has but one try at all together.

    Parameters
    ----------
    p_values : array of float, shape (tests,)
        One for each test; none missing.

    Returns
    -------
    array of float, shape (tests,)
        In the same order.

    Raises
    ------
    InvalidInputError
        A p-value is missing or does not lie between 0 and 1.

    References
    ----------
    Holm (1979), Scandinavian Journal of Statistics 6:65-70, https://www.jstor.org/stable/4615733.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03])
    array([0.03, 0.06, 0.06])
    """
    values = _checked(p_values)
    order = np.argsort(values, kind="stable")
    raised = np.maximum.accumulate(values[order] * np.arange(len(values), 0, -1))
    return _put_back(raised, order)


def hochberg(p_values: Sequence[float] | Vector) -> Vector:
    """Hochberg's adjustment: as Holm's, from the largest down, so never larger than that.

    It holds for tests that are independent or pull the same way, as several scales of one questionnaire do.

    Parameters
    ----------
    p_values : array of float, shape (tests,)
        One for each test; none missing.

    Returns
    -------
    array of float, shape (tests,)
        In the same order.

    Raises
    ------
    InvalidInputError
        A p-value is missing or does not lie between 0 and 1.

    References
    ----------
    Hochberg (1988), Biometrika 75:800-802, doi:10.1093/biomet/75.4.800.

    Examples
    --------
    >>> hochberg([0.01, 0.04, 0.03])
    array([0.03, 0.04, 0.04])
    """
    values = _checked(p_values)
    return _stepped_up(values, np.arange(1, len(values) + 1, dtype=np.float64))


def benjamini_hochberg(p_values: Sequence[float] | Vector) -> Vector:
    """Adjustment of Benjamini and Hochberg: the share of false alarms among all alarms, not their chance.

    Parameters
    ----------
    p_values : array of float, shape (tests,)
        One for each test; none missing. Tests are independent or pull the same way.

    Returns
    -------
    array of float, shape (tests,)
        In the same order.

    Raises
    ------
    InvalidInputError
        A p-value is missing or does not lie between 0 and 1.

    References
    ----------
    Benjamini & Hochberg (1995), J R Stat Soc B 57:289-300, doi:10.1111/j.2517-6161.1995.tb02031.x.

    Examples
    --------
    >>> benjamini_hochberg([0.01, 0.04, 0.03])
    array([0.03, 0.04, 0.04])
    """
    values = _checked(p_values)
    tests = len(values)
    return _stepped_up(values, tests / np.arange(tests, 0, -1, dtype=np.float64))


def benjamini_yekutieli(p_values: Sequence[float] | Vector) -> Vector:
    """Adjustment of Benjamini and Yekutieli: as theirs with Hochberg, for tests bound in any way.

    Parameters
    ----------
    p_values : array of float, shape (tests,)
        One for each test; none missing.

    Returns
    -------
    array of float, shape (tests,)
        In the same order.

    Raises
    ------
    InvalidInputError
        A p-value is missing or does not lie between 0 and 1.

    References
    ----------
    Benjamini & Yekutieli (2001), Annals of Statistics 29:1165-1188, doi:10.1214/aos/1013699998.

    Examples
    --------
    >>> benjamini_yekutieli([0.01, 0.04, 0.03]).round(4)
    array([0.055 , 0.0733, 0.0733])
    """
    values = _checked(p_values)
    ranks = np.arange(len(values), 0, -1, dtype=np.float64)
    return _stepped_up(values, len(values) * (1 / ranks).sum() / ranks)


def _stepped_up(values: Vector, factors: Vector) -> Vector:
    """Multiply from the largest p-value down, none above the one before."""
    order = np.argsort(-values, kind="stable")
    return _put_back(np.minimum.accumulate(values[order] * factors), order)


def _put_back(raised: Vector, order: NDArray[np.intp]) -> Vector:
    found = np.empty_like(raised)
    found[order] = np.minimum(raised, 1.0)
    return found


def _checked(p_values: Sequence[float] | Vector) -> Vector:
    values = np.array(p_values, dtype=np.float64)
    if values.ndim != 1 or not ((values >= 0) & (values <= 1)).all():
        raise InvalidInputError(Message("Each p-value must lie between 0 and 1, and none may be missing."))
    return values
