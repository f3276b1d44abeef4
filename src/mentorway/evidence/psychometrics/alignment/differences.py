"""Differences between the means of aligned groups."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations

from scipy import special

from mentorway.evidence.comparisons.multiplicity import Adjustment, adjusted
from mentorway.evidence.psychometrics.alignment.aligning import Alignment


@dataclass(frozen=True)
class AlignedDifference:
    """Mean of the second group minus that of the first, in standard deviations of the reference group.

    Ends are those of 95 % intervals; z and p test the difference, `adjusted` holds for all pairs together.
    """

    first: str
    second: str
    difference: float
    error: float
    low: float
    high: float
    z: float
    p: float
    adjusted: float


def aligned_differences(
    found: Alignment, adjustment: Adjustment = Adjustment.HOLM
) -> tuple[AlignedDifference, ...]:
    """Compare the aligned means of every two groups.

    Parameters
    ----------
    found : Alignment
        Of `align`.
    adjustment : Adjustment
        How p-values are raised, because there are so many pairs.

    Returns
    -------
    tuple of AlignedDifference
        Pair by pair, in the order of the groups.

    References
    ----------
    Asparouhov & Muthén (2014), Struct Equ Modeling 21:495-508, doi:10.1080/10705511.2014.919210.

    Examples
    --------
    >>> import numpy as np
    >>> from mentorway.evidence.psychometrics.alignment.aligning import align
    >>> from mentorway.evidence.psychometrics.factors.models import FactorModel, GroupMoments
    >>> covariance = np.ones((4, 4)) + np.eye(4)
    >>> groups = [GroupMoments(name, 500, np.full(4, 3 + mean), covariance)
    ...           for name, mean in (("LT", 0.0), ("LV", 0.5), ("SE", 0.2))]
    >>> found = align(groups, FactorModel.one_factor("trust", ["a", "b", "c", "d"]))
    >>> [(one.first, one.second, round(one.difference, 4)) for one in aligned_differences(found)]
    [('LT', 'LV', 0.5), ('LT', 'SE', 0.2), ('LV', 'SE', -0.3)]
    """
    pairs = list(combinations(range(len(found.groups)), 2))
    half = float(special.ndtri(0.975))
    gaps = [found.groups[b].mean - found.groups[a].mean for a, b in pairs]
    sure = found.mean_covariance
    errors = [math.sqrt(float(sure[a, a] + sure[b, b] - 2 * sure[a, b])) for a, b in pairs]
    scores = [gap / error for gap, error in zip(gaps, errors, strict=True)]
    p_values = [2 * float(special.ndtr(-abs(score))) for score in scores]
    raised = adjusted(p_values, adjustment)
    return tuple(
        AlignedDifference(
            first=found.groups[a].name,
            second=found.groups[b].name,
            difference=gap,
            error=error,
            low=gap - half * error,
            high=gap + half * error,
            z=z,
            p=p,
            adjusted=float(more),
        )
        for (a, b), gap, error, z, p, more in zip(pairs, gaps, errors, scores, p_values, raised, strict=True)
    )
