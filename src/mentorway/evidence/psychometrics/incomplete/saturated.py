"""Means and covariances of answers with holes, by maximum likelihood and without a model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mentorway.evidence.psychometrics.factors.factor_input import COLLINEAR
from mentorway.evidence.psychometrics.factors.layout import Stack
from mentorway.evidence.psychometrics.factors.models import ConvergenceError, Matrix, Vector
from mentorway.evidence.psychometrics.incomplete.holes import Holed, holed
from mentorway.evidence.psychometrics.incomplete.missing import IncompleteGroup, check_patterns, item_sums
from mentorway.wording import Message

CYCLES = 5000  # of three steps each at most
STILL = 1e-9  # change of a step, in standard deviations, that counts as none


@dataclass(frozen=True, eq=False)
class Saturated:
    """Means and covariances that make the answers likeliest, and how likely that is."""

    n: int
    mean: Vector
    covariance: Matrix
    log_likelihood: float
    iterations: int


@dataclass(frozen=True, eq=False)
class _Place:
    """One guess at means and covariances."""

    mean: Vector
    covariance: Matrix

    def minus(self, other: _Place) -> _Place:
        return _Place(self.mean - other.mean, self.covariance - other.covariance)

    def plus(self, other: _Place, times: float) -> _Place:
        return _Place(self.mean + times * other.mean, self.covariance + times * other.covariance)


def saturated(group: IncompleteGroup, items: tuple[str, ...]) -> Saturated:
    """Estimate the means and covariances of one group from all its answers.

    The EM algorithm on the patterns' moments: what people did not answer is replaced by what their other
    answers lead to expect. Its slow steps are lengthened where that makes the answers likelier (SQUAREM). The
    result is right if who left out what depends only on the answers that were given (missing at random).

    Parameters
    ----------
    group : IncompleteGroup
        Its patterns.
    items : tuple of str
        The scale, in the order of the patterns.

    Returns
    -------
    Saturated
        Covariances with divisor n; without holes they are those of the answers.

    Raises
    ------
    InvalidInputError
        As for `check_patterns`.
    ConvergenceError
        The steps do not come to rest, or the covariances lose their rank: the holes leave too little.

    References
    ----------
    Dempster, Laird & Rubin (1977), J R Stat Soc B 39:1-38, doi:10.1111/j.2517-6161.1977.tb01600.x.
    Little & Rubin (2019), Statistical Analysis with Missing Data, 3rd ed., doi:10.1002/9781119482260.
    Varadhan & Roland (2008), Scand J Stat 35:335-353, doi:10.1111/j.1467-9469.2007.00585.x.

    Examples
    --------
    >>> from mentorway.evidence.psychometrics.incomplete.missing import patterns_of
    >>> rows = np.array([[1.0, 1.0], [2.0, 3.0], [3.0, 2.0], [4.0, np.nan]])
    >>> found = saturated(patterns_of("LT", rows), ("a", "b"))
    >>> found.mean.round(6).tolist()
    [2.5, 2.25]
    """
    check_patterns([group], items)
    return estimated(group)


def estimated(group: IncompleteGroup) -> Saturated:
    """`saturated` without the checks."""
    cells, sums = holed([group]), item_sums(group)
    place, spread = _Place(sums.mean, np.diag(sums.variance)), np.sqrt(sums.variance)
    for cycle in range(1, CYCLES + 1):
        first = _stepped(cells, place)
        change = first.minus(place)
        if _length(change, spread) < STILL:
            return _arrived(group, cells, first, cycle)
        second = _stepped(cells, first)
        bend = second.minus(first).minus(change)
        place = _stepped(cells, second)
        jump = -min(-_length(change, spread) / max(_length(bend, spread), 1e-300), -1.0)
        if jump > 1.0:
            place = _likelier(cells, place, _leapt(first, change, bend, jump))
    raise _lost(group.name)


def _leapt(first: _Place, change: _Place, bend: _Place, jump: float) -> _Place:
    """Where steps that shrink evenly would lead."""
    start = first.plus(change, -1.0)
    return start.plus(change, 2 * jump).plus(bend, jump * jump)


def _likelier(cells: Holed, safe: _Place, bold: _Place) -> _Place:
    """The bold place, one step on, if it can be and is likelier; else the safe one."""
    told = cells.spread_over(bold.mean[None], bold.covariance[None])
    if told is None or float(np.linalg.eigvalsh(bold.covariance)[0]) <= 0:
        return safe
    known = cells.spread_over(safe.mean[None], safe.covariance[None])
    return bold if known is None or told.log_likelihood > known.log_likelihood else safe


def _stepped(cells: Holed, place: _Place) -> _Place:
    """One step of EM; where a matrix loses its rank, the numbers become NaN and end the climb."""
    seen = cells.spread_over(place.mean[None], place.covariance[None])
    if seen is None:
        return _Place(place.mean * np.nan, place.covariance * np.nan)
    carry = place.covariance @ seen.weight  # (cells, items, items): expectations given what was answered
    means = place.mean + np.einsum("cpq,cq->cp", carry, seen.residual)
    n, people = cells.n, cells.n.sum()
    mean = n @ means / people
    spread: Stack = carry @ cells.covariance @ carry.transpose(0, 2, 1)
    left = place.covariance - carry @ place.covariance
    apart = means - mean
    covariance = np.tensordot(n, spread + left, axes=1) + (n[:, None] * apart).T @ apart
    return _Place(mean, (covariance + covariance.T) / 2 / people)


def _length(change: _Place, spread: Vector) -> float:
    """Length of a change, in standard deviations of the items."""
    scaled = change.covariance / np.outer(spread, spread)
    return float(np.sqrt(((change.mean / spread) ** 2).sum() + (scaled**2).sum()))


def _arrived(group: IncompleteGroup, cells: Holed, place: _Place, cycles: int) -> Saturated:
    seen = cells.spread_over(place.mean[None], place.covariance[None])
    spread = np.sqrt(np.diag(place.covariance))
    if seen is None or float(np.linalg.eigvalsh(place.covariance / np.outer(spread, spread))[0]) < COLLINEAR:
        raise _lost(group.name)
    return Saturated(group.n, place.mean, place.covariance, seen.log_likelihood, cycles)


def _lost(name: str) -> ConvergenceError:
    return ConvergenceError(
        Message(
            "The answers of group %(group)s leave too much open to estimate how the items go together. "
            "Items may repeat each other, or too few people answered the same ones. Leave out an item or the "
            "group.",
            {"group": name},
        )
    )
