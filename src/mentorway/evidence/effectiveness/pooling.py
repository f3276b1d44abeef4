"""One result from several filled tables: Rubin's rules."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mentorway.evidence.comparisons.checking import check_confidence
from mentorway.evidence.effectiveness.distributions import t_quantile, two_sided
from mentorway.evidence.effectiveness.rows import Matrix, numbers
from mentorway.wording import InvalidInputError, Message

OWED = 0.3  # share of information lost to gaps from which it is said
FEW = 100  # tables per share of information lost: of 30 %, at least 30


@dataclass(frozen=True)
class Pooled:
    """One estimate over all tables.

    `within` and `between` are variances. `owed` is the share of the total variance that is owed to the gaps
    (lambda), `missing_information` the fraction of information that they cost, a little more with few tables.
    `t` and `p` are None where the error is 0.
    """

    value: float
    error: float
    df: float
    low: float
    high: float
    t: float | None
    p: float | None
    within: float
    between: float
    owed: float
    missing_information: float
    warnings: tuple[Message, ...] = ()


def pooled(
    estimates: ArrayLike, errors: ArrayLike, *, df: float = math.inf, confidence: float = 0.95
) -> Pooled:
    """Pool an estimate over filled tables.

    Parameters
    ----------
    estimates, errors : array of float, shape (tables,)
        From each table, with its standard error; at least two tables.
    df : float
        Degrees of freedom that the estimate would have without gaps, such as n - k; infinite for large
        samples.
    confidence : float in (0, 1)
        How sure the interval shall be.

    Returns
    -------
    Pooled
        With the degrees of freedom of Barnard and Rubin.

    Raises
    ------
    InvalidInputError
        There are fewer than two tables, lengths differ, a number is missing, or one is out of range.

    References
    ----------
    Rubin (1987), Multiple Imputation for Nonresponse in Surveys, doi:10.1002/9780470316696.
    Barnard & Rubin (1999), Biometrika 86:948-955, doi:10.1093/biomet/86.4.948.

    Examples
    --------
    >>> found = pooled([1.0, 1.2, 0.9], [0.3, 0.31, 0.29], df=97)
    >>> round(found.value, 4), round(found.error, 4), round(found.df, 2), round(found.missing_information, 4)
    (1.0333, 0.3481, 21.23, 0.3181)
    """
    check_confidence(confidence)
    each = numbers(estimates, "estimates")
    spread = numbers(errors, "errors", len(each))
    m = len(each)
    if m < 2 or (spread < 0).any() or not df > 0:
        raise InvalidInputError(
            Message(
                "Pooling needs at least two tables, errors that are not below 0, and degrees of freedom "
                "above 0; %(tables)d tables came.",
                {"tables": m},
            )
        )
    within, between = float((spread**2).mean()), float(each.var(ddof=1))
    extra = (1 + 1 / m) * between
    total = within + extra
    owed = extra / total if total else 0.0
    freedom = _freedom(owed, m, df)
    ratio = extra / within if within else math.inf
    lost = (ratio + 2 / (freedom + 3)) / (ratio + 1) if within else 1.0
    value, error = float(each.mean()), math.sqrt(total)
    half = t_quantile((1 + confidence) / 2, freedom) * error
    t = value / error if error else None
    return Pooled(
        value=value,
        error=error,
        df=freedom,
        low=value - half,
        high=value + half,
        t=t,
        p=None if t is None else two_sided(t, freedom),
        within=within,
        between=between,
        owed=owed,
        missing_information=lost,
        warnings=_told(lost, m),
    )


def pooled_many(
    estimates: Sequence[ArrayLike],
    errors: Sequence[ArrayLike],
    *,
    df: float = math.inf,
    confidence: float = 0.95,
) -> tuple[Pooled, ...]:
    """Pool several estimates, each by itself.

    Parameters
    ----------
    estimates, errors : array of float, shape (tables, estimates)
        From each table, with their standard errors.
    df, confidence
        As for `pooled`.

    Returns
    -------
    tuple of Pooled
        In the order of the estimates.

    Raises
    ------
    InvalidInputError
        Shapes differ, or as for `pooled`.

    Examples
    --------
    >>> [one.value for one in pooled_many([[1, 4], [3, 5]], [[1, 1], [1, 1]])]
    [2.0, 4.5]
    """
    values, spread = _two_ways(estimates), _two_ways(errors)
    if values.shape != spread.shape:
        raise InvalidInputError(Message("Each estimate of each table needs a standard error."))
    return tuple(
        pooled(value, error, df=df, confidence=confidence)
        for value, error in zip(values.T, spread.T, strict=True)
    )


def _two_ways(given: Sequence[ArrayLike]) -> Matrix:
    found = np.asarray(given, dtype=np.float64)
    if found.ndim != 2:
        raise InvalidInputError(
            Message("Estimates of tables are a table themselves: a row for each, a column for each estimate.")
        )
    return found


def _freedom(owed: float, tables: int, df: float) -> float:
    old = (tables - 1) / owed**2 if owed > 0 else math.inf
    if math.isinf(df):
        return old
    seen = (df + 1) / (df + 3) * df * (1 - owed)
    return seen if math.isinf(old) else old * seen / (old + seen)


def _told(lost: float, tables: int) -> tuple[Message, ...]:
    if lost < OWED and tables >= FEW * lost:
        return ()
    if tables < FEW * lost:
        return (
            Message(
                "Gaps cost %(share)d of 100 parts of the information, and %(tables)d tables are few for "
                "that: make at least %(needed)d, or another draw may give another result.",
                {"share": round(100 * lost), "tables": tables, "needed": math.ceil(FEW * lost)},
            ),
        )
    return (
        Message(
            "Gaps cost %(share)d of 100 parts of the information. The result leans on how they were filled.",
            {"share": round(100 * lost)},
        ),
    )
