"""Regression from sums of clusters alone: exact, without the rows that the sums were made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mentorway.evidence.comparisons.checking import check_confidence
from mentorway.evidence.effectiveness.clustered_errors import check_clusters, grouped
from mentorway.evidence.effectiveness.few_clusters import few
from mentorway.evidence.effectiveness.regression import Coefficient, coefficients
from mentorway.evidence.effectiveness.rows import Matrix, Rows, Vector, repeated
from mentorway.wording import InvalidInputError, Message

Stack = NDArray[np.float64]
COLLINEAR = (
    1e-10  # of a column's sum of squares: what the columns before it leave over, if only rounding does
)


@dataclass(frozen=True, eq=False)
class ClusterSums:
    """What a regression needs of each cluster: people, and weighted sums of squares and products.

    `people` has shape (clusters,), `xx` (clusters, columns, columns), `xy` (clusters, columns) and `yy`
    (clusters,). Sums of the same columns add up, so they can be made where the rows are.
    """

    names: tuple[str, ...]
    people: Vector
    xx: Stack
    xy: Matrix
    yy: Vector


@dataclass(frozen=True, eq=False)
class ClusteredRegression:
    """Coefficients in the order of the columns, with errors that let people of a cluster belong together."""

    kind: Literal["CR0", "CR1"]
    n: int
    clusters: int
    coefficients: tuple[Coefficient, ...]
    covariance: Matrix
    warnings: tuple[Message, ...] = ()


def cluster_sums(taken: Rows) -> ClusterSums:
    """Sums of each cluster from rows.

    Parameters
    ----------
    taken : Rows
        With clusters.

    Returns
    -------
    ClusterSums

    Raises
    ------
    InvalidInputError
        There are no clusters, or one.

    Examples
    --------
    >>> from mentorway.evidence.effectiveness.rows import rows
    >>> cluster_sums(rows([1, 2, 4, 3], {"a": [0, 0, 1, 1]}, clusters=[1, 1, 2, 2])).xy.tolist()
    [[3.0, 0.0], [7.0, 7.0]]
    """
    clusters = check_clusters(taken.clusters)
    n, k = taken.x.shape
    heavy = taken.weights[:, None] * taken.x
    products = (heavy[:, :, None] * taken.x[:, None, :]).reshape(n, k * k)
    others = np.column_stack([np.ones(n), taken.weights * taken.y**2, heavy * taken.y[:, None]])
    sums = grouped(np.hstack([products, others]), clusters)
    return ClusterSums(
        names=taken.names,
        people=sums[:, k * k],
        xx=sums[:, : k * k].reshape(-1, k, k),
        xy=sums[:, k * k + 2 :],
        yy=sums[:, k * k + 1],
    )


def joined(parts: Sequence[ClusterSums]) -> ClusterSums:
    """Lay the clusters of several sources side by side.

    Parameters
    ----------
    parts : sequence of ClusterSums
        Of the same columns in the same order; no cluster is in two of them.

    Returns
    -------
    ClusterSums

    Raises
    ------
    InvalidInputError
        There is none, or their columns differ.

    Examples
    --------
    >>> from mentorway.evidence.effectiveness.rows import rows
    >>> one = cluster_sums(rows([1, 2, 4, 3], {"a": [0, 0, 1, 1]}, clusters=[1, 1, 2, 2]))
    >>> len(joined([one, one]).people)
    4
    """
    if not parts or any(part.names != parts[0].names for part in parts):
        raise InvalidInputError(
            Message("Sums can be laid side by side if all are of the same columns in the same order.")
        )
    return ClusterSums(
        parts[0].names,
        np.concatenate([part.people for part in parts]),
        np.concatenate([part.xx for part in parts]),
        np.concatenate([part.xy for part in parts]),
        np.concatenate([part.yy for part in parts]),
    )


def clustered_regression(
    sums: ClusterSums, *, kind: Literal["CR0", "CR1"] = "CR1", confidence: float = 0.95
) -> ClusteredRegression:
    """Least squares with clustered errors from sums.

    Parameters
    ----------
    sums : ClusterSums
        Of at least two clusters.
    kind : {"CR0", "CR1"}
        Plain, or times C/(C - 1) · (N - 1)/(N - k).
    confidence : float in (0, 1)
        How sure the intervals shall be.

    Returns
    -------
    ClusteredRegression
        With clusters - 1 degrees of freedom, equal to `regression` of the rows.

    Raises
    ------
    InvalidInputError
        There are fewer than two clusters, more columns than people, a column repeats others, or the
        confidence is out of range.

    References
    ----------
    Liang & Zeger (1986), Biometrika 73:13-22, doi:10.1093/biomet/73.1.13.
    Cameron & Miller (2015), J Human Resources 50:317-372, doi:10.3368/jhr.50.2.317.

    Examples
    --------
    >>> from mentorway.evidence.effectiveness.rows import rows
    >>> taken = rows([1, 2, 4, 3, 3, 6], {"a": [0, 0, 1, 1, 0, 1]}, clusters=[1, 1, 2, 2, 3, 3])
    >>> found = clustered_regression(cluster_sums(taken)).coefficients[1]
    >>> round(found.value, 4), round(found.error, 4)
    (2.3333, 0.9379)
    """
    check_confidence(confidence)
    if kind not in ("CR0", "CR1"):
        raise InvalidInputError(Message("From sums there are errors of the kinds CR0 and CR1 only."))
    inverse, values = settled(sums)
    groups, n, k = len(sums.people), float(sums.people.sum()), len(values)
    scores = sums.xy - sums.xx @ values
    factor = groups / (groups - 1) * (n - 1) / (n - k) if kind == "CR1" else 1.0
    covariance = factor * inverse @ (scores.T @ scores) @ inverse
    return ClusteredRegression(
        kind=kind,
        n=int(n),
        clusters=groups,
        coefficients=coefficients(sums.names, values, covariance, np.full(k, groups - 1.0), confidence),
        covariance=covariance,
        warnings=few(groups, kind),
    )


def settled(sums: ClusterSums) -> tuple[Matrix, Vector]:
    """Inverse of the sum of X'WX, and the coefficients.

    Parameters
    ----------
    sums : ClusterSums
        Of at least two clusters.

    Returns
    -------
    array of float, shape (columns, columns), and array of float, shape (columns,)

    Raises
    ------
    InvalidInputError
        There are fewer than two clusters, no more people than columns, or a column repeats others.

    Examples
    --------
    >>> sums = ClusterSums(("constant",), np.array([2.0, 1.0]), np.array([[[2.0]], [[1.0]]]),
    ...     np.array([[3.0], [3.0]]), np.array([5.0, 9.0]))
    >>> settled(sums)[1].tolist()
    [2.0]
    """
    check_clusters(np.arange(len(sums.people)))
    whole, k = sums.xx.sum(axis=0), len(sums.names)
    if sums.people.sum() <= k:
        raise InvalidInputError(
            Message(
                "There are %(columns)d columns, the constant among them, for %(people)d people. More people "
                "are needed than columns.",
                {"columns": k, "people": int(sums.people.sum())},
            )
        )
    length = np.sqrt(np.diag(whole))
    if not length.all():
        raise repeated(sums.names[int(np.argmin(length))], [])
    scaled = whole / np.outer(length, length)
    for place in range(1, k):
        shares = np.linalg.solve(scaled[:place, :place], scaled[:place, place])
        if 1 - shares @ scaled[:place, place] < COLLINEAR:
            raise repeated(
                sums.names[place], [sums.names[one] for one in np.flatnonzero(np.abs(shares) > 1e-5)]
            )
    inverse = np.linalg.inv(scaled) / np.outer(length, length)
    return inverse, inverse @ sums.xy.sum(axis=0)
