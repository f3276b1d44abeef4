"""Least squares, weighted if asked, with errors for people unlike in spread or who belong together."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from mentorway.evidence.comparisons.checking import check_confidence
from mentorway.evidence.effectiveness.clustered_errors import bias_reduced, check_clusters, grouped
from mentorway.evidence.effectiveness.distributions import t_quantile, two_sided
from mentorway.evidence.effectiveness.few_clusters import few
from mentorway.evidence.effectiveness.rows import Matrix, Rows, Vector
from mentorway.wording import InvalidInputError, Message, listed, shown

Errors = Literal["classical", "HC0", "HC1", "HC2", "HC3", "CR0", "CR1", "CR2"]
KINDS: tuple[Errors, ...] = ("classical", "HC0", "HC1", "HC2", "HC3", "CR0", "CR1", "CR2")
SURE = 1e-10  # a person's leverage nearer to 1 than this fixes the line alone


@dataclass(frozen=True)
class Coefficient:
    """One number of a regression: its value, standard error, test against 0 and interval.

    `t` and `p` are None where the error is 0.
    """

    name: str
    value: float
    error: float
    df: float
    low: float
    high: float
    t: float | None
    p: float | None


@dataclass(frozen=True, eq=False)
class Regression:
    """Coefficients in the order of the columns, with their covariance of the kind asked for.

    `sigma` is the residual standard deviation, `r_squared` None where the outcome does not vary. `clusters`
    is None where people count one by one.
    """

    kind: Errors
    n: int
    clusters: int | None
    df: float
    coefficients: tuple[Coefficient, ...]
    covariance: Matrix
    residuals: Vector
    sigma: float
    r_squared: float | None
    warnings: tuple[Message, ...] = ()

    def of(self, name: str) -> Coefficient:
        """Return the coefficient of a column."""
        for one in self.coefficients:
            if one.name == name:
                return one
        raise unknown(name, [one.name for one in self.coefficients])

    @property
    def values(self) -> Vector:
        """All coefficients."""
        return np.array([one.value for one in self.coefficients])


@dataclass(frozen=True)
class WaldTest:
    """Whether several things are zero together: F with two degrees of freedom."""

    statistic: float
    df1: int
    df2: float
    p: float


def regression(taken: Rows, *, kind: Errors | None = None, confidence: float = 0.95) -> Regression:
    """Least squares of the outcome on the columns.

    Parameters
    ----------
    taken : Rows
        From `rows`, with weights and clusters if there are any.
    kind : {"classical", "HC0", "HC1", "HC2", "HC3", "CR0", "CR1", "CR2"}, optional
        How errors are estimated: for people spread alike; for people spread unlike each other (HC); for
        people who belong together (CR). Without it CR2 where clusters are given, else HC3.
    confidence : float in (0, 1)
        How sure the intervals shall be.

    Returns
    -------
    Regression
        Degrees of freedom are n - k for classical and HC, clusters - 1 for CR0 and CR1, and those of
        Satterthwaite, one for each coefficient, for CR2.

    Raises
    ------
    InvalidInputError
        The kind needs clusters, there are fewer than two, a kind divides by what is 0, or the confidence is
        out of range.

    References
    ----------
    MacKinnon & White (1985), J Econometrics 29:305-325, doi:10.1016/0304-4076(85)90158-7.
    Bell & McCaffrey (2002), Survey Methodology 28:169-181.
    Pustejovsky & Tipton (2018), J Bus Econ Stat 36:672-683, doi:10.1080/07350015.2016.1247004.

    Examples
    --------
    >>> from mentorway.evidence.effectiveness.rows import rows
    >>> found = regression(rows([2, 3, 5, 4, 6], {"hours": [0, 1, 2, 3, 4]}), kind="HC3")
    >>> round(found.of("hours").value, 4), round(found.of("hours").error, 4)
    (0.9, 0.1917)
    """
    check_confidence(confidence)
    kind = kind or ("HC3" if taken.clusters is None else "CR2")
    if kind not in KINDS:
        raise InvalidInputError(
            Message(
                "“%(kind)s” is no kind of standard error. Choose one of: %(kinds)s.",
                {"kind": shown(kind), "kinds": listed(KINDS)},
            )
        )
    inverse, values = solved(taken)
    residuals = taken.y - taken.x @ values
    left = len(taken.y) - len(values)
    around = taken.y - np.average(taken.y, weights=taken.weights)
    unexplained = float(taken.weights @ residuals**2)
    total = float(taken.weights @ around**2)
    covariance, df, groups = _covariance(taken, inverse, residuals, kind)
    return Regression(
        kind=kind,
        n=len(taken.y),
        clusters=groups,
        df=float(left if groups is None else groups - 1),
        coefficients=coefficients(taken.names, values, covariance, df, confidence),
        covariance=covariance,
        residuals=residuals,
        sigma=math.sqrt(unexplained / left),
        r_squared=1 - unexplained / total if total > 0 else None,
        warnings=() if groups is None else few(groups, kind),
    )


def solved(taken: Rows) -> tuple[Matrix, Vector]:
    """Inverse of X'WX, and the coefficients, by QR.

    Parameters
    ----------
    taken : Rows
        Checked, so that no column repeats others.

    Returns
    -------
    array of float, shape (columns, columns), and array of float, shape (columns,)

    Examples
    --------
    >>> from mentorway.evidence.effectiveness.rows import rows
    >>> solved(rows([1, 2, 3], {"a": [0, 1, 2]}))[1].round(12).tolist()
    [1.0, 1.0]
    """
    root = np.sqrt(taken.weights)
    q, r = np.linalg.qr(root[:, None] * taken.x)
    back = np.linalg.inv(r)
    return back @ back.T, back @ (q.T @ (root * taken.y))


def wald(found: Regression, names: Sequence[str]) -> WaldTest:
    """Test whether the coefficients of several columns are all 0.

    Parameters
    ----------
    found : Regression
        With its covariance.
    names : sequence of str
        The columns.

    Returns
    -------
    WaldTest
        F over clusters - 1, or over n - k without clusters. With few clusters it rejects too often, most of
        all for several columns at once; `joint_test` is the better one then.

    Raises
    ------
    InvalidInputError
        No column or an unknown one is named, or their covariance has no inverse.

    Examples
    --------
    >>> from mentorway.evidence.effectiveness.rows import rows
    >>> found = regression(rows([2, 3, 5, 4, 6], {"hours": [0, 1, 2, 3, 4]}), kind="classical")
    >>> round(wald(found, ["hours"]).statistic, 4), round(found.of("hours").t ** 2, 4)
    (12.7895, 12.7895)
    """
    every = [one.name for one in found.coefficients]
    for name in names:
        if name not in every:
            raise unknown(name, every)
    if not names:
        raise InvalidInputError(Message("Name at least one column to test."))
    places = [every.index(name) for name in names]
    values, spread = found.values[places], found.covariance[np.ix_(places, places)]
    scale = np.sqrt(np.diag(spread))
    if not (scale > 0).all() or np.linalg.cond(spread / np.outer(scale, scale)) > 1e12:
        raise InvalidInputError(
            Message(
                "These coefficients cannot be tested together: there are too few clusters or people for it."
            )
        )
    statistic = float(values @ np.linalg.solve(spread, values)) / len(places)
    p = float(special.fdtrc(len(places), found.df, statistic))
    return WaldTest(statistic, len(places), found.df, p)


def combination(found: Regression, parts: ArrayLike, name: str, *, confidence: float = 0.95) -> Coefficient:
    """Estimate a sum of coefficients, each times a number.

    Parameters
    ----------
    found : Regression
        With its covariance.
    parts : array of float, shape (columns,)
        The numbers, in the order of the columns.
    name : str
        What the sum is called.
    confidence : float in (0, 1)
        How sure the interval shall be.

    Returns
    -------
    Coefficient
        With the degrees of freedom of the regression.

    Raises
    ------
    InvalidInputError
        There are not as many numbers as columns, or the confidence is out of range.

    Examples
    --------
    >>> from mentorway.evidence.effectiveness.rows import rows
    >>> found = regression(rows([2, 3, 5, 4, 6], {"hours": [0, 1, 2, 3, 4]}))
    >>> round(combination(found, [1, 2], "at two hours").value, 4)
    4.0
    """
    check_confidence(confidence)
    times = np.asarray(parts, dtype=np.float64)
    if times.shape != found.values.shape:
        raise InvalidInputError(
            Message(
                "Each of %(needed)d columns needs a number; %(found)d came.",
                {"needed": len(found.values), "found": int(times.size)},
            )
        )
    spread = np.array([[max(float(times @ found.covariance @ times), 0.0)]])
    return coefficients((name,), np.array([times @ found.values]), spread, np.array([found.df]), confidence)[
        0
    ]


def coefficients(
    names: Sequence[str], values: Vector, covariance: Matrix, df: Vector, confidence: float
) -> tuple[Coefficient, ...]:
    """Test and interval of each coefficient from its value, error and degrees of freedom.

    Parameters
    ----------
    names : sequence of str
        Of the columns.
    values, df : array of float, shape (columns,)
        Coefficients and degrees of freedom.
    covariance : array of float, shape (columns, columns)
        Of the coefficients.
    confidence : float in (0, 1)
        How sure the intervals shall be.

    Returns
    -------
    tuple of Coefficient

    Examples
    --------
    >>> coefficients(["a"], np.array([2.0]), np.array([[1.0]]), np.array([np.inf]), 0.95)[0].t
    2.0
    """
    found = []
    for place, name in enumerate(names):
        value, error = float(values[place]), math.sqrt(max(float(covariance[place, place]), 0.0))
        half = t_quantile((1 + confidence) / 2, float(df[place])) * error
        t = value / error if error else None
        p = None if t is None else two_sided(t, float(df[place]))
        found.append(Coefficient(name, value, error, float(df[place]), value - half, value + half, t, p))
    return tuple(found)


def unknown(name: str, names: Sequence[str]) -> InvalidInputError:
    """Say that there is no such column.

    Parameters
    ----------
    name : str
        What was asked for.
    names : sequence of str
        What there is.

    Returns
    -------
    InvalidInputError

    Examples
    --------
    >>> str(unknown("b", ["a"]))
    'There is no column “b”. There are: a.'
    """
    return InvalidInputError(
        Message(
            "There is no column “%(name)s”. There are: %(names)s.",
            {"name": shown(name), "names": listed(names)},
        )
    )


def _covariance(
    taken: Rows, inverse: Matrix, residuals: Vector, kind: Errors
) -> tuple[Matrix, Vector, int | None]:
    """Covariance of the coefficients, degrees of freedom of each, and the number of clusters."""
    n, k = taken.x.shape
    plain = np.full(k, float(n - k))
    if kind == "classical":
        return inverse * float(taken.weights @ residuals**2) / (n - k), plain, None
    if kind.startswith("HC"):
        scores = (taken.weights * residuals)[:, None] * taken.x
        scores = scores * _larger(taken, inverse, kind)[:, None]
        return inverse @ (scores.T @ scores) @ inverse, plain, None
    clusters = check_clusters(taken.clusters)
    groups = int(clusters.max()) + 1
    if kind == "CR2":
        return (*bias_reduced(taken, inverse, residuals), groups)
    sums = grouped((taken.weights * residuals)[:, None] * taken.x, clusters)
    factor = groups / (groups - 1) * (n - 1) / (n - k) if kind == "CR1" else 1.0
    return factor * inverse @ (sums.T @ sums) @ inverse, np.full(k, groups - 1.0), groups


def _larger(taken: Rows, inverse: Matrix, kind: Errors) -> Vector:
    """By what residuals are made larger, because the line was drawn to make them small."""
    n, k = taken.x.shape
    if kind in ("HC0", "HC1"):
        return np.full(n, math.sqrt(n / (n - k)) if kind == "HC1" else 1.0)
    left = 1 - taken.weights * ((taken.x @ inverse) * taken.x).sum(axis=1)
    if (left < SURE).any():
        raise InvalidInputError(
            Message(
                "Person %(person)d alone decides one of the coefficients, so these errors cannot be known. "
                "Leave out the column that is about this person only, or choose HC1.",
                {"person": int(np.argmin(left)) + 1},
            )
        )
    change: Callable[[Vector], Vector] = np.sqrt if kind == "HC2" else np.asarray
    return 1 / change(left)
