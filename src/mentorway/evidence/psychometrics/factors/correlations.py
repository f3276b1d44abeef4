"""Correlations between the factors of a model, group by group, and how far two groups differ in them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy import special

from mentorway.evidence.psychometrics.factors.layout import Layout, Parameters, layout
from mentorway.evidence.psychometrics.factors.models import Fit, GroupMoments, Level, Matrix, Vector
from mentorway.evidence.psychometrics.factors.scoring import eliminate, joint_covariance
from mentorway.evidence.psychometrics.factors.structure import sample_of
from mentorway.wording import InvalidInputError, Message


@dataclass(frozen=True)
class LatentCorrelation:
    """How two factors go together in one group; ends of 95 % intervals by Fisher's z. NaN if it cannot be."""

    factor: str
    other: str
    group: str
    value: float
    error: float
    low: float
    high: float


@dataclass(frozen=True)
class CorrelationDifference:
    """The correlation of two factors in the second group minus that in the first, with its 95 % interval."""

    factor: str
    other: str
    first: str
    second: str
    difference: float
    error: float
    low: float
    high: float


@dataclass(frozen=True)
class LatentCorrelations:
    """All pairs of factors in all groups, and all pairs of groups."""

    groups: tuple[LatentCorrelation, ...]
    differences: tuple[CorrelationDifference, ...]


def latent_correlations(found: Fit, groups: Sequence[GroupMoments]) -> LatentCorrelations:
    """Correlations of the factors with standard errors, from a fit in which loadings are held equal.

    A correlation does not hang on the units of the factors, so that equal loadings are all that comparing it
    asks. Standard errors come from the expected information by the delta method.

    Parameters
    ----------
    found : Fit
        Metric or tighter, possibly partial, of two factors or more.
    groups : sequence of GroupMoments
        Those that the model was fitted to.

    Returns
    -------
    LatentCorrelations

    Raises
    ------
    InvalidInputError
        Loadings are not held equal, there is one factor only, or the fit is not one of these groups.

    References
    ----------
    Fisher (1921), Metron 1:3-32.
    Steenkamp & Baumgartner (1998), J Consum Res 25:78-90, doi:10.1086/209528.

    Examples
    --------
    >>> from mentorway.evidence.psychometrics.factors.models import FactorModel
    >>> from mentorway.evidence.psychometrics.factors.structure import fit
    >>> covariance = np.kron([[1.0, 0.4], [0.4, 1.0]], np.ones((3, 3))) + np.eye(6)
    >>> groups = [GroupMoments(name, 200, np.zeros(6), covariance) for name in ("LT", "LV")]
    >>> model = FactorModel(tuple("abcdef"), (("trust", ("a", "b", "c")), ("calm", ("d", "e", "f"))))
    >>> correlations = latent_correlations(fit(groups, model, Level.METRIC), groups)
    >>> [round(one.value, 6) for one in correlations.groups], round(correlations.differences[0].error, 3)
    ([0.4, 0.4], 0.118)
    """
    slots = layout(len(found.groups), found.model, found.level, found.releases)
    _check(found, groups)
    covariance = _covariance_of_psi(found, groups, slots)
    names = [name for name, _ in found.model.factors]
    alone, apart = [], []
    for other, factor in combinations(range(len(names)), 2):
        values, slopes = _values_and_slopes(found, slots, (factor, other))
        joint = slopes @ covariance @ slopes.T
        pair = names[other], names[factor]
        for place, group in enumerate(found.groups):
            ends = _ends(values[place], _root(joint[place, place]))
            alone.append(LatentCorrelation(*pair, group.name, *ends))
        apart += [
            _difference(found, pair, (first, second), (values, joint))
            for first, second in combinations(range(len(found.groups)), 2)
        ]
    return LatentCorrelations(tuple(alone), tuple(apart))


def _check(found: Fit, groups: Sequence[GroupMoments]) -> None:
    if not found.level.holds(Level.METRIC) or len(found.model.factors) < 2:
        raise InvalidInputError(
            Message(
                "Correlations of factors may be compared only in a model of two scales or more whose "
                "loadings are held equal. Use the metric model."
            )
        )
    if [(one.name, one.n) for one in groups] != [(one.name, one.n) for one in found.groups]:
        raise InvalidInputError(
            Message("The model was fitted to other answers. Fit it to the moments of these groups first.")
        )


def _covariance_of_psi(found: Fit, groups: Sequence[GroupMoments], slots: Layout) -> Matrix:
    """Sampling covariance of the factor covariances, group by group in the order of their slots."""
    parts = ("loadings", "intercepts", "uniquenesses", "factor_covariance", "latent_means")
    values = Parameters(*(np.stack([getattr(group, part) for group in found.groups]) for part in parts))
    sample = sample_of(groups)
    point = sample.evaluate(slots, slots.pack(values))
    if point is None:
        raise InvalidInputError(
            Message("The estimates imply no covariance matrix, so their correlations have no errors.")
        )
    elimination = eliminate(slots, sample.curvature(slots, point).information)
    return joint_covariance(elimination, np.arange(slots.psi_start, slots.loading_start))


def _values_and_slopes(found: Fit, slots: Layout, pair: tuple[int, int]) -> tuple[Vector, Matrix]:
    """A correlation in each group, and its slopes along the factor covariances of all groups."""
    factor, other = pair
    count = len(slots.rows)
    place = {
        (int(row), int(column)): at
        for at, (row, column) in enumerate(zip(slots.rows, slots.columns, strict=True))
    }
    values, slopes = np.empty(slots.groups), np.zeros((slots.groups, slots.groups * count))
    for group, one in enumerate(found.groups):
        psi = one.factor_covariance
        product = float(psi[factor, factor] * psi[other, other])
        positive = psi[factor, factor] > 0 and psi[other, other] > 0
        root = math.sqrt(product) if positive else math.nan
        values[group] = value = psi[factor, other] / root
        start = group * count
        slopes[group, start + place[factor, other]] = 1 / root
        slopes[group, start + place[factor, factor]] = -value / (2 * psi[factor, factor])
        slopes[group, start + place[other, other]] = -value / (2 * psi[other, other])
    return values, slopes


def _root(variance: float) -> float:
    return math.sqrt(variance) if variance >= 0 else math.nan


def _ends(value: float, error: float) -> tuple[float, float, float, float]:
    """A correlation, its error, and where its interval ends."""
    if not abs(value) < 1:
        return float(value), error, math.nan, math.nan
    half = float(special.ndtri(0.975)) * error / (1 - value**2)
    middle = math.atanh(value)
    return float(value), error, math.tanh(middle - half), math.tanh(middle + half)


def _difference(
    found: Fit, names: tuple[str, str], pair: tuple[int, int], of: tuple[Vector, Matrix]
) -> CorrelationDifference:
    first, second = pair
    values, joint = of
    difference = float(values[second] - values[first])
    error = _root(joint[first, first] + joint[second, second] - 2 * joint[first, second])
    half = float(special.ndtri(0.975)) * error
    groups = found.groups[first].name, found.groups[second].name
    return CorrelationDifference(*names, *groups, difference, error, difference - half, difference + half)
