"""Reliability of a scale from the covariances of its items: alpha and omega, each with an interval."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from mentorway.wording import InvalidInputError, Message

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]

MOST_STEPS = 500
SMALLEST_GAIN = 1e-12


@dataclass(frozen=True)
class Alpha:
    """Cronbach's alpha of a scale, without unit, with its Feldt interval."""

    value: float
    low: float
    high: float
    n: int
    items: int
    warnings: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Omega:
    """McDonald's omega of a scale (one factor), without unit, with its delta-method interval."""

    value: float
    low: float
    high: float
    n: int
    items: int
    warnings: tuple[Message, ...] = ()


def alpha(
    covariance: ArrayLike, n: int, *, names: Sequence[str] | None = None, confidence: float = 0.95
) -> Alpha:
    """Cronbach's alpha: the lower bound of a scale's reliability if errors are uncorrelated.

    ``k / (k - 1) * (1 - trace(C) / sum(C))`` for k items with covariance matrix C. Not a proof that the items
    measure one thing: a long scale of two unrelated halves can have a high alpha.

    Parameters
    ----------
    covariance : array of float, shape (items, items)
        Covariances of at least two items, reverse-keyed items already turned. Any divisor.
    n : int
        People the covariances come from, at least 3.
    names : sequence of str, optional
        The items, for messages; their places otherwise.
    confidence : float in (0, 1)
        How sure the interval shall be.

    Returns
    -------
    Alpha
        A negative value is kept, with a warning.

    Raises
    ------
    InvalidInputError
        Fewer than two items or three people, an item without variance, answers that cancel each other out,
        or a matrix that is not one of covariances.

    References
    ----------
    Cronbach (1951), Psychometrika 16:297-334, doi:10.1007/BF02310555.
    Feldt (1965), Psychometrika 30:357-370, doi:10.1007/BF02289499.
    Feldt, Woodruff & Salih (1987), Appl Psychol Meas 11:93-103, doi:10.1177/014662168701100107.

    Examples
    --------
    >>> found = alpha([[2.0, 1.0, 1.0], [1.0, 2.0, 1.0], [1.0, 1.0, 2.0]], 50)
    >>> found.value
    0.75
    >>> found.low < 0.75 < found.high
    True
    """
    matrix = _checked(covariance, n, names, confidence)
    items = len(matrix)
    total = float(matrix.sum())
    if total <= 1e-12 * float(np.trace(matrix)):
        raise InvalidInputError(
            Message(
                "The sum of the items does not vary, so the scale has no reliability. "
                "Check which items must be reverse-keyed."
            )
        )
    value = items / (items - 1) * (1 - float(np.trace(matrix)) / total)
    tail = (1 - confidence) / 2
    shape = n - 1, (n - 1) * (items - 1)
    return Alpha(
        value=value,
        low=1 - (1 - value) * float(special.fdtri(*shape, 1 - tail)),
        high=1 - (1 - value) * float(special.fdtri(*shape, tail)),
        n=n,
        items=items,
        warnings=(_NEGATIVE,) if value < 0 else (),
    )


_NEGATIVE = Message(
    "Alpha is below zero: on the whole the items move against each other. "
    "Check which items must be reverse-keyed before using this scale."
)
_IMPROPER = Message(
    "The one-factor model gives an item a negative error variance, so omega is not trustworthy here. "
    "More people or other items are needed."
)


def omega(
    covariance: ArrayLike, n: int, *, names: Sequence[str] | None = None, confidence: float = 0.95
) -> Omega:
    """McDonald's omega: the share of the sum score's variance that one common factor explains.

    ``(sum λ)² / ((sum λ)² + sum θ)`` with the unstandardised loadings λ and error variances θ of a one-factor
    (congeneric) model fitted by maximum likelihood, factor variance 1. This is the omega called *total* of a
    one-factor model, also composite reliability; not the hierarchical omega of a bifactor model, and the
    denominator is the variance the model implies, not the one observed. The interval is value ± z standard
    errors by the delta method from the expected information, on the omega scale itself (as lavaan does for a
    parameter defined with ``:=``), so it can pass 1.

    Parameters
    ----------
    covariance : array of float, shape (items, items)
        Covariances with divisor n of at least three items, reverse-keyed items already turned.
    n : int
        People the covariances come from; more than there are items.
    names : sequence of str, optional
        The items, for messages; their places otherwise.
    confidence : float in (0, 1)
        How sure the interval shall be.

    Returns
    -------
    Omega
        With a warning if an error variance is negative (a Heywood case).

    Raises
    ------
    InvalidInputError
        Fewer than three items, not more people than items, an item without variance, items that repeat each
        other, or estimates that do not settle.

    References
    ----------
    McDonald (1999), Test Theory: A Unified Treatment, doi:10.4324/9781410601087.
    Raykov (2002), Multivariate Behav Res 37:89-103, doi:10.1207/S15327906MBR3701_04.

    Examples
    --------
    A perfect one-factor matrix with loadings 1 and error variances 1 gives 9 / (9 + 3).

    >>> found = omega([[2.0, 1.0, 1.0], [1.0, 2.0, 1.0], [1.0, 1.0, 2.0]], 50)
    >>> round(found.value, 9)
    0.75
    """
    matrix = _checked(covariance, n, names, confidence)
    _check_identified(matrix, n)
    scale = np.sqrt(np.diag(matrix))
    loadings, errors, information = _one_factor(matrix / np.outer(scale, scale))
    true = float(scale @ loadings)
    noise = float(scale**2 @ errors)
    value = true**2 / (true**2 + noise)
    slope = np.concatenate([2 * true * noise * scale, -(true**2) * scale**2]) / (true**2 + noise) ** 2
    half = float(special.ndtri((1 + confidence) / 2)) * _standard_error(slope, information, n)
    return Omega(
        value=value,
        low=value - half,
        high=value + half,
        n=n,
        items=len(matrix),
        warnings=(_IMPROPER,) if errors.min() < 0 else (),
    )


