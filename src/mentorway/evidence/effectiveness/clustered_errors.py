"""Errors of coefficients where people belong together, reduced in bias for few clusters (CR2)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mentorway.evidence.effectiveness.rows import Matrix, Places, Rows, Vector
from mentorway.wording import InvalidInputError, Message

Stack = NDArray[np.float64]
NOTHING = 1e-10  # an eigenvalue below this share of 1 is 0: its direction is fitted without a remainder


def check_clusters(clusters: Places | None) -> Places:
    """Refuse rows without clusters, or with only one.

    Parameters
    ----------
    clusters : array of int, shape (people,), or None
        Numbers of clusters from 0.

    Returns
    -------
    array of int

    Raises
    ------
    InvalidInputError
        There are none, or one.

    Examples
    --------
    >>> check_clusters(np.array([0, 1])).tolist()
    [0, 1]
    """
    if clusters is None:
        raise InvalidInputError(
            Message("These errors are for people who belong together; say who does, or choose HC3.")
        )
    if clusters.max() < 1:
        raise InvalidInputError(
            Message("All people belong to one cluster, so nothing shows how clusters differ. Two are needed.")
        )
    return clusters


def grouped(each: Matrix, clusters: Places) -> Matrix:
    """Sums over the people of each cluster.

    Parameters
    ----------
    each : array of float, shape (people, columns)
        What is added.
    clusters : array of int, shape (people,)
        Numbers of clusters from 0.

    Returns
    -------
    array of float, shape (clusters, columns)

    Examples
    --------
    >>> grouped(np.array([[1.0], [2.0], [4.0]]), np.array([0, 1, 0])).tolist()
    [[5.0], [2.0]]
    """
    order = np.argsort(clusters, kind="stable")
    starts = np.searchsorted(clusters[order], np.arange(clusters.max() + 1))
    found: Matrix = np.add.reduceat(each[order], starts, axis=0)
    return found


def bias_reduced(taken: Rows, inverse: Matrix, residuals: Vector) -> tuple[Matrix, Vector]:
    """CR2 covariance, and Satterthwaite's degrees of freedom of each coefficient.

    The working model is that of people on their own and spread alike, as in `clubSandwich`: residuals
    of a cluster are multiplied by the root of what the regression leaves of their covariance, which makes
    the errors right on average under this model.

    Parameters
    ----------
    taken : Rows
        With clusters.
    inverse : array of float, shape (columns, columns)
        Of X'WX.
    residuals : array of float, shape (people,)
        Of the regression.

    Returns
    -------
    array of float, shape (columns, columns), and array of float, shape (columns,)

    References
    ----------
    Bell & McCaffrey (2002), Survey Methodology 28:169-181.
    Pustejovsky & Tipton (2018), J Bus Econ Stat 36:672-683, doi:10.1080/07350015.2016.1247004.

    Examples
    --------
    >>> from mentorway.evidence.effectiveness.rows import rows
    >>> taken = rows([1, 2, 4, 3], {"a": [0, 0, 1, 1]}, clusters=[0, 1, 2, 3])
    >>> inverse, residuals = np.array([[0.5, -0.5], [-0.5, 1.0]]), np.array([-0.5, 0.5, 0.5, -0.5])
    >>> bias_reduced(taken, inverse, residuals)[1].round(9)
    array([1., 2.])
    """
    scores, shares = [], adjusted_shares(taken, inverse)
    for members, parts in shares.each:
        scores.append(residuals[members] @ parts)
    found = np.array(scores)
    k = taken.x.shape[1]
    return found.T @ found, np.array([satterthwaite(shares.products(np.eye(k)[[one]])) for one in range(k)])


@dataclass(frozen=True, eq=False)
class AdjustedShares:
    """What each person adds to each coefficient, once residuals are adjusted, cluster by cluster.

    `each` holds the places of the people of a cluster, and their shares, shape (people, columns).
    """

    each: tuple[tuple[Places, Matrix], ...]
    plain: Stack
    heavy: Stack
    inverse: Matrix
    turned: Matrix

    def products(self, sums: Matrix) -> Matrix:
        """Covariances under the working model of what clusters add to sums of coefficients.

        `sums` has shape (sums, columns); the result a row and a column for each cluster and sum, the sums of
        a cluster beside each other.
        """
        k, groups = self.inverse.shape[0], len(self.each)
        u = (sums @ self.plain.transpose(0, 2, 1)).reshape(-1, k)
        v = (sums @ self.heavy.transpose(0, 2, 1)).reshape(-1, k)
        mixed = u @ self.inverse @ v.T
        found: Matrix = u @ self.turned @ u.T - mixed - mixed.T
        for place, (_, parts) in enumerate(self.each):
            own = slice(place * len(sums), (place + 1) * len(sums))
            shared = parts @ sums.T
            found[own, own] += shared.T @ shared
        return found.reshape(groups * len(sums), groups * len(sums))


def adjusted_shares(taken: Rows, inverse: Matrix) -> AdjustedShares:
    """Adjust the residuals of each cluster for what the regression takes off them.

    Parameters
    ----------
    taken : Rows
        With clusters.
    inverse : array of float, shape (columns, columns)
        Of X'WX.

    Returns
    -------
    AdjustedShares

    Raises
    ------
    InvalidInputError
        There are no clusters, or one.

    Examples
    --------
    >>> from mentorway.evidence.effectiveness.rows import rows
    >>> taken = rows([1, 2, 4, 3], {"a": [0, 0, 1, 1]}, clusters=[0, 1, 2, 3])
    >>> shares = adjusted_shares(taken, np.array([[0.5, -0.5], [-0.5, 1.0]]))
    >>> shares.products(np.eye(2)[[0]]).trace().round(9)
    np.float64(0.5)
    """
    clusters = check_clusters(taken.clusters)
    squared = (taken.weights**2)[:, None] * taken.x
    turned = inverse @ (taken.x.T @ squared) @ inverse
    each, plain, heavy = [], [], []
    order = np.argsort(clusters, kind="stable")
    for members in np.split(order, np.cumsum(np.bincount(clusters))[:-1]):
        x, weights = taken.x[members], taken.weights[members]
        parts = _adjusted(x, weights, inverse, turned)
        each.append((members, parts))
        plain.append(x.T @ parts)
        heavy.append(x.T @ (weights[:, None] * parts))
    return AdjustedShares(tuple(each), np.array(plain), np.array(heavy), inverse, turned)


def satterthwaite(products: Matrix) -> float:
    """Degrees of freedom of a sum of squares: its mean squared, twice, over its variance.

    Parameters
    ----------
    products : array of float, shape (clusters, clusters)
        Covariances of what is squared and added.

    Returns
    -------
    float

    Examples
    --------
    >>> satterthwaite(np.eye(3))
    3.0
    """
    return float(np.trace(products) ** 2 / (products**2).sum())


def _adjusted(x: Matrix, weights: Vector, inverse: Matrix, turned: Matrix) -> Matrix:
    """What is left differs from no change in few directions only, so that large clusters cost little."""
    heavy = weights[:, None] * x
    even = bool((weights == weights[0]).all())
    few, _ = np.linalg.qr(x if even else np.hstack([x, heavy]))
    inner, weighed = few.T @ x, few.T @ heavy
    hat = inner @ inverse @ weighed.T
    left = np.eye(few.shape[1]) - hat - hat.T + inner @ turned @ inner.T
    size, way = np.linalg.eigh((left + left.T) / 2)
    root = np.where(size > NOTHING, 1 / np.sqrt(np.maximum(size, NOTHING)), 0.0)
    parts = heavy @ inverse
    turn = few.T @ parts
    found: Matrix = parts + few @ ((way * root) @ (way.T @ turn) - turn)
    return found
