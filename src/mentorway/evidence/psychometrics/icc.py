"""How far judges who give numbers agree: the intraclass correlations of Shrout and Fleiss."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from mentorway.wording import InvalidInputError, Message

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Correlation:
    """One intraclass correlation with its interval, and F against 0."""

    value: float
    low: float
    high: float
    f: float
    df1: float
    df2: float
    p: float


@dataclass(frozen=True)
class JudgeCorrelations:
    """Six correlations: of one judge (`_one`), and of the mean of all of them (`_mean`).

    `any`: each person is judged by other judges, ICC(1). `agreement`: the same judges, drawn from many, have
    to give the same number, ICC(2). `consistency`: these judges only, who may be stricter or milder
    throughout, ICC(3).
    """

    people: int
    judges: int
    any_one: Correlation
    agreement_one: Correlation
    consistency_one: Correlation
    any_mean: Correlation
    agreement_mean: Correlation
    consistency_mean: Correlation


def judge_correlations(ratings: ArrayLike, *, confidence: float = 0.95) -> JudgeCorrelations:
    """Intraclass correlations of a full table of ratings.

    Parameters
    ----------
    ratings : array of float, shape (people, judges)
        What each judge gave each person; no NaN. Of a pair, such as mentor and mentee, two columns.
    confidence : float in (0, 1)
        How sure the intervals shall be.

    Returns
    -------
    JudgeCorrelations
        Values may be below 0, where judges differ more within people than between them.

    Raises
    ------
    InvalidInputError
        There are fewer than two people or judges, a rating is missing, all ratings are the same or differ by
        judge only, or nothing is left over within people.

    References
    ----------
    Shrout & Fleiss (1979), Psychological Bulletin 86:420-428, doi:10.1037/0033-2909.86.2.420.
    McGraw & Wong (1996), Psychological Methods 1:30-46, doi:10.1037/1082-989X.1.1.30.

    Examples
    --------
    >>> ratings = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    >>> found = judge_correlations(ratings)  # the table of Shrout and Fleiss
    >>> [round(one.value, 2) for one in (found.any_one, found.agreement_one, found.consistency_one)]
    [0.17, 0.29, 0.71]
    """
    if not 0 < confidence < 1:
        raise InvalidInputError(
            Message("Confidence must lie between 0 and 1, not %(value)s.", {"value": confidence})
        )
    table = _checked(ratings)
    n, k = table.shape
    squares = _Squares(table)
    upper = (1 + confidence) / 2
    one_way, two_way = (n - 1, n * (k - 1)), (n - 1, (n - 1) * (k - 1))
    single = _ends(squares.people / squares.within, *one_way, upper)
    fixed = _ends(squares.people / squares.error, *two_way, upper)
    absolute = _absolute(squares, upper)
    return JudgeCorrelations(
        n,
        k,
        any_one=_of([(f - 1) / (f + k - 1) for f in single], single[0], one_way),
        agreement_one=_of(absolute, fixed[0], two_way),
        consistency_one=_of([(f - 1) / (f + k - 1) for f in fixed], fixed[0], two_way),
        any_mean=_of([1 - 1 / f for f in single], single[0], one_way),
        agreement_mean=_of([k * one / (1 + one * (k - 1)) for one in absolute], fixed[0], two_way),
        consistency_mean=_of([1 - 1 / f for f in fixed], fixed[0], two_way),
    )


def _of(numbers: Sequence[float], f: float, df: tuple[int, int]) -> Correlation:
    value, low, high = numbers
    return Correlation(value, low, high, f, df[0], df[1], float(special.fdtrc(*df, f)))


class _Squares:
    """Mean squares between people, within people, between judges, and left over."""

    def __init__(self, table: Matrix) -> None:
        n, k = table.shape
        whole, rows, columns = table.mean(), table.mean(axis=1), table.mean(axis=0)
        self.n, self.k = n, k
        self.people = float(k * ((rows - whole) ** 2).sum() / (n - 1))
        self.within = float(((table - rows[:, None]) ** 2).sum() / (n * (k - 1)))
        self.judges = float(n * ((columns - whole) ** 2).sum() / (k - 1))
        self.error = float(((table - rows[:, None] - columns + whole) ** 2).sum() / ((n - 1) * (k - 1)))


def _ends(f: float, df1: float, df2: float, upper: float) -> tuple[float, float, float]:
    return f, f / float(special.fdtri(df1, df2, upper)), f * float(special.fdtri(df2, df1, upper))


def _absolute(of: _Squares, upper: float) -> tuple[float, float, float]:
    """ICC(2,1) with the interval of McGraw and Wong, whose degrees of freedom are Satterthwaite's."""
    n, k = of.n, of.k
    value = (of.people - of.error) / (of.people + (k - 1) * of.error + k * (of.judges - of.error) / n)
    a = k * value / (n * (1 - value))
    b = 1 + k * value * (n - 1) / (n * (1 - value))
    mixed = (a * of.judges + b * of.error) ** 2
    df = mixed / ((a * of.judges) ** 2 / (k - 1) + (b * of.error) ** 2 / ((n - 1) * (k - 1)))
    over, under = float(special.fdtri(n - 1, df, upper)), float(special.fdtri(df, n - 1, upper))
    rest = k * of.judges + (k * n - k - n) * of.error
    low = n * (of.people - over * of.error) / (over * rest + n * of.people)
    high = n * (under * of.people - of.error) / (rest + n * under * of.people)
    return value, low, high


def _checked(ratings: ArrayLike) -> Matrix:
    table = np.asarray(ratings, dtype=np.float64)
    if table.ndim != 2 or min(table.shape) < 2:
        raise InvalidInputError(
            Message("Ratings are a table of at least two people in rows and two judges in columns.")
        )
    if not np.isfinite(table).all():
        raise InvalidInputError(
            Message("A rating is missing. Leave out people whom not every judge has rated, or use alpha.")
        )
    squares = _Squares(table)
    spread = max(float(table.var()), 1e-12 * float(np.abs(table).max()) ** 2)
    if squares.people <= 1e-12 * spread or squares.error <= 1e-12 * spread:
        raise InvalidInputError(
            Message(
                "Judges who give everyone the same, or who differ by the same throughout, have no intraclass "
                "correlation with an interval: there is nothing left over to judge it by."
            )
        )
    return table