def _checked(covariance: ArrayLike, n: int, names: Sequence[str] | None, confidence: float) -> Matrix:
    matrix = np.asarray(covariance, dtype=np.float64)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or len(matrix) < 2:
        raise InvalidInputError(
            Message("A scale needs at least two items. Choose more items, or look at the single item.")
        )
    if not np.isfinite(matrix).all() or not np.allclose(matrix, matrix.T, rtol=1e-10, atol=0):
        raise InvalidInputError(
            Message("The covariances hold missing numbers or are not symmetric. Compute them again.")
        )
    if n < 3:
        raise InvalidInputError(
            Message("Reliability needs at least 3 people who answered every item; %(n)d did.", {"n": n})
        )
    if not 0 < confidence < 1:
        raise InvalidInputError(
            Message("Confidence must lie between 0 and 1, not %(value)s.", {"value": confidence})
        )
    constant = np.flatnonzero(np.diag(matrix) <= 0)
    if constant.size:
        place = int(constant[0])
        raise InvalidInputError(
            Message(
                "Everyone gave the same answer to item %(item)s, so it measures no difference. "
                "Leave it out of the scale for this group.",
                {"item": names[place] if names else place + 1},
            )
        )
    return matrix


def _check_identified(matrix: Matrix, n: int) -> None:
    items = len(matrix)
    if items < 3:
        raise InvalidInputError(
            Message(
                "Omega cannot be found from two items: the model needs at least three. Use alpha instead."
            )
        )
    if n <= items:
        raise InvalidInputError(
            Message(
                "Omega needs more people than items; there are %(n)d people and %(items)d items.",
                {"n": n, "items": items},
            )
        )
    scale = np.sqrt(np.diag(matrix))
    if float(np.linalg.eigvalsh(matrix / np.outer(scale, scale))[0]) < 1e-10:
        raise InvalidInputError(
            Message(
                "Some items repeat each other exactly, so omega cannot be found. "
                "Leave out an item that follows from the others."
            )
        )


def _one_factor(sample: Matrix) -> tuple[Vector, Vector, Matrix]:
    """ML loadings and error variances (factor variance 1) of a correlation matrix, and the information."""
    items = len(sample)
    roots, axes = np.linalg.eigh(sample)
    loadings = axes[:, -1] * math.sqrt(max(roots[-1] - 1, 0.1))
    estimate = np.concatenate([loadings, np.clip(1 - loadings**2, 0.2, None)])
    misfit = _misfit(sample, estimate)
    for _ in range(MOST_STEPS):
        gradient, information = _derivatives(sample, estimate[:items], estimate[items:])
        step: Vector = np.asarray(np.linalg.lstsq(information, gradient, rcond=None)[0], dtype=np.float64)
        gain = float(gradient @ step)
        if gain < SMALLEST_GAIN**2:
            return estimate[:items], estimate[items:], information
        estimate, misfit, moved = _search(sample, estimate, step, misfit)
        if not moved:
            if gain > SMALLEST_GAIN:
                break
            return estimate[:items], estimate[items:], information
    raise InvalidInputError(
        Message(
            "The one-factor model did not settle on these answers, so there is no omega. "
            "The items may not share one factor, or there are too few people."
        )
    )


def _search(sample: Matrix, estimate: Vector, step: Vector, misfit: float) -> tuple[Vector, float, bool]:
    """The longest of ever shorter steps that lowers the misfit."""
    for halvings in range(40):
        tried = estimate + step * 0.5**halvings
        found = _misfit(sample, tried)
        if found < misfit:
            return tried, found, True
    return estimate, misfit, False


def _misfit(sample: Matrix, estimate: Vector) -> float:
    """Half the ML discrepancy up to a constant; infinite where the model is no covariance matrix."""
    items = len(sample)
    model = np.outer(estimate[:items], estimate[:items]) + np.diag(estimate[items:])
    try:
        root = np.linalg.cholesky(model)
    except np.linalg.LinAlgError:
        return math.inf
    halfway = np.linalg.solve(model, sample)
    return float(np.log(np.diag(root)).sum() + np.trace(halfway) / 2)


def _derivatives(sample: Matrix, loadings: Vector, errors: Vector) -> tuple[Vector, Matrix]:
    """Gradient of the log-likelihood and expected information, both per person."""
    weight = np.linalg.inv(np.outer(loadings, loadings) + np.diag(errors))
    residual = weight @ sample @ weight - weight
    along = weight @ loadings
    gradient = np.concatenate([residual @ loadings, np.diag(residual) / 2])
    upper = np.outer(along, along) + (loadings @ along) * weight
    cross = weight * along
    return gradient, np.block([[upper, cross], [cross.T, weight**2 / 2]])


def _standard_error(slope: Vector, information: Matrix, n: int) -> float:
    try:
        variance = float(slope @ np.linalg.solve(information, slope)) / n
    except np.linalg.LinAlgError:
        variance = -1.0
    if variance < 0:
        raise InvalidInputError(
            Message(
                "The items carry too little information for an interval of omega. More people are needed."
            )
        )
    return math.sqrt(variance)
