"""Score tests of ordinal factor models: what setting one equality over groups free would do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import special

from mentorway.evidence.psychometrics.factors.models import FactorModel, Kind, Level, Release, ScoreTest
from mentorway.evidence.psychometrics.ordinal.categorical_moments import CategoricalSample
from mentorway.evidence.psychometrics.ordinal.chi_square import Spread
from mentorway.evidence.psychometrics.ordinal.descent import Solution

Values = NDArray[np.float64]

TESTED: dict[Level, tuple[Kind, int]] = {
    Level.METRIC: ("loading", 1),
    Level.SCALAR: ("intercept", 3),
    Level.STRICT: ("uniqueness", 4),
}
SPENT = 1e-8  # a copy that keeps no more than this share of its information cannot be found


def ordinal_score_tests(
    sample: CategoricalSample,
    of: tuple[FactorModel, Level, Sequence[Release]],
    found: Solution,
    spread: Spread,
) -> tuple[ScoreTest, ...]:
    """A robust test for each parameter that the level newly holds equal: over all groups, and in each.

    With r the slope along each group's own copy of the parameter, less what free parameters explain of it, a
    test is r' V⁻¹ r, and V the sampling covariance of r. There is none where a copy could not be found.
    Satorra (1989), Psychometrika 54:131-151, doi:10.1007/BF02294453.
    """
    model, level, releases = of
    if level not in TESTED or len(sample.n) < 2:
        return ()
    kind, part = TESTED[level]
    released = {release.item for release in releases if release.kind == kind}
    tests: list[ScoreTest] = []
    for place, item in enumerate(model.items):
        if item not in released:
            copies = _copies(sample, found, spread, found.layout.starts[part] + place)
            tests += _tests((kind, item), sample.names, copies)
    return tuple(tests)


def _copies(
    sample: CategoricalSample, found: Solution, spread: Spread, slot: int
) -> tuple[Values, Values, Values, Values]:
    """Slope along each group's copy of a slot, its sampling covariance, and the information on it.

    Copies are columns that are 0 in all other groups. What free parameters explain of them is taken off; the
    last is the information before that.
    """
    shares, weight = sample.n / sample.people, sample.weight
    columns = found.slopes[:, :, slot]
    own = weight * columns
    pull = (sample.n - 1) / sample.people * (own * found.residuals).sum(axis=1)
    cross = shares[:, None] * _along_free(found, own)
    explained = cross @ found.inverse
    seen = (sample.gamma @ own[:, :, None])[:, :, 0]
    both = (shares[:, None] * _along_free(found, weight * seen)) @ explained.T
    variances = np.diag(shares * (own * seen).sum(axis=1))
    covariance = (variances - both - both.T + explained @ spread.products @ explained.T) / sample.people
    before = shares * (own * columns).sum(axis=1)
    return pull, covariance, np.diag(before) - explained @ cross.T, before


def _along_free(found: Solution, statistics: Values) -> Values:
    """Products of each group's statistics with their slopes along the free parameters."""
    along = (statistics[:, None, :] @ found.slopes)[:, 0, :]
    products = np.zeros((len(along), found.layout.parameters))
    for group, numbers in enumerate(found.layout.numbers):
        products[group, numbers[numbers >= 0]] = along[group, numbers >= 0]
    return products


def _tests(
    named: tuple[Kind, str], groups: Sequence[str], copies: tuple[Values, Values, Values, Values]
) -> Iterator[ScoreTest]:
    slope, covariance, known, before = copies
    own = np.diag(known)
    if own.min() <= SPENT * before.min() or np.diag(covariance).min() <= 0:
        return
    part = known[1:, 1:] / np.sqrt(np.outer(own[1:], own[1:]))
    if float(np.linalg.eigvalsh(part)[0]) <= SPENT:
        return
    together = float(slope[1:] @ np.linalg.solve(covariance[1:, 1:], slope[1:]))
    df = len(groups) - 1
    yield ScoreTest(*named, None, together, df, float(special.chdtrc(df, max(together, 0.0))), None)
    for place, group in enumerate(groups):
        alone = float(slope[place] ** 2 / covariance[place, place])
        change = float(slope[place] / own[place])
        yield ScoreTest(*named, group, alone, 1, float(special.chdtrc(1, alone)), change)
