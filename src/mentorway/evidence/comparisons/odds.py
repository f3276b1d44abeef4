"""How large a difference of shares is: odds ratio, risk ratio, phi and Cramér's V."""

from __future__ import annotations

import math
from dataclasses import dataclass

from numpy.typing import ArrayLike
from scipy import special

from mentorway.evidence.comparisons import noncentral
from mentorway.evidence.comparisons.checking import check_confidence, table_of_counts
from mentorway.evidence.comparisons.proportions import chi_square
from mentorway.wording import InvalidInputError, Message


@dataclass(frozen=True)
class Ratio:
    """A ratio above 0, 1 if groups are alike; `error` is that of its logarithm. None where undefined."""

    value: float | None
    low: float | None
    high: float | None
    error: float | None
    warnings: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Association:
    """Cramér's V of a table, 0 to 1, with its interval; of two by two cells `phi` is V with a sign.

    V of these people is larger than that of all on average, so `low` and `high` may lie below it.
    """

    value: float
    low: float
    high: float
    phi: float | None
    warnings: tuple[Message, ...] = ()


_EMPTY = Message("A cell of the table is empty, so the ratio cannot be computed or has no interval.")
_HALVES = Message("A cell of the table is empty; half a person was added to each cell.")


def odds_ratio(table: ArrayLike, *, confidence: float = 0.95, add_half: bool = False) -> Ratio:
    """Odds in the first row over odds in the second, with Woolf's interval.

    Parameters
    ----------
    table : array of int, shape (2, 2)
        Groups in rows, those who have it in the first column, those who have not in the second.
    confidence : float in (0, 1)
        How sure the interval shall be.
    add_half : bool
        Whether to add half a person to each cell where one is empty (Haldane and Anscombe).

    Returns
    -------
    Ratio

    Raises
    ------
    InvalidInputError
        The table has another shape, holds what is no count, or is empty, or the confidence is out of range.

    References
    ----------
    Woolf (1955), Annals of Human Genetics 19:251-253, doi:10.1111/j.1469-1809.1955.tb01348.x.
    Haldane (1956), Annals of Human Genetics 20:309-311, doi:10.1111/j.1469-1809.1955.tb01285.x.

    Examples
    --------
    >>> found = odds_ratio([[30, 10], [20, 25]])
    >>> found.value, round(found.low, 4), round(found.high, 4)
    (3.75, 1.4851, 9.4688)
    """
    (a, b), (c, d), empty = _cells(table, confidence)
    if empty and not add_half:
        return Ratio(a * d / (b * c) if b * c else None, None, None, None, (_EMPTY,))
    if empty:
        a, b, c, d = (cell + 0.5 for cell in (a, b, c, d))
    error = math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    return _ratio(a * d / (b * c), error, confidence, (_HALVES,) if empty else ())


def risk_ratio(table: ArrayLike, *, confidence: float = 0.95, add_half: bool = False) -> Ratio:
    """Share in the first row over share in the second, with Katz's interval.

    Parameters
    ----------
    table : array of int, shape (2, 2)
        Groups in rows, those who have it in the first column, those who have not in the second.
    confidence : float in (0, 1)
        How sure the interval shall be.
    add_half : bool
        Whether to add half a person to each cell where the first column has an empty cell, or the second
        has none but empty ones.

    Returns
    -------
    Ratio

    Raises
    ------
    InvalidInputError
        The table has another shape, holds what is no count, a group is empty, or the confidence is out of
        range.

    References
    ----------
    Katz, Baptista, Azen & Pike (1978), Biometrics 34:469-474, doi:10.2307/2530610.

    Examples
    --------
    >>> found = risk_ratio([[30, 10], [20, 25]])
    >>> found.value, round(found.low, 4), round(found.high, 4)
    (1.6875, 1.1628, 2.449)
    """
    (a, b), (c, d), _ = _cells(table, confidence)
    if not (a + b and c + d):
        raise InvalidInputError(Message("A row of the table is empty, so it has no share."))
    empty = not (a and c) or not (b or d)
    if empty and not add_half:
        return Ratio(a * (c + d) / (c * (a + b)) if c else None, None, None, None, (_EMPTY,))
    if empty:
        a, b, c, d = (cell + 0.5 for cell in (a, b, c, d))
    value = a * (c + d) / (c * (a + b))
    error = math.sqrt(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d))
    return _ratio(value, error, confidence, (_HALVES,) if empty else ())


def association(table: ArrayLike, *, confidence: float = 0.95) -> Association:
    """Cramér's V and, of two by two cells, phi, with an interval from the noncentral chi-square distribution.

    Parameters
    ----------
    table : array of int, shape (rows, columns)
        Groups in rows, answers in columns; at least two of each, none empty.
    confidence : float in (0, 1)
        How sure the interval shall be.

    Returns
    -------
    Association
        With the warning of `chi_square` where too few people are expected in a cell.

    Raises
    ------
    InvalidInputError
        As for `chi_square`, or the confidence is out of range.

    References
    ----------
    Cramér (1946), Mathematical Methods of Statistics.
    Smithson (2003), Confidence Intervals, chapter 4, doi:10.4135/9781412983761.

    Examples
    --------
    >>> found = association([[30, 10], [20, 25]])
    >>> round(found.value, 4), round(found.low, 4), round(found.high, 4), round(found.phi, 4)
    (0.3099, 0.0971, 0.5225, 0.3099)
    """
    check_confidence(confidence)
    test = chi_square(table)
    counts = table_of_counts(table)
    most = float(counts.sum()) * (min(counts.shape) - 1)
    ends = noncentral.of_chi_square(test.statistic, test.df, confidence=confidence)
    phi = None
    if counts.shape == (2, 2):
        (a, b), (c, d) = counts.tolist()
        phi = math.copysign(test.cramers_v, a * d - b * c) if test.cramers_v else 0.0
    return Association(
        value=test.cramers_v,
        low=min(math.sqrt(ends.low / most), 1.0),
        high=min(math.sqrt(ends.high / most), 1.0),
        phi=phi,
        warnings=test.warnings,
    )


def _ratio(value: float, error: float, confidence: float, warnings: tuple[Message, ...]) -> Ratio:
    factor = math.exp(float(special.ndtri((1 + confidence) / 2)) * error)
    return Ratio(value, value / factor, value * factor, error, warnings)


def _cells(table: ArrayLike, confidence: float) -> tuple[tuple[float, float], tuple[float, float], bool]:
    check_confidence(confidence)
    counts = table_of_counts(table)
    if counts.shape != (2, 2):
        raise InvalidInputError(Message("A ratio needs a table of two rows and two columns."))
    (a, b), (c, d) = counts.tolist()
    return (a, b), (c, d), not counts.all()
