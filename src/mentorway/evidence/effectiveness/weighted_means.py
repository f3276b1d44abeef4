"""The difference of two weighted means, with errors that know where the weights come from."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from mentorway.evidence.effectiveness.clustered_errors import check_clusters, grouped
from mentorway.evidence.effectiveness.distributions import t_quantile, two_sided
from mentorway.evidence.effectiveness.few_clusters import few
from mentorway.evidence.effectiveness.regression import Coefficient
from mentorway.evidence.effectiveness.rows import Matrix, Vector, coded
from mentorway.wording import Message


@dataclass(frozen=True)
class Reading:
    """Who belongs together, how sure the interval shall be, and what has to be said of the weights."""

    clusters: Sequence[Hashable] | None = None
    confidence: float = 0.95
    warnings: tuple[Message, ...] = ()


@dataclass(frozen=True, eq=False)
class WeightedEffect:
    """Mean of those who took part less the weighted mean of the others, in points of the outcome.

    The error of `effect` allows for the weights being estimated; `error_as_given` does not. Both are for
    large samples (normal, HC0); where clusters are given, times C/(C - 1).
    """

    effect: Coefficient
    error_as_given: float
    mean_treated: float
    mean_untreated: float
    weights: Vector
    warnings: tuple[Message, ...] = ()


def weighted_means(
    y: Vector,
    took: Vector,
    weights: Vector,
    *,
    estimated: tuple[Matrix, Matrix],
    reading: Reading,
) -> WeightedEffect:
    """Compare two weighted means.

    Parameters
    ----------
    y, took, weights : array of float, shape (people,)
        Outcome, who took part as 1, and weights.
    estimated : pair of arrays of float, shape (people, parameters)
        What each person adds to the error of the numbers that the weights depend on, and how each person's
        weight changes with these numbers.
    reading : Reading
        Checked before.

    Returns
    -------
    WeightedEffect

    References
    ----------
    Stefanski & Boos (2002), American Statistician 56:29-38, doi:10.1198/000313002753631330.

    Examples
    --------
    >>> nothing = np.zeros((4, 1))
    >>> found = weighted_means(np.array([1.0, 2, 4, 5]), np.array([0.0, 0, 1, 1]), np.ones(4),
    ...     estimated=(nothing, nothing), reading=Reading())
    >>> found.effect.value, round(found.effect.error, 4)
    (3.0, 0.5)
    """
    influence, slopes = estimated
    means, known, whole = [], np.zeros(len(y)), np.zeros(len(y))
    for sign, one in ((1.0, took), (-1.0, 1 - took)):
        total = float(weights @ one)
        mean = float((weights * one) @ y) / total
        around = one * (y - mean) / total
        known += sign * weights * around
        whole += sign * (weights * around + influence @ (slopes.T @ around))
        means.append(mean)
    errors, warned = [], reading.warnings
    for parts in (whole, known):
        if reading.clusters is not None:
            places = check_clusters(coded(reading.clusters, len(y))[1])
            groups = int(places.max()) + 1
            sums = grouped(parts[:, None], places)
            errors.append(math.sqrt(groups / (groups - 1) * float((sums**2).sum())))
            warned = reading.warnings + few(groups, "CR1")
        else:
            errors.append(math.sqrt(float(parts @ parts)))
    value, half = means[0] - means[1], t_quantile((1 + reading.confidence) / 2, math.inf) * errors[0]
    t = value / errors[0] if errors[0] else None
    p = None if t is None else two_sided(t, math.inf)
    effect = Coefficient("effect", value, errors[0], math.inf, value - half, value + half, t, p)
    return WeightedEffect(effect, errors[1], means[0], means[1], weights, warned)
